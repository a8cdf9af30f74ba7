//! DOC and WPS: the binary format of Word 97–2003 and of Kingsoft's Writer (MS-DOC), in a compound file.
//!
//! The head ([`fib`]) says where the tables lie; the piece table ([`pieces`]) where the characters do; runs ([`runs`]) give them
//! properties; stories ([`body`]) make them blocks. Older Words, encrypted files and what is no document of Word's are refused
//! by name.

mod body;
mod fib;
mod lists;
mod pictures;
pub(super) mod pieces;
mod plc;
mod properties;
mod runs;
mod sprm;
mod styles;
mod summary;
#[cfg(test)]
mod tests;

use super::detect;
use super::encoding::Decision;
use super::flow::{breaks, lines, margins};
use super::ole::{self, Compound, u16_at, u32_at};
use super::reader::Source;
use crate::diag::{Sink, Trouble};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Document, Note, NoteId, Origin, Rule};
use body::Body;
use fib::{Fib, Part, StoryKind};
use plc::Plc;
use std::collections::{BTreeMap, BTreeSet};

/// Word 2 and older write their document without a compound file.
const OLD: [&[u8]; 4] = [b"\xdb\xa5", b"\x9b\xa5", b"\x31\xbe\0\0", b"\x9c\xa5"];

/// Whether bytes are a compound file, or a document of a Word that is older than those.
pub fn knows(bytes: &[u8]) -> bool {
    bytes.starts_with(ole::MAGIC) || is_old(bytes) || is_owner(bytes)
}

/// The file that Word leaves beside a document that is open: the length and the name of its user, twice.
fn is_owner(bytes: &[u8]) -> bool {
    let name = bytes.first().is_some_and(|length| (1..=52).contains(length));
    let again = u16_at(bytes, 54).is_some_and(|length| (1..=52).contains(&length));
    bytes.len() == 162 && name && again
}

/// A magic of two bytes is little evidence: a head of a document has NUL bytes as well.
fn is_old(bytes: &[u8]) -> bool {
    OLD.iter().any(|magic| bytes.starts_with(magic))
        && bytes.get(..96).is_some_and(|head| head.iter().filter(|byte| **byte == 0).count() >= 24)
}

/// Reads a document.
pub fn read(source: &Source, document: &mut Document, sink: &mut Sink) -> Result<Option<Decision>> {
    if is_old(source.bytes) {
        let message = "the document was written by Word 2 or an older Word, which can't be read; save it as DOCX or RTF first";
        return Err(Error::new(ErrorKind::Unsupported, message));
    }
    if is_owner(source.bytes) {
        let message =
            "the file is the mark that Word leaves beside an open document and holds no text; convert the document itself";
        return Err(Error::new(ErrorKind::Invalid, message));
    }
    let file = Compound::open(source.bytes).ok_or_else(|| {
        Error::new(ErrorKind::Corrupt, "the compound file (OLE) has no readable directory; look for another copy")
    })?;
    let (word, whole) = file.stream("WordDocument").ok_or_else(|| refusal(&file))?;
    let fib = Fib::read(&word)?;
    if fib.story(StoryKind::Main).is_empty() {
        let message = "the document is damaged: its head (FIB) says that there is no text; look for another copy";
        return Err(Error::new(ErrorKind::Corrupt, message));
    }
    let table = ["0Table", "1Table"];
    let named = usize::from(fib.second_table);
    let (table, whole_table) = file
        .stream(table[named])
        .or_else(|| file.stream(table[1 - named]).map(|(bytes, _)| (bytes, false)))
        .unwrap_or_default();
    if !whole || !whole_table {
        sink.push(Trouble::Truncated { what: "the document".to_owned() }, "");
    }
    let (data, _) = file.stream("Data").unwrap_or_default();
    let pieces = pieces::pieces(&fib, &table);
    let huge = |place: u32| {
        let place = place as usize;
        let length = usize::from(u16_at(&data, place).unwrap_or(0));
        data.get(place + 2..place + 2 + length).unwrap_or_default()
    };
    let flowing_sections = sections(&fib, &word, &table);
    let mut body = Body {
        characters: runs::Runs::characters(&fib, &word, &table),
        paragraphs: runs::Runs::paragraphs(&fib, &word, &table),
        styles: styles::read(fib.part(Part::Styles, &table), &huge),
        fonts: fonts(fib.part(Part::Fonts, &table)),
        numbering: lists::read(&fib, &table),
        word: &word,
        table: &table,
        data: &data,
        fib,
        pieces: pieces.into(),
        document,
        sink,
        notes: BTreeMap::new(),
        comments: BTreeMap::new(),
        boxes: BTreeMap::new(),
        shapes: BTreeMap::new(),
        pictures: BTreeMap::new(),
        flowing_sections,
        cut: false,
    };
    body.drawings();
    let notes = body.marks(source.options.comments);
    let main = body.story(body.fib.story(StoryKind::Main), StoryKind::Main);
    body.document.blocks.extend(main);
    for range in body.rest_of_boxes() {
        let blocks = body.story(range, StoryKind::Boxes);
        body.document.blocks.extend(blocks);
    }
    for (id, kind, range) in notes {
        let blocks = body.story(range, kind);
        if let Some(note) = body.document.notes.get_mut(id.0 as usize) {
            note.blocks = blocks;
        }
    }
    if !source.options.comments {
        body.drop_comments();
    }
    body.heads();
    summary::read(&file, document);
    breaks::part_paragraphs(&mut document.blocks, &mut document.log);
    lines::mark(&mut document.blocks);
    Ok(None)
}

