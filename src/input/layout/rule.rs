//! What is drawn on a page: borders between articles, rules between columns, boxes, grids of tables.

use super::line::{Line, Way, to_frame};
use super::page::{Area, Page, RuleKind};

/// Drawn lines this near are one (points): dashes, doubled rules.
const NEAR: f32 = 3.0;
/// Marks before items are no larger (points).
const DOT: f32 = 12.0;
/// More drawn lines than this on one page are a picture, and no grid is looked for in them.
const MOST: usize = 3000;

/// A straight line in the page's main frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// The height of a level line, the x of an upright one.
    pub at: f32,
    /// Where it begins.
    pub from: f32,
    /// Where it ends.
    pub to: f32,
}

/// Everything drawn, sorted by what it is.
#[derive(Debug, Default)]
pub struct Drawn {
    /// Level lines that part what is above from what is below.
    pub level: Vec<Stroke>,
    /// Upright lines that part left from right.
    pub upright: Vec<Stroke>,
    /// Boxes with text in them, outer ones before those inside.
    pub boxes: Vec<Area>,
    /// Filled areas without text: pictures that are not there.
    pub blanks: Vec<Area>,
    /// Grids, by cells.
    pub grids: Vec<Grid>,
    /// Small filled shapes.
    pub dots: Vec<Area>,
}

/// The grid of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    /// What it covers.
    pub area: Area,
    /// Its cells, row by row.
    pub cells: Vec<GridCell>,
    /// How many rows it has.
    pub rows: usize,
    /// How many of them a rule tells to be its head.
    pub heads: usize,
}

/// A cell of a grid.
#[derive(Clone, Debug, PartialEq)]
pub struct GridCell {
    /// What it covers.
    pub area: Area,
    /// Its first row, from 0.
    pub row: usize,
    /// How many rows it takes.
    pub down: usize,
    /// How many columns it takes.
    pub across: usize,
}

/// Sorts what is drawn on a page.
pub fn sort(page: &Page, lines: &[Line], turned: bool) -> Drawn {
    let way = if turned { Way::Down } else { Way::Across };
    let whole = to_frame(way, page.width, Area::new(0.0, 0.0, page.width, page.height));
    let mut drawn = Drawn::default();
    let mut boxes: Vec<Area> = Vec::new();
    for rule in &page.rules {
        let area = to_frame(way, page.width, rule.area);
        if ![area.left, area.top, area.right, area.bottom].iter().all(|x| x.is_finite()) {
            continue;
        }
        let thin = area.width().min(area.height()) <= NEAR;
        match rule.kind {
            RuleKind::Dot => drawn.dots.push(area),
            RuleKind::FilledBox if is_dot(area) => drawn.dots.push(area),
            _ if area.width().max(area.height()) < 8.0 => {}
            RuleKind::FilledBox if rule.color == 0x00ff_ffff && !thin => {}
            _ if thin || rule.kind == RuleKind::Line => stroke(area, &mut drawn),
            _ if area.width() * area.height() > 0.9 * whole.width() * whole.height() => {}
            _ => boxes.push(area),
        }
    }
    merge(&mut drawn.level);
    merge(&mut drawn.upright);
    drawn.level.retain(|stroke| !is_underline(stroke, lines));
    boxes.sort_by(|a, b| {
        (b.width() * b.height())
            .total_cmp(&(a.width() * a.height()))
            .then(a.top.total_cmp(&b.top))
            .then(a.left.total_cmp(&b.left))
    });
    boxes.dedup_by(|a, b| same(*a, *b));
    boxes.truncate(MOST);
    drawn.grids = grids(&drawn, &boxes, lines);
    let in_grid = |area: &Area, drawn: &Drawn| drawn.grids.iter().any(|grid| inside(*area, grid.area));
    boxes.retain(|area| !in_grid(area, &drawn));
    let grids = std::mem::take(&mut drawn.grids);
    let stands = |at: f32, from: f32, to: f32| grids.iter().any(|grid| inside(Area::new(from, at, to, at), grid.area));
    drawn.level.retain(|line| !stands(line.at, line.from, line.to));
    let stands = |at: f32, from: f32, to: f32| grids.iter().any(|grid| inside(Area::new(at, from, at, to), grid.area));
    drawn.upright.retain(|line| !stands(line.at, line.from, line.to));
    drawn.grids = grids;
    for area in framed(&drawn) {
        if !boxes.iter().any(|known| same(*known, area)) {
            boxes.push(area);
        }
    }
    for area in boxes {
        let within = lines.iter().filter(|line| holds(area, line.area)).count();
        if within > 0 && (within as f32) < 0.9 * lines.len() as f32 {
            drawn.boxes.push(area);
        } else if within == 0
            && area.width() > 20.0
            && area.height() > 20.0
            && !lines.iter().any(|line| touches(area, line.area))
        {
            drawn.blanks.push(area);
        }
    }
    // The edges of a box are no rules beside it.
    let edge = |x0: f32, x1: f32| (x0 - x1).abs() <= NEAR;
    let boxes = &drawn.boxes;
    drawn.level.retain(|line| {
        !boxes.iter().any(|area| {
            (edge(line.at, area.top) || edge(line.at, area.bottom)) && edge(line.from, area.left) && edge(line.to, area.right)
        })
    });
    drawn.upright.retain(|line| {
        !boxes.iter().any(|area| {
            (edge(line.at, area.left) || edge(line.at, area.right)) && edge(line.from, area.top) && edge(line.to, area.bottom)
        })
    });
    drawn
}

