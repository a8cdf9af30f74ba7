//! Breaks lines where the next character does not fit: unshaped, for want of the paragraph engine.

use super::fonts::{Choice, Fonts, MISSING, Style, Tongue, is_latin};
use super::frame::{FaceId, Glyph, Line, Run};
use super::paragraph::{Alignment, Insert, Lines, Paragraph, Setting};
use crate::geom::Abs;
use crate::text::clreq;

struct Setter<'a> {
    paragraph: &'a Paragraph<'a>,
    fonts: &'a Fonts,
    line: Line,
    run: Option<Run>,
    x: Abs,
    lines: Lines,
}

/// Sets a paragraph.
pub fn set(paragraph: &Paragraph<'_>, fonts: &Fonts) -> Lines {
    let x = paragraph.first_indent;
    let mut setter = Setter { paragraph, fonts, line: Line::default(), run: None, x, lines: Vec::new() };
    let mut inserts = paragraph.inserts.iter().peekable();
    for (index, setting) in paragraph.settings.iter().enumerate() {
        for (offset, c) in paragraph.text.get(setting.range.clone()).unwrap_or_default().char_indices() {
            let at = setting.range.start + offset;
            while let Some((_, insert)) = inserts.next_if(|(place, _)| *place <= at) {
                setter.insert(insert, setting);
            }
            setter.character(c, setting, index as u32);
        }
    }
    if let Some(setting) = paragraph.settings.last() {
        inserts.for_each(|(_, insert)| setter.insert(insert, setting));
    }
    setter.finish_line();
    setter.lines
}

impl Setter<'_> {
    fn glyph(&self, c: char, setting: &Setting) -> Option<(Choice, u16, Abs)> {
        let tongue = Tongue::of(self.paragraph.language);
        let style = Style { family: setting.family, bold: setting.bold, italic: setting.italic, tongue };
        let (choice, c) = match self.fonts.choose(c, style, is_latin(c)) {
            Some(choice) => (choice, c),
            None => (self.fonts.choose(MISSING, style, false)?, MISSING),
        };
        let face = self.fonts.face(choice.face).loaded()?;
        let glyph = face.glyph(c)?;
        let advance = setting.size.scale(i64::from(face.advance(glyph)), i64::from(face.units.max(1)));
        Some((choice, glyph, advance))
    }

    fn character(&mut self, c: char, setting: &Setting, index: u32) {
        if c == '\n' {
            return self.finish_line();
        }
        let (choice, id, width) =
            self.glyph(c, setting).unwrap_or((Choice { face: FaceId(0), embolden: false }, 0, setting.size));
        let hangs = clreq::is_stop(c) || clreq::is_close(c);
        if self.x + width > self.paragraph.measure && !hangs && self.x > self.paragraph.indent {
            self.finish_line();
        }
        let fits = |run: &Run| run.face == choice.face && run.setting == index && run.embolden == choice.embolden;
        if !self.run.as_ref().is_some_and(fits) {
            self.line.runs.extend(self.run.take());
        }
        let x = self.x;
        let run = self.run.get_or_insert_with(|| Run {
            face: choice.face,
            embolden: choice.embolden,
            size: setting.size,
            x,
            y: -setting.raise,
            grey: setting.grey,
            setting: index,
            ..Run::empty()
        });
        let start = run.text.len() as u32;
        run.text.push(c);
        run.glyphs.push(Glyph { id, x: x - run.x, y: Abs::ZERO, start, end: run.text.len() as u32 });
        self.x += width;
        run.width = self.x - run.x;
    }

    fn insert(&mut self, insert: &Insert, setting: &Setting) {
        self.line.runs.extend(self.run.take());
        match insert {
            Insert::NoteMark(id, mark) => {
                self.line.notes.push(*id);
                let small = Setting { size: setting.size.scale(6, 10), ..setting.clone() };
                for c in mark.chars() {
                    let Some((choice, glyph, width)) = self.glyph(c, &small) else { continue };
                    let glyphs = vec![Glyph { id: glyph, x: Abs::ZERO, y: Abs::ZERO, start: 0, end: c.len_utf8() as u32 }];
                    let y = -setting.size.scale(35, 100);
                    let (x, text) = (self.x, c.to_string());
                    let (face, size) = (choice.face, small.size);
                    self.line.runs.push(Run { face, size, x, y, width, text, glyphs, setting: Run::MARK, ..Run::empty() });
                    self.x += width;
                }
            }
            Insert::Picture(media, width, height) => {
                let min = crate::geom::Point { x: self.x, y: -*height };
                let size = crate::geom::Size { width: *width, height: *height };
                self.line.objects.push((*media, crate::geom::Rect { min, size }));
                self.x += *width;
            }
        }
    }

    fn finish_line(&mut self) {
        self.line.runs.extend(self.run.take());
        let mut line = std::mem::take(&mut self.line);
        let free = self.paragraph.measure - self.x;
        let by = match self.paragraph.alignment {
            Alignment::Center => free / 2,
            Alignment::Right => free,
            Alignment::Justify | Alignment::Left => Abs::ZERO,
        };
        line.runs.iter_mut().for_each(|run| run.x += by);
        line.right = self.x + by;
        self.lines.push(line);
        self.x = self.paragraph.indent;
    }
}
