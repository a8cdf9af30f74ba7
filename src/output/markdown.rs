//! Markdown (CommonMark with tables and footnotes), such as the reader of this crate reads back.
//!
//! Labels of lists are the document's own text and stand as they are; only bullets are the writer's. The source's own
//! table of contents stays, for no new one is made. Emphasis beside full-width marks needs a reader that is friendly to Chinese,
//! as this crate's is.

use super::writer::{ReadBack, Target, WriteOptions};
use crate::diag::Sink;
use crate::env::Env;
use crate::error::Result;
use crate::model::{
    Align, Block, Cell, Document, Furniture, Inline, Kind, List, SpanKind, Table, Tally, Text, grid, is_line_end, issue,
};

/// Writes Markdown. Its text is counted as it is written: this room has no reader of Markdown.
pub fn write_md(document: &Document, _: &WriteOptions, _: &Env, _: &mut Sink) -> Result<Target> {
    let mut pen = Pen { document, out: String::new(), tally: Tally::default(), in_cell: false };
    pen.blocks(&document.blocks, "");
    for (index, note) in document.notes.iter().enumerate() {
        let start = pen.out.len();
        pen.blocks(&note.blocks, "    ");
        let body = pen.out.split_off(start);
        pen.out.push_str(&format!("[^{}]: {}\n\n", index + 1, body.trim()));
    }
    let end = pen.out.trim_end().len();
    pen.out.truncate(end);
    if !pen.out.is_empty() {
        pen.out.push('\n');
    }
    Ok(Target { bytes: pen.out.into_bytes(), read_back: ReadBack::Exact(pen.tally) })
}

struct Pen<'a> {
    document: &'a Document,
    out: String,
    tally: Tally,
    /// Inside the cell of a table.
    in_cell: bool,
}

