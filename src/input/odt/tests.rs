//! The reader on small files, made here.

use super::*;
use crate::env::Env;
use crate::input::reader::{Format, ReadOptions};
use crate::model::{Furniture, Kind, native, walk as texts};
use std::io::{Cursor, Write};

const NAMES: &str = "xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' \
    xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0' xmlns:style='urn:oasis:names:tc:opendocument:xmlns:style:1.0' \
    xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0' xmlns:draw='urn:oasis:names:tc:opendocument:xmlns:drawing:1.0' \
    xmlns:fo='urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0' xmlns:xlink='http://www.w3.org/1999/xlink' \
    xmlns:svg='urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0' xmlns:dc='http://purl.org/dc/elements/1.1/'";

const STYLES: &str = "<office:styles>\
    <style:style style:name='Heading_20_1' style:display-name='Heading 1' style:family='paragraph' style:default-outline-level='1'>\
    <style:text-properties fo:font-weight='bold'/></style:style>\
    <style:style style:name='P1' style:family='paragraph' style:parent-style-name='Heading_20_1'/>\
    <style:style style:name='R' style:family='paragraph'><style:paragraph-properties fo:text-align='end' fo:text-indent='24pt'/>\
    <style:text-properties fo:font-size='12pt'/></style:style>\
    <style:style style:name='B' style:family='text'><style:text-properties style:font-weight-asian='bold'/></style:style>\
    <style:style style:name='S' style:family='text'><style:text-properties style:text-position='super 58%'/></style:style>\
    <style:style style:name='X' style:family='text'><style:text-properties text:display='none'/></style:style>\
    <text:list-style style:name='L'><text:list-level-style-number text:level='1' style:num-format='一, 二, 三, ...' style:num-suffix='、'/>\
    <text:list-level-style-number text:level='2' style:num-format='1' style:num-suffix='.'/></text:list-style>\
    <text:list-style style:name='D'><text:list-level-style-bullet text:level='1' text:bullet-char='•'/></text:list-style>\
    <text:outline-style style:name='Outline'><text:outline-level-style text:level='1' style:num-format='1' style:num-prefix='第' style:num-suffix='章'/>\
    <text:outline-level-style text:level='3' style:num-format='1' text:display-levels='3'/>\
    <text:outline-level-style text:level='4' style:num-format='1' loext:num-list-format='（%1%-%4%）'/></text:outline-style>\
    <style:style style:name='U' style:family='paragraph' style:list-style-name=''/></office:styles>";

/// A head with a note.
const NOTED: &str = "<style:header><text:p>江湾报<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>创于江湾</text:p>\
    </text:note-body></text:note></text:p></style:header>";

fn package(body: &str, parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let content = format!(
        "<office:document-content {NAMES}><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    let styles = format!(
        "<office:document-styles {NAMES}>{STYLES}<office:master-styles><style:master-page><style:header><text:p>江湾报</text:p>\
        </style:header><style:footer><text:p>第<text:page-number>1</text:page-number>页</text:p></style:footer></style:master-page>\
        <style:master-page><style:header><text:p>江湾报</text:p></style:header></style:master-page>\
        <style:master-page>{NOTED}</style:master-page></office:master-styles></office:document-styles>"
    );
    let all: [(&str, &[u8]); 3] = [("mimetype", TYPE), ("content.xml", content.as_bytes()), ("styles.xml", styles.as_bytes())];
    for (name, bytes) in all.iter().chain(parts) {
        zip.start_file(*name, stored).expect("a part can be started");
        zip.write_all(bytes).expect("a part can be written");
    }
    zip.finish().expect("a package can be finished").into_inner()
}

fn document(bytes: &[u8], options: &ReadOptions) -> Document {
    let read = crate::input::read("a.odt", bytes, options, &Env::for_tests(), &mut Sink::new()).expect("it is read");
    assert_eq!((read.evidence.format, read.document.balance()), (Format::Odt, Ok(())), "{}", native::write(&read.document));
    read.document
}

#[track_caller]
fn check(body: &str, expected: &str) {
    let document = document(&package(body, &[]), &ReadOptions::default());
    let text: Vec<_> =
        native::write(&document).lines().filter(|line| !line.starts_with("furniture")).map(str::to_owned).collect();
    assert_eq!(text.join("\n"), expected, "{body}");
}

