//! Formulas, written in one line of characters: `a/b`, `x^2`, `√(a+b)`.
//!
//! The letters and signs of a formula (`m:t`) are the source's; what stands for its shape is recorded as written by the program.

use super::body::Body;
use super::inline::Format;
use crate::input::flow::formula;
use crate::input::xml::{Element, Level, Space, Xml};
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
            (Space::Math, "f") => self.arguments(xml, &[("num", "", true), ("den", "/", true)]),
            (Space::Math, "sSup" | "sSub" | "sSubSup") => {
                self.arguments(xml, &[("e", "", true), ("sub", "_", true), ("sup", "^", true)]);
            }
            (Space::Math, "nary" | "limLow" | "limUpp") => {
                self.arguments(xml, &[("sub", "_", true), ("sup", "^", true), ("lim", "_", true)]);
            }
            (Space::Math, "func") => self.arguments(xml, &[("e", "", true)]),
            (Space::Math, "rad") => self.radical(xml),
            (Space::Math, "m") => {
                self.sign(xml, "(");
                self.matrix(xml);
                self.sign(xml, ")");
            }
            (Space::Math, "eqArr") => self.parted(xml, "e", ";", Body::terms),
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

    /// The parts of a term, with a sign before those that have one; operands of more than one atom stand in brackets.
    fn arguments(&mut self, xml: &mut Xml<'a>, signs: &[(&str, &str, bool)]) {
        let level = xml.level();
        while let Some(element) = xml.element(level) {
            let known = signs.iter().find(|(name, ..)| *name == element.name);
            let (_, sign, operand) = known.copied().unwrap_or_default();
            match element.name.ends_with("Pr") {
                true => self.term(xml, &element),
                false if is_empty(xml) => self.terms(xml),
                false => {
                    self.sign(xml, sign);
                    match operand {
                        true => self.operand(xml),
                        false => self.terms(xml),
                    }
                }
            }
        }
    }

    /// The terms of the element told last, in brackets where they need them.
    fn operand(&mut self, xml: &mut Xml<'a>) {
        let bracketed = !is_operand(xml);
        if bracketed {
            self.sign(xml, "(");
        }
        self.terms(xml);
        if bracketed {
            self.sign(xml, ")");
        }
    }

    fn radical(&mut self, xml: &mut Xml<'a>) {
        let level = xml.level();
        let mut rooted = false;
        while let Some(element) = xml.element(level) {
            match element.name {
                "deg" if !is_empty(xml) => {
                    rooted = true;
                    self.sign(xml, "√[");
                    self.terms(xml);
                    self.sign(xml, "]");
                }
                "e" => {
                    if !rooted {
                        self.sign(xml, "√");
                    }
                    self.operand(xml);
                }
                _ => self.term(xml, &element),
            }
        }
    }

    /// The rows of a matrix.
    fn matrix(&mut self, xml: &mut Xml<'a>) {
        self.parted(xml, "mr", ";", |body, xml| body.parted(xml, "e", ",", Body::terms));
    }

    /// Elements of a name with a sign between each two.
    fn parted(&mut self, xml: &mut Xml<'a>, name: &str, sign: &str, read: fn(&mut Self, &mut Xml<'a>)) {
        let level = xml.level();
        let mut begun = false;
        while let Some(element) = xml.element(level) {
            if element.name != name {
                self.term(xml, &element);
                continue;
            }
            if std::mem::replace(&mut begun, true) {
                self.sign(xml, sign);
            }
            read(self, xml);
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
            // A matrix has the brackets that stand round it.
            let inside = xml.level();
            while let Some(element) = xml.element(inside) {
                match element.is(Space::Math, "m") {
                    true => self.matrix(xml),
                    false => self.term(xml, &element),
                }
            }
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

/// Elements that are looked at ahead.
const AHEAD: usize = 48;

/// Whether the element told last has no characters.
fn is_empty(xml: &Xml<'_>) -> bool {
    let mut ahead = xml.clone();
    let level = ahead.level();
    let mut left = AHEAD;
    letters(&mut ahead, level, &mut left).is_some_and(|text| text.is_empty())
}

/// Whether what the element told last holds needs no brackets: one atom, or one thing in brackets.
fn is_operand(xml: &Xml<'_>) -> bool {
    let mut ahead = xml.clone();
    let level = ahead.level();
    let (mut text, mut parts, mut bracketed) = (String::new(), 0, false);
    let mut left = AHEAD;
    while let Some(element) = ahead.element(level) {
        if element.name.ends_with("Pr") {
            continue;
        }
        parts += 1;
        bracketed = matches!(element.name, "d" | "m") && element.space == Space::Math;
        if !bracketed && element.name != "r" {
            text.push_str("??");
        }
        let inside = ahead.level();
        match letters(&mut ahead, inside, &mut left) {
            Some(more) => text.push_str(&more),
            None => return bracketed && ahead.element(level).is_none(),
        }
    }
    parts == 1 && bracketed || formula::is_atom(&text)
}

/// The letters and signs in an element; nothing where it is long.
fn letters(xml: &mut Xml<'_>, level: Level, left: &mut usize) -> Option<String> {
    let mut text = String::new();
    while let Some(element) = xml.element(level) {
        *left = left.checked_sub(1)?;
        match element.is(Space::Math, "t") || element.is(Space::Word, "t") {
            true => text.push_str(xml.text().trim()),
            false => {
                let inside = xml.level();
                text.push_str(&letters(xml, inside, left)?);
            }
        }
    }
    Some(text)
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
