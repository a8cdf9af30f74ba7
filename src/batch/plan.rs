//! Files and folders → jobs, each with the paths of its outputs.
//!
//! The order is the order of the inputs, and natural order inside a folder (`2.txt` before `10.txt`). A file under an input
//! folder keeps its place: `a/b.txt` becomes `OUT/a/b.pdf`. Inside folders, hidden files, the output folder and files of
//! formats that no reader knows are passed over; a file that is named is always tried. Two sources that would make one
//! output are a clash: the later one is refused, and so is a source that would be overwritten by its own output.

use crate::error::{Error, ErrorKind};
use crate::input::READERS;
use crate::output::Writer;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// One source and what is to be made of it.
#[derive(Debug)]
pub struct Job {
    /// The source, as the caller wrote it.
    pub source: PathBuf,
    /// One path per writer, in the writers' order.
    pub outputs: Vec<PathBuf>,
    /// Bytes of the source when it was planned.
    pub bytes: u64,
}

/// A source that can't be converted; it counts as failed.
#[derive(Debug)]
pub struct Refusal {
    /// The source, as the caller wrote it.
    pub source: PathBuf,
    /// Why.
    pub error: Error,
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

/// Plans the conversion of files and folders.
pub fn plan(inputs: &[PathBuf], out: &Path, writers: &[&'static Writer]) -> Plan {
    let mut found = Found { out: out.canonicalize().ok(), ..Found::default() };
    for input in inputs {
        match fs::metadata(input) {
            Ok(meta) if meta.is_dir() => {
                let before = found.sources.len();
                found.folder(input, Path::new(""), &mut Vec::new());
                if found.sources.len() == before {
                    found.refuse(input, Error::new(ErrorKind::Invalid, "nothing to convert in this folder"));
                }
            }
            Ok(meta) if meta.is_file() => {
                let name = input.file_name().map(PathBuf::from).unwrap_or_default();
                found.file(input.clone(), name, meta.len());
            }
            Ok(_) => found.refuse(input, Error::new(ErrorKind::Unsupported, "neither a file nor a folder")),
            Err(error) => found.refuse(input, Error::from(error)),
        }
    }
    found.into_plan(out, writers)
}

/// A file that was found: where it is, its path below the output folder, its length.
type Source = (PathBuf, PathBuf, u64);

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
            Ok(true) => self.sources.push(Ok((path, below, length))),
            Ok(false) => self.passed.push((path, "the same file as one before")),
            Err(error) => self.refuse(&path, error.into()),
        }
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
        names.sort_by(|a, b| natural(&a.to_string_lossy(), &b.to_string_lossy()).then_with(|| a.cmp(b)));
        above.push(real);
        for name in names {
            let (path, below) = (folder.join(&name), below.join(&name));
            if name.to_string_lossy().starts_with('.') {
                continue;
            }
            match fs::metadata(&path) {
                Ok(meta) if meta.is_dir() => self.folder(&path, &below, above),
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
            let (source, below, bytes) = source?;
            let path = |writer: &&Writer| below.with_extension(writer.name);
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
            Ok(Job { source, outputs, bytes })
        });
        Plan { jobs: jobs.collect(), passed: self.passed }
    }
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

/// Compares names as a person counts: runs of digits by their value.
fn natural(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a, b);
    loop {
        let (Some(x), Some(y)) = (a.chars().next(), b.chars().next()) else { return a.len().cmp(&b.len()) };
        if x.is_ascii_digit() && y.is_ascii_digit() {
            let (left, right) = (digits(a), digits(b));
            let (value, other) = (left.trim_start_matches('0'), right.trim_start_matches('0'));
            let order = value.len().cmp(&other.len()).then_with(|| value.cmp(other)).then_with(|| left.len().cmp(&right.len()));
            if order.is_ne() {
                return order;
            }
            (a, b) = (&a[left.len()..], &b[right.len()..]);
        } else if x != y {
            return x.cmp(&y);
        } else {
            (a, b) = (&a[x.len_utf8()..], &b[y.len_utf8()..]);
        }
    }
}

fn digits(text: &str) -> &str {
    &text[..text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_counted_as_a_person_counts() {
        let mut names = ["10.txt", "2.txt", "1.txt", "02.txt", "第10版", "第9版", "a", "第9版b"];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(names, ["1.txt", "2.txt", "02.txt", "10.txt", "a", "第9版", "第9版b", "第10版"]);
    }
}
