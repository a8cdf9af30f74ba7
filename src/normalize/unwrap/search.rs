//! The search: which breaks are the source's layout and which are its author's, decided for a whole flow at once.
//!
//! A hidden Markov model, decoded by Viterbi. The state of a line is a *measure* (one of the widths at which neighbouring lines
//! of this flow keep ending) with the line's place in its paragraph (first, or going on), or *free* (lines that no layout
//! broke: one paragraph a line), or *verse* (lines that are content). Between two lines stands a join or a break. A line before a join must
//! be full: it ends where the measure ends, or so near that the next line's first unit had no room. A line before a break may
//! end anywhere. Each region of the text thus finds the measure that explains its lines best, and the breaks with it.
//!
//! How far full lines fall short, how paragraphs are indented and where blank lines stand is learned from the flow itself
//! ([`tables`](super::tables)): the search runs, counts, and runs again with what it counted.

use super::form::{End, Start};
use super::gap::Gap;
use super::tables::{Counts, SHORT, Tables, count, deviation, shift_index};
use crate::normalize::measure;
use crate::normalize::profile::Line;

/// What was decided about the break after a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether the break is undone.
    pub join: bool,
    /// What the line was taken for.
    pub standing: Standing,
}

/// What a line is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A line of a paragraph that was set to this measure, in half ems.
    In(i32),
    /// A paragraph of its own.
    Free,
    /// A verse.
    Verse,
    /// A heading, a name, an address: a line that stands alone.
    Head,
}

/// Lines as wide as this, in half ems, are not alike by chance.
const WIDE: i32 = 40;
/// Lines wider than this, in half ems, are paragraphs.
const WIDEST: i32 = measure::WIDEST as i32;
/// Nor are two of them with so few lines between.
const STRAY: usize = 5;
/// So many lines of a width tell whether they break sentences.
const SAMPLE: usize = 3;
/// Fewer lines than this may be one paragraph: its widest line, broken off in mid-sentence, shows the measure.
const FEW: usize = 12;
/// At most this many measures compete in one flow: a page of a newspaper has about ten, a long novel with quotations as many.
const MEASURES: usize = 48;
/// A measure competes this many lines round those that end at it.
const NEAR: usize = 24;
/// Lines narrower than this, in half ems, are often alike without a layout; so many of their characters without a mark are no prose.
const NARROW: i32 = 24;
const BARE_CHARS: usize = 15;
/// Log-odds, tuned against labelled pairs of law texts, novels, newspaper columns and rendered pages.
const CHANGE_OF_MEASURE: f32 = -3.0;
const TOO_LONG: f32 = -9.0;
const ENTRY: f32 = -3.0;
/// A free line is as wide as chance has it, up to this many half ems.
const FREE_WIDTH: i32 = 250;

/// Where a line is full in no measure, odds beyond this join two lines though their widths are those of headings, and so much is added.
const CERTAIN: f32 = 0.5;
const UNSET: f32 = 6.0;

/// Of paragraphs fewer lines than one in so many end alike by chance.
const SET: usize = 4;

/// What each line costs of a stack of headings that is too high.
const HIGH_STACK: f32 = -2.0;

/// More lines than this that all end at the same place are no stack of headings: wide lines are not alike by chance.
fn tallest(reach: i32) -> usize {
    match reach {
        ..14 => usize::MAX,
        14..24 => 6,
        _ => 3,
    }
}

/// Old papers leave the last mark out where the line is full: log-odds of a last line without a mark that is short, that is full.
const BARE_LAST: [f32; 2] = [-1.0, 0.3];
/// Beyond the table of deviations.
const BEYOND: f32 = -9.0;
/// A line without a mark that is not half as wide as the measure is no full one, the less the shorter: a heading rather than text beside a
/// picture.
const STUB: f32 = -0.2;

/// So many times what the flow teaches is counted, and the search run again.
const LESSONS: usize = 4;

