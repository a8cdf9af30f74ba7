//! Line breaking by total fit: the breaks of a paragraph are chosen together, for the least cost over all of its lines.
//!
//! A line's cost grows with the square of what justification must add to each gap, or take of what can be taken. Dear are also a last
//! line of one character (PA-3) and neighbours of very different colour. From each break that can be reached, only the
//! breaks whose line comes near the measure are tried, so the work is linear in the length of the paragraph. Where nothing
//! comes near, the longest line that fits is taken; where not even that can be, the paragraph is broken anywhere.
//!
//! The method is that of Knuth and Plass (1981), over units with CLREQ's limits instead of boxes and glue.

use super::adjust;
use super::paragraph::Alignment;
use super::unit::{Break, Class, Unit};
use std::ops::Range;

/// Cost of adding one em to each gap, squared as it grows.
const STRETCH: f64 = 10_000.0;
/// Cost of taking all that can be taken: low, for shrinking goes before stretching (CLREQ 3.6.2).
const SHRINK: f64 = 8.0;
/// Cost of a last line that is one character (PA-3).
const ORPHAN: f64 = 4_000.0;
/// Cost of a break inside a URL, or inside a token that is wider than a line.
const DEAR: f64 = 60.0;
/// Cost of a line that no allowed break makes good.
const LOOSE: f64 = 20_000.0;
/// Cost of a break between marks of a run of three or more (LB-6): less than a line that is very loose.
const REMEDY: f64 = 6_000.0;
/// Cost of a break where none is allowed.
const FORCED: f64 = 1e7;
/// Cost of a line of a centred title: fewer lines before even ones (HD-5).
const TITLE_LINE: f64 = 10_000.0;

/// Cost of a break of a title elsewhere than at a space, which parts its clauses: as much as lines that differ by eight ems (HD-5).
const SENSE: f64 = 30.0;

/// Sums over the units before each index, so that any line's figures are differences.
pub(super) struct Sums(Vec<Sum>);

/// Sums over the units before an index. Lengths in raw units.
#[derive(Clone, Copy, Default)]
struct Sum {
    width: i64,
    shrink: i64,
    stretch: i64,
    gaps: u32,
    /// The first unit from here on that is not white.
    ink: u32,
    /// The end of the last unit before here that is not white.
    inked: u32,
}

/// What a line is before it is justified. Lengths in raw units.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measured {
    /// The units that are drawn.
    pub first: usize,
    /// Their end.
    pub end: usize,
    /// Width, edges trimmed (PW-4, PW-5).
    pub width: i64,
    /// What can be taken.
    pub shrink: i64,
    /// What word spaces and Han–Latin gaps can take up.
    pub stretch: i64,
    /// How many gaps can be widened.
    pub gaps: u32,
}

/// What the first unit of a line loses on its left (PW-4).
pub(super) fn trim_start(unit: &Unit) -> i64 {
    unit.at_start
}

/// What the last unit of a line loses on its right (PW-5, PW-7).
pub(super) fn trim_end(unit: &Unit) -> i64 {
    unit.at_end
}

/// The blank behind a stop where marks are as wide as letters: of a stop that is drawn into its line, it may lie beyond the edge.
pub(super) fn blank(unit: &Unit, plain: bool) -> i64 {
    let stop = matches!(unit.class, Class::Comma | Class::Period) && unit.width == unit.em;
    if plain && stop { unit.em / 2 - unit.at_end.min(unit.em / 2) } else { 0 }
}

impl Sums {
    /// The sums over a paragraph's units.
    pub fn new(units: &[Unit]) -> Sums {
        let mut sums = Vec::with_capacity(units.len() + 1);
        let mut sum = Sum::default();
        for (unit, end) in units.iter().zip(1..) {
            sums.push(sum);
            sum.width += unit.width + unit.before;
            sum.shrink += adjust::shrink(unit).map_or(0, |(_, room)| room) + adjust::gap_shrink(unit.before);
            sum.stretch += adjust::space_stretch(unit) + adjust::gap_stretch(unit.before);
            sum.gaps += u32::from(unit.gap);
            if !unit.class.is_white() {
                sum.inked = end;
            }
        }
        sums.push(sum);
        let mut ink = units.len() as u32;
        for (index, sum) in sums.iter_mut().enumerate().rev() {
            if units.get(index).is_some_and(|unit| !unit.class.is_white()) {
                ink = index as u32;
            }
            sum.ink = ink;
        }
        Sums(sums)
    }