#[test]
fn paragraphs_have_levels_spans_and_folded_spaces() {
    check(
        "<text:h text:style-name='P1' text:outline-level='2'>第一章</text:h>\
         <text:p>\n  甲<text:span text:style-name='B'>乙</text:span>  Word <text:s text:c='2'/>丙<text:span text:style-name='S'>2</text:span></text:p>\
         <text:p>一<text:line-break/>二<text:span text:style-name='X'>不见</text:span></text:p>\
         <text:p><text:a xlink:href='https://a.example/'>链</text:a><text:ruby><text:ruby-base>漢</text:ruby-base><text:ruby-text>hàn</text:ruby-text></text:ruby></text:p>",
        "heading 2 :: 第一章\nbody :: 甲{strong|乙} Word   丙{superscript|2}\nbody :: 一\\n二\nbody :: {link https://a.example/|链}{ruby hàn|漢}",
    );
}

#[test]
fn lists_have_the_labels_that_a_reader_saw() {
    check(
        "<text:list text:style-name='L'><text:list-item><text:p>总则</text:p><text:list><text:list-item><text:p>甲</text:p></text:list-item>\
         <text:list-item><text:p>乙</text:p></text:list-item></text:list></text:list-item>\
         <text:list-item><text:p>附则</text:p></text:list-item></text:list>",
        "body :: 一、总则\nbody :: 1. 甲\nbody :: 2. 乙\nbody :: 二、附则",
    );
    check(
        "<text:list text:style-name='D'><text:list-item><text:p>甲</text:p><text:p>续</text:p></text:list-item>\
         <text:list-item><text:p>乙</text:p></text:list-item></text:list><text:p>后</text:p>",
        "list\n  item\n    body :: 甲\n    body :: 续\n  item\n    body :: 乙\nbody :: 后",
    );
}

#[test]
fn headings_are_numbered_by_the_outline() {
    check(
        "<text:h text:outline-level='1'>渡口</text:h><text:h text:outline-level='2'>船</text:h><text:h text:outline-level='3'>桨</text:h>\
         <text:h text:outline-level='4'>橹</text:h>\
         <text:h text:outline-level='1' text:style-name='U'>附</text:h><text:h text:outline-level='1' text:is-list-header='true'>录</text:h>\
         <text:h text:outline-level='1'>堤</text:h><text:h text:outline-level='1' text:restart-numbering='true' text:start-value='7'>闸</text:h>",
        "heading 1 :: 第1章 渡口\nheading 2 :: 船\nheading 3 :: 1.1.1 桨\nheading 4 :: （1-1）橹\nheading 1 :: 附\nheading 1 :: 录\n\
         heading 1 :: 第2章 堤\nheading 1 :: 第7章 闸",
    );
}

#[test]
fn numbers_of_rows_are_text() {
    let item = |text: &str| {
        format!("<text:list text:style-name='L'><text:list-item><text:p>{text}</text:p></text:list-item></text:list>")
    };
    check(
        &format!(
            "{}<table:table><table:table-row><table:table-cell>{0}</table:table-cell></table:table-row></table:table>",
            item("")
        ),
        "table\n  row\n    cell 1x1 start\n      body :: 一、",
    );
}

#[test]
fn styles_of_their_own_need_no_definition() {
    check(
        "<text:p text:style-name='Title'>章程</text:p><text:p text:style-name='Heading_20_2'>总则</text:p><text:p text:style-name='P9'>文</text:p>",
        "title :: 章程\nheading 2 :: 总则\nbody :: 文",
    );
}

#[test]
fn tables_span_and_notes_are_anchored() {
    check(
        "<table:table><table:table-column/><table:table-header-rows><table:table-row><table:table-cell table:number-columns-spanned='2'>\
         <text:p>头</text:p></table:table-cell><table:covered-table-cell/></table:table-row></table:table-header-rows>\
         <table:table-row><table:table-cell><text:p text:style-name='R'>甲</text:p></table:table-cell><table:table-cell/></table:table-row></table:table>\
         <text:p>文<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation><text:note-body><text:p>注</text:p></text:note-body></text:note>后</text:p>",
        "table\n  row header\n    cell 2x1 start\n      body :: 头\n  row\n    cell 1x1 end\n      body :: 甲\n    cell 1x1 start\nbody :: 文{note 0}后\nnote :: 1\n  body :: 注",
    );
}

