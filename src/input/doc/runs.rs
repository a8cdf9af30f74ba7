//! Runs of characters and paragraphs (MS-DOC 2.9.33, 2.9.175): which properties hold from which byte of the stream to which.
//!
//! The properties of a run lie on pages of 512 bytes (FKP), which a table names. Runs are kept in order of their places; what
//! no run covers has no properties.

use super::fib::{Fib, Part};
use super::plc::Plc;
use crate::input::ole::{u16_at, u32_at};
use std::ops::Range;

const PAGE: usize = 512;

/// A run, and where its properties lie in the stream.
#[derive(Clone, Debug)]
pub struct Run {
    /// Bytes of the stream.
    pub range: Range<u32>,
    /// The style, of paragraphs.
    pub style: u16,
    /// Bytes of properties in the stream.
    pub properties: Range<usize>,
}

/// Runs in order of place.
pub struct Runs(Vec<Run>);

impl Runs {
    /// The runs of characters.
    pub fn characters(fib: &Fib, word: &[u8], table: &[u8]) -> Runs {
        Runs::read(fib.part(Part::CharacterRuns, table), word, 1, |page, start, at| {
            let at = 2 * usize::from(*page.get(at)?);
            let length = usize::from(*page.get(at).filter(|_| at > 0)?);
            Some((0, start + at + 1..start + (at + 1 + length).min(PAGE)))
        })
    }

    /// The runs of paragraphs.
    pub fn paragraphs(fib: &Fib, word: &[u8], table: &[u8]) -> Runs {
        Runs::read(fib.part(Part::ParagraphRuns, table), word, 13, |page, start, at| {
            let at = 2 * usize::from(*page.get(at)?);
            let short = usize::from(*page.get(at).filter(|_| at > 0)?);
            // The length in words, less one byte; 0 says that the true length follows.
            let (from, length) = match short {
                0 => (at + 2, 2 * usize::from(*page.get(at + 1)?)),
                short => (at + 1, 2 * short - 1),
            };
            let style = u16_at(page, from)?;
            Some((style, start + from + 2..start + (from + length.max(2)).min(PAGE)))
        })
    }

    fn read(
        table: &[u8],
        word: &[u8],
        record: usize,
        properties: impl Fn(&[u8], usize, usize) -> Option<(u16, Range<usize>)>,
    ) -> Runs {
        let pages = Plc::new(table, 4);
        let mut runs = Vec::new();
        let most = word.len() / PAGE + 1;
        for number in (0..pages.len()).take(most) {
            let Some(start) = pages.record(number).and_then(|record| u32_at(record, 0)) else { continue };
            let start = (start as usize & 0x3f_ffff).saturating_mul(PAGE);
            let Some(page) = word.get(start..(start + PAGE).min(word.len())) else { continue };
            let count = usize::from(page.get(PAGE - 1).copied().unwrap_or(0));
            for run in 0..count {
                let (Some(from), Some(to)) = (u32_at(page, 4 * run), u32_at(page, 4 * run + 4)) else { break };
                if from >= to {
                    continue;
                }
                let (style, properties) = properties(page, start, 4 * (count + 1) + record * run).unwrap_or((0, 0..0));
                let properties = if properties.start <= properties.end { properties } else { 0..0 };
                runs.push(Run { range: from..to, style, properties });
            }
        }
        runs.sort_by_key(|run| run.range.start);
        Runs(runs)
    }

    /// The run that covers a byte.
    pub fn at(&self, place: u32) -> Option<&Run> {
        let after = self.0.partition_point(|run| run.range.start <= place);
        self.0.get(after.checked_sub(1)?).filter(|run| run.range.contains(&place))
    }

    /// Where the stretch ends that begins at a byte and has one set of properties, or none.
    pub fn end(&self, place: u32) -> u32 {
        let after = self.0.partition_point(|run| run.range.start <= place);
        let next = self.0.get(after).map_or(u32::MAX, |run| run.range.start);
        self.at(place).map_or(next, |run| run.range.end.min(next))
    }
}
