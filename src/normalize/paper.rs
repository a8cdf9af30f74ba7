//! What a paper has beside its articles: notes of its editors, notices, advertisements, lists of names.
//!
//! [`lines`] runs before lines are joined and sets apart what must stay lines; [`settle`] runs when paragraphs are whole and
//! headlines are known, and gives the paragraphs under the name of a notice, or behind the label of a note, their part.
//! Nothing is dropped: a notice may be legal text.

use super::patterns::NP_EDNOTE;
use super::{forms, headlines, roles};
use crate::model::{Block, EditLog, Furniture, Item, Kind, List, Reason, Role, Rule, Text};
use crate::text::patterns::lead_end;
use std::collections::BTreeSet;

/// Parts that lines have.
pub fn lines(blocks: &mut Vec<Block>, log: &mut EditLog) {
    fragments(blocks, log);
    bylines(blocks, log);
    closings(blocks, log);
    sponsors(blocks, log);
    advertisements(blocks, log);
    notice_names(blocks, log);
}

/// Parts that whole paragraphs have.
pub fn settle(blocks: &mut [Block], log: &mut EditLog) {
    editors_notes(blocks, log);
    notices(blocks, log);
    for block in blocks.iter_mut().filter(|block| block.is_body()) {
        let text = block.text.as_str();
        if forms::is_within(text, 60) && is_call(text) && !text.contains(['。', '；']) {
            let reason = Reason::likely(Rule::RoleOf, "a call to buy, and a number");
            block.retag(Kind::Paragraph(Role::Advertisement), &reason, log);
        }
    }
}

/// A headline, or a fragment of one, stands again over the jump line that opens the rest of its article (NP-8).
fn fragments(blocks: &mut [Block], log: &mut EditLog) {
    for at in 1..blocks.len() {
        let comes = blocks[at].kind == Kind::Furniture(Furniture::Jump) && blocks[at].text.as_str().contains('接');
        let closed = || roles::before(blocks, at - 1).is_none_or(roles::is_closed);
        if comes && headlines::is_candidate(&blocks[at - 1]) && forms::is_within(blocks[at - 1].text.as_str(), 30) && closed() {
            let reason = Reason::likely(Rule::Heading, "a short line over the jump to its beginning");
            blocks[at - 1].retag(Kind::Heading(2), &reason, log);
        }
    }
}

/// A name alone under a headline: one that bylines of this paper know, or one with a common surname.
fn bylines(blocks: &mut [Block], log: &mut EditLog) {
    let names = blocks.iter().filter(|block| block.kind == Kind::Paragraph(Role::Byline));
    let known: BTreeSet<String> = names
        .flat_map(|block| block.text.as_str().split(|c: char| c.is_whitespace() || "□■◎：:、（）()".contains(c)))
        .filter(|name| (2..=4).contains(&name.chars().count()))
        .map(str::to_owned)
        .collect();
    for at in 1..blocks.len() {
        let (above, block) = (&blocks[at - 1], &blocks[at]);
        let text = block.text.as_str();
        let bare = text.trim_start_matches(['□', '■', '◎', ' ', '\u{3000}']);
        let named = bare.len() < text.len() || known.contains(bare) || forms::is_name(bare);
        let stands = match block.kind {
            Kind::Paragraph(Role::Deck) => true,
            Kind::Paragraph(Role::Body) => {
                (above.heading().is_some() || headlines::is_candidate(above))
                    && roles::after(blocks, at).is_some_and(|next| next.is_body() && !forms::is_within(next.text.as_str(), 15))
            }
            _ => false,
        };
        if stands && named && forms::is_within(bare, 16) && forms::clauses(bare).iter().all(|name| name.chars().count() <= 4) {
            let reason = Reason::likely(Rule::RoleOf, "a name alone under a headline");
            blocks[at].retag(Kind::Paragraph(Role::Byline), &reason, log);
        }
    }
}

/// The end of a letter: a date alone, under the name of who speaks.
fn closings(blocks: &mut [Block], log: &mut EditLog) {
    for at in 1..blocks.len() {
        if blocks[at].kind != Kind::Paragraph(Role::Date) {
            continue;
        }
        let named = |block: &Block| {
            block.is_body()
                && (2..=30).contains(&forms::length(block.text.as_str()))
                && !forms::has_comma(block.text.as_str())
                && !forms::ends_sentence(block.text.as_str())
        };
        let closed = at >= 2 && roles::before(blocks, at - 1).is_some_and(|block| forms::ends_sentence(block.text.as_str()));
        if named(&blocks[at - 1]) && closed {
            let reason = Reason::certain(Rule::RoleOf, "a name above a date, after the text");
            blocks[at - 1].retag(Kind::Paragraph(Role::Signature), &reason, log);
        }
    }
}

