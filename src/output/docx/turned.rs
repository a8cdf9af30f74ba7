//! Pages that lie on their side: those of tables that are too wide for upright ones.

use super::design::{Design, Page};
use crate::geom::Abs;
use crate::model::{Block, Document, DocumentKind, Kind, keep};
use crate::typeset::table::is_whole;

/// What the pages of a section are like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaf {
    /// As the design has them.
    Upright,
    /// Without folios.
    Bare,
    /// On their side.
    Turned,
}

/// The page on its side: what was above it is on its left.
pub fn turned(page: &Page) -> Page {
    let mut turned = Page {
        width: page.height,
        height: page.width,
        top: page.right,
        bottom: page.left,
        left: page.top,
        right: page.bottom,
        ..*page
    };
    turned.chars = turned.measure() / (page.size * 10).max(1);
    turned.lines = turned.depth() / page.pitch.max(1);
    turned
}

/// Which blocks stand on such pages: tables whose words and figures upright pages would cut, with what heads them.
pub fn blocks(document: &Document, design: &Design) -> Vec<bool> {
    let blocks = &document.blocks;
    let mut found = vec![false; blocks.len()];
    if design.kind == DocumentKind::Notice || design.vertical || design.columns.0 > 1 {
        return found;
    }
    let (measure, size) = (Abs::pt(f64::from(design.page.measure()) / 20.0), Abs::pt(f64::from(design.cells.0) / 2.0));
    for (at, block) in blocks.iter().enumerate() {
        let Kind::Table(table) = &block.kind else { continue };
        if is_whole(table, measure, size) {
            continue;
        }
        let mut below = block;
        found[at] = true;
        for (above, block) in blocks[..at].iter().enumerate().rev().filter(|(_, block)| block.is_visible()) {
            if !heads(block, below) {
                break;
            }
            (found[above], below) = (true, block);
        }
    }
    found
}

fn heads(above: &Block, below: &Block) -> bool {
    above.heading().is_some() || keep::is_with_next(above, below)
}
