//! The parts of an ODT.
#![no_main]

use chongpai::input::Format;
use chongpai_fuzz::{laws, parts, seeds};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: seeds::lay("odt", &["odt"], parts::unzipped), |bytes: &[u8]| {
    laws::source("a.odt", &parts::zip(bytes), Some(Format::Odt));
});
