//! Running text that a line broke off. A short notice has too few lines to show its measure; but its paragraphs end with a mark,
//! and a line of prose without one goes on. Asked when the pass `unwrap` has joined what it could tell.

use crate::model::{Block, EditLog, Kind, Origin, Reason, Role, Rule};
use crate::normalize::patterns::GW_DOCNO;
use crate::normalize::roles::{before, is_open};
use crate::normalize::{forms, headings};
use crate::text::clreq::{is_close, is_open as is_opening};
use crate::text::script::is_han;
use crate::text::width;
use std::ops::RangeInclusive;

/// A line of 28 characters, and what a mark or a number at its end may leave free, in half ems (GW-3).
const FULL: RangeInclusive<usize> = 44..=58;
/// A line that ends in a comma is broken off, whatever the measure was.
const CLAUSE: RangeInclusive<usize> = 36..=80;
/// No rest of a paragraph is longer, in characters.
const REST: usize = 600;

/// Joins the lines, the last ones first: a line is judged by all that goes on behind it.
pub fn run(blocks: &mut Vec<Block>, log: &mut EditLog) {
    let mut joined: Vec<Block> = Vec::with_capacity(blocks.len());
    for mut line in blocks.drain(..).rev() {
        let after = joined.iter().rev().nth(1).and_then(source_line);
        if let Some(next) = joined.pop_if(|next| goes_on(&line, next, after)) {
            let reason = Reason::likely(Rule::Unwrap, "prose that ends without a mark goes on");
            line.text.append(next.text, "", &line.origin, &reason, log);
            if line.heading().is_some() {
                line.retag(Kind::default(), &Reason::likely(Rule::RoleOf, "a sentence that goes on is no heading"), log);
            }
        }
        joined.push(line);
    }
    joined.reverse();
    *blocks = joined;
    notes(blocks, log);
}

/// What stands in brackets below the date is a note 附注 (GW-24), on however many lines it was.
fn notes(blocks: &mut [Block], log: &mut EditLog) {
    for at in 1..blocks.len() {
        let text = blocks[at].text.as_str();
        let note = is_open(&blocks[at])
            && forms::is_within(text, 120)
            && forms::is_in_brackets(text)
            && headings::rank(text).is_none();
        if note && before(blocks, at).is_some_and(|above| above.kind == Kind::Paragraph(Role::Date)) {
            let reason = Reason::certain(Rule::RoleOf, "a note below the date");
            blocks[at].retag(Kind::Paragraph(Role::Line), &reason, log);
        }
    }
}

/// The line of the source where a block begins.
fn source_line(block: &Block) -> Option<u32> {
    if let Origin::Line { line, .. } = block.origin { Some(line) } else { None }
}

/// The width of each of the lines that a text was read from, in half ems; `after` is the first that is not.
fn width_of_each(text: &str, first: u32, after: u32) -> usize {
    width::of(text) / after.saturating_sub(first).max(1) as usize
}

/// Whether a line goes on in the next: it is prose, full, and ends in a word or a comma, and the next ends the sentence; or the next
/// begins with the number of the document that it names. A line wider than the measure is a paragraph, and no rest of one; `after` is
/// where the next ends.
fn goes_on(line: &Block, next: &Block, after: Option<u32>) -> bool {
    let (text, rest) = (line.text.as_str(), next.text.as_str());
    let (Some(first), Some(second)) = (source_line(line), source_line(next)) else { return false };
    if width_of_each(rest, second, after.unwrap_or(second + 2)) > *CLAUSE.end() {
        return false;
    }
    let numbered = line.heading().is_some_and(|level| level > 1) && !line.hints.marked && headings::rank(text).is_some();
    let wrapped = (line.kind == Kind::default() || numbered) && is_open(next) && forms::is_within(rest, REST);
    if !wrapped || next.hints.blank_before > 0 || next.hints.indent >= 3 {
        return false;
    }
    // Of lines that are joined already, each.
    let width = width_of_each(text, first, second);
    let prose = forms::has_comma(text)
        || text.matches('、').count() >= 2
        || text.contains('》') && forms::has_comma(rest)
        || is_unclosed(text) && rest.contains(is_close);
    let leads = rest.ends_with('：') && ["如下", "以下", "下列"].iter().any(|word| rest.contains(word));
    let ends = leads || forms::ends_sentence(rest) && !forms::is_cut_off(rest);
    let word = text.ends_with(|c: char| is_han(c) || c.is_ascii_digit()) && prose && ends && FULL.contains(&width);
    let clause = text.ends_with('，') && ends && CLAUSE.contains(&width);
    let named = FULL.contains(&width)
        && text.ends_with(is_close)
        && rest.starts_with(['（', '('])
        && GW_DOCNO.find(rest).is_some_and(|number| rest[..number.start()].chars().all(|c| matches!(c, '（' | '(')));
    (word || clause || named && !numbered)
        && !forms::is_field(text)
        && !forms::is_date(rest)
        && headings::rank(rest).is_none()
        && !forms::is_labelled(rest)
        && !forms::is_field(rest)
}

