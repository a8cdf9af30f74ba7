//! The source as the parser gets it: line for line the same, without what OCR's layout would make it misread.

use super::source::Source;

/// The source as the parser gets it: the same lines without edges; an indent stays inside lists and fences, where it means
/// something. `##标题` gets its space.
pub fn copy(source: &Source<'_>) -> String {
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
        let hashes = content.len() - content.trim_start_matches('#').len();
        if (2..=6).contains(&hashes) && content[hashes..].starts_with(|c: char| !c.is_whitespace() && c != '#') {
            copy.push_str(&content[..hashes]);
            copy.push(' ');
            copy.push_str(&content[hashes..]);
        } else {
            copy.push_str(content);
        }
        copy.push('\n');
    }
    copy
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
