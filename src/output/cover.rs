//! A cover set in type: the paper's name or the title between two rules, who and when below it (EP-20).
//!
//! Lines are set by the typesetter and broken as titles are; their glyphs' outlines are filled into a grey picture. Nothing but the
//! document and the faces decides how it looks.

use super::words;
use super::xhtml::label;
use crate::geom::Abs;
use crate::model::Document;
use crate::typeset::fonts::Fonts;
use crate::typeset::frame::Line;
use crate::typeset::paragraph::{self, Alignment, Family, Lines, Paragraph, Setting};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::prelude::{FontRef, LocationRef, MetadataProvider, Size};
use tiny_skia::{FillRule, Mask, PathBuilder, Rect, Transform};

/// Width and height in pixels: 3 to 4, sharp on devices with 300 dots to the inch.
const SIZE: (u32, u32) = (1200, 1600);
/// The style of type: that of headings, whose face is small, quickly unpacked and travels with most books anyway.
pub const FACE: (Family, bool) = (Family::Hei, true);
/// Width of the type, in pixels.
const MEASURE: f64 = 900.0;
/// Where it begins.
const LEFT: f64 = (SIZE.0 as f64 - MEASURE) / 2.0;
/// The size of the lines below the title, in pixels.
const SMALL: f64 = 56.0;
/// A title stands in at most so many lines; the rest is cut.
const LINES: usize = 6;

/// The cover as PNG; `None` where no face can draw it.
pub fn cover(document: &Document, title: &str, language: &str, fonts: &Fonts) -> Option<Vec<u8>> {
    let meta = &document.meta;
    let masthead = meta.masthead.as_ref();
    let name = masthead.and_then(|masthead| masthead.name.as_deref()).map(label).filter(|name| !name.is_empty());
    let head = name.as_deref().unwrap_or(title);
    let date = meta.date.as_deref().map(|date| words::date(&label(date), language));
    let mut below: Vec<String> = Vec::new();
    below.extend(name.is_some().then(|| title.strip_prefix(head).unwrap_or(title).trim().to_owned()));
    below.push(meta.creators.iter().map(|creator| label(creator)).collect::<Vec<_>>().join("　"));
    below.extend(masthead.and_then(|masthead| masthead.issue.as_deref()).map(label));
    below.extend(date.filter(|date| !below.iter().any(|line| line.contains(date.as_str()))));
    below.retain(|line| !line.is_empty());

    let mut page = Page { mask: Mask::new(SIZE.0, SIZE.1)?, fonts, drawn: 0 };
    let count = head.chars().count().max(1);
    // Short titles large; long ones in lines of ten.
    let size = (MEASURE / count.clamp(4, 10) as f64).min(200.0);
    let mut y = 420.0;
    page.rule(y - size - 60.0, 6.0);
    for line in lines(head, size, language, fonts).iter().take(LINES) {
        page.line(line, y);
        y += size * 1.35;
    }
    page.rule(y - size * 0.6, 2.0);
    y += 80.0;
    for text in &below {
        for line in lines(text, SMALL, language, fonts).iter().take(2) {
            page.line(line, y);
            y += SMALL * 1.5;
        }
    }
    (page.drawn > 0).then(|| page.png()).flatten()
}

/// A text in the middle of the measure, its lines made alike (HD-5). A point of the typesetter is a pixel.
fn lines(text: &str, size: f64, language: &str, fonts: &Fonts) -> Lines {
    let setting = Setting::whole(text, FACE.0, FACE.1, Abs::pt(size));
    let plain = Paragraph::plain(text, setting, Abs::pt(MEASURE), language);
    paragraph::set(&Paragraph { alignment: Alignment::Center, last_line: 1, ..plain }, fonts)
}

/// The picture in the making: what is inked.
struct Page<'a> {
    mask: Mask,
    fonts: &'a Fonts,
    drawn: usize,
}

impl Page<'_> {
    /// A rule over the measure.
    fn rule(&mut self, y: f64, weight: f64) {
        if let Some(rect) = Rect::from_xywh(LEFT as f32, y as f32, MEASURE as f32, weight as f32) {
            self.mask.fill_path(&PathBuilder::from_rect(rect), FillRule::Winding, false, Transform::identity());
        }
    }

    /// A line of type, its baseline at `y`.
    fn line(&mut self, line: &Line, y: f64) {
        for run in &line.runs {
            let Some(face) = self.fonts.face(run.face).loaded() else { continue };
            let Ok(font) = FontRef::from_index(&face.bytes, face.index) else { continue };
            let outlines = font.outline_glyphs();
            let scale = run.size.to_pt() as f32 / f32::from(face.units);
            for glyph in run.glyphs.iter().filter(|glyph| glyph.id != 0) {
                let x = (LEFT + (run.x + glyph.x).to_pt()) as f32;
                let y = (y + (run.y + glyph.y).to_pt()) as f32;
                let mut pen = Pen { builder: PathBuilder::new(), scale, x, y };
                let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
                let drawn = outlines.get(u32::from(glyph.id).into()).and_then(|outline| outline.draw(settings, &mut pen).ok());
                if let (Some(_), Some(path)) = (drawn, pen.builder.finish()) {
                    self.drawn += 1;
                    self.mask.fill_path(&path, FillRule::Winding, true, Transform::identity());
                }
            }
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
    fn titles_are_broken_between_words() {
        let fonts = Fonts::new(&Env::for_tests());
        let check = |text: &str, expected: &[&str]| {
            let lines = lines(text, MEASURE / 10.0, "zh-Hans", &fonts);
            assert_eq!(lines.iter().map(|line| text[line.text.clone()].trim()).collect::<Vec<_>>(), expected);
        };
        check("重排", &["重排"]);
        check("关于开展冬季防火工作的通知", &["关于开展冬季", "防火工作的通知"]);
        check("江湾县档案馆（扩大）会议", &["江湾县档案馆", "（扩大）会议"]);
        check("", &[""]);
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
