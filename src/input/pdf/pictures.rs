//! Pictures: JPEG as it is, everything else decoded to PNG; so is a JPEG that is seen through a mask.
//!
//! A picture that is used on many pages is decoded once and kept once.

use super::mask::{self, Mask};
use super::matrix::Matrix;
use super::once::Once;
use super::stream;
use crate::input::layout::page::Area;
use hayro_syntax::Filter;
use hayro_syntax::object::stream::{FilterResult, ImageColorSpace, ImageDecodeParams};
use hayro_syntax::object::{Array, Dict, Object, ObjectIdentifier, Stream, String as Bytes};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// Pixels of a picture that is decoded.
pub const PIXELS: u64 = 1 << 26;

/// A picture on a page.
pub struct Placed<'a> {
    pub area: Area,
    pub source: Stream<'a>,
    pub turn: Turn,
    pub tag: Option<u32>,
    pub artifact: bool,
    pub order: u32,
}

/// How a picture lies on the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Turn {
    /// Quarter turns, clockwise.
    pub quarters: u8,
    /// Mirrored left to right, before it is turned.
    pub mirrored: bool,
}

impl Turn {
    /// How a matrix turns the unit square, y down.
    pub fn of(matrix: Matrix) -> Turn {
        let (x, y) = (matrix.a, matrix.b);
        let quarters = match (x.abs() >= y.abs(), x >= 0.0, y >= 0.0) {
            (true, true, _) => 0,
            (false, _, true) => 1,
            (true, false, _) => 2,
            (false, _, false) => 3,
        };
        // Upright, the top of a picture is away from y: the determinant is negative.
        let mirrored = matrix.a * matrix.d - matrix.b * matrix.c > 0.0;
        match mirrored {
            true => Turn { quarters: (quarters + 2) % 4, mirrored },
            false => Turn { quarters, mirrored },
        }
    }
}

/// A picture's file, or nothing where it can't be decoded.
type File = Option<Arc<[u8]>>;

/// The pictures of a document by object and turn.
#[derive(Debug, Default)]
pub struct Pictures(Once<(ObjectIdentifier, Turn), File>);

impl Pictures {
    /// The file of a picture.
    pub fn file(&self, placed: &Placed<'_>) -> File {
        self.0.get((placed.source.obj_id(), placed.turn), || {
            catch_unwind(AssertUnwindSafe(|| file(&placed.source, placed.turn))).ok().flatten().map(Arc::from)
        })
    }
}

fn file(source: &Stream<'_>, turn: Turn) -> Option<Vec<u8>> {
    let mask = Mask::of(source.dict());
    if turn == Turn::default()
        && mask.is_none()
        && let Some(jpeg) = jpeg(source)
    {
        return Some(jpeg);
    }
    let mut pixels = decode(source)?;
    if let Some(mask) = mask {
        pixels = mask.over(pixels)?;
    }
    if turn.mirrored {
        pixels = pixels.mirrored();
    }
    for _ in 0..turn.quarters {
        pixels = pixels.turned();
    }
    pixels.png()
}

/// The JPEG file, where the picture is one that other programs show alike: grey or three colours.
fn jpeg(source: &Stream<'_>) -> Option<Vec<u8>> {
    let data = match source.filters().as_slice() {
        [Filter::DctDecode] => source.raw_data().into_owned(),
        [Filter::FlateDecode, Filter::DctDecode] => stream::inflate(&source.raw_data()).0,
        _ => return None,
    };
    let inverted = source.dict().get::<[f32; 2]>("Decode").is_some_and(|[low, high]| low > high);
    (!inverted && matches!(jpeg_components(&data)?, 1 | 3)).then_some(data)
}

/// The number of components in the frame header of a JPEG file (ITU-T T.81, B.2.2).
fn jpeg_components(data: &[u8]) -> Option<u8> {
    let mut at = 2;
    if !data.starts_with(&[0xff, 0xd8]) {
        return None;
    }
    loop {
        let &[0xff, marker, high, low] = data.get(at..at + 4)? else {
            at += 1;
            continue;
        };
        match marker {
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => return data.get(at + 9).copied(),
            0xff => at += 1,
            0x00 | 0x01 | 0xd0..=0xd9 => at += 2,
            _ => at += 2 + usize::from(u16::from_be_bytes([high, low])),
        }
    }
}

