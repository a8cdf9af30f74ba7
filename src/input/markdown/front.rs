//! Front matter: what generators of sites and Pandoc write above a text, keys and values between two marks on the first lines. It is
//! about the text, and none of it, but for the title where the text does not begin with it.

use super::source::Source;
use crate::input::html::iso_date;
use crate::model::{Block, Kind, Meta};
use std::ops::Range;

/// More lines than this are no front matter.
const MOST: usize = 80;
/// One of these keys at least is there.
const KNOWN: [&str; 17] = [
    "title",
    "author",
    "authors",
    "creator",
    "date",
    "lang",
    "language",
    "tags",
    "categories",
    "keywords",
    "description",
    "layout",
    "draft",
    "slug",
    "标题",
    "作者",
    "日期",
];
/// Lines of text among which the title may stand.
const NEAR: usize = 3;

/// The front matter of a source.
#[derive(Debug, Default, PartialEq)]
pub struct Front {
    /// How many lines it takes, its marks included; 0 where there is none.
    pub lines: usize,
    /// The place of the title, where the text below does not begin with it.
    pub title: Option<Range<usize>>,
}

/// Reads the front matter of a source; what it says goes to the metadata.
pub fn read(source: &Source<'_>, meta: &mut Meta) -> Front {
    let Some(lines) = length(source) else { return Front::default() };
    let mut title = None;
    let mut key = "";
    for line in 1..lines - 1 {
        let content = source.content(line);
        let value = match pair(content) {
            Some((name, value)) if !indented(source, line) => {
                key = name;
                value
            }
            _ => content.strip_prefix('-').unwrap_or(content).trim(),
        };
        let value = value.trim_matches(['"', '\'']);
        if value.is_empty() {
            continue;
        }
        match key.to_ascii_lowercase().as_str() {
            "title" | "标题" if title.is_none() => {
                let start = value.as_ptr() as usize - source.text.as_ptr() as usize;
                title = Some(start..start + value.len());
                meta.title = meta.title.take().or(Some(value.to_owned()));
            }
            "author" | "authors" | "creator" | "作者" => {
                let list = value.trim_matches(['[', ']']).split([',', '，', '、', ';']);
                let names = list.map(|name| name.trim().trim_matches(['"', '\''])).filter(|name| !name.is_empty());
                meta.creators.extend(names.map(str::to_owned));
            }
            "date" | "日期" => meta.date = meta.date.take().or_else(|| iso_date(value)),
            _ => {}
        }
    }
    let below = || (lines..source.lines.len()).map(|line| source.content(line)).filter(|line| !line.is_empty()).take(NEAR);
    let title = title.filter(|title| !below().any(|line| words(line) == words(&source.text[title.clone()])));
    Front { lines, title }
}

/// Gives the title of front matter its level where the text begins with it as a line like any other, in bold or without any mark.
pub fn head(blocks: &mut [Block], title: Option<&str>) {
    let Some(title) = title.map(words).filter(|title| !title.is_empty()) else { return };
    let mut first = blocks.iter_mut().take(NEAR).take_while(|block| matches!(block.kind, Kind::Paragraph(_)));
    if let Some(block) = first.find(|block| words(block.text.as_str()) == title) {
        block.kind = Kind::Heading(1);
    }
}

/// The letters of a line, whatever stands between them.
fn words(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// How many lines front matter takes.
fn length(source: &Source<'_>) -> Option<usize> {
    let mark = source.content(0);
    if !matches!(mark, "---" | "+++") {
        return None;
    }
    let last = (1..source.lines.len().min(MOST)).find(|&line| source.content(line) == mark || source.content(line) == "...")?;
    let mut known = false;
    for line in 1..last {
        let content = source.content(line);
        let (key, goes_on) = (pair(content), line > 1 && (indented(source, line) || content.starts_with("- ")));
        known |= key.is_some_and(|(key, _)| KNOWN.contains(&key.to_ascii_lowercase().as_str()));
        if key.is_none() && !goes_on && !content.is_empty() && !content.starts_with('#') {
            return None;
        }
    }
    known.then_some(last + 1)
}

/// A key and its value: `title: 渡口`, `title = "渡口"`.
fn pair(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once([':', '='])?;
    let key = key.trim_end();
    let is_key =
        !key.is_empty() && key.chars().count() <= 30 && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    (is_key && (value.is_empty() || value.starts_with(' ') || line[key.len()..].starts_with(" ="))).then(|| (key, value.trim()))
}

fn indented(source: &Source<'_>, line: usize) -> bool {
    source.lines.get(line).is_some_and(|line| line.content.start > line.start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, lines: usize, title: Option<&str>) -> Meta {
        let mut meta = Meta::default();
        let front = read(&Source::new(text), &mut meta);
        assert_eq!((front.lines, front.title.map(|range| &text[range])), (lines, title), "{text}");
        meta
    }

    #[test]
    fn front_matter_is_about_the_text() {
        let meta =
            check("---\ntitle: \"渡口\"\nauthor: [何山, 林舟]\ndate: 2024-03-01 08:00\n---\n\n船来了。", 5, Some("渡口"));
        assert_eq!((meta.title.as_deref(), meta.date.as_deref()), (Some("渡口"), Some("2024-03-01")));
        assert_eq!(meta.creators, ["何山", "林舟"]);
        let meta = check("---\nauthors:\n  - 何山\n  - 林舟\ntitle: 渡口\n---\n# 渡 口\n", 6, None);
        assert_eq!(meta.creators, ["何山", "林舟"]);
        check("+++\ntitle = \"渡口\"\n+++\n船来了。", 3, Some("渡口"));
    }

    #[test]
    fn rules_round_a_text_are_no_front_matter() {
        check("---\n船来了。\n---\n人走了。", 0, None);
        check("---\n时间：早晨\n---\n人走了。", 0, None);
        check("---\n甲: 你好。\n乙: 你好。\n---\n人走了。", 0, None);
        check("---\ntitle: 渡口\n\n船来了。", 0, None);
        check("", 0, None);
    }
}
