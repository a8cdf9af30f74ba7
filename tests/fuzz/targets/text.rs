//! Text and Markdown in any encoding: the first byte chooses the name and the script that is asked for.
#![no_main]

use chongpai_fuzz::{laws, seeds};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: seeds::lay("text", &["txt", "md"], |bytes| [b"0", bytes].concat()), |bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    laws::source(if first % 2 == 0 { "a.txt" } else { "a.md" }, bytes, None);
});
