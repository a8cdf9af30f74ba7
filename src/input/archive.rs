//! Archives of files, as folders: what lies in a ZIP, and a file of it at a time.
//!
//! Names that are not UTF-8 are read as GB 18030, as Chinese packers write them. A name that leads out of the archive is not
//! followed, nor is an archive inside an archive. Lengths that headers claim are not believed: a file is unpacked within the
//! budgets, and an archive whose files lie on top of one another is refused.

use crate::env::Limits;
use crate::error::{Error, ErrorKind, Result};
use encoding_rs::GB18030;
use std::io::{Read, Seek};
use zip::ZipArchive;
use zip::result::ZipError;

/// A file in an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its path in the archive, with `/`; never empty, never leading out.
    pub path: String,
    /// Its place in the directory.
    pub place: usize,
    /// Bytes that it claims to have.
    pub bytes: u64,
}

/// Files in one archive, at most.
const ENTRIES: usize = 100_000;
/// A file may unpack to so many bytes, however well it is packed.
const FREE: u64 = 64 << 20;

/// The files of an archive that can be named, and the names that lead out of it.
pub fn list<R: Read + Seek>(archive: R) -> Result<(Vec<Entry>, Vec<String>)> {
    let length = |archive: &mut R| archive.seek(std::io::SeekFrom::End(0));
    let mut archive = archive;
    let length = length(&mut archive)?;
    let Archive(mut zip) = Archive::open(archive)?;
    let (mut entries, mut outside, mut packed) = (Vec::new(), Vec::new(), 0u64);
    if zip.len() > ENTRIES {
        return Err(Error::new(ErrorKind::Limit, format!("the archive holds more than {ENTRIES} files; unpack it first")));
    }
    for place in 0..zip.len() {
        let Ok(entry) = zip.by_index_raw(place) else { continue };
        if entry.is_dir() {
            continue;
        }
        packed = packed.saturating_add(entry.compressed_size());
        let raw = entry.name_raw();
        let name = match std::str::from_utf8(raw) {
            Ok(name) => name.to_owned(),
            Err(_) => GB18030.decode_without_bom_handling(raw).0.into_owned(),
        };
        match inside(&name) {
            Some(path) => entries.push(Entry { path, place, bytes: entry.size() }),
            None => outside.push(name),
        }
    }
    if packed > length.saturating_mul(2) {
        return Err(Error::new(ErrorKind::Limit, "the archive claims more than it holds: its files lie on top of one another"));
    }
    Ok((entries, outside))
}

/// An archive whose directory was read.
#[derive(Debug)]
pub struct Archive<R>(ZipArchive<R>);

impl<R: Read + Seek> Archive<R> {
    /// Reads the directory.
    pub fn open(archive: R) -> Result<Archive<R>> {
        let damaged = |error| Error::new(ErrorKind::Corrupt, "the archive has no readable directory").with_source(error);
        ZipArchive::new(archive).map(Archive).map_err(damaged)
    }

    /// The bytes of a file.
    pub fn unpack(&mut self, place: usize, limits: &Limits) -> Result<Vec<u8>> {
        let entry = self.0.by_index(place).map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => {
                Error::new(ErrorKind::Encrypted, "the file is encrypted in its archive; unpack it with its password first")
            }
            error => Error::new(ErrorKind::Corrupt, "the file can't be unpacked").with_source(error),
        })?;
        let most = FREE.max(entry.compressed_size().saturating_mul(u64::from(limits.unpacked_ratio))).min(limits.source_bytes);
        let mut bytes = Vec::new();
        let read = entry.take(most.saturating_add(1)).read_to_end(&mut bytes);
        if bytes.len() as u64 > most {
            let message = format!("the file unpacks to more than {} MB; unpack it first if that is meant", most >> 20);
            return Err(Error::new(ErrorKind::Limit, message));
        }
        match read {
            Err(error) if bytes.is_empty() => {
                Err(Error::new(ErrorKind::Corrupt, "the file can't be unpacked").with_source(error))
            }
            _ if bytes.is_empty() => Err(Error::new(ErrorKind::Invalid, "the file is empty")),
            _ => Ok(bytes),
        }
    }
}

/// A path that stays inside, with `/` between its parts.
fn inside(name: &str) -> Option<String> {
    let name = name.replace('\\', "/");
    let strange = |part: &&str| *part == ".." || part.contains(['\0', ':']);
    let parts: Vec<&str> = name.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    (!parts.is_empty() && !name.starts_with('/') && !parts.iter().any(strange)).then(|| parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write};
    use zip::write::SimpleFileOptions;

    fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            zip.start_file(*name, SimpleFileOptions::default()).expect("a file can be started");
            zip.write_all(bytes).expect("a file can be written");
        }
        zip.finish().expect("an archive can be finished").into_inner()
    }

    #[test]
    fn names_stay_inside_and_may_be_gbk() {
        for (name, expected) in [
            ("a/b.txt", Some("a/b.txt")),
            ("./a\\b", Some("a/b")),
            ("../a", None),
            ("/etc/a", None),
            ("C:\\a", None),
            ("a/../../b", None),
        ] {
            assert_eq!(inside(name).as_deref(), expected, "{name}");
        }
        let mut bytes = archive(&[("xxxx.txt", b"1")]);
        for at in memchr::memmem::find_iter(&bytes.clone(), b"xxxx") {
            bytes[at..at + 4].copy_from_slice(b"\xb6\xc9\xbf\xda");
        }
        let (entries, _) = list(Cursor::new(&bytes)).expect("it can be listed");
        assert_eq!(entries[0].path, "渡口.txt");
        let mut opened = Archive::open(Cursor::new(&bytes)).expect("it can be opened");
        assert_eq!(opened.unpack(0, &Limits::default()).expect("it is there"), b"1");
    }

    #[test]
    fn a_file_that_swells_is_refused() {
        let bytes = archive(&[("a.txt", &vec![b' '; 3 << 20])]);
        let limits = Limits { source_bytes: 1 << 20, ..Limits::default() };
        let mut opened = Archive::open(Cursor::new(&bytes)).expect("it can be opened");
        assert_eq!(opened.unpack(0, &limits).expect_err("it is too long").kind(), ErrorKind::Limit);
        assert_eq!(list(Cursor::new(b"PK\x03\x04 no archive")).expect_err("no directory").kind(), ErrorKind::Corrupt);
    }
}
