//! The command line as typed.

use crate::normalize::{PASSES, TargetScript};
use crate::output::WRITERS;
use clap::builder::{PossibleValue, PossibleValuesParser, Styles, styling::AnsiColor};
use clap::{Arg, ArgAction, ArgMatches, Args as ClapArgs, FromArgMatches, Parser, Subcommand, ValueEnum};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::LazyLock;

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

Exit codes:
  0   done
  1   some files failed, the others are done
  2   the command line or the settings file can't be understood
  3   some files were refused by --strict, none failed
  70  a fault of the program itself in at least one file; please report it";

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
    /// Show what a file is: format, encoding, kind, measures
    Inspect(Inspect),
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
    /// Print the licences of the program, its fonts and its data
    Licenses,
}

#[derive(ClapArgs, Debug)]
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
    /// Password of encrypted sources
    #[arg(long, value_name = "WORD")]
    pub password: Option<String>,
    /// Language, where it is not to be found out (zh-Hans, zh-Hant, ja, ko, en)
    #[arg(long, value_name = "TAG")]
    pub lang: Option<String>,
    /// Read comments of office documents as notes
    #[arg(long)]
    pub comments: bool,
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
    /// Page style or preset; the default follows the kind of document
    #[arg(long, value_name = "NAME")]
    pub style: Option<String>,
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
    /// Write down every edit, diagnostic and decision, as JSON
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Say why each break was joined or kept: on the standard output, or in the report
    #[arg(long)]
    pub explain: bool,
    /// Write nothing of a file in which anything worse than a note was found
    #[arg(long)]
    pub strict: bool,
    /// Say nothing but errors
    #[arg(short, long)]
    pub quiet: bool,
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
