//! Tables whose columns stand under one another, with nothing drawn: their cells are parted by tabs or wide spaces, and where the
//! head says what the columns are, by one space.
//!
//! Verse, lists of names, contents and forms stand in columns, too: a table has words over a column of figures, or names in its
//! head what tables have columns for. Lines that do not fit in leave all of it as it is.

use super::drawn::{Cells, Drawn, place};
use super::forms;
use crate::model::{Block, EditLog, Kind, Reason, Role, Rule};
use crate::text::script::is_han;
use crate::text::width;
use std::ops::Range;

/// Rows of a table with its head, and of what goes on on the next page.
const ROWS: usize = 3;
/// Lines of one table at most.
const LINES: usize = 2000;
/// The longest cell, in characters; of a head, and of rows that one space parts, the longest too.
const LONGEST: usize = 40;
const SHORT: usize = 16;
/// The head of a page has so many lines at most, and what stands over the head of a table.
const PAGE: usize = 4;
const OVER: usize = 2;

/// Makes tables of lines in columns.
pub fn run(blocks: &mut Vec<Block>, log: &mut EditLog) {
    let mut tables: Vec<(Range<usize>, Drawn)> = Vec::new();
    let mut at = 0;
    while at < blocks.len() {
        if !is_row(&blocks[at]) || !blocks[at].text.as_str().contains([' ', '\t', '\u{3000}', '\u{a0}']) {
            at += 1;
            continue;
        }
        let above = tables.last().filter(|(range, _)| at - range.end <= PAGE).map(|(_, table)| table.cells[0].len());
        let found = wide(blocks, at, above);
        match found.or_else(|end| narrow(blocks, at).ok_or(end)) {
            Ok((range, table)) => {
                at = range.end;
                tables.push((range, table));
            }
            Err(end) => at = end,
        }
    }
    place(blocks, tables, &Reason::likely(Rule::AlignedTable, "lines in columns"), log);
}

/// Whether a line could be one of a row.
fn is_row(block: &Block) -> bool {
    let text = block.text.as_str();
    matches!(block.kind, Kind::Paragraph(Role::Body))
        && (block.hints.line || text.contains('\t'))
        && block.text.spans().is_empty()
        && block.text.anchors().is_empty()
}

/// One row: bytes of its cells, and where they stand on their line, in half-em.
struct Line {
    cells: Vec<(Range<usize>, Range<usize>)>,
    /// A tab for each column.
    tabbed: bool,
}

impl Line {
    /// A line whose words are parted by tabs, or by wide spaces.
    fn of(block: &Block) -> Line {
        let text = block.text.as_str();
        let mut cells: Vec<(Range<usize>, Range<usize>)> = Vec::new();
        let mut place = usize::from(block.hints.indent);
        let (mut gap, mut wide) = (0, true);
        for (at, c) in text.char_indices() {
            let end = at + c.len_utf8();
            let step = width::of_char(c, true);
            if c.is_whitespace() {
                gap += step;
                wide |= gap > 1;
            } else {
                match cells.last_mut() {
                    Some((bytes, places)) if !wide => (bytes.end, places.end) = (end, place + step),
                    _ => cells.push((at..end, place..place + step)),
                }
                (gap, wide) = (0, false);
            }
            place += step;
        }
        Line { cells, tabbed: text.contains('\t') }
    }

    /// The cells between tabs, of lines that are indented so far; nothing may stand in one.
    fn between_tabs(block: &Block, indent: u16) -> Cells {
        let text = block.text.as_str();
        // The tab before an empty first cell is white space at the edge of the line.
        let first = (usize::from(block.hints.indent - indent) >= width::of("\t")).then_some(0..0);
        let mut from = 0;
        let found = text.split('\t').map(|cell| {
            let start = from + (cell.len() - cell.trim_start().len());
            let end = start.max(from + cell.trim_end().len());
            from += cell.len() + 1;
            start..end
        });
        first.into_iter().chain(found).map(|range| (range, 1)).collect()
    }
}

