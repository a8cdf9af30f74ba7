//! Heads and feet, and what a file says of itself: neither is the text's.

use crate::model::{Block, Document, Furniture, Kind, walk};

/// The lines of heads and feet, as furniture.
pub fn furniture(blocks: Vec<Block>) -> Vec<Block> {
    let mut lines = Vec::new();
    blocks.into_iter().for_each(|block| flatten(block, &mut lines));
    lines.into_iter().map(line).collect()
}

/// The blocks in a block that have text of their own.
fn flatten(block: Block, out: &mut Vec<Block>) {
    for inner in walk::within(&block) {
        let labels = match &inner.kind {
            Kind::List(list) => list.items.as_slice(),
            _ => &[],
        };
        for text in labels.iter().map(|item| &item.label).chain([&inner.text]).filter(|text| !text.as_str().is_empty()) {
            let (origin, hints) = (inner.origin.clone(), inner.hints.clone());
            out.push(Block { kind: Kind::default(), text: text.clone(), origin, hints });
        }
    }
}

/// A line of a head or foot: a folio where it holds a number and little else.
fn line(mut block: Block) -> Block {
    let said: String = block.text.as_str().chars().filter(|c| c.is_alphanumeric()).collect();
    let words = ["第", "页", "頁", "共", "page", "of"].iter().fold(said.to_lowercase(), |said, word| said.replace(word, ""));
    let folio = !said.is_empty() && words.chars().all(|c| c.is_numeric() || "ivxlcdm〇一二三四五六七八九十".contains(c));
    block.kind = Kind::Furniture(if folio { Furniture::PageNumber } else { Furniture::RunningHead });
    block
}

/// Takes over what a file says of itself, as far as the text says it too: the title of a form that others filled in, and the
/// name of the computer's owner, are no facts about a document.
pub fn describe(document: &mut Document, title: &str, creators: &str) {
    let said = |document: &Document, value: &str| {
        let mut lines = walk::blocks(document).take(200);
        value.chars().count() > 1 && lines.any(|block| block.text.as_str().contains(value))
    };
    let title = title.trim();
    if document.meta.title.is_none() && said(document, title) {
        document.meta.title = Some(title.to_owned());
    }
    let names = creators.split([';', '；', '、']).map(str::trim).filter(|name| said(document, name));
    document.meta.creators = names.map(str::to_owned).collect();
}
