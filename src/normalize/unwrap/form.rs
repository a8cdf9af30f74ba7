//! The form of a line's two edges: what it ends in, what it begins with. No measuring here, and no judging.

use crate::normalize::forms;
use crate::text::{clreq, script, width};

/// What a line ends in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum End {
    /// The end of a sentence, closing quotes and brackets after it included.
    Stop,
    /// A semicolon.
    Semicolon,
    /// A colon.
    Colon,
    /// A comma or an enumeration comma.
    Comma,
    /// A closing mark with no stop before it.
    Close,
    /// An opening mark: nothing ends so.
    Open,
    /// Han, kana or Hangul.
    Word,
    /// A Latin letter.
    Latin,
    /// A digit.
    Digit,
    /// Anything else: a dash, a sign.
    #[default]
    Other,
}

impl End {
    /// How many there are.
    pub const COUNT: usize = End::Other as usize + 1;
}

/// What a line begins with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Start {
    /// A mark that cannot begin a line of its own: `，`, `」`.
    Tail,
    /// The label of a section, an article, an item.
    Label,
    /// Words that open a report, a note, a letter.
    Opener,
    /// An opening quote.
    Quote,
    /// An opening bracket.
    Bracket,
    /// A bullet or another sign that stands before items.
    Bullet,
    /// A digit.
    Digit,
    /// A Latin letter.
    Latin,
    /// Han, kana or Hangul.
    Word,
    /// Anything else.
    #[default]
    Other,
}

impl Start {
    /// How many there are.
    pub const COUNT: usize = Start::Other as usize + 1;
}

/// Marks of transcribers that stand after the text of a line.
fn is_transparent(c: char) -> bool {
    c == '¶' || c.is_whitespace()
}

/// Closing marks, half width too.
fn is_close(c: char) -> bool {
    clreq::is_close(c) || matches!(c, ')' | ']' | '}' | '"' | '\'' | '>')
}

/// Opening marks, half width too.
fn is_open(c: char) -> bool {
    clreq::is_open(c) || matches!(c, '(' | '[' | '{' | '<')
}

/// What the line ends in.
pub fn end(line: &str) -> End {
    let line = line.trim_end_matches(is_transparent);
    let Some(last) = line.chars().next_back() else { return End::Other };
    let inner = line.trim_end_matches(is_close);
    // Reports of the old press close with `云`, whatever mark the printer put after it.
    if line.trim_end_matches(['、', '，']).ends_with('云') || is_credit(line) {
        return End::Stop;
    }
    match (last, inner.chars().next_back()) {
        (c, _) if is_open(c) => End::Open,
        (_, Some(c)) if clreq::is_sentence_end(c) || (c == '.' && !ends_in_number_or_word(inner)) => End::Stop,
        ('；' | ';', _) => End::Semicolon,
        ('：' | ':' | '︰', _) => End::Colon,
        ('，' | '、' | ',' | '､', _) => End::Comma,
        (c, _) if is_close(c) => End::Close,
        (c, _) if script::is_solid(c) || script::is_hangul(c) => End::Word,
        (c, _) if c.is_ascii_digit() || ('０'..='９').contains(&c) => End::Digit,
        (c, _) if c.is_alphabetic() => End::Latin,
        _ => End::Other,
    }
}

/// Whether a sentence is open at the end of the line.
pub fn is_left_open(line: &str) -> bool {
    matches!(end(line), End::Word | End::Latin | End::Digit | End::Comma | End::Open)
}

/// Whether the line begins with a mark that ends a clause or a sentence, which no paragraph does.
pub fn goes_on_with_mark(line: &str) -> bool {
    line.starts_with(|c| clreq::is_stop(c) || clreq::is_sentence_end(c))
}

