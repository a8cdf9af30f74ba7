//! [`Document`](crate::model::Document) or pages → bytes.
//!
//! Every writer writes all visible text, and can read back what it wrote, so that each conversion proves that nothing was lost.

mod cover;
mod docx;
mod epub;
mod html;
mod json;
mod markdown;
pub mod package;
mod pdf;
mod pictures;
pub mod quality;
pub mod report;
pub mod review;
mod subset;
mod text;
mod words;
pub mod writer;
mod xhtml;
pub mod xml;

pub use pdf::{Scheme, Standard};
pub use writer::{Target, WRITERS, WriteOptions, Writer, warm, write};
