//! The native form: a document as lines of text that a person can read, and that can be read back.
//!
//! It is the language of goldens. One block a line, `kind :: text`; what a block holds is indented below it by two spaces.
//! Inline structure stands in braces: `{strong|字}`, `{ruby zì|字}`, `{link https://…|字}`, `{note 0}`, `{image 0}`.
//! `\n` is a line break, `\r` a carriage return; `\{`, `\}`, `\|`, `\\` are the characters themselves. Layout hints and origins
//! are left out.

use super::block::{Align, Block, Cell, Furniture, Item, Kind, List, Role, Row, Table};
use super::document::{Document, MediaId, Note, NoteId};
use super::text::{AnchorKind, Inline, SpanKind, Text, TextBuilder};
use std::fmt::Write;

/// Writes the blocks and notes of a document.
pub fn write(document: &Document) -> String {
    let mut out = String::new();
    blocks_to(&document.blocks, 0, &mut out);
    for note in &document.notes {
        line_to("note", &TextBuilder::plain(note.label.trim()), 0, &mut out);
        blocks_to(&note.blocks, 1, &mut out);
    }
    out
}

fn blocks_to(blocks: &[Block], depth: usize, out: &mut String) {
    for block in blocks {
        block_to(block, depth, out);
    }
}

fn block_to(block: &Block, depth: usize, out: &mut String) {
    let name = match &block.kind {
        Kind::List(list) if list.ordered => "list ordered".to_owned(),
        Kind::Figure(media) => format!("figure {}", media.0),
        kind => kind.name(),
    };
    line_to(&name, &block.text, depth, out);
    match &block.kind {
        Kind::Quote(inner) => blocks_to(inner, depth + 1, out),
        Kind::List(list) => {
            for item in &list.items {
                line_to("item", &item.label, depth + 1, out);
                blocks_to(&item.blocks, depth + 2, out);
            }
        }
        Kind::Table(table) => {
            for row in &table.rows {
                line_to(if row.header { "row header" } else { "row" }, &Text::default(), depth + 1, out);
                for cell in &row.cells {
                    let align = match cell.align {
                        Align::Start => "start",
                        Align::Center => "center",
                        Align::End => "end",
                    };
                    let name = format!("cell {}x{} {align}", cell.columns, cell.rows);
                    line_to(&name, &Text::default(), depth + 2, out);
                    blocks_to(&cell.blocks, depth + 3, out);
                }
            }
        }
        _ => {}
    }
}

fn line_to(name: &str, text: &Text, depth: usize, out: &mut String) {
    let _ = write!(out, "{:indent$}{name}", "", indent = depth * 2);
    if !text.is_empty() {
        out.push_str(" :: ");
        inlines_to(&text.inlines(), out);
    }
    out.push('\n');
}

fn inlines_to(inlines: &[Inline<'_>], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(piece) => escape_to(piece, out),
            Inline::LineBreak => out.push_str("\\n"),
            Inline::Note(id) => {
                let _ = write!(out, "{{note {}}}", id.0);
            }
            Inline::Image(id) => {
                let _ = write!(out, "{{image {}}}", id.0);
            }
            Inline::Span(kind, content) => {
                out.push('{');
                out.push_str(kind.name());
                if let Some(value) = kind.value() {
                    out.push(' ');
                    escape_to(value, out);
                }
                out.push('|');
                inlines_to(content, out);
                out.push('}');
            }
        }
    }
}

fn escape_to(piece: &str, out: &mut String) {
    for c in piece.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '{' | '}' | '|' | '\\' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
}

fn span_kind(name: &str, value: String) -> Option<SpanKind> {
    Some(match name {
        "link" => SpanKind::Link(value),
        "ruby" => SpanKind::Ruby(value),
        "language" => SpanKind::Language(value),
        "strong" => SpanKind::Strong,
        "emphasis" => SpanKind::Emphasis,
        "dots" => SpanKind::Dots,
        "underline" => SpanKind::Underline,
        "strike" => SpanKind::Strike,
        "superscript" => SpanKind::Superscript,
        "subscript" => SpanKind::Subscript,
        "code" => SpanKind::Code,
        _ => return None,
    })
}

/// Reads the native form back. The log declares what was read, so that the document balances.
///
/// The error names the line, from 1.
pub fn parse(native: &str) -> Result<Document, String> {
    let mut lines = Vec::new();
    for (index, line) in native.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let content = line.trim_start_matches(' ');
        let depth = (line.len() - content.len()) / 2;
        let (name, text) = content.split_once(" :: ").unwrap_or((content, ""));
        let text = text_of(text).ok_or_else(|| format!("line {}: the braces don't close", index + 1))?;
        lines.push((index + 1, depth, name, text));
    }
    let mut document = Document::default();
    let mut at = 0;
    while at < lines.len() {
        if lines[at].2 == "note" {
            let label = lines[at].3.as_str().to_owned();
            at += 1;
            let blocks = blocks_of(&lines, &mut at, 1)?;
            document.notes.push(Note { label, blocks });
        } else {
            document.blocks.push(block_of(&lines, &mut at)?);
        }
    }
    let tally = document.tally();
    document.log.declare_read(tally);
    Ok(document)
}

type Line<'a> = (usize, usize, &'a str, Text);

