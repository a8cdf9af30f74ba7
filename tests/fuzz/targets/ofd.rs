//! The parts of an OFD.
#![no_main]

use chongpai::input::Format;
use chongpai_fuzz::{laws, parts, seeds};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: seeds::lay("ofd", &["ofd"], parts::unzipped), |bytes: &[u8]| {
    laws::source("a.ofd", &parts::zip(bytes), Some(Format::Ofd));
});
