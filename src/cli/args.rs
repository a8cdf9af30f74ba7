//! The command line as typed.

use super::values;
use crate::batch::bind::By;
use crate::geom::Abs;
use crate::normalize::{PASSES, TargetScript};
use crate::output::{self, Scheme, WRITERS};
use clap::builder::{PossibleValue, PossibleValuesParser, Styles, styling::AnsiColor};
use clap::{Arg, ArgAction, ArgMatches, Args as ClapArgs, FromArgMatches, Parser, Subcommand, ValueEnum};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::time::{Duration, SystemTime};

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold());

const EXAMPLES: &str = "\
Examples:
  chongpai convert archive -o books            every text under archive/, as PDF, DOCX, EPUB
  chongpai convert page.txt -o out --to epub   one file, one format
  chongpai convert archive -o books --report report.json
                                               every edit written down
  chongpai inspect page.txt                    what a file is, and what speaks for it
  chongpai preview page.txt -o look            its pages, as pictures
  chongpai check notice.docx                   what deviates from GB/T 9704-2012

Exit codes:
  0   done
  1   some files failed, the others are done
  2   the command line or the settings file can't be understood
  3   some files were refused by --strict, none failed
  130 stopped before the end; the same command goes on
  70  a fault of the program itself in at least one file; please report it";

