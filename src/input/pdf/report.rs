//! What is told about the pages: which can't be trusted, and why; what was cut or damaged. Pages in a row are told together.

use super::page::{Distrust, Read};
use crate::diag::{Sink, Trouble};
use std::collections::BTreeMap;

/// What was noticed, with the pages.
#[derive(Debug, Default)]
pub struct Report(BTreeMap<Noticed, Vec<(u32, usize)>>);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Noticed {
    Lost,
    Distrust(Distrust),
    Unknown,
    Damaged,
    Outside,
    Cut(&'static str),
    Pictures,
    Recognized(u8),
    Unrecognized(String),
}

impl Report {
    /// A page that could not be read at all.
    pub fn lost(&mut self, number: u32) {
        self.note(Noticed::Lost, number, 1);
    }

    /// A page that was read.
    pub fn page(&mut self, read: &Read) {
        let number = read.page.number;
        let facts = &read.facts;
        if let Some(reason) = facts.distrust {
            self.note(Noticed::Distrust(reason), number, 1);
        } else if facts.unknown > 0 {
            self.note(Noticed::Unknown, number, facts.unknown);
        }
        if let Some(confidence) = facts.recognized {
            // Pages are told together where the recognizer was about as sure of them.
            self.note(Noticed::Recognized(confidence / 10 * 10), number, 1);
        }
        if let Some(reason) = &facts.unrecognized {
            self.note(Noticed::Unrecognized(reason.clone()), number, 1);
        }
        if let Some(budget) = facts.cut {
            self.note(Noticed::Cut(budget), number, 1);
        }
        let undecoded = read.page.images.iter().filter(|image| image.media.is_none() && !image.artifact).count();
        for (noticed, count) in
            [(Noticed::Damaged, facts.damaged), (Noticed::Outside, facts.outside), (Noticed::Pictures, undecoded)]
        {
            if count > 0 {
                self.note(noticed, number, count);
            }
        }
    }

    fn note(&mut self, noticed: Noticed, number: u32, count: usize) {
        self.0.entry(noticed).or_default().push((number, count));
    }

    /// Tells it all.
    pub fn tell(self, sink: &mut Sink) {
        for (noticed, pages) in self.0 {
            for row in pages.chunk_by(|a, b| a.0 + 1 == b.0) {
                let count: usize = row.iter().map(|page| page.1).sum();
                sink.push(noticed.trouble(count as u64), place(row[0].0, row[row.len() - 1].0));
            }
        }
    }
}

fn place(first: u32, last: u32) -> String {
    if first == last { format!("page {first}") } else { format!("pages {first}–{last}") }
}

impl Noticed {
    fn trouble(&self, count: u64) -> Trouble {
        match self {
            Noticed::Lost => Trouble::Damaged { what: "the page could not be read and is left out".into() },
            Noticed::Distrust(Distrust::Scan) => Trouble::NoText { reason: "a scan without text".into() },
            Noticed::Distrust(Distrust::NoMap) => {
                Trouble::NoText { reason: "its fonts do not say which characters they draw".into() }
            }
            Noticed::Recognized(confidence) => Trouble::Recognized { confidence: *confidence },
            Noticed::Unrecognized(reason) => Trouble::Damaged { what: format!("the page was not recognized: {reason}") },
            Noticed::Unknown => Trouble::ReplacementCharacters { count },
            Noticed::Damaged => Trouble::Damaged { what: format!("{count} streams were read up to their damage") },
            Noticed::Outside => Trouble::OutsidePage { count },
            Noticed::Cut(budget) => Trouble::CutByLimit { what: (*budget).into() },
            Noticed::Pictures => Trouble::MissingImage { reference: format!("{count} of the page") },
        }
    }
}
