//! Simple fonts: one byte, one glyph. Type 1, TrueType and Type 3.
//!
//! `hayro-font` knows encodings, differences, glyph names and the standard widths; a font becomes a table of 256 rows once, and
//! is plain data from then on.

use super::cmaps::{self, is_character};
use super::program::Program;
use super::{facts, symbols};
use crate::input::layout::page::SmallText;
use crate::input::pdf::stream;
use hayro_cmap::{BfString, CMap, load_embedded};
use hayro_font::{CMapResolverFn, FontCache, FontGlyph, FontQuery, FontResolverFn};
use hayro_syntax::object::{Array, Dict, Name, Stream};
use std::sync::Arc;

/// A byte's glyph.
#[derive(Clone, Debug)]
pub struct Slot {
    /// Its characters; `None` where nothing says which.
    pub text: Option<SmallText>,
    /// Its width in text space, for a font of size 1.
    pub width: f32,
}

/// The table of a font.
pub fn read(dict: &Dict<'_>, to_unicode: Option<&CMap>, type3: bool) -> Box<[Slot; 256]> {
    let font = load(dict);
    let program = facts::program(dict).and_then(|stream| Program::read(&stream::decode(&stream).data));
    // Without an encoding the bytes of a symbolic font are its own, whatever ASCII has in their place.
    let own = program.is_some() && !dict.contains_key("Encoding") && facts::is_symbolic(dict);
    let widths = Widths::read(dict, type3);
    let name = dict.get::<Name<'_>>("BaseFont").map(|name| name.to_vec()).unwrap_or_default();
    Box::new(std::array::from_fn(|code| {
        let code = code as u32;
        let glyph = font.as_ref().map(|font| font.glyph(font.map_code(code), code));
        let by_program = || {
            let Some(FontGlyph::Outline(outline)) = &glyph else { return None };
            program.as_ref()?.character(outline.glyph_id().to_u32()).map(SmallText::from)
        };
        let by_name = || {
            let named = match glyph.as_ref()? {
                FontGlyph::Outline(outline) => outline.as_unicode(),
                FontGlyph::Type3(drawn) => drawn.as_unicode(),
            };
            named.and_then(|text| small(&text))
        };
        let text = to_unicode.and_then(|map| cmaps::characters(map, code)).and_then(|text| small(&text));
        let text = match own {
            true => text.or_else(by_program).or_else(by_name),
            false => text.or_else(by_name).or_else(by_program),
        };
        let text = text.or_else(|| symbols::moved(&name, to_unicode?, code).map(SmallText::from));
        let text = text.or_else(|| symbols::character(dict, code).map(SmallText::from));
        let width = widths.get(code).unwrap_or_else(|| {
            font.as_ref().filter(|_| !type3).map_or(0.0, |font| (font.code_advance(code).x / 1000.0) as f32)
        });
        Slot { text, width }
    }))
}

/// The characters of a map's value, where they are characters.
pub fn small(text: &BfString) -> Option<SmallText> {
    match text {
        BfString::Char(c) => is_character(*c).then(|| SmallText::from(*c)),
        BfString::String(text) => (!text.is_empty() && text.chars().all(is_character)).then(|| SmallText::from(text.as_str())),
    }
}

fn load<'a>(dict: &Dict<'a>) -> Option<hayro_font::Font<'a>> {
    let fonts: FontResolverFn = Arc::new(|query: &FontQuery| match query {
        FontQuery::Standard(font) => Some(font.get_font_data()),
        FontQuery::Fallback(query) => Some(query.pick_standard_font().get_font_data()),
    });
    let maps: CMapResolverFn = Arc::new(load_embedded);
    FontCache::new().font(dict, &fonts, &maps)
}

/// The widths that the dictionary gives, in text space.
struct Widths {
    first: u32,
    widths: Vec<f32>,
    missing: Option<f32>,
    scale: f32,
}

impl Widths {
    fn read(dict: &Dict<'_>, type3: bool) -> Widths {
        let matrix = dict.get::<[f64; 6]>("FontMatrix").filter(|_| type3);
        let descriptor = dict.get::<Dict<'_>>("FontDescriptor");
        Widths {
            first: dict.get::<u32>("FirstChar").unwrap_or(0),
            widths: dict.get::<Array<'_>>("Widths").map(|widths| widths.iter::<f32>().take(256).collect()).unwrap_or_default(),
            missing: descriptor.and_then(|descriptor| descriptor.get::<f32>("MissingWidth")),
            scale: matrix.map_or(0.001, |matrix| matrix[0].hypot(matrix[1]) as f32),
        }
    }

    fn get(&self, code: u32) -> Option<f32> {
        let listed = code.checked_sub(self.first).and_then(|place| self.widths.get(place as usize)).copied();
        listed.or(self.missing.filter(|_| !self.widths.is_empty())).map(|width| width * self.scale)
    }
}

/// Whether a simple font hides GBK: S22PDF and its like wrote Chinese as pairs of bytes into fonts that claim WinAnsi, with the
/// font's name in GBK too.
pub fn hides_gbk(dict: &Dict<'_>) -> bool {
    let Some(name) = dict.get::<Name<'_>>("BaseFont") else { return false };
    let bytes: &[u8] = &name;
    !dict.contains_key("ToUnicode")
        && facts::program(dict).is_none()
        && std::str::from_utf8(bytes).is_err()
        && super::super::strings::gbk(bytes).is_some()
}

/// The stream of a map to Unicode.
pub fn to_unicode(dict: &Dict<'_>) -> Option<CMap> {
    match dict.get::<Stream<'_>>("ToUnicode") {
        Some(stream) => cmaps::embedded(&stream::decode(&stream).data),
        None => {
            let name = dict.get::<Name<'_>>("ToUnicode")?;
            cmaps::predefined(&name).map(|map| CMap::clone(&map))
        }
    }
}
