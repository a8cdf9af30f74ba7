//! `chongpai worker`: requests in, answers out, a JSON object a line, until the input ends.
//!
//! A driver (GNU parallel, Slurm, Ray, Spark) keeps one process for many sources. Requests are done one after another, in
//! order; a driver that wants more at once starts more workers. The worker itself never ends because of a source: that is an
//! answer.

use super::args::{Convert, Isolate, Running};
use super::events;
use super::exit::Exit;
use super::settings::{File, Settings};
use super::values::part;
use crate::batch::{self, Ledger, Outcome, Watcher};
use crate::env::Env;
use serde::Deserialize;
use serde_json::{Value, json};
use std::io::{BufRead, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// The version of requests and answers.
const SCHEMA: u32 = 1;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    #[serde(default)]
    id: Value,
    inputs: Vec<PathBuf>,
    /// The part of the inputs' sources that is wanted, and of how many.
    shard: Option<(u32, u32)>,
    #[serde(default)]
    settings: File,
}

/// Works until the input ends.
pub fn run() -> Exit {
    super::silence_panics();
    let mut line = Vec::new();
    let mut input = std::io::stdin().lock();
    loop {
        line.clear();
        match input.read_until(b'\n', &mut line) {
            Ok(0) => return Exit::Done,
            Ok(_) if line.trim_ascii().is_empty() => {}
            Ok(_) => {
                let answers = Answers { id: Value::Null, broken: AtomicBool::new(false) };
                let answers = work(&line, answers);
                if answers.broken.into_inner() {
                    return Exit::Done;
                }
            }
            Err(error) => {
                super::complain(&format_args!("reading requests: {error}"));
                return Exit::SomeFailed;
            }
        }
    }
}

fn work(line: &[u8], mut answers: Answers) -> Answers {
    let settled = serde_json::from_slice(line).map_err(|error| error.to_string()).and_then(|request: Request| {
        answers.id = request.id;
        let running = Running { shard: request.shard.map(part).transpose()?, ..Running::default() };
        let asked = Convert { inputs: request.inputs, running, ..Convert::default() };
        Settings::with(asked, request.settings, Env::from_process())
    });
    let begun = Instant::now();
    let done = settled.and_then(|mut settings| {
        if settings.isolate == Isolate::Always {
            return Err("a worker is a process of its own already; who drives it limits its time and memory".to_owned());
        }
        let mut plan =
            batch::plan(&settings.inputs, &settings.out, &settings.batch.writers, settings.group, &settings.batch.env.stores);
        if let Some((nth, of)) = settings.only.shard {
            plan.shard(nth, of);
        }
        settings.batch.log = None;
        settings.batch.ledger = Some(Ledger::open(&settings.out, &settings.batch.env).map_err(|error| error.to_string())?);
        Ok(batch::run(plan, &settings.batch, &answers, &mut std::io::sink()).0)
    });
    match done {
        Ok(summary) => answers.send(events::summary(&summary, begun.elapsed())),
        Err(message) => answers.send(json!({ "event": "error", "message": message })),
    }
    answers
}

/// Where answers go.
struct Answers {
    id: Value,
    /// Nobody reads them any more.
    broken: AtomicBool,
}

impl Answers {
    fn send(&self, mut event: Value) {
        event["schema"] = json!(SCHEMA);
        event["id"] = self.id.clone();
        let mut out = std::io::stdout().lock();
        if writeln!(out, "{event}").and_then(|()| out.flush()).is_err() {
            self.broken.store(true, Ordering::Relaxed);
        }
    }
}

impl Watcher for Answers {
    fn finished(&self, _: u64) {}

    fn told(&self, outcome: &Outcome) {
        self.send(events::file(outcome));
    }
}
