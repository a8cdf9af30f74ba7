//! How well a conversion went, as one number from 0 to 100: what a person would have to look at costs points.
//!
//! Each kind of suspect is counted per so much text, weighed, and bounded, so that no single kind decides alone. The number ranks
//! the documents of an archive; it is no measure of truth.

use crate::diag::{Diagnostic, Severity};
use crate::model::{Block, Confidence, Document, walk};
use crate::text::clreq::{is_close, is_sentence_end};

/// What costs points: how much there is, and the points.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Quality {
    /// From 0 to 100.
    pub score: u32,
    /// Paragraphs that break off without a mark, with more text behind them.
    pub unjoined: usize,
    /// Edits that were proposed and not made.
    pub doubtful: usize,
    /// Characters U+FFFD.
    pub replacements: usize,
    /// Diagnostics that are warnings.
    pub warnings: usize,
    /// Diagnostics of something that is not in the output: missing glyphs and their like.
    pub losses: usize,
}

/// Points for each suspect paragraph in a hundred.
const UNJOINED: f64 = 2.0;
/// Points for each doubtful edit in a thousand characters.
const DOUBTFUL: f64 = 2.0;
/// Points for each U+FFFD in a thousand characters.
const REPLACEMENT: f64 = 10.0;
/// Points for a warning.
const WARNING: f64 = 2.0;
/// Points for a loss.
const LOSS: f64 = 10.0;
/// No kind of suspect costs more than so many points.
const MOST: f64 = 40.0;

impl Quality {
    /// Judges a document and what was found wrong with it.
    pub fn of(document: &Document, diagnostics: &[Diagnostic]) -> Quality {
        let texts = || walk::visible_texts(document).map(|text| text.as_str());
        let characters = texts().map(|text| text.chars().count()).sum::<usize>().max(1000) as f64;
        let replacements = texts().map(|text| text.matches('\u{fffd}').count()).sum();
        let unjoined = unjoined(&document.blocks).count();
        let paragraphs = document.blocks.iter().filter(|block| is_text(block)).count().max(20) as f64;
        let doubtful = document.log.edits().iter().filter(|edit| edit.confidence == Confidence::Doubtful).count();
        let count = |severity| diagnostics.iter().filter(|found| found.trouble.severity() == severity).count();
        let (warnings, losses) = (count(Severity::Warning), count(Severity::Loss));
        let cost = [
            UNJOINED * unjoined as f64 * 100.0 / paragraphs,
            DOUBTFUL * doubtful as f64 * 1000.0 / characters,
            REPLACEMENT * replacements as f64 * 1000.0 / characters,
            WARNING * warnings as f64,
            LOSS * losses as f64,
        ];
        let cost: f64 = cost.iter().map(|points| points.min(MOST)).sum();
        Quality { score: (100.0 - cost).clamp(0.0, 100.0).round() as u32, unjoined, doubtful, replacements, warnings, losses }
    }
}

/// Paragraphs that break off, each with the one behind it.
pub fn unjoined(blocks: &[Block]) -> impl Iterator<Item = (&Block, &Block)> {
    let visible = || blocks.iter().filter(|block| block.is_visible());
    let pairs = visible().zip(visible().skip(1));
    pairs.filter(|(left, right)| is_text(left) && is_text(right) && breaks_off(left.text.as_str()))
}

fn is_text(block: &Block) -> bool {
    block.is_body() && !block.text.is_empty()
}

/// Whether a paragraph of some length ends in mid-sentence.
pub fn breaks_off(text: &str) -> bool {
    let last = text.trim_end().chars().rev().find(|&c| !(is_close(c) || matches!(c, '"' | '\'' | ')' | ']')));
    text.chars().nth(15).is_some()
        && last.is_some_and(|c| !(is_sentence_end(c) || matches!(c, '.' | '：' | ':' | '；' | ';' | '—')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Trouble;
    use crate::model::native;

    fn check(native: &str, troubles: Vec<Trouble>, expected: u32) {
        let document = native::parse(native).expect("the native form is well formed");
        let found: Vec<_> = troubles.into_iter().map(|trouble| Diagnostic { trouble, place: String::new() }).collect();
        assert_eq!(Quality::of(&document, &found).score, expected, "{native}");
    }

    #[test]
    fn what_is_suspect_costs_points() {
        check("body :: 桥通了，人都来了。\nbody :: 船开了。\n", Vec::new(), 100);
        check("body :: 那一天河水涨到了第三级石阶，老人\nbody :: 把船拴好。\n", Vec::new(), 90);
        check("body :: 桥\u{fffd}通了。\n", Vec::new(), 90);
        check("body :: 桥通了。\n", vec![Trouble::MissingGlyphs { characters: "𠀀".into() }], 90);
        check("body :: 桥通了。\n", vec![Trouble::UnmatchedJump { line: "（下转2版）".into() }; 2], 96);
        check(&"body :: \u{fffd}\u{fffd}\n".repeat(9), vec![Trouble::NoText { reason: "none".into() }; 9], 20);
    }
}