/// Whether a line is the rest of the sentence before it: a few characters up to a stop, which nobody writes as a paragraph, after
/// prose that broke off. What closes a letter or fills a field (`特此通知。`, `无。`) is whole.
pub fn is_rest(left: &str, right: &str) -> bool {
    /// The longest rest, in characters, and the shortest that is a word.
    const REST: std::ops::RangeInclusive<usize> = 2..=9;
    /// The shortest line that is no heading, in characters.
    const PROSE: usize = 20;
    let whole = ["特此", "此", "专此", "以上", "妥否", "当否", "谢谢", "无", "略", "完"];
    REST.contains(&right.chars().count())
        && (matches!(end(right), End::Stop | End::Semicolon) || matches!(right, "如下：" | "如下:"))
        && start(right) == Start::Word
        && !whole.iter().any(|word| right.starts_with(word))
        && (matches!(end(left), End::Word | End::Latin | End::Digit)
            // A word in quotes is one of the sentence's words.
            || left.ends_with(['”', '’', '」', '』', '》']) && end(left) == End::Close)
        && (has_inner_stop(left) || left.chars().count() >= PROSE || forms::is_cut_off(left))
}

/// Whether the line opens with a term in quotes and goes on behind it, or ends there: `“回声定位”的方法`, `“回声定位”。`. What somebody says has
/// its stop inside, or a comma behind.
pub fn opens_with_term(line: &str) -> bool {
    /// The longest term, in characters.
    const TERM: usize = 16;
    let Some(open) = line.chars().next().filter(|c| matches!(c, '“' | '‘' | '「' | '『')) else { return false };
    let rest = &line[open.len_utf8()..];
    let close = rest.char_indices().take(TERM + 1).find(|&(_, c)| clreq::opening_of(c) == Some(open));
    close.is_some_and(|(at, c)| {
        let after = &rest[at + c.len_utf8()..];
        at > 0
            && !rest[..at].contains(|c| clreq::is_sentence_end(c) || clreq::is_stop(c))
            && !after.is_empty()
            && !after.starts_with(['，', ',', '“', '「'])
    })
}

/// Whether the line opens with a remark in brackets behind which a mark stands, which belongs to the sentence before: `（见图），但…`.
pub fn opens_with_remark(line: &str) -> bool {
    /// The longest remark, in characters.
    const REMARK: usize = 24;
    let Some(rest) = line.strip_prefix(['（', '(']) else { return false };
    let close = rest.char_indices().take(REMARK + 1).find(|&(_, c)| matches!(c, '）' | ')'));
    close.is_some_and(|(at, c)| rest[at + c.len_utf8()..].starts_with(['，', '、', '。', '；', '：', '的', ',', ';']))
}

/// Words that measure what a number counts.
const UNITS: [&str; 52] = [
    "%", "％", "‰", "℃", "万", "亿", "萬", "億", "千", "百", "余", "餘", "多", "元", "个", "個", "名", "人", "位", "户", "家",
    "所", "座", "种", "種", "次", "条", "项", "件", "台", "套", "亩", "畝", "米", "公", "平方", "吨", "克", "毫", "厘", "分钟",
    "小时", "岁", "天", "倍", "册", "篇", "幅", "届", "张", "例", "级",
];

/// Whether a unit opens the line, and so counts the number that ends the line before.
pub fn opens_with_unit(line: &str) -> bool {
    line.starts_with(['年', '月', '日', '时', '時', '号', '號', '楼', '层']) || counts(line)
}

fn counts(line: &str) -> bool {
    UNITS.iter().any(|unit| line.starts_with(unit))
}

/// Whether the line opens with a number and its unit (`65亿元`), neither a date nor a label.
pub fn opens_with_quantity(line: &str) -> bool {
    let digits = line.bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b'.' | b',')).count();
    digits > 0 && line.as_bytes()[digits - 1].is_ascii_digit() && counts(&line[digits..])
}

/// Whether the line says who somebody is, by a name and a sex (`林见川，男，1965年生`).
pub fn opens_life(line: &str) -> bool {
    let mut clauses = line.splitn(3, ['，', ',', '、']);
    clauses.next().is_some_and(forms::may_be_name) && matches!(clauses.next(), Some("男" | "女"))
}

