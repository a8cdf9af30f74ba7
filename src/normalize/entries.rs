//! Entries: titles with a number of their own and prose below (`1. 石桥` over what a guide says of it, `3. 蜂群为什么会逃跑？` over the answer).
//!
//! An item of a list has the same form. Items stand one below the other; of entries nearly each has text under it, which is no item,
//! no option and no answer by its label, and they count on within their section.

use super::patterns::{GW_H1, GW_H2};
use super::roles::{self, after, before};
use super::{forms, measure, parts};
use crate::model::{Block, EditLog, Kind, Reason, Role, Rule};
use crate::text::script::is_han;

/// The longest title behind a number, in characters.
const TITLE: usize = 24;
/// The shortest paragraph that is prose without its end, in characters.
const PROSE: usize = 16;
/// So many make entries.
const FEWEST: usize = 2;
/// So many of the titles with a number stand over text, in percent.
const SHARE: usize = 75;
/// Deeper than the sections that they stand in; levels are settled later.
const LEVEL: u8 = 4;

/// Makes the titles of entries headings; `measure` is that of lines that are not joined yet.
pub fn run(blocks: &mut [Block], measure: Option<usize>, log: &mut EditLog) {
    let mut found: Vec<usize> = Vec::new();
    let mut all = 0;
    // The last entry of the section, where the next may follow it.
    let mut last: Option<(usize, u32)> = None;
    let mut first: Vec<usize> = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        let Some(number) = number(block) else { continue };
        all += 1;
        if !heads_text(blocks, at, measure) {
            continue;
        }
        let counts_on = |&(above, before): &(usize, u32)| before + 1 == number && !blocks[above..at].iter().any(is_section);
        if let Some((above, _)) = last.filter(counts_on) {
            found.extend([above, at]);
        } else if number == 1 && before(blocks, at).is_some_and(|above| above.heading().is_some()) {
            first.push(at);
        }
        last = Some((at, number));
    }
    // One alone in its section is like those of the others.
    if !found.is_empty() {
        found.extend(first);
    }
    found.sort_unstable();
    found.dedup();
    if found.len() < FEWEST || found.len() * 100 < all * SHARE {
        return;
    }
    let reason = Reason::likely(Rule::Heading, format!("one of {} entries that count, over their text", found.len()));
    for at in found {
        blocks[at].retag(Kind::Heading(LEVEL), &reason, log);
    }
}

/// Whether a line will head a section of its own: over what is a heading already, entries may count on.
fn is_section(block: &Block) -> bool {
    let text = block.text.as_str();
    block.heading().is_none() && (GW_H1.is_match(text) || GW_H2.is_match(text) || parts::is_chapter(text))
}

/// The number of a line that is a number and a title.
fn number(block: &Block) -> Option<u32> {
    let text = block.text.as_str().trim();
    if !block.is_body() || text.len() > 4 * TITLE || !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let end = text.find(|c: char| !c.is_ascii_digit())?;
    let title = text[end..].strip_prefix(['.', '．', '、'])?.trim_start();
    let titled = (2..=TITLE).contains(&forms::length(title))
        && title.starts_with(|c| is_han(c) || matches!(c, '“' | '《'))
        && !forms::is_sentence(title)
        && !forms::has_comma(title)
        && !title.contains(['（', '(', '_'])
        && !forms::is_cut_off(title)
        && !title.ends_with(['：', ':', '、', '！', '!', '是']);
    text[..end].parse().ok().filter(|&number| (1..=99).contains(&number) && titled)
}

/// Whether prose stands below a title, and nothing is open above it.
fn heads_text(blocks: &[Block], at: usize, measure: Option<usize>) -> bool {
    let block = &blocks[at];
    let full = measure.is_some_and(|measure| measure::width(block) + 8 > measure);
    let closed = |above: &Block| {
        let text = above.text.as_str();
        roles::is_closed(above)
            || forms::is_within(text, TITLE) && !forms::has_comma(text) && !text.ends_with(['：', ':', '、'])
    };
    let prose = |below: &Block| {
        let text = below.text.as_str();
        let answer = ["解", "答", "【解", "【答", "A．", "A.", "A、", "（A", "(A"].iter().any(|label| text.starts_with(label));
        below.kind == Kind::Paragraph(Role::Body)
            && !answer
            && !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '①'..='⑳' | '⑴'..='⒛'))
            && !forms::is_labelled(text)
            && !forms::goes_on(text)
            && (forms::ends_sentence(text) || !forms::is_within(text, PROSE))
    };
    !full && !measure::may_go_on(blocks, at) && before(blocks, at).is_none_or(closed) && after(blocks, at).is_some_and(prose)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::settles::makes;

    fn check(lines: &[&str]) {
        let prose = "body :: 渡口在镇子的东头，从前每天有四班船。\n";
        let native = |made: bool| -> String {
            let line = |line: &&str| match line.strip_prefix('*') {
                Some(head) if made => format!("heading 4 :: {head}\n{prose}"),
                Some(head) => format!("body :: {head}\n{prose}"),
                None if line.starts_with('#') => format!("heading 2 :: {}\n", &line[1..]),
                None => format!("body :: {line}\n"),
            };
            lines.iter().map(line).collect()
        };
        makes(|blocks, log| run(blocks, None, log), &native(false), &native(true));
    }

    #[test]
    fn entries_stand_over_their_text() {
        check(&["*1. 渡口", "*2. 石桥"]);
        check(&["#船", "*1．渡船有几种？", "*2．船价怎么算？", "#桥", "*3．桥是谁修的？"]);
        check(&["#船", "*1、木船", "*2、铁船", "#桥", "*1、石桥"]);
    }

    #[test]
    fn items_questions_and_sentences_are_none() {
        check(&["1. 渡口", "2. 石桥", "3. 早市", "渡口在镇子的东头。"]);
        check(&["1．渡船有几种？", "答：三种。", "2．船价怎么算？", "答：每人五分。"]);
        check(&["1．渡船有几种？", "A．三种", "2．船价怎么算？", "A．每人五分"]);
        check(&["1. 船要修，桥也要修。", "渡口在镇子的东头。", "2. 路要修。", "渡口在镇子的东头。"]);
        check(&["1. 渡口", "渡口在镇子的东头。", "3. 石桥", "渡口在镇子的东头。"]);
    }
}
