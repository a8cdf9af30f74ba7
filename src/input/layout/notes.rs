//! Notes at the feet of columns: small type below a short line, or with the mark of a note before it.
//!
//! The paragraph above goes on behind them, in the next column or on the next page.

use super::block::{Block, Near, put};
use super::line::{Line, Mark, Way};
use super::page::Area;
use super::rule::{Drawn, Stroke};
use crate::model::Tally;
use crate::text::figures::digit;
use std::collections::BTreeSet;
use std::ops::Range;

/// Notes are smaller than the text by this share at least.
const SMALL: f32 = 0.93;
/// The line above them takes no more of the column than this.
const SHORT: f32 = 0.7;
/// They begin within this of the line (em of the text).
const NEAR: f32 = 2.0;
/// Raised marks are so small beside their line.
const RAISED: f32 = 0.8;
/// They stand so much higher (em) than their line.
const RISE: Range<f32> = 0.12..0.7;
/// A page with more marks is a table.
const MOST: usize = 1000;

/// Which blocks are notes.
pub fn find(blocks: &[Block], lines: &[Line], drawn: &Drawn, body: f32) -> Vec<bool> {
    let named = |block: &Block| !block.lines.is_empty() && block.lines.iter().all(|&at| lines[at].note);
    let mut found: Vec<bool> = blocks.iter().map(named).collect();
    let small: Vec<usize> = (0..blocks.len()).filter(|&at| blocks[at].size <= SMALL * body).collect();
    if small.is_empty() || small.len() > 200 {
        return found;
    }
    // From the bottom: what stands above notes may be one.
    let mut order = small;
    order.sort_by(|&a, &b| blocks[b].area.top.total_cmp(&blocks[a].area.top).then(a.cmp(&b)));
    for at in order {
        let own = blocks[at].area;
        let below = |other: &usize| {
            let area = blocks[*other].area;
            *other != at && area.top > own.top && area.shared_x(own) > 0.0
        };
        let last = (0..blocks.len()).filter(below).all(|other| found[other]);
        let column = blocks
            .iter()
            .map(|block| block.area)
            .filter(|area| area.bottom <= own.top + 0.5 * body && area.shared_x(own) > 0.5 * own.width().min(area.width()));
        // The text right above, as wide as the column.
        let Some(above) = column.max_by(|a, b| a.bottom.total_cmp(&b.bottom)) else { continue };
        let begins = blocks[at].lines.first().is_some_and(|&line| begins(&lines[line]));
        found[at] |= last
            && above.width() >= own.width() - 2.0 * body
            && (drawn.level.iter().any(|line| is_above(line, own, above, body))
                || begins && own.left < above.left + 3.0 * body);
    }
    found
}

/// Puts raised marks in front of the lines that they stand before: small type on a line of its own height is a piece of its own.
/// Gives the white space between: none.
pub fn join(lines: &mut [Line], at: &mut Vec<usize>, main: Way) -> Tally {
    let mut gaps = Tally::default();
    let is_mark = |line: &Line| {
        let text = line.text.trim();
        let figures = || text.len() <= 3 && text.chars().all(|c| digit(c).is_some());
        line.way == main && (mark(text) == Some(text.len()) || !text.is_empty() && figures())
    };
    let marks: Vec<usize> = at.iter().copied().filter(|&place| is_mark(&lines[place])).take(MOST).collect();
    if marks.is_empty() {
        return gaps;
    }
    let near = Near::of(lines, at);
    let mut gone = BTreeSet::new();
    for mark in marks {
        let own = &lines[mark];
        let follows = |next: &usize| {
            let line = &lines[*next];
            let gap = (line.area.left - own.area.right) / line.size.max(0.1);
            let raised = RISE.contains(&((line.base - own.base) / line.size.max(0.1)));
            raised && own.size <= RAISED * line.size && (-0.3..=1.0).contains(&gap) && line.text.chars().nth(1).is_some()
        };
        let beside = near.between(own.area.top - own.size, own.area.bottom).filter(follows);
        let next = beside.min_by(|&a, &b| lines[a].area.left.total_cmp(&lines[b].area.left).then(a.cmp(&b)));
        if let Some(next) = next.filter(|&next| gone.insert(next)) {
            let line = &lines[next];
            let Line { base, size, unit, bold, .. } = *line;
            let length = lines[mark].text.trim().len();
            put(lines, mark, next, "", &mut gaps);
            let line = &mut lines[mark];
            line.marks.retain(|(range, kind)| *kind != Mark::Superscript || range.start >= length);
            line.marks.insert(0, (0..length, Mark::Superscript));
            (line.base, line.size, line.unit, line.bold) = (base, size, unit, bold);
        }
    }
    at.retain(|place| !gone.contains(place));
    gaps
}

