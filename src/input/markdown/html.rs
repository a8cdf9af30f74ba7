//! Fragments of HTML inside Markdown: tags that mean something in a line, tables, and everything else flattened to its text.
//!
//! A tag counts only if HTML knows its name; `<甲>` and `<T>` are text.

use super::align::Anchors;
use super::source::{Op, Source};
use crate::model::{AnchorKind, SpanKind};
use std::ops::Range;

/// Names of elements that are markup when they stand in angle brackets.
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "b",
    "big",
    "blockquote",
    "body",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "font",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "link",
    "main",
    "mark",
    "meta",
    "nav",
    "ol",
    "p",
    "pre",
    "q",
    "rb",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "script",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "wbr",
];

/// The named references that Chinese text may need; the parser knows all, and [`entity`] infers the rest.
const NAMED: &[(&str, &str)] = &[
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", "\u{a0}"),
    ("ensp", "\u{2002}"),
    ("emsp", "\u{2003}"),
    ("thinsp", "\u{2009}"),
    ("middot", "·"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("hellip", "…"),
    ("mdash", "—"),
    ("ndash", "–"),
    ("times", "×"),
    ("divide", "÷"),
    ("deg", "°"),
    ("plusmn", "±"),
    ("copy", "©"),
    ("reg", "®"),
    ("bull", "•"),
    ("zwj", "\u{200d}"),
    ("zwnj", "\u{200c}"),
];

/// A piece of a fragment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Token<'t> {
    /// A tag, its name in lower case unless the source has capitals.
    Tag {
        /// The name as written.
        name: &'t str,
        /// `</…>`.
        closing: bool,
        /// What stands after the name.
        attributes: &'t str,
    },
    /// A comment, a declaration, or a processing instruction.
    Comment,
    /// Characters.
    Text(&'t str),
}

/// The pieces of a fragment, with their byte ranges.
pub fn tokens(text: &str) -> impl Iterator<Item = (Range<usize>, Token<'_>)> {
    let mut at = 0;
    // Beyond the last end of a comment none is looked for, or a row of openings would be searched again and again.
    let comments = text.rfind("-->").unwrap_or(0);
    let markup = move |at: usize| match at >= comments && text[at..].starts_with("<!--") {
        true => None,
        false => markup(&text[at..]),
    };
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let start = at;
        if let Some((length, token)) = markup(at) {
            at += length;
            return Some((start..at, token));
        }
        let mut end = rest.len();
        for (next, _) in rest.match_indices('<').filter(|(next, _)| *next > 0) {
            if markup(start + next).is_some() {
                end = next;
                break;
            }
        }
        at += end;
        Some((start..at, Token::Text(&text[start..at])))
    })
}

/// The tag or comment at the start of `text`, and its length.
fn markup(text: &str) -> Option<(usize, Token<'_>)> {
    /// Tags are short; a longer one is a stray bracket.
    const LONGEST: usize = 1 << 20;
    const DECLARATION: usize = 256;
    if let Some(comment) = text.strip_prefix("<!--") {
        return Some((comment.find("-->")? + 7, Token::Comment));
    }
    let inner = text.strip_prefix('<')?;
    if inner.starts_with(['!', '?']) {
        return Some((inner.bytes().take(DECLARATION).position(|byte| byte == b'>')? + 2, Token::Comment));
    }
    let closing = inner.starts_with('/');
    let body = &inner[usize::from(closing)..];
    let name = &body[..body.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(body.len())];
    if !ELEMENTS.iter().any(|known| known.eq_ignore_ascii_case(name)) {
        return None;
    }
    let mut quote = None;
    for (at, c) in body.char_indices().skip(name.len()).take_while(|(at, _)| *at < LONGEST) {
        match (quote, c) {
            (None, '>') => {
                return Some((
                    1 + usize::from(closing) + at + 1,
                    Token::Tag { name, closing, attributes: &body[name.len()..at] },
                ));
            }
            (None, '<') => return None,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    None
}

/// Whether a piece of inline HTML is a comment or a tag that HTML knows.
pub fn is_known(literal: &str) -> bool {
    markup(literal).is_some()
}

/// The value of an attribute.
pub fn attribute<'t>(attributes: &'t str, name: &str) -> Option<&'t str> {
    let lower = attributes.to_ascii_lowercase();
    let at = lower.match_indices(name).map(|(at, _)| at).find(|at| {
        let parted = |c: char| c.is_ascii_whitespace() || matches!(c, '"' | '\'' | '/');
        lower[..*at].chars().next_back().is_none_or(parted) && lower[at + name.len()..].trim_start().starts_with('=')
    })?;
    let value = attributes[at + name.len()..].trim_start().strip_prefix('=')?.trim_start();
    match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next(),
        _ => value.split(|c: char| c.is_ascii_whitespace()).next(),
    }
}

