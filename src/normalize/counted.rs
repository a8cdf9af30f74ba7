//! Chapters that are counted in a form of their own: `第001章雨`, `【第一章　雨】`, `001 雨`, `#1 雨`, `Chapter 1 雨`, `（一）`, `1.雨`.
//!
//! One such line tells nothing. Several of one form that count on, each alone above a stretch of prose, head the parts of a text, whatever
//! marks stand round their numbers.

use super::patterns::{GW_H1, GW_H2};
use super::{forms, measure, roles};
use crate::model::{Block, EditLog, Kind, Reason, Rule};
use crate::text::script::is_han;
use crate::text::{figures, natural};
use std::collections::BTreeMap;

/// Fewer lines are no series.
const FEWEST: usize = 3;
/// The longest line of a series, in characters.
const LONGEST: usize = 40;
/// So much text stands between two of them, in the mean, in bytes: below a number with a unit (`第001章`), below a bare one, which may
/// count items.
const PART: usize = 600;
const ITEM: usize = 1200;
/// Where the count begins at one and leaves nothing out, less is enough: below a number with a unit or a word, below a bare one that is
/// alone on its line, if there are so many of these.
const WHOLE: [usize; 2] = [240, 600];
const MANY: usize = 5;
/// Numbers may be missing: no more than this in a row.
const MISSING: u32 = 2;

/// The form of a line of a series.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    /// `第`, a number, a unit.
    Unit(char),
    /// A word in Latin letters, a number.
    Word(String),
    /// Marks before the number, its script (Han or Arabic), the mark behind it; whether nothing else is on the line.
    Bare { before: String, han: bool, behind: Option<char>, alone: bool },
}

/// A line that opens with the number of a series.
struct Line {
    at: usize,
    number: u32,
    titled: bool,
}

/// The places of lines that head counted parts, with the rank of each: a volume is 0, a chapter 1, a section 3.
pub fn find(blocks: &[Block], measure: Option<usize>) -> Vec<(usize, u8)> {
    let mut series: BTreeMap<Form, (Vec<Line>, usize)> = BTreeMap::new();
    for (at, block) in blocks.iter().enumerate().filter(|(_, block)| block.is_body()) {
        let Some((form, number, titled)) = form(block.text.as_str()) else { continue };
        let heads = heads_prose(blocks, at, &form, measure);
        let (lines, opened) = series.entry(form).or_default();
        *opened += 1;
        lines.extend(heads.then_some(Line { at, number, titled }));
    }
    let mut found = Vec::new();
    for (form, (lines, opened)) in series {
        let counts_on = |before: &Line, after: &Line| {
            after.number == 1 || (before.number..=before.number + 1 + MISSING).contains(&after.number)
        };
        let (rank, least) = match form {
            Form::Unit('卷' | '部' | '篇' | '集' | '编' | '編' | '부' | '편' | '권') => (0, PART),
            Form::Unit('节' | '節' | '절') => (2, PART),
            Form::Unit(_) | Form::Word(_) => (1, PART),
            Form::Bare { .. } => (3, ITEM),
        };
        let bare = rank == 3;
        let heads = |run: &&[Line]| {
            let between =
                |from: usize, to: usize| blocks[from..to].iter().map(|block| block.text.as_str().len()).sum::<usize>();
            let lengths: Vec<usize> = run.windows(2).map(|pair| between(pair[0].at, pair[1].at)).collect();
            let rises = run.windows(2).filter(|pair| pair[0].number != pair[1].number).count() + 1;
            // Most have a title, or none has.
            let titled = run.iter().filter(|line| line.titled).count();
            let even = titled * 5 >= run.len() * 4 || titled * 5 <= run.len();
            let whole = run[0].number == 1 && run.windows(2).all(|pair| pair[1].number == pair[0].number + 1);
            let least = match whole {
                true if !bare => WHOLE[0],
                true if run.len() >= MANY && titled == 0 => WHOLE[1],
                _ => least,
            };
            let long = lengths.iter().filter(|&&length| length * 3 >= least).count();
            // Figures alone that do not begin at one may be folios.
            let folios = matches!(&form, Form::Bare { before, alone: true, .. } if before.is_empty()) && run[0].number != 1;
            rises >= FEWEST
                && lengths.iter().sum::<usize>() >= least * lengths.len()
                && long * 5 >= lengths.len() * 4
                && even
                && !folios
        };
        let runs: Vec<&[Line]> = lines.chunk_by(counts_on).filter(|run| run.len() >= FEWEST).filter(heads).collect();
        // Where the same number opens items or notes as well, it heads nothing.
        let all: usize = runs.iter().map(|run| run.len()).sum();
        if !bare || all * 5 >= opened * 4 {
            found.extend(runs.into_iter().flatten().map(|line| (line.at, rank)));
        }
    }
    found
}

