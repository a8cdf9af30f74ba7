//! The part `numbering`: lists (`w:num`), and the definitions (`w:abstractNum`) that they stand on.

use super::properties::{self, Paragraph};
use crate::input::flow::numbering::{LEVELS, Level, Levels, List, Numbering, Suffix};
use crate::input::xml::{Element, Space, Xml};
use std::collections::BTreeMap;

#[derive(Default)]
struct Definition {
    levels: Levels,
    /// The style whose list this definition borrows.
    borrows: Option<String>,
    /// The style that others borrow this definition by.
    lends: Option<String>,
}

/// Reads the part.
pub fn read(xml: &mut Xml<'_>) -> Numbering {
    let mut definitions: BTreeMap<u32, Definition> = BTreeMap::new();
    let mut lists: BTreeMap<u32, List> = BTreeMap::new();
    if xml.root().is_none() {
        return Numbering::default();
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
                    definitions.entry(id).or_insert(definition);
                }
            }
            "num" => {
                if let Some(id) = id(&element, "numId") {
                    let list = list(xml);
                    lists.entry(id).or_insert(list);
                }
            }
            _ => {}
        }
    }
    lend(&definitions, &mut lists);
    let mut numbering = Numbering::default();
    definitions.into_iter().for_each(|(id, definition)| numbering.define(id, definition.levels));
    lists.into_iter().for_each(|(id, list)| numbering.list(id, list));
    numbering
}

/// Lists on a definition that borrows another's levels get the lender. One step is enough: a lender has levels of its own.
fn lend(definitions: &BTreeMap<u32, Definition>, lists: &mut BTreeMap<u32, List>) {
    let lenders: BTreeMap<&str, u32> =
        definitions.iter().filter_map(|(id, definition)| Some((definition.lends.as_deref()?, *id))).collect();
    for list in lists.values_mut() {
        let empty = definitions.get(&list.definition).filter(|definition| definition.levels.iter().all(Option::is_none));
        if let Some(lender) = empty.and_then(|definition| lenders.get(definition.borrows.as_deref()?)) {
            list.definition = *lender;
        }
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
    // A level that doesn't say where it starts starts at zero (17.9.25).
    let mut level = Level { format: "decimal".to_owned(), start: Some(0), ..Level::default() };
    let mut text = None;
    let inner = xml.level();
    while let Some(element) = xml.element(inner) {
        match element.name {
            "start" => level.start = id(&element, "val"),
            "numFmt" => level.format = format(&element),
            "AlternateContent" => {
                // Formats that are newer than the standard come with one that is not.
                let alternatives = xml.level();
                while let Some(choice) = xml.element(alternatives) {
                    let inside = xml.level();
                    while let Some(element) = xml.element(inside).filter(|_| choice.name == "Choice") {
                        if element.name == "numFmt" {
                            level.format = format(&element);
                        }
                    }
                }
            }
            "lvlText" => text = properties::value(&element),
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
            "pPr" => level.left = Paragraph::read(xml, &mut |_| false).left,
            "lvlPicBulletId" => level.format = "bullet".to_owned(),
            _ => {}
        }
    }
    if text.is_none() && level.format.is_empty() {
        level.format = "bullet".to_owned();
    }
    level.text = text.unwrap_or_default();
    level
}

/// A number format by its name, or by the examples that a custom one gives: `001, 002, 003, ...`.
fn format(element: &Element<'_>) -> String {
    let name = properties::value(element).unwrap_or_default();
    let example = element.get("format").filter(|_| name == "custom").unwrap_or_default();
    match example.split(',').next().unwrap_or_default() {
        "001" => "decimalZero3".to_owned(),
        "0001" => "decimalZero4".to_owned(),
        "00001" => "decimalZero5".to_owned(),
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::flow::{ItemStart, Label};

    fn numbering(part: &str) -> Numbering {
        let head = "<w:numbering xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>";
        let text = format!("{head}{part}</w:numbering>");
        read(&mut Xml::new(&text, "numbering", 64))
    }

    fn text(start: ItemStart) -> String {
        match start.label {
            Label::Made(text) => text,
            Label::Read(text) => text.as_str().to_owned(),
        }
    }

    fn level(at: u8, format: &str, text: &str, more: &str) -> String {
        format!(
            "<w:lvl w:ilvl='{at}'><w:start w:val='1'/><w:numFmt w:val='{format}'/><w:lvlText w:val='{text}'/>{more}</w:lvl>"
        )
    }

    #[track_caller]
    fn check(part: &str, uses: &[(u32, usize)], expected: &[&str]) {
        let mut numbering = numbering(part);
        let labels: Vec<_> = uses.iter().map(|(list, level)| numbering.next(*list, *level).map_or("-".into(), text)).collect();
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
    fn levels_start_at_zero_unless_they_say_where_and_give_examples_of_their_own() {
        let part = "<w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl>\
             <w:lvl w:ilvl='1'><w:start w:val='7'/><mc:AlternateContent xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>\
             <mc:Choice><w:numFmt w:val='custom' w:format='0001, 0002, 0003, ...'/></mc:Choice><mc:Fallback><w:numFmt w:val='decimal'/></mc:Fallback>\
             </mc:AlternateContent><w:lvlText w:val='%2'/></w:lvl></w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>";
        check(part, &[(1, 0), (1, 1), (1, 0)], &["0.", "0007", "1."]);
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
    fn boxes_to_tick_are_labels_and_blank_bullets_none() {
        let definition = |id: u32, text: &str| {
            format!(
                "<w:abstractNum w:abstractNumId='{id}'>{}</w:abstractNum>\
                 <w:num w:numId='{id}'><w:abstractNumId w:val='{id}'/></w:num>",
                level(0, "bullet", text, "")
            )
        };
        let part = [definition(1, "☐"), definition(2, "☒"), definition(3, " "), definition(4, "●")].concat();
        check(&part, &[(1, 0), (2, 0), (3, 0), (4, 0)], &["☐", "☒", "-", ""]);
    }

    #[test]
    fn bullets_have_no_text() {
        let part = format!(
            "<w:abstractNum w:abstractNumId='0'>{}</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>",
            level(0, "bullet", "\u{f0b7}", "")
        );
        let label = numbering(&part).next(1, 0).expect("there is a label");
        assert!(!label.ordered && !label.han && text(label).is_empty());
    }
}
