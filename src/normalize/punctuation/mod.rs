//! Punctuation: half-width marks of OCR'd Chinese become full width, broken ellipses and dashes whole (NR-9 to NR-25).
//!
//! Every rule looks at the neighbours of a mark and needs Han on one side, so that numbers, times, ratios, Latin words, paths
//! and addresses are out of reach; what could still be hit ([`addresses`] with Han, code, formulas, entities, [`references`]) is
//! protected first. A point may stand in a foreign name ([`names`]).
//! Runs after lines are joined, because it changes the widths that lines were measured in. Rules whose verdict is *ask* run
//! with `bold` alone. Only Chinese text is touched.

mod addresses;
mod names;
mod references;

use super::NormalizeOptions;
use super::patterns::GW_DOCNO;
use crate::diag::Sink;
use crate::model::{Block, Document, Kind, Reason, Replacement, Role, Rule, Text, walk};
use crate::text::clreq::{is_close, is_open, is_stop};
use crate::text::script::{is_han, is_solid};
use names::{Names, Point};
pub use references::is_reference;
use std::ops::Range;

/// A mark that became full width is a neighbour by which another is judged, so a text is gone over until nothing changes;
/// each round settles the marks beside those of the round before, and a run of more marks than this is no prose.
const ROUNDS: usize = 6;

/// The pass.
pub fn run(document: &mut Document, options: &NormalizeOptions, _: &mut Sink) {
    if !super::is_chinese(document) {
        return;
    }
    let (names, listed) = (Names::of(document), references::listed(document));
    let changes = |block: &Block| {
        let numbers = block.kind == Kind::Paragraph(Role::DocumentNumber);
        changes(&block.text, &names, options.bold, numbers)
    };
    let stays = |text: &str| is_reference(text) || listed.contains(text);
    let find = |block: &Block| match block.kind {
        Kind::Furniture(_) => Vec::new(),
        _ if stays(block.text.as_str()) => Vec::new(),
        _ => changes(block),
    };
    walk::each_found(document, find, |block, mut found, log| {
        for round in 1..=ROUNDS {
            if found.is_empty() {
                break;
            }
            block.text.edit(std::mem::take(&mut found), &block.origin, log);
            if round < ROUNDS {
                found = changes(block);
            }
        }
    });
}

/// Everything that changes in one text, in order; `number` says that it is the number of a document.
fn changes(text: &Text, names: &Names, bold: bool, number: bool) -> Vec<Replacement> {
    let string = text.as_str();
    if !string.chars().any(is_mark) || !string.chars().any(is_han) {
        return Vec::new();
    }
    let chars: Vec<(usize, char)> = string.char_indices().collect();
    let addresses = addresses::addresses(string);
    let marks =
        Marks { chars: &chars, paired: pairs(&chars), end: string.len(), addresses: &addresses, points: names.points(string) };
    let mut changes = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        match marks.change(at, bold) {
            Some((length, with, reason)) => {
                changes.push(Replacement { range: marks.range(at, length), with, reason });
                at += length;
            }
            None => at += 1,
        }
    }
    if bold {
        quotes(&chars, &mut changes);
    }
    document_numbers(string, number, &mut changes);
    if changes.is_empty() {
        return changes;
    }
    let stays = addresses.iter().cloned().chain(addresses::others(string)).chain(super::code(text));
    super::keep_outside(&mut changes, stays.collect());
    // The more telling rule goes first where two want the same bracket.
    changes.sort_by_key(|change| (change.range.start, change.reason.rule != Rule::DocNumber));
    changes.dedup_by(|later, earlier| later.range.start < earlier.range.end);
    changes
}

/// Cheap: whether a character may be the subject of a rule.
fn is_mark(c: char) -> bool {
    matches!(
        c,
        ',' | '.'
            | ':'
            | ';'
            | '?'
            | '!'
            | '('
            | '['
            | '［'
            | '-'
            | '―'
            | '─'
            | '—'
            | '…'
            | '•'
            | '‧'
            | '・'
            | '･'
            | '，'
            | '．'
            | '：'
            | '。'
            | '"'
            | '~'
            | '（'
            | '【'
    )
}