    /// A line of the units from `from` to `to`. White space at its edges is trimmed, but for U+3000 where a line begins by the text's own
    /// will (`opening`).
    pub fn line(&self, units: &[Unit], from: usize, to: usize, opening: bool) -> Measured {
        let keep = opening && units.get(from).is_some_and(|unit| unit.class == Class::Blank);
        let first = if keep { from } else { (self.0[from].ink as usize).min(to) };
        let end = (self.0[to].inked as usize).max(first);
        if first == end {
            return Measured { first, end, width: 0, shrink: 0, stretch: 0, gaps: 0 };
        }
        let (head, tail) = (&units[first], &units[end - 1]);
        let (start, stop) = (trim_start(head), trim_end(tail));
        Measured {
            first,
            end,
            width: self.0[end].width - self.0[first].width - head.before - start - stop,
            // A mark that hangs loses more than its blank.
            shrink: self.0[end].shrink - self.0[first].shrink - adjust::gap_shrink(head.before) - start - stop.min(tail.right),
            stretch: self.0[end].stretch - self.0[first].stretch - adjust::gap_stretch(head.before),
            gaps: self.0[end - 1].gaps - self.0[first].gaps,
        }
    }
}

/// What breaking must know of the column.
pub(super) struct Column {
    /// Width of a line that begins the paragraph.
    pub first: i64,
    /// Width of the other lines.
    pub rest: i64,
    /// Size of the em that gaps are measured by.
    pub em: i64,
    /// Alignment.
    pub alignment: Alignment,
    /// Lines are filled one after another.
    pub filled: bool,
    /// Marks are as wide as letters, with their blank behind them.
    pub plain: bool,
    /// Lines are made alike, as titles are.
    pub balanced: bool,
    /// Letters of a last line, at least.
    pub last_line: i64,
}

/// The lines of a paragraph as ranges of units; ranges follow one another without gaps.
pub(super) fn lines(units: &[Unit], sums: &Sums, column: &Column) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut from = 0;
    while from < units.len() {
        let to = units[from..].iter().position(|unit| unit.after == Break::Must).map_or(units.len(), |at| from + at + 1);
        segment(units, sums, column, from, to, &mut lines);
        from = to;
    }
    lines
}

#[derive(Clone, Copy)]
struct Node {
    cost: f64,
    from: u32,
    /// Gap that the line before this node added, in ems.
    gap: f32,
}

fn segment(units: &[Unit], sums: &Sums, column: &Column, from: usize, to: usize, lines: &mut Vec<Range<usize>>) {
    if column.filled {
        return fill(units, sums, column, from..to, lines);
    }
    let unreached = Node { cost: f64::INFINITY, from: 0, gap: 0.0 };
    let mut nodes = vec![unreached; to - from + 1];
    nodes[0].cost = 0.0;
    for start in from..to {
        let node = nodes[start - from];
        if node.cost.is_finite() {
            extend(units, sums, column, from..to, start, node, &mut nodes);
        }
    }
    let mut ends = Vec::new();
    let mut at = to;
    while at > from {
        ends.push(at);
        at = (nodes[at - from].from as usize).min(at - 1).max(from);
    }
    let mut begin = from;
    for end in ends.into_iter().rev() {
        lines.push(begin..end);
        begin = end;
    }
}

/// Fills line after line with what fits as it is: nothing is squeezed for the sake of one character more, but for a stop that may not
/// begin the next line, which would take a character with it. It is drawn in where marks can be squeezed or letters moved together by
/// a fortieth of an em; word processors let it hang. A stop behind Latin takes the whole word along, there as here.
fn fill(units: &[Unit], sums: &Sums, column: &Column, all: Range<usize>, lines: &mut Vec<Range<usize>>) {
    let mut start = all.start;
    while start < all.end {
        let target = if start == 0 { column.first } else { column.rest };
        let opening = start == all.start;
        let (mut last, mut reach) = (None, start + 1);
        for end in start + 1..=all.end {
            reach = end;
            let line = sums.line(units, start, end, opening);
            if line.width > target + column.em {
                break;
            }
            let allowed = end == all.end || matches!(units[end - 1].after, Break::Free | Break::Dear | Break::Remedy);
            // What stands before the stop fits by itself.
            let stop = line.end > line.first + 1
                && matches!(units[line.end - 1].class, Class::Comma | Class::Period)
                && !matches!(units[line.end - 2].class, Class::Latin | Class::Sign)
                && sums.line(units, start, line.end - 1, opening).width <= target;
            let drawn = if stop {
                line.shrink + blank(&units[line.end - 1], column.plain) + i64::from(line.gaps) * column.em / 40
            } else {
                0
            };
            if allowed && line.width - drawn <= target {
                last = Some(end);
            }
        }
        let end = last.unwrap_or_else(|| longest(units, sums, column, all.clone(), start, reach).0);
        lines.push(start..end);
        start = end;
    }
}

/// The longest line from `start` that fits if all is taken that can be, at an allowed break if there is one; and its cost. No line
/// that ends beyond `reach` fits.
fn longest(units: &[Unit], sums: &Sums, column: &Column, all: Range<usize>, start: usize, reach: usize) -> (usize, f64) {
    let target = if start == 0 { column.first } else { column.rest };
    let ragged = column.alignment != Alignment::Justify;
    let fits = |end: usize| {
        let line = sums.line(units, start, end, start == all.start);
        line.width - if ragged { 0 } else { line.shrink } <= target
    };
    let allowed = |end: usize| end == all.end || matches!(units[end - 1].after, Break::Free | Break::Dear | Break::Remedy);
    let mut end = reach;
    let mut forced = start + 1;
    while end > start {
        if fits(end) {
            forced = forced.max(end);
            if allowed(end) {
                return (end, LOOSE);
            }
        }
        end -= 1;
    }
    (forced, FORCED)
}

