//! A page's objects → glyphs, rules and pictures (GB/T 33190, 7 to 12).
//!
//! A text object has a matrix, a place and pieces of text, each with its start and the distances between its characters. The
//! characters are the text's own: glyph numbers (`CGTransform`) only choose shapes.

use super::geometry::{Matrix, deltas, numbers};
use super::path::{self, Pen};
use super::resources::{Font, Resources};
use super::{POINTS, children};
use crate::diag::Sink;
use crate::input::layout::page::{Area, Glyph, ImageRef, Link, Page, SmallText, usual_ink};
use crate::input::xml::{Element, Level, Xml};
use crate::text::script;

/// Characters of one page.
const GLYPHS: usize = 2_000_000;

/// A page that was painted, with the resource of each of its pictures.
pub struct Painted {
    /// The page.
    pub page: Page,
    /// Resource ids, one for each picture.
    pub resources: Vec<String>,
}

/// Paints a page's objects.
pub struct Painter<'r> {
    page: Page,
    pictures: Vec<String>,
    resources: &'r Resources,
    /// The page area's origin, in points.
    origin: (f32, f32),
    order: u32,
    furniture: bool,
    depth: u32,
}

/// Ids of the templates that a page names, in order.
pub fn templates(text: &str, path: &str, depth: u32) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(mut xml) = super::open(text, path, depth) {
        children(&mut xml, |_, element| {
            if element.name == "Template"
                && let Some(id) = element.get("TemplateID")
            {
                found.push(id.into_owned());
            }
        });
    }
    found
}

/// What an object says of its place and its look.
struct Placed {
    matrix: Matrix,
    boundary: Area,
    visible: bool,
}

