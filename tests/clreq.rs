//! CLREQ, checked from outside: pages as they are set, and the file as another program reads it.
//!
//! The tables here are written anew from the rules, not taken from the code that they judge. A line is what stands on one baseline
//! of a column; that a line goes on with the next is told by its reaching the edge.

use chongpai::convert::{Options, prepare};
use chongpai::diag::Sink;
use chongpai::env::{Env, Limits};
use chongpai::model::{Document, DocumentKind, native};
use chongpai::output::{self, WRITERS, WriteOptions};
use chongpai::typeset::fonts::Fonts;
use chongpai::typeset::frame::{Item, Pages, Run, Way};
use chongpai::typeset::style::Style;
use chongpai::typeset::typeset;
use std::process::Command;
use std::sync::{Arc, LazyLock};

/// LB-2: what starts no line, and what ends none.
const NO_START: &str = "、，；：。．！？‼⁇⁈⁉”’」』）〕］｝】〗》〉〞﹂﹄–－～〜·・‧";
const NO_END: &str = "“‘「『（〔［｛【〖《〈〝﹁﹃";

static FONTS: LazyLock<Fonts> = LazyLock::new(|| Fonts::new(&Env::for_tests()));

/// A line as it stands on its page: places in points, along the lines and across them.
#[derive(Clone, Debug)]
struct Line {
    page: usize,
    text: String,
    start: f64,
    end: f64,
    baseline: f64,
    size: f64,
    /// Whether all of its glyphs are of the body.
    body: bool,
}

/// The lines of the body's size on pages, in order.
fn lines(style: &Style, pages: &Pages) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for (page, sheet) in pages.pages.iter().enumerate() {
        let area = style.area(page);
        for item in &sheet.items {
            let Item::Text { origin, run } = item else { continue };
            let at = run.start(*origin);
            let (along, across) = match style.vertical {
                None => (at.x - area.min.x, at.y - area.min.y),
                Some(_) => (at.y - area.min.y, area.min.x + area.size.width - at.x),
            };
            let (start, end) = (along.to_pt(), (along + run.width).to_pt());
            let body = run.size == style.size && run.y.units() == 0 && !run.embolden;
            let baseline = across.to_pt();
            match lines.last_mut() {
                Some(last) if last.page == page && (last.baseline - baseline).abs() < 0.01 && start >= last.end - 1.0 => {
                    last.text.push_str(&run.text);
                    last.end = end;
                    last.body &= body;
                }
                _ => lines.push(Line { page, text: run.text.clone(), start, end, baseline, size: run.size.to_pt(), body }),
            }
        }
    }
    lines
}

/// What breaks the rules of lines and pages, in words.
fn violations(style: &Style, pages: &Pages) -> Vec<String> {
    let mut found = Vec::new();
    let lines = lines(style, pages);
    let (em, pitch, measure) = (style.size.to_pt(), style.pitch.to_pt(), style.measure().to_pt());
    let column = |line: &Line| ((line.start + 0.6 * em) / (measure + style.gap().to_pt())).floor();
    for pair in lines.windows(2) {
        let (line, next) = (&pair[0], &pair[1]);
        let left = column(line) * (measure + style.gap().to_pt());
        // A line that reaches the edge, or nearly, goes on with the next, but where that begins a paragraph.
        let beside = column(next) * (measure + style.gap().to_pt());
        let indented = next.start - beside > 0.4 * em;
        let full = line.body && next.body && !indented && line.end - left > measure - 0.6 * em;
        if !full {
            continue;
        }
        let (last, first) = (line.text.trim_end().chars().next_back(), next.text.trim_start().chars().next());
        let place = format!("page {}: {} / {}", line.page + 1, line.text, next.text);
        if last.is_some_and(|c| NO_END.contains(c)) {
            found.push(format!("LB-2, end: {place}"));
        }
        if first.is_some_and(|c| NO_START.contains(c)) {
            found.push(format!("LB-2, start: {place}"));
        }
        if (last, first) == (Some('—'), Some('—')) || (last, first) == (Some('…'), Some('…')) {
            found.push(format!("LB-7: {place}"));
        }
        if last.is_some_and(|c| c.is_ascii_digit()) && first.is_some_and(|c| c.is_ascii_digit() || "%％℃".contains(c)) {
            found.push(format!("LB-9: {place}"));
        }
        if (line.end - left - measure).abs() > 0.1 {
            found.push(format!("JU-11: ends {:.2} pt from the edge: {place}", line.end - left - measure));
        }
    }
    for line in lines.iter().filter(|line| line.body && line.text.chars().count() > 12) {
        let steps = (line.baseline - 0.88 * em) / pitch;
        if (steps - steps.round()).abs() * pitch > 0.01 {
            found.push(format!("PG-5: off the grid by {:.3}: page {}: {}", steps - steps.round(), line.page + 1, line.text));
        }
        if line.size < 5.5 {
            found.push(format!("PG-3: {} pt: {}", line.size, line.text));
        }
    }
    found.extend(runs(pages).filter_map(|run| joined(run, style)));
    found
}

