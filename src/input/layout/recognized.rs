//! Spaces behind recognized words: programs that put their text under a scanned page end each word with a space, and set the next word
//! where it stands on the scan, on the space.
//!
//! Between ideographs such a space is none, and it says nothing at a line's end; between words it is as wide as the gap.

use super::line::is_spaced;
use super::page::{Glyph, Page};
use crate::text::clreq;

/// On a page of recognized words so many spaces at least have a word on them, and one of so many.
const FEWEST: usize = 8;
const SHARE: usize = 3;
/// The next word begins in this part of the space.
const ROOM: f32 = 0.8;
/// Nor does it begin further (em) before it.
const BEFORE: f32 = 0.5;
/// Words of a line stand nearer than this (em), and those that spaces part no nearer than that: a number may be read in pieces.
const NEAR: f32 = 0.9;
const APART: f32 = 0.18;
/// Words of a line differ by no more in their baselines (em).
const LEVEL: f32 = 0.35;

/// The page without the spaces that have no room, if it is one of recognized words.
pub fn unspaced(page: &Page) -> Option<Page> {
    let spaces = || page.glyphs.windows(2).filter(|pair| pair[0].text.is_space());
    let covered = spaces().filter(|pair| is_covered(&pair[0], &pair[1])).count();
    if covered < FEWEST || covered * SHARE < spaces().count() {
        return None;
    }
    let mut kept: Vec<Glyph> = Vec::with_capacity(page.glyphs.len());
    for (at, glyph) in page.glyphs.iter().enumerate() {
        let mut glyph = glyph.clone();
        if !glyph.text.is_space() {
            if let Some(before) = kept.last_mut() {
                fill(before, &glyph);
            }
        } else {
            let Some(next) = page.glyphs.get(at + 1).filter(|next| is_level(&glyph, next)) else { continue };
            let end = kept.last().map_or(0.0, |before| along(before) + before.advance);
            let gap = (along(next) - end) / glyph.size;
            let words = kept.last().is_some_and(is_word) && is_word(next);
            if gap < if words { APART } else { NEAR } {
                continue;
            }
            if is_covered(&glyph, next) {
                glyph.advance = (along(next) - along(&glyph)).max(0.0);
            }
        }
        kept.push(glyph);
    }
    Some(Page { glyphs: kept, ..page.clone() })
}

/// Gives a mark its cell: recognized words end where their ink does, and the ink of a stop fills half of it.
fn fill(mark: &mut Glyph, next: &Glyph) {
    let c = mark.text.first();
    let end = along(next);
    let room = end - along(mark) - mark.advance;
    let is_mark = !c.is_ascii() && (clreq::is_stop(c) || clreq::is_close(c) || clreq::is_open(next.text.first()));
    if is_mark && is_level(mark, next) && room > 0.0 && room < NEAR * mark.size {
        mark.advance += room;
        match mark.vertical {
            true => mark.ink.bottom = mark.ink.bottom.max(end),
            false => mark.ink.right = mark.ink.right.max(end),
        }
    }
}

/// Whether a glyph ends or begins a word of a script that parts them by spaces.
fn is_word(glyph: &Glyph) -> bool {
    glyph.text.chars().next_back().is_some_and(is_spaced)
}

/// Whether the next word stands on a space.
fn is_covered(space: &Glyph, next: &Glyph) -> bool {
    let ahead = along(next) - along(space);
    !next.text.is_space() && is_level(space, next) && ahead > -BEFORE * space.size && ahead < ROOM * space.advance
}

/// Whether two glyphs stand in one line.
fn is_level(a: &Glyph, b: &Glyph) -> bool {
    let across = |glyph: &Glyph| if glyph.vertical { glyph.x } else { glyph.y };
    a.vertical == b.vertical && a.angle == b.angle && (across(a) - across(b)).abs() <= LEVEL * a.size.max(b.size)
}

/// Where a glyph stands in its line; scanned pages stand upright.
fn along(glyph: &Glyph) -> f32 {
    if glyph.vertical { glyph.y } else { glyph.x }
}