/// Whether a bracket is open at the end.
fn is_unclosed(text: &str) -> bool {
    let opens = text.chars().filter(|&c| is_opening(c)).count();
    opens > text.chars().filter(|&c| is_close(c)).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;
    use crate::normalize::settles::makes;

    fn check(lines: &[&str], expected: &[&str]) {
        let native: String = lines.iter().map(|line| format!("body :: {line}\n")).collect();
        let mut document = native::parse(&native).expect("the native form is well formed");
        (1..).zip(&mut document.blocks).for_each(|(line, block)| block.origin = Origin::Line { line, offset: 0 });
        run(&mut document.blocks, &mut document.log);
        let found: Vec<&str> = document.blocks.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(found, expected);
        assert_eq!(document.balance(), Ok(()));
    }

    #[test]
    fn brackets_below_the_date_are_a_note() {
        let check = |native: &str, expected: &str| makes(run, native, expected);
        let note = "（此件公开。联系单位：江湾县渡口管理所）";
        check(&format!("date :: 2024年3月8日\nbody :: {note}\n"), &format!("date :: 2024年3月8日\nline :: {note}\n"));
        let item = "date :: 2024年3月8日\nbody :: （一）渡口\n";
        check(item, item);
    }

    #[test]
    fn an_item_whose_sentence_goes_on_is_no_heading() {
        let check = |line: &str, rest: &str, expected: usize| {
            let mut document = native::parse(&format!("heading 2 :: {line}\nbody :: {rest}\n")).expect("well formed");
            (1..).zip(&mut document.blocks).for_each(|(line, block)| block.origin = Origin::Line { line, offset: 0 });
            run(&mut document.blocks, &mut document.log);
            assert_eq!(document.blocks.len(), expected, "{line}");
            assert_eq!(document.blocks[0].heading().is_none(), expected == 1);
        };
        let item = "二、停渡期间，原来从老码头发出的渡船全部改从石桥村的";
        check(item, "新码头发出，票价不变。", 1);
        check(item, "各村要有人值班", 2);
        check("二、渡口的值班", "每日两班，每班三人。", 2);
        // A line to each paragraph.
        check(item, &"新码头发出，票价不变。".repeat(9), 2);
    }

    #[test]
    fn prose_without_a_mark_at_its_end_goes_on() {
        check(
            &["渡口值班由镇里安排，每日两班，每班三人，值班电话设在渡口", "管理所。", "特此通知。"],
            &["渡口值班由镇里安排，每日两班，每班三人，值班电话设在渡口管理所。", "特此通知。"],
        );
        let report = "你所《关于老渡口码头石阶和栏杆整修工程开工的请示报告》";
        let joined = format!("{report}（江渡〔2024〕4号）收悉。");
        check(&[report, "（江渡〔2024〕4号）收悉。"], &[&joined]);
        let year = "你所《关于老渡口码头石阶和栏杆整修工程（二期，2021—2035";
        let joined = format!("{year}年）开工的请示》收悉。");
        check(&[year, "年）开工的请示》收悉。"], &[&joined]);
        let three = [
            "渡口修缮工程自去年九月开工以来，石阶已换去三百多级，栏杆",
            "全部漆过，灯也装上了二十四盏，船工值班室搬到了新码头上",
            "去，老码头只停货船。",
        ];
        check(&three, &[&three.concat()]);
        let leading = ["渡口修缮工程自去年九月开工以来进展顺利，现将下一步的", "事项通知如下："];
        check(&leading, &[&leading.concat()]);
        let clause = ["根据《渡口管理办法》的规定，经查验认定，", "现将停用的渡口予以公布。"];
        check(&clause, &[&clause.concat()]);
        // A list of names, a short line, the next item.
        for lines in [
            ["渡口值班由镇里安排，每日两班", "管理所。"],
            ["江湾县水务局江湾县交通局江湾县财政局江湾县教育局江湾县", "管理所。"],
            ["渡口值班由镇里安排，每日两班，每班三人，值班电话设在渡口", "二、各村都要有人。"],
            ["渡口值班由镇里安排，每日两班，每班三人，值班电话设在渡口", "各乡镇人民政府："],
            ["渡口值班由镇里安排，每日两班，", "每班三人。"],
        ] {
            check(&lines, &lines);
        }
    }
}
