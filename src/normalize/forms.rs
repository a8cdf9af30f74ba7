//! What a line is by its form alone: facts that [`kind`](super::kind), [`furniture`](super::furniture),
//! [`roles`](super::roles) and [`headings`](super::headings) share. Nothing here looks at a line's neighbours.

use super::patterns::{
    GW_DATE, GW_DOCNO, NP_BYLINE, NP_BYLINE_TW, NP_CN, NP_COMPILE, NP_DATE, NP_EDNOTE, NP_ISSUE, NP_JUMP_FROM, NP_JUMP_TO,
    NP_LUNAR, compile,
};
use super::patterns::{NP_PAGES, NP_POST, NP_STAFF};
use crate::text::clreq::{is_close, is_open, is_sentence_end};
pub use crate::text::length::{is_within, length, unspaced};
use crate::text::script::is_han;
use regex::Regex;
use std::sync::LazyLock;

/// Whether the text ends as a sentence does, closing marks left aside.
pub fn ends_sentence(text: &str) -> bool {
    let last = text.trim_end().chars().rev().find(|&c| !(is_close(c) || matches!(c, '"' | '\'' | ')' | ']')));
    last.is_some_and(|c| is_sentence_end(c) || c == '.')
}

/// Whether the text ends with a remark in brackets behind a sentence or an item: `…文书；（1分）`.
pub fn ends_in_remark(text: &str) -> bool {
    let text = text.trim_end();
    let open = text.strip_suffix(['）', ')']).and_then(|inner| inner.rfind(['（', '(']));
    let before = open.map_or("", |open| text[..open].trim_end());
    ends_sentence(before) || before.ends_with(['；', ';'])
}

/// Whether the text has a full stop or a semicolon anywhere: prose, and no heading. A half-width point is a stop after an
/// ideograph at the end, and may be anything else elsewhere.
pub fn is_sentence(text: &str) -> bool {
    let stopped = |text: &str| text.ends_with(|c| is_han(c) && !is_numeral(c));
    // `1．` and `一．` count, `3．5` is a number.
    let counts = |at: usize| {
        let figure = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
        text[..at].ends_with(figure) || at <= 9 && text[..at].trim_start().chars().all(is_numeral)
    };
    text.ends_with('。')
        || text.contains(['。', '；', ';', '｡'])
        || text.match_indices('．').any(|(at, _)| !counts(at))
        || text.strip_suffix('.').is_some_and(stopped)
        || ends_sentence(text) && !text.ends_with(['！', '？', '!', '?', '…', '.'])
}

/// Whether the text has a mark that only prose has: a comma or more.
pub fn has_comma(text: &str) -> bool {
    text.contains(['，', '。', '；', ';'])
        || text.char_indices().any(|(at, c)| c == ',' && text[..at].chars().next_back().is_some_and(|c| !c.is_ascii_digit()))
}

/// What no masthead can do without: prose hardly ever has it, and one look tells.
static MASTHEAD: LazyLock<Regex> = LazyLock::new(|| {
    let words = "年|CN|代号|版|期|号|主[管办辦]|总编辑|總編輯|社[长長]|[发發]行人|网址|網址|www\\.|零售|[定售]价";
    compile(words)
});

/// Marks of a masthead in one line (NP-1): numbers, codes, dates, owners, address.
pub fn masthead_marks(text: &str) -> usize {
    // Of prose, codes and a weekday tell, and nothing else.
    let prose = || has_comma(text) && is_sentence(text) && !["CN", "代号", "年"].iter().any(|word| text.contains(word));
    if text.len() > 800 || !is_within(text, 160) || !is_within(text, 59) && prose() || !MASTHEAD.is_match(text) {
        return 0;
    }
    let dated = text.contains('年') && NP_DATE.is_match(text);
    let republican = (text.contains("民國") || text.contains("民国")) && text.contains('月') && text.contains('日');
    let weekday = dated && (text.contains("星期") || NP_LUNAR.is_match(text))
        || republican && !is_sentence(text) && (text.contains("星期") || text.contains("第") && text.contains('版'));
    let owner = ["主管", "主办", "主辦"].iter().any(|word| text.contains(word)) && !has_comma(text);
    let editor =
        ["总编辑", "總編輯", "社长", "社長", "发行人", "發行人"].iter().any(|word| text.contains(word)) && !has_comma(text);
    let address =
        ["网址", "網址", "www.", "零售", "定价", "售价", "零售价"].iter().any(|word| text.contains(word)) && !is_sentence(text);
    usize::from(text.contains("CN") && NP_CN.is_match(text))
        + usize::from(text.contains("代号") && NP_POST.is_match(text))
        + usize::from(text.contains('版') && is_within(text, 59) && NP_PAGES.is_match(text))
        + usize::from(text.contains(['期', '号']) && !is_sentence(text) && NP_ISSUE.is_match(text))
        + usize::from(weekday)
        + usize::from(weekday && !is_sentence(text))
        + usize::from(owner)
        + usize::from(editor)
        + usize::from(address)
}

