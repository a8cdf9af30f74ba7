//! Pages → PDF, by `krilla`: glyphs and their places are ours, the file's structure is the library's.
//!
//! Content is drawn in reading order, so that readers without a structure tree extract the text as it is. Folios, running
//! heads and leaders are artifacts; all else belongs to a part of the structure tree. The same document gives the same bytes: dates
//! come from [`Env`], the file's identifier from its content.

mod draw;
mod grey;
mod impose;
mod lock;
mod pack;
mod sheet;
mod standard;
mod structure;
mod tags;

use super::writer::{ReadBack, Target, WriteOptions};
use crate::diag::{Sink, Trouble};
use crate::env::Env;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Document, Media, MediaId, Tally, walk};
use crate::typeset::fonts::Fonts;
use crate::typeset::frame::{Item, Pages};
use crate::typeset::style::Style;
use crate::typeset::typeset;
use impose::Imposing;
pub use impose::Scheme;
use krilla::error::KrillaError;
use krilla::{Document as Pdf, SerializeSettings};
use standard::Claims;
pub use standard::Standard;
use std::collections::BTreeSet;

/// Sets the document and writes its pages.
pub fn write_pdf(document: &Document, asked: &WriteOptions, env: &Env, sink: &mut Sink) -> Result<Target> {
    let mut style = Style::of(document, asked.style.as_deref());
    if asked.vertical {
        style = style.turned();
    }
    style.plain = asked.plain;
    let fonts = Fonts::with(env, &style.fonts);
    report_missing(document, &style, &fonts, sink);
    let mut pages = typeset(document, &style, &fonts, &env.limits, sink)?;
    fonts.troubles().into_iter().for_each(|trouble| sink.push(trouble, ""));
    let read_back = ReadBack::Solid(solid_tally(&pages));
    // Sheets have marks of their own.
    let options = &WriteOptions { crop_marks: asked.crop_marks && asked.impose.is_none(), ..asked.clone() };
    let marks = pages.pages.first().map_or_else(Vec::new, |page| sheet::marks(page.size, options));
    pages.pages.iter_mut().for_each(|page| page.items.extend(marks.iter().cloned()));
    let mut file = File { pages: &pages, document, style: &style, fonts: &fonts, options, env, broken: BTreeSet::new() };
    let mut claims = Claims::of(if options.impose.is_some() { Standard::None } else { options.standard });
    if asked.encrypt.is_some() && claims.give_up_archival() {
        sink.push(Trouble::NotArchival { reason: "it is encrypted".to_owned() }, "");
    }
    let bytes = loop {
        match file.write(claims) {
            Ok(bytes) => break bytes,
            // Each refusal gives up a claim, and without claims nothing is refused.
            Err(Refused::Claims(refused)) => claims = refused.report(claims, sink),
            // Pictures are taken on trust; that one is broken is found out when it is written.
            Err(Refused::Picture(reason)) if file.broken.is_empty() => {
                let broken = |media: &Media| media.bytes.as_deref().is_some_and(|bytes| !grey::is_whole(bytes));
                let ids = (0..).map(MediaId).zip(&document.media).filter(|(_, media)| broken(media));
                for (id, media) in ids {
                    sink.push(Trouble::MissingImage { reference: media.reference.clone() }, "");
                    file.broken.insert(id);
                }
                if file.broken.is_empty() {
                    return Err(Error::new(ErrorKind::Bug, reason));
                }
            }
            Err(Refused::Bug(reason) | Refused::Picture(reason)) => return Err(Error::new(ErrorKind::Bug, reason)),
        }
    };
    let bytes = match asked.impose {
        // An encrypted file is written anew, object by object.
        None if asked.encrypt.is_some() => bytes,
        None => pack::pack(bytes),
        Some(scheme) => {
            sink.push(Trouble::NotArchival { reason: "its pages are imposed on sheets for the press".to_owned() }, "");
            let right = style.vertical.is_some();
            impose::impose(&bytes, Imposing { scheme, right, creep: asked.creep, marks: asked.crop_marks })?
        }
    };
    let bytes = match &asked.encrypt {
        None => bytes,
        Some(password) => lock::lock(&bytes, password)?,
    };
    Ok(Target { bytes, read_back })
}

/// Characters that no face has are named before they are set.
fn report_missing(document: &Document, style: &Style, fonts: &Fonts, sink: &mut Sink) {
    let mut known = vec![false; 0x11_0000];
    let mut distinct = String::new();
    for c in walk::visible_texts(document).flat_map(|text| text.as_str().chars()) {
        if !std::mem::replace(&mut known[c as usize], true) {
            distinct.push(c);
        }
    }
    let characters = fonts.missing(&distinct, &style.language);
    if !characters.is_empty() {
        sink.push(Trouble::MissingGlyphs { characters }, "");
    }
}

/// What stands on the pages of the document's own text, white space left out.
pub fn solid_tally(pages: &Pages) -> Tally {
    let items = pages.pages.iter().flat_map(|page| &page.items);
    let texts = items.filter_map(|item| match item {
        Item::Text { run, .. } => Some(Tally::of_solid(&run.text)),
        _ => None,
    });
    texts.sum()
}

/// Why no file came of the pages.
enum Refused {
    /// It would not be what a standard asks for.
    Claims(standard::Refusal),
    /// A picture can't be decoded.
    Picture(String),
    /// A fault of ours.
    Bug(String),
}

/// Everything that a file is made of.
struct File<'a> {
    pages: &'a Pages,
    document: &'a Document,
    style: &'a Style,
    fonts: &'a Fonts,
    options: &'a WriteOptions,
    env: &'a Env,
    /// Pictures that can't be shown.
    broken: BTreeSet<MediaId>,
}

impl File<'_> {
    /// Writes the file, as PDF/A-2u and PDF/UA-1 (PF-1) where that is claimed: the library proves it while it writes.
    fn write(&self, claims: Claims) -> std::result::Result<Vec<u8>, Refused> {
        let configuration =
            claims.configuration().map_err(|error| Refused::Bug(format!("the standards can't be asked for: {error:?}")))?;
        let settings = SerializeSettings { configuration, ..SerializeSettings::default() };
        let mut tree = tags::Tree::new(self.document.notes.len());
        let mut pdf = Pdf::new_with(settings);
        let mut pen = draw::Pen::new(self.fonts, &self.document.media, &self.broken, self.options.grayscale);
        for (index, page) in self.pages.pages.iter().enumerate() {
            let settings = sheet::settings(page.size, self.options)
                .ok_or_else(|| Refused::Bug(format!("page {} has no size", index + 1)))?;
            let mut sheet = pdf.start_page_with(settings.with_page_label(structure::page_label(&page.label)));
            pen.page(&mut sheet, page, self.pages.pages.len(), &mut tree);
            sheet.finish();
        }
        pdf.set_tag_tree(tree.finish(&self.style.language));
        pdf.set_outline(structure::outline(&self.pages.outline, structure::title(self.document)));
        pdf.set_metadata(structure::metadata(self.document, self.style, self.env));
        pdf.finish().map_err(|error| match error {
            KrillaError::Validation(failures) => Refused::Claims(standard::Refusal::of(&failures)),
            error @ KrillaError::Image(..) => Refused::Picture(format!("the PDF could not be written: {error:?}")),
            error => Refused::Bug(format!("the PDF could not be written: {error:?}")),
        })
    }
}
