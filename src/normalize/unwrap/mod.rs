//! Unwrap: rejoins the lines and paragraphs that the source's layout split.
//!
//! Each flow of sibling blocks is measured ([`profile`](super::profile)), the edges at each break are weighed ([`gap`], by the forms of
//! [`form`]), and all breaks of the flow are decided together ([`search`]). Here the verdicts are carried out and written
//! down. What a joined block is (a heading, a list) is the question of later passes.

mod form;
mod gap;
mod search;
mod stanza;

use super::NormalizeOptions;
use super::profile::{Line, Neighbours};
use crate::diag::Sink;
use crate::model::{Block, Document, EditLog, Kind, Reason, Rule, walk};
use crate::text::script;
use form::{End, Start};
use gap::{Gap, Sides};
use rayon::prelude::*;
use search::{Standing, Verdict};
use std::ops::Range;

/// The pass.
pub fn run(document: &mut Document, _: &NormalizeOptions, _: &mut Sink) {
    let neighbours =
        Neighbours::count(walk::blocks(document).filter(|block| block.hints.line).map(|block| block.text.as_str()));
    let marked = walk::blocks(document).filter(|block| block.heading().is_some() && block.hints.marked).count() > 0;
    let Document { blocks, notes, log, .. } = document;
    let mut flow = |flow: &mut Vec<Block>| unwrap_flow(flow, &neighbours, marked, log);
    walk::each_flow(blocks, &mut flow);
    for note in notes {
        walk::each_flow(&mut note.blocks, &mut flow);
    }
}

/// Whether the block is a line that may go on.
fn is_line(block: &Block) -> bool {
    block.hints.line && block.is_body()
}

fn unwrap_flow(flow: &mut Vec<Block>, neighbours: &Neighbours, marked: bool, log: &mut EditLog) {
    let places: Vec<usize> = (0..flow.len()).filter(|&at| is_line(&flow[at])).collect();
    if places.len() < 2 {
        return;
    }
    let lines: Vec<Line> = places.par_iter().with_min_len(64).map(|&at| Line::of(&flow[at])).collect();
    let open = form::open_brackets(places.iter().map(|&at| flow[at].text.as_str()));
    let whole = Whole { neighbours, marked, edge: gap::edge(&lines) };
    let weigh = |index: usize| gap_before(flow, &places, &lines, index, &whole, open[index - 1]);
    let gaps: Vec<Gap> = (1..places.len()).into_par_iter().with_min_len(64).map(weigh).collect();
    let verdicts = search::decide(&lines, &gaps);
    let texts: Vec<&str> = places.iter().map(|&at| flow[at].text.as_str()).collect();
    let blanks: Vec<u16> = lines.iter().map(|line| line.blank).collect();
    let stanzas = stanza::find(&texts, &blanks, &verdicts, |gap| gaps[gap].forced || places[gap] + 1 != places[gap + 1]);
    carry_out(flow, &places, &lines, &gaps, &verdicts, &stanzas, log);
}

/// What is known of the text and the flow as a whole.
struct Whole<'a> {
    neighbours: &'a Neighbours,
    marked: bool,
    edge: Option<i32>,
}

/// The break before `lines[index]`.
fn gap_before(flow: &[Block], places: &[usize], lines: &[Line], index: usize, whole: &Whole<'_>, bracket: bool) -> Gap {
    let (before, after) = (places[index - 1], places[index]);
    if flow[before + 1..after].iter().any(Block::is_visible) {
        return Gap { forced: true, blank: lines[index].blank, ..Gap::default() };
    }
    let sides = Sides {
        left: flow[before].text.as_str(),
        right: flow[after].text.as_str(),
        typical: typical(lines, index),
        marked: whole.marked,
        edge: whole.edge,
        continues: flow[after].hints.continues,
        bracket,
        wire: form::is_wire(places[index..].iter().take(4).map(|&at| flow[at].text.as_str())),
    };
    Gap::weigh(&sides, (&lines[index - 1], &lines[index]), whole.neighbours)
}

/// The median length of the lines round a break, in characters.
fn typical(lines: &[Line], index: usize) -> usize {
    let mut around: Vec<usize> =
        lines[index.saturating_sub(5)..(index + 5).min(lines.len())].iter().map(|line| line.chars).collect();
    around.sort_unstable();
    around[around.len() / 2]
}

