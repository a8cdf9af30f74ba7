//! All jobs of a plan, in parallel, told in input order.

use super::budget::Budget;
use super::job::{self, Outcome};
use super::ledger::{self, Ledger};
use super::log::{Logging, Spool};
use super::plan::{Job, Plan};
use super::summary::Summary;
use crate::convert::Options;
use crate::env::Env;
use crate::error::{Error, Result};
use crate::output::Writer;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What holds for every source of a batch.
pub struct Batch {
    /// The formats to write.
    pub writers: Vec<&'static Writer>,
    /// For reader, passes and writers.
    pub options: Options,
    /// The world.
    pub env: Env,
    /// Replace outputs that are there with other content.
    pub force: bool,
    /// Write nothing of a source in which anything of severity *warning* or more was found.
    pub strict: bool,
    /// Write nothing of a source whose quality is under this.
    pub fail_under: Option<u32>,
    /// How many sources at once; 0 for as many as the machine has threads.
    pub jobs: usize,
    /// What is written down.
    pub log: Option<Logging>,
    /// What was done before, and where it is written down what is done now.
    pub ledger: Option<Ledger>,
    /// Memory for all sources at once, in bytes, as estimated from their lengths.
    pub memory: u64,
    /// Set, to begin no other source: those that run are finished.
    pub stop: Arc<AtomicBool>,
}

/// Someone who watches a batch.
pub trait Watcher: Sync {
    /// A source of this many bytes is finished: at once, in any order.
    fn finished(&self, bytes: u64);
    /// What became of a source: in input order.
    fn told(&self, outcome: &Outcome);
}

/// Memory that a source is expected to need, in bytes: measured on texts, 80 times their length; packages hold text packed.
fn needs(job: &Job) -> u64 {
    const BASE: u64 = 48 << 20;
    let text = |extension: &str| matches!(extension, "txt" | "text" | "md" | "markdown" | "html" | "htm" | "rtf");
    let extension =
        job.source.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    BASE + job.bytes.saturating_mul(if text(&extension) { 80 } else { 200 })
}

/// Stack of each thread, in bytes: nested structures are bounded in depth, and this holds the deepest.
pub(super) const STACK: usize = 16 << 20;

/// Runs a plan. One source that fails never stops the rest; the error is of the log alone.
pub fn run(plan: Plan, batch: &Batch, watcher: &dyn Watcher, log: &mut (dyn Write + Send)) -> (Summary, Result<()>) {
    let mut teller =
        Teller { batch, watcher, log, next: 0, waiting: BTreeMap::new(), summary: Summary::default(), written: Ok(()) };
    teller.write(|logging, out| logging.open(out));
    if let Some(ledger) = &batch.ledger {
        ledger.clean(plan.jobs.iter().flatten().flat_map(|job| job.outputs.iter().map(PathBuf::as_path)));
    }
    let teller = Mutex::new(teller);
    let common = ledger::common(batch);
    let budget = Budget::new(batch.memory);
    let queue = Mutex::new(plan.jobs.into_iter().enumerate());
    // Every thread takes the next source from one queue. Were the sources tasks of the pool themselves, a thread that waits
    // for a part of its own document would begin another document on top of it, and another on top of that.
    let work = || {
        loop {
            if batch.stop.load(Ordering::Relaxed) {
                break;
            }
            let Some((index, job)) = held(&queue).next() else { break };
            let (outcome, spool) = match job {
                Ok(job) => {
                    let _share = budget.take(needs(&job));
                    job::run(&job, batch, &common)
                }
                Err(refusal) => {
                    let outcome = Outcome::failed(&refusal.source, refusal.error);
                    let spool = batch.log.map(|log| log.failure(&outcome));
                    (outcome, spool)
                }
            };
            watcher.finished(outcome.bytes);
            held(&teller).tell(index, outcome, spool);
        }
    };
    match rayon::ThreadPoolBuilder::new().num_threads(batch.jobs).stack_size(STACK).build() {
        Ok(pool) => drop(pool.broadcast(|_| work())),
        Err(_) => work(), // the system gives no more threads: one is enough
    }
    let mut teller = teller.into_inner().unwrap_or_else(PoisonError::into_inner);
    teller.summary.left = held(&queue).len();
    let summary = std::mem::take(&mut teller.summary);
    teller.write(|logging, out| logging.close(&summary, out));
    (summary, teller.written)
}

/// A lock's content, also after a panic elsewhere: what is behind these locks is whole between any two calls.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Brings outcomes into input order.
struct Teller<'a> {
    batch: &'a Batch,
    watcher: &'a dyn Watcher,
    log: &'a mut (dyn Write + Send),
    next: usize,
    waiting: BTreeMap<usize, (Outcome, Option<Spool>)>,
    summary: Summary,
    written: Result<()>,
}

impl Teller<'_> {
    fn tell(&mut self, index: usize, outcome: Outcome, spool: Option<Spool>) {
        self.waiting.insert(index, (outcome, spool));
        while let Some((outcome, spool)) = self.waiting.remove(&self.next) {
            if let Some(spool) = spool {
                let first = self.next == 0;
                self.write(|logging, out| logging.copy(first, spool, out));
            }
            self.summary.add(&outcome);
            self.watcher.told(&outcome);
            self.next += 1;
        }
    }

    /// Writes to the log unless that failed before.
    fn write(&mut self, write: impl FnOnce(Logging, &mut dyn Write) -> std::io::Result<()>) {
        if let (Ok(()), Some(logging)) = (&self.written, self.batch.log) {
            self.written = write(logging, self.log).map_err(|error| Error::from(error).context("writing the log"));
        }
    }
}
