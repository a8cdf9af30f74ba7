//! Parts of packages in one input: `@@ NAME` on a line of its own, then the part's bytes up to the next such line.

use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// What begins the line with a part's name.
const MARK: &[u8] = b"@@ ";

/// The parts of an input: names and bytes. What stands before the first name is passed over.
pub fn split(input: &[u8]) -> Vec<(String, &[u8])> {
    let mut starts: Vec<usize> = (0..input.len())
        .filter(|&at| input[at..].starts_with(MARK) && (at == 0 || input[at - 1] == b'\n'))
        .collect();
    starts.push(input.len() + 1);
    let part = |range: &[usize]| {
        let part = &input[range[0] + MARK.len()..range[1] - 1];
        let end = part.iter().position(|&byte| byte == b'\n').unwrap_or(part.len());
        (String::from_utf8_lossy(&part[..end]).into_owned(), part.get(end + 1..).unwrap_or_default())
    };
    starts.windows(2).map(part).collect()
}

/// An input of these parts.
pub fn join<'a>(parts: impl IntoIterator<Item = (String, Vec<u8>)>) -> Vec<u8> {
    let lines = parts.into_iter().map(|(name, bytes)| [MARK, name.as_bytes(), b"\n", &bytes, b"\n"].concat());
    lines.collect::<Vec<_>>().concat()
}

/// A ZIP package of an input's parts; a second part of a name is passed over.
pub fn zip(input: &[u8]) -> Vec<u8> {
    let mut packed = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in split(input) {
        if packed.start_file(name, SimpleFileOptions::default().compression_method(CompressionMethod::Stored)).is_ok() {
            packed.write_all(bytes).expect("memory takes it");
        }
    }
    packed.finish().expect("memory takes it").into_inner()
}

/// A compound file with an input's parts as its streams; names that the writing crate may choke on are passed over.
pub fn compound(input: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("memory takes it");
    let is_plain = |name: &String| name.len() < 30 && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '\u{5}');
    for (name, bytes) in split(input).into_iter().map(|(name, bytes)| (name.trim_start_matches('/').to_owned(), bytes)) {
        if !is_plain(&name) || name.is_empty() {
            continue;
        }
        if let Ok(mut stream) = file.create_stream(name) {
            stream.write_all(bytes).expect("memory takes it");
        }
    }
    file.flush().expect("memory takes it");
    file.into_inner().into_inner()
}

/// The input that makes a package.
pub fn unzipped(package: &[u8]) -> Vec<u8> {
    let mut zip = ZipArchive::new(Cursor::new(package)).expect("a package");
    let parts = (0..zip.len()).map(|place| {
        let mut part = zip.by_index(place).expect("a part");
        let name = part.name().expect("a name").into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect("a part's bytes");
        (name, bytes)
    });
    join(parts.filter(|(_, bytes)| bytes.len() < 1 << 14).collect::<Vec<_>>())
}

/// The input that makes a compound file.
pub fn streams(file: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::open(Cursor::new(file)).expect("a compound file");
    let paths: Vec<_> = file.walk().filter(|entry| entry.is_stream()).map(|entry| entry.path().to_owned()).collect();
    join(paths.into_iter().map(|path| {
        let mut bytes = Vec::new();
        file.open_stream(&path).and_then(|mut stream| stream.read_to_end(&mut bytes)).expect("a stream");
        (path.to_string_lossy().into_owned(), bytes)
    }))
}
