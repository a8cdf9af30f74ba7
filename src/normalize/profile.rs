//! Measured facts that passes share: how far a line reaches, and which characters follow one another in this text.
//!
//! Everything here is counted in the document itself; no pass may change text here.

use crate::model::{Block, Hints};
use crate::text::{script, width};

/// A physical line as the source laid it out; lengths in half-em units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Width of the white space before the first character.
    pub indent: i32,
    /// Where the last character ends, from the left edge.
    pub reach: i32,
    /// How many characters it has.
    pub chars: usize,
    /// How many of them are stops and commas, the last one aside.
    pub stops: usize,
    /// Blank lines before it.
    pub blank: u16,
    /// It is a paragraph, and has no measure.
    pub paragraph: bool,
    /// The mark that ends it has half the width of those that Chinese has.
    pub narrow_mark: bool,
}

impl Line {
    /// Measures a block that is one line.
    pub fn of(block: &Block) -> Line {
        let text = block.text.as_str();
        // An opening mark has its ink in its right half: half an em before it is the mark's, and no indent.
        let indent = match i32::from(block.hints.indent) {
            1 if text.starts_with(['“', '‘', '「', '『', '（', '《']) => 0,
            indent => indent,
        };
        let (mut wide, mut chars, mut stops) = (0, 0, 0);
        for c in text.chars() {
            wide += width::of_char(c, true);
            chars += 1;
            stops += usize::from(is_clause_end(c));
        }
        let wide = i32::try_from(wide).unwrap_or(i32::MAX / 2);
        let stops = stops - usize::from(text.ends_with(is_clause_end));
        let narrow_mark = text.ends_with([',', ';', ':', '!', '?']) && text[..text.len() - 1].ends_with(script::is_solid);
        let Hints { blank_before, paragraph, .. } = block.hints;
        // Paragraphs of a source that has them stand apart.
        let blank = blank_before.max(u16::from(paragraph));
        Line { indent, reach: indent + wide, chars, stops, blank, paragraph, narrow_mark }
    }

    /// Where it would end if all of its marks had one width.
    pub fn even(&self) -> i32 {
        self.reach + i32::from(self.narrow_mark)
    }
}

/// Stops and commas that part clauses, full or half width; a point may stand in a number and says nothing.
pub fn is_clause_end(c: char) -> bool {
    matches!(c, '，' | '。' | '；' | '：' | '、' | '！' | '？' | ',' | ';' | ':' | '!' | '?')
}

/// How often two Han or kana stand side by side inside the lines of this text, against how often chance would put them so.
///
/// Counts live in a hashed table: its memory has a bound, and two pairs that share a slot only make the evidence a little weaker.
pub struct Neighbours {
    /// A power of two of them.
    pairs: Vec<u16>,
    single: Vec<u32>,
    total: u32,
}

/// Slots for pairs, at most: 2 MiB, a few times the distinct pairs of a long novel.
const PAIR_BITS: u32 = 20;
/// So many slots for each character of a shorter text.
const SLOTS: usize = 32;
/// Slots for single characters.
const SINGLE_BITS: u32 = 15;

impl Neighbours {
    /// Counts the pairs inside the given lines; of many lines, the halves side by side.
    pub fn count(lines: &[&str]) -> Neighbours {
        /// Lines from which a second table is worth its room.
        const MANY: usize = 1000;
        let chars = lines.iter().map(|line| line.len() / 3).sum::<usize>();
        let slots = (SLOTS * chars.max(1)).next_power_of_two().min(1 << PAIR_BITS);
        if lines.len() < MANY {
            return Neighbours::of_lines(lines, slots);
        }
        let (one, other) = lines.split_at(lines.len() / 2);
        let (mut all, other) = rayon::join(|| Neighbours::of_lines(one, slots), || Neighbours::of_lines(other, slots));
        all.pairs.iter_mut().zip(other.pairs).for_each(|(sum, count)| *sum = sum.saturating_add(count));
        all.single.iter_mut().zip(other.single).for_each(|(sum, count)| *sum = sum.saturating_add(count));
        all.total = all.total.saturating_add(other.total);
        all
    }

    fn of_lines(lines: &[&str], slots: usize) -> Neighbours {
        let mut table = Neighbours { pairs: vec![0; slots], single: vec![0; 1 << SINGLE_BITS], total: 0 };
        for line in lines {
            let mut before = None;
            for c in line.chars() {
                if !script::is_solid(c) {
                    before = None;
                    continue;
                }
                let slot = single(c);
                table.single[slot] = table.single[slot].saturating_add(1);
                table.total = table.total.saturating_add(1);
                if let Some(a) = before {
                    let slot = pair(a, c, slots);
                    table.pairs[slot] = table.pairs[slot].saturating_add(1);
                }
                before = Some(c);
            }
        }
        table
    }

    /// How often the pair was seen, and how often chance would have put it so.
    pub fn of(&self, a: char, b: char) -> (f32, f32) {
        let seen = f32::from(self.pairs[pair(a, b, self.pairs.len())]);
        let chance = self.single[single(a)] as f32 * self.single[single(b)] as f32 / (self.total.max(1) as f32);
        (seen, chance)
    }
}

fn single(c: char) -> usize {
    (u32::from(c).wrapping_mul(0x9e37_79b1) >> (32 - SINGLE_BITS)) as usize
}

/// The slot of a pair, of so many, a power of two.
fn pair(a: char, b: char, slots: usize) -> usize {
    let key = u32::from(a).wrapping_mul(0x85eb_ca6b) ^ u32::from(b).wrapping_mul(0x9e37_79b1).rotate_left(7);
    (key.wrapping_mul(0xc2b2_ae35) >> (32 - PAIR_BITS)) as usize >> (PAIR_BITS - slots.ilog2())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_text_are_pairs_beyond_chance() {
        let text = "春风吹过山岗，山岗下的河水流向远方。春风里有人唱歌，河水也唱歌。";
        let table = Neighbours::count(&[text]);
        let (seen, chance) = table.of('春', '风');
        assert!(seen == 2.0 && chance < 0.5, "{seen} {chance}");
        assert_eq!(table.of('歌', '春').0, 0.0);
    }
}
