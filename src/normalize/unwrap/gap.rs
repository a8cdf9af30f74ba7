//! What the two edges of a break say about it, as log-odds of a join over a break, whatever the measure.

use super::form::{self, End, Start};
use super::joint;
use super::speech::Quotes;
use crate::normalize::forms;
use crate::normalize::profile::{Line, Neighbours};
use crate::text::{script, width};

/// The evidence at the break after a line.
#[derive(Clone, Debug, Default)]
pub struct Gap {
    /// Something that is no line stands between: no join.
    pub forced: bool,
    /// Blank lines between.
    pub blank: u16,
    /// How far the left edge moves, in half ems.
    pub shift: i32,
    /// The width of the next line's first unit, and of the space before it, in half ems.
    pub unit: i32,
    /// A space would stand at the join: the unit is a word.
    pub spaced: bool,
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
    /// Log-odds that the line before is a headline, from what follows.
    pub head_odds: f32,
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
    /// The text after opens with the sender of a report; the break is inside what names the sender.
    pub wire: bool,
    pub inside_wire: bool,
    /// The text after opens with the name of a speaker.
    pub speaks: bool,
    /// It opens with a label that the lines around make one.
    pub labelled: bool,
    /// The text before is an entry of a list of references, whose next line has another label or none.
    pub entry: bool,
    /// What straight quotes at the edges of the two lines do.
    pub quotes: (Quotes, Quotes),
    /// The label that opens the text after counts inside running text.
    pub counts_inline: bool,
    /// No line of the source begins with a mark that ends clauses.
    pub prohibits: bool,
    /// The left edge of lines that go on, in half ems, where the flow indents the first lines of paragraphs.
    pub edge: Option<i32>,
    /// The line after begins a paragraph by its indent: it stands further in than the one below it.
    pub hangs_over: bool,
}

impl Gap {
    /// Weighs the break between two lines.
    pub fn weigh(sides: &Sides<'_>, lines: (&Line, &Line), neighbours: &Neighbours) -> Gap {
        let Sides { left, right, .. } = *sides;
        let start = match form::start(right) {
            _ if sides.wire || sides.speaks => Start::Opener,
            _ if sides.labelled => Start::Label,
            Start::Label if sides.counts_inline => Start::Word,
            Start::Quote if sides.quotes.1.closes => Start::Tail,
            start => start,
        };
        let end = match form::end(left) {
            _ if sides.quotes.0.opens => End::Open,
            // Before the next entry of a list, a point behind a folio is its stop.
            _ if sides.labelled && left.ends_with('.') => End::Stop,
            end => end,
        };
        let (pair, cut) = pair_odds(left, right, neighbours);
        let bracket = sides.bracket;
        let rows = left.contains('\t') && right.contains('\t');
        let alike = if are_rows(left, right) {
            ROWS
        } else if rows || are_alike(left, right) || form::is_field(left) && form::is_field(right) {
            ALIKE
        } else {
            0.0
        };
        let markup = if sides.continues { 0.3 } else { 0.0 };
        let answered = start == Start::Quote && end == End::Stop && left.ends_with(['”', '』', '」', '"']);
        let turn = if sides.speaks && matches!(end, End::Stop | End::Close) { TURN } else { 0.0 };
        let opening = if sides.wire { WIRE } else { 0.0 } + if answered { ANSWER } else { 0.0 } + turn;
        let inside = if sides.inside_wire { INSIDE_WIRE } else { 0.0 };
        // Of two indented lines, the second says no less than the first that a paragraph begins.
        let indented = |line: &Line| sides.edge.is_some_and(|edge| line.indent >= edge + FIRST_LINE);
        let both = indented(lines.0) && indented(lines.1);
        // A line further in than a first line is centred: a title.
        let centred = both && lines.0.indent > lines.1.indent && sides.hangs_over && !form::has_inner_stop(left);
        let begins = if both && end == End::Stop { BEGINS } else { 0.0 } + if centred { CENTRED } else { 0.0 };
        let item = match (end, start) {
            (End::Stop, Start::Label) if sides.labelled => LISTED,
            (End::Stop, Start::Label) => ITEM,
            _ => 0.0,
        };
        // Where each line is a paragraph, one that stands two characters further in than a short line begins it.
        let short = lines.0.chars <= HEADS && !left.ends_with(['，', '、', '：', '；']) && start != Start::Label;
        let further_in = if short && lines.0.indent == 0 && lines.1.indent == 4 { FURTHER_IN } else { 0.0 };
        let spaced = joint::joint(left, right) == " ";
        let hyphen = if joint::is_broken_word(left, right) { HYPHEN } else { 0.0 };
        let clause = if form::goes_on_with_mark(right) && form::is_left_open(left) { CLAUSE } else { 0.0 };
        let odds =
            pair + hyphen + clause + if bracket { BRACKET } else { 0.0 } + alike + markup + opening + begins + inside + item;
        Gap {
            forced: false,
            blank: lines.1.blank,
            shift: lines.1.indent - lines.0.indent,
            unit: form::first_unit(right, sides.prohibits) + i32::from(spaced),
            spaced,
            odds,
            free_odds: free_odds(sides, (end, start), (pair, cut), bracket, lines.0.chars) + markup + alike + further_in,
            end,
            start,
            cut,
            bracket,
            head_odds: if sides.wire && form::is_title_line(left) { HEADLINE } else { 0.0 },
        }
    }
}

