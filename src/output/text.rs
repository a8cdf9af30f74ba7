//! Plain text.
//!
//! One paragraph a line and a blank line between blocks; verse keeps its lines. A label, or else a bullet, stands before its
//! item's first line, the cells of a row are parted by tabs, notes are marked `[1]` and come at the end, what stands over its base
//! follows it between brackets. The source's own table of contents stays, for no new one is made.

use super::writer::{ReadBack, Target, WriteOptions};
use crate::diag::Sink;
use crate::env::Env;
use crate::error::Result;
use crate::model::{Block, Document, Furniture, Inline, Kind, List, SpanKind, Table, Tally, Text, grid};

/// The bullets of lists in lists, outermost first; deeper ones have the last.
const BULLETS: [&str; 3] = ["•", "◦", "▪"];

/// Writes the text alone.
pub fn write_txt(document: &Document, _: &WriteOptions, _: &Env, _: &mut Sink) -> Result<Target> {
    let mut pen = Pen::default();
    pen.blocks(&document.blocks);
    for (index, note) in document.notes.iter().enumerate() {
        pen.item(&format!("[{}]", index + 1), None, &note.blocks);
    }
    let read_back = ReadBack::Exact(Tally::of_lines(&pen.out) - pen.added);
    Ok(Target { bytes: pen.out.into_bytes(), read_back })
}

#[derive(Default)]
struct Pen {
    out: String,
    /// What the writer put there: bullets, marks of notes, brackets of ruby, spaces and tabs between what the document keeps apart; less the
    /// white space at edges of lines inside a text (indents of program text), which reading back by lines passes over.
    added: Tally,
    /// How many lists the block stands in.
    depth: usize,
}

