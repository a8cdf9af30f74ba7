//! The table of contents: headings with leaders and folios, each a link (TC-1, TC-2).
//!
//! Its text is the typesetter's own; leaders are drawn, so that no reading takes dots for text.

use super::compose::{Column, Composer};
use super::frame::{Entry, Item, Line, Place, Target};
use super::paginate::Section;
use super::paragraph::{Alignment, Family};
use super::slab::Slab;
use super::style::{Look, Style};
use super::tag::{Tag, TagKind};
use crate::geom::{Abs, Point, Rect, Size};
use rayon::prelude::*;
use std::sync::Arc;

/// More entries than this show only their higher levels.
const MANY: usize = 500;

/// Whether a document with these headings on so many pages gets a table of contents.
pub fn wanted(style: &Style, entries: &[Entry], pages: usize) -> bool {
    let (least, least_pages) = style.contents;
    least > 0 && least_pages > 0 && entries.len() as i64 >= least && pages as i64 >= least_pages
}

/// Sets the contents. Links lead to pages counted from the first of the body; `labels` are their folios.
pub fn set(composer: &Composer<'_>, entries: &[Entry], labels: &[String]) -> Section {
    let style = composer.style;
    let deepest =
        [3, 2].into_iter().find(|&level| entries.iter().filter(|entry| entry.level <= level).count() <= MANY).unwrap_or(1);
    let column = composer.column();
    let title = style.look("contents-title");
    let wide = Column { measure: style.flow().width, ..column };
    let whole = Tag::new(TagKind::Contents, None);
    let own = Tag::new(TagKind::Caption, Some(&whole));
    let across = composer.words(heading(&style.language), &title, Column { tag: Some(&own), ..wide });
    let top = entries.iter().map(|entry| entry.level).min().unwrap_or(1);
    let several = entries.iter().any(|entry| entry.level > top && entry.level <= deepest);
    let shown: Vec<&Entry> = entries.iter().filter(|entry| entry.level <= deepest).collect();
    let tags = tags(&shown, &whole);
    let set = |(entry, tag): (&&Entry, &Arc<Tag>)| {
        line(composer, entry, labels, Column { tag: Some(tag), ..column }, several.then_some(top))
    };
    let sets: Vec<Vec<Slab>> = shown.par_iter().zip(&tags).map(set).collect();
    Section { new_page: true, across, flow: sets.into_iter().flatten().collect(), ..Section::default() }
}

/// The parts that the entries are: those of lower rank stand in the entry above them.
fn tags(entries: &[&Entry], whole: &Arc<Tag>) -> Vec<Arc<Tag>> {
    let mut open: Vec<(u8, Arc<Tag>, Arc<Tag>)> = Vec::new();
    let mut tags = Vec::with_capacity(entries.len());
    for entry in entries {
        // The entry that was last of this level, or of a lower one, ends; its list goes on.
        let mut list = None;
        while let Some((_, contents, _)) = open.pop_if(|(level, _, _)| *level >= entry.level) {
            list = Some(contents);
        }
        let list = match (list, open.last()) {
            (Some(list), _) => list,
            (None, Some((_, _, entry))) => Tag::new(TagKind::Contents, Some(entry)),
            (None, None) => Arc::clone(whole),
        };
        let own = Tag::new(TagKind::Entry, Some(&list));
        open.push((entry.level, list, Arc::clone(&own)));
        tags.push(own);
    }
    tags
}

/// An entry; `top` is the highest level, where there are several.
fn line(composer: &Composer<'_>, entry: &Entry, labels: &[String], column: Column, top: Option<u8>) -> Vec<Slab> {
    let style = composer.style;
    let em = style.size;
    let depth = i64::from(entry.level.saturating_sub(top.unwrap_or(1).min(1)));
    let family = if top == Some(entry.level) { Family::Hei } else { Family::Song };
    let look = Look { family, first: 0, align: Alignment::Left, keep: false, ..style.body() };
    let folio = Folio::new(composer, labels.get(entry.place.page as usize).map_or("", String::as_str), &look);
    let left = column.left + em * depth * 2;
    let link = Tag::new(TagKind::Link(folio.told(&entry.title)), column.tag);
    let inside = Column { left, measure: folio.room(column.measure - em * depth * 2, em), tag: Some(&link), ..column };
    let mut slabs = composer.words(&entry.title, &look, inside);
    folio.lead(style, &mut slabs, entry.place, left, column);
    slabs
}

/// A folio at the end of a line that leads to its page.
pub struct Folio {
    label: String,
    line: Line,
    width: Abs,
}

impl Folio {
    /// The folio in the type of such lines.
    pub fn new(composer: &Composer<'_>, label: &str, look: &Look) -> Folio {
        let line = composer.label(label, &Look { family: Family::Song, ..*look }, composer.style.size);
        let width = line.runs.iter().map(|run| run.x + run.width).max().unwrap_or_default();
        Folio { label: label.to_owned(), line, width }
    }

    /// What the link is called: the folio is drawn for those who see it; to others the link says where it leads.
    pub fn told(&self, words: &str) -> String {
        format!("{words}　{}", self.label).trim_end().to_owned()
    }

    /// The measure that is left for words.
    pub fn room(&self, measure: Abs, em: Abs) -> Abs {
        (measure - self.width.max(em * 2) - em).max(em * 4)
    }

    /// Links words that are set from `left` on, and puts leaders and the folio behind them, at the column's right edge.
    pub fn lead(self, style: &Style, slabs: &mut [Slab], place: Place, left: Abs, column: Column) {
        let em = style.size;
        let count = slabs.len();
        for (index, slab) in slabs.iter_mut().enumerate() {
            slab.glue = index + 1 < count;
            let rect = Rect {
                min: Point { x: left, y: Abs::ZERO },
                size: Size { width: column.measure - (left - column.left), height: em },
            };
            slab.items.push(Item::Link { rect, target: Target::Place(place) });
        }
        let Some(last) = slabs.last_mut() else { return };
        let baseline = Style::ascent(em);
        let end = last.items.iter().filter_map(|item| match item {
            Item::Made { origin, run, .. } | Item::Text { origin, run } => Some(origin.x + run.x + run.width),
            _ => None,
        });
        let end = end.max().unwrap_or(left);
        let right = column.left + column.measure - self.width;
        // Dots stand on one raster in all lines, so that they are plumb below one another.
        let step = em / 2;
        let right_end = column.left + column.measure - self.width.max(em * 2) - em / 2;
        let first = Abs::raw((end + em / 2).units().div_euclid(step.units().max(1)) * step.units()) + step;
        if first < right_end {
            let middle = if style.vertical.is_some() { 38 } else { 30 };
            let from = Point { x: first, y: baseline - em.scale(middle, 100) };
            let steps = (right_end - first).units() / step.units().max(1);
            last.items.push(Item::Dots { from, width: step * steps, step, dot: em.scale(9, 100), down: false });
        }
        let origin = Point { x: right, y: baseline };
        last.items.extend(self.line.runs.into_iter().map(|run| Item::Made { origin, run, artifact: true }));
    }
}

/// What the contents are called in a language.
fn heading(language: &str) -> &'static str {
    match language.split('-').next().unwrap_or_default() {
        "ja" => "目　次",
        "ko" => "차례",
        "en" => "Contents",
        _ if language.contains("Hant") || language.contains("TW") || language.contains("HK") => "目　錄",
        _ => "目　录",
    }
}
