//! Rubrics: the words that head a part by custom, in whatever document (`参考文献`, `练习与思考`, `原料`, `一等奖（2名）`).
//!
//! A line that is nothing but such a word heads what stands below it. The words are those that textbooks, papers, recipes, lists of
//! prizes and columns of readers share; a label in lenticular brackets (`【实验】`) is one by its form.

use super::{forms, front, roles, series};
use crate::model::{Block, DocumentKind, EditLog, Kind, Reason, Role, Rule};
use crate::text::script::is_han;
use std::collections::BTreeSet;

/// Levels, as deep as they may be; they are settled later.
const PART: u8 = 2;
const RUBRIC: u8 = 4;

/// Makes rubrics headings where text stands below them and no sentence is open above. A book has only parts of its own: what else is a
/// rubric elsewhere may be a word on a wall there.
pub fn run(blocks: &mut [Block], kind: DocumentKind, log: &mut EditLog) {
    let remarks = remarks(blocks);
    let labels = kind != DocumentKind::Newspaper && open_paragraphs(blocks);
    for at in 0..blocks.len() {
        let text = blocks[at].text.as_str();
        let heads = blocks[at].is_body()
            && (kind != DocumentKind::Book && (is_rubric(text) || is_announcement(text))
                || matches!(kind, DocumentKind::Book | DocumentKind::Article) && is_addition(text)
                || is_part(text))
            && !remarks.contains(&text)
            && !(labels && is_bracketed(text))
            && roles::before(blocks, at).is_none_or(|above| !above.is_body() || is_whole(above.text.as_str()))
            && roles::after(blocks, at)
                .is_some_and(|below| stands_below(below, Head { prize: names_prize(text), part: is_named_part(text) }));
        if heads {
            let level = if is_announcement(text) || is_named_part(text) { PART } else { RUBRIC };
            blocks[at].retag(Kind::Heading(level), &Reason::likely(Rule::Heading, "a rubric over its text"), log);
        }
    }
}

/// The words over remarks that come back all through a document: a manual's `注意` names a box, and no part. A notice has one.
fn remarks(blocks: &[Block]) -> Vec<&'static str> {
    /// More than a notice or a lesson has.
    const OFTEN: usize = 5;
    let count = |word: &str| blocks.iter().filter(|block| block.text.as_str() == word).take(OFTEN).count();
    ["注意", "说明", "温馨提示"].into_iter().filter(|word| count(word) == OFTEN).collect()
}

/// The label in lenticular brackets that opens a text, and what stands behind it.
fn bracketed(text: &str) -> Option<(&str, &str)> {
    let (label, rest) = text.trim().strip_prefix('【')?.split_once('】')?;
    ((1..=8).contains(&forms::length(label)) && label.chars().all(is_han)).then_some((label, rest.trim()))
}

/// Whether a line is a label in lenticular brackets, and nothing else.
pub fn is_bracketed(text: &str) -> bool {
    bracketed(text).is_some_and(|(_, rest)| rest.is_empty())
}

/// Whether labels in brackets, and different ones, open paragraphs in this document (`【原料】鲫鱼四条`), more often than they stand alone: one
/// that stands alone over its items (`【制法】`) is a label like the others, and no heading.
pub fn open_paragraphs(blocks: &[Block]) -> bool {
    /// Fewer paragraphs, and fewer labels, tell nothing.
    const FEWEST: [usize; 2] = [3, 2];
    let labels = || blocks.iter().filter_map(|block| bracketed(block.text.as_str()));
    let open = || labels().filter(|(_, rest)| !rest.is_empty()).map(|(label, _)| label);
    let times = open().count();
    times >= FEWEST[0]
        && times > labels().filter(|(_, rest)| rest.is_empty()).count()
        && open().collect::<BTreeSet<_>>().len() >= FEWEST[1]
}

/// A part of a book by its name, or what is added to it.
fn is_named_part(text: &str) -> bool {
    is_part(text) || is_addition(text)
}

