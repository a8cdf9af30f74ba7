//! The style sheet: what a style says once those it is based on are laid under it, and what kind of text its name stands for.

use super::properties::{self, Paragraph, Run};
use crate::input::flow::class::{Class, class_of, folded, is_code};
use crate::input::xml::{Space, Xml};
use std::collections::{BTreeMap, BTreeSet};

/// The longest chain of styles that are based on one another.
const CHAIN: usize = 64;

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
    /// Runs are white space that this program's writer put there.
    pub generated: Option<Generated>,
    /// The style in which the list is said: the levels of a list may name it.
    pub numbered_by: Option<String>,
}

/// White space that this program's writer adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Generated {
    /// Behind a label, before a text, at the end of a title's line.
    Space,
    /// Between what stands at both ends of a line.
    Tab,
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
    let (mut class, mut outline, mut emphasis) = (None, None, false);
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
        emphasis |= name == "emphasis";
        style.generated = style.generated.or(match name.as_str() {
            "generated space" => Some(Generated::Space),
            "generated tab" => Some(Generated::Tab),
            _ => None,
        });
        if style.numbered_by.is_none() && (entry.paragraph.list.is_some() || entry.paragraph.level.is_some()) {
            style.numbered_by = Some(id.clone());
        }
        next = entry.based_on.as_deref();
    }
    // The emphasis of Han may be another face, upright.
    style.run.italic = style.run.italic.or(emphasis.then_some(true));
    style.paragraph = style.paragraph.over(&plain.paragraph);
    style.run = style.run.over(&plain.run);
    style.class = match (class, outline) {
        (None | Some(Class::Body | Class::Heading(_)), Some(level @ 0..=8)) => Class::Heading(level + 1),
        (Some(Class::Heading(_)), Some(_)) => Class::Body,
        (class, _) => class.unwrap_or_default(),
    };
    style
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "<w:styles xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>";

    fn styles(sheet: &str) -> Styles {
        let text = format!("{HEAD}{sheet}</w:styles>");
        Styles::read(&mut Xml::new(&text, "styles", 64))
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
