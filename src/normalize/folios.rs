//! Folios: numbers that count the pages of a source whose pages are no more, alone or in a running head.
//!
//! A number that goes up by one from page to page is a folio where it cuts what the page broke off: a sentence. With words beside it
//! (`12　运河旧事`, `第二章 沿河的市镇 13`) it is a running head, whatever the words, which change from chapter to chapter and from
//! left pages to right ones.

use super::furniture::{BESIDE, around, cuts_a_sentence, is_bare_number, is_line};
use super::{forms, measure, unwrap};
use crate::model::{Align, Block, EditLog, Furniture, Kind, Reason, Rule};
use std::collections::BTreeMap;

/// So many bare numbers in a row count pages by themselves.
const COUNTED: usize = 3;
/// So many pages are of one length, of so many lines at least.
const EVEN: usize = 4;
const LINES: usize = 16;
/// The fewest blocks of a page, and the fewest characters of one that has fewer blocks.
const BLOCKS: usize = 4;
const CHARS: usize = 150;
/// The longest running head, in characters.
const LONGEST: usize = 30;
/// So many lines with numbers may stand between two that follow one another.
const NEAR: usize = 40;

/// Finds folios, and running heads by their folios.
pub fn run(blocks: &mut [Block], log: &mut EditLog) {
    bare(blocks, log);
    let rows = rows(blocks);
    // Asked of bare numbers alone.
    let wrapped = rows.iter().any(|row| row.words.is_none()) && measure::of(blocks).is_some();
    let following: Vec<Option<usize>> = (0..rows.len()).map(|row| follower(blocks, &rows, row)).collect();
    let mut cuts = Cuts(vec![None; rows.len()]);
    let mut taken = vec![false; rows.len()];
    for first in 0..rows.len() {
        if taken[first] {
            continue;
        }
        let sequence: Vec<usize> = std::iter::successors(Some(first), |&row| following[row]).collect();
        if are_pages(blocks, &rows, &sequence, &mut cuts) {
            let evidence = format!("{} numbers count pages", sequence.len());
            for &row in &sequence {
                taken[row] = true;
                retag(blocks, &rows[row], &evidence, log);
                cuts.forget(row);
            }
        } else if stands_alone(blocks, &rows[first], wrapped) && !counts_sections(blocks, &rows, first) {
            retag(blocks, &rows[first], "a number in mid-sentence", log);
            cuts.forget(first);
        }
    }
}

/// For each row, whether it cuts prose, where that was asked: a long sequence is asked from each of its rows on.
struct Cuts(Vec<Option<bool>>);

impl Cuts {
    fn of(&mut self, blocks: &[Block], rows: &[Row], row: usize) -> bool {
        *self.0[row].get_or_insert_with(|| cuts_prose(blocks, rows[row].at))
    }

    /// What stands beside the rows round this one has changed.
    fn forget(&mut self, row: usize) {
        let around = row.saturating_sub(BESIDE)..(row + BESIDE + 1).min(self.0.len());
        self.0[around].fill(None);
    }
}

/// Whether a page of text lies between two places.
pub fn is_page_apart(blocks: &[Block], from: usize, to: usize) -> bool {
    let between = || blocks[from + 1..to].iter().map(|block| forms::length(block.text.as_str())).sum::<usize>();
    to - from > BLOCKS || between() >= CHARS
}

