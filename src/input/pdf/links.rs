//! Annotations: links to the world, and annotations that show text of their own (ISO 32000-2, 12.5).

use super::content::Interpreter;
use super::document::Shared;
use super::matrix::Matrix;
use super::strings;
use crate::input::layout::page::Link;
use hayro_syntax::object::{Array, Dict, Name, Object, Rect, Stream, String as Bytes};

/// Annotations of one page that are looked at.
const MOST: usize = 2000;
/// Bits of `F` (ISO 32000-2, table 167): hidden, and not to be viewed.
const INVISIBLE: u32 = 1 << 1 | 1 << 5;

/// Goes through a page's annotations: gives the links, and executes the appearances that are shown.
pub fn annotations<'a>(
    page: &hayro_syntax::page::Page<'a>,
    shared: &Shared<'a>,
    base: Matrix,
    interpreter: &mut Interpreter<'_, 'a>,
) -> Vec<Link> {
    let mut links = Vec::new();
    let Some(list) = page.raw().get::<Array<'a>>("Annots") else { return links };
    let count = list.raw_iter().take(MOST).count();
    let mut items = list.flex_iter();
    for annotation in (0..count).filter_map(|_| items.next::<Dict<'a>>()) {
        let Some(area) = annotation.get::<Rect>("Rect") else { continue };
        let hidden = annotation.get::<u32>("F").unwrap_or(0) & INVISIBLE != 0;
        let off = annotation.get::<Dict<'_>>("OC").is_some_and(|group| !shared.layers.shows(&group));
        match annotation.get::<Name<'_>>("Subtype").as_deref() {
            _ if hidden || off => {}
            Some(b"Link") => {
                let action = annotation.get::<Dict<'_>>("A");
                if let Some(target) = action.and_then(|action| action.get::<Bytes<'_>>("URI")) {
                    let area = base.area(area.x0, area.y0, area.x1, area.y1);
                    links.push(Link { area, target: strings::text(&target) });
                }
            }
            Some(b"Popup" | b"Text" | b"FileAttachment" | b"Sound" | b"Movie") | None => {}
            Some(_) => {
                if let Some(form) = appearance(&annotation) {
                    interpreter.appearance(&form, placement(&form, area));
                }
            }
        }
    }
    links
}

/// The normal appearance, in the annotation's state.
fn appearance<'a>(annotation: &Dict<'a>) -> Option<Stream<'a>> {
    match annotation.get::<Dict<'a>>("AP")?.get::<Object<'a>>("N")? {
        Object::Stream(form) => Some(form),
        Object::Dict(states) => states.get::<Stream<'a>>(annotation.get::<Name<'_>>("AS")?),
        _ => None,
    }
}

/// The matrix that fits the form's box, transformed, into the annotation's rectangle (12.5.5).
fn placement(form: &Stream<'_>, to: Rect) -> Matrix {
    let matrix = form.dict().get::<[f64; 6]>("Matrix").map_or(Matrix::IDENTITY, Matrix::new);
    let from = form.dict().get::<Rect>("BBox").unwrap_or(to);
    let from = matrix.area(from.x0, from.y0, from.x1, from.y1);
    let scale = |to: f64, from: f32| if from.abs() > 1e-6 { to / f64::from(from) } else { 1.0 };
    let (x, y) = (scale(to.width(), from.width()), scale(to.height(), from.height()));
    Matrix::new([x, 0.0, 0.0, y, to.x0 - f64::from(from.left) * x, to.y0 - f64::from(from.top) * y])
}
