//! What was wrong with the content: variants first, sentences last.
//!
//! A reader, a pass or a writer pushes a [`Diagnostic`] into a [`Sink`] and goes on. Whether a diagnostic stops a run is the
//! caller's choice (`--strict`).

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// How much a diagnostic matters to the person who reads the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Good to know.
    Note,
    /// The output may differ from what the source meant.
    Warning,
    /// Something of the source is not in the output.
    Loss,
}

/// One thing that was wrong, with its place in words (`byte 120`, `line 7`, `page 3`).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Diagnostic {
    /// What was wrong.
    #[serde(flatten)]
    pub trouble: Trouble,
    /// Where, in the source's own terms; empty where the whole source is meant.
    pub place: String,
}

/// The kinds of trouble.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Trouble {
    /// Bytes that the encoding does not define became U+FFFD.
    UndecodableBytes {
        /// Byte offset in the source of the first of them.
        offset: u64,
        /// How many runs of such bytes there are in all.
        count: u64,
        /// The encoding's name.
        encoding: Cow<'static, str>,
    },
    /// The encoding was guessed with a small margin.
    UncertainEncoding {
        /// The name of the encoding that was chosen.
        chosen: Cow<'static, str>,
        /// The name of the one that came second.
        runner_up: Cow<'static, str>,
    },
    /// The source says U+FFFD itself: it was damaged before it came here.
    ReplacementCharacters {
        /// How many there are.
        count: u64,
    },
    /// The source ends in the middle of a character or of a structure.
    Truncated {
        /// What is cut.
        what: String,
    },
    /// No face has these characters; they are set as 〓.
    MissingGlyphs {
        /// The characters, each once, in order of code points.
        characters: String,
    },
    /// The PDF could not be written as PDF/A-2u, and is plain PDF.
    NotArchival {
        /// What stood in the way.
        reason: String,
    },
    /// The PDF could not be written as PDF/UA-1, though it has a structure tree.
    NotAccessible {
        /// What stood in the way.
        reason: String,
    },
    /// A face of the chain is not there; another stands in.
    MissingFace {
        /// The face's name.
        face: String,
        /// What stands in.
        instead: String,
    },
    /// Faces were too large to travel with the document; the reader's device sets the text in its own.
    FontsLeftOut {
        /// The families' names.
        families: String,
    },
    /// A picture could not be read or found; its description stands in.
    MissingImage {
        /// The reference as the source wrote it.
        reference: String,
    },
    /// A construct of the source format has no counterpart and was flattened to its text.
    Flattened {
        /// The construct.
        what: String,
    },
    /// Something of the source that is no text of the document, such as an attached file, is not in the output.
    LeftOut {
        /// What it is.
        what: String,
    },
    /// Something lies in the package that no document names; it is read at the end.
    Unlisted {
        /// What it is.
        what: String,
    },
    /// A note is referred to but not there, or there but not referred to.
    DanglingNote {
        /// The note's label.
        label: String,
    },
    /// The text of pages is what a recognizer read in their pictures.
    Recognized {
        /// How sure it was at least, in percent.
        confidence: u8,
    },
    /// Pages have no text that could be believed.
    NoText {
        /// Why.
        reason: Cow<'static, str>,
    },
    /// Something of the source was damaged and was put together again as far as it went.
    Damaged {
        /// What, and what became of it.
        what: String,
    },
    /// Characters lie outside the visible page and are left out.
    OutsidePage {
        /// How many.
        count: u64,
    },
    /// A budget was reached; what lies beyond is not in the output.
    CutByLimit {
        /// Which budget.
        what: String,
    },
    /// A line could not be set within the limits of justification.
    LooseLine {
        /// Mean added gap, in thousandths of an em.
        gap: u32,
    },
    /// An official document lacks what its standard asks for, or has it in another form.
    Lacking {
        /// The clause of GB/T 9704-2012.
        clause: Cow<'static, str>,
        /// What it asks for, and what is there.
        what: String,
    },
    /// A jump (下转, 上接) has no partner.
    UnmatchedJump {
        /// The line as it stands.
        line: String,
    },
}

