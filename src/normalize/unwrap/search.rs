//! The search: which breaks are the source's layout and which are its author's, decided for a whole flow at once.
//!
//! A hidden Markov model, decoded by Viterbi. The state of a line is a *measure* (one of the widths at which neighbouring lines
//! of this flow keep ending) with the line's place in its paragraph (first, or going on), or *free* (lines that no layout
//! broke: one paragraph a line), or *verse* (lines that are content). Between two lines stands a join or a break. A line before a join must
//! be full: it ends where the measure ends, or so near that the next line's first unit had no room. A line before a break may
//! end anywhere. Each region of the text thus finds the measure that explains its lines best, and the breaks with it.
//!
//! How far full lines fall short, how paragraphs are indented and where blank lines stand is learned from the flow itself: the
//! search runs, counts, and runs again with what it counted.

use super::form::{End, Start};
use super::gap::Gap;
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

/// At most this many measures compete in one flow: a page of a newspaper has about ten, a long novel with quotations as many.
const MEASURES: usize = 32;
/// Deviations of a full line from its measure run from −OVER to SHORT half ems.
const OVER: i32 = 6;
const SHORT: i32 = 16;
const DEVIATIONS: usize = (OVER + SHORT + 1) as usize;
/// Changes of the left edge are told apart up to this many half ems.
const SHIFT: i32 = 8;
const SHIFTS: usize = (2 * SHIFT + 1) as usize;
/// Counts of blank lines: none, one, two, more.
const BLANKS: usize = 4;
/// Widths are learned with reserve, by this share of the lines: verse that was taken for prose would teach that full lines may
/// have any width.
const RESERVE: f32 = 0.1;
/// A count of the flow weighs as much as the prior once there are this many, for widths and for the forms of edges.
const PRIOR_WEIGHT: f32 = 12.0;
const PRIOR_WEIGHT_OF_FORMS: f32 = 40.0;
/// Log-odds, tuned against labelled pairs of law texts, novels, newspaper columns and rendered pages.
const CHANGE_OF_MEASURE: f32 = -3.0;
const JOIN_OVER_CHANGE: f32 = -11.0;
const TOO_LONG: f32 = -9.0;
/// Joins and breaks in a measure are never thought rarer than this.
const RAREST: f32 = -1.5;
const ENTRY: f32 = -3.0;
/// Verse keeps its left edge, and its blank lines say little.
const EVEN_EDGE: f32 = -0.15;
const ODD_EDGE: f32 = -3.0;
const EVEN_BLANK: f32 = -0.3;
/// A free line is as wide as chance has it, up to this many half ems.
const FREE_WIDTH: i32 = 250;

/// Log-probabilities that the flow teaches.
struct Tables {
    /// Deviation of a full first line, of a full line further on.
    first: [f32; DEVIATIONS],
    going_on: [f32; DEVIATIONS],
    /// Change of the left edge after a first line that goes on, after another that goes on, after a break.
    after_first: [f32; SHIFTS],
    inside: [f32; SHIFTS],
    after_break: [f32; SHIFTS],
    /// Blank lines at a join, at a break.
    blank_join: [f32; BLANKS],
    blank_break: [f32; BLANKS],
    /// What lines end in and begin with at a join, at a break.
    end_join: [f32; End::COUNT],
    end_break: [f32; End::COUNT],
    start_join: [f32; Start::COUNT],
    start_break: [f32; Start::COUNT],
    /// What verses end in.
    end_verse: [f32; End::COUNT],
    /// What headings end in.
    end_head: [f32; End::COUNT],
    /// Joins and breaks in a measure.
    rate: [f32; 2],
}

/// Relative weights of a table's entries before anything was counted.
fn prior<const N: usize>(weigh: impl Fn(i32) -> f32, lowest: i32) -> [f32; N] {
    let mut weights = [0.0; N];
    for (index, weight) in weights.iter_mut().enumerate() {
        *weight = weigh(lowest + index as i32);
    }
    share(weights)
}

fn share<const N: usize>(weights: [f32; N]) -> [f32; N] {
    let sum: f32 = weights.iter().sum();
    weights.map(|weight| weight / sum)
}

fn prior_first() -> [f32; DEVIATIONS] {
    // The indent may have been stripped: one or two characters are missing on the left, so the line seems short by 2 or 4.
    let weigh = |short: i32| match short {
        0 => 40.0,
        2 | 4 => 14.0,
        1 | 3 => 4.0,
        -2..=-1 => 2.0,
        5..=6 => 1.5,
        7..=10 => 0.3,
        _ => 0.05,
    };
    prior(weigh, -OVER)
}

