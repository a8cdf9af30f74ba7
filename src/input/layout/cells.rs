//! Where the words of a table's cells stand: at the start of their column, in its middle, or at its end.
//!
//! The edges of a column's words tell it and not those of its cells, which tables without rulings do not have.

use super::line::Line;
use super::page::Area;
use super::rule::{Grid, GridCell};
use crate::model::Align;
use std::collections::BTreeMap;

/// Edges in line differ by no more than this (em).
const EVEN: f32 = 0.35;
/// What stands in the middle has so much room at its sides (em).
const ROOM: f32 = 1.6;
/// Words are of different widths from here (em): those of one width tell nothing.
const VARIED: f32 = 0.5;
/// What is nearly as much in line at the start (em) stands there.
const SLACK: f32 = 0.1;

/// How the cells of a table are aligned, in their order; `held` are the lines of each.
pub fn aligns(grid: &Grid, held: &[Vec<usize>], lines: &[Line]) -> Vec<Align> {
    let areas: Vec<Option<Area>> = held.iter().map(|cell| cell.iter().map(|&at| lines[at].area).reduce(Area::union)).collect();
    let em = held.iter().flatten().map(|&at| lines[at].size).fold(1.0, f32::max);
    // The words of each column: those of its head, and the others.
    let mut columns: BTreeMap<i64, [Vec<Area>; 2]> = BTreeMap::new();
    let place = |cell: &GridCell| (cell.area.left * 8.0).round() as i64;
    for (cell, area) in grid.cells.iter().zip(&areas).filter(|(cell, _)| cell.across == 1) {
        columns.entry(place(cell)).or_default()[usize::from(cell.row >= grid.heads)].extend(*area);
    }
    let columns: BTreeMap<i64, Column> = columns.into_iter().map(|(place, words)| (place, Column::of(&words, em))).collect();
    let align = |cell: &GridCell, words: &Area| {
        let column = columns.get(&place(cell)).filter(|_| cell.across == 1);
        let own = column.and_then(|column| column.align);
        if let Some(align) = own.filter(|_| cell.row >= grid.heads) {
            return align;
        }
        // What heads a column may stand in its middle above words that do not.
        let whole = column.map_or(cell.area, |column| column.reach);
        let room = whole.width() - words.width();
        match (whole.center().0 - words.center().0).abs() <= EVEN * em && room >= ROOM * em {
            true => Align::Center,
            false => own.unwrap_or_default(),
        }
    };
    grid.cells.iter().zip(&areas).map(|(cell, words)| words.as_ref().map_or(Align::Start, |words| align(cell, words))).collect()
}

/// The words of a column.
struct Column {
    /// What they cover.
    reach: Area,
    /// How they are aligned, where it can be told.
    align: Option<Align>,
}

impl Column {
    fn of([heads, others]: &[Vec<Area>; 2], em: f32) -> Column {
        let all = [heads.as_slice(), others].concat();
        let align = aligned(others, em).or_else(|| aligned(&all, em));
        Column { reach: all.into_iter().reduce(Area::union).unwrap_or_default(), align }
    }
}

/// What is in line in a column's words, where their widths tell.
fn aligned(words: &[Area], em: f32) -> Option<Align> {
    let spread = |of: &dyn Fn(&Area) -> f32| {
        let (least, most) = words.iter().map(of).fold((f32::MAX, f32::MIN), |(least, most), x| (least.min(x), most.max(x)));
        (most - least) / em
    };
    if words.len() < 2 || spread(&|area| area.width()) < VARIED {
        return None;
    }
    let (start, end, center) = (spread(&|area| area.left), spread(&|area| area.right), spread(&|area| area.center().0));
    let least = start.min(end).min(center);
    Some(match least {
        _ if least > EVEN || start <= least + SLACK => Align::Start,
        _ if end <= least => Align::End,
        _ => Align::Center,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_line_tells() {
        let check = |edges: &[(f32, f32)], expected: Option<Align>| {
            let words: Vec<Area> = edges.iter().map(|&(left, right)| Area::new(left, 0.0, right, 10.0)).collect();
            assert_eq!(aligned(&words, 10.0), expected, "{edges:?}");
        };
        check(&[(50.0, 70.0), (50.0, 95.0), (51.0, 60.0)], Some(Align::Start));
        check(&[(75.0, 95.0), (60.0, 95.0), (80.0, 96.0)], Some(Align::End));
        check(&[(62.0, 82.0), (52.0, 92.0), (67.0, 77.0)], Some(Align::Center));
        check(&[(62.0, 82.0), (50.0, 87.0), (71.0, 77.0)], Some(Align::Start));
        // Words of one width.
        check(&[(62.0, 82.0), (62.0, 81.0)], None);
        check(&[(62.0, 82.0)], None);
    }
}
