//! CMaps: which character identifier a code has, and which characters an identifier.
//!
//! The predefined ones (ISO 32000-2, table 116, and the Adobe-*-UCS2 maps) are parsed once per process.

use crate::input::pdf::once::Once;
use hayro_cmap::{BfString, CMap, CMapName, load_embedded};
use std::sync::{Arc, LazyLock};

static PREDEFINED: LazyLock<Once<Vec<u8>, Option<Arc<CMap>>>> = LazyLock::new(Once::default);

/// A predefined CMap by name.
pub fn predefined(name: &[u8]) -> Option<Arc<CMap>> {
    let known = CMapName::from_bytes(name);
    // Names in files are hostile: only those that exist are kept.
    if matches!(known, CMapName::Custom(_)) {
        return None;
    }
    PREDEFINED.get(name.to_vec(), || {
        let map = match known {
            CMapName::IdentityH => Some(CMap::identity_h()),
            CMapName::IdentityV => Some(CMap::identity_v()),
            known => load_embedded(known).and_then(|data| CMap::parse(data, load_embedded)),
        };
        map.map(Arc::new)
    })
}

/// A CMap that a file brings; of one that was cut off, what comes before the cut.
pub fn embedded(data: &[u8]) -> Option<CMap> {
    CMap::parse(data, load_embedded).or_else(|| CMap::parse(&closed(data)?, load_embedded))
}

/// A CMap up to its first entry that is none, its section closed.
fn closed(data: &[u8]) -> Option<Vec<u8>> {
    let is_entry = |line: &[u8]| {
        let mut bytes = line.iter().filter(|byte| !byte.is_ascii_whitespace()).peekable();
        bytes.peek().is_none_or(|&&byte| byte == b'<' || byte == b'[')
            && line.iter().filter(|&&byte| byte == b'<').count() == line.iter().filter(|&&byte| byte == b'>').count()
            && bytes.all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b'<' | b'>' | b'[' | b']'))
    };
    let mut from = 0;
    while let Some(at) = memchr::memmem::find(&data[from..], b"begin") {
        let start = from + at + b"begin".len();
        let name = &data[start..][..data[start..].iter().position(|byte| !byte.is_ascii_lowercase())?];
        let close = [b"end", name].concat();
        from = start + name.len();
        if !matches!(name, b"bfchar" | b"bfrange") {
            continue;
        }
        for line in data[from..].split_inclusive(|&byte| matches!(byte, b'\n' | b'\r')) {
            if line.starts_with(&close) {
                break;
            }
            if !is_entry(line) {
                return Some([&data[..from], b"\n", close.as_slice(), b"\nendcmap\n"].concat());
            }
            from += line.len();
        }
    }
    Some([data, b"\nendcmap\n"].concat())
}

/// The characters of a code in a map to Unicode, where they are characters.
pub fn characters(map: &CMap, code: u32) -> Option<BfString> {
    map.lookup_bf_string(code).filter(|text| match text {
        BfString::Char(c) => is_character(*c),
        BfString::String(text) => !text.is_empty() && text.chars().all(is_character),
    })
}

/// Whether a character says something: not U+FFFD, not a control, not for private use, not unassigned for good.
pub fn is_character(c: char) -> bool {
    !matches!(c,
        '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fff0}'..='\u{ffff}'
        | '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{f0000}'..)
}

/// The code space of an embedded CMap: how many bytes a code takes, by its first byte. `hayro-cmap` reads these and keeps them
/// to itself; they decide how to go on after a code that the map does not have.
#[derive(Debug, Default)]
pub struct CodeSpace(Vec<(u8, u8, u8)>);

impl CodeSpace {
    /// Reads the ranges out of the source of a CMap.
    pub fn read(source: &[u8]) -> CodeSpace {
        let mut ranges = Vec::new();
        let mut rest = source;
        while let Some(at) = memchr::memmem::find(rest, b"begincodespacerange") {
            rest = &rest[at + b"begincodespacerange".len()..];
            let end = memchr::memmem::find(rest, b"endcodespacerange").unwrap_or(rest.len());
            let mut codes = rest[..end].split(|&byte| byte == b'<').skip(1).map(hex);
            while let (Some(low), Some(high)) = (codes.next(), codes.next()) {
                if let (Some(&first), Some(&last)) = (low.first(), high.first())
                    && low.len() <= 4
                {
                    ranges.push((first, last, low.len() as u8));
                }
            }
            rest = &rest[end..];
        }
        CodeSpace(ranges)
    }

