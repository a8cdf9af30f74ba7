//! The bytes of a part → its characters.
//!
//! A byte order mark decides, then UTF-16 without one, then the declaration. A part that is not what it says is read as
//! GB 18030 where that fits without a mistake (some Chinese producers write GBK under any declaration), else with U+FFFD.

use crate::diag::{Sink, Trouble};
use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// Decodes a part; what could not be decoded is told to the sink.
pub fn decode(bytes: Vec<u8>, part: &str, sink: &mut Sink) -> String {
    if let Some((encoding, length)) = Encoding::for_bom(&bytes) {
        return decode_as(encoding, &bytes[length..], part, sink);
    }
    match bytes.get(..4) {
        Some([b'<', 0, _, 0]) => return decode_as(UTF_16LE, &bytes, part, sink),
        Some([0, b'<', 0, _]) => return decode_as(UTF_16BE, &bytes, part, sink),
        _ => {}
    }
    let declared = declared(&bytes).unwrap_or(UTF_8);
    if declared != UTF_8 {
        return decode_as(declared, &bytes, part, sink);
    }
    match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let bytes = error.as_bytes();
            match GB18030.decode_without_bom_handling_and_without_replacement(bytes) {
                Some(text) => text.into_owned(),
                None => decode_as(UTF_8, bytes, part, sink),
            }
        }
    }
}

/// The encoding that the declaration names, if its letters can be read at all.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(200))?;
    let head = head.trim_ascii_start().strip_prefix(b"<?xml")?;
    let head = &head[..memchr::memchr(b'>', head)?];
    let label = &head[memchr::memmem::find(head, b"encoding")? + b"encoding".len()..];
    let label = label.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let quote = *label.first()?;
    let label = &label[1..];
    let encoding = Encoding::for_label(&label[..memchr::memchr(quote, label)?])?;
    // A declaration that was read byte by byte is not UTF-16, whatever it says.
    (encoding != UTF_16LE && encoding != UTF_16BE).then_some(if encoding == encoding_rs::GBK { GB18030 } else { encoding })
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8], part: &str, sink: &mut Sink) -> String {
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    if damaged {
        let offset = text.find('\u{fffd}').unwrap_or_default() as u64;
        let count = text.matches('\u{fffd}').count() as u64;
        sink.push(Trouble::UndecodableBytes { offset, count, encoding: encoding.name().into() }, part);
    }
    text.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: &str, clean: bool) {
        let mut sink = Sink::new();
        assert_eq!(decode(bytes.to_vec(), "part", &mut sink), expected);
        assert_eq!(sink.as_slice().is_empty(), clean);
    }

    #[test]
    fn the_encoding_is_what_the_part_says_or_shows() {
        check("<a>重</a>".as_bytes(), "<a>重</a>", true);
        check(b"\xef\xbb\xbf<a/>", "<a/>", true);
        check(b"\xff\xfe<\0a\0/\0>\0", "<a/>", true);
        check(b"\0<\0a\0/\0>", "<a/>", true);
        check(b"<\0a\0/\0>\0", "<a/>", true);
        let gbk = b"<?xml version='1.0' encoding='GBK'?><a>\xd6\xd8</a>";
        check(gbk, "<?xml version='1.0' encoding='GBK'?><a>重</a>", true);
        check(b"<?xml version='1.0' encoding='UTF-8'?>\xd6\xd8", "<?xml version='1.0' encoding='UTF-8'?>重", true);
        check(b"<?xml version='1.0' encoding='UTF-16'?><a/>", "<?xml version='1.0' encoding='UTF-16'?><a/>", true);
        check(b"<a>\xff</a>", "<a>\u{fffd}</a>", false);
    }
}
