//! Lists: their definitions, and the labels that paragraphs have when one counts through the text.
//!
//! A paragraph names a list (`w:num`) and a level; the list stands on a definition (`w:abstractNum`) which other lists may share,
//! and goes on counting where they left off unless it says where to start. A level used ends the counts of those below it.

use super::numerals;
use super::properties::{self, Paragraph};
use crate::input::xml::{Element, Space, Xml};
use std::collections::{BTreeMap, BTreeSet};

/// Levels of a list.
const LEVELS: usize = 9;

/// All lists, and how far each has counted.
#[derive(Clone, Debug, Default)]
pub struct Numbering {
    lists: BTreeMap<u32, List>,
    definitions: BTreeMap<u32, Definition>,
    /// By definition: the number of each level that was used last.
    counts: BTreeMap<u32, [Option<u32>; LEVELS]>,
    /// Lists and levels whose own start has been used.
    started: BTreeSet<(u32, usize)>,
}

#[derive(Clone, Debug, Default)]
struct List {
    definition: u32,
    starts: [Option<u32>; LEVELS],
    levels: [Option<Level>; LEVELS],
}

#[derive(Clone, Debug, Default)]
struct Definition {
    levels: [Option<Level>; LEVELS],
    /// The style whose list this definition borrows.
    borrows: Option<String>,
    /// The style that others borrow this definition by.
    lends: Option<String>,
}

/// A level of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Level {
    start: Option<u32>,
    format: String,
    text: Option<String>,
    /// What follows the label.
    suffix: Suffix,
    /// The level (from 1) whose use restarts this one; 0 never does.
    restart: Option<u32>,
    /// All numbers in Arabic digits.
    legal: bool,
    style: Option<String>,
    /// What the level says of its paragraphs.
    pub paragraph: Paragraph,
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

/// A paragraph's label.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// The list.
    pub list: u32,
    /// The level, from 0.
    pub level: usize,
    /// Whether it counts.
    pub ordered: bool,
    /// What stands there; for bullets nothing.
    pub text: String,
    /// What follows it.
    pub suffix: Suffix,
    /// It is one of a series that counts in Han characters, as headings of notices and of laws do.
    pub han: bool,
}

impl Numbering {
    /// Reads the part.
    pub fn read(xml: &mut Xml<'_>) -> Numbering {
        let mut numbering = Numbering::default();
        if xml.root().is_none() {
            return numbering;
        }
        let level = xml.level();
        while let Some(element) = xml.element(level) {
            if element.space != Space::Word {
                continue;
            }
            match element.name {
                "abstractNum" => {
                    if let Some(id) = id(&element, "abstractNumId") {
                        let definition = definition(xml);
                        numbering.definitions.entry(id).or_insert(definition);
                    }
                }
                "num" => {
                    if let Some(id) = id(&element, "numId") {
                        let list = list(xml);
                        numbering.lists.entry(id).or_insert(list);
                    }
                }
                _ => {}
            }
        }
        numbering.lend();
        numbering
    }

    /// Definitions that borrow another's levels get them. One step is enough: a lender has levels of its own.
    fn lend(&mut self) {
        let lenders: BTreeMap<String, u32> =
            self.definitions.iter().filter_map(|(id, definition)| Some((definition.lends.clone()?, *id))).collect();
        let borrowed: BTreeMap<u32, u32> = self
            .definitions
            .iter()
            .filter(|(_, definition)| definition.levels.iter().all(Option::is_none))
            .filter_map(|(id, definition)| Some((*id, *lenders.get(definition.borrows.as_ref()?)?)))
            .collect();
        for list in self.lists.values_mut() {
            if let Some(lender) = borrowed.get(&list.definition) {
                list.definition = *lender;
            }
        }
    }