struct Marks<'a> {
    chars: &'a [(usize, char)],
    /// For each character: whether it is half of a pair of brackets that becomes full width (NR-14).
    paired: Vec<bool>,
    end: usize,
    addresses: &'a [Range<usize>],
    /// Points that may stand in names.
    points: Vec<(usize, Point)>,
}

impl Marks<'_> {
    fn range(&self, at: usize, length: usize) -> Range<usize> {
        self.chars[at].0..self.chars.get(at + length).map_or(self.end, |next| next.0)
    }

    fn get(&self, at: usize) -> Option<char> {
        self.chars.get(at).map(|found| found.1)
    }

    /// The nearest character before that is no space, and whether spaces lie between.
    fn left(&self, at: usize) -> (Option<char>, bool) {
        let near = at.checked_sub(1).and_then(|at| self.get(at));
        if near != Some(' ') {
            return (near, false);
        }
        (self.chars[..at].iter().rev().map(|found| found.1).find(|&c| c != ' '), true)
    }

    /// The nearest character after that is no space, and whether spaces lie between.
    fn right(&self, at: usize) -> (Option<char>, bool) {
        let near = self.get(at);
        if near != Some(' ') {
            return (near, false);
        }
        (self.chars[at..].iter().map(|found| found.1).find(|&c| c != ' '), true)
    }

    /// Han, or what closes over Han: the left side of a full-width mark.
    fn is_chinese_left(&self, at: usize) -> bool {
        let (left, spaced) = self.left(at);
        left.is_some_and(|c| is_solid(c) || is_close(c) || matches!(c, '…' | '—' | '％' | '℃' | '"'))
            || !spaced && self.closes_pair(at)
    }

    /// What is the left side of a full-width mark where its right side is Chinese: a sign of a share or a degree, a bracket, an
    /// address.
    fn is_neutral_left(&self, at: usize) -> bool {
        let ends_address = || self.addresses.binary_search_by_key(&self.chars[at].0, |address| address.end).is_ok();
        self.left(at).0.is_some_and(|c| is_unit(c) || c == ')') || ends_address()
    }

    fn is_chinese_right(&self, at: usize) -> bool {
        self.get(at).is_some_and(|c| is_solid(c) || is_open(c) || is_ordinal(c) || c == '"') || self.opens_pair(at)
    }

    fn closes_pair(&self, at: usize) -> bool {
        at > 0 && self.paired[at - 1] && self.get(at - 1) == Some(')')
    }

    /// Whether a bracket closes here that opened after Han.
    fn closes_after_han(&self, at: usize) -> bool {
        let open = || self.chars[..at].iter().rposition(|found| found.1 == '(');
        self.follows(at, ')') && open().and_then(|open| self.get(open.checked_sub(1)?)).is_some_and(is_han)
    }

    fn opens_pair(&self, at: usize) -> bool {
        self.paired.get(at).is_some_and(|&paired| paired) && self.get(at) == Some('(')
    }

    /// The change at a place: how many characters go, what comes, why.
    fn change(&self, at: usize, bold: bool) -> Option<(usize, String, Reason)> {
        let c = self.get(at)?;
        let stop = |with: &str| Some((1, with.to_owned(), Reason::certain(Rule::Stops, "a half-width stop after Han")));
        match c {
            '(' if self.paired[at] => Some((1, "（".into(), Reason::certain(Rule::Brackets, "a pair round Han, after Han"))),
            ')' if self.paired[at] => Some((1, "）".into(), Reason::certain(Rule::Brackets, "a pair round Han, after Han"))),
            ',' if self.takes_stop(at) => stop("，"),
            ';' if self.takes_stop(at) && self.right(at + 1).0.is_none_or(|c| !c.is_ascii_alphabetic()) => stop("；"),
            ':' if self.is_chinese_left(at) && self.get(at + 1) != Some('/') && self.get(at + 1) != Some(':') => stop("："),
            '?' | '!' => self.exclamation(at),
            '.' => self.dots(at),
            '…' if self.get(at + 1) != Some('…') && (at == 0 || self.get(at - 1) != Some('…')) => self
                .between_han(at, 1)
                .then(|| (1, "……".into(), Reason::certain(Rule::Ellipsis, "half an ellipsis between Han"))),
            '。' if self.get(at + 1) == Some('。') && !self.follows(at, '。') => {
                let run = self.run(at, |c| c == '。');
                (3..=6).contains(&run).then(|| (run, "……".into(), Reason::certain(Rule::Ellipsis, "full stops in a row")))
            }
            '-' | '―' | '─' | '—' => self.dash(at),
            '•' | '‧' | '・' | '･' => {
                let han = |at: Option<usize>| at.and_then(|at| self.get(at)).is_some_and(is_han);
                (han(at.checked_sub(1)) && han(Some(at + 1)))
                    .then(|| (1, "·".into(), Reason::certain(Rule::Interpuncts, "a dot between two parts of a name")))
            }
            '．' if self.point(at).is_some() => self.interpunct(at),
            '，' | '．' | '：' => self.number(at, c),
            '~' if bold => {
                let unit =
                    |c: Option<char>| c.is_some_and(|c| is_han(c) || c.is_ascii_digit() || matches!(c, '%' | '％' | '℃'));
                let single = self.get(at + 1) != Some('~') && at.checked_sub(1).and_then(|at| self.get(at)) != Some('~');
                (single && unit(self.left(at).0) && unit(self.right(at + 1).0))
                    .then(|| (1, "～".into(), Reason::likely(Rule::Dashes, "a range of numbers or words (NR-19)")))
            }
            _ => None,
        }
    }

    /// NR-9, NR-12: after Han; or before Han, where the left is a number or a Latin word and no English spacing follows.
    fn takes_stop(&self, at: usize) -> bool {
        let (left, spaced) = self.left(at);
        self.is_chinese_left(at)
            || (left.is_some_and(|c| c.is_ascii_alphanumeric()) || self.is_neutral_left(at)) && self.is_chinese_right(at + 1)
            || spaced && left.is_some_and(|c| c.is_ascii_alphanumeric()) && self.right(at + 1).0.is_some_and(is_solid)
    }

    /// NR-13: a run of ! and ? after Han. A run of ? alone may stand for lost characters, and stays.
    fn exclamation(&self, at: usize) -> Option<(usize, String, Reason)> {
        if self.follows(at, '?') || self.follows(at, '!') {
            return None;
        }
        let run = self.run(at, |c| matches!(c, '?' | '!'));
        let piece: String = self.chars[at..at + run].iter().map(|found| if found.1 == '?' { '？' } else { '！' }).collect();
        let lost = run > 1 && piece.chars().all(|c| c == '？') && run > 3;
        let beside = self.get(at + run) == Some('\u{fffd}') || at > 0 && self.get(at - 1) == Some('\u{fffd}');
        let latin = at > 0
            && self.get(at - 1).is_some_and(|c| c.is_ascii_alphanumeric() || c == '%')
            && self.is_chinese_right(at + run);
        ((self.is_chinese_left(at) || latin) && !lost && !beside)
            .then(|| (run, piece, Reason::certain(Rule::Stops, "half-width marks after Han")))
    }

    /// NR-10, NR-17: a dot after Han ends a sentence, three to six are an ellipsis, more are a leader.
    fn dots(&self, at: usize) -> Option<(usize, String, Reason)> {
        if self.follows(at, '.') {
            return None;
        }
        let run = self.run(at, |c| c == '.');
        if run >= 3 {
            let ellipsis = run <= 6 && self.between_han(at, run);
            return ellipsis.then(|| (run, "……".into(), Reason::certain(Rule::Ellipsis, "dots between Han")));
        }
        if run != 1 {
            return None;
        }
        if self.point(at).is_some() {
            return self.interpunct(at);
        }
        let (left, right) = (self.left(at).0, self.right(at + 1).0);
        let closes = left.is_some_and(|c| is_solid(c) || is_close(c) || matches!(c, '％' | '℃')) || self.closes_pair(at);
        let neutral = self.is_neutral_left(at);
        let ends = match right {
            None | Some('\n') => closes || left.is_some_and(is_unit) || self.closes_after_han(at),
            Some(c) if is_solid(c) || is_open(c) || is_ordinal(c) => true,
            Some(c) => closes && (is_close(c) || c == '"') || self.opens_pair(at + 1),
        };
        // `一.总则`: a label, not a sentence.
        let label =
            at <= 3 && self.chars[..at].iter().all(|found| "一二三四五六七八九十甲乙丙丁".contains(found.1)) && right.is_some();
        ((closes || neutral) && ends && !label)
            .then(|| (1, "。".into(), Reason::certain(Rule::Stops, "a dot after Han that ends a sentence")))
    }

    /// What a point is that may stand in a name.
    fn point(&self, at: usize) -> Option<Point> {
        let place = self.chars[at].0;
        self.points.binary_search_by_key(&place, |point| point.0).ok().map(|found| self.points[found].1)
    }

    fn interpunct(&self, at: usize) -> Option<(usize, String, Reason)> {
        let reason = || Reason::likely(Rule::Interpuncts, "a point between two parts of a foreign name");
        (self.point(at) == Some(Point::Interpunct)).then(|| (1, "·".into(), reason()))
    }

    /// NR-18: `--`, `―`, `──` and `— —` between Han are one dash of two em.
    fn dash(&self, at: usize) -> Option<(usize, String, Reason)> {
        let is_dash = |c: char| matches!(c, '-' | '―' | '─' | '—');
        if at > 0 && self.get(at - 1).is_some_and(is_dash) {
            return None;
        }
        let run = self.run(at, is_dash);
        let piece: String = self.chars[at..at + run].iter().map(|found| found.1).collect();
        let length = match piece.as_str() {
            "--" | "---" | "―" | "――" | "──" => run,
            "—" if self.get(at + 1) == Some(' ') && self.get(at + 2) == Some('—') && !self.get(at + 3).is_some_and(is_dash) => {
                3
            }
            _ => return None,
        };
        self.between_han(at, length).then(|| (length, "——".into(), Reason::certain(Rule::Dashes, "a broken dash between Han")))
    }

    /// NR-25: in a number the comma, the point and the colon are half width. A list `1，2，3` has no groups of three.
    fn number(&self, at: usize, c: char) -> Option<(usize, String, Reason)> {
        let digits_after = self.run(at + 1, |c| c.is_ascii_digit());
        let digits_before = self.chars[..at].iter().rev().take(20).take_while(|found| found.1.is_ascii_digit()).count();
        let before = self.chars[..at].iter().rev().nth(digits_before).map(|found| found.1);
        if digits_before == 0 || digits_after == 0 {
            return None;
        }
        let with = match c {
            '，' => {
                let (next, previous) = (self.get(at + 1 + digits_after), before);
                let listed = |c: Option<char>| matches!(c, Some('，' | ',' | '、'));
                let group = digits_after == 3
                    && digits_before <= 3
                    && (!listed(next) || self.run(at + 5, |c| c.is_ascii_digit()) == 3)
                    && previous != Some('、');
                group.then_some(",")
            }
            '．' => {
                (before != Some('．') && self.get(at + 1 + digits_after) != Some('．') && digits_before <= 9).then_some(".")
            }
            _ => (digits_after == 2 && digits_before <= 2 && at >= 1 && before != Some('：')).then_some(":"),
        }?;
        Some((1, with.into(), Reason::certain(Rule::Numbers, "a full-width mark inside a number")))
    }

    /// Whether this very character stands just before: a run is judged once, at its start.
    fn follows(&self, at: usize, c: char) -> bool {
        at.checked_sub(1).and_then(|at| self.get(at)) == Some(c)
    }

    fn run(&self, at: usize, is: impl Fn(char) -> bool) -> usize {
        self.chars.iter().skip(at).take_while(|found| is(found.1)).count()
    }

    /// Han or a closing mark before, Han, a mark or the end after.
    fn between_han(&self, at: usize, length: usize) -> bool {
        let left = at.checked_sub(1).and_then(|at| self.get(at));
        let right = self.get(at + length);
        left.is_some_and(|c| is_solid(c) || is_close(c) || matches!(c, '，' | '！' | '？'))
            && right
                .is_none_or(|c| is_solid(c) || is_close(c) || is_open(c) || matches!(c, '，' | '。' | '！' | '？' | '"' | '\n'))
    }
}

