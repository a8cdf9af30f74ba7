//! What a page of the web left in the text that was copied from it, or in the field of a database: tags, references to
//! characters, and the tags of a forum (`<br/>`, `&nbsp;`, `&ldquo;`, `[b]…[/b]`).
//!
//! Whether there are remnants is decided for the whole text: one that speaks of markup shows it on purpose.

use super::markdown::html::{Token, named, tokens};
use super::txt::edge;
use crate::model::{EditLog, Origin, Reason, Replacement, Rule, Text, TextBuilder};
use std::collections::HashSet;
use std::ops::Range;

/// Words of texts that speak of markup, and beginnings of whole pages and programs.
const TALK: [&str; 13] =
    ["<?xml", "<![CDATA[", "BBCode", "UBB", "<html", "<body", "<!DOCTYPE", "<script", "HTML", "标签", "標籤", "タグ", "태그"];
/// Fewer are an accident.
const ENOUGH: usize = 2;

/// Names of a forum's tags (BBCode). A letter alone may be the mark of a note, unless its end stands on the same line.
const BOARD: &str = "b i u s p url img size font color backcolor align center left right indent float quote email list hr attach media free hide sup";

/// A part of a line: what stands between two tags that end lines.
#[derive(Debug)]
pub struct Part<'l> {
    /// With its tags and references.
    raw: &'l str,
    /// A tag says that it begins a paragraph.
    pub paragraph: bool,
    /// The level of the heading that a tag says it is.
    pub heading: Option<u8>,
}

/// Whether a page of the web left markup in a text: tags where lines or sentences end, or references; and more of those than tags in
/// the middle of a sentence, where markup is spoken of.
pub fn are_in(text: &str) -> bool {
    let markup =
        memchr::memchr2(b'<', b'&', text.as_bytes()).is_some() || memchr::memmem::find(text.as_bytes(), b"[/").is_some();
    if !markup || TALK.iter().any(|word| text.contains(word)) {
        return false;
    }
    let (mut sure, mut loose) = (0, 0);
    let mut open = HashSet::new();
    for (range, token) in pieces(text) {
        match token {
            Token::Tag { name, closing, .. } if text[range.start..].starts_with('[') => match closing {
                true => *if open.contains(name) { &mut sure } else { &mut loose } += 1,
                false => drop(open.insert(name)),
            },
            Token::Tag { name, .. } if breaks(name) => {
                let before = text[..range.start].trim_end_matches([' ', '\t', '\u{3000}']).chars().next_back();
                let after = text[range.end..].chars().next();
                let ends = |c: char| c.is_ascii_control() || matches!(c, '>' | '。' | '！' | '？' | '…' | '”' | '；' | '：');
                let edge = before.is_none_or(ends) || after.is_none_or(|c| c.is_ascii_control() || c == '<');
                *if edge { &mut sure } else { &mut loose } += 1;
            }
            Token::Text(piece) => {
                let known = |&at: &usize| named(&piece[at + 1..]).is_some_and(|(_, decoded)| decoded.is_some());
                sure += memchr::memchr_iter(b'&', piece.as_bytes()).filter(known).count();
            }
            _ => {}
        }
    }
    sure >= ENOUGH && sure > loose
}

/// The tokens of a text, a forum's tags among them.
fn pieces(text: &str) -> impl Iterator<Item = (Range<usize>, Token<'_>)> {
    tokens(text).flat_map(|(range, token)| {
        let mut next = Some((range.start, token));
        std::iter::from_fn(move || {
            let (start, token) = next.take()?;
            let Token::Text(piece) = token else { return Some((start..range.end, token)) };
            let found = piece.match_indices('[').find_map(|(at, _)| board(&piece[at..]).map(|(length, tag)| (at, length, tag)));
            match found {
                None => Some((start..range.end, Token::Text(piece))),
                Some((0, length, tag)) => {
                    next = Some((start + length, Token::Text(&piece[length..]))).filter(|(at, _)| *at < range.end);
                    Some((start..start + length, tag))
                }
                Some((at, ..)) => {
                    next = Some((start + at, Token::Text(&piece[at..])));
                    Some((start..start + at, Token::Text(&piece[..at])))
                }
            }
        })
    })
}

