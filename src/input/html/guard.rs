//! What stands between the tokenizer and the builder of the tree: it keeps hostile pages shallow, and makes XHTML of HTML.
//!
//! The building of a tree after the HTML standard looks through the open elements at every tag, and opens formatting elements
//! anew in every block; a page of a hundred thousand open `div`s or `font`s would take hours. The guard counts what is open as
//! the standard would, roughly, and beyond a limit lets no more through: a block becomes a line break, a span nothing.
//! The text stays where it is.
//!
//! XHTML is tokenized as HTML is, for nine books of ten that call themselves XML are not quite; what differs is said here:
//! `<a/>` is a whole element, `<br></br>` one line break, and `CDATA` is text.

use super::tree::{Builder, Id, Tree, local};
use html5ever::interface::TreeSink;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, EndTag, StartTag, Tag, TagToken, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{LocalName, TokenizerResult, ns};
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Formatting elements that may be open and are opened anew in every block.
const FORMATTING: usize = 64;
/// Attributes in one tag, about; the tokenizer compares each with all before it.
const ATTRIBUTES: usize = 2000;

/// Parses a file into an arena; gives the arena and the file's root. `depth` is how deep elements may be nested.
pub fn parse(markup: &str, xml: bool, depth: usize, tree: Tree) -> (Tree, Id, bool) {
    let markup = without_monsters(markup);
    let cut = matches!(markup, Cow::Owned(_));
    let options = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let state = State { depth, xml, ..State::default() };
    let guard = Guard { inner: TreeBuilder::new(Builder::new(tree), options), state: RefCell::new(state) };
    let tokenizer = Tokenizer::new(guard, TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(&*if xml { without_subset(&markup) } else { markup }));
    // A script or a declared encoding only pauses the tokenizer.
    while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
    tokenizer.end();
    let Guard { inner, state } = tokenizer.sink;
    let (tree, root) = inner.sink.finish();
    (tree, root, cut || state.into_inner().cut)
}

/// The markup with the tags closed that would never end.
fn without_monsters(markup: &str) -> Cow<'_, str> {
    let mut closed: Vec<usize> = Vec::new();
    let bytes = markup.as_bytes();
    let parts = |byte: u8| byte.is_ascii_whitespace() || byte == b'/';
    // Tags that begin inside one that does not end have one end, and what parts their attributes is counted once.
    let mut end = 0;
    let mut spaces: Option<Vec<usize>> = None;
    for start in memchr::memchr_iter(b'<', bytes) {
        if closed.last().is_some_and(|&last| start < last) || !bytes.get(start + 1).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        if end <= start {
            end = memchr::memchr(b'>', &bytes[start..]).map_or(bytes.len(), |end| start + end);
        }
        if end - start > ATTRIBUTES * 2 {
            let spaces = spaces.get_or_insert_with(|| (start..bytes.len()).filter(|&at| parts(bytes[at])).collect());
            let first = spaces.partition_point(|&at| at < start);
            closed.extend(spaces.get(first + ATTRIBUTES).filter(|&&at| at < end));
        }
    }
    if closed.is_empty() {
        return Cow::Borrowed(markup);
    }
    let (mut out, mut done) = (String::with_capacity(markup.len() + closed.len()), 0);
    for at in closed {
        out.push_str(&markup[done..at]);
        out.push('>');
        done = at;
    }
    out.push_str(&markup[done..]);
    Cow::Owned(out)
}

/// XML without the internal subset of its document type, in which tokenizers of HTML see text.
fn without_subset(markup: &str) -> Cow<'_, str> {
    let Some(start) = markup.find("<!DOCTYPE") else { return Cow::Borrowed(markup) };
    let Some(end) = markup[start..].find('>').map(|end| start + end) else { return Cow::Borrowed(markup) };
    let Some(open) = markup[start..end].find('[').map(|open| start + open) else { return Cow::Borrowed(markup) };
    let Some(close) = markup[open..].find("]").map(|close| open + close) else { return Cow::Borrowed(markup) };
    Cow::Owned([&markup[..open], &markup[close + 1..]].concat())
}

