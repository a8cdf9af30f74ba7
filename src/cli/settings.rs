//! The command line as meant: the settings file merged in, names looked up, defaults filled in.
//!
//! The settings file has the flags' own names. A flag wins over the file; what the file switches off, or on, no flag
//! switches back. It is the file that `--config` names, or `chongpai.toml` in the current folder. Relative paths in it start
//! from its own folder.

use super::args::{Claim, Convert, Embed, Group as Asked, Isolate, Log, Reading};
use super::{styles, values};
use crate::batch::{Archives, Batch, Group, Logging};
use crate::convert::Options;
use crate::env::Env;
use crate::input::{ReadOptions, Recognizer};
use crate::model::DocumentKind;
use crate::normalize::{Archive, NormalizeOptions, PASSES, TargetScript};
use crate::output::writer::EmbedFonts;
use crate::output::{Scheme, WRITERS, WriteOptions, Writer};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// The settings file's name where it is not said.
pub const FILE: &str = "chongpai.toml";

/// The formats that are made where none is asked for.
const DEFAULT: [&str; 3] = ["pdf", "docx", "epub"];

/// What a file may take in a process of its own, where nothing else is said: OCR of a volume takes its time.
const JOB_TIME: Duration = Duration::from_secs(3600);

/// The settings file: the flags' names, and a table for the passes.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct File {
    out: Option<PathBuf>,
    to: Vec<String>,
    kind: Option<DocumentKind>,
    encoding: Option<String>,
    lang: Option<String>,
    comments: bool,
    ocr: Option<String>,
    whole_page: bool,
    group: Option<Asked>,
    style: Option<String>,
    vertical: bool,
    plain: bool,
    bleed: Option<String>,
    crop_marks: bool,
    pdf_standard: Option<Claim>,
    impose: Option<String>,
    creep: Option<String>,
    grayscale: bool,
    embed_fonts: Option<Embed>,
    font_dir: Vec<PathBuf>,
    system_fonts: bool,
    jobs: Option<usize>,
    isolate: Option<Isolate>,
    job_time: Option<f64>,
    job_memory: Option<String>,
    report: Option<PathBuf>,
    summary: Option<PathBuf>,
    explain: bool,
    strict: bool,
    fail_under: Option<u32>,
    force: bool,
    quiet: bool,
    bold: bool,
    script: Option<TargetScript>,
    keep: Vec<String>,
    keep_quotes: bool,
    passes: BTreeMap<String, bool>,
    archive: Archive,
    /// Where it lies.
    #[serde(skip)]
    folder: PathBuf,
}

/// A conversion as meant.
pub struct Settings {
    /// The inputs.
    pub inputs: Vec<PathBuf>,
    /// The output folder.
    pub out: PathBuf,
    /// What holds for all sources.
    pub batch: Batch,
    /// Which files belong together.
    pub group: Group,
    /// Where the report goes.
    pub report: Option<PathBuf>,
    /// Where the page goes that says what the batch came to.
    pub summary: Option<PathBuf>,
    /// Make nothing.
    pub dry_run: bool,
    /// Which of the sources.
    pub only: Only,
    /// When files are converted in processes of their own, within limits.
    pub isolate: Isolate,
    pub job_limits: (Duration, u64),
    /// Do what another process says.
    pub child: bool,
    /// Go on looking at the inputs.
    pub watch: bool,
    /// What is said.
    pub told: Told,
}

/// Which sources are converted, of those that there are.
pub struct Only {
    /// Those that failed before, and new ones.
    pub failed: bool,
    /// Those changed since.
    pub since: Option<SystemTime>,
    /// This part of so many.
    pub shard: Option<(u32, u32)>,
}

/// What is said while a batch runs.
#[derive(Clone, Copy)]
pub struct Told {
    /// Nothing but errors.
    pub quiet: bool,
    /// How long each stage took.
    pub timings: bool,
    /// As JSON, a line for each source.
    pub json: bool,
}

impl Settings {
    /// Settles what was typed. The error is for the person who typed it.
    pub fn of(asked: Convert, env: Env) -> Result<Settings, String> {
        let file = File::find(asked.running.config.as_deref())?;
        Settings::with(asked, file, env)
    }

