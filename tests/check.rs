//! `check`: our own notices have nothing to find, and every fault that is planted in one is found, alone.
//!
//! A template is a notice of ours. Faults are planted in its text before it is set, in the markup of its DOCX after, or in the
//! page style that its PDF is set by.

use chongpai::check::{Finding, Judged, Report, Weight, check};
use chongpai::convert::{Options, convert};
use chongpai::env::Env;
use chongpai::model::DocumentKind;
use chongpai::output::WRITERS;
use chongpai::typeset::style::Style;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::sync::Arc;

/// A plain notice with every part.
const NOTICE: &str = "江湾县档案馆文件
江档发〔2023〕15号
江湾县档案馆关于做好汛期档案保护工作的通知
各乡镇人民政府，县直各单位：
入汛以来，我县连续降雨，部分库房出现渗漏，一些卷宗受潮，字迹有所洇散。为保护好档案，现就有关事项通知如下。
一、排查隐患
各单位要在五日内把库房查看一遍，列出清单，逐项整改；一时不能整改的，要先把卷宗移到高处，并派专人看守。
（一）查看屋面
屋面、檐沟和落水管都要看到，堵塞的当天疏通，破损的三日内修好。
1.先看瓦面
瓦面松动的要固定，缺失的要补齐。
二、备足物资
防水布、沙袋和除湿机要提前放到位，专人看管，用后清点，损坏的及时补充，不得挪作他用。
附件：1.库房查看记录表
2.防汛物资清单
江湾县档案馆
2023年6月12日
（此件公开发布）
附件1
库房查看记录表
查看人在当日填写，一式两份，一份留存，一份报县档案馆。
附件2
防汛物资清单
物资按月清点，数量不足的应当在十日内补足，并在清单上注明日期。
抄送：县委办公室，县人大常委会办公室。
江湾县档案馆办公室　　2023年6月12日印发
";

/// A notice of ours, in a format, by a page style.
fn written(text: &str, format: &str, style: Option<&str>) -> Vec<u8> {
    let style = style.map(|figures| {
        let source = format!("base = \"notice\"\n{figures}");
        Arc::new(Style::from_toml(&source, "faulty").expect("a style"))
    });
    let mut options = Options::default();
    options.normalize.kind = Some(DocumentKind::Notice);
    options.write.style = style;
    let writers: Vec<_> = WRITERS.iter().filter(|writer| writer.name == format).collect();
    convert("notice.txt", text.as_bytes(), &writers, &options, &Env::for_tests()).expect("it is written").files.remove(0).1
}

fn checked(bytes: &[u8], format: &str) -> Report {
    check(&format!("notice.{format}"), bytes, &Options::default(), false, &Env::for_tests()).expect("it is read")
}

/// Clause and element of each deviation.
fn told(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|finding| format!("{} {}", finding.clause, finding.element)).collect()
}

#[track_caller]
fn expect(what: &str, report: &Report, expected: &[&str]) {
    assert_eq!(told(&report.findings), expected, "{what}: {:#?}", report.findings);
}

/// A DOCX of ours with its main part (or another) changed.
fn changed(docx: &[u8], part: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(Cursor::new(docx)).expect("a package");
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..from.len() {
        let mut entry = from.by_index(at).expect("a part");
        let name = entry.name().expect("a name").into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("its bytes");
        if name == part {
            let text = String::from_utf8(bytes).expect("a part is UTF-8");
            let new = change(&text);
            assert_ne!(new, text, "the fault is planted in {part}");
            bytes = new.into_bytes();
        }
        to.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        to.write_all(&bytes).expect("its bytes");
    }
    to.finish().expect("a package").into_inner()
}

fn notice(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/notices/{name}.md"));
    let page = fs::read_to_string(path).expect("a page of text");
    let (_, input) = page.split("````").nth(1).and_then(|fence| fence.split_once('\n')).expect("an input");
    input.to_owned()
}

