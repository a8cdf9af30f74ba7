//! What is said while a batch runs: a bar on a terminal, a line per file elsewhere, nothing with `--quiet`.
//!
//! Results of single files are told in input order. All of it goes to the standard error output.

use super::events;
use super::settings::Told;
use crate::batch::{Outcome, Status, Summary, Watcher};
use crate::diag::{Diagnostic, Severity};
use crate::error::Error;
use crate::text::figures::thousands;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// The watcher of the command line.
pub struct Progress {
    bar: ProgressBar,
    said: Told,
    quiet: bool,
    /// On a terminal only what went wrong gets a line of its own.
    terse: bool,
    files: usize,
    told: AtomicUsize,
    begun: Instant,
}

impl Progress {
    /// Watches so many files of so many bytes in all.
    pub fn new(files: usize, bytes: u64, said: Told) -> Progress {
        let terse = std::io::stderr().is_terminal();
        let quiet = said.quiet || said.json;
        let bar = if terse && !quiet && files > 1 {
            ProgressBar::with_draw_target(Some(bytes), ProgressDrawTarget::stderr_with_hz(10))
        } else {
            ProgressBar::hidden()
        };
        let style = ProgressStyle::with_template("{bar:30.cyan} {bytes}/{total_bytes}  {bytes_per_sec}  {eta} left  {msg}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.enable_steady_tick(Duration::from_millis(200));
        Progress { bar, said, quiet, terse, files, told: AtomicUsize::new(0), begun: Instant::now() }
    }

    fn say(&self, line: &str) {
        // A message that can't be printed must not stop the work.
        self.bar.suspend(|| {
            let _ = writeln!(std::io::stderr(), "{line}");
        });
    }

    /// How long it has been watched.
    pub fn elapsed(&self) -> Duration {
        self.begun.elapsed()
    }

    /// The last words.
    pub fn conclude(&self, summary: &Summary) {
        self.bar.finish_and_clear();
        if self.said.json {
            self.say(&events::summary(summary, self.begun.elapsed()).to_string());
        }
        if self.quiet {
            return;
        }
        let seconds = self.begun.elapsed().as_secs_f64();
        let mut parts = vec![count(summary.done, "file") + " done"];
        if summary.failed > 0 {
            parts.push(format!("{} failed", summary.failed));
        }
        if summary.refused > 0 {
            parts.push(format!("{} refused", summary.refused));
        }
        if summary.damaged > 0 {
            parts.push(format!("{} with damage", summary.damaged));
        }
        if summary.same > 0 {
            parts.push(format!("{} unchanged", count(summary.same, "output")));
        }
        if summary.again > 0 {
            parts.push(format!("{} tried twice", summary.again));
        }
        if summary.left > 0 {
            parts.push(format!("{} not begun", count(summary.left, "file")));
        }
        self.say(&format!("{} · {} characters in {seconds:.1} s", parts.join(", "), thousands(summary.characters)));
        if self.said.timings {
            let whole: f64 = summary.stages.iter().map(|(_, time)| time.as_secs_f64()).sum();
            for (stage, time) in summary.stages.iter() {
                let time = time.as_secs_f64();
                self.say(&format!("  {stage:<10}{time:>9.3} s {:>5.1} %", 100.0 * time / whole.max(f64::MIN_POSITIVE)));
            }
        }
        if summary.undone.len() > 1 && self.files > 20 {
            self.say("not done:");
            for (source, reason) in &summary.undone {
                self.say(&format!("  {}: {reason}", source.display()));
            }
        }
    }
}

impl Watcher for Progress {
    fn finished(&self, bytes: u64) {
        self.bar.inc(bytes);
    }

    fn again(&self, source: &Path, error: &Error) {
        if !self.said.json {
            self.say(&format!("{}: {error}; tried once more, alone", source.display()));
        }
    }

    fn told(&self, outcome: &Outcome) {
        let number = self.told.fetch_add(1, Ordering::Relaxed) + 1;
        self.bar.set_message(format!("{number}/{} files", self.files));
        if self.said.json {
            return self.say(&events::file(outcome).to_string());
        }
        let source = outcome.source.display();
        if !self.quiet && !self.terse && outcome.before.is_none() && outcome.status == Status::Done {
            let made: Vec<_> = outcome.made.iter().filter_map(|made| made.path.extension()?.to_str()).collect();
            self.say(&format!("[{number}/{}] {source} → {}", self.files, made.join(", ")));
        }
        for error in &outcome.errors {
            self.say(&format!("{source}: error: {error}"));
        }
        if !self.quiet {
            condensed(&outcome.diagnostics).iter().for_each(|line| self.say(&format!("{source}: {line}")));
        }
        if outcome.status == Status::Refused {
            self.say(&format!("{source}: refused by --strict"));
        }
    }
}

/// One line per kind of trouble that matters, with how often it came.
pub fn condensed(diagnostics: &[Diagnostic]) -> Vec<String> {
    let mut kinds: BTreeMap<&str, (usize, &Diagnostic)> = BTreeMap::new();
    for found in diagnostics.iter().filter(|found| found.trouble.severity() >= Severity::Warning) {
        kinds.entry(found.trouble.name()).or_insert((0, found)).0 += 1;
    }
    let severity = |found: &Diagnostic| if found.trouble.severity() == Severity::Loss { "loss" } else { "warning" };
    let more = |times: usize| if times > 1 { format!(" (and {} more like it)", times - 1) } else { String::new() };
    kinds.values().map(|(times, found)| format!("{}: {found}{}", severity(found), more(*times))).collect()
}

/// A number and its noun.
pub fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Trouble;

    #[test]
    fn trouble_of_one_kind_is_one_line() {
        let jump = |line: &str| Diagnostic { trouble: Trouble::UnmatchedJump { line: line.into() }, place: String::new() };
        let note = Diagnostic { trouble: Trouble::LooseLine { gap: 300 }, place: String::new() };
        let lines = condensed(&[jump("下转第2版"), note, jump("下转第3版")]);
        assert_eq!(lines, ["warning: the jump 下转第2版 has no partner (and 1 more like it)"]);
    }
}