/// Decides every break of a flow; `gaps[i]` is the break after `lines[i]`. A `usual` width needs fewer lines to show it.
pub fn decide(lines: &[Line], gaps: &[Gap], usual: Option<i32>) -> Vec<Verdict> {
    let measures = candidates(lines, gaps, usual);
    let weighed = weigh(lines, gaps, &measures);
    let mut verdicts = decode(&weighed, gaps, &measures, &Tables::of(&Counts::of_open_ends(lines, gaps)));
    for _ in 0..LESSONS {
        let again = decode(&weighed, gaps, &measures, &Tables::of(&count(lines, gaps, &verdicts)));
        if again == verdicts {
            break;
        }
        verdicts = again;
    }
    verdicts
}

/// What a line says whatever the flow teaches; weighed once, for the search runs over it several times with many states.
struct Weighed {
    /// Where it ends, in half ems.
    reach: i32,
    /// How many neighbouring lines end where it ends, itself included.
    even: usize,
    /// It has no mark inside.
    bare: bool,
    /// The measures that compete here, a bit each.
    active: u64,
    /// Log-probability of its marks, of prose.
    prose: f32,
    /// Log-probability that it is a paragraph that no layout broke, a verse, a heading.
    free: f32,
    verse: f32,
    head: f32,
}

fn weigh(lines: &[Line], gaps: &[Gap], measures: &[Measure]) -> Vec<Weighed> {
    let active = active(lines, gaps, measures);
    let even: Vec<usize> =
        lines.chunk_by(|a, b| a.reach == b.reach).flat_map(|run| std::iter::repeat_n(run.len(), run.len())).collect();
    let marks = marks(lines);
    let weigh = |(at, line): (usize, &Line)| {
        let apart = at.checked_sub(1).map(|before| (lines[before].even() - line.even()).abs());
        let prose = prose(line, marks[at]);
        let bare = line.stops == 0 && gaps.get(at).is_some_and(|gap| gap.end == End::Word);
        let set = if bare && apart == Some(0) && line.reach - line.indent > BARE_WIDTH { BARE_BLOCK } else { 0.0 };
        Weighed {
            reach: line.reach,
            bare: line.stops == 0,
            even: even[at],
            active: active[at],
            prose,
            free: prose - (line.reach.max(FREE_WIDTH) as f32).ln(),
            verse: verse(line, apart) + set,
            head: head(line, apart) + set,
        }
    };
    lines.iter().enumerate().map(weigh).collect()
}

/// A width at which neighbouring lines keep ending.
struct Measure {
    /// The width, in half ems.
    width: i32,
    /// Log-probability of where a paragraph's last line ends: anywhere.
    ending: f32,
    /// What it costs to change to it in mid-paragraph: the fewer lines end there, the more; and at a paragraph's beginning.
    popularity: f32,
    entry: f32,
}

/// Which measures compete at each line: those that lines near it end at, where these lines could be prose.
fn active(lines: &[Line], gaps: &[Gap], measures: &[Measure]) -> Vec<u64> {
    let mut active = vec![0; lines.len()];
    for (at, measure) in measures.iter().enumerate() {
        let mut reached = 0;
        for (index, _) in lines.iter().enumerate().filter(|(_, line)| line.reach == measure.width) {
            let (from, to) = (index.saturating_sub(NEAR), (index + NEAR + 1).min(lines.len()));
            if measure.width < NARROW && is_bare(&lines[from..to], &gaps[from..to.min(gaps.len())], measure.width) {
                continue;
            }
            let near = reached.max(from)..to;
            for (line, _) in active[near.clone()].iter_mut().zip(&lines[near]).filter(|(_, line)| !line.paragraph) {
                *line |= 1 << at;
            }
            reached = to;
        }
    }
    active
}

/// Whether the lines of a width have no mark at all though prose of their length would: names one below the other, verse, the rows of a
/// list.
fn is_bare(lines: &[Line], gaps: &[Gap], width: i32) -> bool {
    let even = || lines.iter().enumerate().filter(|(_, line)| line.reach == width);
    let ends =
        |at: usize| gaps.get(at).is_some_and(|gap| matches!(gap.end, End::Stop | End::Semicolon | End::Colon | End::Comma));
    even().map(|(_, line)| line.chars).sum::<usize>() >= BARE_CHARS && !even().any(|(at, line)| line.stops > 0 || ends(at))
}