    /// Settles what was typed, or asked for in another way, with the settings of a file or in their form.
    pub fn with(asked: Convert, file: File, env: Env) -> Result<Settings, String> {
        let Convert { inputs, out, to, group, force, dry_run, reading, passes, look, running } = asked;
        file.check()?;
        let out = out.or(file.out).ok_or("no folder for the outputs; say where with -o DIR")?;
        let names = if to.is_empty() { file.to } else { to };
        let writers = if names.is_empty() { defaults() } else { look_up(&names)? };
        let report = running.report.or(file.report);
        let summary = running.summary.or(file.summary);
        let explain = running.explain || file.explain;

        let mut env = env;
        env.font_dirs.splice(0..0, look.font_dir.into_iter().chain(file.font_dir));
        if let Some(missing) = env.font_dirs.iter().find(|dir| !dir.is_dir()) {
            return Err(format!("the font folder {} is not there", missing.display()));
        }
        env.system_fonts = look.system_fonts || file.system_fonts;

        let quiet = running.quiet || file.quiet;
        let group = match group.or(file.group) {
            Some(Asked::Folder) => Group::Folder,
            Some(Asked::None) | None => Group::None,
        };
        let reading = Reading { ocr: reading.ocr.or(file.ocr), ..reading };
        let mut options = reading_options(&reading, &env)?;
        options.read.encoding = options.read.encoding.or(file.encoding);
        options.read.whole_page |= file.whole_page;
        options.read.explain = explain;
        options.read.comments |= file.comments;
        options.normalize.kind = options.normalize.kind.or(file.kind);
        let lang = file.lang.map(|tag| values::language(&tag).map_err(|error| format!("lang: {tag}: {error}"))).transpose()?;
        options.normalize.language = options.normalize.language.or(lang);
        options.normalize.bold = passes.bold || file.bold;
        options.normalize.script = passes.script.or(file.script);
        options.normalize.keep = file.keep;
        options.normalize.keep_quotes = passes.keep_quotes || file.keep_quotes;
        options.normalize.off = passes.off;
        options.normalize.archive = Arc::new(file.archive);
        for (name, on) in file.passes {
            if !on {
                options.normalize.off.insert(name);
            }
        }
        let bleed = file.bleed.as_deref().map(super::values::length).transpose()?;
        let creep = file.creep.as_deref().map(super::values::length).transpose()?;
        let impose = file.impose.as_deref().map(Scheme::named).transpose()?;
        let style = match (look.style, file.style) {
            (Some(name), _) => Some(styles::find(&name, Path::new(""))?),
            (None, Some(name)) => Some(styles::find(&name, &file.folder)?),
            (None, None) => None,
        };
        options.write = WriteOptions {
            style,
            vertical: look.vertical || file.vertical,
            plain: look.plain || file.plain,
            bleed: look.bleed.or(bleed).unwrap_or_default(),
            crop_marks: look.crop_marks || file.crop_marks,
            impose: look.impose.or(impose),
            creep: look.creep.or(creep),
            grayscale: look.grayscale || file.grayscale,
            encrypt: look.encrypt,
            standard: look.pdf_standard.or(file.pdf_standard).unwrap_or_default().into(),
            embed_fonts: match look.embed_fonts.or(file.embed_fonts) {
                Some(Embed::None) => EmbedFonts::None,
                Some(Embed::Full) => EmbedFonts::Full,
                Some(Embed::Subset) | None => EmbedFonts::Subset,
            },
        };
        let log = match (&report, explain) {
            (Some(path), _) if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("html")) => {
                options.review = true;
                Some(Logging::Review)
            }
            (Some(_), _) => Some(Logging::Json),
            (None, true) => Some(Logging::Lines),
            (None, false) => None,
        };
        let batch = Batch {
            writers,
            options,
            env,
            force: force || file.force,
            strict: running.strict || file.strict,
            fail_under: running.fail_under.or(file.fail_under),
            jobs: running.jobs.or(file.jobs).unwrap_or(0),
            log,
            ledger: None,
            memory: running.memory.unwrap_or_else(crate::env::free_memory),
            isolation: None,
            stop: Arc::default(),
            archives: Archives::default(),
        };
        let job_time = running.job_time.map(Ok).or_else(|| file.job_time.map(|own| super::values::seconds(&own.to_string())));
        let job_memory = running.job_memory.map(Ok).or_else(|| file.job_memory.as_deref().map(super::values::size));
        let limited = job_time.is_some() || job_memory.is_some();
        let isolate = match running.isolate.or(file.isolate).unwrap_or_default() {
            Isolate::Never if limited => {
                return Err("--job-time and --job-memory limit processes; leave out --isolate=never".to_owned());
            }
            Isolate::Auto if limited => Isolate::Always,
            isolate => isolate,
        };
        let job_limits =
            (job_time.transpose()?.unwrap_or(JOB_TIME), job_memory.transpose()?.unwrap_or_else(crate::env::free_memory));
        let only = Only { failed: running.only_failed, since: running.since, shard: running.shard };
        let told = Told { quiet, timings: running.timings, json: running.log == Some(Log::Json) };
        Ok(Settings {
            inputs,
            out,
            batch,
            group,
            report,
            summary,
            dry_run,
            only,
            isolate,
            job_limits,
            child: running.child,
            watch: running.watch,
            told,
        })
    }
}

