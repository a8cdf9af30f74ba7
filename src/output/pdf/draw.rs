//! Items of a page as drawing: glyph runs, rules, dots, pictures, links.

use super::grey;
use super::tags::Tree;
use crate::geom::Rect as Area;
use crate::model::{Media, MediaId};
use crate::typeset::fonts::Fonts;
use crate::typeset::frame::{FaceId, Item, Page, Run, Target, Way};
use crate::typeset::tag::{Tag as Part, TagKind};
use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target as LinkTarget};
use krilla::color::{luma, rgb};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::image::Image;
use krilla::num::NormalizedF32;
use krilla::page::Page as Sheet;
use krilla::paint::{Fill, LineCap, Paint, Stroke, StrokeDash};
use krilla::surface::{Location, Surface};
use krilla::tagging::{Artifact, ArtifactType, ContentTag, SpanTag};
use krilla::text::{Font, Glyph, GlyphId};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

/// The stroke of synthetic bold, in em: what a bold face of the same design has more than a regular one.
const EMBOLDEN: f32 = 0.03;

/// How far em boxes reach below the baseline.
const DESCENT: f64 = 0.12;

/// The slant of synthetic italics: 12°.
const SLANT: f32 = 0.2126;

/// Draws pages, and keeps what they share: faces and pictures.
pub struct Pen<'a> {
    fonts: &'a Fonts,
    media: &'a [Media],
    faces: BTreeMap<FaceId, Option<Font>>,
    images: BTreeMap<MediaId, Option<Image>>,
    /// The glyphs of the run that is drawn.
    glyphs: Vec<Placed>,
    /// No colours.
    grayscale: bool,
}

/// A glyph as the library wants it: advances instead of places, all in em.
struct Placed {
    id: GlyphId,
    range: Range<usize>,
    advance: f32,
    rise: f32,
    /// From the column's edge, and how far down the next glyph stands: in vertical lines.
    shift: f32,
    descent: f32,
}

impl Glyph for Placed {
    fn glyph_id(&self) -> GlyphId {
        self.id
    }

    fn text_range(&self) -> Range<usize> {
        self.range.clone()
    }

    fn x_advance(&self, size: f32) -> f32 {
        self.advance * size
    }

    fn x_offset(&self, size: f32) -> f32 {
        self.shift * size
    }

    fn y_offset(&self, size: f32) -> f32 {
        self.rise * size
    }

    fn y_advance(&self, size: f32) -> f32 {
        -self.descent * size
    }

    fn location(&self) -> Option<Location> {
        None
    }
}

