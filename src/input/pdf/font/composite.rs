//! Composite fonts (Type 0): codes of several bytes, identifiers, and the ladder to Unicode.
//!
//! The steps, the first that says a character counts:
//!
//! 1. the file's `ToUnicode`, where it gives characters and not U+FFFD, NUL or private use;
//! 2. the code itself, where the encoding is one of Unicode (`UniGB-UCS2-H`, `UniJIS-UTF16-H`);
//! 3. the identifier through the `Adobe-*-UCS2` map of its collection, also of embedded fonts;
//! 4. the glyph through the embedded font's own `cmap` and glyph names.

use super::cmaps::{self, CodeSpace};
use super::program::Program;
use super::runs::Runs;
use super::{Shape, facts, simple, symbols};
use crate::input::layout::page::SmallText;
use crate::input::pdf::stream;
use hayro_cmap::{CMap, CidFamily, WritingMode};
use hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as Bytes};
use std::sync::Arc;

/// A composite font.
#[derive(Debug)]
pub struct Composite {
    encoding: Arc<CMap>,
    space: CodeSpace,
    to_unicode: Option<CMap>,
    /// The font's name.
    name: Vec<u8>,
    /// The encoding's codes are UTF-16.
    is_unicode: bool,
    collection: Option<Arc<CMap>>,
    program: Option<Program>,
    glyphs: Option<Vec<u16>>,
    default_width: f32,
    widths: Runs<1>,
    /// `DW2` and `W2`, of fonts that are set downward.
    vertical: Option<([f32; 2], Runs<3>)>,
}

