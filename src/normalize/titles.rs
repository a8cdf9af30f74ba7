//! Titles by their words: what tells a line that heads the text below from the first half of a sentence.
//!
//! A headline names what its article is about, so the words come again in the first lines; a title may be somebody's words, in quotes and
//! without a stop; and it may be two clauses that match. None of this is sure, and [`headlines`](super::headlines) counts it as points.

use super::forms;
use crate::text::script::is_han;

/// A title that is a quotation as a whole: `“换了谁都会这么做”`. What is said in dialogue ends in a stop inside its quotes.
pub fn is_quotation(text: &str) -> bool {
    /// The shortest and the longest, in characters.
    const LENGTH: std::ops::RangeInclusive<usize> = 4..=26;
    let inner = text.strip_prefix('“').and_then(|rest| rest.strip_suffix('”'));
    inner.is_some_and(|inner| {
        LENGTH.contains(&inner.chars().count())
            && !inner.contains(['“', '”', '。', '；', '！', '？', '…', '!', '?', ':', '：'])
            && inner.ends_with(is_han)
    })
}

/// Two clauses that match, parted by one comma: `农机来了，心就定了`. What only says when or where goes on.
pub fn is_couplet(text: &str) -> bool {
    /// The shortest and the longest clause, in characters, and how much one may be longer than the other.
    const CLAUSE: std::ops::RangeInclusive<usize> = 3..=10;
    const APART: usize = 2;
    let Some((first, second)) = text.split_once(['，', ',']) else { return false };
    let counts = (forms::length(first), forms::length(second));
    let words = |clause: &str| clause.chars().all(|c| is_han(c) || matches!(c, '“' | '”' | '《' | '》'));
    let goes_on = CIRCUMSTANCES.iter().any(|word| first.ends_with(word)) || OPENINGS.iter().any(|word| first.starts_with(word));
    CLAUSE.contains(&counts.0)
        && CLAUSE.contains(&counts.1)
        && counts.0.abs_diff(counts.1) <= APART
        && words(first)
        && words(second)
        && !goes_on
        && !forms::is_cut_off(second)
}

/// What a clause ends in that only says when, where or who speaks.
const CIRCUMSTANCES: [&str; 26] = [
    "说过", "后", "時", "时", "中", "上", "下", "里", "前", "来", "间", "说", "道", "称", "为", "日", "月", "年", "期", "底",
    "初", "悉", "此", "外", "强调", "指出",
];
/// What it begins with.
const OPENINGS: [&str; 22] = [
    "近", "日前", "目前", "今年", "去年", "昨", "随", "同时", "此", "其中", "会上", "会议", "据", "为", "在", "从", "自", "当",
    "经", "通过", "按", "记者",
];

/// Whether a line has another part than a title: it sends the reader elsewhere, names a picture, an
/// address or a document, is an option (`B. 计划`), breaks off.
pub fn is_remark(text: &str) -> bool {
    let mut chars = text.chars();
    let option =
        chars.next().is_some_and(|c| c.is_ascii_alphabetic()) && matches!(chars.next(), Some('.' | '．' | '、' | '）' | ')'));
    let counted = |labels: &[char]| {
        text.strip_prefix(labels).is_some_and(|rest| {
            rest.trim_start().starts_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
        })
    };
    option
        || sends_elsewhere(text)
        || counted(&['图', '圖', '表', '注', '註'])
        || text.ends_with('…')
        || ["【答案】", "文章编号", "中图分类号", "DOI", "doi"].iter().any(|word| text.starts_with(word))
        || text.contains(['@', '■', '\\'])
        || text.contains("://")
        || text.lines().count() > 1 && text.lines().any(forms::is_document_number)
}

/// Whether a line names another text to read: `主条目：渡口`, `詳細は「渡口」を参照`.
pub fn sends_elsewhere(text: &str) -> bool {
    ["参照", "參照", "参见", "參見"].iter().any(|word| text.ends_with(word))
        || ["主条目", "主條目", "参见", "參見", "详见", "詳見", "詳細は"].iter().any(|word| text.starts_with(word))
}

/// Whether a line opens a letter or a speech: `各村民委员会：`, `广大市民朋友们：`.
pub fn is_greeting(text: &str) -> bool {
    forms::is_addressee(text) || forms::is_within(text, 20) && (text.ends_with("们：") || text.ends_with("們："))
}

