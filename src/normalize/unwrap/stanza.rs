//! Stanzas: which lines that stand as verse become one block of verse, a line for a line.
//!
//! The search says which lines *may* be verse (even, narrow, ended by their author); here a run of them must also look like
//! verse as a whole. Lists, addresses and stacks of headings stay lines of their own.

use super::form::{self, End, Start};
use super::search::{Standing, Verdict};
use crate::normalize::forms;
use crate::text::script;
use std::ops::Range;

/// Fewer lines than this are a couplet inside prose, or chance.
const FEWEST: usize = 4;
/// A verse is no longer than this, in characters; words that announce one are shorter than the other.
const LONGEST: usize = 24;
const SHORT: usize = 7;

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

/// The stanzas of free verse, whose lines end without marks: all short lines of a text that is a book of poems by the look of it.
pub fn free(texts: &[&str], blanks: &[u16], verdicts: &[Verdict], forced: impl Fn(usize) -> bool) -> Vec<Range<usize>> {
    if !is_of_poems(texts, blanks, verdicts) {
        return Vec::new();
    }
    let breaks = |at: &usize| blanks[*at] > 0 || forced(*at - 1) || !is_short(texts[*at]) || !is_short(texts[*at - 1]);
    let mut found = Vec::new();
    let mut start = 0;
    for at in (1..texts.len()).filter(breaks).chain([texts.len()]) {
        found.extend((at - start > 1).then_some(start..at));
        start = at;
    }
    found
}

/// Regular verse inside prose, by its form: lines of clauses that are all of one length, two or more such lines, or one that is announced
/// (`诗曰：`, `正是：`). No line of it is joined to another, nor to the prose.
pub fn regular(texts: &[&str]) -> Vec<Range<usize>> {
    let forms: Vec<Option<(usize, usize)>> = texts.iter().map(|text| clauses(text)).collect();
    let mut found = Vec::new();
    let mut from = 0;
    while from < texts.len() {
        let Some((length, several)) = forms[from].map(|(length, count)| (length, count > 1)) else {
            from += 1;
            continue;
        };
        let like = |form: &Option<(usize, usize)>| form.is_some_and(|form| form.0 == length && (form.1 > 1) == several);
        let lines = forms[from..].iter().take_while(|form| like(form)).count();
        let to = from + lines;
        let classical = matches!(length, 5 | 7);
        let all: usize = forms[from..to].iter().flatten().map(|form| form.1).sum();
        let announced = from > 0 && texts[from - 1].ends_with(['：', ':', '曰', '云']);
        // A short line of free verse may end in a colon, too.
        let in_verse = || (SHORT..LONGEST).contains(&texts[from - 1].chars().count());
        let verse = match several {
            true => classical && (announced || lines > 1) || announced && all >= FEWEST,
            false => classical && announced && !in_verse() && lines > 1 && lines.is_multiple_of(2),
        };
        found.extend(verse.then_some(from..to));
        from = to;
    }
    found
}

/// The length of each clause of a line, in characters, and how many there are, if all are ideographs and of one length.
fn clauses(text: &str) -> Option<(usize, usize)> {
    let mut pieces = text.trim_end_matches(is_mark).split(is_mark).map(|clause| clause.trim_matches([' ', '\u{3000}']));
    let length = |clause: &str| clause.chars().all(script::is_han).then(|| clause.chars().count());
    let first = length(pieces.next()?).filter(|length| (4..=7).contains(length))?;
    let mut count = 1;
    for piece in pieces {
        length(piece).filter(|length| *length == first)?;
        count += 1;
    }
    Some((first, count))
}

/// Whether a mark parts the clauses of a verse, or ends them.
fn is_mark(c: char) -> bool {
    matches!(c, '，' | '。' | '；' | '？' | '！' | ',' | ';' | '?' | '!' | '.')
}

