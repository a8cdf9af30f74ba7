//! Tables: column widths from what stands in them, rows as slabs, heads set again on the next page.
//!
//! Words are set a step smaller, on their own leading; the table as a whole takes whole lines of the grid. Sides are open;
//! rules above and below are strong, the one below the head half as strong, all others hairlines. A row that is taller than
//! half a page is cut at lines. A table with more columns than a line has room for is set row by row instead.

use super::compose::{Column, Composer};
use super::fonts::Fonts;
use super::frame::Item;
use super::paragraph::{Alignment, Family};
use super::prohibition;
use super::slab::{Slab, as_artifacts, shift, stack, up_to_grid};
use super::style::{Look, Style};
use super::tag::{self, Tag, TagKind};
use super::wide::{self, Part};
use crate::geom::{Abs, Point, Rect, Size};
use crate::model::grid::{Placed, place};
use crate::model::{Align, Block, Cell, Document, DocumentKind, Kind, Role, Row, Table, Text, walk};
use crate::text::width;
use std::sync::Arc;

/// More columns than this are no table that a page can show.
const MOST_COLUMNS: usize = 40;

/// A cell that was set.
struct Set {
    row: usize,
    rows: usize,
    slabs: Vec<Slab>,
    height: Abs,
}

/// Inside of a cell, beside its rules.
pub fn pad(size: Abs) -> Abs {
    size / 3
}

/// The scale of a table's words in thousandths and the widths of its columns, where words have this size in other tables; nothing where a
/// line has no room for so many columns.
pub fn fitted(table: &Table, measure: Abs, size: Abs) -> Option<(i64, Vec<Abs>)> {
    let (placed, columns) = place(table, MOST_COLUMNS)?;
    let (fitted, _) = fitting(&placed, columns, measure, size)?;
    Some(fitted)
}

/// Whether no word or figure of a table is cut in some legible type; of one that no page shows as a table, whether it is none.
pub fn is_whole(table: &Table, measure: Abs, size: Abs) -> bool {
    let Some((placed, columns)) = place(table, MOST_COLUMNS) else { return true };
    fitting(&placed, columns, measure, size).is_some_and(|(_, whole)| whole)
}

/// Scales of tables with many columns, in thousandths.
pub const SCALES: [i64; 4] = [900, 800, 700, 600];

/// No words of a table are smaller than this, in points.
const SMALLEST: f64 = 6.0;

/// Whether words of this size can be read at a scale in thousandths; those of the style can.
pub fn is_legible(size: Abs, scale: i64) -> bool {
    scale == 1000 || size.scale(scale, 1000) >= Abs::pt(SMALLEST)
}

