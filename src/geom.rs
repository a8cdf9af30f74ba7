//! Lengths, points and rectangles, in integers, so that every machine lays a page out alike.
//!
//! One [`Abs`] unit is 1/65 536 pt. The y axis points down, as on a page that is read.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

/// A length, in 1/65 536 of a point.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Abs(i64);

impl Abs {
    /// No length.
    pub const ZERO: Abs = Abs(0);
    /// Longer than any page: an open limit.
    pub const MAX: Abs = Abs(i64::MAX / 4);

    /// A length from raw units of 1/65 536 pt.
    pub const fn raw(units: i64) -> Abs {
        Abs(units)
    }

    /// The raw units, 1/65 536 pt each.
    pub const fn units(self) -> i64 {
        self.0
    }

    /// A length in points, rounded to the nearest unit.
    pub fn pt(points: f64) -> Abs {
        Abs((points * 65_536.0).round() as i64)
    }

    /// A length in millimetres.
    pub fn mm(millimetres: f64) -> Abs {
        Abs::pt(millimetres * 72.0 / 25.4)
    }

    /// The length in points.
    pub fn to_pt(self) -> f64 {
        self.0 as f64 / 65_536.0
    }

    /// The length in millimetres.
    pub fn to_mm(self) -> f64 {
        self.to_pt() * 25.4 / 72.0
    }

    /// `self × numerator ÷ denominator`, rounded half away from zero, without overflow in between.
    pub fn scale(self, numerator: i64, denominator: i64) -> Abs {
        // What fits, as nearly all lengths do, is divided as one word.
        if let Some(product) = self.0.checked_mul(numerator)
            && let Some(halved) = product.unsigned_abs().checked_add(denominator.unsigned_abs() / 2)
        {
            let magnitude = (halved / denominator.unsigned_abs()) as i64;
            return Abs(if (product < 0) == (denominator < 0) { magnitude } else { -magnitude });
        }
        let product = i128::from(self.0) * i128::from(numerator);
        let half = i128::from(denominator.abs()) / 2;
        let sign = if (product < 0) == (denominator < 0) { 1 } else { -1 };
        Abs((sign * ((product.abs() + half) / i128::from(denominator.abs()))) as i64)
    }

    /// The absolute value.
    pub fn abs(self) -> Abs {
        Abs(self.0.abs())
    }
}

impl std::fmt::Debug for Abs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.3}pt", self.to_pt())
    }
}

impl Add for Abs {
    type Output = Abs;
    fn add(self, other: Abs) -> Abs {
        Abs(self.0 + other.0)
    }
}

impl Sub for Abs {
    type Output = Abs;
    fn sub(self, other: Abs) -> Abs {
        Abs(self.0 - other.0)
    }
}

impl Neg for Abs {
    type Output = Abs;
    fn neg(self) -> Abs {
        Abs(-self.0)
    }
}

impl Mul<i64> for Abs {
    type Output = Abs;
    fn mul(self, factor: i64) -> Abs {
        Abs(self.0 * factor)
    }
}

impl Div<i64> for Abs {
    type Output = Abs;
    fn div(self, divisor: i64) -> Abs {
        self.scale(1, divisor)
    }
}

impl AddAssign for Abs {
    fn add_assign(&mut self, other: Abs) {
        self.0 += other.0;
    }
}

impl SubAssign for Abs {
    fn sub_assign(&mut self, other: Abs) {
        self.0 -= other.0;
    }
}

impl Sum for Abs {
    fn sum<I: Iterator<Item = Abs>>(lengths: I) -> Abs {
        lengths.fold(Abs::ZERO, Add::add)
    }
}

/// A place on a page, from its upper left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Point {
    /// Distance from the left edge.
    pub x: Abs,
    /// Distance from the upper edge.
    pub y: Abs,
}

/// A width and a height.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Size {
    /// Extent along x.
    pub width: Abs,
    /// Extent along y.
    pub height: Abs,
}

/// An upright rectangle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Rect {
    /// The upper left corner.
    pub min: Point,
    /// The extent.
    pub size: Size,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scaling_rounds_half_away_from_zero() {
        let check = |units, n, d, expected| assert_eq!(Abs::raw(units).scale(n, d), Abs::raw(expected));
        check(5, 1, 2, 3);
        check(-5, 1, 2, -3);
        check(5, 1, -2, -3);
        check(i64::MAX / 8, 6, 8, (i64::MAX / 8) / 4 * 3 + 2);
    }

    #[test]
    fn a_millimetre_is_seventy_two_over_twenty_five_point_four_points() {
        assert!((Abs::mm(25.4).to_pt() - 72.0).abs() < 1e-4);
        assert!((Abs::pt(72.0).to_mm() - 25.4).abs() < 1e-4);
    }
}
