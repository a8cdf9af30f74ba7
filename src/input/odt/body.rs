//! The flow of blocks: paragraphs, headings, lists, sections, indexes.

use super::styles::{Style, Styles};
use super::walk;
use crate::diag::{Sink, Trouble};
use crate::env::Env;
use crate::input::flow::class::Class;
use crate::input::flow::numbering::{LEVELS, List, Numbering};
use crate::input::flow::paragraph::{self, Look};
use crate::input::flow::{self, ItemStart, Line, Piece, margins};
use crate::input::package::Package;
use crate::input::xml::{Element, Space, Xml};
use crate::model::{Block, Document, EditLog, Kind, MediaId, Origin, Reason, Rule, Tally, Text};
use std::collections::{BTreeMap, BTreeSet};

/// The list that headings are numbered by, unless they stand in another.
const OUTLINE: u32 = 0;

/// What is being read.
pub struct Body<'r, 'p> {
    pub(super) document: &'r mut Document,
    pub(super) sink: &'r mut Sink,
    pub(super) env: &'r Env,
    pub(super) comments: bool,
    pub(super) styles: Styles,
    pub(super) package: Option<&'r mut Package<'p>>,
    pub(super) pictures: BTreeMap<String, MediaId>,
    pub(super) story: Story,
    pub(super) in_margin: bool,
    pub(super) in_cell: bool,
    numbering: Numbering,
    /// Lists by the names of their styles.
    lists: BTreeMap<String, u32>,
    /// Lists that have a number; none is used twice.
    numbered: u32,
    told: BTreeSet<&'static str>,
}

/// A row of paragraphs that is being read.
#[derive(Default)]
pub struct Story {
    pub(super) line: Line,
    /// Blocks that are anchored in the paragraph and come after it.
    pub(super) after: Vec<Piece>,
    pub(super) links: Vec<String>,
    pub(super) ruby: Option<String>,
    /// White space before the place is one with what comes.
    pub(super) spaced: bool,
    blank: u16,
    /// Lists round the place: the list's number, and the names of styles.
    open: Vec<(u32, String)>,
    /// The place is in a table of contents.
    contents: bool,
    /// What begins the next paragraph.
    item: Option<ItemStart>,
    /// An item that has begun and is not counted yet, with the number that it starts with, if it says one.
    awaited: Option<Option<u32>>,
    /// The item that was read last held a list.
    nested: bool,
    /// The paragraph is not the first of its item.
    within: bool,
}

impl<'r, 'p> Body<'r, 'p> {
    /// Nothing is read yet.
    pub fn new(
        document: &'r mut Document,
        sink: &'r mut Sink,
        env: &'r Env,
        comments: bool,
        styles: Styles,
        package: Option<&'r mut Package<'p>>,
    ) -> Body<'r, 'p> {
        let mut numbering = Numbering::default();
        numbering.define(OUTLINE, styles.outline.clone());
        numbering.list(OUTLINE, List { definition: OUTLINE, ..List::default() });
        Body {
            document,
            sink,
            env,
            comments,
            styles,
            package,
            pictures: BTreeMap::new(),
            story: Story::default(),
            in_margin: false,
            in_cell: false,
            numbering,
            lists: BTreeMap::new(),
            numbered: 0,
            told: BTreeSet::new(),
        }
    }

    /// Reads the text of a part; says whether there is one.
    pub fn main(&mut self, text: &str, part: &str) -> bool {
        let mut xml = Xml::new(text, part, self.env.limits.depth);
        let mut found = false;
        let mut blocks = Vec::new();
        walk(&mut xml, &mut |xml, element| {
            if !element.is(Space::OdfOffice, "text") {
                return !matches!(element.name, "styles" | "automatic-styles" | "master-styles" | "font-face-decls");
            }
            found = true;
            blocks.extend(self.story(xml));
            false
        });
        xml.report(self.sink);
        self.document.blocks.extend(blocks);
        found
    }

    /// Reads heads and feet, each distinct one once.
    pub fn margins(&mut self, text: &str, part: &str) {
        let mut seen = BTreeSet::new();
        self.in_margin = true;
        let mut xml = Xml::new(text, part, self.env.limits.depth);
        walk(&mut xml, &mut |xml, element| {
            let margin =
                matches!(element.name, "header" | "footer" | "header-first" | "footer-first" | "header-left" | "footer-left");
            if element.space != Space::OdfStyle || !margin {
                return !matches!(element.name, "styles" | "automatic-styles" | "body");
            }
            let own = EditLog::new(self.document.log.explains());
            let (before, notes) = (std::mem::replace(&mut self.document.log, own), self.document.notes.len());
            let blocks = self.story(xml);
            let own = std::mem::replace(&mut self.document.log, before);
            let words: String = blocks.iter().map(|block| block.text.as_str()).collect();
            match seen.insert(words) {
                true => {
                    self.document.log.append(own);
                    self.document.blocks.extend(margins::furniture(blocks));
                }
                // One that says the same as another is the other, with its notes.
                false => self.document.notes.truncate(notes),
            }
            false
        });
    }

