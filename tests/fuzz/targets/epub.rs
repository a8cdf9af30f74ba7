//! The parts of an EPUB.
#![no_main]

use chongpai::input::Format;
use chongpai_fuzz::{laws, parts, seeds};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: seeds::lay("epub", &["epub"], parts::unzipped), |bytes: &[u8]| {
    laws::source("a.epub", &parts::zip(bytes), Some(Format::Epub));
});
