//! The text of one block in the making: white space as CSS folds it, properties run by run, line breaks that wait for their
//! verdict.
//!
//! White space is folded as CSS Text 3 (§ 4.1) has it: a run is one space, none at the edges of a line, and none where a line
//! of Han was broken in the source. What of it stays is declared to the log here; the characters that are no white space are
//! declared by the census of the whole page, which knows nothing of blocks.

use crate::input::flow::breaks::Row;
use crate::model::{AnchorKind, EditLog, SpanKind, Tally, Text, TextBuilder, is_line_end};
use crate::text::width;
use std::ops::Range;
use std::rc::Rc;

/// What holds for a piece of text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Style {
    /// Properties, a bit each, as in [`KINDS`].
    pub bits: u16,
    /// Where a link leads.
    pub link: Option<Rc<str>>,
    /// The language, where it is not that of the page.
    pub language: Option<Rc<str>>,
}

/// The bits of [`Style::bits`].
pub const STRONG: u16 = 1;
/// Emphasis.
pub const EMPHASIS: u16 = 2;
/// Emphasis dots.
pub const DOTS: u16 = 4;
/// Underlined.
pub const UNDERLINE: u16 = 8;
/// Struck out.
pub const STRIKE: u16 = 16;
/// Raised.
pub const SUPERSCRIPT: u16 = 32;
/// Lowered.
pub const SUBSCRIPT: u16 = 64;
/// Program text.
pub const CODE: u16 = 128;

const KINDS: [(u16, SpanKind); 8] = [
    (STRONG, SpanKind::Strong),
    (EMPHASIS, SpanKind::Emphasis),
    (DOTS, SpanKind::Dots),
    (UNDERLINE, SpanKind::Underline),
    (STRIKE, SpanKind::Strike),
    (SUPERSCRIPT, SpanKind::Superscript),
    (SUBSCRIPT, SpanKind::Subscript),
    (CODE, SpanKind::Code),
];

/// What becomes of white space.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum White {
    /// Runs are one space, line ends are spaces.
    #[default]
    Folded,
    /// All of it stays, line ends break lines.
    Kept,
    /// Runs are one space, line ends break lines.
    Lines,
}

/// A piece of a line.
#[derive(Clone, Debug)]
enum Piece {
    Text(String, Style),
    Anchor(AnchorKind),
    RubyStart,
    RubyEnd(String),
}

/// A line between two breaks.
#[derive(Clone, Debug, Default)]
pub struct Line {
    pieces: Vec<Piece>,
    /// Width of the white space before it, in half-em units.
    pub indent: u16,
    /// White space before it that is kept where the line is not the first of its block; not declared yet.
    lead: String,
    /// Width of the white space after it.
    pub trailing: u16,
}

/// The lines of a block.
#[derive(Debug, Default)]
pub struct Runs {
    lines: Vec<Line>,
    line: Line,
    /// White space since the last character.
    pending: String,
    /// The pending white space holds a line end of the source.
    broken: bool,
    last: Option<char>,
    /// A line before this one has text.
    begun: bool,
    /// Where the base of an open ruby begins, and where the last annotation ended.
    rubies: Vec<usize>,
}

