//! The head: how far down its mark, number and title stand, and its red rules (GW-11 to GW-15, GW-33, GW-34). Distances are to
//! ink, and pages alone show them.

use super::Findings;
use super::case::{Case, INK_FOOT, INK_TOP, MM, TOP, WIDTH};
use crate::input::look::{Line, Piece, Rule, is_red};
use crate::model::anatomy::{Form, Part};

/// Tolerance in millimetres; where a program sets type by boxes, ink is off by more than that of the standard.
const NEAR: f32 = 1.6;
/// 三号 and seven eighths of it, in millimetres: a line (clause 3).
const LINE: f32 = 16.0 * 1.875 * MM;

/// Judges the head.
pub fn judge(case: &Case<'_>, out: &mut Findings) {
    let form = case.anatomy.form;
    if form == Form::Plain || case.plain {
        return;
    }
    if case.area().is_some() {
        let drawn = case.look.red_strokes > 0 || bordered(case);
        if !drawn && form != Form::Order {
            let clause = if form == Form::Letter { "10.1" } else { "7.2.7" };
            out.of(clause, "版头中的分隔线", "the head".to_owned(), "no red rule".to_owned(), expected_rule(form));
        }
        let wanted = if form == Form::Letter { 170.0 } else { WIDTH };
        if form != Form::Order
            && let Some(length) =
                case.look.red_lengths.iter().find(|length| **length > WIDTH / 2.0 && (**length - wanted).abs() > NEAR)
        {
            let clause = if form == Form::Letter { "10.1" } else { "7.2.7" };
            let expected = format!("{wanted:.0} mm wide");
            out.of(clause, "版头中的分隔线", "the head".to_owned(), format!("{length:.1} mm wide"), &expected);
        }
        return;
    }
    let red: Vec<&Rule> = case.look.rules.iter().filter(|rule| rule.page == 1 && is_red(rule.color)).collect();
    let marks: Vec<(&Piece, Line)> = case.of(Part::Mark).filter_map(|(at, _)| case.ends(at).map(|(first, _)| first)).collect();
    let top_of = |(piece, line): &(&Piece, Line)| line.base - INK_TOP * piece.type_.size * MM;
    let foot_of = |(piece, line): &(&Piece, Line)| line.base + INK_FOOT * piece.type_.size * MM;
    let top = marks.iter().map(top_of).reduce(f32::min);
    // Names on several lines may be one block.
    let last = case.of(Part::Mark).filter_map(|(at, _)| case.ends(at)).map(|(_, last)| foot_of(&last));
    let foot = last.reduce(f32::max);
    let mut distance = |clause: &'static str, part: Part, place: String, found: f32, expected: f32, from: &str| {
        if (found - expected).abs() > NEAR {
            out.add(clause, part, place, format!("{found:.1} mm {from}"), format!("{expected:.0} mm {from}"));
        }
    };
    if let (Some(top), Some((piece, _))) = (top, marks.first()) {
        let (clause, expected, from) = match form {
            Form::Letter => ("10.1", 30.0, "below the edge of the sheet"),
            Form::Order => ("10.2", TOP + 20.0, "below the edge of the sheet"),
            Form::Minutes => ("10.3", TOP + 35.0, "below the edge of the sheet"),
            _ => ("7.2.4", TOP + 35.0, "below the edge of the sheet"),
        };
        distance(clause, Part::Mark, piece.place.clone(), top, expected, from);
    }
    let number = case.of(Part::Number).next().and_then(|(at, _)| case.ends(at)).map(|(first, _)| first);
    if let (Some(number), Some(foot)) = (&number, foot)
        && form != Form::Letter
    {
        let clause = if form == Form::Order { "10.2" } else { "7.2.5" };
        distance(clause, Part::Number, number.0.place.clone(), top_of(number) - foot, 2.0 * LINE, "below the mark: two lines");
    }
    match form {
        Form::Letter => letter(&red, foot, out),
        Form::Order => {}
        _ => {
            let rule = red.iter().find(|rule| rule.right - rule.left > WIDTH / 2.0);
            // Issuer and date of minutes stand between the number and the rule.
            let beside = case.of(Part::Beside).filter_map(|(at, _)| case.ends(at)).map(|(first, _)| foot_of(&first));
            let above = number.as_ref().map(foot_of).into_iter().chain(beside).reduce(f32::max);
            match (rule, above) {
                (None, _) => {
                    let place = "page 1".to_owned();
                    out.of("7.2.7", "版头中的分隔线", place, "no red rule".to_owned(), expected_rule(form));
                }
                (Some(rule), above) => {
                    let width = rule.right - rule.left;
                    let place = || "page 1".to_owned();
                    if (width - WIDTH).abs() > NEAR {
                        out.of("7.2.7", "版头中的分隔线", place(), format!("{width:.1} mm wide"), "156 mm wide");
                    }
                    if let Some(gap) = above.map(|above| rule.top - above).filter(|gap| (gap - 4.0).abs() > NEAR) {
                        out.of(
                            "7.2.7",
                            "版头中的分隔线",
                            place(),
                            format!("{gap:.1} mm below the number"),
                            "4 mm below the number",
                        );
                    }
                    let title = case.of(Part::Title).next().and_then(|(at, _)| case.ends(at)).map(|(first, _)| first);
                    if let Some(title) = title.filter(|title| title.1.page == 1) {
                        let gap = top_of(&title) - rule.bottom;
                        // Half a line more where the title is fitted to the grid.
                        if !(2.0 * LINE - 2.0 * NEAR..=2.5 * LINE + NEAR).contains(&gap) {
                            let found = format!("{gap:.1} mm below the red rule");
                            out.add("7.3.1", Part::Title, title.0.place.clone(), found, "two lines (21 mm) below the red rule");
                        }
                    }
                }
            }
        }
    }
}

