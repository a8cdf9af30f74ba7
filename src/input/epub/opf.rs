//! The package document: where it is, what it says of the book, and what the book is made of.
//!
//! Nothing that it says is needed: a package without a container is looked through for a package document, and one without
//! that for files of text, which are read in natural order.

use crate::diag::{Sink, Trouble};
use crate::input::html::{joined, percent_decoded};
use crate::input::package::Package;
use crate::input::xml::{self, Xml};
use crate::model::Meta;
use std::collections::{BTreeMap, BTreeSet};

/// A file of the book.
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// Its name in the package.
    pub path: String,
    /// Its media type.
    pub media_type: String,
    /// `nav`, `cover-image`, and their like.
    pub properties: String,
    /// Another item to read where this one can't be.
    fallback: Option<String>,
}

/// What the package document says.
#[derive(Debug, Default)]
pub struct Opf {
    /// What it says of the book.
    pub meta: Meta,
    /// The files in reading order; those outside of the line come last.
    pub spine: Vec<Item>,
    /// The navigation document.
    pub nav: Option<String>,
    /// The NCX.
    pub ncx: Option<String>,
    /// Files that show the cover.
    pub covers: BTreeSet<String>,
    /// Files that hold the table of contents, as the guide says.
    pub contents: BTreeSet<String>,
    /// The program that made the book.
    pub generator: String,
    /// Names and contents of what EPUB 2 calls metadata.
    pub facts: Vec<(String, String)>,
}

/// Reads a package document; gives what can be found without one where there is none.
pub fn read(package: &mut Package<'_>, depth: u32, sink: &mut Sink) -> Opf {
    let path = container(package, depth, sink).or_else(|| {
        let mut found: Vec<String> = package.names().filter(|name| name.ends_with(".opf")).map(str::to_owned).collect();
        found.sort_by_key(|name| (name.matches('/').count(), name.len()));
        found.into_iter().next()
    });
    let mut opf = match path.and_then(|path| Some((package.part(&path, sink)?, path))) {
        Some((bytes, path)) => document(&xml::decode(bytes, &path, sink), &path, depth, sink),
        None => {
            sink.push(Trouble::Truncated { what: "the package document".to_owned() }, "");
            Opf::default()
        }
    };
    if opf.spine.iter().all(|item| !package.has(&item.path)) {
        let is_text = |name: &&str| [".xhtml", ".html", ".htm", ".xht"].iter().any(|end| name.ends_with(end));
        let mut found: Vec<String> = package.names().filter(is_text).map(str::to_owned).collect();
        found.sort_by(|a, b| crate::text::natural::compare(a, b));
        let item = |path| Item { path, media_type: "application/xhtml+xml".to_owned(), ..Item::default() };
        opf.spine = found.into_iter().filter(|path| Some(path) != opf.nav.as_ref()).map(item).collect();
    }
    opf
}

/// The path of the package document that the container names.
fn container(package: &mut Package<'_>, depth: u32, sink: &mut Sink) -> Option<String> {
    const NAME: &str = "META-INF/container.xml";
    let bytes = package.part(NAME, sink)?;
    let text = xml::decode(bytes, NAME, sink);
    let mut xml = Xml::new(&text, NAME, depth);
    let mut paths = Vec::new();
    let root = xml.root().map(|_| xml.level())?;
    while let Some(files) = xml.element(root) {
        let level = xml.level();
        while let Some(file) = xml.element(level).filter(|_| files.name == "rootfiles") {
            paths.extend(file.get("full-path").map(|path| percent_decoded(&path)));
        }
    }
    paths.into_iter().find(|path| package.has(path))
}

/// A file as the manifest has it, with its id.
type Manifest = BTreeMap<String, Item>;

