//! The measure of each block, and how its lines stand in it.
//!
//! Lines that reach one edge prove a measure only where they break inside a sentence: verses of one length, items and
//! signatures are lines of their own, whatever they reach. Where first lines stand at the edge and the others further in, an
//! indent goes on with the entry that it would begin elsewhere.

use super::block::Block;
use super::line::Line;
use super::paragraph::{Set, ends_sentence, indent, is_label, rest};
use crate::text::{clreq, script};
use std::collections::BTreeSet;

/// How the lines of a block are set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Setting {
    /// As paragraphs, the first line indented or all flush.
    #[default]
    Flow,
    /// The first line of each paragraph flush, the others indented: entries of a dictionary, references.
    Hanging,
    /// Each line by itself: verse, a signature, a list.
    Units,
    /// As paragraphs in a measure that is narrower than the column's: a quotation.
    Inset,
}

/// Lines differ in length by so much (em) at least, where none of them fills a measure.
const RAGGED: f32 = 0.75;
/// Some of them by so much.
const SHORT: f32 = 1.6;
/// An indent that counts for one of both ways, at least and at most (em).
const INDENT: std::ops::RangeInclusive<f32> = 0.75..=8.0;
/// Items are set in no further than this (em), and so many lines may end together by chance.
const ITEM: f32 = 5.0;
const FEW: usize = 3;
/// More blocks than this on a page are no stanzas.
const MOST: usize = 600;
/// The lines of an entry follow one another within so many em.
const CLOSE: f32 = 2.0;
/// Pairs of lines that show the hanging way, and how many times as many as show the other.
const HANGS: usize = 3;

/// The measure that each block was set in; its lines are told how they are set. `margins` is the measure of pages of one column.
pub fn frames(blocks: &[Block], lines: &mut [Line], margins: Option<(f32, f32)>) -> Vec<(f32, f32)> {
    let units: Vec<bool> = (0..blocks.len()).map(|at| is_units(at, blocks, lines, margins)).collect();
    let frames = measures(blocks, lines, &units, margins);
    let votes: Vec<Votes> = blocks.iter().zip(&frames).map(|(block, &frame)| Votes::of(&block.lines, lines, frame)).collect();
    for (at, block) in blocks.iter().enumerate() {
        let em = block.size;
        let alike = |other: &usize| {
            let (a, b) = (frames[at], frames[*other]);
            (blocks[*other].size - em).abs() <= 0.06 * em && (a.0 - b.0).abs() <= 0.5 * em && (a.1 - b.1).abs() <= 0.5 * em
        };
        // A block of few lines is set as the others of its measure are.
        let hangs = match votes[at].all() >= HANGS || blocks.len() > 400 {
            true => votes[at],
            false => (0..blocks.len()).filter(alike).map(|other| votes[other]).fold(Votes::default(), Votes::plus),
        };
        let setting = match () {
            () if units[at] => Setting::Units,
            () if hangs.hang() => Setting::Hanging,
            () => continue,
        };
        let usual = if setting == Setting::Hanging { paragraphs(&block.lines, lines, frames[at]) } else { BTreeSet::new() };
        for line in block.lines.iter().filter(|line| !usual.contains(line)) {
            if lines[*line].setting == Setting::Flow {
                lines[*line].setting = setting;
            }
        }
    }
    for (block, &frame) in blocks.iter().zip(&frames) {
        entries(&block.lines, lines, frame);
    }
    frames
}

/// The lines of paragraphs among entries that hang: a first line that is indented and full, a second at the edge, and what follows
/// to a line that is short.
fn paragraphs(block: &[usize], lines: &[Line], frame: (f32, f32)) -> BTreeSet<usize> {
    let place = Places { block, lines, frame };
    let mut usual = BTreeSet::new();
    let mut at = 0;
    while at + 1 < block.len() {
        let first = at;
        at += 1;
        let begins = first == 0 || place.short(first - 1) || ends_sentence(&lines[block[first - 1]]);
        if begins && INDENT.contains(&place.depth(first)) && !place.short(first) && place.depth(at) < 0.3 {
            let end = (at..block.len()).find(|&at| place.short(at)).unwrap_or(block.len() - 1);
            usual.extend(&block[first..=end]);
            at = end + 1;
        }
    }
    usual
}

