//! Holds official documents against GB/T 9704-2012: what deviates, by clause, place, found and expected.
//!
//! A source is read and its parts are recognised as for a conversion, but no character is changed first. Its parts are judged by
//! their text ([`content`], [`marks`]), and where the format has a look ([`Look`](crate::input::Look)) by that: the sheet and its grid
//! ([`sheet`]), faces and sizes ([`faces`], [`cells`]), places ([`places`]) and white between them ([`gaps`]), the head ([`head`]),
//! imprint and folios ([`foot`]). Parts that a fault hides from recognition are told by their look ([`looked`]). Pages are
//! measured; of what flows the properties are judged, which say less: what only pages can show is left out.
//!
//! Figures are the standard's, by the rule sheet's numbers GW-1 to GW-35. What no primary source confirmed, and what the standard
//! recommends, is a warning and says so.

mod case;
mod cells;
mod content;
mod faces;
mod foot;
mod gaps;
mod head;
mod looked;
mod marks;
mod places;
pub mod report;
mod sheet;

use crate::convert::{self, Options};
use crate::env::Env;
use crate::error::Result;
use crate::input::{self, look::Set};
use crate::model::DocumentKind;
use crate::model::anatomy::{Form, Part};
use case::Case;
use serde::Serialize;

/// How much a deviation weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// Against the text of the standard.
    Deviation,
    /// Against what the standard recommends, or what no primary source confirmed.
    Warning,
}

/// A deviation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The clause.
    pub clause: &'static str,
    /// The element, as the standard calls it.
    pub element: &'static str,
    /// How much it weighs.
    pub weight: Weight,
    /// Where it is.
    pub place: String,
    /// What is there.
    pub found: String,
    /// What should be.
    pub expected: String,
}

/// What the layout was judged by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Judged {
    /// Nothing: the format has no layout.
    Content,
    /// The properties of paragraphs and sections.
    Properties,
    /// What stands on the pages.
    Pages,
}

/// What was found out about a source.
#[derive(Clone, Debug)]
pub struct Report {
    /// The form of the document.
    pub form: Form,
    /// What the layout was judged by.
    pub judged: Judged,
    /// The deviations, in the order of the clauses.
    pub findings: Vec<Finding>,
}

/// Deviations as they are found.
#[derive(Default)]
struct Findings(Vec<Finding>);

impl Findings {
    /// A deviation from the standard.
    fn add(&mut self, clause: &'static str, part: Part, place: String, found: impl Into<String>, expected: impl Into<String>) {
        self.put(clause, part.name(), Weight::Deviation, place, found.into(), expected.into());
    }

    /// A deviation of an element that is no part of the text.
    fn of(&mut self, clause: &'static str, element: &'static str, place: String, found: String, expected: &str) {
        self.put(clause, element, Weight::Deviation, place, found, expected.to_owned());
    }

    /// What no primary source confirmed, or is recommended alone; `why` says which.
    fn warn(&mut self, clause: &'static str, element: &'static str, place: String, found: String, expected: &str, why: &str) {
        self.put(clause, element, Weight::Warning, place, found, format!("{expected} ({why})"));
    }

    /// The same deviation in another place is one with both.
    fn put(
        &mut self,
        clause: &'static str,
        element: &'static str,
        weight: Weight,
        place: String,
        found: String,
        expected: String,
    ) {
        /// A list of more places says no more.
        const PLACES: usize = 6;
        let same = |known: &&mut Finding| {
            known.clause == clause && known.element == element && known.found == found && known.expected == expected
        };
        match self.0.iter_mut().find(same) {
            Some(known) if known.place.split("; ").any(|known| known == place) => {}
            Some(known) if known.place.split("; ").count() < PLACES => known.place = format!("{}; {place}", known.place),
            Some(known) if !known.place.ends_with('…') => known.place.push_str("; …"),
            Some(_) => {}
            None => self.0.push(Finding { clause, element, weight, place, found, expected }),
        }
    }
}

/// Checks a source against GB/T 9704-2012. `plain` says that it has no red head and need not have one.
pub fn check(name: &str, bytes: &[u8], options: &Options, plain: bool, env: &Env) -> Result<Report> {
    let mut options = options.clone();
    options.read.official = true;
    options.normalize.kind = Some(DocumentKind::Notice);
    options.normalize.bold = false;
    options.normalize.script = None;
    options.normalize.off.extend(["characters", "punctuation"].map(str::to_owned));
    let look = input::look(name, bytes, &options.read, env)?;
    let mut blocks = convert::prepare(name, bytes, &options, env)?.document.blocks;
    let spans = case::spans(&blocks, &look);
    looked::mend(&mut blocks, &look, &spans);
    let case = Case::new(&blocks, look, spans, plain);
    let mut findings = Findings::default();
    content::judge(&case, &mut findings);
    marks::judge(&case, &mut findings);
    let judged = match case.look.pieces.first().map(|piece| &piece.set) {
        None => Judged::Content,
        Some(Set::Paragraph(_)) => Judged::Properties,
        Some(Set::Line(_)) => Judged::Pages,
    };
    if judged != Judged::Content {
        sheet::judge(&case, &mut findings);
        faces::judge(&case, &mut findings);
        cells::judge(&case, &mut findings);
        places::judge(&case, &mut findings);
        gaps::judge(&case, &mut findings);
        head::judge(&case, &mut findings);
        foot::judge(&case, &mut findings);
    }
    let mut findings = findings.0;
    let numbers = |clause: &str| clause.split('.').map(|part| part.parse().unwrap_or(0)).collect::<Vec<u32>>();
    findings.sort_by_cached_key(|finding| (numbers(finding.clause), finding.weight));
    Ok(Report { form: case.anatomy.form, judged, findings })
}
