//! The tree of a page → blocks, in document order.
//!
//! Elements that make lines of their own end the paragraph before them and begin another; everything else says what holds for
//! the text in it. A region that is not part of the text (hidden, a form, outside the article) is taken out with one edit that
//! has all its characters. [`census`] counts the characters of the page without regard to any of this: what the walk forgets
//! does not balance.

use super::css::{Look, Sheets, Word};
use super::math;
use super::note::Notes;
use super::picture::Pictures;
use super::runs::{self, Line, Runs, Style, White};
use super::tree::{Id, Tree};
use crate::diag::{Sink, Trouble};
use crate::input::flow::{breaks, contents, symbols};
use crate::model::{
    Align, AnchorKind, Block, Document, Hints, Kind, MediaId, Note, Origin, Reason, Role, Rule, SpanKind, Tally, Text,
    TextBuilder,
};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

/// A file: its root in the arena, and what holds for all of it.
pub struct Page {
    /// The root.
    pub root: Id,
    /// The file's name, for origins and diagnostics.
    pub name: Arc<str>,
    /// Its style sheets.
    pub sheets: Sheets,
}

/// Nodes whose content is no text of the page: code, and what tells the browser something.
pub fn is_code(name: &str) -> bool {
    matches!(
        name,
        "head"
            | "script"
            | "style"
            | "iframe"
            | "noembed"
            | "noframes"
            | "object"
            | "applet"
            | "audio"
            | "video"
            | "canvas"
            | "xml"
            | "o:officedocumentsettings"
            | "w:worddocument"
            | "w:latentstyles"
    )
}

/// What the characters of a file weigh, white space left out; each text node is seen once, whatever is around it.
pub fn census(tree: &Tree, root: Id) -> Tally {
    let mut tally = Tally::default();
    let mut at = Some(root);
    while let Some(id) = at {
        if let Some(text) = tree.text(id) {
            tally = tally + Tally::of_solid(text);
        }
        let inside = tree.children(id).next().filter(|_| !is_code(tree.name(id)));
        at = inside.or_else(|| tree.after(id, root));
    }
    tally
}

/// What holds for the place where the walk is.
#[derive(Clone, Default)]
pub(super) struct Context {
    pub style: Style,
    pub white: White,
    pub depth: usize,
    /// The font whose signs stand in the place of letters; empty where none does.
    pub symbols: &'static str,
}

/// What the paragraph that is being read will be.
#[derive(Clone, Default)]
pub(super) struct Shape {
    pub kind: Kind,
    pub align: Align,
    pub indent: u16,
    pub size: Option<f32>,
    pub marked: bool,
    /// Lines are lines of a text file.
    pub lines: bool,
}

/// Goes through pages.
pub struct Walker<'a> {
    pub(super) tree: &'a Tree,
    pub(super) page: &'a Page,
    /// Files that this program has written: classes are roles.
    pub(super) own: bool,
    /// Regions that are left out, and why.
    pub(super) out_of_text: &'a BTreeMap<Id, (Rule, &'static str)>,
    /// Headlines of articles, whatever element they are.
    pub(super) headlines: &'a BTreeSet<Id>,
    /// Lines over headlines, whatever element they are.
    pub(super) kickers: &'a BTreeSet<Id>,
    /// Tables of contents, with their titles.
    pub(super) contents: &'a BTreeSet<Id>,
    /// Notes, their marks, and where they stand.
    pub(super) notes: &'a Notes,
    pub(super) pictures: &'a mut Pictures<'a>,
    pub(super) document: &'a mut Document,
    pub(super) sink: &'a mut Sink,
    pub(super) blocks: Vec<Block>,
    pub(super) runs: Runs,
    pub(super) shape: Shape,
    /// Labels of items that were read with their items.
    pub(super) labels: BTreeSet<Id>,
    /// The file in which the list before is one of Word.
    pub(super) last_item: Option<Id>,
    /// The node at which the paragraph began.
    pub(super) node: Id,
    /// Notes that pictures show, which come after the others.
    pub(super) shown_notes: Vec<Note>,
    /// The number of the first of them.
    pub(super) first_shown: usize,
}

/// Nesting beyond which only text is read.
const DEPTH: usize = 1000;

impl<'a> Walker<'a> {
    /// Reads a page: its blocks.
    pub fn page(&mut self, page: &'a Page) -> Vec<Block> {
        self.page = page;
        self.document.log.declare_read(census(self.tree, page.root));
        let context = Context::default();
        self.flow(page.root, &context)
    }

