//! DOCX, DOCM and DOTX: WordprocessingML (ECMA-376, ISO/IEC 29500), strict and transitional, as Word, WPS and the rest write it.
//!
//! The main part is found by the package's relations, or by its customary name where they are broken. Styles, numbering, notes
//! and comments are read first; the main text is read once, from its start to its end ([`body`]); then heads and feet, each
//! once, as furniture, and the metadata. Of tracked changes the accepted text is read, and what was deleted is recorded.

mod body;
mod chart;
mod chunk;
mod drawing;
mod inline;
mod look;
mod margins;
mod math;
mod numbering;
mod properties;
mod relations;
mod styles;
mod table;
#[cfg(test)]
mod tests;

use super::detect;
use super::encoding::Decision;
use super::flow::{breaks, lines};
use super::look::Look;
use super::package::Package;
use super::reader::Source;
use super::xml::{Level, Space, Xml, decode};
use crate::diag::{Sink, Trouble};
use crate::env::Limits;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Document, Note};
use body::{Body, NoteKind, Story};
use relations::Relations;
use std::collections::{BTreeMap, BTreeSet};
use styles::Styles;

/// Whether bytes are a package of WordprocessingML.
pub fn knows(bytes: &[u8]) -> bool {
    if !bytes.starts_with(b"PK") {
        return false;
    }
    let Ok(mut package) = Package::open(bytes, &Limits::default()) else { return false };
    if package.names().any(|name| name.starts_with("word/")) {
        return true;
    }
    let types = package.part("[Content_Types].xml", &mut Sink::new()).unwrap_or_default();
    memchr::memmem::find(&types, b"wordprocessingml").is_some()
}

/// Reads a package.
pub fn read(source: &Source, document: &mut Document, sink: &mut Sink) -> Result<Option<Decision>> {
    let limits = &source.env.limits;
    let mut package = Package::open(source.bytes, limits)?;
    if !package.is_whole() {
        sink.push(Trouble::Truncated { what: "the package".to_owned() }, "");
    }
    let main = main_part(&mut package, limits.depth, sink).ok_or_else(|| {
        Error::new(
            ErrorKind::Corrupt,
            "the package holds no main text (word/document.xml); it may be cut off: look for another copy",
        )
    })?;
    if package.is_encrypted(&main) {
        return Err(detect::encrypted("the package"));
    }
    let relations = relations_of(&mut package, &main, limits.depth, sink);
    let own = part_text(&mut package, "docProps/app.xml", sink)
        .is_some_and(|text| text.contains("<Application>chongpai</Application>"));
    let named = |kind: &str, fallback: &str| {
        let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
        relations.first(kind).map_or_else(|| format!("{folder}/{fallback}"), str::to_owned)
    };
    let parts = ["styles", "numbering", "footnotes", "endnotes", "comments"].map(|kind| named(kind, &format!("{kind}.xml")));
    if let Some(looks) = source.looks.filter(|_| !source.inside)
        && let Ok(mut looks) = looks.lock()
    {
        *looks = seen(&mut package, &main, &parts[0], &relations, limits.depth);
    }
    let styles = with_part(&mut package, &parts[0], limits.depth, sink, Styles::read).unwrap_or_default();
    let numbering = with_part(&mut package, &parts[1], limits.depth, sink, numbering::read).unwrap_or_default();
    let mut body = Body {
        package: &mut package,
        document,
        sink,
        limits,
        source,
        styles,
        numbering,
        relations: Relations::default(),
        own,
        pictures: BTreeMap::new(),
        notes: BTreeMap::new(),
        numbered: BTreeMap::new(),
        bookmarks: BTreeMap::new(),
        open_bookmarks: BTreeMap::new(),
        told: BTreeSet::new(),
        margins: Vec::new(),
        depth: 0,
        placeholder: false,
        in_margin: false,
        story: Story::default(),
    };
    body.notes_of(&parts[2], NoteKind::Foot);
    body.notes_of(&parts[3], NoteKind::End);
    match source.options.comments {
        true => body.notes_of(&parts[4], NoteKind::Comment),
        false => body.drop_comments(&parts[4]),
    }
    body.relations = relations;
    body.main(&main)?;
    body.margins();
    body.rest_of_notes();
    if own {
        margins::own_meta(&mut package, document, sink);
    } else {
        margins::meta(&mut package, document, sink);
        breaks::part_paragraphs(&mut document.blocks, &mut document.log);
        lines::mark(&mut document.blocks);
    }
    Ok(None)
}

