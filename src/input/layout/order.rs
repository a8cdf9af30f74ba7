//! Reading order: recursive cuts, as an editor makes up a page.
//!
//! Pictures and boxes that columns make room for are left out, and put back behind the text above them. Then an area is cut at
//! what is drawn through it first; then above headlines that stand side by side with nothing but headlines; then below a
//! headline that stands alone, or behind one that heads all columns without standing over them; then round an article in the
//! corner of another; then between columns; then above and below what spans columns, or between articles that stand round one
//! another. Where no cut runs through (a pinwheel), pieces follow one another as Breuel's two rules say: what stands above, and
//! what stands wholly to the left, goes first.

mod beside;
mod float;
mod told;

use super::island;
use super::page::Area;
use super::rule::Stroke;
pub use told::Bound;

/// White space that parts rows of articles is so high (em) at least; between lines there is less.
const ROW: f32 = 1.0;
/// Gaps are as wide as one another within this (em).
const ALIKE: f32 = 0.35;
/// Where blank lines part paragraphs, rows are parted by so many times as much.
const BLANK: f32 = 1.25;
/// A line is drawn through a gap over this share of it at least; of two, one is drawn further by so much.
const RULED: f32 = 0.8;
const FURTHER: f32 = 0.04;
/// What begins a row begins within this (em) of one height.
const LEVEL: f32 = 2.5;

/// A piece of the page, as far as order asks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Piece {
    /// What it covers.
    pub area: Area,
    /// Whether an article begins with it.
    pub opens: bool,
    /// Whether it may stand above a headline and belong to it: a picture, a box.
    pub neutral: bool,
    /// Whether it is a headline set across the lines: a vertical one beside horizontal text. It heads what stands beside it.
    pub across: bool,
    /// How its text begins and ends; a headline is whole.
    pub first: Bound,
    pub last: Bound,
    /// The size of its text (points).
    pub size: f32,
}

impl Piece {
    /// A picture, a box, a table.
    pub fn neutral(area: Area) -> Piece {
        Piece { area, neutral: true, ..Piece::default() }
    }

    /// Whether it is text: no headline, and nothing that may belong to one.
    fn is_text(&self) -> bool {
        !self.opens && !self.neutral
    }
}

/// Why a piece of the page follows another, for `--explain` and the drawing of pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// A drawn line.
    Ruling,
    /// Headlines begin below.
    Headlines,
    /// A gap between columns.
    Gutter,
    /// Above or below a piece that spans columns.
    Span,
    /// No cut: above first, left first.
    Neighbours,
}

/// The order of pieces: their places, each with the cut that parted it from the one before.
pub fn order(pieces: &[Piece], level: &[Stroke], upright: &[Stroke], em: f32) -> Vec<(usize, Cut)> {
    let mut out = Vec::with_capacity(pieces.len());
    let cutter = Cutter { pieces, level, upright, em, blank: blank(pieces, em) };
    let texts: Vec<Area> = pieces.iter().filter(|piece| piece.is_text()).map(|piece| piece.area).collect();
    let (floats, all): (Vec<usize>, Vec<usize>) = (0..pieces.len()).partition(|&at| cutter.floats(at, &texts));
    // An explicit stack: a hostile page must not overflow the program's.
    let mut work = vec![(all.clone(), Cut::Neighbours)];
    while let Some((group, why)) = work.pop() {
        if group.len() <= 1 {
            out.extend(group.into_iter().map(|at| (at, why)));
            continue;
        }
        match cutter.cut(&group, why) {
            Some((cut, parts)) => {
                for (index, part) in parts.into_iter().enumerate().rev() {
                    work.push((part, if index == 0 { why } else { cut }));
                }
            }
            None => {
                let sorted = cutter.neighbours(group);
                out.extend(
                    sorted.into_iter().enumerate().map(|(index, at)| (at, if index == 0 { why } else { Cut::Neighbours })),
                );
            }
        }
    }
    let mut out = cutter.told(&all, out);
    for float in floats {
        let place = cutter.anchor(float, &out);
        out.insert(place, (float, Cut::Neighbours));
    }
    out
}

