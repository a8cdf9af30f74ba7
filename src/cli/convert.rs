//! `chongpai convert`.

use super::args::Convert;
use super::exit::Exit;
use super::progress::{Progress, count};
use super::settings::Settings;
use super::{complain, print};
use crate::batch::{self, Plan, Summary};
use crate::env::Env;
use crate::error::{Error, Result};
use std::collections::BTreeMap;
use std::io::{BufWriter, Write};
use std::path::Path;
use tempfile::NamedTempFile;

/// Converts.
pub fn run(asked: Convert) -> Exit {
    let settings = match Settings::of(asked, Env::from_process()) {
        Ok(settings) => settings,
        Err(message) => {
            complain(&message);
            return Exit::Usage;
        }
    };
    let plan = batch::plan(&settings.inputs, &settings.out, &settings.batch.writers, settings.group);
    if !settings.quiet {
        passed_over(&plan);
    }
    if settings.dry_run {
        return preview(&plan);
    }
    // A panic is told as the failure of its file; the message of the runtime would only stand in between.
    std::panic::set_hook(Box::new(|_| {}));
    let bytes = plan.jobs.iter().flatten().map(|job| job.bytes).sum();
    let progress = Progress::new(plan.jobs.len(), bytes, settings.quiet);
    let (summary, logged) = match &settings.report {
        None => batch::run(plan, &settings.batch, &progress, &mut BufWriter::new(std::io::stdout())),
        Some(path) => reported(path, |log| batch::run(plan, &settings.batch, &progress, log)),
    };
    progress.conclude(&summary);
    if let Err(error) = &logged {
        complain(error);
    }
    match summary {
        Summary { bugs: 1.., .. } => Exit::Bug,
        Summary { failed: 1.., .. } => Exit::SomeFailed,
        _ if logged.is_err() => Exit::SomeFailed,
        Summary { refused: 1.., .. } => Exit::Refused,
        _ => Exit::Done,
    }
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

/// Runs with a report that appears whole or not at all.
fn reported(path: &Path, run: impl FnOnce(&mut (dyn Write + Send)) -> (Summary, Result<()>)) -> (Summary, Result<()>) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let named = |error: std::io::Error| Error::from(error).context(format!("the report {}", path.display()));
    let mut file = match std::fs::create_dir_all(folder).and_then(|()| NamedTempFile::new_in(folder)) {
        Ok(file) => file,
        Err(error) => return (Summary::default(), Err(named(error))),
    };
    let mut out = BufWriter::new(&mut file);
    let (summary, logged) = run(&mut out);
    let flushed = out.flush().map_err(named);
    drop(out);
    let kept = logged.and(flushed).and_then(|()| file.persist(path).map(drop).map_err(|error| named(error.error)));
    (summary, kept)
}

/// Prints what would be made.
fn preview(plan: &Plan) -> Exit {
    let mut exit = Exit::Done;
    let mut lines = String::new();
    for job in &plan.jobs {
        match job {
            Ok(job) => {
                for output in &job.outputs {
                    let there = if output.exists() { "  (there already)" } else { "" };
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
