//! Archives that stay open while sources are taken from them, so that a directory is read once and not for every file in it.

use super::run::held;
use crate::env::Limits;
use crate::error::Result;
use crate::input::archive::Archive;
use crate::store::{self, Entry, Stores};
use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::sync::Mutex;

/// Archives that are open at once, at most: one for each thread, about.
const OPEN: usize = 8;

/// The archives that are open and that nobody takes a file from right now, as they were when they were opened.
#[derive(Debug, Default)]
pub struct Archives(Mutex<Vec<(Entry, Archive<BufReader<File>>)>>);

impl Archives {
    /// The bytes of the file at a place of an archive's directory.
    pub fn unpack(&self, path: &Path, place: usize, stores: &Stores, limits: &Limits) -> Result<Vec<u8>> {
        if store::is_remote(path) {
            return Archive::open(stores.open(path)?)?.unpack(place, limits);
        }
        let entry = stores.entry(path)?.ok_or_else(store::missing)?;
        let known = {
            let mut open = held(&self.0);
            open.iter().position(|(own, _)| *own == entry).map(|at| open.swap_remove(at).1)
        };
        let mut archive = match known {
            Some(archive) => archive,
            None => Archive::open(BufReader::new(File::open(path)?))?,
        };
        let bytes = archive.unpack(place, limits);
        let mut open = held(&self.0);
        open.truncate(OPEN - 1);
        open.insert(0, (entry, archive));
        bytes
    }
}