fn candidates(lines: &[Line], gaps: &[Gap], usual: Option<i32>) -> Vec<Measure> {
    let mut votes: std::collections::BTreeMap<i32, usize> = std::collections::BTreeMap::new();
    let paragraph = |a: usize, b: usize| lines[a].paragraph || lines[b].paragraph;
    let alike = |a: usize, b: usize| (lines[a].reach - lines[b].reach).abs() <= 2 && !paragraph(a, b);
    // Of wide lines that are broken off in mid-sentence, two that are alike tell as much with other lines between.
    let stray = |at: usize| {
        (WIDE..=WIDEST).contains(&lines[at].reach) && gaps.get(at).is_some_and(|gap| gap.end != End::Stop && gap.blank == 0)
    };
    for at in 1..lines.len() {
        let beside = alike(at - 1, at).then_some(at - 1);
        let apart = || (at.saturating_sub(STRAY)..at).rev().find(|&before| stray(at) && stray(before) && alike(before, at));
        if let Some(before) = beside.or_else(apart) {
            *votes.entry(lines[before].reach).or_default() += 1;
            *votes.entry(lines[at].reach).or_default() += 1;
        }
    }
    // Where words are parted by spaces, a line is full when the next word has no room.
    for (at, gap) in gaps.iter().enumerate().filter(|(at, gap)| gap.spaced && lines[*at].reach >= WIDE && !lines[*at].paragraph)
    {
        let full = |measure: i32| (lines[at].reach + 3..=lines[at].reach + gap.unit).contains(&measure);
        for other in lines[at.saturating_sub(1)..(at + 2).min(lines.len())].iter().filter(|other| full(other.reach)) {
            *votes.entry(other.reach).or_default() += 2;
        }
    }
    // One line of the usual width that breaks off in mid-sentence, an indent above, none below, is a paragraph's first.
    for (at, gap) in gaps.iter().enumerate() {
        let (line, below) = (&lines[at], &lines[at + 1]);
        let full = usual.is_some_and(|usual| (usual - 3..=usual + 2).contains(&line.reach));
        let open = matches!(gap.end, End::Word | End::Comma | End::Latin | End::Digit) && gap.blank == 0 && !gap.forced;
        if full && open && line.indent == 4 && below.indent == 0 && below.reach <= line.reach + 2 {
            *votes.entry(line.reach).or_default() += 2;
        }
    }
    if lines.len() < FEW {
        let prose = |at: &usize| lines[*at].stops > 0 && (WIDE..=WIDEST).contains(&lines[*at].reach);
        let broken_off = |at: &usize| matches!(gaps[*at].end, End::Word | End::Comma | End::Latin) && gaps[*at].blank == 0;
        let widest = (0..gaps.len()).filter(prose).max_by_key(|&at| lines[at].reach);
        if let Some(at) = widest.filter(broken_off) {
            *votes.entry(lines[at].reach).or_default() += 2;
        }
    }
    // A layout breaks sentences: where nearly every line of a width ends one, the lines are paragraphs that are alike.
    let mut ends: std::collections::BTreeMap<i32, (usize, usize)> = std::collections::BTreeMap::new();
    for (line, gap) in lines.iter().zip(gaps) {
        let (ended, all) = ends.entry(line.reach).or_default();
        *ended += usize::from(gap.end == End::Stop);
        *all += 1;
    }
    let breaks_sentences = |reach: i32| {
        let near = ends.range(reach - 2..=reach + 2).map(|(_, ends)| *ends);
        let (ended, all) = near.fold((0, 0), |sum, ends| (sum.0 + ends.0, sum.1 + ends.1));
        all < SAMPLE || ended * 3 <= all * 2
    };
    let wanted = |&(reach, votes): &(i32, usize)| votes >= 2 && reach >= 4 && breaks_sentences(reach);
    let mut ranked: Vec<(usize, i32)> = votes.into_iter().filter(wanted).map(|(reach, votes)| (votes, reach)).collect();
    ranked.sort_by_key(|&(votes, reach)| (std::cmp::Reverse(votes), reach));
    ranked.truncate(MEASURES);
    let all = 2.0 * lines.len() as f32 + 10.0;
    // Narrow lines are often alike by chance, wide lines hardly ever.
    let width_odds = |width: i32| (width as f32 / 16.0).ln().clamp(-0.5, 1.5);
    ranked.sort_by_key(|&(_, reach)| reach);
    let measure = |(votes, width): (usize, i32)| {
        let popularity = (votes as f32 / all).ln() + width_odds(width);
        Measure { width, ending: -(width as f32).ln(), popularity, entry: CHANGE_OF_MEASURE + popularity }
    };
    ranked.into_iter().map(measure).collect()
}

