//! Lines → paragraphs: by indent, by how far the line before reached, by pitch.
//!
//! Where paragraphs are indented, the indent decides. Elsewhere a line that ended although the next unit would have fitted
//! ended a paragraph. Between columns and pages each line is measured in its own column.

use super::frame::Setting;
use super::line::{Line, is_spaced};
use crate::text::clreq;
use crate::text::patterns::GW_H1;
use crate::text::script::is_cjk;

/// A line of the narrowest column, in characters.
const COLUMN: usize = 8;
/// An indent that begins a paragraph, at least (em); two em are usual, justification eats a little.
const INDENT: f32 = 0.75;
/// An indent deeper than this (em) is another kind of setting: a signature, verse.
const DEEP: f32 = 8.0;

/// What goes on behind an item's mark is set in so far (em).
const HANG: std::ops::RangeInclusive<f32> = 0.3..=2.6;

/// A line in its measure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Set {
    /// Its sheet.
    pub sheet: usize,
    /// Its place in the sheet's lines.
    pub line: usize,
    /// The measure's left edge.
    pub left: f32,
    /// The measure's right edge.
    pub right: f32,
}

/// What is known of how a document sets its paragraphs.
#[derive(Clone, Copy, Debug, Default)]
pub struct Habit {
    /// Whether first lines are indented.
    pub indents: bool,
    /// Whether the structure tree's elements are paragraphs.
    pub tagged: bool,
}

/// Whether two lines are one paragraph, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether they are joined.
    pub join: bool,
    /// What was seen.
    pub why: &'static str,
}

const fn join(why: &'static str) -> Verdict {
    Verdict { join: true, why }
}

const fn part(why: &'static str) -> Verdict {
    Verdict { join: false, why }
}

/// How far a line is indented in its measure, in em.
pub fn indent(line: &Line, set: &Set) -> f32 {
    (line.start - set.left) / line.size.max(0.1)
}

/// What is left of the measure behind a line, in points. Closing marks fill their cell, whatever their ink.
pub fn rest(line: &Line, set: &Set) -> f32 {
    let last = line.text.chars().next_back().unwrap_or(' ');
    let end = match clreq::is_stop(last) || clreq::is_close(last) {
        true => line.area.right.max(line.end.min(set.right)),
        false => line.area.right,
    };
    set.right - end
}

/// Whether a line ends where a sentence may end.
pub fn ends_sentence(line: &Line) -> bool {
    let mut back = line.text.chars().rev().skip_while(|&c| clreq::is_close(c) || matches!(c, '"' | '\'' | ')'));
    back.next().is_some_and(|c| clreq::is_sentence_end(c) || matches!(c, '：' | ':' | '；' | '.' | '?' | '!'))
}

