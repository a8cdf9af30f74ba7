//! Years and months that stand over their days: diaries, chronicles and lists of events have `一九五八年` over `三月二日　晴`, `1月` over
//! `4日　渡口封冻`.
//!
//! A year or a month alone on its line may as well say when the text above was written. It heads what follows where a day or a month of it
//! opens the line below, and where others of its form do so too.

use super::forms;
use super::roles::after;
use crate::model::{Block, EditLog, Kind, Reason, Role, Rule};
use std::collections::BTreeMap;

/// Fewer of one form are none.
const FEWEST: usize = 2;
/// Nearly all of a form stand over what is of them: so many in ten.
const SHARE: usize = 8;

/// A span of time that a line names, and nothing else.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Span {
    Year,
    Month,
}

/// Makes headings of years and months over their days.
pub fn run(blocks: &mut [Block], log: &mut EditLog) {
    let mut spans: BTreeMap<Span, (Vec<usize>, usize)> = BTreeMap::new();
    for (at, block) in blocks.iter().enumerate() {
        let open = block.is_body() || block.kind == Kind::Paragraph(Role::Date);
        let Some(span) = span(block.text.as_str()).filter(|_| open) else { continue };
        let (heads, all) = spans.entry(span).or_default();
        *all += 1;
        if after(blocks, at).is_some_and(|below| opens_inside(span, below.text.as_str())) {
            heads.push(at);
        }
    }
    for (span, (heads, all)) in spans {
        if heads.len() < FEWEST || heads.len() * 10 < all * SHARE {
            continue;
        }
        let level = if span == Span::Year { 2 } else { 3 };
        let reason = Reason::likely(Rule::Heading, format!("one of {} years or months over their days", heads.len()));
        for at in heads {
            blocks[at].retag(Kind::Heading(level), &reason, log);
        }
    }
}

/// The span that a line names: `1958年`, `民国二十八年`, `一九五八年（戊戌）`; `1月`, `十二月`, `正月`.
fn span(text: &str) -> Option<Span> {
    let text = text.trim();
    if text.len() > 60 {
        return None;
    }
    // What stands in brackets says the same year in another count.
    let bare = match text.find(['（', '(']) {
        Some(open) if text.ends_with(['）', ')']) => text[..open].trim_end(),
        _ => text,
    };
    if let Some(year) = bare.strip_suffix('年') {
        let digits = ["民国", "民國", "公元"].iter().find_map(|era| year.strip_prefix(era)).unwrap_or(year);
        let counted = (1..=4).contains(&digits.chars().count()) && digits.chars().all(is_digit);
        let whole = digits.len() < year.len() || digits.chars().count() == 4;
        return (counted && whole).then_some(Span::Year);
    }
    let month = bare.strip_suffix('月')?;
    let counted = (1..=2).contains(&month.chars().count()) && month.chars().all(is_digit);
    (counted || matches!(month, "正" | "腊" | "臘" | "冬")).then_some(Span::Month)
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || "〇零○元一二三四五六七八九十廿卅".contains(c)
}

/// Whether a text opens with a month or a day of a year, with a day of a month.
fn opens_inside(span: Span, text: &str) -> bool {
    let text = text.trim_start();
    let month = text.split_once('月').map(|(month, rest)| (month.trim_start_matches('闰'), rest));
    let is_month = |month: &str| month.chars().all(is_digit) && (1..=2).contains(&month.chars().count()) || month == "正";
    let third = |text: &str| ["上旬", "中旬", "下旬"].iter().any(|third| text.starts_with(third));
    let is_day = |text: &str| {
        let day = text.strip_prefix('初').unwrap_or(text);
        let digits: usize = day.chars().take(3).take_while(|&c| is_digit(c)).map(char::len_utf8).sum();
        digits > 0 && day[digits..].trim_start().starts_with(['日', '～', '—', '-', '至']) || third(text)
    };
    match span {
        Span::Year => month.is_some_and(|(month, _)| is_month(month)) || forms::is_day(text),
        Span::Month => is_day(text) || month.is_some_and(|(month, rest)| is_month(month) && is_day(rest)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::settles::makes;

    fn check(lines: &[(&str, &str)], days: &str) {
        let native = |made: bool| -> String {
            lines
                .iter()
                .map(|(kind, line)| format!("{} :: {line}\nbody :: {days}\n", if made { kind } else { "body" }))
                .collect()
        };
        makes(|blocks, log| run(blocks, log), &native(false), &native(true));
    }

    #[test]
    fn years_and_months_stand_over_their_days() {
        check(&[("heading 2", "一九五八年"), ("heading 2", "一九五九年（己亥）")], "三月二日　晴");
        check(&[("heading 2", "民国二十八年"), ("heading 2", "民国二十九年")], "正月初三日，渡口封冻。");
        check(&[("heading 3", "1月"), ("heading 3", "2月")], "4日　渡口开了夜班船。");
        check(&[("heading 3", "十一月"), ("heading 3", "十二月")], "上旬，渡口封冻。");
    }

    #[test]
    fn when_a_text_was_written_heads_nothing() {
        check(&[("body", "一九五八年"), ("body", "一九五九年")], "渡口在镇子的东头。");
        check(&[("body", "一九五八年")], "三月二日　晴");
        check(&[("body", "八年"), ("body", "九年")], "三月二日　晴");
        check(&[("body", "1月"), ("body", "2月")], "渡口有四班船。");
    }
}
