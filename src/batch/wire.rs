//! What a process that converts and the one that has it do so say to each other: a JSON object a line.
//!
//! Down goes a job. Up comes first what the batch is known by, then for each job the steps that begin and end, and what became
//! of it, with the bytes of its entry in the log behind the line. Both ends are one program, so the form has no version.

use super::job::{Kept, Made, Outcome, Status};
use super::log::{self, Spool};
use super::plan::Job;
use super::stages::Stages;
use crate::diag::Diagnostic;
use crate::error::{Error, ErrorKind};
use serde::{Deserialize, Serialize};
use std::io::{self, BufRead, Read, Seek, SeekFrom, Write};

/// What goes down.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Order<J> {
    /// What is to be done.
    pub job: J,
    /// By all threads that there are.
    pub wide: bool,
}

/// What comes up.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Message {
    /// The process is there. What it says is a hash of all that is the same for every source.
    Ready(String),
    /// A step begins.
    Begun(String),
    /// A step has ended.
    Ended(String),
    /// The job is done.
    Done(Box<Told>),
}

/// An outcome, but for what who asked knows.
#[derive(Deserialize, Serialize)]
pub(super) struct Told {
    status: Status,
    /// Of each output that is there: which it is of those asked for, its length, and whether it had been there.
    made: Vec<(usize, u64, bool)>,
    diagnostics: Vec<Diagnostic>,
    errors: Vec<(ErrorKind, String)>,
    characters: u64,
    bytes: u64,
    before: Option<bool>,
    stages: Stages,
    /// The length of the entry in the log, where there is one, or why it could not be written.
    log: Option<Result<u64, String>>,
}

/// Sends a message.
pub(super) fn send(message: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    put(message, out)?;
    out.flush()
}

/// Lays a message down that may wait for the next one.
pub(super) fn put(message: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut line = serde_json::to_vec(message)?;
    line.push(b'\n');
    out.write_all(&line)
}

/// Receives a message; `None` where there will be no more.
pub(super) fn receive<T: for<'de> Deserialize<'de>>(input: &mut dyn BufRead) -> io::Result<Option<T>> {
    let mut line = Vec::new();
    match input.read_until(b'\n', &mut line)? {
        0 => Ok(None),
        _ => Ok(Some(serde_json::from_slice(&line)?)),
    }
}

/// Sends what became of a job.
pub(super) fn answer(job: &Job, outcome: &Outcome, spool: Option<Spool>, out: &mut dyn Write) -> io::Result<()> {
    let made = |made: &Made| {
        let nth = job.outputs.iter().position(|path| *path == made.path).unwrap_or(job.outputs.len());
        (nth, made.bytes, made.kept == Kept::Same)
    };
    let (log, entry) = match spool {
        None => (None, None),
        Some(Err(error)) => (Some(Err(error.to_string())), None),
        Some(Ok(mut file)) => {
            let length = file.seek(SeekFrom::End(0))?;
            file.rewind()?;
            (Some(Ok(length)), Some(file))
        }
    };
    let told = Told {
        status: outcome.status,
        made: outcome.made.iter().map(made).collect(),
        diagnostics: outcome.diagnostics.clone(),
        errors: outcome.errors.iter().map(|error| (error.kind(), error.to_string())).collect(),
        characters: outcome.characters,
        bytes: outcome.bytes,
        before: outcome.before,
        stages: outcome.stages.clone(),
        log,
    };
    put(&Message::Done(Box::new(told)), out)?;
    if let Some(mut entry) = entry {
        io::copy(&mut entry, out)?;
    }
    out.flush()
}

impl Told {
    /// What became of a job, and its entry in the log, which follows on `input`.
    pub fn outcome(self, job: &Job, input: &mut dyn BufRead) -> io::Result<(Outcome, Option<Spool>)> {
        let made = |(nth, bytes, same): (usize, u64, bool)| {
            let kept = if same { Kept::Same } else { Kept::Written };
            Some(Made { path: job.outputs.get(nth)?.clone(), bytes, kept })
        };
        let spool = match self.log {
            None => None,
            Some(Err(message)) => Some(Err(io::Error::other(message))),
            Some(Ok(length)) => {
                let mut file = log::spool();
                if io::copy(&mut input.take(length), &mut file)? < length {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                file.rewind()?;
                Some(Ok(file))
            }
        };
        let outcome = Outcome {
            status: self.status,
            made: self.made.into_iter().filter_map(made).collect(),
            diagnostics: self.diagnostics,
            errors: self.errors.into_iter().map(|(kind, message)| Error::new(kind, message)).collect(),
            characters: self.characters,
            bytes: self.bytes,
            before: self.before,
            stages: self.stages,
            ..Outcome::empty(&job.source)
        };
        Ok((outcome, spool))
    }
}

/// Paths as text where they are text, and else as the bytes that they are: names in old archives are in old encodings.
pub(super) mod path {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use std::path::{Path, PathBuf};

