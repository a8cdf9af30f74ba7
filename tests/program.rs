//! Runs the built program in a folder of its own.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use tempfile::TempDir;

/// A folder with files, and the program to run in it.
pub struct Place(TempDir);

/// What a run came to.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Place {
    /// A folder with these files.
    pub fn with(files: &[(&str, &[u8])]) -> Place {
        let place = Place(tempfile::tempdir().expect("a temporary folder"));
        files.iter().for_each(|(name, content)| place.put(name, content));
        place
    }

    /// Writes a file, and the folders it is in.
    pub fn put(&self, name: &str, content: &[u8]) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a file in the folder")).expect("a folder");
        fs::write(path, content).expect("a file");
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The names of all files below a folder, in order, but for the program's own.
    pub fn files(&self, name: &str) -> Vec<String> {
        let mut found = Vec::new();
        let mut folders = vec![self.path(name)];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).into_iter().flatten() {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.extend((path.file_name() != Some(".chongpai".as_ref())).then_some(path));
                } else {
                    let below = path.strip_prefix(self.path(name)).expect("it is below").to_owned();
                    found.push(below.to_string_lossy().replace('\\', "/"));
                }
            }
        }
        found.sort();
        found
    }

    /// Runs the program with words parted by spaces.
    pub fn run(&self, words: &str) -> Ran {
        self.run_words(&words.split(' ').collect::<Vec<_>>())
    }

    /// The program with these words, to be run in this folder.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_chongpai"));
        command.args(words).current_dir(self.0.path());
        command
    }

    /// Runs the program with these words.
    pub fn run_words(&self, words: &[&str]) -> Ran {
        let ran = self.command(words).output().expect("the program runs");
        Ran {
            code: ran.status.code().expect("no signal ends it"),
            out: String::from_utf8(ran.stdout).expect("UTF-8"),
            err: String::from_utf8(ran.stderr).expect("UTF-8"),
        }
    }
}

/// The samples that are texts, in order.
pub fn samples() -> Vec<PathBuf> {
    let is_read = |extension: &str| chongpai::input::READERS.iter().any(|reader| reader.extensions.contains(&extension));
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/samples"))];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of samples") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().and_then(|extension| extension.to_str()).is_some_and(is_read) {
                found.push(path);
            }
        }
    }
    found.sort();
    assert!(found.len() >= 12, "at least twelve samples, not {}", found.len());
    found
}
