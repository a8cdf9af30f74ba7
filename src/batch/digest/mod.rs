//! What a batch came to, as one page: for the person who comes in the morning.
//!
//! The page needs no network and no script. It says first how the sources ended, then what stands in the way of the others, where
//! the time went, what was read and written, which sources were slow; every source that is not done is listed with its reason.
//! It is made of what the batch tells of each source, and nothing is kept of a source but numbers, and its errors.

mod chart;

use super::job::{Outcome, Status};
use super::summary::Summary;
use crate::diag::Severity;
use crate::output::xml::{Syntax, Xml};
use crate::text::figures::thousands;
use chart::{Bar, chart, lines, strip};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

/// How the page begins.
const HEAD: &str = include_str!("head.html");
/// How many slow sources are shown.
const SLOWEST: usize = 12;
/// A cause with more sources is folded up.
const OPEN: usize = 25;

/// What is known of a batch so far.
#[derive(Debug, Default)]
pub struct Digest {
    damaged: usize,
    bytes: u64,
    /// By kind of error: the sources, each with its sentence.
    failures: BTreeMap<&'static str, Vec<(String, String)>>,
    refused: Vec<String>,
    /// By kind of trouble: in how many sources, and how often.
    troubles: BTreeMap<&'static str, Count>,
    /// By extension.
    read: BTreeMap<String, Count>,
    written: BTreeMap<String, Count>,
    slowest: Vec<Slow>,
}

/// Files and what they have in all: times, or bytes.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    files: u64,
    all: u64,
}

impl Count {
    fn add(&mut self, amount: u64) {
        self.files += 1;
        self.all += amount;
    }
}

/// A source that took long, with its time by [`GROUPS`].
#[derive(Debug)]
struct Slow {
    source: String,
    whole: Duration,
    groups: [Duration; GROUPS.len()],
}

/// Groups of stages, as they are coloured.
const GROUPS: [(&str, &str); 4] =
    [("read", "read"), ("normalize", "normalize"), ("write", "write the formats"), ("open", "open and save")];

/// The group of a stage.
fn group(stage: &str) -> usize {
    match stage {
        "read" => 0,
        "normalize" => 1,
        "open" | "save" => 3,
        _ => 2,
    }
}

impl Digest {
    /// Takes note of what became of a source.
    pub fn add(&mut self, outcome: &Outcome) {
        let source = outcome.source.to_string_lossy().into_owned();
        self.bytes += outcome.bytes;
        self.damaged += usize::from(outcome.status == Status::Done && outcome.is_damaged());
        self.read.entry(extension(&outcome.source)).or_default().add(outcome.bytes);
        for made in &outcome.made {
            self.written.entry(extension(&made.path)).or_default().add(made.bytes);
        }
        for error in &outcome.errors {
            self.failures.entry(error.kind().name()).or_default().push((source.clone(), error.to_string()));
        }
        if outcome.status == Status::Refused {
            self.refused.push(source.clone());
        }
        let mut troubles: BTreeMap<&str, u64> = BTreeMap::new();
        for found in outcome.diagnostics.iter().filter(|found| found.trouble.severity() >= Severity::Warning) {
            *troubles.entry(found.trouble.name()).or_default() += 1;
        }
        troubles.into_iter().for_each(|(name, times)| self.troubles.entry(name).or_default().add(times));
        let mut groups = [Duration::ZERO; GROUPS.len()];
        outcome.stages.iter().for_each(|(stage, time)| groups[group(stage)] += time);
        let whole = groups.iter().sum();
        if whole > Duration::ZERO {
            self.slowest.push(Slow { source, whole, groups });
        }
        if self.slowest.len() > 8 * SLOWEST {
            self.settle();
        }
    }

    /// Keeps the slowest.
    fn settle(&mut self) {
        self.slowest.sort_by(|a, b| b.whole.cmp(&a.whole).then_with(|| a.source.cmp(&b.source)));
        self.slowest.truncate(SLOWEST);
    }

