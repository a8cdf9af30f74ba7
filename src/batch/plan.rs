//! Files and folders → jobs, each with the paths of its outputs.
//!
//! The order is the order of the inputs, and natural order inside a folder (`2.txt` before `10.txt`). A file under an input
//! folder keeps its place: `a/b.txt` becomes `OUT/a/b.pdf`. Inside folders, hidden files, the output folder and files of
//! formats that no reader knows are passed over; a file that is named is always tried. Of two sources that would make one
//! output the later keeps its extension (`x.txt.pdf` beside the `x.pdf` of `x.md`); a source that would be overwritten by an
//! output is refused.
//!
//! An archive is a folder: what lies in `a/issue.zip` becomes `OUT/a/issue/…`. Grouped by folder, the files of each folder are
//! the pages of one document, in the order of their page numbers; of one page in several formats, one is taken.

use super::wire;
use crate::env::Limits;
use crate::error::{Error, ErrorKind};
use crate::input::{self, READERS, archive};
use crate::output::Writer;
use crate::store::{self, Entry, Stores};
use crate::text::natural;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// One source and what is to be made of it.
#[derive(Debug, Deserialize, Serialize)]
pub struct Job {
    /// The source, as the caller wrote it.
    #[serde(with = "wire::path")]
    pub source: PathBuf,
    /// The files that it is made of.
    pub parts: Vec<Part>,
    /// The files are pages of one document, also where there is but one.
    pub grouped: bool,
    /// One path per writer, in the writers' order.
    #[serde(with = "wire::path::list")]
    pub outputs: Vec<PathBuf>,
    /// Bytes of the source when it was planned.
    pub bytes: u64,
    /// When its files were last changed, when it was planned; nothing where that is not known.
    pub changed: Option<SystemTime>,
}

/// A file, or a file in an archive.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Part {
    /// What it is called; in an archive, the archive's path and its own.
    #[serde(with = "wire::path")]
    pub shown: PathBuf,
    /// The file to open.
    #[serde(with = "wire::path")]
    pub path: PathBuf,
    /// Its place in the archive that the file is.
    pub place: Option<usize>,
}

/// Which files belong together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Group {
    /// Every file is a document.
    #[default]
    None,
    /// The files of a folder are pages of one document.
    Folder,
}

/// A source that can't be converted; it counts as failed.
#[derive(Debug)]
pub struct Refusal {
    /// The source, as the caller wrote it.
    pub source: PathBuf,
    /// Why.
    pub error: Error,
}

/// What reading a source came to, under its name; a refusal is its error.
pub(super) fn read<T>(
    job: Result<Job, Refusal>,
    read: impl FnOnce(&Job) -> crate::error::Result<T>,
) -> (PathBuf, crate::error::Result<T>) {
    match job {
        Ok(job) => {
            let read = read(&job);
            (job.source, read)
        }
        Err(refusal) => (refusal.source, Err(refusal.error)),
    }
}

/// What is to be done.
#[derive(Debug, Default)]
pub struct Plan {
    /// In input order: what to do, or why it can't be done.
    pub jobs: Vec<Result<Job, Refusal>>,
    /// Files that were passed over, each with the reason; they don't count as failed.
    pub passed: Vec<(PathBuf, &'static str)>,
}

/// Why a file is passed over.
const SAME: &str = "the same file as one before";
const UNREAD: &str = "not a format that is read";

/// Folders inside folders, at most.
const DEPTH: usize = 128;

impl Plan {
    /// Leaves out the jobs that are not wanted; what can't be done stays.
    pub fn retain(&mut self, wanted: impl Fn(&Job) -> bool) {
        self.jobs.retain(|job| job.as_ref().map_or(true, &wanted));
    }

