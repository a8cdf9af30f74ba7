//! Contents whose titles are led to their folios by dots: `1.2　渡口 . . . . . 15`.
//!
//! Numbers, titles, dots and folios stand under one another, further apart than words, and are no columns: what stands on one
//! baseline with dots is one line. So is what ends, between such lines, with a folio under theirs and has no dots, as chapters do.

use super::block::put;
use super::line::{Line, Way};
use super::row;
use super::rule::Drawn;
use crate::model::Tally;
use std::collections::BTreeSet;

/// Lines with leaders that make contents.
const LEAST: usize = 3;
/// Dots that lead.
const DOTS: usize = 4;
/// Edges of one column agree within this (em).
const EDGE: f32 = 0.6;
/// Lines of contents follow one another within this (em).
const STEP: f32 = 5.0;

/// What a row ends with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// Dots, and maybe a folio.
    Led,
    /// A folio under the others.
    Bare,
    /// Anything else.
    Other,
}

/// Puts lines of contents together and tells that they are. Gives the white space between their pieces.
pub fn join(lines: &mut [Line], at: &mut Vec<usize>, main: Way, drawn: &Drawn) -> Tally {
    let mut gaps = Tally::default();
    if at.iter().filter(|&&place| leads(&lines[place].text)).count() < LEAST {
        return gaps;
    }
    let rows = rows(lines, at, main, drawn);
    let led: Vec<bool> = rows.iter().map(|row| row.iter().any(|&place| leads(&lines[place].text))).collect();
    let last = |row: &[usize]| &lines[row[row.len() - 1]];
    let mut edges: Vec<f32> = rows
        .iter()
        .zip(&led)
        .filter(|(row, led)| **led && ends_with_folio(&last(row).text))
        .map(|(row, _)| last(row).area.right)
        .collect();
    edges.sort_by(f32::total_cmp);
    let under = |line: &Line| {
        let first = edges.partition_point(|&edge| edge < line.area.right - EDGE * line.size);
        edges.get(first + LEAST - 1).is_some_and(|&edge| edge <= line.area.right + EDGE * line.size)
    };
    let end = |(row, led): (&Vec<usize>, &bool)| match led {
        true => End::Led,
        false if row.len() > 1 && is_folio(&last(row).text) && under(last(row)) => End::Bare,
        false => End::Other,
    };
    let ends: Vec<End> = rows.iter().zip(&led).map(end).collect();
    let near = |a: usize, b: usize| (lines[rows[a][0]].base - lines[rows[b][0]].base).abs() <= STEP * lines[rows[a][0]].size;
    let sure: Vec<bool> = rows
        .iter()
        .zip(&ends)
        .map(|(row, end)| *end == End::Led && ends_with_folio(&last(row).text) && under(last(row)))
        .collect();
    // Dots that lead to nothing are an ellipsis, but for a row among those that lead to folios.
    let beside = |at: usize, other: usize| sure.get(other).is_some_and(|&sure| sure) && near(at, other);
    let among = |at: usize| at > 0 && beside(at, at - 1) || beside(at, at + 1);
    let contents: Vec<bool> = (0..rows.len())
        .map(|at| {
            let next = |other: usize| ends.get(other).is_some_and(|end| *end != End::Other) && near(at, other);
            match ends[at] {
                End::Led => sure[at] || among(at),
                End::Bare => at > 0 && next(at - 1) || next(at + 1),
                End::Other => false,
            }
        })
        .collect();
    let mut gone = BTreeSet::new();
    for (row, end) in rows.iter().zip(&ends).zip(contents).filter(|(_, contents)| *contents).map(|(row, _)| row) {
        let first = row[0];
        for &place in &row[1..] {
            let folio = *end == End::Bare && place == row[row.len() - 1];
            let joint = if folio { "\u{3000}" } else { row::joint(&lines[first], &lines[place]) };
            put(lines, first, place, joint, &mut gaps);
            gone.insert(place);
        }
        lines[first].contents = true;
    }
    at.retain(|place| !gone.contains(place));
    gaps
}

/// What stands on one baseline, from the left; where contents stand in columns, a row ends with its folio.
fn rows(lines: &[Line], at: &[usize], main: Way, drawn: &Drawn) -> Vec<Vec<usize>> {
    let places = at.iter().copied().filter(|&place| lines[place].way == main && lines[place].heading.is_none()).collect();
    let mut rows: Vec<Vec<usize>> = Vec::new();
    for row in row::baselines(lines, places) {
        let mut led = false;
        let mut ended = true;
        for place in row {
            let line = &lines[place];
            let walled = |before: &Line| {
                let between = |wall: &super::rule::Stroke| {
                    wall.at > before.area.right && wall.at < line.area.left && wall.from < line.base && wall.to > line.area.top
                };
                drawn.upright.iter().any(between)
            };
            match rows.last_mut().filter(|_| !ended) {
                Some(row) if !walled(&lines[row[row.len() - 1]]) => row.push(place),
                _ => {
                    rows.push(vec![place]);
                    led = false;
                }
            }
            led |= leads(&line.text);
            ended = led && ends_with_folio(&line.text);
        }
    }
    rows
}

/// Whether a text ends with dots that lead, and maybe with a folio behind them.
fn leads(text: &str) -> bool {
    let title = text.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c.is_whitespace() || matches!(c, '-' | '–'));
    let dots = title.chars().rev().take_while(|&c| is_dot(c) || c.is_whitespace());
    dots.map(|c| if matches!(c, '…' | '⋯') { 3 } else { usize::from(is_dot(c)) }).sum::<usize>() >= DOTS
}

/// Whether a piece is nothing but dots that lead.
pub fn are_dots(text: &str) -> bool {
    leads(text) && text.chars().all(|c| is_dot(c) || c.is_whitespace())
}

fn is_dot(c: char) -> bool {
    matches!(c, '.' | '…' | '⋯' | '·' | '‥' | '・' | '．')
}

fn ends_with_folio(text: &str) -> bool {
    let title = text.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '–'));
    is_folio(&text[title.len()..])
}

/// Whether a text is a folio: a number, Roman or not, with the part that it counts in.
fn is_folio(text: &str) -> bool {
    let mut chars = text.chars();
    let roman = !text.is_empty() && chars.all(|c| "ivxlcIVXLC".contains(c));
    let number = text.ends_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '–'))
        && text.chars().filter(char::is_ascii_alphabetic).count() <= 1;
    text.len() <= 7 && (roman || number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leads_to_folios() {
        for (text, led, folio) in [
            ("渡口 . . . . . . 15", true, true),
            ("渡口 . . . . .", true, false),
            ("……………… xii", true, true),
            ("渡口……", true, false),
            ("他想……15", true, true),
            ("1.2.3", false, true),
            ("渡口 A-3", false, true),
            ("i.e. 3", false, true),
        ] {
            assert_eq!((leads(text), ends_with_folio(text)), (led, folio), "{text}");
        }
    }
}
