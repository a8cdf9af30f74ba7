//! What repeats in an archive, proposed as patterns for the settings' table `[archive]`.
//!
//! Sources are read side by side and normalized up to where lines are joined; the short lines that no pass has given a part are
//! looked at across all of them ([`propose`]). The proposal is a file that a person edits ([`file`]): what is doubtful
//! stands in it as a comment.

mod file;
mod form;
mod propose;

use super::job;
use super::plan::{self, Job, Plan};
use super::run::{self, Batch};
use crate::error::{Error, Result};
use crate::model::{Block, Document, DocumentKind, Furniture, Kind};
use crate::normalize::PASSES;
use crate::output::quality;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// No line of more characters is looked at.
const LONGEST: usize = 40;

/// What was learnt.
pub struct Learnt {
    /// The settings file, as text.
    pub proposal: String,
    /// How many sources were read.
    pub sources: usize,
    /// Sources that could not be read, and why.
    pub failed: Vec<(PathBuf, Error)>,
}

/// A short line without a part, and what stands round it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Line {
    text: String,
    /// The text before it breaks off, as at the foot of a page.
    cuts: bool,
    /// It is among the first or the last lines of its source.
    ends: bool,
    /// It stands beside a folio or the head of a page.
    beside: bool,
    /// It stands right under a headline, or right over text.
    heads: bool,
}

/// A source's short lines.
#[derive(Default)]
struct Source {
    kind: Option<DocumentKind>,
    lines: Vec<Line>,
}

/// Reads the sources of a plan and proposes patterns.
pub fn learn(plan: Plan, batch: &Batch) -> Learnt {
    let one = |job| plan::read(job, |job| read(job, batch));
    let all: Vec<_> = match run::pool(batch.jobs) {
        Some(pool) => pool.install(|| plan.jobs.into_par_iter().map(one).collect()),
        None => plan.jobs.into_iter().map(one).collect(),
    };
    let (mut sources, mut failed) = (Vec::new(), Vec::new());
    for (path, read) in all {
        match read {
            Ok(source) => sources.push(source),
            Err(error) => failed.push((path, error)),
        }
    }
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for kind in sources.iter().filter_map(|source| source.kind) {
        *kinds.entry(kind.name()).or_default() += 1;
    }
    let lines: Vec<&[Line]> = sources.iter().map(|source| &*source.lines).collect();
    let proposal = file::write(&propose::propose(&lines), &kinds, sources.len());
    Learnt { proposal, sources: sources.len(), failed }
}

/// Reads a source up to where its lines would be joined.
fn read(job: &Job, batch: &Batch) -> Result<Source> {
    let mut options = batch.options.clone();
    let later = PASSES.iter().map(|pass| pass.name).skip_while(|name| *name != "unwrap");
    options.normalize.off.extend(later.map(str::to_owned));
    let (env, contents) = job::opened(job, batch);
    let document = job::prepared(job, &[], &options, &env, contents)?.document;
    Ok(Source { kind: document.meta.kind, lines: lines(&document) })
}

/// The short lines that have no part yet.
fn lines(document: &Document) -> Vec<Line> {
    /// So many lines are at the ends of a source.
    const ENDS: usize = 4;
    let blocks = &document.blocks;
    let is_text = |block: &Block| block.is_body() || block.heading().is_some();
    let is_beside = |at: usize| {
        let mut beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|at| blocks.get(at));
        beside.any(|block| matches!(block.kind, Kind::PageMark | Kind::Furniture(Furniture::PageNumber)))
    };
    let line = |at: usize| {
        let text = blocks[at].text.as_str().trim();
        let before = blocks[..at].iter().rev().find(|block| block.is_visible());
        let after = blocks[at + 1..].iter().find(|block| block.is_visible());
        Line {
            text: text.to_owned(),
            cuts: before.is_some_and(|before| before.is_body() && quality::breaks_off(before.text.as_str())),
            ends: at < ENDS || at + ENDS >= blocks.len(),
            beside: is_beside(at),
            heads: before.is_some_and(|before| before.heading().is_some()) || after.is_some_and(|after| after.is_body()),
        }
    };
    let short = |block: &Block| {
        let text = block.text.as_str().trim();
        is_text(block) && !text.is_empty() && text.len() <= 4 * LONGEST && text.chars().count() <= LONGEST
    };
    (0..blocks.len()).filter(|&at| short(&blocks[at])).map(line).collect()
}
