//! Slabs → columns → pages.
//!
//! A column takes slabs while they and the notes they refer to fit, and goes back to the last place where it may be cut
//! (HD-2, PA-4). Columns before a break are balanced: the lowest height in whole lines at which everything fits (PG-6).
//! Every slab is looked at a bounded number of times, so the work grows with the text.

use super::fonts::Fonts;
use super::frame::{Item, Place};
use super::note::{Marks, Notes};
use super::slab::{Heading, Slab, as_artifacts, shift, stack, up_to_grid};
use super::style::Style;
use crate::geom::{Abs, Point, Rect, Size};
use crate::model::NoteId;
use std::collections::VecDeque;
use std::sync::Arc;

/// A stretch of the document that is laid out by itself.
#[derive(Default)]
pub struct Section {
    /// Whether it begins on a new page.
    pub new_page: bool,
    /// Whether a rule parts it from what stands above.
    pub ruled: bool,
    /// What stands across all columns above the flow.
    pub across: Vec<Slab>,
    /// What the columns are filled with.
    pub flow: Vec<Slab>,
    /// Whether its first page bears no folio.
    pub bare: bool,
    /// What stands at the foot of its last page.
    pub foot: Option<Foot>,
}

/// What stands at the foot of a page.
pub struct Foot {
    /// What it is.
    pub slab: Slab,
    /// How far below the top of the type area it ends.
    pub end: Abs,
    /// Whether its page is an even one, after a blank page if need be.
    pub even: bool,
}

/// A page before heads and folios are put on.
#[derive(Default)]
pub struct Sheet {
    /// What stands on it, from the upper left corner of the type area.
    pub items: Vec<Item>,
    /// Headings that begin on it, with their place in the type area.
    pub headings: Vec<(Arc<Heading>, Point)>,
    /// What its loosest line adds to each gap, in thousandths of an em, where that is too much.
    pub loose: u32,
    /// Whether it opens a chapter: it bears no head.
    pub opening: bool,
    /// Whether it is a title page: it bears neither head nor folio.
    pub bare: bool,
}

/// Fills pages.
pub struct Paginator<'a> {
    style: &'a Style,
    notes: Notes,
    marks: Marks<'a>,
    sheets: Vec<Sheet>,
    /// How much of the last page is taken, in whole lines.
    cursor: Abs,
    /// Numbers given to notes on the last page.
    numbers: u32,
    /// Lines of notes that had no room on their page.
    carried: VecDeque<Slab>,
    /// No more pages than this.
    limit: usize,
}

/// White between the text and the rule above notes, the rule and the notes, in em of the body.
const NOTE_GAP: i64 = 1;

