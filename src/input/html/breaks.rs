//! Line breaks inside a block: which part lines of an address or a poem, and which part paragraphs.
//!
//! HTML has one element for both, and Chinese pages have for thirty years written whole articles with it: `　　…<br>　　…`, or
//! with two at the end of each paragraph. An indent or an empty line parts paragraphs; so do lines that are sentences, if
//! they are not short. Lines of one width that stop in mid-sentence were wrapped: they stay lines, for the normalizer to join.

use super::runs::Line;
use crate::text::width;

/// Lines that belong together.
pub struct Group {
    /// The lines; a break between two of them is content.
    pub lines: Vec<Line>,
    /// Empty lines before.
    pub blank: u16,
    /// It is one line of a text that may have been wrapped.
    pub line: bool,
    /// It goes on from the line before.
    pub continues: bool,
}

/// Width, in half-em units, from which a line is no line of verse or of an address.
const LONG: usize = 48;
/// Width from which a line that ends a sentence is a paragraph.
const SENTENCE: usize = 24;
/// Indent, in half-em units, that begins a paragraph.
const INDENT: u16 = 3;

/// Groups the lines of a block. `whole` blocks (headings, captions) are not parted; `file` says that the block is a text file,
/// whose lines are lines.
pub fn groups(lines: Vec<Line>, whole: bool, file: bool) -> Vec<Group> {
    let mut groups = Vec::new();
    let mut blank = 0;
    let mut chunk: Vec<Line> = Vec::new();
    let mut before = 0;
    for line in lines {
        if line.is_pictures() && !whole {
            part(std::mem::take(&mut chunk), std::mem::take(&mut before), file, &mut groups);
            groups.push(Group { lines: vec![line], blank: std::mem::take(&mut blank), line: false, continues: false });
        } else if line.is_blank() {
            if whole && !file {
                continue;
            }
            if !chunk.is_empty() {
                part(std::mem::take(&mut chunk), before, file, &mut groups);
            }
            blank += 1;
        } else {
            if chunk.is_empty() {
                before = std::mem::take(&mut blank);
            }
            chunk.push(line);
        }
    }
    match whole {
        true if !chunk.is_empty() => groups.push(Group { lines: chunk, blank: before, line: false, continues: false }),
        _ => part(chunk, before, file, &mut groups),
    }
    groups
}

/// Parts lines that no empty line parts.
fn part(lines: Vec<Line>, blank: u16, file: bool, groups: &mut Vec<Group>) {
    if file {
        let own = lines.into_iter().enumerate();
        groups.extend(own.map(|(at, line)| Group {
            lines: vec![line],
            blank: if at == 0 { blank } else { 0 },
            line: true,
            continues: false,
        }));
        return;
    }
    let indented = lines.iter().skip(1).any(|line| line.indent >= INDENT);
    let mut run: Vec<Line> = Vec::new();
    let mut blank = blank;
    for line in lines {
        if indented && line.indent >= INDENT && !run.is_empty() {
            judged(std::mem::take(&mut run), std::mem::take(&mut blank), groups);
        }
        run.push(line);
    }
    judged(run, blank, groups);
}

/// Lines that no indent parts either: paragraphs, wrapped lines, or lines.
fn judged(lines: Vec<Line>, blank: u16, groups: &mut Vec<Group>) {
    if lines.is_empty() {
        return;
    }
    let measured: Vec<(usize, bool)> =
        lines.iter().map(|line| line.string()).map(|text| (width::of(&text), ends_sentence(&text))).collect();
    let all_but_last = &measured[..measured.len() - 1];
    let share = |found: &dyn Fn(&(usize, bool)) -> bool| {
        all_but_last.iter().filter(|line| found(line)).count() * 5 >= all_but_last.len() * 3
    };
    let widest = measured.iter().map(|(width, _)| *width).max().unwrap_or(0);
    let even = |line: &(usize, bool)| line.0 + 6 >= widest;
    let separate = |line: bool| {
        move |(at, own): (usize, Line)| Group {
            lines: vec![own],
            blank: if at == 0 { blank } else { 0 },
            line,
            continues: line && at > 0,
        }
    };
    if lines.len() > 2 && widest >= LONG / 2 && share(&even) && !share(&|line| line.1) {
        groups.extend(lines.into_iter().enumerate().map(separate(true)));
    } else if lines.len() > 1 && share(&|line| (line.1 && line.0 >= SENTENCE) || line.0 >= LONG * 2) {
        groups.extend(lines.into_iter().enumerate().map(separate(false)));
    } else {
        groups.push(Group { lines, blank, line: false, continues: false });
    }
}

/// Whether a line ends as a sentence does.
fn ends_sentence(text: &str) -> bool {
    let end = text.trim_end().trim_end_matches(['”', '’', '」', '』', '"', '）', ')', '》']);
    end.ends_with(['。', '！', '？', '…', '.', '!', '?', '：', '；'])
}