/// A folio in figures.
pub fn number(word: &str) -> Option<u32> {
    word.parse().ok().filter(|_| word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The words of a running head without its folio, and the folio; whether the two are far apart. Marks may stand round the folio
/// (`渡口旧事 · 21 ·`).
pub fn parted(text: &str) -> Option<(&str, u32, bool)> {
    let text = text.trim();
    let inner = text.trim_end_matches(is_frame);
    let framed = inner.len() < text.len() && inner.ends_with(char::is_whitespace);
    let last = if framed { inner.trim_end() } else { text };
    let (words, folio) = match last.rsplit_once(char::is_whitespace).and_then(|(words, word)| Some((words, number(word)?))) {
        Some(found) => found,
        None => {
            let first = text.trim_start_matches(is_frame).trim_start();
            first.split_once(char::is_whitespace).and_then(|(word, words)| Some((words, number(word)?)))?
        }
    };
    let bare = words.trim_matches(|c: char| c.is_whitespace() || is_frame(c));
    let far = words.len() > bare.len() || text.contains('\u{3000}');
    let name = undated(bare);
    // A journal's head names writers and title: `王立群等：耐盐性的田间评价`.
    let label = bare.find(['：', ':', '=']).is_some_and(|at| !bare[..at].ends_with('等') || bare[at..].starts_with('='));
    let is_head = forms::is_within(bare, LONGEST)
        && bare.chars().filter(|c| c.is_alphabetic()).nth(1).is_some()
        && !name.ends_with(|c: char| c.is_ascii_digit())
        && !forms::is_sentence(bare)
        && !forms::has_comma(bare)
        && !is_day(text)
        && !closes(bare)
        && !label;
    is_head.then_some((bare, folio, far))
}

/// Words that stand beside a folio between marks, and again a page apart without one: the head of two pages (`渡口文艺 · 17 ·`,
/// `渡口文艺`). A line of a contents has no mark behind its number.
pub fn framed(blocks: &mut [Block], log: &mut EditLog) {
    let words = |block: &Block| -> Option<String> {
        let text = block.text.as_str().trim();
        let framed = text.len() <= 4 * LONGEST && (text.starts_with(is_frame) || text.ends_with(is_frame));
        let (words, ..) = parted(text).filter(|_| framed && is_line(block))?;
        Some(words.trim_matches(|c: char| c.is_whitespace() || is_frame(c)).to_owned())
    };
    let heads: Vec<(usize, String)> = blocks.iter().enumerate().filter_map(|(at, block)| Some((at, words(block)?))).collect();
    let reason = || Reason::likely(Rule::RunningHead, "the words stand beside a folio on another page");
    for (head, words) in heads {
        let apart = |at: usize| is_page_apart(blocks, at.min(head), at.max(head));
        let again: Vec<usize> = (0..blocks.len())
            .filter(|&at| at != head && is_line(&blocks[at]) && blocks[at].text.as_str().trim() == words && apart(at))
            .collect();
        for at in again.iter().copied().chain((!again.is_empty()).then_some(head)) {
            blocks[at].retag(Kind::Furniture(Furniture::RunningHead), &reason(), log);
        }
    }
}

/// Words without the date behind them, as the head of a paper's page has it: `江湾晚报　1986.3.15`.
fn undated(words: &str) -> &str {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | '/' | '-' | '年' | '月' | '日');
    let name = words.trim_end_matches(is_part);
    let figures = words[name.len()..].split(|c: char| !c.is_ascii_digit()).filter(|figure| !figure.is_empty());
    let lengths: Vec<usize> = figures.map(str::len).collect();
    if matches!(lengths[..], [4, 1..=2, 1..=2]) && name.ends_with(char::is_whitespace) { name.trim_end() } else { words }
}

/// A mark that stands round a folio, or between it and the words beside it.
fn is_frame(c: char) -> bool {
    matches!(c, '·' | '•' | '・' | '‧' | '-' | '－' | '–' | '—' | '|' | '｜' | '/' | '~' | '～')
}

/// A line that ends or begins in a number.
struct Row {
    at: usize,
    number: u32,
    /// The words beside the number, by the first block that has them.
    words: Option<usize>,
    /// Its number stands far from its words.
    far: bool,
}

fn rows(blocks: &[Block]) -> Vec<Row> {
    let mut known = BTreeMap::new();
    let mut rows = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        let text = block.text.as_str();
        if !is_line(block) || text.len() > 4 * LONGEST {
            continue;
        }
        if is_bare_number(block) {
            rows.extend(text.parse().ok().map(|number| Row { at, number, words: None, far: true }));
        } else if let Some((words, number, far)) = parted(text) {
            rows.push(Row { at, number, words: Some(*known.entry(words).or_insert(at)), far });
        }
    }
    rows
}

