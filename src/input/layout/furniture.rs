//! Running heads and feet, folios: what comes back at one place of the pages, and what a page's edge holds by its form.
//!
//! Rows are looked at from the edge inwards. Behind the first that is neither stands text: there only what has both the form
//! and the place of furniture is taken, a foot that a page too full was printed over.

use super::Sheet;
use super::block::is_jump_line;
use super::line::{Line, Way, form};
use super::lone;
use super::page::Area;
use super::paragraph::ends_sentence;
use super::rule::Stroke;
use super::strip;
use crate::text::patterns::{GW_FOLIO, NP_CN, NP_DATE, NP_JUMP_FROM, NP_PAGEHEAD, NP_POST, NP_PROMO, NP_STAFF, compile};
use regex::Regex;
use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::sync::LazyLock;

/// Share of the page's width in which running titles stand at its sides.
const SIDE: f32 = 0.08;
/// Share of the page's height in which running heads and feet stand.
const EDGE: f32 = 0.1;
/// The longest row of furniture, in characters.
const LONGEST: usize = 120;
/// Places of rows that repeat agree within so many points.
const PLACE: f32 = 4.0;

/// Tables of so many rows are no part of a page's head or foot.
const ROWS: usize = 4;
/// Larger type (points) in the first row is a paper's name.
const LARGE: f32 = 26.0;
/// A running head is so much smaller than the text, and no longer than this (characters), where nothing but a line under it tells.
const SMALL: f32 = 0.96;
const SHORT: usize = 40;
/// Words of a head are no larger than the text, within this.
const LEVEL: f32 = 1.1;
/// So many pages have such a row then, at one height.
const RULED: usize = 3;
/// A line under a row is drawn within so many points.
const UNDER: f32 = 14.0;

/// What a line at the edge of a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// A running head or foot.
    Running,
    /// A folio.
    Folio,
}