#[test]
fn our_own_notices_have_nothing_to_find() {
    for (name, text, lacks) in [
        ("full", NOTICE.to_owned(), &[][..]),
        ("plain", notice("plain"), &[]),
        ("joint", notice("joint"), &[]),
        // It names an attachment and has none.
        ("letter", notice("letter"), &["7.3.7 附件"]),
    ] {
        for (format, judged) in [("docx", Judged::Properties), ("pdf", Judged::Pages)] {
            let report = checked(&written(&text, format, None), format);
            assert_eq!(report.judged, judged);
            expect(&format!("{name}.{format}"), &report, lacks);
        }
    }
}

#[test]
fn a_line_above_the_title_is_no_text() {
    let text = "江灣縣政府文化局　函\n\n關於辦理「舊渡口影像徵集」活動的通知\n\n各鄉鎮公所、本縣各級學校：\n\n本局訂於9月1日辦理徵集活動，請各校轉知學生。\n\n江灣縣政府文化局\n\n2025年8月12日\n";
    for format in ["docx", "pdf"] {
        let report = checked(&written(text, format, None), format);
        expect(format, &report, &["7.2.4 发文机关标志", "7.2.5 发文字号"]);
    }
}

#[test]
fn faults_of_the_text_are_found_in_every_format() {
    for (fault, from, to, expected) in [
        ("brackets of another kind", "〔2023〕", "[2023]", "7.2.5 发文字号"),
        ("a number with zeros", "〕15号", "〕015号", "7.2.5 发文字号"),
        ("a half-width colon", "县直各单位：", "县直各单位:", "7.3.2 主送机关"),
        ("another first level", "二、备足", "二.备足", "7.3.3 正文"),
        ("another third level", "1.先看瓦面", "1、先看瓦面", "7.3.3 正文"),
        ("a mark behind an attachment", "2.防汛物资清单\n江", "2.防汛物资清单。\n江", "7.3.4 附件说明"),
        ("a date with zeros", "2023年6月12日\n（", "2023年06月12日\n（", "7.3.5.4 成文日期"),
        ("a date in Han", "2023年6月12日\n（", "二〇二三年六月十二日\n（", "7.3.5.4 成文日期"),
        ("no stop behind the copies", "常委会办公室。\n江", "常委会办公室\n江", "7.4.2 抄送机关"),
        (
            "no stop behind the copies above a date",
            "常委会办公室。\n江湾县档案馆办公室　　2023",
            "常委会办公室\n2023",
            "7.4.2 抄送机关",
        ),
        ("no printer", "江湾县档案馆办公室　　2023年6月12日印发\n", "", "7.4.3 印发机关和印发日期"),
        ("no number", "江档发〔2023〕15号\n", "", "7.2.5 发文字号"),
        ("no colon behind the addressee", "县直各单位：", "县直各单位，", "7.3.2 主送机关"),
        ("a half-width comma", "部分库房出现渗漏，", "部分库房出现渗漏,", "9 标点符号"),
        ("half-width brackets", "列出清单，", "列出清单(一式两份)，", "9 标点符号"),
        ("straight quotes", "列出清单，", "列出\"隐患清单\"，", "9 标点符号"),
        ("full-width figures", "要在五日内", "要在１５日内", "9 数字"),
        ("a level twice", "二、备足", "一、备足", "7.3.3 正文"),
        ("a fourth level without the third", "1.先看瓦面", "（1）先看瓦面", "7.3.3 正文"),
        (
            "a note above the date",
            "江湾县档案馆\n2023年6月12日\n（此件公开发布）\n",
            "（此件公开发布）\n江湾县档案馆\n2023年6月12日\n",
            "7.3.6 附注",
        ),
    ] {
        let text = NOTICE.replacen(from, to, 1);
        assert_ne!(text, NOTICE, "{fault}");
        let report = check("a.txt", text.as_bytes(), &Options::default(), false, &Env::for_tests()).expect("it is read");
        assert_eq!(report.judged, Judged::Content);
        expect(fault, &report, &[expected]);
    }
}

