//! Text with its inline structure: a string, spans over it, and anchors in it.
//!
//! Passes see one plain string, so that a mark split over two runs is still one mark; writers see a tree
//! ([`Text::inlines`]). The string is private: readers build it with a [`TextBuilder`], and changing it takes the
//! [`EditLog`] and a [`Reason`].

use super::edit::{Change, EditLog, Reason};
use super::origin::Origin;
use super::tally::Tally;
use super::{MediaId, NoteId};
use std::cmp::Reverse;
use std::collections::VecDeque;
use std::iter::Peekable;
use std::ops::Range;
use std::slice::Iter;

/// A paragraph's worth of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    string: String,
    /// In order of start; longer before shorter; never empty.
    spans: Vec<Span>,
    /// In order of place.
    anchors: Vec<Anchor>,
}

/// A stretch of text that has a property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Byte range in the string, on character boundaries.
    pub range: Range<usize>,
    /// The property.
    pub kind: SpanKind,
}

/// What a span says of its text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum SpanKind {
    /// A hyperlink, to a URL or to `#id`.
    Link(String),
    /// Ruby: the annotation over this base.
    Ruby(String),
    /// Strong emphasis, usually bold.
    Strong,
    /// Emphasis, usually italic in Latin and 楷 in Chinese.
    Emphasis,
    /// Emphasis dots 着重号.
    Dots,
    /// Underlined.
    Underline,
    /// Struck out.
    Strike,
    /// Raised and small.
    Superscript,
    /// Lowered and small.
    Subscript,
    /// Program text.
    Code,
    /// In another language (BCP 47).
    Language(String),
}

impl SpanKind {
    /// The property as a word.
    pub fn name(&self) -> &'static str {
        match self {
            SpanKind::Link(_) => "link",
            SpanKind::Ruby(_) => "ruby",
            SpanKind::Strong => "strong",
            SpanKind::Emphasis => "emphasis",
            SpanKind::Dots => "dots",
            SpanKind::Underline => "underline",
            SpanKind::Strike => "strike",
            SpanKind::Superscript => "superscript",
            SpanKind::Subscript => "subscript",
            SpanKind::Code => "code",
            SpanKind::Language(_) => "language",
        }
    }

    /// What the property holds: a link's target, a ruby's annotation, a language's tag.
    pub fn value(&self) -> Option<&str> {
        match self {
            SpanKind::Link(value) | SpanKind::Ruby(value) | SpanKind::Language(value) => Some(value),
            _ => None,
        }
    }
}

/// Something that stands at a place in the text and has no characters of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// Byte offset in the string.
    pub at: usize,
    /// What stands there.
    pub kind: AnchorKind,
}

/// What an anchor holds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AnchorKind {
    /// The mark of a note.
    Note(NoteId),
    /// A picture in the line.
    Image(MediaId),
}

/// The text as a tree, borrowed, for writers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline<'a> {
    /// Plain characters; never empty, no line break inside.
    Text(&'a str),
    /// A property over its content.
    Span(&'a SpanKind, Vec<Inline<'a>>),
    /// The mark of a note.
    Note(NoteId),
    /// A picture in the line.
    Image(MediaId),
    /// A line break that is content: verse, an address.
    LineBreak,
}

/// One change of [`Text::edit`]: the bytes of `range` become `with`.
#[derive(Clone, Debug)]
pub struct Replacement {
    /// Byte range in the string before any of the changes.
    pub range: Range<usize>,
    /// What comes in its place.
    pub with: String,
    /// Why.
    pub reason: Reason,
}

impl Text {
    /// The characters; `\n` is a line break that is content.
    pub fn as_str(&self) -> &str {
        &self.string
    }

    /// Whether there is neither a character nor an anchor.
    pub fn is_empty(&self) -> bool {
        self.string.is_empty() && self.anchors.is_empty()
    }

    /// The spans, in order of start.
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// The anchors, in order of place.
    pub fn anchors(&self) -> &[Anchor] {
        &self.anchors
    }

