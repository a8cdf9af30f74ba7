//! Pieces of pages → articles: a headline owns what follows it until the next one; a jump goes on where it says.
//!
//! Pages are gone through in order with one article open. A stack begins another; a box is read aside and leaves the open
//! article as it was; `上接` begins a part that is given back to the article it continues once all pages are known.

use super::Sheet;
use super::flow;
use super::line::{Line, form};
use super::notes;
use super::page::Area;
use super::paragraph::{self, Habit, Set, Verdict};
use super::region::{Analysis, Entry, Run};
use super::stack::Class;
use crate::text::jump::{self, Jump, Pair};

/// Words of one headline stand no further apart (em).
const APART: f32 = 3.0;

/// Lines of one headline are no smaller than this share of one another.
const ONE_SIZE: f32 = 0.8;
/// Lines of running text stand so many times their em apart.
const LEADING: std::ops::Range<f32> = 1.1..2.4;

/// A piece of an article.
#[derive(Clone, Debug)]
pub enum Part {
    /// Lines of a headline stack or a paragraph; the verdicts that joined them, one between each two.
    Words(Words),
    /// A picture: sheet, place in its pictures, and the lines of its caption.
    Picture(usize, Option<usize>, Vec<Set>),
    /// A table: sheet, grid, the lines of each cell.
    Table(usize, usize, Vec<Vec<usize>>),
}

/// Lines that are one block.
#[derive(Clone, Debug)]
pub struct Words {
    /// The part they play.
    pub class: Class,
    /// Each with its measure.
    pub lines: Vec<Set>,
    /// Why each line goes on from the one before.
    pub joins: Vec<&'static str>,
    /// Why the block is parted from the one before.
    pub why: &'static str,
    /// The em of the stack.
    pub size: f32,
    /// The column, from 1.
    pub column: u16,
    /// Whether a box in its column holds it.
    pub boxed: bool,
}

/// An article, or the part of one that stands on another page.
#[derive(Clone, Debug, Default)]
pub struct Article {
    /// Its pieces in order.
    pub parts: Vec<Part>,
    /// The jump to its rest.
    pub to: Option<Jump>,
    /// The jump from its beginning.
    pub from: Option<Jump>,
    /// Jump lines without a partner: the sheet, the line, whether it leads on.
    pub lone: Vec<(usize, usize, bool)>,
    /// The folio of the page on which it begins (or, for a part that jumps, ends).
    pub folio: String,
    /// The folio of the page of its last part.
    pub last_folio: String,
    /// What a line may go on with, as far as the parts were looked through.
    tail: Tail,
}

/// The last words of an article that do not float, and whether a box stands behind them. It is kept while parts are added, so that
/// no line looks back over all that float.
#[derive(Clone, Copy, Debug, Default)]
struct Tail {
    seen: usize,
    open: Option<usize>,
    over: bool,
}

impl Article {
    /// The words of its headline, without white space.
    fn title(&self, sheets: &[Sheet]) -> String {
        let head = |part: &Part| match part {
            Part::Words(words) if words.class == Class::Head => {
                Some(words.lines.iter().map(|set| sheets[set.sheet].lines[set.line].text.as_str()).collect::<String>())
            }
            _ => None,
        };
        self.parts.iter().filter_map(head).collect::<String>().split_whitespace().collect()
    }

    /// The part that a line may go on with, and whether a box stands behind it.
    fn tail(&mut self) -> (Option<usize>, bool) {
        for (at, part) in self.parts.iter().enumerate().skip(self.tail.seen) {
            if let Part::Words(words) = part {
                match floats(words) {
                    true => self.tail.over |= words.boxed,
                    false => (self.tail.open, self.tail.over) = (Some(at), false),
                }
            }
        }
        self.tail.seen = self.parts.len();
        (self.tail.open, self.tail.over)
    }

    fn has_text(&self) -> bool {
        self.parts.iter().any(|part| !matches!(part, Part::Words(words) if is_stack(words.class)))
    }
}