    #[derive(Deserialize, Serialize)]
    #[serde(untagged)]
    enum Form {
        Text(String),
        #[cfg(unix)]
        Bytes(Vec<u8>),
    }

    impl From<&Path> for Form {
        fn from(path: &Path) -> Form {
            #[cfg(unix)]
            if path.to_str().is_none() {
                return Form::Bytes(path.as_os_str().as_encoded_bytes().to_owned());
            }
            Form::Text(path.to_string_lossy().into_owned())
        }
    }

    impl From<Form> for PathBuf {
        fn from(form: Form) -> PathBuf {
            match form {
                Form::Text(text) => text.into(),
                #[cfg(unix)]
                Form::Bytes(bytes) => <std::ffi::OsString as std::os::unix::ffi::OsStringExt>::from_vec(bytes).into(),
            }
        }
    }

    pub fn serialize<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
        Form::from(path).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<PathBuf, D::Error> {
        Form::deserialize(deserializer).map(PathBuf::from)
    }

    /// The same of several paths.
    pub mod list {
        use super::*;

        pub fn serialize<S: Serializer>(paths: &[PathBuf], serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_seq(paths.iter().map(|path| Form::from(path.as_path())))
        }

        pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<PathBuf>, D::Error> {
            Ok(Vec::<Form>::deserialize(deserializer)?.into_iter().map(PathBuf::from).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::plan::Part;
    use super::*;
    use crate::diag::Trouble;
    use std::path::PathBuf;

    fn job(name: PathBuf) -> Job {
        let part = Part { shown: name.clone(), path: name.clone(), place: Some(3) };
        Job {
            source: name.clone(),
            parts: vec![part],
            grouped: true,
            outputs: vec!["a.pdf".into(), name],
            bytes: 9,
            changed: Some(std::time::SystemTime::UNIX_EPOCH),
        }
    }

    #[test]
    fn a_job_arrives_as_it_was_sent_whatever_its_name() {
        #[cfg(unix)]
        let old: PathBuf = <std::ffi::OsString as std::os::unix::ffi::OsStringExt>::from_vec(vec![0xb0, 0xa1, b'.']).into();
        #[cfg(not(unix))]
        let old = PathBuf::from("b");
        for name in ["江湾/一\n二.txt".into(), old] {
            let sent = job(name);
            let mut line = Vec::new();
            send(&sent, &mut line).expect("a vector takes everything");
            assert_eq!(line.iter().filter(|&&byte| byte == b'\n').count(), 1);
            let received: Job = receive(&mut line.as_slice()).expect("whole").expect("one");
            assert_eq!(format!("{received:?}"), format!("{sent:?}"));
        }
    }

    #[test]
    fn an_outcome_arrives_with_its_entry_and_what_follows_stays() {
        let job = job("a.txt".into());
        let found = Diagnostic { trouble: Trouble::NoText { reason: "江".into() }, place: "page 3".into() };
        let undecodable = Trouble::UndecodableBytes { offset: 1, count: 2, encoding: "GBK".into() };
        let outcome = Outcome {
            status: Status::Failed,
            made: vec![Made { path: "a.pdf".into(), bytes: 7, kept: Kept::Same }],
            diagnostics: vec![found, Diagnostic { trouble: undecodable, place: String::new() }],
            errors: vec![Error::new(ErrorKind::Limit, "too long").context("reading")],
            before: Some(true),
            characters: 12,
            ..Outcome::empty(&job.source)
        };
        let mut entry = log::spool();
        entry.write_all(b"{\n}").and_then(|()| entry.rewind()).expect("memory takes it");
        let mut sent = Vec::new();
        answer(&job, &outcome, Some(Ok(entry)), &mut sent).expect("a vector takes everything");
        sent.extend(b"more");
        let mut input = sent.as_slice();
        let Some(Message::Done(told)) = receive(&mut input).expect("whole") else { panic!("another message") };
        let (received, spool) = told.outcome(&job, &mut input).expect("whole");
        assert_eq!(format!("{received:?}"), format!("{outcome:?}"));
        let mut entry = String::new();
        spool.expect("an entry").expect("whole").read_to_string(&mut entry).expect("text");
        assert_eq!((entry.as_str(), input), ("{\n}", b"more".as_slice()));
    }
}
