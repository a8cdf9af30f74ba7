//! A paragraph's characters with their spans, as XHTML.

use super::read_back::{CONTROL, NOTE_MARK};
use super::{Dialect, Pen, url};
use crate::diag::Trouble;
use crate::model::{Inline, NoteId, SpanKind, Text, issue};
use crate::output::xml::{Syntax, Xml, is_legal};
use std::collections::BTreeSet;
use std::ops::Range;

/// What must be known about the elements around a piece of text.
#[derive(Default)]
struct Around {
    /// HTML has no links in links: marks of notes wait until the link is closed.
    in_link: bool,
    notes: Vec<NoteId>,
    /// HTML has no ruby in ruby: annotations wait until the outer base is closed.
    in_ruby: bool,
    annotations: Vec<String>,
    /// Ruby whose annotation stands already: crossing spans cut a base in pieces.
    annotated: BTreeSet<*const SpanKind>,
}

impl<'a> Pen<'a> {
    /// Writes the text.
    pub(super) fn inlines(&mut self, text: &'a Text) {
        self.pieces(&text.inlines(), &mut Around::default());
    }

    /// The markup of each line of a text.
    pub(super) fn lines(&mut self, text: &'a Text) -> Vec<String> {
        let mut around = Around::default();
        let outer = std::mem::replace(&mut self.xml, Xml::fragment(Syntax::Xhtml));
        let lines = by_line(text.inlines())
            .iter()
            .map(|line| {
                self.pieces(line, &mut around);
                std::mem::replace(&mut self.xml, Xml::fragment(Syntax::Xhtml)).finish()
            })
            .collect();
        self.xml = outer;
        lines
    }

    fn pieces(&mut self, inlines: &[Inline<'a>], around: &mut Around) {
        for inline in inlines {
            match inline {
                Inline::Text(piece) => self.characters(piece),
                Inline::LineBreak => {
                    self.xml.open("br").close();
                }
                Inline::Note(id) if around.in_link => around.notes.push(*id),
                Inline::Note(id) => self.note_mark(*id),
                Inline::Image(id) => self.picture(*id, ""),
                Inline::Span(kind, content) => self.span(kind, content, around),
            }
        }
    }

    fn span(&mut self, kind: &'a SpanKind, content: &[Inline<'a>], around: &mut Around) {
        match kind {
            SpanKind::Link(target) => {
                let inside = || self.heading_address(target);
                let Some(address) = url::web_address(target).or_else(inside).filter(|_| !around.in_link) else {
                    return self.pieces(content, around);
                };
                around.in_link = true;
                self.xml.open("a").attr("href", address);
                self.pieces(content, around);
                self.xml.close();
                around.in_link = false;
                for id in std::mem::take(&mut around.notes) {
                    self.note_mark(id);
                }
                return;
            }
            SpanKind::Ruby(annotation) => return self.ruby(kind, annotation, content, around),
            SpanKind::Language(tag) => {
                self.xml.open("span");
                if let Some(tag) = language(tag) {
                    self.xml.attr("lang", tag);
                    if self.dialect == Dialect::Epub {
                        self.xml.attr("xml:lang", tag);
                    }
                }
            }
            SpanKind::Strong => drop(self.xml.open("strong")),
            SpanKind::Emphasis => drop(self.xml.open("em")),
            SpanKind::Dots => drop(self.xml.open("em").attr("class", "dots")),
            SpanKind::Underline => drop(self.xml.open("u")),
            SpanKind::Strike => drop(self.xml.open("s")),
            SpanKind::Superscript => drop(self.xml.open("sup")),
            SpanKind::Subscript => drop(self.xml.open("sub")),
            SpanKind::Code => drop(self.xml.open("code")),
        }
        self.pieces(content, around);
        self.xml.close();
    }

    /// Where the heading is that a line of a volume's index leads to: it was written before.
    fn heading_address(&self, target: &str) -> Option<String> {
        let number = issue::heading_of(target, &self.document.meta)?;
        let mark = self.headings.get(number.checked_sub(1)?)?;
        let file = if mark.file == self.file { "" } else { mark.file.as_str() };
        Some(format!("{file}#{}", mark.id))
    }

