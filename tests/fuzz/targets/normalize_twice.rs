//! Any document, in its native form: every pass keeps the log's balance, and normalizing twice is normalizing once. The first
//! byte chooses the kind and the script that are asked for.
#![no_main]

use chongpai::convert::Options;
use chongpai::diag::Sink;
use chongpai::model::{DocumentKind, native};
use chongpai::normalize::{TargetScript, normalize};
use chongpai_fuzz::{laws, seeds};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: seeds::lay("normalize_twice", &[], <[u8]>::to_vec), |bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let Ok(Ok(mut document)) = std::str::from_utf8(rest).map(native::parse) else { return };
    let mut options = Options::default();
    let (kind, script) = (usize::from(first % 8), first / 8 % 4);
    options.normalize.kind = DocumentKind::ALL.get(kind).copied();
    options.normalize.script = [None, Some(TargetScript::Hans), Some(TargetScript::Hant), None][usize::from(script)];
    laws::walled(|| {
        normalize(&mut document, &options.normalize, &mut Sink::new());
        laws::settled(&mut document, &options);
    });
});
