//! XML that may be broken or hostile, read element by element.
//!
//! A reader of documents asks for the children of an element with [`Xml::child`]; what it doesn't enter is skipped, so a
//! construct that it doesn't know costs nothing. Names are told by namespace and local name ([`Space`]), strict and transitional
//! namespaces alike. Only the five entities of XML and character references are resolved: document types are passed over, and
//! other references stay as they are written, so nothing expands. Elements that are not closed, or closed twice, end where their
//! parents do; what lies deeper than the budget is left out and reported.

mod source;
mod space;

pub use source::decode;
pub use space::Space;

use crate::diag::{Sink, Trouble};
use crate::model::Origin;
use quick_xml::Reader;
use quick_xml::events::Event;
use space::Scope;
use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

/// How often reading goes on behind markup that can't be read; each time may look at the whole rest.
const RESUMES: u32 = 64;

/// A part that is being read. A copy looks ahead.
#[derive(Clone)]
pub struct Xml<'a> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
    /// Where in the text the reader began.
    base: usize,
    /// What is open: the outermost element first.
    open: Vec<Open<'a>>,
    /// Elements that are open beyond the deepest that is told.
    beyond: u32,
    deepest: usize,
    /// The element opened last is empty, and its end is not told yet.
    closing: bool,
    scope: Rc<Scope<'a>>,
    part: Arc<str>,
    /// Elements met so far.
    nodes: u32,
    /// The first half of a character that was written as two references.
    surrogate: Option<u32>,
    resumes: u32,
    ended: bool,
    /// The end came while something was open, or something could not be read.
    broken: bool,
    /// Something lay too deep.
    cut: bool,
}

#[derive(Clone)]
struct Open<'a> {
    name: &'a str,
    /// The scope outside, where the element declares namespaces.
    outside: Option<Rc<Scope<'a>>>,
}

/// What an element holds, in order.
#[derive(Clone, Debug)]
pub enum Item<'a> {
    /// An element; [`Xml::level`] is its level now.
    Element(Element<'a>),
    /// Characters, with references resolved. A text may come in pieces.
    Text(Cow<'a, str>),
}

/// The start of an element.
#[derive(Clone, Debug)]
pub struct Element<'a> {
    /// The namespace.
    pub space: Space,
    /// The name without its prefix.
    pub name: &'a str,
    /// The element's running number in the part, from 0.
    pub node: u32,
    attributes: &'a str,
    scope: Rc<Scope<'a>>,
}

/// How deep an element lies; the document itself is [`Level::ROOT`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Level(usize);

impl Level {
    /// The document, whose only child should be the root element.
    pub const ROOT: Level = Level(0);
}

impl<'a> Xml<'a> {
    /// A reader of a part, with the part's name for origins; elements below `depth` levels are left out.
    pub fn new(text: &'a str, part: &str, depth: u32) -> Xml<'a> {
        Xml {
            text,
            reader: tokens(text),
            base: 0,
            open: Vec::new(),
            beyond: 0,
            deepest: depth as usize,
            closing: false,
            scope: Rc::default(),
            part: part.into(),
            nodes: 0,
            surrogate: None,
            resumes: 0,
            ended: false,
            broken: false,
            cut: false,
        }
    }

    /// The level of the element that was told last.
    pub fn level(&self) -> Level {
        Level(self.open.len())
    }

    /// The origin of a node of this part.
    pub fn origin(&self, node: u32) -> Origin {
        Origin::Part { part: self.part.clone(), node }
    }

    /// The name of the part.
    pub fn part(&self) -> &Arc<str> {
        &self.part
    }

    /// The next child of the element at `parent`; `None` at its end. What is left of children told before is skipped.
    pub fn child(&mut self, parent: Level) -> Option<Item<'a>> {
        loop {
            if self.open.len() < parent.0 || self.ended {
                return None;
            }
            match self.token()? {
                Token::Start(element) if self.open.len() == parent.0 + 1 => return Some(Item::Element(element)),
                Token::Text(text) if self.open.len() == parent.0 && self.beyond == 0 => return Some(Item::Text(text)),
                _ => {}
            }
        }
    }