/// The scale of a table's words in thousandths, and the widths of its columns: smaller type where words and figures would be cut that
/// smaller type leaves whole, or where a line has no room for the columns. And whether all are whole then.
fn fitting(placed: &[Placed<'_>], columns: usize, measure: Abs, size: Abs) -> Option<((i64, Vec<Abs>), bool)> {
    let mut first = None;
    for scale in [1000].into_iter().chain(SCALES).filter(|&scale| is_legible(size, scale)) {
        let Some((widths, whole)) = widths(placed, columns, measure, size.scale(scale, 1000)) else { continue };
        if whole {
            return Some(((scale, widths), true));
        }
        first = first.or(Some(((scale, widths), false)));
    }
    first
}

/// Sets a table with its caption.
pub fn set(composer: &Composer<'_>, table: &Table, caption: &Text, column: Column) -> Vec<Slab> {
    let outer = composer.style;
    let own = Tag::new(TagKind::Caption, column.tag);
    let look_of = Look { keep: true, ..outer.role(Role::Caption) };
    let mut slabs = composer.text(caption, &look_of, Column { tag: Some(&own), ..column });
    let style = outer.reduced(outer.tables);
    let grid = place(table, MOST_COLUMNS);
    let parts = grid.as_ref().and_then(|(placed, columns)| {
        let apart = || {
            let may = !column.inner && outer.manner != DocumentKind::Notice;
            may.then(|| wide::parts(placed, *columns, column.measure, style.size)).flatten()
        };
        match fitting(placed, *columns, column.measure, style.size) {
            Some((fitted, true)) => Some(vec![Part::whole(fitted)]),
            cut => apart().or_else(|| cut.map(|(fitted, _)| vec![Part::whole(fitted)])),
        }
    });
    let (Some((placed, columns)), Some(parts)) = (grid, parts) else {
        slabs.extend(row_by_row(&Composer { style: &style, ..*composer }, table, column));
        return slabs;
    };
    if columns == 0 {
        return slabs;
    }
    let tags = tags(&placed, table.rows.len(), columns, column.tag);
    let last = parts.len() - 1;
    for (index, part) in parts.iter().enumerate() {
        let cells: Vec<Stood<'_>> = part
            .cells(&placed)
            .into_iter()
            .map(|(at, placed)| Stood { placed, tag: (placed.column > 0 || !part.repeats()).then(|| &tags.cells[at]) })
            .collect();
        let missing: &[Option<Arc<Tag>>] = if index == last { &tags.missing } else { &[] };
        let mut rows = set_part(composer, (table, part), &cells, missing, column);
        if index > 0 {
            rows.first_mut().into_iter().for_each(|first| first.space = outer.pitch);
        }
        if let Some(last) = slabs.last_mut().filter(|_| index > 0) {
            last.solid = true;
        }
        slabs.append(&mut rows);
    }
    // A small table stands on one page.
    if stack(&slabs, outer.pitch) <= outer.pitch * (outer.lines / 3)
        && let Some((_, others)) = slabs.split_last_mut()
    {
        others.iter_mut().for_each(|slab| slab.glue = true);
    }
    if let Some(last) = slabs.last_mut() {
        last.solid = false;
        last.height += outer.pitch - outer.size;
        last.snap = true;
    }
    slabs
}

/// A cell of a part, and what it is; one that is there for those who look only is nothing.
struct Stood<'a> {
    placed: Placed<'a>,
    tag: Option<&'a Arc<Tag>>,
}

/// Sets the columns of a part, with the head of the table above them.
fn set_part(
    composer: &Composer<'_>,
    (table, part): (&Table, &Part),
    cells: &[Stood<'_>],
    missing: &[Option<Arc<Tag>>],
    column: Column,
) -> Vec<Slab> {
    let outer = composer.style;
    let mut style = outer.reduced(outer.tables);
    (style.size, style.pitch) = (style.size.scale(part.scale, 1000), style.pitch.scale(part.scale, 1000));
    let composer = Composer { style: &style, ..*composer };
    let pad = pad(style.size);
    let total: Abs = part.widths.iter().copied().sum();
    let left = column.left + (column.measure - total) / 2;
    let edges: Vec<Abs> = std::iter::once(left)
        .chain(part.widths.iter().scan(left, |x, &width| {
            *x += width;
            Some(*x)
        }))
        .collect();
    let placed: Vec<Placed<'_>> = cells.iter().map(|cell| cell.placed).collect();
    let mut sets: Vec<Set> = cells
        .iter()
        .map(|Stood { placed, tag }| {
            let (from, to) = (edges[placed.column], edges[placed.column + placed.columns]);
            let body = look(&style, placed);
            let inside = Column { left: from + pad, measure: to - from - pad * 2, body, inner: true, tag: *tag };
            let mut slabs = composer.blocks(&placed.cell.blocks, inside);
            if tag.is_none() {
                slabs.iter_mut().for_each(|slab| as_artifacts(&mut slab.items));
            }
            let gap = style.pitch - style.size;
            let height = (stack(&slabs, Abs::raw(1)) - gap).max(style.size) + pad * 2;
            Set { row: placed.row, rows: placed.rows, slabs, height }
        })
        .collect();
    let heights = row_heights(table.rows.len(), &sets);
    for (set, cell) in sets.iter_mut().zip(cells) {
        cell.tag.into_iter().for_each(|own| tag_cell(set, own));
    }
    let bars = Bars::new(&edges, &placed, table.rows.len());
    let head = table.rows.iter().take_while(|row| row.header).count().min(table.rows.len().saturating_sub(1));
    let most = outer.pitch * (outer.lines / 2).max(3);
    let mut rows = rows(sets, &heights, pad, most);
    for (row, missing) in rows.iter_mut().zip(missing) {
        if let Some(last) = row.last_mut() {
            last.items.extend(missing.iter().map(tag::begin));
        }
    }

    // Rows that a cell joins stay together.
    for placed in &placed {
        for row in placed.row..(placed.row + placed.rows - 1).min(rows.len()) {
            if let Some(last) = rows[row].last_mut() {
                last.glue = heights[row] <= most;
            }
        }
    }
    let count = rows.len();
    // The last row is not left alone on a page.
    if count > head + 1
        && heights[count - 2..].iter().all(|&height| height <= most / 2)
        && let Some(last) = rows[count - 2].last_mut()
    {
        last.glue = true;
    }
    for (index, row) in rows.iter_mut().enumerate() {
        bars.draw(row, index, count, head, &style);
    }
    let heading: Vec<Slab> = rows.drain(..head).flatten().map(|slab| Slab { glue: true, ..slab }).collect();
    let again = (!heading.is_empty() && stack(&heading, outer.pitch) < most / 2).then(|| Arc::new(heading.clone()));
    let mut slabs = heading;
    let mut first = true;
    for mut slab in rows.into_iter().flatten() {
        slab.again = if first { None } else { again.clone() };
        first = false;
        slabs.push(slab);
    }
    slabs.iter_mut().for_each(|slab| slab.solid = true);
    slabs
}

/// How much of a page a table takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// From its caption or its first rule to its last.
    pub height: Abs,
    /// Lines of the grid, the white below the last rule included.
    pub lines: i64,
    /// It stands on one page.
    pub whole: bool,
    /// No page has room for all of it.
    pub long: bool,
}

