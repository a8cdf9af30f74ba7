//! Pages as plain data: what a page format gives and page analysis takes.
//!
//! Lengths are points; x goes right, y goes down, the origin is the top left corner of the visible page, and the page's
//! rotation is applied. A reader fills a [`Page`] with everything that it sees in the order of the content, leaves nothing
//! out and guesses nothing: which glyphs make a line, what is furniture, in which order one reads are questions of the
//! analysis.

use crate::model::MediaId;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// The number in the file, from 1.
    pub number: u32,
    /// The label that the file gives it (`iv`, `A3`).
    pub label: Option<String>,
    /// Width of the visible page.
    pub width: f32,
    /// Height of the visible page.
    pub height: f32,
    /// All glyphs, white space included, in content order.
    pub glyphs: Vec<Glyph>,
    /// Rulings and boxes.
    pub rules: Vec<Rule>,
    /// Pictures.
    pub images: Vec<ImageRef>,
    /// Links.
    pub links: Vec<Link>,
    /// Names of faces, as far as the file says them.
    pub faces: BTreeMap<FontId, Arc<str>>,
    /// How far the characters can be believed.
    pub trust: Trust,
}

/// A glyph with the characters that it stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct Glyph {
    /// One character or more (a ligature); U+FFFD where the source does not say which.
    pub text: SmallText,
    /// The origin on the baseline. Of a vertical glyph, the top of its cell in the middle of the line.
    pub x: f32,
    /// The origin on the baseline.
    pub y: f32,
    /// How far the pen moves on along the line, character spacing excluded.
    pub advance: f32,
    /// The em.
    pub size: f32,
    /// The visible shape; for a glyph without one (a space) or of an unknown shape, the cell that the em gives.
    pub ink: Area,
    /// The face; the same number is the same face all through the document.
    pub font: FontId,
    /// Whether the face is bold.
    pub bold: bool,
    /// Whether the face is italic.
    pub italic: bool,
    /// Whether the line runs from the top down.
    pub vertical: bool,
    /// The angle of the baseline in degrees, clockwise; 0 for an upright line.
    pub angle: i16,
    /// 0xRRGGBB.
    pub color: u32,
    /// The marked-content id on this page, where there is one: what [`Facts::structure`] refers to.
    pub tag: Option<u32>,
    /// Whether the source says that it does not belong to the text: an artifact, a repeated template.
    pub artifact: bool,
    /// The place in content order.
    pub order: u32,
}

/// A rectangle. `left ≤ right`, `top ≤ bottom`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Area {
    /// The smallest x.
    pub left: f32,
    /// The smallest y.
    pub top: f32,
    /// The largest x.
    pub right: f32,
    /// The largest y.
    pub bottom: f32,
}

/// The number of a face in the document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FontId(pub u32);

/// A line or a box that is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// What it covers; a line's thickness included.
    pub area: Area,
    /// How it is drawn.
    pub kind: RuleKind,
    /// 0xRRGGBB.
    pub color: u32,
    /// The place in content order, in one sequence with the glyphs.
    pub order: u32,
}

/// How a line or a box is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleKind {
    /// A straight line, stroked or as a filled rectangle no thicker than 3 points.
    Line,
    /// A filled rectangle.
    FilledBox,
    /// The outline of a rectangle.
    StrokedBox,
    /// A small filled shape that is no rectangle: the dot before a list's item.
    Dot,
}

/// A picture on the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ImageRef {
    /// Where it stands.
    pub area: Area,
    /// The picture in [`Document::media`](crate::model::Document::media); `None` where it can't be read.
    pub media: Option<MediaId>,
    /// Its marked-content id.
    pub tag: Option<u32>,
    /// Whether the source says that it does not belong to the text.
    pub artifact: bool,
    /// The place in content order, in one sequence with the glyphs.
    pub order: u32,
}

/// A link on the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Where it can be clicked.
    pub area: Area,
    /// A URL; links inside the file are left out.
    pub target: String,
}

/// How far a page's characters can be believed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(dead_code)] // until the reader of PDF
pub enum Trust {
    /// The source says which character each glyph is.
    #[default]
    Sure,
    /// Some glyphs are characters that the source does not name.
    Partial,
    /// The page has no text that could be believed: a scan, or a face without a map.
    None,
}

/// An entry of the outline (bookmarks).
#[derive(Clone, Debug, PartialEq)]
pub struct OutlineItem {
    /// Its words.
    pub title: String,
    /// Its depth; the highest is 1.
    pub level: u8,
    /// The page it leads to, by [`Page::number`]; `None` where it leads nowhere.
    pub page: Option<u32>,
    /// The height on that page.
    pub y: Option<f32>,
}

/// A piece of a page that the structure tree names, in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tagged {
    /// The page, by [`Page::number`].
    pub page: u32,
    /// The marked-content id on that page.
    pub tag: u32,
    /// The number of the block element that holds it (a paragraph, a heading, a cell); inline elements are seen through.
    pub element: u32,
    /// That element's standard type, as the role map gives it: `P`, `H1`, `TD`, `NonStruct`.
    pub role: Arc<str>,
}

