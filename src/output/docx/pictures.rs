//! Pictures in the line, at the size of their pixels, but no wider or higher than the type area.

use super::design::Page;
use crate::model::{Document, Media};
use crate::output::xml::Xml;

/// A picture that can be shown.
#[derive(Debug)]
pub struct Shown {
    /// Its part's name below `word/`.
    pub name: String,
    /// Width and height in pixels.
    pub size: (u64, u64),
}

/// The pictures of a document by their numbers; `None` for those that can't be shown.
pub fn shown(addresses: Vec<Option<String>>, document: &Document) -> Vec<Option<Shown>> {
    let size = |media: &Media| imagesize::blob_size(media.bytes.as_deref()?).ok();
    let shown = |(name, media): (Option<String>, &Media)| {
        let (name, size) = (name?, size(media)?);
        Some(Shown { name, size: (size.width as u64, size.height as u64) })
    };
    addresses.into_iter().zip(&document.media).map(shown).collect()
}

/// English Metric Units in a pixel of 1/96 inch, and in a twip.
const PER_PIXEL: u64 = 9525;
const PER_TWIP: u64 = 635;

const A: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const PIC: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";

/// Writes the run with the drawing. `id` is the relation, `number` the drawing's own.
pub fn write(xml: &mut Xml, picture: &Shown, id: &str, number: u32, alt: &str, page: &Page) {
    let (width, height) = extent(picture.size, page);
    let (width, height, number) = (width.to_string(), height.to_string(), number.to_string());
    let name = format!("Picture {number}");
    xml.open("w:r").open("w:drawing").open("wp:inline");
    for side in ["distT", "distB", "distL", "distR"] {
        xml.attr(side, "0");
    }
    xml.open("wp:extent").attr("cx", &width).attr("cy", &height).close();
    xml.open("wp:docPr").attr("id", &number).attr("name", &name).attr("descr", alt).close();
    xml.open("wp:cNvGraphicFramePr").open("a:graphicFrameLocks").attr("xmlns:a", A).attr("noChangeAspect", "1").close().close();
    xml.open("a:graphic").attr("xmlns:a", A).open("a:graphicData").attr("uri", PIC);
    xml.open("pic:pic").attr("xmlns:pic", PIC).open("pic:nvPicPr");
    xml.open("pic:cNvPr")
        .attr("id", &number)
        .attr("name", &name)
        .attr("descr", alt)
        .close()
        .open("pic:cNvPicPr")
        .close()
        .close();
    xml.open("pic:blipFill")
        .open("a:blip")
        .attr("r:embed", id)
        .close()
        .open("a:stretch")
        .open("a:fillRect")
        .close()
        .close()
        .close();
    xml.open("pic:spPr").open("a:xfrm").open("a:off").attr("x", "0").attr("y", "0").close();
    xml.open("a:ext").attr("cx", &width).attr("cy", &height).close().close();
    xml.open("a:prstGeom").attr("prst", "rect").open("a:avLst").close().close().close();
    xml.close().close().close().close().close().close();
}

/// Width and height on the page, at most its measure and four fifths of its depth.
fn extent((width, height): (u64, u64), page: &Page) -> (u64, u64) {
    let (width, height) = (width.clamp(1, 1 << 20) * PER_PIXEL, height.clamp(1, 1 << 20) * PER_PIXEL);
    let widest = u64::from(page.measure()) * PER_TWIP;
    let highest = u64::from(page.depth()) * PER_TWIP * 4 / 5;
    let (width, height) = if width > widest { (widest, (height * widest / width).max(1)) } else { (width, height) };
    if height > highest { ((width * highest / height).max(1), highest) } else { (width, height) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::docx::design::Design;

    #[test]
    fn pictures_fit_the_type_area_and_keep_their_shape() {
        let page = Design::of(&Default::default()).page;
        let (widest, highest) = (u64::from(page.measure()) * PER_TWIP, u64::from(page.depth()) * PER_TWIP * 4 / 5);
        assert_eq!(extent((96, 48), &page), (914_400, 457_200));
        assert_eq!(extent((10_000, 5_000), &page), (widest, widest / 2));
        assert_eq!(extent((1_000, 10_000), &page).1, highest);
        assert!(extent((u64::MAX, 1), &page).1 >= 1);
    }
}
