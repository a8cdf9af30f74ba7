//! PDF: objects, fonts and content streams become pages of plain data for the page analysis.
//!
//! `hayro-syntax` reads objects, decrypts and unpacks; `hayro-font` and `hayro-cmap` know encodings. Everything above is here, by
//! stage: [`open`] and [`repair`] get at the objects, [`page`] and [`content`] execute pages, [`font`] finds characters,
//! [`pictures`] decodes, and [`outline`], [`structure`], [`metadata`], [`layers`], [`links`] read what lies round the pages.
//! Which glyphs are a line, and in which order one reads, is decided in [`layout`].

mod content;
mod document;
mod font;
mod layers;
mod links;
mod mask;
mod matrix;
mod mend;
mod metadata;
mod once;
mod open;
mod outline;
mod page;
mod pictures;
mod repair;
mod report;
mod rulings;
mod stream;
mod strings;
mod structure;

use super::encoding::Decision;
use super::{Source, layout};
use crate::diag::{Sink, Trouble};
use crate::error::Result;
use crate::model::{Document, Media, MediaId};
use document::Shared;
use page::Read;
use rayon::prelude::*;
use report::Report;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Pages that are in memory with all their glyphs at a time.
const TOGETHER: usize = 32;
/// How far into a file its mark may stand.
const HEAD: usize = 1024;

/// Whether bytes are a PDF.
pub fn knows(bytes: &[u8]) -> bool {
    memchr::memmem::find(&bytes[..bytes.len().min(HEAD)], b"%PDF-").is_some()
}

/// Reads a PDF.
pub fn read(source: &Source, document: &mut Document, sink: &mut Sink) -> Result<Option<Decision>> {
    let pdf = open::open(source.bytes, source.options.password.as_deref(), sink)?;
    let shared = Shared::new(&pdf, source.env.limits);
    metadata::read(&shared, &mut document.meta);
    let labels = outline::labels(&shared);
    let mut numbers: Vec<(usize, u32)> = (0..pdf.pages().len()).zip(1..).collect();
    if numbers.len() > source.env.limits.pages as usize {
        numbers.truncate(source.env.limits.pages as usize);
        sink.push(Trouble::CutByLimit { what: "pages of a source".into() }, "");
    }
    let mut media = Gathered::default();
    let mut report = Report::default();
    let mut sheets = Vec::with_capacity(numbers.len());
    for chunk in numbers.chunks(TOGETHER) {
        let one = |&(index, number): &(usize, u32)| {
            let label = labels.get(index).cloned().flatten();
            let _step = source.env.steps.enter(|| format!("page {number}"));
            let page = &pdf.pages()[index];
            let mut read = catch_unwind(AssertUnwindSafe(|| page::read(page, number, label, &shared))).ok()?;
            if let Some(recognizer) = &source.options.recognizer {
                // What can't be drawn stays as it was read.
                let _ = catch_unwind(AssertUnwindSafe(|| page::recognize(&mut read, page, recognizer)));
            }
            Some(read)
        };
        let read: Vec<Option<Read>> = chunk.par_iter().map(one).collect();
        let mut pages = Vec::with_capacity(read.len());
        for (&(_, number), read) in chunk.iter().zip(read) {
            let Some(mut read) = read else {
                report.lost(number);
                continue;
            };
            media.take(&mut read, &mut document.media);
            report.page(&read);
            pages.push(read.page);
        }
        let judged = source.looks.is_some();
        sheets.par_extend(pages.into_par_iter().map(|page| layout::sheet(page, judged)));
    }
    report.tell(sink);
    let facts = layout::page::Facts { outline: outline::outline(&shared), structure: structure::read(&shared) };
    layout::document(sheets, facts, source, document);
    Ok(None)
}

/// Pictures with a number, by the address of their bytes: one that is on many pages is kept once.
#[derive(Default)]
struct Gathered(BTreeMap<usize, MediaId>);

impl Gathered {
    /// Gives a page's pictures their numbers.
    fn take(&mut self, read: &mut Read, media: &mut Vec<Media>) {
        for (image, file) in read.page.images.iter_mut().zip(&read.files) {
            let Some(file) = file else { continue };
            let id = *self.0.entry(file.as_ptr() as usize).or_insert_with(|| {
                let kind = if file.starts_with(&[0xff, 0xd8]) { "jpg" } else { "png" };
                let reference = format!("page{}-{}.{kind}", read.page.number, media.len() + 1);
                media.push(Media { reference, alt: String::new(), bytes: Some(file.clone()) });
                MediaId(media.len() as u32 - 1)
            });
            image.media = Some(id);
        }
    }
}
