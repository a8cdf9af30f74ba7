//! Pieces of lines → blocks of lines: what stands under one another in one column, in one size.
//!
//! A line goes on to the one below where each is the other's only neighbour, they are of one size, share an edge, and no
//! ruling lies between. So a line that spans columns ends the blocks above and below it, and no column need be known
//! beforehand.

use super::line::{Line, Way, form, is_spaced};
use super::page::Area;
use super::rule::Drawn;
use crate::model::Tally;
use crate::text::patterns::{NP_BYLINE, NP_JUMP_FROM, NP_JUMP_TO};

/// Sizes within this are one size.
pub const SAME_SIZE: f32 = 0.045;
/// An indent no deeper than this (in em) still shares the left edge.
const INDENT: f32 = 2.7;
/// The least that a line takes of its column's width (em): an indent and a character.
const REACH: f32 = 3.0;

/// Lines that stand under one another.
#[derive(Clone, Debug)]
pub struct Block {
    /// Places in the page's lines, from the top.
    pub lines: Vec<usize>,
    /// What it covers.
    pub area: Area,
    /// The em.
    pub size: f32,
    /// Whether something else stands beside its lines, in the measure of the text above or below.
    pub walled: bool,
}

impl Block {
    /// The block of these lines.
    pub fn of(lines: Vec<usize>, all: &[Line]) -> Block {
        let area = lines.iter().map(|&at| all[at].area).reduce(Area::union).unwrap_or_default();
        let size = lines.first().map_or(0.0, |&at| all[at].size);
        Block { lines, area, size, walled: false }
    }
}

/// A space where letters stand on both sides that words are parted by spaces in.
pub fn spaced(a: &Line, b: &Line) -> &'static str {
    if a.text.ends_with(is_spaced) && b.text.starts_with(is_spaced) { " " } else { "" }
}

/// Puts the piece at `right` behind the one at `left`; white space between them goes to `gaps`.
pub fn merge(lines: &mut [Line], left: usize, right: usize, gaps: &mut Tally) {
    let joint = spaced(&lines[left], &lines[right]);
    put(lines, left, right, joint, gaps);
}

/// The same with this white space.
pub fn put(lines: &mut [Line], left: usize, right: usize, joint: &str, gaps: &mut Tally) {
    let b = lines[right].clone();
    let a = &mut lines[left];
    // A label or a note's mark at the head of a line is an element of its own, and comes first.
    if let (Some((rank, _)), Some((other, element)), true) = (a.element, b.element, a.text.len() < b.text.len()) {
        a.element = Some((rank.min(other), element));
    }
    a.text.push_str(joint);
    gaps.include(joint);
    let shift = a.text.len();
    a.text.push_str(&b.text);
    a.marks.extend(b.marks.into_iter().map(|(range, mark)| (range.start + shift..range.end + shift, mark)));
    a.area = a.area.union(b.area);
    a.seen = a.seen.union(b.seen);
    a.end = b.end;
    a.order = a.order.min(b.order);
    a.bold &= b.bold;
}

/// Lines by height, for questions about neighbours.
pub struct Near {
    /// Places of lines, by top.
    tops: Vec<(f32, usize)>,
    tallest: f32,
    /// What each line takes of its column's width, by its place.
    pub reach: Vec<(f32, f32)>,
}

impl Near {
    /// These lines, by themselves.
    pub fn of(lines: &[Line], at: &[usize]) -> Near {
        let mut tops: Vec<(f32, usize)> = at.iter().map(|&at| (lines[at].area.top, at)).collect();
        tops.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let tallest = at.iter().map(|&at| lines[at].area.height()).fold(0.0, f32::max);
        Near { tops, tallest, reach: lines.iter().map(|line| (line.area.left, line.area.right)).collect() }
    }

    /// Lets short lines reach under an indent: a last line of two characters and the indented line above it share no ink.
    fn reaching(mut self, lines: &[Line], at: &[usize]) -> Near {
        for &place in at {
            let line = &lines[place];
            let wide = line.area.left + REACH * line.size;
            if line.area.right < wide {
                let wall = self.right(lines, place).map_or(wide, |next| lines[next].area.left - 0.3 * line.size);
                self.reach[place].1 = wide.min(wall).max(line.area.right);
            }
        }
        self
    }

