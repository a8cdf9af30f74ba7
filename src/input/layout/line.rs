//! Glyphs → pieces of lines.
//!
//! Glyphs of one direction are taken from left to right, each goes to the piece whose end is near and whose baseline it
//! shares. Pieces are cut eagerly: what stands apart by more than [`SPLIT`] of an em may be another column, and what belongs
//! together after all is put together again once columns are known ([`block`](super::block)). Vertical lines are turned
//! first, so that everything after this has lines that run right and columns that stand side by side.

use super::barrier::Barriers;
use super::bookmarks;
use super::frame::Setting;
use super::page::{Area, Glyph, Page};
use super::{recognized, stacked};
use crate::model::Tally;
use crate::text::{clreq, radicals, script};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

/// Ink that is this far apart (in em) stands in two pieces, unless the pen went straight on.
const SPLIT: f32 = 0.8;
/// The pen goes straight on up to this gap (in em): tracking and justification of Han.
const STRAIGHT: f32 = 0.3;
/// The ink of an ideograph and that of its neighbour stand so far (em) inside their cells.
const INSIDE: f32 = 0.1;
/// Baselines differ by no more than this (in em) inside a line.
const LEVEL: f32 = 0.22;
/// Letters of word marks (TeX) stand no lower (em), and no further from the letter before.
const DROP: f32 = 0.32;
const KERN: f32 = 0.25;
/// Superior figures stand so far (em) above the baseline.
const SUPERIOR: f32 = 0.2;
/// Words that were recognized are of one size within this.
const RECOGNIZED: f32 = 1.2;
/// A gap between Latin letters that is a space where the source has none (in em).
const WORD_GAP: f32 = 0.16;
/// Two glyphs of one kind this near (in em) are one, printed twice for weight.
const OVERPRINT: f32 = 0.13;
/// A glyph that lies this far (in em) on the last one is not of its line, unless the content put it there next.
const OVERLAP: f32 = 0.3;
/// Type that is so many times larger is another text's.
const OTHER: f32 = 1.45;
/// Glyphs so near in content order follow one another: each may have been printed twice.
const NEXT: u32 = 4;
/// How much further away (em) a line is that the content was not at.
const ELSEWHERE: f32 = 0.1;
/// Chains of characters that are looked through for twins.
const CHAINS: usize = 1024;
/// Cells of one chain that are looked at: more than a page has of one character in one column.
const CHAIN: usize = 512;
/// Room for the glyphs of a usual piece.
const USUAL: usize = 32;
/// Open pieces looked at in one band: more than any page has side by side.
const OPEN: usize = 64;

/// The direction of a line on its page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// From left to right.
    #[default]
    Across,
    /// From the top down, the next line to the left.
    Down,
    /// At an angle, in degrees clockwise.
    Turned(i16),
}

/// What a stretch of a line has beside its characters.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A bold face.
    Strong,
    /// An italic face.
    Emphasis,
    /// Raised and small.
    Superscript,
    /// The link of this number on the page.
    Link(usize),
}

/// A piece of a line. Geometry is in the page's main frame: turned, where the page is vertical.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// The characters; white space inside, none at the edges.
    pub text: String,
    /// Stretches of it, in order of start.
    pub marks: Vec<(Range<usize>, Mark)>,
    /// What its ink covers.
    pub area: Area,
    /// What its ink covers on the page as one sees it.
    pub seen: Area,
    /// Where the first cell begins: an opening bracket's ink begins later.
    pub start: f32,
    /// Where the pen stopped.
    pub end: f32,
    /// The baseline.
    pub base: f32,
    /// The em of most of its characters.
    pub size: f32,
    /// Whether all of it is bold.
    pub bold: bool,
    /// Its direction.
    pub way: Way,
    /// Width of its first unit, which could have stood at the end of the line before: a Han, a Latin word.
    pub unit: f32,
    /// The place of its first glyph in content order.
    pub order: u32,
    /// The marked-content id of its first glyph.
    pub tag: Option<u32>,
    /// Its place in the structure tree, and the element there, where the tree covers the page.
    pub element: Option<(u32, u32)>,
    /// Whether the source says that it does not belong to the text.
    pub artifact: bool,
    /// Whether the mark of a list's item is drawn before it.
    pub item: bool,
    /// The outline's entry that leads to it.
    pub heading: Option<bookmarks::Entry>,
    /// Whether it is a line of contents.
    pub contents: bool,
    /// An entry of an index.
    pub entry: bool,
    /// Whether the source calls it a note.
    pub note: bool,
    /// How its block is set.
    pub setting: Setting,
}

