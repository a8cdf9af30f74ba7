//! Sections: their sheets, type areas and grids, and the folios in their feet.

use super::super::properties::{is_on, number};
use super::said::{Paragraph, Styles};
use super::{MM, Parts, type_of};
use crate::input::look::{Area, Folio, Look, Pages, Sheet};
use crate::input::xml::{Item, Space, Xml};
use crate::model::Align;

/// What a section's properties say.
#[derive(Debug, Default)]
pub struct Section {
    width: i32,
    height: i32,
    /// Top, right, bottom, left.
    margins: Option<[i32; 4]>,
    pitch: Option<i32>,
    /// 4096ths of a point.
    extra: Option<i32>,
    first_differs: bool,
    /// Type and relation of feet.
    feet: Vec<(String, String)>,
}

impl Section {
    /// Reads `w:sectPr`, which was told last.
    pub fn read(xml: &mut Xml<'_>) -> Section {
        let mut section = Section::default();
        let level = xml.level();
        while let Some(element) = xml.element(level) {
            match element.name {
                "footerReference" => {
                    let kind = element.get("type").map_or_else(|| "default".to_owned(), Into::into);
                    let id = element.get_in(Space::Relation, "id").unwrap_or_default().into_owned();
                    section.feet.push((kind, id));
                }
                "pgSz" => {
                    section.width = number(&element, "w").unwrap_or(0);
                    section.height = number(&element, "h").unwrap_or(0);
                }
                "pgMar" => {
                    section.margins = Some(
                        ["top", "right", "bottom", "left"].map(|side| number(&element, side).unwrap_or(0).saturating_abs()),
                    );
                }
                "titlePg" => section.first_differs = is_on(&element),
                "docGrid" => {
                    let kind = element.get("type").unwrap_or_default().into_owned();
                    section.pitch =
                        number(&element, "linePitch").filter(|_| kind.starts_with("lines") || kind == "snapToChars");
                    section.extra = number(&element, "charSpace").filter(|_| kind == "linesAndChars" || kind == "snapToChars");
                }
                _ => {}
            }
        }
        section
    }
}

/// Puts sheets and folios into the look. A section that says nothing has what the one before it has.
pub fn put(sections: &[Section], parts: &Parts<'_>, styles: &Styles, look: &mut Look) {
    let differ = {
        let mut xml = Xml::new(parts.settings, "settings", parts.depth);
        let level = xml.root().map(|_| xml.level());
        let mut differ = false;
        while let Some(element) = level.and_then(|level| xml.element(level)) {
            differ |= element.name == "evenAndOddHeaders" && is_on(&element);
        }
        differ
    };
    for (at, section) in sections.iter().enumerate() {
        let area = section.margins.map(|[top, right, bottom, left]| Area {
            top: top as f32 * MM,
            bottom: bottom as f32 * MM,
            left: left as f32 * MM,
            right: right as f32 * MM,
            pitch: section.pitch.map(|pitch| pitch as f32 / 20.0),
            extra: section.extra.map(|extra| extra as f32 / 4096.0),
            first_differs: section.first_differs,
        });
        look.sheets.push(Sheet {
            number: u32::try_from(at + 1).unwrap_or(u32::MAX),
            width: section.width as f32 * MM,
            height: section.height as f32 * MM,
            area,
        });
        for (kind, id) in &section.feet {
            let pages = match kind.as_str() {
                "default" if differ => Pages::Odd,
                "default" => Pages::All,
                "even" if differ => Pages::Even,
                _ => continue,
            };
            let part =
                parts.relations.get(id).and_then(|relation| Some((&relation.target, parts.margins.get(&relation.target)?)));
            let Some((name, text)) = part else { continue };
            look.folios.extend(foot(name, text, pages, styles, parts.depth));
        }
    }
}

