//! Fonts: from the bytes of a string to glyphs with characters and widths.
//!
//! A font is read once per document and is plain data from then on, shared by the threads that read pages. What its glyphs look
//! like is nobody's question here.

mod cmaps;
mod composite;
mod facts;
mod names;
mod program;
mod runs;
mod simple;
mod symbols;

use super::once::Once;
use crate::input::layout::page::SmallText;
use crate::text::script;
use composite::Composite;
pub use facts::Face;
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, ObjectIdentifier};
use simple::Slot;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock};

/// A font.
#[derive(Debug)]
pub struct Font {
    /// The face.
    pub face: Face,
    /// The face's name.
    pub name: Arc<str>,
    /// The em, where the font is of size 1: other than 1 only in Type 3.
    pub em: f32,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Simple(Box<[Slot; 256]>),
    /// Pairs of bytes in a font of bytes.
    Gbk(Box<[Slot; 256]>),
    Composite(Box<Composite>),
}

/// A glyph of a string.
#[derive(Debug)]
pub struct Shape {
    /// Its characters; `None` where nothing says which.
    pub text: Option<SmallText>,
    /// How many bytes of the string it takes.
    pub bytes: usize,
    /// Its width in text space, for size 1.
    pub width: f32,
    /// How far the pen moves down (negative), in fonts that are set downward.
    pub down: Option<f32>,
    /// Whether word spacing applies.
    pub is_word_space: bool,
}