/// Whether most of a text stands under counted chapters: a book.
pub fn make_a_book(blocks: &[Block]) -> bool {
    let chapters: Vec<usize> =
        find(blocks, measure::of(blocks)).into_iter().filter(|&(_, rank)| rank <= 2).map(|(at, _)| at).collect();
    let Some((first, last)) = chapters.iter().min().zip(chapters.iter().max()) else { return false };
    let length = |blocks: &[Block]| blocks.iter().map(|block| block.text.as_str().len()).sum::<usize>();
    // The last chapter is as long as the mean of the others.
    let chapters = length(&blocks[*first..*last]) * chapters.len() / (chapters.len() - 1).max(1);
    chapters * 3 >= length(blocks) * 2
}

/// Makes chapters headings, whose numbers have a unit (`第001章`).
pub fn chapters(blocks: &mut [Block], measure: Option<usize>, log: &mut EditLog) {
    run(blocks, measure, |rank| rank <= 2, log);
}

/// Makes headings of lines with bare numbers (`1.雨`), where no [`outline`](super::outline) was found of all of them.
pub fn sections(blocks: &mut [Block], measure: Option<usize>, log: &mut EditLog) {
    run(blocks, measure, |rank| rank > 2, log);
}

/// Whether the line counts the first part.
pub fn is_first(text: &str) -> bool {
    form(text).is_some_and(|(_, number, _)| number == 1)
}

fn run(blocks: &mut [Block], measure: Option<usize>, wanted: fn(u8) -> bool, log: &mut EditLog) {
    for (at, rank) in find(blocks, measure).into_iter().filter(|&(_, rank)| wanted(rank)) {
        blocks[at].hints.rank = Some(rank);
        blocks[at].retag(Kind::Heading(2), &Reason::likely(Rule::Heading, "one of the lines that count the parts"), log);
    }
}

