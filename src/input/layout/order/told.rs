//! What the text itself says of its order. Where columns end in the middle of a sentence, the next one begins there: an order that
//! leaves broken sentences without their ends, and ends without their beginnings, is wrong where another one joins them.

use super::{Cut, Cutter, Piece};
use crate::input::layout::block::SAME_SIZE;

/// More pieces than this are left as the cuts have them.
const MOST: usize = 150;
/// Cuts that are tried on one page.
const CUTS: usize = 400;
/// Other cuts that are tried at one place, of each direction: the widest gaps.
const OTHERS: usize = 8;
/// Cuts of one order that are not the usual ones.
const UNUSUAL: usize = 2;
/// An unusual order joins one broken sentence more at least: both its halves stood alone.
const BETTER: usize = 2;

/// How text begins or ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bound {
    /// It does not say.
    #[default]
    Unknown,
    /// With a paragraph's first line, with the end of a sentence.
    Whole,
    /// In the middle of a sentence.
    Cut,
}

/// An order of some pieces.
struct Told {
    order: Vec<(usize, Cut)>,
    /// Halves of sentences that it leaves alone.
    alone: usize,
    /// How its text ends, and in which size (points).
    end: (Bound, f32),
}

impl Cutter<'_> {
    /// The order that the usual cuts give, or the one that joins more sentences.
    pub(super) fn told(&self, group: &[usize], usual: Vec<(usize, Cut)>) -> Vec<(usize, Cut)> {
        let start = (Bound::Whole, 0.0);
        let alone = |order: &[(usize, Cut)]| {
            let (alone, end) = self.alone(order, start);
            alone + usize::from(end.0 == Bound::Cut)
        };
        let before = alone(&usual);
        if before < BETTER || group.len() > MOST {
            return usual;
        }
        let mut left = CUTS;
        for unusual in 1..=UNUSUAL {
            let told = self.solve(group.to_vec(), Cut::Neighbours, start, unusual, &mut left);
            if alone(&told.order) + BETTER <= before {
                return told.order;
            }
        }
        usual
    }

    /// How many halves of sentences an order leaves alone, and how its text ends.
    fn alone(&self, order: &[(usize, Cut)], start: (Bound, f32)) -> (usize, (Bound, f32)) {
        let mut end = start;
        let mut alone = 0;
        for piece in order.iter().map(|&(at, _)| &self.pieces[at]).filter(|piece| piece.speaks()) {
            alone += match (end.0, piece.first) {
                (Bound::Cut, Bound::Cut) if (end.1 - piece.size).abs() > SAME_SIZE * piece.size => 2,
                (Bound::Cut, Bound::Whole) | (Bound::Whole, Bound::Cut) => 1,
                _ => 0,
            };
            end = (piece.last, piece.size);
        }
        (alone, end)
    }

    /// The best order of a group behind what ends so, with no more than some unusual cuts one in the other.
    fn solve(&self, group: Vec<usize>, why: Cut, start: (Bound, f32), unusual: usize, left: &mut usize) -> Told {
        let told = |order: Vec<(usize, Cut)>| {
            let (alone, end) = self.alone(&order, start);
            Told { order, alone, end }
        };
        if group.len() <= 1 {
            return told(group.into_iter().map(|at| (at, why)).collect());
        }
        let mut parts = |(cut, parts): (Cut, Vec<Vec<usize>>), unusual: usize| {
            let mut all = Told { order: Vec::new(), alone: 0, end: start };
            for (index, part) in parts.into_iter().enumerate() {
                let next = self.solve(part, if index == 0 { why } else { cut }, all.end, unusual, left);
                all.order.extend(next.order);
                all.alone += next.alone;
                all.end = next.end;
            }
            *left = left.saturating_sub(1);
            (all, *left)
        };
        let beside = |group: Vec<usize>| {
            let cut = |index: usize| if index == 0 { why } else { Cut::Neighbours };
            self.neighbours(group).into_iter().enumerate().map(|(index, at)| (at, cut(index))).collect()
        };
        let mut best = match self.cut(&group, why) {
            Some(cut) => parts(cut, unusual).0,
            None => told(beside(group.clone())),
        };
        if unusual == 0 {
            return best;
        }
        for cut in self.others(&group) {
            if best.alone == 0 {
                break;
            }
            let (other, left) = parts(cut, unusual - 1);
            if other.alone < best.alone {
                best = other;
            }
            if left == 0 {
                break;
            }
        }
        best
    }

    /// The cuts that a group may have: through its widest gaps, round a corner, between articles.
    fn others(&self, group: &[usize]) -> Vec<(Cut, Vec<Vec<usize>>)> {
        let mut cuts = Vec::new();
        for axis in [super::Axis::Y, super::Axis::X] {
            let (sorted, mut gaps) = self.gaps(group, axis);
            gaps.retain(|gap| gap.2 - gap.1 >= 0.4 * self.em);
            gaps.sort_by(|a, b| (b.2 - b.1).total_cmp(&(a.2 - a.1)));
            let cut = if axis == super::Axis::Y { Cut::Span } else { Cut::Gutter };
            let split = |gap: &(usize, f32, f32)| (cut, vec![sorted[..gap.0].to_vec(), sorted[gap.0..].to_vec()]);
            cuts.extend(gaps.iter().take(OTHERS).map(split));
        }
        let round = self.round_a_corner(group).into_iter().chain(self.articles(group));
        cuts.extend(round.map(|parts| (Cut::Headlines, parts)));
        cuts
    }
}

impl Piece {
    /// Whether it says anything of the order: headlines do, and text whose edges are known.
    fn speaks(&self) -> bool {
        !self.neutral && (self.first, self.last) != (Bound::Unknown, Bound::Unknown)
    }
}
