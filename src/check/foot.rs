//! The imprint with its rules, and the folios (GW-26 to GW-30).

use super::Findings;
use super::case::{Case, HEIGHT, MM, TOP, WIDTH, bare, is_folio};
use super::faces::{Class, FOURTH, is_dark, points};
use crate::input::look::{Folio, Line, Pages, Paragraph, Piece, Rule, Set, is_red};
use crate::model::Align;
use crate::model::anatomy::{Form, Part};

/// Tolerance in millimetres.
const NEAR: f32 = 1.6;
/// White of cells at both sides, as Word has it, in millimetres.
const WHITE: f32 = 3.9;
const UNCONFIRMED: &str = "not confirmed by a primary source";

/// Judges imprint and folios.
pub fn judge(case: &Case<'_>, out: &mut Findings) {
    let imprint: Vec<usize> =
        (0..case.blocks.len()).filter(|&at| matches!(case.anatomy.parts[at], Part::Copies | Part::Printed)).collect();
    if case.area().is_some() {
        asked_imprint(case, &imprint, out);
        asked_folios(case, out);
    } else {
        imprint_on_page(case, &imprint, out);
        folios_on_pages(case, &imprint, out);
    }
}

/// The imprint of what flows: at the foot, with rules as wide as the type area.
fn asked_imprint(case: &Case<'_>, imprint: &[usize], out: &mut Findings) {
    let paragraphs: Vec<_> =
        imprint.iter().filter_map(|&at| case.paragraph(at).map(|(_, paragraph)| (at, paragraph))).collect();
    let Some(&(first, _)) = paragraphs.first() else { return };
    // What white pushes down may stand at the foot, and only pages show it; what follows the text at once does not.
    let pushed = |(_, paragraph): &(usize, Paragraph)| {
        paragraph.at_foot || paragraph.floats || paragraph.blank > 0 || paragraph.new_page || paragraph.white > 20.0
    };
    if !paragraphs.iter().any(pushed) && case.anatomy.form != Form::Letter {
        let found = "it follows the text at once".to_owned();
        let why = "only pages can show that it stands there";
        out.warn("7.4", "版记", case.place(first), found, "at the foot of the last page", why);
    }
    let ruled = paragraphs.iter().any(|(_, paragraph)| paragraph.above.is_some())
        && paragraphs.iter().any(|(_, paragraph)| paragraph.below.is_some());
    if !ruled && case.anatomy.form != Form::Letter {
        out.of(
            "7.4.1",
            "版记中的分隔线",
            case.place(first),
            "no rules".to_owned(),
            "rules of 156 mm above and below the imprint",
        );
        return;
    }
    // Tables reach as far into the margins as their cells have white.
    let tables = paragraphs.iter().filter(|(_, paragraph)| paragraph.above.is_some() || paragraph.below.is_some());
    if let Some(width) = tables.filter_map(|(_, paragraph)| paragraph.table).find(|width| (width - WIDTH).abs() > NEAR + WHITE)
    {
        out.of("7.4.1", "版记中的分隔线", case.place(first), format!("{width:.1} mm wide"), "156 mm wide");
    }
    let mut colors = paragraphs.iter().flat_map(|(_, paragraph)| paragraph.above.into_iter().chain(paragraph.below));
    if let Some(color) = colors.find(|color| !is_dark(*color)) {
        let why = "the standard names no colour but that of the head's rule";
        out.warn("7.4.1", "版记中的分隔线", case.place(first), format!("#{color:06X}"), "black", why);
    }
}

/// The imprint on its page.
fn imprint_on_page(case: &Case<'_>, imprint: &[usize], out: &mut Findings) {
    let lines: Vec<(Line, Line)> =
        imprint.iter().filter_map(|&at| case.ends(at)).map(|((_, first), (_, last))| (first, last)).collect();
    let (Some((first, _)), Some((_, last))) = (lines.first(), lines.last()) else { return };
    let page = last.page;
    let place = || format!("page {page}");
    let pages = case.look.sheets.iter().map(|sheet| sheet.number).max().unwrap_or(page);
    if page != pages {
        out.of("7.4", "版记", place(), format!("on page {page} of {pages}"), "on the last page");
    } else if page % 2 == 1 {
        out.warn(
            "7.4",
            "版记",
            place(),
            format!("on page {page}, an odd page"),
            "on an even page, after a blank one if need be",
            UNCONFIRMED,
        );
    }
    if case.anatomy.form == Form::Letter {
        return;
    }
    let rules: Vec<&Rule> = case
        .look
        .rules
        .iter()
        .filter(|rule| rule.page == page && !is_red(rule.color) && rule.right - rule.left > WIDTH / 2.0)
        .filter(|rule| rule.top > first.base - 12.0)
        .collect();
    let (above, below) = (rules.first().filter(|rule| rule.top < first.base), rules.last().filter(|rule| rule.top > last.base));
    let (Some(above), Some(below)) = (above, below) else {
        let found = format!("{} rules", rules.len());
        out.of("7.4.1", "版记中的分隔线", place(), found, "rules of 156 mm above and below the imprint");
        return;
    };
    if let Some(rule) = rules.iter().find(|rule| (rule.right - rule.left - WIDTH).abs() > NEAR) {
        out.of("7.4.1", "版记中的分隔线", place(), format!("{:.1} mm wide", rule.right - rule.left), "156 mm wide");
    }
    let weight = |rule: &Rule| rule.bottom - rule.top;
    let inner = rules[1..rules.len() - 1].iter().map(|rule| weight(rule)).reduce(f32::max);
    if inner.is_some_and(|inner| inner >= weight(above).min(weight(below)) - 0.02) {
        let expected = "first and last thick (0.35 mm), those between thin (0.25 mm)";
        out.warn(
            "7.4.1",
            "版记中的分隔线",
            place(),
            "inner rules as thick as the outer".to_owned(),
            expected,
            "recommended by the standard",
        );
    }
    if (below.bottom - TOP - HEIGHT).abs() > NEAR {
        let found = format!("the last rule at {:.1} mm", below.bottom);
        out.of("7.4.1", "版记中的分隔线", place(), found, "on the foot of the type area, at 262 mm");
    }
}

