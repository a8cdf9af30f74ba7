//! What parts of a picture are seen (ISO 32000-1, 8.9.6 and 11.6.5.3): soft masks, stencils, and colours that are left out.
//!
//! What is not seen is white, the colour of the paper: no output shows a picture over another.

use super::pictures::{PIXELS, Pixels, decode};
use hayro_syntax::object::{Array, Dict, Object, Stream};

/// What a picture is seen through.
pub enum Mask<'a> {
    /// How much is seen of each point.
    Soft(Stream<'a>),
    /// Where a stencil is marked, nothing is.
    Stencil(Stream<'a>),
    /// Samples within these bounds are not, one pair for each component.
    Colours(Vec<(u8, u8)>),
}

impl<'a> Mask<'a> {
    /// The mask that a picture's dictionary names; a soft one goes before others.
    pub fn of(dict: &Dict<'a>) -> Option<Mask<'a>> {
        if let Some(soft) = dict.get::<Stream<'a>>("SMask") {
            return Some(Mask::Soft(soft));
        }
        match dict.get::<Object<'a>>("Mask")? {
            Object::Stream(stencil) => Some(Mask::Stencil(stencil)),
            Object::Array(bounds) => Some(Mask::Colours(colours(&bounds))),
            _ => None,
        }
    }

    /// A picture as it is seen through its mask, at the finer of their two resolutions; `None` where the mask can't be decoded.
    pub fn over(&self, pixels: Pixels) -> Option<Pixels> {
        let (stream, stencil) = match self {
            Mask::Soft(stream) => (stream, false),
            Mask::Stencil(stream) => (stream, true),
            Mask::Colours(_) => return Some(pixels),
        };
        let mut mask = decode(stream)?;
        let points = pixels.width.max(mask.width) as u64 * pixels.height.max(mask.height) as u64;
        if mask.channels != 1 || points > PIXELS {
            return None;
        }
        if stencil {
            mask.data.iter_mut().for_each(|value| *value = 255 - *value);
        }
        Some(seen(pixels, &mask))
    }
}

fn colours(bounds: &Array<'_>) -> Vec<(u8, u8)> {
    let byte = |bound: f32| bound.clamp(0.0, 255.0) as u8;
    let bounds: Vec<f32> = bounds.iter::<f32>().take(64).collect();
    bounds.chunks_exact(2).map(|pair| (byte(pair[0]), byte(pair[1]))).collect()
}

/// For each point, whether all its samples are within their bounds.
pub fn keyed(samples: &[u8], bounds: &[(u8, u8)]) -> Vec<bool> {
    let within = |samples: &[u8]| samples.iter().zip(bounds).all(|(sample, (low, high))| (low..=high).contains(&sample));
    samples.chunks_exact(bounds.len().max(1)).map(within).collect()
}

/// A picture over white, by how much is seen of each of its points.
pub fn seen(pixels: Pixels, alpha: &Pixels) -> Pixels {
    let (width, height) = (pixels.width.max(alpha.width), pixels.height.max(alpha.height));
    let fits = pixels.width == width && pixels.height == height && alpha.width == width && alpha.height == height;
    let mut data = Vec::with_capacity(width * height * pixels.channels);
    for y in 0..height {
        for x in 0..width {
            let place = |of: &Pixels| {
                if fits { y * width + x } else { y * of.height / height * of.width + x * of.width / width }
            };
            let seen = u32::from(alpha.data.get(place(alpha)).copied().unwrap_or(255));
            let at = place(&pixels) * pixels.channels;
            let point = &pixels.data[at..at + pixels.channels];
            data.extend(point.iter().map(|&value| ((u32::from(value) * seen + 255 * (255 - seen) + 127) / 255) as u8));
        }
    }
    Pixels { width, height, channels: pixels.channels, data }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_seen_is_white() {
        let grey = |width, height, data: &[u8]| Pixels { width, height, channels: 1, data: data.to_vec() };
        let check = |pixels: Pixels, mask: Pixels, size: (usize, usize), expected: &[u8]| {
            let seen = seen(pixels, &mask);
            assert_eq!(((seen.width, seen.height), seen.data.as_slice()), (size, expected));
        };
        check(grey(2, 1, &[0, 0]), grey(2, 1, &[0, 255]), (2, 1), &[255, 0]);
        check(grey(1, 1, &[100]), grey(1, 1, &[128]), (1, 1), &[177]);
        // A spot of colour that takes its form from its mask, and a fine picture with a coarse one.
        check(grey(1, 1, &[0]), grey(2, 2, &[0, 255, 255, 0]), (2, 2), &[255, 0, 0, 255]);
        check(grey(2, 1, &[1, 2]), grey(1, 1, &[255]), (2, 1), &[1, 2]);
        let colour = Pixels { width: 1, height: 1, channels: 3, data: vec![0, 51, 255] };
        assert_eq!(seen(colour, &grey(1, 1, &[0])).data, [255; 3]);
    }

    #[test]
    fn colours_are_left_out_by_their_samples() {
        assert_eq!(keyed(&[0, 7, 9], &[(7, 8)]), [false, true, false]);
        assert_eq!(keyed(&[250, 251, 252, 250, 0, 252], &[(250, 255), (250, 255), (250, 255)]), [true, false]);
    }
}