/// The form of a line that opens with a number, the number, and whether a title stands behind it.
fn form(text: &str) -> Option<(Form, u32, bool)> {
    let text = text.trim();
    let sign = |c: char| c.is_whitespace() || "☆★◆◇●○※■□▲△*＊=＝~～_#＃-—【［[〔「『〖《〈<（(".contains(c);
    let rest = text.trim_start_matches(sign);
    let before: String = text[..text.len() - rest.len()].chars().filter(|c| !c.is_whitespace()).take(3).collect();
    let closing = |c: char| c.is_whitespace() || "☆★◆◇●○※■□▲△*＊=＝~～_#＃-—】］]〕」』〗》〉>）)、.．:：·".contains(c);
    if let Some(inner) = rest.strip_prefix(['第', '제']) {
        let (number, rest) = number(inner.trim_start())?;
        let rest = rest.trim_start();
        let unit = rest.chars().next().filter(|c| "章节節回卷部篇集折幕编編话話장부편절화권막".contains(*c))?;
        let title = rest[unit.len_utf8()..].trim_matches(closing);
        return (!title.starts_with(['的', '中', '里', '，'])).then_some((Form::Unit(unit), number, !title.is_empty()));
    }
    if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        let end = rest.find(|c: char| !c.is_ascii_alphabetic())?;
        let word = rest[..end].to_lowercase();
        if !["chapter", "part", "episode", "volume", "vol", "act", "section", "scene"].contains(&word.as_str()) {
            return None;
        }
        let rest = rest[end..].trim_start_matches(['.', ' ', '\u{3000}', '-']);
        let (number, rest) = number(rest).or_else(|| spelt(rest))?;
        return Some((Form::Word(word), number, !rest.trim_matches(closing).is_empty()));
    }
    // Numbers with these marks are those of notices, which other rules know.
    if (GW_H1.is_match(text) || GW_H2.is_match(text)) && !text.ends_with(['）', ')', '、']) {
        return None;
    }
    let han = rest.starts_with(is_han);
    let (value, rest) = number(rest)?;
    let behind = rest.chars().next();
    let title = rest.trim_matches(closing);
    let alone = title.is_empty();
    let padded = text.trim_start_matches(sign).starts_with('0');
    let parted = behind.is_none_or(closing) || padded && title.starts_with(is_han);
    // A bare number in Han is a section of its own (`parts::sections`).
    // Figures alone are folios, but for `01` and for what may follow `09`.
    let follows = before.is_empty() && text.len() == 2;
    let bare = alone && if han { before.is_empty() } else { !padded && !follows };
    let unit = ["年", "月", "日", "时", "点", "元", "万", "米", "岁", "人", "个"].iter().any(|unit| title.starts_with(unit));
    // `1.1 渡口` counts inside a part, and `1 渡口 14` is an entry of a contents.
    let figure = |c: char| c.is_ascii_digit();
    let words = alone || title.contains(is_han) && !unit && !title.starts_with(figure) && !title.ends_with(figure);
    let behind = behind.filter(|&c| closing(c)).map(|c| if c == '\u{3000}' { ' ' } else { c });
    (parted && !bare && words && (alone || !han)).then_some((Form::Bare { before, han, behind, alone }, value, !alone))
}

/// The number that a text begins with, and what is behind it.
fn number(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|c| !forms::is_numeral(c) && !matches!(c, '两' | '零' | '〇')).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    if digits.is_empty() || digits.chars().count() > 7 {
        return None;
    }
    let figures = |c: char| if ('０'..='９').contains(&c) { char::from_u32(u32::from(c) - 0xfee0) } else { Some(c) };
    let figures: String = digits.chars().filter_map(figures).collect();
    Some((figures.parse().ok().or_else(|| natural::value(digits))?, rest))
}

