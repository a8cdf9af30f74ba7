//! The look of a document of Word's: what its properties ask for, styles resolved, in the order of the text.
//!
//! The main part is read once more, for its paragraphs' properties alone; what is hidden or deleted has no look. Text boxes
//! and frames float.

mod said;
mod section;

use super::properties::number;
use super::relations::Relations;
use crate::input::look::{Look, Paragraph, Piece, Set, Type, is_red};
use crate::input::xml::{Item, Space, Xml};
use crate::model::Align;
use crate::text::script;
use said::{Run, Styles};
use std::collections::BTreeMap;

/// Millimetres in a twip.
const MM: f32 = 25.4 / 1440.0;
/// Tables in tables are followed so deep.
const DEPTH: usize = 12;
/// Text boxes in text boxes are followed so deep.
const BOXES: usize = 2;
/// What is drawn is measured in so many parts of a millimetre.
const EMU: f32 = 36_000.0;
/// What is drawn lower is a rule, in millimetres.
const LOW: f32 = 3.0;
/// A fixed line that is lower, in points, is white and no line without text.
const LINE: f32 = 14.0;

/// The parts that a look is read from.
pub struct Parts<'a> {
    /// The main part.
    pub main: &'a str,
    /// The style sheet.
    pub styles: &'a str,
    /// The settings.
    pub settings: &'a str,
    /// What the main part refers to.
    pub relations: &'a Relations,
    /// Heads and feet by name.
    pub margins: &'a BTreeMap<String, String>,
    /// How deep elements may lie.
    pub depth: u32,
}

/// Reads the look.
pub fn read(parts: &Parts<'_>) -> Look {
    let styles = Styles::read(&mut Xml::new(parts.styles, "styles", parts.depth));
    let mut walk = Walk {
        styles: &styles,
        look: Look::default(),
        sections: Vec::new(),
        count: 0,
        breaks: false,
        ruled: None,
        boxes: 0,
        gap: Gap::default(),
    };
    let mut xml = Xml::new(parts.main, "main", parts.depth);
    if xml.root().is_some() {
        walk.blocks(&mut xml, Place::default(), 0);
    }
    let Walk { mut look, sections, .. } = walk;
    section::put(&sections, parts, &styles, &mut look);
    look
}

/// A filled paragraph without text that is no higher is a rule, in twips.
const RULE: i32 = 60;

/// What stands round a paragraph.
#[derive(Clone, Copy, Default)]
struct Place {
    in_table: bool,
    at_foot: bool,
    floats: bool,
    above: Option<u32>,
    below: Option<u32>,
    alone: bool,
    table: Option<f32>,
}

/// White since the last text.
#[derive(Clone, Copy, Default)]
struct Gap {
    /// Lines without text.
    blank: u16,
    /// White beside them, in points.
    white: f32,
    /// White that the last paragraph asks for below: of this and what the next asks for above, Word takes the larger.
    after: f32,
}

struct Walk<'s> {
    styles: &'s Styles,
    look: Look,
    sections: Vec<section::Section>,
    /// Paragraphs so far.
    count: usize,
    /// A break of the page stands before the next paragraph.
    breaks: bool,
    /// The colour of a rule, drawn as a low paragraph without text, that stands right above.
    ruled: Option<u32>,
    /// How many text boxes lie in one another here.
    boxes: usize,
    gap: Gap,
}

/// A stretch of text with one look.
struct Stretch {
    text: String,
    run: Run,
}

impl<'a> Walk<'_> {
    /// Whatever holds paragraphs: the children of the element told last.
    fn blocks(&mut self, xml: &mut Xml<'a>, place: Place, depth: usize) {
        if depth > DEPTH {
            return;
        }
        let level = xml.level();
        let mut place = place;
        while let Some(element) = xml.element(level) {
            match (element.space, element.name) {
                (Space::Word, "p") => self.paragraph(xml, place, depth),
                (Space::Word, "sectPr") => self.sections.push(section::Section::read(xml)),
                (Space::Word, "tbl") => {
                    self.blocks(xml, Place { in_table: true, table: None, ..place }, depth + 1);
                    self.gap = Gap::default();
                }
                (Space::Word, "tblPr") => table(xml, &mut place),
                (Space::Word, "tblGrid") => {
                    let (columns, width) = grid(xml);
                    place.alone = columns == 1;
                    place.table = place.table.or(width);
                }
                (Space::Word, "tcPr") => cell(xml, &mut place),
                (Space::Word, "del" | "moveFrom" | "pPr" | "rPr" | "sdtPr" | "trPr") => {}
                (Space::Compatibility, "Fallback") => {}
                _ => self.blocks(xml, place, depth + 1),
            }
        }
    }

