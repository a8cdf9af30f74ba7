//! A paragraph in the making: characters as a reader meets them, with what holds over them.
//!
//! Readers of office documents meet text in runs, each with all its properties; here runs become spans, so that two runs that
//! look alike are one. Every character of the source is counted where it is met ([`Line::see`]), apart from the text that is built.

use crate::model::{AnchorKind, EditLog, Origin, Reason, Rule, SpanKind, Tally, Text, TextBuilder};
use crate::text::width;
use std::collections::BTreeMap;

/// A paragraph in the making.
#[derive(Debug, Default)]
pub struct Line {
    builder: TextBuilder,
    /// Spans that are open, outermost first.
    open: Vec<SpanKind>,
    /// Every character that was met, in order.
    seen: String,
    /// What of them the source does not have.
    made: Tally,
    /// Blanks to be filled in, which [`Line::finish`] records.
    blanks: String,
    /// Characters by size in half points.
    sizes: BTreeMap<u16, usize>,
    solid: usize,
    bold: usize,
    anchors: usize,
}

/// How a finished paragraph looked.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Looks {
    /// The size of most characters, in half points; 0 where none has one.
    pub size: u16,
    /// Every character is bold.
    pub bold: bool,
    /// Width of the white space before the first character, in half-em units.
    pub indent: u16,
    /// Width of the white space after the last character, in half-em units.
    pub trailing: u16,
}

impl Line {
    /// Counts characters of the source that are about to be pushed.
    pub fn see(&mut self, text: &str) {
        self.seen.push_str(text);
    }

    /// Adds characters under spans, outermost first; `size` in half points.
    pub fn push(&mut self, text: &str, spans: &[SpanKind], size: Option<u16>, bold: bool) {
        if text.is_empty() {
            return;
        }
        if spans.contains(&SpanKind::Underline) && self.blank(text) {
            return;
        }
        self.under(spans);
        self.builder.push(text);
        let solid = text.chars().filter(|c| !c.is_whitespace()).count();
        self.solid += solid;
        self.bold += if bold { solid } else { 0 };
        if let Some(size) = size {
            *self.sizes.entry(size).or_default() += solid;
        }
    }

    /// White space with a line under it, which was seen last, is a blank to be filled in: low lines are that in every format. Whether it is one.
    fn blank(&mut self, space: &str) -> bool {
        /// The narrowest, in half ems.
        const NARROW: usize = 2;
        let before = self.seen.len().saturating_sub(space.len());
        let inline = space.chars().all(|c| matches!(c, ' ' | '\t' | '\u{a0}' | '\u{3000}'));
        if !inline || width::of(space) < NARROW || self.seen.get(before..) != Some(space) {
            return false;
        }
        let line = "_".repeat(width::of(space));
        self.seen.truncate(before);
        self.seen.push_str(&line);
        self.made = self.made + Tally::of(&line);
        self.blanks.push_str(&line);
        self.part();
        self.builder.push(&line);
        true
    }

    /// Adds characters that the source does not have but stands for, and records them. They must not begin or end with white
    /// space, which would be trimmed.
    pub fn render(&mut self, text: &str, spans: &[SpanKind], origin: &Origin, reason: &Reason, log: &mut EditLog) {
        log.rendered(text, origin, reason);
        self.made = self.made + Tally::of(text);
        self.see(text);
        self.push(text, spans, None, false);
    }

    /// Adds characters that were declared where they were read.
    pub fn take_in(&mut self, text: &str) {
        self.made = self.made + Tally::of(text);
        self.see(text);
        self.push(text, &[], None, false);
    }

    /// Puts an anchor here.
    pub fn anchor(&mut self, kind: AnchorKind) {
        self.anchors += 1;
        self.builder.anchor(kind);
    }

    /// Ends all spans, so that what follows is not one with what stands before.
    pub fn part(&mut self) {
        self.under(&[]);
    }

    /// Whether nothing was added yet.
    pub fn is_empty(&self) -> bool {
        self.builder.is_empty() && self.anchors == 0
    }

