//! Pages of the web, and saved ones with their pictures.
#![no_main]

use chongpai_fuzz::{laws, seeds};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: seeds::lay("html", &["html", "mht"], <[u8]>::to_vec), |bytes: &[u8]| {
    laws::source("a.html", bytes, None);
});
