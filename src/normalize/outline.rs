//! Headings that count by decimal numbers or by years: `1 材料与方法`, `1.1 试验地概况` (GB/T 7713.2), `2、夜雨`, `1951年`.
//!
//! One such line tells nothing: an item of a list has the same form. They are headings where all of them together are a tree,
//! each with prose under it: numbers go up by one, those inside begin at one, years rise. Items stand one below the other, are
//! sentences, or begin again; then nothing is done.

use super::roles::{after, before};
use super::{forms, headlines, measure, parts, rubrics, titles};
use crate::model::{Block, EditLog, Kind, Reason, Role, Rule};
use crate::text::script::is_han;

/// The longest title behind a number, in characters.
const TITLE: usize = 30;
/// The deepest number.
const DEEPEST: usize = 4;
/// So many headings of the first rank make an outline below a title, and so many where there is none.
const BELOW_TITLE: usize = 2;
const ALONE: usize = 3;
/// So many years make a chronology.
const YEARS: usize = 3;
/// So many characters stand under a heading, in the mean.
const PROSE: usize = 24;

/// A line that may be a heading, with the place of its block.
struct Entry {
    at: usize,
    /// Its number, from the whole to the part.
    number: Vec<u32>,
    /// What stands between its number and its title.
    joint: Joint,
}

/// What parts a number from a title.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    Space,
    Point,
    Comma,
    None,
}

/// Finds decimal numbers and years that head the text.
pub fn run(blocks: &mut [Block], measure: Option<usize>, log: &mut EditLog) {
    // An appendix or a preface stands beside an outline.
    let beside = |block: &Block| {
        let text = block.text.as_str();
        !block.hints.marked && (parts::is_chapter(text) && parts::chapter(text).is_none() || rubrics::is_rubric(text))
    };
    let heading = |block: &Block| block.heading().is_some_and(|level| block.hints.marked || level > 1);
    if blocks.iter().any(|block| heading(block) && !beside(block)) {
        return;
    }
    let found = decimals(blocks, measure).or_else(|| years(blocks));
    let Some(found) = found.filter(|found| stands_above_prose(blocks, found)) else { return };
    let reason = Reason::likely(Rule::Heading, format!("{} numbers count headings", found.len()));
    let base = 1 + u8::from(title(blocks, found[0].at, log));
    for entry in found {
        let depth = u8::try_from(entry.number.len() - 1).unwrap_or(0);
        blocks[entry.at].retag(Kind::Heading(base + depth), &reason, log);
    }
}

/// Whether a title stands above the outline: a heading, or the first line, which is one then.
fn title(blocks: &mut [Block], first: usize, log: &mut EditLog) -> bool {
    if blocks[..first].iter().any(|block| block.heading() == Some(1)) {
        return true;
    }
    /// A number of the article, or of the journal, may stand above it.
    const ABOVE: usize = 2;
    let mut front = (0..first).filter(|&at| blocks[at].is_visible()).take(ABOVE);
    let Some(at) = front.find(|&at| headlines::is_candidate(&blocks[at]) || !titles::is_remark(blocks[at].text.as_str()))
    else {
        return false;
    };
    let heads = headlines::is_candidate(&blocks[at]);
    if heads {
        let reason = Reason::likely(Rule::Heading, "the first line, above headings that count");
        blocks[at].retag(Kind::Heading(1), &reason, log);
    }
    heads
}

/// The lines that a tree of decimal numbers is made of.
fn decimals(blocks: &[Block], measure: Option<usize>) -> Option<Vec<Entry>> {
    let entries: Vec<Entry> = (0..blocks.len()).filter_map(|at| entry(blocks, at, measure)).collect();
    let mut tree: Vec<Entry> = Vec::new();
    for entry in entries {
        let last = tree.last().map_or(&[][..], |last| &last.number);
        let (inner, own) = entry.number.split_at(entry.number.len() - 1);
        // A count that begins again is one of items.
        if own[0] == 1 && inner.is_empty() && tree.iter().any(|entry| entry.number[0] > 0) {
            return None;
        }
        let follows = match last.len().cmp(&inner.len()) {
            std::cmp::Ordering::Less => false,
            // Papers count their introduction from nothing (GB/T 7713.2).
            std::cmp::Ordering::Equal => last == inner && (own[0] == 1 || inner.is_empty() && own[0] == 0),
            std::cmp::Ordering::Greater => last[..inner.len()] == *inner && own[0] == last[inner.len()] + 1,
        };
        let alike = tree.iter().find(|one| one.number.len() == entry.number.len()).is_none_or(|one| one.joint == entry.joint);
        if follows && alike {
            tree.push(entry);
        }
    }
    let tops = tree.iter().filter(|entry| entry.number.len() == 1).count();
    let first = tree.first()?.at;
    let titled = blocks[..first].iter().any(Block::is_visible);
    (tops >= if titled { BELOW_TITLE } else { ALONE }).then_some(tree)
}

