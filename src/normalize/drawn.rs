//! Tables that are drawn with characters: `┌─┬─┐`, `│甲│乙│`, or `+---+` and `| 甲 |`.
//!
//! Rows stand between rules; where no rule parts the lines below the head, each line is a row. A cell that reaches over several columns is
//! told by where its bars stand. What is drawn any other way (cells over several rows) stays as it is.

use super::unwrap;
use crate::model::{Block, Cell, EditLog, Hints, Kind, Reason, Role, Row, Rule, Table, Text};
use crate::text::width;
use std::ops::Range;

/// Lines of one table, at least and at most.
const FEWEST: usize = 4;
const LINES: usize = 2000;

/// Makes tables of the lines that draw them.
pub fn run(blocks: &mut Vec<Block>, log: &mut EditLog) {
    let reason = Reason::certain(Rule::DrawnTable, "lines that draw a table");
    let mut tables = Vec::new();
    let mut at = 0;
    while at < blocks.len() {
        let lines = blocks[at..].iter().take(LINES).take_while(|block| is_drawn(block)).count();
        let range = at..at + lines;
        if lines >= FEWEST
            && let Some(table) = Drawn::of(&blocks[range.clone()])
        {
            tables.push((range, table));
        }
        at += lines.max(1);
    }
    place(blocks, tables, &reason, log);
}

/// Puts tables, first to last, where their lines are.
pub fn place(blocks: &mut Vec<Block>, tables: Vec<(Range<usize>, Drawn)>, reason: &Reason, log: &mut EditLog) {
    if tables.is_empty() {
        return;
    }
    let mut tables = tables.into_iter().peekable();
    let mut rest = std::mem::take(blocks).into_iter();
    let mut at = 0;
    while let Some(block) = rest.next() {
        match tables.next_if(|(range, _)| range.start == at) {
            Some((range, table)) => {
                let mut lines: Vec<Block> = std::iter::once(block).chain(rest.by_ref().take(range.len() - 1)).collect();
                blocks.push(table.block(&mut lines, reason, log));
                at = range.end;
            }
            None => {
                blocks.push(block);
                at += 1;
            }
        }
    }
}

fn is_bar(c: char) -> bool {
    matches!(c, '│' | '┃' | '║' | '|' | '｜')
}

/// Whether a line is a rule, or a row between bars.
fn is_drawn(block: &Block) -> bool {
    let text = block.text.as_str().trim();
    let plain =
        matches!(block.kind, Kind::Paragraph(Role::Body)) && block.text.spans().is_empty() && block.text.anchors().is_empty();
    plain && block.hints.line && (is_rule(text) || text.starts_with(is_bar) && text.ends_with(is_bar) && text.len() > 1)
}

/// A line of a frame from its left to its right edge.
fn is_rule(text: &str) -> bool {
    let framed = |c: char| matches!(c, '\u{2500}'..='\u{257f}') && !is_bar(c) || matches!(c, '+' | '-' | '=');
    text.chars().nth(2).is_some()
        && text.chars().all(framed)
        && (text.starts_with('+') && text.ends_with('+') || text.starts_with(|c: char| matches!(c, '\u{2500}'..='\u{257f}')))
}

/// The cells of a line: bytes of its text, and how many columns.
pub type Cells = Vec<(Range<usize>, u16)>;

/// A table, by the lines of each row.
pub struct Drawn {
    /// The lines between two rules, each a row, or the row they are together.
    pub rows: Vec<Vec<usize>>,
    /// How many rows stand above the first inner rule.
    pub head: usize,
    /// The cells of each line.
    pub cells: Vec<Cells>,
}

impl Drawn {
    fn of(lines: &[Block]) -> Option<Drawn> {
        let texts: Vec<&str> = lines.iter().map(|block| block.text.as_str()).collect();
        let rules: Vec<bool> = texts.iter().map(|text| is_rule(text.trim())).collect();
        let cells = cells(&texts, &rules)?;
        let groups: Vec<Vec<usize>> = (0..lines.len())
            .collect::<Vec<_>>()
            .chunk_by(|a, b| rules[*a] == rules[*b])
            .filter(|group| !rules[group[0]])
            .map(<[usize]>::to_vec)
            .collect();
        let columns = cells.iter().map(|cells| cells.iter().map(|cell| usize::from(cell.1)).sum::<usize>()).max()?;
        if columns < 2
            || rules.iter().filter(|&&rule| rule).count() < 2
            || texts.iter().zip(&rules).any(|(text, rule)| !rule && is_partial(text))
        {
            return None;
        }
        let whole = groups.len() > 2 || groups.len() == 2 && groups[1].len() == 1;
        let rows: Vec<Vec<usize>> = match (whole, groups.split_first()) {
            (true, _) => groups.clone(),
            (false, Some((first, []))) => first.iter().map(|&line| vec![line]).collect(),
            (false, Some((first, rest))) => {
                std::iter::once(first.clone()).chain(rest.iter().flatten().map(|&line| vec![line])).collect()
            }
            (false, None) => return None,
        };
        // The lines of a row have the same cells.
        let same = |row: &Vec<usize>| {
            let spans = |line: usize| cells[line].iter().map(|cell| cell.1).collect::<Vec<_>>();
            row.iter().all(|&line| spans(line) == spans(row[0]))
        };
        // A double rule ends the head; without one, single rules between all rows of `+---+` end none.
        let double = (1..lines.len() - 1).find(|&line| rules[line] && texts[line].contains(['=', '═', '╪', '╞']));
        let head = match double {
            Some(double) => groups.iter().filter(|group| group[0] < double).count(),
            None if texts[0].starts_with('+') && groups.len() > 2 => 0,
            None => usize::from(groups.len() > 1),
        };
        (rows.len() > 1 && rows.iter().all(same)).then_some(Drawn { rows, head, cells })
    }

