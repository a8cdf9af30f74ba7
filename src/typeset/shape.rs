//! Words to glyphs. Han, kana and full-width marks need no shaping in horizontal text and are mapped directly; everything that
//! stands in words goes through the shaper, once per face and word.

use super::fonts::{Fonts, Loaded, Shaped, Word};
use super::frame::FaceId;
use harfrust::{Buffer, Direction, Script, ShapeOptions, ShapePlan, ShaperFont, shape};
use std::sync::Arc;

/// Words that are kept; beyond, the memory starts anew.
const KEPT: usize = 1 << 16;

/// Glyphs of a word in a face. Clusters are byte offsets in the word; never empty for a word that is not.
pub(super) fn word(fonts: &Fonts, face: FaceId, loaded: &Loaded, text: &str) -> Word {
    let key = (face, Box::from(text));
    if let Some(known) = fonts.words.read().unwrap_or_else(|poisoned| poisoned.into_inner()).get(&key) {
        return known.clone();
    }
    let made = Arc::new(glyphs(loaded, text));
    let mut words = fonts.words.write().unwrap_or_else(|poisoned| poisoned.into_inner());
    if words.len() >= KEPT {
        words.clear();
    }
    words.insert(key, made.clone());
    made
}

fn glyphs(loaded: &Loaded, text: &str) -> Vec<Shaped> {
    let mut buffer = Buffer::new();
    buffer.push_str(text);
    buffer.guess_segment_properties();
    buffer.set_direction(Direction::LeftToRight);
    if buffer.script().is_none() {
        buffer.set_script(Some(Script::LATIN));
    }
    let font = ShaperFont::new(&loaded.shaper);
    let latin = buffer.script() == Some(Script::LATIN);
    if latin {
        buffer.set_language(None);
    }
    let plan = latin.then(|| {
        let new = || ShapePlan::new(&loaded.shaper, Direction::LeftToRight, Some(Script::LATIN), None, &[]);
        loaded.latin.get_or_init(new)
    });
    if shape(&font, &mut buffer, ShapeOptions::new().plan(plan)).is_err() {
        return plainly(loaded, text);
    }
    let infos = buffer.glyph_infos().iter().zip(buffer.glyph_positions());
    let shaped = |(info, position): (&harfrust::GlyphInfo, &harfrust::GlyphPosition)| Shaped {
        glyph: u16::try_from(info.glyph_id).unwrap_or(0),
        advance: position.x_advance,
        x: position.x_offset,
        y: position.y_offset,
        cluster: info.cluster,
    };
    let glyphs: Vec<Shaped> = infos.map(shaped).collect();
    let whole = glyphs.first().is_some_and(|first| first.cluster == 0);
    if whole && glyphs.is_sorted_by_key(|glyph| glyph.cluster) { glyphs } else { plainly(loaded, text) }
}

/// The glyph of a character in vertical lines: the face's vertical form, or its only one.
pub(super) fn upright(loaded: &Loaded, c: char, plain: u16) -> u16 {
    let mut known = loaded.upright.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    *known.entry(c).or_insert_with(|| {
        let mut buffer = Buffer::new();
        buffer.push_str(c.encode_utf8(&mut [0; 4]));
        buffer.guess_segment_properties();
        buffer.set_direction(Direction::TopToBottom);
        if buffer.script().is_none() {
            buffer.set_script(Some(Script::HAN));
        }
        let shaped = shape(&ShaperFont::new(&loaded.shaper), &mut buffer, ShapeOptions::new());
        match (shaped, buffer.glyph_infos()) {
            (Ok(_), [one]) => u16::try_from(one.glyph_id).ok().filter(|&glyph| glyph != 0).unwrap_or(plain),
            _ => plain,
        }
    })
}

/// A glyph for each character, where shaping gives nothing that can be placed in order.
fn plainly(loaded: &Loaded, text: &str) -> Vec<Shaped> {
    let one = |(cluster, c): (usize, char)| {
        let glyph = loaded.glyph(c).unwrap_or(0);
        Shaped { glyph, advance: i32::from(loaded.advance(glyph)), x: 0, y: 0, cluster: cluster as u32 }
    };
    text.char_indices().map(one).collect()
}
