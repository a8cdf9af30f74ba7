//! Any document, in its native form, by the writers that set no pages; what other readers of ours take is read again.
#![no_main]

use chongpai::diag::Sink;
use chongpai::error::ErrorKind;
use chongpai::input::READERS;
use chongpai::model::{DocumentKind, native};
use chongpai::output::{self, WRITERS, WriteOptions};
use chongpai_fuzz::{laws, seeds};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: seeds::lay("write", &[], <[u8]>::to_vec), |bytes: &[u8]| {
    let Some((kind, rest)) = bytes.split_first() else { return };
    let Ok(Ok(mut document)) = std::str::from_utf8(rest).map(native::parse) else { return };
    document.meta.kind = DocumentKind::ALL.get(usize::from(kind % 8)).copied();
    document.media = seeds::media();
    let options = WriteOptions { vertical: kind / 8 % 2 == 1, ..WriteOptions::default() };
    laws::walled(|| {
        for writer in WRITERS.iter().filter(|writer| writer.name != "pdf") {
            match output::write(writer, &document, &options, &laws::env(), &mut Sink::new()) {
                Ok(file) => {
                    let reader = READERS.iter().find(|reader| reader.extensions.contains(&writer.name));
                    if let Some(reader) = reader.filter(|_| kind / 16 == 3) {
                        laws::source(&format!("a.{}", writer.name), &file, Some(reader.format));
                    }
                }
                Err(error) => assert_ne!(error.kind(), ErrorKind::Bug, "{}: {error:?}", writer.name),
            }
        }
    });
});