/// Whether a filled area is as small and as wide as high as the mark of a list's item.
pub fn is_dot(area: Area) -> bool {
    let (small, large) = (area.width().min(area.height()), area.width().max(area.height()));
    small >= 1.0 && large <= DOT && large <= 1.5 * small
}

fn stroke(area: Area, drawn: &mut Drawn) {
    let (x, y) = area.center();
    if area.width() >= area.height() {
        drawn.level.push(Stroke { at: y, from: area.left, to: area.right });
    } else {
        drawn.upright.push(Stroke { at: x, from: area.top, to: area.bottom });
    }
}

/// Puts dashes and doubled lines together.
fn merge(strokes: &mut Vec<Stroke>) {
    strokes.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)).then(a.to.total_cmp(&b.to)));
    let mut merged: Vec<Stroke> = Vec::with_capacity(strokes.len());
    for stroke in strokes.drain(..) {
        let twin =
            merged.iter_mut().rev().take(32).find(|last| {
                (last.at - stroke.at).abs() <= NEAR && stroke.from <= last.to + NEAR && stroke.to >= last.from - NEAR
            });
        match twin {
            Some(last) => {
                last.from = last.from.min(stroke.from);
                last.to = last.to.max(stroke.to);
            }
            None => merged.push(stroke),
        }
    }
    *strokes = merged;
}

fn same(a: Area, b: Area) -> bool {
    let near = |x: f32, y: f32| (x - y).abs() <= NEAR;
    near(a.left, b.left) && near(a.right, b.right) && near(a.top, b.top) && near(a.bottom, b.bottom)
}

/// Whether `a` lies in `b`.
pub fn inside(a: Area, b: Area) -> bool {
    a.left >= b.left - NEAR && a.right <= b.right + NEAR && a.top >= b.top - NEAR && a.bottom <= b.bottom + NEAR
}

/// Whether the middle of `inner` lies in `outer`, and most of its width.
pub fn holds(outer: Area, inner: Area) -> bool {
    let (x, y) = inner.center();
    outer.holds(x, y) && outer.shared_x(inner) >= 0.8 * inner.width()
}

fn touches(a: Area, b: Area) -> bool {
    a.shared_x(b) > 1.0 && a.shared_y(b) > 0.3 * b.height()
}

