//! Lines that were spread to their measure because a long word did not fit: their words stand as far apart as columns do.
//!
//! What tells them is a whole line right above or below, of one measure with them: it runs past their gaps, and they fill it
//! from edge to edge.

use super::block::put;
use super::line::{Line, Way, is_spaced};
use super::notes;
use super::rule::Drawn;
use crate::model::Tally;
use crate::text::script;

/// The whole line has so many em at least.
const MEASURE: f32 = 8.0;
/// No gap of one line is so many times as wide as another: a space has its own width beside what is put in.
const EVEN: f32 = 3.0;
/// Columns under one another begin within this (em).
const UNDER: f32 = 0.45;
/// Edges agree within this (em).
const EDGE: f32 = 0.6;
/// An indent of a first line (em).
const INDENT: std::ops::RangeInclusive<f32> = 1.4..=2.7;
/// The same in Latin text.
const LATIN_INDENT: std::ops::RangeInclusive<f32> = 0.8..=3.0;
/// Lines follow one another within this (em).
const PITCH: f32 = 2.2;
/// It has so many ideographs at least, and its characters take no more room than this.
const IDEOGRAPHS: usize = 3;
const DENSE: f32 = 1.7;
/// A line of Latin prose has so many words at least.
const WORDS: usize = 4;
/// More pieces than this on a page are no lines of text.
const MOST: usize = 4000;

/// Puts such lines together. Gives the white space between their words.
pub fn heal(lines: &mut [Line], at: &mut Vec<usize>, main: Way, drawn: &Drawn) -> Tally {
    let mut gaps = Tally::default();
    if at.len() > MOST {
        return gaps;
    }
    let mut level: Vec<usize> = at.iter().copied().filter(|&place| lines[place].way == main).collect();
    level.sort_by(|&a, &b| lines[a].base.total_cmp(&lines[b].base).then(lines[a].area.left.total_cmp(&lines[b].area.left)));
    let is_whole = |line: &Line| line.area.width() >= MEASURE * line.size;
    // Each line that is made whole may prove the next.
    let mut work: Vec<usize> = level.iter().copied().filter(|&place| is_whole(&lines[place])).collect();
    let mut healed: Vec<usize> = Vec::new();
    while let Some(whole) = work.pop() {
        for below in [true, false] {
            let row = beside(lines, &level, whole, below);
            // A line of text, or one that was found to be: a row of cells proves nothing.
            let proves = healed.contains(&whole) || is_dense(&lines[whole]) || is_labelled(lines, &row);
            let latin = !proves && is_prose(&lines[whole]) && is_even(lines, &row);
            if row.len() < 2 || !(proves || latin) || !is_spread(lines, &level, whole, &row, drawn) {
                continue;
            }
            for &piece in row[1..].iter() {
                let (a, b) = (&lines[row[0]], &lines[piece]);
                let joint = if a.text.ends_with(is_spaced) && b.text.starts_with(is_spaced) { " " } else { "" };
                put(lines, row[0], piece, joint, &mut gaps);
            }
            at.retain(|place| !row[1..].contains(place));
            level.retain(|place| !row[1..].contains(place));
            work.push(row[0]);
            healed.push(row[0]);
        }
    }
    gaps
}

/// Whether a line is one of running text: ideographs of some number that stand no further apart than justified ones do.
fn is_dense(line: &Line) -> bool {
    let natural: f32 = line.text.chars().filter(|c| !c.is_whitespace()).map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum();
    let ideographs = line.text.chars().filter(|&c| script::is_han(c)).count();
    ideographs >= IDEOGRAPHS && line.area.width() <= DENSE * natural * line.size
}

/// Whether a line is one of running text in Latin letters: words of some number, one space apart.
fn is_prose(line: &Line) -> bool {
    let words = line.text.split(' ').filter(|word| word.chars().any(char::is_lowercase)).count();
    words >= WORDS && !line.text.contains("  ") && !line.text.chars().any(script::is_cjk)
}

/// Whether words of a row stand apart as evenly as those of a line do that was spread to its measure.
fn is_even(lines: &[Line], row: &[usize]) -> bool {
    let gap = |pair: &[usize]| lines[pair[1]].area.left - lines[pair[0]].area.right;
    let widths = || row.windows(2).map(gap);
    let (least, most) = widths().fold((f32::MAX, f32::MIN), |(least, most), gap| (least.min(gap), most.max(gap)));
    row.len() >= 2 && most <= 1.6 * least && most <= 3.0 * lines[row[0]].size
}

