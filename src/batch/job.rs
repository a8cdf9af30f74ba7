//! One source behind its walls: a limit on its length, a wall against panics, outputs that appear whole or not at all.
//!
//! Every output waits ([`stage`]) until all that was asked for is known: with
//! `strict`, a source in which anything of severity *warning* or more was found leaves no output. A format that fails does
//! not take the others with it. A source that is as the manifest says it was, with its outputs, is not converted again.

use super::ledger::{self, Seal};
use super::log::Spool;
use super::place::stage;
use super::plan::{Job, Part};
use super::run::Batch;
use super::stages::Stages;
use crate::convert::{self, Options, Prepared};
use crate::diag::{Diagnostic, Severity, Sink};
use crate::env::Env;
use crate::error::{Error, ErrorKind, Result};
use crate::input::Leaf;
use crate::model::overrule::Overrules;
use crate::output::quality::Quality;
use crate::output::{self, Writer};
use crate::store;
use rayon::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What became of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
pub enum Status {
    /// Everything that was asked for is there.
    Done,
    /// At least one output is missing, because of an error.
    Failed,
    /// `strict` found something; there is no output.
    Refused,
}

impl Status {
    /// The status as a word, as reports write it.
    pub fn name(self) -> &'static str {
        match self {
            Status::Done => "done",
            Status::Failed => "failed",
            Status::Refused => "refused",
        }
    }
}

/// How an output came to be where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It was written.
    Written,
    /// A file with the same content was there.
    Same,
}

/// An output that is in its place.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Made {
    /// Where it is.
    #[serde(serialize_with = "lossy")]
    pub path: PathBuf,
    /// Its length in bytes.
    pub bytes: u64,
    /// How it came there. Reports leave it out: it depends on what was there before.
    #[serde(skip)]
    pub kept: Kept,
}

/// Names that are not Unicode are told as far as they are.
fn lossy<S: serde::Serializer>(path: &Path, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.collect_str(&path.display())
}

/// What became of one source; its text is gone by now.
#[derive(Debug)]
pub struct Outcome {
    /// The source, as the caller wrote it.
    pub source: PathBuf,
    /// What became of it.
    pub status: Status,
    /// The outputs, in the writers' order.
    pub made: Vec<Made>,
    /// What was wrong with the content, in order.
    pub diagnostics: Vec<Diagnostic>,
    /// Why outputs are missing.
    pub errors: Vec<Error>,
    /// Characters that were read.
    pub characters: u64,
    /// Bytes of the source.
    pub bytes: u64,
    /// It was converted by an earlier run, which found damage or not; nothing was done now.
    pub before: Option<bool>,
    /// A process died of it, and it was done once more, alone.
    pub again: bool,
    /// How long each stage took.
    pub stages: Stages,
}

impl Outcome {
    /// Of a source of which nothing is known yet.
    pub(super) fn empty(source: &Path) -> Outcome {
        Outcome {
            source: source.to_owned(),
            status: Status::Failed,
            made: Vec::new(),
            diagnostics: Vec::new(),
            errors: Vec::new(),
            characters: 0,
            bytes: 0,
            before: None,
            again: false,
            stages: Stages::default(),
        }
    }

    pub(super) fn failed(source: &Path, error: Error) -> Outcome {
        Outcome { errors: vec![error], ..Outcome::empty(source) }
    }

    /// Whether something was wrong with the content.
    pub fn is_damaged(&self) -> bool {
        let worst = self.diagnostics.iter().map(|found| found.trouble.severity()).max();
        self.before.unwrap_or(worst >= Some(Severity::Warning))
    }
}

/// Does one job. Never panics, never fails: whatever happens is told by the outcome. `common` is what the keys of all sources
/// have in common.
pub(super) fn run(job: &Job, batch: &Batch, common: &blake3::Hasher) -> (Outcome, Option<Spool>) {
    let mut stages = Stages::default();
    let (env, contents) = stages.time("open", || opened(job, batch));
    let whole = job.parts.iter().zip(&contents).filter_map(|(part, content)| Some((&*part.shown, content.as_deref().ok()?)));
    let overrules = overrules(job, &env);
    let said = overrules.as_ref().ok().and_then(|(path, text, _)| Some((path.as_deref()?, text.as_bytes())));
    let key = ledger::key(common, whole.chain(said));
    // A log is of what was done: whoever wants one has it done again.
    if let Some(ledger) = batch.ledger.as_ref().filter(|_| !batch.force && batch.log.is_none())
        && let Some(outcome) = ledger.unchanged(job, &key, &env)
    {
        return (outcome, None);
    }
    let overrules = match overrules {
        Ok((_, _, overrules)) => Arc::new(overrules),
        Err(error) => {
            let outcome = Outcome { bytes: job.bytes, stages, ..Outcome::failed(&job.source, error) };
            let spool = batch.log.map(|log| log.failure(&outcome));
            return (outcome, spool);
        }
    };
    let mut options = batch.options.clone();
    options.normalize.overrules = overrules;
    let (outcome, spool, seals, pictures) = convert(job, batch, &options, &env, contents, stages);
    if let Some(ledger) = &batch.ledger {
        ledger.record(&outcome, &key, &seals, pictures);
    }
    (outcome, spool)
}