/// Whether the line opens a part of a paper's front matter, each of which stands alone (GB/T 7713.2): `关键词：`, `【摘要】`.
fn opens_front_matter(line: &str) -> bool {
    /// No name of a part has more bytes.
    const LONGEST: usize = 24;
    const PARTS: [&str; 20] = [
        "摘要",
        "提要",
        "关键词",
        "关键字",
        "關鍵詞",
        "中图分类号",
        "文献标识码",
        "文献标志码",
        "文章编号",
        "收稿日期",
        "基金项目",
        "作者简介",
        "通信作者",
        "通讯作者",
        "引用格式",
        "Abstract",
        "ABSTRACT",
        "Keywords",
        "KeyWords",
        "Keyword",
    ];
    let line = line.trim_start_matches(['【', '[', '［', '〔']);
    let Some((at, _)) = line
        .char_indices()
        .take_while(|&(at, _)| at <= LONGEST)
        .find(|&(_, c)| matches!(c, ':' | '：' | '】' | ']' | '］' | '〕'))
    else {
        return false;
    };
    let name = forms::unspaced(&line[..at]);
    PARTS.iter().any(|part| name.eq_ignore_ascii_case(part))
}

/// Whether a sentence ends inside the line: no heading.
pub fn has_sentence(line: &str) -> bool {
    let inner = line.trim_end_matches(|c| clreq::is_sentence_end(c) || clreq::is_close(c));
    inner.contains(['。', '！', '？', '；'])
}

/// Whether the line ends in the name of who took a picture: `白石 摄`, `新华社记者白石摄`.
fn is_credit(line: &str) -> bool {
    /// Who took it, in characters.
    const WHO: usize = 10;
    let Some(who) = line.trim_end_matches(is_close).strip_suffix('摄') else { return false };
    let who = &who[who.char_indices().rev().nth(WHO - 1).map_or(0, |(at, _)| at)..];
    who.trim_end().len() < who.len() || who.contains("记者") || who.contains("通讯员")
}

/// Whether a final `.` follows a digit: a label or a number cut in two, no full stop.
fn ends_in_number_or_word(line: &str) -> bool {
    line.chars().rev().nth(1).is_some_and(|c| c.is_ascii_digit())
}

/// Whether a line is an ellipsis, and nothing else.
pub fn is_dots(line: &str) -> bool {
    let line = line.trim();
    line.starts_with(['…', '⋯']) && line.chars().all(|c| matches!(c, '…' | '⋯'))
}

/// What the line begins with.
pub fn start(line: &str) -> Start {
    let line = line.trim_start();
    let Some(first) = line.chars().next() else { return Start::Other };
    match first {
        c if clreq::is_stop(c) || clreq::is_sentence_end(c) || clreq::is_close(c) => Start::Tail,
        // A file's name (`.cls`), a network's (`.NET`).
        '.' if line[1..].starts_with(|c: char| c.is_ascii_alphabetic()) => Start::Latin,
        ',' | '.' | ';' | ':' | ')' | ']' | '}' | '%' | '︰' | '％' => Start::Tail,
        _ if label_end(line).is_some() => Start::Label,
        _ if OPENERS.iter().any(|opener| line.starts_with(opener)) || opens_front_matter(line) || opens_life(line) => {
            Start::Opener
        }
        '“' | '‘' | '「' | '『' | '"' | '〝' => Start::Quote,
        c if is_open(c) => Start::Bracket,
        '□' | '■' | '●' | '○' | '◎' | '◆' | '◇' | '★' | '☆' | '▲' | '△' | '※' | '*' | '•' | '#' | '|' => {
            Start::Bullet
        }
        c if c.is_ascii_digit() || ('０'..='９').contains(&c) => Start::Digit,
        c if script::is_solid(c) || script::is_hangul(c) => Start::Word,
        c if c.is_alphabetic() => Start::Latin,
        _ => Start::Other,
    }
}

/// Words that open a report, a letter or a box.
const OPENERS: &[&str] = &["本报讯", "本報訊", "本刊讯", "新华社", "编者按", "編者按", "编者的话", "本报记者", "□", "附件"];

