//! Figures: a picture in the middle of the column with its caption below, in whole lines.
//!
//! A picture whose file is missing keeps its place: a frame with the reference in it, which no reading takes for text.

use super::compose::{Column, Composer};
use super::frame::Item;
use super::paragraph::{self, Alignment, Paragraph, Setting};
use super::slab::{Slab, up_to_grid};
use super::style::{Look, Style};
use super::tag::{self, Tag, TagKind};
use crate::geom::{Abs, Point, Rect, Size};
use crate::model::{Media, MediaId, Role, Text};

/// Pictures are taken to be made for print at this many pixels an inch.
const RESOLUTION: f64 = 150.0;

/// So many characters of what a missing picture shows are set in its frame.
const LONGEST_ALT: usize = 24;

/// The size of a picture at the resolution of print; `None` where it cannot be read.
pub fn natural_size(media: &Media) -> Option<Size> {
    let size = imagesize::blob_size(media.bytes.as_deref()?).ok()?;
    let length = |pixels: usize| Abs::pt(pixels.min(1 << 20) as f64 * 72.0 / RESOLUTION);
    (size.width > 0 && size.height > 0).then(|| Size { width: length(size.width), height: length(size.height) })
}

/// Sets a figure with its caption.
pub fn set(composer: &Composer<'_>, id: MediaId, caption: &Text, column: Column) -> Vec<Slab> {
    let style = composer.style;
    let own = Tag::new(TagKind::Caption, column.tag.and_then(|figure| figure.parent.as_ref()));
    let caption = composer.text(caption, &style.role(Role::Caption), Column { tag: Some(&own), ..column });
    let most = Size {
        width: column.measure,
        height: style.pitch * (style.lines * 3 / 5).max(4) - super::slab::stack(&caption, style.pitch),
    };
    let media = composer.document.media.get(id.0 as usize);
    let mut slab = match media.and_then(natural_size) {
        Some(natural) => {
            // In vertical setting the picture's height lies along the lines.
            let natural = match style.vertical {
                Some(_) => Size { width: natural.height, height: natural.width },
                None => natural,
            };
            let size = fit(natural, most);
            let x = column.left + (column.measure - size.width) / 2;
            let rect = Rect { min: Point { x, y: Abs::ZERO }, size };
            Slab { height: size.height, items: vec![Item::Image { media: id, rect }], ..Slab::default() }
        }
        None => frame(composer, media, column),
    };
    // The caption stands on the first line of the grid that leaves half a line below the picture.
    slab.height = up_to_grid(slab.height + (style.pitch - style.size) / 2, style.pitch);
    slab.items.splice(0..0, column.tag.map(tag::begin));
    slab.snap = true;
    slab.glue = !caption.is_empty();
    let mut slabs = vec![slab];
    slabs.extend(caption);
    slabs
}

/// The largest size of the same shape that fits, no larger than it is.
fn fit(natural: Size, most: Size) -> Size {
    let mut size = natural;
    if size.width > most.width {
        size = Size { width: most.width, height: size.height.scale(most.width.units(), size.width.units()) };
    }
    if size.height > most.height {
        size = Size { width: size.width.scale(most.height.units(), size.height.units()), height: most.height };
    }
    size
}

/// What is said of a picture that is missing: what it shows, and always the name of its file.
fn words(media: &Media) -> String {
    let file = media.reference.rsplit(['/', '\\']).next().unwrap_or_default();
    match media.alt.trim() {
        "" => file.to_owned(),
        alt if alt == file || file.is_empty() => alt.to_owned(),
        alt => format!("{}\n{file}", alt.chars().take(LONGEST_ALT).collect::<String>()),
    }
}

fn frame(composer: &Composer<'_>, media: Option<&Media>, column: Column) -> Slab {
    let style = composer.style;
    let size = style.size.scale(8, 10);
    let height = style.pitch * 3;
    let width = column.measure.min(style.size * 18);
    let left = column.left + (column.measure - width) / 2;
    let mut slab = Slab { height, ..Slab::default() };
    let grey = 150;
    let line = style.size.scale(5, 100);
    let rule = |x, y, width, height| Item::Rule { rect: Rect { min: Point { x, y }, size: Size { width, height } }, grey };
    slab.items.push(rule(left, Abs::ZERO, width, line));
    slab.items.push(rule(left, height - line, width, line));
    slab.items.push(rule(left, Abs::ZERO, line, height));
    slab.items.push(rule(left + width - line, Abs::ZERO, line, height));
    let words = media.map(words).unwrap_or_default();
    let look = Look { grey: 110, ..style.body() };
    let lines = paragraph::set(
        &Paragraph {
            settings: vec![Setting { grey: look.grey, ..Setting::whole(&words, look.family, look.bold, size) }],
            alignment: Alignment::Center,
            vertical: style.vertical,
            ..Paragraph::plain(&words, Setting::whole(&words, look.family, look.bold, size), width - size, &style.language)
        },
        composer.fonts,
    );
    let leading = size.scale(13, 10);
    let count = lines.len().min((height.units() / leading.units().max(1)) as usize);
    let above = (height - size - leading * (count as i64 - 1).max(0)) / 2;
    for (index, line) in lines.into_iter().take(count).enumerate() {
        let origin = Point { x: left + size / 2, y: above + leading * index as i64 + Style::ascent(size) };
        slab.items.extend(line.runs.into_iter().map(|run| Item::Made { origin, run, artifact: false }));
    }
    slab
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_picture_names_its_file() {
        let check = |alt: &str, reference: &str, expected: &str| {
            let media = Media { alt: alt.to_owned(), reference: reference.to_owned(), bytes: None };
            assert_eq!(words(&media), expected);
        };
        check("", "2018/images/ferry-and-its-people.jpg", "ferry-and-its-people.jpg");
        check("渡口", "a\\b.png", "渡口\nb.png");
        check("b.png", "b.png", "b.png");
        check("渡口", "", "渡口");
    }

    #[test]
    fn pictures_keep_their_shape_and_are_never_enlarged() {
        let size = |width, height| Size { width: Abs::raw(width), height: Abs::raw(height) };
        let check = |natural, most, expected| assert_eq!(fit(natural, most), expected);
        check(size(100, 50), size(200, 200), size(100, 50));
        check(size(400, 200), size(200, 200), size(200, 100));
        check(size(400, 800), size(200, 200), size(100, 200));
    }
}