/// An outcome, its entry in the log, the seals of its outputs, and the pictures that it depends on.
type Converted = (Outcome, Option<Spool>, Vec<Seal>, Vec<(String, Option<String>)>);

fn convert(
    job: &Job,
    batch: &Batch,
    options: &Options,
    env: &Env,
    contents: Vec<Result<Vec<u8>>>,
    mut stages: Stages,
) -> Converted {
    let writers = &batch.writers;
    let prepared = prepared(job, writers, options, env, contents);
    let Prepared { document, evidence, diagnostics, spent, source } = match prepared {
        Ok(prepared) => prepared,
        Err(error) => {
            let outcome = Outcome { bytes: job.bytes, stages, ..Outcome::failed(&job.source, error) };
            let spool = batch.log.map(|log| log.failure(&outcome));
            return (outcome, spool, Vec::new(), Vec::new());
        }
    };
    stages.add("read", spent.read);
    stages.add("normalize", spent.normalize);

    let made: Vec<_> = writers
        .par_iter()
        .zip(&job.outputs)
        .map(|(writer, path)| {
            let mut sink = Sink::new();
            let mut stages = Stages::default();
            let written = stages
                .time(writer.name, || {
                    let _step = env.steps.enter(|| format!("writing {}", writer.name));
                    wall(writer.name, || output::write(writer, &document, &options.write, env, &mut sink))
                })
                .map_err(|error| error.context(format!("writing {}", writer.name)));
            let may_replace = || batch.force || batch.ledger.as_ref().is_some_and(|own| own.may_replace(&job.source, path));
            let hashed = written.map(|bytes| {
                let hash = batch.ledger.as_ref().map(|_| ledger::hash(&bytes)).unwrap_or_default();
                (hash, bytes)
            });
            let staged =
                stages.time("save", || hashed.and_then(|(hash, bytes)| Ok((hash, stage(bytes, path, env, may_replace)?))));
            (writer, staged, sink, stages)
        })
        .collect();

    let mut outcome = Outcome {
        status: Status::Done,
        diagnostics: diagnostics.into_vec(),
        characters: u64::try_from(document.log.read().count()).unwrap_or(0),
        bytes: job.bytes,
        stages,
        ..Outcome::empty(&job.source)
    };
    let mut staged = Vec::new();
    for (writer, result, sink, stages) in made {
        outcome.diagnostics.extend(sink.into_vec());
        outcome.stages.merge(&stages);
        match result {
            Ok((hash, file)) => staged.push((writer, hash, file)),
            Err(error) => outcome.errors.push(error),
        }
    }
    let strict = batch.strict && outcome.is_damaged();
    if let Some(least) = batch.fail_under {
        let quality = Quality::of(&document, &outcome.diagnostics);
        if quality.score < least {
            let message = format!("its quality is {}, under {least}; look at it with --report review.html", quality.score);
            outcome.errors.push(Error::new(ErrorKind::Invalid, message));
            staged.clear();
        }
    }
    let mut seals = Vec::new();
    if !strict {
        for (writer, hash, file) in staged {
            match file.commit() {
                Ok((made, tag)) => {
                    outcome.made.push(made);
                    seals.push(Seal { hash, tag });
                }
                Err(error) => outcome.errors.push(error.context(format!("writing {}", writer.name))),
            }
        }
    }
    outcome.status = match (outcome.errors.is_empty(), strict) {
        (false, _) => Status::Failed,
        (true, true) => Status::Refused,
        (true, false) => Status::Done,
    };
    let spool = batch.log.map(|log| log.document(&outcome, &document, source.as_ref(), &evidence));
    let pictures = batch.ledger.as_ref().map(|_| ledger::pictures(&document, env)).unwrap_or_default();
    (outcome, spool, seals, pictures)
}

