//! Numbers as labels write them (`ST_NumberFormat`, ECMA-376 Part 1, 17.18.59).
//!
//! A format that this table doesn't know, or that has no sign for a number, is written in Arabic digits.

use crate::text::figures;

/// Whether characters before a tab are a label that somebody typed: a bullet, or a number or letters with a mark.
pub fn is_typed_label(text: &str) -> bool {
    const BULLETS: [&str; 14] = ["•", "·", "●", "○", "■", "□", "◆", "◇", "▪", "▫", "‣", "◦", "–", "-"];
    let bare = text.trim_start_matches(['(', '（']).trim_end_matches(['.', '．', ')', '）', '、']);
    let number = bare.len() <= 11
        && bare.starts_with(|c: char| c.is_ascii_digit())
        && bare.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let letters = bare.len() == 1 && bare.bytes().all(|b| b.is_ascii_alphabetic())
        || (2..=5).contains(&bare.len()) && bare.bytes().all(|b| b"ivxIVX".contains(&b));
    BULLETS.contains(&text) || bare.len() < text.len() && (number || letters)
}

/// A number in a format.
pub fn render(format: &str, number: u32) -> String {
    let from = |signs: &str| sign(signs, number);
    let found = match format {
        "decimal" => None,
        "none" | "bullet" => Some(String::new()),
        "decimalZero" => Some(format!("{number:02}")),
        "decimalZero3" => Some(format!("{number:03}")),
        "decimalZero4" => Some(format!("{number:04}")),
        "decimalZero5" => Some(format!("{number:05}")),
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).map(|text| text.to_lowercase()),
        "upperLetter" => letters(number, 'A'),
        "lowerLetter" => letters(number, 'a'),
        "ordinal" => Some(format!("{number}{}", ordinal(number))),
        "cardinalText" => words(number, &CARDINALS, &TENS),
        "ordinalText" => words(number, &ORDINALS, &TENTHS),
        "chicago" => chicago(number),
        "hex" => Some(format!("{number:X}")),
        "numberInDash" => Some(format!("- {number} -")),
        "decimalFullWidth" | "decimalFullWidth2" => Some(digits(number, "０１２３４５６７８９")),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => circled(number),
        "decimalEnclosedParen" => offset(number, 20, '⑴'),
        "decimalEnclosedFullstop" => offset(number, 20, '⒈'),
        "ideographEnclosedCircle" => offset(number, 10, '㊀'),
        "chineseCounting"
        | "taiwaneseCounting"
        | "japaneseCounting"
        | "ideographDigital"
        | "taiwaneseDigital"
        | "japaneseDigitalTenThousand"
        | "koreanDigital2"
            if number == 0 =>
        {
            Some("〇".to_owned())
        }
        "chineseCounting" | "taiwaneseCounting" if number < 100 => Some(thousands(number, &SMALL)),
        "chineseCounting"
        | "taiwaneseCounting"
        | "ideographDigital"
        | "taiwaneseDigital"
        | "japaneseDigitalTenThousand"
        | "koreanDigital2" => Some(digits(number, "〇一二三四五六七八九")),
        "chineseCountingThousand" | "taiwaneseCountingThousand" => Some(thousands(number, &SMALL)),
        "japaneseCounting" => Some(thousands(number, &JAPANESE)),
        "chineseLegalSimplified" => Some(thousands(number, &LEGAL)),
        "ideographLegalTraditional" => Some(thousands(number, &LEGAL_TRADITIONAL)),
        "japaneseLegal" => Some(thousands(number, &LEGAL_JAPANESE)),
        "koreanDigital" => Some(digits(number, "영일이삼사오육칠팔구")),
        "ideographTraditional" => from("甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => from("子丑寅卯辰巳午未申酉戌亥"),
        "ideographZodiacTraditional" => sexagenary(number),
        "aiueo" | "aiueoFullWidth" => {
            from("アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン")
        }
        "iroha" | "irohaFullWidth" => {
            from("イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス")
        }
        "ganada" => from("가나다라마바사아자차카타파하"),
        "chosung" => from("ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ"),
        "russianUpper" => from("АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ"),
        "russianLower" => from("абвгдежзиклмнопрстуфхцчшщыэюя"),
        _ => None,
    };
    found.unwrap_or_else(|| number.to_string())
}

/// Whether a format counts in Han characters.
pub fn is_han(format: &str) -> bool {
    const HAN: &[&str] = &["chinese", "taiwanese", "ideograph", "japaneseCounting", "japaneseLegal", "japaneseDigital"];
    HAN.iter().any(|stem| format.starts_with(stem))
}

/// The sign for a number that counts from 1.
fn sign(signs: &str, number: u32) -> Option<String> {
    signs.chars().nth(usize::try_from(number.checked_sub(1)?).ok()?).map(String::from)
}