    /// Leaves one of `of` parts of the sources, `nth` from 1: which part a source is in depends on its name alone.
    pub fn shard(&mut self, nth: u32, of: u32) {
        let number = |source: &Path| {
            let hash = blake3::hash(source.to_string_lossy().as_bytes());
            let [a, b, c, d, ..] = *hash.as_bytes();
            u32::from_le_bytes([a, b, c, d]) % of.max(1) + 1
        };
        self.jobs.retain(|job| {
            let source = job.as_ref().map_or_else(|refusal| &refusal.source, |job| &job.source);
            number(source) == nth
        });
    }
}

/// Plans the conversion of files and folders.
pub fn plan(inputs: &[PathBuf], out: &Path, writers: &[&'static Writer], group: Group, stores: &Stores) -> Plan {
    let mut found = Found::new(out, stores);
    for input in inputs {
        if store::is_remote(input) {
            found.remote(input, group);
            continue;
        }
        match fs::metadata(input) {
            Ok(meta) if meta.is_dir() => {
                let before = found.sources.len();
                found.folder(input, Path::new(""), &mut Vec::new());
                if group == Group::Folder {
                    found.group(before, input);
                }
                if found.sources.len() == before {
                    found.refuse(input, Error::new(ErrorKind::Invalid, "nothing to convert in this folder"));
                }
            }
            Ok(meta) if meta.is_file() => {
                let name = input.file_name().map(PathBuf::from).unwrap_or_default();
                let before = found.sources.len();
                if found.is_archive(input) {
                    found.archive(input, &name.with_extension(""), meta.modified().ok());
                    if group == Group::Folder {
                        found.group(before, &input.with_extension(""));
                    }
                } else {
                    found.file(input.clone(), name, &meta);
                }
            }
            Ok(_) => found.refuse(input, Error::new(ErrorKind::Unsupported, "neither a file nor a folder")),
            Err(error) => found.refuse(input, Error::from(error)),
        }
    }
    found.into_plan(out, writers)
}

/// A source that was found.
struct Source {
    /// As the caller wrote it.
    shown: PathBuf,
    /// Its path below the output folder, with an extension that outputs replace.
    below: PathBuf,
    bytes: u64,
    changed: Option<SystemTime>,
    parts: Vec<Part>,
    grouped: bool,
}

struct Found<'a> {
    stores: &'a Stores,
    sources: Vec<Result<Source, Refusal>>,
    passed: Vec<(PathBuf, &'static str)>,
    /// Canonical paths of files that were taken.
    seen: BTreeSet<PathBuf>,
    /// Canonical paths of folders that were searched.
    searched: BTreeSet<PathBuf>,
    out: Option<PathBuf>,
}

impl<'a> Found<'a> {
    fn new(out: &Path, stores: &'a Stores) -> Found<'a> {
        let out = out.canonicalize().ok().or_else(|| store::is_remote(out).then(|| out.to_owned()));
        Found { stores, sources: Vec::new(), passed: Vec::new(), seen: BTreeSet::new(), searched: BTreeSet::new(), out }
    }

    fn refuse(&mut self, source: &Path, error: Error) {
        self.sources.push(Err(Refusal { source: source.to_owned(), error }));
    }

    fn file(&mut self, path: PathBuf, below: PathBuf, meta: &fs::Metadata) {
        match path.canonicalize().map(|real| self.seen.insert(real)) {
            Ok(true) => self.take(path, below, meta.len(), meta.modified().ok()),
            Ok(false) => self.passed.push((path, SAME)),
            Err(error) => self.refuse(&path, error.into()),
        }
    }

    fn take(&mut self, path: PathBuf, below: PathBuf, bytes: u64, changed: Option<SystemTime>) {
        let parts = vec![Part { shown: path.clone(), path: path.clone(), place: None }];
        self.sources.push(Ok(Source { shown: path, below, bytes, changed, parts, grouped: false }));
    }

    /// Takes an object, or the objects of a folder.
    fn remote(&mut self, input: &Path, group: Group) {
        let before = self.sources.len();
        let listed = self.stores.entry(input).and_then(|entry| match entry {
            Some(entry) => Ok(vec![entry]),
            None => self.stores.list(input),
        });
        let mut entries = match listed {
            Ok(entries) if entries.is_empty() => return self.refuse(input, store::missing()),
            Ok(entries) => entries,
            Err(error) => return self.refuse(input, error),
        };
        let alone = matches!(&*entries, [entry] if entry.path == input);
        let top = if alone { input.parent().unwrap_or(input) } else { input };
        entries.sort_by(|a, b| in_order(&a.path, &b.path));
        for Entry { path, bytes, changed, .. } in entries {
            let below = path.strip_prefix(top).unwrap_or(&path).to_owned();
            let hidden = below.iter().any(|part| part.to_string_lossy().starts_with('.'));
            let own = self.out.as_ref().is_some_and(|out| out != top && path.starts_with(out));
            if hidden || own {
                continue;
            } else if !self.seen.insert(path.clone()) {
                self.passed.push((path, SAME));
            } else if self.is_archive(&path) {
                self.seen.remove(&path);
                self.archive(&path, &below.with_extension(""), changed);
            } else if alone || is_taken(&path) {
                self.take(path, below, bytes, changed);
            } else {
                self.passed.push((path, UNREAD));
            }
        }
        if self.sources.len() == before {
            self.refuse(input, Error::new(ErrorKind::Invalid, "nothing to convert in this folder"));
        } else if group == Group::Folder {
            self.group(before, if alone { top } else { input });
        }
    }

    /// Whether a file is an archive of files, and no document that happens to be packed.
    fn is_archive(&self, path: &Path) -> bool {
        path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip"))
            && self
                .stores
                .read(path, Limits::default().source_bytes)
                .is_ok_and(|bytes| bytes.is_some_and(|bytes| bytes.starts_with(b"PK") && !input::is_known(&bytes)))
    }

    /// Takes the files of an archive as those of a folder; `below` is its path under the output folder.
    fn archive(&mut self, path: &Path, below: &Path, changed: Option<SystemTime>) {
        let real = if store::is_remote(path) { Ok(path.to_owned()) } else { path.canonicalize() };
        if real.is_ok_and(|real| !self.seen.insert(real)) {
            return self.passed.push((path.to_owned(), SAME));
        }
        let listed = self.stores.open(path).and_then(archive::list);
        let (mut entries, outside) = match listed {
            Ok(listed) => listed,
            Err(error) => return self.refuse(path, error),
        };
        self.passed.extend(outside.into_iter().map(|name| (path.join(name), "a path that leads out of its archive")));
        entries.sort_by(|a, b| natural::compare(&a.path, &b.path).then_with(|| a.place.cmp(&b.place)));
        let before = self.sources.len();
        for entry in entries {
            let shown = path.join(&entry.path);
            let hidden = entry.path.split('/').any(|part| part.starts_with('.') || part == "__MACOSX");
            if hidden {
                continue;
            }
            if !is_taken(Path::new(&entry.path)) {
                self.passed.push((shown, UNREAD));
                continue;
            }
            let parts = vec![Part { shown: shown.clone(), path: path.to_owned(), place: Some(entry.place) }];
            let below = below.join(&entry.path);
            self.sources.push(Ok(Source { shown, below, bytes: entry.bytes, changed, parts, grouped: false }));
        }
        if self.sources.len() == before {
            self.refuse(path, Error::new(ErrorKind::Invalid, "nothing to convert in this archive"));
        }
    }

    /// Makes one source of those in each folder, from the source `first` on; `top` is the folder that was searched.
    fn group(&mut self, first: usize, top: &Path) {
        let mut folders: Vec<(PathBuf, Vec<Source>)> = Vec::new();
        let mut places: BTreeMap<PathBuf, usize> = BTreeMap::new();
        let mut others = Vec::new();
        for source in self.sources.split_off(first) {
            match source {
                Ok(source) => {
                    let folder = source.shown.parent().map(Path::to_owned).unwrap_or_default();
                    let place = *places.entry(folder.clone()).or_insert_with(|| {
                        folders.push((folder, Vec::new()));
                        folders.len() - 1
                    });
                    folders[place].1.push(source);
                }
                Err(refusal) => others.push(Err(refusal)),
            }
        }
        for (shown, mut pages) in folders {
            pages.sort_by(|a, b| by_page(&a.shown, &b.shown));
            let name = pages[0].below.parent().filter(|below| !below.as_os_str().is_empty());
            let name = name
                .map_or_else(|| top.file_name().unwrap_or("pages".as_ref()).to_owned(), |below| below.as_os_str().to_owned());
            let mut below = name;
            below.push(".pages");
            let mut whole = Source { shown, below: below.into(), bytes: 0, changed: None, parts: Vec::new(), grouped: true };
            for page in pages {
                let same = |part: &Part| part.shown.with_extension("") == page.shown.with_extension("");
                if whole.parts.last().is_some_and(same) {
                    self.passed.push((page.shown, "the same page as one before, in another format"));
                } else {
                    whole.bytes += page.bytes;
                    whole.changed = whole.changed.max(page.changed);
                    whole.parts.extend(page.parts);
                }
            }
            self.sources.push(Ok(whole));
        }
        self.sources.append(&mut others);
    }

    /// Searches a folder; `below` is its path under the input folder, `above` the real paths of the folders it is in.
    fn folder(&mut self, folder: &Path, below: &Path, above: &mut Vec<PathBuf>) {
        let real = match folder.canonicalize() {
            Ok(real) => real,
            Err(error) => return self.refuse(folder, error.into()),
        };
        if above.contains(&real) {
            return self.passed.push((folder.to_owned(), "a link that leads back to a folder it is in"));
        }
        if self.out.as_ref() == Some(&real) && !above.is_empty() {
            return self.passed.push((folder.to_owned(), "the output folder"));
        }
        if !self.searched.insert(real.clone()) {
            return self.passed.push((folder.to_owned(), "the same folder as one before"));
        }
        if above.len() >= DEPTH {
            return self.refuse(folder, Error::new(ErrorKind::Limit, format!("more than {DEPTH} folders inside one another")));
        }
        let names = fs::read_dir(folder)
            .and_then(|entries| entries.map(|entry| entry.map(|entry| entry.file_name())).collect::<std::io::Result<Vec<_>>>());
        let mut names = match names {
            Ok(names) => names,
            Err(error) => return self.refuse(folder, error.into()),
        };
        names.sort_by(|a, b| natural::compare(&a.to_string_lossy(), &b.to_string_lossy()).then_with(|| a.cmp(b)));
        above.push(real);
        for name in names {
            let (path, below) = (folder.join(&name), below.join(&name));
            if name.to_string_lossy().starts_with('.') {
                continue;
            }
            match fs::metadata(&path) {
                Ok(meta) if meta.is_dir() => self.folder(&path, &below, above),
                Ok(meta) if meta.is_file() && self.is_archive(&path) => {
                    self.archive(&path, &below.with_extension(""), meta.modified().ok());
                }
                Ok(meta) if meta.is_file() && is_taken(&path) => self.file(path, below, &meta),
                Ok(meta) if meta.is_file() => self.passed.push((path, UNREAD)),
                Ok(_) => self.passed.push((path, "neither a file nor a folder")),
                Err(error) => self.refuse(&path, error.into()),
            }
        }
        above.pop();
    }

    fn into_plan(self, out: &Path, writers: &[&'static Writer]) -> Plan {
        // Outputs are compared as they will stand on disk: below the folder that exists.
        let real_out = self.out.unwrap_or_else(|| out.to_owned());
        let mut owners: BTreeMap<PathBuf, PathBuf> = BTreeMap::new();
        let jobs = self.sources.into_iter().map(|source| {
            let Source { shown: source, below, bytes, changed, parts, grouped } = source?;
            let taken = |path: &PathBuf| owners.contains_key(&real_out.join(path));
            let full = writers.iter().any(|writer| taken(&below.with_extension(writer.name)));
            let path = |writer: &&Writer| match full {
                true => PathBuf::from(format!("{}.{}", below.display(), writer.name)),
                false => below.with_extension(writer.name),
            };
            let outputs: Vec<PathBuf> = writers.iter().map(|writer| out.join(path(writer))).collect();
            let refuse =
                |message: String| Err(Refusal { source: source.clone(), error: Error::new(ErrorKind::Invalid, message) });
            for writer in writers {
                let target = real_out.join(path(writer));
                if self.seen.contains(&target) {
                    let shown = out.join(path(writer));
                    return refuse(format!("{} is a source itself; choose another folder with -o", shown.display()));
                }
                if let Some(owner) = owners.get(&target) {
                    let shown = out.join(path(writer));
                    return refuse(format!(
                        "its output {} is made from {} already; rename one, or convert them to different folders",
                        shown.display(),
                        owner.display()
                    ));
                }
            }
            owners.extend(writers.iter().map(|writer| (real_out.join(path(writer)), source.clone())));
            Ok(Job { source, parts, grouped, outputs, bytes, changed })
        });
        Plan { jobs: jobs.collect(), passed: self.passed }
    }
}

/// The order of paths as a person counts, folder by folder.
fn in_order(a: &Path, b: &Path) -> Ordering {
    let natural =
        |(a, b): (&OsStr, &OsStr)| natural::compare(&a.to_string_lossy(), &b.to_string_lossy()).then_with(|| a.cmp(b));
    let first = a.iter().zip(b.iter()).map(natural).find(|order| order.is_ne());
    first.unwrap_or_else(|| a.iter().count().cmp(&b.iter().count()))
}

/// Formats in which a page is taken first, where it is there in several.
const PREFERRED: [&str; 9] = ["docx", "odt", "doc", "wps", "rtf", "md", "html", "htm", "txt"];

/// The order of pages: by their numbers where both have one, then as a person counts, then by what is read best.
fn by_page(a: &Path, b: &Path) -> Ordering {
    let stem = |path: &Path| path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let rank = |path: &Path| {
        let extension = path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
        PREFERRED.iter().position(|own| *own == extension).unwrap_or(PREFERRED.len())
    };
    let (one, other) = (stem(a), stem(b));
    let number = |stem: &str| (input::page_section(stem).to_owned(), input::page_number(stem).unwrap_or(u32::MAX));
    number(&one)
        .cmp(&number(&other))
        .then_with(|| natural::compare(&one, &other))
        .then_with(|| rank(a).cmp(&rank(b)))
        .then_with(|| a.cmp(b))
}

/// Whether a file is taken when a folder is searched. Files without an extension are.
fn is_taken(path: &Path) -> bool {
    match path.extension() {
        Some(extension) => {
            READERS.iter().flat_map(|reader| reader.extensions).any(|taken| extension.eq_ignore_ascii_case(taken))
        }
        None => true,
    }
}
