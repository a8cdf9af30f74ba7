//! Tables: those that are tables, and those that pages were once laid out with.
//!
//! A table that says it has heads, a caption or rules is one. One that holds another table, headings, or cells of many
//! paragraphs was a frame for a layout, and so was one of a single column: its cells are read one after the other.

use super::css::Look;
use super::tree::Id;
use super::walk::{Context, Shape, Walker};
use crate::model::{Align, Block, Cell, Kind, Role, Row, Table, Text};

/// Characters in a cell of several paragraphs, from which it is a column of a layout.
const COLUMN: usize = 300;

/// A table's rows, as they stand in the tree.
#[derive(Default)]
struct Grid {
    captions: Vec<Id>,
    /// Rows: whether they are in the head, and their cells.
    rows: Vec<(bool, Vec<Id>)>,
    /// What stands in a table and belongs nowhere.
    strays: Vec<Id>,
}

impl Walker<'_> {
    pub(super) fn table(&mut self, id: Id, look: &Look, context: &Context) {
        self.end_paragraph();
        let mut grid = Grid::default();
        self.grid(id, false, &mut grid);
        let strays = std::mem::take(&mut grid.strays);
        for stray in strays {
            self.one(stray, context);
        }
        self.end_paragraph();
        if !self.own && self.is_layout(id, look, &grid) {
            for node in grid.captions.into_iter().chain(grid.rows.into_iter().flat_map(|(_, cells)| cells)) {
                // What is a note stands where notes stand.
                if self.notes.is_note(node) {
                    continue;
                }
                let look = self.page.sheets.look(self.tree, node);
                let shape = match self.headlines.contains(&node) {
                    true => Shape { kind: Kind::Heading(1), marked: true, ..Shape::default() },
                    false => Shape::default(),
                };
                self.block(node, &look, context, shape);
            }
            return;
        }
        let caption = self.caption(&grid.captions, context);
        let mut table = Table::default();
        let heads = grid
            .rows
            .iter()
            .take_while(|(head, cells)| *head || (!cells.is_empty() && cells.iter().all(|&cell| self.tree.name(cell) == "th")));
        let heads = heads.count();
        let count = grid.rows.len();
        for (index, (_, cells)) in grid.rows.into_iter().enumerate() {
            let cells = cells.into_iter().map(|cell| self.cell(cell, count - index, context)).collect::<Vec<_>>();
            if !cells.is_empty() {
                table.rows.push(Row { header: index < heads, cells });
            }
        }
        if table.rows.iter().flat_map(|row| &row.cells).any(|cell| !cell.blocks.is_empty()) {
            self.push(Block::new(Kind::Table(table), caption, self.origin(id)));
        } else if !caption.is_empty() {
            // Of a table without a word its caption is left.
            self.push(Block::new(Kind::Paragraph(Role::Caption), caption, self.origin(id)));
        }
    }

    /// Sorts what a table holds.
    fn grid(&mut self, id: Id, head: bool, grid: &mut Grid) {
        let children: Vec<Id> = self.tree.children(id).collect();
        for child in children {
            if let Some((rule, why)) = self.out_of_text.get(&child) {
                self.remove(child, *rule, why);
                continue;
            }
            match self.tree.name(child) {
                "caption" => grid.captions.push(child),
                "thead" => self.grid(child, true, grid),
                "tbody" | "tfoot" => self.grid(child, head, grid),
                "tr" => {
                    grid.rows.push((head, Vec::new()));
                    self.grid(child, head, grid);
                }
                "td" | "th" => match grid.rows.last_mut() {
                    Some((_, cells)) => cells.push(child),
                    None => grid.rows.push((head, vec![child])),
                },
                "colgroup" | "col" => {}
                "form" => self.grid(child, head, grid),
                _ => grid.strays.push(child),
            }
        }
    }

    fn cell(&mut self, id: Id, rows_left: usize, context: &Context) -> Cell {
        let look = self.page.sheets.look(self.tree, id);
        let mut inner = self.inner(id, &look, context);
        if self.tree.name(id) == "th" {
            inner.style.bits &= !super::runs::STRONG;
        }
        let mut blocks = if self.notes.is_note(id) { Vec::new() } else { self.flow(id, &inner) };
        for block in &mut blocks {
            block.hints.line = false;
        }
        let span = |name: &str| self.tree.attribute(id, name).and_then(|value| value.trim().parse::<u16>().ok());
        let rows_left = u16::try_from(rows_left).unwrap_or(u16::MAX);
        let rows = match span("rowspan") {
            Some(0) => rows_left,
            Some(rows) => rows.min(rows_left),
            None => 1,
        };
        let own = blocks.iter().map(|block| block.hints.align).next();
        let row = self.tree.parent(id).and_then(|row| self.page.sheets.look(self.tree, row).align);
        let said = || look.align.or(own.filter(|align| *align != Align::Start)).or(row).unwrap_or_default();
        let align = if self.own { self.own_align(id) } else { said() };
        Cell { columns: span("colspan").unwrap_or(1).clamp(1, 1000), rows: rows.max(1), align, blocks }
    }

    /// A caption of one paragraph is the table's; others stand before it.
    fn caption(&mut self, captions: &[Id], context: &Context) -> Text {
        let mut blocks: Vec<Block> = captions.iter().flat_map(|&caption| self.flow(caption, context)).collect();
        match blocks.as_slice() {
            [block] if matches!(block.kind, Kind::Paragraph(_)) => blocks.pop().map(|block| block.text).unwrap_or_default(),
            _ => {
                for block in &mut blocks {
                    if block.is_body() {
                        block.kind = Kind::Paragraph(Role::Caption);
                    }
                }
                self.blocks.append(&mut blocks);
                Text::default()
            }
        }
    }

    fn is_layout(&self, id: Id, look: &Look, grid: &Grid) -> bool {
        if ["presentation", "none"].iter().any(|role| self.tree.has_word(id, "role", role)) {
            return true;
        }
        let nested = self.tree.within(id).skip(1).any(|node| self.tree.name(node) == "table");
        let columns = grid.rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
        if columns == 0 {
            return true;
        }
        let cells = || grid.rows.iter().flat_map(|(_, cells)| cells.iter().copied());
        let says = !grid.captions.is_empty()
            || grid.rows.iter().any(|(head, _)| *head)
            || cells().any(|cell| self.tree.name(cell) == "th");
        let ruled = look.border == Some(true)
            || self.tree.attribute(id, "border").is_some_and(|border| border.trim() != "0")
            || cells().take(8).any(|cell| self.page.sheets.look(self.tree, cell).border == Some(true));
        // A table in a cell of one that has heads and rules is a part of what it tells.
        if nested && !(says && ruled && columns > 1 && grid.rows.len() > 1) {
            return true;
        }
        if says {
            return columns == 1 && grid.rows.len() == 1;
        }
        if columns == 1 {
            return true;
        }
        let filled =
            |cell: Id| self.tree.within(cell).any(|node| self.tree.text(node).is_some_and(|text| !text.trim().is_empty()));
        if cells().filter(|&cell| filled(cell)).count() < 2 {
            return true;
        }
        let is_column = |cell: Id| {
            let (mut blocks, mut characters, mut heading) = (0, 0, false);
            for node in self.tree.within(cell) {
                match self.tree.name(node) {
                    "p" | "div" | "li" | "ul" | "br" => blocks += 1,
                    "h1" | "h2" | "h3" | "h4" | "hr" | "form" => heading = true,
                    _ => {
                        characters += self.tree.text(node).map_or(0, |text| text.chars().filter(|c| !c.is_whitespace()).count())
                    }
                }
            }
            heading || (blocks >= 3 && characters >= COLUMN)
        };
        if cells().any(is_column) {
            return true;
        }
        // Without rules and heads, rows of one length, and more than one of them.
        !(ruled || (grid.rows.len() > 1 && columns > 1))
    }
}
