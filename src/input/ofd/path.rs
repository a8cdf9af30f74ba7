//! Paths: of everything that can be drawn, straight lines and rectangles part text; the rest is picture.

use super::geometry::Matrix;
use crate::input::layout::page::{Area, Rule, RuleKind};

/// Points of one path that are looked at.
const POINTS: usize = 4096;

/// What the attributes of a path say.
#[derive(Clone, Copy, Debug)]
pub struct Pen {
    /// Whether its outline is drawn.
    pub stroke: bool,
    /// Whether its inside is.
    pub fill: bool,
    /// The outline's width, in points.
    pub width: f32,
    /// The outline's colour.
    pub color: u32,
    /// The inside's colour.
    pub filling: u32,
    /// The place in content order.
    pub order: u32,
}

/// The lines and boxes of `AbbreviatedData`: `M x y`, `L x y`, `C` closes; curves only move the pen.
pub fn rules(data: &str, matrix: Matrix, pen: Pen) -> Vec<Rule> {
    let mut found = Vec::new();
    let mut outline: Vec<(f32, f32)> = Vec::new();
    let mut straight = true;
    let mut words = data.split_whitespace();
    let mut budget = POINTS;
    while let Some(word) = words.next() {
        budget = match budget.checked_sub(1) {
            Some(left) => left,
            None => break,
        };
        let mut numbers =
            |count: usize| -> Vec<f32> { words.by_ref().take(count).filter_map(|word| word.parse().ok()).collect() };
        match word {
            "S" | "M" => {
                finish(&mut outline, straight, pen, &mut found);
                straight = true;
                if let [x, y] = numbers(2)[..] {
                    outline.push(matrix.apply(x, y));
                }
            }
            "L" => {
                if let [x, y] = numbers(2)[..] {
                    outline.push(matrix.apply(x, y));
                }
            }
            "C" => {
                if let Some(&first) = outline.first() {
                    outline.push(first);
                }
            }
            "Q" | "B" | "A" => {
                straight = false;
                let count = match word {
                    "Q" => 4,
                    "B" => 6,
                    _ => 7,
                };
                if let [.., x, y] = numbers(count)[..] {
                    outline.push(matrix.apply(x, y));
                }
            }
            _ => {}
        }
    }
    finish(&mut outline, straight, pen, &mut found);
    found
}

/// The rules of one outline.
fn finish(outline: &mut Vec<(f32, f32)>, straight: bool, pen: Pen, found: &mut Vec<Rule>) {
    let points = std::mem::take(outline);
    let level = |a: (f32, f32), b: (f32, f32)| (a.1 - b.1).abs() < 0.6;
    let upright = |a: (f32, f32), b: (f32, f32)| (a.0 - b.0).abs() < 0.6;
    let sides = points.windows(2).all(|pair| level(pair[0], pair[1]) || upright(pair[0], pair[1]));
    let Some(&first) = points.first() else { return };
    let area =
        points.iter().fold(Area::new(first.0, first.1, first.0, first.1), |area, &(x, y)| area.union(Area::new(x, y, x, y)));
    if !straight || !sides || points.len() < 2 {
        return;
    }
    let closed = points.len() >= 4 && points.last() == points.first() || points.len() == 4;
    let boxed = closed && area.width() > 1.0 && area.height() > 1.0 && points.len() <= 6;
    let rule = |area, kind, color| Rule { area, kind, color, order: pen.order };
    if pen.fill && closed {
        found.push(rule(area, RuleKind::FilledBox, pen.filling));
    }
    if pen.stroke && boxed {
        found.push(rule(area, RuleKind::StrokedBox, pen.color));
    } else if pen.stroke {
        for pair in points.windows(2) {
            let half = (pen.width / 2.0).clamp(0.1, 4.0);
            let line = Area::new(pair[0].0, pair[0].1, pair[1].0, pair[1].1);
            let thick = match level(pair[0], pair[1]) {
                true => Area { top: line.top - half, bottom: line.bottom + half, ..line },
                false => Area { left: line.left - half, right: line.right + half, ..line },
            };
            found.push(rule(thick, RuleKind::Line, pen.color));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(data: &str, fill: bool, expected: &[RuleKind]) {
        let pen = Pen { stroke: !fill, fill, width: 1.0, color: 0, filling: 0, order: 0 };
        let kinds: Vec<RuleKind> = rules(data, Matrix::IDENTITY, pen).iter().map(|rule| rule.kind).collect();
        assert_eq!(kinds, expected, "{data}");
    }

    #[test]
    fn lines_and_boxes() {
        check("M 0 0 L 100 0", false, &[RuleKind::Line]);
        check("M 0 0 L 100 0 L 100 50 L 0 50 C", false, &[RuleKind::StrokedBox]);
        check("M 0 0 L 100 0 L 100 50 L 0 50 C", true, &[RuleKind::FilledBox]);
        check("M 0 0 L 100 70", false, &[]);
        check("M 0 0 B 1 1 2 2 3 0 L 9 0", false, &[]);
        check("L M 0", false, &[]);
    }
}
