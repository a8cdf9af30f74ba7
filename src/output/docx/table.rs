//! Tables: a grid of columns, cells that span them, and rows that repeat at the head of each page.

use super::body::Body;
use super::design::{Design, twips};
use super::turned::turned;
use super::val;
use crate::geom::Abs;
use crate::model::grid::{Placed, place};
use crate::model::{Align, Table, walk};
use crate::text::width;
use crate::typeset::table::{Extent, SCALES, fitted, pad};

/// Word refuses tables with more columns.
const MOST_COLUMNS: usize = 63;

/// Width of a rule.
const RULE: u32 = 10;

/// What programs make a table higher than it is reckoned, so that the last line of its page has room.
const SLACK: u32 = 60;

/// White above a table, at most: from the foot of the line above, which stands a blank line higher.
const ABOVE: u32 = 780;

/// The style of words in cells.
const TEXT: &str = "TableText";

/// The styles of words in cells and in those of heads, at a scale in thousandths.
pub const STYLES: [(i64, &str, &str); 5] = [
    (1000, TEXT, "TableHead"),
    (SCALES[0], "TableTextSmall", "TableHeadSmall"),
    (SCALES[1], "TableTextSmaller", "TableHeadSmaller"),
    (SCALES[2], "TableTextTiny", "TableHeadTiny"),
    (SCALES[3], "TableTextTiniest", "TableHeadTiniest"),
];

fn styles_at(scale: i64) -> (&'static str, &'static str) {
    let (_, text, head) = STYLES.into_iter().find(|style| style.0 == scale).unwrap_or(STYLES[0]);
    (text, head)
}

/// A place in the grid, row by row.
enum Slot<'a> {
    /// The first of a cell.
    Cell(Placed<'a>),
    /// The columns of a cell from a row above that goes on here.
    Continued(usize),
    /// No cell.
    Gap,
}

impl Slot<'_> {
    fn columns(&self) -> usize {
        match self {
            Slot::Cell(placed) => placed.columns,
            Slot::Continued(columns) => *columns,
            Slot::Gap => 1,
        }
    }
}

/// Writes a table.
pub fn write<'a>(body: &mut Body<'a>, table: &'a Table) {
    let Some((rows, columns)) = slots(table) else {
        body.flattened("a table of more than 63 columns");
        for cell in table.rows.iter().flat_map(|row| &row.cells) {
            body.cell(&cell.blocks, TEXT, None);
        }
        return;
    };
    if columns == 0 {
        return;
    }
    body.part_tables();
    let page = &if body.turned { turned(&body.design.page) } else { body.design.page };
    let (length, size) = (|twips: u32| Abs::pt(f64::from(twips) / 20.0), body.design.cells.0 * 10);
    let (scale, widths) = match fitted(table, length(page.measure()), length(size)) {
        Some((scale, widths)) if widths.len() == columns => (scale, widths.into_iter().map(twips).collect()),
        _ => (1000, widths(&rows, columns, page.measure())),
    };
    let styles = styles_at(scale);
    let extent = body.extent.take();
    let inside = twips(pad(length(size).scale(scale, 1000)));
    // In print the gap between lines is no part of a row, and rules take no room.
    let gap = body.design.cells.1.saturating_sub(body.design.cells.0 * 10) * u32::try_from(scale).unwrap_or(1000) / 1000;
    let upright = if extent.is_some() { inside.saturating_sub(gap / 2 + RULE / 2) } else { inside };
    body.xml.open("w:tbl").open("w:tblPr");
    val(&mut body.xml, "w:tblStyle", "TableGrid");
    body.xml.open("w:tblW").attr("w:w", widths.iter().sum::<u32>().to_string()).attr("w:type", "dxa").close();
    val(&mut body.xml, "w:jc", "center");
    body.xml.open("w:tblLayout").attr("w:type", "fixed").close();
    body.xml.open("w:tblCellMar");
    for (side, inside) in [("w:top", upright), ("w:left", inside), ("w:bottom", upright), ("w:right", inside)] {
        body.xml.open(side).attr("w:w", inside.to_string()).attr("w:type", "dxa").close();
    }
    body.xml.close();
    body.xml.open("w:tblLook").attr("w:val", "0420").attr("w:firstRow", "1").attr("w:lastRow", "0");
    body.xml.attr("w:firstColumn", "0").attr("w:lastColumn", "0").attr("w:noHBand", "0").attr("w:noVBand", "1").close().close();
    body.xml.open("w:tblGrid");
    for width in &widths {
        body.xml.open("w:gridCol").attr("w:w", width.to_string()).close();
    }
    body.xml.close();
    let heads = table.rows.iter().take_while(|row| row.header).count();
    for (index, slots) in rows.iter().enumerate() {
        body.xml.open("w:tr").open("w:trPr").open("w:cantSplit").close();
        if index < heads {
            body.xml.open("w:tblHeader").close();
        }
        body.xml.close();
        // What stays together in print.
        let last = index + 1 == rows.len();
        let kept = |extent: Extent| extent.whole || index < heads || index + 2 == rows.len();
        body.keep_row = !last && extent.is_some_and(kept);
        let mut at = 0;
        for slot in slots {
            let style = if table.rows[index].header { styles.1 } else { styles.0 };
            at += write_slot(body, slot, &widths[at..], style);
        }
        body.xml.close();
    }
    body.keep_row = false;
    body.xml.close();
    body.end_table();
}

