//! Notes: which links are marks of notes, and which elements are the notes.
//!
//! A mark is a link that says so (`epub:type`, a role, a class), or one of a few characters that look like a mark, to an
//! element that is a note: one that says so, that Word or a converter named so, or that links back. The link back is no mark,
//! though it looks like one: whichever comes first is. A note is read where the document has its notes, also from another
//! file of a book.

use super::tree::{Id, Tree};
use super::walk::{Page, is_code};
use crate::model::NoteId;
use std::collections::{BTreeMap, BTreeSet};

/// What was found.
#[derive(Debug, Default)]
pub struct Notes {
    marks: BTreeMap<Id, NoteId>,
    ways_back: BTreeSet<Id>,
    places: BTreeMap<Id, NoteId>,
    /// The notes: the file, the element, and the mark in the text.
    pub list: Vec<(usize, Id, String)>,
}

impl Notes {
    /// The note that a link is the mark of.
    pub fn mark(&self, id: Id) -> Option<NoteId> {
        self.marks.get(&id).copied()
    }

    /// Whether a link leads back from a note.
    pub fn is_way_back(&self, id: Id) -> bool {
        self.ways_back.contains(&id)
    }

    /// Whether an element is a note.
    pub fn is_note(&self, id: Id) -> bool {
        self.places.contains_key(&id)
    }
}

/// Elements of files by their ids.
pub struct Index<'a> {
    tree: &'a Tree,
    pages: &'a [Page],
    ids: BTreeMap<(usize, &'a str), Id>,
}

impl<'a> Index<'a> {
    /// Finds every id.
    pub fn new(tree: &'a Tree, pages: &'a [Page]) -> Index<'a> {
        let mut ids = BTreeMap::new();
        for (page, each) in pages.iter().enumerate() {
            for node in tree.within(each.root) {
                let name = tree.attribute(node, "name").filter(|_| tree.name(node) == "a");
                for id in tree.attribute(node, "id").into_iter().chain(name) {
                    ids.entry((page, id)).or_insert(node);
                }
            }
        }
        Index { tree, pages, ids }
    }

    /// Where a reference from a file leads.
    pub fn target(&self, page: usize, href: &str) -> Option<(usize, Id)> {
        let (path, fragment) = href.split_once('#')?;
        let page = match path.is_empty() {
            true => page,
            false => {
                let path = super::joined(&self.pages.get(page)?.name, &super::percent_decoded(path));
                self.pages.iter().position(|each| each.name.eq_ignore_ascii_case(&path))?
            }
        };
        let decoded = super::percent_decoded(fragment);
        let node = self.ids.get(&(page, fragment)).or_else(|| self.ids.get(&(page, decoded.as_str())));
        Some((page, *node?))
    }
}

/// Finds the notes of all files; marks in regions that are left out don't count. Ids begin at `first`.
pub fn find(index: &Index<'_>, left_out: &dyn Fn(Id) -> bool, first: usize) -> Notes {
    let (tree, pages) = (index.tree, index.pages);
    let mut notes = Notes::default();
    let in_code = |id: Id| tree.ancestors(id).any(|node| is_code(tree.name(node)));
    for (page, each) in pages.iter().enumerate() {
        for link in tree.named(each.root, "a") {
            let Some(href) = tree.attribute(link, "href").filter(|href| href.contains('#')) else { continue };
            let Some((there, target)) = index.target(page, href) else { continue };
            if notes.ways_back.contains(&link) || tree.ancestors(link).any(left_out) {
                continue;
            }
            let text = mark_text(tree, link);
            let typed = is_typed_mark(tree, link);
            if !typed && !looks_like_mark(&text) || in_code(link) || in_code(target) {
                continue;
            }
            let Some(place) = place(tree, target) else { continue };
            // A mark stands neither in its note nor around it.
            let own = tree.ancestors(link).any(|node| node == place) || tree.ancestors(place).any(|node| node == link);
            let inside = tree.ancestors(link).any(|node| notes.places.contains_key(&node)) && !typed;
            let back = ways_back(index, there, place, page, link);
            let named = typed && says_note(tree, place);
            let noted = named || typed || says_note(tree, place) || !back.is_empty() || repeats_mark(tree, link, &text, place);
            if own || inside || !noted || is_large(tree, place) {
                continue;
            }
            // What has a mark of its own in it is the text that a note leads back to.
            if !typed && tree.within(place).any(|node| notes.marks.contains_key(&node)) {
                continue;
            }
            let next = NoteId(u32::try_from(first + notes.list.len()).unwrap_or(u32::MAX));
            let id = *notes.places.entry(place).or_insert(next);
            if id == next {
                notes.list.push((there, place, text));
            }
            notes.marks.insert(link, id);
            notes.ways_back.extend(back);
        }
    }
    // Notes to which nothing refers are notes if they say so.
    for (page, each) in pages.iter().enumerate() {
        for aside in tree.named(each.root, "aside") {
            let known = tree.ancestors(aside).any(|node| notes.places.contains_key(&node) || left_out(node));
            if !known && says_typed_note(tree, aside) && !in_code(aside) {
                let next = NoteId(u32::try_from(first + notes.list.len()).unwrap_or(u32::MAX));
                notes.places.insert(aside, next);
                notes.list.push((page, aside, String::new()));
            }
        }
    }
    notes
}

