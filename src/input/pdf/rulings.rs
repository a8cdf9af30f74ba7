//! Rulings, put together: a line drawn in pieces is one line.

use crate::input::layout::page::{Rule, RuleKind};

/// How far apart pieces of one line may be, in points: dashes and dots.
const GAP: f32 = 4.0;
/// How far pieces of one line may lie beside each other, in points.
const BESIDE: f32 = 0.75;

/// Joins pieces of lines, and drops rules that say the same twice. The order of what is left is that of the first pieces.
pub fn merge(rules: &mut Vec<Rule>) {
    let mut lines: Vec<Rule> = Vec::new();
    let (mut across, mut down, mut boxes) = (Vec::new(), Vec::new(), Vec::new());
    for rule in rules.drain(..) {
        match rule.kind {
            RuleKind::Line if rule.area.width() >= rule.area.height() => across.push(rule),
            RuleKind::Line => down.push(rule),
            _ => boxes.push(rule),
        }
    }
    across.sort_by(|a, b| row(a.area.top).cmp(&row(b.area.top)).then(a.area.left.total_cmp(&b.area.left)));
    for rule in across {
        match lines.last_mut() {
            Some(last)
                if (last.area.top - rule.area.top).abs() < BESIDE
                    && (last.area.bottom - rule.area.bottom).abs() < BESIDE
                    && rule.area.left - last.area.right < GAP =>
            {
                join(last, &rule);
            }
            _ => lines.push(rule),
        }
    }
    let first = lines.len();
    down.sort_by(|a, b| row(a.area.left).cmp(&row(b.area.left)).then(a.area.top.total_cmp(&b.area.top)));
    for rule in down {
        match lines[first..].last_mut() {
            Some(last)
                if (last.area.left - rule.area.left).abs() < BESIDE
                    && (last.area.right - rule.area.right).abs() < BESIDE
                    && rule.area.top - last.area.bottom < GAP =>
            {
                join(last, &rule);
            }
            _ => lines.push(rule),
        }
    }
    boxes.dedup_by(|b, a| a.area == b.area && a.kind == b.kind);
    lines.append(&mut boxes);
    lines.sort_by_key(|rule| rule.order);
    *rules = lines;
}

/// Lines within half a point are on one row.
fn row(at: f32) -> i32 {
    (at * 2.0).round() as i32
}

fn join(line: &mut Rule, piece: &Rule) {
    line.area = line.area.union(piece.area);
    line.order = line.order.min(piece.order);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::layout::page::Area;

    #[test]
    fn pieces_of_a_line_are_one_line() {
        let line = |order, area| Rule { area, kind: RuleKind::Line, color: 0, order };
        let mut rules = vec![
            line(1, Area::new(10.0, 5.0, 20.0, 5.5)),
            line(2, Area::new(0.0, 5.0, 8.0, 5.5)),
            line(3, Area::new(40.0, 5.0, 50.0, 5.5)),
            line(4, Area::new(3.0, 10.0, 3.5, 20.0)),
            line(5, Area::new(3.0, 20.0, 3.5, 30.0)),
            Rule { area: Area::new(0.0, 0.0, 50.0, 50.0), kind: RuleKind::StrokedBox, color: 0, order: 6 },
        ];
        merge(&mut rules);
        let found: Vec<_> = rules.iter().map(|rule| (rule.order, rule.area)).collect();
        let expected = [
            (1, Area::new(0.0, 5.0, 20.0, 5.5)),
            (3, Area::new(40.0, 5.0, 50.0, 5.5)),
            (4, Area::new(3.0, 10.0, 3.5, 30.0)),
            (6, Area::new(0.0, 0.0, 50.0, 50.0)),
        ];
        assert_eq!(found, expected);
    }
}
