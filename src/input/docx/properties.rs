//! What `w:pPr` and `w:rPr` say of a paragraph and of a run, wherever they stand: in the text, in a style, in a level of a list.
//!
//! A property that is not said is `None`, so that what is said nearer to the text can be laid over what is said further off.

use crate::input::xml::{Element, Space, Xml};
use crate::model::Align;

/// Twips in a point.
const TWIPS: i32 = 20;

/// What is said of a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Run {
    /// The character style.
    pub style: Option<String>,
    /// Bold.
    pub bold: Option<bool>,
    /// Italic.
    pub italic: Option<bool>,
    /// Struck through, once or twice.
    pub strike: Option<bool>,
    /// Underlined.
    pub underline: Option<bool>,
    /// Emphasis dots 着重号.
    pub dots: Option<bool>,
    /// Above (1) or below (−1) the line.
    pub raised: Option<i8>,
    /// Not shown.
    pub hidden: Option<bool>,
    /// Size in half points.
    pub size: Option<u16>,
    /// The face for Latin and symbols.
    pub face: Option<String>,
    /// A mark behind the text: highlighter or shading.
    pub highlight: Option<bool>,
    /// A tracked change deleted what has these properties: of a paragraph's mark, its end.
    pub deleted: bool,
}

/// What is said of a paragraph.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Paragraph {
    /// The paragraph style.
    pub style: Option<String>,
    /// The outline level from 0; 9 is body text.
    pub outline: Option<u8>,
    /// Alignment.
    pub align: Option<Align>,
    /// The list; 0 is none.
    pub list: Option<u32>,
    /// The level in the list, from 0.
    pub level: Option<u8>,
    /// Indent of all lines, in twips.
    pub left: Option<i32>,
    /// Indent of all lines, in hundredths of a character: goes before `left`.
    pub left_chars: Option<i32>,
    /// Indent of the first line against the others, in twips.
    pub first: Option<i32>,
    /// Indent of the first line, in hundredths of a character: goes before `first`.
    pub first_chars: Option<i32>,
    /// Begins a page.
    pub page_break: Option<bool>,
    /// Space above, in twips or hundredths of a line: whether there is any.
    pub space_above: Option<bool>,
    /// A letter that is set into the next paragraph.
    pub drop_cap: bool,
    /// Ends a section, and the next one begins a page.
    pub section: Option<bool>,
    /// The properties of the paragraph's mark.
    pub mark: Run,
}

impl Run {
    /// These properties over those of `below`.
    pub fn over(&self, below: &Run) -> Run {
        Run {
            style: self.style.clone().or_else(|| below.style.clone()),
            bold: self.bold.or(below.bold),
            italic: self.italic.or(below.italic),
            strike: self.strike.or(below.strike),
            underline: self.underline.or(below.underline),
            dots: self.dots.or(below.dots),
            raised: self.raised.or(below.raised),
            hidden: self.hidden.or(below.hidden),
            size: self.size.or(below.size),
            face: self.face.clone().or_else(|| below.face.clone()),
            highlight: self.highlight.or(below.highlight),
            deleted: self.deleted,
        }
    }

    /// Reads `w:rPr`, which was told last.
    pub fn read(xml: &mut Xml<'_>) -> Run {
        let mut run = Run::default();
        let mut strikes = [None, None];
        let level = xml.level();
        while let Some(element) = xml.element(level) {
            if element.space != Space::Word {
                continue;
            }
            match element.name {
                "rStyle" => run.style = element.get("val").map(Into::into),
                "b" => run.bold = Some(is_on(&element)),
                "i" => run.italic = Some(is_on(&element)),
                "strike" => strikes[0] = Some(is_on(&element)),
                "dstrike" => strikes[1] = Some(is_on(&element)),
                "u" => run.underline = Some(element.get("val").is_some_and(|kind| kind != "none")),
                "em" => run.dots = Some(element.get("val").is_none_or(|kind| kind != "none")),
                "vertAlign" => {
                    run.raised = Some(match element.get("val").as_deref() {
                        Some("superscript") => 1,
                        Some("subscript") => -1,
                        _ => 0,
                    })
                }
                "vanish" => run.hidden = Some(is_on(&element)),
                "sz" => run.size = number(&element, "val").and_then(|size| u16::try_from(size).ok()).filter(|size| *size > 0),
                "rFonts" => {
                    let face = element.get("ascii").or_else(|| element.get("hAnsi")).or_else(|| element.get("eastAsia"));
                    run.face = face.map(Into::into);
                }
                "highlight" => run.highlight = Some(element.get("val").is_none_or(|color| color != "none")),
                "del" | "moveFrom" => run.deleted = true,
                _ => {}
            }
        }
        run.strike = match strikes {
            [None, None] => None,
            said => Some(said.contains(&Some(true))),
        };
        run
    }
}

