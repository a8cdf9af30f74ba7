//! An output comes to its place whole or not at all, and over another file only where it may.
//!
//! A file is written under a temporary name in its folder and renamed; an object of a store appears when all of it was sent.

use super::job::{Kept, Made};
use super::ledger;
use crate::env::Env;
use crate::error::{Error, ErrorKind, Result};
use crate::store::{self, Entry};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// An output that waits for its name.
pub(super) enum Staged<'a> {
    /// A file under a temporary name.
    File(NamedTempFile, PathBuf, u64),
    /// An object that is still to be sent; whether one that is there is replaced.
    Object(Vec<u8>, PathBuf, bool, &'a Env),
    /// The same is there already.
    Same(Entry),
}

/// Writes an output beside its place. What is there already is replaced only where it may be, unless it is the same.
pub(super) fn stage<'a>(bytes: Vec<u8>, path: &Path, env: &'a Env, may_replace: impl FnOnce() -> bool) -> Result<Staged<'a>> {
    let length = bytes.len() as u64;
    let remote = store::is_remote(path);
    let there = env.stores.entry(path)?;
    let replaces = there.is_some();
    if let Some(there) = there {
        if !remote && !path.is_file() {
            return Err(Error::new(ErrorKind::Io, format!("{} is there already and is no file", path.display())));
        }
        if there.bytes == length && env.stores.read(path, length).is_ok_and(|found| found.as_ref() == Some(&bytes)) {
            return Ok(Staged::Same(there));
        }
        if !may_replace() {
            return Err(store::taken(path.display()));
        }
    }
    if remote {
        return Ok(Staged::Object(bytes, path.to_owned(), replaces, env));
    }
    let named = |error: std::io::Error| Error::from(error).context(path.display().to_string());
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(named)?;
    let mut file = temporary(folder).map_err(named)?;
    file.write_all(&bytes).map_err(named)?;
    Ok(Staged::File(file, path.to_owned(), length))
}

impl Staged<'_> {
    /// Puts the output in its place; with it goes what its store calls it.
    pub(super) fn commit(self) -> Result<(Made, Option<String>)> {
        Ok(match self {
            Staged::Same(there) => (Made { path: there.path, bytes: there.bytes, kept: Kept::Same }, there.tag),
            Staged::Object(content, path, replace, env) => {
                let bytes = content.len() as u64;
                let tag = env.stores.put(&path, content, replace)?;
                (Made { path, bytes, kept: Kept::Written }, tag)
            }
            Staged::File(file, path, bytes) => {
                file.persist(&path).map_err(|error| Error::from(error.error).context(path.display().to_string()))?;
                (Made { path, bytes, kept: Kept::Written }, None)
            }
        })
    }
}

/// A file that is to come to its place in a folder. Temporary files are private by habit; these are to become files like any other, so
/// the umask alone decides.
pub(crate) fn temporary(folder: &Path) -> std::io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(ledger::TEMPORARY);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}
