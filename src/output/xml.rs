//! Writing XML: elements that close, attributes and text that are escaped.
//!
//! It adds no white space of its own. Characters that XML 1.0 cannot say at all become U+FFFD here; a writer to whom they
//! are text asks [`is_legal`] first and says them in another way.

/// Markup in the making.
#[derive(Debug)]
pub struct Xml {
    out: String,
    open: Vec<&'static str>,
    /// A start tag is not closed yet: attributes may follow.
    in_tag: bool,
    syntax: Syntax,
}

/// How an element without content is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// Always `<a/>`.
    Xml,
    /// `<br/>` but `<a></a>`, so that parsers of HTML read it as well.
    Xhtml,
}

impl Xml {
    /// A document with its declaration.
    pub fn document(syntax: Syntax) -> Xml {
        let mut xml = Xml::fragment(syntax);
        xml.out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml
    }

    /// A piece of a document.
    pub fn fragment(syntax: Syntax) -> Xml {
        Xml { out: String::new(), open: Vec::new(), in_tag: false, syntax }
    }

    /// Opens an element.
    pub fn open(&mut self, name: &'static str) -> &mut Xml {
        self.end_tag();
        self.out.push('<');
        self.out.push_str(name);
        self.open.push(name);
        self.in_tag = true;
        self
    }

    /// Gives the element that was just opened an attribute.
    pub fn attr(&mut self, name: &str, value: impl AsRef<str>) -> &mut Xml {
        debug_assert!(self.in_tag, "the attribute {name} follows a start tag");
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        escape(value.as_ref(), true, &mut self.out);
        self.out.push('"');
        self
    }

    /// Adds text.
    pub fn text(&mut self, text: &str) -> &mut Xml {
        if !text.is_empty() {
            self.end_tag();
            escape(text, false, &mut self.out);
        }
        self
    }

    /// Adds markup that was made elsewhere.
    pub fn raw(&mut self, markup: &str) -> &mut Xml {
        if !markup.is_empty() {
            self.end_tag();
            self.out.push_str(markup);
        }
        self
    }

    /// Closes the element opened last.
    pub fn close(&mut self) -> &mut Xml {
        if let Some(name) = self.open.pop() {
            if self.in_tag && (self.syntax == Syntax::Xml || VOID.contains(&name)) {
                self.out.push_str("/>");
                self.in_tag = false;
            } else {
                self.end_tag();
                self.out.push_str("</");
                self.out.push_str(name);
                self.out.push('>');
            }
        }
        self
    }

    /// Ends the line, for the eyes of people; only where white space says nothing.
    pub fn line(&mut self) -> &mut Xml {
        self.end_tag();
        self.out.push('\n');
        self
    }

    /// An element that holds text alone.
    pub fn leaf(&mut self, name: &'static str, text: &str) -> &mut Xml {
        self.open(name).text(text).close()
    }

    /// How many bytes there are so far.
    pub fn len(&self) -> usize {
        self.out.len()
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.out.is_empty()
    }

    /// The markup; elements still open are closed.
    pub fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.out
    }

    fn end_tag(&mut self) {
        if std::mem::take(&mut self.in_tag) {
            self.out.push('>');
        }
    }
}

/// The elements of HTML that never have content.
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// Whether XML 1.0 has this character (production 2, `Char`).
pub fn is_legal(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// Writes text so that a parser gives it back. In attributes tabs and line ends are escaped too, because parsers turn them
/// into spaces there; CR is, because they turn it into LF.
fn escape(text: &str, attribute: bool, out: &mut String) {
    let mut done = 0;
    for (at, c) in text.char_indices() {
        let with = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' if attribute => "&quot;",
            '\t' if attribute => "&#9;",
            '\n' if attribute => "&#10;",
            '\r' => "&#13;",
            c if is_legal(c) => continue,
            _ => "\u{fffd}",
        };
        out.push_str(&text[done..at]);
        out.push_str(with);
        done = at + c.len_utf8();
    }
    out.push_str(&text[done..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_escaped() {
        let mut xml = Xml::fragment(Syntax::Xml);
        xml.open("a").attr("b", "\"<\t&\n>").text("x<y & z>\r\u{1}").open("c").close().close();
        assert_eq!(xml.finish(), "<a b=\"&quot;&lt;&#9;&amp;&#10;&gt;\">x&lt;y &amp; z&gt;&#13;\u{fffd}<c/></a>");
    }

    #[test]
    fn only_void_elements_close_themselves_in_xhtml() {
        let mut xml = Xml::fragment(Syntax::Xhtml);
        xml.open("p").open("span").close().open("br").close();
        assert_eq!(xml.finish(), "<p><span></span><br/></p>");
    }

    #[test]
    fn every_legal_character_comes_back() {
        let text: String = ('\u{0}'..='\u{ffff}').chain(['\u{1f600}']).filter(|&c| is_legal(c)).collect();
        let mut xml = Xml::fragment(Syntax::Xml);
        xml.open("a").attr("b", &text).close();
        let markup = xml.finish();
        let mut reader = quick_xml::Reader::from_str(&markup);
        let Ok(quick_xml::events::Event::Empty(element)) = reader.read_event() else { panic!("one empty element") };
        let value = element.try_get_attribute("b").expect("well formed").expect("there");
        assert_eq!(value.normalized_value(quick_xml::XmlVersion::Implicit1_0).expect("no unknown entity"), text);
    }
}
