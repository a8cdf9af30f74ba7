//! Which lines of an archive are worth a pattern, and what they are.
//!
//! A form counts by the sources that have it, not by how often it stands in one: what repeats inside a source is the passes'
//! own business. Evidence decides whether a proposal holds or is left to the person who reads it.

use super::Line;
use super::form::{self, Piece};
use crate::text::script::is_han;
use std::collections::{BTreeMap, BTreeSet};

/// A form is in at least so many sources ...
const FEWEST: usize = 3;
/// ... and in one of so many.
const SHARE: usize = 20;
/// So many proposals of a part, at most.
const MOST: usize = 60;

/// The part that a form is proposed for; its key in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// A running head or foot.
    Heads,
    /// 下转.
    JumpTo,
    /// 上接.
    JumpFrom,
    /// A line of writers.
    Bylines,
    /// The date of the issue.
    Dates,
    /// A section's name.
    Sections,
}

impl Part {
    /// Every part, in the order of the file.
    pub const ALL: [Part; 6] = [Part::Heads, Part::JumpTo, Part::JumpFrom, Part::Bylines, Part::Dates, Part::Sections];

    /// Its key.
    pub fn key(self) -> &'static str {
        match self {
            Part::Heads => "heads",
            Part::JumpTo => "jump-to",
            Part::JumpFrom => "jump-from",
            Part::Bylines => "bylines",
            Part::Dates => "dates",
            Part::Sections => "sections",
        }
    }
}

/// A pattern, and what speaks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    pub part: Part,
    /// A pattern; of a section, its name.
    pub pattern: String,
    /// Whether it is left to the reader.
    pub doubtful: bool,
    pub times: usize,
    pub sources: usize,
    /// How many of them stand inside a sentence.
    pub cuts: usize,
    /// One of the lines.
    pub example: String,
}

/// Lines of one form.
#[derive(Default)]
struct Group<'a> {
    lines: Vec<&'a Line>,
    sources: BTreeSet<usize>,
}

/// Proposes patterns for the lines of sources.
pub fn propose(sources: &[&[Line]]) -> Vec<Proposal> {
    let mut groups: BTreeMap<(Part, String), Group> = BTreeMap::new();
    for (source, lines) in sources.iter().enumerate() {
        for line in lines.iter().filter(|line| is_candidate(&line.text)) {
            for key in keys(&line.text) {
                let group = groups.entry(key).or_default();
                group.lines.push(line);
                group.sources.insert(source);
            }
        }
    }
    let enough = FEWEST.max(sources.len().div_ceil(SHARE));
    let mut found: Vec<Proposal> = groups
        .into_iter()
        .filter(|(_, group)| group.sources.len() >= enough)
        .filter_map(|((part, pattern), group)| judge(part, pattern, &group, sources.len()))
        .collect();
    found.sort_by_key(|proposal| (proposal.part, proposal.doubtful, std::cmp::Reverse(proposal.sources)));
    let mut counts: BTreeMap<Part, usize> = BTreeMap::new();
    found.retain(|proposal| {
        let count = counts.entry(proposal.part).or_default();
        *count += 1;
        *count <= MOST
    });
    found
}

/// No sentence, no clause; and some of it is a word.
fn is_candidate(text: &str) -> bool {
    !text.contains(['。', '；', '？', '！', '，', '“']) && text.chars().any(char::is_alphanumeric)
}

/// The parts that a line may have by its form, each with the pattern that it shares with its like.
fn keys(text: &str) -> Vec<(Part, String)> {
    let pieces = form::pieces(text);
    if let Some(jump) = jump(&pieces) {
        return vec![jump];
    }
    if let Some(date) = date(&pieces) {
        return vec![(Part::Dates, date)];
    }
    let byline = byline(text).map(|pattern| (Part::Bylines, pattern));
    let bare: String = text.split_whitespace().collect();
    let named = !pieces.iter().any(Piece::is_number)
        && (2..=8).contains(&bare.chars().count())
        && bare.chars().all(|c| is_han(c) || c == '·');
    let whole = if named { (Part::Sections, bare) } else { (Part::Heads, form::pattern(&pieces, |_| None)) };
    // Numbers alone are folios or figures; nothing tells which.
    let words = pieces.iter().any(|piece| matches!(piece, Piece::Words(words) if words.chars().any(char::is_alphabetic)));
    byline.into_iter().chain(words.then_some(whole)).collect()
}

