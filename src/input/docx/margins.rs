//! Heads and feet, which are furniture, and what the package says of the document.

use super::body::{Body, Story};
use super::part_text;
use crate::diag::Sink;
use crate::input::package::Package;
use crate::input::xml::{Space, Xml};
use crate::model::{Block, Document, Furniture, Kind, walk};
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
            let mut lines = Vec::new();
            blocks.into_iter().for_each(|block| flatten(block, &mut lines));
            self.document.blocks.extend(lines.into_iter().map(furniture));
        }
    }
}

/// The blocks in a block that have text of their own.
fn flatten(block: Block, out: &mut Vec<Block>) {
    for inner in walk::within(&block) {
        let labels = match &inner.kind {
            Kind::List(list) => list.items.as_slice(),
            _ => &[],
        };
        for text in labels.iter().map(|item| &item.label).chain([&inner.text]).filter(|text| !text.as_str().is_empty()) {
            out.push(Block {
                kind: Kind::default(),
                text: text.clone(),
                origin: inner.origin.clone(),
                hints: inner.hints.clone(),
            });
        }
    }
}

/// A line of a head or foot: a folio where it holds a number and little else.
fn furniture(mut block: Block) -> Block {
    let said: String = block.text.as_str().chars().filter(|c| c.is_alphanumeric()).collect();
    let words = ["第", "页", "頁", "共", "page", "of"].iter().fold(said.to_lowercase(), |said, word| said.replace(word, ""));
    let folio = !said.is_empty() && words.chars().all(|c| c.is_numeric() || "ivxlcdm〇一二三四五六七八九十".contains(c));
    block.kind = Kind::Furniture(if folio { Furniture::PageNumber } else { Furniture::RunningHead });
    block
}

/// What `docProps/core.xml` says, as far as the text says it too: the title of a form that others filled in, and the name of the
/// computer's owner, are no facts about a document.
pub fn meta(package: &mut Package<'_>, document: &mut Document, sink: &mut Sink) {
    let core = super::relations_of(package, "", 64, sink).first("core-properties").map(str::to_owned);
    let core = core.unwrap_or_else(|| "docProps/core.xml".to_owned());
    let Some(text) = part_text(package, &core, sink) else { return };
    let mut xml = Xml::new(&text, &core, 64);
    if xml.root().is_none() {
        return;
    }
    let level = xml.level();
    let said = |document: &Document, value: &str| {
        let mut lines = walk::blocks(document).take(200);
        value.chars().count() > 1 && lines.any(|block| block.text.as_str().contains(value))
    };
    while let Some(element) = xml.element(level) {
        let value = xml.text();
        let value = value.trim();
        match (element.space, element.name) {
            (Space::Dublin, "title") if document.meta.title.is_none() && said(document, value) => {
                document.meta.title = Some(value.to_owned());
            }
            (Space::Dublin, "creator") => {
                let names = value.split([';', '；', '、']).map(str::trim).filter(|name| said(document, name));
                document.meta.creators = names.map(str::to_owned).collect();
            }
            _ => {}
        }
    }
    xml.report(sink);
}
