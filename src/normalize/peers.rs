//! Peers: short lines that head the prose below them, told by how many of them a document has.
//!
//! One short line between two paragraphs may be half of a sentence, a name, a caption. Where there are several of one form, each alone,
//! each behind a sentence that has ended and over one that begins, and where hardly anything else in the document is broken off, they
//! are its sub-headings, whatever their words. Where lines were wrapped, each stands far from the measure, over a line that is full.

use super::{bylines, forms, headings, headlines, measure, roles, rubrics, series};
use crate::model::{Block, DocumentKind, EditLog, Kind, Reason, Role, Rule};
use crate::text::script::is_han;
use std::collections::BTreeSet;

/// The longest, in characters.
const LONGEST: usize = 16;
/// The shortest paragraph that is prose whatever its end, in characters.
const PROSE: usize = 29;
/// The shortest sentence that is, in characters.
const SENTENCE: usize = 12;
/// The longest name, in characters.
const NAME: usize = 4;
/// So many make a form of the document's own.
const FEWEST: usize = 3;
/// Below more blocks than this, in the mean, a heading is no part of a regular form: lines of a novel that happen to be short.
const APART: usize = 20;
/// What may stand before a line in the middle of its column, in half-em units.
const INDENT: usize = 4;
/// Below the title; levels are settled later.
const LEVEL: u8 = 3;

/// Makes peers headings; `measure` is that of lines that are not joined yet. Nothing is done where the source marks its headings, and in
/// books, whose headings have numbers.
pub fn run(blocks: &mut [Block], kind: DocumentKind, measure: Option<usize>, log: &mut EditLog) {
    let visible: Vec<usize> = (0..blocks.len()).filter(|&at| blocks[at].is_visible()).collect();
    let heads = || visible.iter().map(|&at| &blocks[at]).filter(|block| block.heading().is_some());
    if kind == DocumentKind::Book || heads().filter(|block| block.hints.marked).count() >= 2 {
        return;
    }
    let mut alone = Vec::new();
    let mut broken = 0;
    for (index, &at) in visible.iter().enumerate() {
        let above = index.checked_sub(1).map(|above| &blocks[visible[above]]);
        let Some(below) = visible.get(index + 1).map(|&below| &blocks[below]) else { continue };
        let stands = match measure {
            Some(measure) => 2 * measure::width(&blocks[at]) <= measure + INDENT && fills(below, measure),
            None => is_prose(below),
        };
        // A name below a title is its writer's; not every surname is known.
        let signs = |above: &Block| {
            let short = index > 2 && forms::is_within(blocks[at].text.as_str(), NAME);
            above.heading().is_some() && (short && !is_counted(above) || is_name_of_another(blocks, at))
        };
        if stands && has_form(&blocks[at], kind) && above.is_none_or(|above| is_ended(above) && !signs(above)) {
            alone.push(at);
        } else if measure.is_none() && is_broken_off(&blocks[at]) && below.is_body() {
            broken += 1;
        }
    }
    // Those that were found already have the same form, and speak for the rest.
    let like = |block: &&Block| forms::is_within(block.text.as_str(), LONGEST) && headings::rank(block.text.as_str()).is_none();
    let over_prose = |index: usize| visible.get(index + 1).is_some_and(|&below| is_prose(&blocks[below]));
    let first = visible.iter().position(|&at| blocks[at].heading().is_some()).filter(|&index| over_prose(index));
    let found = heads().skip(usize::from(first.is_none())).filter(like).count();
    let words: BTreeSet<&str> = alone.iter().map(|&at| blocks[at].text.as_str()).collect();
    // Who speaks, and who signs, is named above or below what he says.
    let names = alone.iter().filter(|&&at| is_name_of_another(blocks, at)).count();
    let several = alone.len() + found >= FEWEST && words.len() * 3 >= alone.len() * 2 && names * 2 < alone.len();
    let apart = if measure.is_some() { 2 * APART } else { APART };
    if !several || broken * 3 > alone.len() + found || visible.len() > apart * (alone.len() + found) {
        return;
    }
    let count = alone.len() + found;
    let mut alone = alone.into_iter().peekable();
    // What has a number is above what has none, until the next that is above it.
    let mut level = LEVEL;
    for at in visible {
        if alone.next_if_eq(&at).is_some() {
            let evidence = format!("one of {count} short lines over prose");
            blocks[at].retag(Kind::Heading(level), &Reason::likely(Rule::Heading, evidence), log);
        } else if let Some(above) = blocks[at].heading() {
            level = if is_counted(&blocks[at]) { above.saturating_add(1) } else { above.max(LEVEL) };
        }
    }
}

/// Whether a line has the form of a short title: words without marks, a label, or another part.
fn has_form(block: &Block, kind: DocumentKind) -> bool {
    let text = block.text.as_str();
    let mark = |c: char| matches!(c, '“' | '”' | '《' | '》' | '「' | '」' | '·' | '、' | '—');
    headlines::is_candidate(block)
        && forms::is_within(text, LONGEST)
        && text.starts_with(|c: char| is_han(c) || matches!(c, '“' | '《' | '「'))
        && text.chars().all(|c| c.is_alphanumeric() || mark(c))
        && !forms::is_field(text)
        && !text.ends_with(|c: char| c.is_ascii_alphabetic())
        // Bodies are listed and named in notices.
        && !(kind == DocumentKind::Notice && forms::is_body_name(text))
}

