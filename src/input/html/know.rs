//! Whether bytes are a page of HTML.
//!
//! A page says so: by its document type, by `<html>` or `<head>` before any other text. A fragment is one where elements
//! that are lines hold all the text. Markdown with tables and pictures in HTML has text outside of them, and stays Markdown;
//! a text that mentions tags stays text.

/// Bytes that are looked at.
const HEAD: usize = 64 << 10;

/// Whether bytes are HTML.
pub fn knows(bytes: &[u8]) -> bool {
    let head = head(bytes);
    let Some(rest) = skip(&head) else { return false };
    if ["<!doctype html", "<html", "<head", "<body", "<meta ", "<title>", "<h:html", "<html:html", "<xhtml:html"]
        .iter()
        .any(|start| rest.starts_with(start))
    {
        return true;
    }
    // Junk may stand before the page: a script of the server, a line of a header.
    let late = ["<!doctype html", "<html", "<head>"].iter().filter_map(|start| rest.find(start)).min();
    if let Some(at) = late
        && text_outside(&rest[..at]) < 80
        && !rest[..at].contains("```")
        && rest[..at].trim_end_matches([' ', '\t']).ends_with(['\n', '\r', '>'])
    {
        return true;
    }
    is_fragment(rest)
}

/// The beginning as lower case ASCII, in whatever encoding: NUL left out, everything strange one letter.
fn head(bytes: &[u8]) -> String {
    let bytes = &bytes[..bytes.len().min(HEAD)];
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let bytes = bytes.strip_prefix(b"\xff\xfe").or_else(|| bytes.strip_prefix(b"\xfe\xff")).unwrap_or(bytes);
    let ascii = bytes
        .iter()
        .filter(|byte| **byte != 0)
        .map(|byte| if byte.is_ascii() { char::from(byte.to_ascii_lowercase()) } else { 'x' });
    ascii.collect()
}

/// What comes after white space, comments, declarations and processing instructions; `None` where nothing is a tag.
fn skip(head: &str) -> Option<&str> {
    let mut rest = head.trim_start();
    loop {
        let end = match rest {
            _ if rest.starts_with("<!--") => rest.find("-->")? + 3,
            _ if rest.starts_with("<?xml") => rest.find('>')? + 1,
            _ => return Some(rest),
        };
        rest = rest[end..].trim_start();
    }
}

/// Characters outside of tags, comments, scripts.
fn text_outside(markup: &str) -> usize {
    let mut count = 0;
    let mut rest = markup;
    while let Some(open) = rest.find('<') {
        count += rest[..open].chars().filter(|c| !c.is_whitespace()).count();
        let close = if rest[open..].starts_with("<script") { "</script" } else { ">" };
        let Some(end) = rest[open..].find(close) else { return count };
        rest = &rest[open + end + close.len()..];
    }
    count + rest.chars().filter(|c| !c.is_whitespace()).count()
}

/// Elements that are lines, as a fragment has several of.
const LINES: [&str; 22] = [
    "p",
    "div",
    "table",
    "tr",
    "td",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "section",
    "article",
    "center",
    "blockquote",
    "pre",
    "dl",
    "dt",
    "dd",
];

/// Whether the text is one of elements: it begins with a tag, has several that are lines, and hardly any text outside of all.
fn is_fragment(head: &str) -> bool {
    if !head.starts_with('<') {
        return false;
    }
    let (mut depth, mut lines, mut inside, mut outside) = (0usize, 0usize, 0usize, 0usize);
    let mut rest = head;
    while let Some(open) = rest.find('<') {
        let text = rest[..open].chars().filter(|c| !c.is_whitespace()).count();
        rest = &rest[open + 1..];
        if depth > 0 || rest.starts_with("br") {
            inside += text
        } else {
            outside += text
        }
        let closing = rest.starts_with('/');
        let name: String = rest.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        let Some(end) = rest.find('>') else { break };
        let whole = rest[..end].ends_with('/');
        rest = &rest[end + 1..];
        if LINES.contains(&name.as_str()) {
            if closing {
                depth = depth.saturating_sub(1);
            } else if !whole {
                lines += 1;
                depth += 1;
            }
        }
    }
    lines >= 3 && inside > 0 && outside * 20 <= inside
}

#[cfg(test)]
mod tests {
    use super::knows;

    #[test]
    fn pages_are_known_by_what_they_say() {
        let check = |text: &str, expected: bool| assert_eq!(knows(text.as_bytes()), expected, "{text}");
        check("<!DOCTYPE html><p>甲", true);
        check("\u{feff}<HTML lang=zh>", true);
        check("<?xml version='1.0' encoding='UTF-8'?>\n<!-- 注 -->\n<html xmlns='…'>", true);
        check("<!-- saved from url=(0014)about:internet -->\n<html>", true);
        check("<p>甲</p>\n<p>乙</p>\n<table><tr><td>丙</td></tr></table>\n", true);
        check("Cache-Control: no-cache\n<html><body>甲", true);
        check(
            "正文。标签 <p> 与 <html> 是什么意思？第一，这里先说清楚；第二，再举出例子，看一看每一个标签都怎样写，又怎样读出来，最后说一说它们各自从哪里来。",
            false,
        );
        check(
            "<div align=\"center\">\n<img src=\"a.jpg\"/>\n</div>\n\n这里是正文，不在任何标签里面。\n\n<table><tr><td>1</td></tr></table>\n\n正文。",
            false,
        );
        check("# 标题\n\n```html\n<html><body>\n```\n", false);
        check("<?xml version='1.0'?><note>甲</note>", false);
        let utf16: Vec<u8> = "<html><p>甲".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(knows(&[b"\xff\xfe".as_slice(), &utf16].concat()));
    }
}
