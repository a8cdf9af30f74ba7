//! The joint: what stands between two lines that are joined, and the hyphen that a layout put where it broke a word.

use super::form;
use crate::text::script;
use std::collections::BTreeSet;

/// What goes between two lines that are joined: a space between words that are parted by spaces, nothing between the rest.
pub fn joint(left: &str, right: &str) -> &'static str {
    if form::is_article_label(left) && form::is_bare_label(left) {
        return "\u{3000}";
    }
    if is_broken_word(left, right) {
        return "";
    }
    let (Some(a), Some(b)) = (left.chars().next_back(), right.chars().next()) else { return "" };
    let spaced = |c: char| script::is_hangul(c) || (!script::is_cjk(c) && c.is_alphanumeric());
    let closes = |c: char| spaced(c) || matches!(c, ',' | '.' | ';' | ':' | '!' | '?' | ')' | ']' | '"' | '\'' | '%');
    let opens = |c: char| spaced(c) || matches!(c, '(' | '[' | '"' | '\'');
    let digits = a.is_ascii_digit() && b.is_ascii_digit();
    if closes(a) && opens(b) && (spaced(a) || spaced(b)) && !digits { " " } else { "" }
}

/// Whether the break parts a word at a hyphen: letters before it, a small letter after the break.
pub fn is_broken_word(left: &str, right: &str) -> bool {
    left.strip_suffix('-').is_some_and(|stem| stem.ends_with(is_latin))
        && right.starts_with(|c| is_latin(c) && c.is_lowercase())
}

fn is_latin(c: char) -> bool {
    c.is_alphabetic() && !script::is_cjk(c) && !script::is_hangul(c)
}

/// The compounds of a text: words that have a hyphen inside a line, and thus keep it over a break.
pub struct Compounds<'a>(BTreeSet<&'a str>);

impl<'a> Compounds<'a> {
    /// Collects them; nothing is done for a text in which no line ends in a hyphen.
    pub fn of(lines: &[&'a str]) -> Compounds<'a> {
        if !lines.iter().any(|line| line.ends_with('-')) {
            return Compounds(BTreeSet::new());
        }
        let words = lines.iter().flat_map(|line| line.split(|c| c != '-' && !is_latin(c)));
        Compounds(words.filter(|word| word.trim_matches('-').contains('-')).collect())
    }

    /// Whether the hyphen that ends `left` is the layout's: no part before it has one, and the text knows no such compound.
    pub fn drops(&self, left: &str, right: &str) -> bool {
        if !is_broken_word(left, right) {
            return false;
        }
        let start =
            left.rfind(|c| c != '-' && !is_latin(c)).map_or(0, |at| at + left[at..].chars().next().map_or(1, char::len_utf8));
        let end = right.find(|c| c != '-' && !is_latin(c)).unwrap_or(right.len());
        let (head, tail) = (&left[start..], &right[..end]);
        !head.trim_end_matches('-').contains('-') && !tail.contains('-') && !self.0.contains(format!("{head}{tail}").as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joints() {
        for (left, right, expected) in [
            ("山", "水", ""),
            ("the", "end", " "),
            ("한국", "사람", " "),
            ("山", "end", ""),
            ("第二条", "本法", "\u{3000}"),
            ("riv-", "er", ""),
        ] {
            assert_eq!(joint(left, right), expected, "{left}|{right}");
        }
    }

    #[test]
    fn hyphens() {
        let compounds = Compounds::of(&["a well-known ferry", "the riv-"]);
        for (left, right, drops) in [
            ("the riv-", "er rose", true),
            ("so well-", "known", false),
            ("state-of-the-", "art", false),
            ("1939-", "end", false),
            ("North-", "East", false),
        ] {
            assert_eq!(compounds.drops(left, right), drops, "{left}|{right}");
        }
    }
}