    fn paragraph(&mut self, xml: &mut Xml<'a>, place: Place, depth: usize) {
        let mut own = said::Paragraph::default();
        let mut stretches: Vec<Stretch> = Vec::new();
        let mut section = None;
        self.count += 1;
        let number = self.count;
        let breaks = std::mem::take(&mut self.breaks);
        let gap = std::mem::take(&mut self.gap);
        let level = xml.level();
        while let Some(element) = xml.element(level) {
            match (element.space, element.name) {
                (Space::Word, "pPr") => {
                    own = said::Paragraph::read(xml, &mut |xml| section = Some(section::Section::read(xml)));
                }
                _ => self.inline(&element, xml, place, &mut stretches, depth),
            }
        }
        let (below, mark) = self.styles.paragraph(own.style.as_deref());
        let said = own.over(&below);
        let resolved: Vec<(String, Run)> = stretches
            .into_iter()
            .map(|Stretch { text, run }| {
                let styled = self.styles.run(run.style.as_deref());
                (text, run.over(&styled).over(&mark))
            })
            .filter(|(_, run)| run.hidden != Some(true))
            .collect();
        let text: String = resolved.iter().map(|(text, _)| text.as_str()).collect();
        let red = |color: Option<Option<u32>>| color.flatten().is_some_and(is_red);
        let (above, below_it) = said.white();
        let white = gap.white + above.max(gap.after);
        self.gap = Gap { after: below_it, ..Gap::default() };
        if text.trim().is_empty() {
            // A low line is white, and so is what a fixed one is short of a line.
            let fixed = said.line.filter(|line| *line > 0).map(|line| line as f32 / 20.0);
            let low = fixed.filter(|pitch| *pitch < LINE);
            if !self.breaks {
                let blank = gap.blank.saturating_add(u16::from(low.is_none()));
                self.gap = Gap { blank, white: white + low.unwrap_or(0.0), after: below_it };
            }
            self.look.red_strokes += usize::from(red(said.above) || red(said.below));
            let low = said.line.is_some_and(|line| (1..=RULE).contains(&line));
            if let Some(fill) = said.fill.filter(|_| low) {
                self.ruled = Some(fill);
                if let Some(Piece { set: Set::Paragraph(above), .. }) = self.look.pieces.last_mut() {
                    above.below = above.below.or(Some(fill));
                }
            }
        } else {
            let types = types(&resolved, &mark);
            let mut paragraph = set(&said, &types[0], place, breaks);
            if !paragraph.new_page {
                (paragraph.blank, paragraph.white) = (gap.blank, white);
            }
            paragraph.above = paragraph.above.or(self.ruled.take());
            let [type_, lead, tail] = types;
            let place = format!("paragraph {number}");
            self.look.pieces.push(Piece { place, text, type_, lead, tail, set: Set::Paragraph(paragraph) });
        }
        self.sections.extend(section);
    }

    /// What stands in a paragraph: runs, and what holds them.
    fn inline(
        &mut self,
        element: &crate::input::xml::Element<'_>,
        xml: &mut Xml<'a>,
        place: Place,
        out: &mut Vec<Stretch>,
        depth: usize,
    ) {
        if depth > DEPTH {
            return;
        }
        match (element.space, element.name) {
            (Space::Word, "r") => self.run(xml, place, out, depth + 1),
            (Space::Word, "del" | "moveFrom" | "rPr" | "sdtPr") | (Space::Compatibility, "Fallback") => {}
            _ => {
                let level = xml.level();
                while let Some(element) = xml.element(level) {
                    self.inline(&element, xml, place, out, depth + 1);
                }
            }
        }
    }

