//! What columns make room for: text set aside in their midst, and the narrower lines beside it and beside pictures and boxes.
//!
//! A pull quote stands in a column, or over the gap between two, and the lines beside it are short for its sake alone. So a
//! block is cut where something begins or ceases to stand beside its lines, each part has a measure of its own, and the quote
//! is read as a box is: by itself, with the text going on behind it.

use super::block::Block;
use super::line::Line;
use super::page::Area;
use super::paragraph::ends_sentence;

/// What stands beside a line begins before its measure ends, by this (em) at least.
const INTRUDES: f32 = 1.5;
/// Lines so near (em) above or below it are short as those beside it are.
const MARGIN: f32 = 1.2;
/// More blocks than this on a page are no columns of text.
const MOST: usize = 1500;
/// Lines of text set aside.
const LINES: usize = 16;
/// Its size differs from the text's by this share at least.
const OTHER: f32 = 0.05;
/// It stands within this (em) of the text that makes room for it.
const NEAR: f32 = 3.5;

/// Cuts blocks where something begins or ceases to stand beside their lines; `things` are pictures, boxes and tables.
pub fn part(blocks: Vec<Block>, lines: &[Line], things: &[Area]) -> Vec<Block> {
    if blocks.len() > MOST {
        return blocks;
    }
    let areas: Vec<Area> = blocks.iter().map(|block| block.area).collect();
    let meets = |a: Area, b: Area| a.shared_x(b) > 0.0 && a.shared_y(b) > 0.0;
    let mut found = Vec::with_capacity(blocks.len());
    for (at, block) in blocks.iter().enumerate() {
        let others = (0..blocks.len()).filter(|&other| other != at && meets(areas[other], block.area));
        let mut beside: Vec<Area> = others.flat_map(|other| &blocks[other].lines).map(|&line| lines[line].area).collect();
        beside.extend(things.iter().filter(|thing| meets(**thing, block.area)));
        let walls = |line: usize| {
            let area = lines[line].area;
            let least = INTRUDES * block.size;
            // White space above and below it keeps lines short too.
            let level = |thing: &&Area| thing.shared_y(area) > -MARGIN * block.size;
            let right = |thing: &Area| thing.left > area.right - 0.3 * block.size && thing.left < block.area.right - least;
            let left = |thing: &Area| thing.right < area.left + 0.3 * block.size && thing.right > block.area.left + least;
            let near = beside.iter().filter(level);
            near.fold((false, false), |known, thing| (known.0 || left(thing), known.1 || right(thing)))
        };
        let mut rest = block.lines.as_slice();
        while let Some(&first) = rest.first() {
            let own = walls(first);
            let (these, others) = rest.split_at(rest.iter().take_while(|&&line| walls(line) == own).count());
            found.push(Block { walled: own.0 || own.1, ..Block::of(these.to_vec(), lines) });
            rest = others;
        }
    }
    found
}

