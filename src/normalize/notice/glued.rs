//! Lines that hold two parts of a notice: `特急　江汛〔2024〕4号`, a number with the signer behind it, a name with the date, a
//! heading that a copy ran into the text before or behind it. Each is parted in two, and the log says so.

use super::lines;
use crate::model::{Block, EditLog, Hints, Kind, Reason, Role, Rule};
use crate::normalize::patterns::{GW_H1, GW_H2};
use crate::normalize::roles::{after, before, is_open};
use crate::normalize::{forms, measure, parts};
use crate::text::script::is_han;
use crate::text::{clreq, width};

/// The longest heading that is cut from running text, in characters, its number included.
const HEADING: usize = 24;
/// The shortest clause behind a heading and one space.
const CLAUSE: usize = 6;

/// Parts what was glued. `wrapped` says that lines are pieces of paragraphs: then a heading at the end of a full line can't be
/// told from a sentence cut by its line, and stays where it is.
pub fn run(blocks: &mut Vec<Block>, wrapped: bool, log: &mut EditLog) {
    let mut at = 0;
    let mut last = 0; // the last number of the first level
    let mut sentences = false;
    torn(blocks, log);
    let cut_short = |blocks: &[Block], at: usize| wrapped && !ends(blocks, at);
    while at < blocks.len() {
        let numbered = blocks[at].kind == Kind::Paragraph(Role::DocumentNumber);
        if (is_open(&blocks[at]) || numbered) && blocks[at].text.as_str().len() <= 6000 {
            let text = blocks[at].text.as_str();
            let cut = lines::mark_and_rest(text)
                .or_else(|| lines::number_and_signer(text))
                .or_else(|| lines::name_and_date(text).filter(|_| sentences && closes(blocks, at)))
                .or_else(|| lines::two_bodies(text).filter(|_| names(blocks, at) || overfull(blocks, at)))
                .or_else(|| behind(text).filter(|_| !cut_short(blocks, at)))
                .or_else(|| inside(text, last + 1).filter(|&cut| !cut_short(blocks, at) && heads(blocks, at, &text[cut..])));
            if let Some(cut) = cut {
                part(blocks, at, cut, log);
                // What is left may hold more; what was cut off is looked at next.
                continue;
            }
            if GW_H1.is_match(text) {
                last = number(text).unwrap_or(last);
            }
            sentences |= forms::is_sentence(text);
        }
        at += 1;
    }
}

/// Joins the halves of `第一章　总　　则`, whose gap a layout took for that between columns.
fn torn(blocks: &mut Vec<Block>, log: &mut EditLog) {
    for at in (1..blocks.len()).rev() {
        let (above, text) = (blocks[at - 1].text.as_str().trim_end(), blocks[at].text.as_str());
        let half = above.strip_suffix(['总', '附', '總']).is_some_and(|head| parts::is_chapter(head.trim_end()));
        if text.trim() == "则" && half && is_open(&blocks[at]) {
            let rest = blocks.remove(at);
            let reason = Reason::certain(Rule::Unwrap, "the title of a chapter in two halves");
            let block = &mut blocks[at - 1];
            block.text.append(rest.text, "\u{3000}\u{3000}", &block.origin, &reason, log);
        }
    }
}

/// Whether a paragraph ends with the line: a sentence begins in the line below, and the one below that does not go on from a
/// full line; or the line could not have been full.
fn ends(blocks: &[Block], at: usize) -> bool {
    let next_indented = blocks.get(at + 1).is_some_and(|next| next.hints.indent >= 3);
    let below_ends = blocks.get(at + 1).is_none_or(|next| forms::ends_sentence(next.text.as_str()));
    next_indented || below_ends || !measure::may_go_on(blocks, at)
}

/// Whether names of bodies stand over the number.
fn names(blocks: &[Block], at: usize) -> bool {
    after(blocks, at).is_some_and(|below| lines::is_number(below.text.as_str()))
}

/// Whether names of bodies above a date are wider together than the line that signatures have (GW-19): then they stand below each other.
fn overfull(blocks: &[Block], at: usize) -> bool {
    /// A line of 28 characters but for the four at its end.
    const ROOM: usize = 48;
    let dated = |below: &Block| forms::is_date(below.text.as_str()) || below.kind == Kind::Paragraph(Role::Date);
    width::of(blocks[at].text.as_str().trim()) > ROOM && after(blocks, at).is_some_and(dated) && closes(blocks, at)
}

/// Whether a name and a date close the text above.
fn closes(blocks: &[Block], at: usize) -> bool {
    before(blocks, at).is_some_and(|above| {
        forms::ends_sentence(above.text.as_str())
            || above.kind == Kind::Paragraph(Role::Attachment)
            || !above.is_body()
            || super::GW_ATT.is_match(above.text.as_str())
    })
}

/// A heading with its text behind it, parted by a space alone: where the text begins.
fn behind(text: &str) -> Option<usize> {
    if !(GW_H1.is_match(text) || GW_H2.is_match(text)) {
        return None;
    }
    let gap = text.char_indices().skip(3).take(HEADING).find(|(_, c)| matches!(c, ' ' | '\u{3000}'))?.0;
    let (title, rest) = (&text[..gap], text[gap..].trim_start());
    let plain = !title.contains(['，', '。', '；', '：', ',', '？', '！']) && title.matches('、').count() <= 1;
    (plain
        && forms::length(title) >= 5
        && forms::length(rest) >= 12
        && forms::ends_sentence(rest)
        && forms::is_sentence(rest)
        && is_seam(text, gap, rest))
    .then_some(text.len() - rest.len())
}