/// How a state was reached: the state before it, and whether by a join.
#[derive(Clone, Copy, Default)]
struct Step {
    from: u8,
    join: bool,
}

/// A score, and the state that has it.
type Best = (f32, usize);
const NONE: Best = (f32::NEG_INFINITY, 0);

/// What a step of the search asks of a gap, whatever the measure.
struct Edges {
    /// Log-probability of a join, but for how full the line is.
    joining: f32,
    /// Log-probability of a break after a line in a measure, a free one, a verse, a heading.
    breaks: [f32; 4],
}

impl Edges {
    fn of(gap: &Gap, tables: &Tables) -> Edges {
        let standings = [Standing::In(0), Standing::Free, Standing::Verse, Standing::Head];
        Edges {
            joining: if gap.forced { f32::NEG_INFINITY } else { tables.joining(gap) },
            breaks: standings.map(|standing| tables.breaking(gap, standing)),
        }
    }
}

/// States in their order: two for each measure (a first line, one that goes on), then free, verse, head.
struct States<'a> {
    measures: &'a [Measure],
}

impl States<'_> {
    fn free(&self) -> usize {
        2 * self.measures.len()
    }

    fn count(&self) -> usize {
        self.free() + 3
    }

    fn standing(&self, state: usize) -> Standing {
        match (self.measures.get(state / 2), state.checked_sub(self.free())) {
            (Some(measure), _) => Standing::In(measure.width),
            (None, Some(1)) => Standing::Verse,
            (None, Some(2)) => Standing::Head,
            _ => Standing::Free,
        }
    }
}

