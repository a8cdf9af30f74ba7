//! Where a line may end: 行首行尾禁则 (CLREQ 3.1.4, LB-1…LB-11).
//!
//! Han-dominated text is decided here, by class, over pairs of units: UAX #14 breaks wrongly round “ ” · ～ — ／ and inside the things
//! that must stay together (numbers and their units, document numbers, dashes). `icu_segmenter` serves the inside of words
//! in scripts other than Latin, Greek and Cyrillic.

use super::paragraph::{Paragraph, Prohibition};
use super::unit::{Break, Class, Unit};
use crate::geom::Abs;
use crate::text::words;
use icu_segmenter::LineSegmenter;
use icu_segmenter::options::LineBreakOptions;

/// Marks of half width that cling to the Han before them (LB-2, residue kept as it is).
fn clings_before(c: char) -> bool {
    matches!(c, ',' | '.' | ';' | ':' | '!' | '?' | ')' | ']' | '}' | '%' | '/' | '-' | '~' | '–' | '”' | '’' | '…' | '—' | '·')
}

/// Marks of half width that cling to the Han after them.
fn clings_after(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '“' | '‘')
}

fn is_digit(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９')
}

fn is_wide_alphanumeric(c: char) -> bool {
    matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}

/// Signs that stay with the number before them (LB-9).
fn follows_number(c: char) -> bool {
    matches!(c, '％' | '%' | '‰' | '℃' | '℉' | '°' | '′' | '″' | '㎎' | '㎏' | '㎜' | '㎝' | '㎞' | '㎡' | '㏄')
}

/// Signs that stay with the number after them (LB-9).
fn leads_number(c: char) -> bool {
    matches!(c, '￥' | '¥' | '$' | '＄' | '￡' | '£' | '€' | '№' | '±' | '＋' | '－')
}

/// Counters that stay with the number before them: a rule of this house, for LB-9 names none.
fn is_counter(c: char) -> bool {
    matches!(
        c,
        '年' | '月'
            | '日'
            | '时'
            | '時'
            | '分'
            | '秒'
            | '元'
            | '万'
            | '萬'
            | '亿'
            | '億'
            | '个'
            | '個'
            | '号'
            | '號'
            | '期'
            | '版'
            | '页'
            | '頁'
            | '章'
            | '条'
            | '條'
            | '款'
    )
}

/// Decides for every unit whether a line may end after it. What the maker of units has decided inside words stands.
pub(super) fn decide(units: &mut [Unit], paragraph: &Paragraph) {
    let mut pairs = 0;
    // What the mark of a note stands behind.
    let mut base: Option<usize> = None;
    for index in 0..units.len().saturating_sub(1) {
        let (a, b) = (&units[index], &units[index + 1]);
        base = if a.class == Class::Note { base } else { Some(index) };
        pairs = if a.class == Class::Pair { pairs + 1 } else { 0 };
        let keep = a.setting == b.setting && paragraph.settings.get(a.setting as usize).is_some_and(|setting| setting.keep);
        let after = if a.class == Class::Newline {
            Break::Must
        } else if keep && b.class != Class::Newline || follows_raised(a, b, paragraph) {
            Break::Never
        } else if a.after != Break::Never {
            a.after
        } else if (a.class == Class::Pair && b.class == Class::Pair && a.first == b.first && pairs % 2 == 1)
            || in_document_number(units, index)
        {
            Break::Never
        } else if a.class == Class::Note {
            // The mark belongs to what stands before it; what may follow that may follow the mark.
            match base {
                Some(base) => between(&units[base], b, paragraph),
                None => Break::Free,
            }
        } else {
            between(a, b, paragraph)
        };
        units[index].after = after;
    }
    if paragraph.remedy {
        remedy(units);
    }
}

/// A superscript belongs to what stands before it, as the mark of a note does (LB-9).
fn follows_raised(a: &Unit, b: &Unit, paragraph: &Paragraph) -> bool {
    let raised = |unit: &Unit| paragraph.settings.get(unit.setting as usize).is_some_and(|setting| setting.raise > Abs::ZERO);
    a.setting != b.setting && !a.class.is_white() && !b.class.is_white() && raised(b) && !raised(a)
}

/// Lets runs of three marks and more be broken, at a price, where only their being marks forbids it (LB-6).
fn remedy(units: &mut [Unit]) {
    let mut from = 0;
    while from < units.len() {
        let run = units[from..].iter().take_while(|unit| unit.class.is_mark()).count();
        if run >= 3 {
            units[from..from + run - 1].iter_mut().filter(|unit| unit.after == Break::Never).for_each(|unit| {
                unit.after = Break::Remedy;
            });
        }
        from += run + 1;
    }
}