    /// The level that a paragraph style is linked to in a list.
    pub fn level_of(&self, list: u32, style: &str) -> Option<usize> {
        let list = self.lists.get(&list)?;
        let definition = self.definitions.get(&list.definition)?;
        (0..LEVELS).find(|&at| {
            let level = list.levels[at].as_ref().or(definition.levels[at].as_ref());
            level.is_some_and(|level| level.style.as_deref() == Some(style))
        })
    }

    /// A level of a list, where both are there.
    pub fn level(&self, list: u32, level: usize) -> Option<&Level> {
        let list = self.lists.get(&list)?;
        let own = list.levels.get(level)?.as_ref();
        own.or_else(|| self.definitions.get(&list.definition)?.levels.get(level)?.as_ref())
    }

    /// Counts a paragraph, and gives its label; `None` where there is no such list or level.
    pub fn next(&mut self, id: u32, at: usize) -> Option<Label> {
        let level = self.level(id, at)?.clone();
        let definition = self.lists.get(&id)?.definition;
        let own_start = self.lists.get(&id)?.starts[at].filter(|_| self.started.insert((id, at)));
        let restarts: Vec<bool> = (0..LEVELS)
            .map(|below| {
                below > at && self.level(id, below).is_none_or(|level| level.restart.is_none_or(|from| at < from as usize))
            })
            .collect();
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
        let bullet = level.format == "bullet" || level.text.is_none() && level.format.is_empty();
        let text = if bullet { String::new() } else { self.text(id, &level, &counts) };
        let han = !bullet && (0..=at).any(|above| self.level(id, above).is_some_and(Level::is_han));
        // A level that neither counts nor says anything is no list.
        (bullet || !text.is_empty()).then_some(Label { list: id, level: at, ordered: !bullet, text, suffix: level.suffix, han })
    }

    /// The label's text: `%2` stands for the number of the second level.
    fn text(&self, id: u32, level: &Level, counts: &[Option<u32>; LEVELS]) -> String {
        let mut out = String::new();
        let mut chars = level.text.as_deref().unwrap_or("").chars().peekable();
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
        let han = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        numerals::is_han(&self.format) || self.format != "bullet" && self.text.as_deref().is_some_and(han)
    }
}

fn id(element: &Element<'_>, name: &str) -> Option<u32> {
    u32::try_from(properties::number(element, name)?).ok()
}

fn definition(xml: &mut Xml<'_>) -> Definition {
    let mut definition = Definition::default();
    let inner = xml.level();
    while let Some(element) = xml.element(inner) {
        match element.name {
            "lvl" => {
                let at = id(&element, "ilvl").unwrap_or(0) as usize;
                let level = level(xml);
                if let Some(place) = definition.levels.get_mut(at) {
                    *place = Some(level);
                }
            }
            "numStyleLink" => definition.borrows = properties::value(&element),
            "styleLink" => definition.lends = properties::value(&element),
            _ => {}
        }
    }
    definition
}