/// Faults in the markup: what, the part, the change, what is found.
type Fault = (&'static str, &'static str, fn(&str) -> String, &'static [&'static str]);

#[test]
fn faults_of_the_layout_are_found_in_docx() {
    let docx = written(NOTICE, "docx", None);
    const MAIN: &str = "word/document.xml";
    const STYLES: &str = "word/styles.xml";
    /// Changes what the style of this name says.
    fn in_style(sheet: &str, id: &str, from: &str, to: &str) -> String {
        let at = sheet.find(&format!("w:styleId=\"{id}\"")).expect("the style");
        let end = at + sheet[at..].find("</w:style>").expect("its end");
        format!("{}{}{}", &sheet[..at], sheet[at..end].replacen(from, to, 1), &sheet[end..])
    }
    let faults: &[Fault] = &[
        (
            "a smaller sheet",
            MAIN,
            |main| main.replace("w:w=\"11906\" w:h=\"16838\"", "w:w=\"12240\" w:h=\"15840\""),
            &["5.1 用纸", "5.2.1 版心", "5.2.1 版心"],
        ),
        ("a narrow margin", MAIN, |main| main.replace("w:top=\"2098\"", "w:top=\"1440\""), &["5.2.1 版心"]),
        (
            "a wide pitch",
            STYLES,
            |sheet| sheet.replace("w:line=\"579\" w:lineRule=\"exact\"", "w:line=\"640\" w:lineRule=\"exact\""),
            &["5.2.3 排版"],
        ),
        ("characters that are not tracked", STYLES, |sheet| sheet.replace("<w:spacing w:val=\"-5\"/>", ""), &["5.2.3 排版"]),
        ("a black mark", STYLES, |sheet| sheet.replace("FF0000", "000000"), &["7.2.4 发文机关标志"]),
        ("no red rule", MAIN, |main| main.replace("w:color=\"FF0000\"", "w:color=\"auto\""), &["7.2.7 版头中的分隔线"]),
        (
            "a title in 黑体",
            STYLES,
            |sheet| in_style(sheet, "Heading1", "w:eastAsia=\"方正小标宋简体\"", "w:eastAsia=\"黑体\""),
            &["7.3.1 标题"],
        ),
        (
            "a small title",
            STYLES,
            |sheet| in_style(sheet, "Heading1", "<w:sz w:val=\"44\"/>", "<w:sz w:val=\"36\"/>"),
            &["7.3.1 标题"],
        ),
        (
            "a title at the left",
            STYLES,
            |sheet| in_style(sheet, "Heading1", "<w:jc w:val=\"center\"/>", "<w:jc w:val=\"left\"/>"),
            &["7.3.1 标题", "7.3.7 附件标题", "7.3.7 附件标题"],
        ),
        ("a first level in bold", STYLES, |sheet| in_style(sheet, "Heading2", "</w:rPr>", "<w:b/></w:rPr>"), &["7.3.3 正文"]),
        (
            "a third level in bold",
            STYLES,
            |sheet| in_style(sheet, "Heading4", "<w:rPr/>", "<w:rPr><w:b/></w:rPr>"),
            &["7.3.3 正文"],
        ),
        ("a title that has a full stop", MAIN, |main| main.replace("保护工作的通知<", "保护工作的通知。<"), &["7.3.1 标题"]),
        (
            "no white below the title",
            MAIN,
            |main| {
                let at = main.find("<w:pStyle w:val=\"Addressee\"/>").expect("who is addressed");
                let before = at + main[at..].find("w:before=\"").expect("white above") + 10;
                let end = before + main[before..].find('"').expect("a value");
                format!("{}0{}", &main[..before], &main[end..])
            },
            &["7.3.2 主送机关"],
        ),
        (
            "a blank line in the text",
            MAIN,
            |main| {
                let at = main.find("屋面、檐沟").expect("the text");
                let start = main[..at].rfind("<w:p>").expect("its paragraph");
                format!("{}<w:p/>{}", &main[..start], &main[start..])
            },
            &["7.3.3 正文"],
        ),
        ("a red imprint", MAIN, |main| main.replace("w:fill=\"000000\"", "w:fill=\"FF0000\""), &["7.4.1 版记中的分隔线"]),
        (
            "a first level in 宋体",
            STYLES,
            |sheet| in_style(sheet, "Heading2", "w:eastAsia=\"黑体\"", "w:eastAsia=\"宋体\""),
            &["7.3.3 正文"],
        ),
        (
            "text without an indent",
            STYLES,
            |sheet| {
                in_style(sheet, "BodyText", "w:firstLineChars=\"200\"", "w:firstLineChars=\"0\"")
                    .replace("w:firstLine=\"640\"", "w:firstLine=\"0\"")
            },
            &["7.3.3 正文"],
        ),
        (
            "a date at the edge",
            MAIN,
            |main| {
                let at = main.find("<w:pStyle w:val=\"Date\"/>").expect("the date");
                let end = at + main[at..].find("</w:pPr>").expect("its properties");
                let ind = main[at..end].find("w:right=\"").expect("an indent") + at + 9;
                let close = ind + main[ind..].find('"').expect("a value");
                format!("{}0{}", &main[..ind], &main[close..])
            },
            &["7.3.5 发文机关署名"],
        ),
        (
            "an attachment on the same page",
            STYLES,
            |sheet| in_style(sheet, "AttachmentMark", "<w:pageBreakBefore/>", ""),
            &["7.3.7 附件"],
        ),
        (
            "an imprint without rules",
            MAIN,
            |main| main.replace("w:fill=\"000000\"", "w:fill=\"auto\""),
            &["7.4.1 版记中的分隔线"],
        ),
        (
            "an imprint in 三号",
            STYLES,
            |sheet| in_style(sheet, "Imprint", "<w:sz w:val=\"28\"/>", "<w:sz w:val=\"32\"/>"),
            &["7.4.2 抄送机关", "7.4.3 印发机关和印发日期"],
        ),
        (
            "a folio in the middle",
            "word/footer1.xml",
            |foot| foot.replace("<w:jc w:val=\"right\"/>", "<w:jc w:val=\"center\"/>"),
            &["7.5 页码"],
        ),
        (
            "who is addressed below the text",
            MAIN,
            |main| {
                let paragraph = |text: &str| {
                    let at = main.find(text).expect("the text");
                    let start = main[..at].rfind("<w:p>").expect("its paragraph");
                    (start, at + main[at..].find("</w:p>").expect("its end") + 6)
                };
                let ((first, middle), (next, end)) = (paragraph("各乡镇人民政府"), paragraph("入汛以来"));
                assert_eq!(middle, next, "they follow each other");
                format!("{}{}{}{}", &main[..first], &main[next..end], &main[first..middle], &main[end..])
            },
            &["7.3.2 主送机关"],
        ),
        ("a folio without dashes", "word/footer2.xml", |foot| foot.replace('—', ""), &["7.5 页码"]),
        (
            "the same folio on all pages",
            "word/settings.xml",
            |settings| settings.replace("<w:evenAndOddHeaders/>", ""),
            &["7.5 页码"],
        ),
    ];
    for (what, part, change, expected) in faults {
        expect(what, &checked(&changed(&docx, part, change), "docx"), expected);
    }
}