impl<'a> Paginator<'a> {
    /// No page yet.
    pub fn new(style: &'a Style, fonts: &'a Fonts, notes: Notes, limit: usize) -> Paginator<'a> {
        Paginator {
            style,
            notes,
            marks: Marks::new(fonts, style),
            sheets: Vec::new(),
            cursor: Abs::ZERO,
            numbers: 0,
            carried: VecDeque::new(),
            limit,
        }
    }

    /// Lays out the sections, in order, and what is left of the notes; gives back the pages, and whether the limit cut them.
    pub fn run(mut self, sections: Vec<Section>) -> (Vec<Sheet>, bool) {
        for section in sections {
            self.section(section);
        }
        let left: Vec<NoteId> = (0..self.notes.placed.len() as u32).map(NoteId).filter(|&id| self.notes.waits(id)).collect();
        let endnotes = super::note::leftover(&mut self.notes, &left);
        if !endnotes.is_empty() {
            let mut flow = endnotes;
            flow[0].space = self.style.pitch;
            self.section(Section { flow, ..Section::default() });
        }
        while !self.carried.is_empty() && !self.full() {
            self.new_page();
            self.place_notes(Vec::new(), Abs::ZERO, self.height(), Abs::ZERO);
        }
        let cut = self.full();
        (self.sheets, cut)
    }

    fn height(&self) -> Abs {
        self.style.pitch * self.style.lines
    }

    fn full(&self) -> bool {
        self.sheets.len() > self.limit
    }

    fn new_page(&mut self) {
        self.sheets.push(Sheet::default());
        self.cursor = Abs::ZERO;
        self.numbers = 0;
    }

    fn section(&mut self, section: Section) {
        let Section { new_page, ruled, across, flow, bare, foot } = section;
        let begin = self.sheets.is_empty() || new_page && self.cursor > Abs::ZERO;
        if begin {
            self.new_page();
        }
        if new_page && self.style.recto && !self.style.is_recto(self.sheets.len() - 1) {
            // Notes that had no room on their page have it here.
            if !self.carried.is_empty() {
                self.place_notes(Vec::new(), Abs::ZERO, self.height(), Abs::ZERO);
            }
            self.new_page();
        }
        if new_page && let Some(sheet) = self.sheets.last_mut() {
            sheet.opening = true;
        }
        if bare && let Some(sheet) = self.sheets.last_mut() {
            sheet.bare = true;
        }
        if across.is_empty() && ruled && self.cursor > Abs::ZERO {
            if self.height() - self.cursor < self.style.pitch * 6 {
                self.new_page();
            } else {
                self.rule_across();
            }
        }
        if !across.is_empty() {
            let room = self.height() - self.cursor;
            let need = stack(&across, self.style.pitch) + self.style.pitch * if ruled { 6 } else { 4 };
            if self.cursor > Abs::ZERO && need > room {
                self.new_page();
            }
            if ruled && self.cursor > Abs::ZERO {
                self.rule_across();
            }
            self.pour(across, 1);
        }
        self.pour(flow, self.style.columns);
        if let Some(foot) = foot {
            self.stand(foot);
        }
    }

    /// Puts a slab at the foot of the last page, or of a new one where it would come too near to the text: half a line parts them.
    /// Behind a blank page it bears no folio (GW-30).
    fn stand(&mut self, Foot { slab, end, even }: Foot) {
        let top = end - slab.height;
        let ink = self.cursor - (self.style.pitch - self.style.size);
        let text = self.sheets.len();
        if self.cursor > Abs::ZERO && ink + self.style.size / 2 > top {
            self.new_page();
        }
        if even && !self.sheets.len().is_multiple_of(2) {
            self.new_page();
        }
        if self.sheets.len() > text + 1
            && let Some(sheet) = self.sheets.last_mut()
        {
            sheet.bare = true;
        }
        self.emit(slab.items, Point { x: Abs::ZERO, y: top });
        self.cursor = self.height();
    }

    /// A hairline across all columns, in the middle of two lines.
    fn rule_across(&mut self) {
        let style = self.style;
        let area = style.flow();
        let y = self.cursor + style.pitch - (style.pitch - style.size) / 2;
        let rect = Rect { min: Point { x: Abs::ZERO, y }, size: Size { width: area.width, height: style.size.scale(5, 100) } };
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.items.push(Item::Rule { rect, grey: 90 });
        }
        self.cursor += style.pitch * 2;
    }

    /// Hairlines between columns that reach down to `height`.
    fn rule_between(&mut self, columns: i64, height: Abs) {
        let style = self.style;
        let height = height - (style.pitch - style.size);
        let Some(sheet) = self.sheets.last_mut().filter(|_| height > style.pitch) else { return };
        for column in 1..columns {
            let min = Point { x: style.column_x(column) - style.gap() / 2, y: self.cursor };
            let rect = Rect { min, size: Size { width: style.size.scale(3, 100), height } };
            sheet.items.push(Item::Rule { rect, grey: 140 });
        }
    }

    /// Fills columns with slabs, page after page.
    fn pour(&mut self, mut slabs: Vec<Slab>, columns: i64) {
        let mut at = 0;
        while at < slabs.len() && !self.full() {
            let room = self.height() - self.cursor;
            if room < self.style.pitch * 2 && self.cursor > Abs::ZERO {
                self.new_page();
                continue;
            }
            let start = at;
            let fresh = self.cursor == Abs::ZERO;
            let height = if columns > 1 && self.style.balances() {
                self.balanced(&slabs, at, room, columns).unwrap_or(room)
            } else {
                room
            };
            let mut lowest = Abs::ZERO;
            for column in 0..columns {
                let top = self.cursor > Abs::ZERO && columns == 1;
                let end = self.fill(&slabs, at, height, fresh, top);
                if end == at {
                    continue;
                }
                let parted = end < slabs.len();
                if let Some(last) = slabs.get_mut(end - 1).filter(|_| parted) {
                    last.items.extend(last.close.take());
                }
                let x = if columns > 1 { self.style.column_x(column) } else { Abs::ZERO };
                lowest = lowest.max(self.place(&mut slabs[at..end], x, height, top));
                at = end;
                if at == slabs.len() {
                    break;
                }
            }
            if columns > 1 && self.style.rules {
                self.rule_between(columns, lowest);
            }
            self.cursor += up_to_grid(lowest, self.style.pitch);
            if at < slabs.len() || at == start {
                self.new_page();
            }
        }
    }

    /// The lowest height at which the slabs from `at` on fit into the columns; `None` where they need more than there is.
    fn balanced(&self, slabs: &[Slab], at: usize, room: Abs, columns: i64) -> Option<Abs> {
        let mut total = Abs::ZERO;
        for slab in &slabs[at..] {
            total += slab.extent();
            if total > room * columns {
                return None;
            }
        }
        let mut height = up_to_grid(total / columns, self.style.pitch).max(self.style.pitch);
        // White at the tops of columns goes, so one line less may do.
        height = (height - self.style.pitch).max(self.style.pitch);
        while height <= room {
            let mut next = at;
            for _ in 0..columns {
                next = self.fill(slabs, next, height, false, false);
            }
            if next == slabs.len() {
                return Some(height);
            }
            height += self.style.pitch;
        }
        None
    }

    /// How many slabs, from `from` on, a column of this height takes: the index after the last. `fresh` columns take at least
    /// one; in others nothing may fit. `top` says that white above the first slab stays.
    fn fill(&self, slabs: &[Slab], from: usize, room: Abs, fresh: bool, top: bool) -> usize {
        let pitch = self.style.pitch;
        let mut y = Abs::ZERO;
        let mut notes: Abs = self.carried.iter().map(Slab::extent).sum();
        let mut end = from;
        let Some(first) = slabs.get(from) else { return from };
        if let Some(again) = &first.again {
            y += stack(again, pitch);
        }
        for (index, slab) in slabs.iter().enumerate().skip(from) {
            if index > from || slab.sink || top {
                y += slab.space;
            }
            let waiting = || slab.notes.iter().filter(|&&id| self.notes.waits(id));
            let whole: Abs = waiting().map(|&id| self.notes.height(id)).sum();
            let start: Abs = waiting().map(|&id| self.notes.start(id)).sum();
            let white = if slab.solid { self.style.pitch - self.style.size } else { Abs::ZERO };
            if y + slab.height + white + self.note_room(notes + whole) > room {
                // A note too long for the page begins on it and goes on with the next.
                if whole > Abs::ZERO && whole > room / 4 && y + slab.height + self.note_room(notes + start) <= room {
                    end = index + 1;
                }
                break;
            }
            notes += whole;
            y += slab.height;
            if slab.snap {
                y = up_to_grid(y, pitch);
            }
            end = index + 1;
        }
        if end == slabs.len() {
            return end;
        }
        let mut cut = end;
        while cut > from && slabs[cut - 1].glue {
            cut -= 1;
        }
        match (cut > from, fresh) {
            (true, _) => cut,
            (false, true) => end.max(from + 1),
            (false, false) => from,
        }
    }

    /// What notes of this height take from a column.
    fn note_room(&self, height: Abs) -> Abs {
        if height == Abs::ZERO {
            return Abs::ZERO;
        }
        let leading = self.notes.style.pitch - self.notes.style.size;
        height - leading + (self.style.pitch - self.style.size) + self.style.size * NOTE_GAP
    }

    /// Puts slabs into the column at `x` of the last page, and gives back how far down they reach.
    fn place(&mut self, slabs: &mut [Slab], x: Abs, room: Abs, top: bool) -> Abs {
        let pitch = self.style.pitch;
        let mut y = Abs::ZERO;
        let mut queue: Vec<(NoteId, u32)> = Vec::new();
        let page = self.sheets.len() - 1;
        let again = slabs.first().and_then(|slab| slab.again.clone());
        for slab in again.iter().flat_map(|slabs| slabs.iter()) {
            let mut items = slab.items.clone();
            as_artifacts(&mut items);
            self.emit(items, Point { x, y: self.cursor + y });
            y += slab.height;
        }
        for (index, slab) in slabs.iter_mut().enumerate() {
            if index > 0 || slab.sink || top {
                y += slab.space;
            }
            let mut numbers = Vec::new();
            for id in std::mem::take(&mut slab.notes) {
                let known = self.notes.placed.get(id.0 as usize).copied().flatten();
                let number = match known {
                    Some((_, number)) => number,
                    None => {
                        self.numbers += 1;
                        if let Some(placed) = self.notes.placed.get_mut(id.0 as usize) {
                            *placed = Some((page, self.numbers));
                            queue.push((id, self.numbers));
                        }
                        self.numbers
                    }
                };
                numbers.push(number);
            }
            if let Some(sheet) = self.sheets.last_mut() {
                sheet.loose = sheet.loose.max(slab.loose);
            }
            let mut items = std::mem::take(&mut slab.items);
            if !numbers.is_empty() {
                self.marks.number(&mut items, &numbers);
            }
            if let (Some(heading), Some(sheet)) = (slab.heading.take(), self.sheets.last_mut()) {
                sheet.headings.push((heading, Point { x, y: self.cursor + y }));
            }
            self.emit(items, Point { x, y: self.cursor + y });
            y += slab.height;
            if slab.snap {
                y = up_to_grid(y, pitch);
            }
        }
        if queue.is_empty() && self.carried.is_empty() {
            return y;
        }
        let size = self.notes.style.size;
        let mut lines = Vec::new();
        for (id, number) in queue {
            let mut slabs = self.notes.slabs.get_mut(id.0 as usize).map(std::mem::take).unwrap_or_default();
            let tag = self.notes.tags.get(id.0 as usize);
            self.marks.lead(&mut slabs, number, size, tag);
            lines.extend(slabs);
        }
        self.place_notes(lines, x, room, y)
    }

    /// Puts lines of notes at the foot of a column whose text ends at `used`; what has no room is carried on.
    fn place_notes(&mut self, lines: Vec<Slab>, x: Abs, room: Abs, used: Abs) -> Abs {
        self.carried.extend(lines);
        let mut height = Abs::ZERO;
        let mut count = 0;
        for slab in &self.carried {
            let taller = height + slab.extent();
            if used + self.note_room(taller) > room && (count > 0 || used > Abs::ZERO) {
                break;
            }
            height = taller;
            count += 1;
        }
        let style = self.style;
        let leading = self.notes.style.pitch - self.notes.style.size;
        let mut y = room - (style.pitch - style.size) - (height - leading);
        let rule = Rect {
            min: Point { x, y: self.cursor + y - style.size.scale(6, 10) },
            size: Size { width: style.measure() / 3, height: style.size.scale(4, 100) },
        };
        if count > 0
            && let Some(sheet) = self.sheets.last_mut()
        {
            sheet.items.push(Item::Rule { rect: rule, grey: 0 });
        }
        for _ in 0..count {
            let Some(slab) = self.carried.pop_front() else { break };
            y += slab.space;
            let below = y + slab.height;
            self.emit(slab.items, Point { x, y: self.cursor + y });
            y = below;
        }
        room
    }

    fn emit(&mut self, mut items: Vec<Item>, by: Point) {
        shift(&mut items, by);
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.items.append(&mut items);
        }
    }
}