/// 〔2024〕1号: from the bracket on it is one (GW-12).
fn in_document_number(units: &[Unit], index: usize) -> bool {
    let digits =
        |at: Option<usize>| at.and_then(|at| units.get(at)).is_some_and(|unit| is_digit(unit.first) && is_digit(unit.last));
    units[index].first == '〕' && digits(index.checked_sub(1)) && digits(Some(index + 1))
}

fn between(a: &Unit, b: &Unit, paragraph: &Paragraph) -> Break {
    use Class::*;
    let level = paragraph.prohibition;
    // Word processors know nothing of counters.
    let counted = !paragraph.widths.filled;
    let glued = match (a.class, b.class) {
        (_, Space | Blank | Note | Newline) => true,
        (Space | Blank, _) => false,
        (Latin, Latin) => true,
        _ if is_digit(a.last) && (follows_number(b.first) || counted && is_counter(b.first)) => true,
        _ if is_digit(b.first) && (leads_number(a.last) || counted && a.last == '第') => true,
        _ if is_wide_alphanumeric(a.last) && is_wide_alphanumeric(b.first) => true,
        _ => false,
    };
    let basic = || {
        matches!(b.class, Close | Comma | Period | Interpunct | Connector | Follower)
            || a.class == Open
            || (b.class == Latin && clings_before(b.first) && a.class != Space)
            || (a.class == Latin && clings_after(a.last))
    };
    let gb = || a.class == Solidus || b.class == Solidus || a.last == '/' || b.first == '/';
    let forbidden = glued
        || (level >= Prohibition::Basic && basic() && !matches!(a.class, Space | Blank))
        || (level >= Prohibition::Basic && matches!(a.class, Space | Blank) && starts_no_line(b))
        || (level >= Prohibition::Gb && gb())
        || (level >= Prohibition::Strict && b.class == Pair);
    if forbidden { Break::Never } else { Break::Free }
}

/// Breaks inside words of Han and kana become dear: the lines of a title end with words (HD-5, GW-15).
pub(super) fn keep_words(units: &mut [Unit], text: &str) {
    let starts = words::starts(text);
    for at in 1..units.len() {
        let inside = starts.binary_search(&(units[at].start as usize)).is_err();
        let before = &mut units[at - 1];
        if inside && before.class == Class::Solid && before.after == Break::Free {
            before.after = Break::Dear;
        }
    }
}

/// Whether a unit is one that LB-2 keeps from the start of a line, whatever stands before it.
fn starts_no_line(unit: &Unit) -> bool {
    matches!(unit.class, Class::Close | Class::Comma | Class::Period | Class::Interpunct | Class::Connector)
}

/// Whether a token that is wider than a line may be broken between two of its characters: after the marks that join names, and
/// where small letters end and a capital begins. Figures are never parted from their point.
pub(super) fn inside_token(a: char, b: char) -> bool {
    match a {
        '_' | '/' | '\\' | '-' | '.' => !matches!(b, '_' | '/' | '\\' | '-' | '.' | ',' | ')') && !b.is_ascii_digit(),
        _ => a.is_lowercase() && b.is_uppercase(),
    }
}

/// Whether a word is the address of something: a URL, or a path with two solidi and more.
fn is_address(word: &str) -> bool {
    let path = || word.bytes().filter(|&byte| byte == b'/').count() >= 2 && word.bytes().any(|byte| byte.is_ascii_alphabetic());
    word.contains("://") || word.starts_with("www.") || path()
}

/// Where a word may be broken: after the hyphens of Latin words, after `/ ? & = -` in addresses but never right after `://` (LB-11), and
/// as UAX #14 has it in scripts that need it. Where lines are `filled`, as word processors do it, figures are parted after hyphens and
/// dashes, too, and addresses after `://`. Byte offsets, in order.
pub(super) fn inside(word: &str, filled: bool) -> Vec<(usize, Break)> {
    let plain = |c: char| c < '\u{590}' || matches!(c, '\u{1e00}'..='\u{209f}' | '\u{2c60}'..='\u{2c7f}');
    if !word.chars().all(plain) {
        let segmenter = LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default());
        let offsets = segmenter.segment_str(word).filter(|&at| at > 0 && at < word.len());
        return offsets.map(|at| (at, Break::Free)).collect();
    }
    if word.len() < 3 {
        return Vec::new();
    }
    let url = is_address(word);
    let scheme = word.find("://").map_or(1, |at| at + 3);
    let mut breaks = Vec::new();
    let mut before = ' ';
    let joined = |c: char| if filled { c.is_alphanumeric() } else { c.is_alphabetic() };
    for ((at, c), next) in word.char_indices().zip(word.chars().skip(1)) {
        let end = at + c.len_utf8();
        let free = match c {
            '-' | '\u{2010}' | '–' | '—' => joined(before) && joined(next) && !url,
            _ => false,
        };
        let dear = url
            && (end > scheme || filled && end == scheme && at > 0)
            && matches!(c, '/' | '?' | '&' | '=' | '-')
            && !matches!(next, '/' | '?' | '&' | '=' | '-' | ')' | '.' | ',');
        if free || dear {
            breaks.push((end, if free { Break::Free } else { Break::Dear }));
        }
        before = c;
    }
    breaks
}