fn decode(lines: &[Weighed], gaps: &[Gap], measures: &[Measure], tables: &Tables) -> Vec<Verdict> {
    let states = States { measures };
    let (free, count) = (states.free(), states.count());
    let is_set = is_set(lines, measures);
    let mut score = vec![f32::NEG_INFINITY; count];
    for at in Bits(lines[0].active) {
        score[2 * at] = measures[at].entry;
    }
    score[free..].fill(ENTRY);
    let mut next = vec![f32::NEG_INFINITY; count];
    let mut steps = vec![Step::default(); count * lines.len()];
    for (index, gap) in gaps.iter().enumerate() {
        let (line, after) = (&lines[index], &lines[index + 1]);
        let edges = Edges::of(gap, tables);
        let shift = shift_index(gap);
        let here = &mut steps[(index + 1) * count..(index + 2) * count];
        next.fill(f32::NEG_INFINITY);
        let mut ended = NONE;
        // Joins to a wider measure and to a narrower one, by the measures below and above.
        let mut joins = [NONE; MEASURES];
        for at in Bits(line.active) {
            let measure = &measures[at];
            let (first, on) = (score[2 * at], score[2 * at + 1]);
            let long = if line.reach > measure.width + 2 { TOO_LONG } else { measure.ending };
            let last: Best = if on > first { (on, 2 * at + 1) } else { (first, 2 * at) };
            let full = deviation(measure.width, line.reach, gap.unit);
            let bare = if gap.end == End::Word { BARE_LAST[usize::from(line.reach + gap.unit > measure.width)] } else { 0.0 };
            let broken = last.0 + line.prose + tables.rate[1] + long + edges.breaks[0] + bare;
            next[2 * at] = broken;
            here[2 * at] = Step { from: last.1 as u8, join: false };
            ended = better(ended, (broken, last.1));
            let beyond = || {
                let stub = line.bare && line.reach * 2 < measure.width;
                let farther = if stub { (measure.width - line.reach - SHORT).max(0) } else { 0 };
                BEYOND + STUB * farther as f32
            };
            let first = first + tables.after_first[shift] + full.map_or_else(beyond, |full| tables.first[full]);
            let on = on + tables.inside[shift] + full.map_or_else(beyond, |full| tables.going_on[full]);
            let both: Best = if on > first { (on, 2 * at + 1) } else { (first, 2 * at) };
            let joined = both.0 + line.prose + edges.joining;
            next[2 * at + 1] = joined;
            here[2 * at + 1] = Step { from: both.1 as u8, join: true };
            joins[at] = (joined, both.1);
        }
        for (kind, own) in [line.free, line.verse, line.head].into_iter().enumerate() {
            let state = free + kind;
            let broken = score[state] + own + edges.breaks[kind + 1];
            ended = better(ended, (broken, state));
            let high = kind == 2 && line.even > tallest(line.reach);
            next[state] = if high { broken + HIGH_STACK } else { broken };
            here[state] = Step { from: state as u8, join: false };
            if kind == 0 && gap.free_odds > 0.0 && !gap.forced {
                let words =
                    matches!(gap.end, End::Word | End::Comma | End::Open) || matches!(gap.start, Start::Word | Start::Tail);
                let full = |at: usize| (-2..=gap.unit.max(4)).contains(&(measures[at].width - line.reach));
                let none = line.active | after.active == 0 || !is_set && !Bits(line.active).any(full);
                let unset = words && none && gap.free_odds > CERTAIN;
                next[state] += gap.free_odds + if unset { UNSET } else { 0.0 };
                here[state].join = true;
            }
        }
        // A paragraph may begin in any standing; a paragraph that goes on may change its measure.
        let mut enter = |state: usize, value: f32, from: usize, join: bool| {
            if value > next[state] {
                next[state] = value;
                here[state] = Step { from: from as u8, join };
            }
        };
        for at in Bits(after.active) {
            enter(2 * at, ended.0 + measures[at].entry, ended.1, false);
        }
        for state in free..count {
            enter(state, ended.0 + ENTRY, ended.1, false);
        }
        let mut narrower = NONE;
        for at in Bits(line.active | after.active) {
            if after.active >> at & 1 == 1 {
                enter(2 * at + 1, narrower.0 + tables.change[0] + measures[at].popularity, narrower.1, true);
            }
            narrower = better(narrower, joins[at]);
        }
        let mut wider = NONE;
        for at in Bits(line.active | after.active).rev() {
            if after.active >> at & 1 == 1 {
                enter(2 * at + 1, wider.0 + tables.change[1] + measures[at].popularity, wider.1, true);
            }
            wider = better(wider, joins[at]);
        }
        // Scores stay near zero, so that a long text loses no precision.
        let top = next.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        for value in &mut next {
            *value -= top;
        }
        std::mem::swap(&mut score, &mut next);
    }
    let last = &lines[lines.len() - 1];
    let closing = |state: usize| {
        let own = match states.standing(state) {
            Standing::In(width) if last.reach > width + 2 => last.prose + tables.rate[1] + TOO_LONG,
            Standing::In(_) => last.prose + tables.rate[1] + measures[state / 2].ending,
            Standing::Free => last.free,
            Standing::Verse => last.verse,
            Standing::Head => last.head,
        };
        score[state] + own
    };
    let mut state = (0..count).fold(free, |best, state| if closing(state) > closing(best) { state } else { best });
    let mut verdicts = vec![Verdict { join: false, standing: Standing::Free }; lines.len()];
    let mut join = false;
    for index in (0..lines.len()).rev() {
        verdicts[index] = Verdict { join, standing: states.standing(state) };
        let step = steps[index * count + state];
        (state, join) = (usize::from(step.from), step.join);
    }
    verdicts
}

/// Whether a layout set the flow: so many lines end where a measure ends, one in [`SET`].
fn is_set(lines: &[Weighed], measures: &[Measure]) -> bool {
    let ends = |line: &&Weighed| Bits(line.active).any(|at| (measures[at].width - line.reach).abs() <= 1);
    lines.iter().filter(ends).count() * SET >= lines.len()
}

fn better(a: Best, b: Best) -> Best {
    if b.0 > a.0 { b } else { a }
}

/// The numbers of the bits that are set, from either end.
struct Bits(u64);