impl Line {
    /// Cuts the line before byte `at` of its text and gives what follows; both keep the measures of the whole.
    pub fn part(&mut self, at: usize) -> Line {
        let mut rest = self.clone();
        rest.text = self.text.split_off(at);
        rest.marks.retain_mut(|(range, _)| {
            *range = range.start.max(at) - at..range.end.max(at) - at;
            range.start < range.end
        });
        self.marks.retain_mut(|(range, _)| {
            range.end = range.end.min(at);
            range.start < range.end
        });
        rest
    }
}

/// All pieces of a page.
#[derive(Debug, Default)]
pub struct Lines {
    /// In order of height, then from the left.
    pub lines: Vec<Line>,
    /// Whether the page is vertical; then its main frame is turned.
    pub turned: bool,
    /// What the characters weigh: every glyph's, and the white space between them.
    pub read: Tally,
    /// The characters of glyphs that were printed twice.
    pub overprinted: String,
}

/// A glyph in the frame of its direction.
struct Cell<'a> {
    glyph: &'a Glyph,
    u: f32,
    v: f32,
    ink: Area,
    bold: bool,
    /// Whether it is nothing but white space.
    space: bool,
}

/// A piece that is being gathered: indices of cells, spaces included.
struct Open {
    cells: Vec<usize>,
    /// Spaces met since the last glyph with ink.
    spaces: Vec<usize>,
    ink: f32,
    pen: f32,
    base: f32,
    size: f32,
    top: f32,
    bottom: f32,
    order: u32,
    /// The place in content order of the glyph that came last.
    last: u32,
    artifact: bool,
}

/// Gathers the glyphs of a page.
pub fn gather(page: &Page) -> Lines {
    let mut found = Lines::default();
    let set = recognized::set(page);
    let page = set.as_ref().unwrap_or(page);
    let stacked = stacked::stood(page);
    let page = stacked.as_ref().unwrap_or(page);
    let laid = stacked::laid(page);
    let page = laid.as_ref().unwrap_or(page);
    // Nearly always one; in order, so that the order of the content shows nowhere.
    let mut ways: Vec<(Way, Vec<usize>)> = Vec::new();
    for (index, glyph) in page.glyphs.iter().enumerate() {
        let way = match (glyph.vertical, glyph.angle) {
            _ if !is_finite(glyph) => Way::Across,
            (true, 0) => Way::Down,
            (_, 0) => Way::Across,
            (_, angle) => Way::Turned(angle),
        };
        match ways.iter_mut().find(|known| known.0 == way) {
            Some((_, glyphs)) => glyphs.push(index),
            None => ways.push((way, vec![index])),
        }
    }
    ways.sort_by_key(|&(way, _)| way);
    let weight = |way: Way| {
        let glyphs = ways.iter().filter(|known| known.0 == way).flat_map(|known| &known.1);
        glyphs.filter(|&&at| !page.glyphs[at].text.is_space()).count()
    };
    found.turned = weight(Way::Down) > weight(Way::Across);
    for (way, glyphs) in &ways {
        gather_way(page, *way, glyphs, &mut found);
    }
    let turned = found.turned;
    for line in &mut found.lines {
        let main = if turned { Way::Down } else { Way::Across };
        if line.way != main {
            line.area = to_frame(main, page.width, line.seen);
            line.start = line.area.left;
            line.end = line.area.right;
            line.base = line.area.bottom;
        }
    }
    found.lines.sort_by(|a, b| a.base.total_cmp(&b.base).then(a.area.left.total_cmp(&b.area.left)).then(a.order.cmp(&b.order)));
    found
}

