//! Marks of notes lead to their notes, and the numbers of notes lead back.
//!
//! When all pages are filled it is known where each note and the first of its marks have come to stand. Links are put about what is there;
//! no place changes.

use super::frame::{Item, Run, Target};
use super::paginate::{Sheet, place_on};
use super::style::Style;
use super::tag::{self, Tag, TagKind};
use crate::geom::{Point, Rect, Size};
use crate::model::NoteId;
use std::collections::BTreeMap;
use std::mem;
use std::sync::Arc;

/// The end of a reference: the mark in the text, or the number before the note.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    Mark,
    Number,
}

impl End {
    /// The end that a part of the document is, and its note.
    fn of(tag: &Tag) -> Option<(NoteId, End)> {
        match (&tag.kind, tag.parent.as_deref().map(|parent| &parent.kind)) {
            (TagKind::Mark(id), _) => Some((*id, End::Mark)),
            (TagKind::Label, Some(TagKind::Note(id))) => Some((*id, End::Number)),
            _ => None,
        }
    }

    fn other(self) -> End {
        match self {
            End::Mark => End::Number,
            End::Number => End::Mark,
        }
    }
}

/// Links the marks and the numbers of notes on these pages.
pub fn link(sheets: &mut [Sheet], style: &Style) {
    let mut places = BTreeMap::new();
    for (page, sheet) in sheets.iter().enumerate() {
        let mut part = None;
        for item in &sheet.items {
            match item {
                Item::Tag(tag) => part = tag.as_deref().and_then(End::of),
                Item::Made { origin, run, artifact: false } => {
                    if let Some(end) = part {
                        places.entry(end).or_insert_with(|| place_on(style, page, area(*origin, run).min));
                    }
                }
                _ => {}
            }
        }
    }
    for sheet in sheets {
        let mut part: Option<Arc<Tag>> = None;
        for item in mem::take(&mut sheet.items) {
            if let Item::Tag(tag) = &item {
                part.clone_from(tag);
            }
            let end = part.as_deref().and_then(End::of);
            let target = end.and_then(|(id, end)| places.get(&(id, end.other())));
            match (&item, &part, target) {
                (Item::Made { origin, run, artifact: false }, Some(whole), Some(&place)) => {
                    let rect = area(*origin, run);
                    let link = Tag::new(TagKind::Link(run.text.clone()), Some(whole));
                    let link = [tag::begin(&link), item, Item::Link { rect, target: Target::Place(place) }, tag::begin(whole)];
                    sheet.items.extend(link);
                }
                _ => sheet.items.push(item),
            }
        }
    }
}

/// The em boxes of a run.
fn area(origin: Point, run: &Run) -> Rect {
    let min = Point { x: origin.x + run.x, y: origin.y + run.y - Style::ascent(run.size) };
    Rect { min, size: Size { width: run.width, height: run.size } }
}
