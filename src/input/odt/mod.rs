//! ODT: texts of OpenDocument (ISO/IEC 26300), packed or as one flat file.
//!
//! [`styles`] says what styles come to, [`lists`] how lists count; [`body`] reads the flow of paragraphs, with tables, notes and
//! pictures, and [`inline`] what stands in a paragraph. Tracked changes are accepted: what was deleted lies apart in the file, and
//! is recorded as removed.

mod body;
mod formula;
mod inline;
mod lists;
mod styles;
mod table;
#[cfg(test)]
mod tests;

use super::detect;
use super::encoding::Decision;
use super::flow::{breaks, lines, margins};
use super::package::Package;
use super::reader::Source;
use super::xml::{Element, Space, Xml, decode};
use crate::diag::{Sink, Trouble};
use crate::env::Limits;
use crate::error::{Error, ErrorKind, Result};
use crate::model::Document;
use body::Body;
use styles::Styles;

/// What the first part of a package says it is.
const TYPE: &[u8] = b"application/vnd.oasis.opendocument.text";

/// Whether bytes are a text of OpenDocument.
pub fn knows(bytes: &[u8]) -> bool {
    if !bytes.starts_with(b"PK") {
        return is_flat(bytes);
    }
    let head = &bytes[..bytes.len().min(256)];
    if memchr::memmem::find(head, b"vnd.oasis.opendocument").is_some() {
        return memchr::memmem::find(head, TYPE).is_some();
    }
    let package = Package::open(bytes, &Limits::default());
    package.is_ok_and(|package| package.has("content.xml") && package.has("META-INF/manifest.xml"))
}

/// Whether bytes are one flat file.
fn is_flat(bytes: &[u8]) -> bool {
    // A package may hold its parts as they are.
    if bytes.starts_with(b"PK") {
        return false;
    }
    // The type stands in the root's tag, behind its namespaces.
    let head = &bytes[..bytes.len().min(64 << 10)];
    let Some(root) = memchr::memmem::find(head, b"<office:document") else { return false };
    let end = memchr::memchr(b'>', &head[root..]).map_or(head.len(), |end| root + end);
    memchr::memmem::find(&head[root..end], TYPE).is_some()
}

/// Reads a text.
pub fn read(source: &Source, document: &mut Document, sink: &mut Sink) -> Result<Option<Decision>> {
    let limits = &source.env.limits;
    let mut package = match is_flat(source.bytes) {
        true => None,
        false => Some(Package::open(source.bytes, limits)?),
    };
    if package.as_ref().is_some_and(|package| !package.is_whole()) {
        sink.push(Trouble::Truncated { what: "the package".to_owned() }, "");
    }
    if let Some(package) = &mut package {
        let manifest = package.part("META-INF/manifest.xml", sink).unwrap_or_default();
        if memchr::memmem::find(&manifest, b"encryption-data").is_some() {
            return Err(detect::encrypted("the document"));
        }
    }
    let mut part = |name: &str, sink: &mut Sink| match &mut package {
        Some(package) => package.part(name, sink).map(|bytes| decode(bytes, name, sink)),
        None => Some(decode(source.bytes.to_vec(), name, sink)),
    };
    let Some(content) = part("content.xml", sink) else {
        return Err(Error::new(
            ErrorKind::Corrupt,
            "the package holds no content.xml; it may be cut off: look for another copy",
        ));
    };
    let own = part("styles.xml", sink).unwrap_or_default();
    let about = part("meta.xml", sink).unwrap_or_default();
    let mut styles = Styles::default();
    // The styles of a package that holds one file are read once.
    let parts: &[&str] = if package.is_some() { &[&own, &content] } else { &[&content] };
    for text in parts {
        styles.read(&mut Xml::new(text, "styles.xml", limits.depth));
    }
    let mut body = Body::new(document, sink, source.env, source.options.comments, styles, package.as_mut());
    let found = body.main(&content, "content.xml");
    match is_flat(source.bytes) {
        true => body.margins(&content, "content.xml"),
        false => body.margins(&own, "styles.xml"),
    }
    if !found {
        return Err(Error::new(
            ErrorKind::Unsupported,
            "the package holds no text (a table or a presentation?); export it as text",
        ));
    }
    let (title, creators) = meta(&about, limits.depth);
    margins::describe(document, &title, &creators);
    breaks::part_paragraphs(&mut document.blocks, &mut document.log);
    lines::mark(&mut document.blocks);
    Ok(None)
}

/// Title and authors, as the file says them.
fn meta(text: &str, depth: u32) -> (String, String) {
    let mut xml = Xml::new(text, "meta.xml", depth);
    let (mut title, mut creators) = (String::new(), String::new());
    walk(&mut xml, &mut |xml, element| {
        match (element.space, element.name) {
            (Space::Dublin, "title") => title = xml.text(),
            (Space::OdfMeta, "initial-creator") if creators.is_empty() => creators = xml.text(),
            (Space::Dublin, "creator") => creators = xml.text(),
            (Space::OdfOffice, "body") => {}
            _ => return true,
        }
        false
    });
    (title, creators)
}

/// Visits the elements of a part from its root down; `visit` says whether to go into one.
fn walk<'a>(xml: &mut Xml<'a>, visit: &mut impl FnMut(&mut Xml<'a>, &Element<'a>) -> bool) {
    let mut levels = vec![super::xml::Level::ROOT];
    while let Some(&level) = levels.last() {
        match xml.element(level) {
            Some(element) => {
                let inner = xml.level();
                if visit(xml, &element) {
                    levels.push(inner);
                }
            }
            None => drop(levels.pop()),
        }
    }
}