/// The fewest names that are a list (NP-13).
const SPONSORS: usize = 4;

/// Names of bodies, one a line or several, become the items of a list. The words above them (`协办单位`) stay a line.
fn sponsors(blocks: &mut Vec<Block>, log: &mut EditLog) {
    let mut kept: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut rest = std::mem::take(blocks).into_iter().peekable();
    while let Some(block) = rest.next() {
        if !is_short(&block) {
            kept.push(block);
            continue;
        }
        let mut run = vec![block];
        while let Some(next) = rest.next_if(is_short) {
            run.push(next);
        }
        let named: Vec<usize> = run.iter().map(|block| names(block.text.as_str()).len()).collect();
        let lines = named.iter().filter(|&&names| names > 0).count();
        // Under the list may stand the headline of the next article.
        let last = named.iter().rposition(|&names| names > 0).map_or(0, |last| last + 1);
        let first = named.iter().position(|&names| names > 0).unwrap_or(0);
        let count: usize = named.iter().sum();
        if count < SPONSORS || lines * 5 < run.len() * 3 {
            kept.append(&mut run);
            continue;
        }
        let after = run.split_off(last);
        let items = run.split_off(first);
        let evidence = format!("{count} names of bodies stand together");
        let reason = Reason::likely(Rule::RoleOf, evidence);
        for mut block in run {
            block.retag(Kind::Paragraph(Role::Line), &reason, log);
            kept.push(block);
        }
        kept.push(list(items, &reason, log));
        kept.extend(after);
    }
    *blocks = kept;
}

/// A line of a list of names, by its length and its marks.
fn is_short(block: &Block) -> bool {
    let text = block.text.as_str();
    let most = if names(text).len() > 1 { 60 } else { 24 };
    block.is_body() && (2..=most).contains(&forms::length(text)) && !forms::has_comma(text) && !forms::ends_sentence(text)
}

/// The names of bodies in a line that has nothing else, with the words before their colon left aside.
fn names(text: &str) -> Vec<&str> {
    let named = label(text).map_or(text, |end| &text[end..]);
    let pieces = forms::clauses(named);
    if pieces.iter().all(|piece| forms::is_body_name(piece)) { pieces } else { Vec::new() }
}

/// Where the label of a list ends: `协办单位：`.
fn label(text: &str) -> Option<usize> {
    let end = text.find(['：', ':']).map(|at| at + text[at..].chars().next().map_or(1, char::len_utf8))?;
    ["单位", "主办", "协办", "承办", "支持", "鸣谢"].iter().any(|word| text[..end].contains(word)).then_some(end)
}

/// Lines of names as a list.
fn list(lines: Vec<Block>, reason: &Reason, log: &mut EditLog) -> Block {
    let mut whole = Block::new(Kind::List(List::default()), Text::default(), lines[0].origin.clone());
    let mut items = Vec::new();
    for mut line in lines {
        log.retag(&line.kind.name(), "list", line.text.as_str(), &line.origin, reason);
        let mut head = label(line.text.as_str());
        loop {
            let text = line.text.as_str();
            let cut = head.take().or_else(|| text.find(char::is_whitespace)).filter(|&cut| cut < text.trim_end().len());
            let Some(cut) = cut else { break };
            let rest = line.text.split_off(cut, &line.origin, reason, log);
            items.push(std::mem::replace(&mut line.text, rest));
        }
        items.push(line.text);
    }
    if items.first().is_some_and(|item| item.as_str().ends_with(['：', ':'])) {
        whole.text = items.remove(0);
    }
    let item = |text: Text| {
        let blocks = vec![Block::new(Kind::default(), text, whole.origin.clone())];
        Item { label: Text::default(), blocks }
    };
    let items = items.into_iter().map(item).collect();
    whole.kind = Kind::List(List { ordered: false, items });
    whole
}

