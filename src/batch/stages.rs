//! How long the stages of conversions take.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// Time by stage: `open`, `read`, `normalize`, the writers' names, `save`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Stages(BTreeMap<Cow<'static, str>, Duration>);

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
        *self.0.entry(stage.into()).or_default() += time;
    }

    /// Adds the times of others.
    pub(super) fn merge(&mut self, other: &Stages) {
        for (stage, time) in &other.0 {
            *self.0.entry(stage.clone()).or_default() += *time;
        }
    }

    /// Every stage with its time, longest first.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Duration)> {
        let mut all: Vec<_> = self.0.iter().map(|(stage, time)| (&**stage, *time)).collect();
        all.sort_by_key(|&(stage, time)| (std::cmp::Reverse(time), stage));
        all.into_iter()
    }
}
