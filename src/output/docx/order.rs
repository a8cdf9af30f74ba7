//! The order of elements that the schema of WordprocessingML (ECMA-376 part 1, annex A) asks for, and a document that has
//! everything, held against it.

use super::write_docx;
use crate::diag::Sink;
use crate::env::Env;
use crate::model::{Document, DocumentKind, Media, native};
use crate::output::package::unpack;
use crate::output::writer::{ReadBack, WriteOptions};
use quick_xml::Reader;
use quick_xml::events::Event;

/// What may stand in an element, in order; a name may be repeated. Elements that are not listed hold a choice.
#[rustfmt::skip]
const ORDER: &[(&str, &str)] = &[
    ("w:pPr", "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"),
    ("w:rPr", "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath"),
    ("w:pBdr", "top left bottom right between bar"),
    ("w:numPr", "ilvl numId"),
    ("w:tbl", "tblPr tblGrid tr"),
    ("w:tblPr", "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription"),
    ("w:tblBorders", "top left bottom right insideH insideV"),
    ("w:tblCellMar", "top left bottom right"),
    ("w:tr", "tblPrEx trPr tc"),
    ("w:tcPr", "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark"),
    ("w:sectPr", "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings"),
    ("w:footnotePr", "pos numFmt numStart numRestart footnote"),
    ("w:styles", "docDefaults latentStyles style"),
    ("w:docDefaults", "rPrDefault pPrDefault"),
    ("w:style", "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr"),
    ("w:settings", "writeProtection view zoom removePersonalInformation removeDateAndTime mirrorMargins alignBordersAndEdges bordersDoNotSurroundHeader bordersDoNotSurroundFooter gutterAtTop hideSpellingErrors hideGrammaticalErrors defaultTabStop autoHyphenation evenAndOddHeaders drawingGridHorizontalSpacing drawingGridVerticalSpacing displayHorizontalDrawingGridEvery displayVerticalDrawingGridEvery characterSpacingControl printTwoOnOne strictFirstAndLastChars noLineBreaksAfter noLineBreaksBefore updateFields footnotePr endnotePr compat docVars rsids mathPr attachedSchema themeFontLang clrSchemeMapping decimalSymbol listSeparator"),
    ("w:compat", "balanceSingleByteDoubleByteWidth doNotExpandShiftReturn useFELayout compatSetting"),
    ("w:numbering", "numPicBullet abstractNum num"),
    ("w:abstractNum", "nsid multiLevelType tmpl name styleLink numStyleLink lvl"),
    ("w:lvl", "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr"),
    ("w:num", "abstractNumId lvlOverride"),
    ("w:font", "altName panose1 charset family notTrueType pitch sig embedRegular embedBold embedItalic embedBoldItalic"),
    ("w:ruby", "rubyPr rt rubyBase"),
    ("w:rubyPr", "rubyAlign hps hpsRaise hpsBaseText lid dirty"),
    ("w:sdt", "sdtPr sdtEndPr sdtContent"),
    ("wp:inline", "extent effectExtent docPr cNvGraphicFramePr graphic"),
    ("pic:pic", "nvPicPr blipFill spPr"),
];

