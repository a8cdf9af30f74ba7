//! `chongpai convert`.

use super::args::{Convert, Isolate};
use super::exit::Exit;
use super::progress::{Progress, count};
use super::settings::Settings;
use super::{complain, print, settled, silence_panics};
use crate::batch::{self, Digest, Isolation, Ledger, Outcome, Plan, Summary, Watcher};
use crate::env::Env;
use crate::error::{Error, ErrorKind, Result};
use crate::store::Stores;
use std::collections::BTreeMap;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

/// Converts.
pub fn run(asked: Convert) -> Exit {
    let mut settings = match settled(Settings::of(asked, Env::from_process())) {
        Ok(settings) => settings,
        Err(exit) => return exit,
    };
    if settings.dry_run {
        let plan = planned(&settings);
        if !settings.told.quiet {
            passed_over(&plan);
        }
        return preview(&plan, &settings.batch.env.stores);
    }
    if settings.child {
        return serve(settings);
    }
    silence_panics();
    stop_when_asked(settings.batch.stop.clone());
    // Looked at before the work: what comes meanwhile is new.
    let mut seen = if settings.watch { state(&planned(&settings)) } else { Vec::new() };
    let mut exit = once(&mut settings);
    while settings.watch && !settings.batch.stop.load(Ordering::Relaxed) {
        std::thread::sleep(PAUSE);
        let now = state(&planned(&settings));
        if now != seen {
            // A file that is still being written is another one at the next look.
            std::thread::sleep(PAUSE);
            if state(&planned(&settings)) == now {
                exit = once(&mut settings);
                seen = now;
            }
        }
    }
    exit
}

/// Between two looks at the inputs.
const PAUSE: Duration = Duration::from_millis(500);

/// The files of a plan, with their lengths and times.
fn state(plan: &Plan) -> Vec<(PathBuf, u64, Option<SystemTime>)> {
    plan.jobs.iter().flatten().map(|job| (job.source.clone(), job.bytes, job.changed)).collect()
}

/// On the first interrupt, begins nothing more; on the second, ends.
fn stop_when_asked(stop: Arc<AtomicBool>) {
    let handler = move || {
        if stop.swap(true, Ordering::Relaxed) {
            std::process::exit(Exit::Stopped as i32);
        }
        complain(&"stopping: what was begun is finished; interrupt again to end at once");
    };
    // Where the system has no interrupts, nobody can ask.
    let _ = ctrlc::set_handler(handler);
}

/// What the settings ask for.
fn planned(settings: &Settings) -> Plan {
    let Settings { inputs, out, batch, group, only, .. } = settings;
    let mut plan = batch::plan(inputs, out, &batch.writers, *group, &batch.env.stores);
    if let Some((nth, of)) = only.shard {
        plan.shard(nth, of);
    }
    if let Some(since) = only.since {
        plan.retain(|job| job.changed.is_none_or(|changed| changed >= since));
    }
    plan
}

/// Converts what there is.
fn once(settings: &mut Settings) -> Exit {
    let mut plan = planned(settings);
    settings.batch.ledger = match Ledger::open(&settings.out, &settings.batch.env) {
        Ok(ledger) => Some(ledger),
        Err(error) => {
            complain(&error);
            return if error.kind() == ErrorKind::Invalid { Exit::Usage } else { Exit::SomeFailed };
        }
    };
    if let Some(ledger) = settings.batch.ledger.as_ref().filter(|_| settings.only.failed) {
        plan.retain(|job| ledger.is_undone(&job.source));
    }
    if !settings.told.quiet {
        passed_over(&plan);
    }
    settings.batch.isolation = isolation(settings, plan.jobs.len());
    let bytes = plan.jobs.iter().flatten().map(|job| job.bytes).sum();
    let progress = Progress::new(plan.jobs.len(), bytes, settings.told);
    let noted = Noted { progress: &progress, digest: settings.summary.as_ref().map(|_| Mutex::default()) };
    let (summary, logged) = match &settings.report {
        None => batch::run(plan, &settings.batch, &noted, &mut BufWriter::new(std::io::stdout())),
        Some(path) => reported(path, |log| batch::run(plan, &settings.batch, &noted, log)),
    };
    progress.conclude(&summary);
    let digest = noted.digest.map(|digest| digest.into_inner().unwrap_or_else(PoisonError::into_inner));
    let logged = logged.and(digest.map_or(Ok(()), |digest| summed_up(settings, digest, &summary, progress.elapsed())));
    if let Err(error) = &logged {
        complain(error);
    }
    match summary {
        Summary { left: 1.., .. } => Exit::Stopped,
        Summary { bugs: 1.., .. } => Exit::Bug,
        Summary { failed: 1.., .. } => Exit::SomeFailed,
        _ if logged.is_err() => Exit::SomeFailed,
        Summary { refused: 1.., .. } => Exit::Refused,
        _ => Exit::Done,
    }
}

