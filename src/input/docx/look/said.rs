//! What properties say of the look of paragraphs and runs, and the style sheet that they are laid over.
//!
//! Kept apart from [`properties`](super::super::properties), which knows what matters to the text: here matter only places,
//! faces, sizes and colours. What is not said is `None`.

use super::super::properties::{align, is_on, number};
use crate::input::xml::{Element, Space, Xml};
use crate::model::Align;
use std::collections::{BTreeMap, BTreeSet};

/// The longest chain of styles that are based on one another.
const CHAIN: usize = 64;

/// What is said of a run.
#[derive(Clone, Debug, Default)]
pub struct Run {
    pub style: Option<String>,
    /// The face of ideographs.
    pub face: Option<String>,
    /// Half points.
    pub size: Option<i32>,
    pub bold: Option<bool>,
    /// 0xRRGGBB.
    pub color: Option<u32>,
    /// Twips between characters.
    pub tracking: Option<i32>,
    pub hidden: Option<bool>,
}

/// What is said of a paragraph; lengths are twips, characters hundredths.
#[derive(Clone, Debug, Default)]
pub struct Paragraph {
    pub style: Option<String>,
    pub align: Option<Align>,
    pub left: Option<i32>,
    pub left_chars: Option<i32>,
    pub right: Option<i32>,
    pub right_chars: Option<i32>,
    pub first: Option<i32>,
    pub first_chars: Option<i32>,
    /// From line to line where it is fixed; 0 where it is not.
    pub line: Option<i32>,
    /// White above and below; in hundredths of a line where it is said so.
    pub before: Option<i32>,
    pub before_lines: Option<i32>,
    pub after: Option<i32>,
    pub after_lines: Option<i32>,
    pub new_page: Option<bool>,
    pub above: Option<Option<u32>>,
    pub below: Option<Option<u32>>,
    /// The colour behind it.
    pub fill: Option<u32>,
    /// In a frame; whether that is fixed at the foot; whether it stands outside or at a side.
    pub frame: Option<Frame>,
}

/// A frame of text.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// Fixed at the foot of the page.
    pub at_foot: bool,
    /// Where it stands across: `outside`, `right`, `center`.
    pub across: Option<String>,
}

impl Run {
    /// Lays these over those of `below`.
    pub fn over(&self, below: &Run) -> Run {
        Run {
            style: self.style.clone().or_else(|| below.style.clone()),
            face: self.face.clone().or_else(|| below.face.clone()),
            size: self.size.or(below.size),
            bold: self.bold.or(below.bold),
            color: self.color.or(below.color),
            tracking: self.tracking.or(below.tracking),
            hidden: self.hidden.or(below.hidden),
        }
    }

    /// Reads `w:rPr`, which was told last.
    pub fn read(xml: &mut Xml<'_>) -> Run {
        let mut run = Run::default();
        let level = xml.level();
        while let Some(element) = xml.element(level) {
            if element.space != Space::Word {
                continue;
            }
            match element.name {
                "rStyle" => run.style = element.get("val").map(Into::into),
                "rFonts" => run.face = element.get("eastAsia").map(Into::into),
                "sz" => run.size = number(&element, "val"),
                "b" => run.bold = Some(is_on(&element)),
                "color" => run.color = color(&element, "val"),
                "spacing" => run.tracking = number(&element, "val"),
                "vanish" => run.hidden = Some(is_on(&element)),
                _ => {}
            }
        }
        run
    }
}

impl Paragraph {
    /// Lays these over those of `below`. A length that is said hides one in characters that is said further off.
    pub fn over(&self, below: &Paragraph) -> Paragraph {
        Paragraph {
            style: self.style.clone().or_else(|| below.style.clone()),
            align: self.align.or(below.align),
            left: self.left.or(below.left),
            left_chars: self.left_chars.or(below.left_chars.filter(|_| self.left.is_none())),
            right: self.right.or(below.right),
            right_chars: self.right_chars.or(below.right_chars.filter(|_| self.right.is_none())),
            first: self.first.or(below.first),
            first_chars: self.first_chars.or(below.first_chars.filter(|_| self.first.is_none())),
            line: self.line.or(below.line),
            before: self.before.or(below.before),
            before_lines: self.before_lines.or(below.before_lines.filter(|_| self.before.is_none())),
            after: self.after.or(below.after),
            after_lines: self.after_lines.or(below.after_lines.filter(|_| self.after.is_none())),
            new_page: self.new_page.or(below.new_page),
            above: self.above.or(below.above),
            below: self.below.or(below.below),
            fill: self.fill.or(below.fill),
            frame: self.frame.clone().or_else(|| below.frame.clone()),
        }
    }

    /// White above and below, in points; a line that nothing fixes has 16 points and three tenths more.
    pub fn white(&self) -> (f32, f32) {
        let line = self.line.filter(|line| *line > 0).map_or(20.8, |line| line as f32 / 20.0);
        let white = |lines: Option<i32>, twips: Option<i32>| match lines {
            Some(lines) if lines != 0 => lines as f32 / 100.0 * line,
            _ => twips.unwrap_or(0) as f32 / 20.0,
        };
        (white(self.before_lines, self.before), white(self.after_lines, self.after))
    }

