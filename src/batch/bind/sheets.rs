//! PDFs bound as they are: every page unchanged, behind a new table of contents, under a new outline.
//!
//! The contents are set by the program's own typesetter; their numbers are those of the volume's pages, which the page labels say
//! as well. What belongs to a whole file (forms, names of places, structure, its own outline) is left behind: pages keep what
//! they draw, and their links to pages of the same file.

use super::Issue;
use super::volume::called;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Block, Cell, Document, DocumentKind, Kind, Origin, Reason, Role, Row, Rule, Table, Text, issue};
use lopdf::{Dictionary, Object, ObjectId, dictionary};

/// A place that the contents and the outline lead to.
pub struct Entry {
    /// 1 for an issue, 2 for an article.
    pub level: u8,
    /// What it is called.
    pub title: String,
    /// The page in the volume, from 1.
    pub page: usize,
}

/// What the issues hold, with the pages on which it stands; `pages` are how many each issue has.
pub fn entries(issues: &[Issue], pages: &[usize]) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut before = 0;
    for (bound, count) in issues.iter().zip(pages) {
        entries.push(Entry { level: 1, title: called(bound), page: before + 1 });
        for article in issue::pages(&bound.document).iter().flat_map(|page| &page.articles) {
            let own = article.headline.and_then(|block| block.hints.page).unwrap_or(1) as usize;
            let title = article.title();
            if !title.is_empty() {
                entries.push(Entry { level: 2, title, page: before + own.clamp(1, (*count).max(1)) });
            }
        }
        before += count;
    }
    entries
}

/// The document of the first pages: the volume's name, and the contents as a table.
pub fn front(title: &str, entries: &[Entry]) -> Document {
    let mut front = Document::default();
    front.meta.kind = Some(DocumentKind::Article);
    front.meta.title = Some(title.to_owned());
    let reason = Reason::certain(Rule::Bound, "the volume's own words");
    let heading = Block::made(Kind::Paragraph(Role::Title), title, &reason, &mut front.log);
    let mut rows = Vec::with_capacity(entries.len());
    for entry in entries {
        let indent = if entry.level > 1 { "\u{3000}" } else { "" };
        let cells = [format!("{indent}{}", entry.title), entry.page.to_string()];
        let cells = cells.map(|words| Cell {
            blocks: vec![Block::made(Kind::default(), words, &reason, &mut front.log)],
            ..Cell::default()
        });
        rows.push(Row { header: false, cells: cells.into() });
    }
    front.blocks.push(heading);
    front.blocks.push(Block::new(Kind::Table(Table { rows }), Text::default(), Origin::None));
    front
}

/// A file that was opened.
pub struct Sheets {
    document: lopdf::Document,
    count: usize,
}

impl Sheets {
    /// Opens a PDF.
    pub fn open(bytes: &[u8]) -> Result<Sheets> {
        let document = lopdf::Document::load_mem(bytes).map_err(broken)?;
        if document.is_encrypted() {
            return Err(Error::new(
                ErrorKind::Encrypted,
                "the file is encrypted; decrypt it first, or bind it without --as-is",
            ));
        }
        let count = document.get_pages().len();
        if count == 0 {
            return Err(Error::new(ErrorKind::Corrupt, "the file has no pages that can be bound as they are"));
        }
        Ok(Sheets { document, count })
    }

    /// How many pages it has.
    pub fn count(&self) -> usize {
        self.count
    }
}

fn broken(error: lopdf::Error) -> Error {
    Error::new(ErrorKind::Corrupt, "the file can't be bound as it is").with_source(error)
}

/// What a page may have from the nodes above it.
const INHERITED: [&[u8]; 4] = [b"Resources", b"MediaBox", b"CropBox", b"Rotate"];
/// Nodes above a page, at most.
const DEPTH: usize = 64;