/// For each sheet, its lines that are furniture.
pub fn find(sheets: &[Sheet]) -> Vec<BTreeMap<usize, Edge>> {
    let rows: Vec<[Vec<Vec<usize>>; 2]> = sheets.iter().map(|sheet| [rows(sheet, true), rows(sheet, false)]).collect();
    // How many pages have this text at this height.
    let mut seen: BTreeMap<(usize, i32, u32, String), Vec<usize>> = BTreeMap::new();
    for (page, zones) in rows.iter().enumerate() {
        for (zone, rows) in zones.iter().enumerate() {
            for &line in rows.iter().flatten() {
                let line = &sheets[page].lines[line];
                let pages = seen
                    .entry((zone, place(sheets, page, zone, line), line.size.round() as u32, folded(&line.text)))
                    .or_default();
                if pages.last() != Some(&page) {
                    pages.push(page);
                }
            }
        }
    }
    let copies = Copies::new(sheets);
    let body: Vec<f32> = sheets.iter().map(|sheet| sheet.body_size().map_or(0.0, |(size, _)| size)).collect();
    // Where pages have a first row that is short, small and ruled.
    let small = |(page, zones): (usize, &[Vec<Vec<usize>>; 2])| {
        let sheet = &sheets[page];
        let row = zones[0].first()?;
        let (body, _) = sheet.body_size()?;
        let lines = || row.iter().map(|&at| &sheet.lines[at]);
        let short = lines().map(|line| line.text.chars().count()).sum::<usize>() <= SHORT;
        let fits = short && lines().all(|line| line.size < SMALL * body) && is_ruled(sheet, row);
        fits.then(|| place(sheets, page, 0, &sheet.lines[row[0]]))
    };
    let small: Vec<Option<i32>> = rows.iter().enumerate().map(small).collect();
    let mut found = Vec::with_capacity(sheets.len());
    for (page, zones) in rows.iter().enumerate() {
        let mut edges = BTreeMap::new();
        // Those that their form or three pages prove.
        let mut sure: BTreeSet<usize> = BTreeSet::new();
        for (zone, rows) in zones.iter().enumerate() {
            let mut inside = false;
            for (index, row) in rows.iter().enumerate() {
                let lines: Vec<&Line> = row.iter().map(|&at| &sheets[page].lines[at]).collect();
                let chars = |line: &&Line| line.text.chars().count();
                let total: usize = lines.iter().map(chars).sum();
                let times = |line: &Line, near: usize| {
                    let at = place(sheets, page, zone, line);
                    let text = folded(&line.text);
                    let pages = beside(at).filter_map(|at| seen.get(&(zone, at, line.size.round() as u32, text.clone())));
                    let (first, last) = (page.saturating_sub(near), page.saturating_add(near));
                    let from = |pages: &Vec<usize>| pages.partition_point(|&other| other < first);
                    let near = pages.flat_map(|pages| pages[from(pages)..].iter().take_while(|&&other| other <= last));
                    let others = near.filter(|&&other| other != page);
                    others.filter(|&&other| !copies.are(page, other)).take(2).count()
                };
                let repeats = |line: &Line| times(line, 2) > 0 || times(line, usize::MAX) > 1;
                // A date alone may be the day a notice was signed: it takes more than its form.
                let company = lines.iter().any(|line| repeats(line) || is_edge_form(&form(&line.text)));
                let days = lines.len() > 1 && lines.iter().all(|line| strip::is_day(&form(&line.text)));
                let fine = lines.iter().all(|line| line.size <= LEVEL * body[page]);
                let words = || lines.iter().map(|line| form(&line.text)).collect::<Vec<_>>().join(" ");
                let strip = lines.len() > 1 && fine && total <= SHORT && strip::is_strip(&words());
                let of_edge = |line: &Line| {
                    let text = form(&line.text);
                    is_edge_form(&text)
                        || days
                        || strip
                        || line.size <= LEVEL * body[page] && strip::is_strip(&text)
                        || company && (is_date(&text) || strip::is_day(&text))
                };
                let by_form = lines.iter().filter(|line| of_edge(line)).map(chars).sum::<usize>();
                let repeated = lines.iter().filter(|line| repeats(line)).map(chars).sum::<usize>();
                let artifact = lines.iter().all(|line| line.artifact);
                // A line drawn right under the first row parts it from the page, if anything in it is a page head's, or if
                // other pages have such a row of small type.
                let like = || {
                    let at = small[page].filter(|_| index == 0);
                    at.is_some_and(|at| small.iter().flatten().filter(|other| (**other - at).abs() <= 1).count() >= RULED)
                };
                let ruled = zone == 0 && (by_form > 0 && is_ruled(&sheets[page], row) || like())
                    || index == 0
                        && if zone == 0 {
                            lone::is_head(&sheets[page], row) || lone::is_label(&sheets[page], row)
                        } else {
                            lone::is_foot(&sheets[page], row)
                        };
                let whole = !inside
                    && total <= LONGEST
                    && (artifact || ruled || 2 * repeated.max(by_form) >= total || 10 * (repeated + by_form) >= 8 * total);
                // What names a piece and its writer has the marks of running text, and ends as none does.
                let headed = whole && index == 0 && zone == 0 && is_ruled(&sheets[page], row);
                for &at in row {
                    let line = &sheets[page].lines[at];
                    let text = line.text.as_str();
                    let proven = line.artifact || of_edge(line) || times(line, usize::MAX) > 1;
                    // Text that runs into the foot of its page shares a row with it and stays text.
                    let apart = of_edge(line) && repeats(line) || times(line, usize::MAX) > 1;
                    let title = headed && text.chars().count() <= SHORT && !ends_sentence(line);
                    let is = if whole { proven || repeats(line) || title || !is_running_text(text) } else { apart };
                    if proven {
                        sure.insert(at);
                    }
                    if is {
                        edges.insert(at, if is_folio(&form(text)) { Edge::Folio } else { Edge::Running });
                    }
                }
                inside |= !whole;
            }
        }
        // A page that holds nothing else is no page of running heads: its text is what repeats.
        let chars = |at: &usize| sheets[page].lines[*at].text.chars().count();
        let all: usize = (0..sheets[page].lines.len()).map(|at| chars(&at)).sum();
        if 2 * edges.keys().map(chars).sum::<usize>() > all {
            edges.retain(|at, edge| *edge == Edge::Folio || sure.contains(at));
        }
        edges.extend(printed_over(&sheets[page].lines).map(|at| (at, Edge::Folio)));
        found.push(edges);
    }
    single(sheets, &rows, &mut found);
    sides(sheets, &copies, &mut found);
    bare(sheets, &mut found);
    found
}

