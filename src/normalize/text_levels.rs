//! Levels of headings that are text.
//!
//! Programs that make Markdown of pages give a level to each size of type, and each line its level: of a paper, `####`
//! stands before every line of the text, in the middle of sentences. A level whose lines are for the most part prose heads
//! nothing; which of its lines are headings all the same, their numbers and forms will tell, as they do in plain text.

use super::forms;
use super::patterns::{GW_H1, GW_H2, GW_H3};
use crate::model::{Block, EditLog, Kind, Reason, Rule};

/// A level with fewer headings says nothing of itself.
const LEAST: usize = 8;
/// One of so many lines of prose has a comma; headlines of papers have them too.
const COMMAS: usize = 3;
/// One of so many ends a sentence, or breaks off behind a comma: headlines do not.
const PROSE: usize = 6;

/// Makes running text of the headings of such levels.
pub fn run(blocks: &mut [Block], log: &mut EditLog) {
    let mut levels = [Level::default(); 10];
    for block in blocks.iter() {
        if let Some(level) = claimed(block).and_then(|level| levels.get_mut(level)) {
            level.include(block.text.as_str());
        }
    }
    if !levels.iter().any(Level::is_text) {
        return;
    }
    let reason = Reason::likely(Rule::NotHeading, "a level whose lines are prose");
    for block in blocks {
        if claimed(block).and_then(|level| levels.get(level)).is_some_and(Level::is_text) {
            block.retag(Kind::default(), &reason, log);
            block.hints.marked = block.heading().is_some();
        }
    }
}

/// The level that the source's markup claims for a block.
fn claimed(block: &Block) -> Option<usize> {
    block.heading().filter(|_| block.hints.marked).map(usize::from)
}

/// What the headings of one level look like.
#[derive(Clone, Copy, Default)]
struct Level {
    headings: usize,
    commas: usize,
    prose: usize,
}

impl Level {
    fn include(&mut self, text: &str) {
        // Headings with numbers may be sentences: `一、摸清底数，建好台账。`
        if GW_H1.is_match(text) || GW_H2.is_match(text) || GW_H3.is_match(text) {
            return;
        }
        self.headings += 1;
        self.commas += usize::from(forms::has_comma(text));
        self.prose += usize::from(forms::is_sentence(text) || text.ends_with(['，', '、', ',']));
    }

    fn is_text(&self) -> bool {
        self.headings >= LEAST && self.commas * COMMAS >= self.headings && self.prose * PROSE >= self.headings
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::settles::makes;

    #[test]
    fn a_level_of_prose_heads_nothing() {
        let run = |blocks: &mut Vec<Block>, log: &mut EditLog| {
            blocks.iter_mut().for_each(|block| block.hints.marked = true);
            run(blocks, log);
        };
        let heads =
            |level: u8, lines: &[&str]| -> String { lines.iter().map(|line| format!("heading {level} :: {line}\n")).collect() };
        let prose = [
            "桥修好以后，两岸的人来往方便了，",
            "船夫却都改了行。",
            "有的人进了城，有的人留下来种地，",
            "还有几个在桥头开了小店，卖茶和",
            "点心。",
            "每年涨水的时候，他们还是会到河",
            "边来看看，站一会儿再回去。",
            "2 后来的事",
        ];
        let body: String = prose.iter().map(|line| format!("body :: {line}\n")).collect();
        let title = heads(1, &["渡口和桥"]);
        makes(run, &format!("{title}{}", heads(4, &prose)), &format!("{title}{body}"));
        // Too few to tell; and headlines, which have commas and no full stops.
        let few = heads(4, &prose[..LEAST - 1]);
        makes(run, &few, &few);
        let numbered = heads(2, &["一、摸清底数，建好台账。"; 10]);
        makes(run, &numbered, &numbered);
        let headlines = heads(2, &["桥通了，人笑了"; 10]);
        makes(run, &headlines, &headlines);
    }
}