struct Cutter<'a> {
    pieces: &'a [Piece],
    level: &'a [Stroke],
    upright: &'a [Stroke],
    em: f32,
    /// The white between paragraphs that a blank line parts; 0 where none does.
    blank: f32,
}

/// The white that usually stands between pieces of text under one another in one column, where paragraphs are parted by it.
fn blank(pieces: &[Piece], em: f32) -> f32 {
    const MOST: usize = 600;
    const FEW: usize = 4;
    let mut gaps: Vec<f32> = Vec::new();
    for (at, above) in pieces.iter().enumerate().filter(|(_, piece)| piece.is_text() && pieces.len() <= MOST) {
        let below = pieces.iter().enumerate().filter(|&(other, piece)| {
            other != at && piece.area.top >= above.area.bottom - 0.3 * em && piece.area.shared_x(above.area) > 0.0
        });
        let next = below.map(|(_, piece)| piece).min_by(|a, b| a.area.top.total_cmp(&b.area.top));
        // Lines of a form say nothing of paragraphs.
        let whole = |next: &&Piece| next.area.height().max(above.area.height()) > 2.0 * em;
        let under = |next: &&Piece| next.is_text() && (next.area.left - above.area.left).abs() <= 0.5 * em;
        if let Some(next) = next.filter(under).filter(whole) {
            gaps.push(next.area.top - above.area.bottom);
        }
    }
    gaps.sort_by(f32::total_cmp);
    let near = |gap: f32| (0.5 * em..3.0 * em).contains(&gap);
    gaps.get(gaps.len() / 2).copied().filter(|&gap| gaps.len() >= FEW && near(gap)).unwrap_or(0.0)
}

/// Axes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Axis {
    X,
    Y,
}

