//! The content stream, executed: graphics state, text, paths, pictures, forms and marked content become plain data on the page
//! (ISO 32000-2, 7.8 and 8 to 14).
//!
//! Nothing is drawn. What does not leave text, a ruling or a picture (shadings, patterns, clipping, blending) is passed over.

mod color;
mod marks;
mod paths;
mod place;
mod shapes;
mod state;
mod text;

use super::document::Shared;
use super::font::Font;
use super::matrix::Matrix;
use super::pictures::Placed;
use super::stream;
use crate::input::layout::page::{FontId, Glyph, Rule};
use hayro_syntax::content::{Instruction, UntypedIter};
use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, Stream};
use hayro_syntax::page::Resources;
use marks::Marks;
use paths::Path;
use state::State;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How deep forms may lie in forms.
const DEPTH: usize = 24;
/// What drawing a form costs, in operators: its stream is decoded, its resources are looked up.
const FORM: u32 = 64;
/// Bytes of a form's content that cost as much as an operator.
const BYTES: usize = 64;
/// How many states may be saved at a time.
const SAVED: usize = 512;

/// Room for the glyphs of a usual page.
const USUAL: usize = 1024;

/// What was found on a page.
#[derive(Default)]
pub struct Found<'a> {
    pub glyphs: Vec<Glyph>,
    /// Names of the faces that have glyphs here.
    pub faces: BTreeMap<FontId, Arc<str>>,
    /// Glyphs whose characters nothing says.
    pub unknown: usize,
    /// Glyphs outside the visible page.
    pub outside: usize,
    pub rules: Vec<Rule>,
    pub pictures: Vec<Placed<'a>>,
    /// A budget that was reached.
    pub cut: Option<&'static str>,
    /// Streams that were damaged.
    pub damaged: usize,
}

/// Executes the content of one page.
pub struct Interpreter<'s, 'a> {
    shared: &'s Shared<'a>,
    /// Width and height of the visible page.
    size: (f32, f32),
    state: State,
    saved: Vec<State>,
    text: text::Cursor,
    path: Path,
    marks: Marks,
    order: u32,
    operators: u32,
    open: Vec<ObjectIdentifier>,
    /// What was found so far.
    pub found: Found<'a>,
}

/// The resources of a stream, with its fonts once they were looked up.
struct Scope<'a> {
    resources: Resources<'a>,
    fonts: Vec<(Vec<u8>, Option<Arc<Font>>)>,
}

impl<'s, 'a> Interpreter<'s, 'a> {
    /// For a page of this size; `base` leads from its user space to points, y down.
    pub fn new(shared: &'s Shared<'a>, size: (f32, f32), base: Matrix) -> Interpreter<'s, 'a> {
        Interpreter {
            shared,
            size,
            state: State::new(base),
            saved: Vec::new(),
            text: text::Cursor::default(),
            path: Path::default(),
            marks: Marks::default(),
            order: 0,
            operators: 0,
            open: Vec::new(),
            found: Found { glyphs: Vec::with_capacity(USUAL), ..Found::default() },
        }
    }

    /// Executes a page's content.
    pub fn page(&mut self, content: &[u8], resources: &Resources<'a>) {
        let first = self.state.clone();
        self.run(content, &mut Scope { resources: resources.clone(), fonts: Vec::new() });
        self.state = first;
    }

    /// The next place in content order.
    fn next_order(&mut self) -> u32 {
        self.order += 1;
        self.order
    }

    fn run(&mut self, content: &[u8], scope: &mut Scope<'a>) {
        let base = self.saved.len();
        let marks = self.marks.depth();
        let mut instructions = UntypedIter::new(content);
        while let Some(instruction) = instructions.next() {
            self.operators = self.operators.saturating_add(1);
            if self.operators > self.shared.limits.page_operators {
                self.found.cut = Some("operators of a page");
                break;
            }
            if self.found.glyphs.len() >= self.shared.limits.page_glyphs as usize {
                self.found.cut = Some("glyphs of a page");
                break;
            }
            self.execute(&instruction, scope, base);
        }
        if let Some(state) = self.saved.drain(base..).next() {
            self.state = state;
        }
        self.close_marks(marks);
    }