/// Whether all lengths of a glyph are numbers.
fn is_finite(glyph: &Glyph) -> bool {
    let ink = glyph.ink;
    // A sum of lengths that are numbers is one, but for lengths that no page has.
    (glyph.x + glyph.y + glyph.advance + glyph.size + ink.left + ink.top + ink.right + ink.bottom).is_finite()
}

/// A page's area in the frame of a direction.
pub fn to_frame(way: Way, width: f32, area: Area) -> Area {
    match way {
        Way::Across | Way::Turned(_) => area,
        Way::Down => Area::new(area.top, width - area.right, area.bottom, width - area.left),
    }
}

/// The way back of [`to_frame`].
pub fn from_frame(way: Way, width: f32, area: Area) -> Area {
    match way {
        Way::Across | Way::Turned(_) => area,
        Way::Down => Area::new(width - area.bottom, area.left, width - area.top, area.right),
    }
}

/// The glyphs of one direction, in its frame.
fn cells<'a>(page: &'a Page, way: Way, glyphs: &[usize]) -> Vec<Cell<'a>> {
    let cell = |&at: &usize| {
        let glyph = &page.glyphs[at];
        let (u, v, ink) = match way {
            Way::Across => (glyph.x, glyph.y, glyph.ink),
            // The line's middle stands for a baseline: every glyph of a line shares it.
            Way::Down => (glyph.y, page.width - glyph.x, to_frame(way, page.width, glyph.ink)),
            Way::Turned(angle) => {
                let (sin, cos) = f32::from(angle).to_radians().sin_cos();
                let (u, v) = (glyph.x * cos + glyph.y * sin, glyph.y * cos - glyph.x * sin);
                (u, v, Area::new(u, v - 0.8 * glyph.size, u + glyph.advance.max(0.1 * glyph.size), v + 0.1 * glyph.size))
            }
        };
        Cell { glyph, u, v, ink, bold: glyph.bold, space: glyph.text.is_space() }
    };
    let finite = |cell: &Cell<'_>| {
        let a = cell.ink;
        [cell.u, cell.v, a.left, a.top, a.right, a.bottom, cell.glyph.advance, cell.glyph.size].iter().all(|x| x.is_finite())
    };
    let placed = |at: &usize| {
        let mut cell = cell(at);
        // A glyph without a place stands at the origin: its characters are not lost.
        if !finite(&cell) {
            (cell.u, cell.v, cell.ink) = (0.0, 0.0, Area::default());
        }
        cell
    };
    let mut sorted: Vec<(u64, usize)> =
        glyphs.iter().map(|at| (u64::from(ranked(placed(at).u)) << 32 | u64::from(page.glyphs[*at].order), *at)).collect();
    sorted.sort_unstable();
    sorted.iter().map(|(_, at)| placed(at)).collect()
}

/// A number that is as far from others as a length is, so that lengths are sorted as numbers are ([`f32::total_cmp`]).
fn ranked(length: f32) -> u32 {
    let bits = length.to_bits();
    if bits >> 31 == 1 { !bits } else { bits | 1 << 31 }
}

/// Drops glyphs that were printed twice in nearly one place.
///
/// Cells come from left to right, so that a twin is among the last ones of its character: those are chained, by the low bits of
/// their first characters.
fn overprints(cells: &mut Vec<Cell<'_>>, found: &mut Lines) {
    const NONE: u32 = u32::MAX;
    let mut last = [NONE; CHAINS];
    let mut before = vec![NONE; cells.len()];
    let mut drop: Vec<usize> = Vec::new();
    for at in 0..cells.len() {
        let cell = &cells[at];
        let (size, text) = (cell.glyph.size, &cell.glyph.text);
        if cell.space || size <= 0.0 {
            continue;
        }
        let chain = text.first() as usize % CHAINS;
        let twin = std::iter::successors(Some(last[chain]), |&at| before.get(at as usize).copied())
            .take_while(|&other| other != NONE)
            .take(CHAIN)
            .map(|other| other as usize)
            .take_while(|&other| cell.u - cells[other].u <= OVERPRINT * size)
            .find(|&other| {
                let other = &cells[other];
                (other.v - cell.v).abs() <= OVERPRINT * size
                    && (other.glyph.size / size - 1.0).abs() < 0.1
                    && other.glyph.text == *text
            });
        match twin {
            Some(twin) => {
                drop.push(at);
                found.overprinted.extend(text.chars());
                cells[twin].bold = true;
            }
            None => before[at] = std::mem::replace(&mut last[chain], at as u32),
        }
    }
    let (mut at, mut drop) = (0, drop.into_iter().peekable());
    cells.retain(|_| {
        at += 1;
        drop.next_if_eq(&(at - 1)).is_none()
    });
}