/// Where the lines of a block stand in its measure.
struct Places<'a> {
    block: &'a [usize],
    lines: &'a [Line],
    frame: (f32, f32),
}

impl Places<'_> {
    fn set(&self, at: usize) -> Set {
        Set { sheet: 0, line: self.block[at], left: self.frame.0, right: self.frame.1 }
    }

    /// How far a line is indented (em).
    fn depth(&self, at: usize) -> f32 {
        indent(&self.lines[self.block[at]], &self.set(at))
    }

    /// Whether what follows would have fitted behind a line.
    fn short(&self, at: usize) -> bool {
        let line = &self.lines[self.block[at]];
        let next = self.block.get(at + 1).map_or(line.size, |next| self.lines[*next].unit);
        rest(line, &self.set(at)) > next + 0.45 * line.size
    }
}

/// Tells the entries that hang among paragraphs that are indented: a line at the edge breaks off in a sentence, and what follows
/// it is set in as a whole. Of a paragraph, the second line stands at the edge.
fn entries(block: &[usize], lines: &mut [Line], frame: (f32, f32)) {
    let mut at = 0;
    while at + 1 < block.len() {
        let place = Places { block, lines, frame };
        let (first, second) = (at, at + 1);
        at = second;
        let (a, b) = (&lines[block[first]], &lines[block[second]]);
        let begins = first == 0 || place.short(first - 1) || ends_sentence(&lines[block[first - 1]]);
        let flow = a.setting == Setting::Flow && !a.item && !b.item && !is_label(&b.text);
        let near = b.base - a.base < CLOSE * a.size && (a.size - b.size).abs() <= 0.06 * a.size;
        let inner = place.depth(second);
        let turns = place.depth(first) < 0.3 && INDENT.contains(&inner);
        if !(flow && near && turns && begins) || place.short(first) || ends_sentence(a) {
            continue;
        }
        let hangs = |at: usize| {
            let level = at < block.len() && (place.depth(at) - inner).abs() <= 0.25;
            // The first line of a paragraph that is indented is full, and the next stands at the edge.
            let opens = |at: usize| at + 1 < block.len() && place.depth(at + 1) < 0.3 && !place.short(at);
            level && (at == second || !place.short(at - 1)) && !opens(at)
        };
        let end = (second..).find(|&at| !hangs(at)).unwrap_or(block.len());
        if end > second {
            block[first..end].iter().for_each(|&line| lines[line].setting = Setting::Hanging);
            at = end;
        }
    }
}

/// What pairs of lines say: whether an indent begins a paragraph or goes on with one.
#[derive(Clone, Copy, Debug, Default)]
pub struct Votes {
    hanging: usize,
    usual: usize,
    /// Pairs of a full line at the edge and an indented one.
    turns: usize,
}

impl Votes {
    /// The votes of lines that follow one another in a measure.
    pub fn of(block: &[usize], lines: &[Line], (left, right): (f32, f32)) -> Votes {
        let mut votes = Votes::default();
        for pair in block.windows(2) {
            let set = |line: usize| Set { sheet: 0, line, left, right };
            let (a, b) = (&lines[pair[0]], &lines[pair[1]]);
            let (before, after) = (indent(a, &set(pair[0])), indent(b, &set(pair[1])));
            let short = rest(a, &set(pair[0])) > b.unit + 0.45 * a.size;
            let (flush, indented) = (after < 0.3, INDENT.contains(&after));
            let alike = (before - after).abs() <= 0.3;
            match short {
                true if flush => votes.hanging += 1,
                true if indented => votes.usual += 1,
                false if indented && before < 0.3 => {
                    votes.hanging += 1;
                    votes.turns += 1;
                }
                false if indented && alike && !ends_sentence(a) => votes.hanging += 1,
                false if flush => votes.usual += 1,
                _ => {}
            }
        }
        votes
    }

