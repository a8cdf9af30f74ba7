//! Pages of official documents (GB/T 9704): one column from top to bottom, and no headlines but the title.
//!
//! Elsewhere what stands apart is another column; here it is a signature, a date, a signer beside the number. So rows are read in
//! order, every line in the measure of its page, and the size of type tells mark and title.

use super::block;
use super::furniture::Edge;
use super::line::Line;
use super::order::Cut;
use super::region::{Analysis, Entry, Run};
use super::row;
use super::rule::holds;
use super::stack::Class;
use super::{Sheet, body_size};
use crate::model::Tally;
use crate::text::length::unspaced;
use crate::text::patterns::GW_DATE;
use std::collections::BTreeMap;

/// Sizes of 三号, as programs round it (points).
const THIRD: std::ops::RangeInclusive<f32> = 15.0..=16.7;
/// Type that is so much larger than the body is a mark or a title.
const LARGE: f32 = 1.2;
/// A line whose measure begins so far (em) before it stands apart.
const APART: f32 = 10.0;
/// Marks are larger than titles (points).
const MARK: f32 = 27.0;
/// A line of twenty characters or more that takes less of the page's width stands in a column.
const COLUMN: f32 = 0.45;
/// Margins of left and right pages differ by less than this (points).
const MIRRORED: f32 = 14.0;
/// Baselines of one row differ by no more than this (em).
const ROW: f32 = 0.3;
/// Names in marks are spread, by less than this (em); other type is parted from here on.
const SPREAD: f32 = 3.2;
const GAP: f32 = 1.3;

/// Whether the pages are those of an official document: the caller says so, or A4 has a body of 三号, and one of the lines that
/// only official documents have: a number, a mark or a title in large type, the date at their end. There are no columns.
pub fn is_office(sheets: &[Sheet], asked: bool) -> bool {
    let Some(first) = sheets.first() else { return false };
    let (mut long, mut narrow) = (0, 0);
    for sheet in sheets {
        for line in sheet.lines.iter().filter(|line| line.text.chars().count() >= 20) {
            long += 1;
            narrow += usize::from(line.area.width() < COLUMN * sheet.page_width);
        }
    }
    if sheets.iter().any(|sheet| sheet.turned) || 4 * narrow > long {
        return false;
    }
    let sheet = (first.page_width - 595.0).abs() < 12.0 && (first.page_height - 842.0).abs() < 12.0;
    let body = body_size(sheets);
    let tells = |line: &Line, sheet: &Sheet| {
        let large = line.size > LARGE * body;
        is_number(line)
            || is_short_number(line)
            || large && is_titled(line)
            || line.start > 0.4 * sheet.page_width && is_date(line)
    };
    asked
        || sheet
            && THIRD.contains(&body)
            && (sheets.iter().take(2)).any(|sheet| sheet.lines.iter().any(|line| tells(line, sheet)))
}

fn bare(line: &Line) -> String {
    unspaced(&line.text)
}

/// `第3号`, `2026年第3号`, `〔2026〕3号`, `（2026年第3次）`: of orders, announcements, minutes.
fn is_short_number(line: &Line) -> bool {
    let text = bare(line);
    let inner = text.strip_prefix(['（', '(']).and_then(|text| text.strip_suffix(['）', ')'])).unwrap_or(&text);
    let Some(rest) = inner.strip_suffix(['号', '次', '期']) else { return false };
    let year = rest.trim_start_matches(['〔', '[', '［']);
    let year = year.trim_start_matches(|c: char| c.is_ascii_digit());
    let serial = year.trim_start_matches(['〕', ']', '］', '年', '第']);
    let numeral = |c: char| c.is_ascii_digit() || "一二三四五六七八九十百".contains(c);
    let told = serial.len() < rest.len() && year.len() > serial.len();
    told && text.chars().count() <= 16 && !serial.is_empty() && serial.chars().all(numeral)
}

/// Whether a line ends as marks and titles of official documents do.
fn is_titled(line: &Line) -> bool {
    const WORDS: [&str; 16] = [
        "文件", "令", "公告", "通告", "纪要", "通知", "决定", "决议", "意见", "通报", "报告", "请示", "批复", "函", "公示",
        "公报",
    ];
    let text = bare(line);
    text.chars().count() >= 3 && WORDS.iter().any(|word| text.ends_with(word))
}

/// `2026年3月8日`, alone.
fn is_date(line: &Line) -> bool {
    let text = bare(line);
    text.starts_with(|c: char| c.is_ascii_digit() || c == '二') && GW_DATE.is_match(&text)
}

/// `附件` or `附件2`, alone.
fn is_attachment(line: &Line) -> bool {
    let rest: Option<String> = line.text.trim().strip_prefix("附件").map(|rest| rest.split_whitespace().collect());
    rest.is_some_and(|rest| rest.len() <= 2 && rest.chars().all(|c| c.is_ascii_digit()))
}

