//! Unwrap: rejoins the lines and paragraphs that the source's layout split.
//!
//! Each flow of sibling blocks is measured ([`profile`](super::profile)), the edges at each break are weighed ([`gap`], by the forms of
//! [`form`]), and all breaks of the flow are decided together ([`search`]). Here the verdicts are carried out and written
//! down. What a joined block is (a heading, a list) is the question of later passes.

mod form;
mod gap;
mod joint;
mod labels;
mod paragraph;
mod search;
mod siblings;
mod speech;
mod stanza;
mod tables;

use super::NormalizeOptions;
use super::profile::{Line, Neighbours};
use crate::diag::Sink;
use crate::model::{Block, Document, DocumentKind, EditLog, Furniture, Kind, Reason, Role, Rule, SpanKind, walk};
pub use form::is_rest;
use form::{End, Start};
pub use gap::is_cut;
use gap::{Gap, Sides};
use joint::Compounds;
pub use joint::joint;
use rayon::prelude::*;
use search::{Standing, Verdict};
use speech::Quotes;
use std::ops::Range;

/// The pass.
pub fn run(document: &mut Document, _: &NormalizeOptions, _: &mut Sink) {
    let lines: Vec<&str> = walk::blocks(document)
        .filter(|block| block.hints.line || block.hints.paragraph)
        .map(|block| block.text.as_str())
        .collect();
    let neighbours = Neighbours::count(&lines);
    let marked = walk::blocks(document).filter(|block| block.heading().is_some() && block.hints.marked).count() > 0;
    let Document { blocks, notes, log, meta, .. } = document;
    let manner = if meta.kind == Some(DocumentKind::Notice) { Manner::Notice } else { Manner::Any };
    let mut flow = |flow: &mut Vec<Block>| unwrap_flow(flow, &neighbours, marked, manner, log);
    walk::each_flow(blocks, &mut flow);
    for note in notes {
        walk::each_flow(&mut note.blocks, &mut flow);
    }
}

/// Whether the block is a line, or a paragraph, that may go on.
fn is_line(block: &Block) -> bool {
    (block.hints.line || block.hints.paragraph) && block.is_body()
}

/// What the kind of the document says of its lines.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Manner {
    Any,
    /// Lines of an official document have [`NOTICE`] half ems (GW-3), and none is verse: `…任…局长；` is an item.
    Notice,
}

/// 28 characters.
const NOTICE: i32 = 56;

fn unwrap_flow(flow: &mut Vec<Block>, neighbours: &Neighbours, marked: bool, manner: Manner, log: &mut EditLog) {
    labels::rejoin(flow, log);
    let places: Vec<usize> = (0..flow.len()).filter(|&at| is_line(&flow[at])).collect();
    if places.len() < 2 {
        return;
    }
    let lines: Vec<Line> = places.par_iter().with_min_len(64).map(|&at| Line::of(&flow[at])).collect();
    let texts: Vec<&str> = places.iter().map(|&at| flow[at].text.as_str()).collect();
    let edge = gap::edge(&lines);
    let tails = || texts.iter().filter(|text| form::start(text) == Start::Tail).count();
    let begins = |at: usize| lines[at].blank > 0 || edge.is_some_and(|edge| lines[at].indent > edge);
    // Each of these reads the whole flow.
    let ((speakers, labelled), ((quotes, wires), (open, tails))) = rayon::join(
        || rayon::join(|| speech::speakers(&texts, &lines), || siblings::labelled(&texts)),
        || {
            let marks = || rayon::join(|| form::open_brackets(texts.iter().copied()), tails);
            rayon::join(|| (speech::quotes(&texts, begins), wires(&texts)), marks)
        },
    );
    let prohibits = tails * UNRULY < texts.len();
    let whole = Whole { neighbours, marked, edge, speakers, labelled, quotes, prohibits, open, wires };
    let weigh = |index: usize| gap_before(flow, &places, &lines, index, &whole);
    let mut gaps: Vec<Gap> = (1..places.len()).into_par_iter().with_min_len(64).map(weigh).collect();
    let regular = if manner == Manner::Any { stanza::regular(&texts) } else { Vec::new() };
    for verse in &regular {
        let last = verse.end.min(gaps.len());
        gaps[verse.start.saturating_sub(1)..last].iter_mut().for_each(|gap| gap.forced = true);
    }
    // A line of dots behind a sentence passes over a time, and is no end of a sentence, nor a line of verse.
    for at in (1..texts.len()).filter(|&at| form::is_dots(texts[at]) && form::end(texts[at - 1]) == End::Stop) {
        let last = gaps.len().min(at + 1);
        gaps[at - 1..last].iter_mut().for_each(|gap| gap.forced = true);
    }
    gap::stack_up(&mut gaps, |at| form::is_title_line(texts[at]));
    let mut verdicts = search::decide(&lines, &gaps, (manner == Manner::Notice).then_some(NOTICE));
    // Paragraphs have no measure that neighbours could show: each break between them stands for itself.
    let careless = if end_openly(&texts, &lines) { CARELESS } else { 0.0 };
    for (at, gap) in gaps.iter().enumerate().filter(|(at, _)| lines[*at].paragraph && lines[at + 1].paragraph) {
        verdicts[at] = Verdict { join: !gap.forced && gap.free_odds + careless > 0.0, standing: Standing::Free };
    }
    let compounds = Compounds::of(&texts);
    let hyphens: Vec<bool> = texts.windows(2).map(|pair| compounds.drops(pair[0], pair[1])).collect();
    let blanks: Vec<u16> = lines.iter().map(|line| line.blank).collect();
    let stanzas = match manner {
        Manner::Notice => Vec::new(),
        Manner::Any => {
            let forced =
                |gap: usize| gaps[gap].forced || places[gap] + 1 != places[gap + 1] || flow[places[gap]].hints.paragraph;
            let free = stanza::free(&texts, &blanks, &verdicts, forced);
            match free.is_empty() {
                true => {
                    let mut found = stanza::find(&texts, &blanks, &verdicts, forced);
                    found.extend(regular);
                    found.sort_by_key(|stanza| stanza.start);
                    found
                }
                false => free,
            }
        }
    };
    let decided = Decided { gaps: &gaps, verdicts: &verdicts, hyphens: &hyphens, stanzas: &stanzas };
    carry_out(flow, &places, &lines, &decided, log);
}