impl Pen<'_> {
    /// Blocks, each line after `indent`, a blank line between them.
    fn blocks(&mut self, blocks: &[Block], indent: &str) {
        for block in blocks {
            match block.kind {
                Kind::Furniture(Furniture::Contents) => self.contents(block, indent),
                _ if block.is_visible() => self.block(block, indent),
                _ => {}
            }
        }
    }

    /// A typed table of contents, which no new one replaces here.
    fn contents(&mut self, block: &Block, indent: &str) {
        let tally = self.tally;
        self.block(block, indent);
        self.tally = tally;
    }

    fn block(&mut self, block: &Block, indent: &str) {
        let text = self.inlines(&block.text, "\\\n");
        match &block.kind {
            Kind::Heading(level) => {
                let marks = "#".repeat(usize::from(*level).clamp(1, 6));
                self.lines(&format!("{marks} {}", text.replace("\\\n", " ")), indent);
            }
            // A separator's own stars are escaped text; a bare one is a rule.
            Kind::Separator if text.is_empty() => self.lines("---", indent),
            Kind::Figure(media) => {
                if let Some(media) = self.document.media.get(media.0 as usize) {
                    self.lines(&picture(&media.alt, &media.reference), indent);
                }
                self.lines(&text, indent);
            }
            Kind::Quote(blocks) => {
                self.lines(&text, indent);
                self.blocks(blocks, &format!("{indent}> "));
                // The blank line behind a quote is none of its own.
                let last = format!("\n{indent}>\n");
                if self.out.ends_with(&last) {
                    self.out.truncate(self.out.len() - last.len() + 1);
                    self.out.push_str(indent.trim_end());
                    self.out.push('\n');
                }
            }
            Kind::List(list) => {
                self.lines(&text, indent);
                self.list(list, indent);
            }
            Kind::Table(table) => {
                self.lines(&text, indent);
                self.table(table, indent);
            }
            Kind::Paragraph(_) if !self.in_cell && block.is_code() => self.fenced(block.text.as_str(), indent),
            _ => self.lines(&text, indent),
        }
    }

    /// Lines of code, between fences longer than any run of their marks.
    fn fenced(&mut self, code: &str, indent: &str) {
        let (mut longest, mut run) = (2, 0);
        for c in code.chars() {
            run = if c == '`' { run + 1 } else { 0 };
            longest = longest.max(run);
        }
        let fence = "`".repeat(longest + 1);
        self.lines(&format!("{fence}\n{code}\n{fence}"), indent);
    }

    fn lines(&mut self, text: &str, indent: &str) {
        if text.is_empty() {
            return;
        }
        for line in text.split('\n') {
            self.out.push_str(indent);
            self.out.push_str(line);
            self.out.push('\n');
        }
        self.out.push_str(indent.trim_end());
        self.out.push('\n');
    }

    fn list(&mut self, list: &List, indent: &str) {
        for (index, item) in list.items.iter().enumerate() {
            let (marker, label) = match (item.label.is_empty(), list.ordered) {
                (true, false) => ("- ".to_owned(), String::new()),
                (true, true) => (format!("{}. ", index + 1), String::new()),
                (false, _) => {
                    let label = self.inlines(&item.label, " ");
                    let (number, task) = task(item.label.as_str());
                    // `1.` and `1)` are markers of Markdown itself, and read as labels again; so are the boxes of tasks.
                    if is_marker(number) {
                        (format!("{number} "), task.to_owned())
                    } else if number.is_empty() {
                        ("- ".to_owned(), task.to_owned())
                    } else {
                        ("- ".to_owned(), label)
                    }
                }
            };
            let deeper = format!("{indent}{}", " ".repeat(marker.chars().count()));
            let start = self.out.len();
            self.blocks(&item.blocks, &deeper);
            let body = self.out.split_off(start);
            let body = body.strip_prefix(deeper.as_str()).unwrap_or(&body);
            let gap = if label.is_empty() || body.is_empty() { "" } else { " " };
            self.out.push_str(&format!("{indent}{marker}{label}{gap}{body}"));
            if body.is_empty() {
                self.out.push('\n');
            }
        }
    }

    fn table(&mut self, table: &Table, indent: &str) {
        let rows = grid::cells(table);
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        if columns == 0 {
            return;
        }
        if self.in_cell {
            return rows.into_iter().for_each(|row| self.row_in_cell(&row));
        }
        let rules = (0..columns).map(|column| {
            let mut aligns = rows.iter().filter_map(|row| row.get(column).copied().flatten()).map(|cell| cell.align);
            match aligns.next().filter(|&first| aligns.all(|align| align == first)) {
                Some(Align::End) => " --: |",
                Some(Align::Center) => " :-: |",
                _ => " --- |",
            }
        });
        let rule = format!("|{}", rules.collect::<String>());
        if !table.rows.first().is_some_and(|row| row.header) {
            self.out.push_str(&format!("{indent}|{}\n{indent}{rule}\n", "  |".repeat(columns)));
        }
        for (index, (row, cells)) in table.rows.iter().zip(rows).enumerate() {
            let mut line = String::from("|");
            for column in 0..columns {
                let start = self.out.len();
                if let Some(cell) = cells.get(column).copied().flatten() {
                    self.in_cell = true;
                    self.blocks(&cell.blocks, "");
                    self.in_cell = false;
                }
                let cell = self.out.split_off(start);
                let cell = cell.trim().replace("\\\n", "<br>").replace("\n\n", "<br>").replace('\n', " ");
                line.push_str(&format!(" {cell} |"));
            }
            self.out.push_str(&format!("{indent}{line}\n"));
            if index == 0 && row.header {
                self.out.push_str(&format!("{indent}{rule}\n"));
            }
        }
        self.out.push_str(indent.trim_end());
        self.out.push('\n');
    }

    /// A row of a table in a cell is a line: Markdown has no tables in tables.
    fn row_in_cell(&mut self, row: &[Option<&Cell>]) {
        let start = self.out.len();
        for cell in row {
            let before = self.out.len();
            cell.iter().for_each(|cell| self.blocks(&cell.blocks, ""));
            let line = self.out.split_off(before).trim().replace("\\\n", " ").replace('\n', " ");
            let gap = if self.out.len() > start && !line.is_empty() { "\u{3000}" } else { "" };
            self.out.push_str(gap);
            self.out.push_str(&line);
        }
        self.out.push_str("\n\n");
    }

    /// The text with its markup; a line break of the content becomes `broken`.
    fn inlines(&mut self, text: &Text, broken: &str) -> String {
        let mut out = String::new();
        self.tally = self.tally + text.tally();
        self.inline(&text.inlines(), broken, &mut out);
        // In a cell nothing is markup for its place.
        if self.in_cell { out } else { escape_starts(&out) }
    }

    fn inline(&self, inlines: &[Inline<'_>], broken: &str, out: &mut String) {
        for inline in inlines {
            match inline {
                Inline::Text(piece) => escape(piece, out),
                Inline::LineBreak => out.push_str(broken),
                Inline::Note(id) => out.push_str(&format!("[^{}]", id.0 + 1)),
                Inline::Image(id) => {
                    if let Some(media) = self.document.media.get(id.0 as usize) {
                        out.push_str(&picture(&media.alt, &media.reference));
                    }
                }
                Inline::Span(kind, content) => {
                    let mut inner = String::new();
                    self.inline(content, broken, &mut inner);
                    match kind {
                        // Markdown has no names for headings.
                        SpanKind::Link(target) if issue::heading_of(target, &self.document.meta).is_some() => {
                            out.push_str(&inner)
                        }
                        kind => span(kind, &inner, out),
                    }
                }
            }
        }
    }
}

