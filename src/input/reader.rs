//! The table of formats, and the one function that reads any of them.
//!
//! A row of [`READERS`] says how a format is known by its content, which names its files have, and who reads it. Formats of
//! text are decoded first and told apart by their marks; the others get the bytes.

use super::layout::Drawing;
use super::look::Look;
use super::recognize::Recognizer;
use super::{aozora, detect, doc, docx, encoding, epub, html, markdown, mhtml, odt, ofd, pdf, rtf, txt};
use crate::diag::Sink;
use crate::env::Env;
use crate::error::Result;
use crate::model::Document;
use serde::Serialize;
use std::sync::Mutex;

/// A format that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Format {
    /// Plain text.
    Txt,
    /// Plain text typed to the rules of Aozora Bunko.
    Aozora,
    /// Markdown, as OCR tools write it.
    Markdown,
    /// PDF.
    Pdf,
    /// Word 97–2003, and Kingsoft's WPS Writer.
    Doc,
    /// RTF.
    Rtf,
    /// Word 2007 and later, and what writes like it.
    Docx,
    /// A text of OpenDocument.
    Odt,
    /// A page of the web.
    Html,
    /// A saved page with its pictures.
    Mhtml,
    /// A book.
    Epub,
    /// OFD (GB/T 33190).
    Ofd,
}

/// A row of the table of formats.
pub struct Reader {
    /// The format.
    pub format: Format,
    /// Its name, as reports and options write it.
    pub name: &'static str,
    /// The extensions of its files, lower case: what a search of folders takes.
    pub extensions: &'static [&'static str],
    /// Who reads it.
    read: Read,
}

/// How a reader gets its source.
enum Read {
    /// As decoded text; the format is told by the marks in it.
    Text(fn(&str, &Source, &mut Document, &mut Sink)),
    /// As bytes, which `knows` tells by their content; gives the decision on the encoding, where the format leaves one open.
    Bytes {
        /// Whether bytes are of this format.
        knows: fn(&[u8]) -> bool,
        /// Reads them.
        read: fn(&Source, &mut Document, &mut Sink) -> Result<Option<encoding::Decision>>,
    },
}

/// The formats, in the order in which they are tried.
pub static READERS: &[Reader] = &[
    Reader { format: Format::Txt, name: "txt", extensions: &["txt", "text"], read: Read::Text(txt::read) },
    Reader { format: Format::Aozora, name: "aozora", extensions: &[], read: Read::Text(aozora::read) },
    Reader {
        format: Format::Markdown,
        name: "markdown",
        extensions: &["md", "markdown", "mkd", "mdown"],
        read: Read::Text(markdown::read),
    },
    Reader { format: Format::Pdf, name: "pdf", extensions: &["pdf"], read: Read::Bytes { knows: pdf::knows, read: pdf::read } },
    Reader {
        format: Format::Doc,
        name: "doc",
        extensions: &["doc", "dot", "wps", "wpt"],
        read: Read::Bytes { knows: doc::knows, read: doc::read },
    },
    Reader { format: Format::Rtf, name: "rtf", extensions: &["rtf"], read: Read::Bytes { knows: rtf::knows, read: rtf::read } },
    Reader {
        format: Format::Docx,
        name: "docx",
        extensions: &["docx", "docm", "dotx", "dotm"],
        read: Read::Bytes { knows: docx::knows, read: docx::read },
    },
    Reader {
        format: Format::Odt,
        name: "odt",
        extensions: &["odt", "ott", "fodt"],
        read: Read::Bytes { knows: odt::knows, read: odt::read },
    },
    Reader {
        format: Format::Epub,
        name: "epub",
        extensions: &["epub"],
        read: Read::Bytes { knows: epub::knows, read: epub::read },
    },
    Reader {
        format: Format::Mhtml,
        name: "mhtml",
        extensions: &["mht", "mhtml"],
        read: Read::Bytes { knows: mhtml::knows, read: mhtml::read },
    },
    Reader {
        format: Format::Html,
        name: "html",
        extensions: &["html", "htm", "xhtml", "shtml", "xht"],
        read: Read::Bytes { knows: html::knows, read: html::read },
    },
    Reader { format: Format::Ofd, name: "ofd", extensions: &["ofd"], read: Read::Bytes { knows: ofd::knows, read: ofd::read } },
];

impl Format {
    /// The format's row in the table.
    pub fn reader(self) -> &'static Reader {
        READERS.iter().find(|reader| reader.format == self).expect("every format has a row")
    }
}