/// Whether a line is a part of a paper or a book, by its name.
pub fn is_part(text: &str) -> bool {
    // `【内容简介】`, `内容简介：`
    let mark = |c: &char| c.is_whitespace() || matches!(c, '【' | '】' | '［' | '］' | '：' | ':' | '☆' | '★');
    if !forms::is_within(text, 24) {
        return false;
    }
    let bare: String = text.chars().filter(|c| !mark(c)).collect();
    // `一九八六年大事记`, `渡口大事年表`
    let chronicle = || {
        let named = ["大事记", "大事記", "大事年表"].iter().find_map(|end| bare.strip_suffix(end));
        named.is_some_and(|of| of.chars().all(|c| is_han(c) || c.is_ascii_digit()) && !of.contains(['的', '了', '是']))
    };
    PARTS.contains(&bare.as_str()) || chronicle()
}

/// Whether nothing is broken off at the end of a text: its sentence is ended, or it is a row, a name, a rubric.
pub fn is_whole(text: &str) -> bool {
    forms::ends_sentence(text)
        || forms::is_field(text)
        || !forms::has_comma(text)
            && forms::is_within(text, 30)
            && (forms::has_clauses(text) || is_rubric(text) || is_announcement(text))
        || text.ends_with(['）', ')', ']', '］', '”'])
        || text.starts_with("——") && forms::is_within(text, 30)
}

/// What a rubric names.
#[derive(Clone, Copy)]
struct Head {
    prize: bool,
    /// A part of a paper or a book.
    part: bool,
}

/// Whether a part of a paper or a book may head this.
pub fn is_over(below: &Block) -> bool {
    below.kind == Kind::Verse || stands_below(below, Head { prize: false, part: true })
}

/// Whether a rubric may head this: text or a first item; names, below a prize.
fn stands_below(below: &Block, head: Head) -> bool {
    /// The shortest paragraph that has no stop at its end, in characters.
    const PROSE: usize = 12;
    let text = below.text.as_str();
    match below.kind {
        Kind::Heading(_) | Kind::List(_) => true,
        Kind::Paragraph(Role::Body) => {
            let prose = forms::ends_sentence(text) || !forms::is_within(text, PROSE) || forms::is_labelled(text);
            // Below a part of a book may stand names with what they are, rows of words, the first of what is counted, the dynasty of
            // the first events.
            let listed = || {
                text.contains("——")
                    || forms::has_comma(text)
                    || forms::clauses(text).len() > 1
                    || series::is_labelled(text)
                    || front::is_dynasty(text)
            };
            !forms::goes_on(text) && (head.prize || prose || is_rubric(text) || head.part && listed())
        }
        _ => false,
    }
}

/// Whether a line is a rubric and nothing else; what it counts may stand in brackets behind it.
pub fn is_rubric(text: &str) -> bool {
    /// The longest, in bytes, with room for spaces between its characters.
    const LONGEST: usize = 72;
    let text = text.trim();
    // The label of a note opens it, and heads nothing.
    if text.is_empty() || text.len() > LONGEST || forms::is_note_label(text) {
        return false;
    }
    if let Some(label) = text.strip_prefix('【').and_then(|rest| rest.strip_suffix('】')) {
        return (2..=8).contains(&forms::length(label)) && label.chars().all(is_han);
    }
    let words = match text.find(['（', '(']) {
        Some(open) if text.ends_with(['）', ')']) => &text[..open],
        _ => text,
    };
    let bare = forms::unspaced(words);
    PARTS.contains(&bare.as_str()) || WORDS.contains(&bare.as_str()) || is_prize(&bare)
}

