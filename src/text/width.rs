//! Widths in half-em units, as an archive's lines were measured: a Latin letter 1, a Han 2 (UAX #11, wide and full width).

use super::script::{is_cjk, is_shared_mark};

/// The width of a character. Marks shared with Latin count as full width where `chinese` says that the text is Chinese.
pub fn of_char(c: char, chinese: bool) -> usize {
    match c {
        '\u{4e00}'..='\u{9fff}' => 2, // most characters of most texts
        '\t' => 4,
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => 0,
        _ if c < '\u{7f}' => 1,
        _ if is_cjk(c) => 2,
        _ if is_shared_mark(c) => 1 + usize::from(chinese),
        '\u{2460}'..='\u{24ff}' | '\u{25a0}'..='\u{25ff}' | '\u{2600}'..='\u{26ff}' | '\u{2190}'..='\u{21ff}' => {
            1 + usize::from(chinese)
        }
        '\u{1f000}'..='\u{1ffff}' => 2,
        _ => 1,
    }
}

/// The width of a piece of Chinese text.
pub fn of(text: &str) -> usize {
    text.chars().map(|c| of_char(c, true)).sum()
}

/// The same, for who asks no further than `most`: of a wider text, some width beyond.
pub fn up_to(text: &str, most: usize) -> usize {
    let mut width = 0;
    for c in text.chars() {
        width += of_char(c, true);
        if width >= most {
            break;
        }
    }
    width
}

#[cfg(test)]
mod tests {
    #[test]
    fn chinese_counts_two_and_latin_one() {
        assert_eq!(super::of("“重排”abc。"), 13);
        assert_eq!(super::of("　\tx"), 7);
        assert_eq!((super::up_to("重排", 9), super::up_to("重排重排", 5)), (4, 6));
    }
}
