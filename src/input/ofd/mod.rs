//! OFD (GB/T 33190—2016): a ZIP package of XML, pages with every character in its place.
//!
//! `OFD.xml` names the documents, each document its pages, templates and resources ([`resources`]), each page its objects
//! ([`content`], lengths in millimetres). The pages become [`Page`]s for the analysis that PDF shares; signatures are not
//! checked and seals not drawn. Elements are known by their local names: producers write more than one namespace.

mod content;
mod geometry;
mod path;
mod resources;

use super::Source;
use super::encoding::Decision;
use super::layout;
use super::layout::page::{Facts, OutlineItem, Page};
use super::package::Package;
use super::xml::{Level, Xml, decode};
use crate::diag::{Sink, Trouble};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Document, Media, MediaId};
use content::Painter;
use rayon::prelude::*;
use resources::{Body, PageEntry, Resources};
use std::collections::{BTreeMap, BTreeSet};

/// Points in a millimetre.
const POINTS: f32 = 72.0 / 25.4;

/// Whether bytes are an OFD package: a ZIP file that names its entry.
pub fn knows(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK") && ["OFD.xml", "ofd.xml"].iter().any(|name| memchr::memmem::find(bytes, name.as_bytes()).is_some())
}

/// Reads a package.
pub fn read(source: &Source, document: &mut Document, sink: &mut Sink) -> Result<Option<Decision>> {
    let mut package = Package::open(source.bytes, &source.env.limits)?;
    if !package.is_whole() {
        sink.push(Trouble::Truncated { what: "the package".to_owned() }, "");
    }
    let depth = source.env.limits.depth;
    let mut files = Files { package: &mut package, depth, judged: source.looks.is_some() };
    let bodies = resources::bodies(&mut files, sink);
    if files.package.is_encrypted("OFD.xml") || files.package.has("encryptions.xml") || files.package.has("encryptentries.dat")
    {
        return Err(Error::new(
            ErrorKind::Encrypted,
            "the OFD package is encrypted; open it in a reader and save a copy without",
        ));
    }
    let mut sheets = Vec::new();
    let mut facts = Facts::default();
    for body in &bodies {
        body.describe(&mut document.meta);
        one(body, &mut files, document, &mut sheets, &mut facts, sink);
    }
    orphans(&bodies, &mut files, document, &mut sheets, &mut facts, sink);
    if sheets.is_empty() {
        return Err(Error::new(ErrorKind::Corrupt, "the OFD package has no page that can be read"));
    }
    layout::document(sheets, facts, source, document);
    Ok(None)
}

/// The package's parts as text.
pub struct Files<'p, 'a> {
    package: &'p mut Package<'a>,
    depth: u32,
    /// Whether the look of pages is asked for.
    judged: bool,
}

impl Files<'_, '_> {
    /// A part's characters.
    fn text(&mut self, path: &str, sink: &mut Sink) -> Option<String> {
        let bytes = self.package.part(path, sink)?;
        Some(decode(bytes, path, sink))
    }
}

/// Reads one of the package's documents.
fn one(
    body: &Body,
    files: &mut Files<'_, '_>,
    document: &mut Document,
    sheets: &mut Vec<layout::Sheet>,
    facts: &mut Facts,
    sink: &mut Sink,
) {
    let resources = Resources::read(&body.root, files, sink);
    for name in &resources.attachments {
        sink.push(Trouble::LeftOut { what: format!("the attachment {name}") }, "");
    }
    pages_of(&resources, files, document, sheets, facts, sink);
}

/// Reads the pages that resources list.
fn pages_of(
    resources: &Resources,
    files: &mut Files<'_, '_>,
    document: &mut Document,
    sheets: &mut Vec<layout::Sheet>,
    facts: &mut Facts,
    sink: &mut Sink,
) {
    let mut media = Pictures { ids: BTreeMap::new(), resources };
    let first = u32::try_from(sheets.len()).unwrap_or(u32::MAX);
    let repeated = repeated(&resources.pages, files, sink);
    // Pages are gathered some at a time: glyphs of all pages at once are more than anyone needs.
    let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
    for (group, pages) in resources.pages.chunks(32).enumerate() {
        let mut ready: Vec<Page> = Vec::with_capacity(pages.len());
        for (index, entry) in pages.iter().enumerate() {
            let number = first + u32::try_from(32 * group + index).unwrap_or(u32::MAX - first) + 1;
            numbers.insert(&entry.id, number);
            let mut painter = Painter::new(number, resources, files.depth);
            paint(entry, &repeated, resources, &mut painter, files, sink);
            let mut page = painter.finish();
            for (image, resource) in page.page.images.iter_mut().zip(&page.resources) {
                image.media = media.load(resource, files, document, sink);
            }
            ready.push(page.page);
        }
        let judged = files.judged;
        sheets.par_extend(ready.into_par_iter().map(|page| layout::sheet(page, judged)));
    }
    facts.outline.extend(resources.outline.iter().map(|item| OutlineItem {
        title: item.title.clone(),
        level: item.level,
        page: numbers.get(item.page.as_str()).copied(),
        y: item.top.map(|top| top * POINTS),
    }));
}

