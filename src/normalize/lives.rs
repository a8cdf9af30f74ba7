//! Names over lives: in gazetteers, histories and lists of members each short biography stands under the name of whom it is about, and
//! begins with this name (`陆秉文` over `陆秉文（1842—1911），字子约`).
//!
//! One such line may be a caption; two and more are headings.

use super::roles::{self, after, before};
use super::{forms, measure};
use crate::model::{Block, EditLog, Kind, Reason, Rule};
use crate::text::script::is_han;

/// Fewer are none.
const FEWEST: usize = 2;
/// The shortest and the longest name, in characters.
const NAME: std::ops::RangeInclusive<usize> = 2..=5;
/// Below the title; levels are settled later.
const LEVEL: u8 = 3;

/// Makes such names headings.
pub fn run(blocks: &mut [Block], log: &mut EditLog) {
    let names: Vec<usize> = (0..blocks.len()).filter(|&at| heads_life(blocks, at)).collect();
    if names.len() < FEWEST {
        return;
    }
    let reason = Reason::likely(Rule::Heading, format!("one of {} names over their lives", names.len()));
    for at in names {
        blocks[at].retag(Kind::Heading(LEVEL), &reason, log);
    }
}

/// Whether a line is a name, alone, and the text below it begins with this name and says who it is.
fn heads_life(blocks: &[Block], at: usize) -> bool {
    let block = &blocks[at];
    let text = block.text.as_str();
    if !block.is_body() || text.len() > 24 || !NAME.contains(&text.chars().count()) || !text.chars().all(is_han) {
        return false;
    }
    let tells = |below: &Block| {
        let rest = below.text.as_str().strip_prefix(text);
        below.is_body() && rest.is_some_and(|rest| rest.starts_with(['（', '(', '，', ',']))
    };
    // In wrapped lines nothing that is open above may end in a name.
    let closed = |above: &Block| {
        roles::is_closed(above) || forms::is_within(above.text.as_str(), 12) && !forms::has_comma(above.text.as_str())
    };
    after(blocks, at).is_some_and(tells) && before(blocks, at).is_none_or(closed) && !measure::may_go_on(blocks, at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::settles::makes;

    #[test]
    fn names_over_their_lives_are_headings() {
        let lives = |kind: &str, names: &[&str]| -> String {
            let life = |name: &&str| format!("{kind} :: {name}\nbody :: {name}（1901—1960），渡口人，少时撑船，后来修桥。\n");
            names.iter().map(life).collect()
        };
        let check =
            |kind: &str, names: &[&str]| makes(|blocks, log| run(blocks, log), &lives("body", names), &lives(kind, names));
        check("heading 3", &["石大船", "陈小河"]);
        check("body", &["石大船"]);
        let other = "body :: 石大船\nbody :: 渡口的人都认得他，他撑了一辈子船。\n".repeat(2);
        makes(|blocks, log| run(blocks, log), &other, &other);
        let open = format!("body :: 那一年修桥的时候，渡口来了许多人，其中就有\n{}", lives("body", &["石大船"])).repeat(2);
        makes(|blocks, log| run(blocks, log), &open, &open);
    }
}
