//! Bytes → characters: which encoding, with what evidence, and what could not be decoded.
//!
//! The order of evidence: an encoding that the caller names; a byte order mark; the escapes of a seven-bit encoding (HZ,
//! ISO-2022); strict UTF-8, of which only the tail may be cut, and which may be the bytes of another encoding, stored once more
//! ([`twice`]); then all that is left is read by every candidate and ranked by
//! how expected the reading is ([`rank`]), a label that the text declares for itself, or `chardetng` where the first two are
//! close, deciding ties. No hint of a country is ever given: it would force one encoding upon all others.

mod charset;
mod cns;
mod escapes;
mod evidence;
mod listing;
mod rank;
mod twice;

use crate::diag::{Sink, Trouble};
use crate::error::{Error, ErrorKind, Result};
use charset::{Charset, Decoding};
use rank::Ranked;
use serde::Serialize;
use std::borrow::Cow;

/// The decision on an encoding, with what speaks for it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Decision {
    /// The name of the encoding, lower case: `gb18030`, `big5`, `utf-16le`; `ascii` where UTF-8 needed no more.
    pub encoding: &'static str,
    /// What decided: `option`, `bom`, `escapes`, `ascii`, `utf-8`, `declared`, `listing`, `model`, `chardetng`,
    /// `twice` (the bytes of this encoding were taken for those of another, and stored as UTF-8).
    pub by: &'static str,
    /// The encoding that came second, if any was possible.
    pub runner_up: Option<&'static str>,
    /// How far ahead the decision is, from 0 (a tie) to 1 (certain).
    pub margin: f64,
    /// Sequences of bytes that could not be decoded, a cut tail not counted.
    pub undecodable: u64,
    /// The best candidates where a model had to decide, the best first.
    pub candidates: Vec<Candidate>,
}

/// An encoding that was considered.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Candidate {
    /// Its name.
    pub encoding: &'static str,
    /// The information of its reading in nats per byte: less is better, and 3 is usual.
    pub cost: f64,
}

/// Decoded text, with the decision.
#[derive(Debug)]
pub struct Decoded<'a> {
    /// The characters; U+FFFD for bytes that could not be decoded; no byte order mark.
    pub text: Cow<'a, str>,
    /// How they were found.
    pub decision: Decision,
}

/// So many two-byte sequences, and no other bytes beyond ASCII, make UTF-8.
const PAIRS: usize = 8;
const UTF_8: Charset = Charset::Standard(encoding_rs::UTF_8);
/// Below this margin the decision is called uncertain.
const UNCERTAIN: f64 = 0.5;
/// The lead, in nats, that makes a margin of 0.63.
const LEAD: f64 = 8.0;
/// The lead, in nats per sampled byte, by which the model overrules a declared label.
const OVERRULE: f64 = 0.25;
/// Candidates that are named in a decision.
const NAMED: usize = 4;

/// Decodes a source, in the encoding named by `label` or the one that the bytes speak for.
pub fn decode<'a>(bytes: &'a [u8], label: Option<&str>, sink: &mut Sink) -> Result<Decoded<'a>> {
    decode_hinted(bytes, label, None, sink)
}

/// The same, where the container of the bytes has a label for them: it counts as one that the text declares for itself.
pub fn decode_hinted<'a>(bytes: &'a [u8], label: Option<&str>, hint: Option<&str>, sink: &mut Sink) -> Result<Decoded<'a>> {
    let choice = match label {
        Some(label) => named(bytes, label)?,
        None => {
            let first = choose(bytes, hint.and_then(Charset::for_label));
            match twice::again(bytes, &first.decoding.text) {
                Some((taken_for, second)) => {
                    let read = second.charset.name();
                    let what = format!("the text was stored as {taken_for} shows its bytes; they are read as {read}");
                    sink.push(Trouble::Damaged { what }, "");
                    second
                }
                None => first,
            }
        }
    };
    let Choice { charset, by, skip, decoding, ranked } = choice;
    let lead = match ranked.as_slice() {
        [first, second, ..] => second.cost - first.cost,
        _ => f64::INFINITY,
    };
    let per_byte = rank::sampled(bytes).max(1) as f64;
    let decision = Decision {
        encoding: if by == "ascii" { "ascii" } else { charset.name() },
        by,
        runner_up: ranked.get(1).map(|second| second.charset.name()),
        margin: 1.0 - (-lead.max(0.0) / LEAD).exp(),
        undecodable: decoding.errors,
        candidates: ranked
            .iter()
            .take(NAMED)
            .map(|each| Candidate { encoding: each.charset.name(), cost: (each.cost / per_byte * 100.0).round() / 100.0 })
            .collect(),
    };
    report(&decision, &decoding, skip, sink);
    Ok(Decoded { text: decoding.text, decision })
}

