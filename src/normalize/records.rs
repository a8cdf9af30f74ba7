//! Records: articles as a database exports them, each field on a line with its name (`【标题】…`, `作者：…`, `<版次>=3`), and as the
//! dumps of a daily have them (day, page, column, then the headline).
//!
//! A field by itself is a line like others. Several together that name a title and what belongs to an article are the head of one: the title
//! becomes its headline, and the names of fields, which belong to the database, go with a record in the log.

use super::patterns::NP_DATE;
use super::{NormalizeOptions, forms, front, headlines};
use crate::diag::Sink;
use crate::model::{Block, Document, DocumentKind, EditLog, Furniture, Kind, Reason, Role, Rule, SpanKind};
use std::collections::BTreeSet;

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Field {
    Title,
    Kicker,
    Deck,
    Writer,
    Date,
    Page,
    Source,
    Section,
    Text,
    /// Numbers, key words: what a library wants to know.
    Other,
}

/// The names of fields, simplified and traditional.
const NAMES: [(Field, &[&str]); 10] = [
    (
        Field::Title,
        &[
            "标题",
            "主标题",
            "正题",
            "题名",
            "篇名",
            "文章标题",
            "新闻标题",
            "文章名称",
            "標題",
            "主標題",
            "題名",
            "文章標題",
            "新聞標題",
        ],
    ),
    (Field::Kicker, &["引题", "肩题", "眉题", "引標題", "引題", "肩題"]),
    (Field::Deck, &["副标题", "副题", "小标题", "副標題", "副題"]),
    (Field::Writer, &["作者", "记者", "责任者", "第一作者", "作者姓名", "撰稿", "撰稿人", "記者", "撰文者"]),
    (
        Field::Date,
        &[
            "日期",
            "报纸日期",
            "出版日期",
            "发表日期",
            "发表时间",
            "发布时间",
            "刊登日期",
            "见报日期",
            "发行日期",
            "年月日",
            "报道日期",
            "出版时间",
            "報紙日期",
            "發表日期",
        ],
    ),
    (Field::Page, &["版次", "版号", "版面", "版名", "版面名称", "版次版名", "版別", "版序", "版號"]),
    (
        Field::Source,
        &[
            "来源",
            "报纸名称",
            "报刊",
            "报刊名称",
            "报纸",
            "出处",
            "文献来源",
            "媒体",
            "刊名",
            "來源",
            "報紙名稱",
            "報別",
            "出處",
        ],
    ),
    (Field::Section, &["栏目", "专栏", "专题", "欄目", "專欄"]),
    (Field::Text, &["正文", "全文", "内容", "正文内容", "文章内容", "内文", "內容", "內文", "文章內容"]),
    (
        Field::Other,
        &[
            "关键词",
            "关键字",
            "字数",
            "编号",
            "序号",
            "文章编号",
            "责任编辑",
            "编辑",
            "体裁",
            "地区",
            "摘要",
            "正文字数",
            "ID",
            "URL",
            "网址",
            "链接",
            "關鍵詞",
            "關鍵字",
            "字數",
            "編號",
            "編輯",
        ],
    ),
];

/// The longest name of a field, and the longest title, in characters.
const NAME: usize = 8;
const TITLE: usize = 70;
/// So many fields beside the title make a record.
const OTHERS: usize = 2;

/// The pass.
pub fn run(document: &mut Document, options: &NormalizeOptions, _: &mut Sink) {
    if super::is_joined(document) {
        return;
    }
    let Document { blocks, log, meta, .. } = document;
    if blocks.iter().any(|block| block.heading().is_some() && block.hints.marked) {
        return;
    }
    let records = find(blocks);
    let several = records.len() > 1;
    let paper = records.iter().flatten().any(|&(_, field, _)| field == Field::Page);
    let mut joined = BTreeSet::new();
    for record in &records {
        settle(blocks, record, several, &mut joined, log);
    }
    let mut at = 0..;
    blocks.retain(|_| !at.next().is_some_and(|at| joined.contains(&at)));
    let dumped = dumps(blocks, log) | (issue_lines(blocks, log) > 1);
    if (paper || dumped) && options.kind.is_none() && meta.kind.is_none() {
        meta.kind = Some(DocumentKind::Newspaper);
    }
}

/// A line of a record: its place, what it holds, and where its value begins, in bytes.
type Line = (usize, Field, usize);

