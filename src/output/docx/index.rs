//! The indexes of a volume: a line leads to the bookmark of its heading, and says the page in a field that Word counts.

use super::body::Body;
use super::contents::{Plan, bookmark, field};
use super::runs::{self, LineEnd};
use super::{styles, val};
use crate::model::{Block, Document, Role, issue};
use std::collections::BTreeMap;

/// Headings that have bookmarks, by their numbers: the bookmark's own, and the page that is written until Word counts.
pub type Places = BTreeMap<usize, (usize, u64)>;

/// The headings that lines of indexes can lead to.
pub fn places(document: &Document, plan: &Plan) -> Places {
    if !document.meta.bound || plan.at.is_none() {
        return Places::new();
    }
    let marked: BTreeMap<*const Block, (usize, u64)> = plan
        .entries
        .iter()
        .enumerate()
        .map(|(number, entry)| (std::ptr::from_ref(&document.blocks[entry.block]), (number, entry.page)))
        .collect();
    let headings = issue::headings(&document.blocks).enumerate();
    headings.filter_map(|(at, block)| Some((at + 1, *marked.get(&std::ptr::from_ref(block))?))).collect()
}

impl<'a> Body<'a> {
    /// Writes a line of an index; says whether the block is one.
    pub fn index_line(&mut self, block: &'a Block) -> bool {
        let number = issue::leads_to(block, &self.document.meta);
        let Some(&(number, page)) = number.and_then(|number| self.places.get(&number)) else { return false };
        self.xml.open("w:p").open("w:pPr");
        val(&mut self.xml, "w:pStyle", styles::of_role(Role::Line));
        self.xml.open("w:tabs").open("w:tab").attr("w:val", "right").attr("w:leader", "dot");
        self.xml.attr("w:pos", self.design.page.measure().to_string()).close().close().close();
        runs::write(self, &block.text, LineEnd::Break, "");
        runs::generated(&mut self.xml, "\t");
        field(&mut self.xml, &format!("PAGEREF {} \\h", bookmark(number)), &page.to_string());
        self.xml.close();
        self.told();
        true
    }
}
