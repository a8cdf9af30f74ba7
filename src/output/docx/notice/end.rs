//! The end: the list of attachments, signature and date (GW-18 to GW-20), the imprint at the foot of its page (GW-26 to GW-29).

use super::super::design::Design;
use super::SMALL;
use super::paragraph::{Frame, Paragraph, Placed};
use crate::diag::Sink;
use crate::env::Env;
use crate::model::anatomy::{Anatomy, Part};
use crate::model::{Block, Document, DocumentKind, Kind};
use crate::text::width;
use crate::typeset::fonts::Fonts;
use crate::typeset::frame::{Item, Page};
use crate::typeset::style::Style;
use crate::typeset::table::{Extent, extent};
use crate::typeset::typeset;
use std::collections::BTreeMap;

/// Height of the rules inside the imprint, a quarter of a millimetre, and of the first and the last, 0.35 mm.
const THIN: u32 = 14;
const THICK: u32 = 20;

/// Longer documents are not set for the sake of their imprint, in bytes: it stands on the last page.
const LONG: usize = 200_000;

/// What Word is told of the pages as they are printed: how many stand between the text and the imprint, the imprint's included, and
/// what tables take.
pub fn as_printed(document: &Document, design: &Design, env: &Env) -> (usize, BTreeMap<usize, Extent>) {
    let long = document.blocks.iter().map(|block| block.text.as_str().len()).sum::<usize>() > LONG;
    if design.kind != DocumentKind::Notice || long {
        return (0, BTreeMap::new());
    }
    let mut style = Style::of(document, Style::named("notice").as_ref());
    style.plain = design.plain;
    let fonts = Fonts::with(env, &style.fonts);
    let tables = document.blocks.iter().enumerate().filter_map(|(at, block)| match &block.kind {
        Kind::Table(table) => Some((at, extent(document, &style, &fonts, (table, &block.text))?)),
        _ => None,
    });
    let tables = tables.collect();
    (leaves(document, &style, &fonts, env), tables)
}

fn leaves(document: &Document, style: &Style, fonts: &Fonts, env: &Env) -> usize {
    let anatomy = Anatomy::of(&document.blocks);
    let imprint = |at: usize| matches!(anatomy.parts[at], Part::Copies | Part::Printed);
    let last = anatomy.parts.iter().rposition(|&part| part != Part::None);
    if !last.is_some_and(imprint) {
        return 0;
    }
    let Ok(pages) = typeset(document, style, fonts, &env.limits, &mut Sink::new()) else { return 0 };
    let texts = |page: &Page| page.items.iter().filter(|item| matches!(item, Item::Text { .. })).count();
    let stands = |page: &Page| {
        let text = |item: &Item| matches!(item, Item::Text { run, .. } if run.size < style.size);
        page.items.iter().filter(|item| text(item)).count() == texts(page)
    };
    // The imprint's pages hold its smaller type alone.
    let apart = pages.pages.iter().rev().take_while(|page| stands(page)).count();
    if apart < pages.pages.len() { apart } else { 0 }
}

/// The list of attachments: other lines under the first character of the name, other items under the first's number (GW-18).
pub(super) fn list(text: &str) -> Placed {
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
pub(super) fn closing(signed: &[usize], blocks: &[Block], date: &str, sealed: bool) -> (Vec<i64>, i64) {
    let em = 320;
    // Between figures and Han are gaps.
    let gaps = |text: &str| text.trim().as_bytes().windows(2).filter(|pair| pair[0].is_ascii() != pair[1].is_ascii()).count();
    let wide = |text: &str| {
        let halves = i64::try_from(width::of(text.trim())).unwrap_or(0);
        halves * em / 2 + i64::try_from(gaps(text)).unwrap_or(0) * em / 5
    };
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

pub(super) fn aligned(style: &'static str, right: i64, before: Option<u32>) -> Paragraph {
    Paragraph {
        style,
        keep: style == "Signature",
        before,
        indents: Some((0, right, 0)),
        align: Some("right"),
        ..Paragraph::default()
    }
}

/// A paragraph of the imprint, in the frame at the foot of the page. Its text ends one character from the right, and rules do not
/// (GW-27): borders would end with the text, so rules are paragraphs of their own, as high as they and black.
fn framed(design: &Design) -> Paragraph {
    let frame = Frame { width: design.page.measure(), at: None, sheet: false };
    Paragraph { style: "Imprint", frame: Some(frame), indents: Some((0, 0, 0)), ..Paragraph::default() }
}

fn rule(height: u32, design: &Design) -> String {
    Paragraph { black: true, off_grid: true, before: Some(0), line: height, ..framed(design) }.alone()
}

/// A part of the imprint, below a thick rule where it is its first and a thin one elsewhere, above a thick one where it is its last
/// (GW-26).
pub(super) fn in_imprint(text: &str, part: Part, ruled: bool, first: bool, last: bool, design: &Design) -> Placed {
    let drawn = |height: u32, here: bool| if ruled && here { rule(height, design) } else { String::new() };
    let above = drawn(if first { THICK } else { THIN }, true);
    let below = drawn(THICK, last);
    let right = (part == Part::Printed).then(|| date_at(text)).flatten();
    let hang = text.find(['：', ':']).map_or(1, |at| text[..at].chars().filter(|c| !c.is_whitespace()).count() as i64 + 2);
    let hanging = if right.is_some() { 0 } else { hang.min(7) * i64::from(SMALL) };
    let paragraph = Paragraph {
        tab: right.map(|_| design.page.measure() - SMALL),
        indents: Some((hanging, i64::from(SMALL), hanging)),
        ..framed(design)
    };
    Placed { inset: true, right, above, below, ..paragraph.placed() }
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
        // The date has 6 em and five gaps.
        check("江湾县档案馆", "2024年1月2日", true, (4 * 320 + 160, 4 * 320));
        check("江湾县人民政府办公室", "2024年1月2日", true, (4 * 320 - 480, 4 * 320));
        check("江湾县档案馆", "2024年1月2日", false, (4 * 320 + 320, 2 * 320));
        check("江湾县人民政府办公室", "2024年1月2日", false, (2 * 320, 3 * 320));
    }

    #[test]
    fn the_date_of_printing_is_found() {
        let check = |text: &str, rest: Option<&str>| assert_eq!(date_at(text).map(|at| &text[at..]), rest);
        check("江湾县办公室　2024年1月3日印发", Some("2024年1月3日印发"));
        check("2024年1月3日印发", None);
        check("共印30份", None);
    }
}