    /// The page. `title` says what was converted, `elapsed` how long the batch took.
    pub fn page(&mut self, title: &str, summary: &Summary, elapsed: Duration) -> String {
        self.settle();
        let mut page = Xml::fragment(Syntax::Xhtml);
        page.open("header").open("b").text("重排").close();
        page.open("span")
            .text(title)
            .close()
            .open("span")
            .text(concat!("chongpai ", env!("CARGO_PKG_VERSION")))
            .close()
            .close();
        page.open("main");
        self.whole(&mut page, summary, elapsed);
        page.open("div").attr("class", "charts");
        self.causes(&mut page);
        self.stages(&mut page, summary);
        self.sizes(&mut page);
        page.close();
        self.slow(&mut page);
        self.undone(&mut page);
        page.close();
        format!("{HEAD}{}\n</html>\n", page.finish())
    }

    /// How the sources ended, in one strip and in numbers.
    fn whole(&self, page: &mut Xml, summary: &Summary, elapsed: Duration) {
        let Summary { done, failed, refused, again, before, left, outputs, characters, .. } = summary;
        let all = done + failed + refused + left;
        let sound = done.saturating_sub(self.damaged);
        let ends = [
            ("done", "done", sound),
            ("damaged", "done, with damage", self.damaged),
            ("failed", "failed", *failed),
            ("refused", "refused", *refused),
            ("left", "not begun", *left),
        ];
        page.open("section").attr("class", "card");
        page.open("h1");
        page.text(&match (failed + refused, left) {
            (0, 0) => format!("{} done", files(*done as u64)),
            (undone, 0) => format!("{done} of {} done, {undone} not", files(all as u64)),
            (_, left) => format!("stopped: {done} of {} done, {left} not begun", files(all as u64)),
        });
        page.close();
        strip(page, &ends.map(|(class, name, count)| (class, name, count as f64)), all as f64);
        page.open("dl");
        for (class, name, count) in ends.into_iter().filter(|(class, _, count)| *class == "done" || *count > 0) {
            page.open("div").open("dt").open("i").attr("class", class).close().text(name).close();
            page.open("dd").text(&thousands(count as u64)).close().close();
        }
        let seconds = elapsed.as_secs_f64().max(f64::MIN_POSITIVE);
        let mut facts = vec![
            ("time", span(elapsed)),
            ("files in a second", format!("{:.1}", (all - left) as f64 / seconds)),
            ("characters", thousands(*characters)),
            ("outputs", thousands(*outputs as u64)),
        ];
        facts.extend((*before > 0).then(|| ("done by an earlier run", thousands(*before as u64))));
        facts.extend((*again > 0).then(|| ("tried twice", thousands(*again as u64))));
        for (name, figure) in facts {
            page.open("div").open("dt").text(name).close().open("dd").text(&figure).close().close();
        }
        page.close().close();
    }

    /// Why sources failed, and what was wrong in those that did not.
    fn causes(&self, page: &mut Xml) {
        let mut failures: Vec<_> = self.failures.iter().map(|(kind, rows)| (cause(kind), sources(rows))).collect();
        failures.extend((!self.refused.is_empty()).then_some(("refused by --strict", self.refused.len() as u64)));
        failures.sort_by_key(|&(name, count)| (std::cmp::Reverse(count), name));
        let bars = failures.into_iter().map(|(name, count)| Bar::of(name, "failed", count as f64, thousands(count)));
        card(page, "Failures by cause", "sources", bars.collect());
        let mut troubles: Vec<_> = self.troubles.iter().collect();
        troubles.sort_by_key(|(name, count)| (std::cmp::Reverse(count.files), **name));
        let bars = troubles.into_iter().map(|(name, count)| {
            let mut figure = thousands(count.files);
            if count.all > count.files {
                figure.push_str(&format!("  ({} times)", thousands(count.all)));
            }
            Bar::of(&name.replace('-', " "), "damaged", count.files as f64, figure)
        });
        card(page, "Damage by kind", "sources", bars.collect());
    }

