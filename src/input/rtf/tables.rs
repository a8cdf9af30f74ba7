//! The tables at a document's start: fonts with their character sets, styles, lists.

use super::state::{Characters, Paragraph};
use crate::input::flow::class::{self, Class};
use crate::input::flow::codepage::Codepage;
use crate::input::flow::numbering::{LEVELS, Level, Levels, List, Numbering, Suffix, format_of};
use std::collections::BTreeMap;

/// A font.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Font {
    /// Its name.
    pub name: String,
    /// Its character set (`\fcharset`).
    pub charset: Option<i32>,
    /// Its code page (`\cpg`), which goes before.
    pub codepage: Option<i32>,
}

impl Font {
    /// The code page that its bytes are in; `None` where it says none of its own.
    pub fn codepage(&self) -> Option<Codepage> {
        let own = self.codepage.and_then(|number| Codepage::numbered(u32::try_from(number).ok()?));
        own.or_else(|| Codepage::numbered(of_charset(self.charset?)?))
    }

    /// Whether its bytes are East Asian.
    pub fn is_east_asian(&self) -> bool {
        matches!(self.charset, Some(78..=81 | 128..=136))
    }

    /// Whether its characters are signs.
    pub fn is_symbols(&self) -> bool {
        self.charset == Some(2)
    }
}

/// The code page of a character set (RTF 1.9.1, "Font Table"); nothing for the default, and for Western, which some programs
/// write whatever the text is.
fn of_charset(charset: i32) -> Option<u32> {
    Some(match charset {
        77 => 10000,
        78 => 10001,
        79 => 10003,
        80 => 10008,
        81 => 10002,
        89 => 10007,
        128 => 932,
        129 => 949,
        130 => 1361,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178..=180 => 1256,
        181 => 1255,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        254 => 437,
        255 => 850,
        _ => return None,
    })
}

/// A style.
#[derive(Clone, Debug, Default)]
pub struct Style {
    /// Its name.
    pub name: String,
    /// The style that it is based on.
    pub based_on: Option<i32>,
    /// What it says of paragraphs.
    pub paragraph: Paragraph,
    /// What it says of characters.
    pub characters: Characters,
}

/// What a style makes of a paragraph.
#[derive(Clone, Debug, Default)]
pub struct Styled {
    /// What kind it is.
    pub class: Class,
    /// Its characters are program text.
    pub code: bool,
}

/// The styles by number: of paragraphs, and of characters.
#[derive(Clone, Debug, Default)]
pub struct Styles {
    all: BTreeMap<(bool, i32), (Style, Styled)>,
}

impl Styles {
    /// Adds a style, of characters or of paragraphs. Those that it is based on come before it.
    pub fn add(&mut self, of_characters: bool, number: i32, style: Style) {
        let name = class::folded(&style.name);
        let base = style.based_on.filter(|base| *base != number).and_then(|base| self.get(of_characters, base));
        let base = base.map(|(_, styled)| styled.clone()).unwrap_or_default();
        let class = class::class_of(&name).unwrap_or(base.class);
        let class = match (class, style.paragraph.outline) {
            (Class::Body | Class::Heading(_), Some(level @ 0..=8)) => Class::Heading(level + 1),
            (class, _) => class,
        };
        let styled = Styled { class, code: base.code || class::is_code(&name) };
        self.all.entry((of_characters, number)).or_insert((style, styled));
    }

    /// A style with what it makes.
    pub fn get(&self, of_characters: bool, number: i32) -> Option<&(Style, Styled)> {
        self.all.get(&(of_characters, number))
    }
}

/// The lists as their tables are read.
#[derive(Debug, Default)]
pub struct Lists {
    levels: Vec<Level>,
    level: Level,
    id: i32,
    number: i32,
    starts: [Option<u32>; LEVELS],
    /// The level that a use says something of.
    place: Option<usize>,
    text: String,
    /// All lists.
    pub numbering: Numbering,
}

impl Lists {
    /// Applies a control word of lists.
    pub fn word(&mut self, word: &str, number: Option<i32>) {
        let value = u32::try_from(number.unwrap_or(0)).unwrap_or(0);
        match word {
            "levelnfc" | "levelnfcn" => self.level.format = format_of(u8::try_from(value).unwrap_or(0)).to_owned(),
            "levelstartat" => {
                self.level.start = Some(value);
                if let Some(start) = self.place.and_then(|place| self.starts.get_mut(place)) {
                    *start = Some(value);
                }
            }
            "lfolevel" => self.place = Some(self.place.map_or(0, |place| place + 1)),
            "levelfollow" => {
                self.level.suffix = match value {
                    1 => Suffix::Space,
                    2 => Suffix::Nothing,
                    _ => Suffix::Tab,
                }
            }
            "levellegal" => self.level.legal = number != Some(0),
            "levelnorestart" => self.level.restart = (number != Some(0)).then_some(0),
            "listid" => self.id = number.unwrap_or(0),
            "ls" => self.number = number.unwrap_or(0),
            _ => {}
        }
    }

    /// Adds characters to a label.
    pub fn text(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// A level is finished.
    pub fn level(&mut self) {
        let mut level = std::mem::take(&mut self.level);
        // The first character counts the rest; the number of a level stands there as the character of that code.
        for c in std::mem::take(&mut self.text).trim_end_matches(';').chars().skip(1) {
            match u32::from(c) {
                place @ 0..=8 => level.text.push_str(&format!("%{}", place + 1)),
                _ => level.text.push(c),
            }
        }
        if self.levels.len() < LEVELS {
            self.levels.push(level);
        }
    }

    /// A list is finished.
    pub fn list(&mut self) {
        let mut levels = Levels::default();
        for (place, level) in levels.iter_mut().zip(self.levels.drain(..)) {
            *place = Some(level);
        }
        self.numbering.define(self.id as u32, levels);
        (self.level, self.text) = (Level::default(), String::new());
    }

    /// A use of a list is finished.
    pub fn list_use(&mut self) {
        let mut own = Levels::default();
        for (place, level) in own.iter_mut().zip(self.levels.drain(..)) {
            *place = Some(level).filter(|level| !level.text.is_empty());
        }
        let starts = std::mem::take(&mut self.starts);
        let list = List { definition: self.id as u32, starts, levels: own };
        self.numbering.list(self.number as u32, list);
        (self.level, self.text, self.place) = (Level::default(), String::new(), None);
    }
}
