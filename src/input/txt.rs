//! Plain text: one block a line, with its indent and the blank lines before it. What the lines mean is the normalizer's question.

use crate::model::{Block, Document, Hints, Kind, Origin, Tally, TextBuilder, is_line_end};
use crate::text::width;

/// Reads decoded text into a document.
pub fn read(text: &str, document: &mut Document) {
    document.log.declare_read(Tally::of_lines(text));
    let mut blank = 0u16;
    for (number, offset, line) in lines(text) {
        let content = line.trim();
        if content.is_empty() {
            blank = blank.saturating_add(1);
            continue;
        }
        let hints = Hints {
            blank_before: std::mem::take(&mut blank),
            indent: edge(&line[..line.len() - line.trim_start().len()]),
            trailing: edge(&line[line.trim_end().len()..]),
            line: true,
            ..Hints::default()
        };
        document.blocks.push(Block {
            kind: Kind::default(),
            text: TextBuilder::plain(content),
            origin: Origin::Line { line: number, offset },
            hints,
        });
    }
}

/// The lines of a text: number from 1, byte offset, content without the line end. CR LF is one line end.
pub fn lines(text: &str) -> impl Iterator<Item = (u32, u64, &str)> {
    let mut at = 0;
    let mut number = 0;
    std::iter::from_fn(move || {
        if at >= text.len() {
            return None;
        }
        let rest = &text[at..];
        let end = rest.find(is_line_end).unwrap_or(rest.len());
        let terminator = match &rest[end..] {
            tail if tail.starts_with("\r\n") => 2,
            tail => tail.chars().next().map_or(0, char::len_utf8),
        };
        let line = (number + 1, at as u64, &rest[..end]);
        number += 1;
        at += end + terminator;
        Some(line)
    })
}

/// The width of white space at an edge, in half-em units.
fn edge(space: &str) -> u16 {
    u16::try_from(width::of(space)).unwrap_or(u16::MAX)
}