/// A forum's tag at the start of `text`, and its length.
fn board(text: &str) -> Option<(usize, Token<'_>)> {
    /// Bytes of a tag at most.
    const LONGEST: usize = 256;
    /// Bytes between the two tags of a letter at most, or a row of them would be searched again and again.
    const REACH: usize = 1 << 10;
    let body = text.strip_prefix('[')?;
    let closing = body.starts_with('/');
    let body = &body[usize::from(closing)..];
    let end = body
        .bytes()
        .take(LONGEST)
        .position(|byte| matches!(byte, b']' | b'[' | b'\n'))
        .filter(|end| body.as_bytes()[*end] == b']')?;
    let name = &body[..body[..end].find('=').unwrap_or(end)];
    let known = BOARD.split(' ').any(|known| known.eq_ignore_ascii_case(name)) && (!closing || name.len() == end);
    let line = || body[..body.floor_char_boundary(REACH)].lines().next().unwrap_or_default();
    let sure = closing || name.len() > 1 || line().contains(&format!("[/{name}]"));
    (known && sure).then(|| (end + 2 + usize::from(closing), Token::Tag { name, closing, attributes: &body[name.len()..end] }))
}

/// The parts of a line: after each tag that ends a line, before each that begins one.
pub fn parts(line: &str) -> Vec<Part<'_>> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    let (mut start, mut next) = (0, (false, None));
    let mut cut = |at: usize, after: (bool, Option<u8>)| {
        if at > start {
            let (paragraph, heading) = next;
            parts.push(Part { raw: &line[start..at], paragraph, heading });
            start = at;
        }
        next = after;
    };
    for (range, token) in tokens(line) {
        let Token::Tag { name, closing, .. } = token else { continue };
        let lower = name.to_ascii_lowercase();
        let level = lower.strip_prefix('h').and_then(|level| level.parse().ok()).filter(|level| (1..=6).contains(level));
        match (breaks(name), closing || matches!(&*lower, "br" | "hr")) {
            (true, true) => cut(range.end, (lower != "br", None)),
            (true, false) => cut(range.start, (true, level)),
            _ => {}
        }
    }
    cut(line.len(), (false, None));
    parts
}

impl Part<'_> {
    /// Its text without markup, and the width of the white space that stood before it.
    pub fn text(&self, origin: &Origin, log: &mut EditLog) -> (Text, u16) {
        let (mut marks, mut solid) = (Vec::new(), 0..0);
        let mut see = |range: Range<usize>, shown: &str, mark: Option<Rule>| {
            if !shown.trim().is_empty() {
                // What is replaced is solid as a whole.
                let edges = |trimmed: &str| if mark.is_none() { shown.len() - trimmed.len() } else { 0 };
                solid.start = if solid.end == 0 { range.start + edges(shown.trim_start()) } else { solid.start };
                solid.end = range.end - edges(shown.trim_end());
            }
            if let Some(rule) = mark {
                let reason = Reason::certain(rule, "left by a page of the web");
                marks.push(Replacement { range, with: shown.to_owned(), reason });
            }
        };
        for (range, token) in pieces(self.raw) {
            match token {
                Token::Text(piece) => {
                    let mut at = 0;
                    while at < piece.len() {
                        let (length, decoded) = decoded(&piece[at..]);
                        let place = range.start + at..range.start + at + length;
                        match &decoded {
                            Some(shown) => see(place, shown, Some(Rule::Entity)),
                            None => see(place, &piece[at..at + length], None),
                        }
                        at += length;
                    }
                }
                // Cells of a row stand apart.
                Token::Tag { name, closing: true, .. } if matches!(&*name.to_ascii_lowercase(), "td" | "th") => {
                    see(range, "\u{3000}", Some(Rule::Markup));
                }
                _ => see(range, "", Some(Rule::Markup)),
            }
        }
        let before = shown(self.raw, &marks, 0..solid.start);
        let edges = [0..solid.start, solid.end..self.raw.len()].into_iter().filter(|edge| !edge.is_empty()).map(|range| {
            let reason = Reason::certain(Rule::Markup, "markup and white space at an edge of a line");
            Replacement { range, with: String::new(), reason }
        });
        let inner = marks.into_iter().filter(|mark| mark.range.start >= solid.start && mark.range.end <= solid.end);
        let mut changes: Vec<Replacement> = inner.chain(edges).collect();
        changes.sort_by_key(|change| change.range.start);
        let mut text = TextBuilder::plain(self.raw);
        text.edit(changes, origin, log);
        (text, edge(&before))
    }
}

/// What a range of a text shows, its marks replaced.
fn shown(raw: &str, marks: &[Replacement], range: Range<usize>) -> String {
    let (mut shown, mut at) = (String::new(), range.start);
    for mark in marks.iter().take_while(|mark| mark.range.end <= range.end) {
        shown.push_str(&raw[at..mark.range.start]);
        shown.push_str(&mark.with);
        at = mark.range.end;
    }
    shown.push_str(&raw[at..range.end]);
    shown
}