impl Iterator for Bits {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let at = (self.0 != 0).then(|| self.0.trailing_zeros())?;
        self.0 &= self.0 - 1;
        Some(at as usize)
    }
}

impl DoubleEndedIterator for Bits {
    fn next_back(&mut self) -> Option<usize> {
        let at = self.0.checked_ilog2()?;
        self.0 &= !(1 << at);
        Some(at as usize)
    }
}

/// How likely the line is a verse, `apart` half ems from the end of the line before.
fn verse(line: &Line, apart: Option<i32>) -> f32 {
    if line.reach > VERSE_REACH {
        return TOO_LONG;
    }
    let even = match apart {
        Some(0) => -1.05,
        Some(2) => -2.1,
        Some(4) => -2.8,
        Some(1 | 3) => -3.9,
        _ => ODD_VERSE,
    };
    even - WIDE_VERSE * (line.reach - line.indent - VERSE_WIDTH).max(0) as f32
}

/// How likely the line stands alone.
fn head(line: &Line, apart: Option<i32>) -> f32 {
    let width = if apart == Some(0) { EVEN_HEAD } else { ODD_HEAD };
    let form = if line.stops == 0 { BARE_HEAD } else { MARKED_HEAD };
    let wide = WIDE_HEAD * (line.reach - line.indent - HEAD_WIDTH).max(0) as f32;
    width + form - wide + if line.reach > HEAD_REACH { TOO_LONG } else { 0.0 }
}

/// Lines as wide as the one above and wider than this, in half ems, without a mark inside or at their end: unmarked prose in a
/// column. Verse so even is narrower, and headings are seldom so even.
const BARE_WIDTH: i32 = 18;
const BARE_BLOCK: f32 = -4.0;

/// Log-odds of a heading as wide as the line above, of another width, without marks and with.
const EVEN_HEAD: f32 = -0.7;
const ODD_HEAD: f32 = -2.2;
const BARE_HEAD: f32 = -0.05;
const MARKED_HEAD: f32 = -2.3;
/// Most headings are this wide or narrower; each half em beyond makes one less likely.
const HEAD_WIDTH: i32 = 32;
const WIDE_HEAD: f32 = 0.11;

/// How likely a line of prose has as many stops and commas inside as this has, where each character is one with this probability.
fn prose(line: &Line, mark: f32) -> f32 {
    let none = (1.0 - mark).powi(line.chars.min(40) as i32);
    if line.stops == 0 { none.ln() } else { (1.0 - none).max(0.01).ln() }
}

/// One character in eight of prose is a stop or a comma, unless the text round about does without: advertisements, old books.
const MARKS: f32 = 0.12;
/// The text round about is so many lines, and counts as much as the prior once it has so many characters.
const ROUND: usize = 12;
const PRIOR_WEIGHT_OF_MARKS: f32 = 80.0;

/// The probability of a mark at each line.
fn marks(lines: &[Line]) -> Vec<f32> {
    let mut sums = vec![(0, 0)];
    sums.extend(lines.iter().scan((0, 0), |(stops, chars), line| {
        (*stops, *chars) = (*stops + line.stops, *chars + line.chars);
        Some((*stops, *chars))
    }));
    let rate = |at: usize| {
        let (from, to) = (sums[at.saturating_sub(ROUND)], sums[(at + ROUND + 1).min(lines.len())]);
        let (stops, chars) = ((to.0 - from.0) as f32, (to.1 - from.1) as f32);
        ((stops + MARKS * PRIOR_WEIGHT_OF_MARKS) / (chars + PRIOR_WEIGHT_OF_MARKS)).min(MARKS)
    };
    (0..lines.len()).map(rate).collect()
}

/// Log-odds of a verse that is neither as wide as the one above nor wider or narrower by a character or two.
const ODD_VERSE: f32 = -4.6;
/// Most verses are this wide or narrower; each half em beyond makes verse less likely.
const VERSE_WIDTH: i32 = 28;
const WIDE_VERSE: f32 = 0.12;

/// Headings are not wider than this, in half ems.
const HEAD_REACH: i32 = 64;
/// Verse is not wider than this, in half ems: two lines of seven characters side by side, with marks and an indent.
const VERSE_REACH: i32 = 48;