fn prior_going_on() -> [f32; DEVIATIONS] {
    let weigh = |short: i32| match short {
        0 => 70.0,
        -1 | 1 => 6.0,
        -2 | 2 => 2.5,
        3..=4 => 0.8,
        -4..=-3 => 0.3,
        5..=8 => 0.2,
        _ => 0.03,
    };
    prior(weigh, -OVER)
}

fn prior_shift(place: Place) -> [f32; SHIFTS] {
    let weigh = move |shift: i32| match (place, shift) {
        (Place::First, 0) => 40.0,
        (Place::First, -4) => 25.0,
        (Place::First, -8..=-1) => 6.0,
        (Place::First, _) => 0.2,
        (Place::Inside, 0) => 90.0,
        (Place::Inside, -1 | 1) => 1.0,
        (Place::Inside, _) => 0.1,
        (Place::Broken, 0) => 40.0,
        (Place::Broken, 4) => 14.0,
        (Place::Broken, 1..=8) => 6.0,
        (Place::Broken, _) => 2.0,
    };
    prior(weigh, -SHIFT)
}

#[derive(Clone, Copy)]
enum Place {
    First,
    Inside,
    Broken,
}

/// What was counted of one table, with its prior.
fn learned<const N: usize>(prior: [f32; N], counts: [f32; N], weight: f32) -> [f32; N] {
    let total: f32 = counts.iter().sum::<f32>() + weight;
    let mut out = [0.0; N];
    for index in 0..N {
        out[index] = ((counts[index] + weight * prior[index]) / total).ln();
    }
    out
}

#[derive(Default)]
struct Counts {
    first: [f32; DEVIATIONS],
    going_on: [f32; DEVIATIONS],
    after_first: [f32; SHIFTS],
    inside: [f32; SHIFTS],
    after_break: [f32; SHIFTS],
    blank_join: [f32; BLANKS],
    blank_break: [f32; BLANKS],
    end_join: [f32; End::COUNT],
    end_break: [f32; End::COUNT],
    start_join: [f32; Start::COUNT],
    start_break: [f32; Start::COUNT],
    rate: [f32; 2],
}

/// Per mille, in the order of [`End`]: stop, semicolon, colon, comma, close, open, word, Latin, digit, other. Met at the joins and
/// breaks of labelled pairs, smoothed.
const END_JOIN: [f32; End::COUNT] = [50.0, 8.0, 10.0, 90.0, 12.0, 3.0, 780.0, 10.0, 10.0, 20.0];
const END_BREAK: [f32; End::COUNT] = [680.0, 80.0, 50.0, 25.0, 45.0, 0.1, 90.0, 5.0, 5.0, 15.0];
const END_VERSE: [f32; End::COUNT] = [350.0, 40.0, 10.0, 370.0, 20.0, 0.1, 190.0, 5.0, 2.0, 20.0];
const END_HEAD: [f32; End::COUNT] = [30.0, 0.5, 5.0, 10.0, 60.0, 0.1, 850.0, 15.0, 20.0, 20.0];
/// Per mille, in the order of [`Start`]: tail, label, opener, quote, bracket, bullet, digit, Latin, word, other.
const START_JOIN: [f32; Start::COUNT] = [40.0, 8.0, 1.0, 20.0, 15.0, 1.0, 12.0, 8.0, 880.0, 10.0];
const START_BREAK: [f32; Start::COUNT] = [0.3, 220.0, 20.0, 25.0, 60.0, 20.0, 20.0, 8.0, 610.0, 15.0];

impl Tables {
    /// How likely this gap is a break after a line of such standing.
    fn breaking(&self, gap: &Gap, standing: Standing) -> f32 {
        let blank = usize::from(gap.blank.min(3));
        let place = match standing {
            Standing::Verse => EVEN_BLANK + if gap.shift == 0 { EVEN_EDGE } else { ODD_EDGE },
            _ => self.blank_break[blank] + self.after_break[shift_index(gap)],
        };
        let end = match standing {
            Standing::Verse => &self.end_verse,
            Standing::Head => &self.end_head,
            _ => &self.end_break,
        };
        place + end[gap.end as usize] + self.start_break[gap.start as usize]
    }

