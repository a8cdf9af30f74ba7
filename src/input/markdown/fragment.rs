//! Blocks of HTML inside Markdown: tables become tables, headings headings, the rest lines of text.

use super::align::Anchors;
use super::html::{self, Token};
use super::source::{Op, Source};
use crate::model::Kind;
use std::ops::Range;

/// What a fragment holds, in order.
pub enum Part {
    /// Lines of text of one kind.
    Lines(Kind, Vec<Op>),
    /// A table.
    Table {
        /// Markup between its cells.
        before: Vec<Op>,
        /// Its rows: whether they head the columns, and their cells.
        rows: Vec<(bool, Vec<CellOps>)>,
        /// Its caption.
        caption: Vec<Op>,
    },
    /// A rule.
    Rule,
}

/// A cell in the making.
#[derive(Default)]
pub struct CellOps {
    /// Its content.
    pub ops: Vec<Op>,
    /// Columns it takes.
    pub columns: u16,
    /// Rows it takes.
    pub rows: u16,
}

/// Where characters go while a table is open.
#[derive(Default)]
enum Place {
    #[default]
    Between,
    Cell,
    Caption,
}

#[derive(Default)]
struct Open {
    before: Vec<Op>,
    rows: Vec<(bool, Vec<CellOps>)>,
    caption: Vec<Op>,
    place: Place,
    depth: usize,
}

/// The parts of the fragment in `range` of the source.
pub fn parts(source: &Source<'_>, range: Range<usize>, anchors: &mut dyn Anchors) -> Vec<Part> {
    let mut fragment = Fragment::default();
    for (at, token) in html::tokens(&source.text[range.clone()]) {
        let at = at.start + range.start..at.end + range.start;
        match token {
            Token::Text(text) if !fragment.hidden => {
                if !text.trim().is_empty() {
                    fragment.open_cell();
                }
                html::text(source, at, fragment.ops());
            }
            Token::Tag { name, closing, attributes } => {
                fragment.ops().push(Op::Skip(at, "tag"));
                fragment.tag(&name.to_ascii_lowercase(), closing, attributes, anchors);
            }
            Token::Text(_) | Token::Comment => fragment.ops().push(Op::Skip(at, "comment")),
        }
    }
    fragment.end_table();
    fragment.end_lines();
    fragment.parts
}

/// A fragment in the making.
#[derive(Default)]
struct Fragment {
    parts: Vec<Part>,
    lines: Vec<Op>,
    kind: Kind,
    table: Option<Open>,
    /// Inside a script or a style sheet.
    hidden: bool,
}

impl Fragment {
    /// Where what comes next goes.
    fn ops(&mut self) -> &mut Vec<Op> {
        match &mut self.table {
            None => &mut self.lines,
            Some(open) => match open.place {
                Place::Between => &mut open.before,
                Place::Caption => &mut open.caption,
                Place::Cell => {
                    open.rows.last_mut().and_then(|(_, cells)| cells.last_mut()).map_or(&mut open.before, |cell| &mut cell.ops)
                }
            },
        }
    }

    /// Text of a table that stands outside its cells is a cell too.
    fn open_cell(&mut self) {
        if let Some(open) = self.table.as_mut().filter(|open| matches!(open.place, Place::Between)) {
            open.tag("td", false, "");
        }
    }

    fn end_lines(&mut self) {
        self.parts.push(Part::Lines(std::mem::take(&mut self.kind), std::mem::take(&mut self.lines)));
    }

    fn end_table(&mut self) {
        if let Some(open) = self.table.take() {
            self.parts.push(Part::Table { before: open.before, rows: open.rows, caption: open.caption });
        }
    }

    fn tag(&mut self, name: &str, closing: bool, attributes: &str, anchors: &mut dyn Anchors) {
        match (name, &mut self.table) {
            ("script" | "style", _) => self.hidden = !closing,
            ("table", Some(open)) if !closing => open.depth += 1,
            ("table", Some(open)) if open.depth > 0 => open.depth -= 1,
            ("table", Some(_)) => self.end_table(),
            ("table", None) if !closing => {
                self.end_lines();
                self.table = Some(Open::default());
            }
            ("tr" | "td" | "th" | "caption", Some(open)) if open.depth == 0 => open.tag(name, closing, attributes),
            ("hr", None) => {
                self.end_lines();
                self.parts.push(Part::Rule);
            }
            ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", None) => {
                self.end_lines();
                if !closing {
                    self.kind = Kind::Heading(name.as_bytes()[1] - b'0');
                }
            }
            (
                "p" | "div" | "center" | "li" | "section" | "article" | "blockquote" | "dd" | "dt" | "figcaption" | "summary"
                | "td" | "tr" | "th",
                _,
            ) => self.ops().push(Op::Line),
            _ => html::tag(name, closing, attributes, self.ops(), anchors),
        }
    }
}

impl Open {
    fn tag(&mut self, name: &str, closing: bool, attributes: &str) {
        match (name, closing) {
            ("tr", false) => {
                self.rows.push((false, Vec::new()));
                self.place = Place::Between;
            }
            ("caption", false) => self.place = Place::Caption,
            ("td" | "th", false) => {
                if self.rows.is_empty() {
                    self.rows.push((false, Vec::new()));
                }
                let span = |name: &str| html::attribute(attributes, name).and_then(|value| value.trim().parse().ok());
                let span = |name: &str| span(name).unwrap_or(1u16).clamp(1, 1000);
                if let Some((header, cells)) = self.rows.last_mut() {
                    *header = name == "th" && (cells.is_empty() || *header);
                    cells.push(CellOps { ops: Vec::new(), columns: span("colspan"), rows: span("rowspan") });
                }
                self.place = Place::Cell;
            }
            _ => self.place = Place::Between,
        }
    }
}