/// What a reader is given.
pub struct Source<'a> {
    /// The path or file name, as the caller wrote it.
    pub name: &'a str,
    /// The bytes.
    pub bytes: &'a [u8],
    /// What the caller said beforehand.
    pub options: &'a ReadOptions,
    /// The world, with its budgets.
    pub env: &'a Env,
    /// The source is a part of another: its own such parts are not followed.
    pub inside: bool,
    /// Where drawings of pages go, when they are wanted.
    pub drawings: Option<&'a Mutex<Vec<Drawing>>>,
    /// Where the look of the source goes, when it is wanted.
    pub looks: Option<&'a Mutex<Look>>,
}

/// What a caller may say about the source beforehand.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// The format, where detection is not wanted.
    pub format: Option<Format>,
    /// The label of the encoding, where detection is not wanted.
    pub encoding: Option<String>,
    /// The password of encrypted sources.
    pub password: Option<String>,
    /// Keep all of a page of the web, not its article alone.
    pub whole_page: bool,
    /// Keep decisions that change nothing in the log.
    pub explain: bool,
    /// The source is an official document: its pages have one column.
    pub official: bool,
    /// Read comments as notes.
    pub comments: bool,
    /// What reads pages without text; nothing does where it is `None`.
    pub recognizer: Option<Recognizer>,
}

/// What was found out about the source's form.
#[derive(Clone, Debug, Serialize)]
pub struct Evidence {
    /// The format.
    pub format: Format,
    /// The decision on the encoding; `None` where the format has but one.
    pub encoding: Option<encoding::Decision>,
}

/// A source that was read.
#[derive(Debug)]
pub struct Reading {
    /// The document; its log declares every source character.
    pub document: Document,
    /// How it was read.
    pub evidence: Evidence,
}

/// Reads a source. `name` is its path or file name; the format is found by content, and the name only settles ties.
pub fn read(name: &str, bytes: &[u8], options: &ReadOptions, env: &Env, sink: &mut Sink) -> Result<Reading> {
    read_source(&Source { name, bytes, options, env, inside: false, drawings: None, looks: None }, sink)
}

/// Draws a source's pages with what page analysis found on them; none where the format has no pages.
pub fn draw(name: &str, bytes: &[u8], options: &ReadOptions, env: &Env) -> Result<Vec<Drawing>> {
    let drawings = Mutex::default();
    let source = Source { name, bytes, options, env, inside: false, drawings: Some(&drawings), looks: None };
    read_source(&source, &mut Sink::new())?;
    Ok(drawings.into_inner().unwrap_or_default())
}

/// Reads the look of a source; nothing where its format has none that can be judged.
pub fn look(name: &str, bytes: &[u8], options: &ReadOptions, env: &Env) -> Result<Look> {
    let looks = Mutex::default();
    let source = Source { name, bytes, options, env, inside: false, drawings: None, looks: Some(&looks) };
    read_source(&source, &mut Sink::new())?;
    Ok(looks.into_inner().unwrap_or_default())
}

/// Reads a source, alone or a part of another.
pub fn read_source(source: &Source, sink: &mut Sink) -> Result<Reading> {
    let Source { name, bytes, options, .. } = *source;
    detect::refuse_empty(bytes)?;
    let mut document = Document { log: crate::model::EditLog::new(options.explain), ..Document::default() };
    document.meta.source =
        std::path::Path::new(name).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let known = READERS.iter().find(|reader| matches!(reader.read, Read::Bytes { knows, .. } if knows(bytes)));
    let reader = options.format.map(Format::reader).or(known);
    if let Some(Reader { format, read: Read::Bytes { read, .. }, .. }) = reader {
        let encoding = read(source, &mut document, sink)?;
        return Ok(Reading { document, evidence: Evidence { format: *format, encoding } });
    }
    if reader.is_none() {
        detect::refuse(bytes)?;
    }
    let decoded = encoding::decode(bytes, options.encoding.as_deref(), sink)?;
    let format = match options.format {
        Some(format) => format,
        None => {
            // What was stored by way of another encoding may have lost a byte of many characters, and is text.
            if decoded.decision.by != "twice" {
                detect::refuse_noise(name, &decoded.text)?;
            }
            detect::format(name, &decoded.text)
        }
    };
    if let Read::Text(read) = format.reader().read {
        read(&decoded.text, source, &mut document, sink);
    }
    Ok(Reading { document, evidence: Evidence { format, encoding: Some(decoded.decision) } })
}

/// Whether some reader knows bytes that are no text.
pub fn is_known(bytes: &[u8]) -> bool {
    READERS.iter().any(|reader| matches!(reader.read, Read::Bytes { knows, .. } if knows(bytes)))
}

/// The decision on the encoding of bytes that no reader takes, where they may be text.
pub fn encoding_of(bytes: &[u8], options: &ReadOptions) -> Option<encoding::Decision> {
    let decoded = detect::may_be_text(bytes).then(|| encoding::decode(bytes, options.encoding.as_deref(), &mut Sink::new()));
    Some(decoded?.ok()?.decision)
}
