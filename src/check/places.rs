//! Where parts stand across the line: centred, flush, indented, counted from the right (GW-12 to GW-28).
//!
//! Lengths are counted in characters of the part. Of paragraphs that flow the place of a line is reckoned from indents,
//! spaces that stand for them, and the width of the text; a line that is longer than the measure is left out.

use super::Findings;
use super::case::{Case, HEIGHT, MM};
use super::content::is_judged;
use crate::input::look::{Line, Piece, Set};
use crate::model::Align;
use crate::model::anatomy::{Form, Part, presence};
use crate::text::patterns::GW_CC;
use crate::text::{clreq, width};

/// How far a place may be off, in characters.
const NEAR: f32 = 0.45;
/// Signatures are set by eye (characters).
const LOOSE: f32 = 0.75;
/// How much further left than it should a name may begin whose date is longer (characters).
const FAR: f32 = 3.0;
/// How far from the middle a centred line may stand, in millimetres.
const MIDDLE: f32 = 2.5;

/// Where a part stands: characters from the left of the type area to its first line, from the end of its last line to the right
/// of the type area, the offset of each line from the middle in millimetres, and the left of lines after the first.
#[derive(Clone, Debug, Default)]
struct Stand {
    first: f32,
    rest: f32,
    last: Option<f32>,
    off: f32,
    centred: bool,
}

/// Judges the places of parts.
pub fn judge(case: &Case<'_>, out: &mut Findings) {
    let signed = case.anatomy.has(Part::Signer);
    let form = case.anatomy.form;
    let marks = case.of(Part::Mark).count();
    for (at, part) in case.anatomy.parts.iter().enumerate() {
        let Some(stand) = stand(case, at) else { continue };
        let mut say =
            |clause: &'static str, found: String, expected: &str| out.add(clause, *part, case.place(at), found, expected);
        let mut first = |clause: &'static str, wanted: f32| {
            // An opening mark at the start of a line may have lost its blank half.
            let slack = if case.blocks[at].text.as_str().trim_start().starts_with(clreq::is_open) { 0.5 } else { 0.0 };
            if stand.first - wanted > NEAR || wanted - stand.first > NEAR + slack {
                let expected = match wanted {
                    0.0 => "flush with the left edge".to_owned(),
                    1.0 => "1 character from the left".to_owned(),
                    wanted => format!("an indent of {wanted} characters"),
                };
                say(clause, format!("{} from the left", chars(stand.first)), &expected);
            }
        };
        match part {
            Part::Copy => first("7.2.1", 0.0),
            Part::Secrecy => first("7.2.2", 0.0),
            Part::Urgency => first("7.2.3", 0.0),
            Part::Number if form != Form::Plain && signed => first("7.2.5", 1.0),
            Part::Number if form == Form::Letter => {
                let off = stand.last.filter(|gap| *gap > NEAR);
                if let Some(gap) = off {
                    say("10.1", format!("{} from the right", chars(gap)), "flush with the right edge");
                }
            }
            Part::Number if form != Form::Plain => centred(&stand, "7.2.5", &mut say),
            Part::Mark if marks == 1 => centred(&stand, "7.2.4", &mut say),
            Part::Title => centred(&stand, "7.3.1", &mut say),
            Part::AttachmentTitle => centred(&stand, "7.3.7", &mut say),
            Part::Addressee => {
                first("7.3.2", 0.0);
                flush(&stand, "7.3.2", &mut say);
            }
            Part::Text if is_judged(&case.blocks[at]) && !goes_on(case, at) => {
                first("7.3.3", 2.0);
                flush(&stand, "7.3.3", &mut say);
            }
            Part::AttachmentNote if case.blocks[at].text.as_str().trim_start().starts_with('附') => first("7.3.4", 2.0),
            Part::Note if presence(case.blocks[at].text.as_str()).is_none() => first("7.3.6", 2.0),
            Part::AttachmentMark => first("7.3.7", 0.0),
            // A block without the label is a later line of the one above, which hangs.
            Part::Copies if !in_table(case, at) && GW_CC.is_match(case.blocks[at].text.as_str()) => first("7.4.2", 1.0),
            Part::Printed if !in_table(case, at) => {
                // Its date may stand by itself.
                if !case.blocks[at].text.as_str().trim_start().starts_with(|c: char| c.is_ascii_digit()) {
                    first("7.4.3", 1.0);
                }
                if let Some(gap) = stand.last.filter(|gap| (gap - 1.0).abs() > LOOSE) {
                    say("7.4.3", format!("the date ends {} from the right", chars(gap)), "1 character from the right");
                }
            }
            _ => {}
        }
    }
    closing(case, out);
    attachments(case, out);
}

fn chars(count: f32) -> String {
    let count = (count * 10.0).round() / 10.0;
    format!("{} characters", if count == 0.0 { 0.0 } else { count })
}

