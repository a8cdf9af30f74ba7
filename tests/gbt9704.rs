//! Official documents as they are set, and as LibreOffice shows our DOCX of them, measured in millimetres against GB/T 9704-2012:
//! margins, the grid of 22 lines and 28 characters, mark, rules, title, signature and date, imprint, folios. Ink of Han is taken
//! as 0.85 em above the baseline.

use chongpai::convert::{Options, prepare};
use chongpai::diag::Sink;
use chongpai::env::Env;
use chongpai::geom::{Abs, Rect};
use chongpai::input;
use chongpai::input::look::{Set, is_red};
use chongpai::model::{Document, DocumentKind};
use chongpai::typeset::fonts::Fonts;
use chongpai::typeset::frame::{Item, Page, Run};
use chongpai::typeset::style::Style;
use chongpai::typeset::typeset;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

/// A line of a page: its baseline, its edges and its size, in millimetres from the sheet's upper left corner.
#[derive(Clone, Debug)]
struct Line {
    baseline: f64,
    left: f64,
    right: f64,
    size: f64,
    red: bool,
    text: String,
}

impl Line {
    fn top(&self) -> f64 {
        self.baseline - 0.85 * self.size
    }

    fn middle(&self) -> f64 {
        (self.left + self.right) / 2.0
    }
}

struct Rule {
    top: f64,
    left: f64,
    width: f64,
    weight: f64,
    red: bool,
}

struct Sheet {
    lines: Vec<Line>,
    rules: Vec<Rule>,
    folio: Option<Line>,
}

fn sheet(page: &Page) -> Sheet {
    let mut sheet = Sheet { lines: Vec::new(), rules: Vec::new(), folio: None };
    let line = |x: Abs, y: Abs, run: &Run| Line {
        baseline: y.to_mm(),
        left: (x + run.x).to_mm(),
        right: (x + run.x + run.width).to_mm(),
        size: run.size.to_mm(),
        red: run.grey == Run::RED,
        text: run.text.clone(),
    };
    for item in &page.items {
        match item {
            Item::Text { origin, run } => {
                let piece = line(origin.x, origin.y + run.y, run);
                match sheet.lines.last_mut() {
                    Some(last)
                        if (last.baseline - piece.baseline).abs() < 0.01
                            && piece.left - last.right < 3.0
                            && piece.left >= last.left =>
                    {
                        last.right = piece.right;
                        last.text.push_str(&piece.text);
                    }
                    _ => sheet.lines.push(piece),
                }
            }
            Item::Made { origin, run, artifact: true } => {
                let piece = line(origin.x, origin.y, run);
                match &mut sheet.folio {
                    Some(folio) => {
                        folio.right = piece.right;
                        folio.text.push_str(&piece.text);
                    }
                    folio => *folio = Some(piece),
                }
            }
            Item::Rule { rect: Rect { min, size }, grey } => sheet.rules.push(Rule {
                top: min.y.to_mm(),
                left: min.x.to_mm(),
                width: size.width.to_mm(),
                weight: size.height.to_mm(),
                red: *grey == Run::RED,
            }),
            _ => {}
        }
    }
    sheet
}

fn read(name: &str, add: &str) -> Document {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/notices/{name}.md"));
    let page = fs::read_to_string(path).expect("a page of text");
    let (format, input) = page.split("````").nth(1).and_then(|fence| fence.split_once('\n')).expect("an input");
    let input = input.replacen("通知如下。\n", &format!("通知如下。\n{add}"), 1);
    let options = Options::default();
    prepare(&format!("{name}.{format}"), input.as_bytes(), &options, &Env::for_tests()).expect("it is read").document
}

fn sheets(document: &Document) -> Vec<Sheet> {
    let env = Env::for_tests();
    assert_eq!(document.meta.kind, Some(DocumentKind::Notice));
    let style = Style::of(document, None);
    let pages = typeset(document, &style, &Fonts::new(&env), &env.limits, &mut Sink::new()).expect("it is set");
    pages.pages.iter().map(sheet).collect()
}