/// The character reference at the start of `rest` that stands for the start of `wanted`: its length and what it stands for.
pub fn entity<'w>(rest: &str, wanted: &'w str) -> Option<(usize, &'w str)> {
    let (length, decoded) = reference(rest)?;
    match decoded {
        Some(decoded) => wanted.get(..decoded.len()).filter(|start| *start == decoded).map(|start| (length, start)),
        // A name of the parser's longer list, unless it stayed as it was.
        None if wanted.starts_with(&rest[..length]) => None,
        None => wanted.chars().next().map(|c| (length, &wanted[..c.len_utf8()])),
    }
}

/// The character reference at the start of `rest`: its length, and the characters if the name is known here.
fn reference(rest: &str) -> Option<(usize, Option<String>)> {
    named(rest.strip_prefix('&')?).map(|(length, decoded)| (length + 1, decoded))
}

/// The same behind the ampersand.
pub fn named(name: &str) -> Option<(usize, Option<String>)> {
    let end = name.bytes().take(34).position(|byte| byte == b';')?;
    let name = &name[..end];
    let length = end + 1;
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        let c = char::from_u32(code).filter(|c| *c != '\0').unwrap_or('\u{fffd}');
        return Some((length, Some(c.to_string())));
    }
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    Some((length, NAMED.iter().find(|(known, _)| *known == name).map(|(_, c)| (*c).to_owned())))
}

/// What a tag in the line means, after its own characters were skipped.
pub fn inline(literal: &str, ops: &mut Vec<Op>, anchors: &mut dyn Anchors) {
    if let Some((_, Token::Tag { name, closing, attributes })) = markup(literal) {
        tag(&name.to_ascii_lowercase(), closing, attributes, ops, anchors);
    }
}

/// What a tag in the line means.
pub fn tag(name: &str, closing: bool, attributes: &str, ops: &mut Vec<Op>, anchors: &mut dyn Anchors) {
    let kind = match name {
        "b" | "strong" => SpanKind::Strong,
        "i" | "em" | "cite" | "dfn" | "var" => SpanKind::Emphasis,
        "u" | "ins" => SpanKind::Underline,
        "s" | "del" | "strike" => SpanKind::Strike,
        "sup" => SpanKind::Superscript,
        "sub" => SpanKind::Subscript,
        "code" | "kbd" | "samp" | "tt" => SpanKind::Code,
        "br" => return ops.push(Op::Break),
        "ruby" | "rt" => {
            return ops.push(match (name, closing) {
                ("ruby", false) => Op::RubyStart,
                ("rt", false) => Op::Annotation,
                _ => Op::RubyEnd,
            });
        }
        "rp" => return ops.push(Op::Fallback(!closing)),
        "img" => {
            if let Some(reference) = attribute(attributes, "src") {
                let alt = attribute(attributes, "alt").unwrap_or("");
                ops.push(Op::Anchor(AnchorKind::Image(anchors.picture(reference, alt))));
            }
            return;
        }
        _ => return,
    };
    ops.push(if closing { Op::Close(kind) } else { Op::Open(kind) });
}

/// Characters of a fragment: line ends part lines, references give characters.
pub fn text(source: &Source<'_>, range: Range<usize>, ops: &mut Vec<Op>) {
    let mut at = range.start;
    let mut taken = at;
    while at < range.end {
        let rest = &source.text[at..range.end];
        let c = rest.chars().next().unwrap_or(' ');
        if let Some((length, Some(given))) = reference(rest) {
            ops.push(Op::Take(taken..at));
            ops.push(Op::Skip(at..at + length, "character reference"));
            ops.push(Op::Give(given, "character reference"));
            at += length;
            taken = at;
        } else {
            if crate::model::is_line_end(c) {
                ops.push(Op::Take(taken..at));
                ops.push(Op::Line);
                taken = at + c.len_utf8();
            }
            at += c.len_utf8();
        }
    }
    ops.push(Op::Take(taken..at));
}
