//! Speech: lines that open with the name of a speaker, and straight quotes, which look the same where they open and close.

use super::form::{self, End};
use crate::normalize::profile::Line;
use crate::text::script::is_han;
use std::collections::BTreeMap;

/// A speaker has at least so many turns.
const TURNS: usize = 2;
/// With so many, one may stand below a line that lacks its stop.
const MANY: usize = 4;
/// The longest name of a speaker, in characters.
const NAME: usize = 8;

/// For each line, whether it opens with the name of a speaker: `问：`, `记者：`, `小满　`. A name comes again, and hardly ever where a
/// sentence is open: words before a colon that a layout put first in a line do not.
pub fn speakers(texts: &[&str], lines: &[Line]) -> Vec<bool> {
    let mut turns: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let opens = |at: usize| at == 0 || lines[at].blank > 0 || form::end(texts[at - 1]) == End::Stop;
    for (at, name) in texts.iter().enumerate().filter_map(|(at, text)| Some((at, speaker(text)?))) {
        let (count, opening) = turns.entry(name).or_default();
        *count += 1;
        *opening += usize::from(opens(at));
    }
    let known = |name| {
        turns
            .get(name)
            .is_some_and(|&(count, opening)| count >= TURNS && count - opening <= (count / 10).max(usize::from(count >= MANY)))
    };
    texts.iter().map(|text| speaker(text).is_some_and(known)).collect()
}

/// What stands before the colon that opens a line, or before the space of a play.
fn speaker(text: &str) -> Option<&str> {
    let (at, mark) = text.char_indices().take(NAME + 1).find(|&(_, c)| matches!(c, ':' | '：' | '\u{3000}'))?;
    let name = &text[..at];
    // One character before a space is a title in wide letters.
    if mark == '\u{3000}' && (name.chars().nth(1).is_none() || !name.chars().all(is_han)) {
        return None;
    }
    let told = !matches!(name, "问" | "答" | "問" | "解说" | "解說") && name.ends_with(form::is_telling);
    (!name.is_empty() && !form::has_mark(name) && !told).then_some(name)
}

/// What straight quotes do at the edges of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Quotes {
    /// The one that begins it closes.
    pub closes: bool,
    /// The one that ends it opens.
    pub opens: bool,
}

/// What straight quotes do, by turns: the first opens, the second closes. A line that begins a paragraph begins to count anew,
/// so that one quote that was lost does no harm further on; and a mark before a line says more: after a colon nothing closes.
pub fn quotes(texts: &[&str], begins: impl Fn(usize) -> bool) -> Vec<Quotes> {
    let mut open = false;
    let mut before = End::Stop;
    let mut found = Vec::with_capacity(texts.len());
    for (at, text) in texts.iter().enumerate() {
        open &= !(before == End::Stop && begins(at));
        let closes = open && text.starts_with('"') && matches!(before, End::Word | End::Latin | End::Digit | End::Other);
        open ^= text.matches('"').count() % 2 == 1;
        before = form::end(text);
        let announced = |text: &str| text.ends_with([',', '，', ':', '：']);
        found.push(Quotes { closes, opens: open && text.strip_suffix('"').is_some_and(announced) });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_before_colons_are_speakers_where_they_come_again() {
        let check = |texts: &[&str], expected: &[bool]| {
            let lines = vec![Line::default(); texts.len()];
            assert_eq!(speakers(texts, &lines), expected, "{texts:?}");
        };
        let talk = ["问：船几时开？", "答：天亮就开，", "不等人。", "问：雨天呢？", "答：照开。", "问：几个钱？"];
        check(&talk, &[true, true, false, true, true, true]);
        let film = ["解说：船来了。", "解说：船走了。", "字幕：一九四八年冬", "解说：天亮了。", "解说：桥修好了。"];
        check(&film, &[true, true, false, true, true]);
        let play = ["小满　船几时开？", "老郑　天亮就开，", "不等人。", "小满　雨天呢？", "老郑　照开。", "长　江"];
        check(&play, &[true, true, false, true, true, false]);
        check(&["老人说：等。", "老人说：走。", "老人说：好。"], &[false; 3]);
        check(&["他望着那块", "木牌：开船。", "他念着那块", "木牌：开船。", "他擦着那块", "木牌：开船。"], &[false; 6]);
    }

    #[test]
    fn straight_quotes_open_and_close_by_turns() {
        let at = |closes, opens| Quotes { closes, opens };
        let check = |texts: &[&str], begins: usize, expected: &[Quotes]| {
            assert_eq!(quotes(texts, |at| at == begins), expected, "{texts:?}");
        };
        check(&["他说,\"", "走罢\"。", "没有人应"], 9, &[at(false, true), at(false, false), at(false, false)]);
        check(&["他说:\"走罢", "\"又说:\"好。\""], 9, &[at(false, false), at(true, false)]);
        check(&["他说:\"走罢。", "\"又说:\"好。\""], 1, &[at(false, false), at(false, false)]);
    }
}
