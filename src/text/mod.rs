//! Characters and strings: what a character is to a typesetter, how wide it is, which script it belongs to.
//!
//! Knows nothing of documents. Passes and the typesetter share these definitions, so that a mark that a pass widens is a
//! mark that the typesetter squeezes.

pub mod clreq;
pub mod figures;
pub mod frequency;
pub mod jump;
pub mod length;
pub mod natural;
pub mod pagehead;
pub mod patterns;
pub mod radicals;
pub mod script;
pub mod tex;
pub mod title;
pub mod width;
pub mod words;
