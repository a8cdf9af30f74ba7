//! Tables: rows and cells as Word has them → cells with spans.
//!
//! A cell of Word spans columns by saying so, and rows by cells below it that say they go on (`w:vMerge`). Cells that go on are
//! found by the column in which they begin.

use super::body::Body;
use super::properties;
use crate::input::xml::{Space, Xml};
use crate::model::{Align, Block, Cell, Kind, Row, Table, Text};
use std::collections::BTreeMap;

/// A cell that claims more columns than this lies.
const WIDEST: i32 = 1000;

/// A cell with its place in the grid.
struct Slot {
    column: usize,
    cell: Cell,
    /// It goes on from the cell above.
    goes_on: bool,
    /// Cells below may go on from it.
    begins: bool,
    /// It goes on from the cell before.
    joined: bool,
}

#[derive(Default)]
struct Rows {
    rows: Vec<(bool, Vec<Slot>)>,
}

/// What is said of a row.
#[derive(Default)]
struct RowLook {
    before: usize,
    header: bool,
    deleted: bool,
}

impl<'a> Body<'_, '_> {
    /// Reads the table told last; `None` where it has no cells.
    pub(super) fn table(&mut self, xml: &mut Xml<'a>, node: u32) -> Option<Block> {
        let mut rows = Rows::default();
        self.rows(xml, &mut rows);
        let table = rows.table();
        let filled = table.rows.iter().any(|row| !row.cells.is_empty());
        filled.then(|| Block::new(Kind::Table(table), Text::default(), xml.origin(node)))
    }

    /// Rows, also those in content controls and tracked changes.
    fn rows(&mut self, xml: &mut Xml<'a>, rows: &mut Rows) {
        let level = xml.level();
        while let Some(element) = xml.element(level) {
            match (element.space, element.name) {
                (Space::Word, "tr") => self.row(xml, rows),
                (Space::Word, "tblPr" | "tblGrid" | "sdtPr" | "sdtEndPr") => {}
                (Space::Word, "bookmarkStart" | "bookmarkEnd") => self.bookmark(&element),
                (Space::Word, "del" | "moveFrom") => self.deletion(xml, |body, xml| body.rows(xml, rows)),
                (Space::Compatibility, "AlternateContent") => self.alternatives(xml, |body, xml| body.rows(xml, rows)),
                _ => self.rows(xml, rows),
            }
        }
    }

    fn row(&mut self, xml: &mut Xml<'a>, rows: &mut Rows) {
        let mut look = RowLook::default();
        let mut slots = Vec::new();
        self.cells(xml, &mut look, &mut slots);
        let empty = slots.iter().all(|slot: &Slot| slot.cell.blocks.is_empty());
        if slots.is_empty() || look.deleted && empty {
            return;
        }
        rows.rows.push((look.header, slots));
    }

    fn cells(&mut self, xml: &mut Xml<'a>, look: &mut RowLook, slots: &mut Vec<Slot>) {
        let level = xml.level();
        while let Some(element) = xml.element(level) {
            match (element.space, element.name) {
                (Space::Word, "tc") => {
                    let column = match slots.last() {
                        Some(last) => last.column + usize::from(last.cell.columns),
                        None => look.before,
                    };
                    if slots.is_empty() && look.before > 0 {
                        let columns = u16::try_from(look.before).unwrap_or(u16::MAX);
                        let cell = Cell { columns, ..Cell::default() };
                        slots.push(Slot { column: 0, cell, goes_on: false, begins: false, joined: false });
                    }
                    let slot = self.cell(xml, column);
                    slots.push(slot);
                }
                (Space::Word, "trPr") => {
                    let inside = xml.level();
                    while let Some(element) = xml.element(inside) {
                        match element.name {
                            "gridBefore" => {
                                let before = properties::number(&element, "val").unwrap_or(0).clamp(0, WIDEST);
                                look.before = usize::try_from(before).unwrap_or(0);
                            }
                            "tblHeader" => look.header = properties::is_on(&element),
                            "del" => look.deleted = true,
                            _ => {}
                        }
                    }
                }
                (Space::Word, "tblPrEx" | "sdtPr" | "sdtEndPr") => {}
                (Space::Word, "bookmarkStart" | "bookmarkEnd") => self.bookmark(&element),
                _ => self.cells(xml, look, slots),
            }
        }
    }

    fn cell(&mut self, xml: &mut Xml<'a>, column: usize) -> Slot {
        let mut slot = Slot { column, cell: Cell::default(), goes_on: false, begins: false, joined: false };
        slot.cell.blocks = self.inner_story_with(xml, |body, xml| {
            let inside = xml.level();
            while let Some(element) = xml.element(inside) {
                let goes_on = |restart: &mut bool| match element.get("val").as_deref() {
                    Some("restart") => {
                        *restart = true;
                        false
                    }
                    _ => true,
                };
                match element.name {
                    "gridSpan" => {
                        let columns = properties::number(&element, "val").unwrap_or(1).clamp(1, WIDEST);
                        slot.cell.columns = u16::try_from(columns).unwrap_or(1);
                    }
                    "vMerge" => slot.goes_on = goes_on(&mut slot.begins),
                    "hMerge" => slot.joined = goes_on(&mut false),
                    "textDirection" if properties::value(&element).is_some_and(|value| value != "lrTb" && value != "lr") => {
                        body.flattened("vertical text", xml);
                    }
                    _ => {}
                }
            }
        });
        slot.cell.align = slot.cell.blocks.first().map_or(Align::Start, |block| block.hints.align);
        slot
    }
}

impl Rows {
    fn table(self) -> Table {
        let mut table = Table::default();
        // By first column: the row and the place in it of a cell that may go on.
        let mut open: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        let mut heads = true;
        for (header, slots) in self.rows {
            heads &= header;
            let mut row = Row { header: heads, cells: Vec::new() };
            let at = table.rows.len();
            for slot in slots {
                if slot.joined
                    && let Some(before) = row.cells.last_mut()
                {
                    before.columns = before.columns.saturating_add(slot.cell.columns);
                    before.blocks.extend(slot.cell.blocks);
                    continue;
                }
                let end = slot.column + usize::from(slot.cell.columns);
                let above = open.get(&slot.column).copied().filter(|_| slot.goes_on);
                if let Some(above) = above
                    && let Some(cell) = table.rows.get_mut(above.0).and_then(|row: &mut Row| row.cells.get_mut(above.1))
                {
                    cell.rows = u16::try_from(at - above.0 + 1).unwrap_or(u16::MAX);
                    cell.blocks.extend(slot.cell.blocks);
                    continue;
                }
                let covered: Vec<usize> = open.range(slot.column..end).map(|(column, _)| *column).collect();
                for column in covered {
                    open.remove(&column);
                }
                if slot.begins || slot.goes_on {
                    open.insert(slot.column, (at, row.cells.len()));
                }
                row.cells.push(slot.cell);
            }
            table.rows.push(row);
        }
        table
    }
}