/// The place of a point of the type area on a page.
pub fn place_on(style: &Style, page: usize, at: Point) -> Place {
    Place { page: page as u32, at: style.on_page(page, at) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::env::Env;

    /// Lays out slabs of one line each; `+` after a letter glues it to the next. Columns are parted by `|`, pages by `/`.
    fn check(lines: i64, columns: i64, slabs: &str, expected: &str) {
        let mut style = Style::named("a5").expect("a preset");
        (style.lines, style.columns) = (lines, columns);
        let fonts = Fonts::new(&Env::for_tests());
        let slabs: Vec<Slab> = slabs
            .split(' ')
            .map(|name| {
                let heading = Heading { title: name.trim_end_matches('+').to_owned(), rank: 1 };
                Slab {
                    height: style.pitch,
                    snap: true,
                    glue: name.ends_with('+'),
                    heading: Some(Arc::new(heading)),
                    ..Slab::default()
                }
            })
            .collect();
        let paginator = Paginator::new(&style, &fonts, Notes::none(&style), 100);
        let (sheets, _) = paginator.run(vec![Section { flow: slabs, ..Section::default() }]);
        let pages: Vec<String> = sheets
            .iter()
            .map(|sheet| {
                let mut page = String::new();
                let mut x = Abs::ZERO;
                for (heading, at) in &sheet.headings {
                    if at.x != x {
                        page.push('|');
                        x = at.x;
                    }
                    page.push_str(&heading.title);
                }
                page
            })
            .collect();
        assert_eq!(pages.join("/"), expected);
    }

    #[test]
    fn columns_take_what_fits_and_cut_where_they_may() {
        check(3, 1, "a b c d", "abc/d");
        check(3, 1, "a b c+ d", "ab/cd");
        check(3, 1, "a b+ c+ d", "a/bcd");
        check(3, 1, "a+ b+ c+ d+ e", "abc/de");
    }

    #[test]
    fn chapters_open_right_pages_where_that_is_asked_for() {
        let chapters = |recto: bool| {
            let mut style = Style::named("a5").expect("a preset");
            style.recto = recto;
            let fonts = Fonts::new(&Env::for_tests());
            let slab = || Slab { height: style.pitch, snap: true, items: vec![Item::Tag(None)], ..Slab::default() };
            let section =
                |lines: i64| Section { new_page: true, flow: (0..lines).map(|_| slab()).collect(), ..Section::default() };
            let sections = [1, style.lines + 1, 1].map(section);
            let (sheets, _) = Paginator::new(&style, &fonts, Notes::none(&style), 100).run(sections.into());
            sheets
                .iter()
                .map(|sheet| {
                    if sheet.opening {
                        'o'
                    } else if sheet.items.is_empty() {
                        '-'
                    } else {
                        't'
                    }
                })
                .collect::<String>()
        };
        assert_eq!(chapters(false), "ooto");
        assert_eq!(chapters(true), "o-oto");
    }

    #[test]
    fn columns_before_a_break_are_balanced() {
        check(9, 2, "a b c d e f g", "abcd|efg");
        check(9, 3, "a b c d e f g", "abc|def|g");
        check(3, 2, "a b c d e f g h", "abc|def/g|h");
    }
}