    /// The table as one block; what draws it is accounted for.
    pub fn block(self, lines: &mut [Block], reason: &Reason, log: &mut EditLog) -> Block {
        let mut texts: Vec<Vec<Text>> = Vec::with_capacity(lines.len());
        for (line, cells) in lines.iter_mut().zip(&self.cells) {
            let mut text = std::mem::take(&mut line.text);
            // From the last bar to the first.
            let mut pieces = Vec::with_capacity(cells.len());
            for (range, _) in cells.iter().rev() {
                // A cut takes the white space before it along.
                let mut cut = |at: usize| text.split_off(at.min(text.as_str().len()), &line.origin, reason, log);
                let (drawn, cell) = (cut(range.end), cut(range.start));
                pieces.push(cell);
                log.markup(drawn.as_str(), &line.origin, reason);
            }
            log.markup(text.as_str(), &line.origin, reason);
            pieces.reverse();
            texts.push(pieces);
        }
        let mut rows = Vec::with_capacity(self.rows.len());
        for (at, row) in self.rows.iter().enumerate() {
            let origin = &lines[row[0]].origin;
            let mut cells: Vec<Cell> = Vec::with_capacity(self.cells[row[0]].len());
            for (index, (_, columns)) in self.cells[row[0]].iter().enumerate() {
                let mut text = Text::default();
                for &line in row {
                    let piece = std::mem::take(&mut texts[line][index]);
                    if text.is_empty() {
                        text = piece;
                    } else if !piece.is_empty() {
                        let joint = unwrap::joint(text.as_str(), piece.as_str());
                        text.append(piece, joint, origin, reason, log);
                    }
                }
                let block = Block::new(Kind::default(), text, origin.clone());
                cells.push(Cell { columns: *columns, blocks: vec![block], ..Cell::default() });
            }
            rows.push(Row { header: at < self.head, cells });
        }
        let mut block = Block::new(Kind::Table(Table { rows }), Text::default(), lines[0].origin.clone());
        block.hints = Hints { blank_before: lines[0].hints.blank_before, ..Hints::default() };
        block
    }
}

/// Whether a row has a rule in it: a cell beside it reaches further down.
fn is_partial(text: &str) -> bool {
    text.contains(['─', '━', '═', '├', '┤', '┼', '╋', '╂']) || text.contains("---") && text.contains('+')
}

