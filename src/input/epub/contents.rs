//! The table of contents, as headings for chapters that have none.
//!
//! Many books leave the headings to it: the file of a chapter begins with a paragraph in large type. The paragraph that an
//! entry names becomes a heading of the entry's depth; where the file has no such paragraph, the entry stands before its text.

use crate::input::html::{Files, joined, percent_decoded};
use crate::input::xml::Xml;
use crate::model::{Block, Document, Kind, Origin, Reason, Rule, TextBuilder, walk};
use crate::text::length::unspaced;
use std::collections::BTreeMap;

/// An entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its depth, from 1.
    pub level: u8,
    /// What it is called.
    pub label: String,
    /// The file that it leads to.
    pub path: String,
}

/// Depth beyond which entries are read no deeper.
const DEPTH: usize = 64;

/// The entries of an NCX.
pub fn ncx(text: &str, path: &str, depth: u32) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut xml = Xml::new(text, path, depth);
    let Some(root) = xml.root().map(|_| xml.level()) else { return entries };
    while let Some(map) = xml.element(root) {
        if map.name == "navMap" {
            points(&mut xml, path, 1, &mut entries);
        }
    }
    entries
}

fn points(xml: &mut Xml<'_>, path: &str, level: usize, entries: &mut Vec<Entry>) {
    let parent = xml.level();
    let mut label = String::new();
    while let Some(element) = xml.element(parent) {
        match element.name {
            "navLabel" => label = folded(&xml.text()),
            "content" => {
                let source = element.get("src").unwrap_or_default();
                push(entries, level.saturating_sub(1), &label, path, &source);
            }
            "navPoint" if level < DEPTH => points(xml, path, level + 1, entries),
            _ => {}
        }
    }
}

fn push(entries: &mut Vec<Entry>, level: usize, label: &str, from: &str, href: &str) {
    let target = href.split('#').next().unwrap_or_default();
    if !label.is_empty() && !target.is_empty() {
        let level = u8::try_from(level.clamp(1, 9)).unwrap_or(9);
        entries.push(Entry { level, label: label.to_owned(), path: joined(from, &percent_decoded(target)) });
    }
}

/// The entries of a navigation document.
pub fn nav(text: &str, path: &str, env: &crate::env::Env) -> Vec<Entry> {
    let mut files = Files::default();
    files.add(text, path, true, env, &mut crate::diag::Sink::new());
    let mut entries = Vec::new();
    files.contents(|depth, label, href| push(&mut entries, depth, label, path, href));
    entries
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Blocks at the beginning of a file among which its title may be.
const FIRST: usize = 6;
/// Characters of a title, at most.
const TITLE: usize = 80;

/// Gives the headings that entries name the depths of these, and those below them depths to match; `paths` are the files'.
///
/// Books write each chapter as `h1` or `h2`, whether it stands in a part or not; the table of contents knows. One that lists headings
/// of several ranks at one depth knows less than the headings.
pub fn levels(chapters: &mut [Vec<Block>], paths: &[String], entries: &[Entry], document: &mut Document) {
    // What each heading is named by, its own rank, and the depth of the entry.
    let mut named: BTreeMap<(usize, usize), (u8, u8)> = BTreeMap::new();
    let mut files: BTreeMap<String, Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        files.entry(entry.path.to_ascii_lowercase()).or_default().push(entry);
    }
    for (file, (blocks, path)) in chapters.iter().zip(paths).enumerate() {
        let Some(own) = files.get(&path.to_ascii_lowercase()) else { continue };
        let labels: BTreeMap<String, u8> = own.iter().rev().map(|entry| (unspaced(&entry.label), entry.level)).collect();
        for (at, block) in blocks.iter().enumerate() {
            let level = block.heading().and_then(|own| Some((own, *labels.get(&unspaced(block.text.as_str()))?)));
            if let Some(level) = level {
                named.insert((file, at), level);
            }
        }
    }
    let mut ranks: BTreeMap<u8, u8> = BTreeMap::new();
    if named.len() < 2 || named.values().any(|(own, depth)| *ranks.entry(*depth).or_insert(*own) != *own) {
        return;
    }
    let reason = Reason::likely(Rule::Heading, "the depth of its entry in the table of contents");
    let mut above = None;
    for (file, blocks) in chapters.iter_mut().enumerate() {
        for (at, block) in blocks.iter_mut().enumerate() {
            let Some(own) = block.heading() else { continue };
            let level = match (named.get(&(file, at)), above) {
                (Some(&(own, depth)), _) => {
                    above = Some((own, depth));
                    depth
                }
                (None, Some((rank, depth))) if own > rank => (own - rank).saturating_add(depth).min(9),
                _ => own,
            };
            block.retag(Kind::Heading(level), &reason, &mut document.log);
        }
    }
}

/// Gives headings to a file that has none; `entries` are those that lead to it.
pub fn head(blocks: &mut Vec<Block>, entries: &[&Entry], document: &mut Document) {
    let has_heading = blocks.iter().flat_map(walk::within).any(|block| block.heading().is_some());
    if has_heading || blocks.is_empty() {
        return;
    }
    let reason = |evidence: &'static str| Reason::likely(Rule::Heading, evidence);
    // Short paragraphs by their words, the last first: entries that say the same name one after the other.
    let mut short: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, block) in blocks.iter().enumerate().rev().filter(|(_, block)| matches!(block.kind, Kind::Paragraph(_))) {
        let text = unspaced(block.text.as_str());
        if text.chars().count() <= TITLE && !text.is_empty() {
            short.entry(text).or_default().push(at);
        }
    }
    let mut found = 0;
    for entry in entries {
        if let Some(at) = short.get_mut(&unspaced(&entry.label)).and_then(Vec::pop) {
            blocks[at].retag(Kind::Heading(entry.level), &reason("the table of contents names it"), &mut document.log);
            found += 1;
        }
    }
    let [entry, ..] = entries else { return };
    if found > 0 || entries.len() > 1 {
        return;
    }
    let wanted = unspaced(&entry.label);
    let near = blocks.iter_mut().take(FIRST).find(|block| {
        let text = unspaced(block.text.as_str());
        let close = text.chars().count() <= TITLE
            && text.chars().count() >= 2
            && (text.starts_with(&wanted) || wanted.ends_with(&text));
        matches!(block.kind, Kind::Paragraph(_)) && close
    });
    match near {
        Some(block) => block.retag(Kind::Heading(entry.level), &reason("the table of contents names it"), &mut document.log),
        None => {
            document.log.rendered(
                &entry.label,
                &Origin::None,
                &Reason::certain(Rule::Entity, "an entry of the table of contents"),
            );
            let text = TextBuilder::plain(entry.label.clone());
            let mut heading = Block::new(Kind::Heading(entry.level), text, blocks[0].origin.clone());
            heading.hints.marked = true;
            blocks.insert(0, heading);
        }
    }
}
