//! The stories of a document: characters and their marks → paragraphs, tables, notes.
//!
//! The text of a story is one stream of characters, in which those below the space are marks: of paragraphs, cells, fields,
//! notes, pictures. A paragraph's properties are known at its mark. Marks of fields count only where they match.

use super::fib::{Fib, StoryKind};
use super::pieces::{self, Change, Piece};
use super::properties::{self, Characters, Paragraph};
use super::runs::Runs;
use super::sprm::{Sprm, sprms};
use super::styles::Style;
use crate::diag::{Sink, Trouble};
use crate::input::flow::class::Class;
use crate::input::flow::grid::RowLook;
use crate::input::flow::numbering::Numbering;
use crate::input::flow::paragraph::Look;
use crate::input::flow::story::{self, Shape};
use crate::input::flow::{Piece as Part, symbols};
use crate::model::{AnchorKind, Block, Document, Kind, MediaId, NoteId, Origin, Reason, Rule, SpanKind, Tally, Text};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::rc::Rc;

/// The number among the uses of lists that stands for numbering of Word 6.
const OLD_LIST: u16 = 2047;

/// What all stories share.
pub struct Body<'r, 'b> {
    pub(super) word: &'b [u8],
    pub(super) table: &'b [u8],
    pub(super) data: &'b [u8],
    pub(super) fib: Fib,
    pub(super) pieces: Rc<[Piece]>,
    pub(super) characters: Runs,
    pub(super) paragraphs: Runs,
    pub(super) styles: Vec<Style>,
    pub(super) fonts: Vec<String>,
    pub(super) numbering: Numbering,
    pub(super) document: &'r mut Document,
    pub(super) sink: &'r mut Sink,
    /// Marks of notes in the main text, by place.
    pub(super) notes: BTreeMap<u32, NoteId>,
    /// Marks of comments that are wanted, by place.
    pub(super) comments: BTreeMap<u32, NoteId>,
    /// Text boxes by the place of their shape in the main text.
    pub(super) boxes: BTreeMap<u32, Vec<Range<u32>>>,
    /// Floating pictures by the place of their shape in the main text.
    pub(super) shapes: BTreeMap<u32, Vec<MediaId>>,
    /// Pictures in the line by their place in the stream `Data`.
    pub(super) pictures: BTreeMap<u32, Option<MediaId>>,
    /// Places at which a section ends and the next does not.
    pub(super) flowing_sections: BTreeSet<u32>,
    /// Text that lies beyond the file's end was reported.
    pub(super) cut: bool,
}

/// A story that is being read.
struct Story {
    kind: StoryKind,
    flow: story::Story,
    /// Characters with the same properties that were not pushed yet.
    run: String,
}

/// The properties that hold at a place.
#[derive(Clone, Default)]
struct Here {
    own: Characters,
    spans: Vec<SpanKind>,
}

impl Here {
    fn shape(&self) -> Shape<'_> {
        let own = &self.own;
        Shape { spans: &self.spans, size: own.size, bold: own.bold, deleted: own.deleted, hidden: own.hidden }
    }
}