    fn plus(self, other: Votes) -> Votes {
        Votes { hanging: self.hanging + other.hanging, usual: self.usual + other.usual, turns: self.turns + other.turns }
    }

    fn all(self) -> usize {
        self.hanging + self.usual
    }

    /// Whether lines hang.
    pub fn hang(self) -> bool {
        self.turns >= 1 && self.hanging >= HANGS && self.hanging >= HANGS * self.usual
    }
}

/// Whether each line of a block is a unit of its own.
fn is_units(at: usize, blocks: &[Block], lines: &[Line], margins: Option<(f32, f32)>) -> bool {
    let block = &blocks[at];
    let em = block.size;
    let mut all: Vec<&Line> = block.lines.iter().map(|&line| &lines[line]).collect();
    if all.len() < 2 || block.walled || all.len() > 200 || all.iter().any(|line| line.way != all[0].way) {
        return false;
    }
    // Marks say where units begin.
    if all.iter().any(|line| line.item) {
        return false;
    }
    let own = Frame::of(block, lines);
    let agree = |of: &dyn Fn(&Line) -> f32, by: f32| all.iter().all(|line| (of(line) - of(all[0])).abs() <= by * em);
    let flush = agree(&|line| line.start, 0.3) || agree(&|line| line.area.center().0, 0.3);
    let is_right = |line: &Line| (own.right - line.area.right.max(line.end.min(own.right))).abs() <= 0.3 * em;
    // Flush right, with no left edge: a signature and its date.
    let signed = |pair: &[&Line]| {
        let step = (pair[0].start - pair[1].start).abs() / em;
        step > 0.5 && !(1.4..=2.7).contains(&step)
    };
    // An item that fills its measure reaches the right edge too.
    if all.len() <= 4 && !is_label(&all[0].text) && all.iter().all(|line| is_right(line)) && all.windows(2).all(signed) {
        return true;
    }
    let stopped = |line: &&&Line| line.text.ends_with(|c: char| clreq::is_stop(c) || clreq::is_close(c) || c == '…');
    if !flush {
        return false;
    }
    // Verse: every line ends where one may stop.
    if all.iter().all(|line| stopped(&line)) {
        let column = |other: &Block| {
            let frame = Frame::of(other, lines);
            !std::ptr::eq(other, block)
                && other.lines.len() >= 3
                && (other.size - em).abs() <= 0.06 * em
                && (frame.left - own.left).abs() <= 0.6 * em
                && (frame.right - own.right).abs() <= 0.6 * em
        };
        let couplets = all.iter().all(|line| ends_sentence(line) && is_right(line)) && !blocks.iter().any(column);
        return all.len() >= 4 || couplets;
    }
    // What fills the measure of its page goes on.
    let fills = |line: &&Line| {
        margins.is_some_and(|(left, right)| line.area.right >= right - em && line.area.left <= left + ITEM * em)
            && !stopped(&line)
    };
    if all[..all.len() - 1].iter().any(fills) {
        return false;
    }
    // Lines of unlike lengths that end nowhere: verse, a list. Prose has its stops inside. Stanzas are of one measure.
    let stanzas: Vec<usize> = stanzas(at, blocks, lines).collect();
    let right = stanzas.iter().map(|&other| Frame::of(&blocks[other], lines).right).fold(own.right, f32::max);
    all.extend(stanzas.iter().flat_map(|&other| &blocks[other].lines).map(|&line| &lines[line]));
    let inner = &all[..all.len() - 1];
    let room = |line: &Line| (right - line.area.right.max(line.end.min(right))) / em;
    let ragged: Vec<&&Line> = inner.iter().filter(|line| room(line) > RAGGED).collect();
    let short = inner.iter().filter(|line| room(line) > SHORT).count();
    let han = all.iter().all(|line| line.text.contains(script::is_cjk));
    let prose = all.iter().filter(|line| {
        line.text.trim_end_matches(clreq::is_close).find(['。', '；']).is_some_and(|at| at + 3 < line.text.len())
    });
    all.len() >= 3
        && han
        && 2 * ragged.len() > inner.len()
        && 3 * short >= inner.len()
        && 2 * ragged.iter().filter(|line| stopped(line)).count() < ragged.len()
        && 4 * prose.count() < all.len()
}

