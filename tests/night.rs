//! A night's archive: files of all formats in one batch that nobody watches, one in twenty damaged, one in a hundred hostile.
//!
//! Every file finishes, every failure has its reason, nothing is half written, and memory stays within the budget.
//! `CHONGPAI_FILES=10000` makes a night of it instead of some minutes; the time for each file is printed.

use crate::mutants::{Chance, mutant, sources};
use crate::program::Place;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Write};
use std::process::Stdio;
use std::time::{Duration, Instant};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Files where nobody asks for more.
const FEW: usize = 200;
/// What the program may take for its jobs, in MiB.
const BUDGET: u64 = 512;
/// What it needs besides: itself, faces, tables.
const OWN: u64 = 256;

/// Packs parts.
pub fn package(parts: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut packed = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        packed.start_file(*name, SimpleFileOptions::default().compression_method(method)).expect("memory takes it");
        packed.write_all(content).expect("memory takes it");
    }
    packed.finish().expect("memory takes it").into_inner()
}

/// A Word document with this body.
fn docx(body: &str) -> Vec<u8> {
    let name = "http://schemas.openxmlformats.org";
    let document = format!("<w:document xmlns:w='{name}/wordprocessingml/2006/main'><w:body>{body}</w:body></w:document>");
    let types = format!(
        "<Types xmlns='{name}/package/2006/content-types'><Override PartName='/word/document.xml' \
         ContentType='application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'/></Types>"
    );
    let rels = format!(
        "<Relationships xmlns='{name}/package/2006/relationships'><Relationship Id='r' Target='word/document.xml' \
         Type='{name}/officeDocument/2006/relationships/officeDocument'/></Relationships>"
    );
    let parts: [(&str, &[u8]); 3] = [
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", rels.as_bytes()),
        ("word/document.xml", document.as_bytes()),
    ];
    package(&parts, CompressionMethod::Deflated)
}

/// A PDF of these objects, from 1; the first is the catalogue.
fn pdf(objects: &[String]) -> Vec<u8> {
    let mut out = String::from("%PDF-1.7\n");
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.push_str(&format!("{} 0 obj\n{object}\nendobj\n", at + 1));
    }
    let start = out.len();
    out.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    places.iter().for_each(|place| out.push_str(&format!("{place:010} 00000 n \n")));
    out.push_str(&format!("trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1));
    out.into_bytes()
}

/// Forms each of which draws the next one twice: a page of 2^40 pieces.
fn exponential_forms() -> Vec<u8> {
    const FORMS: usize = 40;
    let stream =
        |dictionary: &str, content: &str| format!("<<{dictionary}/Length {}>>\nstream\n{content}\nendstream", content.len());
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>".to_owned(),
        stream("", "/F Do"),
    ];
    for next in (0..FORMS).map(|at| at + 6) {
        let form = format!("/Type/XObject/Subtype/Form/BBox[0 0 100 100]/Resources<</XObject<</F {next} 0 R>>>>");
        objects.push(stream(&form, "/F Do /F Do"));
    }
    objects.push(stream("/Type/XObject/Subtype/Form/BBox[0 0 100 100]", "0 0 1 1 re f"));
    pdf(&objects)
}

/// Pages whose tree is a ring.
fn ring_of_pages() -> Vec<u8> {
    let objects =
        ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>", "<</Type/Pages/Kids[2 0 R]/Count 9>>"];
    pdf(&objects.map(str::to_owned))
}

/// Entities that stand for ten of the one before: `a` for 10^9 letters.
fn entities() -> Vec<u8> {
    let mut xml = String::from("<?xml version='1.0'?><!DOCTYPE office:document [<!ENTITY e0 '江'>");
    (1..10).for_each(|at| xml.push_str(&format!("<!ENTITY e{at} '{}'>", format!("&e{};", at - 1).repeat(10))));
    xml.push_str(
        "]><office:document xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' \
         xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0' office:mimetype='application/vnd.oasis.opendocument.text'>\
         <office:body><office:text><text:p>&e9;</text:p></office:text></office:body></office:document>",
    );
    xml.into_bytes()
}

