//! Lists of references: GB/T 7714 sets their marks half width, with spaces after, and its marks stay as they are.
//!
//! An entry is told by the mark of its type (`[M]`, `[J/OL]`: GB/T 7714, appendix B). Of entries that are counted (`[1]`, `[2]`, …)
//! one with such a mark speaks for all of its list; notes that are counted likewise and have none are prose.

use crate::model::{Document, walk};
use crate::text::patterns::compile;
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// An entry is no longer than this, in bytes.
const LONGEST: usize = 1200;

static TYPE: LazyLock<Regex> = LazyLock::new(|| {
    let form = r"[\[［](?:[ACDGJKMNPRSZ]|CM|CP|DB|DS|EB)(?:/(?:OL|CD|DK|MT))?[\]］]\s*(?:[.,:;/．，：；。]|$)";
    compile(form)
});

/// Whether the text is an entry of a list of references by the mark of its type.
pub fn is_reference(text: &str) -> bool {
    text.len() <= LONGEST && (text.contains('[') || text.contains('［')) && TYPE.is_match(text)
}

/// The entries without a mark of their type that stand in a list with such marks.
pub fn listed(document: &Document) -> BTreeSet<Box<str>> {
    let mut found = BTreeSet::new();
    let mut list: Vec<(u32, &str)> = Vec::new();
    let mut close = |list: &mut Vec<(u32, &str)>| {
        if list.iter().any(|entry| is_reference(entry.1)) {
            found.extend(list.iter().filter(|entry| !is_reference(entry.1)).map(|entry| entry.1.into()));
        }
        list.clear();
    };
    for text in
        walk::blocks(document).filter(|block| block.is_visible() && !block.text.is_empty()).map(|block| block.text.as_str())
    {
        let number = number(text).filter(|_| text.len() <= LONGEST);
        if number.is_none_or(|number| list.last().is_some_and(|last| last.0 + 1 != number)) {
            close(&mut list);
        }
        list.extend(number.map(|number| (number, text)));
    }
    close(&mut list);
    found
}

/// The number of an entry that opens with one: `[12]`.
fn number(text: &str) -> Option<u32> {
    let (number, _) = text.trim_start().strip_prefix(['[', '［'])?.split_once([']', '］'])?;
    number.parse().ok().filter(|_| number.len() <= 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_have_the_mark_of_their_type() {
        for (text, expected) in [
            ("[1] 林见川. 渡口志[M]. 江湾: 江湾出版社, 1987: 12-18.", true),
            ("周知. 夜船[J/OL]. 江湾学刊, 2004(5).", true),
            ("陆一鸣. 论桥［C］//江湾文集. 2001.", true),
            ("他在[M]键上按了一下,灯亮了.", false),
            ("[1]林见川:《渡口志》,江湾出版社1987年版.", false),
        ] {
            assert_eq!(is_reference(text), expected, "{text}");
        }
    }
}
