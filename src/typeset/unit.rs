//! The piece that lines are made of: one character cell, one unbreakable stretch of Latin, one space, one insert.

use super::frame::{FaceId, Way};
use crate::model::{MediaId, NoteId};

/// What a unit is to the rules of line edges, squeezing and spacing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Han, kana, bopomofo.
    Solid,
    /// A letter of the solid scripts that does not start a line: 々, ー, small kana in Japanese.
    Follower,
    /// A full-width sign that is no letter: ％, ①, →.
    Sign,
    /// A Hangul syllable.
    Hangul,
    /// An opening mark.
    Open,
    /// A closing mark.
    Close,
    /// A stop inside a sentence: ，、；：.
    Comma,
    /// A stop that ends a sentence: 。．！？.
    Period,
    /// 间隔号.
    Interpunct,
    /// A connector: single dash, wave dash.
    Connector,
    /// 分隔号.
    Solidus,
    /// —— or ……, two characters in one unit where there are two.
    Pair,
    /// A stretch of Latin (or any script with word spaces) without a break inside.
    Latin,
    /// A word space.
    Space,
    /// U+3000.
    Blank,
    /// The mark of a note.
    Note,
    /// A picture.
    Object,
    /// The end of a line that the text asks for.
    Newline,
}

impl Class {
    /// Whether it is a full-width mark that can give up blank.
    pub fn is_mark(self) -> bool {
        matches!(self, Class::Open | Class::Close | Class::Comma | Class::Period | Class::Interpunct)
    }

    /// Whether it is white: trimmed at line edges.
    pub fn is_white(self) -> bool {
        matches!(self, Class::Space | Class::Blank | Class::Newline)
    }
}

/// Whether a line may end after a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Break {
    /// Only where nothing else fits.
    Never,
    /// Yes.
    Free,
    /// Yes, but dearly: inside a URL, or inside brackets of a title.
    Dear,
    /// Only rather than set a very loose line: between marks of a run of three or more (LB-6).
    Remedy,
    /// It must.
    Must,
}

/// A glyph of a unit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    /// The glyph.
    pub glyph: u16,
    /// From the unit's origin, in raw length units.
    pub x: i64,
    /// Below the baseline (negative: above), in raw length units.
    pub y: i64,
    /// Byte range in the paragraph.
    pub start: u32,
    /// End of that range.
    pub end: u32,
}

/// What stands at an insert.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Stands {
    /// Characters of the text.
    Text,
    /// A note's mark: the note, and the place of the insert in the paragraph's list.
    Note(NoteId, u32),
    /// A picture, with its height.
    Picture(MediaId, i64),
}

/// A unit. Lengths are raw [`Abs`](crate::geom::Abs) units.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    /// Byte range in the paragraph.
    pub start: u32,
    /// End of that range.
    pub end: u32,
    /// Its first and last character.
    pub first: char,
    /// See `first`.
    pub last: char,
    /// What it is.
    pub class: Class,
    /// Place in the paragraph's settings.
    pub setting: u32,
    /// The face of all its glyphs.
    pub face: FaceId,
    /// Bold by stroking.
    pub embolden: bool,
    /// Italic by slanting.
    pub slant: bool,
    /// How its glyphs stand to the line.
    pub way: Way,
    /// Size of the em.
    pub em: i64,
    /// What it is made of, where it is no text.
    pub stands: Stands,
    /// Its glyphs: the first, and how many.
    pub cells: (u32, u32),
    /// Advance, squeezing of neighbours included.
    pub width: i64,
    /// How much was taken from its left side: its glyphs move left by this.
    pub taken: i64,
    /// Blank on its left that may be taken at a line start or in justification.
    pub left: i64,
    /// Blank on its right that may be taken at a line end or in justification.
    pub right: i64,
    /// What it loses where it begins a line (PW-4).
    pub at_start: i64,
    /// What it loses where it ends a line: its blank (PW-5), or all of it where it hangs (PW-7).
    pub at_end: i64,
    /// Han–Latin gap before it.
    pub before: i64,
    /// Whether justification may add space after it.
    pub gap: bool,
    /// Whether a line may end after it.
    pub after: Break,
}

/// The units of a paragraph, with their glyphs.
#[derive(Default)]
pub(super) struct Units {
    pub units: Vec<Unit>,
    pub cells: Vec<Cell>,
}
