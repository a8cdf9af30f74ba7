//! What single properties come to: of characters, of paragraphs, and of rows of tables.

use super::sprm::{Sprm, sprms};
use crate::input::flow::grid::{CellLook, RowLook};
use crate::input::ole::u16_at;
use crate::model::Align;

/// Properties of characters.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Characters {
    /// The character style.
    pub style: u16,
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
    /// Underlined.
    pub underline: bool,
    /// Struck out.
    pub strike: bool,
    /// Emphasis dots.
    pub dots: bool,
    /// Raised (1) or lowered (−1).
    pub raised: i8,
    /// Not shown.
    pub hidden: bool,
    /// Deleted by a tracked change.
    pub deleted: bool,
    /// Special characters stand for what they mean.
    pub special: bool,
    /// The data that belongs to a special character is no picture.
    pub data: bool,
    /// Size in half points; 0 where nothing is said.
    pub size: u16,
    /// Where the picture lies in the stream `Data`.
    pub picture: Option<u32>,
    /// A sign of a font: the font's number and the code.
    pub symbol: Option<(u16, u16)>,
    /// The font of Latin text.
    pub font: u16,
}

impl Characters {
    /// Applies properties over a style's.
    pub fn apply(&mut self, bytes: &[u8], style: &Characters) {
        sprms(bytes).for_each(|sprm| self.apply_one(&sprm, style));
    }

    /// Applies one property.
    pub fn apply_one(&mut self, sprm: &Sprm<'_>, style: &Characters) {
        // A switch says on or off, as the style (0x80), or other than the style (0x81).
        let switch = |styled: bool| match sprm.byte() {
            0x80 => styled,
            0x81 => !styled,
            value => value != 0,
        };
        match sprm.id {
            0x0800 => self.deleted = sprm.byte() != 0,
            0x0835 => self.bold = switch(style.bold),
            0x0836 => self.italic = switch(style.italic),
            0x0837 => self.strike = switch(style.strike),
            0x083c => self.hidden = switch(style.hidden),
            0x2a53 => self.strike = sprm.byte() != 0,
            0x0855 => self.special = sprm.byte() != 0,
            0x0806 => self.data = sprm.byte() != 0,
            0x2a3e => self.underline = !matches!(sprm.byte(), 0 | 5),
            0x2a34 => self.dots = sprm.byte() != 0,
            0x2a48 => self.raised = [0, 1, -1].get(usize::from(sprm.byte())).copied().unwrap_or(0),
            0x4a43 => self.size = sprm.word(),
            0x4a30 => self.style = sprm.word(),
            0x4a4f => self.font = sprm.word(),
            0x6a03 => (self.picture, self.special) = (Some(sprm.long()), true),
            0x6a09 => {
                self.symbol = u16_at(sprm.operand, 2).map(|code| (sprm.word(), code));
                self.special = true;
            }
            0x2a33 => {
                let special = (self.special, self.picture, self.symbol);
                *self = style.clone();
                (self.special, self.picture, self.symbol) = special;
            }
            _ => {}
        }
    }
}

/// Properties of paragraphs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Paragraph {
    /// Alignment.
    pub align: Align,
    /// The indent of all lines but the first, in twips.
    pub left: i32,
    /// The indent of the first line over that, in twips.
    pub first: i32,
    /// The first line's indent in hundredths of a character, which goes before the one in twips.
    pub first_characters: Option<i32>,
    /// The level as an outline, 0 to 8; 9 says body text.
    pub outline: Option<u8>,
    /// The list, by its number among the uses of lists; 0 for none.
    pub list: u16,
    /// The level in the list.
    pub level: u8,
    /// A page begins here.
    pub page_break: bool,
    /// In a table.
    pub in_table: bool,
    /// The mark ends a row.
    pub row_end: bool,
    /// How deep in tables, where it is said.
    pub depth: u32,
    /// The mark ends a cell of an inner table.
    pub inner_cell: bool,
    /// The mark ends a row of an inner table.
    pub inner_row: bool,
}

