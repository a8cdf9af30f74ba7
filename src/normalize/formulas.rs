//! Formulas in TeX, as programs write them that read pages: `面积 $1 2 5 \mathrm { k m } ^ { 2 }$` is 面积125km².
//!
//! Marks pair from the start of a text, two by two; a pair round anything but a formula stays, and so does a formula that a line of
//! characters can't say. A text that speaks of TeX keeps it.

use crate::model::{Align, Block, Document, EditLog, Kind, Reason, Role, Rule, SpanKind, Text, walk};
use crate::text::tex::{self, Line};
use std::ops::Range;

/// The longest formula, in bytes.
const LONGEST: usize = 2000;
/// So many lines a formula that stands by itself may have.
const LINES: usize = 12;
/// What parts the rows of one that does.
const ROWS: &str = "\n";
/// Words of texts that speak of TeX.
const TALK: [&str; 4] = ["LaTeX", "\\documentclass", "\\begin{document}", "\\usepackage"];

/// Writes the formulas of a document in characters. Whether a block may have lost all its text.
pub fn run(document: &mut Document) -> bool {
    let may_have = |text: &Text| opens(text.as_str());
    if !walk::texts(document).any(may_have)
        || walk::texts(document).any(|text| TALK.iter().any(|word| text.as_str().contains(word)))
    {
        return false;
    }
    let mut emptied = false;
    let Document { blocks, notes, log, .. } = document;
    for flow in std::iter::once(blocks).chain(notes.iter_mut().map(|note| &mut note.blocks)) {
        walk::each_flow(flow, &mut |blocks| emptied |= displayed(blocks, log));
    }
    walk::each_found(document, formulas, write);
    emptied
}

/// Cheap: whether there may be a formula.
fn opens(text: &str) -> bool {
    memchr::memchr2(b'$', b'\\', text.as_bytes()).is_some_and(|at| text[at..].contains(['$', '(', '[']))
}

/// A formula of a text: its place, marks and all, and what it says.
struct Formula {
    range: Range<usize>,
    line: Line,
    /// It stands by itself.
    display: bool,
}

fn formulas(block: &Block) -> Vec<Formula> {
    let (text, string) = (&block.text, block.text.as_str());
    if !opens(string) {
        return Vec::new();
    }
    let code: Vec<Range<usize>> = super::code(text).collect();
    let mut found: Vec<Formula> = Vec::new();
    for (open, close) in pairs(string).into_iter().filter(|(open, close)| open.len() == close.len()) {
        let range = open.start..close.end;
        let touches = |other: &Range<usize>| other.start < range.end && range.start < other.end;
        if code.iter().any(touches) || found.last().is_some_and(|last| touches(&last.range)) {
            continue;
        }
        let alone = string[..range.start].trim().is_empty() && string[range.end..].trim().is_empty();
        let display = alone && matches!(&string[open.clone()], "$$" | "\\[");
        let rows = if display { ROWS } else { "；" };
        if let Some(line) = formula(&string[open.end..close.start], rows, string[close.end..].chars().next()) {
            // The space behind the number of a heading is its own.
            let range = if matches!(block.kind, Kind::Heading(_)) { range } else { beside(string, range) };
            found.push(Formula { range, line, display });
        }
    }
    found
}

/// The marks of formulas, in pairs.
fn pairs(text: &str) -> Vec<(Range<usize>, Range<usize>)> {
    let (mut dollars, mut pairs) = (Vec::new(), Vec::new());
    let mut open: Option<(Range<usize>, &str)> = None;
    let mut at = 0;
    while let Some(step) = memchr::memchr2(b'$', b'\\', &text.as_bytes()[at..]) {
        let start = at + step;
        let rest = &text[start..];
        let length = if rest.starts_with('$') { rest.len() - rest.trim_start_matches('$').len() } else { 2.min(rest.len()) };
        at = start + length;
        while !text.is_char_boundary(at) {
            at += 1;
        }
        let mark = &text[start..at];
        match mark {
            "\\(" | "\\[" if open.is_none() => open = Some((start..at, if mark == "\\(" { "\\)" } else { "\\]" })),
            "\\)" | "\\]" => pairs.extend(open.take().filter(|(_, close)| *close == mark).map(|(open, _)| (open, start..at))),
            _ if mark.starts_with('$') => dollars.push(start..at),
            _ => {}
        }
    }
    if dollars.len().is_multiple_of(2) {
        pairs.extend(dollars.chunks_exact(2).map(|pair| (pair[0].clone(), pair[1].clone())));
    }
    pairs.sort_by_key(|(open, _)| open.start);
    pairs
}