impl Pen {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block.kind {
                Kind::Furniture(Furniture::Contents) => self.contents(block),
                _ if block.is_visible() => self.block(block),
                _ => {}
            }
        }
    }

    /// A typed table of contents, which no new one replaces here.
    fn contents(&mut self, block: &Block) {
        let (start, added) = (self.out.len(), self.added);
        self.block(block);
        self.added = added + Tally::of_lines(&self.out[start..]);
    }

    fn block(&mut self, block: &Block) {
        self.paragraph(&block.text);
        match &block.kind {
            Kind::Quote(blocks) => self.blocks(blocks),
            Kind::List(list) => self.list(list),
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

    fn list(&mut self, list: &List) {
        let bullet = if list.ordered { "" } else { BULLETS[self.depth.min(BULLETS.len() - 1)] };
        self.depth += 1;
        for item in &list.items {
            let bullet = if item.label.is_empty() { bullet } else { "" };
            self.item(bullet, Some(&item.label), &item.blocks);
        }
        self.depth -= 1;
    }

    /// Blocks behind a mark of the writer's or a label of the document's.
    fn item(&mut self, mark: &str, label: Option<&Text>, blocks: &[Block]) {
        let start = self.out.len();
        self.blocks(blocks);
        let body = self.out.split_off(start);
        self.gap(mark);
        if let Some(label) = label {
            self.text(label);
        }
        match (self.out.len() > start, body.is_empty()) {
            (true, false) => {
                self.gap(" ");
                // White space that stood at the edge of a line (an indent of program text) no longer does.
                self.added = self.added + Tally::of(&body[..body.len() - body.trim_start().len()]);
            }
            (true, true) => self.out.push_str("\n\n"),
            (false, _) => {}
        }
        self.out.push_str(&body);
    }

    fn text(&mut self, text: &Text) {
        let start = self.out.len();
        self.inlines(&text.inlines());
        // A space before the mark of a note at the end stands at no edge.
        let written = &self.out[start..];
        self.added = self.added - (Tally::of(written) - Tally::of_lines(written));
    }

    /// The characters; what stands over a base follows it between brackets.
    fn inlines(&mut self, inlines: &[Inline<'_>]) {
        for inline in inlines {
            match inline {
                Inline::Text(piece) => self.out.push_str(piece),
                Inline::LineBreak => self.out.push('\n'),
                Inline::Note(id) => self.gap(&format!("[{}]", id.0 + 1)),
                Inline::Image(_) => {}
                Inline::Span(kind, content) => {
                    self.inlines(content);
                    if let SpanKind::Ruby(annotation) = kind
                        && !annotation.is_empty()
                    {
                        self.gap("（");
                        self.out.push_str(annotation);
                        self.gap("）");
                    }
                }
            }
        }
    }

    fn gap(&mut self, gap: &str) {
        self.out.push_str(gap);
        self.added = self.added + Tally::of(gap);
    }

    /// A row a line, a tab before every column but the first; what stands in lines in a cell stands side by side.
    fn table(&mut self, table: &Table) {
        for row in grid::cells(table) {
            // Those before the next words: nothing marks columns behind the last.
            let mut tabs = String::new();
            let mut empty = true;
            for (column, cell) in row.into_iter().enumerate() {
                if column > 0 {
                    tabs.push('\t');
                }
                let start = self.out.len();
                cell.iter().for_each(|cell| self.blocks(&cell.blocks));
                let cell = self.out.split_off(start);
                let lines = cell.lines().map(str::trim).filter(|line| !line.is_empty());
                for (index, line) in lines.enumerate() {
                    let joint = if index == 0 { std::mem::take(&mut tabs) } else { " ".to_owned() };
                    // White space at the edge of a line is not counted.
                    if empty {
                        self.out.push_str(&joint)
                    } else {
                        self.gap(&joint)
                    }
                    self.out.push_str(line);
                    empty = false;
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
    fn a_typed_table_of_contents_stays() {
        check("heading 1 :: 题\nfurniture contents :: 甲……1\nfurniture jump :: 下转\nbody :: 乙\n", "题\n\n甲……1\n\n乙\n\n");
    }

    #[test]
    fn blocks_stand_apart_and_verse_keeps_its_lines() {
        check(
            "heading 1 :: 题\nverse :: 一\\n二\nfurniture jump :: 下转\nbody :: 甲{ruby yǐ|乙}丙\n",
            "题\n\n一\n二\n\n甲乙（yǐ）丙\n\n",
        );
        check("body :: {code|if\\n  x}\n", "if\n  x\n\n");
    }

    #[test]
    fn notes_are_marked_where_they_are_called_and_where_they_stand() {
        check(
            "body :: 早市{note 0}散了。\nnote :: 7\n  body :: 清晨的集市。\n  body :: 见前。\n",
            "早市[1]散了。\n\n[1] 清晨的集市。\n\n见前。\n\n",
        );
        check(
            "body :: 早市 {note 0}\nlist\n  item\n    body :: {note 0} 甲\nnote :: 7\n  body :: 集市。\n",
            "早市 [1]\n\n• [1] 甲\n\n[1] 集市。\n\n",
        );
    }

    #[test]
    fn a_label_stands_with_its_item_and_cells_in_a_row() {
        check("list ordered\n  item :: （一）\n    body :: 甲\n  item :: 2.\n", "（一） 甲\n\n2.\n\n");
        check("list\n  item\n    body :: {code|  if\\n    x}\n", "•   if\n    x\n\n");
        check(
            "list\n  item\n    body :: 甲\n    list\n      item\n        body :: 乙\n  item :: ◆\n    body :: 丙\n",
            "• 甲\n\n◦ 乙\n\n◆ 丙\n\n",
        );
        check("table\n  row\n    cell 1x1 start\n      body :: 甲\n    cell 1x1 start\n      body :: 乙\n", "甲\t乙\n\n");
    }

    #[test]
    fn cells_keep_their_columns() {
        let cell = |spans: &str, text: &str| format!("    cell {spans} start\n{text}");
        let body = |text: &str| format!("      body :: {text}\n");
        let rows = [
            format!("{}{}{}", cell("1x2", &body("甲")), cell("1x1", &(body("乙") + &body("丙"))), cell("1x1", &body("丁"))),
            format!("{}{}{}", cell("1x1", ""), cell("1x1", &body("戊")), cell("1x1", "")),
            format!("{}{}", cell("1x1", ""), cell("2x1", "")),
        ];
        check(&format!("table\n  row\n{}", rows.join("  row\n")), "甲\t乙 丙\t丁\n\t\t戊\n\n");
    }
}
