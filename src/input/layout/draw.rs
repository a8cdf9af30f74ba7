//! A page as a picture (SVG): what the analysis saw, so that a person can see it too.
//!
//! Every piece is a frame in the colour of its part, with its number in reading order and, in small print, the cut that
//! parted it from the piece before. Furniture is grey and has no number; what is drawn on the page stays black.

use super::Sheet;
use super::line::{Way, from_frame};
use super::page::Area;
use super::region::{Analysis, Entry};
use super::stack::Class;
use std::fmt::Write;

/// A page that was drawn.
#[derive(Clone, Debug)]
pub struct Drawing {
    /// The page's number, from 1.
    pub page: u32,
    /// The picture.
    pub svg: String,
}

/// Draws a page.
pub fn draw(sheet: &Sheet, analysis: &Analysis) -> Drawing {
    let (width, height) = (sheet.page_width, sheet.page_height);
    let mut svg = String::new();
    let _ = writeln!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.1} {height:.1}\" width=\"{width:.1}\" height=\"{height:.1}\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>"
    );
    let mut pen = Pen { svg, sheet, number: 0 };
    for (at, line) in sheet.lines.iter().enumerate() {
        let color = if analysis.edges.contains_key(&at) { "#aaa" } else { "#444" };
        pen.words(line.seen, line.way, line.size, &line.text, color);
    }
    for line in &sheet.drawn.level {
        pen.frame(Area::new(line.from, line.at, line.to, line.at + 0.1), "#000", "none");
    }
    for line in &sheet.drawn.upright {
        pen.frame(Area::new(line.at, line.from, line.at + 0.1, line.to), "#000", "none");
    }
    for &area in sheet.drawn.boxes.iter().chain(&sheet.drawn.blanks) {
        pen.frame(area, "#000", "none");
    }
    for &at in analysis.edges.keys() {
        if let Some(line) = sheet.lines.get(at) {
            pen.seen(line.seen, "#aaa", "none");
        }
    }
    pen.entries(&analysis.entries);
    pen.svg.push_str("</svg>\n");
    Drawing { page: sheet.number, svg: pen.svg }
}

struct Pen<'a> {
    svg: String,
    sheet: &'a Sheet,
    number: usize,
}

impl Pen<'_> {
    /// A frame, given in the page's main frame.
    fn frame(&mut self, area: Area, color: &str, fill: &str) {
        let way = if self.sheet.turned { Way::Down } else { Way::Across };
        self.seen(from_frame(way, self.sheet.page_width, area), color, fill);
    }

    fn seen(&mut self, area: Area, color: &str, fill: &str) {
        let _ = writeln!(
            self.svg,
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"{fill}\" fill-opacity=\"0.15\" stroke=\"{color}\"/>",
            area.left,
            area.top,
            area.width(),
            area.height()
        );
    }

    fn words(&mut self, area: Area, way: Way, size: f32, text: &str, color: &str) {
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        let (x, y) = (area.left, area.bottom - 0.1 * size);
        let _ = match way {
            Way::Across => writeln!(
                self.svg,
                "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size:.1}\" textLength=\"{:.1}\" fill=\"{color}\">{text}</text>",
                area.width().max(1.0)
            ),
            _ => writeln!(
                self.svg,
                "<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"{size:.1}\" writing-mode=\"tb\" textLength=\"{:.1}\" fill=\"{color}\">{text}</text>",
                area.center().0,
                area.top,
                area.height().max(1.0)
            ),
        };
    }

    fn entries(&mut self, entries: &[Entry]) {
        for entry in entries {
            self.number += 1;
            let (area, color, name, why) = match entry {
                Entry::Text(run) => {
                    let lines = run.lines.iter().filter_map(|&at| self.sheet.lines.get(at)).map(|line| line.area);
                    let Some(area) = lines.reduce(Area::union) else { continue };
                    let (color, name) = match run.class {
                        Class::Head => ("#c00", "head"),
                        Class::Kicker => ("#e60", "kicker"),
                        Class::Deck => ("#e08", "deck"),
                        Class::Byline => ("#a0a", "byline"),
                        Class::Body => ("#06c", "body"),
                        Class::JumpTo | Class::JumpFrom => ("#088", "jump"),
                        Class::Masthead => ("#850", "masthead"),
                        Class::Note => ("#588", "note"),
                        Class::Caption => ("#660", "caption"),
                    };
                    (area, color, name, format!("{:?}", run.cut).to_lowercase())
                }
                Entry::Picture { area, .. } => (*area, "#0a0", "picture", String::new()),
                Entry::Table(grid, _) => match self.sheet.drawn.grids.get(*grid) {
                    Some(grid) => (grid.area, "#660", "table", String::new()),
                    None => continue,
                },
                Entry::Boxed(inner) => {
                    self.entries(inner);
                    continue;
                }
            };
            self.frame(area, color, color);
            let way = if self.sheet.turned { Way::Down } else { Way::Across };
            let seen = from_frame(way, self.sheet.page_width, area);
            let _ = writeln!(
                self.svg,
                "<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"9\" font-weight=\"bold\" fill=\"{color}\">{} {name} <tspan font-size=\"6\">{why}</tspan></text>",
                seen.left + 1.0,
                seen.top + 4.0,
                self.number
            );
        }
    }
}
