//! Large initials: the first character of a text, as tall as two lines of it or more, which make room for it.
//!
//! It is put back before its line, and the lines beside it begin where it does: to everything after this they are lines of
//! one measure.

use super::block;
use super::line::Line;
use crate::model::Tally;

/// An initial is so many times as large as its text, at least and at most.
const LARGER: std::ops::RangeInclusive<f32> = 1.6..=8.0;
/// Characters of one: an opening mark may go with it.
const CHARS: usize = 2;
/// The text begins within this (em) of it.
const NEAR: f32 = 2.0;

/// Puts initials before their lines; `at` loses them.
pub fn join(lines: &mut [Line], at: &mut Vec<usize>, gaps: &mut Tally) {
    let is_cap = |line: &Line| (1..=CHARS).contains(&line.text.chars().count()) && line.text.ends_with(char::is_alphabetic);
    let caps: Vec<usize> = at.iter().copied().filter(|&place| is_cap(&lines[place])).collect();
    let least = at.iter().map(|&place| lines[place].size).fold(f32::MAX, f32::min).max(0.1);
    for cap in caps {
        // No line is so much smaller.
        if lines[cap].size / least < *LARGER.start() {
            continue;
        }
        let Some(beside) = beside(lines, at, cap) else { continue };
        let (Some(&first), left) = (beside.first(), lines[cap].start) else { continue };
        let Line { size, base, area, bold, end, tag, element, .. } = lines[first].clone();
        let own = lines[cap].area;
        block::merge(lines, cap, first, gaps);
        let line = &mut lines[cap];
        // An initial begins a paragraph, as an indent does.
        (line.size, line.base, line.bold, line.end, line.start) = (size, base, bold, end, left + 2.0 * size);
        (line.area, line.tag, line.element) = (area, tag, element);
        line.area.left = own.left;
        for &place in &beside[1..] {
            let line = &mut lines[place];
            (line.area.left, line.start) = (left, left);
        }
        at.retain(|&place| place != first);
    }
}

/// The lines beside an initial, from the top; none where it is not one.
fn beside(lines: &[Line], at: &[usize], cap: usize) -> Option<Vec<usize>> {
    let own = &lines[cap];
    let fits = |place: &usize| {
        let line = &lines[*place];
        *place != cap
            && line.way == own.way
            && LARGER.contains(&(own.size / line.size.max(0.1)))
            && line.area.left >= own.area.right - 0.3 * line.size
            && line.area.left <= own.area.right + NEAR * line.size
            && line.base > own.area.top
            // The room that it takes reaches a little below its ink.
            && line.area.center().1 < own.area.bottom + line.size
    };
    let mut beside: Vec<usize> = at.iter().copied().filter(fits).collect();
    beside.sort_by(|&a, &b| lines[a].base.total_cmp(&lines[b].base).then(a.cmp(&b)));
    let first = &lines[*beside.first()?];
    let even = beside.iter().all(|&place| (lines[place].start - first.start).abs() <= 0.6 * first.size);
    let last = &lines[*beside.last()?];
    // The text goes on below, from the initial's edge.
    let below = |place: &usize| {
        let line = &lines[*place];
        let drop = line.base - last.base;
        drop > 0.5 * first.size
            && drop < 2.6 * first.size
            && (line.size - first.size).abs() <= 0.05 * first.size
            // The ink of an opening mark begins in the middle of its cell.
            && line.start >= own.start - 0.8 * first.size
            && line.start <= own.start + 2.7 * first.size
    };
    let level = (first.area.top - own.area.top).abs() <= first.size;
    (beside.len() >= 2 && even && level && at.iter().any(below)).then_some(beside)
}