impl Font {
    fn read(dict: &Dict<'_>, number: u32) -> Option<Font> {
        let subtype = dict.get::<Name<'_>>("Subtype");
        let subtype: &[u8] = subtype.as_deref().unwrap_or_default();
        if subtype == b"Type0" {
            let descendants = dict.get::<Array<'_>>("DescendantFonts");
            let descendant =
                descendants.and_then(|fonts| fonts.iter::<Dict<'_>>().next()).or_else(|| dict.get("DescendantFonts"))?;
            let kind = Kind::Composite(Box::new(Composite::read(dict, &descendant)?));
            return Some(Font { face: facts::face(&descendant, number), name: facts::name(&descendant), em: 1.0, kind });
        }
        let type3 = subtype == b"Type3";
        let face = facts::face(dict, number);
        let slots = simple::read(dict, simple::to_unicode(dict).as_ref(), type3);
        let em = if type3 { em(dict, &slots[..]) } else { 1.0 };
        let kind = if !type3 && simple::hides_gbk(dict) { Kind::Gbk(slots) } else { Kind::Simple(slots) };
        Some(Font { face, name: facts::name(dict), em, kind })
    }

    /// What stands in for a font that is not there: ASCII as it is, everything else unknown.
    pub fn missing() -> Arc<Font> {
        static MISSING: OnceLock<Arc<Font>> = OnceLock::new();
        let slot = |code: usize| {
            let c = char::from(code as u8);
            Slot { text: (c.is_ascii_graphic() || c == ' ').then(|| SmallText::from(c)), width: 0.5 }
        };
        let kind = || Kind::Simple(Box::new(std::array::from_fn(slot)));
        MISSING.get_or_init(|| Arc::new(Font { face: Face::default(), name: "".into(), em: 1.0, kind: kind() })).clone()
    }

    /// The next glyph of a string that is not empty.
    pub fn next(&self, bytes: &[u8]) -> Shape {
        let slot = |slot: &Slot| Shape {
            text: slot.text.clone(),
            bytes: 1,
            width: slot.width,
            down: None,
            is_word_space: bytes[0] == 32,
        };
        match &self.kind {
            Kind::Simple(slots) => slot(&slots[usize::from(bytes[0])]),
            Kind::Gbk(slots) => match bytes {
                [0x81..=0xfe, second, ..] => {
                    let text = encoding_rs::GBK.decode_without_bom_handling_and_without_replacement(&bytes[..2]);
                    let halves = slots[usize::from(bytes[0])].width + slots[usize::from(*second)].width;
                    let width = if (0.5..1.5).contains(&halves) { halves } else { 1.0 };
                    Shape { text: text.as_deref().map(SmallText::from), bytes: 2, width, down: None, is_word_space: false }
                }
                _ => slot(&slots[usize::from(bytes[0])]),
            },
            Kind::Composite(font) => font.next(bytes),
        }
    }

    /// Whether lines run downward.
    pub fn is_vertical(&self) -> bool {
        matches!(&self.kind, Kind::Composite(font) if font.is_vertical())
    }
}

/// The em of a Type 3 font of size 1: its glyph space is its own, and its box says how large a glyph is.
fn em(dict: &Dict<'_>, slots: &[Slot]) -> f32 {
    let height = dict.get::<[f32; 6]>("FontMatrix").map_or(0.001, |matrix| matrix[2].hypot(matrix[3]));
    if (0.0005..0.002).contains(&height) {
        return 1.0;
    }
    measured(dict.get::<[f32; 4]>("FontBBox").map_or(0.0, |bbox| (bbox[3] - bbox[1]).abs() * height), slots)
}

/// The em that glyphs `tall` by their font's box have. Many producers write a box without a thought: the widths, which place
/// what follows, tell the truth. An ideograph is as wide as the em; nothing usual is wider, and not all is much narrower.
fn measured(tall: f32, slots: &[Slot]) -> f32 {
    let width = |slot: &Slot| (slot.width.is_finite() && slot.width > 0.0).then_some(slot.width);
    let ideograph = |slot: &&Slot| slot.text.as_ref().is_some_and(|text| script::is_han(text.first()));
    let mut squares: Vec<f32> = slots.iter().filter(ideograph).filter_map(width).collect();
    squares.sort_by(f32::total_cmp);
    if let Some(&square) = squares.get(squares.len() / 2) {
        return if (0.75 * square..1.35 * square).contains(&tall) { tall } else { square };
    }
    let widest = slots.iter().filter_map(width).fold(0.0, f32::max);
    let fits = |em: f32| widest == 0.0 || (0.6 * widest..6.0 * widest).contains(&em);
    match tall {
        _ if (0.01..100.0).contains(&tall) && fits(tall) => tall,
        _ if fits(1.0) => 1.0,
        _ => 1.2 * widest,
    }
}

/// The fonts of a document.
#[derive(Debug, Default)]
pub struct Fonts(Once<ObjectIdentifier, Option<Arc<Font>>>);

impl Fonts {
    /// A font of a resource dictionary. Fonts that are objects of their own are read once.
    pub fn get(&self, fonts: &Dict<'_>, name: &[u8]) -> Option<Arc<Font>> {
        let number = match fonts.get_raw::<Dict<'_>>(name)? {
            MaybeRef::Ref(reference) => ObjectIdentifier::from(reference),
            MaybeRef::NotRef(dict) => return read(&dict, 0),
        };
        self.0.get(number, || read(&fonts.get::<Dict<'_>>(name)?, number.obj_number))
    }
}

/// Reads a font behind a wall: what font parsers choke on costs this font alone.
fn read(dict: &Dict<'_>, number: u32) -> Option<Arc<Font>> {
    catch_unwind(AssertUnwindSafe(|| Font::read(dict, number))).ok().flatten().map(Arc::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_say_how_large_a_type_3_font_is() {
        let check = |glyphs: &[(char, f32)], tall: f32, expected: f32| {
            let slot = |&(c, width): &(char, f32)| Slot { text: Some(SmallText::from(c)), width };
            let found = measured(tall, &glyphs.iter().map(slot).collect::<Vec<Slot>>());
            assert!((found - expected).abs() < 0.01, "{glyphs:?} {tall}: {found}");
        };
        let han = [('渡', 1.01), ('口', 1.01), (',', 0.3)];
        check(&han, 10.6, 1.01);
        check(&han, 0.02, 1.01);
        check(&han, 1.1, 1.1);
        let latin = [('a', 0.44), ('m', 0.78)];
        check(&latin, 0.96, 0.96);
        check(&latin, 10.6, 1.0);
        check(&[('a', 4.4), ('m', 7.8)], 0.05, 9.36);
        check(&[], 0.7, 0.7);
    }
}
