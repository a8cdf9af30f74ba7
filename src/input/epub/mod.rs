//! EPUB, of any version and in any state: the files of the spine are read as pages of [`html`](super::html), in order.
//!
//! [`opf`] finds the files, [`contents`] gives headings to chapters that have none. A book that is encrypted is refused; fonts
//! that are merely scrambled are nobody's concern. Files that are named and not there are reported, and the rest is read. The
//! navigation document and a page that shows the cover and nothing else are no text of the book.

mod contents;
mod opf;

use super::Source;
use super::encoding::Decision;
use super::flow;
use super::html::{Files, How, Sheet, Shelf, joined, percent_decoded};
use super::package::Package;
use super::xml::{self, Xml};
use crate::diag::{Sink, Trouble};
use crate::env::Env;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Block, Document, GENERATOR, Kind, Media, MediaId, Meta, Origin, Text, facts};
use opf::{Item, Opf};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Whether bytes are an EPUB: a package that says so first, or has a container or a package document.
pub fn knows(bytes: &[u8]) -> bool {
    let zip = bytes.starts_with(b"PK\x03\x04");
    let first = bytes.get(30..).is_some_and(|rest| rest.starts_with(b"mimetypeapplication/epub+zip"));
    let has = |needle: &[u8]| memchr::memmem::find(bytes, needle).is_some();
    zip && (first || has(b"META-INF/container.xml") || (has(b".opf") && has(b"html")))
}

/// Reads a book.
pub fn read(source: &Source, document: &mut Document, sink: &mut Sink) -> Result<Option<Decision>> {
    let env = source.env;
    let mut package = Package::open(source.bytes, &env.limits)?;
    if !package.is_whole() {
        sink.push(Trouble::Truncated { what: "the directory of the package".to_owned() }, "");
    }
    let opf = opf::read(&mut package, env.limits.depth, sink);
    let encrypted = encrypted(&mut package, env.limits.depth, sink);
    let locked = |item: &&Item| encrypted.contains(&item.path.to_lowercase()) || package.is_encrypted(&item.path);
    if opf.spine.iter().any(|item| locked(&item)) {
        let message = "the book is encrypted (DRM); give a copy without protection";
        return Err(Error::new(ErrorKind::Encrypted, message));
    }
    let mut book = Book { files: Files::default(), paths: Vec::new(), sheets: BTreeMap::new() };
    let mut figures: Vec<(usize, String)> = Vec::new();
    for item in &opf.spine {
        if Some(&item.path) == opf.nav.as_ref() {
            continue;
        }
        if item.is_picture() {
            figures.push((book.paths.len(), item.path.clone()));
            continue;
        }
        let Some(bytes) = package.part(&item.path, sink) else {
            sink.push(Trouble::Truncated { what: format!("the book: {} is not there, and it", item.path) }, &item.path);
            continue;
        };
        let cover = shows_cover(&item.path, book.paths.is_empty(), &opf);
        book.add(item, bytes, &mut package, env, sink);
        if cover && book.files.drop_wordless() {
            book.paths.pop();
        }
    }
    if book.paths.is_empty() && figures.is_empty() {
        return Err(Error::new(ErrorKind::Corrupt, "the package has no file of text; if it is an archive, unpack it first"));
    }
    let own = opf.generator.starts_with(GENERATOR);
    let entries = toc(&opf, &mut package, env, sink);
    let mut shelf = Parts { package: &mut package, sink: Sink::new() };
    let mut chapters = book.files.blocks(&How { own, ..How::default() }, &[], &mut shelf, document, sink);
    let Parts { sink: told, .. } = shelf;
    sink.append(told);
    if !own {
        contents::levels(&mut chapters, &book.paths, &entries, document);
    }
    let mut by_path: BTreeMap<String, Vec<&contents::Entry>> = BTreeMap::new();
    entries.iter().for_each(|entry| by_path.entry(entry.path.to_ascii_lowercase()).or_default().push(entry));
    // Our own books name a text without headings after its file.
    for (blocks, path) in chapters.iter_mut().zip(&book.paths).filter(|_| !own) {
        contents::head(blocks, by_path.get(&path.to_ascii_lowercase()).map_or(&[], Vec::as_slice), document);
    }
    if !own {
        let paths: BTreeSet<&String> = book.paths.iter().collect();
        let place = |file: usize, target: &str| {
            let (target, fragment) = target.split_once('#').unwrap_or((target, ""));
            let path =
                if target.is_empty() { book.paths[file].clone() } else { joined(&book.paths[file], &percent_decoded(target)) };
            paths.contains(&path).then(|| format!("{path}#{fragment}"))
        };
        let named = (0..chapters.len()).filter(|&at| opf.contents.contains(&book.paths[at])).collect();
        flow::contents::mark(&mut chapters, place, &named, &mut document.log);
    }
    for (at, path) in figures.into_iter().rev() {
        let media = MediaId(u32::try_from(document.media.len()).unwrap_or(u32::MAX));
        let bytes = package.part(&path, sink).map(Arc::from);
        document.media.push(Media { reference: path, alt: String::new(), bytes });
        let figure = Block::new(Kind::Figure(media), Text::default(), Origin::None);
        chapters.insert(at.min(chapters.len()), vec![figure]);
    }
    document.blocks.extend(chapters.into_iter().flatten());
    if !own {
        flow::lines::mark(&mut document.blocks);
    }
    if book.files.is_vertical() {
        sink.push(Trouble::Flattened { what: "vertical writing".to_owned() }, "");
    }
    let source = std::mem::take(&mut document.meta.source);
    let meta = match own {
        true => facts::meta(opf.facts.iter().map(|(name, value)| (name.as_str(), value.as_str()))),
        // A series of books is no paper.
        false => Meta { masthead: None, ..opf.meta },
    };
    document.meta = Meta { source, ..meta };
    Ok(None)
}

