//! ZIP packages, as readers see them: parts by name, unpacked within the budgets of [`Limits`].
//!
//! Names are compared without regard to case and to the kind of slash, as office programs do; names that are not UTF-8 are read
//! as GB 18030, which Chinese packers write. What a header claims about lengths is not believed: a part is unpacked until it
//! ends or a budget does. Where the directory is missing or points astray, the parts themselves are looked for ([`scan`]).

mod scan;

use crate::diag::{Sink, Trouble};
use crate::env::Limits;
use crate::error::{Error, ErrorKind, Result};
use encoding_rs::GB18030;
use scan::Local;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Every part may unpack to so many bytes, however well it is packed.
const FREE: u64 = 64 << 20;

/// An opened package.
pub struct Package<'a> {
    bytes: &'a [u8],
    zip: Option<ZipArchive<Cursor<&'a [u8]>>>,
    /// Parts that were found without the directory, once they were looked for.
    locals: Option<Vec<Local<'a>>>,
    /// Folded names → places among those; of two parts of one name the first counts.
    found: BTreeMap<String, usize>,
    /// Folded names → places; of two parts of one name the first counts.
    places: BTreeMap<String, Place>,
    /// Bytes that may still be unpacked.
    budget: u64,
    /// How many times its packed length a part may unpack to beyond [`FREE`].
    ratio: u64,
}

#[derive(Clone, Copy)]
enum Place {
    /// The number in the directory.
    Listed(usize),
    /// The number among the parts that were found.
    Found(usize),
}

/// What became of unpacking a part.
enum Unpacked {
    /// It ended.
    Whole,
    /// It broke off, or its sum is wrong.
    Damaged,
    /// It can't be read: encrypted, packed in an unknown way, or not there.
    Unreadable,
}

impl<'a> Package<'a> {
    /// Opens a package. A package without a readable directory is one if parts can be found in it.
    pub fn open(bytes: &'a [u8], limits: &Limits) -> Result<Package<'a>> {
        let (budget, ratio) = (limits.unpacked_bytes, u64::from(limits.unpacked_ratio));
        let (found, places) = (BTreeMap::new(), BTreeMap::new());
        let mut package = Package { bytes, zip: None, locals: None, found, places, budget, ratio };
        match ZipArchive::new(Cursor::new(bytes)) {
            Ok(zip) => {
                for (place, raw) in zip.file_names_raw().enumerate() {
                    let fallback = || zip.name_for_index(place).and_then(|name| name.ok()).unwrap_or_default().into_owned();
                    let name = name(raw).unwrap_or_else(fallback);
                    package.places.entry(folded(&name)).or_insert(Place::Listed(place));
                }
                package.zip = Some(zip);
            }
            Err(error) => {
                package.find();
                if package.places.is_empty() {
                    let message = "the package has no readable directory, and no part can be found in it";
                    return Err(Error::new(ErrorKind::Corrupt, message).with_source(error));
                }
            }
        }
        Ok(package)
    }

    /// The names of all parts, folded (lower case, `/`), in order of code points.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.places.keys().map(String::as_str)
    }

    /// Whether there is such a part.
    pub fn has(&self, name: &str) -> bool {
        self.places.contains_key(&folded(name))
    }

    /// Whether the directory was readable; otherwise the package is damaged, and the sink should hear of it.
    pub fn is_whole(&self) -> bool {
        self.zip.is_some()
    }

    /// Whether a part is encrypted.
    pub fn is_encrypted(&self, name: &str) -> bool {
        match (self.places.get(&folded(name)), &self.zip, &self.locals) {
            (Some(Place::Listed(place)), Some(zip), _) => zip.by_index_data(*place).is_ok_and(|entry| entry.encrypted()),
            (Some(Place::Found(place)), _, Some(locals)) => locals.get(*place).is_some_and(|local| local.encrypted),
            _ => false,
        }
    }

