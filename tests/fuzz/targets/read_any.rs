//! Any bytes, by whichever reader takes them.
#![no_main]

use chongpai_fuzz::{laws, seeds};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: seeds::lay("read_any", &["txt", "md", "html", "rtf", "doc", "odt", "docx", "epub", "pdf"], <[u8]>::to_vec), |bytes: &[u8]| {
    laws::source("source", bytes, None);
});
