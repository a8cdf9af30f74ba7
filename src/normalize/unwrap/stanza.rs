//! Stanzas: which lines that stand as verse become one block of verse, a line for a line.
//!
//! The search says which lines *may* be verse (even, narrow, ended by their author); here a run of them must also look like
//! verse as a whole. Lists, addresses and stacks of headings stay lines of their own.

use super::form::{self, End, Start};
use super::search::{Standing, Verdict};
use crate::normalize::forms;
use std::ops::Range;

/// Fewer lines than this are a couplet inside prose, or chance.
const FEWEST: usize = 4;
/// A verse is no longer than this, in characters.
const LONGEST: usize = 24;

/// The stanzas among lines: ranges of indices into `texts`. A blank line parts stanzas, unless every line has one before it.
pub fn find(texts: &[&str], blanks: &[u16], verdicts: &[Verdict], forced: impl Fn(usize) -> bool) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while from < texts.len() {
        let is_verse = |at: usize| verdicts[at].standing == Standing::Verse && texts[at].chars().count() <= LONGEST;
        let mut to = from;
        while to < texts.len() && is_verse(to) && (to == from || !forced(to - 1)) {
            to += 1;
        }
        if to - from >= FEWEST && looks_like_verse(&texts[from..to]) {
            let spaced = blanks[from + 1..to].iter().all(|&blank| blank > 0);
            let mut start = from;
            let parts = |at: usize| is_title(texts, at) || blanks[at] > 0 && !spaced;
            for at in (from + 1..to).filter(|&at| parts(at)).chain([to]) {
                let titled = at < to && is_title(texts, at);
                found.extend((at - start > 1).then_some(start..at));
                start = at + usize::from(titled);
            }
        }
        from = to.max(from + 1);
    }
    found
}

/// Whether a line among verses that end in stops heads those below it: two clauses without a mark (`浣溪沙　重到富春江`).
fn is_title(texts: &[&str], at: usize) -> bool {
    let marked = |at: usize| matches!(form::end(texts[at]), End::Stop | End::Comma | End::Semicolon);
    forms::has_clauses(texts[at])
        && form::end(texts[at]) == End::Word
        && !form::has_inner_stop(texts[at])
        && form::end(texts[at - 1]) == End::Stop
        && texts.get(at + 1).is_some_and(|_| marked(at + 1))
}

/// Most lines end in a mark, few begin with a label, and they do not all end in the same word.
fn looks_like_verse(lines: &[&str]) -> bool {
    let marked = lines.iter().filter(|line| matches!(form::end(line), End::Stop | End::Comma | End::Semicolon)).count();
    let labelled =
        lines.iter().filter(|line| matches!(form::start(line), Start::Label | Start::Bullet) || counts(line)).count();
    marked * 10 >= lines.len() * 6 && labelled * 10 <= lines.len()
}

/// `一是`, `首先`: prose that counts its points, each on its line.
fn counts(line: &str) -> bool {
    let line = line.trim_start();
    let rest = line.trim_start_matches(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']);
    rest.len() < line.len() && rest.starts_with('是') || ["首先", "其次", "再次"].iter().any(|word| line.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_parts_poems() {
        let verse = Verdict { join: false, standing: Standing::Verse };
        let texts = ["船上一灯明，", "船下水无声。", "渔歌子　夜渡", "岸上人相唤，", "风来桨自轻。"];
        assert_eq!(find(&texts, &[0; 5], &[verse; 5], |_| false), [0..2, 3..5]);
    }

    #[test]
    fn a_run_of_even_lines_is_a_stanza() {
        let one = |stanza| std::iter::once(stanza).collect::<Vec<Range<usize>>>();
        let verse = |_: &str| Verdict { join: false, standing: Standing::Verse };
        let lines = ["山风吹落旧时花，", "渡口归来日已斜。", "一盏孤灯人未睡，", "半窗明月到谁家。"];
        let verdicts: Vec<_> = lines.iter().map(|line| verse(line)).collect();
        assert_eq!(find(&lines, &[0; 4], &verdicts, |_| false), one(0..4));
        assert_eq!(find(&lines, &[0, 0, 1, 0], &verdicts, |_| false), [0..2, 2..4]);
        assert_eq!(find(&lines, &[0, 1, 1, 1], &verdicts, |_| false), one(0..4));
        assert!(find(&lines[..3], &[0; 3], &verdicts, |_| false).is_empty());
        let points = ["三件事：", "一是通车；", "二是收料；", "三是立碑。"];
        assert!(find(&points, &[1; 4], &verdicts, |_| false).is_empty());
        assert!(find(&["甲县科协", "乙县科协", "丙县科协", "丁县科协"], &[0; 4], &verdicts, |_| false).is_empty());
    }
}
