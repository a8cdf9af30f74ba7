//! Bytes → [`Document`](crate::model::Document): finds the format and the encoding, recovers what it can, and never normalizes.
//!
//! A reader keeps the source's lines and layout as [`Hints`](crate::model::Hints) and declares every source character to the
//! edit log. What is wrong with the bytes becomes a diagnostic; only bytes that can't be read at all are an error.

mod aozora;
pub mod archive;
mod base64;
mod detect;
mod doc;
mod docx;
pub mod encoding;
mod epub;
mod flow;
mod gather;
mod html;
mod layout;
pub mod look;
mod markdown;
mod mhtml;
mod odt;
mod ofd;
mod ole;
mod package;
mod pdf;
pub mod reader;
mod recognize;
mod remnants;
mod rtf;
mod txt;
mod xml;

pub use gather::{Leaf, gather, page_number, page_section};
pub use layout::Drawing;
pub use look::Look;
pub use reader::{Evidence, Format, READERS, ReadOptions, Reader, Reading, Source, draw, encoding_of, is_known, look, read};
pub use recognize::Recognizer;
