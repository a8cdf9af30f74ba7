//! Fonts of signs that name their glyphs by numbers alone: Wingdings and its like, as far as lists and forms use them.

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

/// The character of a byte in a font of signs.
pub fn character(dict: &Dict<'_>, code: u32) -> Option<char> {
    let name = dict.get::<Name<'_>>("BaseFont")?;
    let known = memchr::memmem::find(&name, b"Wingdings").is_some();
    known.then(|| WINGDINGS.iter().find(|(byte, _)| u32::from(*byte) == code & 0xff).map(|(_, c)| *c)).flatten()
}
