//! Natural order: names as a person counts, `第9版` before `第10版`, `第二版` before `第十版`.

use std::cmp::Ordering;

/// Compares names: runs of digits by their value, numerals of Han by theirs where they stand between 第 and another character.
pub fn compare(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    let mut ordinal = false;
    loop {
        let (Some(x), Some(y)) = (left.chars().next(), right.chars().next()) else { return left.len().cmp(&right.len()) };
        let (one, other) = (number(left, ordinal), number(right, ordinal));
        if let (Some((value, length)), Some((second, other))) = (one, other) {
            let order = value.len().cmp(&second.len()).then_with(|| value.cmp(&second)).then_with(|| length.cmp(&other));
            if order.is_ne() {
                return order;
            }
            (left, right) = (&left[length..], &right[other..]);
        } else if x != y {
            return x.cmp(&y);
        } else {
            ordinal = x == '第';
            (left, right) = (&left[x.len_utf8()..], &right[y.len_utf8()..]);
            continue;
        }
        ordinal = false;
    }
}

/// The number at the start of a text: its digits without leading zeros, and its length in bytes.
fn number(text: &str, ordinal: bool) -> Option<(String, usize)> {
    let digits = &text[..text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len())];
    if !digits.is_empty() {
        return Some((digits.trim_start_matches('0').to_owned(), digits.len()));
    }
    let numeral = &text[..text.find(|c| !NUMERALS.contains(c)).unwrap_or(text.len())];
    let value = value(numeral).filter(|_| ordinal)?;
    Some((value.to_string(), numeral.len()))
}

const NUMERALS: &str = "〇零一二三四五六七八九十百千";

/// The value of a numeral of Han below ten thousand, in words (`二十三`) or figures (`二三`).
pub fn value(numeral: &str) -> Option<u32> {
    let digit = |c: char| "〇一二三四五六七八九".chars().position(|own| own == c).or((c == '零').then_some(0));
    if numeral.is_empty() || numeral.chars().count() > 9 || !numeral.chars().all(|c| NUMERALS.contains(c)) {
        return None;
    }
    if numeral.chars().all(|c| digit(c).is_some()) {
        return numeral.chars().try_fold(0u32, |sum, c| sum.checked_mul(10)?.checked_add(u32::try_from(digit(c)?).ok()?));
    }
    let (mut sum, mut last) = (0u32, None);
    for c in numeral.chars() {
        let unit = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            c => {
                last = u32::try_from(digit(c)?).ok();
                continue;
            }
        };
        sum += last.take().unwrap_or(1) * unit;
    }
    Some(sum + last.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_counted_as_a_person_counts() {
        let mut names = ["10.txt", "2.txt", "1.txt", "02.txt", "第10版", "第9版", "a", "第9版b"];
        names.sort_by(|a, b| compare(a, b));
        assert_eq!(names, ["1.txt", "2.txt", "02.txt", "10.txt", "a", "第9版", "第9版b", "第10版"]);
        let mut names = ["第十一版", "第二版", "第十版", "第一版", "第3版"];
        names.sort_by(|a, b| compare(a, b));
        assert_eq!(names, ["第一版", "第二版", "第3版", "第十版", "第十一版"]);
    }

    #[test]
    fn numerals_have_values() {
        for (numeral, expected) in
            [("十二", Some(12)), ("二十", Some(20)), ("一百零五", Some(105)), ("二〇二四", Some(2024)), ("版", None)]
        {
            assert_eq!(value(numeral), expected, "{numeral}");
        }
    }
}