/// A line with a decimal number and a title: short, no sentence, and no line that goes on.
fn entry(blocks: &[Block], at: usize, measure: Option<usize>) -> Option<Entry> {
    let block = &blocks[at];
    let text = block.text.as_str();
    if !block.is_body() || text.len() > 4 * TITLE || !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (number, joint, title) = split(text)?;
    let full = measure.is_some_and(|measure| measure::width(block) + 4 > measure);
    let heads = (1..=TITLE).contains(&forms::length(title))
        && title.chars().any(is_han)
        && !title.starts_with(|c: char| c.is_ascii_digit() || "年月日号时點点分万亿元倍个".contains(c))
        && !forms::is_sentence(title)
        && !forms::has_comma(title)
        && !forms::is_cut_off(title)
        && !title.ends_with(['？', '?', '！', '!', '：', ':', '是', '）', ')'])
        && !full
        && !measure::may_go_on(blocks, at);
    heads.then_some(Entry { at, number, joint })
}

/// The number of a line, what follows it, and its title.
fn split(text: &str) -> Option<(Vec<u32>, Joint, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (digits, rest) = text.split_at(end);
    let (digits, pointed) = digits.strip_suffix('.').map_or((digits, false), |digits| (digits, true));
    let number: Option<Vec<u32>> = digits.split('.').map(|part| part.parse().ok().filter(|_| part.len() <= 2)).collect();
    let number = number.filter(|number| number.len() <= DEEPEST)?;
    let title = rest.trim_start_matches(['、', '．', ' ', '\u{3000}', '\t']);
    let joint = match rest.chars().next()? {
        '、' => Joint::Comma,
        '．' => Joint::Point,
        _ if pointed => Joint::Point,
        ' ' | '\u{3000}' | '\t' => Joint::Space,
        _ if number.len() > 1 => Joint::None,
        _ => return None,
    };
    Some((number, joint, title))
}

/// The years of a chronology, each on a line of its own.
fn years(blocks: &[Block]) -> Option<Vec<Entry>> {
    let year = |at: usize| {
        let number = blocks[at].text.as_str().trim().strip_suffix('年')?;
        // `1966～1976年`
        let number = number.split(['～', '~', '—', '-', '–', '至']).next().map_or(number, |first| first.trim_end_matches('年'));
        let digit = |c: char| {
            c.to_digit(10).or_else(|| "〇一二三四五六七八九".chars().position(|known| known == c).map(|at| at as u32))
        };
        let year = number.chars().map(digit).try_fold(0u32, |year, digit| year.checked_mul(10)?.checked_add(digit?))?;
        (blocks[at].is_body() && (1000..2200).contains(&year)).then(|| Entry { at, number: vec![year], joint: Joint::None })
    };
    let years: Vec<Entry> = (0..blocks.len()).filter_map(year).collect();
    let rise = years.windows(2).all(|pair| pair[0].number < pair[1].number);
    (years.len() >= YEARS && rise).then_some(years)
}

