//! Where the files of a book begin.
//!
//! A file is a chapter or an article: it begins at headings of one level and of all levels above it. That level is the
//! highest one that really divides the text, so a lone title and volumes that hold chapters alone are passed over. A notice
//! or an article is one file unless it is long. A masthead and the head of a notice stand over what follows. No file is longer than [`LIMIT`] but for one block that is.

use crate::model::{Block, Document, DocumentKind, Kind, Role, walk};
use std::ops::Range;

/// Bytes of text in one file, about; readers on paper-like screens lay a whole file out before they show it.
const LIMIT: usize = 300 << 10;

/// From here on a heading of any level begins a new file rather than letting a limit cut between paragraphs.
const SOFT_LIMIT: usize = LIMIT / 2;

/// A document of sections is divided where they have this many bytes in the mean: 1,500 characters.
const WORTH_A_FILE: usize = 4_500;

/// Ranges of top-level blocks, at least one; together they are all blocks.
pub fn split(document: &Document) -> Vec<Range<usize>> {
    let blocks = &document.blocks;
    let weights: Vec<usize> = blocks.iter().map(weight).collect();
    let level = dividing_level(document, weights.iter().sum());
    let mut pieces = Vec::new();
    let is_book = document.meta.kind == Some(DocumentKind::Book);
    let (mut start, mut size, mut has_text, mut headed) = (0, 0, false, is_book);
    for (at, block) in blocks.iter().enumerate() {
        let heading = block.heading();
        let begins = heading.is_some_and(|own| own <= level && has_text || size > SOFT_LIMIT);
        let place = if begins { start.max(before_kickers(blocks, at)) } else { at };
        if place > start && (begins || size + weights[at] > LIMIT) {
            pieces.push(start..place);
            start = place;
            size = weights[place..at].iter().sum();
            has_text = false;
        }
        size += weights[at];
        headed |= heading.is_some() || size > WORTH_A_FILE;
        has_text |= headed && heading.is_none() && weights[at] > 0 && !leads_in(block);
    }
    pieces.push(start..blocks.len());
    pieces
}

/// What a block weighs: the bytes of all text in it.
fn weight(block: &Block) -> usize {
    walk::within(block).filter(|block| block.is_visible()).map(|block| block.text.as_str().len()).sum()
}

/// Whether a block belongs to the heading after it.
fn leads_in(block: &Block) -> bool {
    matches!(block.kind, Kind::Paragraph(Role::Kicker | Role::SectionLabel) | Kind::PageMark)
}

/// The first of the blocks that lead in to the heading at `at`.
fn before_kickers(blocks: &[Block], at: usize) -> usize {
    at - blocks[..at].iter().rev().take_while(|block| leads_in(block)).count()
}

/// The lowest level of headings that begin files; 0 where none does.
fn dividing_level(document: &Document, total: usize) -> u8 {
    let levels: Vec<(usize, u8)> =
        document.blocks.iter().enumerate().filter_map(|(at, block)| Some((at, block.heading()?))).collect();
    let mut known: Vec<u8> = levels.iter().map(|&(_, level)| level).collect();
    known.sort_unstable();
    known.dedup();
    for &level in &known {
        let own: Vec<usize> = levels.iter().filter(|&&(_, of)| of == level).map(|&(at, _)| at).collect();
        // A heading that is followed by a lower one at once has no text of its own.
        let holds_others = |&at: &usize| {
            let next = document.blocks[at + 1..].iter().find(|block| block.is_visible() && !leads_in(block));
            next.and_then(Block::heading).is_some_and(|next| next > level)
        };
        let containers = own.iter().filter(|at| holds_others(at)).count();
        if own.len() < 2 || containers * 2 > own.len() {
            continue;
        }
        let always = matches!(document.meta.kind, Some(DocumentKind::Book | DocumentKind::Newspaper));
        return if always || total / own.len() >= WORTH_A_FILE { level } else { level - 1 };
    }
    known.first().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;

    /// The kind, the blocks as `level` or a letter (k kicker, x a short paragraph, L a long one), and where files begin.
    fn check(kind: Option<DocumentKind>, blocks: &str, expected: &[usize]) {
        let long = "长".repeat(20_000);
        let mut source = String::new();
        for c in blocks.chars() {
            source.push_str(&match c {
                'k' => "kicker :: 肩题\n".to_owned(),
                'x' => "body :: 正文\n".to_owned(),
                'L' => format!("body :: {long}\n"),
                level => format!("heading {level} :: 题\n"),
            });
        }
        let mut document = native::parse(&source).expect("well formed");
        document.meta.kind = kind;
        let pieces = split(&document);
        assert_eq!(pieces.iter().map(|piece| piece.start).collect::<Vec<_>>(), expected, "{blocks}");
        assert_eq!(pieces.last().map(|piece| piece.end), Some(document.blocks.len()));
        assert!(pieces.windows(2).all(|pair| pair[0].end == pair[1].start));
    }

    #[test]
    fn files_are_chapters_articles_or_whole_notices() {
        use DocumentKind::{Book, Newspaper, Notice};
        check(None, "", &[0]);
        check(None, "xx", &[0]);
        check(Some(Book), "12x2x2x", &[0, 3, 5]);
        check(Some(Book), "12x2x12x2x", &[0, 3, 5, 8]);
        check(Some(Book), "x1x1x", &[0, 1, 3]);
        check(Some(Newspaper), "k1xxk1x", &[0, 4]);
        check(Some(Newspaper), "xk1x1x", &[0, 4]);
        check(Some(Newspaper), "L1x1x", &[0, 1, 3]);
        check(Some(Notice), "1x2x2x2x", &[0]);
        check(Some(Notice), "1x2L2L2L", &[0, 2, 4, 6]);
    }

    #[test]
    fn no_file_is_too_long() {
        // 60,000 bytes a paragraph: five fit.
        check(Some(DocumentKind::Book), "LLLLLLLLLLLL", &[0, 5, 10]);
        check(Some(DocumentKind::Book), "1LL2LL2LLLL1L", &[0, 6, 11]);
    }
}