    fn of(counts: &Counts) -> Tables {
        let weight = PRIOR_WEIGHT + RESERVE * (counts.rate[0] + counts.rate[1]);
        let blank_join = prior(|blank| [88.0, 9.0, 2.0, 1.0][blank.clamp(0, 3) as usize], 0);
        let blank_break = prior(|blank| [52.0, 34.0, 9.0, 5.0][blank.clamp(0, 3) as usize], 0);
        Tables {
            first: learned(prior_first(), counts.first, weight),
            going_on: learned(prior_going_on(), counts.going_on, weight),
            after_first: learned(prior_shift(Place::First), counts.after_first, PRIOR_WEIGHT),
            inside: learned(prior_shift(Place::Inside), counts.inside, PRIOR_WEIGHT),
            after_break: learned(prior_shift(Place::Broken), counts.after_break, PRIOR_WEIGHT),
            blank_join: learned(blank_join, counts.blank_join, PRIOR_WEIGHT),
            blank_break: learned(blank_break, counts.blank_break, PRIOR_WEIGHT),
            end_join: learned(share(END_JOIN), counts.end_join, PRIOR_WEIGHT_OF_FORMS),
            end_break: learned(share(END_BREAK), counts.end_break, PRIOR_WEIGHT_OF_FORMS),
            start_join: learned(share(START_JOIN), counts.start_join, PRIOR_WEIGHT_OF_FORMS),
            start_break: learned(share(START_BREAK), counts.start_break, PRIOR_WEIGHT_OF_FORMS),
            end_verse: share(END_VERSE).map(f32::ln),
            end_head: share(END_HEAD).map(f32::ln),
            rate: learned([0.7, 0.3], counts.rate, PRIOR_WEIGHT_OF_FORMS).map(|rate| rate.max(RAREST)),
        }
    }
}

fn shift_index(gap: &Gap) -> usize {
    (gap.shift.clamp(-SHIFT, SHIFT) + SHIFT) as usize
}

/// The index of a deviation, or `None` where it is beyond the table. A line that is short by less than the next line's first
/// unit is full: there was no room.
fn deviation(measure: i32, reach: i32, unit: i32) -> Option<usize> {
    let short = measure - reach;
    let short = if (0..unit).contains(&short) { 0 } else { short };
    usize::try_from(short + OVER).ok().filter(|&index| index < DEVIATIONS)
}

/// Among lines that are no prose, a line that looks like a heading is one.
const HEAD_ODDS: f32 = 0.5;
/// More lines than this that all end at the same place, as wide as a column of a newspaper, are no stack of headings; what each
/// of them costs.
const TALLEST: usize = 6;
const COLUMN: i32 = 14;
const HIGH_STACK: f32 = -2.0;
/// Beyond the table of deviations.
const BEYOND: f32 = -9.0;

/// Decides every break of a flow; `gaps[i]` is the break after `lines[i]`.
pub fn decide(lines: &[Line], gaps: &[Gap]) -> Vec<Verdict> {
    let measures = candidates(lines);
    let weighed = weigh(lines);
    let first = decode(&weighed, gaps, &measures, &Tables::of(&Counts::default()));
    let counts = count(lines, gaps, &first);
    let second = decode(&weighed, gaps, &measures, &Tables::of(&counts));
    let counts = count(lines, gaps, &second);
    decode(&weighed, gaps, &measures, &Tables::of(&counts))
}

/// What a line says whatever the flow teaches; weighed once, for the search runs over it three times with many states.
struct Weighed {
    /// Where it ends, in half ems.
    reach: i32,
    /// How many neighbouring lines end where it ends, itself included.
    even: usize,
    /// Log-probability of its marks, of prose.
    prose: f32,
    /// Log-probability that it is a paragraph that no layout broke, a verse, a heading.
    free: f32,
    verse: f32,
    head: f32,
}

