//! Tables between level rules (三线表): one above, one under the head, one below; columns are parted by white alone.
//!
//! Articles stand between rules of one length, too. A table has words over most of its columns between its first two rules, and
//! the lines of a column are not all as long as it is wide.

use super::align::Found;
use super::line::{Line, Way};
use super::page::Area;
use super::rule::{Drawn, Grid, GridCell, Stroke};
use std::ops::Range;

/// Ends of rules agree within this (em).
const EDGE: f32 = 0.6;
/// The head between two rules is so high (em).
const HEAD: Range<f32> = 0.9..5.5;
/// White between columns is this wide at least (em).
const GAP: f32 = 0.45;
/// Baselines of one row agree within this (em).
const LEVEL: f32 = 0.5;
/// A row begins where the next line is further away than lines inside cells are, by this.
const PARTED: f32 = 1.15;
/// Columns at most.
const COLUMNS: usize = 24;
/// A page with more rules is ruled paper, or a picture.
const MOST: usize = 400;

/// Finds such tables among the free lines of a page and takes their lines out.
pub fn tables(lines: &[Line], free: &mut Vec<usize>, main: Way, drawn: &Drawn, em: f32) -> Vec<Found> {
    let mut rules: Vec<Stroke> = drawn.level.iter().copied().filter(|rule| rule.to - rule.from > 4.0 * em).collect();
    if rules.len() < 3 || rules.len() > MOST {
        return Vec::new();
    }
    rules.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    let mut found = Vec::new();
    let mut taken = vec![false; rules.len()];
    for top in 0..rules.len() {
        let alike = |at: &usize| {
            !taken[*at]
                && (rules[*at].from - rules[top].from).abs() <= EDGE * em
                && (rules[*at].to - rules[top].to).abs() <= EDGE * em
        };
        let group: Vec<usize> = (top + 1..rules.len()).filter(alike).collect();
        let [second, third, ..] = group[..] else { continue };
        if taken[top] || !HEAD.contains(&((rules[second].at - rules[top].at) / em)) {
            continue;
        }
        // Rows may be parted by rules, too.
        let more = group[2..].iter().take_while(|&&at| HEAD.contains(&((rules[at].at - rules[at - 1].at) / em))).last();
        let ends = more.into_iter().chain([&third]).copied();
        let made = ends.into_iter().find_map(|end| {
            let [top, head, end] = [top, second, end].map(|at| rules[at]);
            Some((end.at, table(lines, free, main, drawn, (top, head.at, end.at), em)?))
        });
        if let Some((end, table)) = made {
            free.retain(|line| !table.1.iter().flatten().any(|known| known == line));
            (top..rules.len()).filter(|&at| rules[at].at <= end).for_each(|at| taken[at] = true);
            found.push(table);
        }
    }
    found
}

/// The table between a rule, the one under its head, and its last one.
fn table(
    lines: &[Line],
    free: &[usize],
    main: Way,
    drawn: &Drawn,
    (top, head, end): (Stroke, f32, f32),
    em: f32,
) -> Option<Found> {
    let whole = Area::new(top.from, top.at, top.to, end);
    let crossed = |rule: &Stroke| {
        rule.at > whole.left + em && rule.at < whole.right - em && rule.from < end - em && rule.to > top.at + em
    };
    if drawn.upright.iter().any(crossed)
        || drawn.grids.iter().any(|grid| grid.area.shared_y(whole) > 0.0 && grid.area.shared_x(whole) > 0.0)
    {
        return None;
    }
    let inside: Vec<usize> =
        free.iter().copied().filter(|&at| whole.holds(lines[at].area.center().0, lines[at].area.center().1)).collect();
    let fits = |&at: &usize| {
        let area = lines[at].area;
        lines[at].way == main && area.left >= whole.left - EDGE * em && area.right <= whole.right + EDGE * em
    };
    if !inside.iter().all(fits) {
        return None;
    }
    let (heads, cells): (Vec<usize>, Vec<usize>) = inside.into_iter().partition(|&at| lines[at].area.center().1 < head);
    let columns = headed(lines, &heads, columns(lines, &cells)?, em);
    let rows = rows(lines, &cells, columns[0]);
    // Every column but one, which may name the rows, has its words in the head.
    if rows.len() < 2 || heads.len() < 2 || heads.len() * 5 < columns.len() * 3 || is_prose(lines, &cells, &columns) {
        return None;
    }
    let place = |at: usize| nearest(&columns, lines[at].area);
    let filled = rows.iter().map(|row| (0..columns.len()).filter(|&column| row.iter().any(|&at| place(at) == column)).count());
    if filled.sum::<usize>() * 5 < rows.len() * columns.len() * 3 {
        return None;
    }
    let mut grid = Grid { area: whole, cells: Vec::new(), rows: 0, heads: 0 };
    let mut held = Vec::new();
    let mut put = |row: usize, down: usize, span: Range<usize>, mut own: Vec<usize>| {
        own.sort_by(|&a, &b| lines[a].base.total_cmp(&lines[b].base).then(lines[a].area.left.total_cmp(&lines[b].area.left)));
        let tops = own.iter().map(|&at| lines[at].area.top).fold(f32::MAX, f32::min).min(end);
        let area = Area::new(columns[span.start].0, tops.max(top.at), columns[span.end - 1].1, end);
        grid.cells.push(GridCell { area, row, down, across: span.len() });
        held.push(own);
    };
    let first = self::heads(lines, &heads, drawn, &columns, (whole, head), em, &mut put);
    for (index, row) in rows.iter().enumerate() {
        for column in 0..columns.len() {
            put(first + index, 1, column..column + 1, row.iter().copied().filter(|&at| place(at) == column).collect());
        }
    }
    (grid.rows, grid.heads) = (first + rows.len(), first);
    Some((grid, held))
}