/// Where most pages hold nothing but what comes back, and no picture, that is their text: slides with a title each, divider sheets.
fn bare(sheets: &[Sheet], found: &mut [BTreeMap<usize, Edge>]) {
    let is_bare = |sheet: &Sheet, edges: &BTreeMap<usize, Edge>| {
        let running = edges.iter().any(|(&at, &edge)| edge == Edge::Running && !sheet.lines[at].artifact);
        running && sheet.images.is_empty() && edges.len() == sheet.lines.len()
    };
    let pages = || sheets.iter().zip(&*found).filter(|(sheet, _)| !sheet.lines.is_empty());
    if 2 * pages().filter(|(sheet, edges)| is_bare(sheet, edges)).count() > pages().count() {
        for (sheet, edges) in sheets.iter().zip(found) {
            if is_bare(sheet, edges) {
                edges.retain(|&at, edge| *edge == Edge::Folio || sheet.lines[at].artifact);
            }
        }
    }
}

/// Running titles down the side margins, as vertical books and tabbed pages have them: what comes back at one height of the
/// inner or the outer edge.
fn sides(sheets: &[Sheet], copies: &Copies<'_>, found: &mut [BTreeMap<usize, Edge>]) {
    let key = |sheet: &Sheet, line: &Line| -> Option<(i32, u32, String)> {
        let (x, _) = line.seen.center();
        let margin = x.min(sheet.page_width - x) < SIDE * sheet.page_width;
        let stands = line.way != Way::Across && line.seen.height() > line.seen.width();
        let fits = margin && stands && (2..=SHORT).contains(&line.text.chars().count());
        fits.then(|| ((line.seen.top / PLACE).round() as i32, line.size.round() as u32, folded(&line.text)))
    };
    let mut seen: BTreeMap<(i32, u32, String), Vec<usize>> = BTreeMap::new();
    for (page, sheet) in sheets.iter().enumerate() {
        for at in sheet.lines.iter().filter_map(|line| key(sheet, line)) {
            seen.entry(at).or_default().push(page);
        }
    }
    for (page, sheet) in sheets.iter().enumerate() {
        for (at, line) in sheet.lines.iter().enumerate() {
            let Some((top, size, text)) = key(sheet, line) else { continue };
            let pages = beside(top).filter_map(|top| seen.get(&(top, size, text.clone()))).flatten();
            let others = || pages.clone().filter(|&&other| other != page && !copies.are(page, other));
            if others().any(|other| other.abs_diff(page) <= 2) || others().take(2).count() > 1 {
                found[page].entry(at).or_insert(Edge::Running);
            }
        }
    }
}

/// Running heads that one page alone has, a chapter's or an essay's of two pages: small type where other pages have theirs.
fn single(sheets: &[Sheet], rows: &[[Vec<Vec<usize>>; 2]], found: &mut [BTreeMap<usize, Edge>]) {
    let key = |page: usize, at: usize| {
        let line = &sheets[page].lines[at];
        (place(sheets, page, 0, line), line.size.round() as u32)
    };
    let mut known: BTreeMap<(i32, u32), usize> = BTreeMap::new();
    for (page, zones) in rows.iter().enumerate() {
        let heads = zones[0].first().into_iter().flatten().filter(|at| found[page].get(at) == Some(&Edge::Running));
        if let Some(&at) = heads.into_iter().next() {
            *known.entry(key(page, at)).or_default() += 1;
        }
    }
    for (page, zones) in rows.iter().enumerate() {
        let (Some(row), Some((body, _))) = (zones[0].first(), sheets[page].body_size()) else { continue };
        let fits = row.iter().filter(|at| !found[page].contains_key(at)).all(|&at| {
            let line = &sheets[page].lines[at];
            let (height, size) = key(page, at);
            let pages: usize = beside(height).filter_map(|height| known.get(&(height, size))).sum();
            line.size < SMALL * body && pages >= RULED && line.text.chars().count() <= SHORT && !is_running_text(&line.text)
        });
        if fits {
            row.iter().for_each(|&at| {
                found[page].entry(at).or_insert(Edge::Running);
            });
        }
    }
}

