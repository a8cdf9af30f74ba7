//! Styles: what a name comes to through its parents.

use super::lists;
use super::walk;
use crate::input::flow::class::{self, Class};
use crate::input::flow::numbering::Levels;
use crate::input::flow::symbols;
use crate::input::xml::{Element, Space, Xml};
use crate::model::Align;
use std::collections::BTreeMap;

/// Styles have no more ancestors than this.
const ANCESTORS: usize = 32;

/// What a style says itself; `None` where it says nothing.
#[derive(Clone, Debug, Default)]
pub struct Style {
    name: String,
    parent: Option<String>,
    level: Option<u8>,
    /// The list that its paragraphs belong to; nothing for none.
    pub list: Option<String>,
    /// Bold.
    pub bold: Option<bool>,
    /// Italic.
    pub italic: Option<bool>,
    /// Underlined.
    pub underline: Option<bool>,
    /// Struck out.
    pub strike: Option<bool>,
    /// With dots 着重号.
    pub dots: Option<bool>,
    /// Not shown.
    pub hidden: Option<bool>,
    /// Raised (1) or lowered (-1).
    pub raised: Option<i8>,
    /// Size in half points.
    pub size: Option<u16>,
    /// The face, where it has signs in the place of letters; empty where it has letters.
    pub symbols: Option<String>,
    /// Alignment.
    pub align: Option<Align>,
    /// The first line's indent, in twips.
    pub indent: Option<i32>,
    /// A page begins before it.
    pub page_break: Option<bool>,
}

/// All styles of a document.
#[derive(Clone, Debug, Default)]
pub struct Styles {
    paragraphs: BTreeMap<String, Style>,
    texts: BTreeMap<String, Style>,
    /// How lists look, by the names of their styles.
    pub lists: BTreeMap<String, Levels>,
    /// How headings are numbered.
    pub outline: Levels,
    /// What holds where no style says otherwise.
    default: Style,
}

impl Styles {
    /// Reads the styles of a part.
    pub fn read(&mut self, xml: &mut Xml<'_>) {
        walk(xml, &mut |xml, element| {
            match (element.space, element.name) {
                (Space::OdfOffice, "body" | "master-styles") => return false,
                (Space::OdfStyle, "style") => self.style(xml, element),
                (Space::OdfStyle, "default-style") if is_family(element, "paragraph") => {
                    properties(xml, &mut self.default);
                }
                (Space::OdfText, "outline-style") => self.outline = lists::levels(xml),
                (Space::OdfText, "list-style") => {
                    let name = element.get_in(Space::OdfStyle, "name").unwrap_or_default().into_owned();
                    self.lists.insert(name, lists::levels(xml));
                }
                _ => return true,
            }
            false
        });
    }

    fn style(&mut self, xml: &mut Xml<'_>, element: &Element<'_>) {
        let get = |name: &str| element.get_in(Space::OdfStyle, name).map(String::from);
        let id = get("name").unwrap_or_default();
        let mut style = Style {
            name: get("display-name").unwrap_or_else(|| named(&id)),
            parent: get("parent-style-name"),
            level: get("default-outline-level").and_then(|level| level.parse().ok()),
            list: get("list-style-name"),
            ..Style::default()
        };
        properties(xml, &mut style);
        match (is_family(element, "paragraph"), is_family(element, "text")) {
            (true, _) => drop(self.paragraphs.insert(id, style)),
            (_, true) => drop(self.texts.insert(id, style)),
            _ => {}
        }
    }

    /// What a paragraph's style comes to, and what it is.
    pub fn paragraph(&self, id: &str) -> (Style, Class) {
        let (style, names, level) = resolve(&self.paragraphs, id);
        let class = names.iter().find_map(|name| class::class_of(&class::folded(name)));
        let class = match (class, level) {
            (None | Some(Class::Body), Some(level @ 1..=9)) => Class::Heading(level),
            (class, _) => class.unwrap_or_default(),
        };
        (under(style, &self.default), class)
    }

    /// What a span's style comes to.
    pub fn text(&self, id: &str) -> (Style, bool) {
        let (style, names, _) = resolve(&self.texts, id);
        let code = names.iter().any(|name| class::is_code(&class::folded(name)));
        (style, code)
    }
}