/// The next row whose number follows that of a row, a page apart; a page may have none.
fn follower(blocks: &[Block], rows: &[Row], row: usize) -> Option<usize> {
    let follows = |&next: &usize| {
        let step = rows[next].number.wrapping_sub(rows[row].number);
        let apart = is_page_apart(blocks, rows[row].at, rows[next].at) || is_last(blocks, rows[next].at);
        (1..=2).contains(&step) && apart
    };
    (row + 1..(row + NEAR + 1).min(rows.len())).find(follows)
}

/// Whether the last page ends with a line: a page apart, however short.
fn is_last(blocks: &[Block], at: usize) -> bool {
    !blocks[at + 1..].iter().any(Block::is_visible) && blocks[..at].iter().rev().take(2 * BESIDE).any(Block::is_visible)
}

/// Whether the rows of a sequence count pages: they cut sentences, and words among them come again.
fn are_pages(blocks: &[Block], rows: &[Row], sequence: &[usize], cuts: &mut Cuts) -> bool {
    let cuts = sequence.iter().filter(|&&row| cuts.of(blocks, rows, row) || is_last(blocks, rows[row].at)).count();
    let again = || {
        let mut words: Vec<usize> = sequence.iter().filter_map(|&row| rows[row].words).collect();
        let all = words.len();
        words.sort_unstable();
        words.dedup();
        words.len() < all || all == 0
    };
    sequence.len() >= 2 && (cuts == sequence.len() || sequence.len() >= COUNTED && cuts * 2 >= sequence.len() && again())
}

/// Whether the number that opens a row counts sections: the next number opens a row near by that cuts nothing (`0 引言`, `1 方法`).
fn counts_sections(blocks: &[Block], rows: &[Row], first: usize) -> bool {
    let opens =
        |row: &Row| row.words.is_some() && blocks[row.at].text.as_str().trim_start().starts_with(|c: char| c.is_ascii_digit());
    let next = |row: &&Row| row.number == rows[first].number + 1 && opens(row) && !cuts_prose(blocks, row.at);
    opens(&rows[first]) && rows[first + 1..].iter().take(NEAR).any(|row| next(&row))
}

/// A short line beside a folio, where the two together cut a sentence of prose, is the head of the page, once is enough. A caption
/// stays.
pub fn beside_folios(blocks: &mut [Block], log: &mut EditLog) {
    let folio = |block: &Block| block.kind == Kind::Furniture(Furniture::PageNumber) || is_bare_number(block);
    // Among lines a bare number may be that of a note: only what has the form of a head stands beside a folio.
    let wrapped = blocks.iter().any(is_bare_number) && measure::of(blocks).is_some();
    let is_head = |text: &str| forms::has_clauses(text) || text.contains('第') && text.contains(['期', '卷', '版']);
    for at in 0..blocks.len() {
        if !folio(&blocks[at]) {
            continue;
        }
        for head in [at.wrapping_sub(1), at + 1].into_iter().filter(|&head| head < blocks.len()) {
            let (above, below) = (at.min(head).checked_sub(1), at.max(head) + 1);
            let (Some(above), Some(below)) = (above.map(|above| &blocks[above]), blocks.get(below)) else { continue };
            let text = blocks[head].text.as_str();
            let words = blocks[head].is_body()
                && !blocks[head].hints.bold
                && (2..=LONGEST).contains(&forms::length(text))
                && text.chars().filter(|c| c.is_alphanumeric()).nth(1).is_some()
                && !forms::is_sentence(text)
                && !forms::ends_sentence(text)
                && !forms::has_comma(text)
                && !text.contains(['、', '（', '(', '：', ':', '@', '；'])
                && (!wrapped || !is_bare_number(&blocks[at]) || is_head(text))
                && !text.starts_with(['图', '圖', '表', '附', '注'])
                && !forms::is_labelled(text)
                && !closes(text)
                && !is_day(text);
            let cut = || above.is_body() && below.is_body() && unwrap::is_cut(above.text.as_str(), below.text.as_str());
            if words && cut() {
                let evidence = "beside a folio, in mid-sentence";
                blocks[head].retag(Kind::Furniture(Furniture::RunningHead), &Reason::likely(Rule::RunningHead, evidence), log);
                if is_bare_number(&blocks[at]) {
                    blocks[at].retag(Kind::Furniture(Furniture::PageNumber), &Reason::likely(Rule::PageNumber, evidence), log);
                }
                break;
            }
        }
    }
}

