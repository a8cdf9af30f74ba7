//! What belongs to the page and not to the text: running heads and folios (PG-8, PG-9), set as artifacts.
//!
//! What they say and where they stand, the style says; no head stands over the opening of a chapter.

use super::compose::one_line;
use super::fonts::Fonts;
use super::frame::{Item, Line};
use super::paginate::Sheet;
use super::paragraph::Family;
use super::style::{Look, Side, Style, Words};
use crate::geom::{Abs, Point, Rect, Size};
use crate::model::DocumentKind;
use crate::text::figures;
use std::collections::BTreeMap;

/// Dresses pages.
pub struct Furniture<'a> {
    style: &'a Style,
    /// The same for horizontal lines: heads and folios stand in them on vertical pages too.
    flat: Style,
    fonts: &'a Fonts,
    title: &'a str,
    set: BTreeMap<(String, Abs), Line>,
}

impl<'a> Furniture<'a> {
    /// For a document of this title; it may be empty.
    pub fn new(style: &'a Style, fonts: &'a Fonts, title: &'a str) -> Furniture<'a> {
        Furniture { style, flat: style.flat(), fonts, title, set: BTreeMap::new() }
    }

    /// The artifacts of one page. `page` counts from 0 in the whole document; `chapter` is what the page is under.
    pub fn dress(&mut self, sheet: &Sheet, page: usize, label: &str, chapter: &str) -> Vec<Item> {
        if sheet.items.is_empty() || sheet.bare {
            return Vec::new();
        }
        let style = self.style;
        let area = style.area(page);
        let em = style.size;
        let part = |thousandths: i64| em.scale(thousandths, 1000);
        let mut items = Vec::new();
        let folio = &style.folio;
        let foot = area.min.y + area.size.height + part(folio.gap);
        let number = folio.form.replace("{}", label);
        self.put(&mut items, &number, part(folio.size), page, folio.side, foot, part(folio.inset));
        let head = &style.head;
        let words = match if style.is_recto(page) { head.recto } else { head.verso } {
            Words::Title => self.title,
            Words::Chapter => chapter,
            Words::None => "",
        };
        if !sheet.opening && !words.is_empty() {
            let y = area.min.y - part(head.gap);
            self.put(&mut items, words, part(head.size), page, head.side, y, Abs::ZERO);
            if style.manner == DocumentKind::Newspaper && words == self.title {
                // A paper's page says at its other edge which page of the issue it is, and its section.
                self.put(&mut items, chapter, part(head.size), page, Side::Right, y, Abs::ZERO);
            }
            if head.rule {
                let y = y + em.scale(6, 10);
                let size = Size { width: area.size.width, height: em.scale(4, 100) };
                items.push(Item::Rule { rect: Rect { min: Point { x: area.min.x, y }, size }, grey: 60 });
            }
        }
        items
    }

    #[expect(clippy::too_many_arguments, reason = "a label with its place")]
    fn put(&mut self, items: &mut Vec<Item>, words: &str, size: Abs, page: usize, side: Side, y: Abs, inset: Abs) {
        if words.is_empty() {
            return;
        }
        let (style, flat, fonts) = (self.style, &self.flat, self.fonts);
        let area = style.area(page);
        let look = Look { family: Family::Song, ..style.body() };
        let most = (area.size.width.units() / size.units().max(1)).max(8) as usize;
        let words: String = shorten(words, most);
        let line = self.set.entry((words.clone(), size)).or_insert_with(|| one_line(fonts, flat, &words, &look, size));
        let width = line.runs.iter().map(|run| run.x + run.width).max().unwrap_or_default();
        let x = match side {
            Side::Middle => area.min.x + (area.size.width - width) / 2,
            Side::Right => area.min.x + area.size.width - inset - width,
            Side::Outer if style.is_bound_left(page) => area.min.x + area.size.width - inset - width,
            Side::Outer | Side::Left => area.min.x + inset,
        };
        let origin = Point { x, y };
        items.extend(line.runs.iter().map(|run| Item::Made { origin, run: run.clone(), artifact: true }));
    }
}

/// At most so many characters, the last of them an ellipsis where some are left out.
fn shorten(words: &str, most: usize) -> String {
    if words.chars().count() <= most {
        return words.to_owned();
    }
    words.chars().take(most - 1).chain(['…']).collect()
}

/// A page's number in lower-case Roman figures.
pub fn roman(number: usize) -> String {
    figures::roman(number).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_numbered_in_roman_figures() {
        let check = |number, expected: &str| assert_eq!(roman(number), expected);
        check(1, "i");
        check(4, "iv");
        check(9, "ix");
        check(44, "xliv");
        check(1999, "mcmxcix");
    }

    #[test]
    fn heads_are_shortened_to_the_measure() {
        assert_eq!(shorten("一二三四", 4), "一二三四");
        assert_eq!(shorten("一二三四五", 4), "一二三…");
    }
}
