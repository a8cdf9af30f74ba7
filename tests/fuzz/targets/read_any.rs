//! Any bytes, by any reader: a document whose log balances, or an error with its reason.
#![no_main]

use chongpai::diag::Sink;
use chongpai::env::{Env, Limits};
use chongpai::error::ErrorKind;
use chongpai::input::{ReadOptions, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { unpacked_bytes: 8 << 20, ..Limits::default() };
    let env = Env { limits, ..Env::for_tests() };
    match read("source", bytes, &ReadOptions::default(), &env, &mut Sink::new()) {
        Ok(reading) => assert_eq!(reading.document.balance(), Ok(())),
        Err(error) => assert_ne!(error.kind(), ErrorKind::Bug, "{error}"),
    }
});