impl Gap {
    /// The line before is bold as a whole and the one after is not: a title and its text.
    pub fn under_bold(self) -> Gap {
        Gap { odds: self.odds + BOLD, free_odds: self.free_odds + BOLD, ..self }
    }
}

/// Two rows of a table whose columns stand under one another: three cells at least, parted by white space, two of which
/// begin where two of the other row do.
fn are_rows(left: &str, right: &str) -> bool {
    let starts = |text: &str| -> Vec<usize> {
        let (mut starts, mut at, mut gap) = (Vec::new(), 0, 0);
        for c in text.chars() {
            if c.is_whitespace() {
                gap += width::of_char(c, true);
            } else {
                if at > 0 && gap >= CELLS_APART {
                    starts.push(at + gap);
                }
                at += gap + width::of_char(c, true);
                gap = 0;
            }
        }
        starts
    };
    let wide = |text: &str| text.contains("  ") || text.contains('\u{3000}');
    if !wide(left) || !wide(right) {
        return false;
    }
    let (left, right) = (starts(left), starts(right));
    left.len() >= 2 && right.len() >= 2 && left.iter().filter(|start| right.contains(start)).count() >= 2
}

/// White space between columns, in half ems, at least.
const CELLS_APART: usize = 2;
const ROWS: f32 = -9.0;
const FURTHER_IN: f32 = -5.0;
/// The longest line that may head a paragraph, in characters.
const HEADS: usize = 20;
const BOLD: f32 = -4.0;

/// Whether a sentence is open before a break, and the line after it begins nothing.
pub fn is_cut(left: &str, right: &str) -> bool {
    form::is_left_open(left)
        && !matches!(form::start(right), Start::Label | Start::Opener | Start::Bullet | Start::Bracket)
        && (form::has_inner_stop(left) || form::is_rest(left, right))
}

/// A first line is indented by this much at least, in half ems.
const FIRST_LINE: i32 = 2;
/// An indented line after a stop begins a paragraph, where paragraphs are indented.
const BEGINS: f32 = -4.0;
/// So does one below a centred line, whatever that ends in.
const CENTRED: f32 = -6.0;

/// The left edge of lines that go on, in half ems, where the flow indents first lines: some lines stand at it and some further in.
pub fn edge(lines: &[Line]) -> Option<i32> {
    let mut indents: Vec<i32> = lines.iter().map(|line| line.indent).collect();
    indents.sort_unstable();
    // A tenth of the lines is enough for an edge: dialogue is mostly first lines.
    let edge = indents[indents.len() / 10];
    let inner = indents.iter().filter(|&&indent| indent >= edge + FIRST_LINE).count();
    (inner * 20 >= indents.len()).then_some(edge)
}

/// A bracket that opens before and closes after; items of a list that end alike.
const BRACKET: f32 = 2.5;
const ALIKE: f32 = -4.0;
/// A label after a stop counts paragraphs, more often than stops and labels by themselves would say.
const ITEM: f32 = -2.0;
/// So does the label of an entry or an option beside its neighbours in the count, and nothing else.
const LISTED: f32 = -5.0;
/// A wire report begins a paragraph, and so does who speaks after a stop, however full the line above.
const WIRE: f32 = -4.0;
const TURN: f32 = -4.0;
/// A word that a hyphen parts goes on.
const HYPHEN: f32 = 5.0;
/// No paragraph begins with a comma, whatever the lines' widths.
const CLAUSE: f32 = 2.0;
/// Nothing begins inside the brackets that name a sender.
const INSIDE_WIRE: f32 = 8.0;
/// A short line without a mark above a wire report is its headline; so may be the lines above it, each with this share of the odds.
const HEADLINE: f32 = 5.0;
const STACK: f32 = 0.5;

/// Carries the odds of a headline up its stack.
pub fn stack_up(gaps: &mut [Gap], is_title_line: impl Fn(usize) -> bool) {
    for at in (0..gaps.len().saturating_sub(1)).rev() {
        let odds = gaps[at + 1].head_odds * STACK;
        if odds > 0.5 && !gaps[at].forced && is_title_line(at) {
            gaps[at].head_odds = gaps[at].head_odds.max(odds);
        }
    }
}

/// Speech after speech is another speaker's.
const ANSWER: f32 = -2.5;