/// A line under words, no longer than they are.
fn is_underline(stroke: &Stroke, lines: &[Line]) -> bool {
    let first = lines.partition_point(|line| line.base < stroke.at - 40.0);
    lines[first..].iter().take_while(|line| line.base <= stroke.at + 1.0).any(|line| {
        let below = stroke.at - line.base;
        below >= -1.0
            && below <= 0.35 * line.size
            && stroke.from >= line.start - 3.0
            && stroke.to <= line.end.max(line.area.right) + 3.0
    })
}

/// Rectangles that four lines make.
fn framed(drawn: &Drawn) -> Vec<Area> {
    let mut found = Vec::new();
    if drawn.level.len() + drawn.upright.len() > 400 {
        return found;
    }
    for (index, left) in drawn.upright.iter().enumerate() {
        for right in &drawn.upright[index + 1..] {
            let twins = (left.from - right.from).abs() <= NEAR && (left.to - right.to).abs() <= NEAR;
            let closes = |at: f32| {
                drawn.level.iter().any(|line| {
                    (line.at - at).abs() <= NEAR && (line.from - left.at).abs() <= NEAR && (line.to - right.at).abs() <= NEAR
                })
            };
            if twins && right.at - left.at > 8.0 && closes(left.from) && closes(left.to) {
                found.push(Area::new(left.at, left.from, right.at, left.to));
            }
        }
    }
    found
}

/// Finds grids: lines that meet, and make at least two rows and two columns.
fn grids(drawn: &Drawn, boxes: &[Area], lines: &[Line]) -> Vec<Grid> {
    let mut level = drawn.level.clone();
    let mut upright = drawn.upright.clone();
    for area in boxes {
        level.push(Stroke { at: area.top, from: area.left, to: area.right });
        level.push(Stroke { at: area.bottom, from: area.left, to: area.right });
        upright.push(Stroke { at: area.left, from: area.top, to: area.bottom });
        upright.push(Stroke { at: area.right, from: area.top, to: area.bottom });
    }
    merge(&mut level);
    merge(&mut upright);
    if level.len() + upright.len() <= MOST {
        upright.extend(open_sides(&level, &upright));
        merge(&mut upright);
    }
    if level.len() < 3 || upright.len() < 3 || level.len() + upright.len() > MOST {
        return Vec::new();
    }
    let mut parent: Vec<usize> = (0..level.len() + upright.len()).collect();
    for (h, line) in level.iter().enumerate() {
        for (v, wall) in upright.iter().enumerate() {
            let meets = wall.from - NEAR <= line.at
                && line.at <= wall.to + NEAR
                && line.from - NEAR <= wall.at
                && wall.at <= line.to + NEAR;
            if meets {
                let (a, b) = (root(&mut parent, h), root(&mut parent, level.len() + v));
                parent[a.max(b)] = a.min(b);
            }
        }
    }
    let roots: Vec<usize> = (0..parent.len()).map(|at| root(&mut parent, at)).collect();
    let mut seen: Vec<usize> = roots.clone();
    seen.sort_unstable();
    seen.dedup();
    let mut found = Vec::new();
    for group in seen {
        let rows: Vec<Stroke> = level.iter().enumerate().filter(|(at, _)| roots[*at] == group).map(|(_, line)| *line).collect();
        let walls: Vec<Stroke> =
            upright.iter().enumerate().filter(|(at, _)| roots[level.len() + at] == group).map(|(_, line)| *line).collect();
        found.extend(grid(&rows, &walls).filter(|grid| is_table(grid, lines)));
    }
    found
}

