//! `w:altChunk`: a piece of the document that lies in the package in another format.

use super::body::Body;
use crate::diag::Trouble;
use crate::input::flow::Piece;
use crate::input::xml::{Element, Space, Xml};

impl<'a> Body<'_, '_> {
    /// Reads the piece that an element refers to.
    pub(super) fn chunk(&mut self, xml: &Xml<'a>, element: &Element<'a>, pieces: &mut Vec<Piece>) {
        let id = element.get_in(Space::Relation, "id").unwrap_or_default();
        let Some(relation) = self.relations.get(&id).filter(|relation| !relation.external) else { return };
        let target = relation.target.clone();
        let _ = (pieces, xml);
        self.sink.push(Trouble::Flattened { what: target }, "");
    }
}
