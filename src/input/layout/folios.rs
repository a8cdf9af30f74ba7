//! Contents and indexes whose numbers stand apart: `端午将至　　　02版`, `渡口　　　　15`, `白沙渡　12, 45, 101`.
//!
//! White space parts them from their words, more than columns stand apart; that they stand under one another and are folios, or
//! one em behind words of any length, says that they are no column.

use super::block::put;
use super::line::{Line, Way};
use super::page::Area;
use super::row::LEVEL;
use super::rule::Drawn;
use crate::model::Tally;
use crate::text::patterns::compile;
use regex::Regex;
use std::sync::LazyLock;

/// Folios under one another that make contents, numbers that do, and entries that make an index.
const LEAST: usize = 3;
const NUMBERS: usize = 4;
const ENTRIES: usize = 5;
/// Edges of one column agree within this (em).
const EDGE: f32 = 0.5;
/// Rows follow one another within this (em).
const STEP: f32 = 8.0;
/// The words of an index are no longer, nor is what else stands in a row of contents (characters).
const WORDS: usize = 24;
/// References stand no further behind their words (em), and all as far within [`EVEN`].
const BEHIND: f32 = 3.0;
const EVEN: f32 = 0.3;
/// More pieces than this on a page are no contents.
const MOST: usize = 3000;

/// Puts folios behind their titles, and references behind their words. Gives the white space between.
pub fn join(lines: &mut [Line], at: &mut Vec<usize>, main: Way, drawn: &Drawn) -> Tally {
    let mut gaps = Tally::default();
    if at.len() > MOST {
        return gaps;
    }
    contents(lines, at, main, drawn, &FOLIO, &mut gaps);
    contents(lines, at, main, drawn, &NUMBER, &mut gaps);
    index(lines, at, main, drawn, &mut gaps);
    mark(lines, at, main);
    gaps
}

/// Pieces of one form, from the top.
fn pieces(lines: &[Line], at: &[usize], main: Way, form: &Regex) -> Vec<usize> {
    let mut places: Vec<usize> =
        at.iter().copied().filter(|&place| lines[place].way == main && form.is_match(&lines[place].text)).collect();
    places.sort_by(|&a, &b| lines[a].base.total_cmp(&lines[b].base).then(a.cmp(&b)));
    places
}

/// Takes those that stand under the first, in its size, where `edge` says that they share one; `step` is the greatest between two (em).
fn column(lines: &[Line], places: &mut Vec<usize>, step: f32, edge: impl Fn(&Line, &Line) -> bool) -> Vec<usize> {
    let mut column: Vec<usize> = places.first().copied().into_iter().collect();
    for &next in &places[1..] {
        let (a, b) = (&lines[column[column.len() - 1]], &lines[next]);
        let down = b.base - a.base;
        if edge(a, b) && down > 0.8 * a.size && down <= step * a.size && (a.size - b.size).abs() <= 0.1 * a.size {
            column.push(next);
        }
    }
    places.retain(|place| !column.contains(place));
    column
}

/// Folios of one form and their titles. A number alone may be a figure: numbers are folios where they rise.
fn contents(lines: &mut [Line], at: &mut Vec<usize>, main: Way, drawn: &Drawn, form: &Regex, gaps: &mut Tally) {
    let near = |a: f32, b: f32, line: &Line| (a - b).abs() <= EDGE * line.size;
    let mut folios = pieces(lines, at, main, form);
    while !folios.is_empty() {
        let edge = |a: &Line, b: &Line| near(a.area.right, b.area.right, a) || near(a.area.left, b.area.left, a);
        let column = column(lines, &mut folios, STEP, edge);
        let numbers: Vec<Option<u32>> = column.iter().map(|&place| lines[place].text.trim().parse().ok()).collect();
        let bare = numbers.iter().any(Option::is_some);
        let rise = numbers.iter().all(Option::is_some) && numbers.is_sorted() && numbers.first() < numbers.last();
        // A page of figures has many columns of them.
        if column.len() < if bare { NUMBERS } else { LEAST } || bare && !rise {
            continue;
        }
        let rows: Vec<Vec<usize>> = column.iter().map(|&folio| row(lines, at, folio, drawn)).collect();
        if rows.iter().any(Vec::is_empty) {
            continue;
        }
        // Authors stand between titles and folios in every row that has one, and nothing else does.
        let short = |&place: &usize| {
            let text = &lines[place].text;
            text.chars().count() <= WORDS && !text.contains(['，', '。', '；'])
        };
        let whole = bare && rows.iter().all(|row| row.len() <= 3 && row.iter().all(short));
        for (folio, row) in column.into_iter().zip(rows) {
            let first = if whole { row[row.len() - 1] } else { row[0] };
            let rest = row.iter().rev().skip(1).filter(|_| whole).copied();
            for place in rest.chain([folio]).collect::<Vec<_>>() {
                put(lines, first, place, "\u{3000}", gaps);
                at.retain(|&other| other != place);
            }
            lines[first].contents |= bare;
        }
    }
}

