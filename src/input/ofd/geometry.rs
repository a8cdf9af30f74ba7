//! Matrices and lists of numbers, as OFD writes them (GB/T 33190, 7.3 and 8.3).

/// A transformation: `x' = a x + c y + e`, `y' = b x + d y + f`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Matrix {
    a: f32,
    b: f32,
    c: f32,
    d: f32,
    e: f32,
    f: f32,
}

impl Matrix {
    /// The one that changes nothing.
    pub const IDENTITY: Matrix = Matrix { a: 1.0, b: 0.0, c: 0.0, d: 1.0, e: 0.0, f: 0.0 };

    /// Reads `a b c d e f`; anything else changes nothing.
    pub fn read(text: &str) -> Matrix {
        match numbers(text)[..] {
            [a, b, c, d, e, f] => Matrix { a, b, c, d, e, f },
            _ => Matrix::IDENTITY,
        }
    }

    /// Moves by `x`, `y` after this.
    pub fn then_moved(self, x: f32, y: f32) -> Matrix {
        Matrix { e: self.e + x, f: self.f + y, ..self }
    }

    /// Scales by `by` after this.
    pub fn then_scaled(self, by: f32) -> Matrix {
        Matrix { a: self.a * by, b: self.b * by, c: self.c * by, d: self.d * by, e: self.e * by, f: self.f * by }
    }

    /// Where a point goes.
    pub fn apply(self, x: f32, y: f32) -> (f32, f32) {
        (self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f)
    }

    /// By how much lengths along x grow.
    pub fn scale_x(self) -> f32 {
        self.a.hypot(self.b)
    }

    /// By how much lengths along y grow.
    pub fn scale_y(self) -> f32 {
        self.c.hypot(self.d)
    }

    /// The angle of the x axis in degrees, clockwise, whole.
    pub fn angle(self) -> i16 {
        let degrees = self.b.atan2(self.a).to_degrees().round();
        if degrees.abs() <= 1.0 { 0 } else { degrees as i16 }
    }
}

/// Numbers parted by white space; what is no number ends the list.
pub fn numbers(text: &str) -> Vec<f32> {
    text.split_whitespace().map_while(|word| word.parse::<f32>().ok().filter(|number| number.is_finite())).collect()
}

/// Distances between characters: `g 3 1.5` stands for three times `1.5`. No more than `most` are given.
pub fn deltas(text: &str, most: usize) -> Vec<f32> {
    let mut found = Vec::new();
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        if found.len() >= most {
            break;
        }
        if word.eq_ignore_ascii_case("g") {
            let count = words.next().and_then(|count| count.parse::<usize>().ok()).unwrap_or(0);
            let value = words.next().and_then(|value| value.parse::<f32>().ok()).unwrap_or(0.0);
            found.extend(std::iter::repeat_n(value, count.min(most - found.len())));
        } else if let Ok(value) = word.parse::<f32>() {
            found.push(value);
        }
    }
    found.retain(|value| value.is_finite());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_deltas() {
        for (text, expected) in [
            ("g 3 1.5 2", &[1.5, 1.5, 1.5, 2.0][..]),
            ("2 g 1 -4", &[2.0, -4.0]),
            ("g 99999999999 1", &[1.0; 8]),
            ("g", &[0.0; 0]),
            ("x", &[]),
        ] {
            assert_eq!(deltas(text, 8), expected, "{text}");
        }
    }

    #[test]
    fn turned_matrices_have_angles() {
        assert_eq!(Matrix::read("0 1 -1 0 0 0").angle(), 90);
        assert_eq!(Matrix::read("0.35 0 0 0.35 2 3").apply(10.0, 10.0), (5.5, 6.5));
        assert_eq!(Matrix::read("1 2 3"), Matrix::IDENTITY);
    }
}