fn list(xml: &mut Xml<'_>) -> List {
    let mut list = List::default();
    let inner = xml.level();
    while let Some(element) = xml.element(inner) {
        match element.name {
            "abstractNumId" => list.definition = id(&element, "val").unwrap_or(0),
            "lvlOverride" => {
                let at = id(&element, "ilvl").unwrap_or(0) as usize;
                let inside = xml.level();
                while let Some(element) = xml.element(inside) {
                    match element.name {
                        "startOverride" if at < LEVELS => list.starts[at] = id(&element, "val"),
                        "lvl" if at < LEVELS => list.levels[at] = Some(level(xml)),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    list
}

fn level(xml: &mut Xml<'_>) -> Level {
    let mut level = Level { format: "decimal".to_owned(), ..Level::default() };
    let inner = xml.level();
    while let Some(element) = xml.element(inner) {
        match element.name {
            "start" => level.start = id(&element, "val"),
            "numFmt" => level.format = properties::value(&element).unwrap_or_default(),
            "lvlText" => level.text = properties::value(&element),
            "suff" => {
                level.suffix = match element.get("val").as_deref() {
                    Some("space") => Suffix::Space,
                    Some("nothing") => Suffix::Nothing,
                    _ => Suffix::Tab,
                }
            }
            "lvlRestart" => level.restart = id(&element, "val"),
            "isLgl" => level.legal = properties::is_on(&element),
            "pStyle" => level.style = properties::value(&element),
            "lvlPicBulletId" => level.format = "bullet".to_owned(),
            "pPr" => level.paragraph = Paragraph::read(xml, &mut |_| false),
            _ => {}
        }
    }
    level
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbering(part: &str) -> Numbering {
        let head = "<w:numbering xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>";
        let text = format!("{head}{part}</w:numbering>");
        Numbering::read(&mut Xml::new(&text, "numbering", 64))
    }

    fn level(at: u8, format: &str, text: &str, more: &str) -> String {
        format!(
            "<w:lvl w:ilvl='{at}'><w:start w:val='1'/><w:numFmt w:val='{format}'/><w:lvlText w:val='{text}'/>{more}</w:lvl>"
        )
    }

    #[track_caller]
    fn check(part: &str, uses: &[(u32, usize)], expected: &[&str]) {
        let mut numbering = numbering(part);
        let labels: Vec<_> =
            uses.iter().map(|(list, level)| numbering.next(*list, *level).map_or("-".into(), |label| label.text)).collect();
        assert_eq!(labels, expected);
    }

    #[test]
    fn levels_count_and_restart() {
        let levels = [
            level(0, "chineseCounting", "%1、", ""),
            level(1, "chineseCounting", "（%2）", ""),
            level(2, "decimal", "%3.", "<w:lvlRestart w:val='0'/>"),
            level(3, "decimal", "%1.%3.%4", "<w:isLgl/>"),
        ];
        let part = format!(
            "<w:abstractNum w:abstractNumId='7'>{}</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num>",
            levels.concat()
        );
        check(
            &part,
            &[(1, 0), (1, 1), (1, 2), (1, 1), (1, 2), (1, 0), (1, 1), (1, 3), (2, 0), (1, 8)],
            &["一、", "（一）", "1.", "（二）", "2.", "二、", "（一）", "2.2.1", "-", "-"],
        );
    }

    #[test]
    fn lists_share_a_definition_and_start_where_they_say() {
        let part = format!(
            "<w:abstractNum w:abstractNumId='0'>{}</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>\
             <w:num w:numId='2'><w:abstractNumId w:val='0'/></w:num><w:num w:numId='3'><w:abstractNumId w:val='0'/>\
             <w:lvlOverride w:ilvl='0'><w:startOverride w:val='5'/></w:lvlOverride></w:num>",
            level(0, "decimal", "%1)", "")
        );
        check(&part, &[(1, 0), (2, 0), (3, 0), (3, 0), (1, 0)], &["1)", "2)", "5)", "6)", "7)"]);
    }

    #[test]
    fn a_definition_may_be_borrowed_but_not_in_a_circle() {
        let lender = format!(
            "<w:abstractNum w:abstractNumId='1'><w:styleLink w:val='s'/>{}</w:abstractNum>",
            level(0, "upperRoman", "%1", "")
        );
        let borrower = "<w:abstractNum w:abstractNumId='0'><w:numStyleLink w:val='s'/></w:abstractNum>";
        let num = "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>";
        check(&format!("{borrower}{lender}{num}"), &[(1, 0), (1, 0)], &["I", "II"]);
        let circle = "<w:abstractNum w:abstractNumId='0'><w:numStyleLink w:val='s'/><w:styleLink w:val='s'/></w:abstractNum>";
        check(&format!("{circle}{num}"), &[(1, 0)], &["-"]);
    }

    #[test]
    fn bullets_have_no_text() {
        let part = format!(
            "<w:abstractNum w:abstractNumId='0'>{}</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>",
            level(0, "bullet", "\u{f0b7}", "")
        );
        let label = numbering(&part).next(1, 0).expect("there is a label");
        assert!(!label.ordered && label.text.is_empty() && !label.han);
    }
}
