//! The pages of a paper: the line at the head of each becomes the mark of its page, with the section's name.
//!
//! A head is believed where others count with it, where a jump or the masthead knows of its page, or where the analysis of
//! pages found it at the edge. What stands beside it on every page (date, name of the paper) is furniture. A first page that
//! has a masthead and no head gets a mark where the others have theirs.

use super::patterns::NP_DATE;
use super::{Archive, NormalizeOptions, forms};
use crate::diag::Sink;
use crate::model::{Block, Document, DocumentKind, Furniture, Kind, Reason, Rule};
use crate::text::jump::{Jump, folio};
use crate::text::pagehead::PageHead;
use std::collections::BTreeSet;

/// An issue has no more pages.
const PAGES: u32 = 128;
/// So many lines round a page's head belong to it.
const BESIDE: usize = 3;

/// The pass.
pub fn run(document: &mut Document, options: &NormalizeOptions, _: &mut Sink) {
    if super::is_joined(document) || document.meta.kind != Some(DocumentKind::Newspaper) {
        return;
    }
    let heads = heads(&document.blocks, &options.archive);
    if heads.is_empty() {
        return;
    }
    let Document { blocks, log, .. } = document;
    for (&(at, ref head), before) in heads.iter().zip(std::iter::once(None).chain(heads.iter().map(Some))) {
        let again = before.is_some_and(|(_, before)| before.folio == head.folio);
        let reason = Reason::certain(Rule::PageHead, "the head of a page, among others that count");
        let to = if again { Kind::Furniture(Furniture::PageNumber) } else { Kind::PageMark };
        blocks[at].retag(to, &reason, log);
        // What stands round the first of all is the masthead.
        for near in at.saturating_sub(BESIDE)..(at + BESIDE + 1).min(blocks.len()) {
            if before.is_some_and(|&(before, _)| before + BESIDE < near) && is_beside(&blocks[near]) {
                let reason = Reason::likely(Rule::RunningHead, "beside the head of a page");
                blocks[near].retag(Kind::Furniture(Furniture::RunningHead), &reason, log);
            }
        }
        // The mark that the name of the page's file made says less.
        let file = if again { None } else { blocks[..at].iter_mut().rev().find(|block| block.kind == Kind::PageMark) };
        if let Some(file) = file.filter(|file| folio(file.text.as_str()) == head.folio) {
            let reason = Reason::certain(Rule::PageNumber, "the page's own head says more");
            file.retag(Kind::Furniture(Furniture::PageNumber), &reason, log);
        }
    }
    let first = blocks.iter().find(|block| block.kind == Kind::PageMark).map(|block| block.text.as_str().to_owned());
    if let Some(head) = first.as_deref().and_then(PageHead::of)
        && let Some(letter) = head.folio.strip_suffix('2').filter(|letter| !letter.ends_with(|c: char| c.is_ascii_digit()))
    {
        let label = PageHead { folio: format!("{letter}1"), name: String::new(), sure: true }.label();
        let page = blocks.iter().find_map(|block| block.hints.page);
        let reason = Reason::certain(Rule::PageHead, "the page before the second");
        let mut mark = Block::made(Kind::PageMark, label, &reason, log);
        mark.hints.page = page;
        blocks.insert(0, mark);
    }
}