/// Folios that were printed over a line of text.
fn printed_over(lines: &[Line]) -> impl Iterator<Item = usize> {
    let folios = lines.iter().enumerate().filter(|(_, line)| line.text.len() <= 12 && is_folio(&form(&line.text)));
    folios.take(64).filter_map(|(at, line)| {
        let text = |other: &Line| {
            other.area.left < line.area.left
                && other.area.right > line.area.right
                && (other.base - line.base).abs() < 0.3 * line.size
                && is_running_text(&other.text)
        };
        lines.iter().any(text).then_some(at)
    })
}

/// Pages that are copies of one another: two forms of one kind, a deed and its duplicate. What comes back on them is text.
struct Copies<'a> {
    sheets: &'a [Sheet],
    /// What stands inside each page, once it was asked for: a sum of each line, folded, and its length; in order.
    inside: Vec<OnceCell<Vec<(u64, usize)>>>,
    known: RefCell<BTreeMap<(usize, usize), bool>>,
}

impl<'a> Copies<'a> {
    fn new(sheets: &'a [Sheet]) -> Copies<'a> {
        Copies { sheets, inside: vec![OnceCell::new(); sheets.len()], known: RefCell::default() }
    }

    fn inside(&self, page: usize) -> &[(u64, usize)] {
        self.inside[page].get_or_init(|| {
            let sheet = &self.sheets[page];
            let inside = EDGE * sheet.page_height..=(1.0 - EDGE) * sheet.page_height;
            let lines = sheet.lines.iter().filter(|line| inside.contains(&line.seen.center().1));
            let mut sums: Vec<(u64, usize)> = lines.filter_map(|line| sum(&line.text)).collect();
            sums.sort_unstable();
            sums
        })
    }

    /// Whether most of what stands inside a page, its numbers aside, stands inside the other too.
    fn are(&self, a: usize, b: usize) -> bool {
        let key = (a.min(b), a.max(b));
        if let Some(&known) = self.known.borrow().get(&key) {
            return known;
        }
        let other = self.inside(key.1);
        let (mut all, mut shared) = (0, 0);
        for line in self.inside(key.0) {
            all += line.1;
            shared += if other.binary_search(line).is_ok() { line.1 } else { 0 };
        }
        let are = all > 0 && 10 * shared >= 7 * all;
        self.known.borrow_mut().insert(key, are);
        are
    }
}

/// The rows of one edge, from the edge inwards; each a list of lines.
fn rows(sheet: &Sheet, top: bool) -> Vec<Vec<usize>> {
    let height = sheet.page_height;
    let inside = |line: &Line| {
        let (_, y) = line.seen.center();
        if top { y < EDGE * height } else { y > (1.0 - EDGE) * height }
    };
    // A jump comes back at one place of many pages and is what articles are put together by.
    let jumps = |line: &Line| {
        let text = form(&line.text);
        text.contains(['转', '轉', '接']) && (is_jump_line(&text) || NP_JUMP_FROM.is_match(&text))
    };
    // Rows of a table that reaches into the page are its rows, however near to the edge the last of them stands.
    let tables = || sheet.drawn.grids.iter().filter(|grid| grid.rows >= ROWS && grid.cells.len() >= 2 * grid.rows);
    let in_table = |line: &Line| {
        let (x, y) = line.area.center();
        !line.artifact && tables().any(|grid| grid.area.holds(x, y))
    };
    let free = |at: &usize| inside(&sheet.lines[*at]) && !jumps(&sheet.lines[*at]) && !in_table(&sheet.lines[*at]);
    let mut lines: Vec<usize> = (0..sheet.lines.len()).filter(free).collect();
    let middle = |at: usize| sheet.lines[at].seen.center().1;
    lines.sort_by(|&a, &b| middle(a).total_cmp(&middle(b)).then(a.cmp(&b)));
    if !top {
        lines.reverse();
    }
    let mut rows: Vec<Vec<usize>> = Vec::new();
    for at in lines {
        let line = &sheet.lines[at];
        let beside = |other: &usize| {
            let other = sheet.lines[*other].seen;
            other.shared_y(line.seen) > 0.4 * line.seen.height().min(other.height())
        };
        let full = rows.len() >= 3;
        match rows.last_mut() {
            Some(row) if row.iter().any(beside) => row.push(at),
            _ if full => break,
            _ => rows.push(vec![at]),
        }
    }
    rows
}

/// Whether a line is drawn right under a row, from side to side of what stands below; a masthead is none of these rows.
fn is_ruled(sheet: &Sheet, row: &[usize]) -> bool {
    let lines = row.iter().map(|&at| &sheet.lines[at]);
    let Some(area) = lines.clone().map(|line| line.seen).reduce(Area::union) else { return false };
    let tall = lines.clone().any(|line| line.size > LARGE);
    let masthead = lines.clone().any(|line| NP_CN.is_match(&line.text) || NP_POST.is_match(&line.text));
    let (level, width) = if sheet.turned { (&sheet.drawn.upright, sheet.page_width) } else { (&sheet.drawn.level, 0.0) };
    let spans = |line: &Stroke| {
        // On a turned page, lines run from the right.
        let (from, to) = if sheet.turned { (width - line.to, width - line.from) } else { (line.from, line.to) };
        let under = line.at > area.bottom - 2.0 && line.at < area.bottom + UNDER;
        under && from < area.left + UNDER && to > area.right - UNDER
    };
    !tall && !masthead && level.iter().any(spans)
}

/// The height of a line at its edge, in steps of [`PLACE`].
fn place(sheets: &[Sheet], page: usize, zone: usize, line: &Line) -> i32 {
    let y = line.seen.center().1;
    let from_edge = if zone == 0 { y } else { sheets[page].page_height - y };
    (from_edge / PLACE).round() as i32
}

/// A place and those next to it; pages of broken files put lines at the end of what numbers count.
pub fn beside(place: i32) -> RangeInclusive<i32> {
    place.saturating_sub(1)..=place.saturating_add(1)
}

/// A text without white space, every number alike.
fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    out.extend(fold(text));
    out
}

