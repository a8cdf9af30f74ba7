//! The words of tables: their name right above them, and below in small type where the figures come from. They are no headline
//! and end no paragraph: tables stand where there is room for them.

use super::block::Block;
use super::line::Line;
use super::page::Area;
use super::paragraph::ends_sentence;
use super::stack;
use crate::text::patterns::compile;
use regex::Regex;
use std::sync::LazyLock;

/// They stand no further (em) from their table.
const NEAR: f32 = 1.5;
/// Names below tables stand no further (em) from them.
const UNDER: f32 = 3.0;
/// Names are no larger than the text by more than this, notes at least so much smaller.
const LARGE: f32 = 1.15;
const SMALL: f32 = 0.97;
/// More tables than this on a page are cells of forms.
const MOST: usize = 40;

/// The blocks that are a table's name and its notes; `tables` is how many the page has.
pub fn of_table(table: Area, tables: usize, blocks: &[Block], lines: &[Line], body: f32) -> (Option<usize>, Vec<usize>) {
    if tables > MOST {
        return (None, Vec::new());
    }
    let within = |block: &Block| {
        block.area.left >= table.left - body && block.area.right <= table.right + body && block.size <= LARGE * body
    };
    let gap_above = |block: &Block| table.top - block.area.bottom;
    let close = |gap: f32| gap > -0.3 * body && gap < NEAR * body;
    let name = (0..blocks.len()).filter(|&at| {
        let block = &blocks[at];
        within(block) && block.lines.len() <= 2 && close(gap_above(block)) && {
            let text = stack::words(block, lines);
            let marked = block.size < SMALL * body || block.lines.iter().all(|&line| lines[line].bold);
            let middle = (block.area.center().0 - table.center().0).abs() <= body;
            let alone = || {
                blocks.iter().all(|other| {
                    let above = block.area.top - other.area.bottom;
                    std::ptr::eq(other, block)
                        || other.size > LARGE * body
                        || other.area.shared_x(block.area) <= 0.0
                        || !(-0.5 * body..0.8 * body).contains(&above)
                })
            };
            NAME.is_match(&text)
                || marked && middle && !block.lines.last().is_some_and(|&at| ends_sentence(&lines[at])) && alone()
        }
    });
    let name = name.min_by(|&a, &b| gap_above(&blocks[a]).total_cmp(&gap_above(&blocks[b])));
    let below = |at: &usize| {
        let block = &blocks[*at];
        let gap = block.area.top - table.bottom;
        let form = |form: &Regex| block.lines.first().is_some_and(|&line| form.is_match(&lines[line].text));
        let note = || block.size < SMALL * body && close(gap) && form(&NOTE);
        // Some typesetters put the name below.
        let named = || name.is_none() && block.lines.len() <= 2 && gap > 0.0 && gap < UNDER * body && form(&NAME);
        within(block) && (note() || named())
    };
    (name, (0..blocks.len()).filter(below).collect())
}

/// The number of a table.
static NAME: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^(?:(?i:table)\s*[0-9]+(?:[-.][0-9]+)*(?:\s*[:.]|\s+[^a-z\s]|$)|(?:[续續附]\s*)?表\s*[0-9０-９一二三四五六七八九十]+(?:[-－.．][0-9０-９]+)?(?:[　 :：.．、]|$))",
    )
});

/// Where figures come from.
static NOTE: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"^[（(*＊]?\s*(?:注|註|附注|备注|備註|说明|說明|(?:资料|数据|資料|數據)?[来來]源)\s*[0-9０-９]?\s*[:：]")
});
