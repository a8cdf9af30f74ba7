//! One page: blocks, stacks, pictures with their captions, boxes and tables, in reading order.
//!
//! A box is a page in the page: its content is put in order by itself and read as a whole, and what stands round it goes on
//! as if it were not there.

use super::Sheet;
use super::align;
use super::aside;
use super::block::{self, Block};
use super::bookmarks;
use super::edges;
use super::folios;
use super::frame;
use super::furniture::Edge;
use super::initial;
use super::inset;
use super::item;
use super::leaders;
use super::legend;
use super::line::{Line, Way};
use super::lone;
use super::margins;
use super::notes;
use super::order::{self, Bound, Cut, Piece};
use super::page::Area;
use super::row;
use super::rule::{Drawn, Stroke, holds, inside};
use super::seam;
use super::spread;
use super::stack::{self, Class, Stack};
use super::tags;
use super::threeline;
use crate::model::Tally;
use crate::text::patterns::{
    GW_H1, GW_H2, GW_H3, NP_CN, NP_DATE, NP_ISSUE, NP_JUMP_FROM, NP_LUNAR, NP_PAGES, NP_PHOTO, NP_POST,
};
use std::collections::BTreeMap;

/// The name of a paper is so many times as large as its text.
const NAME: f32 = 2.5;
/// Text runs so far (em) into a picture that it stands before.
const DEEP: f32 = 4.0;
/// Text under a headline in a box begins so near (em) to the box.
const UNDER: f32 = 3.0;
/// Headings of an article's parts are no larger than so many times its text.
const PARTS: f32 = 1.4;
/// Boxes in boxes.
const DEPTH: usize = 6;

/// A piece of a page, in reading order.
#[derive(Clone, Debug)]
pub enum Entry {
    /// Lines that play one part.
    Text(Run),
    /// A picture with the words under it.
    Picture {
        /// Its place in the sheet's pictures; `None` for a filled area that holds none.
        image: Option<usize>,
        /// What it covers.
        area: Area,
        /// The lines of its caption.
        caption: Vec<usize>,
    },
    /// A table: its place among the page's grids, and the lines of each cell.
    Table(usize, Vec<Vec<usize>>),
    /// What a box holds.
    Boxed(Vec<Entry>),
}

/// Whether a text begins as captions do: with an arrow to the picture, a number, `图为`. A library and a book begin otherwise.
fn is_caption_form(text: &str) -> bool {
    let numbered =
        |rest: &str| rest.trim_start().starts_with(|c: char| c.is_numeric() || "为：:①②③④⑤⑥⑦⑧⑨为為片说說中ⅠⅡⅢ".contains(c));
    text.starts_with(['▲', '↑', '▼']) || text.strip_prefix(['图', '圖']).is_some_and(numbered)
}

/// What stands behind a quantity in a headline, and not behind the number of a part: `3 名学生`, `2023 年`.
const UNITS: &str =
    "年月日时時分点點元万萬亿億千百米吨噸亩畝名人位个個座艘天岁歲家次项項条條种種户戶台件所辆輛只隻头頭成倍届屆";

/// Whether a heading begins with the number of a part: `一、`, `（二）`, `1.2　`, `第三节`.
fn is_numbered(text: &str) -> bool {
    let text = text.trim_start();
    let figures = text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '．'));
    let quantity = figures.trim_start().starts_with(|c| UNITS.contains(c));
    let counted = (1..=8).contains(&(text.len() - figures.len())) && figures.starts_with([' ', '\u{3000}']) && !quantity;
    let named = text.strip_prefix('第').and_then(|rest| rest.split_once(['节', '節']));
    counted
        || [&*GW_H1, &*GW_H2, &*GW_H3].iter().any(|form| form.is_match(text))
        || named.is_some_and(|(number, _)| (1..=3).contains(&number.chars().count()))
}

/// Whether a box holds a headline and nothing else: white on a dark bar, it heads what stands below.
fn is_bar(entries: &[Entry]) -> bool {
    let class = |entry: &Entry| match entry {
        Entry::Text(run) => Some(run.class),
        _ => None,
    };
    let heads = |class: Option<Class>| matches!(class, Some(Class::Kicker | Class::Head | Class::Deck | Class::Byline));
    entries.iter().all(|entry| heads(class(entry)))
        && entries.iter().filter(|entry| class(entry) == Some(Class::Head)).count() == 1
}