/// The lines from here on whose words stand far apart, and the table that they are; or else where they end.
fn wide(blocks: &[Block], at: usize, above: Option<usize>) -> Result<(Range<usize>, Drawn), usize> {
    let mut lines: Vec<Line> = Vec::new();
    for block in blocks[at..].iter().take(LINES).take_while(|block| is_row(block)) {
        let line = Line::of(block);
        // A blank line parts tables, unless one stands between all rows. One piece far in is the rest of a cell.
        let parted = lines.len() > 1 && block.hints.blank_before > 0 && blocks[at + 1].hints.blank_before == 0;
        let inside = |first: &Line| line.cells[0].1.start > first.cells[0].1.end + 1;
        if parted || line.cells.len() < 2 && !lines.first().is_some_and(inside) {
            break;
        }
        lines.push(line);
    }
    let most = lines.iter().map(|line| line.cells.len()).max().unwrap_or(0);
    // `填表人：…　　2024年3月` stands above a table or below it.
    let is_edge = |row: usize| {
        let text = blocks[at + row].text.as_str();
        lines[row].cells.len() < most && text[..lines[row].cells[0].0.end].contains(['：', ':']) && !text.starts_with("其中")
    };
    let end = at + (0..lines.len()).rfind(|&row| !is_edge(row)).map_or(0, |row| row + 1);
    // What stands over the head may be no row of it.
    let over = (0..lines.len()).take_while(|&row| lines[row].cells.len() < most).count();
    let table = (0..=over.min(OVER)).filter(|first| at + first + 1 < end).find_map(|first| {
        let (rows, lines) = (&blocks[at + first..end], &lines[first..end - at]);
        let columns = in_tabs(rows, lines).or_else(|| in_columns(rows, lines))?;
        Some((at + first..end, columns.tell(above)?))
    });
    table.ok_or((at + lines.len()).max(at + 1))
}

/// Rows with a tab between one column and the next.
fn in_tabs<'a>(lines: &'a [Block], found: &[Line]) -> Option<Columns<'a>> {
    if !found.iter().all(|line| line.tabbed) {
        return None;
    }
    let indent = lines.iter().map(|line| line.hints.indent).min()?;
    let mut cells: Vec<Cells> = lines.iter().map(|line| Line::between_tabs(line, indent)).collect();
    let most = cells.iter().map(Vec::len).max()?;
    let whole = cells.iter().filter(|cells| cells.len() == most).count();
    // Where tabs set words under one another, they come in runs.
    if whole * 2 < cells.len() || cells[0].iter().skip(1).any(|(range, _)| range.is_empty()) {
        return None;
    }
    // Tabs behind the last word are white space at the edge of the line.
    for (line, cells) in lines.iter().zip(&mut cells) {
        let end = line.text.as_str().len();
        cells.resize(most, (end..end, 1));
    }
    Some(Columns { lines, rows: (0..lines.len()).map(|line| vec![line]).collect(), cells, tabbed: true })
}

/// Rows that have a cell for each column, or whose words stand under the columns of those that do.
fn in_columns<'a>(lines: &'a [Block], found: &[Line]) -> Option<Columns<'a>> {
    let most = found.iter().map(|line| line.cells.len()).max()?;
    let full: Vec<&Line> = found.iter().filter(|line| line.cells.len() == most).collect();
    let each = || (0..lines.len()).map(|line| vec![line]).collect();
    if full.len() == found.len() {
        let cells = found.iter().map(|line| line.cells.iter().map(|(bytes, _)| (bytes.clone(), 1)).collect()).collect();
        return Some(Columns { lines, rows: each(), cells, tabbed: false });
    }
    if full.len() < 2 || full.len() * 2 < found.len() {
        return None;
    }
    let column = |at: usize| -> Option<Range<usize>> {
        Some(full.iter().map(|line| line.cells[at].1.start).min()?..full.iter().map(|line| line.cells[at].1.end).max()?)
    };
    let columns: Vec<Range<usize>> = (0..most).map(column).collect::<Option<_>>()?;
    if columns.windows(2).any(|pair| pair[0].end > pair[1].start) {
        return None;
    }
    let row = |line: &Line| -> Option<Cells> {
        let mut cells: Cells = Vec::with_capacity(most);
        for (bytes, places) in &line.cells {
            let touches = |column: &Range<usize>| column.start < places.end && places.start < column.end;
            let mut under = (0..most).filter(|&column| touches(&columns[column]));
            let at = under.next().filter(|&at| under.next().is_none() && at >= cells.len())?;
            let before = cells.last().map_or(0, |(range, _)| range.end);
            cells.resize(at, (before..before, 1));
            cells.push((bytes.clone(), 1));
        }
        let end = cells.last().map_or(0, |(range, _)| range.end);
        cells.resize(most, (end..end, 1));
        Some(cells)
    };
    let cells: Vec<Cells> = found.iter().map(row).collect::<Option<_>>()?;
    let text = |line: usize, column: usize| &lines[line].text.as_str()[cells[line][column].0.clone()];
    // A line without a first cell and without figures goes on with cells of the row above that fill their columns. Where those
    // do not, the cells of a row may stand in the middle of its height, and none can tell whose the line is.
    let mut rows: Vec<Vec<usize>> = Vec::with_capacity(lines.len());
    for line in 0..lines.len() {
        let pieces = || (0..most).filter(|&column| !text(line, column).is_empty());
        let head = rows.len() == 1;
        match rows.last_mut() {
            Some(row) if text(line, 0).is_empty() && !pieces().any(|column| is_figures(text(line, column))) => {
                let above = row[row.len() - 1];
                let end = |column: usize| width::of(&lines[above].text.as_str()[..cells[above][column].0.end]);
                let fills = |column: usize| {
                    !text(above, column).is_empty()
                        && usize::from(lines[above].hints.indent) + end(column) + 2 >= columns[column].end
                };
                if head || !pieces().all(fills) {
                    return None;
                }
                row.push(line);
            }
            _ => rows.push(vec![line]),
        }
    }
    Some(Columns { lines, rows, cells, tabbed: false })
}