/// A whole line that tells the number of pages of an issue: `今日8版`.
pub fn is_pages(text: &str) -> bool {
    is_within(text, 12)
        && text.contains('版')
        && NP_PAGES.find(text).is_some_and(|found| length(found.as_str()) + 2 >= length(text))
}

/// A line that is the name of a paper: `江湾时报`.
pub fn is_paper_name(text: &str) -> bool {
    /// Words in which no paper's name ends.
    const OTHERS: [&str; 14] =
        ["汇报", "通报", "预报", "情报", "海报", "举报", "申报", "回报", "填报", "简报", "喜报", "捷报", "播报", "书报"];
    let bare = text.trim_matches(|c: char| matches!(c, '《' | '》') || c.is_whitespace());
    (3..=10).contains(&length(bare))
        && bare.chars().all(is_han)
        && ["报", "報", "周刊", "週刊", "月刊", "通讯"].iter().any(|end| bare.ends_with(end))
        && !OTHERS.iter().any(|word| bare.ends_with(word))
}

/// A line that names writers and nothing else (NP-7), or stands in round brackets at an article's end.
pub fn is_byline(text: &str) -> bool {
    let text = text.trim();
    if !is_within(text, 60) || is_sentence(text) || matches!(text, "作者简介" | "作者單位" | "作者单位" | "作者小传")
    {
        return false;
    }
    let writer = ["记者", "記者", "通讯员", "通訊員", "作者", "评论员", "摄影", "撰稿", "特派員", "編譯"]
        .iter()
        .any(|word| text.contains(word));
    writer
        && (NP_BYLINE.is_match(text)
            || NP_BYLINE_TW.is_match(text)
            || text.starts_with(['□', '■', '◎', '●']) && length(text) <= 40)
        || text.starts_with(['□', '■', '◎']) && (2..=12).contains(&(length(text) - 1)) && !has_comma(text)
        || is_in_brackets(text) && length(text) <= 40 && !has_comma(text) && writer
        || text.strip_prefix("文／").or_else(|| text.strip_prefix("文/")).is_some_and(|name| (2..=8).contains(&length(name)))
}

/// The commonest surnames.
const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢骆岳齐梅莫庄辛管祝左涂谷祁舒耿牟卜詹关苗凌费纪靳盛童張劉陳楊趙黃吳孫馬羅鄭謝韓馮蕭鄧許呂蘇盧蔣賈葉閻鐘薑範鄒陸";

/// Surnames of two characters.
const COMPOUNDS: [&str; 24] = [
    "欧阳", "歐陽", "上官", "司马", "司馬", "诸葛", "諸葛", "司徒", "夏侯", "皇甫", "尉迟", "尉遲", "公孙", "公孫", "慕容",
    "令狐", "宇文", "长孙", "長孫", "端木", "独孤", "獨孤", "南宫", "南宮",
];

/// Whether a word has the characters of a name, two to four ideographs.
pub fn may_be_name(word: &str) -> bool {
    (2..=4).contains(&word.chars().count()) && word.chars().all(is_han)
}

/// Whether a line is a name, or several, and nothing else, as far as their first characters tell.
pub fn is_name(text: &str) -> bool {
    let names = clauses(text.trim());
    let compound = |name: &str| name.chars().count() > 2 && COMPOUNDS.iter().any(|surname| name.starts_with(surname));
    let name = |name: &&str| may_be_name(name) && (name.starts_with(|c| SURNAMES.contains(c)) || compound(name));
    (1..=3).contains(&names.len()) && names.iter().all(name) && !is_body_name(text)
}