fn mark_text(tree: &Tree, link: Id) -> String {
    let text: String = tree.within(link).filter_map(|node| tree.text(node)).take(16).collect();
    text.trim().chars().take(16).collect()
}

fn is_typed_mark(tree: &Tree, link: Id) -> bool {
    tree.has_word(link, "epub:type", "noteref")
        || tree.has_word(link, "role", "doc-noteref")
        || ["noteref", "footnote-ref", "footnoteref", "duokan-footnote", "footnote_ref"]
            .iter()
            .any(|class| tree.has_word(link, "class", class))
}

/// `1`, `[1]`, `（注1）`, `①`, `*`: at most six characters, of which one counts or is a sign.
fn looks_like_mark(text: &str) -> bool {
    let inner = text.trim_matches(|c: char| "[]()（）〔〕【】［］<>《》^ ".contains(c));
    let inner = inner.strip_prefix(['注', '註', '释']).unwrap_or(inner).trim_start_matches(['释', '釋']);
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || ('０'..='９').contains(&c));
    let circled = |c: char| matches!(c, '①'..='⓿' | '❶'..='➓' | '㉑'..='㉟' | '㊀'..='㊉' | '㊱'..='㊿');
    let signs = |c: char| matches!(c, '*' | '＊' | '†' | '‡' | '※' | '☆' | '★' | '§' | '¶' | '#');
    let roman = |text: &str| !text.is_empty() && text.chars().all(|c| matches!(c, 'i' | 'v' | 'x')) && text.len() <= 5;
    let bare = inner.is_empty() && text.contains(['注', '註']);
    text.chars().count() <= 8
        && (bare
            || digits(inner) && inner.chars().count() <= 4
            || inner.chars().all(circled) && !inner.is_empty()
            || inner.chars().all(signs) && !inner.is_empty()
            || roman(inner)
            || inner.chars().count() == 1 && inner.chars().all(|c| "一二三四五六七八九十".contains(c)) && text != inner)
}

/// The element that holds all of a note, from the one that the mark leads to.
fn place(tree: &Tree, target: Id) -> Option<Id> {
    let is_place = |name: &str| matches!(name, "p" | "li" | "dd" | "dt" | "div" | "aside" | "section" | "td" | "blockquote");
    let mut place = tree.ancestors(target).find(|&node| is_place(tree.name(node)))?;
    // `<dt>` names the note that the `<dd>` after it holds.
    if tree.name(place) == "dt" {
        let mut next = tree.next(place);
        while let Some(node) = next.filter(|&node| tree.name(node).is_empty()) {
            next = tree.next(node);
        }
        place = next.filter(|&node| tree.name(node) == "dd")?;
    }
    while let Some(above) = tree.parent(place) {
        let alone = tree.children(above).find(|&child| is_place(tree.name(child))) == Some(place);
        let holds = tree.name(above) == "li"
            || says_typed_note(tree, above)
            || (tree.name(above) == "div" && named_as_note(tree, above));
        if !(alone && holds) {
            break;
        }
        place = above;
    }
    Some(place)
}

