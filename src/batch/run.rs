//! All jobs of a plan, in parallel, told in input order.

use super::archives::Archives;
use super::job::{self, Outcome};
use super::ledger::{self, Ledger};
use super::log::{Logging, Spool};
use super::plan::{Job, Plan};
use super::process::{Isolation, Watch, Went};
use super::queue::{Queue, Task};
use super::summary::Summary;
use crate::convert::Options;
use crate::env::Env;
use crate::error::{Error, ErrorKind, Result};
use crate::output::Writer;
use rayon::ThreadPool;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

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
    /// Sources are converted in processes of their own, each within its limits.
    pub isolation: Option<Isolation>,
    /// Set, to begin no other source: those that run are finished.
    pub stop: Arc<AtomicBool>,
    /// The archives that sources are taken from.
    pub archives: Archives,
}

/// Someone who watches a batch.
pub trait Watcher: Sync {
    /// A source of this many bytes is finished: at once, in any order.
    fn finished(&self, bytes: u64);
    /// What became of a source: in input order.
    fn told(&self, outcome: &Outcome);
    /// The process that was at a source died; it is done once more, when nothing else is done.
    fn again(&self, _source: &Path, _error: &Error) {}
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
const STACK: usize = 16 << 20;

/// Runs a plan. One source that fails never stops the rest; the error is of the log alone.
pub fn run(plan: Plan, batch: &Batch, watcher: &dyn Watcher, log: &mut (dyn Write + Send)) -> (Summary, Result<()>) {
    let mut teller =
        Teller { batch, watcher, log, next: 0, waiting: BTreeMap::new(), summary: Summary::default(), written: Ok(()) };
    teller.write(|logging, out| logging.open(out));
    let outputs = plan.jobs.iter().flatten().flat_map(|job| &job.outputs);
    let folders: BTreeSet<PathBuf> = outputs.filter_map(|path| path.parent()).map(Path::to_owned).collect();
    let clean = || batch.ledger.iter().for_each(|ledger| ledger.clean(&folders));
    clean();
    let common = ledger::common(batch);
    let jobs = match batch.jobs {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        jobs => jobs,
    };
    let queue = Queue::new(plan.jobs, jobs, batch.memory, &batch.stop, needs);
    let work = Work { batch, common: &common, queue: &queue, teller: Mutex::new(teller), threads: Threads::new(jobs) };
    work.all(jobs.min(queue.left()).max(1));
    clean();
    let mut teller = work.teller.into_inner().unwrap_or_else(PoisonError::into_inner);
    teller.summary.left = queue.left();
    let summary = std::mem::take(&mut teller.summary);
    teller.write(|logging, out| logging.close(&summary, out));
    (summary, teller.written)
}

/// What the threads of a batch share.
struct Work<'a> {
    batch: &'a Batch,
    common: &'a blake3::Hasher,
    queue: &'a Queue<'a>,
    teller: Mutex<Teller<'a>>,
    threads: Threads,
}

impl Work<'_> {
    /// Does all sources, so many at once: each in another process where that is asked for, and the system starts one.
    fn all(&self, jobs: usize) {
        let watch = self.batch.isolation.as_ref().map(|how| Watch::new(how, ledger::short(&self.common.finalize()), jobs));
        let work = |seat: usize| {
            let mut hand = watch.as_ref().map(|watch| watch.hand(seat));
            self.each(|job, wide| match hand.as_mut().map_or(Went::Nobody, |hand| hand.convert(job, wide)) {
                Went::Nobody => Went::Done(Box::new(self.threads.run(wide, || job::run(job, self.batch, self.common)))),
                went => went,
            });
        };
        std::thread::scope(|scope| {
            let guard = watch.as_ref().map(|watch| scope.spawn(|| watch.keep()));
            std::thread::scope(|scope| {
                for seat in 1..jobs {
                    // Where the system gives no more threads, those that are there are enough.
                    let _ = std::thread::Builder::new().spawn_scoped(scope, move || single(|| work(seat)));
                }
                single(|| work(0));
            });
            if let Some((watch, guard)) = watch.as_ref().zip(guard) {
                watch.end();
                guard.thread().unpark();
            }
        });
    }

    /// Takes sources until there are no more. One whose process died is put back once.
    fn each(&self, mut convert: impl FnMut(&Job, bool) -> Went) {
        let Work { batch, queue, .. } = self;
        while let Some((Task { index, job, before, wide, .. }, turn)) = queue.next() {
            let again = before.is_some();
            let lost = |job: Job, error| {
                let outcome = Outcome { bytes: job.bytes, ..Outcome::failed(&job.source, error) };
                batch.ledger.iter().for_each(|ledger| ledger.record(&outcome, "", &[], Vec::new()));
                outcome
            };
            let went = match (job, before) {
                (Err(refusal), _) => Err(Outcome::failed(&refusal.source, refusal.error)),
                // There is no time for it any more.
                (Ok(job), Some(error)) if batch.stop.load(Ordering::Relaxed) => Err(lost(job, error)),
                (Ok(job), _) => match convert(&job, wide) {
                    Went::Done(done) => Ok(*done),
                    Went::Died(error) if again => Err(lost(job, error.context("at the second attempt, alone"))),
                    Went::Died(error) => {
                        held(&self.teller).watcher.again(&job.source, &error);
                        queue.again(turn, job, error);
                        continue;
                    }
                    Went::Nobody => Err(lost(job, Error::new(ErrorKind::Io, "no process takes it"))),
                },
            };
            let (mut outcome, spool) = went.unwrap_or_else(|outcome| {
                let spool = batch.log.map(|log| log.failure(&outcome));
                (outcome, spool)
            });
            outcome.again = again;
            held(&self.teller).tell(index, outcome, spool);
        }
    }
}

/// The threads that a source may have for itself.
pub(super) struct Threads {
    jobs: usize,
    all: OnceLock<Option<ThreadPool>>,
}

impl Threads {
    /// So many; as many as the machine has for 0.
    pub fn new(jobs: usize) -> Threads {
        Threads { jobs, all: OnceLock::new() }
    }

    /// Works with this thread, or with all.
    pub fn run<T: Send>(&self, wide: bool, work: impl FnOnce() -> T + Send) -> T {
        match wide.then(|| self.all.get_or_init(|| pool(self.jobs)).as_ref()).flatten() {
            Some(pool) => pool.install(work),
            None => work(),
        }
    }
}

/// Works with one thread with room for the deepest nesting, which waits for no other.
pub(super) fn single<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    match pool(1) {
        Some(pool) => pool.install(work),
        None => work(), // the system gives no threads: this one has to do
    }
}

/// Threads with room for the deepest nesting; `None` where the system has no more.
pub(super) fn pool(threads: usize) -> Option<ThreadPool> {
    rayon::ThreadPoolBuilder::new().num_threads(threads).stack_size(STACK).build().ok()
}

/// A lock's content, also after a panic elsewhere: what is behind these locks is whole between any two calls.
pub(super) fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
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
        self.watcher.finished(outcome.bytes);
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