    /// The blocks of a node's content.
    pub(super) fn flow(&mut self, id: Id, context: &Context) -> Vec<Block> {
        self.end_paragraph();
        let outer = std::mem::take(&mut self.blocks);
        let shape = std::mem::take(&mut self.shape);
        self.children(id, context);
        self.end_paragraph();
        self.shape = shape;
        std::mem::replace(&mut self.blocks, outer)
    }

    pub(super) fn children(&mut self, id: Id, context: &Context) {
        if context.depth > DEPTH {
            let texts: Vec<Id> = self.tree.within(id).filter(|&node| self.tree.text(node).is_some()).collect();
            for node in texts {
                self.text(node, context);
            }
            return;
        }
        let context = Context { depth: context.depth + 1, ..context.clone() };
        let mut child = self.tree.children(id).next();
        while let Some(node) = child {
            match (self.tree.text(node), self.out_of_text.get(&node)) {
                (Some(_), Some((rule, why))) => self.remove(node, *rule, why),
                (Some(_), None) => self.text(node, &context),
                _ => self.element(node, &context),
            }
            child = self.tree.next(node);
        }
    }

    fn text(&mut self, id: Id, context: &Context) {
        if let Some(text) = self.tree.text(id) {
            if self.runs.is_empty() {
                self.node = id;
            }
            // White space between the parts of a formula is layout, and at the edges of a part too (MathML 3, 2.1.7).
            let formula = self.tree.parent(id).is_some_and(|parent| math::is_part(self.tree.name(parent)));
            let text = if formula { text.trim_ascii() } else { text };
            let shown = self.signs(id, text, context.symbols);
            self.runs.text(shown.as_deref().unwrap_or(text), &context.style, context.white, &mut self.document.log);
        }
    }

    /// What letters in a font of symbols look like; nothing where they are letters.
    fn signs(&mut self, id: Id, text: &str, font: &str) -> Option<String> {
        if font.is_empty() {
            return None;
        }
        let sign = |c: char| symbols::character(font, u32::from(c)).filter(|_| c > ' ' && c != '\u{a0}').unwrap_or(c);
        let shown: String = text.chars().map(sign).collect();
        let solid = |text: &str| text.split_whitespace().collect::<String>();
        let (before, after) = (solid(text), solid(&shown));
        if before == after {
            return None;
        }
        let (origin, reason) = (self.origin(id), Reason::certain(Rule::Signs, "letters in a font of symbols"));
        self.document.log.markup(&before, &origin, &reason);
        self.document.log.rendered(&after, &origin, &reason);
        Some(shown)
    }

    pub(super) fn origin(&self, id: Id) -> Origin {
        Origin::Part { part: self.page.name.clone(), node: u32::try_from(id - self.page.root).unwrap_or(u32::MAX) }
    }

    /// Takes a region out of the text, with one edit.
    pub(super) fn remove(&mut self, id: Id, rule: Rule, why: &'static str) {
        let text = self.plain(id);
        if !text.is_empty() {
            self.document.log.declare_read(Tally::of(&text) - Tally::of_solid(&text));
            self.document.log.markup(&text, &self.origin(id), &Reason::certain(rule, why));
        }
    }

    /// The words of a region, with a space between each two; notes that are read elsewhere left out.
    pub(super) fn plain(&self, id: Id) -> String {
        let mut text = String::new();
        let mut at = Some(id);
        while let Some(node) = at {
            for word in self.tree.text(node).unwrap_or_default().split_whitespace() {
                if !text.is_empty() {
                    text.push(' ');
                }
                text.push_str(word);
            }
            let skipped = is_code(self.tree.name(node)) || (node != id && self.notes.is_note(node));
            let inside = self.tree.children(node).next().filter(|_| !skipped);
            at = inside.or_else(|| self.tree.after(node, id));
        }
        text
    }

    fn element(&mut self, id: Id, context: &Context) {
        if !self.contents.contains(&id) {
            return self.visit(id, context);
        }
        self.end_paragraph();
        let first = self.blocks.len();
        self.visit(id, context);
        self.end_paragraph();
        for block in self.blocks.split_off(first) {
            contents::lines(block, &mut self.blocks, &mut self.document.log);
        }
    }

