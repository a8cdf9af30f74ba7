//! Line breaks inside a block: which part lines of an address or a poem, and which part paragraphs.
//!
//! HTML has one element for both, and Chinese pages have for thirty years written whole articles with it: `　　…<br>　　…`, or
//! with two at the end of each paragraph. An indent or an empty line parts paragraphs; so do lines that are sentences, if
//! they are not short. Lines of one width that stop in mid-sentence were wrapped: they stay lines, for the normalizer to join.
//! Office documents have paragraphs of their own beside, and what is pasted into them has breaks: there more evidence is asked for.

use crate::model::{Align, Block, EditLog, Hints, Reason, Rule, SpanKind, Text};
use crate::text::width;
use std::ops::Range;

/// A line between two breaks.
pub trait Row {
    /// Whether nothing stands on it.
    fn is_blank(&self) -> bool;
    /// Whether pictures stand on it and nothing else.
    fn is_pictures(&self) -> bool;
    /// Width of the white space before it, in half-em units.
    fn indent(&self) -> u16;
    /// Its characters, without white space at the edges.
    fn string(&self) -> String;
}

/// Lines that belong together.
pub struct Group<R> {
    /// The lines; a break between two of them is content.
    pub lines: Vec<R>,
    /// Empty lines before.
    pub blank: u16,
    /// It is one line of a text that may have been wrapped.
    pub line: bool,
    /// It goes on from the line before.
    pub continues: bool,
}

/// Width, in half-em units, from which a line is no line of verse or of an address.
const LONG: usize = 48;
/// Width from which a line that ends a sentence is a paragraph.
const SENTENCE: usize = 24;
/// Indent, in half-em units, that begins a paragraph.
const INDENT: u16 = 3;
/// The fewest broken lines by which a document has a measure.
const ENOUGH: usize = 6;
/// How far from the measure a full line ends.
const RAGGED: usize = 6;

/// Groups the lines of a block. `whole` blocks (headings, captions) are not parted; `file` says that the block is a text file,
/// whose lines are lines.
pub fn groups<R: Row>(lines: Vec<R>, whole: bool, file: bool) -> Vec<Group<R>> {
    let mut groups = Vec::new();
    let mut blank = 0;
    let mut chunk: Vec<R> = Vec::new();
    let mut before = 0;
    for line in lines {
        if line.is_pictures() && !whole {
            part(std::mem::take(&mut chunk), std::mem::take(&mut before), file, &mut groups);
            groups.push(Group { lines: vec![line], blank: std::mem::take(&mut blank), line: false, continues: false });
        } else if line.is_blank() {
            if whole && !file {
                continue;
            }
            if !chunk.is_empty() {
                part(std::mem::take(&mut chunk), before, file, &mut groups);
            }
            blank += 1;
        } else {
            if chunk.is_empty() {
                before = std::mem::take(&mut blank);
            }
            chunk.push(line);
        }
    }
    match whole {
        true if !chunk.is_empty() => groups.push(Group { lines: chunk, blank: before, line: false, continues: false }),
        _ => part(chunk, before, file, &mut groups),
    }
    groups
}

/// Parts lines that no empty line parts.
fn part<R: Row>(lines: Vec<R>, blank: u16, file: bool, groups: &mut Vec<Group<R>>) {
    if file {
        let own = lines.into_iter().enumerate();
        groups.extend(own.map(|(at, line)| Group {
            lines: vec![line],
            blank: if at == 0 { blank } else { 0 },
            line: true,
            continues: false,
        }));
        return;
    }
    let indented = lines.iter().skip(1).any(|line| line.indent() >= INDENT);
    let mut run: Vec<R> = Vec::new();
    let mut blank = blank;
    for line in lines {
        if indented && line.indent() >= INDENT && !run.is_empty() {
            judged(std::mem::take(&mut run), std::mem::take(&mut blank), groups);
        }
        run.push(line);
    }
    judged(run, blank, groups);
}

