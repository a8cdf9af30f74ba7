//! The table of writers.

use super::cover;
use super::pdf::{Scheme, Standard};
use crate::diag::Sink;
use crate::env::Env;
use crate::error::{Error, ErrorKind, Result};
use crate::geom::Abs;
use crate::model::{Document, Tally};
use crate::typeset::fonts::Fonts;
use crate::typeset::paragraph::Family;
use crate::typeset::style::Style;
use rayon::prelude::*;
use std::sync::Arc;

/// A format that can be written.
pub struct Writer {
    /// Its name on the command line and the extension of its files.
    pub name: &'static str,
    /// What it is, for help texts.
    pub about: &'static str,
    /// Styles of type that nearly every such file needs: their faces can be unpacked while the source is still being read.
    pub faces: &'static [(Family, bool)],
    /// Makes the file. The tally is what it wrote of the document's visible text.
    pub write: fn(&Document, &WriteOptions, &Env, &mut Sink) -> Result<Target>,
}

/// A file made by a writer.
pub struct Target {
    /// The file's content.
    pub bytes: Vec<u8>,
    /// The visible text of the document *as read back from the bytes* (for PDF: from the laid-out pages, white space left
    /// out), generated text such as folios, contents and note marks excepted.
    pub read_back: ReadBack,
}

/// What a writer's output says when it is read back.
pub enum ReadBack {
    /// Every character, white space inside blocks included.
    Exact(Tally),
    /// Every character but white space, which layout turned into geometry.
    Solid(Tally),
}

/// What a caller may ask of the writers.
#[derive(Clone, Debug, Default)]
pub struct WriteOptions {
    /// The page style; the default follows the document's kind.
    pub style: Option<Arc<Style>>,
    /// Set in vertical lines from right to left, where the style does not do so by itself.
    pub vertical: bool,
    /// Set official documents on plain paper, without their red head.
    pub plain: bool,
    /// What is printed beyond the trimmed edge of a PDF's pages.
    pub bleed: Abs,
    /// Crop marks at the corners of a PDF's pages.
    pub crop_marks: bool,
    /// What a PDF is asked to be.
    pub standard: Standard,
    /// A PDF's pages stand side by side on sheets.
    pub impose: Option<Scheme>,
    /// How far sheets that lie in others move their pages towards the spine: the thickness of the paper.
    pub creep: Option<Abs>,
    /// A PDF has greys alone, its pictures too.
    pub grayscale: bool,
    /// A PDF is encrypted, and opens with this password.
    pub encrypt: Option<String>,
    /// How fonts go into EPUB and DOCX.
    pub embed_fonts: EmbedFonts,
}

impl WriteOptions {
    /// Whether lines are vertical.
    pub fn is_vertical(&self) -> bool {
        self.vertical || self.style.as_ref().is_some_and(|style| style.vertical.is_some())
    }
}

/// How fonts go into reflowable formats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EmbedFonts {
    /// Not at all.
    None,
    /// The glyphs that the document uses.
    #[default]
    Subset,
    /// Whole faces.
    Full,
}

/// The writers, in the order of help texts.
pub const WRITERS: &[Writer] = &[
    Writer {
        name: "pdf",
        about: "pages for print and screen",
        faces: &[(Family::Song, false), (Family::Hei, true)],
        write: super::pdf::write_pdf,
    },
    Writer { name: "docx", about: "DOCX for Word and WPS", faces: &[], write: super::docx::write_docx },
    Writer {
        name: "epub",
        about: "EPUB 3.3 for reading devices",
        faces: &[(Family::Song, false), cover::FACE],
        write: super::epub::write_epub,
    },
    Writer { name: "html", about: "one HTML file", faces: &[], write: super::html::write_html },
    Writer { name: "txt", about: "plain text, one paragraph a line", faces: &[], write: super::text::write_txt },
    Writer { name: "md", about: "Markdown with tables and footnotes", faces: &[], write: super::markdown::write_md },
    Writer {
        name: "json",
        about: "the document as programs see it, with a schema version",
        faces: &[],
        write: super::json::write_json,
    },
];

/// Unpacks what the writers will need whatever the text is. Says nothing of faces that are not there: who needs them will.
pub fn warm(writers: &[&Writer], env: &Env) {
    let mut faces: Vec<(Family, bool)> = writers.iter().flat_map(|writer| writer.faces).copied().collect();
    faces.sort_unstable();
    faces.dedup();
    if !faces.is_empty() {
        let fonts = Fonts::new(env);
        faces.into_par_iter().for_each(|(family, bold)| fonts.warm(family, bold));
    }
}

/// Writes a document, and proves that what was written is what the document says.
pub fn write(writer: &Writer, document: &Document, options: &WriteOptions, env: &Env, sink: &mut Sink) -> Result<Vec<u8>> {
    let target = (writer.write)(document, options, env, sink)?;
    let (written, expected) = match target.read_back {
        ReadBack::Exact(tally) => (tally, document.visible_tally()),
        ReadBack::Solid(tally) => (tally, document.solid_tally()),
    };
    if written == expected {
        return Ok(target.bytes);
    }
    let (written, expected) = (written.count(), expected.count());
    Err(Error::new(ErrorKind::Bug, format!("{} holds {written} characters where the document has {expected}", writer.name)))
}
