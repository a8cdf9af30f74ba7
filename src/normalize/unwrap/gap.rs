//! What the two edges of a break say about it, as log-odds of a join over a break, whatever the measure.

use super::form::{self, End, Start};
use crate::normalize::profile::{Line, Neighbours};
use crate::text::script;

/// The evidence at the break after a line.
#[derive(Clone, Debug, Default)]
pub struct Gap {
    /// Something that is no line stands between: no join.
    pub forced: bool,
    /// Blank lines between.
    pub blank: u16,
    /// How far the left edge moves, in half ems.
    pub shift: i32,
    /// The width of the next line's first unit, in half ems.
    pub unit: i32,
    /// Log-odds of a join where lines are set to a measure, beside what the forms of the edges say.
    pub odds: f32,
    /// Log-odds of a join where each line is a paragraph.
    pub free_odds: f32,
    /// What the line before ends in.
    pub end: End,
    /// What the line after begins with.
    pub start: Start,
    /// The two characters at the break stand together elsewhere in the text.
    pub cut: bool,
    /// A bracket opens before and closes after.
    pub bracket: bool,
}

/// The two lines at a break.
pub struct Sides<'a> {
    /// The text before.
    pub left: &'a str,
    /// The text after.
    pub right: &'a str,
    /// The typical length of lines around, in characters.
    pub typical: usize,
    /// The document's headings are marked: an unmarked line is none.
    pub marked: bool,
    /// The source's markup makes the second line go on.
    pub continues: bool,
    /// A bracket opens before and closes after.
    pub bracket: bool,
    /// The text after opens with the place and date of a wire.
    pub wire: bool,
    /// The left edge of lines that go on, in half ems, where the flow indents the first lines of paragraphs.
    pub edge: Option<i32>,
}

impl Gap {
    /// Weighs the break between two lines.
    pub fn weigh(sides: &Sides<'_>, lines: (&Line, &Line), neighbours: &Neighbours) -> Gap {
        let Sides { left, right, .. } = *sides;
        let (end, start) = (form::end(left), if sides.wire { Start::Opener } else { form::start(right) });
        let (pair, cut) = pair_odds(left, right, neighbours);
        let bracket = sides.bracket;
        let bare = if form::is_bare_label(left) && matches!(start, Start::Word | Start::Quote) { 8.0 } else { 0.0 };
        let alike = if are_alike(left, right) { -4.0 } else { 0.0 };
        let markup = if sides.continues { 0.3 } else { 0.0 };
        let answered = start == Start::Quote && end == End::Stop && left.ends_with(['”', '』', '」', '"']);
        let opening = if sides.wire { WIRE } else { 0.0 } + if answered { ANSWER } else { 0.0 };
        // Of two indented lines, the second says no less than the first that a paragraph begins.
        let indented = |line: &Line| sides.edge.is_some_and(|edge| line.indent >= edge + FIRST_LINE);
        let begins = if end == End::Stop && indented(lines.0) && indented(lines.1) { BEGINS } else { 0.0 };
        let odds = pair + if bracket { 2.5 } else { 0.0 } + alike + markup + bare + opening + begins;
        Gap {
            forced: false,
            blank: lines.1.blank,
            shift: lines.1.indent - lines.0.indent,
            unit: form::first_unit(right),
            odds,
            free_odds: free_odds(sides, end, start, pair, bracket, lines.0.chars) + markup + bare,
            end,
            start,
            cut,
            bracket,
        }
    }
}

/// A first line is indented by this much at least, in half ems.
const FIRST_LINE: i32 = 2;
/// An indented line after a stop begins a paragraph, where paragraphs are indented.
const BEGINS: f32 = -4.0;

/// The left edge of lines that go on, in half ems, where the flow indents first lines: some lines stand at it and some further in.
pub fn edge(lines: &[Line]) -> Option<i32> {
    let mut indents: Vec<i32> = lines.iter().map(|line| line.indent).collect();
    indents.sort_unstable();
    // A tenth of the lines is enough for an edge: dialogue is mostly first lines.
    let edge = indents[indents.len() / 10];
    let inner = indents.iter().filter(|&&indent| indent >= edge + FIRST_LINE).count();
    (inner * 20 >= indents.len()).then_some(edge)
}

/// A wire report begins a paragraph.
const WIRE: f32 = -4.0;
/// Speech after speech is another speaker's.
const ANSWER: f32 = -2.5;

/// Log-odds of a join between two lines that are paragraphs, cut at the foot of a column.
fn free_odds(sides: &Sides<'_>, end: End, start: Start, pair: f32, bracket: bool, chars: usize) -> f32 {
    let Sides { left, right, typical, marked, .. } = *sides;
    let ending = match end {
        End::Stop => -4.0,
        End::Semicolon | End::Colon | End::Close => -2.0,
        End::Comma => 1.5,
        End::Open => 4.0,
        End::Word => 2.5,
        End::Latin | End::Digit | End::Other => 1.5,
    };
    let starting = match start {
        Start::Tail => 8.0,
        Start::Label | Start::Opener | Start::Bullet => -5.0,
        Start::Bracket => -2.5,
        Start::Quote | Start::Other => -0.5,
        Start::Digit | Start::Latin => -0.5,
        Start::Word => 0.3,
    };
    // Prose on both sides, among prose.
    let prose = if form::has_inner_stop(left) || (marked && chars >= 20) { 2.5 } else { -2.0 };
    let whole = if form::has_inner_stop(right) || matches!(form::end(right), End::Stop) { 0.5 } else { -2.5 };
    // Speech that is announced stands on a line of its own.
    let speech = if start == Start::Quote && !matches!(end, End::Word | End::Open) { -4.0 } else { 0.0 };
    let around = if typical.max(chars) >= 28 || start == Start::Tail || bracket { 0.0 } else { -5.0 };
    FREE_JOIN + ending + starting + prose + whole + around + speech + pair + if bracket { 2.5 } else { 0.0 }
}

/// Few paragraphs are cut in two where each line is a paragraph.
const FREE_JOIN: f32 = -3.5;

/// Log-odds from the two characters that meet: do they stand together elsewhere in this text?
fn pair_odds(left: &str, right: &str, neighbours: &Neighbours) -> (f32, bool) {
    let (Some(a), Some(b)) = (left.chars().next_back(), right.chars().next()) else { return (0.0, false) };
    if !script::is_solid(a) || !script::is_solid(b) {
        return (0.0, false);
    }
    let (seen, chance) = neighbours.of(a, b);
    if seen >= 2.0 && seen > 3.0 * chance {
        (1.5, true)
    } else if seen >= 1.0 {
        (0.5, false)
    } else if chance >= 2.0 {
        (-1.0, false)
    } else {
        (-0.3, false)
    }
}

/// Two short lines that end alike (`…县科学技术协会`, `…市科学技术协会`) are items of a list.
fn are_alike(left: &str, right: &str) -> bool {
    let mut pairs = left.chars().rev().zip(right.chars().rev());
    let tail = |(a, b): (char, char)| a == b && script::is_han(a);
    pairs.by_ref().take(2).filter(|&pair| tail(pair)).count() == 2 && left.chars().count() <= 30
}
