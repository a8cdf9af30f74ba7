//! Rules on what parts there are and how they are written (GW-8 to GW-28).

use super::Findings;
use super::case::{Case, bare};
use crate::model::anatomy::{Form, Part, SECRECY};
use crate::model::{Block, Kind, Role};
use crate::text::patterns::GW_CC;
use crate::typeset::notice::label_rank;

const HAN: &str = "一二三四五六七八九十百";
const DATE: &str = "a date like 2026年8月1日, in Arabic figures without zeros before them";

/// Judges the parts by their text.
pub fn judge(case: &Case<'_>, out: &mut Findings) {
    let mut said = Vec::new();
    for lack in case.anatomy.lacks(case.blocks) {
        let plain = case.plain && matches!(lack.part, Part::Mark | Part::Number | Part::Printed | Part::Signer);
        if plain {
            continue;
        }
        said.push(lack.part);
        let (place, found, expected) = match lack.at {
            Some(at) => (case.place(at), quoted(case.blocks[at].text.as_str()), lack.what),
            // What is not sure says so below.
            None => ("the document".to_owned(), lack.what.split(" (").next().unwrap_or_default().to_owned(), lack.part.name()),
        };
        if lack.sure {
            out.add(lack.clause, lack.part, place, found, expected);
        } else {
            out.warn(lack.clause, lack.part.name(), place, found, expected, "not confirmed by a primary source");
        }
    }
    let wrong = |out: &mut Findings, clause: &'static str, at: usize, expected: &str| {
        let text = case.blocks[at].text.as_str();
        out.add(clause, case.anatomy.parts[at], case.place(at), quoted(text), expected);
    };
    for (at, block) in case.blocks.iter().enumerate() {
        let text = bare(block.text.as_str());
        match case.anatomy.parts[at] {
            Part::Copy if text.len() != 6 || !is_digits(&text) => wrong(out, "7.2.1", at, "six digits"),
            Part::Secrecy if !is_secrecy(&text) => {
                wrong(out, "7.2.2", at, "the degree, or the degree, ★ and the term: 机密★1年")
            }
            Part::Number if !said.contains(&Part::Number) && !is_number(&text, case.anatomy.form) => {
                wrong(out, "7.2.5", at, "a code, the full year in 〔〕, a number without zeros, 号: 江政发〔2026〕8号");
            }
            Part::Signer if text.contains(':') => wrong(out, "7.2.6", at, "a full-width colon"),
            Part::Addressee if !text.ends_with('：') => wrong(out, "7.3.2", at, "a full-width colon at the end"),
            Part::Text if is_judged(block) => {
                if let Some(expected) = level_fault(&text) {
                    out.add("7.3.3", Part::Text, case.place(at), label(&text), expected);
                }
                if text.contains("此页无正文") {
                    wrong(out, "7.3.5.5", at, "spacing adjusted so that text stands with the signature");
                }
            }
            Part::Date if !said.contains(&Part::Date) && !is_date(&text) => wrong(out, "7.3.5.4", at, DATE),
            Part::Note if text.starts_with('(') || text.starts_with('（') && !text.ends_with('）') => {
                wrong(out, "7.3.6", at, "full-width brackets");
            }
            Part::AttachmentMark if text.contains([':', '：', '、', '.']) => {
                wrong(out, "7.3.7", at, "附件 and its number, without a mark")
            }
            Part::Copies if text.starts_with("主题词") => {
                wrong(out, "7.4", at, "no 主题词, which the standard of 2012 gave up")
            }
            Part::Copies if text.contains(':') => wrong(out, "7.4.2", at, "a full-width colon"),
            Part::Printed if !text.contains("共印") => {
                let date = text.trim_end_matches("印发");
                let from = date.find(|c: char| c.is_ascii_digit()).unwrap_or(date.len());
                if !text.ends_with("印发") || !is_date(&date[from..]) {
                    wrong(out, "7.4.3", at, "the printer, and a date in Arabic figures without zeros before 印发");
                }
            }
            _ => {}
        }
    }
    // The list of those who get copies ends with a full stop. A printer whose date stands by itself is none.
    let printer = |at: usize| {
        let next = case.blocks.get(at + 1).filter(|_| case.anatomy.parts.get(at + 1) == Some(&Part::Printed));
        next.is_some_and(|block| bare(block.text.as_str()).starts_with(|c: char| c.is_ascii_digit()))
    };
    let copies = case.of(Part::Copies).filter(|&(at, block)| GW_CC.is_match(block.text.as_str()) || !printer(at));
    let last = copies.filter(|(_, block)| !bare(block.text.as_str()).starts_with("主题词")).last();
    if let Some((at, block)) = last
        && !bare(block.text.as_str()).ends_with('。')
    {
        wrong(out, "7.4.2", at, "a full stop 。 at the end");
    }
    order(case, out);
    sequence(case, out);
    attachments(case, out);
}

