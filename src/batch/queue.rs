//! Which source is next: in input order as far as memory allows.
//!
//! Each source is expected to need some memory, and there is a budget for all that are at work. A source that does not fit waits,
//! and smaller ones behind it go first; so nobody idles. But only so many: outcomes are told in input order, and those that came
//! too early have to be kept. Who needs more than there is begins when nobody else is at work. A source whose process died is put
//! back, to be done once more, alone.
//!
//! The queue also says who may use all threads. While there are sources for everyone, each is done by one thread: threads that wait
//! for parts of each other's documents lose more than they gain. A source that is more than a thread's share of what is left is
//! done by all.

use super::plan::{Job, Refusal};
use crate::error::Error;
use std::collections::{BTreeSet, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// So far behind the oldest source that is not finished may others begin.
const AHEAD: usize = 256;
/// So often those who wait look whether the batch is to stop.
const LOOK: Duration = Duration::from_millis(100);

/// The sources of a batch that are not finished.
pub(super) struct Queue<'a> {
    state: Mutex<State>,
    freed: Condvar,
    memory: u64,
    /// How many sources are done at once.
    jobs: u64,
    stop: &'a AtomicBool,
}

struct State {
    waiting: VecDeque<Task>,
    /// The places of those that are at work.
    running: BTreeSet<usize>,
    /// What they take.
    taken: u64,
    /// The weight of the sources that are not finished.
    left: u64,
    /// One of them is to be alone.
    alone: bool,
}

/// A source whose turn it is, or will be.
pub(super) struct Task {
    /// Its place in the plan.
    pub index: usize,
    /// What is to be done, or why it can't be.
    pub job: Result<Job, Refusal>,
    /// Why it is done a second time, and alone.
    pub before: Option<Error>,
    /// It is done by all threads.
    pub wide: bool,
    needs: u64,
}

/// The place that a source takes while it is at work; given back when it is dropped.
pub(super) struct Turn<'a> {
    queue: &'a Queue<'a>,
    index: usize,
    needs: u64,
    weight: u64,
    alone: bool,
}

impl<'a> Queue<'a> {
    /// The sources of a plan, so many at once, with this many bytes for those at work; until `stop` is set.
    pub fn new(
        plan: Vec<Result<Job, Refusal>>,
        jobs: usize,
        memory: u64,
        stop: &'a AtomicBool,
        needs: impl Fn(&Job) -> u64,
    ) -> Queue<'a> {
        let task = |(index, job): (usize, Result<Job, Refusal>)| {
            let needs = job.as_ref().map_or(0, &needs);
            Task { index, job, before: None, wide: false, needs }
        };
        let waiting: VecDeque<Task> = plan.into_iter().enumerate().map(task).collect();
        let left = waiting.iter().map(Task::weight).fold(0, u64::saturating_add);
        let state = State { waiting, running: BTreeSet::new(), taken: 0, left, alone: false };
        Queue { state: Mutex::new(state), freed: Condvar::new(), memory, jobs: jobs as u64, stop }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next source; waits until there is room for it. `None` when all are begun. After a stop only those are given that
    /// have been tried before: there is something to tell of them.
    pub fn next(&'a self) -> Option<(Task, Turn<'a>)> {
        let mut state = self.state();
        loop {
            let stopped = self.stop.load(Ordering::Relaxed);
            let at = match stopped {
                true => Some(state.waiting.iter().position(|task| task.before.is_some())?),
                false if state.waiting.is_empty() => return None,
                false => state.fitting(self.memory),
            };
            if let Some(mut task) = at.and_then(|at| state.waiting.remove(at)) {
                let (weight, alone) = (task.weight(), task.before.is_some() && !stopped);
                let turn = Turn { queue: self, index: task.index, needs: task.needs, weight, alone };
                task.wide = alone || weight.saturating_mul(self.jobs) > state.left;
                state.running.insert(turn.index);
                state.taken = state.taken.saturating_add(turn.needs);
                state.alone |= turn.alone;
                return Some((task, turn));
            }
            state = self.freed.wait_timeout(state, LOOK).map_or_else(|poisoned| poisoned.into_inner().0, |(state, _)| state);
        }
    }

    /// Puts a source back that is to be done once more, alone.
    pub fn again(&self, turn: Turn, job: Job, error: Error) {
        let task = Task { index: turn.index, job: Ok(job), before: Some(error), wide: true, needs: turn.needs };
        let mut state = self.state();
        state.left = state.left.saturating_add(turn.weight);
        let at = state.waiting.partition_point(|other| other.index < task.index);
        state.waiting.insert(at, task);
        drop(state);
        drop(turn);
    }

    /// How many were not begun.
    pub fn left(&self) -> usize {
        self.state().waiting.len()
    }
}

