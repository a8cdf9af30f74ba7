//! The tree of a page, in an arena: nodes are numbers, so that what later stages find out about them stands in plain tables.
//!
//! `html5ever` builds it after the HTML standard, whatever the page's faults; [`super::guard`] keeps it shallow. All the files
//! of a book stand in one arena, each under a root of its own. Going through it is iterative, and so is dropping it.

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, QualName};
use std::borrow::Cow;
use std::cell::{Ref, RefCell};

/// A node's place in the arena.
pub type Id = usize;

/// What a node is.
#[derive(Debug)]
pub enum Data {
    /// The root of a file.
    Root,
    /// Characters.
    Text(StrTendril),
    /// An element.
    Element(QualName, Vec<Attribute>),
    /// A comment, a processing instruction: nothing that anyone reads.
    Other,
}

/// A node and its neighbours.
#[derive(Debug)]
struct Node {
    data: Data,
    parent: Option<Id>,
    previous: Option<Id>,
    next: Option<Id>,
    first: Option<Id>,
    last: Option<Id>,
}

/// The arena.
#[derive(Debug, Default)]
pub struct Tree {
    nodes: Vec<Node>,
}

impl Tree {
    /// How many nodes there are.
    #[cfg(test)]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The characters of a text node.
    pub fn text(&self, id: Id) -> Option<&str> {
        match &self.nodes[id].data {
            Data::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The local name of an element, lower case; empty for everything else.
    pub fn name(&self, id: Id) -> &str {
        match &self.nodes[id].data {
            Data::Element(name, _) => &name.local,
            _ => "",
        }
    }

    /// An attribute of an element, by its name without prefix or, for `epub:type` and its like, with it.
    pub fn attribute(&self, id: Id, name: &str) -> Option<&str> {
        match &self.nodes[id].data {
            Data::Element(_, attributes) => {
                attributes.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| &*attribute.value)
            }
            _ => None,
        }
    }

    /// Whether an attribute that is a list of words has this one, whatever the case.
    pub fn has_word(&self, id: Id, attribute: &str, word: &str) -> bool {
        let value = self.attribute(id, attribute).unwrap_or_default();
        value.split_ascii_whitespace().any(|own| own.eq_ignore_ascii_case(word))
    }

    /// The parent.
    pub fn parent(&self, id: Id) -> Option<Id> {
        self.nodes[id].parent
    }

    /// The next sibling.
    pub fn next(&self, id: Id) -> Option<Id> {
        self.nodes[id].next
    }

    /// The sibling before.
    pub fn previous(&self, id: Id) -> Option<Id> {
        self.nodes[id].previous
    }

    /// The children, in order.
    pub fn children(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        std::iter::successors(self.nodes[id].first, |&child| self.nodes[child].next)
    }

    /// The node and its ancestors, inside out.
    pub fn ancestors(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        std::iter::successors(Some(id), |&node| self.nodes[node].parent)
    }

    /// The node and everything in it, in document order.
    pub fn within(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let mut at = Some(id);
        std::iter::from_fn(move || {
            let node = at?;
            at = self.nodes[node].first.or_else(|| self.after(node, id));
            Some(node)
        })
    }

    /// The next node in document order that is not in `node`, inside `root`.
    pub fn after(&self, node: Id, root: Id) -> Option<Id> {
        let mut up = node;
        while up != root {
            if let Some(next) = self.nodes[up].next {
                return Some(next);
            }
            up = self.nodes[up].parent?;
        }
        None
    }

    /// Elements of a name, in document order.
    pub fn named<'a>(&'a self, root: Id, name: &'a str) -> impl Iterator<Item = Id> + 'a {
        self.within(root).filter(move |&id| self.name(id) == name)
    }

    fn push(&mut self, data: Data) -> Id {
        self.nodes.push(Node { data, parent: None, previous: None, next: None, first: None, last: None });
        self.nodes.len() - 1
    }

    fn detach(&mut self, id: Id) {
        let (parent, previous, next) = (self.nodes[id].parent, self.nodes[id].previous, self.nodes[id].next);
        match (previous, parent) {
            (Some(previous), _) => self.nodes[previous].next = next,
            (None, Some(parent)) => self.nodes[parent].first = next,
            (None, None) => {}
        }
        match (next, parent) {
            (Some(next), _) => self.nodes[next].previous = previous,
            (None, Some(parent)) => self.nodes[parent].last = previous,
            (None, None) => {}
        }
        let node = &mut self.nodes[id];
        (node.parent, node.previous, node.next) = (None, None, None);
    }

    /// Puts `child` under `parent`, before `next` or at the end.
    fn insert(&mut self, parent: Id, child: Id, next: Option<Id>) {
        self.detach(child);
        let previous = match next {
            Some(next) => self.nodes[next].previous,
            None => self.nodes[parent].last,
        };
        let node = &mut self.nodes[child];
        (node.parent, node.previous, node.next) = (Some(parent), previous, next);
        match previous {
            Some(previous) => self.nodes[previous].next = Some(child),
            None => self.nodes[parent].first = Some(child),
        }
        match next {
            Some(next) => self.nodes[next].previous = Some(child),
            None => self.nodes[parent].last = Some(child),
        }
    }

    fn insert_text(&mut self, parent: Id, text: &StrTendril, next: Option<Id>) {
        let before = match next {
            Some(next) => self.nodes[next].previous,
            None => self.nodes[parent].last,
        };
        if let Some(before) = before
            && let Data::Text(own) = &mut self.nodes[before].data
        {
            own.push_tendril(text);
            return;
        }
        let node = self.push(Data::Text(text.clone()));
        self.insert(parent, node, next);
    }
}

/// Builds one file's tree in an arena that may hold others.
pub struct Builder {
    tree: RefCell<Tree>,
    root: Id,
}

impl Builder {
    /// Begins a file.
    pub fn new(mut tree: Tree) -> Builder {
        let root = tree.push(Data::Root);
        Builder { tree: RefCell::new(tree), root }
    }
}

impl TreeSink for Builder {
    type Handle = Id;
    type Output = (Tree, Id);
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> (Tree, Id) {
        (self.tree.into_inner(), self.root)
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Id {
        self.root
    }

    fn elem_name<'a>(&'a self, target: &'a Id) -> Ref<'a, QualName> {
        Ref::map(self.tree.borrow(), |tree| match &tree.nodes[*target].data {
            Data::Element(name, _) => name,
            _ => unreachable!("html5ever asks for the names of elements alone"),
        })
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Id {
        self.tree.borrow_mut().push(Data::Element(name, attributes))
    }

    fn create_comment(&self, _: StrTendril) -> Id {
        self.tree.borrow_mut().push(Data::Other)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Id {
        self.tree.borrow_mut().push(Data::Other)
    }

    fn append(&self, parent: &Id, child: NodeOrText<Id>) {
        let mut tree = self.tree.borrow_mut();
        match child {
            NodeOrText::AppendNode(child) => tree.insert(*parent, child, None),
            NodeOrText::AppendText(text) => tree.insert_text(*parent, &text, None),
        }
    }

    fn append_based_on_parent_node(&self, element: &Id, previous: &Id, child: NodeOrText<Id>) {
        let has_parent = self.tree.borrow().nodes[*element].parent.is_some();
        if has_parent { self.append_before_sibling(element, child) } else { self.append(previous, child) }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// The guard lets no `template` through.
    fn get_template_contents(&self, target: &Id) -> Id {
        *target
    }

    fn same_node(&self, one: &Id, other: &Id) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Id, child: NodeOrText<Id>) {
        let mut tree = self.tree.borrow_mut();
        let Some(parent) = tree.nodes[*sibling].parent else { return };
        match child {
            NodeOrText::AppendNode(child) => tree.insert(parent, child, Some(*sibling)),
            NodeOrText::AppendText(text) => tree.insert_text(parent, &text, Some(*sibling)),
        }
    }

    fn add_attrs_if_missing(&self, target: &Id, attributes: Vec<Attribute>) {
        if let Data::Element(_, own) = &mut self.tree.borrow_mut().nodes[*target].data {
            for attribute in attributes {
                if own.iter().all(|each| each.name != attribute.name) {
                    own.push(attribute);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Id) {
        self.tree.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &Id, parent: &Id) {
        let mut tree = self.tree.borrow_mut();
        while let Some(child) = tree.nodes[*node].first {
            tree.insert(*parent, child, None);
        }
    }
}

/// A name of the HTML namespace.
pub fn local(name: &str) -> LocalName {
    LocalName::from(name)
}