/// The white above and below a table of an official document, in twips: with it the table takes as many lines as in print. One that
/// goes on on other pages leaves white at the foot of each; what is below its end can't make up for that.
pub fn white(extent: &Extent, design: &Design) -> (u32, u32) {
    if extent.long {
        return (ABOVE, design.page.pitch / 2);
    }
    let lines = u32::try_from(extent.lines + 1).unwrap_or(1);
    let white = (lines * design.page.pitch).saturating_sub(twips(extent.height) + SLACK);
    // At the top of a page the white above is left out: it must be a line.
    let above = (white * 6 / 10).min(ABOVE).max(design.page.pitch).min(white);
    (above, white - above)
}

/// Writes a cell, and says how many columns it took.
fn write_slot<'a>(body: &mut Body<'a>, slot: &Slot<'a>, widths: &[u32], style: &'static str) -> usize {
    let columns = slot.columns();
    let merge = match slot {
        Slot::Cell(placed) => (placed.rows > 1).then_some("restart"),
        Slot::Continued(_) => Some("continue"),
        Slot::Gap => None,
    };
    body.xml.open("w:tc").open("w:tcPr");
    let width: u32 = widths.iter().take(columns).sum();
    body.xml.open("w:tcW").attr("w:w", width.to_string()).attr("w:type", "dxa").close();
    if columns > 1 {
        val(&mut body.xml, "w:gridSpan", columns.to_string());
    }
    if let Some(merge) = merge {
        val(&mut body.xml, "w:vMerge", merge);
    }
    val(&mut body.xml, "w:vAlign", "center");
    body.xml.close();
    match slot {
        Slot::Cell(placed) => {
            let align = match placed.cell.align {
                Align::Center => Some("center"),
                Align::End => Some("right"),
                Align::Start => None,
            };
            body.cell(&placed.cell.blocks, style, align);
        }
        Slot::Continued(_) | Slot::Gap => body.cell(&[], style, None),
    }
    body.xml.close();
    columns
}

/// The places of each row from the left, every row as wide as the widest, and that width; `None` where it is too wide.
fn slots(table: &Table) -> Option<(Vec<Vec<Slot<'_>>>, usize)> {
    let (placed, columns) = place(table, MOST_COLUMNS)?;
    let mut rows: Vec<Vec<(usize, Slot<'_>)>> = table.rows.iter().map(|_| Vec::new()).collect();
    for placed in placed {
        rows[placed.row].push((placed.column, Slot::Cell(placed)));
        for below in &mut rows[placed.row + 1..placed.row + placed.rows] {
            below.push((placed.column, Slot::Continued(placed.columns)));
        }
    }
    Some((rows.into_iter().map(|row| whole(row, columns)).collect(), columns))
}

/// A row from the left, with what is missing of it.
fn whole<'a>(mut row: Vec<(usize, Slot<'a>)>, columns: usize) -> Vec<Slot<'a>> {
    row.sort_by_key(|(column, _)| *column);
    let mut slots = Vec::with_capacity(columns);
    let mut at = 0;
    for (column, slot) in row {
        slots.extend((at..column).map(|_| Slot::Gap));
        at = column + slot.columns();
        slots.push(slot);
    }
    slots.extend((at..columns).map(|_| Slot::Gap));
    slots
}