fn centred(stand: &Stand, clause: &'static str, say: &mut impl FnMut(&'static str, String, &str)) {
    if !stand.centred {
        say(clause, format!("{:.0} mm off the middle", stand.off.abs()), "centred");
    }
}

fn flush(stand: &Stand, clause: &'static str, say: &mut impl FnMut(&'static str, String, &str)) {
    if stand.rest > NEAR {
        say(clause, format!("later lines {} from the left", chars(stand.rest)), "later lines flush with the left edge");
    }
}

/// Whether a block is the rest of a paragraph: it has no indent to judge.
fn goes_on(case: &Case<'_>, at: usize) -> bool {
    let above = case.anatomy.parts[..at].iter().rposition(|&part| part != Part::None);
    let ended = above.is_none_or(|above| {
        let text = case.blocks[above].text.as_str().trim_end();
        text.ends_with(['。', '：', '；', '！', '？', '”', '）', ':', ';'])
            || case.blocks[above].heading().is_some()
            || case.anatomy.parts[above] != Part::Text
    });
    !ended
}

fn in_table(case: &Case<'_>, at: usize) -> bool {
    // A cell that is all of its row is as good as none.
    case.paragraph(at).is_some_and(|(_, paragraph)| paragraph.in_table && !paragraph.alone)
}

/// Where a block stands.
fn stand(case: &Case<'_>, at: usize) -> Option<Stand> {
    if let Some((piece, _)) = case.paragraph(at) {
        let edges = reckoned(case, piece, &own(case, at, piece))?;
        return Some(edges);
    }
    let ((first, line), (_, last)) = case.ends(at)?;
    let em = first.type_.size * MM;
    let mut stand = Stand { first: (line.left - case.left(line.page)) / em, centred: true, ..Stand::default() };
    stand.last = Some((case.left(last.page) + case.width() - last.right) / em);
    // A piece further right on the line of the last begins no line.
    let mut rows: Vec<Line> = Vec::new();
    for piece in case.pieces(at) {
        let Set::Line(line) = piece.set else { continue };
        match rows.last_mut().filter(|row| row.page == line.page && (row.base - line.base).abs() <= 0.5) {
            Some(row) => row.right = row.right.max(line.right),
            None => rows.push(line),
        }
    }
    for (index, line) in rows.iter().enumerate() {
        let off = (line.left + line.right) / 2.0 - case.left(line.page) - case.width() / 2.0;
        if off.abs() > MIDDLE && stand.centred {
            (stand.centred, stand.off) = (false, off);
        }
        if index > 0 {
            stand.rest = stand.rest.max((line.left - case.left(line.page)) / em);
        }
    }
    Some(stand)
}

/// The text of a paragraph that is the block's: two parts may share one.
fn own(case: &Case<'_>, at: usize, piece: &Piece) -> String {
    let shared = case.anatomy.parts[at] == Part::Number && piece.text.contains('\t');
    if shared { piece.text.split('\t').next().unwrap_or_default().to_owned() } else { piece.text.clone() }
}

/// Where a paragraph that flows stands, as far as its properties tell.
fn reckoned(case: &Case<'_>, piece: &Piece, text: &str) -> Option<Stand> {
    let Set::Paragraph(paragraph) = &piece.set else { return None };
    let (sheet, area) = case.area()?;
    let measure = sheet - area.left - area.right;
    let advance = (if piece.type_.advance > 0.0 { piece.type_.advance } else { piece.type_.size }) * MM;
    let em = piece.type_.size * MM;
    let blank = |c: char| if c == '\u{3000}' { advance } else { advance / 2.0 };
    let lead: f32 = text.chars().take_while(|c| c.is_whitespace()).map(blank).sum();
    let tail: f32 = text.chars().rev().take_while(|c| c.is_whitespace()).map(blank).sum();
    // Between figures and Han is a fifth of an em.
    let gaps = |line: &str| line.as_bytes().windows(2).filter(|pair| pair[0].is_ascii() != pair[1].is_ascii()).count() as f32;
    let wide = |line: &str| width::of(line) as f32 / 2.0 * advance + gaps(line) * em / 5.0;
    let lines = text.split('\n').map(|line| wide(line.trim()));
    let wide = lines.fold(0.0, f32::max);
    let tabbed = text.contains('\t');
    let room = measure - paragraph.first - paragraph.right;
    let fits = wide <= room + 0.1;
    let mut stand = Stand { rest: if fits && !text.contains('\n') { 0.0 } else { paragraph.left / em }, ..Stand::default() };
    match paragraph.align {
        Align::Start => {
            stand.first = (paragraph.first + lead) / em;
            stand.last = (fits && !tabbed).then(|| (measure - paragraph.first - lead - wide) / em);
            stand.off = paragraph.first + lead + wide / 2.0 - measure / 2.0;
        }
        Align::End => {
            stand.last = Some((paragraph.right + tail) / em);
            stand.first = (measure - paragraph.right - tail - wide) / em;
            stand.off = measure / 2.0 - paragraph.right - tail - wide / 2.0;
        }
        Align::Center => {
            stand.off = (paragraph.first + lead - paragraph.right - tail) / 2.0;
            stand.first = (room - wide) / 2.0 / em;
            stand.last = Some(stand.first);
        }
    }
    stand.centred = stand.off.abs() <= MIDDLE;
    // What is flush at both sides is only ever centred by chance.
    let filled = paragraph.align == Align::Start && !fits;
    stand.centred |= paragraph.align == Align::Center && stand.off.abs() <= MIDDLE;
    stand.centred &= !filled;
    Some(stand)
}