/// Whether line `b`, which follows line `a`, goes on with its paragraph. `near` says that they stand under one another in
/// one block; `pitch` is then their distance over the usual one.
pub fn decide(a: (&Line, &Set), b: (&Line, &Set), near: Option<f32>, habit: Habit) -> Verdict {
    if b.0.item {
        return part("the mark of an item stands before the line");
    }
    let em = a.0.size.max(b.0.size);
    if let (true, Some((_, one)), Some((_, other))) = (habit.tagged, a.0.element, b.0.element) {
        // Verses of one element are parted by breaks.
        let verse = a.0.setting == Setting::Units && b.0.setting == Setting::Units && a.0.text.ends_with(clreq::is_stop);
        if one == other && !verse {
            return join("one element of the structure tree");
        }
        // Producers end an element where its column ends, whatever goes on in the next; a name alone fills its own measure.
        let column = a.0.text.chars().count() >= COLUMN;
        let cut = near.is_none()
            && column
            && !ends_sentence(a.0)
            && indent(b.0, b.1) < INDENT
            && rest(a.0, a.1) <= b.0.unit + 0.45 * em;
        if !cut {
            return part("another element of the structure tree");
        }
    }
    if (a.0.size - b.0.size).abs() > 0.08 * em {
        return part("another size");
    }
    let (before, after) = (indent(a.0, a.1), indent(b.0, b.1));
    let room = rest(a.0, a.1);
    let short = room > b.0.unit + 0.45 * em;
    if starts_inside(&b.0.text) {
        return join("a closing mark goes on with the line before");
    }
    if is_marked(&b.0.text) && (ends_sentence(a.0) || short) {
        return part("the line begins with an item's mark");
    }
    if let Some(next) = number(&b.0.text) {
        if !is_abbreviated(&a.0.text) && (ends_sentence(a.0) && near.is_some() || short) {
            return part("the line begins with an item's number");
        }
        if number(&a.0.text).is_some_and(|own| own + 1 == next) {
            return part("the line begins with the next number");
        }
    }
    let (own, other) = (option(&a.0.text), option(&b.0.text));
    if own.zip(other).is_some_and(|(own, other)| own.0 < other.0 && own.1 == other.1) {
        return part("the line begins with an option's letter");
    }
    if a.0.setting == Setting::Units || b.0.setting == Setting::Units {
        return part("each line is a unit");
    }
    if a.0.contents || b.0.contents {
        return part("a line of contents");
    }
    if a.0.entry && b.0.entry {
        return part("entries of an index");
    }
    if is_led(&a.0.text) {
        return part("the line before ends with leaders and a folio");
    }
    if (a.0.setting == Setting::Inset) != (b.0.setting == Setting::Inset) && (ends_sentence(a.0) || short) {
        return part("text in another measure");
    }
    if b.0.setting == Setting::Hanging {
        return match after < 0.5 * INDENT || a.0.setting != Setting::Hanging {
            true => part("the line begins at the edge, and others hang"),
            false => join("the line hangs"),
        };
    }
    if a.0.bold && !b.0.bold && after < INDENT && room < 2.2 * em && (before >= INDENT || is_marked(&a.0.text)) {
        return join("what began in bold goes on");
    }
    // Two lines in the middle of the measure show no measure of their own: the white is the same at both sides of them.
    let middle = near.is_some_and(|pitch| pitch < 1.35) && !ends_sentence(a.0) && (after * em - room).abs() <= 0.3 * em;
    if middle && after >= INDENT && (before - after - 2.0).abs() <= 0.15 {
        return join("both stand in the middle, and the first is indented");
    }
    if (INDENT..=DEEP).contains(&after) {
        let hangs = near.is_some()
            && is_level(&a.0.text, &b.0.text, after - before)
            && !short
            // A subhead in bold is as long as its column now and then.
            && a.0.bold == b.0.bold
            && !(habit.indents && ends_sentence(a.0) && after < 3.0)
            && !is_heading(&b.0.text);
        // Behind a label that is set out, what goes on is set in; a sentence that is open begins no paragraph.
        let labelled =
            is_label(&a.0.text) || !ends_sentence(a.0) && (is_marked(&a.0.text) || is_counted(&a.0.text) || is_sign(&a.0.text));
        let marked = is_marked(&a.0.text) || is_label(&a.0.text) || is_sign(&a.0.text);
        let set_in = before < 0.3 || marked && HANG.contains(&(after - before));
        let label = near.is_some() && set_in && !short && labelled && (!habit.indents || !ends_sentence(a.0));
        if hangs || label {
            return join("both are indented alike, and the first is full");
        }
        return part("the line is indented");
    }
    if near.is_some() && !a.0.bold && b.0.bold && ends_sentence(a.0) && rest(b.0, b.1) > 2.0 * em {
        return part("a short line in bold stands behind a sentence");
    }
    if after > DEEP || is_aside(a, b) {
        return part("the line stands apart");
    }
    // Lines of one paragraph stand evenly: where paragraphs are not indented, a little more white parts them.
    let white = |pitch: f32| match habit.indents {
        true => pitch > 1.35 && ends_sentence(a.0),
        false => pitch > 1.35 || pitch > 1.18 && ends_sentence(a.0),
    };
    if near.is_some_and(|pitch| pitch > 2.0 || white(pitch)) {
        return part("a wider gap");
    }
    if short {
        return part("the line before is short");
    }
    if !habit.indents && near.is_none() && ends_sentence(a.0) && room > 0.2 * em {
        return part("a sentence ends with its column");
    }
    join("the line before is full")
}

