//! Markdown, as OCR tools write it: headings of any level, bold round headings, tables, pictures by reference, footnotes,
//! fragments of HTML, between lines of prose that may have wrapped.
//!
//! `comrak` finds the structure, in a copy whose lines have lost their indents (OCR's indented prose is no code); [`align`]
//! finds the place of every character, and [`source`] accounts for it. Each line of a paragraph becomes a block of its own that
//! `continues` the one before: whether the source's line break was layout is the normalizer's question. Lines of the source
//! that no block of the tree claims are read as plain lines. A list of one number is no list: `1. 标题` is a numbered line; nor is `- 3 -`, or a
//! dash right below a paragraph, where a name stands.

mod align;
mod copy;
mod fragment;
mod front;
pub(super) mod html;
mod source;
mod table;

use crate::diag::{Sink, Trouble};
use crate::model::{
    Anchor, AnchorKind, Block, Document, Hints, Item, Kind, List, Media, MediaId, Note, NoteId, SpanKind, Tally, Text,
};
use align::{Aligner, Anchors, Misaligned};
use comrak::nodes::{ListType, NodeValue};
use comrak::{Arena, Node, Options, parse_document};
use source::{Line, Op, Segment, Source};
use std::collections::{BTreeMap, BTreeSet};

/// What a task that is to be done has for `[ ]`, and one that is done for `[x]`.
const TO_DO: char = '☐';
const DONE: char = '☑';
/// Nesting beyond which blocks are read as plain lines.
const DEPTH: usize = 32;

/// Reads decoded Markdown into a document.
pub fn read(text: &str, _: &super::Source, document: &mut Document, sink: &mut Sink) {
    blocks(text, document, sink);
}

fn blocks(text: &str, document: &mut Document, sink: &mut Sink) {
    let mut tally = Tally::default();
    rayon::in_place_scope(|scope| {
        scope.spawn(|_| tally = Tally::of_lines(text));
        parsed(text, document, sink);
    });
    document.log.declare_read(tally);
}

fn parsed(text: &str, document: &mut Document, sink: &mut Sink) {
    let source = Source::new(text);
    let arena = Arena::new();
    let front = front::read(&source, &mut document.meta);
    let mut copy = copy::copy(&source);
    let headed = front.lines > 0;
    if headed {
        // The parser sees blank lines.
        let end = copy.match_indices('\n').nth(front.lines - 1).map_or(copy.len(), |(at, _)| at + 1);
        copy.to_mut().replace_range(..end, &"\n".repeat(front.lines));
    }
    let root = parse_document(&arena, &copy, &options());
    let mut names = Names::default();
    for node in root.descendants() {
        if let NodeValue::FootnoteReference(note) = &node.data.borrow().value {
            names.referred.insert(note.name.clone());
        }
    }
    let mut reader = Reader { source: &source, at: 0, line: 0, blank: 0, quotes: 0, pending: Vec::new(), names, document };
    let mut blocks = Vec::new();
    reader.front(front, &mut blocks);
    reader.children(root, &mut blocks, 0);
    reader.lines_before(source.lines.len(), &mut blocks);
    let Reader { names, .. } = reader;
    if headed {
        front::head(&mut blocks, document.meta.title.as_deref());
    }
    document.blocks.append(&mut blocks);
    document.media.extend(names.media);
    document.notes.resize(names.notes.len(), Note::default());
    for (name, id) in &names.notes {
        if !names.defined.contains(id) {
            sink.push(Trouble::DanglingNote { label: name.clone() }, "");
        }
    }
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.cjk_friendly_emphasis = true;
    options.extension.table = true;
    options.extension.footnotes = true;
    options.extension.strikethrough = true;
    options.extension.tasklist = true;
    options.parse.ignore_setext = true;
    options.parse.leave_footnote_definitions = true;
    options
}

/// Notes and pictures met so far.
#[derive(Default)]
struct Names {
    referred: BTreeSet<String>,
    notes: BTreeMap<String, NoteId>,
    defined: BTreeSet<NoteId>,
    media: Vec<Media>,
}

impl Anchors for Names {
    fn note(&mut self, name: &str) -> NoteId {
        let next = NoteId(u32::try_from(self.notes.len()).unwrap_or(u32::MAX));
        *self.notes.entry(name.to_owned()).or_insert(next)
    }

