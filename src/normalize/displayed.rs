//! The title that a document shows by its look alone: the first lines of it, larger than the text and in the middle, where no style
//! says what they are.

use super::{forms, roles, unwrap};
use crate::model::{Align, Block, DocumentKind, EditLog, Kind, Reason, Rule};

/// So many blocks from the start are looked at.
const LOOK: usize = 3;
/// A title is so many times as large as the text.
const LARGER: f32 = 1.2;
/// The longest line of a title, in characters, and the most lines.
const LONGEST: usize = 48;
const LINES: usize = 3;
/// Sizes that differ by less, in points, are one.
const ROUNDED: f32 = 0.5;

/// Makes it a heading over all that follows, and joins its lines.
pub fn run(blocks: &mut Vec<Block>, kind: DocumentKind, log: &mut EditLog) {
    if !matches!(kind, DocumentKind::Article | DocumentKind::Book) {
        return;
    }
    let Some(size) = roles::text_size(blocks) else { return };
    let visible: Vec<usize> = (0..blocks.len()).filter(|&at| blocks[at].is_visible()).take(LOOK).collect();
    let above = visible.iter().take_while(|&&at| blocks[at].is_body()).copied();
    let Some(first) = above.into_iter().find(|&at| is_title(&blocks[at], size)) else { return };
    let alike = |block: &&Block| {
        let sizes = block.hints.size.zip(blocks[first].hints.size);
        let one = sizes.is_some_and(|(a, b)| (a - b).abs() < ROUNDED) && block.hints.bold == blocks[first].hints.bold;
        one && is_title(block, size) && block.hints.blank_before == 0 && !forms::is_byline(block.text.as_str())
    };
    let lines = blocks[first + 1..].iter().take(LINES - 1).take_while(alike).count();
    let rest: Vec<Block> = blocks.drain(first + 1..first + 1 + lines).collect();
    let title = &mut blocks[first];
    let reason = Reason::likely(Rule::Heading, "the first line, larger than the text and in the middle");
    for line in rest {
        let joint = unwrap::joint(title.text.as_str(), line.text.as_str());
        title.text.append(line.text, joint, &title.origin, &reason, log);
    }
    title.retag(Kind::Heading(1), &reason, log);
    roles::put_below(&mut blocks[first + 1..], log);
}

/// Whether a line looks like a title, above text of a size in points.
fn is_title(block: &Block, size: f32) -> bool {
    let text = block.text.as_str();
    let large = block.hints.size.is_some_and(|own| own >= LARGER * size);
    block.is_body()
        && large
        && block.hints.align == Align::Center
        && (2..=LONGEST).contains(&forms::length(text))
        && !forms::ends_sentence(text)
        && !text.contains(['\t', '\n'])
        && !text.ends_with(['：', ':', '；', '，'])
        && text.chars().any(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Hints, native};

    /// Each block with its size in points, and whether it is centred.
    #[track_caller]
    fn check(before: &str, looks: &[(f32, bool)], after: &str) {
        let mut document = native::parse(before).expect("the native form is well formed");
        for (block, &(size, centred)) in document.blocks.iter_mut().zip(looks) {
            let align = if centred { Align::Center } else { Align::Start };
            block.hints = Hints { size: Some(size), align, ..Hints::default() };
        }
        run(&mut document.blocks, DocumentKind::Article, &mut document.log);
        assert_eq!(native::write(&document), after);
        assert_eq!(document.balance(), Ok(()));
    }

    const TEXT: &str = "body :: 老船工在渡口撑了四十年的船，镇上的孩子没有不认识他的。\n";

    #[test]
    fn what_is_large_and_in_the_middle_is_the_title() {
        let (large, plain) = ((22.0, true), (10.5, false));
        check(
            &format!("body :: 渡口札记\nbody :: 林见川\nheading 1 :: 船\n{TEXT}heading 1 :: 桥\n{TEXT}"),
            &[large, (12.0, true), plain, plain, plain, plain],
            &format!("heading 1 :: 渡口札记\nbody :: 林见川\nheading 2 :: 船\n{TEXT}heading 2 :: 桥\n{TEXT}"),
        );
        let two = format!("body :: 江湾县渡口\nbody :: 调查报告\n{TEXT}");
        check(&two, &[large, large, plain], &format!("heading 1 :: 江湾县渡口调查报告\n{TEXT}"));
        let plain_first = format!("body :: 渡口札记\n{TEXT}");
        check(&plain_first, &[plain, plain], &plain_first);
        check(&plain_first, &[(22.0, false), plain], &plain_first);
        let below = format!("heading 1 :: 序\nbody :: 渡口札记\n{TEXT}");
        check(&below, &[plain, large, plain], &below);
    }
}
