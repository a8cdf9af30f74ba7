//! PDF before strangers: qpdf finds nothing wrong, and poppler reads the document's text, character for character.

use crate::program::Place;
use chongpai::diag::{Sink, Trouble};
use chongpai::env::Env;
use chongpai::geom::Abs;
use chongpai::model::{Document, DocumentKind, Media, Role, native, walk};
use chongpai::output::{self, WRITERS, WriteOptions};
use chongpai::typeset::style::Style;
use std::process::Command;
use std::sync::Arc;

fn pdf(document: &Document, style: Option<&str>) -> Vec<u8> {
    let writer = WRITERS.iter().find(|writer| writer.name == "pdf").expect("PDF is written");
    let options = WriteOptions { style: style.and_then(Style::named).map(Arc::new), ..WriteOptions::default() };
    output::write(writer, document, &options, &Env::for_tests(), &mut Sink::new()).expect("written, and every character set")
}

fn parse(source: &str, kind: DocumentKind) -> Document {
    let mut document = native::parse(source).expect("well formed");
    document.meta.kind = Some(kind);
    document.meta.title = Some("题".into());
    document
}

/// Runs a tool on a file and gives back what it says; an absent tool is named, and must be there where `CI` is set.
fn tool(name: &str, arguments: &[&str], pdf: &[u8]) -> Option<(bool, String)> {
    let file = tempfile::NamedTempFile::new().expect("a temporary file");
    std::fs::write(file.path(), pdf).expect("room for a file");
    let output = Command::new(name).args(arguments).arg(file.path()).args((name == "pdftotext").then_some("-")).output();
    match output {
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
            Some((output.status.success(), said))
        }
        Err(_) => {
            assert!(std::env::var_os("CI").is_none(), "{name} is required where CI is set");
            eprintln!("{name} is not installed: not checked");
            None
        }
    }
}

/// Every block and inline, at their edges.
fn everything() -> String {
    let mut source =
        String::from("title :: 大题\\n第二行\nsection-label :: 要闻\nkicker :: 肩题\nheading 1 :: 大{strong|题}\n");
    for role in Role::ALL {
        source.push_str(&format!("{} :: 角色{}\n", role.name(), role.name()));
    }
    source.push_str(
        "page-mark :: 1\nheading 3 :: 跳级\nbody :: 甲{strong|乙{emphasis|丙}}{ruby dīng|丁}{link https://a.b/c|戊}{note 0}{image 0}{image 1}\n\
         body :: {dots|一}{underline|二}{strike|三}{superscript|四}{subscript|五}{code|six}{ruby 很长很长很长的注音|短}\n\
         body :: {link #nowhere|无处}{ruby a|甲{ruby b|乙}丙}{note 0}{note 9}{ruby x|甲\\n乙}\nbody :: 两个  空格\t和<&>与𠮷\n\
         verse :: 床前明月光\\n\\n疑是地上霜\nseparator\nseparator :: ***\nquote\n  heading 4 :: 引题\n  quote\n    body :: 引中引\n\
         list ordered\n  item :: 1.\n    body :: 甲\n  item :: {strong|2.}\n    list\n      item\n        body :: 乙\n  item :: 空\n\
         table :: 表\n  row header\n    cell 2x1 center\n      body :: 头\n  row\n    cell 1x2 start\n      body :: 身{note 2}\n    cell 1x1 end\n      body :: 右\n  row\n    cell 1x1 start\n      body :: 下\n\
         table :: 空表\ntable\n  row header\n    cell 1x1 start\n      body :: 只有头\nfigure 0 :: 有图\nfigure 1 :: 无图\nfigure 7\n\
         furniture page-number :: 12\nheading 1\nheading 9 :: 最低\nheading 2 :: 二\n\
         note :: a\n  body :: 注一{note 1}\nnote :: b\n  body :: 注二\nnote :: c\n  heading 2 :: 注题\n  body :: 注三\nnote :: d\n  body :: 无人引用\n",
    );
    let wide: String = (0..60).map(|cell| format!("    cell 1x1 start\n      body :: 格{cell}\n")).collect();
    let tall = "雨一直下。".repeat(900);
    source + "table\n  row\n" + &wide + "table\n  row\n    cell 1x1 start\n      body :: " + &tall + "\n"
}

#[test]
fn qpdf_finds_nothing_wrong() {
    for kind in DocumentKind::ALL {
        let mut document = parse(&everything(), kind);
        let png = include_bytes!("data/dot.png").as_slice();
        document.media = vec![
            Media { reference: "a.png".into(), alt: "一点".into(), bytes: Some(png.into()) },
            Media { reference: "b.jpg".into(), alt: String::new(), bytes: Some(b"not a picture".as_slice().into()) },
        ];
        let file = pdf(&document, None);
        assert_eq!(file, pdf(&document, None), "two runs differ");
        if let Some((fine, said)) = tool("qpdf", &["--check"], &file) {
            assert!(fine, "{}: {said}", kind.name());
        }
    }
}

