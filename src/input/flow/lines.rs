//! Whether the paragraphs of an office document, a book or a page of the web are the printed lines of another, or parts of its
//! paragraphs.
//!
//! Programs that recognize characters or take PDFs apart write one paragraph for each printed line; people and office programs
//! don't. The decision is the document's: lines of one width that stop in the middle of sentences are what no writer makes. Where
//! it falls out otherwise, paragraphs are paragraphs, but those at the foot of a printed page may have been cut in two; the
//! normalizer judges each of them.

use crate::model::{Block, Hints};
use crate::text::script::{is_cjk, is_han, is_kana};
use crate::text::width;

/// The fewest paragraphs that a decision stands on.
const ENOUGH: usize = 12;
/// Lines narrower than this (half ems) are verse, lists or columns of a table.
const NARROWEST: usize = 24;
/// Lines wider than this fit no page.
const WIDEST: usize = 130;
/// A line is full where so much (half ems) or less is missing to the measure: a mark that may not begin a line, Latin words.
const SLACK: usize = 4;
/// The share of full lines among all, in percent.
const FULL: usize = 40;
/// Where it is less, so many full lines tell, beside which hardly any is wider: a document of lists has many short ones.
const MANY: usize = 48;
/// The share of full lines that stop inside a sentence, in percent.
const OPEN: usize = 60;

/// Marks body paragraphs as lines where the document is made of lines, and Chinese ones as paragraphs where it is not; says which.
pub fn mark(blocks: &mut [Block]) -> bool {
    let found = are_lines(blocks);
    for block in blocks.iter_mut().filter(|block| block.is_body()) {
        match found {
            true => block.hints.line = true,
            false => block.hints.paragraph = !block.hints.line && is_chinese(block.text.as_str()),
        }
    }
    found
}

/// The evidence: a common measure, many lines that fill it, and among these many that stop inside a sentence.
fn are_lines(blocks: &[Block]) -> bool {
    let lines: Vec<(usize, bool)> = blocks.iter().filter(|block| block.is_body()).filter_map(line).collect();
    if lines.len() < ENOUGH {
        return false;
    }
    // The measure is the width that most lines come close to from below.
    let mut counts = [0usize; WIDEST + 1];
    for (width, _) in &lines {
        if let Some(count) = counts.get_mut(*width) {
            *count += 1;
        }
    }
    let near = |measure: usize| counts[measure.saturating_sub(SLACK)..=measure].iter().sum::<usize>();
    let Some(measure) = (NARROWEST..=WIDEST).max_by_key(|&measure| (near(measure), std::cmp::Reverse(measure))) else {
        return false;
    };
    let full = || lines.iter().filter(|(width, _)| (measure - SLACK..=measure).contains(width));
    let wider = lines.iter().filter(|(width, _)| *width > measure + SLACK).count();
    let (filled, open) = (full().count(), full().filter(|(_, open)| *open).count());
    let most = filled * 100 >= lines.len() * FULL && wider * 20 <= lines.len();
    let many = filled >= MANY && filled * 10 >= lines.len() && wider * 10 <= filled;
    open * 100 >= filled * OPEN && (most || many)
}

/// Whether a text is Chinese, whose sentences end in stops; those of Japanese captions and lists don't.
fn is_chinese(text: &str) -> bool {
    let head = || text.chars().take(2 * WIDEST);
    let han = head().filter(|&c| is_han(c)).count();
    han * 2 > head().filter(|c| c.is_alphabetic()).count() && !head().any(is_kana)
}

/// A line's width with its indent, and whether it stops inside a sentence; nothing where it is not Chinese.
fn line(block: &Block) -> Option<(usize, bool)> {
    let text = block.text.as_str();
    let Hints { indent, .. } = block.hints;
    let (mut han, mut all) = (0, 0);
    for c in text.chars().take(2 * WIDEST).filter(|c| !c.is_whitespace()) {
        all += 1;
        han += usize::from(is_cjk(c));
    }
    let last = text.chars().next_back()?;
    let open = !matches!(
        last,
        '。' | '！' | '？' | '：' | '；' | '”' | '’' | '」' | '』' | '…' | '）' | ')' | '.' | '!' | '?' | ':' | ';'
    );
    (han * 2 > all).then(|| (usize::from(indent) + width::of(text), open))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Kind, Origin, TextBuilder};

    const PROSE: &str = "江湾镇的渡口在镇子的东头，往年春天一到，河水便漫过石阶，船家把缆绳系在老柳树上，等着过河的人从集市上回来。\
        那天早晨雾很大，对岸的山和树都看不见，只听得见水声，还有远处磨坊里的轮子慢慢转动的声音。老船家坐在船头，抽着烟，一句话也不说。";

    fn blocks(lines: impl IntoIterator<Item = String>) -> Vec<Block> {
        lines.into_iter().map(|line| Block::new(Kind::default(), TextBuilder::plain(line), Origin::None)).collect()
    }

    fn wrapped(measure: usize) -> Vec<String> {
        let text: Vec<char> = PROSE.repeat(4).chars().collect();
        text.chunks(measure).map(|line| line.iter().collect()).collect()
    }

    #[test]
    fn printed_lines_have_one_width_and_stop_anywhere() {
        assert!(mark(&mut blocks(wrapped(28))));
        assert!(mark(&mut blocks(wrapped(35))));
        // A book of short items, and prose between them.
        let items = (0..300).map(|item| format!("（{item}）{}；", &PROSE[..3 * (4 + item % 17)]));
        assert!(mark(&mut blocks(items.chain(wrapped(35).into_iter().cycle().take(60)))));
    }

    #[test]
    fn chinese_paragraphs_may_have_been_cut() {
        let sentences = PROSE.repeat(8).split_inclusive('。').map(str::to_owned).collect::<Vec<_>>();
        let mut blocks = blocks(sentences.into_iter().chain(["The ferry did not".to_owned(), "渡し船がとまった".to_owned()]));
        assert!(!mark(&mut blocks));
        let (others, chinese) = (blocks.split_off(blocks.len() - 2), blocks);
        assert!(chinese.iter().all(|block| block.hints.paragraph && !block.hints.line));
        assert!(!others.iter().any(|block| block.hints.paragraph));
    }

    #[test]
    fn paragraphs_end_with_their_sentences() {
        let sentences = PROSE.repeat(8).split_inclusive('。').map(str::to_owned).collect::<Vec<_>>();
        assert!(!mark(&mut blocks(sentences)));
        let clauses = PROSE.repeat(8).split_inclusive(['，', '。']).map(str::to_owned).collect::<Vec<_>>();
        assert!(!mark(&mut blocks(clauses)));
        assert!(!mark(&mut blocks(wrapped(7))), "lines of verse");
        assert!(!mark(&mut blocks(wrapped(28).into_iter().take(8))), "too few");
        let names = (10..60).map(|number| format!("第{number}号渡口管理站站长及其副手名单一览表见附件"));
        assert!(!mark(&mut blocks(names.map(|line| format!("{line}。")))));
    }
}
