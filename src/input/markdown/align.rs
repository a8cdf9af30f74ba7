//! Inline structure against the source: where each character of a parsed block stands.
//!
//! The parser tells what a block says, and not reliably where; the law of the house needs the place of every character. So the
//! inlines of a block are walked in order beside its source, strictly: text must stand where the reading head is, but for an
//! escape or a character reference; a mark must be the mark that the parser saw. Where the two disagree the block is
//! [`Misaligned`], and its caller reads it as plain lines: nothing is lost but markup.

use super::html;
use super::source::{Op, Source};
use crate::model::{AnchorKind, MediaId, NoteId, SpanKind};
use crate::text::script::is_cjk_mark;
use comrak::Node;
use comrak::arena_tree::NodeEdge;
use comrak::nodes::NodeValue;
use std::ops::Range;

/// The source and the parser disagree about a block.
#[derive(Debug)]
pub struct Misaligned;

type Aligned = Result<(), Misaligned>;

/// Who gives numbers to notes and pictures.
pub trait Anchors {
    /// The note of this name.
    fn note(&mut self, name: &str) -> NoteId;
    /// A picture that the source refers to.
    fn picture(&mut self, reference: &str, alt: &str) -> MediaId;
}

/// A reading head over the lines of one block.
pub struct Aligner<'s, 'a> {
    source: &'s Source<'a>,
    /// Byte offset of the head.
    pub at: usize,
    line: usize,
    last: usize,
    /// Levels of block quotes around the block.
    quotes: usize,
    /// Inside a table's cell, where `\|` is a bar.
    pub cell: bool,
    /// What was understood so far.
    pub ops: Vec<Op>,
    links: Vec<bool>,
    literal: Vec<bool>,
}

impl<'s, 'a> Aligner<'s, 'a> {
    /// A head at byte `at`, for a block that ends on the line `last`.
    pub fn new(source: &'s Source<'a>, at: usize, last: usize, quotes: usize) -> Aligner<'s, 'a> {
        let line = source.line_of(at);
        let mut aligner =
            Aligner { source, at, line, last, quotes, cell: false, ops: Vec::new(), links: Vec::new(), literal: Vec::new() };
        aligner.enter_line();
        aligner
    }