    /// A part's bytes, as far as they can be unpacked; `None` where there is no such part. Damage and an exhausted budget
    /// are told to the sink, and what was unpacked until then is given.
    pub fn part(&mut self, name: &str, sink: &mut Sink) -> Option<Vec<u8>> {
        let key = folded(name);
        let place = *self.places.get(&key)?;
        let mut bytes = Vec::new();
        let (mut unpacked, mut limit) = self.unpack(place, &mut bytes);
        if let (Unpacked::Unreadable, Place::Listed(_)) = (&unpacked, place) {
            // The directory may point astray: the part itself may still be there.
            self.find();
            if let Some(&found) = self.found.get(&key) {
                (unpacked, limit) = self.unpack(Place::Found(found), &mut bytes);
                unpacked = match unpacked {
                    Unpacked::Whole => Unpacked::Damaged,
                    other => other,
                };
            }
        }
        if !matches!(unpacked, Unpacked::Whole) {
            sink.push(Trouble::Truncated { what: format!("the part {name}") }, name);
        }
        if bytes.len() as u64 > limit {
            bytes.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
            sink.push(Trouble::CutByLimit { what: "unpacked bytes".to_owned() }, name);
        }
        self.budget -= bytes.len() as u64;
        Some(bytes)
    }

    /// Unpacks what lies at a place, one byte more than the limit at most; gives the limit.
    fn unpack(&mut self, place: Place, bytes: &mut Vec<u8>) -> (Unpacked, u64) {
        let all = self.bytes.len() as u64;
        let limit = |packed: u64| FREE.max(packed.min(all).saturating_mul(self.ratio)).min(self.budget);
        match place {
            Place::Listed(place) => {
                let Some(zip) = &mut self.zip else { return (Unpacked::Unreadable, 0) };
                let Ok(part) = zip.by_index(place) else { return (Unpacked::Unreadable, self.budget) };
                let limit = limit(part.compressed_size());
                let read = part.take(limit.saturating_add(1)).read_to_end(bytes);
                (if read.is_ok() { Unpacked::Whole } else { Unpacked::Damaged }, limit)
            }
            Place::Found(place) => {
                let Some(local) = self.locals.as_ref().and_then(|locals| locals.get(place)) else {
                    return (Unpacked::Unreadable, 0);
                };
                let limit = limit(local.packed());
                match local.unpack(limit.saturating_add(1), bytes) {
                    None => (Unpacked::Unreadable, limit),
                    Some(true) => (Unpacked::Whole, limit),
                    Some(false) => (Unpacked::Damaged, limit),
                }
            }
        }
    }

    /// Looks for parts without the directory, once.
    fn find(&mut self) {
        if self.locals.is_none() {
            let locals = scan::scan(self.bytes);
            for (place, local) in locals.iter().enumerate() {
                let name = folded(&local.name());
                self.places.entry(name.clone()).or_insert(Place::Found(place));
                self.found.entry(name).or_insert(place);
            }
            self.locals = Some(locals);
        }
    }
}

/// A name as it is compared.
fn folded(name: &str) -> String {
    name.trim_start_matches(['/', '\\']).replace('\\', "/").to_lowercase()
}