#[test]
fn faults_of_tables_are_found_in_docx() {
    let text = "江湾县档案馆文件\n\n江档发〔2023〕15号\n\n# 江湾县档案馆关于核对库房的通知\n\n各乡镇人民政府：\n\n\
                请在三日内核对下表。\n\n| 库房 | 卷数 |\n|---|---|\n| 东库 | 1204 |\n| 西库 | 873 |\n\n\
                江湾县档案馆\n\n2023年6月12日\n\n江湾县档案馆办公室　　2023年6月12日印发\n";
    let writers: Vec<_> = WRITERS.iter().filter(|writer| writer.name == "docx").collect();
    let mut options = Options::default();
    options.normalize.kind = Some(DocumentKind::Notice);
    let made = convert("a.md", text.as_bytes(), &writers, &options, &Env::for_tests()).expect("it is written");
    let docx = &made.files[0].1;
    expect("a table", &checked(docx, "docx"), &[]);
    let in_cells = |from: &str, to: &str| {
        changed(docx, "word/styles.xml", |sheet| {
            let at = sheet.find("w:styleId=\"TableText\"").expect("the style");
            format!("{}{}", &sheet[..at], sheet[at..].replacen(from, to, 1))
        })
    };
    expect("large type", &checked(&in_cells("<w:sz w:val=\"28\"/>", "<w:sz w:val=\"44\"/>"), "docx"), &["5.2.2 表格"]);
    let red = in_cells("<w:sz w:val=\"28\"/>", "<w:color w:val=\"FF0000\"/><w:sz w:val=\"28\"/>");
    expect("red type", &checked(&red, "docx"), &["5.2.4 表格"]);
}