/// The heads of records: lines of fields, one after another.
fn find(blocks: &[Block]) -> Vec<Vec<Line>> {
    let mut records = Vec::new();
    let mut lines: Vec<Line> = Vec::new();
    let close = |lines: &mut Vec<Line>, records: &mut Vec<Vec<Line>>| {
        let fields: BTreeSet<Field> = lines.iter().map(|&(_, field, _)| field).collect();
        // A second title begins a second record; two of one kind are a list of works.
        let titled = lines
            .iter()
            .any(|&(at, field, value)| field == Field::Title && !blocks[at].text.as_str()[value..].trim().is_empty());
        let once = titled && lines.iter().filter(|&&(_, field, _)| field == Field::Title).count() == 1;
        let others = fields.iter().filter(|&&field| !matches!(field, Field::Title | Field::Other)).count();
        let record = std::mem::take(lines);
        if once && fields.contains(&Field::Title) && others >= OTHERS {
            records.push(record);
        }
    };
    for (at, block) in blocks.iter().enumerate() {
        if !block.is_visible() || block.kind == Kind::Separator {
            continue;
        }
        let found = block.is_body().then(|| field(block.text.as_str())).flatten();
        let Some((name, value)) = found else {
            close(&mut lines, &mut records);
            continue;
        };
        if name == Field::Title && lines.iter().any(|&(_, field, _)| field == Field::Title) {
            close(&mut lines, &mut records);
        }
        lines.push((at, name, value));
        // What follows the name of the text is the text.
        if name == Field::Text {
            close(&mut lines, &mut records);
        }
    }
    close(&mut lines, &mut records);
    // A form has such fields as well: one record alone must say what only a database or a paper says.
    if records.len() == 1 && !records[0].iter().any(|&(at, field, _)| is_certain(blocks[at].text.as_str(), field)) {
        records.clear();
    }
    records
}

/// Whether a field has the form of a database, or is one that only papers have.
fn is_certain(text: &str, field: Field) -> bool {
    field == Field::Page
        || text.trim_start().starts_with(['【', '〔', '［', '[', '<', '＜', '『'])
        || ["正文", "全文", "报纸", "報紙", "版"].iter().any(|word| text.trim_start().starts_with(word))
}

/// The field that a line begins with, and where its value begins.
fn field(text: &str) -> Option<(Field, usize)> {
    let start = text.len() - text.trim_start().len();
    let rest = &text[start..];
    let pairs = [('【', '】'), ('〔', '〕'), ('［', '］'), ('[', ']'), ('<', '>'), ('＜', '＞'), ('『', '』')];
    let (label, mut value) = match pairs.into_iter().find(|(open, _)| rest.starts_with(*open)) {
        Some((open, close)) => {
            let inner = &rest[open.len_utf8()..];
            let end = inner.char_indices().take(NAME + 4).find(|&(_, c)| c == close)?.0;
            (&inner[..end], &inner[end + close.len_utf8()..])
        }
        None => {
            let (end, mark) = rest.char_indices().take(2 * NAME + 8).find(|(_, c)| matches!(c, '：' | ':' | '=' | '＝'))?;
            // `Title-题名: …`
            let label = rest[..end].trim();
            let label = label
                .split_once('-')
                .filter(|(word, _)| word.chars().all(|c| c.is_ascii_alphabetic()))
                .map_or(label, |(_, name)| name);
            (label, &rest[end + mark.len_utf8()..])
        }
    };
    let bare: String = label.chars().filter(|c| !c.is_whitespace()).take(NAME + 1).collect();
    let name = NAMES.iter().find(|(_, names)| names.contains(&bare.as_str()))?.0;
    value = value.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '=' | '＝' | '：' | ':'));
    let title = name != Field::Title || forms::is_within(value, TITLE);
    title.then_some((name, text.len() - value.len()))
}