/// The whole line stands in one pair of round brackets.
pub fn is_in_brackets(text: &str) -> bool {
    let inner = text.strip_prefix(['（', '(']).and_then(|rest| rest.strip_suffix(['）', ')']));
    inner.is_some_and(|inner| !inner.is_empty() && !inner.contains(['（', '(', '）', ')']))
}

/// A line that is the label of a note and nothing else: `编者按`, `【相关链接】`.
pub fn is_note_label(text: &str) -> bool {
    is_within(text, 10) && NP_EDNOTE.find(text).is_some_and(|found| length(found.as_str()) == length(text))
}

/// Who put a column or a page together (NP-9, NP-11): a line of its own.
pub fn is_compiled(text: &str) -> bool {
    is_within(text, 60) && !is_sentence(text) && (is_in_brackets(text) && NP_COMPILE.is_match(text) || NP_STAFF.is_match(text))
}

/// A whole line that sends the reader to another page (NP-8).
pub fn is_jump(text: &str) -> bool {
    let bracketed = text.trim_start().starts_with(['（', '(', '【', '［', '[']);
    let whole = |form: &regex::Regex| {
        form.captures(text).is_some_and(|found| {
            length(&found[0]) == length(text) && (bracketed || !found["h"].contains(|c: char| is_han(c) || c == '，'))
        })
    };
    is_within(text, 40) && text.contains(['转', '轉', '接']) && (whole(&NP_JUMP_TO) || whole(&NP_JUMP_FROM))
}

/// A line that is a document number.
pub fn is_document_number(text: &str) -> bool {
    is_within(text, 30)
        && GW_DOCNO
            .find(text)
            .is_some_and(|found| found.start() == 0 && (found.end() == text.len() || text[found.end()..].contains("签发")))
        && !["的通知", "的意见", "的决定", "的函"].iter().any(|word| text.contains(word))
}

/// A line that is a date: `2024年2月7日`.
pub fn is_date(text: &str) -> bool {
    GW_DATE.is_match(text) || republican(text) == Some(text.trim_end().len())
}

/// Where a date of the Republic ends that a line begins with, in bytes: `中华民国三十七年五月四日`.
fn republican(text: &str) -> Option<usize> {
    static REPUBLIC: LazyLock<Regex> = LazyLock::new(|| {
        let number = r"\s*(?:[〇零元一二三四五六七八九十廿卅]{1,3}|\d{1,2})\s*";
        let form = format!(r"^\s*(?:中[华華])?\s*民\s*[国國]{number}年{number}月{number}日");
        compile(&form)
    });
    if text.contains('民') { REPUBLIC.find(text).map(|found| found.end()) } else { None }
}

/// A line of nothing but a year, a month, a season: when something was written.
pub fn is_dated(text: &str) -> bool {
    is_within(text, 16) && text.contains('年') && is_of_dates(text)
}

/// Whether a line is a day, with or without its year, as stands below a letter: `四月二十日夜`.
pub fn is_day(text: &str) -> bool {
    let day = || text.split_once('月').is_some_and(|(_, day)| day.contains('日'));
    is_dated(text) || is_within(text, 15) && day() && is_of_dates(text)
}

/// Whether a text has nothing but the characters of dates.
fn is_of_dates(text: &str) -> bool {
    let digits = "〇零○一二三四五六七八九十0123456789０１２３４５６７８９";
    text.chars().all(|c| digits.contains(c) || c.is_whitespace() || "年月日初春夏秋冬夜".contains(c))
}

/// A line that opens a letter: it ends in a colon and names who is meant (GW-16).
pub fn is_addressee(text: &str) -> bool {
    let Some(named) = text.strip_suffix(['：', ':']) else { return false };
    (2..=80).contains(&length(named))
        && !is_sentence(named)
        && !is_clause(named)
        && !is_labelled(named)
        && !named.starts_with(['“', '"', '「'])
        // Words of a sentence, which names of bodies and people have none of: 现在只剩三处.
        && !["是", "了", "只", "就", "也", "把", "被", "上的", "里的"].iter().any(|word| named.contains(word))
        && ADDRESSED.iter().any(|word| named.contains(word))
        && !["如下", "说", "道", "问", "通知", "下列", "以下", "指出", "强调", "决定", "决议", "批复", "公告"]
            .iter()
            .any(|word| named.ends_with(word))
}