fn gather_way(page: &Page, way: Way, glyphs: &[usize], found: &mut Lines) {
    let mut cells = cells(page, way, glyphs);
    found.read.extend(cells.iter().flat_map(|cell| cell.glyph.text.chars()).filter(|c| !c.is_whitespace()));
    overprints(&mut cells, found);
    let barriers = Barriers::of(page, way);
    let mut open: Vec<Open> = Vec::new();
    let mut bands = Bands::of(&cells);
    for at in 0..cells.len() {
        let space = cells[at].space;
        match nearest(&cells[at], &cells, &open, &mut bands, &barriers) {
            Some(line) => extend(&mut open[line], at, &cells, space),
            None if space => {}
            None => {
                bands.near(cells[at].v, 0.0).iter_mut().for_each(|lines| lines.push(open.len()));
                let cell = &cells[at];
                open.push(Open {
                    cells: Vec::with_capacity(USUAL),
                    spaces: Vec::new(),
                    ink: cell.ink.left,
                    pen: cell.u,
                    base: cell.v,
                    size: cell.glyph.size,
                    top: cell.ink.top,
                    bottom: cell.ink.bottom,
                    order: cell.glyph.order,
                    last: cell.glyph.order,
                    artifact: cell.glyph.artifact,
                });
                let last = open.len() - 1;
                extend(&mut open[last], at, &cells, false);
            }
        }
    }
    for piece in &open {
        let line = finish(page, way, piece, &cells, &mut found.read);
        if !line.text.is_empty() {
            found.lines.push(line);
        }
    }
}

/// The open pieces of each band in which a glyph stands.
struct Bands {
    /// The bands, from the top.
    bands: Vec<i32>,
    lines: Vec<Vec<usize>>,
}

impl Bands {
    fn of(cells: &[Cell<'_>]) -> Bands {
        let mut bands: Vec<i32> = cells.iter().map(|cell| band(cell.v)).collect();
        bands.sort_unstable();
        bands.dedup();
        Bands { lines: vec![Vec::new(); bands.len()], bands }
    }

    /// The bands within a reach of a baseline.
    fn near(&mut self, v: f32, reach: f32) -> &mut [Vec<usize>] {
        let (first, last) = (band(v - reach), band(v + reach));
        let from = self.bands.partition_point(|&band| band < first);
        let to = self.bands.partition_point(|&band| band <= last);
        &mut self.lines[from..to]
    }
}

/// Bands of baselines, eight points each.
pub fn band(v: f32) -> i32 {
    let whole = v as i32;
    whole.saturating_sub(i32::from(whole as f32 > v)) >> 3
}

/// The open piece that a glyph continues.
fn nearest(cell: &Cell<'_>, cells: &[Cell<'_>], open: &[Open], bands: &mut Bands, barriers: &Barriers) -> Option<usize> {
    let size = cell.glyph.size;
    let reach = size.clamp(8.0, 64.0);
    let mut best: Option<(f32, usize)> = None;
    for lines in bands.near(cell.v, reach) {
        // What lies far behind is none of these; it is only dropped so that few are left to ask.
        if lines.len() > 8 {
            lines.retain(|&line| cell.u - open[line].pen.max(open[line].ink) < 4.0 * open[line].size.max(size));
        }
        for &line in lines.iter().rev().take(OPEN) {
            if let Some(distance) = continues(cell, cells, &open[line])
                && best.is_none_or(|(least, _)| distance < least)
                && !barriers.part(cell.v - 0.3 * size, open[line].ink, cell.ink.left)
            {
                best = Some((distance, line));
            }
        }
    }
    best.map(|(_, line)| line)
}

