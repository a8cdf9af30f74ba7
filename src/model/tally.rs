//! Characters weighed, so that two texts can be compared without keeping them.
//!
//! A [`Tally`] is a multiset of characters reduced to a count and a 128-bit sum of scattered code points: equal tallies mean
//! equal multisets, but for an accident of one in 2¹²⁸. It is order-free, because normalizing moves text (a page number out of
//! a sentence), and additive, because the law of the house is a sum: *read − removed + inserted = written*.
//!
//! Line ends are structure, not characters, and so is white space at either edge of a line: neither is weighed.
//! White space inside a line is.

use std::ops::{Add, Sub};

/// A multiset of characters: how many, and their weight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    count: i64,
    weight: u128,
}

impl Tally {
    /// The tally of a text that has no edges to trim, such as a piece inside a line.
    pub fn of(text: &str) -> Tally {
        let mut tally = Tally::default();
        tally.include(text);
        tally
    }

    /// The tally of lines as a source has them: each line's edges trimmed of white space, line ends left out.
    pub fn of_lines(text: &str) -> Tally {
        let mut tally = Tally::default();
        for line in text.split(is_line_end) {
            tally.include(line.trim());
        }
        tally
    }

    /// The tally of a text without its white space.
    pub fn of_solid(text: &str) -> Tally {
        let mut tally = Tally::default();
        text.split(char::is_whitespace).for_each(|word| tally.include(word));
        tally
    }

    /// Adds the characters of a piece; line ends are left out.
    pub fn include(&mut self, text: &str) {
        self.extend(text.chars());
    }

    /// How many characters.
    pub fn count(self) -> i64 {
        self.count
    }
}

/// LF, CR, VT, FF, NEL, LS and PS end a line (UAX #14, BK, CR, LF and NL).
pub fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The SplitMix64 finalizer over the code point, and one more of its rounds over that, give 128 well-scattered bits.
fn weigh(c: char) -> u128 {
    let z = (u64::from(u32::from(c)) + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let high = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    let low = (high ^ (high >> 31)).wrapping_mul(0xd1b5_4a32_d192_ed03);
    (u128::from(high ^ (high >> 31)) << 64) | u128::from(low ^ (low >> 32))
}

impl Extend<char> for Tally {
    /// Adds characters; line ends are left out.
    fn extend<I: IntoIterator<Item = char>>(&mut self, chars: I) {
        for c in chars.into_iter().filter(|&c| !is_line_end(c)) {
            self.count += 1;
            self.weight = self.weight.wrapping_add(weigh(c));
        }
    }
}

impl Add for Tally {
    type Output = Tally;
    fn add(self, other: Tally) -> Tally {
        Tally { count: self.count + other.count, weight: self.weight.wrapping_add(other.weight) }
    }
}

impl Sub for Tally {
    type Output = Tally;
    fn sub(self, other: Tally) -> Tally {
        Tally { count: self.count - other.count, weight: self.weight.wrapping_sub(other.weight) }
    }
}

impl std::iter::Sum for Tally {
    fn sum<I: Iterator<Item = Tally>>(tallies: I) -> Tally {
        tallies.fold(Tally::default(), Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_does_not_matter_and_content_does() {
        assert_eq!(Tally::of("重排"), Tally::of("排重"));
        assert_ne!(Tally::of("重排"), Tally::of("重俳"));
        assert_eq!(Tally::of("重排") - Tally::of("排"), Tally::of("重"));
    }

    #[test]
    fn line_ends_and_edges_are_structure() {
        assert_eq!(Tally::of_lines("　　甲 乙 \r\n\r\n丙\u{2028}丁"), Tally::of("甲 乙丙丁"));
    }
}
