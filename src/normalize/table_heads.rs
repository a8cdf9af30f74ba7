//! Heads of tables, where the source marks none: the rows that stand again at the head of each page.

use super::forms;
use crate::model::{Align, Block, Kind, Row, SpanKind, Table};

/// The longest words of a head, in characters, where nothing but their place in the middle tells them.
const LONGEST: usize = 20;

/// A head has so many rows at most.
const MOST: usize = 4;

/// Columns of figures have so many rows at least.
const FIGURES: usize = 2;

/// Makes heads of the leading rows that are bold, or else in the middle, above rows that are not; and of a row of words above
/// columns of figures.
pub fn run(blocks: &mut [Block]) {
    for block in blocks {
        if let Kind::Table(table) = &mut block.kind
            && table.rows.iter().all(|row| !row.header)
        {
            let count = count(table);
            table.rows.iter_mut().take(count).for_each(|row| row.header = true);
        }
    }
}

/// How many rows are the head. A cell that reaches further down takes what stands beside it along.
fn count(table: &Table) -> usize {
    let leading = |is_head: fn(&Row) -> bool| {
        let count = table.rows.iter().take_while(|row| is_head(row)).count();
        // Rows that go on as they begin are no head.
        let others = table.rows[count..].iter().filter(|row| is_head(row)).count();
        if others * 2 < table.rows.len() - count { count } else { 0 }
    };
    let mut count = match leading(is_bold) {
        0 => leading(is_centred),
        bold => bold,
    };
    let mut at = 0;
    while at < count {
        let reach = table.rows[at].cells.iter().map(|cell| at + usize::from(cell.rows)).max().unwrap_or(0);
        count = count.max(reach);
        if count > MOST || count * 2 > table.rows.len() {
            return 0;
        }
        at += 1;
    }
    if table.rows.iter().take(count).any(|row| row.cells.len() > 1) { count } else { usize::from(is_over_figures(&table.rows)) }
}

/// Whether words stand above columns of which one at least, behind the first, holds nothing but figures.
fn is_over_figures(rows: &[Row]) -> bool {
    let Some((head, rest)) = rows.split_first().filter(|(_, rest)| rest.len() >= FIGURES) else { return false };
    let width = head.cells.len();
    let plain = |row: &Row| row.cells.len() == width && row.cells.iter().all(|cell| cell.columns == 1 && cell.rows == 1);
    let text = |row: &Row, column: usize| -> String {
        row.cells[column].blocks.iter().map(|block| block.text.as_str().trim()).collect()
    };
    let names = |column: usize| {
        let text = text(head, column);
        forms::is_within(&text, LONGEST) && text.chars().any(char::is_alphabetic) && !is_figures(&text)
    };
    let counts = |column: usize| rest.iter().all(|row| is_figures(&text(row, column)));
    rows.iter().all(plain) && (1..width).all(names) && (1..width).any(counts)
}

/// Whether a cell holds a quantity and no words.
fn is_figures(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_digit()) && !text.chars().any(char::is_alphabetic)
}

fn words(row: &Row) -> impl Iterator<Item = &Block> {
    row.cells.iter().flat_map(|cell| &cell.blocks).filter(|block| !block.text.as_str().trim().is_empty())
}

/// All that a row says is bold.
fn is_bold(row: &Row) -> bool {
    words(row).next().is_some() && words(row).all(|block| block.text.is_all(&SpanKind::Strong))
}

/// All that a row says are words in the middle; figures stand there in any row.
fn is_centred(row: &Row) -> bool {
    let centred = |block: &Block| {
        let text = block.text.as_str();
        forms::is_within(text, LONGEST) && text.chars().any(char::is_alphabetic)
    };
    words(row).next().is_some()
        && row.cells.iter().all(|cell| cell.align == Align::Center || cell.blocks.iter().all(|block| block.text.is_empty()))
        && words(row).all(centred)
}

#[cfg(test)]
mod tests {
    use crate::model::{Kind, native};

    /// The rows as cells of span, alignment and text; and how many are a head.
    fn check(rows: &[&[&str]], expected: usize) {
        let mut source = String::from("table\n");
        for row in rows {
            source.push_str("  row\n");
            for cell in *row {
                let (span, text) = cell.split_once('|').expect("a span and a text");
                source.push_str(&format!("    cell {span}\n      body :: {text}\n"));
            }
        }
        let mut document = native::parse(&source).expect("well formed");
        super::run(&mut document.blocks);
        let Kind::Table(table) = &document.blocks[0].kind else { panic!("a table") };
        assert_eq!(table.rows.iter().take_while(|row| row.header).count(), expected, "{rows:?}");
    }

    #[test]
    fn rows_that_stand_out_are_a_head() {
        let plain: &[&str] = &["1x1 start|石桥村", "1x1 start|12"];
        let middle: &[&str] = &["1x1 center|石桥村", "1x1 center|12"];
        check(&[&["1x1 start|{strong|渡口}", "1x1 start|{strong|水位}"], plain, plain], 1);
        check(&[&["1x1 center|渡口", "1x1 center|水位"], plain, plain], 1);
        check(&[&["1x1 center|{strong|渡口}", "1x1 center|{strong|水位}"], middle, middle], 1);
        check(&[plain, plain, plain], 0);
        check(&[&["1x1 center|渡口", "1x1 center|水位"], &["1x1 center|江湾", "1x1 center|高"]], 0);
        check(&[&["1x1 start|{strong|渡口}", "1x1 start|水位"], plain], 0);
        check(&[&["2x1 start|{strong|渡口一览}"], plain, plain], 0);
    }

    #[test]
    fn words_above_columns_of_figures_are_a_head() {
        let head: &[&str] = &["1x1 start|", "1x1 start|渡口数", "1x1 start|备注"];
        let row: &[&str] = &["1x1 start|石桥村", "1x1 start|1,203.5", "1x1 start|左岸"];
        let gap: &[&str] = &["1x1 start|江湾", "1x1 start|不详", "1x1 start|右岸"];
        check(&[head, row, row], 1);
        check(&[head, row], 0);
        check(&[head, row, gap], 0);
        check(&[row, row, row], 0);
    }

    #[test]
    fn a_head_reaches_as_far_as_its_cells() {
        let head: &[&str] = &["1x2 start|{strong|渡口}", "2x1 start|{strong|水位}"];
        let below: &[&str] = &["1x1 start|左岸", "1x1 start|右岸"];
        let row: &[&str] = &["1x1 start|石桥村", "1x1 start|3", "1x1 start|4"];
        check(&[head, below, row, row], 2);
        check(&[&["1x4 start|{strong|渡口}", "1x1 start|{strong|水位}"], row, row, row], 0);
    }
}
