//! Lists of office formats: the labels that paragraphs have when one counts through the text.
//!
//! A paragraph names a list and a level; the list stands on a definition which other lists may share, and goes on counting where
//! they left off unless it says where to start. A level used ends the counts of those below it.

use super::numerals;
use super::{ItemStart, Label};
use std::collections::{BTreeMap, BTreeSet};

/// Levels of a list.
pub const LEVELS: usize = 9;
/// Signs after which no space parts a label from its text.
const STOPS: &str = "、。．，：）】〕』」》";

/// Boxes to tick.
const TICKS: [&str; 4] = ["☐", "☑", "☒", "✅"];

/// All lists, and how far each has counted.
#[derive(Clone, Debug, Default)]
pub struct Numbering {
    lists: BTreeMap<u32, List>,
    definitions: BTreeMap<u32, Levels>,
    /// By definition: the number of each level that was used last.
    counts: BTreeMap<u32, [Option<u32>; LEVELS]>,
    /// Lists and levels whose own start has been used.
    started: BTreeSet<(u32, usize)>,
}

/// What is said of each level.
pub type Levels = [Option<Level>; LEVELS];

/// A list that paragraphs name.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// The definition that it stands on.
    pub definition: u32,
    /// Where its levels start anew.
    pub starts: [Option<u32>; LEVELS],
    /// Levels that it says itself.
    pub levels: Levels,
}

/// A level of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Level {
    /// The first number; 1 where it is not said.
    pub start: Option<u32>,
    /// The format of numbers, by its name in [`numerals`].
    pub format: String,
    /// The label; `%2` stands for the number of the second level.
    pub text: String,
    /// What follows the label.
    pub suffix: Suffix,
    /// The level (from 1) whose use restarts this one; 0 never does.
    pub restart: Option<u32>,
    /// All numbers in Arabic digits.
    pub legal: bool,
    /// The paragraph style that it is linked to, where styles have names of their own.
    pub style: Option<String>,
    /// Where the text of items begins, in twips.
    pub left: Option<i32>,
}

/// What stands between a label and its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Suffix {
    /// A tab.
    #[default]
    Tab,
    /// A space.
    Space,
    /// Nothing.
    Nothing,
}

/// The name of a number format by its code in binary Word and RTF (MSONFC, MS-OSHARED 2.2.1.3).
pub fn format_of(code: u8) -> &'static str {
    const NAMES: [&str; 45] = [
        "decimal",
        "upperRoman",
        "lowerRoman",
        "upperLetter",
        "lowerLetter",
        "ordinal",
        "cardinalText",
        "ordinalText",
        "hex",
        "chicago",
        "ideographDigital",
        "japaneseCounting",
        "aiueo",
        "iroha",
        "decimalFullWidth",
        "decimalHalfWidth",
        "japaneseLegal",
        "japaneseDigitalTenThousand",
        "decimalEnclosedCircle",
        "decimalFullWidth2",
        "aiueoFullWidth",
        "irohaFullWidth",
        "decimalZero",
        "bullet",
        "ganada",
        "chosung",
        "decimalEnclosedFullstop",
        "decimalEnclosedParen",
        "decimalEnclosedCircleChinese",
        "ideographEnclosedCircle",
        "ideographTraditional",
        "ideographZodiac",
        "ideographZodiacTraditional",
        "taiwaneseCounting",
        "ideographLegalTraditional",
        "taiwaneseCountingThousand",
        "taiwaneseDigital",
        "chineseCounting",
        "chineseLegalSimplified",
        "chineseCountingThousand",
        "decimal",
        "koreanDigital",
        "koreanCounting",
        "koreanLegal",
        "koreanDigital2",
    ];
    match code {
        57 => "numberInDash",
        58 => "russianLower",
        59 => "russianUpper",
        255 => "none",
        code => NAMES.get(usize::from(code)).copied().unwrap_or("decimal"),
    }
}

impl Numbering {
    /// Adds a definition, unless there is one of this number.
    pub fn define(&mut self, id: u32, levels: Levels) {
        self.definitions.entry(id).or_insert(levels);
    }

    /// Adds a list, unless there is one of this number.
    pub fn list(&mut self, id: u32, list: List) {
        self.lists.entry(id).or_insert(list);
    }

    /// The level that a paragraph style is linked to in a list.
    pub fn level_of(&self, list: u32, style: &str) -> Option<usize> {
        (0..LEVELS).find(|&at| self.level(list, at).is_some_and(|level| level.style.as_deref() == Some(style)))
    }

    /// Makes a level of a list count from a number next.
    pub fn restart(&mut self, id: u32, at: usize, start: u32) {
        if let Some(list) = self.lists.get_mut(&id)
            && let Some(own) = list.starts.get_mut(at)
        {
            *own = Some(start);
            self.started.remove(&(id, at));
        }
    }

    /// Where the text of a list's items begins by its definition, in twips.
    pub fn left(&self, list: u32, level: usize) -> Option<i32> {
        self.level(list, level)?.left
    }