/// Left and right edge of each column: stretches that lines cover, with white between.
fn columns(lines: &[Line], cells: &[usize]) -> Option<Vec<(f32, f32)>> {
    let mut spans: Vec<(f32, f32)> = cells.iter().map(|&at| (lines[at].area.left, lines[at].area.right)).collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let gap = GAP * cells.iter().map(|&at| lines[at].size).fold(f32::MAX, f32::min);
    let mut columns: Vec<(f32, f32)> = Vec::new();
    for (left, right) in spans {
        match columns.last_mut() {
            Some(last) if left - last.1 < gap => last.1 = last.1.max(right),
            _ => columns.push((left, right)),
        }
    }
    (2..=COLUMNS).contains(&columns.len()).then_some(columns)
}

/// The columns, those put together that one word of the head stands over where no other has its own: letters that stand apart.
fn headed(lines: &[Line], heads: &[usize], columns: Vec<(f32, f32)>, em: f32) -> Vec<(f32, f32)> {
    let over = |at: usize, column: &(f32, f32)| {
        let area = lines[at].area;
        area.right.min(column.1) - area.left.max(column.0) > 0.2 * em
    };
    let mut merged: Vec<(f32, f32)> = Vec::new();
    for column in columns {
        let own = |column: &(f32, f32)| heads.iter().filter(|&&at| over(at, column)).count();
        let one = |last: &&mut (f32, f32)| {
            let both = heads.iter().any(|&at| over(at, last) && over(at, &column));
            let alone = own(&column) == 0 || both && own(last) == 1 && own(&column) == 1;
            alone && column.0 - last.1 < 2.0 * em
        };
        match merged.last_mut().filter(one) {
            Some(last) => last.1 = column.1,
            None => merged.push(column),
        }
    }
    merged
}

/// The lines of each row: one begins where the first column has a line, or after more white than inside cells.
fn rows(lines: &[Line], cells: &[usize], first: (f32, f32)) -> Vec<Vec<usize>> {
    let mut sorted = cells.to_vec();
    sorted.sort_by(|&a, &b| lines[a].base.total_cmp(&lines[b].base).then(lines[a].area.left.total_cmp(&lines[b].area.left)));
    let mut level: Vec<Vec<usize>> = Vec::new();
    for at in sorted {
        match level.last_mut() {
            Some(row) if lines[at].base - lines[row[0]].base <= LEVEL * lines[at].size => row.push(at),
            _ => level.push(vec![at]),
        }
    }
    let base = |row: &[usize]| lines[row[0]].base;
    let steps = || level.windows(2).map(|pair| base(&pair[1]) - base(&pair[0]));
    let least = steps().fold(f32::MAX, f32::min);
    // Where white parts rows of several lines, the first column may have several as well.
    let parted = steps().filter(|step| *step > PARTED * least).count() * 3 >= level.len().saturating_sub(1).max(1);
    let mut rows: Vec<(f32, Vec<usize>)> = Vec::new();
    for row in level {
        let names = !parted && row.iter().any(|&at| lines[at].area.left < first.1);
        let at = base(&row);
        match rows.last_mut() {
            Some((last, lines)) if !names && at - *last <= PARTED * least => {
                *last = at;
                lines.extend(row);
            }
            _ => rows.push((at, row)),
        }
    }
    rows.into_iter().map(|(_, row)| row).collect()
}

