//! Saved pages: `.mht`, `.mhtml`, and mails that are pages. A page and what it needs, in one message (RFC 2557, RFC 2045).
//!
//! Parts are found by their boundaries, however deep they are packed, and decoded by what they say of themselves; the page is
//! the part that the message names as its start, else the first of HTML. Its pictures are found by `cid:`, by their location,
//! or by their name.

use super::Source;
use super::base64;
use super::encoding::{self, Decision};
use super::html::{self, How, Shelf, percent_decoded};
use crate::diag::{Sink, Trouble};
use crate::env::Env;
use crate::error::{Error, ErrorKind, Result};
use crate::model::Document;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Bytes in which the header of a message must show itself.
const HEAD: usize = 16 << 10;
/// Messages inside messages.
const DEPTH: usize = 16;
/// Parts of a message.
const PARTS: usize = 20_000;

/// Whether bytes are a message with a page in it.
pub fn knows(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let head = bytes[..bytes.len().min(HEAD)].to_ascii_lowercase();
    let (headers, _) = split(&head);
    let has = |name: &str| headers.iter().any(|(own, _)| own == name);
    let kind = headers.iter().find(|(name, _)| name == "content-type").map(|(_, value)| value.as_str()).unwrap_or_default();
    let page = kind.starts_with("text/html") || memchr::memmem::find(&head, b"text/html").is_some();
    (has("mime-version") || has("from") || has("content-location"))
        && (kind.starts_with("multipart/") || kind.starts_with("text/html"))
        && page
}

/// Reads a saved page.
pub fn read(source: &Source, document: &mut Document, sink: &mut Sink) -> Result<Option<Decision>> {
    let how = How { article: !source.options.whole_page, ..How::default() };
    message(source.bytes, source.name, source.options.encoding.as_deref(), &how, document, source.env, sink).map(Some)
}

fn message(
    bytes: &[u8],
    name: &str,
    label: Option<&str>,
    how: &How,
    document: &mut Document,
    env: &Env,
    sink: &mut Sink,
) -> Result<Decision> {
    let mut found = Found::default();
    found.collect(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start(), 0);
    if found.cut {
        sink.push(Trouble::CutByLimit { what: "parts of a message".to_owned() }, name);
    }
    let is_page = |part: &Part| part.kind == "text/html" || part.kind == "application/xhtml+xml";
    let start = found
        .start
        .as_ref()
        .and_then(|start| found.parts.iter().position(|part| is_page(part) && part.id.as_ref() == Some(start)));
    let Some(main) = start.or_else(|| found.parts.iter().position(is_page)) else {
        return Err(Error::new(ErrorKind::Unsupported, "the message holds no page of HTML; save its text as a file"));
    };
    let part = found.parts.swap_remove(main);
    let decoded = encoding::decode_hinted(&part.bytes, label, part.charset.as_deref(), sink)?;
    let base = part.location.clone().unwrap_or_default();
    let mut parts: BTreeMap<String, Arc<[u8]>> = BTreeMap::new();
    // Frames are pages too: a page of frames alone has no text but theirs.
    let mut frames = Vec::new();
    for part in found.parts {
        if is_page(&part) {
            frames.push(part);
        } else if part.kind.starts_with("image/") || part.kind == "application/octet-stream" {
            let bytes: Arc<[u8]> = part.bytes.into();
            for key in part.id.map(|id| format!("cid:{id}")).into_iter().chain(part.location) {
                parts.entry(key).or_insert(bytes.clone());
            }
        }
    }
    let mut named = BTreeMap::new();
    for (key, bytes) in &parts {
        named.entry(file_name(key).to_owned()).or_insert_with(|| bytes.clone());
    }
    let mut shelf = Attached { base, parts, named };
    let before = document.blocks.len();
    html::page(&decoded.text, name, how, &mut shelf, document, env, sink);
    if document.blocks.len() == before {
        for frame in frames {
            let text = encoding::decode_hinted(&frame.bytes, label, frame.charset.as_deref(), sink)?.text;
            html::page(&text, name, how, &mut shelf, document, env, sink);
        }
    }
    Ok(decoded.decision)
}

