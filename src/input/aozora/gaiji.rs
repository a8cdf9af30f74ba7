//! Characters that a text describes because its encoding lacks them (外字): `※［＃「さんずい＋冗」、第4水準2-78-26］`,
//! `※［＃「てへん＋劣」、U+6318、57-3］`, and letters with accents in `〔〕` (`〔de'ja`〕`).
//!
//! `jisx0213.txt` has the planes 1 and 2 of JIS X 0213:2004, a row of up to 94 characters a line, U+FFFD where a cell is empty or
//! has two code points.

use std::sync::LazyLock;
use unicode_normalization::char::compose;

/// Cells of a row, and rows of a plane.
const SIDE: usize = 94;

static CELLS: LazyLock<Vec<char>> = LazyLock::new(|| {
    let rows = include_str!("jisx0213.txt").lines();
    rows.flat_map(|row| row.chars().chain(std::iter::repeat('\u{fffd}')).take(SIDE)).collect()
});

/// Marks behind a letter, and the combining characters that they stand for.
const ACCENTS: [(char, char); 8] = [
    ('`', '\u{300}'),
    ('\'', '\u{301}'),
    ('^', '\u{302}'),
    ('~', '\u{303}'),
    (':', '\u{308}'),
    ('&', '\u{30a}'),
    (',', '\u{327}'),
    ('_', '\u{304}'),
];
/// Letters that are no sum of a letter and a mark.
const LETTERS: [(&str, &str); 11] = [
    ("ae&", "æ"),
    ("AE&", "Æ"),
    ("oe&", "œ"),
    ("OE&", "Œ"),
    ("s&", "ß"),
    ("o/", "ø"),
    ("O/", "Ø"),
    ("d/", "đ"),
    ("l/", "ł"),
    ("!@", "¡"),
    ("?@", "¿"),
];

/// The character that a description names, by its code point or by its plane, row and cell.
pub fn described(what: &str) -> Option<char> {
    what.split(['、', '，', ',']).find_map(|part| {
        let part = part.trim();
        if let Some(code) = part.strip_prefix("U+").or_else(|| part.strip_prefix("u+")) {
            return u32::from_str_radix(code, 16).ok().and_then(char::from_u32).filter(|c| !c.is_control());
        }
        let number = part.trim_start_matches(|c: char| c != '水').trim_start_matches("水準");
        let number = if number.is_empty() { part } else { number };
        let mut figures = number.split('-').map(|figure| figure.parse::<usize>().ok());
        let place = (figures.next()??, figures.next()??, figures.next()??);
        if figures.next().is_some() { None } else { cell(place) }
    })
}

/// The character at a plane, a row and a cell, all from 1.
fn cell((plane, row, cell): (usize, usize, usize)) -> Option<char> {
    let index = |number: usize| number.checked_sub(1).filter(|&index| index < SIDE);
    let place = (plane.checked_sub(1).filter(|&plane| plane < 2)? * SIDE + index(row)?) * SIDE + index(cell)?;
    CELLS.get(place).copied().filter(|&c| c != '\u{fffd}')
}

/// Whether a letter may have a mark that is one of punctuation as well.
fn bears(letter: char, mark: char) -> bool {
    match mark {
        ',' => "cC".contains(letter),
        ':' => "aeiouyAEIOUY".contains(letter),
        _ => letter.is_ascii_alphabetic(),
    }
}

/// The Latin words of a pair of `〔〕` with their accents; `None` where there are none.
pub fn accented(words: &str) -> Option<String> {
    if !words.is_ascii() {
        return None;
    }
    let (mut out, mut found, mut rest) = (String::new(), false, words);
    while let Some(letter) = rest.chars().next() {
        let tail = &rest[1..];
        let sum =
            |mark: char| ACCENTS.iter().find(|(known, _)| *known == mark).and_then(|(_, accent)| compose(letter, *accent));
        if let Some((marks, whole)) = LETTERS.iter().find(|(marks, _)| rest.starts_with(marks)) {
            out.push_str(whole);
            (found, rest) = (true, &rest[marks.len()..]);
        } else if let Some(whole) = tail.chars().next().filter(|mark| bears(letter, *mark)).and_then(sum) {
            out.push(whole);
            (found, rest) = (true, &tail[1..]);
        } else {
            out.push(letter);
            rest = tail;
        }
    }
    found.then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions_name_characters() {
        for (what, expected) in [
            ("「さんずい＋冗」、第4水準2-78-26", Some('沉')),
            ("「てへん＋劣」、第3水準1-84-77", Some('挘')),
            ("「てへん＋劣」、U+6318、57-3", Some('挘')),
            ("丸１、1-13-1", Some('①')),
            ("「口＋世」、57-3", None),
            ("「口＋世」、1-99-3", None),
            ("「口＋世」、3-1-3", None),
            ("二の字点、1-2-22", Some('〻')),
            ("歌記号", None),
        ] {
            assert_eq!(described(what), expected, "{what}");
        }
    }

    #[test]
    fn accents_stand_behind_their_letters() {
        let check = |words: &str, expected: Option<&str>| assert_eq!(accented(words).as_deref(), expected);
        check("de'ja` vu", Some("déjà vu"));
        check("fac,ade", Some("façade"));
        check("coe&ur, Stra s&e", Some("cœur, Stra ße"));
        check("plain words", None);
        check("言葉", None);
    }
}