#[test]
fn every_file_is_made_for_archives() {
    for kind in DocumentKind::ALL {
        for vertical in [false, true] {
            let document = parse(&everything(), kind);
            let writer = WRITERS.iter().find(|writer| writer.name == "pdf").expect("PDF is written");
            let mut sink = Sink::new();
            let options = WriteOptions { vertical, ..WriteOptions::default() };
            let file = output::write(writer, &document, &options, &Env::for_tests(), &mut sink).expect("written");
            let found = sink.into_vec();
            assert!(!found.iter().any(|found| matches!(found.trouble, Trouble::NotArchival { .. })), "{found:?}");
            let says = |words: &[u8]| memchr::memmem::find(&file, words).is_some();
            assert!(says(b"pdfaid:part"), "{}", kind.name());
            let read = lopdf::Document::load_mem(&file).expect("lopdf reads it");
            assert!(read.catalog().is_ok_and(|catalog| catalog.has(b"OutputIntents")), "{}", kind.name());
        }
    }
}

#[test]
fn a_print_shop_finds_its_boxes() {
    let document = parse("body :: 一页。\n", DocumentKind::Article);
    let writer = WRITERS.iter().find(|writer| writer.name == "pdf").expect("PDF is written");
    let options = WriteOptions { bleed: Abs::mm(3.0), crop_marks: true, ..WriteOptions::default() };
    let file = output::write(writer, &document, &options, &Env::for_tests(), &mut Sink::new()).expect("written");
    let Some((_, said)) = tool("pdfinfo", &["-box"], &file) else { return };
    let sides = |name: &str| -> (f64, f64) {
        let line = said.lines().find(|line| line.starts_with(name)).unwrap_or_else(|| panic!("no {name}: {said}"));
        let edges: Vec<f64> = line.split_whitespace().skip(1).filter_map(|word| word.parse().ok()).collect();
        ((edges[2] - edges[0]) * 25.4 / 72.0, (edges[3] - edges[1]) * 25.4 / 72.0)
    };
    for (name, width, height) in [("TrimBox:", 210.0, 297.0), ("BleedBox:", 216.0, 303.0), ("MediaBox:", 230.0, 317.0)] {
        let (wide, high) = sides(name);
        assert!((wide - width).abs() < 0.01 && (high - height).abs() < 0.01, "{name} {wide} × {high} mm");
    }
}

#[test]
fn a_document_at_the_edge_is_a_file_too() {
    let nested: String = (0..60).map(|depth| format!("{:1$}quote\n", "", depth * 2)).collect();
    let nested = format!("{nested}{:120}body :: 底\n", "");
    for source in ["", "furniture jump :: 下转\n", "note :: 1\n  body :: 注\n", "heading 1\n", "separator\n", &nested] {
        for kind in DocumentKind::ALL {
            let file = pdf(&parse(source, kind), None);
            if let Some((fine, said)) = tool("qpdf", &["--check"], &file) {
                assert!(fine, "{}: {source}: {said}", kind.name());
            }
        }
    }
}

#[test]
fn poppler_reads_the_same_text() {
    let mut source = String::from("heading 1 :: 枕河集：序\n");
    for round in 0..60 {
        source += &format!(
            "body :: “船来了！”她说——声音很轻……“是{round}号船（旧称‘青雀’）。”于是《潮信》·卷{round}，page {round}, {{strong|早市}}与{{emphasis|晚市}}皆散；𠮷日。\n"
        );
    }
    source += "verse :: 小桥横野水，\\n孤艇系斜阳。\nbody :: 完。\n";
    let document = parse(&source, DocumentKind::Article);
    for name in ["article", "vertical"] {
        let file = pdf(&document, Some(name));
        let style = Style::of(&document, Style::named(name).as_ref());
        let Some(read) = in_the_type_area(&style, &file) else { return };
        let expected: String = walk::visible_texts(&document).map(|text| solid(text.as_str())).collect();
        assert_eq!(solid(&read), expected, "{name}");
    }
}

fn solid(text: &str) -> String {
    text.split_whitespace().collect()
}

/// What poppler reads in the type area alone: heads and folios are the page's.
fn in_the_type_area(style: &Style, file: &[u8]) -> Option<String> {
    let area = style.area(0);
    let edges =
        [area.min.x.to_pt() - 20.0, area.min.y.to_pt() - 2.0, area.size.width.to_pt() + 40.0, area.size.height.to_pt() + 10.0];
    let edges = edges.map(|edge| (edge.round() as i64).to_string());
    let arguments = ["-raw", "-nopgbrk", "-r", "72", "-x", &edges[0], "-y", &edges[1], "-W", &edges[2], "-H", &edges[3]];
    tool("pdftotext", &arguments, file).map(|(_, read)| read)
}

#[test]
fn an_encrypted_file_opens_with_its_password_alone() {
    let place = Place::with(&[("a.txt", "渡口\n\n　　江湾镇的渡口昨日照常开船。\n".as_bytes())]);
    let ran = place.run("convert a.txt -o out --to pdf --encrypt 船长");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let pdf = std::fs::read(place.path("out/a.pdf")).expect("an output");
    if let Some((sound, said)) = tool("qpdf", &["--check", "--password=船长"], &pdf) {
        assert!(sound && said.contains("R = 6") && said.contains("AESv3"), "{said}");
    }
    if let Some((opened, said)) = tool("pdftotext", &["-upw", "船长"], &pdf) {
        assert!(opened && said.contains("江湾镇的渡口昨日照常开船。"), "{said}");
    }
    assert_eq!(place.run("convert out/a.pdf -o back --to txt").code, 1);
    assert_eq!(place.run("convert out/a.pdf -o back --to txt --password 船长").code, 0);
    assert!(place.read("back/a.txt").contains("江湾镇的渡口昨日照常开船。"));
}