/// Lines that no indent parts either: paragraphs, wrapped lines, or lines.
fn judged<R: Row>(lines: Vec<R>, blank: u16, groups: &mut Vec<Group<R>>) {
    if lines.is_empty() {
        return;
    }
    let measured: Vec<(usize, bool)> =
        lines.iter().map(|line| line.string()).map(|text| (width::of(&text), ends_sentence(&text))).collect();
    let all_but_last = &measured[..measured.len() - 1];
    let share = |found: &dyn Fn(&(usize, bool)) -> bool| {
        all_but_last.iter().filter(|line| found(line)).count() * 5 >= all_but_last.len() * 3
    };
    let widest = measured.iter().map(|(width, _)| *width).max().unwrap_or(0);
    let even = |line: &(usize, bool)| line.0 + 6 >= widest;
    let separate = |line: bool| {
        move |(at, own): (usize, R)| Group {
            lines: vec![own],
            blank: if at == 0 { blank } else { 0 },
            line,
            continues: line && at > 0,
        }
    };
    if lines.len() > 2 && widest >= LONG / 2 && share(&even) && !share(&|line| line.1) {
        groups.extend(lines.into_iter().enumerate().map(separate(true)));
    } else if lines.len() > 1 && share(&|line| (line.1 && line.0 >= SENTENCE) || line.0 >= LONG * 2) {
        groups.extend(lines.into_iter().enumerate().map(separate(false)));
    } else {
        groups.push(Group { lines, blank, line: false, continues: false });
    }
}

/// Whether a line ends as a sentence does.
fn ends_sentence(text: &str) -> bool {
    let end = text.trim_end().trim_end_matches(['”', '’', '」', '』', '"', '）', ')', '》']);
    end.ends_with(['。', '！', '？', '…', '.', '!', '?', '：', '；'])
}

/// A line of a paragraph that has its text already.
struct Cut {
    /// Where it stands, without the white space at its edges.
    range: Range<usize>,
    text: String,
    indent: u16,
    trailing: u16,
}

impl Cut {
    /// How far it reaches, with its indent.
    fn reach(&self) -> usize {
        usize::from(self.indent) + width::of(&self.text)
    }
}

impl Row for Cut {
    fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    fn is_pictures(&self) -> bool {
        false
    }

    fn indent(&self) -> u16 {
        self.indent
    }

    fn string(&self) -> String {
        self.text.clone()
    }
}

/// Parts the body paragraphs of an office document at those of their line breaks that part paragraphs or wrapped lines.
///
/// Poems and addresses are set with such breaks too: short lines, and lines of exactly one width, stay as they are, and a
/// sentence parts only where a line is longer than any verse.
pub fn part_paragraphs(blocks: &mut Vec<Block>, log: &mut EditLog) {
    if !blocks.iter().any(has_breaks) {
        return;
    }
    let measure = measure_of(blocks);
    let reason = Reason::certain(Rule::Layout, "a line break that parts paragraphs or lines");
    for block in std::mem::take(blocks) {
        let groups = if has_breaks(&block) { groups_of(&block, measure) } else { Vec::new() };
        if groups.len() < 2 {
            blocks.push(block);
            continue;
        }
        let starts = groups.iter().skip(1).filter_map(|group| group.lines.first()).map(|line| line.range.start);
        let Block { kind, text, origin, hints } = block;
        let mut texts = Vec::with_capacity(groups.len());
        cut(text, &starts.collect::<Vec<_>>(), 0, &mut |text, at| text.split_off(at, &origin, &reason, log), &mut texts);
        for (at, (text, group)) in texts.into_iter().zip(&groups).enumerate() {
            let first = group.lines.first().map_or(0, |line| line.indent);
            let hints = Hints {
                blank_before: if at == 0 { hints.blank_before } else { group.blank },
                indent: if at == 0 { hints.indent } else { first },
                trailing: group.lines.last().map_or(0, |line| line.trailing),
                line: group.line,
                continues: group.continues,
                ..hints.clone()
            };
            blocks.push(Block { kind: kind.clone(), text, origin: origin.clone(), hints });
        }
    }
}

