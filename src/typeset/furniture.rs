//! What belongs to the page and not to the text: running heads and folios (PG-8, PG-9), set as artifacts.
//!
//! A book has its title on versos and the chapter's on rectos; a paper has its name over a rule; an official document has
//! its folio between dashes below the type area (GW-30); anything else its title over the second and later pages.

use super::compose::one_line;
use super::fonts::Fonts;
use super::frame::{Item, Line};
use super::paginate::Sheet;
use super::paragraph::Family;
use super::style::{Look, Style};
use crate::geom::{Abs, Point, Rect, Size};
use crate::model::DocumentKind;
use std::collections::BTreeMap;

/// Dresses pages.
pub struct Furniture<'a> {
    style: &'a Style,
    fonts: &'a Fonts,
    title: &'a str,
    set: BTreeMap<(String, Abs), Line>,
}

/// Where words stand in a page's width.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Middle,
    Right,
}

impl<'a> Furniture<'a> {
    /// For a document of this title; it may be empty.
    pub fn new(style: &'a Style, fonts: &'a Fonts, title: &'a str) -> Furniture<'a> {
        Furniture { style, fonts, title, set: BTreeMap::new() }
    }

    /// The artifacts of one page. `page` counts from 0 in the whole document; `chapter` is what the page is under.
    pub fn dress(&mut self, sheet: &Sheet, page: usize, label: &str, chapter: &str) -> Vec<Item> {
        if sheet.items.is_empty() || sheet.bare {
            return Vec::new();
        }
        let style = self.style;
        let area = style.area(page);
        let recto = page.is_multiple_of(2);
        let outer = if recto { Side::Right } else { Side::Left };
        let foot = area.min.y + area.size.height + style.size.scale(26, 10);
        let head = area.min.y - style.size.scale(18, 10);
        let small = style.size.scale(8, 10);
        let mut items = Vec::new();
        match style.manner {
            DocumentKind::Notice => {
                let size = style.size.scale(889, 1000);
                let y = area.min.y + Abs::mm(super::notice::AREA) + Abs::mm(7.0) + size.scale(38, 100);
                self.put(&mut items, &format!("— {label} —"), size, page, outer, y, style.size);
            }
            DocumentKind::Book => {
                self.put(&mut items, label, style.size.scale(9, 10), page, outer, foot, Abs::ZERO);
                let words = if recto { chapter } else { self.title };
                if !sheet.opening {
                    self.put(&mut items, words, small, page, outer, head, Abs::ZERO);
                }
            }
            DocumentKind::Newspaper => {
                self.put(&mut items, label, style.size.scale(9, 10), page, Side::Middle, foot, Abs::ZERO);
                if !sheet.opening {
                    self.put(&mut items, self.title, small, page, Side::Left, head, Abs::ZERO);
                    let y = area.min.y - style.size.scale(12, 10);
                    let size = Size { width: area.size.width, height: style.size.scale(4, 100) };
                    items.push(Item::Rule { rect: Rect { min: Point { x: area.min.x, y }, size }, grey: 60 });
                }
            }
            _ => {
                self.put(&mut items, label, style.size.scale(85, 100), page, Side::Middle, foot, Abs::ZERO);
                if !sheet.opening {
                    self.put(&mut items, self.title, small.scale(95, 100), page, Side::Middle, head, Abs::ZERO);
                }
            }
        }
        items
    }

    #[expect(clippy::too_many_arguments, reason = "a label with its place")]
    fn put(&mut self, items: &mut Vec<Item>, words: &str, size: Abs, page: usize, side: Side, y: Abs, inset: Abs) {
        if words.is_empty() {
            return;
        }
        let (style, fonts) = (self.style, self.fonts);
        let area = style.area(page);
        let look = Look { family: Family::Song, ..style.body() };
        let most = (area.size.width.units() / size.units().max(1)).max(8) as usize;
        let words: String = shorten(words, most);
        let line = self.set.entry((words.clone(), size)).or_insert_with(|| one_line(fonts, style, &words, &look, size));
        let width = line.runs.iter().map(|run| run.x + run.width).max().unwrap_or_default();
        let x = match side {
            Side::Left => area.min.x + inset,
            Side::Middle => area.min.x + (area.size.width - width) / 2,
            Side::Right => area.min.x + area.size.width - inset - width,
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
pub fn roman(mut number: usize) -> String {
    const FIGURES: [(usize, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut out = String::new();
    for (value, figure) in FIGURES {
        while number >= value && out.len() < 64 {
            out.push_str(figure);
            number -= value;
        }
    }
    out
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
