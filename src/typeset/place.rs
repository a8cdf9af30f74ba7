//! A line's units justified and made into runs of placed glyphs.

use super::adjust::{self, GAP_STEP};
use super::frame::{Glyph, Line, Run, Way};
use super::linebreak::{Measured, blank, trim_end, trim_start};
use super::paragraph::{Alignment, Insert, Paragraph};
use super::unit::{Class, Stands, Unit, Units};
use crate::geom::{Abs, Point, Rect, Size};
use std::ops::Range;

/// How justification changes the units of a line. Lengths in raw units.
struct Plan {
    /// For each step of JU-2…JU-7, the share that is taken, as a fraction.
    taken: [(i64, i64); 6],
    /// The share of JU-8 and JU-9 that is added.
    eased: (i64, i64),
    /// What each gap gets beside, and how many gaps get one unit more.
    each: i64,
    more: i64,
}

const NOTHING: (i64, i64) = (0, 1);

/// A line that would get more than this at each gap, in thousandths of an em, is left ragged: by then gaps are read as blanks.
const RAGGED: i64 = 1000;

impl Plan {
    /// Shrinks in the order of JU-2…JU-7 or stretches in the order of JU-8…JU-10; all of one kind alike.
    fn new(units: &[Unit], line: &Measured, target: i64) -> Plan {
        let mut plan = Plan { taken: [NOTHING; 6], eased: NOTHING, each: 0, more: 0 };
        let mut missing = target - line.width;
        if missing < 0 {
            let mut rooms = [0; 6];
            for (index, unit) in units.iter().enumerate() {
                if let Some((step, room)) = room(units, index) {
                    rooms[step] += room;
                }
                if index > 0 {
                    rooms[GAP_STEP] += adjust::gap_shrink(unit.before);
                }
            }
            for (share, room) in plan.taken.iter_mut().zip(rooms) {
                let take = room.min(-missing);
                if take > 0 {
                    *share = (take, room);
                    missing += take;
                }
            }
            // What is still missing, letters give that move together.
            plan.share(missing, line.gaps);
        } else if missing > 0 {
            let ease = line.stretch.min(missing);
            if ease > 0 {
                plan.eased = (ease, line.stretch);
                missing -= ease;
            }
            plan.share(missing, line.gaps);
        }
        plan
    }

    /// Shares what is missing or too much among the gaps.
    fn share(&mut self, missing: i64, gaps: u32) {
        if gaps > 0 {
            self.each = missing.div_euclid(i64::from(gaps));
            self.more = missing.rem_euclid(i64::from(gaps));
        }
    }
}

/// What a unit of a line can lose: edges are trimmed already.
fn room(units: &[Unit], index: usize) -> Option<(usize, i64)> {
    let unit = &units[index];
    let (step, room) = adjust::shrink(unit)?;
    let start = if index == 0 { trim_start(unit) } else { 0 };
    let end = if index + 1 == units.len() { trim_end(unit).min(unit.right) } else { 0 };
    Some((step, room - start - end))
}

/// Keeps the rounding of shares within a line: what was given so far is always the share of what was asked so far.
#[derive(Default)]
struct Shares {
    asked: [i64; 7],
    given: [i64; 7],
}

impl Shares {
    fn of(&mut self, step: usize, amount: i64, (part, whole): (i64, i64)) -> i64 {
        if part == 0 {
            return 0;
        }
        self.asked[step] += amount;
        let (asked, whole) = (self.asked[step], whole.max(1));
        let due = match asked.checked_mul(part) {
            Some(product) => product / whole,
            None => (i128::from(asked) * i128::from(part) / i128::from(whole)) as i64,
        };
        let share = due - self.given[step];
        self.given[step] = due;
        share
    }
}

/// Where a line stands.
pub(super) struct Slot {
    /// The units of the line, trimmed white space included.
    pub units: Range<usize>,
    /// The line before justification.
    pub measured: Measured,
    /// Indent from the left edge of the measure.
    pub indent: i64,
    /// Width between indent and right edge.
    pub target: i64,
    /// Whether the text ends here, or a line that the text itself ends.
    pub last: bool,
}

