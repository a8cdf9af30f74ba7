//! Bars and strips, as SVG within a page: their colours are those of the page's style, so they follow light and dark.

use crate::output::xml::Xml;
use crate::text::width;

/// A bar of a chart.
pub(super) struct Bar {
    pub label: String,
    /// Its parts, each with its class and its length.
    pub parts: Vec<(&'static str, f64)>,
    /// What is said at its end.
    pub figure: String,
    /// The label stands above the bar, and may be long.
    pub tall: bool,
}

impl Bar {
    /// A bar of one part.
    pub fn of(label: &str, class: &'static str, length: f64, figure: String) -> Bar {
        Bar { label: label.to_owned(), parts: vec![(class, length)], figure, tall: false }
    }

    fn length(&self) -> f64 {
        self.parts.iter().map(|(_, length)| length).sum()
    }
}

/// Width of a chart with labels at its side, and of one with labels above its bars, in units of about a pixel.
const WIDTHS: (f64, f64) = (520.0, 1120.0);
/// Where bars begin beside their labels.
const SIDE: f64 = 170.0;
/// Columns of a label above a bar.
const COLUMNS: usize = 120;

/// Draws bars under one another, in proportion to the longest.
pub(super) fn chart(page: &mut Xml, bars: &[Bar]) {
    let longest = bars.iter().map(Bar::length).fold(f64::MIN_POSITIVE, f64::max);
    let tall = bars.iter().any(|bar| bar.tall);
    let (width, row) = if tall { (WIDTHS.1, 36.0) } else { (WIDTHS.0, 24.0) };
    let (left, room, thick) = if tall { (0.0, width, 8.0) } else { (SIDE, width - SIDE - 150.0, 12.0) };
    page.open("svg").attr("viewBox", format!("0 0 {width} {}", row * bars.len() as f64)).attr("role", "img");
    for (nth, bar) in bars.iter().enumerate() {
        let top = row * nth as f64;
        let text = top + 15.0;
        let label = shortened(&bar.label);
        page.open("text").attr("x", "0").attr("y", number(text)).text(&label);
        if label != bar.label {
            page.open("title").text(&bar.label).close();
        }
        page.close();
        page.open("text").attr("class", "figure soft").attr("x", number(width)).attr("y", number(text));
        page.text(&bar.figure).close();
        let mut x = left;
        for (class, length) in &bar.parts {
            let span = room * length / longest;
            let y = if tall { top + 21.0 } else { top + 4.0 };
            // What is there at all can be seen.
            let span = if *length > 0.0 { span.max(0.75) } else { continue };
            rectangle(page, class, [x, y, span, thick]);
            x += span;
        }
    }
    page.close();
}

/// Draws parts of a whole beside one another.
pub(super) fn strip(page: &mut Xml, parts: &[(&str, &str, f64)]) {
    let whole: f64 = parts.iter().map(|(.., length)| length).sum();
    let width = WIDTHS.1;
    page.open("svg").attr("viewBox", format!("0 0 {width} 14")).attr("role", "img");
    rectangle(page, "groove", [0.0, 0.0, width, 14.0]);
    let mut x = 0.0;
    for (class, name, length) in parts.iter().filter(|(.., length)| *length > 0.0) {
        // A single failure among ten thousand can be seen.
        let span = (width * length / whole).max(2.0).min(width - x);
        page.open("g").open("title").text(&format!("{name}: {length}")).close();
        rectangle(page, class, [x, 0.0, span, 14.0]);
        page.close();
        x += span;
    }
    page.close();
}

fn rectangle(page: &mut Xml, class: &str, [x, y, width, height]: [f64; 4]) {
    page.open("rect").attr("class", class).attr("x", number(x)).attr("y", number(y));
    page.attr("width", number(width)).attr("height", number(height)).close();
}

fn number(number: f64) -> String {
    format!("{:.1}", number)
}

/// The end of a long label, which tells sources apart.
fn shortened(label: &str) -> String {
    let mut columns = 0;
    let from = label.char_indices().rev().find(|&(_, c)| {
        columns += width::of_char(c, true);
        columns > COLUMNS
    });
    match from {
        Some((at, c)) => format!("…{}", &label[at + c.len_utf8()..]),
        None => label.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_labels_keep_their_end() {
        assert_eq!(shortened("in/江湾.txt"), "in/江湾.txt");
        let long = format!("in/{}.txt", "江".repeat(80));
        assert_eq!(shortened(&long), format!("…{}.txt", "江".repeat(58)));
    }
}
