//! Files by their paths, also where a path is the URL of an object: `s3://bucket/folder/a.txt`, `file:///…`, `memory:///…`.
//!
//! After the bucket a URL has a key as it is, not percent-encoded, so that it can be joined and taken apart as a path. Objects
//! appear whole or not at all, and one that is there is replaced only where that is said, by the store's own word. What a
//! store must be told (keys, region, endpoint) is in the variables that its own programs know, `AWS_…`. Without the feature
//! `stores` every such path is refused.

#[cfg(all(test, feature = "stores"))]
mod absent;
#[cfg_attr(not(feature = "stores"), path = "absent.rs")]
mod client;

use crate::error::{Error, ErrorKind, Result};
use client::Client;
use std::fmt::Display;
use std::fs::{self, File};
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

/// The stores that a process has to do with, opened when they are needed; clones share them.
#[derive(Clone)]
pub struct Stores(Arc<Client>);

/// An object, or a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its path.
    pub path: PathBuf,
    /// Its length in bytes.
    pub bytes: u64,
    /// When it was last written.
    pub changed: Option<SystemTime>,
    /// What its store calls this content of it; none of a file.
    pub tag: Option<String>,
}

/// Something to read from any place.
pub trait Content: Read + Seek {}

impl<T: Read + Seek> Content for T {}

/// An object: its store, with a slash at its end, and its key.
struct Address<'a> {
    root: &'a str,
    key: &'a str,
}

impl<'a> Address<'a> {
    /// The address that a path is, if it is one.
    fn of(path: &'a Path) -> Option<Address<'a>> {
        let path = path.to_str()?;
        let (scheme, rest) = path.split_once("://")?;
        // A drive of Windows has one letter.
        let named = scheme.len() > 1 && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let bucket = rest.find('/').unwrap_or(rest.len());
        let (root, key) = path.split_at((scheme.len() + "://".len() + bucket + 1).min(path.len()));
        named.then_some(Address { root, key: key.trim_matches('/') })
    }
}

/// Whether a path is the URL of an object or of a folder of objects.
pub fn is_remote(path: &Path) -> bool {
    Address::of(path).is_some()
}

impl Stores {
    /// Stores that are opened with these options, named like the variables `AWS_…`; others are passed over.
    pub fn new(options: impl IntoIterator<Item = (String, String)>) -> Stores {
        Stores(Arc::new(Client::new(options.into_iter().filter(|(name, _)| name.starts_with("AWS_")).collect())))
    }

    /// The file or object of this path; none where there is none. A folder of objects is none.
    pub fn entry(&self, path: &Path) -> Result<Option<Entry>> {
        if let Some(address) = Address::of(path) {
            return if address.key.is_empty() { Ok(None) } else { self.0.head(&address) };
        }
        match fs::metadata(path) {
            Ok(meta) => Ok(Some(Entry { path: path.to_owned(), bytes: meta.len(), changed: meta.modified().ok(), tag: None })),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::from(error).context(path.display().to_string())),
        }
    }

    /// All objects below a folder of objects, in the order of their keys.
    pub fn list(&self, folder: &Path) -> Result<Vec<Entry>> {
        let mut entries = Address::of(folder).map_or(Ok(Vec::new()), |address| self.0.list(&address))?;
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(entries)
    }

    /// The bytes of a file or object, of which one more than `limit` are read at most; none where there is none.
    pub fn read(&self, path: &Path, limit: u64) -> Result<Option<Vec<u8>>> {
        let most = limit.saturating_add(1);
        if let Some(address) = Address::of(path) {
            return self.0.get(&address, None, most);
        }
        let read = |file: File| {
            // Room for all of it and the look whether there is more, so that it is not moved while it grows.
            let length = file.metadata().map_or(0, |meta| meta.len());
            let mut bytes = Vec::new();
            bytes.try_reserve_exact(usize::try_from(length.min(limit)).unwrap_or(0).saturating_add(1))?;
            file.take(most).read_to_end(&mut bytes).map(|_| bytes)
        };
        match File::open(path).and_then(read) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// A file or object, to read from any place in it.
    pub fn open(&self, path: &Path) -> Result<Box<dyn Content + '_>> {
        if !is_remote(path) {
            return Ok(Box::new(BufReader::new(File::open(path)?)));
        }
        let entry = self.entry(path)?.ok_or_else(missing)?;
        Ok(Box::new(BufReader::with_capacity(PIECE, Pieces { stores: self, entry, at: 0 })))
    }

    /// Writes an object, over one that is there only where that is meant. What its store calls the new content.
    pub fn put(&self, path: &Path, bytes: Vec<u8>, replace: bool) -> Result<Option<String>> {
        let address = Address::of(path).ok_or_else(|| Error::new(ErrorKind::Bug, "a file is no object"))?;
        self.0.put(&address, bytes, replace)
    }
}

impl Default for Stores {
    /// Stores that were told nothing.
    fn default() -> Stores {
        Stores::new([])
    }
}

impl std::fmt::Debug for Stores {
    /// What a store was told is nobody's business.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Stores")
    }
}

/// The error that nothing is there; whoever asked says where.
pub fn missing() -> Error {
    io::Error::from(io::ErrorKind::NotFound).into()
}