    /// The next child element; characters are passed over.
    pub fn element(&mut self, parent: Level) -> Option<Element<'a>> {
        loop {
            if let Item::Element(element) = self.child(parent)? {
                return Some(element);
            }
        }
    }

    /// The characters of the element that was told last, those of its children included.
    pub fn text(&mut self) -> String {
        let level = self.level();
        let mut all = String::new();
        while self.open.len() >= level.0 && !self.ended {
            match self.token() {
                Some(Token::Text(text)) if self.beyond == 0 && self.open.len() >= level.0 => all.push_str(&text),
                Some(_) => {}
                None => break,
            }
        }
        all
    }

    /// The root element, whatever it is.
    pub fn root(&mut self) -> Option<Element<'a>> {
        self.element(Level::ROOT)
    }

    /// Tells what was wrong with the part.
    pub fn report(self, sink: &mut Sink) {
        if self.broken {
            sink.push(Trouble::Truncated { what: format!("the part {}", self.part) }, &self.part);
        }
        if self.cut {
            sink.push(Trouble::CutByLimit { what: "depth of nesting".to_owned() }, &self.part);
        }
    }

    fn token(&mut self) -> Option<Token<'a>> {
        if std::mem::take(&mut self.closing) {
            self.pop();
            return Some(Token::End);
        }
        loop {
            let event = match self.reader.read_event() {
                Ok(event) => event,
                Err(quick_xml::Error::IllFormed(_)) => {
                    self.broken = true;
                    continue;
                }
                Err(_) => {
                    self.resume();
                    continue;
                }
            };
            let at = self.base + usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX);
            match event {
                Event::Start(tag) => return Some(self.start(self.slice(at, tag.len(), 1), false)),
                Event::Empty(tag) => return Some(self.start(self.slice(at, tag.len(), 2), true)),
                Event::End(tag) => {
                    if self.end(tag.name().as_ref()) {
                        return Some(Token::End);
                    }
                }
                Event::Text(text) => return Some(Token::Text(text.into_inner())),
                Event::CData(text) => return Some(Token::Text(text.into_inner())),
                Event::GeneralRef(name) => {
                    if let Some(text) = self.reference(&name) {
                        return Some(Token::Text(text));
                    }
                }
                Event::Eof => {
                    self.broken |= !self.open.is_empty();
                    self.ended = true;
                    return None;
                }
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
    }

    /// The content of a tag that ends before `at` with so many closing bytes.
    fn slice(&self, at: usize, length: usize, closing: usize) -> &'a str {
        let end = at.saturating_sub(closing);
        self.text.get(end.saturating_sub(length)..end).unwrap_or_default()
    }

    fn start(&mut self, tag: &'a str, empty: bool) -> Token<'a> {
        self.nodes = self.nodes.saturating_add(1);
        if self.beyond > 0 || self.open.len() >= self.deepest {
            self.cut = true;
            self.beyond += u32::from(!empty);
            return Token::Beyond;
        }
        let end = tag.find(|c: char| c.is_ascii_whitespace() || c == '/').unwrap_or(tag.len());
        let (name, attributes) = tag.split_at(end);
        let outside = space::declared(attributes, &self.scope).map(|inside| std::mem::replace(&mut self.scope, inside));
        self.open.push(Open { name, outside });
        self.closing = empty;
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        let space = self.scope.space(prefix);
        Token::Start(Element { space, name: local, node: self.nodes - 1, attributes, scope: self.scope.clone() })
    }

    /// Closes an element and all that is open in it; an end without a start is passed over.
    fn end(&mut self, name: &str) -> bool {
        if self.beyond > 0 {
            self.beyond -= 1;
            return false;
        }
        let Some(place) = self.open.iter().rposition(|open| open.name == name) else {
            self.broken = true;
            return false;
        };
        self.broken |= place + 1 < self.open.len();
        while self.open.len() > place {
            self.pop();
        }
        true
    }

    fn pop(&mut self) {
        if let Some(Open { outside: Some(outside), .. }) = self.open.pop() {
            self.scope = outside;
        }
    }

    /// Goes on at the next tag behind markup that can't be read.
    fn resume(&mut self) {
        self.broken = true;
        self.resumes += 1;
        let error = self.base + usize::try_from(self.reader.error_position()).unwrap_or(usize::MAX);
        let from = error.max(self.base).saturating_add(1);
        let rest = self.text.as_bytes().get(from..).unwrap_or_default();
        let next = memchr::memchr(b'<', rest).filter(|_| self.resumes <= RESUMES);
        self.base = next.map_or(self.text.len(), |next| from + next);
        self.reader = tokens(&self.text[self.base..]);
    }

    /// What a reference stands for; nothing for the first half of a character.
    fn reference(&mut self, name: &str) -> Option<Cow<'a, str>> {
        let first = self.surrogate.take();
        let Some(number) = space::number(name) else {
            return Some(match space::predefined(name) {
                Some(text) => Cow::Borrowed(text),
                None => Cow::Owned(format!("&{name};")),
            });
        };
        let number = match (first, number) {
            (_, 0xd800..=0xdbff) => {
                self.surrogate = Some(number);
                return None;
            }
            (Some(first), 0xdc00..=0xdfff) => 0x10000 + ((first - 0xd800) << 10) + (number - 0xdc00),
            _ => number,
        };
        Some(Cow::Owned(char::from_u32(number).unwrap_or('\u{fffd}').to_string()))
    }
}

