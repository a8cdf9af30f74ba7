//! Sections that stand under counted chapters and say so: `1.1 渡口`, `1.1.2 渡船` under `第一章`, `A.1` under `附录A` (GB/T 7713.1).
//!
//! One decimal number tells nothing. That its first number is the chapter's, that the first of each chapter is its `n.1`, and that
//! the others count on from there, is more than any list of items does; titles may then have words of any script, and ask. Below
//! most of them stands text: in a table of contents none has any.

use super::series::UNITS_OF_MEASURE;
use super::{forms, measure, parts};
use crate::model::{Block, EditLog, Kind, Reason, Rule};

/// The longest title, in characters.
const TITLE: usize = 60;
/// The most numbers in a label.
const DEEPEST: usize = 4;
/// So many sections are looked for in a document.
const FEWEST: usize = 3;
/// So many numbers may be missing in a row.
const MISSING: u32 = 1;
/// Appendixes are counted by letters: `A` comes after all chapters.
const LETTERS: u32 = 1000;

/// A chapter, and what stands under it.
struct Chapter {
    at: usize,
    number: u32,
    sections: Vec<Section>,
    /// Lines with its number that do not count on.
    others: usize,
}

struct Section {
    at: usize,
    number: Vec<u32>,
    /// Whether it has a title, and is no clause, entry of a form or line that goes on.
    titled: bool,
}

/// Finds the sections of chapters, and with them their chapters.
pub fn run(blocks: &mut [Block], measure: Option<usize>, log: &mut EditLog) {
    // Who marked some of them left the others out.
    if blocks.iter().any(|block| block.hints.marked && block.heading().is_some() && label(block.text.as_str()).is_some()) {
        return;
    }
    let chapters: Vec<Chapter> =
        chapters(blocks, measure).into_iter().filter(|chapter| stands_over_text(blocks, chapter)).collect();
    if chapters.iter().flat_map(|chapter| &chapter.sections).filter(|section| section.titled).count() < FEWEST {
        return;
    }
    let reason = Reason::likely(Rule::Heading, "its number is that of its chapter, and counts on");
    for Chapter { at, sections, .. } in chapters {
        // Where blank lines stand below titles, one without is the first line of two.
        let apart = |section: &&Section| blocks.get(section.at + 1).is_none_or(|next| next.hints.blank_before > 0);
        let (blank, lines): (Vec<&Section>, Vec<&Section>) = sections.iter().filter(|section| section.titled).partition(apart);
        let titled = if blank.len() > 2 * lines.len() { blank } else { [blank, lines].concat() };
        let parts = titled.into_iter().map(|section| (section.at, section.number.len()));
        for (at, depth) in std::iter::once((at, 1)).chain(parts) {
            if blocks[at].is_body() {
                blocks[at].retag(Kind::Heading(1 + u8::try_from(depth).unwrap_or(u8::MAX)), &reason, log);
            }
        }
    }
}

fn chapters(blocks: &[Block], measure: Option<usize>) -> Vec<Chapter> {
    let mut chapters: Vec<Chapter> = Vec::new();
    let mut above: Option<usize> = None;
    for (at, block) in blocks.iter().enumerate().filter(|(_, block)| block.is_visible()) {
        let text = block.text.as_str();
        let open = block.is_body() || block.heading().is_some();
        if let Some(number) = number(text).filter(|_| open && !ends_open(text)) {
            chapters.push(Chapter { at, number, sections: Vec::new(), others: 0 });
        } else if let Some(chapter) = chapters.last_mut()
            && let Some((numbers, title)) = label(text).filter(|(numbers, _)| open && numbers[0] == chapter.number)
        {
            let last = chapter.sections.last();
            let goes_on = above.is_some_and(|above| {
                let known = last.is_some_and(|last| last.at == above) || chapter.at == above;
                block.hints.line && block.hints.blank_before == 0 && !known && is_open_line(&blocks[above])
            });
            let counts = counts_on(last.map_or(&[chapter.number], |last| &last.number), &numbers);
            if counts && !goes_on {
                let titled = is_title(title) && !is_full(blocks, at, measure);
                chapter.sections.push(Section { at, number: numbers, titled });
            } else {
                chapter.others += 1;
            }
        }
        above = Some(at);
    }
    chapters
}

