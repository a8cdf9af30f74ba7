//! The indexes of a volume: lines with leaders and the folios of the headings that they lead to.
//!
//! They stand behind everything they speak of, so that folios are known when they are set.

use super::compose::{Column, Composer};
use super::contents;
use super::frame::Entry;
use super::paginate::Section;
use super::paragraph::{Alignment, Family};
use super::slab::Slab;
use super::style::Look;
use super::tag::{Tag, TagKind};
use crate::model::{Block, Document, issue};
use std::collections::BTreeMap;

/// The first block of the indexes; the end where there are none.
pub fn start(document: &Document) -> usize {
    let blocks = &document.blocks;
    let line = blocks.iter().position(|block| issue::leads_to(block, &document.meta).is_some());
    line.map_or(blocks.len(), |line| line - usize::from(line > 0 && blocks[line - 1].heading().is_some()))
}

/// Sets the indexes, each from a new page on. Links lead to pages counted from the first of the body; `labels` are their folios.
pub fn set(composer: &Composer<'_>, blocks: &[Block], entries: &[Entry], labels: &[String]) -> Vec<Section> {
    let wide = Column { measure: composer.style.flow().width, ..composer.column() };
    let places = places(composer.document, entries);
    let mut sections: Vec<Section> = Vec::new();
    for block in blocks {
        if block.heading().is_some() || sections.is_empty() {
            sections.push(Section { new_page: true, ..Section::default() });
        }
        let entry = issue::leads_to(block, &composer.document.meta).and_then(|number| places.get(&number));
        let slabs = match entry {
            Some(entry) => line(composer, block, entry, labels, wide),
            None => composer.blocks(std::slice::from_ref(block), wide),
        };
        if let Some(section) = sections.last_mut() {
            section.across.extend(slabs);
        }
    }
    sections
}

/// Where the headings of a document have come to stand, by their numbers. Of headings with the same words the first is the first.
fn places<'e>(document: &Document, entries: &'e [Entry]) -> BTreeMap<usize, &'e Entry> {
    let solid = |words: &str| words.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let mut named: BTreeMap<String, std::collections::VecDeque<&Entry>> = BTreeMap::new();
    for entry in entries {
        named.entry(solid(&entry.title)).or_default().push_back(entry);
    }
    let headings = issue::headings(&document.blocks).enumerate();
    headings.filter_map(|(at, block)| Some((at + 1, named.get_mut(&solid(block.text.as_str()))?.pop_front()?))).collect()
}

fn line(composer: &Composer<'_>, block: &Block, entry: &Entry, labels: &[String], column: Column) -> Vec<Slab> {
    let look = Look { family: Family::Song, first: 0, align: Alignment::Left, keep: false, ..composer.style.body() };
    let folio = contents::Folio::new(composer, labels.get(entry.place.page as usize).map_or("", String::as_str), &look);
    let own = composer.tag(block, None);
    let link = Tag::new(TagKind::Link(folio.told(block.text.as_str())), Some(&own));
    let inside = Column { measure: folio.room(column.measure, composer.style.size), tag: Some(&link), ..column };
    let mut slabs = composer.text(&block.text, &look, inside);
    folio.lead(composer.style, &mut slabs, entry.place, column.left, column);
    slabs
}