/// Words for those whom a notice addresses.
const ADDRESSED: [&str; 31] = [
    "各",
    "局",
    "委",
    "部",
    "办公室",
    "政府",
    "单位",
    "院",
    "公司",
    "支部",
    "学会",
    "协会",
    "厅",
    "处",
    "同志",
    "先生",
    "女士",
    "中心",
    "银行",
    "法院",
    "人民",
    "学校",
    "大学",
    "集团",
    "署",
    "站",
    "代表",
    "朋友们",
    "同学们",
    "家长",
    "尊敬的",
];

/// The words in which titles of notices and laws end.
const NOTICE_TITLES: [&str; 32] = [
    "的通知",
    "的决定",
    "的决议",
    "的意见",
    "的批复",
    "的函",
    "的复函",
    "的通报",
    "的公告",
    "的通告",
    "的请示",
    "的报告",
    "的议案",
    "的命令",
    "的答复",
    "条例",
    "办法",
    "规定",
    "细则",
    "规则",
    "章程",
    "规程",
    "方案",
    "纪要",
    "总结",
    "宪法",
    "法",
    "修正案",
    "的說明",
    "的通知》",
    "工作要点",
    "规范",
];

/// A line that is the title of a notice or a law by its last word.
pub fn is_notice_title(text: &str) -> bool {
    let (long, bare) = (length(text), text.trim_end_matches(['）', ')']));
    let bare = match bare.rfind(['（', '(']) {
        Some(open) if bare.len() < text.len() => &bare[..open],
        _ => text,
    };
    let ends = NOTICE_TITLES.iter().any(|word| bare.ends_with(word));
    let law = !bare.ends_with('法') || bare.ends_with("办法") || bare.starts_with("中华人民共和国") || bare.ends_with("宪法");
    (5..=90).contains(&long) && ends && law && !has_comma(text)
}

/// An article of a law: `第十二条　…`.
pub fn is_clause(text: &str) -> bool {
    let Some(rest) = text.trim_start().strip_prefix('第') else { return false };
    let digits: usize = rest
        .chars()
        .take_while(|&c| "〇零一二三四五六七八九十百千0123456789０１２３４５６７８９".contains(c))
        .map(char::len_utf8)
        .sum();
    digits > 0 && digits <= 21 && rest[digits..].trim_start().starts_with(['条', '條'])
}

/// Numerals as chapters and items are counted.
pub fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '０'..='９') || "〇零○一二三四五六七八九十百千廿卅".contains(c)
}

/// Whether the line is a field with its value, as forms and minutes have them: `时间：三月四日上午`.
pub fn is_field(text: &str) -> bool {
    /// The longest name of a field, in characters.
    const NAME: usize = 6;
    let name = text.split_once(['：', ':']).map(|(name, value)| (name, value.trim()));
    name.is_some_and(|(name, value)| !value.is_empty() && is_within(name, NAME) && name.chars().all(is_han))
}

/// An item with its label: `一、`, `（1）`, `1.`, `②`.
pub fn is_labelled(text: &str) -> bool {
    let text = text.trim_start();
    let bare = text.strip_prefix(['（', '(']).unwrap_or(text);
    let digits: usize = bare.chars().take(4).take_while(|&c| is_numeral(c)).map(char::len_utf8).sum();
    let mut rest = bare[digits..].chars();
    text.starts_with(|c| matches!(c, '①'..='⑳' | '⑴'..='⒛'))
        || digits > 0
            && match rest.next() {
                Some('）' | ')') => true,
                Some('、') => bare.len() == text.len(),
                Some('.' | '．') => bare.len() == text.len() && !rest.next().is_some_and(|c| c.is_ascii_digit()),
                _ => false,
            }
}