/// Binds files behind the first pages.
pub fn bind(front: Sheets, files: Vec<Sheets>, title: &str, entries: &[Entry]) -> Result<Vec<u8>> {
    let mut volume = lopdf::Document::with_version("1.7");
    let root = volume.new_object_id();
    let first = front.count();
    let mut kids: Vec<ObjectId> = Vec::new();
    for Sheets { mut document, .. } in std::iter::once(front).chain(files) {
        document.renumber_objects_with(volume.max_id + 1);
        let pages: Vec<ObjectId> = document.get_pages().into_values().collect();
        for &id in &pages {
            if let Some(mut page) = whole(&document, id) {
                page.set("Parent", Object::Reference(root));
                document.objects.insert(id, Object::Dictionary(page));
            }
        }
        kids.extend(pages);
        volume.max_id = volume.max_id.max(document.max_id);
        volume.objects.append(&mut document.objects);
    }
    let count = i64::try_from(kids.len()).unwrap_or(i64::MAX);
    let references: Vec<Object> = kids.iter().copied().map(Object::Reference).collect();
    volume.objects.insert(root, Object::Dictionary(dictionary! { "Type" => "Pages", "Kids" => references, "Count" => count }));
    let outline = outline(&mut volume, &kids[first.min(kids.len())..], entries);
    let body = i64::try_from(first).unwrap_or(0);
    let labels = vec![
        0.into(),
        Object::Dictionary(dictionary! { "S" => "r" }),
        body.into(),
        Object::Dictionary(dictionary! { "S" => "D" }),
    ];
    let labels = dictionary! { "Nums" => labels };
    let catalog = volume.add_object(dictionary! {
        "Type" => "Catalog", "Pages" => root, "Outlines" => outline, "PageMode" => "UseOutlines", "PageLabels" => labels,
    });
    let info = volume.add_object(
        dictionary! { "Title" => lopdf::text_string(title), "Producer" => lopdf::text_string(crate::model::GENERATOR) },
    );
    volume.trailer.set("Root", catalog);
    volume.trailer.set("Info", info);
    volume.prune_objects();
    let mut bytes = Vec::new();
    volume.save_to(&mut bytes).map_err(|error| Error::from(error).context("writing pdf"))?;
    Ok(bytes)
}

/// A page with what it has from the nodes above it.
fn whole(document: &lopdf::Document, id: ObjectId) -> Option<Dictionary> {
    let mut page = document.get_dictionary(id).ok()?.clone();
    let mut above = page.get(b"Parent").and_then(Object::as_reference).ok();
    for _ in 0..DEPTH {
        let Some(node) = above.and_then(|id| document.get_dictionary(id).ok()) else { break };
        for key in INHERITED {
            if !page.has(key)
                && let Ok(value) = node.get(key)
            {
                page.set(key, value.clone());
            }
        }
        above = node.get(b"Parent").and_then(Object::as_reference).ok();
    }
    Some(page)
}

/// The outline: issues, and under each its articles.
fn outline(volume: &mut lopdf::Document, pages: &[ObjectId], entries: &[Entry]) -> ObjectId {
    let root = volume.new_object_id();
    let ids: Vec<ObjectId> = entries.iter().map(|_| volume.new_object_id()).collect();
    let issues = (0..entries.len()).filter(|&at| entries[at].level == 1).collect();
    let mut families: Vec<(Option<usize>, Vec<usize>)> = vec![(None, issues)];
    families.extend((0..entries.len()).filter(|&at| entries[at].level == 1).map(|at| {
        let end = (at + 1..entries.len()).find(|&next| entries[next].level == 1).unwrap_or(entries.len());
        (Some(at), (at + 1..end).collect())
    }));
    let mut items: Vec<Dictionary> = entries
        .iter()
        .map(|entry| {
            let mut item = dictionary! { "Title" => lopdf::text_string(&entry.title) };
            if let Some(&page) = pages.get(entry.page.saturating_sub(1)) {
                item.set("Dest", vec![Object::Reference(page), "Fit".into()]);
            }
            item
        })
        .collect();
    let mut top = dictionary! { "Type" => "Outlines" };
    for (of, family) in families {
        let own = of.map_or(root, |at| ids[at]);
        for (place, &at) in family.iter().enumerate() {
            items[at].set("Parent", own);
            if let Some(&before) = place.checked_sub(1).and_then(|before| family.get(before)) {
                items[at].set("Prev", ids[before]);
            }
            if let Some(&next) = family.get(place + 1) {
                items[at].set("Next", ids[next]);
            }
        }
        if let (Some(&first), Some(&last)) = (family.first(), family.last()) {
            let node = match of {
                Some(at) => &mut items[at],
                None => &mut top,
            };
            node.set("First", ids[first]);
            node.set("Last", ids[last]);
            let count = i64::try_from(family.len()).unwrap_or(i64::MAX);
            // The articles of an issue are folded in.
            node.set("Count", if of.is_some() { -count } else { count });
        }
    }
    for (id, item) in ids.into_iter().zip(items) {
        volume.objects.insert(id, Object::Dictionary(item));
    }
    volume.objects.insert(root, Object::Dictionary(top));
    root
}
