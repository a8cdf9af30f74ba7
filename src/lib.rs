//! chongpai 重排 turns archives of damaged Chinese text into reflowed, print-ready PDF, DOCX and EPUB.

pub mod batch;
pub mod cli;
pub mod convert;
pub mod diag;
pub mod env;
pub mod error;
pub mod geom;
pub mod input;
pub mod model;
pub mod normalize;
pub mod output;
pub mod text;
pub mod typeset;