#[test]
fn a_note_of_two_bodies_keeps_both() {
    check(
        "<text:p>文<text:note><text:note-body><text:p>一</text:p></text:note-body><text:note-body><text:p>二</text:p></text:note-body></text:note></text:p>",
        "body :: 文{note 0}\nnote\n  body :: 一\n  body :: 二",
    );
}

#[test]
fn changes_comments_boxes_and_margins() {
    let body = "<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>某</dc:creator></office:change-info>\
        <text:p>删去</text:p></text:deletion></text:changed-region></text:tracked-changes>\
        <text:p>前<office:annotation><dc:creator>某</dc:creator><text:p>批注</text:p></office:annotation>后\
        <draw:frame text:anchor-type='paragraph'><draw:text-box><text:p>框</text:p></draw:text-box></draw:frame>\
        <draw:frame text:anchor-type='as-char'><draw:image xlink:href='Pictures/a.png'/><svg:title>图</svg:title></draw:frame></text:p>";
    let bytes = package(body, &[("Pictures/a.png", b"\x89PNG")]);
    let read = document(&bytes, &ReadOptions::default());
    assert!(native::write(&read).starts_with("body :: 前后{image 0}\nbody :: 框\n"), "{}", native::write(&read));
    assert_eq!((read.media[0].alt.as_str(), read.media[0].bytes.as_deref()), ("图", Some(b"\x89PNG".as_slice())));
    assert_eq!(read.log.removed().count(), 4);
    let margin = |kind: Furniture| texts::blocks(&read).filter(|block| block.kind == Kind::Furniture(kind)).count();
    assert_eq!((margin(Furniture::RunningHead), margin(Furniture::PageNumber)), (1, 1), "each distinct one once");
    let commented = document(&bytes, &ReadOptions { comments: true, ..ReadOptions::default() });
    assert!(native::write(&commented).contains("body :: 批注"));
}

#[test]
fn flat_files_cut_files_and_encrypted_files() {
    let flat = format!(
        "<?xml version='1.0'?><office:document {NAMES} office:mimetype='application/vnd.oasis.opendocument.text'>{STYLES}\
         <office:body><office:text><text:p text:style-name='P1'>题</text:p></office:text></office:body></office:document>"
    );
    assert_eq!(native::write(&document(flat.as_bytes(), &ReadOptions::default())), "heading 1 :: 题\n");
    let whole = package("<text:p>甲乙丙丁</text:p>", &[]);
    for end in (0..whole.len()).step_by(11) {
        let _ = crate::input::read("a.odt", &whole[..end], &ReadOptions::default(), &Env::for_tests(), &mut Sink::new());
    }
    let manifest =
        b"<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    let locked = package("", &[("META-INF/manifest.xml", manifest)]);
    let error = crate::input::read("a.odt", &locked, &ReadOptions::default(), &Env::for_tests(), &mut Sink::new());
    assert_eq!(error.expect_err("it is refused").kind(), ErrorKind::Encrypted);
}

#[test]
fn formulas_of_their_own_are_text_and_contents_are_marked() {
    let formula = b"<math xmlns='http://www.w3.org/1998/Math/MathML'><semantics><mrow><mi>a</mi><mo>=</mo><mfrac><mn>1</mn><mn>2</mn></mfrac></mrow>\
        <annotation encoding='StarMath 5.0'>a = 1 over 2</annotation></semantics></math>";
    let frame = "<draw:frame text:anchor-type='as-char'><draw:object xlink:href='./Object 1'/><draw:image xlink:href='./R/1'/></draw:frame>";
    let body = format!(
        "<text:table-of-content><text:index-body><text:p>源流</text:p></text:index-body></text:table-of-content><text:p>令 {frame}为</text:p>"
    );
    let mut document = Document::default();
    let bytes = package(&body, &[("Object 1/content.xml", formula)]);
    let (env, options) = (Env::for_tests(), ReadOptions::default());
    let source =
        Source { name: "a.odt", bytes: &bytes, options: &options, env: &env, inside: false, drawings: None, looks: None };
    read(&source, &mut document, &mut Sink::new()).expect("it is read");
    assert_eq!(document.balance(), Ok(()));
    let shown: Vec<(&str, bool)> =
        document.blocks.iter().take(2).map(|block| (block.text.as_str(), block.hints.contents)).collect();
    assert_eq!(shown, [("源流", true), ("令 a=1/2为", false)]);
}