    fn run(&mut self, xml: &mut Xml<'a>, place: Place, out: &mut Vec<Stretch>, depth: usize) {
        let mut run = Run::default();
        let mut text = String::new();
        let level = xml.level();
        while let Some(item) = xml.child(level) {
            let Item::Element(element) = item else { continue };
            match (element.space, element.name) {
                (Space::Word, "rPr") => run = Run::read(xml),
                (Space::Word, "t") => text.push_str(&xml.text()),
                (Space::Word, "tab") => text.push('\t'),
                (Space::Word, "br") if element.get("type").is_some_and(|kind| kind == "page") => self.breaks = true,
                (Space::Word, "br" | "cr") => text.push('\n'),
                (Space::Word, "drawing" | "pict" | "object") | (Space::Compatibility, "AlternateContent") => {
                    self.drawn(xml, Place { floats: true, ..place }, depth + 1);
                }
                _ => {}
            }
        }
        out.push(Stretch { text, run });
    }

    /// What is drawn: red strokes are counted, text boxes read.
    fn drawn(&mut self, xml: &mut Xml<'a>, place: Place, depth: usize) {
        if depth > DEPTH + 12 {
            return;
        }
        let mut place = place;
        let mut length = None;
        let level = xml.level();
        while let Some(element) = xml.element(level) {
            match (element.space, element.name) {
                (Space::Word, "txbxContent") => {
                    if self.boxes >= BOXES {
                        continue;
                    }
                    let breaks = std::mem::take(&mut self.breaks);
                    let gap = std::mem::take(&mut self.gap);
                    self.boxes += 1;
                    self.blocks(xml, place, 0);
                    self.boxes -= 1;
                    (self.breaks, self.gap) = (breaks, gap);
                }
                (Space::Compatibility, "Fallback") => {}
                (Space::TextDrawing, "positionV") => place.at_foot |= is_at_foot(xml),
                (Space::TextDrawing, "extent") => {
                    // What is higher than a rule can be is a frame or a seal.
                    let side =
                        |name: &str| element.get(name).and_then(|value| value.parse::<f32>().ok()).map(|side| side / EMU);
                    length = side("cx").filter(|_| side("cy").is_none_or(|height| height < LOW));
                }
                (Space::Drawing, "graphic") => {
                    let strokes = self.look.red_strokes;
                    self.drawn(xml, place, depth + 1);
                    if self.look.red_strokes > strokes {
                        self.look.red_lengths.extend(length);
                    }
                }
                (Space::Drawing, "ln") => {
                    let inner = xml.level();
                    while let Some(element) = xml.element(inner) {
                        let within = xml.level();
                        while let Some(color) = xml.element(within) {
                            let red = color.get("val").and_then(|value| u32::from_str_radix(&value, 16).ok());
                            self.look.red_strokes += usize::from(element.name == "solidFill" && red.is_some_and(is_red));
                        }
                    }
                }
                (Space::Vml, _) => {
                    let red = element.get("strokecolor").is_some_and(|color| {
                        let color = color.split(' ').next().unwrap_or_default().to_ascii_lowercase();
                        color == "red"
                            || color == "#f00"
                            || u32::from_str_radix(color.trim_start_matches('#'), 16).is_ok_and(is_red)
                    });
                    self.look.red_strokes += usize::from(red);
                    let end = |name: &str| {
                        let at = element.get(name)?;
                        at.split(',').next()?.trim().strip_suffix("pt")?.parse::<f32>().ok()
                    };
                    if let (true, Some(from), Some(to)) = (red, end("from"), end("to")) {
                        self.look.red_lengths.push((to - from).abs() * 25.4 / 72.0);
                    }
                    let foot = element
                        .get("style")
                        .is_some_and(|style| style.replace(' ', "").contains("mso-position-vertical:bottom"));
                    self.drawn(xml, Place { at_foot: place.at_foot || foot, ..place }, depth + 1);
                }
                _ => self.drawn(xml, place, depth + 1),
            }
        }
    }
}

/// What a table says of its place and of its rules.
fn table(xml: &mut Xml<'_>, place: &mut Place) {
    let level = xml.level();
    while let Some(element) = xml.element(level) {
        match element.name {
            "tblpPr" => {
                place.floats = true;
                place.at_foot = element.get("tblpYSpec").is_some_and(|at| at == "bottom");
            }
            "tblBorders" => borders(xml, place),
            "tblW" if element.get("type").is_some_and(|kind| kind == "dxa") => {
                place.table = number(&element, "w").filter(|width| *width > 0).map(|width| width as f32 * MM);
            }
            _ => {}
        }
    }
}

