//! Formulas of MathML, written in one line of characters.

use super::tree::Id;
use super::walk::{Context, Walker};
use crate::input::flow::formula;

/// Nodes that are looked at to see whether an operand is one atom.
const MOST: usize = 48;

/// Whether an element says a shape, which signs stand for in a line.
pub fn is_shape(name: &str) -> bool {
    matches!(
        name,
        "mfrac"
            | "msup"
            | "msub"
            | "msubsup"
            | "msqrt"
            | "mroot"
            | "munder"
            | "mover"
            | "munderover"
            | "mtable"
            | "mtr"
            | "mfenced"
    )
}

/// Whether an element is one of a formula: a part that holds characters, or one that holds parts.
pub fn is_part(name: &str) -> bool {
    is_shape(name)
        || matches!(name, "math" | "mrow" | "mi" | "mo" | "mn" | "mtext" | "ms" | "mtd" | "mstyle" | "mpadded" | "semantics")
}

impl Walker<'_> {
    /// Reads an element that says a shape.
    pub(super) fn shape(&mut self, id: Id, context: &Context) {
        let parts: Vec<Id> = self.tree.children(id).filter(|&child| !self.tree.name(child).is_empty()).collect();
        match (self.tree.name(id), parts.as_slice()) {
            ("mfrac", [above, below]) => self.terms(&[("", *above), ("/", *below)], context),
            ("msup", [base, above]) => self.terms(&[("", *base), ("^", *above)], context),
            ("msub", [base, below]) => self.terms(&[("", *base), ("_", *below)], context),
            ("msubsup" | "munderover", [base, below, above]) => {
                self.terms(&[("", *base), ("_", *below), ("^", *above)], context);
            }
            ("munder", [base, below]) => self.terms(&[("", *base), ("_", *below)], context),
            // An accent stands over its letter.
            ("mover", [base, above]) => match self.tree.name(*above) {
                "mo" => self.each(&parts, "", context),
                _ => self.terms(&[("", *base), ("^", *above)], context),
            },
            ("msqrt", _) => {
                self.given("√", context);
                let bracketed = parts.len() != 1 && !formula::is_atom(&self.letters(id));
                self.bracketed(bracketed || parts.len() == 1 && !self.is_operand(parts[0]), &parts, context);
            }
            ("mroot", [base, index]) => {
                self.given("√[", context);
                self.one(*index, context);
                self.given("]", context);
                self.terms(&[("", *base)], context);
            }
            ("mtable", _) => {
                self.given("(", context);
                self.each(&parts, ";", context);
                self.given(")", context);
            }
            ("mtr", _) => self.each(&parts, ",", context),
            ("mfenced", _) => {
                let said = |name: &str, plain: &str| self.tree.attribute(id, name).unwrap_or(plain).trim().to_owned();
                let (open, close) = (said("open", "("), said("close", ")"));
                let sign: String = said("separators", ",").chars().take(1).collect();
                self.given(&open, context);
                self.each(&parts, &sign, context);
                self.given(&close, context);
            }
            _ => self.children(id, context),
        }
    }

    /// Operands, each with the sign before it.
    fn terms(&mut self, operands: &[(&str, Id)], context: &Context) {
        for (sign, id) in operands {
            self.given(sign, context);
            self.bracketed(!self.is_operand(*id), &[*id], context);
        }
    }

    fn bracketed(&mut self, bracketed: bool, parts: &[Id], context: &Context) {
        if bracketed {
            self.given("(", context);
        }
        self.each(parts, "", context);
        if bracketed {
            self.given(")", context);
        }
    }

    fn each(&mut self, parts: &[Id], sign: &str, context: &Context) {
        for (at, id) in parts.iter().enumerate() {
            if at > 0 {
                self.given(sign, context);
            }
            self.one(*id, context);
        }
    }

    /// Whether an operand needs no brackets.
    fn is_operand(&self, id: Id) -> bool {
        // Rows that hold one thing are that thing.
        let mut at = id;
        while matches!(self.tree.name(at), "mrow" | "mstyle" | "mpadded") {
            let mut inside = self.tree.children(at).filter(|&child| !self.tree.name(child).is_empty());
            match (inside.next(), inside.next()) {
                (Some(one), None) => at = one,
                _ => break,
            }
        }
        matches!(self.tree.name(at), "mfenced" | "mtable") || formula::is_atom(&self.letters(at))
    }

    /// The characters of an operand; what has a shape is more than one.
    fn letters(&self, id: Id) -> String {
        let mut text = String::new();
        for (at, node) in self.tree.within(id).enumerate() {
            if at > MOST || at > 0 && is_shape(self.tree.name(node)) || matches!(self.tree.name(node), "mfrac" | "msqrt") {
                return "??".to_owned();
            }
            text.push_str(self.tree.text(node).unwrap_or_default().trim());
        }
        text
    }
}
