//! Articles → blocks of the document.
//!
//! The source's line ends are structure; what goes between two lines of a paragraph is geometry as the line end was, and is
//! declared as read. A hyphen that the line end put into a word is removed, and the log says so.

use super::Sheet;
use super::article::{Articles, Joined, Part, Words};
use super::cells;
use super::furniture::Edge;
use super::levels::Levels;
use super::line::Mark;
use super::paragraph::{self, Set};
use super::region::Analysis;
use super::stack::Class;
use crate::model::{
    Block, Cell, Document, EditLog, Furniture, Hints, Kind, MediaId, Origin, Reason, Role, Row, Rule, SpanKind, Table, Tally,
    Text, TextBuilder,
};

/// Puts everything into the document: furniture of each page, then the articles in order.
pub fn emit(sheets: &[Sheet], pages: &[Analysis], articles: Articles, body: f32, document: &mut Document) {
    let levels = Levels::of(sheets, &articles.list, body);
    let mut emitter = Emitter { sheets, document, levels };
    let mut next = 0;
    for article in &articles.list {
        // A page's furniture stands before the first article of the page.
        let first = article.parts.iter().find_map(first_sheet).unwrap_or(next);
        while next <= first && next < pages.len() {
            emitter.furniture(next, &pages[next]);
            next += 1;
        }
        let lone = |leads: bool| article.lone.iter().filter(move |jump| jump.2 == leads).map(|&(sheet, line, _)| (sheet, line));
        // A jump without a partner stays where it is: below the headline, or at the end.
        let text = article.parts.iter().position(|part| !is_stack(part)).unwrap_or(article.parts.len());
        for (at, part) in article.parts.iter().enumerate() {
            if at == text {
                lone(false).for_each(|place| emitter.jump(place, false));
            }
            emitter.part(part);
        }
        if text == article.parts.len() {
            lone(false).for_each(|place| emitter.jump(place, false));
        }
        lone(true).for_each(|place| emitter.jump(place, false));
    }
    for (at, page) in pages.iter().enumerate().skip(next) {
        emitter.furniture(at, page);
    }
    let mut jumps: Vec<(usize, usize)> = articles.jumps;
    jumps.sort_unstable();
    for place in jumps {
        emitter.jump(place, true);
    }
    for Joined { sheet, left, right, evidence } in &articles.joined {
        let origin = emitter.origin(*sheet);
        emitter.document.log.moved(left, right, &origin, &Reason::likely(Rule::JumpFollowed, evidence.clone()));
    }
}

fn is_stack(part: &Part) -> bool {
    matches!(part, Part::Words(words) if matches!(words.class, Class::Kicker | Class::Head | Class::Deck | Class::Byline))
}

fn first_sheet(part: &Part) -> Option<usize> {
    match part {
        Part::Words(words) => words.lines.first().map(|set| set.sheet),
        Part::Picture(sheet, ..) | Part::Table(sheet, ..) => Some(*sheet),
    }
}

struct Emitter<'a> {
    sheets: &'a [Sheet],
    document: &'a mut Document,
    levels: Levels,
}

