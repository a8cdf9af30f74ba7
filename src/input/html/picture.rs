//! Pictures: where they are, what they show, and which are no pictures at all.
//!
//! A reference is kept as the source has it. Data that stands in the page itself is decoded here; what lies in a package or
//! beside the page is asked of the [`Shelf`]. A picture of one pixel counts readers, and is none.

use super::tree::Id;
use super::walk::Walker;
use crate::input::base64;
use crate::model::{AnchorKind, Block, Kind, Media, MediaId, Note, NoteId, TextBuilder};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where pictures lie that are not in the page itself.
pub trait Shelf {
    /// The picture that a file refers to: how the document names it, and its bytes, if they are here.
    fn picture(&mut self, file: &str, reference: &str) -> (String, Option<Arc<[u8]>>);
}

/// No shelf: references stay what they are.
pub struct NoShelf;

impl Shelf for NoShelf {
    fn picture(&mut self, _: &str, reference: &str) -> (String, Option<Arc<[u8]>>) {
        (super::percent_decoded(reference.split(['?', '#']).next().unwrap_or(reference)), None)
    }
}

/// Pictures met so far.
pub struct Pictures<'a> {
    shelf: &'a mut dyn Shelf,
    known: BTreeMap<String, MediaId>,
}

impl<'a> Pictures<'a> {
    /// None yet.
    pub fn new(shelf: &'a mut dyn Shelf) -> Pictures<'a> {
        Pictures { shelf, known: BTreeMap::new() }
    }
}

/// Attributes in which pages that load their pictures late keep the address.
const SOURCES: [&str; 8] =
    ["data-src", "data-original", "data-lazy-src", "data-actualsrc", "data-echo", "src", "href", "xlink:href"];

impl Walker<'_> {
    pub(super) fn picture(&mut self, id: Id) {
        let attribute = |name: &str| self.tree.attribute(id, name).map(str::trim).filter(|value| !value.is_empty());
        let tiny = |name: &str| {
            attribute(name).and_then(|value| value.trim_end_matches("px").parse::<f32>().ok()).is_some_and(|size| size <= 2.0)
        };
        if tiny("width") || tiny("height") {
            return;
        }
        let Some(source) = SOURCES.iter().find_map(|name| attribute(name)) else { return };
        let folded = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let alt = folded(attribute("alt").unwrap_or_default());
        let classed = attribute("class").is_some_and(|class| class.contains("footnote"));
        let told = attribute("zy-footnote").map(folded).or_else(|| Some(alt.clone()).filter(|_| classed));
        if let Some(note) = told.filter(|note| !note.is_empty() && !self.own && !self.runs.is_empty()) {
            return self.shown_note(id, &note);
        }
        let media = self.media(source, &alt);
        if let Some(media) = media {
            self.runs.anchor(AnchorKind::Image(media));
        }
    }

    /// A picture that shows a note when it is touched, and has its text in an attribute.
    fn shown_note(&mut self, id: Id, text: &str) {
        let next = self.first_shown.saturating_add(self.shown_notes.len());
        let block = Block::new(Kind::default(), TextBuilder::plain(text), self.origin(id));
        self.document.log.declare_read(block.text.tally());
        self.shown_notes.push(Note { label: String::new(), blocks: vec![block] });
        self.runs.anchor(AnchorKind::Note(NoteId(u32::try_from(next).unwrap_or(u32::MAX))));
    }

    fn media(&mut self, source: &str, alt: &str) -> Option<MediaId> {
        let (reference, bytes) = match source.get(..5).filter(|scheme| scheme.eq_ignore_ascii_case("data:")) {
            Some(_) => {
                let (head, data) = source.split_once(',')?;
                let bytes = head.contains(";base64").then(|| base64::decode(super::percent_decoded(data).as_bytes()));
                let bytes = bytes.filter(|bytes| bytes.len() > SMALLEST)?;
                let reference = format!("{head}#{}", self.document.media.len() + 1);
                self.document.media.push(Media { reference, alt: alt.to_owned(), bytes: Some(bytes.into()) });
                return self.last_media();
            }
            None => self.pictures.shelf.picture(&self.page.name, source),
        };
        if let Some(&known) = self.pictures.known.get(&reference) {
            return Some(known);
        }
        self.document.media.push(Media { reference: reference.clone(), alt: alt.to_owned(), bytes });
        let media = self.last_media()?;
        self.pictures.known.insert(reference, media);
        Some(media)
    }

    fn last_media(&self) -> Option<MediaId> {
        Some(MediaId(u32::try_from(self.document.media.len().checked_sub(1)?).ok()?))
    }

    /// A figure: its pictures, of which the last has the caption.
    pub(super) fn figure(&mut self, id: Id, context: &super::walk::Context) {
        use crate::model::Role;
        let mut blocks: Vec<Block> = self.flow(id, context);
        let is_caption = |block: &Block| block.kind == Kind::Paragraph(Role::Caption);
        let is_figure = |block: &Block| matches!(block.kind, Kind::Figure(_)) && block.text.is_empty();
        let captions = blocks.iter().filter(|block| is_caption(block)).count();
        if let Some(caption) = blocks.iter().position(is_caption).filter(|_| captions == 1)
            && let Some(figure) = blocks.iter().rposition(is_figure)
            && blocks[caption].text.anchors().is_empty()
        {
            blocks[figure].text = std::mem::take(&mut blocks[caption].text);
            blocks.remove(caption);
        }
        self.blocks.append(&mut blocks);
    }
}

/// Bytes below which data is a spacer.
const SMALLEST: usize = 100;