/// Widths of the columns in twips where they are too many for a page: shares of the measure by the longest paragraph in each.
fn widths(rows: &[Vec<Slot<'_>>], columns: usize, measure: u32) -> Vec<u32> {
    let mut wanted = vec![4usize; columns];
    for slots in rows {
        let mut at = 0;
        for slot in slots {
            if let Slot::Cell(placed) = slot {
                let blocks = placed.cell.blocks.iter().flat_map(walk::within);
                let longest = blocks.flat_map(|block| block.text.as_str().split('\n')).map(width::of).max();
                let share = longest.unwrap_or(0).clamp(4, 60).div_ceil(placed.columns);
                wanted[at..at + placed.columns].iter_mut().for_each(|column| *column = (*column).max(share));
            }
            at += slot.columns();
        }
    }
    let total: usize = wanted.iter().sum();
    let share = |wanted: usize| u32::try_from(wanted * measure as usize / total).unwrap_or(measure);
    wanted.into_iter().map(share).collect()
}

#[cfg(test)]
mod tests {
    use super::super::write_docx;
    use super::*;
    use crate::diag::Sink;
    use crate::env::Env;
    use crate::model::{Document, native};
    use crate::output::writer::WriteOptions;
    use std::io::Read;

    #[test]
    fn a_table_takes_whole_lines_with_its_white() {
        let mut document = Document::default();
        document.meta.kind = Some(crate::model::DocumentKind::Notice);
        let design = Design::of(&document);
        for height in [100.0, 190.0, 205.0, 420.0] {
            let lines = ((height + 13.8) / 29.53_f64).ceil() as i64;
            let extent = Extent { height: Abs::pt(height), lines, whole: false, long: false };
            let (above, below) = white(&extent, &design);
            let total = above + below + twips(extent.height) + SLACK;
            assert_eq!(total, (lines as u32 + 1) * design.page.pitch, "{height}");
            assert!(above >= below.min(design.page.pitch), "{height}: {above} and {below}");
        }
        let long = Extent { height: Abs::pt(1170.0), lines: 40, whole: false, long: true };
        assert_eq!(white(&long, &design), (ABOVE, design.page.pitch / 2));
    }

    #[test]
    fn the_label_of_a_table_stays_with_it_across_the_white() {
        let check = |above: &str, kept: bool| {
            let table = "table\n  row\n    cell 1x1 start\n      body :: 木桨\n    cell 1x1 start\n      body :: 12\n";
            let native = format!("body :: 船工登记如下。\n{above}{table}body :: 请照办。\n");
            let mut document = native::parse(&native).expect("the native form is well formed");
            document.meta.kind = Some(crate::model::DocumentKind::Notice);
            let target = write_docx(&document, &WriteOptions::default(), &Env::for_tests(), &mut Sink::new());
            let bytes = target.expect("it is written").bytes;
            let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
            let mut main = String::new();
            archive.by_name("word/document.xml").expect("the main part").read_to_string(&mut main).expect("text");
            let (before, _) = main.split_once("<w:tbl>").expect("a table");
            let white = before.rfind("<w:p>").expect("white above the table");
            assert_eq!(before[white..].contains("<w:keepNext/>"), kept, "{above}: {}", &before[white..]);
        };
        check("body :: {strong|船具清单}\n", true);
        check("heading 2 :: 一、船具\n", true);
        check("heading 2 :: 一、船具\nfurniture page-number :: 3\n", true);
        check(
            "body :: 各渡口的船具由渡工自己保管，每年春天清点一次，缺了的报县水务局，由县水务局统一购置，不得自行处置。\n",
            false,
        );
    }
}
