//! The objects of a PDF in a sound frame: content, fonts, character maps, structure.
#![no_main]

use chongpai::input::Format;
use chongpai_fuzz::{laws, objects, seeds};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: seeds::lay("pdf_objects", &[], <[u8]>::to_vec), |bytes: &[u8]| {
    laws::source("a.pdf", &objects::pdf(bytes), Some(Format::Pdf));
});
