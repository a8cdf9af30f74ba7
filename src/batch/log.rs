//! What is written down about each source, and in what order it reaches the reader.
//!
//! A log is large (every edit of every document), and sources end in any order. Each job writes its entry into a spool, in
//! memory while it is small and in a temporary file when it is not; the entries are then copied out in input order.

use super::job::Outcome;
use crate::model::Document;
use crate::output::report::{self, Contents, Entry};
use crate::output::review::{self, Source};
use serde::Serialize;
use std::io::{self, Seek, Write};
use tempfile::SpooledTempFile;

/// The form in which decisions are written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Logging {
    /// One JSON object for all: `--report`.
    Json,
    /// Lines for people: `--explain`.
    Lines,
    /// A page on which people decide: `--report` into a file of HTML.
    Review,
}

/// An entry that waits for its turn.
pub(super) type Spool = io::Result<SpooledTempFile>;

/// What was read of a source that nobody kept.
static NOTHING: Source = Source::none();

/// Bytes of an entry that are kept in memory.
const IN_MEMORY: usize = 1 << 18;

/// An empty entry.
pub(super) fn spool() -> SpooledTempFile {
    SpooledTempFile::new(IN_MEMORY)
}

impl Logging {
    /// The entry of a source that was read.
    pub(super) fn document(
        self,
        outcome: &Outcome,
        document: &Document,
        read: Option<&Source>,
        evidence: &impl Serialize,
    ) -> Spool {
        self.entry(outcome, Some(evidence), Some((document, read)))
    }

    /// The entry of a source that could not be read.
    pub(super) fn failure(self, outcome: &Outcome) -> Spool {
        self.entry(outcome, None::<()>, None)
    }

    fn entry(
        self,
        outcome: &Outcome,
        evidence: Option<impl Serialize>,
        document: Option<(&Document, Option<&Source>)>,
    ) -> Spool {
        let mut out = io::BufWriter::new(spool());
        let source = outcome.source.to_string_lossy().into_owned();
        match (self, document) {
            (Logging::Json, _) => {
                let entry = Entry {
                    source,
                    status: outcome.status.name(),
                    errors: &outcome.errors,
                    evidence,
                    outputs: &outcome.made,
                    diagnostics: &outcome.diagnostics,
                    document: document.map(|(document, _)| Contents::of(document)),
                };
                report::write_json(&entry, &mut out)?;
            }
            (Logging::Lines, Some((document, _))) => report::write_lines(&source, document, &mut out)?,
            (Logging::Lines, None) => {}
            (Logging::Review, document) => {
                let document = document.map(|(document, read)| (document, read.unwrap_or(&NOTHING)));
                let Outcome { status, diagnostics, errors, .. } = outcome;
                review::write(&source, status.name(), evidence, document, diagnostics, errors, &mut out)?;
            }
        }
        let mut spool = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        spool.rewind()?;
        Ok(spool)
    }

    /// What comes before the first entry.
    pub(super) fn open(self, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Logging::Json => write!(out, "{{\"program\":\"chongpai {}\",\"files\":[", env!("CARGO_PKG_VERSION")),
            Logging::Lines => Ok(()),
            Logging::Review => review::open(out),
        }
    }

    /// Copies an entry; `first` says whether it is the first.
    pub(super) fn copy(self, first: bool, spool: Spool, out: &mut dyn Write) -> io::Result<()> {
        if self == Logging::Json {
            out.write_all(if first { b"\n" } else { b",\n" })?;
        }
        io::copy(&mut spool?, out).map(drop)
    }

    /// What comes after the last entry.
    pub(super) fn close(self, summary: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
        if self == Logging::Json {
            out.write_all(b"\n],\"summary\":")?;
            serde_json::to_writer(&mut *out, summary)?;
            out.write_all(b"}\n")?;
        }
        if self == Logging::Review {
            review::close(out)?;
        }
        out.flush()
    }
}
