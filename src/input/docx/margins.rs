//! Heads and feet, which are furniture, and what the package says of the document.

use super::body::{Body, Story};
use super::part_text;
use crate::diag::Sink;
use crate::input::flow::margins;
use crate::input::package::Package;
use crate::input::xml::{Space, Xml};
use crate::model::{Document, Meta, facts};
use std::collections::BTreeSet;

impl Body<'_, '_> {
    /// Reads the heads and feet that sections refer to, each distinct one once.
    pub(super) fn margins(&mut self) {
        let mut seen = BTreeSet::new();
        self.in_margin = true;
        for part in std::mem::take(&mut self.margins) {
            let Some(text) = part_text(self.package, &part, self.sink) else { continue };
            let mut xml = Xml::new(&text, &part, self.limits.depth);
            xml.root();
            // One that says the same as another is the other.
            if !seen.insert(super::inline::texts(&mut xml)) {
                continue;
            }
            let mut xml = Xml::new(&text, &part, self.limits.depth);
            xml.root();
            self.relations = self.relations_of(&part);
            self.story = Story::default();
            let blocks = self.inner_story(&mut xml);
            xml.report(self.sink);
            self.document.blocks.extend(margins::furniture(blocks));
        }
    }
}

/// What this program's own files say of the document, in `docProps/custom.xml`.
pub fn own_meta(package: &mut Package<'_>, document: &mut Document, sink: &mut Sink) {
    let Some(text) = part_text(package, "docProps/custom.xml", sink) else { return };
    let mut xml = Xml::new(&text, "docProps/custom.xml", 64);
    if xml.root().is_none() {
        return;
    }
    let level = xml.level();
    let mut said: Vec<(String, String)> = Vec::new();
    while let Some(element) = xml.element(level) {
        let name = element.get("name").unwrap_or_default().into_owned();
        said.push((name, xml.text()));
    }
    let source = std::mem::take(&mut document.meta.source);
    document.meta = Meta { source, ..facts::meta(said.iter().map(|(name, value)| (name.as_str(), value.as_str()))) };
    xml.report(sink);
}

/// What `docProps/core.xml` says of the document.
pub fn meta(package: &mut Package<'_>, document: &mut Document, sink: &mut Sink) {
    let core = super::relations_of(package, "", 64, sink).first("core-properties").map(str::to_owned);
    let core = core.unwrap_or_else(|| "docProps/core.xml".to_owned());
    let Some(text) = part_text(package, &core, sink) else { return };
    let mut xml = Xml::new(&text, &core, 64);
    if xml.root().is_none() {
        return;
    }
    let level = xml.level();
    let (mut title, mut creators) = (String::new(), String::new());
    while let Some(element) = xml.element(level) {
        match (element.space, element.name) {
            (Space::Dublin, "title") => title = xml.text(),
            (Space::Dublin, "creator") => creators = xml.text(),
            _ => {}
        }
    }
    margins::describe(document, &title, &creators);
    xml.report(sink);
}