impl Emitter<'_> {
    fn origin(&self, sheet: usize) -> Origin {
        Origin::Page { page: self.sheets[sheet].number }
    }

    fn furniture(&mut self, sheet: usize, page: &Analysis) {
        for (&line, edge) in &page.edges {
            let furniture = match edge {
                Edge::Running => Furniture::RunningHead,
                Edge::Folio => Furniture::PageNumber,
            };
            let block = self.line(sheet, line, Kind::Furniture(furniture));
            self.document.blocks.push(block);
        }
    }

    /// A jump line; `followed` where its partner was found.
    fn jump(&mut self, (sheet, line): (usize, usize), followed: bool) {
        let mut block = self.line(sheet, line, Kind::Furniture(Furniture::Jump));
        (block.hints.marked, block.hints.continues) = (followed, followed);
        self.document.blocks.push(block);
    }

    /// A line that is a block of its own.
    fn line(&mut self, sheet: usize, line: usize, kind: Kind) -> Block {
        let set = Set { sheet, line, left: 0.0, right: 0.0 };
        let text = self.text(&[set], &[], false);
        let mut block = Block::new(kind, text, self.origin(sheet));
        block.hints.page = Some(self.sheets[sheet].number);
        block
    }

    fn part(&mut self, part: &Part) {
        match part {
            Part::Words(words) => self.words(words),
            Part::Picture(sheet, image, caption) => self.picture(*sheet, *image, caption),
            Part::Table(sheet, grid, cells) => self.table(*sheet, *grid, cells),
        }
    }

    fn words(&mut self, words: &Words) {
        let Some(first) = words.lines.first() else { return };
        let (sheet, first_line) = (first.sheet, &self.sheets[first.sheet].lines[first.line]);
        let size = first_line.size;
        let kind = match words.class {
            Class::Head => Kind::Heading(self.levels.level(self.sheets, words)),
            Class::Kicker => Kind::Paragraph(Role::Kicker),
            Class::Deck => Kind::Paragraph(Role::Deck),
            Class::Byline => Kind::Paragraph(Role::Byline),
            Class::Masthead => Kind::Paragraph(Role::Masthead),
            Class::JumpTo | Class::JumpFrom => Kind::Furniture(Furniture::Jump),
            Class::Caption => Kind::Paragraph(Role::Caption),
            Class::Body | Class::Note => Kind::default(),
        };
        let text = self.text(&words.lines, &words.joins, !matches!(words.class, Class::Body | Class::Note));
        let bold = words.lines.iter().all(|set| self.sheets[set.sheet].lines[set.line].bold);
        let hints = Hints {
            marked: words.class != Class::Body,
            size: Some(size),
            bold,
            page: Some(self.sheets[sheet].number),
            column: Some(words.column),
            contents: first_line.contents,
            foot: words.class == Class::Note || first_line.note,
            ..Hints::default()
        };
        let origin = self.origin(sheet);
        if words.class == Class::Body && self.document.log.explains() {
            let before = self.document.blocks.last().map_or("", |block| block.text.as_str()).to_owned();
            let reason = Reason::likely(Rule::Layout, words.why);
            self.document.log.keep(&before, text.as_str(), &origin, &reason);
        }
        self.document.blocks.push(Block { kind, text, origin, hints });
    }

    /// The text of lines that are one block; `plain` leaves out weight, which a heading has by its style.
    fn text(&mut self, lines: &[Set], joins: &[&'static str], plain: bool) -> Text {
        let mut string = String::new();
        let mut spans: Vec<(std::ops::Range<usize>, SpanKind)> = Vec::new();
        for (index, set) in lines.iter().enumerate() {
            let sheet = &self.sheets[set.sheet];
            let line = &sheet.lines[set.line];
            let origin = Origin::Page { page: sheet.number };
            if index > 0 {
                if self.document.log.explains()
                    && let Some(why) = joins.get(index - 1)
                {
                    explain(&string, &line.text, why, &origin, &mut self.document.log);
                }
                if paragraph::is_hyphenated(&string, &line.text) {
                    let hyphen = string.pop().unwrap_or('-').to_string();
                    let reason = Reason::likely(Rule::Hyphen, "a word goes on in the next line");
                    self.document.log.markup(&hyphen, &origin, &reason);
                    for (range, _) in &mut spans {
                        range.end = range.end.min(string.len());
                    }
                } else {
                    let joint = paragraph::joint(&string, &line.text);
                    string.push_str(joint);
                    self.document.log.declare_read(Tally::of(joint));
                }
            }
            let shift = string.len();
            string.push_str(&line.text);
            for (range, mark) in &line.marks {
                let kind = match mark {
                    Mark::Strong if plain => continue,
                    Mark::Strong => SpanKind::Strong,
                    Mark::Emphasis if plain => continue,
                    Mark::Emphasis => SpanKind::Emphasis,
                    Mark::Superscript => SpanKind::Superscript,
                    Mark::Link(link) => match sheet.links.get(*link) {
                        Some(target) => SpanKind::Link(target.clone()),
                        None => continue,
                    },
                };
                let range = range.start + shift..range.end + shift;
                // A span goes on over a line's end.
                match spans.iter_mut().rev().take(4).find(|last| last.1 == kind && last.0.end + 1 >= range.start) {
                    Some(last) => last.0.end = range.end,
                    None => spans.push((range, kind)),
                }
            }
        }
        let mut text = TextBuilder::plain(string);
        text.add_spans(spans);
        text
    }

    fn picture(&mut self, sheet: usize, image: Option<usize>, caption: &[Set]) {
        let media: Option<MediaId> = image.and_then(|at| self.sheets[sheet].images.get(at)).and_then(|image| image.media);
        let text = self.text(caption, &[], true);
        let origin = self.origin(sheet);
        let kind = match media {
            Some(media) => Kind::Figure(media),
            None if text.is_empty() => return,
            None => Kind::Paragraph(Role::Caption),
        };
        let hints = Hints { marked: true, page: Some(self.sheets[sheet].number), ..Hints::default() };
        self.document.blocks.push(Block { kind, text, origin, hints });
    }

    fn table(&mut self, sheet: usize, grid: usize, cells: &[Vec<usize>]) {
        let Some(grid) = self.sheets[sheet].drawn.grids.get(grid) else { return };
        let mut table = Table { rows: vec![Row::default(); grid.rows] };
        table.rows.iter_mut().take(grid.heads).for_each(|row| row.header = true);
        let aligns = cells::aligns(grid, cells, &self.sheets[sheet].lines);
        for ((cell, lines), align) in grid.cells.iter().zip(cells).zip(aligns) {
            let blocks = self.cell(sheet, (cell.area.left, cell.area.right), lines);
            if let Some(row) = table.rows.get_mut(cell.row) {
                let columns = u16::try_from(cell.across).unwrap_or(u16::MAX);
                let rows = u16::try_from(cell.down).unwrap_or(u16::MAX);
                row.cells.push(Cell { columns, rows, align, blocks });
            }
        }
        let origin = self.origin(sheet);
        let hints = Hints { page: Some(self.sheets[sheet].number), ..Hints::default() };
        self.document.blocks.push(Block { kind: Kind::Table(table), text: Text::default(), origin, hints });
    }

    /// The paragraphs of a cell: rows of pieces, of which each goes on where the one before reached the cell's edge.
    fn cell(&mut self, sheet: usize, (left, right): (f32, f32), lines: &[usize]) -> Vec<Block> {
        let all = &self.sheets[sheet].lines;
        let mut sorted = lines.to_vec();
        sorted.sort_by(|&a, &b| {
            all[a].base.total_cmp(&all[b].base).then(all[a].area.left.total_cmp(&all[b].area.left)).then(a.cmp(&b))
        });
        let mut blocks: Vec<Vec<Set>> = Vec::new();
        let mut row_end: Option<(f32, f32)> = None; // the baseline and the end of the row before
        for at in sorted {
            let line = &all[at];
            let set = Set { sheet, line: at, left, right };
            let goes_on = row_end.is_some_and(|(base, end)| {
                line.base - base < 0.5 * line.size
                    || right - end < line.unit + 1.2 * line.size && line.base - base < 2.0 * line.size
            });
            row_end = Some((line.base, line.area.right));
            match blocks.last_mut() {
                Some(last) if goes_on => last.push(set),
                _ => blocks.push(vec![set]),
            }
        }
        blocks
            .into_iter()
            .map(|sets| {
                let text = self.text(&sets, &[], false);
                Block::new(Kind::default(), text, self.origin(sheet))
            })
            .collect()
    }
}

/// Records why two lines were joined, for `--explain`.
fn explain(left: &str, right: &str, why: &'static str, origin: &Origin, log: &mut EditLog) {
    log.keep(left, right, origin, &Reason::likely(Rule::Layout, format!("joined: {why}")));
}
