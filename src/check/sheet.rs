//! The sheet, its type area, and the grid of 22 lines and 28 characters (GW-1 to GW-4).

use super::Findings;
use super::case::{Case, HEIGHT, INK_TOP, LEFT, MM, TOP, WIDTH};
use super::content::is_judged;
use super::faces::points;
use crate::input::look::{Set, Sheet};
use crate::model::anatomy::Part;
use crate::text::script::is_han;

/// A4 in millimetres.
const A4: (f32, f32) = (210.0, 297.0);
/// Tolerance of the standard, in millimetres, and of rounding.
const NEAR: f32 = 1.05;
/// Lines of 三号 whose pitch lies here (points) stand 22 on a page: 22 fit and 23 don't, by boxes or by ink.
const PITCH: (f32, f32) = (27.75, 29.8);
/// Full lines are those that end this near to the widest (millimetres).
const FULL: f32 = 3.0;

/// Judges sheets and grid.
pub fn judge(case: &Case<'_>, out: &mut Findings) {
    for sheet in &case.look.sheets {
        let place = |sheet: &Sheet| format!("{} {}", if sheet.area.is_some() { "section" } else { "page" }, sheet.number);
        let lying = sheet.width > sheet.height;
        let (width, height) = if lying { (sheet.height, sheet.width) } else { (sheet.width, sheet.height) };
        if (width - A4.0).abs() > 1.0 || (height - A4.1).abs() > 1.0 {
            out.of("5.1", "用纸", place(sheet), format!("{width:.0} × {height:.0} mm"), "A4, 210 × 297 mm");
        }
        if let Some(area) = sheet.area.filter(|_| !lying) {
            let mut margin = |name: &str, found: f32, expected: f32| {
                let off = (found - expected).abs() > NEAR;
                if off {
                    out.of(
                        "5.2.1",
                        "版心",
                        place(sheet),
                        format!("{name} {found:.1} mm"),
                        &format!("{name} {expected} ± 1 mm"),
                    );
                }
                off
            };
            let top = margin("天头", area.top, TOP);
            let left = margin("订口", area.left, LEFT);
            if !left {
                margin("width", width - area.left - area.right, WIDTH);
            }
            if !top {
                margin("height", height - area.top - area.bottom, HEIGHT);
            }
        }
    }
    match case.area() {
        Some(_) => asked(case, out),
        None => measured(case, out),
    }
}

/// The grid that properties ask for.
fn asked(case: &Case<'_>, out: &mut Findings) {
    let Some((at, piece, paragraph)) = case
        .of(Part::Text)
        .filter(|(_, block)| is_judged(block) && block.heading().is_none())
        .find_map(|(at, _)| case.paragraph(at).map(|(piece, paragraph)| (at, piece, paragraph)))
    else {
        return;
    };
    let Some((sheet, area)) = case.area() else { return };
    let height = case.look.sheets.first().map_or(A4.1, |sheet| sheet.height) - area.top - area.bottom;
    let Some(pitch) = paragraph.pitch.or(area.pitch) else {
        let expected = "22 lines a page: a grid of lines, or lines of a fixed pitch of about 29 pt";
        out.of("5.2.3", "排版", case.place(at), "lines of no fixed pitch".to_owned(), expected);
        return;
    };
    // A wrong type area is told as such; the grid is judged by the standard's.
    let right = |found: f32, expected: f32| if (found - expected).abs() <= NEAR { found } else { expected };
    let lines = (right(height, HEIGHT) / MM / pitch + 0.01).floor();
    if lines != 22.0 {
        out.of(
            "5.2.3",
            "排版",
            case.place(at),
            format!("{lines} lines a page ({})", points(pitch)),
            "22 lines a page (about 29 pt)",
        );
    }
    let measure = right(sheet - area.left - area.right, WIDTH);
    let advance = piece.type_.advance + area.extra.unwrap_or(0.0);
    let chars = (measure / MM / advance + 0.02).floor();
    if chars != 28.0 && (piece.type_.size - 16.0).abs() <= 0.3 {
        out.of("5.2.3", "排版", case.place(at), format!("{chars} characters a line"), "28 characters a line");
    }
}

/// Fewer lines than this show no grid.
const FEWEST: usize = 4;
/// A line of so many characters is as good as full.
const MANY: usize = 22;

/// Whether advances from the one to the other let stand 28 characters in a line.
fn fit(least: f32, most: f32, out: &mut Findings) {
    let [more, fewer] = [least, most].map(|advance| (WIDTH / MM / advance + 0.15).floor());
    let chars = if more < 28.0 { more } else { fewer };
    if more < 28.0 || fewer > 28.0 {
        out.of("5.2.3", "排版", "the pages".to_owned(), format!("{chars} characters a line"), "28 characters a line");
    }
}

