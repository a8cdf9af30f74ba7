//! Tables that lay out a head or an imprint and hold no data: templates put the names of several bodies beside 文件, the number
//! beside the signer, 抄送 over the printer, in cells without rules. Their cells become the lines that they are.

use super::lines;
use crate::model::{Block, EditLog, Kind, Reason, Role, Rule, Table};
use crate::normalize::forms;
use crate::normalize::patterns::{GW_CC, GW_SEC, GW_URG};

/// Such a table has no more cells with text.
const CELLS: usize = 12;
/// A head begins in one of the first blocks.
const HEAD: usize = 8;

/// Dissolves the tables.
pub fn run(blocks: &mut Vec<Block>, log: &mut EditLog) {
    let is_date = |block: &Block| block.kind == Kind::Paragraph(Role::Date) || forms::is_date(block.text.as_str());
    let is_table = |block: &Block| matches!(block.kind, Kind::Table(_)) && block.text.is_empty();
    if !blocks.iter().any(is_table) {
        return;
    }
    let below = blocks.iter().rev().take_while(|block| !is_visible_sentence(block)).count();
    let mut dated = false;
    let mut whole: Vec<Block> = Vec::with_capacity(blocks.len());
    let count = blocks.len();
    for (at, mut block) in std::mem::take(blocks).into_iter().enumerate() {
        let first = whole.len();
        let found = match &block.kind {
            Kind::Table(table) if block.text.is_empty() => {
                cells(table).and_then(|cells| place(&whole, dated, count - at - 1 <= below, &cells))
            }
            _ => None,
        };
        match found {
            Some(place) => whole.extend(dissolve(&mut block, place, log)),
            None => whole.push(block),
        }
        dated |= whole[first..].iter().any(is_date);
    }
    *blocks = whole;
}

fn is_visible_sentence(block: &Block) -> bool {
    block.is_visible() && forms::is_sentence(block.text.as_str())
}

/// What a table lays out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Head,
    Imprint,
}

/// The texts of the paragraphs in its cells; nothing where there is anything else, or too much.
fn cells(table: &Table) -> Option<Vec<&str>> {
    let mut texts = Vec::new();
    for block in table.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.blocks) {
        match block.kind {
            Kind::Paragraph(_) | Kind::Heading(_) if block.text.is_empty() => {}
            Kind::Paragraph(Role::Body | Role::Date) | Kind::Heading(_) => texts.push(block.text.as_str().trim()),
            _ => return None,
        }
    }
    (1..=CELLS).contains(&texts.len()).then_some(texts)
}

/// A table is dissolved if all of its cells are parts by their form, one beyond doubt, and it stands where these parts do: above
/// the text, or with no text after it, below the date or saying itself who printed it and when (minutes have no date). `above` are the
/// blocks before it; `dated` says that a date is among them, `last` that no text comes after it.
fn place(above: &[Block], dated: bool, last: bool, cells: &[&str]) -> Option<Place> {
    let sure =
        |text: &str| text.ends_with("文件") || lines::is_number(text) || lines::is_short_number(text) || lines::is_signer(text);
    let in_head = |text: &str| {
        sure(text) || lines::is_mark_line(text) || lines::is_copy_number(text) || GW_SEC.is_match(text) || GW_URG.is_match(text)
    };
    if above.len() < HEAD
        && !above.iter().any(is_visible_sentence)
        && cells.iter().all(|text| in_head(text))
        && cells.iter().any(|text| sure(text))
    {
        return Some(Place::Head);
    }
    let told = |text: &str| GW_CC.is_match(text) || lines::is_printed(text);
    let in_imprint = |text: &str| told(text) || lines::is_imprint(text) || lines::is_issuer(text);
    let dated = dated || cells.iter().any(|text| lines::is_printed(text));
    (dated && last && cells.iter().all(|text| in_imprint(text)) && cells.iter().any(|text| told(text)))
        .then_some(Place::Imprint)
}