    fn visit(&mut self, id: Id, context: &Context) {
        let name = self.tree.name(id);
        if is_code(name) || self.notes.is_note(id) {
            return;
        }
        if let Some((rule, why)) = self.out_of_text.get(&id) {
            // What is hidden in a line leaves the line whole.
            if is_line(name) || *rule != Rule::Hidden {
                self.end_paragraph();
            }
            return self.remove(id, *rule, why);
        }
        if let Some(note) = self.notes.mark(id) {
            self.runs.anchor(AnchorKind::Note(note));
            return self.remove(id, Rule::Markup, "the mark of a note");
        }
        if self.notes.is_way_back(id) {
            return self.remove(id, Rule::Markup, "the way back from a note");
        }
        let look = self.page.sheets.look(self.tree, id);
        if look.word == Some(Word::Label) && self.labels.contains(&id) || self.own && self.own_element(id, context) {
            return;
        }
        match name {
            "noscript" | "select" | "textarea" | "button" | "datalist" | "option" | "input" | "progress" | "meter" => {
                self.remove(id, Rule::Hidden, "a control")
            }
            _ if look.word == Some(Word::Aside) => self.remove(id, Rule::Hidden, "an aside of Word"),
            _ if self.kickers.contains(&id) => {
                let kind = Kind::Paragraph(Role::Kicker);
                self.block(id, &look, context, Shape { kind, marked: true, ..Shape::default() });
            }
            "br" => self.runs.line_break(),
            "wbr" | "col" | "colgroup" | "source" | "track" | "param" => {}
            "hr" => self.separator(id),
            "img" | "image" | "amp-img" => self.picture(id),
            "ruby" => self.ruby(id, &self.inner(id, &look, context)),
            "rp" => self.remove(id, Rule::Markup, "brackets of a ruby"),
            "h2" | "h3" | "h4" | "h5" | "h6" if self.is_deck(id) => {
                let kind = Kind::Paragraph(Role::Deck);
                self.block(id, &look, context, Shape { kind, marked: true, ..Shape::default() });
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = name.as_bytes()[1] - b'0';
                self.block(id, &look, context, Shape { kind: Kind::Heading(level), marked: true, ..Shape::default() });
            }
            "ul" | "ol" | "menu" | "dir" => self.list(id, context),
            "table" => self.table(id, &look, context),
            "blockquote" => self.quote(id, &look, context),
            "figure" => self.figure(id, context),
            "figcaption" | "caption" => {
                self.block(
                    id,
                    &look,
                    context,
                    Shape { kind: Kind::Paragraph(Role::Caption), marked: true, ..Shape::default() },
                );
            }
            "pre" | "listing" | "xmp" | "plaintext" => self.pre(id, &look, context),
            _ if self.headlines.contains(&id) => {
                self.block(id, &look, context, Shape { kind: Kind::Heading(1), marked: true, ..Shape::default() });
            }
            "p" if self.is_title(id) => {
                self.block(id, &look, context, Shape { kind: Kind::Paragraph(Role::Title), marked: true, ..Shape::default() });
            }
            "p" | "div" if look.word == Some(Word::Item) => self.word_item(id, &look, context),
            "dt" => {
                let mut context = context.clone();
                let term = self.is_term(id);
                if term {
                    context.style.bits |= runs::STRONG;
                }
                // A term among others is no heading, however bold.
                let listed = term && self.is_listed(id);
                let kind = Kind::Paragraph(if listed { Role::Line } else { Role::Body });
                self.block(id, &look, &context, Shape { kind, ..Shape::default() });
            }
            "q" => {
                self.given("“", context);
                self.children(id, &self.inner(id, &look, context));
                self.given("”", context);
            }
            "math" => {
                self.sink.push(Trouble::Flattened { what: "a formula".to_owned() }, self.origin(id));
                self.children(id, context);
            }
            _ if math::is_shape(name) => self.shape(id, context),
            "annotation" | "annotation-xml" => self.remove(id, Rule::Hidden, "the source of a formula"),
            _ if self.is_page_break(id) && self.runs.is_empty() => self.page_mark(id),
            _ if self.is_page_break(id) => self.remove(id, Rule::Markup, "the number of a page"),
            _ if !is_line(name) => self.children(id, &self.inner(id, &look, context)),
            _ => self.block(id, &look, context, Shape::default()),
        }
    }

    /// Characters that markup stands for.
    pub(super) fn given(&mut self, text: &str, context: &Context) {
        if text.is_empty() {
            return;
        }
        self.document.log.rendered(text, &self.origin(self.node), &Reason::certain(Rule::Entity, "markup stands for it"));
        self.runs.text(text, &context.style, White::Folded, &mut self.document.log);
    }

