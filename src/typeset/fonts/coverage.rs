//! Which characters the faces of the set have, known without unpacking them.
//!
//! `coverage.bin` is made from the faces by the test below (run it with `CHONGPAI_BLESS=1` after a change of `fonts/`). It is packed
//! with zstd: per face the length of its key, the key, the number of ranges, and each range as the distance from the end of the
//! one before and its length less one, in LEB128.

use super::table::TABLE;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Ranges of code points, in order, both ends included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Coverage(Vec<(u32, u32)>);

impl Coverage {
    /// Whether the character is in one of the ranges.
    pub fn has(&self, c: char) -> bool {
        let code = u32::from(c);
        let after = self.0.partition_point(|(first, _)| *first <= code);
        after > 0 && self.0[after - 1].1 >= code
    }
}

impl FromIterator<char> for Coverage {
    fn from_iter<I: IntoIterator<Item = char>>(characters: I) -> Coverage {
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for code in characters.into_iter().map(u32::from) {
            match ranges.last_mut() {
                Some((_, last)) if *last + 1 == code => *last = code,
                _ => ranges.push((code, code)),
            }
        }
        Coverage(ranges)
    }
}

/// Coverage of each face, by its key.
pub(super) static COVERAGE: LazyLock<BTreeMap<String, Coverage>> = LazyLock::new(|| {
    let packed = include_bytes!("coverage.bin");
    let bytes = zstd::stream::decode_all(&packed[..]).unwrap_or_default();
    unpack(&bytes).unwrap_or_default()
});

fn unpack(bytes: &[u8]) -> Option<BTreeMap<String, Coverage>> {
    let mut rest = bytes;
    let mut table = BTreeMap::new();
    while !rest.is_empty() {
        let length = number(&mut rest)? as usize;
        let (key, after) = rest.split_at_checked(length)?;
        rest = after;
        let mut next = 0;
        let mut ranges = Vec::new();
        for _ in 0..number(&mut rest)? {
            let first = number(&mut rest)?.checked_add(next)?;
            let last = number(&mut rest)?.checked_add(first)?;
            ranges.push((first, last));
            next = last.checked_add(1)?;
        }
        table.insert(String::from_utf8(key.to_vec()).ok()?, Coverage(ranges));
    }
    TABLE.faces.keys().all(|key| table.contains_key(key)).then_some(table)
}

fn number(rest: &mut &[u8]) -> Option<u32> {
    let mut value = 0;
    for shift in (0..32).step_by(7) {
        let (byte, after) = rest.split_first()?;
        *rest = after;
        value |= u32::from(byte & 127) << shift;
        if byte & 128 == 0 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::{face, source};
    use super::*;
    use crate::env::Env;

    fn pack(table: &BTreeMap<String, Coverage>) -> Vec<u8> {
        fn put(bytes: &mut Vec<u8>, mut value: u32) {
            while value > 127 {
                bytes.push(value as u8 | 128);
                value >>= 7;
            }
            bytes.push(value as u8);
        }
        let mut bytes = Vec::new();
        for (key, coverage) in table {
            put(&mut bytes, key.len() as u32);
            bytes.extend(key.as_bytes());
            put(&mut bytes, coverage.0.len() as u32);
            let mut next = 0;
            for (first, last) in &coverage.0 {
                put(&mut bytes, first - next);
                put(&mut bytes, last - first);
                next = last + 1;
            }
        }
        bytes
    }

    #[test]
    fn the_table_says_what_the_faces_have() {
        let env = Env::for_tests();
        let read = |file: &str| {
            let place = source::find(file, &env).expect("in the folder");
            face::read(&place).expect("a face").characters().collect()
        };
        let actual: BTreeMap<String, Coverage> = TABLE.faces.iter().map(|(key, row)| (key.clone(), read(&row.file))).collect();
        if std::env::var_os("CHONGPAI_BLESS").is_some() {
            let packed = zstd::bulk::compress(&pack(&actual), 19).expect("packed");
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/typeset/fonts/coverage.bin");
            std::fs::write(path, packed).expect("written");
            return;
        }
        assert!(*COVERAGE == actual, "run this test with CHONGPAI_BLESS=1");
    }

    #[test]
    fn a_range_has_both_ends() {
        let coverage: Coverage = "abc排重".chars().collect();
        let check = |c, expected| assert_eq!(coverage.has(c), expected, "{c}");
        check('a', true);
        check('c', true);
        check('d', false);
        check('`', false);
        check('重', true);
    }
}
