//! A source in a process of its own: what no panic wall holds (a stack that overflows, memory that ends, a loop without end)
//! takes that process with it, and nothing else.
//!
//! Each thread of the batch has one process, which does its jobs one after another and tells the steps it takes. A process that
//! dies, or takes more time or memory than a job may, is replaced, and what it was at is known from the last steps it told.
//! Memory is watched, not forbidden: an address space has parts that are never used, and an allocation that fails says less
//! than a number. It is watched where the system shows it in `/proc`.

use super::job::Outcome;
use super::log::Spool;
use super::plan::Job;
use super::wire::{self, Message, Order};
use crate::error::{Error, ErrorKind};
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How sources are converted in processes of their own.
#[derive(Clone, Debug)]
pub struct Isolation {
    /// The program that calls [`serve`](super::serve) with the same batch.
    pub program: PathBuf,
    /// What it is called with.
    pub arguments: Vec<OsString>,
    /// How long a source may take.
    pub time: Duration,
    /// How much memory a source may take, in bytes.
    pub memory: u64,
}

/// Between two looks at the processes.
const LOOK: Duration = Duration::from_millis(20);
/// So long a process may take until it is ready.
const START: Duration = Duration::from_secs(60);
/// A process that keeps more than this when its job is done is replaced: the budget counts on it.
const KEPT: u64 = 256 << 20;
/// So much is quoted of what a process said before it died, in bytes.
const LAST_WORDS: u64 = 300;

/// The processes of a batch, watched.
pub(super) struct Watch<'a> {
    how: &'a Isolation,
    /// What a process of the same batch says it is.
    batch: String,
    seats: Vec<Mutex<Seat>>,
    over: AtomicBool,
}

/// A process, as far as it is watched.
#[derive(Default)]
struct Seat {
    child: Option<Child>,
    /// When it was given what it is at, and how long that may take.
    begun: Option<(Instant, Duration)>,
    /// Why it was ended.
    verdict: Option<Verdict>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Time,
    Memory(u64),
}

/// A thread's process; none before the first job, and after a death.
pub(super) struct Hand<'a> {
    watch: &'a Watch<'a>,
    seat: usize,
    talk: Option<Talk>,
}

struct Talk {
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    /// What it says when it dies.
    words: File,
}

/// How a job went with a process.
pub(super) enum Went {
    /// It is done.
    Done(Box<(Outcome, Option<Spool>)>),
    /// The process died.
    Died(Error),
    /// There was no process to give it to.
    Nobody,
}

