//! How the text of a block begins and ends: with a paragraph and with the end of a sentence, or in the middle of one.

use super::block::Block;
use super::line::{Line, Way};
use super::order::Bound;
use super::paragraph::ends_sentence;
use super::stack::Class;

/// The indent of a paragraph's first line (em).
const FIRST: std::ops::RangeInclusive<f32> = 1.4..=2.7;
/// Blocks of so many lines hold the first line of a paragraph, where these are indented; so many times as many do as do not.
const TALL: usize = 3;
const INDENTED: usize = 3;
/// A line that leaves less than this (em) fills its measure.
const FULL: f32 = 1.2;

/// A subhead is shorter (em).
const LONG: f32 = 11.0;

/// Whether the paragraphs of a page are indented.
pub fn are_indented(blocks: &[Block], lines: &[Line], frames: &[(f32, f32)]) -> bool {
    let tall = || (0..blocks.len()).filter(|&at| blocks[at].lines.len() >= TALL);
    let holds = |&at: &usize| blocks[at].lines.iter().any(|&line| is_first(&lines[line], frames[at]));
    let holding = tall().filter(holds).count();
    holding > INDENTED * (tall().count() - holding)
}

/// How the text of a block begins and ends; `indented` says that paragraphs are.
pub fn of(class: Class, block: &Block, lines: &[Line], frame: (f32, f32), indented: bool) -> (Bound, Bound) {
    let (Some(first), Some(last)) = (block.lines.first(), block.lines.last()) else { return Default::default() };
    let (first, last) = (&lines[*first], &lines[*last]);
    match class {
        // A line by itself may be a subhead: it says something where it is long or a sentence's end.
        Class::Body if block.lines.len() == 1 && !ends_sentence(last) && last.area.width() < LONG * last.size => {
            Default::default()
        }
        Class::Body if !matches!(first.way, Way::Turned(_)) => {
            let end = match ends_sentence(last) {
                true => Bound::Whole,
                false if last.end > frame.1 - FULL * last.size => Bound::Cut,
                false => Bound::Unknown,
            };
            let start = match () {
                () if is_first(first, frame) => Bound::Whole,
                () if indented && first.start < frame.0 + 0.3 * first.size => Bound::Cut,
                () => Bound::Unknown,
            };
            (start, end)
        }
        // The sentence goes on elsewhere, or comes from there.
        Class::JumpTo => (Bound::Unknown, Bound::Whole),
        Class::JumpFrom => (Bound::Whole, Bound::Cut),
        _ => Default::default(),
    }
}

/// Whether a line is set in as the first of a paragraph is.
fn is_first(line: &Line, frame: (f32, f32)) -> bool {
    FIRST.contains(&((line.start - frame.0) / line.size.max(0.1)))
}
