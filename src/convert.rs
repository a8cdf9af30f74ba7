//! The one function: read → normalize → write, for one source.
//!
//! Pure but for [`Env`]: the same source, options and version give the same bytes on any machine.

use crate::diag::{Diagnostic, Sink};
use crate::env::Env;
use crate::error::{Error, ErrorKind, Result};
use crate::input::{self, Evidence, Format, Leaf, ReadOptions, Reading};
use crate::model::Document;
use crate::normalize::{self, NormalizeOptions};
use crate::output::review::Source;
use crate::output::{self, WriteOptions, Writer};
use crate::raster;
use std::time::{Duration, Instant};

/// Everything that may be asked of a conversion.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// For the reader.
    pub read: ReadOptions,
    /// For the passes.
    pub normalize: NormalizeOptions,
    /// For the writers.
    pub write: WriteOptions,
    /// Keep the text as it was read, for a review.
    pub review: bool,
}

/// A source that was read and normalized.
#[derive(Debug)]
pub struct Prepared {
    /// The document.
    pub document: Document,
    /// How it was read.
    pub evidence: Evidence,
    /// What was wrong so far.
    pub diagnostics: Sink,
    /// How long it took.
    pub spent: Spent,
    /// The text as it was read, where it is to be reviewed.
    pub source: Option<Source>,
}

/// How long a source took.
#[derive(Clone, Copy, Debug, Default)]
pub struct Spent {
    /// To be read.
    pub read: Duration,
    /// To be normalized.
    pub normalize: Duration,
}

/// A finished conversion.
pub struct Converted {
    /// The document, with its log.
    pub document: Document,
    /// How it was read.
    pub evidence: Evidence,
    /// The files, in the order in which they were asked for: the writer's name and the bytes.
    pub files: Vec<(&'static str, Vec<u8>)>,
    /// What was wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// Bytes of a source from which all patterns are compiled while it is read: a small one asks for few.
const WORTH_WARMING: usize = 64 << 10;

/// Like [`prepare`], while what the passes and these writers need whatever the text is becomes ready.
pub fn prepare_for(to: &[&'static Writer], name: &str, bytes: &[u8], options: &Options, env: &Env) -> Result<Prepared> {
    let patterns = || {
        if bytes.len() >= WORTH_WARMING {
            normalize::warm();
        }
    };
    let warm = || rayon::join(patterns, || output::warm(to, env));
    rayon::join(|| prepare(name, bytes, options, env), warm).0
}

/// Like [`prepare_for`], of several files that are the pages of one document.
pub fn prepare_pages(to: &[&'static Writer], name: &str, leaves: Vec<Leaf>, options: &Options, env: &Env) -> Result<Prepared> {
    let warm = || rayon::join(normalize::warm, || output::warm(to, env));
    let read = |sink: &mut Sink| input::gather(name, leaves, &options.read, env, sink);
    rayon::join(|| prepared(read, &[], options, env), warm).0
}

/// Reads and normalizes one source, and proves that no character was lost.
pub fn prepare(name: &str, bytes: &[u8], options: &Options, env: &Env) -> Result<Prepared> {
    prepared(|sink| input::read(name, bytes, &options.read, env, sink), bytes, options, env)
}

/// `bytes` are the source's, where it is one file.
fn prepared(read: impl FnOnce(&mut Sink) -> Result<Reading>, bytes: &[u8], options: &Options, env: &Env) -> Result<Prepared> {
    let mut sink = Sink::new();
    let begun = Instant::now();
    let step = env.steps.enter(|| "reading".into());
    let Reading { mut document, evidence } = read(&mut sink).map_err(|error| error.context("reading"))?;
    for media in document.media.iter_mut().filter(|media| media.bytes.is_none()) {
        media.bytes = env.picture(&media.reference);
    }
    let source = options.review.then(|| Source::of(&document, pictures(evidence.format, bytes)));
    let read = begun.elapsed();
    drop(step);
    let _step = env.steps.enter(|| "normalizing".into());
    normalize::normalize(&mut document, &options.normalize, &mut sink);
    document.balance().map_err(|imbalance| Error::new(ErrorKind::Bug, imbalance.to_string()).context("normalizing"))?;
    let spent = Spent { read, normalize: begun.elapsed() - read };
    Ok(Prepared { document, evidence, diagnostics: sink, spent, source })
}

/// Pictures of the pages, for a review: it is small, and pages that can't be drawn are missed by nobody else.
fn pictures(format: Format, bytes: &[u8]) -> Vec<Vec<u8>> {
    /// Bytes of all of them.
    const MOST: usize = 6 << 20;
    if format == Format::Pdf { raster::small(bytes.to_vec(), MOST).unwrap_or_default() } else { Vec::new() }
}

/// Converts one source to the given formats.
pub fn convert(name: &str, bytes: &[u8], to: &[&'static Writer], options: &Options, env: &Env) -> Result<Converted> {
    let Prepared { document, evidence, diagnostics: mut sink, .. } = prepare_for(to, name, bytes, options, env)?;
    let mut files = Vec::with_capacity(to.len());
    for writer in to {
        let bytes = output::write(writer, &document, &options.write, env, &mut sink)
            .map_err(|error| error.context(format!("writing {}", writer.name)))?;
        files.push((writer.name, bytes));
    }
    Ok(Converted { document, evidence, files, diagnostics: sink.into_vec() })
}