/// Who is addressed stands above the text (7.3.2), the list of attachments above signature and date (7.3.4), a note below them (7.3.6);
/// 紧急程度 stands below 密级 and both below 份号 (7.2.1 to 7.2.3).
fn order(case: &Case<'_>, out: &mut Findings) {
    let mut seen = [false; 2]; // text, and the date that closes it
    let mut signed = false;
    let parts = &case.anatomy.parts;
    let first = |wanted: Part| parts.iter().position(|&part| part == wanted);
    let (secrecy, urgency) = (first(Part::Secrecy), first(Part::Urgency));
    // What stands above the title is of the head.
    let title = first(Part::Title);
    let above = |at: usize, part: Part| {
        let later = |other: Option<usize>| other.is_some_and(|other| other < at);
        later(urgency) || part == Part::Copy && later(secrecy)
    };
    let next = |at: usize| parts[at + 1..].iter().find(|&&part| part != Part::None);
    // A note in brackets right above signature or date.
    let closes = |at: usize| {
        case.blocks[at].text.as_str().trim_start().starts_with(['（', '('])
            && matches!(next(at), Some(Part::Signature | Part::Date))
    };
    for (at, part) in case.anatomy.parts.iter().enumerate() {
        let late = match part {
            Part::AttachmentMark | Part::AttachmentTitle => return,
            Part::Copy | Part::Secrecy if above(at, *part) => Some((
                if *part == Part::Copy { "7.2.1" } else { "7.2.2" },
                "below what it stands above",
                "份号, 密级, 紧急程度, in this order",
            )),
            Part::Note if seen[0] && !seen[1] && closes(at) => Some(("7.3.6", "above signature and date", "below the date")),
            Part::Addressee if seen[0] => Some(("7.3.2", "below the text", "between the title and the text")),
            Part::AttachmentNote if seen[0] && seen[1] => {
                Some(("7.3.4", "below the date", "between the text and the signature"))
            }
            Part::Text => {
                seen[0] |= case.blocks[at].is_body() && title.is_none_or(|title| title < at);
                None
            }
            Part::Signature => {
                signed = true;
                None
            }
            Part::Date => {
                let early = seen[0] && !seen[1] && !signed && next(at) == Some(&Part::Signature);
                seen[1] |= seen[0];
                early.then_some(("7.3.5", "above the signature", "below the signature"))
            }
            _ => None,
        };
        if let Some((clause, found, expected)) = late {
            out.add(clause, *part, case.place(at), found.to_owned(), expected);
        }
    }
}

/// A text in marks, shortened.
pub fn quoted(text: &str) -> String {
    let text: String = text.trim().replace('\n', " ");
    let short: String = text.chars().take(24).collect();
    if short.len() < text.len() { format!("“{short}…”") } else { format!("“{short}”") }
}

/// Whether a block of the text is judged: tables, lists and titles of chapters have forms of their own.
pub fn is_judged(block: &Block) -> bool {
    let text = block.text.as_str().trim_start();
    let chapter = text.starts_with('第') && text.chars().take(8).any(|c| matches!(c, '章' | '节' | '编'));
    matches!(block.kind, Kind::Paragraph(Role::Body) | Kind::Heading(2..)) && !chapter
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit())
}

fn is_secrecy(text: &str) -> bool {
    let rest = SECRECY.iter().find_map(|degree| text.strip_prefix(degree));
    rest.is_some_and(|rest| rest.is_empty() || rest.strip_prefix('★').is_some_and(|term| !term.is_empty()))
}

