//! Pages → PDF, by `krilla`: glyphs and their places are ours, the file's structure is the library's.
//!
//! Content is drawn in reading order, so that readers without a structure tree extract the text as it is. Folios, running
//! heads and leaders are artifacts. The same document gives the same bytes: dates come from [`Env`], the file's identifier
//! from its content.

mod draw;
mod structure;

use super::writer::{ReadBack, Target, WriteOptions};
use crate::diag::{Sink, Trouble};
use crate::env::Env;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Document, Tally, walk};
use crate::typeset::fonts::Fonts;
use crate::typeset::frame::{Item, Pages};
use crate::typeset::style::Style;
use crate::typeset::typeset;
use krilla::Document as Pdf;
use krilla::page::PageSettings;

/// Sets the document and writes its pages.
pub fn write_pdf(document: &Document, options: &WriteOptions, env: &Env, sink: &mut Sink) -> Result<Target> {
    let style = Style::of(document, options.style.as_deref()).ok_or_else(|| unknown_style(options))?;
    let fonts = Fonts::new(env);
    report_missing(document, &style, &fonts, sink);
    let pages = typeset(document, &style, &fonts, &env.limits, sink)?;
    fonts.troubles().into_iter().for_each(|trouble| sink.push(trouble, ""));
    let read_back = ReadBack::Solid(solid_tally(&pages));
    Ok(Target { bytes: write_pages(&pages, document, &style, &fonts, env)?, read_back })
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

fn unknown_style(options: &WriteOptions) -> Error {
    let known: Vec<&str> = Style::names().map(|(name, _)| name).collect();
    let name = options.style.as_deref().unwrap_or_default();
    Error::new(ErrorKind::Invalid, format!("no page style is called {name}; there are {}", known.join(", ")))
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

fn write_pages(pages: &Pages, document: &Document, style: &Style, fonts: &Fonts, env: &Env) -> Result<Vec<u8>> {
    let mut pdf = Pdf::new();
    let mut pen = draw::Pen::new(fonts, &document.media);
    for (index, page) in pages.pages.iter().enumerate() {
        let (width, height) = (page.size.width.to_pt() as f32, page.size.height.to_pt() as f32);
        let size = PageSettings::from_wh(width, height)
            .ok_or_else(|| Error::new(ErrorKind::Bug, format!("page {} has no size", index + 1)))?;
        let mut sheet = pdf.start_page_with(size.with_page_label(structure::page_label(&page.label)));
        pen.page(&mut sheet, page, pages.pages.len());
        sheet.finish();
    }
    pdf.set_outline(structure::outline(&pages.outline));
    pdf.set_metadata(structure::metadata(document, style, env));
    pdf.finish().map_err(|error| Error::new(ErrorKind::Bug, format!("the PDF could not be written: {error:?}")))
}
