//! Pieces that stand on one baseline and belong together.
//!
//! Lines are cut wherever a column might end. Where the lines above and below run through, none does. Names and keywords stand in a
//! row with as much white between them as full-width spaces have: what is above and below such a row runs past its gaps or is a
//! headline, or there is nothing near.

use super::block::{Near, SAME_SIZE, put, spaced};
use super::line::Line;
use super::paragraph::option;
use super::rule::Drawn;
use crate::model::Tally;
use crate::text::{clreq, script};
use std::collections::{BTreeMap, BTreeSet};

/// Pieces further apart (em) are two in any case.
const FAR: f32 = 8.0;
/// Words of a row stand no further apart (em).
const APART: f32 = 4.0;
/// Words of another face stand no further apart (em) on pages of one column.
const WORDS: f32 = 1.3;
/// The longest number of an item, in characters.
const NUMBER: usize = 3;
/// Rows of words whose gaps stand under one another, and how far (em) below the last of them other lines stand.
const ROWS: usize = 3;
const FURTHER: f32 = 2.4;
/// A headline is so many times larger; it says nothing of columns.
const HEAD: f32 = 1.2;
/// The first line of a paragraph is set in no deeper (em).
const INDENT: f32 = 2.7;

/// Baselines of one row differ by no more than this (em).
pub const LEVEL: f32 = 0.25;
/// Letter-spaced characters are so many at least, and so many times as large as the text.
const TRACKED: usize = 3;
const LARGE: f32 = 1.3;

/// How two neighbours belong together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// A line above and one below, of their size, run through.
    Through,
    /// As words of a row, if all of the row are.
    Row,
    /// They do not.
    Apart,
}

/// Puts pieces together; `single` says that the page has one column. Gives the white space that it put between them: the page's gaps.
pub fn heal(lines: &mut [Line], at: &mut Vec<usize>, drawn: &Drawn, single: bool) -> Tally {
    let near = Near::of(lines, at);
    let mut pairs: Vec<(usize, usize, Fit)> = at
        .iter()
        .filter_map(|&left| {
            let right = near.right(lines, left)?;
            Some((left, right, fit(lines, &near, (left, right), drawn, single)?))
        })
        .collect();
    // From the right; a piece goes to one alone.
    pairs.sort_by(|a, b| lines[b.0].area.left.total_cmp(&lines[a.0].area.left).then(a.0.cmp(&b.0)));
    let mut next: BTreeMap<usize, (usize, Fit)> = BTreeMap::new();
    let mut follows: BTreeSet<usize> = BTreeSet::new();
    for (left, right, fit) in pairs {
        if follows.insert(right) {
            next.insert(left, (right, fit));
        }
    }
    let (mut gaps, mut gone) = (Tally::default(), BTreeSet::new());
    let body = body(lines, at);
    for &start in at.iter().filter(|place| !follows.contains(place)) {
        let mut row = vec![(start, Fit::Apart)];
        while let Some(&link) = row.last().and_then(|(last, _)| next.get(last)) {
            row.push(link);
        }
        let whole = row[1..].iter().all(|(_, fit)| *fit != Fit::Apart);
        let places: Vec<usize> = row.iter().map(|&(place, _)| place).collect();
        let last = places[places.len() - 1];
        let alone =
            near.right(lines, last).is_none_or(|next| lines[next].area.left - lines[last].area.right > FAR * lines[last].size);
        let head = alone && is_tracked_head(lines, &places, body);
        let joined = |fit: Fit| head || fit == Fit::Through || fit == Fit::Row && whole;
        // Characters that all stand apart are letter-spaced.
        let one = |text: &str| {
            let mut rest = text.chars().skip(1);
            text.chars().count() == 1
                || text.starts_with(script::is_han) && rest.all(|c| clreq::is_stop(c) || clreq::is_close(c))
        };
        let tracked = row.iter().all(|&(place, _)| one(&lines[place].text));
        for pair in row.windows(2).rev().filter(|pair| joined(pair[1].1)) {
            let (left, right) = (pair[0].0, pair[1].0);
            let joint = if tracked { "" } else { joint(&lines[left], &lines[right]) };
            put(lines, left, right, joint, &mut gaps);
            gone.insert(right);
        }
    }
    at.retain(|place| !gone.contains(place));
    gaps
}

