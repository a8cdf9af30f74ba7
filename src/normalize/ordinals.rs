//! Ordinals that head the parts of a speech: `第一，充分肯定成绩，进一步坚定信心`, and then `第二，…`.
//!
//! The words that count sentences inside paragraphs count parts where each stands on a line of its own, ends without a stop, and has
//! paragraphs below it up to the next.

use super::{forms, parts, roles};
use crate::model::{Block, EditLog, Kind, Reason, Rule};

/// The longest title of a part, in characters.
const LONGEST: usize = 44;
/// The shortest paragraph below it, in characters.
const PROSE: usize = 20;

/// Finds series of such lines and makes them headings.
pub fn run(blocks: &mut [Block], log: &mut EditLog) {
    let mut series: Vec<usize> = Vec::new();
    let heads: Vec<(usize, u32)> = (0..blocks.len())
        .filter_map(|at| Some((at, number(blocks[at].text.as_str()).filter(|_| heads_prose(blocks, at))?)))
        .collect();
    for (index, &(at, number)) in heads.iter().enumerate() {
        if number == 1 {
            series.clear();
        }
        series.push(at);
        let ends = heads.get(index + 1).is_none_or(|next| next.1 != number + 1);
        if ends && series.len() == number as usize && number > 1 {
            for at in series.drain(..) {
                let reason = Reason::likely(Rule::Heading, format!("one of {number} ordinals over paragraphs"));
                blocks[at].retag(Kind::Heading(LEVEL), &reason, log);
            }
        }
    }
}

/// Below the title; levels are settled later.
const LEVEL: u8 = 3;

/// The number of the ordinal that opens a line, with the mark behind it.
fn number(text: &str) -> Option<u32> {
    let rest = text.trim_start().strip_prefix('第')?;
    let end = rest.find(['，', ',', '、', '：', ' ', '\u{3000}'])?;
    let numeral = &rest[..end];
    numeral.chars().all(forms::is_numeral).then(|| parts::section_number(numeral))?
}

/// Whether a line has the look of a title and paragraphs below it.
fn heads_prose(blocks: &[Block], at: usize) -> bool {
    let block = &blocks[at];
    let text = block.text.as_str();
    let prose = |below: &Block| {
        let text = below.text.as_str();
        below.is_body() && number(text).is_none() && !forms::is_within(text, PROSE)
    };
    block.is_body()
        && forms::is_within(text, LONGEST)
        && !forms::is_sentence(text)
        && !text.ends_with(['：', ':', '，', ',', '；', ';', '、'])
        && !forms::is_cut_off(text)
        && roles::before(blocks, at).is_none_or(roles::is_closed)
        && roles::after(blocks, at).is_some_and(prose)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::settles::makes;

    fn check(before: &str, after: &str) {
        makes(|blocks, log| run(blocks, log), before, after);
    }

    const TEXT: &str = "body :: 过去一年，渡口来往的船比前年多了三成，两岸的人都看在眼里，记在心上。\n";

    #[test]
    fn a_series_over_paragraphs_heads_them() {
        check(
            &format!("{TEXT}body :: 第一，看清成绩，坚定信心\n{TEXT}{TEXT}body :: 第二，补上短板\n{TEXT}"),
            &format!("{TEXT}heading 3 :: 第一，看清成绩，坚定信心\n{TEXT}{TEXT}heading 3 :: 第二，补上短板\n{TEXT}"),
        );
    }

    #[test]
    fn sentences_and_pieces_of_sentences_are_none() {
        for (first, second) in [
            ("第一，看清成绩，坚定信心。", "第二，补上短板。"),
            ("第一，看清成绩的", "第二，补上短板"),
            ("第二，看清成绩", "第四，补上短板"),
            ("第一次来渡口", "第二次来渡口"),
        ] {
            let native = format!("{TEXT}body :: {first}\n{TEXT}body :: {second}\n{TEXT}");
            check(&native, &native);
        }
    }
}
