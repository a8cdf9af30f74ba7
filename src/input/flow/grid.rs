//! Tables of Word's older formats: a row of paragraphs whose marks end cells and rows, nested as deep as they say.
//!
//! Neither DOC nor RTF has an element for a table. A paragraph says how deep in tables it lies; a cell ends at its mark and a
//! row at its own, which tells the edges of the cells. Edges of all rows together make the grid in which spans are counted.

use super::{Piece, blocks};
use crate::model::{Align, Block, Cell, EditLog, Kind, Origin, Row, Table, Text};
use std::collections::BTreeMap;

/// Edges of different rows that lie so close (twips) are one.
const CLOSE: i32 = 40;
/// Tables nest no deeper; what says so lies here.
const DEEPEST: usize = 16;

/// What the mark of a row says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RowLook {
    /// It heads the columns.
    pub header: bool,
    /// The left edge, in twips.
    pub left: i32,
    /// The cells.
    pub cells: Vec<CellLook>,
}

/// What the mark of a row says of a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CellLook {
    /// The right edge, in twips.
    pub right: i32,
    /// It is one with the cell before.
    pub joined: bool,
    /// Cells below may go on from it.
    pub begins: bool,
    /// It goes on from the cell above.
    pub goes_on: bool,
}

/// A row of paragraphs on its way to blocks.
#[derive(Default)]
pub struct Grid {
    /// Outside tables, then each table around the place.
    levels: Vec<Level>,
    /// Rows that end come to the sections' text.
    origin: Origin,
}

#[derive(Default)]
struct Level {
    pieces: Vec<Piece>,
    cells: Vec<Vec<Block>>,
    rows: Vec<(RowLook, Vec<Vec<Block>>)>,
}

impl Grid {
    /// Adds what a paragraph made, so deep in tables.
    pub fn push(&mut self, pieces: impl IntoIterator<Item = Piece>, depth: usize, log: &mut EditLog) {
        let level = self.level(depth, log);
        level.pieces.extend(pieces);
    }

    /// Whether nothing stands before, in this cell or at all.
    pub fn is_empty(&self) -> bool {
        self.levels.iter().all(|level| level.pieces.is_empty() && level.rows.is_empty() && level.cells.is_empty())
    }

    /// Whether the last block outside tables is of a kind.
    pub fn ends_with(&self, kind: &Kind) -> bool {
        self.levels.len() == 1 && self.levels[0].pieces.last().is_some_and(|piece| piece.block.kind == *kind)
    }

    /// Ends a cell.
    pub fn cell(&mut self, depth: usize, origin: &Origin, log: &mut EditLog) {
        self.origin = origin.clone();
        let level = self.level(depth.max(1), log);
        let pieces = std::mem::take(&mut level.pieces);
        level.cells.push(blocks(pieces, log));
    }

    /// Ends a row.
    pub fn row(&mut self, depth: usize, look: RowLook, origin: &Origin, log: &mut EditLog) {
        self.origin = origin.clone();
        let level = self.level(depth.max(1), log);
        if !level.pieces.is_empty() {
            let pieces = std::mem::take(&mut level.pieces);
            level.cells.push(blocks(pieces, log));
        }
        let cells = std::mem::take(&mut level.cells);
        if !cells.is_empty() {
            level.rows.push((look, cells));
        }
    }

    /// All blocks.
    pub fn finish(mut self, log: &mut EditLog) -> Vec<Block> {
        self.level(0, log);
        blocks(self.levels.pop().map(|level| level.pieces).unwrap_or_default(), log)
    }

    /// The level at a depth, with those that are deeper closed.
    fn level(&mut self, depth: usize, log: &mut EditLog) -> &mut Level {
        let wanted = depth.min(DEEPEST) + 1;
        while self.levels.len() > wanted {
            let Some(level) = self.levels.pop() else { break };
            let made = close(level, &self.origin, log);
            if let Some(outer) = self.levels.last_mut() {
                outer.pieces.extend(made);
            }
        }
        self.levels.resize_with(wanted, Level::default);
        self.levels.last_mut().expect("there is a level outside tables")
    }
}

/// A table, and what stands behind its last row.
fn close(mut level: Level, origin: &Origin, log: &mut EditLog) -> Vec<Piece> {
    if !level.cells.is_empty() {
        // A row without a mark.
        if !level.pieces.is_empty() {
            level.cells.push(blocks(std::mem::take(&mut level.pieces), log));
        }
        let cells = std::mem::take(&mut level.cells);
        level.rows.push((RowLook::default(), cells));
    }
    let mut out = Vec::new();
    if !level.rows.is_empty() {
        out.push(Block::new(Kind::Table(table(level.rows)), Text::default(), origin.clone()).into());
    }
    out.extend(level.pieces);
    out
}

