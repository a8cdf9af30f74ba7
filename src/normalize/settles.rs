//! What the tests of passes ask alike.

use super::NormalizeOptions;
use crate::diag::Sink;
use crate::model::{Block, Document, EditLog, native};

/// The pass makes this of the document, its log balances, and a second run changes nothing.
#[track_caller]
pub fn settles(mut document: Document, run: fn(&mut Document, &NormalizeOptions, &mut Sink), after: &str) {
    let options = NormalizeOptions::default();
    run(&mut document, &options, &mut Sink::new());
    assert_eq!(native::write(&document), after);
    assert_eq!(document.balance(), Ok(()));
    let edits = document.log.edits().len();
    run(&mut document, &options, &mut Sink::new());
    assert_eq!(document.log.edits().len(), edits, "a second run changes nothing");
}

/// A step over these blocks makes that of them.
#[track_caller]
pub fn makes(step: impl FnOnce(&mut Vec<Block>, &mut EditLog), before: &str, after: &str) {
    let mut document = native::parse(before).expect("the native form is well formed");
    step(&mut document.blocks, &mut document.log);
    assert_eq!(native::write(&document), after, "{before}");
}