/// The number that a text begins with in Roman numerals or in English words (`Chapter IV`, `Chapter Four`), and what is behind it.
fn spelt(text: &str) -> Option<(u32, &str)> {
    const WORDS: [&str; 20] = [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    let end = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let value = WORDS.iter().position(|known| known.eq_ignore_ascii_case(word)).map(|at| at + 1);
    let roman = || (1..100).find(|&number| figures::roman(number) == word);
    Some((u32::try_from(value.or_else(roman)?).ok()?, rest))
}

/// Whether a line breaks off: prose, or a list's head.
fn is_open(text: &str) -> bool {
    text.ends_with(['：', ':', '，', ',', '；', ';', '、'])
}

/// Whether a line is a title by its length and its marks, stands above text, and nothing is open above it.
fn heads_prose(blocks: &[Block], at: usize, own: &Form, measure: Option<usize>) -> bool {
    let block = &blocks[at];
    let text = block.text.as_str();
    let full = measure.is_some_and(|measure| measure::width(block) + 4 > measure);
    if text.len() > 4 * LONGEST || !forms::is_within(text, LONGEST) || forms::is_sentence(text) || is_open(text) || full {
        return false;
    }
    let closed = |above: &Block| {
        let text = above.text.as_str();
        !above.is_body()
            || block.hints.blank_before > 0
            || forms::ends_sentence(text)
            || forms::is_within(text, LONGEST) && !is_open(text)
    };
    let prose = |below: &Block| {
        let text = below.text.as_str();
        form(text).is_none_or(|(form, ..)| form != *own)
    };
    roles::before(blocks, at).is_none_or(closed) && roles::after(blocks, at).is_some_and(prose)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::settles::makes;

    const TEXT: &str = "body :: 渡口在镇子的东头，从前每天有四班船，船工都是本村的人，天不亮就起来生火。\n";

    /// Lines above so many paragraphs each; those at `heads` become headings.
    fn check(lines: &[&str], paragraphs: usize, heads: &[usize]) {
        let native = |made: bool| -> String {
            let line = |(at, line): (usize, &&str)| {
                let kind = if made && heads.contains(&at) { "heading 2" } else { "body" };
                format!("{kind} :: {line}\n{}", TEXT.repeat(paragraphs))
            };
            lines.iter().enumerate().map(line).collect()
        };
        let both = |blocks: &mut Vec<Block>, log: &mut EditLog| {
            chapters(blocks, None, log);
            sections(blocks, None, log);
        };
        makes(both, &native(false), &native(true));
    }

    #[test]
    fn signs_before_numbers_may_be_parted_by_space() {
        for text in ["# （二）雨", "【 ★ 三】雨", "☆　（ 四", "　　※ ※ ※ 五、雨"] {
            assert!(form(text).is_none_or(|(_, number, _)| number > 1), "{text}");
        }
    }

    #[test]
    fn lines_of_one_form_that_count_on_head_parts() {
        for lines in [
            ["第001章雨", "第002章晴", "第003章一场雪"],
            ["【第一章　雨】", "【第二章　晴】", "【第三章　雪】"],
            ["==第1章 雨==", "==第2章 晴，也有风==", "==第3章 雪！=="],
            ["Chapter 1 雨", "Chapter 2 晴", "Chapter 4 雪"],
            ["CHAPTER I", "CHAPTER II", "CHAPTER III"],
            ["Chapter One 雨", "Chapter Two 晴", "Chapter Three 雪"],
            ["제1장 비", "제2장 바람", "제3장 눈"],
            ["001 雨", "002 晴", "003 雪"],
            ["#1 雨", "#2 晴", "#3 雪"],
            ["（一）", "（二）", "（三）"],
            ["1.雨", "2.晴", "3.雪"],
            ["01", "02", "03"],
        ] {
            check(&lines, 12, &[0, 1, 2]);
        }
    }

    #[test]
    fn less_stands_below_each_where_all_count_from_one() {
        check(&["Chapter 1 雨", "Chapter 2 晴", "Chapter 3 雪"], 3, &[0, 1, 2]);
        let plain: Vec<String> = (1..=11).map(|number| format!("{number:02}")).collect();
        check(&plain.iter().map(String::as_str).collect::<Vec<_>>(), 6, &(0..11).collect::<Vec<_>>());
    }

    #[test]
    fn items_folios_sentences_and_other_numbers_are_none() {
        for (lines, paragraphs) in [
            (["1.雨", "2.晴", "3.雪"], 2),
            (["7", "8", "9"], 12),
            (["10", "11", "12"], 12),
            (["第一章说的是雨。", "第二章说的是晴。", "第三章说的是雪。"], 12),
            (["1.雨", "5.晴", "9.雪"], 12),
            (["1 月的雨", "2 月的晴", "3 月的雪"], 12),
            (["1.1 雨", "1.2 晴", "1.3 雪"], 12),
            (["1 雨 4", "2 晴 8", "3 雪 12"], 12),
            (["雨", "晴", "雪"], 12),
        ] {
            check(&lines, paragraphs, &[]);
        }
        // Few numbers alone, with as much below each as a whole count has; a count that leaves one out.
        check(&["（一）", "（二）", "（三）"], 6, &[]);
        check(&["Chapter 1 雨", "Chapter 3 晴", "Chapter 4 雪"], 3, &[]);
        // Notes with the same numbers.
        check(&["1.雨", "2.晴", "3.雪", "1.雨是渡口的雨。", "2.晴是渡口的晴。"], 12, &[]);
    }
}
