//! What LibreOffice shows of our DOCX, with our own faces in place of those that offices have.
//!
//! It must be installed where `CI` is set; elsewhere its absence is named in the output, and nothing is checked.

use chongpai::convert::Options;
use chongpai::diag::Sink;
use chongpai::env::Env;
use chongpai::model::Document;
use chongpai::output::{WRITERS, write};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Names as they are written in documents, and what stands for them: a file of our fonts, and its family.
const FACES: [(&str, &str, &str); 6] = [
    ("仿宋_GB2312", "gpl/ChongpaiFangSongSC-Regular", "Chongpai FangSong SC"),
    ("楷体_GB2312", "core/ChongpaiKaiSC-Regular", "Chongpai Kai SC"),
    ("方正小标宋简体", "core/ChongpaiSongSC-Regular", "Chongpai Song SC"),
    ("宋体", "core/ChongpaiSongSC-Regular", "Chongpai Song SC"),
    ("黑体", "core/ChongpaiHeiSC-Regular", "Chongpai Hei SC"),
    ("Times New Roman", "core/LiberationSerif-Regular", "Liberation Serif"),
];

/// A document as DOCX.
pub fn docx(document: &Document) -> Vec<u8> {
    let writer = WRITERS.iter().find(|writer| writer.name == "docx").expect("a writer");
    let options = Options::default().write;
    write(writer, document, &options, &Env::for_tests(), &mut Sink::new()).expect("it is written")
}

/// PDFs of DOCX by name, as LibreOffice shows them; nothing where it is not installed.
pub fn shown(documents: &[(String, Vec<u8>)]) -> BTreeMap<String, Vec<u8>> {
    let place = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| place.path().join(name);
    let mut rules = format!("<fontconfig><dir>{0}</dir><cachedir>{0}/cache</cachedir>", place.path().display());
    for (name, file, family) in FACES {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fonts/{file}.ttf.zst"));
        let packed = fs::File::open(&source).expect("a font");
        let mut face = fs::File::create(path(&format!("{family}.ttf"))).expect("a file");
        zstd::stream::copy_decode(packed, &mut face).expect("a font is packed");
        writeln!(
            rules,
            "<match target=\"pattern\"><test name=\"family\"><string>{name}</string></test>\
             <edit name=\"family\" mode=\"assign\" binding=\"strong\"><string>{family}</string></edit></match>"
        )
        .expect("strings grow");
    }
    fs::write(path("fonts.conf"), rules + "</fontconfig>").expect("a file");
    for (name, bytes) in documents {
        fs::write(path(&format!("{name}.docx")), bytes).expect("a file");
    }
    let ran = crate::e2e::tool("soffice", |command| {
        command.env("FONTCONFIG_FILE", path("fonts.conf"));
        command.arg(format!("-env:UserInstallation=file://{}", path("profile").display()));
        command.args(["--headless", "--convert-to", "pdf", "--outdir"]).arg(place.path());
        command.args(documents.iter().map(|(name, _)| path(&format!("{name}.docx"))))
    });
    let read = |name: &str| fs::read(path(&format!("{name}.pdf"))).expect("LibreOffice has made a PDF");
    ran.map(|_| documents.iter().map(|(name, _)| (name.clone(), read(name))).collect()).unwrap_or_default()
}
