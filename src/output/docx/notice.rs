//! Where the paragraphs of an official document stand: what GB/T 9704-2012 asks for beyond the looks of styles.
//!
//! The head's distances are to ink (GW-P2) and become white above paragraphs with exact lines, on which Word and LibreOffice
//! put the baseline at eight tenths. The imprint is a frame at the foot of its page (GW-26, GW-P5): its paragraphs stay
//! paragraphs for whoever reads the file. Figures as for pages: `GW-8` to `GW-35` of the rule sheet; lengths are twips.

use super::design::{Design, Face};
use super::{runs, styles, val};
use crate::diag::Sink;
use crate::env::Env;
use crate::model::anatomy::{Anatomy, Form, Part};
use crate::model::{Block, Document, DocumentKind, Role};
use crate::output::xml::{Syntax, Xml};
use crate::text::{title, width};
use crate::typeset::fonts::Fonts;
use crate::typeset::frame::{Item, Page};
use crate::typeset::paragraph::Family;
use crate::typeset::style::Style;
use crate::typeset::{notice, typeset};

/// Ink of Han above and below the baseline, in thousandths of an em.
const INK: (u32, u32) = (850, 75);
/// From line to line by the standard: three and seven eighths of 三号, where the grid of pages has a little less.
const LINE: u32 = 590;
/// 四号, the size of imprints.
const SMALL: u32 = 280;

/// Millimetres as twips.
fn mm(length: u32) -> u32 {
    (length * 14400 + 127) / 254
}

/// What is written for one block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placed {
    /// The paragraph's properties, as markup.
    pub properties: String,
    /// Where lines of a title end, in bytes.
    pub breaks: Vec<usize>,
    /// A full-width space stands before the text: frames have no room of their own between rule and text.
    pub inset: bool,
    /// Where the part begins that stands at the right edge, in bytes.
    pub right: Option<usize>,
    /// The block that stands at the right end of the same line.
    pub joined: Option<usize>,
    /// Where a heading ends that runs into the text, in bytes, and its face (GW-17).
    pub lead: Option<(usize, Face)>,
    /// Paragraphs without text before this one, as markup: rules that stand at places of the page.
    pub above: String,
    /// Another paragraph has written it.
    pub skipped: bool,
}

/// A paragraph without text, as low as can be: the frame of the imprint belongs to one. It may begin a page.
pub fn anchor(new_page: bool) -> String {
    let breaks = if new_page { "<w:pageBreakBefore/>" } else { "" };
    format!(
        "<w:p><w:pPr><w:pStyle w:val=\"BodyText\"/>{breaks}<w:snapToGrid w:val=\"0\"/><w:spacing w:line=\"20\" w:lineRule=\"exact\"/></w:pPr></w:p>"
    )
}

/// A paragraph without text that ends a section.
pub fn section_end(section: &str) -> String {
    format!(
        "<w:p><w:pPr><w:pStyle w:val=\"BodyText\"/><w:snapToGrid w:val=\"0\"/><w:spacing w:line=\"20\" w:lineRule=\"exact\"/>{section}</w:pPr></w:p>"
    )
}

/// Whether a document is a letter 信函 with its red head.
pub fn is_letter(document: &Document, design: &Design) -> bool {
    design.kind == DocumentKind::Notice && notice::anatomy(&document.blocks, design.plain).form == Form::Letter
}

/// How many pages stand between the text and the imprint, the imprint's included: as many as in print.
pub fn leaves(document: &Document, design: &Design, env: &Env) -> usize {
    let anatomy = Anatomy::of(&document.blocks);
    let imprint = |at: usize| matches!(anatomy.parts[at], Part::Copies | Part::Printed);
    let last = anatomy.parts.iter().rposition(|&part| part != Part::None);
    if design.kind != DocumentKind::Notice || !last.is_some_and(imprint) {
        return 0;
    }
    let mut style = Style::of(document, Style::named("notice").as_ref());
    style.plain = design.plain;
    let fonts = Fonts::with(env, &style.fonts);
    let Ok(pages) = typeset(document, &style, &fonts, &env.limits, &mut Sink::new()) else { return 0 };
    let texts = |page: &Page| page.items.iter().filter(|item| matches!(item, Item::Text { .. })).count();
    let stands = |page: &Page| {
        let text = |item: &Item| matches!(item, Item::Text { run, .. } if run.size < style.size);
        page.items.iter().filter(|item| text(item)).count() == texts(page)
    };
    // The imprint's pages hold its smaller type alone.
    let apart = pages.pages.iter().rev().take_while(|page| stands(page)).count();
    if apart < pages.pages.len() { apart } else { 0 }
}