/// Whether a row is the label of an entry and its first line.
fn is_labelled(lines: &[Line], row: &[usize]) -> bool {
    matches!(row, [label, _] if notes::mark(&lines[*label].text) == Some(lines[*label].text.len()))
}

/// The pieces of the next line below a line or above it, inside its measure, from the left.
fn beside(lines: &[Line], level: &[usize], whole: usize, below: bool) -> Vec<usize> {
    let own = &lines[whole];
    let (from, to) = match below {
        true => (own.base + 0.5 * own.size, own.base + PITCH * own.size),
        false => (own.base - PITCH * own.size, own.base - 0.5 * own.size),
    };
    let first = level.partition_point(|&place| lines[place].base < from);
    let last = level.partition_point(|&place| lines[place].base <= to);
    // The label of an entry stands where its other lines do not reach.
    let label = |line: &Line| {
        let gap = own.area.left - line.area.right;
        (0.0..=3.0 * own.size).contains(&gap) && notes::mark(&line.text) == Some(line.text.len())
    };
    let meets = |place: &usize| lines[*place].area.shared_x(own.area) > 0.0 || label(&lines[*place]);
    let mut near: Vec<usize> = level[first..last.max(first)].iter().copied().filter(meets).collect();
    let nearest = match below {
        true => near.first(),
        false => near.last(),
    };
    let Some(base) = nearest.map(|&place| lines[place].base) else { return near };
    near.retain(|&place| (lines[place].base - base).abs() <= 0.2 * own.size);
    near.sort_by(|&a, &b| lines[a].area.left.total_cmp(&lines[b].area.left).then(a.cmp(&b)));
    near
}

/// Whether pieces are the words of one line that was spread to the measure of a whole line next to it.
fn is_spread(lines: &[Line], level: &[usize], whole: usize, row: &[usize], drawn: &Drawn) -> bool {
    let own = &lines[whole];
    let em = own.size;
    let (first, last) = (&lines[row[0]], &lines[row[row.len() - 1]]);
    let same = |line: &Line| (line.size - em).abs() <= 0.045 * em;
    let left = (first.start - own.start) / em;
    let right = (last.area.right.max(last.end) - own.area.right.max(own.end)).abs();
    // One of both may be the first line of its paragraph.
    let indents = if is_prose(own) { LATIN_INDENT } else { INDENT };
    let fits = (left.abs() <= EDGE || indents.contains(&left.abs())) && right <= EDGE * em;
    let gap = |pair: &[usize]| lines[pair[1]].start - lines[pair[0]].end.max(lines[pair[0]].area.right);
    let widths: Vec<f32> = row.windows(2).map(gap).collect();
    let (least, most) = widths.iter().fold((f32::MAX, f32::MIN), |(least, most), &gap| (least.min(gap), most.max(gap)));
    let even = least > 0.0 && most <= EVEN * least;
    let word = |line: &Line| line.text.chars().any(|c| c.is_ascii_alphanumeric());
    // The line above or below the row that is not the whole one.
    let below = first.base > own.base;
    let next = beside(lines, level, row[0], below);
    // The next line's first word may be what did not fit.
    let follows = if below { next.first().map_or(own, |&place| &lines[place]) } else { own };
    let long = row.iter().any(|&place| word(&lines[place])) || follows.text.starts_with(is_spaced);
    let past = |place: &usize| lines[*place].area.left <= own.area.right && lines[*place].area.right >= own.area.left;
    let next: Vec<usize> = next.into_iter().filter(past).collect();
    // Columns, and cells of a table, go on under one another.
    let column =
        next.len() == row.len() && next.iter().zip(row).all(|(&a, &b)| (lines[a].start - lines[b].start).abs() <= UNDER * em);
    let ruled = |pair: &[usize]| {
        let (a, b) = (&lines[pair[0]], &lines[pair[1]]);
        let crosses = |wall: &super::rule::Stroke| {
            wall.at > a.area.right && wall.at < b.area.left && wall.from < a.base && wall.to > a.base - a.size
        };
        drawn.upright.iter().any(crosses)
    };
    row.iter().all(|&place| same(&lines[place])) && fits && even && long && !column && !row.windows(2).any(ruled)
}
