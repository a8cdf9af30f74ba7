//! Contents whose folios stand at the edge: `端午将至　　　02版`. White space parts them from their titles, more than columns
//! stand apart; that they stand under one another and are folios says that they are no column.

use super::block::put;
use super::line::{Line, Way};
use super::page::Area;
use super::rule::Drawn;
use crate::model::Tally;
use crate::text::patterns::compile;
use regex::Regex;
use std::sync::LazyLock;

/// Folios under one another that make contents.
const LEAST: usize = 3;
/// Edges of one column agree within this (em).
const EDGE: f32 = 0.5;
/// Rows follow one another within this (em).
const STEP: f32 = 8.0;
/// More pieces than this on a page are no contents.
const MOST: usize = 3000;

/// Puts folios behind their titles. Gives the white space between.
pub fn join(lines: &mut [Line], at: &mut Vec<usize>, main: Way, drawn: &Drawn) -> Tally {
    let mut gaps = Tally::default();
    if at.len() > MOST {
        return gaps;
    }
    let mut folios: Vec<usize> =
        at.iter().copied().filter(|&place| lines[place].way == main && FOLIO.is_match(&lines[place].text)).collect();
    folios.sort_by(|&a, &b| lines[a].base.total_cmp(&lines[b].base).then(a.cmp(&b)));
    while let Some(&first) = folios.first() {
        let mut column = vec![first];
        for &next in &folios[1..] {
            let (a, b) = (&lines[column[column.len() - 1]], &lines[next]);
            let edge =
                (a.area.right - b.area.right).abs() <= EDGE * a.size || (a.area.left - b.area.left).abs() <= EDGE * a.size;
            let step = b.base - a.base;
            if edge && step > 0.8 * a.size && step <= STEP * a.size && (a.size - b.size).abs() <= 0.1 * a.size {
                column.push(next);
            }
        }
        folios.retain(|place| !column.contains(place));
        let titles: Vec<Option<usize>> = column.iter().map(|&folio| title(lines, at, folio, drawn)).collect();
        if column.len() < LEAST || titles.iter().any(Option::is_none) {
            continue;
        }
        for (folio, title) in column.into_iter().zip(titles.into_iter().flatten()) {
            put(lines, title, folio, "\u{3000}", &mut gaps);
            at.retain(|&place| place != folio);
        }
    }
    gaps
}

/// The piece at the left of a folio on its baseline, with nothing drawn and no other text between.
fn title(lines: &[Line], at: &[usize], folio: usize, drawn: &Drawn) -> Option<usize> {
    let own = &lines[folio];
    let level = |place: &usize| {
        let line = &lines[*place];
        *place != folio
            && line.way == own.way
            && (line.base - own.base).abs() <= 0.25 * own.size
            && line.area.right <= own.area.left + 0.1 * own.size
    };
    let title = at.iter().copied().filter(level).max_by(|&a, &b| lines[a].area.right.total_cmp(&lines[b].area.right))?;
    let line = &lines[title];
    let gap = Area::new(line.area.right, own.area.top, own.area.left, own.area.bottom);
    let (x, y) = (gap.center().0, own.base - 0.4 * own.size);
    let ruled = drawn.upright.iter().any(|wall| wall.at > gap.left && wall.at < gap.right && wall.from < y && wall.to > y);
    let apart = drawn.boxes.iter().any(|area| area.holds(x, y) != area.holds(own.area.center().0, y))
        || drawn.grids.iter().any(|grid| grid.area.holds(x, y));
    let words = line.text.chars().any(|c| c.is_alphabetic()) && !FOLIO.is_match(&line.text);
    ((line.size - own.size).abs() <= 0.2 * own.size && !ruled && !apart && words).then_some(title)
}

/// A folio as contents write it. A number alone may be a figure.
static FOLIO: LazyLock<Regex> =
    LazyLock::new(|| compile(r"^[（(【\[]?(?:第?\s*[A-Z]?\d{1,3}\s*[版页頁]|[A-DP]\s?\d{1,3}版?)[）)】\]]?$"));