/// Whether a text is poems: short lines of Han, uneven, most in groups between blank lines, with nothing that lists and forms have. The search
/// joins next to none of them.
fn is_of_poems(texts: &[&str], blanks: &[u16], verdicts: &[Verdict]) -> bool {
    /// The fewest lines and groups.
    const LINES: usize = 12;
    const GROUPS: usize = 3;
    let all = texts.len();
    if all < LINES {
        return false;
    }
    let short = texts.iter().filter(|text| is_short(text)).count();
    if short * 10 < all * 9 {
        return false;
    }
    let lengths: Vec<usize> = texts.iter().map(|text| text.chars().count()).collect();
    let joined = verdicts.iter().filter(|verdict| verdict.join).count();
    let long = |text: &str| text.chars().count() > 2;
    let names = texts.iter().filter(|text| long(text) && (forms::is_name(text) || forms::is_body_name(text))).count();
    let mut counts = [0; LONGEST + 1];
    lengths.iter().for_each(|&length| counts[length.min(LONGEST)] += 1);
    let even = counts.iter().max().copied().unwrap_or_default();
    let starts: Vec<usize> = (0..all).filter(|&at| at == 0 || blanks[at] > 0).chain([all]).collect();
    let groups: Vec<usize> = starts.windows(2).map(|pair| pair[1] - pair[0]).filter(|&lines| lines > 1).collect();
    let mean = lengths.iter().sum::<usize>() / all;
    // A menu has no such words, nor has a list of works.
    let said = texts
        .iter()
        .filter(|text| text.contains(['的', '了', '在', '我', '你', '他', '她', '是', '不', '着', '过', '来', '去']))
        .count();
    said * 5 >= all * 2
        && joined * 20 <= all
        && names * 10 <= all
        && even * 3 <= all
        && (4..=14).contains(&mean)
        && groups.len() >= GROUPS
        && groups.iter().sum::<usize>() * 10 >= all * 6
        && groups.iter().all(|&lines| lines <= 40)
}

/// A line that may be a verse, with a mark at its end or without.
fn is_short(text: &str) -> bool {
    let plain =
        |c: char| crate::text::script::is_han(c) || c.is_whitespace() || "，。！？、；…—“”‘’《》·「」『』（）".contains(c);
    text.len() <= 4 * LONGEST
        && text.chars().count() <= LONGEST
        && text.chars().all(plain)
        && !forms::is_labelled(text)
        && !counts(text)
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
    fn regular_verse_stands_in_prose() {
        let check = |texts: &[&str], expected: Option<Range<usize>>| {
            assert_eq!(regular(texts), Vec::from_iter(expected), "{texts:?}");
        };
        let prose = "话说老船工见风大，不敢开船，引众人到店里吃酒，酒过三巡，念了四句。";
        let [one, two] = ["一夜西风动客愁，江声月色满渔舟。", "故人相见头俱白，犹说当年旧酒楼。"];
        check(&["诗曰：", one, two, prose], Some(1..3));
        check(&[prose, one, two, prose], Some(1..3));
        check(&["正是:", "踏破铁鞋无觅处,得来全不费工夫.", prose], Some(1..2));
        check(&[prose, one, prose], None);
        check(&["诗云", "江上船", "十年江上客", "无梦到长安", prose], None);
        check(&["诗云", "十年江上客", "无梦到长安", prose], Some(1..3));
        check(&["在枕边找到了悲哀：", "欢乐只是一幻梦，", "孤苦却待我生挨！", "泪珠"], None);
        check(&["他说：", "好的好的，马上就来。", prose], None);
        check(&["有赋为证：", "江天一色，雨雪初晴，", "渔舟未动，钟鼓先鸣。", prose], Some(1..3));
    }

    #[test]
    fn short_uneven_lines_between_blank_lines_are_free_verse() {
        let line = Verdict { join: false, standing: Standing::Head };
        let texts = [
            "江上",
            "船在雾里走",
            "水声一层一层",
            "把岸推远",
            "我听见桨的回声",
            "落在很多年以前",
            "渡口",
            "石阶还是湿的",
            "昨夜的雨没有停",
            "没有人问起",
            "早市",
            "卖鱼的人来得最早",
            "他的秤砣是一块石头",
        ];
        let blanks = [0, 1, 0, 0, 1, 0, 1, 1, 0, 0, 1, 1, 0];
        assert_eq!(free(&texts, &blanks, &[line; 13], |_| false), [1..4, 4..6, 7..10, 11..13]);
        // Without blank lines, and lines of a narrow column.
        assert!(free(&texts, &[0; 13], &[line; 13], |_| false).is_empty());
        let column = ["渡口开了夜班船一"; 13];
        assert!(free(&column, &blanks, &[line; 13], |_| false).is_empty());
    }

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