enum Token<'a> {
    Start(Element<'a>),
    End,
    Text(Cow<'a, str>),
    /// An element too deep to be told.
    Beyond,
}

fn tokens(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    reader
}

impl<'a> Element<'a> {
    /// Whether it is this element.
    pub fn is(&self, space: Space, name: &str) -> bool {
        self.space == space && self.name == name
    }

    /// The attribute of this name that is in the element's own namespace or in none.
    pub fn get(&self, name: &str) -> Option<Cow<'a, str>> {
        self.attributes().find_map(|(prefix, local, value)| {
            (local == name && (prefix.is_empty() || self.scope.space(prefix) == self.space)).then(|| space::unescape(value))
        })
    }

    /// The attribute of this name in a namespace.
    pub fn get_in(&self, wanted: Space, name: &str) -> Option<Cow<'a, str>> {
        self.attributes().find_map(|(prefix, local, value)| {
            (local == name && !prefix.is_empty() && self.scope.space(prefix) == wanted).then(|| space::unescape(value))
        })
    }

    /// All attributes as they are written: prefix, name, value with its references.
    fn attributes(&self) -> impl Iterator<Item = (&'a str, &'a str, &'a str)> {
        space::attributes(self.attributes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write;

    const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    fn tree(xml: &mut Xml<'_>, level: Level, out: &mut String) {
        while let Some(item) = xml.child(level) {
            match item {
                Item::Text(text) => out.push_str(&text),
                Item::Element(element) => {
                    let _ = write!(out, "({:?}:{}", element.space, element.name);
                    for (prefix, name, _) in
                        element.attributes().filter(|(prefix, name, _)| *prefix != "xmlns" && *name != "xmlns")
                    {
                        let value = if prefix.is_empty() { element.get(name) } else { None };
                        let _ = write!(out, " {name}={}", value.unwrap_or_default());
                    }
                    out.push(' ');
                    tree(xml, xml.level(), out);
                    out.push(')');
                }
            }
        }
    }

    #[track_caller]
    fn check(text: &str, expected: &str, whole: bool) {
        let mut xml = Xml::new(text, "part", 8);
        let mut out = String::new();
        tree(&mut xml, Level::ROOT, &mut out);
        assert_eq!(out, expected, "{text}");
        let mut sink = Sink::new();
        xml.report(&mut sink);
        assert_eq!(sink.as_slice().is_empty(), whole, "{text}: {:?}", sink.as_slice());
    }

    #[test]
    fn names_are_told_by_namespace_whatever_the_prefix() {
        check(&format!("<w:p xmlns:w='{W}'/>"), "(Word:p )", true);
        check(&format!("<x:p xmlns:x='{W}'><x:t>甲</x:t></x:p>"), "(Word:p (Word:t 甲))", true);
        check("<p xmlns='http://purl.oclc.org/ooxml/wordprocessingml/main'/>", "(Word:p )", true);
        check("<w:p><a xmlns='urn:x'><b/></a><w:t/></w:p>", "(Word:p (Other:a (Other:b ))(Word:t ))", true);
        check("<a b = '1'c=\"&lt;2\" d=3/>", "(None:a b=1 c=<2 d=3 )", true);
    }

    #[test]
    fn references_stand_for_characters_and_nothing_else() {
        let bomb =
            "<!DOCTYPE a [<!ENTITY b 'bbbb'><!ENTITY c '&b;&b;'>]><a>&c;&amp;&#x4e2d;&#20013;&#xD83D;&#xDE00;&#0;&#xD800;x</a>";
        check(bomb, "(None:a &c;&中中😀\0x)", true);
        check("<a>甲 & 乙<![CDATA[<b>]]></a>", "(None:a 甲 & 乙<b>)", true);
    }

    #[test]
    fn broken_markup_ends_where_its_parents_do() {
        check("<a><b>甲<c></b>乙</a>", "(None:a (None:b 甲(None:c ))乙)", false);
        check("<a>甲</b>乙</a>", "(None:a 甲乙)", false);
        check("<a><b>甲", "(None:a (None:b 甲))", false);
        check("<a>甲<b <c/>乙</a>", "(None:a 甲(None:b <c= )乙)", true);
        check("<a>甲<![乙<b/>丙</a>", "(None:a 甲(None:b )丙)", false);
        check("", "", true);
    }

    #[test]
    fn what_lies_too_deep_is_left_out() {
        let deep = format!("{}甲{}", "<a>".repeat(10_000), "</a>".repeat(10_000));
        check(&deep, &format!("{}{}", "(None:a ".repeat(8), ")".repeat(8)), false);
    }

    #[test]
    fn unclosed_comments_are_no_trap() {
        let mut xml = Xml::new("<a>", "part", 8);
        xml.text();
        let text = format!("<a>{}", "<!--".repeat(100_000));
        check(&text, "(None:a )", false);
    }

    #[test]
    fn what_is_not_entered_is_skipped() {
        let mut xml = Xml::new("<a><b><c>甲</c></b><d>乙<e>丙</e></d></a>", "part", 8);
        xml.root();
        let level = xml.level();
        assert_eq!(xml.element(level).map(|element| (element.name, element.node)), Some(("b", 1)));
        assert_eq!(xml.element(level).map(|element| (element.name, element.node)), Some(("d", 3)));
        assert_eq!(xml.text(), "乙丙");
        assert!(xml.element(level).is_none() && xml.element(Level::ROOT).is_none());
    }
}