    /// The lines whose tops lie in a range.
    pub fn between(&self, from: f32, to: f32) -> impl Iterator<Item = usize> + '_ {
        let first = self.tops.partition_point(|(top, _)| *top < from);
        self.tops[first..].iter().take_while(move |(top, _)| *top <= to).map(|(_, at)| *at)
    }

    /// The next piece on the same baseline.
    pub fn right(&self, lines: &[Line], at: usize) -> Option<usize> {
        let line = &lines[at];
        self.between(line.area.top - line.size, line.area.bottom)
            .filter(|&other| {
                let next = &lines[other];
                other != at && (next.base - line.base).abs() <= 0.2 * line.size && next.area.left >= line.area.right
            })
            .min_by(|&a, &b| lines[a].area.left.total_cmp(&lines[b].area.left).then(a.cmp(&b)))
    }

    /// The lines right below a stretch of a line: the nearest, and those beside it.
    pub fn below(&self, lines: &[Line], at: usize, stretch: (f32, f32)) -> Vec<usize> {
        let line = &lines[at];
        let overlaps = |other: &usize| {
            let next = &lines[*other];
            *other != at && next.base > line.base + 0.3 * line.size && self.shares(*other, line.size.min(next.size), stretch)
        };
        let mut found: Vec<usize> = Vec::new();
        let mut floor = f32::MAX;
        for other in self.between(line.area.top, line.area.bottom + 3.0 * line.size).filter(overlaps) {
            let next = &lines[other];
            if next.area.top >= floor {
                break;
            }
            floor = floor.min(next.area.top + 0.6 * next.area.height().max(0.5 * next.size));
            found.push(other);
        }
        found
    }

    /// The lines right above a stretch of a line.
    pub fn above(&self, lines: &[Line], at: usize, stretch: (f32, f32)) -> Vec<usize> {
        let line = &lines[at];
        let overlaps = |other: &usize| {
            let next = &lines[*other];
            *other != at && next.base < line.base - 0.3 * line.size && self.shares(*other, line.size.min(next.size), stretch)
        };
        let mut all: Vec<usize> = self
            .between(line.area.top - 3.0 * line.size - self.tallest, line.area.top + 0.5 * line.size)
            .filter(overlaps)
            .collect();
        all.sort_by(|&a, &b| lines[b].area.bottom.total_cmp(&lines[a].area.bottom).then(a.cmp(&b)));
        let mut found: Vec<usize> = Vec::new();
        let mut roof = f32::MIN;
        for other in all {
            let next = &lines[other];
            if next.area.bottom <= roof {
                break;
            }
            roof = roof.max(next.area.bottom - 0.6 * next.area.height().max(0.5 * next.size));
            found.push(other);
        }
        found
    }

    /// Whether a line takes some of a stretch.
    fn shares(&self, at: usize, em: f32, stretch: (f32, f32)) -> bool {
        let (left, right) = self.reach[at];
        right.min(stretch.1) - left.max(stretch.0) > 0.2 * em
    }
}

/// Chains lines to blocks.
pub fn chain(lines: &[Line], at: &[usize], main: Way, drawn: &Drawn) -> Vec<Block> {
    let (upright, turned): (Vec<usize>, Vec<usize>) = at.iter().partition(|&&at| lines[at].way == main);
    let near = Near::of(lines, &upright).reaching(lines, &upright);
    let mut next: Vec<Option<usize>> = vec![None; lines.len()];
    let mut headed: Vec<bool> = vec![false; lines.len()];
    for &line in &upright {
        let own = |at: usize| near.reach[at];
        let below = near.below(lines, line, own(line));
        if let [follower] = below[..]
            && near.above(lines, follower, own(follower)) == [line]
            && goes_on(&lines[line], &lines[follower], drawn)
        {
            next[line] = Some(follower);
            headed[follower] = true;
        }
    }
    let mut blocks: Vec<Block> = Vec::new();
    for &start in upright.iter().filter(|&&at| !headed[at]) {
        let mut chain = vec![start];
        let mut last = start;
        while let Some(follower) = next[last] {
            chain.push(follower);
            last = follower;
        }
        blocks.extend(parted(chain, lines));
    }
    blocks.extend(turned_blocks(lines, turned));
    blocks
}

