//! Tables of contents that were typed, or that the source names so: the program makes its own.

use super::furniture::{is_bare_number, is_line};
use super::patterns::BK_TOCLINE;
use super::{folios, forms};
use crate::model::{Block, EditLog, Furniture, Kind, Reason, Rule, walk};
use std::collections::BTreeMap;

/// So many entries together are a table of contents.
const ENTRIES: usize = 3;

/// A table of contents: lines that the source itself names so, entries with folios, or entries that come again as lines of the
/// text. The word 目录 above goes too.
pub fn run(blocks: &mut [Block], log: &mut EditLog) {
    let own = has_text_beside_contents(blocks);
    let named = |block: &Block| {
        let text = block.text.as_str();
        let sentence = forms::is_sentence(text) && !text.ends_with(char::is_numeric);
        own && block.hints.contents && matches!(block.kind, Kind::Paragraph(_) | Kind::Heading(_)) && !sentence
    };
    let bare = |block: &Block| -> String { block.text.as_str().chars().filter(|c| c.is_alphanumeric()).collect() };
    let titles = ["目录", "目錄", "目次", "Contents", "CONTENTS"];
    // The longest of them, with room for marks and spaces round its letters.
    let is_title = |block: &Block| is_line(block) && block.text.as_str().len() <= 60 && titles.contains(&bare(block).as_str());
    let mut last = None;
    let mut at = 0;
    while at < blocks.len() {
        let title = is_title(&blocks[at]);
        let start = at + usize::from(title);
        let mut end = start;
        while end < blocks.len() && (named(&blocks[end]) || end > start && blocks[end].kind == Kind::PageMark) {
            end += 1;
        }
        if end > start {
            let evidence = "the source's own table of contents";
            for block in blocks[at..end].iter_mut().filter(|block| block.kind != Kind::PageMark) {
                block.retag(Kind::Furniture(Furniture::Contents), &Reason::certain(Rule::TocLines, evidence), log);
            }
            at = end;
            continue;
        }
        let mut entries = 0;
        while let Some(lines) = blocks.get(end..).and_then(entry) {
            (end, entries) = (end + lines, entries + 1);
        }
        let mut evidence = "entries with folios";
        if entries < ENTRIES && title {
            (entries, evidence) = (rising(&blocks[start..]), "entries under their title, with folios that rise");
            end = start + entries;
        }
        if entries < ENTRIES && title {
            (end, evidence) = (again(blocks, start, &bare, &mut last), "entries that come again as headings");
            entries = end - start;
        }
        if entries >= ENTRIES {
            for block in &mut blocks[at..end] {
                block.retag(Kind::Furniture(Furniture::Contents), &Reason::certain(Rule::TocLines, evidence), log);
            }
        }
        at = end.max(at + 1);
    }
}

/// Whether the document has more than a table of contents: one that is all there is, is the text.
fn has_text_beside_contents(blocks: &[Block]) -> bool {
    let (mut contents, mut text) = (0, 0);
    for block in blocks.iter().filter(|block| block.is_visible()).flat_map(walk::within) {
        *(if block.hints.contents { &mut contents } else { &mut text }) += block.text.as_str().len();
    }
    contents > 0 && text * 2 > contents
}

/// How many lines the entry has that begins these: one, or a second for the folio that a narrow column put there.
fn entry(blocks: &[Block]) -> Option<usize> {
    let (first, rest) = blocks.split_first()?;
    let text = first.text.as_str();
    if !is_line(first) || text.len() > 240 {
        return None;
    }
    let leader = |end: &str| text.trim_end().ends_with(end);
    let led = ["……", "⋯⋯", "......", "·····", "．．．"].into_iter().any(leader);
    let folio = || !forms::has_comma(text) && rest.first().is_some_and(is_bare_number);
    if is_entry(text) { Some(1) } else { (led && folio()).then_some(2) }
}

/// How many lines end in folios that rise, a space before each: `说懒　陈默　4`.
fn rising(blocks: &[Block]) -> usize {
    let mut last = 0;
    let rises = |block: &&Block| {
        let folio = spaced_folio(block.text.as_str()).map(|(_, folio)| folio).filter(|&folio| is_line(block) && folio >= last);
        last = folio.unwrap_or(last);
        folio.is_some()
    };
    blocks.iter().take_while(rises).count()
}

/// A short line's words and the folio that stands a space behind them.
pub fn spaced_folio(text: &str) -> Option<(&str, u32)> {
    let (words, folio) = text.trim().rsplit_once(char::is_whitespace)?;
    let short = text.len() <= 240 && !forms::has_comma(text) && !forms::is_sentence(words);
    folios::number(folio).filter(|_| short).map(|folio| (words.trim_end(), folio))
}