    fn ruby(&mut self, kind: &'a SpanKind, annotation: &str, content: &[Inline<'a>], around: &mut Around) {
        if !around.annotated.insert(std::ptr::from_ref(kind)) {
            return self.pieces(content, around);
        }
        around.annotations.push(annotation.to_owned());
        if around.in_ruby {
            return self.pieces(content, around);
        }
        around.in_ruby = true;
        self.xml.open("ruby");
        self.pieces(content, around);
        around.in_ruby = false;
        for annotation in std::mem::take(&mut around.annotations) {
            self.xml.open("rt");
            self.characters(&annotation);
            self.xml.close();
        }
        self.xml.close();
    }

    /// Characters that XML can't say are named in an attribute, so that none is lost.
    pub(super) fn characters(&mut self, piece: &str) {
        let mut rest = piece;
        while let Some((at, c)) = rest.char_indices().find(|&(_, c)| !is_legal(c)) {
            self.legal(&rest[..at]);
            self.xml.open("span").attr("class", CONTROL).attr("title", format!("U+{:04X}", u32::from(c)));
            self.xml.text("\u{fffd}").close();
            rest = &rest[at + c.len_utf8()..];
        }
        self.legal(rest);
    }

    /// Characters that XML can say; in vertical lines numbers of two and three figures stand side by side.
    fn legal(&mut self, piece: &str) {
        let mut done = 0;
        if self.combine {
            for number in short_numbers(piece) {
                self.xml.text(&piece[done..number.start]);
                self.xml.open("span").attr("class", "tcy").text(&piece[number.clone()]).close();
                done = number.end;
            }
        }
        self.xml.text(&piece[done..]);
    }

    fn note_mark(&mut self, id: NoteId) {
        if self.document.notes.get(id.0 as usize).is_none() {
            return self.sink.push(Trouble::DanglingNote { label: (u64::from(id.0) + 1).to_string() }, "");
        }
        let known = self.notes.contains_key(&id);
        let (number, file) = self.await_note(id, true);
        self.references += 1;
        // The way back leads to the first mark.
        let mark = if known { format!("rr{}", self.references) } else { format!("r{number}") };
        let place = if file == self.file { format!("#n{number}") } else { format!("{file}#n{number}") };
        self.xml.open("a").attr("class", NOTE_MARK);
        self.kind_of("noteref");
        self.xml.attr("role", "doc-noteref").attr("id", mark).attr("href", place).text(&number.to_string()).close();
    }
}

/// Numbers of two or three figures that are no part of a longer word.
fn short_numbers(piece: &str) -> Vec<Range<usize>> {
    let in_word = |c: char| c.is_ascii_graphic();
    let mut found = Vec::new();
    let mut rest = 0;
    while let Some(from) = piece[rest..].find(in_word).map(|at| rest + at) {
        let to = piece[from..].find(|c| !in_word(c)).map_or(piece.len(), |at| from + at);
        let word = &piece[from..to];
        if matches!(word.len(), 2 | 3) && word.bytes().all(|b| b.is_ascii_digit()) {
            found.push(from..to);
        }
        rest = to;
    }
    found
}

/// A language tag that is well formed (BCP 47); one that is not says nothing.
pub fn language(tag: &str) -> Option<&str> {
    let mut parts = tag.split('-');
    let primary = parts.next().is_some_and(|part| matches!(part.len(), 2 | 3) && is_alphabetic(part));
    let rest = parts.all(|part| match part.len() {
        2 | 4 => is_alphabetic(part),
        3 => part.bytes().all(|b| b.is_ascii_digit()),
        _ => false,
    });
    (primary && rest).then_some(tag)
}

fn is_alphabetic(part: &str) -> bool {
    part.bytes().all(|b| b.is_ascii_alphabetic())
}

/// Cuts a tree at its line breaks: spans over a break stand on both lines.
fn by_line(inlines: Vec<Inline<'_>>) -> Vec<Vec<Inline<'_>>> {
    let mut lines = vec![Vec::new()];
    let push = |lines: &mut Vec<Vec<_>>, inline| {
        if let Some(last) = lines.last_mut() {
            last.push(inline);
        }
    };
    for inline in inlines {
        match inline {
            Inline::LineBreak => lines.push(Vec::new()),
            Inline::Span(kind, content) => {
                for (index, line) in by_line(content).into_iter().enumerate() {
                    if index > 0 {
                        lines.push(Vec::new());
                    }
                    if !line.is_empty() {
                        push(&mut lines, Inline::Span(kind, line));
                    }
                }
            }
            other => push(&mut lines, other),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    #[test]
    fn short_numbers_stand_by_themselves() {
        let check = |text: &str, expected: &[&str]| {
            let found: Vec<&str> = super::short_numbers(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("5月12日，共123人", &["12", "123"]);
        check("1998年，3.14，A12，12:30", &[]);
    }
}
