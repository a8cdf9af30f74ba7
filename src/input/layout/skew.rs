//! Pages that were scanned askew: the recognizer's lines rise or fall across the page as the print does, and its columns lean.
//! Such a page is straightened before anything is looked for on it.
//!
//! The slope is taken from runs of glyphs that follow one another in the content: from the first to the last of a run, so that
//! what single words stand too high or too low cancels out.

use super::page::{Area, Glyph, Page};

/// A page leans no further than this (the tangent of five degrees).
const MOST: f32 = 0.09;
/// Less than this is not seen in the longest line.
const LEAST: f32 = 0.001;
/// Baselines are given in whole degrees; those that lean as the page does lie within so many.
const DEGREES: i16 = 6;
/// From one glyph of a run to the next (em), along the line and across it.
const ALONG: std::ops::Range<f32> = 0.1..2.5;
const ACROSS: f32 = 0.35;
/// A run is so long (em) at least.
const LONG: f32 = 6.0;
/// Runs lean alike within this, and this share of them does, by length.
const ALIKE: f32 = 0.008;
const AGREE: f32 = 0.6;
/// Fewer runs say nothing.
const FEW: usize = 6;

/// The page, straightened where most of its lines lean alike.
pub fn straight(mut page: Page) -> Page {
    if let Some(slope) = slope(&page) {
        turn(&mut page, slope);
    }
    page
}

/// A stretch of a line: from the first glyph to the last, along it and across.
struct Stretch {
    down: bool,
    along: f32,
    across: f32,
    em: f32,
}

/// How far lines fall over their length, where the page shows it.
fn slope(page: &Page) -> Option<f32> {
    let mut runs: Vec<(f32, f32)> = Vec::new();
    let mut open: Option<Stretch> = None;
    let mut end = |run: Option<Stretch>| {
        if let Some(run) = run.filter(|run| run.along >= LONG * run.em) {
            runs.push((run.across / run.along, run.along));
        }
    };
    let mut before: Option<&Glyph> = None;
    for glyph in page.glyphs.iter().filter(|glyph| !glyph.text.is_space() && glyph.angle.abs() <= DEGREES) {
        let step = before.and_then(|last| step(last, glyph));
        match (step, &mut open) {
            (Some((down, along, across)), Some(run)) if run.down == down => {
                run.along += along;
                run.across += across;
            }
            (Some((down, along, across)), _) => end(open.replace(Stretch { down, along, across, em: glyph.size })),
            (None, _) => end(open.take()),
        }
        before = Some(glyph);
    }
    end(open);
    if runs.len() < FEW {
        return None;
    }
    runs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let whole: f32 = runs.iter().map(|(_, length)| length).sum();
    let mut sum = 0.0;
    let middle = runs.iter().find(|(_, length)| {
        sum += length;
        2.0 * sum >= whole
    });
    let slope = middle?.0;
    let alike: f32 = runs.iter().filter(|run| (run.0 - slope).abs() <= ALIKE).map(|(_, length)| length).sum();
    ((LEAST..MOST).contains(&slope.abs()) && alike >= AGREE * whole).then_some(slope)
}

/// The step from one glyph of a line to the next, along the line and across it; a line that runs down falls to the left.
fn step(a: &Glyph, b: &Glyph) -> Option<(bool, f32, f32)> {
    let (x, y) = (b.x - a.x, b.y - a.y);
    let em = a.size;
    let alike = em > 0.0 && (b.size / em - 1.0).abs() < 0.2 && a.vertical == b.vertical;
    let stands = |along: f32, across: f32| ALONG.contains(&(along / em)) && across.abs() <= ACROSS * em;
    match (stands(x, y), stands(y, x)) {
        _ if !alike => None,
        (true, _) if !a.vertical => Some((false, x, y)),
        (_, true) => Some((true, y, -x)),
        _ => None,
    }
}

/// Turns what stands on the page round its middle.
fn turn(page: &mut Page, slope: f32) {
    let (middle, waist) = (page.width / 2.0, page.height / 2.0);
    let (sin, cos) = slope.atan().sin_cos();
    let lean = slope.atan().to_degrees();
    let point = |x: f32, y: f32| {
        let (x, y) = (x - middle, y - waist);
        (middle + x * cos + y * sin, waist + y * cos - x * sin)
    };
    let moved = |area: Area| {
        let (x, y) = area.center();
        let (to, down) = point(x, y);
        let (right, low) = (to - x, down - y);
        let lengths = [right, low].iter().all(|length| length.is_finite());
        if lengths { Area::new(area.left + right, area.top + low, area.right + right, area.bottom + low) } else { area }
    };
    for glyph in &mut page.glyphs {
        (glyph.x, glyph.y) = point(glyph.x, glyph.y);
        glyph.ink = moved(glyph.ink);
        if (f32::from(glyph.angle) - lean).abs() <= 2.0 {
            glyph.angle = 0;
        }
    }
    page.links.iter_mut().for_each(|link| link.area = moved(link.area));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::layout::page::{FontId, SmallText};

    /// Lines of thirty glyphs of 10 pt; each word of five stands so much too high or too low.
    fn page(slope: f32, jitter: f32, down: bool) -> Page {
        let glyph = |line: u32, at: u32| {
            let (along, across) = (60.0 + 10.0 * at as f32, 80.0 + 16.0 * line as f32);
            let off = jitter * ((line * 7 + at / 5 * 3) % 5) as f32 / 2.0 - jitter;
            let (x, y) = match down {
                false => (along - slope * across, across + slope * along + off),
                true => (400.0 - across - slope * along + off, along + slope * (400.0 - across)),
            };
            let ink = Area::new(x, y - 8.0, x + 10.0, y + 1.0);
            let text = SmallText::from('江');
            let (font, order) = (FontId(0), 30 * line + at);
            let angle = slope.atan().to_degrees().round() as i16;
            let (bold, italic, color, tag, artifact) = (false, false, 0, None, false);
            let (advance, size, vertical) = (10.0, 10.0, down);
            Glyph { text, x, y, advance, size, ink, font, bold, italic, vertical, angle, color, tag, artifact, order }
        };
        let glyphs = (0..12).flat_map(|line| (0..30).map(move |at| (line, at))).map(|(line, at)| glyph(line, at)).collect();
        Page { width: 420.0, height: 420.0, glyphs, ..Page::default() }
    }

    #[test]
    fn pages_that_lean_are_straightened() {
        for (lean, jitter, down) in [(0.008, 0.0, false), (-0.02, 0.6, false), (0.06, 0.6, false), (0.01, 0.4, true)] {
            let page = straight(page(lean, jitter, down));
            let across = |at: usize| if down { page.glyphs[at].x } else { page.glyphs[at].y };
            let off = (across(0) - across(29)).abs();
            assert!(off <= 2.0 * jitter + 0.5, "{lean} {jitter}: {off}");
            assert!(page.glyphs.iter().all(|glyph| glyph.angle == 0), "{lean}");
        }
    }

    #[test]
    fn pages_that_stand_stay() {
        for (jitter, down) in [(0.0, false), (0.8, false), (0.5, true)] {
            let before = page(0.0, jitter, down);
            assert_eq!(straight(before.clone()), before, "{jitter}");
        }
    }
}
