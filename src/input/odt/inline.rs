//! What stands in a paragraph: characters with their spans, notes, pictures, fields.
//!
//! White space is folded as the standard says (ODF 1.3, 6.1.2): a run of it is one space, none at the start; `text:s` and
//! `text:tab` are kept as they are.

use super::body::Body;
use crate::input::flow::{Piece, symbols};
use crate::input::xml::{Element, Item, Space, Xml};
use crate::model::{AnchorKind, Block, Kind, Media, MediaId, Note, NoteId, Rule, SpanKind, Text};
use std::sync::Arc;

/// How characters look.
#[derive(Clone, Debug, Default)]
pub struct Format {
    /// Outermost first.
    pub spans: Vec<SpanKind>,
    /// The weight, from the paragraph's style too.
    pub bold: bool,
    /// In half points.
    pub size: Option<u16>,
    /// Not shown.
    pub hidden: bool,
    /// A face with signs in the place of letters; empty for others.
    pub symbols: String,
}

/// Spaces in one `text:s`, at most.
const SPACES: usize = 200;

impl Body<'_, '_> {
    /// Reads what the element told last holds.
    pub(super) fn inline(&mut self, xml: &mut Xml<'_>, format: &Format) {
        let level = xml.level();
        while let Some(item) = xml.child(level) {
            match item {
                Item::Text(text) => self.folded(xml, &text, format),
                Item::Element(element) => self.part(xml, &element, format),
            }
        }
    }

    fn part(&mut self, xml: &mut Xml<'_>, element: &Element<'_>, format: &Format) {
        let get = |name: &str| element.get_in(Space::OdfText, name);
        match (element.space, element.name) {
            (Space::OdfText, "span") => {
                let format = self.format(format, &get("style-name").unwrap_or_default());
                self.inline(xml, &format);
            }
            (Space::OdfText, "s") => {
                let count = get("c").and_then(|count| count.parse().ok()).unwrap_or(1usize).min(SPACES);
                self.characters(xml, &" ".repeat(count), format);
                self.story.spaced = false;
            }
            (Space::OdfText, "tab") => self.characters(xml, "\t", format),
            (Space::OdfText, "line-break") => self.characters(xml, "\n", format),
            (Space::OdfText, "a") => {
                let target = element.get_in(Space::Link, "href").unwrap_or_default().into_owned();
                self.story.links.push(target);
                self.inline(xml, format);
                self.story.links.pop();
            }
            (Space::OdfText, "note") => self.note(xml),
            (Space::OdfText, "ruby") => self.ruby(xml, format),
            (Space::OdfOffice, "annotation") => self.comment(xml, element),
            (Space::OdfText, "change" | "change-start" | "change-end" | "soft-page-break") => {}
            (Space::OdfDraw, _) => self.drawing(xml, element),
            // Fields hold what they show.
            _ => self.inline(xml, format),
        }
    }

    fn format(&self, outer: &Format, id: &str) -> Format {
        let (style, code) = self.styles.text(id);
        let mut format = outer.clone();
        let mut set = |on: Option<bool>, kind: SpanKind| match on {
            Some(true) if !format.spans.contains(&kind) => format.spans.push(kind),
            Some(false) => format.spans.retain(|span| *span != kind),
            _ => {}
        };
        set(style.bold, SpanKind::Strong);
        set(style.italic, SpanKind::Emphasis);
        set(style.underline, SpanKind::Underline);
        set(style.strike, SpanKind::Strike);
        set(style.dots, SpanKind::Dots);
        set(style.raised.map(|raised| raised > 0), SpanKind::Superscript);
        set(style.raised.map(|raised| raised < 0), SpanKind::Subscript);
        set(code.then_some(true), SpanKind::Code);
        format.bold = style.bold.unwrap_or(format.bold);
        format.size = style.size.or(format.size);
        if let Some(face) = style.symbols {
            format.symbols = face;
        }
        format.hidden = style.hidden.unwrap_or(format.hidden);
        format
    }

