//! Tables, Markdown's own and those of HTML fragments.

use super::align::{Aligner, Misaligned};
use super::source::{Line, Op, Segment};
use super::{Reader, fragment, is_heading, lines_of};
use crate::model::{Align, Block, Cell, EditLog, Kind, Origin, Reason, Row, Rule, Table, Text};
use comrak::Node;
use comrak::nodes::{NodeTable, NodeValue, TableAlignment};

impl Reader<'_, '_, '_> {
    /// A block of HTML.
    pub(super) fn fragment(&mut self, last: usize, blocks: &mut Vec<Block>) {
        let mut aligner = self.aligner(last);
        let mut ops = std::mem::take(&mut self.pending);
        ops.append(&mut aligner.ops);
        self.push_lines(ops, self.line, blocks, &Kind::default(), false);
        let start = aligner.at;
        let end = self.source.lines.get(last).map_or(self.source.text.len(), |line| line.content.end);
        for part in fragment::parts(self.source, start..end, &mut self.names) {
            match part {
                fragment::Part::Lines(kind, ops) => {
                    let marked = is_heading(&kind);
                    self.push_lines(ops, self.line, blocks, &kind, marked);
                }
                fragment::Part::Table { before, rows, caption } => {
                    self.source.commit(before, self.line, &mut self.document.log);
                    let mut table = Table::default();
                    for (header, cells) in rows {
                        let cells = cells.into_iter().map(|cell| self.cell(cell.ops, Align::Start, cell.columns, cell.rows));
                        table.rows.push(Row { header, cells: cells.collect() });
                    }
                    let caption = self.source.commit(caption, self.line, &mut self.document.log);
                    let text = joined(caption, &mut self.document.log);
                    let mut block = Block::new(Kind::Table(table), text, self.source.origin(self.line));
                    block.hints.blank_before = std::mem::take(&mut self.blank);
                    blocks.push(block);
                }
                fragment::Part::Rule => {
                    blocks.push(Block::new(Kind::Separator, Text::default(), self.source.origin(self.line)))
                }
            }
        }
        self.done(last);
    }

    /// A cell, of what was understood of its content.
    fn cell(&mut self, ops: Vec<Op>, align: Align, columns: u16, rows: u16) -> Cell {
        let segments = self.source.commit(ops, self.line, &mut self.document.log);
        let blocks = segments
            .into_iter()
            .filter(|segment| !segment.text.is_empty())
            .map(|segment| Block::new(Kind::default(), segment.text, self.source.origin(segment.line)))
            .collect();
        Cell { columns, rows, align, blocks }
    }

    /// A table of Markdown's; nothing is accounted for where it can't be aligned.
    pub(super) fn table(
        &mut self,
        node: Node<'_>,
        table: &NodeTable,
        last: usize,
        blocks: &mut Vec<Block>,
    ) -> Result<(), Misaligned> {
        let media = self.names.media.len();
        let mut rows = Vec::new();
        let first = self.line;
        let read: Result<(), Misaligned> = node.children().try_for_each(|row| {
            let (line, _) = lines_of(row, self.source.lines.len());
            let header = matches!(row.data.borrow().value, NodeValue::TableRow(true));
            let start = self.source.lines.get(line).ok_or(Misaligned)?.content.start;
            let mut aligner = Aligner::new(self.source, start.max(self.at), line, self.quotes);
            aligner.cell = true;
            let mut cells = Vec::new();
            for cell in row.children() {
                skip_bar(&mut aligner);
                aligner.inlines(cell, &mut self.names)?;
                aligner.skip_space();
                cells.push(std::mem::take(&mut aligner.ops));
            }
            // A row may have more cells than the table has columns; the parser drops them, we do not.
            while !aligner.rest().trim_matches(['|', ' ', '\t', '\u{3000}']).is_empty() {
                skip_bar(&mut aligner);
                let rest = aligner.rest();
                aligner.take(rest.find('|').unwrap_or(rest.len()).max(1));
                cells.push(std::mem::take(&mut aligner.ops));
            }
            aligner.skip(aligner.rest().len(), "table");
            match cells.last_mut() {
                Some(last) => last.append(&mut aligner.ops),
                None => cells.push(std::mem::take(&mut aligner.ops)),
            }
            rows.push((header, line, cells));
            Ok(())
        });
        if read.is_err() {
            self.names.media.truncate(media);
            return Err(Misaligned);
        }
        let pending = std::mem::take(&mut self.pending);
        self.push_lines(pending, first, blocks, &Kind::default(), false);
        let mut out = Table::default();
        let mut next = first;
        for (header, line, cells) in rows {
            self.delimiters(next..line);
            next = line + 1;
            let aligns = table.alignments.iter().map(|align| match align {
                TableAlignment::Center => Align::Center,
                TableAlignment::Right => Align::End,
                _ => Align::Start,
            });
            let aligns = aligns.chain(std::iter::repeat(Align::Start));
            self.line = line;
            let cells = cells.into_iter().zip(aligns).map(|(ops, align)| self.cell(ops, align, 1, 1)).collect();
            out.rows.push(Row { header, cells });
        }
        self.delimiters(next..last + 1);
        let mut block = Block::new(Kind::Table(out), Text::default(), self.source.origin(first));
        block.hints.blank_before = std::mem::take(&mut self.blank);
        blocks.push(block);
        self.done(last);
        Ok(())
    }

    /// Lines of a table that are no row: the rule under its head.
    fn delimiters(&mut self, lines: std::ops::Range<usize>) {
        for line in lines {
            if let Some(Line { content, .. }) = self.source.lines.get(line).cloned() {
                self.source.commit(vec![Op::Skip(content, "table")], line, &mut self.document.log);
            }
        }
    }
}

/// Lines that are one text, such as a caption.
fn joined(segments: Vec<Segment>, log: &mut EditLog) -> Text {
    let mut segments = segments.into_iter().map(|segment| segment.text).filter(|text| !text.is_empty());
    let mut whole = segments.next().unwrap_or_default();
    for text in segments {
        whole.append(text, "", &Origin::None, &Reason::certain(Rule::Markup, "lines of a caption"), log);
    }
    whole
}

fn skip_bar(aligner: &mut Aligner<'_, '_>) {
    aligner.skip_space();
    if aligner.rest().starts_with('|') {
        aligner.skip(1, "table");
    }
    aligner.skip_space();
}