/// Lines of an advertisement stay lines, and are no headline: those above the word 广告, and short ones round a call to buy.
fn advertisements(blocks: &mut [Block], log: &mut EditLog) {
    const TALLEST: usize = 12;
    let is_line = |block: &Block| {
        let text = block.text.as_str();
        block.is_body() && forms::is_within(text, 24) && !text.contains(['。', '；']) && lead_end(text).is_none()
    };
    let retag = |block: &mut Block, evidence: &'static str, log: &mut EditLog| {
        block.retag(Kind::Paragraph(Role::Advertisement), &Reason::likely(Rule::RoleOf, evidence), log);
    };
    for at in 0..blocks.len() {
        if blocks[at].kind == Kind::Furniture(Furniture::Advertisement) {
            for block in blocks[..at].iter_mut().rev().take(TALLEST) {
                if !is_line(block) || !forms::is_within(block.text.as_str(), 20) {
                    break;
                }
                retag(block, "a short line above the word 广告", log);
            }
        }
    }
    let mut at = 0;
    while at < blocks.len() {
        let end = at + blocks[at..].iter().take_while(|block| is_line(block)).count();
        let calls = blocks[at..end].iter().filter(|block| is_call(block.text.as_str())).count();
        if calls > 0 && (3..=TALLEST).contains(&(end - at)) {
            blocks[at..end].iter_mut().for_each(|block| retag(block, "short lines with a call to buy and a number", log));
        }
        at = end.max(at + 1);
    }
}

/// A call to buy or to come, with the number to call.
fn is_call(text: &str) -> bool {
    let words = ["热线", "咨询", "订购", "订座", "招商", "诚聘", "优惠", "特价", "报名电话", "选购", "加盟", "服务电话"];
    text.chars().filter(char::is_ascii_digit).count() >= 7 && words.iter().any(|word| text.contains(word))
}

/// A line that is the name of a notice heads it.
fn notice_names(blocks: &mut [Block], log: &mut EditLog) {
    for at in 0..blocks.len() {
        let heads = blocks[at].is_body()
            && is_notice_name(blocks[at].text.as_str())
            && roles::before(blocks, at).is_none_or(roles::is_closed)
            && roles::after(blocks, at).is_some_and(|next| next.is_body() && !forms::is_within(next.text.as_str(), 10));
        if heads {
            blocks[at].retag(Kind::Heading(2), &Reason::likely(Rule::Heading, "the name of a notice"), log);
        }
    }
}

/// The name of a notice (NP-12).
fn is_notice_name(text: &str) -> bool {
    const NAMES: [&str; 17] = [
        "公告",
        "启事",
        "啟事",
        "声明",
        "聲明",
        "通告",
        "讣告",
        "訃告",
        "告示",
        "更正",
        "致歉",
        "告读者",
        "敬告",
        "公示",
        "招标公告",
        "休刊",
        "征稿",
    ];
    let bare = forms::unspaced(text);
    (2..=24).contains(&bare.chars().count())
        && !["发表", "发布", "刊登", "发出", "作出", "他", "我"].iter().any(|word| bare.contains(word))
        && NAMES.iter().any(|name| bare.ends_with(name))
        && bare.chars().all(|c| crate::text::script::is_han(c) || matches!(c, '《' | '》' | '（' | '）' | '“' | '”'))
}

/// Whether something else begins with a block, and no note or notice reaches over it.
fn ends_note(block: &Block) -> bool {
    !block.is_body() && block.is_visible() && !matches!(block.kind, Kind::Paragraph(Role::Notice | Role::EditorNote))
}

/// Paragraphs behind the label of a note (NP-10). A note of the editors is a paragraph; what is behind a link may be several.
fn editors_notes(blocks: &mut [Block], log: &mut EditLog) {
    for at in 0..blocks.len() {
        let text = blocks[at].text.as_str();
        let Some(found) = NP_EDNOTE.find(text).filter(|_| blocks[at].is_body()) else { continue };
        let bare = forms::length(found.as_str()) == forms::length(text);
        let marked = found.as_str().trim_end().ends_with(['：', ':', '】', ']', '］', '）', ')']);
        if !(bare || marked) {
            continue;
        }
        let reason = Reason::certain(Rule::RoleOf, "the label of a note");
        blocks[at].retag(Kind::Paragraph(Role::EditorNote), &reason, log);
        let several = ["链接", "背景", "阅读"].iter().any(|word| blocks[at].text.as_str().contains(word));
        let most = if !bare {
            0
        } else if several {
            4
        } else {
            1
        };
        let jump = Kind::Furniture(Furniture::Jump);
        for next in blocks[at + 1..].iter_mut().filter(|block| block.is_visible() || block.kind == jump).take(most) {
            if next.kind == jump
                || ends_note(next)
                || lead_end(next.text.as_str()).is_some()
                || NP_EDNOTE.is_match(next.text.as_str())
            {
                break;
            }
            let reason = Reason::likely(Rule::RoleOf, "below the label of a note");
            next.retag(Kind::Paragraph(Role::EditorNote), &reason, log);
        }
    }
}

