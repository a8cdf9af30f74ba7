//! `chongpai inspect`: what a file is, and what speaks for it.

use super::args::Inspect;
use super::exit::Exit;
use super::progress::condensed;
use super::settings::reading_options;
use super::{complain, into_folder, print, print_formed, settled};
use crate::convert::{self, Options, Prepared};
use crate::diag::{Diagnostic, Sink};
use crate::env::Env;
use crate::error::{Error, ErrorKind, Result};
use crate::input::{self, Evidence};
use crate::model::{Document, Kind, Meta, Origin, walk};
use crate::output::report;
use crate::text::figures::thousands;
use crate::text::width;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// What was found out about a file.
#[derive(Serialize)]
struct Findings {
    file: String,
    format: input::Format,
    /// The encoding alone, for those who look for nothing else.
    encoding: Option<&'static str>,
    decision: Option<input::encoding::Decision>,
    #[serde(flatten)]
    meta: Meta,
    measures: Measures,
    /// Blocks after normalizing, by kind.
    blocks: BTreeMap<String, usize>,
    /// Edits, by rule.
    edits: BTreeMap<&'static str, usize>,
    #[serde(serialize_with = "diagnostics")]
    diagnostics: Vec<Diagnostic>,
}

/// The source's own layout, before anything is changed.
#[derive(Default, Serialize)]
struct Measures {
    /// Bytes of the file.
    bytes: u64,
    /// Characters, without white space at the edges of lines.
    characters: u64,
    /// Lines that hold text.
    lines: usize,
    /// Blank lines between them.
    blank_lines: usize,
    /// The commonest width of lines, in full-width characters.
    line_width: Option<f32>,
    /// The share of lines that are within one character of it, from 0 to 1.
    at_width: f32,
    /// The widest line, in full-width characters.
    widest: f32,
    /// The share of lines that are indented.
    indented: f32,
}

fn diagnostics<S: serde::Serializer>(all: &[Diagnostic], serializer: S) -> std::result::Result<S::Ok, S::Error> {
    report::diagnostics(all, serializer)
}

/// Shows what each file is.
pub fn run(asked: &Inspect) -> Exit {
    let env = Env::from_process();
    let options = match settled(reading_options(&asked.reading, &env)) {
        Ok(options) => options,
        Err(exit) => return exit,
    };
    let mut worst = Exit::Done;
    for file in &asked.files {
        if let Some(folder) = &asked.pages
            && let Err(error) = draw(file, folder, &options, &env)
        {
            complain(&format_args!("{}: error: {error}", file.display()));
            worst = Exit::SomeFailed;
            continue;
        }
        match inspect(file, &options, &env) {
            Ok(found) => {
                let text = if asked.json { serde_json::to_string(&found).map(|json| json + "\n") } else { Ok(shown(&found)) };
                let exit = print_formed(text);
                worst = if exit == Exit::Done { worst } else { exit };
            }
            Err(error) => {
                if let Some(unread) = unread(file, &error, &options, &env) {
                    print(&if asked.json { unread.to_json() } else { unread.shown() });
                }
                complain(&format_args!("{}: error: {error}", file.display()));
                let exit = if error.kind() == ErrorKind::Bug { Exit::Bug } else { Exit::SomeFailed };
                worst = if worst == Exit::Bug { worst } else { exit };
            }
        }
    }
    worst
}

/// Draws the pages of a file into a folder.
fn draw(path: &Path, folder: &Path, options: &Options, env: &Env) -> Result<()> {
    let bytes = crate::batch::source(path, env)?;
    let drawings = input::draw(&path.to_string_lossy(), &bytes, &options.read, env)?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let write = into_folder(folder)?;
    drawings.iter().try_for_each(|drawing| write(&format!("{stem}-{:04}.svg", drawing.page), drawing.svg.as_bytes()))
}

fn inspect(path: &Path, options: &Options, env: &Env) -> Result<Findings> {
    let bytes = crate::batch::source(path, env)?;
    let name = path.to_string_lossy();
    let raw = input::read(&name, &bytes, &options.read, env, &mut Sink::new())?;
    let measures = Measures { bytes: bytes.len() as u64, ..measure(&raw.document) };
    drop(raw);
    let Prepared { document, evidence, diagnostics, .. } = convert::prepare(&name, &bytes, options, env)?;
    let Evidence { format, encoding: decision } = evidence;
    let mut blocks = BTreeMap::new();
    walk::blocks(&document).for_each(|block| *blocks.entry(family(&block.kind)).or_default() += 1);
    let mut edits = BTreeMap::new();
    document.log.edits().iter().for_each(|edit| *edits.entry(edit.rule.name()).or_default() += 1);
    Ok(Findings {
        file: name.into_owned(),
        format,
        encoding: decision.as_ref().map(|decision| decision.encoding),
        decision,
        meta: document.meta,
        measures,
        blocks,
        edits,
        diagnostics: diagnostics.into_vec(),
    })
}

