//! The table of passes, in order, each with its reason.

use super::{characters, furniture, headings, kind, metadata, punctuation, residue, roles, spacing, unwrap};
use crate::diag::Sink;
use crate::model::{Document, DocumentKind};
use std::collections::BTreeSet;

/// One pass over a document.
pub struct Pass {
    /// Its name: `--no-NAME` switches it off, and its rules begin with it.
    pub name: &'static str,
    /// What it does, for help texts.
    pub about: &'static str,
    /// Does it.
    pub run: fn(&mut Document, &NormalizeOptions, &mut Sink),
}

/// The passes, in the order in which they run.
pub const PASSES: &[Pass] = &[
    // First: nothing after it should have to see through what programs left in the text.
    Pass { name: "residue", about: "drop bookmarks, field codes, invisible characters", run: residue::run },
    // What later passes ask about the whole document; it reads lines as the source has them, before any is re-tagged.
    Pass { name: "kind", about: "tell newspapers, notices, books and articles apart", run: kind::run },
    // Before roles: a running head is no headline, and a typed table of contents has no chapters.
    Pass { name: "furniture", about: "set running heads, folios, jumps, promotion aside", run: furniture::run },
    // Before unwrap: a line with a part of its own is a barrier that joining must see.
    Pass { name: "roles", about: "find mastheads, bylines, signatures, numbered headings, headlines", run: roles::run },
    // Before anything that reads sentences: a mark, a heading or a role is judged on whole paragraphs.
    Pass { name: "unwrap", about: "rejoin what the layout of the source split", run: unwrap::run },
    // After unwrap: these change widths, and lines were measured in the widths of the source.
    Pass { name: "characters", about: "radicals to ideographs, full-width letters and digits to Latin", run: characters::run },
    Pass { name: "punctuation", about: "half-width marks of Chinese to full width", run: punctuation::run },
    // After punctuation: a space goes where it stands beside a full-width mark.
    Pass { name: "spacing", about: "drop spaces where layout belongs", run: spacing::run },
    // After unwrap: only a whole paragraph can be told from a headline, and levels need all headings.
    Pass { name: "headings", about: "settle which lines are headings, and their levels", run: headings::run },
    // Last: it copies what the text says by then.
    Pass { name: "metadata", about: "read title, date, names and masthead", run: metadata::run },
];

/// What a caller may ask of the passes.
#[derive(Clone, Debug, Default)]
pub struct NormalizeOptions {
    /// Names of passes that are switched off.
    pub off: BTreeSet<String>,
    /// Apply the rules whose verdict is *ask* as well (NR-7, NR-15, NR-19, NR-21, NR-2b).
    pub bold: bool,
    /// The kind of document, where detection is not wanted.
    pub kind: Option<DocumentKind>,
    /// The language, where detection is not wanted.
    pub language: Option<String>,
}

/// Runs every pass that is switched on.
pub fn normalize(document: &mut Document, options: &NormalizeOptions, sink: &mut Sink) {
    for pass in PASSES.iter().filter(|pass| !options.off.contains(pass.name)) {
        (pass.run)(document, options, sink);
        debug_assert_eq!(document.balance(), Ok(()), "after the pass {}", pass.name);
    }
}