/// Does what another process of the program says.
fn serve(mut settings: Settings) -> Exit {
    silence_panics();
    let served = Ledger::join(&settings.out, &settings.batch.env).and_then(|ledger| {
        settings.batch.ledger = Some(ledger);
        batch::serve(settings.batch)
    });
    match served {
        Ok(()) => Exit::Done,
        Err(error) => {
            complain(&error);
            Exit::SomeFailed
        }
    }
}

/// From so many files on each is converted in a process of its own, where nobody says otherwise.
const MANY: usize = 32;

/// How so many files are converted in processes of their own, where they are.
fn isolation(settings: &Settings, files: usize) -> Option<Isolation> {
    let wanted = match settings.isolate {
        Isolate::Auto => files >= MANY,
        Isolate::Always => true,
        Isolate::Never => false,
    };
    // The same program, though another may have taken its name since.
    let own = Path::new("/proc/self/exe");
    let program = if own.exists() { own.to_owned() } else { std::env::current_exe().ok()? };
    let mut words = std::env::args_os().skip(1);
    let arguments = words.next().into_iter().chain(["--child".into()]).chain(words).collect();
    let (time, memory) = settings.job_limits;
    wanted.then_some(Isolation { program, arguments, time, memory })
}

/// Says what was passed over: pictures and their like lie in every archive, so each reason is one line.
fn passed_over(plan: &Plan) {
    let mut reasons: BTreeMap<&str, (usize, &Path)> = BTreeMap::new();
    for (path, reason) in &plan.passed {
        reasons.entry(reason).or_insert((0, path)).0 += 1;
    }
    for (reason, (times, path)) in reasons {
        let more = if times > 1 { format!(" (and {} more)", times - 1) } else { String::new() };
        complain(&format_args!("{}: passed over: {reason}{more}", path.display()));
    }
}

/// Tells what happens, and takes note of it for the page at the end.
struct Noted<'a> {
    progress: &'a Progress,
    digest: Option<Mutex<Digest>>,
}

impl Watcher for Noted<'_> {
    fn finished(&self, bytes: u64) {
        self.progress.finished(bytes);
    }

    fn told(&self, outcome: &Outcome) {
        if let Some(digest) = &self.digest {
            digest.lock().unwrap_or_else(PoisonError::into_inner).add(outcome);
        }
        self.progress.told(outcome);
    }

    fn again(&self, source: &Path, error: &Error) {
        self.progress.again(source, error);
    }
}

/// Writes the page that says what a batch came to.
fn summed_up(settings: &Settings, mut digest: Digest, summary: &Summary, elapsed: Duration) -> Result<()> {
    let Some(path) = &settings.summary else { return Ok(()) };
    let inputs: Vec<_> = settings.inputs.iter().map(|input| input.display().to_string()).collect();
    let title = format!("{} → {}", inputs.join(", "), settings.out.display());
    let page = digest.page(&title, summary, elapsed);
    reported(path, |out| ((), out.write_all(page.as_bytes()).map_err(Error::from))).1
}

/// Runs with a report that appears whole or not at all.
fn reported<T: Default>(path: &Path, run: impl FnOnce(&mut (dyn Write + Send)) -> (T, Result<()>)) -> (T, Result<()>) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let named = |error: std::io::Error| Error::from(error).context(format!("the report {}", path.display()));
    let mut file = match std::fs::create_dir_all(folder).and_then(|()| batch::temporary(folder)) {
        Ok(file) => file,
        Err(error) => return (T::default(), Err(named(error))),
    };
    let mut out = BufWriter::new(&mut file);
    let (summary, logged) = run(&mut out);
    let flushed = out.flush().map_err(named);
    drop(out);
    let kept = logged.and(flushed).and_then(|()| file.persist(path).map(drop).map_err(|error| named(error.error)));
    (summary, kept)
}

/// Prints what would be made.
fn preview(plan: &Plan, stores: &Stores) -> Exit {
    let mut exit = Exit::Done;
    let mut lines = String::new();
    for job in &plan.jobs {
        match job {
            Ok(job) => {
                for output in &job.outputs {
                    let there = if matches!(stores.entry(output), Ok(Some(_))) { "  (there already)" } else { "" };
                    lines.push_str(&format!("{} → {}{there}\n", job.source.display(), output.display()));
                }
            }
            Err(refusal) => {
                exit = Exit::SomeFailed;
                complain(&format_args!("{}: error: {}", refusal.source.display(), refusal.error));
            }
        }
    }
    let files = plan.jobs.iter().flatten().count();
    lines.push_str(&format!("{} would be converted; nothing was written\n", count(files, "file")));
    match print(&lines) {
        Exit::Done => exit,
        failed => failed,
    }
}
