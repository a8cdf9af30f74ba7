//! What a source looks like, for those who judge its layout: faces, sizes, colours and places, piece by piece.
//!
//! A reader that is asked for it ([`Source::looks`](super::Source::looks)) gives this beside the document. What has pages gives
//! lines where they stand ([`Line`]); what flows gives paragraphs with the properties they ask for ([`Paragraph`]), styles
//! resolved. Text is as in the source. Lengths are millimetres, sizes of type points; places count from the sheet's upper left
//! corner.

use crate::model::Align;

/// The look of a source.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Look {
    /// The sheets: of pages each, of what flows one for each section.
    pub sheets: Vec<Sheet>,
    /// The pieces of text, in order.
    pub pieces: Vec<Piece>,
    /// Level lines that are drawn on pages.
    pub rules: Vec<Rule>,
    /// Folios of what flows: the foot of odd, even and first pages.
    pub folios: Vec<Folio>,
    /// How many red lines are drawn somewhere in what flows, beside borders of paragraphs.
    pub red_strokes: usize,
    /// How long they are, of those that say it.
    pub red_lengths: Vec<f32>,
}

/// A sheet.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sheet {
    /// Its number, from 1.
    pub number: u32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
    /// What a section asks for; a page does not say it.
    pub area: Option<Area>,
}

/// The type area that a section asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Area {
    /// White above.
    pub top: f32,
    /// White below.
    pub bottom: f32,
    /// White on the left.
    pub left: f32,
    /// White on the right.
    pub right: f32,
    /// From line to line of the grid, in points.
    pub pitch: Option<f32>,
    /// What the grid adds to each character's advance, in points.
    pub extra: Option<f32>,
    /// Whether first pages have heads and feet of their own.
    pub first_differs: bool,
}

/// A line of a page, or a paragraph.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// Where it is, for people.
    pub place: String,
    /// Its text.
    pub text: String,
    /// What it is set in: most of its ideographs.
    pub type_: Type,
    /// What its first ideograph is set in.
    pub lead: Type,
    /// What its last ideograph is set in.
    pub tail: Type,
    /// How it is set.
    pub set: Set,
}

/// What text is set in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Type {
    /// The face's name, as the source has it.
    pub face: String,
    /// Points.
    pub size: f32,
    /// Bold beside its face.
    pub bold: bool,
    /// 0xRRGGBB.
    pub color: u32,
    /// From one ideograph to the next, in points; 0 where nothing tells.
    pub advance: f32,
}

/// How a piece is set.
#[derive(Clone, Debug, PartialEq)]
pub enum Set {
    /// A line that stands on a page.
    Line(Line),
    /// A paragraph that flows.
    Paragraph(Paragraph),
}

/// Where a line stands.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Line {
    /// The page, from 1.
    pub page: u32,
    /// Where its first cell begins.
    pub left: f32,
    /// Where its last cell ends.
    pub right: f32,
    /// Its baseline.
    pub base: f32,
}

/// What a paragraph asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Paragraph {
    /// Alignment.
    pub align: Align,
    /// Where lines after the first begin, from the left of the type area.
    pub left: f32,
    /// Where the first line begins.
    pub first: f32,
    /// Where lines end, from the right of the type area.
    pub right: f32,
    /// From line to line, in points, where it is fixed.
    pub pitch: Option<f32>,
    /// Begins a page.
    pub new_page: bool,
    /// Stands in a table.
    pub in_table: bool,
    /// Stands at the foot of its page: in a frame or table that is fixed there.
    pub at_foot: bool,
    /// Stands in a frame, table or text box that floats.
    pub floats: bool,
    /// Stands in a cell that is all of its row.
    pub alone: bool,
    /// The width of the table that it stands in.
    pub table: Option<f32>,
    /// How many lines without text stand right above.
    pub blank: u16,
    /// White right above beside them, in points.
    pub white: f32,
    /// A rule above, and its colour.
    pub above: Option<u32>,
    /// A rule below, and its colour.
    pub below: Option<u32>,
}

/// A level line on a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// The page, from 1.
    pub page: u32,
    /// Its left end.
    pub left: f32,
    /// Its right end.
    pub right: f32,
    /// Its upper edge.
    pub top: f32,
    /// Its lower edge.
    pub bottom: f32,
    /// 0xRRGGBB.
    pub color: u32,
}

/// The foot of pages that has the folio.
#[derive(Clone, Debug, PartialEq)]
pub struct Folio {
    /// Which pages.
    pub pages: Pages,
    /// The text; `#` stands for the number.
    pub text: String,
    /// What it is set in.
    pub type_: Type,
    /// Alignment.
    pub align: Align,
    /// Indent on that side, in points.
    pub indent: f32,
}

/// Which pages of a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pages {
    /// Odd pages.
    Odd,
    /// Even pages.
    Even,
    /// All but first ones.
    All,
}

impl Piece {
    /// The page that it stands on, where it has one.
    pub fn page(&self) -> Option<u32> {
        match &self.set {
            Set::Line(line) => Some(line.page),
            Set::Paragraph(_) => None,
        }
    }
}

/// Whether a colour is a red.
pub fn is_red(color: u32) -> bool {
    let [_, red, green, blue] = color.to_be_bytes();
    red >= 0xb0 && green < 0x60 && blue < 0x60
}
