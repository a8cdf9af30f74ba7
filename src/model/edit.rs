//! The log of edits, and the law it serves: no character leaves or enters unrecorded.
//!
//! Text changes only through [`Text`](super::Text)'s methods, each of which takes the log and a [`Reason`]. At the end
//! [`EditLog::balance`] proves that what was read, less what was removed, plus what was inserted, is what is there.

use super::origin::Origin;
use super::overrule::Overrules;
use super::tally::Tally;
use serde::Serialize;
use std::borrow::Cow;
use std::sync::Arc;

/// How sure a pass is of an edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// Proposed in the report, not applied.
    Doubtful,
    /// Applied; worth a look.
    Likely,
    /// Applied.
    Certain,
}

/// Why an edit was made.
#[derive(Clone, Debug)]
pub struct Reason {
    /// The rule that asked for it.
    pub rule: Rule,
    /// How sure the pass is.
    pub confidence: Confidence,
    /// What the pass saw, in a few words, for `--explain`.
    pub evidence: Cow<'static, str>,
}

impl Reason {
    /// A reason with full confidence.
    pub fn certain(rule: Rule, evidence: impl Into<Cow<'static, str>>) -> Reason {
        Reason { rule, confidence: Confidence::Certain, evidence: evidence.into() }
    }

    /// A reason that is likely.
    pub fn likely(rule: Rule, evidence: impl Into<Cow<'static, str>>) -> Reason {
        Reason { rule, confidence: Confidence::Likely, evidence: evidence.into() }
    }
}

/// What an edit did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "change", rename_all = "kebab-case")]
pub enum Change {
    /// Characters were replaced.
    Text {
        /// What stood there.
        before: Box<str>,
        /// What stands there now.
        after: Box<str>,
    },
    /// Two blocks became one; `joint` went between them.
    Join {
        /// The end of the first block.
        left: Box<str>,
        /// The start of the second.
        right: Box<str>,
        /// What was put between, often nothing.
        joint: Box<str>,
    },
    /// One block became two.
    Split {
        /// The end of the first.
        left: Box<str>,
        /// The start of the second.
        right: Box<str>,
    },
    /// A block was given another kind or role.
    Retag {
        /// The kind before.
        from: Box<str>,
        /// The kind now.
        to: Box<str>,
        /// The start of the block's text.
        text: Box<str>,
    },
    /// Blocks went to another place.
    Move {
        /// The end of what stands before them now.
        after: Box<str>,
        /// The start of the first of them.
        text: Box<str>,
    },
    /// A break between blocks was looked at and kept (recorded with `--explain` alone).
    Keep {
        /// The end of the first block.
        left: Box<str>,
        /// The start of the second.
        right: Box<str>,
    },
}

impl Change {
    /// That these two texts become one.
    pub fn joined(left: &str, right: &str) -> Change {
        Change::Join { left: tail(left).into(), right: head(right).into(), joint: "".into() }
    }
}

/// One recorded change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// The rule's name.
    pub rule: Rule,
    /// The block's place in the source.
    pub origin: Origin,
    /// What changed.
    #[serde(flatten)]
    pub change: Change,
    /// How sure the pass was.
    pub confidence: Confidence,
    /// What the pass saw.
    pub evidence: Cow<'static, str>,
}

/// Every edit of a document, with the sums that prove it whole.
#[derive(Clone, Debug, Default)]
pub struct EditLog {
    edits: Vec<Edit>,
    read: Tally,
    removed: Tally,
    inserted: Tally,
    explain: bool,
    overrules: Arc<Overrules>,
}

impl EditLog {
    /// An empty log; with `explain`, decisions that change nothing are kept as well.
    pub fn new(explain: bool) -> EditLog {
        EditLog { explain, ..EditLog::default() }
    }

    /// Whether decisions that change nothing are wanted.
    pub fn explains(&self) -> bool {
        self.explain
    }

    /// From now on these edits are not made.
    pub fn overrule(&mut self, overrules: Arc<Overrules>) {
        self.overrules = overrules;
    }

