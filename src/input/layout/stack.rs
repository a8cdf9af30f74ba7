//! Headline stacks: which blocks head an article, and which small lines above and below go with them (NP-5 to NP-7).
//!
//! A main headline is larger than the text. What stands close above it on the same axis is its kicker, what stands close
//! below its deck, and a line that names writers its byline. A stack is one piece when the page is put in order: its parts
//! never part.

use super::block::Block;
use super::bookmarks::Entry;
use super::line::{Line, form};
use super::page::Area;
use super::rule::Stroke;
use crate::text::clreq;
use crate::text::patterns::{NP_BYLINE, NP_JUMP_FROM, NP_PHOTO, compile};
use crate::text::script;
use regex::Regex;
use std::sync::LazyLock;

/// A headline is at least so many times as large as the text.
const LARGER: f32 = 1.25;
/// A bold one needs less.
const LARGER_BOLD: f32 = 1.1;
/// Lines of a headline.
const LINES: usize = 4;
/// So many times as large as the text, a headline may fill a narrow column with more lines.
const LARGEST: f32 = 1.5;
/// How many then.
const MOST_LINES: usize = 8;
/// Lines of one headline are no smaller than this share of its largest; kickers and decks are.
const SAME: f32 = 0.85;
/// A byline stands no further off than this share of the headline's em.
const OFF: f32 = 1.6;
/// The longest headline, in characters.
const LONGEST: usize = 90;
/// The longest kicker, deck or byline.
const LONGEST_SIDE: usize = 70;

/// The part a block plays on its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// 肩题.
    Kicker,
    /// 主题.
    Head,
    /// 副题.
    Deck,
    /// Who wrote it.
    Byline,
    /// Running text.
    Body,
    /// 下转.
    JumpTo,
    /// 上接.
    JumpFrom,
    /// 报头.
    Masthead,
    /// A note at the foot of its column.
    Note,
    /// The name of a table, or where its figures come from.
    Caption,
}

/// A headline with what belongs to it.
#[derive(Clone, Debug)]
pub struct Stack {
    /// Its blocks from the top, each with its part.
    pub parts: Vec<(Class, usize)>,
    /// What it covers.
    pub area: Area,
    /// The em of its main line.
    pub size: f32,
}

/// The text of a block, for questions about its form.
pub fn words(block: &Block, lines: &[Line]) -> String {
    block.lines.iter().map(|&at| form(&lines[at].text)).collect()
}

/// Finds the stacks among blocks; `body` is the em of the text, `quotes` are none.
pub fn find(blocks: &[Block], lines: &[Line], body: f32, level: &[Stroke], quotes: &[bool]) -> Vec<Stack> {
    let texts: Vec<String> =
        blocks.iter().map(|block| if block.lines.len() <= MOST_LINES { words(block, lines) } else { String::new() }).collect();
    let mut mains: Vec<usize> =
        (0..blocks.len()).filter(|&at| !quotes[at] && is_main(&blocks[at], &texts[at], lines, body)).collect();
    let top = |at: usize| blocks[at].area.top;
    mains.sort_by(|&a, &b| top(a).total_cmp(&top(b)).then(a.cmp(&b)));
    let mut taken = vec![false; blocks.len()];
    let mut stacks: Vec<Stack> = Vec::new();
    for &at in &mains {
        let block = &blocks[at];
        let home = stacks.iter_mut().rev().take(24).find(|stack| {
            let gap = block.area.top - stack.area.bottom;
            let large = stack.size.max(block.size);
            gap < 0.9 * large
                && gap > -0.5 * large
                && is_aligned(stack.area, block.area, large)
                && !is_parted(stack.area, block.area, level)
                && stack.parts.last().is_none_or(|&(_, other)| heading(blocks, lines, other) == heading(blocks, lines, at))
        });
        if home.is_none() && (texts[at].chars().count() < 2 || !texts[at].contains(char::is_alphanumeric)) {
            continue;
        }
        taken[at] = true;
        match home {
            Some(stack) => {
                stack.parts.push((Class::Head, at));
                stack.area = stack.area.union(block.area);
                stack.size = stack.size.max(block.size);
            }
            None => stacks.push(Stack { parts: vec![(Class::Head, at)], area: block.area, size: block.size }),
        }
    }
    let known = Known::of(blocks, &texts);
    for stack in &mut stacks {
        let largest = stack.size;
        let first = stack.parts.iter().position(|&(_, at)| blocks[at].size > SAME * largest).unwrap_or(0);
        let last = stack.parts.iter().rposition(|&(_, at)| blocks[at].size > SAME * largest).unwrap_or(0);
        for (index, part) in stack.parts.iter_mut().enumerate() {
            part.0 = match index {
                _ if index < first => Class::Kicker,
                _ if index > last => Class::Deck,
                _ => Class::Head,
            };
            if part.0 == Class::Deck && is_byline(&texts[part.1]) {
                part.0 = Class::Byline;
            }
        }
        // Above: one kicker of up to two blocks; below: a deck and a byline.
        for _ in 0..2 {
            let Some(at) = adjacent(stack, blocks, &known, &taken, body, level, true) else { break };
            taken[at] = true;
            stack.parts.insert(0, (Class::Kicker, at));
            stack.area = stack.area.union(blocks[at].area);
        }
        for _ in 0..3 {
            let Some(at) = adjacent(stack, blocks, &known, &taken, body, level, false) else { break };
            taken[at] = true;
            stack.parts.push((if is_byline(&texts[at]) { Class::Byline } else { Class::Deck }, at));
            stack.area = stack.area.union(blocks[at].area);
        }
    }
    label(&mut stacks, blocks, lines, &mut taken, body);
    stacks
}