    fn folded(&mut self, xml: &Xml<'_>, text: &str, format: &Format) {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                ' ' | '\t' | '\r' | '\n' => {
                    if !self.story.spaced {
                        out.push(' ');
                    }
                    self.story.spaced = true;
                }
                c => {
                    out.push(c);
                    self.story.spaced = false;
                }
            }
        }
        self.characters(xml, &out, format);
    }

    fn characters(&mut self, xml: &Xml<'_>, text: &str, format: &Format) {
        let text = &*symbols::signs(&format.symbols, text);
        if format.hidden {
            return self.remove(text, xml.origin(0), Rule::Hidden, "hidden");
        }
        let link = self.story.links.last().map(|target| SpanKind::Link(target.clone()));
        let ruby = self.story.ruby.clone().map(SpanKind::Ruby);
        let linked = link.is_some();
        let own = format.spans.iter().filter(|span| !(linked && **span == SpanKind::Underline)).cloned();
        let spans: Vec<SpanKind> = link.into_iter().chain(ruby).chain(own).collect();
        self.story.line.see(text);
        self.story.line.push(text, &spans, format.size, format.bold);
    }

    fn ruby(&mut self, xml: &mut Xml<'_>, format: &Format) {
        // The base stands before its annotation, and is read under it: the element is short, and is read twice.
        let (mut base, mut annotation) = (String::new(), String::new());
        let level = xml.level();
        while let Some(element) = xml.element(level) {
            match element.name {
                "ruby-base" => base.push_str(&xml.text()),
                "ruby-text" => annotation.push_str(&xml.text()),
                _ => {}
            }
        }
        if base.trim().is_empty() || annotation.is_empty() {
            self.characters(xml, &base, format);
            return self.characters(xml, &annotation, format);
        }
        if !format.hidden {
            self.document.log.declare_read(crate::model::Tally::of(&annotation));
            self.story.line.part();
            self.story.ruby = Some(annotation);
            self.characters(xml, &base, format);
            self.story.ruby = None;
            self.story.line.part();
        }
    }

    fn note(&mut self, xml: &mut Xml<'_>) {
        let level = xml.level();
        let (mut label, mut blocks) = (String::new(), Vec::new());
        while let Some(element) = xml.element(level) {
            match element.name {
                "note-citation" => label = xml.text(),
                "note-body" => blocks.append(&mut self.story(xml)), // a damaged note may have two
                _ => {}
            }
        }
        if !blocks.is_empty() {
            self.add_note(label.trim().to_owned(), blocks);
        }
    }

    fn add_note(&mut self, label: String, blocks: Vec<Block>) {
        let id = NoteId(u32::try_from(self.document.notes.len()).unwrap_or(u32::MAX));
        self.document.notes.push(Note { label, blocks });
        self.story.line.anchor(AnchorKind::Note(id));
    }

    fn comment(&mut self, xml: &mut Xml<'_>, element: &Element<'_>) {
        if self.comments {
            // Who wrote it, and when, are elements of Dublin Core and no paragraphs.
            let level = xml.level();
            let mut blocks = Vec::new();
            while let Some(part) = xml.element(level) {
                if part.space == Space::OdfText {
                    let text = xml.text();
                    let mut line = crate::input::flow::Line::default();
                    line.see(text.trim());
                    line.push(text.trim(), &[], None, false);
                    let (text, _) = line.finish(&mut self.document.log);
                    blocks.push(Block::new(Kind::default(), text, xml.origin(part.node)));
                }
            }
            return self.add_note("注".to_owned(), blocks);
        }
        let level = xml.level();
        while let Some(part) = xml.element(level) {
            if part.space == Space::OdfText {
                let text = xml.text();
                self.remove(text.trim(), xml.origin(element.node), Rule::Comment, "a comment");
            }
        }
    }

    /// A frame or a shape: a picture, a text box, or words in a drawing.
    pub(super) fn drawing(&mut self, xml: &mut Xml<'_>, element: &Element<'_>) {
        let floats = element.get_in(Space::OdfText, "anchor-type").is_some_and(|anchor| anchor != "as-char");
        self.drawn(xml, element, floats);
    }

    fn drawn(&mut self, xml: &mut Xml<'_>, element: &Element<'_>, floats: bool) {
        if element.is(Space::OdfDraw, "object") || element.is(Space::OdfDraw, "object-ole") {
            self.flattened("an embedded object", xml);
        }
        let level = xml.level();
        let (mut alt, mut picture, mut formula) = (String::new(), None, false);
        let holds_paragraphs = element.is(Space::OdfDraw, "text-box") || !matches!(element.name, "frame" | "g" | "a" | "image");
        if holds_paragraphs && element.space == Space::OdfDraw {
            let blocks = self.story(xml);
            self.story.after.extend(blocks.into_iter().map(Piece::from));
            return;
        }
        while let Some(inner) = xml.element(level) {
            match (inner.space, inner.name) {
                (Space::OdfSvg, "title" | "desc") => alt = xml.text(),
                // Of several pictures of one frame the first is the best.
                (Space::OdfDraw, "image") if picture.is_none() => {
                    picture = inner.get_in(Space::Link, "href").map(String::from);
                }
                (Space::OdfDraw, "image") => {}
                (Space::OdfDraw, "object") if !formula && !self.in_margin => {
                    let reference = inner.get_in(Space::Link, "href").map(String::from).unwrap_or_default();
                    formula = self.formula(&reference);
                    if !formula {
                        self.drawn(xml, &inner, floats);
                    }
                }
                _ => self.drawn(xml, &inner, floats),
            }
        }
        let Some(reference) = picture.filter(|reference| !reference.is_empty() && !self.in_margin && !formula) else { return };
        let media = self.media(reference, alt.trim());
        if floats {
            let figure = Block::new(Kind::Figure(media), Text::default(), xml.origin(element.node));
            self.story.after.push(figure.into());
        } else {
            self.story.line.anchor(AnchorKind::Image(media));
        }
    }

    fn media(&mut self, reference: String, alt: &str) -> MediaId {
        let reference = reference.trim_start_matches("./").to_owned();
        if let Some(&known) = self.pictures.get(&reference) {
            return known;
        }
        let id = MediaId(u32::try_from(self.document.media.len()).unwrap_or(u32::MAX));
        let sink = &mut *self.sink;
        let bytes = match &mut self.package {
            Some(package) if !reference.contains("://") => package.part(&reference, sink).map(Arc::from),
            _ => None,
        };
        self.document.media.push(Media { reference: reference.clone(), alt: alt.to_owned(), bytes });
        self.pictures.insert(reference, id);
        id
    }
}
