//! The title that a source states of itself, beside its text (the head of a page of the web, the properties of a file), where the
//! text has it on several lines.

use super::{forms, roles, unwrap};
use crate::model::{Block, Document, Kind, Reason, Rule};
use std::ops::Range;

/// So many lines from the start are looked at.
const LOOK: usize = 24;
/// The most lines of a title.
const LINES: usize = 4;
/// A shorter title may be what two lines say by chance, in characters.
const SHORT: usize = 8;

/// Joins the lines that together are the title.
pub fn run(document: &mut Document) {
    let Some(title) = document.meta.title.as_deref().map(forms::unspaced) else { return };
    let Document { blocks, log, .. } = document;
    let Some(Range { start, end }) = find(blocks, &title) else { return };
    let lines: Vec<Block> = blocks.drain(start + 1..end).collect();
    let (first, reason) = (&mut blocks[start], Reason::certain(Rule::Unwrap, "together the title that the source states"));
    for line in lines {
        let joint = unwrap::joint(first.text.as_str(), line.text.as_str());
        first.text.append(line.text, joint, &first.origin, &reason, log);
    }
    first.retag(Kind::Heading(1), &Reason::certain(Rule::Heading, "the title that the source states"), log);
    first.hints.marked = false;
}

/// The lines, two or more and all alike, that say together what a title says.
fn find(blocks: &[Block], title: &str) -> Option<Range<usize>> {
    (0..blocks.len().min(LOOK)).find_map(|start| {
        let mut said = String::new();
        let line = |at: usize| blocks.get(at).filter(|block| is_like(block, &blocks[start])).map(|block| (at, block));
        for (at, block) in (start..start + LINES).map_while(line) {
            said.push_str(&forms::unspaced(block.text.as_str()));
            if !title.starts_with(&said) {
                return None;
            }
            if at > start && is_whole(title, &said) {
                return Some(start..at + 1);
            }
        }
        None
    })
}

/// Whether a line may go on the one that starts a title: open as that is, of its kind and its size, and no sentence.
fn is_like(block: &Block, first: &Block) -> bool {
    let text = block.text.as_str();
    let alike = block.kind == first.kind && block.hints.size == first.hints.size && block.hints.bold == first.hints.bold;
    // A deck after a dash is one however it looks.
    roles::is_open(block) && alike && !forms::is_sentence(text) && !text.starts_with(['—', '－', '-', '―'])
}

/// Whether a title is these characters, or these and the name of the site.
fn is_whole(title: &str, said: &str) -> bool {
    let rest = title.strip_prefix(said);
    said.chars().count() >= SHORT
        && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_', '|', '｜', '–', '—']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;

    #[test]
    fn lines_that_are_the_stated_title_together_are_one() {
        let said = "江湾县人民政府对县政协三届二次会议第41号提案的答复";
        for (title, joined) in [
            (said, true),
            ("江湾县人民政府对县政协三届二次会议 第41号提案的答复_江湾县人民政府网", true),
            ("江湾县人民政府对县政协三届二次会议", false),
            ("关于摆渡的答复", false),
        ] {
            let native = "body :: 江湾县人民政府对县政协三届二次会议\nbody :: 第41号提案的答复\nbody :: 来信收到，答复如下。\n";
            let mut document = native::parse(native).expect("the native form is well formed");
            document.meta.title = Some(title.to_owned());
            run(&mut document);
            let first = &document.blocks[0];
            assert_eq!((first.text.as_str() == said, first.heading() == Some(1)), (joined, joined), "{title}");
        }
    }
}
