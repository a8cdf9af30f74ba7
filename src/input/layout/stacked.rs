//! Vertical lines that are set with horizontal glyphs: every character a line of its own, one under the other.
//!
//! Typesetting systems write vertical text so, and stack the characters of vertical headlines in horizontal papers. A run of
//! glyphs that follow one another in the content, each right below the last at one pitch, reads downward; where the content has
//! them in no order of lines, those that stand nearest to one another ([`column`]).

use super::column::{self, Places};
use super::page::{Glyph, Page};
use crate::text::script;
use std::cell::LazyCell;
use std::collections::BTreeSet;

/// Glyphs of one run share their middles within this (em).
const PLUMB: f32 = 0.12;
/// What is laid on its side within this.
const LEANING: f32 = 0.3;
/// Characters of one line across are no further (em) apart.
const APART: f32 = 2.2;
/// Those of running text and of headlines are no further; cells of tables that hold one character are.
const CLOSE: f32 = 1.3;
/// The pitch of a run (em); what is set wider is a column of single characters.
const PITCH: std::ops::RangeInclusive<f32> = 0.85..=1.7;
/// Pitches of one run differ by no more than this (em).
const STEADY: f32 = 0.15;
/// A run that stands alone on a horizontal page has so many glyphs at least.
const RUN: usize = 4;
/// No cell of a vertical line holds more digits beside one another.
const MOST_DIGITS: usize = 4;
/// Share of a page's steps that go down, from which on the page is vertical and shorter runs count too.
const MOSTLY: f32 = 0.5;
/// Fewer steps make no page of them.
const FEW: usize = 40;

/// The page with such runs as vertical glyphs; `None` where it has none.
pub fn stood(page: &Page) -> Option<Page> {
    let inked: Vec<usize> = (0..page.glyphs.len()).filter(|&at| !page.glyphs[at].text.is_space()).collect();
    let glyph = |at: usize| &page.glyphs[at];
    let down = inked.windows(2).filter(|pair| below(glyph(pair[0]), glyph(pair[1])).is_some()).count();
    let steps = |far: f32| inked.windows(2).filter(|pair| beside(glyph(pair[0]), glyph(pair[1]), far)).count();
    let (across, close) = (steps(APART), steps(CLOSE));
    // Whether the content goes along lines, down or across.
    let ordered = down + close >= inked.len() / 2;
    if ordered && down == 0 {
        return None;
    }
    let mut mostly = down as f32 > MOSTLY * (down + across) as f32 && down > FEW;
    let mut runs = if down > 0 { in_content(page, &inked, mostly) } else { Vec::new() };
    let mut placed = if ordered || mostly { Vec::new() } else { column::runs(&page.glyphs, &inked, head, close_below) };
    // By places, the next line is no neighbour.
    let far = if placed.is_empty() { APART } else { CLOSE };
    let links: usize = placed.iter().map(|run| run.len() - 1).sum();
    if 2 * links > inked.len() && links > FEW {
        (mostly, runs) = (true, std::mem::take(&mut placed));
    }
    // Most pages have no run that is long enough to ask.
    let near = LazyCell::new(|| Places::of(&page.glyphs, &inked, head));
    let stands = |run: &[usize]| {
        let ideographs = run.iter().filter(|&&at| is_ideographic(glyph(at))).count();
        2 * ideographs > run.len() && if mostly { run.len() > 1 } else { ideographs >= RUN && is_alone(page, &near, run) }
    };
    runs.retain(|run| stands(run));
    if !placed.is_empty() {
        let known: BTreeSet<usize> = runs.iter().flatten().copied().collect();
        let steady = placed.into_iter().flat_map(|run| in_content(page, &run, false));
        runs.extend(steady.filter(|run| stands(run) && !run.iter().any(|at| known.contains(at))));
    }
    if runs.is_empty() {
        return None;
    }
    let mut stood = page.clone();
    for at in runs.into_iter().flatten() {
        stand(&mut stood.glyphs[at]);
    }
    if mostly {
        // What is left of a vertical page's characters stands in its columns too, unless it has a neighbour on its line.
        let mut level = vec![false; page.glyphs.len()];
        for pair in inked.windows(2).filter(|pair| beside(glyph(pair[0]), glyph(pair[1]), far)) {
            pair.iter().for_each(|&at| level[at] = true);
        }
        let loose = |at: &usize| !level[*at] && is_upright(glyph(*at)) && is_ideographic(glyph(*at));
        inked.iter().copied().filter(loose).for_each(|at| stand(&mut stood.glyphs[at]));
    }
    Some(stood)
}