/// For each heading the place of the chapter that it says it stands under, and how deep.
pub fn under<'a>(headings: impl Iterator<Item = &'a str>) -> Vec<Option<(usize, u8)>> {
    let mut chapter: Option<(usize, u32)> = None;
    let place = |(at, text): (usize, &str)| {
        if let Some(number) = number(text) {
            chapter = Some((at, number));
        }
        let (numbers, _) = label(text)?;
        let (at, _) = chapter.filter(|&(_, number)| number == numbers[0])?;
        Some((at, u8::try_from(numbers.len() - 1).ok()?))
    };
    headings.enumerate().map(place).collect()
}

/// Whether a line breaks off in a sentence.
fn is_open_line(block: &Block) -> bool {
    block.is_body() && !forms::ends_sentence(block.text.as_str())
}

/// Whether most sections of a chapter have text below them, and few lines count without a title.
fn stands_over_text(blocks: &[Block], chapter: &Chapter) -> bool {
    let sections = &chapter.sections;
    let (mut leaves, mut over) = (0, 0);
    for (index, section) in sections.iter().enumerate() {
        let next = sections.get(index + 1);
        if next.is_none_or(|next| next.number.len() <= section.number.len()) {
            let end = next.map_or(blocks.len(), |next| next.at);
            let below = blocks[section.at + 1..end].iter().find(|block| block.is_visible());
            let text = |block: &Block| {
                let text = block.text.as_str();
                !matches!(block.kind, Kind::Separator | Kind::Heading(_)) && number(text).is_none() && label(text).is_none()
            };
            leaves += 1;
            over += usize::from(below.is_some_and(text));
        }
    }
    let titled = sections.iter().filter(|section| section.titled).count();
    over > 0 && over * 5 >= leaves * 4 && (titled * 4 >= sections.len() * 3) && chapter.others * 3 <= titled
}

/// Whether a section may follow another: the first inside it, or the next of its rank or of one above.
fn counts_on(last: &[u32], next: &[u32]) -> bool {
    let (own, inside) = (next[next.len() - 1], &next[..next.len() - 1]);
    match last.len() < next.len() {
        true => last == inside && own == 1,
        false => {
            let before = last[inside.len()];
            last[..inside.len()] == *inside && !inside.is_empty() && (before + 1..=before + 1 + MISSING).contains(&own)
        }
    }
}

/// The number of a chapter's head: `第三章`, `附录B`, and `章 3.` as DocBook's style sheets write it in traditional Chinese.
fn number(text: &str) -> Option<u32> {
    let text = text.trim();
    if !forms::is_within(text, 45) {
        return None;
    }
    if let Some(rest) = ["附录", "附錄"].iter().find_map(|word| text.strip_prefix(word)) {
        let mut letters = rest.trim_start().chars();
        let letter = letters.next().filter(char::is_ascii_uppercase)?;
        return (!letters.next().is_some_and(char::is_alphanumeric)).then(|| LETTERS + u32::from(letter));
    }
    if let Some((number, title)) = text.strip_prefix("章 ").and_then(|rest| rest.split_once('.')) {
        return number.trim().parse().ok().filter(|_| is_title(title.trim_start()));
    }
    let (unit, _) = parts::chapter(text).filter(|&(unit, _)| unit == '章' && parts::is_chapter(text))?;
    let (digits, _) = text.strip_prefix('第')?.split_once(unit)?;
    digits.trim().parse().ok().or_else(|| parts::section_number(digits.trim()))
}

/// The numbers of a line that opens with two or more parted by points, and what stands behind them.
pub fn label(text: &str) -> Option<(Vec<u32>, &str)> {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '．'))?;
    // `1.1GUI`: letters behind the number belong to the title.
    let start = usize::from(text.starts_with(|c: char| c.is_ascii_uppercase()));
    let end = text[start..end].find(|c: char| c.is_ascii_alphabetic()).map_or(end, |letter| start + letter);
    let (numbers, title) = text.split_at(end);
    let piece = |piece: &str| {
        let letter = piece.chars().next().filter(|c| c.is_ascii_uppercase() && piece.len() == 1);
        letter.map(|letter| LETTERS + u32::from(letter)).or_else(|| piece.parse().ok().filter(|_| piece.len() <= 2))
    };
    let numbers: Option<Vec<u32>> = numbers.trim_end_matches(['.', '．']).split(['.', '．']).map(piece).collect();
    numbers.filter(|numbers| (2..=DEEPEST).contains(&numbers.len())).map(|numbers| (numbers, title.trim_start()))
}