impl<'a> Pen<'a> {
    /// Nothing is drawn yet.
    pub fn new(fonts: &'a Fonts, media: &'a [Media], broken: &BTreeSet<MediaId>, grayscale: bool) -> Pen<'a> {
        let images = broken.iter().map(|id| (*id, None)).collect();
        Pen { fonts, media, faces: BTreeMap::new(), images, glyphs: Vec::new(), grayscale }
    }

    /// Draws a page, and tells the tree what belongs to which part; links that lead beyond the last of `pages` are left out.
    pub fn page(&mut self, sheet: &mut Sheet<'_>, page: &Page, pages: usize, tree: &mut Tree) {
        let mut surface = sheet.surface();
        let mut grey = None;
        let mut part = Telling::default();
        let mut links = Vec::new();
        for item in &page.items {
            let read = matches!(item, Item::Text { .. } | Item::Made { artifact: false, .. });
            match item {
                Item::Tag(_) | Item::Link { .. } => {}
                _ if read || matches!(item, Item::Image { .. }) && part.is_told() => part.open(&mut surface, tree, read),
                _ => part.close(&mut surface),
            }
            match item {
                Item::Tag(tag) => part.turn(&mut surface, tree, tag.as_ref()),
                Item::Text { origin, run } | Item::Made { origin, run, artifact: false } => {
                    self.run(&mut surface, run, origin.x.to_pt(), origin.y.to_pt(), &mut grey);
                }
                Item::Made { origin, run, artifact: true } => {
                    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::PaginationOther)));
                    self.run(&mut surface, run, origin.x.to_pt(), origin.y.to_pt(), &mut grey);
                    surface.end_tagged();
                }
                Item::Rule { rect, grey: shade } => {
                    let mut builder = PathBuilder::new();
                    let Some(rect) = area(rect) else { continue };
                    builder.push_rect(rect);
                    let Some(path) = builder.finish() else { continue };
                    shade_with(&mut surface, self.shade(*shade), &mut grey);
                    in_layout(&mut surface, |surface| surface.draw_path(&path));
                }
                Item::Dots { from, width, step, dot, down } => {
                    let mut builder = PathBuilder::new();
                    let (x, y) = (from.x.to_pt() as f32, from.y.to_pt() as f32);
                    builder.move_to(x, y);
                    let length = (width.to_pt() as f32).max(0.01);
                    builder.line_to(if *down { x } else { x + length }, if *down { y + length } else { y });
                    let Some(path) = builder.finish() else { continue };
                    surface.set_fill(None);
                    surface.set_stroke(Some(Stroke {
                        width: dot.to_pt() as f32,
                        line_cap: LineCap::Round,
                        dash: Some(StrokeDash { array: vec![0.0, step.to_pt() as f32], offset: 0.0 }),
                        paint: luma::Color::new(0).into(),
                        ..Stroke::default()
                    }));
                    in_layout(&mut surface, |surface| surface.draw_path(&path));
                    surface.set_stroke(None);
                    grey = None;
                }
                Item::Image { media, rect } if part.is_open => self.image(&mut surface, *media, rect),
                Item::Image { media, rect } => in_layout(&mut surface, |surface| self.image(surface, *media, rect)),
                Item::Link { rect, target } => links.push((part.node(tree), rect, target)),
            }
        }
        part.close(&mut surface);
        surface.finish();
        for (node, rect, target) in links {
            let Some(rect) = area(rect) else { continue };
            let alt = match (node.map(|node| tree.kind(node)), target) {
                (Some(TagKind::Link(words)), _) | (_, Target::Url(words)) => words.clone(),
                (_, Target::Place(place)) => format!("{}", place.page + 1),
            };
            let target = match target {
                Target::Url(url) => LinkTarget::Action(Action::Link(LinkAction::new(url.clone()))),
                Target::Place(place) if (place.page as usize) < pages => {
                    LinkTarget::Destination(destination(place.page as usize, place.at.x.to_pt(), place.at.y.to_pt()).into())
                }
                Target::Place(_) => continue,
            };
            let leaf = sheet.add_tagged_annotation(Annotation::new_link(LinkAnnotation::new(rect, target), Some(alt)));
            let node = node.unwrap_or_else(|| tree.paragraph());
            tree.leaf(node, leaf);
        }
    }

    fn run(&mut self, surface: &mut Surface<'_>, run: &Run, x: f64, y: f64, grey: &mut Option<Shade>) {
        let (Some(first), Some(font)) = (run.glyphs.first(), self.face(run.face)) else { return };
        let size = run.size.to_pt();
        if size <= 0.0 {
            return;
        }
        let mut glyphs = std::mem::take(&mut self.glyphs);
        let mut range = first.start as usize..first.end as usize;
        for (index, glyph) in run.glyphs.iter().enumerate() {
            if glyph.end > glyph.start {
                range = glyph.start as usize..glyph.end as usize;
            }
            let next = run.glyphs.get(index + 1).map_or(run.width, |next| next.x);
            glyphs.push(Placed {
                id: GlyphId::new(u32::from(glyph.id)),
                range: range.clone(),
                advance: ((next - glyph.x).to_pt() / size) as f32,
                rise: (-glyph.y.to_pt() / size) as f32,
                shift: 0.0,
                descent: 0.0,
            });
        }
        shade_with(surface, self.shade(run.grey), grey);
        if run.embolden {
            surface.set_stroke(Some(Stroke {
                width: EMBOLDEN * size as f32,
                paint: self.shade(run.grey).into(),
                ..Stroke::default()
            }));
        }
        let (along, over) = ((run.x + first.x).to_pt(), run.y.to_pt());
        // The left edge of the em boxes of upright glyphs: the baseline of a vertical line lies 0.12 em to the right of it.
        let edge = x - over - DESCENT * size;
        let start = match run.way {
            Way::Across => Point::from_xy((x + along) as f32, (y + over) as f32),
            Way::Turned => {
                surface.push_transform(&Transform::from_row(0.0, 1.0, -1.0, 0.0, x as f32, y as f32));
                Point::from_xy(along as f32, over as f32)
            }
            Way::Upright => {
                for glyph in &mut glyphs {
                    (glyph.descent, glyph.advance) = (glyph.advance, 0.0);
                    (glyph.shift, glyph.rise) = (glyph.rise, 0.0);
                }
                Point::from_xy(edge as f32, (y + along + (1.0 - DESCENT) * size) as f32)
            }
            Way::Combined(share) => {
                let top = (y + run.x.to_pt() + (1.0 - DESCENT) * size) as f32;
                surface.push_transform(&Transform::from_row(f32::from(share) / 1000.0, 0.0, 0.0, 1.0, edge as f32, top));
                Point::from_xy(first.x.to_pt() as f32, 0.0)
            }
        };
        if run.slant {
            surface.push_transform(&Transform::from_row(1.0, 0.0, -SLANT, 1.0, start.x + SLANT * start.y - start.x, 0.0));
        }
        surface.draw_glyphs(start, &glyphs, font, &run.text, size as f32, false);
        glyphs.clear();
        self.glyphs = glyphs;
        if run.slant {
            surface.pop();
        }
        if matches!(run.way, Way::Turned | Way::Combined(_)) {
            surface.pop();
        }
        if run.embolden {
            surface.set_stroke(None);
        }
    }

    /// A grey, or the red of official documents where there are colours.
    fn shade(&self, shade: u8) -> Shade {
        let [red, green, blue] = RED;
        match (shade, self.grayscale) {
            (Run::RED, false) => Shade::Red,
            (Run::RED, true) => Shade::Grey(grey::luma(red, green, blue)),
            _ => Shade::Grey(shade),
        }
    }

    fn face(&mut self, id: FaceId) -> Option<Font> {
        let fonts = self.fonts;
        let load = || {
            let loaded = fonts.face(id).loaded()?;
            let shared: Arc<dyn AsRef<[u8]> + Send + Sync> = loaded.bytes.clone();
            Font::new(shared.into(), loaded.index)
        };
        self.faces.entry(id).or_insert_with(load).clone()
    }

    fn image(&mut self, surface: &mut Surface<'_>, id: MediaId, rect: &Area) {
        let (media, grayscale) = (self.media, self.grayscale);
        let load = || {
            let bytes = media.get(id.0 as usize)?.bytes.clone()?;
            if grayscale {
                return grey::image(&bytes);
            }
            let data = || krilla::Data::from(bytes.to_vec());
            Image::from_jpeg(data(), false).or_else(|_| Image::from_png(data(), false)).ok()
        };
        let Some(image) = self.images.entry(id).or_insert_with(load).clone() else { return };
        let Some(size) = Size::from_wh(rect.size.width.to_pt() as f32, rect.size.height.to_pt() as f32) else { return };
        surface.push_transform(&Transform::from_translate(rect.min.x.to_pt() as f32, rect.min.y.to_pt() as f32));
        surface.draw_image(image, size);
        surface.pop();
    }
}