/// What can be said of a text that no reader takes: a page of HTML, a listing with control codes.
#[derive(Serialize)]
struct Unread {
    file: String,
    format: &'static str,
    encoding: &'static str,
    decision: input::encoding::Decision,
    error: String,
}

fn unread(path: &Path, error: &Error, options: &Options, env: &Env) -> Option<Unread> {
    let bytes = crate::batch::source(path, env).ok()?;
    let decision = input::encoding_of(&bytes, &options.read)?;
    Some(Unread {
        file: path.to_string_lossy().into_owned(),
        format: error.kind().name(),
        encoding: decision.encoding,
        decision,
        error: error.to_string(),
    })
}

impl Unread {
    fn to_json(&self) -> String {
        serde_json::to_string(self).map_or_else(|error| error.to_string(), |json| json + "\n")
    }

    fn shown(&self) -> String {
        format!("{}\n  format     {}\n  encoding   {}\n", self.file, self.format, encoding(&self.decision))
    }
}

/// A decision, in a line.
fn encoding(decision: &input::encoding::Decision) -> String {
    let name = decision.encoding;
    let runner_up = decision.runner_up.map_or(String::new(), |name| format!(", next {name}"));
    let damage = match decision.undecodable {
        0 => String::new(),
        count => format!(", {count} sequences that are not {name}"),
    };
    format!("{name} (by {}, margin {:.2}{runner_up}{damage})", decision.by, decision.margin)
}

/// The kind without the numbers in it.
fn family(kind: &Kind) -> String {
    match kind {
        Kind::Heading(_) => "heading".to_owned(),
        Kind::Furniture(_) => "furniture".to_owned(),
        kind => kind.name(),
    }
}

/// Measures the lines of a source as the reader left them.
fn measure(document: &Document) -> Measures {
    let mut measures = Measures { characters: u64::try_from(document.log.read().count()).unwrap_or(0), ..Measures::default() };
    let mut widths: BTreeMap<usize, usize> = BTreeMap::new(); // full-width characters → lines
    let mut indented = 0;
    let lines = || walk::blocks(document).filter(|block| matches!(block.origin, Origin::Line { .. }) && !block.text.is_empty());
    for block in lines() {
        measures.lines += 1;
        measures.blank_lines += usize::from(block.hints.blank_before);
        indented += usize::from(block.hints.indent > 0);
        let half = width::of(block.text.as_str());
        measures.widest = measures.widest.max(half as f32 / 2.0);
        *widths.entry(half.div_ceil(2)).or_default() += 1;
    }
    if measures.lines == 0 {
        return measures;
    }
    let share = |part: usize| part as f32 / measures.lines as f32;
    // Lines of a measure differ by the half width of a Latin letter, so neighbours count together.
    let near = |width: usize| (width.saturating_sub(1)..=width + 1).filter_map(|width| widths.get(&width)).sum::<usize>();
    if let Some(common) = widths.keys().copied().max_by_key(|&width| (near(width), width)) {
        (measures.line_width, measures.at_width) = (Some(common as f32), share(near(common)));
    }
    measures.indented = share(indented);
    measures
}

/// The findings for people.
fn shown(found: &Findings) -> String {
    let mut out = String::new();
    let measures = &found.measures;
    let lines = match measures.line_width {
        Some(width) => {
            format!(
                "{}, of which {:.0} % are about {width} characters wide",
                thousands(measures.lines as u64),
                measures.at_width * 100.0
            )
        }
        None => "0".to_owned(),
    };
    let list = |counts: Vec<String>| if counts.is_empty() { "none".to_owned() } else { counts.join(", ") };
    let rows = [
        ("format", found.format.reader().name.to_owned()),
        ("encoding", found.decision.as_ref().map_or_else(|| "as the format says".to_owned(), encoding)),
        ("kind", found.meta.kind.map_or("unknown", |kind| kind.name()).to_owned()),
        ("title", found.meta.title.clone().unwrap_or_else(|| "unknown".to_owned())),
        ("language", found.meta.language.clone().unwrap_or_else(|| "unknown".to_owned())),
        ("characters", thousands(measures.characters)),
        ("lines", lines),
        ("blocks", list(found.blocks.iter().map(|(kind, count)| format!("{count} {kind}")).collect())),
        ("edits", list(found.edits.iter().map(|(rule, count)| format!("{count} {rule}")).collect())),
    ];
    // Writing to a string can't fail.
    let _ = writeln!(out, "{}", found.file);
    for (name, value) in rows {
        let _ = writeln!(out, "  {name:<11}{value}");
    }
    for line in condensed(&found.diagnostics) {
        let _ = writeln!(out, "  {line}");
    }
    out
}
