//! `pre`: program text, or a text file that someone has put into a page.

use super::css::Look;
use super::runs::{self, White};
use super::tree::Id;
use super::walk::{Context, Shape, Walker};

impl Walker<'_> {
    /// Reads the element: lines mostly of Han are a text.
    pub(super) fn pre(&mut self, id: Id, look: &Look, context: &Context) {
        let text = self.plain(id);
        let han = || text.chars().filter(|&c| crate::text::script::is_han(c)).count();
        // This program writes program text alone so.
        let prose = !self.own && han() * 2 > text.chars().count();
        let mut inner = self.inner(id, look, context);
        if prose {
            inner.white = White::Lines;
        } else {
            inner.white = White::Kept;
            inner.style.bits |= runs::CODE;
        }
        self.block(
            id,
            &Look { white: Some(inner.white), ..look.clone() },
            &inner,
            Shape { lines: prose, marked: !prose, ..Shape::default() },
        );
    }
}
