//! Sizes that were measured and not set: a recognizer takes each line's em from its picture, so that no two lines of one text
//! are of one size. They are set to the em of the text that they belong to.

use super::line::Line;

/// Lines of one text are measured within this share of their em.
const SPREAD: f32 = 0.15;
/// Sizes within this share are one.
const SAME: f32 = 0.015;
/// Lines of fewer characters are measured badly, and say nothing.
const SHORT: usize = 6;
/// A page of fewer lines says nothing.
const FEW: usize = 8;

/// Gives the lines of a page's text one em, where their sizes were measured.
pub fn settle(lines: &mut [Line]) {
    let long = |line: &&Line| line.text.chars().nth(SHORT).is_some() && line.size > 0.0;
    let mut sizes: Vec<(f32, usize)> = lines.iter().filter(long).map(|line| (line.size, line.text.len())).collect();
    sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let whole: usize = sizes.iter().map(|(_, length)| length).sum();
    let mut before = 0;
    let middle = sizes.iter().find(|(_, length)| {
        before += length;
        2 * before >= whole
    });
    let Some(&(em, _)) = middle else { return };
    let near = |size: f32| (size - em).abs() <= SPREAD * em;
    let mut text: Vec<&Line> = lines.iter().filter(long).filter(|line| near(line.size)).collect();
    text.sort_by_key(|line| line.order);
    let steps = text.windows(2).filter(|pair| (pair[0].size - pair[1].size).abs() > SAME * em).count();
    // Set text changes its size a few times on a page.
    if text.len() >= FEW && 2 * steps > text.len() {
        lines.iter_mut().filter(|line| near(line.size)).for_each(|line| line.size = em);
    }
}
