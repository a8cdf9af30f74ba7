//! What holds for every page of every document, whatever its style.

use super::fonts::Fonts;
use super::frame::{Item, Page, Pages, Place, Run, Target};
use super::style::Style;
use super::tag::{Tag, TagKind};
use super::typeset;
use crate::diag::Sink;
use crate::env::{Env, Limits};
use crate::geom::{Abs, Point, Rect};
use crate::model::{Document, DocumentKind, NoteId, Tally, native, walk};
use std::collections::BTreeMap;
use std::sync::LazyLock;

static FONTS: LazyLock<Fonts> = LazyLock::new(|| Fonts::new(&Env::for_tests()));

/// One document with every kind of block, in three chapters.
fn sample() -> String {
    const WORDS: &str = "江水绕城而过，两岸的人家枕河而居。每到清晨，卖菜的船从桥下摇来，橹声咿呀，";
    let words = |times: usize| format!("{}醒来的人推窗便能买到一日的菜蔬。", WORDS.repeat(times));
    let mut out = String::from("title :: 枕河集\nbyline :: 何人 著\n");
    for (number, name) in ["桥", "船", "市"].iter().enumerate() {
        out += &format!("heading 1 :: 第{}章　{name}\n", ["一", "二", "三"][number]);
        for round in 0..7 {
            out += &format!("body :: {}\n", words(round % 4));
            out += &format!(
                "body :: {}{{note {number}}}，{{strong|早市}}散得{{emphasis|也}}早{{ruby zǎo|早}}。\n",
                words(round % 3 + 1)
            );
        }
        out += "heading 2 :: 一、渡口\nbody :: 渡口在镇东。\nverse :: 小桥横野水，\\n孤艇系斜阳。\n";
        out += &format!("quote\n  body :: {}\nseparator\nbody :: 如是而已。\nseparator :: ＊＊＊\n", words(1));
        out += &format!(
            "list ordered\n  item :: 1.\n    body :: {}\n  item :: （二）\n    body :: 其二。\nlist\n  item\n    body :: 其三。\n",
            words(1)
        );
        out +=
            "table :: 表一　潮信\n  row header\n    cell 1x1 start\n      body :: 日\n    cell 1x1 start\n      body :: 时\n";
        for day in ["初一", "十五"] {
            out += &format!("  row\n    cell 1x1 start\n      body :: {day}\n    cell 1x1 end\n      body :: {}\n", words(2));
        }
        out += "heading 3 :: 渡船\npage-mark :: 12\nfigure 0 :: 图一　渡船\nimprint :: 某社印行\nattachment :: 附件：潮信表\n";
        out += "signature :: 何人\ndate :: 1999年9月9日\nfurniture page-number :: 12\n";
    }
    for number in 0..3 {
        out += &format!("note :: {number}\n  body :: 早市，清晨的集市。{}\n", words(number));
    }
    out
}

fn document(text: &str, kind: DocumentKind) -> Document {
    let mut document = native::parse(text).expect("a well-formed sample");
    document.meta.kind = Some(kind);
    document.meta.title = Some("枕河集".to_owned());
    document
}

fn set(document: &Document, style: &str) -> (Style, Pages) {
    let style = Style::of(document, Style::named(style).as_ref());
    let pages = typeset(document, &style, &FONTS, &Limits::default(), &mut Sink::new()).expect("within the limits");
    (style, pages)
}

/// Every style with the sample set in it, as its own manner and as a book.
fn each(mut check: impl FnMut(&str, &Document, &Style, &Pages)) {
    let text = sample();
    for name in Style::names() {
        let manner = Style::named(name).expect("a preset").manner;
        for kind in [manner, DocumentKind::Book, DocumentKind::Newspaper] {
            let document = document(&text, kind);
            let (style, pages) = set(&document, name);
            check(&format!("{name} as {}", kind.name()), &document, &style, &pages);
        }
    }
}

fn texts(pages: &Pages) -> impl Iterator<Item = (usize, Point, &Run)> {
    pages.pages.iter().enumerate().flat_map(|(index, page)| {
        page.items.iter().filter_map(move |item| match item {
            Item::Text { origin, run } => Some((index, *origin, run)),
            _ => None,
        })
    })
}

