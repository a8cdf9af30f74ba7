//! Where pictures lie on the page.

use super::{Interpreter, paths};
use crate::input::layout::page::{Area, RuleKind};
use crate::input::pdf::pictures::{Placed, Turn};
use hayro_syntax::object::Stream;

/// Pictures of one page that are kept.
const PICTURES: usize = 4096;

impl<'a> Interpreter<'_, 'a> {
    /// Places a picture that is an object of its own.
    pub(super) fn picture(&mut self, stream: &Stream<'a>) {
        let Some(area) = self.place() else { return };
        let order = self.next_order();
        if self.found.pictures.len() < PICTURES {
            self.found.pictures.push(Placed {
                area,
                source: stream.clone(),
                turn: Turn::of(self.state.matrix),
                tag: self.marks.tag(),
                artifact: self.marks.artifact(),
                order,
            });
        }
    }

    /// Where the unit square lies, if a picture there is more than a line; a line is a ruling.
    pub(super) fn place(&mut self) -> Option<Area> {
        let area = self.state.matrix.area(0.0, 0.0, 1.0, 1.0);
        let (width, height) = self.size;
        let on_page = area.right > 0.0 && area.left < width && area.bottom > 0.0 && area.top < height;
        if self.marks.hidden() || !on_page || !(area.width().is_finite() && area.height().is_finite()) {
            return None;
        }
        if area.width().min(area.height()) <= paths::LINE {
            if area.width().max(area.height()) > paths::LINE {
                self.rule(area, RuleKind::Line, 0);
            }
            return None;
        }
        Some(area)
    }
}
