//! Marks that programs leave where a page of their source ended: `--- Page 3 ---`, `[p. 3]`, `{3}-----`, or a rule.
//!
//! A mark that names the page says so by its form. A rule says so where it cuts a sentence: a pause between scenes stands
//! between sentences. Where many rules of a text do, all of them are the ends of pages.

use super::furniture::{cuts_a_sentence, is_bare_number, is_line};
use super::{folios, forms, measure, unwrap};
use crate::model::{Block, EditLog, Furniture, Kind, Reason, Rule};
use crate::text::patterns::compile;
use crate::text::script::{is_hangul, is_solid};
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// One rule of so many cuts a sentence, and two at least, where rules are the ends of pages.
const CUTTING: usize = 3;
/// What stands beside a rule has no more marks between.
const BESIDE: usize = 4;
/// Prose beside a rule has more ideographs than this.
const LEAST: usize = 8;
/// The longest mark in bytes.
const LONGEST: usize = 96;

/// Folios with a form of their own: `第 3 页`, `第3页 共8页`, `Page 3 of 8`, `·12·`.
static FOLIO: LazyLock<Regex> = LazyLock::new(|| {
    let forms = r"^\s*(?:第\s*\d{1,4}\s*[页頁](?:\s*[,，/／]?\s*[（(]?\s*共\s*\d{1,4}\s*[页頁][）)]?)?|(?i:page)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?|[·•・]\s*\d{1,4}\s*[·•・]|\d{1,4}\s*/\s*\d{1,4}\s*[页頁])\s*$";
    compile(forms)
});

/// A folio that is a title as well.
static PAGE_TITLE: LazyLock<Regex> = LazyLock::new(|| compile(r"^\s*(?i:page)\s*\d{1,4}\s*$"));

/// The name of a page between marks: `Page 3`, `PDF 第 3 页 / 共 9 页`, `第3页 / Page 3`.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    let name = r"(?:第\s*\d{1,4}\s*[页頁]|page[.\s:：=]*\d{1,4})";
    compile(&format!(
        r"(?i)^(?:pdf\s+|end of\s+|start of\s+)?{name}(?:\s*[,，/／|]?\s*(?:{name}|(?:of\s*)?共?\s*\d{{1,4}}\s*[页頁]?))?$"
    ))
});

/// A rule with a number: `{3}-----`.
static RULED: LazyLock<Regex> = LazyLock::new(|| compile(r"^\{\d{1,4}\}\s*[-=_—]{5,}$"));

/// Compiles the patterns that nearly every text is asked for.
pub fn warm() {
    LazyLock::force(&FOLIO);
}

/// Whether a line is the mark of a page by its form alone.
pub fn is_page_mark(text: &str) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let (inner, framed) = unframed(text);
    if framed && ["page break", "new page", "分页符", "换页"].iter().any(|mark| inner.eq_ignore_ascii_case(mark)) {
        return true;
    }
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    // In round brackets stands where a quotation is from.
    let framed =
        framed && !text.trim_start().starts_with(['（', '(']) || inner.len() == text.trim().len() && inner.contains('第');
    FOLIO.is_match(text) || framed && NAMED.is_match(inner) || RULED.is_match(text.trim())
}

/// Whether a mark may be a title as well: `Page 3`, where paragraphs are the source's own.
pub fn is_title(text: &str) -> bool {
    PAGE_TITLE.is_match(text)
}

/// Rules that are the ends of pages, `Page 3` in mid-sentence, and numbers that count pages: `{3}`, `P3`, `3 / 9`.
pub fn run(blocks: &mut [Block], log: &mut EditLog) {
    rules(blocks, log);
    for at in 0..blocks.len() {
        if is_line(&blocks[at]) && is_title(blocks[at].text.as_str()) && cuts_a_sentence(blocks, at) {
            let reason = Reason::certain(Rule::PageNumber, "the name of a page in mid-sentence");
            blocks[at].retag(Kind::Furniture(Furniture::PageNumber), &reason, log);
        }
    }
    numbers(blocks, log);
}

