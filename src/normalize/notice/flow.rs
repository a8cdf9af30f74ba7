//! Running text that a line broke off. A short notice has too few lines to show its measure; but its paragraphs end with a mark,
//! and a line of prose without one goes on. Asked when the pass `unwrap` has joined what it could tell.

use super::head;
use crate::model::{Block, EditLog, Kind, Origin, Reason, Role, Rule};
use crate::normalize::patterns::GW_DOCNO;
use crate::normalize::roles::{before, is_open};
use crate::normalize::{forms, headings};
use crate::text::clreq::{is_close, is_open as is_opening};
use crate::text::script::is_han;
use crate::text::width;

/// A line of 28 characters, and what a mark or a number at its end may leave free, in half ems (GW-3).
const FULL: std::ops::RangeInclusive<usize> = 46..=58;

/// Joins the lines.
pub fn run(blocks: &mut Vec<Block>, log: &mut EditLog) {
    let mut at = 0;
    while at + 1 < blocks.len() {
        if goes_on(blocks, at) {
            head::join(blocks, at..at + 2, "prose that ends without a mark goes on", log);
        }
        at += 1;
    }
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

/// Whether a line goes on in the next: it is prose, full, and ends in a word, and the next ends the sentence; or the next begins
/// with the number of the document that it names.
fn goes_on(blocks: &[Block], at: usize) -> bool {
    let (line, next) = (&blocks[at], &blocks[at + 1]);
    let (text, rest) = (line.text.as_str(), next.text.as_str());
    let of_line = |block: &Block| matches!(block.origin, Origin::Line { .. });
    let wrapped = of_line(line) && of_line(next) && line.kind == Kind::Paragraph(Role::Body) && is_open(next);
    if !wrapped || next.hints.blank_before > 0 || next.hints.indent >= 3 || !FULL.contains(&width::of(text)) {
        return false;
    }
    let prose = forms::has_comma(text)
        || text.matches('、').count() >= 2
        || text.contains('》') && forms::has_comma(rest)
        || is_unclosed(text) && rest.contains(is_close);
    let word = text.ends_with(|c: char| is_han(c) || c.is_ascii_digit()) && prose && !forms::is_cut_off(rest);
    let named = text.ends_with(is_close)
        && rest.starts_with(['（', '('])
        && GW_DOCNO.find(rest).is_some_and(|number| rest[..number.start()].chars().all(|c| matches!(c, '（' | '(')));
    (word || named)
        && !forms::is_field(text)
        && !forms::is_date(rest)
        && headings::rank(rest).is_none()
        && !forms::is_labelled(rest)
        && !forms::is_field(rest)
        && (forms::ends_sentence(rest) || named)
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
        document.blocks.iter_mut().for_each(|block| block.origin = Origin::Line { line: 1, offset: 0 });
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
        // A list of names, a short line, the next item.
        for lines in [
            ["渡口值班由镇里安排，每日两班", "管理所。"],
            ["江湾县水务局江湾县交通局江湾县财政局江湾县教育局江湾县", "管理所。"],
            ["渡口值班由镇里安排，每日两班，每班三人，值班电话设在渡口", "二、各村都要有人。"],
        ] {
            check(&lines, &lines);
        }
    }
}
