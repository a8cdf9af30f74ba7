//! What a document is: the one value between the readers, the passes and the writers.
//!
//! A [`Document`] is metadata, blocks, notes, media and the log of edits. Readers make it, passes change it under the log's
//! eyes, writers read it. This module knows neither formats nor rules of style.

pub mod anatomy;
mod block;
mod document;
mod edit;
pub mod facts;
pub mod grid;
pub mod issue;
pub mod keep;
pub mod native;
mod origin;
pub mod overrule;
mod tally;
mod text;
pub mod walk;

pub use block::{Align, Block, Cell, Furniture, Hints, Item, Kind, List, Role, Row, Table};
pub use document::{Document, DocumentKind, GENERATOR, Masthead, Media, MediaId, Meta, Note, NoteId, Script};
pub use edit::{Change, Confidence, Edit, EditLog, Imbalance, Reason, Rule};
pub use origin::Origin;
pub use tally::{Tally, is_line_end};
pub use text::{Anchor, AnchorKind, Inline, Replacement, Span, SpanKind, Text, TextBuilder};