/// `江政发〔2026〕8号`, with any brackets.
fn is_number(line: &Line) -> bool {
    let text = unspaced(&line.text);
    let Some((code, rest)) = text.split_once(['〔', '［', '[', '【', '（', '(']) else { return false };
    let year = rest.chars().take_while(char::is_ascii_digit).count();
    let rest = rest[year..].strip_prefix(['〕', '］', ']', '】', '）', ')']).unwrap_or_default();
    let rest = rest.strip_prefix('第').unwrap_or(rest);
    let serial = rest.chars().take_while(char::is_ascii_digit).count();
    (1..=12).contains(&code.chars().count())
        && (2..=4).contains(&year)
        && serial > 0
        && rest[serial..].starts_with('号')
        && rest.len() < serial + 40
}

/// The measure of every page: from its leftmost line, as wide as the widest of all.
pub fn frames(sheets: &[Sheet], edges: &[BTreeMap<usize, Edge>]) -> Vec<(f32, f32)> {
    let body = body_size(sheets);
    let ends = |(sheet, edges): (&Sheet, &BTreeMap<usize, Edge>)| {
        let lines = sheet.lines.iter().enumerate().filter(|(at, line)| !edges.contains_key(at) && line.size < LARGE * body);
        lines.fold((f32::MAX, f32::MIN), |(left, right), (_, line)| (left.min(line.start), right.max(line.area.right)))
    };
    let all: Vec<(f32, f32)> = sheets.iter().zip(edges).map(ends).collect();
    let width = all.iter().map(|(left, right)| right - left).fold(0.0, f32::max);
    let least = all.iter().map(|(left, _)| *left).fold(f32::MAX, f32::min);
    // A page that has a signature alone begins where the others do; mirrored margins differ by less.
    let begins = |left: f32| if left < least + MIRRORED { left } else { least };
    all.into_iter().map(|(left, _)| begins(left)).map(|left| (left, left + width)).collect()
}

/// Reads one page.
pub fn analyse(sheet: &mut Sheet, mut edges: BTreeMap<usize, Edge>, frame: (f32, f32), body: f32) -> Analysis {
    for (at, line) in sheet.lines.iter().enumerate() {
        if line.artifact {
            edges.entry(at).or_insert(Edge::Running);
        }
    }
    let mut free: Vec<usize> = (0..sheet.lines.len()).filter(|at| !edges.contains_key(at)).collect();
    let Sheet { lines, drawn, images, .. } = sheet;
    // Tables and pictures, each at its height.
    let mut set: Vec<(f32, Entry)> = Vec::new();
    for (index, grid) in drawn.grids.iter().enumerate() {
        let mut cells = vec![Vec::new(); grid.cells.len()];
        free.retain(|&at| {
            let (x, y) = lines[at].area.center();
            let cell = grid.cells.iter().position(|cell| cell.area.holds(x, y)).filter(|_| holds(grid.area, lines[at].area));
            if let Some(cell) = cell {
                cells[cell].push(at);
            }
            cell.is_none()
        });
        if cells.iter().any(|cell| !cell.is_empty()) {
            set.push((grid.area.top, Entry::Table(index, cells)));
        }
    }
    for (at, image) in images.iter().enumerate().filter(|(_, image)| !image.artifact) {
        set.push((image.area.top, Entry::Picture { image: Some(at), area: image.area, caption: Vec::new() }));
    }
    let mut gaps = row::heal(lines, &mut free, drawn, false);
    let rows = rows(lines, free, body, &mut gaps);
    let number = rows.iter().position(|row| row.iter().any(|&at| is_number(&lines[at])));
    let title = title_above(lines, &rows, number, body);
    let mut runs: Vec<(f32, Run)> = Vec::new();
    let mut marks: Vec<usize> = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        for &at in row {
            let line = &lines[at];
            let large = line.size > LARGE * body;
            let mark = large && number.map_or(line.size >= MARK, |number| index < number) && !title.contains(&index);
            if mark {
                marks.push(at);
                continue;
            }
            let class = if large { Class::Head } else { Class::Body };
            // What begins an attachment goes on from nothing, although it stands where lines go on: it is set apart.
            let apart = is_attachment(line);
            let frame = if apart { (line.start - APART * line.size, frame.1) } else { frame };
            let next = Run { class, lines: vec![at], frame, cut: Cut::Neighbours, size: line.size };
            let goes_on = |last: &Run| {
                last.class == class
                    && last.frame == frame
                    && (class == Class::Body || (last.size - line.size).abs() < 0.08 * line.size)
            };
            match runs.last_mut() {
                Some((_, last)) if !apart && goes_on(last) => last.lines.push(at),
                _ => runs.push((line.area.top, next)),
            }
        }
    }
    // 文件 stands beside the names, and behind them in the text.
    marks.sort_by_key(|&at| lines[at].text.trim() == "文件");
    let mark = |at: usize| {
        (lines[at].area.top, Run { class: Class::Body, lines: vec![at], frame, cut: Cut::Neighbours, size: lines[at].size })
    };
    let above = marks.first().map_or(0, |&at| runs.iter().filter(|(top, _)| *top < lines[at].area.top).count());
    // What stands above the mark may be of one run with what stands below it.
    if let Some(&first) = marks.first() {
        let top = lines[first].area.top;
        if let Some((_, run)) = runs.get_mut(above.saturating_sub(1))
            && let Some(cut) = run.lines.iter().position(|&at| lines[at].area.top > top).filter(|cut| *cut > 0)
        {
            let rest = run.lines.split_off(cut);
            let rest = (lines[rest[0]].area.top, Run { lines: rest, ..run.clone() });
            runs.insert(above, rest);
        }
        runs.splice(above..above, marks.iter().map(|&at| mark(at)));
    }
    let mut entries: Vec<Entry> = Vec::new();
    set.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut set = set.into_iter().peekable();
    for (_, run) in runs {
        let mut lines_left = run.lines.as_slice();
        while let Some((top, _)) = set.peek() {
            let Some(cut) = lines_left.iter().position(|&at| lines[at].area.top > *top) else { break };
            if cut > 0 {
                entries.push(Entry::Text(Run { lines: lines_left[..cut].to_vec(), ..run.clone() }));
            }
            lines_left = &lines_left[cut..];
            entries.extend(set.next().map(|(_, entry)| entry));
        }
        if !lines_left.is_empty() {
            entries.push(Entry::Text(Run { lines: lines_left.to_vec(), ..run.clone() }));
        }
    }
    entries.extend(set.map(|(_, entry)| entry));
    Analysis { entries, edges, gaps }
}