/// The sides of tables that none are drawn at: lines of one length under one another, with a wall between them that parts columns.
fn open_sides(level: &[Stroke], upright: &[Stroke]) -> Vec<Stroke> {
    /// So many lines make a table, and its rows are no higher (points).
    const LINES: usize = 4;
    const ROW: f32 = 90.0;
    let mut alike: Vec<&Stroke> = level.iter().collect();
    let key = |line: &Stroke| ((line.from / NEAR).round(), (line.to / NEAR).round());
    alike.sort_by(|a, b| key(a).0.total_cmp(&key(b).0).then(key(a).1.total_cmp(&key(b).1)).then(a.at.total_cmp(&b.at)));
    let joined = |a: &Stroke, b: &Stroke| {
        let mut walls = upright.iter().filter(|wall| wall.from <= a.at + NEAR && wall.to >= b.at - NEAR);
        let parts = |wall: &Stroke| wall.at > a.from + NEAR && wall.at < a.to - NEAR;
        let closes = |wall: &Stroke| (wall.at - a.from).abs() <= NEAR || (wall.at - a.to).abs() <= NEAR;
        key(a) == key(b) && b.at - a.at <= ROW && walls.clone().any(parts) && !walls.any(closes)
    };
    let mut sides = Vec::new();
    let mut rest = alike.as_slice();
    while let Some(first) = rest.first() {
        let run = 1 + rest.windows(2).take_while(|pair| joined(pair[0], pair[1])).count();
        if run >= LINES {
            let (from, to) = (first.at, rest[run - 1].at);
            sides.extend([first.from, first.to].map(|at| Stroke { at, from, to }));
        }
        rest = &rest[run..];
    }
    sides
}

fn root(parent: &mut [usize], mut at: usize) -> usize {
    while parent[at] != at {
        parent[at] = parent[parent[at]];
        at = parent[at];
    }
    at
}

/// The places of lines, those that are nearly one taken as one.
fn places(strokes: &[Stroke]) -> Vec<f32> {
    let mut all: Vec<f32> = strokes.iter().map(|line| line.at).collect();
    all.sort_by(f32::total_cmp);
    all.dedup_by(|a, b| (*a - *b).abs() <= NEAR);
    all
}

/// Whether lines at `at` cover most of the way from `from` to `to`.
fn covered(strokes: &[Stroke], at: f32, from: f32, to: f32) -> bool {
    let reach = |line: &Stroke| (line.to.min(to) - line.from.max(from)).max(0.0);
    let sum: f32 = strokes.iter().filter(|line| (line.at - at).abs() <= NEAR).map(reach).sum();
    sum >= 0.7 * (to - from)
}

/// The cells of lines that meet.
fn grid(rows: &[Stroke], walls: &[Stroke]) -> Option<Grid> {
    let (ys, xs) = (places(rows), places(walls));
    if ys.len() < 3 || xs.len() < 3 || ys.len() * xs.len() > 20_000 {
        return None;
    }
    let (height, width) = (ys.len() - 1, xs.len() - 1);
    let mut taken = vec![false; height * width];
    let mut cells = Vec::new();
    for row in 0..height {
        for column in 0..width {
            if taken[row * width + column] {
                continue;
            }
            let mut across = 1;
            while column + across < width
                && !taken[row * width + column + across]
                && !covered(walls, xs[column + across], ys[row], ys[row + 1])
            {
                across += 1;
            }
            let mut down = 1;
            while row + down < height
                && (column..column + across).all(|at| !taken[(row + down) * width + at])
                && !covered(rows, ys[row + down], xs[column], xs[column + across])
            {
                down += 1;
            }
            for y in row..row + down {
                taken[y * width + column..y * width + column + across].fill(true);
            }
            let area = Area::new(xs[column], ys[row], xs[column + across], ys[row + down]);
            cells.push(GridCell { area, row, down, across });
        }
    }
    let area = Area::new(xs[0], ys[0], xs[width], ys[height]);
    Some(Grid { area, cells, rows: height, heads: 0 })
}

/// A grid is a table where its cells hold words; cells with whole columns of text are boxes between articles.
fn is_table(grid: &Grid, lines: &[Line]) -> bool {
    let mut total = 0usize;
    let mut long = 0usize;
    let mut used = 0usize;
    for cell in &grid.cells {
        let chars: usize = lines.iter().filter(|line| holds(cell.area, line.area)).map(|line| line.text.chars().count()).sum();
        total += chars;
        long += if chars > 300 { chars } else { 0 };
        used += usize::from(chars > 0);
    }
    grid.cells.len() >= 4 && used >= 3 && 2 * long < total
}
