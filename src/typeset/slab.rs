//! Slabs: the pieces of vertical material that a column is filled with.
//!
//! A slab is what is never cut by the end of a column: a line, a picture, a row of a table. What stands in it is placed from
//! its upper left corner. Which slabs may be parted is decided where they are made; the filling of columns only obeys.

use super::frame::{Item, Line, Run};
use super::style::Style;
use super::tag::{Tag, TagKind};
use crate::geom::{Abs, Point, Rect, Size};
use crate::model::{MediaId, NoteId};
use std::sync::Arc;

/// A piece of a column.
#[derive(Clone, Debug, Default)]
pub struct Slab {
    /// White above, left out at the top of a column.
    pub space: Abs,
    /// The white above stays at the top of a column too: chapter openings sink.
    pub sink: bool,
    /// Height without the white above; of a line, the white down to the next line included.
    pub height: Abs,
    /// The last of a block: what follows starts on the next line of the grid.
    pub snap: bool,
    /// Its ink reaches its foot: no white is below it that may lie beyond the foot of a column.
    pub solid: bool,
    /// What is drawn where a column ends with it and its block does not: the last rule of a table's part.
    pub close: Option<Item>,
    /// Must stand in one column with the next slab.
    pub glue: bool,
    /// What stands in it.
    pub items: Vec<Item>,
    /// The notes whose marks stand in it, in order.
    pub notes: Vec<NoteId>,
    /// What justification added to each gap of its line, in thousandths of an em, where that is too much (JU-14).
    pub loose: u32,
    /// The heading that stands in it.
    pub heading: Option<Arc<Heading>>,
    /// What is set again above this slab where it comes to stand at the top of a column: a table's head.
    pub again: Option<Arc<Vec<Slab>>>,
}

/// A heading, for outline, contents and running heads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Its text.
    pub title: String,
    /// Its rank, from 1; 0 for the page of a paper.
    pub rank: u8,
}

impl Slab {
    /// Space and height together.
    pub fn extent(&self) -> Abs {
        self.space + self.height
    }

    /// Adds the runs of a line whose measure begins at `origin`; marks of notes are the typesetter's own.
    pub fn push_line(&mut self, line: Line, origin: Point) {
        self.push_parts(line, origin, None);
    }

    /// The same, and says which parts the runs belong to. Items that follow belong to the whole again.
    pub fn push_parts(&mut self, line: Line, origin: Point, parts: Option<&Parts<'_>>) {
        let mut marks = line.notes.iter();
        let mut objects = line.objects.into_iter().peekable();
        let mut inside = false;
        for run in line.runs {
            while let Some(object) = objects.next_if(|(_, rect)| rect.min.x <= run.x) {
                inside |= self.push_object(object, origin, parts);
            }
            if let Some(parts) = parts {
                let own = match run.setting {
                    Run::MARK => marks.next().map(|&id| Tag::new(TagKind::Mark(id), Some(parts.whole))),
                    setting => (parts.of)(setting),
                };
                if inside || own.is_some() {
                    inside = own.is_some();
                    self.items.push(Item::Tag(Some(own.unwrap_or_else(|| Arc::clone(parts.whole)))));
                }
            }
            self.items.push(match run.setting {
                Run::MARK => Item::Made { origin, run, artifact: false },
                _ => Item::Text { origin, run },
            });
        }
        for object in objects {
            inside |= self.push_object(object, origin, parts);
        }
        if let (true, Some(parts)) = (inside, parts) {
            self.items.push(super::tag::begin(parts.whole));
        }
        self.notes.extend(line.notes);
    }

    /// Adds a picture of a line, and says whether what follows must be told what it belongs to.
    fn push_object(&mut self, (media, mut rect): (MediaId, Rect), origin: Point, parts: Option<&Parts<'_>>) -> bool {
        if let Some(parts) = parts {
            let shown = TagKind::Figure((parts.shown)(media));
            self.items.push(Item::Tag(Some(Tag::new(shown, Some(parts.whole)))));
        }
        rect.min.x += origin.x;
        rect.min.y += origin.y;
        self.items.push(Item::Image { media, rect });
        parts.is_some()
    }
}

/// Which parts the runs of a line belong to.
pub struct Parts<'a> {
    /// The paragraph.
    pub whole: &'a Arc<Tag>,
    /// The part that the runs of a setting have for themselves.
    pub of: &'a dyn Fn(u32) -> Option<Arc<Tag>>,
    /// What a picture shows, in words.
    pub shown: &'a dyn Fn(MediaId) -> String,
}