/// Why a compound file without a document of Word's can't be read.
fn refusal(file: &Compound<'_>) -> Error {
    if file.has("EncryptedPackage") || file.has("EncryptionInfo") {
        return detect::encrypted("the document");
    }
    match ole::what_it_is(file) {
        Some((what, next)) => Error::new(ErrorKind::Unsupported, format!("the file is {what}, which can't be read; {next}")),
        None if file.paths().next().is_none() => {
            Error::new(ErrorKind::Corrupt, "the compound file (OLE) has an empty directory; look for another copy")
        }
        None => {
            let message = "the compound file (OLE) holds no document of Word's (no stream WordDocument); open it with the program that wrote it";
            Error::new(ErrorKind::Unsupported, message)
        }
    }
}

/// The places at which sections end whose next section does not begin a page (MS-DOC 2.8.26).
fn sections(fib: &Fib, word: &[u8], table: &[u8]) -> BTreeSet<u32> {
    let sections = Plc::new(fib.part(Part::Sections, table), 12);
    let mut flowing = BTreeSet::new();
    for number in 1..sections.len() {
        let (Some(place), Some(record)) = (sections.place(number), sections.record(number)) else { break };
        let start = u32_at(record, 2).unwrap_or(u32::MAX) as usize;
        let length = usize::from(u16_at(word, start).unwrap_or(0));
        let said = word.get(start.saturating_add(2)..start.saturating_add(2 + length)).unwrap_or_default();
        let flows = sprm::sprms(said).any(|sprm| sprm.id == 0x3009 && matches!(sprm.byte(), 0 | 1));
        if flows {
            flowing.insert(place);
        }
    }
    flowing
}

/// The names of the fonts (MS-DOC 2.9.286).
fn fonts(bytes: &[u8]) -> Vec<String> {
    let mut at = 4;
    let mut fonts = Vec::new();
    while let Some(length) = bytes.get(at).map(|length| usize::from(*length)) {
        let font = bytes.get(at + 1..at + 1 + length).unwrap_or_default();
        let units = font.get(39..).unwrap_or_default().chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
        fonts.push(char::decode_utf16(units.take_while(|unit| *unit != 0)).filter_map(|c| c.ok()).collect());
        at += 1 + length;
    }
    fonts
}

/// A note, which story it is told in, and where.
type NoteText = (NoteId, StoryKind, std::ops::Range<u32>);

impl Body<'_, '_> {
    /// Finds the marks of notes, and of comments where they are wanted; gives the notes' texts.
    fn marks(&mut self, comments: bool) -> Vec<NoteText> {
        let mut texts = Vec::new();
        let mut kinds = vec![
            (Part::FootnoteMarks, 2, Part::FootnoteTexts, StoryKind::Footnotes),
            (Part::EndnoteMarks, 2, Part::EndnoteTexts, StoryKind::Endnotes),
        ];
        if comments {
            kinds.push((Part::CommentMarks, 30, Part::CommentTexts, StoryKind::Comments));
        }
        for (marks, record, notes, kind) in kinds {
            let marks = Plc::new(self.fib.part(marks, self.table), record);
            for (number, range) in self.stretches(notes, kind).into_iter().enumerate() {
                let place = marks.place(number).filter(|_| number < marks.len());
                let is_comment = kind == StoryKind::Comments;
                let label = match marks.record(number).filter(|_| is_comment) {
                    Some(record) => initials(record),
                    None => (number + 1).to_string(),
                };
                // The last stretch is what lies behind the last note.
                if place.is_none() && range.len() <= 1 {
                    continue;
                }
                let id = NoteId(u32::try_from(self.document.notes.len()).unwrap_or(u32::MAX));
                match place {
                    Some(place) if is_comment => drop(self.comments.insert(place, id)),
                    Some(place) => drop(self.notes.insert(place, id)),
                    None => self.sink.push(Trouble::DanglingNote { label: label.clone() }, ""),
                }
                self.document.notes.push(Note { label, blocks: Vec::new() });
                texts.push((id, kind, range));
            }
        }
        texts
    }

    /// The stretches of a table that counts from a story's start, no further than its end.
    fn stretches(&self, part: Part, kind: StoryKind) -> Vec<std::ops::Range<u32>> {
        let story = self.fib.story(kind);
        let within = |place: u32| story.start.saturating_add(place).min(story.end);
        let plc = Plc::new(self.fib.part(part, self.table), 0);
        plc.stretches().map(|range| within(range.start)..within(range.end)).collect()
    }

    /// Comments that nobody asked for are recorded as left out.
    fn drop_comments(&mut self) {
        let text = self.text(self.fib.story(StoryKind::Comments));
        if !text.is_empty() {
            let origin = Origin::Part { part: "WordDocument".into(), node: 0 };
            self.remove(&text, &origin, Rule::Comment, "comments");
        }
    }

    /// Heads and feet, each distinct one once, and their text boxes.
    fn heads(&mut self) {
        let mut seen = BTreeSet::new();
        // The first six are the lines above notes.
        let heads = self.stretches(Part::HeadTexts, StoryKind::Heads);
        for range in heads.into_iter().skip(6).chain([self.fib.story(StoryKind::HeadBoxes)]) {
            if range.is_empty() || !seen.insert(self.text(range.clone())) {
                continue;
            }
            let blocks = self.story(range, StoryKind::Heads);
            self.document.blocks.extend(margins::furniture(blocks));
        }
    }
}

/// The initials of a comment's author (MS-DOC 2.9.2).
fn initials(record: &[u8]) -> String {
    let length = usize::from(u16_at(record, 0).unwrap_or(0)).min(9);
    let units = record.get(2..2 + 2 * length).unwrap_or_default().chunks_exact(2);
    let units: Vec<u16> = units.map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    String::from_utf16_lossy(&units)
}
