//! What the document says about itself: title, who wrote or issued it, date, masthead. Copies of the text; the text stays.

use super::front::{self, Front};
use super::patterns::{NP_DATE, compile};
use super::{NormalizeOptions, headings, masthead, parts, rubrics};
use crate::diag::Sink;
use crate::model::{Block, Document, DocumentKind, Kind, Role};
use regex::Regex;
use std::sync::LazyLock;

/// The pass: fills what no reader has filled.
pub fn run(document: &mut Document, options: &NormalizeOptions, _: &mut Sink) {
    let blocks = &document.blocks;
    let masthead = masthead::read(blocks);
    let paper = document.meta.kind == Some(DocumentKind::Newspaper);
    // A text without a title begins with a chapter, a section, a preface; its name is then not in the text.
    let part = |block: &&Block| headings::rank_of(block).is_some() || rubrics::is_part(block.text.as_str());
    let heading = blocks.iter().find(|block| block.heading() == Some(1)).filter(|block| !part(block)).map(one_line);
    let Front { title: stated, writers } = front(blocks, document.meta.kind);
    let heading = stated.or(heading.map(|title| front::named(&title).unwrap_or(title)));
    let known = texts(blocks, Role::Masthead).find_map(|block| options.archive.date(block.text.as_str()));
    let date = known.or_else(|| date(blocks, document.meta.kind));
    // The issue, among the others of its paper.
    let named = masthead.as_ref().and_then(|masthead| masthead.name.clone()).filter(|_| paper).map(|name| {
        let number = masthead.as_ref().and_then(|masthead| masthead.issue.as_deref()).map(|issue| format!("第{issue}期"));
        let day = date.as_deref().map(spoken).or(number);
        day.map_or(name.clone(), |day| format!("{name} {day}"))
    });
    let title = named.or(heading).or_else(|| texts(blocks, Role::Title).next().map(one_line));
    let creators = if writers.is_empty() { creators(blocks, document.meta.kind) } else { writers };
    let meta = &mut document.meta;
    meta.title = meta.title.take().or(title);
    meta.date = meta.date.take().or(date);
    meta.masthead = meta.masthead.take().or(masthead);
    if meta.creators.is_empty() {
        meta.creators = creators;
    }
}

pub fn texts(blocks: &[Block], role: Role) -> impl Iterator<Item = &Block> {
    blocks.iter().filter(move |block| block.kind == Kind::Paragraph(role))
}

/// What the lines before the first chapter of a book state of it; in an article, what they say with its word.
fn front(blocks: &[Block], kind: Option<DocumentKind>) -> Front {
    /// A front page has no more lines.
    const LINES: usize = 12;
    let book = match kind {
        Some(DocumentKind::Book) => true,
        Some(DocumentKind::Article) => false,
        _ => return Front::default(),
    };
    let stated = |text: &str| book || ["作者", "书名", "書名"].iter().any(|word| text.trim_start().starts_with(word));
    let chapter =
        |block: &&Block| headings::rank_of(block).is_some_and(headings::is_counted) || parts::is_chapter(block.text.as_str());
    let lines = blocks.iter().filter(|block| block.is_visible()).take(LINES).take_while(|block| !chapter(block));
    lines.map(|block| block.text.as_str()).filter(|text| stated(text)).map(front::read).fold(Front::default(), |all, line| {
        Front { title: all.title.or(line.title), writers: if all.writers.is_empty() { line.writers } else { all.writers } }
    })
}