/// Whether a gap parts a heading from its text. A recognizer puts spaces into words: they come again, or a word goes on behind them.
fn is_seam(text: &str, gap: usize, rest: &str) -> bool {
    let wide = text[gap..].len() - rest.len() > 1;
    let inside = |&(at, c): &(usize, char)| c == ' ' && text[..at].ends_with(is_han) && text[at + 1..].starts_with(is_han);
    let clause = || rest.find(|c: char| clreq::is_stop(c) || clreq::is_close(c)).map_or(rest, |end| &rest[..end]);
    wide || text.char_indices().filter(inside).nth(1).is_none() && forms::length(clause()) >= CLAUSE
}

/// A heading with the number that comes next, at the end of running text: where it begins.
fn inside(text: &str, next: u32) -> Option<usize> {
    let tail = text.char_indices().rev().nth(HEADING).map_or(0, |(at, _)| at);
    let stop = text[tail..].rfind(['。', '！', '？', '；'])? + tail;
    let cut = stop + text[stop..].chars().next().map_or(0, char::len_utf8);
    let heading = text[cut..].trim_start();
    let titled = GW_H1.is_match(heading)
        && number(heading) == Some(next)
        && !heading.split('、').nth(1).is_some_and(|title| title.starts_with(forms::is_numeral))
        && (4..=HEADING).contains(&forms::length(heading))
        && !forms::has_comma(heading)
        && !forms::is_cut_off(heading)
        && !forms::ends_sentence(heading);
    titled.then_some(text.len() - heading.len())
}

/// Whether text stands below a heading that is cut from the block.
fn heads(blocks: &[Block], at: usize, heading: &str) -> bool {
    after(blocks, at).is_some_and(|next| {
        let text = next.text.as_str();
        next.is_body()
            && !forms::goes_on(text)
            && !GW_H1.is_match(text)
            && forms::length(text) > 8
            && !heading.ends_with(['：', ':'])
    })
}

/// The number before the first 、.
fn number(text: &str) -> Option<u32> {
    parts::section_number(text.trim_start().split(['、', '．']).next()?)
}

/// Cuts a block in two; the second is running text where the first is.
pub(super) fn part(blocks: &mut Vec<Block>, at: usize, cut: usize, log: &mut EditLog) {
    let reason = Reason::likely(Rule::Parted, "two parts of a notice on one line");
    let block = &mut blocks[at];
    let origin = block.origin.clone();
    let rest = block.text.split_off(cut, &origin, &reason, log);
    let hints = Hints { blank_before: 0, continues: false, ..block.hints.clone() };
    block.hints.trailing = 0;
    let kind = if block.is_body() { block.kind.clone() } else { Kind::default() };
    blocks.insert(at + 1, Block { kind, text: rest, origin, hints });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;

    fn check(before: &[&str], after: &[&str]) {
        let write = |lines: &[&str]| lines.iter().map(|line| format!("body :: {line}\n")).collect::<String>();
        let mut document = native::parse(&write(before)).expect("the native form is well formed");
        for _ in 0..2 {
            run(&mut document.blocks, false, &mut document.log);
            assert_eq!(native::write(&document), write(after));
            assert_eq!(document.balance(), Ok(()));
        }
    }

    #[test]
    fn torn_titles_of_chapters_are_whole() {
        check(&["第一章　总", "则", "第一条　为了修路，制定办法。"], &["第一章　总　　则", "第一条　为了修路，制定办法。"]);
        check(&["河水总", "则", "他说。"], &["河水总", "则", "他说。"]);
    }

    #[test]
    fn names_that_one_line_does_not_hold_stand_below_each_other() {
        let text = "现将办法印发给你们。";
        let (party, firm) = ("中共江湾航运集团有限公司委员会", "江湾航运集团有限公司");
        let side_by_side = format!("{party}　　{firm}");
        check(&[text, &side_by_side, "2024年3月8日"], &[text, party, firm, "2024年3月8日"]);
        let short = [text, "江湾县教育局　　江湾县财政局", "2024年3月8日"];
        check(&short, &short);
    }

    #[test]
    fn a_space_in_a_word_parts_nothing() {
        let text =
            ["一、关于改造范 围。会议原则同意镇里提出的方案。", "二、该项目涉及耕地21.6亩，请你 局按照规定办理有关手续。"];
        check(&text, &text);
    }

    #[test]
    fn glued_headings_are_cut_off_in_their_order() {
        check(
            &["现就有关事项通知如下。一、清理环境", "各镇要集中清理一次河道。", "二、消除虫害　各村要在三月底以前投药一次。"],
            &[
                "现就有关事项通知如下。",
                "一、清理环境",
                "各镇要集中清理一次河道。",
                "二、消除虫害",
                "各村要在三月底以前投药一次。",
            ],
        );
        let sentences = ["他说过三件事。三、不要回头", "路上的人都听见了这句话。"];
        check(&sentences, &sentences);
        let enumerated = ["这样的日子有很多。一、二两个月尤其冷", "河水结了冰，人可以走过去。"];
        check(&enumerated, &enumerated);
    }
}