/// Moves items by an offset.
pub fn shift(items: &mut [Item], by: Point) {
    let add = |point: &mut Point| {
        point.x += by.x;
        point.y += by.y;
    };
    for item in items {
        match item {
            Item::Text { origin, .. } | Item::Made { origin, .. } => add(origin),
            Item::Rule { rect, .. } | Item::Image { rect, .. } | Item::Link { rect, .. } => add(&mut rect.min),
            Item::Dots { from, .. } => add(from),
            Item::Tag(_) => {}
        }
    }
}

/// Turns items by 90° to the right, for vertical setting: what was along lines goes down, what was below goes left. The upper
/// left corner comes to stand at `corner`.
pub fn turn(items: &mut [Item], corner: Point) {
    let point = |at: &mut Point| *at = Point { x: corner.x - at.y, y: corner.y + at.x };
    let area = |rect: &mut Rect| {
        let Rect { min, size } = *rect;
        rect.min = Point { x: corner.x - min.y - size.height, y: corner.y + min.x };
        rect.size = Size { width: size.height, height: size.width };
    };
    for item in items {
        match item {
            Item::Text { origin, .. } | Item::Made { origin, .. } => point(origin),
            Item::Rule { rect, .. } | Item::Image { rect, .. } | Item::Link { rect, .. } => area(rect),
            Item::Dots { from, down, .. } => {
                point(from);
                *down = true;
            }
            Item::Tag(_) => {}
        }
    }
}

/// Turns text into the typesetter's own, for what is shown a second time.
pub fn as_artifacts(items: &mut Vec<Item>) {
    items.retain(|item| !matches!(item, Item::Tag(_)));
    items.insert(0, Item::Tag(None));
    for item in items {
        if let Item::Text { origin, run } | Item::Made { origin, run, .. } = item {
            let run = std::mem::replace(run, Run::empty());
            *item = Item::Made { origin: *origin, run, artifact: true };
        }
    }
}

/// The extent of some slabs in a column that starts with the first: its white above left out, blocks snapped to the grid.
pub fn stack(slabs: &[Slab], pitch: Abs) -> Abs {
    let mut y = Abs::ZERO;
    for (index, slab) in slabs.iter().enumerate() {
        if index > 0 || slab.sink {
            y += slab.space;
        }
        y += slab.height;
        if slab.snap {
            y = up_to_grid(y, pitch);
        }
    }
    y
}

/// The next multiple of the pitch, or the height itself where it is one.
pub fn up_to_grid(height: Abs, pitch: Abs) -> Abs {
    let (height, step) = (height.units(), pitch.units().max(1));
    Abs::raw(height.div_euclid(step) * step + if height.rem_euclid(step) == 0 { 0 } else { step })
}

/// The baseline of a slab of `height` in which `lines` lines of size `em`, `leading` apart, stand in the middle of what the
/// body's em box spans.
pub fn first_baseline(style: &Style, height: Abs, lines: i64, em: Abs, leading: Abs) -> Abs {
    // Body lines fill their em box and leave the gap below; text in the middle of a block is centred between the bottom of
    // the em box above and the top of the one below.
    let gap = style.pitch - style.size;
    let room = height + gap - (em + leading * (lines - 1));
    room / 2 - gap + Style::ascent(em)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heights_go_up_to_the_grid() {
        let check = |height, expected| assert_eq!(up_to_grid(Abs::raw(height), Abs::raw(10)), Abs::raw(expected));
        check(0, 0);
        check(1, 10);
        check(10, 10);
        check(11, 20);
    }

    #[test]
    fn a_turned_page_is_read_from_the_right() {
        let rect = |x, y, width, height| Rect {
            min: Point { x: Abs::raw(x), y: Abs::raw(y) },
            size: Size { width: Abs::raw(width), height: Abs::raw(height) },
        };
        let mut items = [Item::Rule { rect: rect(10, 20, 30, 4), grey: 0 }];
        turn(&mut items, Point { x: Abs::raw(500), y: Abs::raw(50) });
        assert!(matches!(&items[0], Item::Rule { rect: turned, .. } if *turned == rect(476, 60, 4, 30)));
    }

    #[test]
    fn white_above_the_first_slab_is_left_out() {
        let slab = |space, sink| Slab { space: Abs::raw(space), height: Abs::raw(10), sink, snap: true, ..Slab::default() };
        assert_eq!(stack(&[slab(10, false), slab(10, false)], Abs::raw(10)), Abs::raw(30));
        assert_eq!(stack(&[slab(10, true), slab(10, false)], Abs::raw(10)), Abs::raw(40));
    }
}
