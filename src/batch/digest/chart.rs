//! Bars and strips, as SVG within a page: their colours are those of the page's style, so they follow light and dark.

use crate::output::xml::Xml;

/// A bar of a chart.
pub(super) struct Bar {
    pub label: String,
    /// Its parts, each with its class and its length.
    pub parts: Vec<(&'static str, f64)>,
    /// What is said at its end.
    pub figure: String,
}

impl Bar {
    /// A bar of one part.
    pub fn of(label: &str, class: &'static str, length: f64, figure: String) -> Bar {
        Bar { label: label.to_owned(), parts: vec![(class, length)], figure }
    }

    fn length(&self) -> f64 {
        self.parts.iter().map(|(_, length)| length).sum()
    }
}

/// Width of a chart whose labels stand beside the bars, in units of about a pixel; where the bars begin, and how long they are.
const WIDTH: f64 = 520.0;
const BARS: (f64, f64) = (170.0, 200.0);
/// Height of a row, and of its bar.
const ROW: (f64, f64) = (24.0, 12.0);
/// Length of a strip, which is stretched to what room there is, in its own units; and the least of a part that can be seen.
const STRIP: (f64, f64) = (1000.0, 2.0);

/// Draws bars under one another, in proportion to the longest. Labels are short.
pub(super) fn chart(page: &mut Xml, bars: &[Bar]) {
    let longest = longest(bars);
    page.open("svg").attr("viewBox", format!("0 0 {WIDTH} {}", ROW.0 * bars.len() as f64)).attr("role", "img");
    for (nth, bar) in bars.iter().enumerate() {
        let top = ROW.0 * nth as f64;
        page.open("text").attr("x", "0").attr("y", number(top + 15.0)).text(&bar.label).close();
        page.open("text").attr("class", "figure").attr("x", number(WIDTH)).attr("y", number(top + 15.0));
        page.text(&bar.figure).close();
        let mut x = BARS.0;
        for (class, length) in bar.parts.iter().filter(|(_, length)| *length > 0.0) {
            // What is there at all can be seen.
            let span = (BARS.1 * length / longest).max(0.75);
            rectangle(page, class, [x, top + 4.0, span, ROW.1]);
            x += span;
        }
    }
    page.close();
}

/// Draws bars each under its label, which may be long.
pub(super) fn lines(page: &mut Xml, bars: &[Bar]) {
    let longest = longest(bars);
    for bar in bars {
        page.open("p").attr("class", "line").open("span").text(&bar.label).close();
        page.open("span").text(&bar.figure).close().close();
        let parts: Vec<_> = bar.parts.iter().map(|(class, length)| (*class, *class, *length)).collect();
        strip(page, &parts, longest);
    }
}

/// Draws parts beside one another, in proportion to a whole.
pub(super) fn strip(page: &mut Xml, parts: &[(&str, &str, f64)], whole: f64) {
    page.open("svg").attr("class", "strip").attr("viewBox", format!("0 0 {} 1", STRIP.0));
    page.attr("preserveAspectRatio", "none").attr("role", "img");
    let mut x = 0.0;
    // A single failure among ten thousand can be seen: the others make room for it.
    let spans: Vec<f64> =
        parts.iter().map(|(.., length)| (STRIP.0 * length / whole).max(if *length > 0.0 { STRIP.1 } else { 0.0 })).collect();
    let fit = STRIP.0 / spans.iter().sum::<f64>().max(STRIP.0);
    for ((class, name, _), span) in parts.iter().zip(spans).filter(|(_, span)| *span > 0.0) {
        let span = span * fit;
        page.open("g").open("title").text(name).close();
        rectangle(page, class, [x, 0.0, span, 1.0]);
        page.close();
        x += span;
    }
    page.close();
}

fn longest(bars: &[Bar]) -> f64 {
    bars.iter().map(Bar::length).fold(f64::MIN_POSITIVE, f64::max)
}

fn rectangle(page: &mut Xml, class: &str, [x, y, width, height]: [f64; 4]) {
    page.open("rect").attr("class", class).attr("x", number(x)).attr("y", number(y));
    page.attr("width", number(width)).attr("height", number(height)).close();
}

fn number(number: f64) -> String {
    format!("{number:.1}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::xml::Syntax;

    #[test]
    fn parts_fill_the_strip_and_the_smallest_can_be_seen() {
        let mut page = Xml::fragment(Syntax::Xhtml);
        strip(&mut page, &[("done", "done", 9999.0), ("failed", "failed", 1.0), ("left", "left", 0.0)], 10_000.0);
        let page = page.finish();
        let widths: Vec<_> = page.split(" width=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(widths, ["998.0", "2.0"], "{page}");
    }
}