/// The lines from a head with names of columns on, with one space between words.
fn narrow(blocks: &[Block], at: usize) -> Option<(Range<usize>, Drawn)> {
    let head = words(blocks[at].text.as_str(), 0);
    let count = head.len();
    let named = head.iter().filter(|(range, _)| is_label(&blocks[at].text.as_str()[range.clone()])).count();
    if count < ROWS || named < 2 {
        return None;
    }
    let mut cells: Vec<Cells> = Vec::new();
    for block in blocks[at..].iter().take(LINES).take_while(|block| is_row(block)) {
        let text = block.text.as_str();
        let row = words(text, count);
        let short = |(range, _): &(Range<usize>, u16)| forms::is_within(&text[range.clone()], SHORT);
        if row.len() != count || !row.iter().all(short) || forms::has_comma(text) || forms::ends_sentence(text) {
            // A row that does not come out: another may be short of one cell and have one too many.
            if row.len() > 1 && block.hints.blank_before == 0 && is_figures(&text[row[0].0.clone()]) {
                return None;
            }
            break;
        }
        cells.push(row);
    }
    let end = at + cells.len();
    let rows = (0..cells.len()).map(|line| vec![line]).collect();
    let columns = Columns { lines: &blocks[at..end], rows, cells, tabbed: false };
    let counted = (0..count).any(|column| columns.is_figures(column, 1));
    counted.then(|| columns.tell(None)).flatten().map(|table| (at..end, table))
}

/// The words of a row between spaces. Where there is one too many, a name of two characters that stand apart (`苏 渡`) is one.
fn words(text: &str, count: usize) -> Cells {
    let mut words: Cells = Vec::new();
    let mut apart = true;
    for (at, c) in text.char_indices() {
        match words.last_mut() {
            _ if c.is_whitespace() => apart = true,
            Some((range, _)) if !apart => range.end = at + c.len_utf8(),
            _ => {
                words.push((at..at + c.len_utf8(), 1));
                apart = false;
            }
        }
    }
    let single = |range: &Range<usize>| range.len() == 3 && text[range.clone()].chars().all(is_han);
    if words.len() == count + 1
        && let Some(at) = words.windows(2).position(|pair| single(&pair[0].0) && single(&pair[1].0))
    {
        let (second, _) = words.remove(at + 1);
        words[at].0.end = second.end;
    }
    words
}

/// Rows of as many cells each.
struct Columns<'a> {
    lines: &'a [Block],
    /// The lines of each row.
    rows: Vec<Vec<usize>>,
    /// The cells of each line.
    cells: Vec<Cells>,
    /// Tabs stand between them.
    tabbed: bool,
}

