//! Charts: what Word draws of figures is here a table of these figures, with the chart's title for its caption.

use super::body::Body;
use crate::diag::Trouble;
use crate::input::xml::{Element, Space, Xml, decode};
use crate::model::{Align, Block, Cell, Kind, Reason, Role, Row, Rule, Table, Text, TextBuilder};
use std::collections::BTreeMap;

/// A chart with more figures than this is no table that anyone reads.
const MOST: usize = 400;
/// Figures that a sheet has computed are told with so many places, as binary fractions end in noise.
const PLACES: usize = 10;

/// What a chart shows.
#[derive(Default)]
struct Chart {
    title: String,
    series: Vec<Series>,
}

/// A row of figures: a line, or bars of one colour.
#[derive(Default)]
struct Series {
    name: String,
    categories: Points,
    values: Points,
}

/// Words or numbers by their places, and how a sheet shows them.
#[derive(Default)]
struct Points {
    at: BTreeMap<usize, String>,
    form: String,
}

impl<'a> Body<'_, '_> {
    /// Reads the chart in a part of its own: its figures, or else what is said of it.
    pub(super) fn chart(&mut self, xml: &Xml<'a>, node: u32, id: &str, alt: &str) {
        if self.story.deleted > 0 || self.in_margin {
            return;
        }
        let target = self.relations.get(id).filter(|relation| !relation.external).map(|relation| relation.target.clone());
        let part = target.and_then(|target| Some((self.package.part(&target, self.sink)?, target)));
        let mut chart = Chart::default();
        if let Some((bytes, target)) = part {
            let text = decode(bytes, &target, self.sink);
            let mut part = Xml::new(&text, &target, self.limits.depth);
            part.root();
            chart.read(&mut part);
            part.report(self.sink);
        }
        let title = [chart.title.trim(), alt.trim()].into_iter().find(|words| !words.is_empty()).unwrap_or_default().to_owned();
        let (kind, what) = match chart.table() {
            Some(table) => (Kind::Table(table), "a chart"),
            None if title.is_empty() => {
                return self.sink.push(Trouble::LeftOut { what: "a chart without figures".to_owned() }, "");
            }
            None => (Kind::Paragraph(Role::Caption), "a chart without figures"),
        };
        self.flattened(what, xml);
        let origin = xml.origin(node);
        let block = Block::new(kind, TextBuilder::plain(title), origin.clone());
        let reason = Reason::certain(Rule::Rendered, "the figures of a chart");
        for text in crate::model::walk::within(&block).map(|block| &block.text).filter(|text| !text.is_empty()) {
            self.log().rendered(text.as_str(), &origin, &reason);
        }
        self.story.after.push(block.into());
        self.story.produced += 1;
    }
}

impl Chart {
    /// Reads what is below the element told last. Words at axes are none of the chart's title.
    fn read(&mut self, xml: &mut Xml<'_>) {
        let level = xml.level();
        while let Some(element) = xml.element(level) {
            match element.name {
                "title" => self.title = words(xml),
                "ser" => self.series.push(Series::read(xml)),
                name if name.ends_with("Ax") => {}
                _ => self.read(xml),
            }
        }
    }

    /// A row for each category and a column for each series; nothing where there are no figures that can be told.
    fn table(&self) -> Option<Table> {
        let shown = |series: &Series| {
            series.values.at.iter().map(|(at, value)| Some((*at, told(value, &series.values.form)?))).collect()
        };
        let columns = self.series.iter().map(shown).collect::<Option<Vec<BTreeMap<usize, String>>>>()?;
        let categories = self.series.iter().map(|series| &series.categories).find(|points| !points.at.is_empty());
        let categories: BTreeMap<usize, String> = match categories {
            Some(points) => {
                points.at.iter().map(|(at, value)| Some((*at, told(value, &points.form)?))).collect::<Option<_>>()?
            }
            None => BTreeMap::new(),
        };
        let rows =
            columns.iter().chain([&categories]).filter_map(|points| points.last_key_value()).map(|(at, _)| at + 1).max()?;
        if columns.iter().all(BTreeMap::is_empty) || rows * columns.len() > MOST {
            return None;
        }
        let mut table = Table::default();
        let named = self.series.iter().any(|series| !series.name.trim().is_empty());
        if named {
            let names = self.series.iter().map(|series| cell(Some(series.name.trim()), Align::Center));
            table.rows.push(Row { header: true, cells: std::iter::once(cell(None, Align::Start)).chain(names).collect() });
        }
        for at in 0..rows {
            let figures = columns.iter().map(|column| cell(column.get(&at).map(String::as_str), Align::End));
            let category = cell(categories.get(&at).map(String::as_str), Align::Start);
            table.rows.push(Row { header: false, cells: std::iter::once(category).chain(figures).collect() });
        }
        Some(table)
    }
}

