//! Formulas, written in one line of characters: `a/b`, `x^2`, `√(a+b)`.
//!
//! The letters and signs of a formula (`m:t`) are the source's; what stands for its shape is recorded as written by the program.

use super::body::Body;
use super::inline::Format;
use crate::input::xml::{Element, Space, Xml};
use crate::model::{Reason, Rule};

impl<'a> Body<'_, '_> {
    /// Reads the formula told last.
    pub(super) fn formula(&mut self, xml: &mut Xml<'a>) {
        self.flattened("a formula", xml);
        self.terms(xml);
    }

    fn terms(&mut self, xml: &mut Xml<'a>) {
        let level = xml.level();
        while let Some(element) = xml.element(level) {
            self.term(xml, &element);
        }
    }

    fn term(&mut self, xml: &mut Xml<'a>, element: &Element<'a>) {
        match (element.space, element.name) {
            (Space::Math, "t") => {
                let text = xml.text();
                self.characters(xml, &text, &Format::default());
            }
            (Space::Math, "f") => self.arguments(xml, &[("num", ""), ("den", "/")]),
            (Space::Math, "sSup" | "sSub" | "sSubSup" | "nary" | "limLow" | "limUpp") => {
                self.arguments(xml, &[("sub", "_"), ("sup", "^"), ("lim", "_"), ("e", "")]);
            }
            (Space::Math, "rad") => self.arguments(xml, &[("deg", ""), ("e", "√")]),
            (Space::Math, "d") => {
                let brackets = self.brackets(xml);
                self.sign(xml, &brackets);
            }
            (Space::Math, "naryPr") => {
                let sign = property(xml, "chr").unwrap_or_else(|| "∫".to_owned());
                self.sign(xml, &sign);
            }
            (Space::Math, name) if name.ends_with("Pr") => {}
            (Space::Word, "rPr") => {}
            (Space::Word, _) => self.inline(xml, element),
            _ => self.terms(xml),
        }
    }

    /// The parts of a term, with a sign before those that have one; parts of more than one sign stand in brackets.
    fn arguments(&mut self, xml: &mut Xml<'a>, signs: &[(&str, &str)]) {
        let level = xml.level();
        while let Some(element) = xml.element(level) {
            let sign = signs.iter().find(|(name, _)| *name == element.name).map_or("", |(_, sign)| sign);
            match element.name.ends_with("Pr") {
                true => self.term(xml, &element),
                false => {
                    if !sign.is_empty() {
                        self.sign(xml, sign);
                    }
                    self.terms(xml);
                }
            }
        }
    }

    /// A term in brackets; gives the closing one.
    fn brackets(&mut self, xml: &mut Xml<'a>) -> String {
        let (mut open, mut close) = ("(".to_owned(), ")".to_owned());
        let mut begun = false;
        let level = xml.level();
        while let Some(element) = xml.element(level) {
            if element.name == "dPr" {
                let inside = xml.level();
                while let Some(element) = xml.element(inside) {
                    match element.name {
                        "begChr" => open = element.get("val").unwrap_or_default().into_owned(),
                        "endChr" => close = element.get("val").unwrap_or_default().into_owned(),
                        _ => {}
                    }
                }
                continue;
            }
            let sign = if std::mem::replace(&mut begun, true) { "," } else { open.as_str() };
            self.sign(xml, sign);
            self.terms(xml);
        }
        close
    }

    /// Writes a sign that stands for the formula's shape.
    fn sign(&mut self, xml: &Xml<'_>, sign: &str) {
        let sign = sign.trim();
        if sign.is_empty() || self.story.deleted > 0 {
            return;
        }
        let origin = xml.origin(self.story.look.node);
        let reason = Reason::certain(Rule::Rendered, "the shape of a formula");
        // In the base of a ruby the sign is a part of it.
        let spans = self.spans(&Format::default());
        self.story.line.render(sign, &spans, &origin, &reason, &mut self.document.log);
    }
}

/// The value of a property of the element told last.
fn property(xml: &mut Xml<'_>, name: &str) -> Option<String> {
    let level = xml.level();
    let mut value = None;
    while let Some(element) = xml.element(level) {
        if element.name == name {
            value = element.get("val").map(Into::into);
        }
    }
    value
}
