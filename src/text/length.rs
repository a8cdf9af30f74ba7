//! Lengths in characters, white space left out.

/// Characters of a text, white space left out.
pub fn length(text: &str) -> usize {
    solid(text.as_bytes())
}

/// Whether a text has no more than so many characters, white space left out. Looks no further than it must: a line that is
/// mostly white space is not asked about.
pub fn is_within(text: &str, most: usize) -> bool {
    let bytes = text.len();
    if bytes <= most || bytes > 9 * most {
        return bytes <= most;
    }
    // Where enough characters stand at the start already, the rest is not counted. White space may be cut at its end.
    let head = text.as_bytes().get(..4 * most + 16);
    head.is_none_or(|head| solid(head) <= most + 1) && length(text) <= most
}

/// A text without its white space.
pub fn unspaced(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// So many bytes are counted together: their count fits into a byte, and a processor adds many bytes at once.
const TOGETHER: usize = 128;

/// Characters of UTF-8 that are no white space.
fn solid(text: &[u8]) -> usize {
    let begins = |b: u8| !(0x80..0xc0).contains(&b) && !matches!(b, 9..=13 | b' ');
    let each = |bytes: &[u8]| usize::from(bytes.iter().fold(0u8, |count, &b| count + u8::from(begins(b))));
    text.chunks(TOGETHER).map(each).sum::<usize>() - blanks(text)
}

/// Characters of UTF-8 that are white space beyond ASCII: U+0085, U+00A0, U+1680, U+2000 to U+200A, U+2028, U+2029, U+202F, U+205F
/// and U+3000.
fn blanks(text: &[u8]) -> usize {
    let is_blank = |a: u8, b: u8, c: u8| {
        (a == 0xe3) & (b == 0x80) & (c == 0x80)
            | (a == 0xe2) & (b == 0x80) & ((c <= 0x8a) | (c == 0xa8) | (c == 0xa9) | (c == 0xaf))
            | (a == 0xe2) & (b == 0x81) & (c == 0x9f)
            | (a == 0xe1) & (b == 0x9a) & (c == 0x80)
            | (a == 0xc2) & ((b == 0x85) | (b == 0xa0))
    };
    let [first, second, third] = [0, 1, 2].map(|from| text.get(from..).unwrap_or_default().chunks(TOGETHER));
    let each = |((a, b), c): ((&[u8], &[u8]), &[u8])| {
        let threes = a.iter().zip(b).zip(c);
        usize::from(threes.fold(0u8, |count, ((&a, &b), &c)| count + u8::from(is_blank(a, b, c))))
    };
    let last = text.last_chunk().is_some_and(|&[a, b]| is_blank(a, b, 0));
    first.zip(second).zip(third).map(each).sum::<usize>() + usize::from(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_without_white_space() {
        let samples = [
            "",
            "重排",
            "　　重　排",
            "a b\tc\r\n\u{b}\u{c}",
            "\u{a0}\u{85}é",
            "“重”、排。",
            "\u{2003}\u{1680}x\u{205f}",
            "\u{1}　",
        ];
        // White space at each place of what is counted together, and at the end.
        let long = (0..6).map(|from| [&"x".repeat(from), &"重，　排\u{2003}\u{a0}".repeat(60), "\u{85}"].concat());
        for text in samples.map(str::to_owned).into_iter().chain(long) {
            let text = text.as_str();
            let solid = text.chars().filter(|c| !c.is_whitespace()).count();
            assert_eq!(length(text), solid, "{text:?}");
            for most in text.len().div_ceil(9)..text.len() + 2 {
                assert_eq!(is_within(text, most), solid <= most, "{text:?} {most}");
            }
        }
    }
}
