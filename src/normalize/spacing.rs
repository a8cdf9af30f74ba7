//! Spaces: those that OCR and typists put where layout belongs.
//!
//! Spaces beside full-width marks go (NR-8); one space between Han and Latin goes in prose, where layout sets the gap (MX-3,
//! NR-23), and stays where it parts words: after a lead, in headlines, names, lists, verse and tables. Spaces between Han may be
//! an author's: they go with `bold` alone, and only where their rate or their period gives them away (NR-7). Nothing is inserted.

use super::patterns::lead_end;
use super::{NormalizeOptions, forms};
use crate::diag::Sink;
use crate::model::Change;
use crate::model::{Block, Document, Kind, Reason, Replacement, Role, Rule, Text, walk};
use crate::text::clreq::{is_close, is_open, is_stop};
use crate::text::script::{is_han, is_solid};
use rayon::prelude::*;

/// Spaces between more than one in twenty pairs of Han are an OCR's (NR-7), in percent.
const RATE: usize = 5;
/// So many single Han in a row with spaces between are an OCR's (NR-7).
const PERIOD: usize = 3;

/// The pass.
pub fn run(document: &mut Document, options: &NormalizeOptions, _: &mut Sink) {
    let language = document.meta.language.as_deref().unwrap_or("zh");
    if !(language.starts_with("zh") || language == "ja") {
        return;
    }
    let texts: Vec<&Text> = walk::texts(document).collect();
    let sum = |count: fn(&str) -> usize| -> usize { texts.par_iter().with_min_len(64).map(|text| count(text.as_str())).sum() };
    let spaced = sum(spaced_pairs);
    let frequent = spaced > 0 && spaced * 100 > (spaced + sum(han_pairs)) * RATE;
    let find = |block: &Block| changes(block, frequent);
    walk::each_found(document, find, |block, (mut changes, han), log| {
        if let Some(first) = han.first() {
            let space = &block.text.as_str()[first.range.clone()];
            let change = || Change::Text { before: space.into(), after: "".into() };
            if options.bold || log.accepts(Rule::HanSpaces, &block.origin, change) {
                changes.extend(han);
            } else {
                let evidence = format!("{} spaces between Han (NR-7)", han.len());
                log.propose(space, "", &block.origin, Rule::HanSpaces, evidence);
            }
        }
        if changes.is_empty() {
            return;
        }
        super::keep_outside(&mut changes, super::code(&block.text).collect());
        changes.sort_by_key(|change| change.range.start);
        changes.dedup_by(|later, earlier| later.range.start < earlier.range.end);
        block.text.edit(changes, &block.origin, log);
    });
}

/// What goes beside marks and Latin, and what would go between Han.
fn changes(block: &Block, frequent: bool) -> (Vec<Replacement>, Vec<Replacement>) {
    let prose = match block.kind {
        Kind::Paragraph(Role::Body | Role::Addressee | Role::Attachment | Role::Notice) => true,
        Kind::Heading(_) | Kind::Paragraph(_) => false,
        _ => return Default::default(),
    };
    if !has_space(block.text.as_str()) {
        return Default::default();
    }
    let mut changes = marks(&block.text, prose);
    blanks(&block.text, &mut changes);
    latin(&block.text, prose, &mut changes);
    wide(&block.text, block.heading().is_some(), &mut changes);
    (changes, han(&block.text, frequent && prose))
}

/// Whether there is a U+0020 or a U+00A0 (bytes C2 A0).
fn has_space(string: &str) -> bool {
    memchr::memchr2(b' ', 0xc2, string.as_bytes()).is_some()
}

/// Runs of U+0020 and U+00A0 with their neighbours: start, end, what is before, what is after.
pub fn spaces(string: &str) -> impl Iterator<Item = (usize, usize, char, char)> {
    let is_space = |c: char| matches!(c, ' ' | '\u{a0}');
    let mut from = if has_space(string) { 0 } else { string.len() };
    std::iter::from_fn(move || {
        loop {
            let start = from + string[from..].find(is_space)?;
            let end = start + string[start..].find(|c| !is_space(c)).unwrap_or(string.len() - start);
            from = end;
            if let (Some(before), Some(after)) = (string[..start].chars().next_back(), string[end..].chars().next()) {
                return Some((start, end, before, after));
            }
            if end >= string.len() {
                return None;
            }
        }
    })
}

fn removal(start: usize, end: usize, reason: Reason) -> Replacement {
    Replacement { range: start..end, with: String::new(), reason }
}