    fn execute(&mut self, instruction: &Instruction<'_, '_>, scope: &mut Scope<'a>, base: usize) {
        let operator: &[u8] = instruction.operator;
        let mut numbers = [0.0; 6];
        let mut given = 0;
        let mut last = None;
        for operand in instruction.operands() {
            if let Object::Number(number) = operand
                && given < 6
            {
                numbers[given] = number.as_f64();
                given += 1;
            }
            last = Some(operand);
        }
        let [a, b, ..] = numbers;
        let has = |wanted: usize| given >= wanted;
        match operator {
            b"q" if self.saved.len() < SAVED => self.saved.push(self.state.clone()),
            b"Q" if self.saved.len() > base => self.state = self.saved.pop().expect("there is one above the base"),
            b"cm" if has(6) => self.state.matrix = Matrix::new(numbers).then(self.state.matrix),
            b"w" if has(1) => self.state.line_width = a,
            b"gs" => self.graphics_state(last, scope),
            b"BT" => self.text.begin(),
            b"Tc" if has(1) => self.state.character_spacing = a,
            b"Tw" if has(1) => self.state.word_spacing = a,
            b"Tz" if has(1) => self.state.horizontal_scale = a / 100.0,
            b"TL" if has(1) => self.state.leading = a,
            b"Tr" if has(1) => self.state.mode = a as u8,
            b"Ts" if has(1) => self.state.rise = a,
            b"Tf" => {
                if let Some(Object::Name(name)) = instruction.operands().next() {
                    self.state.font = Some(self.font(name, scope));
                }
                self.state.font_size = a;
            }
            b"Td" if has(2) => self.text.next_line(a, b),
            b"TD" if has(2) => {
                self.state.leading = -b;
                self.text.next_line(a, b);
            }
            b"T*" => self.text.next_line(0.0, -self.state.leading),
            b"Tm" if has(6) => self.text.set(Matrix::new(numbers)),
            b"Tj" => self.show_one(last),
            b"'" => {
                self.text.next_line(0.0, -self.state.leading);
                self.show_one(last);
            }
            b"\"" => {
                if has(2) {
                    (self.state.word_spacing, self.state.character_spacing) = (a, b);
                }
                self.text.next_line(0.0, -self.state.leading);
                self.show_one(last);
            }
            b"TJ" => {
                if let Some(Object::Array(array)) = last {
                    self.show_many(array);
                }
            }
            b"m" if has(2) => self.path.move_to(self.state.matrix, a, b),
            b"l" if has(2) => self.path.line_to(self.state.matrix, a, b),
            b"c" | b"v" | b"y" => {
                let (x, y) = if operator == b"c" { (numbers[4], numbers[5]) } else { (numbers[2], numbers[3]) };
                self.path.curve_to(self.state.matrix, x, y);
            }
            b"re" if has(4) => self.path.rectangle(self.state.matrix, numbers),
            b"h" => self.path.close(),
            b"S" => self.paint(false, true),
            b"s" => {
                self.path.close();
                self.paint(false, true);
            }
            b"f" | b"F" | b"f*" => self.paint(true, false),
            b"B" | b"B*" => self.paint(true, true),
            b"b" | b"b*" => {
                self.path.close();
                self.paint(true, true);
            }
            b"n" => self.path.clear(),
            b"g" | b"rg" | b"k" => self.state.fill = color::device(&numbers[..given.min(4)]),
            b"G" | b"RG" | b"K" => self.state.stroke = color::device(&numbers[..given.min(4)]),
            b"cs" | b"CS" => {
                let space = match last {
                    Some(Object::Name(name)) => color::Space::read(name, &scope.resources),
                    _ => color::Space::Device,
                };
                // Every space begins with black, or full ink.
                match operator {
                    b"cs" => (self.state.fill_space, self.state.fill) = (space, 0),
                    _ => (self.state.stroke_space, self.state.stroke) = (space, 0),
                }
            }
            b"sc" | b"scn" => self.state.fill = self.state.fill_space.color(&numbers[..given.min(4)]),
            b"SC" | b"SCN" => self.state.stroke = self.state.stroke_space.color(&numbers[..given.min(4)]),
            b"BMC" | b"BDC" => {
                let mut operands = instruction.operands();
                let tag = operands.next().and_then(name_of).unwrap_or_default();
                let properties = match operands.next() {
                    Some(Object::Dict(dict)) => Some(dict.clone()),
                    Some(Object::Name(name)) => scope.resources.properties.get::<Dict<'_>>(name),
                    _ => None,
                };
                let hidden = tag == b"OC" && properties.as_ref().is_some_and(|group| !self.shared.layers.shows(group));
                self.marks.open(tag, properties.as_ref(), hidden, self.found.glyphs.len());
            }
            b"EMC" => self.close_mark(),
            b"Do" => {
                if let Some(Object::Name(name)) = last {
                    self.draw(name, scope);
                }
            }
            b"BI" => {
                // Inline pictures are signs and lines: one that is a line is a ruling.
                self.place();
            }
            _ => {}
        }
    }

