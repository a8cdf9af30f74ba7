//! Small packages, made here.

use super::*;
use crate::env::Env;
use crate::input::{Format, ReadOptions};
use crate::model::{Kind, walk};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

const OFD: &str = "<ofd:OFD xmlns:ofd='http://www.ofdspec.org/2016'><ofd:DocBody><ofd:DocInfo><ofd:Title>河志</ofd:Title>\
<ofd:CreationDate>2021-05-06T10:00:00</ofd:CreationDate></ofd:DocInfo><ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>";

fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a part can be started");
        zip.write_all(text.as_bytes()).expect("a part can be written");
    }
    zip.finish().expect("a package can be finished").into_inner()
}

fn document_part(pages: usize) -> String {
    let pages: String = (0..pages).map(|at| format!("<Page ID='{}' BaseLoc='P{at}.xml'/>", 10 + at)).collect();
    format!(
        "<Document><CommonData><TemplatePage ID='2' BaseLoc='T.xml'/><PageArea><PhysicalBox>0 0 100 150</PhysicalBox></PageArea></CommonData><Pages>{pages}</Pages></Document>"
    )
}

fn page(objects: &str) -> String {
    format!("<Page><Template TemplateID='2'/><Content><Layer>{objects}</Layer></Content></Page>")
}

/// Reads a package of pages; gives the visible texts, and those of furniture.
fn read_pages(pages: &[&str], template: &str) -> (Vec<String>, Vec<String>, Document) {
    let root = document_part(pages.len());
    let pages: Vec<(String, String)> =
        pages.iter().enumerate().map(|(at, objects)| (format!("Doc_0/P{at}.xml"), page(objects))).collect();
    let template = format!("<Page><Content><Layer>{template}</Layer></Content></Page>");
    let mut parts = vec![("OFD.xml", OFD), ("Doc_0/Document.xml", root.as_str()), ("Doc_0/T.xml", template.as_str())];
    parts.extend(pages.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    let bytes = package(&parts);
    assert!(knows(&bytes));
    let reading = crate::input::read("a.ofd", &bytes, &ReadOptions::default(), &Env::for_tests(), &mut Sink::new())
        .expect("it can be read");
    assert_eq!(reading.evidence.format, Format::Ofd);
    let document = reading.document;
    assert_eq!(document.balance(), Ok(()));
    let texts = |furniture: bool| -> Vec<String> {
        let wanted =
            |block: &&crate::model::Block| matches!(block.kind, Kind::Furniture(_)) == furniture && !block.text.is_empty();
        walk::blocks(&document).filter(wanted).map(|block| block.text.as_str().to_owned()).collect()
    };
    (texts(false), texts(true), document)
}

#[track_caller]
fn check(objects: &str, expected: &[&str]) {
    assert_eq!(read_pages(&[objects], "").0, expected, "{objects}");
}

#[test]
fn characters_stand_where_deltas_put_them() {
    check(
        "<TextObject Boundary='10 10 50 5' Size='4'><TextCode X='0' Y='4' DeltaX='g 3 4'>河水东流</TextCode></TextObject>",
        &["河水东流"],
    );
    // Objects of one line, the second first; each character is an object.
    check(
        "<TextObject Boundary='14 10 4 5' Size='4'><TextCode X='0' Y='4'>水</TextCode></TextObject>\
         <TextObject Boundary='10 10 4 5' Size='4'><TextCode X='0' Y='4'>河</TextCode></TextObject>",
        &["河水"],
    );
    // Two lines in one piece of text.
    check(
        "<TextObject Boundary='10 10 20 20' Size='4'><TextCode X='0' Y='4' DeltaX='4 -4 4' DeltaY='0 6 0'>山高水长</TextCode></TextObject>",
        &["山高水长"],
    );
    check(
        "<TextObject Boundary='10 10 50 5' Size='4'><TextCode X='0' Y='4' DeltaX='g 9 2'>to\\0x0020the river</TextCode></TextObject>",
        &["to the river"],
    );
    check(
        "<TextObject CTM='0.5 0 0 0.5 0 0' Boundary='10 10 50 5' Size='8'><TextCode X='0' Y='8' DeltaX='8'>船来</TextCode></TextObject>",
        &["船来"],
    );
    check(
        "<PageBlock><PageBlock><TextObject Boundary='10 10 9 5' Size='4'><TextCode X='0' Y='4'>灯</TextCode></TextObject></PageBlock></PageBlock>",
        &["灯"],
    );
}

#[test]
fn a_template_of_many_pages_is_furniture_and_a_forms_is_text() {
    let words = |text: &str, y: u32| {
        format!("<TextObject Boundary='10 {y} 60 5' Size='4'><TextCode X='0' Y='4' DeltaX='4'>{text}</TextCode></TextObject>")
    };
    let (first, second, head) = (words("第一页说河", 40), words("第二页说山", 40), words("河志编辑部", 8));
    let (text, furniture, document) = read_pages(&[&first, &second], &head);
    assert_eq!(text.concat(), "第一页说河第二页说山");
    assert_eq!(furniture, ["河志编辑部", "河志编辑部"]);
    assert_eq!((document.meta.title.as_deref(), document.meta.date.as_deref()), (Some("河志"), Some("2021-05-06")));
    assert_eq!(read_pages(&[&first], &head).0, ["河志编辑部", "第一页说河"]);
}

#[test]
fn pages_that_nobody_names_are_read_and_reported() {
    let root = document_part(1);
    let words = |text: &str| {
        page(&format!(
            "<TextObject Boundary='10 40 60 5' Size='4'><TextCode X='0' Y='4' DeltaX='4'>{text}</TextCode></TextObject>"
        ))
    };
    let (named, orphan) = (words("有名的一页"), words("无名的一页"));
    let bytes = package(&[
        ("OFD.xml", OFD),
        ("Doc_0/Document.xml", &root),
        ("Doc_0/P0.xml", &named),
        ("Doc_0/Pages/Page_7/Content.xml", &orphan),
    ]);
    let mut sink = Sink::new();
    let reading =
        crate::input::read("a", &bytes, &ReadOptions::default(), &Env::for_tests(), &mut sink).expect("it can be read");
    let texts: String = reading.document.blocks.iter().map(|block| block.text.as_str()).collect();
    assert_eq!(texts, "有名的一页无名的一页");
    assert!(matches!(sink.as_slice()[0].trouble, Trouble::Unlisted { .. }));
}

#[test]
fn paths_are_resolved() {
    for (part, reference, expected) in [
        ("Doc_0/Document.xml", "Pages/P.xml", "Doc_0/Pages/P.xml"),
        ("Doc_0/Document.xml", "/Doc_1/a", "Doc_1/a"),
        ("a/b/c", "../../../d", "d"),
        ("", "./x", "x"),
    ] {
        assert_eq!(resolve(part, reference), expected);
    }
}
