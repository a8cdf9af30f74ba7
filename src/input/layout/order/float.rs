//! Pictures and boxes that columns make room for: they part nothing, and stand behind the text above them.

use super::{Cut, Cutter, Piece};
use crate::input::layout::page::Area;

/// Columns stand no further (em) from what they make room for: room too narrow for a line stays white.
const BESIDE: f32 = 8.0;
/// Text above and below what columns make room for is no further (em) from it.
const NEAR: f32 = 8.0;

impl Cutter<'_> {
    /// Whether a piece stands in the way of columns that run on behind it: a picture, a box that columns make room for. Text
    /// stands beside it, and above and below it the same gap between two columns.
    pub(super) fn floats(&self, at: usize, texts: &[Area]) -> bool {
        let own = self.pieces[at].area;
        if !self.pieces[at].neutral || self.pieces.len() > 400 {
            return false;
        }
        let beside = |area: &&Area| {
            let gap = (area.left - own.right).max(own.left - area.right);
            area.shared_y(own) > 0.3 * own.height().min(area.height()) && gap < BESIDE * self.em && gap > -0.3 * self.em
        };
        if !texts.iter().any(|area| beside(&area)) {
            return false;
        }
        let gaps = |above: bool| -> Vec<(f32, f32)> {
            let gap = |area: Area| if above { own.top - area.bottom } else { area.top - own.bottom };
            let stands = |area: Area| gap(area) < NEAR * self.em && gap(area) > -0.5 * self.em && area.shared_x(own) > 0.0;
            // The nearest: nothing stands between.
            let hidden = |area: Area| {
                let nearer = |other: &Piece| {
                    // A headline begins another row, however short it is.
                    let over = other.opens || other.area.shared_x(area) > 0.0;
                    let between = over && other.area.shared_x(own) > 0.0;
                    between && gap(other.area) > -0.5 * self.em && gap(other.area) < gap(area) - self.em
                };
                gap(area) > 3.0 * self.em && self.pieces.iter().any(nearer)
            };
            let touches = |area: &&Area| stands(**area) && !hidden(**area);
            let mut row: Vec<&Area> = texts.iter().filter(touches).collect();
            row.sort_by(|a, b| a.left.total_cmp(&b.left));
            row.windows(2).map(|pair| (pair[0].right, pair[1].left)).filter(|gap| gap.1 - gap.0 >= 0.3 * self.em).collect()
        };
        let below = gaps(false);
        gaps(true).iter().any(|a| below.iter().any(|b| a.0.max(b.0) < a.1.min(b.1)))
    }

    /// Where a piece that floats is put: behind the text above it that is read first.
    pub(super) fn anchor(&self, float: usize, order: &[(usize, Cut)]) -> usize {
        let own = self.pieces[float].area;
        let above = |&(at, _): &(usize, Cut)| {
            let area = self.pieces[at].area;
            let gap = own.top - area.bottom;
            area.shared_x(own) > 0.0 && gap < NEAR * self.em && gap > -0.5 * self.em
        };
        let bottom = |place: usize| self.pieces[order[place].0].area.bottom;
        let above = (0..order.len()).filter(|&place| above(&order[place]));
        above.max_by(|&a, &b| bottom(a).total_cmp(&bottom(b)).then(b.cmp(&a))).map_or(order.len(), |place| place + 1)
    }
}