/// A name's characters, where they are UTF-8 or GB 18030.
fn name(raw: &[u8]) -> Option<String> {
    match std::str::from_utf8(raw) {
        Ok(name) => Some(name.to_owned()),
        Err(_) => GB18030.decode_without_bom_handling_and_without_replacement(raw).map(std::borrow::Cow::into_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::SimpleFileOptions;

    fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).expect("a part can be started");
            zip.write_all(bytes).expect("a part can be written");
        }
        zip.finish().expect("a package can be finished").into_inner()
    }

    fn open(bytes: &[u8]) -> Package<'_> {
        Package::open(bytes, &Limits::default()).expect("it is a package")
    }

    #[test]
    fn parts_are_found_by_name_whatever_the_case() {
        let bytes = package(&[("Word\\Document.xml", b"<a/>"), ("mimetype", b"x")]);
        let mut package = open(&bytes);
        let mut sink = Sink::new();
        assert_eq!(package.part("/word/document.xml", &mut sink).as_deref(), Some(&b"<a/>"[..]));
        assert_eq!(package.part("none", &mut sink), None);
        assert!(sink.as_slice().is_empty() && package.has("MIMETYPE") && package.is_whole());
    }

    #[test]
    fn the_budget_holds_for_all_parts_together() {
        let bytes = package(&[("a", &[b' '; 4000]), ("b", &[b' '; 4000])]);
        let limits = Limits { unpacked_bytes: 5000, ..Limits::default() };
        let mut package = Package::open(&bytes, &limits).expect("it is a package");
        let mut sink = Sink::new();
        let lengths = ["a", "b"].map(|name| package.part(name, &mut sink).map(|bytes| bytes.len()));
        assert_eq!(lengths, [Some(4000), Some(1000)]);
        assert!(matches!(sink.as_slice()[0].trouble, Trouble::CutByLimit { .. }));
    }

    #[test]
    fn a_bomb_unpacks_to_a_part_of_what_it_would() {
        let bytes = package(&[("a", &vec![b' '; FREE as usize + 1000])]);
        let mut sink = Sink::new();
        assert_eq!(open(&bytes).part("a", &mut sink).map(|bytes| bytes.len() as u64), Some(FREE));
        assert!(matches!(sink.as_slice()[0].trouble, Trouble::CutByLimit { .. }));
    }

    #[test]
    fn a_damaged_part_gives_what_it_holds() {
        let mut bytes = package(&[("a", "一行又一行的文字".repeat(200).as_bytes())]);
        bytes[45] ^= 0xff;
        let mut sink = Sink::new();
        assert!(open(&bytes).part("a", &mut sink).is_some());
        assert!(matches!(sink.as_slice()[0].trouble, Trouble::Truncated { .. }));
    }

    #[test]
    fn a_package_cut_anywhere_gives_the_parts_before_the_cut() {
        let text = "江水流过渡口，船还没有来。".repeat(50);
        let bytes = package(&[("一.txt", text.as_bytes()), ("二.txt", b"2")]);
        let second = memchr::memmem::rfind(&bytes, b"PK\x03\x04").expect("the second part");
        for end in second..bytes.len() {
            let mut package = open(&bytes[..end]);
            let mut sink = Sink::new();
            assert_eq!(package.part("一.txt", &mut sink).as_deref(), Some(text.as_bytes()), "cut at {end}");
        }
        let mut sink = Sink::new();
        let half = open(&bytes[..second / 2]).part("一.txt", &mut sink).expect("the first part");
        assert!(text.as_bytes().starts_with(&half) && !sink.as_slice().is_empty());
        assert!(Package::open(&bytes[..20], &Limits::default()).is_err());
    }

    #[test]
    fn a_directory_that_points_astray_is_mended_from_the_parts() {
        let mut bytes = package(&[("a", b"first"), ("b", b"second")]);
        let entry = memchr::memmem::rfind(&bytes, b"PK\x01\x02").expect("the directory");
        bytes[entry + 42] = bytes[entry + 42].wrapping_add(3);
        let mut sink = Sink::new();
        assert_eq!(open(&bytes).part("b", &mut sink).as_deref(), Some(&b"second"[..]));
        assert!(!sink.as_slice().is_empty());
    }

    #[test]
    fn names_in_gbk_are_read() {
        let mut bytes = package(&[("aaaa", b"1")]);
        while let Some(at) = memchr::memmem::find(&bytes, b"aaaa") {
            bytes[at..at + 4].copy_from_slice(b"\xd2\xbb\xb0\xe6");
        }
        assert!(open(&bytes).has("一版"));
    }
}