    /// What is left of the line.
    pub fn rest(&self) -> &'a str {
        let end = self.source.lines.get(self.line).map_or(self.at, |line| line.content.end);
        self.source.text.get(self.at..end).unwrap_or("")
    }

    /// What stood before the head on this line.
    fn before(&self) -> &'a str {
        let start = self.source.lines.get(self.line).map_or(self.at, |line| line.content.start);
        self.source.text.get(start..self.at).unwrap_or("")
    }

    /// Bytes of markup.
    pub fn skip(&mut self, length: usize, what: &'static str) {
        if length > 0 {
            let range = self.advance(length);
            match self.ops.last_mut() {
                Some(Op::Skip(before, _)) if before.end == range.start => before.end = range.end,
                _ => self.ops.push(Op::Skip(range, what)),
            }
        }
    }

    /// Bytes of text.
    pub fn take(&mut self, length: usize) {
        let range = self.advance(length);
        match self.ops.last_mut() {
            Some(Op::Take(before)) if before.end == range.start => before.end = range.end,
            _ => self.ops.push(Op::Take(range)),
        }
    }

    fn advance(&mut self, length: usize) -> Range<usize> {
        let range = self.at..self.at + length;
        self.at = range.end;
        range
    }

    /// Markup that must stand here.
    fn mark(&mut self, mark: &str, what: &'static str) -> Aligned {
        if !self.rest().starts_with(mark) {
            return Err(Misaligned);
        }
        self.skip(mark.len(), what);
        Ok(())
    }

    /// White space between markup.
    pub fn skip_space(&mut self) {
        let rest = self.rest();
        self.skip(rest.len() - rest.trim_start().len(), "white space beside markup");
    }

    /// Goes to the start of the content of the line, past the marks of block quotes.
    fn enter_line(&mut self) {
        if let Some(line) = self.source.lines.get(self.line) {
            self.at = self.at.max(line.content.start);
        }
        for _ in 0..self.quotes {
            if !self.rest().starts_with('>') {
                break;
            }
            self.skip(1, "block quote");
            self.skip_space();
        }
    }

    /// Goes on to the next line of the block, whose rest must be white space.
    fn next_line(&mut self) -> Aligned {
        if !self.rest().trim().is_empty() || self.line >= self.last {
            return Err(Misaligned);
        }
        self.line += 1;
        self.at = self.source.lines.get(self.line).map_or(self.at, |line| line.content.start);
        self.enter_line();
        Ok(())
    }

    /// All inlines of a block.
    pub fn inlines(&mut self, block: Node<'_>, anchors: &mut dyn Anchors) -> Aligned {
        let mut inside = 0usize; // depth within an inline whose content is skipped
        for child in block.children() {
            for edge in child.traverse() {
                let (node, start) = match edge {
                    NodeEdge::Start(node) => (node, true),
                    NodeEdge::End(node) => (node, false),
                };
                let data = node.data.borrow();
                if matches!(data.value, NodeValue::Image(_)) {
                    if start && inside == 0 {
                        drop(data);
                        self.image(node, anchors)?;
                    }
                    inside = if start { inside + 1 } else { inside - 1 };
                    continue;
                }
                if inside > 0 {
                    continue;
                }
                self.inline(&data.value, start, anchors)?;
            }
        }
        Ok(())
    }

    fn inline(&mut self, value: &NodeValue, start: bool, anchors: &mut dyn Anchors) -> Aligned {
        match value {
            NodeValue::Text(literal) if start => self.text(literal),
            NodeValue::SoftBreak if start => {
                self.ops.push(Op::Line);
                self.next_line()
            }
            NodeValue::LineBreak if start => {
                if self.rest() == "\\" {
                    self.skip(1, "line break");
                    self.ops.push(Op::Break);
                } else {
                    self.ops.push(Op::Line);
                }
                self.next_line()
            }
            NodeValue::Code(code) if start => self.code(code.num_backticks, &code.literal),
            NodeValue::HtmlInline(literal) if start => self.html(literal, anchors),
            NodeValue::Emph => self.emphasis(start, 1, SpanKind::Emphasis),
            NodeValue::Strong => self.emphasis(start, 2, SpanKind::Strong),
            NodeValue::Strikethrough => self.emphasis(start, 2, SpanKind::Strike),
            NodeValue::Link(link) => self.link(start, &link.url),
            NodeValue::FootnoteReference(note) if start => {
                let rest = self.rest();
                let end = rest.find(']').filter(|_| rest.starts_with("[^")).ok_or(Misaligned)?;
                self.skip(end + 1, "note mark");
                self.ops.push(Op::Anchor(AnchorKind::Note(anchors.note(&note.name))));
                Ok(())
            }
            NodeValue::Escaped => Ok(()),
            _ if !start => Ok(()),
            _ => Err(Misaligned),
        }
    }

    /// Characters of text, which stand here but for escapes and character references.
    fn text(&mut self, literal: &str) -> Aligned {
        let mut wanted = literal;
        loop {
            let plain = plain(self.rest(), wanted);
            if plain > 0 {
                self.take(plain);
                wanted = &wanted[plain..];
            }
            let Some(c) = wanted.chars().next() else { return Ok(()) };
            let rest = self.rest();
            let mut ahead = rest.chars();
            let here = ahead.next().ok_or(Misaligned)?;
            if here == '\\' && ahead.next().is_some_and(|next| next.is_ascii_punctuation() && next == c) {
                // In a formula it is a command.
                match "()[]{},;:!%\\".contains(c) && self.has_formula() {
                    true => self.take(1),
                    false => self.skip(1, "escape"),
                }
                self.take(c.len_utf8());
                wanted = &wanted[c.len_utf8()..];
            } else if let Some((length, given)) = html::entity(rest, wanted) {
                self.skip(length, "character reference");
                self.ops.push(Op::Give(given.to_owned(), "character reference"));
                wanted = &wanted[given.len()..];
            } else if here == c || here == '\0' && c == '\u{fffd}' {
                self.take(here.len_utf8());
                wanted = &wanted[c.len_utf8()..];
            } else if c.is_whitespace() && self.source.text[..self.at].ends_with(c) {
                // An indent behind a mark of a quote or an item, which was passed with it: the parser takes U+3000 for text.
                wanted = &wanted[c.len_utf8()..];
            } else {
                return Err(Misaligned);
            }
        }
    }

    /// Whether the line has a command of TeX that is applied to something, or any between the marks of formulas; or is such a mark.
    fn has_formula(&self) -> bool {
        let line = self.source.content(self.line);
        let marked = || ["$", "\\(", "\\["].iter().any(|mark| line.contains(mark));
        let command = |(at, _): (usize, &str)| {
            let rest = line[at + 1..].trim_start_matches(|c: char| c.is_ascii_alphabetic());
            rest.len() < line.len() - at - 1 && (marked() || rest.trim_start().starts_with('{'))
        };
        matches!(line, "\\[" | "\\]") || line.match_indices('\\').any(command)
    }

    /// A code span: backticks, one space that the parser strips on both sides, and line ends that it turned into spaces.
    fn code(&mut self, backticks: usize, literal: &str) -> Aligned {
        let fence = "`".repeat(backticks);
        self.mark(&fence, "code mark")?;
        self.ops.push(Op::Open(SpanKind::Code));
        if self.rest().starts_with(' ') && !literal.starts_with(' ') {
            self.skip(1, "code mark");
        } else if self.rest().starts_with("  ") {
            self.skip(usize::from(!literal.starts_with("  ")), "code mark");
        }
        for c in literal.chars() {
            if self.cell && c == '|' && self.rest().starts_with("\\|") {
                self.skip(1, "escape");
            }
            match self.rest().chars().next() {
                Some(here) if here == c || here == '\0' && c == '\u{fffd}' => self.take(here.len_utf8()),
                None if c == ' ' => {
                    self.ops.push(Op::Line);
                    self.next_line()?;
                }
                _ => return Err(Misaligned),
            }
        }
        self.ops.push(Op::Close(SpanKind::Code));
        if self.rest().starts_with(' ') {
            self.skip(1, "code mark");
        } else if self.rest().is_empty() {
            self.ops.push(Op::Line);
            self.next_line()?;
        }
        self.mark(&fence, "code mark")
    }

    /// A tag or a comment in the line.
    fn html(&mut self, literal: &str, anchors: &mut dyn Anchors) -> Aligned {
        if !html::is_known(literal) {
            let mut lines = literal.split('\n').peekable();
            while let Some(line) = lines.next() {
                self.text_as_is(line)?;
                if lines.peek().is_some() {
                    self.ops.push(Op::Line);
                    self.next_line()?;
                }
            }
            return Ok(());
        }
        let mut lines = literal.split('\n').peekable();
        while let Some(line) = lines.next() {
            self.mark(line.trim(), "tag")?;
            if lines.peek().is_some() {
                self.next_line()?;
            }
        }
        html::inline(literal, &mut self.ops, anchors);
        Ok(())
    }

    fn text_as_is(&mut self, text: &str) -> Aligned {
        let text = text.trim();
        if !self.rest().starts_with(text) {
            return Err(Misaligned);
        }
        self.take(text.len());
        Ok(())
    }

    /// Marks of emphasis; those that only look like some are text: `138****5678，139****1234`, `姓名：____，`, `3~5月…6~8月`.
    fn emphasis(&mut self, start: bool, length: usize, kind: SpanKind) -> Aligned {
        let rest = self.rest();
        let mark = rest.chars().next().filter(|c| matches!(c, '*' | '_' | '~')).ok_or(Misaligned)?;
        let run = rest.len() - rest.trim_start_matches(mark).len();
        let length = if mark == '~' { length.min(run) } else { length };
        if run < length {
            return Err(Misaligned);
        }
        if start {
            let after = rest[run..].chars().next();
            let digits = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
            self.literal.push(match mark {
                '*' => digits(after) && digits(self.before().trim_end_matches('*').chars().next_back()),
                '_' => run > 2 || self.before().ends_with('_') || after.is_none_or(is_cjk_mark),
                _ => run < 2,
            });
        }
        let literal = match start {
            true => self.literal.last().copied(),
            false => self.literal.pop(),
        };
        if literal == Some(true) {
            self.take(length);
            return Ok(());
        }
        if !start {
            self.ops.push(Op::Close(kind.clone()));
        }
        self.skip(length, "emphasis");
        if start {
            self.ops.push(Op::Open(kind));
        }
        Ok(())
    }

    fn link(&mut self, start: bool, url: &str) -> Aligned {
        if start {
            let automatic = self.rest().starts_with('<');
            self.links.push(automatic);
            self.mark(if automatic { "<" } else { "[" }, "link")?;
            self.ops.push(Op::Open(SpanKind::Link(url.to_owned())));
            return Ok(());
        }
        self.ops.push(Op::Close(SpanKind::Link(url.to_owned())));
        match self.links.pop() {
            Some(true) => self.mark(">", "link"),
            _ => {
                self.mark("]", "link")?;
                let target = target(self.rest()).unwrap_or(0);
                self.skip(target, "link");
                Ok(())
            }
        }
    }

    fn image(&mut self, node: Node<'_>, anchors: &mut dyn Anchors) -> Aligned {
        let mut alt = String::new();
        for inner in node.descendants() {
            match &inner.data.borrow().value {
                NodeValue::Text(literal) => alt.push_str(literal),
                NodeValue::Code(code) => alt.push_str(&code.literal),
                NodeValue::SoftBreak | NodeValue::LineBreak => alt.push(' '),
                _ => {}
            }
        }
        let data = node.data.borrow();
        let NodeValue::Image(image) = &data.value else { return Err(Misaligned) };
        let rest = self.rest();
        if !rest.starts_with("![") {
            return Err(Misaligned);
        }
        let close = closing(&rest[2..], '[', ']').ok_or(Misaligned)? + 2;
        let end = close + 1 + target(&rest[close + 1..]).unwrap_or(0);
        self.skip(end, "picture");
        let alt = if alt.is_empty() { &image.title } else { &alt };
        self.ops.push(Op::Anchor(AnchorKind::Image(anchors.picture(&image.url, alt))));
        Ok(())
    }
}