fn runs(pages: &Pages) -> impl Iterator<Item = &Run> {
    pages.pages.iter().flat_map(|page| &page.items).filter_map(|item| match item {
        Item::Text { run, .. } => Some(run),
        _ => None,
    })
}

/// LB-7 and MX-1, on the glyphs of a run: a dash of two is 2 em, and no space was put into the text.
fn joined(run: &Run, style: &Style) -> Option<String> {
    if style.vertical.is_some() && run.way == Way::Across {
        return Some(format!("VT-1: a horizontal run on a vertical page: {}", run.text));
    }
    for (index, pair) in run.glyphs.windows(2).enumerate() {
        let of = |at: usize| run.text.get(pair[at].start as usize..pair[at].end as usize).unwrap_or_default();
        let rest =
            run.glyphs[..index].iter().rev().take_while(|glyph| run.text[glyph.start as usize..].starts_with('—')).count();
        if of(0) == "—" && of(1) == "—" && rest % 2 == 0 {
            let step = (pair[1].x - pair[0].x).to_pt() / run.size.to_pt();
            if (step - 1.0).abs() > 0.01 {
                return Some(format!("LB-7: the halves of a dash are {step:.2} em apart: {}", run.text));
            }
        }
    }
    None
}

fn set(document: &Document, style: &Style) -> Pages {
    typeset(document, style, &FONTS, &Limits::default(), &mut Sink::new()).expect("within the limits")
}

/// Running text of so many characters in which every mark meets every other kind of neighbour.
fn corpus(characters: usize, seed: u64) -> String {
    const WORDS: [&str; 24] = [
        "江水绕城而过",
        "两岸的人家",
        "枕河而居",
        "清晨",
        "卖菜的船",
        "从桥下摇来",
        "他",
        "说",
        "老人",
        "那一年秋天",
        "渡口",
        "灯火",
        "1998年",
        "5月12日",
        "12,345.67元",
        "50％",
        "36℃",
        "No. 7",
        "Wang Li",
        "https://a.cn/b/c?d=e",
        "3.0",
        "UTF-8",
        "A",
        "第3章",
    ];
    const MARKS: [&str; 20] = [
        "，", "。", "、", "；", "：", "！", "？", "。”", "，“", "：“", "）", "（", "《", "》", "——", "……", "·", "～", "？！",
        "」「",
    ];
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = |most: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % most
    };
    let (mut out, mut count) = (String::new(), 0);
    while count < characters {
        out.push_str("body :: ");
        for _ in 0..next(60) + 2 {
            for _ in 0..next(4) + 1 {
                let word = WORDS[next(WORDS.len())];
                out.push_str(word);
                count += word.chars().count();
            }
            let mark = MARKS[next(MARKS.len())];
            out.push_str(mark);
            count += mark.chars().count();
        }
        out.push_str("人家。\n");
    }
    out
}

fn document(source: &str, kind: DocumentKind) -> Document {
    let mut document = native::parse(source).expect("well formed");
    document.meta.kind = Some(kind);
    document
}

