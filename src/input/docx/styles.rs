//! The style sheet: what a style says once those it is based on are laid under it, and what kind of text its name stands for.

use super::properties::{self, Paragraph, Run};
use crate::input::xml::{Space, Xml};
use crate::model::Role;
use std::collections::{BTreeMap, BTreeSet};

/// The longest chain of styles that are based on one another.
const CHAIN: usize = 64;

/// What a paragraph of a style is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Class {
    /// Nothing in particular: running text.
    #[default]
    Body,
    /// A heading.
    Heading(u8),
    /// A part that the style's name tells.
    Role(Role),
    /// Quoted.
    Quote,
    /// A part of a list's item.
    Item,
    /// A line of a program.
    Code,
    /// A line of verse.
    Verse,
    /// A pause.
    Separator,
    /// The label of a page of the source.
    PageMark,
    /// A line of a table of contents.
    Contents,
}

/// A style with what it inherits.
#[derive(Clone, Debug, Default)]
pub struct Style {
    /// What it says of paragraphs.
    pub paragraph: Paragraph,
    /// What it says of runs.
    pub run: Run,
    /// What kind of paragraph it makes.
    pub class: Class,
    /// Runs are program text.
    pub code: bool,
    /// Runs are spaces that a program put there, which this program's writer does.
    pub generated: bool,
    /// The style in which the list is said: the levels of a list may name it.
    pub numbered_by: Option<String>,
}

/// All styles.
#[derive(Clone, Debug, Default)]
pub struct Styles {
    all: BTreeMap<String, Style>,
    default_paragraph: Option<String>,
    plain: Style,
}

/// A style as the sheet has it.
#[derive(Default)]
struct Entry {
    name: String,
    based_on: Option<String>,
    paragraph: Paragraph,
    run: Run,
}

impl Styles {
    /// Reads the part.
    pub fn read(xml: &mut Xml<'_>) -> Styles {
        let mut entries: BTreeMap<String, Entry> = BTreeMap::new();
        let mut styles = Styles::default();
        if xml.root().is_none() {
            return styles;
        }
        let level = xml.level();
        while let Some(element) = xml.element(level) {
            match element.name {
                "docDefaults" if element.space == Space::Word => styles.defaults(xml),
                "style" if element.space == Space::Word => {
                    let id = element.get("styleId").unwrap_or_default().into_owned();
                    let is_default = element.get("default").is_some_and(|value| matches!(&*value, "1" | "true" | "on"));
                    if is_default && element.get("type").is_none_or(|kind| kind == "paragraph") {
                        styles.default_paragraph = Some(id.clone());
                    }
                    entries.entry(id).or_insert_with(|| entry(xml));
                }
                _ => {}
            }
        }
        styles.all = entries.keys().map(|id| (id.clone(), resolve(id, &entries, &styles.plain))).collect();
        styles
    }

    fn defaults(&mut self, xml: &mut Xml<'_>) {
        let level = xml.level();
        while let Some(element) = xml.element(level) {
            let inner = xml.level();
            let is_run = element.name == "rPrDefault";
            while let Some(element) = xml.element(inner) {
                match element.name {
                    "rPr" if is_run => self.plain.run = Run::read(xml),
                    "pPr" => self.plain.paragraph = Paragraph::read(xml, &mut |_| false),
                    _ => {}
                }
            }
        }
    }

    /// A paragraph's style; the default where it names none or one that is not there.
    pub fn paragraph(&self, id: Option<&str>) -> &Style {
        let named = id.and_then(|id| self.all.get(id));
        named.or_else(|| self.all.get(self.default_paragraph.as_deref()?)).unwrap_or(&self.plain)
    }

    /// A run's style, where it names one that is there.
    pub fn run(&self, id: Option<&str>) -> Option<&Style> {
        self.all.get(id?)
    }
}

fn entry(xml: &mut Xml<'_>) -> Entry {
    let mut entry = Entry::default();
    let level = xml.level();
    while let Some(element) = xml.element(level) {
        match element.name {
            "name" => entry.name = properties::value(&element).unwrap_or_default(),
            "basedOn" => entry.based_on = properties::value(&element),
            "pPr" => entry.paragraph = Paragraph::read(xml, &mut |_| false),
            "rPr" => entry.run = Run::read(xml),
            _ => {}
        }
    }
    entry
}

