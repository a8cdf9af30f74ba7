//! Names of columns and sections (栏目) over headlines: `社论`, `今日论坛`, `周末版·文化`, `要闻·03`. They head no article of their own
//! and name no document.

use super::{forms, headlines, roles};
use crate::model::{Block, DocumentKind, EditLog, Kind, Reason, Role, Rule};
use crate::text::pagehead::PageHead;
use crate::text::script::is_han;

/// The longest name, in characters.
const LONGEST: usize = 12;

/// Makes section labels of the names of columns that stand over a headline; in a newspaper, of the head of its page too.
pub fn run(blocks: &mut [Block], kind: DocumentKind, log: &mut EditLog) {
    if !matches!(kind, DocumentKind::Newspaper | DocumentKind::Article) {
        return;
    }
    for at in 0..blocks.len() {
        let block = &blocks[at];
        let text = block.text.as_str();
        if !block.is_body() || text.len() > 4 * LONGEST || block.hints.marked {
            continue;
        }
        let above = roles::before(blocks, at);
        let over = |below: &Block| headlines::is_candidate(below) && !is_column(below.text.as_str());
        let paged = || kind == DocumentKind::Newspaper && PageHead::of(text).is_some_and(|head| head.sure);
        if (is_column(text) || above.is_none() && paged())
            && above.is_none_or(|above| !above.is_body() || roles::is_closed(above))
            && roles::after(blocks, at).is_some_and(over)
        {
            let reason = Reason::likely(Rule::RoleOf, "the name of a column over a headline");
            blocks[at].retag(Kind::Paragraph(Role::SectionLabel), &reason, log);
        }
    }
}

/// Whether a line is the name of a column and nothing else; ornaments and brackets may stand round it.
fn is_column(text: &str) -> bool {
    let sign = |c: char| c.is_whitespace() || "【】〔〕［］[]《》“”◆◇■□●○▲★☆※—-".contains(c);
    let bare: String = text.trim_matches(sign).chars().filter(|c| !c.is_whitespace()).collect();
    let parted = || {
        bare.split_once(['·', '•', '|', '｜']).is_some_and(|(section, part)| {
            SECTIONS.iter().any(|known| section.ends_with(known))
                && (1..=6).contains(&part.chars().count())
                && (part.chars().all(is_han) || part.chars().all(|c| c.is_ascii_digit()))
        })
    };
    forms::is_within(&bare, LONGEST) && (COLUMNS.contains(&bare.as_str()) || parted())
}

const COLUMNS: [&str; 64] = [
    "社论",
    "社論",
    "社评",
    "社評",
    "短评",
    "短評",
    "时评",
    "時評",
    "评论",
    "評論",
    "星期评论",
    "评论员文章",
    "本报评论",
    "今日论坛",
    "论坛",
    "論壇",
    "杂谈",
    "雜談",
    "随笔",
    "隨筆",
    "副刊",
    "文艺副刊",
    "文藝副刊",
    "要闻",
    "要聞",
    "国内要闻",
    "国际要闻",
    "本市要闻",
    "本省要闻",
    "国内新闻",
    "國內新聞",
    "国际新闻",
    "國際新聞",
    "本地新闻",
    "本埠新聞",
    "本市新闻",
    "本省新闻",
    "地方新闻",
    "综合新闻",
    "经济新闻",
    "体育新闻",
    "社会新闻",
    "社會新聞",
    "教育新闻",
    "科技新闻",
    "文化新闻",
    "读者来信",
    "讀者來信",
    "来信照登",
    "讀者投書",
    "高端访谈",
    "人物专访",
    "人物專訪",
    "新闻特写",
    "特写",
    "特寫",
    "专访",
    "專訪",
    "专题报道",
    "深度报道",
    "新闻调查",
    "热点聚焦",
    "今日关注",
    "一周要闻",
];

/// How the names of sections end that have another name, or a folio, behind a mark.
const SECTIONS: [&str; 22] = [
    "版", "刊", "要闻", "要聞", "新闻", "新聞", "综合", "国际", "国内", "文化", "体育", "经济", "财经", "社会", "教育", "科技",
    "评论", "专题", "时政", "民生", "娱乐", "人物",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;

    fn check(before: &str, after: &str) {
        let mut document = native::parse(before).expect("the native form is well formed");
        run(&mut document.blocks, DocumentKind::Newspaper, &mut document.log);
        assert_eq!(native::write(&document), after);
    }

    #[test]
    fn names_of_columns_over_headlines_are_labels() {
        for label in ["社论", "【今日论坛】", "周末版·文化", "要闻·03", "第三版　　国内新闻"] {
            let article = "body :: 渡口开了夜班船镇上的人都来了\nbody :: 三月六日夜里，第一班船离了岸。\n";
            check(&format!("body :: {label}\n{article}"), &format!("section-label :: {label}\n{article}"));
        }
    }

    #[test]
    fn the_same_words_over_text_head_it() {
        let text = "body :: 短评\nbody :: 三月六日夜里，第一班船离了岸，船上有二十几个人。\n";
        check(text, text);
        let open = "body :: 他说他写的是\nbody :: 社论\nbody :: 渡口开了夜班船\n";
        check(open, open);
    }
}
