//! A story of Word's older formats in the making: runs, fields, paragraphs and tables as their marks end them.

use super::field::{self, Effect, Shown};
use super::grid::Grid;
use super::paragraph::{self, Look};
use super::{Line, Piece};
use crate::model::{Block, EditLog, Kind, Origin, Reason, Rule, SpanKind, Tally, Text};

/// Fields nest no deeper.
const DEEPEST: usize = 64;

/// A story that is being read.
#[derive(Default)]
pub struct Story {
    /// Tables, and what stands outside them.
    pub grid: Grid,
    /// The paragraph in the making.
    pub line: Line,
    /// Blocks that stand in this paragraph and come after it.
    pub after: Vec<Piece>,
    /// Empty paragraphs since the last block.
    pub blank: u16,
    part: &'static str,
    /// Running number of the paragraph.
    number: u32,
    fields: Vec<Field>,
    /// Fields that are open inside these, deeper than is read.
    beyond: usize,
    /// The paragraph in the making ends a table of contents.
    contents: bool,
    links: Vec<String>,
}

/// A field that is open.
#[derive(Default)]
struct Field {
    instruction: String,
    /// Its result has begun.
    result: bool,
    /// How far the paragraph reached when it began.
    begun: usize,
    effect: Effect,
}

/// How characters look, and whether they are shown.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shape<'s> {
    /// What holds over them, outermost first.
    pub spans: &'s [SpanKind],
    /// Size in half points; 0 where nothing is said.
    pub size: u16,
    /// Bold, by whatever says so.
    pub bold: bool,
    /// Deleted by a tracked change.
    pub deleted: bool,
    /// Not shown.
    pub hidden: bool,
}

impl Story {
    /// A story of a part of the source.
    pub fn new(part: &'static str) -> Story {
        Story { part, ..Story::default() }
    }

    /// Where the paragraph in the making was read.
    pub fn origin(&self) -> Origin {
        Origin::Part { part: self.part.into(), node: self.number }
    }

    /// Whether the place is inside a field's instruction.
    pub fn in_instruction(&self) -> bool {
        self.fields.iter().any(|field| !field.result)
    }

    /// Whether the place is inside a table of contents.
    fn in_contents(&self) -> bool {
        self.fields.iter().any(|field| field.effect == Effect::Contents)
    }

    /// Adds characters, or records why they are left out.
    pub fn push(&mut self, text: &str, shape: Shape<'_>, log: &mut EditLog) {
        let origin = self.origin();
        let why = if let Some(field) = self.fields.iter_mut().rev().find(|field| !field.result) {
            field.instruction.push_str(text);
            Some((Rule::Field, "inside a field's instruction"))
        } else if shape.deleted {
            Some((Rule::Deletion, "a tracked change"))
        } else if shape.hidden {
            Some((Rule::Hidden, "hidden"))
        } else {
            None
        };
        if let Some((rule, why)) = why {
            log.declare_read(Tally::of(text));
            return log.markup(text, &origin, &Reason::certain(rule, why));
        }
        let mut all: Vec<SpanKind> = self.links.last().map(|target| SpanKind::Link(target.clone())).into_iter().collect();
        let linked = !all.is_empty();
        all.extend(shape.spans.iter().filter(|span| !(linked && **span == SpanKind::Underline)).cloned());
        self.line.see(text);
        self.line.push(text, &all, Some(shape.size).filter(|size| *size > 0), shape.bold);
    }

    /// A field begins with its instruction. Deeper ones are none, but their marks still come in pairs.
    pub fn open_field(&mut self) {
        match self.fields.len() < DEEPEST {
            true => self.fields.push(Field::default()),
            false => self.beyond += 1,
        }
    }

    /// The result of the innermost field begins.
    pub fn begin_result(&mut self) {
        let Some(field) = self.fields.last_mut().filter(|field| !field.result && self.beyond == 0) else { return };
        field.result = true;
        field.begun = self.line.seen();
        field.effect = field::effect(&field.instruction);
        if let Effect::Link(target) = &field.effect {
            self.links.push(target.clone());
        }
    }

    /// The innermost field ends. One without a result shows what its instruction says.
    pub fn close_field(&mut self, shape: Shape<'_>, log: &mut EditLog) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        let Some(field) = self.fields.pop() else { return };
        if matches!(field.effect, Effect::Link(_)) {
            self.links.pop();
        }
        self.contents |= field.effect == Effect::Contents && !self.line.is_blank();
        // A formula whose result is empty shows what it says.
        let empty = field.begun <= self.line.seen() && self.line.is_blank_since(field.begun);
        let result = field.result && !(empty && field::shows_itself(&field.instruction));
        if result || shape.deleted || self.in_instruction() {
            return;
        }
        let origin = self.origin();
        let reason = Reason::certain(Rule::Rendered, "a field without a result");
        match field::shown(&field.instruction) {
            Some(Shown::Text(text)) => self.line.render(text.trim(), shape.spans, &origin, &reason, log),
            Some(Shown::Ruby(base, annotation)) if !base.trim().is_empty() => {
                let mut spans = vec![SpanKind::Ruby(annotation.clone())];
                spans.extend(shape.spans.iter().cloned());
                self.line.part();
                self.line.render(base.trim(), &spans, &origin, &reason, log);
                self.line.part();
                log.rendered(&annotation, &origin, &reason);
            }
            _ => {}
        }
    }

    /// Ends the paragraph, so deep in tables.
    pub fn end_paragraph(&mut self, look: Look, depth: usize, log: &mut EditLog) {
        let contents = std::mem::take(&mut self.contents) || self.in_contents();
        let look = Look { blank: self.blank, contents, in_cell: depth > 0, ..look };
        let line = std::mem::take(&mut self.line);
        let made = paragraph::pieces(line, look, &self.origin(), log);
        self.blank = if made.is_empty() { self.blank.saturating_add(1) } else { 0 };
        let after = std::mem::take(&mut self.after);
        self.grid.push(made.into_iter().chain(after), depth, log);
        self.number += 1;
    }

    /// A page begins here, unless nothing or another mark stands before.
    pub fn page_mark(&mut self, log: &mut EditLog) {
        if !self.grid.is_empty() && !self.grid.ends_with(&Kind::PageMark) {
            self.grid.push([Block::new(Kind::PageMark, Text::default(), self.origin()).into()], 0, log);
        }
    }

    /// All blocks.
    pub fn finish(self, log: &mut EditLog) -> Vec<Block> {
        // A table of contents that never ends is none.
        let endless = self.in_contents();
        let mut blocks = self.grid.finish(log);
        blocks.iter_mut().for_each(|block| block.hints.contents &= !endless);
        blocks
    }
}