/// Log-odds of a join where paragraphs end without a stop as a rule: that one does says little.
const CARELESS: f32 = -4.0;

/// Whether most paragraphs of some length end without a stop, as people write in messages, captions and lists of points.
fn end_openly(texts: &[&str], lines: &[Line]) -> bool {
    /// The fewest paragraphs, and the fewest characters of one.
    const FEWEST: usize = 5;
    const LONG: usize = 12;
    let ends = |(text, _): (&&str, &Line)| matches!(form::end(text), End::Stop | End::Close | End::Colon | End::Semicolon);
    let long: Vec<bool> = texts.iter().zip(lines).filter(|(_, line)| line.paragraph && line.chars >= LONG).map(ends).collect();
    let open = long.iter().filter(|&&ends| !ends).count();
    long.len() >= FEWEST && open * 5 >= long.len() * 3
}

/// Where one line in so many begins with a mark that should not, the source did not keep the rule.
const UNRULY: usize = 50;

/// What is known of the text and the flow as a whole.
struct Whole<'a> {
    neighbours: &'a Neighbours,
    marked: bool,
    edge: Option<i32>,
    /// For each line, whether it opens with the name of a speaker, and what straight quotes do at its edges.
    speakers: Vec<bool>,
    /// For each line, whether it opens with a label that its neighbours make one.
    labelled: Vec<bool>,
    quotes: Vec<Quotes>,
    prohibits: bool,
    /// For each line, whether a bracket is open after it.
    open: Vec<bool>,
    wires: Vec<Wire>,
}

/// What a line has to do with the sender of a report.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wire {
    None,
    Opens,
    Inside,
}

fn wires(texts: &[&str]) -> Vec<Wire> {
    let mut wires = vec![Wire::None; texts.len()];
    for at in 0..texts.len() {
        if let Some(breaks) = form::wire(texts[at..].iter().copied()) {
            wires[at] = Wire::Opens;
            wires[at + 1..=at + breaks].fill(Wire::Inside);
        }
    }
    wires
}

/// Rows of a table whose cells tabs part: as many in both, and more than one.
fn are_rows(above: &str, below: &str) -> bool {
    let cells = above.matches('\t').count();
    cells > 1 && below.matches('\t').count() == cells
}

