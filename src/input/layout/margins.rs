//! The measure of a document's pages, where they have one column: the edges that most long lines reach.
//!
//! A block of a few short lines shows no measure. In columns it may be as narrow as it looks; on pages of one column it is not.

use super::Sheet;
use super::furniture::beside;
use super::line::{Line, Way};
use std::collections::BTreeMap;

/// A long line, in characters.
const LONG: usize = 20;
/// So many full lines tell a measure, and so large a share of the long ones.
const LEAST: usize = 10;
const SHARE: f32 = 0.12;
/// Fewer are enough where next to none reaches past it: much of a manual is items and listings.
const FEW: f32 = 0.06;
const NONE_PAST: f32 = 0.03;
/// No more than this share of the long lines reaches past it.
const PAST: f32 = 0.1;
/// A line of a column, in characters; columns stand so far (em) apart, and on pages of one so few lines do.
const SOME: usize = 8;
const GUTTER: f32 = 1.4;
const BESIDE: f32 = 0.08;
/// In columns so many of the lines stand beside another.
const COLUMNS: f32 = 0.25;
/// The type of slides is larger than this share of their height.
const SLIDE: f32 = 36.0;
/// Edges within this (points) are one.
const NEAR: f32 = 2.0;
/// What reaches past an edge does so by this (points) at least.
const OVER: f32 = 12.0;

/// The measures of left and of right pages, by the parity of their number.
pub fn measures(sheets: &[Sheet]) -> [Option<(f32, f32)>; 2] {
    [0, 1].map(|side| {
        let pages = sheets.iter().filter(|sheet| sheet.number % 2 == side && !sheet.turned);
        let long = |line: &&Line| line.way == Way::Across && line.text.chars().count() >= LONG;
        let lines: Vec<(f32, f32)> =
            pages.flat_map(|sheet| &sheet.lines).filter(long).map(|line| (line.start, line.area.right)).collect();
        measure(&lines).or_else(|| slides(sheets))
    })
}

/// The measure of slides: they are wide, their type is large, and few of their lines fill it. Margins are as wide at the right as at
/// the left.
fn slides(sheets: &[Sheet]) -> Option<(f32, f32)> {
    let wide = |sheet: &Sheet| sheet.page_width >= 1.25 * sheet.page_height && !sheet.turned;
    let large = |sheet: &Sheet| sheet.body_size().is_none_or(|(em, _)| em >= sheet.page_height / SLIDE);
    if !sheets.iter().all(wide) || !sheets.iter().all(large) {
        return None;
    }
    let width = sheets.iter().map(|sheet| sheet.page_width).fold(f32::MAX, f32::min);
    let lines = sheets.iter().flat_map(|sheet| &sheet.lines).filter(|line| line.way == Way::Across);
    let left = lines.map(|line| line.start).fold(f32::MAX, f32::min);
    (0.0..0.3 * width).contains(&left).then_some((left, width - left))
}

/// Whether lines of a page stand under one another, and hardly any beside another: words of another face may stand apart in them.
pub fn is_single(lines: &[Line], at: &[usize]) -> bool {
    beside_one_another(lines, at) <= BESIDE
}

/// Whether lines of a page stand beside one another as those of columns do.
pub fn are_columns(lines: &[Line], at: &[usize]) -> bool {
    beside_one_another(lines, at) >= COLUMNS
}

/// The share of a page's lines that stand beside the one before.
fn beside_one_another(lines: &[Line], at: &[usize]) -> f32 {
    let mut places: Vec<usize> = at.iter().copied().filter(|&at| lines[at].text.chars().count() >= SOME).collect();
    places.sort_by(|&a, &b| lines[a].base.total_cmp(&lines[b].base).then(a.cmp(&b)));
    let beside = |pair: &&[usize]| {
        let (a, b) = (&lines[pair[0]], &lines[pair[1]]);
        let gap = (b.area.left - a.area.right).max(a.area.left - b.area.right);
        (a.base - b.base).abs() < 0.7 * a.size && gap > GUTTER * a.size
    };
    let count = places.windows(2).filter(beside).count();
    count as f32 / places.len().max(1) as f32
}

/// The edges that most of these lines reach, where hardly any reaches past them.
fn measure(lines: &[(f32, f32)]) -> Option<(f32, f32)> {
    let key = |&(left, right): &(f32, f32)| ((left / NEAR).round() as i32, (right / NEAR).round() as i32);
    let mut buckets: BTreeMap<(i32, i32), usize> = BTreeMap::new();
    for line in lines {
        *buckets.entry(key(line)).or_default() += 1;
    }
    let near = |(left, right): (i32, i32)| -> usize {
        let around = beside(left).flat_map(|left| beside(right).map(move |right| (left, right)));
        around.filter_map(|key| buckets.get(&key)).sum()
    };
    let (&best, _) = buckets.iter().max_by_key(|&(&key, &own)| (near(key), own))?;
    let (left, right) = (best.0 as f32 * NEAR, best.1 as f32 * NEAR);
    let past = lines.iter().filter(|line| line.0 < left - OVER || line.1 > right + OVER).count();
    let full = near(best);
    let of_all = |count: usize| count as f32 / lines.len().max(1) as f32;
    let share = if of_all(past) <= NONE_PAST { FEW } else { SHARE };
    (full >= LEAST && of_all(full) >= share && of_all(past) <= PAST).then_some((left, right))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_lines_tell_a_measure_that_none_reaches_past() {
        let check = |full: usize, short: usize, others: &[(f32, f32)], expected: Option<(f32, f32)>| {
            let mut lines = vec![(80.0, 480.0); full];
            lines.extend((0..short).map(|at| (80.0, 200.0 + 7.0 * (at % 30) as f32)));
            lines.extend_from_slice(others);
            assert_eq!(measure(&lines), expected);
        };
        check(40, 60, &[], Some((80.0, 480.0)));
        check(6, 4, &[], None);
        check(20, 400, &[], None);
        check(40, 400, &[], Some((80.0, 480.0)));
        check(40, 360, &[(80.0, 520.0); 20], None);
        // Another column stands beside it.
        check(40, 10, &[(500.0, 900.0); 38], None);
    }
}