    fn graphics_state(&mut self, name: Option<&Object<'_>>, scope: &Scope<'a>) {
        let Some(Object::Name(name)) = name else { return };
        let Some(dict) = scope.resources.ext_g_states.get::<Dict<'_>>(name) else { return };
        if let Some(width) = dict.get::<f64>("LW") {
            self.state.line_width = width;
        }
        if let Some(pair) = dict.get::<Array<'_>>("Font")
            && let Some(size) = pair.iter::<Object<'_>>().nth(1).and_then(Object::into_number)
        {
            self.state.font_size = size.as_f64();
        }
    }

    /// A font by its name in the resources; one that can't be read stands for itself as well as it can.
    fn font(&self, name: &Name<'_>, scope: &mut Scope<'a>) -> Arc<Font> {
        if let Some((_, font)) = scope.fonts.iter().find(|(known, _)| known == &**name) {
            return font.clone().unwrap_or_else(Font::missing);
        }
        let font = self.shared.fonts.get(&scope.resources.fonts, name);
        scope.fonts.push((name.to_vec(), font.clone()));
        font.unwrap_or_else(Font::missing)
    }

    fn draw(&mut self, name: &Name<'_>, scope: &mut Scope<'a>) {
        let Some(object) = scope.resources.x_objects.get::<Stream<'a>>(name) else { return };
        let hidden = object.dict().get::<Dict<'_>>("OC").is_some_and(|group| !self.shared.layers.shows(&group));
        if hidden || self.marks.hidden() {
            return;
        }
        match object.dict().get::<Name<'_>>("Subtype").as_deref() {
            Some(b"Image") => self.picture(&object),
            Some(b"Form") => self.form(&object, Matrix::IDENTITY, Some(scope)),
            _ => {}
        }
    }

    /// Executes the appearance of an annotation; `place` leads from its form to the page.
    pub fn appearance(&mut self, form: &Stream<'a>, place: Matrix) {
        self.form(form, place, None);
    }

    /// Executes a form; `place` goes between its own matrix and the current one.
    fn form(&mut self, form: &Stream<'a>, place: Matrix, outer: Option<&mut Scope<'a>>) {
        let id = form.obj_id();
        if self.open.len() >= DEPTH || self.open.contains(&id) {
            return;
        }
        let dict = form.dict();
        let content = stream::decode(form);
        let length = u32::try_from(content.data.len() / BYTES).unwrap_or(u32::MAX);
        self.operators = self.operators.saturating_add(FORM).saturating_add(length);
        self.found.damaged += usize::from(!content.whole);
        let matrix = dict.get::<[f64; 6]>("Matrix").map_or(Matrix::IDENTITY, Matrix::new);
        let saved = self.state.clone();
        let (cursor, path) = (std::mem::take(&mut self.text), std::mem::take(&mut self.path));
        self.state.matrix = matrix.then(place).then(self.state.matrix);
        self.open.push(id);
        // Forms with marked content of their own count its numbers anew.
        let own = dict.contains_key("StructParents");
        self.marks.enter(own);
        match dict.get::<Dict<'a>>("Resources") {
            Some(resources) => self.run(&content.data, &mut Scope { resources: Resources::new(resources), fonts: Vec::new() }),
            None => match outer {
                Some(scope) => self.run(&content.data, scope),
                None => self.run(&content.data, &mut Scope { resources: Resources::new(Dict::default()), fonts: Vec::new() }),
            },
        }
        self.marks.leave(own);
        self.open.pop();
        (self.state, self.text, self.path) = (saved, cursor, path);
    }
}

fn name_of<'b>(object: &'b Object<'_>) -> Option<&'b [u8]> {
    match object {
        Object::Name(name) => Some(name),
        _ => None,
    }
}
