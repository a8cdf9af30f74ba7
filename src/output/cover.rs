//! A cover set in type: the paper's name or the title between two rules, who and when below it (EP-20).
//!
//! Glyphs' outlines are filled into a grey picture; nothing but the document and the faces decides how it looks.

use super::xhtml::label;
use crate::model::Document;
use crate::typeset::fonts::{Fonts, Style, Tongue, is_invisible, is_latin};
use crate::typeset::paragraph::Family;
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::prelude::{FontRef, LocationRef, MetadataProvider, Size};
use tiny_skia::{FillRule, Mask, PathBuilder, Rect, Transform};

/// Width and height in pixels: 3 to 4, sharp on devices with 300 dots to the inch.
const SIZE: (u32, u32) = (1200, 1600);
/// The style of type: that of headings, whose face is small, quickly unpacked and travels with most books anyway.
pub const FACE: (Family, bool) = (Family::Hei, true);
/// Width of the type, in pixels.
const MEASURE: f32 = 900.0;
/// A title stands in at most so many lines; the rest is cut.
const LINES: usize = 6;

/// The cover as PNG; `None` where no face can draw it.
pub fn cover(document: &Document, title: &str, language: &str, fonts: &Fonts) -> Option<Vec<u8>> {
    let meta = &document.meta;
    let masthead = meta.masthead.as_ref();
    let name = masthead.and_then(|masthead| masthead.name.as_deref()).map(label).filter(|name| !name.is_empty());
    let head = name.as_deref().unwrap_or(title);
    let mut below: Vec<String> = Vec::new();
    below.extend(name.is_some().then(|| title.to_owned()).filter(|title| title != head));
    below.extend(Some(meta.creators.iter().map(|creator| label(creator)).collect::<Vec<_>>().join("　")));
    below.extend(masthead.and_then(|masthead| masthead.issue.as_deref()).map(label));
    below.extend(meta.date.as_deref().map(label));
    below.retain(|line| !line.is_empty());

    let mut page = Page { mask: Mask::new(SIZE.0, SIZE.1)?, fonts, tongue: Tongue::of(language), drawn: 0 };
    let count = head.chars().count().max(1);
    // Short titles large; long ones in lines of ten.
    let size = (MEASURE / count.clamp(4, 10) as f32).min(200.0);
    let mut y = 420.0;
    page.rule(y - size - 60.0, 6.0);
    for line in lines(head, MEASURE / size) {
        page.line(&line, y, size);
        y += size * 1.35;
    }
    page.rule(y - size * 0.6, 2.0);
    y += 80.0;
    for text in &below {
        for line in lines(text, MEASURE / 56.0).into_iter().take(2) {
            page.line(&line, y, 56.0);
            y += 84.0;
        }
    }
    (page.drawn > 0).then(|| page.png()).flatten()
}

/// Cuts a text into lines of so many ems, at spaces where there are some near the end; Latin counts half.
fn lines(text: &str, ems: f32) -> Vec<String> {
    let width = |c: char| if is_latin(c) { 0.5 } else { 1.0 };
    let mut lines = vec![String::new()];
    let mut used = 0.0;
    for word in text.split_inclusive(|c: char| c == ' ' || !is_latin(c)) {
        let needed: f32 = word.chars().map(width).sum();
        for (index, c) in word.chars().enumerate() {
            if used > 0.0 && (used + width(c) > ems || (index == 0 && used + needed > ems && needed <= ems)) {
                lines.push(String::new());
                used = 0.0;
            }
            if let Some(line) = lines.last_mut() {
                line.push(c);
            }
            used += width(c);
        }
    }
    lines.truncate(LINES);
    lines
}

/// The picture in the making: what is inked.
struct Page<'a> {
    mask: Mask,
    fonts: &'a Fonts,
    tongue: Tongue,
    drawn: usize,
}

