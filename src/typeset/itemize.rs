//! A paragraph's characters cut into units: each with one face, one setting and its glyphs.

use super::context::{self, Kind};
use super::fonts::{Choice, Fonts, MISSING, Style, Tongue, is_latin, is_mixed};
use super::frame::{FaceId, Way};
use super::paragraph::{Family, Insert, Paragraph, Region, Setting, Vertical};
use super::unit::{Break, Cell, Class, Stands, Unit, Units};
use super::vertical::{self, Latin, Stand};
use super::{prohibition, shape};
use crate::geom::Abs;
use std::ops::Range;

/// Size of a note's mark, in thousandths of the em, and how far it is raised.
const NOTE_SIZE: i64 = 620;
const NOTE_RAISE: i64 = 360;

/// The units of a paragraph, without squeezing and breaks between them. A style of type whose faces lack many of the paragraph's Han
/// is set in 宋 throughout, bold for 黑.
pub(super) fn itemize(paragraph: &Paragraph, fonts: &Fonts) -> Units {
    let units = units(paragraph, fonts);
    let mixed = mixed(paragraph, fonts, &units.units);
    if mixed.is_empty() {
        return units;
    }
    let mut whole = paragraph.clone();
    for setting in whole.settings.iter_mut().filter(|setting| mixed.contains(&setting.family)) {
        setting.bold |= setting.family == Family::Hei;
        setting.family = Family::Song;
    }
    self::units(&whole, fonts)
}

/// The styles of type that would be set in faces of two designs.
fn mixed(paragraph: &Paragraph, fonts: &Fonts, units: &[Unit]) -> Vec<Family> {
    let ends_in_song = |family: &Family| matches!(family, Family::Hei | Family::Kai | Family::Fang);
    let mut families: Vec<Family> = paragraph.settings.iter().map(|setting| setting.family).filter(ends_in_song).collect();
    families.sort();
    families.dedup();
    families.retain(|&family| {
        let of_family = |unit: &&Unit| {
            let setting = paragraph.settings.get(unit.setting as usize);
            unit.class == Class::Solid && setting.is_some_and(|setting| setting.family == family)
        };
        let letters = || units.iter().filter(of_family);
        let other = letters().filter(|unit| fonts.is_song(unit.face)).count();
        is_mixed(letters().count() - other, other)
    });
    families
}

fn units(paragraph: &Paragraph, fonts: &Fonts) -> Units {
    let text = paragraph.text;
    let chars: Vec<(u32, char)> = text.char_indices().map(|(at, c)| (at as u32, c)).collect();
    let tongue = Tongue::of(paragraph.language);
    let cjk = tongue != Tongue::Hans || paragraph.language.is_empty() || paragraph.language.starts_with("zh");
    let kinds = context::kinds(&chars, paragraph.region, cjk && paragraph.region != Region::Kr);
    let mut maker = Maker {
        paragraph,
        fonts,
        tongue,
        made: Units { units: Vec::with_capacity(chars.len() + 4), cells: Vec::with_capacity(chars.len() + 4) },
        fallback: Setting::whole(text, Family::Song, false, Abs::pt(10.5)),
        setting: 0,
        pending: None,
        last: None,
        widest: (paragraph.measure - paragraph.indent.max(paragraph.first_indent)).units(),
    };
    let mut inserts = paragraph.inserts.iter().enumerate().peekable();
    let mut index = 0;
    while index < chars.len() {
        let (start, c) = chars[index];
        maker.advance(start as usize);
        while let Some((number, (_, insert))) = inserts.next_if(|(_, (at, _))| *at <= start as usize) {
            maker.insert(start, number, insert);
        }
        let byte = |index: usize| chars.get(index).map_or(text.len() as u32, |(at, _)| *at);
        match kinds[index] {
            Kind::Invisible => {
                maker.invisible(start, byte(index + 1), c);
                index += 1;
            }
            Kind::Word => {
                let limit = maker.setting().range.end.max(start as usize + 1);
                let limit = inserts.peek().map_or(limit, |(_, (at, _))| limit.min(*at)) as u32;
                let mut end = index + 1;
                while end < chars.len() && kinds[end] == Kind::Word && chars[end].0 < limit {
                    end += 1;
                }
                maker.word(start as usize..byte(end) as usize);
                index = end;
            }
            Kind::Alone(Class::Pair) | Kind::Alone(Class::Connector) if c == '—' || c == '…' || c == '⋯' => {
                let twin = chars.get(index + 1).is_some_and(|(at, other)| {
                    let same = *other == c && kinds[index + 1] == kinds[index];
                    same && (*at as usize) < maker.setting().range.end
                        && inserts.peek().is_none_or(|(_, (to, _))| *to > *at as usize)
                });
                let count = 1 + usize::from(twin);
                let class = if twin { Class::Pair } else { kinds_class(kinds[index]) };
                maker.alone(start, byte(index + count), c, class, count);
                index += count;
            }
            // ！！ and ！？ stand side by side in one em of a vertical line (LB-8).
            Kind::Alone(Class::Period)
                if paragraph.vertical.is_some()
                    && is_exclamation(c)
                    && chars.get(index + 1).is_some_and(|(at, other)| {
                        is_exclamation(*other)
                            && (*at as usize) < maker.setting().range.end
                            && inserts.peek().is_none_or(|(_, (to, _))| *to > *at as usize)
                    })
                    && maker.exclaimed([(start, c), chars[index + 1]], byte(index + 2)) =>
            {
                index += 2;
            }
            Kind::Alone(class) => {
                maker.alone(start, byte(index + 1), c, class, 1);
                index += 1;
            }
        }
    }
    for (number, (_, insert)) in inserts {
        maker.insert(text.len() as u32, number, insert);
    }
    maker.finish()
}

