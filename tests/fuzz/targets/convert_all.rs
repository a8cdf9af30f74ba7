//! Any bytes through every writer: each output reads back as the document's text, or there is an error with its reason.
#![no_main]

use chongpai::convert::{Options, convert};
use chongpai::env::{Env, Limits};
use chongpai::error::ErrorKind;
use chongpai::output::WRITERS;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { unpacked_bytes: 4 << 20, pages: 2000, ..Limits::default() };
    let env = Env { limits, ..Env::for_tests() };
    for writer in WRITERS {
        if let Err(error) = convert("source", bytes, &[writer], &Options::default(), &env) {
            assert_ne!(error.kind(), ErrorKind::Bug, "{error}");
        }
    }
});