/// Whether what stands behind a number is a title: words, and no sentence but a question.
fn is_title(title: &str) -> bool {
    let words = title.starts_with(|c: char| !c.is_ascii_digit()) && title.chars().any(char::is_alphabetic);
    words
        && (2..=TITLE).contains(&forms::length(title))
        && !title.contains(['。', '；', '：'])
        && !ends_open(title)
        && !UNITS_OF_MEASURE.iter().any(|unit| title.starts_with(unit))
}

/// Whether a line ends as no title does.
fn ends_open(text: &str) -> bool {
    text.trim_end().ends_with(['。', '；', ';', '，', ',', '：', ':', '、', '.'])
        || text.trim_end().ends_with(|c: char| c.is_ascii_digit()) && text.contains(['…', '·'])
}

/// Whether a line may go on in the next.
fn is_full(blocks: &[Block], at: usize, measure: Option<usize>) -> bool {
    let next = blocks.get(at + 1).is_some_and(|next| next.hints.line && next.hints.blank_before == 0);
    next && (measure::may_go_on(blocks, at) || measure.is_some_and(|measure| measure::width(&blocks[at]) + 4 > measure))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::settles::makes;

    /// Lines, of which those with a number before them are headings of that level then, and those with a `+` stand over text.
    #[track_caller]
    fn check(lines: &[&str]) {
        let prose = "body :: 河水流过石桥，没有人说话，渡船停在对岸，灯也没有点亮。\n";
        let write = |found: bool| -> String {
            let line = |line: &&str| {
                let (level, rest) = line.split_once('|').unwrap_or(("", line));
                let kind = if found && !level.is_empty() { format!("heading {level}") } else { "body".to_owned() };
                match rest.strip_suffix('+') {
                    Some(rest) => format!("{kind} :: {rest}\n{prose}"),
                    None => format!("{kind} :: {rest}\n"),
                }
            };
            lines.iter().map(line).collect()
        };
        makes(|blocks, log| run(blocks, None, log), &write(false), &write(true));
    }

    #[test]
    fn sections_have_the_numbers_of_their_chapters() {
        check(&[
            "2|第1章 渡口",
            "3|1.1 渡船+",
            "3|1.2. 石桥是谁修的？+",
            "2|第二章　镇子+",
            "3|2.1 GIS 与河道+",
            "4|2.1.1 取样+",
            "4|2.1.2 Web 服务+",
        ]);
        check(&[
            "2|第三章 渡口+",
            "3|3.1 渡船",
            "4|3.1.1 大船+",
            "3|3.2 石桥+",
            "3|3.4 河岸+",
            "3.5 渡口归谁管，谁来点灯。+",
            "3|3.6 早市+",
            "2|附录 A 水位",
            "3|A.1 春天+",
        ]);
    }

    #[test]
    fn chapters_of_docbook_have_their_number_behind() {
        check(&["2|章 1. 渡口+", "3|1.1. 渡船+", "3|1.2. 石橋+", "2|章 2. GIS", "3|2.1. 河道+"]);
    }

    #[test]
    fn headings_say_which_chapter_they_stand_under() {
        let headings =
            ["序言", "1.1 序", "第二章 渡口", "2.1 渡船", "大船", "2.1.3 小船", "3.1 石桥", "附录B 水位", "B.2 夏天"];
        let expected = [None, None, None, Some((2, 1)), None, Some((2, 2)), None, None, Some((7, 1))];
        assert_eq!(under(headings.into_iter()), expected);
    }

    #[test]
    fn what_counts_otherwise_is_none() {
        // Contents.
        check(&["第一章 渡口", "1.1 渡船", "1.2 石桥", "第二章 镇子", "2.1 早市", "2.2 夜雨+"]);
        // Numbers of something else, clauses, quantities, a field.
        check(&["第一章 渡口+", "2.1 渡船+", "2.2 石桥+", "2.3 河岸+"]);
        check(&["第一章 总则", "1.1 渡船归镇里管。", "1.2 石桥+", "1.3 灯由船家点。", "1.4 河岸+"]);
        check(&["第一章 渡口", "1.1 万元+", "1.2 万元+", "1.3 公里+"]);
        check(&["第一章 概况", "1.1 名称：渡口+", "1.2 地点：镇东+", "1.3 日期：春天+"]);
        // A long row of items, one with a stop.
        check(&["第一章 渡口", "1.1 渡船+", "1.2 石桥归镇里管。", "1.3 河岸，", "1.4 灯由船家点。", "1.5 雨天不开船。+"]);
        // Two are too few.
        check(&["第一章 渡口", "1.1 渡船+", "1.2 石桥+"]);
    }
}
