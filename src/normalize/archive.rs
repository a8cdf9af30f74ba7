//! What a person knows of an archive: patterns for the lines that only this paper has.
//!
//! They stand in the table `[archive]` of the settings file, made by hand or proposed by `chongpai learn`. A line that one of
//! them matches as a whole gets its part before any pass guesses; what they say of pages and dates is used where the built-in
//! forms find nothing.

use super::{NormalizeOptions, forms, metadata};
use crate::diag::Sink;
use crate::model::{Block, Document, Furniture, Kind, Reason, Role, Rule};
use crate::text::jump::{Jump, folio, squeezed};
use regex::{Captures, Regex, RegexBuilder};
use serde::Deserialize;

/// A line is no longer than so many characters.
const LONGEST: usize = 120;
/// A compiled pattern takes no more bytes than this.
const SIZE: usize = 1 << 20;

/// The patterns of an archive.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Archive {
    /// Running heads and feet.
    pub heads: Vec<Form>,
    /// Lines that lead to another page (下转): `n` and `m` capture its folios, `h` a hint of the headline.
    pub jump_to: Vec<Form>,
    /// Lines that say from which page an article comes (上接), with the same groups.
    pub jump_from: Vec<Form>,
    /// Lines that name writers.
    pub bylines: Vec<Form>,
    /// Lines with the date of the issue: `y` (or `roc`, a year of the Republic), `m` and `d` capture it.
    pub dates: Vec<Form>,
    /// Names of sections (栏目, 版名), letter for letter; white space does not count.
    pub sections: Vec<String>,
}

/// A pattern that a whole line must match; white space round it does not count.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct Form(Regex);

impl TryFrom<String> for Form {
    type Error = String;

    fn try_from(pattern: String) -> Result<Form, String> {
        let whole = RegexBuilder::new(&format!(r"^(?:{pattern})$")).size_limit(SIZE).build();
        // The first line of the error shows the pattern, the last says what is wrong.
        whole.map(Form).map_err(|error| {
            format!("the pattern {pattern} is wrong: {}", error.to_string().lines().next_back().unwrap_or_default())
        })
    }
}

impl Archive {
    /// Whether nothing is known.
    fn is_empty(&self) -> bool {
        let Archive { heads, jump_to, jump_from, bylines, dates, sections } = self;
        [heads, jump_to, jump_from, bylines, dates].iter().all(|forms| forms.is_empty()) && sections.is_empty()
    }

    /// What a jump line says.
    pub fn jump(&self, line: &str) -> Option<Jump> {
        let found = |forms: &[Form], leads: bool| {
            let found = captured(forms, line)?;
            let pages = ["n", "m"].iter().filter_map(|name| found.name(name)).map(|page| folio(page.as_str())).collect();
            let hint = found.name("h").map_or_else(String::new, |hint| squeezed(hint.as_str()));
            Some(Jump { leads, pages, hint, sign: String::new() })
        };
        found(&self.jump_to, true).or_else(|| found(&self.jump_from, false)).or_else(|| Jump::of(line))
    }

    /// The date that a line says, as ISO 8601.
    pub fn date(&self, line: &str) -> Option<String> {
        let found = captured(&self.dates, line)?;
        let part = |name: &str| found.name(name).and_then(|part| metadata::number(part.as_str()));
        let western = || found.name("y").and_then(|year| metadata::year(year.as_str()));
        let year = western().or_else(|| part("roc").map(|year| year + 1911))?;
        metadata::day(year, part("m")?, part("d")?)
    }

    /// Whether a section has this name.
    pub fn has_section(&self, name: &str) -> bool {
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        !self.sections.is_empty() && self.sections.iter().any(|section| bare(section) == bare(name))
    }

    fn part(&self, line: &str) -> Option<(Kind, Rule, &'static str)> {
        let is = |forms: &[Form]| captured(forms, line).is_some();
        Some(if is(&self.heads) {
            (Kind::Furniture(Furniture::RunningHead), Rule::RunningHead, "a running head of this archive")
        } else if is(&self.jump_to) || is(&self.jump_from) {
            (Kind::Furniture(Furniture::Jump), Rule::Jump, "a jump line of this archive")
        } else if is(&self.bylines) {
            (Kind::Paragraph(Role::Byline), Rule::RoleOf, "a byline of this archive")
        } else if is(&self.dates) {
            (Kind::Paragraph(Role::Masthead), Rule::RoleOf, "a date of this archive")
        } else if self.has_section(line) {
            (Kind::Paragraph(Role::SectionLabel), Rule::RoleOf, "a section of this archive")
        } else {
            return None;
        })
    }
}