/// The cells of each line, without the white space round their words; nothing of rules. None if bars stand where no other line has one.
fn cells(texts: &[&str], rules: &[bool]) -> Option<Vec<Cells>> {
    let bars: Vec<Vec<usize>> = texts
        .iter()
        .zip(rules)
        .map(
            |(text, rule)| {
                if *rule { Vec::new() } else { text.char_indices().filter(|(_, c)| is_bar(*c)).map(|(at, _)| at).collect() }
            },
        )
        .collect();
    let counts = || bars.iter().filter(|bars| !bars.is_empty()).map(Vec::len);
    let most = counts().max()?;
    let same = counts().all(|count| count == most);
    // Programs set the characters of a frame one or two columns wide.
    let places = |wide: bool| -> Option<Vec<Vec<usize>>> {
        let place = |text: &str, at: usize| {
            let before = &text[text.len() - text.trim_start().len()..at];
            before.chars().map(|c| if is_bar(c) { 1 + usize::from(wide) } else { width::of_char(c, true) }).sum::<usize>()
        };
        let places: Vec<Vec<usize>> =
            bars.iter().zip(texts).map(|(bars, text)| bars.iter().map(|&at| place(text, at)).collect()).collect();
        let grid = places.iter().find(|places| places.len() == most)?;
        // Another count of bars before a place moves it.
        let near = |place: usize| (0..grid.len()).min_by_key(|&at| grid[at].abs_diff(place));
        let index = |line: &Vec<usize>| -> Option<Vec<usize>> {
            let found: Vec<usize> = line.iter().filter_map(|&place| near(place)).collect();
            let fits = line.iter().zip(&found).all(|(&place, &at)| grid[at].abs_diff(place) <= 1);
            let ends = line.is_empty() || found.first() == Some(&0) && found.last() == Some(&(grid.len() - 1));
            (fits && ends && found.windows(2).all(|pair| pair[0] < pair[1])).then_some(found)
        };
        places.iter().map(index).collect()
    };
    let index = match same {
        true => bars.iter().map(|bars| (0..bars.len()).collect()).collect(),
        false => places(false).or_else(|| places(true))?,
    };
    let cell = |text: &str, bars: &[usize], index: &[usize]| -> Cells {
        let between = bars.windows(2).zip(index.windows(2));
        between
            .map(|(bars, index)| {
                let from = bars[0] + text[bars[0]..].chars().next().map_or(0, char::len_utf8);
                let inner = &text[from..bars[1]];
                let start = from + (inner.len() - inner.trim_start().len());
                let end = start.max(from + inner.trim_end().len());
                (start..end, u16::try_from(index[1] - index[0]).unwrap_or(1))
            })
            .collect()
    };
    Some(
        texts
            .iter()
            .zip(&bars)
            .zip(&index)
            .map(|((text, bars), index): ((&&str, &Vec<usize>), &Vec<usize>)| cell(text, bars, index))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Document, Origin, Tally, TextBuilder, native};

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let mut document = Document::default();
        for line in text.lines() {
            let mut block = Block::new(Kind::default(), TextBuilder::plain(line.trim()), Origin::default());
            block.hints.line = true;
            document.blocks.push(block);
        }
        document.log.declare_read(Tally::of_lines(text));
        run(&mut document.blocks, &mut document.log);
        assert_eq!(document.balance(), Ok(()));
        assert_eq!(native::write(&document).trim_end(), expected);
    }

    fn table(rows: &[&[&str]], head: usize) -> String {
        let mut text = String::from("table");
        for (at, row) in rows.iter().enumerate() {
            text.push_str(if at < head { "\n  row header" } else { "\n  row" });
            for cell in *row {
                let (span, words) = cell.split_once('|').unwrap_or(("1", cell));
                let body = if words.is_empty() { "      body".to_owned() } else { format!("      body :: {words}") };
                text.push_str(&format!("\n    cell {span}x1 start\n{body}"));
            }
        }
        text
    }

    #[test]
    fn rows_stand_between_rules() {
        check(
            "┌──┬──┐\n│渡口│备注│\n├──┼──┤\n│东渡│夜间│\n│    │停航│\n├──┼──┤\n│西渡│    │\n└──┴──┘",
            &table(&[&["渡口", "备注"], &["东渡", "夜间停航"], &["西渡", ""]], 1),
        );
    }

    #[test]
    fn lines_below_the_head_are_rows_where_nothing_parts_them() {
        check(
            "+----+----+\n| 月 | 位 |\n+----+----+\n| 1  | 3  |\n| 2  | 4  |\n+----+----+",
            &table(&[&["月", "位"], &["1", "3"], &["2", "4"]], 1),
        );
        let grid = |rule: &str| format!("+---+---+\n| 甲 | 1 |\n{rule}\n| 乙 | 2 |\n+---+---+\n| 丙 | 3 |\n+---+---+");
        let rows: [&[&str]; 3] = [&["甲", "1"], &["乙", "2"], &["丙", "3"]];
        check(&grid("+===+===+"), &table(&rows, 1));
        check(&grid("+---+---+"), &table(&rows, 0));
        check("┏━┳━┓\n┃甲┃1┃\n┃乙┃2┃\n┗━┻━┛", &table(&[&["甲", "1"], &["乙", "2"]], 0));
    }

    #[test]
    fn bars_tell_how_far_a_cell_reaches() {
        check(
            "┌───┬───┬───┐\n│ 渡口 │   水位   │\n├───┼───┼───┤\n│ 东渡 │ 12 │ 13 │\n└───┴───┴───┘",
            &table(&[&["渡口", "2|水位"], &["东渡", "12", "13"]], 1),
        );
    }

    #[test]
    fn what_is_drawn_another_way_stays() {
        for text in [
            "│甲│乙│\n│丙│丁│\n│甲│乙│\n│丙│丁│",
            "┌─┬─┐\n│甲│乙│\n│  ├─┤\n│  │丙│\n└─┴─┘",
            "──────\n渡口\n──────",
            "┌─┬─┐\n│甲│乙│\n│甲乙丙丁戊│己│庚│\n└─┴─┘",
        ] {
            let lines: Vec<String> = text.lines().map(|line| format!("body :: {}", line.replace('|', "\\|"))).collect();
            check(text, &lines.join("\n"));
        }
    }
}