    fn picture(&mut self, reference: &str, alt: &str) -> MediaId {
        let id = MediaId(u32::try_from(self.media.len()).unwrap_or(u32::MAX));
        self.media.push(Media { reference: reference.to_owned(), alt: alt.to_owned(), bytes: None });
        id
    }
}

struct Reader<'s, 'a, 'd> {
    source: &'s Source<'a>,
    /// Everything before this byte is accounted for.
    at: usize,
    /// The line of `at`.
    line: usize,
    /// Blank lines since the last block.
    blank: u16,
    /// Block quotes around the place.
    quotes: usize,
    /// Labels of lists of one item, which are text of the next block.
    pending: Vec<Op>,
    names: Names,
    document: &'d mut Document,
}

impl<'s, 'a> Reader<'s, 'a, '_> {
    fn children(&mut self, node: Node<'_>, blocks: &mut Vec<Block>, depth: usize) {
        for child in node.children() {
            self.block(child, blocks, depth);
        }
    }

    fn block(&mut self, node: Node<'_>, blocks: &mut Vec<Block>, depth: usize) {
        let (first, last) = lines_of(node, self.source.lines.len());
        let data = node.data.borrow();
        self.lines_before(first, blocks);
        if depth > DEPTH {
            return self.lines_before(last + 1, blocks);
        }
        match &data.value {
            NodeValue::Paragraph => self.leaf(node, last, blocks, Kind::default()),
            NodeValue::Heading(heading) => self.leaf(node, last, blocks, Kind::Heading(heading.level.clamp(1, 9))),
            NodeValue::ThematicBreak => self.separator(last, blocks),
            NodeValue::BlockQuote => {
                self.quotes += 1;
                let mut inner = Vec::new();
                let (blank, line) = (self.blank, self.line);
                self.children(node, &mut inner, depth + 1);
                // Marks without words may end a quote.
                self.lines_before(last + 1, &mut inner);
                self.quotes -= 1;
                if !inner.is_empty() {
                    let mut block = Block::new(Kind::Quote(inner), Text::default(), self.source.origin(line));
                    block.hints.blank_before = blank;
                    blocks.push(block);
                }
            }
            NodeValue::List(list) => self.list(node, list.list_type == ListType::Ordered, blocks, depth),
            NodeValue::CodeBlock(code) if code.fenced => self.fenced(last, blocks),
            NodeValue::HtmlBlock(_) => self.fragment(last, blocks),
            NodeValue::Table(table) => {
                if self.table(node, table, last, blocks).is_err() {
                    self.lines_before(last + 1, blocks);
                }
            }
            NodeValue::FootnoteDefinition(note) => self.note(node, &note.name, last, blocks, depth),
            _ => self.lines_before(last + 1, blocks),
        }
    }

    /// What is above the text; its title heads the text where nothing else does.
    fn front(&mut self, front: front::Front, blocks: &mut Vec<Block>) {
        for line in 0..front.lines {
            let content = self.source.lines[line].content.clone();
            let ops = match front.title.clone().filter(|title| title.start >= content.start && title.end <= content.end) {
                Some(title) => vec![
                    Op::Skip(content.start..title.start, "front matter"),
                    Op::Take(title.clone()),
                    Op::Skip(title.end..content.end, "front matter"),
                ],
                None => vec![Op::Skip(content, "front matter")],
            };
            self.push_lines(ops, line, blocks, &Kind::Heading(1), true);
        }
        if front.lines > 0 {
            self.done(front.lines - 1);
        }
    }

    /// Reads every line before `line` that no block claimed: marks of containers are markup, the rest is plain lines.
    fn lines_before(&mut self, line: usize, blocks: &mut Vec<Block>) {
        if !self.pending.is_empty() && self.line < line {
            let pending = std::mem::take(&mut self.pending);
            self.push_lines(pending, self.line, blocks, &Kind::default(), false);
        }
        while self.line < line.min(self.source.lines.len()) {
            let end = self.source.lines[self.line].end;
            let content = self.source.lines[self.line].content.clone();
            let rest = content.start.max(self.at)..content.end.max(self.at);
            let piece = &self.source.text[rest.clone()];
            if self.source.is_blank(self.line) {
                self.blank = self.blank.saturating_add(1);
            } else if self.quotes > 0 && piece.chars().all(|c| c == '>' || c.is_whitespace()) {
                self.source.commit(vec![Op::Skip(rest, "block quote")], self.line, &mut self.document.log);
            } else if !piece.trim().is_empty() {
                self.push_lines(vec![Op::Take(rest)], self.line, blocks, &Kind::default(), false);
            }
            self.at = end;
            self.line += 1;
        }
        self.at = self.source.lines.get(self.line).map_or(self.source.text.len(), |line| line.start.max(self.at));
    }

    /// A head that starts where the reader stands.
    fn aligner(&mut self, last: usize) -> Aligner<'s, 'a> {
        let at = self.source.lines.get(self.line).map_or(self.at, |line| line.content.start.max(self.at));
        Aligner::new(self.source, at, last, self.quotes)
    }

    /// The block up to the end of `last` is accounted for.
    fn done(&mut self, last: usize) {
        self.line = last + 1;
        self.at = self.source.lines.get(self.line).map_or(self.source.text.len(), |line| line.start);
    }

    /// Writes what was understood, a block for each line.
    fn push_lines(&mut self, ops: Vec<Op>, first: usize, blocks: &mut Vec<Block>, kind: &Kind, marked: bool) {
        let segments = self.source.commit(ops, first, &mut self.document.log);
        let mut continues = false;
        for segment in segments {
            continues |= self.push_line(segment, blocks, kind, marked, continues);
        }
    }

    /// Writes one line; says whether there was anything.
    fn push_line(&mut self, segment: Segment, blocks: &mut Vec<Block>, kind: &Kind, marked: bool, continues: bool) -> bool {
        let Segment { text, line } = segment;
        if text.is_empty() {
            return false;
        }
        let (indent, trailing) = self.source.edges(line);
        let hints = Hints {
            blank_before: std::mem::take(&mut self.blank),
            indent,
            trailing,
            line: true,
            continues,
            marked,
            bold: text.is_all(&SpanKind::Strong),
            ..Hints::default()
        };
        let origin = self.source.origin(line);
        let pictures: Vec<MediaId> = text.anchors().iter().map_while(picture).collect();
        if text.as_str().is_empty() && pictures.len() == text.anchors().len() {
            let figures = pictures.into_iter().map(|id| Block::new(Kind::Figure(id), Text::default(), origin.clone()));
            blocks.extend(figures);
        } else {
            blocks.push(Block { kind: kind.clone(), text, origin, hints });
        }
        true
    }

    fn leaf(&mut self, node: Node<'_>, last: usize, blocks: &mut Vec<Block>, kind: Kind) {
        let heading = is_heading(&kind);
        let media = self.names.media.len();
        let mut aligner = self.aligner(last);
        if heading {
            let hashes = aligner.rest().len() - aligner.rest().trim_start_matches('#').len();
            aligner.skip(hashes, "heading mark");
            aligner.skip_space();
        }
        let read = aligner.inlines(node, &mut self.names).and_then(|()| {
            let rest = aligner.rest();
            match heading && rest.trim_start().trim_start_matches('#').is_empty() {
                true => aligner.skip(rest.len(), "heading mark"),
                false if rest.is_empty() => {}
                false => return Err(Misaligned),
            }
            if self.source.line_of(aligner.at) >= last { Ok(()) } else { Err(Misaligned) }
        });
        if read.is_err() {
            self.names.media.truncate(media);
            return self.lines_before(last + 1, blocks);
        }
        let mut ops = std::mem::take(&mut self.pending);
        ops.append(&mut aligner.ops);
        self.push_lines(ops, self.line, blocks, &kind, heading);
        self.done(last);
    }

    fn separator(&mut self, last: usize, blocks: &mut Vec<Block>) {
        let mut aligner = self.aligner(last);
        aligner.skip(aligner.rest().len(), "thematic break");
        let mut ops = std::mem::take(&mut self.pending);
        ops.append(&mut aligner.ops);
        let line = self.line;
        self.push_lines(ops, line, blocks, &Kind::default(), false);
        let mut block = Block::new(Kind::Separator, Text::default(), self.source.origin(line));
        block.hints.blank_before = std::mem::take(&mut self.blank);
        blocks.push(block);
        self.done(last);
    }

    fn list(&mut self, node: Node<'_>, ordered: bool, blocks: &mut Vec<Block>, depth: usize) {
        let starts: Vec<usize> = node
            .children()
            .filter_map(|item| match &item.data.borrow().value {
                NodeValue::Item(list) => Some(list.start),
                NodeValue::TaskItem(_) if ordered => self.number_at(lines_of(item, self.source.lines.len()).0),
                NodeValue::TaskItem(_) => Some(0),
                _ => None,
            })
            .collect();
        let counts = !ordered || starts.windows(2).all(|pair| pair[1] == pair[0].saturating_add(1));
        let (blank, first) = (self.blank, lines_of(node, self.source.lines.len()).0);
        let stands_off = depth > 0 || blank > 0 || first > self.line || blocks.is_empty();
        let single = || {
            !ordered
                && self.source.lines.get(first).is_some_and(|line| is_item(&self.source.text[line.content.clone()], stands_off))
        };
        let is_list = (starts.len() > 1 && counts || starts.len() == 1 && single()) && self.pending.is_empty();
        let mut list = List { ordered, items: Vec::new() };
        for item in node.children() {
            let line = lines_of(item, self.source.lines.len()).0;
            let mut before = Vec::new();
            self.lines_before(line, &mut before);
            match list.items.last_mut() {
                Some(item) if is_list => item.blocks.append(&mut before),
                _ => blocks.append(&mut before),
            }
            let mut aligner = self.aligner(line);
            let length = copy::marker(aligner.rest()).unwrap_or(0);
            let bullet = !aligner.rest().starts_with(|c: char| c.is_ascii_digit());
            match is_list && bullet {
                true => aligner.skip(length, "list mark"),
                false => aligner.take(length),
            }
            let space = aligner.rest().len() - aligner.rest().trim_start().len();
            match is_list {
                true => aligner.skip(space, "white space beside markup"),
                false => aligner.take(space),
            }
            if let NodeValue::TaskItem(task) = &item.data.borrow().value {
                let mark = aligner.rest().find(']').map_or(0, |at| at + 1);
                match is_list {
                    true => {
                        let gap = if bullet { "" } else { " " };
                        let sign = if task.symbol.is_some() { DONE } else { TO_DO };
                        aligner.ops.push(Op::Give(format!("{gap}{sign}"), "box of a task"));
                        aligner.skip(mark, "box of a task");
                        aligner.skip_space();
                    }
                    false => aligner.take(mark + aligner.rest()[mark..].chars().take_while(|c| c.is_whitespace()).count()),
                }
            }
            self.at = aligner.at;
            if is_list {
                let mut label = self.source.commit(aligner.ops, line, &mut self.document.log);
                let mut inner = Vec::new();
                self.children(item, &mut inner, depth + 1);
                list.items.push(Item { label: label.pop().map(|segment| segment.text).unwrap_or_default(), blocks: inner });
            } else {
                self.pending.append(&mut aligner.ops);
                self.children(item, blocks, depth + 1);
                self.lines_before(line + 1, blocks);
            }
        }
        if is_list {
            let mut block = Block::new(Kind::List(list), Text::default(), self.source.origin(first));
            block.hints.blank_before = blank;
            blocks.push(block);
        }
    }

    /// The number of an item that begins on a line.
    fn number_at(&self, line: usize) -> Option<usize> {
        let content = self.source.content(line);
        let digits = content.bytes().take_while(u8::is_ascii_digit).count();
        content[..digits].parse().ok()
    }

    /// A fenced block keeps its lines and their indents.
    fn fenced(&mut self, last: usize, blocks: &mut Vec<Block>) {
        let first = self.line;
        let mut aligner = self.aligner(last);
        let fence: String = aligner.rest().chars().take_while(|c| matches!(c, '`' | '~')).collect();
        aligner.skip(aligner.rest().len(), "code fence");
        let mut ops = std::mem::take(&mut self.pending);
        ops.append(&mut aligner.ops);
        ops.push(Op::Open(SpanKind::Code));
        for line in first + 1..=last.min(self.source.lines.len().saturating_sub(1)) {
            let Line { start, content, end: _ } = self.source.lines[line].clone();
            let closing = line == last && !fence.is_empty() && self.source.content(line).starts_with(&fence);
            if closing {
                ops.push(Op::Skip(content, "code fence"));
                break;
            }
            if line > first + 1 {
                ops.push(Op::Break);
                ops.push(Op::Give(self.source.text[start..content.start].to_owned(), "indent of code"));
            }
            ops.push(Op::Take(content));
        }
        ops.push(Op::Close(SpanKind::Code));
        for segment in self.source.commit(ops, first, &mut self.document.log) {
            if self.push_line(segment, blocks, &Kind::default(), true, false)
                && let Some(block) = blocks.last_mut()
            {
                block.hints.line = false;
            }
        }
        self.done(last);
    }

    fn note(&mut self, node: Node<'_>, name: &str, last: usize, blocks: &mut Vec<Block>, depth: usize) {
        let mut aligner = self.aligner(last);
        let rest = aligner.rest();
        let mark = rest.starts_with("[^").then(|| rest.find("]:")).flatten();
        let id = self.names.referred.contains(name).then(|| self.names.note(name));
        let (Some(mark), Some(id)) = (mark, id.filter(|id| self.names.defined.insert(*id))) else {
            return self.lines_before(last + 1, blocks);
        };
        aligner.skip(mark + 2, "note mark");
        aligner.skip_space();
        self.at = aligner.at;
        self.source.commit(aligner.ops, self.line, &mut self.document.log);
        let mut inner = Vec::new();
        self.children(node, &mut inner, depth + 1);
        let index = id.0 as usize;
        if self.document.notes.len() <= index {
            self.document.notes.resize(index + 1, Note::default());
        }
        self.document.notes[index] = Note { label: name.to_owned(), blocks: inner };
    }
}