/// The outline's entry that leads to a block.
fn heading(blocks: &[Block], lines: &[Line], at: usize) -> Option<Entry> {
    blocks[at].lines.first().and_then(|&line| lines[line].heading)
}

/// Labels of columns that stand at the left of their headlines, over the first column of the text (栏目): `民生/关注`.
fn label(stacks: &mut [Stack], blocks: &[Block], lines: &[Line], taken: &mut [bool], body: f32) {
    /// Characters of a line, and lines.
    const CHARS: usize = 4;
    const LINES: usize = 3;
    for at in 0..blocks.len() {
        let block = &blocks[at];
        let own = block.area;
        let short = block.lines.iter().all(|&line| {
            let text = lines[line].text.as_str();
            (2..=CHARS).contains(&text.chars().count()) && text.chars().all(script::is_cjk)
        });
        if taken[at] || block.lines.len() > LINES || !short || block.size < 0.95 * body {
            continue;
        }
        // Beside the headline, with nothing between; it does not reach below it.
        let fits = |stack: &&mut Stack| {
            let head = stack.area;
            let gap = Area::new(own.right, own.top, head.left, own.bottom);
            own.right < head.left
                && own.shared_y(head) >= 0.6 * own.height().min(head.height())
                && own.bottom <= head.bottom + 0.5 * body
                && own.top >= head.top - 0.5 * stack.size
                && !blocks.iter().any(|other| other.area.shared_x(gap) > 0.3 * body && other.area.shared_y(gap) > 0.0)
        };
        let nearest = stacks.iter_mut().filter(fits).min_by(|a, b| a.area.left.total_cmp(&b.area.left));
        if let Some(stack) = nearest {
            taken[at] = true;
            stack.parts.insert(0, (Class::Kicker, at));
            stack.area = stack.area.union(own);
        }
    }
}

/// Whether a block is a headline by itself.
fn is_main(block: &Block, text: &str, lines: &[Line], body: f32) -> bool {
    let chars = text.chars().count();
    let said = block.lines.iter().all(|&at| lines[at].heading.is_some());
    if said && (1..=LONGEST).contains(&chars) {
        return true;
    }
    let bold = block.lines.iter().all(|&at| lines[at].bold);
    let large = block.size >= LARGER * body || bold && block.size >= LARGER_BOLD * body;
    large
        && block.lines.len() <= if block.size >= LARGEST * body { MOST_LINES } else { LINES }
        // A single character may be the last of a headline that was broken.
        && (1..=LONGEST).contains(&chars)
        // A headline's last line may be a dash.
        && text.chars().any(|c| c.is_alphanumeric() || c == '—')
        && !(text.ends_with(['。', '；', '，']) && chars > 12)
        && !is_figures(text)
}