impl Paragraph {
    /// Applies properties; `huge` gives those that lie in the stream `Data`.
    pub fn apply<'d>(&mut self, bytes: &[u8], huge: &impl Fn(u32) -> &'d [u8]) {
        for sprm in sprms(bytes) {
            match sprm.id {
                0x6645 | 0x6646 => sprms(huge(sprm.long())).for_each(|sprm| self.apply_one(&sprm)),
                _ => self.apply_one(&sprm),
            }
        }
    }

    /// Applies one property.
    pub fn apply_one(&mut self, sprm: &Sprm<'_>) {
        match sprm.id {
            0x2403 | 0x2461 => {
                self.align = match sprm.byte() {
                    1 => Align::Center,
                    2 => Align::End,
                    _ => Align::Start,
                }
            }
            0x840f | 0x845e => self.left = i32::from(sprm.signed()),
            0x8411 | 0x8460 => self.first = i32::from(sprm.signed()),
            0x4457 => self.first_characters = Some(i32::from(sprm.signed())),
            0x2640 => self.outline = Some(sprm.byte()),
            0x260a => self.level = sprm.byte(),
            0x460b => self.list = sprm.word(),
            0x2407 => self.page_break = sprm.byte() != 0,
            0x2416 => self.in_table = sprm.byte() != 0,
            0x2417 => self.row_end = sprm.byte() != 0,
            0x6649 => self.depth = sprm.long(),
            0x664a => self.depth = self.depth.saturating_add_signed(sprm.long() as i32),
            0x244b => self.inner_cell = sprm.byte() != 0,
            0x244c => self.inner_row = sprm.byte() != 0,
            _ => {}
        }
    }

    /// How deep in tables the paragraph lies; 0 outside.
    pub fn tables(&self) -> usize {
        match (self.in_table, self.depth) {
            (_, depth @ 1..) => depth.min(64) as usize,
            (true, 0) => 1,
            (false, _) => 0,
        }
    }
}

/// Properties of a row, from those of the mark that ends it.
pub fn row<'d>(bytes: &[u8], huge: &impl Fn(u32) -> &'d [u8]) -> RowLook {
    let mut row = RowLook::default();
    for sprm in sprms(bytes) {
        match sprm.id {
            0x6645 | 0x6646 => sprms(huge(sprm.long())).for_each(|sprm| apply_to_row(&mut row, &sprm)),
            _ => apply_to_row(&mut row, &sprm),
        }
    }
    row
}

fn apply_to_row(row: &mut RowLook, sprm: &Sprm<'_>) {
    match sprm.id {
        0xd608 => *row = RowLook { header: row.header, ..definition(sprm.operand) },
        0x3404 => row.header = sprm.byte() != 0,
        0xd62b => {
            if let Some(cell) = row.cells.get_mut(usize::from(sprm.byte())) {
                let flags = sprm.operand.get(1).copied().unwrap_or(0);
                (cell.goes_on, cell.begins) = (flags == 1, flags == 3);
            }
        }
        0x5624 => {
            // Cells from the first to the one before the limit are one.
            let (first, limit) = (usize::from(sprm.byte()), usize::from(sprm.operand.get(1).copied().unwrap_or(0)));
            for cell in row.cells.iter_mut().take(limit).skip(first + 1) {
                cell.joined = true;
            }
        }
        _ => {}
    }
}

/// The definition of a row (MS-DOC 2.9.322): how many cells, their edges in twips, and twenty bytes about each.
fn definition(bytes: &[u8]) -> RowLook {
    let count = usize::from(bytes.first().copied().unwrap_or(0));
    let edge = |number: usize| u16_at(bytes, 1 + 2 * number).map(|edge| i32::from(edge as i16));
    let mut row = RowLook { left: edge(0).unwrap_or(0), ..RowLook::default() };
    let mut right = row.left;
    for number in 0..count {
        let Some(edge) = edge(number + 1) else { break };
        right = right.max(edge);
        let flags = u16_at(bytes, 1 + 2 * (count + 1) + 20 * number).unwrap_or(0);
        row.cells.push(CellLook { right, joined: flags & 2 != 0, begins: flags & 0x40 != 0, goes_on: flags & 0x60 == 0x20 });
    }
    row
}