    /// What it weighs, ruby annotations included.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::of(&self.string);
        for span in &self.spans {
            if let SpanKind::Ruby(annotation) = &span.kind {
                tally.include(annotation);
            }
        }
        tally
    }

    /// What it weighs without white space: layout turns white space into geometry.
    pub fn solid_tally(&self) -> Tally {
        let mut tally = Tally::of_solid(&self.string);
        for span in &self.spans {
            if let SpanKind::Ruby(annotation) = &span.kind {
                tally = tally + Tally::of_solid(annotation);
            }
        }
        tally
    }

    /// Whether the text is one link and nothing else.
    pub fn is_link(&self) -> bool {
        let whole = |span: &Span| span.range.len() == self.string.len() && matches!(span.kind, SpanKind::Link(_));
        self.spans.iter().any(whole)
    }

    /// Whether one span of this kind covers every character.
    pub fn is_all(&self, kind: &SpanKind) -> bool {
        !self.string.is_empty() && {
            let mut covered = 0;
            for span in self.spans.iter().filter(|span| span.kind == *kind) {
                if self.string.get(covered..span.range.start).is_some_and(|gap| !gap.trim().is_empty()) {
                    return false;
                }
                covered = covered.max(span.range.end);
            }
            covered > 0 && self.string[covered..].trim().is_empty()
        }
    }

    /// Replaces one range.
    pub fn replace(&mut self, range: Range<usize>, with: &str, origin: &Origin, reason: Reason, log: &mut EditLog) {
        self.edit(vec![Replacement { range, with: with.to_owned(), reason }], origin, log);
    }

    /// Applies replacements in one sweep. They must be in order and must not overlap; one that changes nothing is skipped.
    /// Spans and anchors keep to the characters they had.
    pub fn edit(&mut self, changes: Vec<Replacement>, origin: &Origin, log: &mut EditLog) {
        if changes.is_empty() {
            return;
        }
        // What stands before the first of them stays as it is.
        let first = changes[0].range.start;
        let mut string = String::new();
        let mut map: Vec<(Range<usize>, usize, usize)> = Vec::with_capacity(changes.len()); // old range, new start, new length
        let mut done = first;
        for change in changes {
            let old = &self.string[change.range.clone()];
            debug_assert!(change.range.start >= done, "replacements are in order");
            let told = || Change::Text { before: old.into(), after: change.with.as_str().into() };
            if old == change.with || log.refuses(change.reason.rule, origin, told) {
                continue;
            }
            log.text(old, &change.with, origin, &change.reason);
            string.push_str(&self.string[done..change.range.start]);
            map.push((change.range.clone(), first + string.len(), change.with.len()));
            string.push_str(&change.with);
            done = change.range.end;
        }
        string.push_str(&self.string[done..]);
        // An offset inside a replaced range goes to the replacement's end, so that a span never cuts a character.
        let moved = |at: usize| -> usize {
            let index = map.partition_point(|(old, _, _)| old.end <= at);
            match map.get(index) {
                Some((old, start, length)) if at > old.start => start + length,
                _ => match index.checked_sub(1).map(|before| &map[before]) {
                    Some((old, start, length)) => start + length + (at - old.end),
                    None => at,
                },
            }
        };
        for span in &mut self.spans {
            // A replacement that begins where the span begins belongs to the span.
            let first = map.partition_point(|(old, _, _)| old.start < span.range.start);
            let mut here = map[first..].iter().take_while(|(old, _, _)| old.start == span.range.start);
            let start = match here.find(|(old, _, _)| !old.is_empty()) {
                Some((_, start, _)) => *start,
                None => moved(span.range.start),
            };
            span.range = start..moved(span.range.end).max(start);
        }
        for anchor in &mut self.anchors {
            anchor.at = moved(anchor.at);
        }
        for span in self.spans.iter().filter(|span| span.range.is_empty()) {
            if let SpanKind::Ruby(annotation) = &span.kind {
                log.text(annotation, "", origin, &Reason::certain(super::Rule::Markup, "its base was removed"));
            }
        }
        self.spans.retain(|span| !span.range.is_empty());
        self.string.truncate(first);
        self.string.push_str(&string);
        self.merge_spans();
    }

    /// Puts the mark of a note in the place of the characters that called it, and records that they are gone. Whether it is there:
    /// a person may not want it.
    pub fn call(&mut self, note: NoteId, range: Range<usize>, origin: &Origin, reason: Reason, log: &mut EditLog) -> bool {
        let (at, length) = (range.start, self.string.len() - range.len());
        self.replace(range, "", origin, reason, log);
        let called = self.string.len() == length;
        if called {
            let place = self.anchors.partition_point(|anchor| anchor.at <= at);
            self.anchors.insert(place, Anchor { at, kind: AnchorKind::Note(note) });
        }
        called
    }

    /// Appends another text after `joint`, and records the join.
    pub fn append(&mut self, other: Text, joint: &str, origin: &Origin, reason: &Reason, log: &mut EditLog) {
        log.join(&self.string, &other.string, joint, origin, reason);
        self.string.push_str(joint);
        self.append_unlogged(other);
    }

    /// Appends another text after `joint` in a copy that is laid out and not kept: no log has it.
    pub(crate) fn run_on(&mut self, joint: &str, other: Text) {
        self.string.push_str(joint);
        self.append_unlogged(other);
    }

    /// Counts notes and pictures on from those of another document.
    pub(super) fn renumber(&mut self, notes: u32, media: u32) {
        for anchor in &mut self.anchors {
            match &mut anchor.kind {
                AnchorKind::Note(id) => id.0 = id.0.saturating_add(notes),
                AnchorKind::Image(id) => id.0 = id.0.saturating_add(media),
            }
        }
    }

    fn append_unlogged(&mut self, other: Text) {
        let base = self.string.len();
        self.string.push_str(&other.string);
        for span in other.spans {
            let range = span.range.start + base..span.range.end + base;
            let touches = range.start == base && !matches!(span.kind, SpanKind::Ruby(_));
            let mut before = self.spans.iter_mut().rev().filter(|_| touches);
            match before.find(|last| last.range.end == base && last.kind == span.kind) {
                Some(last) => last.range.end = range.end,
                None => self.spans.push(Span { range, kind: span.kind }),
            }
        }
        self.anchors.extend(other.anchors.into_iter().map(|anchor| Anchor { at: anchor.at + base, ..anchor }));
    }

    /// Cuts the text in two at a byte offset on a character boundary, and records the split. A span over the cut is cut too;
    /// white space at the cut is removed and recorded.
    pub fn split_off(&mut self, at: usize, origin: &Origin, reason: &Reason, log: &mut EditLog) -> Text {
        let left = self.string[..at].trim_end().len();
        let right = at + (self.string[at..].len() - self.string[at..].trim_start().len());
        if left < right {
            let change = Replacement { range: left..right, with: String::new(), reason: reason.clone() };
            self.edit(vec![change], origin, log);
        }
        log.split(&self.string[..left], &self.string[left..], origin, reason);
        let mut rest = Text { string: self.string.split_off(left), ..Text::default() };
        let mut kept = Vec::new();
        for span in self.spans.drain(..) {
            // A ruby annotation stays whole with the side on which its base ends.
            let whole = matches!(span.kind, SpanKind::Ruby(_));
            if span.range.end > left {
                let start = span.range.start.saturating_sub(left);
                rest.spans.push(Span { range: start..span.range.end - left, kind: span.kind.clone() });
            }
            if span.range.start < left && !(whole && span.range.end > left) {
                kept.push(Span { range: span.range.start..span.range.end.min(left), kind: span.kind });
            }
        }
        self.spans = kept;
        let first = self.anchors.partition_point(|anchor| anchor.at <= left);
        rest.anchors = self.anchors.split_off(first);
        for anchor in &mut rest.anchors {
            anchor.at -= left;
        }
        rest
    }

    /// Drops the spans that `keep` refuses; characters stay.
    pub fn retain_spans(&mut self, keep: impl FnMut(&Span) -> bool) {
        self.spans.retain(keep);
    }

    /// Adds spans over existing characters.
    pub fn add_spans(&mut self, spans: impl IntoIterator<Item = (Range<usize>, SpanKind)>) {
        self.spans.extend(spans.into_iter().filter(|(range, _)| !range.is_empty()).map(|(range, kind)| Span { range, kind }));
        self.spans.sort_by_key(|span| (span.range.start, Reverse(span.range.end)));
        self.merge_spans();
    }

    /// Makes one of spans that say the same of neighbouring characters. Ruby and links are things of their own.
    fn merge_spans(&mut self) {
        if self.spans.len() < 2 {
            return;
        }
        let mut merged: Vec<Span> = Vec::with_capacity(self.spans.len());
        // The last span of each kind: of the kinds that merge there are few.
        let mut last: Vec<usize> = Vec::new();
        for span in self.spans.drain(..) {
            if matches!(span.kind, SpanKind::Ruby(_) | SpanKind::Link(_) | SpanKind::Language(_)) {
                merged.push(span);
                continue;
            }
            match last.iter_mut().find(|at| merged[**at].kind == span.kind) {
                Some(at) if merged[*at].range.end >= span.range.start => {
                    merged[*at].range.end = merged[*at].range.end.max(span.range.end);
                }
                known => {
                    match known {
                        Some(at) => *at = merged.len(),
                        None => last.push(merged.len()),
                    }
                    merged.push(span);
                }
            }
        }
        // What grew may now hold what began with it.
        merged.sort_by_key(|span| (span.range.start, Reverse(span.range.end)));
        self.spans = merged;
    }

    /// The text as a tree. Spans that overlap without nesting are cut where they cross.
    pub fn inlines(&self) -> Vec<Inline<'_>> {
        let mut spans: Vec<&Span> = self.spans.iter().collect();
        spans.sort_by_key(|span| (span.range.start, Reverse(span.range.end)));
        let pieces = spans.into_iter().map(|span| (span.range.clone(), &span.kind)).collect();
        self.tree(0..self.string.len(), pieces, &mut self.anchors.iter().peekable(), true)
    }

    /// The part `range` under `spans`, which lie in it and are sorted. An anchor at the edge of a span stands outside it.
    fn tree<'a>(
        &'a self,
        range: Range<usize>,
        spans: Vec<(Range<usize>, &'a SpanKind)>,
        anchors: &mut Peekable<Iter<'a, Anchor>>,
        outermost: bool,
    ) -> Vec<Inline<'a>> {
        let mut out = Vec::new();
        let mut at = range.start;
        let mut pending: VecDeque<_> = spans.into();
        while let Some((outer, kind)) = pending.pop_front() {
            self.plain(at..outer.start, anchors, true, &mut out);
            // Spans are sorted by start, so those that reach into this one are at the front. What of them lies behind it is sorted
            // in among the spans that start where it ends; the others stay as they are, and many siblings are linear work.
            let (mut inside, mut after) = (Vec::new(), Vec::new());
            let overlapping = pending.partition_point(|(span, _)| span.start < outer.end);
            for (span, kind) in pending.drain(..overlapping) {
                if span.end > outer.end {
                    after.push((outer.end..span.end, kind));
                }
                inside.push((span.start..span.end.min(outer.end), kind));
            }
            if !after.is_empty() {
                let beside = pending.partition_point(|(span, _)| span.start <= outer.end);
                after.extend(pending.drain(..beside));
                after.sort_by_key(|(span, _)| Reverse(span.end));
                after.into_iter().rev().for_each(|piece| pending.push_front(piece));
            }
            out.push(Inline::Span(kind, self.tree(outer.clone(), inside, anchors, false)));
            at = outer.end;
        }
        self.plain(at..range.end, anchors, outermost, &mut out);
        out
    }

    /// Characters, line breaks and anchors of a range that no span covers; `last` says whether anchors at its end belong to it.
    fn plain<'a>(
        &'a self,
        range: Range<usize>,
        anchors: &mut Peekable<Iter<'a, Anchor>>,
        last: bool,
        out: &mut Vec<Inline<'a>>,
    ) {
        let lines = |piece: &'a str, out: &mut Vec<Inline<'a>>| {
            for (index, line) in piece.split('\n').enumerate() {
                if index > 0 {
                    out.push(Inline::LineBreak);
                }
                if !line.is_empty() {
                    out.push(Inline::Text(line));
                }
            }
        };
        let mut at = range.start;
        while let Some(anchor) = anchors.next_if(|anchor| anchor.at < range.end || (last && anchor.at == range.end)) {
            lines(&self.string[at..anchor.at], out);
            out.push(match anchor.kind {
                AnchorKind::Note(id) => Inline::Note(id),
                AnchorKind::Image(id) => Inline::Image(id),
            });
            at = anchor.at;
        }
        lines(&self.string[at..range.end], out);
    }
}

