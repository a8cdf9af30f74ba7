//! What Word and the readers of EPUB go by, looked up in the packages: the ledgers beside the writers name these tests.

use chongpai::diag::Sink;
use chongpai::env::Env;
use chongpai::model::{Document, DocumentKind, native};
use chongpai::output::{self, WRITERS, WriteOptions};
use std::io::Read;

fn written(format: &str, kind: DocumentKind) -> Vec<u8> {
    let words = "“江水绕城而过”——两岸的人家枕河而居。".repeat(30);
    let mut source = String::from("title :: 枕河集\nbyline :: 何人\n");
    for chapter in 1..=4 {
        source += &format!(
            "page-mark :: {chapter}\nheading 1 :: 第{chapter}章　桥\nbody :: {words}{{note 0}}{{ruby zǎo|早}}{{dots|市}}{{language en|No. 7}}\nheading 2 :: 节\nbody :: {words}\n"
        );
    }
    let source = source
        + "table :: 表\n  row header\n    cell 1x1 start\n      body :: 头\n  row\n    cell 1x1 start\n      body :: 身\nnote :: 1\n  body :: 注。\n";
    let mut document: Document = native::parse(&source).expect("well formed");
    document.meta.kind = Some(kind);
    document.meta.title = Some("枕河集".into());
    document.meta.creators = vec!["何人".into()];
    document.meta.source = "枕河集.txt".into();
    let writer = WRITERS.iter().find(|writer| writer.name == format).expect("it is written");
    output::write(writer, &document, &WriteOptions::default(), &Env::for_tests(), &mut Sink::new()).expect("written")
}

fn part(package: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(package)).expect("a package");
    let mut text = String::new();
    archive.by_name(name).expect("the part is there").read_to_string(&mut text).expect("UTF-8");
    text
}

fn check(part: &str, wanted: &[(&str, &str)]) {
    for (rule, says) in wanted {
        assert!(part.contains(says), "{rule}: {says} is not in {part}");
    }
}

#[test]
fn word_is_told_the_habits_of_chinese() {
    let book = written("docx", DocumentKind::Book);
    let styles = part(&book, "word/styles.xml");
    let faces =
        "<w:rFonts w:ascii=\"Times New Roman\" w:eastAsia=\"宋体\" w:hAnsi=\"Times New Roman\" w:cs=\"Times New Roman\"/>";
    check(
        &styles,
        &[
            ("DX-1", faces),
            ("DX-2", "<w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\""),
            ("DX-3", "<w:kinsoku w:val=\"1\"/>"),
            ("DX-5", "<w:overflowPunct w:val=\"0\"/>"),
            ("DX-6", "<w:topLinePunct w:val=\"1\"/>"),
            ("DX-8", "w:default=\"1\" w:styleId=\"Normal\""),
            ("DX-8", "<w:autoSpaceDE w:val=\"1\"/><w:autoSpaceDN w:val=\"1\"/>"),
            ("DX-9", "<w:snapToGrid w:val=\"0\"/>"),
            ("DX-12", "w:firstLineChars=\"200\""),
            ("DX-12", "w:firstLine=\"420\""),
            ("DX-13", "w:lineRule=\"exact\""),
            ("DX-13", "w:beforeLines="),
            ("DX-14", "<w:widowControl w:val=\"1\"/>"),
            ("DX-15", "<w:keepNext/>"),
            ("DX-15", "<w:pageBreakBefore/>"),
            ("DX-16", "<w:name w:val=\"heading 1\"/>"),
            ("DX-17", "<w:outlineLvl w:val=\"0\"/>"),
        ],
    );
    check(
        &part(&book, "word/settings.xml"),
        &[
            ("DX-2", "<w:themeFontLang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/>"),
            ("DX-4", "<w:noLineBreaksBefore w:lang=\"zh-CN\""),
            ("DX-7", "<w:characterSpacingControl w:val=\"compressPunctuation\"/>"),
            ("DX-19", "<w:evenAndOddHeaders/>"),
            ("DX-25", "w:name=\"compatibilityMode\""),
            ("DX-25", "<w:balanceSingleByteDoubleByteWidth/><w:doNotExpandShiftReturn/><w:useFELayout/>"),
        ],
    );
    check(
        &part(&book, "word/document.xml"),
        &[
            ("DX-1", "w:hint=\"eastAsia\""),
            ("DX-10", "<w:docGrid w:type=\"lines\""),
            ("DX-18", "PAGEREF _Toc"),
            ("DX-19", "<w:titlePg/>"),
            ("DX-23", "<w:ruby>"),
            ("DX-23", "<w:em w:val=\"dot\"/>"),
        ],
    );
    let archive = zip::ZipArchive::new(std::io::Cursor::new(&book)).expect("a package");
    assert!(
        !archive.file_names().any(|name| name.is_ok_and(|name| name.contains("vba") || name.contains("external"))),
        "DX-26"
    );
    let notice = part(&written("docx", DocumentKind::Notice), "word/styles.xml");
    assert!(notice.contains("<w:widowControl w:val=\"0\"/>"), "DX-14: official documents");
    let notice = part(&written("docx", DocumentKind::Notice), "word/settings.xml");
    check(&notice, &[("DX-7", "<w:characterSpacingControl w:val=\"compressPunctuation\"/>"), ("GW-2", "<w:mirrorMargins/>")]);
}

#[test]
fn readers_of_epub_are_told_what_they_go_by() {
    let book = written("epub", DocumentKind::Book);
    check(
        &part(&book, "EPUB/package.opf"),
        &[
            ("EP-5", "<dc:identifier id=\"id\">urn:uuid:"),
            ("EP-5", "<dc:language>zh-Hans</dc:language>"),
            ("EP-5", "<meta property=\"dcterms:modified\">"),
            ("EP-8", "scheme=\"marc:relators\">aut<"),
            ("EP-11", "media-type=\"application/x-dtbncx+xml\""),
            ("EP-12", "<meta property=\"pageBreakSource\">"),
            ("EP-13", "<meta property=\"schema:accessMode\">textual</meta>"),
            ("EP-13", "<meta property=\"schema:accessibilityHazard\">none</meta>"),
            ("EP-20", "properties=\"cover-image\""),
            ("EP-20", "<meta name=\"cover\" content=\"cover-image\"/>"),
            ("EP-21", "media-type=\"font/ttf\""),
        ],
    );
    assert!(!part(&book, "EPUB/package.opf").contains("conformsTo"), "EP-14");
    check(
        &part(&book, "EPUB/nav.xhtml"),
        &[
            ("EP-9", "<nav epub:type=\"toc\""),
            ("EP-10", "<nav epub:type=\"landmarks\" hidden"),
            ("EP-12", "<nav epub:type=\"page-list\""),
        ],
    );
    let style = part(&book, "EPUB/style.css");
    check(
        &style,
        &[("EP-17", "-epub-line-break: strict; -webkit-line-break: strict; line-break: strict"), ("EP-18", "text-indent: 2em")],
    );
    for wrong in ["direction:", "unicode-bidi", "position: fixed"] {
        assert!(!style.contains(wrong), "EP-16: {wrong}");
    }
    let chapter = (1..=4).map(|number| part(&book, &format!("EPUB/c{number:04}.xhtml"))).collect::<String>();
    check(
        &chapter,
        &[
            ("EP-7", "lang=\"zh-Hans\" xml:lang=\"zh-Hans\""),
            ("EP-7", "lang=\"en\""),
            ("EP-12", "role=\"doc-pagebreak\""),
            ("EP-24", "role=\"doc-noteref\""),
        ],
    );
}
