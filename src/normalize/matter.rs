//! Front and back matter: what stands before the first chapter of a book and behind the last, by its name (`弁言`, `绪论`, `译后记`, `年表`).
//!
//! Each of these words may be one of a sentence, a cell, a label. In a book whose chapters have numbers, alone on its line, between what is
//! closed above and text below, and outside the chapters, it is the name of a part. What is certain by its form alone (`后记`) is told in
//! [`parts`].

use super::roles::{after, before};
use super::{forms, headings, measure, parts, rubrics};
use crate::model::{Block, EditLog, Kind, Reason, Rule};
use crate::text::script::is_han;

/// So many chapters make a book.
const CHAPTERS: usize = 2;
/// The longest name, and the longest line that may stand above one without a stop, in characters.
const NAME: usize = 12;
const ABOVE: usize = 24;
/// The level of chapters; levels are settled later.
const LEVEL: u8 = 2;

/// Makes headings of these names.
pub fn run(blocks: &mut [Block], log: &mut EditLog) {
    let chapters: Vec<usize> = (0..blocks.len()).filter(|&at| is_chapter(&blocks[at])).collect();
    let (Some(&first), Some(&last)) = (chapters.first(), chapters.last()) else { return };
    if chapters.len() < CHAPTERS {
        return;
    }
    let found: Vec<usize> = (0..blocks.len())
        .filter(|&at| blocks[at].is_body() && blocks[at].text.as_str().len() <= 4 * NAME)
        .filter(|&at| {
            let name = forms::unspaced(blocks[at].text.as_str());
            at < first && FRONT.contains(&name.as_str()) || at > last && is_back(&name)
        })
        .filter(|&at| stands_alone(blocks, at))
        .collect();
    let reason = Reason::likely(Rule::Heading, "a part before the first chapter or behind the last, by its name");
    for at in found {
        blocks[at].hints.rank = u8::try_from(headings::FRONT).ok();
        blocks[at].retag(Kind::Heading(LEVEL), &reason, log);
    }
}

/// Whether a line heads a chapter by its number.
fn is_chapter(block: &Block) -> bool {
    let text = block.text.as_str();
    let counted = || parts::chapter(text).is_some() && parts::is_chapter(text);
    block.heading().is_some() && block.hints.rank.is_some_and(|rank| rank <= 1)
        || (block.is_body() || block.heading().is_some()) && counted()
}

/// Whether nothing is open above a line, and text stands below it.
fn stands_alone(blocks: &[Block], at: usize) -> bool {
    let closed = |above: &Block| {
        let text = above.text.as_str();
        !above.is_body()
            || rubrics::is_whole(text)
            || forms::is_within(text, ABOVE) && !forms::has_comma(text) && !text.ends_with(['：', ':', '、'])
    };
    let over_text = |below: &Block| {
        let text = below.text.as_str();
        rubrics::is_over(below) && !is_chapter(below) && !is_back(text) && !FRONT.contains(&text)
    };
    !measure::may_go_on(blocks, at) && before(blocks, at).is_none_or(closed) && after(blocks, at).is_some_and(over_text)
}

/// Whether a name is one of what stands behind the last chapter.
fn is_back(name: &str) -> bool {
    // `人名索引`, `译名对照表`
    let ends = || BACK_ENDS.iter().any(|end| name.ends_with(end));
    BACK.contains(&name) || forms::is_within(name, NAME) && name.chars().all(is_han) && ends() && !name.contains(['的', '了'])
}

const FRONT: [&str; 44] = [
    "献词",
    "獻詞",
    "献辞",
    "题记",
    "題記",
    "题辞",
    "題辭",
    "题词",
    "題詞",
    "作者题记",
    "弁言",
    "绪言",
    "緒言",
    "绪论",
    "緒論",
    "导论",
    "導論",
    "导言",
    "導言",
    "引论",
    "引論",
    "小引",
    "缘起",
    "緣起",
    "前记",
    "前記",
    "例言",
    "编辑例言",
    "編輯例言",
    "编例",
    "編例",
    "译例",
    "譯例",
    "体例",
    "卷首",
    "卷首语",
    "卷首語",
    "编者的话",
    "編者的話",
    "编者按",
    "編者按",
    "译者的话",
    "譯者的話",
    "开场白",
];

const BACK: [&str; 31] = [
    "大结局",
    "大結局",
    "结论",
    "結論",
    "余论",
    "餘論",
    "结束语",
    "結束語",
    "跋语",
    "跋語",
    "自跋",
    "编后",
    "編後",
    "编后语",
    "編後語",
    "编余",
    "附记",
    "附記",
    "附志",
    "附表",
    "补记",
    "補記",
    "补遗",
    "補遺",
    "卷末",
    "卷尾语",
    "完本感言",
    "完结感言",
    "外一篇",
    "作者的话",
    "译者的话",
];

const BACK_ENDS: [&str; 9] = ["年表", "年谱", "年譜", "索引", "对照表", "對照表", "勘误表", "勘誤表", "人物表"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::settles::makes;

    const TEXT: &str = "body :: 渡口在镇子的东头，从前每天有四班船。\n";

    fn check(lines: &[(&str, &str)], rest: &str) {
        let native = |made: bool| -> String {
            let line = |&(kind, line): &(&str, &str)| format!("{} :: {line}\n{rest}", if made { kind } else { "body" });
            lines.iter().map(line).collect()
        };
        makes(|blocks, log| run(blocks, log), &native(false), &native(true));
    }

    #[test]
    fn names_before_the_first_chapter_and_behind_the_last_head_parts() {
        let (one, two) = (("body", "第一章　船"), ("body", "第二章　桥"));
        check(&[("heading 2", "弁　言"), one, two, ("heading 2", "余论"), ("heading 2", "人名索引")], TEXT);
        // Inside the chapters, or where the other stands.
        check(&[("body", "年表"), one, ("body", "结论"), two, ("body", "导言")], TEXT);
        // One chapter is no book, nor is none.
        check(&[("body", "弁言"), one, ("body", "余论")], TEXT);
        check(&[("body", "弁言"), ("body", "余论")], TEXT);
    }

    #[test]
    fn words_of_a_list_and_of_a_sentence_head_nothing() {
        let list = [("body", "弁言"), ("body", "绪论"), ("body", "第一章　船"), ("body", "第二章　桥"), ("body", "结论")];
        check(&list, "");
        let open = "body :: 他从书架上取下那本书，翻到的是\n";
        check(&[("body", "第一章　船"), ("body", "第二章　桥"), ("body", "余论")], open);
    }
}
