//! A page: its box, its content, its annotations; and what there is to say about the characters found.

use super::content::{Found, Interpreter};
use super::document::Shared;
use super::matrix::Matrix;
use super::{links, pictures, rulings, stream};
use crate::input::layout::page::{Area, Glyph, ImageRef, Page, Trust};
use crate::input::recognize::{self, Recognizer};
use crate::raster;
use hayro_syntax::object::{Array, Object, Rect, Stream};
use hayro_syntax::page::Rotation;
use std::sync::Arc;

/// A page as read, with what pages can't hold yet.
pub struct Read {
    /// The page; its pictures have no number yet.
    pub page: Page,
    /// The files of the pictures, in the order of the page's.
    pub files: Vec<Option<Arc<[u8]>>>,
    /// What was found out on the way.
    pub facts: Facts,
}

/// What a page's reader noticed.
#[derive(Debug, Default)]
pub struct Facts {
    /// Why the page's characters can't be trusted.
    pub distrust: Option<Distrust>,
    /// Glyphs whose characters nothing says.
    pub unknown: usize,
    /// Glyphs outside the visible page.
    pub outside: usize,
    /// A budget that was reached.
    pub cut: Option<&'static str>,
    /// Streams that were damaged.
    pub damaged: usize,
    /// How sure a recognizer was of the text, in percent, where the page's text is its.
    pub recognized: Option<u8>,
    /// Why a recognizer did not help.
    pub unrecognized: Option<String>,
}

/// Why a page's characters can't be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Distrust {
    /// A picture and no text.
    Scan,
    /// Fonts without a map to characters.
    NoMap,
}

/// From this share of unknown glyphs on a page has no text that could be believed.
const UNKNOWN: f32 = 0.3;
/// A picture that covers so much of a page is the page.
const WHOLE: f32 = 0.6;
/// With so few characters a page with such a picture is a scan with a stamp or a folio on it.
const FEW: usize = 16;

/// Reads a page; `number` counts from 1.
pub fn read<'a>(source: &hayro_syntax::page::Page<'a>, number: u32, label: Option<String>, shared: &Shared<'a>) -> Read {
    let (base, (width, height)) = frame(source);
    let mut interpreter = Interpreter::new(shared, (width, height), base);
    let (content, whole) = content(source);
    interpreter.page(&content, source.resources());
    let links = links::annotations(source, shared, base, &mut interpreter);
    let mut found = std::mem::take(&mut interpreter.found);
    found.damaged += usize::from(!whole);
    rulings::merge(&mut found.rules);
    assemble(found, shared, Page { number, label, width, height, links, ..Page::default() })
}

/// Has a page that can't be trusted recognized; the characters that the source does name stay.
pub fn recognize(read: &mut Read, source: &hayro_syntax::page::Page<'_>, recognizer: &Recognizer) {
    if read.facts.distrust.is_none() {
        return;
    }
    let picture = raster::page(source, recognize::DOTS);
    let found = match recognizer.read(&picture.pgm(), picture.scale) {
        Ok(found) => found,
        Err(error) => {
            read.facts.unrecognized = Some(error);
            return;
        }
    };
    let named = |glyph: &Glyph| glyph.text.chars().all(|c| c != char::REPLACEMENT_CHARACTER);
    let page = &mut read.page;
    page.glyphs.retain(|glyph| read.facts.distrust == Some(Distrust::Scan) && named(glyph));
    let known: Vec<Area> = page.glyphs.iter().map(|glyph| glyph.ink).collect();
    let first = page.glyphs.len() as u32;
    let new = found.glyphs.into_iter().filter(|glyph| {
        let (x, y) = ((glyph.ink.left + glyph.ink.right) / 2.0, (glyph.ink.top + glyph.ink.bottom) / 2.0);
        !known.iter().any(|ink| (ink.left..ink.right).contains(&x) && (ink.top..ink.bottom).contains(&y))
    });
    page.glyphs.extend(new.map(|glyph| Glyph { order: glyph.order.saturating_add(first), ..glyph }));
    page.trust = Trust::Partial;
    let whole = WHOLE * page.width * page.height;
    for (image, file) in page.images.iter_mut().zip(&mut read.files) {
        // The picture is the paper of what was recognized on it.
        if image.area.width() * image.area.height() >= whole {
            image.artifact = true;
            *file = None;
        }
    }
    read.facts.distrust = None;
    read.facts.unknown = 0;
    read.facts.recognized = Some(found.confidence);
}

fn assemble(found: Found<'_>, shared: &Shared<'_>, mut page: Page) -> Read {
    let shown = found.glyphs.iter().filter(|glyph| !glyph.text.is_space()).count();
    let share = found.unknown as f32 / shown.max(1) as f32;
    let covers = |placed: &pictures::Placed<'_>| placed.area.width() * placed.area.height() >= WHOLE * page.width * page.height;
    let scan = found
        .pictures
        .iter()
        .position(|placed| covers(placed) && !pictures::is_stencil(placed.source.dict()))
        .or_else(|| found.pictures.iter().position(covers));
    let distrust = match (scan, share > UNKNOWN && shown > 0) {
        (Some(_), _) if shown <= FEW => Some(Distrust::Scan),
        (_, true) => Some(Distrust::NoMap),
        _ => None,
    };
    page.trust = match (distrust, found.unknown) {
        (Some(_), _) => Trust::None,
        (None, 0) => Trust::Sure,
        (None, _) => Trust::Partial,
    };
    // A scan under text that was recognized: the text is the page, the picture is its paper.
    let paper = |placed: &pictures::Placed<'_>| covers(placed) && distrust.is_none() && shown > FEW;
    let files = found.pictures.iter().map(|placed| (!paper(placed)).then(|| shared.pictures.file(placed)).flatten()).collect();
    page.images = found
        .pictures
        .iter()
        .map(|placed| ImageRef {
            area: placed.area,
            media: None,
            tag: placed.tag,
            artifact: placed.artifact || paper(placed),
            order: placed.order,
        })
        .collect();
    page.glyphs = found.glyphs;
    page.faces = found.faces;
    page.rules = found.rules;
    let facts = Facts {
        distrust,
        unknown: found.unknown,
        outside: found.outside,
        cut: found.cut,
        damaged: found.damaged,
        ..Facts::default()
    };
    Read { page, files, facts }
}