    /// The code space of a predefined CMap by its name.
    pub fn predefined(name: &[u8]) -> CodeSpace {
        let has = |part: &[u8]| memchr::memmem::find(name, part).is_some();
        let ranges: &[(u8, u8, u8)] = if has(b"RKSJ") {
            &[(0, 0x80, 1), (0xa0, 0xdf, 1), (0x81, 0x9f, 2), (0xe0, 0xfc, 2), (0xfd, 0xff, 1)]
        } else if has(b"CNS-EUC") {
            &[(0, 0x80, 1), (0x8e, 0x8e, 4), (0x81, 0xfe, 2)]
        } else if has(b"GBK2K")
            || has(b"EUC") && name != b"EUC-H" && name != b"EUC-V"
            || has(b"B5")
            || has(b"KSC")
            || has(b"GB") && !has(b"Uni")
        {
            &[(0, 0x80, 1), (0x81, 0xfe, 2)]
        } else if name.starts_with(b"EUC-") {
            &[(0, 0x80, 1), (0x8e, 0x8e, 2), (0xa0, 0xfe, 2)]
        } else {
            &[(0, 0xff, 2)]
        };
        CodeSpace(ranges.to_vec())
    }

    /// How many bytes a code takes that begins so.
    pub fn length(&self, first: u8) -> usize {
        self.0.iter().find(|(low, high, _)| (*low..=*high).contains(&first)).map_or(1, |range| usize::from(range.2))
    }
}

/// `8140>` → two bytes.
fn hex(token: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = token
        .iter()
        .take_while(|&&byte| byte != b'>')
        .filter_map(|&byte| char::from(byte).to_digit(16))
        .map(|digit| digit as u8)
        .collect();
    digits.as_chunks::<2>().0.iter().map(|[high, low]| high << 4 | low).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn predefined_maps_lead_from_codes_to_characters() {
        let check = |name: &[u8], code: u32, length: u8, ucs2: &[u8], expected: char| {
            let cid = predefined(name).and_then(|map| map.lookup_cid_code(code, length)).expect("the map has the code");
            let map = predefined(ucs2).expect("the map is there");
            assert_eq!(characters(&map, cid), Some(BfString::Char(expected)));
        };
        check(b"GBK-EUC-H", 0xbdad, 2, b"Adobe-GB1-UCS2", '江');
        check(b"UniGB-UCS2-H", 0x6c5f, 2, b"Adobe-GB1-UCS2", '江');
        check(b"ETen-B5-H", 0xa6bf, 2, b"Adobe-CNS1-UCS2", '江');
        check(b"90ms-RKSJ-H", 0x8d5d, 2, b"Adobe-Japan1-UCS2", '江');
        assert!(predefined(b"No-Such-H").is_none());
    }

    #[test]
    fn a_map_that_was_cut_keeps_its_head() {
        let whole =
            b"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n3 beginbfchar\n<0001> <6c5f>\n<0002> <6cb3>\n<00";
        let map = embedded(whole).expect("two entries are whole");
        assert_eq!(characters(&map, 1), Some(BfString::Char('江')));
        assert_eq!(characters(&map, 2), Some(BfString::Char('河')));
    }

    #[test]
    fn what_is_no_character_is_refused() {
        for c in ['\0', '\u{fffd}', '\u{e5e5}', '\u{1}', '\u{100001}'] {
            assert!(!is_character(c), "{c:?}");
        }
        for c in ['江', ' ', '\n', 'ﬁ', '\u{20000}', '\u{a0}'] {
            assert!(is_character(c), "{c:?}");
        }
    }

    #[test]
    fn code_spaces_tell_lengths() {
        let space = CodeSpace::read(b"2 begincodespacerange <00> <80> <8140> <FEFE> endcodespacerange");
        assert_eq!((space.length(0x41), space.length(0xb0)), (1, 2));
        assert_eq!(CodeSpace::predefined(b"GBK-EUC-H").length(0xb0), 2);
        assert_eq!(CodeSpace::predefined(b"90ms-RKSJ-H").length(0xb1), 1);
        assert_eq!(CodeSpace::predefined(b"UniGB-UCS2-H").length(0x4e), 2);
    }
}
