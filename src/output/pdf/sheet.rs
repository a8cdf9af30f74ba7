//! The sheet around the trimmed page: boxes, bleed and crop marks, as a print shop wants them (PF-13).
//!
//! The page's own coordinates begin at the corner of the trimmed sheet whatever is around it.

use crate::geom::{Abs, Point, Rect, Size};
use crate::output::WriteOptions;
use crate::typeset::frame::Item;
use krilla::geom::Rect as Area;
use krilla::page::PageSettings;

/// Length of a crop mark.
const MARK: f64 = 5.0;
/// White between the bleed, or the trimmed edge, and the marks; millimetres both.
const CLEAR: f64 = 2.0;

/// How far beyond the trimmed sheet marks begin: outside the bleed.
fn begin(options: &WriteOptions) -> Abs {
    options.bleed + Abs::mm(CLEAR)
}

/// The page's boxes: trimmed sheet, bleed, and the whole with its marks.
pub fn settings(trim: Size, options: &WriteOptions) -> Option<PageSettings> {
    let around = |by: Abs| {
        let by = by.to_pt() as f32;
        let (width, height) = (trim.width.to_pt() as f32, trim.height.to_pt() as f32);
        Area::from_xywh(-by, -by, width + 2.0 * by, height + 2.0 * by)
    };
    let whole = if options.crop_marks { begin(options) + Abs::mm(MARK) } else { options.bleed };
    let settings = PageSettings::from_wh(trim.width.to_pt() as f32, trim.height.to_pt() as f32)?;
    let settings = settings.with_media_box(around(whole)).with_trim_box(around(Abs::ZERO));
    Some(settings.with_bleed_box(around(options.bleed)))
}

/// Two hairlines at each corner, in line with the trimmed edges.
pub fn marks(trim: Size, options: &WriteOptions) -> Vec<Item> {
    if !options.crop_marks {
        return Vec::new();
    }
    let (begin, length, hair) = (begin(options), Abs::mm(MARK), Abs::pt(0.25));
    let rule = |x: Abs, y: Abs, width: Abs, height: Abs| Item::Rule {
        rect: Rect { min: Point { x, y }, size: Size { width, height } },
        grey: 0,
    };
    let mut marks = Vec::with_capacity(8);
    for x in [Abs::ZERO, trim.width] {
        for y in [-begin - length, trim.height + begin] {
            marks.push(rule(x - hair / 2, y, hair, length));
        }
    }
    for y in [Abs::ZERO, trim.height] {
        for x in [-begin - length, trim.width + begin] {
            marks.push(rule(x, y - hair / 2, length, hair));
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_outside_the_bleed() {
        let trim = Size { width: Abs::mm(140.0), height: Abs::mm(203.0) };
        let options = WriteOptions { bleed: Abs::mm(3.0), crop_marks: true, ..WriteOptions::default() };
        let marks = marks(trim, &options);
        assert_eq!(marks.len(), 8);
        for mark in marks {
            let Item::Rule { rect, .. } = mark else { panic!("marks are rules") };
            let (left, top) = (rect.min.x, rect.min.y);
            let (right, bottom) = (left + rect.size.width, top + rect.size.height);
            let bleed = options.bleed;
            let outside = right < -bleed || bottom < -bleed || left > trim.width + bleed || top > trim.height + bleed;
            assert!(outside, "{rect:?}");
        }
        assert!(super::marks(trim, &WriteOptions::default()).is_empty());
    }
}