fn captured<'a>(forms: &[Form], line: &'a str) -> Option<Captures<'a>> {
    forms.iter().find_map(|form| form.0.captures(line.trim()))
}

/// The pass.
pub fn run(document: &mut Document, options: &NormalizeOptions, _: &mut Sink) {
    if super::is_joined(document) || options.archive.is_empty() {
        return;
    }
    let Document { blocks, log, .. } = document;
    let is_open = |block: &&mut Block| block.is_body() || block.heading().is_some();
    for block in blocks.iter_mut().filter(is_open) {
        let text = block.text.as_str();
        let found = if forms::is_within(text, LONGEST) { options.archive.part(text) } else { None };
        if let Some((to, rule, evidence)) = found {
            block.retag(to, &Reason::certain(rule, evidence), log);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DocumentKind, native};
    use crate::normalize::normalize;
    use std::sync::Arc;

    fn archive(source: &str) -> Archive {
        toml::from_str(source).expect("the table is well formed")
    }

    const RIVER: &str = "heads = ['江河 \\d+']\njump-to = ['→ ?(?P<n>\\d+)(?P<h>.*)']\njump-from = ['(?P<n>\\d+) ?→(?P<h>.*)']\n\
                         bylines = ['文[:：] ?\\p{Han}{2,4}']\ndates = ['民国(?P<roc>.+)年(?P<m>.+)月(?P<d>.+)日']\nsections = ['灯下']";

    #[test]
    fn lines_get_the_parts_that_the_archive_gives_them() {
        let mut document = native::parse(
            "body :: 民国三十七年五月四日\nbody :: 灯　下\nheading 1 :: 渡口\nbody :: 文：林见川\nbody :: 三月六日夜里，第一班船在雨里离了岸，往对岸慢慢地走。\n\
             body :: 江河 3\nbody :: 船上坐着二十几个晚归的人。\nbody :: 江河 3 次泛滥。\n",
        )
        .expect("the native form is well formed");
        document.meta.kind = Some(DocumentKind::Newspaper);
        let options = NormalizeOptions { archive: Arc::new(archive(RIVER)), ..NormalizeOptions::default() };
        normalize(&mut document, &options, &mut Sink::new());
        let after = "masthead :: 民国三十七年五月四日\nsection-label :: 灯　下\nheading 1 :: 渡口\nbyline :: 文：林见川\n\
                     body :: 三月六日夜里，第一班船在雨里离了岸，往对岸慢慢地走。\n\
                     furniture running-head :: 江河 3\nbody :: 船上坐着二十几个晚归的人。\nbody :: 江河3次泛滥。\n";
        assert_eq!(native::write(&document), after);
        assert_eq!(document.meta.date.as_deref(), Some("1948-05-04"));
    }

    #[test]
    fn jumps_of_the_archive_are_followed() {
        let mut document = native::parse(
            "page-mark :: 1\nheading 1 :: 石桥通车\nbody :: 石桥今天通车，镇上的人都来了，从东岸走到西岸，又从西岸\nbody :: → 2石桥\n\
             heading 1 :: 灯会\nbody :: 灯会明晚开始。\npage-mark :: 2\nbody :: 1→石桥\nbody :: 走回东岸。\n",
        )
        .expect("the native form is well formed");
        document.meta.kind = Some(DocumentKind::Newspaper);
        let options = NormalizeOptions { archive: Arc::new(archive(RIVER)), ..NormalizeOptions::default() };
        normalize(&mut document, &options, &mut Sink::new());
        let text = native::write(&document);
        assert!(text.contains("body :: 石桥今天通车，镇上的人都来了，从东岸走到西岸，又从西岸走回东岸。\n"), "{text}");
    }

    #[test]
    fn a_wrong_pattern_is_named() {
        let error = toml::from_str::<Archive>("heads = ['江(河']").expect_err("a bracket is open").to_string();
        assert!(error.contains("the pattern 江(河 is wrong: error: unclosed group"), "{error}");
    }
}
