//! `chongpai learn`.

use super::args::{Convert, Learn, Running};
use super::exit::Exit;
use super::progress::count;
use super::settings::Settings;
use super::{complain, print, settled, silence_panics};
use crate::batch::{self, learn};
use crate::env::Env;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

/// Proposes a settings file.
pub fn run(asked: Learn) -> Exit {
    let Learn { inputs, out: file, group, force, reading, jobs, config, quiet } = asked;
    let running = Running { jobs, config, quiet, ..Running::default() };
    // Nothing is converted; the folder is where nothing goes.
    let out = Some(Path::new(".chongpai").to_owned());
    let convert = Convert { inputs, out, group, reading, running, ..Convert::default() };
    let settings = match settled(Settings::of(convert, Env::from_process())) {
        Ok(settings) => settings,
        Err(exit) => return exit,
    };
    silence_panics();
    let plan =
        batch::plan(&settings.inputs, &settings.out, &settings.batch.writers, settings.group, &settings.batch.env.stores);
    let learnt = learn::learn(plan, &settings.batch);
    for (path, error) in &learnt.failed {
        complain(&format_args!("{}: error: {error}", path.display()));
    }
    let said = match file {
        None => print(&learnt.proposal),
        Some(path) => match save(&path, &learnt.proposal, force) {
            Err(error) => {
                complain(&format_args!("{}: error: {error}", path.display()));
                Exit::SomeFailed
            }
            Ok(()) if settings.told.quiet => Exit::Done,
            Ok(()) => print(&format!("{}: learnt from {}\n", path.display(), count(learnt.sources, "source"))),
        },
    };
    if said == Exit::Done && !learnt.failed.is_empty() { Exit::SomeFailed } else { said }
}

/// A settings file may be a person's work: it is not replaced unasked.
fn save(path: &Path, text: &str, force: bool) -> crate::error::Result<()> {
    let mut open = OpenOptions::new();
    open.write(true).create(true).truncate(true).create_new(!force);
    let mut file = open.open(path)?;
    Ok(file.write_all(text.as_bytes())?)
}