impl Cutter<'_> {
    fn area(&self, group: &[usize]) -> Area {
        group.iter().map(|&at| self.pieces[at].area).reduce(Area::union).unwrap_or_default()
    }

    fn span(&self, at: usize, axis: Axis) -> (f32, f32) {
        let area = self.pieces[at].area;
        // What touches by a hair does not overlap.
        let give = |from: f32, to: f32| {
            let slack = (0.12 * self.em).min(0.25 * (to - from));
            (from + slack, to - slack)
        };
        match axis {
            Axis::X => give(area.left, area.right),
            Axis::Y => give(area.top, area.bottom),
        }
    }

    /// The gaps that no piece crosses: places in the sorted group after which a gap comes, and the gap.
    fn gaps(&self, group: &[usize], axis: Axis) -> (Vec<usize>, Vec<(usize, f32, f32)>) {
        let mut sorted = group.to_vec();
        sorted.sort_by(|&a, &b| self.span(a, axis).0.total_cmp(&self.span(b, axis).0).then(a.cmp(&b)));
        let mut gaps = Vec::new();
        let mut end = f32::MIN;
        for (index, &at) in sorted.iter().enumerate() {
            let (from, to) = self.span(at, axis);
            if index > 0 && from > end {
                gaps.push((index, end, from));
            }
            end = end.max(to);
        }
        (sorted, gaps)
    }

    /// The cut of a group and its parts in order; nothing where there is none.
    fn cut(&self, group: &[usize], why: Cut) -> Option<(Cut, Vec<Vec<usize>>)> {
        self.straight(group, why).or_else(|| Some((Cut::Headlines, self.articles(group)?)))
    }

    fn straight(&self, group: &[usize], why: Cut) -> Option<(Cut, Vec<Vec<usize>>)> {
        let whole = self.area(group);
        let (rows, level) = self.gaps(group, Axis::Y);
        let (columns, upright) = self.gaps(group, Axis::X);
        let split = |sorted: &[usize], at: usize| vec![sorted[..at].to_vec(), sorted[at..].to_vec()];
        // A blank line that happens to run through all columns parts paragraphs, and a subhead may stand below it.
        let row = (ROW * self.em).max(BLANK * self.blank);
        // What is drawn through: level lines first, for articles stand above one another more often than side by side.
        if let Some(&(at, ..)) = level.iter().find(|gap| self.ruled(gap, self.level, (whole.left, whole.right)) >= RULED) {
            return Some((Cut::Ruling, split(&rows, at)));
        }
        if let Some(&(at, ..)) = level.iter().find(|gap| self.is_above_rulings(&rows[..gap.0], gap.1, whole)) {
            return Some((Cut::Span, split(&rows, at)));
        }
        // What is drawn furthest: a line between two articles runs past their headlines, one between columns does not.
        let ruled = upright
            .iter()
            .map(|gap| (self.ruled(gap, self.upright, (whole.top, whole.bottom)), gap))
            .filter(|(share, _)| *share >= RULED)
            .reduce(|best, next| if next.0 > best.0 + FURTHER { next } else { best })
            .map(|(_, gap)| gap);
        if let Some(gap) = ruled
            && let Some(&(at, ..)) = level.iter().find(|row| row.2 - row.1 >= ROW * self.em && !self.runs_through(gap, row))
        {
            // Two lines, one under the other: each belongs to its own row.
            return Some((Cut::Span, split(&rows, at)));
        }
        // A headline set down the side heads columns with lines drawn between them too.
        let head = self.heads_all(group);
        if let Some(head) = head.filter(|&head| self.pieces[head].across) {
            return Some((Cut::Headlines, self.first(head, group)));
        }
        if let Some(&(at, ..)) = ruled {
            return Some((Cut::Ruling, split(&columns, at)));
        }
        let clear = |gap: &(usize, f32, f32)| gap.2 - gap.1 >= ROW * self.em || self.is_even(&rows[gap.0..]);
        let rows_of =
            |gap: &&(usize, f32, f32)| self.is_headlines(&rows, gap.0) && clear(gap) && !self.runs_on(&rows, gap, &upright);
        if let Some(&(at, ..)) = level.iter().find(rows_of) {
            return Some((Cut::Headlines, split(&rows, at)));
        }
        if let Some(&(at, ..)) = level.iter().find(|gap| self.is_under_one_headline(&rows[..gap.0])) {
            return Some((Cut::Span, split(&rows, at)));
        }
        if let Some(&(at, ..)) =
            level.iter().find(|gap| gap.2 - gap.1 >= row && self.is_row(&rows, gap.0) && !self.runs_on(&rows, gap, &upright))
        {
            return Some((Cut::Headlines, split(&rows, at)));
        }
        if let Some(head) = head {
            return Some((Cut::Headlines, self.first(head, group)));
        }
        if let Some(head) = self.heads_from_the_right(group).filter(|_| why == Cut::Ruling) {
            return Some((Cut::Headlines, self.first(head, group)));
        }
        if let Some(parts) = self.round_a_corner(group) {
            return Some((Cut::Headlines, parts));
        }
        if let Some(at) = self.between_articles(&columns, &upright) {
            return Some((Cut::Gutter, split(&columns, at)));
        }
        let wide: Vec<usize> = upright.iter().filter(|gap| gap.2 - gap.1 >= 0.4 * self.em).map(|gap| gap.0).collect();
        if !wide.is_empty() {
            let mut parts = Vec::with_capacity(wide.len() + 1);
            let mut from = 0;
            for &at in wide.iter().chain([&columns.len()]) {
                parts.push(columns[from..at].to_vec());
                from = at;
            }
            return Some((Cut::Gutter, parts));
        }
        let spans: Vec<bool> = match group.len() {
            0..=400 => rows.iter().map(|&at| self.is_spanning(at, group)).collect(),
            _ => vec![false; group.len()],
        };
        if !spans.contains(&true) {
            // Nothing spans: bands from the top are what is left.
            let mut parts = Vec::with_capacity(level.len() + 1);
            let mut from = 0;
            for at in level.iter().map(|gap| gap.0).chain([rows.len()]) {
                parts.push(rows[from..at].to_vec());
                from = at;
            }
            return (parts.len() > 1).then_some((Cut::Span, parts));
        }
        let rest: Vec<usize> = rows.iter().zip(&spans).filter(|(_, spans)| !**spans).map(|(&at, _)| at).collect();
        let (_, gutters) = self.gaps(&rest, Axis::X);
        let beside = |gap: &&(usize, f32, f32)| spans[gap.0 - 1] || self.row_spans(&rows, &spans, gap.0);
        // Above the columns of headlines that stand side by side what bars most columns goes first.
        let barred = |gap: &(usize, f32, f32)| {
            let above = std::iter::once(gap.0 - 1).filter(|&place| spans[place]);
            let next = above.chain(self.row_below(&rows, gap.0).filter(|&place| spans[place]));
            next.map(|place| self.bars(rows[place], &gutters)).max().unwrap_or(0)
        };
        let keeps = |gap: &(usize, f32, f32)| !self.parts_headlines(&rows[..gap.0], &gutters);
        let first = level.iter().find(beside)?;
        let chosen = match keeps(first) {
            true => Some(first),
            false => level.iter().filter(beside).rev().max_by_key(|gap| (keeps(gap), barred(gap))),
        };
        // Articles round one another: no cut runs through that would leave headlines over their columns.
        if !chosen.is_some_and(keeps)
            && let Some(parts) = self.articles(group)
        {
            return Some((Cut::Headlines, parts));
        }
        chosen.map(|gap| (Cut::Span, split(&rows, gap.0)))
    }

    /// How many gaps between columns a piece stands over.
    fn bars(&self, at: usize, gutters: &[(usize, f32, f32)]) -> usize {
        let (from, to) = self.span(at, Axis::X);
        gutters.iter().filter(|gap| from < gap.1 && to > gap.2).count()
    }

    /// Whether headlines that stand side by side, each over columns of its own, would be cut off from these.
    fn parts_headlines(&self, above: &[usize], gutters: &[(usize, f32, f32)]) -> bool {
        let last = |at: &usize| {
            let own = self.pieces[*at].area;
            let under = |&other: &usize| {
                let area = self.pieces[other].area;
                other != *at && area.top >= own.bottom - 0.3 * self.em && area.shared_x(own) > 0.0
            };
            self.pieces[*at].opens && !above.iter().any(under)
        };
        let heads: Vec<(f32, f32)> = above.iter().filter(|at| last(at)).map(|&at| self.span(at, Axis::X)).collect();
        let apart = |gap: &(usize, f32, f32)| {
            let left = heads.iter().any(|head| head.1 <= gap.2);
            let right = heads.iter().any(|head| head.0 >= gap.1);
            left && right && !heads.iter().any(|head| head.0 < gap.1 && head.1 > gap.2)
        };
        heads.len() >= 2 && gutters.iter().any(apart)
    }

    /// The share of a gap's length that a line is drawn through.
    fn ruled(&self, gap: &(usize, f32, f32), strokes: &[Stroke], (from, to): (f32, f32)) -> f32 {
        let slack = 0.3 * self.em;
        let first = strokes.partition_point(|line| line.at < gap.1 - slack);
        let through = strokes[first..].iter().take_while(|line| line.at <= gap.2 + slack);
        let sum: f32 = through.map(|line| (line.to.min(to) - line.from.max(from)).max(0.0)).sum();
        if to > from { sum / (to - from) } else { 0.0 }
    }

    /// Whether a line drawn in a gap between columns runs on through a gap between rows.
    fn runs_through(&self, gap: &(usize, f32, f32), row: &(usize, f32, f32)) -> bool {
        let slack = 0.3 * self.em;
        let middle = (row.1 + row.2) / 2.0;
        let runs =
            |line: &Stroke| line.at >= gap.1 - slack && line.at <= gap.2 + slack && line.from < middle && line.to > middle;
        self.upright.iter().any(runs)
    }

    /// The gap between two articles that stand side by side: what is on one side of it, best on both, has a headline over all of
    /// its columns, also over those that the headline's ink does not reach.
    fn between_articles(&self, columns: &[usize], gaps: &[(usize, f32, f32)]) -> Option<usize> {
        if !columns.iter().any(|&at| self.pieces[at].opens) {
            return None;
        }
        let score = |gap: &(usize, f32, f32)| {
            let (left, right) = columns.split_at(gap.0);
            let headed = i8::from(self.is_headed(left)) + i8::from(self.is_headed(right));
            let score = headed - i8::from(headed == 1 && self.goes_over(left, right));
            (score, gap.2 - gap.1)
        };
        let wide: Vec<&(usize, f32, f32)> = gaps.iter().filter(|gap| gap.2 - gap.1 >= 0.4 * self.em).take(64).collect();
        let scored: Vec<((i8, f32), usize)> = wide.iter().map(|gap| (score(gap), gap.0)).collect();
        let most = scored.iter().map(|known| known.0.0).max().filter(|&most| most > 0)?;
        let best = || scored.iter().filter(|known| known.0.0 == most);
        let widest = best().map(|known| known.0.1).fold(0.0, f32::max);
        // Of gaps as wide as one another the one that leaves headlines in the middle of their columns, or at their edge.
        let even = best().filter(|known| known.0.1 >= widest - ALIKE * self.em);
        let off = |at: usize| {
            let (left, right) = columns.split_at(at);
            ((self.off(left) + self.off(right)) / (2.0 * self.em)).round()
        };
        let found = even.min_by(|a, b| off(a.1).total_cmp(&off(b.1)).then(b.0.1.total_cmp(&a.0.1)).then(a.1.cmp(&b.1)));
        found.map(|known| known.1)
    }

    /// How far the first headlines of some columns stand from their middle, or from their left edge.
    fn off(&self, columns: &[usize]) -> f32 {
        let heads = || columns.iter().map(|&at| &self.pieces[at]).filter(|piece| piece.opens && !piece.across);
        let top = heads().map(|piece| piece.area.top).fold(f32::MAX, f32::min);
        let row = heads().filter(|piece| piece.area.top <= top + LEVEL * self.em).map(|piece| piece.area).reduce(Area::union);
        let Some(row) = row else { return 0.0 };
        let whole = self.area(columns);
        (row.center().0 - whole.center().0).abs().min((row.left - whole.left).abs())
    }

    /// Whether two columns next to a gap are of one article: they begin at one height and are as wide as one another.
    fn goes_over(&self, left: &[usize], right: &[usize]) -> bool {
        let text = |side: &[usize]| -> Vec<Area> {
            side.iter().map(|&at| &self.pieces[at]).filter(|piece| piece.is_text()).map(|piece| piece.area).collect()
        };
        let higher = |a: &&Area, b: &&Area| a.top.total_cmp(&b.top);
        let (left, right) = (text(left), text(right));
        let edge = left.iter().map(|area| area.right).fold(f32::MIN, f32::max);
        let other = right.iter().map(|area| area.left).fold(f32::MAX, f32::min);
        let last = left.iter().filter(|area| area.right > edge - 2.0 * self.em).min_by(higher);
        let next = right.iter().filter(|area| area.left < other + 2.0 * self.em).min_by(higher);
        let (Some(a), Some(b)) = (last, next) else { return false };
        (a.top - b.top).abs() <= self.em && (a.width() - b.width()).abs() <= 1.5 * self.em
    }

    /// Whether pieces begin with a headline and no text stands beside it or above it, or all of it at its side.
    fn is_headed(&self, group: &[usize]) -> bool {
        if self.is_headed_at_its_side(group) {
            return true;
        }
        let from = |piece: &Piece| if piece.across { piece.area.top } else { piece.area.bottom };
        let opening = group.iter().map(|&at| &self.pieces[at]).filter(|piece| piece.opens);
        let Some(head) = opening.min_by(|a, b| from(a).total_cmp(&from(b))) else { return false };
        let first = from(head);
        // Over the first columns alone, the others begin at its height.
        let beside = |area: Area| area.left >= head.area.right - 0.3 * self.em && area.top >= head.area.top - self.em;
        let mut text = group.iter().map(|&at| &self.pieces[at]).filter(|piece| piece.is_text()).map(|piece| piece.area);
        let under = text.clone().any(|area| area.top >= first - 0.5 * self.em);
        under && text.all(|area| area.top >= first - 0.5 * self.em || beside(area))
    }

    /// Whether pieces below a gap begin at one height, with a headline among them that stands over no more than some of its columns, and
    /// none above loses its text.
    fn is_row(&self, rows: &[usize], at: usize) -> bool {
        let (above, below) = rows.split_at(at);
        let opens = |at: &&usize| self.pieces[**at].opens && !self.pieces[**at].across;
        if !below.iter().any(|at| opens(&at)) {
            return false;
        }
        let top = below.iter().map(|&at| self.pieces[at].area.top).fold(f32::MAX, f32::min);
        let level = |at: usize| self.pieces[at].area.top <= top + LEVEL * self.em;
        let seen = |at: usize| self.is_seen(at, below);
        let cut_off = || below.iter().any(|&at| self.pieces[at].is_text() && seen(at) && self.is_headed_above(at, above));
        below.iter().filter(opens).any(|&at| seen(at)) && !below.iter().any(|&at| !level(at) && seen(at)) && !cut_off()
    }

    /// Whether nothing of a group stands over a piece of it.
    fn is_seen(&self, at: usize, group: &[usize]) -> bool {
        let area = self.pieces[at].area;
        let over = |&other: &usize| {
            let above = self.pieces[other].area;
            other != at && above.bottom <= area.top + 0.3 * self.em && above.shared_x(area) > 0.0
        };
        !group.iter().any(over)
    }

    /// Whether headlines that begin a row begin at one height: where columns of short articles end by chance within a line of one
    /// another, the headlines below do not.
    fn is_even(&self, below: &[usize]) -> bool {
        let heads = below.iter().filter(|&&at| self.pieces[at].opens && self.is_seen(at, below));
        let tops = heads.map(|&at| self.pieces[at].area.top);
        let (first, last) = tops.fold((f32::MAX, f32::MIN), |(first, last), top| (first.min(top), last.max(top)));
        last - first <= self.em
    }

    /// An article that runs round another in its corner, and that one: text stands above the other's headline, and columns at
    /// its right, under no headline of the group, begin with that text. They are its continuation.
    fn round_a_corner(&self, group: &[usize]) -> Option<Vec<Vec<usize>>> {
        if group.len() > 200 {
            return None;
        }
        let piece = |at: usize| &self.pieces[at];
        let text = |&at: &usize| piece(at).is_text();
        let headed = |area: Area| {
            let over = |&at: &usize| {
                let head = piece(at);
                head.opens && head.area.bottom <= area.top + 0.5 * self.em && head.area.shared_x(area) > 0.0
            };
            group.iter().any(over)
        };
        for &head in group.iter().filter(|&&at| piece(at).opens && !piece(at).across) {
            let own = piece(head).area;
            let under = |at: &usize| piece(*at).area.top >= own.bottom - 0.5 * self.em;
            let first: Vec<Area> = group
                .iter()
                .filter(|at| text(at) && under(at))
                .map(|&at| piece(at).area)
                .filter(|area| area.shared_x(own) > 0.0)
                .collect();
            let Some(mut columns) = first.iter().copied().reduce(Area::union) else { continue };
            let right_under = columns;
            let beside = first.iter().any(|area| area.right < columns.right - self.em);
            let ruled = |line: &Stroke| {
                let over = line.to.min(right_under.right) - line.from.max(right_under.left);
                line.at < own.top + 0.3 * self.em && line.at > own.top - 2.5 * self.em && over > 0.6 * right_under.width()
            };
            // A heading inside an article stands in one column, with nothing drawn above it, and between sentences.
            let over = self.level.iter().find(|line| ruled(line));
            let last = |above: bool| {
                let here = |at: &&usize| {
                    let area = piece(**at).area;
                    text(at)
                        && area.shared_x(right_under) > 0.5 * area.width()
                        && (above && area.bottom <= own.top + 0.5 * self.em || !above && under(at))
                };
                group.iter().filter(here).map(|&at| piece(at)).max_by(|a, b| a.area.bottom.total_cmp(&b.area.bottom))
            };
            let interrupts = || {
                last(true).is_some_and(|text| text.last == Bound::Cut)
                    && last(false).is_some_and(|text| text.last != Bound::Cut)
            };
            if !beside && over.is_none() && !interrupts() {
                continue;
            }
            // Columns that begin beside those, under the line that is drawn over the headline, are the article's too.
            if let Some(line) = over {
                let level = |area: &Area| first.iter().any(|own| (own.top - area.top).abs() <= 0.5 * self.em);
                let under = |area: &Area| area.left >= line.from - self.em && area.right <= line.to + self.em;
                let all = group.iter().filter(|at| text(at)).map(|&at| piece(at).area);
                columns = all.filter(level).filter(under).fold(columns, Area::union);
            }
            let inside = |area: Area| area.shared_x(columns) > 0.5 * area.width();
            let above = group.iter().filter(|at| text(at)).map(|&at| piece(at).area);
            let above = above.filter(|area| inside(*area) && area.bottom <= own.top + 0.5 * self.em && !headed(*area));
            let top = above.map(|area| area.top).fold(f32::MAX, f32::min);
            let goes_on = |&at: &usize| {
                let area = piece(at).area;
                area.left >= columns.right - 0.3 * self.em
                    && (area.top - top).abs() <= LEVEL * self.em
                    && area.shared_y(own) > 0.0
                    && !headed(area)
            };
            if top < f32::MAX && group.iter().filter(|at| text(at)).any(goes_on) {
                let (corner, round): (Vec<usize>, Vec<usize>) =
                    group.iter().partition(|&&at| at == head || under(&at) && inside(piece(at).area));
                return Some(vec![round, corner]);
            }
        }
        None
    }

    /// The articles of a group, where they lie clear of one another.
    fn articles(&self, group: &[usize]) -> Option<Vec<Vec<usize>>> {
        let islands = island::find(self.pieces, group, self.em)?;
        let area = |island: &Vec<usize>| Piece { opens: true, neutral: false, ..Piece::neutral(self.area(island)) };
        let pieces: Vec<Piece> = islands.iter().map(area).collect();
        let order = Cutter { pieces: &pieces, ..*self }.neighbours((0..pieces.len()).collect());
        Some(order.into_iter().map(|at| islands[at].clone()).collect())
    }

    /// A headline, and the rest of its group.
    fn first(&self, head: usize, group: &[usize]) -> Vec<Vec<usize>> {
        vec![vec![head], group.iter().copied().filter(|&at| at != head).collect()]
    }

    /// Whether one headline, and nothing beside it, stands above a gap: it heads all columns below, also those that its ink
    /// does not reach over.
    fn is_under_one_headline(&self, above: &[usize]) -> bool {
        above.iter().filter(|&&at| self.pieces[at].opens).count() == 1
            && above.iter().all(|&at| self.pieces[at].opens || self.pieces[at].neutral)
    }

    /// Whether one headline stands above all that is drawn between the columns below it.
    fn is_above_rulings(&self, above: &[usize], bottom: f32, whole: Area) -> bool {
        let mut drawn = self.upright.iter().filter(|line| line.to > whole.top && line.from < whole.bottom).peekable();
        drawn.peek().is_some() && drawn.all(|line| line.from >= bottom - 0.3 * self.em) && self.is_under_one_headline(above)
    }

    /// Whether all that one sees first below a gap opens an article, and text stands above it.
    fn is_headlines(&self, rows: &[usize], at: usize) -> bool {
        let (above, below) = rows.split_at(at);
        let text_above = above.iter().any(|&at| self.pieces[at].is_text());
        if !text_above || !below.iter().any(|&at| self.pieces[at].opens) {
            return false;
        }
        let mut opens = false;
        for &at in below {
            // A headline covers what stands under it, however short it is: what is below all headlines of the row is hidden
            // by the row.
            if !self.is_seen(at, below) {
                continue;
            }
            let under = || self.is_under_headline(at, below) && !self.is_headed_above(at, above);
            if self.pieces[at].opens {
                opens = true;
            } else if !self.pieces[at].neutral && !under() {
                return false;
            }
        }
        opens
    }

    /// Whether a piece begins beside one that stands right under a headline: the headline's ink is shorter than its columns.
    fn is_under_headline(&self, at: usize, below: &[usize]) -> bool {
        let area = self.pieces[at].area;
        let beside = |&twin: &usize| {
            let other = self.pieces[twin];
            if other.across && other.opens {
                // What stands beside a headline set across the lines is its text.
                return other.area.shared_y(area) > 0.0 && other.area.shared_x(area) <= 0.0;
            }
            twin != at
                && !other.opens
                && (other.area.top - area.top).abs() <= 2.0 * self.em
                && below.iter().any(|&head| {
                    let head = self.pieces[head];
                    let gap = other.area.top - head.area.bottom;
                    head.opens && gap > -0.5 * self.em && gap < 6.0 * self.em && head.area.shared_x(other.area) > 0.0
                })
        };
        below.iter().any(beside)
    }

    /// Whether a piece stands over (or under) two others that stand side by side.
    fn is_spanning(&self, at: usize, group: &[usize]) -> bool {
        let own = self.span(at, Axis::X);
        let mut least = f32::MAX;
        let mut most = f32::MIN;
        for &other in group.iter().filter(|&&other| other != at) {
            let (from, to) = self.span(other, Axis::X);
            if from < own.1 && to > own.0 {
                least = least.min(to);
                most = most.max(from);
            }
        }
        least < most
    }

    /// Whether the piece right below a gap spans.
    fn row_spans(&self, rows: &[usize], spans: &[bool], at: usize) -> bool {
        self.row_below(rows, at).any(|place| spans[place])
    }

    /// The places of the pieces right below a gap.
    fn row_below(&self, rows: &[usize], at: usize) -> impl Iterator<Item = usize> {
        let top = self.span(rows[at], Axis::Y).0;
        (at..rows.len()).take_while(move |&place| self.span(rows[place], Axis::Y).0 <= top + self.em)
    }

    /// Pieces that no cut parts: each after all that stand above it, and after all that stand wholly to its left beside it.
    fn neighbours(&self, mut group: Vec<usize>) -> Vec<usize> {
        group.sort_by(|&a, &b| {
            let (a, b) = (self.pieces[a].area, self.pieces[b].area);
            a.top.total_cmp(&b.top).then(a.left.total_cmp(&b.left))
        });
        let mut out = Vec::with_capacity(group.len());
        if group.len() > 80 {
            return group;
        }
        let before = |a: usize, b: usize, rest: &[usize]| {
            let (pa, pb) = (self.pieces[a].area, self.pieces[b].area);
            if pa.shared_x(pb) > 0.2 * self.em {
                return pa.center().1 < pb.center().1;
            }
            let between = |&c: &usize| {
                let pc = self.pieces[c].area;
                c != a
                    && c != b
                    && pc.shared_x(pa) > 0.0
                    && pc.shared_x(pb) > 0.0
                    && pc.center().1 > pa.center().1.min(pb.center().1)
                    && pc.center().1 < pa.center().1.max(pb.center().1)
            };
            pa.left < pb.left && !rest.iter().any(between)
        };
        while !group.is_empty() {
            let free = (0..group.len())
                .find(|&at| (0..group.len()).all(|other| other == at || !before(group[other], group[at], &group)));
            out.push(group.remove(free.unwrap_or(0)));
        }
        out
    }
}

#[cfg(test)]
mod tests;
