//! Pictures without colour, for presses that print black alone.
//!
//! Luma is that of ITU-R BT.601, which JPEG itself has: of a JPEG the decoder gives it without going through colours.

use krilla::image::{BitsPerComponent, CustomImage, Image, ImageColorspace};
use std::hash::{Hash, Hasher};
use std::io::Cursor;
use std::sync::Arc;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// No larger picture is decoded.
const MOST_PIXELS: usize = 100_000_000;

/// The picture in greys; `None` where it can't be decoded. JPEGs that are grey stay the files that they are.
pub fn image(bytes: &[u8]) -> Option<Image> {
    if bytes.starts_with(&[0xff, 0xd8]) { jpeg(bytes) } else { png(bytes) }
}

fn jpeg(bytes: &[u8]) -> Option<Image> {
    let options = DecoderOptions::default().jpeg_set_out_colorspace(ColorSpace::Luma);
    let mut decoder = JpegDecoder::new_with_options(Cursor::new(bytes), options);
    decoder.decode_headers().ok()?;
    if decoder.input_colorspace() == Some(ColorSpace::Luma) {
        return Image::from_jpeg(krilla::Data::from(bytes.to_vec()), false).ok();
    }
    let (width, height) = decoder.dimensions()?;
    if width.checked_mul(height)? > MOST_PIXELS {
        return None;
    }
    let luma = decoder.decode().ok()?;
    Grey::picture(luma, None, width, height)
}

fn png(bytes: &[u8]) -> Option<Image> {
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().ok()?;
    let (width, height) = (reader.info().width as usize, reader.info().height as usize);
    if width.checked_mul(height)? > MOST_PIXELS {
        return None;
    }
    let mut pixels = vec![0; reader.output_buffer_size()?];
    let frame = reader.next_frame(&mut pixels).ok()?;
    pixels.truncate(frame.buffer_size());
    let (channels, color, clear) = match frame.color_type {
        png::ColorType::Grayscale => (1, false, false),
        png::ColorType::GrayscaleAlpha => (2, false, true),
        png::ColorType::Rgb => (3, true, false),
        png::ColorType::Rgba => (4, true, true),
        png::ColorType::Indexed => return None,
    };
    let of = |pixel: &[u8]| if color { luma(pixel[0], pixel[1], pixel[2]) } else { pixel[0] };
    let alpha = clear.then(|| pixels.chunks_exact(channels).map(|pixel| pixel[channels - 1]).collect());
    Grey::picture(pixels.chunks_exact(channels).map(of).collect(), alpha, width, height)
}

/// Whether a picture can be decoded to its end; JPEGs are not looked at, because they are written as they are.
pub fn is_whole(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xff, 0xd8]) || png(bytes).is_some()
}

/// The grey that a colour is as bright as.
pub fn luma(red: u8, green: u8, blue: u8) -> u8 {
    let [red, green, blue] = [red, green, blue].map(u32::from);
    ((299 * red + 587 * green + 114 * blue + 500) / 1000) as u8
}

/// A decoded picture: one byte a pixel, and how opaque each is.
#[derive(Clone)]
struct Grey(Arc<Pixels>);

struct Pixels {
    luma: Vec<u8>,
    alpha: Option<Vec<u8>>,
    size: (u32, u32),
}

impl Grey {
    fn picture(luma: Vec<u8>, alpha: Option<Vec<u8>>, width: usize, height: usize) -> Option<Image> {
        let size = (u32::try_from(width).ok()?, u32::try_from(height).ok()?);
        Image::from_custom(Grey(Arc::new(Pixels { luma, alpha, size })), false).ok()
    }
}

impl Hash for Grey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.0.luma, &self.0.alpha, self.0.size).hash(state);
    }
}

impl CustomImage for Grey {
    fn color_channel(&self) -> &[u8] {
        &self.0.luma
    }

    fn alpha_channel(&self) -> Option<&[u8]> {
        self.0.alpha.as_deref()
    }

    fn bits_per_component(&self) -> BitsPerComponent {
        BitsPerComponent::Eight
    }

    fn size(&self) -> (u32, u32) {
        self.0.size
    }

    fn icc_profile(&self) -> Option<&[u8]> {
        None
    }

    fn color_space(&self) -> ImageColorspace {
        ImageColorspace::Luma
    }
}

#[cfg(test)]
mod tests {
    use super::luma;

    #[test]
    fn a_colour_is_as_bright_as_its_grey() {
        let check = |red, green, blue, expected| assert_eq!(luma(red, green, blue), expected);
        check(0, 0, 0, 0);
        check(255, 255, 255, 255);
        check(230, 0, 18, 71);
        check(0, 255, 0, 150);
    }
}