/// `（柏林廿八日美聯電）`, `【中央社重慶電】`, `（本報訊）`: where a report opens with its sender in brackets, the number of line
/// breaks inside the brackets; narrow columns break even here.
pub fn wire<'a>(lines: impl Iterator<Item = &'a str>) -> Option<usize> {
    let mut sender = false;
    let mut seen = 0;
    for (breaks, line) in lines.take(5).enumerate() {
        for c in line.chars() {
            match c {
                '（' | '【' | '［' | '(' if seen == 0 => {}
                _ if seen == 0 || seen > WIRE => return None,
                '日' | '社' | '報' | '报' | '台' => sender = true,
                '電' | '电' | '訊' | '讯' if sender => return Some(breaks),
                '）' | '】' | '］' | ')' | '。' | '，' | '、' => return None,
                _ => {}
            }
            seen += 1;
        }
    }
    None
}

/// The place and the date of a wire are no longer than this, in characters.
const WIRE: usize = 16;

/// Whether a line could stand in the headline above a report: short, without marks inside, and nothing is broken off.
pub fn is_title_line(line: &str) -> bool {
    let chars = line.chars().count();
    (2..=20).contains(&chars)
        && !has_inner_stop(line)
        && !line.contains('、')
        && !matches!(end(line), End::Stop | End::Comma | End::Semicolon | End::Colon | End::Open)
        && start(line) != Start::Tail
}

/// Digits of Chinese labels.
fn is_numeral(c: char) -> bool {
    matches!(
        c,
        '一' | '二'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '百'
            | '千'
            | '零'
            | '〇'
            | '○'
            | '廿'
            | '卅'
            | '两'
    )
}

/// Where the label that opens a line ends, in bytes: `一、`, `（一）`, `1.`, `①`, `第三条`, `卷五`.
pub fn label_end(line: &str) -> Option<usize> {
    let mut chars = line.char_indices().peekable();
    let (_, first) = chars.next()?;
    let count = |from: usize, digit: fn(char) -> bool| {
        line[from..].chars().take_while(|&c| digit(c)).map(char::len_utf8).sum::<usize>()
    };
    let next = |at: usize| line[at..].chars().next();
    match first {
        '第' => {
            let from = first.len_utf8();
            let numerals = count(from, |c| is_numeral(c) || c.is_ascii_digit() || c == ' ');
            let after = next(from + numerals)?;
            let unit = matches!(
                after,
                '条' | '條'
                    | '章'
                    | '节'
                    | '節'
                    | '编'
                    | '編'
                    | '回'
                    | '卷'
                    | '篇'
                    | '部'
                    | '集'
                    | '幕'
                    | '讲'
                    | '講'
                    | '课'
            );
            (numerals > 0 && unit).then_some(from + numerals + after.len_utf8())
        }
        '①'..='⓿' | '❶'..='➓' => Some(first.len_utf8()),
        '（' | '(' => {
            let from = first.len_utf8();
            let numerals = count(from, is_numeral);
            let digits = count(from, |c| c.is_ascii_digit());
            let inside = if (1..=4 * 3).contains(&numerals) { numerals } else { digits };
            let closed = matches!(next(from + inside), Some('）' | ')'));
            (inside > 0 && closed && digits <= 3).then_some(from + inside + next(from + inside)?.len_utf8())
        }
        c if is_numeral(c) => {
            let numerals = count(0, is_numeral);
            let after = next(numerals)?;
            (numerals <= 4 * 3 && matches!(after, '、' | '．' | '.')).then_some(numerals + after.len_utf8())
        }
        c if c.is_ascii_digit() => {
            let digits = count(0, |c| c.is_ascii_digit());
            let after = next(digits)?;
            let label = match after {
                '、' | '．' | '）' | ')' => true,
                // 3.14 is a number, `3.` before anything else is a label; `134.` alone is the end of a sentence.
                '.' => next(digits + 1).map_or(digits <= 2, |c| !c.is_ascii_digit()),
                _ => false,
            };
            (digits <= 3 && label).then_some(digits + after.len_utf8())
        }
        _ => None,
    }
}

