//! Volumes: the issues of a paper bound together, by month, by year, or all in one.
//!
//! Issues are read side by side as any batch reads them, put in the order of their dates, and made into one document for each
//! volume ([`volume`]), which the writers write as they write any other. An issue that can't be read is told and left out.

mod sheets;
mod volume;

use super::job::{self, Made};
use super::place::stage;
use super::plan::{self, Job, Plan};
use super::run::{self, Batch};
use crate::convert::Prepared;
use crate::diag::{Diagnostic, Sink};
use crate::error::{Error, ErrorKind, Result};
use crate::model::Document;
use crate::normalize;
use crate::output;
use crate::text::natural;
use rayon::prelude::*;
use sheets::Sheets;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What makes a volume.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum By {
    /// The issues of a month.
    Month,
    /// The issues of a year.
    #[default]
    Year,
    /// Every issue.
    All,
}

/// How issues are bound.
#[derive(Clone, Debug, Default)]
pub struct Binding {
    /// What makes a volume.
    pub by: By,
    /// The paper's name, where its issues are not to say it.
    pub title: Option<String>,
    /// An index of headlines at the end.
    pub headlines: bool,
    /// An index of writers at the end.
    pub bylines: bool,
    /// PDFs keep their own pages; contents and outline are new.
    pub as_is: bool,
}

/// What became of the volumes.
#[derive(Default)]
pub struct Bound {
    /// The files that were made, in order.
    pub made: Vec<Made>,
    /// How many issues they hold.
    pub issues: usize,
    /// Issues and volumes that could not be made, and why.
    pub failed: Vec<(PathBuf, Error)>,
    /// What was wrong with the content: the issue and the trouble.
    pub diagnostics: Vec<(PathBuf, Diagnostic)>,
}

/// An issue that was read.
struct Issue {
    source: PathBuf,
    /// `2024-03-08`; what its masthead says, else its name.
    date: Option<String>,
    document: Document,
    /// Its files, where they are bound as they are.
    files: Vec<Sheets>,
}

/// An issue as its reader gives it, and its files where they are bound as they are.
type Read = (Prepared, Vec<Sheets>);

/// Binds the sources of a plan into volumes in a folder.
pub fn bind(plan: Plan, batch: &Batch, binding: &Binding, out: &Path) -> Bound {
    let mut bound = Bound::default();
    let one = |job| plan::read(job, |job| prepare(job, batch, binding.as_is));
    let read = || plan.jobs.into_par_iter().map(one).collect::<Vec<_>>();
    let Some(pool) = run::pool(batch.jobs) else {
        bound.failed.push((out.to_owned(), Error::new(ErrorKind::Limit, "the system gives no threads; close other programs")));
        return bound;
    };
    let mut issues = Vec::new();
    for (source, prepared) in pool.install(read) {
        match prepared {
            Err(error) => bound.failed.push((source, error)),
            Ok((Prepared { document, diagnostics, .. }, files)) => {
                bound.diagnostics.extend(diagnostics.into_vec().into_iter().map(|found| (source.clone(), found)));
                let date = document.meta.date.clone().filter(|date| date.len() == 10).or_else(|| dated(&source));
                issues.push(Issue { source, date, document, files });
            }
        }
    }
    issues.sort_by(|a, b| {
        let name = |issue: &Issue| issue.source.to_string_lossy().into_owned();
        (a.date.is_none(), &a.date).cmp(&(b.date.is_none(), &b.date)).then_with(|| natural::compare(&name(a), &name(b)))
    });
    bound.issues = issues.len();
    let mut volumes: BTreeMap<String, Vec<Issue>> = BTreeMap::new();
    for issue in issues {
        let date = issue.date.as_deref().unwrap_or_default();
        let key = match binding.by {
            By::Month => date.get(..7),
            By::Year => date.get(..4),
            By::All => Some("all"),
        };
        volumes.entry(key.unwrap_or("undated").to_owned()).or_default().push(issue);
    }
    for (key, issues) in volumes {
        if binding.as_is {
            pool.install(|| as_is(issues, binding, &key, batch, out, &mut bound));
            continue;
        }
        let document = volume::volume(issues, binding, &key);
        let name = name_of(&document, &key);
        pool.install(|| write(&document, &name, batch, out, &mut bound));
    }
    bound
}