impl<'a> Watch<'a> {
    /// Room for so many processes of a batch that is known by this.
    pub fn new(how: &'a Isolation, batch: String, seats: usize) -> Watch<'a> {
        Watch { how, batch, seats: (0..seats).map(|_| Mutex::default()).collect(), over: AtomicBool::new(false) }
    }

    /// The hand of a seat, by its number.
    pub fn hand(&'a self, seat: usize) -> Hand<'a> {
        Hand { watch: self, seat, talk: None }
    }

    fn seat(&self, seat: usize) -> MutexGuard<'_, Seat> {
        self.seats[seat].lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Watches until [`Watch::end`].
    pub fn keep(&self) {
        while !self.over.load(Ordering::Relaxed) {
            (0..self.seats.len()).for_each(|seat| self.seat(seat).judge(self.how.memory));
            std::thread::park_timeout(LOOK);
        }
    }

    /// Ends the watch.
    pub fn end(&self) {
        self.over.store(true, Ordering::Relaxed);
    }
}

impl Seat {
    /// Ends the process where it took more than it may.
    fn judge(&mut self, memory: u64) {
        let (Some(child), Some((begun, time)), None) = (&mut self.child, self.begun, self.verdict) else { return };
        let verdict = match resident(child.id()) {
            _ if begun.elapsed() > time => Verdict::Time,
            Some(taken) if taken > memory => Verdict::Memory(taken),
            _ => return,
        };
        self.verdict = Some(verdict);
        kill(child);
    }

    /// Waits for the process, which has nothing more to say, and takes its leave.
    fn leave(&mut self) -> (Option<Verdict>, Option<ExitStatus>) {
        let status = self.child.take().and_then(|mut child| child.wait().ok());
        self.begun = None;
        (self.verdict.take(), status)
    }
}

impl Hand<'_> {
    /// Has a job done.
    pub fn convert(&mut self, job: &Job, wide: bool) -> Went {
        if self.talk.is_some()
            && self.watch.seat(self.seat).child.as_mut().is_none_or(|child| !matches!(child.try_wait(), Ok(None)))
        {
            self.dismiss(); // it died while it had nothing to do
        }
        if self.talk.is_none() && self.engage().is_err() {
            self.dismiss();
            return Went::Nobody;
        }
        let Some(talk) = &mut self.talk else { return Went::Nobody };
        self.watch.seat(self.seat).begun = Some((Instant::now(), self.watch.how.time));
        let mut steps = Vec::new();
        match talk.through(job, wide, &mut steps) {
            Ok(done) => {
                let mut seat = self.watch.seat(self.seat);
                seat.begun = None;
                let kept = seat.child.as_ref().and_then(|child| resident(child.id()));
                let condemned = seat.verdict.is_some();
                drop(seat);
                if condemned || kept.is_some_and(|kept| kept > KEPT) {
                    self.dismiss();
                }
                Went::Done(Box::new(done))
            }
            Err(_) => Went::Died(self.post_mortem(&steps)),
        }
    }

    /// Starts a process.
    fn engage(&mut self) -> io::Result<()> {
        let how = self.watch.how;
        let words = tempfile::tempfile()?;
        let mut command = Command::new(&how.program);
        command.args(&how.arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(words.try_clone()?);
        // An interrupt from the keyboard is for the batch, which lets its processes finish.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        #[cfg(windows)]
        std::os::windows::process::CommandExt::creation_flags(&mut command, 0x200); // CREATE_NEW_PROCESS_GROUP
        let mut child = command.spawn()?;
        let talk = child.stdin.take().zip(child.stdout.take());
        let mut seat = self.watch.seat(self.seat);
        *seat = Seat { child: Some(child), begun: Some((Instant::now(), START)), verdict: None };
        drop(seat);
        let (to, from) = talk.ok_or(io::ErrorKind::BrokenPipe)?;
        let talk = self.talk.insert(Talk { to, from: BufReader::new(from), words });
        match wire::receive(&mut talk.from)? {
            Some(Message::Ready(batch)) if batch == self.watch.batch => Ok(()),
            _ => Err(io::Error::other("another batch")),
        }
    }

    /// Lets the process go.
    fn dismiss(&mut self) {
        self.talk = None;
        let mut seat = self.watch.seat(self.seat);
        if let Some(child) = &mut seat.child {
            kill(child);
        }
        seat.leave();
    }

    /// What a process died of, at these steps.
    fn post_mortem(&mut self, steps: &[String]) -> Error {
        let talk = self.talk.take();
        let mut seat = self.watch.seat(self.seat);
        if let Some(child) = &mut seat.child {
            kill(child); // it said what nobody understands, or nothing more
        }
        let (verdict, status) = seat.leave();
        drop(seat);
        let words = talk.map(|talk| last_words(talk.words)).unwrap_or_default();
        death(verdict, status, self.watch.how, &words, steps)
    }
}

impl Drop for Hand<'_> {
    fn drop(&mut self) {
        self.dismiss();
    }
}

impl Talk {
    /// Gives a job and listens until it is done. `steps` are those that were begun and have not ended.
    fn through(&mut self, job: &Job, wide: bool, steps: &mut Vec<String>) -> io::Result<(Outcome, Option<Spool>)> {
        wire::send(&Order { job, wide }, &mut self.to)?;
        loop {
            match wire::receive(&mut self.from)?.ok_or(io::ErrorKind::UnexpectedEof)? {
                Message::Begun(step) => steps.push(step),
                Message::Ended(step) => {
                    if let Some(at) = steps.iter().rposition(|other| *other == step) {
                        steps.remove(at);
                    }
                }
                Message::Done(told) => return told.outcome(job, &mut self.from),
                Message::Ready(_) => return Err(io::ErrorKind::InvalidData.into()),
            }
        }
    }
}

/// A death as an error.
fn death(verdict: Option<Verdict>, status: Option<ExitStatus>, how: &Isolation, words: &str, steps: &[String]) -> Error {
    let place = if steps.is_empty() { String::new() } else { format!(" while {}", steps.join(", ")) };
    let (kind, message) = match (verdict, signal(status)) {
        (Some(Verdict::Time), _) => {
            let most = how.time.as_secs_f64();
            (
                ErrorKind::Limit,
                format!("not done{place} after {most} s, the most that a file may take; allow more with --job-time"),
            )
        }
        (Some(Verdict::Memory(taken)), _) => {
            let (taken, most) = (taken >> 20, how.memory >> 20);
            let message = format!("took {taken} MB of memory{place}, and a file may take {most}; allow more with --job-memory");
            (ErrorKind::Limit, message)
        }
        // Nobody but the system's guard of its memory, or a person, ends a process so.
        (None, Some(9)) => {
            let message = format!("its process was killed{place}, by the system for want of memory or by hand; try --jobs 1");
            (ErrorKind::Limit, message)
        }
        (None, signal) => {
            let how = match (signal, status.and_then(|status| status.code())) {
                (Some(signal), _) => format!("by signal {signal}"),
                (None, Some(code)) => format!("with code {code}"),
                (None, None) => "without a word".to_owned(),
            };
            let words = if words.is_empty() { String::new() } else { format!(" ({words})") };
            (ErrorKind::Bug, format!("its process ended {how}{place}{words}; please report it"))
        }
    };
    Error::new(kind, message)
}

/// The end of what a process said, on one line.
fn last_words(mut file: File) -> String {
    let length = file.metadata().map_or(0, |meta| meta.len());
    let mut words = Vec::new();
    let from = io::SeekFrom::Start(length.saturating_sub(LAST_WORDS));
    if file.seek(from).and_then(|_| file.take(LAST_WORDS).read_to_end(&mut words)).is_err() {
        return String::new();
    }
    String::from_utf8_lossy(&words).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(unix)]
fn signal(status: Option<ExitStatus>) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status?)
}