/// What stands between two marks, if it is a formula and no sum of money, no name of a variable and no sentence.
fn formula(inner: &str, rows: &'static str, after: Option<char>) -> Option<Line> {
    if inner.len() > LONGEST || inner.contains(|c: char| c.is_control() || matches!(c, '，' | '。' | '；' | '\u{fffd}')) {
        return None;
    }
    if !inner.contains('\\') {
        /// Words have more letters than products.
        const LETTERS: usize = 2;
        let spaced = (inner.starts_with(' '), inner.ends_with(' '));
        let is_sign = |c: char| c.is_ascii_alphanumeric() || " .,%+-=<>()/|:'*[]{}^_".contains(c);
        let shaped = inner.contains(['^', '_']);
        if spaced.0 != spaced.1
            || !shaped && !inner.chars().all(is_sign)
            || !inner.contains(|c: char| c.is_ascii_alphanumeric()) && !shaped
            || inner.split(|c: char| !c.is_ascii_alphabetic()).any(|word| word.len() > LETTERS)
            || !shaped && after.is_some_and(|c| c.is_ascii_alphanumeric())
        {
            return None;
        }
    }
    tex::line(inner, rows)
}

/// The place of a formula with the space between it and Han, which its program wrote.
fn beside(text: &str, range: Range<usize>) -> Range<usize> {
    let wide = |c: Option<char>| c.is_some_and(|c| c >= '\u{2e80}');
    let mut before = text[..range.start].chars().rev();
    let mut after = text[range.end..].chars();
    let start = range.start - usize::from(before.next() == Some(' ') && wide(before.next()));
    let end = range.end + usize::from(after.next() == Some(' ') && wide(after.next()));
    start..end
}

/// Writes the formulas of a block.
fn write(block: &mut Block, formulas: Vec<Formula>, log: &mut EditLog) {
    let mut moved = 0isize;
    for formula in formulas {
        let place = |at: usize| at.saturating_add_signed(moved);
        let range = place(formula.range.start)..place(formula.range.end);
        let before = block.text.as_str().len();
        let reason = Reason::certain(Rule::Formula, "a formula in TeX");
        let said = formula.line.text.trim();
        let lead = formula.line.text.len() - formula.line.text.trim_start().len();
        let start = range.start;
        block.text.replace(range.clone(), said, &block.origin, reason, log);
        let after = block.text.as_str().len();
        moved += after as isize - before as isize;
        // A person may have refused the change.
        if !block.text.as_str()[start..].starts_with(said) {
            continue;
        }
        block.text.add_spans(formula.line.scripts.into_iter().map(|(range, raised)| {
            let kind = if raised { SpanKind::Superscript } else { SpanKind::Subscript };
            (start + range.start - lead..start + range.end - lead, kind)
        }));
        if formula.display {
            stand_alone(block, 0);
        }
    }
}