fn expected_rule(form: Form) -> &'static str {
    match form {
        Form::Letter => "a red double rule of 170 mm 4 mm below the mark, and one 20 mm above the foot of the sheet",
        _ => "a red rule of 156 mm 4 mm below the number",
    }
}

/// Whether a paragraph of the head has a red border.
fn bordered(case: &Case<'_>) -> bool {
    let end = case.anatomy.parts.iter().position(|&part| part == Part::Text).unwrap_or(case.blocks.len());
    let red = |color: Option<u32>| color.is_some_and(is_red);
    (0..end).any(|at| case.paragraph(at).is_some_and(|(_, paragraph)| red(paragraph.above) || red(paragraph.below)))
}

/// The double rules of a letter, thick over thin above and thin over thick below (GW-33).
fn letter(red: &[&Rule], foot: Option<f32>, out: &mut Findings) {
    let (upper, lower): (Vec<&Rule>, Vec<&Rule>) = red.iter().copied().partition(|rule| rule.top < 148.0);
    let mut say = |found: String, expected: &str| out.of("10.1", "红色双线", "page 1".to_owned(), found, expected);
    if upper.len() < 2 || lower.len() < 2 {
        say(format!("{} red rules above, {} below", upper.len(), lower.len()), expected_rule(Form::Letter));
        return;
    }
    if let Some(rule) = red.iter().find(|rule| (rule.right - rule.left - 170.0).abs() > NEAR) {
        say(format!("{:.1} mm wide", rule.right - rule.left), "170 mm wide");
    }
    if let Some(gap) = foot.map(|foot| upper[0].top - foot).filter(|gap| (gap - 4.0).abs() > NEAR) {
        say(format!("{gap:.1} mm below the mark"), "4 mm below the mark");
    }
    let last = lower[lower.len() - 1];
    if (297.0 - last.bottom - 20.0).abs() > NEAR {
        say(format!("{:.1} mm above the foot of the sheet", 297.0 - last.bottom), "20 mm above the foot of the sheet");
    }
    let weight = |rule: &Rule| rule.bottom - rule.top;
    if weight(upper[0]) <= weight(upper[1]) || weight(lower[0]) >= weight(lower[1]) {
        say("other weights".to_owned(), "thick over thin above, thin over thick below");
    }
}