/// Which part of the document the content stream is in.
#[derive(Default)]
struct Telling<'p> {
    part: Option<&'p Arc<Part>>,
    /// Its place in the tree, once something of it was met.
    node: Option<usize>,
    is_open: bool,
}

impl<'p> Telling<'p> {
    /// What follows belongs to another part. Cells have their places though nothing stands in them.
    fn turn(&mut self, surface: &mut Surface<'_>, tree: &mut Tree, part: Option<&'p Arc<Part>>) {
        let same = match (self.part, part) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (None, None) => true,
            _ => false,
        };
        if !same {
            self.close(surface);
            (self.part, self.node) = (part, None);
        }
        if part.is_some_and(|part| matches!(part.kind, TagKind::Cell { .. })) {
            self.node(tree);
        }
    }

    fn is_told(&self) -> bool {
        self.part.is_some()
    }

    /// The place of the part in the tree.
    fn node(&mut self, tree: &mut Tree) -> Option<usize> {
        if self.node.is_none() {
            self.node = self.part.map(|part| tree.node(part));
        }
        self.node
    }

    /// What is drawn next belongs to the part; words that are told to belong to none are a paragraph.
    fn open(&mut self, surface: &mut Surface<'_>, tree: &mut Tree, words: bool) {
        if !self.is_open {
            let node = self.node(tree).unwrap_or_else(|| tree.paragraph());
            self.node = Some(node);
            let tag = if words { ContentTag::Span(SpanTag::empty()) } else { ContentTag::Other };
            tree.leaf(node, surface.start_tagged(tag));
            self.is_open = true;
        }
    }

    /// What is drawn next is there for looks.
    fn close(&mut self, surface: &mut Surface<'_>) {
        if std::mem::take(&mut self.is_open) {
            surface.end_tagged();
        }
    }
}

/// The red of official documents.
const RED: [u8; 3] = [230, 0, 18];

/// Sets the fill to a shade where it is another.
fn shade_with(surface: &mut Surface<'_>, shade: Shade, last: &mut Option<Shade>) {
    if *last != Some(shade) {
        surface.set_fill(Some(Fill { paint: shade.into(), opacity: NormalizedF32::ONE, ..Fill::default() }));
        *last = Some(shade);
    }
}

/// What ink is drawn with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shade {
    Grey(u8),
    Red,
}

impl From<Shade> for Paint {
    fn from(shade: Shade) -> Paint {
        let [red, green, blue] = RED;
        match shade {
            Shade::Grey(shade) => luma::Color::new(shade).into(),
            Shade::Red => rgb::Color::new(red, green, blue).into(),
        }
    }
}

/// Draws what is there for looks alone.
fn in_layout(surface: &mut Surface<'_>, draw: impl FnOnce(&mut Surface<'_>)) {
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
    draw(surface);
    surface.end_tagged();
}

fn area(rect: &Area) -> Option<Rect> {
    let (x, y) = (rect.min.x.to_pt() as f32, rect.min.y.to_pt() as f32);
    Rect::from_xywh(x, y, rect.size.width.to_pt() as f32, rect.size.height.to_pt() as f32)
}

/// A place to jump to: the top of the line, with a little white above.
pub fn destination(page: usize, x: f64, y: f64) -> XyzDestination {
    XyzDestination::new(page, Point::from_xy(x as f32, (y - 6.0).max(0.0) as f32))
}
