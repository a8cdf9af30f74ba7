//! The outline of a file: the lines that its entries lead to are headings, of the level that the outline gives them.
//!
//! An entry names its page and its words (ISO 32000-2, 12.3.3). A line is meant by it that says these words and nothing else on
//! its page; the number before them may be missing from either. Where several do, the one nearest to the entry's height is.

use super::Sheet;
use super::block::put;
use super::furniture::Edge;
use super::line::Line;
use super::page::OutlineItem;
use super::row;
use crate::model::Tally;
use crate::text::patterns::{NP_PAGEHEAD, compile};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Lines of one heading.
const LINES: usize = 3;
/// White between a number and its title (em).
const APART: f32 = 4.0;
/// From line to line in a heading (em).
const PITCH: f32 = 2.2;
/// A chapter's number stands no further (em) above its title.
const OVER: f32 = 4.0;
/// The longest heading, in bytes.
const LONGEST: usize = 400;
/// Sizes within this share of one another are one.
const ONE_SIZE: f32 = 0.08;

/// What the outline says of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Its place in the outline.
    pub at: u32,
    /// How deep it lies; the highest is 1.
    pub level: u8,
}

/// Pieces that stand on one baseline, no further apart than a number and its title.
struct Row {
    pieces: Vec<usize>,
    text: String,
}

/// Tells lines which entries lead to them. `edges` are the pieces of each page that are no text; the number of a heading that stands
/// first on its page is none of them.
pub fn mark(sheets: &mut [Sheet], edges: &mut [BTreeMap<usize, Edge>], outline: &[OutlineItem]) {
    let mut pages: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (at, item) in (0u32..).zip(outline) {
        // The head of a paper's page is no heading.
        let head = NP_PAGEHEAD.is_match(&item.title);
        if let Some(page) = item.page.filter(|_| !head && !fold(&item.title).is_empty()) {
            pages.entry(page).or_default().push(at);
        }
    }
    for (sheet, edges) in sheets.iter_mut().zip(edges) {
        if let Some(items) = pages.get(&sheet.number) {
            page(&mut sheet.lines, edges, items, outline);
        }
    }
}

fn page(lines: &mut [Line], edges: &mut BTreeMap<usize, Edge>, items: &[u32], outline: &[OutlineItem]) {
    // Both with their numbers, or one without.
    let mut whole: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    let mut bare: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for &at in items {
        let title = &outline[at as usize].title;
        add(whole.entry(fold(title)).or_default(), at);
        if let Some(rest) = title_of(title) {
            add(bare.entry(rest).or_default(), at);
        }
    }
    let rows = rows(lines, edges);
    // The best line for each entry: both say all, then how far it is from where the entry leads, then the larger.
    let mut found: BTreeMap<u32, ([f32; 3], Vec<usize>)> = BTreeMap::new();
    for first in 0..rows.len() {
        let mut text = String::new();
        let mut pieces: Vec<usize> = Vec::new();
        for row in rows[first..].iter().take(LINES) {
            let follows = pieces.last().is_none_or(|&last| is_below(&lines[last], &lines[row.pieces[0]]));
            if !follows || text.len() + row.text.len() > LONGEST {
                break;
            }
            text.push_str(&row.text);
            pieces.extend(&row.pieces);
            let folded = fold(&text);
            let behind = title_of(&text).and_then(|rest| whole.get(&rest));
            let all = [whole.get(&folded), behind, bare.get(&folded)];
            let Some((rank, entries)) = all.into_iter().enumerate().find_map(|(rank, entries)| Some((rank, entries?))) else {
                continue;
            };
            for &at in entries {
                let top = lines[pieces[0]].area.top;
                let off = outline[at as usize].y.map_or(0.0, |y| (top - y).abs());
                let score = [rank.min(1) as f32, off, -lines[pieces[0]].size];
                if found.get(&at).is_some_and(|(best, _)| *best <= score) {
                    continue;
                }
                let mut said = pieces.clone();
                // The number of a chapter may stand above its title.
                if let Some(above) = first.checked_sub(1).map(|above| &rows[above])
                    && NUMBER.find(above.text.trim()).is_some_and(|found| found.end() == above.text.trim().len())
                    && above.text.contains(char::is_alphabetic)
                    && is_over(&lines[above.pieces[0]], &lines[pieces[0]])
                {
                    said.splice(0..0, above.pieces.iter().copied());
                }
                found.insert(at, (score, said));
            }
        }
    }
    for (at, (_, pieces)) in found {
        for piece in pieces {
            edges.remove(&piece);
            lines[piece].heading.get_or_insert(Entry { at, level: outline[at as usize].level });
        }
    }
}

/// Entries of one title that are told apart.
const NAMESAKES: usize = 16;

fn add(entries: &mut Vec<u32>, at: u32) {
    if entries.len() < NAMESAKES {
        entries.push(at);
    }
}

/// The rows of a page from the top, those of one height from the left.
fn rows(lines: &[Line], edges: &BTreeMap<usize, Edge>) -> Vec<Row> {
    let places = (0..lines.len()).filter(|&at| !lines[at].artifact).collect();
    let mut rows: Vec<Row> = Vec::new();
    for row in row::baselines(lines, places) {
        for at in row {
            match rows.last_mut() {
                Some(Row { pieces, text }) if goes_with(&lines[pieces[pieces.len() - 1]], &lines[at]) => {
                    pieces.push(at);
                    text.push(' ');
                    text.push_str(&lines[at].text);
                }
                _ => rows.push(Row { pieces: vec![at], text: lines[at].text.clone() }),
            }
        }
    }
    rows.retain(|row| row.pieces.iter().any(|at| !edges.contains_key(at)));
    rows
}

