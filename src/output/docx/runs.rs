//! Text → runs. Word has no tree of inlines: a paragraph is a row of runs, each with all its properties.
//!
//! The text is cut where any span begins or ends; each piece becomes one run, or several where a break, a tab, or a mark
//! that changes its face stands in it.

use super::body::Body;
use super::design::Tongue;
use super::{GENERATED, val};
use crate::model::{AnchorKind, SpanKind, Text, is_line_end};
use crate::output::xml::{Xml, is_legal};
use crate::text::script::{is_cjk, is_solid};
use crate::typeset::vertical::is_upright;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What a line end of the text becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineEnd {
    /// A line break in the same paragraph.
    Break,
    /// The end of the paragraph; the next line is a paragraph with the same properties, given as markup.
    Paragraph,
}

/// The properties that hold at a place of a text.
#[derive(Debug, Default)]
struct State<'a> {
    /// How many spans of a kind hold; none is 0.
    counts: BTreeMap<Property, u32>,
    links: BTreeSet<usize>,
    languages: BTreeMap<usize, &'a str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Property {
    Strong,
    Emphasis,
    Dots,
    Underline,
    Strike,
    Superscript,
    Subscript,
    Code,
}

/// A base with what stands over it. Rubies that overlap are put together, so that no annotation is lost.
#[derive(Debug)]
struct Ruby {
    range: Range<usize>,
    annotation: String,
}

impl<'a> State<'a> {
    fn change(&mut self, index: usize, kind: &'a SpanKind, begins: bool) {
        let property = match kind {
            SpanKind::Link(_) => {
                if begins {
                    self.links.insert(index);
                } else {
                    self.links.remove(&index);
                }
                return;
            }
            SpanKind::Language(tag) => {
                if begins {
                    self.languages.insert(index, tag);
                } else {
                    self.languages.remove(&index);
                }
                return;
            }
            SpanKind::Ruby(_) => return,
            SpanKind::Strong => Property::Strong,
            SpanKind::Emphasis => Property::Emphasis,
            SpanKind::Dots => Property::Dots,
            SpanKind::Underline => Property::Underline,
            SpanKind::Strike => Property::Strike,
            SpanKind::Superscript => Property::Superscript,
            SpanKind::Subscript => Property::Subscript,
            SpanKind::Code => Property::Code,
        };
        let count = self.counts.get(&property).copied().unwrap_or(0);
        match if begins { count + 1 } else { count.saturating_sub(1) } {
            0 => self.counts.remove(&property),
            count => self.counts.insert(property, count),
        };
    }

    fn has(&self, property: Property) -> bool {
        self.counts.contains_key(&property)
    }
}

/// Writes a text into the paragraph that is open. `properties` is the paragraph's `w:pPr`, for lines that become paragraphs.
pub fn write(body: &mut Body<'_>, text: &Text, line_end: LineEnd, properties: &str) {
    let string = text.as_str();
    let chinese = matches!(body.design.tongue, Tongue::Hans | Tongue::Hant | Tongue::Japanese);
    let upright = body.design.vertical.then_some(body.design.combine);
    let hints = chinese && string.chars().any(is_solid);
    let exposed = if hints { body.marks().map(|face| (face, behind_latin(string))) } else { None };
    let mut runs = Runs { string, hints, exposed, upright, line_end, properties };
    if text.spans().is_empty() && text.anchors().is_empty() {
        runs.piece(&mut body.xml, 0..string.len(), &State::default());
        return;
    }
    let mut places: Vec<usize> = [0, string.len()].into_iter().chain(text.anchors().iter().map(|anchor| anchor.at)).collect();
    // Ends before beginnings, so that two spans that touch are not one.
    let mut changes: Vec<(usize, bool, usize)> = Vec::with_capacity(text.spans().len() * 2);
    for (index, span) in text.spans().iter().enumerate() {
        places.extend([span.range.start, span.range.end]);
        changes.push((span.range.start, true, index));
        changes.push((span.range.end, false, index));
    }
    places.sort_unstable();
    places.dedup();
    changes.sort_unstable();
    let mut rubies = rubies(text).into_iter().peekable();
    let mut changes = changes.into_iter().peekable();
    let mut anchors = text.anchors().iter().peekable();
    let mut state = State::default();
    let mut link: Option<usize> = None; // the span whose hyperlink is open
    let mut open_ruby: Option<usize> = None; // where its base ends
    for (number, &at) in places.iter().enumerate() {
        if open_ruby == Some(at) {
            open_ruby = None;
            body.xml.close().close().close();
        }
        while let Some((_, begins, index)) = changes.next_if(|change| change.0 <= at) {
            state.change(index, &text.spans()[index].kind, begins);
        }
        if open_ruby.is_none() {
            let wanted = state.links.first().copied();
            if link != wanted && link.take().is_some() {
                body.xml.close();
            }
            while let Some(anchor) = anchors.next_if(|anchor| anchor.at <= at) {
                if link.take().is_some() {
                    body.xml.close();
                }
                match anchor.kind {
                    AnchorKind::Note(id) => body.note_mark(id),
                    AnchorKind::Image(id) => body.inline_picture(id),
                }
            }
            if let (None, Some(index)) = (link, wanted)
                && let SpanKind::Link(target) = &text.spans()[index].kind
                && body.open_link(target)
            {
                link = Some(index);
            }
            if let Some(ruby) = rubies.next_if(|ruby| ruby.range.start <= at) {
                open(&mut body.xml, &ruby.annotation, body.design.page.size, body.design.east_asian());
                open_ruby = Some(ruby.range.end);
            }
        }
        let Some(&end) = places.get(number + 1) else { break };
        runs.line_end = if open_ruby.is_some() || link.is_some() { LineEnd::Break } else { line_end };
        runs.piece(&mut body.xml, at..end, &state);
    }
    if open_ruby.is_some() {
        body.xml.close().close().close();
    }
    if link.is_some() {
        body.xml.close();
    }
}