fn span(kind: &SpanKind, inner: &str, out: &mut String) {
    let around = |open: &str, close: &str, out: &mut String| {
        // CommonMark sees no emphasis at white space: it stays outside.
        let tight = inner.trim();
        if tight.is_empty() {
            out.push_str(inner);
            return;
        }
        let start = inner.len() - inner.trim_start().len();
        let (before, after) = (&inner[..start], &inner[start + tight.len()..]);
        out.push_str(&format!("{before}{open}{tight}{close}{after}"));
    };
    match kind {
        SpanKind::Strong => around("**", "**", out),
        SpanKind::Emphasis | SpanKind::Dots => around("*", "*", out),
        SpanKind::Strike => around("~~", "~~", out),
        SpanKind::Link(target) => out.push_str(&format!("[{inner}]({})", address(target))),
        SpanKind::Ruby(annotation) => {
            out.push_str(&format!("<ruby>{inner}<rt>"));
            escape(annotation, out);
            out.push_str("</rt></ruby>");
        }
        SpanKind::Superscript => out.push_str(&format!("<sup>{inner}</sup>")),
        SpanKind::Subscript => out.push_str(&format!("<sub>{inner}</sub>")),
        SpanKind::Underline => out.push_str(&format!("<u>{inner}</u>")),
        SpanKind::Code => out.push_str(&format!("<code>{inner}</code>")),
        SpanKind::Language(_) => out.push_str(inner),
    }
}

fn picture(alt: &str, reference: &str) -> String {
    let mut words = String::new();
    escape(&alt.replace(is_line_end, " "), &mut words);
    format!("![{words}]({})", address(reference))
}

/// An address between angle brackets where it has what would end it.
fn address(target: &str) -> String {
    let target: String = target.chars().filter(|&c| !is_line_end(c) && c != '<' && c != '>').collect();
    if target.contains([' ', '(', ')']) { format!("<{target}>") } else { target }
}

/// Characters that could be markup anywhere in a line.
fn escape(piece: &str, out: &mut String) {
    let mut rest = piece.chars();
    while let Some(c) = rest.next() {
        let next = rest.clone().next();
        let markup = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '|' => true,
            // A tag and a reference have a letter behind; what stands in the next piece is not seen here.
            '<' => next.is_none_or(|next| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?')),
            '&' => next.is_none_or(|next| next.is_ascii_alphanumeric() || next == '#'),
            _ => false,
        };
        if markup {
            out.push('\\');
        }
        out.push(if is_line_end(c) { ' ' } else { c });
    }
}