impl<'r> Painter<'r> {
    /// A blank page.
    pub fn new(number: u32, resources: &'r Resources, depth: u32) -> Painter<'r> {
        let page = Page { number, ..Page::default() };
        let mut painter =
            Painter { page, pictures: Vec::new(), resources, origin: (0.0, 0.0), order: 0, furniture: false, depth };
        painter.set_area(resources.area.as_deref().unwrap_or("0 0 210 297"));
        painter
    }

    /// Takes the page's own area, where it has one.
    pub fn area(&mut self, text: &str, path: &str) {
        let Some(mut xml) = super::open(text, path, self.depth) else { return };
        let mut area = None;
        children(&mut xml, |xml, element| {
            if element.name == "Area" {
                children(xml, |xml, element| {
                    if element.name == "PhysicalBox" {
                        area = Some(xml.text());
                    }
                });
            }
        });
        if let Some(area) = area {
            self.set_area(&area);
        }
    }

    fn set_area(&mut self, area: &str) {
        if let [x, y, width, height] = numbers(area)[..]
            && width > 0.0
            && height > 0.0
        {
            self.origin = (x * POINTS, y * POINTS);
            self.page.width = width * POINTS;
            self.page.height = height * POINTS;
        }
    }

    /// The page, and which resources its pictures are.
    pub fn finish(self) -> Painted {
        let faces = self.resources.fonts.values().map(|font| (font.id, font.name.clone())).collect();
        Painted { page: Page { faces, ..self.page }, resources: self.pictures }
    }

    /// Paints a page or a template.
    pub fn paint(&mut self, text: &str, path: &str, furniture: bool, sink: &mut Sink) {
        let mut xml = Xml::new(text, path, self.depth);
        self.furniture = furniture;
        if xml.element(Level::ROOT).is_some() {
            self.objects(&mut xml, Matrix::IDENTITY, 0);
        }
        xml.report(sink);
    }

    /// Paints a page's annotations: stamps and watermarks are furniture, links are links.
    pub fn annotations(&mut self, text: &str, path: &str, sink: &mut Sink) {
        let mut xml = Xml::new(text, path, self.depth);
        self.furniture = true;
        if xml.element(Level::ROOT).is_some() {
            children(&mut xml, |xml, element| {
                if element.name != "Annot" || element.get("Visible").as_deref() == Some("false") {
                    return;
                }
                let mut target = None;
                let mut area = None;
                children(xml, |xml, element| match element.name {
                    "Appearance" => {
                        let placed = self.placed(element);
                        area = Some(placed.boundary);
                        let matrix = Matrix::IDENTITY.then_moved(placed.boundary.left, placed.boundary.top);
                        self.objects(xml, matrix, 0);
                    }
                    "Action" | "Actions" => uri(xml, &mut target, 0),
                    _ => {}
                });
                if let (Some(target), Some(area)) = (target, area) {
                    let (left, top) = self.on_page(area.left, area.top);
                    let (right, bottom) = self.on_page(area.right, area.bottom);
                    self.page.links.push(Link { area: Area::new(left, top, right, bottom), target });
                }
            });
        }
        xml.report(sink);
    }

    /// Paints what an element holds: layers and blocks hold objects, whose own children [`text`](Painter::text) reads.
    fn objects(&mut self, xml: &mut Xml<'_>, outer: Matrix, depth: u32) {
        children(xml, |xml, element| match element.name {
            "TextObject" => self.text(xml, element, outer),
            "PathObject" => self.path(xml, element, outer),
            "ImageObject" => self.image(element, outer),
            "Area" | "Template" | "PageRes" | "Actions" => {}
            _ if depth < self.depth => self.objects(xml, outer, depth + 1),
            _ => {}
        });
    }

    /// Where an object stands, in millimetres.
    fn placed(&self, element: &Element<'_>) -> Placed {
        let boundary = match element.get("Boundary").map(|text| numbers(&text)).as_deref() {
            Some(&[x, y, width, height]) => Area::new(x, y, x + width, y + height),
            _ => Area::default(),
        };
        let matrix = element.get("CTM").map_or(Matrix::IDENTITY, |text| Matrix::read(&text));
        let visible = element.get("Visible").is_none_or(|value| value.trim() != "false");
        Placed { matrix, boundary, visible }
    }

    /// A place in millimetres on the page in points.
    fn on_page(&self, x: f32, y: f32) -> (f32, f32) {
        (x * POINTS - self.origin.0, y * POINTS - self.origin.1)
    }

    /// An object's matrix to the page in points.
    fn matrix(&self, placed: &Placed, outer: Matrix) -> Matrix {
        let (x, y) = outer.apply(placed.boundary.left, placed.boundary.top);
        placed.matrix.then_moved(x, y).then_scaled(POINTS).then_moved(-self.origin.0, -self.origin.1)
    }

    fn text(&mut self, xml: &mut Xml<'_>, element: &Element<'_>, outer: Matrix) {
        let placed = self.placed(element);
        let matrix = self.matrix(&placed, outer);
        let number =
            |name: &str| element.get(name).and_then(|value| value.trim().parse::<f32>().ok()).filter(|x| x.is_finite());
        let font = element.get("Font").and_then(|id| self.resources.fonts.get(id.trim())).cloned().unwrap_or_default();
        let bold = font.bold || number("Weight").is_some_and(|weight| weight >= 600.0);
        let italic = font.italic || element.get("Italic").is_some_and(|value| value.trim() == "true");
        let style = Style {
            size: number("Size").unwrap_or(1.0),
            stretch: number("HScale").filter(|scale| *scale > 0.0).unwrap_or(1.0),
            down: number("ReadDirection").is_some_and(|angle| angle == 90.0 || angle == 270.0),
            font: Font { bold, italic, ..font },
            // What is not to be seen is no text of the page; it is told all the same.
            hidden: !placed.visible,
        };
        let mut color = 0;
        let mut start = (0.0, 0.0);
        children(xml, |xml, element| match element.name {
            "FillColor" => color = read_color(element),
            "TextCode" => {
                let at =
                    |name: &str| element.get(name).and_then(|value| value.trim().parse::<f32>().ok()).filter(|x| x.is_finite());
                start = (at("X").unwrap_or(start.0), at("Y").unwrap_or(start.1));
                let (right, down) = (element.get("DeltaX").unwrap_or_default(), element.get("DeltaY").unwrap_or_default());
                let text = unescape(&xml.text());
                let count = text.chars().count();
                self.code(&text, start, &deltas(&right, count), &deltas(&down, count), &style, color, matrix, &placed);
            }
            _ => {}
        });
    }

    /// The glyphs of one piece of text.
    #[allow(clippy::too_many_arguments)]
    fn code(
        &mut self,
        text: &str,
        start: (f32, f32),
        right: &[f32],
        down: &[f32],
        style: &Style,
        color: u32,
        matrix: Matrix,
        placed: &Placed,
    ) {
        let chars: Vec<char> = text.chars().filter(|c| !crate::model::is_line_end(*c)).collect();
        let step = |list: &[f32], at: usize| list.get(at).or(list.last()).copied();
        let falls = down.iter().filter(|delta| delta.abs() > 0.3 * style.size).count();
        let vertical = chars.len() > 1
            && (style.down && right.iter().all(|delta| delta.abs() < 0.1)
                || falls * 2 > chars.len() && right.iter().all(|delta| delta.abs() < 0.1 * style.size));
        let (mut x, mut y) = start;
        let last = chars.len().saturating_sub(1);
        let horizontal_edge = placed.matrix == Matrix::IDENTITY;
        for (at, &c) in chars.iter().enumerate() {
            if self.page.glyphs.len() >= GLYPHS {
                return;
            }
            let wide = script::is_cjk(c) || script::is_shared_mark(c) || c > '\u{2e80}';
            let usual = style.size * style.stretch * if wide { 1.0 } else { 0.5 };
            let (dx, dy) = match (vertical, step(right, at), step(down, at)) {
                (true, _, Some(dy)) => (0.0, dy),
                (true, _, None) => (0.0, style.size),
                (false, Some(dx), dy) => (dx, dy.unwrap_or(0.0)),
                (false, None, Some(dy)) => (0.0, dy),
                (false, None, None) => (usual, 0.0),
            };
            // How wide the glyph itself is, the file does not say: the distance to the next, where that is no gap.
            let edge = placed.boundary.width() - x;
            let advance = match (vertical, at == last) {
                (true, _) => style.size,
                (false, true) if !wide && horizontal_edge && edge > 0.2 * style.size && edge < 1.1 * style.size => edge,
                (false, true) => usual,
                (false, false) if wide => {
                    if dx > 0.4 * style.size {
                        dx.min(style.size * style.stretch)
                    } else {
                        usual
                    }
                }
                (false, false) if dx > 0.05 * style.size && dx < 1.05 * style.size => dx,
                _ => usual,
            };
            self.glyph(c, (x, y), advance, vertical, style, color, matrix);
            x += dx;
            y += dy;
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn glyph(&mut self, c: char, place: (f32, f32), advance: f32, vertical: bool, style: &Style, color: u32, matrix: Matrix) {
        let (x, y) = matrix.apply(place.0, place.1);
        let size = style.size * matrix.scale_y();
        let along = advance * if vertical { matrix.scale_y() } else { matrix.scale_x() };
        let text = SmallText::from(c);
        let angle = matrix.angle();
        let ink = match (vertical, angle) {
            (false, 0) => usual_ink(&text, x, y, along, size),
            (true, 0) => Area::new(x, y - 0.85 * size, x + size, y + 0.1 * size),
            _ => {
                let corners = [(0.0, -0.8 * style.size), (advance, 0.1 * style.size)]
                    .map(|(dx, dy)| matrix.apply(place.0 + dx, place.1 + dy));
                Area::new(corners[0].0, corners[0].1, corners[1].0, corners[1].1)
            }
        };
        // A vertical glyph's origin is the top of its cell, in the middle of the line.
        let (x, y) = if vertical { (x + size / 2.0, y - 0.88 * size) } else { (x, y) };
        self.page.glyphs.push(Glyph {
            text,
            x,
            y,
            advance: along,
            size,
            ink,
            font: style.font.id,
            bold: style.font.bold,
            italic: style.font.italic,
            vertical,
            angle,
            color,
            tag: None,
            artifact: self.furniture || style.hidden,
            order: self.order,
        });
        self.order = self.order.saturating_add(1);
    }

    fn path(&mut self, xml: &mut Xml<'_>, element: &Element<'_>, outer: Matrix) {
        let placed = self.placed(element);
        let is = |name: &str, default: bool| element.get(name).map_or(default, |value| value.trim() == "true");
        let width = element.get("LineWidth").and_then(|width| width.trim().parse().ok()).unwrap_or(0.353);
        let matrix = self.matrix(&placed, outer);
        let mut pen = Pen {
            stroke: is("Stroke", true),
            fill: is("Fill", false),
            width: width * matrix.scale_x(),
            color: 0,
            filling: 0,
            order: self.order,
        };
        self.order = self.order.saturating_add(1);
        let mut data = String::new();
        children(xml, |xml, element| match element.name {
            "StrokeColor" => pen.color = read_color(element),
            "FillColor" => pen.filling = read_color(element),
            "AbbreviatedData" => data = xml.text(),
            _ => {}
        });
        if placed.visible && !self.furniture && self.page.rules.len() < 50_000 {
            self.page.rules.extend(path::rules(&data, matrix, pen));
        }
    }

    fn image(&mut self, element: &Element<'_>, outer: Matrix) {
        let placed = self.placed(element);
        let Some(resource) = element.get("ResourceID") else { return };
        let matrix = self.matrix(&placed, outer);
        let corners = if element.get("CTM").is_some() {
            [matrix.apply(0.0, 0.0), matrix.apply(1.0, 1.0)]
        } else {
            [matrix.apply(0.0, 0.0), matrix.apply(placed.boundary.width(), placed.boundary.height())]
        };
        if !placed.visible || self.pictures.len() >= 10_000 {
            return;
        }
        let area = Area::new(corners[0].0, corners[0].1, corners[1].0, corners[1].1);
        self.page.images.push(ImageRef { area, media: None, tag: None, artifact: self.furniture, order: self.order });
        self.pictures.push(resource.trim().to_owned());
        self.order = self.order.saturating_add(1);
    }
}

/// How a text object is set.
struct Style {
    size: f32,
    stretch: f32,
    down: bool,
    font: Font,
    hidden: bool,
}

/// `r g b`, in 0 to 255.
fn read_color(element: &Element<'_>) -> u32 {
    let value = element.get("Value").unwrap_or_default();
    match numbers(&value)[..] {
        [r, g, b] => [r, g, b].iter().fold(0, |color, part| color << 8 | part.clamp(0.0, 255.0) as u32),
        _ => 0,
    }
}

/// The first URL among an annotation's actions.
fn uri(xml: &mut Xml<'_>, found: &mut Option<String>, depth: u8) {
    children(xml, |xml, element| {
        if element.name == "URI" {
            *found = element.get("URI").map(|uri| uri.into_owned()).filter(|uri| !uri.is_empty());
        } else if depth < 4 {
            uri(xml, found, depth + 1);
        }
    });
}

/// Characters that some producers write as `\0x0020`.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\\0x") {
        out.push_str(&rest[..at]);
        let code = rest.get(at + 3..at + 7).and_then(|digits| u32::from_str_radix(digits, 16).ok()).and_then(char::from_u32);
        match code {
            Some(c) => {
                out.push(c);
                rest = &rest[at + 7..];
            }
            None => {
                out.push_str("\\0x");
                rest = &rest[at + 3..];
            }
        }
    }
    out + rest
}