/// Whether a bracket closes that another line opens: the rest of that line (`（下转第` above `3版）`).
fn closes(text: &str) -> bool {
    text.find(['）', ')']).is_some_and(|at| !text[..at].contains(['（', '(']))
}

/// Whether a line opens with a date: that of a letter, unless the day of the week stands behind it, as papers have it.
fn is_day(text: &str) -> bool {
    let year = text.trim_start_matches(|c: char| forms::is_numeral(c) || matches!(c, '×' | 'X')).trim_start();
    year.len() < text.len() && year.starts_with('年') && year.contains('月') && year.contains('日') && !year.contains("星期")
}

/// Whether a row is alone in what it is, and its place says so: a sentence of prose breaks off above it and goes on below.
fn stands_alone(blocks: &[Block], row: &Row, wrapped: bool) -> bool {
    let block = &blocks[row.at];
    let text = block.text.as_str();
    let names_something = text.starts_with(['表', '图', '圖', '附', '第', '式', '例', '注']);
    // A number alone among lines may be a cell; between paragraphs, with blank lines round it, it is not.
    let parted =
        || !wrapped && block.hints.blank_before > 0 && blocks.get(row.at + 1).is_some_and(|below| below.hints.blank_before > 0);
    block.is_body()
        && !names_something
        && !block.hints.bold
        && !numbers_section(blocks, row)
        && (row.far || !block.hints.line)
        && (row.words.is_some() || !block.hints.line || parted())
        && cuts_prose(blocks, row.at)
}

/// Whether a number alone stands over a title: a short line that is bold, or centred as it is.
fn numbers_section(blocks: &[Block], row: &Row) -> bool {
    let centred = |block: &Block| block.hints.align == Align::Center;
    let title = |below: &Block| {
        let text = below.text.as_str();
        let set_off = below.hints.bold || centred(below) && centred(&blocks[row.at]);
        set_off && forms::is_within(text, LONGEST) && !forms::ends_sentence(text)
    };
    row.words.is_none() && blocks.get(row.at + 1).is_some_and(title)
}

/// Whether prose breaks off above a line and goes on below it.
fn cuts_prose(blocks: &[Block], at: usize) -> bool {
    around(blocks, at).is_some_and(|(above, below)| {
        above.is_body() && below.is_body() && unwrap::is_cut(above.text.as_str(), below.text.as_str())
    })
}

fn retag(blocks: &mut [Block], row: &Row, evidence: &str, log: &mut EditLog) {
    let (furniture, rule) = match row.words.is_some() {
        true => (Furniture::RunningHead, Rule::RunningHead),
        false => (Furniture::PageNumber, Rule::PageNumber),
    };
    blocks[row.at].retag(Kind::Furniture(furniture), &Reason::likely(rule, evidence.to_owned()), log);
}