/// The edges of all rows, those that lie close together as one.
fn edges(rows: &[(RowLook, Vec<Vec<Block>>)]) -> Vec<i32> {
    let mut edges: Vec<i32> =
        rows.iter().flat_map(|(look, _)| std::iter::once(look.left).chain(look.cells.iter().map(|cell| cell.right))).collect();
    edges.sort_unstable();
    edges.dedup_by(|next, last| next.saturating_sub(*last) <= CLOSE);
    edges
}

fn table(rows: Vec<(RowLook, Vec<Vec<Block>>)>) -> Table {
    let edges = edges(&rows);
    let column = |edge: i32| edges.partition_point(|known| known.saturating_add(CLOSE) < edge);
    // By first column: the row and the place in it of a cell that may go on.
    let mut open: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    let mut table = Table::default();
    let mut heads = true;
    for (look, cells) in rows {
        heads &= look.header;
        let at = table.rows.len();
        let mut row = Row { header: heads, cells: Vec::new() };
        let mut start = column(look.left);
        if start > 0 && !look.cells.is_empty() {
            row.cells.push(Cell { columns: u16::try_from(start).unwrap_or(u16::MAX), ..Cell::default() });
        }
        let known = look.cells.len();
        for (number, blocks) in cells.into_iter().enumerate() {
            let said = look.cells.get(number).copied();
            let cell = said.unwrap_or_default();
            let end = said.map_or(start + 1, |cell| column(cell.right).max(start + 1));
            let columns = u16::try_from(end - start).unwrap_or(u16::MAX);
            if cell.joined
                && let Some(before) = row.cells.last_mut()
            {
                before.columns = before.columns.saturating_add(columns);
                before.blocks.extend(blocks);
                start = end;
                continue;
            }
            let above = open.get(&start).copied().filter(|_| cell.goes_on);
            if let Some((above, place)) = above
                && let Some(upper) = table.rows.get_mut(above).and_then(|row: &mut Row| row.cells.get_mut(place))
            {
                upper.rows = u16::try_from(at - above + 1).unwrap_or(u16::MAX);
                upper.blocks.extend(blocks);
                start = end;
                continue;
            }
            let covered: Vec<usize> = open.range(start..end).map(|(column, _)| *column).collect();
            covered.iter().for_each(|column| {
                open.remove(column);
            });
            if cell.begins || cell.goes_on {
                open.insert(start, (at, row.cells.len()));
            }
            let align = blocks.first().map_or(Align::Start, |block| block.hints.align);
            // What has no edge of its own stands behind the row's last.
            if number >= known && known > 0 && blocks.is_empty() {
                continue;
            }
            row.cells.push(Cell { columns, rows: 1, align, blocks });
            start = end;
        }
        table.rows.push(row);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Document, TextBuilder, native};

    /// Rows of cells: the text, the right edge, and how it is merged.
    #[track_caller]
    fn check(rows: &[&[(&str, i32, &str)]], expected: &str) {
        let mut log = EditLog::default();
        let mut grid = Grid::default();
        for row in rows {
            let mut look = RowLook::default();
            for (text, right, merged) in *row {
                let block = Block::new(Kind::default(), TextBuilder::plain(*text), Origin::None);
                log.declare_read(block.text.tally());
                if !text.is_empty() {
                    grid.push([block.into()], 1, &mut log);
                }
                grid.cell(1, &Origin::None, &mut log);
                look.cells.push(CellLook {
                    right: *right,
                    joined: *merged == "joined",
                    begins: *merged == "begins",
                    goes_on: *merged == "goes on",
                });
            }
            grid.row(1, look, &Origin::None, &mut log);
        }
        let document = Document { blocks: grid.finish(&mut log), log, ..Document::default() };
        assert_eq!(native::write(&document).trim_end(), expected);
        assert_eq!(document.balance(), Ok(()));
    }

    #[test]
    fn spans_are_counted_in_the_grid_of_all_edges() {
        check(
            &[&[("甲", 1000, ""), ("乙", 3000, "")], &[("丙", 1020, ""), ("丁", 2000, ""), ("戊", 3000, "")]],
            "table\n  row\n    cell 1x1 start\n      body :: 甲\n    cell 2x1 start\n      body :: 乙\n  row\n    cell 1x1 start\n      body :: 丙\n    cell 1x1 start\n      body :: 丁\n    cell 1x1 start\n      body :: 戊",
        );
    }

    #[test]
    fn cells_go_on_below_and_are_joined_beside() {
        check(
            &[
                &[("甲", 1000, "begins"), ("乙", 2000, ""), ("", 3000, "joined")],
                &[("", 1000, "goes on"), ("丙", 2000, ""), ("丁", 3000, "")],
            ],
            "table\n  row\n    cell 1x2 start\n      body :: 甲\n    cell 2x1 start\n      body :: 乙\n  row\n    cell 1x1 start\n      body :: 丙\n    cell 1x1 start\n      body :: 丁",
        );
    }
}
