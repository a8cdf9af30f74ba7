//! Official documents as they are set, measured in millimetres against GB/T 9704-2012: margins, the grid of 22 lines and 28
//! characters, mark, rules, title, signature and date, imprint, folios. Ink of Han is taken as 0.85 em above the baseline.

use chongpai::convert::{Options, prepare};
use chongpai::diag::Sink;
use chongpai::env::Env;
use chongpai::geom::{Abs, Rect};
use chongpai::model::{Document, DocumentKind};
use chongpai::typeset::fonts::Fonts;
use chongpai::typeset::frame::{Item, Page, Run};
use chongpai::typeset::style::Style;
use chongpai::typeset::typeset;
use std::fs;
use std::path::Path;

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

#[test]
fn a_full_page_has_22_lines_of_28_characters() {
    let add = "河水流过石桥没有人说话只有风从渡口吹来又从渡口吹走这样的日子一天接着一天过去了很久很久".repeat(40) + "。\n";
    let sheets = sheets(&read("plain", &add));
    let full = &sheets[1];
    assert_eq!(full.lines.len(), 22);
    near("first line", full.lines[0].top(), 37.0, 1.0);
    near("last line", full.lines[21].baseline + 0.075 * BODY, 262.0, 1.0);
    for line in &full.lines {
        near("left edge", line.left, if line.left > 26.5 { 28.0 } else { 26.0 }, 0.5);
        assert_eq!(line.text.chars().count(), 28);
        near("width", line.right - line.left, 156.0, 1.0);
    }
    // A blank page before the imprint's has no folio, nor has that page.
    let text = sheets.iter().position(|sheet| sheet.lines.is_empty()).unwrap_or(sheets.len());
    for (page, sheet) in sheets[..text].iter().enumerate() {
        let folio = sheet.folio.as_ref().expect("a folio");
        assert_eq!(folio.text, format!("— {} —", page + 1));
        // The dash is drawn about 0.38 em above the baseline.
        near("folio", folio.baseline - 0.38 * folio.size, 269.0, 1.0);
        if page % 2 == 0 {
            near("odd folio", folio.right, 184.0 - BODY, 1.0);
        } else {
            near("even folio", folio.left, 26.0 + BODY, 1.0);
        }
    }
}

#[test]
fn a_document_has_its_head_its_seal_and_its_imprint_in_place() {
    let sheets = sheets(&read("plain", ""));
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
    near("date below name", date.baseline - name.baseline, PITCH, 0.1);
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

#[test]
fn a_joint_document_spreads_names_and_gives_the_attachment_a_page() {
    let sheets = sheets(&read("joint", ""));
    let first = &sheets[0];
    let names: Vec<&Line> = first.lines.iter().filter(|line| line.red).collect();
    assert_eq!(names.iter().map(|line| line.text.as_str()).collect::<Vec<_>>(), ["江湾县档案馆", "江湾县财政局", "文件"]);
    near("first name", names[0].top(), 72.0, 1.0);
    near("names end together", names[0].right, names[1].right, 0.5);
    near("文件 stands in the middle", names[2].baseline, (names[0].baseline + names[1].baseline) / 2.0, 0.1);
    let attachment = &sheets[2];
    assert_eq!(attachment.lines[0].text, "附件");
    near("附件", attachment.lines[0].left, 28.0, 0.5);
    near("附件 on the first line", attachment.lines[0].top(), 37.0, 1.0);
    near("its title on the third", attachment.lines[1].middle(), 106.0, 1.0);
    let last = sheets.last().expect("a page");
    near("foot of the imprint", last.rules.last().map_or(0.0, |rule| rule.top + rule.weight), 262.0, 0.5);
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
    let sheets_of = |name: &str| sheets(&read(name, ""));
    let letter = &sheets_of("letter")[0];
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
    let order = &sheets_of("order")[0];
    near("mark of an order", with(order, "江湾县人民政府令").top(), 57.0, 1.0);
    assert!(order.rules.is_empty());
    near("number of an order", with(order, "第12号").middle(), 106.0, 1.0);
}
