//! Transformations of the plane, as PDF writes them (ISO 32000-2, 8.3.3).

use crate::input::layout::page::Area;

/// `x' = a·x + c·y + e`, `y' = b·x + d·y + f`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Matrix {
    pub a: f64,
    pub b: f64,
    pub c: f64,
    pub d: f64,
    pub e: f64,
    pub f: f64,
}

impl Matrix {
    /// Changes nothing.
    pub const IDENTITY: Matrix = Matrix::new([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// From the six numbers as PDF orders them.
    pub const fn new([a, b, c, d, e, f]: [f64; 6]) -> Matrix {
        Matrix { a, b, c, d, e, f }
    }

    /// A shift.
    pub const fn shift(x: f64, y: f64) -> Matrix {
        Matrix::new([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// First this, then `next`.
    pub fn then(self, next: Matrix) -> Matrix {
        let Matrix { a, b, c, d, e, f } = self;
        Matrix {
            a: a * next.a + b * next.c,
            b: a * next.b + b * next.d,
            c: c * next.a + d * next.c,
            d: c * next.b + d * next.d,
            e: e * next.a + f * next.c + next.e,
            f: e * next.b + f * next.d + next.f,
        }
    }

    /// Where a point goes.
    pub fn point(self, x: f64, y: f64) -> (f64, f64) {
        (self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f)
    }

    /// The smallest upright rectangle round the image of a rectangle.
    pub fn area(self, x0: f64, y0: f64, x1: f64, y1: f64) -> Area {
        let corner = |x, y| {
            let (x, y) = self.point(x, y);
            Area { left: x as f32, top: y as f32, right: x as f32, bottom: y as f32 }
        };
        corner(x0, y0).union(corner(x1, y1)).union(corner(x0, y1)).union(corner(x1, y0))
    }

    /// By how much lengths along x grow.
    pub fn stretch_x(self) -> f64 {
        self.a.hypot(self.b)
    }

    /// By how much lengths along y grow.
    pub fn stretch_y(self) -> f64 {
        self.c.hypot(self.d)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_is_applied_first() {
        let twice = Matrix::new([2.0, 0.0, 0.0, 2.0, 0.0, 0.0]);
        assert_eq!(twice.then(Matrix::shift(1.0, 0.0)).point(3.0, 4.0), (7.0, 8.0));
        assert_eq!(Matrix::shift(1.0, 0.0).then(twice).point(3.0, 4.0), (8.0, 8.0));
        let quarter = Matrix::new([0.0, 1.0, -1.0, 0.0, 0.0, 0.0]);
        assert_eq!(quarter.area(0.0, 0.0, 2.0, 1.0), Area { left: -1.0, top: 0.0, right: 0.0, bottom: 2.0 });
    }
}