#[test]
fn faults_of_the_layout_are_found_in_pdf() {
    for (what, figures, expected) in [
        // All that is counted from the type area stands higher with it.
        (
            "a low margin",
            "[page]\ntop = \"31 mm\"\n",
            &["5.2.1 版心", "7.2.4 发文机关标志", "7.4.1 版记中的分隔线", "7.5 页码"][..],
        ),
        ("a narrow margin beside the spine", "[page]\ninner = \"24 mm\"\n", &["5.2.1 版心"]),
        ("a folio in the middle", "[folio]\nside = \"middle\"\n", &["7.5 页码", "7.5 页码"]),
        ("a folio without dashes", "[folio]\nform = \"{}\"\n", &["7.5 页码"]),
        ("a folio too low", "[folio]\ngap = 2.5\n", &["7.5 页码"]),
        ("a small title", "[looks]\nheading-1 = { scale = 1.1, lines = 2, after = 1 }\n", &["7.3.1 标题"]),
        ("a first level in 宋体", "[looks]\nheading-2 = { type = \"song\", bold = false }\n", &["7.3.3 正文"]),
        ("a second level in 黑体", "[looks]\nheading-3 = { type = \"hei\", scale = 1, before = 0 }\n", &["7.3.3 正文"]),
    ] {
        expect(what, &checked(&written(NOTICE, "pdf", Some(figures)), "pdf"), expected);
    }
}

#[test]
fn plain_paper_needs_no_red_head() {
    let text = NOTICE.replacen("江湾县档案馆文件\n江档发〔2023〕15号\n", "", 1).replacen(
        "江湾县档案馆办公室　　2023年6月12日印发\n",
        "",
        1,
    );
    let judged = |bytes: &[u8], name: &str, plain: bool| {
        check(name, bytes, &Options::default(), plain, &Env::for_tests()).expect("it is read")
    };
    expect("plain", &judged(text.as_bytes(), "a.txt", true), &[]);
    let full = judged(text.as_bytes(), "a.txt", false);
    assert!(full.count(Weight::Deviation) >= 2, "{:#?}", full.findings);
    let mut options = Options::default();
    options.normalize.kind = Some(DocumentKind::Notice);
    options.write.plain = true;
    for format in ["pdf", "docx"] {
        let writers: Vec<_> = WRITERS.iter().filter(|writer| writer.name == format).collect();
        let made = convert("a.txt", NOTICE.as_bytes(), &writers, &options, &Env::for_tests())
            .expect("it is written")
            .files
            .remove(0)
            .1;
        expect(format, &judged(&made, &format!("a.{format}"), true), &[]);
    }
}
