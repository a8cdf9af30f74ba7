//! What each character is, in its context: above all whether a mark that Chinese and Latin share is the one or the other (PW-10).

use super::fonts::is_invisible;
use super::paragraph::Region;
use super::unit::Class;
use crate::text::{clreq, script};

/// What a character is before units are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A unit of its own.
    Alone(Class),
    /// Part of a word.
    Word,
    /// No ink, no width: belongs to its neighbour.
    Invisible,
}

/// The kind of each character.
pub(super) fn kinds(chars: &[(u32, char)], region: Region, cjk: bool) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = chars.iter().map(|&(_, c)| kind(c, region)).collect();
    if chars.iter().any(|&(_, c)| script::is_shared_mark(c)) {
        settle(chars, &mut kinds, region, cjk);
    }
    kinds
}

fn kind(c: char, region: Region) -> Kind {
    if matches!(c, '\u{4e00}'..='\u{9fff}') {
        return Kind::Alone(Class::Solid);
    }
    let class = match c {
        '\n' => Class::Newline,
        ' ' | '\t' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{205f}' => Class::Space,
        '\u{21}'..='\u{7e}' => return Kind::Word,
        '\u{3000}' => Class::Blank,
        '々' | '〻' | 'ー' | 'ヽ' | 'ヾ' | 'ゝ' | 'ゞ' => Class::Follower,
        _ if region == Region::Jp && is_small_kana(c) => Class::Follower,
        _ if script::is_solid(c) => Class::Solid,
        _ if is_invisible(c) => return Kind::Invisible,
        '！' | '？' | '。' | '．' | '｡' | '‼' | '⁇' | '⁈' | '⁉' => Class::Period,
        _ if clreq::is_stop(c) => Class::Comma,
        _ if clreq::is_open(c) => Class::Open,
        _ if clreq::is_close(c) => Class::Close,
        _ if clreq::is_interpunct(c) => Class::Interpunct,
        '／' => Class::Solidus,
        '⸺' | '…' | '⋯' => Class::Pair,
        '—' | '～' | '〜' | '－' => Class::Connector,
        '\u{ac00}'..='\u{d7a3}' | '\u{3131}'..='\u{318e}' => Class::Hangul,
        '\u{300}'..='\u{36f}' | '–' | '\u{2010}' | '\u{2011}' => return Kind::Word,
        '\u{2015}'..='\u{206f}' | '\u{20a0}'..='\u{2bff}' | '\u{3003}'..='\u{303f}' | '\u{3200}'..='\u{33ff}' => Class::Sign,
        '\u{1f000}'..='\u{1faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff01}'..='\u{ff65}' | '\u{ffe0}'..='\u{ffe6}' => Class::Sign,
        _ => return Kind::Word,
    };
    Kind::Alone(class)
}

/// Kana that stand small, in the corner of their em.
pub(super) fn is_small_kana(c: char) -> bool {
    matches!(
        c,
        'ぁ' | 'ぃ'
            | 'ぅ'
            | 'ぇ'
            | 'ぉ'
            | 'っ'
            | 'ゃ'
            | 'ゅ'
            | 'ょ'
            | 'ゎ'
            | 'ゕ'
            | 'ゖ'
            | 'ァ'
            | 'ィ'
            | 'ゥ'
            | 'ェ'
            | 'ォ'
            | 'ッ'
            | 'ャ'
            | 'ュ'
            | 'ョ'
            | 'ヮ'
            | 'ヵ'
            | 'ヶ'
            | '\u{31f0}'..='\u{31ff}'
    )
}

/// Which side a neighbour speaks for.
fn side(kind: Kind) -> Option<bool> {
    match kind {
        Kind::Word => Some(false),
        Kind::Invisible => None,
        Kind::Alone(class) => match class {
            Class::Newline | Class::Space | Class::Blank | Class::Hangul => None,
            _ => Some(true),
        },
    }
}

/// Shared marks are Chinese where a Chinese character stands beside them, or beside their partner; Latin where Latin does; else as the
/// language has it. In Korean they are Latin.
fn settle(chars: &[(u32, char)], kinds: &mut [Kind], region: Region, cjk: bool) {
    let shared = |index: usize| script::is_shared_mark(chars[index].1);
    let mut chinese = vec![false; chars.len()];
    let mut open: Vec<usize> = Vec::new();
    let mut left = None;
    let mut index = 0;
    while index < chars.len() {
        if !shared(index) {
            left = side(kinds[index]);
            if kinds[index] == Kind::Alone(Class::Newline) {
                open.clear();
            }
            index += 1;
            continue;
        }
        let end = (index..chars.len()).find(|&next| !shared(next)).unwrap_or(chars.len());
        let right = kinds.get(end).and_then(|&kind| side(kind));
        let decided = match (left, right) {
            _ if region == Region::Kr => false,
            (Some(true), _) | (_, Some(true)) => true,
            (Some(false), _) | (_, Some(false)) => false,
            (None, None) => cjk,
        };
        for mark in index..end {
            chinese[mark] = decided;
            let c = chars[mark].1;
            match c {
                '“' | '‘' if open.len() < 64 => open.push(mark),
                '”' | '’' if !(c == '’' && left == Some(false) && right == Some(false)) => {
                    let partner = clreq::opening_of(c);
                    if let Some(at) = open.iter().rposition(|&from| Some(chars[from].1) == partner) {
                        let both = chinese[open[at]] || chinese[mark];
                        (chinese[open[at]], chinese[mark]) = (both, both);
                        open.truncate(at);
                    }
                }
                _ => {}
            }
        }
        index = end;
    }
    for (index, kind) in kinds.iter_mut().enumerate() {
        if shared(index) && !chinese[index] {
            *kind = Kind::Word;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, latin: &str) {
        let chars: Vec<(u32, char)> = text.char_indices().map(|(at, c)| (at as u32, c)).collect();
        let kinds = kinds(&chars, Region::Cn, true);
        let words: String = chars.iter().zip(kinds).filter(|(_, kind)| *kind == Kind::Word).map(|((_, c), _)| *c).collect();
        assert_eq!(words, latin, "{text}");
    }

    #[test]
    fn a_shared_mark_follows_its_neighbours() {
        check("他说“好”。", "");
        check("他说“hello”吗", "hello");
        check("“English”", "“English”");
        check("don’t 说‘no’", "don’tno");
        check("9704—2012标准", "9704—2012");
        check("中—文", "");
        check("“hello” he said, “再见”", "“hello”hesaid,");
        check("阿·德 a·b", "a·b");
        check("“他说‘OK’”", "OK");
        check("……", "");
    }
}
