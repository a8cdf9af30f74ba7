//! What font dictionaries say of a face beside its glyphs: name, weight, slant, program.

use crate::input::layout::page::FontId;
use hayro_syntax::object::{Dict, Name, Stream};
use std::sync::Arc;

/// Bits of `Flags` (ISO 32000-2, table 121).
const SYMBOLIC: u32 = 1 << 2;
const ITALIC: u32 = 1 << 6;
const FORCE_BOLD: u32 = 1 << 18;
/// From this weight on a face is bold.
const BOLD: f32 = 600.0;

/// A face as far as pages need it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Face {
    pub id: FontId,
    pub bold: bool,
    pub italic: bool,
}

/// Reads the face; `dict` is the font's, or of a composite font the descendant's.
pub fn face(dict: &Dict<'_>, number: u32) -> Face {
    let descriptor = dict.get::<Dict<'_>>("FontDescriptor").unwrap_or_default();
    let flags = flags(&descriptor);
    let name = written(dict, &descriptor);
    let bare = bare(name.as_deref().unwrap_or_default());
    let lower = bare.to_ascii_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| memchr::memmem::find(&lower, word.as_bytes()).is_some());
    let weight = descriptor.get::<f32>("FontWeight").unwrap_or(400.0);
    let slant = descriptor.get::<f32>("ItalicAngle").unwrap_or(0.0);
    Face {
        id: FontId(if bare.is_empty() { number | 1 << 31 } else { hash(bare) >> 1 }),
        bold: flags & FORCE_BOLD != 0 || weight >= BOLD || says(&["bold", "black", "heavy"]),
        italic: flags & ITALIC != 0 || slant != 0.0 || says(&["italic", "oblique"]),
    }
}

/// The face's name in characters: Chinese names are written in UTF-8 or GBK.
pub fn name(dict: &Dict<'_>) -> Arc<str> {
    let descriptor = dict.get::<Dict<'_>>("FontDescriptor").unwrap_or_default();
    let name = written(dict, &descriptor);
    let bare = bare(name.as_deref().unwrap_or_default());
    match std::str::from_utf8(bare) {
        Ok(name) => name.into(),
        Err(_) => encoding_rs::GBK.decode_without_bom_handling(bare).0.into(),
    }
}

/// The face's name as the dictionaries write it.
fn written<'a>(dict: &Dict<'a>, descriptor: &Dict<'a>) -> Option<Name<'a>> {
    dict.get::<Name<'_>>("BaseFont").or_else(|| descriptor.get::<Name<'_>>("FontName"))
}

/// A name without the letters before `+`: parts of one face carry different ones.
fn bare(name: &[u8]) -> &[u8] {
    match name {
        [prefix @ .., b'+'] if prefix.len() == 6 => name,
        _ if name.get(6) == Some(&b'+') => &name[7..],
        _ => name,
    }
}

/// Whether the descriptor calls the font symbolic.
pub fn is_symbolic(dict: &Dict<'_>) -> bool {
    dict.get::<Dict<'_>>("FontDescriptor").is_some_and(|descriptor| flags(&descriptor) & SYMBOLIC != 0)
}

/// The embedded program.
pub fn program<'a>(dict: &Dict<'a>) -> Option<Stream<'a>> {
    let descriptor = dict.get::<Dict<'_>>("FontDescriptor")?;
    ["FontFile2", "FontFile3", "FontFile"].iter().find_map(|key| descriptor.get::<Stream<'_>>(key))
}

fn flags(descriptor: &Dict<'_>) -> u32 {
    descriptor.get::<u32>("Flags").unwrap_or(0)
}

/// FNV-1a, 32 bits: the same name is the same number in every run.
fn hash(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |hash, &byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