    /// What holds inside an element.
    pub(super) fn inner(&self, id: Id, look: &Look, context: &Context) -> Context {
        let mut inner = context.clone();
        let name = self.tree.name(id);
        let bits = &mut inner.style.bits;
        match name {
            "strong" | "b" => *bits |= runs::STRONG,
            "em" | "i" | "cite" | "dfn" | "var" => *bits |= runs::EMPHASIS,
            "u" | "ins" => *bits |= runs::UNDERLINE,
            "s" | "strike" | "del" => *bits |= runs::STRIKE,
            "sup" => *bits |= runs::SUPERSCRIPT,
            "sub" => *bits |= runs::SUBSCRIPT,
            "code" | "tt" | "kbd" | "samp" => *bits |= runs::CODE,
            _ => {}
        }
        let heading = matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
        for (said, bit) in [
            (look.bold.filter(|_| !heading), runs::STRONG),
            // The program's own sheet sets the emphasis of Han upright, in another face.
            (look.italic.filter(|_| !(self.own && name == "em")), runs::EMPHASIS),
            (look.underline.filter(|_| name != "a"), runs::UNDERLINE),
            (look.strike, runs::STRIKE),
            (look.dots, runs::DOTS),
            (look.raised.map(|raised| raised > 0), runs::SUPERSCRIPT),
            (look.raised.map(|raised| raised < 0), runs::SUBSCRIPT),
        ] {
            match said {
                Some(true) => *bits |= bit,
                // Decoration is not undone further in; weight and slant are.
                Some(false) if bit == runs::STRONG || bit == runs::EMPHASIS => *bits &= !bit,
                _ => {}
            }
        }
        if *bits & runs::DOTS != 0 {
            *bits &= !runs::EMPHASIS;
        }
        inner.white = look.white.unwrap_or(inner.white);
        inner.symbols = look.symbols.unwrap_or(inner.symbols);
        if name == "a" {
            inner.style.link = self.tree.attribute(id, "href").and_then(link).map(Rc::from);
        }
        if let Some(tag) =
            self.tree.attribute(id, "lang").map(str::trim).filter(|tag| super::guard::is_inline(name) && !tag.is_empty())
        {
            inner.style.language = Some(Rc::from(tag));
        }
        inner
    }

    /// An element that makes lines of its own.
    pub(super) fn block(&mut self, id: Id, look: &Look, context: &Context, shape: Shape) {
        self.end_paragraph();
        let inner = self.inner(id, look, context);
        let align = look.align.or((self.tree.name(id) == "center").then_some(Align::Center));
        let plain = shape.kind == Kind::default() && !shape.marked;
        let outer = self.shape.clone();
        let shape = Shape {
            // A block in a heading is still of the heading, and a caption's paragraphs are a caption's.
            kind: if plain { outer.kind.clone() } else { shape.kind },
            marked: shape.marked || (plain && outer.marked),
            align: align.unwrap_or(outer.align),
            indent: look.indent.unwrap_or(outer.indent),
            size: look.size.or(outer.size),
            lines: shape.lines || outer.lines,
        };
        self.shape = shape;
        self.children(id, &inner);
        self.end_paragraph();
        self.shape = outer;
    }

    fn quote(&mut self, id: Id, look: &Look, context: &Context) {
        let inner = self.inner(id, look, context);
        let blocks = self.flow(id, &inner);
        if !blocks.is_empty() {
            self.push(Block::new(Kind::Quote(blocks), Text::default(), self.origin(id)));
        }
    }

    fn separator(&mut self, id: Id) {
        self.end_paragraph();
        if self.blocks.last().is_some_and(|block| block.kind != Kind::Separator) {
            self.push(Block::new(Kind::Separator, Text::default(), self.origin(id)));
        }
    }

    pub(super) fn is_page_break(&self, id: Id) -> bool {
        self.tree.has_word(id, "epub:type", "pagebreak") || self.tree.has_word(id, "role", "doc-pagebreak")
    }

    /// Whether a heading is the line below the headline (副题), as its class says.
    fn is_deck(&mut self, id: Id) -> bool {
        const NAMES: [&str; 6] = ["sub", "subtitle", "sub-title", "futi", "fubiaoti", "deck"];
        if self.own || !NAMES.iter().any(|name| self.tree.has_word(id, "class", name)) {
            return false;
        }
        self.end_paragraph();
        self.blocks.last().is_some_and(|above| above.heading() == Some(1))
    }