/// Whether a piece stands right beside another.
fn goes_with(a: &Line, b: &Line) -> bool {
    let gap = b.area.left - a.area.right;
    (a.base - b.base).abs() <= row::LEVEL * a.size && a.way == b.way && gap > -0.5 * a.size && gap <= APART * a.size
}

/// Whether a row stands under another as lines of a heading do.
fn is_below(a: &Line, b: &Line) -> bool {
    let em = a.size.max(b.size);
    a.way == b.way && b.base > a.base && b.base - a.base <= PITCH * em && (a.size - b.size).abs() <= ONE_SIZE * em
}

/// Whether a row stands over a title as its number does.
fn is_over(a: &Line, b: &Line) -> bool {
    a.way == b.way && b.base - a.base <= OVER * b.size && a.size <= 1.6 * b.size && a.size >= 0.6 * b.size
}

/// Puts the pieces of a heading's row together. Gives the white space between them.
pub fn join(lines: &mut [Line], at: &mut Vec<usize>) -> Tally {
    let mut gaps = Tally::default();
    let mut heads: Vec<usize> = at.iter().copied().filter(|&place| lines[place].heading.is_some()).collect();
    heads.sort_by(|&a, &b| {
        let (one, other) = (&lines[a], &lines[b]);
        one.heading.cmp(&other.heading).then(one.base.total_cmp(&other.base)).then(a.cmp(&b))
    });
    // A number may stand a little lower than its title.
    let level = |a: &usize, b: &usize| {
        lines[*a].heading == lines[*b].heading && lines[*b].base - lines[*a].base <= row::LEVEL * lines[*a].size
    };
    for row in heads.chunk_by_mut(level) {
        row.sort_by(|&a, &b| lines[a].area.left.total_cmp(&lines[b].area.left).then(a.cmp(&b)));
    }
    let mut gone = BTreeSet::new();
    let mut last: Option<usize> = None;
    for place in heads {
        match last {
            Some(left) if lines[left].heading == lines[place].heading && goes_with(&lines[left], &lines[place]) => {
                let joint = row::joint(&lines[left], &lines[place]);
                put(lines, left, place, joint, &mut gaps);
                gone.insert(place);
            }
            _ => last = Some(place),
        }
    }
    at.retain(|place| !gone.contains(place));
    gaps
}

/// The letters and digits of a text.
fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The letters and digits of a title behind its number, where it has one.
fn title_of(text: &str) -> Option<String> {
    let found = NUMBER.find(text.trim_start())?;
    Some(fold(&text.trim_start()[found.end()..])).filter(|rest| !rest.is_empty())
}

/// The number of a heading.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    let count = "(?:[0-9]+|[一二三四五六七八九十百〇零]+|[IVXLC]+|[A-Z])";
    compile(&format!(
        r"^(?:第\s*{count}\s*[编編篇部卷章节節回讲講课課条條장절부]|(?i:chapter|appendix|part|section)\s+{count}[.:：]?|附[录錄録]\s*{count}?[.:：]?|§?\s*[A-Z]?\.?[0-9]+(?:\.[0-9]+)*\.?|[A-Z](?:\.[0-9]+)*\.?\s|{count}[、．.]|[（(]{count}[)）])\s*"
    ))
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_before_titles() {
        for (text, expected) in [
            ("第一章　渡口", Some("渡口")),
            ("1.2.1 河岸", Some("河岸")),
            ("A.3 水位", Some("水位")),
            ("Chapter 4 灯", Some("灯")),
            ("附录 B 年表", Some("年表")),
            ("三、夜雨", Some("夜雨")),
            ("渡口", None),
            ("第一章", None),
        ] {
            assert_eq!(title_of(text).as_deref(), expected, "{text}");
        }
    }

    /// Lines at these heights that an outline of one entry leads to.
    fn check(said: &[(&str, f32)], title: &str, y: Option<f32>, expected: &[usize]) {
        let line = |&(text, top): &(&str, f32)| Line {
            text: text.into(),
            area: super::super::page::Area::new(40.0, top, 200.0, top + 10.0),
            base: top + 9.0,
            size: 10.0,
            ..Line::default()
        };
        let mut lines: Vec<Line> = said.iter().map(line).collect();
        let outline = [OutlineItem { title: title.into(), level: 2, page: Some(1), y }];
        page(&mut lines, &mut BTreeMap::new(), &[0], &outline);
        let marked: Vec<usize> = (0..lines.len()).filter(|&at| lines[at].heading.is_some()).collect();
        assert_eq!(marked, expected, "{title}");
    }

    #[test]
    fn entries_lead_to_lines_that_say_nothing_else() {
        check(&[("1.1 渡口的灯", 40.0), ("渡口的灯亮了一夜。", 60.0)], "渡口的灯", None, &[0]);
        check(&[("渡口的灯", 40.0), ("渡口的灯", 300.0)], "1.1 渡口的灯", Some(296.0), &[1]);
        check(&[("1.1 渡口的", 40.0), ("灯与船", 56.0), ("灯与船都在。", 80.0)], "渡口的灯与船", None, &[0, 1]);
        check(&[("渡口的", 40.0), ("灯与船", 156.0)], "渡口的灯与船", None, &[]);
    }
}
