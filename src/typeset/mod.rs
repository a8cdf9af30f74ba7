//! [`Document`](crate::model::Document) → [`Pages`](frame::Pages): sets Chinese type, and knows no file format.
//!
//! Text is cut into runs of one face, shaped, given its prohibitions and its adjustable widths (CLREQ 3.1),
//! broken into lines over the whole paragraph, and placed on pages whose type area is counted in characters and lines.

pub mod fonts;
pub mod frame;
pub mod paragraph;