/// Whether nearly each entry has prose under it, or an entry inside it; in the mean, enough. Below one the first line may be cut short.
fn stands_above_prose(blocks: &[Block], entries: &[Entry]) -> bool {
    let is_prose = |block: &Block| match block.kind {
        Kind::Paragraph(Role::Body) => {
            let text = block.text.as_str();
            let option = text.starts_with(|c: char| c.is_ascii_uppercase()) && text[1..].starts_with(['．', '.', '、']);
            !option && split(text).is_none() && (!forms::is_within(text, 17) || forms::ends_sentence(text))
        }
        _ => block.heading().is_none(),
    };
    let heads = |index: usize| {
        let entry = &entries[index];
        let inside = entries.get(index + 1).is_some_and(|next| {
            next.number.len() > entry.number.len() && blocks[entry.at + 1..next.at].iter().all(|block| !block.is_visible())
        });
        inside || after(blocks, entry.at).is_some_and(is_prose)
    };
    let broken = |entry: &Entry| {
        before(blocks, entry.at).is_some_and(|block| block.is_body() && block.text.as_str().ends_with(['，', '、', ',']))
    };
    let below: usize =
        blocks[entries[0].at..].iter().filter(|block| block.is_visible()).map(|block| forms::length(block.text.as_str())).sum();
    (0..entries.len()).filter(|&entry| heads(entry)).count() * 5 >= entries.len() * 4
        && !entries.iter().any(broken)
        && below >= PROSE * entries.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;

    fn check(before: &str, after: &str) {
        let mut document = native::parse(before).expect("the native form is well formed");
        run(&mut document.blocks, None, &mut document.log);
        assert_eq!(native::write(&document), after);
        assert_eq!(document.balance(), Ok(()));
    }

    /// Lines with a paragraph under each of those that have a `+`.
    fn document(lines: &[(&str, &str)]) -> String {
        let prose = "body :: 河水流过石桥，没有人说话，渡船停在对岸，灯也没有点亮，雨一直下到天明才停。\n";
        lines
            .iter()
            .map(|(kind, line)| match line.strip_suffix('+') {
                Some(line) => format!("{kind} :: {line}\n{prose}"),
                None => format!("{kind} :: {line}\n"),
            })
            .collect()
    }

    fn unchanged(lines: &[&str]) {
        let lines: Vec<(&str, &str)> = lines.iter().map(|&line| ("body", line)).collect();
        check(&document(&lines), &document(&lines));
    }

    #[test]
    fn decimal_numbers_are_an_outline() {
        let lines = ["渡口水位的观测", "1 材料与方法", "1.1 观测站+", "1.2 观测方法+", "2 结果+"];
        let before = lines.map(|line| ("body", line));
        let levels = ["heading 1", "heading 2", "heading 3", "heading 3", "heading 2"];
        check(&document(&before), &document(&std::array::from_fn::<_, 5, _>(|at| (levels[at], lines[at]))));
        let chapters = ["1、早市+", "2、渡船+", "3、夜雨+"];
        check(&document(&chapters.map(|line| ("body", line))), &document(&chapters.map(|line| ("heading 1", line))));
    }

    #[test]
    fn papers_count_from_nothing_and_years_may_span() {
        let lines = ["渡口水位的观测", "0 引言+", "1 观测站+", "2 结果+"];
        let levels = ["heading 1", "heading 2", "heading 2", "heading 2"];
        check(
            &document(&lines.map(|line| ("body", line))),
            &document(&std::array::from_fn::<_, 4, _>(|at| (levels[at], lines[at]))),
        );
        let years = ["渡口大事记", "1951年+", "1966～1976年+", "1978年+"];
        check(
            &document(&years.map(|line| ("body", line))),
            &document(&std::array::from_fn::<_, 4, _>(|at| (levels[at], years[at]))),
        );
    }

    #[test]
    fn items_are_no_outline() {
        unchanged(&["要带的东西", "1. 雨衣", "2. 手电筒", "3. 干粮+"]);
        unchanged(&["办法", "1. 先把船拉上岸。+", "2. 再补船底，上油。+"]);
        unchanged(&["早上", "1. 早市+", "2. 渡船+", "晚上+", "1. 夜雨+", "2. 灯+"]);
        unchanged(&["数据", "1.5 亿元+", "2.5 亿元+"]);
        unchanged(&["试题", "1．下列各项正确的一项是+", "2．下列各项错误的一项是+"]);
    }

    #[test]
    fn years_that_rise_head_their_entries() {
        let lines = ["渡口大事记", "1951年+", "1953年+", "1958年+"];
        let levels = ["heading 1", "heading 2", "heading 2", "heading 2"];
        check(
            &document(&lines.map(|line| ("body", line))),
            &document(&std::array::from_fn::<_, 4, _>(|at| (levels[at], lines[at]))),
        );
        unchanged(&["渡口大事记", "1951年+", "1953年+", "1952年+"]);
        // A number that no year has.
        unchanged(&["渡口大事记", "19510000000000年+", "1953年+", "1958年+"]);
    }
}