/// Log-odds of a join between two lines that are paragraphs, cut at the foot of a column.
fn free_odds(sides: &Sides<'_>, (end, start): (End, Start), (pair, cut): (f32, bool), bracket: bool, chars: usize) -> f32 {
    let Sides { left, right, typical, marked, .. } = *sides;
    let long = chars >= COLUMN;
    let listing = end == End::Comma && left.ends_with('、') && chars >= LISTING;
    // An entry ends in a point, and the next one begins with its label.
    let entry = sides.entry && !matches!(end, End::Stop | End::Close) && !left.ends_with(['．', '.']);
    let clauses = form::has_inner_stop(left) || listing || entry;
    let ends = form::end(right) == End::Stop;
    let unit = end == End::Digit && form::opens_with_unit(right);
    let term = start == Start::Quote && form::opens_with_term(right);
    let remark = start == Start::Bracket && form::opens_with_remark(right);
    let quantity = start == Start::Digit && form::opens_with_quantity(right);
    // What belongs to a sentence as a word does.
    let word = start == Start::Word || term || remark || quantity || entry && !matches!(start, Start::Label | Start::Opener);
    let ending = match end {
        _ if entry => 3.0,
        End::Stop => -4.0,
        End::Semicolon | End::Colon | End::Close => -2.0,
        End::Comma if long || listing => 3.0,
        End::Comma => 1.5,
        End::Open => 4.0,
        End::Word => 2.5,
        End::Digit if unit => 3.0,
        End::Latin | End::Digit if clauses && start == Start::Word => 2.5,
        End::Latin | End::Digit | End::Other => 1.5,
    };
    let starting = match start {
        Start::Tail => 8.0,
        Start::Label | Start::Opener | Start::Bullet => -5.0,
        _ if word => 0.3,
        Start::Bracket => -2.5,
        Start::Quote | Start::Other => -0.5,
        Start::Digit | Start::Latin => -0.5,
        Start::Word => 0.3,
    };
    let rest = form::is_rest(left, right);
    let inside = form::has_sentence(left) && form::is_left_open(left);
    // Prose on both sides, among prose.
    let prose = match clauses {
        true => 2.5,
        false if rest || unit || chars >= 20 && (marked || left.contains('、')) => LONG_CLAUSE,
        false => -2.0,
    };
    let whole = if rest || ends || form::has_inner_stop(right) { 0.5 } else { -2.5 };
    // Speech that is announced stands on a line of its own.
    let speech = if start == Start::Quote && !term && !matches!(end, End::Word | End::Open) { -4.0 } else { 0.0 };
    let unfinished = clauses && end == End::Word && forms::is_cut_off(left);
    let sentence = chars >= SHORT && clauses && word && ends;
    let around = match () {
        () if typical >= COLUMN || long || start == Start::Tail || bracket || rest || inside || unfinished => 0.0,
        () if listing || unit || remark || entry => 0.0,
        () if cut || sentence => -1.5,
        () => -5.0,
    };
    let rest = if rest { REST } else { 0.0 };
    let unfinished = if unfinished { UNFINISHED } else { 0.0 };
    FREE_JOIN
        + ending
        + starting
        + prose
        + whole
        + around
        + speech
        + rest
        + unfinished
        + pair
        + if bracket { BRACKET } else { 0.0 }
}

/// A line that breaks off in an enumeration, in characters: nothing ends so but a row of a list.
const LISTING: usize = 12;
/// Lines as long as this, in characters, are paragraphs, and so are their neighbours.
const COLUMN: usize = 28;
/// A shorter line is a clause or a title, in characters.
const SHORT: usize = 16;
/// A word that nothing ends in (`…的`).
const UNFINISHED: f32 = 1.5;
/// What a few characters end was begun before.
const REST: f32 = 5.0;
/// A long clause without a mark, where headings are marked: half of a sentence, or a heading that nobody marked.
const LONG_CLAUSE: f32 = 0.0;
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
        (CUT, true)
    } else if seen >= 1.0 {
        (SEEN_ONCE, false)
    } else if chance >= 2.0 {
        (SHUNNED, false)
    } else {
        (UNSEEN, false)
    }
}

/// Log-odds of a join where two characters meet that keep standing together, that did so once, that chance would have put
/// together but the text did not, that were never seen so.
const CUT: f32 = 1.5;
const SEEN_ONCE: f32 = 0.5;
const SHUNNED: f32 = -1.0;
const UNSEEN: f32 = 0.0;

/// Two short lines that end alike (`…县科学技术协会`, `…市科学技术协会`) are items of a list.
fn are_alike(left: &str, right: &str) -> bool {
    let mut pairs = left.chars().rev().zip(right.chars().rev());
    let tail = |(a, b): (char, char)| a == b && script::is_han(a);
    pairs.by_ref().take(2).filter(|&pair| tail(pair)).count() == 2 && left.chars().count() <= 30
}
