//! Quotations that are set in at one side or both, in the size of the text (CLREQ 2.3.5).
//!
//! Their lines hang together with those of the text above and below: one pitch, an edge that an indent could have. What tells
//! them is that successive lines share another left edge and go on with one another there.

use super::block::Block;
use super::frame::{Setting, Votes};
use super::line::Line;
use super::paragraph::{ends_sentence, is_label};
use crate::text::clreq;

/// A quotation is set in by so much (em) at least.
const IN: f32 = 0.9;
/// Starts of lines agree within this (em).
const EDGE: f32 = 0.3;
/// Its first line is indented once more, up to this (em).
const INDENT: f32 = 2.7;
/// Lines end at one edge within this (em).
const FULL: f32 = 0.6;
/// So many lines are verse.
const VERSES: usize = 4;

/// Cuts blocks before and behind quotations; each gets the measure of its own lines.
pub fn part(blocks: Vec<Block>, lines: &mut [Line]) -> Vec<Block> {
    let mut found = Vec::with_capacity(blocks.len());
    for block in blocks {
        let mut rest = block.lines.as_slice();
        while let Some((from, to)) = next(rest, lines, block.size) {
            let (before, quote, behind) = (&rest[..from], &rest[from..to], &rest[to..]);
            if !before.is_empty() {
                found.push(Block { walled: block.walled, ..Block::of(before.to_vec(), lines) });
            }
            found.push(Block { walled: true, ..Block::of(quote.to_vec(), lines) });
            let setting = if is_verse(quote, lines) { Setting::Units } else { Setting::Inset };
            quote.iter().for_each(|&line| lines[line].setting = setting);
            rest = behind;
        }
        if rest.len() == block.lines.len() {
            found.push(block);
        } else if !rest.is_empty() {
            found.push(Block { walled: block.walled, ..Block::of(rest.to_vec(), lines) });
        }
    }
    found
}

/// Whether every line of a quotation ends where one may stop: no measure broke them.
fn is_verse(quote: &[usize], lines: &[Line]) -> bool {
    quote.len() >= VERSES
        && quote.iter().all(|&line| lines[line].text.ends_with(|c: char| clreq::is_stop(c) || clreq::is_close(c)))
}

/// The first quotation among lines that follow one another.
fn next(block: &[usize], lines: &[Line], em: f32) -> Option<(usize, usize)> {
    if block.len() < 3 {
        return None;
    }
    let start = |at: usize| lines[block[at]].start;
    let end = |at: usize| lines[block[at]].area.right.max(lines[block[at]].end - 0.5 * em);
    let left = (0..block.len()).map(start).fold(f32::MAX, f32::min);
    let right = (0..block.len()).map(end).fold(f32::MIN, f32::max);
    if Votes::of(block, lines, (left, right)).hang() {
        return None;
    }
    let mut at = 0;
    while at + 1 < block.len() {
        // The left edge of a run is the second line's: the first may be indented once more.
        let edge = start(at + 1);
        let first = start(at) - edge;
        if edge < left + IN * em || !(-EDGE * em..=INDENT * em).contains(&first) {
            at += 1;
            continue;
        }
        let run = (at + 1..block.len()).take_while(|&next| {
            let indent = start(next) - edge;
            indent.abs() <= EDGE * em || (1.4 * em..=INDENT * em).contains(&indent)
        });
        let mut to = at + 1 + run.count();
        let next = to;
        let most = |from: usize, to: usize| (from..to).map(end).fold(f32::MIN, f32::max);
        let unfinished = |at: usize| !ends_sentence(&lines[block[at]]);
        // The text's next paragraph may begin at the same edge: its line goes on at the column's.
        while to > at + 1 && to < block.len() && unfinished(to - 1) && end(to - 1) > most(at, to - 1) - FULL * em {
            to -= 1;
        }
        // So may its last one, before the quotation.
        let mut from = at;
        while from + 1 < to && !unfinished(from) && end(from) < most(from + 1, to) - FULL * em {
            from += 1;
        }
        let edge_right = most(from, to.max(from + 1));
        let full = |at: usize| end(at) > edge_right - FULL * em;
        // What goes on from a full line above hangs from it, and what goes on under the words of an item.
        let above = |from: usize| end(from - 1) > right - FULL * em || is_label(&lines[block[from - 1]].text);
        let hangs = from > 0 && unfinished(from - 1) && above(from);
        let goes_on = to - from >= 2
            && (from..to - 1).all(|at| full(at) || !unfinished(at))
            && (from..to - 1).any(|at| full(at) && unfinished(at));
        let all = from == 0 && to == block.len();
        if goes_on && !hangs && !all {
            return Some((from, to));
        }
        at = next;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::layout::page::Area;

    /// Lines of ten-point type: the cells before each, how many it has, and whether its sentence ends there.
    fn check(set: &[(usize, usize, bool)], expected: &[usize]) {
        let line = |(at, &(indent, cells, ends)): (usize, &(usize, usize, bool))| {
            let (left, right, top) = (10.0 * indent as f32, 10.0 * (indent + cells) as f32, 14.0 * at as f32);
            let text = "河".repeat(cells - 1) + if ends { "。" } else { "岸" };
            let area = Area::new(left, top, right, top + 10.0);
            Line { text, area, start: left, end: right, base: top + 9.0, size: 10.0, unit: 10.0, ..Line::default() }
        };
        let mut lines: Vec<Line> = set.iter().enumerate().map(line).collect();
        let block = Block::of((0..lines.len()).collect(), &lines);
        let parts: Vec<usize> = part(vec![block], &mut lines).iter().map(|block| block.lines.len()).collect();
        assert_eq!(parts, expected, "{set:?}");
    }

    #[test]
    fn lines_that_go_on_at_another_edge_are_a_quotation() {
        // Set in at both sides, and at the left alone; the text behind begins at the quotation's edge.
        let text = (2, 18, false);
        check(&[text, (0, 6, true), (4, 14, false), (2, 16, false), (2, 5, true), text, (0, 9, true)], &[2, 3, 2]);
        check(&[text, (0, 6, true), (2, 18, false), (2, 18, false), (2, 5, true), text, (0, 9, true)], &[2, 3, 2]);
        // Paragraphs of one line, and of two.
        check(&[(2, 7, true), (2, 9, true), (2, 4, true), text, (0, 20, false), (0, 3, true)], &[6]);
        check(&[text, (0, 5, true), text, (0, 8, true)], &[4]);
        // Entries whose lines hang.
        check(
            &[(0, 20, false), (2, 18, false), (2, 5, true), (0, 20, false), (2, 7, true), (0, 20, false), (2, 3, true)],
            &[7],
        );
    }
}