/// Digits and marks alone: a number in a box, a price.
fn is_figures(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_digit()) && !text.chars().any(char::is_alphabetic)
}

/// Whether a text names its writers and says nothing else.
pub fn is_byline(text: &str) -> bool {
    let text = text.trim();
    text.len() <= 240
        && (NP_BYLINE.is_match(text)
            || MAKERS.is_match(text)
            || text.starts_with(['□', '■', '◎', '●', '○']) && text.chars().count() <= 40 && text.contains("者"))
        && !text.ends_with('。')
}

/// Who did what for a piece: `采访、整理／本刊记者　林小川`, `文／林小川　图／秦越`.
static MAKERS: LazyLock<Regex> = LazyLock::new(|| {
    let part = r"(?:采访|采写|整理|撰文|撰稿|文字|摄影|供图|口述|编译|翻译|执笔|策划|文|图|摄|译)";
    let name = r"(?:本[报刊社])?(?:见习|实习|特约)?(?:记者|通讯员|编辑)?[　 ]*[\p{Han}·]{2,4}(?:[　 、][\p{Han}·]{2,4}){0,3}";
    let one = format!(r"{part}(?:[、·　 ]?{part}){{0,2}}[　 ]*[:：/／|｜][　 ]*{name}");
    compile(&format!(r"^[　 ]*(?:{one})(?:[　 ]+{one}){{0,3}}[　 ]*$"))
});

/// Whether two areas stand on one axis: their middles or their left edges agree.
fn is_aligned(a: Area, b: Area, em: f32) -> bool {
    let (x, y) = (a.center().0, b.center().0);
    ((x - y).abs() <= 0.75 * em || (a.left - b.left).abs() <= 0.6 * em) && a.shared_x(b) > 0.0
}

/// Whether a line is drawn between two areas.
fn is_parted(a: Area, b: Area, level: &[Stroke]) -> bool {
    let (top, bottom) = (a.center().1.min(b.center().1), a.center().1.max(b.center().1));
    let (left, right) = (a.left.min(b.left), a.right.max(b.right));
    level
        .iter()
        .any(|line| line.at > top && line.at < bottom && line.to.min(right) - line.from.max(left) > 0.3 * (right - left))
}

/// What is asked of blocks for every stack.
struct Known<'a> {
    texts: &'a [String],
    /// Their places by where they end, and by where they begin.
    bottoms: Vec<usize>,
    tops: Vec<usize>,
}

impl Known<'_> {
    fn of<'a>(blocks: &[Block], texts: &'a [String]) -> Known<'a> {
        let by = |edge: fn(&Block) -> f32| {
            let mut places: Vec<usize> = (0..blocks.len()).collect();
            places.sort_by(|&a, &b| edge(&blocks[a]).total_cmp(&edge(&blocks[b])));
            places
        };
        Known { texts, bottoms: by(|block| block.area.bottom), tops: by(|block| block.area.top) }
    }

    /// The places of the blocks that end, or begin, between two heights.
    fn between(&self, blocks: &[Block], above: bool, from: f32, to: f32) -> &[usize] {
        let (places, edge): (_, fn(&Block) -> f32) =
            if above { (&self.bottoms, |block| block.area.bottom) } else { (&self.tops, |block| block.area.top) };
        let first = places.partition_point(|&at| edge(&blocks[at]) < from);
        let count = places[first..].partition_point(|&at| edge(&blocks[at]) <= to);
        &places[first..first + count]
    }
}