/// The pages of a PDF that others have made.
fn sheets_of(pdf: &[u8]) -> Vec<Sheet> {
    let look = input::look("a.pdf", pdf, &Options::default().read, &Env::for_tests()).expect("it is read");
    let sheet = |number: u32| {
        let mut sheet = Sheet { lines: Vec::new(), rules: Vec::new(), folio: None };
        for piece in &look.pieces {
            let Set::Line(found) = piece.set else { continue };
            let text = piece.text.trim().to_owned();
            let line = Line {
                baseline: found.base.into(),
                left: found.left.into(),
                right: found.right.into(),
                size: f64::from(piece.type_.size) * 25.4 / 72.0,
                red: is_red(piece.type_.color),
                text,
            };
            match found.page == number {
                true if line.text.starts_with('—') && line.text.ends_with('—') => sheet.folio = Some(line),
                true => sheet.lines.push(line),
                false => {}
            }
        }
        sheet.rules = look
            .rules
            .iter()
            .filter(|rule| rule.page == number)
            .map(|rule| Rule {
                top: rule.top.into(),
                left: rule.left.into(),
                width: (rule.right - rule.left).into(),
                weight: (rule.bottom - rule.top).into(),
                red: is_red(rule.color),
            })
            .collect();
        sheet.rules.sort_by(|a, b| a.top.total_cmp(&b.top));
        sheet
    };
    look.sheets.iter().map(|page| sheet(page.number)).collect()
}

/// Paragraphs with all that programs break lines by: marks side by side, figures with their counters, Latin, brackets, dashes.
fn paragraphs() -> String {
    const PIECES: [&str; 16] = [
        "各镇人民政府",
        "要把渡口、堤防和闸门看守好",
        "“先上岸、再清点”",
        "《江湾县旧城门保护办法》（江政发〔2024〕15号）",
        "从2023年6月12日起",
        "共有138座水闸",
        "其中72.5%已经修复",
        "由A类和B2类单位承担",
        "（含除险加固）",
        "投入3600万元",
        "这是第一位的工作",
        "分片、分段、分级负责",
        "“一张图”“一本账”",
        "不得拖延",
        "报县水务局备案",
        "沿河两岸30米以内",
    ];
    let mut state = 7_u32;
    let mut next = |most: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) % most
    };
    let mut text = String::new();
    for _ in 0..60 {
        for _ in 0..1 + next(4) {
            for place in 0..3 + next(4) {
                text.push_str(if place == 0 { "" } else { ["，", "，", "；", "、"][next(4) as usize] });
                text.push_str(PIECES[next(16) as usize]);
            }
            text.push('。');
        }
        text.push('\n');
    }
    text
}

/// The documents that are measured: a name, the sample, and what is added to its text.
fn measured() -> [(&'static str, &'static str, String); 6] {
    let add = "河水流过石桥没有人说话只有风从渡口吹来又从渡口吹走这样的日子一天接着一天过去了很久很久".repeat(40) + "。\n";
    [
        ("full", "plain", add),
        ("long", "plain", paragraphs()),
        ("plain", "plain", String::new()),
        ("joint", "joint", String::new()),
        ("letter", "letter", String::new()),
        ("order", "order", String::new()),
    ]
}

/// What LibreOffice makes of their DOCX; nothing where it is not installed.
static SHOWN: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| {
    let docx = measured().map(|(name, sample, add)| (name.to_owned(), crate::office::docx(&read(sample, &add))));
    crate::office::shown(&docx)
});

/// A document as we set it, and as LibreOffice shows it.
fn both(name: &str) -> Vec<Vec<Sheet>> {
    let (_, sample, add) = measured().into_iter().find(|(known, _, _)| *known == name).expect("a document that is measured");
    let shown = SHOWN.get(name).map(|pdf| sheets_of(pdf));
    std::iter::once(sheets(&read(sample, &add))).chain(shown).collect()
}

#[track_caller]
fn near(what: &str, found: f64, expected: f64, most: f64) {
    assert!((found - expected).abs() <= most, "{what}: {found:.2} mm, not {expected:.2}");
}

fn with(sheet: &Sheet, text: &str) -> Line {
    sheet.lines.iter().find(|line| line.text.contains(text)).cloned().unwrap_or_else(|| panic!("no line has {text}"))
}

/// 三号.
const BODY: f64 = 5.556;
/// From line to line: 三号 and seven eighths of it.
const PITCH: f64 = 10.417;
/// From line to line in a DOCX, where 22 lines fill the type area.
const GRID: f64 = 10.213;