impl Columns<'_> {
    /// What the first line of a row says in a column.
    fn text(&self, row: usize, column: usize) -> &str {
        let line = self.rows[row][0];
        &self.lines[line].text.as_str()[self.cells[line][column].0.clone()]
    }

    /// Whether a column holds figures from a row on; some of its cells may be empty.
    fn is_figures(&self, column: usize, from: usize) -> bool {
        let cells = || (from..self.rows.len()).map(|row| self.text(row, column)).filter(|text| !is_empty(text));
        cells().all(is_figures) && cells().count() >= ROWS - 1 && cells().count() * 2 > self.rows.len() - from
    }

    /// Whether a column counts pages: its numbers never fall.
    fn is_pages(&self, column: usize, from: usize) -> bool {
        let pages: Vec<u32> = (from..self.rows.len()).map_while(|row| self.text(row, column).parse().ok()).collect();
        column + 1 == self.cells[0].len() && pages.len() == self.rows.len() - from && pages.is_sorted()
    }

    /// The table that they are, if they are one; `above`, how many columns a table has that a page may have cut.
    fn tell(self, above: Option<usize>) -> Option<Drawn> {
        let columns = self.cells[0].len();
        let all = || (0..self.rows.len()).flat_map(|row| (0..columns).map(move |column| (row, column)));
        let labelled = all().filter(|&(row, column)| self.text(row, column).contains('：')).count();
        if columns < 2
            || labelled * 6 > columns * self.rows.len()
            || all().any(|(row, column)| !forms::is_within(self.text(row, column), LONGEST))
        {
            return None;
        }
        let counts =
            |from: usize| (0..columns).filter(|&column| self.is_figures(column, from) && !self.is_pages(column, from)).count();
        let labels = (0..columns).filter(|&column| is_label(self.text(0, column))).count();
        let is_name = |column: usize| {
            let text = self.text(0, column);
            forms::is_within(text, SHORT) && (column == 0 || !text.is_empty()) && (!is_figures(text) || is_period(text))
        };
        let head = (0..columns).all(is_name) && self.rows.len() >= ROWS;
        let head = match head {
            true if labels > 1 && (columns > 2 || counts(1) > 0) => 1,
            true if columns > 2
                && (1..columns).any(|column| {
                    self.is_figures(column, 1) && !is_figures(self.text(0, column)) && !self.is_pages(column, 1)
                }) =>
            {
                1
            }
            _ if counts(0) > 0 && (above == Some(columns) || self.tabbed && columns > 2 && self.rows.len() >= ROWS) => 0,
            _ => return None,
        };
        Some(Drawn { rows: self.rows, head, cells: self.cells })
    }
}

/// What stands for a cell that has nothing.
fn is_empty(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '-' | '—' | '－' | '–' | '/' | '\u{2026}' | '*')) || text == "无"
}

/// A quantity, a date or a number, with its unit.
fn is_figures(text: &str) -> bool {
    /// Characters of a unit, or of the units of a date.
    const UNIT: usize = 4;
    let text =
        text.trim_start_matches(['+', '-', '−', '±', '¥', '￥', '$', '(', '（', '<', '>', '≤', '≥', '≈', '约', '△', '▲', '▼']);
    text.starts_with(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c))
        && text.chars().filter(|c| c.is_alphabetic()).count() <= UNIT
}

/// A year, a month or a quarter that heads a column.
fn is_period(text: &str) -> bool {
    text.ends_with(['年', '月', '季', '日']) || text.ends_with("年度") || text.ends_with("季度") || text.ends_with("年级")
}

/// What a column of a table is called.
fn is_label(text: &str) -> bool {
    let name: String = text.chars().filter(|c| !c.is_whitespace()).take_while(|c| !matches!(c, '（' | '(' | '/')).collect();
    forms::is_within(&name, 6) && LABELS.iter().any(|label| name.ends_with(label))
}

