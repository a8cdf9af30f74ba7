//! Going through a document: every block, every text, in reading order.

use super::block::{Block, Kind};
use super::document::Document;
use super::text::Text;
use rayon::prelude::*;

/// Every block, containers before what they hold; the main text, then the notes.
pub fn blocks(document: &Document) -> impl Iterator<Item = &Block> {
    document.blocks.iter().chain(document.notes.iter().flat_map(|note| &note.blocks)).flat_map(within)
}

/// A block and all blocks in it, in reading order.
pub fn within(block: &Block) -> Box<dyn Iterator<Item = &Block> + '_> {
    let own = std::iter::once(block);
    match &block.kind {
        Kind::Quote(blocks) => Box::new(own.chain(blocks.iter().flat_map(within))),
        Kind::List(list) => Box::new(own.chain(list.items.iter().flat_map(|item| &item.blocks).flat_map(within))),
        Kind::Table(table) => {
            let cells = table.rows.iter().flat_map(|row| &row.cells);
            Box::new(own.chain(cells.flat_map(|cell| &cell.blocks).flat_map(within)))
        }
        _ => Box::new(own),
    }
}

/// Every text: blocks' own, list labels, notes'.
pub fn texts(document: &Document) -> impl Iterator<Item = &Text> {
    blocks(document).flat_map(own_texts)
}

/// Every text that writers write: all but furniture.
pub fn visible_texts(document: &Document) -> impl Iterator<Item = &Text> {
    blocks(document).filter(|block| block.is_visible()).flat_map(own_texts)
}

fn own_texts(block: &Block) -> impl Iterator<Item = &Text> {
    let labels = match &block.kind {
        Kind::List(list) => list.items.as_slice(),
        _ => &[],
    };
    std::iter::once(&block.text).chain(labels.iter().map(|item| &item.label))
}

/// Calls `visit` for every list of sibling blocks, outermost first, so that a pass can join and split among siblings.
pub fn each_flow(blocks: &mut Vec<Block>, visit: &mut impl FnMut(&mut Vec<Block>)) {
    visit(blocks);
    for block in blocks {
        match &mut block.kind {
            Kind::Quote(inner) => each_flow(inner, visit),
            Kind::List(list) => list.items.iter_mut().for_each(|item| each_flow(&mut item.blocks, visit)),
            Kind::Table(table) => {
                for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
                    each_flow(&mut cell.blocks, visit);
                }
            }
            _ => {}
        }
    }
}

/// Calls `visit` for every block that may hold text of its own, in reading order; the main text, then the notes.
pub fn each_block(document: &mut Document, visit: &mut impl FnMut(&mut Block, &mut super::EditLog)) {
    let Document { blocks, notes, log, .. } = document;
    let mut flow = |flow: &mut Vec<Block>| flow.iter_mut().for_each(|block| visit(block, log));
    each_flow(blocks, &mut flow);
    for note in notes {
        each_flow(&mut note.blocks, &mut flow);
    }
}

/// Like [`each_block`], in two steps: what is to be done is found in many blocks at once, and done in order.
pub fn each_found<T: Send>(
    document: &mut Document,
    find: impl Fn(&Block) -> T + Sync,
    mut visit: impl FnMut(&mut Block, T, &mut super::EditLog),
) {
    let Document { blocks, notes, log, .. } = document;
    let mut flow = |flow: &mut Vec<Block>| {
        let found: Vec<T> = flow.par_iter().with_min_len(TOGETHER).map(&find).collect();
        flow.iter_mut().zip(found).for_each(|(block, found)| visit(block, found, log));
    };
    each_flow(blocks, &mut flow);
    for note in notes {
        each_flow(&mut note.blocks, &mut flow);
    }
}

/// So many blocks at least go to a thread at once.
const TOGETHER: usize = 64;