/// `代字〔YYYY〕N号`; orders and minutes count otherwise.
fn is_number(text: &str, form: Form) -> bool {
    if matches!(form, Form::Order | Form::Minutes) || text.starts_with(|c: char| c == '第' || c.is_ascii_digit()) {
        return true;
    }
    let Some((code, rest)) = text.split_once('〔') else { return false };
    let Some((year, serial)) = rest.split_once('〕') else { return false };
    let serial = serial.strip_suffix('号').unwrap_or("");
    let han = !code.is_empty() && code.chars().all(|c| !c.is_ascii_digit() && !c.is_whitespace());
    han && year.len() == 4 && is_digits(year) && is_digits(serial) && !serial.starts_with('0')
}

/// `2026年8月1日`.
fn is_date(text: &str) -> bool {
    let Some((year, rest)) = text.split_once('年') else { return false };
    let Some((month, rest)) = rest.split_once('月') else { return false };
    let Some(day) = rest.strip_suffix('日') else { return false };
    let small = |number: &str| is_digits(number) && number.len() <= 2 && !number.starts_with('0');
    year.len() == 4 && is_digits(year) && small(month) && small(day)
}

/// What is wrong with the number that a paragraph begins with (GW-17).
fn level_fault(text: &str) -> Option<&'static str> {
    let run = |text: &str, of: fn(char) -> bool| text.chars().take_while(|&c| of(c)).map(char::len_utf8).sum::<usize>();
    let han = |c: char| HAN.contains(c);
    let digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let first = text.chars().next()?;
    if han(first) {
        let rest = &text[run(text, han)..];
        return rest.starts_with(['.', '．']).then_some("the first level is written 一、");
    }
    if digit(first) {
        let length = run(text, digit);
        let (number, rest) = text.split_at(length);
        let next = rest.chars().nth(1);
        return match rest.chars().next()? {
            '、' | '．' if number.chars().count() <= 2 => Some("the third level is written 1."),
            '.' if number.chars().count() <= 2 && number.contains(|c: char| !c.is_ascii_digit()) => {
                Some("the third level is written 1.")
            }
            ')' | '）' if number.chars().count() <= 2 && next.is_some() => Some("the fourth level is written （1）"),
            _ => None,
        };
    }
    if matches!(first, '(' | '（') {
        let inner = &text[first.len_utf8()..];
        let (length, second) = match run(inner, han) {
            0 => (run(inner, digit), false),
            length => (length, true),
        };
        let (number, rest) = inner.split_at(length);
        let close = rest.chars().next()?;
        if length == 0 || number.chars().count() > 3 || !matches!(close, ')' | '）') {
            return None;
        }
        let after = rest[close.len_utf8()..].starts_with(['、', '.', '．', '，']);
        if first == '(' || close == ')' || after {
            return Some(if second { "the second level is written （一）" } else { "the fourth level is written （1）" });
        }
    }
    None
}

/// How long the number is that a paragraph begins with, in bytes: its marks are judged with its level.
pub fn label_length(text: &str) -> usize {
    let counts = |c: char| HAN.contains(c) || c.is_ascii_digit() || "（）()、.．，".contains(c) || c.is_whitespace();
    text.find(|c| !counts(c)).unwrap_or(text.len())
}

/// The form of the number that a paragraph begins with: the same fault in many places is told once.
fn label(text: &str) -> String {
    let mut form = String::new();
    for c in text.chars() {
        let figure = match c {
            '0'..='9' => '1',
            '０'..='９' => '１',
            c if HAN.contains(c) => '一',
            '（' | '(' | '）' | ')' | '、' | '.' | '．' | '，' => c,
            _ => break,
        };
        if !form.ends_with(figure) {
            form.push(figure);
        }
    }
    format!("“{form}”")
}

