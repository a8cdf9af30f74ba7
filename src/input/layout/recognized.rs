//! Recognized text: programs that put what they read under a scanned page set each word, or each character, where and as large as it is on
//! the scan.
//!
//! They end a word with a space, and the next word stands on it. Between ideographs such a space is none, and it says nothing at a
//! line's end; between words it is as wide as the gap. Where each character has a size and a baseline of its own, those of a line
//! are those of most of its characters.

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

/// Of the pairs of neighbours on a page where each character has its own size so many differ at least, by so much of it.
const PAIRS: usize = 60;
const DIFFERENT: std::ops::Range<f32> = 0.012..0.3;
/// Characters of a line stand no further apart (em).
const FAR: f32 = 2.0;

/// The page as a typesetter would have set it, if it is one of recognized text.
pub fn set(page: &Page) -> Option<Page> {
    let unspaced = unspaced(page);
    let evened = evened(unspaced.as_ref().unwrap_or(page));
    evened.or(unspaced)
}

/// The page with one size and one baseline for the characters of each line, if each has its own.
fn evened(page: &Page) -> Option<Page> {
    let pairs = page.glyphs.windows(2).filter(|pair| follows(&pair[0], &pair[1]));
    let differ = |pair: &[Glyph]| DIFFERENT.contains(&((pair[0].size - pair[1].size).abs() / pair[0].size.max(pair[1].size)));
    let (all, different) = pairs.fold((0, 0), |(all, different), pair| (all + 1, different + usize::from(differ(pair))));
    if different < PAIRS || different * 2 < all {
        return None;
    }
    let mut page = page.clone();
    for line in page.glyphs.chunk_by_mut(follows) {
        let median = |of: fn(&Glyph) -> f32| {
            let mut all: Vec<f32> = line.iter().map(of).collect();
            all.sort_by(f32::total_cmp);
            all[all.len() / 2]
        };
        let (size, base) = (median(|glyph| glyph.size), median(across));
        for at in 0..line.len() {
            let end = line.get(at + 1).map(along);
            let glyph = &mut line[at];
            glyph.size = size;
            *(if glyph.vertical { &mut glyph.x } else { &mut glyph.y }) = base;
            // What is left between two cells is none.
            let room = end.map(|end| end - along(glyph)).filter(|room| (0.0..1.3 * size).contains(room));
            glyph.advance = room.unwrap_or(glyph.advance);
        }
    }
    Some(page)
}

/// Whether a glyph goes on with the line of another.
fn follows(a: &Glyph, b: &Glyph) -> bool {
    let gap = along(b) - along(a) - a.advance;
    let (small, large) = (a.size.min(b.size), a.size.max(b.size));
    is_level(a, b) && large < 1.4 * small && gap > -0.5 * large && gap < FAR * large && a.artifact == b.artifact
}

/// The page without the spaces that have no room, if it is one of recognized words.
fn unspaced(page: &Page) -> Option<Page> {
    let spaces = page.glyphs.windows(2).filter(|pair| pair[0].text.is_space());
    let (all, covered) =
        spaces.fold((0, 0), |(all, covered), pair| (all + 1, covered + usize::from(is_covered(&pair[0], &pair[1]))));
    if covered < FEWEST || covered * SHARE < all {
        return None;
    }
    let mut kept: Vec<Glyph> = Vec::with_capacity(page.glyphs.len());
    let mut set = page.clone();
    for (at, mut glyph) in std::mem::take(&mut set.glyphs).into_iter().enumerate() {
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
    set.glyphs = kept;
    Some(set)
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
    a.vertical == b.vertical && a.angle == b.angle && (across(a) - across(b)).abs() <= LEVEL * a.size.max(b.size)
}

/// Where a glyph stands in its line; scanned pages stand upright.
fn along(glyph: &Glyph) -> f32 {
    if glyph.vertical { glyph.y } else { glyph.x }
}

/// Its baseline; of a vertical line, the middle.
fn across(glyph: &Glyph) -> f32 {
    if glyph.vertical { glyph.x } else { glyph.y }
}
