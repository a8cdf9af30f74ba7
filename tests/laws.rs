//! The laws that hold for every document: normalizing twice is normalizing once, the log balances, the native form comes
//! back, and neither the number of threads nor the hour shows in an output.

use crate::program::{Place, samples};
use chongpai::convert::{Options, Prepared, prepare};
use chongpai::diag::Sink;
use chongpai::env::Env;
use chongpai::model::{native, walk};
use chongpai::normalize::normalize;
use std::fs;

/// Every sample, read and normalized.
fn each(visit: impl Fn(&str, Prepared, &Options)) {
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

#[test]
fn an_epub_of_ours_is_read_back_as_the_same_document() {
    let writer = chongpai::output::WRITERS.iter().find(|writer| writer.name == "epub").expect("EPUB is written");
    each(|name, Prepared { mut document, .. }, options| {
        let env = Env::for_tests();
        let bytes = chongpai::output::write(writer, &document, &options.write, &env, &mut Sink::new()).expect("written");
        let read = chongpai::input::read("a.epub", &bytes, &options.read, &env, &mut Sink::new()).expect("it is read");
        assert_eq!(read.evidence.format, chongpai::input::Format::Epub);
        let mut back = read.document;
        assert_eq!(back.balance(), Ok(()), "{name}");
        assert_eq!(back.meta.creators, document.meta.creators, "{name}");
        assert_eq!(back.meta.date, document.meta.date, "{name}");
        for document in [&mut document, &mut back] {
            walk::each_flow(&mut document.blocks, &mut |flow| flow.retain(|block| block.is_visible()));
            // Writers number notes anew.
            document.notes.iter_mut().for_each(|note| note.label.clear());
        }
        let (before, after) = (native::write(&document), native::write(&back));
        for (before, after) in before.lines().zip(after.lines()) {
            assert_eq!(before, after, "{name}");
        }
        assert_eq!(before.len(), after.len(), "{name}");
    });
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
