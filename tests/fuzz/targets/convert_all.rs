//! Any bytes through every writer: each output reads back as the document's text, or there is an error with its reason.
#![no_main]

use chongpai::convert::Options;
use chongpai::output::WRITERS;
use chongpai_fuzz::{laws, seeds};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: seeds::lay("convert_all", &["txt", "md", "html", "rtf"], <[u8]>::to_vec), |bytes: &[u8]| {
    laws::written("source.md", bytes, &WRITERS.iter().collect::<Vec<_>>(), &Options::default());
});
