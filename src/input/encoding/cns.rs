//! CNS 11643, the character set of EUC-TW and of ISO-2022-CN's second half: planes 1 and 2, which hold what Taiwan's texts use.
//!
//! The table `cns11643.txt` has the standard's planes 1 and 2 (CNS 11643-1992), a row of up to 94 characters a line, U+FFFD
//! where a cell is empty. Characters of the planes above are counted as undecodable.

use super::charset::Decoding;
use std::sync::LazyLock;

/// Cells of a row, and rows of a plane.
const SIDE: usize = 94;

/// The characters of both planes, in order of plane, row and cell.
static CELLS: LazyLock<Vec<char>> = LazyLock::new(|| {
    let rows = include_str!("cns11643.txt").lines();
    rows.flat_map(|row| row.chars().chain(std::iter::repeat('\u{fffd}')).take(SIDE)).collect()
});

/// The character of a plane at a row and a cell, both from 1.
fn character(plane: u8, row: u8, cell: u8) -> Option<char> {
    let index = |byte: u8| byte.checked_sub(1).map(usize::from).filter(|&index| index < SIDE);
    let plane = usize::from(plane.checked_sub(1)?);
    let place = (plane * SIDE + index(row)?) * SIDE + index(cell)?;
    CELLS.get(place).copied().filter(|&c| c != '\u{fffd}')
}

/// Decodes double bytes of seven or eight bits that are characters of a plane.
pub fn plane(number: u8, run: &[u8], base: usize, decoding: &mut Decoding<'_>) {
    for (index, pair) in run.chunks(2).enumerate() {
        match pair {
            [row, cell] => match character(number, (row & 0x7f).wrapping_sub(0x20), (cell & 0x7f).wrapping_sub(0x20)) {
                Some(c) => decoding.push(c),
                None => decoding.error(base + index * 2),
            },
            _ => {
                decoding.push('\u{fffd}');
                decoding.cut = true;
            }
        }
    }
}

/// EUC-TW: ASCII, plane 1 as two bytes from A1, any plane as `8E A1…B0` and two bytes.
pub fn euc_tw(bytes: &[u8]) -> Decoding<'_> {
    let mut decoding = Decoding::default();
    decoding.text.to_mut().reserve(bytes.len() + bytes.len() / 2);
    let high = |byte: u8| (0xa1..=0xfe).contains(&byte);
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let (length, found) = match *rest {
            [ascii @ 0..0x80, ..] => (1, Some(char::from(ascii))),
            [0x8e, plane @ 0xa1..=0xb0, row, cell, ..] if high(row) && high(cell) => {
                (4, character(plane - 0xa0, row - 0xa0, cell - 0xa0))
            }
            [row, cell, ..] if high(row) && high(cell) => (2, character(1, row - 0xa0, cell - 0xa0)),
            [0x8e] | [0x8e, 0xa1..=0xb0] => (rest.len(), Some('\0')),
            [0x8e, 0xa1..=0xb0, row] if high(row) => (3, Some('\0')),
            [row] if high(row) => (1, Some('\0')),
            _ => (1, None),
        };
        match found {
            // What begins a character and ends with the bytes is cut.
            Some('\0') if rest[0] != 0 => {
                decoding.push('\u{fffd}');
                decoding.cut = true;
            }
            Some(c) => decoding.push(c),
            None => decoding.error(at),
        }
        at += length;
    }
    decoding
}

/// A text in EUC-TW, for tests; what the two planes lack is left out.
#[cfg(test)]
pub fn encode(text: &str) -> Vec<u8> {
    let bytes = |c: char| match CELLS.iter().position(|&cell| cell == c) {
        _ if c.is_ascii() => vec![c as u8],
        Some(place) => {
            let (plane, row, cell) = (place / SIDE / SIDE, place / SIDE % SIDE, place % SIDE);
            let pair = [row as u8 + 0xa1, cell as u8 + 0xa1];
            if plane == 0 { pair.to_vec() } else { [&[0x8e, 0xa2], &pair[..]].concat() }
        }
        None => Vec::new(),
    };
    text.chars().flat_map(bytes).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: &str, errors: u64, cut: bool) {
        let decoding = euc_tw(bytes);
        assert_eq!((&*decoding.text, decoding.errors, decoding.cut), (expected, errors, cut));
    }

    #[test]
    fn planes_one_and_two_are_read() {
        check(b"a\xc4\xa1\xc4\xa2b\n", "a一乙b\n", 0, false);
        check(b"\x8e\xa2\xa1\xa1\x8e\xa1\xc4\xa1", "乂一", 0, false);
        check(b"\xc4\xa1\xc4", "一\u{fffd}", 0, true);
        check(b"\xc4\xa1\x8e\xa2\xa1", "一\u{fffd}", 0, true);
        check(b"\x8e\xa5\xa1\xa1x\xff", "\u{fffd}x\u{fffd}", 2, false);
        check(b"\0", "\0", 0, false);
    }

    #[test]
    fn the_table_has_two_planes() {
        assert_eq!(CELLS.len(), 2 * SIDE * SIDE);
        let held = |plane: usize| CELLS[plane * SIDE * SIDE..][..SIDE * SIDE].iter().filter(|&&c| c != '\u{fffd}').count();
        assert_eq!((held(0), held(1)), (5867, 7650));
    }
}
