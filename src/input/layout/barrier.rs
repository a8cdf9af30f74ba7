//! Rulings that no line goes through.

use super::line::{Way, band, to_frame};
use super::page::{Page, RuleKind};
use std::collections::BTreeMap;

/// Vertical rulings, by bands of height: no piece of a line goes through one.
#[derive(Debug, Default)]
pub struct Barriers(BTreeMap<i32, Vec<f32>>);

/// Bands that barriers take in all: a page drawn with lines alone must not cost more than its text.
const BARRIERS: usize = 100_000;

impl Barriers {
    /// The rulings of a page, in the frame of a direction.
    pub fn of(page: &Page, way: Way) -> Barriers {
        let mut bands: BTreeMap<i32, Vec<f32>> = BTreeMap::new();
        let mut left = BARRIERS;
        for rule in &page.rules {
            let area = to_frame(way, page.width, rule.area);
            let sides: &[f32] = match rule.kind {
                _ if !(area.top.is_finite() && area.bottom.is_finite()) || area.height() < 12.0 => &[],
                RuleKind::Line if area.width() <= area.height() => &[area.center().0],
                RuleKind::StrokedBox => &[area.left, area.right],
                _ => &[],
            };
            let (first, last) = (band(area.top.max(-1e5)), band(area.bottom.min(1e5)));
            for &x in sides {
                for at in first..=last {
                    if left == 0 {
                        break;
                    }
                    left -= 1;
                    bands.entry(at).or_default().push(x);
                }
            }
        }
        bands.values_mut().for_each(|band| band.sort_by(f32::total_cmp));
        Barriers(bands)
    }

    /// Whether a ruling stands between two places on a baseline.
    pub fn part(&self, v: f32, from: f32, to: f32) -> bool {
        let Some(band) = self.0.get(&band(v)) else { return false };
        let next = band.partition_point(|&x| x <= from);
        band.get(next).is_some_and(|&x| x < to)
    }
}
