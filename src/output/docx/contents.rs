//! What a book's headings ask for: pages that begin with a chapter, and a table of contents that is filled in.
//!
//! Word counts pages when it opens the field; what stands in it before that is an estimate from characters and lines, which
//! the grid makes a good one.

use super::design::Design;
use super::{runs, styles, val};
use crate::model::{Block, Document, DocumentKind, Kind, Role, walk};
use crate::output::words::{self, Word, word};
use crate::output::xml::Xml;
use crate::text::width;
use rayon::prelude::*;

/// Headings of the main text, and whether they are listed.
#[derive(Debug, Default)]
pub struct Plan {
    /// The headings, in order.
    pub entries: Vec<Entry>,
    /// The block before which the contents stand; `None` where there are none.
    pub at: Option<usize>,
    /// Headings of this level and above begin a page; 0 where none do.
    pub breaks: u8,
    language: String,
}

/// A heading.
#[derive(Debug)]
pub struct Entry {
    /// Its place among the document's blocks.
    pub block: usize,
    /// Its level.
    pub level: u8,
    /// Nothing but headings stands between it and the one before, which begins a page.
    pub follows: bool,
    text: String,
    /// Where it probably stands.
    pub page: u64,
}

/// A short book with fewer chapters has no contents: its reader sees them at a glance. A list of more is no help.
const CHAPTERS: std::ops::RangeInclusive<usize> = 5..=1500;

/// Headings of a level begin pages where the text between them fills a page and a half on average.
const PAGES_PER_CHAPTER: u64 = 3;

/// Levels that the contents list.
const LISTED: u8 = 3;

impl Plan {
    /// The plan for a document.
    pub fn of(document: &Document, design: &Design) -> Plan {
        let book = design.kind == DocumentKind::Book;
        let mut plan = Plan { language: words::language(&document.meta), ..Plan::default() };
        let lines: Vec<u64> = document.blocks.par_iter().with_min_len(64).map(|block| lines(block, design)).collect();
        if book {
            plan.breaks = breaks(document, &lines, design);
        }
        // The articles of a paper stand under its pages.
        let paper = design.kind == DocumentKind::Newspaper;
        let is_page = |block: &Block| paper && !document.meta.bound && block.kind == Kind::PageMark && !block.text.is_empty();
        let paged = u8::from(document.blocks.iter().filter(|block| is_page(block)).count() > 1);
        let level_of = |block: &Block| {
            if paged > 0 && is_page(block) { Some(1) } else { block.heading().map(|level| (level + paged).min(9)) }
        };
        let listed = |block: &Block| level_of(block).is_some_and(|level| level <= LISTED);
        let count = document.blocks.iter().filter(|block| listed(block)).count();
        let per_page = u64::from(design.page.lines);
        let pages = lines.iter().sum::<u64>().div_ceil(per_page * u64::from(design.columns.0));
        let long = is_long(design.contents, count, pages) && count <= *CHAPTERS.end();
        if book && (CHAPTERS.contains(&count) || long) {
            plan.at = first_chapter(document, plan.breaks);
        } else if design.kind == DocumentKind::Article && !document.meta.bound && long {
            plan.at = Some(below_title(document));
        } else if document.meta.bound && CHAPTERS.contains(&count) {
            plan.at = document.blocks.iter().position(|block| block.heading().is_some());
        } else if paged > 0 && CHAPTERS.contains(&count) {
            let masthead = document.blocks.iter().take(24).rposition(|block| block.kind == Kind::Paragraph(Role::Masthead));
            plan.at = Some(masthead.map_or(0, |last| last + 1));
        }
        let mut line = 0u64;
        let mut headings_only = false;
        for (index, block) in document.blocks.iter().enumerate() {
            if plan.at == Some(index) {
                // Where chapters begin pages, the contents do.
                let whole = |line: u64| if plan.breaks > 0 { line.next_multiple_of(per_page) } else { line };
                line = whole(whole(line) + 3 + count as u64);
            }
            if let Some(level) = level_of(block) {
                let breaks = level <= plan.breaks;
                if breaks && !headings_only {
                    line = line.next_multiple_of(per_page);
                }
                let text = block.text.as_str().replace(['\n', '\t'], " ");
                plan.entries.push(Entry { block: index, level, follows: headings_only, text, page: line / per_page + 1 });
                headings_only |= breaks;
            } else if block.is_visible() && lines[index] > 0 {
                headings_only = false;
            }
            line += lines[index];
        }
        plan
    }