/// Where a run stands in the type area as lines see it: how far along its line it begins, and how far down its baseline is.
fn seen(style: &Style, page: usize, origin: Point, run: &Run) -> Point {
    let (area, start) = (style.area(page), run.start(origin));
    match style.vertical {
        None => Point { x: start.x - area.min.x, y: start.y - area.min.y },
        Some(_) => Point { x: start.y - area.min.y, y: area.min.x + area.size.width - start.x },
    }
}

#[test]
fn every_character_is_set_once() {
    each(|name, document, _, pages| {
        let set: Tally = texts(pages).map(|(_, _, run)| Tally::of_solid(&run.text)).sum();
        let says: Tally = walk::visible_texts(document).map(|text| text.solid_tally()).sum();
        assert_eq!(set, says, "{name}: {} set, {} in the document", set.count(), says.count());
    });
}

/// The highest place of a baseline: ruby over the first line of a page stands above the type area.
fn highest(style: &Style, run: &Run) -> Abs {
    if run.size * 10 < style.size * 6 { -style.size / 4 } else { Abs::ZERO }
}

#[test]
fn every_page_fits_its_type_area() {
    each(|name, _, style, pages| {
        for (page, origin, run) in texts(pages) {
            // Labels of the source's pages stand in the margin on purpose.
            if run.grey == 120 {
                continue;
            }
            let area = style.flow();
            let start = seen(style, page, origin, run);
            let (left, right, baseline) = (start.x, start.x + run.width, start.y);
            let what = format!("{name}, page {}: {} at {left:?}–{right:?}, {baseline:?}", page + 1, run.text);
            assert!(left >= -style.size / 2, "{what}");
            assert!(right <= area.width + style.size / 2, "{what}");
            assert!(baseline > highest(style, run) && baseline <= area.height, "{what}");
        }
    });
}

#[test]
fn lines_of_the_body_stand_on_the_grid() {
    each(|name, _, style, pages| {
        for (page, origin, run) in texts(pages) {
            let body = run.size == style.size && !run.embolden && run.y == Abs::ZERO && run.text.chars().count() > 20;
            if body {
                let y = seen(style, page, origin, run).y - Style::ascent(style.size);
                assert_eq!(y.units() % style.pitch.units(), 0, "{name}, page {}: {}", page + 1, run.text);
            }
        }
    });
}

#[test]
fn no_heading_ends_a_page() {
    each(|name, _, _, pages| {
        for (index, page) in pages.pages.iter().enumerate() {
            let last = page.items.iter().rev().find_map(|item| match item {
                Item::Text { run, .. } => Some(run),
                _ => None,
            });
            let Some(last) = last else { continue };
            let heading = pages.outline.iter().any(|entry| entry.place.page as usize == index && entry.title == last.text);
            assert!(!heading, "{name}, page {}: {}", index + 1, last.text);
        }
    });
}

/// A note, and whether its mark is meant or its number.
type End = (NoteId, bool);

/// The links of a page to places: the end of a note that each is about, where it leads, and its area.
fn links(page: &Page) -> Vec<(Option<End>, Place, Rect)> {
    let mut part: Option<&Tag> = None;
    let mut links = Vec::new();
    for item in &page.items {
        match item {
            Item::Tag(tag) => part = tag.as_deref(),
            Item::Link { target: Target::Place(place), rect } => {
                let around = part.and_then(|link| link.parent.as_deref());
                let note = around.and_then(|end| match (&end.kind, end.parent.as_deref().map(|whole| &whole.kind)) {
                    (TagKind::Mark(id), _) => Some((*id, true)),
                    (TagKind::Label, Some(TagKind::Note(id))) => Some((*id, false)),
                    _ => None,
                });
                links.push((note, *place, *rect));
            }
            _ => {}
        }
    }
    links
}

#[test]
fn marks_and_numbers_of_notes_lead_to_each_other() {
    each(|name, document, style, pages| {
        type Link = (usize, Place, Rect);
        let mut ends: BTreeMap<End, Vec<Link>> = BTreeMap::new();
        for (page, sheet) in pages.pages.iter().enumerate() {
            for (end, place, rect) in links(sheet) {
                if let Some(end) = end {
                    ends.entry(end).or_default().push((page, place, rect));
                }
            }
        }
        assert_eq!(ends.len(), document.notes.len() * 2, "{name}");
        let leads_to = |from: &Link, to: &Link| {
            let width = if style.vertical.is_some() { to.2.size.width } else { Abs::ZERO };
            let (at, corner) = (from.1.at, to.2.min);
            from.1.page as usize == to.0 && (at.x - corner.x - width).abs() + (at.y - corner.y).abs() < Abs::pt(0.01)
        };
        for id in (0..document.notes.len() as u32).map(NoteId) {
            let (marks, numbers) = (&ends[&(id, true)], &ends[&(id, false)]);
            assert!(marks.iter().all(|mark| leads_to(mark, &numbers[0])), "{name}: a mark of {id:?}");
            assert!(numbers.iter().all(|number| leads_to(number, &marks[0])), "{name}: the number of {id:?}");
        }
    });
}