/// The paragraph of a foot that has the number of the page.
fn foot(name: &str, text: &str, pages: Pages, styles: &Styles, depth: u32) -> Option<Folio> {
    let mut xml = Xml::new(text, name, depth);
    xml.root()?;
    let mut found = None;
    paragraphs(&mut xml, 0, &mut |xml| {
        let mut line = Foot::default();
        line.read(xml, 0);
        if found.is_none() && line.numbered {
            let (below, mark) = styles.paragraph(line.paragraph.style.as_deref());
            let said = line.paragraph.over(&below);
            let styled = styles.run(line.run.style.as_deref());
            let type_ = type_of(&line.run.over(&styled).over(&mark));
            let across = said.frame.as_ref().and_then(|frame| frame.across.clone());
            // A frame that stands outside follows the page by itself.
            let align = match (across.as_deref(), pages) {
                (Some("outside"), Pages::Even) => Align::Start,
                (Some("outside" | "right"), _) => Align::End,
                (Some("center"), _) => Align::Center,
                _ => said.align.unwrap_or(Align::Start),
            };
            let length = |chars: Option<i32>, twips: Option<i32>| match chars {
                Some(chars) if chars != 0 => chars as f32 / 100.0 * type_.size,
                _ => twips.unwrap_or(0) as f32 / 20.0,
            };
            let indent = match align {
                Align::End => length(said.right_chars, said.right),
                _ => length(said.left_chars, said.left) + length(said.first_chars, said.first),
            };
            found = Some(Folio { pages, text: line.text, type_, align, indent });
        }
    });
    found
}

/// Calls `each` for every paragraph below the element told last.
fn paragraphs(xml: &mut Xml<'_>, depth: usize, each: &mut dyn FnMut(&mut Xml<'_>)) {
    let level = xml.level();
    while let Some(element) = xml.element(level) {
        match (element.space, element.name) {
            _ if depth > 24 => return,
            (Space::Word, "p") => {
                each(xml);
                continue;
            }
            (Space::Compatibility, "Fallback") => {}
            _ => paragraphs(xml, depth + 1, each),
        }
    }
}

/// A line of a foot in the making.
#[derive(Default)]
struct Foot {
    paragraph: Paragraph,
    /// The properties of the run with the number, or of the first run.
    run: super::Run,
    text: String,
    numbered: bool,
    /// In the result of a field.
    shown: bool,
    begun: bool,
}

impl Foot {
    fn read(&mut self, xml: &mut Xml<'_>, depth: usize) {
        let level = xml.level();
        while let Some(item) = xml.child(level) {
            let Item::Element(element) = item else { continue };
            match (element.space, element.name) {
                _ if depth > 24 => return,
                (Space::Word, "pPr") if depth == 0 => self.paragraph = Paragraph::read(xml, &mut |_| {}),
                (Space::Word, "rPr") => {
                    let run = super::Run::read(xml);
                    if !self.begun || (self.run.size.is_none() && run.size.is_some()) {
                        self.run = run;
                        self.begun = true;
                    }
                }
                (Space::Word, "t") => {
                    let text = xml.text();
                    if !self.shown {
                        self.text.push_str(&text);
                    }
                }
                (Space::Word, "instrText") => self.field(&xml.text()),
                (Space::Word, "fldSimple") => {
                    self.field(&element.get("instr").unwrap_or_default());
                    let outer = std::mem::replace(&mut self.shown, true);
                    self.read(xml, depth + 1);
                    self.shown = outer;
                }
                (Space::Word, "fldChar") => match element.get("fldCharType").as_deref() {
                    Some("separate") => self.shown = true,
                    Some("end") => self.shown = false,
                    _ => {}
                },
                (Space::Compatibility, "Fallback") => {}
                _ => self.read(xml, depth + 1),
            }
        }
    }

    fn field(&mut self, code: &str) {
        if code.trim_start().to_ascii_uppercase().starts_with("PAGE") && !self.numbered {
            self.numbered = true;
            self.text.push('#');
        }
    }
}
