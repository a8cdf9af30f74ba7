//! Any document, in its native form, as pages: the first two bytes choose its kind, the style, the direction of lines and the
//! standard. Now and then the pages are read again.
#![no_main]

use chongpai::diag::Sink;
use chongpai::error::ErrorKind;
use chongpai::input::Format;
use chongpai::model::{DocumentKind, native};
use chongpai::output::{self, WRITERS, WriteOptions};
use chongpai::typeset::style::Style;
use chongpai_fuzz::{laws, seeds};
use libfuzzer_sys::fuzz_target;
use std::sync::Arc;

fuzz_target!(init: seeds::lay("typeset", &[], <[u8]>::to_vec), |bytes: &[u8]| {
    let [kind, style, rest @ ..] = bytes else { return };
    let Ok(Ok(mut document)) = std::str::from_utf8(rest).map(native::parse) else { return };
    let (kind, style) = (usize::from(*kind), usize::from(*style));
    document.meta.kind = DocumentKind::ALL.get(kind % 8).copied();
    document.media = seeds::media();
    let options = WriteOptions {
        style: Style::names().nth(style % 16).and_then(Style::named).map(Arc::new),
        vertical: kind / 8 % 2 == 1,
        plain: kind / 16 % 2 == 1,
        ..WriteOptions::default()
    };
    let pdf = WRITERS.iter().find(|writer| writer.name == "pdf").expect("PDF is written");
    laws::walled(|| match output::write(pdf, &document, &options, &laws::env(), &mut Sink::new()) {
        Ok(file) if style / 16 == 3 => laws::source("a.pdf", &file, Some(Format::Pdf)),
        Ok(_) => {}
        Err(error) => assert_ne!(error.kind(), ErrorKind::Bug, "{error:?}"),
    });
});