/// The numbers of each level go on one by one, under each of the level above anew, and levels follow each other (GW-17). Where articles
/// count the text, levels below them stand by themselves.
fn sequence(case: &Case<'_>, out: &mut Findings) {
    let articles = case.of(Part::Text).any(|(_, block)| block.text.as_str().trim_start().starts_with("第一条"));
    let mut last = [0; 4];
    for (at, part) in case.anatomy.parts.iter().enumerate() {
        let text = bare(case.blocks[at].text.as_str());
        let level = match label_rank(&text) {
            _ if matches!(part, Part::AttachmentMark | Part::AttachmentTitle) => {
                last = [0; 4];
                continue;
            }
            Some(rank @ 2..=5) if *part == Part::Text && is_judged(&case.blocks[at]) && level_begins(&text) => {
                usize::from(rank) - 2
            }
            _ => continue,
        };
        let digits = text.trim_start_matches(['（', '(']);
        let number = if level < 2 { number(digits) } else { figure(digits) };
        let mut say = |expected: &str, why: &str| {
            out.warn("7.3.3", Part::Text.name(), case.place(at), quoted(&text), expected, why);
        };
        if last[level] > 0 && number > last[level] + 1 {
            say(&format!("number {}", last[level] + 1), "a number is left out, or a part of the text");
        } else if last[level] > 0 && number == last[level] {
            say(&format!("number {}", last[level] + 1), "a number comes twice, or a part of the text is missing");
        } else if number == 1 && !articles && (level == 1 && last[0] == 0 || level == 3 && last[2] == 0) {
            let expected = if level == 1 { "一、 above （一）" } else { "1. above （1）" };
            say(expected, "the standard recommends 一、 （一） 1. （1） in this order, and does not require it");
        }
        last[level] = number;
        last[level + 1..].fill(0);
    }
}

/// Whether a number at the head of a text is that of a level and no figure: `1.5亿元`.
fn level_begins(text: &str) -> bool {
    let rest = text.trim_start_matches(['（', '(']).trim_start_matches(|c: char| c.is_ascii_digit());
    let behind = rest.strip_prefix(['.', '．']).unwrap_or("");
    !behind.starts_with(|c: char| c.is_ascii_digit())
}

/// The number in figures that a text begins with.
fn figure(text: &str) -> u32 {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text[..end].parse().unwrap_or(0)
}

/// The number in Han that a text begins with.
fn number(text: &str) -> u32 {
    let digits = text.chars().map_while(|c| HAN.chars().position(|digit| digit == c)).take_while(|&digit| digit < 10);
    digits.fold(0, |number, digit| match digit as u32 + 1 {
        10 => number.max(1) * 10,
        digit => number + digit,
    })
}

/// The items of a list of attachments that stand in one paragraph: `附件：1.…2.…`.
fn items(text: &str) -> Vec<String> {
    let mut items = Vec::new();
    let mut rest = text;
    for number in 2..100 {
        let label = format!("{number}.");
        let cut = rest.match_indices(&label).map(|(at, _)| at).find(|&at| {
            let free = |c: Option<char>| c.is_some_and(|c| !c.is_ascii_digit() && c != '.');
            free(rest[..at].chars().next_back()) && free(rest[at + label.len()..].chars().next())
        });
        // Without the first there is no second.
        let Some(cut) = cut.filter(|_| rest.contains(&format!("{}.", number - 1))) else { break };
        items.push(rest[..cut].to_owned());
        rest = &rest[cut..];
    }
    if !rest.is_empty() {
        items.push(rest.to_owned());
    }
    items
}

