//! The font program read backwards: which character a glyph stands for, by the font's own tables.
//!
//! The last step before a glyph is unknown: files without any map to Unicode often carry whole TrueType fonts, whose `cmap` and
//! `post` tables say it.

use super::cmaps::is_character;
use super::names;
use skrifa::{FontRef, MetadataProvider};
use std::collections::BTreeMap;

/// What a font program says of its glyphs.
#[derive(Debug, Default)]
pub struct Program {
    characters: BTreeMap<u32, char>,
}

impl Program {
    /// Reads a font program; `None` where it says nothing.
    pub fn read(data: &[u8]) -> Option<Program> {
        let font = FontRef::from_index(data, 0).ok()?;
        let mut characters: BTreeMap<u32, char> = BTreeMap::new();
        // A (3, 0) table maps codes of its own at U+F000, which are no characters.
        for (code, glyph) in font.charmap().mappings() {
            let Some(c) = char::from_u32(code).filter(|&c| is_character(c)) else { continue };
            let known = characters.entry(glyph.to_u32()).or_insert(c);
            if rank(c) < rank(*known) {
                *known = c;
            }
        }
        for (glyph, name) in font.glyph_names().iter().filter(|(_, name)| !name.is_synthesized()) {
            if let Some(c) = names::character(name.as_str()) {
                characters.entry(glyph.to_u32()).or_insert(c);
            }
        }
        characters.remove(&0);
        (!characters.is_empty()).then_some(Program { characters })
    }

    /// The character of a glyph.
    pub fn character(&self, glyph: u32) -> Option<char> {
        self.characters.get(&glyph).copied()
    }
}

/// Of two characters with one glyph, the one that text has: ideographs before radicals and compatibility forms.
fn rank(c: char) -> u8 {
    match c {
        '\u{2e80}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{2f800}'..='\u{2fa1f}' => 2,
        '\u{a0}' | '\u{ad}' | '\u{2000}'..='\u{200f}' | '\u{2011}' | '\u{2126}' | '\u{2215}' | '\u{2219}' => 1,
        _ => 0,
    }
}