impl Runs {
    /// Whether nothing stands here yet.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.line.pieces.is_empty()
    }

    /// Adds characters of the source.
    pub fn text(&mut self, text: &str, style: &Style, white: White, log: &mut EditLog) {
        let mut start = 0;
        for (at, c) in text.char_indices() {
            if !c.is_whitespace() {
                if at == start {
                    self.white(c, style, white, log);
                }
                self.last = Some(c);
                continue;
            }
            self.solid(&text[start..at], style);
            start = at + c.len_utf8();
            let line_end = is_line_end(c);
            if line_end && white != White::Folded {
                if c != '\r' || !text[start..].starts_with('\n') {
                    self.line_break();
                }
            } else if line_end || matches!(c, ' ' | '\t') {
                self.broken |= line_end;
                if white == White::Kept {
                    self.pending.push(c);
                } else if !self.pending.ends_with(' ') {
                    self.pending.push(' ');
                }
            } else {
                self.pending.push(c);
            }
        }
        self.solid(&text[start..], style);
    }

    fn solid(&mut self, text: &str, style: &Style) {
        if text.is_empty() {
            return;
        }
        match self.line.pieces.last_mut() {
            Some(Piece::Text(own, same)) if same == style => own.push_str(text),
            _ => self.line.pieces.push(Piece::Text(text.to_owned(), style.clone())),
        }
    }

    /// Settles the white space before a character.
    fn white(&mut self, next: char, style: &Style, white: White, log: &mut EditLog) {
        if self.pending.is_empty() {
            return;
        }
        let pending = std::mem::take(&mut self.pending);
        let broken = std::mem::take(&mut self.broken);
        // White space at the edge of a whole block is structure, also where it is kept inside.
        if !self.has_text() {
            match white == White::Kept && self.begun {
                true => self.line.lead.push_str(&pending),
                false => self.line.indent = self.line.indent.saturating_add(measure(&pending)),
            }
            return;
        }
        let layout = broken && white == White::Folded && pending == " " && self.last.is_some_and(is_wide) && is_wide(next);
        if layout {
            return;
        }
        log.declare_read(Tally::of(&pending));
        // The space between two styles has what both have.
        let before = self.line.pieces.iter().rev().find_map(|piece| match piece {
            Piece::Text(_, style) => Some(style),
            _ => None,
        });
        let own = match before {
            Some(before) if before != style => Style {
                bits: before.bits & style.bits,
                link: before.link.clone().filter(|link| style.link.as_ref() == Some(link)),
                language: None,
            },
            _ => style.clone(),
        };
        // It belongs before an anchor or a ruby that has begun since.
        let at = self.line.pieces.iter().rposition(|piece| !matches!(piece, Piece::RubyStart)).map_or(0, |at| at + 1);
        match at.checked_sub(1).and_then(|before| self.line.pieces.get_mut(before)) {
            Some(Piece::Text(text, same)) if *same == own => text.push_str(&pending),
            _ => {
                self.line.pieces.insert(at, Piece::Text(pending, own));
                self.rubies.iter_mut().filter(|start| **start >= at).for_each(|start| *start += 1);
            }
        }
    }

    fn has_text(&self) -> bool {
        self.line.pieces.iter().any(|piece| matches!(piece, Piece::Text(..)))
    }

    /// Puts an anchor here. White space before it stands behind it, if a character follows.
    pub fn anchor(&mut self, kind: AnchorKind) {
        self.line.pieces.push(Piece::Anchor(kind));
    }

    /// The next character begins the base of a ruby.
    pub fn open_ruby(&mut self) {
        self.line.pieces.push(Piece::RubyStart);
        self.rubies.push(self.line.pieces.len() - 1);
    }

    /// Sets an annotation over what came since the ruby was opened; without a base it is text.
    pub fn close_ruby(&mut self, annotation: String, style: &Style) {
        let start = self.rubies.pop().unwrap_or(usize::MAX);
        let base = self.line.pieces[start.min(self.line.pieces.len())..].iter().any(|piece| matches!(piece, Piece::Text(..)));
        match base && !annotation.is_empty() {
            true => self.line.pieces.push(Piece::RubyEnd(annotation)),
            false => {
                if start < self.line.pieces.len() {
                    self.line.pieces.remove(start);
                }
                self.solid(&annotation, style);
            }
        }
    }

    /// A line ends, and the block goes on.
    pub fn line_break(&mut self) {
        // An open ruby is not carried over: its base is what stands on the new line.
        self.rubies.clear();
        self.line.trailing = measure(&std::mem::take(&mut self.pending));
        self.broken = false;
        self.last = None;
        self.begun |= !self.line.is_blank();
        self.lines.push(std::mem::take(&mut self.line));
    }

    /// The lines; the block is over.
    pub fn finish(&mut self) -> Vec<Line> {
        self.line_break();
        self.begun = false;
        std::mem::take(&mut self.lines)
    }
}

impl Row for Line {
    fn is_blank(&self) -> bool {
        self.pieces.iter().all(|piece| matches!(piece, Piece::RubyStart))
    }

    fn is_pictures(&self) -> bool {
        !self.is_blank()
            && self.pieces.iter().all(|piece| matches!(piece, Piece::Anchor(AnchorKind::Image(_)) | Piece::RubyStart))
    }

    fn indent(&self) -> u16 {
        self.indent
    }

    /// Rubies left out.
    fn string(&self) -> String {
        let text = |piece: &Piece| match piece {
            Piece::Text(text, _) => Some(text.clone()),
            _ => None,
        };
        self.pieces.iter().filter_map(text).collect()
    }
}

impl Line {
    /// Whether every character has these properties.
    pub fn is_all(&self, bits: u16) -> bool {
        self.pieces.iter().all(|piece| !matches!(piece, Piece::Text(_, style) if style.bits & bits != bits))
    }
}

