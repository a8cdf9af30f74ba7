//! Vertical lines that are set with horizontal glyphs: every character a line of its own, one under the other.
//!
//! Typesetting systems write vertical text so, and stack the characters of vertical headlines in horizontal papers. A run of
//! glyphs that follow one another in the content, each right below the last at one pitch, reads downward.

use super::page::{Glyph, Page};
use crate::text::script;

/// Glyphs of one run share their middles within this (em).
const PLUMB: f32 = 0.12;
/// The pitch of a run (em); what is set wider is a column of single characters.
const PITCH: std::ops::RangeInclusive<f32> = 0.85..=1.7;
/// Pitches of one run differ by no more than this (em).
const STEADY: f32 = 0.15;
/// A run that stands alone on a horizontal page has so many glyphs at least.
const RUN: usize = 4;
/// Share of a page's steps that go down, from which on the page is vertical and shorter runs count too.
const MOSTLY: f32 = 0.5;

/// The page with such runs as vertical glyphs; `None` where it has none.
pub fn stood(page: &Page) -> Option<Page> {
    let mut glyphs = page.glyphs.iter().filter(|glyph| !glyph.text.is_space());
    let mut last = glyphs.next()?;
    let goes_down = |glyph| below(std::mem::replace(&mut last, glyph), glyph).is_some();
    let down = glyphs.map(goes_down).filter(|down| *down).count();
    if down == 0 {
        return None;
    }
    let inked: Vec<usize> = (0..page.glyphs.len()).filter(|&at| !page.glyphs[at].text.is_space()).collect();
    let across = inked.windows(2).filter(|pair| beside(&page.glyphs[pair[0]], &page.glyphs[pair[1]])).count();
    let mostly = down as f32 > MOSTLY * (down + across) as f32 && down > 40;
    let mut runs: Vec<Vec<usize>> = Vec::new();
    let mut run: Vec<usize> = Vec::new();
    let mut pitch: Option<f32> = None;
    for &at in &inked {
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
    let stands = |run: &Vec<usize>| if mostly { run.len() > 1 } else { run.len() >= RUN && is_alone(page, &inked, run) };
    runs.retain(stands);
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
        for pair in inked.windows(2).filter(|pair| beside(&page.glyphs[pair[0]], &page.glyphs[pair[1]])) {
            pair.iter().for_each(|&at| level[at] = true);
        }
        let loose = |at: &usize| !level[*at] && is_upright(&page.glyphs[*at]) && is_ideographic(&page.glyphs[*at]);
        inked.into_iter().filter(loose).for_each(|at| stand(&mut stood.glyphs[at]));
    }
    Some(stood)
}

/// The glyph with its origin at the top of its cell, as vertical glyphs have it.
fn stand(glyph: &mut Glyph) {
    if !glyph.vertical {
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
        false => (glyph.x + glyph.advance / 2.0, glyph.y - 0.88 * glyph.size),
    }
}

/// How far (in em) `b` stands right below `a`, where both are characters that may be stacked.
fn below(a: &Glyph, b: &Glyph) -> Option<f32> {
    let em = a.size;
    if em <= 0.0 || (b.size - em).abs() > 0.05 * em || a.angle != 0 || b.angle != 0 || a.vertical && b.vertical {
        return None;
    }
    let ((x, y), (to_x, to_y)) = (head(a), head(b));
    let step = (to_y - y) / em;
    ((to_x - x).abs() <= PLUMB * em && PITCH.contains(&step) && is_ideographic(a) && is_ideographic(b)).then_some(step)
}

/// Whether `b` follows `a` on one line.
fn beside(a: &Glyph, b: &Glyph) -> bool {
    let em = a.size.max(b.size);
    is_upright(a) && is_upright(b) && (a.y - b.y).abs() <= 0.1 * em && b.x > a.x && b.x - a.x <= 2.2 * em
}

/// Whether no character stands beside a run as near as in a line.
fn is_alone(page: &Page, inked: &[usize], run: &[usize]) -> bool {
    let (Some(&first), Some(&last)) = (run.first(), run.last()) else { return false };
    let (first, last) = (&page.glyphs[first], &page.glyphs[last]);
    let em = first.size;
    let crowd = inked.iter().filter(|at| !run.contains(at)).map(|&at| &page.glyphs[at]);
    !crowd.into_iter().any(|glyph| {
        let (left, right) = (first.x - 0.4 * em, first.x + first.advance + 0.4 * em);
        glyph.y > first.y - 0.3 * em
            && glyph.y < last.y + 0.3 * em
            && glyph.ink.right > left
            && glyph.ink.left < right
            && glyph.size > 0.6 * em
    })
}