/// NR-8. After a stop, a space goes where prose goes on.
fn marks(text: &Text, prose: bool) -> Vec<Replacement> {
    let is_mark = |c: char| is_stop(c) || is_close(c);
    spaces(text.as_str())
        .filter(|gap| !is_blank(gap))
        .filter(|&(_, _, before, after)| {
            let curly = |c: char| matches!(c, '“' | '”' | '‘' | '’');
            is_mark(after)
                && (is_solid(before) || before.is_ascii_alphanumeric() || is_mark(before) || before == '%')
                && (prose || !curly(after))
                || is_open(before) && (prose || !curly(before))
                || prose
                    && is_stop(before)
                    && (is_solid(after) || after.is_ascii_alphanumeric() || is_open(after) && after != '（')
        })
        .map(|(start, end, ..)| removal(start, end, Reason::certain(Rule::MarkSpaces, "a space beside a full-width mark")))
        .collect()
}

/// Whether a space is all that a pair of brackets holds: an answer is to be written there.
fn is_blank(&(_, _, before, after): &(usize, usize, char, char)) -> bool {
    matches!(
        (before, after),
        ('（', '）') | ('(', ')') | ('［', '］') | ('【', '】') | ('〔', '〕') | ('《', '》') | ('“', '”')
    )
}

/// A blank that is left for an answer is as wide as it was, in spaces that no reader of pages makes one of.
fn blanks(text: &Text, changes: &mut Vec<Replacement>) {
    /// The widest, in em.
    const WIDEST: usize = 20;
    let wide = |&(start, end, ..): &(usize, usize, char, char)| text.as_str()[start..end].chars().count();
    changes.extend(spaces(text.as_str()).filter(|gap| is_blank(gap) && wide(gap) > 1).map(|gap| {
        let reason = Reason::certain(Rule::HanSpaces, "a blank for an answer");
        Replacement { range: gap.0..gap.1, with: "\u{3000}".repeat((wide(&gap) / 2).min(WIDEST)), reason }
    }));
}

/// Extractors that keep the layout fill a wide space up with several: behind the label of a clause, and in a heading, one is meant.
fn wide(text: &Text, heading: bool, changes: &mut Vec<Replacement>) {
    let string = text.as_str();
    let label = string.find(' ').filter(|&at| forms::is_clause(&string[..at]));
    let found = spaces(string).filter(|&(start, end, ..)| end - start > 1 && (heading || Some(start) == label));
    changes.extend(found.map(|(start, end, ..)| {
        let reason = Reason::certain(Rule::HanSpaces, "several spaces for a wide one");
        Replacement { range: start..end, with: " ".to_owned(), reason }
    }));
}