/// A sum (FNV-1a) of a folded text, and its length in characters; `None` where it has no letters.
fn sum(text: &str) -> Option<(u64, usize)> {
    let (mut sum, mut length, mut letters) = (0xcbf2_9ce4_8422_2325_u64, 0, false);
    for c in fold(text) {
        sum = (sum ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01b3);
        length += 1;
        letters = letters || c.is_alphabetic();
    }
    letters.then_some((sum, length))
}

/// The characters of a folded text.
fn fold(text: &str) -> impl Iterator<Item = char> {
    let mut number = false;
    text.chars().filter(|c| !c.is_whitespace()).filter_map(move |c| {
        let is_number = match c {
            '#' | '零' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百' => true,
            // No other ideograph is a number to Unicode, and to ask is dear.
            '\u{3400}'..='\u{9fff}' => false,
            c => c.is_numeric(),
        };
        let again = std::mem::replace(&mut number, is_number) && is_number;
        (!again).then_some(if is_number { '#' } else { c })
    })
}

/// Forms that only page edges have.
fn is_edge_form(text: &str) -> bool {
    text.len() <= 3 * LONGEST
        && (is_folio(text)
            || NP_PAGEHEAD.is_match(text)
            || NP_STAFF.is_match(text)
            || PAPER.is_match(text)
            || CONTACT.is_match(text)
            || NP_PROMO.is_match(text) && text.chars().count() <= 80
            || NP_DATE.find(text).is_some_and(|date| {
                let rest = text.replace(date.as_str(), "");
                let rest = rest.trim();
                NP_STAFF.is_match(rest) || STAFF.is_match(rest)
            }))
}

