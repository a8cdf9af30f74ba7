//! Tables that a page cut: their rows go on on the next page, often under the same head again, or under `续表`.

use super::forms;
use super::furniture::is_line;
use crate::model::{Block, EditLog, Furniture, Kind, Reason, Row, Rule, Table, grid, walk};
use crate::text::patterns::compile;
use regex::Regex;
use std::sync::LazyLock;

/// A head has so many rows at most.
const HEAD: usize = 4;
/// Lines of a page's head that may stand above `续表`, and their longest, in characters.
const LINES: usize = 2;
const LONGEST: usize = 30;
/// Tables of so many columns are one where pages follow one another and nothing else tells.
const WIDE: usize = 3;

/// Puts the rows of each table that a page cut together; the head that the page repeats goes.
pub fn run(blocks: &mut Vec<Block>, log: &mut EditLog) {
    let mut first = 0;
    while first < blocks.len() {
        if !cut(blocks, first).is_some_and(|cut| join(blocks, first, &cut, log)) {
            first += 1;
        }
    }
}

/// Where a table goes on.
struct Cut {
    /// The block with its other rows.
    next: usize,
    /// How many of these are its head again.
    head: usize,
    /// What tells it.
    evidence: &'static str,
}

/// Where a table goes on, if it does.
fn cut(blocks: &[Block], first: usize) -> Option<Cut> {
    let Kind::Table(table) = &blocks[first].kind else { return None };
    let mut next = first + 1;
    let (mut lines, mut named, mut page) = (0, false, false);
    loop {
        let block = blocks.get(next)?;
        match &block.kind {
            Kind::Table(_) => break,
            Kind::PageMark => page = true,
            Kind::Furniture(Furniture::RunningHead | Furniture::PageNumber) => page = true,
            Kind::Furniture(_) => {}
            _ if is_line(block) && CONTINUED.is_match(block.text.as_str().trim()) && !named => named = true,
            _ if is_line(block) && !named && lines < LINES && is_head(block.text.as_str()) => lines += 1,
            _ => return None,
        }
        next += 1;
    }
    let Kind::Table(other) = &blocks[next].kind else { return None };
    let columns = columns(table)?;
    let (turned, at_once) = match (blocks[first].hints.page, blocks[next].hints.page) {
        (Some(a), Some(b)) => (b > a, b == a + 1),
        _ => (page, false),
    };
    if columns < 2 || Some(columns) != self::columns(other) || !(named || turned && lines == 0) {
        return None;
    }
    let head = table.rows.iter().zip(&other.rows).take(HEAD).take_while(|(a, b)| is_same(a, b)).count();
    let evidence = match (named, head) {
        (true, _) => "a line above says that the table goes on",
        (false, 1..) => "the next page begins with the head of the table",
        (false, 0) if at_once && columns >= WIDE && other.rows.first().is_some_and(is_inner) => {
            "the next page begins with a row of as many columns"
        }
        _ => return None,
    };
    (head < other.rows.len()).then_some(Cut { next, head, evidence })
}

/// Whether a line may be the head of a page, above the rest of a table.
fn is_head(text: &str) -> bool {
    forms::is_within(text, LONGEST) && !forms::is_sentence(text)
}

/// Whether a row has figures, and is no head.
fn is_inner(row: &Row) -> bool {
    let figures = |block: &Block| block.text.as_str().contains(|c: char| c.is_ascii_digit());
    !row.header && row.cells.iter().any(|cell| cell.blocks.iter().any(figures))
}

fn columns(table: &Table) -> Option<usize> {
    grid::place(table, usize::MAX).map(|(_, columns)| columns)
}

/// Whether two rows say the same, and something.
fn is_same(a: &Row, b: &Row) -> bool {
    let words = words(a);
    !words.trim().is_empty() && words == self::words(b)
}

/// The words of a row, a tab before each cell's, without white space.
fn words(row: &Row) -> String {
    let mut words = String::new();
    for cell in &row.cells {
        words.push('\t');
        words.extend(cell.blocks.iter().flat_map(|block| block.text.as_str().chars()).filter(|c| !c.is_whitespace()));
    }
    words
}