impl Placed {
    /// Whether it stands in the frame of the imprint.
    pub fn is_framed(&self) -> bool {
        self.inset
    }
}

/// The places of all blocks; `None` where the style says all.
pub fn places(document: &Document, design: &Design) -> Vec<Option<Placed>> {
    let blocks = &document.blocks;
    if design.kind != DocumentKind::Notice {
        return vec![None; blocks.len()];
    }
    let anatomy = notice::anatomy(blocks, design.plain);
    let mut places: Vec<Option<Placed>> = vec![None; blocks.len()];
    head(&anatomy, blocks, design, &mut places);
    let mut signed: Vec<usize> = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        let text = block.text.as_str();
        places[at] = match anatomy.parts[at] {
            Part::AttachmentNote => Some(list(text)),
            Part::AttachmentMark => Some(Paragraph { style: "AttachmentMark", ..Paragraph::default() }.placed()),
            Part::Copies | Part::Printed => Some(in_imprint(text, anatomy.parts[at], anatomy.form != Form::Letter, design)),
            Part::Date if !signed.is_empty() => {
                let (names, date) = closing(&signed, blocks, text, anatomy.is_sealed());
                for (&name, right) in signed.iter().zip(names) {
                    let first = signed[0] == name;
                    let above = if anatomy.is_sealed() { 2 } else { 1 };
                    let before = if first { above * design.page.pitch } else { 0 };
                    places[name] = Some(aligned("Signature", right, Some(before)).placed());
                }
                Some(aligned("Date", date, None).placed())
            }
            Part::Title | Part::AttachmentTitle if places[at].is_none() => {
                let breaks = breaks(block);
                let style = styles::of_heading(block.heading().unwrap_or(1));
                (!breaks.is_empty()).then(|| Placed { breaks, ..Paragraph { style, ..Paragraph::default() }.placed() })
            }
            Part::Text if block.is_body() && places[at].is_none() => lead(block),
            _ => places[at].take(),
        };
        match anatomy.parts[at] {
            Part::Signature => signed.push(at),
            Part::None => {}
            _ => signed.clear(),
        }
    }
    places
}

/// A paragraph that begins with a heading, in the face of its level; nothing where it has marks of its own.
fn lead(block: &Block) -> Option<Placed> {
    let plain = block.text.spans().is_empty() && block.text.anchors().is_empty();
    let (end, family) = notice::run_in(block.text.as_str()).filter(|_| plain)?;
    let face = if family == Family::Kai { Face::Kai } else { Face::Hei };
    let paragraph = Paragraph { style: styles::of_role(Role::Body), ..Paragraph::default() };
    Some(Placed { lead: Some((end, face)), ..paragraph.placed() })
}

/// A frame of this width: at the foot of the page, or at a place in the type area or on the sheet.
#[derive(Clone, Copy, Debug)]
struct Frame {
    width: u32,
    at: Option<(u32, u32)>,
    sheet: bool,
}

/// The properties of a paragraph, in the order of the schema.
#[derive(Clone, Debug, Default)]
struct Paragraph {
    style: &'static str,
    keep: bool,
    /// In a frame.
    frame: Option<Frame>,
    /// Side, eighths of a point, space in points, colour.
    borders: Vec<(&'static str, u32, u32, &'static str)>,
    /// A tab stop at which text ends.
    tab: Option<u32>,
    off_grid: bool,
    before: Option<u32>,
    line: u32,
    /// Left, right, hanging; in twips.
    indents: Option<(i64, i64, i64)>,
    /// Of the first line, where nothing hangs.
    first: u32,
    align: Option<&'static str>,
}

