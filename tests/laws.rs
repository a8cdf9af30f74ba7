//! The laws that hold for every document: normalizing twice is normalizing once, the log balances, the native form comes
//! back, and neither the number of threads nor the hour shows in an output.

use crate::program::{Place, samples};
use chongpai::convert::{Options, Prepared, prepare};
use chongpai::diag::Sink;
use chongpai::env::Env;
use chongpai::model::{Document, Media, Meta, native, walk};
use chongpai::normalize::normalize;
use chongpai::output::{self, WRITERS};
use std::fs;
use std::sync::Arc;

/// Every sample, read and normalized.
fn each(mut visit: impl FnMut(&str, Prepared, &Options)) {
    let mut options = Options::default();
    options.read.explain = true;
    for path in samples() {
        let bytes = fs::read(&path).expect("a sample");
        let name = path.to_string_lossy().into_owned();
        match prepare(&name, &bytes, &options, &Env::for_tests()) {
            Ok(prepared) => visit(&name, prepared, &options),
            Err(error) => panic!("{name}: {error}"),
        }
    }
}

#[test]
fn normalizing_twice_is_normalizing_once() {
    each(|name, Prepared { mut document, .. }, options| {
        let once = native::write(&document);
        normalize(&mut document, &options.normalize, &mut Sink::new());
        let twice = native::write(&document);
        for (before, after) in once.lines().zip(twice.lines()) {
            assert_eq!(before, after, "{name}");
        }
        assert_eq!(once, twice, "{name}");
        assert_eq!(document.balance(), Ok(()), "{name}");
    });
}

#[test]
fn the_log_balances_and_accounts_for_every_character() {
    each(|name, Prepared { document, .. }, _| {
        assert_eq!(document.balance(), Ok(()), "{name}");
        let log = &document.log;
        assert!(log.read().count() > 0, "{name} was read as nothing");
        assert_eq!(log.read() - log.removed() + log.inserted(), document.tally(), "{name}");
    });
}

#[test]
fn the_native_form_comes_back() {
    each(|name, Prepared { document, .. }, _| {
        let form = native::write(&document);
        let back = native::parse(&form).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(native::write(&back), form, "{name}");
    });
}

/// What a writer has to keep: what is known, the visible text with all its structure, the pictures.
fn kept(document: &mut Document) -> (Meta, String, Vec<Option<Arc<[u8]>>>) {
    walk::each_flow(&mut document.blocks, &mut |flow| flow.retain(|block| block.is_visible()));
    // Writers number notes anew.
    document.notes.iter_mut().for_each(|note| note.label.clear());
    let meta = Meta { source: String::new(), ..document.meta.clone() };
    (meta, native::write(document), document.media.iter().map(|media| media.bytes.clone()).collect())
}

/// What few samples have: lists that touch, tables with nothing in them, pages without a name, pictures that are missing.
const RARE: &str = "heading 1 :: 渡口\npage-mark\nbody :: 甲{link https://a.example/|乙{emphasis|丙}{code|d}}，{emphasis|丁}\n\
    list\n  item\n    body :: 船\n    body :: 每日两班。\nlist\n  item\n    body :: 桥\nseparator\n\
    table\n  row header\n    cell 1x1 start\n      body :: 班次\n    cell 1x1 end\n      body :: 时刻\n  row\n    cell 1x1 center\n      body :: 早\n    cell 1x1 start\n\
    table\n  row\n    cell 1x1 start\n      body :: 一格\nfigure 0 :: 旧桥\nbody :: 一行\\n二行，都是一段。\\n三行\nseparator\n";

#[test]
fn what_samples_lack_is_read_back_too() {
    let env = Env::for_tests();
    let mut document = native::parse(RARE).expect("well formed");
    document.media.push(Media { reference: "桥".into(), alt: "桥".into(), bytes: None });
    for format in ["docx", "epub", "html"] {
        let writer = WRITERS.iter().find(|writer| writer.name == format).expect("it is written");
        let bytes = output::write(writer, &document, &Options::default().write, &env, &mut Sink::new()).expect("written");
        let file = format!("a.{format}");
        let read = chongpai::input::read(&file, &bytes, &Options::default().read, &env, &mut Sink::new()).expect("it is read");
        let mut back = read.document;
        assert_eq!(kept(&mut back).1, RARE, "{format}");
        assert_eq!(back.media, document.media, "{format}");
    }
}

