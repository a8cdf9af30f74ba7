//! Headlines that do not stand over all of their text, in the middle of its columns, at its side, across its lines; and those
//! of short news, which part no rows.

use super::{Cutter, LEVEL, Piece};
use crate::input::layout::page::Area;

/// The white above the headlines of short news is no higher (em).
const NEWS: f32 = 2.0;
/// More pieces than this are no short news.
const MOST: usize = 120;

impl Cutter<'_> {
    /// The headline of all of a group, where its columns do not begin under it: it is the only one, nothing stands above it, and
    /// it stands over the middle columns, or across the lines at their right.
    pub(super) fn heads_all(&self, group: &[usize]) -> Option<usize> {
        let mut heads = group.iter().copied().filter(|&at| self.pieces[at].opens);
        let (head, None) = (heads.next()?, heads.next()) else { return None };
        let own = self.pieces[head].area;
        let text = || group.iter().map(|&at| &self.pieces[at]).filter(|piece| piece.is_text());
        let left = |area: Area| area.right <= own.left + 0.3 * self.em;
        if self.pieces[head].across {
            let all = text().all(|piece| left(piece.area) && piece.area.shared_y(own) > 0.0 || piece.area.top > own.top);
            // In their midst: it stands as high as all of them.
            let beside = |piece: &Piece| piece.area.shared_x(own) <= 0.0 && piece.area.shared_y(own) > 0.5 * own.height();
            let midst = text().all(beside) && text().any(|piece| !left(piece.area));
            return ((all || midst) && text().any(|piece| left(piece.area))).then_some(head);
        }
        let above = |area: Area| area.shared_x(own) > 0.3 * self.em && area.top < own.top;
        let begins = |area: Area| (area.top - own.top).abs() <= LEVEL * self.em;
        let under: Vec<Area> = text().map(|piece| piece.area).filter(|area| area.shared_x(own) > 0.0).collect();
        let alike = |area: Area| under.iter().any(|other| (area.width() - other.width()).abs() <= 1.5 * self.em);
        let middle = !text().any(|piece| above(piece.area))
            && text().any(|piece| left(piece.area) && begins(piece.area))
            && text().filter(|piece| left(piece.area)).all(|piece| alike(piece.area));
        middle.then_some(head)
    }

    /// The headline of a row between drawn lines that stands at the right of all its text: nothing stands over or under it.
    pub(super) fn heads_from_the_right(&self, group: &[usize]) -> Option<usize> {
        let mut heads = group.iter().copied().filter(|&at| self.pieces[at].opens);
        let (head, None) = (heads.next()?, heads.next()) else { return None };
        let own = self.pieces[head].area;
        let mut others = group.iter().filter(|&&at| at != head).map(|&at| &self.pieces[at]);
        let text = others.clone().filter(|piece| piece.is_text()).map(|piece| piece.area).reduce(Area::union)?;
        let fits = own.width() < 0.5 * text.width()
            && own.top >= text.top - LEVEL * self.em
            && own.bottom <= text.bottom + self.em
            && others.all(|piece| piece.is_text() && piece.area.right <= own.left + 0.3 * self.em);
        fits.then_some(head)
    }

    /// Whether the only headline of a group stands at the left of all its text, within its height.
    pub(super) fn is_headed_at_its_side(&self, group: &[usize]) -> bool {
        let mut heads = group.iter().map(|&at| &self.pieces[at]).filter(|piece| piece.opens);
        let (Some(head), None) = (heads.next(), heads.next()) else { return false };
        let text = group.iter().map(|&at| &self.pieces[at]).filter(|piece| piece.is_text());
        let Some(text) = text.map(|piece| piece.area).reduce(Area::union) else { return false };
        let own = head.area;
        // It is narrower than what it heads.
        own.width() < text.width()
            && own.right <= text.left + 0.3 * self.em
            && own.top >= text.top - LEVEL * self.em
            && own.bottom <= text.bottom + self.em
    }

    /// Whether a gap above headlines is the white that stands above others in the midst of their columns, by chance at one height:
    /// short news, which run on from column to column. One column above it begins with a headline, another goes on with text.
    pub(super) fn runs_on(&self, rows: &[usize], gap: &(usize, f32, f32), upright: &[(usize, f32, f32)]) -> bool {
        let above = &rows[..gap.0];
        let white = gap.2 - gap.1;
        if rows.len() > MOST || white > NEWS * self.em || !upright.iter().any(|gap| gap.2 - gap.1 >= 0.4 * self.em) {
            return false;
        }
        let over = |at: usize| {
            let own = self.pieces[at].area;
            let higher = rows.iter().copied().filter(move |&other| {
                let area = self.pieces[other].area;
                other != at && area.shared_x(own) > 0.0 && area.bottom <= own.top + 0.3 * self.em
            });
            higher.max_by(|&a, &b| self.pieces[a].area.bottom.total_cmp(&self.pieces[b].area.bottom))
        };
        let mut tops = above.iter().copied().filter(|&at| over(at).is_none()).map(|at| &self.pieces[at]);
        let mixed = tops.clone().any(|piece| piece.opens) && tops.any(|piece| piece.is_text());
        // Another headline, in the midst of its column.
        let like = |&at: &usize| {
            let crosses =
                |text: &usize| self.pieces[*text].area.top < gap.2 && self.pieces[at].area.top >= gap.1 - 0.3 * self.em;
            let Some(text) = over(at).filter(|text| !crosses(text)) else { return false };
            let own = self.pieces[at].area.top - self.pieces[text].area.bottom;
            self.pieces[at].opens && self.pieces[text].is_text() && (own - white).abs() <= 0.5 * self.em
        };
        mixed && rows.iter().any(like)
    }

    /// Whether a headline stands right above a piece, and nothing between: they are never parted.
    pub(super) fn is_headed_above(&self, at: usize, above: &[usize]) -> bool {
        let area = self.pieces[at].area;
        let over = above.iter().map(|&at| &self.pieces[at]).filter(|piece| piece.area.shared_x(area) > 0.0);
        let nearest = over.max_by(|a, b| a.area.bottom.total_cmp(&b.area.bottom));
        nearest.is_some_and(|head| head.opens && !head.across && area.top - head.area.bottom < 3.0 * self.em)
    }
}
