//! Listings of a character set in the order of its codes: test files, font tables, appendices of standards.
//!
//! No language model helps there, but the order does: the right set is the one whose assigned codes are just those that are
//! listed. A code that is listed and not assigned counts against a set, and so does an assigned one that the listing passes
//! over.

use super::charset::Charset;
use std::collections::BTreeSet;

/// Pairs of bytes below which nothing is called a listing.
const FEWEST: usize = 188;

/// Sets of double bytes.
const SETS: [&encoding_rs::Encoding; 5] =
    [encoding_rs::GB18030, encoding_rs::BIG5, encoding_rs::SHIFT_JIS, encoding_rs::EUC_JP, encoding_rs::EUC_KR];

/// The character set that is listed, if four fifths of the pairs of bytes follow one another.
pub fn listed(bytes: &[u8]) -> Option<Charset> {
    /// Twice the size of the largest set of double bytes, separators included.
    const LONGEST: usize = 256 << 10;
    if bytes.len() > LONGEST {
        return None;
    }
    let codes = pairs(bytes);
    let follow = codes.windows(2).filter(|pair| pair[1] == pair[0] + 1).count();
    if codes.len() < FEWEST || follow * 5 < codes.len() * 4 {
        return None;
    }
    let trails: BTreeSet<u16> = codes.iter().map(|code| code & 0xff).collect();
    let best = SETS.into_iter().min_by_key(|set| mismatches(set, &codes, &trails))?;
    Some(Charset::Standard(best))
}

/// The double bytes of a text in which nothing else but ASCII stands.
fn pairs(bytes: &[u8]) -> Vec<u16> {
    let mut codes = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at..] {
            [lead @ 0x81..=0xfe, trail @ 0x40..=0xfe, ..] => {
                codes.push(u16::from_be_bytes([lead, trail]));
                at += 2;
            }
            _ => at += 1,
        }
    }
    codes
}

/// How many codes are listed and not assigned, or assigned and passed over. Between rows, only trail bytes that occur in the
/// listing are missed: a listing of GB 2312 says nothing of GBK.
fn mismatches(set: &'static encoding_rs::Encoding, codes: &[u16], trails: &BTreeSet<u16>) -> usize {
    let assigned = |code: u16| {
        let bytes = code.to_be_bytes();
        set.decode_without_bom_handling_and_without_replacement(&bytes).is_some_and(|text| {
            let mut chars = text.chars();
            chars.next().is_some_and(|c| !('\u{e000}'..='\u{f8ff}').contains(&c)) && chars.next().is_none()
        })
    };
    let unassigned = codes.iter().filter(|code| !assigned(**code)).count();
    let missed = codes.windows(2).filter(|pair| pair[0] + 1 < pair[1]).map(|pair| {
        let same_row = pair[0] >> 8 == pair[1] >> 8;
        (pair[0] + 1..pair[1]).filter(|code| (same_row || trails.contains(&(code & 0xff))) && assigned(*code)).count()
    });
    unassigned + missed.sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A listing of all characters that `set` has in rows of the given trail bytes.
    fn check(
        leads: std::ops::RangeInclusive<u8>,
        trails: &[std::ops::RangeInclusive<u8>],
        set: &'static encoding_rs::Encoding,
    ) {
        let mut bytes = Vec::new();
        for lead in leads {
            for trail in trails.iter().cloned().flatten() {
                if set.decode_without_bom_handling_and_without_replacement(&[lead, trail]).is_some() {
                    bytes.extend([lead, trail, b' ']);
                }
            }
            bytes.push(b'\n');
        }
        assert_eq!(listed(&bytes), Some(Charset::Standard(set)));
    }

    #[test]
    fn a_listing_is_known_by_its_gaps() {
        check(0xa1..=0xfe, &[0x40..=0x7e, 0xa1..=0xfe], encoding_rs::BIG5);
        check(0xa1..=0xf4, &[0xa1..=0xfe], encoding_rs::EUC_JP);
        check(0xa1..=0xfd, &[0xa1..=0xfe], encoding_rs::EUC_KR);
        assert_eq!(listed("漢字".repeat(300).as_bytes()), None);
    }
}
