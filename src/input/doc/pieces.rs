//! The piece table (MS-DOC 2.8.35): where the characters of the document lie in the file, in UTF-16 or in bytes.
//!
//! A fast-saved document is nothing but more pieces. Bytes are Windows-1252, says the specification; where the writer spoke
//! Chinese, Japanese or Korean, they may be that code page, and are if they read as such.

use super::fib::{Fib, Part};
use super::plc::Plc;
use crate::input::ole::{u16_at, u32_at};
use crate::text::script::is_cjk;
use encoding_rs::{Encoding, WINDOWS_1252};
use std::ops::Range;

/// A stretch of the document that lies in one place.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Characters, counted from the document's start.
    pub characters: Range<u32>,
    /// Byte offset of the first in the stream.
    pub at: u32,
    /// One byte a character.
    pub bytes: bool,
    /// What the piece adds to the properties of its runs.
    pub change: Change,
}

/// Properties that a piece adds (MS-DOC 2.9.213).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Change {
    /// None.
    #[default]
    None,
    /// A property with its value.
    One(u16, u8),
    /// Bytes of properties in the table stream.
    Many(Range<usize>),
}

/// The pieces of a document, in order of its characters.
pub fn pieces(fib: &Fib, table: &[u8]) -> Vec<Piece> {
    let (start, _) = fib.place(Part::Clx);
    let clx = fib.part(Part::Clx, table);
    let mut at = 0;
    let mut changes = Vec::new();
    while let Some(kind) = clx.get(at) {
        match kind {
            1 => {
                let length = usize::from(u16_at(clx, at + 1).unwrap_or(0));
                changes.push(start + at + 3..start + at + 3 + length);
                at += 3 + length;
            }
            2 => {
                let length = u32_at(clx, at + 1).unwrap_or(0) as usize;
                let rest = clx.get(at + 5..).unwrap_or_default();
                return listed(Plc::new(&rest[..rest.len().min(length)], 8), &changes);
            }
            _ => break,
        }
    }
    // Without a piece table the text lies in one place, in bytes or in UTF-16 by its length.
    let length: u32 = fib.story(super::fib::StoryKind::HeadBoxes).end;
    let span = fib.text.end.saturating_sub(fib.text.start);
    let bytes = span < length.saturating_mul(2);
    let characters = 0..if bytes { span } else { span / 2 };
    vec![Piece { characters, at: fib.text.start, bytes, change: Change::None }]
}

fn listed(plc: Plc<'_>, changes: &[Range<usize>]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut done = 0;
    for number in 0..plc.len() {
        let (Some(start), Some(end), Some(record)) = (plc.place(number), plc.place(number + 1), plc.record(number)) else {
            break;
        };
        let (start, end) = (start.max(done), end.min(1 << 30));
        if end <= start {
            continue;
        }
        done = end;
        let place = u32_at(record, 2).unwrap_or(0);
        let bytes = place & 0x4000_0000 != 0;
        let at = if bytes { (place & 0x3fff_ffff) / 2 } else { place & 0x3fff_ffff };
        let said = u16_at(record, 6).unwrap_or(0);
        let change = match said & 1 {
            0 => simple(said >> 1 & 0x7f).map_or(Change::None, |property| Change::One(property, (said >> 8) as u8)),
            _ => changes.get(usize::from(said >> 1)).map_or(Change::None, |range| Change::Many(range.clone())),
        };
        pieces.push(Piece { characters: start..end, at, bytes, change });
    }
    pieces
}

/// The property that a short number stands for (MS-DOC 2.9.214), of those that show.
fn simple(number: u16) -> Option<u16> {
    Some(match number {
        0x05 => 0x2403,
        0x18 => 0x2416,
        0x19 => 0x2417,
        0x41 => 0x0800,
        0x53 => 0x2a33,
        0x55 => 0x0835,
        0x56 => 0x0836,
        0x57 => 0x0837,
        0x5c => 0x083c,
        0x5e => 0x2a3e,
        _ => return None,
    })
}

/// The code page that a language writes in bytes, of those with characters of two bytes.
pub fn encoding_of(language: u16) -> Option<&'static Encoding> {
    Some(match language {
        0x0804 | 0x1004 => encoding_rs::GB18030,
        0x0404 | 0x0c04 | 0x1404 => encoding_rs::BIG5,
        0x0411 => encoding_rs::SHIFT_JIS,
        0x0412 => encoding_rs::EUC_KR,
        _ => return None,
    })
}

/// The characters of a piece in bytes, each with how many bytes it takes.
pub fn decode(bytes: &[u8], language: u16) -> Vec<(char, u8)> {
    if let Some(encoding) = encoding_of(language).filter(|encoding| is_east_asian(bytes, encoding)) {
        let mut out = Vec::with_capacity(bytes.len());
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            let width = if *byte < 0x80 { 1 } else { 2 };
            let end = (at + width).min(bytes.len());
            let text = encoding.decode_without_bom_handling(&bytes[at..end]).0;
            let mut chars = text.chars();
            let c = chars.next().unwrap_or('\u{fffd}');
            // A single byte beyond ASCII, as half-width kana have.
            let width = if chars.next().is_some() || c == '\u{fffd}' { 1 } else { end - at };
            out.push((c, width as u8));
            at += width;
        }
        return out;
    }
    bytes.iter().map(|byte| (windows_1252(*byte), 1)).collect()
}

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9f => WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next().unwrap_or('\u{fffd}'),
        byte => char::from(byte),
    }
}

/// Whether bytes read as text of a code page with characters of two bytes: without an error, in pairs, most of them ideographs.
fn is_east_asian(bytes: &[u8], encoding: &'static Encoding) -> bool {
    const ENOUGH: usize = 2;
    let high = bytes.iter().filter(|byte| **byte >= 0x80).count();
    if high < 2 * ENOUGH {
        return false;
    }
    let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) else { return false };
    let wide: Vec<char> = text.chars().filter(|c| !c.is_ascii()).collect();
    let cjk =
        wide.iter().filter(|c| is_cjk(**c) || ('\u{3000}'..='\u{303f}').contains(*c) || ('\u{ff00}'..='\u{ffef}').contains(*c));
    let beside = bytes.windows(2).filter(|pair| pair[0] >= 0x80 && pair[1] >= 0x80).count();
    cjk.count() * 10 >= wide.len() * 8 && beside * 2 >= high
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_the_code_page_that_they_read_as() {
        let check = |bytes: &[u8], language: u16, expected: &str| {
            let decoded = decode(bytes, language);
            assert_eq!(decoded.iter().map(|(c, _)| *c).collect::<String>(), expected);
            assert_eq!(decoded.iter().map(|(_, width)| usize::from(*width)).sum::<usize>(), bytes.len());
        };
        check(b"\xb6\xc9\xbf\xda a \xb4\xac", 0x0804, "渡口 a 船");
        check(b"\x93quoted\x94 caf\xe9 it\x92s", 0x0804, "“quoted” café it’s");
        check(b"\xb6\xc9\xbf\xda", 0x0409, "¶É¿Ú");
        check(b"\xb4\xe7\xa4\x66\xb2\xee", 0x0404, "渡口船");
        check(b"\x93n\x82\xb5\x8f\xea", 0x0411, "渡し場");
    }
}
