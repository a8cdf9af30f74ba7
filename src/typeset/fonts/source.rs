//! Where the bytes of faces come from: folders first, then the program itself; on request the system's folders.

use crate::env::Env;
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// Where one face's bytes are.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// A file, and the index of the face in it.
    File(PathBuf, u32),
    /// In the program: which of the faces that it carries.
    Embedded(usize),
}

/// The faces that the program carries, unpacked when it was built: their files in `fonts/`, and their bytes.
const CARRIED: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/faces.rs"));

/// The bytes of a font file. Those that the program carries are where they are; nothing copies them.
pub type Bytes = Cow<'static, [u8]>;

/// Finds a face of the set: in the folders that were named, in the program, in the folders of the set.
pub(super) fn find(file: &str, env: &Env) -> Option<Place> {
    let carried = || CARRIED.iter().position(|(name, _)| *name == file).map(Place::Embedded);
    within(file, &env.font_dirs).or_else(carried).or_else(|| within(file, &env.set_dirs))
}

/// `core/NAME`, then `NAME` alone in each folder, packed or plain.
fn within(file: &str, dirs: &[PathBuf]) -> Option<Place> {
    let name = file.rsplit('/').next().unwrap_or(file);
    for dir in dirs {
        for candidate in [file, name, file.trim_end_matches(".zst"), name.trim_end_matches(".zst")] {
            let path = dir.join(candidate);
            if path.is_file() {
                return Some(Place::File(path, 0));
            }
        }
    }
    None
}

/// A face never unpacks to more than this many bytes.
const LARGEST: usize = 256 << 20;

/// Reads a face, and unpacks it; `None` where the file cannot be read.
pub(super) fn read(place: &Place) -> Option<Bytes> {
    let path = match place {
        Place::Embedded(face) => return CARRIED.get(*face).map(|(_, bytes)| Bytes::Borrowed(bytes)),
        Place::File(path, _) => path,
    };
    let file = std::fs::read(path).ok()?;
    if path.extension().is_none_or(|extension| extension != "zst") {
        return Some(file.into());
    }
    let size = zstd::zstd_safe::get_frame_content_size(&file).ok().flatten().and_then(|size| usize::try_from(size).ok());
    zstd::bulk::decompress(&file, size.unwrap_or(LARGEST).min(LARGEST)).ok().map(Bytes::from)
}

/// Every face in the system's usual folders, in the order of paths. Asked for only with `--system-fonts`: it makes the output depend
/// on the machine.
pub(super) fn system() -> Vec<Place> {
    let mut dirs: Vec<PathBuf> =
        ["/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts", "C:\\Windows\\Fonts"]
            .map(PathBuf::from)
            .into();
    if let Some(home) = std::env::var_os("HOME").map(PathBuf::from) {
        dirs.extend([".fonts", ".local/share/fonts", "Library/Fonts"].map(|dir| home.join(dir)));
    }
    let mut files = Vec::new();
    for dir in dirs {
        collect(&dir, 8, &mut files);
    }
    files.sort();
    files.dedup();
    let faces = |path: PathBuf| (0..faces_in(&path)).map(move |index| Place::File(path.clone(), index));
    files.into_iter().flat_map(faces).collect()
}

fn collect(dir: &Path, depth: u32, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() && depth > 0 {
            collect(&path, depth - 1, files);
        } else if path.extension().is_some_and(|e| ["ttf", "otf", "ttc"].iter().any(|known| e.eq_ignore_ascii_case(known))) {
            files.push(path);
        }
    }
}

/// How many faces a file holds: a collection says it in its third word.
fn faces_in(path: &Path) -> u32 {
    use std::io::Read;
    let mut head = [0; 12];
    match std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut head)) {
        Ok(()) if head.starts_with(b"ttcf") => u32::from_be_bytes([head[8], head[9], head[10], head[11]]).min(64),
        Ok(()) => 1,
        Err(_) => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_face_of_the_table_is_in_the_folder() {
        let dir = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/fonts"));
        let env = Env { font_dirs: vec![dir.clone()], ..Env::for_tests() };
        for row in super::super::table::TABLE.faces.values() {
            assert_eq!(find(&row.file, &env), Some(Place::File(dir.join(&row.file), 0)));
        }
        assert_eq!(find("core/Nothing.ttf.zst", &env), None);
    }

    #[test]
    fn a_file_that_is_not_packed_well_is_no_face() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.ttf.zst");
        std::fs::write(&path, b"not packed").expect("written");
        assert_eq!(read(&Place::File(path, 0)), None);
    }
}