const WORKER: &str = "\
A request is a line of JSON; `settings` has the keys of the settings file:
  {\"id\": 7, \"inputs\": [\"a.txt\"], \"settings\": {\"out\": \"books\", \"to\": [\"epub\"]}}
\"shard\": [3, 16] asks for the third of sixteen parts of all sources that the inputs have.

Each source is answered by a line as soon as it is done, and each request by a last one:
  {\"schema\": 1, \"id\": 7, \"event\": \"file\", \"source\": \"a.txt\", \"status\": \"done\", \"outputs\": [...], ...}
  {\"schema\": 1, \"id\": 7, \"event\": \"summary\", \"done\": 1, \"failed\": 0, ...}
A request that can't be understood is answered by an event \"error\" with a \"message\".";

const STYLES_HELP: &str = "\
Examples:
  chongpai styles show book > mine.toml        copy a style, and change what you like
  chongpai convert novel.txt -o out --style mine.toml

A style needs to say only what is other than in its base:
  base = \"book\"
  [page]
  size = \"A5\"
  [text]
  type = \"kai\"";

const CONVERT_EXAMPLES: &str = "\
Examples:
  chongpai convert archive -o books
      every text under archive/; archive/1998/03.txt becomes books/1998/03.pdf, .docx and .epub
  chongpai convert novel.txt -o out --to epub --kind book --encoding big5
      say what is known beforehand
  chongpai convert issues.zip -o books --group folder
      each folder in the archive holds the pages of one issue
  chongpai convert archive -o books --dry-run
      what would be made, and what clashes
  chongpai convert page.txt -o out --to txt --explain
      why each line was joined or kept
  chongpai convert archive -o books --report report.json --strict
      every edit written down; files with damage are refused

Settings file: ./chongpai.toml, or the one that --config names. It has the flags' own names,
and a table for the passes:
  to = [\"pdf\", \"epub\"]
  kind = \"newspaper\"
  jobs = 4
  [passes]
  unwrap = false";

const LEARN_EXAMPLES: &str = "\
Examples:
  chongpai learn issues -o chongpai.toml
      running heads, jump lines, bylines, dates, sections of issues/, to be read and changed by hand
  chongpai convert issues -o books --config chongpai.toml";

const CHECK_EXAMPLES: &str = "\
Examples:
  chongpai check notice.docx notice.pdf
      what deviates: clause, element, place, found and expected
  chongpai check outbox/*.docx --strict --report check.html
      a page of HTML; exit code 3 where anything deviates
  chongpai check copy.docx --plain
      a copy on plain paper: no red head is asked for

Of PDF and OFD the pages are measured; of DOCX the properties are judged, of other formats the content alone.
Warnings are what the standard recommends, or what no primary source confirmed; --strict counts them.";

const BIND_EXAMPLES: &str = "\
Examples:
  chongpai bind issues -o volumes --by month
      every issue under issues/, in the order of their dates, a volume for each month
  chongpai bind issues -o volumes --group folder --to epub --index headlines,bylines
      each folder holds the pages of an issue; indexes at the end";

/// Reflows archives of damaged Chinese text into print-ready PDF, DOCX and EPUB.
///
/// Text in any encoding goes in: line breaks of the old layout, page numbers in sentences, codes that programs left, marks of
/// the wrong width. Books, papers and notices come out. Every change is written down, and no character is lost.
#[derive(Parser, Debug)]
#[command(name = "chongpai", version, after_help = EXAMPLES, styles = STYLES, max_term_width = 110)]
pub struct Args {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand, Debug)]
pub enum Command {
    /// Convert files and folders
    Convert(Box<Convert>),
    /// Bind the issues of a paper into volumes, by month or by year
    Bind(Box<Bind>),
    /// Propose patterns for the settings file from what repeats in an archive
    Learn(Box<Learn>),
    /// Show what a file is: format, encoding, kind, measures
    Inspect(Inspect),
    /// Hold official documents against GB/T 9704-2012: deviations by clause, place, found and expected
    Check(Check),
    /// Draw what the pages will look like, as PNG
    Preview(Box<Preview>),
    /// Convert what is asked for on the standard input, a JSON object a line; for programs that drive this one
    #[command(after_help = WORKER)]
    Worker,
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page, or write one per command into a folder
    Man {
        /// The folder; without it the page of the program is printed
        folder: Option<PathBuf>,
    },
    /// List the page styles, or print one as TOML
    #[command(after_help = STYLES_HELP)]
    Styles {
        #[command(subcommand)]
        what: Option<ShowStyle>,
    },
    /// Print the licences of the program, its fonts and its data
    Licenses,
}

/// What is shown of the page styles.
#[derive(Subcommand, Debug)]
pub enum ShowStyle {
    /// Print a style as TOML, every key with what it says
    Show {
        /// The style's name, or a file
        #[arg(value_name = "NAME|FILE")]
        name: String,
    },
}

#[derive(ClapArgs, Debug, Default)]
#[command(after_help = CONVERT_EXAMPLES)]
pub struct Convert {
    /// Files, folders and archives (.zip); folders and archives are searched for texts
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Folder for the outputs; a file under an input folder keeps its place
    #[arg(short, long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Formats, separated by commas; without it pdf, docx and epub
    #[arg(long, value_name = "FORMAT", value_delimiter = ',', value_parser = writers())]
    pub to: Vec<String>,
    /// Which files are one document: of each folder or archive, the pages in it
    #[arg(long, value_enum, value_name = "HOW")]
    pub group: Option<Group>,
    /// Replace outputs that are there with other content
    #[arg(long)]
    pub force: bool,
    /// Show what would be made, and make nothing
    #[arg(long)]
    pub dry_run: bool,
    #[command(flatten)]
    pub reading: Reading,
    #[command(flatten)]
    pub passes: Passes,
    #[command(flatten)]
    pub look: Look,
    #[command(flatten)]
    pub running: Running,
}

#[derive(ClapArgs, Debug, Default)]
#[command(after_help = BIND_EXAMPLES)]
pub struct Bind {
    /// Issues: files, folders and archives (.zip)
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Folder for the volumes
    #[arg(short, long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Formats, separated by commas; without it pdf, docx and epub
    #[arg(long, value_name = "FORMAT", value_delimiter = ',', value_parser = writers())]
    pub to: Vec<String>,
    /// Which issues are a volume
    #[arg(long, value_enum, value_name = "SPAN", default_value_t)]
    pub by: By,
    /// Name of the paper, where its issues don't say it
    #[arg(long, value_name = "NAME")]
    pub title: Option<String>,
    /// Indexes at the end of each volume, separated by commas
    #[arg(long, value_enum, value_name = "OF", value_delimiter = ',')]
    pub index: Vec<Index>,
    /// Bind PDFs with their own pages, unchanged, under new contents and a new outline
    #[arg(long, conflicts_with_all = ["to", "index", "impose"])]
    pub as_is: bool,
    /// Which files are one issue: of each folder or archive, the pages in it
    #[arg(long, value_enum, value_name = "HOW")]
    pub group: Option<Group>,
    /// Replace volumes that are there with other content
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub reading: Reading,
    #[command(flatten)]
    pub passes: Passes,
    #[command(flatten)]
    pub look: Look,
    /// Files at once; the default is one per thread of the machine
    #[arg(long, value_name = "N")]
    pub jobs: Option<usize>,
    /// Settings file; ./chongpai.toml is read where it is there
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Say nothing but errors
    #[arg(short, long)]
    pub quiet: bool,
}

#[derive(ClapArgs, Debug, Default)]
#[command(after_help = LEARN_EXAMPLES)]
pub struct Learn {
    /// Issues: files, folders and archives (.zip)
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// The settings file to write; without it the proposal is printed
    #[arg(short, long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Which files are one issue: of each folder or archive, the pages in it
    #[arg(long, value_enum, value_name = "HOW")]
    pub group: Option<Group>,
    /// Replace the file where it is there
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub reading: Reading,
    /// Files at once; the default is one per thread of the machine
    #[arg(long, value_name = "N")]
    pub jobs: Option<usize>,
    /// Settings file; what its patterns match is not proposed again
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Say nothing but errors
    #[arg(short, long)]
    pub quiet: bool,
}

/// What a volume has an index of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Index {
    /// Headlines
    Headlines,
    /// Writers
    Bylines,
}

/// What is known about the sources.
#[derive(ClapArgs, Debug, Default)]
#[command(next_help_heading = "About the sources")]
pub struct Reading {
    /// Kind of document, where it is not to be found out
    #[arg(long, value_parser = kinds())]
    pub kind: Option<String>,
    /// Encoding, where it is not to be found out (a label such as gb18030, big5, utf-16le)
    #[arg(long, value_name = "LABEL")]
    pub encoding: Option<String>,
    /// Password of encrypted PDF files
    #[arg(long, value_name = "WORD")]
    pub password: Option<String>,
    /// Language, where it is not to be found out (zh-Hans, zh-Hant, ja, ko, en)
    #[arg(long, value_name = "TAG", value_parser = values::language)]
    pub lang: Option<String>,
    /// Read comments of office documents as notes
    #[arg(long)]
    pub comments: bool,
    /// Have tesseract read pages without text, in these languages
    #[arg(long, value_name = "LANGUAGES", num_args = 0..=1, require_equals = true, default_missing_value = "chi_sim+eng")]
    pub ocr: Option<String>,
    /// Keep all of a page of the web, not its article alone
    #[arg(long)]
    pub whole_page: bool,
}

/// Which files belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// Every file is a document
    None,
    /// The files of a folder, or of an archive, are pages of one document
    Folder,
}

/// Passes that are switched off; the flags come from the table of passes.
#[derive(Clone, Debug, Default)]
pub struct Passes {
    pub off: BTreeSet<String>,
    pub bold: bool,
    pub script: Option<TargetScript>,
    pub keep_quotes: bool,
}

/// `no-PASS` for every pass; clap wants names that live as long as the program.
static SWITCHES: LazyLock<Vec<String>> = LazyLock::new(|| PASSES.iter().map(|pass| format!("no-{}", pass.name)).collect());

impl ClapArgs for Passes {
    fn augment_args(command: clap::Command) -> clap::Command {
        let bold = Arg::new("bold").long("bold").action(ArgAction::SetTrue);
        let bold = bold.help("Apply the rules as well that ask first: spaces between Han, straight quotes, and their like");
        let switches = SWITCHES.iter().zip(PASSES).map(|(name, pass)| {
            let help = format!("Don't {}", pass.about);
            Arg::new(name.as_str()).long(name.as_str()).action(ArgAction::SetTrue).help(help)
        });
        let script = Arg::new("script").long("script").value_name("SCRIPT");
        let script = script.value_parser(PossibleValuesParser::new(TargetScript::ALL.map(TargetScript::name)));
        let script = script.help("Convert Chinese to this script, with the forms of a region; words are never changed");
        let quotes = Arg::new("keep-quotes").long("keep-quotes").action(ArgAction::SetTrue).requires("script");
        let quotes = quotes.help("Leave quotations in the script they are in");
        command.next_help_heading("Passes").args(switches).arg(bold).arg(script).arg(quotes)
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Passes::augment_args(command)
    }
}

impl FromArgMatches for Passes {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Passes, clap::Error> {
        let mut passes = Passes::default();
        passes.update_from_arg_matches(matches)?;
        Ok(passes)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        let off = SWITCHES.iter().zip(PASSES).filter(|(switch, _)| matches.get_flag(switch));
        self.off.extend(off.map(|(_, pass)| pass.name.to_owned()));
        self.bold |= matches.get_flag("bold");
        self.keep_quotes |= matches.get_flag("keep-quotes");
        let named = matches.get_one::<String>("script");
        let found = named.and_then(|name| TargetScript::ALL.into_iter().find(|script| script.name() == name));
        self.script = found.or(self.script);
        Ok(())
    }
}

/// How the outputs look.
#[derive(ClapArgs, Debug, Default)]
#[command(next_help_heading = "Pages and fonts")]
pub struct Look {
    /// Page style, or a TOML file with one (see `chongpai styles`); the default follows the kind of document
    #[arg(long, value_name = "NAME|FILE")]
    pub style: Option<String>,
    /// Set vertical lines from right to left, in PDF, DOCX and EPUB
    #[arg(long)]
    pub vertical: bool,
    /// Set official documents on plain paper, in PDF and DOCX: the issuing body's name in black, no red rule
    #[arg(long)]
    pub plain: bool,
    /// Bleed around a PDF's pages, for the print shop (3mm)
    #[arg(long, value_name = "LENGTH", value_parser = values::length)]
    pub bleed: Option<Abs>,
    /// Crop marks around a PDF's pages
    #[arg(long)]
    pub crop_marks: bool,
    /// A PDF's pages on sheets for the press: 2up, booklet, signature:16; for right binding where lines are vertical
    #[arg(long, value_name = "SCHEME", value_parser = Scheme::named)]
    pub impose: Option<Scheme>,
    /// Thickness of the paper, by which sheets in a booklet move their pages (0.1mm; without it from ten sheets on)
    #[arg(long, value_name = "LENGTH", value_parser = values::length)]
    pub creep: Option<Abs>,
    /// Greys alone in PDF: pictures and red marks too
    #[arg(long)]
    pub grayscale: bool,
    /// Encrypt PDFs (AES, 256 bits): they open with this password, are no PDF/A, and differ in their bytes each time
    #[arg(long, value_name = "PASSWORD", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub encrypt: Option<String>,
    /// What a PDF claims to be; every one is tagged
    #[arg(long, value_enum, value_name = "NAME")]
    pub pdf_standard: Option<Claim>,
    /// Fonts in EPUB and DOCX
    #[arg(long, value_enum, value_name = "HOW")]
    pub embed_fonts: Option<Embed>,
    /// Folder with faces, before those of the program; may be given more than once
    #[arg(long, value_name = "DIR")]
    pub font_dir: Vec<PathBuf>,
    /// Let the system's fonts stand in at last; outputs then depend on the machine
    #[arg(long)]
    pub system_fonts: bool,
}

/// What a PDF claims to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Claim {
    /// PDF/A-2u and PDF/UA-1, each where it can be had
    #[default]
    Both,
    /// PDF/A-2u, for archives
    #[value(name = "a-2u")]
    #[serde(rename = "a-2u")]
    Archival,
    /// PDF/UA-1, for readers who do not see the page
    #[value(name = "ua-1")]
    #[serde(rename = "ua-1")]
    Accessible,
    /// Neither
    None,
}

impl From<Claim> for output::Standard {
    fn from(claim: Claim) -> output::Standard {
        match claim {
            Claim::Both => output::Standard::Both,
            Claim::Archival => output::Standard::A2u,
            Claim::Accessible => output::Standard::Ua1,
            Claim::None => output::Standard::None,
        }
    }
}

/// How fonts go into reflowable formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Embed {
    /// Not at all
    None,
    /// The glyphs that the document uses
    Subset,
    /// Whole faces
    Full,
}

/// How the batch runs.
#[derive(ClapArgs, Debug, Default)]
#[command(next_help_heading = "Running")]
pub struct Running {
    /// Files at once; the default is one per thread of the machine
    #[arg(long, value_name = "N")]
    pub jobs: Option<usize>,
    /// Settings file; ./chongpai.toml is read where it is there
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Memory for all files at once, such as 4G or 800M, as estimated; the default is three quarters of what is free
    #[arg(long, value_name = "SIZE", value_parser = values::size)]
    pub memory: Option<u64>,
    /// Convert each file in a process of its own, so that none takes others with it; the default is to do so from many files on
    #[arg(long, value_enum, value_name = "WHEN", num_args = 0..=1, require_equals = true, default_missing_value = "always")]
    pub isolate: Option<Isolate>,
    /// Seconds that a file may take in a process of its own; the default is an hour
    #[arg(long, value_name = "SECONDS", value_parser = values::seconds)]
    pub job_time: Option<Duration>,
    /// Memory that a file may take in a process of its own, such as 2G; the default is three quarters of what is free
    #[arg(long, value_name = "SIZE", value_parser = values::size)]
    pub job_memory: Option<u64>,
    /// Do the files that another process of the program says
    #[arg(long, hide = true)]
    pub child: bool,
    /// Convert only what failed before, or was never tried
    #[arg(long)]
    pub only_failed: bool,
    /// Convert only files changed since a day (2026-01-31) or within a time (3d, 12h, 30m)
    #[arg(long, value_name = "WHEN", value_parser = values::since)]
    pub since: Option<SystemTime>,
    /// Convert only the I-th of N parts of the files: for N programs that share the work
    #[arg(long, value_name = "I/N", value_parser = values::shard)]
    pub shard: Option<(u32, u32)>,
    /// Go on looking at the inputs, and convert what comes or changes, until interrupted
    #[arg(long, conflicts_with_all = ["dry_run", "report", "summary", "explain"])]
    pub watch: bool,
    /// Say how long each stage took
    #[arg(long)]
    pub timings: bool,
    /// How it is told on the standard error output what becomes of each file
    #[arg(long, value_enum, value_name = "FORM")]
    pub log: Option<Log>,
    /// Write down every edit, diagnostic and decision: as JSON, or as a page for review where the file ends in .html
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Write what the batch came to as a page of HTML: failures by cause, time by stage, sizes, slow files, what is not done
    #[arg(long, value_name = "FILE")]
    pub summary: Option<PathBuf>,
    /// Say why each break was joined or kept: on the standard output, or in the report
    #[arg(long)]
    pub explain: bool,
    /// Write nothing of a file in which anything worse than a note was found
    #[arg(long)]
    pub strict: bool,
    /// Write nothing of a file whose quality, from 0 to 100, is under this
    #[arg(long, value_name = "SCORE", value_parser = clap::value_parser!(u32).range(0..=100))]
    pub fail_under: Option<u32>,
    /// Say nothing but errors
    #[arg(short, long)]
    pub quiet: bool,
}

/// When files are converted in processes of their own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Isolate {
    /// Where there are many files
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// How progress is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Log {
    /// For people
    Text,
    /// A JSON object a line
    Json,
}

#[derive(ClapArgs, Debug)]
pub struct Inspect {
    /// Files
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// One JSON object a line
    #[arg(long)]
    pub json: bool,
    /// Draw each page of PDF and OFD, with what was found on it, as an SVG in this folder
    #[arg(long, value_name = "DIR")]
    pub pages: Option<PathBuf>,
    #[command(flatten)]
    pub reading: Reading,
}

#[derive(ClapArgs, Debug)]
#[command(after_help = CHECK_EXAMPLES)]
pub struct Check {
    /// Files
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// The standard
    #[arg(long, value_enum, value_name = "NAME", default_value_t)]
    pub standard: Standard,
    /// The document is on plain paper: it need not have a mark, a number, a red rule or a printer
    #[arg(long)]
    pub plain: bool,
    /// How it is told on the standard output
    #[arg(long, value_enum, value_name = "FORM", default_value_t)]
    pub format: Told,
    /// Write what was found as a page of HTML
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// End with exit code 3 where anything deviates, warnings included
    #[arg(long)]
    pub strict: bool,
    #[command(flatten)]
    pub reading: Reading,
}

/// A standard that documents are held against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Standard {
    /// GB/T 9704-2012, official documents of the organs of Party and government
    #[default]
    Gbt9704,
}

/// How results are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Told {
    /// Lines for people
    #[default]
    Text,
    /// One JSON object a line
    Json,
}

#[derive(ClapArgs, Debug)]
pub struct Preview {
    /// Files
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Folder for the pictures: NAME-0001.png and on
    #[arg(short, long, value_name = "DIR")]
    pub out: PathBuf,
    /// Pages: 3, 2-5, or 2-
    #[arg(long, value_name = "PAGES", value_parser = values::pages, default_value = "1-")]
    pub pages: (usize, usize),
    /// Dots per inch
    #[arg(long, value_name = "DPI", value_parser = values::dots, default_value = "110")]
    pub dpi: f32,
    /// The pages of a PDF as they are, not as they will be
    #[arg(long)]
    pub original: bool,
    #[command(flatten)]
    pub reading: Reading,
    #[command(flatten)]
    pub passes: Passes,
    #[command(flatten)]
    pub look: Look,
    /// Settings file (chongpai.toml in the current folder when not given)
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

fn writers() -> PossibleValuesParser {
    PossibleValuesParser::new(WRITERS.iter().map(|writer| PossibleValue::new(writer.name).help(writer.about)))
}

fn kinds() -> PossibleValuesParser {
    PossibleValuesParser::new(crate::model::DocumentKind::ALL.map(|kind| kind.name()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Exit;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_holds_together() {
        Args::command().debug_assert();
    }

    #[test]
    fn every_exit_code_is_in_the_help() {
        for exit in Exit::ALL {
            assert!(EXAMPLES.contains(&format!("  {:<4}{}", exit as u8, exit.says())), "{exit:?}");
        }
    }

    #[test]
    fn every_pass_has_a_switch() {
        for pass in PASSES {
            let flag = format!("--no-{}", pass.name);
            let args = Args::try_parse_from(["chongpai", "convert", "a.txt", &flag]).expect("the flag exists");
            let Command::Convert(convert) = args.command else { panic!("another command") };
            assert_eq!(convert.passes.off, BTreeSet::from([pass.name.to_owned()]));
        }
    }
}