/// The measure that each block was set in. A block of a few lines need not reach either edge: then the columns above and
/// below, or beside, say it.
fn measures(blocks: &[Block], lines: &[Line], units: &[bool], margins: Option<(f32, f32)>) -> Vec<(f32, f32)> {
    let own: Vec<Frame> = blocks.iter().map(|block| Frame::of(block, lines)).collect();
    let sure: Vec<usize> = (0..blocks.len())
        .filter(|&at| own[at].is_sure() && blocks[at].lines.len() >= 3 && !blocks[at].walled && !units[at])
        .collect();
    let frame = |at: usize| -> (f32, f32) {
        let this = own[at];
        let em = blocks[at].size;
        if let Some(margins) = margins.filter(|_| !blocks[at].walled && !units[at])
            && let Some(measure) = this.between(margins, blocks[at].lines.len(), em)
        {
            return measure;
        }
        // Beside something else, the measure is its own, however few lines it has.
        if this.is_sure() || blocks[at].walled {
            return (this.left, this.right);
        }
        let like: Vec<usize> =
            sure.iter().copied().filter(|&other| other != at && (blocks[other].size - em).abs() <= 0.06 * em).collect();
        // The narrowest measure that holds the block, an indent aside.
        let near = |other: usize| blocks[other].area.center().1 - blocks[at].area.center().1;
        let direct = like.iter().copied().filter(|&other| this.fits((own[other].left, own[other].right), em));
        let best = direct.min_by(|&a, &b| {
            let key = |other: usize| ((own[other].right - this.right).max(0.0) / em).round();
            key(a).total_cmp(&key(b)).then(near(a).abs().total_cmp(&near(b).abs())).then(a.cmp(&b))
        });
        if let Some(found) = best {
            return (own[found].left, own[found].right);
        }
        // Columns of one article are of one width and stand at one distance.
        let beside: Vec<(f32, f32)> = like
            .iter()
            .filter(|&&other| blocks[other].area.shared_y(blocks[at].area) > -3.0 * em)
            .map(|&other| (own[other].left, own[other].right))
            .take(24)
            .collect();
        for (index, &a) in beside.iter().enumerate() {
            for &b in &beside[index + 1..] {
                let step = (a.0 - b.0).abs();
                if step < 4.0 * em || ((a.1 - a.0) - (b.1 - b.0)).abs() > em {
                    continue;
                }
                for (base, side) in [(a, -1.0), (a, 1.0), (b, -1.0), (b, 1.0)] {
                    let shifted = (base.0 + side * step, base.1 + side * step);
                    if this.fits(shifted, em) {
                        return shifted;
                    }
                }
            }
        }
        around(at, blocks, lines, &own, &like).unwrap_or((this.left, this.right))
    };
    (0..blocks.len()).map(frame).collect()
}

/// The measure of a block that shows none and fits into none by its edges: that of the column right above or below a line that
/// stands in its midst (a number, an ornament), or of the stanzas above and below that begin at its edge.
fn around(at: usize, blocks: &[Block], lines: &[Line], own: &[Frame], sure: &[usize]) -> Option<(f32, f32)> {
    let (this, em) = (own[at], blocks[at].size);
    let gap = |other: usize| {
        let (a, b) = (blocks[at].area, blocks[other].area);
        (b.top - a.bottom).max(a.top - b.bottom)
    };
    if let [_] = blocks[at].lines[..] {
        let middle = (this.left + this.right) / 2.0;
        let holds = |&other: &usize| {
            let column = own[other];
            let beside = |block: &Block| {
                block.area.shared_y(blocks[at].area) > 0.0 && block.area.left < column.right && block.area.right > column.left
            };
            column.left < this.left - em
                && ((column.left + column.right) / 2.0 - middle).abs() <= 0.6 * em
                && gap(other) < 3.0 * em
                && !blocks.iter().enumerate().any(|(other, block)| other != at && beside(block))
        };
        let nearest = sure.iter().copied().filter(holds).min_by(|&a, &b| gap(a).total_cmp(&gap(b)));
        return nearest.map(|at| (own[at].left, own[at].right));
    }
    let right = stanzas(at, blocks, lines).map(|other| own[other].right).reduce(f32::max);
    right.filter(|&right| right > this.right).map(|right| (this.left, right))
}