#[test]
fn what_we_write_is_read_back_as_the_same_document() {
    let env = Env::for_tests();
    each(|name, Prepared { mut document, .. }, options| {
        let written = ["docx", "epub", "html"].map(|format| {
            let writer = WRITERS.iter().find(|writer| writer.name == format).expect("it is written");
            let bytes = output::write(writer, &document, &options.write, &env, &mut Sink::new()).expect("written");
            (format, bytes)
        });
        let before = kept(&mut document);
        for (format, bytes) in written {
            let file = format!("a.{format}");
            let read = chongpai::input::read(&file, &bytes, &options.read, &env, &mut Sink::new()).expect("it is read");
            assert_eq!(read.evidence.format.reader().name, format);
            let mut back = read.document;
            assert_eq!(back.balance(), Ok(()), "{name} as {format}");
            let mut settled = back.clone();
            normalize(&mut settled, &options.normalize, &mut Sink::new());
            for (state, document) in [("read", &mut back), ("read and normalized", &mut settled)] {
                let after = kept(document);
                assert_eq!(before.0, after.0, "{name} as {format}, {state}");
                for (before, after) in before.1.lines().zip(after.1.lines()) {
                    assert_eq!(before, after, "{name} as {format}, {state}");
                }
                assert_eq!(before.1.len(), after.1.len(), "{name} as {format}, {state}");
                assert!(before.2 == after.2, "{name} as {format}: pictures");
            }
        }
    });
}

/// Pages say where their headings and notes are, and they are read from there.
#[test]
fn headings_and_notes_come_back_from_pages() {
    let env = Env::for_tests();
    let headings = |document: &Document| -> Vec<String> {
        let all = walk::blocks(document).filter(|block| block.heading().is_some());
        all.map(|block| block.text.as_str().split_whitespace().collect()).collect()
    };
    let pdf = WRITERS.iter().find(|writer| writer.name == "pdf").expect("it is written");
    let mut notes = 0;
    each(|name, Prepared { document, .. }, options| {
        let bytes = output::write(pdf, &document, &options.write, &env, &mut Sink::new()).expect("written");
        let back = prepare("a.pdf", &bytes, options, &env).unwrap_or_else(|error| panic!("{name}: {error}")).document;
        let (before, after) = (headings(&document), headings(&back));
        assert_eq!(before.iter().filter(|heading| !after.contains(heading)).count(), 0, "{name}: {before:?} are {after:?}");
        assert_eq!(document.notes.len(), back.notes.len(), "{name}: notes");
        notes += document.notes.len();
    });
    assert!(notes > 0, "samples have notes");
}

#[test]
fn one_thread_or_many_make_the_same_bytes() {
    let place = Place::with(&[]);
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/samples");
    let formats: Vec<_> = chongpai::output::WRITERS.iter().map(|writer| writer.name).collect();
    for (out, jobs) in [("one", 1), ("many", 4)] {
        let ran = place.run_words(&[
            "convert",
            samples,
            "-o",
            out,
            "--to",
            &formats.join(","),
            "--jobs",
            &jobs.to_string(),
            "--report",
            &format!("{out}.json"),
            "--explain",
        ]);
        assert_eq!(ran.code, 0, "{}", ran.err);
    }
    let files = place.files("one");
    assert!(files.len() >= 12, "{files:?}");
    assert_eq!(files, place.files("many"));
    for file in files {
        let read = |out: &str| fs::read(place.path(out).join(&file)).expect("an output");
        assert!(read("one") == read("many"), "{file} depends on the number of threads");
    }
    assert_eq!(place.read("one.json"), place.read("many.json").replace("\"many/", "\"one/"));
}