/// The small block next to a stack that belongs to it.
fn adjacent(
    stack: &Stack,
    blocks: &[Block],
    known: &Known<'_>,
    taken: &[bool],
    body: f32,
    level: &[Stroke],
    above: bool,
) -> Option<usize> {
    let near = 0.9 * stack.size.min(2.5 * body) + 0.5 * body;
    let candidate = |&at: &usize| {
        let (block, text) = (&blocks[at], known.texts[at].as_str());
        let gap = if above { stack.area.top - block.area.bottom } else { block.area.top - stack.area.bottom };
        let chars = text.chars().count();
        let byline = is_byline(text);
        let lines = block.lines.len();
        let centered = (block.area.center().0 - stack.area.center().0).abs() <= 0.75 * body.max(0.4 * stack.size);
        let set_off = block.size >= 1.03 * body
            || (centered && lines == 1 && block.area.width() < 1.6 * stack.area.width().max(8.0 * body));
        // Who wrote it may stand off, on the headline's axis, where nothing comes between.
        let off =
            byline && !above && centered && lines == 1 && gap < OFF * stack.size && is_bare(stack.area, block.area, blocks);
        !taken[at]
            && (2..=LONGEST_SIDE).contains(&chars)
            && gap > -0.4 * stack.size
            && (off || gap < near)
            && lines <= 3
            && block.size < 0.98 * stack.size
            && block.size >= 0.7 * body
            && (lines == 1 || block.size >= 1.08 * body)
            && (byline && !above && block.area.shared_x(stack.area) > 0.0
                || (set_off && is_aligned(stack.area, block.area, 1.2 * body) && !text.ends_with(['。', '；', '，', '！'])))
            && !(above && (byline || NP_PHOTO.is_match(text)))
            && !super::block::is_jump_line(text)
            && !NP_JUMP_FROM.is_match(text)
            && !text.starts_with(|c| clreq::is_stop(c) || clreq::is_close(c))
            && !is_parted(stack.area, block.area, level)
            && is_alone(at, blocks, taken, stack, above)
    };
    let key = |at: &usize| if above { -blocks[*at].area.bottom } else { blocks[*at].area.top };
    let (back, far) = (0.4 * stack.size, near.max(OFF * stack.size));
    let (from, to) = match above {
        true => (stack.area.top - far, stack.area.top + back),
        false => (stack.area.bottom - back, stack.area.bottom + far),
    };
    let near = known.between(blocks, above, from, to).iter().copied();
    near.filter(candidate).min_by(|a, b| key(a).total_cmp(&key(b)).then(a.cmp(b)))
}

/// Whether no block comes between a headline and what stands below it, or at the side of that.
fn is_bare(head: Area, own: Area, blocks: &[Block]) -> bool {
    let (top, bottom) = (head.bottom, own.bottom);
    let between =
        |area: Area| area != own && area != head && area.shared_x(head) > 0.0 && area.top < bottom && area.bottom > top;
    !blocks.iter().any(|block| between(block.area) && block.area.center().1 > top)
}

/// Whether nothing stands beside a block, under the same headline: a row of columns is text.
fn is_alone(at: usize, blocks: &[Block], taken: &[bool], stack: &Stack, above: bool) -> bool {
    let area = blocks[at].area;
    above
        || !blocks.iter().enumerate().any(|(other, block)| {
            other != at
                && !taken[other]
                && block.area.shared_y(area) > 0.5 * area.height()
                && block.area.shared_x(stack.area) > 0.0
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_much_larger_than_the_text_may_fill_a_narrow_column() {
        let check = |count: usize, size: f32, text: &str, expected: bool| {
            let line = Line { size, ..Line::default() };
            let block = Block { lines: (0..count).collect(), area: Area::default(), size, walled: false };
            assert_eq!(is_main(&block, text, &vec![line; count], 9.0), expected, "{count} lines of {size} pt: {text}");
        };
        let title = "江湾县档案馆召开全县旧报纸抢救修复工程推进会议并部署下一步工作";
        check(2, 12.0, title, true);
        check(6, 12.0, title, false);
        check(6, 18.0, title, true);
        check(12, 18.0, title, false);
        check(2, 9.5, title, false);
        check(2, 18.0, "桥修好了，路也通了，镇上的人都来看。", false);
    }

    #[test]
    fn who_did_what_is_a_byline() {
        for (text, expected) in [
            ("采访、整理／本刊记者　林小川", true),
            ("文／林小川　图／秦越", true),
            ("口述：周敏", true),
            ("图 书馆开门了", false),
            ("文明的河岸", false),
            ("策划：把课堂搬到江边去的人们", false),
        ] {
            assert_eq!(is_byline(text), expected, "{text}");
        }
    }
}
