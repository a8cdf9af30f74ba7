//! Tables: OpenDocument says of a cell how far it spans, and covers the places under it.

use super::body::Body;
use crate::input::xml::{Element, Space, Xml};
use crate::model::{Align, Block, Cell, Kind, Row, Table, Text};

/// A row or a cell that is repeated more often than this fills a sheet, not a text.
const REPEATS: usize = 64;

impl Body<'_, '_> {
    /// Reads the table told last; `None` where it has no cells.
    pub(super) fn table(&mut self, xml: &mut Xml<'_>, node: u32) -> Option<Block> {
        let mut table = Table::default();
        self.rows(xml, false, &mut table);
        let filled = table.rows.iter().any(|row| !row.cells.is_empty());
        filled.then(|| Block::new(Kind::Table(table), Text::default(), xml.origin(node)))
    }

    fn rows(&mut self, xml: &mut Xml<'_>, header: bool, table: &mut Table) {
        let level = xml.level();
        while let Some(element) = xml.element(level) {
            match (element.space, element.name) {
                (Space::OdfTable, "table-header-rows") => self.rows(xml, true, table),
                (Space::OdfTable, "table-row") => {
                    let row = self.row(xml, header);
                    let empty = row.cells.iter().all(|cell| cell.blocks.is_empty());
                    let times = if empty { repeats(&element, "number-rows-repeated") } else { 1 };
                    table.rows.extend(std::iter::repeat_n(row, times));
                }
                (Space::OdfTable, "table-column" | "table-columns" | "table-header-columns" | "table-column-group") => {}
                _ => self.rows(xml, header, table),
            }
        }
    }

    fn row(&mut self, xml: &mut Xml<'_>, header: bool) -> Row {
        let mut row = Row { header, cells: Vec::new() };
        let level = xml.level();
        while let Some(element) = xml.element(level) {
            if !element.is(Space::OdfTable, "table-cell") {
                continue;
            }
            let span = |name: &str| {
                let said = element.get_in(Space::OdfTable, name).and_then(|value| value.parse::<u16>().ok());
                said.unwrap_or(1).clamp(1, 1000)
            };
            let (columns, rows) = (span("number-columns-spanned"), span("number-rows-spanned"));
            let outside = std::mem::replace(&mut self.in_cell, true);
            let blocks = self.story(xml);
            self.in_cell = outside;
            let align = blocks.first().map_or(Align::Start, |block| block.hints.align);
            let times = if blocks.is_empty() { repeats(&element, "number-columns-repeated") } else { 1 };
            row.cells.extend(std::iter::repeat_n(Cell { columns, rows, align, blocks }, times));
        }
        row
    }
}

fn repeats(element: &Element<'_>, name: &str) -> usize {
    let said = element.get_in(Space::OdfTable, name).and_then(|value| value.parse::<usize>().ok());
    said.unwrap_or(1).clamp(1, REPEATS)
}