    /// Reads `w:pPr`, which was told last; `found` hears of the properties of a section.
    pub fn read(xml: &mut Xml<'_>, found: &mut dyn FnMut(&mut Xml<'_>)) -> Paragraph {
        let mut paragraph = Paragraph::default();
        let level = xml.level();
        while let Some(element) = xml.element(level) {
            if element.space != Space::Word {
                continue;
            }
            match element.name {
                "pStyle" => paragraph.style = element.get("val").map(Into::into),
                "jc" => paragraph.align = Some(align(&element)),
                "ind" => indents(&element, &mut paragraph),
                "spacing" => {
                    let fixed = element.get("lineRule").is_some_and(|rule| rule == "exact");
                    paragraph.line = number(&element, "line").map(|line| if fixed { line } else { 0 });
                    paragraph.before = number(&element, "before");
                    paragraph.before_lines = number(&element, "beforeLines");
                    paragraph.after = number(&element, "after");
                    paragraph.after_lines = number(&element, "afterLines");
                }
                "pageBreakBefore" => paragraph.new_page = Some(is_on(&element)),
                "pBdr" => {
                    let inner = xml.level();
                    while let Some(element) = xml.element(inner) {
                        let border = border(&element);
                        match element.name {
                            "top" => paragraph.above = Some(border),
                            "bottom" => paragraph.below = Some(border),
                            _ => {}
                        }
                    }
                }
                "shd" if element.get("fill").is_some_and(|fill| fill != "auto") => paragraph.fill = color(&element, "fill"),
                "framePr" if element.get("dropCap").is_none() => {
                    paragraph.frame = Some(Frame {
                        at_foot: element.get("yAlign").is_some_and(|place| place == "bottom"),
                        across: element.get("xAlign").map(Into::into),
                    });
                }
                "sectPr" => found(xml),
                _ => {}
            }
        }
        paragraph
    }
}

/// The colour of a border that is drawn.
pub fn border(element: &Element<'_>) -> Option<u32> {
    let drawn = element.get("val").is_some_and(|kind| kind != "none" && kind != "nil");
    drawn.then(|| color(element, "color").unwrap_or(0))
}

/// A colour; `auto` is black.
fn color(element: &Element<'_>, name: &str) -> Option<u32> {
    let value = element.get(name)?;
    Some(u32::from_str_radix(value.trim_start_matches('#'), 16).unwrap_or(0))
}

fn indents(element: &Element<'_>, paragraph: &mut Paragraph) {
    let either = |one, other| number(element, one).or_else(|| number(element, other));
    paragraph.left = either("left", "start");
    paragraph.left_chars = either("leftChars", "startChars");
    paragraph.right = either("right", "end");
    paragraph.right_chars = either("rightChars", "endChars");
    let hanging = |name| number(element, name).map(i32::saturating_neg);
    paragraph.first = hanging("hanging").or_else(|| number(element, "firstLine"));
    paragraph.first_chars = hanging("hangingChars").or_else(|| number(element, "firstLineChars"));
}

/// The style sheet.
#[derive(Debug, Default)]
pub struct Styles {
    all: BTreeMap<String, (Option<String>, Paragraph, Run)>,
    default: Option<String>,
    plain: (Paragraph, Run),
}

impl Styles {
    /// Reads the part.
    pub fn read(xml: &mut Xml<'_>) -> Styles {
        let mut styles = Styles::default();
        if xml.root().is_none() {
            return styles;
        }
        let level = xml.level();
        while let Some(element) = xml.element(level) {
            match element.name {
                "docDefaults" => {
                    let inner = xml.level();
                    while xml.element(inner).is_some() {
                        read_both(xml, &mut styles.plain.0, &mut styles.plain.1, &mut None);
                    }
                }
                "style" => {
                    let id = element.get("styleId").unwrap_or_default().into_owned();
                    let is_default = element.get("default").is_some_and(|value| matches!(&*value, "1" | "true" | "on"));
                    if is_default && element.get("type").is_none_or(|kind| kind == "paragraph") {
                        styles.default = Some(id.clone());
                    }
                    let (mut based_on, mut paragraph, mut run) = (None, Paragraph::default(), Run::default());
                    read_both(xml, &mut paragraph, &mut run, &mut based_on);
                    styles.all.entry(id).or_insert((based_on, paragraph, run));
                }
                _ => {}
            }
        }
        styles
    }

    /// A paragraph's style; the default where it names none that is there.
    pub fn paragraph(&self, id: Option<&str>) -> (Paragraph, Run) {
        let named = id.filter(|id| self.all.contains_key(*id)).or(self.default.as_deref());
        let (paragraph, run) = self.chain(named);
        (paragraph.over(&self.plain.0), run.over(&self.plain.1))
    }

    /// What a character style says of a run.
    pub fn run(&self, id: Option<&str>) -> Run {
        self.chain(id).1
    }

    fn chain(&self, id: Option<&str>) -> (Paragraph, Run) {
        let (mut paragraph, mut run) = (Paragraph::default(), Run::default());
        let mut seen = BTreeSet::new();
        let mut next = id;
        while let Some((based_on, own, of_run)) =
            next.filter(|id| seen.len() < CHAIN && seen.insert(*id)).and_then(|id| self.all.get(id))
        {
            paragraph = paragraph.over(own);
            run = run.over(of_run);
            next = based_on.as_deref();
        }
        (paragraph, run)
    }
}

fn read_both(xml: &mut Xml<'_>, paragraph: &mut Paragraph, run: &mut Run, based_on: &mut Option<String>) {
    let level = xml.level();
    while let Some(element) = xml.element(level) {
        match element.name {
            "basedOn" => *based_on = element.get("val").map(Into::into),
            "pPr" => *paragraph = Paragraph::read(xml, &mut |_| {}),
            "rPr" => *run = Run::read(xml),
            _ => {}
        }
    }
}