/// Pages that lie in the package and that no document names: what is left of a damaged or reworked package. They are read at the
/// end, and reported.
fn orphans(
    bodies: &[Body],
    files: &mut Files<'_, '_>,
    document: &mut Document,
    sheets: &mut Vec<layout::Sheet>,
    facts: &mut Facts,
    sink: &mut Sink,
) {
    let mut named: BTreeSet<String> = BTreeSet::new();
    for body in bodies {
        let resources = Resources::read(&body.root, files, &mut Sink::new());
        named.extend(resources.pages.iter().map(|page| page.path.to_lowercase()));
        named.extend(resources.templates.values().map(|path| path.to_lowercase()));
    }
    let is_page = |name: &&str| name.contains("/pages/") && name.ends_with("/content.xml") && !named.contains(*name);
    let mut paths: Vec<String> = files.package.names().filter(is_page).map(str::to_owned).collect();
    paths.sort_by_key(|path| (path.len(), path.clone()));
    for path in &paths {
        sink.push(Trouble::Unlisted { what: format!("the page {path}") }, "");
    }
    if !paths.is_empty() {
        let pages = paths.into_iter().map(|path| PageEntry { id: String::new(), path }).collect();
        let root = bodies.first().map(|body| Resources::read(&body.root, files, &mut Sink::new())).unwrap_or_default();
        pages_of(&Resources { pages, outline: Vec::new(), ..root }, files, document, sheets, facts, sink);
    }
}

/// Templates that more than one page uses: what they hold belongs to the pages. A form's template is used once, and its labels
/// are text.
fn repeated(pages: &[PageEntry], files: &mut Files<'_, '_>, sink: &mut Sink) -> BTreeMap<String, usize> {
    let mut uses = BTreeMap::new();
    if pages.len() < 2 {
        return uses;
    }
    for page in pages {
        let Some(text) = files.text(&page.path, sink) else { continue };
        for template in content::templates(&text, &page.path, files.depth) {
            *uses.entry(template).or_default() += 1;
        }
    }
    uses
}

/// Paints templates, the page and its annotations.
fn paint(
    entry: &PageEntry,
    repeated: &BTreeMap<String, usize>,
    resources: &Resources,
    painter: &mut Painter<'_>,
    files: &mut Files<'_, '_>,
    sink: &mut Sink,
) {
    let Some(text) = files.text(&entry.path, sink) else {
        sink.push(Trouble::Truncated { what: format!("the page {}", entry.path) }, "");
        return;
    };
    painter.area(&text, &entry.path);
    for template in content::templates(&text, &entry.path, files.depth) {
        let Some(path) = resources.templates.get(&template) else { continue };
        let furniture = repeated.get(&template).is_some_and(|&uses| uses > 1);
        if let Some(text) = files.text(path, sink) {
            painter.paint(&text, path, furniture, sink);
        }
    }
    painter.paint(&text, &entry.path, false, sink);
    for path in resources.annotations.get(&entry.id).into_iter().flatten() {
        if let Some(text) = files.text(path, sink) {
            painter.annotations(&text, path, sink);
        }
    }
}

/// Pictures that were loaded, by resource.
struct Pictures<'r> {
    ids: BTreeMap<String, Option<MediaId>>,
    resources: &'r Resources,
}

impl Pictures<'_> {
    fn load(&mut self, resource: &str, files: &mut Files<'_, '_>, document: &mut Document, sink: &mut Sink) -> Option<MediaId> {
        if let Some(known) = self.ids.get(resource) {
            return *known;
        }
        let path = self.resources.media.get(resource);
        let bytes = path.and_then(|path| files.package.part(path, sink));
        let readable = bytes.filter(|bytes| bytes.starts_with(b"\x89PNG") || bytes.starts_with(b"\xff\xd8\xff"));
        let id = match readable {
            Some(bytes) => {
                let reference = path.cloned().unwrap_or_default();
                document.media.push(Media { reference, alt: String::new(), bytes: Some(bytes.into()) });
                u32::try_from(document.media.len() - 1).ok().map(MediaId)
            }
            None => {
                let reference = path.cloned().unwrap_or_else(|| format!("resource {resource}"));
                sink.push(Trouble::MissingImage { reference }, "");
                None
            }
        };
        self.ids.insert(resource.to_owned(), id);
        id
    }
}

/// The path that a reference in a part means: from the package's root, or from the part's own folder.
fn resolve(part: &str, reference: &str) -> String {
    let reference = reference.trim().replace('\\', "/");
    let mut steps: Vec<&str> = Vec::new();
    let folder = part.rfind('/').map_or("", |at| &part[..at]);
    let all = if reference.starts_with('/') { reference.clone() } else { format!("{folder}/{reference}") };
    for step in all.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            _ => steps.push(step),
        }
    }
    steps.join("/")
}

/// Goes through the children of the element that was told last.
fn children<'a>(xml: &mut Xml<'a>, mut visit: impl FnMut(&mut Xml<'a>, &super::xml::Element<'a>)) {
    let level = xml.level();
    while let Some(element) = xml.element(level) {
        visit(xml, &element);
    }
}

/// A reader of a part, at its root element.
fn open<'a>(text: &'a str, path: &str, depth: u32) -> Option<Xml<'a>> {
    let mut xml = Xml::new(text, path, depth);
    xml.element(Level::ROOT)?;
    Some(xml)
}

#[cfg(test)]
mod tests;
