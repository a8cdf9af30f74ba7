//! Tables without rulings: short pieces that stand in rows and columns.
//!
//! Columns of text stand beside one another too, but their lines are long, fill their measure and have marks of sentences. A
//! table is taken where nothing of that is so and every row has its place in the same columns; what is not sure stays text.

use super::line::{Line, Way};
use super::page::Area;
use super::rule::{Drawn, Grid, GridCell};

/// A cell is no longer than this: characters, and em.
const CHARS: usize = 16;
const WIDE: f32 = 9.0;
/// Cells of a row stand within this of one another (em), and no nearer than that.
const FAR: f32 = 16.0;
const NEAR: f32 = 0.9;
/// Edges of one column agree within this (em).
const EDGE: f32 = 0.6;
/// Rows stand at one distance, within this (em).
const STEADY: f32 = 0.35;
/// Rows of a table of two columns, and of a wider one.
const ROWS_OF_TWO: usize = 4;
const ROWS: usize = 3;
/// A page with more short pieces is one table, or none that can be told.
const MOST: usize = 3000;

/// A table: its grid, and the lines of each cell.
pub type Found = (Grid, Vec<Vec<usize>>);

/// Finds tables among the free lines of a page and takes their lines out.
pub fn tables(lines: &[Line], free: &mut Vec<usize>, main: Way, drawn: &Drawn, body: f32) -> Vec<Found> {
    let rows = rows(lines, free, main, body);
    let mut found = Vec::new();
    let mut at = 0;
    while at < rows.len() {
        let run = run(lines, &rows[at..]);
        match table(lines, &rows[at..at + run], drawn) {
            Some(table) if is_clear(lines, free, &table) => {
                free.retain(|line| !table.1.iter().flatten().any(|known| known == line));
                found.push(table);
                at += run;
            }
            _ => at += 1,
        }
    }
    found
}

/// Rows of short pieces that stand side by side, two at least, from the top; several of one height where they stand apart.
fn rows(lines: &[Line], free: &[usize], main: Way, body: f32) -> Vec<Vec<usize>> {
    let mut sorted: Vec<usize> = free.iter().copied().filter(|&at| lines[at].way == main && !lines[at].entry).collect();
    if sorted.len() > MOST {
        return Vec::new();
    }
    sorted.sort_by(|&a, &b| {
        let key = |at: usize| ((lines[at].base / 2.0).round(), lines[at].area.left);
        key(a).0.total_cmp(&key(b).0).then(key(a).1.total_cmp(&key(b).1)).then(a.cmp(&b))
    });
    let mut rows: Vec<Vec<usize>> = Vec::new();
    for at in sorted {
        let line = &lines[at];
        let follows = |last: &usize| {
            let last = &lines[*last];
            let gap = line.area.left - last.area.right;
            (last.base - line.base).abs() <= 0.3 * line.size
                && (last.size - line.size).abs() <= 0.1 * line.size
                && gap >= NEAR * line.size
                && gap <= FAR * line.size
                && is_cell(last, body)
        };
        match rows.last_mut() {
            Some(row) if is_cell(line, body) && row.last().is_some_and(follows) => row.push(at),
            _ => rows.push(vec![at]),
        }
    }
    rows.retain(|row| row.len() >= 2);
    rows.sort_by(|a, b| {
        let key = |row: &Vec<usize>| (lines[row[0]].base, lines[row[0]].area.left);
        key(a).0.total_cmp(&key(b).0).then(key(a).1.total_cmp(&key(b).1))
    });
    rows
}

fn is_cell(line: &Line, body: f32) -> bool {
    line.text.chars().count() <= CHARS
        && line.area.width() <= WIDE * line.size
        && line.size <= 1.2 * body
        && !line.text.contains(['，', '。', '；', '！', '？'])
}

/// How many of these rows, from the first, go on with one another.
fn run(lines: &[Line], rows: &[Vec<usize>]) -> usize {
    let mut pitch: Option<f32> = None;
    let mut count = 1;
    while let (Some(last), Some(next)) = (rows.get(count - 1), rows.get(count)) {
        let (a, b) = (&lines[last[0]], &lines[next[0]]);
        let step = b.base - a.base;
        let steady = pitch.is_none_or(|pitch| (pitch - step).abs() <= STEADY * a.size);
        let sane = step > 0.8 * a.size && step < 3.0 * a.size && (a.size - b.size).abs() <= 0.1 * a.size;
        let fits = next.len().abs_diff(last.len()) <= 1 && aligned(lines, last, next);
        if !(steady && sane && fits) {
            break;
        }
        pitch = Some(step);
        count += 1;
    }
    count
}

/// Whether every cell of the shorter row stands under or over one of the other's.
fn aligned(lines: &[Line], a: &[usize], b: &[usize]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    short.iter().all(|&cell| long.iter().any(|&other| is_under(lines[cell].area, lines[other].area, lines[cell].size)))
}

fn is_under(a: Area, b: Area, em: f32) -> bool {
    let near = |x: f32, y: f32| (x - y).abs() <= EDGE * em;
    near(a.left, b.left) || near(a.right, b.right) || near(a.center().0, b.center().0)
}