    /// Whether a `dt` is the term that a `dd` explains, alone or with one or two others, and no line of a text that was marked up with
    /// one for its looks.
    fn is_term(&self, id: Id) -> bool {
        const LONGEST: usize = 60;
        const SHORT: usize = 12;
        const TOGETHER: usize = 3;
        let explained = std::iter::successors(self.tree.next(id), |&node| self.tree.next(node))
            .map(|node| self.tree.name(node))
            .filter(|name| !name.is_empty())
            .take(TOGETHER)
            .find(|&name| name != "dt");
        let text = self.plain(id);
        let count = text.chars().count();
        let told = text.trim_end().ends_with(['。', '；']) || count > SHORT && text.trim_end().ends_with('：');
        explained == Some("dd") && count <= LONGEST && !told
    }

    /// Whether a term is one of several that are each explained in a few words.
    fn is_listed(&self, id: Id) -> bool {
        const FEW: usize = 200;
        let after = std::iter::successors(self.tree.next(id), |&node| self.tree.next(node));
        let mut elements = after.filter(|&node| !self.tree.name(node).is_empty()).take(2);
        let explained = elements.any(|node| self.tree.name(node) == "dd" && self.plain(node).chars().count() <= FEW);
        let terms = |list: Id| self.tree.children(list).filter(|&node| self.tree.name(node) == "dt").nth(1).is_some();
        explained && self.tree.parent(id).is_some_and(terms)
    }

    /// Whether a paragraph is the first and has the class that editing programs give to a document's title.
    fn is_title(&self, id: Id) -> bool {
        let classes = || self.tree.attribute(id, "class").unwrap_or_default().split_ascii_whitespace();
        !self.own && self.blocks.is_empty() && classes().any(|class| class == "title")
    }

    /// The label of a page stands in an attribute, or is the element's text.
    fn page_mark(&mut self, id: Id) {
        let own = self.plain(id);
        let label = ["aria-label", "title"].into_iter().find_map(|name| self.tree.attribute(id, name));
        let text = match label {
            Some(label) if own.is_empty() => {
                let label = label.split_whitespace().collect::<Vec<_>>().join(" ");
                self.document.log.declare_read(Tally::of(&label));
                label
            }
            _ => {
                self.document.log.declare_read(Tally::of(&own) - Tally::of_solid(&own));
                own
            }
        };
        if !text.is_empty() || self.own {
            self.push(Block::new(Kind::PageMark, TextBuilder::plain(text), self.origin(id)));
        }
    }

    /// A ruby: each annotation over the base before it; annotations that follow one another stand over the bases in turn.
    fn ruby(&mut self, id: Id, context: &Context) {
        // Bases that wait for an annotation, as lists of nodes.
        let mut bases: Vec<Vec<Id>> = Vec::new();
        let mut annotations: Vec<Id> = Vec::new();
        let mut rest: Vec<Id> = Vec::new();
        let children: Vec<Id> = self.tree.children(id).flat_map(|child| self.unwrapped(child)).collect();
        for child in children {
            match self.tree.name(child) {
                "rt" => annotations.push(child),
                "rp" => rest.push(child),
                _ if self.tree.text(child).is_some_and(|text| text.trim().is_empty()) => {
                    bases.last_mut().into_iter().for_each(|base| base.push(child));
                }
                name => {
                    if !annotations.is_empty() {
                        self.annotated(std::mem::take(&mut bases), std::mem::take(&mut annotations), context);
                    }
                    match bases.last_mut() {
                        Some(base) if name != "rb" && !base.iter().any(|&node| self.tree.name(node) == "rb") => {
                            base.push(child)
                        }
                        _ => bases.push(vec![child]),
                    }
                }
            }
        }
        self.annotated(bases, annotations, context);
        for bracket in rest {
            self.remove(bracket, Rule::Markup, "brackets of a ruby");
        }
    }

    /// A container of annotations gives its own children.
    fn unwrapped(&self, id: Id) -> Vec<Id> {
        if matches!(self.tree.name(id), "rtc" | "rbc") { self.tree.children(id).collect() } else { vec![id] }
    }

