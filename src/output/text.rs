//! Plain text.
//!
//! One paragraph a line and a blank line between blocks; verse keeps its lines. A label stands before its item's first line,
//! the cells of a row are parted by tabs, notes come at the end.

use super::writer::{ReadBack, Target, WriteOptions};
use crate::diag::Sink;
use crate::env::Env;
use crate::error::Result;
use crate::model::{Block, Document, Kind, SpanKind, Table, Tally, Text};

/// Writes the text alone.
pub fn write_txt(document: &Document, _: &WriteOptions, _: &Env, _: &mut Sink) -> Result<Target> {
    let mut pen = Pen::default();
    pen.blocks(&document.blocks);
    document.notes.iter().for_each(|note| pen.blocks(&note.blocks));
    let read_back = ReadBack::Exact(Tally::of_lines(&pen.out) - pen.added);
    Ok(Target { bytes: pen.out.into_bytes(), read_back })
}

#[derive(Default)]
struct Pen {
    out: String,
    /// The spaces and tabs that the writer put between what the document keeps apart, less the white space at edges of lines
    /// inside a text (indents of program text), which reading back by lines passes over.
    added: Tally,
}

impl Pen {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks.iter().filter(|block| block.is_visible()) {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        self.paragraph(&block.text);
        match &block.kind {
            Kind::Quote(blocks) => self.blocks(blocks),
            Kind::List(list) => {
                for item in &list.items {
                    let start = self.out.len();
                    self.blocks(&item.blocks);
                    let body = self.out.split_off(start);
                    self.text(&item.label);
                    match (self.out.len() > start, body.is_empty()) {
                        (true, false) => self.gap(" "),
                        (true, true) => self.out.push_str("\n\n"),
                        (false, _) => {}
                    }
                    self.out.push_str(&body);
                }
            }
            Kind::Table(table) => self.table(table),
            _ => {}
        }
    }

    fn paragraph(&mut self, text: &Text) {
        if !text.as_str().is_empty() {
            self.text(text);
            self.out.push_str("\n\n");
        }
    }

    /// The characters; what stands over a base follows it.
    fn text(&mut self, text: &Text) {
        let string = text.as_str();
        let mut done = 0;
        for span in text.spans() {
            if let SpanKind::Ruby(annotation) = &span.kind {
                let end = span.range.end.max(done);
                self.out.push_str(&string[done..end]);
                self.out.push_str(annotation);
                done = end;
            }
        }
        self.out.push_str(&string[done..]);
        self.added = self.added - (Tally::of(string) - Tally::of_lines(string));
    }

    fn gap(&mut self, gap: &str) {
        self.out.push_str(gap);
        self.added = self.added + Tally::of(gap);
    }

    /// A row a line; what stands in lines in a cell stands side by side.
    fn table(&mut self, table: &Table) {
        for row in &table.rows {
            let mut cells = Vec::with_capacity(row.cells.len());
            for cell in &row.cells {
                let start = self.out.len();
                self.blocks(&cell.blocks);
                cells.push(self.out.split_off(start));
            }
            let mut empty = true;
            for cell in cells {
                for line in cell.lines().filter(|line| !line.trim().is_empty()) {
                    if !std::mem::take(&mut empty) {
                        self.gap("\t");
                    }
                    self.out.push_str(line.trim());
                }
            }
            if !empty {
                self.out.push('\n');
            }
        }
        self.out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;

    fn check(source: &str, expected: &str) {
        let document = native::parse(source).expect("well formed");
        let target =
            write_txt(&document, &WriteOptions::default(), &Env::for_tests(), &mut Sink::new()).expect("it is written");
        assert_eq!(String::from_utf8(target.bytes).expect("UTF-8"), expected);
        let ReadBack::Exact(tally) = target.read_back else { panic!("every character is counted") };
        assert_eq!(tally, document.visible_tally());
    }

    #[test]
    fn blocks_stand_apart_and_verse_keeps_its_lines() {
        check(
            "heading 1 :: 题\nverse :: 一\\n二\nfurniture jump :: 下转\nbody :: 甲{ruby yǐ|乙}丙\n",
            "题\n\n一\n二\n\n甲乙yǐ丙\n\n",
        );
        check("body :: {code|if\\n  x}\n", "if\n  x\n\n");
    }

    #[test]
    fn a_label_stands_with_its_item_and_cells_in_a_row() {
        check("list ordered\n  item :: （一）\n    body :: 甲\n  item :: 2.\n", "（一） 甲\n\n2.\n\n");
        check("table\n  row\n    cell 1x1 start\n      body :: 甲\n    cell 1x1 start\n      body :: 乙\n", "甲\t乙\n\n");
    }
}