/// Whether the columns are columns of text: their lines are as long as they are wide.
fn is_prose(lines: &[Line], cells: &[usize], columns: &[(f32, f32)]) -> bool {
    columns.iter().any(|&(left, right)| {
        let own = cells.iter().map(|&at| &lines[at]).filter(|line| line.area.left >= left && line.area.right <= right);
        let (mut all, mut full, mut em) = (0, 0, 0.0);
        for line in own {
            all += 1;
            full += usize::from(line.area.right > right - 1.2 * line.size && line.area.left < left + 2.5 * line.size);
            em = line.size;
        }
        all >= 4 && full * 2 > all && right - left > 10.0 * em
    })
}

/// The column that a line stands in, or is nearest to.
fn nearest(columns: &[(f32, f32)], area: Area) -> usize {
    let away = |column: &(f32, f32)| (column.0 - area.center().0).max(area.center().0 - column.1).max(0.0);
    (0..columns.len()).min_by(|&a, &b| away(&columns[a]).total_cmp(&away(&columns[b]))).unwrap_or(0)
}

/// Puts the cells of the head, and says how many rows it has: two where short rules stand under words over several columns.
fn heads(
    lines: &[Line],
    heads: &[usize],
    drawn: &Drawn,
    columns: &[(f32, f32)],
    (whole, head): (Area, f32),
    em: f32,
    put: &mut impl FnMut(usize, usize, Range<usize>, Vec<usize>),
) -> usize {
    let short = |rule: &&Stroke| {
        let among = rule.at > whole.top + 0.5 * em && rule.at < head - 0.5 * em;
        among
            && rule.from > whole.left - EDGE * em
            && rule.to < whole.right + EDGE * em
            && rule.to - rule.from < 0.9 * whole.width()
    };
    let under = |rule: &Stroke| {
        let middle = |column: &(f32, f32)| (column.0 + column.1) / 2.0;
        let from = columns.iter().position(|column| middle(column) > rule.from)?;
        let to = columns.iter().rposition(|column| middle(column) < rule.to)? + 1;
        (to > from + 1).then_some((rule.at, from..to))
    };
    let mut spans: Vec<(f32, Range<usize>)> = drawn.level.iter().filter(short).filter_map(under).collect();
    spans.sort_by_key(|(_, span)| span.start);
    spans.dedup_by(|b, a| b.1.start < a.1.end);
    // Short rules that touch are one stroke: each word over it has the columns that are nearest.
    let spans: Vec<(f32, Range<usize>)> =
        spans.into_iter().flat_map(|(rule, span)| parts(lines, heads, columns, rule, span)).collect();
    let two = usize::from(!spans.is_empty());
    let mut column = 0;
    while column < columns.len() {
        let own = |span: &Range<usize>, upper: Option<f32>, below: bool| -> Vec<usize> {
            let stands = |&&at: &&usize| {
                let area = lines[at].area;
                span.contains(&nearest(columns, area)) && upper.is_none_or(|rule| (area.center().1 > rule) == below)
            };
            heads.iter().filter(stands).copied().collect()
        };
        match spans.iter().find(|(_, span)| span.start == column) {
            Some((rule, span)) => {
                put(0, 1, span.clone(), own(span, Some(*rule), false));
                column = span.end;
            }
            None => {
                let span = column..column + 1;
                put(0, 1 + two, span.clone(), own(&span, None, false));
                column += 1;
            }
        }
    }
    for (rule, span) in &spans {
        for column in span.clone() {
            let own = heads
                .iter()
                .copied()
                .filter(|&at| nearest(columns, lines[at].area) == column && lines[at].area.center().1 > *rule);
            put(1, 1, column..column + 1, own.collect());
        }
    }
    1 + two
}

/// The columns under each word over a short rule.
fn parts(lines: &[Line], heads: &[usize], columns: &[(f32, f32)], rule: f32, span: Range<usize>) -> Vec<(f32, Range<usize>)> {
    let over = |&at: &usize| lines[at].area.center().1 < rule && span.contains(&nearest(columns, lines[at].area));
    let mut middles: Vec<f32> = heads.iter().copied().filter(over).map(|at| lines[at].area.center().0).collect();
    middles.sort_by(f32::total_cmp);
    let near = |column: usize| {
        let middle = (columns[column].0 + columns[column].1) / 2.0;
        (0..middles.len()).min_by(|&a, &b| (middles[a] - middle).abs().total_cmp(&(middles[b] - middle).abs()))
    };
    let all: Vec<usize> = span.collect();
    all.chunk_by(|&a, &b| near(a) == near(b)).map(|group| (rule, group[0]..group[group.len() - 1] + 1)).collect()
}
