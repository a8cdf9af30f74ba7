//! Levels of headings: the outline's, where it leads to them; else the larger headline is the higher, and in a paper all articles
//! stand side by side.

use super::Sheet;
use super::article::{Article, Part, Words};
use super::stack::Class;
use std::collections::BTreeMap;

/// Sizes within this share of one another are of one level.
const ALIKE: f32 = 0.93;
/// The deepest level.
const DEEPEST: u8 = 6;

/// What tells the levels of a document's headings.
#[derive(Debug, Default)]
pub struct Levels {
    /// The sizes of headlines, the largest first; those that the outline leads to are of the same order.
    sizes: Vec<f32>,
    /// The level of each depth of the outline, and the size that its headings usually have.
    outline: BTreeMap<u8, (u8, f32)>,
    /// Whether a title stands before the outline's first heading, as large as the largest of its own or larger.
    titled: bool,
}

impl Levels {
    /// The levels of these articles' headlines; `body` is the em of the text.
    pub fn of(sheets: &[Sheet], articles: &[Article], body: f32) -> Levels {
        let words = |part: &Part| {
            if let Part::Words(words) = part { Some((words.class, words.size, depth(sheets, words))) } else { None }
        };
        let all: Vec<(Class, f32, Option<u8>)> =
            articles.iter().flat_map(|article| article.parts.iter().filter_map(words)).collect();
        let heads: Vec<(f32, Option<u8>)> =
            all.iter().filter(|(class, ..)| *class == Class::Head).map(|&(_, size, depth)| (size.max(body), depth)).collect();
        let paper = articles.iter().any(|article| article.to.is_some() || article.from.is_some())
            || all.iter().any(|(class, ..)| *class == Class::Masthead)
            || all.iter().filter(|(class, ..)| *class == Class::Byline).count() >= 2;
        if paper {
            return Levels::default();
        }
        let mut depths: BTreeMap<u8, Vec<f32>> = BTreeMap::new();
        for &(size, depth) in &heads {
            if let Some(depth) = depth {
                depths.entry(depth).or_default().push(size);
            }
        }
        let middle = |(depth, mut sizes): (u8, Vec<f32>)| {
            sizes.sort_by(f32::total_cmp);
            (depth, sizes[sizes.len() / 2])
        };
        let usual: Vec<(u8, f32)> = depths.into_iter().map(middle).collect();
        let largest = usual.iter().map(|(_, size)| *size).fold(0.0, f32::max);
        let titled =
            heads.iter().take_while(|(_, depth)| depth.is_none()).any(|(size, _)| ALIKE * size > largest) && largest > 0.0;
        let outline = usual.into_iter().enumerate().map(|(at, (depth, size))| {
            let level = u8::try_from(at + 1 + usize::from(titled)).unwrap_or(DEEPEST);
            (depth, (level.min(DEEPEST), size))
        });
        let mut sizes: Vec<f32> = heads.iter().map(|(size, _)| *size).collect();
        sizes.sort_by(|a, b| b.total_cmp(a));
        sizes.dedup_by(|small, large| *small > ALIKE * *large);
        Levels { sizes, outline: outline.collect(), titled }
    }

    /// The level of a headline.
    pub fn level(&self, sheets: &[Sheet], words: &Words) -> u8 {
        match depth(sheets, words).and_then(|depth| self.outline.get(&depth)) {
            Some((level, _)) => *level,
            None if !self.outline.is_empty() => self.beside(words.size),
            None => {
                let above = self.sizes.iter().filter(|&&known| known * ALIKE > words.size).count();
                u8::try_from(above + 1).unwrap_or(DEEPEST).min(DEEPEST)
            }
        }
    }

    /// The level of a headline that the outline does not know, by its size.
    fn beside(&self, size: f32) -> u8 {
        let larger = self.outline.values().filter(|(_, known)| known * ALIKE > size).map(|(level, _)| level + 1).max();
        larger
            .unwrap_or(1 + u8::from(self.titled && self.outline.values().any(|(_, known)| *known > ALIKE * size)))
            .min(DEEPEST)
    }
}

/// How deep the outline's entry lies that leads to a headline.
fn depth(sheets: &[Sheet], words: &Words) -> Option<u8> {
    let first = words.lines.first()?;
    sheets[first.sheet].lines[first.line].heading.map(|entry| entry.level)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_outline_does_not_know_goes_by_its_size() {
        let outline = [(1, (2, 20.0)), (2, (3, 14.0))].into_iter().collect();
        let levels = Levels { sizes: vec![30.0, 20.0, 14.0, 11.0], outline, titled: true };
        for (size, expected) in [(30.0, 1), (20.0, 2), (14.0, 3), (11.0, 4)] {
            assert_eq!(levels.beside(size), expected, "{size}");
        }
    }
}