/// Bare numbers that count pages. Numbers from one on that cut no sentence, and headings, count the sections of the text.
fn bare(blocks: &mut [Block], log: &mut EditLog) {
    let number = |block: &Block| is_bare_number(block).then(|| block.text.as_str().parse().ok()).flatten();
    let are_pages = |blocks: &[Block], row: &[(usize, u32)]| {
        let may_be_sections = |&(at, number): &(usize, u32)| number == 1 || blocks[at].heading().is_some();
        // One chapter of many may end without a stop.
        let cuts = row.iter().filter(|&&(at, _)| cuts_a_sentence(blocks, at)).count();
        !row.iter().any(may_be_sections) || cuts * 3 >= row.len() || are_even(blocks, row)
    };
    in_a_row(blocks, log, number, are_pages);
}

/// Whether most numbers stand as many lines apart as pages have: sections differ in length.
fn are_even(blocks: &[Block], row: &[(usize, u32)]) -> bool {
    let high = |block: &Block| usize::from(block.hints.line) + usize::from(block.hints.blank_before);
    let mut spans: Vec<usize> = row.windows(2).map(|pair| blocks[pair[0].0 + 1..=pair[1].0].iter().map(high).sum()).collect();
    spans.sort_unstable();
    let Some(&page) = spans.get(spans.len() / 2).filter(|_| spans.len() >= EVEN) else { return false };
    let even = spans.iter().filter(|span| 10 * span.abs_diff(page) <= page).count();
    page >= LINES && even * 4 >= spans.len() * 3
}

