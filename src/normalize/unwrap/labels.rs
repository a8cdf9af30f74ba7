//! Labels that stand on a line of their own and wait for their text: `第二条`, `1.`, `（1）`, `①`.
//!
//! Extractors part a label from its text where a tab or a wide space stands between them. The two were one line of the source, and
//! are one line again before anything is measured: without its label the first line of an article looks short.

use super::form::{self, Start};
use super::joint;
use crate::model::{Block, EditLog, Reason, Rule};

/// Blank lines between a label and its text, at most: extractors set them apart as they set paragraphs apart.
const BLANK: u16 = 1;

/// Gives labels the text that stands below them.
pub fn rejoin(flow: &mut Vec<Block>, log: &mut EditLog) {
    if !flow.iter().any(|block| is_line(block) && form::is_bare_label(block.text.as_str())) {
        return;
    }
    let mut kept: Vec<Block> = Vec::with_capacity(flow.len());
    for block in std::mem::take(flow) {
        // `12.` below an open sentence is its end.
        let open = kept.len().checked_sub(2).is_some_and(|above| {
            let above = &kept[above];
            is_line(above) && form::is_left_open(above.text.as_str())
        });
        let label = kept.last_mut().filter(|label| {
            let (left, right) = (label.text.as_str(), block.text.as_str());
            (!open || form::is_article_label(left))
                && is_line(label)
                && is_line(&block)
                && block.hints.blank_before <= BLANK
                && form::is_bare_label(left)
                && goes_with_label(right)
                && !log.refuses_join(Rule::Unwrap, &block.origin, left, right)
        });
        match label {
            Some(label) => {
                let reason = Reason::likely(Rule::Unwrap, "a label that waits for its text");
                let (joint, origin) = (joint(label.text.as_str(), block.text.as_str()), block.origin.clone());
                label.hints.trailing = block.hints.trailing;
                label.text.append(block.text, joint, &origin, &reason, log);
            }
            None => kept.push(block),
        }
    }
    *flow = kept;
}

/// Whether the block is a line, which an extractor may have parted from its label.
fn is_line(block: &Block) -> bool {
    block.hints.line && block.is_body()
}

/// Whether the line is text that a label may stand before: neither another label nor the tail of a sentence, nor what has its own
/// heading in brackets (`【立法宗旨】`), over which the label is one.
fn goes_with_label(line: &str) -> bool {
    !form::is_bare_label(line)
        && !line.starts_with('【')
        && matches!(form::start(line), Start::Word | Start::Quote | Start::Bracket | Start::Digit | Start::Latin)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Document, native};

    #[test]
    fn a_label_gets_its_text() {
        let check = |before: &str, after: &str| {
            let mut document = native::parse(before).expect("the native form is well formed");
            document.blocks.iter_mut().for_each(|block| block.hints.line = true);
            let Document { blocks, log, .. } = &mut document;
            rejoin(blocks, log);
            assert_eq!(document.balance(), Ok(()));
            assert_eq!(native::write(&document), after);
        };
        check("body :: 第二条\nbody :: 渡船归镇里管。\n", "body :: 第二条　渡船归镇里管。\n");
        check("body :: 1.\nbody :: 修桥；\nbody :: （2）\nbody :: 修船。\n", "body :: 1.修桥；\nbody :: （2）修船。\n");
        check("body :: ①\nbody :: ②\nbody :: 渡船。\n", "body :: ①\nbody :: ②渡船。\n");
        check("body :: 第二条\nbody :: 第三条\n", "body :: 第二条\nbody :: 第三条\n");
        check("body :: 第二条\nbody :: 【渡船】归镇里管。\n", "body :: 第二条\nbody :: 【渡船】归镇里管。\n");
        check("body :: 船价涨到\nbody :: 12.\nbody :: 他走了。\n", "body :: 船价涨到\nbody :: 12.\nbody :: 他走了。\n");
        check("body :: （一）\nbody :: 那年的雨下了很久。\n", "body :: （一）\nbody :: 那年的雨下了很久。\n");
    }
}