#[test]
fn annotations_have_room() {
    let check = |text: &str, style: &str, expected: &[(&str, f64, f64)]| {
        let (style, pages) = set(&document(&format!("body :: {text}\n"), DocumentKind::Article), style);
        let em = style.size.to_pt();
        let ems = |length: Abs| (length.to_pt() / em * 100.0).round() / 100.0;
        let found: Vec<(&str, f64, f64)> = texts(&pages)
            .map(|(page, origin, run)| {
                let at = seen(&style, page, origin, run);
                (run.text.as_str(), ems(at.x + run.glyphs[0].x), ems(at.y - Style::ascent(style.size)))
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    };
    // Bopomofo: three tenths of an em, half an em wide, in the middle of the em's height; tones at its side.
    let one = [("潮", 2.0, 0.0), ("来", 3.5, 0.0), ("ㄔ", 2.95, -0.38), ("ㄠ", 2.95, -0.08), ("ˊ", 3.17, -0.17)];
    check("{ruby ㄔㄠˊ|潮}来", "a5", &one);
    let down = [("潮", 2.0, 0.0), ("来", 3.0, 0.0), ("ㄔ", 2.15, -0.88), ("ㄠ", 2.45, -0.88), ("ˊ", 2.36, -1.1)];
    check("{ruby ㄔㄠˊ|潮}来", "vertical", &down);
}

#[test]
fn annotations_stand_clear_of_one_another() {
    // From the right edge of one piece to the left edge of the next, in em.
    let check = |text: &str, [one, other]: [&str; 2], expected: f64| {
        let (style, pages) = set(&document(&format!("body :: {text}\n"), DocumentKind::Article), "a5");
        let piece = |text: &str| {
            let (page, origin, run) = texts(&pages).find(|(_, _, run)| run.text == text).expect("it is set");
            let left = seen(&style, page, origin, run).x + run.glyphs[0].x;
            (left, left + run.width)
        };
        let found = (piece(other).0 - piece(one).1).to_pt() / style.size.to_pt();
        assert!((found - expected).abs() < 0.02, "{text}: {found} em from {one} to {other}, not {expected}");
    };
    check("在{ruby zhuāng|庄}{ruby zhuàng|壮}里", ["zhuāng", "zhuàng"], 0.25);
    check("在{ruby zhuāng|庄}里", ["在", "zhuāng"], -0.25);
    check("在{ruby zhuāng|庄}里", ["zhuāng", "里"], -0.25);
    check("在{ruby dì|地}里", ["在", "里"], 1.0);
}

#[test]
fn contents_say_the_folios_of_their_pages() {
    let mut seen = 0;
    each(|name, _, _, pages| {
        for page in &pages.pages {
            for (_, link, rect) in links(page).into_iter().filter(|(end, _, _)| end.is_none()) {
                let label = &pages.pages[link.page as usize].label;
                let folio = page.items.iter().filter_map(|item| match item {
                    Item::Made { origin, run, artifact: true }
                        if origin.y > rect.min.y && origin.y < rect.min.y + rect.size.height =>
                    {
                        Some((origin.x, run.text.as_str()))
                    }
                    _ => None,
                });
                let inside = |x: Abs| x >= rect.min.x && x <= rect.min.x + rect.size.width;
                let said: Vec<&str> = folio.filter(|(x, _)| inside(*x)).map(|(_, text)| text).collect();
                assert!(said.is_empty() || said == [label.as_str()], "{name}: {said:?}, not {label}");
                seen += said.len();
                assert!(pages.outline.iter().any(|entry| entry.place == link), "{name}: a link without a heading");
            }
        }
    });
    assert!(seen > 50, "{seen} folios in contents");
}

#[test]
fn lines_of_an_index_say_the_folios_of_their_headings() {
    let issue = |day: u32| {
        format!(
            "heading 1 :: 3月{day}日\nheading 2 :: 渡口\nbody :: {}\nheading 2 :: 石桥{day}\nbody :: 桥通了。\n",
            "船开了。".repeat(900)
        )
    };
    let line = |number: usize, words: &str| format!("line :: {{link #h{number}|{words}}}\n");
    let lines = [line(2, "渡口　3月1日"), line(5, "渡口　3月2日"), line(6, "石桥2　3月2日")].concat();
    let source = format!("title :: 江湾时报\n{}{}heading 1 :: 标题索引\n{lines}", issue(1), issue(2));
    for name in ["newspaper", "book", "vertical"] {
        let mut document = document(&source, DocumentKind::Newspaper);
        document.meta.bound = true;
        let (_, pages) = set(&document, name);
        let place_of = |title: &str, nth: usize| {
            let entry = pages.outline.iter().filter(|entry| entry.title == title).nth(nth);
            entry.unwrap_or_else(|| panic!("{name}: no {title}")).place
        };
        let index = place_of("标题索引", 0).page as usize;
        let led = links(&pages.pages[index]).into_iter().map(|(_, place, _)| place);
        assert_eq!(led.collect::<Vec<_>>(), [place_of("渡口", 0), place_of("渡口", 1), place_of("石桥2", 0)], "{name}");
        let folios = pages.pages[index].items.iter().filter_map(|item| match item {
            Item::Made { run, artifact: true, .. } => Some(run.text.as_str()),
            _ => None,
        });
        let folios: Vec<&str> = folios.filter(|text| text.chars().all(|c| c.is_ascii_digit())).collect();
        let label = |title: &str, nth: usize| pages.pages[place_of(title, nth).page as usize].label.as_str();
        assert_eq!(folios[..3], [label("渡口", 0), label("渡口", 1), label("石桥2", 0)], "{name}");
        assert_ne!(folios[0], folios[1], "{name}");
    }
}

#[test]
fn a_table_in_parts_has_every_word_once() {
    let cell = |words: &str| format!("    cell 1x1 end\n      body :: {words}\n");
    let row = |head: &str, first: &str, words: &str| format!("  row{head}\n{}{}", cell(first), cell(words).repeat(14));
    let source = format!("table :: 流量\n{}{}", row(" header", "年份", "月份"), row("", "2019", "123456.78").repeat(30));
    let document = document(&source, DocumentKind::Article);
    let (_, pages) = set(&document, "article");
    let set: Tally = texts(&pages).map(|(_, _, run)| Tally::of_solid(&run.text)).sum();
    assert_eq!(set, walk::visible_texts(&document).map(|text| text.solid_tally()).sum());
    let figures: Vec<&str> = texts(&pages).map(|(_, _, run)| run.text.trim()).filter(|text| text.contains('.')).collect();
    assert!(figures.iter().all(|text| *text == "123456.78"), "no figure is cut: {figures:?}");
    let again = |words: &str| {
        let items = pages.pages.iter().flat_map(|page| &page.items);
        items.filter(|item| matches!(item, Item::Made { run, artifact: true, .. } if run.text.trim() == words)).count()
    };
    assert_eq!(again("2019") % 30, 0, "the first column stands in every part");
    assert!(again("2019") > 0 && again("年份") > 0);
}

#[test]
fn a_page_as_text() {
    let text =
        "heading 1 :: 渡口\nbody :: 渡口在镇东，潮来则渡。{note 0}\nbody :: 船夫姓何。\nnote :: 1\n  body :: 一日两潮。\n";
    let mut document = document(text, DocumentKind::Article);
    document.meta.title = None;
    let (_, pages) = set(&document, "a5");
    insta::assert_snapshot!(super::dump::pages(&pages));
}

#[test]
fn a_vertical_page_as_text() {
    let text = "heading 1 :: 渡口\nbody :: 他说：“船——名叫‘No. 7’的——在5月12日到，共1998人。”{note 0}\nbody :: {dots|潮}{ruby cháo|来}（则）渡！\nnote :: 1\n  body :: 一日两潮。\n";
    let mut document = document(text, DocumentKind::Book);
    document.meta.title = None;
    let (_, pages) = set(&document, "vertical");
    insta::assert_snapshot!(super::dump::pages(&pages));
}

#[test]
fn any_style_is_turned() {
    for name in Style::names() {
        let document = document(&sample(), DocumentKind::Book);
        let style = Style::of(&document, Style::named(name).as_ref()).turned();
        let pages = typeset(&document, &style, &FONTS, &Limits::default(), &mut Sink::new()).expect("within the limits");
        let area = style.area(0);
        assert!(area.min.x > Abs::ZERO && area.min.x + area.size.width < style.trim.width, "{name}");
        assert!(area.min.y + area.size.height < style.trim.height, "{name}");
        for (page, origin, run) in texts(&pages).filter(|(_, _, run)| run.grey != 120) {
            let start = seen(&style, page, origin, run);
            let flow = style.flow();
            assert!(start.x >= -style.size / 2 && start.x + run.width <= flow.width + style.size / 2, "{name}: {}", run.text);
            assert!(start.y > highest(&style, run) && start.y <= flow.height, "{name}: {}", run.text);
        }
    }
}

#[test]
fn a_heading_runs_into_its_paragraph() {
    let document = document(
        "heading 1 :: 渡口\nheading 3 :: 船\nbody :: 船夫{strong|姓何}，{note 0}渡口人。\nheading 3 :: 完\nnote :: 1\n  body :: 注。\n",
        DocumentKind::Article,
    );
    for vertical in [false, true] {
        let style = Style::from_toml("base = \"a5\"\n[looks]\nheading-3 = { type = \"hei\", run-in = true }\n", "own")
            .expect("a style");
        let style = Style::of(&document, Some(&style));
        let style = if vertical { style.turned() } else { style };
        let pages = typeset(&document, &style, &FONTS, &Limits::default(), &mut Sink::new()).expect("within the limits");
        let line: Vec<(Point, &Run)> =
            texts(&pages).map(|(page, origin, run)| (seen(&style, page, origin, run), run)).collect();
        let of = |is: &dyn Fn(&str) -> bool| line.iter().find(|(_, run)| is(&run.text)).expect("it is set");
        let (head, body) = (of(&|text| text.trim() == "船"), of(&|text| text.starts_with("船夫")));
        assert_eq!(head.0.y, body.0.y, "one line");
        assert_ne!(head.1.face, body.1.face, "the heading's own type");
        assert_eq!(body.0.x - head.0.x, style.size * 2, "one em after the heading");
        assert!(pages.outline.iter().any(|entry| entry.title == "船") && pages.outline.len() == 3);
        let set: Tally = texts(&pages).map(|(_, _, run)| Tally::of_solid(&run.text)).sum();
        assert_eq!(set, walk::visible_texts(&document).map(|text| text.solid_tally()).sum());
    }
}

#[test]
fn lines_of_code_and_of_quoted_verse_keep_their_edge() {
    let source =
        "body :: {code|if 甲:\\n    乙\\nend}\nquote\n  body :: 白日依山尽，\\n黄河入海流。\n  body :: 一句平常的话。\n";
    let document = document(source, DocumentKind::Article);
    let (style, pages) = set(&document, "article");
    let edge = |words: &str| {
        let (page, origin, run) = texts(&pages).find(|(_, _, run)| run.text.contains(words)).expect("it is set");
        let before = run.text.find(words).unwrap_or(0);
        // Blanks at the head of a run take half an em each.
        assert!(run.text[..before].chars().all(|c| c == ' '), "{}", run.text);
        seen(&style, page, origin, run).x + style.size.scale(before as i64, 2)
    };
    assert_eq!((edge("if"), edge("end")), (Abs::ZERO, Abs::ZERO));
    assert!(edge("乙") > style.size, "the indent of a line of code is its own");
    assert_eq!(edge("白日"), edge("黄河"));
    assert_eq!(edge("一句") - edge("白日"), style.size * 2, "prose in a quotation has the indent of paragraphs");
}

#[test]
fn a_vertical_heading_is_broken_by_sense() {
    let document = document("heading 1 :: 第一回　老渡口夜半闻铃　少年人风中送信　老船夫雨夜渡河\n", DocumentKind::Book);
    let (style, pages) = set(&document, "vertical");
    let mut lines: Vec<(Abs, String)> = Vec::new();
    for (page, origin, run) in texts(&pages) {
        let at = seen(&style, page, origin, run);
        match lines.last_mut() {
            Some((y, text)) if *y == at.y => text.push_str(&run.text),
            _ => lines.push((at.y, run.text.clone())),
        }
    }
    assert!(lines.len() > 1, "{lines:?}");
    let starts: Vec<&str> = lines.iter().skip(1).map(|(_, line)| line.trim()).collect();
    assert!(
        starts.iter().all(|line| ["老渡口", "少年人", "老船夫"].iter().any(|clause| line.starts_with(clause))),
        "{lines:?}"
    );
}

#[test]
fn lines_stay_together_as_the_style_says() {
    let text = format!("body :: {}\n", "江水绕城而过，两岸的人家枕河而居。".repeat(16)).repeat(9);
    let document = document(&text, DocumentKind::Article);
    for (orphans, widows) in [(1, 1), (2, 2), (3, 4)] {
        let keys = format!("base = \"a5\"\n[page]\nlines = 13\n[text]\norphans = {orphans}\nwidows = {widows}\n");
        let style = Style::of(&document, Some(&Style::from_toml(&keys, "own").expect("a style")));
        let pages = typeset(&document, &style, &FONTS, &Limits::default(), &mut Sink::new()).expect("within the limits");
        // A line that begins two em in begins a paragraph.
        let mut columns: Vec<Vec<bool>> = vec![Vec::new(); pages.pages.len()];
        let mut last = (usize::MAX, Abs::ZERO);
        for (page, origin, run) in texts(&pages) {
            let at = seen(&style, page, origin, run);
            if last != (page, at.y) {
                columns[page].push(at.x > style.size);
                last = (page, at.y);
            }
        }
        for pair in columns.windows(2) {
            let foot = pair[0].iter().rev().position(|&begins| begins).map_or(99, |above| above + 1);
            let head = pair[1].iter().position(|&begins| begins).unwrap_or(99);
            let parted = !pair[1].first().copied().unwrap_or(true);
            assert!(!parted || (foot >= orphans && head >= widows), "{orphans}, {widows}: {foot} and {head} lines");
        }
        let tight = columns.windows(2).any(|pair| pair[1].iter().position(|&begins| begins) == Some(1));
        assert_eq!(tight, widows == 1, "{orphans}, {widows}");
    }
}

#[test]
fn a_list_of_attachments_stays_whole_and_with_the_text() {
    for lines in 6..24 {
        let body = "body :: 各单位要认真组织，逐项落实，按时报送。\n".repeat(lines);
        let text = format!(
            "heading 1 :: 关于印发办法的通知\naddressee :: 各单位：\n{body}attachment :: 附件：1.办法\nattachment :: 2.清单\n\
             signature :: 江湾县档案馆\ndate :: 2023年9月18日\n"
        );
        let (_, pages) = set(&document(&text, DocumentKind::Notice), "notice");
        let page_of = |words: &str| texts(&pages).filter(|(_, _, run)| run.text.contains(words)).map(|(page, ..)| page).last();
        let page = page_of("清单").expect("it is set");
        assert_eq!(page_of("办法"), Some(page), "{lines} lines: the list is parted");
        assert_eq!(page_of("各单位要认真"), Some(page), "{lines} lines: nothing of the text is with the list");
    }
}

#[test]
fn lines_that_are_too_loose_are_told() {
    let loose = |text: &str| {
        let document = document(&format!("body :: {text}\n"), DocumentKind::Article);
        let mut sink = Sink::new();
        let style = Style::of(&document, None);
        typeset(&document, &style, &FONTS, &Limits::default(), &mut sink).expect("within the limits");
        let found = sink.into_vec();
        found.iter().any(|found| matches!(found.trouble, crate::diag::Trouble::LooseLine { .. }))
    };
    assert!(!loose(&"江水绕城而过，两岸的人家枕河而居。".repeat(20)));
    assert!(loose(&format!("江水{}而过", "x".repeat(66))));
}

#[test]
fn a_page_too_many_is_an_error() {
    let document = document(&sample(), DocumentKind::Book);
    let style = Style::of(&document, None);
    let limits = Limits { pages: 2, ..Limits::default() };
    let error = typeset(&document, &style, &FONTS, &limits, &mut Sink::new()).expect_err("too many pages");
    assert_eq!(error.kind(), crate::error::ErrorKind::Limit);
}