/// The runs of glyphs that follow one another, each right below the last; on a page that is not vertical, at one pitch.
fn in_content(page: &Page, inked: &[usize], mostly: bool) -> Vec<Vec<usize>> {
    let mut runs: Vec<Vec<usize>> = Vec::new();
    let mut run: Vec<usize> = Vec::new();
    let mut pitch: Option<f32> = None;
    for &at in inked {
        let next = run.last().and_then(|&last| below(&page.glyphs[last], &page.glyphs[at]));
        match next {
            Some(step) if mostly || pitch.is_none_or(|pitch| (pitch - step).abs() <= STEADY) => pitch = Some(step),
            _ => {
                runs.push(std::mem::take(&mut run));
                pitch = None;
            }
        }
        run.push(at);
    }
    runs.push(run);
    runs
}

/// The page with what vertical lines hold beside characters that stand: words and numbers laid on their side, and numbers of a
/// few digits that stand beside one another in one cell. `None` where it has none.
pub fn laid(page: &Page) -> Option<Page> {
    let mut upright: Vec<&Glyph> = page.glyphs.iter().filter(|glyph| glyph.vertical && glyph.angle == 0).collect();
    if upright.is_empty() {
        return None;
    }
    upright.sort_by(|a, b| a.x.total_cmp(&b.x));
    // Whether a vertical line runs through a place, and holds a character right above or below it.
    let in_line = |x: f32, top: f32, bottom: f32, em: f32| {
        let from = upright.partition_point(|glyph| glyph.x < x - 0.35 * em);
        upright[from..].iter().take_while(|glyph| glyph.x <= x + 0.35 * em).any(|glyph| {
            let (above, below) = (top - glyph.y - glyph.size, glyph.y - bottom);
            (glyph.size - em).abs() < 0.2 * em && (above.abs() < 0.6 * em || below.abs() < 0.6 * em)
        })
    };
    // Each with its place in the line, and how far it moves the pen.
    let mut laid: Vec<(usize, (f32, f32), f32)> = Vec::new();
    let mut at = 0;
    while at < page.glyphs.len() {
        let first = &page.glyphs[at];
        let mut end = at + 1;
        if is_laid(first) {
            laid.push((at, head(first), first.advance));
        } else if is_digit(first) {
            while end < page.glyphs.len()
                && is_digit(&page.glyphs[end])
                && beside(&page.glyphs[end - 1], &page.glyphs[end], APART)
            {
                end += 1;
            }
            let last = &page.glyphs[end - 1];
            let middle = (first.x + last.x + last.advance) / 2.0;
            let (top, bottom) = (first.y - 0.88 * first.size, first.y + 0.12 * first.size);
            if end - at <= MOST_DIGITS && in_line(middle, top, bottom, first.size) {
                // They share the cell, and follow one another in it.
                let step = first.size / (end - at) as f32;
                laid.extend((at..end).map(|place| (place, (middle, top + step * (place - at) as f32), step)));
            }
        }
        at = end;
    }
    if laid.is_empty() {
        return None;
    }
    let mut page = page.clone();
    for (at, (x, y), advance) in laid {
        let glyph = &mut page.glyphs[at];
        (glyph.vertical, glyph.angle, glyph.x, glyph.y, glyph.advance) = (true, 0, x, y, advance);
    }
    Some(page)
}

fn is_digit(glyph: &Glyph) -> bool {
    is_upright(glyph) && glyph.text.chars().all(|c| c.is_ascii_digit())
}