/// Builds a [`Text`] piece by piece, as a reader meets it.
#[derive(Debug, Default)]
pub struct TextBuilder {
    text: Text,
    open: Vec<(usize, SpanKind)>,
}

impl TextBuilder {
    /// An empty builder.
    pub fn new() -> TextBuilder {
        TextBuilder::default()
    }

    /// A text of plain characters.
    pub fn plain(string: impl Into<String>) -> Text {
        Text { string: string.into(), ..Text::default() }
    }

    /// Adds characters; `\n` is a line break that is content.
    pub fn push(&mut self, piece: &str) -> &mut TextBuilder {
        self.text.string.push_str(piece);
        self
    }

    /// Opens a span; it ends at the matching [`close`](TextBuilder::close).
    pub fn open(&mut self, kind: SpanKind) -> &mut TextBuilder {
        self.open.push((self.text.string.len(), kind));
        self
    }

    /// Closes the span opened last. It lies round those that were closed inside it, of the same length too.
    pub fn close(&mut self) -> &mut TextBuilder {
        if let Some((start, kind)) = self.open.pop() {
            let range = start..self.text.string.len();
            if !range.is_empty() {
                let outer = |span: &Span| (span.range.start, Reverse(span.range.end)) < (range.start, Reverse(range.end));
                let place = self.text.spans.partition_point(outer);
                self.text.spans.insert(place, Span { range, kind });
            }
        }
        self
    }

