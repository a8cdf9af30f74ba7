//! Footnotes: their words, set a step smaller, and their marks, numbered anew on each page (FN-1, FN-2).
//!
//! A mark holds its place as ① while lines are broken, and gets its number when its page is known; ① to ㊿ have one width.

use super::compose::{Column, Composer, one_line};
use super::fonts::Fonts;
use super::frame::{Item, Run};
use super::slab::Slab;
use super::style::{Look, Style};
use super::tag::{self, Tag, TagKind};
use crate::geom::{Abs, Point};
use crate::model::{Note, NoteId};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// All notes of a document, set.
pub struct Notes {
    /// The style that notes are set in.
    pub style: Style,
    /// Their lines; emptied as pages take them.
    pub slabs: Vec<Vec<Slab>>,
    /// The part of the document that each is.
    pub tags: Vec<Arc<Tag>>,
    /// Where each was placed: page and number.
    pub placed: Vec<Option<(usize, u32)>>,
}

impl Notes {
    /// Sets all notes in a column of this measure.
    pub fn set(composer: &Composer<'_>, measure: Abs) -> Notes {
        let style = composer.style.reduced(composer.style.notes);
        let inner = Composer { style: &style, ..*composer };
        let hang = style.size * 3 / 2;
        let body = Look { first: 0, ..style.body() };
        let column = Column { left: hang, measure: measure - hang, body, inner: true, tag: None };
        let notes = &composer.document.notes;
        let tags: Vec<Arc<Tag>> = (0..notes.len() as u32).map(|id| Tag::new(TagKind::Note(NoteId(id)), None)).collect();
        let set = |(note, tag): (&Note, &Arc<Tag>)| inner.blocks(&note.blocks, Column { tag: Some(tag), ..column });
        let slabs: Vec<Vec<Slab>> = notes.par_iter().zip(&tags).map(set).collect();
        Notes { placed: vec![None; slabs.len()], slabs, tags, style }
    }

    /// No notes at all.
    pub fn none(style: &Style) -> Notes {
        Notes { style: style.clone(), slabs: Vec::new(), tags: Vec::new(), placed: Vec::new() }
    }

    /// The height of a note's lines.
    pub fn height(&self, id: NoteId) -> Abs {
        self.slabs.get(id.0 as usize).map(|slabs| slabs.iter().map(Slab::extent).sum()).unwrap_or_default()
    }

    /// The height of a note's first two lines, or one: no less must stand on the page of its mark.
    pub fn start(&self, id: NoteId) -> Abs {
        self.slabs.get(id.0 as usize).map(|slabs| slabs.iter().take(2).map(Slab::extent).sum()).unwrap_or_default()
    }

    /// Whether a note still waits for its page.
    pub fn waits(&self, id: NoteId) -> bool {
        self.placed.get(id.0 as usize).is_some_and(Option::is_none)
    }
}

/// The mark of a number: ① to ㊿, and digits beyond.
pub fn mark(number: u32) -> String {
    let c = match number {
        1..=20 => char::from_u32(0x2460 + number - 1),
        21..=35 => char::from_u32(0x3251 + number - 21),
        36..=50 => char::from_u32(0x32b1 + number - 36),
        _ => None,
    };
    c.map_or_else(|| number.to_string(), String::from)
}

/// Sets marks, each once for a size.
pub struct Marks<'a> {
    fonts: &'a Fonts,
    style: &'a Style,
    known: BTreeMap<(u32, Abs), Vec<Run>>,
}

impl<'a> Marks<'a> {
    /// No mark is set yet.
    pub fn new(fonts: &'a Fonts, style: &'a Style) -> Marks<'a> {
        Marks { fonts, style, known: BTreeMap::new() }
    }

    fn runs(&mut self, number: u32, size: Abs) -> &[Run] {
        let (fonts, style) = (self.fonts, self.style);
        let set = || one_line(fonts, style, &mark(number), &style.body(), size).runs;
        self.known.entry((number, size)).or_insert_with(set)
    }

    /// Gives the marks among the items of a slab their numbers, in order.
    pub fn number(&mut self, items: &mut [Item], numbers: &[u32]) {
        let mut numbers = numbers.iter();
        for item in items {
            let Item::Made { run, artifact: false, .. } = item else { continue };
            if run.setting != Run::MARK {
                continue;
            }
            let Some(&number) = numbers.next() else { return };
            let [set] = self.runs(number, run.size) else { continue };
            // What held the place is raised glyph by glyph.
            let raise = run.glyphs.first().map_or(Abs::ZERO, |glyph| glyph.y);
            let (x, y, grey) = (run.x, run.y + raise, run.grey);
            *run = Run { x, y, grey, setting: Run::MARK, ..set.clone() };
        }
    }

    /// Puts a note's number before its first line.
    pub fn lead(&mut self, slabs: &mut [Slab], number: u32, size: Abs, note: Option<&Arc<Tag>>) {
        let Some(first) = slabs.first_mut() else { return };
        let baseline = first.items.iter().find_map(|item| match item {
            Item::Text { origin, .. } => Some(origin.y),
            _ => None,
        });
        let origin = Point { x: Abs::ZERO, y: baseline.unwrap_or_else(|| Style::ascent(size)) };
        let mut lead = vec![tag::begin(&Tag::new(TagKind::Label, note))];
        let made = |run: &Run| Item::Made { origin, run: Run { setting: Run::MARK, ..run.clone() }, artifact: false };
        lead.extend(self.runs(number, size).iter().map(made));
        lead.append(&mut first.items);
        first.items = lead;
    }
}

/// Notes that no mark refers to, one below the other, for the end of the document.
pub fn leftover(notes: &mut Notes, ids: &[NoteId]) -> Vec<Slab> {
    let mut slabs = Vec::new();
    for id in ids {
        for mut slab in notes.slabs.get_mut(id.0 as usize).map(std::mem::take).unwrap_or_default() {
            slab.notes.clear();
            slab.snap = false;
            slabs.push(slab);
        }
    }
    slabs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::env::Env;

    #[test]
    fn a_mark_stays_raised_when_it_gets_its_number() {
        use super::super::paragraph::{self, Insert, tests::plain};
        let fonts = Fonts::new(&Env::for_tests());
        let mut noted = plain("渡口记", 200.0);
        noted.inserts.push((9, Insert::NoteMark(NoteId(0), mark(1))));
        let line = paragraph::set(&noted, &fonts).remove(0);
        let mut slab = Slab::default();
        slab.push_line(line, Point::default());
        let raised = |slab: &Slab| {
            let marks = slab.items.iter().filter_map(|item| match item {
                Item::Made { run, .. } => Some((run.text.clone(), run.y + run.glyphs[0].y)),
                _ => None,
            });
            marks.collect::<Vec<_>>()
        };
        let before = raised(&slab);
        assert!(before[0].1 < Abs::ZERO);
        Marks::new(&fonts, &Style::named("book").expect("a preset")).number(&mut slab.items, &[7]);
        assert_eq!(raised(&slab), [("⑦".to_owned(), before[0].1)]);
    }

    #[test]
    fn marks_are_circled_up_to_fifty() {
        let check = |number, expected: &str| assert_eq!(mark(number), expected);
        check(1, "①");
        check(20, "⑳");
        check(21, "㉑");
        check(35, "㉟");
        check(36, "㊱");
        check(50, "㊿");
        check(51, "51");
    }
}
