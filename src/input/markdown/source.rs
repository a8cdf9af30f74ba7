//! The source by lines, and how pieces of it are accounted for.
//!
//! What a block reads is a list of [`Op`]s over ranges of the source: taken as text, skipped as markup, given for markup that
//! stands for a character. Nothing is written until a whole block has been understood; then every character of its lines has
//! been either taken or skipped, and [`Source::parts`] keeps to what the tally of the source declares: lines without their
//! edges.

use crate::input::txt;
use crate::model::{AnchorKind, EditLog, Origin, Reason, Rule, SpanKind, Text, TextBuilder};
use crate::text::width;
use std::ops::Range;

/// One line of the source.
#[derive(Clone, Debug)]
pub struct Line {
    /// Byte offset of its start.
    pub start: usize,
    /// Byte range of its content: no white space at the edges.
    pub content: Range<usize>,
    /// Byte offset of its end, before the line end.
    pub end: usize,
}

/// The source, and where its lines are.
#[derive(Debug)]
pub struct Source<'a> {
    /// All of it.
    pub text: &'a str,
    /// Its lines, from 0.
    pub lines: Vec<Line>,
}

/// What becomes of a piece of the source.
#[derive(Clone, Debug)]
pub enum Op {
    /// It is text.
    Take(Range<usize>),
    /// It is markup, of this sort.
    Skip(Range<usize>, &'static str),
    /// Characters that the markup just skipped stands for.
    Give(String, &'static str),
    /// A span opens.
    Open(SpanKind),
    /// The innermost open span of this kind closes.
    Close(SpanKind),
    /// Something stands here.
    Anchor(AnchorKind),
    /// A line break that is content.
    Break,
    /// The source's line ends, and the block goes on.
    Line,
    /// Text from here to `RubyEnd` stands above the text since the last ruby, or since `RubyStart`.
    Annotation,
    /// A ruby's base starts.
    RubyStart,
    /// A ruby annotation ends.
    RubyEnd,
    /// Text from here on is for programs that know no ruby, or no longer is.
    Fallback(bool),
}

/// One line of a block, as it was read.
#[derive(Debug)]
pub struct Segment {
    /// Its text.
    pub text: Text,
    /// The number of its line in the source, from 0.
    pub line: usize,
}

impl<'a> Source<'a> {
    /// Finds the lines.
    pub fn new(text: &'a str) -> Source<'a> {
        let lines = txt::lines(text).map(|(_, offset, line)| {
            let start = usize::try_from(offset).unwrap_or(usize::MAX);
            let lead = start + (line.len() - line.trim_start().len());
            Line { start, content: lead..lead + line.trim().len(), end: start + line.len() }
        });
        Source { text, lines: lines.collect() }
    }

    /// The content of a line, empty beyond the last.
    pub fn content(&self, line: usize) -> &'a str {
        self.lines.get(line).map_or("", |line| &self.text[line.content.clone()])
    }

    /// Whether a line has no content.
    pub fn is_blank(&self, line: usize) -> bool {
        self.content(line).is_empty()
    }

    /// Where a line is, for the log.
    pub fn origin(&self, line: usize) -> Origin {
        let offset = self.lines.get(line).map_or(self.text.len(), |line| line.start) as u64;
        Origin::Line { line: u32::try_from(line + 1).unwrap_or(u32::MAX), offset }
    }

    /// Widths of the white space at both edges of a line, in half-em units.
    pub fn edges(&self, line: usize) -> (u16, u16) {
        let of = |range: Range<usize>| u16::try_from(width::of(&self.text[range])).unwrap_or(u16::MAX);
        self.lines.get(line).map_or((0, 0), |line| (of(line.start..line.content.start), of(line.content.end..line.end)))
    }

    /// The line that holds a byte offset.
    pub fn line_of(&self, at: usize) -> usize {
        self.lines.partition_point(|line| line.start <= at).saturating_sub(1)
    }

    /// What a range holds of the contents of lines: line number and piece.
    pub fn parts(&self, range: &Range<usize>) -> impl Iterator<Item = (usize, &'a str)> {
        let range = range.clone();
        (self.line_of(range.start)..self.lines.len())
            .take_while({
                let end = range.end;
                move |index| self.lines[*index].start < end
            })
            .filter_map(move |index| {
                let content = &self.lines[index].content;
                let clipped = content.start.max(range.start)..content.end.min(range.end);
                (clipped.start < clipped.end).then(|| (index, &self.text[clipped]))
            })
    }

    /// Carries out what was understood of a block whose first line is `line`: logs what is no text, and returns its lines.
    pub fn commit(&self, ops: Vec<Op>, line: usize, log: &mut EditLog) -> Vec<Segment> {
        let mut assembly = Assembly::new(line);
        let mut segments = Vec::new();
        for op in ops {
            match op {
                Op::Take(range) => {
                    for (line, part) in self.parts(&range) {
                        assembly.line = line;
                        match assembly.fallback {
                            true => log.markup(part, &self.origin(line), &Reason::certain(Rule::Markup, "brackets of a ruby")),
                            false => assembly.push(part),
                        }
                    }
                }
                Op::Skip(range, what) => {
                    for (line, part) in self.parts(&range) {
                        log.markup(part, &self.origin(line), &Reason::certain(Rule::Markup, what));
                    }
                }
                Op::Give(given, what) => {
                    log.rendered(&given, &self.origin(assembly.line), &Reason::certain(Rule::Entity, what));
                    assembly.push(&given);
                }
                Op::Open(kind) => assembly.open.push((assembly.string.len(), kind)),
                Op::Close(kind) => assembly.close(&kind),
                Op::Anchor(kind) => assembly.anchors.push((assembly.string.len(), kind)),
                Op::Break => assembly.string.push('\n'),
                Op::Line => {
                    let next = assembly.next_line();
                    segments.push(std::mem::replace(&mut assembly, next));
                }
                Op::RubyStart | Op::RubyEnd => assembly.end_ruby(),
                Op::Annotation => {
                    if assembly.annotation.is_some() {
                        assembly.end_ruby();
                    }
                    assembly.annotation = Some(String::new());
                }
                Op::Fallback(on) => assembly.fallback = on,
            }
        }
        segments.push(assembly);
        segments.into_iter().map(|assembly| assembly.finish(self, log)).collect()
    }
}

/// A line of text in the making.
struct Assembly {
    line: usize,
    string: String,
    spans: Vec<(Range<usize>, SpanKind)>,
    open: Vec<(usize, SpanKind)>,
    anchors: Vec<(usize, AnchorKind)>,
    base: usize,
    annotation: Option<String>,
    fallback: bool,
}

impl Assembly {
    fn new(line: usize) -> Assembly {
        Assembly {
            line,
            string: String::new(),
            spans: Vec::new(),
            open: Vec::new(),
            anchors: Vec::new(),
            base: 0,
            annotation: None,
            fallback: false,
        }
    }

    /// The assembly of the line after, in which the open spans go on.
    fn next_line(&self) -> Assembly {
        let open = self.open.iter().map(|(_, kind)| (0, kind.clone())).collect();
        Assembly { open, ..Assembly::new(self.line + 1) }
    }

    fn push(&mut self, piece: &str) {
        self.annotation.as_mut().unwrap_or(&mut self.string).push_str(piece);
    }

    fn close(&mut self, kind: &SpanKind) {
        if let Some(at) = self.open.iter().rposition(|(_, open)| open == kind) {
            let (start, kind) = self.open.remove(at);
            self.spans.push((start..self.string.len(), kind));
        }
    }

    /// Sets the annotation over its base; without a base it is text of the line.
    fn end_ruby(&mut self) {
        if let Some(annotation) = self.annotation.take() {
            let base = self.base..self.string.len();
            match self.string.get(base.clone()).is_some_and(|base| !base.trim().is_empty()) && !annotation.is_empty() {
                true => self.spans.push((base, SpanKind::Ruby(annotation))),
                false => self.string.push_str(&annotation),
            }
        }
        self.base = self.string.len();
    }

    fn finish(mut self, source: &Source<'_>, log: &mut EditLog) -> Segment {
        self.end_ruby();
        while let Some((_, kind)) = self.open.last().cloned() {
            self.close(&kind);
        }
        // White space that stood inside markup is at the edge now, where it is structure.
        let lead = self.string.len() - self.string.trim_start().len();
        let kept = lead..lead + self.string.trim().len();
        for edge in [&self.string[..kept.start], &self.string[kept.end..]] {
            if edge.chars().any(|c| !crate::model::is_line_end(c)) {
                log.markup(edge, &source.origin(self.line), &Reason::certain(Rule::Markup, "white space inside markup"));
            }
        }
        let inside = |at: usize| at.clamp(kept.start, kept.end) - kept.start;
        let string = &self.string[kept.clone()];
        let mut builder = TextBuilder::new();
        let mut done = 0;
        for (at, kind) in self.anchors {
            builder.push(&string[done..inside(at)]).anchor(kind);
            done = inside(at);
        }
        builder.push(&string[done..]);
        let mut text = builder.finish();
        let spans = self.spans.into_iter().map(|(range, kind)| (inside(range.start)..inside(range.end), kind));
        text.add_spans(spans.inspect(|(range, kind)| {
            // An annotation never goes: its characters were read.
            if let SpanKind::Ruby(annotation) = kind
                && range.is_empty()
            {
                log.markup(annotation, &source.origin(self.line), &Reason::certain(Rule::Markup, "a ruby without a base"));
            }
        }));
        Segment { text, line: self.line }
    }
}