impl<'b> Body<'_, 'b> {
    /// Reads a story, or a part of one.
    pub fn story(&mut self, range: Range<u32>, kind: StoryKind) -> Vec<Block> {
        let matched = self.matched_fields(range.clone());
        let mut story = Story { kind, flow: story::Story::new("WordDocument"), run: String::new() };
        let pieces = Rc::clone(&self.pieces);
        let mut here = Here::default();
        for piece in within(&pieces, &range) {
            let mut until = 0;
            let mut fresh = true;
            self.each(piece, &range, |body, place, at, c| {
                if fresh || at >= until {
                    body.flush(&mut story, &here);
                    here = body.properties_at(at, piece);
                    until = body.characters.end(at).min(body.paragraphs.end(at));
                    fresh = false;
                }
                let is_field = matches!(c, '\u{13}'..='\u{15}');
                if is_field && !matched.contains(&place) {
                    return;
                }
                body.character(&mut story, &here, (place, at), piece, c);
            });
            self.flush(&mut story, &here);
        }
        self.end_paragraph(&mut story, &Paragraph::default(), 0);
        let log = &mut self.document.log;
        story.flow.finish(log)
    }

    /// Gives the characters of a piece that lie in a range: their place in the document, their byte, and themselves.
    fn each(&mut self, piece: &Piece, range: &Range<u32>, mut give: impl FnMut(&mut Self, u32, u32, char)) {
        let start = piece.characters.start.max(range.start);
        let end = piece.characters.end.min(range.end);
        if start >= end {
            return;
        }
        let width = if piece.bytes { 1 } else { 2 };
        let at = piece.at.saturating_add((start - piece.characters.start).saturating_mul(width));
        let length = (end - start).saturating_mul(width) as usize;
        let rest = self.word.get(at as usize..).unwrap_or_default();
        let bytes = &rest[..rest.len().min(length)];
        if bytes.len() < length && !std::mem::replace(&mut self.cut, true) {
            self.sink.push(Trouble::Truncated { what: "the text".to_owned() }, format!("character {start}"));
        }
        let mut place = start;
        if piece.bytes {
            for (c, width) in pieces::decode(bytes, self.fib.language) {
                give(self, place, at + (place - start), c);
                place += u32::from(width);
            }
            return;
        }
        let units = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
        for c in char::decode_utf16(units) {
            let c = c.unwrap_or('\u{fffd}');
            give(self, place, at + 2 * (place - start), c);
            place += c.len_utf16() as u32;
        }
    }

    /// The places of marks of fields that have their begin and end.
    fn matched_fields(&mut self, range: Range<u32>) -> BTreeSet<u32> {
        let mut matched = BTreeSet::new();
        let mut open: Vec<(u32, Option<u32>)> = Vec::new();
        let pieces = Rc::clone(&self.pieces);
        for piece in within(&pieces, &range) {
            self.each(piece, &range, |_, place, _, c| match c {
                '\u{13}' => open.push((place, None)),
                '\u{14}' => {
                    if let Some((_, middle @ None)) = open.last_mut() {
                        *middle = Some(place);
                    }
                }
                '\u{15}' => {
                    if let Some((begin, middle)) = open.pop() {
                        matched.extend([Some(begin), middle, Some(place)].into_iter().flatten());
                    }
                }
                _ => {}
            });
        }
        matched
    }

    fn properties_at(&self, at: u32, piece: &Piece) -> Here {
        let paragraph_style = self.paragraphs.at(at).map_or(0, |run| run.style);
        let mut style = self.styles.get(usize::from(paragraph_style)).map(|style| style.characters.clone()).unwrap_or_default();
        style.special = false;
        let run = self.characters.at(at).map_or(0..0, |run| run.properties.clone());
        let run = self.word.get(run).unwrap_or_default();
        let change = match &piece.change {
            Change::None => Vec::new(),
            Change::One(id, value) => [&id.to_le_bytes()[..], &[*value]].concat(),
            Change::Many(range) => self.table.get(range.clone()).unwrap_or_default().to_vec(),
        };
        let all = [run, &change].concat();
        let own_style = sprms(&all).filter(|sprm| sprm.id == 0x4a30).last().map(|sprm| usize::from(sprm.word()));
        let own_style = own_style.and_then(|number| self.styles.get(number));
        let mut base = style.clone();
        if let Some(own) = own_style.map(|style| &style.characters) {
            base.bold |= own.bold;
            base.italic |= own.italic;
            base.underline |= own.underline;
            base.strike |= own.strike;
            base.dots |= own.dots;
            base.hidden |= own.hidden;
            base.raised = if own.raised != 0 { own.raised } else { base.raised };
            base.size = if own.size != 0 { own.size } else { base.size };
        }
        let mut own = base.clone();
        own.apply(&all, &base);
        let code = own_style.is_some_and(|style| style.code);
        let spans = spans(&own, &style, code);
        Here { own, spans }
    }

    fn paragraph_at(&self, at: u32, piece: &Piece) -> (Paragraph, u16, RowLook) {
        let run = self.paragraphs.at(at);
        let number = run.map_or(0, |run| run.style);
        let mut paragraph = self.styles.get(usize::from(number)).map(|style| style.paragraph.clone()).unwrap_or_default();
        let data = self.data;
        let huge = move |place: u32| huge(data, place);
        let bytes = run.and_then(|run| self.word.get(run.properties.clone())).unwrap_or_default();
        paragraph.apply(bytes, &huge);
        match &piece.change {
            Change::None => {}
            Change::One(id, value) => paragraph.apply_one(&Sprm { id: *id, operand: &[*value] }),
            Change::Many(range) => paragraph.apply(self.table.get(range.clone()).unwrap_or_default(), &huge),
        }
        let is_row = paragraph.row_end || paragraph.inner_row;
        let row = if is_row { properties::row(bytes, &huge) } else { RowLook::default() };
        (paragraph, number, row)
    }

    /// One character or mark: its place in the document, and its byte.
    fn character(&mut self, story: &mut Story, here: &Here, (place, at): (u32, u32), piece: &Piece, c: char) {
        let in_instruction = story.flow.in_instruction();
        match c {
            '\r' if in_instruction => story.run.push(' '),
            '\r' | '\u{7}' | '\u{c}' => {
                self.flush(story, here);
                self.mark(story, here, place, at, piece, c);
            }
            '\u{b}' => story.run.push('\n'),
            '\u{e}' => {
                self.flush(story, here);
                self.split(story, at, piece);
            }
            '\u{13}' | '\u{14}' | '\u{15}' => {
                self.flush(story, here);
                self.field_mark(story, here, c);
            }
            '\u{1}' if here.own.special => {
                self.flush(story, here);
                let wanted = !here.own.data && !here.own.deleted && !in_instruction && story.kind != StoryKind::Heads;
                if let Some(offset) = here.own.picture.filter(|_| wanted)
                    && let Some(id) = self.picture(offset)
                {
                    story.flow.line.anchor(AnchorKind::Image(id));
                }
            }
            '\u{2}' if here.own.special => {
                self.flush(story, here);
                self.note_mark(story, here, place);
            }
            '\u{5}' if here.own.special => {
                self.flush(story, here);
                if let Some(id) = self.comments.get(&place) {
                    story.flow.line.anchor(AnchorKind::Note(*id));
                }
            }
            '\u{8}' if here.own.special => self.shape(story, place),
            '(' if here.own.special && here.own.symbol.is_some() => {
                self.flush(story, here);
                let (font, code) = here.own.symbol.unwrap_or_default();
                let font = self.fonts.get(usize::from(font)).map_or("", String::as_str);
                let sign = symbols::character(font, u32::from(code));
                if sign.is_none() {
                    let what = format!("the sign {code:X} of the font {font}");
                    self.sink.push(Trouble::Flattened { what }, format!("character {place}"));
                }
                story.run.push(sign.unwrap_or('\u{fffd}'));
                self.flush(story, here);
            }
            '\0'..='\u{8}' if here.own.special => {}
            '\u{1e}' => story.run.push('\u{2011}'),
            '\u{1f}' => story.run.push('\u{ad}'),
            c => {
                // The mark of a note that the author chose is text.
                if let Some(id) = self.notes.get(&place).copied().filter(|_| story.kind == StoryKind::Main) {
                    self.flush(story, here);
                    story.flow.line.anchor(AnchorKind::Note(id));
                }
                story.run.push(c);
            }
        }
    }

    /// The characters of a range, as they stand.
    pub(super) fn text(&mut self, range: Range<u32>) -> String {
        let mut text = String::new();
        let pieces = Rc::clone(&self.pieces);
        for piece in within(&pieces, &range) {
            self.each(piece, &range, |_, _, _, c| text.push(c));
        }
        text.retain(|c| !c.is_control());
        text
    }

    fn note_mark(&mut self, story: &mut Story, here: &Here, place: u32) {
        if story.kind == StoryKind::Main
            && !here.own.deleted
            && let Some(id) = self.notes.get(&place)
        {
            story.flow.line.anchor(AnchorKind::Note(*id));
        }
    }

    /// Pushes the characters that wait.
    fn flush(&mut self, story: &mut Story, here: &Here) {
        if story.run.is_empty() {
            return;
        }
        let text = std::mem::take(&mut story.run);
        let font = self.fonts.get(usize::from(here.own.font)).filter(|font| symbols::is_symbol_font(font));
        let text = match font {
            Some(font) => text
                .chars()
                .map(|c| {
                    let private = ('\u{f020}'..='\u{f0ff}').contains(&c);
                    symbols::character(font, u32::from(c)).filter(|_| private).unwrap_or(c)
                })
                .collect(),
            None => text,
        };
        story.flow.push(&text, here.shape(), &mut self.document.log);
    }

    /// Declares characters and records that they are left out.
    pub(super) fn remove(&mut self, text: &str, origin: &Origin, rule: Rule, why: &'static str) {
        self.document.log.declare_read(Tally::of(text));
        self.document.log.markup(text, origin, &Reason::certain(rule, why));
    }

    /// The mark of a paragraph, a cell, a row, a page or a section.
    fn mark(&mut self, story: &mut Story, here: &Here, place: u32, at: u32, piece: &Piece, c: char) {
        let (paragraph, style, row) = self.paragraph_at(at, piece);
        let depth = paragraph.tables();
        let ends_cell = c == '\u{7}' || paragraph.inner_cell;
        let ends_row = match c {
            '\u{7}' => paragraph.row_end,
            _ => paragraph.inner_row && depth > 1,
        };
        // Text goes on where the mark of its paragraph was deleted.
        if c == '\r' && here.own.deleted && !ends_cell && !ends_row {
            return;
        }
        let depth = if c == '\u{7}' { depth.max(1) } else { depth };
        self.end_paragraph_at(story, &paragraph, style, depth);
        let origin = story.flow.origin();
        if ends_row {
            story.flow.grid.row(depth, row, &origin, &mut self.document.log);
        } else if ends_cell {
            story.flow.grid.cell(depth, &origin, &mut self.document.log);
        }
        if ends_cell || ends_row {
            story.flow.blank = 0;
        }
        if c == '\u{c}' && !self.flowing_sections.contains(&(place + 1)) {
            self.page_mark(story);
        }
    }

    fn page_mark(&mut self, story: &mut Story) {
        if story.kind == StoryKind::Main {
            story.flow.page_mark(&mut self.document.log);
        }
    }

    /// A column ends inside a paragraph.
    fn split(&mut self, story: &mut Story, at: u32, piece: &Piece) {
        if !story.flow.line.is_blank() {
            let (paragraph, style, _) = self.paragraph_at(at, piece);
            let depth = paragraph.tables();
            self.end_paragraph_at(story, &paragraph, style, depth);
        }
    }

    fn end_paragraph(&mut self, story: &mut Story, paragraph: &Paragraph, style: u16) {
        if !story.flow.line.is_empty() || !story.flow.after.is_empty() {
            self.end_paragraph_at(story, paragraph, style, paragraph.tables());
        }
    }

    fn end_paragraph_at(&mut self, story: &mut Story, paragraph: &Paragraph, style: u16, depth: usize) {
        if paragraph.page_break && depth == 0 && !story.flow.line.is_blank() {
            self.page_mark(story);
        }
        let style = self.styles.get(usize::from(style));
        let styled = style.map(|style| style.class).unwrap_or_default();
        let said = paragraph.outline.filter(|level| style.is_none_or(|style| style.paragraph.outline != Some(*level)));
        let class = match (styled, said) {
            (Class::Body | Class::Heading(_) | Class::Item, Some(level @ 0..=8)) => Class::Heading(level + 1),
            (Class::Heading(_), Some(_)) => Class::Body,
            (class, _) => class,
        };
        let size = style.map_or(0, |style| style.characters.size);
        let listed = paragraph.list != 0 && paragraph.list != OLD_LIST && !paragraph.row_end && !paragraph.inner_row;
        let item = if listed { self.numbering.next(u32::from(paragraph.list), usize::from(paragraph.level)) } else { None };
        let twips = paragraph.left.saturating_add(paragraph.first);
        let indent = if item.is_some() {
            0
        } else {
            Look::indent_of(paragraph.first_characters, twips, if size > 0 { size } else { 21 })
        };
        let look = Look { class, align: paragraph.align, indent, size, item, ..Look::default() };
        story.flow.end_paragraph(look, depth, &mut self.document.log);
    }

    fn field_mark(&mut self, story: &mut Story, here: &Here, c: char) {
        match c {
            '\u{13}' => story.flow.open_field(),
            '\u{14}' => story.flow.begin_result(),
            _ => story.flow.close_field(here.shape(), &mut self.document.log),
        }
    }

    /// The place of a shape: its text box and its picture come after the paragraph.
    fn shape(&mut self, story: &mut Story, place: u32) {
        if story.kind != StoryKind::Main {
            return;
        }
        for id in self.shapes.remove(&place).unwrap_or_default() {
            story.flow.after.push(Block::new(Kind::Figure(id), Text::default(), story.flow.origin()).into());
        }
        for range in self.boxes.remove(&place).unwrap_or_default() {
            let blocks = self.story(range, StoryKind::Boxes);
            story.flow.after.extend(blocks.into_iter().map(Part::from));
        }
    }
}

