//! What became of each source, as lines of JSON: for `--log json` and for workers.
//!
//! `event` says what a line is: `file` (source, status, outputs, errors, diagnostics, characters, seconds by stage) or `summary`.
//! Members may be added; the meaning of those that are there stays.

use crate::batch::{Outcome, Stages, Summary};
use crate::output::report::Entry;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::Duration;

#[derive(Serialize)]
struct File<'a> {
    event: &'static str,
    #[serde(flatten)]
    entry: Entry<'a, (), &'a [crate::batch::Made]>,
    characters: u64,
    /// Converted by an earlier run.
    before: bool,
    /// Done once more, alone, after a process died of it.
    again: bool,
    seconds: BTreeMap<&'a str, f64>,
}

#[derive(Serialize)]
struct Whole<'a> {
    event: &'static str,
    #[serde(flatten)]
    summary: &'a Summary,
    before: usize,
    again: usize,
    elapsed: f64,
    seconds: BTreeMap<&'a str, f64>,
}

/// What became of a source.
pub fn file(outcome: &Outcome) -> Value {
    let entry = Entry {
        source: outcome.source.to_string_lossy().into_owned(),
        status: outcome.status.name(),
        errors: &outcome.errors,
        evidence: None,
        outputs: outcome.made.as_slice(),
        diagnostics: &outcome.diagnostics,
        document: None,
    };
    let (characters, before, again) = (outcome.characters, outcome.before.is_some(), outcome.again);
    value(&File { event: "file", entry, characters, before, again, seconds: seconds(&outcome.stages) })
}

/// What a batch came to.
pub fn summary(summary: &Summary, elapsed: Duration) -> Value {
    let seconds = seconds(&summary.stages);
    value(&Whole {
        event: "summary",
        summary,
        before: summary.before,
        again: summary.again,
        elapsed: elapsed.as_secs_f64(),
        seconds,
    })
}

fn seconds(stages: &Stages) -> BTreeMap<&str, f64> {
    stages.iter().map(|(stage, time)| (stage, time.as_secs_f64())).collect()
}

fn value(event: &impl Serialize) -> Value {
    serde_json::to_value(event).unwrap_or_else(|error| serde_json::json!({ "event": "error", "message": error.to_string() }))
}