fn dissolve(table: &mut Block, place: Place, log: &mut EditLog) -> Vec<Block> {
    let Kind::Table(content) = std::mem::replace(&mut table.kind, Kind::Table(Table::default())) else { return Vec::new() };
    let reason = Reason::likely(Rule::Parted, "a table that lays out parts of a notice");
    table.retag(Kind::default(), &reason, log);
    let mut lines: Vec<Block> = Vec::new();
    for row in content.rows {
        let start = lines.len();
        let texts = row.cells.into_iter().flat_map(|cell| cell.blocks).filter(|block| !block.text.is_empty());
        for block in texts {
            let printed = place == Place::Imprint && lines.len() == start + 1 && lines::is_printed(block.text.as_str());
            match lines.last_mut().filter(|name| printed && lines::is_issuer(name.text.as_str().trim())) {
                // Who printed it and when are one line.
                Some(name) => name.text.append(block.text, "\u{3000}", &block.origin, &reason, log),
                None => lines.push(block),
            }
        }
    }
    // 文件 stands beside all names, and behind them in the text.
    if place == Place::Head
        && let Some(word) = lines.iter().position(|block| block.text.as_str().trim() == "文件")
    {
        let is_name = |block: &&Block| lines::is_issuer(block.text.as_str().trim());
        let names = lines[word + 1..].iter().take_while(is_name).count();
        lines[word..=word + names].rotate_left(1);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Cell, Row, TextBuilder, native};

    fn check(before: &str, rows: &[&[&str]], after: &str, expected: Option<&[&str]>) {
        let cell = |text: &&str| Cell {
            blocks: vec![Block::new(Kind::default(), TextBuilder::plain((*text).to_owned()), crate::model::Origin::None)],
            ..Cell::default()
        };
        let rows = rows.iter().map(|row| Row { header: false, cells: row.iter().map(cell).collect() }).collect();
        let mut document = native::parse(&format!("{before}separator :: \n{after}")).expect("the native form is well formed");
        let at = document.blocks.iter().position(|block| block.kind == Kind::Separator).expect("it is there");
        document.blocks[at].kind = Kind::Table(Table { rows });
        run(&mut document.blocks, &mut document.log);
        let found: Vec<&str> = document.blocks[at..].iter().map(|block| block.text.as_str()).collect();
        match expected {
            Some(lines) => assert_eq!(found[..lines.len()], *lines),
            None => assert!(matches!(document.blocks[at].kind, Kind::Table(_))),
        }
    }

    #[test]
    fn tables_of_heads_and_imprints_are_lines() {
        let head: &[&[&str]] = &[&["江湾县教育局", "文件"], &["江湾县财政局", ""], &["江教〔2024〕8号", "签发人：周知"]];
        let title = "body :: 关于修路的请示\n";
        let names = ["江湾县教育局", "江湾县财政局", "文件", "江教〔2024〕8号", "签发人：周知"];
        check("", head, title, Some(&names));
        let imprint: &[&[&str]] = &[&["抄送：县委办公室。"], &["江湾县教育局", "2024年3月8日印发"]];
        check("body :: 2024年3月7日\n", imprint, "", Some(&["抄送：县委办公室。", "江湾县教育局\u{3000}2024年3月8日印发"]));
    }

    #[test]
    fn tables_of_data_stay() {
        let form: &[&[&str]] = &[&["姓名", "单位"], &["周知", "江湾县教育局"]];
        check("", form, "body :: 关于修路的请示\n", None);
        check("body :: 2024年3月7日\n", &[&["序号", "事由"], &["1", "抄送：县委办公室。"]], "", None);
        check("", &[&["江湾县教育局"], &["江湾县财政局"]], "body :: 关于修路的请示\n", None);
        check("body :: 江湾县各村要修路。\n", &[&["抄送：县委办公室。"]], "body :: 2024年3月7日\n", None);
    }
}
