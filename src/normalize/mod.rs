//! [`Document`] → [`Document`]: small named passes that undo what layout and extraction did to the text.
//!
//! Each pass is logged, idempotent and can be switched off. The table in [`pass`] is the order, with the reason for it.
//!
//! [`Document`]: crate::model::Document

mod accepted;
mod aligned;
mod archive;
mod bylines;
mod calendar;
mod captions;
mod characters;
mod columns;
mod contents;
mod counted;
mod cut_tables;
mod displayed;
mod drawn;
mod entries;
mod folios;
mod forms;
mod formulas;
mod front;
mod furniture;
mod headings;
mod headlines;
mod initials;
mod jumps;
mod kind;
mod list_labels;
mod listed;
mod lives;
mod masthead;
mod matter;
mod measure;
mod metadata;
mod nested;
mod notes;
mod notice;
mod ordinals;
mod outline;
mod page_marks;
mod pages;
mod paper;
mod parts;
pub mod pass;
mod peers;
mod poems;
mod profile;
mod promotion;
mod punctuation;
mod recognized;
mod records;
mod residue;
mod roles;
mod rubrics;
mod script;
mod sections;
mod series;
mod source_lines;
mod spacing;
mod stated;
mod table_heads;
mod tails;
mod text_levels;
mod titles;
mod unwrap;

#[cfg(test)]
mod settles;

use crate::text::patterns;
use rayon::prelude::*;
use std::sync::LazyLock;

pub use archive::Archive;
pub use metadata::{day, writers};
pub use pass::{NormalizeOptions, PASSES, Pass, normalize};
pub use script::TargetScript;

/// Compiles the patterns that nearly every text is asked for, so that no pass waits for them.
pub fn warm() {
    patterns::ALL.par_iter().for_each(|(_, pattern)| {
        LazyLock::force(pattern);
    });
    furniture::warm();
}

/// Whether the text is Chinese, as far as anyone has said.
fn is_chinese(document: &crate::model::Document) -> bool {
    document.meta.language.as_deref().is_none_or(|language| language.starts_with("zh"))
}

/// Whether lines have been joined already. Then there are no lines any more, and what only lines can show (a running head, a
/// barrier to joining) was decided while there were: a pass that asks for lines has nothing to do.
fn is_joined(document: &crate::model::Document) -> bool {
    document.log.edits().iter().any(|edit| edit.rule == crate::model::Rule::Unwrap)
}

/// Keeps the changes that touch none of the protected ranges; both in any order.
fn keep_outside(changes: &mut Vec<crate::model::Replacement>, mut protected: Vec<std::ops::Range<usize>>) {
    protected.sort_unstable_by_key(|range| (range.start, range.end));
    let mut merged: Vec<std::ops::Range<usize>> = Vec::with_capacity(protected.len());
    for range in protected {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    changes.retain(|change| {
        let next = merged.partition_point(|kept| kept.end <= change.range.start);
        merged.get(next).is_none_or(|kept| kept.start >= change.range.end)
    });
}

/// The ranges of a text that are program text.
fn code(text: &crate::model::Text) -> impl Iterator<Item = std::ops::Range<usize>> {
    let is_code = |span: &&crate::model::Span| span.kind == crate::model::SpanKind::Code;
    text.spans().iter().filter(is_code).map(|span| span.range.clone())
}