/// How badly a glyph continues a piece, in em; `None` where it does not.
fn continues(cell: &Cell<'_>, cells: &[Cell<'_>], line: &Open) -> Option<f32> {
    let glyph = cell.glyph;
    if glyph.artifact != line.artifact {
        return None;
    }
    let (small, large) = (glyph.size.min(line.size), glyph.size.max(line.size));
    if small <= 0.0 || large <= 0.0 {
        return None;
    }
    let rise = (cell.v - line.base).abs();
    let middle = (cell.ink.top + cell.ink.bottom) / 2.0;
    let raised =
        large > 1.2 * small && small > 0.3 * large && middle > line.top - 0.2 * large && middle < line.bottom + 0.2 * large;
    let level = rise <= LEVEL * large && large < 2.5 * small;
    let next = glyph.order.wrapping_sub(line.last) <= NEXT;
    // A letter of a word mark stands lower, and so does a word that was recognized: the content goes on with it, and the pen
    // does not move.
    let letter = glyph.text.first().is_ascii_alphabetic();
    let cjk = |glyph: &Glyph| script::is_cjk(glyph.text.first());
    let word = cjk(glyph) && line.cells.last().is_some_and(|&at| cjk(cells[at].glyph));
    let dropped = next
        && rise <= DROP * large
        && (letter && large <= 1.05 * small || word && large <= RECOGNIZED * small)
        && (cell.u - line.pen).abs() <= KERN * large;
    if !(level || dropped || raised && rise < 0.6 * large) {
        return None;
    }
    // Ideographs of another size are another text, a large initial's or a headline's, unless the content goes on with them.
    if large > OTHER * small && !cell.space && script::is_cjk(glyph.text.first()) && !(next && level) {
        return None;
    }
    let pen = cell.u - line.pen;
    let em = if raised && !level { small } else { large };
    let before = line.cells.last().map(|&at| &cells[at]);
    let last = before.map_or(cell.u, |before| before.u);
    // The ink of a mark fills half of its cell: the cells of letterspaced text stand evenly, its ink does not. A stop that hangs
    // in the gutter is as near to the next column, whose line comes later.
    let hangs = !next && before.is_some_and(|before| is_mark(before.glyph)) && pen > STRAIGHT * em;
    let marked = !hangs && (is_mark(glyph) || before.is_some_and(|before| is_mark(before.glyph)));
    let gap = cell.ink.left - line.ink;
    let gap = if marked { gap.min(pen.max(0.0) + INSIDE * em) } else { gap };
    // Kerned and squeezed glyphs step back a little; what steps back further is another line.
    if pen < -0.75 * em || cell.u < last - 0.05 * em {
        return None;
    }
    // Two lines printed over one another: what lies on the last glyph goes on with it only if it came next.
    if pen < -OVERLAP * em && !next && !cell.space {
        return None;
    }
    let fills = cell.space && pen <= STRAIGHT * em;
    let near = pen <= STRAIGHT * em || gap <= SPLIT * em && (!line.spaces.is_empty() || gap <= 0.6 * em);
    // Of two lines that were printed over one another, the one that the content is at goes on.
    let distance = rise / large + pen.abs() / em + if next { 0.0 } else { ELSEWHERE };
    if cell.space {
        return fills.then_some(distance);
    }
    // A run of spaces longer than two em is a tabulator, not a word space.
    let wide = line.spaces.len() > 1
        && cell.u - line.ink > 2.2 * em
        && line.spaces.iter().any(|&at| cells[at].glyph.advance < 0.9 * em);
    (near && !wide).then_some(distance)
}