impl Paragraph {
    /// These properties over those of `below`. A list that is said takes the level that is said with it.
    pub fn over(&self, below: &Paragraph) -> Paragraph {
        Paragraph {
            style: self.style.clone().or_else(|| below.style.clone()),
            outline: self.outline.or(below.outline),
            align: self.align.or(below.align),
            list: self.list.or(below.list),
            level: self.level.or(below.level),
            left: self.left.or(below.left),
            // An indent in twips hides one in characters that is said further off.
            left_chars: self.left_chars.or(below.left_chars.filter(|_| self.left.is_none())),
            first: self.first.or(below.first),
            first_chars: self.first_chars.or(below.first_chars.filter(|_| self.first.is_none())),
            page_break: self.page_break.or(below.page_break),
            space_above: self.space_above.or(below.space_above),
            drop_cap: self.drop_cap || below.drop_cap,
            section: self.section.or(below.section),
            mark: self.mark.over(&below.mark),
        }
    }

    /// Reads `w:pPr`, which was told last. `found` hears of the properties of a section.
    pub fn read(xml: &mut Xml<'_>, found: &mut dyn FnMut(&mut Xml<'_>) -> bool) -> Paragraph {
        let mut paragraph = Paragraph::default();
        let level = xml.level();
        while let Some(element) = xml.element(level) {
            if element.space != Space::Word {
                continue;
            }
            match element.name {
                "pStyle" => paragraph.style = element.get("val").map(Into::into),
                "outlineLvl" => paragraph.outline = number(&element, "val").and_then(|level| u8::try_from(level).ok()),
                "jc" => paragraph.align = Some(align(&element)),
                "numPr" => {
                    let inner = xml.level();
                    while let Some(element) = xml.element(inner) {
                        match element.name {
                            "numId" => paragraph.list = number(&element, "val").and_then(|id| u32::try_from(id).ok()),
                            "ilvl" => paragraph.level = number(&element, "val").map(|level| level.clamp(0, 8) as u8),
                            _ => {}
                        }
                    }
                }
                "ind" => indents(&element, &mut paragraph),
                "pageBreakBefore" => paragraph.page_break = Some(is_on(&element)),
                "spacing" => {
                    let above = ["beforeLines", "before"].into_iter().find_map(|name| number(&element, name));
                    paragraph.space_above = above.map(|space| space > 0);
                }
                "framePr" => {
                    paragraph.drop_cap = element.get("dropCap").is_some_and(|kind| kind == "drop" || kind == "margin");
                }
                "rPr" => paragraph.mark = Run::read(xml),
                "sectPr" => paragraph.section = Some(found(xml)),
                _ => {}
            }
        }
        paragraph
    }

    /// Indent of the first line in half-em units of a type size in half points; hanging lines have none.
    pub fn indent(&self, size: u16) -> u16 {
        let half_em = (i32::from(size) * TWIPS / 4).max(1);
        let units = |chars: Option<i32>, twips: Option<i32>| match (chars, twips) {
            (Some(chars), _) if chars != 0 => chars / 50,
            (_, twips) => (twips.unwrap_or(0) + half_em / 2).div_euclid(half_em),
        };
        let sum = units(self.left_chars, self.left).saturating_add(units(self.first_chars, self.first));
        u16::try_from(sum.clamp(0, 400)).unwrap_or(0)
    }
}

fn indents(element: &Element<'_>, paragraph: &mut Paragraph) {
    paragraph.left = number(element, "left").or_else(|| number(element, "start"));
    paragraph.left_chars = number(element, "leftChars").or_else(|| number(element, "startChars"));
    let hanging = |name| number(element, name).map(|width: i32| width.saturating_neg());
    paragraph.first = hanging("hanging").or_else(|| number(element, "firstLine"));
    paragraph.first_chars = hanging("hangingChars").or_else(|| number(element, "firstLineChars"));
}

/// Alignment, whatever the direction of writing.
pub fn align(element: &Element<'_>) -> Align {
    match element.get("val").as_deref() {
        Some("center") => Align::Center,
        Some("right" | "end") => Align::End,
        _ => Align::Start,
    }
}

/// Whether a switch is on: it is where it says nothing.
pub fn is_on(element: &Element<'_>) -> bool {
    !element.get("val").is_some_and(|value| matches!(&*value, "0" | "false" | "off" | "none"))
}

/// A number, or a measure in twips or with a unit (`12pt`, which strict documents write).
pub fn number(element: &Element<'_>, name: &str) -> Option<i32> {
    let value = element.get(name)?;
    let value = value.trim();
    let end = value.find(|c: char| c.is_ascii_alphabetic() || c == '%').unwrap_or(value.len());
    let number: f64 = value[..end].parse().ok()?;
    let twips = match &value[end..] {
        "pt" => number * 20.0,
        "in" => number * 1440.0,
        "cm" => number * 567.0,
        "mm" => number * 56.7,
        "pc" | "pi" => number * 240.0,
        _ => number,
    };
    // A cast of a float saturates.
    Some(twips.clamp(-1e9, 1e9) as i32)
}

/// The value of the element's only attribute that matters.
pub fn value(element: &Element<'_>) -> Option<String> {
    element.get("val").map(Into::into)
}