/// Lines that play one part.
#[derive(Clone, Debug)]
pub struct Run {
    /// The part.
    pub class: Class,
    /// Places in the sheet's lines, from the top.
    pub lines: Vec<usize>,
    /// The measure that they were set in: left and right edge.
    pub frame: (f32, f32),
    /// The cut that parted it from the piece before.
    pub cut: Cut,
    /// The em of the stack's main line, or of the lines.
    pub size: f32,
}

/// What a page was found to hold.
#[derive(Debug)]
pub struct Analysis {
    /// Pieces in reading order.
    pub entries: Vec<Entry>,
    /// Lines that are furniture.
    pub edges: BTreeMap<usize, Edge>,
    /// White space that stands for gaps between pieces of lines.
    pub gaps: Tally,
}

/// Analyses one page; pieces of lines that belong together are put together in the sheet itself.
pub fn analyse(sheet: &mut Sheet, mut edges: BTreeMap<usize, Edge>, body: f32, margins: Option<(f32, f32)>) -> Analysis {
    let body = sheet.body_size().filter(|&(_, chars)| chars >= 300).map_or(body, |(size, _)| size);
    // Dots that lead to folios are no content, but say what the line is.
    let (dots, artifacts): (Vec<usize>, Vec<usize>) =
        (0..sheet.lines.len()).filter(|&at| sheet.lines[at].artifact).partition(|&at| leaders::are_dots(&sheet.lines[at].text));
    for at in artifacts {
        edges.entry(at).or_insert(Edge::Running);
    }
    let mut free: Vec<usize> = (0..sheet.lines.len()).filter(|at| !edges.contains_key(at)).collect();
    // What stands below all columns is read behind them all.
    let foot = foot(sheet, &free);
    free.retain(|at| !foot.contains(at));
    let Sheet { lines, drawn, images, turned, .. } = sheet;
    let main = if *turned { Way::Down } else { Way::Across };
    let mut tables = Vec::new();
    for (index, grid) in drawn.grids.iter().enumerate() {
        let mut cells = vec![Vec::new(); grid.cells.len()];
        free.retain(|&at| {
            let area = lines[at].area;
            if !holds(grid.area, area) {
                return true;
            }
            let (x, y) = area.center();
            match grid.cells.iter().position(|cell| cell.area.holds(x, y)) {
                Some(cell) => cells[cell].push(at),
                None => return true,
            }
            false
        });
        tables.push((grid.area, Entry::Table(index, cells)));
    }
    for (grid, cells) in threeline::tables(lines, &mut free, main, drawn, body) {
        tables.push((grid.area, Entry::Table(drawn.grids.len(), cells)));
        drawn.grids.push(grid);
    }
    let contents = tags::join(lines, &mut free, main)
        + leaders::join(lines, &mut free, main, drawn)
        + folios::join(lines, &mut free, main, drawn);
    // Those that lead nowhere are the page's.
    let (stray, rest): (Vec<usize>, Vec<usize>) = free.into_iter().partition(|at| dots.contains(at) && !lines[*at].contents);
    free = rest;
    edges.extend(stray.into_iter().map(|at| (at, Edge::Running)));
    let joined =
        contents + bookmarks::join(lines, &mut free) + item::join(lines, &mut free, main) + notes::join(lines, &mut free, main);
    for (grid, cells) in align::tables(lines, &mut free, main, drawn, body) {
        tables.push((grid.area, Entry::Table(drawn.grids.len(), cells)));
        drawn.grids.push(grid);
    }
    let pictures: Vec<(Option<usize>, Area)> = images
        .iter()
        .enumerate()
        .filter(|(_, image)| !image.artifact)
        .map(|(index, image)| (Some(index), image.area))
        .chain(drawn.blanks.iter().map(|&area| (None, area)))
        .collect();
    let margins = margins.filter(|_| !*turned && margins::is_single(lines, &free));
    let columns = margins::are_columns(lines, &free);
    let mut page = Page { lines, drawn, main, body, margins, columns, gaps: joined };
    let mut entries = page.region(free, pictures, tables, drawn_boxes(page.drawn), 0);
    entries.extend(foot.into_iter().map(|at| {
        let Line { area, size, .. } = page.lines[at];
        let cut = Cut::Neighbours;
        Entry::Text(Run { class: Class::Body, lines: vec![at], frame: (area.left, area.right), cut, size })
    }));
    let gaps = page.gaps;
    seam::part(&mut entries, lines);
    Analysis { entries, edges, gaps }
}