    fn stages(&self, page: &mut Xml, summary: &Summary) {
        let whole: f64 = summary.stages.iter().map(|(_, time)| time.as_secs_f64()).sum();
        let bars = summary.stages.iter().map(|(stage, time)| {
            let share = 100.0 * time.as_secs_f64() / whole.max(f64::MIN_POSITIVE);
            let name = if group(stage) == 2 { format!("write {stage}") } else { stage.to_owned() };
            Bar::of(&name, GROUPS[group(stage)].0, time.as_secs_f64(), format!("{}  ·  {share:.0} %", span(time)))
        });
        card(page, "Time by stage", "all threads together", bars.collect());
    }

    fn sizes(&self, page: &mut Xml) {
        let bars = |counts: &BTreeMap<String, Count>, class: &'static str| {
            let mut counts: Vec<_> = counts.iter().collect();
            counts.sort_by_key(|(name, count)| (std::cmp::Reverse(count.all), name.as_str()));
            let bar = |(name, count): (&String, &Count)| {
                Bar::of(name, class, count.all as f64, format!("{}  ·  {}", files(count.files), bytes(count.all)))
            };
            counts.into_iter().map(bar).collect::<Vec<_>>()
        };
        card(page, "Read, by format", &bytes(self.bytes), bars(&self.read, "read"));
        let written = self.written.values().map(|count| count.all).sum();
        card(page, "Written, by format", &bytes(written), bars(&self.written, "write"));
    }

    fn slow(&self, page: &mut Xml) {
        if self.slowest.is_empty() {
            return;
        }
        let bars = self.slowest.iter().map(|slow| {
            let parts = GROUPS.iter().zip(slow.groups).map(|((class, _), time)| (*class, time.as_secs_f64()));
            Bar { label: slow.source.clone(), parts: parts.collect(), figure: span(slow.whole) }
        });
        page.open("section").attr("class", "card").open("h2").text("Slowest sources").close();
        lines(page, &bars.collect::<Vec<_>>());
        page.open("p").attr("class", "key");
        for (class, name) in GROUPS {
            page.open("span").open("i").attr("class", class).close().text(name).close();
        }
        page.close().close();
    }

    /// Every source that is not done, with the reason.
    fn undone(&self, page: &mut Xml) {
        page.open("section").attr("class", "card").open("h2").text("Not done").close();
        let mut kinds: Vec<_> = self.failures.iter().collect();
        kinds.sort_by_key(|(kind, rows)| (std::cmp::Reverse(rows.len()), **kind));
        for (kind, rows) in kinds {
            fold(page, cause(kind), sources(rows), rows.iter().map(|(source, said)| (source.as_str(), said.as_str())));
        }
        if !self.refused.is_empty() {
            let rows = self.refused.iter().map(|source| (source.as_str(), "damage was found in it"));
            fold(page, "refused by --strict", self.refused.len() as u64, rows);
        }
        if self.failures.is_empty() && self.refused.is_empty() {
            page.open("p").text("Nothing: every source that was begun is done.").close();
        }
        page.close();
    }
}

/// How many sources are in rows that stand together.
fn sources(rows: &[(String, String)]) -> u64 {
    rows.iter().map(|(source, _)| source).collect::<BTreeSet<_>>().len() as u64
}

/// Rows of a table, under a line that folds them.
fn fold<'a>(page: &mut Xml, name: &str, count: u64, rows: impl ExactSizeIterator<Item = (&'a str, &'a str)>) {
    page.open("details");
    if rows.len() <= OPEN {
        page.attr("open", "");
    }
    page.open("summary").text(name).text(" ").open("small").text(&files(count)).close().close().open("table");
    for (source, said) in rows {
        // A reason often begins with the name that stands beside it.
        let said = said.strip_prefix(source).and_then(|rest| rest.strip_prefix(": ")).unwrap_or(said);
        page.open("tr").open("td").text(source).close().open("td").text(said).close().close();
    }
    page.close().close();
}