/// Whether two lines so far apart (em) begin at one edge. An opening mark that was squeezed begins half a cell before its ink.
fn is_level(a: &str, b: &str, apart: f32) -> bool {
    let opens = |text: &str| text.starts_with(|c: char| clreq::is_open(c) && !c.is_ascii());
    apart.abs() <= 0.25 || (opens(a) || opens(b)) && (0.35..=0.7).contains(&apart.abs())
}

/// Whether a line without stops stands below the end of a sentence, in the second half of its measure: a signature, a date.
fn is_aside(a: (&Line, &Set), b: (&Line, &Set)) -> bool {
    let em = a.0.size.max(b.0.size);
    let half = (a.1.left + a.1.right) / 2.0;
    a.1.sheet == b.1.sheet
        && b.1.left >= half
        && b.1.right <= a.1.right + em
        && b.0.base > a.0.base + 0.5 * em
        && ends_sentence(a.0)
        && !a.0.text.ends_with(['：', ':'])
        && !b.0.text.contains(clreq::is_stop)
}

/// Whether the second part of an article that was cut by a jump goes on inside a paragraph. The page was cut by hand: how far
/// the last line reaches says nothing.
pub fn decide_jump(a: (&Line, &Set), b: (&Line, &Set), habit: Habit) -> Verdict {
    let after = indent(b.0, b.1);
    if (INDENT..=DEEP).contains(&after) {
        part("the line is indented")
    } else if !ends_sentence(a.0) {
        join("the sentence was cut by the jump")
    } else if habit.indents {
        join("the line is not indented")
    } else {
        part("a sentence ends before the jump")
    }
}

/// Whether a text begins with what no paragraph begins with.
fn starts_inside(text: &str) -> bool {
    text.chars().next().is_some_and(|c| {
        matches!(c, '，' | '。' | '、' | '；' | '：' | '！' | '？' | '”' | '’' | '）' | '》' | '」' | '』' | '】')
    })
}

/// Whether a line ends with leaders and a folio, as those of contents do: `序……1`, `渡口····02版`.
fn is_led(text: &str) -> bool {
    let whole = text;
    let text = text.trim_end_matches(['版', '页', '頁']);
    let digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let title = text.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || digit(c) || matches!(c, '（' | '）' | '(' | ')'));
    let leader = |c: &char| matches!(c, '…' | '·' | '.' | '‥' | '・' | '．' | '⋯' | '_');
    let leaders = title.trim_end().chars().rev().take_while(leader).count();
    let digits = text[title.len()..].chars().any(digit);
    // A folio at the edge of its list.
    let folio = text.ends_with(digit) && title.ends_with('\u{3000}') && title.len() > 3;
    folio && text.len() < whole.len()
        || digits && leaders >= 3
        || digits && leaders == 2 && title.trim_end().ends_with(['…', '⋯'])
}

/// The mark that a line begins with, where it parts items or short news.
pub fn item_mark(text: &str) -> Option<char> {
    text.chars().next().filter(|_| is_marked(text))
}

/// Whether a line begins with a mark that parts short news.
fn is_marked(text: &str) -> bool {
    text.starts_with(['•', '◦', '–', '▪', '➢', '✓', '■', '□', '▲', '△', '▼', '●', '○', '◎', '◆', '◇', '★', '☆', '▶', '►'])
}