/// Gives the lines of a record their parts; `joined` gets those that went into another.
fn settle(blocks: &mut [Block], record: &[Line], several: bool, joined: &mut BTreeSet<usize>, log: &mut EditLog) {
    let unname = |block: &mut Block, value: usize, log: &mut EditLog| {
        let origin = block.origin.clone();
        block.text.replace(0..value, "", &origin, Reason::certain(Rule::FieldName, "the name of a field"), log);
    };
    let mut about: Option<usize> = None;
    for &(at, field, value) in record {
        let empty = blocks[at].text.as_str()[value..].trim().is_empty();
        let aside = Kind::Furniture(Furniture::RunningHead);
        if empty {
            blocks[at].retag(aside, &Reason::certain(Rule::RoleOf, "a field of a record, without a value on its line"), log);
            continue;
        }
        let to = match field {
            Field::Title => Kind::Heading(if several { 2 } else { 1 }),
            Field::Kicker => Kind::Paragraph(Role::Kicker),
            Field::Deck => Kind::Paragraph(Role::Deck),
            Field::Writer => Kind::Paragraph(Role::Byline),
            Field::Text => Kind::default(),
            _ => Kind::Paragraph(Role::Dateline),
        };
        let reason = Reason::certain(Rule::RoleOf, "a field of a record");
        if to != Kind::Paragraph(Role::Dateline) {
            unname(&mut blocks[at], value, log);
            blocks[at].text.retain_spans(|span| span.kind != SpanKind::Strong);
            blocks[at].retag(to, &reason, log);
            continue;
        }
        // A day and a paper need no name; another place or a number has that of its field, in plain marks.
        let text = blocks[at].text.as_str();
        let plain = match field {
            Field::Date => true,
            Field::Source => text.trim_end().ends_with(['报', '報', '网', '網', '社', '刊']),
            Field::Page => text[value..].contains('版'),
            _ => false,
        };
        let label: String = text[..value].chars().filter(|c| c.is_alphabetic()).collect();
        let label = if plain { String::new() } else { format!("{label}：") };
        if text[..value] != label {
            let origin = blocks[at].origin.clone();
            blocks[at].text.replace(0..value, &label, &origin, Reason::certain(Rule::FieldName, "the name of a field"), log);
        }
        // What is said of the article stands on one line.
        match about {
            None => {
                blocks[at].retag(to, &reason, log);
                about = Some(at);
            }
            Some(first) => {
                let text = std::mem::take(&mut blocks[at].text);
                let origin = blocks[at].origin.clone();
                // No line of the source is joined by it (`is_joined`).
                let reason = Reason::certain(Rule::FieldName, "fields of one record");
                blocks[first].text.append(text, "\u{3000}", &origin, &reason, log);
                joined.insert(at);
            }
        }
    }
}

/// The dumps of a daily: the day, the page (`第1版(要闻)`), the column (`专栏：`), a line each, and the headline below them. Whether there were any.
fn dumps(blocks: &mut [Block], log: &mut EditLog) -> bool {
    let visible: Vec<usize> = (0..blocks.len()).filter(|&at| blocks[at].is_visible() && !blocks[at].text.is_empty()).collect();
    let mut found = false;
    for window in visible.windows(5) {
        let [day, page, column, title, below] = *window else { continue };
        let text = |at: usize| blocks[at].text.as_str().trim();
        let heads = blocks[day].is_body()
            && forms::is_within(text(day), 16)
            && is_day(text(day))
            && is_page(text(page))
            && text(column).strip_prefix("专栏").is_some_and(|rest| rest.starts_with(['：', ':']))
            && headlines::is_candidate(&blocks[title]);
        if !heads {
            continue;
        }
        found = true;
        let signs = front::may_sign(text(below)) || forms::is_byline(text(below));
        let reason = Reason::certain(Rule::RoleOf, "the head of an article in a dump");
        let named = text(column).trim_end_matches(['：', ':']) != "专栏";
        let aside = Kind::Furniture(Furniture::RunningHead);
        blocks[column].retag(if named { Kind::Paragraph(Role::Masthead) } else { aside }, &reason, log);
        for at in [day, page] {
            blocks[at].retag(Kind::Paragraph(Role::Masthead), &reason, log);
        }
        blocks[title].retag(Kind::Heading(2), &reason, log);
        if signs {
            blocks[below].retag(Kind::Paragraph(Role::Byline), &reason, log);
        }
    }
    found
}

/// How many lines say the paper, the day and the page, wherever they stand: `《江湾日报》2003年5月6日 第1版 要闻`.
fn issue_lines(blocks: &mut [Block], log: &mut EditLog) -> usize {
    let says = |text: &str| {
        forms::is_within(text, 40)
            && text.starts_with('《')
            && !forms::is_sentence(text)
            && !forms::has_comma(text)
            && text.split_once('》').is_some_and(|(_, rest)| {
                let page = rest.split_whitespace().any(|piece| {
                    let piece = piece.trim_matches(['（', '）', '(', ')']);
                    is_page(piece) || piece.find('第').is_some_and(|at| at > 0 && is_page(&piece[at..]))
                });
                page && (NP_DATE.is_match(rest) || rest.split_whitespace().any(is_day))
            })
    };
    let found: Vec<usize> =
        (0..blocks.len()).filter(|&at| blocks[at].is_body() && says(blocks[at].text.as_str().trim())).collect();
    // One alone below a title says where the text is from.
    let first = blocks.iter().position(|block| block.is_visible() && !block.text.is_empty());
    for &at in found.iter().filter(|&&at| found.len() > 1 || Some(at) == first) {
        blocks[at].retag(
            Kind::Paragraph(Role::Masthead),
            &Reason::certain(Rule::RoleOf, "the paper, the day and the page"),
            log,
        );
    }
    found.len()
}

