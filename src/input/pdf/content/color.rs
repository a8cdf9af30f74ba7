//! Colours, near enough to tell black from grey, red and white.

use hayro_syntax::object::{Name, Object};
use hayro_syntax::page::Resources;

/// A colour space by what its numbers mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Space {
    /// One, three or four numbers: grey, RGB, CMYK.
    Device,
    /// Amounts of ink: 0 is paper.
    Tint,
    /// Anything else; black stands in.
    Other,
}

impl Space {
    /// A space by its name in an operator.
    pub fn read(name: &Name<'_>, resources: &Resources<'_>) -> Space {
        let known = |name: &[u8]| match name {
            b"DeviceGray" | b"DeviceRGB" | b"DeviceCMYK" | b"CalGray" | b"CalRGB" | b"ICCBased" => Some(Space::Device),
            b"Separation" | b"DeviceN" => Some(Space::Tint),
            b"Pattern" | b"Indexed" | b"Lab" => Some(Space::Other),
            _ => None,
        };
        known(name).unwrap_or_else(|| match resources.color_spaces.get::<Object<'_>>(name) {
            Some(Object::Name(name)) => known(&name).unwrap_or(Space::Other),
            Some(Object::Array(array)) => {
                let first = array.iter::<Object<'_>>().next().and_then(Object::into_name);
                first.and_then(|name| known(&name)).unwrap_or(Space::Other)
            }
            _ => Space::Device,
        })
    }

    /// The colour that numbers are.
    pub fn color(self, numbers: &[f64]) -> u32 {
        match self {
            Space::Device => device(numbers),
            Space::Tint => {
                let ink = numbers.iter().fold(0.0f64, |most, &ink| most.max(ink));
                device(&[1.0 - ink])
            }
            Space::Other => 0,
        }
    }
}

/// Grey, RGB or CMYK by how many numbers there are.
pub fn device(numbers: &[f64]) -> u32 {
    let rgb = |r: f64, g: f64, b: f64| {
        [r, g, b].iter().fold(0, |color, part| color << 8 | (part.clamp(0.0, 1.0) * 255.0).round() as u32)
    };
    match *numbers {
        [grey] => rgb(grey, grey, grey),
        [r, g, b] => rgb(r, g, b),
        [c, m, y, k] => rgb((1.0 - c) * (1.0 - k), (1.0 - m) * (1.0 - k), (1.0 - y) * (1.0 - k)),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_colours() {
        assert_eq!(device(&[0.0]), 0);
        assert_eq!(device(&[1.0, 0.0, 0.0]), 0xff0000);
        assert_eq!(device(&[0.0, 0.0, 0.0, 1.0]), 0);
        assert_eq!(device(&[0.0, 1.0, 1.0, 0.0]), 0xff0000);
        assert_eq!(Space::Tint.color(&[1.0]), 0);
        assert_eq!(Space::Tint.color(&[0.0]), 0xffffff);
    }
}