/// The folios of what flows.
fn asked_folios(case: &Case<'_>, out: &mut Findings) {
    let folios = &case.look.folios;
    let place = || "the foot of the pages".to_owned();
    if folios.is_empty() {
        out.of("7.5", "页码", place(), "no page number".to_owned(), "— 1 —, in 四号宋体, outside");
        return;
    }
    for folio in folios {
        form(&folio.text.replace('#', "1"), place(), out);
        type_of(&folio.type_, place(), out);
        side(folio, out);
    }
}

fn side(folio: &Folio, out: &mut Findings) {
    let (pages, wanted) = match folio.pages {
        Pages::Odd => ("odd pages", Align::End),
        Pages::Even => ("even pages", Align::Start),
        Pages::All => {
            let found = "the same on odd and even pages".to_owned();
            out.of("7.5", "页码", "the foot of the pages".to_owned(), found, "odd right, even left, 1 character in");
            return;
        }
    };
    let name = |align: Align| match align {
        Align::Start => "left",
        Align::Center => "centred",
        Align::End => "right",
    };
    let place = format!("the foot of {pages}");
    if folio.align != wanted {
        out.of("7.5", "页码", place, name(folio.align).to_owned(), name(wanted));
    } else if (folio.indent / folio.type_.size - 1.0).abs() > 0.45 {
        let found = format!("{:.1} characters in", folio.indent / folio.type_.size);
        out.of("7.5", "页码", place, found, "1 character in");
    }
}

fn form(text: &str, place: String, out: &mut Findings) {
    let text = bare(text);
    let number = text.strip_prefix('—').and_then(|rest| rest.strip_suffix('—'));
    if !number.is_some_and(|number| !number.is_empty() && number.chars().all(|c| c.is_ascii_digit())) {
        out.of(
            "7.5",
            "页码",
            place,
            format!("“{}”", text.replace(|c: char| c.is_ascii_digit(), "1")),
            "a dash on either side: — 1 —",
        );
    }
}

fn type_of(type_: &crate::input::look::Type, place: String, out: &mut Findings) {
    if (type_.size - FOURTH.0).abs() > 0.3 {
        out.of("7.5", "页码", place.clone(), points(type_.size), "四号 (14 pt)");
    }
    if Class::of(&type_.face).is_some_and(|class| class != Class::Song) {
        out.of("7.5", "页码", place, type_.face.clone(), "宋体");
    }
}

/// The folios on pages.
fn folios_on_pages(case: &Case<'_>, imprint: &[usize], out: &mut Findings) {
    let imprint_page = imprint.iter().filter_map(|&at| case.ends(at)).map(|((_, line), _)| line.page).max();
    let text = |page: u32| case.lines(page).next().is_some();
    for sheet in case.look.sheets.iter().filter(|sheet| sheet.width < sheet.height) {
        let page = sheet.number;
        let place = || format!("page {page}");
        let folio = case.look.pieces.iter().find_map(|piece| match &piece.set {
            Set::Line(line) if line.page == page && is_folio(piece) => Some((piece, *line)),
            _ => None,
        });
        // A letter's first page has none (GW-33), nor have a blank page before the imprint's and that page (GW-30).
        let after_blank = page > 1 && Some(page) == imprint_page && !text(page - 1);
        let bare_page = page == 1 && case.anatomy.form == Form::Letter || !text(page) || after_blank;
        match (folio, bare_page) {
            (None, true) => {}
            (None, false) => out.of("7.5", "页码", place(), "no page number".to_owned(), "— 1 —, in 四号宋体, outside"),
            (Some(_), true) => out.of("7.5", "页码", place(), "a page number".to_owned(), "none on this page"),
            (Some((piece, line)), false) => on_page(case, piece, line, out),
        }
    }
}

fn on_page(case: &Case<'_>, piece: &Piece, line: Line, out: &mut Findings) {
    let place = || format!("page {}", line.page);
    form(&piece.text, place(), out);
    type_of(&piece.type_, place(), out);
    let em = FOURTH.0 * MM;
    let left = case.left(line.page);
    let (gap, other, side) = match line.page % 2 {
        1 => (left + case.width() - line.right, line.left - left, "right"),
        _ => (line.left - left, left + case.width() - line.right, "left"),
    };
    if (gap / em - 1.0).abs() > 0.6 {
        let found = match (gap - other).abs() < 4.0 {
            true => "centred".to_owned(),
            false if other < gap => format!("{:.1} characters from the other side", other / em),
            false => format!("{:.1} characters from the {side}", gap / em),
        };
        out.of(
            "7.5",
            "页码",
            place(),
            found,
            if side == "right" { "1 character from the right" } else { "1 character from the left" },
        );
    }
    // The dash is drawn about 0.38 em above the baseline.
    let dash = line.base - 0.38 * piece.type_.size * MM - TOP - HEIGHT;
    if (dash - 7.0).abs() > NEAR + 0.4 {
        out.of("7.5", "页码", place(), format!("{dash:.1} mm below the type area"), "7 mm below the type area");
    }
}