fn rules(blocks: &mut [Block], log: &mut EditLog) {
    let is_rule = |block: &Block| {
        block.kind == Kind::Separator || block.is_body() && !block.text.is_empty() && forms::is_separator(block.text.as_str())
    };
    let rules: Vec<usize> = (0..blocks.len()).filter(|&at| is_rule(&blocks[at])).collect();
    // Between the two sides of a page stand its number and its head, too.
    let passed = |block: &&Block| {
        let mark = is_rule(block) || is_bare_number(block) || is_line(block) && is_page_mark(block.text.as_str());
        block.is_visible() && !mark
    };
    // Where pages end, a page of text lies between; between sayings and between slides there is less.
    let paged = |index: usize| {
        let at = rules[index];
        // A number may stand between two.
        let apart = |from: usize, to: usize| blocks[from + 1..to].iter().any(|block| passed(&block));
        let next = rules[index + 1..].iter().take(BESIDE).find(|&&next| apart(at, next));
        let before = rules[..index].iter().rev().take(BESIDE).find(|&&before| apart(before, at)).copied();
        before.or(next.is_none().then_some(0)).is_none_or(|before| folios::is_page_apart(blocks, before, at))
            && next.is_none_or(|&next| folios::is_page_apart(blocks, at, next))
    };
    let cuts = |at: usize| {
        let above = blocks[..at].iter().rev().take(BESIDE).find(passed);
        let below = blocks[at + 1..].iter().take(BESIDE).find(passed);
        above.zip(below).is_some_and(|(above, below)| {
            let (left, right) = (above.text.as_str(), below.text.as_str());
            above.is_body() && below.is_body() && is_prose(left) && is_prose(right) && unwrap::is_cut(left, right)
        })
    };
    let cutting: Vec<usize> = match rules.is_empty() || !has_sentences(blocks, &rules) {
        true => Vec::new(),
        false => (0..rules.len()).filter(|&index| paged(index) && cuts(rules[index])).map(|index| rules[index]).collect(),
    };
    let all = cutting.len() >= 2 && cutting.len() * CUTTING >= rules.len();
    let reason = match all {
        true => Reason::likely(Rule::RunningHead, "a rule, as others that cut sentences"),
        false => Reason::likely(Rule::RunningHead, "a rule in mid-sentence"),
    };
    for at in if all { rules } else { cutting } {
        blocks[at].retag(Kind::Furniture(Furniture::RunningHead), &reason, log);
    }
}

/// Whether what breaks off above a rule is remarkable: the text has lines of one measure, or most of its paragraphs end as sentences
/// do. Those of slides and of verse do not.
fn has_sentences(blocks: &[Block], rules: &[usize]) -> bool {
    if measure::of(blocks).is_some() {
        return true;
    }
    let above: BTreeSet<usize> = rules.iter().filter_map(|at| at.checked_sub(1)).collect();
    let (mut ended, mut open) = (0, 0);
    for (at, block) in blocks.iter().enumerate() {
        if block.is_body() && !above.contains(&at) && is_prose(block.text.as_str()) {
            *(if forms::ends_sentence(block.text.as_str()) { &mut ended } else { &mut open }) += 1;
        }
    }
    ended > open
}

/// Whether a text is a piece of prose in ideographs, kana or syllables, and no row of a table that was drawn with dashes.
fn is_prose(text: &str) -> bool {
    let text = text.trim();
    let solid = |c: char| is_solid(c) || is_hangul(c);
    text.chars().filter(|&c| solid(c)).nth(LEAST).is_some() && !text.contains("  ") && !text.contains('\t')
}

fn numbers(blocks: &mut [Block], log: &mut EditLog) {
    let number = |block: &Block| is_line(block).then(|| framed_number(block.text.as_str())).flatten();
    let cut = |blocks: &[Block], row: &[(usize, u32)]| {
        row.iter().filter(|&&(at, _)| cuts_a_sentence(blocks, at)).count() * 2 >= row.len()
    };
    folios::in_a_row(blocks, log, number, cut);
}

