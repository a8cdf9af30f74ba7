//! Text that was decoded twice (mojibake): a program took its bytes for another encoding, and stored what it saw (`ä¸­æ–‡`,
//! `涓枃` or `い゛` for 中文). The bytes are taken back and read again.
//!
//! Both readings are texts, and the model of languages says which is the one that was written: it is more expected by far.

use super::charset::Charset;
use super::{Choice, choose, rank};
use crate::text::frequency;
use encoding_rs::{BIG5, EUC_KR, EncoderResult, Encoding, GB18030, GBK, SHIFT_JIS, WINDOWS_1252};
use std::ops::Range;

/// Encodings that others are taken for. GBK is tried with what only GB18030 has.
const TAKEN_FOR: [&Encoding; 5] = [WINDOWS_1252, GBK, BIG5, SHIFT_JIS, EUC_KR];
/// Bytes of the stored text that are judged, from the first that is not ASCII.
const SAMPLE: usize = 4 << 10;
/// Bytes below which nothing is sure.
const SHORT: usize = 18;
/// Information of a character beyond ASCII, in nats, from which a text is strange; that of most texts is 6 to 8.
const STRANGE: f64 = 8.5;
/// So much of the information the second reading has at most.
const BETTER: f64 = 0.75;
/// Of so many characters, one may have no byte to be taken back to.
const LOST: usize = 6;
/// Of so many characters that are read, one may be broken: a byte that is lost breaks a character of three.
const BROKEN: usize = 3;

/// The encoding that bytes were taken for, and the second reading of them, where the first reading is none; offsets of its errors count
/// the bytes that are taken back. Bytes that are UTF-8 are that, whatever they were read as.
pub fn again(bytes: &[u8], first: &str) -> Option<(&'static str, Choice<'static>)> {
    let stored = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let sampled = |text: &[u8]| text[sample(text)].to_vec();
    let (sample, stored) = match String::from_utf8(sampled(stored)) {
        Ok(sample) => (sample, stored),
        Err(_) => (String::from_utf8(sampled(first.as_bytes())).ok()?, first.as_bytes()),
    };
    let sample = Some(&*sample).filter(|sample| sample.len() >= SHORT)?;
    // None of those encodings is taken for another script by the word.
    let (other, all) =
        sample.chars().filter(|c| !c.is_ascii()).fold((0, 0), |(other, all), c| (other + u32::from(is_other(c)), all + 1));
    if 2 * other > all {
        return None;
    }
    // Most texts are no strange ones, and nothing more is asked.
    let (cost, strange) = cost(sample, 0);
    if !strange {
        return None;
    }
    let text = std::str::from_utf8(stored).ok()?;
    TAKEN_FOR.into_iter().find_map(|encoding| {
        let second = reading(sample, encoding)?;
        let (second, strange) = self::cost(&second.decoding.text, second.decoding.errors);
        let better = !strange && second < BETTER * cost;
        better.then(|| reading(text, encoding)).flatten().map(|choice| (encoding.name(), choice))
    })
}

/// Whether a letter is of an alphabet that is neither Latin nor East Asian: Greek, Cyrillic, Hebrew, Arabic, Thai and what lies between.
fn is_other(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{10ff}' | '\u{1200}'..='\u{1cff}' | '\u{1f00}'..='\u{1fff}')
}

/// Information of the characters beyond ASCII in a text, and whether it is that of a strange text, errors of decoding aside.
fn cost(text: &str, errors: u64) -> (f64, bool) {
    let foreign: String = text.chars().filter(|c| !c.is_ascii()).collect();
    let (all, count) = (rank::information(&foreign), foreign.chars().count() as f64);
    let errors = errors as f64;
    (all, all - errors * f64::from(frequency::STRANGE) > STRANGE * (count - errors))
}

/// The stretch of a stored text that is judged, cut between characters.
fn sample(stored: &[u8]) -> Range<usize> {
    let start = Encoding::ascii_valid_up_to(stored);
    let continues = |at: usize| stored.get(at).is_some_and(|byte| byte & 0xc0 == 0x80);
    let end = (start + SAMPLE).min(stored.len());
    start..(0..4).map(|back| end.saturating_sub(back)).find(|at| !continues(*at)).unwrap_or(end).max(start)
}