    /// Whether there is nothing but white space so far.
    pub fn is_blank(&self) -> bool {
        self.anchors == 0 && self.seen.trim().is_empty()
    }

    /// The characters met so far, without white space round them.
    pub fn so_far(&self) -> &str {
        self.seen.trim()
    }

    /// How far the characters met so far reach, for [`Line::is_blank_since`].
    pub fn seen(&self) -> usize {
        self.seen.len()
    }

    /// Whether there is nothing but white space since a place.
    pub fn is_blank_since(&self, place: usize) -> bool {
        self.seen.get(place..).is_none_or(|rest| rest.trim().is_empty())
    }

    /// The text, declared to the log, and how it looked.
    pub fn finish(mut self, log: &mut EditLog) -> (Text, Looks) {
        self.part();
        if !self.blanks.is_empty() {
            let reason = Reason::certain(Rule::Rendered, "underlined white space");
            log.rendered(&self.blanks, &Origin::None, &reason);
        }
        let trimmed = self.seen.trim();
        log.declare_read(Tally::of(trimmed) - self.made);
        let edge = |space: &str| u16::try_from(width::of(space)).unwrap_or(u16::MAX);
        let start = self.seen.len() - self.seen.trim_start().len();
        let looks = Looks {
            size: self.sizes.iter().max_by_key(|(_, count)| **count).map_or(0, |(size, _)| *size),
            bold: self.solid > 0 && self.bold == self.solid,
            indent: edge(&self.seen[..start]),
            trailing: if trimmed.is_empty() { 0 } else { edge(&self.seen[self.seen.trim_end().len()..]) },
        };
        (self.builder.finish(), looks)
    }

    /// Closes and opens spans so that exactly these hold.
    fn under(&mut self, spans: &[SpanKind]) {
        let same = self.open.iter().zip(spans).take_while(|(open, wanted)| open == wanted).count();
        while self.open.len() > same {
            self.open.pop();
            self.builder.close();
        }
        for span in &spans[same..] {
            self.builder.open(span.clone());
            self.open.push(span.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_that_look_alike_are_one_span() {
        let mut line = Line::default();
        let mut log = EditLog::new(false);
        for (text, spans) in [
            ("　甲", vec![SpanKind::Strong]),
            ("乙", vec![SpanKind::Strong]),
            ("丙", vec![SpanKind::Strong, SpanKind::Emphasis]),
            ("丁 ", vec![]),
        ] {
            line.see(text);
            line.push(text, &spans, Some(32), !spans.is_empty());
        }
        line.anchor(AnchorKind::Note(crate::model::NoteId(0)));
        let (text, looks) = line.finish(&mut log);
        assert_eq!((text.as_str(), text.spans().len(), text.anchors().len()), ("甲乙丙丁", 2, 1));
        assert_eq!(looks, Looks { size: 32, bold: false, indent: 2, trailing: 1 });
        assert_eq!(log.balance(text.tally()), Ok(()));
    }

    #[test]
    fn a_blank_is_a_line_to_write_on() {
        let mut line = Line::default();
        let mut log = EditLog::new(false);
        let underlined = [SpanKind::Underline];
        for (text, spans) in
            [("作者是", &[][..]), ("     ", &underlined), ("，选自", &[]), (" ", &underlined), ("\u{3000}", &underlined)]
        {
            line.see(text);
            line.push(text, spans, None, false);
        }
        let (text, _) = line.finish(&mut log);
        assert_eq!(text.as_str(), "作者是_____，选自 __");
        assert_eq!(log.balance(text.tally()), Ok(()));
    }

    #[test]
    fn what_is_made_is_recorded() {
        let mut line = Line::default();
        let mut log = EditLog::new(false);
        line.render("☑", &[], &Origin::None, &Reason::certain(Rule::Markup, "test"), &mut log);
        line.see("　是 ");
        line.push("　是 ", &[], None, true);
        let (text, _) = line.finish(&mut log);
        assert_eq!(text.as_str(), "☑　是");
        assert_eq!((log.balance(text.tally()), log.read().count(), log.inserted().count()), (Ok(()), 2, 1));
    }
}