/// Whether words float as pictures do: a paragraph goes on behind them.
fn floats(words: &Words) -> bool {
    matches!(words.class, Class::Note | Class::Caption) || words.boxed
}

fn is_stack(class: Class) -> bool {
    matches!(class, Class::Kicker | Class::Head | Class::Deck | Class::Byline)
}

/// All articles, in the order in which they begin; parts that continue another are given back to it.
pub struct Articles {
    /// The articles.
    pub list: Vec<Article>,
    /// The jump lines that were followed: the sheet and the line.
    pub jumps: Vec<(usize, usize)>,
    /// What was joined over jumps.
    pub joined: Vec<Joined>,
}

/// Two parts of an article that a jump parted.
pub struct Joined {
    /// Where the second stood.
    pub sheet: usize,
    /// The end of the first.
    pub left: String,
    /// The start of the second.
    pub right: String,
    /// What agreed.
    pub evidence: String,
}

/// Gathers articles from all pages.
pub fn gather(sheets: &[Sheet], pages: &[Analysis], habit: Habit) -> Articles {
    let mut gatherer = Gatherer {
        sheets,
        habit,
        list: Vec::new(),
        current: None,
        jumps: Vec::new(),
        column: 0,
        pitch: 0.0,
        paper: flow::is_paper(pages),
        rows: flow::Rows::default(),
        boxed: None,
    };
    for (sheet, page) in pages.iter().enumerate() {
        gatherer.column = 0;
        gatherer.rows = flow::Rows::of(&sheets[sheet].lines, &page.entries);
        gatherer.entries(sheet, &page.entries);
    }
    gatherer.follow_jumps()
}

struct Gatherer<'a> {
    sheets: &'a [Sheet],
    habit: Habit,
    list: Vec<Article>,
    current: Option<usize>,
    /// Jump lines: article, sheet, line, whether it leads on.
    jumps: Vec<(usize, usize, usize, bool)>,
    column: u16,
    /// From line to line in the block before.
    pitch: f32,
    /// Whether articles stand side by side on the pages.
    paper: bool,
    /// The heights of the page's lines.
    rows: flow::Rows,
    /// The first part of the box that is read where it stands.
    boxed: Option<usize>,
}