/// Joins what the verdicts join, and makes stanzas of verse; furniture that stood between follows the joined block.
fn carry_out(
    flow: &mut Vec<Block>,
    places: &[usize],
    lines: &[Line],
    gaps: &[Gap],
    verdicts: &[Verdict],
    stanzas: &[Range<usize>],
    log: &mut EditLog,
) {
    let mut kept: Vec<Block> = Vec::with_capacity(flow.len());
    let mut open: Option<usize> = None;
    let mut index = 0;
    let mut stanzas = stanzas.iter().peekable();
    for (at, mut block) in std::mem::take(flow).into_iter().enumerate() {
        if places.get(index) != Some(&at) {
            kept.push(block);
            continue;
        }
        block.hints.line = false;
        let this = index;
        index += 1;
        while stanzas.next_if(|stanza| stanza.end <= this).is_some() {}
        if let Some(stanza) = stanzas.peek().filter(|stanza| stanza.contains(&this)) {
            let reason = Reason::likely(Rule::Verse, "even lines that end in marks");
            if let (true, Some(first)) = (this > stanza.start, open) {
                let origin = block.origin.clone();
                kept[first].text.append(block.text, "\n", &origin, &reason, log);
                continue;
            }
            block.retag(Kind::Verse, &reason, log);
        } else if let (Some(before), Some(left)) = (this.checked_sub(1), open) {
            let (gap, verdict) = (&gaps[before], &verdicts[before]);
            if verdict.join {
                let reason = because(&lines[before], gap, verdict);
                let joint = joint(kept[left].text.as_str(), block.text.as_str());
                let origin = block.origin.clone();
                kept[left].text.append(block.text, joint, &origin, &reason, log);
                continue;
            }
            if log.explains() && !gap.forced {
                let reason = because(&lines[before], gap, verdict);
                log.keep(kept[left].text.as_str(), block.text.as_str(), &block.origin, &reason);
            }
        }
        open = Some(kept.len());
        kept.push(block);
    }
    *flow = kept;
}

/// What goes between two lines that are joined: a space between words that are parted by spaces, nothing between the rest.
fn joint(left: &str, right: &str) -> &'static str {
    if form::is_bare_label(left) {
        return "\u{3000}";
    }
    let (Some(a), Some(b)) = (left.chars().next_back(), right.chars().next()) else { return "" };
    let spaced = |c: char| script::is_hangul(c) || (!script::is_cjk(c) && c.is_alphanumeric());
    let closes = |c: char| spaced(c) || matches!(c, ',' | '.' | ';' | ':' | '!' | '?' | ')' | ']' | '"' | '\'' | '%');
    let opens = |c: char| spaced(c) || matches!(c, '(' | '[' | '"' | '\'');
    let digits = a.is_ascii_digit() && b.is_ascii_digit();
    if closes(a) && opens(b) && (spaced(a) || spaced(b)) && !digits { " " } else { "" }
}

/// The evidence, in a few words.
fn because(line: &Line, gap: &Gap, verdict: &Verdict) -> Reason {
    let mut said: Vec<String> = Vec::new();
    if let Standing::In(measure) = verdict.standing {
        let word = if line.reach + gap.unit > measure { "full" } else { "short" };
        said.push(format!("line is {word} ({} of {measure})", line.reach));
    } else if verdict.standing == Standing::Verse {
        said.push("among even lines".to_owned());
    }
    if gap.blank > 0 {
        said.push("blank line".to_owned());
    }
    if gap.shift > 0 {
        said.push(format!("next indented by {}", gap.shift));
    }
    match gap.end {
        End::Stop => said.push("ends in a stop".to_owned()),
        End::Comma => said.push("ends in a comma".to_owned()),
        End::Word | End::Latin | End::Digit => said.push("ends without a mark".to_owned()),
        _ => {}
    }
    match gap.start {
        Start::Label => said.push("label follows".to_owned()),
        Start::Tail => said.push("next starts with a closing mark".to_owned()),
        _ => {}
    }
    if gap.bracket {
        said.push("bracket open".to_owned());
    }
    if gap.cut {
        said.push("word goes on".to_owned());
    }
    Reason::likely(Rule::Unwrap, said.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn joints() {
        for (left, right, expected) in
            [("山", "水", ""), ("the", "end", " "), ("한국", "사람", " "), ("山", "end", ""), ("第二条", "本法", "\u{3000}")]
        {
            assert_eq!(joint(left, right), expected, "{left}|{right}");
        }
    }
}
