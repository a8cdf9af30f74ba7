//! Overrules: edits that a person looked at and does not want, and edits that were only proposed and are wanted.
//!
//! An edit is named by its rule, its place in the source and what it changes. The log asks before an edit is made, so that every
//! pass obeys a rejection without knowing of it; what is accepted is asked for by those that propose.

use super::edit::{Change, Rule};
use super::origin::Origin;
use std::collections::BTreeSet;

/// The edits that were rejected, and those that were accepted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overrules {
    rejected: BTreeSet<(String, String, String)>,
    accepted: BTreeSet<(String, String, String)>,
}

impl Overrules {
    /// Rejects an edit: the rule's name, the place as it is shown, and its key.
    pub fn reject(&mut self, rule: String, place: String, key: String) {
        self.rejected.insert((rule, place, key));
    }

    /// Accepts an edit that was proposed; named as in [`reject`](Self::reject).
    pub fn accept(&mut self, rule: String, place: String, key: String) {
        self.accepted.insert((rule, place, key));
    }

    /// Whether an edit was rejected.
    pub fn rejects(&self, rule: Rule, origin: &Origin, change: impl FnOnce() -> Change) -> bool {
        !self.rejected.is_empty() && self.rejected.contains(&name(rule, origin, &change()))
    }

    /// Whether an edit was accepted.
    pub fn accepts(&self, rule: Rule, origin: &Origin, change: impl FnOnce() -> Change) -> bool {
        !self.accepted.is_empty() && self.accepted.contains(&name(rule, origin, &change()))
    }
}

fn name(rule: Rule, origin: &Origin, change: &Change) -> (String, String, String) {
    (rule.name().to_owned(), origin.to_string(), key(change))
}

/// What an edit changes, in a few words: with its rule and its place it names the edit.
pub fn key(change: &Change) -> String {
    match change {
        Change::Text { before, after } => format!("{before}→{after}"),
        Change::Join { left, right, .. } => format!("{left}⏎{right}"),
        Change::Split { left, right } | Change::Keep { left, right } => format!("{left}¶{right}"),
        Change::Retag { from, to, text } => format!("{from}→{to}: {text}"),
        Change::Move { after, text } => format!("{after}⇠{text}"),
    }
}
