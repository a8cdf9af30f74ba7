//! What a part refers to: other parts, and addresses in the world.

use super::R;
use crate::output::xhtml::url::web_address;
use crate::output::xml::{Syntax, Xml};
use std::collections::BTreeMap;

/// The relations of one part, in the order in which they arose.
#[derive(Debug, Default)]
pub struct Relations {
    list: Vec<(&'static str, String, bool)>,
    known: BTreeMap<Target, String>,
}

/// What can be referred to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// An address outside.
    Link(String),
    /// A picture: its number, and its part's name below `word/`.
    Media(u32, String),
    /// Another part: the last word of the relation's type, and its name below `word/`.
    Part(&'static str, &'static str),
}

impl Relations {
    /// The id of the relation to a target; the same target has one relation.
    pub fn add(&mut self, target: Target) -> String {
        if let Some(id) = self.known.get(&target) {
            return id.clone();
        }
        let id = format!("rId{}", self.list.len() + 1);
        self.list.push(match &target {
            Target::Link(address) => ("hyperlink", address.clone(), true),
            Target::Media(_, name) => ("image", name.clone(), false),
            Target::Part(kind, name) => (kind, (*name).to_owned(), false),
        });
        self.known.insert(target, id.clone());
        id
    }

    /// The part that says them; `None` where there are none.
    pub fn part(&self) -> Option<String> {
        if self.list.is_empty() {
            return None;
        }
        let mut xml = Xml::document(Syntax::Xml);
        xml.open("Relationships").attr("xmlns", "http://schemas.openxmlformats.org/package/2006/relationships");
        for (index, (kind, target, external)) in self.list.iter().enumerate() {
            xml.open("Relationship").attr("Id", format!("rId{}", index + 1)).attr("Type", format!("{R}/{kind}"));
            xml.attr("Target", target);
            if *external {
                xml.attr("TargetMode", "External");
            }
            xml.close();
        }
        Some(xml.finish())
    }
}

/// Word refuses longer addresses, and with them the document.
const LONGEST: usize = 2079;

/// A link's address where it is one that Word takes; the link's text stands alone otherwise.
pub fn address(target: &str) -> Option<String> {
    web_address(target).filter(|address| address.len() <= LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_target_has_one_relation() {
        let mut relations = Relations::default();
        assert!(relations.part().is_none());
        let first = relations.add(Target::Link("https://a.example/".into()));
        assert_eq!(relations.add(Target::Link("https://a.example/".into())), first);
        assert_ne!(relations.add(Target::Media(0, "media/a.png".into())), first);
    }
}