/// Signs behind numbers, after which Chinese goes on.
fn is_unit(c: char) -> bool {
    matches!(c, '%' | '％' | '‰' | '℃' | '°')
}

/// Numbers of items and notes that stand before Chinese.
fn is_ordinal(c: char) -> bool {
    matches!(c, '①'..='⑳')
}

/// NR-14: for each character, whether it is half of a pair round Han that follows Han, a closing mark, or nothing; or round a number
/// with Chinese on both sides.
fn pairs(chars: &[(usize, char)]) -> Vec<bool> {
    let mut paired = vec![false; chars.len()];
    // Open brackets: place, whether Han came since.
    let mut open: Vec<(usize, bool)> = Vec::new();
    for (at, &(_, c)) in chars.iter().enumerate() {
        match c {
            '(' => open.push((at, false)),
            ')' => {
                let Some((start, han)) = open.pop() else { continue };
                if let Some(outer) = open.last_mut() {
                    outer.1 |= han;
                }
                let left = chars[..start].iter().rev().map(|found| found.1).find(|&c| c != ' ');
                let chinese = left.is_none_or(|c| {
                    is_solid(c)
                        || is_close(c)
                        || is_open(c)
                        || super::forms::ends_sentence(c.encode_utf8(&mut [0; 4]))
                        || is_unit(c)
                        || matches!(c, '，' | ',' | '：' | ':' | '；' | '、' | '(' | '"' | '\n')
                });
                let right = chars.get(at + 1).map(|found| found.1);
                if han && (chinese || right.is_some_and(is_solid)) || start > 0 && is_number_in_han(chars, start, at) {
                    (paired[start], paired[at]) = (true, true);
                }
            }
            _ if is_han(c) => {
                if let Some(outer) = open.last_mut() {
                    outer.1 = true;
                }
            }
            _ => {}
        }
    }
    // The first of several numbers that count in one text has nothing before it.
    let first = paired.first() == Some(&false) && chars[0].1 == '(';
    if let Some(close) = chars.iter().position(|found| found.1 == ')').filter(|_| first) {
        let counts =
            |at: usize| paired[at] && chars[at].1 == '(' && chars.get(at + 1).is_some_and(|found| found.1.is_ascii_digit());
        if is_number_in_han(chars, 0, close) && (close..chars.len()).any(counts) {
            (paired[0], paired[close]) = (true, true);
        }
    }
    paired
}

