//! Items of lists: a dot or a square that is drawn before the line, or a mark that is set there, with white behind it.

use super::block::{Near, put};
use super::line::{Line, Way};
use super::page::Area;
use crate::model::Tally;
use std::collections::BTreeSet;

/// Marks are so large (em).
const SIZE: std::ops::RangeInclusive<f32> = 0.1..=0.75;
/// They stand no further (em) before their line.
const BEFORE: f32 = 2.5;
/// A page with more is a drawing.
const MOST: usize = 1000;

/// Tells lines that a mark is drawn before them. Lines are in order of their baselines.
pub fn mark(lines: &mut [Line], dots: &[Area], main: Way) {
    if dots.len() > MOST {
        return;
    }
    let tallest = lines.iter().map(|line| line.size).fold(0.0, f32::max);
    for dot in dots {
        let (x, y) = dot.center();
        let first = lines.partition_point(|line| line.base < y);
        let level = |line: &Line| {
            let size = dot.width().max(dot.height()) / line.size.max(0.1);
            line.way == main && SIZE.contains(&size) && (0.1..0.75).contains(&((line.base - y) / line.size.max(0.1)))
        };
        let beside = lines[first..]
            .iter()
            .enumerate()
            .take_while(|(_, line)| line.base <= y + tallest)
            .filter(|(_, line)| level(line) && line.area.right > x)
            .min_by(|a, b| a.1.area.left.total_cmp(&b.1.area.left));
        if let Some((at, line)) = beside
            && dot.right <= line.start + 0.1 * line.size
            && line.start - dot.right <= BEFORE * line.size
        {
            lines[first + at].item = true;
        }
    }
}

/// Puts marks that stand before lines in front of them. Gives the white space between: none.
pub fn join(lines: &mut [Line], at: &mut Vec<usize>, main: Way) -> Tally {
    let mut gaps = Tally::default();
    // Marks are set in whatever face has them.
    for &place in at.iter() {
        let line = &mut lines[place];
        if let Some(mark) = line.text.chars().next().filter(|&c| MARKS.contains(c) || is_dash(c)) {
            line.marks.retain(|(range, _)| *range != (0..mark.len_utf8()));
        }
    }
    let is_mark = |line: &Line| {
        let mut chars = line.text.chars();
        line.way == main && chars.next().is_some_and(|c| MARKS.contains(c) || is_dash(c)) && chars.next().is_none()
    };
    let mut marks: Vec<usize> = at.iter().copied().filter(|&place| is_mark(&lines[place])).take(MOST).collect();
    if marks.is_empty() {
        return gaps;
    }
    let near = Near::of(lines, at);
    // A dash with words before it parts them.
    if marks.iter().any(|&place| lines[place].text.starts_with(is_dash)) {
        let follow: BTreeSet<usize> = at.iter().filter_map(|&place| near.right(lines, place)).collect();
        marks.retain(|place| !lines[*place].text.starts_with(is_dash) || !follow.contains(place));
    }
    let mut gone = BTreeSet::new();
    for mark in marks {
        let Some(next) = near.right(lines, mark) else { continue };
        let gap = lines[next].area.left - lines[mark].area.right;
        let dash = lines[mark].text.starts_with(is_dash);
        // A dash before a figure, or before cells, is one itself.
        if dash && (lines[next].text.starts_with(|c: char| c.is_ascii_digit()) || near.right(lines, next).is_some()) {
            continue;
        }
        // A line goes to one mark alone: pieces of a tall brace stand before one line, too.
        if gap <= BEFORE * lines[next].size && lines[next].text.chars().nth(1).is_some() && gone.insert(next) {
            // The item is where its words are: the mark hangs.
            let Line { start, area, size, unit, bold, .. } = lines[next];
            put(lines, mark, next, if dash { " " } else { "" }, &mut gaps);
            let line = &mut lines[mark];
            (line.item, line.start, line.area) = (true, start, area);
            (line.size, line.unit, line.bold) = (size, unit, bold);
        }
    }
    at.retain(|place| !gone.contains(place));
    gaps
}

/// Dashes before items of the second rank.
fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '−')
}

/// Marks of items.
const MARKS: &str = "•●○◦■□▪▫◆◇➢✓✔☑❖❍▶►\u{fffd}";
