//! Notices of many shapes with the truth beside each: `tests/notices/<shape>.md` is a sentence, an input, and every part that
//! is no running text, as `kind :: text` in order. White space inside a part does not count.
//!
//! What is found is aligned with the truth; a part that is missing and a part that should not be there are one fault each.

use chongpai::convert::{Options, convert, prepare};
use chongpai::env::Env;
use chongpai::model::{Document, DocumentKind, Kind, Role};
use chongpai::output::writer::WRITERS;
use std::fs;
use std::path::Path;

/// A notice: its name, the extension of its input, the input, and its parts.
struct Notice {
    name: String,
    format: String,
    input: String,
    truth: Vec<String>,
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn notices() -> Vec<Notice> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/notices");
    let mut paths: Vec<_> = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let page = fs::read_to_string(path).expect("a page of text");
        let mut fences = page.split("````").skip(1).step_by(2);
        let (format, input) = fences.next().and_then(|fence| fence.split_once('\n')).expect("an input");
        let (_, truth) = fences.next().and_then(|fence| fence.split_once('\n')).expect("the truth");
        Notice {
            name: path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default(),
            format: format.to_owned(),
            input: input.to_owned(),
            truth: truth.lines().map(bare).collect(),
        }
    };
    paths.iter().map(read).collect()
}

fn parts(document: &Document) -> Vec<String> {
    let counts =
        |kind: &Kind| !matches!(kind, Kind::Furniture(_) | Kind::PageMark | Kind::Table(_) | Kind::Paragraph(Role::Body));
    let blocks = document.blocks.iter().filter(|block| counts(&block.kind));
    blocks.map(|block| bare(&format!("{} :: {}", block.kind.name(), block.text.as_str()))).collect()
}

/// How many lines the two have in common, in order.
fn common(left: &[String], right: &[String]) -> usize {
    let mut best = vec![0; right.len() + 1];
    for one in left {
        let mut before = 0;
        for (at, other) in right.iter().enumerate() {
            let above = best[at + 1];
            best[at + 1] = if one == other { before + 1 } else { above.max(best[at]) };
            before = above;
        }
    }
    best[right.len()]
}

/// Reads every notice with `read` and compares what is found; at least `share` of a hundred parts must be right.
fn check(way: &str, share: usize, read: impl Fn(&Notice) -> Document) {
    let (mut right, mut all, mut said) = (0, 0, String::new());
    let notices = notices();
    assert!(notices.len() >= 30, "{} notices", notices.len());
    for notice in &notices {
        let document = read(notice);
        let found = parts(&document);
        let common = common(&notice.truth, &found);
        right += common;
        all += notice.truth.len().max(found.len());
        if document.meta.kind != Some(DocumentKind::Notice) {
            said.push_str(&format!("{}: taken for {:?}\n", notice.name, document.meta.kind));
        }
        if common < notice.truth.len().max(found.len()) {
            let missing = notice.truth.iter().filter(|part| !found.contains(part)).map(|part| format!("  - {part}\n"));
            let extra = found.iter().filter(|part| !notice.truth.contains(part)).map(|part| format!("  + {part}\n"));
            said.push_str(&format!("{}:\n{}{}", notice.name, missing.collect::<String>(), extra.collect::<String>()));
        }
    }
    println!("{way}: {right} of {all} parts\n{said}");
    assert!(right * 100 >= all * share, "{way}: {right} of {all} parts are right\n{said}");
}

#[test]
fn notices_have_their_parts() {
    check("as written", 98, |notice| {
        let name = format!("{}.{}", notice.name, notice.format);
        let prepared = prepare(&name, notice.input.as_bytes(), &Options::default(), &Env::for_tests());
        prepared.expect("text can be read").document
    });
}

/// Writes a notice in another format, and reads that.
fn through(notice: &Notice, format: &str) -> Document {
    let env = Env::for_tests();
    let writer = WRITERS.iter().find(|writer| writer.name == format).expect("a format");
    let name = format!("{}.{}", notice.name, notice.format);
    let converted = convert(&name, notice.input.as_bytes(), &[writer], &Options::default(), &env).expect("it is written");
    let (_, bytes) = converted.files.first().expect("one file");
    prepare(&format!("{}.{format}", notice.name), bytes, &Options::default(), &env).expect("it is read").document
}

#[test]
fn notices_have_their_parts_after_word() {
    check("through DOCX", 98, |notice| through(notice, "docx"));
}

#[test]
fn notices_have_their_parts_after_print() {
    check("through PDF", 77, |notice| through(notice, "pdf"));
}