/// A line that sends the reader to a page or says from which one it comes; what stands behind the page is a hint.
fn jump(pieces: &[Piece]) -> Option<(Part, String)> {
    const COMES: [char; 6] = ['接', '续', '續', '承', '自', '←'];
    const LEADS: [char; 8] = ['转', '轉', '见', '見', '至', '→', '►', '▶'];
    let has = |piece: &Piece, set: &[char]| matches!(piece, Piece::Words(words) if words.contains(set));
    let number = pieces.iter().position(Piece::is_number)?;
    let unit = pieces[number + 1..].iter().find(|piece| **piece != Piece::Space)?;
    if !matches!(unit, Piece::Words(words) if words.starts_with(['版', '页', '頁', '面', '→', '►', '▶'])) {
        return None;
    }
    let before = &pieces[..number];
    let part = if before.iter().any(|piece| has(piece, &COMES)) {
        Part::JumpFrom
    } else if before.iter().chain([unit]).any(|piece| has(piece, &LEADS)) {
        Part::JumpTo
    } else {
        return None;
    };
    let Piece::Words(unit) = unit else { return None };
    let unit: String = unit.chars().take(1).collect();
    let head = form::pattern(&pieces[..=number], |at| (at == number).then_some("n"));
    Some((part, format!(r"{head}\s*{unit}(?P<h>.*)")))
}

/// A line with a year, a month and a day; what stands behind the day changes.
fn date(pieces: &[Piece]) -> Option<String> {
    let unit = |at: usize| {
        pieces[at + 1..].iter().find(|piece| **piece != Piece::Space).and_then(|piece| match piece {
            Piece::Words(words) => words.chars().next(),
            _ => None,
        })
    };
    let numbers: Vec<usize> = (0..pieces.len()).filter(|&at| pieces[at].is_number()).collect();
    let year = numbers.windows(3).find(|at| [unit(at[0]), unit(at[1]), unit(at[2])] == [Some('年'), Some('月'), Some('日')])?;
    let republic = pieces[..year[0]].iter().rev().find(|piece| **piece != Piece::Space);
    let republic = matches!(republic, Some(Piece::Words(words)) if words.ends_with("民国") || words.ends_with("民國"));
    let name = |at: usize| match year.iter().position(|&number| number == at) {
        Some(0) if republic => Some("roc"),
        Some(0) => Some("y"),
        Some(1) => Some("m"),
        Some(_) => Some("d"),
        None => None,
    };
    Some(format!(r"{}\s*日.*", form::pattern(&pieces[..=year[2]], name)))
}

/// A line that names writers beside a word that stays: `文／林见川`, `林见川　摄`.
fn byline(text: &str) -> Option<String> {
    const WORDS: [&str; 19] = [
        "文", "图", "圖", "摄", "攝", "撰", "写", "记", "記", "述", "译", "譯", "编", "編", "采", "作者", "记者", "執筆",
        "整理",
    ];
    let is_part = |c: char| c.is_whitespace() || matches!(c, '/' | '／' | ':' | '：' | '|' | '｜' | '、' | '·');
    let is_bracket = |c: char| matches!(c, '（' | '）' | '(' | ')' | '【' | '】' | '[' | ']' | '□' | '■' | '●' | '◎' | '—');
    let open: String = text.chars().take_while(|&c| is_bracket(c)).collect();
    let inner = &text[open.len()..];
    let close: String = inner.chars().rev().take_while(|&c| is_bracket(c)).collect::<Vec<_>>().into_iter().rev().collect();
    let inner = inner[..inner.len() - close.len()].trim();
    let tokens: Vec<&str> = inner.split(is_part).filter(|token| !token.is_empty()).collect();
    let name = |token: &str| (2..=4).contains(&token.chars().count()) && token.chars().all(is_han);
    let word = |token: &str| token.chars().count() <= 6 && WORDS.iter().any(|word| token.contains(word));
    let ends = |first: usize, last: usize| (first..last).all(|at| name(tokens[at]));
    let between = r"[\s/／:：|｜、·]+";
    let (opens, closes) = (regex::escape(&open), regex::escape(&close));
    match tokens.len() {
        2..=4 if word(tokens[0]) && ends(1, tokens.len()) => {
            Some(format!(r"{opens}{}{between}\p{{Han}}{{2,4}}(?:{between}\p{{Han}}{{2,4}})*{closes}", regex::escape(tokens[0])))
        }
        2..=4 if word(tokens[tokens.len() - 1]) && ends(0, tokens.len() - 1) => {
            let last = regex::escape(tokens[tokens.len() - 1]);
            Some(format!(r"{opens}\p{{Han}}{{2,4}}(?:{between}\p{{Han}}{{2,4}})*{between}{last}{closes}"))
        }
        _ => None,
    }
}