/// What stands on one baseline, from the left; rows from the top. Baselines of one row differ by no more than [`LEVEL`].
pub fn baselines(lines: &[Line], mut places: Vec<usize>) -> Vec<Vec<usize>> {
    places.sort_by(|&a, &b| lines[a].base.total_cmp(&lines[b].base).then(a.cmp(&b)));
    let mut rows = Vec::new();
    let mut rest = places.as_slice();
    while let Some(&first) = rest.first() {
        let level = |at: &&usize| lines[**at].base - lines[first].base <= LEVEL * lines[first].size;
        let (row, others) = rest.split_at(rest.iter().take_while(level).count().max(1));
        rest = others;
        let mut row = row.to_vec();
        row.sort_by(|&a, &b| lines[a].area.left.total_cmp(&lines[b].area.left).then(a.cmp(&b)));
        rows.push(row);
    }
    rows
}

/// The em of most characters.
fn body(lines: &[Line], at: &[usize]) -> f32 {
    let mut sizes: BTreeMap<u32, usize> = BTreeMap::new();
    for &place in at {
        *sizes.entry((lines[place].size * 4.0).round() as u32).or_default() += lines[place].text.len();
    }
    sizes.into_iter().max_by_key(|&(_, length)| length).map_or(0.0, |(size, _)| size as f32 / 4.0)
}

/// Whether pieces are the characters of a letter-spaced headline: ideographs much larger than the text, one and one, as far
/// apart as one another.
fn is_tracked_head(lines: &[Line], row: &[usize], body: f32) -> bool {
    let one = |&place: &usize| {
        let mut chars = lines[place].text.chars();
        lines[place].size >= LARGE * body && chars.next().is_some_and(script::is_han) && chars.next().is_none()
    };
    // Cells, not ink: some characters are narrow.
    let steps: Vec<f32> = row.windows(2).map(|pair| lines[pair[1]].start - lines[pair[0]].start).collect();
    let (least, most) = steps.iter().fold((f32::MAX, f32::MIN), |(least, most), &step| (least.min(step), most.max(step)));
    row.len() >= TRACKED && row.iter().all(one) && most - least <= 0.1 * least && most <= APART * lines[row[0]].size
}

/// How a piece and the next belong together; nothing where they are no neighbours.
fn fit(lines: &[Line], near: &Near, (left, right): (usize, usize), drawn: &Drawn, single: bool) -> Option<Fit> {
    let (a, b) = (&lines[left], &lines[right]);
    let gap = (a.area.right, b.area.left);
    let (wide, same) = ((gap.1 - gap.0) / a.size.max(0.1), |line: &Line| (line.size - a.size).abs() <= SAME_SIZE * a.size);
    // Options stand beside one another; where they stand under one another, others may stand beside them in the next column.
    let options = |next: &Line| option(&a.text).is_some_and(|own| option(&next.text) == Some((own.0 + 1, own.1)));
    if same(b) && options(b) && !near.below(lines, left, near.reach[left]).iter().any(|&below| options(&lines[below])) {
        return Some(Fit::Through);
    }
    if !same(b) || wide > FAR || a.contents || b.contents {
        return None;
    }
    let past = |other: &usize| {
        let area = lines[*other].area;
        area.left < gap.0 - 0.5 * a.size && area.right > gap.1 + 0.5 * a.size
    };
    let runs = |places: Vec<usize>| places.iter().any(|place| past(place) && same(&lines[*place]));
    let crosses =
        |wall: &super::rule::Stroke| wall.at > gap.0 && wall.at < gap.1 && wall.from < a.base && wall.to > a.base - a.size;
    let ruled = drawn.upright.iter().any(crosses);
    // In one column the first line of a paragraph has no line above, the last none below: words in another face stand apart.
    let one = single && wide <= WORDS;
    let above = !ruled && runs(near.above(lines, left, gap));
    if !ruled && (above || one) && (above && one || runs(near.below(lines, left, gap))) {
        return Some(Fit::Through);
    }
    // The number of an item, set apart from its words. Its ink is small: cells are measured.
    let number = a.text.chars().count() <= NUMBER && a.text.chars().all(|c| "一二三四五六七八九十百".contains(c));
    let close = b.start - a.end <= WORDS * a.size;
    if !ruled && close && (number && !b.text.starts_with(char::is_numeric) || numbers_caption(&a.text)) {
        return Some(Fit::Through);
    }
    // A byline in the middle runs past a gap and says nothing of columns either.
    let text = |other: &usize| past(other) && same(&lines[*other]) && lines[*other].area.left <= a.area.left + INDENT * a.size;
    let beyond = |down: bool| beyond(lines, near, (left, right), gap, down, &text);
    if !ruled && wide <= WORDS && beyond(false) == Beyond::Past && beyond(true) != Beyond::More {
        return Some(Fit::Through);
    }
    if wide > APART {
        return None;
    }
    let stretches = [(left, near.reach[left]), (right, near.reach[right]), (left, gap)];
    let around: Vec<usize> = stretches
        .into_iter()
        .flat_map(|(place, stretch)| [near.above(lines, place, stretch), near.below(lines, place, stretch)].concat())
        .collect();
    let head = |other: &usize| lines[*other].size > HEAD * a.size;
    let row = !ruled && around.iter().any(past) && around.iter().all(|other| head(other) || past(other));
    Some(if row { Fit::Row } else { Fit::Apart })
}

