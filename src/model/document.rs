//! The document: metadata, blocks, notes, media, and the log.

use super::block::{Block, Kind};
use super::edit::{EditLog, Imbalance};
use super::tally::Tally;
use super::text::Text;
use super::walk;
use rayon::prelude::*;
use serde::Serialize;
use std::sync::Arc;

/// The name with which this program signs the files that it writes; readers know their own by it.
pub const GENERATOR: &str = env!("CARGO_PKG_NAME");

/// A whole document.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// What is known about it.
    pub meta: Meta,
    /// The text, in reading order.
    pub blocks: Vec<Block>,
    /// Footnotes and endnotes; [`NoteId`] is the index.
    pub notes: Vec<Note>,
    /// Pictures; [`MediaId`] is the index.
    pub media: Vec<Media>,
    /// Every change since it was read.
    pub log: EditLog,
}

impl Document {
    /// What all text of the document weighs, furniture and notes included.
    pub fn tally(&self) -> Tally {
        sum(walk::texts(self).collect(), Text::tally)
    }

    /// What a writer must write: all text but furniture.
    pub fn visible_tally(&self) -> Tally {
        sum(walk::visible_texts(self).collect(), Text::tally)
    }

    /// The same without white space, which layout turns into geometry.
    pub fn solid_tally(&self) -> Tally {
        sum(walk::visible_texts(self).collect(), Text::solid_tally)
    }

    /// Puts another document behind this one: its blocks, notes, pictures and log. Metadata stays this one's.
    pub fn append(&mut self, mut other: Document) {
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let (notes, media) = (count(self.notes.len()), count(self.media.len()));
        let mut renumber = |block: &mut Block, _: &mut EditLog| {
            block.text.renumber(notes, media);
            match &mut block.kind {
                Kind::Figure(id) => id.0 = id.0.saturating_add(media),
                Kind::List(list) => list.items.iter_mut().for_each(|item| item.label.renumber(notes, media)),
                _ => {}
            }
        };
        walk::each_block(&mut other, &mut renumber);
        self.blocks.append(&mut other.blocks);
        self.notes.append(&mut other.notes);
        self.media.append(&mut other.media);
        self.log.append(other.log);
    }

    /// The law of the house: what was read − removed + inserted is what is here.
    pub fn balance(&self) -> Result<(), Imbalance> {
        self.log.balance(self.tally())
    }
}

/// What many texts weigh.
fn sum(texts: Vec<&Text>, tally: fn(&Text) -> Tally) -> Tally {
    texts.par_iter().with_min_len(256).map(|text| tally(text)).reduce(Tally::default, std::ops::Add::add)
}

/// What is known about a document beside its text.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Meta {
    /// The kind of document, once it is known.
    pub kind: Option<DocumentKind>,
    /// The title, a copy of the text that says it.
    pub title: Option<String>,
    /// Who wrote or issued it.
    pub creators: Vec<String>,
    /// The date as ISO 8601, `2024-02-07`, or a year alone.
    pub date: Option<String>,
    /// The language (BCP 47): `zh-Hans`, `zh-Hant`, `ja`, `ko`, `en`.
    pub language: Option<String>,
    /// The script of a Chinese text.
    pub script: Option<Script>,
    /// A newspaper's or magazine's masthead.
    pub masthead: Option<Masthead>,
    /// The source's name, without its folder and extension.
    pub source: String,
    /// Several issues bound together: headings of the first level are issues.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub bound: bool,
}

/// The four kinds of document that style and structure depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum DocumentKind {
    /// A paper or magazine: articles with headline stacks.
    Newspaper,
    /// An official notice 公文, a law, a regulation.
    Notice,
    /// A book: chapters.
    Book,
    /// Anything else that has a title and text.
    Article,
}

impl DocumentKind {
    /// Every kind, for tables and tests.
    pub const ALL: [DocumentKind; 4] =
        [DocumentKind::Newspaper, DocumentKind::Notice, DocumentKind::Book, DocumentKind::Article];

    /// The kind as a word.
    pub fn name(self) -> &'static str {
        match self {
            DocumentKind::Newspaper => "newspaper",
            DocumentKind::Notice => "notice",
            DocumentKind::Book => "book",
            DocumentKind::Article => "article",
        }
    }
}

/// Simplified or traditional characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Script {
    /// 简体.
    Hans,
    /// 繁體.
    Hant,
}

/// What a paper says about itself (NP-1).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Masthead {
    /// The paper's name.
    pub name: Option<String>,
    /// Running number of the issue.
    pub issue: Option<String>,
    /// CN number 国内统一连续出版物号.
    pub cn: Option<String>,
    /// Postal code 邮发代号.
    pub post: Option<String>,
    /// Number of pages 版 in the issue.
    pub pages: Option<u32>,
    /// Who is answerable for it: 主管, 主办.
    pub owner: Option<String>,
    /// Where it is to be found: on the web, or in a street.
    pub address: Option<String>,
}

/// A note's place in [`Document::notes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NoteId(pub u32);

/// A footnote or endnote.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Note {
    /// The label in the source; writers number anew.
    pub label: String,
    /// The content.
    pub blocks: Vec<Block>,
}

/// A picture's place in [`Document::media`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MediaId(pub u32);

/// A picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Media {
    /// The reference as the source has it: a path or a part's name.
    pub reference: String,
    /// What it shows, in words.
    pub alt: String,
    /// The file, JPEG or PNG; `None` where the source only refers to it.
    pub bytes: Option<Arc<[u8]>>,
}
