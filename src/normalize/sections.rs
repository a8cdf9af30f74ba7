//! Sections of books, which count on: 一、 and then 二、, （一） and then （二）.
//!
//! In a novel such a label may open an item of a list or what somebody says; a section has a title, stands over prose, and the next one
//! of its chapter follows it.

use super::patterns::{GW_H1, GW_H2};
use super::{forms, parts, roles};
use crate::model::{Block, Kind};
use std::collections::BTreeSet;

/// The longest title of a section, in characters.
const LONGEST: usize = 30;
/// The shortest paragraph that is prose without its end, in characters.
const PROSE: usize = 20;

/// The places of lines that head the sections of a book.
pub fn find(blocks: &[Block]) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    // The last of either form, where the next may follow it.
    let mut last: [Option<(usize, u32)>; 2] = [None; 2];
    for (at, block) in blocks.iter().enumerate() {
        let text = block.text.as_str();
        if block.heading().is_some() && number(text).is_none() || block.is_body() && parts::is_chapter(text) {
            last = [None; 2];
        }
        let Some((form, number)) = number(text).filter(|_| heads_prose(blocks, at)) else { continue };
        if form == 0 {
            last[1] = None;
        }
        if let Some((before, _)) = last[form].filter(|&(_, before)| before + 1 == number) {
            found.extend([before, at]);
        }
        last[form] = Some((at, number));
    }
    found
}

/// Which of the two forms opens a line, and its number.
fn number(text: &str) -> Option<(usize, u32)> {
    let form = [&GW_H1, &GW_H2].iter().position(|form| form.is_match(text))?;
    let label = text.trim_start().trim_start_matches(['（', '(']);
    let number = label.split(['、', '）', ')']).next()?;
    Some((form, parts::section_number(number)?))
}

/// Whether a line has the look of a title, begins anew, and has prose or a deeper label below it.
fn heads_prose(blocks: &[Block], at: usize) -> bool {
    let block = &blocks[at];
    let text = block.text.as_str();
    let closed = |above: &Block| {
        let text = above.text.as_str();
        !above.is_body() || forms::ends_sentence(text) || number(text).is_some() || parts::is_chapter(text)
    };
    let prose = |below: &Block| {
        let text = below.text.as_str();
        match number(text) {
            Some((form, number)) => form == 1 && number == 1,
            None => matches!(below.kind, Kind::Paragraph(_)) && (forms::ends_sentence(text) || !forms::is_within(text, PROSE)),
        }
    };
    (block.is_body() || block.heading().is_some())
        && forms::is_within(text, LONGEST)
        && !forms::is_sentence(text)
        && !forms::has_comma(text)
        && !text.ends_with(['：', ':'])
        && roles::before(blocks, at).is_none_or(closed)
        && roles::after(blocks, at).is_some_and(prose)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;

    fn check(source: &str, expected: &[usize]) {
        let document = native::parse(source).expect("the native form is well formed");
        assert_eq!(find(&document.blocks).into_iter().collect::<Vec<_>>(), expected, "{source}");
    }

    const TEXT: &str = "body :: 渡口在镇子的东头，从前每天有四班船。\n";

    #[test]
    fn sections_count_on_within_their_chapter() {
        for chapter in ["heading 2", "body"] {
            check(&format!("{chapter} :: 第一章 渡口\nbody :: 一、船\n{TEXT}heading 3 :: 二、桥\n{TEXT}"), &[1, 3]);
        }
        check(
            &format!("body :: 一、船\nbody :: （一）木船\n{TEXT}body :: （二）铁船\n{TEXT}body :: 二、桥\n{TEXT}"),
            &[0, 1, 3, 5],
        );
        check(&format!("body :: 一、船\n{TEXT}heading 2 :: 第二章 桥\nbody :: 二、石桥\n{TEXT}"), &[]);
    }

    #[test]
    fn items_and_speech_are_no_sections() {
        check(&format!("body :: 一、船要修\nbody :: 二、桥要修\nbody :: 三、路要修\n{TEXT}"), &[]);
        check(&format!("body :: 一、船要修，桥也要修\n{TEXT}body :: 二、路要修，灯也要修\n{TEXT}"), &[]);
        check(&format!("body :: 他说出三条来，头一条是\nbody :: 一、修船\n{TEXT}{TEXT}"), &[]);
    }
}