/// Whether a line is the name of an announcement or of a list: `遗失声明`, `“书香家庭”获奖名单`.
pub fn is_announcement(text: &str) -> bool {
    const ENDS: [&str; 15] = [
        "启事",
        "啟事",
        "声明",
        "聲明",
        "小启",
        "小啟",
        "讣告",
        "訃告",
        "获奖名单",
        "者名单",
        "表彰名单",
        "獲獎名單",
        "人员名单",
        "成员名单",
        "委员名单",
    ];
    forms::is_within(text, 24)
        && forms::length(text) >= 2
        && ENDS.iter().any(|end| text.ends_with(end))
        && !["发表", "发布", "刊登", "发出", "作出", "公布", "他", "我", "的"].iter().any(|word| text.contains(word))
        && text.chars().all(|c| is_han(c) || matches!(c, '《' | '》' | '“' | '”'))
}

/// Whether the words behind `附：` name what is added to the text: `附：农谚选录`.
pub fn is_addition(text: &str) -> bool {
    let name = text.strip_prefix("附：").or_else(|| text.strip_prefix("附:"));
    name.is_some_and(|name| (2..=16).contains(&forms::length(name)) && name.trim().chars().all(is_han))
}

/// Whether a rubric names a prize: names stand below it.
pub fn names_prize(text: &str) -> bool {
    is_rubric(text) && text.contains(['奖', '獎'])
}

/// `一等奖`, `优秀组织奖`.
fn is_prize(bare: &str) -> bool {
    bare.strip_suffix(['奖', '獎']).is_some_and(|rank| {
        rank.ends_with('等') && rank.chars().count() == 2 || ["优秀", "优秀组织", "组织", "鼓励"].contains(&rank)
    })
}

/// Parts of papers and books, beside their sections.
const PARTS: [&str; 61] = [
    "摘要",
    "内容摘要",
    "鸣谢",
    "鳴謝",
    "前言",
    "结语",
    "結語",
    "参考文献",
    "參考文獻",
    "主要参考文献",
    "参考书目",
    "作者简介",
    "致谢",
    "注释",
    "註釋",
    "附注",
    "附录",
    "附錄",
    "内容提要",
    "内容简介",
    "內容簡介",
    "內容提要",
    "作者簡介",
    "作品简介",
    "作品簡介",
    "文案",
    "校点说明",
    "校點說明",
    "点校说明",
    "點校說明",
    "整理说明",
    "整理說明",
    "出版说明",
    "出版說明",
    "出版前言",
    "编辑说明",
    "再版说明",
    "重印说明",
    "版权信息",
    "作者的话",
    "写在前面",
    "写在前面的话",
    "导读",
    "凡例",
    "概述",
    "总述",
    "總述",
    "大事记",
    "大事記",
    "大事年表",
    "人物传",
    "人物傳",
    "人物表",
    "剧中人物",
    "劇中人物",
    "登场人物",
    "登場人物",
    "世系",
    "字辈",
    "家训",
    "索引",
];