fn document(text: &str, path: &str, depth: u32, sink: &mut Sink) -> Opf {
    let mut opf = Opf::default();
    let mut manifest = Manifest::new();
    let mut spine: Vec<(String, bool)> = Vec::new();
    let mut ncx = None;
    let mut xml = Xml::new(text, path, depth);
    let Some(root) = xml.root().map(|_| xml.level()) else { return opf };
    while let Some(part) = xml.element(root) {
        let level = xml.level();
        match part.name {
            "metadata" => metadata(&mut xml, &mut opf),
            "manifest" => {
                while let Some(item) = xml.element(level) {
                    let (Some(id), Some(href)) = (item.get("id"), item.get("href")) else { continue };
                    let attribute = |name: &str| item.get(name).unwrap_or_default().trim().to_owned();
                    let item = Item {
                        path: joined(path, &percent_decoded(href.split('#').next().unwrap_or_default())),
                        media_type: attribute("media-type").to_ascii_lowercase(),
                        properties: attribute("properties"),
                        fallback: item.get("fallback").map(|id| id.into_owned()),
                    };
                    if item.properties.split_whitespace().any(|word| word == "nav") {
                        opf.nav.get_or_insert(item.path.clone());
                    }
                    manifest.entry(id.into_owned()).or_insert(item);
                }
            }
            "spine" => {
                ncx = part.get("toc").map(|id| id.into_owned());
                while let Some(item) = xml.element(level) {
                    if let Some(id) = item.get("idref") {
                        spine.push((id.into_owned(), item.get("linear").is_none_or(|linear| linear != "no")));
                    }
                }
            }
            "guide" => {
                while let Some(reference) = xml.element(level) {
                    let Some(href) = reference.get("href") else { continue };
                    let file = || joined(path, &percent_decoded(href.split('#').next().unwrap_or_default()));
                    match reference.get("type").as_deref() {
                        Some("cover") => drop(opf.covers.insert(file())),
                        Some("toc") => drop(opf.contents.insert(file())),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    xml.report(sink);
    let is_ncx = |item: &&Item| item.media_type == "application/x-dtbncx+xml";
    opf.ncx = ncx.and_then(|id| manifest.get(&id)).or_else(|| manifest.values().find(is_ncx)).map(|item| item.path.clone());
    let mut aside = Vec::new();
    let mut seen: BTreeMap<String, u8> = BTreeMap::new();
    for (id, linear) in spine {
        let Some(item) = manifest.get(&id) else {
            sink.push(Trouble::Truncated { what: format!("the spine, which names {id} and no such file is listed,") }, path);
            continue;
        };
        let item = readable(item, &manifest).unwrap_or(item).clone();
        // A file may stand in a book more than once; a hostile one would stand there a million times.
        let times = seen.entry(item.path.clone()).or_default();
        *times = times.saturating_add(1);
        if *times <= REPEATS {
            if linear { opf.spine.push(item) } else { aside.push(item) }
        }
    }
    opf.spine.append(&mut aside);
    opf
}

/// So often a file may stand in the spine.
const REPEATS: u8 = 8;

/// The item, or the first of its fallbacks, that is text.
fn readable<'a>(item: &'a Item, manifest: &'a Manifest) -> Option<&'a Item> {
    let mut seen = BTreeSet::new();
    let mut at = Some(item);
    while let Some(item) = at {
        if item.is_text() {
            return Some(item);
        }
        at = item.fallback.as_ref().filter(|id| seen.insert(id.as_str())).and_then(|id| manifest.get(id));
    }
    None
}

impl Item {
    /// Whether it is a content document, by its type or, where that is missing or strange, by its name.
    pub fn is_text(&self) -> bool {
        match self.media_type.as_str() {
            "application/xhtml+xml" | "text/html" | "text/x-oeb1-document" | "image/svg+xml" | "application/html+xml" => true,
            kind if kind.starts_with("image/") || kind.starts_with("audio/") || kind.starts_with("video/") => false,
            _ => [".xhtml", ".html", ".htm", ".xht"].iter().any(|end| self.path.to_ascii_lowercase().ends_with(end)),
        }
    }

    /// Whether it is a picture.
    pub fn is_picture(&self) -> bool {
        self.media_type.starts_with("image/") && self.media_type != "image/svg+xml"
    }
}

fn metadata(xml: &mut Xml<'_>, opf: &mut Opf) {
    let level = xml.level();
    while let Some(element) = xml.element(level) {
        let property = element.get("property").unwrap_or_default().into_owned();
        let name = element.get("name").unwrap_or_default().into_owned();
        let content = element.get("content").unwrap_or_default().into_owned();
        let role = element.get("role").unwrap_or_default().into_owned();
        // EPUB 1 has its own level for these.
        if matches!(element.name, "dc-metadata" | "x-metadata") {
            metadata(xml, opf);
            continue;
        }
        let meta = &mut opf.meta;
        let text = xml.text().split_whitespace().collect::<Vec<_>>().join(" ");
        match element.name.to_ascii_lowercase().as_str() {
            "title" if meta.title.is_none() && !text.is_empty() => meta.title = Some(text),
            "creator" if !text.is_empty() && (role.is_empty() || role == "aut") => meta.creators.push(text),
            "language" if meta.language.is_none() && !text.is_empty() && text != "und" => meta.language = Some(text),
            "date" if meta.date.is_none() => meta.date = date(&text),
            "meta" if name == "generator" => opf.generator = content,
            "meta" if property == "belongs-to-collection" && !text.is_empty() => {
                meta.masthead.get_or_insert_default().name = Some(text);
            }
            "meta" if property == "group-position" && !text.is_empty() => {
                meta.masthead.get_or_insert_default().issue = Some(text);
            }
            "meta" if name == "calibre:series" && !content.is_empty() => {
                meta.masthead.get_or_insert_default().name = Some(content);
            }
            "meta" if !name.is_empty() => opf.facts.push((name, content)),
            _ => {}
        }
    }
}

/// A date as ISO 8601: a day or, failing that, a year.
fn date(text: &str) -> Option<String> {
    let year = |text: &str| (text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.to_owned());
    crate::input::html::iso_date(text).filter(|date| !date.starts_with("0101")).or_else(|| year(text.get(..4)?))
}
