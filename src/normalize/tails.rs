//! Running heads that an extractor glued to a line of the text: `……大家同心协力，渡 口 记          ·6·`.
//!
//! Such a tail gives itself away as a whole: the same words, a wide gap, a number that counts pages. One alone proves nothing.

use crate::model::{Block, EditLog, Furniture, Kind, Reason, Rule};

/// Fewer tails than this are chance.
const REPEATED: usize = 3;
/// Between a running head and its folio stand so many spaces at least.
const GAP: usize = 3;
/// The fewest lines from one to the next: those of the smallest page.
const PAGE: usize = 4;
/// The fewest letters of a running head.
const LETTERS: usize = 2;

/// A line that ends in a wide gap and a number: the line, where its words end, the number.
struct Tail {
    at: usize,
    end: usize,
    number: u32,
}

/// Sets such tails aside, each after its line.
pub fn run(blocks: &mut Vec<Block>, log: &mut EditLog) {
    let tails: Vec<Tail> = (0..blocks.len()).filter_map(|at| tail(blocks, at)).collect();
    let counts = tails.windows(2).all(|pair| pair[0].number < pair[1].number && pair[1].at - pair[0].at > PAGE);
    if tails.len() < REPEATED || !counts {
        return;
    }
    let head = shared(tails.iter().map(|tail| &blocks[tail.at].text.as_str()[..tail.end])).to_owned();
    if head.chars().filter(|c| c.is_alphabetic()).count() < LETTERS {
        return;
    }
    let reason =
        Reason::certain(Rule::RunningHead, format!("the same words and a folio that counts, at {} lines", tails.len()));
    for tail in tails.iter().rev() {
        let block = &mut blocks[tail.at];
        let start = tail.end - head.len();
        if start == 0 {
            block.retag(Kind::Furniture(Furniture::RunningHead), &reason, log);
            continue;
        }
        let text = block.text.split_off(start, &block.origin, &reason, log);
        let mut line = Block::new(Kind::default(), text, block.origin.clone());
        line.hints.page = block.hints.page;
        line.retag(Kind::Furniture(Furniture::RunningHead), &reason, log);
        blocks.insert(tail.at + 1, line);
    }
}

fn tail(blocks: &[Block], at: usize) -> Option<Tail> {
    let block = &blocks[at];
    let text = block.text.as_str();
    let mark = |c: char| matches!(c, '·' | '・' | '•' | '-' | '－' | '—' | '–' | '|');
    let counted = text.trim_end().trim_end_matches(mark).trim_end();
    if !block.hints.line || !block.is_body() || !counted.ends_with(|c: char| c.is_ascii_digit()) || !text.contains("   ") {
        return None;
    }
    let words = counted.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &counted[words.len()..];
    let gap = words.trim_end().trim_end_matches(mark);
    let end = gap.trim_end().len();
    let wide = gap.len() - end >= GAP && end > 0 && digits.len() <= 4;
    digits.parse().ok().filter(|_| wide).map(|number| Tail { at, end, number })
}

/// The words that all texts end in, without a mark before them.
fn shared<'a>(texts: impl Iterator<Item = &'a str>) -> &'a str {
    let both = |a: &'a str, b: &'a str| {
        let same = a.chars().rev().zip(b.chars().rev()).take_while(|(a, b)| a == b);
        &a[a.len() - same.map(|(c, _)| c.len_utf8()).sum::<usize>()..]
    };
    texts.reduce(both).unwrap_or("").trim_start_matches(|c: char| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;

    fn check(before: &str, after: &str) {
        let mut document = native::parse(before).expect("the native form is well formed");
        document.blocks.iter_mut().for_each(|block| block.hints.line = true);
        run(&mut document.blocks, &mut document.log);
        assert_eq!(native::write(&document), after);
        assert_eq!(document.balance(), Ok(()));
    }

    const PAGE: &str = "body :: 雨停了。\nbody :: 船开了。\nbody :: 人散了。\nbody :: 灯亮了。\nbody :: 夜深了。\n";

    #[test]
    fn heads_leave_the_lines_they_were_glued_to() {
        let lines = ["众人都说，这桥", "老人叹了口气，", "他望着江水，半晌才"];
        let page = |(at, line): (usize, &&str)| format!("body :: {line}渡 口 记      ・{}・\n{PAGE}", at + 9);
        let parted = |(at, line): (usize, &&str)| {
            format!("body :: {line}\nfurniture running-head :: 渡 口 记      ・{}・\n{PAGE}", at + 9)
        };
        let native: String = lines.iter().enumerate().map(page).collect();
        let expected: String = lines.iter().enumerate().map(parted).collect();
        check(&native, &expected);
        let alone = |text: &str, head: &str| format!("{text}{head} :: 渡 口 记      ・12・\n");
        check(&alone(&native, "body"), &alone(&expected, "furniture running-head"));
    }

    #[test]
    fn entries_of_contents_and_of_a_list_are_text() {
        let contents =
            [("早市", 1), ("渡船", 9), ("老屋", 17)].map(|(title, page)| format!("body :: {title}      {page}\n{PAGE}"));
        check(&contents.concat(), &contents.concat());
        let prices = [30, 20, 40].map(|price| format!("body :: 船票      {price}\n{PAGE}"));
        check(&prices.concat(), &prices.concat());
    }
}