/// 附件说明 against the attachments (GW-18, GW-25).
fn attachments(case: &Case<'_>, out: &mut Findings) {
    let listed: Vec<(usize, String)> = case
        .of(Part::AttachmentNote)
        .flat_map(|(at, block)| items(&bare(block.text.as_str())).into_iter().map(move |item| (at, item)))
        .collect();
    let Some((first, text)) = listed.first() else { return };
    let place = |at: usize| case.place(at);
    let mut add =
        |at: usize, text: &str, expected: &str| out.add("7.3.4", Part::AttachmentNote, place(at), quoted(text), expected);
    if text.starts_with("附件:") {
        add(*first, text, "a full-width colon behind 附件");
    }
    let mut names = Vec::new();
    let mut numbered = 0;
    for (at, text) in &listed {
        let name = text.trim_start_matches("附件").trim_start_matches(['：', ':']);
        let digits = name.chars().take_while(char::is_ascii_digit).count();
        let mark = name[digits..].chars().next();
        let counted = digits > 0 && digits <= 2 && mark.is_some_and(|mark| matches!(mark, '.' | '．' | '、'));
        if counted && mark != Some('.') {
            add(*at, text, "numbers of attachments are written 1.");
        }
        numbered += usize::from(counted);
        let name = if counted { name[digits..].trim_start_matches(['.', '．', '、']) } else { name };
        if name.ends_with(['。', '；', '，', '、', '.', ';', ',']) {
            add(*at, text, "no mark behind the name of an attachment");
        }
        names.push(name.trim_end_matches(['。', '；', '，', '、', '.', ';', ',']).to_owned());
    }
    if numbered == 1 && names.len() == 1 {
        add(*first, text, "one attachment has no number");
    }
    let marks: Vec<usize> = case.of(Part::AttachmentMark).map(|(at, _)| at).collect();
    if numbered < names.len() || marks.is_empty() {
        return;
    }
    if marks.len() != names.len() {
        let found = format!("{} listed, {} there", names.len(), marks.len());
        out.add("7.3.7", Part::AttachmentMark, place(marks[0]), found, "the attachments that are listed");
        return;
    }
    for ((&mark, name), wanted) in marks.iter().zip(&names).zip(1..) {
        let text = bare(case.blocks[mark].text.as_str());
        let number = text.trim_start_matches("附件").trim_end_matches(['：', ':']);
        if is_digits(number) && number.parse() != Ok(wanted) {
            out.add("7.3.7", Part::AttachmentMark, place(mark), quoted(&text), format!("附件{wanted}, as it is listed"));
        }
        let title = (mark + 1..case.blocks.len()).find(|&at| case.blocks[at].is_visible());
        let Some(title) = title.filter(|&at| case.anatomy.parts[at] == Part::AttachmentTitle) else { continue };
        let text = bare(case.blocks[title].text.as_str());
        let inside = |one: &str, other: &str| one.trim_matches(['《', '》']).contains(other.trim_matches(['《', '》']));
        if !inside(&text, name) && !inside(name, &text) {
            out.add(
                "7.3.7",
                Part::AttachmentTitle,
                place(title),
                quoted(&text),
                format!("the title that is listed: {}", quoted(name)),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_levels_have_their_form() {
        let check = |text: &str, fault: bool| assert_eq!(level_fault(text).is_some(), fault, "{text}");
        for text in
            ["一、总则", "（一）要求", "1.时间", "（1）地点", "十二、附则", "1.5亿元", "2024年", "（此件公开发布）", "十．"]
        {
            check(text, text == "十．");
        }
        for text in ["一.总则", "(一)要求", "（一）、要求", "1、时间", "１．时间", "(1)地点", "1）地点", "（1）、地点"]
        {
            check(text, true);
        }
    }

    #[test]
    fn han_numbers_are_read() {
        for (text, expected) in [("一、", 1), ("十、", 10), ("十二、", 12), ("二十一）", 21), ("文", 0)] {
            assert_eq!(number(text), expected, "{text}");
        }
    }

    #[test]
    fn attachments_in_one_paragraph_are_told_apart() {
        assert_eq!(items("附件：1.工种2.报名表3.评分办法"), ["附件：1.工种", "2.报名表", "3.评分办法"]);
        assert_eq!(items("附件：第2.5版办法"), ["附件：第2.5版办法"]);
    }

    #[test]
    fn numbers_dates_and_degrees_are_judged() {
        let number = |text: &str, right: bool| assert_eq!(is_number(text, Form::Document), right, "{text}");
        number("江政发〔2026〕8号", true);
        number("江政发〔26〕8号", false);
        number("江政发〔2026〕08号", false);
        number("江政发〔2026〕8", false);
        let date = |text: &str, right: bool| assert_eq!(is_date(text), right, "{text}");
        date("2026年8月1日", true);
        date("2026年08月1日", false);
        date("２０２６年8月1日", false);
        let secrecy = |text: &str, right: bool| assert_eq!(is_secrecy(text), right, "{text}");
        secrecy("机密★1年", true);
        secrecy("秘密", true);
        secrecy("机密1年", false);
    }
}