/// Cuts a text, which begins at `base`, at all places: in halves, so that no part is copied often.
fn cut(mut text: Text, places: &[usize], base: usize, split: &mut impl FnMut(&mut Text, usize) -> Text, texts: &mut Vec<Text>) {
    let (before, after) = places.split_at(places.len() / 2);
    let Some((place, after)) = after.split_first() else { return texts.push(text) };
    let rest = split(&mut text, place - base);
    // A split that a person refused leaves its white space where it was.
    let lead = rest.as_str().len() - rest.as_str().trim_start().len();
    cut(text, before, base, split, texts);
    cut(rest, after, place - lead, split, texts);
}

/// Whether a block is a body paragraph of several lines. Those of a program are lines.
fn has_breaks(block: &Block) -> bool {
    let code = || {
        block.text.spans().iter().any(|span| {
            span.kind == SpanKind::Code && block.text.as_str().get(span.range.clone()).is_some_and(|text| text.contains('\n'))
        })
    };
    block.is_body() && !code() && !matches!(block.hints.align, Align::Center | Align::End) && block.text.as_str().contains('\n')
}

/// The width at which the document's paragraphs are broken, where they all are: most of their lines but the last reach it and stop
/// in the middle of a sentence, and the last ones stop anywhere.
fn measure_of(blocks: &[Block]) -> Option<usize> {
    let (mut widths, mut open, mut ends) = (Vec::new(), 0, Vec::new());
    for block in blocks.iter().filter(|block| has_breaks(block)) {
        for (_, chunk) in chunks(lines_of(block)) {
            let [full @ .., last] = chunk.as_slice() else { continue };
            if full.is_empty() {
                continue;
            }
            ends.push(last.reach());
            widths.extend(full.iter().map(Cut::reach));
            open += full.iter().filter(|line| line.text.ends_with(char::is_alphanumeric)).count();
        }
    }
    if widths.len() < ENOUGH || open * 2 < widths.len() {
        return None;
    }
    widths.sort_unstable();
    let measure = widths[widths.len() * 4 / 5];
    let near = widths.iter().filter(|width| is_near(**width, measure)).count();
    let short = ends.iter().filter(|width| **width + RAGGED < measure).count();
    (measure >= SENTENCE && near * 5 >= widths.len() * 4 && short * 5 >= ends.len() * 2).then_some(measure)
}

/// Lines between two indents or empty lines, and how many of these stand before.
fn chunks(lines: Vec<Cut>) -> Vec<(u16, Vec<Cut>)> {
    let mut chunks: Vec<(u16, Vec<Cut>)> = Vec::new();
    let mut blank = 0u16;
    for line in lines {
        if line.text.is_empty() {
            blank = blank.saturating_add(1);
            continue;
        }
        let begins = blank > 0 || line.indent >= INDENT;
        match chunks.last_mut().filter(|_| !begins) {
            Some((_, chunk)) => chunk.push(line),
            None => chunks.push((std::mem::take(&mut blank), vec![line])),
        }
    }
    chunks
}

/// Whether lines were wrapped at a measure.
fn are_wrapped(lines: &[Cut], measure: Option<usize>) -> bool {
    let (Some(measure), [full @ .., last]) = (measure, lines) else { return false };
    !full.is_empty() && full.iter().all(|line| is_near(line.reach(), measure)) && last.reach() <= measure + RAGGED
}

/// Whether a line reaches a measure, and not further.
fn is_near(width: usize, measure: usize) -> bool {
    width + RAGGED >= measure && width <= measure + RAGGED
}