/// The sign so far behind the first.
fn offset(number: u32, most: u32, first: char) -> Option<String> {
    (1..=most).contains(&number).then(|| char::from_u32(u32::from(first) + number - 1)).flatten().map(String::from)
}

fn circled(number: u32) -> Option<String> {
    match number {
        1..=20 => offset(number, 20, '①'),
        21..=35 => offset(number - 20, 15, '㉑'),
        36..=50 => offset(number - 35, 15, '㊱'),
        _ => None,
    }
}

fn digits(number: u32, signs: &str) -> String {
    let signs: Vec<char> = signs.chars().collect();
    number.to_string().bytes().filter_map(|digit| signs.get(usize::from(digit - b'0'))).collect()
}

fn roman(number: u32) -> Option<String> {
    (1..5000).contains(&number).then(|| figures::roman(number as usize))
}

/// a…z, then aa, bb…: Word repeats the letter.
fn letters(number: u32, first: char) -> Option<String> {
    let place = number.checked_sub(1)?;
    let letter = char::from_u32(u32::from(first) + place % 26)?;
    let times = place / 26 + 1;
    (times <= 30).then(|| letter.to_string().repeat(times as usize))
}

fn ordinal(number: u32) -> &'static str {
    match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    }
}

const CARDINALS: [&str; 19] = [
    "One",
    "Two",
    "Three",
    "Four",
    "Five",
    "Six",
    "Seven",
    "Eight",
    "Nine",
    "Ten",
    "Eleven",
    "Twelve",
    "Thirteen",
    "Fourteen",
    "Fifteen",
    "Sixteen",
    "Seventeen",
    "Eighteen",
    "Nineteen",
];
const TENS: [&str; 8] = ["Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy", "Eighty", "Ninety"];
const ORDINALS: [&str; 19] = [
    "First",
    "Second",
    "Third",
    "Fourth",
    "Fifth",
    "Sixth",
    "Seventh",
    "Eighth",
    "Ninth",
    "Tenth",
    "Eleventh",
    "Twelfth",
    "Thirteenth",
    "Fourteenth",
    "Fifteenth",
    "Sixteenth",
    "Seventeenth",
    "Eighteenth",
    "Nineteenth",
];
const TENTHS: [&str; 8] =
    ["Twentieth", "Thirtieth", "Fortieth", "Fiftieth", "Sixtieth", "Seventieth", "Eightieth", "Ninetieth"];