/// Signature and date (GW-19, GW-20): with a seal the date four characters from the right and the signature centred above it;
/// without one the signature two from the right and the date two further right than it begins.
fn closing(case: &Case<'_>, out: &mut Findings) {
    let dates: Vec<usize> = case.of(Part::Date).map(|(at, _)| at).collect();
    let Some(&at) = dates.last().filter(|_| dates.len() == 1) else { return };
    let names: Vec<usize> = case.of(Part::Signature).map(|(at, _)| at).filter(|&name| name < at && at - name <= 6).collect();
    let Some(date) = stand(case, at) else { return };
    if names.len() > 1 {
        beginning_lines(case, &names, out);
    }
    let (Some(date_right), &[name]) = (date.last, names.as_slice()) else { return };
    // Several that sign side by side stand to the left of the date.
    let beside =
        case.blocks[name].text.as_str().trim().split([' ', '\u{3000}', '\t']).filter(|name| name.chars().count() > 3).count();
    if beside > 1 {
        beginning_lines(case, &names, out);
        if (date_right - 4.0).abs() > LOOSE {
            let found = format!("{} from the right", chars(date_right));
            out.add("7.3.5", Part::Date, case.place(at), found, "4 characters from the right");
        }
        return;
    }
    let Some(signed) = stand(case, name) else { return };
    let Some(name_right) = signed.last else { return };
    let sealed = (date_right - 4.0).abs() <= LOOSE && (signed.off - date.off).abs() / (MM * 16.0) <= LOOSE
        // A name that is longer than eight characters more than the date reaches the edge.
        || name_right.abs() <= NEAR && date_right >= 4.0 - LOOSE && (signed.off - date.off).abs() / (MM * 16.0) <= LOOSE;
    let unsealed = (name_right - 2.0).abs() <= LOOSE && (date.first - signed.first - 2.0).abs() <= LOOSE
        || (date_right - 2.0).abs() <= LOOSE
            && (-FAR..=LOOSE).contains(&(signed.first + 2.0 - date.first))
            && name_right > 2.0 - LOOSE;
    if !sealed && !unsealed {
        let found = format!("signature {} and date {} from the right", chars(name_right), chars(date_right));
        let expected = "with a seal: the date 4 characters from the right, the signature centred on it; without: the signature 2 characters from the right, the date beginning 2 characters after it";
        out.add("7.3.5", Part::Signature, case.place(name), found, expected);
    }
}

/// Of bodies that sign together none stands at the left edge of a line that it does not fill (GW-19, GW-20).
fn beginning_lines(case: &Case<'_>, names: &[usize], out: &mut Findings) {
    for &name in names {
        let Some(stand) = stand(case, name) else { continue };
        if stand.first < 1.0 && stand.last.is_some_and(|gap| gap > 6.0) {
            let found = format!("{} from the left", chars(stand.first));
            out.add("7.3.5", Part::Signature, case.place(name), found, "at the right, over the date");
        }
    }
}

/// From line to line of the standard's grid, in millimetres.
const LINE: f32 = HEIGHT / 22.0;

/// An attachment begins a page, with its title in the third line (GW-25).
fn attachments(case: &Case<'_>, out: &mut Findings) {
    for (at, _) in case.of(Part::AttachmentMark) {
        let begins = match (case.paragraph(at), case.ends(at)) {
            (Some((_, paragraph)), _) => paragraph.new_page || at == 0,
            (None, Some(((_, line), _))) => case.lines(line.page).all(|(_, other)| other.base >= line.base - 0.5),
            _ => continue,
        };
        if !begins {
            out.add("7.3.7", Part::AttachmentMark, case.place(at), "in the middle of a page", "a page of its own");
        }
        // On pages its title stands in the third line.
        // Folios may stand between them in the text.
        let next = (at + 1..case.blocks.len()).find(|&next| case.anatomy.parts[next] != Part::None);
        let Some(title) = next.filter(|&next| case.anatomy.parts[next] == Part::AttachmentTitle) else { continue };
        let (Some(((_, mark), _)), Some(((_, line), _))) = (case.ends(at), case.ends(title)) else { continue };
        let lines = (line.base - mark.base) / LINE;
        if begins && mark.page == line.page && !(1.5..=2.6).contains(&lines) {
            let found = format!("in line {:.1} of its page", lines + 1.0);
            out.add("7.3.7", Part::AttachmentTitle, case.place(title), found, "in the third line");
        }
    }
}
