//! Paths: straight lines and rectangles become rulings and boxes, everything else is passed over (ISO 32000-2, 8.5).

use super::Interpreter;
use crate::input::layout::is_dot;
use crate::input::layout::page::{Area, Rule, RuleKind};
use crate::input::pdf::matrix::Matrix;

/// A filled rectangle no thicker than this is a line, in points.
pub const LINE: f32 = 3.0;
/// How far from straight a line may be, in points.
const STRAIGHT: f32 = 0.6;
/// Pieces of one path that are kept: drawings have thousands.
const PIECES: usize = 4096;
/// A dot is drawn with no more points, all at one distance from its middle, or with few.
const DOT_POINTS: usize = 64;
const FEW_POINTS: usize = 9;
const ROUND: f32 = 0.2;
/// Rulings of one page.
const RULES: usize = 20_000;

/// The path under construction, in points on the page.
#[derive(Debug, Default)]
pub struct Path {
    pieces: Vec<Piece>,
    /// Where the pen stands, and where the piece began.
    pen: (f32, f32),
    start: (f32, f32),
}

#[derive(Debug)]
struct Piece {
    points: Vec<(f32, f32)>,
    curved: bool,
    closed: bool,
}

impl Path {
    /// `m`.
    pub fn move_to(&mut self, matrix: Matrix, x: f64, y: f64) {
        self.pen = point(matrix, x, y);
        self.start = self.pen;
        if self.pieces.len() < PIECES {
            self.pieces.push(Piece { points: vec![self.pen], curved: false, closed: false });
        }
    }

    /// `l`.
    pub fn line_to(&mut self, matrix: Matrix, x: f64, y: f64) {
        self.pen = point(matrix, x, y);
        let pen = self.pen;
        if let Some(piece) = self.pieces.last_mut().filter(|piece| piece.points.len() < PIECES) {
            piece.points.push(pen);
        }
    }

    /// `c`, `v`, `y`.
    pub fn curve_to(&mut self, matrix: Matrix, x: f64, y: f64) {
        self.line_to(matrix, x, y);
        if let Some(piece) = self.pieces.last_mut() {
            piece.curved = true;
        }
    }

    /// `re`.
    pub fn rectangle(&mut self, matrix: Matrix, [x, y, width, height, ..]: [f64; 6]) {
        self.move_to(matrix, x, y);
        for (x, y) in [(x + width, y), (x + width, y + height), (x, y + height)] {
            self.line_to(matrix, x, y);
        }
        self.close();
    }

    /// `h`.
    pub fn close(&mut self) {
        if let Some(piece) = self.pieces.last_mut() {
            piece.closed = true;
        }
        self.pen = self.start;
    }

    /// `n`.
    pub fn clear(&mut self) {
        self.pieces.clear();
    }
}

impl Piece {
    /// The rectangle that it outlines, if it does.
    fn rectangle(&self, filled: bool) -> Option<Area> {
        let mut points = self.points.as_slice();
        if let [rest @ .., last] = points
            && rest.len() >= 4
            && near(*last, rest[0])
        {
            points = rest;
        }
        let [a, b, c, d] = points else { return None };
        let along = |p: &(f32, f32), q: &(f32, f32)| (p.0 - q.0).abs() < STRAIGHT || (p.1 - q.1).abs() < STRAIGHT;
        let sides = along(a, b) && along(b, c) && along(c, d) && along(d, a);
        let whole = self.closed || filled || self.points.len() > 4;
        (!self.curved && whole && sides).then(|| Area::new(a.0, a.1, c.0, c.1)).filter(|area| {
            let other = Area::new(b.0, b.1, d.0, d.1);
            (area.width() - other.width()).abs() < STRAIGHT && (area.height() - other.height()).abs() < STRAIGHT
        })
    }
}