/// Whether a figure is one of a face's superior figures, which files give as plain ones: its ink stands high above its baseline.
fn is_superior(cell: &Cell<'_>) -> bool {
    let size = cell.glyph.size;
    cell.glyph.text.one().is_some_and(|c| c.is_ascii_digit())
        && cell.ink.bottom < cell.v - SUPERIOR * size
        && cell.ink.bottom > cell.v - size
}

/// Whether a glyph is a stop or a bracket as wide as an ideograph.
fn is_mark(glyph: &Glyph) -> bool {
    let c = glyph.text.first();
    !c.is_ascii() && (clreq::is_stop(c) || clreq::is_close(c) || clreq::is_open(c)) && glyph.advance > 0.9 * glyph.size
}

fn extend(line: &mut Open, at: usize, cells: &[Cell<'_>], space: bool) {
    let cell = &cells[at];
    line.pen = line.pen.max(cell.u + cell.glyph.advance);
    line.order = line.order.min(cell.glyph.order);
    line.last = cell.glyph.order;
    if space {
        line.spaces.push(at);
        return;
    }
    line.cells.append(&mut line.spaces);
    line.cells.push(at);
    line.ink = line.ink.max(cell.ink.right);
    if cell.glyph.size >= 0.95 * line.size {
        line.base = cell.v;
        line.size = cell.glyph.size;
    }
    line.top = line.top.min(cell.ink.top);
    line.bottom = line.bottom.max(cell.ink.bottom);
}

/// The characters and the measures of a piece.
fn finish(page: &Page, way: Way, piece: &Open, cells: &[Cell<'_>], read: &mut Tally) -> Line {
    let mut text = String::with_capacity(piece.cells.len() * 3);
    let mut marks: Vec<(Range<usize>, Mark)> = Vec::new();
    // How many characters have each size; those of one size stand together.
    let mut sizes: BTreeMap<u32, usize> = BTreeMap::new();
    let mut alike = (0, 0);
    let mut area: Option<Area> = None;
    let (mut bold, mut solid) = (0usize, 0usize);
    let mut before: Option<&Cell<'_>> = None;
    for &at in &piece.cells {
        let cell = &cells[at];
        let from = text.len();
        if cell.space {
            // White space at the start of a piece is its indent.
            if !text.is_empty() {
                text.extend(cell.glyph.text.chars().filter(|&c| !crate::model::is_line_end(c)));
            }
            continue;
        }
        if let Some(last) = before
            && text.ends_with(is_spaced)
            && is_spaced(cell.glyph.text.first())
            && cell.ink.left.min(cell.u) - (last.u + last.glyph.advance) > WORD_GAP * cell.glyph.size.min(last.glyph.size)
        {
            text.push(' ');
        }
        let start = text.len();
        let edge = text.is_empty();
        match cell.glyph.text.one() {
            Some(c) => text.push(c),
            None => {
                let inner = cell.glyph.text.chars().filter(|&c| !crate::model::is_line_end(c));
                text.extend(inner.skip_while(|c| edge && c.is_whitespace()));
            }
        }
        let run = if before.is_some() { from } else { start };
        // Browsers set what is raised a sixth smaller, and a third of an em higher.
        let higher =
            |smaller: f32, rise: f32| cell.glyph.size < smaller * piece.size && cell.v < piece.base - rise * piece.size;
        let raised = higher(0.75, 0.15) || higher(0.9, 0.25) || is_superior(cell);
        let link = || {
            let center = cell.ink.center();
            let seen = from_frame(way, page.width, Area::new(center.0, center.1, center.0, center.1));
            page.links.iter().take(256).position(|link| link.area.holds(seen.left, seen.top))
        };
        let link = if page.links.is_empty() { None } else { link() };
        if cell.bold || cell.glyph.italic || raised || link.is_some() {
            let all = [
                (cell.bold, Mark::Strong),
                (cell.glyph.italic, Mark::Emphasis),
                (raised, Mark::Superscript),
                (link.is_some(), Mark::Link(link.unwrap_or(0))),
            ];
            for (_, mark) in all.into_iter().filter(|(is, _)| *is) {
                match marks.iter_mut().rev().take(4).find(|last| last.1 == mark && last.0.end == run) {
                    Some(last) => last.0.end = text.len(),
                    None => marks.push((start..text.len(), mark)),
                }
            }
        }
        solid += 1;
        bold += usize::from(cell.bold);
        let size = (cell.glyph.size * 20.0).round() as u32;
        if size != alike.0 {
            *sizes.entry(alike.0).or_default() += alike.1;
            alike = (size, 0);
        }
        alike.1 += 1;
        area = Some(area.map_or(cell.ink, |area| area.union(cell.ink)));
        before = Some(cell);
    }
    let trimmed = text.trim_end().len();
    text.truncate(trimmed);
    for (range, _) in &mut marks {
        range.end = range.end.min(trimmed);
    }
    marks.retain(|(range, _)| range.start < range.end);
    let spaces: String = text.chars().filter(|c| c.is_whitespace()).collect();
    read.include(&spaces);
    let area = area.unwrap_or_default();
    *sizes.entry(alike.0).or_default() += alike.1;
    let most = sizes.iter().filter(|(_, count)| **count > 0).max_by_key(|(key, count)| (**count, std::cmp::Reverse(**key)));
    let most = most.map(|(key, _)| *key);
    let first = piece.cells.iter().map(|&at| &cells[at]).find(|cell| !cell.space);
    Line {
        unit: unit(piece, cells),
        start: first.map_or(area.left, |cell| cell.u.min(cell.ink.left)),
        end: piece.cells.last().map_or(area.right, |&at| cells[at].u + cells[at].glyph.advance),
        base: piece.base,
        size: most.map_or(piece.size, |size| size as f32 / 20.0),
        bold: bold == solid,
        seen: seen_area(page, way, piece, cells, area),
        area,
        way,
        order: piece.order,
        tag: first.and_then(|cell| cell.glyph.tag),
        element: None,
        artifact: piece.artifact,
        item: false,
        heading: None,
        contents: false,
        entry: false,
        note: false,
        setting: Setting::default(),
        text,
        marks,
    }
}

/// The ink of a piece on the page as one sees it.
fn seen_area(page: &Page, way: Way, piece: &Open, cells: &[Cell<'_>], area: Area) -> Area {
    match way {
        Way::Turned(_) => {
            let inks = piece.cells.iter().map(|&at| cells[at].glyph.ink);
            inks.reduce(Area::union).unwrap_or(area)
        }
        _ => from_frame(way, page.width, area),
    }
}

/// Width of the first unit: a Latin word, or one character with the closing marks that may not be parted from it.
fn unit(piece: &Open, cells: &[Cell<'_>]) -> f32 {
    let mut inked = piece.cells.iter().map(|&at| &cells[at]);
    let Some(first) = inked.by_ref().find(|cell| !cell.space) else { return 0.0 };
    let mut end = first.u + first.glyph.advance;
    let mut last = first.glyph.text.chars().next_back().unwrap_or(' ');
    for cell in inked {
        let next = cell.glyph.text.chars().next().unwrap_or(' ');
        // Files without spaces leave white between words.
        let apart = cell.ink.left.min(cell.u) - end > WORD_GAP * cell.glyph.size;
        let holds = is_spaced(last) && is_spaced(next) && !apart
            || clreq::is_stop(next)
            || clreq::is_close(next)
            || clreq::is_open(last);
        if !holds {
            break;
        }
        end = cell.u + cell.glyph.advance;
        last = cell.glyph.text.chars().next_back().unwrap_or(' ');
    }
    end - first.u
}

/// Characters of scripts that part words by spaces, and the marks that belong to them.
pub fn is_spaced(c: char) -> bool {
    !c.is_whitespace() && !script::is_cjk(c) && !script::is_shared_mark(c) && (c.is_alphanumeric() || c.is_ascii_punctuation())
        || script::is_hangul(c)
}

/// A text as its form is asked for: fonts that name radicals for ideographs are seen through.
pub fn form(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| ('\u{2e80}'..='\u{2fdf}').contains(&c)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| radicals::unified(c).unwrap_or(c)).collect())
}
