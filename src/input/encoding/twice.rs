//! Text that was decoded twice (mojibake): a program read its bytes as windows-1252, and stored what it saw as UTF-8
//! (`ä¸­æ–‡` for 中文, `ÖÐÎÄ` for the same in GBK). The bytes are taken back and read again.

use super::{Choice, UTF_8, once};
use crate::text::script::{is_han, is_hangul, is_kana};
use encoding_rs::{Encoding, WINDOWS_1252};

/// East Asian characters that the second reading shows at least.
const ENOUGH: usize = 4;
/// Of so many of them, one sequence of bytes may be broken: the first reading loses those that windows-1252 lacks.
const BROKEN: u64 = 5;

/// The second reading of a text, where the first is none; offsets of its errors count the bytes that are taken back.
pub fn again(bytes: &[u8]) -> Option<Choice<'static>> {
    let taken = bytes_of(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes))?;
    let Choice { charset, decoding, ranked, .. } = once(&taken, None);
    let (mut east, mut other, mut ascii) = (0, 0, 0);
    for c in decoding.text.chars().filter(|c| c.is_alphanumeric()) {
        let count = match c {
            c if c.is_ascii() => &mut ascii,
            c if is_han(c) || is_kana(c) || is_hangul(c) => &mut east,
            _ => &mut other,
        };
        *count += 1;
    }
    let sound = east >= ENOUGH && east > 4 * other && decoding.errors * BROKEN <= east as u64;
    // Letters with accents in a row are no UTF-8 by chance, but half of all pairs are GBK.
    let sure = charset == UTF_8 || east > ascii && decoding.errors == 0;
    (sound && sure).then(|| Choice { charset, by: "twice", skip: 0, decoding: decoding.into_owned(), ranked })
}

/// The bytes that windows-1252 shows as this text, also those that it does not define (they became C1 controls); `None` where
/// there are characters that it has not, or none but ASCII. Most texts are told by their first character beyond ASCII.
fn bytes_of(stored: &[u8]) -> Option<Vec<u8>> {
    let mut taken = Vec::new();
    let mut done = 0;
    while let Some(length) = Some(Encoding::ascii_valid_up_to(&stored[done..])).filter(|length| done + length < stored.len()) {
        let at = done + length;
        let size = match stored[at] {
            0xc2..=0xdf => 2,
            0xe2 => 3,
            _ => return None,
        };
        let c = std::str::from_utf8(stored.get(at..at + size)?).ok()?;
        taken.extend_from_slice(&stored[done..at]);
        match c.chars().next().map(u32::from)? {
            scalar @ 0..=0xff => taken.push(scalar as u8),
            _ => match WINDOWS_1252.encode(c) {
                (bytes, _, false) => taken.extend_from_slice(&bytes),
                _ => return None,
            },
        }
        done = at + size;
    }
    (done > 0).then(|| {
        taken.extend_from_slice(&stored[done..]);
        taken
    })
}

#[cfg(test)]
mod tests {
    use super::super::decode;
    use crate::diag::{Sink, Trouble};
    use encoding_rs::{BIG5, Encoding, GBK, SHIFT_JIS, UTF_8, WINDOWS_1252};

    const TEXT: &str =
        "镇里上个月开了一次会，讨论怎样把旧报纸整理成册。与会的人都说：“纸张发黄，字迹模糊，需要有人逐行校对。”\n";

    fn read(stored: &str) -> (String, &'static str, &'static str, bool) {
        let mut sink = Sink::new();
        let decoded = decode(stored.as_bytes(), None, &mut sink).expect("no label was given");
        let said = sink.into_vec().iter().any(|each| matches!(each.trouble, Trouble::Damaged { .. }));
        (decoded.text.into_owned(), decoded.decision.encoding, decoded.decision.by, said)
    }

    fn stored(text: &str, encoding: &'static Encoding) -> String {
        WINDOWS_1252.decode_without_bom_handling(&encoding.encode(text).0).0.into_owned()
    }

    #[test]
    fn the_bytes_are_taken_back() {
        let check = |text: &str, encoding: &'static Encoding, name: &str| {
            let stored = stored(text, encoding);
            for stored in [stored.clone(), format!("\u{feff}{stored}")] {
                assert_eq!(read(&stored), (text.to_owned(), name, "twice", true));
            }
        };
        check(TEXT, UTF_8, "utf-8");
        check(&format!("<p>Vol. 3 of the series, with a name: {TEXT}"), UTF_8, "utf-8");
        check(TEXT, GBK, "gb18030");
        check("與會的人都說，紙張發黃，字跡模糊，識別出來的文字錯誤不少，需要有人逐行校對。", BIG5, "big5");
        check("町の図書館では、古い新聞を少しずつ電子化している。", SHIFT_JIS, "shift_jis");
        // Latin-1 has control characters where windows-1252 has marks.
        let latin: String = TEXT.bytes().map(char::from).collect();
        assert_eq!(read(&latin), (TEXT.to_owned(), "utf-8", "twice", true));
        // A program without U+0090 wrote a question mark.
        let lossy = stored(TEXT, UTF_8).replace(['\u{8f}', '\u{90}'], "?");
        let (text, _, by, _) = read(&lossy);
        assert!(by == "twice" && text.starts_with("镇里") && text.contains('\u{fffd}'), "{text}");
    }

    #[test]
    fn western_text_stays() {
        for text in [
            "Déjà vu: l’été dernier, à Nîmes, où naît l’œuvre “inouïe” d’un maître — très âgé.",
            "äöüÄÖÜß ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ",
            "Å — å, Ä — ä, Ö — ö …… • • •",
            "中文",
        ] {
            assert_eq!(read(text).0, text);
            assert_ne!(read(text).2, "twice");
        }
        assert_eq!(read("ä¸").0, "ä¸");
    }
}