#[derive(Default)]
struct State {
    depth: usize,
    xml: bool,
    /// Names of the elements that are open, about as the standard has them.
    open: Vec<LocalName>,
    /// Names of elements that were not let through and are open in the source.
    kept_out: Vec<LocalName>,
    /// Formatting elements that are open, and those that were not let through, by name.
    formatting: BTreeMap<LocalName, (usize, usize)>,
    cut: bool,
}

/// What becomes of a tag.
enum Verdict {
    Through,
    Out,
    AsBreak,
}

struct Guard {
    inner: TreeBuilder<Id, Builder>,
    state: RefCell<State>,
}

impl TokenSink for Guard {
    type Handle = Id;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Id> {
        let TagToken(mut tag) = token else { return self.inner.process_token(token, line) };
        let xml = self.state.borrow().xml;
        if xml && let Some((_, own)) = tag.name.split_once(':') {
            tag.name = local(own);
        }
        if &*tag.name == "template" {
            tag.name = local("div");
            if tag.kind == StartTag {
                let name = html5ever::QualName::new(None, ns!(), local("hidden"));
                tag.attrs.push(html5ever::Attribute { name, value: StrTendril::new() });
            }
        }
        let void = is_void(&tag.name);
        let closed = xml && tag.kind == StartTag && tag.self_closing;
        if xml && tag.kind == EndTag && void || closed && is_raw(&tag.name) {
            return TokenSinkResult::Continue;
        }
        let whole = closed && !void;
        let name = tag.name.clone();
        let verdict = self.state.borrow_mut().judge(&tag, void);
        let result = match verdict {
            Verdict::Through => {
                self.inner.process_token(TagToken(Tag { self_closing: tag.self_closing && !whole, ..tag }), line)
            }
            Verdict::Out => TokenSinkResult::Continue,
            Verdict::AsBreak => self.inner.process_token(TagToken(plain(StartTag, local("br"))), line),
        };
        if whole {
            return self.process_token(TagToken(plain(EndTag, name)), line);
        }
        result
    }