/// Whether a text opens with the sender of a wire in brackets: `（南京四日电）`.
pub fn is_wire(text: &str) -> bool {
    /// The longest sender, in characters.
    const SENDER: usize = 18;
    let Some(rest) = text.strip_prefix(['（', '【', '(', '［']) else { return false };
    let close = rest.char_indices().take(SENDER + 1).find(|(_, c)| matches!(c, '）' | '】' | ')' | '］'));
    close.is_some_and(|(at, _)| rest[..at].ends_with(['电', '電', '讯', '訊']))
}

/// Whether the words of a title come again where the text below begins.
pub fn is_echoed(title: &str, below: &str) -> bool {
    /// So many ideographs in a row are no chance.
    const ALIKE: usize = 4;
    /// So many characters of the text are its beginning.
    const BEGINNING: usize = 60;
    let solid = |text: &str, most: usize| -> Vec<char> { text.chars().filter(|&c| c.is_alphanumeric()).take(most).collect() };
    let (title, below) = (solid(title, usize::MAX), solid(below, BEGINNING));
    title.windows(ALIKE).any(|words| words.iter().all(|&c| is_han(c)) && below.windows(ALIKE).any(|other| other == words))
}

/// Whether a text opens as paragraphs do and halves of sentences hardly ever: with somebody's words or a day. Below a line that has the
/// `form` of a title, words that may stand in mid-sentence too are enough: a place, a source.
pub fn begins_anew(text: &str, form: bool) -> bool {
    let numeral = |c: char| forms::is_numeral(c) || matches!(c, '年' | '月');
    let day = text.find('日').is_some_and(|at| at > 0 && text[..at].chars().all(numeral));
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let dated = day || digits > 0 && text[digits..].starts_with(['年', '月']);
    let begins = |words: &[&str]| words.iter().any(|word| text.starts_with(word));
    dated || text.starts_with(['“', '「']) || begins(&BEGINNINGS) || form && begins(&PLACES)
}

const BEGINNINGS: [&str; 12] =
    ["近日", "日前", "目前", "近年来", "今年", "去年", "昨日", "昨天", "当前", "如今", "当天", "当日"];
const PLACES: [&str; 10] = ["在", "来自", "走进", "据", "记者", "为了", "随着", "自从", "本报", "过去"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_are_titles_without_a_stop() {
        for (text, title) in [
            ("“换了谁都会这么做”", true),
            ("“听到喊声，我就跳下去了”", true),
            ("“换了谁都会这么做。”", false),
            ("“你来了吗？”", false),
            ("“好”", false),
            ("“走吧”，他说，“走吧”", false),
        ] {
            assert_eq!(is_quotation(text), title, "{text}");
        }
    }

    #[test]
    fn clauses_match() {
        for (text, couplet) in [
            ("农机来了，心就定了", true),
            ("水清了，鸟来了", true),
            ("活动结束后，大家一起", false),
            ("近年来，全县上下", false),
            ("会上，大家围绕主题交流了", false),
            ("水清了，鸟来了，人多了", false),
            ("渡口修好了，两岸的", false),
        ] {
            assert_eq!(is_couplet(text), couplet, "{text}");
        }
    }

    #[test]
    fn remarks_are_no_titles() {
        for text in [
            "主条目：渡口",
            "詳細は「渡口」を参照",
            "B. 计划",
            "图3 渡口的水位",
            "注2 渡口",
            "渡口还在……",
            "站长 a@b.cn",
            "渡口文件\n渡政〔2023〕1号",
        ] {
            assert!(is_remark(text), "{text}");
        }
        for text in ["图书馆的秋天", "表里如一", "渡口换新颜", "A股大跌"] {
            assert!(!is_remark(text), "{text}");
        }
    }

    #[test]
    fn wires_name_their_senders() {
        assert!(is_wire("（南京四日電）財政部") && is_wire("【本報訊】昨日") && !is_wire("（完）") && !is_wire("电"));
    }

    #[test]
    fn words_come_again() {
        assert!(is_echoed("今起三天仍有雷雨", "市气象台昨日发布消息，今起三天我市仍有雷雨。"));
        assert!(is_echoed("市林业局：让古树“开口说话”", "市林业局为全市古树制作了牌子。"));
        assert!(!is_echoed("评价方式变了", "“以前评先进，看的是平均分。”"));
    }

    #[test]
    fn paragraphs_begin_anew() {
        for (text, anew) in [
            ("“那时候还没有桥。”", true),
            ("5月21日上午", true),
            ("三月六日夜里", true),
            ("近日，县里", true),
            ("造。", false),
            ("十月的风", false),
            ("在渡口", false),
        ] {
            assert_eq!(begins_anew(text, false), anew, "{text}");
        }
        assert!(begins_anew("在渡口", true));
    }
}
