//! [`Document`](crate::model::Document) or pages → bytes.
//!
//! Every writer writes all visible text, and can read back what it wrote, so that each conversion proves that nothing was lost.

pub mod package;
pub mod report;
mod text;
pub mod writer;
pub mod xml;

pub use writer::{Target, WRITERS, WriteOptions, Writer, write};