/// The groups of a paragraph's lines; none where it stays whole. `measure` is the width at which the document's lines are broken.
fn groups_of(block: &Block, measure: Option<usize>) -> Vec<Group<Cut>> {
    let lines = lines_of(block);
    // A picture on a line of its own, or a note between lines, has no characters to go by.
    let loose = |at: usize| {
        let line = lines.partition_point(|line| line.range.start <= at).checked_sub(1).map(|line| &lines[line]);
        line.is_none_or(|line| line.text.is_empty() || at > line.range.end)
    };
    if block.text.anchors().iter().any(|anchor| loose(anchor.at)) {
        return Vec::new();
    }
    if measure.is_some() {
        let chunks = chunks(lines);
        if chunks.iter().any(|(_, chunk)| are_wrapped(chunk, measure)) {
            return chunks.into_iter().flat_map(|(blank, chunk)| wrapped(chunk, blank, measure)).collect();
        }
    }
    judged_alone(lines_of(block))
}

/// Lines of a document that has a measure.
fn wrapped(chunk: Vec<Cut>, blank: u16, measure: Option<usize>) -> Vec<Group<Cut>> {
    if !are_wrapped(&chunk, measure) {
        let mut groups = groups(chunk, false, false);
        groups.iter_mut().take(1).for_each(|group| group.blank = blank);
        return groups;
    }
    let alone = |(at, line)| Group { lines: vec![line], blank: if at == 0 { blank } else { 0 }, line: true, continues: at > 0 };
    chunk.into_iter().enumerate().map(alone).collect()
}

/// Lines that have nothing to go by but themselves.
fn judged_alone(lines: Vec<Cut>) -> Vec<Group<Cut>> {
    let widths: Vec<usize> = lines.iter().filter(|line| !line.text.is_empty()).map(|line| width::of(&line.text)).collect();
    let widest = widths.iter().copied().max().unwrap_or(0);
    let indented = lines.iter().skip(1).any(|line| line.indent >= INDENT);
    if widest < SENTENCE {
        // Short paragraphs of one indent, and no verse: each is a sentence.
        let own = |line: &Cut| (INDENT..=INDENT + 2).contains(&line.indent);
        if !lines.iter().skip(1).all(own) || !lines.iter().all(|line| ends_sentence(&line.text)) {
            return Vec::new();
        }
    } else if widest < LONG && widths.iter().all(|width| *width == widest) {
        return Vec::new();
    }
    let parted = indented || lines.iter().any(|line| line.text.is_empty());
    let groups = groups(lines, false, false);
    if widest < LONG && !parted && !groups.iter().any(|group| group.line) {
        return Vec::new();
    }
    groups
}

