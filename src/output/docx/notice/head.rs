//! The head of the first page: how far below the edge of its sheet or type area mark, number, rule and title stand (GW-8 to GW-15,
//! GW-33, GW-34).

use super::super::design::Design;
use super::super::styles;
use super::paragraph::{Frame, Paragraph, Placed};
use super::{INK, LINE, breaks, mm};
use crate::model::anatomy::{Anatomy, Form, Part};
use crate::model::{Block, Role};
use crate::text::width;

/// From the top of the type area down, paragraph after paragraph.
struct Down(u32);

impl Down {
    /// The white above a paragraph of this line height whose first baseline is to stand at `baseline`.
    fn to(&mut self, baseline: u32, line: u32, lines: u32) -> u32 {
        let before = baseline.saturating_sub(line * 8 / 10).saturating_sub(self.0);
        self.0 += before + line * lines;
        before
    }
}

/// Places the parts of the head. Gives the white that brings what stands below it to the grid; nothing where there is no head.
pub(super) fn head(anatomy: &Anatomy, blocks: &[Block], design: &Design, places: &mut [Option<Placed>]) -> Option<u32> {
    let range = anatomy.head();
    let (size, pitch) = (design.page.size * 10, design.page.pitch);
    let letter = anatomy.form == Form::Letter;
    let mark = design.issuer * 10;
    let leading = mark * 13 / 10;
    let top = match anatomy.form {
        // From the edge of the sheet: the mark stands in the margin.
        Form::Letter => mm(30),
        Form::Order => mm(20),
        _ => mm(35),
    };
    let measure = design.page.measure();
    let joint = joint(anatomy, blocks, range.clone(), mark, measure);
    let mut down = Down(0);
    let (mut names, mut foot, mut lines) = (0, 0, 0);
    let signer = range.clone().find(|&at| anatomy.parts[at] == Part::Signer);
    let signed = signer.is_some();
    let numbered = anatomy.parts[range.clone()].contains(&Part::Number);
    // The rule stands below the last line of the head (GW-14).
    let lowest = range.clone().rfind(|&at| matches!(anatomy.parts[at], Part::Number | Part::Beside));
    let ruled = matches!(anatomy.form, Form::Document | Form::Minutes);
    // Where the ink of the last line ends, its rule included, and where the title ends.
    let (mut low, mut end) = (0, None);
    let empty = range.is_empty();
    for at in range {
        let mut above = String::new();
        let paragraph = match anatomy.parts[at] {
            Part::Copy | Part::Secrecy | Part::Urgency => {
                let style = if anatomy.parts[at] == Part::Copy { "CopyNumber" } else { "Secrecy" };
                // Behind the mark in the text, it stands above it all the same.
                let frame = (names > 0).then(|| Frame { width: mm(50), at: Some((1, lines * pitch)), sheet: false });
                lines += 1;
                if frame.is_none() {
                    down.0 += pitch;
                }
                Paragraph { style, keep: true, frame, ..Paragraph::default() }
            }
            Part::Mark if joint.is_some_and(|joint| joint.tail == Some(at)) => {
                let Some(joint) = joint else { continue };
                let baseline = top + mark * INK.0 / 1000 + leading * (joint.names - 1) / 2;
                let y = baseline.saturating_sub(leading * 8 / 10);
                Paragraph {
                    style: "IssuingBody",
                    keep: true,
                    frame: Some(Frame {
                        width: mark * 2 + 40,
                        at: Some((joint.left + joint.widest + mark / 2, y)),
                        sheet: false,
                    }),
                    off_grid: true,
                    before: Some(0),
                    line: leading,
                    ..Paragraph::default()
                }
            }
            Part::Mark => {
                let baseline = top + mark * INK.0 / 1000 + leading * names;
                names += 1;
                foot = baseline + mark * INK.1 / 1000;
                let y = baseline.saturating_sub(leading * 8 / 10);
                let frame = letter.then_some(Frame { width: measure, at: Some((design.page.left, y)), sheet: true });
                let before = if letter { 0 } else { down.to(baseline, leading, 1) };
                Paragraph {
                    style: "IssuingBody",
                    keep: true,
                    frame,
                    off_grid: true,
                    before: Some(before),
                    line: leading,
                    indents: joint.map(|joint| (i64::from(joint.left), i64::from(measure - joint.left - joint.widest), 0)),
                    align: joint.map(|_| "distribute"),
                    ..Paragraph::default()
                }
            }
            Part::Number => {
                let rule = foot + mm(4);
                let first =
                    if letter { (rule + DOUBLE + size * 7 / 8).saturating_sub(design.page.top) } else { foot + 2 * LINE };
                let baseline = first + size * 88 / 100;
                let before = down.to(baseline, pitch, 1);
                foot = baseline + size * INK.1 / 1000;
                let ruled = ruled && lowest == Some(at);
                low = foot + if ruled { mm(4) + RULE } else { 0 };
                above = if letter { double_rules(rule, design) } else { String::new() };
                Paragraph {
                    style: "DocumentNumber",
                    keep: true,
                    borders: red(ruled, &mut down),
                    tab: signed.then(|| design.page.measure() - size),
                    off_grid: true,
                    before: Some(before),
                    line: pitch,
                    first: if signed { size } else { 0 },
                    indents: Some((0, 0, 0)),
                    align: if letter { Some("right") } else { signed.then_some("left") },
                    ..Paragraph::default()
                }
            }
            // It stands on the line of the number, which writes it.
            Part::Signer if numbered => {
                places[at] = (signer == Some(at)).then(|| Placed { skipped: true, ..Placed::default() });
                continue;
            }
            Part::Title => {
                let breaks = breaks(&blocks[at]);
                let line = 616;
                let lines = u32::try_from(breaks.len()).unwrap_or(0) + 1;
                let before = down.to(down.0 + 2 * LINE + 440 * 88 / 100, line, lines);
                // On pages the lines of a title stand a little closer.
                end = Some((down.0 - line * 2 / 10 + 440 * 12 / 100).saturating_sub((lines - 1) * (line - LINE)));
                let paragraph = Paragraph {
                    style: "Heading1",
                    keep: true,
                    off_grid: true,
                    before: Some(before),
                    line,
                    ..Paragraph::default()
                };
                places[at] = Some(Placed { breaks, ..paragraph.placed() });
                continue;
            }
            Part::Beside => {
                down.0 += pitch;
                let ruled = ruled && lowest == Some(at);
                low = down.0 - pitch * 2 / 10 + size * INK.1 / 1000 + if ruled { mm(4) + RULE } else { 0 };
                let paragraph = Paragraph {
                    style: "Line",
                    keep: true,
                    borders: red(ruled, &mut down),
                    tab: Some(measure - size),
                    off_grid: true,
                    before: Some(0),
                    line: pitch,
                    first: size,
                    indents: Some((0, 0, 0)),
                    ..Paragraph::default()
                };
                places[at] = Some(Placed { right: dated(blocks[at].text.as_str()), ..paragraph.placed() });
                continue;
            }
            _ => continue,
        };
        let joined = signer.filter(|_| anatomy.parts[at] == Part::Number);
        places[at] = Some(Placed { above, joined, ..paragraph.placed() });
    }
    // As on pages: the blank line below the title takes what the head leaves over, and eight tenths of a line are enough.
    let end = end.map_or(low + 2 * LINE, |end| end + LINE);
    let taken = end.saturating_sub(LINE * 2 / 10).max(LINE).div_ceil(LINE);
    // The grid here has lines that are a little lower: in a long head they leave less, and the text begins in the same line.
    (!empty).then_some((taken * pitch).saturating_sub(down.0))
}

