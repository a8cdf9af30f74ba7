//! The tables: what a flow teaches about its joins and breaks, and what is thought before it was asked.
//!
//! Each table is a distribution: how far full lines fall short of the measure, how the left edge moves, where blank lines stand,
//! what lines end in and begin with, how often a join changes the measure. Before anything was counted it is a prior, met in
//! labelled pairs of laws, novels, newspapers and rendered pages; counts of the flow then outweigh the prior as they grow.

use super::form::{End, Start};
use super::gap::Gap;
use super::search::{Standing, Verdict};
use crate::normalize::profile::Line;
use std::cmp::Ordering;

/// Deviations of a full line from its measure run from −OVER to SHORT half ems.
const OVER: i32 = 6;
pub const SHORT: i32 = 10;
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
/// Where no join has a blank line, a few of them are enough to tell that none will have.
const PRIOR_WEIGHT_OF_NO_BLANKS: f32 = 0.1;
/// Verse keeps its left edge, and its blank lines say little.
const EVEN_EDGE: f32 = -0.15;
const ODD_EDGE: f32 = -3.0;
const EVEN_BLANK: f32 = -0.3;
/// Where text runs round a headline or a picture, its lines get wider, or narrower; the rest keep their measure.
const CHANGE: [f32; 3] = [0.0013, 0.0005, 0.9982];
const PRIOR_WEIGHT_OF_CHANGE: f32 = 100.0;
/// Joins and breaks in a measure are never thought rarer than this.
const RAREST: f32 = -1.5;
/// Log-probabilities that the flow teaches.
pub struct Tables {
    /// Deviation of a full first line, of a full line further on.
    pub first: [f32; DEVIATIONS],
    pub going_on: [f32; DEVIATIONS],
    /// Change of the left edge after a first line that goes on, after another that goes on, after a break.
    pub after_first: [f32; SHIFTS],
    pub inside: [f32; SHIFTS],
    pub after_break: [f32; SHIFTS],
    /// Blank lines at a join, at a break.
    pub blank_join: [f32; BLANKS],
    pub blank_break: [f32; BLANKS],
    /// What lines end in and begin with at a join, at a break.
    pub end_join: [f32; End::COUNT],
    pub end_break: [f32; End::COUNT],
    pub start_join: [f32; Start::COUNT],
    pub start_break: [f32; Start::COUNT],
    /// What verses end in.
    pub end_verse: [f32; End::COUNT],
    /// What headings end in.
    pub end_head: [f32; End::COUNT],
    /// Joins and breaks in a measure.
    pub rate: [f32; 2],
    /// Joins that change to a wider measure, to a narrower one, and those that keep it.
    pub change: [f32; 3],
}

/// A join that its edges make all but certain (a word cut at its hyphen, a label that waits for its text) teaches nothing of widths.
const PLAIN: f32 = 4.0;

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
pub struct Counts {
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
    change: [f32; 3],
}

impl Counts {
    /// What lines that break off tell before anything is decided: that no blank line stands inside paragraphs, where none of them has one
    /// below it.
    pub fn of_open_ends(lines: &[Line], gaps: &[Gap]) -> Counts {
        let mut counts = Counts::default();
        let open = |(line, gap): &(&Line, &Gap)| line.stops > 0 && matches!(gap.end, End::Word | End::Comma) && !gap.forced;
        let open = || lines.iter().zip(gaps).filter(open).map(|(_, gap)| gap);
        if open().all(|gap| gap.blank == 0) {
            counts.blank_join[0] = open().count() as f32;
        }
        counts
    }
}

/// The place of a gap in a table of blank lines.
fn blanks(gap: &Gap) -> usize {
    usize::from(gap.blank).min(BLANKS - 1)
}

/// Per mille, in the order of [`End`]: stop, semicolon, colon, comma, close, open, word, Latin, digit, other. Met at the joins and
/// breaks of labelled pairs, smoothed.
const END_JOIN: [f32; End::COUNT] = [50.0, 8.0, 10.0, 90.0, 12.0, 3.0, 780.0, 10.0, 10.0, 20.0];
const END_BREAK: [f32; End::COUNT] = [680.0, 80.0, 50.0, 25.0, 45.0, 0.1, 90.0, 5.0, 5.0, 15.0];
const END_VERSE: [f32; End::COUNT] = [350.0, 40.0, 10.0, 370.0, 20.0, 0.1, 190.0, 5.0, 2.0, 20.0];
const END_HEAD: [f32; End::COUNT] = [20.0, 0.4, 4.0, 7.0, 42.0, 0.1, 890.0, 10.0, 14.0, 14.0];
/// Per mille, in the order of [`Start`]: tail, label, opener, quote, bracket, bullet, digit, Latin, word, other.
const START_JOIN: [f32; Start::COUNT] = [40.0, 8.0, 1.0, 20.0, 15.0, 1.0, 12.0, 8.0, 880.0, 10.0];
const START_BREAK: [f32; Start::COUNT] = [0.3, 220.0, 20.0, 25.0, 60.0, 20.0, 20.0, 8.0, 610.0, 15.0];

