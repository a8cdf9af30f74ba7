//! What a group inherits and gives back at its end: where its text goes, and the properties that hold.

use crate::input::flow::grid::{CellLook, RowLook};
use crate::model::Align;
use std::rc::Rc;

/// Where text goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Destination {
    /// Into the document.
    #[default]
    Text,
    /// Nowhere.
    Skip,
    /// Nowhere, but for the text and pictures in it.
    Shape,
    /// The table of fonts.
    Fonts,
    /// The sheet of styles.
    Styles,
    /// The definitions of lists.
    Lists,
    /// The label of a level.
    LevelText,
    /// The uses of lists.
    ListUses,
    /// A picture's bytes.
    Picture,
    /// A paragraph's label.
    Label,
    /// What the file says of itself.
    Info,
    /// The document's title.
    Title,
    /// The document's author.
    Author,
    /// The initials of a comment's author.
    Initials,
    /// A comment that nobody asked for.
    Comment,
}

/// Properties of characters.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Characters {
    /// The font's number.
    pub font: i32,
    pub bold: bool,
    pub italic: bool,
    pub underline: bool,
    pub strike: bool,
    pub dots: bool,
    pub hidden: bool,
    pub deleted: bool,
    /// Raised (1) or lowered (−1).
    pub raised: i8,
    /// Size in half points; 0 where nothing is said.
    pub size: u16,
    /// The character style's number.
    pub style: i32,
    /// What is said of associated properties is said of East Asian text (`\dbch`).
    pub east: bool,
}

/// Properties of paragraphs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Paragraph {
    pub style: i32,
    pub align: Align,
    /// Indents in twips.
    pub left: i32,
    pub first: i32,
    /// The first line's indent in hundredths of a character.
    pub first_characters: Option<i32>,
    pub outline: Option<u8>,
    pub in_table: bool,
    /// How deep in tables, where it is said.
    pub depth: u32,
    /// The list, and the level in it.
    pub list: i32,
    pub level: u8,
    pub page_break: bool,
}

impl Paragraph {
    /// How deep in tables the paragraph lies; 0 outside.
    pub fn tables(&self) -> usize {
        match (self.in_table, self.depth) {
            (_, depth @ 1..) => depth.min(64) as usize,
            (true, 0) => 1,
            (false, _) => 0,
        }
    }
}

/// What becomes of a group at its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ends {
    /// Nothing.
    #[default]
    Nothing,
    /// A note is finished.
    Note,
    /// A comment is finished.
    Comment,
    /// A head or foot is finished.
    Head,
    /// A text box is finished.
    Box,
    /// A field is finished.
    Field,
    /// A comment that is left out is finished.
    Dropped,
    /// A picture is finished.
    Picture,
    /// An entry of the style sheet is finished.
    Style,
    /// An entry of the table of fonts is finished.
    Font,
    /// A level of a list is finished.
    Level,
    /// A list is finished.
    List,
    /// A use of a list is finished.
    ListUse,
}

/// All that a group inherits.
#[derive(Clone, Debug)]
pub struct State {
    pub destination: Destination,
    /// Where text goes again in the Unicode form of a group that has two (`\ud`).
    pub resumed: Destination,
    pub ends: Ends,
    /// How many characters stand in for one that is written in Unicode.
    pub fallback: u32,
    pub characters: Characters,
    pub paragraph: Rc<Paragraph>,
    pub row: Rc<RowLook>,
    /// What was said of the next cell.
    pub cell: CellLook,
}

impl State {
    /// At the document's start.
    pub fn new() -> State {
        State {
            destination: Destination::Text,
            resumed: Destination::Text,
            ends: Ends::Nothing,
            fallback: 1,
            characters: Characters::default(),
            paragraph: Rc::default(),
            row: Rc::default(),
            cell: CellLook::default(),
        }
    }