impl Trouble {
    /// The variant's name, as reports write it.
    pub fn name(&self) -> &'static str {
        match self {
            Trouble::UndecodableBytes { .. } => "undecodable-bytes",
            Trouble::UncertainEncoding { .. } => "uncertain-encoding",
            Trouble::ReplacementCharacters { .. } => "replacement-characters",
            Trouble::Truncated { .. } => "truncated",
            Trouble::MissingGlyphs { .. } => "missing-glyphs",
            Trouble::NotArchival { .. } => "not-archival",
            Trouble::NotAccessible { .. } => "not-accessible",
            Trouble::MissingFace { .. } => "missing-face",
            Trouble::FontsLeftOut { .. } => "fonts-left-out",
            Trouble::MissingImage { .. } => "missing-image",
            Trouble::Flattened { .. } => "flattened",
            Trouble::LeftOut { .. } => "left-out",
            Trouble::Unlisted { .. } => "unlisted",
            Trouble::DanglingNote { .. } => "dangling-note",
            Trouble::Recognized { .. } => "recognized",
            Trouble::NoText { .. } => "no-text",
            Trouble::Damaged { .. } => "damaged",
            Trouble::OutsidePage { .. } => "outside-page",
            Trouble::CutByLimit { .. } => "cut-by-limit",
            Trouble::LooseLine { .. } => "loose-line",
            Trouble::Lacking { .. } => "lacking",
            Trouble::UnmatchedJump { .. } => "unmatched-jump",
        }
    }

    /// How much it matters.
    pub fn severity(&self) -> Severity {
        match self {
            Trouble::UndecodableBytes { .. }
            | Trouble::CutByLimit { .. }
            | Trouble::MissingGlyphs { .. }
            | Trouble::NoText { .. } => Severity::Loss,
            Trouble::UncertainEncoding { .. }
            | Trouble::Recognized { .. }
            | Trouble::ReplacementCharacters { .. }
            | Trouble::Truncated { .. }
            | Trouble::Damaged { .. }
            | Trouble::MissingImage { .. }
            | Trouble::DanglingNote { .. }
            | Trouble::UnmatchedJump { .. } => Severity::Warning,
            Trouble::NotArchival { .. }
            | Trouble::NotAccessible { .. }
            | Trouble::MissingFace { .. }
            | Trouble::FontsLeftOut { .. }
            | Trouble::Flattened { .. }
            | Trouble::OutsidePage { .. }
            | Trouble::Lacking { .. }
            | Trouble::LeftOut { .. }
            | Trouble::Unlisted { .. }
            | Trouble::LooseLine { .. } => Severity::Note,
        }
    }
}

impl std::fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if !self.place.is_empty() {
            write!(f, "{}: ", self.place)?;
        }
        match &self.trouble {
            Trouble::UndecodableBytes { offset, count, encoding } => {
                write!(f, "{count} byte sequences are not {encoding} and became U+FFFD, the first at byte {offset}")
            }
            Trouble::UncertainEncoding { chosen, runner_up } => {
                write!(f, "read as {chosen}, but {runner_up} is close; say which with --encoding")
            }
            Trouble::ReplacementCharacters { count } => write!(f, "the source holds {count} replacement characters (U+FFFD)"),
            Trouble::Truncated { what } => write!(f, "{what} is cut off"),
            Trouble::MissingGlyphs { characters } => write!(f, "no face has {characters}; set as 〓"),
            Trouble::NotArchival { reason } => write!(f, "the PDF is not PDF/A-2u: {reason}"),
            Trouble::NotAccessible { reason } => write!(f, "the PDF is not PDF/UA-1: {reason}"),
            Trouble::MissingFace { face, instead } => write!(f, "the face {face} is not installed; {instead} stands in"),
            Trouble::FontsLeftOut { families } => write!(f, "{families} would make the file too large and are left out"),
            Trouble::MissingImage { reference } => write!(f, "the picture {reference} could not be read"),
            Trouble::Flattened { what } => write!(f, "{what} was flattened to its text"),
            Trouble::LeftOut { what } => write!(f, "{what} is left out"),
            Trouble::Unlisted { what } => {
                write!(f, "{what} is in the package, but no document names it; it is read at the end")
            }
            Trouble::DanglingNote { label } => write!(f, "the note {label} has no partner"),
            Trouble::NoText { reason } => {
                write!(f, "no text that could be trusted: {reason}; --ocr has tesseract read it, where that is installed")
            }
            Trouble::Recognized { confidence } => {
                write!(f, "the text was recognized in a picture, with an average confidence of {confidence} % or more")
            }
            Trouble::Damaged { what } => f.write_str(what),
            Trouble::OutsidePage { count } => write!(f, "{count} characters outside the visible page are left out"),
            Trouble::CutByLimit { what } => write!(f, "cut at the limit for {what}"),
            Trouble::LooseLine { gap } => {
                write!(f, "a line is spaced by {:.2} em a gap, more than a reader overlooks", f64::from(*gap) / 1000.0)
            }
            Trouble::Lacking { clause, what } => write!(f, "GB/T 9704 {clause}: {what}"),
            Trouble::UnmatchedJump { line } => write!(f, "the jump {line} has no partner"),
        }
    }
}

/// Collects diagnostics in the order in which they arise.
#[derive(Debug, Default)]
pub struct Sink(Vec<Diagnostic>);

impl Sink {
    /// An empty sink.
    pub fn new() -> Sink {
        Sink::default()
    }

    /// Adds one; `place` in the source's own terms.
    pub fn push(&mut self, trouble: Trouble, place: impl ToString) {
        self.0.push(Diagnostic { trouble, place: place.to_string() });
    }

    /// Adds those of another sink behind its own.
    pub fn append(&mut self, mut other: Sink) {
        self.0.append(&mut other.0);
    }

    /// All of them, in order.
    pub fn into_vec(self) -> Vec<Diagnostic> {
        self.0
    }

    /// All of them so far.
    pub fn as_slice(&self) -> &[Diagnostic] {
        &self.0
    }
}