/// A number below a hundred in English words: `Twenty-first`. The last word is of the kind asked for.
fn words(number: u32, ones: &[&'static str; 19], tens: &[&'static str; 8]) -> Option<String> {
    let one = |number: u32| ones.get(number.checked_sub(1)? as usize);
    let ten = |names: &[&'static str; 8]| names.get((number / 10).checked_sub(2)? as usize).copied();
    match (number, number % 10) {
        (0..20, _) => one(number).map(|word| (*word).to_owned()),
        (_, 0) => ten(tens).map(str::to_owned),
        (_, rest) => Some(format!("{}-{}", ten(&TENS)?, one(rest)?.to_lowercase())),
    }
}

/// *, †, ‡, §, then each twice, and so on: the marks of the Chicago Manual of Style.
fn chicago(number: u32) -> Option<String> {
    let place = number.checked_sub(1)?;
    let times = place / 4 + 1;
    (times <= 30).then(|| ["*", "†", "‡", "§"][(place % 4) as usize].repeat(times as usize))
}

fn sexagenary(number: u32) -> Option<String> {
    let place = number.checked_sub(1)? % 60;
    let stem = "甲乙丙丁戊己庚辛壬癸".chars().nth((place % 10) as usize)?;
    let branch = "子丑寅卯辰巳午未申酉戌亥".chars().nth((place % 12) as usize)?;
    Some([stem, branch].iter().collect())
}

/// The signs of a system that names its powers of ten.
struct Signs {
    digits: [&'static str; 10],
    /// Ten, hundred, thousand, ten thousand.
    powers: [&'static str; 4],
    /// A zero stands for powers that are missing in between.
    zero: bool,
    /// Ten is 十, not 一十.
    bare: bool,
    /// Nor are hundred and thousand 一百 and 一千.
    bare_all: bool,
}

const SMALL: Signs = Signs {
    digits: ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"],
    powers: ["十", "百", "千", "万"],
    zero: true,
    bare: true,
    bare_all: false,
};
const JAPANESE: Signs = Signs { zero: false, bare_all: true, ..SMALL };
const LEGAL: Signs = Signs {
    digits: ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"],
    powers: ["拾", "佰", "仟", "万"],
    zero: true,
    bare: false,
    bare_all: false,
};
const LEGAL_TRADITIONAL: Signs =
    Signs {
        digits: ["零", "壹", "貳", "參", "肆", "伍", "陸", "柒", "捌", "玖"], powers: ["拾", "佰", "仟", "萬"], ..LEGAL
    };
const LEGAL_JAPANESE: Signs = Signs {
    digits: ["零", "壱", "弐", "参", "四", "伍", "六", "七", "八", "九"],
    powers: ["拾", "百", "阡", "萬"],
    zero: false,
    ..LEGAL
};

fn thousands(number: u32, signs: &Signs) -> String {
    if number == 0 {
        return signs.digits[0].to_owned();
    }
    if number >= 100_000_000 {
        return number.to_string();
    }
    let mut out = String::new();
    let (high, low) = (number / 10_000, number % 10_000);
    if high > 0 {
        below_ten_thousand(high, signs, true, &mut out);
        out.push_str(signs.powers[3]);
        if low > 0 && low < 1000 && signs.zero {
            out.push_str(signs.digits[0]);
        }
    }
    if low > 0 {
        below_ten_thousand(low, signs, high == 0, &mut out);
    }
    out
}

fn below_ten_thousand(number: u32, signs: &Signs, first: bool, out: &mut String) {
    let mut begun = false;
    let mut gap = false;
    for (place, unit) in [(3usize, 1000), (2, 100), (1, 10), (0, 1)] {
        let digit = (number / unit % 10) as usize;
        if digit == 0 {
            gap = begun;
            continue;
        }
        if std::mem::take(&mut gap) && signs.zero {
            out.push_str(signs.digits[0]);
        }
        let bare = digit == 1 && (place == 1 && signs.bare && !begun && first || place > 0 && signs.bare_all);
        if !bare {
            out.push_str(signs.digits[digit]);
        }
        if place > 0 {
            out.push_str(signs.powers[place - 1]);
        }
        begun = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_that_were_typed_are_known() {
        let check = |text: &str, expected: bool| assert_eq!(is_typed_label(text), expected, "{text}");
        let labels = ["•", "–", "1.", "12)", "(3)", "（4）", "1.2.", "a.", "iv)", "5、"];
        labels.iter().for_each(|label| check(label, true));
        let others = ["", "注", "1", "Note", "附件1.", "2024", "...", "a b."];
        others.iter().for_each(|text| check(text, false));
    }

    #[test]
    fn numbers_are_written_as_the_format_says() {
        let check = |format: &str, expected: &[(u32, &str)]| {
            for (number, text) in expected {
                assert_eq!(render(format, *number), *text, "{format} {number}");
            }
        };
        check(
            "chineseCounting",
            &[(0, "〇"), (1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九"), (101, "一〇一")],
        );
        check("chineseCountingThousand", &[(10, "十"), (21, "二十一"), (100, "一百"), (101, "一百零一"), (110, "一百一十")]);
        check("chineseCountingThousand", &[(1005, "一千零五"), (10010, "一万零一十"), (120000, "十二万"), (0, "零")]);
        check("japaneseCounting", &[(11, "十一"), (101, "百一"), (1111, "千百十一")]);
        check("chineseLegalSimplified", &[(3, "叁"), (10, "壹拾"), (25, "贰拾伍")]);
        check("ideographLegalTraditional", &[(2, "貳"), (10, "壹拾")]);
        check("ideographDigital", &[(10, "一〇"), (23, "二三")]);
        check("ideographTraditional", &[(1, "甲"), (10, "癸"), (11, "11")]);
        check("ideographZodiac", &[(12, "亥")]);
        check("ideographZodiacTraditional", &[(1, "甲子"), (60, "癸亥"), (61, "甲子")]);
        check("decimalEnclosedCircle", &[(1, "①"), (20, "⑳"), (21, "㉑"), (35, "㉟"), (36, "㊱"), (50, "㊿"), (51, "51")]);
        check("decimalEnclosedParen", &[(1, "⑴"), (21, "21")]);
        check("decimalFullWidth", &[(12, "１２")]);
        check("upperRoman", &[(4, "IV"), (1994, "MCMXCIV"), (0, "0"), (9999, "9999")]);
        check("lowerLetter", &[(1, "a"), (26, "z"), (27, "aa"), (53, "aaa"), (0, "0")]);
        check("ordinal", &[(1, "1st"), (12, "12th"), (22, "22nd")]);
        check("decimalZero", &[(3, "03"), (12, "12")]);
        check("decimalZero4", &[(3, "0003"), (12345, "12345")]);
        check("cardinalText", &[(1, "One"), (19, "Nineteen"), (20, "Twenty"), (99, "Ninety-nine"), (100, "100"), (0, "0")]);
        check("ordinalText", &[(12, "Twelfth"), (30, "Thirtieth"), (21, "Twenty-first"), (100, "100")]);
        check("chicago", &[(1, "*"), (4, "§"), (6, "††"), (0, "0"), (500, "500")]);
        check("none", &[(3, "")]);
        check("no such format", &[(3, "3")]);
    }
}
