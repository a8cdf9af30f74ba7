//! Formulas: objects of their own in the package, as MathML (ODF 1.3 part 3, 10.4.6), read as those of web pages are.

use super::body::Body;
use crate::input::html::{Files, How, NoShelf};
use crate::input::xml::decode;
use crate::model::{Document, EditLog};

impl Body<'_, '_> {
    /// Reads the object at a reference into the line, if it is a formula; says whether it is one.
    pub(super) fn formula(&mut self, reference: &str) -> bool {
        let part = format!("{}/content.xml", reference.trim_start_matches("./").trim_end_matches('/'));
        let Some(package) = self.package.as_mut().filter(|package| package.has(&part)) else { return false };
        let Some(bytes) = package.part(&part, self.sink) else { return false };
        let text = decode(bytes, &part, self.sink).replace("<math:", "<").replace("</math:", "</");
        if !text.contains("<math") {
            return false;
        }
        let mut own = Document { log: EditLog::new(self.document.log.explains()), ..Document::default() };
        let mut files = Files::default();
        files.add(&text, &part, true, self.env, self.sink);
        let blocks = files.blocks(&How { xml: true, ..How::default() }, &[], &mut NoShelf, &mut own, self.sink);
        let words: String = blocks.iter().flatten().map(|block| block.text.as_str()).collect();
        self.document.log.append(own.log);
        self.story.line.take_in(&words);
        self.story.spaced = false;
        true
    }
}