    /// A level of a list, where both are there.
    fn level(&self, list: u32, level: usize) -> Option<&Level> {
        let list = self.lists.get(&list)?;
        let own = list.levels.get(level)?.as_ref();
        own.or_else(|| self.definitions.get(&list.definition)?.get(level)?.as_ref())
    }

    /// Counts a paragraph, and gives what begins it; `None` where there is no such list or level.
    pub fn next(&mut self, id: u32, at: usize) -> Option<ItemStart> {
        let level = self.level(id, at)?.clone();
        let list = self.lists.get(&id)?;
        let definition = list.definition;
        let own_start = list.starts[at].filter(|_| self.started.insert((id, at)));
        let restarts: [bool; LEVELS] = std::array::from_fn(|below| {
            below > at && self.level(id, below).is_none_or(|level| level.restart.is_none_or(|from| at < from as usize))
        });
        let counts = self.counts.entry(definition).or_default();
        let number = match (own_start, counts[at]) {
            (Some(start), _) => start,
            (None, Some(last)) => last.saturating_add(1),
            (None, None) => level.start.unwrap_or(1),
        };
        counts[at] = Some(number);
        for (count, restarts) in counts.iter_mut().zip(restarts) {
            if restarts {
                *count = None;
            }
        }
        let counts = *counts;
        let bullet = level.format == "bullet";
        let text = match level.text.trim() {
            // Of bullets only those that say something are text: whether a box is ticked.
            sign if bullet => {
                if TICKS.contains(&sign) {
                    sign.to_owned()
                } else {
                    String::new()
                }
            }
            _ => self.text(id, &level, &counts),
        };
        if !bullet && text.is_empty() || self.is_blank(id, at) {
            // A level that neither counts nor says anything is no list.
            return None;
        }
        let han = !bullet && (0..=at).any(|above| self.level(id, above).is_some_and(Level::is_han));
        let last = text.chars().next_back().unwrap_or('、');
        let gap = match level.suffix {
            Suffix::Nothing => false,
            Suffix::Space => true,
            Suffix::Tab => !STOPS.contains(last),
        };
        Some(ItemStart { list: id, level: at, ordered: !bullet, label: Label::Made(text), han, gap })
    }

    /// Whether a level has white space for a bullet: its paragraphs go on in the item before.
    pub fn is_blank(&self, id: u32, at: usize) -> bool {
        let level = self.level(id, at.min(LEVELS - 1));
        level.is_some_and(|level| level.format == "bullet" && !level.text.is_empty() && level.text.trim().is_empty())
    }

    fn text(&self, id: u32, level: &Level, counts: &[Option<u32>; LEVELS]) -> String {
        let mut out = String::new();
        let mut chars = level.text.chars().peekable();
        while let Some(c) = chars.next() {
            let place = chars.peek().and_then(|next| next.to_digit(10)).filter(|place| c == '%' && *place > 0);
            let Some(place) = place else {
                out.push(c);
                continue;
            };
            chars.next();
            let place = place as usize - 1;
            let said = self.level(id, place);
            let number = counts[place].or_else(|| said?.start).unwrap_or(1);
            let format = said.map_or("decimal", |level| level.format.as_str());
            let format = if level.legal && format != "decimalZero" { "decimal" } else { format };
            out.push_str(&numerals::render(format, number));
        }
        out.trim().to_owned()
    }
}

impl Level {
    fn is_han(&self) -> bool {
        numerals::is_han(&self.format)
            || self.format != "bullet" && self.text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(format: &str, text: &str) -> Option<Level> {
        Some(Level { format: format.to_owned(), text: text.to_owned(), ..Level::default() })
    }

    #[test]
    fn levels_count_and_restart() {
        let mut numbering = Numbering::default();
        let mut levels = Levels::default();
        levels[0] = level("chineseCounting", "%1、");
        levels[1] = level("chineseCounting", "（%2）");
        levels[2] = Some(Level { restart: Some(0), ..level("decimal", "%3.").expect("a level") });
        levels[3] = Some(Level { legal: true, ..level("decimal", "%1.%3.%4").expect("a level") });
        levels[4] = level("bullet", "\u{f0b7}");
        numbering.define(7, levels);
        numbering.list(1, List { definition: 7, ..List::default() });
        let mut starts = [None; LEVELS];
        starts[0] = Some(5);
        numbering.list(2, List { definition: 7, starts, ..List::default() });
        let uses =
            [(1, 0), (1, 1), (1, 2), (1, 1), (1, 2), (1, 0), (1, 1), (1, 3), (1, 4), (2, 0), (2, 0), (1, 0), (3, 0), (1, 8)];
        let labels = uses.map(|(list, level)| match numbering.next(list, level).map(|start| start.label) {
            Some(Label::Made(label)) => label,
            _ => "-".to_owned(),
        });
        assert_eq!(
            labels,
            ["一、", "（一）", "1.", "（二）", "2.", "二、", "（一）", "2.2.1", "", "五、", "六、", "七、", "-", "-"]
        );
    }
}