/// A style under which its parents lie, their names from the style itself outward, and the level of headings they say.
fn resolve(styles: &BTreeMap<String, Style>, id: &str) -> (Style, Vec<String>, Option<u8>) {
    let mut whole = Style::default();
    let (mut names, mut level) = (Vec::new(), None);
    let mut at = styles.get(id);
    for _ in 0..ANCESTORS {
        let Some(style) = at else { break };
        whole = under(whole, style);
        names.push(style.name.clone());
        level = level.or(style.level);
        at = style.parent.as_ref().and_then(|parent| styles.get(parent));
    }
    // Writers leave built-in styles undefined.
    if names.is_empty() {
        names.push(named(id));
    }
    (whole, names, level)
}

/// The name that an identifier stands for: of its characters, spaces are written in another way (ODF 1.3, 19.509).
fn named(id: &str) -> String {
    id.replace("_20_", " ")
}

/// What holds where a style says nothing.
fn under(over: Style, base: &Style) -> Style {
    Style {
        list: over.list.or_else(|| base.list.clone()),
        bold: over.bold.or(base.bold),
        italic: over.italic.or(base.italic),
        underline: over.underline.or(base.underline),
        strike: over.strike.or(base.strike),
        dots: over.dots.or(base.dots),
        hidden: over.hidden.or(base.hidden),
        raised: over.raised.or(base.raised),
        size: over.size.or(base.size),
        symbols: over.symbols.or_else(|| base.symbols.clone()),
        align: over.align.or(base.align),
        indent: over.indent.or(base.indent),
        page_break: over.page_break.or(base.page_break),
        ..over
    }
}

fn is_family(element: &Element<'_>, family: &str) -> bool {
    element.get_in(Space::OdfStyle, "family").is_some_and(|own| own == family)
}

/// The name of a face with signs in the place of letters; a face that is declared twice has a number behind its name.
fn symbol_face(face: &str) -> String {
    let face = face.trim_matches(['\'', '"', ' ']);
    let plain = face.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end();
    let found = [face, plain].into_iter().find(|face| symbols::is_symbol_font(face));
    found.unwrap_or_default().to_owned()
}

fn properties(xml: &mut Xml<'_>, style: &mut Style) {
    let level = xml.level();
    while let Some(element) = xml.element(level) {
        let fo = |name: &str| element.get_in(Space::OdfFo, name);
        // Han has a weight, a slope and a size of its own; texts without any have those of Latin.
        let either = |name: &str| element.get_in(Space::OdfStyle, &format!("{name}-asian")).or_else(|| fo(name));
        let line = |name: &str| element.get_in(Space::OdfStyle, name).map(|line| line != "none");
        match (element.space, element.name) {
            (Space::OdfStyle, "text-properties") => {
                style.bold =
                    either("font-weight").map(|weight| weight == "bold" || weight.parse().is_ok_and(|n: u32| n >= 600));
                style.italic = either("font-style").map(|slope| slope == "italic" || slope == "oblique");
                style.underline = line("text-underline-style");
                style.strike = line("text-line-through-style");
                style.dots = line("text-emphasize");
                style.hidden = element.get_in(Space::OdfText, "display").map(|display| display == "none");
                style.raised = element.get_in(Space::OdfStyle, "text-position").map(|place| raised(&place));
                let face = element.get_in(Space::OdfStyle, "font-name").or_else(|| fo("font-family"));
                style.symbols = face.map(|face| symbol_face(&face));
                style.size = either("font-size").and_then(|size| points(&size)).map(|points| (2.0 * points).round() as u16);
            }
            (Space::OdfStyle, "paragraph-properties") => {
                style.align = fo("text-align").map(|align| match &*align {
                    "center" => Align::Center,
                    "end" | "right" => Align::End,
                    _ => Align::Start,
                });
                style.indent =
                    fo("text-indent").and_then(|indent| points(&indent)).map(|points| (20.0 * points).round() as i32);
                style.page_break = fo("break-before").map(|before| before == "page");
            }
            _ => {}
        }
    }
}

/// Where a text position lies: `super 58%`, `-33% 58%`, `0% 100%`.
fn raised(place: &str) -> i8 {
    match place.split_whitespace().next().unwrap_or_default() {
        "super" => 1,
        "sub" => -1,
        share => {
            share.trim_end_matches('%').parse::<f32>().map_or(0, |share| if share == 0.0 { 0 } else { share.signum() as i8 })
        }
    }
}

/// A length in points.
pub fn points(length: &str) -> Option<f32> {
    let number = length.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match &length[number.len()..] {
        "pt" => 1.0,
        "in" => 72.0,
        "cm" => 72.0 / 2.54,
        "mm" => 7.2 / 2.54,
        "pc" => 12.0,
        "px" => 0.75,
        _ => return None,
    };
    number.parse::<f32>().ok().map(|number| number * unit).filter(|points| points.is_finite())
}