/// Reads and normalizes a source whose parts have these contents.
pub(super) fn prepared(
    job: &Job,
    writers: &[&'static Writer],
    options: &Options,
    env: &Env,
    contents: Vec<Result<Vec<u8>>>,
) -> Result<Prepared> {
    let name = job.source.to_string_lossy();
    let mut contents = contents.into_iter();
    if job.grouped {
        let leaf = |(part, bytes): (&Part, Result<Vec<u8>>)| Leaf { name: part.shown.to_string_lossy().into_owned(), bytes };
        let leaves = job.parts.iter().zip(contents).map(leaf).collect();
        wall("preparing", || convert::prepare_pages(writers, &name, leaves, options, env))
    } else {
        let bytes = contents.next().unwrap_or_else(|| Err(Error::new(ErrorKind::Invalid, "no file")));
        bytes.and_then(|bytes| wall("preparing", || convert::prepare_for(writers, &name, &bytes, options, env)))
    }
}

/// Edits that a person rejected or accepted, in `NAME.chongpai.toml` beside the source: the file's path and text, and what it
/// says.
fn overrules(job: &Job, env: &Env) -> Result<(Option<PathBuf>, String, Overrules)> {
    #[derive(Default, serde::Deserialize)]
    #[serde(deny_unknown_fields, default)]
    struct File {
        reject: Vec<Named>,
        accept: Vec<Named>,
    }
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Named {
        rule: String,
        place: String,
        edit: String,
    }
    let path = job.source.with_extension("chongpai.toml");
    let named = |error: Error| error.context(path.display().to_string());
    // Beside a file in an archive there is nothing.
    if job.parts.iter().all(|part| part.place.is_some()) || !store::is_remote(&path) && !path.is_file() {
        return Ok(Default::default());
    }
    let Some(text) = env.stores.read(&path, env.limits.source_bytes).map_err(named)? else { return Ok(Default::default()) };
    let text = String::from_utf8(text).map_err(|_| named(Error::new(ErrorKind::Invalid, "no text in UTF-8")))?;
    let file: File =
        toml::from_str(&text).map_err(|error| named(Error::new(ErrorKind::Invalid, error.message().to_owned())))?;
    let mut overrules = Overrules::default();
    file.reject.into_iter().for_each(|edit| overrules.reject(edit.rule, edit.place, edit.edit));
    file.accept.into_iter().for_each(|edit| overrules.accept(edit.rule, edit.place, edit.edit));
    Ok((Some(path), text, overrules))
}

/// The bytes of a source's parts, and the surroundings that they are read in: pictures lie beside the source.
pub(super) fn opened(job: &Job, batch: &Batch) -> (Env, Vec<Result<Vec<u8>>>) {
    let folder = job.parts.first().filter(|part| part.place.is_none()).and_then(|part| part.path.parent());
    let env = Env { base: folder.map(Path::to_owned), ..batch.env.clone() };
    let step = env.steps.enter(|| "opening".into());
    let contents = job.parts.iter().map(|part| content(part, batch, &env)).collect();
    drop(step);
    (env, contents)
}

/// The bytes of a part of a source.
fn content(part: &Part, batch: &Batch, env: &Env) -> Result<Vec<u8>> {
    match part.place {
        None => source(&part.path, env),
        Some(place) => batch.archives.unpack(&part.path, place, &env.stores, &env.limits),
    }
}

/// The bytes of a source, or why it can't be one.
pub fn source(path: &Path, env: &Env) -> Result<Vec<u8>> {
    let limit = env.limits.source_bytes;
    let fits = |bytes: u64| match bytes > limit {
        true => {
            Err(Error::new(ErrorKind::Limit, format!("longer than the {} MB that a source may have; split it", limit >> 20)))
        }
        false => Ok(()),
    };
    // A file says its length before it is read; to ask a store would be one more request.
    if !store::is_remote(path) {
        env.stores.entry(path)?.map_or(Ok(()), |entry| fits(entry.bytes))?;
    }
    // One byte more than allowed tells a long file from one that grew since it was planned.
    let bytes = env.stores.read(path, limit)?.ok_or_else(store::missing)?;
    fits(bytes.len() as u64)?;
    if bytes.is_empty() {
        return Err(Error::new(ErrorKind::Invalid, "the file is empty"));
    }
    Ok(bytes)
}

/// Runs `work`; a panic in it becomes an error of kind *bug* that names the stage.
pub(super) fn wall<T>(stage: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    // What the closure borrows is dropped with the job after a panic, so nobody sees it half changed.
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|payload| {
        let said = payload.downcast_ref::<String>().map(String::as_str).or_else(|| payload.downcast_ref::<&str>().copied());
        let message = format!("a panic while {stage}: {}; please report it", said.unwrap_or("no message"));
        Err(Error::new(ErrorKind::Bug, message))
    })
}