/// The lines of a paragraph.
fn lines_of(block: &Block) -> Vec<Cut> {
    let edge = |space: &str| u16::try_from(width::of(space)).unwrap_or(u16::MAX);
    let mut at = 0;
    let line = |line: &str| {
        let own = line.trim();
        let lead = line.len() - line.trim_start().len();
        let start = at + lead;
        // White space before the first line has become the paragraph's indent.
        let first = if at == 0 { block.hints.indent } else { 0 };
        at += line.len() + 1;
        Cut {
            range: start..start + own.len(),
            text: own.to_owned(),
            indent: if own.is_empty() { 0 } else { edge(&line[..lead]).max(first) },
            trailing: edge(&line[(lead + own.len()).min(line.len())..]),
        }
    };
    block.text.as_str().split('\n').map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Document, Kind, Origin, TextBuilder, native};

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let block = Block::new(Kind::default(), TextBuilder::plain(text), Origin::None);
        let mut document = Document::default();
        document.log.declare_read(block.text.tally());
        let mut blocks = vec![block];
        part_paragraphs(&mut blocks, &mut document.log);
        let told = |block: &Block| {
            let Hints { line, continues, indent, .. } = block.hints;
            format!("{}{}{indent} {}", u8::from(line), u8::from(continues), block.text.as_str())
        };
        assert_eq!(blocks.iter().map(told).collect::<Vec<_>>(), expected, "{text}");
        document.blocks = blocks;
        assert_eq!(document.balance(), Ok(()), "{}", native::write(&document));
    }

    #[test]
    fn indents_and_long_sentences_part_paragraphs() {
        check(
            "　　渡口在镇子的东头，春天河水漫过石阶。\n　　船家等着过河的人。",
            &["000 　　渡口在镇子的东头，春天河水漫过石阶。", "004 船家等着过河的人。"],
        );
        check(
            "渡口在镇子的东头，往年春天一到，河水便漫过石阶，船家在柳树下等人。\n那天早晨雾很大。",
            &["000 渡口在镇子的东头，往年春天一到，河水便漫过石阶，船家在柳树下等人。", "000 那天早晨雾很大。"],
        );
    }

    #[test]
    fn lines_of_one_width_were_wrapped() {
        check(
            "渡口在镇子的东头，往年春天一到，河\n水便漫过石阶，船家把缆绳系在老柳树\n上，等着过河的人从集市上回来，抽烟\n不语。",
            &[
                "100 渡口在镇子的东头，往年春天一到，河",
                "110 水便漫过石阶，船家把缆绳系在老柳树",
                "110 上，等着过河的人从集市上回来，抽烟",
                "110 不语。",
            ],
        );
    }

    #[test]
    fn paragraphs_of_a_few_lines_are_wrapped_where_all_of_the_document_are() {
        let one = |paragraphs: &[&str]| paragraphs.join("\n　　");
        let paragraphs = [
            "渡口在镇子的东头，往年春天一到，河\n水便漫过石阶。",
            "船家把缆绳系在老柳树上，等着过河的\n人从集市上回来，一句话也不说。",
            "那天早晨雾很大，对岸的山和树都看不\n见了。",
            "只听得见水声，还有远处磨坊里的轮子\n慢慢转动。",
            "老船家坐在船头，抽着烟，过了半晌才\n抬头。",
            "集市上的人越来越多，都挤在码头的石\n阶上。",
        ];
        let made = |paragraphs: &[&str]| {
            let block = |text: &&str| Block::new(Kind::default(), TextBuilder::plain(*text), Origin::None);
            let mut blocks: Vec<Block> = paragraphs.iter().map(block).collect();
            part_paragraphs(&mut blocks, &mut EditLog::default());
            blocks.iter().map(|block| (block.hints.line, block.hints.continues)).collect::<Vec<_>>()
        };
        assert_eq!(made(&paragraphs), [(true, false), (true, true)].repeat(6));
        assert_eq!(made(&paragraphs[..3]), [(false, false)].repeat(3));
        assert_eq!(made(&[&one(&paragraphs)]), [(true, false), (true, true)].repeat(6));
    }

    #[test]
    fn lines_of_a_program_are_lines() {
        let mut builder = TextBuilder::new();
        builder
            .open(SpanKind::Code)
            .push("if 渡口.开:\n    船 = 渡口.取下一条空着的船(河, 岸)\n    船.过河(老柳树, 石阶)")
            .close();
        let mut blocks = vec![Block::new(Kind::default(), builder.finish(), Origin::None)];
        part_paragraphs(&mut blocks, &mut EditLog::default());
        assert_eq!(blocks.len(), 1);
    }

    #[test]
    fn poems_and_addresses_keep_their_lines() {
        for text in [
            "江头潮水夜来生，\n渡口孤舟带月行。\n老柳不知人已去，\n依依犹自拂行旌。",
            "江头潮水夜来生，渡口孤舟带月行。\n老柳不知人已去，依依犹自拂行旌。",
            "江湾镇人民政府\n江湾镇渡口路十二号三楼办公室\n电话：0123-4567",
            "风从江上来，\n吹过渡口，吹过老柳树和石阶，\n吹到我的窗前。",
        ] {
            check(text, &[&format!("000 {text}")]);
        }
    }
}