/// A part with its content decoded.
#[derive(Debug, Default)]
struct Part {
    kind: String,
    charset: Option<String>,
    id: Option<String>,
    location: Option<String>,
    bytes: Vec<u8>,
}

#[derive(Default)]
struct Found {
    parts: Vec<Part>,
    /// The id of the part that the message begins with.
    start: Option<String>,
    cut: bool,
}

impl Found {
    fn collect(&mut self, bytes: &[u8], depth: usize) {
        let (headers, body) = split(bytes);
        let header = |name: &str| headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str());
        let content = header("content-type").unwrap_or("text/plain");
        let kind = content.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if depth >= DEPTH || self.parts.len() >= PARTS {
            self.cut = true;
            return;
        }
        if kind.starts_with("multipart/")
            && let Some(boundary) = parameter(content, "boundary")
        {
            self.start = self.start.take().or_else(|| parameter(content, "start").map(|start| bare(&start)));
            for part in parts(body, &boundary) {
                self.collect(part, depth + 1);
            }
            return;
        }
        if kind == "message/rfc822" {
            return self.collect(body.trim_ascii_start(), depth + 1);
        }
        let bytes = match header("content-transfer-encoding").unwrap_or_default().trim().to_ascii_lowercase().as_str() {
            "base64" => base64::decode(body),
            "quoted-printable" => quoted_printable(body),
            _ => body.to_vec(),
        };
        let location = header("content-location").map(|location| location.split_whitespace().collect());
        self.parts.push(Part {
            kind,
            charset: parameter(content, "charset"),
            id: header("content-id").map(bare),
            location,
            bytes,
        });
    }
}

/// An id without its brackets.
fn bare(id: &str) -> String {
    id.trim().trim_start_matches('<').trim_end_matches('>').to_owned()
}

/// Headers, their names in lower case, and what comes after the empty line.
fn split(bytes: &[u8]) -> (Vec<(String, String)>, &[u8]) {
    let mut headers: Vec<(String, String)> = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() && headers.len() < 500 {
        let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let line = rest[..end].strip_suffix(b"\r").unwrap_or(&rest[..end]);
        let after = rest.get(end + 1..).unwrap_or_default();
        if line.is_empty() {
            return (headers, after);
        }
        let text = String::from_utf8_lossy(line);
        match text.split_once(':') {
            _ if line[0] == b' ' || line[0] == b'\t' => {
                if let Some((_, value)) = headers.last_mut() {
                    value.push(' ');
                    value.push_str(text.trim());
                }
            }
            Some((name, value)) if !name.is_empty() && name.bytes().all(|b| b.is_ascii_graphic()) => {
                headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
            }
            // A line that is none of a header: the body begins without an empty line.
            _ => return (headers, rest),
        }
        rest = after;
    }
    (headers, rest)
}

/// A parameter of a header: `charset="utf-8"`.
fn parameter(header: &str, name: &str) -> Option<String> {
    header.split(';').skip(1).find_map(|parameter| {
        let (own, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        (own.trim().eq_ignore_ascii_case(name) && !value.is_empty()).then(|| value.to_owned())
    })
}

/// What stands between the boundaries.
fn parts<'a>(body: &'a [u8], boundary: &str) -> Vec<&'a [u8]> {
    let line = [b"--", boundary.as_bytes()].concat();
    let mut parts = Vec::new();
    let mut start = None;
    for at in memchr::memmem::find_iter(body, &line) {
        if at > 0 && body[at - 1] != b'\n' {
            continue;
        }
        if let Some(start) = start {
            let part: &[u8] = &body[start..at.max(start)];
            parts.push(part.strip_suffix(b"\r\n").or_else(|| part.strip_suffix(b"\n")).unwrap_or(part));
        }
        let after = &body[at + line.len()..];
        if after.starts_with(b"--") || parts.len() >= PARTS {
            return parts;
        }
        start = Some(at + line.len() + memchr::memchr(b'\n', after).map_or(after.len(), |end| end + 1));
    }
    parts.extend(start.map(|start| &body[start.min(body.len())..]));
    parts
}

