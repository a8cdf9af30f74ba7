//! Text shown: strings become glyphs at their places (ISO 32000-2, 9.4).

use super::{Interpreter, shapes};
use crate::input::layout::page::{Area, Glyph, SmallText};
use crate::input::pdf::matrix::Matrix;
use hayro_syntax::object::{Array, Object};

/// Where text goes on: the text matrix and the matrix of the line.
#[derive(Clone, Copy, Debug)]
pub struct Cursor {
    here: Matrix,
    line: Matrix,
}

impl Default for Cursor {
    fn default() -> Cursor {
        Cursor { here: Matrix::IDENTITY, line: Matrix::IDENTITY }
    }
}

impl Cursor {
    /// `BT`.
    pub fn begin(&mut self) {
        *self = Cursor::default();
    }

    /// `Tm`.
    pub fn set(&mut self, matrix: Matrix) {
        *self = Cursor { here: matrix, line: matrix };
    }

    /// `Td`.
    pub fn next_line(&mut self, x: f64, y: f64) {
        self.set(Matrix::shift(x, y).then(self.line));
    }

    fn advance(&mut self, x: f64, y: f64) {
        self.here = Matrix::shift(x, y).then(self.here);
    }
}

/// Ink beside the outline makes a face bold from this share of the em on.
const BOLD_STROKE: f64 = 0.015;
/// Modes of painting text.
const STROKED: u8 = 1;
const BOTH: u8 = 2;

impl Interpreter<'_, '_> {
    /// `Tj`.
    pub(super) fn show_one(&mut self, operand: Option<&Object<'_>>) {
        if let Some(Object::String(bytes)) = operand {
            self.show(bytes);
        }
    }

    /// `TJ`.
    pub(super) fn show_many(&mut self, array: &Array<'_>) {
        let vertical = self.state.font.as_ref().is_some_and(|font| font.is_vertical());
        for item in array.iter::<Object<'_>>() {
            match item {
                Object::String(bytes) => self.show(&bytes),
                Object::Number(number) => {
                    let shift = -number.as_f64() / 1000.0 * self.state.font_size;
                    match vertical {
                        true => self.text.advance(0.0, shift),
                        false => self.text.advance(shift * self.state.horizontal_scale, 0.0),
                    }
                }
                _ => {}
            }
        }
    }

    fn show(&mut self, bytes: &[u8]) {
        let state = &self.state;
        let Some(font) = state.font.clone() else { return };
        let (size, scale, mode) = (state.font_size, state.horizontal_scale, state.mode & 3);
        let (spacing, words, rise) = (state.character_spacing, state.word_spacing, state.rise);
        let to_page = self.text.here.then(state.matrix);
        let em = size.abs() * to_page.stretch_y() * f64::from(font.em);
        let across = size.abs() * to_page.stretch_x() * scale.abs();
        let direction = size.signum() * scale.signum();
        let angle = (to_page.b * direction).atan2(to_page.a * direction).to_degrees().round() as i16;
        let upright = to_page.b == 0.0 && to_page.c == 0.0 && to_page.a * direction > 0.0 && to_page.d * size < 0.0;
        let hidden = self.marks.hidden();
        self.found.faces.entry(font.face.id).or_insert_with(|| font.name.clone());
        let stroked = mode == BOTH && state.line_width * state.matrix.stretch_x() > BOLD_STROKE * em;
        let visible = em.is_finite() && across.is_finite() && em > 0.0;
        let glyph = Glyph {
            text: SmallText::from(char::REPLACEMENT_CHARACTER),
            x: 0.0,
            y: 0.0,
            advance: 0.0,
            size: em as f32,
            ink: Area::default(),
            font: font.face.id,
            bold: font.face.bold || stroked,
            italic: font.face.italic,
            vertical: font.is_vertical(),
            angle: if angle == -180 { 180 } else { angle },
            color: if mode == STROKED { state.stroke } else { state.fill },
            tag: self.marks.tag(),
            artifact: self.marks.artifact(),
            order: 0,
        };
        let (width, height) = self.size;
        let (mut x, mut y) = (0.0, 0.0);
        let mut rest = bytes;
        while !rest.is_empty() {
            let shape = font.next(rest);
            rest = &rest[shape.bytes.clamp(1, rest.len())..];
            let word = if shape.is_word_space { words } else { 0.0 };
            let (right, down) = match shape.down {
                Some(down) => (0.0, f64::from(down) * size + spacing + word),
                None => ((f64::from(shape.width) * size + spacing + word) * scale, 0.0),
            };
            if !hidden && visible {
                let (at_x, at_y) = to_page.point(x, y + rise);
                let known = shape.text.is_some();
                let mut glyph = Glyph {
                    text: shape.text.map_or_else(|| SmallText::from(char::REPLACEMENT_CHARACTER), SmallText::ordinary),
                    x: at_x as f32,
                    y: at_y as f32,
                    advance: shape.down.map_or_else(
                        || (f64::from(shape.width) * across) as f32,
                        |down| (f64::from(-down) * size.abs() * to_page.stretch_y()) as f32,
                    ),
                    ..glyph.clone()
                };
                let [left, bottom, end, top] = shapes::ink(&glyph, shape.width / font.em);
                glyph.ink = if upright {
                    let em = em as f32;
                    let wide = (across * f64::from(font.em)) as f32;
                    Area::new(glyph.x + left * wide, glyph.y - top * em, glyph.x + end * wide, glyph.y - bottom * em)
                } else {
                    let unit = size * f64::from(font.em);
                    let local = |part: f32, scale: f64| f64::from(part) * unit * scale;
                    Matrix::shift(x, y + rise).then(to_page).area(
                        local(left, scale),
                        local(bottom, 1.0),
                        local(end, scale),
                        local(top, 1.0),
                    )
                };
                let (middle_x, middle_y) = glyph.ink.center();
                if (-1.0..=width + 1.0).contains(&middle_x) && (-1.0..=height + 1.0).contains(&middle_y) {
                    glyph.order = self.order + 1;
                    self.order += 1;
                    self.found.unknown += usize::from(!known);
                    self.found.glyphs.push(glyph);
                } else {
                    self.found.outside += 1;
                }
            }
            x += right;
            y += down;
        }
        self.text.advance(x, y);
    }
}
