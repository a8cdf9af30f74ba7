//! Strings for people: titles, bookmarks, labels, replacement text (ISO 32000-2, 7.9.2.2).
//!
//! The standard knows UTF-16 and UTF-8 with a mark, and PDFDocEncoding. Chinese programs of the nineties wrote GBK bytes instead.

use encoding_rs::{GBK, UTF_8, UTF_16BE, UTF_16LE};

/// PDFDocEncoding from 0x80 to 0x9F and at 0xA0; the rest agrees with Latin-1 (ISO 32000-2, table D.2).
const DOC_80: [char; 33] = [
    '•', '†', '‡', '…', '—', '–', 'ƒ', '⁄', '‹', '›', '−', '‰', '„', '“', '”', '‘', '’', '‚', '™', 'ﬁ', 'ﬂ', 'Ł', 'Œ', 'Š',
    'Ÿ', 'Ž', 'ı', 'ł', 'œ', 'š', 'ž', '\u{fffd}', '€',
];

/// A text string. NULs at the end and escapes for languages are dropped.
pub fn text(bytes: &[u8]) -> String {
    let decoded = match bytes {
        [0xfe, 0xff, rest @ ..] => UTF_16BE.decode_without_bom_handling(rest).0.into_owned(),
        [0xff, 0xfe, rest @ ..] => UTF_16LE.decode_without_bom_handling(rest).0.into_owned(),
        [0xef, 0xbb, 0xbf, rest @ ..] => UTF_8.decode_without_bom_handling(rest).0.into_owned(),
        _ if bytes.is_ascii() => String::from_utf8_lossy(bytes).into_owned(),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => gbk(bytes).unwrap_or_else(|| bytes.iter().map(|&byte| doc(byte)).collect()),
        },
    };
    let mut plain = String::with_capacity(decoded.len());
    let mut escaped = false;
    for c in decoded.trim_end_matches('\0').chars() {
        match c {
            '\u{1b}' => escaped = !escaped,
            _ if escaped => {}
            c => plain.push(c),
        }
    }
    plain
}

/// Bytes that are GBK without a doubt: they decode, and every character beyond ASCII is one that Chinese text has.
pub fn gbk(bytes: &[u8]) -> Option<String> {
    let text = GBK.decode_without_bom_handling_and_without_replacement(bytes)?;
    let chinese = |c: char| {
        c.is_ascii_graphic()
            || c == ' '
            || matches!(c, '\u{3000}'..='\u{303f}' | '\u{4e00}'..='\u{9fff}' | '\u{ff01}'..='\u{ff5e}')
    };
    (!bytes.is_ascii() && text.chars().all(|c| chinese(c) || matches!(c, '—' | '…' | '“' | '”' | '‘' | '’' | '·')))
        .then(|| text.into_owned())
}

fn doc(byte: u8) -> char {
    match byte {
        0x80..=0xa0 => DOC_80[usize::from(byte - 0x80)],
        0x18..=0x1f => ['˘', 'ˇ', 'ˆ', '˙', '˝', '˛', '˚', '˜'][usize::from(byte - 0x18)],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_a_string_is_read() {
        let check = |bytes: &[u8], expected: &str| assert_eq!(text(bytes), expected);
        check(b"Plain", "Plain");
        check(b"\xfe\xff\x6c\x5f\x6e\x7e\0\0", "江湾");
        check(b"\xff\xfe\x5f\x6c", "江");
        check(b"\xef\xbb\xbf\xe6\xb1\x9f", "江");
        check(b"\xfe\xff\0\x1b\0z\0h\0\x1b\x6c\x5f", "江");
        check(b"\xbd\xad\xcd\xe5\xd5\xf2", "江湾镇");
        check(b"caf\xe9 \x84", "café —");
    }
}