#[cfg(test)]
mod tests {
    use super::super::fonts::Fonts;
    use super::super::paragraph::{Paragraph, tests::plain};
    use super::super::{itemize, unit::Break};
    use super::*;
    use crate::env::Env;

    /// The text with ÷ where a line may end.
    fn check(level: Prohibition, expected: &str) {
        let text = expected.replace('÷', "");
        let paragraph = Paragraph { prohibition: level, ..plain(&text, 400.0) };
        let mut units = itemize::itemize(&paragraph, &Fonts::new(&Env::for_tests()));
        decide(&mut units.units, &paragraph);
        let mut actual = String::new();
        for unit in &units.units {
            actual.push_str(&text[unit.start as usize..unit.end as usize]);
            if matches!(unit.after, Break::Free | Break::Dear) && (unit.end as usize) < text.len() {
                actual.push('÷');
            }
        }
        assert_eq!(actual, expected);
    }

    #[test]
    fn the_table_of_what_uax_14_gets_wrong() {
        let basic = |expected| check(Prohibition::Basic, expected);
        basic("他÷说÷“你÷好”÷吗");
        basic("阿·÷德");
        basic("1990～÷1995年");
        basic("中—÷文");
        basic("9704—2012÷标");
        basic("和/÷或÷者");
        basic("５０％÷的");
        basic("C++÷的");
        basic("〔2024〕1号");
        basic("2024年");
        basic("第1章");
        basic("中÷文÷……÷中÷文");
        basic("中！！！÷文");
        basic("http://a.com/÷中");
        basic("共÷12,345.67元");
        basic("don’t ÷go");
        basic("中　÷文");
        basic("￥100÷和÷36℃");
        basic("中)÷文÷(文)");
    }

    #[test]
    fn levels_forbid_more_and_more() {
        check(Prohibition::None, "中÷，÷（÷文÷）÷。");
        check(Prohibition::Basic, "和÷／÷或");
        check(Prohibition::Gb, "和／或÷者÷……÷中");
        check(Prohibition::Gb, "和/或÷者");
        check(Prohibition::Strict, "和／或÷者……÷中÷文——÷中");
    }

    #[test]
    fn words_break_where_they_may() {
        let check_in = |filled: bool, word: &str, expected: &str| {
            let mut actual = word.to_owned();
            for (at, _) in inside(word, filled).into_iter().rev() {
                actual.insert(at, '÷');
            }
            assert_eq!(actual, expected);
        };
        let check = |word: &str, expected: &str| check_in(false, word, expected);
        check("https://a.com/x?y=1", "https://a.com/÷x?÷y=÷1");
        check("well-known", "well-÷known");
        check("COVID-19", "COVID-19");
        check("-5", "-5");
        check("/usr/share/doc", "/usr/÷share/÷doc");
        check("and/or", "and/or");
        check("2012/03/04", "2012/03/04");
        check_in(true, "COVID-19", "COVID-÷19");
        check_in(true, "0731-8222-11", "0731-÷8222-÷11");
        check_in(true, "-5", "-5");
        check_in(true, "https://a.com/x", "https://÷a.com/÷x");
        check_in(true, "/usr/share/doc", "/usr/÷share/÷doc");
    }

    #[test]
    fn tokens_wider_than_a_line_break_where_their_parts_join() {
        let check = |word: &str, expected: &str| {
            let mut actual = String::new();
            let mut chars = word.chars().peekable();
            while let Some(c) = chars.next() {
                actual.push(c);
                actual.extend(chars.peek().filter(|&&next| inside_token(c, next)).map(|_| '÷'));
            }
            assert_eq!(actual, expected);
        };
        check("ferry_name", "ferry_÷name");
        check("org.ferry.TimeTable", "org.÷ferry.÷Time÷Table");
        check("13725.5845", "13725.5845");
        check("a/b-c", "a/÷b-÷c");
        check("FERRY", "FERRY");
    }

    #[test]
    fn a_raised_sign_belongs_to_what_stands_before_it() {
        let text = "渡口①船";
        let check = |raise: f64, expected: Break| {
            let mut paragraph = plain(text, 400.0);
            let whole = paragraph.settings[0].clone();
            let part = |range: std::ops::Range<usize>, raise| super::super::paragraph::Setting {
                range,
                raise: Abs::pt(raise),
                ..whole.clone()
            };
            paragraph.settings = vec![part(0..6, 0.0), part(6..9, raise), part(9..12, 0.0)];
            let mut units = itemize::itemize(&paragraph, &Fonts::new(&Env::for_tests()));
            decide(&mut units.units, &paragraph);
            assert_eq!(units.units[1].after, expected);
        };
        check(0.0, Break::Free);
        check(3.0, Break::Never);
    }
}
