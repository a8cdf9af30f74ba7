//! What was done before: the manifest in the output folder, `.chongpai/manifest.jsonl`.
//!
//! One line per finished source, appended when its outputs are in place: a JSON object whose last member, `sum`, is a checksum
//! of what stands before it. A line that was cut off by a crash, or edited, counts for nothing, and its source is done again.
//! A source is as it was when its key is: a hash of its content, its name, the options, the fonts and the program's version;
//! and when the pictures it refers to and its outputs are what they were. Several programs may share an output folder, each
//! with a shard of the sources ([`Journal`]). On a store the manifest is a folder of such files, and outputs are known by what
//! the store calls their content.

use super::job::{Kept, Made, Outcome, Status};
use super::journal::Journal;
use super::plan::Job;
use super::run::Batch;
use crate::env::Env;
use crate::error::{Error, ErrorKind, Result};
use crate::model::Document;
use crate::store::{self, Stores};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The folder in the output folder that is the program's own.
const FOLDER: &str = ".chongpai";
/// The manifest in it.
const FILE: &str = "manifest.jsonl";
/// What outputs are called until they are whole.
pub(super) const TEMPORARY: &str = ".chongpai-";

/// The manifest of an output folder.
#[derive(Debug)]
pub struct Ledger {
    out: PathBuf,
    rows: BTreeMap<String, Row>,
    journal: Mutex<Journal>,
    stores: Stores,
    /// Held while the batch runs; who gets it alone may clean up.
    lock: Option<File>,
}

/// What became of a source.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct Row {
    source: String,
    key: String,
    status: String,
    characters: u64,
    damaged: bool,
    outputs: Vec<Output>,
    /// Pictures that the source refers to, each with the hash of what was found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pictures: Vec<(String, Option<String>)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    errors: Vec<String>,
}

/// A file that was made.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct Output {
    /// Its path below the output folder.
    path: String,
    bytes: u64,
    #[serde(flatten)]
    seal: Seal,
}

/// By what content is known again.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Seal {
    /// Its hash.
    pub hash: String,
    /// What the store that it is in calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
}

/// A hash of content, as it is written down.
pub(super) fn hash(bytes: &[u8]) -> String {
    short(&blake3::hash(bytes))
}

pub(super) fn short(hash: &blake3::Hash) -> String {
    hash.to_hex()[..32].to_owned()
}

impl Ledger {
    /// Opens the manifest of an output folder, or begins one. Outputs that a killed run left unfinished are removed by
    /// [`Ledger::clean`].
    pub fn open(out: &Path, env: &Env) -> Result<Ledger> {
        if store::is_remote(out) {
            return Ledger::join(out, env); // objects are whole or not there, so nothing is to be cleaned
        }
        if out.is_file() {
            return Err(Error::new(ErrorKind::Invalid, format!("{} is a file, and outputs go into a folder", out.display())));
        }
        let folder = out.join(FOLDER);
        let named = |error: std::io::Error| Error::from(error).context(format!("the manifest {}", folder.join(FILE).display()));
        fs::create_dir_all(&folder).map_err(named)?;
        let lock = OpenOptions::new().create(true).append(true).open(folder.join("lock")).map_err(named)?;
        lock.lock_shared().ok();
        Ok(Ledger { lock: Some(lock), ..Ledger::join(out, env)? })
    }

    /// Opens the manifest for a process that another one has at work in the folder, and that ends with it.
    pub fn join(out: &Path, env: &Env) -> Result<Ledger> {
        let path = out.join(FOLDER).join(FILE);
        let (journal, text) =
            Journal::open(&path, env).map_err(|error| error.context(format!("the manifest {}", path.display())))?;
        let mut rows = BTreeMap::new();
        for row in text.split(|&byte| byte == b'\n').filter_map(Row::parse) {
            rows.insert(row.source.clone(), row);
        }
        Ok(Ledger { out: out.to_owned(), rows, journal: Mutex::new(journal), stores: env.stores.clone(), lock: None })
    }

