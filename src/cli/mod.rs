//! The command line: words in, exit code out.
//!
//! [`args`](self) is the command line as typed, `settings` as meant: with the settings file merged in and names looked up.
//! Each command then calls [`batch`](crate::batch) or the library and says what happened: results on the standard output,
//! everything else on the standard error output.

mod args;
mod bind;
mod check;
mod convert;
mod events;
mod exit;
mod inspect;
mod learn;
mod licenses;
mod manual;
mod preview;
mod progress;
mod settings;
mod styles;
mod values;
mod worker;

pub use exit::Exit;

use crate::error::{Error, ErrorKind, Result};
use args::{Args, Command};
use clap::Parser;
use std::ffi::OsString;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

/// Runs the program.
pub fn run(words: impl IntoIterator<Item = OsString>) -> ExitCode {
    let exit = match Args::try_parse_from(words) {
        Ok(args) => obey(args.command),
        Err(error) => {
            // Nothing can be done where even this can't be printed.
            let _ = error.print();
            if error.use_stderr() { Exit::Usage } else { Exit::Done }
        }
    };
    ExitCode::from(exit as u8)
}

fn obey(command: Command) -> Exit {
    match command {
        Command::Convert(asked) => convert::run(*asked),
        Command::Bind(asked) => bind::run(*asked),
        Command::Learn(asked) => learn::run(*asked),
        Command::Inspect(asked) => inspect::run(&asked),
        Command::Preview(asked) => preview::run(*asked),
        Command::Check(asked) => check::run(&asked),
        Command::Worker => worker::run(),
        Command::Completions { shell } => manual::completions(shell),
        Command::Man { folder } => manual::pages(folder.as_deref()),
        Command::Styles { what } => styles::run(what),
        Command::Licenses => licenses::print_all(),
    }
}

/// Makes the folder, and gives what writes a file of a name into it.
fn into_folder(folder: &Path) -> Result<impl Fn(&str, &[u8]) -> Result<()>> {
    let failed =
        |error: std::io::Error| Error::new(ErrorKind::Io, format!("{} can't be written", folder.display())).with_source(error);
    std::fs::create_dir_all(folder).map_err(failed)?;
    Ok(move |name: &str, bytes: &[u8]| std::fs::write(folder.join(name), bytes).map_err(failed))
}

/// What was asked for, as meant; the exit code where it can't be, which is told.
fn settled<T>(meant: std::result::Result<T, String>) -> std::result::Result<T, Exit> {
    meant.map_err(|message| {
        complain(&message);
        Exit::Usage
    })
}

/// From now on a panic is told as the failure of its file alone: the message of the runtime would only stand in between.
fn silence_panics() {
    std::panic::set_hook(Box::new(|_| {}));
}

/// Prints a result in its form, where it has one.
fn print_formed<E: std::fmt::Display>(text: std::result::Result<String, E>) -> Exit {
    match text {
        Ok(text) => print(&text),
        Err(error) => {
            complain(&error);
            Exit::Bug
        }
    }
}

/// Says why a command ends here.
fn complain(message: &dyn std::fmt::Display) {
    let _ = writeln!(std::io::stderr(), "chongpai: {message}");
}

/// Prints a result; a reader that stopped reading is no error.
fn print(text: &str) -> Exit {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            complain(&format_args!("writing to the standard output: {error}"));
            Exit::SomeFailed
        }
        _ => Exit::Done,
    }
}
