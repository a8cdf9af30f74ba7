//! The source as the parser gets it: line for line the same, without what OCR's layout would make it misread.

use super::source::{Line, Source};
use std::borrow::Cow;

/// The source as the parser gets it: the same lines without edges; an indent stays inside lists and fences, where it means
/// something. `##标题` gets its space.
pub fn copy<'a>(source: &Source<'a>) -> Cow<'a, str> {
    if source.lines.iter().all(|line| is_clean(line, source.text)) {
        return source.text.into();
    }
    let mut copy = String::with_capacity(source.text.len() + source.lines.len());
    let mut in_list = false;
    let mut fence: Option<&str> = None;
    for (index, line) in source.lines.iter().enumerate() {
        let content = source.content(index);
        let indent: &str = &source.text[line.start..line.content.start];
        let fenced = fence.is_some();
        let mark = content.get(..3).filter(|mark| matches!(*mark, "```" | "~~~"));
        match (fence, mark) {
            (None, Some(mark)) if !content[3..].contains('`') => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark && content.trim_end_matches(&mark[..1]).is_empty() => fence = None,
            _ => {}
        }
        let item = marker(content).is_some();
        if item {
            in_list = true;
        } else if indent.is_empty() && index > 0 && source.is_blank(index - 1) && !content.is_empty() {
            in_list = false;
        }
        if in_list || fenced {
            copy.extend(indent.chars().filter(|c| matches!(c, ' ' | '\t')));
        }
        let (hashes, rest) = content.split_at(bare_hashes(content).unwrap_or(0));
        copy.push_str(hashes);
        copy.push_str(if hashes.is_empty() { "" } else { " " });
        copy.push_str(rest);
        copy.push('\n');
    }
    copy.into()
}

/// Whether the parser reads a line as it stands.
fn is_clean(line: &Line, text: &str) -> bool {
    let content = &text[line.content.clone()];
    line.content == (line.start..line.end)
        && matches!(text.as_bytes().get(line.end), None | Some(b'\n'))
        && bare_hashes(content).is_none()
}

/// The number signs of a heading that lacks the space behind them.
fn bare_hashes(content: &str) -> Option<usize> {
    let hashes = content.len() - content.trim_start_matches('#').len();
    let bare = (2..=6).contains(&hashes) && content[hashes..].starts_with(|c: char| !c.is_whitespace() && c != '#');
    bare.then_some(hashes)
}

/// The length of the list marker that a line starts with: `-`, `*`, `+`, `1.`, `1)`, before white space or the line's end.
pub fn marker(content: &str) -> Option<usize> {
    let digits = content.bytes().take(9).take_while(u8::is_ascii_digit).count();
    let length = match content.as_bytes().get(digits)? {
        b'.' | b')' if digits > 0 => digits + 1,
        b'-' | b'*' | b'+' if digits == 0 => 1,
        _ => return None,
    };
    content[length..].chars().next().is_none_or(|c| matches!(c, ' ' | '\t')).then_some(length)
}