fn rubies(text: &Text) -> Vec<Ruby> {
    let mut rubies: Vec<Ruby> = Vec::new();
    for span in text.spans() {
        let SpanKind::Ruby(annotation) = &span.kind else { continue };
        match rubies.last_mut() {
            Some(last) if span.range.start < last.range.end => {
                last.range.end = last.range.end.max(span.range.end);
                last.annotation.push_str(annotation);
            }
            _ => rubies.push(Ruby { range: span.range.clone(), annotation: annotation.clone() }),
        }
    }
    rubies
}

/// Opens a run with ruby, up to where the base's runs begin (DX-23).
fn open(xml: &mut Xml, annotation: &str, size: u32, language: &str) {
    xml.open("w:r").open("w:ruby").open("w:rubyPr");
    val(xml, "w:rubyAlign", "distributeSpace");
    val(xml, "w:hps", (size / 2).to_string());
    val(xml, "w:hpsRaise", size.saturating_sub(2).to_string());
    val(xml, "w:hpsBaseText", size.to_string());
    val(xml, "w:lid", language);
    xml.close().open("w:rt").open("w:r").open("w:rPr");
    val(xml, "w:sz", (size / 2).to_string());
    xml.close();
    characters(xml, annotation);
    xml.close().close().open("w:rubyBase");
}

/// What a run's properties are made from.
struct Runs<'t> {
    string: &'t str,
    /// Marks shared with Latin take the East Asian face (DX-1).
    hints: bool,
    /// The East Asian face by name, for such marks as stand behind Latin.
    exposed: Option<(&'static str, Vec<Range<usize>>)>,
    /// In vertical lines: how many figures stand side by side.
    upright: Option<i64>,
    line_end: LineEnd,
    properties: &'t str,
}

