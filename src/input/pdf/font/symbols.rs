//! Fonts of signs that name their glyphs by numbers alone: Wingdings and its like, as far as lists and forms use them.

use hayro_cmap::{BfString, CMap};
use hayro_syntax::object::{Dict, Name};

/// Signs of Wingdings that stand in running text, by code (the characters that Unicode 7.0 encoded for them).
const WINGDINGS: [(u8, char); 21] = [
    (0x6c, '●'),
    (0x6d, '❍'),
    (0x6e, '■'),
    (0x6f, '□'),
    (0x71, '❑'),
    (0x72, '❒'),
    (0x73, '⬧'),
    (0x74, '⧫'),
    (0x75, '◆'),
    (0x76, '❖'),
    (0x77, '⬥'),
    (0x9f, '•'),
    (0xa1, '○'),
    (0xa7, '▪'),
    (0xa8, '◻'),
    (0xd8, '➢'),
    (0xe0, '→'),
    (0xf0, '⇨'),
    (0xfb, '✗'),
    (0xfc, '✓'),
    (0xfe, '☑'),
];

/// The character that a map's value stands for, where the map only moves a font's signs to U+F020–F0FF, as word processors do.
pub fn moved(name: &[u8], map: &CMap, code: u32) -> Option<char> {
    let BfString::Char(c @ '\u{f020}'..='\u{f0ff}') = map.lookup_bf_string(code)? else { return None };
    let has = |known: &[u8]| memchr::memmem::find(name, known).is_some();
    let byte = u32::from(c) - 0xf000;
    let sign = || WINGDINGS.iter().find(|(known, _)| u32::from(*known) == byte).map(|(_, c)| *c);
    match byte {
        // Symbol's dot, which the others that stand in for it keep.
        0xb7 if has(b"Symbol") => Some('•'),
        _ if has(b"Wingdings") || has(b"OpenSymbol") || has(b"StarSymbol") => sign(),
        _ => None,
    }
}

/// The character of a byte in a font of signs.
pub fn character(dict: &Dict<'_>, code: u32) -> Option<char> {
    let name = dict.get::<Name<'_>>("BaseFont")?;
    let known = memchr::memmem::find(&name, b"Wingdings").is_some();
    known.then(|| WINGDINGS.iter().find(|(byte, _)| u32::from(*byte) == code & 0xff).map(|(_, c)| *c)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_that_a_map_only_moves() {
        let map = |value: &str| {
            let source =
                format!("1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <01> <{value}> endbfchar endcmap");
            super::super::cmaps::embedded(source.as_bytes()).expect("the map is read")
        };
        for (name, value, expected) in [
            ("ABCDEF+OpenSymbol", "F0B7", Some('•')),
            ("SymbolMT", "F0B7", Some('•')),
            ("ABCDEF+Wingdings-Regular", "F0D8", Some('➢')),
            ("ABCDEF+Wingdings-Regular", "F0B7", None),
            ("SimSun", "F0B7", None),
            ("SymbolMT", "E00A", None),
        ] {
            assert_eq!(moved(name.as_bytes(), &map(value), 1), expected, "{name} {value}");
        }
    }
}