    /// Applies a control word of characters; says whether it was one.
    pub fn character_word(&mut self, word: &str, number: Option<i32>) -> bool {
        let on = number != Some(0);
        let characters = &mut self.characters;
        match word {
            "b" => characters.bold = on,
            // Han has a weight and a slope of its own (RTF 1.9.1, "Associated Character Properties").
            "dbch" => characters.east = true,
            "loch" | "hich" | "rtlch" | "ltrch" => characters.east = false,
            "ab" if characters.east => characters.bold = on,
            "ai" if characters.east => characters.italic = on,
            "i" => characters.italic = on,
            "ulnone" => characters.underline = false,
            "ul" | "uld" | "uldash" | "uldashd" | "uldashdd" | "uldb" | "ulth" | "ulw" | "ulwave" | "ulhwave" | "ulldash"
            | "ulthd" | "ulthdash" | "ulthdashd" | "ulthdashdd" | "ulthldash" | "ululdbwave" => characters.underline = on,
            "strike" | "striked" => characters.strike = on,
            "accdot" | "acccomma" | "acccircle" | "accunderdot" => characters.dots = on,
            "accnone" => characters.dots = false,
            "v" => characters.hidden = on,
            "deleted" => characters.deleted = on,
            "super" => characters.raised = i8::from(on),
            "sub" => characters.raised = -i8::from(on),
            "up" => characters.raised = i8::from(number.unwrap_or(6) > 0),
            "dn" => characters.raised = -i8::from(number.unwrap_or(6) > 0),
            "nosupersub" => characters.raised = 0,
            "fs" => characters.size = number.and_then(|size| u16::try_from(size).ok()).unwrap_or(0),
            "cs" => characters.style = number.unwrap_or(0),
            "f" => characters.font = number.unwrap_or(0),
            _ => return false,
        }
        true
    }

    /// Applies a control word of paragraphs; says whether it was one.
    pub fn paragraph_word(&mut self, word: &str, number: Option<i32>) -> bool {
        let known = matches!(
            word,
            "ql" | "qj"
                | "qd"
                | "qc"
                | "qr"
                | "li"
                | "lin"
                | "fi"
                | "cufi"
                | "outlinelevel"
                | "s"
                | "intbl"
                | "itap"
                | "ls"
                | "ilvl"
                | "pagebb"
        );
        if !known {
            return false;
        }
        let value = number.unwrap_or(0);
        let on = number != Some(0);
        let paragraph = Rc::make_mut(&mut self.paragraph);
        match word {
            "qc" => paragraph.align = Align::Center,
            "qr" => paragraph.align = Align::End,
            "li" | "lin" => paragraph.left = value,
            "fi" => paragraph.first = value,
            "cufi" => paragraph.first_characters = Some(value),
            "outlinelevel" => paragraph.outline = u8::try_from(value).ok(),
            "s" => paragraph.style = value,
            "intbl" => paragraph.in_table = on,
            "itap" => paragraph.depth = u32::try_from(value).unwrap_or(0),
            "ls" => paragraph.list = value,
            "ilvl" => paragraph.level = u8::try_from(value).unwrap_or(0),
            "pagebb" => paragraph.page_break = on,
            _ => paragraph.align = Align::Start,
        }
        true
    }

    /// Applies a control word of rows and cells; says whether it was one.
    pub fn row_word(&mut self, word: &str, number: Option<i32>) -> bool {
        match word {
            "trowd" => (self.row, self.cell) = (Rc::default(), CellLook::default()),
            "trhdr" => Rc::make_mut(&mut self.row).header = true,
            "trleft" => Rc::make_mut(&mut self.row).left = number.unwrap_or(0),
            "clmrg" => self.cell.joined = true,
            "clvmgf" => self.cell.begins = true,
            "clvmrg" => self.cell.goes_on = true,
            "cellx" => {
                let cell = CellLook { right: number.unwrap_or(0), ..std::mem::take(&mut self.cell) };
                /// A row has no more cells.
                const WIDEST: usize = 1000;
                if self.row.cells.len() < WIDEST {
                    Rc::make_mut(&mut self.row).cells.push(cell);
                }
            }
            _ => return false,
        }
        true
    }
}