/// Whether the line ends in a folio after a leader (BK-TOCLINE).
fn is_entry(text: &str) -> bool {
    let end = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ')' | '）'));
    end.ends_with(|c: char| c.is_numeric() || c.is_ascii_alphabetic()) && BK_TOCLINE.is_match(text)
}

/// The end of the run of short lines from `start` that come again further on, in order. `last` keeps where each short line
/// of the document comes last, once it is known.
fn again(
    blocks: &[Block],
    start: usize,
    bare: &impl Fn(&Block) -> String,
    last: &mut Option<BTreeMap<String, usize>>,
) -> usize {
    /// More entries than this are no table of contents that anybody typed.
    const MOST: usize = 2000;
    let short = |block: &Block| is_line(block) && block.text.as_str().len() <= 120 && !forms::is_sentence(block.text.as_str());
    let run: Vec<String> = blocks[start..].iter().take(MOST).take_while(|block| short(block)).map(bare).collect();
    // The run may reach into the text: it ends before the first entry comes again.
    let Some(first) = run.first() else { return start };
    let length = run.iter().skip(1).position(|line| line == first).map_or(run.len(), |at| at + 1);
    let all = blocks.iter().enumerate().filter(|(_, block)| short(block));
    let last = last.get_or_insert_with(|| all.map(|(at, block)| (bare(block), at)).collect());
    let found = run[..length].iter().filter(|line| last.get(*line).is_some_and(|&at| at >= start + length)).count();
    if found * 5 >= length * 4 { start + length } else { start }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::settles::makes;

    fn check(before: &str, after: &str) {
        makes(|blocks, log| run(blocks, log), before, after);
    }

    #[test]
    fn contents_that_the_source_names_are_furniture_beside_a_text() {
        let check = |before: &str, contents: usize, after: &str| {
            let named = |blocks: &mut Vec<Block>, log: &mut EditLog| {
                blocks.iter_mut().take(contents).for_each(|block| block.hints.contents = true);
                run(blocks, log);
            };
            makes(named, before, after);
        };
        let rest = "heading 1 :: 源流\nbody :: 水从三座山里来，汇在石桥底下。\n";
        let furniture = format!("furniture contents :: 源流 1\nfurniture contents :: 两岸 2\n{rest}");
        check(&format!("body :: 源流 1\nheading 1 :: 两岸 2\n{rest}"), 2, &furniture);
        // Prose in the style of an entry.
        let prose = format!("line :: 水退了，人也回来了。\n{rest}");
        check(&prose, 1, &prose);
        // All that there is.
        let whole = "body :: 源流 1\nbody :: 两岸 2\nbody :: 完\n";
        check(whole, 2, whole);
    }

    #[test]
    fn contents_are_typed_with_folios_or_come_again() {
        check(
            "body :: 目录\nbody :: 第一章 雨 …… 1\nbody :: 第二章 晴 …… 9\nbody :: 后记 …… 20\nbody :: 雨下着。\n",
            "furniture contents :: 目录\nfurniture contents :: 第一章 雨 …… 1\nfurniture contents :: 第二章 晴 …… 9\n\
             furniture contents :: 后记 …… 20\nbody :: 雨下着。\n",
        );
        check(
            "body :: 目 录\nbody :: 第一章 总 则\nbody :: *第二章 细则\nbody :: 第三章 附则\nbody :: 第一章 总则\nbody :: 为了甲。\n\
             body :: 第二章 细则\nbody :: 乙。\nbody :: 第三章 附则\nbody :: 丙。\n",
            "furniture contents :: 目 录\nfurniture contents :: 第一章 总 则\nfurniture contents :: *第二章 细则\n\
             furniture contents :: 第三章 附则\nbody :: 第一章 总则\nbody :: 为了甲。\nbody :: 第二章 细则\nbody :: 乙。\n\
             body :: 第三章 附则\nbody :: 丙。\n",
        );
        check("body :: 目录\nbody :: 梨\nbody :: 桃\nbody :: 李\n", "body :: 目录\nbody :: 梨\nbody :: 桃\nbody :: 李\n");
    }

    #[test]
    fn a_folio_may_stand_on_a_line_of_its_own() {
        let contents = "furniture contents :: 目　录\nfurniture contents :: 序　言……………\nfurniture contents :: 1\n\
                        furniture contents :: 第一章 船…………\nfurniture contents :: 3\nfurniture contents :: 第二章 桥 …… 9\n";
        let text = "body :: 船离了岸，岸上有人说……\nbody :: 1984\nbody :: 年的事。\n";
        check(&format!("{contents}{text}").replace("furniture contents", "body"), &format!("{contents}{text}"));
    }
}
