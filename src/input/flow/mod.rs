//! From a row of paragraphs to blocks: lists, quotes and captions find together.
//!
//! Office formats say of each paragraph that it belongs to a list or a quote; here neighbours become one list, with lists in its
//! items, and one quote. Labels in Han numerals head what a Chinese reader calls a numbered paragraph (一、 （一） 第一条), and
//! a single number above paragraphs is a numbered line too: their labels become text, where the normalizer finds them.

pub mod breaks;
pub mod class;
pub mod codepage;
pub mod contents;
pub mod field;
pub mod formula;
pub mod grid;
mod line;
pub mod lines;
pub mod margins;
pub mod numbering;
pub mod numerals;
pub mod paragraph;
pub mod story;
pub mod symbols;

pub use line::Line;

use crate::model::{Block, EditLog, Item, Kind, List, Origin, Reason, Role, Rule, Text, TextBuilder};

/// A block on its way, with what joins it to its neighbours.
#[derive(Clone, Debug, Default)]
pub struct Piece {
    /// The block.
    pub block: Block,
    /// What it belongs to.
    pub place: Place,
}

/// What a block belongs to.
#[derive(Clone, Debug, Default)]
pub enum Place {
    /// Nothing but the text.
    #[default]
    Plain,
    /// It begins an item of a list.
    Item(ItemStart),
    /// It goes on in the item before, at this level or above.
    Continued(usize),
    /// It is quoted.
    Quote,
}

/// How an item begins.
#[derive(Clone, Debug, Default)]
pub struct ItemStart {
    /// Which list; neighbours of different lists are two.
    pub list: u32,
    /// How deep, in any unit that grows inward.
    pub level: usize,
    /// Whether the labels count.
    pub ordered: bool,
    /// The label.
    pub label: Label,
    /// It counts in Han numerals, or its list does further out.
    pub han: bool,
    /// A space parts the label from the text when both become one.
    pub gap: bool,
}

/// A label.
#[derive(Clone, Debug)]
pub enum Label {
    /// One that the source makes by counting; nothing for a bullet.
    Made(String),
    /// One that stands in the source as text.
    Read(Text),
}

impl Default for Label {
    fn default() -> Label {
        Label::Made(String::new())
    }
}

impl From<Block> for Piece {
    fn from(block: Block) -> Piece {
        Piece { block, place: Place::Plain }
    }
}

/// The blocks of a row of pieces.
pub fn blocks(pieces: Vec<Piece>, log: &mut EditLog) -> Vec<Block> {
    let mut out = Blocks::default();
    let followed: Vec<bool> = (0..pieces.len()).map(|at| is_followed(&pieces[at..])).collect();
    for (Piece { mut block, place }, followed) in pieces.into_iter().zip(followed) {
        match place {
            Place::Item(start) => {
                if is_numbered_line(&start, &block, followed || out.has_item(&start)) {
                    out.end_list();
                    put_label(&mut block, start, log);
                    out.push(block);
                } else {
                    out.item(start, block, log);
                }
            }
            Place::Continued(level) => out.go_on(level, block),
            Place::Quote => out.quote(block),
            Place::Plain => {
                out.end_list();
                out.push(block);
            }
        }
    }
    out.end_list();
    captions(out.blocks)
}

/// How far another item may be.
const FAR: usize = 2000;

/// Whether the list that the first piece is an item of has another item right after, but for what lies in the first.
fn is_followed(pieces: &[Piece]) -> bool {
    let Some((Piece { place: Place::Item(start), .. }, rest)) = pieces.split_first() else { return false };
    for piece in rest.iter().take(FAR) {
        match &piece.place {
            Place::Item(next) if next.level <= start.level => return next.list == start.list,
            Place::Item(_) | Place::Continued(_) => {}
            Place::Plain | Place::Quote => return false,
        }
    }
    false
}

