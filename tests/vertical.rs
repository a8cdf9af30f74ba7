//! Vertical setting in the formats that others lay out: EPUB and DOCX say it, and their text stays what it is.

use chongpai::diag::Sink;
use chongpai::env::Env;
use chongpai::input::{ReadOptions, read};
use chongpai::model::{Document, native};
use chongpai::output::{self, WRITERS, WriteOptions};
use std::io::Read;

const SOURCE: &str =
    "heading 1 :: 渡口\nbody :: 5月12日，共123人，1998年。他说：“船——到了。”{note 0}\nnote :: 1\n  body :: 一日两潮。\n";

fn written(name: &str, vertical: bool) -> Vec<u8> {
    let document = native::parse(SOURCE).expect("well formed");
    let writer = WRITERS.iter().find(|writer| writer.name == name).expect("a writer");
    let options = WriteOptions { vertical, ..WriteOptions::default() };
    output::write(writer, &document, &options, &Env::for_tests(), &mut Sink::new()).expect("written, and read back")
}

fn part(package: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(package)).expect("a package");
    let mut text = String::new();
    archive.by_name(name).expect(name).read_to_string(&mut text).expect("UTF-8");
    text
}

fn again(name: &str, bytes: &[u8]) -> Document {
    read(name, bytes, &ReadOptions::default(), &Env::for_tests(), &mut Sink::new()).expect("our own file").document
}

#[test]
fn an_epub_turns_its_pages_to_the_right() {
    let book = written("epub", true);
    let package = part(&book, "EPUB/package.opf");
    assert!(package.contains("page-progression-direction=\"rtl\"") && package.contains("content=\"vertical-rl\""));
    assert!(part(&book, "EPUB/style.css").contains("writing-mode: vertical-rl"));
    let chapter = part(&book, "EPUB/c0001.xhtml");
    for number in ["12", "123"] {
        assert!(chapter.contains(&format!("<span class=\"tcy\">{number}</span>")), "{chapter}");
    }
    assert!(chapter.contains("1998年"));
    let flat = written("epub", false);
    assert!(!part(&flat, "EPUB/package.opf").contains("rtl") && !part(&flat, "EPUB/c0001.xhtml").contains("tcy"));
    let (upright, flat) = (again("a.epub", &book), again("a.epub", &flat));
    assert_eq!(native::write(&upright), native::write(&flat));
}

#[test]
fn a_document_of_word_runs_from_top_to_bottom() {
    let main = part(&written("docx", true), "word/document.xml");
    assert!(main.contains("<w:textDirection w:val=\"tbRl\"/>"), "{main}");
    assert!(!part(&written("docx", false), "word/document.xml").contains("textDirection"));
}

#[test]
fn short_numbers_stand_side_by_side_in_word() {
    let side = "<w:eastAsianLayout w:id=\"1\" w:vert=\"1\" w:vertCompress=\"1\"/></w:rPr><w:t xml:space=\"preserve\">";
    let main = part(&written("docx", true), "word/document.xml");
    let found: Vec<&str> = main.split(side).skip(1).filter_map(|rest| rest.split('<').next()).collect();
    assert!(!found.is_empty() && found.iter().all(|word| word.len() <= 3), "{found:?}: {main}");
    assert!(!part(&written("docx", false), "word/document.xml").contains("eastAsianLayout"));
}
