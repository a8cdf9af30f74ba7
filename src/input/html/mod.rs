//! HTML: pages of the web, saved or alone, and the files of an EPUB.
//!
//! [`know`] tells a page by its content; [`tree`] is what `html5ever` makes of it, with [`guard`] before it; [`head`] is what
//! it says of itself; [`outside`] finds what is hidden and what stands around an article; [`note`] finds notes; [`walk`] makes
//! blocks, with [`css`], [`runs`], [`super::flow::breaks`], and one file for each of lists, tables, formulas and pictures. [`own`] knows the files
//! that this program writes.
//!
//! A character of the page is one of its text nodes; white space counts where CSS keeps it. Code (scripts, styles, the head)
//! is no text.

mod address;
mod contents;
mod css;
mod guard;
mod head;
mod know;
mod list;
mod math;
mod note;
mod outside;
mod own;
mod picture;
mod pre;
mod runs;
mod table;
mod tree;
mod walk;

pub use address::{joined, percent_decoded};
pub use css::Sheet;
pub use head::{Head, iso_date};
pub use know::knows;
pub use picture::{NoShelf, Shelf};
pub use walk::Page;

use super::Source;
use super::encoding::{self, Decision};
use super::flow::lines;
use crate::diag::{Sink, Trouble};
use crate::env::Env;
use crate::error::Result;
use crate::model::{Block, Document, GENERATOR, Kind, Meta, Note};
use std::collections::BTreeSet;
use std::sync::Arc;
use tree::{Id, Tree};

/// Reads a page.
pub fn read(source: &Source, document: &mut Document, sink: &mut Sink) -> Result<Option<Decision>> {
    let decoded = encoding::decode(source.bytes, source.options.encoding.as_deref(), sink)?;
    let how = How { article: !source.options.whole_page, ..How::default() };
    page(&decoded.text, source.name, &how, &mut NoShelf, document, source.env, sink);
    Ok(Some(decoded.decision))
}

/// How a page is read.
#[derive(Clone, Copy, Debug, Default)]
pub struct How {
    /// Look for the article and leave out what stands around it.
    pub article: bool,
    /// The file is XML.
    pub xml: bool,
    /// This program wrote the file: its classes are roles.
    pub own: bool,
}

/// Reads one page into a document.
pub fn page(text: &str, name: &str, how: &How, shelf: &mut dyn Shelf, document: &mut Document, env: &Env, sink: &mut Sink) {
    let mut shelved = Files::default();
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    shelved.add(text, file, how.xml, env, sink);
    let head = shelved.head(0);
    let own = head.generator.starts_with(GENERATOR);
    let how = How { own: how.own || own, ..*how };
    let chapters = shelved.blocks(&how, &head.titles, shelf, document, sink);
    let from = document.blocks.len();
    document.blocks.extend(chapters.into_iter().flatten());
    if !how.own {
        lines::mark(&mut document.blocks[from..]);
    }
    match own {
        true => document.meta = Meta { source: std::mem::take(&mut document.meta.source), ..head.facts },
        false => {
            let headline = document.blocks[from..].iter().find(|block| block.heading() == Some(1));
            let title = headline.and_then(|headline| whole_title(head.title.as_deref()?, headline.text.as_str()));
            said(Head { title: title.or(head.title), ..head }, document);
        }
    }
}