/// The matrix from user space to points on the visible page, y down, and the page's size: crop box, rotation, user unit.
fn frame(source: &hayro_syntax::page::Page<'_>) -> (Matrix, (f32, f32)) {
    let mut visible = source.intersected_crop_box();
    if visible.width() < 1.0 || visible.height() < 1.0 {
        visible = Rect::new(0.0, 0.0, 595.276, 841.89);
    }
    let unit = source.raw().get::<f64>("UserUnit").filter(|unit| (0.01..1000.0).contains(unit)).unwrap_or(1.0);
    let Rect { x0, y0, x1, y1 } = visible;
    let (width, height) = (visible.width(), visible.height());
    let (matrix, size) = match source.rotation() {
        Rotation::None => ([1.0, 0.0, 0.0, -1.0, -x0, y1], (width, height)),
        Rotation::Horizontal => ([0.0, 1.0, 1.0, 0.0, -y0, -x0], (height, width)),
        Rotation::Flipped => ([-1.0, 0.0, 0.0, 1.0, x1, -y0], (width, height)),
        Rotation::FlippedHorizontal => ([0.0, -1.0, -1.0, 0.0, y1, x1], (height, width)),
    };
    let scale = Matrix::new([unit, 0.0, 0.0, unit, 0.0, 0.0]);
    (Matrix::new(matrix).then(scale), ((size.0 * unit) as f32, (size.1 * unit) as f32))
}

/// The page's content, its streams one after the other, and whether all of it is there.
fn content(source: &hayro_syntax::page::Page<'_>) -> (Vec<u8>, bool) {
    match source.raw().get::<Object<'_>>("Contents") {
        Some(Object::Stream(single)) => {
            let decoded = stream::decode(&single);
            let mut data = decoded.data.into_owned();
            close(&mut data);
            (data, decoded.whole)
        }
        Some(Object::Array(parts)) => joined(&parts),
        _ => (Vec::new(), !source.raw().contains_key("Contents")),
    }
}

/// Ends a string that content was cut in, so that what stands in it is shown.
fn close(content: &mut Vec<u8>) {
    let tail = &content[content.len().saturating_sub(1 << 14)..];
    let last = |byte: u8| memchr::memrchr(byte, tail);
    let open = |begin: u8, end: u8| last(begin).is_some() && last(begin) > last(end);
    let array = open(b'[', b']');
    let inside = if open(b'<', b'>') { Some(b">") } else { open(b'(', b')').then_some(b")") };
    if array || inside.is_some() {
        content.extend_from_slice(inside.map_or(b"", |mark| mark.as_slice()));
        content.extend_from_slice(if array { b"]TJ" } else { b"Tj" });
    }
}

fn joined(parts: &Array<'_>) -> (Vec<u8>, bool) {
    let mut content = Vec::new();
    let mut whole = true;
    let items = parts.raw_iter().count();
    let streams: Vec<Stream<'_>> = streams(parts);
    whole &= streams.len() == items;
    for part in streams {
        let decoded = stream::decode(&part);
        whole &= decoded.whole;
        if content.len() + decoded.data.len() > stream::LONGEST {
            return (content, false);
        }
        content.extend_from_slice(&decoded.data);
        content.push(b'\n');
    }
    (content, whole)
}

/// The streams of an array; one that is missing does not end it.
fn streams<'a>(parts: &Array<'a>) -> Vec<Stream<'a>> {
    let mut items = parts.flex_iter();
    let count = parts.raw_iter().count();
    (0..count).filter_map(|_| items.next::<Stream<'a>>()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use hayro_syntax::Pdf;

    fn check(boxes: &str, point: (f64, f64), expected: (f64, f64), size: (f32, f32)) {
        let file = format!(
            "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
             3 0 obj<</Type/Page/Parent 2 0 R {boxes}>>endobj\ntrailer<</Root 1 0 R>>"
        );
        let pdf = Pdf::new(file.into_bytes()).expect("the file is read");
        let (matrix, found) = frame(&pdf.pages()[0]);
        assert_eq!((matrix.point(point.0, point.1), found), (expected, size), "{boxes}");
    }

    #[test]
    fn boxes_and_rotation_lead_to_the_top_left() {
        check("/MediaBox[0 0 200 100]", (10.0, 80.0), (10.0, 20.0), (200.0, 100.0));
        check("/MediaBox[0 0 200 100]/CropBox[5 0 200 90]", (10.0, 80.0), (5.0, 10.0), (195.0, 90.0));
        check("/MediaBox[0 0 200 100]/Rotate 90", (0.0, 0.0), (0.0, 0.0), (100.0, 200.0));
        check("/MediaBox[0 0 200 100]/Rotate 90", (0.0, 100.0), (100.0, 0.0), (100.0, 200.0));
        check("/MediaBox[0 0 200 100]/Rotate 180", (0.0, 0.0), (200.0, 0.0), (200.0, 100.0));
        check("/MediaBox[0 0 200 100]/Rotate -90", (0.0, 0.0), (100.0, 200.0), (100.0, 200.0));
        check("/MediaBox[0 0 200 100]/UserUnit 2", (10.0, 80.0), (20.0, 40.0), (400.0, 200.0));
    }
}