#[test]
fn a_full_page_has_22_lines_of_28_characters() {
    for (office, sheets) in both("full").into_iter().enumerate() {
        let office = office > 0;
        let full = &sheets[1];
        assert_eq!(full.lines.len(), 22);
        // In print ink fills the type area; programs have lines with white above and below, and these do.
        let (above, below) = if office { (0.8 * GRID, 0.2 * GRID) } else { (0.85 * BODY, 0.075 * BODY) };
        near("first line", full.lines[0].baseline - above, 37.0, 1.0);
        near("last line", full.lines[21].baseline + below, 262.0, 1.0);
        for line in &full.lines {
            near("left edge", line.left, if line.left > 26.5 { 28.0 } else { 26.0 }, 0.5);
            assert_eq!(line.text.chars().count(), 28);
            near("width", line.right - line.left, 156.0, 1.0);
        }
        // A blank page before the imprint's has no folio, nor has that page.
        let text = sheets.iter().position(|sheet| sheet.lines.is_empty()).unwrap_or(sheets.len());
        for (page, sheet) in sheets[..text].iter().enumerate() {
            let folio = sheet.folio.as_ref().expect("a folio");
            assert_eq!(folio.text.replace(' ', ""), format!("—{}—", page + 1));
            // The dash is drawn about 0.38 em above the baseline.
            near("folio", folio.baseline - 0.38 * folio.size, 269.0, 1.0);
            if page % 2 == 0 {
                near("odd folio", folio.right, 184.0 - BODY, 1.0);
            } else {
                near("even folio", folio.left, 26.0 + BODY, 1.0);
            }
        }
    }
}

#[test]
fn a_document_has_its_head_its_seal_and_its_imprint_in_place() {
    for sheets in both("plain") {
        let first = &sheets[0];
        let (mark, number) = (with(first, "江湾县档案馆文件"), with(first, "江档发〔2023〕15号"));
        assert!(mark.red);
        near("mark", mark.top(), 37.0 + 35.0, 1.0);
        near("mark's middle", mark.middle(), 106.0, 1.0);
        near("number", number.top(), mark.baseline + 0.08 * mark.size + 2.0 * PITCH, 1.0);
        near("number's middle", number.middle(), 106.0, 1.0);
        let rule = first.rules.iter().find(|rule| rule.red).expect("a red rule");
        near("red rule", rule.top, number.baseline + 0.08 * BODY + 4.0, 0.5);
        near("its left end", rule.left, 28.0, 0.5);
        near("its width", rule.width, 156.0, 0.5);
        let title: Vec<&Line> = first.lines.iter().filter(|line| (line.size - 7.76).abs() < 0.1).collect();
        assert_eq!(
            title.iter().map(|line| line.text.as_str()).collect::<Vec<_>>(),
            ["江湾县档案馆", "关于做好汛期档案保护工作的通知"]
        );
        near("title", title[0].top(), rule.top + rule.weight + 2.0 * PITCH, 1.0);
        let second = &sheets[1];
        let date = with(second, "2023年6月12日");
        let name = with(second, "江湾县档案馆");
        near("date", date.right, 182.0 - 4.0 * BODY, 1.0);
        near("name over date", name.middle(), date.middle(), 1.0);
        // LibreOffice draws a line that begins with figures a quarter of a millimetre higher.
        near("date below name", date.baseline - name.baseline, PITCH, 0.5);
        let last = sheets.last().expect("a page");
        let black: Vec<&Rule> = last.rules.iter().filter(|rule| !rule.red).collect();
        assert_eq!(black.len(), 3);
        near("first rule", black[0].weight, 0.35, 0.01);
        near("inner rule", black[1].weight, 0.25, 0.01);
        near("foot of the imprint", black[2].top + black[2].weight, 262.0, 0.5);
        let copies = with(last, "抄送");
        near("抄送", copies.left, 26.0 + 4.94, 1.0);
        near("四号", copies.size, 4.94, 0.05);
        near("printed", with(last, "日印发").right, 182.0 - 4.94, 1.0);
    }
}

#[test]
fn a_joint_document_spreads_names_and_gives_the_attachment_a_page() {
    for (office, sheets) in both("joint").into_iter().enumerate() {
        let office = office > 0;
        let first = &sheets[0];
        let names = ["江湾县档案馆", "江湾县财政局", "文件"].map(|name| with(first, name));
        assert!(names.iter().all(|name| name.red));
        near("first name", names[0].top(), 72.0, 1.0);
        near("names end together", names[0].right, names[1].right, 0.5);
        near("文件 stands in the middle", names[2].baseline, (names[0].baseline + names[1].baseline) / 2.0, 0.3);
        let attachment = &sheets[2];
        assert_eq!(attachment.lines[0].text, "附件");
        near("附件", attachment.lines[0].left, 28.0, 0.5);
        // In an office the line's white stands above.
        near("附件 on the first line", attachment.lines[0].top(), if office { 40.2 } else { 37.0 }, 1.0);
        near("its title on the third", attachment.lines[1].middle(), 106.0, 1.0);
        let last = sheets.last().expect("a page");
        near("foot of the imprint", last.rules.last().map_or(0.0, |rule| rule.top + rule.weight), 262.0, 0.5);
    }
}

