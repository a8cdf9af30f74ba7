//! Plain text: one block a line, with its indent and the blank lines before it. What the lines mean is the normalizer's question.

use super::{Source, remnants};
use crate::diag::Sink;
use crate::model::{Block, Document, EditLog, Hints, Kind, Origin, Tally, TextBuilder, is_line_end};
use crate::text::width;

/// Reads decoded text into a document. Lines longer than the limit are cut into blocks of which each continues the one
/// before; form feeds count pages.
pub fn read(text: &str, source: &Source, document: &mut Document, _: &mut Sink) {
    let Document { blocks: found, log, .. } = document;
    let (tally, ()) = rayon::join(|| Tally::of_lines(text), || blocks(text, source.env.limits.line_bytes, found, log));
    log.declare_read(tally);
}

/// One block a line; of lines with remnants of markup, one for each part.
fn blocks(text: &str, longest: u32, blocks: &mut Vec<Block>, log: &mut EditLog) {
    let marked = remnants::are_in(text);
    let paged = memchr::memchr(b'\x0c', text.as_bytes()).is_some();
    let mut page = 1;
    let mut blank = 0u16;
    for (number, offset, line) in lines(text) {
        let content = line.trim();
        if content.is_empty() {
            blank = blank.saturating_add(1);
        } else {
            let hints = Hints {
                blank_before: std::mem::take(&mut blank),
                indent: edge(&line[..line.len() - line.trim_start().len()]),
                trailing: edge(&line[line.trim_end().len()..]),
                line: true,
                page: paged.then_some(page),
                ..Hints::default()
            };
            let origin = Origin::Line { line: number, offset };
            if marked && content.contains(['<', '&', '[']) {
                let (mut above, mut before) = (hints.blank_before, hints.indent);
                for part in remnants::parts(content) {
                    let (text, inner) = part.text(&origin, log);
                    if text.is_empty() {
                        above = above.saturating_add(1);
                        continue;
                    }
                    let kind = part.heading.map_or_else(Kind::default, Kind::Heading);
                    let hints = Hints {
                        blank_before: above.max(u16::from(part.paragraph)),
                        indent: before.saturating_add(inner),
                        marked: part.heading.is_some(),
                        ..hints.clone()
                    };
                    (above, before) = (0, 0);
                    blocks.push(Block { kind, text, origin: origin.clone(), hints });
                }
                blank = above;
                continue;
            }
            for (index, piece) in pieces(content, longest as usize).enumerate() {
                let hints = match index {
                    0 => hints.clone(),
                    _ => Hints { continues: true, blank_before: 0, indent: 0, ..hints.clone() },
                };
                blocks.push(Block { kind: Kind::default(), text: TextBuilder::plain(piece), origin: origin.clone(), hints });
            }
        }
        if paged && text[offset as usize + line.len()..].starts_with('\u{c}') {
            page += 1;
        }
    }
}

/// A line in pieces of at most `longest` bytes.
fn pieces(line: &str, longest: usize) -> impl Iterator<Item = &str> {
    let mut rest = line;
    std::iter::from_fn(move || {
        let (piece, after) = rest.split_at(rest.floor_char_boundary(longest.max(4)));
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
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
pub fn edge(space: &str) -> u16 {
    u16::try_from(width::of(space)).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, longest: u32, expected: &[(&str, u16, u16, Option<u32>, bool)]) {
        let mut document = Document::default();
        document.log.declare_read(Tally::of_lines(text));
        let Document { blocks: found, log, .. } = &mut document;
        blocks(text, longest, found, log);
        assert_eq!(document.balance(), Ok(()));
        let hints = |block: &Block| (block.hints.blank_before, block.hints.indent, block.hints.page, block.hints.continues);
        let found: Vec<_> = document
            .blocks
            .iter()
            .map(|block| {
                let (blank, indent, page, continues) = hints(block);
                (block.text.as_str(), blank, indent, page, continues)
            })
            .collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn lines_are_blocks_with_their_edges() {
        let expected = [("甲", 0, 4, None, false), ("乙 丙", 1, 0, None, false), ("丁\0", 0, 1, None, false)];
        check("　　甲\r\n\r乙 丙 \u{2028} 丁\0\n", 1 << 20, &expected);
    }

    #[test]
    fn form_feeds_count_pages() {
        check(
            "甲\u{c}乙\n丙",
            1 << 20,
            &[("甲", 0, 0, Some(1), false), ("乙", 0, 0, Some(2), false), ("丙", 0, 0, Some(2), false)],
        );
    }

    #[test]
    fn long_lines_are_cut_between_characters() {
        check("甲乙 丙", 7, &[("甲乙 ", 0, 0, None, false), ("丙", 0, 0, None, true)]);
    }
}
