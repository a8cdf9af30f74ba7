//! The table of passes, in order, each with its reason.

use super::residue;
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
