//! The form of a line: what of it stays the same from one issue to the next.
//!
//! Digits change, and so do Han numerals beside a unit; white space is as the layout had it. Everything else is the line's own.

use crate::text::patterns::compile;
use regex::Regex;
use std::sync::LazyLock;

/// What Han numerals are written with.
const HAN: &str = "[〇零○一二三四五六七八九十百廿卅元]";
/// What numbers in digits are.
const DIGITS: &str = "[0-9０-９]";

/// The numbers of a line: digits of both widths; Han numerals after 第 or before a unit.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    let form = format!(r"(?P<d>{DIGITS}+)|第\s*(?P<o>{HAN}+)|(?P<h>{HAN}+)\s*[年月日版期号號頁页卷]");
    compile(&form)
});

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Piece {
    /// Words that stay.
    Words(String),
    /// A number in digits.
    Digits,
    /// A number in Han numerals.
    Han,
    /// White space, or none.
    Space,
}

impl Piece {
    /// Whether it is a number, however it is written.
    pub fn is_number(&self) -> bool {
        matches!(self, Piece::Digits | Piece::Han)
    }
}

/// Takes a line to pieces.
pub fn pieces(line: &str) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut rest = 0;
    for number in NUMBER.captures_iter(line) {
        let piece = if number.name("d").is_some() { Piece::Digits } else { Piece::Han };
        let group = number.name("d").or_else(|| number.name("o")).or_else(|| number.name("h"));
        let Some(range) = group.map(|group| group.range()) else { continue };
        words(&line[rest..range.start], &mut found);
        found.push(piece);
        rest = range.end;
    }
    words(&line[rest..], &mut found);
    found
}

fn words(text: &str, found: &mut Vec<Piece>) {
    for (at, word) in text.split(char::is_whitespace).enumerate() {
        if at > 0 && found.last() != Some(&Piece::Space) {
            found.push(Piece::Space);
        }
        if !word.is_empty() {
            found.push(Piece::Words(word.to_owned()));
        }
    }
}

/// The pattern of a form. `name` gives the name of the group that captures the number in a place among the pieces.
pub fn pattern(pieces: &[Piece], name: impl Fn(usize) -> Option<&'static str>) -> String {
    let number = |at: usize, class: &str| match name(at) {
        Some(name) => format!("(?P<{name}>{class}+)"),
        None => format!("{class}+"),
    };
    let one = |(at, piece): (usize, &Piece)| match piece {
        Piece::Words(words) => regex::escape(words),
        Piece::Digits => number(at, DIGITS),
        Piece::Han => number(at, HAN),
        Piece::Space => r"\s*".to_owned(),
    };
    pieces.iter().enumerate().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_is_left_open() {
        let check = |line: &str, expected: &str| assert_eq!(pattern(&pieces(line), |_| None), expected);
        check("江河报　第3版", r"江河报\s*第[0-9０-９]+版");
        check("三江镇 第十二期", r"三江镇\s*第[〇零○一二三四五六七八九十百廿卅元]+期");
        check("（灯下）", "（灯下）");
        check("A+B", r"A\+B");
    }
}
