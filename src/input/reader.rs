//! The table of formats, and the one function that reads any of them.

use super::{detect, encoding, markdown, txt};
use crate::diag::Sink;
use crate::env::Env;
use crate::error::Result;
use crate::model::Document;
use serde::Serialize;

/// A format that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Format {
    /// Plain text.
    Txt,
    /// Markdown, as OCR tools write it.
    Markdown,
}

/// What a caller may say about the source beforehand.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// The format, where detection is not wanted.
    pub format: Option<Format>,
    /// The label of the encoding, where detection is not wanted.
    pub encoding: Option<String>,
    /// Keep decisions that change nothing in the log.
    pub explain: bool,
}

/// What was found out about the source's form.
#[derive(Clone, Debug, Serialize)]
pub struct Evidence {
    /// The format.
    pub format: Format,
    /// The decision on the encoding.
    pub encoding: encoding::Decision,
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
    match options.format {
        None => detect::refuse(bytes)?,
        Some(_) if bytes.is_empty() => detect::refuse(bytes)?,
        Some(_) => {}
    }
    let decoded = encoding::decode(bytes, options.encoding.as_deref(), sink)?;
    let format = match options.format {
        Some(format) => format,
        None => {
            detect::refuse_noise(&decoded.text)?;
            detect::format(name, &decoded.text)
        }
    };
    let mut document = Document { log: crate::model::EditLog::new(options.explain), ..Document::default() };
    document.meta.source =
        std::path::Path::new(name).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    match format {
        Format::Txt => txt::read(&decoded.text, env.limits.line_bytes, &mut document),
        Format::Markdown => markdown::read(&decoded.text, &mut document, sink),
    }
    Ok(Reading { document, evidence: Evidence { format, encoding: decoded.decision } })
}

/// The decision on the encoding of bytes that no reader takes, where they may be text.
pub fn encoding_of(bytes: &[u8], options: &ReadOptions) -> Option<encoding::Decision> {
    let decoded = detect::may_be_text(bytes).then(|| encoding::decode(bytes, options.encoding.as_deref(), &mut Sink::new()));
    Some(decoded?.ok()?.decision)
}
