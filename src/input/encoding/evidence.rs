//! What the bytes say about themselves before any model is asked: byte order marks, escapes, and declared labels.

use super::charset::Charset;
use memchr::memmem;

/// The character set that a byte order mark names, and the mark's length.
pub fn byte_order_mark(bytes: &[u8]) -> Option<(Charset, usize)> {
    let marks: [(&[u8], Charset); 5] = [
        (b"\xef\xbb\xbf", Charset::Standard(encoding_rs::UTF_8)),
        (b"\xff\xfe\0\0", Charset::Utf32Le),
        (b"\0\0\xfe\xff", Charset::Utf32Be),
        (b"\xff\xfe", Charset::Standard(encoding_rs::UTF_16LE)),
        (b"\xfe\xff", Charset::Standard(encoding_rs::UTF_16BE)),
    ];
    marks.into_iter().find(|(mark, _)| bytes.starts_with(mark)).map(|(mark, charset)| (charset, mark.len()))
}

/// The character set that the escapes of a seven-bit source belong to.
pub fn escapes(bytes: &[u8]) -> Option<Charset> {
    let has = |needle: &[u8]| memmem::find(bytes, needle).is_some();
    if memchr::memchr(0x1b, bytes).is_some() {
        if has(b"\x1b$)C") {
            return Some(Charset::Iso2022Kr);
        }
        if has(b"\x1b$)A") || has(b"\x1b$)G") || has(b"\x1b$)E") {
            return Some(Charset::Iso2022Cn);
        }
        if has(b"\x1b$B") || has(b"\x1b$@") || has(b"\x1b(J") || has(b"\x1b(I") || has(b"\x1b$(") {
            return Some(Charset::Standard(encoding_rs::ISO_2022_JP));
        }
    }
    is_hz(bytes).then_some(Charset::Hz)
}

/// Whether `~{` opens runs of whole double bytes of GB 2312 (rows 1 to 87), more often than something else.
fn is_hz(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for start in memmem::find_iter(bytes, b"~{") {
        let run = &bytes[start + 2..];
        let end = run.iter().position(|byte| matches!(byte, b'~' | b'\n' | b'\r')).unwrap_or(run.len());
        let closed = run.get(end).is_none_or(|byte| *byte == b'~') || end > 0;
        let (pairs, odd) = run[..end].as_chunks::<2>();
        let cut = odd.is_empty() || end == run.len();
        match closed && cut && end > 1 && pairs.iter().all(|pair| (0x21..=0x77).contains(&pair[0]) && pair[1] > 0x20) {
            true => good += 1,
            false => bad += 1,
        }
    }
    good > bad
}

/// The label of an XML declaration or of a `meta` in the head of HTML, which scripts and styles may make long.
pub fn declared(bytes: &[u8]) -> Option<Charset> {
    const LONGEST_HEAD: usize = 64 << 10;
    let mut lower = bytes[..bytes.len().min(LONGEST_HEAD)].to_ascii_lowercase();
    lower.truncate(memmem::find(&lower, b"<body").unwrap_or(lower.len()));
    let after = |tag: &[u8], needle: &[u8]| memmem::find(tag, needle).map(|at| at + needle.len());
    let tag = |start: usize| lower[start..].split(|&byte| byte == b'>').next().unwrap_or_default();
    let rest = if lower.trim_ascii_start().starts_with(b"<?xml") {
        &lower[after(&lower, b"encoding")?..]
    } else {
        memmem::find_iter(&lower, b"<meta").find_map(|start| tag(start).get(after(tag(start), b"charset")?..))?
    };
    let start = rest.iter().position(|byte| !matches!(byte, b'=' | b'"' | b'\'' | b' '))?;
    let label = rest[start..].split(|byte| !byte.is_ascii_alphanumeric() && !b"-_:.".contains(byte)).next()?;
    Charset::for_label(std::str::from_utf8(label).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_found_where_markup_puts_them() {
        let check = |bytes: &[u8], expected: Option<&str>| assert_eq!(declared(bytes).map(Charset::name), expected);
        check(b"<?xml version='1.0' encoding='GB2312'?>", Some("gb18030"));
        check(b"<html><META http-equiv=\"Content-Type\" content=\"text/html; charset=big5\">", Some("big5"));
        check(b"<meta charset = utf-8>", Some("utf-8"));
        let script =
            format!("<meta name=author content=x><script charset=gbk>{}</script><meta charset=big5>", " ".repeat(5000));
        check(script.as_bytes(), Some("big5"));
        check(b"<meta name=author><body><p>&lt;meta charset=big5&gt;", None);
        check(b"the charset=big5 of a text", None);
        check(b"<meta charset=nonsense>", None);
    }

    #[test]
    fn escapes_name_their_encoding() {
        let check = |bytes: &[u8], expected: Option<&str>| assert_eq!(escapes(bytes).map(Charset::name), expected);
        check(b"a ~{VPND~} b", Some("hz-gb-2312"));
        check(b"cut ~{VPN", Some("hz-gb-2312"));
        check(b"path ~{x} and ~{y}", None);
        check(b"\x1b$)C\x0eGQ\x0f", Some("iso-2022-kr"));
        check(b"\x1b$)A\x0eVP\x0f", Some("iso-2022-cn"));
        check(b"\x1b$BCf\x1b(B", Some("iso-2022-jp"));
        check(b"plain", None);
    }
}