impl Task {
    /// How much work it is expected to be, in bytes.
    fn weight(&self) -> u64 {
        /// What the smallest takes.
        const BASE: u64 = 16 << 10;
        self.job.as_ref().map_or(0, |job| job.bytes.saturating_add(BASE))
    }
}

impl State {
    /// The first that may begin.
    fn fitting(&self, memory: u64) -> Option<usize> {
        if self.alone {
            return None;
        }
        let nobody = self.running.is_empty();
        let oldest = self.waiting.front().map(|task| task.index).into_iter().chain(self.running.first().copied()).min()?;
        let free = memory.saturating_sub(self.taken);
        self.waiting
            .iter()
            .take_while(|task| task.index < oldest + AHEAD)
            .position(|task| nobody || task.before.is_none() && task.needs <= free)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut state = self.queue.state();
        state.running.remove(&self.index);
        state.taken = state.taken.saturating_sub(self.needs);
        state.left = state.left.saturating_sub(self.weight);
        state.alone &= !self.alone;
        self.queue.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;
    use std::path::PathBuf;

    fn jobs(sizes: &[u64]) -> Vec<Result<Job, Refusal>> {
        let job =
            |&bytes: &u64| Job { source: PathBuf::new(), parts: vec![], grouped: false, outputs: vec![], bytes, changed: None };
        sizes.iter().map(job).map(Ok).collect()
    }

    fn queue<'a>(sizes: &[u64], stop: &'a AtomicBool) -> Queue<'a> {
        Queue::new(jobs(sizes), 2, 10, stop, |job| job.bytes)
    }

    #[test]
    fn never_more_than_there_is_and_nobody_waits_for_ever() {
        let stop = AtomicBool::new(false);
        let sizes: Vec<u64> = [3, 7, 10, 25, 1, 4, 9, 2].repeat(200);
        let queue = queue(&sizes, &stop);
        let done = Mutex::new(Vec::new());
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    while let Some((task, turn)) = queue.next() {
                        let state = queue.state();
                        assert!(state.taken <= 10 || state.running.len() == 1, "{} for {:?}", state.taken, state.running);
                        drop(state);
                        done.lock().expect("nobody panicked").push(task.index);
                        drop(turn);
                    }
                });
            }
        });
        let mut done = done.into_inner().expect("nobody panicked");
        done.sort_unstable();
        assert_eq!(done, (0..sizes.len()).collect::<Vec<_>>());
    }

    #[test]
    fn small_ones_pass_a_big_one_that_has_to_wait_but_not_all_of_them() {
        let stop = AtomicBool::new(false);
        let sizes: Vec<u64> = [1, 10].into_iter().chain([1; 2 * AHEAD]).collect();
        let queue = queue(&sizes, &stop);
        let (first, turn) = queue.next().expect("a source");
        let passed: Vec<_> = (0..3).map(|_| queue.next().expect("a source").0.index).collect();
        assert_eq!((first.index, passed), (0, vec![2, 3, 4]));
        drop(turn);
        assert_eq!(queue.next().expect("nobody is at work").0.index, 1);
        let held: Vec<_> = (0..9).map_while(|_| queue.next()).collect();
        assert_eq!(held.last().expect("a source").0.index, 13);
        assert_eq!(queue.state().fitting(10), Some(0));
        assert_eq!(queue.state().fitting(9), None, "all is taken");
    }

    #[test]
    fn what_is_more_than_a_share_of_what_is_left_is_for_all_threads() {
        let stop = AtomicBool::new(false);
        let big = 1 << 20;
        let queue = Queue::new(jobs(&[big, big, big, 1, 1]), 2, u64::MAX, &stop, |_| 0);
        let wide: Vec<bool> = std::iter::from_fn(|| queue.next().map(|(task, _)| task.wide)).collect();
        assert_eq!(wide, [false, false, true, false, true]);
    }

    #[test]
    fn who_died_is_tried_alone() {
        let stop = AtomicBool::new(false);
        let queue = queue(&[1, 1, 1], &stop);
        let (task, turn) = queue.next().expect("a source");
        let (_, other) = queue.next().expect("a source");
        queue.again(turn, task.job.expect("a job"), Error::new(ErrorKind::Bug, "died"));
        let (third, turn) = queue.next().expect("a source");
        assert_eq!(third.index, 2, "another is at work, so it is not its turn");
        drop((other, turn));
        let (again, alone) = queue.next().expect("a source");
        assert_eq!((again.index, again.before.is_some(), queue.state().alone), (0, true, true));
        queue.again(alone, again.job.expect("a job"), Error::new(ErrorKind::Bug, "died"));
        assert!(!queue.state().alone);
        stop.store(true, Ordering::Relaxed);
        assert!(queue.next().expect("there is something to tell").0.before.is_some());
        assert!(queue.next().is_none());
    }
}