/// The next piece of a text: a reference and what it stands for, or the characters up to the next. Where an ampersand was itself
/// written as a reference, the name behind it counts (`&amp;nbsp;`).
fn decoded(rest: &str) -> (usize, Option<String>) {
    let known = |name: &str| matches!(named(name), Some((_, Some(_))));
    let mut at = usize::from(rest.starts_with('&'));
    while let Some(name) = rest[at..].strip_prefix("amp;").filter(|name| at > 0 && known(name)) {
        at = rest.len() - name.len();
    }
    match named(&rest[at..]).filter(|_| at > 0) {
        Some((length, Some(shown))) => (at + length, Some(space(shown))),
        _ => (memchr::memchr(b'&', &rest.as_bytes()[at..]).map_or(rest.len(), |next| at + next), None),
    }
}

/// White space of type is a space, or an ideographic one; a control is white space.
fn space(shown: String) -> String {
    match shown.as_str() {
        "\u{2003}" => "\u{3000}".to_owned(),
        other if other.chars().all(|c| c.is_whitespace() && c != '\u{3000}' || c.is_control()) => " ".to_owned(),
        _ => shown,
    }
}

/// Whether an element begins and ends lines.
fn breaks(name: &str) -> bool {
    const BLOCKS: &str = "br p div center blockquote hr h1 h2 h3 h4 h5 h6 table tbody tr ul ol li dl dt dd section article";
    BLOCKS.split(' ').any(|known| known.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remnants_are_told_from_markup_that_is_spoken_of() {
        for (text, expected) in [
            ("江水涨了。<br>渡船停了。<br/>\n", true),
            ("江水涨了。<br />\n<br />\n渡船停了。", true),
            ("&nbsp;&nbsp;江水涨了。", true),
            ("他说：&ldquo;走吧&rdquo;。", true),
            ("见&nbsp;处", false),
            ("在句中写<br>就换行，写<p>就分段。", false),
            ("用标签分段。<br>\n<p>江水涨了。</p>", false),
            ("[b]江水[/b]涨了。\n[size=3]渡船停了。[/size]", true),
            ("见注[b]。\n[b] 江水。\n[/url]", false),
            ("论坛的代码 UBB：[b]粗[/b]、[i]斜[/i]。", false),
            ("若 a<b 且 b>c，则 a&b 为假。", false),
            ("<T>和<甲>都是记号。\n<T>\n", false),
        ] {
            assert_eq!(are_in(text), expected, "{text}");
        }
    }

    #[test]
    fn parts_are_what_a_page_would_show() {
        let check = |line: &str, expected: &[(&str, u16, bool, Option<u8>)]| {
            let mut log = EditLog::default();
            let read = |part: &Part<'_>| {
                let (text, indent) = part.text(&Origin::None, &mut log);
                (text.as_str().to_owned(), indent, part.paragraph, part.heading)
            };
            let found: Vec<_> = parts(line).iter().map(read).collect();
            let found: Vec<_> =
                found.iter().map(|(text, indent, paragraph, level)| (&**text, *indent, *paragraph, *level)).collect();
            assert_eq!(found, expected, "{line}");
        };
        check("江水涨了。<br>渡船停了。<br/>", &[("江水涨了。", 0, false, None), ("渡船停了。", 0, false, None)]);
        check("<p>&nbsp;&nbsp; 江水<b>涨</b>了。</p>", &[("江水涨了。", 3, true, None)]);
        check("&emsp;　他说：&ldquo;A&amp;amp;B&rdquo;&#8212;&#x2014; ", &[("他说：“A&B”——", 4, false, None)]);
        check("<h2>一、江水</h2>涨了", &[("一、江水", 0, true, Some(2)), ("涨了", 0, true, None)]);
        check("<tr><td>甲</td><td>乙</td></tr>", &[("甲　乙", 0, true, None)]);
        check("[align=center][b]江水[/b]&nbsp;涨了[1][/align]", &[("江水 涨了[1]", 0, false, None)]);
        check("[b]见[url=http://a.cn/b]此[/url][i]", &[("[b]见此[i]", 0, false, None)]);
        check("<br><br/>", &[("", 0, false, None), ("", 0, false, None)]);
        check("a&b &unknown; c", &[("a&b &unknown; c", 0, false, None)]);
    }
}