/// The pieces that have characters of a range.
fn within<'p>(pieces: &'p [Piece], range: &Range<u32>) -> &'p [Piece] {
    let first = pieces.partition_point(|piece| piece.characters.end <= range.start);
    let rest = &pieces[first..];
    &rest[..rest.partition_point(|piece| piece.characters.start < range.end)]
}

/// Properties that lie in the stream `Data`: a length, and so many bytes.
fn huge(data: &[u8], place: u32) -> &[u8] {
    let place = place as usize;
    let length = usize::from(crate::input::ole::u16_at(data, place).unwrap_or(0));
    data.get(place + 2..place + 2 + length).unwrap_or_default()
}

/// What the properties of characters show, over those of the paragraph's style.
fn spans(own: &Characters, style: &Characters, code: bool) -> Vec<SpanKind> {
    let mut spans = Vec::new();
    let mut add = |is: bool, span: SpanKind| {
        if is {
            spans.push(span);
        }
    };
    add(own.bold && !style.bold, SpanKind::Strong);
    add(own.italic && !style.italic, SpanKind::Emphasis);
    add(own.underline && !style.underline, SpanKind::Underline);
    add(own.strike && !style.strike, SpanKind::Strike);
    add(own.dots && !style.dots, SpanKind::Dots);
    add(own.raised > 0, SpanKind::Superscript);
    add(own.raised < 0, SpanKind::Subscript);
    add(code, SpanKind::Code);
    spans
}