/// Whether brackets stand round a number, tight between Han and their marks on both sides: `十四年(1834)五月`, `（…）.(1)修桥`.
/// A mark that is still half width is one of theirs where Han stand on its other side. Without Han before, the number may be that
/// of a telephone, without any after it, an index.
fn is_number_in_han(chars: &[(usize, char)], open: usize, close: usize) -> bool {
    let get = |at: usize| chars.get(at).map(|found| found.1);
    let inside = &chars[open + 1..close];
    let number = inside.first().is_some_and(|found| found.1.is_ascii_digit())
        && inside.iter().all(|found| found.1.is_ascii_digit() || matches!(found.1, '.' | '-' | '–' | '—' | '～' | '~' | '/'));
    let is_mark = |c: char| is_stop(c) || is_open(c) || is_close(c);
    let is_half = |c: char| matches!(c, ',' | '.' | ';' | ':');
    let before = |at: Option<usize>| at.and_then(get);
    let left = before(open.checked_sub(1)).is_none_or(|c| {
        is_han(c)
            || is_mark(c)
            || is_half(c) && before(open.checked_sub(2)).is_some_and(|c| is_han(c) || is_unit(c) || is_close(c))
    });
    let right = get(close + 1).is_none_or(|c| {
        is_han(c) || is_mark(c) || c == '\n' || is_half(c) && get(close + 2).is_none_or(|c| is_han(c) || is_open(c) || c == '"')
    });
    number && left && right
}

