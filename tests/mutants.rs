//! Damaged copies of good sources: whatever is done to bytes, a reader gives a document that balances or an error with its
//! reason, and neither panics nor hangs.
//!
//! Mutants come from a generator with a fixed seed, so that a finding can be found again. Parts of packages are changed inside,
//! before they are packed again: else nothing but the package would ever be tested. `CHONGPAI_MUTANTS=500` makes so many of each
//! source instead of a few.

use crate::night::package;
use chongpai::convert::{Options, convert, prepare};
use chongpai::env::Env;
use chongpai::error::ErrorKind;
use chongpai::output::WRITERS;
use std::io::{Cursor, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Mutants of each source where nobody asks for more.
const FEW: u64 = 6;
/// No mutant of a small source takes longer, on a slow machine and in a debug build.
const LONGEST: Duration = Duration::from_secs(20);

/// SplitMix64.
pub struct Chance(pub u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }
}

/// Changes bytes in one to four places.
fn mutate(bytes: &mut Vec<u8>, chance: &mut Chance) {
    for _ in 0..=chance.below(4) {
        let at = chance.below(bytes.len());
        let scale = chance.below(10);
        let length = 1 + chance.below(1 << scale);
        let end = (at + length).min(bytes.len());
        match chance.below(8) {
            0 if !bytes.is_empty() => bytes[at] ^= chance.next() as u8 | 1,
            1 if !bytes.is_empty() => bytes[at] = chance.next() as u8,
            2 => drop(bytes.drain(at..end)),
            3 => bytes.truncate(at),
            4 => {
                let piece = bytes[at..end].to_vec();
                let to = chance.below(bytes.len() + 1);
                bytes.splice(to..to, piece);
            }
            5 => {
                let piece = bytes[at..end].to_vec();
                let many = piece.repeat(1 + chance.below(40));
                bytes.splice(at..at, many);
            }
            6 => {
                let numbers: [&[u8]; 6] = [b"0", b"-1", b"65536", b"4294967295", b"99999999999999999999", b"1e9"];
                let digits = bytes[at..].iter().position(u8::is_ascii_digit).map(|found| at + found);
                if let Some(start) = digits {
                    let stop =
                        bytes[start..].iter().position(|b| !b.is_ascii_digit()).map_or(bytes.len(), |found| start + found);
                    bytes.splice(start..stop, numbers[chance.below(numbers.len())].iter().copied());
                }
            }
            _ => {
                let noise: Vec<u8> = (0..length.min(16)).map(|_| chance.next() as u8).collect();
                bytes.splice(at..at, noise);
            }
        }
    }
}

/// Changes a part of a package, and packs it again.
fn mutate_part(bytes: &[u8], chance: &mut Chance) -> Option<Vec<u8>> {
    let mut package = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let chosen = chance.below(package.len());
    let mut packed = ZipWriter::new(Cursor::new(Vec::new()));
    for place in 0..package.len() {
        let mut part = package.by_index(place).ok()?;
        let mut content = Vec::new();
        part.read_to_end(&mut content).ok()?;
        if place == chosen {
            mutate(&mut content, chance);
        }
        let name = part.name().ok()?.into_owned();
        packed.start_file(name, SimpleFileOptions::default()).ok()?;
        packed.write_all(&content).ok()?;
    }
    Some(packed.finish().ok()?.into_inner())
}

fn check(name: &str, bytes: &[u8], what: &str) {
    let begun = Instant::now();
    let env = Env::for_tests();
    let outcome = catch_unwind(AssertUnwindSafe(|| prepare(name, bytes, &Options::default(), &env).map(drop)));
    let kept = || {
        let path = std::env::temp_dir().join(format!("chongpai-mutant-{}", name.replace('/', "-")));
        std::fs::write(&path, bytes).map(|()| path.display().to_string()).unwrap_or_default()
    };
    match outcome {
        Err(_) => panic!("{what}: a panic; the source is {}", kept()),
        Ok(Err(error)) if error.kind() == ErrorKind::Bug => panic!("{what}: {error}; the source is {}", kept()),
        Ok(_) => assert!(begun.elapsed() < LONGEST, "{what}: {:?}; the source is {}", begun.elapsed(), kept()),
    }
}

