//! A ZIP package whose bytes depend on its parts alone: fixed order, fixed times, no extra fields.
//!
//! EPUB and DOCX are such packages. The writer of a format says which parts there are and in what order; this module knows
//! compression and time. Parts are packed in parallel and put together in order.

use crate::env::Env;
use crate::error::{Error, ErrorKind, Result};
use rayon::prelude::*;
use std::borrow::Cow;
use std::io::{Cursor, Read};
use zip::write::{PreparedZipFile, SimpleFileOptions};
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// Parts, in the order in which they will stand in the file.
#[derive(Debug, Default)]
pub struct Package<'a> {
    parts: Vec<Part<'a>>,
}

#[derive(Debug)]
struct Part<'a> {
    name: Cow<'a, str>,
    bytes: Cow<'a, [u8]>,
    packed: bool,
}

impl<'a> Package<'a> {
    /// An empty package.
    pub fn new() -> Package<'a> {
        Package::default()
    }

    /// Adds a part that is compressed.
    pub fn add(&mut self, name: impl Into<Cow<'a, str>>, bytes: impl Into<Cow<'a, [u8]>>) {
        self.parts.push(Part { name: name.into(), bytes: bytes.into(), packed: true });
    }

    /// Adds a part that stands in the package as it is: what is compressed already, and the first part of an EPUB (EP-1).
    pub fn add_stored(&mut self, name: impl Into<Cow<'a, str>>, bytes: impl Into<Cow<'a, [u8]>>) {
        self.parts.push(Part { name: name.into(), bytes: bytes.into(), packed: false });
    }

    /// The parts, as names and bytes, in order.
    pub fn parts(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.parts.iter().map(|part| (part.name.as_ref(), part.bytes.as_ref()))
    }

    /// The package's bytes. Names must differ.
    pub fn finish(self, env: &Env) -> Result<Vec<u8>> {
        let time = dos_time(env.epoch);
        let prepared: Vec<_> = self
            .parts
            .par_iter()
            .map(|part| {
                let options = SimpleFileOptions::default().last_modified_time(time).unix_permissions(0o644);
                let options = match part.packed {
                    true => options.compression_method(CompressionMethod::Deflated).compression_level(Some(LEVEL)),
                    false => options.compression_method(CompressionMethod::Stored),
                };
                PreparedZipFile::from_data(&part.name, options, &part.bytes).map_err(|error| unpackable(&part.name, error))
            })
            .collect::<Result<_>>()?;
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (part, file) in self.parts.iter().zip(prepared) {
            zip.add_prepared_file(file).map_err(|error| unpackable(&part.name, error))?;
        }
        Ok(zip.finish().map_err(|error| unpackable("the directory", error))?.into_inner())
    }
}

/// On Chinese XML, level 6 takes twice as long for 2 % less, level 9 six times.
const LEVEL: i64 = 4;

fn unpackable(name: &str, error: zip::result::ZipError) -> Error {
    Error::new(ErrorKind::Bug, format!("{name} can't be packed")).with_source(error)
}

/// The parts of a package that this program wrote, in order, as names and bytes; those whose names are `wanted`.
pub fn unpack(bytes: &[u8], wanted: impl Fn(&str) -> bool + Sync) -> Result<Vec<(String, Vec<u8>)>> {
    let broken = |error: zip::result::ZipError| Error::new(ErrorKind::Bug, "the package can't be read back").with_source(error);
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let part = |archive: &mut ZipArchive<Cursor<&[u8]>>, index| -> Result<Option<(String, Vec<u8>)>> {
        let mut file = archive.by_index(index).map_err(broken)?;
        let name = file.name().map_err(broken)?.into_owned();
        if !wanted(&name) {
            return Ok(None);
        }
        let mut content = Vec::with_capacity(usize::try_from(file.size()).unwrap_or(0));
        file.read_to_end(&mut content)?;
        Ok(Some((name, content)))
    };
    let parts: Result<Vec<_>> = (0..archive.len()).into_par_iter().map_init(|| archive.clone(), part).collect();
    Ok(parts?.into_iter().flatten().collect())
}

/// The moment of `epoch` (seconds since 1970-01-01 UTC) as ISO 8601 in UTC: `2000-01-01T00:00:00Z`.
pub fn iso_time(epoch: i64) -> String {
    let (year, month, day, hour, minute, second) = civil(epoch);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// ZIP's own time: even seconds from 1980 to 2107, moments outside moved to the nearest end.
fn dos_time(epoch: i64) -> DateTime {
    const FIRST: i64 = 315_532_800; // 1980-01-01T00:00:00Z
    const LAST: i64 = 4_354_819_198; // 2107-12-31T23:59:58Z
    let (year, month, day, hour, minute, second) = civil(epoch.clamp(FIRST, LAST));
    let year = u16::try_from(year).unwrap_or(1980);
    DateTime::from_date_and_time(year, month, day, hour, minute, second / 2 * 2).unwrap_or_default()
}

/// Year, month, day, hour, minute and second of a moment, years from 0 to 9999. The calendar is counted in eras of 400 years
/// that begin on 1 March, so that the leap day comes last.
pub(super) fn civil(epoch: i64) -> (i64, u8, u8, u8, u8, u8) {
    let epoch = epoch.clamp(-62_167_219_200, 253_402_300_799);
    let (days, second) = (epoch.div_euclid(86_400), epoch.rem_euclid(86_400));
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let small = |value: i64| u8::try_from(value).unwrap_or(0);
    (year, small(month), small(day), small(second / 3600), small(second / 60 % 60), small(second % 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(epoch: i64) -> Vec<u8> {
        let mut package = Package::new();
        package.add_stored("mimetype", b"application/epub+zip".as_slice());
        package.add("a/文.xml", "字".repeat(1000).into_bytes());
        package.finish(&Env { epoch, ..Env::for_tests() }).expect("two parts make a package")
    }

    #[test]
    fn the_same_parts_make_the_same_bytes_and_come_back() {
        let bytes = package(1_700_000_001);
        assert_eq!(bytes, package(1_700_000_001));
        assert_ne!(bytes, package(1_700_000_101));
        let parts = unpack(&bytes, |_| true).expect("what was packed is unpacked");
        assert_eq!(parts[1], ("a/文.xml".to_owned(), "字".repeat(1000).into_bytes()));
    }

    #[test]
    fn the_first_stored_part_stands_where_sniffers_look() {
        // EP-1: a local header of 30 bytes without extra field, the name, the content as it is.
        let bytes = package(0);
        assert_eq!(&bytes[30..38], b"mimetype");
        assert_eq!(&bytes[38..58], b"application/epub+zip");
    }

    #[test]
    fn moments_are_written_in_utc() {
        let check = |epoch: i64, expected: &str| assert_eq!(iso_time(epoch), expected);
        check(0, "1970-01-01T00:00:00Z");
        check(946_684_800, "2000-01-01T00:00:00Z");
        check(951_782_399, "2000-02-28T23:59:59Z");
        check(951_782_400, "2000-02-29T00:00:00Z");
        check(1_709_251_199, "2024-02-29T23:59:59Z");
        check(-1, "1969-12-31T23:59:59Z");
        check(i64::MAX, "9999-12-31T23:59:59Z");
        check(i64::MIN, "0000-01-01T00:00:00Z");
    }
}