/// NR-15, with `bold`: straight double quotes that balance become curly.
fn quotes(chars: &[(usize, char)], changes: &mut Vec<Replacement>) {
    let places: Vec<usize> = chars.iter().filter(|found| found.1 == '"').map(|found| found.0).collect();
    let inches = chars.windows(2).any(|pair| pair[0].1.is_ascii_digit() && pair[1].1 == '"');
    if places.len().is_multiple_of(2) && !inches {
        for (count, &at) in places.iter().enumerate() {
            let with = if count.is_multiple_of(2) { "“" } else { "”" };
            let reason = Reason::likely(Rule::Quotes, "straight quotes that balance (NR-15)");
            changes.push(Replacement { range: at..at + 1, with: with.into(), reason });
        }
    }
}

/// NR-24: the year of a document number stands in 〔〕. In running text the prefix must end as codes of offices do.
fn document_numbers(string: &str, alone: bool, changes: &mut Vec<Replacement>) {
    if !string.contains('号') {
        return;
    }
    for found in GW_DOCNO.captures_iter(string) {
        let (Some(whole), Some(prefix), Some(year)) = (found.get(0), found.name("p"), found.name("y")) else { continue };
        let coded =
            prefix.as_str().ends_with(['发', '函', '字', '办', '令', '电', '文', '规', '呈', '议', '复', '通', '公', '告']);
        let named = ["公告", "的通知", "的决定", "的意见", "的通告"].iter().any(|word| prefix.as_str().ends_with(word));
        if !(coded || alone) || named {
            continue;
        }
        let open = string[prefix.end()..year.start()].trim();
        let rest = &string[year.end()..whole.end()];
        let Some(close) = rest.chars().find(|c| !c.is_whitespace()) else { continue };
        if open != "〔" || close != '〕' {
            let start = prefix.end() + string[prefix.end()..].find(open).unwrap_or(0);
            let end = year.end() + rest.find(close).unwrap_or(0);
            let reason = || Reason::certain(Rule::DocNumber, "the year of a document number");
            changes.push(Replacement { range: start..start + open.len(), with: "〔".into(), reason: reason() });
            changes.push(Replacement { range: end..end + close.len_utf8(), with: "〕".into(), reason: reason() });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;

    fn apply(before: &str, bold: bool) -> String {
        let escaped = before.replace('\\', "\\\\").replace('{', "\\{").replace('}', "\\}").replace('|', "\\|");
        let mut document = native::parse(&format!("body :: {escaped}\n")).expect("the native form is well formed");
        document.meta.language = Some("zh-Hans".into());
        let options = NormalizeOptions { bold, ..NormalizeOptions::default() };
        run(&mut document, &options, &mut Sink::new());
        assert_eq!(document.balance(), Ok(()));
        let (text, edits) = (document.blocks[0].text.as_str().to_owned(), document.log.edits().len());
        run(&mut document, &options, &mut Sink::new());
        assert_eq!(document.log.edits().len(), edits, "a second run changes nothing: {text}");
        text
    }

    fn check(before: &str, after: &str) {
        assert_eq!(apply(before, false), after, "{before}");
    }

    /// The strings of the rule sheet's comparison of tools (3.4), with the result that it asks for.
    #[test]
    fn the_comparison_of_tools() {
        check("你好,这是一个句子.", "你好，这是一个句子。");
        check("第1回;第2回", "第1回；第2回");
        check("见表 3 , 如图 4 。", "见表 3 ， 如图 4 。"); // the spaces go in the next pass
        for kept in [
            "1,000元和3.14以及10:30开会",
            "「你好」『世界』",
            "（一）总则",
            "C++语言和C#、.NET",
            "1.本章说明",
            "It's a test, ok? 是的",
            "50％～60％",
            "●项目一",
            "爱因斯坦·阿尔伯特",
            "GB/T 9704-2012标准",
            "中 文 空 格 测 试",
            "Node.js的文档",
            "3.2.1节",
        ] {
            check(kept, kept);
        }
        assert_eq!(apply("他说:\"我来了.\"然后走了.", true), "他说：“我来了。”然后走了。");
    }

    #[test]
    fn stops_after_han_become_full_width() {
        check("近日,江湾区开会;会上,部署工作:一要快!二要稳?", "近日，江湾区开会；会上，部署工作：一要快！二要稳？");
        check("2003年,3月里,共1,234人,占70%,比去年多", "2003年，3月里，共1,234人，占70%，比去年多");
        check("说完了吗?!", "说完了吗？！");
        check("比分3:2,用时10:30", "比分3:2，用时10:30");
    }

    #[test]
    fn brackets_go_in_pairs() {
        check("21个市(州)主题,党组(扩大)会", "21个市（州）主题，党组（扩大）会");
        check("江湾(Jiangwan)区,函数f(x)", "江湾(Jiangwan)区，函数f(x)");
        check("督导组(含巡回(流动)组)", "督导组（含巡回（流动）组）");
        check("他来了(没说完", "他来了(没说完");
    }

    #[test]
    fn ellipses_and_dashes_become_whole() {
        check("他想...然后走了…", "他想……然后走了……");
        check("第一章........3", "第一章........3");
        check("查看线路(临时的)...", "查看线路（临时的）……");
        check("渡口--老渡口──新桥", "渡口——老渡口——新桥");
        check("2019-2020年,江湾-上海", "2019-2020年，江湾-上海");
    }

    #[test]
    fn names_numbers_and_document_numbers() {
        check("加西亚•马尔克斯", "加西亚·马尔克斯");
        check("1，000元,3．14米,10：30开会,1，2，3号", "1,000元，3.14米，10:30开会，1，2，3号");
        check("见江政发[2024]7号", "见江政发〔2024〕7号");
        let number = |before: &str, after: &str| {
            let native = format!("document-number :: {before}\n");
            let document = native::parse(&native).expect("the native form is well formed");
            crate::normalize::settles::settles(document, run, &format!("document-number :: {after}\n"));
        };
        number("江财[2024]15号", "江财〔2024〕15号");
        number("江(2024)1号", "江〔2024〕1号");
        check("关于报送的通知（2024）12号", "关于报送的通知（2024）12号");
    }

    #[test]
    fn signs_brackets_and_ordinals_are_neighbours_of_stops() {
        check("产量增长10.9%.其中,棉花1.4‰;人口", "产量增长10.9%。其中，棉花1.4‰；人口");
        check("零下8.9℃(1月30日).年平均12.1℃.夏天热", "零下8.9℃（1月30日）。年平均12.1℃。夏天热");
        check("播种期早(P<0.05).结果很好(P<0.01).", "播种期早(P<0.05)。结果很好(P<0.01)。");
        check("向来受重视.①前人有文,②不多", "向来受重视。①前人有文，②不多");
        for kept in ["增加1.5%.", "调用f(x).", "共12.5%.NET"] {
            check(kept, &kept.replace("%.", if kept.ends_with('.') { "%。" } else { "%." }));
        }
    }

    #[test]
    fn brackets_round_numbers_are_full_width_between_han() {
        check("光绪十四年(1834)五月,大水.次年(1835),旱", "光绪十四年（1834）五月，大水。次年（1835），旱");
        check("议了两件事.(1)修桥.(2)修船.", "议了两件事。（1）修桥。（2）修船。");
        check("(1)修桥.(2)修船.", "（1）修桥。（2）修船。");
        for kept in ["电话(010)62568888", "函数f(3)的值", "(1)修桥", "学刊1964(5): 45"] {
            check(kept, kept);
        }
    }

    #[test]
    fn points_in_names_are_interpuncts() {
        check("约翰.史密斯说:好.卡尔．马克思也说好.", "约翰·史密斯说：好。卡尔·马克思也说好。");
        check("船到莫斯科.斯大林不在.", "船到莫斯科.斯大林不在。");
    }

    #[test]
    fn references_keep_their_marks() {
        for kept in ["[1] 林见川. 渡口志[M]. 江湾: 江湾出版社, 1987: 12.", "周知. 夜船[J/OL]. 江湾学刊, 2004(5)."]
        {
            check(kept, kept);
        }
        check("[1]林见川:《渡口志》,江湾出版社.", "[1]林见川：《渡口志》，江湾出版社。");
    }

    #[test]
    fn after_an_address_chinese_goes_on() {
        check(
            "打开http://a.example/b.html,登录.再打开http://a.example/,退出.",
            "打开http://a.example/b.html，登录。再打开http://a.example/，退出。",
        );
    }

    #[test]
    fn what_is_protected_stays() {
        for kept in ["见http://a.example/说明/书?x=1 一文", "代码`好,的`", "见&nbsp;处"] {
            check(kept, kept);
        }
    }
}