/// What a form is, seen from all its lines, among so many sources; `None` where it is nothing.
fn judge(part: Part, pattern: String, group: &Group, all: usize) -> Option<Proposal> {
    let Group { lines, sources } = group;
    let times = lines.len();
    let most = |count: usize| count * 2 >= times;
    let cuts = lines.iter().filter(|line| line.cuts).count();
    let distinct: BTreeSet<&str> = lines.iter().map(|line| &*line.text).collect();
    let ends = most(lines.iter().filter(|line| line.ends).count());
    // A headline may stand first, under the head of a page, and have numbers; a page's head names what it is.
    let named = lines.iter().all(|line| line.text.contains(['版', '报', '報', '刊', '期', '页', '頁']));
    let is_head = most(cuts) || named && (ends || most(lines.iter().filter(|line| line.beside).count()));
    let (part, doubtful) = match part {
        // A page's head cuts what goes on; a section's name stands once in an issue, over what it heads.
        Part::Sections if most(cuts) || times > 3 * sources.len() => (Part::Heads, !is_head),
        // What few issues have may be an advertisement's words.
        Part::Sections => {
            let heads = most(lines.iter().filter(|line| line.heads).count());
            (Part::Sections, !heads || sources.len() * 2 < all)
        }
        Part::Heads => (Part::Heads, !is_head),
        Part::Bylines if distinct.len() < FEWEST => return None,
        Part::Dates => (Part::Dates, !ends),
        other => (other, false),
    };
    let pattern = if part == Part::Heads { spaced(&pattern) } else { pattern };
    let example = lines.first()?.text.clone();
    Some(Proposal { part, pattern, doubtful, times, sources: sources.len(), cuts, example })
}

/// A name that may be letterspaced, as a pattern.
fn spaced(pattern: &str) -> String {
    if pattern.chars().all(is_han) {
        pattern.chars().map(String::from).collect::<Vec<_>>().join(r"\s*")
    } else {
        pattern.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, cuts: bool, ends: bool, heads: bool) -> Line {
        Line { text: text.to_owned(), cuts, ends, beside: false, heads }
    }

    #[test]
    fn what_repeats_across_issues_is_told_apart() {
        let issue = |number: usize| {
            let writer = ["林见川", "周知", "吴越山"][number];
            vec![
                line(&format!("民国三十七年五月{}日 星期二", ["一", "二", "三"][number]), false, true, false),
                line("灯　下", false, false, true),
                line(&format!("文／{writer}"), false, false, true),
                line(&format!("江河　{}", number + 1), true, false, true),
                line(&format!("见{}版石桥", number + 2), false, false, false),
                line(&format!("第{}届灯会开始", number + 1), false, true, true),
                line("晚归的船", false, false, number == 1),
                line(&format!("只此一回 {}", ["甲", "乙", "丙"][number]), true, true, false),
            ]
        };
        let issues: Vec<Vec<Line>> = (0..3).map(issue).collect();
        let found = propose(&issues.iter().map(|lines| &**lines).collect::<Vec<_>>());
        let told: Vec<(&str, &str, bool)> =
            found.iter().map(|proposal| (proposal.part.key(), &*proposal.pattern, proposal.doubtful)).collect();
        let han = "[〇零○一二三四五六七八九十百廿卅元]+";
        let date = format!(r"民国(?P<roc>{han})年(?P<m>{han})月(?P<d>{han})\s*日.*");
        assert_eq!(
            told,
            [
                ("heads", r"江河\s*[0-9０-９]+", false),
                ("heads", r"第[0-9０-９]+届灯会开始", true),
                ("jump-to", r"见(?P<n>[0-9０-９]+)\s*版(?P<h>.*)", false),
                ("bylines", r"文[\s/／:：|｜、·]+\p{Han}{2,4}(?:[\s/／:：|｜、·]+\p{Han}{2,4})*", false),
                ("dates", &*date, false),
                ("sections", "灯下", false),
                ("sections", "晚归的船", true),
            ]
        );
    }

    #[test]
    fn what_few_issues_have_is_doubtful() {
        let issue = [line("灯下", false, false, true)];
        let (with, without): (&[Line], &[Line]) = (&issue, &[]);
        let doubtful = |sources: &[&[Line]]| propose(sources).iter().map(|found| found.doubtful).collect::<Vec<_>>();
        assert_eq!(doubtful(&[with, with, with, without]), [false]);
        assert_eq!(doubtful(&[with, with, with, without, without, without, without]), [true]);
    }

    #[test]
    fn a_form_in_two_sources_is_no_proposal() {
        let issue = [line("江河　1", true, true, false)];
        assert_eq!(propose(&[&issue, &issue, &[]]), []);
    }
}