/// The label after a bracketed or circled one that opens the line: `（五）` after `（四）`, `②` after `①`.
pub fn next_label(line: &str) -> Option<String> {
    const DIGITS: [&str; 21] = [
        "", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五", "十六", "十七",
        "十八", "十九", "二十",
    ];
    let line = line.trim_start();
    if let Some(circled @ '①'..='⑲') = line.chars().next() {
        return char::from_u32(u32::from(circled) + 1).map(String::from);
    }
    let inside = line.strip_prefix(['（', '('])?;
    let (number, _) = inside.split_once(['）', ')'])?;
    let next = match number.parse::<usize>() {
        Ok(number) => (number < 100).then(|| (number + 1).to_string())?,
        Err(_) => (*DIGITS.get(DIGITS.iter().skip(1).position(|&digit| digit == number)? + 2)?).to_owned(),
    };
    let open = line.chars().next()?;
    Some(format!("{open}{next}{}", if open == '（' { '）' } else { ')' }))
}

/// Whether the whole line is a label that waits for its text: `第二条`, `1.`, `（1）`, `①`. Chapters have titles, and sections of
/// essays are headed by `（一）` alone.
pub fn is_bare_label(line: &str) -> bool {
    /// No label has more bytes.
    const LONGEST: usize = 64;
    let line = line.trim();
    if line.len() > LONGEST {
        return false;
    }
    let counts = is_article_label(line) || line.contains(|c: char| c.is_ascii_digit() || matches!(c, '①'..='⓿' | '❶'..='➓'));
    counts && !line.ends_with(['章', '节', '節', '回', '卷', '部', '篇']) && label_end(line) == Some(line.len())
}

/// Whether the label is that of an article of a law: no other stands where a sentence is open.
pub fn is_article_label(label: &str) -> bool {
    label.starts_with('第') && label.ends_with(['条', '條'])
}

/// The width, in half-em units, of what had to go to this line as a whole because no line may break inside it: a Latin word, a
/// number, a Han with the marks that may not begin a line (CLREQ 3.1.6) where the source keeps that rule.
pub fn first_unit(line: &str, kept: bool) -> i32 {
    let mut wide = 0;
    let mut chars = line.chars().peekable();
    let is_run = |c: char| c.is_ascii_graphic() && !is_open(c);
    while let Some(&c) = chars.peek().filter(|&&c| is_open(c) || matches!(c, '"' | '\'')) {
        wide += width::of_char(c, true);
        chars.next();
    }
    if let Some(c) = chars.next() {
        wide += width::of_char(c, true);
        if is_run(c) || c == '—' || c == '…' {
            while let Some(next) = chars.next_if(|&next| if is_run(c) { is_run(next) } else { next == c }) {
                wide += width::of_char(next, true);
            }
        }
    }
    while let Some(c) =
        chars.next_if(|&c| kept && (clreq::is_stop(c) || is_close(c) || matches!(c, '!' | '?' | '.' | ',' | ';' | ':')))
    {
        wide += width::of_char(c, true);
    }
    i32::try_from(wide).unwrap_or(i32::MAX / 4)
}

/// A bracket that is open this many lines or characters on was never closed.
const BRACKET_LINES: usize = 6;
const BRACKET_CHARS: usize = 80;

/// For each line, whether a bracket or book-title mark that opened on it or before closes after it. Quotes don't count: speech
/// runs over paragraphs.
pub fn open_brackets<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<bool> {
    let mut spanned = Vec::new();
    let mut open: Vec<(char, usize, usize)> = Vec::new();
    let mut at = 0usize;
    for (number, line) in lines.enumerate() {
        spanned.push(false);
        for c in line.chars() {
            at += 1;
            match c {
                '《' | '（' | '〈' | '〔' | '(' | '【' => {
                    open.retain(|&(_, line, place)| number - line < BRACKET_LINES && at - place < BRACKET_CHARS);
                    open.push((c, number, at));
                }
                '》' | '）' | '〉' | '〕' | ')' | '】' => {
                    if let Some(index) = open.iter().rposition(|&(opening, ..)| pairs(opening, c)) {
                        let (_, line, place) = open[index];
                        open.truncate(index);
                        if number - line < BRACKET_LINES && at - place < BRACKET_CHARS {
                            spanned[line..number].fill(true);
                        }
                    }
                }
                _ => {}
            }
        }
    }
    spanned
}

