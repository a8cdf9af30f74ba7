//! What was done to a source, for those who want to check it: as JSON for programs, as lines for people.
//!
//! A report holds every edit with its rule, place, before and after, every diagnostic, and the furniture that the writers
//! leave out. Nothing in it depends on the clock, on threads or on what lay in the output folder before.

use crate::diag::{Diagnostic, Severity};
use crate::error::Error;
use crate::model::{Change, Document, Edit, Kind, Meta, Origin, walk};
use serde::ser::{Serialize, Serializer};
use std::io::{self, Write};

/// One source, its outcome and its document.
#[derive(serde::Serialize)]
pub struct Entry<'a, Evidence: Serialize, Outputs: Serialize> {
    /// The source's path as the caller wrote it.
    pub source: String,
    /// `done`, `failed`, `refused`.
    pub status: &'a str,
    /// Why outputs are missing.
    #[serde(serialize_with = "errors")]
    pub errors: &'a [Error],
    /// What the reader found out about the form of the source.
    #[serde(flatten)]
    pub evidence: Option<Evidence>,
    /// The outputs.
    pub outputs: Outputs,
    /// What was wrong with the content.
    #[serde(serialize_with = "diagnostics")]
    pub diagnostics: &'a [Diagnostic],
    /// The document; nothing where it could not be read.
    #[serde(flatten)]
    pub document: Option<Contents<'a>>,
}

/// What a report says of a document.
#[derive(serde::Serialize)]
pub struct Contents<'a> {
    meta: &'a Meta,
    characters: Characters,
    furniture: FurnitureBlocks<'a>,
    edits: &'a [Edit],
}

/// The sums that the log balances, in characters.
#[derive(serde::Serialize)]
struct Characters {
    read: i64,
    removed: i64,
    inserted: i64,
    present: i64,
    visible: i64,
}

struct FurnitureBlocks<'a>(&'a Document);

#[derive(serde::Serialize)]
struct FurnitureBlock<'a> {
    kind: &'static str,
    origin: &'a Origin,
    text: &'a str,
}

impl<'a> Contents<'a> {
    /// What is to be said of this document.
    pub fn of(document: &'a Document) -> Contents<'a> {
        let log = &document.log;
        let characters = Characters {
            read: log.read().count(),
            removed: log.removed().count(),
            inserted: log.inserted().count(),
            present: document.tally().count(),
            visible: document.visible_tally().count(),
        };
        Contents { meta: &document.meta, characters, furniture: FurnitureBlocks(document), edits: log.edits() }
    }
}

impl Serialize for FurnitureBlocks<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(walk::blocks(self.0).filter_map(|block| match &block.kind {
            Kind::Furniture(kind) => {
                Some(FurnitureBlock { kind: kind.name(), origin: &block.origin, text: block.text.as_str() })
            }
            _ => None,
        }))
    }
}

/// Diagnostics with their severity and sentence.
pub fn diagnostics<S: Serializer>(all: &[Diagnostic], serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(serde::Serialize)]
    struct Told<'a> {
        #[serde(flatten)]
        diagnostic: &'a Diagnostic,
        severity: Severity,
        message: String,
    }
    serializer.collect_seq(all.iter().map(|diagnostic| Told {
        diagnostic,
        severity: diagnostic.trouble.severity(),
        message: diagnostic.to_string(),
    }))
}

/// Errors with their kind and sentence.
fn errors<S: Serializer>(all: &[Error], serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(serde::Serialize)]
    struct Told {
        kind: &'static str,
        message: String,
    }
    serializer.collect_seq(all.iter().map(|error| Told { kind: error.kind().name(), message: error.to_string() }))
}

/// Writes an entry as one line of JSON, without the line's end.
pub fn write_json<E: Serialize, O: Serialize>(entry: &Entry<'_, E, O>, out: &mut dyn Write) -> io::Result<()> {
    Ok(serde_json::to_writer(out, entry)?)
}

