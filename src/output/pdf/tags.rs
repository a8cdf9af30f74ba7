//! The structure tree (PDF/UA-1, 7.1): what is drawn is told by the part of the document that it belongs to.
//!
//! Parts come in the order in which they are met, which is the order of reading. A note stands behind the paragraph that its mark is
//! in, wherever on the page its words are.

use crate::model::NoteId;
use crate::typeset::tag::{Tag as Part, TagKind as Kind};
use krilla::tagging::{Identifier, ListNumbering, Node as Leaf, TableHeaderScope, Tag, TagGroup, TagKind, TagTree};
use std::collections::{BTreeMap, HashMap};
use std::num::{NonZeroU16, NonZeroU32};
use std::sync::Arc;

/// A part that was met.
struct Node {
    part: Arc<Part>,
    parent: Option<usize>,
    children: Vec<Child>,
}

enum Child {
    Node(usize),
    Leaf(Identifier),
}

/// The parts met so far.
pub struct Tree {
    nodes: Vec<Node>,
    roots: Vec<usize>,
    /// Nodes by the address of their part, which lives as long as the pages.
    known: HashMap<usize, usize>,
    notes: BTreeMap<NoteId, usize>,
    /// How many notes the document has: marks that refer to others lead nowhere.
    count: usize,
}

impl Tree {
    /// For a document of so many notes.
    pub fn new(count: usize) -> Tree {
        Tree { nodes: Vec::new(), roots: Vec::new(), known: HashMap::new(), notes: BTreeMap::new(), count }
    }

    /// The node of a part; it becomes the last of its siblings where it is new.
    pub fn node(&mut self, part: &Arc<Part>) -> usize {
        let key = Arc::as_ptr(part) as usize;
        if let Some(&node) = self.known.get(&key) {
            return node;
        }
        let node = match part.kind {
            Kind::Note(id) => self.notes.get(&id).copied(),
            _ => None,
        };
        let node = node.unwrap_or_else(|| {
            let parent = part.parent.as_ref().map(|parent| self.node(parent));
            let node = self.add(part, parent);
            match part.kind {
                Kind::Note(id) => drop(self.notes.insert(id, node)),
                Kind::Mark(id) if (id.0 as usize) < self.count && !self.notes.contains_key(&id) => self.follow(node, id),
                _ => {}
            }
            node
        });
        self.known.insert(key, node);
        node
    }

    /// A paragraph of the document for what is told to be no part of it, though it is read.
    pub fn paragraph(&mut self) -> usize {
        self.add(&Part::new(Kind::Paragraph, None), None)
    }

    /// Adds what is drawn to a part.
    pub fn leaf(&mut self, node: usize, leaf: Identifier) {
        self.nodes[node].children.push(Child::Leaf(leaf));
    }

    /// What the part of a node is.
    pub fn kind(&self, node: usize) -> &Kind {
        &self.nodes[node].part.kind
    }

    fn add(&mut self, part: &Arc<Part>, parent: Option<usize>) -> usize {
        let node = self.nodes.len();
        self.nodes.push(Node { part: Arc::clone(part), parent, children: Vec::new() });
        match parent {
            Some(parent) => self.nodes[parent].children.push(Child::Node(node)),
            None => self.roots.push(node),
        }
        node
    }

    /// Gives a note its place: behind the block that its mark is in.
    fn follow(&mut self, mark: usize, id: NoteId) {
        let mut parent = self.nodes[mark].parent;
        while let Some(block) = parent {
            if matches!(self.kind(block), Kind::Quote | Kind::Body | Kind::Cell { .. } | Kind::Note(_)) {
                break;
            }
            parent = self.nodes[block].parent;
        }
        let note = self.add(&Part::new(Kind::Note(id), None), parent);
        self.notes.insert(id, note);
    }

    /// The tree as it goes into the file.
    pub fn finish(mut self, language: &str) -> TagTree {
        let mut tree = TagTree::new().with_lang(Some(language.to_owned()));
        let mut level = 0;
        for root in std::mem::take(&mut self.roots) {
            if let Some(group) = self.group(root, &mut level) {
                tree.push(group);
            }
        }
        tree
    }

    /// A part with all that it holds; nothing where that is nothing, but for cells, which keep their places. `level` is the last
    /// heading's: none is more than one below the one before it (PDF/UA-1, 7.4.2).
    fn group(&mut self, node: usize, level: &mut u16) -> Option<TagGroup> {
        let part = Arc::clone(&self.nodes[node].part);
        let tag = tag(&part.kind, level);
        let mut children: Vec<Leaf> = Vec::with_capacity(self.nodes[node].children.len());
        for child in std::mem::take(&mut self.nodes[node].children) {
            match child {
                Child::Leaf(leaf) => children.push(leaf.into()),
                Child::Node(node) => children.extend(self.group(node, level).map(Leaf::from)),
            }
        }
        let kept = !children.is_empty() || matches!(part.kind, Kind::Cell { .. });
        kept.then(|| TagGroup::with_children(tag, children))
    }
}

fn tag(kind: &Kind, last: &mut u16) -> TagKind {
    match kind {
        Kind::Heading(rank, title) => {
            *last = u16::from(*rank).clamp(1, *last + 1);
            Tag::Hn(NonZeroU16::new(*last).unwrap_or(NonZeroU16::MIN), Some(title.clone())).into()
        }
        Kind::Title => Tag::Title.into(),
        Kind::Paragraph => Tag::P.into(),
        Kind::Quote => Tag::BlockQuote.into(),
        Kind::List(true) => Tag::L(ListNumbering::Decimal).into(),
        Kind::List(false) => Tag::L(ListNumbering::Disc).into(),
        Kind::Item => Tag::LI.into(),
        Kind::Label => Tag::Lbl.into(),
        Kind::Body => Tag::LBody.into(),
        Kind::Table => Tag::Table.into(),
        Kind::Row => Tag::TR.into(),
        Kind::Cell { header, columns, rows } => {
            let span = |count: usize| NonZeroU32::new(count as u32).filter(|count| count.get() > 1);
            let (columns, rows) = (span(*columns), span(*rows));
            match header {
                true => Tag::TH(TableHeaderScope::Column).with_col_span(columns).with_row_span(rows).into(),
                false => Tag::TD.with_col_span(columns).with_row_span(rows).into(),
            }
        }
        Kind::Caption => Tag::Caption.into(),
        Kind::Figure(shown) => Tag::Figure(Some(shown.clone())).into(),
        Kind::Note(_) => Tag::Note.into(),
        Kind::Mark(_) => Tag::Reference.into(),
        Kind::Contents => Tag::TOC.into(),
        Kind::Entry => Tag::TOCI.into(),
        Kind::Link(_) => Tag::Link.into(),
        Kind::Language(language) => Tag::Span.with_lang(Some(language.clone())).into(),
        Kind::Ruby => Tag::Span.into(),
    }
}