fn is_exclamation(c: char) -> bool {
    matches!(c, '！' | '？')
}

fn kinds_class(kind: Kind) -> Class {
    match kind {
        Kind::Alone(class) => class,
        Kind::Word | Kind::Invisible => Class::Latin,
    }
}

struct Maker<'a> {
    paragraph: &'a Paragraph<'a>,
    fonts: &'a Fonts,
    tongue: Tongue,
    made: Units,
    fallback: Setting,
    setting: usize,
    /// Where invisible characters began that wait for a unit to belong to.
    pending: Option<u32>,
    /// The face of the last character that was looked up with the whole key of the look-up.
    last: Option<(Style, bool, char, Option<Choice>)>,
    widest: i64,
}

impl Maker<'_> {
    /// Moves on to the setting of a byte.
    fn advance(&mut self, byte: usize) {
        while self.paragraph.settings.get(self.setting).is_some_and(|setting| setting.range.end <= byte)
            && self.setting + 1 < self.paragraph.settings.len()
        {
            self.setting += 1;
        }
    }

    fn setting(&self) -> &Setting {
        self.paragraph.settings.get(self.setting).unwrap_or(&self.fallback)
    }

    fn style(&self) -> Style {
        let setting = self.setting();
        Style { family: setting.family, bold: setting.bold, italic: setting.italic, tongue: self.tongue }
    }

    fn choose(&mut self, c: char, latin: bool) -> Option<Choice> {
        let style = self.style();
        match self.last {
            Some((known, known_latin, known_c, choice)) if known == style && known_latin == latin && known_c == c => choice,
            _ => {
                let choice = self.fonts.choose(c, style, latin);
                self.last = Some((style, latin, c, choice));
                choice
            }
        }
    }

    /// Face, glyph and advance in units of the em of a character, or of what stands for it where no face has it.
    fn glyph(&mut self, c: char, latin: bool) -> (Choice, u16, i64, i64) {
        for c in [c, MISSING, ' '] {
            let Some(choice) = self.choose(c, latin) else { continue };
            let Some(loaded) = self.fonts.face(choice.face).loaded() else { continue };
            if let Some(glyph) = loaded.glyph(c) {
                return (choice, glyph, i64::from(loaded.advance(glyph)), i64::from(loaded.units));
            }
        }
        (Choice { face: FaceId(0), embolden: false }, 0, 1, 1)
    }

    fn unit(&mut self, range: (u32, u32), ends: (char, char), class: Class, choice: Choice, first: usize, width: i64) {
        let start = self.pending.take().unwrap_or(range.0);
        if start < range.0
            && let Some(cell) = self.made.cells.get_mut(first)
        {
            cell.start = start;
        }
        let setting = self.setting();
        let em = setting.size.units();
        let (before, after) = match class {
            Class::Solid | Class::Follower | Class::Hangul | Class::Latin => {
                (setting.around.0.units(), setting.around.1.units())
            }
            _ => (0, 0),
        };
        self.made.cells[first..].iter_mut().for_each(|cell| cell.x += before);
        self.made.units.push(Unit {
            start,
            end: range.1,
            first: ends.0,
            last: ends.1,
            class,
            setting: self.setting as u32,
            face: choice.face,
            embolden: choice.embolden,
            slant: false,
            way: if self.paragraph.vertical.is_some() { Way::Turned } else { Way::Across },
            em,
            stands: Stands::Text,
            cells: (first as u32, (self.made.cells.len() - first) as u32),
            width: before + width + after,
            taken: 0,
            left: 0,
            right: 0,
            at_start: 0,
            at_end: 0,
            before: 0,
            gap: false,
            after: Break::Never,
        });
    }

    /// A character cell, or two of the same character.
    fn alone(&mut self, start: u32, end: u32, c: char, class: Class, count: usize) {
        let em = self.setting().size.units();
        if class.is_white() {
            self.flush(start);
        }
        let first = self.made.cells.len();
        if class == Class::Newline {
            let choice = Choice { face: FaceId(0), embolden: false };
            return self.unit((start, end), (c, c), class, choice, first, 0);
        }
        if let Some(vertical) = self.paragraph.vertical.filter(|_| !class.is_white()) {
            return self.alone_upright(start, end, c, class, count, vertical);
        }
        let (choice, glyph, advance, units) = match class {
            Class::Blank | Class::Space => self.glyph(' ', class == Class::Space),
            _ => self.glyph(c, false),
        };
        let advance = match (class, c) {
            (Class::Blank, _) | (_, '\t') => em,
            (Class::Space, _) => {
                let latin = self.paragraph.widths.latin;
                em * (advance * latin - units * (latin - 1000)) / units / 1000
            }
            _ if advance == units => em,
            _ => em * advance / units,
        };
        let length = (end - start) / count as u32;
        for number in 0..count {
            let from = start + number as u32 * length;
            self.made.cells.push(Cell { glyph, x: number as i64 * advance, y: 0, start: from, end: from + length });
        }
        // The indent of program text stays at the edge of its line, as U+3000 does.
        let before = || self.paragraph.text[..start as usize].chars().next_back().is_none_or(|c| c == '\n');
        let class = match class {
            Class::Space if self.setting().family == Family::Mono && before() => Class::Blank,
            class => class,
        };
        self.unit((start, end), (c, c), class, choice, first, advance * count as i64);
    }

    /// The same in a vertical line.
    fn alone_upright(&mut self, start: u32, end: u32, c: char, class: Class, count: usize, vertical: Vertical) {
        let em = self.setting().size.units();
        let first = self.made.cells.len();
        let drawn = vertical::quote(c, self.paragraph.region, vertical.quotes);
        let (choice, plain, advance, units) = self.glyph(drawn, false);
        let stand = vertical::stand(drawn);
        // Most characters have one form for all lines. Of dashes the vertical form leaves white at its ends, and the other one turned
        // does not: the halves of —— join (PW-11).
        let common = matches!(class, Class::Solid | Class::Hangul) && stand == Stand::Upright || drawn == '—';
        let glyph = match self.fonts.face(choice.face).loaded() {
            Some(loaded) if !common => shape::upright(loaded, drawn, plain),
            _ => plain,
        };
        let turned = stand == Stand::Turned && glyph == plain;
        let width = em * advance / units.max(1);
        let step = if turned { width } else { em };
        let (x, y) = match stand {
            _ if turned => (0, 0),
            // From the lower left to the upper right.
            Stand::Corner if glyph == plain && matches!(self.paragraph.region, Region::Cn | Region::Jp) => {
                (-em * 55 / 100, -em * 55 / 100)
            }
            // In the middle of the column, where the glyph is narrower than that.
            _ if glyph == plain => (0, -(em - width) / 2),
            _ => (0, 0),
        };
        let length = (end - start) / count as u32;
        for number in 0..count {
            let from = start + number as u32 * length;
            self.made.cells.push(Cell { glyph, x: x + number as i64 * step, y, start: from, end: from + length });
        }
        self.unit((start, end), (c, c), class, choice, first, step * count as i64);
        if let Some(unit) = self.made.units.last_mut().filter(|_| !turned) {
            unit.way = Way::Upright;
        }
    }

    /// Two marks of exclamation beside each other in one em of a vertical line; not where two faces have them. Their ink takes half an
    /// em: the left one on the mainland, the middle elsewhere.
    fn exclaimed(&mut self, marks: [(u32, char); 2], end: u32) -> bool {
        let em = self.setting().size.units();
        let [(one, a, _, _), (other, b, _, _)] = marks.map(|(_, c)| self.glyph(c, false));
        if one.face != other.face {
            return false;
        }
        let first = self.made.cells.len();
        let left = if self.paragraph.region == Region::Cn { 0 } else { -em / 4 };
        let [(start, c), (middle, d)] = marks;
        self.made.cells.push(Cell { glyph: a, x: left, y: 0, start, end: middle });
        self.made.cells.push(Cell { glyph: b, x: left + em / 2, y: 0, start: middle, end });
        self.unit((start, end), (c, d), Class::Period, one, first, em);
        if let Some(unit) = self.made.units.last_mut() {
            unit.way = Way::Combined(1000);
        }
        true
    }

    /// A letter upright in a vertical line, or figures side by side in one em.
    fn combined(&mut self, range: Range<usize>, upright: bool) {
        let text = &self.paragraph.text[range.clone()];
        let em = self.setting().size.units();
        let first = self.made.cells.len();
        let Some(choice) = text.chars().next().and_then(|c| self.choose(c, true)) else { return };
        let Some(loaded) = self.fonts.face(choice.face).loaded() else { return };
        let mut pen = 0;
        for (at, c) in text.char_indices() {
            let glyph = loaded.glyph(c).unwrap_or(0);
            let (advance, units) = (i64::from(loaded.advance(glyph)), i64::from(loaded.units));
            let from = (range.start + at) as u32;
            self.made.cells.push(Cell { glyph, x: pen, y: 0, start: from, end: from + c.len_utf8() as u32 });
            pen += em * advance / units.max(1);
        }
        let share = if pen > em { (em * 1000 / pen) as u16 } else { 1000 };
        let spare = (em - pen).max(0) / 2;
        for cell in &mut self.made.cells[first..] {
            if upright {
                cell.y = -spare;
            } else {
                cell.x += spare;
            }
        }
        let ends = (text.chars().next().unwrap_or(' '), text.chars().next_back().unwrap_or(' '));
        let bytes = (range.start as u32, range.end as u32);
        self.unit(bytes, ends, Class::Sign, choice, first, em);
        if let Some(unit) = self.made.units.last_mut() {
            unit.way = if upright { Way::Upright } else { Way::Combined(share) };
        }
    }

    /// Whether one face has all characters of a word.
    fn in_one_face(&mut self, text: &str) -> bool {
        let Some(choice) = text.chars().next().and_then(|c| self.choose(c, true)) else { return false };
        text.chars().all(|c| self.has(choice, c)) && self.fonts.face(choice.face).loaded().is_some()
    }

    /// Characters without ink belong to the unit before them, or wait for one.
    fn invisible(&mut self, start: u32, end: u32, c: char) {
        match self.made.units.last_mut() {
            Some(unit) if !unit.class.is_white() && unit.stands == Stands::Text && unit.end == start => {
                unit.end = end;
                // The cluster that ends the unit takes the character in.
                let cells = &mut self.made.cells[unit.cells.0 as usize..];
                if let Some(cell) = cells.iter_mut().rev().find(|cell| cell.end == start && cell.start < cell.end) {
                    cell.end = end;
                }
                if c == '\u{200b}' {
                    unit.after = Break::Free;
                }
            }
            _ => _ = self.pending.get_or_insert(start),
        }
    }

    /// A stretch without spaces, cut where faces change and where it may be broken.
    fn word(&mut self, range: Range<usize>) {
        let text = &self.paragraph.text[range.clone()];
        if let Some(Vertical { combine, .. }) = self.paragraph.vertical {
            match vertical::latin(text, combine) {
                Latin::Turned => {}
                _ if vertical::is_beside_words(self.paragraph.text, &range) => {}
                other if self.in_one_face(text) => return self.combined(range, other == Latin::Upright),
                _ => {}
            }
        }
        let breaks = prohibition::inside(text, self.paragraph.widths.filled);
        let mut next_break = breaks.iter().peekable();
        let mut from = 0;
        let mut face: Option<Option<Choice>> = None;
        let mut marks = 0;
        for (at, c) in text.char_indices().chain([(text.len(), '\0')]) {
            let latin = is_latin(c) || !c.is_alphabetic();
            let choice = match face {
                _ if at == text.len() => None,
                Some(Some(last)) if is_mark(c) && self.has(last, c) => face,
                _ if matches!(c, '“' | '”' | '‘' | '’' | '…' | '·') => Some(self.narrow(c)),
                _ => Some(self.choose(c, latin)),
            };
            let cut = next_break.next_if(|(offset, _)| *offset <= at);
            marks = if is_mark(c) { marks + 1 } else { 0 };
            if at > from && (choice != face || cut.is_some() || marks > MARKS) {
                marks = 0;
                self.piece(range.start + from, &text[from..at], face.flatten());
                if let (Some(unit), Some((_, kind))) = (self.made.units.last_mut(), cut) {
                    unit.after = *kind;
                }
                from = at;
            }
            face = choice;
        }
    }

    /// The face of a shared mark in Latin words: Chinese faces have it as wide as a letter of theirs, so it is taken from a Latin
    /// face beside (PW-10).
    fn narrow(&mut self, c: char) -> Option<Choice> {
        let own = self.choose(c, true)?;
        let is_narrow = |choice: Choice| {
            let loaded = self.fonts.face(choice.face).loaded()?;
            Some(c != '…' && loaded.advance(loaded.glyph(c)?) * 4 < loaded.units * 3)
        };
        if is_narrow(own) == Some(true) {
            return Some(own);
        }
        // Beside 楷 the set's Latin stands by itself.
        let style = Style { family: Family::Kai, ..self.style() };
        self.fonts.choose(c, style, true).filter(|&other| c == '…' || is_narrow(other) == Some(true)).or(Some(own))
    }

    fn has(&self, choice: Choice, c: char) -> bool {
        self.fonts.face(choice.face).loaded().is_some_and(|loaded| loaded.glyph(c).is_some())
    }

    /// A piece of a word in one face.
    fn piece(&mut self, start: usize, text: &str, choice: Option<Choice>) {
        let ends = (text.chars().next().unwrap_or(' '), text.chars().next_back().unwrap_or(' '));
        let em = self.setting().size.units();
        let loaded = choice.and_then(|choice| Some((choice, self.fonts.face(choice.face).loaded()?)));
        let Some((choice, loaded)) = loaded else {
            for (at, c) in text.char_indices() {
                let from = (start + at) as u32;
                self.alone(from, from + c.len_utf8() as u32, c, Class::Sign, 1);
            }
            return;
        };
        let glyphs = shape::word(self.fonts, choice.face, loaded, text);
        let units = i64::from(loaded.units);
        let latin = self.paragraph.widths.latin;
        // What does not move the pen stands on what does.
        let advance = |glyph: &super::fonts::Shaped| match i64::from(glyph.advance) {
            0 => 0,
            own => (own * latin - units * (latin - 1000)) / 1000,
        };
        let total: i64 = glyphs.iter().map(advance).sum();
        let whole = em * total / units <= self.widest;
        // Where each glyph's cluster ends: where the next cluster begins.
        let mut ends_of = vec![text.len() as u32; glyphs.len()];
        for index in (1..glyphs.len()).rev() {
            let same = glyphs[index - 1].cluster == glyphs[index].cluster;
            ends_of[index - 1] = if same { ends_of[index] } else { glyphs[index].cluster };
        }
        let mut first = self.made.cells.len();
        let mut pen = 0;
        let slant = self.setting().italic && !self.fonts.face(choice.face).italic;
        for (index, glyph) in glyphs.iter().enumerate() {
            let previous = index.checked_sub(1).map(|before| glyphs[before].cluster);
            let end = ends_of[index];
            let starts = previous != Some(glyph.cluster);
            if starts && !whole && self.made.cells.len() > first {
                let begun = self.made.cells[first].start as usize - start;
                let end = glyph.cluster as usize;
                self.part(start, text, begun..end, choice, first, em * pen / units, slant);
                if let (Some(unit), Some(next)) = (self.made.units.last_mut(), text[end..].chars().next())
                    && prohibition::inside_token(unit.last, next)
                {
                    unit.after = Break::Dear;
                }
                first = self.made.cells.len();
                pen = 0;
            }
            let (x, y) = (em * (pen + i64::from(glyph.x)) / units, -em * i64::from(glyph.y) / units);
            let base = start as u32;
            let (from, to) = if starts { (base + glyph.cluster, base + end) } else { (base + end, base + end) };
            self.made.cells.push(Cell { glyph: glyph.glyph, x, y, start: from, end: to });
            pen += advance(glyph);
        }
        let begun = self.made.cells.get(first).map_or(0, |cell| cell.start as usize - start);
        self.part(start, text, begun..text.len(), choice, first, em * pen / units, slant);
        if let Some(unit) = self.made.units.last_mut() {
            (unit.first, unit.last) = (if whole { ends.0 } else { unit.first }, ends.1);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one unit")]
    fn part(&mut self, start: usize, text: &str, range: Range<usize>, choice: Choice, first: usize, width: i64, slant: bool) {
        let piece = text.get(range.clone()).unwrap_or_default();
        let ends = (piece.chars().next().unwrap_or(' '), piece.chars().next_back().unwrap_or(' '));
        let bytes = ((start + range.start) as u32, (start + range.end) as u32);
        self.unit(bytes, ends, Class::Latin, choice, first, width);
        if let Some(unit) = self.made.units.last_mut() {
            unit.slant = slant;
        }
    }

    fn insert(&mut self, at: u32, number: usize, insert: &Insert) {
        let first = self.made.cells.len();
        let em = self.setting().size.units();
        let waiting = self.pending.take();
        match insert {
            Insert::NoteMark(note, label) => {
                let size = em * NOTE_SIZE / 1000;
                let mut units: Vec<(Choice, usize, i64)> = Vec::new();
                let (mut pen, mut from) = (0, first);
                let mut face = None;
                for (offset, c) in label.char_indices() {
                    let (choice, glyph, advance, per_em) = self.glyph(c, is_latin(c));
                    if face.is_some_and(|known| known != choice) {
                        units.extend(face.map(|known| (known, from, pen)));
                        (pen, from) = (0, self.made.cells.len());
                    }
                    face = Some(choice);
                    let (start, end) = (offset as u32, (offset + c.len_utf8()) as u32);
                    self.made.cells.push(Cell { glyph, x: pen, y: -em * NOTE_RAISE / 1000, start, end });
                    pen += size * advance / per_em;
                }
                units.extend(face.map(|known| (known, from, pen)));
                for (index, &(choice, from, width)) in units.iter().enumerate() {
                    let to = units.get(index + 1).map_or(self.made.cells.len(), |next| next.1);
                    self.unit((at, at), (' ', ' '), Class::Note, choice, from, width);
                    if let Some(unit) = self.made.units.last_mut() {
                        unit.cells.1 = (to - from) as u32;
                        unit.em = size;
                        unit.stands = Stands::Note(*note, number as u32);
                        if self.paragraph.vertical.is_some() {
                            unit.way = Way::Upright;
                        }
                    }
                }
            }
            Insert::Picture(media, width, height) => {
                let choice = Choice { face: FaceId(0), embolden: false };
                self.unit((at, at), (' ', ' '), Class::Object, choice, first, width.units());
                if let Some(unit) = self.made.units.last_mut() {
                    unit.stands = Stands::Picture(*media, height.units());
                }
            }
        }
        self.pending = waiting;
    }

    /// Gives waiting invisible characters a unit of their own where white space or the end follows, which is not drawn.
    fn flush(&mut self, end: u32) {
        if let Some(start) = self.pending.take() {
            let (choice, glyph, ..) = self.glyph(' ', true);
            let first = self.made.cells.len();
            self.made.cells.push(Cell { glyph, x: 0, y: 0, start, end });
            self.unit((start, end), (' ', ' '), Class::Latin, choice, first, 0);
        }
    }

    fn finish(mut self) -> Units {
        self.flush(self.paragraph.text.len() as u32);
        self.made
    }
}

/// A cluster has no more combining marks in text that may be streamed (UAX #15, 13); each glyph of a cluster stands for all of it.
const MARKS: usize = 30;

/// A combining mark stays in the face of its letter.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{3099}' | '\u{309a}' | '\u{fe20}'..='\u{fe2f}')
}