/// Whether a heading cannot end in this: the sentence goes on.
pub fn is_cut_off(text: &str) -> bool {
    const OPEN_ENDED: [&str; 58] = [
        "的",
        "和",
        "与",
        "及",
        "或",
        "在",
        "对",
        "为",
        "从",
        "向",
        "把",
        "被",
        "将",
        "是",
        "于",
        "以",
        "等",
        "并",
        "而",
        "但",
        "也",
        "又",
        "其",
        "这",
        "那",
        "就",
        "都",
        "很",
        "更",
        "最",
        "不",
        "第",
        "、",
        "一个",
        "一件",
        "一项",
        "一种",
        "一条",
        "一批",
        "一次",
        "这个",
        "各个",
        "有关",
        "广大",
        "全体",
        "积极",
        "切实",
        "进一步",
        "不断",
        "深入",
        "各级",
        "认真",
        "重要",
        "主要",
        "以及",
        "共同",
        "充分",
        "通过",
    ];
    let mut depth = 0i32;
    for c in text.chars() {
        depth += i32::from(is_open(c) || c == '(') - i32::from(is_close(c) || c == ')');
    }
    // `行为` ends in no preposition.
    let noun = ["行为", "作为"].iter().any(|word| text.ends_with(word));
    depth > 0 || !noun && OPEN_ENDED.iter().any(|word| text.ends_with(word)) || text.ends_with(['，', ',', '：', ':', '；'])
}

/// Whether no paragraph begins so: the line goes on from the one before.
pub fn goes_on(text: &str) -> bool {
    text.chars().next().is_none_or(|c| {
        is_close(c)
            || matches!(
                c,
                '，' | '。'
                    | '；'
                    | '：'
                    | '、'
                    | '！'
                    | '？'
                    | ','
                    | '.'
                    | ';'
                    | ':'
                    | ')'
                    | '的'
                    | '了'
                    | '们'
                    | '性'
                    | '化'
                    | '与'
                    | '和'
                    | '及'
            )
    })
}

/// Clauses of a headline, parted by spaces: `学思想 强党性` has two.
pub fn clauses(text: &str) -> Vec<&str> {
    text.split([' ', '\u{3000}', '\u{a0}']).filter(|piece| !piece.is_empty()).collect()
}

/// Whether spaces part the line into clauses that could each stand alone in a headline.
pub fn has_clauses(text: &str) -> bool {
    let pieces = clauses(text);
    pieces.len() >= 2 && pieces.iter().all(|piece| piece.chars().filter(|&c| is_han(c)).count() >= 2)
}

/// A name of a place or a body, as sub-headings of a round-up have it: `成都市科协`, `安岳县`.
pub fn is_body_name(text: &str) -> bool {
    const ENDS: [&str; 38] = [
        "市",
        "县",
        "区",
        "州",
        "省",
        "镇",
        "乡",
        "村",
        "街道",
        "旗",
        "盟",
        "科协",
        "局",
        "委",
        "厅",
        "部",
        "院",
        "办",
        "会",
        "中心",
        "公司",
        "集团",
        "学校",
        "大学",
        "学院",
        "医院",
        "协会",
        "学会",
        "联合会",
        "馆",
        "站",
        "所",
        "社区",
        "支部",
        "党委",
        "委员会",
        "社",
        "队",
    ];
    (2..=16).contains(&length(text))
        && !text.contains(char::is_whitespace)
        && ENDS.iter().any(|end| text.ends_with(end))
        && text.chars().all(|c| is_han(c) || matches!(c, '（' | '）' | '(' | ')'))
}

/// Latin capitals that spell the label above them: `DI FANG KE XIE`.
pub fn is_pinyin(text: &str) -> bool {
    text.len() >= 4
        && text.is_ascii()
        && text.contains(' ')
        && text.bytes().all(|b| b.is_ascii_uppercase() || b == b' ')
        && text
            .split(' ')
            .filter(|word| !word.is_empty())
            .all(|word| word.len() <= 6 && word.bytes().any(|b| b"AEIOUV".contains(&b)))
}

