//! Tables of contents of one page: links to its own places, under a title or in an element that is named so.
//!
//! Links inside a page lead nowhere once it is reflowed and are not kept, so that its tables are found in the tree. Those of
//! several files are found in their blocks ([`flow::contents`](crate::input::flow::contents)).

use super::outside::is_line;
use super::tree::{Id, Tree};
use super::walk::{Page, is_code};
use crate::input::flow::contents::is_name;
use std::collections::BTreeSet;

/// So many links are a table of contents.
const LINKS: usize = 3;
/// So many in an element that is named as one.
const NAMED: usize = 2;
/// Elements round a title that may hold nothing else, and the characters that are nothing else.
const AROUND: usize = 3;
const SHORT: usize = 12;

/// Characters in a region: all, and those of links to places of the page; and such links.
#[derive(Clone, Copy, Default)]
struct Share {
    all: usize,
    linked: usize,
    links: usize,
}

/// The elements that are a page's tables of contents, with their titles. One that holds half of the page or more is its text.
pub fn find(tree: &Tree, page: &Page) -> BTreeSet<Id> {
    let mut found = BTreeSet::new();
    let inside = |id: Id| tree.attribute(id, "href").is_some_and(|href| href.trim().len() > 1 && href.trim().starts_with('#'));
    if tree.named(page.root, "a").filter(|&link| inside(link)).nth(NAMED - 1).is_none() {
        return found;
    }
    let total = share(tree, page.root, usize::MAX).all;
    let mut size = 0;
    let body = tree.named(page.root, "body").next().unwrap_or(page.root);
    let lines = || tree.within(body).filter(|&id| is_line(tree.name(id)) && !is_code(tree.name(id)));
    for id in lines() {
        let (links, least) = match is_title(tree, id) {
            true => (below(tree, id), LINKS),
            false if id != body && is_named(tree, id) => (vec![id], NAMED),
            false => continue,
        };
        let shares: Vec<Share> = links.iter().map(|&id| share(tree, id, usize::MAX)).collect();
        if shares.iter().map(|share| share.links).sum::<usize>() >= least && shares.iter().all(Share::is_linked) {
            size += shares.iter().map(|share| share.all).sum::<usize>();
            found.extend(links);
            found.insert(id);
        }
    }
    if size * 2 <= total { found } else { BTreeSet::new() }
}

impl Share {
    fn is_linked(&self) -> bool {
        self.linked * 10 >= self.all * 6
    }
}

/// What a region holds; `most` characters are enough to know.
fn share(tree: &Tree, id: Id, most: usize) -> Share {
    let mut sum = Share::default();
    let mut at = Some(id);
    while let Some(node) = at.filter(|_| sum.all < most) {
        let name = tree.name(node);
        let inside = name == "a" && tree.attribute(node, "href").is_some_and(|href| href.trim().starts_with('#'));
        let solid = |id: Id| tree.text(id).unwrap_or_default().chars().filter(|c| !c.is_whitespace()).count();
        sum.all += solid(node);
        if inside {
            let own: usize = tree.within(node).map(solid).sum();
            (sum.all, sum.linked, sum.links) = (sum.all + own, sum.linked + own, sum.links + 1);
        }
        at = tree.children(node).next().filter(|_| !inside && !is_code(name)).or_else(|| tree.after(node, id));
    }
    sum
}

/// Whether a line is the title of a table of contents.
fn is_title(tree: &Tree, id: Id) -> bool {
    let text = || tree.within(id).filter_map(|node| tree.text(node)).collect::<String>();
    tree.within(id).nth(12).is_none() && is_name(&text())
}

/// Whether the class or the id of an element says that it is one.
fn is_named(tree: &Tree, id: Id) -> bool {
    ["id", "class", "role", "epub:type"].iter().any(|name| {
        let words = tree.attribute(id, name).unwrap_or_default().split_ascii_whitespace();
        words
            .into_iter()
            .any(|word| ["toc", "doc-toc", "contents", "catalog", "directory"].contains(&&*word.to_ascii_lowercase()))
    })
}

/// The elements below a title that hold such links and nothing else.
fn below(tree: &Tree, title: Id) -> Vec<Id> {
    let mut at = title;
    for _ in 0..AROUND {
        let mut found = Vec::new();
        for next in std::iter::successors(tree.next(at), |&node| tree.next(node)) {
            let share = share(tree, next, usize::MAX);
            if share.all == 0 {
                continue;
            }
            if share.links == 0 || !share.is_linked() || !is_line(tree.name(next)) {
                break;
            }
            found.push(next);
        }
        match tree.parent(at) {
            Some(parent) if found.is_empty() && share(tree, parent, SHORT).all < SHORT => at = parent,
            _ => return found,
        }
    }
    Vec::new()
}
