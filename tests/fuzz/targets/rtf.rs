//! RTF.
#![no_main]

use chongpai::input::Format;
use chongpai_fuzz::{laws, seeds};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: seeds::lay("rtf", &["rtf"], <[u8]>::to_vec), |bytes: &[u8]| {
    laws::source("a.rtf", bytes, Some(Format::Rtf));
});
