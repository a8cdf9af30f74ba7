//! The character sets, by name, and how each is decoded: which bytes were undecodable, where, and whether the tail is cut.

use super::{cns, escapes};
use encoding_rs::{DecoderResult, Encoding};
use std::borrow::Cow;

/// A character set that can be decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charset {
    /// One of the WHATWG Encoding Standard; `GBK` is always taken as GB18030, its superset.
    Standard(&'static Encoding),
    /// UTF-32, little-endian.
    Utf32Le,
    /// UTF-32, big-endian.
    Utf32Be,
    /// HZ (RFC 1843).
    Hz,
    /// ISO-2022-KR (RFC 1557).
    Iso2022Kr,
    /// ISO-2022-CN (RFC 1922).
    Iso2022Cn,
    /// EUC-TW: CNS 11643 in eight bits.
    EucTw,
}

/// What the bytes decode to.
#[derive(Debug, Default)]
pub struct Decoding<'a> {
    /// The characters; U+FFFD for each run of bytes that could not be decoded. UTF-8 is its own text.
    pub text: Cow<'a, str>,
    /// Byte offset of the first such run.
    pub first_error: Option<u64>,
    /// How many such runs there are, a cut tail not counted.
    pub errors: u64,
    /// The last character is cut: its first bytes are there, and became U+FFFD.
    pub cut: bool,
}

impl Decoding<'_> {
    /// The same, with a text of its own.
    pub fn into_owned(self) -> Decoding<'static> {
        Decoding { text: Cow::Owned(self.text.into_owned()), ..self }
    }

    /// Appends a character.
    pub fn push(&mut self, c: char) {
        self.text.to_mut().push(c);
    }

    /// Counts bytes at `offset` that can't be decoded, and stands U+FFFD for them.
    pub fn error(&mut self, offset: usize) {
        self.push('\u{fffd}');
        self.first_error.get_or_insert(offset as u64);
        self.errors += 1;
    }

    /// Appends what comes after, in which offsets count from `base`.
    pub fn append(&mut self, other: Decoding<'_>, base: usize) {
        self.text.to_mut().push_str(&other.text);
        self.errors += other.errors;
        if self.first_error.is_none() {
            self.first_error = other.first_error.map(|offset| offset + base as u64);
        }
        self.cut |= other.cut;
    }
}

/// Names that the WHATWG standard does not know, or takes in a narrower sense.
const NAMES: &[(&str, Charset)] = &[
    ("utf-32", Charset::Utf32Le),
    ("utf-32le", Charset::Utf32Le),
    ("utf-32be", Charset::Utf32Be),
    ("utf32", Charset::Utf32Le),
    ("hz", Charset::Hz),
    ("hz-gb-2312", Charset::Hz),
    ("iso-2022-kr", Charset::Iso2022Kr),
    ("csiso2022kr", Charset::Iso2022Kr),
    ("iso-2022-cn", Charset::Iso2022Cn),
    ("iso-2022-cn-ext", Charset::Iso2022Cn),
    ("euc-tw", Charset::EucTw),
    ("euctw", Charset::EucTw),
    ("cns11643", Charset::EucTw),
    ("utf-8-sig", Charset::Standard(encoding_rs::UTF_8)),
    ("utf16", Charset::Standard(encoding_rs::UTF_16LE)),
    ("gbk", Charset::Standard(encoding_rs::GB18030)),
    ("cp936", Charset::Standard(encoding_rs::GB18030)),
    ("gb18030-2022", Charset::Standard(encoding_rs::GB18030)),
    ("cp949", Charset::Standard(encoding_rs::EUC_KR)),
    ("uhc", Charset::Standard(encoding_rs::EUC_KR)),
    ("cp932", Charset::Standard(encoding_rs::SHIFT_JIS)),
    ("cp950", Charset::Standard(encoding_rs::BIG5)),
    ("big5hkscs", Charset::Standard(encoding_rs::BIG5)),
];