/// Sets one line.
pub(super) fn line(paragraph: &Paragraph, units: &Units, slot: &Slot) -> Line {
    let drawn = &units.units[slot.measured.first..slot.measured.end];
    let natural = slot.measured.width;
    let em = drawn.first().map_or(1, |unit| unit.em.max(1));
    let gap = |target: i64| (target - natural) * 1000 / em / i64::from(slot.measured.gaps).max(1);
    let ragged = paragraph.alignment == Alignment::Justify && !slot.last && gap(slot.target) > RAGGED;
    let justified = paragraph.alignment == Alignment::Justify && !slot.last && !ragged;
    let target = if justified || natural > slot.target { slot.target } else { natural };
    let target = if paragraph.alignment == Alignment::Justify { target } else { natural.min(target) };
    let blank = drawn.last().map_or(0, |unit| blank(unit, paragraph.has_plain_marks()));
    let behind = blank.min((natural - target).max(0));
    let plan = Plan::new(drawn, &slot.measured, target + behind);
    let spare = slot.target - target;
    let shift = match paragraph.alignment {
        Alignment::Center => spare / 2,
        Alignment::Right => spare,
        Alignment::Justify | Alignment::Left => 0,
    };
    let mut setter = Setter {
        paragraph,
        units,
        line: Line::default(),
        pen: slot.indent + shift.max(0),
        glyphs: Vec::with_capacity(drawn.len()),
        text: String::with_capacity(drawn.len() * 3),
    };
    let (mut shares, mut gaps) = (Shares::default(), 0);
    for (index, unit) in drawn.iter().enumerate() {
        let mut trims = (0, 0);
        if index == 0 {
            trims.0 += trim_start(unit);
        } else {
            let gap = unit.before - shares.of(GAP_STEP, adjust::gap_shrink(unit.before), plan.taken[GAP_STEP]);
            setter.pen += gap + shares.of(6, adjust::gap_stretch(unit.before), plan.eased);
        }
        if index + 1 == drawn.len() {
            trims.1 += trim_end(unit) + behind;
        }
        if let Some((step, room)) = room(drawn, index) {
            let take = shares.of(step, room, plan.taken[step]);
            // Marks give up the side where they have blank; those with blank on both, both alike.
            let left = match (unit.left - trims.0, (unit.right - trims.1).max(0)) {
                (0, _) => 0,
                (_, 0) => take,
                _ => take / 2,
            };
            trims.0 += left;
            trims.1 += take - left;
        }
        let ease = shares.of(6, adjust::space_stretch(unit), plan.eased);
        setter.unit(unit, trims, ease);
        if unit.gap && index + 1 < drawn.len() {
            setter.pen += plan.each + i64::from(gaps < plan.more);
            gaps += 1;
        }
    }
    setter.close();
    let mut line = setter.line;
    let whole = &units.units[slot.units.clone()];
    let bytes = whole.first().zip(whole.last()).map_or(0..0, |(first, last)| first.start as usize..last.end as usize);
    line.text = bytes;
    line.right = Abs::raw(setter.pen);
    line.gap = gap(if ragged { slot.target } else { target }) as i32;
    line
}

struct Setter<'a> {
    paragraph: &'a Paragraph<'a>,
    units: &'a Units,
    line: Line,
    pen: i64,
    /// Glyphs and text of the last run, which is open: they get their own place when its length is known.
    glyphs: Vec<Glyph>,
    text: String,
}

impl Setter<'_> {
    /// Gives the last run what it consists of.
    fn close(&mut self) {
        if let Some(run) = self.line.runs.last_mut().filter(|_| !self.glyphs.is_empty() || !self.text.is_empty()) {
            run.glyphs = self.glyphs.as_slice().into();
            run.text = self.text.as_str().into();
            self.glyphs.clear();
            self.text.clear();
        }
    }

    /// Places a unit that loses `trims` on its sides and is followed by `ease`.
    fn unit(&mut self, unit: &Unit, trims: (i64, i64), ease: i64) {
        let origin = self.pen - unit.taken - trims.0;
        let advance = unit.width - trims.0 - trims.1;
        self.pen += advance + ease;
        let cells = &self.units.cells[unit.cells.0 as usize..(unit.cells.0 + unit.cells.1) as usize];
        let (text, mark) = match unit.stands {
            Stands::Text => (&self.paragraph.text[unit.start as usize..unit.end as usize], false),
            Stands::Note(note, number) => {
                if !self.line.notes.contains(&note) {
                    self.line.notes.push(note);
                }
                (
                    label(
                        self.paragraph,
                        number,
                        cells.first().zip(cells.last()).map_or(0..0, |(a, b)| a.start as usize..b.end as usize),
                    ),
                    true,
                )
            }
            Stands::Picture(media, height) => {
                let min = Point { x: Abs::raw(origin), y: Abs::raw(-height) };
                let size = Size { width: Abs::raw(advance), height: Abs::raw(height) };
                self.line.objects.push((media, Rect { min, size }));
                return;
            }
        };
        if cells.is_empty() && text.is_empty() {
            return;
        }
        let setting = if mark { Run::MARK } else { unit.setting };
        let asked = self.paragraph.settings.get(unit.setting as usize);
        let raise = asked.map_or(Abs::ZERO, |asked| asked.raise);
        let same = |run: &Run| {
            let look = (run.face, run.setting, run.embolden, run.slant, run.size.units(), run.way);
            look == (unit.face, setting, unit.embolden, unit.slant, unit.em, unit.way)
                && !matches!(unit.way, Way::Combined(_))
                && (!mark || self.text.is_empty())
        };
        if !self.line.runs.last().is_some_and(same) || self.line.objects.last().is_some_and(|(_, rect)| self.after_last(rect)) {
            self.close();
            self.line.runs.push(Run {
                face: unit.face,
                size: Abs::raw(unit.em),
                embolden: unit.embolden,
                slant: unit.slant,
                way: unit.way,
                grey: asked.map_or(0, |asked| asked.grey),
                x: Abs::raw(origin),
                y: -raise,
                width: Abs::ZERO,
                text: String::new(),
                glyphs: Vec::new(),
                setting,
            });
        }
        let Some(run) = self.line.runs.last_mut() else { return };
        let base = match unit.stands {
            Stands::Text => unit.start,
            _ => cells.first().map_or(0, |cell| cell.start),
        };
        let offset = self.text.len() as u32;
        let x = origin - run.x.units();
        let glyph = |cell: &super::unit::Cell| Glyph {
            id: cell.glyph,
            x: Abs::raw(x + cell.x),
            y: Abs::raw(cell.y),
            start: offset + cell.start.saturating_sub(base),
            end: offset + cell.end.saturating_sub(base),
        };
        self.glyphs.extend(cells.iter().map(glyph));
        self.text.push_str(text);
        run.width = Abs::raw(self.pen) - run.x;
    }

    /// Whether a picture stands after the last run.
    fn after_last(&self, rect: &Rect) -> bool {
        self.line.runs.last().is_some_and(|run| rect.min.x >= run.x + run.width)
    }
}

