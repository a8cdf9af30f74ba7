//! What this program's own files say by their classes: roles, verse, labels, pictures that are missing.
//!
//! The names are those of [`Role::name`] and of the writer of XHTML; in files of strangers they may mean anything.

use super::css::Look;
use super::runs::White;
use super::tree::Id;
use super::walk::{Context, Shape, Walker};
use crate::model::{Align, AnchorKind, Kind, Media, MediaId, Reason, Role, Rule, Text};

impl Walker<'_> {
    /// Reads an element that only this program writes; false for all others.
    pub(super) fn own_element(&mut self, id: Id, context: &Context) -> bool {
        let class = self.tree.attribute(id, "class").unwrap_or_default();
        let has = |name: &str| class.split_ascii_whitespace().any(|own| own == name);
        match self.tree.name(id) {
            "span" if has("label") && self.labels.contains(&id) => {}
            "span" | "a" if has("backlink") => self.remove(id, Rule::Markup, "the number of a note"),
            "span" if has("missing") => {
                let alt = self.tree.attribute(id, "aria-label").unwrap_or_default().to_owned();
                let media = MediaId(u32::try_from(self.document.media.len()).unwrap_or(u32::MAX));
                self.document.media.push(Media { reference: alt.clone(), alt, bytes: None });
                self.runs.anchor(AnchorKind::Image(media));
                // A mark of ours is empty; what somebody put into it is text.
                return false;
            }
            "span" if has("control") => self.control(id, context),
            "p" if has("separator") => self.own_block(id, context, Kind::Separator),
            "div" if has("verse") => self.verse(id, context),
            "p" => match Role::ALL.into_iter().find(|role| *role != Role::Body && has(role.name())) {
                Some(role) => self.own_block(id, context, Kind::Paragraph(role)),
                None => return false,
            },
            _ => return false,
        }
        true
    }

    fn own_block(&mut self, id: Id, context: &Context, kind: Kind) {
        // The weight that the sheet gives to a role is the role's, not the text's.
        let look = Look { bold: None, italic: None, ..self.page.sheets.look(self.tree, id) };
        self.block(id, &look, context, Shape { kind, marked: true, ..Shape::default() });
    }

    fn verse(&mut self, id: Id, context: &Context) {
        self.end_paragraph();
        let outer = std::mem::replace(&mut self.shape, Shape { kind: Kind::Verse, marked: true, ..Shape::default() });
        let look = self.page.sheets.look(self.tree, id);
        let inner = self.inner(id, &look, context);
        let lines: Vec<Id> =
            self.tree.children(id).filter(|&child| self.tree.text(child).is_none_or(|text| !text.trim().is_empty())).collect();
        for (index, line) in lines.into_iter().enumerate() {
            if index > 0 {
                self.runs.line_break();
            }
            match self.tree.name(line) {
                "p" => self.children(line, &inner),
                _ => self.one(line, &inner),
            }
        }
        self.end_paragraph();
        self.shape = outer;
    }

    /// A character that XML can't say, and U+FFFD in its place.
    fn control(&mut self, id: Id, context: &Context) {
        let named = self.tree.attribute(id, "title").and_then(|title| title.strip_prefix("U+"));
        let named = named.and_then(|digits| u32::from_str_radix(digits, 16).ok()).and_then(char::from_u32);
        match named.filter(|c| !c.is_whitespace()) {
            Some(c) => {
                self.remove(id, Rule::Markup, "stands for a character that XML can't say");
                self.given(c.encode_utf8(&mut [0; 4]), context);
            }
            None => self.children(id, context),
        }
    }

    /// How a cell is aligned; what the sheet gives to heads of columns is the look's, not the table's.
    pub(super) fn own_align(&self, cell: Id) -> Align {
        let has = |name: &str| self.tree.has_word(cell, "class", name);
        match (has("center"), has("end")) {
            (true, _) => Align::Center,
            (_, true) => Align::End,
            _ => Align::Start,
        }
    }

    /// The label that was written into an item.
    pub(super) fn own_label(&mut self, id: Id, context: &Context) -> Option<Text> {
        if !self.own || !self.tree.has_word(id, "class", "labelled") {
            return None;
        }
        let is_label = |node| self.tree.name(node) == "span" && self.tree.has_word(node, "class", "label");
        let label = self.free_label(id, is_label)?;
        self.labels.insert(label);
        Some(self.label_text(label, &Context { white: White::Folded, ..context.clone() }))
    }
}

/// Why a label of a note goes: writers number anew.
pub fn renumbered() -> Reason {
    Reason::certain(Rule::Markup, "the number of a note")
}