/// Marks that Word sets in the Latin face unless a hint says otherwise: quotes, dashes, dots, signs, numbers in circles.
fn is_ambiguous(c: char) -> bool {
    matches!(c, '§' | '°' | '±' | '·' | '×' | '÷' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{203b}' | '\u{2100}'..='\u{27bf}')
}

/// Stretches of such marks behind Latin letters and figures, and where a text begins, in order. Word gives them the East Asian face by
/// the hint; LibreOffice reads none and takes the face of what stands before.
fn behind_latin(string: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut latin = true;
    for (at, c) in string.char_indices() {
        let next = at + c.len_utf8();
        if is_ambiguous(c) {
            let joined = found.last().is_some_and(|last| last.end == at);
            match found.last_mut() {
                Some(last) if latin && joined => last.end = next,
                _ if latin => found.push(at..next),
                _ => {}
            }
        } else if !c.is_whitespace() {
            latin = !is_cjk(c);
        }
    }
    found
}

/// Writes a text with a hint for its marks, and those behind Latin in the face of this name.
pub fn hinted(xml: &mut Xml, text: &str, han: Option<&str>, asian: Option<&str>) {
    let mut write = |piece: Range<usize>, own: Option<&str>| {
        if piece.is_empty() {
            return;
        }
        xml.open("w:r").open("w:rPr").open("w:rFonts").attr("w:hint", "eastAsia");
        for (name, face) in [("w:ascii", own), ("w:eastAsia", asian), ("w:hAnsi", own)] {
            if let Some(face) = face {
                xml.attr(name, face);
            }
        }
        xml.close().close();
        characters(xml, &text[piece]);
        xml.close();
    };
    let mut from = 0;
    for marks in han.map(|_| behind_latin(text)).unwrap_or_default() {
        write(from..marks.start, None);
        from = marks.end;
        write(marks, han);
    }
    write(from..text.len(), None);
}

impl Runs<'_> {
    /// Writes the runs of a piece that has one set of properties.
    fn piece(&self, xml: &mut Xml, range: Range<usize>, state: &State<'_>) {
        let mut start = range.start;
        let mut hint: Option<bool> = None;
        for (offset, c) in self.string[range.clone()].char_indices() {
            let at = range.start + offset;
            let next = at + c.len_utf8();
            if is_line_end(c) {
                self.run(xml, start..at, hint.take(), state);
                match self.line_end {
                    LineEnd::Break => {
                        xml.open("w:r").open("w:br").close().close();
                    }
                    LineEnd::Paragraph => {
                        xml.close().open("w:p").raw(self.properties);
                    }
                }
                start = next;
            } else if self.hints && is_ambiguous(c) {
                let asian = !self.is_between_latin(at, next);
                if hint.is_some_and(|hint| hint != asian) {
                    self.run(xml, start..at, hint, state);
                    start = at;
                }
                hint = Some(asian);
            }
        }
        self.run(xml, start..range.end, hint, state);
    }

    /// `’` in `Children’s`, `–` in `A–B`.
    fn is_between_latin(&self, at: usize, next: usize) -> bool {
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_cjk(c));
        latin(self.string[..at].chars().next_back()) && latin(self.string[next..].chars().next())
    }

    fn run(&self, xml: &mut Xml, range: Range<usize>, hint: Option<bool>, state: &State<'_>) {
        let mut from = range.start;
        if let Some(combine) = self.upright {
            for word in latin_words(self.string, range.clone()) {
                if is_upright(&self.string[word.clone()], combine) {
                    self.stretch(xml, from..word.start, hint, false, state);
                    self.stretch(xml, word.clone(), hint, true, state);
                    from = word.end;
                }
            }
        }
        self.stretch(xml, from..range.end, hint, false, state);
    }

    fn stretch(&self, xml: &mut Xml, range: Range<usize>, hint: Option<bool>, upright: bool, state: &State<'_>) {
        let mut from = range.start;
        if let (Some((face, exposed)), Some(true)) = (&self.exposed, hint) {
            let first = exposed.partition_point(|marks| marks.end <= from);
            for marks in exposed[first..].iter().take_while(|marks| marks.start < range.end) {
                let (start, end) = (marks.start.max(from), marks.end.min(range.end));
                self.part(xml, from..start, (hint, upright), state, None);
                self.part(xml, start..end, (hint, upright), state, Some(face));
                from = end;
            }
        }
        self.part(xml, from..range.end, (hint, upright), state, None);
    }

    /// A run; `own` is the face of what is neither Han nor a letter.
    fn part(
        &self,
        xml: &mut Xml,
        range: Range<usize>,
        (hint, upright): (Option<bool>, bool),
        state: &State<'_>,
        own: Option<&str>,
    ) {
        let piece = &self.string[range];
        if piece.is_empty() {
            return;
        }
        xml.open("w:r");
        self.properties_of(xml, piece, (hint == Some(true), upright), state, own);
        characters(xml, piece);
        xml.close();
    }

    /// The run's properties, in schema order.
    fn properties_of(&self, xml: &mut Xml, piece: &str, (hint, upright): (bool, bool), state: &State<'_>, own: Option<&str>) {
        if own.is_none() && !upright && state.counts.is_empty() && state.links.is_empty() && state.languages.is_empty() {
            if hint {
                xml.raw("<w:rPr><w:rFonts w:hint=\"eastAsia\"/></w:rPr>");
            }
            return;
        }
        xml.open("w:rPr");
        // A run has one style; what it can't say is said of the run itself.
        let linked = !state.links.is_empty();
        let style = match () {
            _ if state.has(Property::Code) => Some("Code"),
            _ if state.has(Property::Emphasis) => Some("Emphasis"),
            _ if linked => Some("Hyperlink"),
            _ => None,
        };
        let looks_linked = linked && style != Some("Hyperlink");
        if let Some(style) = style {
            val(xml, "w:rStyle", style);
        }
        if hint {
            xml.open("w:rFonts").attr("w:hint", "eastAsia");
            if let Some(face) = own {
                xml.attr("w:ascii", face).attr("w:hAnsi", face);
            }
            xml.close();
        }
        if state.has(Property::Strong) {
            xml.open("w:b").close().open("w:bCs").close();
        }
        // Han are never slanted: their emphasis is another face, which the style has.
        if state.has(Property::Emphasis) && (style != Some("Emphasis") || !piece.chars().any(is_cjk)) {
            xml.open("w:i").close().open("w:iCs").close();
        }
        if state.has(Property::Strike) {
            xml.open("w:strike").close();
        }
        if looks_linked {
            val(xml, "w:color", super::styles::LINK_COLOR);
        }
        if state.has(Property::Underline) || looks_linked {
            val(xml, "w:u", "single");
        }
        if state.has(Property::Superscript) {
            val(xml, "w:vertAlign", "superscript");
        } else if state.has(Property::Subscript) {
            val(xml, "w:vertAlign", "subscript");
        }
        if state.has(Property::Dots) {
            val(xml, "w:em", "dot");
        }
        if let Some(tag) = state.languages.values().next_back().filter(|tag| is_tag(tag)) {
            let asian = ["zh", "ja", "ko"].iter().any(|prefix| tag.starts_with(prefix));
            xml.open("w:lang").attr(if asian { "w:eastAsia" } else { "w:val" }, tag).close();
        }
        if upright {
            xml.open("w:eastAsianLayout").attr("w:id", "1").attr("w:vert", "1").attr("w:vertCompress", "1").close();
        }
        xml.close();
    }
}