    /// Whether a person does not want this edit.
    pub fn refuses(&self, rule: Rule, origin: &Origin, change: impl FnOnce() -> Change) -> bool {
        self.overrules.rejects(rule, origin, change)
    }

    /// Whether a person does not want these two joined.
    pub fn refuses_join(&self, rule: Rule, origin: &Origin, left: &str, right: &str) -> bool {
        self.refuses(rule, origin, || Change::joined(left, right))
    }

    /// Whether a person does not want the second text to follow the first.
    pub fn refuses_move(&self, rule: Rule, origin: &Origin, after: &str, text: &str) -> bool {
        self.refuses(rule, origin, || Change::Move { after: tail(after).into(), text: head(text).into() })
    }

    /// Whether a person wants an edit that was only proposed.
    pub fn accepts(&self, rule: Rule, origin: &Origin, change: impl FnOnce() -> Change) -> bool {
        self.overrules.accepts(rule, origin, change)
    }

    /// A reader declares source text, as it stands, line edges and line ends excepted.
    pub fn declare_read(&mut self, source: Tally) {
        self.read = self.read + source;
    }

    /// Records a change of text: `before` left, `after` came.
    pub(super) fn text(&mut self, before: &str, after: &str, origin: &Origin, reason: &Reason) {
        self.removed.include(before);
        self.inserted.include(after);
        self.push(Change::Text { before: before.into(), after: after.into() }, origin, reason);
    }

    /// Records a join.
    pub(super) fn join(&mut self, left: &str, right: &str, joint: &str, origin: &Origin, reason: &Reason) {
        self.inserted.include(joint);
        let change = Change::Join { left: tail(left).into(), right: head(right).into(), joint: joint.into() };
        self.push(change, origin, reason);
    }

    /// Records a split.
    pub(super) fn split(&mut self, left: &str, right: &str, origin: &Origin, reason: &Reason) {
        self.push(Change::Split { left: tail(left).into(), right: head(right).into() }, origin, reason);
    }

    /// Records source characters that a reader leaves out of the model because they are markup (`#`, `**`, a tag).
    pub fn markup(&mut self, removed: &str, origin: &Origin, reason: &Reason) {
        self.text(removed, "", origin, reason);
    }

    /// Records characters that a reader gives for a piece of markup that stood for them (an entity, a field).
    pub fn rendered(&mut self, inserted: &str, origin: &Origin, reason: &Reason) {
        self.text("", inserted, origin, reason);
    }

    /// Records a change of a block's kind.
    pub fn retag(&mut self, from: &str, to: &str, text: &str, origin: &Origin, reason: &Reason) {
        self.push(Change::Retag { from: from.into(), to: to.into(), text: head(text).into() }, origin, reason);
    }

    /// Records that blocks went to another place: the end of what stands before them now, and how they begin.
    pub fn moved(&mut self, after: &str, text: &str, origin: &Origin, reason: &Reason) {
        self.push(Change::Move { after: tail(after).into(), text: head(text).into() }, origin, reason);
    }

    /// Records that a break was looked at and kept; nothing unless the log explains.
    pub fn keep(&mut self, left: &str, right: &str, origin: &Origin, reason: &Reason) {
        if self.explain {
            self.push(Change::Keep { left: tail(left).into(), right: head(right).into() }, origin, reason);
        }
    }

    /// Records an edit that is proposed and not applied.
    pub fn propose(&mut self, before: &str, after: &str, origin: &Origin, rule: Rule, evidence: impl Into<Cow<'static, str>>) {
        let reason = Reason { rule, confidence: Confidence::Doubtful, evidence: evidence.into() };
        self.push(Change::Text { before: before.into(), after: after.into() }, origin, &reason);
    }

    /// Puts the log of another document, or of another part of it, behind this one.
    pub(crate) fn append(&mut self, mut other: EditLog) {
        self.edits.append(&mut other.edits);
        self.read = self.read + other.read;
        self.removed = self.removed + other.removed;
        self.inserted = self.inserted + other.inserted;
    }

    fn push(&mut self, change: Change, origin: &Origin, reason: &Reason) {
        self.edits.push(Edit {
            rule: reason.rule,
            origin: origin.clone(),
            change,
            confidence: reason.confidence,
            evidence: reason.evidence.clone(),
        });
    }