impl Body<'_, '_> {
    /// The main text.
    fn main(&mut self, part: &str) -> Result<()> {
        let text = part_text(self.package, part, self.sink).unwrap_or_default();
        let mut xml = Xml::new(&text, part, self.limits.depth);
        let Some(root) = xml.root() else {
            return Err(Error::new(ErrorKind::Corrupt, format!("the part {part} holds no document; look for another copy")));
        };
        if root.space == Space::Html {
            return Err(Error::new(ErrorKind::Unsupported, format!("the part {part} is no document of Word's")));
        }
        let mut blocks = self.main_story(&mut xml);
        xml.report(self.sink);
        self.document.blocks.append(&mut blocks);
        Ok(())
    }

    /// Reads the notes of a part, and keeps them for their marks.
    fn notes_of(&mut self, part: &str, kind: NoteKind) {
        let Some(text) = part_text(self.package, part, self.sink) else { return };
        self.relations = self.relations_of(part);
        let mut xml = Xml::new(&text, part, self.limits.depth);
        if xml.root().is_none() {
            return;
        }
        let level = xml.level();
        let mut count = 0u32;
        while let Some(element) = xml.element(level) {
            let separates = element
                .get("type")
                .is_some_and(|kind| kind.to_ascii_lowercase().contains("separator") || kind.contains("Notice"));
            if element.space != Space::Word || separates {
                continue;
            }
            let id = element.get("id").unwrap_or_default().into_owned();
            let author = element.get("author").filter(|_| kind == NoteKind::Comment).map(String::from);
            let blocks = self.inner_story(&mut xml);
            count += 1;
            let label = author.unwrap_or_else(|| count.to_string());
            let note = self.notes.entry((kind, id)).or_insert(Note { label, blocks: Vec::new() });
            note.blocks.extend(blocks);
        }
        xml.report(self.sink);
    }

    /// Comments that nobody asked for are read, and recorded as left out.
    fn drop_comments(&mut self, part: &str) {
        let Some(text) = part_text(self.package, part, self.sink) else { return };
        let mut xml = Xml::new(&text, part, self.limits.depth);
        xml.root();
        let level = xml.level();
        while level != Level::ROOT
            && let Some(element) = xml.element(level)
        {
            let comment = inline::texts(&mut xml);
            self.remove(&comment, xml.origin(element.node), crate::model::Rule::Comment, "a comment");
        }
        xml.report(self.sink);
    }

    /// Notes that nothing refers to are kept: their text is the document's.
    fn rest_of_notes(&mut self) {
        for ((_, id), note) in std::mem::take(&mut self.notes) {
            if !note.blocks.is_empty() {
                self.sink.push(Trouble::DanglingNote { label: id }, "");
                self.document.notes.push(note);
            }
        }
    }
}

/// What the document looks like. What is wrong with its parts is told when their text is read.
fn seen(package: &mut Package<'_>, main: &str, styles: &str, relations: &Relations, depth: u32) -> Look {
    let unheard = &mut Sink::new();
    let mut text = |part: &str| part_text(package, part, unheard).unwrap_or_default();
    let settings = relations.first("settings").map_or_else(|| "word/settings.xml".to_owned(), str::to_owned);
    let margins = relations.targets("footer").map(|part| (part.to_owned(), text(part))).collect();
    let (main, styles, settings) = (text(main), text(styles), text(&settings));
    look::read(&look::Parts { main: &main, styles: &styles, settings: &settings, relations, margins: &margins, depth })
}

/// The main part: what the package's relations name, else what is customary, else the first part that looks like it.
fn main_part(package: &mut Package<'_>, depth: u32, sink: &mut Sink) -> Option<String> {
    let relations = relations_of(package, "", depth, sink);
    let named = relations.first("officeDocument").filter(|name| package.has(name)).map(str::to_owned);
    let customary = || package.has("word/document.xml").then(|| "word/document.xml".to_owned());
    let similar = || {
        let is_main = |name: &&str| name.starts_with("word/document") && name.ends_with(".xml");
        package.names().find(is_main).map(str::to_owned)
    };
    named.or_else(customary).or_else(similar)
}

/// A part's characters; `None` where there is no such part.
fn part_text(package: &mut Package<'_>, part: &str, sink: &mut Sink) -> Option<String> {
    let bytes = package.part(part, sink)?;
    Some(decode(bytes, part, sink))
}

fn with_part<T>(package: &mut Package<'_>, part: &str, depth: u32, sink: &mut Sink, read: fn(&mut Xml<'_>) -> T) -> Option<T> {
    let text = part_text(package, part, sink)?;
    let mut xml = Xml::new(&text, part, depth);
    let value = read(&mut xml);
    xml.report(sink);
    Some(value)
}

/// The relations of a part; none where they are not there.
fn relations_of(package: &mut Package<'_>, part: &str, depth: u32, sink: &mut Sink) -> Relations {
    let name = Relations::part_of(part);
    let Some(text) = part_text(package, &name, sink) else { return Relations::default() };
    let mut xml = Xml::new(&text, &name, depth);
    let relations = Relations::read(&mut xml, part);
    xml.report(sink);
    relations
}
