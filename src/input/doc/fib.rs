//! The File Information Block (MS-DOC 2.5): which Word wrote the file, how long its stories are, and where its tables lie.

use crate::error::{Error, ErrorKind, Result};
use crate::input::detect;
use crate::input::ole::{u16_at, u32_at};
use std::ops::Range;

/// The tables that are read, by their number in `FibRgFcLcb97`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Styles = 1,
    FootnoteMarks = 2,
    FootnoteTexts = 3,
    CommentMarks = 4,
    CommentTexts = 5,
    Sections = 6,
    HeadTexts = 11,
    CharacterRuns = 12,
    ParagraphRuns = 13,
    Fonts = 15,
    Clx = 33,
    Shapes = 40,
    EndnoteMarks = 46,
    EndnoteTexts = 47,
    Drawings = 50,
    BoxTexts = 56,
    Lists = 73,
    ListUses = 74,
}

/// The stories of a document, in the order in which their characters are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoryKind {
    /// The main text.
    Main,
    /// Footnotes.
    Footnotes,
    /// Heads and feet.
    Heads,
    /// Comments. Macros, which nobody writes any more, come before.
    Comments = 4,
    /// Endnotes.
    Endnotes,
    /// Text boxes.
    Boxes,
    /// Text boxes in heads and feet.
    HeadBoxes,
}

/// What the block says.
pub struct Fib {
    /// The second table stream is used.
    pub second_table: bool,
    /// The language that Word itself spoke, for the code page of text in bytes.
    pub language: u16,
    /// Where text begins and ends, for files without a piece table.
    pub text: Range<u32>,
    lengths: [u32; 8],
    tables: Vec<(u32, u32)>,
}

impl Fib {
    /// Reads the block at the start of the stream `WordDocument`, and refuses what can't be read, saying why.
    pub fn read(word: &[u8]) -> Result<Fib> {
        let unsupported = |message: &str| Err(Error::new(ErrorKind::Unsupported, message));
        let cut = || Error::new(ErrorKind::Corrupt, "the document's head (FIB) is damaged or cut off; look for another copy");
        let magic = u16_at(word, 0).ok_or_else(cut)?;
        let version = u16_at(word, 2).ok_or_else(cut)?;
        let flags = u16_at(word, 0x0a).ok_or_else(cut)?;
        match magic {
            0xa5ec => {}
            0xa5dc if version < 0xc1 => {
                return unsupported(
                    "the document was written by Word 6 or Word 95, which can't be read; save it as Word 97–2003, DOCX or RTF first",
                );
            }
            0xa5dc => {}
            0xa5db | 0xa59b | 0xa59c | 0x37fe | 0x31be => {
                return unsupported(
                    "the document was written by Word 2 or an older Word, which can't be read; save it as DOCX or RTF first",
                );
            }
            _ => return Err(cut()),
        }
        if flags & 0x0100 != 0 {
            let obfuscated = "the document is encrypted (XOR obfuscation); save it without a password first";
            return Err(match flags & 0x8000 != 0 {
                true => Error::new(ErrorKind::Encrypted, obfuscated),
                false => detect::encrypted("the document"),
            });
        }
        let words = usize::from(u16_at(word, 0x20).ok_or_else(cut)?);
        let numbers_at = 0x22 + 2 * words;
        let numbers = usize::from(u16_at(word, numbers_at).ok_or_else(cut)?);
        let lengths_at = numbers_at + 2 + 12;
        let tables_at = numbers_at + 2 + 4 * numbers;
        let pairs = usize::from(u16_at(word, tables_at).ok_or_else(cut)?);
        let mut lengths = [0; 8];
        for (place, length) in lengths.iter_mut().enumerate() {
            *length = u32_at(word, lengths_at + 4 * place).filter(|length| *length < 1 << 30).unwrap_or(0);
        }
        let pair = |number: usize| {
            let at = tables_at + 2 + 8 * number;
            Some((u32_at(word, at)?, u32_at(word, at + 4)?))
        };
        let language = u16_at(word, 0x3c).filter(|id| words >= 14 && *id != 0 && flags & 0x4000 != 0);
        Ok(Fib {
            second_table: flags & 0x0200 != 0,
            language: language.or_else(|| u16_at(word, 6)).unwrap_or(0),
            text: u32_at(word, 0x18).unwrap_or(0)..u32_at(word, 0x1c).unwrap_or(0),
            lengths,
            tables: (0..pairs).map_while(pair).collect(),
        })
    }

    /// The characters of a story.
    pub fn story(&self, kind: StoryKind) -> Range<u32> {
        let place = kind as usize;
        let start = self.lengths[..place].iter().fold(0u32, |sum, length| sum.saturating_add(*length));
        start..start.saturating_add(self.lengths[place])
    }

    /// A table's bytes, as far as they are there.
    pub fn part<'t>(&self, part: Part, table: &'t [u8]) -> &'t [u8] {
        let (start, length) = self.place(part);
        let rest = table.get(start..).unwrap_or_default();
        &rest[..rest.len().min(length)]
    }

    /// Where a table starts, and its length.
    pub fn place(&self, part: Part) -> (usize, usize) {
        let (start, length) = self.tables.get(part as usize).copied().unwrap_or((0, 0));
        (start as usize, length as usize)
    }
}