fn weigh(lines: &[Line]) -> Vec<Weighed> {
    let even: Vec<usize> =
        lines.chunk_by(|a, b| a.reach == b.reach).flat_map(|run| std::iter::repeat_n(run.len(), run.len())).collect();
    let weigh = |(at, line): (usize, &Line)| {
        let apart = at.checked_sub(1).map(|before| (lines[before].reach - line.reach).abs());
        let prose = prose(line);
        Weighed {
            reach: line.reach,
            even: even[at],
            prose,
            free: prose - (line.reach.max(FREE_WIDTH) as f32).ln(),
            verse: verse(line, apart),
            head: head(line, apart),
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
    /// What it costs to change to it: the fewer lines end there, the more.
    entry: f32,
}

fn candidates(lines: &[Line]) -> Vec<Measure> {
    let mut votes: std::collections::BTreeMap<i32, usize> = std::collections::BTreeMap::new();
    for pair in lines.windows(2) {
        if (pair[0].reach - pair[1].reach).abs() <= 2 {
            *votes.entry(pair[0].reach).or_default() += 1;
            *votes.entry(pair[1].reach).or_default() += 1;
        }
    }
    let needed = if lines.len() < 100 { 2 } else { 4 };
    let mut ranked: Vec<(usize, i32)> = votes
        .into_iter()
        .filter(|&(reach, votes)| votes >= needed && reach >= 4)
        .map(|(reach, votes)| (votes, reach))
        .collect();
    ranked.sort_by_key(|&(votes, reach)| (std::cmp::Reverse(votes), reach));
    ranked.truncate(MEASURES);
    let all = 2.0 * lines.len() as f32 + 10.0;
    // Narrow lines are often alike by chance, wide lines hardly ever.
    let width_odds = |width: i32| (width as f32 / 16.0).ln().clamp(-0.5, 1.5);
    let entry = |votes: usize, width: i32| CHANGE_OF_MEASURE + (votes as f32 / all).ln() + width_odds(width);
    let measure = |(votes, width): (usize, i32)| Measure { width, ending: -(width as f32).ln(), entry: entry(votes, width) };
    ranked.into_iter().map(measure).collect()
}

/// How a state was reached: the state before it, and whether by a join.
#[derive(Clone, Copy, Default)]
struct Step {
    from: u8,
    join: bool,
}

fn decode(lines: &[Weighed], gaps: &[Gap], measures: &[Measure], tables: &Tables) -> Vec<Verdict> {
    let free = 2 * measures.len();
    let (verse, head) = (free + 1, free + 2);
    let states = free + 3;
    let measure = |state: usize| measures.get(state / 2).filter(|_| state < free);
    let entry = |state: usize| measure(state).map_or(ENTRY, |measure| measure.entry);
    let place = |state: usize| match measure(state) {
        Some(measure) => Standing::In(measure.width),
        None if state == verse => Standing::Verse,
        None if state == head => Standing::Head,
        None => Standing::Free,
    };
    let kind = |state: usize| state.saturating_sub(free) + usize::from(state >= free);
    // How likely the line is the last of its paragraph in a measure, or stands free, in verse, in a stack of headings.
    let ended = |line: &Weighed, state: usize| match measure(state) {
        Some(measure) => {
            let long = if line.reach > measure.width + 2 { TOO_LONG } else { measure.ending };
            line.prose + tables.rate[1] + long
        }
        None if state == verse => line.verse,
        None if state == head => line.head,
        None => line.free,
    };
    // A paragraph begins in every state but those of lines that go on.
    let mut score: Vec<f32> =
        (0..states).map(|state| if state < free && state % 2 == 1 { f32::NEG_INFINITY } else { entry(state) }).collect();
    let mut next = vec![0.0f32; states];
    let mut steps = vec![Step::default(); states * lines.len()];
    for (index, gap) in gaps.iter().enumerate() {
        let line = &lines[index];
        let shift = shift_index(gap);
        let blank = usize::from(gap.blank.min(3));
        let joining = tables.blank_join[blank]
            + tables.end_join[gap.end as usize]
            + tables.start_join[gap.start as usize]
            + tables.rate[0]
            + gap.odds;
        let breaks =
            [Standing::In(0), Standing::Free, Standing::Verse, Standing::Head].map(|standing| tables.breaking(gap, standing));
        let mut best_end = (f32::NEG_INFINITY, 0usize);
        let mut best_join = (f32::NEG_INFINITY, 0usize);
        next.fill(f32::NEG_INFINITY);
        let here = &mut steps[(index + 1) * states..(index + 2) * states];
        for (state, &at) in score.iter().enumerate().filter(|(_, at)| at.is_finite()) {
            let broken = at + ended(line, state) + breaks[kind(state)];
            if broken > best_end.0 {
                best_end = (broken, state);
            }
            // Staying in the measure, among free lines or in verse costs nothing.
            let stay = if state < free { state & !1 } else { state };
            let broken =
                if state == head && line.even > TALLEST && line.reach >= COLUMN { broken + HIGH_STACK } else { broken };
            if broken > next[stay] {
                next[stay] = broken;
                here[stay] = Step { from: state as u8, join: false };
            }
            if gap.forced {
                continue;
            }
            if let Some(measure) = measure(state) {
                let (table, shifts) = match state % 2 {
                    0 => (&tables.first, &tables.after_first),
                    _ => (&tables.going_on, &tables.inside),
                };
                let full = deviation(measure.width, line.reach, gap.unit).map_or(BEYOND, |index| table[index]);
                let joined = at + line.prose + full + shifts[shift] + joining;
                let on = state | 1;
                if joined > next[on] {
                    next[on] = joined;
                    here[on] = Step { from: state as u8, join: true };
                }
                if joined > best_join.0 {
                    best_join = (joined, state);
                }
            } else if state == free && gap.free_odds > 0.0 {
                let joined = broken + gap.free_odds;
                if joined > next[free] {
                    next[free] = joined;
                    here[free] = Step { from: state as u8, join: true };
                }
            }
        }
        for state in 0..states {
            let (change, from, join) = if state < free && state % 2 == 1 {
                (best_join.0 + JOIN_OVER_CHANGE, best_join.1, true)
            } else {
                (best_end.0 + entry(state), best_end.1, false)
            };
            if change > next[state] {
                next[state] = change;
                here[state] = Step { from: from as u8, join };
            }
        }
        // Scores stay near zero, so that a long text loses no precision.
        let top = next.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        for value in &mut next {
            *value -= top;
        }
        std::mem::swap(&mut score, &mut next);
    }
    let last = lines.len() - 1;
    let closing = |state: usize| score[state] + ended(&lines[last], state);
    let mut state = (0..states).fold(free, |best, state| if closing(state) > closing(best) { state } else { best });
    let mut verdicts = vec![Verdict { join: false, standing: Standing::Free }; lines.len()];
    let mut join = false;
    for index in (0..lines.len()).rev() {
        verdicts[index] = Verdict { join, standing: place(state) };
        let step = steps[index * states + state];
        (state, join) = (usize::from(step.from), step.join);
    }
    verdicts
}

/// How likely the line is a verse, `apart` half ems from the end of the line before.
fn verse(line: &Line, apart: Option<i32>) -> f32 {
    if line.reach > VERSE_REACH {
        return TOO_LONG;
    }
    let even = match apart {
        Some(0) => 0.35f32,
        Some(2) => 0.12,
        Some(4) => 0.06,
        Some(1 | 3) => 0.02,
        _ => 0.01,
    };
    even.ln() - WIDE_VERSE * (line.reach - line.indent - VERSE_WIDTH).max(0) as f32
}

/// How likely the line stands alone.
fn head(line: &Line, apart: Option<i32>) -> f32 {
    let width = if apart == Some(0) { 0.3f32 } else { 0.02 };
    let form = if line.stops == 0 { 0.9f32 } else { 0.1 };
    width.ln() + form.ln() + HEAD_ODDS + if line.reach > HEAD_REACH { TOO_LONG } else { 0.0 }
}

/// How likely a line of prose has as many stops and commas inside as this has: about one character in eight is one.
fn prose(line: &Line) -> f32 {
    let none = 0.88f32.powi(line.chars.min(40) as i32);
    if line.stops == 0 { none.ln() } else { (1.0 - none).max(0.01).ln() }
}

/// Most verses are this wide or narrower; each half em beyond makes verse less likely.
const VERSE_WIDTH: i32 = 28;
const WIDE_VERSE: f32 = 0.12;

/// Headings are not wider than this, in half ems.
const HEAD_REACH: i32 = 64;
/// Verse is not wider than this, in half ems: two lines of seven characters side by side, with marks and an indent.
const VERSE_REACH: i32 = 48;

fn count(lines: &[Line], gaps: &[Gap], verdicts: &[Verdict]) -> Counts {
    let mut counts = Counts::default();
    let mut is_first = true;
    for (index, gap) in gaps.iter().enumerate().filter(|(_, gap)| !gap.forced) {
        let verdict = verdicts[index];
        let blank = usize::from(gap.blank.min(3));
        if !verdict.join {
            counts.after_break[shift_index(gap)] += 1.0;
            counts.blank_break[blank] += 1.0;
            if matches!(verdict.standing, Standing::In(_) | Standing::Free) {
                counts.end_break[gap.end as usize] += 1.0;
            }
            if verdict.standing != Standing::Verse {
                counts.start_break[gap.start as usize] += 1.0;
            }
            if matches!(verdict.standing, Standing::In(_)) {
                counts.rate[1] += 1.0;
            }
        } else if let Standing::In(measure) = verdict.standing {
            counts.rate[0] += 1.0;
            counts.blank_join[blank] += 1.0;
            counts.end_join[gap.end as usize] += 1.0;
            counts.start_join[gap.start as usize] += 1.0;
            let (shifts, table) = if is_first {
                (&mut counts.after_first, &mut counts.first)
            } else {
                (&mut counts.inside, &mut counts.going_on)
            };
            shifts[shift_index(gap)] += 1.0;
            if let Some(index) = deviation(measure, lines[index].reach, gap.unit) {
                table[index] += 1.0;
            }
        }
        is_first = !verdict.join;
    }
    counts
}