fn pairs(open: char, close: char) -> bool {
    clreq::opening_of(close) == Some(open) || matches!((open, close), ('（', ')') | ('(', '）'))
}

/// Whether the line opens with a name and a colon: a field of an address, a letterhead, a form. Speech is announced likewise.
pub fn is_field(line: &str) -> bool {
    /// The longest name, in characters.
    const NAME: usize = 16;
    let Some((at, _)) = line.char_indices().take(NAME + 1).find(|&(_, c)| matches!(c, ':' | '：')) else { return false };
    let name = &line[..at];
    // `出租方（甲方）：`
    let name = match name.find(['（', '(']) {
        Some(open) if name.ends_with(['）', ')']) => &name[..open],
        _ => name,
    };
    !name.is_empty() && !has_mark(name) && !name.ends_with(is_telling)
}

/// Whether a stop, a bracket or a quote stands in the words: they are no name.
pub fn has_mark(words: &str) -> bool {
    words.contains(|c| clreq::is_stop(c) || clreq::is_sentence_end(c) || clreq::is_open(c) || clreq::is_close(c))
}

/// What announces speech before a colon, or an explanation.
pub fn is_telling(c: char) -> bool {
    matches!(c, '说' | '說' | '道' | '曰' | '云' | '问' | '問' | '答' | '是' | '下' | '叫' | '喊')
}

