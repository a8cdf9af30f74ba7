//! How characters stand in vertical lines (CLREQ 2.4.2, 3.1.1; UAX #50 as Chinese has it, VT-1…VT-4).
//!
//! Only glyphs are chosen here. The characters stay what they are: a quote drawn as a corner bracket is still read as a quote.

use super::context::is_small_kana;
use super::paragraph::{Quotes, Region};
use crate::text::script::is_bopomofo_tone;
use std::ops::Range;

/// How a character stands in a vertical line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stand {
    /// Upright, in the face's vertical form where it has one.
    Upright,
    /// Upright; where the face has no vertical form, its glyph is moved to the upper right corner of its em, but for regions
    /// whose marks stand in the middle.
    Corner,
    /// In the face's vertical form, or else turned by 90°.
    Turned,
}

/// How a character that is no part of a word stands. ：；！？ stay upright in Chinese, where UAX #50 would turn the first two
/// (VT-3); dashes, ellipses, brackets and the solidus are turned (VT-2).
pub(super) fn stand(c: char) -> Stand {
    match c {
        '、' | '。' | '，' | '．' | '｡' | '､' => Stand::Corner,
        c if is_small_kana(c) => Stand::Corner,
        '\u{2010}'..='\u{2015}'
        | '‘'..='‟'
        | '‥'
        | '…'
        | '⋯'
        | '⸺'
        | '～'
        | '〜'
        | '－'
        | '／'
        | 'ー'
        | '゠'
        | '〰'
        | '＿'
        | '￣' => Stand::Turned,
        '\u{3008}'..='\u{3011}'
        | '\u{3014}'..='\u{301f}'
        | '（'
        | '）'
        | '［'
        | '］'
        | '｛'
        | '｝'
        | '｟'
        | '｠'
        | '｢'
        | '｣' => Stand::Turned,
        '＜' | '＝' | '＞' | '｜' | '←'..='⇿' | '∀'..='⋮' | '⋰'..='⋿' | '─'..='╿' | '|' => Stand::Turned,
        _ => Stand::Upright,
    }
}

/// The character whose glyph is drawn for a quote: in the mainland 『』 outside and 「」 inside, elsewhere the other way round; in
/// Japan the two ticks 〝〟 (VT-4).
pub(super) fn quote(c: char, region: Region, quotes: Quotes) -> char {
    if quotes == Quotes::Turned || region == Region::Kr {
        return c;
    }
    match (c, region) {
        ('“', Region::Jp) => '〝',
        ('”', Region::Jp) => '〟',
        ('“', Region::Cn) | ('‘', Region::Tw | Region::Hk) => '『',
        ('”', Region::Cn) | ('’', Region::Tw | Region::Hk) => '』',
        ('‘', _) | ('“', _) => '「',
        ('’', _) | ('”', _) => '」',
        _ => c,
    }
}

/// How a word of Latin letters and figures stands in a vertical line (VT-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Latin {
    /// Turned, as a line of its own.
    Turned,
    /// One letter or figure, upright in its em.
    Upright,
    /// A few figures side by side in one em.
    Combined,
}

/// Whether a word takes one em of a vertical line, upright.
pub fn is_upright(word: &str, combine: i64) -> bool {
    latin(word, combine) != Latin::Turned
}

/// Whether a stretch stands beside words of Latin, with nothing between but spaces and their marks: it is then one of them, and
/// turned as they are (CLREQ 2.4.2 has letters and figures upright among Han).
pub(super) fn is_beside_words(text: &str, range: &Range<usize>) -> bool {
    let between = |c: char| c == ' ' || c.is_ascii_punctuation();
    let letter = |c: &char| c.is_alphabetic() && *c < '\u{590}';
    let before = text[..range.start].trim_end_matches(between);
    let after = text[range.end..].trim_start_matches(between);
    before.chars().rev().take(2).filter(letter).count() == 2 || after.chars().take(2).filter(letter).count() == 2
}

/// How a word stands, when numbers of up to `combine` figures stand side by side.
pub(super) fn latin(word: &str, combine: i64) -> Latin {
    let most = usize::try_from(combine).unwrap_or(0);
    let figures = word.bytes().filter(u8::is_ascii_digit).count();
    let mut chars = word.chars();
    match (chars.next(), chars.next(), chars.next()) {
        (Some(one), None, _) if one.is_ascii_alphanumeric() || is_bopomofo_tone(one) => Latin::Upright,
        (Some(_), Some(_), _) if word.is_ascii() && word.len() <= most && figures == word.len() => Latin::Combined,
        // `3.0`, `A+`, `5%`.
        (Some(a), Some('.'), Some(b)) if word.len() == 3 && most >= 3 && a.is_ascii_digit() && b.is_ascii_digit() => {
            Latin::Combined
        }
        (Some(a), Some('+' | '-' | '%'), None) if most >= 2 && a.is_ascii_alphanumeric() => Latin::Combined,
        _ => Latin::Turned,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_as_the_table_says() {
        let check = |chars: &str, expected| chars.chars().for_each(|c| assert_eq!(stand(c), expected, "{c}"));
        check("—⸺…⋯～–／“”‘’（）〔〕［］｛｝【】〖〗《》〈〉「」『』", Stand::Turned);
        check("、。，．", Stand::Corner);
        check("：；！？·・％￥℃①☐字かア", Stand::Upright);
    }

    #[test]
    fn quotes_become_corners_by_region() {
        let check = |region, expected: &str| {
            let drawn: String = "“‘’”".chars().map(|c| quote(c, region, Quotes::Corners)).collect();
            assert_eq!(drawn, expected);
        };
        check(Region::Cn, "『「」』");
        check(Region::Tw, "「『』」");
        check(Region::Hk, "「『』」");
        check(Region::Jp, "〝「」〟");
        check(Region::Kr, "“‘’”");
        assert_eq!(quote('“', Region::Cn, Quotes::Turned), '“');
    }

    #[test]
    fn short_words_among_latin_are_turned_with_it() {
        let check = |before: &str, word: &str, after: &str, expected: bool| {
            let range = before.len()..before.len() + word.len();
            assert_eq!(is_beside_words(&format!("{before}{word}{after}"), &range), expected, "{before}{word}{after}");
        };
        check("there is ", "a", " ferry", true);
        check("Part ", "1", "，渡口", true);
        check("丙", "A", "岸", false);
        check("第", "1", " 章", false);
        check("座位 B ", "2", " 号", false);
    }

    #[test]
    fn short_numbers_stand_side_by_side() {
        let check = |word, combine, expected| assert_eq!(latin(word, combine), expected, "{word}");
        check("A", 3, Latin::Upright);
        check("7", 0, Latin::Upright);
        check("ˊ", 0, Latin::Upright);
        check("12", 2, Latin::Combined);
        check("12", 0, Latin::Turned);
        check("123", 2, Latin::Turned);
        check("123", 3, Latin::Combined);
        check("1998", 3, Latin::Turned);
        check("3.0", 3, Latin::Combined);
        check("A+", 2, Latin::Combined);
        check("UN", 3, Latin::Turned);
        check("hello", 3, Latin::Turned);
    }
}
