//! A package of pages: each of its files is read, and they become one document.
#![no_main]

use chongpai::convert::{Options, prepare_pages};
use chongpai::error::ErrorKind;
use chongpai::input::archive::Archive;
use chongpai::input::{Leaf, archive};
use chongpai_fuzz::{laws, parts, seeds};
use libfuzzer_sys::fuzz_target;
use std::io::Cursor;

fuzz_target!(init: seeds::lay("archive", &[], <[u8]>::to_vec), |bytes: &[u8]| {
    let (package, env, options) = (parts::zip(bytes), laws::env(), Options::default());
    laws::walled(|| {
        let Ok((entries, _)) = archive::list(Cursor::new(&package)) else { return };
        let Ok(mut opened) = Archive::open(Cursor::new(&package)) else { return };
        let unpacked = |entry: archive::Entry| Leaf { bytes: opened.unpack(entry.place, &env.limits), name: entry.path };
        match prepare_pages(&[], "archive.zip", entries.into_iter().map(unpacked).collect(), &options, &env) {
            Ok(prepared) => drop(laws::whole(&prepared.document)),
            Err(error) => assert_ne!(error.kind(), ErrorKind::Bug, "{error:?}"),
        }
    });
});
