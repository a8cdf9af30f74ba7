//! How long the stages of conversions take.

use serde::Serialize;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// Time by stage: `open`, `read`, `normalize`, the writers' names, `save`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Stages(BTreeMap<&'static str, Duration>);

impl Stages {
    /// Runs `work` and takes its time.
    pub(super) fn time<T>(&mut self, stage: &'static str, work: impl FnOnce() -> T) -> T {
        let begun = Instant::now();
        let result = work();
        self.add(stage, begun.elapsed());
        result
    }

    /// Adds to the time of a stage.
    pub(super) fn add(&mut self, stage: &'static str, time: Duration) {
        *self.0.entry(stage).or_default() += time;
    }

    /// Adds the times of others.
    pub(super) fn merge(&mut self, other: &Stages) {
        other.iter().for_each(|(stage, time)| self.add(stage, time));
    }

    /// Every stage with its time, longest first.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, Duration)> + '_ {
        let mut all: Vec<_> = self.0.iter().map(|(stage, time)| (*stage, *time)).collect();
        all.sort_by_key(|&(stage, time)| (std::cmp::Reverse(time), stage));
        all.into_iter()
    }
}
