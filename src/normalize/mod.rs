//! [`Document`] → [`Document`]: small named passes that undo what layout and extraction did to the text.
//!
//! Each pass is logged, idempotent and can be switched off. The table in [`pass`] is the order, with the reason for it.
//!
//! [`Document`]: crate::model::Document

mod forms;
mod furniture;
mod headings;
mod headlines;
mod kind;
mod measure;
mod metadata;
mod notice;
pub mod pass;
pub mod patterns;
mod profile;
mod residue;
mod roles;
mod unwrap;

pub use pass::{NormalizeOptions, PASSES, Pass, normalize};
