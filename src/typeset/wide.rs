//! Tables that no type makes narrow enough: parts of some columns each, one below the other, each with the first column again.
//!
//! A table is taken apart between columns that no cell joins, in as few parts as can be, which hold about as many columns each.

use super::table::{SCALES, is_legible, widths};
use crate::geom::Abs;
use crate::model::grid::Placed;
use crate::model::walk;
use std::ops::Range;

/// Some columns of a table.
#[derive(Debug)]
pub struct Part {
    /// The scale of its words in thousandths.
    pub scale: i64,
    /// The widths of its columns.
    pub widths: Vec<Abs>,
    /// The columns of the table that stand in it; the first stands before them in every part.
    pub columns: Range<usize>,
}

impl Part {
    /// The part that is the whole table.
    pub fn whole((scale, widths): (i64, Vec<Abs>)) -> Part {
        Part { scale, columns: 0..widths.len(), widths }
    }

    /// Whether the first column is there for those who look only: it stood in a part before.
    pub fn repeats(&self) -> bool {
        self.columns.start > 1
    }

    /// The cells of this part in its own columns, with their places among all.
    pub fn cells<'a>(&self, placed: &[Placed<'a>]) -> Vec<(usize, Placed<'a>)> {
        let cells = placed.iter().copied().enumerate();
        let own = |(at, cell): (usize, Placed<'a>)| {
            let column = match cell.column {
                0 => 0,
                column if self.columns.contains(&column) => column - self.columns.start.saturating_sub(1),
                _ => return None,
            };
            Some((at, Placed { column, ..cell }))
        };
        cells.filter_map(own).collect()
    }
}

/// The parts of a table whose words and figures are whole in each; nothing where it can't be taken apart so.
pub fn parts(placed: &[Placed<'_>], columns: usize, measure: Abs, size: Abs) -> Option<Vec<Part>> {
    let first = || placed.iter().filter(|cell| cell.column == 0);
    // What is set twice must be words alone: a note has one mark.
    let texts = || first().flat_map(|cell| &cell.cell.blocks).flat_map(walk::within);
    if columns < 3
        || first().any(|cell| cell.columns > 1)
        || texts().any(|block| !block.text.anchors().is_empty() || !block.is_body())
    {
        return None;
    }
    let set = |scales: &[i64]| {
        let scales = scales.iter().copied().filter(|&scale| is_legible(size, scale));
        scales.filter_map(|scale| at_scale(placed, columns, measure, size, scale)).min_by_key(Vec::len)
    };
    // Two parts that are hard to read are worse than three.
    set(&[1000, SCALES[0], SCALES[1]]).or_else(|| set(&SCALES[2..]))
}

/// The parts in type of one size.
fn at_scale(placed: &[Placed<'_>], columns: usize, measure: Abs, size: Abs, scale: i64) -> Option<Vec<Part>> {
    let part = |range: Range<usize>| {
        let mut part = Part { scale, widths: Vec::new(), columns: range.clone() };
        let cells: Vec<Placed<'_>> = part.cells(placed).into_iter().map(|(_, cell)| cell).collect();
        let (widths, whole) = widths(&cells, range.len() + 1, measure, size.scale(scale, 1000))?;
        part.widths = widths;
        whole.then_some(part)
    };
    // No cell stands in this column and in the one before it.
    let parts_at = |column: usize| placed.iter().all(|cell| cell.column >= column || cell.column + cell.columns <= column);
    let cuts: Vec<usize> = (2..columns).filter(|&column| parts_at(column)).chain([columns]).collect();
    let greedy = |most: usize| -> Option<Vec<Part>> {
        let mut found: Vec<Part> = Vec::new();
        let mut start = 1;
        while start < columns {
            let ends = cuts.iter().copied().filter(|&end| end > start);
            let fitting = ends.filter(|end| end - start <= most).map_while(|end| part(start..end)).last()?;
            start = fitting.columns.end;
            found.push(fitting);
        }
        Some(found)
    };
    // Parts of one column are no table any more.
    let found = greedy(columns).filter(|found| found.len() * 2 < columns)?;
    // As many columns in each, where cells that join columns let them.
    let even = greedy((columns - 1).div_ceil(found.len())).filter(|even| even.len() == found.len());
    Some(even.unwrap_or(found))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::grid::place;
    use crate::model::{Kind, native};

    /// Where the parts of a table begin whose rows are these cells, each with its columns.
    fn check(rows: &[Vec<(usize, &str)>], ems: i64, expected: Option<&[usize]>) {
        let mut source = String::from("table\n");
        for row in rows {
            source.push_str("  row\n");
            row.iter()
                .for_each(|(columns, cell)| source.push_str(&format!("    cell {columns}x1 start\n      body :: {cell}\n")));
        }
        let document = native::parse(&source).expect("well formed");
        let Kind::Table(table) = &document.blocks[0].kind else { panic!("a table") };
        let (placed, columns) = place(table, 40).expect("a grid");
        let parts = parts(&placed, columns, Abs::pt(10.0) * ems, Abs::pt(10.0));
        let starts = parts.as_ref().map(|parts| parts.iter().map(|part| part.columns.start).collect::<Vec<_>>());
        assert_eq!(starts.as_deref(), expected);
        let cells = parts.iter().flatten().flat_map(|part| part.cells(&placed)).filter(|(_, cell)| cell.column > 0).count();
        assert_eq!(cells, if parts.is_some() { placed.iter().filter(|cell| cell.column > 0).count() } else { 0 });
    }

    #[test]
    fn parts_are_few_and_alike() {
        let row: Vec<(usize, &str)> = std::iter::once((1, "2019")).chain(std::iter::repeat_n((1, "123456.78"), 12)).collect();
        check(&[row.clone(), row.clone()], 40, Some(&[1, 7]));
        check(std::slice::from_ref(&row), 25, Some(&[1, 5, 9]));
        check(&[row], 6, None);
    }

    #[test]
    fn no_joined_cell_is_cut() {
        let figures: Vec<(usize, &str)> =
            std::iter::once((1, "2019")).chain(std::iter::repeat_n((1, "123456.78"), 6)).collect();
        let joined = vec![(1, "年"), (2, "甲"), (4, "乙")];
        check(&[joined, figures.clone()], 26, Some(&[1, 3]));
        check(&[vec![(7, "全年")], figures], 26, None);
    }

    #[test]
    fn a_first_column_with_notes_stands_once() {
        let figures: Vec<(usize, &str)> =
            std::iter::once((1, "年{note 0}")).chain(std::iter::repeat_n((1, "123456.78"), 6)).collect();
        check(&[figures], 26, None);
    }
}
