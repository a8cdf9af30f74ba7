//! What typesetting makes: pages of placed glyphs, rules and pictures.

use super::tag::Tag;
use crate::geom::{Abs, Point, Rect, Size};
use crate::model::{MediaId, NoteId};
use std::ops::Range;
use std::sync::Arc;

/// A face of the font set, by its place in the font set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceId(pub u16);

/// One glyph of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyph {
    /// The glyph's index in its face.
    pub id: u16,
    /// From the run's origin to the glyph's origin, along the baseline; squeezing and justification are in it.
    pub x: Abs,
    /// Above (negative) or below the baseline.
    pub y: Abs,
    /// Byte range in the run's text that this glyph stands for: the first glyph of a cluster has all of it, the others none.
    pub start: u32,
    /// End of that range.
    pub end: u32,
}

/// How the glyphs of a run stand to its line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Way {
    /// A horizontal line.
    #[default]
    Across,
    /// A vertical line, and the glyphs lie on their right side: the line turned by 90°.
    Turned,
    /// A vertical line, and the glyphs stand upright below one another.
    Upright,
    /// A vertical line, and the glyphs stand upright beside one another in one em 纵中横, this many thousandths of their
    /// width wide.
    Combined(u16),
}

/// Glyphs of one face, size and colour on one baseline.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// The face.
    pub face: FaceId,
    /// Size of the em.
    pub size: Abs,
    /// Whether weight is added by stroking the outline.
    pub embolden: bool,
    /// Whether the glyphs are slanted, for want of an italic.
    pub slant: bool,
    /// How the glyphs stand to the line.
    pub way: Way,
    /// Grey, from 0 (black) to 255.
    pub grey: u8,
    /// From the line's origin to the run's origin, along the line.
    pub x: Abs,
    /// Above (negative) or below the line's baseline: notes' marks, ruby. In vertical lines above is to the right.
    pub y: Abs,
    /// The whole advance of the run.
    pub width: Abs,
    /// The source characters that the glyphs stand for.
    pub text: String,
    /// The glyphs, in visual order.
    pub glyphs: Vec<Glyph>,
    /// The index, in the paragraph's settings, of the span that asked for this run's look; [`Run::MARK`] for a note's mark.
    pub setting: u32,
}

impl Run {
    /// The setting of a run that an [`Insert::NoteMark`](super::paragraph::Insert::NoteMark) made: no character of the text.
    pub const MARK: u32 = u32::MAX;

    /// The shade that is no grey: the red of the marks and rules of official documents (GW-11, GW-14). White is never asked for.
    pub const RED: u8 = u8::MAX;

    /// Where on the page the run begins, when its line begins at `origin`.
    pub fn start(&self, origin: Point) -> Point {
        match self.way {
            Way::Across => Point { x: origin.x + self.x, y: origin.y + self.y },
            Way::Turned | Way::Upright | Way::Combined(_) => Point { x: origin.x - self.y, y: origin.y + self.x },
        }
    }

    /// A run without glyphs.
    pub fn empty() -> Run {
        Run {
            face: FaceId(0),
            size: Abs::ZERO,
            embolden: false,
            slant: false,
            way: Way::Across,
            grey: 0,
            x: Abs::ZERO,
            y: Abs::ZERO,
            width: Abs::ZERO,
            text: String::new(),
            glyphs: Vec::new(),
            setting: 0,
        }
    }
}

/// A set line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// The runs, from left to right; their `x` counts from the left edge of the measure, indents included.
    pub runs: Vec<Run>,
    /// Inline objects (pictures) with their place.
    pub objects: Vec<(MediaId, Rect)>,
    /// Notes whose marks stand in this line.
    pub notes: Vec<NoteId>,
    /// Byte range of the paragraph's text that the line holds, trimmed white space included.
    pub text: Range<usize>,
    /// Where the ink ends, from the left edge of the measure.
    pub right: Abs,
    /// Mean gap that justification added, in thousandths of an em; negative where it took away.
    pub gap: i32,
}

/// A finished page.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Trim size.
    pub size: Size,
    /// The type area 版心.
    pub area: Rect,
    /// What stands on it, in reading order.
    pub items: Vec<Item>,
    /// The folio as it is printed, also where it is left out: `12`, `iv`.
    pub label: String,
}

/// Something on a page.
#[derive(Clone, Debug)]
pub enum Item {
    /// What follows belongs to this part of the document, up to the next tag; to none it is there for looks.
    Tag(Option<Arc<Tag>>),
    /// Text of the document.
    Text {
        /// Where the line's origin is: left edge of the measure, baseline.
        origin: Point,
        /// The run.
        run: Run,
    },
    /// Text that the typesetter made: folios, running heads, contents, note numbers. An artifact to PDF where `artifact` is set.
    Made {
        /// Where the line's origin is.
        origin: Point,
        /// The run.
        run: Run,
        /// Not part of the reading: a folio, a running head, a leader.
        artifact: bool,
    },
    /// A filled rectangle: a rule, a table line, a ground.
    Rule {
        /// Where.
        rect: Rect,
        /// Grey, from 0 (black) to 255.
        grey: u8,
    },
    /// A leader: round dots on a line, one each `step`.
    Dots {
        /// The centre of the first dot.
        from: Point,
        /// How far the leader reaches.
        width: Abs,
        /// From dot to dot.
        step: Abs,
        /// Diameter of a dot.
        dot: Abs,
        /// Whether the leader goes down and not to the right.
        down: bool,
    },
    /// A picture.
    Image {
        /// Which.
        media: MediaId,
        /// Where.
        rect: Rect,
    },
    /// An area that leads elsewhere.
    Link {
        /// The area.
        rect: Rect,
        /// Where to.
        target: Target,
    },
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A URL.
    Url(String),
    /// A place in the document.
    Place(Place),
}

/// A place on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The page, from 0.
    pub page: u32,
    /// The point to show at the top.
    pub at: Point,
}

/// An entry of the outline.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The heading's text.
    pub title: String,
    /// The heading's level, from 1; 0 for the page of a paper.
    pub level: u8,
    /// Where it stands.
    pub place: Place,
}

/// A whole document, set.
#[derive(Clone, Debug, Default)]
pub struct Pages {
    /// The pages, in order.
    pub pages: Vec<Page>,
    /// Headings, for outline and contents.
    pub outline: Vec<Entry>,
}
