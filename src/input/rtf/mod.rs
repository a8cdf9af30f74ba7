//! RTF (1.9.1): the text form of Word's documents, as Word, WPS, LibreOffice, TextEdit and many others write it.
//!
//! The source is tokens ([`lexer`]); groups inherit a state ([`state`]) and give it back at their end; tables at the start say
//! fonts, styles and lists ([`tables`]). What control words do stands in [`words`], where characters go in [`text`]; nothing
//! is recursive, so that no depth of groups is too deep.

mod groups;
mod lexer;
mod state;
mod tables;
#[cfg(test)]
mod tests;
mod text;
mod words;

use super::encoding::Decision;
use super::flow::codepage::Codepage;
use super::flow::story::Story;
use super::flow::{breaks, lines, margins};
use super::reader::Source;
use crate::diag::{Sink, Trouble};
use crate::error::Result;
use crate::model::{Block, Document, NoteId};
use lexer::{Lexer, Token};
use state::State;
use std::collections::BTreeMap;
use tables::{Font, Lists, Style, Styles};

/// Groups inside groups: deeper ones are read as a part of the last.
const DEEPEST: usize = 4096;
/// White space that may stand before the document.
const BEFORE: usize = 64;

/// Whether bytes are RTF.
pub fn knows(bytes: &[u8]) -> bool {
    start(bytes).is_some()
}

/// Where the document begins.
fn start(bytes: &[u8]) -> Option<usize> {
    let bom = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let space = bytes[bom..].iter().take(BEFORE).take_while(|byte| byte.is_ascii_whitespace() || **byte == 0).count();
    bytes[bom + space..].starts_with(b"{\\rtf").then_some(bom + space)
}

/// Reads a document.
pub fn read(source: &Source, document: &mut Document, sink: &mut Sink) -> Result<Option<Decision>> {
    let bytes = source.bytes.get(start(source.bytes).unwrap_or(0)..).unwrap_or_default();
    let mut reader = Reader {
        document,
        sink,
        comments: source.options.comments,
        lexer: Lexer::new(bytes),
        state: State::new(),
        outer: Vec::new(),
        deeper: 0,
        starred: false,
        utf8: !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok(),
        codepage: Codepage::WESTERN,
        by_language: None,
        default_font: 0,
        fonts: BTreeMap::new(),
        styles: Styles::default(),
        lists: Lists::default(),
        font: (0, Font::default()),
        style: ((false, 0), Style::default()),
        entries: 0,
        stories: vec![Story::new("rtf")],
        waiting: Waiting::default(),
        label: String::new(),
        title: String::new(),
        author: String::new(),
        comment: String::new(),
        initials: String::new(),
        picture: text::Picture::default(),
        furniture: Vec::new(),
        notes: 0,
    };
    reader.run();
    reader.finish();
    Ok(None)
}

/// Characters that were met and are not in the text yet.
#[derive(Default)]
struct Waiting {
    /// Bytes of a code page.
    bytes: Vec<u8>,
    codepage: Option<Codepage>,
    /// The first half of a pair in UTF-16.
    half: Option<u16>,
    /// Characters that stand in for one that was said in Unicode, still to come.
    fallback: u32,
    /// Characters with the same properties.
    run: String,
}

/// A document that is being read.
struct Reader<'r, 'b> {
    document: &'r mut Document,
    sink: &'r mut Sink,
    comments: bool,
    lexer: Lexer<'b>,
    /// What holds here.
    state: State,
    /// What holds in the groups around.
    outer: Vec<State>,
    /// Groups that are too deep.
    deeper: usize,
    /// The next control word may be skipped with its group.
    starred: bool,
    /// Bytes that stand for themselves are UTF-8.
    utf8: bool,
    /// The code page of fonts that say none.
    codepage: Codepage,
    /// The code page of the language that text is in by default: programs that know nothing of character sets write bytes of it.
    by_language: Option<Codepage>,
    default_font: i32,
    fonts: BTreeMap<i32, Font>,
    styles: Styles,
    lists: Lists,
    /// The entry of a table that is being read: its number and what it says.
    font: (i32, Font),
    style: ((bool, i32), Style),
    /// The depth at which entries of the table lie.
    entries: usize,
    /// Stories around each other, the innermost last; never empty.
    stories: Vec<Story>,
    waiting: Waiting,
    label: String,
    title: String,
    author: String,
    comment: String,
    initials: String,
    picture: text::Picture,
    furniture: Vec<Block>,
    notes: u32,
}

impl Reader<'_, '_> {
    fn run(&mut self) {
        while let Some(token) = self.lexer.next() {
            match token {
                Token::Open => self.open(),
                Token::Close => {
                    if self.close() {
                        return;
                    }
                }
                Token::Word(word, number) => self.word(word, number),
                Token::Symbol(symbol) => self.symbol(symbol),
                Token::Hex(byte) => self.byte(byte, false),
                Token::Byte(byte) => self.byte(byte, true),
                Token::Bytes(bytes) => self.picture.take(bytes),
            }
        }
        self.sink.push(Trouble::Truncated { what: "the document".to_owned() }, "");
        while !self.outer.is_empty() {
            self.close();
        }
    }

    fn finish(mut self) {
        while self.stories.len() > 1 {
            self.end_story_into_text();
        }
        self.end_paragraph_if_any();
        let log = &mut self.document.log;
        let blocks = self.stories.pop().map(|story| story.finish(log)).unwrap_or_default();
        self.document.blocks.extend(blocks);
        self.document.blocks.append(&mut self.furniture);
        margins::describe(self.document, &self.title, &self.author);
        breaks::part_paragraphs(&mut self.document.blocks, &mut self.document.log);
        lines::mark(&mut self.document.blocks);
    }

    fn story(&mut self) -> &mut Story {
        self.stories.last_mut().expect("the main story is never ended before the document")
    }

    /// The note that comes next.
    fn next_note(&self) -> NoteId {
        NoteId(u32::try_from(self.document.notes.len()).unwrap_or(u32::MAX))
    }
}
