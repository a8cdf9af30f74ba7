//! Where fuzzing begins: the samples, what the writers make of small documents, and the folder `seeds/`.
//!
//! A target lays its seeds before its first input, into the folder that `CHONGPAI_SEEDS` names, so that they are always what the
//! program of the day reads and writes.

use crate::laws;
use chongpai::convert::{Options, convert};
use chongpai::model::{DocumentKind, Media};
use chongpai::output::{WRITERS, WriteOptions};
use std::fs;
use std::path::{Path, PathBuf};

/// Longer samples are left out: a changed byte in them is seldom one that matters.
const LONGEST: usize = 1 << 15;

/// Sets the hook, and lays the seeds of a target; its samples have one of these extensions and are passed through `form`.
pub fn lay(target: &str, extensions: &[&str], form: fn(&[u8]) -> Vec<u8>) {
    laws::hook();
    let Some(folder) = std::env::var_os("CHONGPAI_SEEDS").map(PathBuf::from) else { return };
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = samples(&here.join("../../samples"));
    found.retain(|(name, bytes)| extensions.iter().any(|extension| name.ends_with(&format!(".{extension}"))) && bytes.len() < LONGEST);
    found.extend(made(extensions));
    let mut seeds: Vec<_> = found.into_iter().map(|(name, bytes)| (name, form(&bytes))).collect();
    seeds.extend(samples(&here.join("seeds").join(target)));
    for (name, bytes) in seeds {
        fs::write(folder.join(name), bytes).expect("the folder of seeds can be written");
    }
}

/// Files below a folder.
fn samples(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(samples(&path));
        } else {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            found.push((name, fs::read(&path).expect("a sample")));
        }
    }
    found
}

/// What the writers that write such files make of small sources.
fn made(extensions: &[&str]) -> Vec<(String, Vec<u8>)> {
    const SOURCES: [(&str, &str); 3] = [
        ("page", include_str!("../seeds/sources/page.md")),
        ("paper", include_str!("../seeds/sources/paper.txt")),
        ("letter", include_str!("../seeds/sources/letter.txt")),
    ];
    let writers: Vec<_> = WRITERS.iter().filter(|writer| extensions.contains(&writer.name) && writer.name != "txt").collect();
    let mut files = Vec::new();
    for (name, source) in SOURCES {
        for kind in [None, Some(DocumentKind::Book)] {
            let mut options = Options { write: WriteOptions::default(), ..Options::default() };
            options.normalize.kind = kind;
            let Ok(converted) = convert(name, source.as_bytes(), &writers, &options, &laws::env()) else { continue };
            let book = if kind.is_some() { "-book" } else { "" };
            files.extend(converted.files.into_iter().map(|(writer, bytes)| (format!("{name}{book}.{writer}"), bytes)));
        }
    }
    files
}

/// Pictures for documents in their native form: one that is sound, and one that is none.
pub fn media() -> Vec<Media> {
    let picture = |reference: &str, bytes: &[u8]| Media { reference: reference.into(), alt: "一点".into(), bytes: Some(bytes.into()) };
    vec![picture("a.png", include_bytes!("../../data/dot.png")), picture("b.jpg", b"not a picture")]
}
