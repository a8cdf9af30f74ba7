//! The review: one page of HTML that shows what was done to each source, for the person who decides whether it was right.
//!
//! The page holds the data as JSON and a small program that draws it: nothing is fetched, and only what is on the screen is
//! drawn, so that a book of a few hundred thousand characters opens at once. A row is a block of the result beside what the
//! reader read there, of a PDF with the picture of its page; its edits are coloured by rule, the least sure first. What was made can
//! be rejected, what was only proposed (a join that nobody was sure of) accepted: both are offered as a settings file to save beside
//! the source, and the next run obeys it.

use super::html::base64;
use super::quality::{self, Quality};
use super::report;
use crate::diag::Diagnostic;
use crate::model::Change;
use crate::model::{Confidence, Document, Edit, Kind, Origin, Rule, overrule, walk};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// What stands before the first source.
const HEAD: &str = include_str!("review/head.html");
/// What stands behind the last.
const TAIL: &str = include_str!("review/tail.html");

/// The text of a document as its reader gave it, block by block.
#[derive(Clone, Debug, Default)]
pub struct Source {
    blocks: Vec<(Origin, String)>,
    /// The first pages as PNG, where the source has pages.
    pages: Vec<Vec<u8>>,
}

impl Source {
    /// Of a document whose text nobody kept.
    pub const fn none() -> Source {
        Source { blocks: Vec::new(), pages: Vec::new() }
    }

    /// Remembers a document before any pass changes it, with the pictures of its pages as PNG, from the first.
    pub fn of(document: &Document, pages: Vec<Vec<u8>>) -> Source {
        let own = |block: &crate::model::Block| {
            let text = block.text.as_str();
            (!text.is_empty()).then(|| (block.origin.clone(), text.to_owned()))
        };
        Source { blocks: walk::blocks(document).filter_map(own).collect(), pages }
    }
}

/// One source of the page.
#[derive(Serialize)]
struct Entry<'a, E: Serialize> {
    source: &'a str,
    status: &'a str,
    /// What the reader decided: format, encoding and what speaks for it.
    evidence: Option<E>,
    meta: Option<&'a crate::model::Meta>,
    quality: Option<Quality>,
    #[serde(serialize_with = "report::diagnostics")]
    diagnostics: &'a [Diagnostic],
    errors: Vec<String>,
    rows: Rows<'a>,
    edits: Edits<'a>,
    /// Pictures of the first pages, as data URLs.
    pages: Vec<String>,
}

/// Writes what comes before the first source.
pub fn open(out: &mut dyn Write) -> io::Result<()> {
    let rules: Vec<(&str, &str)> = Rule::ALL.iter().map(|rule| (rule.name(), rule.says())).collect();
    out.write_all(HEAD.as_bytes())?;
    writeln!(out, "<script>const RULES={};const FILES=[];</script>", safe(&rules)?)
}

/// Writes one source.
pub fn write<E: Serialize>(
    source: &str,
    status: &str,
    evidence: Option<E>,
    document: Option<(&Document, &Source)>,
    diagnostics: &[Diagnostic],
    errors: &[crate::error::Error],
    out: &mut dyn Write,
) -> io::Result<()> {
    let (rows, edits) = document.map_or_else(Default::default, |(document, source)| lines(document, source));
    let entry = Entry {
        source,
        status,
        evidence,
        meta: document.map(|(document, _)| &document.meta),
        quality: document.map(|(document, _)| Quality::of(document, diagnostics)),
        diagnostics,
        errors: errors.iter().map(ToString::to_string).collect(),
        rows,
        edits,
        pages: document.map_or_else(Vec::new, |(_, source)| source.pages.iter().map(|png| data_url(png)).collect()),
    };
    writeln!(out, "<script>FILES.push({});</script>", safe(&entry)?)
}

/// Writes what comes after the last source.
pub fn close(out: &mut dyn Write) -> io::Result<()> {
    out.write_all(TAIL.as_bytes())
}

/// The row of an edit: where places are as wide as a page, the first from there on that has the text the edit speaks of.
fn near(blocks: &[&crate::model::Block], first: usize, edit: &Edit) -> usize {
    let text = match &edit.change {
        Change::Retag { text, .. } | Change::Move { text, .. } => text,
        Change::Join { right, .. } | Change::Split { right, .. } | Change::Keep { right, .. } => right,
        Change::Text { .. } => return first,
    };
    let wide = |block: &&&crate::model::Block| block.origin == edit.origin || block.origin == Origin::None;
    let rows = blocks.iter().enumerate().skip(first).take_while(|(_, block)| wide(block));
    { rows }.find(|(_, block)| block.text.as_str().contains(&**text)).map_or(first, |(row, _)| row)
}

fn data_url(png: &[u8]) -> String {
    format!("data:image/png;base64,{}", base64(png))
}

/// JSON that may stand in a script.
fn safe(value: &impl Serialize) -> io::Result<String> {
    Ok(serde_json::to_string(value)?.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029"))
}

/// Kind, result, source (nothing where it is the same), place.
type Rows<'a> = Vec<(String, &'a str, Option<String>, String)>;
/// Row, rule, confidence (0 doubtful, 2 certain), what changed, key, evidence, place.
type Edits<'a> = Vec<(usize, usize, u8, String, String, &'a str, String)>;