/// Whether the line has a comma, a stop or a semicolon inside it: prose, not a heading.
pub fn has_inner_stop(line: &str) -> bool {
    let last = line.chars().next_back().map_or(0, char::len_utf8);
    let mut before = ' ';
    let mut rest = line[..line.len() - last].chars();
    while let Some(c) = rest.next() {
        // Half-width marks behind ideographs will be full-width ones, but for those of a number or a name.
        let half = || script::is_han(before) && !rest.clone().next().is_some_and(|next| next.is_ascii_alphanumeric());
        if matches!(c, '，' | '。' | '；' | ',' | ';' | '！' | '？' | '：') || matches!(c, '.' | '!' | '?' | ':') && half()
        {
            return true;
        }
        before = c;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends() {
        for (line, expected) in [
            ("他走了。", End::Stop),
            ("他走了。”", End::Stop),
            ("他走了.\"", End::Stop),
            ("共计3.", End::Digit),
            ("山高，", End::Comma),
            ("《山海经》", End::Close),
            ("他说：“", End::Open),
            ("走到", End::Word),
            ("the end", End::Latin),
            ("如下：", End::Colon),
            ("天黑了，¶", End::Comma),
            ("新桥通车。本报记者 白石 摄", End::Stop),
            ("图为新桥（记者白石摄）", End::Stop),
            ("全片由这里拍摄", End::Word),
        ] {
            let got = end(line);
            assert!(got == expected || (expected == End::Digit && got == End::Other), "{line}: {got:?}");
        }
    }

    #[test]
    fn dots_alone() {
        assert!(is_dots("……") && is_dots("　　⋯⋯ ") && !is_dots("……”") && !is_dots("。") && !is_dots(""));
    }

    #[test]
    fn starts() {
        for (line, expected) in [
            ("，他说", Start::Tail),
            (".cls 是文件", Start::Latin),
            (".5 是数", Start::Tail),
            ("一、总则", Start::Label),
            ("（二）范围", Start::Label),
            ("3.14是数", Start::Digit),
            ("3.范围", Start::Label),
            ("第十二条 本法", Start::Label),
            ("第一次来", Start::Word),
            ("十分难得", Start::Word),
            ("“走吧。”", Start::Quote),
            ("2024年", Start::Digit),
            ("关键词：渡口；水位", Start::Opener),
            ("【摘　要】目的", Start::Opener),
            ("Key words: ferry", Start::Opener),
            ("林见川，男，1965年生，江湾人", Start::Opener),
            ("林见川，江湾人", Start::Word),
            ("摘要里说：", Start::Word),
        ] {
            assert_eq!(start(line), expected, "{line}");
        }
    }

    #[test]
    fn rests() {
        for (left, right, rest) in [
            ("按照先地下、后地上的顺序，同步推进管线", "改造。", true),
            ("（四）对本会工作的批评建议权和", "监督权；", true),
            ("3.其他有关材料", "特此通知。", false),
            ("七、其他事项", "无。", false),
            ("三、落实责任", "逐级分解。", false),
            ("他把船拴好，坐了下来", "“走吧。”", false),
            ("船头写着字，是一个“家”", "字。", true),
        ] {
            assert_eq!(is_rest(left, right), rest, "{left} {right}");
        }
        assert!(has_sentence("他走了。船还"));
        assert!(!has_sentence("船还在，他走了。”"));
    }

    #[test]
    fn what_opens_a_line_may_belong_to_the_line_before() {
        for (line, term) in [
            ("“三天渡”。", true),
            ("“三天渡”的规矩", true),
            ("“走吧。”", false),
            ("“走吧”，他说。", false),
            ("“走，上船”的喊声", false),
            ("三天渡", false),
        ] {
            assert_eq!(opens_with_term(line), term, "{line}");
        }
        for (line, remark) in [("（见图），但", true), ("（见图）船", false), ("（一）船", false), ("见（图），", false)]
        {
            assert_eq!(opens_with_remark(line), remark, "{line}");
        }
        for (line, quantity) in [("65亿元。", true), ("7.5%，", true), ("3月6日", false), ("3.船", false), ("万元", false)]
        {
            assert_eq!(opens_with_quantity(line), quantity, "{line}");
        }
    }

    #[test]
    fn commas_go_on() {
        assert!(goes_on_with_mark("、因前方将士"));
        assert!(!goes_on_with_mark("“因前方将士"));
    }

    #[test]
    fn units() {
        assert_eq!(wire(["（重庆", "廿五日", "电）据"].into_iter()), Some(2));
        assert_eq!(wire(["（本报讯）昨日"].into_iter()), Some(0));
        assert_eq!(wire(["（甲）二日", "电"].into_iter()), None);
        for (line, expected) in [("山水", 2), ("山，水", 4), ("“山水", 4), ("word 山", 4), ("2024年", 4), ("——山", 4)]
        {
            assert_eq!(first_unit(line, true), expected, "{line}");
        }
    }

    #[test]
    fn brackets() {
        let open = |lines: &[&'static str]| open_brackets(lines.iter().copied());
        assert_eq!(open(&["通过《关于加强", "管理的决定》，现予", "公布"]), [true, false, false]);
        assert_eq!(open(&["通过《决定》", "现予公布《决定》"]), [false, false]);
        assert_eq!(open(&["（柏林", "廿八日", "电）今日"]), [true, true, false]);
        for (line, field) in [
            ("电话：020-1234", true),
            ("出租方（甲方）：渡口", true),
            ("date: '2025'", true),
            ("他笑道：好", false),
            ("天黑，船：", false),
        ] {
            assert_eq!(is_field(line), field, "{line}");
        }
        assert!(is_bare_label("第二条") && !is_bare_label("第二条 本法"));
        for (line, next) in [("（四）修桥", Some("（五）")), ("①前人", Some("②")), ("(9)船", Some("(10)")), ("一、船", None)]
        {
            assert_eq!(next_label(line).as_deref(), next, "{line}");
        }
        assert!(label_end("12.") == Some(3) && label_end("134.").is_none() && label_end("134.船") == Some(4));
    }
}
