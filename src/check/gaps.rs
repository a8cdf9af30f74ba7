//! White between parts, counted in lines: two above the title, one below it, one above the list of attachments, one below
//! 附件 (GW-15, GW-16, GW-18, GW-25).
//!
//! A line is the height of 三号 and seven eighths of it (clause 3). Of what flows the lines without text are counted, and white
//! that is asked for beside them; on pages the white is measured from ink to ink.

use super::Findings;
use super::case::{Case, INK_FOOT, INK_TOP, MM};
use super::content::is_judged;
use crate::input::look::Set;
use crate::model::anatomy::{Form, Part};

/// White between lines, and a line, in millimetres.
const LEAD: f32 = 14.0 * MM;
const LINE: f32 = 30.0 * MM;
/// What is asked for is counted in lines of so many points where no pitch is.
const PITCH: f32 = 28.95;

/// Judges white between parts.
pub fn judge(case: &Case<'_>, out: &mut Findings) {
    let mut last: Option<usize> = None;
    for (at, part) in case.anatomy.parts.iter().enumerate() {
        let block = &case.blocks[at];
        if *part == Part::None || !block.is_visible() {
            continue;
        }
        let above = last.replace(at);
        let Some(above) = above else { continue };
        let Some(lines) = lines(case, above, at) else { continue };
        let over = case.anatomy.parts[above];
        // Titles are set on pitches of their own, which hold some of the white.
        let one = 0.25..2.2;
        let rule = match (over, part) {
            // Pages show it to the rule.
            (Part::Number | Part::Signer | Part::Beside, Part::Title)
                if flows(case, at) && !matches!(case.anatomy.form, Form::Plain | Form::Order) && !case.plain =>
            {
                Some(("7.3.1", 1.5..3.6, "two blank lines above"))
            }
            (Part::Title, Part::Addressee) => Some(("7.3.2", one, "one blank line below the title")),
            (Part::Text, Part::AttachmentNote) => Some(("7.3.4", one, "one blank line below the text")),
            (Part::AttachmentMark, Part::AttachmentTitle) if flows(case, at) => {
                Some(("7.3.7", one, "in the third line: one blank line below 附件"))
            }
            _ => None,
        };
        if let Some((clause, range, expected)) = rule
            && !range.contains(&lines)
        {
            out.add(clause, *part, case.place(at), format!("{} above", count(lines)), expected);
        }
        let text = |at: usize| case.anatomy.parts[at] == Part::Text && is_judged(&case.blocks[at]);
        if text(above) && text(at) && blank(case, at, lines) {
            let why = "the standard knows none, and does not say so";
            out.warn(
                "7.3.3",
                part.name(),
                case.place(at),
                "a blank line above".to_owned(),
                "paragraphs without blank lines between them",
                why,
            );
        }
    }
}

/// Whether a line without text stands above: of what flows it is there, on pages the white is as high.
fn blank(case: &Case<'_>, at: usize, lines: f32) -> bool {
    match case.paragraph(at) {
        Some((_, paragraph)) => paragraph.blank > 0,
        None => (0.75..3.0).contains(&lines),
    }
}

fn flows(case: &Case<'_>, at: usize) -> bool {
    case.paragraph(at).is_some()
}

fn count(lines: f32) -> String {
    match (lines.max(0.0) * 10.0).round() / 10.0 {
        0.0 => "no blank line".to_owned(),
        1.0 => "1 blank line".to_owned(),
        lines => format!("{lines} blank lines"),
    }
}

/// Blank lines between two parts that follow each other on a page.
fn lines(case: &Case<'_>, above: usize, at: usize) -> Option<f32> {
    if let Some((piece, paragraph)) = case.paragraph(at) {
        let (over, _) = case.paragraph(above)?;
        let Set::Paragraph(over) = over.set else { return None };
        let apart = paragraph.new_page || paragraph.floats || over.floats || paragraph.in_table || over.in_table;
        // Of a block in several paragraphs, the first.
        let first = case.pieces(at).next()?;
        let pitch = case.area().and_then(|(_, area)| area.pitch).unwrap_or(PITCH).clamp(20.0, 40.0);
        return (!apart && std::ptr::eq(first, piece)).then(|| f32::from(paragraph.blank) + paragraph.white / pitch);
    }
    let ((_, _), (piece, foot)) = case.ends(above)?;
    let foot_size = piece.type_.size;
    let ((piece, top), _) = case.ends(at)?;
    let white = top.base - INK_TOP * piece.type_.size * MM - foot.base - INK_FOOT * foot_size * MM;
    (top.page == foot.page && white > 0.0).then_some((white - LEAD) / LINE)
}
