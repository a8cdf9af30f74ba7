//! The article of a page with little text: what stands under the line that says the page's title.

use super::View;
use super::headline::parts;
use super::names::is_container;
use crate::input::html::tree::Id;

/// Characters outside of links that are a text.
const TEXT: usize = 12;

/// Characters of the longest line that says where a short text comes from.
const SAID: usize = 60;

impl View<'_> {
    /// The smallest element after the headline that holds text outside of links, up to the next region of links. A list of links
    /// under its name is none.
    pub(super) fn short(&self, body: Id, titles: &[String]) -> Option<Id> {
        let known = |id: &Id| self.order.contains_key(id);
        let (rank, headline) = self.best(self.tree.within(body).filter(known), &parts(titles))?;
        if !self.says(rank) {
            return None;
        }
        let mut node = headline;
        loop {
            let parent = self.tree.parent(node)?;
            let (mut told, mut found, mut ended) = (0, Vec::new(), false);
            for next in std::iter::successors(self.tree.next(node), |&node| self.tree.next(node)) {
                let mass = self.mass(next);
                if mass.all == 0 {
                    continue;
                }
                ended = mass.links >= 2 && mass.linked >= mass.told() || self.is_around(next);
                if ended {
                    break;
                }
                let said = mass.prose == 0 && mass.all <= SAID && self.is_source_line(next);
                if !said && !self.is_control(next) {
                    told += mass.told();
                    found.push(next);
                }
            }
            if told >= TEXT {
                return Some(match found.as_slice() {
                    [one] if is_container(self.tree.name(*one)) && self.tree.name(*one) != "tr" => *one,
                    _ => parent,
                });
            }
            if ended || parent == body {
                return None;
            }
            node = parent;
        }
    }
}
