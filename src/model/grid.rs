//! The grid of a table: which row and column every cell stands in, the same for all writers.

use super::{Cell, Table};

/// A cell in its place; its spans are cut to the grid.
#[derive(Clone, Copy)]
pub struct Placed<'a> {
    /// The cell.
    pub cell: &'a Cell,
    /// Its first row, and how many it takes.
    pub row: usize,
    /// Rows that it takes, within the table.
    pub rows: usize,
    /// Its first column.
    pub column: usize,
    /// Columns that it takes, as far as no cell from above stands in its way.
    pub columns: usize,
    /// Its row is of the table's head.
    pub header: bool,
}

/// Gives every cell its row and column, row by row from the left, and says how many columns there are; `None` where they are more than
/// `most`.
pub fn place(table: &Table, most: usize) -> Option<(Vec<Placed<'_>>, usize)> {
    // Of each column: how many rows from here a cell from above still takes.
    let mut taken: Vec<usize> = Vec::new();
    let mut placed = Vec::new();
    for (row, line) in table.rows.iter().enumerate() {
        let mut column = 0;
        for cell in &line.cells {
            while taken.get(column).is_some_and(|&rows| rows > 0) {
                column += 1;
            }
            let free = taken[column.min(taken.len())..].iter().take_while(|&&rows| rows == 0).count();
            let stands = column + free < taken.len();
            let wanted = usize::from(cell.columns.max(1));
            let columns = if stands { wanted.min(free) } else { wanted };
            if column + columns > most {
                return None;
            }
            let rows = usize::from(cell.rows.max(1)).min(table.rows.len() - row);
            taken.resize(taken.len().max(column + columns), 0);
            taken[column..column + columns].fill(rows);
            placed.push(Placed { cell, row, rows, column, columns, header: line.header });
            column += columns;
        }
        taken.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
    }
    Some((placed, taken.len()))
}

/// The cells of each row in their columns: nothing stands where a cell reaches from the left or from above. A table of more columns than
/// anyone reads has its cells one after another.
pub fn cells(table: &Table) -> Vec<Vec<Option<&Cell>>> {
    const MOST_COLUMNS: usize = 100;
    let Some((placed, columns)) = place(table, MOST_COLUMNS) else {
        return table.rows.iter().map(|row| row.cells.iter().map(Some).collect()).collect();
    };
    let mut rows = vec![vec![None; columns]; table.rows.len()];
    placed.iter().for_each(|placed| rows[placed.row][placed.column] = Some(placed.cell));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Kind, native};

    /// Each cell as row, column and spans.
    fn check(rows: &[&[&str]], most: usize, expected: Option<(&str, usize)>) {
        let mut source = String::from("table\n");
        for row in rows {
            source.push_str("  row\n");
            row.iter().for_each(|spans| source.push_str(&format!("    cell {spans} start\n      body :: 甲\n")));
        }
        let document = native::parse(&source).expect("well formed");
        let Kind::Table(table) = &document.blocks[0].kind else { panic!("a table") };
        let said = |p: &Placed<'_>| format!("{},{}+{}x{}", p.row, p.column, p.columns, p.rows);
        let found =
            place(table, most).map(|(placed, columns)| (placed.iter().map(said).collect::<Vec<_>>().join(" "), columns));
        assert_eq!(found, expected.map(|(cells, columns)| (cells.to_owned(), columns)), "{rows:?}");
    }

    #[test]
    fn cells_stand_beside_those_from_above() {
        check(&[&["1x2", "1x1"], &["1x1"]], 9, Some(("0,0+1x2 0,1+1x1 1,1+1x1", 2)));
        check(&[&["2x1", "1x2"], &["1x1", "1x1", "1x1"]], 9, Some(("0,0+2x1 0,2+1x2 1,0+1x1 1,1+1x1 1,3+1x1", 4)));
    }

    #[test]
    fn spans_end_at_the_grid() {
        // Below the last row, and at a cell from above.
        check(&[&["1x9"]], 9, Some(("0,0+1x1", 1)));
        check(&[&["1x1", "1x2"], &["5x1"]], 9, Some(("0,0+1x1 0,1+1x2 1,0+1x1", 2)));
    }

    #[test]
    fn a_table_has_so_many_columns_and_no_more() {
        check(&[&["3x1"]], 3, Some(("0,0+3x1", 3)));
        check(&[&["3x1", "1x1"]], 3, None);
        check(&[&["65535x1"]], 63, None);
    }
}
