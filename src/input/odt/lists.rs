//! How lists count: the levels of a list style.

use crate::input::flow::numbering::{LEVELS, Level, Levels, Suffix};
use crate::input::xml::{Element, Space, Xml};
use crate::text::patterns::compile;
use regex::Regex;
use std::sync::LazyLock;

/// The number of a level in a label.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| compile(r"%([1-9])%"));

/// Reads the levels of the list style told last.
pub fn levels(xml: &mut Xml<'_>) -> Levels {
    let mut levels = Levels::default();
    let outer = xml.level();
    while let Some(element) = xml.element(outer) {
        let said = |name: &str| element.get_in(Space::OdfText, name).and_then(|value| value.parse::<u32>().ok());
        let Some(at) = said("level").map(|level| level as usize).filter(|level| (1..=LEVELS).contains(level)) else { continue };
        let level = match element.name {
            "list-level-style-number" | "outline-level-style" => {
                number(&element, at, said("start-value"), said("display-levels"))
            }
            "list-level-style-bullet" | "list-level-style-image" => Level { format: "bullet".to_owned(), ..Level::default() },
            _ => continue,
        };
        levels[at - 1] = Some(level);
    }
    levels
}

fn number(element: &Element<'_>, at: usize, start: Option<u32>, shown: Option<u32>) -> Level {
    let get = |name: &str| element.get_in(Space::OdfStyle, name).unwrap_or_default().into_owned();
    let format = format(&get("num-format"));
    // As many levels as are shown, of which this is the last.
    let first = at.saturating_sub(shown.unwrap_or(1).max(1) as usize) + 1;
    let numbers: Vec<String> = (first..=at).map(|level| format!("%{level}")).collect();
    let counts = if format.is_empty() { String::new() } else { numbers.join(".") };
    let format = if format.is_empty() { "none" } else { format };
    // LibreOffice says the whole label (`第%1%章`), and the other way beside it.
    let label = element
        .get_in(Space::OdfMore, "num-list-format")
        .filter(|_| !counts.is_empty())
        .map(|label| NUMBER.replace_all(&label, "%$1").into_owned());
    let text = label
        .unwrap_or_else(|| format!("{}{counts}{}", get("num-prefix").replace('%', "％"), get("num-suffix").replace('%', "％")));
    Level { start, format: format.to_owned(), text, suffix: Suffix::Tab, ..Level::default() }
}

/// The name of a number format by the sequence that OpenDocument shows (20.320 `style:num-format`); nothing for no number.
fn format(sequence: &str) -> &'static str {
    match sequence.split(',').next().unwrap_or_default().trim() {
        "" => "",
        "i" => "lowerRoman",
        "I" => "upperRoman",
        "a" => "lowerLetter",
        "A" => "upperLetter",
        "一" => "chineseCounting",
        "壱" | "壹" => "ideographLegalTraditional",
        "甲" => "ideographTraditional",
        "子" => "ideographZodiac",
        "①" => "decimalEnclosedCircle",
        "１" => "decimalFullWidth",
        "ア" => "aiueoFullWidth",
        "イ" => "irohaFullWidth",
        "가" => "ganada",
        "ㄱ" => "chosung",
        _ => "decimal",
    }
}