/// A piece of a note's label.
fn label<'a>(paragraph: &'a Paragraph, number: u32, range: Range<usize>) -> &'a str {
    match paragraph.inserts.get(number as usize) {
        Some((_, Insert::NoteMark(_, label))) => label.get(range).unwrap_or_default(),
        _ => "",
    }
}

/// The smallest em of the units, by which gaps are judged.
pub(super) fn em(units: &[Unit]) -> i64 {
    units.iter().filter(|unit| unit.class != Class::Note).map(|unit| unit.em).min().unwrap_or(1).max(1)
}

#[cfg(test)]
mod tests {
    use super::super::fonts::Fonts;
    use super::super::linebreak::Sums;
    use super::super::paragraph::{Region, Widths, tests::plain};
    use super::super::{adjust, itemize};
    use super::*;
    use crate::env::Env;

    #[test]
    fn a_line_that_would_fall_apart_is_left_ragged() {
        let check = |text: &str, ragged: bool| {
            let lines = super::super::paragraph::set(&plain(text, 120.0), &Fonts::new(&Env::for_tests()));
            assert_eq!(lines[0].right < Abs::pt(100.0), ragged, "{text}");
            assert_eq!(i64::from(lines[0].gap) > RAGGED, ragged, "{text}");
        };
        check("渡口 abcdefghijklmnopqrst", true);
        check("渡口两岸人家来往 abcdefghijklmnopqrst", false);
    }

    #[test]
    fn justification_goes_step_by_step() {
        // Something for every step: a word space, an interpunct, brackets, a comma, a gap beside Latin, a full stop.
        let text = "江（水）绕ab cd城·河，两岸。的人";
        let mut units = itemize::itemize(&plain(text, 400.0), &Fonts::new(&Env::for_tests())).units;
        adjust::squeeze(&mut units, Region::Cn, &Widths::default(), false);
        adjust::space(&mut units, 250, 0);
        adjust::gaps(&mut units);
        let line = Sums::new(&units).line(&units, 0, units.len(), false);
        let rooms = Plan::new(&units, &line, line.width - line.shrink).taken;
        assert!(rooms[1..].iter().all(|(part, whole)| part == whole && *part > 0), "{rooms:?}");
        for share in 0..=40 {
            let wanted = line.shrink * share / 40;
            let taken = Plan::new(&units, &line, line.width - wanted).taken;
            assert_eq!(taken.iter().map(|(part, _)| part).sum::<i64>(), wanted);
            // A step begins when those before it have nothing left.
            for (index, _) in taken.iter().enumerate().filter(|(_, (part, _))| *part > 0) {
                assert!((0..index).all(|before| taken[before].0 == rooms[before].0), "{taken:?}");
            }
        }
        let eased = Plan::new(&units, &line, line.width + line.stretch / 2);
        assert_eq!((eased.eased, eased.each), ((line.stretch / 2, line.stretch), 0));
        let wide = Plan::new(&units, &line, line.width + line.stretch + i64::from(line.gaps) * 3);
        assert_eq!((wide.eased, wide.each, wide.more), ((line.stretch, line.stretch), 3, 0));
    }
}