/// The heads that are believed, in order.
fn heads(blocks: &[Block], archive: &Archive) -> Vec<(usize, PageHead)> {
    let open =
        |block: &Block| block.is_body() || block.heading().is_some() || block.kind == Kind::Furniture(Furniture::RunningHead);
    let found = blocks.iter().enumerate().filter(|(_, block)| open(block));
    let all: Vec<(usize, PageHead)> = found.filter_map(|(at, block)| Some((at, PageHead::of(block.text.as_str())?))).collect();
    let number = |head: &PageHead| head.folio.trim_start_matches(|c: char| c.is_ascii_uppercase()).parse::<u32>().ok();
    // Pages count up, each section from its own first.
    let mut kept: Vec<(usize, PageHead)> = Vec::new();
    for (at, head) in all {
        let Some(own) = number(&head).filter(|own| (1..=PAGES).contains(own)) else { continue };
        let letter = |head: &PageHead| head.folio.chars().next().filter(char::is_ascii_uppercase);
        let grows = kept.last().is_none_or(|(_, last)| match letter(&head).cmp(&letter(last)) {
            std::cmp::Ordering::Equal => number(last).is_some_and(|last| last <= own),
            order => order.is_gt() && own <= 2,
        });
        if grows {
            kept.push((at, head));
        }
    }
    // What begins with a masthead has a first page, and after it a second.
    let titled = blocks.iter().take(24).any(|block| forms::masthead_marks(block.text.as_str()) >= 2);
    let known: BTreeSet<String> = blocks
        .iter()
        .filter(|block| block.kind == Kind::Furniture(Furniture::Jump) || block.is_body())
        .filter(|block| block.text.as_str().len() <= 120 && block.text.as_str().contains(['转', '轉', '接']))
        .filter_map(|block| Jump::of(block.text.as_str()))
        .flat_map(|jump| jump.pages)
        // The name of the page's file knows as well.
        .chain(blocks.iter().filter(|block| block.kind == Kind::PageMark).map(|block| folio(block.text.as_str())))
        .collect();
    let distinct = |sure: bool| {
        let all: BTreeSet<&str> = kept.iter().filter(|(_, head)| head.sure || !sure).map(|(_, head)| &*head.folio).collect();
        all.len()
    };
    let (sure, any) = (distinct(true), distinct(false));
    kept.retain(|(at, head)| {
        let at_edge = matches!(blocks[*at].kind, Kind::Furniture(_));
        at_edge
            || archive.has_section(&head.name)
            || titled && head.sure && head.folio == "2"
            || known.contains(&head.folio)
            || if head.sure { sure >= 2 } else { any >= 3 }
    });
    kept
}

/// Whether a line at the head of a page belongs to the page: a date with its day of the week, the name of a paper.
fn is_beside(block: &Block) -> bool {
    let text = block.text.as_str();
    let dated = || {
        forms::is_within(text, 40)
            && NP_DATE.is_match(text)
            && (text.contains("星期") || forms::is_date(text))
            && !forms::is_sentence(text)
    };
    block.is_body() && (dated() || forms::is_paper_name(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;
    use crate::normalize::settles::settles;

    fn check(before: &str, after: &str) {
        let mut document = native::parse(before).expect("the native form is well formed");
        document.meta.kind = Some(DocumentKind::Newspaper);
        settles(document, run, after);
    }

    #[test]
    fn heads_that_count_mark_pages() {
        check(
            "body :: 第1版\nmasthead :: 总第2163期\nbody :: 江湾时报\nbody :: 桥通了。\nbody :: 02版 要闻\nbody :: 江湾时报\nbody :: 2024年3月8日 星期五\nbody :: 船开了。\n\
             heading 2 :: 第03版 综合 责编：林见川\nbody :: 雨停了。\n",
            "page-mark :: 第1版\nmasthead :: 总第2163期\nbody :: 江湾时报\nbody :: 桥通了。\npage-mark :: 02版 要闻\nfurniture running-head :: 江湾时报\n\
             furniture running-head :: 2024年3月8日 星期五\nbody :: 船开了。\npage-mark :: 第03版 综合 责编：林见川\nbody :: 雨停了。\n",
        );
        // One page that a jump knows; a file's own mark; two sections.
        check(
            "body :: 桥通了。\nfurniture jump :: （下转第2版）\npage-mark :: 2\nbody :: 第二版 要闻\nbody :: 船开了。\n",
            "page-mark :: 第1版\nbody :: 桥通了。\nfurniture jump :: （下转第2版）\nfurniture page-number :: 2\npage-mark :: 第二版 要闻\nbody :: 船开了。\n",
        );
        check(
            "body :: A1 要闻\nbody :: 甲。\nbody :: A2 综合\nbody :: 乙。\nbody :: B1 副刊\nbody :: 丙。\n",
            "page-mark :: A1 要闻\nbody :: 甲。\npage-mark :: A2 综合\nbody :: 乙。\npage-mark :: B1 副刊\nbody :: 丙。\n",
        );
    }

    #[test]
    fn lone_lines_of_the_form_stay() {
        for native in [
            "body :: 桥通了。\nbody :: 02版 要闻\nbody :: 船开了。\n",
            "body :: 3 结论\nbody :: 甲。\nbody :: 4 建议\nbody :: 乙。\n",
        ] {
            check(native, native);
        }
    }
}
