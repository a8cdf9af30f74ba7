//! Items that have a number of their own behind a bullet: `- 1. 渡口`, as programs that read pages write their lists. The number is the
//! label, and the bullet was nobody's.

use crate::model::{Block, EditLog, Kind, List, Reason, Rule};
use crate::text::patterns::compile;
use regex::Regex;
use std::sync::LazyLock;

/// The number of an item: `1.`, `（2）`, `③`; `1.5` counts.
static NUMBER: LazyLock<Regex> =
    LazyLock::new(|| compile(r"^(?P<label>\d{1,3}[.．、)）]|[（(]\d{1,3}[）)]|[①-⑳])\s*(?P<next>[^\d\s])"));

/// Makes labels of the numbers that all items of a bulleted list begin with.
pub fn run(blocks: &mut [Block], log: &mut EditLog) {
    for block in blocks {
        match &mut block.kind {
            Kind::List(list) => {
                list.items.iter_mut().for_each(|item| run(&mut item.blocks, log));
                label(list, log);
            }
            Kind::Quote(inner) => run(inner, log),
            _ => {}
        }
    }
}

fn label(list: &mut List, log: &mut EditLog) {
    let end = |block: &Block| {
        let found = NUMBER.captures(block.text.as_str()).filter(|_| block.is_body())?;
        Some(found["label"].len())
    };
    let numbered =
        |list: &List| list.items.iter().all(|item| item.label.is_empty() && item.blocks.first().and_then(end).is_some());
    if list.ordered || !numbered(list) {
        return;
    }
    let reason = Reason::certain(Rule::Noise, "a bullet before the number of an item");
    for item in &mut list.items {
        let Some((block, end)) = item.blocks.first_mut().and_then(|block| end(block).map(|end| (block, end))) else { continue };
        let rest = block.text.split_off(end, &block.origin, &reason, log);
        item.label = std::mem::replace(&mut block.text, rest);
    }
    list.ordered = true;
}

#[cfg(test)]
mod tests {
    use crate::model::native;

    fn check(before: &str, after: &str) {
        let mut document = native::parse(before).expect("well formed");
        super::run(&mut document.blocks, &mut document.log);
        assert_eq!(native::write(&document), after);
        assert_eq!(document.balance(), Ok(()));
    }

    #[test]
    fn numbers_behind_bullets_are_labels() {
        check(
            "list\n  item\n    body :: 1. 渡口\n  item\n    body :: 2.石桥\n",
            "list ordered\n  item :: 1.\n    body :: 渡口\n  item :: 2.\n    body :: 石桥\n",
        );
        let same = |source: &str| check(source, source);
        same("list\n  item\n    body :: 1.5 倍\n");
        same("list\n  item\n    body :: 1. 渡口\n  item\n    body :: 石桥\n");
    }
}