/// The second reading, if there is one.
fn reading(stored: &str, encoding: &'static Encoding) -> Option<Choice<'static>> {
    let taken = bytes_of(stored, encoding)?;
    let Choice { charset, decoding, ranked, .. } = choose(&taken, None);
    let own = charset == Charset::Standard(encoding) || encoding == GBK && charset == Charset::Standard(GB18030);
    let broken = decoding.errors as usize * BROKEN > decoding.text.chars().count();
    (!own && !broken).then(|| Choice { charset, by: "twice", skip: 0, decoding: decoding.into_owned(), ranked })
}

/// The bytes that an encoding shows as this text, or `None` where it lacks too many of the characters. What it lacks, and what the first
/// reading lost already (U+FFFD), is a question mark.
fn bytes_of(stored: &str, encoding: &'static Encoding) -> Option<Vec<u8>> {
    let mut taken = Vec::with_capacity(stored.len());
    let mut lost = 0;
    let foreign = stored.chars().filter(|c| !c.is_ascii()).count();
    for (index, piece) in stored.split('\u{fffd}').enumerate() {
        if index > 0 {
            taken.push(b'?');
            lost += 1;
        }
        let mut rest = piece;
        let mut encoder = encoding.new_encoder();
        let mut buffer = [0; 1024];
        while !rest.is_empty() {
            let (result, read, written) = encoder.encode_from_utf8_without_replacement(rest, &mut buffer, true);
            taken.extend_from_slice(&buffer[..written]);
            rest = &rest[read..];
            if let EncoderResult::Unmappable(c) = result {
                match u8::try_from(u32::from(c)) {
                    // ISO 8859-1 shows controls where windows-1252 has marks.
                    Ok(byte) if encoding == WINDOWS_1252 => taken.push(byte),
                    _ if encoding == GBK => taken.extend_from_slice(&GB18030.encode(c.encode_utf8(&mut [0; 4])).0),
                    _ => {
                        taken.push(b'?');
                        lost += 1;
                    }
                }
            }
        }
        if lost * LOST > foreign {
            return None;
        }
    }
    Some(taken)
}

#[cfg(test)]
mod tests {
    use super::super::decode;
    use crate::diag::{Sink, Trouble};
    use encoding_rs::{BIG5, Encoding, GB18030, GBK, SHIFT_JIS, UTF_8, WINDOWS_1252};

    const TEXT: &str =
        "镇里上个月开了一次会，讨论怎样把旧报纸整理成册。与会的人都说：“纸张发黄，字迹模糊，需要有人逐行校对。”\n";

    fn read(stored: &[u8]) -> (String, &'static str, &'static str, bool) {
        let mut sink = Sink::new();
        let decoded = decode(stored, None, &mut sink).expect("no label was given");
        let said = sink.into_vec().iter().any(|each| matches!(each.trouble, Trouble::Damaged { .. }));
        (decoded.text.into_owned(), decoded.decision.encoding, decoded.decision.by, said)
    }

    /// What an encoding shows of a text's bytes in another.
    fn shown(text: &str, written: &'static Encoding, taken_for: &'static Encoding) -> String {
        taken_for.decode_without_bom_handling(&written.encode(text).0).0.into_owned()
    }

    #[test]
    fn the_bytes_are_taken_back() {
        const HANT: &str = "與會的人都說，紙張發黃，字跡模糊，識別出來的文字錯誤不少，需要有人逐行校對。\n";
        const JAPANESE: &str = "町の図書館では、古い新聞を少しずつ電子化している。";
        let page = format!("<p>Vol. 3 of the series, with a name: {TEXT}");
        for (text, written, taken_for, name) in [
            (TEXT, UTF_8, WINDOWS_1252, "utf-8"),
            (&*page, UTF_8, WINDOWS_1252, "utf-8"),
            (TEXT, GBK, WINDOWS_1252, "gb18030"),
            (HANT, BIG5, WINDOWS_1252, "big5"),
            (HANT, BIG5, GB18030, "big5"),
            (JAPANESE, SHIFT_JIS, WINDOWS_1252, "shift_jis"),
            (JAPANESE, SHIFT_JIS, GBK, "shift_jis"),
            ("江水涨满了，", UTF_8, GBK, "utf-8"),
        ] {
            let shown = shown(text, written, taken_for);
            for stored in [shown.clone(), format!("\u{feff}{shown}")] {
                assert_eq!(read(stored.as_bytes()), (text.to_owned(), name, "twice", true), "{stored}");
            }
        }
        // ISO 8859-1 has control characters where windows-1252 has marks.
        let latin: String = TEXT.bytes().map(char::from).collect();
        assert_eq!(read(latin.as_bytes()), (TEXT.to_owned(), "utf-8", "twice", true));
    }

    #[test]
    fn what_the_first_reading_lost_is_damage() {
        // A program without U+0090 wrote a question mark; one of GBK had no character for a byte before a line's end.
        let unknown = shown(TEXT, UTF_8, WINDOWS_1252).replace(['\u{8f}', '\u{90}'], "?");
        let odd = shown(TEXT, UTF_8, GBK);
        assert!(odd.contains('\u{fffd}'));
        for stored in [unknown, odd] {
            let (text, encoding, by, said) = read(stored.as_bytes());
            assert_eq!((encoding, by, said), ("utf-8", "twice", true));
            assert!(text.starts_with("镇里") && text.contains("字迹模糊") && text.contains('\u{fffd}'), "{text}");
        }
    }

    #[test]
    fn western_text_stays() {
        for text in [
            "Déjà vu: l’été dernier, à Nîmes, où naît l’œuvre “inouïe” d’un maître — très âgé.",
            "äöüÄÖÜß ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ",
            "Å — å, Ä — ä, Ö — ö …… • • •",
            "Старый паром уходит в шесть утра. Ο παλιός πορθμός φεύγει. Phà cũ rời bến lúc sáu giờ sáng, trời đầy sương mù.",
            "Το παλιό πορθμείο φεύγει στις έξι το πρωί, και ο ποταμός είναι γεμάτος ομίχλη που δεν λέει να διαλυθεί.",
            "彁 龘 靐 齉 爩 鱻 麤 灪 爨 癵 籱 饢 驫 鲡 鹂 鸾，鬱 䨻 䖇 㐁 㐂：字書罕見之字。",
            "①②③④⑤ ⅠⅡⅢ ㈠㈡ ℃ ㎡ ■□▲△◆◇ ┌─┐│└┘ ※→←↑↓",
            "ｶﾀｶﾅ ﾊﾝｶｸ ﾓｼﾞﾚﾂ ﾃｽﾄ ﾃﾞｰﾀ",
            "中文",
        ] {
            assert_eq!(read(text.as_bytes()).0, text);
            assert_ne!(read(text.as_bytes()).2, "twice");
        }
        assert_eq!(read("ä¸".as_bytes()).0, "ä¸");
    }
}
