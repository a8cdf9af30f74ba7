//! The look of a page: its glyphs as lines, where they stand, and what they are set in.
//!
//! Lines are gathered for judging, not for reading: all glyphs of one baseline, cut at gaps that no tracking makes.

use super::page::{Glyph, Page, RuleKind};
use crate::input::look::{Line, Look, Piece, Rule, Set, Sheet, Type};
use crate::text::{clreq, script};
use std::collections::BTreeMap;

/// Millimetres in a point.
const MM: f32 = 25.4 / 72.0;
/// Baselines differ by no more than this (in em) inside a line.
const LEVEL: f32 = 0.3;
/// What stands further apart (in em) are two pieces; names in marks are spread.
const GAP: f32 = 1.3;
const SPREAD: f32 = 3.0;
/// From this size (points) on type may be spread.
const LARGE: f32 = 20.0;
/// No page that is judged has more glyphs.
const MOST: usize = 20_000;

/// The look of one page.
pub fn of(page: &Page) -> Look {
    let sheet = Sheet { number: page.number, width: page.width * MM, height: page.height * MM, area: None };
    let mut look = Look { sheets: vec![sheet], ..Look::default() };
    let seen = |glyph: &&Glyph| {
        glyph.angle == 0
            && !glyph.vertical
            && [glyph.x, glyph.y, glyph.advance, glyph.size].iter().all(|length| length.is_finite())
            && glyph.size > 0.5
            && !glyph.text.is_space()
    };
    let mut glyphs: Vec<&Glyph> = page.glyphs.iter().filter(seen).take(MOST).collect();
    glyphs.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x)).then(a.order.cmp(&b.order)));
    let mut rows: Vec<Vec<&Glyph>> = Vec::new();
    for glyph in glyphs {
        match rows.last_mut() {
            Some(row) if row.last().is_some_and(|last| glyph.y - last.y <= LEVEL * last.size.min(glyph.size)) => {
                row.push(glyph)
            }
            _ => rows.push(vec![glyph]),
        }
    }
    let mut number = 0;
    for mut row in rows {
        row.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.order.cmp(&b.order)));
        number += 1;
        let mut from = 0;
        for at in 1..=row.len() {
            let ends = row.get(at).is_none_or(|next| {
                let last = row[at - 1];
                let most = if last.size >= LARGE { SPREAD } else { GAP };
                next.x - last.x - last.advance > most * last.size.max(next.size)
            });
            if ends {
                look.pieces.push(piece(page, &row[from..at], number));
                from = at;
            }
        }
    }
    for rule in &page.rules {
        let area = rule.area;
        let level = area.height() <= 4.0 && area.width() >= 40.0 && rule.kind != RuleKind::StrokedBox;
        if level && [area.left, area.right, area.top, area.bottom].iter().all(|length| length.is_finite()) {
            look.rules.push(Rule {
                page: page.number,
                left: area.left * MM,
                right: area.right * MM,
                top: area.top * MM,
                bottom: area.bottom * MM,
                color: rule.color,
            });
        }
    }
    look.rules.sort_by(|a, b| a.top.total_cmp(&b.top).then(a.left.total_cmp(&b.left)));
    look
}

/// Whether a glyph says what a line is set in: an ideograph or, in a line without any, anything.
fn tells(glyph: &Glyph) -> bool {
    glyph.text.chars().any(script::is_han)
}

/// How much of its cell a glyph at the end of a line takes: of a stop or a closing mark the half that has ink.
fn filled(glyph: &Glyph) -> f32 {
    let marks = glyph.text.chars().all(|c| clreq::is_stop(c) || clreq::is_close(c));
    if marks { glyph.advance.min(0.5 * glyph.size) } else { glyph.advance }
}

fn piece(page: &Page, row: &[&Glyph], number: usize) -> Piece {
    let mut text = String::new();
    for (at, glyph) in row.iter().enumerate() {
        if at > 0 {
            let last = row[at - 1];
            if glyph.x - last.x - last.advance > 0.3 * last.size.max(glyph.size) {
                text.push(' ');
            }
        }
        text.extend(glyph.text.chars());
    }
    let telling: Vec<&Glyph> = row.iter().copied().filter(|glyph| tells(glyph)).collect();
    let telling = if telling.is_empty() { row.to_vec() } else { telling };
    let type_of = |glyph: &Glyph| Type {
        face: page.faces.get(&glyph.font).map_or_else(String::new, |name| name.to_string()),
        size: glyph.size,
        bold: glyph.bold,
        color: glyph.color,
        advance: 0.0,
    };
    let mut counts: BTreeMap<(u32, u32, bool, u32), (usize, usize)> = BTreeMap::new();
    for (at, glyph) in telling.iter().enumerate() {
        let key = (glyph.font.0, (glyph.size * 10.0) as u32, glyph.bold, glyph.color);
        counts.entry(key).or_insert((0, at)).0 += 1;
    }
    let most = counts.values().max_by_key(|&&(count, at)| (count, std::cmp::Reverse(at))).map_or(0, |&(_, at)| at);
    let mut steps: Vec<f32> =
        row.windows(2).filter(|pair| tells(pair[0]) && tells(pair[1])).map(|pair| pair[1].x - pair[0].x).collect();
    steps.sort_by(f32::total_cmp);
    let mut type_ = telling.get(most).map(|glyph| type_of(glyph)).unwrap_or_default();
    type_.advance = steps.get(steps.len() / 2).copied().unwrap_or(0.0);
    let (first, last) = (row.first(), row.last());
    let line = Line {
        page: page.number,
        left: first.map_or(0.0, |glyph| glyph.x) * MM,
        right: last.map_or(0.0, |glyph| glyph.x + filled(glyph)) * MM,
        base: first.map_or(0.0, |glyph| glyph.y) * MM,
    };
    Piece {
        place: format!("page {}, line {number}", page.number),
        text,
        type_,
        lead: telling.first().map(|glyph| type_of(glyph)).unwrap_or_default(),
        tail: telling.last().map(|glyph| type_of(glyph)).unwrap_or_default(),
        set: Set::Line(line),
    }
}