    /// Puts an anchor here.
    pub fn anchor(&mut self, kind: AnchorKind) -> &mut TextBuilder {
        self.text.anchors.push(Anchor { at: self.text.string.len(), kind });
        self
    }

    /// Whether nothing was added yet.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The text; spans still open end here. White space at the edges is structure and goes.
    pub fn finish(self) -> Text {
        let mut text = self.exact();
        let start = text.string.len() - text.string.trim_start().len();
        let end = text.string.trim_end().len().max(start);
        if start > 0 || end < text.string.len() {
            text.string = text.string[start..end].to_owned();
            let inside = |at: usize| at.clamp(start, end) - start;
            for span in &mut text.spans {
                span.range = inside(span.range.start)..inside(span.range.end);
            }
            text.spans.retain(|span| !span.range.is_empty());
            for anchor in &mut text.anchors {
                anchor.at = inside(anchor.at);
            }
            text.merge_spans();
        }
        text
    }

    /// The text with the white space at its edges.
    pub fn exact(mut self) -> Text {
        while !self.open.is_empty() {
            self.close();
        }
        self.text.merge_spans();
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Rule;

    fn bold(parts: &[(&str, bool)]) -> Text {
        let mut builder = TextBuilder::new();
        for (piece, strong) in parts {
            if *strong {
                builder.open(SpanKind::Strong).push(piece).close();
            } else {
                builder.push(piece);
            }
        }
        builder.finish()
    }

    fn reason() -> Reason {
        Reason::certain(Rule::Stops, "test")
    }

    #[test]
    fn neighbours_that_say_the_same_are_one_span() {
        let mut builder = TextBuilder::new();
        builder.open(SpanKind::Emphasis).push("一").close();
        builder.open(SpanKind::Strong).open(SpanKind::Emphasis).push("二").close().close();
        builder.open(SpanKind::Emphasis).push("三").close().push("四").open(SpanKind::Emphasis).push("五").close();
        let text = builder.finish();
        let spans: Vec<_> = text.spans().iter().map(|span| (span.range.clone(), &span.kind)).collect();
        assert_eq!(spans, [(0..9, &SpanKind::Emphasis), (3..6, &SpanKind::Strong), (12..15, &SpanKind::Emphasis)]);
    }

    #[test]
    fn an_edit_moves_spans_with_their_characters() {
        let mut text = bold(&[("前,", false), ("强,调", true), (",后", false)]);
        let mut log = EditLog::new(false);
        let changes = text.as_str().match_indices(',').map(|(at, _)| at).collect::<Vec<_>>();
        let changes =
            changes.into_iter().map(|at| Replacement { range: at..at + 1, with: "，".into(), reason: reason() }).collect();
        text.edit(changes, &Origin::None, &mut log);
        assert_eq!(text, bold(&[("前，", false), ("强，调", true), ("，后", false)]));
        assert_eq!(log.edits().len(), 3);
    }

    #[test]
    fn joining_and_splitting_are_inverse() {
        let whole = bold(&[("甲", false), ("乙丙", true), ("丁", false)]);
        let mut log = EditLog::new(false);
        let mut left = whole.clone();
        let right = left.split_off("甲乙".len(), &Origin::None, &reason(), &mut log);
        assert_eq!(right, bold(&[("丙", true), ("丁", false)]));
        left.append(right, "", &Origin::None, &reason(), &mut log);
        assert_eq!(left, whole);
    }

    #[test]
    fn crossing_spans_become_a_tree() {
        let mut text = TextBuilder::plain("甲乙丙");
        text.add_spans([(0..6, SpanKind::Strong), (3..9, SpanKind::Emphasis)]);
        let expected = vec![
            Inline::Span(
                &SpanKind::Strong,
                vec![Inline::Text("甲"), Inline::Span(&SpanKind::Emphasis, vec![Inline::Text("乙")])],
            ),
            Inline::Span(&SpanKind::Emphasis, vec![Inline::Text("丙")]),
        ];
        assert_eq!(text.inlines(), expected);
    }

    #[test]
    fn spans_that_say_the_same_of_neighbours_are_one() {
        let strong = |range| Span { range, kind: SpanKind::Strong };
        let mut text = TextBuilder::plain("甲乙丙");
        text.add_spans([(0..3, SpanKind::Strong), (3..6, SpanKind::Strong), (0..6, SpanKind::Strong)]);
        assert_eq!(text.spans, [strong(0..6)]);
        let mut text = TextBuilder::plain("甲乙丙");
        text.add_spans([(0..3, SpanKind::Strong), (6..9, SpanKind::Strong)]);
        text.replace(3..6, "", &Origin::None, reason(), &mut EditLog::new(false));
        assert_eq!(text.spans, [strong(0..6)]);
    }

    #[test]
    fn an_anchor_stands_once_wherever_it_is() {
        for at in [0, 3, 6, 9] {
            let mut text = TextBuilder::plain("甲乙丙");
            text.add_spans([(3..6, SpanKind::Strong)]);
            text.anchors.push(Anchor { at, kind: AnchorKind::Note(NoteId(0)) });
            fn notes(inlines: &[Inline<'_>]) -> usize {
                inlines
                    .iter()
                    .map(|inline| match inline {
                        Inline::Note(_) => 1,
                        Inline::Span(_, content) => notes(content),
                        _ => 0,
                    })
                    .sum()
            }
            assert_eq!(notes(&text.inlines()), 1, "anchor at {at}: {:?}", text.inlines());
        }
    }

    #[test]
    fn edges_are_trimmed_and_the_tally_counts_ruby() {
        let mut builder = TextBuilder::new();
        builder.push("　　").open(SpanKind::Ruby("han".into())).push("汉").close().push("字 ");
        let text = builder.finish();
        assert_eq!(text.as_str(), "汉字");
        assert_eq!(text.tally(), Tally::of("汉字han"));
    }
}