#[cfg(not(unix))]
fn signal(_: Option<ExitStatus>) -> Option<i32> {
    None
}

/// Ends a process, and the programs that it called.
fn kill(child: &mut Child) {
    #[cfg(unix)]
    if let Ok(group) = i32::try_from(child.id()) {
        // It is the first of its group. Where it is gone already there is nobody to end.
        let _ = nix::sys::signal::killpg(nix::unistd::Pid::from_raw(group), nix::sys::signal::Signal::SIGKILL);
    }
    let _ = child.kill();
}

/// The memory that a process has at the moment, in bytes; where the system tells.
fn resident(process: u32) -> Option<u64> {
    let told = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = told.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.split_whitespace().next()?.parse::<u64>().ok()? << 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn isolation() -> Isolation {
        let time = Duration::from_millis(1500);
        Isolation { program: "/nonexistent/chongpai".into(), arguments: Vec::new(), time, memory: 64 << 20 }
    }

    fn check(verdict: Option<Verdict>, steps: &[&str], expected: (ErrorKind, &str)) {
        let steps: Vec<String> = steps.iter().map(|step| (*step).to_owned()).collect();
        let error = death(verdict, None, &isolation(), "stack overflow", &steps);
        assert_eq!((error.kind(), error.to_string().as_str()), expected);
    }

    #[test]
    fn a_death_has_its_cause_stage_and_place() {
        check(
            Some(Verdict::Time),
            &["reading", "page 7"],
            (
                ErrorKind::Limit,
                "not done while reading, page 7 after 1.5 s, the most that a file may take; allow more with --job-time",
            ),
        );
        check(
            Some(Verdict::Memory(80 << 20)),
            &["writing pdf"],
            (ErrorKind::Limit, "took 80 MB of memory while writing pdf, and a file may take 64; allow more with --job-memory"),
        );
        check(None, &[], (ErrorKind::Bug, "its process ended without a word (stack overflow); please report it"));
    }

    #[test]
    fn where_no_process_starts_nobody_takes_the_job() {
        let isolation = isolation();
        let watch = Watch::new(&isolation, String::new(), 1);
        let job = Job { source: "a".into(), parts: vec![], grouped: false, outputs: vec![], bytes: 0, changed: None };
        assert!(matches!(watch.hand(0).convert(&job, false), Went::Nobody));
    }
}