/// Whether a line begins with a picture of a letter's size, as faces of signs have them: an arrow, a hand, a registered mark.
fn is_sign(text: &str) -> bool {
    let sign = |c: char| matches!(c, '®' | '©' | '※' | '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{23ff}' | '\u{2600}'..='\u{27bf}' | '\u{e000}'..='\u{f8ff}');
    text.starts_with(sign)
}

/// Whether a line begins with a number in brackets: `[2]`, `［2］`.
fn is_counted(text: &str) -> bool {
    counted(text).is_some()
}

/// The number in brackets that a line begins with.
pub fn counted(text: &str) -> Option<u32> {
    let rest = text.strip_prefix(['[', '［'])?;
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    rest[digits..].starts_with([']', '］']).then(|| rest[..digits].parse().ok())?
}

/// Whether a line ends with what may be an abbreviation: `see Fig.`
fn is_abbreviated(text: &str) -> bool {
    text.trim_end().strip_suffix('.').is_some_and(|text| text.ends_with(|c: char| c.is_ascii_alphabetic()))
}

/// The number of an item that a line begins with: `3. 渡口`, and not `3.5`.
fn number(text: &str) -> Option<u32> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let behind = rest.strip_prefix(['.', '．', '、', ')', '）'])?;
    let digits = &text[..text.len() - rest.len()];
    let ends = digits.len() <= 3 && !behind.starts_with(|c: char| c.is_ascii_digit() || c.is_ascii_punctuation());
    digits.parse().ok().filter(|_| ends)
}

/// The letter and the mark behind it that an option of a question begins with: `A．粗犷`, `（B）哺育`.
pub fn option(text: &str) -> Option<(u32, char)> {
    let mut chars = text.trim_start_matches(['（', '(']).chars();
    let letter = chars.next().filter(|c| ('A'..='H').contains(c) || ('Ａ'..='Ｈ').contains(c))?;
    let mark = chars.next().filter(|c| ".．、）)：:".contains(*c))?;
    chars.next().map(|_| (u32::from(letter), mark))
}

/// Whether a line begins with the number of a heading, `二、`; `一、二等奖` counts.
fn is_heading(text: &str) -> bool {
    let counts = |rest: &str| rest.starts_with(|c| "一二三四五六七八九十".contains(c));
    GW_H1.find(text).is_some_and(|found| !counts(&text[found.end()..]))
}

/// Whether a line begins with the label of an item, under which its other lines hang.
pub fn is_label(text: &str) -> bool {
    let mut chars = text.chars();
    match chars.next() {
        Some('•' | '●' | '■' | '◆' | '·' | '-' | '–' | '*' | '（' | '(') => true,
        Some(c) if ('①'..='⑳').contains(&c) => true,
        Some(c) if c.is_ascii_digit() => {
            chars.find(|c| !c.is_ascii_digit()).is_some_and(|c| matches!(c, '.' | '．' | '、' | ')' | '）'))
        }
        _ => false,
    }
}

/// What goes between two lines of a paragraph.
pub fn joint(left: &str, right: &str) -> &'static str {
    let spaced = left.ends_with(is_spaced) && right.starts_with(is_spaced);
    // Words of Korean and Latin are parted by spaces; a dash at the line's end holds on to what follows.
    let dash = left.ends_with(['-', '—', '–', '/']);
    // Chinese is set without spaces, and programs break its numbers anywhere: `194` over `7年`.
    let digit = |c: char| c.is_ascii_digit();
    let number = right.starts_with(digit) && left.ends_with(digit) && {
        let before = left.trim_end_matches(digit).chars().next_back();
        let after = right.trim_start_matches(digit).chars().next();
        before.is_some_and(is_cjk) && after.is_some_and(is_cjk)
    };
    if spaced && !dash && !number { " " } else { "" }
}