impl Gatherer<'_> {
    fn line(&self, set: &Set) -> &Line {
        &self.sheets[set.sheet].lines[set.line]
    }

    fn open(&mut self, sheet: usize) -> usize {
        match self.current {
            Some(at) => at,
            None => self.begin(sheet),
        }
    }

    fn begin(&mut self, sheet: usize) -> usize {
        let folio = self.sheets[sheet].folio.clone();
        self.list.push(Article { last_folio: folio.clone(), folio, ..Article::default() });
        self.current = Some(self.list.len() - 1);
        self.list.len() - 1
    }

    fn entries(&mut self, sheet: usize, entries: &[Entry]) {
        let mut before: Option<Class> = None;
        for entry in entries {
            match entry {
                Entry::Text(run) => {
                    self.text(sheet, run, before);
                    before = Some(run.class);
                    continue;
                }
                Entry::Picture { image, area, caption } => {
                    let at = self.open(sheet);
                    let caption = caption.iter().map(|&line| self.set(sheet, line, (area.left, area.right))).collect();
                    self.list[at].parts.push(Part::Picture(sheet, *image, caption));
                }
                Entry::Table(grid, cells) => {
                    let at = self.open(sheet);
                    self.list[at].parts.push(Part::Table(sheet, *grid, cells.clone()));
                }
                Entry::Boxed(inner) if self.current.is_some() && self.stands_in_flow(sheet, inner) => {
                    let outer = self.boxed;
                    self.boxed = self.current.map(|at| self.list[at].parts.len());
                    self.entries(sheet, inner);
                    self.boxed = outer;
                }
                Entry::Boxed(inner) => {
                    let outer = (self.current.take(), self.boxed.take());
                    self.entries(sheet, inner);
                    (self.current, self.boxed) = outer;
                }
            }
            before = None;
        }
    }

    /// Whether a box stands in its column as a paragraph does and holds no article of its own: a listing, a remark.
    fn stands_in_flow(&self, sheet: usize, inner: &[Entry]) -> bool {
        !self.paper && self.rows.stand_alone(&self.sheets[sheet].lines, inner)
    }

    /// The size of the headline right before, which was found to be a stack of its own, where it is another than this one's: a
    /// title above the first subhead, or the name of a series above a title.
    fn another_size(&self, run: &Run) -> Option<f32> {
        match self.current.and_then(|at| self.list[at].parts.last()) {
            Some(Part::Words(words)) if words.class == Class::Head => {
                (words.size.min(run.size) < ONE_SIZE * words.size.max(run.size)).then_some(words.size)
            }
            _ => None,
        }
    }

    /// Makes a smaller headline right above a larger one its kicker, if nothing is between them.
    fn demote(&mut self, sheet: usize, run: &Run) -> bool {
        let Some(at) = self.current.filter(|&at| self.list[at].parts.len() == 1) else { return false };
        let Some(&first) = run.lines.first() else { return false };
        let below = self.sheets[sheet].lines[first].area;
        let Some(Part::Words(words)) = self.list[at].parts.last() else { return false };
        let Some(above) = words.lines.last().filter(|set| set.sheet == sheet).map(|set| self.line(set).area) else {
            return false;
        };
        let gap = below.top - above.bottom;
        let near = gap > -0.5 * words.size && gap < run.size && above.shared_x(below) > 0.0;
        if near && let Some(Part::Words(words)) = self.list[at].parts.last_mut() {
            words.class = Class::Kicker;
        }
        near
    }

    /// Whether the outline tells a headline from the one before it.
    fn is_another(&self, sheet: usize, run: &Run) -> bool {
        let before = match self.current.and_then(|at| self.list[at].parts.last()) {
            Some(Part::Words(words)) if words.class == Class::Head => words.lines.last(),
            _ => None,
        };
        let first = run.lines.first().and_then(|&line| self.sheets[sheet].lines[line].heading);
        before.is_some_and(|set| self.line(set).heading != first)
    }

    /// Whether a headline stands at the side of the one before it, further away than its own words stand apart: another's.
    fn stands_beside(&self, sheet: usize, run: &Run) -> bool {
        let last = self.current.and_then(|at| self.list[at].parts.last());
        let Some(Part::Words(words)) = last.filter(|part| matches!(part, Part::Words(words) if words.class == Class::Head))
        else {
            return false;
        };
        let (Some(set), Some(&first)) = (words.lines.last().filter(|set| set.sheet == sheet), run.lines.first()) else {
            return false;
        };
        let (a, b) = (self.line(set), &self.sheets[sheet].lines[first]);
        let gap = (b.area.left - a.area.right).max(a.area.left - b.area.right);
        gap > APART * a.size.max(b.size) && a.way == b.way
    }

    /// Whether anything that the text makes room for stands between two lines of one column.
    fn stands_between(&self, sheet: usize, above: &Line, below: &Line) -> bool {
        let Sheet { lines, drawn, images, .. } = &self.sheets[sheet];
        let column = above.area.union(below.area);
        let between = |area: Area| {
            let (_, y) = area.center();
            y > above.area.bottom && y < below.area.top && area.shared_x(column) > 0.0
        };
        below.area.top - above.area.bottom > above.size
            && (drawn.boxes.iter().chain(&drawn.blanks).copied().any(between)
                || drawn.grids.iter().map(|grid| grid.area).any(between)
                || images.iter().map(|image| image.area).any(between)
                || lines.iter().map(|line| line.area).any(between))
    }

    fn set(&self, sheet: usize, line: usize, frame: (f32, f32)) -> Set {
        Set { sheet, line, left: frame.0, right: frame.1 }
    }

    fn text(&mut self, sheet: usize, run: &Run, before: Option<Class>) {
        match run.class {
            Class::JumpTo | Class::JumpFrom => self.jump(sheet, run),
            Class::Note => self.notes(sheet, run),
            Class::Caption => {
                let at = self.open(sheet);
                let lines = run.lines.iter().map(|&line| self.set(sheet, line, run.frame)).collect();
                let words = self.words(run, lines, "the words of a table");
                self.list[at].parts.push(Part::Words(words));
            }
            Class::Masthead => {
                // Under a name that was taken for the first headline the text may go on without one of its own.
                let head =
                    |part: &Part| matches!(part, Part::Words(words) if is_stack(words.class) || words.class == Class::Masthead);
                let named = self.current == Some(0) && self.list[0].parts.iter().all(head);
                if !named {
                    self.list.push(Article { folio: self.sheets[sheet].folio.clone(), ..Article::default() });
                }
                let at = if named { 0 } else { self.list.len() - 1 };
                for &line in &run.lines {
                    let words = self.words(run, vec![self.set(sheet, line, run.frame)], "a masthead's line");
                    self.list[at].parts.push(Part::Words(words));
                }
            }
            class if is_stack(class) => {
                let lines: Vec<Set> = run.lines.iter().map(|&line| self.set(sheet, line, run.frame)).collect();
                let lone_byline = class == Class::Byline && !before.is_some_and(is_stack);
                let goes_on = before.is_some_and(is_stack)
                    && !(class == Class::Kicker && before != Some(Class::Kicker))
                    && !(class == Class::Head && (self.stands_beside(sheet, run) || self.is_another(sheet, run)))
                    && match self.another_size(run).filter(|_| class == Class::Head) {
                        Some(size) => size < run.size && self.demote(sheet, run),
                        None => true,
                    };
                if !goes_on && !lone_byline {
                    self.begin(sheet);
                }
                let at = self.open(sheet);
                match (class, self.list[at].parts.last_mut()) {
                    // A headline of several lines is one.
                    (Class::Head, Some(Part::Words(words))) if words.class == Class::Head && goes_on => {
                        words.joins.extend(lines.iter().map(|_| "lines of one headline"));
                        words.lines.extend(lines);
                    }
                    _ => {
                        let words = self.words(run, lines, "a headline's part");
                        self.list[at].parts.push(Part::Words(words));
                    }
                }
            }
            _ => self.body(sheet, run),
        }
    }

    /// The paragraph that a line goes on with, at most `part`: over a block of another size that stands where its column was cut,
    /// a caption or a quote, where its sentence is unfinished.
    fn under_way(&self, article: &Article, part: usize, set: &Set) -> usize {
        let body = |at: usize| match &article.parts[at] {
            Part::Words(words) if words.class == Class::Body => words.lines.last().map(|last| (words, last)),
            _ => None,
        };
        let other = |words: &Words| (self.line(&words.lines[0]).size - self.line(set).size).abs() > 0.08 * self.line(set).size;
        let between = body(part).filter(|(words, _)| words.lines.len() <= 8 && other(words));
        let before = || article.parts[..part].iter().rposition(|part| matches!(part, Part::Words(words) if !floats(words)));
        let goes_on = |at: &usize| {
            body(*at).is_some_and(|(words, last)| {
                let (above, below) = ((self.line(last), last), (self.line(set), set));
                // Running text, and no cells that stand under one another.
                let prose = words.lines.iter().any(|set| self.line(set).text.contains(['，', '。', '、']));
                prose
                    && !other(words)
                    && !paragraph::ends_sentence(above.0)
                    && paragraph::decide(above, below, None, self.habit).join
            })
        };
        between.and_then(|_| before()).filter(goes_on).unwrap_or(part)
    }

    fn words(&self, run: &Run, lines: Vec<Set>, why: &'static str) -> Words {
        let joins = lines.iter().skip(1).map(|_| "lines of one headline").collect();
        Words { class: run.class, lines, joins, why, size: run.size, column: self.column.max(1), boxed: self.boxed.is_some() }
    }

    fn jump(&mut self, sheet: usize, run: &Run) {
        let text: String = run.lines.iter().map(|&line| form(&self.sheets[sheet].lines[line].text).into_owned()).collect();
        let found = Some(Jump::of(&text).unwrap_or_default());
        let at = match run.class {
            Class::JumpTo => self.open(sheet),
            // A headline that stands again over the rest of its article is followed by the jump at once.
            _ => match self.current {
                Some(at) if !self.list[at].has_text() && self.list[at].from.is_none() => at,
                _ => self.begin(sheet),
            },
        };
        let article = &mut self.list[at];
        match run.class {
            Class::JumpTo => {
                article.to = found;
                article.last_folio = self.sheets[sheet].folio.clone();
            }
            _ => article.from = found,
        }
        self.jumps.extend(run.lines.iter().map(|&line| (at, sheet, line, run.class == Class::JumpTo)));
    }

    /// Notes at the foot of a column: each begins with its mark. The text goes on behind them.
    fn notes(&mut self, sheet: usize, run: &Run) {
        let at = self.open(sheet);
        let mut counted = None;
        // First lines are indented where the first of all is, and others are not.
        let indent = |line: &Line| (line.start - run.frame.0) / line.size.max(0.1);
        let first = run.lines.first().map(|&line| &self.sheets[sheet].lines[line]);
        let (deep, raised) = first.map_or((0.0, false), |line| (indent(line), notes::begins(line)));
        let mut whole = true;
        for (index, &line) in run.lines.iter().enumerate() {
            let set = self.set(sheet, line, run.frame);
            let number = notes::number(&self.line(&set).text);
            // Among raised numbers a plain one may be a figure of the text that goes on: `第` `2章`.
            let follows = number == counted.map(|last: u32| last + 1) && (whole || !raised);
            let counts = number.is_some() && (index == 0 || follows);
            whole = paragraph::ends_sentence(self.line(&set));
            let indented = index > 0 && (1.4..=2.7).contains(&deep) && (indent(self.line(&set)) - deep).abs() <= 0.4;
            let marked = counts || notes::begins(self.line(&set));
            // A note's second paragraph has no number of its own.
            counted = number.filter(|_| marked).or(counted);
            let begins = marked || indented;
            match self.list[at].parts.last_mut() {
                Some(Part::Words(words)) if words.class == Class::Note && !begins => {
                    words.lines.push(set);
                    words.joins.push("a note goes on until the next mark");
                }
                _ => {
                    let words = self.words(run, vec![set], "a note at the foot of its column");
                    self.list[at].parts.push(Part::Words(words));
                }
            }
        }
    }

    fn body(&mut self, sheet: usize, run: &Run) {
        let at = self.open(sheet);
        self.column = self.column.saturating_add(1);
        let sets: Vec<Set> = run.lines.iter().map(|&line| self.set(sheet, line, run.frame)).collect();
        let mut pitches: Vec<f32> = sets.windows(2).map(|pair| self.line(&pair[1]).base - self.line(&pair[0]).base).collect();
        pitches.sort_by(f32::total_cmp);
        let usual = pitches.get(pitches.len() / 2).copied().unwrap_or(0.0);
        for (index, set) in sets.iter().enumerate() {
            // Pictures and notes float: a paragraph goes on behind them.
            let (tail, over) = self.list[at].tail();
            let article = &self.list[at];
            let boxed = |part: &Part| matches!(part, Part::Words(words) if words.boxed);
            let (open, over) = match self.boxed {
                Some(first) => {
                    (article.parts.get(first..).unwrap_or_default().iter().rposition(boxed).map(|at| at + first), false)
                }
                None => (tail, over && tail.is_some()),
            };
            let open = open.map(|part| self.under_way(article, part, set));
            let last = open.and_then(|part| match &article.parts[part] {
                Part::Words(words) if words.class == Class::Body => words.lines.last().copied(),
                _ => None,
            });
            // Items of one list begin with one mark, also where the line before is full.
            let item = |words: &Words| {
                let first = words.lines.first()?;
                paragraph::item_mark(&self.line(first).text).filter(|mark| self.line(set).text.starts_with(*mark))
            };
            // References count on.
            let next = |words: &Words| {
                let number = |set: &Set| paragraph::counted(&self.line(set).text);
                words.lines.first().and_then(number).is_some_and(|first| number(set) == Some(first.saturating_add(1)))
                    && words.lines.last().is_some_and(|last| paragraph::ends_sentence(self.line(last)))
            };
            let listed = open
                .is_some_and(|part| matches!(&article.parts[part], Part::Words(words) if item(words).is_some() || next(words)));
            let verdict = match last {
                None => Verdict { join: false, why: "the first of its article" },
                Some(last) if over && paragraph::ends_sentence(self.line(&last)) => {
                    Verdict { join: false, why: "a sentence ends before a box" }
                }
                Some(_) if listed => Verdict { join: false, why: "the line begins with the mark of the item before" },
                Some(last) => {
                    let (above, below) = (self.line(&last), self.line(set));
                    let under =
                        last.sheet == set.sheet && above.base < below.base && last.left < set.right && set.left < last.right;
                    let near = match under {
                        true if index > 0 && usual > 0.0 => Some((below.base - above.base) / usual),
                        // Nothing stood between two blocks of one column: their distance is one that a reader sees.
                        true if open == Some(article.parts.len() - 1) && !self.stands_between(set.sheet, above, below) => {
                            Some((below.base - above.base) / self.leading(below.size, usual))
                        }
                        _ => None,
                    };
                    paragraph::decide((self.line(&last), &last), (self.line(set), set), near, self.habit)
                }
            };
            let words = Words {
                class: Class::Body,
                lines: vec![*set],
                joins: Vec::new(),
                why: verdict.why,
                size: run.size,
                column: self.column,
                boxed: self.boxed.is_some(),
            };
            match open {
                Some(part) if verdict.join => {
                    if let Part::Words(words) = &mut self.list[at].parts[part] {
                        words.lines.push(*set);
                        words.joins.push(verdict.why);
                    }
                }
                _ => self.list[at].parts.push(Part::Words(words)),
            }
        }
        if usual > 0.0 {
            self.pitch = usual;
        }
    }

    /// From line to line in a block whose lines stand so far from one another, or in the one before it.
    fn leading(&self, size: f32, usual: f32) -> f32 {
        let size = size.max(0.1);
        let known = [usual, self.pitch].into_iter().find(|pitch| (LEADING.start * size..LEADING.end * size).contains(pitch));
        known.unwrap_or(1.6 * size)
    }

    /// Gives the parts that continue an article back to it.
    fn follow_jumps(mut self) -> Articles {
        let froms: Vec<usize> = (0..self.list.len()).filter(|&at| self.list[at].to.is_some()).collect();
        let tos: Vec<usize> = (0..self.list.len()).filter(|&at| self.list[at].from.is_some()).collect();
        let parts = |all: &[usize], leads: bool| all.iter().map(|&at| self.part(at, leads)).collect::<Vec<_>>();
        let follows = |a: usize, b: usize| froms[a] < tos[b];
        let pairs = jump::pair(&parts(&froms, true), &parts(&tos, false), true, follows);
        let mut partner: Vec<Option<usize>> = vec![None; self.list.len()];
        let mut claimed = vec![false; self.list.len()];
        let mut joined = Vec::with_capacity(pairs.len());
        for Pair { from, to, evidence } in pairs {
            let (from, to) = (froms[from], tos[to]);
            partner[from] = Some(to);
            claimed[to] = true;
            let said = (self.last_line(from), self.first_line(to));
            let words = |set: Option<Set>| set.map_or(String::new(), |set| self.line(&set).text.clone());
            let sheet = said.1.map_or(0, |set| set.sheet);
            joined.push(Joined { sheet, left: words(said.0), right: words(said.1), evidence });
        }
        let lone = |&&(article, _, _, leads): &&(usize, usize, usize, bool)| {
            if leads { partner[article].is_none() } else { !claimed[article] }
        };
        for &(article, sheet, line, leads) in self.jumps.iter().filter(lone) {
            self.list[article].lone.push((sheet, line, leads));
        }
        let jumps = self.jumps.iter().filter(|jump| !lone(jump)).map(|&(_, sheet, line, _)| (sheet, line)).collect();
        // From the last: a part that jumps on itself is whole before it is given back.
        for a in (0..self.list.len()).rev() {
            if let Some(b) = partner[a] {
                let rest = std::mem::take(&mut self.list[b].parts);
                let lone = std::mem::take(&mut self.list[b].lone);
                self.list[a].lone.extend(lone);
                self.join_parts(a, rest);
            }
        }
        let list = self.list.into_iter().filter(|article| !article.parts.is_empty() || !article.lone.is_empty()).collect();
        Articles { jumps, list, joined }
    }

    /// What an article's jump line, and what stands at it, say of its partner.
    fn part(&self, at: usize, leads: bool) -> jump::Part {
        let article = &self.list[at];
        let found = if leads { article.to.clone() } else { article.from.clone() };
        // A part that jumps on stands on its own page, and may be called by the page where its article began.
        let first = article.from.iter().filter(|_| leads).flat_map(|from| from.pages.clone());
        let set = if leads { self.last_line(at) } else { self.first_line(at) };
        let indent = |set: Set| paragraph::indent(self.line(&set), &set) >= 0.75;
        jump::Part {
            pages: std::iter::once(if leads { article.last_folio.clone() } else { article.folio.clone() })
                .chain(first)
                .collect(),
            jump: found.unwrap_or_default(),
            title: jump::squeezed(&article.title(self.sheets)),
            words: set.map_or(String::new(), |set| self.line(&set).text.clone()),
            indented: set.filter(|_| !leads && self.habit.indents).map(indent),
        }
    }

    /// The last line of an article's text.
    fn last_line(&self, at: usize) -> Option<Set> {
        self.list[at].parts.iter().rev().find_map(|part| match part {
            Part::Words(words) if words.class == Class::Body => words.lines.last().copied(),
            _ => None,
        })
    }

    fn first_line(&self, at: usize) -> Option<Set> {
        self.list[at].parts.iter().find_map(|part| match part {
            Part::Words(words) if words.class == Class::Body => words.lines.first().copied(),
            _ => None,
        })
    }

    /// Appends the parts of a continuation; a headline that stands again becomes furniture with the jump.
    fn join_parts(&mut self, a: usize, rest: Vec<Part>) {
        let mut rest = rest.into_iter().peekable();
        while let Some(part) = rest.next_if(|part| matches!(part, Part::Words(words) if is_stack(words.class))) {
            if let Part::Words(mut words) = part {
                words.class = Class::JumpFrom;
                self.list[a].parts.push(Part::Words(words));
            }
        }
        let open = self.list[a].parts.iter().rposition(|part| matches!(part, Part::Words(words) if words.class == Class::Body));
        if let (Some(open), Some(Part::Words(first))) = (open, rest.peek().cloned())
            && first.class == Class::Body
            && let Part::Words(words) = &self.list[a].parts[open]
            && let (Some(last), Some(next)) = (words.lines.last().copied(), first.lines.first().copied())
        {
            let verdict = paragraph::decide_jump((self.line(&last), &last), (self.line(&next), &next), self.habit);
            if verdict.join {
                rest.next();
                if let Part::Words(words) = &mut self.list[a].parts[open] {
                    words.joins.push(verdict.why);
                    words.joins.extend(&first.joins);
                    words.lines.extend(&first.lines);
                }
            }
        }
        self.list[a].parts.extend(rest);
    }
}