/// Whether a label is part of its paragraph's text rather than of a list.
fn is_numbered_line(start: &ItemStart, block: &Block, in_list: bool) -> bool {
    let counted = start.ordered && matches!(start.label, Label::Made(_));
    let han = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    block.heading().is_some() || counted && (start.han || !in_list && han(block.text.as_str()))
}

/// Writes a label before its paragraph's text.
pub fn put_label(block: &mut Block, start: ItemStart, log: &mut EditLog) {
    let Label::Made(label) = start.label else { return };
    if label.is_empty() {
        return;
    }
    let gap = if start.gap && !block.text.as_str().is_empty() { " " } else { "" };
    let origin = block.origin.clone();
    block.text.replace(0..0, &format!("{label}{gap}"), &origin, reason(), log);
}

fn reason() -> Reason {
    Reason::certain(Rule::Label, "the source's numbering")
}

/// A list in the making.
struct OpenList {
    id: u32,
    level: usize,
    list: List,
    origin: Origin,
    blank: u16,
}

#[derive(Default)]
struct Blocks {
    blocks: Vec<Block>,
    /// Lists that are open, outermost first.
    lists: Vec<OpenList>,
}

impl Blocks {
    fn push(&mut self, block: Block) {
        self.blocks.push(block);
    }

    fn item(&mut self, start: ItemStart, mut block: Block, log: &mut EditLog) {
        self.close_to(start.level);
        // Ticked and unticked boxes are lists of their own to Word, and one to its readers.
        let boxed = !start.ordered && !matches!(&start.label, Label::Made(label) if label.is_empty());
        let differs = |open: &OpenList| {
            open.level == start.level && (open.id != start.list && !boxed || open.list.ordered != start.ordered)
        };
        if self.lists.last().is_some_and(differs) {
            self.close();
        }
        if self.lists.last().is_none_or(|open| open.level < start.level) {
            let list = List { ordered: start.ordered, items: Vec::new() };
            let blank = std::mem::take(&mut block.hints.blank_before);
            self.lists.push(OpenList { id: start.list, level: start.level, list, origin: block.origin.clone(), blank });
        }
        let label = match start.label {
            Label::Made(label) => {
                if !label.is_empty() {
                    log.rendered(&label, &block.origin, &reason());
                }
                TextBuilder::plain(label)
            }
            Label::Read(text) => text,
        };
        if let Some(open) = self.lists.last_mut() {
            open.list.items.push(Item { label, blocks: vec![block] });
        }
    }

    /// Whether the list of an item is open at its level.
    fn has_item(&self, start: &ItemStart) -> bool {
        self.lists.iter().any(|open| open.id == start.list && open.level == start.level)
    }

    /// Puts a block into the item that was begun last at a level or above.
    fn go_on(&mut self, level: usize, block: Block) {
        self.close_to(level);
        match self.lists.last_mut().and_then(|open| open.list.items.last_mut()) {
            Some(item) => item.blocks.push(block),
            None => self.push(block),
        }
    }

    fn quote(&mut self, block: Block) {
        self.end_list();
        match self.blocks.last_mut().map(|last| &mut last.kind) {
            Some(Kind::Quote(inner)) => inner.push(block),
            _ => {
                let mut quote = Block::new(Kind::default(), Text::default(), block.origin.clone());
                quote.hints.blank_before = block.hints.blank_before;
                quote.kind = Kind::Quote(vec![block]);
                self.push(quote);
            }
        }
    }

    /// Closes lists that lie deeper than a level.
    fn close_to(&mut self, level: usize) {
        while self.lists.last().is_some_and(|open| open.level > level) {
            self.close();
        }
    }

    fn end_list(&mut self) {
        while !self.lists.is_empty() {
            self.close();
        }
    }

    fn close(&mut self) {
        let Some(OpenList { list, origin, blank, .. }) = self.lists.pop() else { return };
        let mut block = Block::new(Kind::List(list), Text::default(), origin);
        block.hints.blank_before = blank;
        match self.lists.last_mut().and_then(|open| open.list.items.last_mut()) {
            Some(item) => item.blocks.push(block),
            None => self.push(block),
        }
    }
}

