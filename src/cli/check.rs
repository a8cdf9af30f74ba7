//! `chongpai check`: official documents held against their standard.

use super::args::{Check, Told};
use super::exit::Exit;
use super::settings::reading_options;
use super::{complain, print_formed, settled};
use crate::check::{Report, check, report};
use crate::convert::Options;
use crate::env::Env;
use crate::error::{ErrorKind, Result};
use std::path::Path;

/// Checks each file.
pub fn run(asked: &Check) -> Exit {
    let env = Env::from_process();
    let options = match settled(reading_options(&asked.reading, &env)) {
        Ok(options) => options,
        Err(exit) => return exit,
    };
    let mut worst = Exit::Done;
    let mut refused = false;
    let mut told: Vec<(String, std::result::Result<Report, String>)> = Vec::new();
    for file in &asked.files {
        let name = file.display().to_string();
        match judge(file, &options, asked.plain, &env) {
            Ok(report) => {
                refused |= asked.strict && !report.findings.is_empty();
                let text = match asked.format {
                    Told::Text => Ok(report.lines(&name)),
                    Told::Json => report.json(&name),
                };
                let exit = print_formed(text);
                worst = if exit == Exit::Done { worst } else { exit };
                told.push((name, Ok(report)));
            }
            Err(error) => {
                complain(&format_args!("{name}: error: {error}"));
                let exit = if error.kind() == ErrorKind::Bug { Exit::Bug } else { Exit::SomeFailed };
                worst = if worst == Exit::Bug { worst } else { exit };
                told.push((name, Err(error.to_string())));
            }
        }
    }
    if let Some(path) = &asked.report
        && let Err(error) = std::fs::write(path, report::page(&told))
    {
        complain(&format_args!("the report {}: {error}", path.display()));
        return if worst == Exit::Done { Exit::SomeFailed } else { worst };
    }
    if worst == Exit::Done && refused { Exit::Refused } else { worst }
}

fn judge(path: &Path, options: &Options, plain: bool, env: &Env) -> Result<Report> {
    let bytes = crate::batch::source(path, env)?;
    check(&path.to_string_lossy(), &bytes, options, plain, env)
}