/// Whether all that a text says is the number of a figure or a table: `图1`, `表 2-3`, `附图4`.
fn numbers_caption(text: &str) -> bool {
    let text = text.strip_prefix('附').unwrap_or(text);
    let words = ["图", "圖", "表", "照片", "Figure", "Fig.", "Table"];
    let number = words.iter().find_map(|word| text.strip_prefix(word)).unwrap_or_default().trim();
    let figure = |c: char| c.is_numeric() || "一二三四五六七八九十".contains(c);
    number.starts_with(figure) && number.chars().all(|c| figure(c) || matches!(c, '-' | '–' | '.' | '．'))
}

/// What stands above or below rows that have one gap, [`ROWS`] at most: those of columns are more.
#[derive(PartialEq, Eq)]
enum Beyond {
    /// A line of the text that runs past the gap.
    Past,
    /// Nothing near.
    Nothing,
    /// More rows, or something else.
    More,
}

fn beyond(
    lines: &[Line],
    near: &Near,
    mut row: (usize, usize),
    gap: (f32, f32),
    down: bool,
    past: &impl Fn(&usize) -> bool,
) -> Beyond {
    let next = |place: usize, stretch: (f32, f32)| match down {
        true => near.below(lines, place, stretch),
        false => near.above(lines, place, stretch),
    };
    for _ in 0..ROWS {
        let own = |place: usize| (lines[place].area.left, lines[place].area.right);
        let around = [next(row.0, own(row.0)), next(row.1, own(row.1)), next(row.0, gap)].concat();
        let em = lines[row.0].size;
        let far = |at: &usize| (lines[*at].base - lines[row.0].base).abs() > FURTHER * em;
        if around.iter().any(past) {
            return Beyond::Past;
        }
        // A line that ends well before the gap is a paragraph's last; one that reaches it may be a column's.
        let ends = |at: &usize| lines[*at].area.right <= gap.0 - em;
        if around.iter().all(|at| far(at) || down && ends(at)) {
            return Beyond::Nothing;
        }
        let left = around.iter().copied().find(|&at| (lines[at].area.right - gap.0).abs() <= WORDS * em);
        let right = around.iter().copied().find(|&at| (lines[at].area.left - gap.1).abs() <= 0.3 * em);
        match (left, right) {
            (Some(left), Some(right)) => row = (left, right),
            _ => return Beyond::More,
        }
    }
    Beyond::More
}

/// The white of a full-width space, which adjusting may have squeezed (em).
const FULL: f32 = 0.8;

/// The white space between two pieces of a row: a full-width space where ideographs stand so far apart.
pub fn joint(a: &Line, b: &Line) -> &'static str {
    let wide = b.area.left - a.area.right >= FULL * a.size;
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match spaced(a, b) {
        "" if wide && word(a.text.chars().next_back()) && word(b.text.chars().next()) => "\u{3000}",
        joint => joint,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_captions() {
        for text in ["图1", "表 2-3", "附图4", "Fig. 2", "圖三"] {
            assert!(numbers_caption(text), "{text}");
        }
        for text in ["图", "表格1", "图1个", "3", "代表2"] {
            assert!(!numbers_caption(text), "{text}");
        }
    }
}