/// The headline, where it is what the head's title is with something beside it, or what that is the beginning of: a quotation mark
/// in an attribute ends it.
fn whole_title(title: &str, headline: &str) -> Option<String> {
    /// A shorter headline may be a word of the title.
    const LEAST: usize = 6;
    let headline = headline.trim();
    let cut = headline.strip_prefix(title).is_some_and(|rest| rest.starts_with(['"', '“', '\'']));
    let is_edge = |rest: &str, edge: Option<char>| rest.is_empty() || edge.is_some_and(|c| !c.is_alphanumeric());
    let beside = || {
        let (before, after) = title.split_once(headline).filter(|_| headline.chars().count() >= LEAST)?;
        (is_edge(before, before.chars().next_back()) && is_edge(after, after.chars().next())).then_some(())
    };
    (cut || beside().is_some()).then(|| headline.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Puts what a head says into the metadata.
fn said(head: Head, document: &mut Document) {
    let meta = &mut document.meta;
    meta.title = meta.title.take().or(head.title);
    meta.language = meta.language.take().or(head.language);
    meta.date = meta.date.take().or(head.date);
    if meta.creators.is_empty() {
        meta.creators.extend(head.author);
    }
}

/// The files of one document, in reading order.
#[derive(Default)]
pub struct Files {
    tree: Tree,
    pages: Vec<Page>,
}

impl Files {
    /// Parses a file.
    pub fn add(&mut self, text: &str, name: &str, xml: bool, env: &Env, sink: &mut Sink) {
        let depth = usize::try_from(env.limits.depth).unwrap_or(usize::MAX);
        let (tree, root, cut) = guard::parse(text, xml, depth, std::mem::take(&mut self.tree));
        self.tree = tree;
        if cut {
            sink.push(Trouble::CutByLimit { what: "elements inside one another; their text is here".to_owned() }, name);
        }
        let mut sheet = css::Sheet::default();
        for style in self.tree.named(root, "style") {
            self.tree.children(style).filter_map(|child| self.tree.text(child)).for_each(|css| sheet.add(css));
        }
        let mut sheets = css::Sheets::default();
        sheets.add(Arc::new(sheet));
        self.pages.push(Page { root, name: name.into(), sheets });
    }

    /// Takes the last file away again if its body has no word.
    pub fn drop_wordless(&mut self) -> bool {
        let Some(page) = self.pages.last() else { return false };
        let root = self.tree.named(page.root, "body").next().unwrap_or(page.root);
        let mut texts = self.tree.within(root).filter_map(|id| self.tree.text(id));
        let wordless = texts.all(|text| text.trim().is_empty());
        if wordless {
            self.pages.pop();
        }
        wordless
    }

    /// The style sheets that the last file refers to, as it writes them.
    pub fn linked_sheets(&self) -> Vec<String> {
        let Some(page) = self.pages.last() else { return Vec::new() };
        let links = self.tree.named(page.root, "link").filter(|&link| self.tree.has_word(link, "rel", "stylesheet"));
        links.filter_map(|link| self.tree.attribute(link, "href")).map(str::to_owned).collect()
    }

    /// Adds a style sheet to the last file.
    pub fn add_sheet(&mut self, sheet: &Arc<Sheet>) {
        if let Some(page) = self.pages.last_mut() {
            page.sheets.add(sheet.clone());
        }
    }

    /// What a file says in its head.
    pub fn head(&self, file: usize) -> Head {
        self.pages.get(file).map(|page| head::read(&self.tree, page.root)).unwrap_or_default()
    }

    /// Tells the entries of a navigation document: depth, label, address.
    pub fn contents(&self, mut tell: impl FnMut(usize, &str, &str)) {
        let tree = &self.tree;
        let Some(page) = self.pages.last() else { return };
        let navs = || tree.named(page.root, "nav");
        let Some(nav) = navs().find(|&nav| tree.has_word(nav, "epub:type", "toc")).or_else(|| navs().next()) else { return };
        for link in tree.named(nav, "a") {
            let depth = tree.ancestors(link).take_while(|&node| node != nav).filter(|&node| tree.name(node) == "ol").count();
            let text: String = tree.within(link).filter_map(|node| tree.text(node)).collect();
            let label = text.split_whitespace().collect::<Vec<_>>().join(" ");
            tell(depth, &label, tree.attribute(link, "href").unwrap_or_default());
        }
    }

    /// Whether lines run from top to bottom in most files.
    pub fn is_vertical(&self) -> bool {
        let tree = &self.tree;
        let vertical = |page: &&Page| {
            let roots = tree.named(page.root, "html").take(1).chain(tree.named(page.root, "body").take(1));
            roots.filter_map(|root| page.sheets.look(tree, root).vertical).last() == Some(true)
        };
        self.pages.iter().filter(vertical).count() * 2 > self.pages.len()
    }

    /// The blocks of each file; notes and pictures go into the document. `titles` are what the page calls itself.
    pub fn blocks(
        &self,
        how: &How,
        titles: &[String],
        shelf: &mut dyn Shelf,
        document: &mut Document,
        sink: &mut Sink,
    ) -> Vec<Vec<Block>> {
        let (tree, pages) = (&self.tree, &self.pages);
        let mut regions = outside::Regions::new();
        let (mut headlines, mut kickers, mut contents) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for page in pages {
            outside::hidden(tree, page, &mut regions);
            if !how.own {
                contents.extend(contents::find(tree, page));
            }
            if how.article && !how.own {
                outside::edit_links(tree, page, &mut regions);
            }
            // A file of this program's own has nothing around its text.
            if how.article
                && !how.own
                && let Some(found) = outside::around(tree, page, titles, &mut regions)
            {
                headlines.insert(found.headline);
                kickers.extend(found.kicker);
            }
        }
        let index = note::Index::new(tree, pages);
        let notes = note::find(&index, &|id| regions.contains_key(&id), document.notes.len());
        let Some(first) = pages.first() else { return Vec::new() };
        let first_shown = document.notes.len() + notes.list.len();
        let mut pictures = picture::Pictures::new(shelf);
        let mut walker = walk::Walker {
            tree,
            page: first,
            own: how.own,
            out_of_text: &regions,
            headlines: &headlines,
            kickers: &kickers,
            contents: &contents,
            notes: &notes,
            pictures: &mut pictures,
            document,
            sink,
            blocks: Vec::new(),
            runs: runs::Runs::default(),
            shape: walk::Shape::default(),
            labels: BTreeSet::new(),
            last_item: None,
            node: first.root,
            shown_notes: Vec::new(),
            first_shown,
        };
        let chapters = pages.iter().map(|page| walker.page(page)).collect::<Vec<_>>();
        for (page, place, label) in &notes.list {
            walker.note(&pages[*page], *place, label);
        }
        let shown = std::mem::take(&mut walker.shown_notes);
        walker.document.notes.extend(shown);
        chapters
    }
}

impl<'a> walk::Walker<'a> {
    /// Reads a note into the document.
    fn note(&mut self, page: &'a Page, place: Id, label: &str) {
        self.page = page;
        let mut blocks = self.flow(place, &walk::Context::default());
        if let Some(first) = blocks.first_mut().filter(|block| matches!(block.kind, Kind::Paragraph(_)))
            && !label.is_empty()
            && first.text.as_str().starts_with(label)
            && first.text.as_str().len() > label.len()
        {
            let text = first.text.as_str();
            let rest = text[label.len()..]
                .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '．' | '、' | ':' | '：'));
            let end = text.len() - rest.len();
            first.text.replace(0..end, "", &first.origin, own::renumbered(), &mut self.document.log);
        }
        let label = label.trim_matches(|c: char| "[]()（）〔〕【】［］".contains(c)).to_owned();
        self.document.notes.push(Note { label, blocks });
    }
}

#[cfg(test)]
mod tests;