fn one_line(block: &Block) -> String {
    block.text.as_str().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The issue's date, or the date under a notice, as ISO 8601.
fn date(blocks: &[Block], kind: Option<DocumentKind>) -> Option<String> {
    let iso = |block: &Block| iso(block.text.as_str());
    match kind {
        Some(DocumentKind::Newspaper) => {
            let said = || texts(blocks, Role::Date).find_map(iso);
            // An article of the web by a reporter.
            let first = || texts(&blocks[..blocks.len().min(4)], Role::Byline).find_map(stamp);
            texts(blocks, Role::Masthead).find_map(iso).or_else(said).or_else(first)
        }
        Some(DocumentKind::Book) => None,
        // A web page says it under the headline.
        _ => texts(blocks, Role::Date).find_map(iso).or_else(|| texts(blocks, Role::Byline).take(2).find_map(stamp)),
    }
}

/// The day of a web page, as the line under its headline says it.
fn stamp(block: &Block) -> Option<String> {
    static STAMP: LazyLock<Regex> = LazyLock::new(|| compile(r"(?:^|\D)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"));
    let text = block.text.as_str();
    iso(text).or_else(|| {
        let captures = STAMP.captures(text)?;
        day(number(&captures[1])?, number(&captures[2])?, number(&captures[3])?)
    })
}

/// `2024-02-07` as it is said.
fn spoken(date: &str) -> String {
    let parts: Vec<&str> = date.split('-').map(|part| part.trim_start_matches('0')).collect();
    parts.iter().zip(["年", "月", "日"]).map(|(part, unit)| format!("{part}{unit}")).collect()
}

/// `2024年2月7日` and `二〇二四年二月七日` as `2024-02-07`.
fn iso(text: &str) -> Option<String> {
    let western =
        |captures: regex::Captures<'_>| Some((number(&captures["y"])?, number(&captures["m"])?, number(&captures["d"])?));
    let (y, m, d) = match NP_DATE.captures(text) {
        Some(captures) => western(captures)?,
        None => {
            let (year, rest) = text.split_once('年')?;
            let (month, rest) = rest.split_once('月')?;
            let (day, _) = rest.split_once('日')?;
            // A year of the Republic; the first is 元年.
            let republic = year.rsplit_once("民国").or_else(|| year.rsplit_once("民國"));
            let year = republic.map_or_else(|| self::year(year), |(_, count)| Some(1911 + number(count)?));
            (year?, number(month)?, number(day)?)
        }
    };
    self::day(y, m, d)
}

/// The year that a text ends in, digit by digit: `二〇二四`.
pub fn year(text: &str) -> Option<u32> {
    let text = text.trim();
    let start = text.char_indices().rev().nth(3).map_or(0, |(at, _)| at);
    let digits: String = text[start..].chars().filter_map(digit).map(|d| char::from(b'0' + d)).collect();
    digits.parse().ok()
}

/// A day as ISO 8601, where there is such a one.
pub fn day(year: u32, month: u32, day: u32) -> Option<String> {
    ((1000..=2999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day))
        .then(|| format!("{year:04}-{month:02}-{day:02}"))
}

fn digit(c: char) -> Option<u8> {
    match c {
        '〇' | '零' | '○' | 'Ｏ' | 'O' => Some(0),
        _ => "一二三四五六七八九"
            .chars()
            .position(|d| d == c)
            .map(|at| at as u8 + 1)
            .or_else(|| fold(c).to_digit(10).map(|d| d as u8)),
    }
}

/// A full-width digit as a Latin one.
fn fold(c: char) -> char {
    match c {
        '０'..='９' => char::from(b'0' + (u32::from(c) - u32::from('０')) as u8),
        _ => c,
    }
}

/// A number up to 99 in Han, or any in digits.
pub fn number(text: &str) -> Option<u32> {
    let text = text.trim().replace('廿', "二十").replace('卅', "三十").replace('元', "一");
    if let Ok(number) = text.chars().map(fold).collect::<String>().parse() {
        return Some(number);
    }
    match text.split_once('十') {
        Some((tens, ones)) => {
            let value = |part: &str, absent: u32| {
                if part.is_empty() { Some(absent) } else { part.chars().next().and_then(digit).map(u32::from) }
            };
            Some(value(tens, 1)? * 10 + value(ones, 0)?)
        }
        None => text.chars().next().and_then(digit).map(u32::from),
    }
}

/// Writers of an article or a book; who issued a notice. A paper has an editor, and its articles have their own bylines.
fn creators(blocks: &[Block], kind: Option<DocumentKind>) -> Vec<String> {
    match kind {
        Some(DocumentKind::Notice) => {
            let issued = texts(blocks, Role::Signature).chain(texts(blocks, Role::IssuingBody)).next();
            issued.map(|block| one_line(block).trim_end_matches("文件").to_owned()).into_iter().collect()
        }
        Some(DocumentKind::Newspaper) => Vec::new(),
        _ => texts(blocks, Role::Byline).take(1).flat_map(|block| writers(block.text.as_str())).collect(),
    }
}

/// The names of a byline, without what they did.
pub fn writers(text: &str) -> Vec<String> {
    const TITLES: [&str; 31] = [
        "新华社",
        "见习",
        "实习",
        "首席",
        "特约",
        "摄影报道",
        "报道",
        "■",
        "◎",
        "本报",
        "本刊",
        "全媒体",
        "记者",
        "記者",
        "通讯员",
        "作者",
        "文/图",
        "文／图",
        "文／",
        "文/",
        "撰稿",
        "编著",
        "编著者",
        "著",
        "译",
        "譯",
        "：",
        ":",
        "（",
        "）",
        "□",
    ];
    /// Who stands for nobody.
    const NOBODY: [&str; 8] = ["佚名", "未知", "网络", "网络整理", "本站", "本站原创", "管理员", "admin"];
    // Spans without white space between follow one another.
    let text = text.replace("作者", " 作者");
    let text = SAID.replace_all(&text, " ");
    let bare = TITLES.iter().fold(text.into_owned(), |text, title| text.replace(title, " "));
    let named =
        |name: &&str| name.chars().count() >= 2 && !name.contains(|c: char| c.is_ascii_digit()) && !NOBODY.contains(name);
    bare.split_whitespace().filter(named).map(str::to_owned).collect()
}

/// What a web page says beside the writer under its headline, with the word that it is said by.
static SAID: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?:(?:信息|文章|稿件|消息|内容)?(?:来源|來源|出处)(?:于)?|责任编辑|责编|编辑|审核|(?:发布|发表|更新|创建|上传)?(?:时间|日期)|点击(?:数|次数)?|浏览(?:数|次数|量)?|阅读(?:数|次数|量)?|人气|字体)\s*[:：]\s*[^\s|]*|发布于|发表于|更新于|原创(?:作者)?|\|",
    )
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;

    fn read(kind: DocumentKind, native: &str) -> Document {
        let mut document = native::parse(native).expect("the native form is well formed");
        document.meta.kind = Some(kind);
        run(&mut document, &NormalizeOptions::default(), &mut Sink::new());
        document
    }

    #[test]
    fn a_masthead_is_read() {
        let document = read(
            DocumentKind::Newspaper,
            "masthead :: 江湾时报社主办 总编辑:顾砚秋 国内统一连续出版物号:CN 33-0917 邮发代号:31-208\nmasthead :: 2024年3月8日 星期五 第2163期\nmasthead :: 今日十二版\n",
        );
        let masthead = document.meta.masthead.expect("there is one");
        assert_eq!(masthead.name.as_deref(), Some("江湾时报"));
        assert_eq!(masthead.cn.as_deref(), Some("CN 33-0917"));
        assert_eq!(masthead.post.as_deref(), Some("31-208"));
        assert_eq!((masthead.issue.as_deref(), masthead.pages), (Some("2163"), Some(12)));
        assert_eq!(document.meta.date.as_deref(), Some("2024-03-08"));
        assert_eq!(document.meta.title.as_deref(), Some("江湾时报 2024年3月8日"));
    }

    #[test]
    fn a_line_under_a_headline_says_when_and_by_whom() {
        let check = |line: &str, date: Option<&str>, writers: &[&str]| {
            let document = read(DocumentKind::Article, &format!("heading 1 :: 渡口\nbyline :: {line}\nbody :: 船开了。\n"));
            let creators: Vec<&str> = document.meta.creators.iter().map(String::as_str).collect();
            assert_eq!((document.meta.date.as_deref(), &creators[..]), (date, writers), "{line}");
        };
        check("2024-03-08 12:11来源：江湾时报作者：林见川", Some("2024-03-08"), &["林见川"]);
        check("发布时间：2024-03-08 来源：江湾学会", Some("2024-03-08"), &[]);
        check("发布于 2024-03-08 07:19:52", Some("2024-03-08"), &[]);
        check("原创 江湾时报 2024-03-08 16:01", Some("2024-03-08"), &["江湾时报"]);
        check("时间：2024年3月8日 作者：网络整理", Some("2024-03-08"), &[]);
        check("本报记者 林见川 通讯员 许砚", None, &["林见川", "许砚"]);
    }

    #[test]
    fn years_of_the_republic_are_counted_from_its_first() {
        let check = |text: &str, expected: &str| assert_eq!(iso(text).as_deref(), Some(expected), "{text}");
        check("中华民国三十七年五月廿四日 星期一", "1948-05-24");
        check("民國元年一月一日", "1912-01-01");
        check("二〇二四年二月七日", "2024-02-07");
    }

    #[test]
    fn a_notice_and_a_book_name_their_makers() {
        let notice = read(
            DocumentKind::Notice,
            "heading 1 :: 关于防汛的通知\nsignature :: 江湾镇人民政府\ndate :: 二〇二四年十二月二十一日\n",
        );
        assert_eq!(notice.meta.title.as_deref(), Some("关于防汛的通知"));
        assert_eq!(notice.meta.creators, ["江湾镇人民政府"]);
        assert_eq!(notice.meta.date.as_deref(), Some("2024-12-21"));
        let book = read(DocumentKind::Book, "heading 1 :: 渡口记\nbyline :: 江湾居士　著\n");
        assert_eq!(book.meta.creators, ["江湾居士"]);
    }
}