/// Paragraphs under the name of a notice.
fn notices(blocks: &mut [Block], log: &mut EditLog) {
    let mut under = false;
    for block in blocks {
        if block.heading().is_some() {
            under = is_notice_name(block.text.as_str());
        } else if under && block.is_body() {
            block.retag(Kind::Paragraph(Role::Notice), &Reason::likely(Rule::RoleOf, "under the name of a notice"), log);
        } else if matches!(
            block.kind,
            Kind::PageMark
                | Kind::Furniture(Furniture::Jump)
                | Kind::Paragraph(Role::Credit | Role::Kicker | Role::Advertisement)
        ) {
            under = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;

    fn check(before: &str, after: &str) {
        let mut document = native::parse(before).expect("the native form is well formed");
        for _ in 0..2 {
            lines(&mut document.blocks, &mut document.log);
            settle(&mut document.blocks, &mut document.log);
            assert_eq!(native::write(&document), after);
            assert_eq!(document.balance(), Ok(()));
        }
    }

    #[test]
    fn names_of_bodies_are_a_list() {
        check(
            "body :: 会议结束了。\nbody :: 协办单位\nbody :: 上渡村\nbody :: 下渡村\nbody :: 石桥村　青田镇\nbody :: 桥通了 船开了\n",
            "body :: 会议结束了。\nline :: 协办单位\nlist\n  item\n    body :: 上渡村\n  item\n    body :: 下渡村\n  item\n    body :: 石桥村\n  item\n    body :: 青田镇\nbody :: 桥通了 船开了\n",
        );
        check(
            "body :: 协办单位：上渡村 下渡村 石桥村 青田镇\nbody :: 会议结束了。\n",
            "list :: 协办单位：\n  item\n    body :: 上渡村\n  item\n    body :: 下渡村\n  item\n    body :: 石桥村\n  item\n    body :: 青田镇\nbody :: 会议结束了。\n",
        );
        let few = "body :: 会议结束了。\nbody :: 上渡村\nbody :: 下渡村\n";
        check(few, few);
    }

    #[test]
    fn advertisements_stay_lines() {
        check(
            "body :: 会议结束了。\nbody :: 恭贺新春\nbody :: 万事如意\nfurniture advertisement :: 广告\nbody :: 春茶上市\nbody :: 优惠三天\nbody :: 订购热线：0571-5550123\nbody :: 昨日，桥通了。\n",
            "body :: 会议结束了。\nadvertisement :: 恭贺新春\nadvertisement :: 万事如意\nfurniture advertisement :: 广告\nadvertisement :: 春茶上市\nadvertisement :: 优惠三天\n\
             advertisement :: 订购热线：0571-5550123\nbody :: 昨日，桥通了。\n",
        );
    }

    #[test]
    fn notes_and_notices_have_parts_of_their_own() {
        check(
            "body :: 编者按：渡口的事大家都关心。\nbody :: 昨日，桥通了。\nbody :: 相关链接\nbody :: 这座桥建于百年前，三次重修。\nbody :: 遗失声明\n\
             body :: 江湾镇渡口管理所遗失公章一枚，声明作废。\nbody :: 江湾镇渡口管理所\ndate :: 2024年3月8日\n",
            "editor-note :: 编者按：渡口的事大家都关心。\nbody :: 昨日，桥通了。\neditor-note :: 相关链接\neditor-note :: 这座桥建于百年前，三次重修。\nheading 2 :: 遗失声明\n\
             notice :: 江湾镇渡口管理所遗失公章一枚，声明作废。\nsignature :: 江湾镇渡口管理所\ndate :: 2024年3月8日\n",
        );
        let prose = "body :: 编者很多，稿子也多。\nbody :: 他在会上发表声明\nbody :: 桥一定要修好，路也要修好，镇长说。\n";
        check(prose, prose);
    }

    #[test]
    fn headlines_stand_again_and_names_stand_alone() {
        check(
            "body :: 桥通了。\nbody :: 百年渡口\nfurniture jump :: （上接第1版）\nbody :: 二十几个人。\nbody :: 老屋的烟囱\nbody :: 木果\n\
             body :: 老屋的烟囱是祖父砌的，砌的时候他量了三天风。\nbyline :: 通讯员 阿依 木果\nbody :: 腌菜缸\nbody :: 孟小雨\nbody :: 外婆家有三口缸，一口装水，一口装米。\n",
            "body :: 桥通了。\nheading 2 :: 百年渡口\nfurniture jump :: （上接第1版）\nbody :: 二十几个人。\nbody :: 老屋的烟囱\nbyline :: 木果\n\
             body :: 老屋的烟囱是祖父砌的，砌的时候他量了三天风。\nbyline :: 通讯员 阿依 木果\nbody :: 腌菜缸\nbyline :: 孟小雨\nbody :: 外婆家有三口缸，一口装水，一口装米。\n",
        );
    }
}