/// A style over those it is based on, nearest first. A chain that comes back to itself ends there.
fn resolve(id: &str, entries: &BTreeMap<String, Entry>, plain: &Style) -> Style {
    let mut seen = BTreeSet::new();
    let mut style = Style::default();
    let (mut class, mut outline) = (None, None);
    let mut next = Some(id);
    while let Some((id, entry)) =
        next.filter(|id| seen.insert(*id) && seen.len() <= CHAIN).and_then(|id| entries.get_key_value(id))
    {
        style.paragraph = style.paragraph.over(&entry.paragraph);
        style.run = style.run.over(&entry.run);
        let name = folded(&entry.name);
        class = class.or_else(|| class_of(&name));
        outline = outline.or(entry.paragraph.outline);
        style.code |= is_code(&name);
        style.generated |= name == "generated space";
        if style.numbered_by.is_none() && (entry.paragraph.list.is_some() || entry.paragraph.level.is_some()) {
            style.numbered_by = Some(id.clone());
        }
        next = entry.based_on.as_deref();
    }
    style.paragraph = style.paragraph.over(&plain.paragraph);
    style.run = style.run.over(&plain.run);
    style.class = match (class, outline) {
        (None | Some(Class::Body | Class::Heading(_)), Some(level @ 0..=8)) => Class::Heading(level + 1),
        (Some(Class::Heading(_)), Some(_)) => Class::Body,
        (class, _) => class.unwrap_or_default(),
    };
    style
}

/// A name as it is compared: lower case, words parted by one space; a letter after another's end begins a word.
fn folded(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut before = ' ';
    for c in name.split(',').next().unwrap_or_default().trim().chars() {
        match c {
            ' ' | '_' | '-' | '\u{a0}' | '\u{3000}' => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => {
                if c.is_ascii_uppercase() && before.is_ascii_lowercase() {
                    out.push(' ');
                }
                out.extend(c.to_lowercase());
            }
        }
        before = c;
    }
    out
}

/// What a style's name says. Built-in styles have their English names in every language of Word; Chinese names are those of
/// templates, of WPS and of converters.
fn class_of(name: &str) -> Option<Class> {
    let digits = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let number: Option<u8> = name[digits.len()..].parse().ok();
    if let (stem, Some(level @ 1..=9)) = (digits.trim_end(), number) {
        match stem {
            "heading" | "标题" | "標題" | "見出し" | "제목" | "überschrift" | "titre" | "título" | "titolo" | "заголовок" =>
            {
                return Some(Class::Heading(level));
            }
            "toc" | "目录" | "目錄" | "目次" | "contents" => return Some(Class::Contents),
            "list" | "list bullet" | "list number" | "list continue" => return Some(Class::Item),
            _ => {}
        }
    }
    if let Some(role) = ROLES.iter().find(|(known, _)| *known == name).map(|(_, role)| *role) {
        return Some(Class::Role(role));
    }
    Some(match name {
        "normal" | "正文" | "body text" | "标准" => Class::Body,
        "toc heading" | "toc 标题" | "目录标题" => Class::Contents,
        "list paragraph" | "列出段落" | "列表段落" | "list bullet" | "list number" | "list continue" | "list" => {
            Class::Item
        }
        "quote" | "intense quote" | "block text" | "block quote" | "引用" | "明显引用" | "quotations" => Class::Quote,
        "verse" | "诗" | "诗歌" => Class::Verse,
        "separator" => Class::Separator,
        "page mark" => Class::PageMark,
        name if is_code(name) => Class::Code,
        _ => return None,
    })
}