/// Whether a block of larger type stands in a column whose sentence goes on below it: a pull quote, whatever is drawn round it.
/// Under a headline a paragraph would begin.
pub fn interrupts(at: usize, blocks: &[Block], lines: &[Line], body: f32) -> bool {
    let own = &blocks[at];
    if own.lines.len() > LINES || blocks.len() > MOST || own.size < (1.0 + OTHER) * body {
        return false;
    }
    let text = |block: &&Block| (block.size - body).abs() < OTHER * body && block.lines.len() >= 2;
    let column =
        |block: &&Block| block.area.left <= own.area.left + 0.5 * body && block.area.right >= own.area.right - 0.5 * body;
    // Of the sentence that goes on below nothing but its last line may be left.
    let last = |block: &Block| {
        block.lines.len() == 1
            && (block.size - body).abs() < OTHER * body
            && block.area.left <= own.area.left + 0.5 * body
            && ends_sentence(&lines[block.lines[0]])
    };
    let above = blocks.iter().filter(text).filter(column);
    let above = above.filter(|block| block.area.bottom <= own.area.top + 0.3 * body);
    let below = blocks.iter().filter(|block| text(block) && column(block) || last(block));
    let below = below.filter(|block| block.area.top >= own.area.bottom - 0.3 * body);
    let above = above.max_by(|a, b| a.area.bottom.total_cmp(&b.area.bottom));
    let below = below.min_by(|a, b| a.area.top.total_cmp(&b.area.top));
    let (Some(above), Some(below)) = (above, below) else { return false };
    let one = (above.area.left - below.area.left).abs() <= body
        && (last(below) || (above.area.right - below.area.right).abs() <= body);
    let gaps = own.area.top - above.area.bottom < 8.0 * body && below.area.top - own.area.bottom < 8.0 * body;
    let (Some(&last), Some(&first)) = (above.lines.last(), below.lines.first()) else { return false };
    let cut = !ends_sentence(&lines[last]) && above.area.right - lines[last].area.right <= body;
    let goes_on = lines[first].start - below.area.left <= 0.5 * body;
    // Paragraphs are indented here.
    let indented = |block: &Block| {
        let indent = |line: &usize| (1.4..=2.7).contains(&((lines[*line].start - block.area.left) / body));
        block.lines.iter().any(indent)
    };
    // The next column goes on beside it; beside a headline all columns are white.
    let beside = |block: &Block| {
        let apart = (block.area.left - above.area.right).max(above.area.left - block.area.right);
        apart > -0.2 * body && apart < NEAR * body && block.lines.iter().any(|&line| lines[line].area.shared_y(own.area) > 0.0)
    };
    one && gaps
        && cut
        && goes_on
        && (indented(above) || indented(below) || is_quoted(own, lines))
        && blocks.iter().filter(text).any(beside)
}

/// Whether a block stands between quotation marks: where paragraphs are not indented, what tells a pull quote from a headline
/// under the end of another article's column.
fn is_quoted(block: &Block, lines: &[Line]) -> bool {
    let (Some(&first), Some(&last)) = (block.lines.first(), block.lines.last()) else { return false };
    lines[first].text.starts_with(['“', '「', '『', '"']) && lines[last].text.ends_with(['”', '」', '』', '"'])
}

/// Whether a block is text set aside: of another size than the text, with text above or below that reaches over its edge, and
/// text of the same kind at its side.
pub fn is_aside(at: usize, blocks: &[Block], lines: &[Line], body: f32) -> bool {
    let own = &blocks[at];
    if own.lines.len() > LINES || blocks.len() > MOST || (own.size - body).abs() < OTHER * body {
        return false;
    }
    let em = body;
    let text = |block: &&Block| (block.size - body).abs() < OTHER * body && !std::ptr::eq(*block, own);
    let over = |block: &Block| {
        let inside = |edge: f32| edge > block.area.left + 2.0 * em && edge < block.area.right - 2.0 * em;
        inside(own.area.left) || inside(own.area.right)
    };
    let gap = |block: &Block| (own.area.top - block.area.bottom).max(block.area.top - own.area.bottom);
    let near: Vec<&Block> = blocks.iter().filter(text).filter(|block| gap(block) < NEAR * em).collect();
    // Its column may begin or end with it: one of both is enough.
    let above = |block: &Block| block.area.bottom <= own.area.top + 0.5 * em;
    let below = |block: &Block| block.area.top >= own.area.bottom - 0.5 * em;
    let room = near.iter().any(|block| (above(block) || below(block)) && over(block));
    let beside = near.iter().any(|block| {
        let apart = (block.area.left - own.area.right).max(own.area.left - block.area.right);
        let level = block.lines.iter().filter(|&&line| lines[line].area.shared_y(own.area) > 0.0).count();
        apart > -0.2 * em && apart < NEAR * em && level >= 2
    });
    room && beside
}