    fn annotated(&mut self, bases: Vec<Vec<Id>>, annotations: Vec<Id>, context: &Context) {
        // As many annotations as bases: one each. Otherwise all stand over the whole, one inside another.
        let paired = bases.len() == annotations.len();
        let words: Vec<String> = annotations.iter().map(|&node| self.plain(node)).collect();
        for text in &words {
            self.document.log.declare_read(Tally::of(text) - Tally::of_solid(text));
        }
        if paired {
            for (base, text) in bases.iter().zip(words) {
                self.runs.open_ruby();
                base.iter().for_each(|&node| self.one(node, context));
                self.runs.close_ruby(text, &context.style);
            }
            return;
        }
        words.iter().for_each(|_| self.runs.open_ruby());
        bases.iter().flatten().for_each(|&node| self.one(node, context));
        for text in words {
            self.runs.close_ruby(text, &context.style);
        }
    }

    /// One node, whatever it is.
    pub(super) fn one(&mut self, id: Id, context: &Context) {
        match self.tree.text(id) {
            Some(_) => self.text(id, context),
            None => self.element(id, context),
        }
    }

    /// The paragraph is over.
    pub(super) fn end_paragraph(&mut self) {
        if self.runs.is_empty() {
            return;
        }
        let lines = self.runs.finish();
        let shape = self.shape.clone();
        // This program's own files part paragraphs by elements alone.
        let whole = shape.kind != Kind::default() || self.own;
        for group in breaks::groups(lines, whole, shape.lines) {
            let text = runs::text_of(&group.lines, &mut self.document.log);
            let first = group.lines.first().map_or(0, |line| line.indent);
            let hints = Hints {
                blank_before: group.blank,
                // A line that goes on has no first line's indent.
                indent: if first > 0 || group.continues { first } else { shape.indent },
                trailing: group.lines.last().map_or(0, |line| line.trailing),
                line: group.line,
                continues: group.continues,
                marked: shape.marked,
                size: shape.size,
                bold: !text.as_str().is_empty() && group.lines.iter().all(|line: &Line| line.is_all(runs::STRONG)),
                align: shape.align,
                ..Hints::default()
            };
            self.finish_block(text, shape.kind.clone(), hints);
        }
    }

    fn finish_block(&mut self, mut text: Text, kind: Kind, hints: Hints) {
        let origin = self.origin(self.node.max(self.page.root));
        let picture = |anchor: &crate::model::Anchor| match anchor.kind {
            AnchorKind::Image(id) => Some(id),
            _ => None,
        };
        if text.as_str().is_empty() && text.anchors().iter().all(|anchor| picture(anchor).is_some()) {
            let figures: Vec<MediaId> = text.anchors().iter().filter_map(picture).collect();
            self.blocks.extend(figures.into_iter().map(|id| Block::new(Kind::Figure(id), Text::default(), origin.clone())));
            return;
        }
        if matches!(kind, Kind::Heading(_)) {
            for kind in [SpanKind::Strong, SpanKind::Emphasis] {
                if text.is_all(&kind) {
                    text.retain_spans(|span| span.kind != kind);
                }
            }
        }
        self.push(Block { kind, text, origin, hints });
    }

    pub(super) fn push(&mut self, block: Block) {
        self.blocks.push(block);
    }
}

/// Whether an element makes lines of its own.
fn is_line(name: &str) -> bool {
    !super::guard::is_inline(name) && is_block(name)
}

/// Whether an element that formats no text begins a line.
fn is_block(name: &str) -> bool {
    !matches!(
        name,
        "" | "img"
            | "picture"
            | "svg"
            | "g"
            | "text"
            | "tspan"
            | "use"
            | "path"
            | "a"
            | "mi"
            | "mo"
            | "mn"
            | "mrow"
            | "mtext"
            | "msup"
            | "msub"
            | "mfrac"
            | "msqrt"
            | "mover"
            | "munder"
            | "mstyle"
            | "semantics"
            | "msubsup"
            | "munderover"
            | "mroot"
            | "mtable"
            | "mtr"
            | "mtd"
            | "mpadded"
            | "menclose"
            | "mfenced"
            | "big"
            | "small"
            | "nobr"
            | "font"
            | "slot"
            | "output"
            | "map"
            | "basefont"
            | "marquee"
            | "blink"
            | "amp-img"
            | "math"
    ) && !name.contains(':')
        && !name.starts_with("mso")
}

/// Where a link leads, if out of the page.
fn link(href: &str) -> Option<&str> {
    let href = href.trim();
    let inside = href.is_empty() || href.starts_with('#') || href.to_ascii_lowercase().starts_with("javascript:");
    (!inside).then_some(href)
}