/// Characters that are markup at the start of a line alone: `#`, `+`, `-`, `=`, `1.`, `1)`.
fn escape_starts(text: &str) -> String {
    let lines = text.split('\n').map(|line| {
        let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let marks = || line[digits + 1..].chars().next().is_none_or(char::is_whitespace);
        match line.as_bytes().get(digits) {
            Some(b'.' | b')') if (1..=9).contains(&digits) && marks() => format!("{}\\{}", &line[..digits], &line[digits..]),
            Some(b'#' | b'+' | b'-' | b'=' | b':' | b'>') if digits == 0 => format!("\\{line}"),
            _ => line.to_owned(),
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A label without the box of a task, and the task in Markdown.
fn task(label: &str) -> (&str, &'static str) {
    let boxes = [('☐', "[ ]"), ('☑', "[x]")];
    let found = boxes.into_iter().find_map(|(sign, task)| Some((label.strip_suffix(sign)?.trim_end(), task)));
    found.unwrap_or((label, ""))
}

/// `1.` and `1)`, at most nine digits.
fn is_marker(label: &str) -> bool {
    let number = label.strip_suffix(['.', ')']).unwrap_or_default();
    (1..=9).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;

    fn check(source: &str, expected: &str) {
        let document = native::parse(source).expect("well formed");
        let target = write_md(&document, &WriteOptions::default(), &Env::for_tests(), &mut Sink::new()).expect("it is written");
        assert_eq!(String::from_utf8(target.bytes).expect("UTF-8"), expected);
        let ReadBack::Exact(tally) = target.read_back else { panic!("every character is counted") };
        assert_eq!(tally, document.visible_tally());
    }

    #[test]
    fn a_typed_table_of_contents_stays() {
        check("heading 1 :: 题\nfurniture contents :: 甲……1\nfurniture jump :: 下转\nbody :: 乙\n", "# 题\n\n甲……1\n\n乙\n");
    }

    #[test]
    fn headings_paragraphs_and_verse() {
        check("heading 2 :: 题\nbody :: 甲{strong|乙}\nverse :: 一\\n二\n", "## 题\n\n甲**乙**\n\n一\\\n二\n");
    }

    #[test]
    fn a_quote_ends_with_its_last_line() {
        check("quote\n  body :: 甲\n  body :: 乙\nbody :: 丙\n", "> 甲\n>\n> 乙\n\n丙\n");
        check("quote\n  quote\n    body :: 甲\n  body :: 乙\nbody :: 丙\n", "> > 甲\n>\n> 乙\n\n丙\n");
    }

    #[test]
    fn white_space_stays_outside_of_emphasis() {
        check("body :: {emphasis|one }two{strong| three}\n", "*one* two **three**\n");
    }

    #[test]
    fn lines_of_code_stand_between_fences() {
        check("body :: {code|甲：\\n    乙}\n", "```\n甲：\n    乙\n```\n");
        check("body :: {code|甲\\n```}\n", "````\n甲\n```\n````\n");
        check("body :: {code|甲}乙\n", "<code>甲</code>乙\n");
    }

    #[test]
    fn columns_are_aligned_as_their_cells_are() {
        check(
            "table\n  row header\n    cell 1x1 end\n      body :: 甲\n    cell 1x1 center\n      body :: 乙\n  row\n    cell 1x1 end\n      \
             body :: 1.5\n    cell 1x1 start\n      body :: - 丁\n",
            "| 甲 | 乙 |\n| --: | --- |\n| 1.5 | - 丁 |\n",
        );
    }

    #[test]
    fn what_looks_like_markup_is_escaped() {
        check("body :: 1.5 万，E=mc^2\n", "1.5 万，E=mc^2\n");
        check("body :: 1. *甲*_乙_\nbody :: # 丙\nbody :: - 丁\n", "1\\. \\*甲\\*\\_乙\\_\n\n\\# 丙\n\n\\- 丁\n");
    }

    #[test]
    fn boxes_of_tasks_are_those_of_markdown() {
        check("list\n  item :: ☐\n    body :: 修桥\n  item :: ☑\n    body :: 补路\n", "- [ ] 修桥\n\n- [x] 补路\n");
        check("list ordered\n  item :: 1. ☑\n    body :: 甲\n", "1. [x] 甲\n");
    }

    #[test]
    fn lists_tables_and_notes() {
        check(
            "table\n  row\n    cell 1x1 start\n      table\n        row\n          cell 1x1 start\n            body :: 甲\n          cell 1x1 start\n            body :: 乙\n      body :: 丙\n",
            "|  |\n| --- |\n| 甲　乙<br>丙 |\n",
        );
        check("list ordered\n  item :: 1.\n    body :: 甲\n  item :: （二）\n    body :: 乙\n", "1. 甲\n\n- （二） 乙\n");
        check(
            "table\n  row header\n    cell 1x1 start\n      body :: 甲\n    cell 1x1 start\n      body :: 乙|丙\n",
            "| 甲 | 乙\\|丙 |\n| --- | --- |\n",
        );
        // A cell over two rows, and one over two columns.
        check(
            "table\n  row header\n    cell 1x2 start\n      body :: 甲\n    cell 2x1 start\n      body :: 乙\n  row\n    cell 1x1 start\n      body :: 丙\n    \
             cell 1x1 start\n      body :: 丁\n",
            "| 甲 | 乙 |  |\n| --- | --- | --- |\n|  | 丙 | 丁 |\n",
        );
        check(
            "table\n  row header\n    cell 500x1 start\n      body :: 甲\n    cell 1x1 start\n      body :: 乙\n",
            "| 甲 | 乙 |\n| --- | --- |\n",
        );
        check("body :: 甲{note 0}\nnote :: x\n  body :: 注\n", "甲[^1]\n\n[^1]: 注\n");
    }
}