impl Page<'_> {
    /// A rule over the measure.
    fn rule(&mut self, y: f32, weight: f32) {
        let left = (SIZE.0 as f32 - MEASURE) / 2.0;
        if let Some(rect) = Rect::from_xywh(left, y, MEASURE, weight) {
            self.mask.fill_path(&PathBuilder::from_rect(rect), FillRule::Winding, false, Transform::identity());
        }
    }

    /// A line in the middle of the measure, its baseline at `y`.
    fn line(&mut self, text: &str, y: f32, size: f32) {
        let mut path = Pen { builder: PathBuilder::new(), scale: 0.0, x: 0.0, y };
        let mut right = 0.0;
        for c in text.trim().chars().filter(|&c| !is_invisible(c)) {
            let style = Style { family: FACE.0, bold: FACE.1, italic: false, tongue: self.tongue };
            let Some(choice) = self.fonts.choose(c, style, is_latin(c)) else { continue };
            let Some(face) = self.fonts.face(choice.face).loaded() else { continue };
            let (Some(glyph), Ok(font)) = (face.glyph(c), FontRef::from_index(&face.bytes, face.index)) else { continue };
            path.scale = size / f32::from(face.units);
            path.x = right;
            if let Some(outline) = font.outline_glyphs().get(glyph.into()) {
                let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
                self.drawn += usize::from(outline.draw(settings, &mut path).is_ok());
            }
            right += f32::from(face.advance(glyph)) * path.scale;
        }
        if let Some(path) = path.builder.finish() {
            let shrink = (MEASURE / right.max(1.0)).min(1.0);
            let left = (SIZE.0 as f32 - right * shrink) / 2.0;
            let place = Transform::from_row(shrink, 0.0, 0.0, 1.0, left, 0.0);
            self.mask.fill_path(&path, FillRule::Winding, true, place);
        }
    }

    /// Black on white.
    fn png(mut self) -> Option<Vec<u8>> {
        self.mask.invert();
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, SIZE.0, SIZE.1);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::Fast);
        let mut writer = encoder.write_header().ok()?;
        writer.write_image_data(self.mask.data()).ok()?;
        writer.finish().ok()?;
        Some(bytes)
    }
}

/// Turns outlines, in units of the em and upwards, into a path, in pixels and downwards.
struct Pen {
    builder: PathBuilder,
    scale: f32,
    x: f32,
    y: f32,
}

impl Pen {
    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x + x * self.scale, self.y - y * self.scale)
    }
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.builder.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.builder.line_to(x, y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let ((cx, cy), (x, y)) = (self.at(cx, cy), self.at(x, y));
        self.builder.quad_to(cx, cy, x, y);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        let ((ax, ay), (bx, by), (x, y)) = (self.at(ax, ay), self.at(bx, by), self.at(x, y));
        self.builder.cubic_to(ax, ay, bx, by, x, y);
    }

    fn close(&mut self) {
        self.builder.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::env::Env;

    #[test]
    fn titles_are_cut_into_lines() {
        let check = |text: &str, ems: f32, expected: &[&str]| assert_eq!(lines(text, ems), expected);
        check("重排", 4.0, &["重排"]);
        check("关于开展冬季防火的通知", 6.0, &["关于开展冬季", "防火的通知"]);
        check("War and Peace", 4.0, &["War and ", "Peace"]);
        check("", 4.0, &[""]);
        assert_eq!(lines(&"长".repeat(300), 10.0).len(), LINES);
    }

    #[test]
    fn a_cover_is_drawn_in_black_on_white() {
        let fonts = Fonts::new(&Env::for_tests());
        let png = cover(&Document::default(), "重排", "zh-Hans", &fonts).expect("drawn");
        let mut reader = png::Decoder::new(std::io::Cursor::new(&png)).read_info().expect("a picture");
        let mut pixels = vec![0; reader.output_buffer_size().expect("small")];
        reader.next_frame(&mut pixels).expect("whole");
        let dark = pixels.iter().filter(|&&grey| grey < 128).count();
        assert!((20_000..400_000).contains(&dark), "{dark}");
        assert!(cover(&Document::default(), "\u{1}", "zh-Hans", &fonts).is_none());
    }
}
