//! The streams of a document of Word's older formats.
#![no_main]

use chongpai::input::Format;
use chongpai_fuzz::{laws, parts, seeds};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: seeds::lay("doc", &["doc"], parts::streams), |bytes: &[u8]| {
    laws::source("a.doc", &parts::compound(bytes), Some(Format::Doc));
});