/// The break before `lines[index]`.
fn gap_before(flow: &[Block], places: &[usize], lines: &[Line], index: usize, whole: &Whole<'_>) -> Gap {
    let (before, after) = (places[index - 1], places[index]);
    // Over a jump goes what stands on another page, and nothing else; over a picture and a page's mark only a sentence that it cut.
    let cut = || gap::is_cut(flow[before].text.as_str(), flow[after].text.as_str());
    let parts = |block: &Block| match block.kind {
        Kind::Figure(_) | Kind::PageMark | Kind::Paragraph(Role::Caption) => !cut(),
        Kind::Furniture(kind) => kind == Furniture::Jump,
        _ => block.is_visible(),
    };
    let paragraphs = flow[before].hints.paragraph || flow[after].hints.paragraph;
    let may_be_one = !paragraphs || paragraph::may_be_one(&flow[before], &flow[after], (&lines[index - 1], &lines[index]));
    let rows = are_rows(flow[before].text.as_str(), flow[after].text.as_str());
    if flow[before + 1..after].iter().any(parts) || !may_be_one || rows {
        return Gap { forced: true, blank: lines[index].blank, ..Gap::default() };
    }
    let sides = Sides {
        left: flow[before].text.as_str(),
        right: flow[after].text.as_str(),
        typical: typical(lines, index),
        marked: whole.marked,
        edge: whole.edge,
        continues: flow[after].hints.continues,
        bracket: whole.open[index - 1],
        wire: whole.wires[index] == Wire::Opens,
        inside_wire: whole.wires[index] == Wire::Inside,
        speaks: whole.speakers[index],
        labelled: whole.labelled[index],
        entry: whole.labelled[index - 1] && flow[before].text.as_str().starts_with(['[', '［']),
        quotes: (whole.quotes[index - 1], whole.quotes[index]),
        counts_inline: counts_inline(flow, places, index),
        prohibits: whole.prohibits,
        hangs_over: lines.get(index + 1).is_none_or(|below| below.indent < lines[index].indent),
    };
    let gap = Gap::weigh(&sides, (&lines[index - 1], &lines[index]), whole.neighbours);
    let (left, right) = (&flow[before].text, &flow[after].text);
    let headed = left.is_all(&SpanKind::Strong) && !right.is_all(&SpanKind::Strong) && !form::has_sentence(left.as_str());
    if headed { gap.under_bold() } else { gap }
}

/// Whether a label that opens a line is one of a count inside running text: the next number stands in mid-line.
fn counts_inline(flow: &[Block], places: &[usize], index: usize) -> bool {
    /// So many lines on, at most.
    const ON: usize = 5;
    let text = |at: usize| flow[places[at]].text.as_str();
    let Some(next) = form::next_label(text(index)) else { return false };
    let beside = |at: usize| {
        let line = text(at);
        line.match_indices(next.as_str()).find(|&(found, _)| !line[..found].ends_with(['第', '条', '條', '款', '项']))
    };
    (index..(index + ON).min(places.len())).find_map(beside).is_some_and(|(found, _)| found > 0)
}

/// The median length of the lines round a break, in characters.
fn typical(lines: &[Line], index: usize) -> usize {
    let mut around: Vec<usize> =
        lines[index.saturating_sub(5)..(index + 5).min(lines.len())].iter().map(|line| line.chars).collect();
    around.sort_unstable();
    around[around.len() / 2]
}

/// What was decided of a flow: for each gap its evidence, for each line the verdict on the break after it, for each break whether
/// a hyphen before it goes with it, and which lines are stanzas.
#[derive(Clone, Copy)]
struct Decided<'a> {
    gaps: &'a [Gap],
    verdicts: &'a [Verdict],
    hyphens: &'a [bool],
    stanzas: &'a [Range<usize>],
}

/// Joins what the verdicts join, and makes stanzas of verse; furniture that stood between follows the joined block.
fn carry_out(flow: &mut Vec<Block>, places: &[usize], lines: &[Line], decided: &Decided<'_>, log: &mut EditLog) {
    let Decided { gaps, verdicts, hyphens, stanzas } = *decided;
    let mut kept: Vec<Block> = Vec::with_capacity(flow.len());
    let mut open: Option<usize> = None;
    let mut index = 0;
    let mut stanzas = stanzas.iter().peekable();
    for (at, mut block) in std::mem::take(flow).into_iter().enumerate() {
        if places.get(index) != Some(&at) {
            kept.push(block);
            continue;
        }
        (block.hints.line, block.hints.paragraph) = (false, false);
        let this = index;
        index += 1;
        while stanzas.next_if(|stanza| stanza.end <= this).is_some() {}
        if let Some(stanza) = stanzas.peek().filter(|stanza| stanza.contains(&this)) {
            let reason = Reason::likely(Rule::Verse, "lines of verse");
            if let (true, Some(first)) = (this > stanza.start, open) {
                let origin = block.origin.clone();
                kept[first].text.append(block.text, "\n", &origin, &reason, log);
                continue;
            }
            block.retag(Kind::Verse, &reason, log);
        } else if let (Some(before), Some(left)) = (this.checked_sub(1), open) {
            let (gap, verdict) = (&gaps[before], &verdicts[before]);
            let refused = || {
                let (above, below) = (kept[left].text.as_str(), block.text.as_str());
                log.refuses_join(Rule::Unwrap, &block.origin, above, below)
            };
            if verdict.join && !refused() {
                let reason = because(&lines[before], gap, verdict);
                let joint = joint(kept[left].text.as_str(), block.text.as_str());
                let origin = block.origin.clone();
                let text = &mut kept[left].text;
                if hyphens[before] {
                    let end = text.as_str().len();
                    let broken = Reason::likely(Rule::Unwrap, "a hyphen where the layout broke a word");
                    text.replace(end - 1..end, "", &origin, broken, log);
                }
                text.append(block.text, joint, &origin, &reason, log);
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