/// A letter, a digit or a mark of ASCII.
fn is_sign(glyph: &Glyph) -> bool {
    is_upright(glyph) && glyph.text.one().is_some_and(|c| c.is_ascii_graphic())
}

/// The glyph with its origin at the top of its cell, as vertical glyphs have it.
fn stand(glyph: &mut Glyph) {
    if !glyph.vertical && glyph.angle == 0 {
        glyph.vertical = true;
        glyph.x += glyph.advance / 2.0;
        glyph.y -= 0.88 * glyph.size;
        glyph.advance = glyph.size;
    }
}

fn is_upright(glyph: &Glyph) -> bool {
    !glyph.vertical && glyph.angle == 0
}

fn is_ideographic(glyph: &Glyph) -> bool {
    glyph.text.chars().all(|c| script::is_cjk(c) || script::is_shared_mark(c))
}

/// The middle of a glyph's cell and the height of its top.
fn head(glyph: &Glyph) -> (f32, f32) {
    match glyph.vertical {
        true => (glyph.x, glyph.y),
        // The middle of the cell is where the line is; the baseline lies to its left.
        _ if glyph.angle == 90 => (glyph.x + 0.38 * glyph.size, glyph.y),
        false => (glyph.x + glyph.advance / 2.0, glyph.y - 0.88 * glyph.size),
    }
}

/// How far (in em) `b` stands right below `a`, where both are characters that may be stacked: ideographs, the numbers among
/// them, and what is laid on its side, which steps by its own width.
fn below(a: &Glyph, b: &Glyph) -> Option<f32> {
    let em = a.size;
    if em <= 0.0 || (b.size - em).abs() > 0.05 * em || a.vertical && b.vertical {
        return None;
    }
    if ![a, b].iter().all(|glyph| glyph.angle == 0 && (is_ideographic(glyph) || is_sign(glyph)) || is_laid(glyph)) {
        return None;
    }
    let ((x, y), (to_x, to_y)) = (head(a), head(b));
    let plumb = if is_laid(a) || is_laid(b) { LEANING } else { PLUMB };
    let step = (to_y - y) / em + if is_laid(a) { 1.0 - a.advance / em } else { 0.0 };
    ((to_x - x).abs() <= plumb * em && PITCH.contains(&step)).then_some(step)
}

/// The same, where they are as near as in running text.
fn close_below(a: &Glyph, b: &Glyph) -> Option<f32> {
    below(a, b).filter(|&step| step <= CLOSE)
}

/// Whether a glyph lies on its side, as words and numbers do in vertical lines.
fn is_laid(glyph: &Glyph) -> bool {
    glyph.angle == 90 && !glyph.vertical
}

/// Whether `b` follows `a` on one line, no further than `far` (em).
fn beside(a: &Glyph, b: &Glyph, far: f32) -> bool {
    let em = a.size.max(b.size);
    is_upright(a) && is_upright(b) && (a.y - b.y).abs() <= 0.1 * em && b.x > a.x && b.x - a.x <= far * em
}

/// Whether no character stands beside a run as near as in a line.
fn is_alone(page: &Page, near: &Places<'_>, run: &[usize]) -> bool {
    let (Some(&first), Some(&last)) = (run.first(), run.last()) else { return false };
    let (first, last) = (&page.glyphs[first], &page.glyphs[last]);
    let em = first.size;
    let (left, right) = (first.x - 0.4 * em, first.x + first.advance + 0.4 * em);
    let own: BTreeSet<usize> = run.iter().copied().collect();
    let mut around = near.within((left - em, right + em), (first.y - 2.0 * em, last.y + em));
    !around.any(|at| {
        let glyph = &page.glyphs[at];
        glyph.y > first.y - 0.3 * em
            && glyph.y < last.y + 0.3 * em
            && glyph.ink.right > left
            && glyph.ink.left < right
            && glyph.size > 0.6 * em
            && !own.contains(&at)
    })
}