/// MX-3: one U+0020 between Han and Latin. In prose each, in a heading only those round one Latin word.
fn latin(text: &Text, prose: bool, changes: &mut Vec<Replacement>) {
    let string = text.as_str();
    if prose && !(forms::has_comma(string) || forms::ends_sentence(string)) {
        return;
    }
    let lead = if prose { lead_end(string).unwrap_or(0) } else { 0 };
    let label = string
        .find(' ')
        .filter(|&at| forms::is_clause(&string[..at]) || at <= 12 && super::headings::rank(&string[..at]).is_some())
        // `（四）GDP 上涨`: a label and a word behind it.
        .filter(|&at| !string[..at].ends_with(|c: char| c.is_ascii_alphabetic()));
    let word = |c: char| c.is_ascii_alphanumeric();
    let found: Vec<_> = spaces(string)
        .filter(|&(start, end, before, after)| {
            end - start == 1
                && start >= lead
                && Some(start) != label
                && (is_solid(before) && word(after) || (word(before) || before == '%') && is_solid(after))
        })
        .collect();
    for (index, &(start, end, before, after)) in found.iter().enumerate() {
        // In a heading spaces part clauses: only a word with a space on both sides is set off for its own sake.
        let both = || {
            let (other, left) = if is_solid(before) {
                (found.get(index + 1), true)
            } else {
                (index.checked_sub(1).and_then(|at| found.get(at)), false)
            };
            other.is_some_and(|&(at, to, ..)| {
                let inside = if left { string.get(end..at) } else { string.get(to..start) };
                inside
                    .is_some_and(|inside| !inside.is_empty() && inside.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.'))
            })
        };
        // `2018 年`, `41 号`: a number and what it counts are no clauses.
        let counts = before.is_ascii_digit() && matches!(after, '年' | '月' | '日' | '号' | '號');
        if prose || counts || both() {
            changes.push(removal(start, end, Reason::certain(Rule::LatinSpaces, "layout parts Han from Latin")));
        }
    }
}

/// NR-7: spaces between Han that are an OCR's.
fn han(text: &Text, frequent: bool) -> Vec<Replacement> {
    let string = text.as_str();
    let all: Vec<_> = spaces(string).filter(|&(_, _, before, after)| is_han(before) && is_han(after)).collect();
    let single = |pair: &[(usize, usize, char, char)]| string[pair[0].1..pair[1].0].chars().count() == 1;
    let mut periodic = vec![false; all.len()];
    let mut start = 0;
    while start < all.len() {
        let mut end = start + 1;
        while end < all.len() && single(&all[end - 1..=end]) {
            end += 1;
        }
        // n spaces with single Han between stand among n + 1 Han.
        if end - start >= PERIOD {
            periodic[start..end].fill(true);
        }
        start = end;
    }
    let names = |at: usize| string[all[at].1..].chars().take(2).count() < 2;
    (0..all.len())
        .filter(|&at| periodic[at] || frequent && !names(at))
        .map(|at| removal(all[at].0, all[at].1, Reason::likely(Rule::HanSpaces, "spaces at the rate or the period of an OCR")))
        .collect()
}

/// How many pairs of Han have spaces between.
fn spaced_pairs(string: &str) -> usize {
    spaces(string).filter(|&(_, _, before, after)| is_han(before) && is_han(after)).count()
}

/// How many pairs of Han have nothing between.
fn han_pairs(string: &str) -> usize {
    pairs(string, is_han)
}

/// How many pairs of characters of a kind have nothing between.
pub fn pairs(string: &str, is: fn(char) -> bool) -> usize {
    let chars = string.chars().map(is);
    chars.clone().zip(chars.skip(1)).filter(|&(a, b)| a && b).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;

    fn check(bold: bool, before: &str, after: &str) {
        let mut document = native::parse(before).expect("the native form is well formed");
        let options = NormalizeOptions { bold, ..NormalizeOptions::default() };
        run(&mut document, &options, &mut Sink::new());
        assert_eq!(native::write(&document).trim_end(), after);
        assert_eq!(document.balance(), Ok(()));
        let once = native::write(&document);
        run(&mut document, &options, &mut Sink::new());
        assert_eq!(native::write(&document), once, "a second run changes nothing");
    }

    #[test]
    fn spaces_beside_marks_go() {
        check(false, "body :: 见表3 ，如图4 。（ 甲 ）乙， 丙", "body :: 见表3，如图4。（甲）乙，丙");
        check(false, "body :: 桥通了。 （周知）", "body :: 桥通了。 （周知）");
        check(false, "body :: 读音正确的是（    ）。（ ）打勾", "body :: 读音正确的是（　　）。（ ）打勾");
    }

    #[test]
    fn layout_parts_han_from_latin_in_prose() {
        check(false, "body :: 使用 Adobe Reader 打开 3 份文件，然后打印。", "body :: 使用Adobe Reader打开3份文件，然后打印。");
        check(false, "body :: 本报讯 3月6日，桥通了。", "body :: 本报讯 3月6日，桥通了。");
        check(false, "heading 1 :: 学习 7.26 讲话 江湾区 2024年总结", "heading 1 :: 学习7.26讲话 江湾区 2024年总结");
        check(false, "byline :: 记者 A君", "byline :: 记者 A君");
    }

    #[test]
    fn numbers_stand_at_what_they_count() {
        check(false, "date :: 2018 年 12 月 3 日", "date :: 2018年12月3日");
        check(false, "document-number :: 江政发〔2018〕41 号", "document-number :: 江政发〔2018〕41号");
        check(false, "heading 1 :: 3 总则", "heading 1 :: 3 总则");
        check(false, "body :: （四）GDP 上涨，价格平稳。", "body :: （四）GDP上涨，价格平稳。");
    }

    #[test]
    fn a_wide_space_is_one() {
        check(false, "heading 1 :: 第一章   总   则", "heading 1 :: 第一章 总 则");
        check(false, "body :: 第一条   渡船归镇里   管。", "body :: 第一条 渡船归镇里   管。");
    }

    #[test]
    fn spaces_between_han_go_when_asked() {
        check(true, "body :: 中 文 空 格 测 试", "body :: 中文空格测试");
        check(false, "body :: 中 文 空 格 测 试", "body :: 中 文 空 格 测 试");
        check(true, "heading 1 :: 一条河 两座桥", "heading 1 :: 一条河 两座桥");
    }
}