/// References that stand one space behind the words of an index.
fn index(lines: &mut [Line], at: &mut Vec<usize>, main: Way, drawn: &Drawn, gaps: &mut Tally) {
    let refs = pieces(lines, at, main, &REFERENCES);
    if !are_several(lines, &refs) {
        return;
    }
    let words = |&place: &usize| Some((place, *row(lines, at, place, drawn).first()?));
    let mut pairs: Vec<(usize, usize)> = refs.iter().filter_map(words).collect();
    let gap = |&(place, word): &(usize, usize)| (lines[place].area.left - lines[word].area.right) / lines[word].size;
    pairs.retain(|pair| gap(pair) <= BEHIND && lines[pair.1].text.chars().count() <= WORDS);
    let mut usual: Vec<f32> = pairs.iter().map(gap).collect();
    usual.sort_by(f32::total_cmp);
    let Some(&usual) = usual.get(usual.len() / 2) else { return };
    pairs.retain(|pair| (gap(pair) - usual).abs() <= EVEN);
    // Words of one length may be a column.
    let places: Vec<usize> = pairs.iter().map(|pair| pair.0).collect();
    let starts = places.iter().map(|&place| lines[place].area.left);
    let (least, most) = starts.fold((f32::MAX, f32::MIN), |(least, most), left| (least.min(left), most.max(left)));
    if are_several(lines, &places) && most - least >= lines[places[0]].size {
        for (place, word) in pairs {
            put(lines, word, place, "\u{3000}", gaps);
            at.retain(|&other| other != place);
        }
    }
}

/// Tells which lines are entries of an index: no two of them are one paragraph, and they are no cells.
fn mark(lines: &mut [Line], at: &[usize], main: Way) {
    let mut entries = pieces(lines, at, main, &ENTRY);
    while !entries.is_empty() {
        let column = column(lines, &mut entries, BEHIND, |a, b| (a.area.left - b.area.left).abs() <= EDGE * a.size);
        if are_several(lines, &column) {
            column.into_iter().for_each(|place| lines[place].entry = true);
        }
    }
}

/// Whether lines are so many as an index has, two of them with several references or a range.
fn are_several(lines: &[Line], places: &[usize]) -> bool {
    let several = |place: &&usize| lines[**place].text.contains([',', '，', '、', '–', '-', '—']);
    places.len() >= ENTRIES && places.iter().filter(several).count() >= 2
}

/// The pieces at the left of a folio on its baseline, from the folio on; none where something is drawn between it and the next of
/// them, or where that has no words.
fn row(lines: &[Line], at: &[usize], folio: usize, drawn: &Drawn) -> Vec<usize> {
    let own = &lines[folio];
    let level = |place: &usize| {
        let line = &lines[*place];
        *place != folio
            && line.way == own.way
            && (line.base - own.base).abs() <= LEVEL * own.size
            && line.area.right <= own.area.left + 0.1 * own.size
    };
    let mut row: Vec<usize> = at.iter().copied().filter(level).collect();
    row.sort_by(|&a, &b| lines[b].area.right.total_cmp(&lines[a].area.right).then(a.cmp(&b)));
    // Another column of contents ends with a folio of its own.
    let other = row.iter().position(|&place| NUMBER.is_match(&lines[place].text) || FOLIO.is_match(&lines[place].text));
    row.truncate(other.unwrap_or(row.len()));
    let Some(&title) = row.first() else { return row };
    let line = &lines[title];
    let gap = Area::new(line.area.right, own.area.top, own.area.left, own.area.bottom);
    let (x, y) = (gap.center().0, own.base - 0.4 * own.size);
    let ruled = drawn.upright.iter().any(|wall| wall.at > gap.left && wall.at < gap.right && wall.from < y && wall.to > y);
    let apart = drawn.boxes.iter().any(|area| area.holds(x, y) != area.holds(own.area.center().0, y))
        || drawn.grids.iter().any(|grid| grid.area.holds(x, y));
    let words = line.text.chars().any(|c| c.is_alphabetic());
    let whole = (line.size - own.size).abs() <= 0.2 * own.size && !ruled && !apart && words;
    if whole { row } else { Vec::new() }
}

/// A folio as contents write it. A number alone may be a figure.
static FOLIO: LazyLock<Regex> =
    LazyLock::new(|| compile(r"^[（(【\[]?(?:第?\s*[A-Z]?\d{1,3}\s*[版页頁]|[A-DP]\s?\d{1,3}版?)[）)】\]]?$"));

/// A folio that is a number and nothing else.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| compile(r"^\d{1,4}$"));

/// The references of an index: numbers, ranges of them.
static REFERENCES: LazyLock<Regex> = LazyLock::new(|| compile(&format!("^{REFS}$")));

/// An entry of an index.
static ENTRY: LazyLock<Regex> = LazyLock::new(|| compile(&format!(r"^[^\d，。；]{{1,24}}[\s\u{{3000}}]{REFS}$")));

const REFS: &str = r"\d{1,4}(?:[-–—]\d{1,4})?(?:\s?[,，、]\s?\d{1,4}(?:[-–—]\d{1,4})?)*";