/// Grey or RGB, 8 bits.
pub struct Pixels {
    pub width: usize,
    pub height: usize,
    pub channels: usize,
    pub data: Vec<u8>,
}

impl Pixels {
    fn png(self) -> Option<Vec<u8>> {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, self.width as u32, self.height as u32);
        encoder.set_color(if self.channels == 1 { png::ColorType::Grayscale } else { png::ColorType::Rgb });
        encoder.set_compression(png::Compression::Fast);
        // A page in black and white is an eighth of the size.
        let bilevel = self.channels == 1 && self.data.iter().all(|&value| value == 0 || value == 255);
        let data = if bilevel {
            encoder.set_depth(png::BitDepth::One);
            self.data.chunks(self.width).flat_map(|row| row.chunks(8).map(pack)).collect()
        } else {
            encoder.set_depth(png::BitDepth::Eight);
            self.data
        };
        let mut writer = encoder.write_header().ok()?;
        writer.write_image_data(&data).ok()?;
        writer.finish().ok()?;
        Some(file)
    }

    fn mirrored(mut self) -> Pixels {
        for row in self.data.chunks_exact_mut(self.width * self.channels) {
            for place in 0..self.width / 2 {
                for channel in 0..self.channels {
                    row.swap(place * self.channels + channel, (self.width - 1 - place) * self.channels + channel);
                }
            }
        }
        self
    }

    /// A quarter turn clockwise.
    fn turned(self) -> Pixels {
        let Pixels { width, height, channels, data } = self;
        let mut turned = Vec::with_capacity(data.len());
        for x in 0..width {
            for y in (0..height).rev() {
                let at = (y * width + x) * channels;
                turned.extend_from_slice(&data[at..at + channels]);
            }
        }
        Pixels { width: height, height: width, channels, data: turned }
    }
}

fn pack(pixels: &[u8]) -> u8 {
    pixels.iter().enumerate().fold(0, |byte, (place, &value)| byte | (value & 1) << (7 - place))
}

/// The points of a picture, without its mask; colours that are left out are white.
pub fn decode(source: &Stream<'_>) -> Option<Pixels> {
    let dict = source.dict();
    let number = |long: &str, short: &str| dict.get::<u32>(long).or_else(|| dict.get::<u32>(short));
    let (width, height) = (number("Width", "W")?, number("Height", "H")?);
    if width == 0 || height == 0 || u64::from(width) * u64::from(height) > PIXELS {
        return None;
    }
    let mask = dict.get::<bool>("ImageMask").or_else(|| dict.get::<bool>("IM")).unwrap_or(false);
    let bits = if mask { 1 } else { number("BitsPerComponent", "BPC").unwrap_or(8).clamp(1, 16) as u8 };
    let space = dict.get::<Object<'_>>("ColorSpace").or_else(|| dict.get::<Object<'_>>("CS"));
    let space = space.filter(|_| !mask).and_then(|space| Space::read(&space));
    let params = ImageDecodeParams {
        is_indexed: matches!(space, Some(Space::Indexed(..))),
        bpc: Some(bits),
        num_components: space.as_ref().map(Space::components),
        target_dimension: None,
        width,
        height,
    };
    let flat = source.filters().iter().all(|filter| *filter == Filter::FlateDecode);
    let mut result = match source.decoded_image(&params) {
        Ok(result) => result,
        Err(_) if flat => FilterResult { data: stream::decode(source).data, image_data: None },
        Err(_) => return None,
    };
    let (mut width, mut height, mut bits, mut own) = (width, height, bits, None);
    let alpha = result.image_data.as_mut().and_then(|known| known.alpha.take());
    if let Some(known) = &result.image_data {
        (width, height, bits) = (known.width, known.height, known.bits_per_component);
        own = match known.color_space {
            Some(ImageColorSpace::Gray) => Some(Space::Gray),
            Some(ImageColorSpace::Rgb) => Some(Space::Rgb),
            Some(ImageColorSpace::Cmyk) => Some(Space::Cmyk),
            _ => None,
        };
    }
    if width == 0 || height == 0 || u64::from(width) * u64::from(height) > PIXELS {
        return None;
    }
    let same = |own: &Space| space.as_ref().is_some_and(|space| space.components() == own.components());
    let space = match own {
        Some(own) if !same(&own) => own,
        own => space.or(own).unwrap_or(Space::Gray),
    };
    let inverted = dict.get::<Array<'_>>("Decode").or_else(|| dict.get::<Array<'_>>("D")).is_some_and(|decode| {
        let ends: Vec<f32> = decode.iter::<f32>().take(2).collect();
        matches!(ends.as_slice(), [low, high] if low > high)
    });
    let samples = samples(&result.data, width as usize, height as usize, usize::from(space.components()), bits, inverted);
    let hidden = match Mask::of(dict) {
        Some(Mask::Colours(bounds)) if bounds.len() == usize::from(space.components()) && !inverted => {
            mask::keyed(&samples, &bounds)
        }
        _ => Vec::new(),
    };
    let mut pixels = space.pixels(samples, width as usize, height as usize, bits);
    let points = pixels.data.chunks_exact_mut(pixels.channels).zip(hidden);
    points.filter(|(_, hidden)| *hidden).for_each(|(point, _)| point.fill(255));
    match alpha.filter(|alpha| alpha.len() == pixels.width * pixels.height) {
        Some(data) => {
            let alpha = Pixels { width: pixels.width, height: pixels.height, channels: 1, data };
            Some(mask::seen(pixels, &alpha))
        }
        None => Some(pixels),
    }
}