/// A chart with its name; nothing where there is nothing to show.
fn card(page: &mut Xml, name: &str, of: &str, bars: Vec<Bar>) {
    if bars.is_empty() {
        return;
    }
    page.open("section").attr("class", "card").open("h2").text(name).open("small").text(of).close().close();
    chart(page, &bars);
    page.close();
}

/// A kind of error as a cause.
fn cause(kind: &'static str) -> &'static str {
    match kind {
        "io" => "can't be read or written",
        "unsupported" => "format not supported",
        "encrypted" => "encrypted",
        "limit" => "over a limit",
        "corrupt" => "damaged beyond use",
        "invalid" => "empty, or not possible",
        "bug" => "fault of the program",
        other => other,
    }
}

/// A file's extension, as the charts name it.
fn extension(path: &Path) -> String {
    path.extension().map_or_else(|| "(none)".to_owned(), |extension| extension.to_string_lossy().to_ascii_lowercase())
}

fn files(count: u64) -> String {
    format!("{} file{}", thousands(count), if count == 1 { "" } else { "s" })
}

/// Bytes in the unit that people use.
fn bytes(number: u64) -> String {
    match number {
        0..1000 => format!("{number} B"),
        1000..1_000_000 => format!("{:.1} kB", number as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", number as f64 / 1e6),
        _ => format!("{:.2} GB", number as f64 / 1e9),
    }
}

/// A time in the units that people use.
fn span(time: Duration) -> String {
    let seconds = time.as_secs();
    match seconds {
        0 if time < Duration::from_millis(1) => format!("{} µs", time.as_micros()),
        0 => format!("{} ms", time.as_millis()),
        1..60 => format!("{:.1} s", time.as_secs_f64()),
        60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::job::{Kept, Made};
    use crate::diag::{Diagnostic, Trouble};
    use crate::error::{Error, ErrorKind};

    #[test]
    fn the_page_says_what_is_not_done_and_why() {
        let (mut digest, mut summary) = (Digest::default(), Summary::default());
        let lacking = Diagnostic { trouble: Trouble::ReplacementCharacters { count: 3 }, place: String::new() };
        let made = Made { path: "out/a.epub".into(), bytes: 2_500_000, kept: Kept::Written };
        let done = Outcome {
            status: Status::Done,
            made: vec![made],
            diagnostics: vec![lacking],
            bytes: 1500,
            ..Outcome::empty(Path::new("in/a.TXT"))
        };
        let failed = Outcome::failed(Path::new("in/<b>.pdf"), Error::new(ErrorKind::Encrypted, "it asks for a password"));
        for outcome in [&done, &failed] {
            digest.add(outcome);
            summary.add(outcome);
        }
        let page = digest.page("in → out", &summary, Duration::from_secs(90));
        for part in [
            "<h1>1 of 2 files done, 1 not</h1>",
            "<dd>1 min 30 s</dd>",
            "<summary>encrypted <small>1 file</small></summary><table><tr><td>in/&lt;b&gt;.pdf</td><td>it asks for a password</td></tr>",
            ">replacement characters</text>",
            ">txt</text>",
            ">1 file  ·  2.5 MB</text>",
        ] {
            assert!(page.contains(part), "{part} in {page}");
        }
        assert!(!page.contains("<script") && !page.contains("http://") && !page.contains("https://"));
    }

    #[test]
    fn figures_have_units() {
        let spans = [300, 45_000, 1_500_000, 90_000_000, 7_260_000_000].map(|time| span(Duration::from_micros(time)));
        assert_eq!(spans, ["300 µs", "45 ms", "1.5 s", "1 min 30 s", "2 h 1 min"]);
        assert_eq!([999, 1500, 2_500_000, 3_000_000_000].map(bytes), ["999 B", "1.5 kB", "2.5 MB", "3.00 GB"]);
    }
}