/// The table that rows make.
fn table(lines: &[Line], rows: &[Vec<usize>], drawn: &Drawn) -> Option<Found> {
    let widest = rows.iter().max_by_key(|row| row.len())?;
    let count = widest.len();
    if rows.len() < if count == 2 { ROWS_OF_TWO } else { ROWS } {
        return None;
    }
    let em = lines[widest[0]].size;
    // Which column each cell stands in: the one whose cell it stands under.
    let mut spans: Vec<Area> = widest.iter().map(|&at| lines[at].area).collect();
    let mut places: Vec<Vec<Option<usize>>> = Vec::with_capacity(rows.len());
    for row in rows {
        let mut cells = vec![None; count];
        for &at in row {
            let column = (0..count)
                .find(|&column| cells[column].is_none() && is_under(lines[at].area, lines[widest[column]].area, em))?;
            cells[column] = Some(at);
            spans[column] = spans[column].union(lines[at].area);
        }
        places.push(cells);
    }
    let texts = |column: usize| places.iter().filter_map(move |row| row[column]).map(|at| lines[at].text.as_str());
    let filled = places.iter().flatten().filter(|cell| cell.is_some()).count();
    let numbers = |column: usize| texts(column).filter(|text| text.contains(|c: char| c.is_ascii_digit())).count();
    let apart = spans.windows(2).all(|pair| pair[1].left - pair[0].right >= 0.5 * em);
    // Two columns are names and figures; the folios of a table of contents grow from row to row and have titles at their left.
    let figures = (1..count).any(|column| 10 * numbers(column) >= 7 * places.len());
    let folios = count == 2 && {
        let folio: Vec<u32> = texts(1).filter_map(|text| text.trim().parse().ok()).collect();
        folio.len() == places.len() && folio.is_sorted()
    };
    // Lines of text are as long as one another.
    let even = (0..count).all(|column| {
        let wide: Vec<f32> = places.iter().filter_map(|row| row[column]).map(|at| lines[at].area.width()).collect();
        let most = wide.iter().copied().fold(0.0, f32::max);
        most > 5.0 * em && wide.iter().filter(|&&wide| wide > most - em).count() * 3 >= 2 * wide.len()
    });
    let sure = apart && !folios && !even && 10 * filled >= 8 * count * rows.len() && (figures || count > 2);
    sure.then(|| grid(lines, &places, &spans, drawn)).flatten()
}

/// Cells between the middles of the gaps between rows and columns.
fn grid(lines: &[Line], places: &[Vec<Option<usize>>], spans: &[Area], drawn: &Drawn) -> Option<Found> {
    let whole = spans.iter().copied().reduce(Area::union)?;
    let within = |area: &Area| area.shared_x(whole) > 0.0 && area.shared_y(whole) > 0.0;
    // A table stands in one box, or in none.
    let cuts = |area: &Area| within(area) && !super::rule::inside(whole, *area);
    if drawn.boxes.iter().any(cuts) || drawn.grids.iter().any(|grid| within(&grid.area)) {
        return None;
    }
    let mut xs = vec![whole.left];
    xs.extend(spans.windows(2).map(|pair| (pair[0].right + pair[1].left) / 2.0));
    xs.push(whole.right);
    let tops: Vec<(f32, f32)> = places
        .iter()
        .map(|row| {
            let areas = row.iter().flatten().map(|&at| lines[at].area);
            areas.fold((f32::MAX, f32::MIN), |(top, bottom), area| (top.min(area.top), bottom.max(area.bottom)))
        })
        .collect();
    let mut ys = vec![whole.top];
    ys.extend(tops.windows(2).map(|pair| (pair[0].1 + pair[1].0) / 2.0));
    ys.push(whole.bottom);
    let mut cells = Vec::with_capacity(places.len() * spans.len());
    let mut held = Vec::with_capacity(places.len() * spans.len());
    for (row, line) in places.iter().enumerate() {
        for (column, cell) in line.iter().enumerate() {
            let area = Area::new(xs[column], ys[row], xs[column + 1], ys[row + 1]);
            cells.push(GridCell { area, row, down: 1, across: 1 });
            held.push(cell.iter().copied().collect());
        }
    }
    Some((Grid { area: whole, cells, rows: places.len(), heads: 0 }, held))
}

/// Whether nothing else stands in a table's area, or goes on from its columns as their text.
fn is_clear(lines: &[Line], free: &[usize], (grid, cells): &Found) -> bool {
    let own = |at: &usize| cells.iter().flatten().any(|known| known == at);
    let em = cells.iter().flatten().next().map_or(1.0, |&at| lines[at].size);
    let mut others = free.iter().filter(|at| !own(at)).map(|&at| &lines[at]);
    !others.any(|line| {
        let inside = line.area.shared_x(grid.area) > 0.3 * em && line.area.shared_y(grid.area) > 0.3 * em;
        // A line in one column, right above or below, of the same kind: text of columns.
        let gap = (line.area.top - grid.area.bottom).max(grid.area.top - line.area.bottom);
        let column = gap > -0.3 * em
            && gap < 0.8 * em
            && (line.size - em).abs() < 0.05 * em
            && line.text.contains(['，', '。', '；'])
            && grid
                .cells
                .iter()
                .filter(|cell| cell.row == 0)
                .any(|cell| line.area.left >= cell.area.left - em && line.area.right <= cell.area.right + em);
        inside || column
    })
}