/// Samples one a byte, as they are for indexed spaces of up to 8 bits and else spread to 8 bits by [`Space::pixels`].
fn samples(data: &[u8], width: usize, height: usize, components: usize, bits: u8, inverted: bool) -> Vec<u8> {
    let row_samples = width * components;
    let row_bytes = (row_samples * usize::from(bits)).div_ceil(8);
    let most = if bits >= 8 { 255 } else { (1u16 << bits) - 1 } as u8;
    let mut samples = Vec::with_capacity(row_samples * height);
    for row in 0..height {
        let line = data.get(row * row_bytes..).unwrap_or_default();
        for place in 0..row_samples {
            let value = match bits {
                16 => line.get(place * 2).copied(),
                8 => line.get(place).copied(),
                _ => {
                    let bit = place * usize::from(bits);
                    let shift = 8 - usize::from(bits) - bit % 8;
                    line.get(bit / 8).map(|byte| byte >> shift & most)
                }
            };
            // What a cut picture lacks is white.
            let value = value.unwrap_or(most);
            samples.push(if inverted { most - value.min(most) } else { value });
        }
    }
    samples
}

/// What samples mean.
enum Space {
    Gray,
    Rgb,
    Cmyk,
    /// Amounts of so many inks.
    Inks(u8),
    /// A palette of RGB triples.
    Indexed(Vec<[u8; 3]>),
}

impl Space {
    fn components(&self) -> u8 {
        match self {
            Space::Gray | Space::Indexed(_) => 1,
            Space::Rgb => 3,
            Space::Cmyk => 4,
            Space::Inks(count) => *count,
        }
    }

