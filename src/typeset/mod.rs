//! [`Document`] → [`Pages`]: sets Chinese type, and knows no file format.
//!
//! Text is cut into runs of one face, shaped, given its prohibitions and its adjustable widths (CLREQ 3.1),
//! broken into lines over the whole paragraph, and placed on pages whose type area is counted in characters and lines.
//!
//! The way of a document through this room: [`style`] says how its parts look, `plan` divides it, `compose` sets its blocks
//! into slabs (with `inline`, `table`, `picture`, `note`), `paginate` fills columns and pages with them, and `contents` and
//! `furniture` add what belongs to the book and not to the text.

mod adjust;
mod compose;
mod contents;
mod context;
pub mod dump;
pub mod fonts;
pub mod frame;
mod furniture;
mod index;
mod inline;
mod itemize;
#[cfg(test)]
mod laws;
mod linebreak;
mod list;
mod note;
pub mod notice;
mod paginate;
pub mod paragraph;
mod picture;
mod place;
mod plan;
mod prohibition;
mod reference;
mod ruby;
mod shape;
mod slab;
pub mod style;
pub(crate) mod table;
pub mod tag;
mod unit;
pub(crate) mod vertical;
mod wide;

use crate::diag::{Sink, Trouble};
use crate::env::Limits;
use crate::error::{Error, ErrorKind, Result};
use crate::geom::{Abs, Point};
use crate::model::{Document, DocumentKind};
use compose::Composer;
use fonts::Fonts;
use frame::{Entry, Item, Page, Pages, Target};
use furniture::{Furniture, roman};
use note::Notes;
use paginate::{Paginator, Section, Sheet, place_on};
use plan::Plan;
use slab::{shift, turn};
use style::Style;

/// Sets a document. The only error is a document that needs more pages than the limit allows.
pub fn typeset(document: &Document, style: &Style, fonts: &Fonts, limits: &Limits, sink: &mut Sink) -> Result<Pages> {
    report_missing(document, sink);
    if style.manner == DocumentKind::Notice {
        notice::report(document, sink);
    }
    // Indexes of a volume are set when the folios are known that they say.
    let (blocks, indexes) = document.blocks.split_at(index::start(document));
    let plan = Plan::new(blocks, style.manner);
    let composer = Composer { document, style, fonts, base_level: plan.base_level };
    let most = limits.pages as usize;

    let mut sections = plan::sections(&composer, &plan, blocks);
    // A volume's name and its time lead it, before the contents.
    let leading = if document.meta.bound && sections.len() > 1 { vec![sections.remove(0)] } else { Vec::new() };
    let notes = Notes::set(&composer, style.measure());
    let mut body = fill(style, fonts, notes, most, sections)?;
    if !indexes.is_empty() {
        let sections = index::set(&composer, indexes, &entries(style, &body), &folios(&body));
        body.extend(fill(style, fonts, Notes::none(style), most, sections)?);
    }
    if let Some(first) = body.first_mut() {
        first.opening = true;
    }
    if let Some(gap) = body.iter().map(|sheet| sheet.loose).max().filter(|&gap| gap > 0) {
        sink.push(Trouble::LooseLine { gap }, "");
    }
    let title = document.meta.title.as_deref().unwrap_or_default();

    let labels = folios(&body);
    let mut entries = entries(style, &body);
    // In a volume the pages of its issues are told by running heads.
    entries.retain(|entry| entry.level > 0 || !document.meta.bound);

    let mut front = title_page(&composer, &plan, title, most)?;
    if !leading.is_empty() {
        let sheets = fill(style, fonts, Notes::none(style), most, leading)?;
        front.extend(sheets.into_iter().map(|sheet| Sheet { bare: true, ..sheet }));
    }
    if contents::wanted(style, &entries, body.len()) {
        let section = contents::set(&composer, &entries, &labels);
        front.extend(fill(style, fonts, Notes::none(style), most, vec![section])?);
    }
    // The text begins on a recto.
    if (style.manner == DocumentKind::Book || style.recto) && !front.len().is_multiple_of(2) {
        front.push(Sheet::default());
    }
    Ok(assemble(&composer, title, front, body, entries, labels))
}

/// What the pages of the body are called.
fn folios(body: &[Sheet]) -> Vec<String> {
    (1..=body.len()).map(|number| number.to_string()).collect()
}