    /// The blocks of the element told last, which holds a story of its own: the text, a cell, a note, a text box.
    pub(super) fn story(&mut self, xml: &mut Xml<'_>) -> Vec<Block> {
        let outside = std::mem::take(&mut self.story);
        let mut pieces = Vec::new();
        self.flow(xml, &mut pieces);
        self.story = outside;
        flow::blocks(pieces, &mut self.document.log)
    }

    pub(super) fn flow(&mut self, xml: &mut Xml<'_>, pieces: &mut Vec<Piece>) {
        let level = xml.level();
        while let Some(element) = xml.element(level) {
            self.block(xml, &element, pieces);
        }
    }

    fn block(&mut self, xml: &mut Xml<'_>, element: &Element<'_>, pieces: &mut Vec<Piece>) {
        match (element.space, element.name) {
            (Space::OdfText, "p" | "h") => self.paragraph(xml, element, pieces),
            (Space::OdfText, "list") => self.list(xml, element, pieces),
            (Space::OdfText, "list-item") => {
                let start = element.get_in(Space::OdfText, "start-value").and_then(|value| value.parse().ok());
                self.story.awaited = Some(start);
                self.story.nested = false;
                self.flow(xml, pieces);
                // An empty item counts; one that only holds a list does not.
                if self.story.awaited.is_some() && !std::mem::take(&mut self.story.nested) {
                    self.begin_item();
                }
                (self.story.item, self.story.awaited) = (None, None);
            }
            (Space::OdfText, "list-header") => {
                self.story.within = true;
                self.flow(xml, pieces);
            }
            (Space::OdfTable, "table") => {
                let node = element.node;
                if let Some(table) = self.table(xml, node) {
                    pieces.push(table.into());
                }
            }
            (Space::OdfText, "table-of-content") => {
                let outside = std::mem::replace(&mut self.story.contents, true);
                self.flow(xml, pieces);
                self.story.contents = outside;
            }
            (Space::OdfText, "tracked-changes") => self.tracked(xml),
            (Space::OdfDraw, _) => {
                self.begin_item();
                self.drawing(xml, element);
                self.close_paragraph(xml.origin(element.node), &Style::default(), Class::Body, pieces);
            }
            // Sources of indexes are templates; declarations and forms are no text.
            (Space::OdfText, name) if name.ends_with("-source") || name.ends_with("-decls") => {}
            (Space::OdfOffice, "forms") => {}
            _ => self.flow(xml, pieces),
        }
    }

    /// What tracked changes deleted is kept apart in the file.
    fn tracked(&mut self, xml: &mut Xml<'_>) {
        let level = xml.level();
        while let Some(region) = xml.element(level) {
            let inner = xml.level();
            while let Some(change) = xml.element(inner) {
                let deep = xml.level();
                while let Some(part) = xml.element(deep).filter(|_| change.name == "deletion") {
                    if !part.is(Space::OdfOffice, "change-info") {
                        let text = xml.text();
                        self.remove(text.trim(), xml.origin(region.node), Rule::Deletion, "a tracked change");
                    }
                }
            }
        }
    }

    fn list(&mut self, xml: &mut Xml<'_>, element: &Element<'_>, pieces: &mut Vec<Piece>) {
        let named = element.get_in(Space::OdfText, "style-name").map(String::from);
        let outer = self.story.open.last().cloned();
        let name = named.or_else(|| outer.map(|(_, name)| name)).unwrap_or_default();
        let goes_on = element.get_in(Space::OdfText, "continue-numbering").is_some_and(|value| value == "true")
            || element.get_in(Space::OdfText, "continue-list").is_some();
        let number = match self.story.open.last() {
            // A list in a list counts with it.
            Some(&(number, ref own)) if *own == name => number,
            _ => self.list_of(&name, goes_on),
        };
        self.story.open.push((number, name));
        let item = self.story.item.take();
        let awaited = self.story.awaited.take();
        self.flow(xml, pieces);
        self.story.open.pop();
        (self.story.item, self.story.awaited, self.story.nested) = (item, awaited, true);
    }