/// Tries the lines that begin at `start`.
fn extend(units: &[Unit], sums: &Sums, column: &Column, all: Range<usize>, start: usize, node: Node, nodes: &mut [Node]) {
    let target = if start == 0 { column.first } else { column.rest };
    let ragged = column.alignment != Alignment::Justify;
    let opening = start == all.start;
    let mut offer = |end: usize, cost: f64, gap: f64| {
        let held = &mut nodes[end - all.start];
        if node.cost + cost < held.cost {
            *held = Node { cost: node.cost + cost, from: start as u32, gap: gap as f32 };
        }
    };
    // Lines below this width are not tried at first: they would be loose.
    let slack = if ragged { target } else { target / 6 + column.em };
    let origin = sums.0[start].width;
    let short = sums.0[start + 1..=all.end].partition_point(|sum| sum.width - origin < target - slack);
    let near = (start + 1 + short).min(all.end);
    let (mut found, mut reach) = (false, near);
    for end in near..=all.end {
        reach = end;
        let line = sums.line(units, start, end, opening);
        if line.width - line.shrink > target + column.em && line.end > line.first {
            break;
        }
        let last = end == all.end;
        let after = units[end - 1].after;
        if !last && !matches!(after, Break::Free | Break::Dear | Break::Remedy) {
            continue;
        }
        let room = if ragged { 0 } else { line.shrink };
        if line.width - room > target {
            continue;
        }
        let dear = match after {
            Break::Dear if !last => DEAR,
            Break::Remedy if !last => REMEDY,
            _ => 0.0,
        };
        let (cost, gap) = cost(units, column, &line, target, last, opening);
        let uneven = if last || ragged { 0.0 } else { 1_000.0 * (gap - f64::from(node.gap)).powi(2) };
        offer(end, cost + dear + uneven, gap);
        found = true;
    }
    if found {
        return;
    }
    // Nothing comes near: the longest line that fits, at an allowed break if there is one.
    let (end, cost) = longest(units, sums, column, all.clone(), start, reach);
    offer(end, cost, 0.5);
}

/// The cost of a line, and the gap it adds, in ems.
fn cost(units: &[Unit], column: &Column, line: &Measured, target: i64, last: bool, whole: bool) -> (f64, f64) {
    let em = column.em.max(1) as f64;
    let left = (target - line.width) as f64 / em;
    let orphan = if last && !whole && is_orphan(&units[line.first..line.end], column.last_line) { ORPHAN } else { 0.0 };
    match column.alignment {
        _ if column.balanced => {
            let few = if !(last && whole) && line.end - line.first < 4 { TITLE_LINE / 4.0 } else { 0.0 };
            let depth = if last { 0 } else { open_brackets(&units[line.first..line.end]) };
            let sense = if last || units.get(line.end).is_some_and(|unit| unit.class.is_white()) { 0.0 } else { SENSE };
            return (TITLE_LINE + left * left + few + sense + 30.0 * depth as f64, 0.0);
        }
        Alignment::Left | Alignment::Center | Alignment::Right => {
            let share = left * em / (target.max(1) as f64);
            return (if last { orphan } else { 100.0 * share * share + orphan }, 0.0);
        }
        Alignment::Justify => {}
    }
    if left < 0.0 {
        let ratio = -left * em / (line.shrink.max(1) as f64);
        return (SHRINK * ratio * ratio + orphan, 0.0);
    }
    if last {
        return (orphan, 0.0);
    }
    let rest = (left - line.stretch as f64 / em).max(0.0);
    let eased = if rest > 0.0 { 1.0 } else { left * em / (line.stretch.max(1) as f64) };
    let eased = if line.stretch == 0 { 0.0 } else { 2.0 * eased * eased };
    let gap = rest / f64::from(line.gaps.max(1));
    (STRETCH * gap * gap + eased + if gap > 0.33 { LOOSE } else { 0.0 }, gap)
}

/// Fewer letters than so many, with or without marks (PA-3); dashes and ellipses are marks.
fn is_orphan(units: &[Unit], least: i64) -> bool {
    let mut solid = 0;
    for unit in units {
        match unit.class {
            Class::Solid | Class::Follower | Class::Hangul | Class::Sign => solid += 1,
            Class::Latin | Class::Object => return false,
            _ => {}
        }
        if solid >= least {
            return false;
        }
    }
    true
}

/// Brackets that a line opens and does not close: a title is not broken inside 《》 (HD-5).
fn open_brackets(units: &[Unit]) -> i64 {
    let step = |depth: i64, unit: &Unit| match unit.class {
        Class::Open => depth + 1,
        Class::Close => depth - 1,
        _ => depth,
    };
    units.iter().fold(0, step).abs().min(3)
}