/// Puts the other rows behind the first, and sets aside what stands between; nothing where a person does not want it.
fn join(blocks: &mut Vec<Block>, first: usize, cut: &Cut, log: &mut EditLog) -> bool {
    let (Kind::Table(table), Kind::Table(other)) = (&blocks[first].kind, &blocks[cut.next].kind) else { return false };
    // An empty row is where the page ended.
    let length = table.rows.iter().rposition(|row| !words(row).trim().is_empty()).map_or(1, |last| last + 1);
    let row = |row: Option<&Row>| row.map(words).unwrap_or_default();
    let (last, more) = (row(table.rows.get(length - 1)), row(other.rows.get(cut.head)));
    if log.refuses_move(Rule::CutTable, &blocks[cut.next].origin, &last, &more) {
        return false;
    }
    let reason = Reason::likely(Rule::CutTable, cut.evidence);
    let next = blocks.remove(cut.next);
    for block in blocks[first + 1..cut.next].iter_mut().filter(|block| is_line(block)) {
        block.retag(Kind::Furniture(Furniture::RunningHead), &reason, log);
    }
    log.moved(&last, &more, &next.origin, &reason);
    if let (Kind::Table(table), Kind::Table(other)) = (&mut blocks[first].kind, next.kind) {
        table.rows.truncate(length);
        let mut rows = other.rows.into_iter();
        for row in rows.by_ref().take(cut.head) {
            let blocks = row.cells.iter().flat_map(|cell| &cell.blocks).flat_map(walk::within);
            blocks.for_each(|block| log.markup(block.text.as_str(), &block.origin, &reason));
        }
        table.rows.extend(rows);
    }
    // What follows is the next page's.
    blocks[first].hints.page = next.hints.page;
    true
}

/// A line that says that the table goes on: `续表`, `续表3-2　各月水位`, `（续）`, `表 2（续）`.
static CONTINUED: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^(?:[（(]?[续續][上前]?表.{0,24}|[（(]\s*[续續]\s*[)）]|表\s*[\d一二三四五六七八九十.．\-—]+.{0,24}[（(]\s*[续續]\s*[)）])$",
    )
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;

    fn table(rows: &[&str]) -> String {
        let cell = |text: &str| format!("    cell 1x1 start\n      body :: {text}\n");
        let row = |row: &&str| format!("  row\n{}", row.split(' ').map(cell).collect::<String>());
        format!("table\n{}", rows.iter().map(row).collect::<String>())
    }

    fn check(between: &str, next: &[&str], expected: &str) {
        let source = format!("{}{between}{}", table(&["村 户", "江湾 12", "石桥 7"]), table(next));
        let mut document = native::parse(&source).expect("the native form is well formed");
        run(&mut document.blocks, &mut document.log);
        assert_eq!(document.balance(), Ok(()));
        assert_eq!(native::write(&document), if expected.is_empty() { source } else { expected.to_owned() });
    }

    #[test]
    fn rows_go_on_under_the_head_of_the_next_page() {
        let whole = table(&["村 户", "江湾 12", "石桥 7", "河头 9"]);
        let foot = "furniture page-number :: 3\n";
        check(foot, &["村 户", "河头 9"], &format!("{whole}{foot}"));
        check("body :: 续表\n", &["村 户", "河头 9"], &format!("{whole}furniture running-head :: 续表\n"));
        check("body :: 续表1　各村\n", &["河头 9"], &format!("{whole}furniture running-head :: 续表1　各村\n"));
        let marks = "body :: 江湾县志\nbody :: （续）\n";
        check(marks, &["村 户", "河头 9"], &format!("{whole}{}", marks.replace("body", "furniture running-head")));
    }

    #[test]
    fn two_tables_are_two() {
        // No page ends between them; another head; another count of columns; words between.
        check("", &["村 户", "河头 9"], "");
        check("furniture page-number :: 3\n", &["村 口", "河头 9"], "");
        check("body :: 续表\n", &["村 户 口", "河头 9 30"], "");
        check("body :: 表2　各村\n", &["村 户", "河头 9"], "");
        check("body :: 各村的户数如下。\nbody :: 续表\n", &["村 户", "河头 9"], "");
    }
}