/// The text of lines, with a line break between each two.
pub fn text_of(lines: &[Line], log: &mut EditLog) -> Text {
    let mut builder = TextBuilder::new();
    let mut spans: Vec<(Range<usize>, SpanKind)> = Vec::new();
    let mut rubies: Vec<usize> = Vec::new();
    let mut at = 0;
    let mut runs: Vec<(Range<usize>, &Style)> = Vec::new();
    for line in lines {
        // Lines without characters part nothing.
        if at > 0 && line.pieces.iter().any(|piece| matches!(piece, Piece::Text(..))) {
            builder.push("\n");
            builder.push(&line.lead);
            log.declare_read(Tally::of(&line.lead));
            at += 1 + line.lead.len();
        }
        for piece in &line.pieces {
            match piece {
                Piece::Text(text, style) => {
                    builder.push(text);
                    runs.push((at..at + text.len(), style));
                    at += text.len();
                }
                Piece::Anchor(kind) => drop(builder.anchor(kind.clone())),
                Piece::RubyStart => rubies.push(at),
                Piece::RubyEnd(annotation) => {
                    let start = rubies.pop().unwrap_or(at);
                    spans.push((start..at, SpanKind::Ruby(annotation.clone())));
                }
            }
        }
    }
    for (bit, kind) in KINDS {
        let has: Vec<_> = runs.iter().map(|(range, style)| (range, style.bits & bit != 0)).collect();
        merge(&has, |range| spans.push((range, kind.clone())));
    }
    let links: Vec<_> = runs.iter().map(|(range, style)| (range, style.link.as_deref())).collect();
    labelled(&links, |range, link| spans.push((range, SpanKind::Link(link.to_owned()))));
    let languages: Vec<_> = runs.iter().map(|(range, style)| (range, style.language.as_deref())).collect();
    labelled(&languages, |range, tag| spans.push((range, SpanKind::Language(tag.to_owned()))));
    let mut text = builder.finish();
    text.add_spans(spans);
    text
}

/// Ranges that touch, or have a line break alone between them, are one.
fn merge(runs: &[(&Range<usize>, bool)], mut span: impl FnMut(Range<usize>)) {
    let mut open: Option<Range<usize>> = None;
    for (range, has) in runs {
        match (&mut open, has) {
            (Some(open), true) => open.end = range.end,
            (None, true) => open = Some((*range).clone()),
            (_, false) => open.take().into_iter().for_each(&mut span),
        }
    }
    open.into_iter().for_each(span);
}

fn labelled(runs: &[(&Range<usize>, Option<&str>)], mut span: impl FnMut(Range<usize>, &str)) {
    let mut at = 0;
    while let Some((range, label)) = runs.get(at) {
        let same = runs[at..].iter().take_while(|(_, other)| other == label).count();
        if let Some(label) = label {
            span(range.start..runs[at + same - 1].0.end, label);
        }
        at += same;
    }
}

/// Width of white space, in half-em units.
fn measure(space: &str) -> u16 {
    u16::try_from(width::of(space)).unwrap_or(u16::MAX)
}

/// Whether a line break beside this character is no space (CSS Text 3, § 4.1.3: wide characters, Hangul excepted).
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{303f}' | '\u{3040}'..='\u{312f}' | '\u{31a0}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe4f}' | '\u{ff01}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}' | '“' | '”' | '‘' | '’' | '…' | '—')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Block, Document, Kind, Origin, native};

    #[track_caller]
    fn check(pieces: &[(&str, u16)], white: White, expected: &str) {
        let mut document = Document::default();
        let mut runs = Runs::default();
        for (text, bits) in pieces {
            document.log.declare_read(Tally::of_solid(text));
            runs.text(text, &Style { bits: *bits, ..Style::default() }, white, &mut document.log);
        }
        document.blocks.push(Block::new(Kind::default(), text_of(&runs.finish(), &mut document.log), Origin::None));
        assert_eq!(native::write(&document), format!("body :: {expected}\n"));
        assert_eq!(document.balance(), Ok(()));
    }

    #[test]
    fn white_space_folds_as_in_a_browser() {
        check(&[("\n  a \t b\n c  ", 0)], White::Folded, "a b c");
        check(&[("　　江湾镇\n  的渡口\n", 0)], White::Folded, "江湾镇的渡口");
        check(&[("共 3\n艘 船", 0)], White::Folded, "共 3 艘 船");
        check(&[("a", 0), (" ", STRONG), ("b", STRONG), (" c", 0)], White::Folded, "a {strong|b} c");
        check(&[("if x:\n    y\n", CODE)], White::Kept, "{code|if x:\\n    y}");
        check(&[("甲　　乙\u{a0}丙", 0)], White::Folded, "甲　　乙\u{a0}丙");
    }

    #[test]
    fn properties_become_spans_run_by_run() {
        check(
            &[("甲", STRONG), ("乙", STRONG | EMPHASIS), ("丙", EMPHASIS)],
            White::Folded,
            "{strong|甲{emphasis|乙}}{emphasis|丙}",
        );
    }

    #[test]
    fn a_ruby_without_a_base_is_text() {
        let mut log = EditLog::new(false);
        let mut runs = Runs::default();
        runs.open_ruby();
        runs.close_ruby("zì".to_owned(), &Style::default());
        runs.open_ruby();
        runs.text("字", &Style::default(), White::Folded, &mut log);
        runs.close_ruby("zì".to_owned(), &Style::default());
        let text = text_of(&runs.finish(), &mut log);
        assert_eq!((text.as_str(), text.spans().len()), ("zì字", 1));
    }
}