/// Names that tell a part. Those of this program's own writer are among them.
const ROLES: &[(&str, Role)] = &[
    ("title", Role::Title),
    ("标题", Role::Title),
    ("標題", Role::Title),
    ("文档标题", Role::Title),
    ("subtitle", Role::Deck),
    ("副标题", Role::Deck),
    ("副標題", Role::Deck),
    ("kicker", Role::Kicker),
    ("deck", Role::Deck),
    ("byline", Role::Byline),
    ("author", Role::Byline),
    ("dateline", Role::Dateline),
    ("masthead", Role::Masthead),
    ("document number", Role::DocumentNumber),
    ("issuing body", Role::IssuingBody),
    ("addressee", Role::Addressee),
    ("signature", Role::Signature),
    ("date", Role::Date),
    ("attachment", Role::Attachment),
    ("imprint", Role::Imprint),
    ("notice", Role::Notice),
    ("caption", Role::Caption),
    ("题注", Role::Caption),
    ("題註", Role::Caption),
    ("image caption", Role::Caption),
    ("table caption", Role::Caption),
    ("section label", Role::SectionLabel),
    ("credit", Role::Credit),
    ("line", Role::Line),
];

fn is_code(name: &str) -> bool {
    matches!(
        name,
        "source code"
            | "sourcecode"
            | "code"
            | "code block"
            | "html preformatted"
            | "html 预设格式"
            | "preformatted text"
            | "verbatim char"
            | "verbatim"
            | "source text"
            | "html code"
            | "html typewriter"
            | "html keyboard"
            | "html sample"
            | "代码"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "<w:styles xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>";

    fn styles(sheet: &str) -> Styles {
        let text = format!("{HEAD}{sheet}</w:styles>");
        Styles::read(&mut Xml::new(&text, "styles", 64))
    }

    #[track_caller]
    fn check(sheet: &str, id: &str, expected: Class) {
        assert_eq!(styles(sheet).paragraph(Some(id)).class, expected, "{sheet}");
    }

    #[test]
    fn names_tell_what_a_paragraph_is() {
        let named = |name: &str| format!("<w:style w:type='paragraph' w:styleId='x'><w:name w:val='{name}'/></w:style>");
        check(&named("heading 2"), "x", Class::Heading(2));
        check(&named("标题 3"), "x", Class::Heading(3));
        check(&named("标题1"), "x", Class::Heading(1));
        check(&named("标题"), "x", Class::Role(Role::Title));
        check(&named("SectionLabel"), "x", Class::Role(Role::SectionLabel));
        check(&named("Document Number"), "x", Class::Role(Role::DocumentNumber));
        check(&named("TOC 1"), "x", Class::Contents);
        check(&named("正文缩进"), "x", Class::Body);
        check(&named("heading 12"), "x", Class::Body);
    }

    #[test]
    fn a_style_inherits_what_it_does_not_say() {
        let sheet = "<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val='21'/></w:rPr></w:rPrDefault></w:docDefaults>\
            <w:style w:type='paragraph' w:default='1' w:styleId='a'><w:name w:val='Normal'/></w:style>\
            <w:style w:styleId='1'><w:name w:val='heading 1'/><w:basedOn w:val='a'/><w:pPr><w:outlineLvl w:val='0'/></w:pPr><w:rPr><w:b/></w:rPr></w:style>\
            <w:style w:styleId='2'><w:name w:val='章'/><w:basedOn w:val='1'/><w:rPr><w:sz w:val='32'/></w:rPr></w:style>\
            <w:style w:styleId='3'><w:name w:val='注'/><w:basedOn w:val='1'/><w:pPr><w:outlineLvl w:val='9'/></w:pPr></w:style>";
        let styles = styles(sheet);
        let chapter = styles.paragraph(Some("2"));
        assert_eq!((chapter.class, chapter.run.bold, chapter.run.size), (Class::Heading(1), Some(true), Some(32)));
        assert_eq!(styles.paragraph(Some("3")).class, Class::Body);
        assert_eq!(styles.paragraph(Some("none")).run.size, Some(21));
    }

    #[test]
    fn a_circle_of_styles_ends() {
        let sheet = "<w:style w:styleId='a'><w:basedOn w:val='b'/><w:rPr><w:b/></w:rPr></w:style>\
            <w:style w:styleId='b'><w:basedOn w:val='a'/><w:rPr><w:i/></w:rPr></w:style>";
        let run = styles(sheet).paragraph(Some("a")).run.clone();
        assert_eq!((run.bold, run.italic), (Some(true), Some(true)));
    }
}