/// The headings on these pages.
fn entries(style: &Style, body: &[Sheet]) -> Vec<Entry> {
    let headings =
        body.iter().enumerate().flat_map(|(page, sheet)| sheet.headings.iter().map(move |(heading, at)| (page, heading, *at)));
    let entry = |(page, heading, at): (usize, &std::sync::Arc<slab::Heading>, Point)| Entry {
        title: heading.title.clone(),
        level: heading.rank,
        place: place_on(style, page, at),
    };
    headings.map(entry).collect()
}

/// Fills pages with sections.
fn fill(style: &Style, fonts: &Fonts, notes: Notes, most: usize, sections: Vec<Section>) -> Result<Vec<Sheet>> {
    let has_notes = !notes.placed.is_empty();
    let (mut sheets, cut) = Paginator::new(style, fonts, notes, most).run(sections);
    if cut {
        return Err(Error::new(ErrorKind::Limit, format!("more than {most} pages")));
    }
    if has_notes {
        reference::link(&mut sheets, style);
    }
    Ok(sheets)
}

/// The title page of a book: set from its own title lines, or from what is known about it.
fn title_page(composer: &Composer<'_>, plan: &Plan, title: &str, most: usize) -> Result<Vec<Sheet>> {
    let style = composer.style;
    if style.manner != DocumentKind::Book {
        return Ok(Vec::new());
    }
    let blocks = &composer.document.blocks[plan.title.clone()];
    let mut flow = plan::title_slabs(composer, blocks, title);
    let Some(first) = flow.first_mut() else { return Ok(Vec::new()) };
    first.space = style.pitch * style.title_sink;
    first.sink = true;
    let section = Section { new_page: true, flow, ..Section::default() };
    let mut sheets = fill(style, composer.fonts, Notes::none(style), most, vec![section])?;
    sheets.iter_mut().for_each(|sheet| sheet.bare = true);
    Ok(sheets)
}

/// Puts front matter and body together, with heads, folios, labels and links.
fn assemble(
    composer: &Composer<'_>,
    title: &str,
    front: Vec<Sheet>,
    body: Vec<Sheet>,
    mut entries: Vec<Entry>,
    labels: Vec<String>,
) -> Pages {
    let Composer { style, fonts, .. } = *composer;
    let offset = front.len();
    let mut furniture = Furniture::new(style, fonts, title);
    let mut pages = Vec::with_capacity(front.len() + body.len());
    let mut chapter = String::new();
    // A paper's pages are told by the marks of the source's.
    let told = u8::from(style.manner != DocumentKind::Newspaper);
    let labels = (1..=offset).map(roman).chain(labels);
    for (index, (mut sheet, label)) in front.into_iter().chain(body).zip(labels).enumerate() {
        // A page is under the chapter that its first line is under, or that begins on it.
        let of_rank = |rank: u8| sheet.headings.iter().find(|(heading, _)| heading.rank == rank);
        // The indexes of a volume, and issues without a date, have no marks of pages.
        let part = || of_rank(1).filter(|_| composer.document.meta.bound);
        if let Some((heading, _)) = of_rank(told).or_else(part) {
            chapter.clone_from(&heading.title);
        }
        let area = style.area(index);
        let mut artifacts = furniture.dress(&sheet, index, &label, &chapter);
        if style.vertical.is_some() {
            turn(&mut sheet.items, Point { x: area.min.x + area.size.width, y: area.min.y });
        } else {
            shift(&mut sheet.items, area.min);
        }
        for item in &mut sheet.items {
            if let Item::Link { target: Target::Place(place), .. } = item {
                place.at.x += style.area(place.page as usize + offset).min.x - style.area(place.page as usize).min.x;
                place.page += offset as u32;
            }
        }
        let mut items = sheet.items;
        items.append(&mut artifacts);
        pages.push(Page { size: style.trim, area, items, label });
    }
    for entry in &mut entries {
        let page = entry.place.page as usize + offset;
        let shifted = Point { x: style.area(page).min.x - style.area(entry.place.page as usize).min.x, y: Abs::ZERO };
        entry.place.page = page as u32;
        entry.place.at.x += shifted.x;
    }
    Pages { pages, outline: entries }
}

/// Pictures that cannot be shown are named once.
fn report_missing(document: &Document, sink: &mut Sink) {
    for media in document.media.iter().filter(|media| picture::natural_size(media).is_none()) {
        sink.push(Trouble::MissingImage { reference: media.reference.clone() }, "");
    }
}