/// On the web the title stands above the number: rows of large type of one size that say what they are about.
fn title_above(lines: &[Line], rows: &[Vec<usize>], number: Option<usize>, body: f32) -> std::ops::Range<usize> {
    let size = |row: &Vec<usize>| row.first().map_or(0.0, |&at| lines[at].size);
    let mut from = 0;
    while from < number.unwrap_or(0) {
        let alike = |row: &&Vec<usize>| (size(row) - size(&rows[from])).abs() < 0.08 * size(&rows[from]);
        let to = from + rows[from..number.unwrap_or(0)].iter().take_while(alike).count().max(1);
        let text: String = rows[from..to].iter().flatten().map(|&at| lines[at].text.as_str()).collect();
        if size(&rows[from]) > LARGE * body && text.contains("关于") {
            return from..to;
        }
        from = to;
    }
    0..0
}

/// Rows from the top down, each from the left; pieces of one row that are one text are put together.
fn rows(lines: &mut [Line], mut free: Vec<usize>, body: f32, gaps: &mut Tally) -> Vec<Vec<usize>> {
    free.sort_by(|&a, &b| lines[a].base.total_cmp(&lines[b].base).then(lines[a].area.left.total_cmp(&lines[b].area.left)));
    let mut rows: Vec<Vec<usize>> = Vec::new();
    for at in free {
        match rows.last_mut() {
            Some(row) if row.last().is_some_and(|&last| (lines[at].base - lines[last].base).abs() <= ROW * lines[at].size) => {
                row.push(at)
            }
            _ => rows.push(vec![at]),
        }
    }
    for row in &mut rows {
        row.sort_by(|&a, &b| lines[a].area.left.total_cmp(&lines[b].area.left).then(a.cmp(&b)));
        let mut at = 1;
        while at < row.len() {
            let (a, b) = (&lines[row[at - 1]], &lines[row[at]]);
            let gap = (b.area.left - a.area.right) / a.size.max(b.size).max(0.1);
            let text = b.text.trim();
            let alike = (a.size - b.size).abs() < 0.08 * a.size;
            // Who printed it, or whose minutes they are, and when.
            let dated = text.ends_with(['发', '日'])
                && text.contains('年')
                && text.starts_with(|c: char| c.is_ascii_digit() || c == '二' || c == '一');
            let large = a.size > LARGE * body && text != "文件";
            if alike && (dated || gap < if large { SPREAD } else { GAP }) {
                // Large type is spread; elsewhere white space says something.
                match if large { "" } else { row::joint(a, b) } {
                    "\u{3000}" => block::put(lines, row[at - 1], row[at], "\u{3000}", gaps),
                    _ => block::merge(lines, row[at - 1], row[at], gaps),
                }
                row.remove(at);
            } else {
                at += 1;
            }
        }
    }
    rows
}