/// A decision, with the text it leads to.
struct Choice<'a> {
    charset: Charset,
    by: &'static str,
    /// Length of the byte order mark.
    skip: usize,
    decoding: Decoding<'a>,
    ranked: Vec<Ranked>,
}

impl<'a> Choice<'a> {
    fn new(charset: Charset, by: &'static str, bytes: &'a [u8], skip: usize) -> Choice<'a> {
        Choice { charset, by, skip, decoding: charset.decode(&bytes[skip..]), ranked: Vec::new() }
    }
}

fn named<'a>(bytes: &'a [u8], label: &str) -> Result<Choice<'a>> {
    let charset = Charset::for_label(label).ok_or_else(|| {
        Error::new(ErrorKind::Invalid, format!("no encoding is called {label}; try utf-8, gb18030, big5 or shift_jis"))
    })?;
    // `utf-16` and `utf-32` leave the byte order to the mark.
    let family = charset.name().get(..6);
    Ok(match evidence::byte_order_mark(bytes) {
        Some((marked, skip)) if marked.name().get(..6) == family || marked == charset => {
            Choice::new(if family == Some("utf-8") { charset } else { marked }, "option", bytes, skip)
        }
        _ => Choice::new(charset, "option", bytes, 0),
    })
}

/// The choice among the encodings that the bytes may have as they are.
fn choose(bytes: &[u8], hint: Option<Charset>) -> Choice<'_> {
    if let Some((charset, skip)) = evidence::byte_order_mark(bytes) {
        return Choice::new(charset, "bom", bytes, skip);
    }
    let ascii = bytes.is_ascii();
    if ascii && let Some(charset) = evidence::escapes(bytes) {
        return Choice::new(charset, "escapes", bytes, 0);
    }
    // NUL is no character of a text: where there is one, the units may be wider than a byte.
    if memchr::memchr(0, &bytes[..bytes.len().min(1 << 20)]).is_none() {
        if ascii {
            return Choice::new(UTF_8, "ascii", bytes, 0);
        }
        let valid = match simdutf8::compat::from_utf8(bytes) {
            Ok(_) => bytes,
            Err(error) if error.error_len().is_none() => &bytes[..error.valid_up_to()],
            Err(_) => &[],
        };
        // A few two-byte sequences alone may be an accident of GBK (联通); many, or three bytes in a row, hardly ever are.
        let mut leads = valid.iter().filter(|byte| **byte >= 0xc0);
        if leads.clone().any(|byte| *byte >= 0xe0) || leads.nth(PAIRS - 1).is_some() {
            return Choice::new(UTF_8, "utf-8", bytes, 0);
        }
    }
    by_model(bytes, hint)
}

/// Ranks all candidates; ties are decided by the declared label, then by `chardetng`.
fn by_model(bytes: &[u8], hint: Option<Charset>) -> Choice<'_> {
    let mut ranked = rank::rank(bytes);
    let declared = hint.or_else(|| evidence::declared(bytes));
    if let Some(foreign) = declared.filter(|charset| is_foreign(*charset, &ranked, bytes)) {
        return Choice { charset: foreign, by: "declared", skip: 0, decoding: foreign.decode(bytes), ranked: Vec::new() };
    }
    let mut by = "model";
    let mut lift = |ranked: &mut Vec<Ranked>, charset: Charset, within: f64, reason: &'static str| {
        let best = ranked.first().map_or(0.0, |first| first.cost);
        let place = ranked.iter().position(|each| each.charset == charset);
        if let Some(place) = place.filter(|place| *place > 0 && ranked[*place].cost - best < within) {
            ranked[..=place].rotate_right(1);
            by = reason;
        }
    };
    if let Some(declared) = declared {
        lift(&mut ranked, declared, OVERRULE * rank::sampled(bytes) as f64, "declared");
    } else if let Some(listed) = listing::listed(bytes) {
        lift(&mut ranked, listed, f64::INFINITY, "listing");
    } else if !bytes.contains(&0) {
        let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
        detector.feed(&bytes[..rank::sampled(bytes)], true);
        let guess = detector.guess(None, chardetng::Utf8Detection::Deny);
        if let Some(guess) = Charset::for_label(guess.name()) {
            lift(&mut ranked, guess, LEAD * -(1.0 - UNCERTAIN).ln(), "chardetng");
        }
    }
    let charset = ranked.first().map_or(UTF_8, |first| first.charset);
    Choice { charset, by, skip: 0, decoding: charset.decode(bytes), ranked }
}

