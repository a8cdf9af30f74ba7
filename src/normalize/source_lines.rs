//! Source lines: below the headline of a page of the web, when it was put there and from where.

use super::forms::{has_comma, is_sentence, is_within, length};
use crate::text::patterns::compile;
use regex::Regex;
use std::sync::LazyLock;

/// The line below the headline of a page of the web: when it was put there and from where (`2024-03-08 09:30　来源：江湾网`), with
/// who wrote it, who answers for it and how many read it; or what its headline was elsewhere.
pub fn is_source_line(text: &str) -> bool {
    const SAYS: [&str; 29] = [
        "来源",
        "稿源",
        "信息来源",
        "文章来源",
        "稿件来源",
        "新闻来源",
        "作者",
        "编辑",
        "责编",
        "责任编辑",
        "编审",
        "审核",
        "发布时间",
        "发布日期",
        "更新时间",
        "发布人",
        "发布者",
        "点击数",
        "浏览次数",
        "浏览量",
        "阅读量",
        "字号",
        "出品",
        "出处",
        "人气",
        "点击",
        "浏览",
        "浏览数",
        "阅读",
    ];
    /// What forms and letters have as well: it counts beside another.
    const BESIDE: [&str; 5] = ["日期", "时间", "报纸", "版次", "版面"];
    /// A name of a site or of a person, in characters.
    const NAME: usize = 12;
    if !is_within(text, 100) || is_sentence(text) || has_comma(text) {
        return false;
    }
    if text.starts_with("原标题：") || text.starts_with("原标题:") {
        return true;
    }
    // `（2/21 22:08 更新）`
    let updated = text.strip_suffix("更新）").and_then(|text| text.rsplit_once('（')).map(|(text, _)| text);
    let text = updated.unwrap_or(text);
    let (mut days, mut hours, mut fields, mut names, mut waits, mut beside) = (0, 0, 0, 0, false, 0);
    // `原创 林见川 江湾文史 2024-03-08 08:00 江苏`: who wrote it, where, and from where.
    let own = text.strip_prefix("原创").filter(|rest| rest.starts_with(char::is_whitespace));
    let text = own.unwrap_or(text);
    let most = if own.is_some() { 3 } else { 1 };
    // Spans without white space between follow one another.
    let text = if text.contains([':', '：']) { LABEL.replace_all(text, " $0") } else { text.into() };
    for piece in text.split(|c: char| c.is_whitespace() || matches!(c, '|' | '｜')).filter(|piece| !piece.is_empty()) {
        let says = piece.split_once([':', '：', '︱']).filter(|(label, _)| SAYS.contains(label) || BESIDE.contains(label));
        beside += usize::from(says.is_some_and(|(label, _)| BESIDE.contains(&label)));
        let value = says.map_or(piece, |(_, value)| value);
        let value = ["发表于", "发布于", "更新于"].iter().find_map(|word| value.strip_prefix(word)).unwrap_or(value);
        fields += usize::from(says.is_some());
        if let Some(day) = DAY.captures(value) {
            days += 1;
            hours += usize::from(day.name("hour").is_some());
        } else if HOUR.is_match(value) {
            hours += 1;
        } else if PAGE.is_match(value) || COUNTER.is_match(value) {
            fields += 1;
        } else if says.is_none() && !waits {
            names += 1;
            if length(piece) > NAME || piece.contains([':', '：']) || piece.contains(|c: char| c.is_ascii_digit()) {
                return false;
            }
        }
        waits = says.is_some() && value.is_empty();
    }
    if fields == beside && beside > 0 {
        return false;
    }
    let alone = days == 0 && names == 0 && (fields >= 2 || fields == 1 && !waits && is_within(&text, 18));
    days == 1 && names <= most && fields + hours > 0 || alone
}

/// A whole date, and the hour behind it.
static DAY: LazyLock<Regex> =
    LazyLock::new(|| compile(r"^(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?P<hour>\d{1,2}[:：]\d\d(?:[:：]\d\d)?)?$"));

/// A label that begins a field.
static LABEL: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?:(?:信息|文章|稿件|新闻)?来源|作者|(?:责任)?编辑|责编|浏览(?:量|次数|数)?|阅读量?)[:：]"));

/// How many read it.
static COUNTER: LazyLock<Regex> = LazyLock::new(|| compile(r"^\d+次(?:阅读|浏览|点击)$|^来源[A-Za-z\p{Han}]{2,8}$"));

/// A page of a paper.
static PAGE: LazyLock<Regex> = LazyLock::new(|| compile(r"^第\s*\d{1,3}\s*版$"));

/// An hour.
static HOUR: LazyLock<Regex> = LazyLock::new(|| compile(r"^\d{1,2}[:：]\d\d(?:[:：]\d\d)?$"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn source_lines_say_when_and_from_where() {
        for text in [
            "2024年3月8日 09:30　来源：江湾网",
            "2024-03-08 09:30:05 江湾网",
            "2024/3/8 09:30（3/8 10:05 更新）",
            "发布时间：2024-03-08 | 来源： 江湾县档案局 | 浏览次数：",
            "来源：江湾网 作者：林见川",
            "作者：林见川  日期：2024.03.08  第3版",
            "江湾网 2024/3/8 16:05 责任编辑：周知",
            "2024年03月08日08:18 来源：江湾网-文化频道",
            "原标题：渡口通了船 三村不再绕山走",
            "作者︱林见川",
            "原创 林见川 江湾文史 2024-03-08 08:00 江苏",
            "2024-03-08 12:11来源：江湾网作者：林见川",
            "发表于2024-03-08 21:30| 116次阅读| 来源江湾网|",
            "时间：2024年3月8日 23:00 浏览：33",
            "2024-03-08 10:22:14 出处：江湾网 作者：林见川 编辑：林见川 人气：53次",
            "来源：江湾网",
        ] {
            assert!(is_source_line(text), "{text}");
        }
        for text in [
            "2024年3月8日",
            "江湾时报 2024年3月8日",
            "字号：",
            "时间：2024年3月8日 15:00",
            "2024年3月8日 在县档案馆召开",
            "2024年3月8日 星期五 农历正月廿八 第2163期",
            "9:30 开船",
        ] {
            assert!(!is_source_line(text), "{text}");
        }
    }
}
