//! Where the paragraphs of an official document stand: what GB/T 9704-2012 asks for beyond the looks of styles.
//!
//! The head's distances are to ink (GW-P2) and become white above paragraphs with exact lines, on which Word and LibreOffice
//! put the baseline at eight tenths. The imprint is a frame at the foot of its page (GW-26, GW-P5): its paragraphs stay
//! paragraphs for whoever reads the file. Figures as for pages: `GW-8` to `GW-35` of the rule sheet; lengths are twips.

mod end;
mod head;
mod paragraph;

pub use end::as_printed;
pub use head::is_tail;
pub use paragraph::{Placed, anchor, section_end};

use super::design::{Design, Face};
use super::{runs, styles, val};
use crate::model::anatomy::{Anatomy, Form, Part, presence};
use crate::model::{Block, Document, DocumentKind, Kind, Role};
use crate::output::xml::Xml;
use crate::text::title;
use crate::typeset::notice;
use crate::typeset::paragraph::Family;
use paragraph::Paragraph;

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

/// Whether a document is a letter 信函 with its red head.
pub fn is_letter(document: &Document, design: &Design) -> bool {
    design.kind == DocumentKind::Notice && notice::anatomy(&document.blocks, design.plain).form == Form::Letter
}

/// The places of all blocks; `None` where the style says all.
pub fn places(document: &Document, design: &Design) -> Vec<Option<Placed>> {
    let blocks = &document.blocks;
    if design.kind != DocumentKind::Notice {
        return vec![None; blocks.len()];
    }
    let anatomy = notice::anatomy(blocks, design.plain);
    let mut places: Vec<Option<Placed>> = vec![None; blocks.len()];
    let below = head::head(&anatomy, blocks, design, &mut places);
    let (mut signed, mut imprint) = (Vec::new(), false);
    for (at, block) in blocks.iter().enumerate() {
        let text = block.text.as_str();
        places[at] = match anatomy.parts[at] {
            Part::AttachmentNote => Some(end::list(text)),
            Part::AttachmentMark => Some(Paragraph { style: "AttachmentMark", ..Paragraph::default() }.placed()),
            Part::Copies | Part::Printed => {
                let first = !imprint;
                imprint = true;
                let rest = &anatomy.parts[at + 1..];
                let last = !rest.iter().any(|part| matches!(part, Part::Copies | Part::Printed));
                Some(end::in_imprint(text, anatomy.parts[at], anatomy.form != Form::Letter, first, last, design))
            }
            Part::Date if !signed.is_empty() => {
                let (names, date) = end::closing(&signed, blocks, text, anatomy.is_sealed());
                for (&name, right) in signed.iter().zip(names) {
                    let first = signed[0] == name;
                    let above = if anatomy.is_sealed() { 2 } else { 1 };
                    let before = if first { above * design.page.pitch } else { 0 };
                    places[name] = Some(end::aligned("Signature", right, Some(before)).placed());
                }
                Some(end::aligned("Date", date, None).placed())
            }
            Part::Title | Part::AttachmentTitle if places[at].is_none() => {
                let breaks = breaks(block);
                let style = styles::of_heading(block.heading().unwrap_or(1));
                let new_page = anatomy.begins_page(at);
                // At the top of a page it stands in the first line, elsewhere below two blank ones; 附件 brings its own.
                let above = blocks[..at].iter().rposition(|block| block.is_visible());
                let marked = above.is_some_and(|above| anatomy.parts[above] == Part::AttachmentMark);
                let before = if new_page || above.is_none() { 0 } else { 2 * design.page.pitch };
                let before = (!marked || new_page).then_some(before);
                let paragraph = Paragraph { style, new_page, before, after: design.page.pitch, ..Paragraph::default() };
                (before.is_some() || !breaks.is_empty()).then(|| Placed { breaks, ..paragraph.placed() })
            }
            Part::Note if presence(text).is_some() && is_plain(block) => {
                let first = !blocks[..at].iter().rev().find(|block| block.is_visible()).is_some_and(is_present);
                let before = first.then_some(design.page.pitch);
                let lead = presence(text).map(|end| (end, Face::Hei));
                Some(Placed { lead, ..Paragraph { style: "Line", before, ..Paragraph::default() }.placed() })
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
    first_below(&anatomy, blocks, below, &mut places);
    keep(blocks, &anatomy, &mut places);
    places
}

/// Sets the first paragraph below the head on the grid, whose first lines the head has taken.
fn first_below(anatomy: &Anatomy, blocks: &[Block], below: Option<u32>, places: &mut [Option<Placed>]) {
    let first = (anatomy.head().end..blocks.len()).find(|&at| blocks[at].is_visible() && !blocks[at].text.is_empty());
    if let (Some(before), Some(at)) = (below, first)
        && let Some(placed) = placed(&blocks[at], &mut places[at])
    {
        placed.paragraph.before = Some(before);
    }
}

/// Signature and date keep text beside them (GW-23); the first paragraph does not go with them to another page, for the first page
/// shows text (GW-17).
fn keep(blocks: &[Block], anatomy: &Anatomy, places: &mut [Option<Placed>]) {
    let visible: Vec<usize> = (0..blocks.len()).filter(|&at| blocks[at].is_visible()).collect();
    let first = (0..blocks.len()).find(|&at| anatomy.parts[at] == Part::Text && blocks[at].is_visible());
    let headed = !anatomy.head().is_empty();
    for pair in visible.windows(2) {
        if headed && first == Some(pair[0]) && !is_closing(&blocks[pair[1]]) {
            continue;
        }
        if notice::stays_with(&blocks[pair[0]], &blocks[pair[1]])
            && let Some(placed) = placed(&blocks[pair[0]], &mut places[pair[0]])
        {
            placed.paragraph.keep = true;
        }
    }
}

fn is_closing(block: &Block) -> bool {
    matches!(block.kind, Kind::Paragraph(Role::Signature | Role::Date))
}

/// The place of a paragraph, which is its style's where it has none of its own; nothing where the block is no paragraph.
fn placed<'a>(block: &Block, place: &'a mut Option<Placed>) -> Option<&'a mut Placed> {
    let style = match block.kind {
        Kind::Paragraph(role) => styles::of_role(role),
        // A chapter has an alignment of its own.
        Kind::Heading(level) if notice::label_rank(block.text.as_str()).is_some() => {
            styles::of_heading(notice::label_rank(block.text.as_str()).unwrap_or(level))
        }
        _ => return place.as_mut(),
    };
    Some(place.get_or_insert_with(|| Paragraph { style, ..Paragraph::default() }.placed()))
}

/// The level whose style a heading has: in official documents its label says it (GW-17).
pub fn level(level: u8, text: &str, design: &Design) -> u8 {
    notice::label_rank(text).filter(|_| design.kind == DocumentKind::Notice).unwrap_or(level)
}

fn is_plain(block: &Block) -> bool {
    block.text.spans().is_empty() && block.text.anchors().is_empty()
}

fn is_present(block: &Block) -> bool {
    block.kind == Kind::Paragraph(Role::Line) && presence(block.text.as_str()).is_some()
}

/// A paragraph that begins with a heading, in the face of its level; nothing where it has marks of its own.
fn lead(block: &Block) -> Option<Placed> {
    let (end, family) = notice::run_in(block.text.as_str()).filter(|_| is_plain(block))?;
    let face = if family == Family::Kai { Face::Kai } else { Face::Hei };
    let paragraph = Paragraph { style: styles::of_role(Role::Body), ..Paragraph::default() };
    Some(Placed { lead: Some((end, face)), ..paragraph.placed() })
}

/// Where the lines of a title end; nothing where it has marks that lines must not lose.
fn breaks(block: &Block) -> Vec<usize> {
    if is_plain(block) { title::by_sense(block.text.as_str(), 20) } else { Vec::new() }
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
pub fn write(xml: &mut Xml, text: &str, placed: &Placed, (face, design): (Face, &Design)) {
    let run = |xml: &mut Xml, text: &str| runs::hinted(xml, text, Some(design.face(face).1), None);
    if placed.inset {
        runs::generated(xml, "\u{3000}");
    }
    let mut from = 0;
    if let Some((end, face)) = placed.lead {
        let (_, face) = design.face(face);
        runs::hinted(xml, &text[..end], Some(face), Some(face));
        from = end;
    }
    for &to in &placed.breaks {
        run(xml, &text[from..to]);
        runs::generated_break(xml);
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
    use crate::model::native;

    #[test]
    fn text_stands_on_the_grid_with_its_signature_and_what_is_forwarded_on_a_page() {
        let native = "issuing-body :: 江湾县档案馆文件\ndocument-number :: 江档发〔2024〕3号\nheading 1 :: 关于印发旧报纸加工办法的通知\n\
                      addressee :: 各镇：\nbody :: 现印发给你们。\nbody :: 请照办。\nsignature :: 江湾县档案馆\ndate :: 2024年1月2日\n\
                      heading 1 :: 旧报纸加工办法\nheading 2 :: （一）修补\nbody :: 文。\n";
        let mut document = native::parse(native).expect("the native form is well formed");
        document.meta.kind = Some(DocumentKind::Notice);
        let design = Design::of(&document);
        let places = places(&document, &design);
        let paragraph = |at: usize| places[at].as_ref().map(|placed| placed.paragraph.clone()).unwrap_or_default();
        let head: u32 = (0..3).map(|at| paragraph(at).before.unwrap_or(0) + paragraph(at).line).sum();
        let below = paragraph(3).before.expect("white above the addressee");
        // The rule below the number takes the rest.
        let rest = (head + below + 7 * 20 + 25) % design.page.pitch;
        assert_eq!(rest, 0, "{head} {below}");
        assert_eq!([4, 5, 6, 7].map(|at| paragraph(at).keep), [false, true, true, false]);
        assert_eq!([8, 9].map(|at| paragraph(at).new_page), [true, false]);
        assert_eq!(level(2, "（一）修补", &design), 3);
    }
}