    /// The list that a new element of this style belongs to.
    fn list_of(&mut self, name: &str, goes_on: bool) -> u32 {
        if let Some(&known) = self.lists.get(name).filter(|_| goes_on) {
            return known;
        }
        self.numbered = self.numbered.saturating_add(1);
        let number = self.numbered;
        self.numbering.define(number, self.styles.lists.get(name).cloned().unwrap_or_default());
        self.numbering.list(number, List { definition: number, ..List::default() });
        self.lists.insert(name.to_owned(), number);
        number
    }

    /// Counts the item that has begun: its first own paragraph is here, or its end.
    fn begin_item(&mut self) {
        let Some(start) = self.story.awaited.take() else { return };
        let Some(&(number, _)) = self.story.open.last() else { return };
        let level = self.story.open.len().min(LEVELS) - 1;
        if let Some(start) = start {
            self.numbering.restart(number, level, start);
        }
        let bullet = || ItemStart { list: number, level, ..ItemStart::default() };
        self.story.item = Some(self.numbering.next(number, level).unwrap_or_else(bullet));
        self.story.within = false;
    }

    fn paragraph(&mut self, xml: &mut Xml<'_>, element: &Element<'_>, pieces: &mut Vec<Piece>) {
        self.begin_item();
        let id = element.get_in(Space::OdfText, "style-name").unwrap_or_default();
        let (style, mut class) = self.styles.paragraph(&id);
        if element.name == "h" && !matches!(class, Class::Role(_)) {
            let level = element.get_in(Space::OdfText, "outline-level").and_then(|level| level.parse().ok());
            class = Class::Heading(level.unwrap_or(1).clamp(1, 9));
        }
        if element.name == "h"
            && let Class::Heading(level) = class
            && self.story.open.is_empty()
            && style.list.as_deref().is_none_or(|list| list == "Outline")
        {
            self.story.item = self.outline_number(element, usize::from(level) - 1);
        }
        if style.page_break == Some(true) && !pieces.is_empty() && !self.in_margin {
            pieces.push(Block::new(Kind::PageMark, Text::default(), xml.origin(element.node)).into());
        }
        self.story.spaced = true;
        let weight = style.bold == Some(true);
        self.inline(xml, &super::inline::Format { bold: weight, size: style.size, ..Default::default() });
        self.close_paragraph(xml.origin(element.node), &style, class, pieces);
    }

    /// The number of a heading that stands in no list.
    fn outline_number(&mut self, element: &Element<'_>, level: usize) -> Option<ItemStart> {
        let said = |name: &str| element.get_in(Space::OdfText, name);
        let is_on = |name: &str| said(name).is_some_and(|value| value == "true");
        if is_on("is-list-header") {
            return None;
        }
        if is_on("restart-numbering") {
            let start = said("start-value").and_then(|value| value.parse().ok());
            self.numbering.restart(OUTLINE, level, start.unwrap_or(1));
        }
        self.numbering.next(OUTLINE, level)
    }

    /// Finishes the paragraph, and puts what is anchored in it behind it.
    fn close_paragraph(&mut self, origin: Origin, style: &Style, class: Class, pieces: &mut Vec<Piece>) {
        let line = std::mem::take(&mut self.story.line);
        self.story.spaced = false;
        let item = self.story.item.take();
        let in_item = !self.story.open.is_empty();
        if line.is_blank() && item.is_none() {
            self.story.blank = self.story.blank.saturating_add(u16::from(self.story.after.is_empty()));
        }
        let look = Look {
            class: if in_item && item.is_none() && self.story.within && class == Class::Body { Class::Item } else { class },
            align: style.align.unwrap_or_default(),
            indent: Look::indent_of(None, style.indent.unwrap_or(0).max(0), style.size.unwrap_or(24)),
            size: style.size.unwrap_or(0),
            blank: self.story.blank,
            contents: self.story.contents,
            item,
            in_cell: self.in_cell,
        };
        let made = paragraph::pieces(line, look, &origin, &mut self.document.log);
        if !made.is_empty() {
            self.story.blank = 0;
            self.story.within = true;
        }
        pieces.extend(made);
        pieces.append(&mut self.story.after);
    }

    /// Declares characters and records that they are left out.
    pub(super) fn remove(&mut self, text: &str, origin: Origin, rule: Rule, why: &'static str) {
        if !text.is_empty() {
            self.document.log.declare_read(Tally::of(text));
            self.document.log.markup(text, &origin, &Reason::certain(rule, why));
        }
    }

    /// Reports a construct that became text, once a document.
    pub(super) fn flattened(&mut self, what: &'static str, xml: &Xml<'_>) {
        if self.told.insert(what) {
            self.sink.push(Trouble::Flattened { what: what.to_owned() }, xml.part());
        }
    }
}