/// Formulas on lines of their own, between marks on lines of their own, are one line. Whether there were any: their marks' blocks are
/// empty.
fn displayed(blocks: &mut [Block], log: &mut EditLog) -> bool {
    let is_mark = |block: &Block, mark: &str| block.text.as_str().trim() == mark;
    let is_plain = |block: &Block| matches!(block.kind, Kind::Paragraph(Role::Body)) && block.text.anchors().is_empty();
    let mut found = false;
    let mut at = 0;
    while at < blocks.len() {
        let opening = at;
        at += 1;
        let close = match blocks[opening].text.as_str().trim() {
            "$$" => "$$",
            "\\[" => "\\]",
            _ => continue,
        };
        let near = (opening + 1..blocks.len()).take(LINES);
        let Some(closing) = near.into_iter().find(|&at| is_mark(&blocks[at], close)) else { continue };
        at = closing + 1;
        let inner: Vec<&str> = blocks[opening + 1..closing].iter().map(|block| block.text.as_str()).collect();
        let Some(line) = tex::line(&inner.join(" "), ROWS).filter(|_| blocks[opening..=closing].iter().all(is_plain)) else {
            continue;
        };
        let reason = || Reason::certain(Rule::Formula, "a formula in TeX by itself");
        for at in (opening..=closing).filter(|&at| at != opening + 1) {
            let Block { text, origin, .. } = &mut blocks[at];
            text.replace(0..text.as_str().len(), "", origin, reason(), log);
        }
        let above = blocks[opening].hints.blank_before;
        let shown = &mut blocks[opening + 1];
        let whole = 0..shown.text.as_str().len();
        write(shown, vec![Formula { range: whole, line, display: true }], log);
        stand_alone(shown, above);
        if let Some(next) = blocks.get_mut(closing + 1) {
            next.hints.continues = false;
        }
        found = true;
    }
    found
}

/// What stands in the middle of a line of its own is joined to nothing.
fn stand_alone(block: &mut Block, above: u16) {
    let hints = &mut block.hints;
    (hints.line, hints.continues, hints.align) = (false, false, Align::Center);
    hints.blank_before = hints.blank_before.max(above);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Origin, Tally, TextBuilder, native};

    /// The blocks of some lines, as the native form has them afterwards.
    #[track_caller]
    fn check(lines: &[&str], after: &str) -> Document {
        let mut document = Document::default();
        let block = |line: &&str| Block::new(Kind::default(), TextBuilder::plain(*line), Origin::default());
        document.blocks.extend(lines.iter().map(block));
        document.log.declare_read(Tally::of_lines(&lines.join("\n")));
        for _ in 0..2 {
            run(&mut document);
            assert_eq!(native::write(&document).trim_end(), after);
            assert_eq!(document.balance(), Ok(()));
        }
        document
    }

    #[test]
    fn formulas_are_written_in_the_line() {
        check(
            &[r"渡口 $1 2$ 处，占 $65.3\%$ ，宽 $x _ { a b }$ 米，面积 \(5 \mathrm{km}^2\)。"],
            "body :: 渡口12处，占65.3%，宽x{subscript|ab}米，面积5km²。",
        );
        check(&["H$_2$O，$n$ 个"], "body :: H₂O，n个");
        check(&["新建码头$^{①}$三处"], "body :: 新建码头{superscript|①}三处");
    }

    #[test]
    fn money_and_names_are_none() {
        for text in [
            "船票$5，过河$10",
            "船票 $5 - $10 不等",
            "$5至$6",
            "写 $HOME/$PATH 即可",
            "$name_of_x$",
            "用 LaTeX 写 $x^2$",
            "$5是$x^2$",
        ] {
            check(&[text], &format!("body :: {text}"));
        }
        check(&[r"$\unknown1$"], r"body :: $\\unknown1$");
        let mut document = native::parse("body :: {code|$x^2$} 与 {code|$1 2$}").expect("the native form is well formed");
        assert!(!run(&mut document) && document.log.edits().is_empty());
    }

    #[test]
    fn formulas_stand_by_themselves() {
        let lines = ["流量为", "$$", r"Q = \frac { A }", "{ n }", "$$", "式中"];
        let document = check(&lines, "body :: 流量为\nbody\nbody :: Q=A/n\nbody\nbody\nbody :: 式中");
        assert_eq!(document.blocks[2].hints.align, Align::Center);
        let document = check(&["$$ v = s t $$"], "body :: v=st");
        assert_eq!(document.blocks[0].hints.align, Align::Center);
    }
}