/// Whether a short line is drawn between a block and the text above it.
fn is_above(line: &Stroke, own: Area, text: Area, body: f32) -> bool {
    line.at < own.top + 0.3 * body
        && line.at > own.top - NEAR * body
        && line.at > text.bottom - 0.3 * body
        && line.to - line.from <= SHORT * text.width().max(own.width())
        && (line.from - text.left.min(own.left)).abs() <= 1.5 * body
}

/// Whether a line begins with the mark of a note: one of [`mark`], or a raised number.
pub fn begins(line: &Line) -> bool {
    let raised = |(range, mark): &(Range<usize>, Mark)| range.start == 0 && *mark == Mark::Superscript;
    let marked = || number(&line.text).is_some() && line.marks.iter().take(8).any(raised);
    let superior = || line.text.chars().take_while(|&c| digit(c).is_some()).any(|c| !c.is_ascii());
    mark(&line.text).is_some() || marked() || number(&line.text).is_some() && superior()
}

/// The number that a line of notes begins with, raised or not: they count on.
pub fn number(text: &str) -> Option<u32> {
    let figures = text.chars().map_while(digit);
    let (count, number) = figures.take(4).fold((0, 0), |(count, number), digit| (count + 1, 10 * number + digit));
    (1..=3).contains(&count).then_some(number)
}

/// Where the mark of a note at the start of a line ends: `①`, `[1]`, `〔2〕`, `*`.
pub fn mark(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    match first {
        '①'..='⑳' | '*' | '＊' | '※' | '†' => Some(first.len_utf8()),
        '[' | '［' | '〔' | '【' => {
            let rest = &text[first.len_utf8()..];
            let digits = rest.chars().take_while(char::is_ascii_digit).count();
            let close = rest[digits..].chars().next().filter(|c| matches!(c, ']' | '］' | '〕' | '】'))?;
            (1..=3).contains(&digits).then_some(first.len_utf8() + digits + close.len_utf8())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_begin_with_raised_numbers() {
        for (text, raised, expected) in
            [("12 见上", 2, true), ("12 见上", 0, false), ("⁶见上", 0, true), ("1⁶见上", 0, true), ("〔3〕同上", 0, true)]
        {
            let marks = if raised > 0 { vec![(0..raised, Mark::Superscript)] } else { Vec::new() };
            assert_eq!(begins(&Line { text: text.into(), marks, ..Line::default() }), expected, "{text} {raised}");
        }
    }

    #[test]
    fn numbers_of_notes() {
        for (text, expected) in [("12见上", Some(12)), ("1⁶见上", Some(16)), ("²见上", Some(2)), ("1998年", None), ("见", None)]
        {
            assert_eq!(number(text), expected, "{text}");
        }
    }

    #[test]
    fn marks_of_notes() {
        for (text, expected) in
            [("①见上。", Some(3)), ("[12] 见上", Some(4)), ("〔3〕同上", Some(7)), ("见①", None), ("[甲]", None), ("", None)]
        {
            assert_eq!(mark(text), expected, "{text}");
        }
    }
}