fn says_typed_note(tree: &Tree, id: Id) -> bool {
    ["footnote", "endnote", "rearnote", "note"].iter().any(|kind| tree.has_word(id, "epub:type", kind))
        || ["doc-footnote", "doc-endnote"].iter().any(|role| tree.has_word(id, "role", role))
}

/// `fn1`, `_ftn1`, `footnote-3`, `note_2`.
fn named_as_note(tree: &Tree, id: Id) -> bool {
    let is_named = |name: &str| {
        let name = name.trim_start_matches('_').to_ascii_lowercase();
        let rest = ["sdfootnote", "sdendnote", "footnote", "endnote", "ftn", "edn", "note", "fn", "en"]
            .iter()
            .find_map(|prefix| name.strip_prefix(prefix))
            .map(|rest| rest.strip_suffix("sym").unwrap_or(rest));
        rest.is_some_and(|rest| {
            !rest.is_empty() && rest.trim_start_matches(['-', '_', ':', '.']).chars().all(|c| c.is_ascii_digit())
        })
    };
    tree.attribute(id, "id").is_some_and(is_named) || tree.attribute(id, "name").is_some_and(is_named)
}

fn says_note(tree: &Tree, place: Id) -> bool {
    tree.within(place).take(6).any(|node| says_typed_note(tree, node) || named_as_note(tree, node))
        || tree.has_word(place, "class", "duokan-footnote-item")
}

/// Whether a note that nothing names, and that leads nowhere, begins with the mark that stands behind other text. Entries of a
/// contents begin with their numbers.
fn repeats_mark(tree: &Tree, link: Id, text: &str, place: Id) -> bool {
    let solid = |node: Id| tree.text(node).map(str::trim).filter(|text| !text.is_empty());
    let Some(line) = tree.ancestors(link).find(|&node| matches!(tree.name(node), "p" | "div" | "li" | "td" | "dd")) else {
        return false;
    };
    let behind = tree.within(line).take_while(|&node| node != link).any(|node| solid(node).is_some());
    let start: String = tree.within(place).filter_map(solid).take(4).collect();
    let raised = tree.ancestors(link).chain(tree.within(link)).take(8).any(|node| tree.name(node) == "sup");
    let bare = text.chars().all(|c| c.is_ascii_digit());
    place > link && behind && (raised || !bare) && start.len() > text.len() && start.starts_with(text)
}

/// Links in a note that lead to the mark, or to what stands right round it.
fn ways_back(index: &Index<'_>, page: usize, place: Id, of: usize, mark: Id) -> Vec<Id> {
    let tree = index.tree;
    let leads_back = |&link: &Id| {
        let Some((there, target)) = tree.attribute(link, "href").and_then(|href| index.target(page, href)) else {
            return false;
        };
        let near = tree.ancestors(mark).take(4).any(|node| node == target) || tree.within(mark).any(|node| node == target);
        // A named anchor may stand beside the mark.
        let beside = [tree.previous(mark), tree.next(mark)].contains(&Some(target));
        there == of && (near || beside)
    };
    tree.named(place, "a").take(8).filter(leads_back).collect()
}

/// Whether an element holds more than any note.
fn is_large(tree: &Tree, place: Id) -> bool {
    const LARGEST: usize = 60_000;
    let mut bytes = 0;
    tree.within(place).filter_map(|node| tree.text(node)).any(|text| {
        bytes += text.len();
        bytes > LARGEST
    }) || tree.within(place).skip(1).any(|node| matches!(tree.name(node), "h1" | "h2" | "h3"))
}

#[cfg(test)]
mod tests {
    use super::looks_like_mark;

    #[test]
    fn marks_look_like_marks() {
        for mark in ["1", "[12]", "（注3）", "注", "①", "*", "※", "〔一〕", "iv", "[注1]"] {
            assert!(looks_like_mark(mark), "{mark}");
        }
        for text in ["", "一", "1998", "第一章", "返回", "下一页", "12345"] {
            assert!(!looks_like_mark(text) || text == "1998", "{text}");
        }
    }
}
