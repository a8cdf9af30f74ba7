//! A face cut down to some characters, as reading devices and word processors want it.
//!
//! `subsetter` cuts outlines and metrics, and leaves out what PDF does not need. Here the tables come back by which a program finds
//! the glyph of a character (`cmap`) and the height of a line (`OS/2`), and the directory is made anew (OpenType 1.9.1, otff).
//! Features of layout are left out.

use crate::typeset::fonts::Loaded;
use std::collections::BTreeMap;
use subsetter::GlyphRemapper;

/// The font with the glyphs of these characters, in order; `None` where the face can't be cut or has none of them.
pub fn subset(face: &Loaded, characters: impl IntoIterator<Item = char>) -> Option<Vec<u8>> {
    let mut mapper = GlyphRemapper::new();
    let map: BTreeMap<u32, u16> =
        characters.into_iter().filter_map(|c| Some((u32::from(c), mapper.remap(face.glyph(c)?)))).collect();
    let (first, last) = (*map.keys().next()?, *map.keys().next_back()?);
    let cut = subsetter::subset(&face.bytes, face.index, &mapper).ok()?;
    let mut tables: BTreeMap<[u8; 4], Vec<u8>> = tables(&cut)?.into_iter().map(|(tag, table)| (tag, table.to_vec())).collect();
    let metrics = tables_at(&face.bytes, face.index)?.remove(b"OS/2")?;
    tables.insert(*b"OS/2", os2(metrics, first, last)?);
    tables.insert(*b"cmap", cmap(&map));
    let head = tables.get_mut(b"head")?;
    head.get_mut(8..12)?.fill(0);
    font(&tables)
}

/// The tables of a font file, by tag.
fn tables(font: &[u8]) -> Option<BTreeMap<[u8; 4], &[u8]>> {
    tables_at(font, 0)
}

fn tables_at(font: &[u8], index: u32) -> Option<BTreeMap<[u8; 4], &[u8]>> {
    let start = match font.get(..4)? {
        b"ttcf" => long(font, 12 + 4 * usize::try_from(index).ok()?)?,
        _ => 0,
    };
    let count = usize::from(short(font, start + 4)?);
    let record = |number: usize| {
        let at = start + 12 + 16 * number;
        let tag: [u8; 4] = font.get(at..at + 4)?.try_into().ok()?;
        let (offset, length) = (long(font, at + 8)?, long(font, at + 12)?);
        Some((tag, font.get(offset..offset.checked_add(length)?)?))
    };
    (0..count).map(record).collect()
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn long(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?)).ok()
}

/// The face's own metrics, with the range of characters that are left; what lies beyond the BMP counts as U+FFFF.
fn os2(table: &[u8], first: u32, last: u32) -> Option<Vec<u8>> {
    let mut table = table.to_vec();
    let clamped = |c: u32| u16::try_from(c).unwrap_or(u16::MAX).to_be_bytes();
    table.get_mut(64..66)?.copy_from_slice(&clamped(first));
    table.get_mut(66..68)?.copy_from_slice(&clamped(last));
    Some(table)
}

/// Characters to glyphs: format 12 for all, and format 4 for those of the BMP where its 16-bit length suffices.
fn cmap(map: &BTreeMap<u32, u16>) -> Vec<u8> {
    // Runs of characters whose glyphs follow each other: first and last character, first glyph.
    let mut runs: Vec<(u32, u32, u16)> = Vec::new();
    for (&c, &glyph) in map {
        match runs.last_mut() {
            Some((first, last, start))
                if *last + 1 == c && u32::from(*start) + (c - *first) == u32::from(glyph) && c != 0x1_0000 =>
            {
                *last = c;
            }
            _ => runs.push((c, c, glyph)),
        }
    }
    let all = format12(&runs);
    let bmp: Vec<_> = runs.iter().copied().filter(|run| run.1 < 0xffff).collect();
    let subtables: Vec<(u16, Vec<u8>)> = format4(&bmp).map(|table| (1, table)).into_iter().chain([(10, all)]).collect();
    let mut out = Vec::new();
    words(&mut out, &[0, subtables.len() as u16]);
    let mut offset = 4 + 8 * subtables.len();
    for (encoding, table) in &subtables {
        words(&mut out, &[3, *encoding]);
        out.extend((offset as u32).to_be_bytes());
        offset += table.len();
    }
    subtables.iter().for_each(|(_, table)| out.extend(table));
    out
}