impl Paragraph {
    fn placed(&self) -> Placed {
        let mut xml = Xml::fragment(Syntax::Xml);
        xml.open("w:pPr");
        val(&mut xml, "w:pStyle", self.style);
        if self.keep {
            xml.open("w:keepNext").close();
        }
        if let Some(Frame { width, at, sheet }) = self.frame {
            let anchor = if sheet { "page" } else { "margin" };
            xml.open("w:framePr").attr("w:w", width.to_string()).attr("w:hSpace", "0").attr("w:wrap", "around");
            xml.attr("w:vAnchor", anchor).attr("w:hAnchor", anchor);
            match at {
                // Zero is no place: Word takes it for none.
                Some((x, y)) => xml.attr("w:x", x.max(1).to_string()).attr("w:y", y.max(1).to_string()),
                None => xml.attr("w:xAlign", "left").attr("w:yAlign", "bottom"),
            };
            xml.close();
        }
        if !self.borders.is_empty() {
            xml.open("w:pBdr");
            for (side, weight, space, color) in &self.borders {
                xml.open(side).attr("w:val", "single").attr("w:sz", weight.to_string());
                xml.attr("w:space", space.to_string()).attr("w:color", color).close();
            }
            xml.close();
        }
        if let Some(stop) = self.tab {
            xml.open("w:tabs").open("w:tab").attr("w:val", "right").attr("w:pos", stop.to_string()).close().close();
        }
        if self.off_grid {
            val(&mut xml, "w:snapToGrid", "0");
        }
        if self.before.is_some() || self.line > 0 {
            xml.open("w:spacing");
            if let Some(before) = self.before {
                // Lines of white win over twips where both are said; the style may say lines.
                xml.attr("w:before", before.to_string())
                    .attr("w:beforeLines", "0")
                    .attr("w:after", "0")
                    .attr("w:afterLines", "0");
            }
            if self.line > 0 {
                xml.attr("w:line", self.line.to_string()).attr("w:lineRule", "exact");
            }
            xml.close();
        }
        if let Some((left, right, hanging)) = self.indents {
            xml.open("w:ind").attr("w:left", left.to_string()).attr("w:leftChars", "0");
            xml.attr("w:right", right.to_string()).attr("w:rightChars", "0");
            match hanging > 0 {
                true => xml.attr("w:hanging", hanging.to_string()).attr("w:hangingChars", "0"),
                false => xml.attr("w:firstLine", self.first.to_string()).attr("w:firstLineChars", "0"),
            };
            xml.close();
        }
        if let Some(align) = self.align {
            val(&mut xml, "w:jc", align);
        }
        Placed { properties: xml.finish(), ..Placed::default() }
    }
}

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

fn head(anatomy: &Anatomy, blocks: &[Block], design: &Design, places: &mut [Option<Placed>]) {
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
    let (mut names, mut foot, mut number, mut lines) = (0, 0, None, 0);
    let signed = anatomy.parts[range.clone()].contains(&Part::Signer);
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
            Part::Mark if joint.is_some_and(|joint| joint.tail == at) => {
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
                let ruled = matches!(anatomy.form, Form::Document | Form::Minutes);
                number = Some(at);
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
            Part::Signer => {
                if let Some(place) = number.and_then(|number| places[number].as_mut()) {
                    place.joined = Some(at);
                    places[at] = Some(Placed { skipped: true, ..Placed::default() });
                }
                continue;
            }
            Part::Title => {
                let breaks = breaks(&blocks[at]);
                let line = 616;
                let lines = u32::try_from(breaks.len()).unwrap_or(0) + 1;
                let before = down.to(down.0 + 2 * LINE + 440 * 88 / 100, line, lines);
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
                Paragraph { style: "Line", keep: true, ..Paragraph::default() }
            }
            _ => continue,
        };
        places[at] = Some(Placed { above, ..paragraph.placed() });
    }
}

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
            format!("<w:p>{}</w:p>", paragraph.placed().properties)
        })
        .concat()
}

/// The mark of several bodies: names under one another, as wide as the widest, and 文件 at their right (GW-11).
#[derive(Clone, Copy)]
struct Joint {
    /// The block that is 文件.
    tail: usize,
    /// How many names there are.
    names: u32,
    /// The widest name.
    widest: u32,
    /// Where names begin.
    left: u32,
}