/// Whether nothing is open at the end of a block.
fn is_ended(above: &Block) -> bool {
    roles::is_closed(above) || rubrics::is_whole(above.text.as_str())
}

/// Whether a block is a paragraph that begins a sentence.
fn is_prose(below: &Block) -> bool {
    let text = below.text.as_str();
    begins(below)
        && (!forms::is_within(text, PROSE)
            || forms::is_sentence(text) && (forms::has_comma(text) || !forms::is_within(text, SENTENCE)))
}

/// Whether a line is the first of a wrapped paragraph.
fn fills(below: &Block, measure: usize) -> bool {
    begins(below) && below.hints.line && measure::width(below) + INDENT >= measure
}

/// Whether a block is text that goes on from nothing, and no item and no field.
fn begins(below: &Block) -> bool {
    let text = below.text.as_str();
    below.is_body() && !forms::goes_on(text) && !forms::is_labelled(text) && !forms::is_field(text)
}

/// Whether a paragraph of prose has no end.
fn is_broken_off(block: &Block) -> bool {
    let text = block.text.as_str();
    matches!(block.kind, Kind::Paragraph(Role::Body))
        && !forms::is_within(text, PROSE)
        && forms::has_comma(text)
        && !is_ended(block)
        && !text.ends_with(['：', ':'])
}

/// Whether a heading has a number.
fn is_counted(heading: &Block) -> bool {
    let text = heading.text.as_str();
    headings::rank(text).is_some_and(headings::is_counted) || series::is_labelled(text)
}

/// Whether a line is a name that the text below does not begin with.
fn is_name_of_another(blocks: &[Block], at: usize) -> bool {
    let name = blocks[at].text.as_str();
    bylines::may_sign(name) && roles::after(blocks, at).is_some_and(|below| !below.text.as_str().starts_with(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::settles::makes;

    const PROSE: &str = "body :: 渡口在镇子的东头，从前每天有四班船，来来往往的都是赶集的人。\n";

    /// Lines, each over prose; those with a star become headings.
    fn check(lines: &[&str], prose: &str) {
        let write = |marked: bool| -> String {
            let line = |line: &&str| match line.strip_prefix('*') {
                Some(head) if marked => format!("heading 3 :: {head}\n{prose}"),
                head => format!("body :: {}\n{prose}", head.unwrap_or(line)),
            };
            PROSE.to_owned() + &lines.iter().map(line).collect::<String>()
        };
        check_native(&write(false), &write(true));
    }

    fn check_native(before: &str, after: &str) {
        makes(|blocks, log| run(blocks, DocumentKind::Article, None, log), before, after);
    }

    #[test]
    fn several_short_lines_over_prose_are_headings() {
        check(&["*头一回过河", "*老艄公", "*桥修好了"], PROSE);
        check(&["*听船人", "*黑夜裏的燈", "*歌還沒有唱完"], PROSE);
    }

    #[test]
    fn a_name_below_a_title_is_none() {
        let native = |kind: &str| {
            let pieces: String =
                ["头一回过河", "老艄公", "桥修好了"].iter().map(|head| format!("{kind} :: {head}\n{PROSE}")).collect();
            format!("heading 1 :: 江湾渡口\nbody :: 林见川\n{PROSE}{pieces}heading 3 :: 新船歌\nbody :: 渡口老客\n{PROSE}")
        };
        check_native(&native("body"), &native("heading 3"));
    }

    #[test]
    fn below_what_is_counted_they_are_deeper() {
        let native = |kind: &str| {
            let pieces: String =
                ["老艄公", "桥修好了", "旧船坞"].iter().map(|head| format!("{kind} :: {head}\n{PROSE}")).collect();
            format!("heading 3 :: 第一单元　船\n{PROSE}{pieces}")
        };
        check_native(&native("body"), &native("heading 4"));
    }

    #[test]
    fn few_of_them_and_other_lines_are_none() {
        check(&["头一回过河", "老艄公"], PROSE);
        // Names of speakers, and of who signs.
        check(&["林见川", "白石", "林见川", "白石"], PROSE);
        check(&["陈小河", "李大江", "王石桥"], PROSE);
        // Rows, items, fields, sentences.
        check(&["1. 船", "2. 桥", "3. 路"], PROSE);
        check(&["时间：三月", "地点：渡口", "人物：艄公"], PROSE);
        check(&["天黑了。", "船来了！", "走吧？"], PROSE);
    }

    #[test]
    fn where_sentences_are_broken_off_a_short_line_may_be_a_half() {
        check(&["头一回过河", "老艄公", "桥修好了"], "body :: 渡口在镇子的东头，从前每天有四班船，来来往往的都是赶集的\n");
        check(&["头一回过河", "老艄公", "桥修好了"], "body :: 船\n");
    }

    #[test]
    fn titles_that_name_their_people_are_headings() {
        let people = ["陈小河", "李大江", "王石桥"];
        let write = |kind: &str| -> String {
            let piece = |name: &&str| {
                format!("{kind} :: {name}\nbody :: {name}（1891—1944），城南人，少时家贫，在药铺当学徒，后来独立行医。\n")
            };
            PROSE.to_owned() + &people.iter().map(piece).collect::<String>()
        };
        check_native(&write("body"), &write("heading 3"));
    }
}