/// A day and nothing else: `2003-05-06`, `2003年5月6日`, `2003.05.06 星期二`.
fn is_day(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (text.starts_with("19") || text.starts_with("20"))
        && (6..=8).contains(&digits)
        && text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || "年月日-./星期周一二三四五六七天".contains(c))
}

/// `第1版`, `第3版(国际)`.
fn is_page(text: &str) -> bool {
    let rest = text.strip_prefix('第').map(|rest| rest.trim_start_matches(forms::is_numeral));
    forms::is_within(text, 20)
        && rest
            .and_then(|rest| rest.strip_prefix('版'))
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['（', '(']) && rest.ends_with(['）', ')']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::settles::settles;

    fn check(before: &str, after: &str) {
        settles(crate::model::native::parse(before).expect("the native form is well formed"), run, after);
    }

    const TEXT: &str = "body :: 昨日上午，渡口开了夜班船。\n";

    #[test]
    fn fields_have_their_names() {
        for (text, expected) in [
            ("【标题】渡口", Some((Field::Title, "渡口"))),
            ("标　题：渡口", Some((Field::Title, "渡口"))),
            ("<版次>=3", Some((Field::Page, "3"))),
            ("Title-题名: 渡口", Some((Field::Title, "渡口"))),
            ("〔内容〕 渡口开了船", Some((Field::Text, "渡口开了船"))),
            ("【正文】", Some((Field::Text, ""))),
            ("时间：三月四日", None),
            ("【本报讯】昨日", None),
            ("渡口", None),
        ] {
            assert_eq!(field(text).map(|(name, at)| (name, &text[at..])), expected, "{text}");
        }
    }

    #[test]
    fn records_become_articles() {
        check(
            &format!(
                "body :: 【标题】渡口开了船\nbody :: 【作者】林见川\nbody :: 【日期】2003.05.06\nbody :: 【版次】3\nbody :: 【正文】\n{TEXT}"
            ),
            &format!(
                "heading 1 :: 渡口开了船\nbyline :: 林见川\ndateline :: 2003.05.06\u{3000}版次：3\nfurniture running-head :: 【正文】\n{TEXT}"
            ),
        );
        let one = "body :: 标题：渡口\nbody :: 副标题：\nbody :: 作者：江渡\nbody :: 正文：昨日上午，渡口开了船。\n";
        let made = "heading 2 :: 渡口\nfurniture running-head :: 副标题：\nbyline :: 江渡\nbody :: 昨日上午，渡口开了船。\n";
        check(&format!("{one}{TEXT}{one}{TEXT}"), &format!("{made}{TEXT}{made}{TEXT}"));
        // One field, or several that are no article's.
        let form = "body :: 标题：渡口\nbody :: 昨日上午，渡口开了船。\nbody :: 来源：江湾\nbody :: 作者：江渡\n";
        check(form, form);
    }

    #[test]
    fn passes_that_ask_for_lines_still_run() {
        let record = "body :: 标题：渡口\nbody :: 来源：江湾日报\nbody :: 日期：2003年5月6日\nbody :: 版次：3\n";
        let mut document = crate::model::native::parse(&format!("{record}{TEXT}")).expect("the native form is well formed");
        run(&mut document, &NormalizeOptions::default(), &mut Sink::new());
        assert_eq!(document.blocks[1].text.as_str(), "江湾日报\u{3000}2003年5月6日\u{3000}版次：3");
        assert!(!crate::normalize::is_joined(&document));
    }

    #[test]
    fn lines_say_paper_day_and_page() {
        check(
            &format!("body :: 《江湾日报》2003年05月06日 第1版 要闻\nbody :: 渡口\n{TEXT}"),
            &format!("masthead :: 《江湾日报》2003年05月06日 第1版 要闻\nbody :: 渡口\n{TEXT}"),
        );
        let cited = "body :: 《江湾日报》2003年5月6日第1版说，渡口开了船。\n";
        check(cited, cited);
    }

    #[test]
    fn dumps_have_their_heads() {
        check(
            &format!(
                "body :: 2003年5月6日\nbody :: 第1版（要闻）\nbody :: 专栏：\nbody :: 渡口开了夜班船\nbody :: 林见川\n{TEXT}"
            ),
            &format!(
                "masthead :: 2003年5月6日\nmasthead :: 第1版（要闻）\nfurniture running-head :: 专栏：\nheading 2 :: 渡口开了夜班船\nbyline :: 林见川\n{TEXT}"
            ),
        );
    }
}
