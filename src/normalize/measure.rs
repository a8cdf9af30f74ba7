//! Whether a document's lines were wrapped by the source's layout, and at which width: the one fact that roles need before
//! lines are joined. The full profile, with indents and kinsoku, is the question of the pass `unwrap`.

use crate::model::Block;
use crate::text::width;

/// Lines narrower than this tell nothing of the measure (half-em units).
const NARROWEST: usize = 24;
/// A measure wider than this is no column of text: the line is a paragraph.
pub const WIDEST: usize = 150;
/// This share of the lines that are wide enough must reach the measure, in percent.
const SHARE: usize = 40;

/// The width of a block's line, its indent included, in half-em units.
pub fn width(block: &Block) -> usize {
    usize::from(block.hints.indent) + width::of(block.text.as_str())
}

/// The measure at which lines were wrapped, in half-em units; `None` where lines are paragraphs.
pub fn of(blocks: &[Block]) -> Option<usize> {
    let mut counts = [0usize; WIDEST + 1];
    let mut wide = 0;
    for block in blocks.iter().filter(|block| block.hints.line && block.is_visible()) {
        let width = (usize::from(block.hints.indent) + width::up_to(block.text.as_str(), WIDEST + 1)).min(WIDEST + 1);
        if width >= NARROWEST {
            wide += 1;
            if let Some(count) = counts.get_mut(width) {
                *count += 1;
            }
        }
    }
    let near = |at: usize| counts[at.saturating_sub(2)..=(at + 2).min(WIDEST)].iter().sum::<usize>();
    let peak = (NARROWEST..=WIDEST).max_by_key(|&at| (near(at), at))?;
    (wide >= 6 && near(peak) * 100 >= wide * SHARE).then_some(peak)
}

/// So many lines round a line show how wide its column is.
const AROUND: usize = 5;
/// A line that is short by less may be full: an indent was stripped, a word did not fit (half-em units).
const NEARLY: usize = 8;

/// Whether the line may be full in its column, and go on in the line below, however wide the columns beside are.
pub fn may_go_on(blocks: &[Block], at: usize) -> bool {
    let is_line = |block: &&Block| block.hints.line && block.is_body() && block.is_visible();
    let around = &blocks[at.saturating_sub(AROUND)..(at + AROUND + 1).min(blocks.len())];
    let widest = around.iter().filter(is_line).map(width).max().unwrap_or(0);
    blocks.get(at + 1).is_some_and(|below| is_line(&below)) && widest <= WIDEST && width(&blocks[at]) + NEARLY > widest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Hints, Kind, Origin, TextBuilder};

    fn check(widths: &[usize], expected: Option<usize>) {
        let line = |&width: &usize| Block {
            kind: Kind::default(),
            text: TextBuilder::plain("字".repeat(width / 2)),
            origin: Origin::None,
            hints: Hints { line: true, ..Hints::default() },
        };
        assert_eq!(of(&widths.iter().map(line).collect::<Vec<_>>()), expected);
    }

    #[test]
    fn equal_lines_have_a_measure_and_paragraphs_have_none() {
        check(&[80, 80, 78, 30, 80, 80, 12, 80, 46, 80], Some(80));
        check(&[300, 40, 520, 180, 66, 240, 96, 410, 52], None);
        check(&[80, 80], None);
    }
}