/// The grid that pages have.
fn measured(case: &Case<'_>, out: &mut Findings) {
    let mut pitches: Vec<f32> = Vec::new();
    let mut advances: Vec<f32> = Vec::new();
    let mut adjusted: Vec<f32> = Vec::new();
    for (at, _) in case.of(Part::Text).filter(|(_, block)| is_judged(block)) {
        let mut last: Option<(u32, f32)> = None;
        for piece in case.pieces(at) {
            let Set::Line(line) = &piece.set else { continue };
            if let Some((page, base)) = last
                && page == line.page
                && line.base > base + 1.0
            {
                pitches.push((line.base - base) / MM);
            }
            // The standard's grid is of its own size.
            let han = piece.text.chars().all(is_han);
            if piece.type_.advance > 0.0 && (piece.type_.size - 16.0).abs() <= 0.3 && han {
                advances.push(piece.type_.advance);
            }
            let full = piece.text.chars().count() >= MANY && !piece.text.contains(|c: char| c.is_ascii());
            if piece.type_.advance > 0.0 && (piece.type_.size - 16.0).abs() <= 0.3 && full {
                adjusted.push(piece.type_.advance);
            }
            last = Some((line.page, line.base));
        }
    }
    // Figures are adjusted with what stands round them: lines of Han alone tell the grid, and few of them tell nothing.
    let enough = advances.len() >= FEWEST;
    let middle = |all: &mut Vec<f32>| {
        all.sort_by(f32::total_cmp);
        all.get(all.len() / 2).copied()
    };
    if let Some(pitch) = middle(&mut pitches).filter(|pitch| !(PITCH.0..=PITCH.1).contains(pitch)) {
        let lines = (HEIGHT / MM / pitch + 0.01).floor();
        out.of(
            "5.2.3",
            "排版",
            "the pages".to_owned(),
            format!("{lines} lines a page ({})", points(pitch)),
            "22 lines a page (about 29 pt)",
        );
    }
    let [even, odd] = case.measured.shift();
    let shift = if even.abs() > odd.abs() { even } else { odd };
    let width = case.width();
    if shift.abs() > NEAR {
        out.of("5.2.1", "版心", "the pages".to_owned(), format!("订口 {:.1} mm", LEFT + shift), "订口 28 ± 1 mm");
    }
    // Lines that end ragged are no shorter than half a character.
    if !(WIDTH - FULL..=WIDTH + NEAR).contains(&width) {
        out.of("5.2.1", "版心", "the pages".to_owned(), format!("width {width:.1} mm"), "width 156 ± 1 mm");
    } else if let Some(advance) = middle(&mut advances).filter(|_| enough) {
        fit(advance, advance, out);
    } else if adjusted.len() >= 2 * FEWEST {
        // Lines with marks are stretched or drawn together, but most of them not: a quarter of all tells on either side.
        adjusted.sort_by(f32::total_cmp);
        fit(adjusted[adjusted.len() / 4], adjusted[adjusted.len() * 3 / 4], out);
    }
    // Programs set the first line of type lower in its box than at its top, by up to four millimetres (GW-P2).
    for sheet in case.look.sheets.iter().filter(|sheet| sheet.number > 1 && sheet.width < sheet.height) {
        let first = case.lines(sheet.number).min_by(|a, b| a.1.base.total_cmp(&b.1.base));
        let body = |piece: &crate::input::look::Piece| (piece.type_.size - 16.0).abs() <= 0.5;
        let Some((_, line)) = first.filter(|(piece, _)| body(piece)) else { continue };
        let top = line.base - INK_TOP * 16.0 * MM;
        // A page that has nothing but the imprint begins below.
        if top < TOP - NEAR || top > TOP + 4.5 && top < TOP + 40.0 {
            out.of("5.2.1", "版心", format!("page {}", sheet.number), format!("天头 {top:.1} mm"), "天头 37 ± 1 mm");
        }
    }
    let below = case.look.sheets.iter().filter_map(|sheet| {
        let last = case.lines(sheet.number).map(|(piece, line)| line.base + 0.08 * piece.type_.size * MM).reduce(f32::max)?;
        (last > TOP + HEIGHT + NEAR).then_some((sheet.number, last))
    });
    for (page, last) in below.filter(|_| case.anatomy.form != crate::model::anatomy::Form::Letter) {
        out.of(
            "5.2.1",
            "版心",
            format!("page {page}"),
            format!("the last line at {last:.1} mm"),
            "the type area ends at 262 mm",
        );
    }
}