/// Cuts a chain where its pitch changes: a wider gap is a new block.
fn parted(chain: Vec<usize>, lines: &[Line]) -> Vec<Block> {
    let mut pitches: Vec<f32> = chain.windows(2).map(|pair| lines[pair[1]].base - lines[pair[0]].base).collect();
    pitches.sort_by(f32::total_cmp);
    let usual = pitches.get(pitches.len() / 2).copied().unwrap_or(0.0);
    let mut blocks = Vec::new();
    let mut part: Vec<usize> = Vec::new();
    for line in chain {
        if let Some(&last) = part.last()
            && lines[line].base - lines[last].base > 1.3 * usual.max(lines[line].size)
        {
            blocks.push(Block::of(std::mem::take(&mut part), lines));
        }
        part.push(line);
    }
    blocks.push(Block::of(part, lines));
    blocks
}

/// Whether one line goes on to the one below it, as far as geometry tells.
fn goes_on(a: &Line, b: &Line, drawn: &Drawn) -> bool {
    let em = a.size.max(b.size);
    let pitch = b.base - a.base;
    let edge = (a.start - b.start).abs() <= INDENT * em;
    let right = (a.area.right - b.area.right).abs() <= 1.2 * em;
    let apart = |line: &super::rule::Stroke| {
        line.at > a.base
            && line.at < b.area.top + 1.0
            && line.to.min(b.area.right) - line.from.max(b.area.left) > 0.5 * b.area.width()
    };
    (a.size - b.size).abs() <= SAME_SIZE * em
        && pitch <= 2.6 * em
        && (edge || right && (a.start - b.start).abs() <= 6.0 * em)
        && a.artifact == b.artifact
        && a.heading == b.heading
        && a.note == b.note
        && !drawn.level.iter().any(apart)
        // What fills its measure as its neighbour does stands in running text, whatever it looks like.
        && (edge && right && (a.start - b.start).abs() <= 0.3 * em || !stands_alone(a) && !stands_alone(b))
}

/// Lines that are a block of their own by their form.
fn stands_alone(line: &Line) -> bool {
    let text = &*form(&line.text);
    if text.len() > 120 {
        return false;
    }
    let jump = text.contains(['转', '轉', '接'])
        && (NP_JUMP_TO.is_match(text) && is_jump_line(text)
            || NP_JUMP_FROM.find(text).is_some_and(|found| found.end() == text.len()));
    jump || (text.contains("者") || text.contains("通讯员")) && NP_BYLINE.is_match(text) && !text.ends_with('。')
}

/// Whether a line is a jump and nothing else: `（下转第三版）`.
pub fn is_jump_line(text: &str) -> bool {
    let arrow = |c: char| c.is_whitespace() || matches!(c, '▶' | '►' | '→' | '➤' | '➡' | '>' | '》');
    NP_JUMP_TO.find(text).is_some_and(|found| text[..found.start()].trim_matches(arrow).is_empty())
}

/// Lines of another direction: those near each other are one block, in their own order.
fn turned_blocks(lines: &[Line], turned: Vec<usize>) -> Vec<Block> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for at in turned {
        let line = &lines[at];
        let near = |other: &usize| {
            let other = &lines[*other];
            let em = line.size.max(other.size);
            other.way == line.way
                && (other.size - line.size).abs() <= 0.1 * em
                && other.area.shared_x(line.area) > -1.2 * em
                && other.area.shared_y(line.area) > -1.2 * em
        };
        let home =
            if groups.len() < 512 { groups.iter().position(|group| group.iter().rev().take(64).any(near)) } else { None };
        match home {
            Some(group) => groups[group].push(at),
            None => groups.push(vec![at]),
        }
    }
    for group in &mut groups {
        group.sort_by(|&a, &b| {
            let (a, b) = (&lines[a], &lines[b]);
            match a.way {
                Way::Down => b.seen.center().0.total_cmp(&a.seen.center().0).then(a.seen.top.total_cmp(&b.seen.top)),
                _ => a.seen.top.total_cmp(&b.seen.top).then(a.seen.left.total_cmp(&b.seen.left)),
            }
            .then(a.order.cmp(&b.order))
        });
    }
    groups.into_iter().map(|group| Block::of(group, lines)).collect()
}