impl Series {
    fn read(xml: &mut Xml<'_>) -> Series {
        let mut series = Series::default();
        let level = xml.level();
        while let Some(element) = xml.element(level) {
            match element.name {
                "tx" => series.name = words(xml),
                "cat" | "xVal" => series.categories.read(xml),
                "val" | "yVal" => series.values.read(xml),
                _ => {}
            }
        }
        series
    }
}

impl Points {
    /// Categories of several levels are told by their lowest, which stands first.
    fn read(&mut self, xml: &mut Xml<'_>) {
        let level = xml.level();
        let mut levels = 0;
        while let Some(element) = xml.element(level) {
            match element.name {
                "formatCode" => self.form = xml.text(),
                "pt" => self.point(xml, &element),
                "lvl" if levels > 0 => {}
                name => {
                    levels += usize::from(name == "lvl");
                    self.read(xml);
                }
            }
        }
    }

    fn point(&mut self, xml: &mut Xml<'_>, element: &Element<'_>) {
        let place = element.get("idx").and_then(|place| place.trim().parse().ok());
        let words = words(xml);
        if let Some(place) = place.filter(|place| *place <= MOST && !words.trim().is_empty()) {
            self.at.insert(place, words.trim().to_owned());
        }
    }
}

/// The words below an element: those of a drawing's text and of a sheet's cells.
fn words(xml: &mut Xml<'_>) -> String {
    let mut out = String::new();
    let level = xml.level();
    while let Some(element) = xml.element(level) {
        match (element.space, element.name) {
            (Space::Drawing, "t") | (Space::Chart, "v") => out.push_str(&xml.text()),
            _ => out.push_str(&words(xml)),
        }
    }
    out
}

/// A value as its sheet shows it: `0.0` with one place, `0%` in hundredths. Nothing of days, which are stored as counts.
fn told(value: &str, form: &str) -> Option<String> {
    let Ok(number) = value.parse::<f64>() else { return Some(value.to_owned()) };
    let form = form.split(';').next().unwrap_or_default();
    if form.contains(['y', 'd', 'h']) {
        return None;
    }
    let hundredths = form.contains('%');
    let number = if hundredths { number * 100.0 } else { number };
    let figures = match form.split_once('.') {
        Some((_, places)) => format!("{number:.*}", places.chars().take_while(|c| *c == '0').count().min(PLACES)),
        None if form.contains('0') => format!("{number:.0}"),
        None => format!("{number:.*e}", PLACES - 1).parse::<f64>().unwrap_or(number).to_string(),
    };
    Some(if hundredths { figures + "%" } else { figures })
}

fn cell(words: Option<&str>, align: Align) -> Cell {
    let text = words.filter(|words| !words.is_empty()).map(TextBuilder::plain);
    let blocks = text.into_iter().map(|text: Text| Block::new(Kind::default(), text, Default::default())).collect();
    Cell { align, blocks, ..Cell::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_told_as_their_sheet_shows_them() {
        let check =
            |value: &str, form: &str, expected: Option<&str>| assert_eq!(told(value, form).as_deref(), expected, "{form}");
        check("103.94000000000032", "General", Some("103.94"));
        check("103.94000000000032", "0.0_ ", Some("103.9"));
        check("0.256", "0.0%", Some("25.6%"));
        check("1234.6", "#,##0;-#,##0", Some("1235"));
        check("一月", "General", Some("一月"));
        check("43101", "yyyy/m/d", None);
    }
}