    /// All edits, in the order in which they were made.
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// What was read, in all.
    pub fn read(&self) -> Tally {
        self.read
    }

    /// What edits took away, in all.
    pub fn removed(&self) -> Tally {
        self.removed
    }

    /// What edits added, in all.
    pub fn inserted(&self) -> Tally {
        self.inserted
    }

    /// Proves that what was read − removed + inserted is what is there now.
    pub fn balance(&self, present: Tally) -> Result<(), Imbalance> {
        let expected = self.read - self.removed + self.inserted;
        if expected == present { Ok(()) } else { Err(Imbalance { expected: expected.count(), present: present.count() }) }
    }
}

/// The proof failed: characters left or entered unrecorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imbalance {
    /// How many characters there should be.
    pub expected: i64,
    /// How many there are; equal to `expected` where characters were exchanged.
    pub present: i64,
}

impl std::fmt::Display for Imbalance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the edit log does not balance: {} characters expected, {} present", self.expected, self.present)
    }
}

/// Up to 24 characters from the start.
pub(super) fn head(text: &str) -> &str {
    let end = text.char_indices().nth(24).map_or(text.len(), |(at, _)| at);
    &text[..end]
}

/// Up to 24 characters from the end.
fn tail(text: &str) -> &str {
    let start = text.char_indices().rev().nth(23).map_or(0, |(at, _)| at);
    &text[start..]
}

macro_rules! rules {
    ($($variant:ident $name:literal $source:literal;)*) => {
        /// The rules under which text or structure may change. The name is stable: reports and settings use it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Rule {
            $(#[doc = $source] $variant,)*
        }

        impl Rule {
            /// Every rule, for tests and tables that go through them.
            pub const ALL: &[Rule] = &[$(Rule::$variant,)*];

            /// The rule's stable name; the part before the dot is the pass.
            pub fn name(self) -> &'static str {
                match self { $(Rule::$variant => $name,)* }
            }

            /// What the rule says, and where it comes from.
            pub fn says(self) -> &'static str {
                match self { $(Rule::$variant => $source,)* }
            }
        }
    };
}

