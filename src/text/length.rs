//! Lengths in characters, white space left out.

/// Characters of a text, white space left out.
pub fn length(text: &str) -> usize {
    let (solid, blanks) = count(text.as_bytes());
    if blanks == 0 { solid } else { text.chars().filter(|c| !c.is_whitespace()).count() }
}

/// How many characters are no ASCII white space, and how many of these may be white space all the same, by their first bytes: a look
/// at bytes, many at once. Beyond ASCII white space is U+0085, U+00A0, U+1680, U+2000…U+205F and U+3000.
fn count(text: &[u8]) -> (usize, usize) {
    let begins = |b: &u8| !(0x80..0xc0).contains(b) && !matches!(b, 9..=13 | b' ');
    let solid = text.iter().filter(|byte| begins(byte)).count();
    (solid, text.iter().filter(|b| matches!(b, 0xc2 | 0xe1..=0xe3)).count())
}

/// Whether a text has no more than so many characters, white space left out. Looks no further than it must: a line that is
/// mostly white space is not asked about.
pub fn is_within(text: &str, most: usize) -> bool {
    let bytes = text.len();
    if bytes <= most || bytes > 9 * most {
        return bytes <= most;
    }
    // Where enough characters stand at the start already, the rest is not counted.
    let head = 4 * most + 16;
    if let Some((solid, blanks)) = text.as_bytes().get(..head).map(count)
        && solid - blanks > most
    {
        return false;
    }
    let (solid, blanks) = count(text.as_bytes());
    solid <= most || solid - blanks <= most && length(text) <= most
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
        for text in samples {
            let solid = text.chars().filter(|c| !c.is_whitespace()).count();
            assert_eq!(length(text), solid, "{text:?}");
            for most in text.len().div_ceil(9)..text.len() + 2 {
                assert_eq!(is_within(text, most), solid <= most, "{text:?} {most}");
            }
        }
    }
}