/// The words of a range in letters, figures and marks of ASCII that nothing of their kind stands beside.
fn latin_words(string: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
    let is_part = |at: usize| string.as_bytes().get(at).is_some_and(u8::is_ascii_graphic);
    let mut at = range.start;
    std::iter::from_fn(move || {
        while at < range.end {
            let start = at;
            at += 1;
            if is_part(start) {
                while at < range.end && is_part(at) {
                    at += 1;
                }
                let whole = !(is_part(at) || start > 0 && is_part(start - 1));
                if whole {
                    return Some(start..at);
                }
            }
        }
        None
    })
}

/// Whether a language tag has the form that Word takes.
fn is_tag(tag: &str) -> bool {
    (2..=20).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Characters of a run. A tab has an element of its own; what XML can't say is a symbol with its number, a control moved to
/// the private plane as Word does with symbol fonts.
pub fn characters(xml: &mut Xml, piece: &str) {
    let mut start = 0;
    let flush = |xml: &mut Xml, piece: &str| {
        if !piece.is_empty() {
            xml.raw("<w:t xml:space=\"preserve\">").text(piece).raw("</w:t>");
        }
    };
    for (at, c) in piece.char_indices() {
        if c != '\t' && is_legal(c) {
            continue;
        }
        flush(xml, &piece[start..at]);
        start = at + c.len_utf8();
        if c == '\t' {
            xml.open("w:tab").close();
        } else if !is_line_end(c) {
            let code = u32::from(c);
            let code = if code < 0x20 { code + 0xf000 } else { code };
            xml.open("w:sym").attr("w:font", "Symbol").attr("w:char", format!("{code:04X}")).close();
        }
    }
    flush(xml, &piece[start..]);
}

/// A tab or a space that the writer adds, in a run that reading back leaves out.
pub fn generated(xml: &mut Xml, content: &str) {
    generated_run(xml, |xml| characters(xml, content));
}

/// The end of a line that the writer chose.
pub fn generated_break(xml: &mut Xml) {
    generated_run(xml, |xml| _ = xml.open("w:br").close());
}

fn generated_run(xml: &mut Xml, content: impl FnOnce(&mut Xml)) {
    xml.open("w:r").open("w:rPr");
    val(xml, "w:rStyle", GENERATED);
    xml.close();
    content(xml);
    xml.close();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_behind_latin_are_found() {
        let check = |text: &str, expected: &[&str]| {
            assert_eq!(behind_latin(text).into_iter().map(|range| &text[range]).collect::<Vec<_>>(), expected, "{text}");
        };
        check("“渡口”说：“船”", &["“"]);
        check("渡口“5G”船", &["”"]);
        check("水温22℃……", &["℃……"]);
        check("渡口（A）“船”", &[]);
        check("A “船”", &["“"]);
    }
}
