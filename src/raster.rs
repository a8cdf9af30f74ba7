//! Pages of a PDF as pictures: what a recognizer reads, what `preview` shows, and what stands beside a review.
//!
//! `hayro` draws; what is drawn can be trusted to be near enough to what a printer makes, not to be the same.

use crate::error::{Error, ErrorKind, Result};
use hayro::hayro_interpret::InterpreterSettings;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};
use hayro_syntax::Pdf;
use hayro_syntax::page::Page;

/// The most pixels of a picture: an A2 page at 300 dots per inch.
const MOST_PIXELS: f32 = 36e6;
/// Dots per inch at which one pixel is one point.
const POINTS: f32 = 72.0;

/// A picture of a page, 8 bits each of red, green and blue.
pub struct Picture {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Pixels in a point of the page: less than asked for where the page is very large.
    pub scale: f32,
    pixels: Vec<u8>,
}

/// Draws a page on white at so many dots per inch.
pub fn page(page: &Page<'_>, dots: f32) -> Picture {
    let (width, height) = page.render_dimensions();
    let most = (MOST_PIXELS / (width * height).max(1.0)).sqrt();
    let longest = f32::from(u16::MAX) / width.max(height).max(1.0);
    let scale = (dots / POINTS).min(most).min(longest);
    let settings = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let pixmap =
        hayro::render(page, &RenderCache::new(), &InterpreterSettings::default(), &RenderSettings::default(), &settings);
    let (width, height) = (u32::from(pixmap.width()), u32::from(pixmap.height()));
    // White lies below everything, so that no pixel is transparent.
    let pixels = pixmap.data().iter().flat_map(|pixel| [pixel.r, pixel.g, pixel.b]).collect();
    Picture { width, height, scale, pixels }
}

fn open(bytes: Vec<u8>) -> Result<Pdf> {
    Pdf::new(bytes).map_err(|_| Error::new(ErrorKind::Corrupt, "the PDF can't be opened"))
}

/// Draws pages of a PDF; `wanted` is asked by number, from 1. A page is drawn before the next is asked for.
pub fn draw(
    bytes: Vec<u8>,
    dots: f32,
    wanted: impl Fn(usize) -> bool,
    mut shown: impl FnMut(usize, &Picture) -> Result<()>,
) -> Result<()> {
    let pdf = open(bytes)?;
    for (index, source) in pdf.pages().iter().enumerate().filter(|(index, _)| wanted(index + 1)) {
        shown(index + 1, &page(source, dots))?;
    }
    Ok(())
}

/// Small pictures of a PDF's pages in shades of grey, as PNG: as many of the first pages as go into so many bytes.
pub fn small(bytes: Vec<u8>, most: usize) -> Result<Vec<Vec<u8>>> {
    /// Pixels of the longer side: headlines can be read, and where text stands can be seen.
    const LONGEST: f32 = 1000.0;
    let pdf = open(bytes)?;
    let (mut pictures, mut room) = (Vec::new(), most);
    for source in pdf.pages().iter() {
        let (width, height) = source.render_dimensions();
        let picture = page(source, LONGEST * POINTS / width.max(height).max(1.0)).grey_png()?;
        let Some(left) = room.checked_sub(picture.len()) else { break };
        room = left;
        pictures.push(picture);
    }
    Ok(pictures)
}

impl Picture {
    /// As a PNG.
    pub fn png(&self) -> Result<Vec<u8>> {
        self.encode(png::ColorType::Rgb, png::BitDepth::Eight, &self.pixels)
    }

    /// As a PNG in sixteen shades of grey.
    pub fn grey_png(&self) -> Result<Vec<u8>> {
        let row = |pixels: &[u8]| -> Vec<u8> {
            let shades: Vec<u8> = pixels.chunks_exact(3).map(|pixel| grey(pixel) >> 4).collect();
            shades.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).collect()
        };
        let rows: Vec<u8> = self.pixels.chunks_exact(self.width as usize * 3).flat_map(row).collect();
        self.encode(png::ColorType::Grayscale, png::BitDepth::Four, &rows)
    }

    fn encode(&self, color: png::ColorType, depth: png::BitDepth, pixels: &[u8]) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width, self.height);
        encoder.set_color(color);
        encoder.set_depth(depth);
        let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(pixels));
        written.map_err(|error| Error::new(ErrorKind::Unsupported, format!("the page can't be made a picture: {error}")))?;
        Ok(bytes)
    }

    /// As a portable graymap (PGM), which is quick to write and which recognizers read.
    pub fn pgm(&self) -> Vec<u8> {
        let mut bytes = format!("P5\n{} {}\n255\n", self.width, self.height).into_bytes();
        bytes.extend(self.pixels.chunks_exact(3).map(grey));
        bytes
    }
}

/// Luma (ITU-R BT.601), in parts of 256.
fn grey(pixel: &[u8]) -> u8 {
    ((u32::from(pixel[0]) * 77 + u32::from(pixel[1]) * 150 + u32::from(pixel[2]) * 29) >> 8) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page of 20 × 10 points with a black square at its lower left.
    const SQUARE: &str = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
        3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 20 10]/Contents 4 0 R>>endobj\n\
        4 0 obj<</Length 15>>stream\n0 g 0 0 5 5 re f\nendstream endobj\ntrailer<</Root 1 0 R>>";

    #[test]
    fn a_page_is_drawn_on_white() {
        let pdf = Pdf::new(SQUARE.as_bytes().to_vec()).expect("the file is read");
        let drawn = page(&pdf.pages()[0], 144.0);
        assert_eq!((drawn.width, drawn.height, drawn.scale), (40, 20, 2.0));
        let grey = drawn.pgm();
        let (head, pixels) = grey.split_at(grey.len() - 40 * 20);
        assert_eq!(head, b"P5\n40 20\n255\n");
        assert_eq!((pixels[15 * 40 + 5], pixels[5 * 40 + 5], pixels[15 * 40 + 30]), (0, 255, 255));
        assert!(drawn.png().expect("a picture").starts_with(b"\x89PNG"));
        let small = small(SQUARE.as_bytes().to_vec(), 1 << 20).expect("pictures");
        let decoder = png::Decoder::new(std::io::Cursor::new(&small[0]));
        let mut reader = decoder.read_info().expect("a PNG");
        let mut shades = vec![0; 1000 * 500 / 2];
        reader.next_frame(&mut shades).expect("all of it");
        assert_eq!((shades[499 * 500], shades[0]), (0x00, 0xff), "black at the lower left");
        assert_eq!(super::small(SQUARE.as_bytes().to_vec(), 10).expect("none").len(), 0);
    }
}
