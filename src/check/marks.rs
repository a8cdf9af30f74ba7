//! Marks and figures of the text: full-width marks among Han, figures of half width, and what titles do not have (clause 9,
//! GB/T 15834, GB/T 15835; GW-15, GW-32).

use super::Findings;
use super::case::{Case, bare};
use super::content::{is_judged, label_length, quoted};
use crate::input::look::Set;
use crate::model::anatomy::Part;
use crate::text::script::is_han;
use crate::text::words;

/// Judges marks.
pub fn judge(case: &Case<'_>, out: &mut Findings) {
    for (at, part) in case.anatomy.parts.iter().enumerate() {
        let block = &case.blocks[at];
        let text = block.text.as_str();
        match part {
            Part::Text if is_judged(block) => {
                let rest = &text[label_length(text)..];
                if let Some((found, expected)) = half_width(rest) {
                    out.of("9", "标点符号", case.place(at), quoted(found), expected);
                }
                if rest.chars().any(|c| ('０'..='９').contains(&c)) {
                    let why = "GB/T 15835, by which clause 9 goes";
                    out.warn("9", "数字", case.place(at), "full-width figures".to_owned(), "figures of half width", why);
                }
            }
            Part::Title => title(case, at, out),
            _ => {}
        }
    }
}

/// A mark of half width where Han stands beside it, with its surroundings, and what should be.
fn half_width(text: &str) -> Option<(&str, &'static str)> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let at = |index: usize| chars.get(index).map(|&(_, c)| c);
    let fault = chars.iter().enumerate().find_map(|(index, &(_, c))| {
        let before = index.checked_sub(1).and_then(at);
        let after = at(index + 1);
        let han = |c: Option<char>| c.is_some_and(is_han);
        let ends = after.is_none_or(|c| is_han(c) || c.is_whitespace() || "“《（".contains(c));
        let expected = match c {
            ',' | ';' | ':' | '?' | '!' if han(before) => "a full-width mark",
            '.' if han(before) && ends => "a full stop 。",
            '(' if han(after) => "full-width brackets （）",
            ')' if han(before) => "full-width brackets （）",
            // Behind a figure it may stand for inches.
            '"' if (han(before) || han(after)) && !before.is_some_and(|c| c.is_ascii_digit()) => "marks of quotation “”",
            _ => return None,
        };
        Some((index, expected))
    });
    let (index, expected) = fault?;
    let from = chars[index.saturating_sub(4)].0;
    let to = chars.get(index + 5).map_or(text.len(), |&(at, _)| at);
    Some((&text[from..to], expected))
}

/// A title's lines: no mark at the end, no word cut, no line in the middle that is the shortest (7.3.1).
fn title(case: &Case<'_>, at: usize, out: &mut Findings) {
    let text = case.blocks[at].text.as_str().trim_end();
    if text.ends_with(['。', '，', '；', '、', '：', '！', ',', ';', ':', '.']) {
        let why = "usual, and not said by the standard";
        out.warn("7.3.1", Part::Title.name(), case.place(at), quoted(text), "no mark at the end of the title", why);
    }
    // On pages weight is the face's.
    if case.pieces(at).any(|piece| piece.type_.bold && matches!(piece.set, Set::Paragraph(_))) {
        let why = "the standard names the face alone";
        out.warn("7.3.1", Part::Title.name(), case.place(at), "bold".to_owned(), "小标宋, not bold", why);
    }
    let mut lines: Vec<String> = Vec::new();
    for piece in case.pieces(at) {
        match piece.set {
            Set::Paragraph(_) => lines.extend(piece.text.split('\n').map(bare)),
            Set::Line(_) => lines.push(bare(&piece.text)),
        }
    }
    lines.retain(|line| !line.is_empty());
    if lines.len() < 2 {
        return;
    }
    let whole = lines.concat();
    let bounds = words::bounds(&whole);
    let mut end = 0;
    for line in &lines[..lines.len() - 1] {
        end += line.len();
        if bounds.binary_search(&end).is_err() {
            let around = |text: &str, from: usize| text.chars().skip(from).collect::<String>();
            let before = around(line, line.chars().count().saturating_sub(3));
            let after: String = whole[end..].chars().take(3).collect();
            let why = "words by a dictionary";
            let expected = "lines of the title that end with words";
            out.warn("7.3.1", Part::Title.name(), case.place(at), format!("“{before} / {after}”"), expected, why);
        }
    }
    let lengths: Vec<usize> = lines.iter().map(|line| line.chars().count()).collect();
    if lengths.windows(3).any(|three| three[1] + 2 <= three[0] && three[1] + 2 <= three[2]) {
        let found = lengths.iter().map(usize::to_string).collect::<Vec<_>>().join(", ");
        out.add("7.3.1", Part::Title, case.place(at), format!("lines of {found} characters"), "a trapezoid or a diamond");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_among_han_are_full_width() {
        let check = |text: &str, fault: Option<&str>| assert_eq!(half_width(text).map(|(found, _)| found), fault, "{text}");
        check("各乡镇,各单位", Some("各乡镇,各单位"));
        check("要做好工作.", Some("做好工作."));
        check("现有(含借用)", Some("现有(含借用)"));
        check("落实\"三定\"", Some("落实\"三定\""));
        check("时间为10:30，比例为1:2.5", None);
        check("见www.example.cn, v2.0（试行）", None);
        check("统一接口(API)", None);
        check("电话:5550123", Some("电话:5550"));
        check("要求：做好。", None);
    }
}