impl Charset {
    /// The character set that a label names, in any case and with `_` for `-`.
    pub fn for_label(label: &str) -> Option<Charset> {
        let label = label.trim().to_ascii_lowercase();
        let dashed = label.replace('_', "-");
        if let Some((_, charset)) = NAMES.iter().find(|(name, _)| *name == dashed) {
            return Some(*charset);
        }
        let encoding = Encoding::for_label_no_replacement(label.as_bytes())
            .or_else(|| Encoding::for_label_no_replacement(dashed.as_bytes()))?;
        Some(Charset::Standard(if encoding == encoding_rs::GBK { encoding_rs::GB18030 } else { encoding }))
    }

    /// The name, lower case.
    pub fn name(self) -> &'static str {
        match self {
            Charset::Utf32Le => "utf-32le",
            Charset::Utf32Be => "utf-32be",
            Charset::Hz => "hz-gb-2312",
            Charset::Iso2022Kr => "iso-2022-kr",
            Charset::Iso2022Cn => "iso-2022-cn",
            Charset::EucTw => "euc-tw",
            Charset::Standard(encoding) => match encoding.name() {
                "UTF-8" => "utf-8",
                "UTF-16LE" => "utf-16le",
                "UTF-16BE" => "utf-16be",
                "gb18030" => "gb18030",
                "Big5" => "big5",
                "Shift_JIS" => "shift_jis",
                "EUC-JP" => "euc-jp",
                "ISO-2022-JP" => "iso-2022-jp",
                "EUC-KR" => "euc-kr",
                other => other,
            },
        }
    }

    /// Bytes of a code unit.
    pub fn unit(self) -> usize {
        match self.name() {
            "utf-32le" | "utf-32be" => 4,
            "utf-16le" | "utf-16be" => 2,
            _ => 1,
        }
    }

    /// Decodes bytes that have no byte order mark.
    pub fn decode(self, bytes: &[u8]) -> Decoding<'_> {
        match self {
            Charset::Standard(encoding) => standard(encoding, bytes),
            Charset::Utf32Le => utf32(bytes, u32::from_le_bytes),
            Charset::Utf32Be => utf32(bytes, u32::from_be_bytes),
            Charset::Hz => escapes::hz(bytes),
            Charset::Iso2022Kr => escapes::iso_2022_kr(bytes),
            Charset::Iso2022Cn => escapes::iso_2022_cn(bytes),
            Charset::EucTw => cns::euc_tw(bytes),
        }
    }
}

/// Decodes by the WHATWG standard, one error for each malformed sequence.
pub fn standard<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Decoding<'a> {
    if encoding == encoding_rs::UTF_8
        && let Ok(text) = simdutf8::basic::from_utf8(bytes)
    {
        return Decoding { text: text.into(), ..Decoding::default() };
    }
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut decoding = Decoding::default();
    decoding.text.to_mut().reserve(bytes.len() + bytes.len() / 2 + 16);
    let mut at = 0;
    let mut last = false;
    loop {
        // The end is announced in a call of its own, so that a cut tail and a malformed one are told apart.
        let (result, read) = decoder.decode_to_string_without_replacement(&bytes[at..], decoding.text.to_mut(), last);
        at += read;
        match result {
            DecoderResult::InputEmpty if last => return decoding,
            DecoderResult::InputEmpty => last = true,
            DecoderResult::OutputFull => decoding.text.to_mut().reserve(bytes.len() - at + 64),
            DecoderResult::Malformed(..) if last => {
                decoding.push('\u{fffd}');
                decoding.cut = true;
            }
            DecoderResult::Malformed(length, after) => {
                decoding.error(at.saturating_sub(usize::from(length) + usize::from(after)));
            }
        }
    }
}

fn utf32(bytes: &[u8], unit: fn([u8; 4]) -> u32) -> Decoding<'_> {
    let mut decoding = Decoding::default();
    let (units, tail) = bytes.as_chunks::<4>();
    for (index, four) in units.iter().enumerate() {
        match char::from_u32(unit(*four)) {
            Some(c) => decoding.push(c),
            None => decoding.error(index * 4),
        }
    }
    if !tail.is_empty() {
        decoding.push('\u{fffd}');
        decoding.cut = true;
    }
    decoding
}