/// Whether a text is a date and nothing else.
fn is_date(text: &str) -> bool {
    text.len() <= 60 && NP_DATE.find(text).is_some_and(|date| text.replace(date.as_str(), "").trim().is_empty())
}

/// Whether a text has the marks that sentences have inside.
fn is_running_text(text: &str) -> bool {
    text.contains(['，', '。', '；', '、'])
}

/// Whether a text is a folio and nothing else.
pub fn is_folio(text: &str) -> bool {
    text.len() <= 40 && (GW_FOLIO.is_match(text) || FOLIO.is_match(text.trim()))
}

static FOLIO: LazyLock<Regex> = LazyLock::new(|| {
    let forms = r"(?i)^(?:[-—–·•~～|\s]*\d{1,4}[-—–·•~～|\s]*|[-—–\s]*[ivxlc]{1,6}[-—–\s]*|第\s*[0-9〇零一二三四五六七八九十百]{1,5}\s*[页頁版](?:\s*[,，/／]?\s*共\s*[0-9〇零一二三四五六七八九十百]{1,5}\s*[页頁版])?|page\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?|\d{1,4}\s*/\s*\d{1,4}|[A-Z]?\d{1,3}\s*版?)$";
    compile(forms)
});

/// Addresses, telephones and prices of a paper.
static PAPER: LazyLock<Regex> = LazyLock::new(|| {
    let forms = r"(?:本报|本刊|报社|社址|地址).{0,40}(?:邮编|邮政编码|电话|热线)|(?:邮编|电话|零售|定价|印刷|承印|广告许可).{0,60}(?:邮编|电话|零售|定价|印刷|元)";
    compile(forms)
});

/// Who edited a page, and how to reach them.
static CONTACT: LazyLock<Regex> = LazyLock::new(|| {
    let forms = r"(?i)^(?:本版|责任|值班|执行)?(?:编辑|主编|责编|记者)\s*[:：/／]\s*[\p{Han}·]{2,4}[^，。；]{0,20}(?:电话|热线|e-?mail|邮箱|信箱|QQ|微信)\s*[:：][^，。；]*$";
    compile(forms)
});

/// Staff lines without the stricter form of a line of their own.
static STAFF: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^(?:星期[一二三四五六日天]\s*)?(?:(?:责任|值班|执行|版面|视觉)?(?:编辑|主编|校对|责编|美编|版式|审读|组版|编审)\s*[:：/／]?\s*[\p{Han}·]{2,4}[\s　]*){1,6}$|^星期[一二三四五六日天]$",
    )
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_at_the_end_of_numbers_have_one_neighbour() {
        assert_eq!(beside(i32::MIN), i32::MIN..=i32::MIN + 1);
        assert_eq!(beside(i32::MAX), i32::MAX - 1..=i32::MAX);
        assert_eq!(beside(3), 2..=4);
    }

    #[test]
    fn forms_of_edges() {
        for text in [
            "— 3 —",
            "12",
            "第3页 共8页",
            "02版 综合",
            "2021年5月6日　责任编辑：王小青",
            "本报地址：春城市河街1号　邮编：100000",
            "xii",
        ] {
            assert!(is_edge_form(text), "{text}");
        }
        for text in ["2021年5月6日，桥通了。", "第一章 春天", "河畔人家", "他读了第3页"] {
            assert!(!is_edge_form(text), "{text}");
        }
    }

    #[test]
    fn numbers_are_alike() {
        assert_eq!(folded("第 12 页"), folded("第三页"));
        assert_ne!(folded("春 12"), folded("秋 12"));
    }
}
