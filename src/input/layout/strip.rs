//! What a strip at the edge of a page says by its words: the name of a paper, its issue, its date, a section, a folio.

use super::lone;
use crate::text::patterns::compile;
use regex::Regex;
use std::sync::LazyLock;

/// The longest strip, in characters.
const LONGEST: usize = 40;
/// The longest name of a section, in characters.
const NAME: usize = 10;

/// Whether a text consists of such words, two kinds of them at least, or one with a name beside it.
pub fn is_strip(text: &str) -> bool {
    if text.chars().count() > LONGEST {
        return false;
    }
    let (mut kinds, mut names, mut numbered) = ([0usize; 4], 0usize, false);
    let parts = text.split(|c: char| c.is_whitespace() || matches!(c, '·' | '•' | '・' | '|' | '｜' | '/' | '／'));
    for part in parts.filter(|part| !part.is_empty()) {
        let kind = [&*FOLIO, &*DATE, &*ISSUE].iter().position(|form| form.is_match(part));
        match kind {
            Some(kind) => {
                kinds[kind] += 1;
                // A folio without it may lead from contents: `端午将至 02版`.
                numbered |= kind == 0 && part.starts_with('第');
            }
            None if lone::is_paper(part) => kinds[3] += 1,
            None if part.chars().count() <= NAME && part.chars().all(char::is_alphanumeric) => names += 1,
            None => return false,
        }
    }
    let issue = kinds[2];
    let many = kinds.iter().filter(|kind| **kind > 0).count();
    names <= 2 && (many >= 2 || issue >= 2) || (numbered || issue > 0) && (1..=2).contains(&names)
}

/// Whether a text is a month or a day and nothing else, of whatever form.
pub fn is_day(text: &str) -> bool {
    let text = text.trim();
    text.len() <= 60 && DATE.is_match(text) || MONTH.is_match(text)
}

/// A folio that says so.
static FOLIO: LazyLock<Regex> = LazyLock::new(|| {
    let number = "[0-9〇零一二三四五六七八九十百]{1,4}";
    let forms = format!(r"^(?:第?[A-D]?{number}版|第{number}[页頁](?:[（(]?共{number}[页頁][)）]?)?|共{number}[页頁版])$");
    compile(&forms)
});

/// A date.
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    let forms = r"^(?:(?:19|20)\d{2}(?:年\d{1,2}月(?:\d{1,2}日)?|[-./]\d{1,2}(?:[-./]\d{1,2})?)|[一二][〇零○一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}日)?|(?:\d{1,2}月\d{1,2}日)?(?:星期|周|礼拜)[一二三四五六日天])$";
    compile(forms)
});

/// A month in English.
static MONTH: LazyLock<Regex> = LazyLock::new(|| {
    let forms = r"^(?i:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?,?\s*(?:19|20)\d{2}$";
    compile(forms)
});

/// An issue.
static ISSUE: LazyLock<Regex> = LazyLock::new(|| {
    let forms = r"^(?:(?:19|20)\d{2}年(?:第\d{1,3}卷)?第\d{1,3}期|第\d{1,4}卷(?:第\d{1,3}期)?|[总總]?第\d{1,5}期|(?i:vol|no)\.?\d{1,4})$";
    compile(forms)
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_strips_say() {
        for (text, expected) in [
            ("江岸报　第3版　1986年5月2日", true),
            ("农事·集市 第六版", true),
            ("江岸日报 2012-6-3", true),
            ("1987年第2期　方志通讯", true),
            ("第30卷　第4期", true),
            ("Vol.30 No.4", true),
            ("八年级地理试卷　第1页（共4页）", true),
            ("二〇〇七年三月四日　江岸晚报", true),
            ("端午将至　02版", false),
            ("2012年6月3日", false),
            ("江岸日报", false),
            ("江岸的柳树", false),
            ("他读了第3版，又读第4版", false),
            ("江岸 柳树 渡口", false),
            ("桥长 1200米", false),
        ] {
            assert_eq!(is_strip(text), expected, "{text}");
        }
    }

    #[test]
    fn days_and_months() {
        for (text, expected) in [("2014年9月", true), ("Sept. 2014", true), ("2014-09-02", true), ("9月的河", false)] {
            assert_eq!(is_day(text), expected, "{text}");
        }
    }
}