/// Where the date begins behind who issued the minutes.
fn dated(text: &str) -> Option<usize> {
    let (_, last) = text.rsplit_once([' ', '\u{3000}']).filter(|(_, last)| last.contains('年'))?;
    Some(text.len() - last.len())
}

/// Height of the red rule.
const RULE: u32 = 25;

/// Height of a double rule: 0.8, 0.5 of white, and 0.3 millimetres.
const DOUBLE: u32 = 91;

/// The double rules of a letter, 170 mm wide: thick over thin at `upper`, thin over thick 20 mm above the foot of the sheet, each line in
/// a frame of its own (GW-33, GW-P3).
fn double_rules(upper: u32, design: &Design) -> String {
    let x = design.page.width.saturating_sub(mm(170)) / 2;
    let lower = mm(277) - DOUBLE;
    // The thick line and the white have 1.3 mm, the thin one and the white 0.8.
    [(upper, 18), (upper + 74, 7), (lower, 7), (lower + 45, 18)]
        .map(|(y, weight)| {
            let paragraph = Paragraph {
                style: styles::of_role(Role::Body),
                keep: true,
                frame: Some(Frame { width: mm(170), at: Some((x, y)), sheet: true }),
                borders: vec![("w:top", weight, 0, "FF0000")],
                off_grid: true,
                before: Some(0),
                line: 20,
                indents: Some((0, 0, 0)),
                ..Paragraph::default()
            };
            paragraph.alone()
        })
        .concat()
}

/// The mark of several bodies: names under one another, as wide as the widest, and 文件, if it is there, at their right (GW-11).
#[derive(Clone, Copy)]
struct Joint {
    /// The block that is 文件.
    tail: Option<usize>,
    /// How many names there are.
    names: u32,
    /// The widest name.
    widest: u32,
    /// Where names begin.
    left: u32,
}

fn joint(anatomy: &Anatomy, blocks: &[Block], head: std::ops::Range<usize>, mark: u32, measure: u32) -> Option<Joint> {
    let marks: Vec<usize> = head.filter(|&at| anatomy.parts[at] == Part::Mark).collect();
    let (tail, names) = match marks.split_last() {
        Some((&tail, names)) if !names.is_empty() && is_tail(&blocks[tail]) => (Some(tail), names),
        _ if marks.len() > 1 => (None, marks.as_slice()),
        _ => return None,
    };
    let halves = names.iter().map(|&at| width::of(blocks[at].text.as_str().trim())).max()?;
    let widest = u32::try_from(halves).ok()?.checked_mul(mark)? / 2;
    let left = measure.checked_sub(widest + if tail.is_some() { mark / 2 + mark * 2 } else { 0 })? / 2;
    Some(Joint { tail, names: u32::try_from(names.len()).ok()?, widest, left })
}

/// Whether a block is the word that stands beside the names of several bodies.
pub fn is_tail(block: &Block) -> bool {
    block.text.as_str().trim() == "文件"
}

/// The separating rule of the head: 4 mm below the ink of the line, 156 mm wide (GW-14).
fn red(ruled: bool, down: &mut Down) -> Vec<(&'static str, u32, u32, &'static str)> {
    if ruled {
        down.0 += 7 * 20 + RULE;
        vec![("w:bottom", 10, 7, "FF0000")]
    } else {
        Vec::new()
    }
}