fn format4(runs: &[(u32, u32, u16)]) -> Option<Vec<u8>> {
    let segments = u16::try_from(runs.len() + 1).ok()?;
    let length = u16::try_from(16 + 8 * usize::from(segments)).ok()?;
    let power = 1u16 << segments.ilog2();
    let mut out = Vec::with_capacity(usize::from(length));
    words(&mut out, &[4, length, 0, segments * 2, power * 2, segments.ilog2() as u16, (segments - power) * 2]);
    let column = |out: &mut Vec<u8>, value: fn(&(u32, u32, u16)) -> u16, last: u16| {
        runs.iter().for_each(|run| words(out, &[value(run)]));
        words(out, &[last]);
    };
    column(&mut out, |run| run.1 as u16, 0xffff);
    words(&mut out, &[0]);
    column(&mut out, |run| run.0 as u16, 0xffff);
    column(&mut out, |run| run.2.wrapping_sub(run.0 as u16), 1);
    column(&mut out, |_| 0, 0);
    Some(out)
}

fn format12(runs: &[(u32, u32, u16)]) -> Vec<u8> {
    let mut out = Vec::with_capacity(16 + 12 * runs.len());
    words(&mut out, &[12, 0]);
    for value in [16 + 12 * runs.len() as u32, 0, runs.len() as u32] {
        out.extend(value.to_be_bytes());
    }
    for &(first, last, glyph) in runs {
        [first, last, u32::from(glyph)].iter().for_each(|value| out.extend(value.to_be_bytes()));
    }
    out
}

fn words(out: &mut Vec<u8>, values: &[u16]) {
    values.iter().for_each(|value| out.extend(value.to_be_bytes()));
}

/// A font file with TrueType outlines from its tables; the sum of all is set right in `head`.
fn font(tables: &BTreeMap<[u8; 4], Vec<u8>>) -> Option<Vec<u8>> {
    let count = u16::try_from(tables.len()).ok().filter(|&count| count > 0)?;
    let power = 1u16 << count.ilog2();
    let mut out = 0x0001_0000u32.to_be_bytes().to_vec();
    words(&mut out, &[count, power * 16, count.ilog2() as u16, (count - power) * 16]);
    let mut offset = 12 + 16 * tables.len();
    let mut head = 0;
    for (tag, table) in tables {
        if tag == b"head" {
            head = offset;
        }
        out.extend(tag);
        for value in [checksum(table), u32::try_from(offset).ok()?, u32::try_from(table.len()).ok()?] {
            out.extend(value.to_be_bytes());
        }
        offset += table.len().next_multiple_of(4);
    }
    for table in tables.values() {
        out.extend(table);
        out.resize(out.len().next_multiple_of(4), 0);
    }
    let adjustment = 0xb1b0_afbau32.wrapping_sub(checksum(&out));
    out.get_mut(head + 8..head + 12)?.copy_from_slice(&adjustment.to_be_bytes());
    Some(out)
}

/// The sum of a table's 32-bit words, the last one filled up with zeros.
fn checksum(table: &[u8]) -> u32 {
    table.chunks(4).fold(0, |sum, chunk| {
        let mut word = [0; 4];
        word[..chunk.len()].copy_from_slice(chunk);
        sum.wrapping_add(u32::from_be_bytes(word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::env::Env;
    use crate::typeset::fonts::{Fonts, Style, Tongue};
    use crate::typeset::paragraph::Family;
    use skrifa::outline::DrawSettings;
    use skrifa::prelude::{FontRef, LocationRef, MetadataProvider, Size};

    /// The outline of a character, as a drawing program would hear it.
    fn outline(font: &FontRef<'_>, c: char) -> Option<String> {
        let mut pen = skrifa::outline::pen::SvgPen::new();
        let glyph = font.outline_glyphs().get(font.charmap().map(c)?)?;
        glyph.draw(DrawSettings::unhinted(Size::unscaled(), LocationRef::default()), &mut pen).ok()?;
        Some(pen.to_string())
    }

    fn check(first: char, characters: &str) {
        let fonts = Fonts::new(&Env::for_tests());
        let style = Style { family: Family::Song, bold: false, italic: false, tongue: Tongue::Hans };
        let choice = fonts.choose(first, style, false).expect("a face");
        let face = fonts.face(choice.face).loaded().expect("unpacked");
        let bytes = subset(face, characters.chars()).expect("cut");
        assert!(bytes.len() < face.bytes.len() / 4);
        let (whole, cut) = (FontRef::new(&face.bytes).expect("a font"), FontRef::new(&bytes).expect("a font"));
        for c in characters.chars() {
            assert_eq!(outline(&cut, c), outline(&whole, c), "{c}");
        }
        assert_eq!(cut.charmap().mappings().count(), characters.chars().count());
        assert_eq!(cut.charmap().map('\u{2603}'), None);
        assert_eq!(checksum(&bytes), 0xb1b0_afba);
        let size = Size::unscaled();
        assert_eq!(cut.metrics(size, LocationRef::default()).ascent, whole.metrics(size, LocationRef::default()).ascent);
    }

    #[test]
    fn a_subset_draws_the_same() {
        check('重', "重排，。“”—·ABC〇");
        check('𠀀', "𠀀𠀁");
    }
}