const EVERYTHING: &str = "\
title :: 书名
issuing-body :: 某市文件
document-number :: 某发〔2024〕1号
heading 1 :: 第一章 {strong|开}始
verse :: 一行诗\\n二行诗
body :: “引号”与{emphasis|着重 only}{link https://a.example/?a=1&b=2|链{strong|接}}{ruby hàn|汉}{dots|点}{underline|线}{strike|删}
body :: H{subscript|2}O{superscript|*}{code|let x;}{language en|It’s English}{note 0}又{note 0}{image 0}\\n换行 & <尖>
separator :: ***
page-mark :: 12
furniture jump :: 下转二版
quote
  body :: 引文
  quote
    body :: 再引
list ordered
  item :: （一）
    body :: 甲
    table
      row
        cell 1x1 start
          body :: 内
  item
    body :: 乙
list
  item
    body :: 丙
table :: 表题
  row header
    cell 2x1 center
      body :: 头
  row
    cell 1x2 start
      body :: 高
    cell 1x1 end
  row
    cell 1x1 start
      list
        item :: 1.
          body :: 单
figure 0 :: 图题
figure 1 :: 缺图
heading 2 :: 第一节
heading 1 :: 第二章
heading 1 :: 第三章
heading 1 :: 第四章
heading 1 :: 第五章
note :: 1
  body :: 注{note 1}{link https://b.example/|址}
note :: 2
  body :: 无人提及的注
";

/// A notice with all parts of its head and foot.
const NOTICE: &str = "\
line :: 000016
line :: 机密★1年
issuing-body :: 江湾县档案馆
issuing-body :: 江湾县财政局
issuing-body :: 文件
document-number :: 江档发〔2024〕3号
line :: 签发人：林见川
heading 1 :: 江湾县档案馆关于提请审议旧报纸抢救专项经费管理办法的请示
addressee :: 县人民政府：
heading 2 :: 一、缘由
body :: 文。
attachment :: 附件：1. 办法
attachment :: 2. 名单
signature :: 江湾县档案馆
signature :: 江湾县财政局
date :: 2024年1月18日
line :: （联系人：周知）
attachment :: 附件1
heading 1 :: 办法
body :: 文。
imprint :: 抄送：县审计局。
imprint :: 江湾县档案馆办公室　2024年1月19日印发
";

fn everything(kind: DocumentKind) -> Document {
    let mut document = native::parse(EVERYTHING).expect("well formed");
    document.meta.kind = Some(kind);
    document.meta.title = Some("书名".into());
    let dot: &[u8] = include_bytes!("../../../tests/data/dot.png");
    document.media = vec![
        Media { reference: "a.png".into(), alt: "点".into(), bytes: Some(dot.into()) },
        Media { reference: "b.png".into(), ..Media::default() },
    ];
    document
}

fn written(document: &Document) -> (Vec<u8>, crate::model::Tally) {
    let target = write_docx(document, &WriteOptions::default(), &Env::for_tests(), &mut Sink::new()).expect("it is written");
    let ReadBack::Exact(tally) = target.read_back else { panic!("every character is counted") };
    (target.bytes, tally)
}

/// Holds the children of every element against the table.
fn check_order(name: &str, part: &str) {
    let mut reader = Reader::from_str(part);
    let mut open: Vec<(String, usize)> = Vec::new();
    loop {
        let event = reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}"));
        let (element, empty) = match &event {
            Event::Start(element) => (element, false),
            Event::Empty(element) => (element, true),
            Event::End(_) => {
                open.pop();
                continue;
            }
            Event::Eof => break,
            _ => continue,
        };
        let child = element.name().as_ref().to_owned();
        if let Some((parent, reached)) = open.last_mut()
            && let Some((_, order)) = ORDER.iter().find(|(known, _)| known == parent)
        {
            let local = child.split(':').next_back().unwrap_or_default();
            let place = order.split(' ').position(|known| known == local);
            let place = place.unwrap_or_else(|| panic!("{name}: {child} can't stand in {parent}"));
            assert!(place >= *reached, "{name}: {child} comes too late in {parent}");
            *reached = place;
        }
        if !empty {
            open.push((child, 0));
        }
    }
    assert!(open.is_empty(), "{name}: elements close");
}

#[test]
fn every_part_of_a_document_with_everything_is_in_order() {
    for kind in DocumentKind::ALL {
        let (bytes, _) = written(&everything(kind));
        for (name, part) in unpack(&bytes, |_| true).expect("a package") {
            if name.ends_with(".xml") || name.ends_with(".rels") {
                check_order(&name, std::str::from_utf8(&part).expect("UTF-8"));
            }
        }
    }
}

#[test]
fn an_official_document_is_in_order_and_whole() {
    let mut document = native::parse(NOTICE).expect("well formed");
    document.meta.kind = Some(DocumentKind::Notice);
    let (bytes, tally) = written(&document);
    assert_eq!(tally, document.visible_tally());
    let parts = unpack(&bytes, |_| true).expect("a package");
    for (name, part) in &parts {
        if name.ends_with(".xml") || name.ends_with(".rels") {
            check_order(name, std::str::from_utf8(part).expect("UTF-8"));
        }
    }
    let main = parts.iter().find(|(name, _)| name == "word/document.xml").expect("the main part");
    let main = String::from_utf8_lossy(&main.1);
    assert_eq!(main.matches("<w:framePr").count(), 6, "the imprint with its rules is a frame, and 文件 beside the names");
    assert_eq!(main.matches("w:color=\"FF0000\"").count(), 1, "one red rule");
    // Rules are paragraphs: borders would end with the text, one character from the right.
    assert_eq!(main.matches("w:fill=\"000000\"").count(), 3, "above, between and below the two parts of the imprint");
    assert_eq!(main.matches("<w:pBdr>").count(), 1, "the red rule");
    assert!(main.contains("w:val=\"AttachmentMark\""), "the attachment begins a page by its style");
}

#[test]
fn a_page_style_is_obeyed() {
    let document = native::parse("body :: 文。").expect("well formed");
    let section = |style: &str| {
        let options = WriteOptions {
            style: crate::typeset::style::Style::named(style).map(std::sync::Arc::new),
            ..WriteOptions::default()
        };
        let target = write_docx(&document, &options, &Env::for_tests(), &mut Sink::new()).expect("it is written");
        let parts = unpack(&target.bytes, |name| name == "word/document.xml").expect("a package");
        let main = String::from_utf8_lossy(&parts[0].1).into_owned();
        main[main.find("<w:pgSz").expect("a section")..].to_owned()
    };
    assert!(section("a5").starts_with("<w:pgSz w:w=\"8390\" w:h=\"11905\"/>"), "{}", section("a5"));
    assert!(section("newspaper-3").contains("<w:cols w:num=\"3\""), "{}", section("newspaper-3"));
    assert!(section("notice").contains("w:type=\"lines\" w:linePitch=\"579\""));
}

#[test]
fn every_character_is_written_once() {
    for kind in DocumentKind::ALL {
        let document = everything(kind);
        assert_eq!(written(&document).1, document.visible_tally(), "{}", kind.name());
    }
}

#[test]
fn what_xml_cannot_say_is_still_said() {
    let document = native::parse("body :: 甲\u{1}乙\u{fffe}\t丙\n").expect("well formed");
    let (bytes, tally) = written(&document);
    assert_eq!(tally, document.visible_tally());
    let parts = unpack(&bytes, |_| true).expect("a package");
    let main = parts.iter().find(|(name, _)| name == "word/document.xml").expect("the main part");
    assert!(std::str::from_utf8(&main.1).expect("UTF-8").chars().all(crate::output::xml::is_legal));
}

#[test]
fn a_book_has_contents_and_a_short_document_none() {
    let has = |kind: DocumentKind| {
        let parts = unpack(&written(&everything(kind)).0, |_| true).expect("a package");
        parts.iter().any(|(name, part)| name == "word/document.xml" && String::from_utf8_lossy(part).contains("TOC \\o"))
    };
    assert!(has(DocumentKind::Book));
    assert!(!has(DocumentKind::Notice) && !has(DocumentKind::Newspaper) && !has(DocumentKind::Article));
}

#[test]
fn a_long_article_has_contents_below_its_title() {
    let main = |paragraphs: usize| {
        let section =
            |name: &str| format!("heading 2 :: {name}\n{}", format!("body :: {}\n", "船开了。".repeat(90)).repeat(paragraphs));
        let source = format!(
            "heading 1 :: 渡口\nbyline :: 王小明\nbody :: 二〇二四年三月\n{}{}",
            section("一、渡船"),
            section("二、石桥")
        );
        let mut document = native::parse(&source).expect("well formed");
        document.meta.kind = Some(DocumentKind::Article);
        let parts = unpack(&written(&document).0, |name| name == "word/document.xml").expect("a package");
        String::from_utf8_lossy(&parts[0].1).into_owned()
    };
    let (short, long) = (main(2), main(9));
    assert!(!short.contains("TOC \\o"));
    let at = |what: &str| long.find(what).unwrap_or_else(|| panic!("no {what}: {long}"));
    assert!(at("二〇二四年") < at("TOC \\o") && at("TOC \\o") < at("船开了"));
}

#[test]
fn articles_stand_under_the_pages_of_their_paper() {
    let articles = "heading 1 :: 渡口\nbody :: 船开了。\nheading 1 :: 石桥\nbody :: 桥通了。\n";
    let source = format!("masthead :: 江湾时报\npage-mark :: 第1版\n{articles}page-mark :: 02版 要闻\n{articles}");
    let mut document = native::parse(&source).expect("well formed");
    document.meta.kind = Some(DocumentKind::Newspaper);
    let parts = unpack(&written(&document).0, |name| name == "word/document.xml").expect("a package");
    let main = String::from_utf8_lossy(&parts[0].1).into_owned();
    let style = |id: &str| main.matches(&format!("w:pStyle w:val=\"{id}\"")).count();
    assert_eq!((style("TOC1"), style("TOC2"), style("Heading1"), style("Heading2")), (2, 4, 2, 4));
}

#[test]
fn a_line_of_an_index_leads_to_its_heading() {
    let articles = "heading 1 :: 3月1日\nheading 2 :: 渡口\nbody :: 船开了。\nheading 2 :: 石桥\nbody :: 桥通了。\n";
    let source = format!("{articles}{articles}heading 1 :: 索引\nline :: {{link #h6|石桥　3月2日}}\n");
    let mut document = native::parse(&source).expect("well formed");
    document.meta.kind = Some(DocumentKind::Newspaper);
    document.meta.bound = true;
    let (bytes, tally) = written(&document);
    assert_eq!(tally, document.visible_tally());
    let parts = unpack(&bytes, |name| name == "word/document.xml").expect("a package");
    let main = String::from_utf8_lossy(&parts[0].1).into_owned();
    let line = main.split("<w:p>").find(|paragraph| paragraph.contains("3月2日")).expect("the line");
    assert!(line.contains("w:anchor=\"_Toc00000006\"") && line.contains("PAGEREF _Toc00000006"), "{line}");
    let heading = main.split("<w:p>").find(|paragraph| paragraph.contains("w:name=\"_Toc00000006\"")).expect("a bookmark");
    assert!(heading.contains("石桥"), "{heading}");
}

#[test]
fn a_table_too_wide_for_upright_pages_stands_on_turned_ones() {
    let main = |cells: usize| {
        let cell = "    cell 1x1 end\n      body :: 123456.78\n";
        let source = format!("body :: 前。\nheading 1 :: 表\ntable\n  row\n{}body :: 后。\n", cell.repeat(cells));
        let document = native::parse(&source).expect("well formed");
        let (bytes, tally) = written(&document);
        assert_eq!(tally, document.visible_tally());
        let parts = unpack(&bytes, |name| name == "word/document.xml").expect("a package");
        String::from_utf8_lossy(&parts[0].1).into_owned()
    };
    assert!(!main(6).contains("landscape"));
    let wide = main(14);
    let sections: Vec<&str> = wide.split("<w:sectPr>").collect();
    assert_eq!(sections.len(), 4, "before, the table, after: {wide}");
    assert!(sections[0].contains("前。") && !sections[0].contains("表"), "a heading stands with its table");
    assert!(sections[1].contains("<w:tbl>") && !sections[1].contains("landscape") && sections[2].contains("landscape"));
    assert!(sections[2].contains("后。") && !sections[3].contains("landscape"));
}

#[test]
fn another_library_finds_the_same_text() {
    let source =
        "heading 1 :: 第一章\nbody :: “甲”与{strong|乙}\nbody :: 丙\ntable\n  row\n    cell 1x1 start\n      body :: 丁\n";
    let (bytes, _) = written(&native::parse(source).expect("well formed"));
    let read = docx_rs::read_docx(&bytes).expect("docx-rs reads it");
    let json: serde_json::Value = serde_json::from_str(&read.json()).expect("its model is JSON");
    let mut found = String::new();
    texts(&json["document"]["children"], &mut found);
    assert_eq!(found, "第一章“甲”与乙丙丁");
}

/// The texts in the model of docx-rs: `{"type": "text", "data": {"text": …}}`.
fn texts(value: &serde_json::Value, out: &mut String) {
    match value {
        serde_json::Value::Array(values) => values.iter().for_each(|value| texts(value, out)),
        serde_json::Value::Object(object) if object.get("type").is_some_and(|kind| kind == "text") => {
            out.push_str(object["data"]["text"].as_str().unwrap_or_default());
        }
        serde_json::Value::Object(object) => object.values().for_each(|value| texts(value, out)),
        _ => {}
    }
}
