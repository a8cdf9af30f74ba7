//! Joins that a person accepted in a review: no pass was sure enough of them.
//!
//! A review shows texts as they are at the end, so it is then that they are joined.

use super::NormalizeOptions;
use super::unwrap::joint;
use crate::diag::Sink;
use crate::model::Change;
use crate::model::{Block, Document, Reason, Rule};

/// The pass.
pub fn run(document: &mut Document, _: &NormalizeOptions, _: &mut Sink) {
    let Document { blocks, log, .. } = document;
    let mut kept: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut last: Option<usize> = None;
    for block in std::mem::take(blocks) {
        let is_text = block.is_body() && !block.text.is_empty();
        let left = last.filter(|&left| is_text && kept[left].is_body());
        let wanted = left.filter(|&left| {
            log.accepts(Rule::Unwrap, &block.origin, || Change::joined(kept[left].text.as_str(), block.text.as_str()))
        });
        if let Some(left) = wanted {
            let left = &mut kept[left].text;
            let between = joint(left.as_str(), block.text.as_str());
            left.append(block.text, between, &block.origin, &Reason::certain(Rule::Unwrap, "accepted by a person"), log);
            continue;
        }
        last = if block.is_visible() { Some(kept.len()) } else { last };
        kept.push(block);
    }
    *blocks = kept;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;
    use crate::model::overrule::{Overrules, key};
    use std::sync::Arc;

    #[test]
    fn what_is_accepted_is_joined_round_furniture() {
        let native = "body :: 河水涨到了第三级\nfurniture page-number :: 3\nbody :: 石阶。\nbody :: 雨停\nbody :: 了。\n";
        let mut document = native::parse(native).expect("the native form is well formed");
        let mut overrules = Overrules::default();
        let change = key(&Change::joined("河水涨到了第三级", "石阶。"));
        overrules.accept(Rule::Unwrap.name().to_owned(), document.blocks[2].origin.to_string(), change);
        document.log.overrule(Arc::new(overrules));
        run(&mut document, &NormalizeOptions::default(), &mut Sink::new());
        let after = "body :: 河水涨到了第三级石阶。\nfurniture page-number :: 3\nbody :: 雨停\nbody :: 了。\n";
        assert_eq!(native::write(&document), after);
        assert_eq!(document.balance(), Ok(()));
    }
}
