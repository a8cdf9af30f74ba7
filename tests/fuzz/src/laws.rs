//! What must hold whatever the input is.

use chongpai::convert::{Options, Prepared, convert, prepare};
use chongpai::diag::Sink;
use chongpai::env::{Env, Limits};
use chongpai::error::ErrorKind;
use chongpai::input::Format;
use chongpai::model::{Document, native};
use chongpai::normalize::normalize;
use chongpai::output::Writer;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::sync::Mutex;

/// The last panic in another crate.
static ELSEWHERE: Mutex<String> = Mutex::new(String::new());

/// Called once before the first input: panics of ours end the process where they happen; those of other crates do where no wall
/// stops them.
pub fn hook() {
    std::panic::set_hook(Box::new(|info: &PanicHookInfo<'_>| {
        let said = info.to_string();
        if info.location().is_none_or(|place| !place.file().contains("/registry/src/")) {
            eprintln!("{said}\n{}", std::backtrace::Backtrace::force_capture());
            std::process::abort();
        }
        if let Ok(mut last) = ELSEWHERE.lock() {
            *last = said;
        }
    }));
}

/// Small budgets: what is to be found does not need much.
pub fn env() -> Env {
    let limits = Limits {
        unpacked_bytes: 4 << 20,
        pages: 400,
        page_glyphs: 1 << 13,
        page_operators: 1 << 14,
        ..Limits::default()
    };
    Env { limits, ..Env::for_tests() }
}

/// Reads a source and normalizes it: there is a document that is [whole], or an error with its reason.
pub fn source(name: &str, bytes: &[u8], format: Option<Format>) {
    let mut options = Options::default();
    options.read.format = format;
    options.read.explain = true;
    options.read.comments = true;
    options.read.whole_page = bytes.len() % 2 == 0;
    walled(|| match prepare(name, bytes, &options, &env()) {
        Ok(Prepared { document: found, .. }) => {
            whole(&found);
        }
        Err(error) => assert_ne!(error.kind(), ErrorKind::Bug, "{error:?}"),
    });
}

/// The log balances, and the native form, which is given back, comes back.
pub fn whole(document: &Document) -> String {
    assert_eq!(document.balance(), Ok(()));
    let once = native::write(document);
    let back = native::parse(&once).unwrap_or_else(|error| panic!("{error}\n{once}"));
    assert_same(&native::write(&back), &once);
    once
}

/// A normalized document is [whole], and normalizing it again changes nothing.
pub fn settled(document: &mut Document, options: &Options) {
    let once = whole(document);
    normalize(document, &options.normalize, &mut Sink::new());
    assert_eq!(document.balance(), Ok(()));
    assert_same(&native::write(document), &once);
}

/// Converts a source by some writers: each proves by itself that what it wrote is what the document says.
pub fn written(name: &str, bytes: &[u8], writers: &[&'static Writer], options: &Options) {
    walled(|| {
        if let Err(error) = convert(name, bytes, writers, options, &env()) {
            assert_ne!(error.kind(), ErrorKind::Bug, "{error:?}");
        }
    });
}

/// Runs what may meet panics of other crates; one that no wall of ours stopped is a finding.
pub fn walled(work: impl FnOnce()) {
    if catch_unwind(AssertUnwindSafe(work)).is_err() {
        eprintln!("not walled off: {}", ELSEWHERE.lock().map(|last| last.clone()).unwrap_or_default());
        std::process::abort();
    }
}

/// Two native forms are one; else the first line in which they differ is shown.
fn assert_same(now: &str, before: &str) {
    for (now, before) in now.lines().zip(before.lines()) {
        assert_eq!(now, before);
    }
    assert_eq!(now.len(), before.len(), "{now}\n---\n{before}");
}