#[test]
fn no_sample_breaks_a_rule_in_any_style() {
    let styles = ["book", "vertical", "newspaper-3", "magazine", "e-ink", "notice"];
    for path in crate::program::samples() {
        let bytes = std::fs::read(&path).expect("a sample");
        let name = path.to_string_lossy().into_owned();
        let Ok(prepared) = prepare(&name, &bytes, &Options::default(), &Env::for_tests()) else { continue };
        for named in styles {
            let style = Style::of(&prepared.document, Style::named(named).as_ref());
            let rules = |complaint: &&String| complaint.starts_with("LB") || complaint.starts_with("VT");
            let found = violations(&style, &set(&prepared.document, &style));
            // Lists, verse and addresses end their lines where they like: edges are judged on running text, below.
            let found: Vec<&String> = found.iter().filter(rules).collect();
            assert!(found.is_empty(), "{name} as {named}: {found:#?}");
        }
    }
}

#[test]
fn no_line_of_a_million_characters_breaks_a_rule() {
    let names: Vec<&str> = Style::names().collect();
    for (seed, name) in names.iter().enumerate() {
        let document = document(&corpus(1_000_000 / names.len() + 1, seed as u64), DocumentKind::Article);
        let style = Style::of(&document, Style::named(name).as_ref());
        let found = violations(&style, &set(&document, &style));
        // The narrowest columns have lines that nothing can make good: a word too long, and nothing that gives way.
        let most = if style.chars < 18 { lines(&style, &set(&document, &style)).len() / 200 } else { 0 };
        assert!(found.len() <= most, "{name}: {} of {most}: {:#?}", found.len(), &found[..found.len().min(5)]);
    }
}

#[test]
fn the_rules_hold_as_poppler_reads_the_file() {
    let document = document(&corpus(20_000, 7), DocumentKind::Article);
    let style = Style::named("b5").expect("a preset");
    let writer = WRITERS.iter().find(|writer| writer.name == "pdf").expect("PDF is written");
    let options = WriteOptions { style: Some(Arc::new(style.clone())), ..WriteOptions::default() };
    let file = output::write(writer, &document, &options, &Env::for_tests(), &mut Sink::new()).expect("written");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.pdf");
    std::fs::write(&path, file).expect("room for a file");
    let Ok(said) = Command::new("pdftotext").args(["-bbox-layout"]).arg(&path).arg("-").output() else {
        assert!(std::env::var_os("CI").is_none(), "pdftotext is required where CI is set");
        eprintln!("pdftotext is not installed: not checked");
        return;
    };
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    let number = |tag: &str, name: &str| -> f64 {
        let from = tag.find(&format!("{name}=\"")).map_or(0, |at| at + name.len() + 2);
        tag[from..].split('"').next().and_then(|value| value.parse().ok()).unwrap_or(0.0)
    };
    // Words on one height are a line, from left to right.
    let (mut full, mut count) = (0, 0);
    for (page, piece) in said.split("<page ").skip(1).enumerate() {
        let area = style.area(page);
        let (left, edge) = (area.min.x.to_pt(), (area.min.x + area.size.width).to_pt());
        let top = area.min.y.to_pt() - 3.0;
        let mut words: Vec<(i64, f64, f64, String)> = Vec::new();
        for word in piece.split("<word ").skip(1) {
            let text = word.split_once('>').map_or("", |(_, rest)| rest.split("</word>").next().unwrap_or_default());
            let middle = (number(word, "yMin") + number(word, "yMax")) / 2.0;
            if middle > top && middle < top + area.size.height.to_pt() + 6.0 {
                let line = ((middle - top) / style.pitch.to_pt()).floor() as i64;
                words.push((line, number(word, "xMin"), number(word, "xMax"), text.to_owned()));
            }
        }
        words.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let mut last_full = false;
        for line in words.chunk_by(|a, b| a.0 == b.0) {
            let text: String = line.iter().map(|word| word.3.as_str()).collect();
            let Some((first, last)) = text.chars().next().zip(text.chars().next_back()) else { continue };
            let indented = line[0].1 - left > 8.0;
            assert!(!last_full || indented || !NO_START.contains(first), "page {page}: {text}");
            let right = line[line.len() - 1].2;
            last_full = right > edge - 5.0;
            assert!(!last_full || !NO_END.contains(last), "page {page}: {text}");
            if last_full && ('\u{4e00}'..='\u{9fff}').contains(&last) {
                assert!((right - edge).abs() <= 0.1, "page {page}: {text} ends {:.3} pt from the edge", right - edge);
                full += 1;
            }
            count += 1;
        }
    }
    assert!(full > 100, "{full} justified lines were seen of {count}");
}