/// Reads an issue, and opens its files where they are to be bound as they are.
fn prepare(job: &Job, batch: &Batch, as_is: bool) -> Result<Read> {
    let (env, contents) = job::opened(job, batch);
    let files = match as_is {
        true => contents.iter().flatten().map(|bytes| Sheets::open(bytes)).collect::<Result<Vec<_>>>()?,
        false => Vec::new(),
    };
    Ok((job::prepared(job, &batch.writers, &batch.options, &env, contents)?, files))
}

/// Writes a volume of PDFs with their own pages.
fn as_is(mut issues: Vec<Issue>, binding: &Binding, key: &str, batch: &Batch, out: &Path, bound: &mut Bound) {
    let files: Vec<Vec<Sheets>> = issues.iter_mut().map(|issue| std::mem::take(&mut issue.files)).collect();
    let counts: Vec<usize> = files.iter().map(|files| files.iter().map(Sheets::count).sum()).collect();
    let entries = sheets::entries(&issues, &counts);
    let (paper, title) = volume::names(&issues, binding, key);
    let path = out.join(format!("{}-{key}.pdf", safe(&paper)));
    let made = job::wall("binding", || {
        let front = sheets::front(&title, &entries);
        let writer = output::WRITERS.iter().find(|writer| writer.name == "pdf");
        let writer = writer.ok_or_else(|| Error::new(ErrorKind::Bug, "PDF is not written"))?;
        let front = output::write(writer, &front, &batch.options.write, &batch.env, &mut Sink::new())?;
        let bytes = sheets::bind(Sheets::open(&front)?, files.into_iter().flatten().collect(), &title, &entries)?;
        put(bytes, &path, batch)
    });
    match made {
        Ok(made) => bound.made.push(made),
        Err(error) => bound.failed.push((path, error)),
    }
}

/// Writes a volume in every format.
fn write(document: &Document, name: &str, batch: &Batch, out: &Path, bound: &mut Bound) {
    let made: Vec<_> = batch
        .writers
        .par_iter()
        .map(|writer| {
            let path = out.join(format!("{name}.{}", writer.name));
            let mut sink = Sink::new();
            let bytes = job::wall(writer.name, || output::write(writer, document, &batch.options.write, &batch.env, &mut sink));
            let staged = bytes.and_then(|bytes| put(bytes, &path, batch));
            (path, staged.map_err(|error| error.context(format!("writing {}", writer.name))), sink)
        })
        .collect();
    for (path, staged, sink) in made {
        bound.diagnostics.extend(sink.into_vec().into_iter().map(|found| (path.clone(), found)));
        match staged {
            Ok(made) => bound.made.push(made),
            Err(error) => bound.failed.push((path, error)),
        }
    }
}

/// Puts a volume in its place.
fn put(bytes: Vec<u8>, path: &Path, batch: &Batch) -> Result<Made> {
    stage(bytes, path, &batch.env, || batch.force)?.commit().map(|(made, _)| made)
}

/// The name of a volume's files.
fn name_of(document: &Document, key: &str) -> String {
    let paper = document.meta.masthead.as_ref().and_then(|masthead| masthead.name.as_deref()).unwrap_or("volume");
    format!("{}-{key}", safe(paper))
}

/// A name that may be a file's.
fn safe(name: &str) -> String {
    name.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect()
}

/// The date in the name of a file or its folder: `2024-03-08`, `20240308`, `2024年3月8日`.
fn dated(path: &Path) -> Option<String> {
    let found = |name: String| {
        let mut numbers: Vec<&str> = name.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty()).collect();
        if let Some(whole) = numbers.iter().position(|number| number.len() == 8) {
            let number = numbers[whole];
            numbers.splice(whole..=whole, [&number[..4], &number[4..6], &number[6..]]);
        }
        numbers.windows(3).find_map(|parts| {
            let [year, month, day] = [parts[0], parts[1], parts[2]].map(|part| part.parse::<u32>().unwrap_or(0));
            normalize::day(year, month, day).filter(|_| parts[0].len() == 4)
        })
    };
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    name(path).and_then(found).or_else(|| path.parent().and_then(name).and_then(found))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_dates() {
        let check = |path: &str, expected: Option<&str>| assert_eq!(dated(Path::new(path)).as_deref(), expected, "{path}");
        check("a/2024-03-08.pdf", Some("2024-03-08"));
        check("a/20240308_02.pdf", Some("2024-03-08"));
        check("江湾时报2024年3月8日/01版.pdf", Some("2024-03-08"));
        check("a/12345678.txt", None);
        check("a/1.txt", None);
    }
}