/// What a table with its caption takes in the column of a style; nothing where it is set row by row.
pub fn extent(document: &Document, style: &Style, fonts: &Fonts, (table, caption): (&Table, &Text)) -> Option<Extent> {
    let (_, widths) = fitted(table, style.measure(), style.reduced(style.tables).size)?;
    if widths.is_empty() {
        return None;
    }
    let composer = Composer { document, style, fonts, base_level: 1 };
    let slabs = set(&composer, table, caption, composer.column());
    let below = style.pitch - style.size;
    let total = slabs.iter().map(Slab::extent).sum::<Abs>();
    let pitch = style.pitch.units().max(1);
    let whole = slabs.split_last().is_some_and(|(_, others)| others.iter().all(|slab| slab.glue));
    let lines = (total.units() + pitch - 1) / pitch;
    Some(Extent { height: total - below, lines, whole, long: lines > style.lines })
}

/// How words in a cell look: short ones of a head in the middle, all others as the source aligned them.
fn look(style: &Style, placed: &Placed<'_>) -> Look {
    let align = match (placed.cell.align, placed.header) {
        (Align::Center, _) | (Align::Start, true) => Alignment::Center,
        (Align::End, _) => Alignment::Right,
        (Align::Start, false) => Alignment::Left,
    };
    let family = if placed.header { Family::Hei } else { style.family };
    Look { align, family, first: 0, ..style.body() }
}

/// The parts of a table: one for each cell that is there, and one for what is missing of each row, so that all are as long.
struct Tags {
    cells: Vec<Arc<Tag>>,
    missing: Vec<Option<Arc<Tag>>>,
}

