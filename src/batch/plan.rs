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
use crate::error::{Error, ErrorKind};
use crate::input::{self, READERS, archive};
use crate::output::Writer;
use crate::text::natural;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::BufReader;
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

impl Job {
    /// When its files were last changed.
    pub fn changed(&self) -> Option<SystemTime> {
        self.parts.iter().filter_map(|part| fs::metadata(&part.path).ok()?.modified().ok()).max()
    }
}

/// Plans the conversion of files and folders.
pub fn plan(inputs: &[PathBuf], out: &Path, writers: &[&'static Writer], group: Group) -> Plan {
    let mut found = Found { out: out.canonicalize().ok(), ..Found::default() };
    for input in inputs {
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
                if is_archive(input) {
                    found.archive(input, &name.with_extension(""));
                    if group == Group::Folder {
                        found.group(before, &input.with_extension(""));
                    }
                } else {
                    found.file(input.clone(), name, meta.len());
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
    parts: Vec<Part>,
    grouped: bool,
}

#[derive(Default)]
struct Found {
    sources: Vec<Result<Source, Refusal>>,
    passed: Vec<(PathBuf, &'static str)>,
    /// Canonical paths of files that were taken.
    seen: BTreeSet<PathBuf>,
    /// Canonical paths of folders that were searched.
    searched: BTreeSet<PathBuf>,
    out: Option<PathBuf>,
}

impl Found {
    fn refuse(&mut self, source: &Path, error: Error) {
        self.sources.push(Err(Refusal { source: source.to_owned(), error }));
    }

    fn file(&mut self, path: PathBuf, below: PathBuf, length: u64) {
        match path.canonicalize().map(|real| self.seen.insert(real)) {
            Ok(true) => {
                let parts = vec![Part { shown: path.clone(), path: path.clone(), place: None }];
                self.sources.push(Ok(Source { shown: path, below, bytes: length, parts, grouped: false }));
            }
            Ok(false) => self.passed.push((path, "the same file as one before")),
            Err(error) => self.refuse(&path, error.into()),
        }
    }

    /// Takes the files of an archive as those of a folder; `below` is its path under the output folder.
    fn archive(&mut self, path: &Path, below: &Path) {
        let seen = path.canonicalize().is_ok_and(|real| !self.seen.insert(real));
        if seen {
            return self.passed.push((path.to_owned(), "the same file as one before"));
        }
        let listed = fs::File::open(path).map_err(Error::from).and_then(|file| archive::list(BufReader::new(file)));
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
                self.passed.push((shown, "not a format that is read"));
                continue;
            }
            let parts = vec![Part { shown: shown.clone(), path: path.to_owned(), place: Some(entry.place) }];
            let below = below.join(&entry.path);
            self.sources.push(Ok(Source { shown, below, bytes: entry.bytes, parts, grouped: false }));
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
            let mut whole = Source { shown, below: below.into(), bytes: 0, parts: Vec::new(), grouped: true };
            for page in pages {
                let same = |part: &Part| part.shown.with_extension("") == page.shown.with_extension("");
                if whole.parts.last().is_some_and(same) {
                    self.passed.push((page.shown, "the same page as one before, in another format"));
                } else {
                    whole.bytes += page.bytes;
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
                Ok(meta) if meta.is_file() && is_archive(&path) => self.archive(&path, &below.with_extension("")),
                Ok(meta) if meta.is_file() && is_taken(&path) => self.file(path, below, meta.len()),
                Ok(meta) if meta.is_file() => self.passed.push((path, "not a format that is read")),
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
            let Source { shown: source, below, bytes, parts, grouped } = source?;
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
            Ok(Job { source, parts, grouped, outputs, bytes })
        });
        Plan { jobs: jobs.collect(), passed: self.passed }
    }
}

/// Whether a file is an archive of files, and no document that happens to be packed.
fn is_archive(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip"))
        && fs::read(path).is_ok_and(|bytes| bytes.starts_with(b"PK") && !input::is_known(&bytes))
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
