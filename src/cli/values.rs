//! Words of the command line that stand for values: lengths, sizes, moments, parts, pages.

use crate::geom::Abs;
use std::time::{Duration, SystemTime};

/// A length on paper, at most 25 mm.
pub fn length(word: &str) -> Result<Abs, String> {
    let length = crate::typeset::style::length(word).filter(|length| *length <= Abs::mm(25.0));
    length.ok_or_else(|| "a length up to 25mm, such as 3mm".to_owned())
}

/// The tag of a language (BCP 47): a language of two or three letters, then subtags such as a script and a region.
pub fn language(tag: &str) -> Result<String, String> {
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default();
    let is_language = (2..=3).contains(&language.len()) && language.bytes().all(|b| b.is_ascii_alphabetic());
    let is_subtag = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    match is_language && parts.all(is_subtag) {
        true => Ok(tag.to_owned()),
        false => Err("the tag of a language is meant, such as zh-Hans, zh-Hant, zh-HK, ja, ko or en".to_owned()),
    }
}

/// A number of bytes: `4G`, `800M`, `512k`.
pub fn size(word: &str) -> Result<u64, String> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let shift = match word[digits.len()..].to_ascii_lowercase().trim_end_matches('b').trim_end_matches('i') {
        "" => 0,
        "k" => 10,
        "m" => 20,
        "g" => 30,
        "t" => 40,
        _ => return Err("a number with K, M or G is meant, such as 4G".to_owned()),
    };
    let number: u64 = digits.parse().map_err(|_| "a number with K, M or G is meant, such as 4G".to_owned())?;
    number.checked_shl(shift).filter(|size| size >> shift == number).ok_or_else(|| "that is more than there can be".to_owned())
}

/// A time in seconds, parts of them too.
pub fn seconds(word: &str) -> Result<Duration, String> {
    let number: Option<f64> = word.parse().ok().filter(|number| *number > 0.0);
    let time = number.and_then(|number| Duration::try_from_secs_f64(number).ok());
    time.ok_or_else(|| "a number of seconds is meant, such as 600".to_owned())
}

/// A moment: a day, or a time before now.
pub fn since(word: &str) -> Result<SystemTime, String> {
    let wrong = || "a day such as 2026-01-31 is meant, or a time such as 3d, 12h or 30m".to_owned();
    let unit = word.chars().last().map_or(0, |unit| match unit {
        'd' => 86_400,
        'h' => 3600,
        'm' => 60,
        _ => 0,
    });
    if unit > 0 {
        let number: u64 = word[..word.len() - 1].parse().map_err(|_| wrong())?;
        let before = number.checked_mul(unit).map(Duration::from_secs);
        return before.and_then(|before| SystemTime::now().checked_sub(before)).ok_or_else(wrong);
    }
    let numbers: Vec<i64> = word.split('-').filter_map(|part| part.parse().ok()).collect();
    let [year @ 1970..=9999, month @ 1..=12, day @ 1..=31] = numbers[..] else { return Err(wrong()) };
    // Days since 1970-01-01, counted in years that begin in March.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1 - 719_468;
    u64::try_from(days).map(|days| SystemTime::UNIX_EPOCH + Duration::from_secs(86_400 * days)).map_err(|_| wrong())
}

/// One of so many parts: `1/4`.
pub fn shard(word: &str) -> Result<(u32, u32), String> {
    let numbers = word.split_once('/').and_then(|(nth, of)| Some((nth.parse().ok()?, of.parse().ok()?)));
    numbers.ok_or_else(|| "a part of all is meant, such as 1/4".to_owned()).and_then(part)
}

/// One of so many parts, where there is such a one.
pub fn part((nth, of): (u32, u32)) -> Result<(u32, u32), String> {
    if (1..=of).contains(&nth) { Ok((nth, of)) } else { Err(format!("there is no part {nth} of {of}")) }
}

/// The first and the last of some pages.
pub fn pages(text: &str) -> Result<(usize, usize), String> {
    let number = |text: &str| text.trim().parse().ok().filter(|page| *page > 0);
    let found = match text.split_once('-') {
        None => number(text).map(|page| (page, page)),
        Some((first, "")) => number(first).map(|first| (first, usize::MAX)),
        Some((first, last)) => number(first).zip(number(last)),
    };
    found.filter(|(first, last)| first <= last).ok_or_else(|| "pages are 3, 2-5, or 2-".to_owned())
}

/// Dots per inch.
pub fn dots(text: &str) -> Result<f32, String> {
    let found = text.parse().ok().filter(|dots| (10.0..=1200.0).contains(dots));
    found.ok_or_else(|| "dots per inch lie between 10 and 1200".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_by_tags() {
        assert!(["zh", "zh-Hans", "zh-Hant-HK", "yue", "en-GB", "de-1996", "ja"].iter().all(|tag| language(tag).is_ok()));
        assert!(
            ["", "火星", "chinese", "zh_CN", "zh-", "z", "zh Hans", "zh-Hans-abcdefghi"]
                .iter()
                .all(|tag| language(tag).is_err())
        );
    }

    #[test]
    fn sizes_days_and_shards_are_understood() {
        assert_eq!(["4G", "800M", "7k", "12"].map(size), [Ok(4 << 30), Ok(800 << 20), Ok(7 << 10), Ok(12)]);
        assert!(["", "G", "4X", "99999999999999G"].iter().all(|word| size(word).is_err()));
        let day = |days: u64| Ok(SystemTime::UNIX_EPOCH + Duration::from_secs(86_400 * days));
        assert_eq!(["1970-01-01", "2000-02-29", "2026-01-31"].map(since), [day(0), day(11_016), day(20_484)]);
        assert!(since("3d").is_ok_and(|then| then < SystemTime::now()));
        assert!(["", "d", "2026", "2026-13-01", "3x"].iter().all(|word| since(word).is_err()));
        assert_eq!(shard("2/3"), Ok((2, 3)));
        assert!(["0/3", "4/3", "3", "a/b"].iter().all(|word| shard(word).is_err()));
    }
}
