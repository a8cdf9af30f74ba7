//! What a batch came to.

use super::job::{Kept, Outcome, Status};
use super::stages::Stages;
use crate::error::ErrorKind;
use serde::Serialize;
use std::path::PathBuf;

/// Counts over all sources of a batch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Sources of which every output is there.
    pub done: usize,
    /// Sources of which an output is missing.
    pub failed: usize,
    /// Sources that `strict` refused.
    pub refused: usize,
    /// Sources that failed by a fault of the program; they are among the failed.
    pub bugs: usize,
    /// Characters that were read.
    pub characters: u64,
    /// Files in place.
    pub outputs: usize,
    /// Of these, how many had been there with the same content.
    #[serde(skip)]
    pub same: usize,
    /// Sources in whose content something was wrong.
    pub damaged: usize,
    /// Sources that an earlier run converted; they are among those done.
    #[serde(skip)]
    pub before: usize,
    /// Sources that a process died of, and that were done once more.
    #[serde(skip)]
    pub again: usize,
    /// Sources that were not begun, because the batch was to stop.
    #[serde(skip_serializing_if = "is_none")]
    pub left: usize,
    /// Time by stage, over all sources.
    #[serde(skip)]
    pub stages: Stages,
    /// What was not done, in input order: the source and the reason.
    #[serde(skip)]
    pub undone: Vec<(PathBuf, String)>,
}

impl Summary {
    pub(super) fn add(&mut self, outcome: &Outcome) {
        match outcome.status {
            Status::Done => self.done += 1,
            Status::Failed => self.failed += 1,
            Status::Refused => self.refused += 1,
        }
        self.characters += outcome.characters;
        self.outputs += outcome.made.len();
        self.same += outcome.made.iter().filter(|made| made.kept == Kept::Same).count();
        self.bugs += usize::from(outcome.errors.iter().any(|error| error.kind() == ErrorKind::Bug));
        self.damaged += usize::from(outcome.is_damaged());
        self.before += usize::from(outcome.before.is_some());
        self.again += usize::from(outcome.again);
        self.stages.merge(&outcome.stages);
        let reasons = outcome.errors.iter().map(|error| error.to_string());
        self.undone.extend(reasons.map(|reason| (outcome.source.clone(), reason)));
        if outcome.status == Status::Refused {
            self.undone.push((outcome.source.clone(), "refused by --strict".to_owned()));
        }
    }
}

fn is_none(number: &usize) -> bool {
    *number == 0
}