fn joint(anatomy: &Anatomy, blocks: &[Block], head: std::ops::Range<usize>, mark: u32, measure: u32) -> Option<Joint> {
    let marks: Vec<usize> = head.filter(|&at| anatomy.parts[at] == Part::Mark).collect();
    let (&tail, names) = marks.split_last().filter(|(tail, names)| !names.is_empty() && is_tail(&blocks[**tail]))?;
    let halves = names.iter().map(|&at| width::of(blocks[at].text.as_str().trim())).max()?;
    let widest = u32::try_from(halves).ok()?.checked_mul(mark)? / 2;
    let left = measure.checked_sub(widest + mark / 2 + mark * 2)? / 2;
    Some(Joint { tail, names: u32::try_from(names.len()).ok()?, widest, left })
}

/// Whether a block is the word that stands beside the names of several bodies.
pub fn is_tail(block: &Block) -> bool {
    block.text.as_str().trim() == "文件"
}

/// The separating rule of the head: 4 mm below the ink of the line, 156 mm wide (GW-14).
fn red(ruled: bool, down: &mut Down) -> Vec<(&'static str, u32, u32, &'static str)> {
    if ruled {
        down.0 += 7 * 20 + 25;
        vec![("w:bottom", 10, 7, "FF0000")]
    } else {
        Vec::new()
    }
}

/// Where the lines of a title end; nothing where it has marks that lines must not lose.
fn breaks(block: &Block) -> Vec<usize> {
    let plain = block.text.spans().is_empty() && block.text.anchors().is_empty();
    if plain { title::by_sense(block.text.as_str(), 20) } else { Vec::new() }
}

/// The list of attachments: other lines under the first character of the name, other items under the first's number (GW-18).
fn list(text: &str) -> Placed {
    let em = 320;
    let labelled = text.starts_with('附');
    let number = text.trim_start_matches(['附', '件', ' ', '：', ':', '\u{3000}']);
    let digits = number.chars().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | '．' | '、' | ' ')).collect::<String>();
    let label =
        if digits.contains(|c: char| c.is_ascii_digit()) { i64::try_from(width::of(&digits)).unwrap_or(0) * em / 2 } else { 0 };
    let left = 5 * em + label;
    let first = if labelled { 2 * em } else { 5 * em };
    let spaced = if labelled { Some(579) } else { None };
    Paragraph { style: "Attachment", before: spaced, indents: Some((left, 0, left - first)), ..Paragraph::default() }.placed()
}

/// How far signature and date stand from the right, in twips (GW-19, GW-20).
fn closing(signed: &[usize], blocks: &[Block], date: &str, sealed: bool) -> (Vec<i64>, i64) {
    let em = 320;
    let wide = |text: &str| i64::try_from(width::of(text.trim())).unwrap_or(0) * em / 2;
    let names: Vec<i64> = signed.iter().map(|&at| wide(blocks[at].text.as_str())).collect();
    let widest = names.iter().copied().max().unwrap_or(0);
    let date_wide = wide(date);
    if sealed {
        let over = ((widest - date_wide) / 2 - 4 * em).max(0);
        let right = 4 * em + over;
        return (names.iter().map(|name| right + (date_wide - name) / 2).collect(), right);
    }
    // The date begins two characters to the right of the name; where it would come too near the edge, the name goes left.
    let right = 2 * em + widest - 2 * em - date_wide;
    if right >= 2 * em {
        (vec![2 * em; names.len()], right)
    } else {
        (names.iter().map(|name| 2 * em + date_wide + 2 * em - name).collect(), 2 * em)
    }
}

fn aligned(style: &'static str, right: i64, before: Option<u32>) -> Paragraph {
    Paragraph {
        style,
        keep: style == "Signature",
        before,
        indents: Some((0, right, 0)),
        align: Some("right"),
        ..Paragraph::default()
    }
}

/// A paragraph of the imprint, in the frame at the foot of the page.
fn in_imprint(text: &str, part: Part, ruled: bool, design: &Design) -> Placed {
    let measure = design.page.measure();
    // All paragraphs of a frame have the same two rules, and none between them: LibreOffice makes no frame of others.
    let borders = if ruled { vec![("w:top", 8, 1, "auto"), ("w:bottom", 8, 1, "auto")] } else { Vec::new() };
    let right = (part == Part::Printed).then(|| date_at(text)).flatten();
    let hang = text.find(['：', ':']).map_or(1, |at| text[..at].chars().filter(|c| !c.is_whitespace()).count() as i64 + 2);
    let hanging = if right.is_some() { 0 } else { hang.min(7) * i64::from(SMALL) };
    let paragraph = Paragraph {
        style: "Imprint",
        frame: Some(Frame { width: measure, at: None, sheet: false }),
        borders,
        tab: right.map(|_| measure - SMALL),
        indents: Some((hanging, 0, hanging)),
        ..Paragraph::default()
    };
    Placed { inset: true, right, ..paragraph.placed() }
}