/// Columns of a table, and their width together.
fn grid(xml: &mut Xml<'_>) -> (usize, Option<f32>) {
    let level = xml.level();
    let (mut columns, mut width) = (0, 0_i32);
    while let Some(element) = xml.element(level) {
        columns += 1;
        width = width.saturating_add(number(&element, "w").unwrap_or(0));
    }
    (columns, (width > 0).then_some(width as f32 * MM))
}

/// What a cell says: its rules.
fn cell(xml: &mut Xml<'_>, place: &mut Place) {
    let level = xml.level();
    while let Some(element) = xml.element(level) {
        if element.name == "tcBorders" {
            borders(xml, place);
        }
    }
}

fn borders(xml: &mut Xml<'_>, place: &mut Place) {
    let level = xml.level();
    while let Some(element) = xml.element(level) {
        match element.name {
            "top" => place.above = said::border(&element),
            "bottom" => place.below = said::border(&element),
            _ => {}
        }
    }
}

/// Whether what is drawn is fixed at the foot of the page or of its type area.
fn is_at_foot(xml: &mut Xml<'_>) -> bool {
    let level = xml.level();
    let mut foot = false;
    while let Some(element) = xml.element(level) {
        foot |= element.name == "align" && matches!(xml.text().trim(), "bottom" | "outside");
    }
    foot
}

fn type_of(run: &Run) -> Type {
    // Where nothing says it, type has ten points.
    let size = run.size.unwrap_or(20) as f32 / 2.0;
    Type {
        face: run.face.clone().unwrap_or_default(),
        size,
        bold: run.bold.unwrap_or(false),
        color: run.color.unwrap_or(0),
        advance: size + run.tracking.unwrap_or(0) as f32 / 20.0,
    }
}

/// What most ideographs are set in, the first, and the last; of text without any, its characters.
fn types(stretches: &[(String, Run)], mark: &Run) -> [Type; 3] {
    let count =
        |text: &str, han: bool| text.chars().filter(|&c| if han { script::is_han(c) } else { !c.is_whitespace() }).count();
    let han = stretches.iter().any(|(text, _)| count(text, true) > 0);
    let telling: Vec<(usize, Type)> =
        stretches.iter().map(|(text, run)| (count(text, han), type_of(run))).filter(|(count, _)| *count > 0).collect();
    let mut sums: Vec<(usize, &Type)> = Vec::new();
    for (count, type_) in &telling {
        match sums.iter_mut().find(|(_, known)| *known == type_) {
            Some(sum) => sum.0 += count,
            None => sums.push((*count, type_)),
        }
    }
    let none = || type_of(mark);
    let most = sums.iter().rev().max_by_key(|(count, _)| *count).map_or_else(none, |(_, type_)| (*type_).clone());
    let end = |found: Option<&(usize, Type)>| found.map_or_else(none, |(_, type_)| type_.clone());
    [most, end(telling.first()), end(telling.last())]
}

fn set(said: &said::Paragraph, type_: &Type, place: Place, breaks: bool) -> Paragraph {
    // An indent in characters is of the paragraph's own size, tracking included.
    let length = |chars: Option<i32>, twips: Option<i32>| match chars {
        Some(chars) if chars != 0 => chars as f32 / 100.0 * type_.advance * 20.0 * MM,
        _ => twips.unwrap_or(0) as f32 * MM,
    };
    let left = length(said.left_chars, said.left);
    let frame = said.frame.as_ref();
    Paragraph {
        align: said.align.unwrap_or(Align::Start),
        left,
        first: left + length(said.first_chars, said.first),
        right: length(said.right_chars, said.right),
        pitch: said.line.filter(|line| *line > 0).map(|line| line as f32 / 20.0),
        new_page: breaks || said.new_page == Some(true),
        in_table: place.in_table,
        at_foot: place.at_foot || frame.is_some_and(|frame| frame.at_foot),
        floats: place.floats || frame.is_some(),
        alone: place.in_table && place.alone,
        table: place.table.filter(|_| place.in_table),
        above: said.above.flatten().or(place.above),
        below: said.below.flatten().or(place.below),
        ..Paragraph::default()
    }
}
