//! What stands behind a notice: attachments under their numbers, and what it forwards, under a title of its own (GW-25).

use super::{head, lines};
use crate::model::{Block, EditLog, Kind, Reason, Role, Rule};
use crate::normalize::roles::is_open;
use crate::normalize::{forms, headings, parts};
use std::collections::BTreeSet;

/// The most lines of a title.
const TITLE_LINES: usize = 3;

/// What a notice forwards stands below its date with a title of its own: `江湾县旧城门保护办法` over chapters and articles.
pub fn run(blocks: &mut Vec<Block>, log: &mut EditLog) {
    let mut at = 0;
    while at + 1 < blocks.len() {
        at += 1;
        let closed = is_closed(blocks, at);
        let Some(lines) = (1..=TITLE_LINES).find(|&lines| is_title_of(&blocks[at..], lines)) else { continue };
        if closed {
            let below = blocks.iter().skip(at + lines).take(4).any(|block| {
                let text = block.text.as_str();
                forms::is_clause(text) || parts::is_chapter(text) || headings::rank(text).is_some()
            });
            if below && lines > 1 {
                head::join_title(blocks, at..at + lines, log);
            } else if below {
                let reason = Reason::likely(Rule::Heading, "the title of what the notice forwards");
                blocks[at].retag(Kind::Heading(1), &reason, log);
            }
            if below {
                authors(blocks, at + 1, log);
            }
        }
    }
}

/// Names of bodies below the title of what a notice forwards: whose it is.
fn authors(blocks: &mut [Block], at: usize, log: &mut EditLog) {
    let Some(block) = blocks.get_mut(at).filter(|block| is_open(block)) else { return };
    let text = block.text.as_str();
    let all_named = forms::is_within(text, 80) && text.split_whitespace().all(lines::is_issuer);
    if all_named && !text.trim().is_empty() {
        block.retag(Kind::Paragraph(Role::Byline), &Reason::likely(Rule::RoleOf, "whose the forwarded paper is"), log);
    }
}

/// Whether a notice is closed above a block: by its date, its signature or a note, whatever page the block is on.
pub fn is_closed(blocks: &[Block], at: usize) -> bool {
    let mut above = blocks[..at].iter().rev().take(16).filter(|block| block.is_visible() && block.kind != Kind::PageMark);
    above.next().is_some_and(|above| matches!(above.kind, Kind::Paragraph(Role::Date | Role::Line | Role::Signature)))
}

/// The title below `附件1`: one line, or the lines that are together what the list of attachments names, or a title of a notice.
pub fn title(blocks: &mut Vec<Block>, at: usize, names: &BTreeSet<String>, log: &mut EditLog) {
    let whole = |lines: &usize| -> Option<String> {
        let title = blocks.get(at..at + lines)?;
        title.iter().all(is_line).then(|| title.iter().map(|block| forms::unspaced(block.text.as_str())).collect())
    };
    let named = (1..=TITLE_LINES).find(|lines| whole(lines).is_some_and(|title| names.contains(&title)));
    let formed = || (1..=TITLE_LINES).find(|&lines| is_title_of(&blocks[at..], lines));
    match named.or_else(formed) {
        Some(lines) if lines > 1 => head::join_title(blocks, at..at + lines, log),
        _ => blocks[at].retag(Kind::Heading(1), &Reason::certain(Rule::Heading, "the title of an attachment"), log),
    }
}

/// The name in a line of the list of attachments: `附件：1.检查表`.
pub fn name(text: &str) -> String {
    let text =
        if text.trim_start().starts_with('附') { text.split_once(['：', ':']).map_or("", |(_, name)| name) } else { text };
    forms::unspaced(lines::item(text).map_or(text, |(_, name)| name))
}

/// Whether a block could be a line of a title.
fn is_line(block: &Block) -> bool {
    let text = block.text.as_str();
    is_open(block) && !forms::ends_sentence(text) && !forms::is_in_brackets(text) && headings::rank(text).is_none()
}

/// Whether the first blocks, so many, are a title together.
fn is_title_of(blocks: &[Block], lines: usize) -> bool {
    let Some(title) = blocks.get(..lines) else { return false };
    let whole: String = title.iter().map(|block| block.text.as_str().trim()).collect();
    title.iter().all(is_line) && (is_forwarded(&whole) || forms::is_notice_title(&whole))
}

/// Whether a line is the title of what notices forward: it has more names than they have.
pub fn is_forwarded(title: &str) -> bool {
    const KINDS: [&str; 6] = ["措施", "规划", "计划", "制度", "意见", "职责"];
    KINDS.iter().any(|kind| title.ends_with(kind))
        && !forms::has_comma(title)
        && !title.contains(['：', ':'])
        && (5..=90).contains(&forms::length(title))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;

    fn check(before: &str, at: usize, after: &str) {
        let mut document = native::parse(before).expect("the native form is well formed");
        let listed = document.blocks[..at].iter().filter(|block| block.kind == Kind::Paragraph(Role::Attachment));
        let names = listed.map(|block| name(block.text.as_str())).collect();
        title(&mut document.blocks, at, &names, &mut document.log);
        assert_eq!(native::write(&document), after);
        assert_eq!(document.balance(), Ok(()));
    }

    #[test]
    fn the_title_of_an_attachment_is_what_the_list_names() {
        check(
            "attachment :: 附件：1.江湾县值班表（三月）\nattachment :: 附件1\nbody :: 江湾县值班表\nbody :: （三月）\nbody :: 石桥镇\n",
            2,
            "attachment :: 附件：1.江湾县值班表（三月）\nattachment :: 附件1\nheading 1 :: 江湾县值班表\nbody :: （三月）\nbody :: 石桥镇\n",
        );
        check(
            "attachment :: 附件：1.江湾县渡口值班表\nattachment :: 附件1\nbody :: 江湾县渡口\nbody :: 值班表\nbody :: 石桥镇\n",
            2,
            "attachment :: 附件：1.江湾县渡口值班表\nattachment :: 附件1\nheading 1 :: 江湾县渡口值班表\nbody :: 石桥镇\n",
        );
        check(
            "attachment :: 附件\nbody :: 江湾县渡口防汛\nbody :: 实施方案\nbody :: 为了过汛，制定方案。\n",
            1,
            "attachment :: 附件\nheading 1 :: 江湾县渡口防汛实施方案\nbody :: 为了过汛，制定方案。\n",
        );
    }
}