/// A damaged copy; `inside`: a part of it is damaged, where it is a package.
pub fn mutant(bytes: &[u8], inside: bool, chance: &mut Chance) -> Vec<u8> {
    let packed = if inside { mutate_part(bytes, chance) } else { None };
    packed.unwrap_or_else(|| {
        let mut copy = bytes.to_vec();
        mutate(&mut copy, chance);
        copy
    })
}

/// Mutants of one source.
fn mutants(name: &str, bytes: &[u8]) {
    let count = std::env::var("CHONGPAI_MUTANTS").ok().and_then(|count| count.parse().ok()).unwrap_or(FEW);
    let seed = bytes.iter().fold(name.len() as u64, |seed, &b| seed.wrapping_mul(31).wrapping_add(u64::from(b)));
    for index in 0..count {
        let mut chance = Chance(seed ^ index.wrapping_mul(0x2545_f491_4f6c_dd1d));
        check(name, &mutant(bytes, index % 4 != 0, &mut chance), &format!("mutant {index} of {name}"));
    }
}

/// Every sample, and what the writers make of some of them.
pub fn sources() -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("the samples") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(&root).expect("below the samples").to_string_lossy().into_owned();
                found.push((name, std::fs::read(&path).expect("a sample")));
            }
        }
    }
    found.sort();
    let writers: Vec<_> = WRITERS.iter().filter(|writer| ["docx", "epub", "pdf", "html"].contains(&writer.name)).collect();
    for (name, bytes) in found.clone().iter().step_by(5) {
        let Ok(made) = convert(name, bytes, &writers, &Options::default(), &Env::for_tests()) else { continue };
        found.extend(made.files.into_iter().map(|(writer, bytes)| (format!("{name}.{writer}"), bytes)));
    }
    found.push(("a.ofd".to_owned(), ofd()));
    found
}

/// A small package of pages.
fn ofd() -> Vec<u8> {
    let words = |y: u32, text: &str| {
        format!(
            "<ofd:TextObject Boundary='10 {y} 80 5' Size='4' CTM='1 0 0 1 0 0'><ofd:TextCode X='0' Y='4' DeltaX='g 3 4 4'>{text}</ofd:TextCode></ofd:TextObject>"
        )
    };
    let page = format!(
        "<ofd:Page><ofd:Template TemplateID='2'/><ofd:Content><ofd:Layer>{}{}<ofd:PathObject Boundary='5 5 90 90'><ofd:AbbreviatedData>M 0 0 L 90 0 C</ofd:AbbreviatedData></ofd:PathObject></ofd:Layer></ofd:Content></ofd:Page>",
        words(40, "河水东流去"),
        words(46, "山高月又小")
    );
    let parts = [
        ("OFD.xml", "<ofd:OFD><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>".to_owned()),
        ("Doc_0/Document.xml", "<ofd:Document><ofd:CommonData><ofd:TemplatePage ID='2' BaseLoc='T.xml'/><ofd:PageArea><ofd:PhysicalBox>0 0 100 150</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages><ofd:Page ID='10' BaseLoc='P.xml'/><ofd:Page ID='11' BaseLoc='P.xml'/></ofd:Pages></ofd:Document>".to_owned()),
        ("Doc_0/T.xml", format!("<ofd:Page><ofd:Content><ofd:Layer>{}</ofd:Layer></ofd:Content></ofd:Page>", words(8, "河志编辑部"))),
        ("Doc_0/P.xml", page),
    ];
    package(&parts.each_ref().map(|(name, text)| (*name, text.as_bytes())), CompressionMethod::Deflated)
}

#[test]
fn damaged_sources_are_read_or_refused() {
    let sources = sources();
    assert!(sources.len() > 20, "there are samples");
    sources.iter().for_each(|(name, bytes)| mutants(name, bytes));
}