/// Whether a declared label, of a language that the model does not know, is to be believed: it decodes everything, and no
/// candidate reads the bytes as a language much better than as noise of single bytes.
fn is_foreign(declared: Charset, ranked: &[Ranked], bytes: &[u8]) -> bool {
    let best = ranked.first().map_or(f64::MAX, |first| first.cost);
    let noise = ranked.iter().find(|each| each.charset == Charset::Standard(encoding_rs::WINDOWS_1252));
    let unknown = ranked.iter().all(|each| each.charset != declared) && declared.unit() == 1;
    unknown
        && noise.is_some_and(|noise| noise.cost - best < OVERRULE * rank::sampled(bytes) as f64)
        && declared.decode(bytes).errors == 0
}

fn report(decision: &Decision, decoding: &Decoding<'_>, skip: usize, sink: &mut Sink) {
    if decision.margin < UNCERTAIN
        && let Some(runner_up) = decision.runner_up
    {
        sink.push(Trouble::UncertainEncoding { chosen: decision.encoding.into(), runner_up: runner_up.into() }, "");
    }
    if let Some(first) = decoding.first_error {
        let offset = first + skip as u64;
        let trouble = Trouble::UndecodableBytes { offset, count: decoding.errors, encoding: decision.encoding.into() };
        sink.push(trouble, format!("byte {offset}"));
    }
    if decoding.cut {
        sink.push(Trouble::Truncated { what: "the last character".to_owned() }, "the end");
    }
    let own = decoding.errors + u64::from(decoding.cut);
    let count = (memchr::memmem::find_iter(decoding.text.as_bytes(), "\u{fffd}").count() as u64).saturating_sub(own);
    if count > 0 {
        sink.push(Trouble::ReplacementCharacters { count }, "");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HANS: &str = "镇里上个月开了一次会，讨论怎样把旧报纸整理成册。与会的人都说，纸张发黄，字迹模糊，识别出来的文字错误不少，\
        需要有人逐行校对。会后各村派人参加培训，学会了使用新的工具，工作进度比去年快了一倍。";
    const HANT: &str = "鎮裡上個月開了一次會，討論怎樣把舊報紙整理成冊。與會的人都說，紙張發黃，字跡模糊，識別出來的文字錯誤不少，\
        需要有人逐行校對。會後各村派人參加培訓，學會了使用新的工具，工作進度比去年快了一倍。";
    const JAPANESE: &str = "町の図書館では、古い新聞を少しずつ電子化している。紙が黄ばんで文字がかすれているため、読み取りの誤りは少なくない。\
        ボランティアの人たちが一行ずつ確かめて、間違いを直していく作業は来年まで続く予定だ。";
    const KOREAN: &str = "마을 도서관에서는 오래된 신문을 조금씩 정리하고 있다. 종이가 낡아서 글자가 잘 보이지 않기 때문에 사람들이 한 줄씩 \
        확인하며 고치고 있다. 이 일은 내년까지 계속될 예정이다.";

    fn decoded(bytes: &[u8]) -> (Decoded<'_>, Vec<Trouble>) {
        let mut sink = Sink::new();
        let decoded = decode(bytes, None, &mut sink).expect("no label was given");
        (decoded, sink.into_vec().into_iter().map(|diagnostic| diagnostic.trouble).collect())
    }

    fn encode(text: &str, label: &str) -> Vec<u8> {
        match Charset::for_label(label).expect("a known label") {
            Charset::Standard(encoding) if encoding == encoding_rs::UTF_16LE => {
                text.encode_utf16().flat_map(u16::to_le_bytes).collect()
            }
            Charset::Standard(encoding) if encoding == encoding_rs::UTF_16BE => {
                text.encode_utf16().flat_map(u16::to_be_bytes).collect()
            }
            Charset::Standard(encoding) => encoding.encode(text).0.into_owned(),
            Charset::EucTw => cns::encode(text),
            Charset::Utf32Le => text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect(),
            _ => text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect(),
        }
    }

    /// Pieces of `length` bytes, from every third character on, their tails cut where they fall.
    fn cuts(text: &str, label: &str, length: usize) -> Vec<Vec<u8>> {
        let starts = text.char_indices().step_by(3).map(|(at, _)| encode(&text[at..], label));
        starts.filter(|bytes| bytes.len() >= length).map(|bytes| bytes[..length].to_vec()).collect()
    }

    #[test]
    fn short_cuts_are_told_apart() {
        let texts = [
            (HANS, &["gb18030", "utf-16le", "utf-16be", "utf-32le", "utf-32be", "utf-8"][..]),
            (HANT, &["gb18030", "big5", "euc-tw", "utf-16le", "utf-16be"]),
            (JAPANESE, &["shift_jis", "euc-jp", "utf-16le"]),
            (KOREAN, &["euc-kr", "utf-16le"]),
        ];
        for (length, allowed) in [(50, 0), (20, 1)] {
            for (text, labels) in texts {
                for label in labels {
                    let cuts = cuts(text, label, length);
                    let wrong = cuts.iter().filter(|bytes| decoded(bytes).0.decision.encoding != *label).count();
                    assert!(cuts.len() > 15 && wrong <= allowed, "{label}: {wrong} of {} cuts to {length} bytes", cuts.len());
                }
            }
        }
    }

    #[test]
    fn marks_escapes_and_labels_decide_before_the_model() {
        let check = |bytes: &[u8], expected: (&str, &str, &str)| {
            let (decoded, _) = decoded(bytes);
            assert_eq!((&*decoded.text, decoded.decision.encoding, decoded.decision.by), expected);
        };
        check(b"\xef\xbb\xbf\xe4\xb8\xad", ("中", "utf-8", "bom"));
        check(b"\xff\xfe\x2d\x4e", ("中", "utf-16le", "bom"));
        check(b"\xff\xfe\0\0\x2d\x4e\0\0", ("中", "utf-32le", "bom"));
        check(b"plain", ("plain", "ascii", "ascii"));
        check(b"~{VPND~}", ("中文", "hz-gb-2312", "escapes"));
        check(b"\x1b$BCf\x1b(B", ("中", "iso-2022-jp", "escapes"));
        check("中文".as_bytes(), ("中文", "utf-8", "utf-8"));
        check(b"\xc1\xaa\xcd\xa8", ("联通", "gb18030", "model"));
        check("Το παλιό πορθμείο".as_bytes(), ("Το παλιό πορθμείο", "utf-8", "utf-8"));
        check(b"a\0b\0c\0", ("abc", "utf-16le", "model"));
        check(b"caf\xe9 d\xe9j\xe0 vu", ("café déjà vu", "windows-1252", "model"));
    }

    #[test]
    fn damage_is_counted_and_placed() {
        let mut bytes = encode(HANS, "gb18030").repeat(20);
        bytes[101] = 0xff;
        bytes[2001] = 0xff;
        let (read, troubles) = decoded(&bytes);
        assert_eq!(read.decision.encoding, "gb18030");
        let Some(Trouble::UndecodableBytes { offset, count, .. }) = troubles.first() else { panic!("{troubles:?}") };
        assert!((100..=101).contains(offset) && (2..=4).contains(count), "{troubles:?}");
        assert_eq!(read.text.matches('\u{fffd}').count() as u64, *count);

        let (read, troubles) = decoded(&"中文。".as_bytes()[..8]);
        assert_eq!((&*read.text, read.decision.encoding), ("中文\u{fffd}", "utf-8"));
        assert!(matches!(troubles.as_slice(), [Trouble::Truncated { .. }]), "{troubles:?}");

        let (_, troubles) = decoded("中\u{fffd}文".as_bytes());
        assert_eq!(troubles, [Trouble::ReplacementCharacters { count: 1 }]);
    }

    #[test]
    fn an_option_overrules_everything() {
        let read =
            |bytes: &[u8], label: &str| decode(bytes, Some(label), &mut Sink::new()).map(|decoded| decoded.text.into_owned());
        assert_eq!(read(b"\xd6\xd0", "GB2312").ok().as_deref(), Some("中"));
        assert_eq!(read(b"\xfe\xff\x4e\x2d", "utf-16").ok().as_deref(), Some("中"));
        assert_eq!(read(b"\x2d\x4e\0\0", "UTF_32").ok().as_deref(), Some("中"));
        assert_eq!(read("中".as_bytes(), "windows-1252").ok().as_deref(), Some("ä¸\u{ad}"));
        assert_eq!(read(b"", "klingon").expect_err("no such label").kind(), ErrorKind::Invalid);
    }

    #[test]
    fn a_declared_label_decides_what_the_model_leaves_open() {
        let page = [b"<html><meta charset=big5><p>".as_slice(), &encode("中文", "big5")].concat();
        assert_eq!(decoded(&page).0.decision.encoding, "big5");
        let wrong = [b"<html><meta charset=shift_jis><p>".as_slice(), &encode(HANS, "gb18030")].concat();
        assert_eq!(decoded(&wrong).0.decision.encoding, "gb18030");
        let russian =
            [b"<meta charset=windows-1251>".as_slice(), &encode("Старый паром уходит в шесть утра.", "windows-1251")].concat();
        assert_eq!(decoded(&russian).0.text, "<meta charset=windows-1251>Старый паром уходит в шесть утра.");
        let wrong = [b"<meta charset=windows-1251>".as_slice(), &encode(HANS, "gb18030")].concat();
        assert_eq!(decoded(&wrong).0.decision.encoding, "gb18030");
    }
}