/// The options that say something about the sources.
pub fn reading_options(reading: &Reading, env: &Env) -> Result<Options, String> {
    if let Some(label) = &reading.encoding {
        crate::input::encoding::decode(b"", Some(label), &mut crate::diag::Sink::new()).map_err(|error| error.to_string())?;
    }
    let kind = reading.kind.as_deref().and_then(|name| DocumentKind::ALL.into_iter().find(|kind| kind.name() == name));
    Ok(Options {
        read: ReadOptions {
            encoding: reading.encoding.clone(),
            password: reading.password.clone(),
            comments: reading.comments,
            recognizer: recognizer(reading.ocr.as_deref(), env)?,
            whole_page: reading.whole_page,
            official: kind == Some(DocumentKind::Notice),
            ..ReadOptions::default()
        },
        normalize: NormalizeOptions { kind, language: reading.lang.clone(), ..NormalizeOptions::default() },
        ..Options::default()
    })
}

/// The recognizer for these languages, where it is asked for.
fn recognizer(languages: Option<&str>, env: &Env) -> Result<Option<Recognizer>, String> {
    let found = languages.map(|languages| Recognizer::find(&env.recognizer, languages)).transpose();
    found.map_err(|error| format!("--ocr: {error}"))
}

fn defaults() -> Vec<&'static Writer> {
    DEFAULT.iter().filter_map(|name| WRITERS.iter().find(|writer| writer.name == *name)).collect()
}

/// Writers by name, each once.
fn look_up(names: &[String]) -> Result<Vec<&'static Writer>, String> {
    let mut found: Vec<&'static Writer> = Vec::new();
    for name in names {
        let writer = WRITERS.iter().find(|writer| writer.name == name).ok_or_else(|| {
            let known: Vec<_> = WRITERS.iter().map(|writer| writer.name).collect();
            format!("no format is called {name}; there are {}", known.join(", "))
        })?;
        if !found.iter().any(|other| other.name == writer.name) {
            found.push(writer);
        }
    }
    Ok(found)
}

impl File {
    fn find(named: Option<&Path>) -> Result<File, String> {
        let path = match named {
            Some(path) => path,
            None if Path::new(FILE).is_file() => Path::new(FILE),
            None => return Ok(File::default()),
        };
        let source = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let mut file = File::parse(&source).map_err(|error| format!("{}: {error}", path.display()))?;
        let folder = path.parent().unwrap_or(Path::new(""));
        let own = |path: PathBuf| folder.join(path);
        file.out = file.out.map(own);
        file.report = file.report.map(own);
        file.summary = file.summary.map(own);
        file.font_dir = file.font_dir.into_iter().map(own).collect();
        file.folder = folder.to_owned();
        Ok(file)
    }

    fn parse(source: &str) -> Result<File, String> {
        let file: File = toml::from_str(source).map_err(|error| {
            let before = error.span().and_then(|span| source.get(..span.start)).unwrap_or_default();
            format!("line {}: {}", before.matches('\n').count() + 1, error.message())
        })?;
        file.check()?;
        Ok(file)
    }

    /// Whether the names in it are known.
    fn check(&self) -> Result<(), String> {
        match self.passes.keys().find(|name| PASSES.iter().all(|pass| pass.name != **name)) {
            Some(name) => {
                let known: Vec<_> = PASSES.iter().map(|pass| pass.name).collect();
                Err(format!("no pass is called {name}; there are {}", known.join(", ")))
            }
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, complaint: &str) {
        assert_eq!(File::parse(source).expect_err("the file is wrong"), complaint);
    }

    #[test]
    fn a_wrong_settings_file_says_where_and_what() {
        check(
            "jobs = 2\nkind = \"novel\"\n",
            "line 2: unknown variant `novel`, expected one of `newspaper`, `notice`, `book`, `article`",
        );
        check("jobs = \"two\"", "line 1: invalid type: string \"two\", expected usize");
        assert!(
            File::parse("\n\ncolour = 1").expect_err("unknown").starts_with("line 3: unknown field `colour`, expected one of ")
        );
        assert!(
            File::parse("[passes]\nunwarp = false")
                .expect_err("unknown")
                .starts_with("no pass is called unwarp; there are residue")
        );
    }

    #[test]
    fn names_in_the_file_are_those_of_the_flags() {
        let file = File::parse("embed-fonts = \"none\"\nfont-dir = [\"a\"]\nsystem-fonts = true\n[passes]\nresidue = false")
            .expect("good");
        assert_eq!((file.embed_fonts, file.system_fonts), (Some(Embed::None), true));
    }
}
