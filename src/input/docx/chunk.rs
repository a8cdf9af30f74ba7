//! `w:altChunk`: a piece of the document that lies in the package in a format of its own: a page of the web, a saved page,
//! another package, plain text.

use super::body::Body;
use crate::diag::{Sink, Trouble};
use crate::input::flow::Piece;
use crate::input::reader::{self, ReadOptions, Source};
use crate::input::xml::{Element, Space, Xml};

impl<'a> Body<'_, '_> {
    /// Reads the piece that an element refers to. A piece inside a piece is told, not read: packages can hold themselves.
    pub(super) fn chunk(&mut self, xml: &Xml<'a>, element: &Element<'a>, pieces: &mut Vec<Piece>) {
        let id = element.get_in(Space::Relation, "id").unwrap_or_default();
        let Some(relation) = self.relations.get(&id).filter(|relation| !relation.external) else {
            return self.flattened("a piece in another file", xml);
        };
        let name = relation.target.clone();
        let bytes = (!self.source.inside).then(|| self.package.part(&name, self.sink)).flatten();
        let Some(bytes) = bytes else {
            self.sink.push(Trouble::Flattened { what: name }, "");
            return;
        };
        let options = ReadOptions { format: None, encoding: None, whole_page: true, ..self.source.options.clone() };
        let part = Source {
            name: &name,
            bytes: &bytes,
            options: &options,
            env: self.source.env,
            inside: true,
            drawings: None,
            looks: None,
        };
        let mut told = Sink::new();
        match reader::read_source(&part, &mut told) {
            Ok(reading) => {
                let before = std::mem::take(&mut self.document.blocks);
                self.document.append(reading.document);
                let blocks = std::mem::replace(&mut self.document.blocks, before);
                pieces.extend(blocks.into_iter().map(Piece::from));
            }
            Err(error) => told.push(Trouble::Truncated { what: format!("the part {name} ({error})") }, ""),
        }
        for found in told.into_vec() {
            let place = if found.place.is_empty() { name.clone() } else { format!("{name}: {}", found.place) };
            self.sink.push(found.trouble, place);
        }
    }
}
