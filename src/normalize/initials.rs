//! Letters that divide a list: glossaries, indexes and lists of names go by the alphabet (or by the first sound), with `A`, `B`, `C` alone
//! over the entries that begin so.
//!
//! One letter alone is an option, a cell, a mark on a plan. They are headings where there are several, each comes once, in the order of the
//! alphabet from its beginning on, and each has an entry below it.

use super::forms;
use super::roles::{self, after, before};
use crate::model::{Block, EditLog, Kind, Reason, Rule};

/// Fewer letters divide nothing.
const FEWEST: usize = 3;
/// The alphabet begins with one of these: no entry may have the first.
const FIRST: std::ops::RangeInclusive<char> = 'A'..='C';
/// The shortest entry without a stop at its end, in characters.
const ENTRY: usize = 8;
/// Below the title, or below the part that the list is in; levels are settled later.
const LEVELS: [u8; 2] = [2, 3];

/// Makes such letters headings.
pub fn run(blocks: &mut [Block], log: &mut EditLog) {
    let letters: Vec<(usize, char)> = blocks.iter().enumerate().filter_map(|(at, block)| Some((at, letter(block)?))).collect();
    let rise = letters.windows(2).all(|pair| pair[0].1 < pair[1].1);
    let first = letters.first().is_some_and(|(_, letter)| FIRST.contains(letter));
    if letters.len() < FEWEST || !rise || !first || !letters.iter().all(|&(at, _)| divides(blocks, at)) {
        return;
    }
    let reason = Reason::likely(Rule::Heading, format!("one of {} letters in their order, over entries", letters.len()));
    let inside = blocks[..letters[0].0].iter().any(|block| block.heading().is_some_and(|level| level > 1));
    for (at, _) in letters {
        // Parts of the whole, as an appendix behind them is.
        blocks[at].hints.rank = blocks[at].hints.rank.or((!inside).then_some(1));
        blocks[at].retag(Kind::Heading(LEVELS[usize::from(inside)]), &reason, log);
    }
}

/// The letter that a line is, and nothing else but marks round it: `A`, `【B】`, `— C —`.
fn letter(block: &Block) -> Option<char> {
    let text = block.text.as_str();
    if !block.is_body() || text.len() > 24 {
        return None;
    }
    let is_frame = |c: char| c.is_whitespace() || matches!(c, '【' | '】' | '[' | ']' | '-' | '－' | '—' | '·' | '*');
    let mut letters = text.trim_matches(is_frame).chars();
    let letter = letters.next().filter(|_| letters.next().is_none())?;
    let half = if ('Ａ'..='Ｚ').contains(&letter) { char::from_u32(u32::from(letter) - 0xfee0)? } else { letter };
    half.is_ascii_uppercase().then_some(half)
}

/// Whether an entry stands below a letter, and none is open above it.
fn divides(blocks: &[Block], at: usize) -> bool {
    let entry = |below: &Block| {
        let text = below.text.as_str();
        below.is_body() && !forms::goes_on(text) && (forms::ends_sentence(text) || !forms::is_within(text, ENTRY))
    };
    let closed = |above: &Block| roles::is_closed(above) || !forms::has_comma(above.text.as_str());
    after(blocks, at).is_some_and(entry) && before(blocks, at).is_none_or(closed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::settles::makes;

    #[test]
    fn letters_in_their_order_divide_a_list() {
        let list = |kind: &str, letters: &[&str], entry: &str| -> String {
            letters.iter().map(|letter| format!("{kind} :: {letter}\nbody :: {entry}\n")).collect()
        };
        let entry = "岸　水边的陆地。";
        let check = |kind: &str, letters: &[&str], entry: &str| {
            makes(|blocks, log| run(blocks, log), &list("body", letters, entry), &list(kind, letters, entry));
        };
        check("heading 2", &["A", "B", "D"], entry);
        check("heading 2", &["【Ａ】", "【Ｂ】", "【Ｃ】"], entry);
        let inside = |kind: &str| format!("heading 2 :: 附录\n{}", list(kind, &["A", "B", "C"], entry));
        makes(|blocks, log| run(blocks, log), &inside("body"), &inside("heading 3"));
        check("body", &["A", "B"], entry);
        check("body", &["A", "C", "B"], entry);
        check("body", &["K", "L", "M"], entry);
        check("body", &["A", "B", "C"], "船");
    }
}