impl Tables {
    /// How likely this gap is a break after a line of such standing.
    pub fn breaking(&self, gap: &Gap, standing: Standing) -> f32 {
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
        let headline = if standing == Standing::Head { gap.head_odds } else { 0.0 };
        place + end[gap.end as usize] + self.start_break[gap.start as usize] + headline
    }

    /// How likely this gap is a join, but for how full the line is and how the left edge moves.
    pub fn joining(&self, gap: &Gap) -> f32 {
        self.blank_join[blanks(gap)]
            + self.end_join[gap.end as usize]
            + self.start_join[gap.start as usize]
            + self.rate[0]
            + gap.odds
    }

    /// With what was counted.
    pub fn of(counts: &Counts) -> Tables {
        let weight = PRIOR_WEIGHT + RESERVE * (counts.rate[0] + counts.rate[1]);
        let parted = counts.blank_join[0] > 0.0 && counts.blank_join[1..].iter().all(|&count| count == 0.0);
        let blank_join = prior(|blank| [88.0, 9.0, 2.0, 1.0][blank.clamp(0, 3) as usize], 0);
        let blank_break = prior(|blank| [52.0, 34.0, 9.0, 5.0][blank.clamp(0, 3) as usize], 0);
        Tables {
            first: learned(prior_first(), counts.first, weight),
            going_on: learned(prior_going_on(), counts.going_on, weight),
            after_first: learned(prior_shift(Place::First), counts.after_first, PRIOR_WEIGHT),
            inside: learned(prior_shift(Place::Inside), counts.inside, PRIOR_WEIGHT),
            after_break: learned(prior_shift(Place::Broken), counts.after_break, PRIOR_WEIGHT),
            blank_join: learned(blank_join, counts.blank_join, if parted { PRIOR_WEIGHT_OF_NO_BLANKS } else { PRIOR_WEIGHT }),
            blank_break: learned(blank_break, counts.blank_break, PRIOR_WEIGHT),
            end_join: learned(share(END_JOIN), counts.end_join, PRIOR_WEIGHT_OF_FORMS),
            end_break: learned(share(END_BREAK), counts.end_break, PRIOR_WEIGHT_OF_FORMS),
            start_join: learned(share(START_JOIN), counts.start_join, PRIOR_WEIGHT_OF_FORMS),
            start_break: learned(share(START_BREAK), counts.start_break, PRIOR_WEIGHT_OF_FORMS),
            end_verse: share(END_VERSE).map(f32::ln),
            end_head: share(END_HEAD).map(f32::ln),
            change: learned(CHANGE, counts.change, PRIOR_WEIGHT_OF_CHANGE),
            rate: learned([0.7, 0.3], counts.rate, PRIOR_WEIGHT_OF_FORMS).map(|rate| rate.max(RAREST)),
        }
    }
}

pub fn shift_index(gap: &Gap) -> usize {
    (gap.shift.clamp(-SHIFT, SHIFT) + SHIFT) as usize
}

/// The index of a deviation, or `None` where it is beyond the table. A line that is short by less than the next line's first
/// unit is full: there was no room.
pub fn deviation(measure: i32, reach: i32, unit: i32) -> Option<usize> {
    let short = measure - reach;
    let short = if (0..unit).contains(&short) { 0 } else { short };
    usize::try_from(short + OVER).ok().filter(|&index| index < DEVIATIONS)
}

pub fn count(lines: &[Line], gaps: &[Gap], verdicts: &[Verdict]) -> Counts {
    let mut counts = Counts::default();
    let mut is_first = true;
    for (index, gap) in gaps.iter().enumerate().filter(|(_, gap)| !gap.forced) {
        let verdict = verdicts[index];
        let blank = blanks(gap);
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
        } else if let Standing::In(measure) = verdict.standing
            && gap.odds < PLAIN
        {
            counts.rate[0] += 1.0;
            if let Some(Standing::In(next)) = verdicts.get(index + 1).map(|next| next.standing) {
                let change = match next.cmp(&measure) {
                    Ordering::Greater => 0,
                    Ordering::Less => 1,
                    Ordering::Equal => 2,
                };
                counts.change[change] += 1.0;
            }
            // Where sentences end, a wrong join would teach the next one.
            if gap.end != End::Stop {
                counts.blank_join[blank] += 1.0;
            }
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
