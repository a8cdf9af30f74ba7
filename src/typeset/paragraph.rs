//! One paragraph: characters and settings in, justified lines out.

use super::frame::Line;
use crate::geom::Abs;
use crate::model::{MediaId, NoteId};
use std::ops::Range;

/// The four styles of Chinese type, which chains of faces serve.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// 宋.
    #[default]
    Song,
    /// 黑.
    Hei,
    /// 楷.
    Kai,
    /// 仿宋.
    Fang,
    /// Typewriter, for program text.
    Mono,
}

/// How a stretch of characters looks. Settings cover the text without gaps or overlaps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Byte range in the paragraph's text.
    pub range: Range<usize>,
    /// Style of type.
    pub family: Family,
    /// Bold.
    pub bold: bool,
    /// Italic, for Latin; Han is not slanted.
    pub italic: bool,
    /// Size of the em.
    pub size: Abs,
    /// Above (positive) the baseline.
    pub raise: Abs,
    /// Grey, from 0 (black) to 255.
    pub grey: u8,
    /// Must not be broken inside.
    pub keep: bool,
}

/// Something in the text that is not a character of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Insert {
    /// The mark of a note, set small and raised, kept to the character before it (LB-9).
    NoteMark(NoteId, String),
    /// A picture of this width and height, on the baseline.
    Picture(MediaId, Abs, Abs),
}

/// Where lines stand in the measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Alignment {
    /// Both edges, but for the last line (JU-11).
    #[default]
    Justify,
    /// At the left edge, ragged right.
    Left,
    /// In the middle; lines balanced, as titles are (HD-5).
    Center,
    /// At the right edge.
    Right,
}

/// Levels of line-edge prohibition (CLREQ 3.1.4, LB-1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Prohibition {
    /// Nothing is forbidden.
    None,
    /// Stops, closing marks, connectors and interpuncts never start a line; opening marks never end one.
    #[default]
    Basic,
    /// As basic, and the solidus stands at neither edge.
    Gb,
    /// As gb, and —— and …… never start a line.
    Strict,
}

/// Whose habits marks follow (PW-6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Region {
    /// Mainland: marks in the corner, squeezed.
    #[default]
    Cn,
    /// Taiwan: marks in the centre, not squeezed.
    Tw,
    /// Hong Kong: marks in the centre, squeezed by quarters.
    Hk,
    /// Japan (JIS X 4051).
    Jp,
    /// Korea: word spaces, half-width marks.
    Kr,
}

/// A paragraph to be set.
#[derive(Clone, Debug)]
pub struct Paragraph<'a> {
    /// The characters; `\n` breaks the line.
    pub text: &'a str,
    /// How they look, in order.
    pub settings: Vec<Setting>,
    /// Byte offsets, in order, with what stands there.
    pub inserts: Vec<(usize, Insert)>,
    /// Width of the column.
    pub measure: Abs,
    /// Indent of the first line (PA-1).
    pub first_indent: Abs,
    /// Indent of the other lines.
    pub indent: Abs,
    /// Alignment.
    pub alignment: Alignment,
    /// Prohibition at line edges.
    pub prohibition: Prohibition,
    /// Habits of marks.
    pub region: Region,
    /// Language (BCP 47), which chooses the faces.
    pub language: &'a str,
}

/// The lines of a paragraph, never none.
pub type Lines = Vec<Line>;
