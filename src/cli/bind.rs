//! `chongpai bind`.

use super::args::{Bind, Convert, Index, Running};
use super::exit::Exit;
use super::progress::count;
use super::settings::Settings;
use super::{complain, print, settled, silence_panics};
use crate::batch;
use crate::batch::bind::{self, Binding, Bound};
use crate::diag::Severity;
use crate::env::Env;
use crate::error::ErrorKind;

/// Binds issues into volumes.
pub fn run(asked: Bind) -> Exit {
    let Bind { inputs, out, to, by, title, index, as_is, group, force, reading, passes, look, jobs, config, quiet } = asked;
    let running = Running { jobs, config, quiet, ..Running::default() };
    let convert = Convert { inputs, out, to, group, force, dry_run: false, reading, passes, look, running };
    let settings = match settled(Settings::of(convert, Env::from_process())) {
        Ok(settings) => settings,
        Err(exit) => return exit,
    };
    silence_panics();
    let plan =
        batch::plan(&settings.inputs, &settings.out, &settings.batch.writers, settings.group, &settings.batch.env.stores);
    let binding =
        Binding { by, title, headlines: index.contains(&Index::Headlines), bylines: index.contains(&Index::Bylines), as_is };
    let bound = bind::bind(plan, &settings.batch, &binding, &settings.out);
    told(&bound, settings.told.quiet)
}

/// Says what was made.
fn told(bound: &Bound, quiet: bool) -> Exit {
    for (path, error) in &bound.failed {
        complain(&format_args!("{}: error: {error}", path.display()));
    }
    let mut lines = String::new();
    if !quiet {
        for (path, found) in bound.diagnostics.iter().filter(|(_, found)| found.trouble.severity() > Severity::Note) {
            complain(&format_args!("{}: warning: {found}", path.display()));
        }
        for made in &bound.made {
            lines.push_str(&format!("{}\n", made.path.display()));
        }
        lines.push_str(&format!("{} bound into {}\n", count(bound.issues, "issue"), count(bound.made.len(), "file")));
    }
    let printed = print(&lines);
    let bug = bound.failed.iter().any(|(_, error)| error.kind() == ErrorKind::Bug);
    match (bug, bound.failed.is_empty()) {
        (true, _) => Exit::Bug,
        (false, false) => Exit::SomeFailed,
        (false, true) => printed,
    }
}
