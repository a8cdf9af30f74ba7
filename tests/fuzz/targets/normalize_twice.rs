//! Any text: the log balances, and normalizing twice is normalizing once.
#![no_main]

use chongpai::convert::{Options, prepare};
use chongpai::diag::Sink;
use chongpai::env::Env;
use chongpai::error::ErrorKind;
use chongpai::model::native;
use chongpai::normalize::normalize;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let options = Options::default();
    let mut document = match prepare("a.txt", text.as_bytes(), &options, &Env::for_tests()) {
        Ok(prepared) => prepared.document,
        Err(error) => return assert_ne!(error.kind(), ErrorKind::Bug, "{error}"),
    };
    let once = native::write(&document);
    normalize(&mut document, &options.normalize, &mut Sink::new());
    assert_eq!(document.balance(), Ok(()));
    assert_eq!(native::write(&document), once);
});