    /// Writes the contents as a field in a content control, which Word updates at one click (DX-18).
    pub fn write(&self, xml: &mut Xml, design: &Design) {
        xml.open("w:sdt").open("w:sdtPr").open("w:docPartObj");
        val(xml, "w:docPartGallery", "Table of Contents");
        xml.open("w:docPartUnique").close().close().close().open("w:sdtContent");
        xml.open("w:p").open("w:pPr");
        val(xml, "w:pStyle", "TOCHeading");
        xml.close().open("w:r");
        runs::characters(xml, word(&self.language, Word::Contents));
        xml.close().close();
        let listed = self.entries.iter().enumerate().filter(|(_, entry)| entry.level <= LISTED);
        for (place, (number, entry)) in listed.enumerate() {
            xml.open("w:p").open("w:pPr");
            val(xml, "w:pStyle", styles::of_contents(entry.level));
            xml.open("w:tabs").open("w:tab").attr("w:val", "right").attr("w:leader", "dot");
            xml.attr("w:pos", design.page.measure().to_string()).close().close().close();
            if place == 0 {
                field_begin(xml, &format!("TOC \\o \"1-{LISTED}\" \\h \\z \\u"));
            }
            xml.open("w:hyperlink").attr("w:anchor", bookmark(number)).attr("w:history", "1").open("w:r");
            runs::characters(xml, &entry.text);
            xml.close().open("w:r").open("w:tab").close().close();
            field(xml, &format!("PAGEREF {} \\h", bookmark(number)), &entry.page.to_string());
            xml.close().close();
        }
        xml.open("w:p").open("w:r").open("w:fldChar").attr("w:fldCharType", "end").close().close().close();
        xml.close().close();
    }
}

/// The name of a heading's bookmark.
pub fn bookmark(number: usize) -> String {
    format!("_Toc{:08}", number + 1)
}

/// A field with its result.
pub fn field(xml: &mut Xml, instruction: &str, result: &str) {
    field_begin(xml, instruction);
    xml.open("w:r");
    runs::characters(xml, result);
    xml.close().open("w:r").open("w:fldChar").attr("w:fldCharType", "end").close().close();
}

fn field_begin(xml: &mut Xml, instruction: &str) {
    xml.open("w:r").open("w:fldChar").attr("w:fldCharType", "begin").close().close();
    xml.open("w:r").open("w:instrText").attr("xml:space", "preserve").text(&format!(" {instruction} ")).close().close();
    xml.open("w:r").open("w:fldChar").attr("w:fldCharType", "separate").close().close();
}

/// Whether so many headings on so many pages ask for contents, as in print.
fn is_long((headings, pages): (i64, i64), count: usize, estimated: u64) -> bool {
    headings > 0 && pages > 0 && count as i64 >= headings && estimated as i64 >= pages
}

/// A line below the title that may belong to it, in half ems at most.
const SHORT: usize = 40;

/// The block below the title and what stands with it: who wrote it, and when. Without a title, the first heading.
fn below_title(document: &Document) -> usize {
    let top = document.blocks.iter().filter_map(Block::heading).min();
    let Some(first) = document.blocks.iter().position(|block| block.heading().is_some()) else { return 0 };
    let highest: Vec<usize> = (first..document.blocks.len()).filter(|&at| document.blocks[at].heading() == top).collect();
    if highest != [first] {
        return first;
    }
    // A name or a date that nothing told as such is short, and no sentence.
    let is_short = |text: &str| width::of(text) <= SHORT && !text.ends_with(['。', '！', '？', '；', '：', '，']);
    let of_title = |block: &&Block| match block.kind {
        Kind::Paragraph(Role::EditorNote) => false,
        Kind::Paragraph(Role::Body | Role::Line) => is_short(block.text.as_str().trim()),
        Kind::Paragraph(_) => true,
        _ => !block.is_visible(),
    };
    first + 1 + document.blocks[first + 1..].iter().take_while(of_title).count()
}

/// The lowest level whose chapters fill pages; the levels above it begin pages too.
fn breaks(document: &Document, lines: &[u64], design: &Design) -> u8 {
    let total: u64 = lines.iter().sum();
    let mut count = 0;
    let mut deepest = 0;
    for level in 1..=LISTED {
        let here = document.blocks.iter().filter(|block| block.heading() == Some(level)).count() as u64;
        count += here;
        if here > 0 && total * 2 >= count * u64::from(design.page.lines) * PAGES_PER_CHAPTER {
            deepest = level;
        }
    }
    deepest
}

/// The first heading that is a chapter's: the first of a level that there is more than one of.
fn first_chapter(document: &Document, breaks: u8) -> Option<usize> {
    let mut counts = [0usize; 10];
    for level in document.blocks.iter().filter_map(Block::heading) {
        counts[usize::from(level.min(9))] += 1;
    }
    let of_many = |level: u8| counts[usize::from(level.min(9))] > 1;
    document
        .blocks
        .iter()
        .position(|block| block.heading().is_some_and(|level| of_many(level) && (breaks == 0 || level <= breaks)))
}

/// How many lines of the body's grid a block takes.
fn lines(block: &Block, design: &Design) -> u64 {
    let measure = u64::from(design.page.chars) * 2;
    let rows = |text: &str, indent: u64| -> u64 {
        let of = |line: &str| (width::of(line) as u64 + indent).div_ceil(measure);
        text.split('\n').filter(|line| !line.is_empty()).map(of).sum()
    };
    match &block.kind {
        Kind::Furniture(_) | Kind::PageMark => 0,
        Kind::Heading(1) => rows(block.text.as_str(), 0) * 2 + 3,
        Kind::Heading(2) => rows(block.text.as_str(), 0) * 2 + 1,
        Kind::Paragraph(Role::Body | Role::Dateline) => rows(block.text.as_str(), 4),
        Kind::Figure(_) => u64::from(design.page.lines) / 2,
        _ => walk::within(block).filter(|block| block.is_visible()).map(|block| rows(block.text.as_str(), 4)).sum(),
    }
}