fn is_heading(kind: &Kind) -> bool {
    matches!(kind, Kind::Heading(_))
}

fn picture(anchor: &Anchor) -> Option<MediaId> {
    match anchor.kind {
        AnchorKind::Image(id) => Some(id),
        _ => None,
    }
}

/// First and last line of a node, from 0, within the source.
fn lines_of(node: Node<'_>, count: usize) -> (usize, usize) {
    let place = node.data.borrow().sourcepos;
    let last = place.end.line.saturating_sub(1).min(count.saturating_sub(1));
    (place.start.line.saturating_sub(1).min(last), last)
}

/// Whether the only line with a bullet is an item: no folio between dashes, and no name behind a dash right below a paragraph.
fn is_item(line: &str, stands_off: bool) -> bool {
    let dash = line.starts_with('-');
    !dash || stands_off && !line.trim_end().ends_with(['-', '—', '－'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn document(text: &str) -> Document {
        let mut document = Document::default();
        blocks(text, &mut document, &mut Sink::new());
        assert_eq!(document.balance(), Ok(()), "{text:?} became {:#?}", document.blocks);
        document
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(crate::model::native::write(&document(text)).trim_end(), expected, "{text}");
    }

    #[test]
    fn headings_keep_their_level_and_bold() {
        check(
            "# 通知\n### **3.组织领导**\n##三、保障 ##",
            "heading 1 :: 通知\nheading 3 :: {strong|3.组织领导}\nheading 2 :: 三、保障",
        );
        check("正文\n---\n正文\n===", "body :: 正文\nseparator\nbody :: 正文\nbody :: ===");
    }

    #[test]
    fn each_line_of_a_paragraph_is_a_block_that_continues() {
        let read = document("\n\n  **一、要求。**各村要\n按时　\n上报。\n\n　　下段。");
        let hints: Vec<_> =
            read.blocks.iter().map(|block| (block.hints.blank_before, block.hints.indent, block.hints.continues)).collect();
        assert_eq!(hints, [(2, 2, false), (0, 0, true), (0, 0, true), (1, 4, false)]);
        assert_eq!(read.blocks[1].hints.trailing, 2);
        check("**一、要\n求。**正文", "body :: {strong|一、要}\nbody :: {strong|求。}正文");
    }

    #[test]
    fn marks_of_quotes_and_items_are_none_of_the_text_that_is_indented_behind_them() {
        check("> 　　桥通了，\n> 人笑了。", "quote\n  body :: 桥通了，\n  body :: 人笑了。");
        let items = crate::model::native::write(&document("- 　一项\n- 　二项"));
        assert!(items.contains(":: 一项") && items.contains(":: 二项"), "{items}");
    }

    #[test]
    fn what_only_looks_like_markup_is_text() {
        check("尾号138****1234和139****5678", "body :: 尾号138****1234和139****5678");
        check("姓名：____，电话：____。", "body :: 姓名：____，电话：____。");
        check("3~5月、6~8月，2*3*4", "body :: 3~5月、6~8月，2*3*4");
        check("<甲>与<T>，a<b，c>d", "body :: <甲>与<T>，a<b，c>d");
        check("[1]: 出自旧报\n[注]见下", "body :: [1]: 出自旧报\nbody :: [注]见下");
        check("        一段缩进的话\n\t又一段", "body :: 一段缩进的话\nbody :: 又一段");
    }

    #[test]
    fn commands_of_formulas_are_no_escapes() {
        check(r"宽$3\,\mathrm{m}$，占$5\%$", r"body :: 宽$3\\,\\mathrm\{m\}$，占$5\\%$");
        check("\\[\nx\n\\]", "body :: \\\\[\nbody :: x\nbody :: \\\\]");
        check(r"\text{a} \\ b", r"body :: \\text\{a\} \\\\ b");
        check(r"C:\\a\%", r"body :: C:\\a%");
        check(r"占5\%，见\[注\]，$", "body :: 占5%，见[注]，$");
    }

    #[test]
    fn marks_beside_full_width_stops_are_emphasis() {
        check("**强调。**后文*斜*~~删~~`码`", "body :: {strong|强调。}后文{emphasis|斜}{strike|删}{code|码}");
    }

    #[test]
    fn a_list_has_two_items_that_follow_one_another() {
        check("1. 目标\n\n正文\n\n2. 任务\n", "body :: 1. 目标\nbody :: 正文\nbody :: 2. 任务");
        check("2. 甲\n3. 乙", "list ordered\n  item :: 2.\n    body :: 甲\n  item :: 3.\n    body :: 乙");
        check("1. 甲\n5. 乙", "body :: 1. 甲\nbody :: 5. 乙");
        check("- 甲\n- 乙", "list\n  item\n    body :: 甲\n  item\n    body :: 乙");
        check("- 3 -", "body :: - 3 -");
        check("那年冬天没有下雪。\n- 船工", "body :: 那年冬天没有下雪。\nbody :: - 船工");
        check("- 独一项", "list\n  item\n    body :: 独一项");
        check(
            "1. 甲\n   - 子项\n2. 乙",
            "list ordered\n  item :: 1.\n    body :: 甲\n    list\n      item\n        body :: 子项\n  item :: 2.\n    body :: 乙",
        );
        check("1978. 12. 18 记", "body :: 1978. 12. 18 记");
    }

    #[test]
    fn tasks_have_boxes() {
        check(
            "- [ ] 修桥\n- [x] 补路\n- 看船",
            "list\n  item :: ☐\n    body :: 修桥\n  item :: ☑\n    body :: 补路\n  item\n    body :: 看船",
        );
        check("1. [x] 甲\n2. [ ] 乙", "list ordered\n  item :: 1. ☑\n    body :: 甲\n  item :: 2. ☐\n    body :: 乙");
        check("1. [x] 甲", "body :: 1. [x] 甲");
        check("[ ] 不是一项", "body :: [ ] 不是一项");
        let boxes = document("- [x] 甲").log.edits().iter().filter(|edit| edit.evidence == "box of a task").count();
        assert_eq!(boxes, 2, "one edit takes the brackets, one gives the box");
    }

    #[test]
    fn front_matter_heads_a_text_without_a_title() {
        check("---\ntitle: 渡口\ndate: 2024-03-01\n---\n\n船来了。", "heading 1 :: 渡口\nbody :: 船来了。");
        check("---\ntitle: 渡口\n---\n# 渡口\n\n船来了。", "heading 1 :: 渡口\nbody :: 船来了。");
        check("---\ntitle: 渡口\n---\n**渡口**\n\n船来了。", "heading 1 :: {strong|渡口}\nbody :: 船来了。");
        check("---\n船来了。\n---\n人走了。", "separator\nbody :: 船来了。\nseparator\nbody :: 人走了。");
    }

    #[test]
    fn tables_keep_every_cell() {
        let expected = "table\n  row header\n    cell 1x1 start\n      body :: 甲\n    cell 1x1 end\n      body :: 乙\n  row\n    \
                        cell 1x1 start\n      body :: {strong|1}\n    cell 1x1 end\n      body :: a\\|b\n    cell 1x1 start\n      body :: 余";
        check("| 甲 | 乙 |\n|---|--:|\n| **1** | a\\|b | 余 |", expected);
        let expected = "table :: 表一\n  row header\n    cell 2x1 start\n      body :: 甲\n  row\n    cell 1x1 start\n      body :: 1\\n2\n    \
                        cell 1x1 start";
        check(
            "<table><caption>表一</caption><tr><th colspan=2>甲</th></tr>\n<tr><td>1<br>2</td><td></td></tr></table>",
            expected,
        );
    }

    #[test]
    fn notes_and_pictures_are_anchored() {
        let read = document("正文[^甲]。\n\n[^甲]: 注文\n\n![图一](a.jpg)\n\n见![](b.png)\n\n[^乙]: 无人提及");
        let expected =
            "body :: 正文{note 0}。\nfigure 0\nbody :: 见{image 1}\nbody :: [^乙]: 无人提及\nnote :: 甲\n  body :: 注文";
        assert_eq!(crate::model::native::write(&read).trim_end(), expected);
        assert_eq!((read.media[0].reference.as_str(), read.media[0].alt.as_str()), ("a.jpg", "图一"));
    }

    #[test]
    fn fragments_of_html_become_what_they_mean() {
        check("H<sub>2</sub>O<br>次行<!-- 注 -->", "body :: H{subscript|2}O\\n次行");
        check("<ruby>汉<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby>字", "body :: {ruby hàn|汉}字");
        check("<div align=\"center\">\n<h2>标题</h2>\n正文<b>重</b></div>", "heading 2 :: 标题\nbody :: 正文{strong|重}");
        check("A&amp;B &#x4e2d; &notanentity; \\*", "body :: A&B 中 &notanentity; *");
    }

    #[test]
    fn quotes_and_code_keep_their_lines() {
        check("> 甲\n>\n乙", "quote\n  body :: 甲\nbody :: 乙");
        check("> 甲\n>\n> > 乙\n>\n>\n\n丙", "quote\n  body :: 甲\n  quote\n    body :: 乙\nbody :: 丙");
        check("> 甲\n> 乙\n\n```c\nif\n  x\n```", "quote\n  body :: 甲\n  body :: 乙\nbody :: {code|if\\n  x}");
    }

    #[test]
    fn every_edit_of_a_heading_has_its_place() {
        let read = document("\n## **题**");
        let edits: Vec<_> = read.log.edits().iter().map(|edit| edit.origin.to_string()).collect();
        assert_eq!(edits, ["line 2", "line 2"]);
    }

    #[test]
    fn deep_nesting_is_read_as_lines() {
        let text = format!("{} 文", ">".repeat(5000));
        assert!(document(&text).tally().count() > 0);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn any_text_balances(
            pieces in prop::collection::vec(
                prop::sample::select(vec![
                    "文", "，", "a", " ", "　", "\n", "\n\n", "\r\n", "\t", "    ", "#", "## ", "*", "**", "***", "_", "__", "~", "~~", "`",
                    "```", "[", "]", "(", ")", "](a)", "![", "[^1]", "[^1]: ", "<", ">", "<b>", "</b>", "<br>", "<td>", "</td>",
                    "<tr>", "<table>", "</table>", "<ruby>", "<rt>", "</rt>", "</ruby>", "<!--", "-->", "<div>", "</div>", "<h2>",
                    "|", "|---|---|\n", "| a | b |\n", "- ", "1. ", "2. ", "> ", "\\", "&amp;", "&nbsp;", "&#x4e00;", "&", ";",
                    "---\n", "===\n", "\u{0}", "\u{c}", "\u{2028}", "\u{feff}", "\u{85}", "http://a.b", "<http://a.b>", "12", ".", "!", "\"",
                ]),
                0..40,
            ),
        ) {
            document(&pieces.concat());
        }
    }
}