/// The blocks right above and below one that begin at its edge: stanzas of one poem, which has no stops.
fn stanzas<'a>(at: usize, blocks: &'a [Block], lines: &'a [Line]) -> impl Iterator<Item = usize> + 'a {
    let (own, em) = (&blocks[at], blocks[at].size);
    let free =
        |block: &Block| block.lines.len() <= 40 && block.lines.iter().all(|&line| !lines[line].text.contains(['，', '。']));
    let stands = own.lines.len() >= 2 && blocks.len() <= MOST && free(own);
    let stanza = move |other: &usize| {
        let next = &blocks[*other];
        let gap = (next.area.top - own.area.bottom).max(own.area.top - next.area.bottom);
        *other != at
            && (next.size - em).abs() <= 0.06 * em
            && gap > 0.0
            && gap < 2.5 * em
            && next.lines.len() >= 2
            && (Frame::of(next, lines).left - Frame::of(own, lines).left).abs() <= 0.3 * em
            && free(next)
    };
    (0..if stands { blocks.len() } else { 0 }).filter(stanza)
}

/// The edges of a block's own lines, and whether they are its measure's: two lines at least agree.
#[derive(Clone, Copy, Debug)]
struct Frame {
    left: f32,
    right: f32,
    left_sure: bool,
    right_sure: bool,
}

impl Frame {
    fn of(block: &Block, lines: &[Line]) -> Frame {
        let em = block.size;
        let left = block.lines.iter().map(|&at| lines[at].start).fold(f32::MAX, f32::min);
        let right = block.lines.iter().map(|&at| lines[at].area.right).fold(f32::MIN, f32::max);
        let starts = block.lines.iter().filter(|&&at| lines[at].start - left <= 0.3 * em).count();
        let ends =
            block.lines.iter().filter(|&&at| right - lines[at].area.right.max(lines[at].end.min(right)) <= 0.6 * em).count();
        Frame { left, right, left_sure: starts >= 2, right_sure: ends >= 2 }
    }

    fn is_sure(self) -> bool {
        self.left_sure && self.right_sure
    }

    /// The measure of a block of a page of one column that reaches its right margin with too few of its lines: what begins at the
    /// left margin ends at the right one, and so does what is set in, as items are, where a few lines end together by chance.
    fn between(self, (left, right): (f32, f32), lines: usize, em: f32) -> Option<(f32, f32)> {
        let (indent, room) = (self.left - left, right - self.right);
        let flush = indent.abs() <= 0.5 * em;
        let item = (0.0..=ITEM * em).contains(&indent) && (!self.right_sure || lines <= FEW && room > 2.0 * ITEM * em);
        // What reaches the margin with one line of several shows its measure itself.
        let apart = room > 1.5 * em || lines == 1 && room >= -0.6 * em;
        (apart && (flush || item)).then_some((if flush || lines == 1 && indent <= 2.6 * em { left } else { self.left }, right))
    }

    /// Whether a measure may be this block's.
    fn fits(self, (left, right): (f32, f32), em: f32) -> bool {
        let indent = self.left - left;
        let rest = right - self.right;
        (-0.5 * em..=if self.left_sure { 0.3 * em } else { 2.6 * em }).contains(&indent)
            && rest >= -0.6 * em
            && (!self.right_sure || rest <= 0.6 * em)
    }
}
