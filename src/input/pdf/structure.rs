//! The structure tree: what a tagged file says of its reading order and of the parts that its text plays (ISO 32000-2, 14.7).

use super::document::Shared;
use crate::input::layout::page::Tagged;
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, ObjectIdentifier};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Pieces of text that are taken.
const MOST: usize = 2_000_000;
/// How deep elements may lie in elements.
const DEPTH: usize = 96;

/// The leaves of the tree, in reading order.
pub fn read(shared: &Shared<'_>) -> Vec<Tagged> {
    let Some(root) = shared.catalog.get::<Dict<'_>>("StructTreeRoot") else { return Vec::new() };
    let mut walk = Walk {
        shared,
        roles: root.get::<Dict<'_>>("RoleMap").unwrap_or_default(),
        seen: BTreeSet::new(),
        elements: 0,
        found: Vec::new(),
    };
    walk.kids(&root, &Place { page: None, element: 0, role: "NonStruct".into() }, 0);
    walk.found
}

struct Walk<'s, 'a> {
    shared: &'s Shared<'a>,
    roles: Dict<'a>,
    seen: BTreeSet<ObjectIdentifier>,
    elements: u32,
    found: Vec<Tagged>,
}

/// Where the walk is: the page in force, the block element and its type.
#[derive(Clone)]
struct Place {
    page: Option<u32>,
    element: u32,
    role: Arc<str>,
}

impl<'a> Walk<'_, 'a> {
    fn kids(&mut self, node: &Dict<'a>, place: &Place, depth: usize) {
        if depth > DEPTH || self.found.len() >= MOST {
            return;
        }
        match node.get::<Object<'a>>("K") {
            Some(Object::Array(kids)) => self.each(&kids, place, depth),
            Some(kid) => self.kid(kid, place, depth),
            None => {}
        }
    }

    fn each(&mut self, kids: &Array<'a>, place: &Place, depth: usize) {
        let count = kids.raw_iter().count();
        let mut items = kids.flex_iter();
        for _ in 0..count {
            if let Some(kid) = items.next::<Object<'a>>() {
                self.kid(kid, place, depth);
            }
        }
    }

    fn kid(&mut self, kid: Object<'a>, place: &Place, depth: usize) {
        match kid {
            Object::Number(number) => {
                if let (Ok(tag), Some(page)) = (u32::try_from(number.as_i64()), place.page) {
                    self.leaf(page, tag, place);
                }
            }
            Object::Dict(dict) => match dict.get::<Name<'_>>("Type").as_deref() {
                Some(b"MCR") => {
                    // Content of a form that counts its marks itself is known by the form alone.
                    let page = self.page(&dict).or(place.page);
                    if let (Some(page), Some(tag), false) = (page, dict.get::<u32>("MCID"), dict.contains_key("Stm")) {
                        self.leaf(page, tag, place);
                    }
                }
                Some(b"OBJR") => {}
                _ => self.element(&dict, place, depth),
            },
            _ => {}
        }
    }

    fn element(&mut self, dict: &Dict<'a>, outer: &Place, depth: usize) {
        if dict.obj_id().is_some_and(|id| !self.seen.insert(id)) && dict.get_raw::<Object<'_>>("P").is_some() {
            return;
        }
        let page = self.page(dict).or(outer.page);
        let role = dict.get::<Name<'_>>("S").map(|role| self.standard(&role)).unwrap_or_else(|| "NonStruct".into());
        let place = match is_inline(&role) {
            true => Place { page, ..outer.clone() },
            false => {
                self.elements += 1;
                // A paragraph in a note is the note's, and one of an entry the entry's.
                let role = if is_whole(&outer.role) { outer.role.clone() } else { role };
                Place { page, element: self.elements, role }
            }
        };
        self.kids(dict, &place, depth + 1);
    }

    fn leaf(&mut self, page: u32, tag: u32, place: &Place) {
        self.found.push(Tagged { page, tag, element: place.element, role: place.role.clone() });
    }

    fn page(&self, dict: &Dict<'_>) -> Option<u32> {
        match dict.get_raw::<Dict<'_>>("Pg")? {
            MaybeRef::Ref(page) => self.shared.numbers.get(&ObjectIdentifier::from(page)).copied(),
            MaybeRef::NotRef(_) => None,
        }
    }

    /// The standard type that a type stands for.
    fn standard(&self, role: &[u8]) -> Arc<str> {
        let mut role = role.to_vec();
        for _ in 0..8 {
            match self.roles.get::<Name<'_>>(&role) {
                Some(next) if *next != *role => role = next.to_vec(),
                _ => break,
            }
        }
        String::from_utf8_lossy(&role).into()
    }
}

/// Types whose parts say nothing else than they do.
fn is_whole(role: &str) -> bool {
    matches!(role, "TOCI" | "Note" | "FENote")
}

/// Types that stand inside a line (14.8.4.7).
fn is_inline(role: &str) -> bool {
    matches!(
        role,
        "Span"
            | "Quote"
            | "Reference"
            | "BibEntry"
            | "Code"
            | "Link"
            | "Annot"
            | "Ruby"
            | "RB"
            | "RT"
            | "RP"
            | "Warichu"
            | "WT"
            | "WP"
            | "Em"
            | "Strong"
            | "Sub"
    )
}