/// Whether the hyphen at the end of a line was put there by the line's end.
pub fn is_hyphenated(left: &str, right: &str) -> bool {
    let mut back = left.chars().rev();
    let hyphen = matches!(back.next(), Some('-' | '\u{2010}' | '\u{ad}'));
    let mut letters = back.take_while(|c| c.is_alphabetic() && c.is_ascii());
    hyphen
        && letters.next().is_some_and(char::is_lowercase)
        && letters.next().is_some()
        && right.starts_with(|c: char| c.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::layout::page::Area;

    #[test]
    fn letters_of_options() {
        assert_eq!(option("A．粗犷"), Some((u32::from('A'), '．')));
        assert_eq!(option("（B）哺育"), Some((u32::from('B'), '）')));
        for text in ["A", "A．", "AB．粗犷", "渡口", "Z．末"] {
            assert_eq!(option(text), None, "{text}");
        }
    }

    #[test]
    fn joints_and_hyphens() {
        for (left, right, expected) in [
            ("山河", "故人", ""),
            ("the", "river", " "),
            ("河", "river", ""),
            ("well-", "known", ""),
            ("他在194", "7年来过", ""),
            ("共有12", "30", " "),
        ] {
            assert_eq!(joint(left, right), expected, "{left}|{right}");
        }
        assert!(is_hyphenated("the moun-", "tain"));
        assert!(!is_hyphenated("COVID-", "tests"));
        assert!(!is_hyphenated("1990-", "a"));
    }

    #[test]
    fn a_signature_below_a_full_line_stands_apart() {
        let line = |text: &str, base: f32, left: f32, right: f32| Line {
            text: text.into(),
            base,
            size: 10.0,
            unit: 10.0,
            start: left,
            end: right,
            area: Area { left, right, ..Area::default() },
            ..Line::default()
        };
        let set = |left: f32, right: f32| Set { sheet: 0, line: 0, left, right };
        let column = set(0.0, 210.0);
        for (above, below, left, expected) in [
            ("夜里下过雨，船都回来了。", "江湾镇　林川", 150.0, false),
            ("夜里下过雨，船都回来了。", "江湾镇　林川", 60.0, true),
            // What goes on beside a picture.
            ("夜里下过雨，船都回来了。", "灯亮着，人散了", 140.0, true),
            ("夜里下过雨，船都回来，", "人散了", 150.0, true),
        ] {
            let (a, b) = (line(above, 100.0, 0.0, 210.0), line(below, 115.0, left, 210.0));
            let habit = Habit { indents: true, ..Habit::default() };
            assert_eq!(decide((&a, &column), (&b, &set(left, 210.0)), None, habit).join, expected, "{above} {below} {left}");
        }
    }

    #[test]
    fn numbers_of_headings() {
        for (text, expected) in [("二、先进个人", true), ("一、二等奖各三名", false), ("二是要快", false)] {
            assert_eq!(is_heading(text), expected, "{text}");
        }
    }

    #[test]
    fn lines_of_contents() {
        for (text, expected) in [
            ("序……………1", true),
            ("渡口····02版", true),
            ("渡口 ………… ３", true),
            ("船工号子 ...... 12", true),
            ("端午将至\u{3000}02版", true),
            ("端午将至\u{3000}02", false),
            ("他想了想……", false),
            ("第2章 3.1.4", false),
            ("一共1.5", false),
        ] {
            assert_eq!(is_led(text), expected, "{text}");
        }
    }

    #[test]
    fn numbers_in_brackets() {
        for (text, expected) in [("［2］甲", true), ("[12] A", true), ("[]", false), ("[甲]", false), ("（2）", false)] {
            assert_eq!(is_counted(text), expected, "{text}");
        }
    }

    #[test]
    fn numbers_of_items() {
        for (text, expected) in [("3. 渡口", true), ("12）渡口", true), ("3.5亿元", false), ("2021年", false), ("1) {", true)]
        {
            assert_eq!(number(text).is_some(), expected, "{text}");
        }
    }

    #[test]
    fn labels() {
        for (text, expected) in [("1. 甲", true), ("（一）甲", true), ("①甲", true), ("2021年", false), ("甲", false)]
        {
            assert_eq!(is_label(text), expected, "{text}");
        }
    }
}
