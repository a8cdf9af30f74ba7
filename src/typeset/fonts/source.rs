//! Where the bytes of faces come from: folders first, then the program itself; on request the system's folders.

use std::path::{Path, PathBuf};

/// Where one face's bytes are.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// A file, and the index of the face in it.
    File(PathBuf, u32),
    /// In the program.
    Embedded(&'static str),
}

#[cfg(any(not(debug_assertions), feature = "embed-core", feature = "embed-ext"))]
macro_rules! embedded {
    ($($file:literal),* $(,)?) => {
        &[$(($file, include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/", $file)))),*]
    };
}

type Packed = &'static [(&'static str, &'static [u8])];

#[cfg(any(not(debug_assertions), feature = "embed-core"))]
const CORE: Packed = embedded![
    "core/ChongpaiFangSongSupp-Regular.ttf.zst",
    "core/ChongpaiHeiSC-Bold.ttf.zst",
    "core/ChongpaiHeiSC-Regular.ttf.zst",
    "core/ChongpaiKaiLightSC-Regular.ttf.zst",
    "core/ChongpaiKaiSC-Regular.ttf.zst",
    "core/ChongpaiSongSC-Bold.ttf.zst",
    "core/ChongpaiSongSC-Regular.ttf.zst",
    "core/LiberationMono-Regular.ttf.zst",
    "core/LiberationSans-Bold.ttf.zst",
    "core/LiberationSans-Regular.ttf.zst",
    "core/LiberationSerif-Bold.ttf.zst",
    "core/LiberationSerif-BoldItalic.ttf.zst",
    "core/LiberationSerif-Italic.ttf.zst",
    "core/LiberationSerif-Regular.ttf.zst",
    "core/NotoSansSymbols2-Regular.ttf.zst",
];
#[cfg(not(any(not(debug_assertions), feature = "embed-core")))]
const CORE: Packed = &[];

#[cfg(feature = "embed-ext")]
const EXT: Packed = embedded![
    "ext/ChongpaiLastResort-Regular.ttf.zst",
    "ext/ChongpaiSongExt-Regular.ttf.zst",
    "ext/ChongpaiSongJP-Regular.ttf.zst",
    "ext/ChongpaiSongKR-Regular.ttf.zst",
    "ext/ChongpaiSongTC-Regular.ttf.zst",
];
#[cfg(not(feature = "embed-ext"))]
const EXT: Packed = &[];

/// Finds a face of the set: `core/NAME`, then `NAME` alone in each folder, packed or plain, then in the program.
pub(super) fn find(file: &str, dirs: &[PathBuf]) -> Option<Place> {
    let name = file.rsplit('/').next().unwrap_or(file);
    for dir in dirs {
        for candidate in [file, name, file.trim_end_matches(".zst"), name.trim_end_matches(".zst")] {
            let path = dir.join(candidate);
            if path.is_file() {
                return Some(Place::File(path, 0));
            }
        }
    }
    CORE.iter().chain(EXT).find(|(other, _)| *other == file).map(|(name, _)| Place::Embedded(name))
}

/// A face never unpacks to more than this many bytes.
const LARGEST: usize = 256 << 20;

/// Reads and unpacks a face; `None` where the file cannot be read.
pub(super) fn read(place: &Place) -> Option<Vec<u8>> {
    let file;
    let packed: &[u8] = match place {
        Place::File(path, _) if path.extension().is_none_or(|extension| extension != "zst") => return std::fs::read(path).ok(),
        Place::File(path, _) => {
            file = std::fs::read(path).ok()?;
            &file
        }
        Place::Embedded(name) => CORE.iter().chain(EXT).find(|(other, _)| other == name)?.1,
    };
    let size = zstd::zstd_safe::get_frame_content_size(packed).ok().flatten().and_then(|size| usize::try_from(size).ok());
    zstd::bulk::decompress(packed, size.unwrap_or(LARGEST).min(LARGEST)).ok()
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
        for row in super::super::table::TABLE.faces.values() {
            assert_eq!(find(&row.file, std::slice::from_ref(&dir)), Some(Place::File(dir.join(&row.file), 0)));
        }
        assert_eq!(find("core/Nothing.ttf.zst", &[dir]), None);
    }

    #[test]
    fn a_file_that_is_not_packed_well_is_no_face() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.ttf.zst");
        std::fs::write(&path, b"not packed").expect("written");
        assert_eq!(read(&Place::File(path, 0)), None);
    }
}