/// What wants to break the reader: a name, and the bytes.
fn hostile() -> Vec<(&'static str, Vec<u8>)> {
    let nested = |open: &str, close: &str, depth: usize| format!("{}江{}", open.repeat(depth), close.repeat(depth));
    let zeros = vec![b' '; 64 << 20];
    let bomb = package(&[("a.txt", &zeros)], CompressionMethod::Deflated);
    let cells = nested("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 20_000);
    vec![
        ("bomb.docx", docx(&format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", " ".repeat(64 << 20)))),
        ("bomb.zip", bomb.clone()),
        ("bombs.zip", package(&[("1.zip", &bomb), ("2.zip", &bomb)], CompressionMethod::Stored)),
        ("cells.docx", docx(&cells)),
        ("forms.pdf", exponential_forms()),
        ("ring.pdf", ring_of_pages()),
        ("entities.fodt", entities()),
        ("groups.rtf", format!("{{\\rtf1\\ansi {}", "{\\b ".repeat(200_000)).into_bytes()),
        ("boxes.html", nested("<div><ul><li>", "</li></ul></div>", 20_000).into_bytes()),
        ("quotes.md", "> ".repeat(100_000).into_bytes()),
        ("brackets.md", "[(".repeat(100_000).into_bytes()),
        ("line.txt", "江".repeat(1 << 20).into_bytes()),
        (
            "noise.pdf",
            b"%PDF-1.7\n".iter().copied().chain((0..200_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8)).collect(),
        ),
        (
            "claim.ofd",
            package(
                &[("OFD.xml", b"<ofd:OFD><ofd:DocBody><ofd:DocRoot>OFD.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>")],
                CompressionMethod::Stored,
            ),
        ),
        ("nothing.txt", Vec::new()),
    ]
}

/// What a file is to the test.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Sort {
    Whole,
    Damaged,
    Hostile,
}

/// Fills a folder with so many files; the sort of each.
fn archive(place: &Place, count: usize) -> BTreeMap<String, Sort> {
    let whole: Vec<(String, Vec<u8>)> =
        sources().into_iter().filter(|(name, _)| !name.starts_with("distributed") && !name.contains("images/")).collect();
    let hostile = hostile();
    let mut chance = Chance(20_240_308);
    let mut sorts = BTreeMap::new();
    for number in 0..count {
        let (sort, name, bytes) = if number % 100 == 50 {
            let (name, bytes) = &hostile[number / 100 % hostile.len()];
            (Sort::Hostile, *name, bytes.clone())
        } else {
            let (name, bytes) = &whole[chance.below(whole.len())];
            let damaged = number % 20 == 7;
            let bytes = if damaged { mutant(bytes, number % 40 == 7, &mut chance) } else { bytes.clone() };
            (if damaged { Sort::Damaged } else { Sort::Whole }, name.as_str(), bytes)
        };
        let name = name.rsplit('/').next().unwrap_or(name);
        let path = format!("in/{:03}/{number:05}-{name}", number / 100);
        place.put(&path, &bytes);
        sorts.insert(path, sort);
    }
    sorts
}

/// A line of what the system tells of a process.
fn told(process: u32, name: &str) -> Option<u64> {
    let told = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    told.lines().find_map(|line| line.strip_prefix(name))?.split_whitespace().next()?.parse().ok()
}

/// The memory that a process and those that it started have for themselves, in MiB; where the system tells.
fn memory(process: u32) -> u64 {
    let all = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let all = all.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    let own = all.filter(|&other: &u32| other == process || told(other, "PPid:") == Some(process.into()));
    own.filter_map(|process| told(process, "RssAnon:")).sum::<u64>() / 1024
}

#[test]
fn every_file_of_a_nights_archive_finishes() {
    night("--isolate=always");
}

#[test]
fn every_file_of_a_nights_archive_finishes_in_one_process() {
    night("--isolate=never");
}

/// A night, with processes or without.
fn night(how: &str) {
    let count = std::env::var("CHONGPAI_FILES").ok().and_then(|count| count.parse().ok()).unwrap_or(FEW);
    let jobs = std::env::var("CHONGPAI_JOBS").unwrap_or_else(|_| "2".to_owned());
    let place = Place::with(&[]);
    let sorts = archive(&place, count);
    let budget = format!("{BUDGET}M");
    let words = ["convert", "in", "-o", "out", "--to", "txt,epub", "--log", "json", "--memory", &budget, "--jobs", &jobs, how];
    let begun = Instant::now();
    let log = std::fs::File::create(place.path("log")).expect("a file");
    let mut child = place.command(&words).stderr(log).stdout(Stdio::null()).spawn().expect("the program runs");
    let mut most = 0;
    let status = loop {
        most = most.max(memory(child.id()));
        if let Some(status) = child.try_wait().expect("it can be asked") {
            break status;
        }
        std::thread::sleep(Duration::from_millis(100));
    };
    let spent = begun.elapsed();
    println!("{how}: {count} files, {jobs} jobs: {spent:.1?}, {:.2?} for each, {most} MiB at most", spent / count as u32);
    assert!(most <= BUDGET + OWN, "{most} MiB");

    let log = place.read("log");
    let events: Vec<Value> = log.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let (mut told, mut failures) = (BTreeSet::new(), 0);
    for event in events.iter().filter(|event| event["event"] == "file") {
        let source = event["source"].as_str().expect("a source");
        // What is in an archive is told under the archive's name.
        let path = sorts.keys().find(|path| source.starts_with(path.as_str())).expect("a file of the archive");
        told.insert(path.clone());
        let failed = event["status"] != "done";
        failures += usize::from(failed);
        if failed {
            let errors = event["errors"].as_array().expect("errors");
            assert!(!errors.is_empty(), "{source} failed and does not say why");
            for error in errors {
                assert_ne!(error["kind"], "bug", "{source}: {error}");
                assert!(error["message"].as_str().is_some_and(|message| message.chars().count() > 8), "{source}: {error}");
            }
        }
        assert!(!failed || sorts[path] != Sort::Whole, "{source} is sound: {event}");
    }
    assert_eq!(status.code(), Some(i32::from(failures > 0)), "{failures} files failed, the others are done");
    let silent: Vec<_> = sorts.keys().filter(|path| !told.contains(*path)).collect();
    assert_eq!(silent, Vec::<&String>::new(), "every file is told of");
    let left = place.files("out").into_iter().filter(|name| name.rsplit('/').next().is_some_and(|name| name.starts_with('.')));
    assert_eq!(left.collect::<Vec<_>>(), Vec::<String>::new(), "nothing is half written");
}