impl Composite {
    /// Reads a font; `None` where its encoding can't be made out.
    pub fn read(dict: &Dict<'_>, descendant: &Dict<'_>) -> Option<Composite> {
        let (encoding, space, name) = encoding(dict)?;
        let down = encoding.metadata().writing_mode == Some(WritingMode::Vertical) || name.ends_with(b"-V") || name == b"V";
        let family = |family: &CidFamily| family.ucs2_cmap().and_then(|map| cmaps::predefined(map.to_bytes()));
        let stated = descendant.get::<Dict<'_>>("CIDSystemInfo").and_then(|info| {
            let [registry, ordering] = ["Registry", "Ordering"].map(|key| info.get::<Bytes<'_>>(key));
            family(&CidFamily::from_registry_ordering(&registry?, &ordering?))
        });
        let encoded = || encoding.metadata().character_collection.as_ref().and_then(|collection| family(&collection.family));
        let collection = stated.or_else(encoded);
        let to_unicode = simple::to_unicode(dict);
        let program = facts::program(descendant);
        // Reading a program backwards is dear: only where nothing else speaks for all codes.
        let program = program
            .filter(|_| collection.is_none() && !starts_unicode(&name))
            .and_then(|stream| Program::read(&stream::decode(&stream).data));
        let glyphs = descendant
            .get::<Stream<'_>>("CIDToGIDMap")
            .filter(|_| program.is_some())
            .map(|map| stream::decode(&map).data.as_chunks::<2>().0.iter().map(|pair| u16::from_be_bytes(*pair)).collect());
        let vertical = down.then(|| {
            let default = descendant.get::<[f32; 2]>("DW2").unwrap_or([880.0, -1000.0]);
            (default, Runs::read(descendant.get::<Array<'_>>("W2")))
        });
        Some(Composite {
            name: dict.get::<Name<'_>>("BaseFont").map(|name| name.to_vec()).unwrap_or_default(),
            is_unicode: starts_unicode(&name),
            encoding,
            space,
            to_unicode,
            collection,
            program,
            glyphs,
            default_width: descendant.get::<f32>("DW").unwrap_or(1000.0),
            widths: Runs::read(descendant.get::<Array<'_>>("W")),
            vertical,
        })
    }

    /// Whether lines run downward.
    pub fn is_vertical(&self) -> bool {
        self.vertical.is_some()
    }

    /// The next glyph of a string that is not empty.
    pub fn next(&self, bytes: &[u8]) -> Shape {
        let (code, length, cid) = self.code(bytes);
        let text = self.text(code, length, cid);
        let width = self.widths.get(cid).map_or(self.default_width, |[width]| width);
        let down =
            self.vertical.as_ref().map(|(default, metrics)| metrics.get(cid).map_or(default[1], |[down, _, _]| down) / 1000.0);
        Shape { text, bytes: length, width: width / 1000.0, down, is_word_space: length == 1 && code == 32 }
    }

    fn code(&self, bytes: &[u8]) -> (u32, usize, u32) {
        let mut code = 0;
        for (place, &byte) in bytes.iter().take(4).enumerate() {
            code = code << 8 | u32::from(byte);
            if let Some(cid) = self.encoding.lookup_cid_code(code, place as u8 + 1) {
                return (code, place + 1, cid);
            }
        }
        // A code that the map does not have: as long as the code space says, and no glyph.
        let length = self.space.length(bytes[0]).clamp(1, bytes.len());
        let code = bytes[..length].iter().fold(0, |code, &byte| code << 8 | u32::from(byte));
        (code, length, 0)
    }

    fn text(&self, code: u32, length: usize, cid: u32) -> Option<SmallText> {
        let stated = self.to_unicode.as_ref().and_then(|map| cmaps::characters(map, code));
        if let Some(text) = stated.and_then(|text| simple::small(&text)) {
            return Some(text);
        }
        let by_code = || {
            let scalar = match length {
                4 => 0x10000 + ((code >> 16).wrapping_sub(0xd800) << 10) + (code & 0xffff).wrapping_sub(0xdc00),
                _ => code,
            };
            char::from_u32(scalar).filter(|&c| self.is_unicode && cmaps::is_character(c))
        };
        let by_collection = || simple::small(&cmaps::characters(self.collection.as_ref()?, cid)?);
        let by_program = || {
            let glyph = match &self.glyphs {
                Some(glyphs) => u32::from(*glyphs.get(cid as usize)?),
                None => cid,
            };
            self.program.as_ref()?.character(glyph)
        };
        let moved = || symbols::moved(&self.name, self.to_unicode.as_ref()?, code);
        by_code()
            .map(SmallText::from)
            .or_else(by_collection)
            .or_else(|| by_program().map(SmallText::from))
            .or_else(|| moved().map(SmallText::from))
    }
}

fn starts_unicode(name: &[u8]) -> bool {
    name.starts_with(b"Uni")
        && (memchr::memmem::find(name, b"UCS2").is_some() || memchr::memmem::find(name, b"UTF16").is_some())
}

/// The encoding, its code space, and its name where it is predefined.
fn encoding(dict: &Dict<'_>) -> Option<(Arc<CMap>, CodeSpace, Vec<u8>)> {
    match dict.get::<Object<'_>>("Encoding") {
        Some(Object::Name(name)) => {
            let map = cmaps::predefined(&name).or_else(|| {
                let down = name.ends_with(b"V");
                cmaps::predefined(if down { b"Identity-V" } else { b"Identity-H" })
            })?;
            Some((map, CodeSpace::predefined(&name), name.to_vec()))
        }
        Some(Object::Stream(stream)) => {
            let source = stream::decode(&stream).data;
            let down = stream.dict().get::<u32>("WMode") == Some(1);
            let map = Arc::new(cmaps::embedded(&source)?);
            let name = stream.dict().get::<Name<'_>>("CMapName").map(|name| name.to_vec()).unwrap_or_default();
            Some((map, CodeSpace::read(&source), if down { b"-V".to_vec() } else { name }))
        }
        _ => Some((cmaps::predefined(b"Identity-H")?, CodeSpace::predefined(b"Identity-H"), Vec::new())),
    }
}