/// Quoted-printable (RFC 2045 § 6.7); what is not, is taken as it stands.
fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let hex = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut bytes = Vec::with_capacity(body.len());
    let mut at = 0;
    while at < body.len() {
        let rest = &body[at..];
        match rest {
            [b'=', b'\r', b'\n', ..] => at += 3,
            [b'=', b'\n', ..] => at += 2,
            [b'=', high, low, ..] if hex(*high).is_some() && hex(*low).is_some() => {
                bytes.push(hex(*high).unwrap_or(0) << 4 | hex(*low).unwrap_or(0));
                at += 3;
            }
            [b'='] => at += 1,
            [byte, ..] => {
                bytes.push(*byte);
                at += 1;
            }
            [] => break,
        }
    }
    bytes
}

/// The pictures of the message.
struct Attached {
    /// Where the page was.
    base: String,
    parts: BTreeMap<String, Arc<[u8]>>,
    /// The first of those that have the same name in whatever folder.
    named: BTreeMap<String, Arc<[u8]>>,
}

impl Shelf for Attached {
    fn picture(&mut self, _: &str, reference: &str) -> (String, Option<Arc<[u8]>>) {
        let decoded = percent_decoded(reference);
        let relative = self.base.rsplit_once('/').map(|(folder, _)| format!("{folder}/{}", reference.trim_start_matches("./")));
        let found =
            [Some(reference.to_owned()), Some(decoded), relative].into_iter().flatten().find_map(|key| self.parts.get(&key));
        let own = file_name(reference);
        let named = || self.named.get(own).filter(|_| !own.is_empty());
        (reference.to_owned(), found.or_else(named).cloned())
    }
}

/// The last part of a path.
fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::ReadOptions;
    use crate::model::native;

    const PAGE: &str = "From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"----=_b\"\r\n\r\n\
        no part\r\n------=_b\r\nContent-Type: text/html; charset=\"gb2312\"\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: http://a.example/x/p.html\r\n\r\n\
        <p>=BD=AD=CD=E5<img src=3D\"cid:1\"></p>=\r\n<p><img src=3D\"b.png\">\r\n------=_b\r\nContent-Type: image/png\r\nContent-ID: <1>\r\nContent-Transfer-Encoding: base64\r\n\r\nYWJj\r\n\
        ------=_b\r\nContent-Type: image/png\r\nContent-Location: http://a.example/x/b.png\r\nContent-Transfer-Encoding: base64\r\n\r\nYg==\r\n------=_b--\r\n";

    fn read_page(bytes: &[u8]) -> Document {
        assert!(knows(bytes));
        crate::input::read("p.mht", bytes, &ReadOptions::default(), &Env::for_tests(), &mut Sink::new())
            .expect("a page")
            .document
    }

    #[test]
    fn a_saved_page_has_its_text_and_its_pictures() {
        let document = read_page(PAGE.as_bytes());
        assert_eq!(native::write(&document), "body :: 江湾{image 0}\nfigure 1\n");
        assert_eq!(document.balance(), Ok(()));
        let bytes: Vec<_> = document.media.iter().map(|media| media.bytes.as_deref()).collect();
        assert_eq!(bytes, [Some(b"abc".as_slice()), Some(b"b".as_slice())]);
    }

    #[test]
    fn a_message_that_is_cut_gives_what_is_there() {
        for end in (0..PAGE.len()).step_by(7).skip(40) {
            if knows(&PAGE.as_bytes()[..end]) {
                let _ = crate::input::read(
                    "p.mht",
                    &PAGE.as_bytes()[..end],
                    &ReadOptions::default(),
                    &Env::for_tests(),
                    &mut Sink::new(),
                );
            }
        }
        assert!(!knows("From: 甲\nTo: 乙\n\n这是一封信，说到 text/html。\n".as_bytes()));
    }

    #[test]
    fn messages_inside_messages_end() {
        let nested = "Content-Type: multipart/mixed; boundary=b\n\n--b\n".repeat(2000);
        let bytes = format!(
            "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n--b\n{nested}"
        );
        let mut found = Found::default();
        found.collect(bytes.as_bytes(), 0);
        assert!(found.parts.len() < 5000);
    }
}