/// The last row of a page, where it goes on with none of its columns.
fn foot(sheet: &Sheet, free: &[usize]) -> Vec<usize> {
    let last = free.iter().copied().max_by(|&a, &b| sheet.lines[a].base.total_cmp(&sheet.lines[b].base));
    let Some(last) = last else { return Vec::new() };
    let level = |at: &usize| (sheet.lines[*at].base - sheet.lines[last].base).abs() <= 0.3 * sheet.lines[last].size;
    let mut row: Vec<usize> = free.iter().copied().filter(level).collect();
    row.sort_by(|&a, &b| sheet.lines[a].area.left.total_cmp(&sheet.lines[b].area.left));
    if lone::is_below_all(sheet, &row) { row } else { Vec::new() }
}

fn drawn_boxes(drawn: &Drawn) -> Vec<Area> {
    drawn.boxes.clone()
}

struct Page<'a> {
    lines: &'a mut Vec<Line>,
    gaps: Tally,
    drawn: &'a Drawn,
    main: Way,
    body: f32,
    /// The measure of pages of one column.
    margins: Option<(f32, f32)>,
    /// Whether lines stand beside one another as those of columns do.
    columns: bool,
}

impl Page<'_> {
    fn region(
        &mut self,
        mut free: Vec<usize>,
        mut pictures: Vec<(Option<usize>, Area)>,
        mut tables: Vec<(Area, Entry)>,
        mut boxes: Vec<Area>,
        depth: usize,
    ) -> Vec<Entry> {
        let mut items: Vec<(Piece, Vec<Entry>)> = Vec::new();
        // Boxes are sorted from the largest: what lies in one is taken out with it.
        while depth < DEPTH && !boxes.is_empty() {
            let area = boxes.remove(0);
            let (inner, outer): (Vec<usize>, Vec<usize>) = free.iter().partition(|&&at| holds(area, self.lines[at].area));
            let (inner_boxes, outer_boxes): (Vec<Area>, Vec<Area>) = boxes.iter().partition(|other| inside(**other, area));
            boxes = outer_boxes;
            if inner.is_empty() {
                continue;
            }
            free = outer;
            let (inner_pictures, outer_pictures) = pictures.into_iter().partition(|(_, picture)| inside(*picture, area));
            pictures = outer_pictures;
            let (inner_tables, outer_tables) = tables.into_iter().partition(|(table, _)| inside(*table, area));
            tables = outer_tables;
            let entries = self.region(inner, inner_pictures, inner_tables, inner_boxes, depth + 1);
            items.push(match is_bar(&entries) && self.stands_over(area, &free) {
                true => (Piece { opens: true, neutral: false, ..Piece::neutral(area) }, entries),
                false => (Piece::neutral(area), vec![Entry::Boxed(entries)]),
            });
        }
        initial::join(self.lines, &mut free, &mut self.gaps);
        self.gaps = self.gaps + row::heal(self.lines, &mut free, self.drawn, self.margins.is_some());
        self.gaps = self.gaps + spread::heal(self.lines, &mut free, self.main, self.drawn);
        let blocks = block::chain(self.lines, &free, self.main, self.drawn);
        let (behind, pictures): (Vec<_>, Vec<_>) = pictures.into_iter().partition(|(_, area)| self.is_behind(*area, &blocks));
        let things: Vec<Area> = items
            .iter()
            .map(|(piece, _)| piece.area)
            .chain(pictures.iter().map(|(_, area)| *area))
            .chain(tables.iter().map(|(area, _)| *area))
            .collect();
        let blocks = inset::part(aside::part(blocks, self.lines, &things), self.lines);
        let mut used = vec![false; blocks.len()];
        if depth == 0 {
            self.masthead(&blocks, &things, &mut used, &mut items);
        }
        for (image, area) in pictures {
            let captions = self.captions(area, &blocks, &mut used);
            let caption: Vec<usize> = captions.iter().flat_map(|&at| blocks[at].lines.clone()).collect();
            let whole = captions.iter().map(|&at| blocks[at].area).fold(area, Area::union);
            items.push((Piece::neutral(whole), vec![Entry::Picture { image, area, caption }]));
        }
        let count = tables.len();
        for (area, table) in tables {
            let (name, notes) = legend::of_table(area, count, &blocks, self.lines, self.body);
            let (name, notes) = (name.filter(|&at| !used[at]), notes.into_iter().filter(|&at| !used[at]).collect::<Vec<_>>());
            let whole = name.iter().chain(&notes).map(|&at| blocks[at].area).fold(area, Area::union);
            let words = |&at: &usize| {
                used[at] = true;
                let block = &blocks[at];
                Entry::Text(self.run(Class::Caption, block, (block.area.left, block.area.right), block.size))
            };
            let all = name.iter().chain(&notes).map(words).collect::<Vec<_>>();
            let (mut entries, below) = match name.is_some() {
                true => (all[..1].to_vec(), all[1..].to_vec()),
                false => (Vec::new(), all),
            };
            entries.push(table);
            entries.extend(below);
            items.push((Piece::neutral(whole), entries));
        }
        let rest: Vec<usize> = (0..blocks.len()).filter(|&at| !used[at]).collect();
        let rest: Vec<Block> = rest.into_iter().map(|at| blocks[at].clone()).collect();
        let frames = frame::frames(&rest, self.lines, self.margins.filter(|_| depth == 0));
        let notes = notes::find(&rest, self.lines, self.drawn, self.body);
        let quotes: Vec<bool> = (0..rest.len()).map(|at| aside::interrupts(at, &rest, self.lines, self.body)).collect();
        let stacks = stack::find(&rest, self.lines, self.body, &self.drawn.level, &quotes);
        let mut in_stack = vec![false; rest.len()];
        let indented = edges::are_indented(&rest, self.lines, &frames);
        for stack in &stacks {
            stack.parts.iter().for_each(|&(_, at)| in_stack[at] = true);
            let entries =
                stack.parts.iter().map(|&(class, at)| Entry::Text(self.run(class, &rest[at], frames[at], stack.size)));
            let across = stack.parts.iter().all(|&(_, at)| rest[at].lines.iter().all(|&at| self.lines[at].way != self.main));
            // The parts of one article are numbered, and stand in its columns; what heads an article is larger.
            let part = self.columns
                && stack.size < PARTS * self.body
                && stack.parts.iter().all(|&(class, _)| class == Class::Head)
                && stack.parts.first().is_some_and(|&(_, at)| is_numbered(&stack::words(&rest[at], self.lines)))
                && self.heads_prose(stack.area, &rest);
            let whole = (Bound::Whole, Bound::Whole);
            let (first, last) = if part { Default::default() } else { whole };
            items.push((Piece { area: stack.area, opens: !part, across, first, last, ..Piece::default() }, entries.collect()));
        }
        for (at, block) in rest.iter().enumerate().filter(|(at, _)| !in_stack[*at]) {
            let class = match notes[at] {
                true => Class::Note,
                false if self.ends_paragraph(at, &rest, &frames) => Class::Body,
                false => self.class(block, &stacks),
            };
            if class == Class::Body && (quotes[at] || aside::is_aside(at, &rest, self.lines, self.body)) {
                let run = Entry::Text(self.run(class, block, frames[at], block.size));
                let piece = Piece::neutral(block.area);
                items.push((piece, vec![Entry::Boxed(vec![run])]));
                continue;
            }
            let begins = block.lines.first().is_some_and(|&at| seam::from(&self.lines[at].text).is_some());
            let opens = class == Class::JumpFrom || begins;
            let run = Entry::Text(self.run(class, block, frames[at], block.size));
            let (first, last) = edges::of(class, block, self.lines, frames[at], indented);
            items.push((Piece { area: block.area, opens, first, last, size: block.size, ..Piece::default() }, vec![run]));
        }
        let pieces: Vec<Piece> = items.iter().map(|(piece, _)| *piece).collect();
        let region = pieces.iter().map(|piece| piece.area).reduce(Area::union).unwrap_or_default();
        let within = |strokes: &[Stroke], level: bool| -> Vec<Stroke> {
            let inside = |line: &&Stroke| match level {
                true => line.at >= region.top && line.at <= region.bottom,
                false => line.at >= region.left && line.at <= region.right,
            };
            strokes.iter().filter(inside).copied().collect()
        };
        let order = order::order(&pieces, &within(&self.drawn.level, true), &within(&self.drawn.upright, false), self.body);
        let mut items: Vec<Option<Vec<Entry>>> = items.into_iter().map(|(_, entries)| Some(entries)).collect();
        let mut out = Vec::new();
        for (at, cut) in order {
            let mut entries = items[at].take().unwrap_or_default();
            if let Some(Entry::Text(run)) = entries.first_mut() {
                run.cut = cut;
            }
            out.append(&mut entries);
        }
        out.extend(behind.into_iter().map(|(image, area)| Entry::Picture { image, area, caption: Vec::new() }));
        out
    }

    /// Whether running text as wide as a heading or wider stands right below it; below the heading of a list stand names.
    fn heads_prose(&self, head: Area, blocks: &[Block]) -> bool {
        let under = |block: &&Block| {
            let gap = block.area.top - head.bottom;
            gap > -0.5 * self.body
                && gap < UNDER * self.body
                && block.area.left < head.left + self.body
                && block.area.right > head.right - self.body
        };
        let prose = |block: &Block| block.lines.iter().any(|&at| self.lines[at].text.contains(['，', '。']));
        blocks.iter().filter(under).any(prose)
    }

    /// Whether running text begins right below a box, and no wider than it: over other headlines a box names a section.
    fn stands_over(&self, area: Area, free: &[usize]) -> bool {
        let below = |line: &Line| line.way == self.main && line.area.top > area.bottom - 0.3 * line.size;
        let under: Vec<&Line> = free
            .iter()
            .map(|&at| &self.lines[at])
            .filter(|line| below(line) && line.area.shared_x(area) > 0.0)
            .filter(|line| line.area.top - area.bottom < UNDER * line.size)
            .collect();
        let fits = |line: &&Line| {
            line.size <= 1.05 * self.body && line.area.left > area.left - line.size && line.area.right < area.right + line.size
        };
        !under.is_empty() && under.iter().all(fits)
    }

    /// Whether text runs over a picture and past both its sides, or past one of them and far into it: a watermark, a seal.
    /// Nothing makes room for it.
    fn is_behind(&self, picture: Area, blocks: &[Block]) -> bool {
        let past = |&line: &usize| {
            let Line { area, size, way, .. } = self.lines[line];
            let inside = area.center().1 > picture.top && area.center().1 < picture.bottom && way == self.main;
            let sides = u8::from(area.left < picture.left - size) + u8::from(area.right > picture.right + size);
            if inside && (sides == 2 || area.shared_x(picture) > DEEP * size) { sides } else { 0 }
        };
        let text = blocks.iter().filter(|block| block.lines.len() >= 2 && block.area.shared_x(picture) > 0.0);
        text.flat_map(|block| &block.lines).map(past).map(usize::from).sum::<usize>() >= 2
    }

    fn run(&self, class: Class, block: &Block, frame: (f32, f32), size: f32) -> Run {
        Run { class, lines: block.lines.clone(), frame, cut: Cut::Neighbours, size }
    }

    /// Whether a line in brackets is the last of the paragraph above it: it begins at the edge, where paragraphs are indented,
    /// and the line above is full; or its bracket opens there.
    fn ends_paragraph(&self, at: usize, blocks: &[Block], frames: &[(f32, f32)]) -> bool {
        let own = &blocks[at];
        let [line] = own.lines[..] else { return false };
        let (line, em) = (&self.lines[line], own.size);
        if !line.text.ends_with(['）', ')']) || line.way != self.main {
            return false;
        }
        let above = |&other: &usize| {
            let gap = own.area.top - blocks[other].area.bottom;
            blocks[other].area.shared_x(own.area) > 0.0 && gap > -0.5 * em && gap < em
        };
        let nearest = (0..blocks.len()).filter(|&other| other != at).filter(above);
        let Some(over) = nearest.max_by(|&a, &b| blocks[a].area.bottom.total_cmp(&blocks[b].area.bottom)) else { return false };
        let (left, right) = frames[over];
        let Some(last) = blocks[over].lines.last().map(|&last| &self.lines[last]) else { return false };
        let indented = |&line: &usize| (1.4..=2.7).contains(&((self.lines[line].start - left) / em));
        let opens = line.text.starts_with(['（', '(']);
        (blocks[over].size - em).abs() <= block::SAME_SIZE * em
            && (line.start - left).abs() <= 0.5 * em
            && right - last.area.right.max(last.end.min(right)) <= line.unit.min(3.0 * em) + 0.45 * em
            && if opens { blocks[over].lines.iter().any(indented) } else { last.text.contains(['（', '(']) }
    }

    /// The part of a block outside of stacks.
    fn class(&self, block: &Block, stacks: &[Stack]) -> Class {
        let text = if block.lines.len() <= 2 { stack::words(block, self.lines) } else { String::new() };
        let text = text.trim();
        if block::is_jump_line(text) {
            Class::JumpTo
        } else if NP_JUMP_FROM.find(text).is_some_and(|found| found.end() == text.len()) {
            Class::JumpFrom
        } else if stack::is_byline(text) && !stacks.is_empty() && block.lines.len() == 1 {
            Class::Byline
        } else {
            Class::Body
        }
    }

    /// The blocks that are a picture's caption: small lines right under it (or right above), no wider than it is.
    fn captions(&self, picture: Area, blocks: &[Block], used: &mut [bool]) -> Vec<usize> {
        let mut found = Vec::new();
        let mut bottom = picture.bottom;
        for at in 0..blocks.len() {
            let block = &blocks[at];
            let gap = block.area.top - bottom;
            let text = if block.lines.len() <= 6 { stack::words(block, self.lines) } else { continue };
            let centered = (block.area.center().0 - picture.center().0).abs() <= 0.6 * block.size;
            let small = block.size <= 0.96 * self.body;
            let credit = NP_PHOTO.is_match(&text);
            let form = is_caption_form(&text);
            let narrow = block.area.left >= picture.left - block.size && block.area.right <= picture.right + block.size;
            // Its measure is the picture's, and not that of the columns that make room for it.
            let reached = |edge: f32| {
                let near = |other: &Block| {
                    let gap = (picture.top - other.area.bottom).max(other.area.top - picture.bottom);
                    gap > -0.5 * self.body && gap < 8.0 * self.body
                };
                let wide = |other: &Block| {
                    other.lines.len() >= 3 && other.area.left < edge - block.size && other.area.right > edge + block.size
                };
                blocks.iter().any(|other| near(other) && wide(other))
            };
            let own = (block.area.left - picture.left).abs() <= block.size
                && block.lines.len() <= 4
                && found.is_empty()
                && (reached(picture.left) || reached(picture.right));
            if !used[at] && (small || credit || form) && self.is_beside(picture, block, blocks) {
                used[at] = true;
                found.push(at);
                continue;
            }
            // What stands under a caption in other type is the column that goes on.
            let other = found.last().is_some_and(|&last: &usize| {
                let size = blocks[last].size;
                (size - block.size).abs() > block::SAME_SIZE * size
                    && (block.size - self.body).abs() <= block::SAME_SIZE * self.body
            });
            let fits = !used[at]
                && !other
                && gap > -0.3 * block.size
                && gap < 1.6 * block.size
                && narrow
                && block.size <= 1.15 * self.body
                && (small || credit || form || own || centered && block.lines.len() == 1);
            if fits {
                used[at] = true;
                bottom = block.area.bottom;
                found.push(at);
            }
        }
        found
    }

    /// Whether a few lines stand right beside a picture, within its height, and go on nowhere. On a vertical page, level lines
    /// under a picture are these.
    fn is_beside(&self, picture: Area, block: &Block, blocks: &[Block]) -> bool {
        let (own, em) = (block.area, block.size);
        let gap = (own.left - picture.right).max(picture.left - own.right);
        let inside = own.top >= picture.top - 0.5 * em && own.bottom <= picture.bottom + 0.5 * em;
        let alone = |other: &Block| {
            let apart = (other.area.top - own.bottom).max(own.top - other.area.bottom);
            let same = (other.size - em).abs() <= block::SAME_SIZE * em;
            std::ptr::eq(other, block) || !same || other.area.shared_x(own) <= 0.0 || apart > 2.0 * em
        };
        gap > -0.3 * em && gap < 1.5 * em && inside && block.size <= 1.15 * self.body && blocks.iter().all(alone)
    }

    /// The masthead: everything beside the lines that only a masthead has, at the head of a page (NP-1).
    fn masthead(&self, blocks: &[Block], things: &[Area], used: &mut [bool], items: &mut Vec<(Piece, Vec<Entry>)>) {
        let bottom = self.lines.iter().map(|line| line.area.bottom).fold(0.0, f32::max);
        let marks = |text: &str| {
            let weekday = NP_DATE.captures(text).is_some_and(|date| date.name("w").is_some());
            let forms = [&*NP_CN, &*NP_POST, &*NP_PAGES, &*NP_ISSUE, &*NP_LUNAR];
            forms.iter().filter(|form| form.is_match(text)).count() + usize::from(weekday)
        };
        let right = self.lines.iter().map(|line| line.area.right).fold(0.0, f32::max);
        // Under a name that is set down the side, the lines of a masthead stand lower.
        let high = |block: &Block| {
            let side = block.area.width() < 0.2 * right && block.area.top < 0.4 * bottom;
            (block.area.bottom < 0.3 * bottom || side) && block.lines.len() <= 12
        };
        let marked: Vec<usize> = (0..blocks.len())
            .filter(|&at| !used[at] && high(&blocks[at]))
            .filter(|&at| {
                let text = stack::words(&blocks[at], self.lines);
                text.chars().count() <= 200 && (NP_CN.is_match(&text) || NP_POST.is_match(&text) || marks(&text) >= 2)
            })
            .collect();
        let Some(mut area) = marked.iter().map(|&at| blocks[at].area).reduce(Area::union) else { return };
        let mut taken = marked;
        // What has text under it, or a table, that begins beside the masthead heads an article.
        let lines = area;
        let heads = |own: Area| {
            let under = |area: Area| area.shared_x(own) > 0.0 && area.top > own.top && area.top < lines.bottom;
            let text = |block: &Block| block.lines.len() >= 3 && block.size <= 1.1 * self.body && under(block.area);
            let thing = |thing: &Area| under(*thing) && thing.top < own.bottom + 3.0 * self.body;
            own.shared_x(lines) <= 0.0 && (blocks.iter().any(text) || things.iter().any(thing))
        };
        let is_name = |block: &Block, area: Area| {
            let gap = area.top - block.area.bottom;
            block.size >= NAME * self.body && gap < block.size && gap > -self.body && block.area.shared_x(area) > 0.0
        };
        // The name may stand above them; the date, the ears stand beside.
        loop {
            // Pieces of one row may leave its middle to the name above.
            let span = taken.iter().map(|&at| blocks[at].area).fold(area, |span, own| Area {
                left: span.left.min(own.left),
                right: span.right.max(own.right),
                ..span
            });
            let next = (0..blocks.len()).find(|at| {
                let block = &blocks[*at];
                let along = block.lines.iter().all(|&at| self.lines[at].way == self.main);
                let beside = along && block.area.shared_y(area) > 0.3 * block.area.height().min(area.height());
                !taken.contains(at)
                    && !used[*at]
                    && high(block)
                    && (beside || is_name(block, span))
                    && block.lines.len() <= 4
                    && !heads(block.area)
            });
            let Some(at) = next else { break };
            taken.push(at);
            // What stands beside widens nothing: it may be as high as the article below.
            if is_name(&blocks[at], area) {
                area = area.union(blocks[at].area);
            }
        }
        let area = taken.iter().map(|&at| blocks[at].area).fold(area, Area::union);
        taken.sort_by(|&a, &b| {
            let (a, b) = (blocks[a].area, blocks[b].area);
            a.left.total_cmp(&b.left).then(a.top.total_cmp(&b.top))
        });
        let runs = taken.iter().map(|&at| {
            used[at] = true;
            let block = &blocks[at];
            Entry::Text(self.run(Class::Masthead, block, (block.area.left, block.area.right), block.size))
        });
        let runs: Vec<Entry> = runs.collect();
        items.push((Piece::neutral(area), runs));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_parts() {
        for (text, expected) in [
            ("一、航道", true),
            ("（二）渡船", true),
            ("1.2　渡口", true),
            ("3 渡口", true),
            ("第三节　渡船", true),
            ("1998年的船", false),
            ("2023 年的船", false),
            ("3 名船员获救", false),
            ("一条河", false),
            ("第一艘船下水", false),
        ] {
            assert_eq!(is_numbered(text), expected, "{text}");
        }
    }

    #[test]
    fn how_captions_begin() {
        for (text, expected) in [
            ("图1　渡口", true),
            ("图 2 渡口", true),
            ("图为渡口。", true),
            ("▲渡口的早晨", true),
            ("图书馆开门了。", false),
            ("图纸画好了", false),
        ] {
            assert_eq!(is_caption_form(text), expected, "{text}");
        }
    }
}