/// The error that something else is there.
pub fn taken(place: impl Display) -> Error {
    Error::new(ErrorKind::Io, format!("{place} is there already with other content; replace it with --force"))
}

/// So much of an object is asked for at once where it is read from any place, in bytes.
const PIECE: usize = 256 << 10;

/// An object that is read in pieces.
struct Pieces<'a> {
    stores: &'a Stores,
    entry: Entry,
    at: u64,
}

impl Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let end = self.entry.bytes.min(self.at.saturating_add(buffer.len() as u64));
        if self.at >= end {
            return Ok(0);
        }
        let address = Address::of(&self.entry.path).ok_or(io::ErrorKind::NotFound)?;
        let piece = self.stores.0.get(&address, Some(self.at..end), end - self.at).map_err(io::Error::other)?;
        let piece = piece.ok_or(io::ErrorKind::NotFound)?;
        let read = piece.len().min(buffer.len());
        buffer[..read].copy_from_slice(&piece[..read]);
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for Pieces<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.entry.bytes.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_a_store_and_a_key() {
        let check = |path: &str, expected: Option<(&str, &str)>| {
            let found = Address::of(Path::new(path)).map(|address| (address.root, address.key));
            assert_eq!(found, expected, "{path}");
        };
        check("s3://archive/报纸/01 版.txt", Some(("s3://archive/", "报纸/01 版.txt")));
        check("s3://archive", Some(("s3://archive", "")));
        check("s3://archive/in/", Some(("s3://archive/", "in")));
        check("memory:///a%20b", Some(("memory:///", "a%20b")));
        check("a/b.txt", None);
        check("C://a", None);
        check("a b://c", None);
    }

    #[test]
    fn a_path_stays_one_when_it_is_taken_apart() {
        let path = Path::new("s3://archive/in").join("甲/乙.txt");
        assert_eq!(path.parent(), Some(Path::new("s3://archive/in/甲")));
        assert_eq!(path.with_extension("epub").to_str(), Some("s3://archive/in/甲/乙.epub"));
    }

    #[cfg(feature = "stores")]
    #[test]
    fn a_program_without_stores_refuses_them() {
        let client = absent::Client::new(Vec::new());
        let address = Address::of(Path::new("memory:///a")).expect("an address");
        let errors = [
            client.head(&address).err(),
            client.list(&address).err(),
            client.get(&address, None, 9).err(),
            client.put(&address, Vec::new(), false).err(),
        ];
        assert!(errors.into_iter().all(|error| error.is_some_and(|error| error.kind() == ErrorKind::Unsupported)));
    }

    #[cfg(feature = "stores")]
    #[test]
    fn objects_are_written_listed_and_read_from_any_place() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for root in ["memory:///".to_owned(), format!("file://{}", folder.path().display())] {
            let (stores, root) = (Stores::default(), PathBuf::from(root));
            let path = root.join("报 纸/10%.txt");
            assert_eq!(stores.entry(&path).expect("asked"), None);
            assert_eq!(stores.read(&path, 9).expect("asked"), None);
            stores.put(&path, b"one".to_vec(), false).expect("nothing is there");
            let error = stores.put(&path, b"two".to_vec(), false).expect_err("something is there");
            assert!(error.to_string().contains("is there already with other content"), "{error}");
            stores.put(&path, b"0123456789".to_vec(), true).expect("it is replaced");
            stores.put(&root.join("a.txt"), b"a".to_vec(), false).expect("nothing is there");

            let names = |folder: &Path| -> Vec<_> {
                let entries = stores.list(folder).expect("a folder");
                entries.into_iter().map(|entry| (entry.path, entry.bytes)).collect()
            };
            assert_eq!(names(&root), [(root.join("a.txt"), 1), (path.clone(), 10)]);
            assert_eq!(names(&root.join("报 纸")), [(path.clone(), 10)]);
            assert_eq!(names(&root.join("报")), [], "a folder is no beginning of a name");
            assert_eq!(stores.entry(&root.join("报 纸")).expect("asked"), None, "a folder is no object");

            assert_eq!(stores.read(&path, 99).expect("read").as_deref(), Some(b"0123456789".as_slice()));
            assert_eq!(stores.read(&path, 3).expect("read").as_deref(), Some(b"0123".as_slice()), "one more than the limit");
            let mut pieces = stores.open(&path).expect("opened");
            let mut found = String::new();
            pieces.seek(SeekFrom::End(-3)).expect("a place");
            pieces.read_to_string(&mut found).expect("read");
            pieces.seek(SeekFrom::Start(1)).expect("a place");
            pieces.by_ref().take(2).read_to_string(&mut found).expect("read");
            assert_eq!(found, "78912");
        }
    }

    #[cfg(feature = "stores")]
    #[test]
    fn what_is_no_store_is_named() {
        let stores = Stores::default();
        for path in ["http://a.example/a.txt", "nowhere://a/b"] {
            let error = stores.read(Path::new(path), 9).expect_err("no store");
            assert!(error.to_string().starts_with(path.trim_end_matches("b").trim_end_matches("a.txt")), "{error}");
        }
        assert!(stores.read(Path::new("memory:///a//b"), 9).is_err(), "no key has an empty part");
    }
}
