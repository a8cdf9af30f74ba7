//! Any bytes as text: the first byte chooses the label, or none.
#![no_main]

use chongpai::diag::Sink;
use chongpai::input::encoding::decode;
use chongpai_fuzz::seeds;
use libfuzzer_sys::fuzz_target;

const LABELS: &[&str] =
    &["gb18030", "big5", "shift_jis", "euc-jp", "euc-kr", "hz", "iso-2022-cn", "iso-2022-kr", "utf-16le", "utf-32be", "utf-8"];

fuzz_target!(init: seeds::lay("decode", &["txt"], |bytes| [b"\xff", bytes].concat()), |bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let label = LABELS.get(usize::from(*first)).copied();
    let decoded = decode(rest, label, &mut Sink::new()).expect("every label is known");
    if decoded.decision.encoding == "utf-8" && decoded.decision.undecodable == 0 {
        assert!(rest.len() >= decoded.text.len() || decoded.text.ends_with('\u{fffd}'));
    }
});