impl Piece {
    /// What a small shape of any form covers.
    fn dot(&self) -> Option<Area> {
        if self.points.len() > DOT_POINTS {
            return None;
        }
        let point = |&(x, y): &(f32, f32)| Area::new(x, y, x, y);
        let area = self.points.iter().map(point).reduce(Area::union).filter(|&area| is_dot(area))?;
        let (x, y) = area.center();
        let radius = area.width().max(area.height()) / 2.0;
        let round = self.points.iter().all(|&(px, py)| ((px - x).hypot(py - y) - radius).abs() < ROUND * radius);
        (round || self.points.len() <= FEW_POINTS).then_some(area)
    }
}

impl Interpreter<'_, '_> {
    /// Paints the path, and begins a new one.
    pub(super) fn paint(&mut self, fill: bool, stroke: bool) {
        let path = std::mem::take(&mut self.path.pieces);
        if self.marks.hidden() {
            return;
        }
        let thickness = (self.state.line_width * self.state.matrix.stretch_x().min(self.state.matrix.stretch_y())) as f32;
        let thickness = if thickness.is_finite() { thickness.max(0.1) } else { 0.1 };
        for piece in &path {
            let rectangle = piece.rectangle(fill);
            if fill && let Some(area) = rectangle {
                let kind = if area.width().min(area.height()) <= LINE { RuleKind::Line } else { RuleKind::FilledBox };
                self.rule(area, kind, self.state.fill);
            }
            if fill
                && rectangle.is_none()
                && let Some(area) = piece.dot()
            {
                self.rule(area, RuleKind::Dot, self.state.fill);
            }
            if !stroke || piece.curved {
                continue;
            }
            match rectangle {
                Some(area) if area.width().min(area.height()) > LINE => {
                    self.rule(area, RuleKind::StrokedBox, self.state.stroke);
                }
                _ => {
                    let last = piece.closed.then(|| [piece.points[piece.points.len() - 1], piece.points[0]]);
                    for ends in piece.points.windows(2).map(|ends| [ends[0], ends[1]]).chain(last) {
                        self.segment(ends, thickness);
                    }
                }
            }
        }
    }

    fn segment(&mut self, [(x0, y0), (x1, y1)]: [(f32, f32); 2], thickness: f32) {
        let area = Area::new(x0, y0, x1, y1);
        let half = thickness / 2.0;
        let (across, down) = (area.height() < STRAIGHT, area.width() < STRAIGHT);
        if across == down {
            return;
        }
        let area = match across {
            true => Area { top: area.top - half, bottom: area.bottom + half, ..area },
            false => Area { left: area.left - half, right: area.right + half, ..area },
        };
        // A line thicker than long is a box drawn with the pen.
        let boxy = area.width().min(area.height()) > LINE;
        self.rule(area, if boxy { RuleKind::FilledBox } else { RuleKind::Line }, self.state.stroke);
    }

    /// Keeps a ruling as far as it is on the page.
    pub(super) fn rule(&mut self, area: Area, kind: RuleKind, color: u32) {
        let (width, height) = self.size;
        let on_page = area.right > 0.0 && area.left < width && area.bottom > 0.0 && area.top < height;
        let finite = [area.left, area.top, area.right, area.bottom].iter().all(|edge| edge.is_finite());
        if on_page && finite && self.found.rules.len() < RULES {
            let order = self.next_order();
            let area = Area {
                left: area.left.max(0.0),
                top: area.top.max(0.0),
                right: area.right.min(width),
                bottom: area.bottom.min(height),
            };
            self.found.rules.push(Rule { area, kind, color, order });
        }
    }
}

fn point(matrix: Matrix, x: f64, y: f64) -> (f32, f32) {
    let (x, y) = matrix.point(x, y);
    (x as f32, y as f32)
}

fn near(a: (f32, f32), b: (f32, f32)) -> bool {
    (a.0 - b.0).abs() < STRAIGHT && (a.1 - b.1).abs() < STRAIGHT
}