/// The files of a book.
struct Book {
    files: Files,
    /// Their names in the package.
    paths: Vec<String>,
    /// Style sheets that were read.
    sheets: BTreeMap<String, Arc<Sheet>>,
}

impl Book {
    fn add(&mut self, item: &Item, bytes: Vec<u8>, package: &mut Package<'_>, env: &Env, sink: &mut Sink) {
        let text = xml::decode(bytes, &item.path, sink);
        let is_xml = item.media_type != "text/html" || text.trim_start().starts_with("<?xml");
        self.files.add(&text, &item.path, is_xml, env, sink);
        self.paths.push(item.path.clone());
        for href in self.files.linked_sheets() {
            let path = joined(&item.path, &percent_decoded(&href));
            if !self.sheets.contains_key(&path) {
                let mut sheet = Sheet::default();
                if let Some(bytes) = package.part(&path, sink) {
                    sheet.add(&String::from_utf8_lossy(&bytes));
                }
                self.sheets.insert(path.clone(), Arc::new(sheet));
            }
            self.files.add_sheet(&self.sheets[&path]);
        }
    }
}

/// Pictures in the package.
struct Parts<'a, 'b> {
    package: &'a mut Package<'b>,
    sink: Sink,
}

impl Shelf for Parts<'_, '_> {
    fn picture(&mut self, file: &str, reference: &str) -> (String, Option<Arc<[u8]>>) {
        if reference.contains("://") {
            return (reference.to_owned(), None);
        }
        let path = joined(file, &percent_decoded(reference.split(['#', '?']).next().unwrap_or(reference)));
        let bytes = self.package.part(&path, &mut self.sink).map(Arc::from);
        (path, bytes)
    }
}

/// Whether a file shows the cover: the package says so, or it is the first and its name says so.
fn shows_cover(path: &str, first: bool, opf: &Opf) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    let named = || ["cover", "titlepage", "fengmian", "封面"].iter().any(|word| name.contains(word));
    opf.covers.contains(path) || first && named()
}

/// The table of contents: of the navigation document, else of the NCX.
fn toc(opf: &Opf, package: &mut Package<'_>, env: &Env, sink: &mut Sink) -> Vec<contents::Entry> {
    let mut text = |path: &Option<String>| {
        let path = path.as_ref()?;
        Some((xml::decode(package.part(path, sink)?, path, sink), path.clone()))
    };
    let nav = text(&opf.nav).map(|(text, path)| contents::nav(&text, &path, env)).unwrap_or_default();
    if !nav.is_empty() {
        return nav;
    }
    text(&opf.ncx).map(|(text, path)| contents::ncx(&text, &path, env.limits.depth)).unwrap_or_default()
}

/// Ways of scrambling fonts: no protection of the text (OCF § 4.4, and Adobe's).
const SCRAMBLED: [&str; 2] = ["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"];

/// Parts that are encrypted, lower case.
fn encrypted(package: &mut Package<'_>, depth: u32, sink: &mut Sink) -> BTreeSet<String> {
    const NAME: &str = "META-INF/encryption.xml";
    let mut parts = BTreeSet::new();
    let Some(bytes) = package.part(NAME, sink) else { return parts };
    let text = xml::decode(bytes, NAME, sink);
    let mut xml = Xml::new(&text, NAME, depth);
    let Some(root) = xml.root().map(|_| xml.level()) else { return parts };
    while let Some(data) = xml.element(root) {
        let level = xml.level();
        let (mut scrambled, mut part) = (false, None);
        while let Some(element) = xml.element(level).filter(|_| data.name == "EncryptedData") {
            match element.name {
                "EncryptionMethod" => scrambled = element.get("Algorithm").is_some_and(|way| SCRAMBLED.contains(&way.trim())),
                "CipherData" => {
                    let inner = xml.level();
                    while let Some(reference) = xml.element(inner) {
                        part = part.or(reference.get("URI").map(|uri| percent_decoded(&uri).to_lowercase()));
                    }
                }
                _ => {}
            }
        }
        parts.extend(part.filter(|_| !scrambled));
    }
    parts
}