/// Lines that part scenes: stars, rules, ornaments and nothing else.
pub fn is_separator(text: &str) -> bool {
    if !text.starts_with(|c: char| !c.is_alphanumeric()) {
        return false;
    }
    let marks: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    let ornament = |c: &char| {
        matches!(
            c,
            '*' | '＊'
                | '※'
                | '◇'
                | '◆'
                | '○'
                | '●'
                | '☆'
                | '★'
                | '—'
                | '-'
                | '－'
                | '─'
                | '━'
                | '='
                | '＝'
                | '~'
                | '～'
                | '_'
                | '·'
                | '•'
                | '#'
                | '△'
                | '▲'
                | '□'
                | '■'
                | '❀'
                | '✿'
        )
    };
    let one = marks.len() == 1 && matches!(marks[0], '※' | '◇' | '◆' | '☆' | '★' | '❀' | '✿');
    (marks.len() >= 3 || one) && marks.iter().all(ornament)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(form: fn(&str) -> bool, yes: &[&str], no: &[&str]) {
        yes.iter().for_each(|sample| assert!(form(sample), "{sample} should have the form"));
        no.iter().for_each(|sample| assert!(!form(sample), "{sample} should not have the form"));
    }

    #[test]
    fn lines_have_their_forms() {
        check(
            is_sentence,
            &["雨停了。", "（二）基本原则.", "修桥；", "雨停了．天晴了"],
            &["走进江湾！", "1.", "1．纸质复制", "十二．附则", "增长3．5倍", "江湾（二期）工程Inc.", "共计三."],
        );
        check(
            ends_in_remark,
            &["船离了岸；（1分）", "船离了岸。(据江湾网)"],
            &["船离了岸（1分）", "（1分）", "船离了岸。", "船）"],
        );
        check(is_field, &["时间：三月四日上午九时", "主持人:林见川"], &["从一座桥说起的科普：江湾纪实", "时间：", "3：2"]);
        check(
            is_byline,
            &["□ 本报记者 林见川", "（本报记者 周知）", "(周知 本报记者 林见川)", "文／溫以寧"],
            &["本报记者从会上获悉，桥通了。", "（一）"],
        );
        check(is_name, &["林见川", "周知 陆一鸣"], &["老渡口", "石桥村", "渡口开了夜班船"]);
        check(is_compiled, &["(本栏目组稿:林见川 陆一鸣)", "责编：张三 校对：李四"], &["本栏目组稿的有三人。"]);
        check(
            is_jump,
            &["（下转02版）", "(上接第一版)", "下转A4版 ►", "（上接第一版《老渡口》）"],
            &["（上接第1版）会议指出", "上接第一版 会议指出", "共8版"],
        );
        check(
            is_document_number,
            &["江政办发〔2024〕7号", "江函(2023)012号"],
            &["关于某事的通知（2024）12号", "见江政发〔2024〕7号。"],
        );
        check(
            is_addressee,
            &["各乡镇人民政府，县直各单位：", "各党支部："],
            &["现将有关事项通知如下：", "他说：", "旧路上的客栈现在只剩三处："],
        );
        check(
            is_notice_title,
            &["江湾县档案馆关于做好防汛工作的通知", "中华人民共和国专利法", "防汛办法（试行）"],
            &["他想到一个好办法，就是等", "方法"],
        );
        check(is_addressee, &["各镇："], &["第六条 有下列情形的单位：", "（二）各单位："]);
        check(is_labelled, &["一、查", "（1）查", "(十二)查", "3.查", "②查"], &["1.5亿元", "一条河", "（周知）", "十分"]);
        check(is_clause, &["第十二条 本办法", "第3条"], &["第一章 总则", "条件"]);
        check(is_cut_off, &["积极推进城市和", "学习《江湾", "其中，", "改称为"], &["江湾区开会", "规范诊疗行为"]);
        check(has_clauses, &["一条河 两座桥 三代人"], &["本报 A 版", "江湾区"]);
        check(is_body_name, &["江湾市科协", "石桥村"], &["他去了石桥 村", "桥"]);
        check(is_pinyin, &["DI FANG LAI XIN"], &["GB 18030", "DNA"]);
        check(is_separator, &["* * *", "———", "※"], &["—", "**字**"]);
        check(
            is_date,
            &["2024年2月7日", "二〇二四年二月七日", "中华民国三十七年五月廿四日", "民國元年一月一日"],
            &["民国三十七年五月四日晨，雨。", "三十七年五月"],
        );
        check(is_dated, &["一九二二年六月", "2024年 春"], &["江湾2024年总结"]);
        check(is_paper_name, &["江湾时报", "《江湾日报》"], &["天气预报", "报", "读江湾日报，知天下"]);
        check(is_pages, &["今日8版", "本期共十二版"], &["共8版印刷的书放在桌上"]);
    }
}