fn blocks_of(lines: &[Line<'_>], at: &mut usize, depth: usize) -> Result<Vec<Block>, String> {
    let mut blocks = Vec::new();
    while lines.get(*at).is_some_and(|line| line.1 >= depth) {
        blocks.push(block_of(lines, at)?);
    }
    Ok(blocks)
}

fn block_of(lines: &[Line<'_>], at: &mut usize) -> Result<Block, String> {
    let (number, depth, name, text) = &lines[*at];
    *at += 1;
    let mut words = name.split(' ');
    let unknown = || format!("line {number}: no block is called {name}");
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let kind = match first {
        "heading" => Kind::Heading(second.parse().map_err(|_| unknown())?),
        "figure" => Kind::Figure(MediaId(second.parse().map_err(|_| unknown())?)),
        "furniture" => Kind::Furniture(*Furniture::ALL.iter().find(|kind| kind.name() == second).ok_or_else(unknown)?),
        "verse" => Kind::Verse,
        "separator" => Kind::Separator,
        "page-mark" => Kind::PageMark,
        "quote" => Kind::Quote(blocks_of(lines, at, depth + 1)?),
        "list" => {
            let mut list = List { ordered: second == "ordered", items: Vec::new() };
            while lines.get(*at).is_some_and(|line| line.1 == depth + 1 && line.2 == "item") {
                let label = lines[*at].3.clone();
                *at += 1;
                list.items.push(Item { label, blocks: blocks_of(lines, at, depth + 2)? });
            }
            Kind::List(list)
        }
        "table" => {
            let mut table = Table::default();
            while lines.get(*at).is_some_and(|line| line.1 == depth + 1 && line.2.starts_with("row")) {
                let header = lines[*at].2 == "row header";
                *at += 1;
                let mut cells = Vec::new();
                while lines.get(*at).is_some_and(|line| line.1 == depth + 2 && line.2.starts_with("cell")) {
                    let mut words = lines[*at].2.split([' ', 'x']).skip(1);
                    let mut number = || words.next().and_then(|word| word.parse().ok()).unwrap_or(1);
                    let (columns, rows) = (number(), number());
                    let align = match words.next() {
                        Some("center") => Align::Center,
                        Some("end") => Align::End,
                        _ => Align::Start,
                    };
                    *at += 1;
                    cells.push(Cell { columns, rows, align, blocks: blocks_of(lines, at, depth + 3)? });
                }
                table.rows.push(Row { header, cells });
            }
            Kind::Table(table)
        }
        role => Kind::Paragraph(*Role::ALL.iter().find(|known| known.name() == role).ok_or_else(unknown)?),
    };
    Ok(Block { kind, text: text.clone(), ..Block::default() })
}

/// The character that stands behind `\`.
fn escaped(c: char) -> char {
    match c {
        'n' => '\n',
        'r' => '\r',
        other => other,
    }
}

/// Reads the inline form; `None` where braces don't close.
fn text_of(source: &str) -> Option<Text> {
    let mut builder = TextBuilder::new();
    let mut depth = 0;
    let mut chars = source.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => builder.push(escaped(chars.next()?).encode_utf8(&mut [0; 4])),
            '{' => {
                let mut head = String::new();
                let closed = loop {
                    match chars.next()? {
                        '\\' => head.push(escaped(chars.next()?)),
                        '|' => break false,
                        '}' => break true,
                        other => head.push(other),
                    }
                };
                let (name, value) = head.split_once(' ').unwrap_or((&head, ""));
                if closed {
                    let id = value.parse().ok()?;
                    builder.anchor(match name {
                        "note" => AnchorKind::Note(NoteId(id)),
                        "image" => AnchorKind::Image(MediaId(id)),
                        _ => return None,
                    })
                } else {
                    depth += 1;
                    builder.open(span_kind(name, value.to_owned())?)
                }
            }
            '}' => {
                depth -= 1;
                builder.close()
            }
            other => builder.push(other.encode_utf8(&mut [0; 4])),
        };
        if depth < 0 {
            return None;
        }
    }
    (depth == 0).then(|| builder.exact())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(native: &str) {
        let document = parse(native).expect("the native form is well formed");
        assert_eq!(write(&document), native);
        assert_eq!(document.balance(), Ok(()));
    }

    #[test]
    fn every_kind_of_block_comes_back() {
        let mut native =
            String::from("heading 1 :: 题\nverse :: 一\\n二\nseparator :: ***\npage-mark :: 3\nquote\n  body :: 引\n");
        native.push_str(
            "list ordered\n  item :: 1.\n    body :: 甲\n  item :: 2.\n    body :: 乙\nlist\n  item\n    body :: 丙\n",
        );
        native.push_str("table :: 表\n  row header\n    cell 2x1 center\n      body :: 头\n  row\n    cell 1x1 start\n      body :: 身\n    cell 1x1 end\n");
        native.push_str("figure 0 :: 图\n");
        for role in Role::ALL {
            native.push_str(&format!("{} :: 文\n", role.name()));
        }
        for furniture in Furniture::ALL {
            native.push_str(&format!("furniture {} :: 物\n", furniture.name()));
        }
        native.push_str("note :: 1\n  body :: 注\n");
        check(&native);
    }

    #[test]
    fn every_inline_comes_back() {
        check("body :: 甲{strong|乙{emphasis|丙}}{ruby dīng|丁}{link https://a.b/c\\|d|戊}{note 0}{image 1}\\{己\\}\\\\\n");
        check("body :: {dots|一}{underline|二}{strike|三}{superscript|四}{subscript|五}{code|六}{language en|seven}\n");
        check("body :: {strong|{link a|甲}}\nbody :: {link a|{strong|乙}}\nbody :: {dots|{strong|{emphasis|丙}}}\n");
        check("body ::  甲 \nbody :: {strong| }\nverse :: 一\\n　\n");
        check("body :: {ruby yī\\nèr|一}{link a\\rb|二\\r三}\n");
    }

    #[test]
    fn a_broken_form_says_where() {
        assert_eq!(parse("body :: 甲\nbody :: {strong|乙").unwrap_err(), "line 2: the braces don't close");
        assert_eq!(parse("novel :: 甲").unwrap_err(), "line 1: no block is called novel");
    }
}