/// What a file says of its pages beside their content. Metadata goes to the document itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// The outline, in order.
    pub outline: Vec<OutlineItem>,
    /// The structure tree's leaves, in reading order; empty where the file has none.
    pub structure: Vec<Tagged>,
}

/// The characters of a glyph: almost always one, and then without a place of its own in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmallText(Characters);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Characters {
    One(char),
    Many(Box<str>),
}

impl SmallText {
    /// The characters, in order.
    pub fn chars(&self) -> impl DoubleEndedIterator<Item = char> + '_ {
        let (one, many) = match &self.0 {
            Characters::One(c) => (Some(*c), ""),
            Characters::Many(text) => (None, &**text),
        };
        one.into_iter().chain(many.chars())
    }

    /// The first character.
    pub fn first(&self) -> char {
        match &self.0 {
            Characters::One(c) => *c,
            Characters::Many(text) => text.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER),
        }
    }

    /// The character, where it is one.
    pub fn one(&self) -> Option<char> {
        match &self.0 {
            Characters::One(c) => Some(*c),
            Characters::Many(_) => None,
        }
    }

    /// The same, a presentation form for vertical lines (`︒`, `﹁`) as the mark that it is a form of: how marks stand is told by their
    /// places.
    pub fn ordinary(self) -> SmallText {
        /// U+FE10 to U+FE19, and U+FE30 to U+FE44.
        const VERTICAL: [&str; 2] = ["，、。：；！？〖〗…", "‥—–_﹏（）｛｝〔〕【】《》〈〉「」『』"];
        let place = match self.0 {
            Characters::One(c @ '\u{fe10}'..='\u{fe19}') => (0, c as usize - 0xfe10),
            Characters::One(c @ '\u{fe30}'..='\u{fe44}') => (1, c as usize - 0xfe30),
            _ => return self,
        };
        VERTICAL[place.0].chars().nth(place.1).map_or(self, SmallText::from)
    }

    /// Whether it is nothing but white space.
    pub fn is_space(&self) -> bool {
        match &self.0 {
            Characters::One(c) => c.is_whitespace(),
            Characters::Many(text) => text.chars().all(char::is_whitespace),
        }
    }
}

impl From<char> for SmallText {
    fn from(c: char) -> SmallText {
        SmallText(Characters::One(c))
    }
}

impl From<&str> for SmallText {
    /// Nothing becomes U+FFFD: a glyph always stands for something.
    fn from(text: &str) -> SmallText {
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (None, _) => SmallText(Characters::One(char::REPLACEMENT_CHARACTER)),
            (Some(c), None) => SmallText(Characters::One(c)),
            _ => SmallText(Characters::Many(text.into())),
        }
    }
}

impl Area {
    /// The rectangle with these edges, in whichever order they come.
    pub fn new(x0: f32, y0: f32, x1: f32, y1: f32) -> Area {
        Area { left: x0.min(x1), top: y0.min(y1), right: x0.max(x1), bottom: y0.max(y1) }
    }

    /// From the left edge to the right.
    pub fn width(self) -> f32 {
        self.right - self.left
    }

    /// From the top to the bottom.
    pub fn height(self) -> f32 {
        self.bottom - self.top
    }

    /// The smallest rectangle that holds both.
    pub fn union(self, other: Area) -> Area {
        Area {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// How far both reach over the same x; negative where a gap lies between.
    pub fn shared_x(self, other: Area) -> f32 {
        self.right.min(other.right) - self.left.max(other.left)
    }

    /// How far both reach over the same y; negative where a gap lies between.
    pub fn shared_y(self, other: Area) -> f32 {
        self.bottom.min(other.bottom) - self.top.max(other.top)
    }

    /// Whether a point lies in it.
    pub fn holds(self, x: f32, y: f32) -> bool {
        x >= self.left && x <= self.right && y >= self.top && y <= self.bottom
    }

    /// The middle.
    pub fn center(self) -> (f32, f32) {
        ((self.left + self.right) / 2.0, (self.top + self.bottom) / 2.0)
    }
}

/// The ink that a character usually has in its cell, where its shape is not known: stops and brackets stand at one side.
/// `x` and `y` are the origin of a glyph across.
pub fn usual_ink(text: &SmallText, x: f32, y: f32, advance: f32, size: f32) -> Area {
    use crate::text::{clreq, script};
    let c = text.first();
    let wide = script::is_cjk(c) || script::is_shared_mark(c) && advance > 0.75 * size;
    let (from, to) = match wide {
        true if clreq::is_stop(c) => (0.08, 0.42),
        true if clreq::is_close(c) => (0.04, 0.45),
        true if clreq::is_open(c) => (0.55, 0.96),
        true => (0.04, 0.96),
        false => (0.0, (advance / size.max(0.1)).max(0.05)),
    };
    let rise = if wide { 0.82 } else { 0.7 };
    Area::new(x + from * size, y - rise * size, x + to * size, y + 0.08 * size)
}