fn tags(placed: &[Placed<'_>], rows: usize, columns: usize, table: Option<&Arc<Tag>>) -> Tags {
    let lines: Vec<Arc<Tag>> = (0..rows).map(|_| Tag::new(TagKind::Row, table)).collect();
    let mut room = vec![columns; rows];
    for cell in placed {
        room[cell.row..cell.row + cell.rows].iter_mut().for_each(|room| *room = room.saturating_sub(cell.columns));
    }
    let cell = |row: usize, header, columns, rows| Tag::new(TagKind::Cell { header, columns, rows }, lines.get(row));
    let cells = placed.iter().map(|placed| cell(placed.row, placed.header, placed.columns, placed.rows)).collect();
    let missing = room.iter().enumerate().map(|(row, &room)| (room > 0).then(|| cell(row, false, room, 1))).collect();
    Tags { cells, missing }
}

/// A cell without words is a cell too.
fn tag_cell(set: &mut Set, own: &Arc<Tag>) {
    match set.slabs.first_mut() {
        Some(first) => first.items.insert(0, tag::begin(own)),
        None => set.slabs.push(Slab { items: vec![tag::begin(own)], ..Slab::default() }),
    }
}

/// The widths of the columns: what their words would take on one line where there is room, else shares of the measure; no
/// column that could have what it wants gets less, but for the sake of words and figures that would else be cut. And whether none is.
/// Nothing where a line has no room for so many.
pub fn widths(placed: &[Placed<'_>], columns: usize, measure: Abs, size: Abs) -> Option<(Vec<Abs>, bool)> {
    let least = size * 2 + pad(size) * 2;
    if least * columns as i64 > measure {
        return None;
    }
    let mut wanted = vec![least; columns];
    let want = |cell: &Cell| {
        let lines = cell.blocks.iter().flat_map(walk::within).map(|block| {
            let units = block.text.as_str().split('\n').map(width::of).max().unwrap_or_default();
            // Half an em more for the gaps beside Latin; a word alone has none, and letters are wider than half an em.
            size.scale(units.min(100_000) as i64 + 1, 2).max(size.scale(longest_word(block.text.as_str()), 100))
        });
        lines.max().unwrap_or_default() + pad(size) * 2
    };
    for placed in placed.iter().filter(|placed| placed.columns == 1) {
        wanted[placed.column] = wanted[placed.column].max(want(placed.cell));
    }
    for placed in placed.iter().filter(|placed| placed.columns > 1) {
        let range = placed.column..placed.column + placed.columns;
        let lacks = want(placed.cell) - wanted[range.clone()].iter().copied().sum();
        if lacks > Abs::ZERO {
            wanted[range].iter_mut().for_each(|width| *width += lacks / placed.columns as i64);
        }
    }
    let total: Abs = wanted.iter().copied().sum();
    if total <= measure {
        // A table that nearly fills the measure fills it.
        if total > measure.scale(3, 4) {
            let spare = (measure - total) / columns as i64;
            wanted.iter_mut().for_each(|width| *width += spare);
        }
        return Some((wanted, true));
    }
    let mut order: Vec<usize> = (0..columns).collect();
    order.sort_by_key(|&column| (wanted[column], column));
    let mut room = measure;
    let mut rest = columns as i64;
    let mut given = vec![Abs::ZERO; columns];
    for (done, &column) in order.iter().enumerate() {
        if wanted[column] * rest <= room {
            given[column] = wanted[column];
            room -= wanted[column];
            rest -= 1;
            continue;
        }
        // The others want more than there is: they share by what they want, but none gets less than half an equal share.
        let greedy = &order[done..];
        let floor = room / (rest * 2);
        let wants: Abs = greedy.iter().map(|&column| wanted[column]).sum();
        let shared = room - floor * rest;
        for &column in greedy {
            given[column] = floor + shared.scale(wanted[column].units(), wants.units().max(1));
        }
        break;
    }
    let whole = keep_whole(&mut given, &needs(placed, columns, size), least);
    Some((given, whole))
}

/// What each column needs so that no word or figure in it is cut; nothing of a column without words.
fn needs(placed: &[Placed<'_>], columns: usize, size: Abs) -> Vec<Option<Abs>> {
    let mut needs = vec![None; columns];
    for placed in placed.iter().filter(|placed| placed.columns == 1) {
        let blocks = || placed.cell.blocks.iter().flat_map(walk::within);
        if blocks().all(|block| block.text.is_empty()) {
            continue;
        }
        let longest = blocks().map(|block| longest_word(block.text.as_str())).max().unwrap_or(0);
        let need = size.scale(longest, 100) + pad(size) * 2;
        needs[placed.column] = needs[placed.column].max(Some(need));
    }
    needs
}

/// Words longer than this, in hundredths of an em, are cut in any table, and get no room for it.
const LONGEST_WORD: i64 = 1200;

/// The length of the longest stretch of Latin letters and figures that is not broken, in hundredths of an em: a little more than most
/// faces have. None is longer than [`LONGEST_WORD`].
fn longest_word(text: &str) -> i64 {
    let (mut longest, mut length) = (0, 0);
    let mut before = ' ';
    for c in text.chars().chain([' ']) {
        // Letters and signs of words that are a full em wide in other columns of text: `×`, `²`, `⁴`.
        let of_word = matches!(c, '\u{a1}'..='\u{58f}' | '\u{2070}'..='\u{209f}');
        let is_narrow = !c.is_whitespace() && (of_word || width::of_char(c, true) == 1);
        if !is_narrow || prohibition::inside_token(before, c) {
            longest = if length <= LONGEST_WORD { longest.max(length) } else { longest };
            length = 0;
        }
        if is_narrow {
            length += if c.is_uppercase() { 72 } else { 56 };
        }
        before = c;
    }
    longest
}

/// Moves room from columns that have more than they need to those that have less, and says whether all have it then. A column without
/// words keeps half of the least width; one with words is made narrower than twice that only where nothing else is left.
fn keep_whole(given: &mut [Abs], needs: &[Option<Abs>], least: Abs) -> bool {
    for kept in [least * 2, least] {
        let lacks = |given: Abs, need: Option<Abs>| (need.unwrap_or_default() - given).max(Abs::ZERO);
        let spares = |given: Abs, need: Option<Abs>| (given - need.map_or(least / 2, |need| need.max(kept))).max(Abs::ZERO);
        let lack: Abs = given.iter().zip(needs).map(|(&given, &need)| lacks(given, need)).sum();
        let spare: Abs = given.iter().zip(needs).map(|(&given, &need)| spares(given, need)).sum();
        let moved = lack.min(spare);
        if moved > Abs::ZERO {
            for (given, &need) in given.iter_mut().zip(needs) {
                let (more, less) = (lacks(*given, need), spares(*given, need));
                *given += more.scale(moved.units(), lack.units()) - less.scale(moved.units(), spare.units());
            }
        }
        if lack <= spare {
            return true;
        }
    }
    false
}

/// The heights of rows: what their own cells need, and the last row of a joined cell takes what it lacks.
fn row_heights(rows: usize, sets: &[Set]) -> Vec<Abs> {
    let mut heights = vec![Abs::ZERO; rows];
    for set in sets.iter().filter(|set| set.rows == 1) {
        heights[set.row] = heights[set.row].max(set.height);
    }
    for set in sets.iter().filter(|set| set.rows > 1) {
        let range = set.row..set.row + set.rows;
        let lacks = set.height - heights[range.clone()].iter().copied().sum();
        if lacks > Abs::ZERO {
            heights[range.end - 1] += lacks;
        }
    }
    heights
}

/// Rows as slabs. What stands in a cell is centred in the height of its rows; a row above `most` is cut at lines.
fn rows(sets: Vec<Set>, heights: &[Abs], pad: Abs, most: Abs) -> Vec<Vec<Slab>> {
    let mut rows: Vec<Vec<Slab>> = heights.iter().map(|&height| vec![Slab { height, ..Slab::default() }]).collect();
    for set in sets {
        let height: Abs = heights[set.row..set.row + set.rows].iter().copied().sum();
        let row = &mut rows[set.row];
        let tall = set.rows == 1 && heights[set.row] > most;
        let mut y = if tall { pad } else { pad + (height - set.height) / 2 };
        let mut piece = 0;
        let step = most - pad;
        for (index, slab) in set.slabs.into_iter().enumerate() {
            if index > 0 {
                y += slab.space;
            }
            let mut slab = slab;
            if tall && y + slab.height > step && y > pad {
                piece += 1;
                y = pad;
            }
            while row.len() <= piece {
                row.push(Slab::default());
            }
            shift(&mut slab.items, Point { x: Abs::ZERO, y });
            y += slab.height;
            let into = &mut row[piece];
            into.items.append(&mut slab.items);
            into.notes.append(&mut slab.notes);
            if tall {
                into.height = if into.height > most { y + pad } else { into.height.max(y + pad) };
            }
        }
    }
    rows
}

/// The rules of a table.
struct Bars<'a> {
    left: Abs,
    right: Abs,
    edges: &'a [Abs],
    /// For each row, the cells that stand in it or reach into it, from the left.
    cells: Vec<Vec<&'a Placed<'a>>>,
}

impl<'a> Bars<'a> {
    fn new(edges: &'a [Abs], placed: &'a [Placed<'a>], rows: usize) -> Bars<'a> {
        let mut cells: Vec<Vec<&Placed<'_>>> = vec![Vec::new(); rows];
        for cell in placed {
            cells[cell.row..cell.row + cell.rows].iter_mut().for_each(|row| row.push(cell));
        }
        cells.iter_mut().for_each(|row| row.sort_by_key(|cell| cell.column));
        let (left, right) = (edges.first().copied().unwrap_or_default(), edges.last().copied().unwrap_or_default());
        Bars { left, right, edges, cells }
    }

    /// Draws the rules of one row: above it, beside its cells, and below the last.
    fn draw(&self, row: &mut [Slab], index: usize, count: usize, head: usize, style: &Style) {
        let hair = style.size.scale(3, 100);
        let rule = |x: Abs, y: Abs, width: Abs, height: Abs, grey: u8| Item::Rule {
            rect: Rect { min: Point { x, y }, size: Size { width, height } },
            grey,
        };
        let pieces = row.len();
        for (piece, slab) in row.iter_mut().enumerate() {
            let mut rules = Vec::new();
            let (weight, grey) = match (piece, index) {
                (0, 0) => (hair * 3, 0),
                (0, _) if index == head => (hair * 2, 0),
                _ => (hair, 130),
            };
            for (from, to) in self.open(index, piece) {
                rules.push(rule(from, -weight / 2, to - from, weight, grey));
            }
            let last = rule(self.left, slab.height - hair * 3 / 2, self.right - self.left, hair * 3, 0);
            if index + 1 == count && piece + 1 == pieces {
                rules.push(last);
            } else {
                slab.close = Some(last);
            }
            for &x in &self.edges[1..self.edges.len() - 1] {
                if !self.crossed(index, x) {
                    rules.push(rule(x - hair / 2, Abs::ZERO, hair, slab.height, 130));
                }
            }
            slab.items.splice(0..0, rules);
        }
    }

    /// The stretches of a row's upper edge that no cell from above crosses.
    fn open(&self, row: usize, piece: usize) -> Vec<(Abs, Abs)> {
        if piece > 0 {
            return Vec::new();
        }
        let mut open = Vec::new();
        let mut from = self.left;
        for cell in self.cells[row].iter().filter(|cell| cell.row < row) {
            if self.edges[cell.column] > from {
                open.push((from, self.edges[cell.column]));
            }
            from = self.edges[cell.column + cell.columns];
        }
        if from < self.right {
            open.push((from, self.right));
        }
        open
    }

    /// Whether a cell of this row, or one that reaches into it, stands across a vertical edge.
    fn crossed(&self, row: usize, x: Abs) -> bool {
        self.cells[row].iter().any(|cell| self.edges[cell.column] < x && x < self.edges[cell.column + cell.columns])
    }
}

/// Row after row, parted by white: cells of one paragraph run on behind one another, all others stand one below the other.
fn row_by_row(composer: &Composer<'_>, table: &Table, column: Column) -> Vec<Slab> {
    let mut slabs: Vec<Slab> = Vec::new();
    for row in &table.rows {
        let line = Tag::new(TagKind::Row, column.tag);
        let own = Tag::new(TagKind::Cell { header: row.header, columns: 1, rows: 1 }, Some(&line));
        let blocks = run_on(row);
        let mut set = composer.blocks(&blocks, Column { tag: Some(&own), ..column });
        if let (Some(first), false) = (set.first_mut(), slabs.is_empty()) {
            first.space = composer.style.pitch / 2;
        }
        slabs.append(&mut set);
    }
    if let Some(last) = slabs.last_mut() {
        last.height = up_to_grid(last.height, composer.style.pitch);
    }
    slabs
}

/// The blocks of a row, those of one paragraph a cell in one: words that stand in one line belong together. The white between them is the
/// page's, and no log has it.
fn run_on(row: &Row) -> Vec<Block> {
    let single = |cell: &Cell| matches!(&cell.blocks[..], [] | [Block { kind: Kind::Paragraph(_), .. }]);
    let blocks = row.cells.iter().flat_map(|cell| cell.blocks.iter().cloned());
    if !row.cells.iter().all(single) {
        return blocks.collect();
    }
    let join = |mut all: Block, next: Block| {
        all.text.run_on("\u{3000}", next.text);
        all
    };
    blocks.filter(|block| !block.text.is_empty()).reduce(join).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Kind, native};

    #[test]
    fn a_table_that_is_set_row_by_row_has_no_extent() {
        let check = |columns: usize, rows: usize, expected: Option<bool>| {
            let row = vec!["渡口"; columns];
            let table = table(&vec![&row[..]; rows]);
            let fonts = Fonts::new(&crate::env::Env::for_tests());
            let style = Style::named("notice").expect("a style");
            let extent = extent(&Document::default(), &style, &fonts, (&table, &Text::default()));
            assert_eq!(extent.map(|extent| extent.long), expected, "{columns} × {rows}");
        };
        check(3, 4, Some(false));
        check(3, 60, Some(true));
        check(40, 4, None);
    }

    fn table(rows: &[&[&str]]) -> Table {
        let mut source = String::from("table\n");
        for row in rows {
            source.push_str("  row\n");
            row.iter().for_each(|cell| source.push_str(&format!("    cell 1x1 start\n      body :: {cell}\n")));
        }
        let document = native::parse(&source).expect("well formed");
        let Kind::Table(table) = &document.blocks[0].kind else { panic!("a table") };
        table.clone()
    }

    #[test]
    fn words_are_as_long_as_they_are_unbroken() {
        let check = |text: &str, ems: f64| assert!((longest_word(text) as f64 / 100.0 - ems).abs() < 0.01, "{text}");
        check("渡口", 0.0);
        check("13725.5845 与 12", 5.6);
        check("ferry_timetable", 5.04);
        check("AB", 1.44);
        check("1.2×10⁴hm²", 5.6);
        check("123456789012345678901234567890 与 1", 0.56);
    }

    #[test]
    fn columns_are_wide_enough_for_their_words() {
        let table = table(&[&["甲", "xxxxxxxxxxxx"]]);
        let (placed, columns) = place(&table, MOST_COLUMNS).expect("a grid");
        let size = Abs::pt(10.0);
        let (widths, _) = widths(&placed, columns, Abs::pt(400.0), size).expect("there is room");
        assert!(widths[1] - pad(size) * 2 >= size.scale(672, 100), "{widths:?}");
    }

    #[test]
    fn columns_are_wide_enough_for_their_figures() {
        let size = Abs::pt(10.0);
        let prose = "渡口两岸的人家都认得这条船和撑船的人".repeat(3);
        let check = |measure: f64, whole: bool| {
            let table = table(&[&[&prose, &prose, "123456789.123456", "甲"]]);
            let (placed, columns) = place(&table, MOST_COLUMNS).expect("a grid");
            let measure = Abs::pt(measure);
            let (widths, fits) = widths(&placed, columns, measure, size).expect("there is room");
            assert_eq!(fits, whole, "{widths:?}");
            assert!((widths.iter().copied().sum::<Abs>() - measure).abs() <= Abs::pt(0.1));
            assert_eq!(widths[2] >= size.scale(896, 100), whole, "{widths:?}");
        };
        check(300.0, true);
        check(180.0, true);
        check(150.0, false);
    }

    #[test]
    fn type_is_smaller_where_that_leaves_figures_whole() {
        let style = Style::named("notice").expect("a preset");
        let style = style.reduced(style.tables);
        let cells = vec!["123456.789"; 7];
        let table = table(&[&cells]);
        let (placed, columns) = place(&table, MOST_COLUMNS).expect("seven columns");
        let check = |ems: i64, shrinks: bool| {
            let ((scale, _), _) = fitting(&placed, columns, style.size * ems, style.size).expect("there is room");
            assert_eq!(style.size.scale(scale, 1000) < style.size, shrinks, "{ems}");
        };
        check(50, false);
        check(40, true);
        check(20, false);
    }
}