    fn read(object: &Object<'_>) -> Option<Space> {
        match object {
            Object::Name(name) => match &**name {
                b"DeviceGray" | b"G" | b"CalGray" => Some(Space::Gray),
                b"DeviceRGB" | b"RGB" | b"CalRGB" => Some(Space::Rgb),
                b"DeviceCMYK" | b"CMYK" => Some(Space::Cmyk),
                _ => None,
            },
            Object::Array(array) => {
                let mut items = array.iter::<Object<'_>>();
                let family = items.next()?.into_name()?;
                match &*family {
                    b"ICCBased" => match items.next()?.into_stream()?.dict().get::<u8>("N")? {
                        1 => Some(Space::Gray),
                        3 => Some(Space::Rgb),
                        4 => Some(Space::Cmyk),
                        _ => None,
                    },
                    b"Indexed" | b"I" => {
                        let base = Space::read(&items.next()?)?;
                        items.next()?;
                        let table = match items.next()? {
                            Object::String(bytes) => Bytes::as_bytes(&bytes).to_vec(),
                            Object::Stream(stream) => stream::decode(&stream).data.into_owned(),
                            _ => return None,
                        };
                        let step = usize::from(base.components());
                        Some(Space::Indexed(table.chunks_exact(step).map(|color| base.rgb(color)).collect()))
                    }
                    b"Lab" => Some(Space::Rgb),
                    b"Separation" => Some(Space::Inks(1)),
                    b"DeviceN" => {
                        Some(Space::Inks(items.next()?.into_array()?.iter::<Object<'_>>().count().clamp(1, 32) as u8))
                    }
                    _ => Space::read(&Object::Name(family)),
                }
            }
            _ => None,
        }
    }

    fn rgb(&self, color: &[u8]) -> [u8; 3] {
        match (self, color) {
            (Space::Rgb, &[r, g, b]) => [r, g, b],
            (Space::Cmyk, &[c, m, y, k]) => {
                let mix = |ink: u8| (u16::from(255 - ink) * u16::from(255 - k) / 255) as u8;
                [mix(c), mix(m), mix(y)]
            }
            (Space::Gray, &[grey]) => [grey; 3],
            (Space::Inks(_), inks) => [255 - inks.iter().copied().max().unwrap_or(0); 3],
            (Space::Indexed(palette), &[index]) => palette.get(usize::from(index)).copied().unwrap_or([255; 3]),
            _ => [255; 3],
        }
    }

    fn pixels(&self, mut samples: Vec<u8>, width: usize, height: usize, bits: u8) -> Pixels {
        if bits < 8 && !matches!(self, Space::Indexed(_)) {
            let most = (1u16 << bits) - 1;
            samples.iter_mut().for_each(|value| *value = (u16::from(*value) * 255 / most) as u8);
        }
        let (channels, data) = match self {
            Space::Gray => (1, samples),
            Space::Rgb => (3, samples),
            Space::Inks(1) => (1, samples.into_iter().map(|ink| 255 - ink).collect()),
            _ => (3, samples.chunks_exact(usize::from(self.components())).flat_map(|color| self.rgb(color)).collect()),
        };
        Pixels { width, height, channels, data }
    }
}

/// Whether a picture is a stencil or a mask, which shows nothing by itself.
pub fn is_stencil(dict: &Dict<'_>) -> bool {
    dict.get::<bool>("ImageMask").unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_of_every_depth_are_read() {
        let check = |data: &[u8], width, components, bits, expected: &[u8]| {
            assert_eq!(samples(data, width, 1, components, bits, false), expected);
        };
        check(&[0b1010_0000], 4, 1, 1, &[1, 0, 1, 0]);
        check(&[0x1f], 2, 1, 4, &[1, 15]);
        check(&[1, 2, 3], 1, 3, 8, &[1, 2, 3]);
        check(&[9, 0, 8, 0], 2, 1, 16, &[9, 8]);
        check(&[7], 2, 1, 8, &[7, 255]);
        assert_eq!(samples(&[0b1000_0000], 2, 1, 1, 1, true), [0, 1]);
    }

    #[test]
    fn pictures_are_turned_upright() {
        let pixels = || Pixels { width: 2, height: 1, channels: 1, data: vec![1, 2] };
        assert_eq!(pixels().turned().data, [1, 2]);
        assert_eq!((pixels().turned().width, pixels().turned().turned().data), (1, vec![2, 1]));
        assert_eq!(pixels().mirrored().data, [2, 1]);
        let turn = |numbers| Turn::of(Matrix::new(numbers));
        assert_eq!(turn([5.0, 0.0, 0.0, -5.0, 0.0, 0.0]), Turn::default());
        assert_eq!(turn([-5.0, 0.0, 0.0, 5.0, 0.0, 0.0]), Turn { quarters: 2, mirrored: false });
        assert_eq!(turn([0.0, 5.0, 5.0, 0.0, 0.0, 0.0]), Turn { quarters: 1, mirrored: false });
        assert_eq!(turn([-5.0, 0.0, 0.0, -5.0, 0.0, 0.0]), Turn { quarters: 0, mirrored: true });
    }

    #[test]
    fn a_frame_says_how_many_components_there_are() {
        let head = |components: u8| {
            let mut file = vec![0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc0, 0, 11, 8, 0, 1, 0, 1];
            file.push(components);
            file
        };
        assert_eq!(jpeg_components(&head(3)), Some(3));
        assert_eq!(jpeg_components(&head(4)), Some(4));
        assert_eq!(jpeg_components(b"no"), None);
    }
}
