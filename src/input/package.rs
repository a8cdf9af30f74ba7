//! ZIP packages, as readers see them: parts by name, unpacked within the budget of [`Limits`](crate::env::Limits).
//!
//! Names are compared without regard to case and to the kind of slash, as office programs do. What a header claims about
//! lengths is not believed: a part is unpacked until it ends or the budget does.

use crate::diag::{Sink, Trouble};
use crate::error::{Error, ErrorKind, Result};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// An opened package.
pub struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Folded names → places in the directory; of two parts of one name the first counts.
    places: BTreeMap<String, usize>,
    /// Bytes that may still be unpacked.
    budget: u64,
}

impl<'a> Package<'a> {
    /// Opens a package that may unpack to `budget` bytes in all.
    pub fn open(bytes: &'a [u8], budget: u64) -> Result<Package<'a>> {
        let zip = ZipArchive::new(Cursor::new(bytes))
            .map_err(|error| Error::new(ErrorKind::Corrupt, "the package has no readable directory").with_source(error))?;
        let mut places = BTreeMap::new();
        for place in 0..zip.len() {
            if let Some(Ok(name)) = zip.name_for_index(place) {
                places.entry(folded(&name)).or_insert(place);
            }
        }
        Ok(Package { zip, places, budget })
    }

    /// The names of all parts, folded (lower case, `/`), in order of code points.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.places.keys().map(String::as_str)
    }

    /// Whether there is such a part.
    pub fn has(&self, name: &str) -> bool {
        self.places.contains_key(&folded(name))
    }

    /// A part's bytes, as far as they can be unpacked; `None` where there is no such part. Damage and an exhausted budget
    /// are told to the sink, and what was unpacked until then is given.
    pub fn part(&mut self, name: &str, sink: &mut Sink) -> Option<Vec<u8>> {
        let place = *self.places.get(&folded(name))?;
        let mut bytes = Vec::new();
        let unpacked = match self.zip.by_index(place) {
            Ok(part) => part.take(self.budget.saturating_add(1)).read_to_end(&mut bytes).map(|_| ()),
            Err(error) => Err(std::io::Error::other(error)),
        };
        if unpacked.is_err() {
            sink.push(Trouble::Truncated { what: format!("the part {name}") }, name);
        }
        if bytes.len() as u64 > self.budget {
            bytes.truncate(usize::try_from(self.budget).unwrap_or(usize::MAX));
            sink.push(Trouble::CutByLimit { what: "unpacked bytes".to_owned() }, name);
        }
        self.budget -= bytes.len() as u64;
        Some(bytes)
    }
}

/// A name as it is compared.
fn folded(name: &str) -> String {
    name.trim_start_matches(['/', '\\']).replace('\\', "/").to_lowercase()
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

    #[test]
    fn parts_are_found_by_name_whatever_the_case() {
        let bytes = package(&[("Word\\Document.xml", b"<a/>"), ("mimetype", b"x")]);
        let mut package = Package::open(&bytes, 100).expect("it is a package");
        let mut sink = Sink::new();
        assert_eq!(package.part("/word/document.xml", &mut sink).as_deref(), Some(&b"<a/>"[..]));
        assert_eq!(package.part("none", &mut sink), None);
        assert!(sink.as_slice().is_empty() && package.has("MIMETYPE"));
    }

    #[test]
    fn the_budget_holds_for_all_parts_together() {
        let bytes = package(&[("a", &[b' '; 4000]), ("b", &[b' '; 4000])]);
        let mut package = Package::open(&bytes, 5000).expect("it is a package");
        let mut sink = Sink::new();
        let lengths = ["a", "b"].map(|name| package.part(name, &mut sink).map(|bytes| bytes.len()));
        assert_eq!(lengths, [Some(4000), Some(1000)]);
        assert!(matches!(sink.as_slice()[0].trouble, Trouble::CutByLimit { .. }));
    }

    #[test]
    fn a_damaged_part_gives_what_it_holds() {
        let mut bytes = package(&[("a", "一行又一行的文字".repeat(200).as_bytes())]);
        bytes[45] ^= 0xff;
        let mut sink = Sink::new();
        let mut package = Package::open(&bytes, 1 << 20).expect("the directory is whole");
        assert!(package.part("a", &mut sink).is_some());
        assert!(matches!(sink.as_slice()[0].trouble, Trouble::Truncated { .. }));
    }
}