const LABELS: [&str; 91] = [
    "序号",
    "序號",
    "编号",
    "編號",
    "号码",
    "號碼",
    "代码",
    "代碼",
    "名次",
    "排名",
    "名称",
    "名稱",
    "姓名",
    "队名",
    "性别",
    "性別",
    "年龄",
    "年齡",
    "籍贯",
    "民族",
    "学历",
    "职务",
    "職務",
    "职称",
    "職稱",
    "职业",
    "单位",
    "單位",
    "部门",
    "部門",
    "学校",
    "學校",
    "班级",
    "班級",
    "专业",
    "学号",
    "准考证号",
    "项目",
    "項目",
    "类别",
    "類別",
    "类型",
    "種類",
    "种类",
    "品种",
    "品名",
    "规格",
    "規格",
    "型号",
    "型號",
    "数量",
    "數量",
    "单价",
    "單價",
    "价格",
    "價格",
    "金额",
    "金額",
    "合计",
    "合計",
    "总计",
    "小计",
    "面积",
    "面積",
    "产量",
    "人口",
    "人数",
    "人數",
    "户数",
    "备注",
    "備註",
    "日期",
    "时间",
    "時間",
    "地点",
    "地點",
    "地址",
    "电话",
    "電話",
    "联系人",
    "等级",
    "等級",
    "奖项",
    "獎項",
    "得分",
    "成绩",
    "成績",
    "积分",
    "分数",
    "车次",
    "站名",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Document, Hints, Origin, Tally, TextBuilder};

    /// Tables as their rows, with a bar behind each cell and a cross before a head; other blocks as their text.
    fn made(text: &str) -> Vec<String> {
        let mut document = Document::default();
        let mut blank_before = 0;
        for line in text.lines() {
            if line.is_empty() {
                blank_before += 1;
                continue;
            }
            let indent = width::of(&line[..line.len() - line.trim_start().len()]) as u16;
            let mut block = Block::new(Kind::default(), TextBuilder::plain(line.trim()), Origin::default());
            block.hints = Hints { line: true, indent, blank_before, ..Hints::default() };
            blank_before = 0;
            document.blocks.push(block);
        }
        document.log.declare_read(Tally::of_lines(text));
        run(&mut document.blocks, &mut document.log);
        assert_eq!(document.balance(), Ok(()));
        let cell = |cell: &crate::model::Cell| format!("{}|", cell.blocks[0].text.as_str());
        let row = |row: &crate::model::Row| {
            let cells: String = row.cells.iter().map(cell).collect();
            format!("{}{cells}", if row.header { "+" } else { "" })
        };
        let mut lines = Vec::new();
        for block in &document.blocks {
            match &block.kind {
                Kind::Table(table) => lines.extend(table.rows.iter().map(row)),
                _ => lines.push(block.text.as_str().to_owned()),
            }
        }
        lines
    }

    #[track_caller]
    fn stays(text: &str) {
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        assert_eq!(made(text), lines);
    }

    #[test]
    fn words_over_columns_of_figures_are_a_table() {
        assert_eq!(
            made(
                "各村粮食\n 渡口      水位   说明\n东渡    3.25米\n西渡    3.31米   停航\n合计      6.56\n填表人：林见川    3月"
            ),
            ["各村粮食", "+渡口|水位|说明|", "东渡|3.25米||", "西渡|3.31米|停航|", "合计|6.56||", "填表人：林见川    3月"]
        );
    }

    #[test]
    fn tabs_part_cells_that_may_be_empty() {
        assert_eq!(
            made("\t白班\t夜班\t备注\n1月\t12人\t8人\n2月\t\t6人\t春节\n"),
            ["+|白班|夜班|备注|", "1月|12人|8人||", "2月||6人|春节|"]
        );
        assert_eq!(made("东渡\t12\t甲\n西渡\t13\t乙\n南渡\t9\t丙"), ["东渡|12|甲|", "西渡|13|乙|", "南渡|9|丙|"]);
    }

    #[test]
    fn names_of_columns_make_a_head() {
        assert_eq!(
            made("姓名　　单位　　　奖项\n林见川　江湾小学　一等奖\n苏渡　　江湾中学　二等奖"),
            ["+姓名|单位|奖项|", "林见川|江湾小学|一等奖|", "苏渡|江湾中学|二等奖|"]
        );
        assert_eq!(
            made("序号 姓名 单位\n1 林见川 江湾小学\n2 苏 渡 江湾中学\n以上公示五天。"),
            ["+序号|姓名|单位|", "1|林见川|江湾小学|", "2|苏 渡|江湾中学|", "以上公示五天。"]
        );
    }

    #[test]
    fn the_rest_of_a_cell_goes_to_the_cell_that_it_fills() {
        assert_eq!(
            made("部门    人数   备注\n渡口      12   借调的人员也在\n               其中\n石桥       5\n河堤       3   无"),
            ["+部门|人数|备注|", "渡口|12|借调的人员也在其中|", "石桥|5||", "河堤|3|无|"]
        );
        // In the middle of the height of its row, or above it: none can tell.
        stays(
            "部门    人数   备注\n               借调的人员也在\n渡口      12\n               其中\n石桥       5   无\n河堤       3   无",
        );
    }

    #[test]
    fn what_a_page_cut_goes_on_below() {
        assert_eq!(
            made("队名  胜  负\n东渡   3   1\n西渡   2   2\n\n第3版\n\n北渡   1   0\n江湾   0   4"),
            ["+队名|胜|负|", "东渡|3|1|", "西渡|2|2|", "第3版", "北渡|1|0|", "江湾|0|4|"]
        );
    }

    #[test]
    fn verse_lists_of_names_contents_and_forms_stay() {
        stays("白日沉山远　黄河入海流\n欲看千里路　更上一层楼\n白日沉山远　黄河入海流");
        stays("林见川　苏　渡　沈　河\n王小桥　李　堤　张大江\n周　波　吴　帆　郑　桨");
        stays("篇名    作者    页\n渡口    林见川    1\n石桥    苏渡    15\n河堤    沈河    28");
        stays("姓名：林见川    性别：男    年龄：41\n单位：渡口    职务：船工    电话：12\n地址：江湾    邮编：3    备注：无");
        stays("A. 12    B. 13    C. 14\nA. 22    B. 23    C. 24\nA. 32    B. 33    C. 34");
        stays("序号 姓名 单位\n1 林见川\n2 苏渡 江湾中学\n3 沈河 江湾医院");
    }
}
