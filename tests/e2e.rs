//! End to end: every sample in every format, before strangers that know nothing of us.
//!
//! A tool that is not installed is named in the output; where `CI` is set, its absence is an error.

use crate::program::Place;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

/// The samples in every format that can be written; made once.
static CONVERTED: LazyLock<Place> = LazyLock::new(|| {
    let formats: Vec<_> = chongpai::output::WRITERS.iter().map(|writer| writer.name).collect();
    let place = Place::with(&[]);
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/samples");
    let ran = place.run_words(&["convert", samples, "-o", "out", "--to", &formats.join(","), "--report", "report.json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    place
});

/// The outputs of one format, never none.
fn outputs(extension: &str) -> Vec<PathBuf> {
    let wanted = |name: &String| Path::new(name).extension().is_some_and(|found| found == extension);
    let found: Vec<_> =
        CONVERTED.files("out").into_iter().filter(wanted).map(|name| CONVERTED.path("out").join(name)).collect();
    assert_eq!(found.len(), crate::program::samples().len(), "{extension}: {found:?}");
    found
}

/// Runs a tool; `None` where it is not installed.
pub fn tool(name: &str, set: impl FnOnce(&mut Command) -> &mut Command) -> Option<Output> {
    let mut command = Command::new(name);
    set(&mut command);
    match command.output() {
        Ok(output) => Some(output),
        Err(error) => {
            assert!(std::env::var_os("CI").is_none(), "CI needs {name}: {error}");
            eprintln!("{name} is not installed: this test checks nothing");
            None
        }
    }
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// How often each character comes, white space left out.
fn characters(text: &str) -> BTreeMap<char, usize> {
    let mut counts = BTreeMap::new();
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{feff}').for_each(|c| *counts.entry(c).or_default() += 1);
    counts
}

/// What the plain text of a sample has and a reading of another format lacks. Folios and contents may come on top.
fn lost(of: &Path, reading: &str) -> Vec<(char, usize)> {
    let text = fs::read_to_string(of.with_extension("txt")).expect("the plain text");
    // Marks of notes are the writer's own; each format has its own form of them.
    let text = (1..=9).fold(text, |text, number| text.replace(&format!("[{number}]"), ""));
    let mut there = characters(reading);
    // So are the brackets of readings, of which each has a pair.
    let page = fs::read_to_string(of.with_extension("html")).expect("the page");
    for bracket in ['（', '）'] {
        *there.entry(bracket).or_default() += page.matches("<rt>").count();
    }
    let short = |(c, wanted): (char, usize)| {
        let missing = wanted.saturating_sub(there.get(&c).copied().unwrap_or(0));
        (missing > 0).then_some((c, missing))
    };
    characters(&text).into_iter().filter_map(short).collect()
}

#[test]
fn every_sample_in_every_format() {
    for writer in chongpai::output::WRITERS {
        for path in outputs(writer.name) {
            assert!(fs::metadata(&path).expect("it is there").len() > 0, "{}", path.display());
        }
    }
    let report: serde_json::Value = serde_json::from_str(&CONVERTED.read("report.json")).expect("JSON");
    assert_eq!(report["summary"]["done"].as_u64(), Some(crate::program::samples().len() as u64));
}

#[test]
fn epubcheck_is_content_with_every_sample() {
    crate::epub::no_complaints(&outputs("epub"));
}

#[test]
fn qpdf_finds_every_pdf_sound() {
    for path in outputs("pdf") {
        let Some(ran) = tool("qpdf", |command| command.arg("--check").arg(&path)) else { return };
        assert!(ran.status.success(), "{}: {}", path.display(), said(&ran));
    }
}

/// The validator of Microsoft's Open XML SDK (`ooxml-validator`): schemas of all parts and what stands beside them. It comes from
/// another registry than the other tools, and may be absent everywhere.
#[test]
fn the_open_xml_sdk_finds_nothing_in_any_document() {
    for path in outputs("docx") {
        let ran = Command::new("ooxml-validator").env("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1").arg(&path).output();
        let Ok(ran) = ran else { return eprintln!("ooxml-validator is not installed: this test checks nothing") };
        let verdict: serde_json::Value = serde_json::from_slice(&ran.stdout).unwrap_or_default();
        assert_eq!(verdict["ok"], true, "{}: {}", path.display(), said(&ran));
    }
}

#[test]
fn pdftotext_reads_every_character() {
    for path in outputs("pdf") {
        let Some(ran) = tool("pdftotext", |command| command.args(["-enc", "UTF-8"]).arg(&path).arg("-")) else { return };
        let complaints = String::from_utf8_lossy(&ran.stderr);
        assert!(ran.status.success() && complaints.is_empty(), "{}: {complaints}", path.display());
        let lost = lost(&path, &String::from_utf8_lossy(&ran.stdout));
        assert!(lost.is_empty(), "{} lacks {lost:?}", path.display());
    }
}

/// The text of a page of XHTML. LibreOffice's own plain text leaves notes out; its XHTML has them.
fn without_tags(page: &str) -> String {
    let body = page.find("<body").map_or(page, |at| &page[at..]);
    let text: String = body.split('<').filter_map(|piece| Some(piece.split_once('>')?.1)).collect();
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

#[test]
fn libreoffice_reads_every_character_of_every_docx() {
    let made = CONVERTED.path("office");
    // Two samples of one name would become one page, so each goes by a number.
    for (number, path) in outputs("docx").iter().enumerate() {
        let copy = made.join(format!("{number}.docx"));
        fs::create_dir_all(&made).expect("a folder");
        fs::copy(path, &copy).expect("a copy");
    }
    let profile = format!("-env:UserInstallation=file://{}", CONVERTED.path("profile").display());
    let ran = tool("soffice", |command| {
        command.arg(profile).args(["--headless", "--convert-to", "html:XHTML Writer File:UTF8", "--outdir"]).arg(&made);
        command.args((0..outputs("docx").len()).map(|number| made.join(format!("{number}.docx"))))
    });
    let Some(ran) = ran else { return };
    for (number, path) in outputs("docx").iter().enumerate() {
        let text =
            fs::read_to_string(made.join(format!("{number}.html"))).unwrap_or_else(|error| panic!("{error}: {}", said(&ran)));
        let lost = lost(path, &without_tags(&text));
        assert!(lost.is_empty(), "{} lacks {lost:?}", path.display());
    }
}