/// Makes folios of numbers that count pages: at least [`COUNTED`] of them, each one more than the last, a page of text between, where
/// their places allow it.
pub fn in_a_row(
    blocks: &mut [Block],
    log: &mut EditLog,
    number: impl Fn(&Block) -> Option<u32>,
    are_pages: impl Fn(&[Block], &[(usize, u32)]) -> bool,
) {
    let numbers: Vec<(usize, u32)> = blocks.iter().enumerate().filter_map(|(at, block)| Some((at, number(block)?))).collect();
    let follows = |a: &(usize, u32), b: &(usize, u32)| b.1 == a.1 + 1 && is_page_apart(blocks, a.0, b.0);
    let rows: Vec<&[(usize, u32)]> =
        numbers.chunk_by(follows).filter(|row| row.len() >= COUNTED && are_pages(blocks, row)).collect();
    for row in rows {
        let reason = Reason::certain(Rule::PageNumber, format!("{} numbers count pages", row.len()));
        for &(at, _) in row {
            blocks[at].retag(Kind::Furniture(Furniture::PageNumber), &reason, log);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;

    fn check(lines: bool, before: &str, after: &str) {
        let mut document = native::parse(before).expect("the native form is well formed");
        document.blocks.iter_mut().for_each(|block| block.hints.line = lines);
        run(&mut document.blocks, &mut document.log);
        beside_folios(&mut document.blocks, &mut document.log);
        assert_eq!(native::write(&document), after);
    }

    /// Pages whose sentences are cut by these lines.
    fn pages(heads: &[&str]) -> String {
        let page = |head: &&str| {
            format!(
                "body :: 那一天河水涨到了第三级石阶，老人把船拴好，坐下来等雨停，又说起从前的渡口和桥，还有\n{head}\n\
                 body :: 那些没有名字的旅客，都上了岸。\n{}",
                "body :: 后来桥修好了，渡口冷清下来，只有集日才有几个人过河，船也换成了铁壳的，声音很大。\n".repeat(4)
            )
        };
        heads.iter().map(page).collect()
    }

    #[test]
    fn the_last_page_may_be_short() {
        let text = "body :: 河水流过石桥，没有人说话，渡船停在对岸，灯也没有点亮。\n".repeat(6);
        let cut = "body :: 那一天河水涨到了第三级石阶，老人把船拴好，坐下来等雨停，又说\n%1\nbody :: 起从前的渡口。\n";
        let after = format!("{text}{cut}body :: 后来桥修好了。\n%2\n");
        check(true, &after.replace('%', "body :: "), &after.replace('%', "furniture page-number :: "));
    }

    #[test]
    fn numbers_as_far_apart_as_pages_are_folios() {
        let text = |heights: [usize; 5], kind: &str| -> String {
            let line = "body :: 河水流过石桥，没有人说话，渡船停在对岸。\n";
            heights.iter().enumerate().map(|(at, &height)| format!("{}{kind} :: {}\n", line.repeat(height), at + 1)).collect()
        };
        let pages = [9, 30, 31, 30, 29];
        check(true, &text(pages, "body"), &text(pages, "furniture page-number"));
        let sections = text([9, 30, 52, 21, 70], "body");
        check(true, &sections, &sections);
    }

    #[test]
    fn heads_of_left_and_right_pages_count_together() {
        let (left, right) = ("body :: 12 渡口旧事", "body :: 第二章 沿河的市镇 13");
        let heads = [left, right, "body :: 14 渡口旧事", "heading 2 :: 第三章 桥 15"];
        let furniture =
            |head: &str| head.replace("body", "furniture running-head").replace("heading 2", "furniture running-head");
        let after = heads.map(furniture);
        for lines in [true, false] {
            check(lines, &pages(&heads), &pages(&after.each_ref().map(String::as_str)));
        }
    }

    #[test]
    fn words_beside_a_folio_in_mid_sentence_are_a_head() {
        let page = |first: &str, second: &str| {
            format!(
                "body :: 那一天河水涨到了第三级石阶，老人把船拴好，坐下来等雨停，又说起从前的渡口和桥，还有\n{first}\n{second}\n\
                 body :: 那些没有名字的旅客，都上了岸。\n"
            )
        };
        for lines in [true, false] {
            let after = page("furniture page-number :: 12", "furniture running-head :: 渡口文史");
            check(lines, &page("body :: 12", "body :: 渡口文史"), &after);
            let field = page("furniture page-number :: — 12 —", "body :: 邮 箱：渡口办");
            check(lines, &field, &field);
            let day = page("furniture page-number :: — 12 —", "body :: 2013 年 3 月 25 日（2 分）");
            check(lines, &day, &day);
            let remark = page("furniture page-number :: — 12 —", "body :: 渡口（见前）");
            check(lines, &remark, &remark);
            let rest = page("furniture page-number :: — 12 —", "body :: 那些人。");
            check(lines, &rest, &rest);
            let rest = page("furniture page-number :: — 12 —", "body :: 3版）");
            check(lines, &rest, &rest);
            let caption = page("furniture page-number :: — 12 —", "body :: 图3　渡口");
            check(lines, &caption, &caption);
        }
    }

    #[test]
    fn words_beside_a_folio_on_one_page_head_another() {
        let text = "body :: 河水流过石桥，没有人说话，渡船停在对岸，灯也没有点亮。\n".repeat(6);
        let native = |kind: &str, head: &str| format!("{kind} :: 渡口文艺 第3期{head}\n{text}{kind} :: 渡口文艺 第3期\n{text}");
        let of = |native: &str| {
            let mut document = native::parse(native).expect("the native form is well formed");
            framed(&mut document.blocks, &mut document.log);
            native::write(&document)
        };
        assert_eq!(of(&native("body", " · 17 ·")), native("furniture running-head", " · 17 ·"));
        // In a contents, and over its chapter.
        assert_eq!(of(&native("body", "　　17")), native("body", "　　17"));
    }

    #[test]
    fn numbers_of_sections_are_no_folios() {
        let text = "body :: 那一天河水涨到了第三级石阶，老人把船拴好，坐下来等雨停，又说起从前的渡口和桥\n";
        let native = format!("{text}body :: 0　引言\n{text}body :: 那些旅客。\nbody :: 1　方法\n{text}");
        check(true, &native, &native);
    }

    #[test]
    fn a_chapter_that_ends_without_a_stop_makes_no_folios() {
        let text = "body :: 那一天河水涨到了第三级石阶，老人把船拴好，坐下来等雨停，又说起从前的渡口和桥。\n".repeat(4);
        let open = "body :: 那一天河水涨到了第三级石阶，老人把船拴好，坐下来等雨停，又说起从前的渡口——\n";
        let chapters = |last: &str| format!("{text}body :: 1\n{text}body :: 2\n{text}{last}body :: 3\n{text}body :: 4\n{text}");
        check(false, &chapters(open), &chapters(open));
        let dash = "body :: 小锣一路敲过来，敲锣的人在雨里喊着渡口的名字，一声接着一声地敲：「鏘——鏘\nbody :: ——」\nfurniture page-number :: — 59 —\n\
            body :: 弟弟问，那是什么声音呢，母亲没有回答他，只把窗子关上了。\n";
        check(false, dash, dash);
    }

    #[test]
    fn two_folios_that_cut_sentences_are_enough() {
        check(
            false,
            &pages(&["body :: 34", "body :: 35"]),
            &pages(&["furniture page-number :: 34", "furniture page-number :: 35"]),
        );
    }

    #[test]
    fn a_head_in_mid_sentence_needs_no_other() {
        check(true, &pages(&["body :: 渡口旧事　　21"]), &pages(&["furniture running-head :: 渡口旧事　　21"]));
        for row in ["body :: 渡口旧事21", "body :: 表 3", "body :: 人口 21", "body :: 21"] {
            check(true, &pages(&[row]), &pages(&[row]));
        }
        check(false, &pages(&["body :: 21"]), &pages(&["furniture page-number :: 21"]));
    }

    #[test]
    fn a_number_between_blank_lines_in_mid_sentence_is_a_folio() {
        let page = |kind: &str| {
            format!("body :: 老人把船拴好，坐下来等雨停，又说起从前的桥，还有\n{kind} :: 21\nbody :: 那些没有名字的旅客。\n")
        };
        for (blank, kind) in [(1, "furniture page-number"), (0, "body")] {
            let mut document = native::parse(&page("body")).expect("the native form is well formed");
            for block in &mut document.blocks {
                (block.hints.line, block.hints.blank_before) = (true, blank);
            }
            run(&mut document.blocks, &mut document.log);
            assert_eq!(native::write(&document), page(kind));
        }
    }

    #[test]
    fn what_cuts_nothing_counts_sections_or_rows() {
        let section =
            |number: u32| format!("body :: {number} 渡口的船\nbody :: {}\n", "船在渡口等了一天，没有人来。".repeat(20));
        let native: String = (1..6).map(section).collect();
        check(false, &native, &native);
        let rows: String = (1980..1990).map(|year| format!("body :: {year}　船只\n")).collect();
        check(true, &rows, &rows);
    }

    #[test]
    fn words_and_numbers_are_told_apart() {
        for (text, expected) in [
            ("12 渡口旧事", Some(("渡口旧事", 12, false))),
            ("渡口旧事　　21", Some(("渡口旧事", 21, true))),
            ("第二章 沿河的市镇 13", Some(("第二章 沿河的市镇", 13, false))),
            ("渡口旧事 · 21 ·", Some(("渡口旧事", 21, true))),
            ("— 12 — 渡口旧事", Some(("渡口旧事", 12, true))),
            ("渡口旧事 | 21", Some(("渡口旧事", 21, true))),
            ("第4期 王立群等：渡口的桥 21", Some(("第4期 王立群等：渡口的桥", 21, false))),
            ("渡口旧事21", None),
            ("雨，停了 3", None),
            ("日期：2018 3", None),
            ("2013 年 3 月 25 日", None),
            ("12 江湾时报 2013年3月25日", Some(("江湾时报 2013年3月25日", 12, false))),
            ("图 3", None),
            ("第3版） 12", None),
            ("12", None),
        ] {
            assert_eq!(parted(text), expected, "{text}");
        }
    }
}