/// The number of `{3}`, `P3`, `[p. 3]`, `（第3页）` and `3 / 9`. A number alone in other brackets is a label: `(3)`, `〔3〕`.
fn framed_number(text: &str) -> Option<u32> {
    if text.len() > LONGEST / 2 {
        return None;
    }
    let (inner, _) = unframed(text);
    let number = |text: &str| (text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?;
    let bare = inner.trim_start_matches(['P', 'p', '第', '.', ' ']).trim_end_matches(['页', '頁', ' ']);
    let named = (bare.len() < inner.len()).then_some(bare);
    let of = inner.split_once('/').filter(|(_, all)| number(all.trim()).is_some()).map(|(number, _)| number.trim_end());
    let braced = text.trim().starts_with('{').then_some(inner);
    [named, of, braced].into_iter().flatten().find_map(number)
}

/// What stands between marks, and whether there are any.
fn unframed(text: &str) -> (&str, bool) {
    const FRAME: &str = "=＝-－–—―─~～#*_[]【】<>《》()（）{}〔〕:|｜·•";
    let is_frame = |c: char| c.is_whitespace() || FRAME.contains(c);
    let text = text.trim();
    let inner = text.trim_matches(is_frame);
    (inner, inner.len() < text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::settles::makes;

    #[test]
    fn pages_are_named_between_marks() {
        for mark in ["第 3 页 共 8 页", "Page 3 of 8", "===== PAGE 3 =====", "【第3页】", "{3}-----------", "## 第3页 / Page 3"]
        {
            assert!(is_page_mark(mark), "{mark}");
        }
        for text in ["PDF 第 3 页 / 共 9 页", "--- Page 3 ---"] {
            assert!(is_page_mark(text), "{text}");
        }
        for text in [
            "p3",
            "（P35）",
            "【P1】",
            "（12页）",
            "（第3页）",
            "1 ________",
            "3 / 9",
            "第三页",
            "见第3页",
            "Page",
            "[3]",
            "-----",
            "第3页的图",
            "3页",
            "Page 3 of the book",
        ] {
            assert!(!is_page_mark(text), "{text}");
        }
    }

    #[test]
    fn rules_that_cut_sentences_are_ends_of_pages() {
        let page = "桥修好以后，两岸的人来往方便了，船夫却都改了行。".repeat(8);
        let cut = &format!(
            "body :: {page}\nbody :: {page}桥修好以后，两岸的人来往方\nseparator\nbody :: 便了，船夫却都改了行。\nbody :: {page}\n"
        );
        let gone = cut.replace("separator", "furniture running-head");
        let pause = "body :: 桥修好了。\nseparator\nbody :: 船夫改了行。\n";
        makes(|blocks, log| run(blocks, log), cut, &gone);
        makes(|blocks, log| run(blocks, log), pause, pause);
        let slides = "body :: 穿好救生衣，坐稳扶好，不要站立\nseparator\nbody :: 发现险情，立即报告，听从指挥\n".repeat(3);
        makes(|blocks, log| run(blocks, log), &slides, &slides);
        let sayings = "body :: “渡口的灯亮了一夜，没有人来。”\nbody :: 石桥在镇子的西头，桥上每天有人走过\nseparator\nbody :: 镇子很小，住着两百多户人家，都种地\n";
        makes(|blocks, log| run(blocks, log), &sayings.repeat(3), &sayings.repeat(3));
        // A table drawn with dashes, and a letter.
        for table in [
            "body :: 字段名  类型  说明，以及其他各项数据的来源\nseparator\nbody :: 编号  整数  表里的每一行都有一个编号\n",
            "body :: Here, it begins\nseparator\nbody :: thank you\n",
        ] {
            makes(|blocks, log| run(blocks, log), table, table);
        }
        // One of many pauses is no rule for all, and two of four are.
        let paused = format!("{cut}{}", pause.repeat(3));
        makes(|blocks, log| run(blocks, log), &paused, &format!("{gone}{}", pause.repeat(3)));
        let paged = cut.repeat(2) + &pause.repeat(2);
        makes(|blocks, log| run(blocks, log), &paged, &paged.replace("separator", "furniture running-head"));
    }

    #[test]
    fn framed_numbers_that_cut_sentences_count_pages() {
        let page = |mark: &str| {
            format!("body :: {}，两岸的人来往方\nbody :: {mark}\nbody :: 便了，船夫都改了行。\n", "桥修好以后".repeat(30))
        };
        for marks in [
            ["P2", "P3", "P4"],
            ["p.8", "p.9", "p.10"],
            ["2 / 4", "3 / 4", "4 / 4"],
            ["[p. 2]", "[p. 3]", "[p. 4]"],
            ["（第2页）", "（第3页）", "（第4页）"],
        ] {
            let text: String = marks.iter().map(|mark| page(mark)).collect();
            let gone = marks.iter().fold(text.clone(), |text, mark| {
                text.replace(&format!("body :: {mark}\n"), &format!("furniture page-number :: {mark}\n"))
            });
            makes(|blocks, log| run(blocks, log), &text, &gone);
        }
        let labels: String = ["(2)", "(3)", "(4)"].iter().map(|mark| page(mark)).collect();
        makes(|blocks, log| run(blocks, log), &labels, &labels);
        let out_of_order: String = ["P2", "P7", "P4"].iter().map(|mark| page(mark)).collect();
        makes(|blocks, log| run(blocks, log), &out_of_order, &out_of_order);
    }
}