/// The blocks of the result beside what was read there, and the edits, each at its row.
fn lines<'a>(document: &'a Document, source: &Source) -> (Rows<'a>, Edits<'a>) {
    let blocks: Vec<&crate::model::Block> = walk::blocks(document).filter(|block| !block.text.is_empty()).collect();
    // The n-th block of the result at a place began with the n-th that was read there.
    let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, (origin, _)) in source.blocks.iter().enumerate() {
        places.entry(origin.to_string()).or_default().push(at);
    }
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut starts: Vec<(usize, usize)> = Vec::with_capacity(blocks.len());
    for (row, block) in blocks.iter().enumerate() {
        let place = block.origin.to_string();
        let nth = seen.entry(place.clone()).or_default();
        if let Some(&at) = places.get(&place).and_then(|all| all.get(*nth)) {
            starts.push((at, row));
        }
        *nth += 1;
    }
    starts.sort_unstable();
    let mut read: BTreeMap<usize, String> = BTreeMap::new();
    let mut row_at: BTreeMap<String, usize> = BTreeMap::new();
    for (index, &(start, row)) in starts.iter().enumerate() {
        let end = starts.get(index + 1).map_or(source.blocks.len(), |next| next.0);
        for (origin, _) in &source.blocks[start..end] {
            row_at.entry(origin.to_string()).or_insert(row);
        }
        let lines: Vec<&str> = source.blocks[start..end].iter().map(|(_, text)| text.as_str()).collect();
        read.insert(row, lines.join("\n"));
    }
    let row = |(row, block): (usize, &&'a crate::model::Block)| {
        let text = block.text.as_str();
        let kind = match &block.kind {
            Kind::Furniture(furniture) => furniture.name().to_owned(),
            kind => kind.name(),
        };
        (kind, text, read.remove(&row).filter(|source| source != text), block.origin.to_string())
    };
    let rows = blocks.iter().enumerate().map(row).collect();
    let number = |edit: &Edit| Rule::ALL.iter().position(|rule| *rule == edit.rule).unwrap_or(0);
    let sure = |edit: &Edit| match edit.confidence {
        Confidence::Doubtful => 0,
        Confidence::Likely => 1,
        Confidence::Certain => 2,
    };
    let mut edits: Edits<'a> = document
        .log
        .edits()
        .iter()
        .map(|edit| {
            let place = edit.origin.to_string();
            let first = row_at.get(&place).copied().unwrap_or(0);
            let row = near(&blocks, first, edit);
            let said = (report::change(&edit.change), overrule::key(&edit.change));
            (row, number(edit), sure(edit), said.0, said.1, &*edit.evidence, place)
        })
        .collect();
    let row_of: BTreeMap<*const crate::model::Block, usize> =
        blocks.iter().enumerate().map(|(row, &block)| (std::ptr::from_ref(block), row)).collect();
    let joins = Rule::ALL.iter().position(|rule| *rule == Rule::Unwrap).unwrap_or(0);
    edits.extend(quality::unjoined(&document.blocks).filter_map(|(left, right)| {
        let change = Change::joined(left.text.as_str(), right.text.as_str());
        let row = *row_of.get(&std::ptr::from_ref(left))?;
        let said = (report::change(&change), overrule::key(&change));
        Some((row, joins, 0, said.0, said.1, "a paragraph breaks off here", right.origin.to_string()))
    }));
    edits.sort_by_key(|edit| (edit.2, edit.0));
    (rows, edits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Reason, native};

    #[test]
    fn a_row_holds_what_was_read_there() {
        let mut document = native::parse("body :: 桥通\nbody :: 了,人都来了\nbody :: </script>\n").expect("well formed");
        for (at, block) in document.blocks.iter_mut().enumerate() {
            block.origin = Origin::Line { line: at as u32 + 1, offset: 0 };
        }
        let source = Source::of(&document, vec![b"png".to_vec()]);
        let Document { blocks, log, .. } = &mut document;
        let second = blocks.remove(1);
        let reason = Reason::likely(Rule::Unwrap, "line is full");
        blocks[0].text.append(second.text, "", &second.origin, &reason, log);
        let (rows, edits) = lines(&document, &source);
        assert_eq!(rows[0], ("body".to_owned(), "桥通了,人都来了", Some("桥通\n了,人都来了".to_owned()), "line 1".to_owned()));
        assert_eq!((rows[1].1, rows[1].2.as_deref()), ("</script>", None));
        assert_eq!((edits[0].0, edits[0].2, edits[0].5), (0, 1, "line is full"));
        let mut out = Vec::new();
        open(&mut out).expect("written");
        write("a.txt", "done", Some("txt"), Some((&document, &source)), &[], &[], &mut out).expect("written");
        close(&mut out).expect("written");
        let page = String::from_utf8(out).expect("text");
        assert!(page.contains("\"pages\":[\"data:image/png;base64,cG5n\"]"), "{page}");
        assert!(page.contains("\\u003c/script>") && !page.contains("\"</script>"));
        assert!(!page.contains("http://") && !page.contains("https://"), "nothing is fetched");
    }
}