    fn end(&self) {
        self.inner.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.state.borrow().xml || self.inner.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

fn plain(kind: html5ever::tokenizer::TagKind, name: LocalName) -> Tag {
    Tag { kind, name, self_closing: false, attrs: Vec::new(), had_duplicate_attributes: false }
}

impl State {
    fn judge(&mut self, tag: &Tag, void: bool) -> Verdict {
        if void {
            return Verdict::Through;
        }
        let name = &tag.name;
        match tag.kind {
            StartTag => {
                if is_formatting(name) {
                    let all: usize = self.formatting.values().map(|(open, _)| open).sum();
                    let own = self.formatting.entry(name.clone()).or_default();
                    if all >= FORMATTING {
                        own.1 += 1;
                        self.cut = true;
                        return Verdict::Out;
                    }
                    own.0 += 1;
                }
                self.close_implied(name);
                if self.open.len() < self.depth {
                    self.open.push(name.clone());
                    return Verdict::Through;
                }
                self.kept_out.push(name.clone());
                self.cut = true;
                if is_inline(name) { Verdict::Out } else { Verdict::AsBreak }
            }
            EndTag => {
                if let Some((open, out)) = self.formatting.get_mut(name) {
                    if *out > 0 {
                        *out -= 1;
                        return Verdict::Out;
                    }
                    *open = open.saturating_sub(1);
                }
                if self.kept_out.last() == Some(name) {
                    self.kept_out.pop();
                    return if is_inline(name) { Verdict::Out } else { Verdict::AsBreak };
                }
                if let Some(at) = self.open.iter().rposition(|open| open == name) {
                    self.open.truncate(at);
                    self.kept_out.clear();
                }
                Verdict::Through
            }
        }
    }

    /// Forgets the elements that a start tag closes without saying so.
    fn close_implied(&mut self, name: &str) {
        let (closes, within): (&[&str], &[&str]) = match name {
            "li" => (&["li"], &["ul", "ol", "menu", "table", "td"]),
            "dt" | "dd" => (&["dt", "dd"], &["dl", "table", "td"]),
            "tr" => (&["tr"], &["table"]),
            "td" | "th" => (&["td", "th"], &["table", "tr"]),
            "option" => (&["option"], &["select"]),
            _ if !is_inline(name) => (&["p"], &["table", "td", "th", "button", "object"]),
            _ => return,
        };
        let start = self.open.iter().rposition(|open| within.contains(&&**open)).map_or(0, |at| at + 1);
        if let Some(at) = self.open[start..].iter().position(|open| closes.contains(&&**open)) {
            self.open.truncate(start + at);
        }
    }
}

/// Elements without content.
pub fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "basefont"
            | "bgsound"
            | "br"
            | "col"
            | "embed"
            | "frame"
            | "hr"
            | "img"
            | "input"
            | "keygen"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Elements whose content HTML does not tokenize.
fn is_raw(name: &str) -> bool {
    matches!(name, "title" | "textarea" | "script" | "style" | "iframe" | "noembed" | "noframes" | "xmp" | "plaintext")
}

/// Elements that are opened anew in every block until they are closed.
fn is_formatting(name: &str) -> bool {
    matches!(name, "a" | "b" | "big" | "code" | "em" | "font" | "i" | "nobr" | "s" | "small" | "strike" | "strong" | "tt" | "u")
}

/// Elements that make no line of their own.
pub fn is_inline(name: &str) -> bool {
    is_formatting(name)
        || matches!(
            name,
            "abbr"
                | "acronym"
                | "bdi"
                | "bdo"
                | "cite"
                | "data"
                | "del"
                | "dfn"
                | "ins"
                | "kbd"
                | "label"
                | "mark"
                | "q"
                | "rb"
                | "rp"
                | "rt"
                | "rtc"
                | "ruby"
                | "samp"
                | "span"
                | "sub"
                | "sup"
                | "time"
                | "var"
                | "o:p"
                | "st1:personname"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(markup: &str, xml: bool) -> String {
        let (tree, root, _) = parse(markup, xml, 200, Tree::default());
        let body = tree.named(root, "body").next().unwrap_or(root);
        let shown = |id| tree.text(id).map_or_else(|| tree.name(id).to_owned(), |text| format!("“{}”", text.trim()));
        tree.within(body).skip(1).map(shown).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn xhtml_is_read_as_it_is_meant() {
        let head = "<html xmlns='http://www.w3.org/1999/xhtml'><head><title/></head><body>";
        assert_eq!(names(&format!("{head}<a id='x'/><p>甲<br></br>乙</p><p/></body></html>"), true), "a p “甲” br “乙” p");
        assert_eq!(names(&format!("{head}<p><![CDATA[1 < 2]]></p></body></html>"), true), "p “1 < 2”");
        assert_eq!(names("<!DOCTYPE h:html [<!ENTITY a 'b'>]><h:html><h:p>甲</h:p></h:html>", true), "p “甲”");
    }

    #[test]
    fn hostile_pages_stay_shallow_and_keep_their_text() {
        let deep = |tree: &Tree| (0..tree.len()).step_by(97).map(|id| tree.ancestors(id).count()).max();
        for open in ["<div>", "<font color=c>", "<b><p>", "<table><td>", "<ul><li>", "<blockquote>", "<a href=x><p>", "<ruby>"]
        {
            let markup = (0..20_000).map(|n| format!("{}{}", open.replace("=c", &format!("={n}")), n % 10)).collect::<String>();
            let (tree, root, cut) = parse(&markup, false, 200, Tree::default());
            assert!(cut || open == "<a href=x><p>", "{open}");
            assert!(deep(&tree) < Some(450), "{open}: {:?}", deep(&tree));
            assert!(tree.len() < 200_000, "{open}: {} nodes", tree.len());
            let text: usize = tree.within(root).filter_map(|id| tree.text(id)).map(str::len).sum();
            assert_eq!(text, 20_000, "{open}");
        }
    }

    #[test]
    fn sloppy_pages_are_not_cut() {
        let markup = "<p><font size=2>一段<li><p><font size=2>又一段".repeat(500);
        let (_, _, cut) = parse(&format!("<ul>{}", markup.replace("<font size=2>", "<span>")), false, 200, Tree::default());
        assert!(!cut);
    }

    #[test]
    fn a_tag_of_a_hundred_thousand_attributes_ends() {
        let attributes = (0..100_000).map(|n| format!(" a{n}=1")).collect::<String>();
        let (tree, ..) = parse(&format!("<p{attributes}>甲</p>"), false, 200, Tree::default());
        assert!(tree.len() > 3);
    }
}