/// Writes every decision on a document as a line: place, rule, what changed, how sure, and why.
pub fn write_lines(source: &str, document: &Document, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{source}")?;
    for edit in document.log.edits() {
        let change = change(&edit.change);
        let confidence = format!("{:?}", edit.confidence).to_lowercase();
        writeln!(out, "  {}  {}  {change}  ({confidence}: {})", edit.origin, edit.rule.name(), edit.evidence)?;
    }
    Ok(())
}

/// What an edit changed, on one line.
pub fn change(change: &Change) -> String {
    match change {
        Change::Text { before, after } => format!("“{}” → “{}”", shown(before), shown(after)),
        Change::Join { left, right, joint } => format!("{} ⏎ {} → “{}”", shown(left), shown(right), shown(joint)),
        Change::Split { left, right } => format!("{} ¶ {}", shown(left), shown(right)),
        Change::Retag { from, to, text } => format!("{from} → {to}: {}", shown(text)),
        Change::Move { after, text } => format!("{} ⇠ {}", shown(after), shown(text)),
        Change::Keep { left, right } => format!("{} ⏎ {} stays", shown(left), shown(right)),
    }
}

/// Text on one line, invisible characters by their code.
fn shown(text: &str) -> String {
    use std::fmt::Write;
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        let hidden = c.is_control()
            || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffc}');
        // Writing to a string can't fail.
        let _ = if hidden { write!(shown, "<U+{:04X}>", u32::from(c)) } else { write!(shown, "{c}") };
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Trouble;
    use crate::error::ErrorKind;
    use crate::model::{Furniture, Reason, Rule, native};

    fn document() -> Document {
        let mut document = native::parse("body :: 江\u{200b}湾\nbody :: 第3页").expect("the native form is well formed");
        let Document { blocks, log, .. } = &mut document;
        let origin = Origin::Line { line: 1, offset: 0 };
        blocks[0].text.replace(3..6, "", &origin, Reason::certain(Rule::Controls, "invisible"), log);
        blocks[1].retag(Kind::Furniture(Furniture::PageNumber), &Reason::likely(Rule::PageNumber, "a folio"), log);
        document
    }

    #[test]
    fn an_entry_holds_edits_furniture_and_what_was_wrong() {
        let document = document();
        let found = [Diagnostic { trouble: Trouble::ReplacementCharacters { count: 2 }, place: "line 1".into() }];
        let failed = [Error::new(ErrorKind::Io, "no")];
        let entry = Entry {
            source: "a.txt".into(),
            status: "failed",
            errors: &failed,
            evidence: Some(serde_json::json!({"format": "txt"})),
            outputs: ["a.epub"],
            diagnostics: &found,
            document: Some(Contents::of(&document)),
        };
        let mut out = Vec::new();
        write_json(&entry, &mut out).expect("a vector takes everything");
        let json: serde_json::Value = serde_json::from_slice(&out).expect("JSON");
        assert_eq!(json["errors"][0]["kind"], "io");
        assert_eq!(json["format"], "txt");
        assert_eq!(json["diagnostics"][0]["kind"], "replacement-characters");
        assert_eq!(json["diagnostics"][0]["severity"], "warning");
        assert_eq!(json["characters"], serde_json::json!({"read": 6, "removed": 1, "inserted": 0, "present": 5, "visible": 2}));
        assert_eq!(json["furniture"][0]["text"], "第3页");
        assert_eq!(json["edits"][0]["rule"], "residue.controls");
        assert_eq!(json["edits"][0]["before"], "\u{200b}");
        assert_eq!(json["edits"][1]["to"], "furniture page-number");
    }

    #[test]
    fn lines_show_what_can_not_be_seen() {
        let mut out = Vec::new();
        write_lines("a.txt", &document(), &mut out).expect("a vector takes everything");
        let lines = String::from_utf8(out).expect("UTF-8");
        assert_eq!(
            lines,
            "a.txt\n  line 1  residue.controls  “<U+200B>” → “”  (certain: invisible)\n  \
             –  furniture.page-number  body → furniture page-number: 第3页  (likely: a folio)\n"
        );
    }
}
