//! PDF, with whatever is broken in its frame.
#![no_main]

use chongpai::input::Format;
use chongpai_fuzz::{laws, seeds};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: seeds::lay("pdf", &["pdf"], <[u8]>::to_vec), |bytes: &[u8]| {
    laws::source("a.pdf", bytes, Some(Format::Pdf));
});
