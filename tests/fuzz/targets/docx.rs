//! The parts of a DOCX.
#![no_main]

use chongpai::input::Format;
use chongpai_fuzz::{laws, parts, seeds};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: seeds::lay("docx", &["docx"], parts::unzipped), |bytes: &[u8]| {
    laws::source("a.docx", &parts::zip(bytes), Some(Format::Docx));
});