/// A caption below a picture, or above a table, is the picture's or the table's own text.
fn captions(blocks: Vec<Block>) -> Vec<Block> {
    let is_caption = |block: &Block| block.kind == Kind::Paragraph(Role::Caption);
    let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
    for mut block in blocks {
        match (&block.kind, out.last_mut()) {
            (_, Some(above)) if is_caption(&block) && matches!(above.kind, Kind::Figure(_)) && above.text.is_empty() => {
                above.text = std::mem::take(&mut block.text);
                continue;
            }
            (Kind::Table(_), Some(above)) if is_caption(above) && block.text.is_empty() => {
                block.text = std::mem::take(&mut above.text);
                block.hints.blank_before = above.hints.blank_before;
                out.pop();
            }
            _ => {}
        }
        out.push(block);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Document, MediaId, native};

    fn paragraph(text: &str) -> Block {
        Block::new(Kind::default(), TextBuilder::plain(text), Origin::None)
    }

    fn item(list: u32, level: usize, label: &str, han: bool, text: &str) -> Piece {
        let start = ItemStart { list, level, ordered: !label.is_empty(), label: Label::Made(label.to_owned()), han, gap: !han };
        Piece { block: paragraph(text), place: Place::Item(start) }
    }

    #[track_caller]
    fn check(pieces: Vec<Piece>, expected: &str) {
        let mut log = EditLog::default();
        for piece in &pieces {
            log.declare_read(piece.block.text.tally());
        }
        let document = Document { blocks: blocks(pieces, &mut log), log, ..Document::default() };
        assert_eq!(native::write(&document).trim_end(), expected);
        assert_eq!(document.balance(), Ok(()));
    }

    #[test]
    fn neighbours_are_one_list_with_lists_in_it() {
        check(
            vec![
                item(1, 0, "1.", false, "甲"),
                item(1, 1, "", false, "乙"),
                Piece { block: paragraph("丙"), place: Place::Continued(0) },
                item(1, 0, "2.", false, "丁"),
                item(2, 0, "1)", false, "戊"),
                item(2, 0, "2)", false, "己"),
            ],
            "list ordered\n  item :: 1.\n    body :: 甲\n    list\n      item\n        body :: 乙\n    body :: 丙\n  item :: 2.\n    body :: 丁\n\
             list ordered\n  item :: 1)\n    body :: 戊\n  item :: 2)\n    body :: 己",
        );
    }

    #[test]
    fn han_labels_and_single_numbers_head_paragraphs() {
        check(
            vec![
                item(1, 0, "一、", true, "目标"),
                item(1, 0, "二、", true, "任务"),
                item(2, 0, "1.", false, "检查"),
                paragraph("各处都要查。").into(),
                item(2, 0, "2.", false, "整改"),
                item(3, 0, "1.", false, "one"),
            ],
            "body :: 一、目标\nbody :: 二、任务\nbody :: 1. 检查\nbody :: 各处都要查。\nbody :: 2. 整改\n\
             list ordered\n  item :: 1.\n    body :: one",
        );
    }

    #[test]
    fn quotes_and_captions_find_together() {
        let caption = |text: &str| Piece::from(Block { kind: Kind::Paragraph(Role::Caption), ..paragraph(text) });
        let quote = |text: &str| Piece { block: paragraph(text), place: Place::Quote };
        let figure = Block { kind: Kind::Figure(MediaId(0)), ..Block::default() };
        let table = Block { kind: Kind::Table(Default::default()), ..Block::default() };
        check(
            vec![quote("甲"), quote("乙"), figure.into(), caption("图1"), caption("表1"), table.into(), caption("注")],
            "quote\n  body :: 甲\n  body :: 乙\nfigure 0 :: 图1\ntable :: 表1\ncaption :: 注",
        );
    }
}