/// Where `…年…印发` begins behind a name.
fn date_at(text: &str) -> Option<usize> {
    let year = text.find('年')?;
    let digits =
        text[..year].chars().rev().take_while(|&c| c.is_ascii_digit() || c == ' ' || "〇零○一二三四五六七八九".contains(c));
    let start = year - digits.map(char::len_utf8).sum::<usize>();
    let start = start + (text[start..].len() - text[start..].trim_start().len());
    (start > 0 && !text[..start].trim().is_empty()).then_some(start)
}

/// Writes the signer at the right end of the number's line: the label as the text, the name in 楷 (GW-13).
pub fn signer(xml: &mut Xml, text: &str, design: &Design) {
    let cut = text.find(['：', ':']).map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
    let (_, kai) = design.face(Face::Kai);
    tab(xml);
    for (text, face) in [(&text[..cut], None), (&text[cut..], Some(kai))] {
        xml.open("w:r").open("w:rPr").open("w:rFonts").attr("w:hint", "eastAsia");
        if let Some(face) = face {
            xml.attr("w:eastAsia", face);
        }
        xml.close().close();
        runs::characters(xml, text);
        xml.close();
    }
}

/// A tab that parts two pieces of text on one line.
fn tab(xml: &mut Xml) {
    xml.open("w:r").open("w:rPr");
    val(xml, "w:rStyle", super::GENERATED_TAB);
    xml.close().open("w:tab").close().close();
}

/// Writes a text that has neither spans nor anchors with its lines, inset and right part.
pub fn write(xml: &mut Xml, text: &str, placed: &Placed, design: &Design) {
    let run = |xml: &mut Xml, text: &str| {
        if !text.is_empty() {
            xml.open("w:r").raw("<w:rPr><w:rFonts w:hint=\"eastAsia\"/></w:rPr>");
            runs::characters(xml, text);
            xml.close();
        }
    };
    if placed.inset {
        runs::generated(xml, "\u{3000}");
    }
    let mut from = 0;
    if let Some((end, face)) = placed.lead {
        let (_, face) = design.face(face);
        xml.open("w:r").open("w:rPr").open("w:rFonts").attr("w:hint", "eastAsia").attr("w:eastAsia", face).close().close();
        runs::characters(xml, &text[..end]);
        xml.close();
        from = end;
    }
    for &to in &placed.breaks {
        run(xml, &text[from..to]);
        xml.open("w:r").open("w:br").close().close();
        from = to;
    }
    if let Some(right) = placed.right {
        run(xml, &text[from..right]);
        tab(xml);
        from = right;
    }
    run(xml, &text[from..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_stands_over_its_date() {
        let check = |name: &str, date: &str, sealed: bool, expected: (i64, i64)| {
            let document = crate::model::native::parse(&format!("signature :: {name}\n")).expect("well formed");
            let (names, date) = closing(&[0], &document.blocks, date, sealed);
            assert_eq!((names[0], date), expected);
        };
        // The date has 6 em, as has the shorter name.
        check("江湾县档案馆", "2024年1月2日", true, (4 * 320, 4 * 320));
        check("江湾县人民政府办公室", "2024年1月2日", true, (2 * 320, 4 * 320));
        check("江湾县档案馆", "2024年1月2日", false, (4 * 320, 2 * 320));
        check("江湾县人民政府办公室", "2024年1月2日", false, (2 * 320, 4 * 320));
    }

    #[test]
    fn the_date_of_printing_is_found() {
        let check = |text: &str, rest: Option<&str>| assert_eq!(date_at(text).map(|at| &text[at..]), rest);
        check("江湾县办公室　2024年1月3日印发", Some("2024年1月3日印发"));
        check("2024年1月3日印发", None);
        check("共印30份", None);
    }
}
