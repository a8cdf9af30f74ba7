//! The reader on small packages, made here.

use super::*;
use crate::env::Env;
use crate::input::reader::ReadOptions;
use crate::model::{Document, Furniture, Kind, native, walk};
use std::io::{Cursor, Write};

const W: &str = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' \
    xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships' xmlns:wp='wp' \
    xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' xmlns:v='urn:schemas-microsoft-com:vml' \
    xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'";

/// A package of parts below `word/`, or from the root where their names begin with a solidus; relations of the main part are `(id, kind, target)`.
fn package(body: &str, parts: &[(&str, &str)], relations: &[(&str, &str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut part = |name: &str, content: &[u8]| {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part can be started");
        zip.write_all(content).expect("a part can be written");
    };
    part("word/document.xml", format!("<w:document {W}><w:body>{body}</w:body></w:document>").as_bytes());
    for (name, content) in parts {
        let name = name.strip_prefix('/').map_or_else(|| format!("word/{name}"), str::to_owned);
        part(&name, content.replace("xmlns:w", W).as_bytes());
    }
    let relation = |(id, kind, target): &(&str, &str, &str)| {
        let mode = if target.contains("://") { " TargetMode='External'" } else { "" };
        format!("<Relationship Id='{id}' Type='http://x/{kind}' Target='{target}'{mode}/>")
    };
    let relations: String = relations.iter().map(relation).collect();
    part("word/_rels/document.xml.rels", format!("<Relationships>{relations}</Relationships>").as_bytes());
    zip.finish().expect("a package can be finished").into_inner()
}

fn document(bytes: &[u8], options: &ReadOptions) -> (Document, Sink) {
    let env = Env::for_tests();
    let mut sink = Sink::new();
    let mut document = Document::default();
    assert!(knows(bytes));
    read(
        &Source { name: "a.docx", bytes, options, env: &env, inside: false, drawings: None, looks: None },
        &mut document,
        &mut sink,
    )
    .expect("it is read");
    assert_eq!(document.balance(), Ok(()), "{}", native::write(&document));
    (document, sink)
}

#[track_caller]
fn check_with(body: &str, parts: &[(&str, &str)], relations: &[(&str, &str, &str)], expected: &str) {
    let (document, _) = document(&package(body, parts, relations), &ReadOptions::default());
    assert_eq!(native::write(&document).trim_end(), expected, "{body}");
}

#[track_caller]
fn check(body: &str, expected: &str) {
    check_with(body, &[], &[], expected);
}

/// A run of plain text.
fn run(text: &str) -> String {
    format!("<w:r><w:t>{text}</w:t></w:r>")
}

fn paragraph(text: &str) -> String {
    format!("<w:p>{}</w:p>", run(text))
}

const STYLES: &str = "<w:styles xmlns:w>\
    <w:style w:type='paragraph' w:default='1' w:styleId='a'><w:name w:val='Normal'/><w:rPr><w:sz w:val='32'/></w:rPr></w:style>\
    <w:style w:type='paragraph' w:styleId='1'><w:name w:val='heading 1'/><w:pPr><w:outlineLvl w:val='0'/></w:pPr><w:rPr><w:b/></w:rPr></w:style>\
    <w:style w:type='paragraph' w:styleId='q'><w:name w:val='Quote'/></w:style>\
    <w:style w:type='paragraph' w:styleId='c'><w:name w:val='Source Code'/></w:style>\
    <w:style w:type='paragraph' w:styleId='t'><w:name w:val='caption'/></w:style>\
    <w:style w:type='character' w:styleId='s'><w:name w:val='Strong'/><w:rPr><w:b/></w:rPr></w:style></w:styles>";

const NUMBERING: &str = "<w:numbering xmlns:w><w:abstractNum w:abstractNumId='0'>\
    <w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='chineseCounting'/><w:lvlText w:val='%1、'/></w:lvl>\
    <w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%2.'/></w:lvl></w:abstractNum>\
    <w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='bullet'/><w:lvlText w:val='·'/></w:lvl></w:abstractNum>\
    <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num><w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num></w:numbering>";

#[test]
fn pieces_in_other_formats_stand_in_their_place() {
    let body = format!("{}<w:altChunk r:id='c'/>{}", paragraph("前"), paragraph("后"));
    let page = "<html><body><h1>章</h1><p>甲<b>乙</b></p></body></html>";
    let relations = [("c", "aFChunk", "chunk.htm")];
    check_with(&body, &[("chunk.htm", page)], &relations, "body :: 前\nheading 1 :: 章\nbody :: 甲{strong|乙}\nbody :: 后");
    let inner = package(&body, &[("chunk.htm", page)], &relations);
    let mut outer =
        zip::ZipArchive::new(Cursor::new(package(&body, &[], &[("c", "aFChunk", "chunk.docx")]))).expect("a package");
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..outer.len() {
        zip.raw_copy_file(outer.by_index(at).expect("a part")).expect("a part can be copied");
    }
    zip.start_file("word/chunk.docx", zip::write::SimpleFileOptions::default()).expect("a part can be started");
    zip.write_all(&inner).expect("a part can be written");
    let bytes = zip.finish().expect("a package can be finished").into_inner();
    let (document, sink) = document(&bytes, &ReadOptions::default());
    assert_eq!(native::write(&document), "body :: 前\nbody :: 前\nbody :: 后\nbody :: 后\n");
    assert!(
        sink.as_slice().iter().any(|found| matches!(found.trouble, Trouble::Flattened { .. })),
        "a piece in a piece is told"
    );
}

#[test]
fn runs_become_spans() {
    check(
        "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>重</w:t></w:r><w:r><w:rPr><w:b w:val='1'/><w:em w:val='dot'/></w:rPr><w:t>点</w:t></w:r>\
         <w:r><w:rPr><w:b w:val='0'/><w:vertAlign w:val='superscript'/></w:rPr><w:t>2</w:t></w:r><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/>\
         <w:t>丙</w:t><w:noBreakHyphen/><w:sym w:font='Wingdings' w:char='F0FE'/></w:r></w:p>",
        "body :: {strong|重{dots|点}}{superscript|2}甲\\n乙\t丙\u{2011}☑",
    );
    check("<w:p><w:r><w:t>　　江湾  </w:t></w:r></w:p>", "body :: 江湾");
    check("<w:p><w:r><w:t>\n  江\n湾\n</w:t></w:r></w:p>", "body :: 江 湾");
}

#[test]
fn styles_tell_headings_quotes_code_and_captions() {
    let styled = |style: &str, text: &str| format!("<w:p><w:pPr><w:pStyle w:val='{style}'/></w:pPr>{}</w:p>", run(text));
    let body = [
        styled("1", "总则"),
        styled("q", "古人云"),
        styled("q", "诚哉斯言"),
        styled("c", "if x:"),
        styled("c", "    go()"),
        styled("t", "表1"),
        "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>".to_owned(),
        "<w:p><w:pPr><w:outlineLvl w:val='1'/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>分则</w:t></w:r></w:p>".to_owned(),
        format!("<w:p><w:r><w:rPr><w:rStyle w:val='s'/></w:rPr><w:t>要</w:t></w:r>{}</w:p>", run("点")),
    ];
    check_with(
        &body.concat(),
        &[("styles.xml", STYLES)],
        &[],
        "heading 1 :: 总则\nquote\n  body :: 古人云\n  body :: 诚哉斯言\nbody :: {code|if x:\\n    go()}\ntable :: 表1\n  row\n    cell 1x1 start\n\
         heading 2 :: 分则\nbody :: {strong|要}点",
    );
}

#[test]
fn labels_are_what_the_reader_saw() {
    let item = |list: u8, level: u8, text: &str| {
        format!("<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{list}'/></w:numPr></w:pPr>{}</w:p>", run(text))
    };
    let body =
        [item(1, 0, "目标"), item(1, 1, "近期"), item(1, 1, "远期"), item(1, 0, "任务"), item(2, 0, "船"), item(2, 0, "桥")];
    check_with(
        &body.concat(),
        &[("numbering.xml", NUMBERING)],
        &[],
        "body :: 一、目标\nbody :: 1. 近期\nbody :: 2. 远期\nbody :: 二、任务\nlist\n  item\n    body :: 船\n  item\n    body :: 桥",
    );
}

#[test]
fn a_paragraph_right_under_an_items_text_goes_on_in_it() {
    let level = "<w:lvl w:ilvl='0'><w:numFmt w:val='bullet'/><w:lvlText w:val='*'/><w:pPr><w:ind w:left='420' w:hanging='420'/></w:pPr></w:lvl>";
    let numbering = format!(
        "<w:numbering xmlns:w><w:abstractNum w:abstractNumId='0'>{level}</w:abstractNum>\
         <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num></w:numbering>"
    );
    let with = |properties: &str, text: &str| format!("<w:p><w:pPr>{properties}</w:pPr>{}</w:p>", run(text));
    let item = |text: &str| with("<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>", text);
    check_with(
        &[
            item("船"),
            with("<w:ind w:left='430'/>", "每日两班。"),
            item("桥"),
            with("<w:ind w:left='840'/>", "远处。"),
            item("路"),
            with("<w:ind w:left='420'/><w:jc w:val='center'/>", "居中。"),
        ]
        .concat(),
        &[("numbering.xml", &numbering)],
        &[],
        "list\n  item\n    body :: 船\n    body :: 每日两班。\n  item\n    body :: 桥\nbody :: 远处。\nlist\n  item\n    body :: 路\nbody :: 居中。",
    );
}

#[test]
fn tracked_changes_are_accepted_and_deletions_recorded() {
    let body = format!(
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{}<w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins>{}</w:ins></w:p>{}\
         <w:moveFrom>{}</w:moveFrom>",
        run("甲"),
        run("新"),
        paragraph("乙"),
        paragraph("移走")
    );
    let (document, _) = document(&package(&body, &[], &[]), &ReadOptions::default());
    assert_eq!(native::write(&document), "body :: 甲新乙\n");
    assert_eq!((document.log.read().count(), document.log.removed().count()), (6, 3));
}

#[test]
fn fields_leave_their_results() {
    let mark = |kind: &str| format!("<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>");
    let code = |code: &str| format!("<w:r><w:instrText>{code}</w:instrText></w:r>");
    let link = "HYPERLINK \"https://a.example/\"";
    let body = format!(
        "<w:p>{b}{}{s}{}{b}{}{s}{}{e}{e}{}</w:p><w:p>{b}{}{b}{}{s}{}{e}{s}{}{e}<w:fldSimple w:instr='DATE'>{}</w:fldSimple>\
         {b}{}{e}<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:checkBox><w:default w:val='1'/></w:checkBox></w:ffData></w:fldChar></w:r>{e}</w:p>",
        code(link),
        run("站"),
        code("PAGE"),
        run("3"),
        run("外"),
        code("IF "),
        code("X"),
        run("条件"),
        run("是"),
        run("五月"),
        code("eq \\o\\ac(○,5)"),
        b = mark("begin"),
        s = mark("separate"),
        e = mark("end"),
    );
    check(&body, "body :: {link https://a.example/|站3}外\nbody :: 是五月⑤☒");
}

#[test]
fn ruby_stands_over_its_base() {
    let ruby = |over: &str, base: &str| {
        format!("<w:r><w:ruby><w:rt>{}</w:rt><w:rubyBase>{}</w:rubyBase></w:ruby></w:r>", run(over), run(base))
    };
    check(
        &format!("<w:p>{}{}{}</w:p>", ruby("jiāng", "江"), ruby("wān", "湾"), ruby("x", "")),
        "body :: {ruby jiāng|江}{ruby wān|湾}x",
    );
    // A base that a page break parts stays one.
    let parted = "<w:r><w:ruby><w:rt><w:r><w:t>du</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>渡</w:t><w:br w:type='page'/><w:t>口</w:t></w:r></w:rubyBase></w:ruby></w:r>";
    check(&format!("<w:p>{parted}</w:p>"), "body :: {ruby du|渡口}");
    let inner =
        "<w:r><w:ruby><w:rt><w:r><w:t>kou</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>口</w:t></w:r></w:rubyBase></w:ruby></w:r>";
    let nested = format!(
        "<w:r><w:ruby><w:rt><w:r><w:t>du</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>渡</w:t></w:r>{inner}</w:rubyBase></w:ruby></w:r>"
    );
    let mark = |kind: &str| format!("<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>");
    let link = "<w:r><w:instrText>HYPERLINK \"https://a.example/\"</w:instrText></w:r>";
    let cut = format!("{}{}{link}{}{}", run("渡"), mark("begin"), mark("separate"), run("口"));
    check(&format!("<w:p>{}</w:p>", ruby("du", "X").replace(&run("X"), &cut)), "body :: {ruby du|渡口}");
    check(&format!("<w:p>{nested}</w:p>"), "body :: {ruby du|渡口kou}");
}

#[test]
fn text_boxes_are_read_once() {
    let boxed = |text: &str| format!("<w:txbxContent>{}</w:txbxContent>", paragraph(text));
    let body = format!(
        "<w:p>{}<w:r><mc:AlternateContent><mc:Choice><w:drawing>{}</w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{}</v:textbox>\
         </v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p><w:p><w:r><mc:AlternateContent><mc:Choice/><mc:Fallback><w:pict>\
         <v:shape><v:textbox>{}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
        run("前"),
        boxed("框"),
        boxed("框"),
        boxed("旧框"),
    );
    check(&body, "body :: 前\nbody :: 框\nbody :: 旧框");
}

#[test]
fn notes_are_anchored_and_none_is_lost() {
    let note = |id: &str, text: &str| format!("<w:footnote w:id='{id}'>{}</w:footnote>", paragraph(text));
    let part = format!(
        "<w:footnotes xmlns:w><w:footnote w:type='separator' w:id='-1'/>{}{}</w:footnotes>",
        note("1", "无主"),
        note("2", "注文")
    );
    let body = format!(
        "<w:p>{}<w:r><w:footnoteReference w:id='2'/></w:r><w:r><w:footnoteReference w:id='9'/></w:r></w:p>",
        run("正文")
    );
    let (document, sink) = document(&package(&body, &[("footnotes.xml", &part)], &[]), &ReadOptions::default());
    assert_eq!(native::write(&document), "body :: 正文{note 0}\nnote :: 2\n  body :: 注文\nnote :: 1\n  body :: 无主\n");
    assert_eq!(sink.as_slice().iter().filter(|found| matches!(found.trouble, Trouble::DanglingNote { .. })).count(), 2);
}

#[test]
fn comments_are_notes_where_they_are_asked_for() {
    let part = format!("<w:comments xmlns:w><w:comment w:id='0' w:author='林'>{}</w:comment></w:comments>", paragraph("再查"));
    let body = format!("<w:p>{}<w:r><w:commentReference w:id='0'/></w:r></w:p>", run("正文"));
    let bytes = package(&body, &[("comments.xml", &part)], &[]);
    assert_eq!(native::write(&document(&bytes, &ReadOptions::default()).0), "body :: 正文\n");
    let options = ReadOptions { comments: true, ..ReadOptions::default() };
    assert_eq!(native::write(&document(&bytes, &options).0), "body :: 正文{note 0}\nnote :: 林\n  body :: 再查\n");
}

#[test]
fn cells_span_columns_and_rows() {
    let cell = |look: &str, text: &str| format!("<w:tc><w:tcPr>{look}</w:tcPr>{}</w:tc>", paragraph(text));
    let body = format!(
        "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>{}{}</w:tr><w:tr>{}{}</w:tr><w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>{}</w:tr></w:tbl>",
        cell("<w:vMerge w:val='restart'/>", "甲"),
        cell("<w:gridSpan w:val='2'/>", "乙"),
        cell("<w:vMerge/>", ""),
        cell("<w:gridSpan w:val='999999999'/>", "丙"),
        cell("", "丁")
    );
    check(
        &body,
        "table\n  row header\n    cell 1x2 start\n      body :: 甲\n    cell 2x1 start\n      body :: 乙\n  row\n    cell 1000x1 start\n      body :: 丙\n\
         \x20 row\n    cell 1x1 start\n    cell 1x1 start\n      body :: 丁",
    );
}

#[test]
fn heads_and_feet_are_furniture_each_once() {
    let part = |text: &str| format!("<w:hdr xmlns:w>{}</w:hdr>", paragraph(text));
    let (head, foot) = (part("江湾镇文件"), part("— 1 —"));
    let body = format!(
        "{}<w:sectPr><w:headerReference r:id='h1'/><w:headerReference r:id='h2'/><w:footerReference r:id='f'/></w:sectPr>",
        paragraph("正文")
    );
    let parts = [("header1.xml", head.as_str()), ("header2.xml", head.as_str()), ("footer1.xml", foot.as_str())];
    let relations = [("h1", "header", "header1.xml"), ("h2", "header", "header2.xml"), ("f", "footer", "footer1.xml")];
    let (document, _) = document(&package(&body, &parts, &relations), &ReadOptions::default());
    let kinds: Vec<_> = document.blocks.iter().map(|block| block.kind.clone()).collect();
    assert_eq!(kinds, [Kind::default(), Kind::Furniture(Furniture::RunningHead), Kind::Furniture(Furniture::PageNumber)]);
}

#[test]
fn pages_begin_where_the_source_breaks_them() {
    let body = format!("{}<w:p>{}<w:r><w:br w:type='page'/></w:r>{}</w:p>", paragraph("甲"), run("乙"), run("丙"));
    check(&body, "body :: 甲\nbody :: 乙\npage-mark\nbody :: 丙");
}

#[test]
fn hidden_text_is_dropped_and_recorded() {
    let (document, _) = document(
        &package(&format!("<w:p>{}<w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r></w:p>", run("明")), &[], &[]),
        &ReadOptions::default(),
    );
    assert_eq!((native::write(&document).as_str(), document.log.removed().count()), ("body :: 明\n", 1));
}

#[test]
fn formulas_are_written_in_a_line() {
    let t = |text: &str| format!("<m:r><m:t>{text}</m:t></m:r>");
    let body = format!(
        "<w:p><m:oMath><m:f><m:num>{}</m:num><m:den>{}</m:den></m:f><m:sSup><m:e>{}</m:e><m:sup>{}</m:sup></m:sSup>\
         <m:d><m:e>{}</m:e></m:d></m:oMath></w:p>",
        t("a"),
        t("b"),
        t("x"),
        t("2"),
        t("y")
    );
    check(&body, "body :: a/bx^2(y)");
    let cells = |a: &str, b: &str| format!("<m:mr><m:e>{}</m:e><m:e>{}</m:e></m:mr>", t(a), t(b));
    let body = format!(
        "<w:p><m:oMath><m:f><m:num>{}</m:num><m:den><m:d><m:e>{}</m:e></m:d></m:den></m:f><m:rad><m:deg>{}</m:deg><m:e>{}</m:e></m:rad>\
         <m:d><m:e><m:m>{}{}</m:m></m:e></m:d></m:oMath></w:p>",
        t("a+b"),
        t("c+d"),
        t("3"),
        t("x+1"),
        cells("1", "2"),
        cells("3", "4")
    );
    check(&body, "body :: (a+b)/(c+d)√[3](x+1)(1,2;3,4)");
    let body = format!(
        "<w:p><w:r><w:ruby><w:rt>{}</w:rt><w:rubyBase><m:oMath><m:f><m:num>{}</m:num><m:den>{}</m:den></m:f></m:oMath></w:rubyBase>\
         </w:ruby></w:r></w:p>",
        run("z"),
        t("a"),
        t("b")
    );
    check(&body, "body :: {ruby z|a/b}");
}

#[test]
fn pictures_are_figures_or_stand_in_the_line() {
    let blip = "<w:r><w:drawing><a:blip r:embed='p'/></w:drawing></w:r>";
    let body = format!("<w:p>{blip}</w:p><w:p>{}{blip}</w:p>", run("见"));
    let relations = [("p", "image", "media/a.png")];
    let (document, _) = document(&package(&body, &[("media/a.png", "no picture")], &relations), &ReadOptions::default());
    assert_eq!(native::write(&document), "figure 0\nbody :: 见{image 0}\n");
    assert_eq!((document.media.len(), document.media[0].reference.as_str()), (1, "word/media/a.png"));
}

#[test]
fn a_chart_is_a_table_of_its_figures() {
    let chart = |descr: &str| {
        format!(
            "<w:p><w:r><w:drawing><wp:inline xmlns:wp='http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing'><wp:docPr descr='{descr}'/><c:chart xmlns:c='http://schemas.openxmlformats.org/drawingml/2006/chart' r:id='c'/></wp:inline></w:drawing></w:r></w:p>"
        )
    };
    let check = |descr: &str, content: &str, expected: &str| {
        let space = "http://schemas.openxmlformats.org/drawingml/2006/chart";
        let drawing = "http://schemas.openxmlformats.org/drawingml/2006/main";
        let part = format!("<c:chartSpace xmlns:c='{space}' xmlns:a='{drawing}'><c:chart>{content}</c:chart></c:chartSpace>");
        let parts = [("charts/chart1.xml", part.as_str())];
        check_with(&chart(descr), &parts, &[("c", "chart", "charts/chart1.xml")], expected);
    };
    let points = |values: &[&str]| {
        let points = values.iter().enumerate().map(|(at, value)| format!("<c:pt idx='{at}'><c:v>{value}</c:v></c:pt>"));
        format!(
            "<c:numRef><c:f>S!$A$1</c:f><c:numCache><c:formatCode>0.0_ </c:formatCode>{}</c:numCache></c:numRef>",
            points.collect::<String>()
        )
    };
    let title = "<c:title><c:tx><c:rich><a:p><a:r><a:t>水位</a:t></a:r></a:p></c:rich></c:tx></c:title>";
    let series = format!(
        "<c:plotArea><c:lineChart><c:ser><c:tx><c:v>米</c:v></c:tx><c:cat>{}</c:cat><c:val>{}</c:val></c:ser></c:lineChart><c:catAx><c:title><c:tx><c:v>月</c:v></c:tx></c:title></c:catAx></c:plotArea>",
        points(&["一月", "二月"]),
        points(&["3.14159", "2"]),
    );
    let row = |header: &str, align: &str, words: [&str; 2]| {
        let first = if words[0].is_empty() { String::new() } else { format!("      body :: {}\n", words[0]) };
        format!("  row{header}\n    cell 1x1 start\n{first}    cell 1x1 {align}\n      body :: {}\n", words[1])
    };
    let rows =
        [row(" header", "center", ["", "米"]), row("", "end", ["一月", "3.1"]), row("", "end", ["二月", "2.0"])].concat();
    check("", &format!("{title}{series}"), format!("table :: 水位\n{rows}").trim_end());
    check("水位图", "", "caption :: 水位图");
    check("", "", "");
}

#[test]
fn words_in_the_place_of_a_picture_are_no_text() {
    let control = format!(
        "<w:p><w:sdt><w:sdtPr><w:alias w:val='渡口'/><w:tag w:val='missing'/><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>{}</w:p>",
        run("[a.png]"),
        run("船")
    );
    let own = crate::model::GENERATOR;
    let app = format!("<Properties><Application>{own}</Application></Properties>");
    check_with(&control, &[("/docProps/app.xml", &app)], &[], "body :: {image 0}船");
    check(&control, "body :: [a.png]船");
}

#[test]
fn strict_documents_and_any_prefix_are_read() {
    let text = "<x:document xmlns:x='http://purl.oclc.org/ooxml/wordprocessingml/main'><x:body><x:p><x:r><x:t>严</x:t></x:r></x:p></x:body></x:document>";
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document2.xml", zip::write::SimpleFileOptions::default()).expect("a part can be started");
    zip.write_all(text.as_bytes()).expect("a part can be written");
    let bytes = zip.finish().expect("a package can be finished").into_inner();
    assert_eq!(native::write(&document(&bytes, &ReadOptions::default()).0), "body :: 严\n");
}

#[test]
fn hostile_packages_end() {
    let deep = |open: &str, close: &str| format!("{}{}{}", open.repeat(10_000), paragraph("底"), close.repeat(10_000));
    let bodies = [
        deep("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
        deep("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        deep("<w:p><w:r><w:pict><w:txbxContent>", "</w:txbxContent></w:pict></w:r></w:p>"),
        "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r></w:p>".repeat(2000),
        format!("<w:p>{}", "<w:hyperlink w:anchor='a'>".repeat(5000)),
        "<w:p><m:oMath>".repeat(3000),
        "</w:p></w:tc><w:tr>".repeat(2000),
        "<w:p><w:pPr><w:numPr><w:numId w:val='1'/><w:ilvl w:val='99'/></w:numPr></w:pPr></w:p>".repeat(100),
    ];
    for body in bodies {
        document(&package(&body, &[("styles.xml", STYLES), ("numbering.xml", NUMBERING)], &[]), &ReadOptions::default());
    }
}

#[test]
fn a_package_cut_anywhere_is_read_or_refused() {
    let bytes = package(&paragraph("江湾").repeat(50), &[("styles.xml", STYLES)], &[]);
    let env = Env::for_tests();
    let options = ReadOptions::default();
    for end in 0..bytes.len() {
        let mut document = Document::default();
        let source = Source {
            name: "a",
            bytes: &bytes[..end],
            options: &options,
            env: &env,
            inside: false,
            drawings: None,
            looks: None,
        };
        if read(&source, &mut document, &mut Sink::new()).is_ok() {
            assert_eq!(document.balance(), Ok(()), "cut at {end}");
        }
    }
}

#[test]
fn a_label_is_recorded_and_every_block_has_its_place() {
    let (document, _) = document(&package(&paragraph("甲").repeat(3), &[], &[]), &ReadOptions::default());
    let places: Vec<_> = walk::blocks(&document).map(|block| block.origin.to_string()).collect();
    assert_eq!(places, ["word/document.xml#2", "word/document.xml#5", "word/document.xml#8"]);
}

#[test]
fn a_table_of_contents_is_marked() {
    let marked = |body: &str| -> String {
        let (document, _) = document(&package(body, &[], &[]), &ReadOptions::default());
        let lines = document.blocks.iter().filter(|block| block.hints.contents);
        lines.map(|block| block.text.as_str()).collect::<Vec<_>>().join("|")
    };
    let mark = |kind: &str| format!("<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>");
    let line = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let toc = |code: &str, end: &str| {
        format!(
            "<w:p>{}<w:r><w:instrText>{code}</w:instrText></w:r>{}{}</w:p><w:p>{}{end}</w:p><w:p>{}</w:p>",
            mark("begin"),
            mark("separate"),
            line("源流 1"),
            line("两岸 2"),
            line("水从山里来。"),
        )
    };
    assert_eq!(marked(&toc("TOC \\o", &mark("end"))), "源流 1|两岸 2");
    assert_eq!(marked(&toc("TOC \\c &quot;图&quot;", &mark("end"))), "");
    // The field never ends.
    assert_eq!(marked(&toc("TOC \\o", "")), "");
    let gallery = "<w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>";
    let control =
        format!("<w:sdt>{gallery}<w:sdtContent><w:p>{}</w:p></w:sdtContent></w:sdt><w:p>{}</w:p>", line("源流"), line("水"));
    assert_eq!(marked(&control), "源流");
}
