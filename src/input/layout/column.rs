//! Characters under one another, whatever the order they were written in: which one each goes on with.
//!
//! The content of a page says best which way its lines run, but a file that was sorted by height, or written from the last
//! character to the first, says nothing. Then what stands nearest tells: characters of a line are closer to one another than
//! lines are.

use super::line::band;
use super::page::Glyph;

/// A neighbour on the same level is no further (em) from a character than lines are from one another.
const ACROSS: f32 = 2.2;
/// Characters of one line are nearer to one another than to those of the next line by so much (em).
const NEARER: f32 = 0.1;
/// Glyphs in one place that are looked at.
const MOST: usize = 32;
/// Bands that are looked at: more than a page is high.
const HIGH: usize = 1000;

/// The glyphs of a page by their places.
pub struct Places<'a> {
    glyphs: &'a [Glyph],
    /// Bands of their heads' heights, each with the middles of the glyphs whose heads are there.
    bands: Vec<(i32, f32, usize)>,
    /// The bands that there are.
    heights: Vec<i32>,
    head: fn(&Glyph) -> (f32, f32),
}

impl<'a> Places<'a> {
    /// The glyphs at `places`; `head` says where a glyph's cell begins in its middle.
    pub fn of(glyphs: &'a [Glyph], places: &[usize], head: fn(&Glyph) -> (f32, f32)) -> Places<'a> {
        let placed = |&at: &usize| {
            let (x, y) = head(&glyphs[at]);
            (x.is_finite() && y.is_finite()).then(|| (band(y), x, at))
        };
        let mut bands: Vec<(i32, f32, usize)> = places.iter().filter_map(placed).collect();
        bands.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)));
        let mut heights: Vec<i32> = bands.iter().map(|place| place.0).collect();
        heights.dedup();
        Places { glyphs, bands, heights, head }
    }

    /// The glyphs whose heads stand within two widths and two heights.
    pub fn within(&self, x: (f32, f32), y: (f32, f32)) -> impl Iterator<Item = usize> {
        let first = self.heights.partition_point(|&height| height < band(y.0));
        let heights = self.heights[first..].iter().take(HIGH).take_while(move |&&height| height <= band(y.1));
        heights.flat_map(move |&height| {
            let from = self.bands.partition_point(|place| (place.0, place.1) < (height, x.0));
            let near = self.bands[from..].iter().take_while(move |place| place.0 == height && place.1 <= x.1);
            near.take(MOST).map(|place| place.2)
        })
    }

    /// How far (em) the nearest neighbour stands at the left or at the right of a glyph.
    fn across(&self, at: usize) -> f32 {
        let own = &self.glyphs[at];
        let (em, (x, y)) = (own.size, (self.head)(own));
        let near = self.within((x - ACROSS * em, x + ACROSS * em), (y - 0.5 * em, y + 0.5 * em));
        let far = |other: usize| {
            let (to, size) = ((self.head)(&self.glyphs[other]).0, self.glyphs[other].size);
            if size > 0.6 * em { (to - x).abs() / em } else { f32::MAX }
        };
        near.filter(|&other| other != at).map(far).filter(|&far| far > 0.3).fold(f32::MAX, f32::min)
    }
}

/// The glyphs at `places`, each right behind the one above it that it goes on with; `below` says how far (em) one stands under
/// another, where both may be of one line, and `head` where a glyph's cell begins in its middle. What stands alone keeps its
/// place in the content.
pub fn runs(
    glyphs: &[Glyph],
    places: &[usize],
    head: fn(&Glyph) -> (f32, f32),
    below: fn(&Glyph, &Glyph) -> Option<f32>,
) -> Vec<Vec<usize>> {
    let finite = |&&at: &&usize| {
        let (x, y) = head(&glyphs[at]);
        x.is_finite() && y.is_finite() && glyphs[at].size > 0.0 && glyphs[at].size < 400.0
    };
    let near = Places::of(glyphs, places, head);
    let across: Vec<f32> = places.iter().map(|at| if finite(&at) { near.across(*at) } else { 0.0 }).collect();
    let mut place = vec![usize::MAX; glyphs.len()];
    places.iter().enumerate().for_each(|(index, &at)| place[at] = index);
    // Each with what stands nearest below it; of two above one glyph the nearer.
    let mut next: Vec<Option<usize>> = vec![None; places.len()];
    let mut above: Vec<Option<(f32, usize)>> = vec![None; places.len()];
    for (index, &at) in places.iter().enumerate().filter(|(_, at)| finite(at)) {
        let own = &glyphs[at];
        let (em, (x, y)) = (own.size, head(own));
        let under = near.within((x - 0.3 * em, x + 0.3 * em), (y + 0.2 * em, y + 2.2 * em));
        let steps = under.filter_map(|other| Some((below(own, &glyphs[other])?, place[other])));
        let nearest = steps.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let Some((step, under)) = nearest.filter(|&(step, under)| step + NEARER < across[index].min(across[under])) else {
            continue;
        };
        if let Some((least, other)) = above[under] {
            if least <= step {
                continue;
            }
            next[other] = None;
        }
        above[under] = Some((step, index));
        next[index] = Some(under);
    }
    let firsts = (0..places.len()).filter(|&index| above[index].is_none());
    firsts.map(|first| std::iter::successors(Some(first), |&index| next[index]).map(|index| places[index]).collect()).collect()
}