#[test]
fn each_of_several_signatures_stands_over_the_date() {
    let text = "江湾县档案馆文件\n\n江档发〔2023〕15号\n\n关于修补旧报纸的通知\n\n各村：\n\n请照办，缺页的报县档案馆。\n\n\
                江湾县文化体育和旅游局\n江湾县档案馆\n2023年6月12日\n";
    let document = prepare("a.txt", text.as_bytes(), &Options::default(), &Env::for_tests()).expect("it is read").document;
    let docx = ("signed".to_owned(), crate::office::docx(&document));
    let shown = crate::office::shown(&[docx]).remove("signed").map(|pdf| sheets_of(&pdf));
    for sheets in std::iter::once(sheets(&document)).chain(shown) {
        let date = with(&sheets[0], "2023年6月12日");
        for name in ["江湾县文化体育和旅游局", "江湾县档案馆"] {
            let name = sheets[0].lines.iter().rfind(|line| line.text == name).expect("a signature");
            near(&name.text, name.middle(), date.middle(), 1.0);
        }
    }
}

#[test]
fn lines_end_in_the_office_as_in_print() {
    let [print, office] = &both("long")[..] else { return };
    let lines = |sheets: &[Sheet]| -> Vec<String> {
        let solid = |line: &Line| line.text.chars().filter(|c| !c.is_whitespace()).collect();
        sheets.iter().flat_map(|sheet| sheet.lines.iter().map(solid)).collect()
    };
    let (print, office) = (lines(print), lines(office));
    // The longest sequence that both have.
    let mut alike = vec![0; office.len() + 1];
    for ours in &print {
        let above = alike.clone();
        for (at, theirs) in office.iter().enumerate() {
            alike[at + 1] = if ours == theirs { above[at] + 1 } else { above[at + 1].max(alike[at]) };
        }
    }
    // These paragraphs have more figures than notices do, of which 98 in a hundred lines are alike.
    let (alike, all) = (alike[office.len()], print.len().max(office.len()));
    let others: Vec<&String> = print.iter().filter(|line| !office.contains(line)).take(8).collect();
    assert!(all > 200 && alike * 100 >= all * 97, "{alike} of {all} lines are alike, and not {others:#?}");
}

#[test]
fn the_imprint_stands_on_an_even_page() {
    let line = "河水流过石桥没有人说话只有风从渡口吹来又从渡口吹走了啊\n";
    let mut blanks = 0;
    for lines in (0..44).step_by(2) {
        let sheets = sheets(&read("plain", &line.repeat(lines)));
        assert!(sheets.len().is_multiple_of(2), "{lines} lines more: {} pages", sheets.len());
        let last = sheets.last().expect("a page");
        near("foot of the imprint", last.rules.last().map_or(0.0, |rule| rule.top + rule.weight), 262.0, 0.5);
        // Behind a blank page there is no folio, nor on that page.
        let blank = &sheets[sheets.len() - 2];
        assert_eq!(last.folio.is_none(), blank.lines.is_empty(), "{lines} lines more");
        assert!(!blank.lines.is_empty() || blank.folio.is_none());
        blanks += usize::from(blank.lines.is_empty());
    }
    assert!(blanks > 0, "no text ended where the imprint had no room");
}

#[test]
fn a_letter_and_an_order_have_their_own_heads() {
    for sheets in both("letter") {
        let letter = &sheets[0];
        let mark = with(letter, "江湾县水务局");
        near("mark of a letter", mark.top(), 30.0, 1.0);
        let red: Vec<&Rule> = letter.rules.iter().filter(|rule| rule.red).collect();
        assert_eq!(red.len(), 4);
        near("upper rules", red[0].top, mark.baseline + 0.08 * mark.size + 4.0, 0.5);
        near("lower rules", red[3].top + red[3].weight, 277.0, 0.5);
        for rule in &red {
            near("width", rule.width, 170.0, 0.1);
            near("left end", rule.left, 20.0, 0.5);
        }
        assert!(red[0].weight > red[1].weight && red[2].weight < red[3].weight);
        near("number", with(letter, "江水函〔2024〕21号").right, 184.0, 1.0);
        assert!(letter.folio.is_none());
    }
    for sheets in both("order") {
        let order = &sheets[0];
        near("mark of an order", with(order, "江湾县人民政府令").top(), 57.0, 1.0);
        assert!(order.rules.is_empty());
        near("number of an order", with(order, "第12号").middle(), 106.0, 1.0);
    }
}
