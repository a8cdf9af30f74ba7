//! The style sheet (STSH, MS-DOC 2.9.271): what each style comes to with those that it is based on.

use super::properties::{Characters, Paragraph};
use crate::input::flow::class::{self, Class};
use crate::input::ole::u16_at;

/// The longest chain of styles that are based on one another.
const CHAIN: usize = 32;
/// The number of no style.
const NONE: u16 = 0x0fff;

/// A style with what it inherits.
#[derive(Clone, Debug, Default)]
pub struct Style {
    /// What it says of paragraphs.
    pub paragraph: Paragraph,
    /// What it says of characters.
    pub characters: Characters,
    /// What kind of paragraph it makes.
    pub class: Class,
    /// Its characters are program text.
    pub code: bool,
}

/// A style as the sheet has it.
struct Entry<'a> {
    name: String,
    built_in: u16,
    based_on: u16,
    paragraph: &'a [u8],
    characters: &'a [u8],
}

/// Reads the sheet.
pub fn read<'d>(bytes: &[u8], huge: &impl Fn(u32) -> &'d [u8]) -> Vec<Style> {
    let entries = entries(bytes).unwrap_or_default();
    (0..entries.len()).map(|number| resolve(number, &entries, huge)).collect()
}

fn entries(bytes: &[u8]) -> Option<Vec<Option<Entry<'_>>>> {
    let head = usize::from(u16_at(bytes, 0)?);
    let base = usize::from(u16_at(bytes, 4)?);
    let mut at = 2 + head;
    let mut entries = Vec::new();
    while let Some(length) = u16_at(bytes, at) {
        let std = bytes.get(at + 2..at + 2 + usize::from(length));
        entries.push(std.and_then(|std| entry(std, base)));
        // A style begins at an even byte.
        at += 2 + usize::from(length).next_multiple_of(2);
    }
    Some(entries)
}

fn entry(std: &[u8], base: usize) -> Option<Entry<'_>> {
    let built_in = u16_at(std, 0)? & 0x0fff;
    let kind = u16_at(std, 2)?;
    let count = u16_at(std, 4)? & 0x0f;
    let length = usize::from(u16_at(std, base)?);
    let name = std.get(base + 2..base + 2 + 2 * length)?;
    let name: Vec<u16> = name.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    let mut at = base + 2 + 2 * length + 2;
    let mut parts = Vec::new();
    for _ in 0..count {
        at = at.next_multiple_of(2);
        let Some(length) = u16_at(std, at).map(usize::from) else { break };
        parts.push(std.get(at + 2..(at + 2 + length).min(std.len())).unwrap_or_default());
        at += 2 + length;
    }
    let part = |number: usize| parts.get(number).copied().unwrap_or_default();
    let (paragraph, characters) = match kind & 0x0f {
        1 => (part(0).get(2..).unwrap_or_default(), part(1)),
        2 => (&[][..], part(0)),
        3 => (part(1).get(2..).unwrap_or_default(), part(2)),
        _ => (&[][..], &[][..]),
    };
    Some(Entry { name: String::from_utf16_lossy(&name), built_in, based_on: kind >> 4, paragraph, characters })
}

/// A style over those that it is based on. A chain that comes back to itself ends there.
fn resolve<'d>(number: usize, entries: &[Option<Entry<'_>>], huge: &impl Fn(u32) -> &'d [u8]) -> Style {
    let mut chain = Vec::new();
    let mut next = number;
    while let Some(Some(entry)) = entries.get(next)
        && chain.len() < CHAIN
    {
        chain.push(entry);
        next = usize::from(entry.based_on);
        if entry.based_on == NONE {
            break;
        }
    }
    let mut style = Style::default();
    let mut class = None;
    for entry in chain.into_iter().rev() {
        let name = class::folded(&entry.name);
        let below = style.characters.clone();
        style.characters.apply(entry.characters, &below);
        style.paragraph.apply(entry.paragraph, huge);
        style.code |= class::is_code(&name);
        class = class_of(entry.built_in).or_else(|| class::class_of(&name)).or(class);
    }
    style.class = match (class, style.paragraph.outline) {
        (None | Some(Class::Body | Class::Heading(_)), Some(level @ 0..=8)) => Class::Heading(level + 1),
        (Some(Class::Heading(_)), Some(_)) => Class::Body,
        (class, _) => class.unwrap_or_default(),
    };
    style
}

/// What the number of a built-in style says (MS-DOC 2.9.260); names of user styles and of other programs come after.
fn class_of(built_in: u16) -> Option<Class> {
    use crate::model::Role;
    Some(match built_in {
        1..=9 => Class::Heading(built_in as u8),
        19..=27 => Class::Contents,
        34 => Class::Role(Role::Caption),
        62 => Class::Role(Role::Title),
        74 => Class::Role(Role::Deck),
        _ => return None,
    })
}