    /// Removes what a run or a process that was killed left unfinished in these folders, unless another program is at work there.
    pub(super) fn clean(&self, folders: &BTreeSet<PathBuf>) {
        let Some(lock) = &self.lock else { return };
        let alone = lock.try_lock().is_ok();
        // Alone for a moment only: whoever begins in between shares the lock, and cleans nothing either.
        lock.lock_shared().ok();
        if !alone {
            return;
        }
        for entry in folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten() {
            if entry.file_name().to_string_lossy().starts_with(TEMPORARY) {
                // What can't be removed is in nobody's way.
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    /// Whether the last attempt at a source failed, or there was none.
    pub fn is_undone(&self, source: &Path) -> bool {
        self.rows.get(&*source.to_string_lossy()).is_none_or(|row| row.status != Status::Done.name())
    }

    /// What became of a source that is as it was, with outputs as they were.
    pub(super) fn unchanged(&self, job: &Job, key: &str, env: &Env) -> Option<Outcome> {
        let row = self.rows.get(&*job.source.to_string_lossy())?;
        let asked: Vec<String> = job.outputs.iter().map(|path| self.below(path)).collect();
        let made = row.outputs.iter().map(|output| output.path.as_str());
        if row.status != Status::Done.name() || row.key != key || !made.eq(asked.iter().map(String::as_str)) {
            return None;
        }
        let same_picture = |(reference, found): &(String, Option<String>)| picture(env, reference) == *found;
        let same_output = |output: &Output| self.is_own(&self.out.join(&output.path), output);
        if !row.pictures.iter().all(same_picture) || !row.outputs.iter().all(same_output) {
            return None;
        }
        let made = |output: &Output| Made { path: self.out.join(&output.path), bytes: output.bytes, kept: Kept::Same };
        Some(Outcome {
            status: Status::Done,
            made: row.outputs.iter().map(made).collect(),
            characters: row.characters,
            bytes: job.bytes,
            before: Some(row.damaged),
            ..Outcome::empty(&job.source)
        })
    }

    /// Whether what is there is what was written: by its store's word, or else by its content.
    fn is_own(&self, path: &Path, output: &Output) -> bool {
        let Ok(Some(there)) = self.stores.entry(path) else { return false };
        let same = || {
            self.stores.read(path, output.bytes).is_ok_and(|found| found.is_some_and(|bytes| hash(&bytes) == output.seal.hash))
        };
        there.bytes == output.bytes && (there.tag.is_some() && there.tag == output.seal.tag || same())
    }

    /// Whether a file is an output that this program wrote for a source and nobody changed since: it may be replaced.
    pub(super) fn may_replace(&self, source: &Path, path: &Path) -> bool {
        let below = self.below(path);
        let row = self.rows.get(&*source.to_string_lossy());
        row.and_then(|row| row.outputs.iter().find(|output| output.path == below))
            .is_some_and(|output| self.is_own(path, output))
    }

    /// Writes down what became of a source. `seals` are those of the outputs in `outcome.made`.
    pub(super) fn record(&self, outcome: &Outcome, key: &str, seals: &[Seal], pictures: Vec<(String, Option<String>)>) {
        let output =
            |(made, seal): (&Made, &Seal)| Output { path: self.below(&made.path), bytes: made.bytes, seal: seal.clone() };
        let source = outcome.source.to_string_lossy().into_owned();
        let mut outputs: Vec<Output> = outcome.made.iter().zip(seals).map(output).collect();
        if outcome.status != Status::Done {
            // What an earlier run made stays its own: it is replaced when the source can be converted again.
            let before = self.rows.get(&source).into_iter().flat_map(|row| &row.outputs);
            let missing: Vec<_> = before.filter(|old| outputs.iter().all(|new| new.path != old.path)).cloned().collect();
            outputs.extend(missing);
        }
        let row = Row {
            source,
            key: key.to_owned(),
            status: outcome.status.name().to_owned(),
            characters: outcome.characters,
            damaged: outcome.is_damaged(),
            outputs,
            pictures,
            errors: outcome.errors.iter().map(ToString::to_string).collect(),
        };
        // A line that can't be written costs a second run its time, and nothing else.
        let _ = self.journal.lock().unwrap_or_else(PoisonError::into_inner).add(&row.line());
    }

    fn below(&self, path: &Path) -> String {
        path.strip_prefix(&self.out).unwrap_or(path).to_string_lossy().replace('\\', "/")
    }
}

/// What stands before the checksum in a line, and after it.
const SUM: (&str, &str) = (",\"sum\":\"", "\"}");

impl Row {
    fn line(&self) -> String {
        let json = serde_json::to_string(self).unwrap_or_default();
        let open = json.strip_suffix('}').unwrap_or(&json);
        format!("{open}{}{}{}\n", SUM.0, hash(open.as_bytes()), SUM.1)
    }

    fn parse(line: &[u8]) -> Option<Row> {
        let line = std::str::from_utf8(line).ok()?;
        let (open, sum) = line.rsplit_once(SUM.0)?;
        (sum.strip_suffix(SUM.1)? == hash(open.as_bytes())).then(|| serde_json::from_str(&format!("{open}}}")).ok()).flatten()
    }
}

/// What a source's key is made of beside its content: all that a batch has in common.
pub(super) fn common(batch: &Batch) -> blake3::Hasher {
    let Batch { writers, options, env, strict, .. } = batch;
    let mut hasher = blake3::Hasher::new();
    let writers: Vec<_> = writers.iter().map(|writer| writer.name).collect();
    let said = format!("{} {writers:?} {options:?} {strict}", env!("CARGO_PKG_VERSION"));
    let world = format!(" {} {} {:?}", env.epoch, env.system_fonts, env.limits);
    hasher.update(said.as_bytes()).update(world.as_bytes());
    for dir in env.font_dirs.iter().chain(&env.set_dirs) {
        let entries = fs::read_dir(dir).into_iter().flatten().flatten();
        let face = |entry: fs::DirEntry| format!("{:?} {:?}", entry.file_name(), entry.metadata().map(|meta| meta.len()).ok());
        let mut faces: Vec<String> = entries.map(face).collect();
        faces.sort();
        hasher.update(faces.join("\n").as_bytes());
    }
    hasher
}

/// The key of a source: its parts' names and contents.
pub(super) fn key<'a>(common: &blake3::Hasher, parts: impl Iterator<Item = (&'a Path, &'a [u8])>) -> String {
    let mut hasher = common.clone();
    for (path, bytes) in parts {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        hasher.update(name.as_bytes()).update(&[0]).update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
    }
    short(&hasher.finalize())
}

/// The pictures that a document refers to and that are no part of its source, with the hash of what was found.
pub(super) fn pictures(document: &Document, env: &Env) -> Vec<(String, Option<String>)> {
    let outside = |reference: &str| !reference.is_empty() && !reference.contains("://") && Path::new(reference).is_relative();
    let mut found: Vec<_> = document.media.iter().map(|media| media.reference.as_str()).filter(|own| outside(own)).collect();
    found.sort_unstable();
    found.dedup();
    found.into_iter().map(|reference| (reference.to_owned(), picture(env, reference))).collect()
}

fn picture(env: &Env, reference: &str) -> Option<String> {
    env.picture(reference).map(|bytes| hash(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_whether_it_is_whole() {
        let row = Row {
            source: "in/甲\"乙.txt".into(),
            key: "k".into(),
            status: "done".into(),
            characters: 7,
            damaged: false,
            outputs: vec![Output { path: "甲.pdf".into(), bytes: 3, seal: Seal { hash: hash(b"abc"), tag: None } }],
            pictures: vec![("a.png".into(), None)],
            errors: Vec::new(),
        };
        let line = row.line();
        let back = Row::parse(line.trim_end().as_bytes()).expect("it is whole");
        assert_eq!(format!("{back:?}"), format!("{row:?}"));
        assert!(serde_json::from_str::<serde_json::Value>(&line).is_ok(), "other programs can read it");
        assert!((0..line.len() - 1).all(|end| Row::parse(&line.as_bytes()[..end]).is_none()), "a cut line counts for nothing");
        assert!(Row::parse(line.trim_end().replace("甲.pdf", "乙.pdf").as_bytes()).is_none(), "nor does one that was changed");
    }

    #[test]
    fn keys_know_where_parts_end() {
        let common = blake3::Hasher::new();
        let key = |parts: &[(&str, &str)]| key(&common, parts.iter().map(|(path, text)| (Path::new(path), text.as_bytes())));
        assert_eq!(key(&[("a/1.txt", "甲")]), key(&[("b/1.txt", "甲")]));
        assert_ne!(key(&[("1.txt", "甲")]), key(&[("2.txt", "甲")]));
        assert_ne!(key(&[("1.txt", "甲"), ("2.txt", "乙")]), key(&[("1.txt", "甲2.txt乙")]));
    }
}
