//! Parts of the document, as those read them who do not see the page: what a paragraph, a cell, a note is, and what it is in.
//!
//! Between the items of a page stand [`Item::Tag`]s: what follows belongs to that part, up to the next tag. A part that is cut by
//! the ends of lines, columns and pages is one part, because all its pieces bear the same tag. Tags change no place on a page.

use super::compose::Composer;
use super::frame::Item;
use crate::model::{Block, Kind, MediaId, NoteId, Role, Text};
use std::sync::Arc;

/// A part of the document, and the part that it stands in.
#[derive(Debug, PartialEq, Eq)]
pub struct Tag {
    /// What it is.
    pub kind: TagKind,
    /// The part around it; `None` for the document.
    pub parent: Option<Arc<Tag>>,
}

/// What a part is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TagKind {
    /// A heading: its rank, from 1, and its words.
    Heading(u8, String),
    /// The document's own title where it is no heading.
    Title,
    /// A paragraph, a stanza, a line.
    Paragraph,
    /// Quoted blocks.
    Quote,
    /// A list, and whether its labels count.
    List(bool),
    /// An item of a list.
    Item,
    /// The label of an item or a note.
    Label,
    /// The content of an item.
    Body,
    /// A table.
    Table,
    /// A row of a table.
    Row,
    /// A cell.
    Cell {
        /// Whether it heads its column.
        header: bool,
        /// How many columns it takes.
        columns: usize,
        /// How many rows it takes.
        rows: usize,
    },
    /// The words of a picture, a table, a list.
    Caption,
    /// A picture, and what it shows in words.
    Figure(String),
    /// A note; all tags of one note are one part.
    Note(NoteId),
    /// The mark that refers to a note.
    Mark(NoteId),
    /// The table of contents, or the entries below an entry.
    Contents,
    /// An entry of the contents.
    Entry,
    /// Words that lead elsewhere, and where to.
    Link(String),
    /// Words in another language (BCP 47).
    Language(String),
    /// Words with their annotation.
    Ruby,
}

impl Tag {
    /// A part inside another, or of the document itself.
    pub fn new(kind: TagKind, parent: Option<&Arc<Tag>>) -> Arc<Tag> {
        Arc::new(Tag { kind, parent: parent.cloned() })
    }
}

/// The item after which things belong to a part.
pub fn begin(tag: &Arc<Tag>) -> Item {
    Item::Tag(Some(Arc::clone(tag)))
}

impl Composer<'_> {
    /// The part that a block is. Its own words stand in it, or for blocks that hold others in a part of their own.
    pub fn tag(&self, block: &Block, parent: Option<&Arc<Tag>>) -> Arc<Tag> {
        let kind = match &block.kind {
            Kind::Heading(level) if !block.text.as_str().trim().is_empty() => {
                let title = block.text.as_str().replace('\n', " ");
                TagKind::Heading(self.heading_rank(*level, &title), title)
            }
            Kind::Paragraph(Role::Title) => TagKind::Title,
            Kind::Quote(_) => TagKind::Quote,
            Kind::List(list) => TagKind::List(list.ordered),
            Kind::Table(_) => TagKind::Table,
            Kind::Figure(media) => TagKind::Figure(self.shown(*media, &block.text)),
            _ => TagKind::Paragraph,
        };
        Tag::new(kind, parent)
    }

    /// What a picture shows, in words: as the source says, as its caption says, or its name.
    pub fn shown(&self, id: MediaId, caption: &Text) -> String {
        let media = self.document.media.get(id.0 as usize);
        let says = [media.map_or("", |media| &media.alt), caption.as_str(), media.map_or("", |media| &media.reference), "图"];
        says.into_iter().map(str::trim).find(|words| !words.is_empty()).unwrap_or_default().replace('\n', " ")
    }
}
