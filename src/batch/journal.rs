//! Lines that are added to and never changed: a file, or a row of objects where the folder is on a store.
//!
//! Lines of a file are appended in one write each. No object is appended to: each process has one of its own, which it sends
//! again with each line, and begins the next before that grows dear. Their names begin with the time, so that in the order of
//! their names what was written later stands later.

use crate::env::Env;
use crate::error::{Error, Result};
use crate::store::{self, Stores};
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// Lines in a file, or in objects.
#[derive(Debug)]
pub(super) enum Journal {
    /// The file, open for appending.
    File(File),
    /// The objects in a folder.
    Objects {
        /// The folder.
        folder: PathBuf,
        /// The object that this process writes now, with its name.
        own: Option<(PathBuf, String)>,
        /// Where they are.
        stores: Stores,
    },
}

/// So long an object gets, in bytes.
const LONG: usize = 64 << 10;
/// An object that is longer was not written by this program.
const LONGEST: u64 = 1 << 20;

impl Journal {
    /// Opens what is, or is to be, at this path, with the lines in it.
    pub fn open(path: &Path, env: &Env) -> Result<(Journal, Vec<u8>)> {
        let mut text = Vec::new();
        if store::is_remote(path) {
            let folder = path.with_extension("");
            for entry in env.stores.list(&folder)? {
                text.extend(env.stores.read(&entry.path, LONGEST)?.unwrap_or_default());
                text.push(b'\n');
            }
            return Ok((Journal::Objects { folder, own: None, stores: env.stores.clone() }, text));
        }
        let mut file = OpenOptions::new().create(true).read(true).append(true).open(path)?;
        file.read_to_end(&mut text)?;
        if text.last().is_some_and(|&last| last != b'\n') {
            file.write_all(b"\n")?;
        }
        Ok((Journal::File(file), text))
    }

    /// Adds a line, which ends as lines do.
    pub fn add(&mut self, line: &str) -> Result<()> {
        match self {
            Journal::File(file) => file.write_all(line.as_bytes()).map_err(Error::from),
            Journal::Objects { folder, own, stores } => {
                let begun = own.is_some();
                let (path, text) = own.get_or_insert_with(|| (folder.join(name()), String::new()));
                text.push_str(line);
                // The first time nobody else may have the name.
                stores.put(path, text.clone().into_bytes(), begun)?;
                if text.len() > LONG {
                    *own = None;
                }
                Ok(())
            }
        }
    }
}

/// A name that no other process on any machine takes, by the clock in microseconds: nothing that is made depends on it.
fn name() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    format!("{:017}-{:x}.jsonl", since.as_micros(), std::process::id())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_back_in_their_order() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut paths = vec![folder.path().join("lines.jsonl")];
        if cfg!(feature = "stores") {
            paths.push("memory:///a/lines.jsonl".into());
        }
        for path in paths {
            let env = Env::for_tests();
            let long = format!("{}\n", "长".repeat(LONG));
            for line in ["one\n", &long, "two\n"] {
                let (mut journal, _) = Journal::open(&path, &env).expect("opened");
                journal.add(line).expect("written");
                journal.add("and one more\n").expect("written");
            }
            let (_, text) = Journal::open(&path, &env).expect("opened");
            let lines: Vec<usize> = text.split(|&byte| byte == b'\n').map(<[u8]>::len).filter(|&length| length > 0).collect();
            assert_eq!(lines, [3, 12, 3 * LONG, 12, 3, 12], "{}", path.display());
        }
    }
}