/// Of forms, textbooks, recipes, columns: below whatever title they stand under.
const WORDS: [&str; 58] = [
    "例句",
    "赏析",
    "賞析",
    "译文",
    "温馨提示",
    "说明",
    "填写说明",
    "填表说明",
    "使用说明",
    "编写说明",
    "课前预习",
    "课文",
    "课后练习",
    "练习",
    "习题",
    "练习题",
    "练习与思考",
    "思考与练习",
    "思考题",
    "复习题",
    "复习思考题",
    "学习目标",
    "教学目标",
    "知识窗",
    "知识链接",
    "阅读材料",
    "做一做",
    "想一想",
    "试一试",
    "读一读",
    "议一议",
    "说一说",
    "动手做",
    "原料",
    "用料",
    "主料",
    "辅料",
    "配料",
    "调料",
    "材料",
    "制法",
    "做法",
    "制作方法",
    "特点",
    "注意",
    "注意事项",
    "要点",
    "步骤",
    "小档案",
    "小贴士",
    "相关链接",
    "读者来信",
    "读者来函",
    "讀者來函",
    "下期预告",
    "简讯",
    "获奖名单",
    "獲獎名單",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;
    use crate::model::{Origin, TextBuilder};

    #[test]
    fn a_word_over_remarks_that_comes_back_heads_nothing() {
        for (times, expected) in [(2, 2), (6, 0)] {
            let mut log = EditLog::default();
            let said = ["注意", "船未停稳时不要站立，不要倚靠船舷。"];
            let block = |text: &str| Block::new(Kind::default(), TextBuilder::plain(text), Origin::Page { page: 1 });
            let mut blocks: Vec<Block> = (0..times).flat_map(|_| said.map(block)).collect();
            run(&mut blocks, DocumentKind::Article, &mut log);
            assert_eq!(blocks.iter().filter(|block| matches!(block.kind, Kind::Heading(_))).count(), expected, "{times}");
        }
    }

    #[test]
    fn a_label_among_labels_that_open_paragraphs_heads_nothing() {
        let recipe = |method: &str| {
            let body =
                "body :: 【原料】鲫鱼四条，小葱半斤。\nMETHOD :: 【制法】\nbody :: 先将鱼洗净。\nbody :: 【特点】汤白。\n";
            body.repeat(2).replace("METHOD", method)
        };
        let native = |text: &str| native::parse(text).expect("the native form is well formed");
        for (before, after) in [
            (recipe("body"), recipe("body")),
            // One label alone, which names remarks.
            (recipe("body").replace("特点", "原料"), recipe("heading 4").replace("特点", "原料")),
        ] {
            let mut document = native(&before);
            run(&mut document.blocks, DocumentKind::Article, &mut document.log);
            assert_eq!(native::write(&document), after);
        }
    }

    #[test]
    fn parts_of_a_book_head_lists_too() {
        let check = |part: &str, below: &str, heads: bool| {
            let native = |kind: &str| format!("{kind} :: {part}\nbody :: {below}\n");
            let mut document = native::parse(&native("body")).expect("the native form is well formed");
            run(&mut document.blocks, DocumentKind::Book, &mut document.log);
            assert_eq!(native::write(&document), native(if heads { "heading 2" } else { "body" }), "{part}");
        };
        check("人物表", "陆大船——船工", true);
        check("字辈", "文章华国　诗礼传家", true);
        check("江湾大事记", "明代", true);
        check("附：我的履历", "1929年　生于江湾", true);
        check("索引", "船", false);
        check("他写了大事记", "明代", false);
        check("制法", "先将鱼洗净。", false);
    }

    #[test]
    fn rubrics_head_their_text() {
        let check = |before: &str, after: &str| {
            let mut document = native::parse(before).expect("the native form is well formed");
            run(&mut document.blocks, DocumentKind::Article, &mut document.log);
            assert_eq!(native::write(&document), after);
        };
        let text = "body :: 渡船每天四班。\n";
        check(&format!("{text}body :: 做一做\n{text}"), &format!("{text}heading 4 :: 做一做\n{text}"));
        check("body :: 二等奖\nbody :: 林见川\n", "heading 4 :: 二等奖\nbody :: 林见川\n");
        let deck = "body :: ——以江湾渡口为例\n";
        check(&format!("{deck}body :: 摘要\n{text}"), &format!("{deck}heading 2 :: 摘要\n{text}"));
        let open = format!("body :: 船坏了，要换的是\nbody :: 材料\n{text}");
        check(&open, &open);
        let cells = "body :: 材料\nbody :: 船号\n";
        check(cells, cells);
    }

    #[test]
    fn rubrics_are_whole_lines() {
        for (text, rubric) in [
            ("参考文献", true),
            ("注　释", true),
            ("一等奖（2名）", true),
            ("【实验】", true),
            ("参考文献见后", false),
            ("【渡口，船】", false),
            ("头奖", false),
            ("【相关链接】", false),
            ("原料：渡船", false),
        ] {
            assert_eq!(is_rubric(text), rubric, "{text}");
        }
        for (text, name) in [("遗失声明", true), ("渡口“好船家”获奖名单", true), ("他发表声明", false), ("渡口的声明", false)]
        {
            assert_eq!(is_announcement(text), name, "{text}");
        }
        assert!(is_addition("附：渡口歌谣") && !is_addition("附：见第三页，略"));
    }
}