rules! {
    Markup "read.markup" "Characters of the source format that are not text: heading marks, emphasis marks, tags.";
    Entity "read.entity" "A character reference stands for the character it names.";
    Label "read.label" "The number or letter that the source's numbering makes is written out before its paragraph.";
    Deletion "read.deletion" "Text that a tracked change deleted or moved away is dropped.";
    Comment "read.comment" "Comments are dropped unless they are asked for.";
    Rendered "read.rendered" "A piece of the source that is no text (a formula, a box to tick) is written in characters.";
    Hidden "read.hidden" "What the source does not show to its readers is left out: hidden elements, controls of forms, sources of formulas.";
    Outside "read.outside" "What stands around the article of a page is left out: navigation, lists of links, forms, notices of the site.";
    Overprint "read.overprint" "A glyph that a page prints twice in one place, for weight, is read once.";
    Hyphen "read.hyphen" "A hyphen that the end of a line put into a word is dropped.";
    Layout "read.layout" "Lines of a page are joined or parted by indent, reach, pitch and column.";
    Controls "residue.controls" "Zero-width, control and object replacement characters are dropped, variation selectors after Han kept (NR-1).";
    Composition "residue.composition" "Text is in normalization form C (NR-1).";
    Bookmark "residue.bookmark" "Bookmark labels that an extractor wrote into the text are dropped.";
    Field "residue.field" "Field codes are dropped; their result stays.";
    FieldName "records.field" "The name that a database gives a field of an article is dropped where the field's part says it.";
    WordSpaces "residue.spaces" "Spaces that a program of recognition set between words of Chinese, all through a text, are dropped.";
    Formula "residue.formula" "A formula in TeX, as programs write it that read pages, is written in characters; what is raised or lowered stays so.";
    AlignedTable "residue.columns" "Lines in columns with a head of words or over figures are a table; each goes into its cells.";
    DrawnTable "residue.table" "Lines that draw a table with characters are a table; what draws it is dropped, and the lines of a cell are joined.";
    Noise "residue.markdown" "Marks of Markdown that no reader took for markup are dropped: `#` and `**` round a heading.";
    Signs "characters.signs" "A code of a symbol font, or a letter set in one, is the sign that it shows.";
    Radicals "characters.radicals" "Kangxi and CJK radicals become the unified ideographs they were extracted from (NR-2).";
    FullwidthAlnum "characters.fullwidth-alnum" "Full-width letters and digits become half width in Chinese prose (NR-3).";
    HanSpaces "spacing.han" "Spaces that OCR put between Han are deleted where their rate or period gives them away (NR-7).";
    MarkSpaces "spacing.marks" "Spaces before closing and after opening marks are deleted (NR-8).";
    LatinSpaces "spacing.latin" "Layout, not a stored space, parts Han from Latin (MX-1, NR-23).";
    Stops "punctuation.stops" "Half-width stops between Han become full width (NR-9 to NR-13).";
    Brackets "punctuation.brackets" "Half-width brackets round Han become full width, as a pair (NR-14).";
    Quotes "punctuation.quotes" "Straight quotes become curly where they balance (NR-15).";
    Ellipsis "punctuation.ellipsis" "Dots between Han become …… (NR-17).";
    Dashes "punctuation.dashes" "Broken dashes between Han become —— (NR-18).";
    Interpuncts "punctuation.interpuncts" "Dots in a foreign name become · (NR-20).";
    DocNumber "punctuation.document-number" "The year of a document number stands in 〔〕 (NR-24).";
    Numbers "punctuation.numbers" "Full-width commas and points inside a number become half width (NR-25).";
    Unwrap "unwrap.join" "A line break that the source's layout made is undone.";
    CutTable "furniture.cut-table" "The rows of a table that a page cut follow one another; the head that the next page repeats is dropped.";
    RunningHead "furniture.running-head" "A line that repeats at page edges is a running head or foot.";
    PageNumber "furniture.page-number" "A folio inside the text is furniture.";
    Promotion "furniture.promotion" "Calls to follow, scan or subscribe are furniture (NP-PROMO).";
    Jump "furniture.jump" "下转 and 上接 lines are furniture (NP-8).";
    NoteCalled "notes.called" "A note at the foot of a page stands with the mark in the text that calls it; what numbered both is written anew.";
    PageHead "pages.head" "The line at the head of a paper's page is the mark of the page, with its section (NP-4).";
    JumpFollowed "jumps.followed" "A part of an article that stands on another page goes where its article is, if page, headline and sentence agree (NP-8).";
    Bound "volume.bound" "An issue that is bound with others stands under its date; the volume says what it holds.";
    Advertisement "furniture.advertisement" "A block that says it is an advertisement is one (NP-12).";
    TocLines "furniture.contents" "A typed table of contents is furniture where a new one is made.";
    Heading "headings.level" "A heading's level follows its numbering and place, not the source's markup.";
    NotHeading "headings.demoted" "A line that the source marked as a heading is none.";
    RoleOf "roles.role" "A block's role follows from its form and its place.";
    Parted "roles.parted" "A line that holds two parts of a notice, or a heading and its text, is parted in two.";
    ScriptForm "script.form" "A character takes the form of the script that was asked for (ZH-1, ZH-2).";
    ScriptMarks "script.marks" "Quotation marks are those of the script that was asked for (NR-16, PN-12).";
    Verse "roles.verse" "Short lines of even length that follow one another are verse.";
}

impl Serialize for Rule {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_name_their_pass() {
        let names: std::collections::BTreeSet<_> = Rule::ALL.iter().map(|rule| rule.name()).collect();
        assert_eq!(names.len(), Rule::ALL.len());
        assert!(names.iter().all(|name| name.split('.').count() == 2));
    }

    #[test]
    fn excerpts_keep_whole_characters() {
        let long = "字".repeat(40);
        assert_eq!(head(&long).chars().count(), 24);
        assert_eq!(tail(&long).chars().count(), 24);
        assert_eq!(tail("短"), "短");
    }
}