/// How many bytes stand at the start of both, none of which may open an escape or a character reference.
fn plain(rest: &str, wanted: &str) -> usize {
    let same = rest.bytes().zip(wanted.bytes()).take_while(|&(here, byte)| here == byte && !matches!(here, b'\\' | b'&'));
    rest.floor_char_boundary(same.count())
}

/// Byte offset of the bracket that closes one opened before `text`; escapes are passed over.
fn closing(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0usize;
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => {
                chars.next();
            }
            c if c == close && depth == 0 => return Some(at),
            c if c == close => depth -= 1,
            c if c == open => depth += 1,
            _ => {}
        }
    }
    None
}

/// The length of what follows the `]` of a link: `(url "title")`, `[label]`, or nothing.
fn target(rest: &str) -> Option<usize> {
    if let Some(label) = rest.strip_prefix('[') {
        return Some(closing(label, '[', ']')? + 2);
    }
    let inner = rest.strip_prefix('(')?;
    let mut at = inner.len() - inner.trim_start().len();
    if inner[at..].starts_with('<') {
        at += inner[at..].find('>')? + 1;
    } else {
        let mut depth = 0usize;
        let mut chars = inner[at..].char_indices();
        at += loop {
            match chars.next() {
                Some((_, '\\')) => {
                    chars.next();
                }
                Some((_, '(')) => depth += 1,
                Some((end, ')')) if depth == 0 => break end,
                Some((_, ')')) => depth -= 1,
                Some((end, c)) if c.is_ascii_whitespace() => break end,
                Some(_) => {}
                None => return None,
            }
        };
    }
    at += inner[at..].len() - inner[at..].trim_start().len();
    if let Some(quote) = inner[at..].chars().next().filter(|c| matches!(c, '"' | '\'' | '(')) {
        let end = if quote == '(' { ')' } else { quote };
        at += 2 + closing(&inner[at + 1..], '\u{0}', end)?;
        at += inner[at..].len() - inner[at..].trim_start().len();
    }
    inner[at..].starts_with(')').then_some(at + 2)
}
