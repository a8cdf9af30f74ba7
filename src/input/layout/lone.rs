//! Heads and feet of a page that no other page repeats and nothing is drawn at: the page of a paper, alone in its file.
//!
//! Only a page whose text stands in columns is one of these. Its head is a row with something at each side and nothing between
//! them, one of both a folio, a date or a paper's name; its foot stands below all columns, in small type, and says whom to
//! call.

use super::Sheet;
use super::line::{Line, Way, form};
use super::notes;
use super::page::Area;
use super::paragraph::ends_sentence;
use crate::text::patterns::{NP_CN, NP_DATE, NP_POST, compile};
use regex::Regex;
use std::sync::LazyLock;

/// The longest row, in characters.
const SHORT: usize = 60;
/// What stands at both sides is so far apart (em) at least.
const HOLE: f32 = 10.0;
/// White between a head or a foot and the page (em of the text).
const WHITE: f32 = 1.0;
/// Lines of columns take no more of the page's width than this.
const COLUMN: f32 = 0.6;
/// A page has so many lines of text at least.
const LINES: usize = 12;

/// Whether the first row of a page is its head.
pub fn is_head(sheet: &Sheet, row: &[usize]) -> bool {
    let Some((body, whole)) = page(sheet) else { return false };
    let lines: Vec<&Line> = row.iter().map(|&at| &sheet.lines[at]).collect();
    let Some(area) = lines.iter().map(|line| line.area).reduce(Area::union) else { return false };
    let others = || (0..sheet.lines.len()).filter(|at| !row.contains(at)).map(|at| &sheet.lines[at]);
    let apart = others().all(|line| line.area.top >= area.bottom + WHITE * body);
    let masthead = sheet.lines.iter().any(|line| NP_CN.is_match(&line.text) || NP_POST.is_match(&line.text));
    let middle = |line: &&&Line| line.area.left > area.left + HOLE * body && line.area.right < area.right - HOLE * body;
    let mut sorted: Vec<Area> = lines.iter().map(|line| line.area).collect();
    sorted.sort_by(|a, b| a.left.total_cmp(&b.left));
    let hole = sorted.windows(2).any(|pair| pair[1].left - pair[0].right >= HOLE * body);
    !masthead
        && apart
        && hole
        && !lines.iter().any(|line| middle(&line))
        && (area.left - whole.left).abs() <= body
        && (area.right - whole.right).abs() <= body
        && lines.iter().all(|line| line.size <= 1.05 * body && !line.text.contains(['：', ':', '，', '。']))
        && lines.iter().map(|line| line.text.chars().count()).sum::<usize>() <= SHORT
        && lines.iter().any(|line| {
            let text = form(&line.text);
            NP_DATE.is_match(&text) || HEAD.is_match(&text)
        })
}

/// Whether the first row of a magazine's page names its section or its issue, in small type above all columns.
pub fn is_label(sheet: &Sheet, row: &[usize]) -> bool {
    let Some((body, whole)) = page(sheet) else { return false };
    let [at] = *row else { return false };
    let line = &sheet.lines[at];
    let text = form(&line.text);
    let edge = (line.area.left - whole.left).abs() <= body || (line.area.right - whole.right).abs() <= body;
    let mut others = (0..sheet.lines.len()).filter(|&other| other != at).map(|other| sheet.lines[other].area);
    edge && line.size < 0.97 * body
        && others.all(|other| other.top >= line.area.bottom + WHITE * body)
        && [&HEAD, &LABEL, &ISSUE].iter().any(|form| form.is_match(text.trim()))
}

/// Whether the last row of a page is its foot.
pub fn is_foot(sheet: &Sheet, row: &[usize]) -> bool {
    let words = || row.iter().map(|&at| form(&sheet.lines[at].text));
    let whole = || words().map(|text| text.trim().to_owned()).collect::<Vec<_>>().join(" ");
    is_below_all(sheet, row) && (words().any(|text| CONTACT.is_match(&text)) || FOOT.is_match(&whole()))
}

/// Whether a row stands below all columns, in smaller type, and is neither a note nor a caption.
pub fn is_below_all(sheet: &Sheet, row: &[usize]) -> bool {
    let Some((body, _)) = page(sheet) else { return false };
    let lines: Vec<&Line> = row.iter().map(|&at| &sheet.lines[at]).collect();
    let Some(area) = lines.iter().map(|line| line.area).reduce(Area::union) else { return false };
    let others = (0..sheet.lines.len()).filter(|at| !row.contains(at)).map(|at| sheet.lines[at].area);
    let pictures = sheet.images.iter().map(|image| image.area).chain(sheet.drawn.blanks.iter().copied());
    let under = |thing: Area| thing.bottom > area.top - 3.0 * body && thing.shared_x(area) > 0.0;
    let boxed = sheet.drawn.boxes.iter().chain(sheet.drawn.grids.iter().map(|grid| &grid.area));
    others.into_iter().all(|other| other.bottom <= area.top - WHITE * body)
        && !pictures.into_iter().any(under)
        && !boxed.into_iter().any(|thing| thing.shared_y(area) > 0.0 && thing.shared_x(area) > 0.0)
        && lines.iter().all(|line| line.size < 0.97 * body && notes::mark(&line.text).is_none() && !ends_sentence(line))
        && lines.iter().map(|line| line.text.chars().count()).sum::<usize>() <= 2 * SHORT
}

/// The em of a page's text and what its lines cover, where they stand in columns.
fn page(sheet: &Sheet) -> Option<(f32, Area)> {
    if sheet.turned {
        return None;
    }
    let (body, _) = sheet.body_size()?;
    let upright = || sheet.lines.iter().filter(|line| line.way == Way::Across);
    let whole = upright().map(|line| line.area).reduce(Area::union)?;
    let text = || upright().filter(|line| (line.size - body).abs() <= 0.05 * body);
    let narrow = text().filter(|line| line.area.width() <= COLUMN * whole.width()).count();
    (text().count() >= LINES && 10 * narrow >= 9 * text().count()).then_some((body, whole))
}

/// A folio, or the name of a paper.
static HEAD: LazyLock<Regex> = LazyLock::new(|| {
    let forms = r"^(?:第?\s*[A-D]?\d{1,3}\s*版?|第?[A-D]?\d{1,3}版?[·•|｜／/　 ]+[\p{Han}·]{2,8}|[\p{Han}·]{2,8}[·•|｜／/　 ]+第?[A-D]?\d{1,3}版?|[\p{Han}]{2,6}(?:日报|晚报|时报|早报|晨报|商报|周报|导报|周刊|月刊))$";
    compile(forms)
});

/// Whom to call.
static CONTACT: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?:热线|電話|电话|邮箱|邮编|网址|投稿|零售|定价|印刷|承印|发行|社址|编辑部)"));

/// A section with its name in another tongue: `人物 PEOPLE`.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"^(?:[\p{Han}]{2,6}[\s　·•|｜/／]*[A-Z][A-Z &]{2,20}|[A-Z][A-Z &]{2,20}[\s　·•|｜/／]*[\p{Han}]{2,6})$")
});

/// An issue.
static ISSUE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^(?:[\p{Han}]{2,10}[\s　·]*)?\d{4}\s*(?:年\s*(?:第\s*\d{1,3}\s*期|\d{1,2}\s*月(?:号|[上下]半月)?)|[.·]\d{1,2})(?:[\s　]*总第\s*\d+\s*期)?$",
    )
});

/// A folio with the name of a periodical or its issue.
static FOOT: LazyLock<Regex> = LazyLock::new(|| {
    let issue = r"(?:[\p{Han}]{2,10}(?:周刊|週刊|月刊|半月刊|双月刊|季刊|杂志|雜誌|学报|學報|画报|文摘)|\d{4}(?:\s*年\s*(?:第\s*\d{1,3}\s*期|\d{1,2}\s*月)|[.·/]\d{1,2}))";
    compile(&format!(r"^(?:\d{{1,4}}(?:[\s　|｜·]+{issue}){{1,2}}|(?:{issue}[\s　|｜·]+){{1,2}}\d{{1,4}})$"))
});

/// Whether a text is the name of a paper or a periodical and nothing else.
pub fn is_paper(text: &str) -> bool {
    text.len() <= 60 && NAME.is_match(text)
}

/// The name of a paper or a periodical.
static NAME: LazyLock<Regex> = LazyLock::new(|| {
    let forms =
        r"^\p{Han}{1,8}(?:[日晚时早晨商周导画公]报|都市报|日報|晚報|時報|週報|[周月季]刊|半月刊|双月刊|學報|学报|杂志)$";
    compile(forms)
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_and_feet_of_magazines() {
        for (text, head, foot) in [
            ("人物 PEOPLE", true, false),
            ("FEATURE　特稿", true, false),
            ("2018年第5期", true, false),
            ("江岸月刊　2018年3月号", true, false),
            ("江岸周刊", true, false),
            ("38　江岸周刊　2016.11", false, true),
            ("2016.11　江岸周刊　39", false, true),
            ("江岸的柳树", false, false),
            ("2018年5月3日", false, false),
            ("38　人", false, false),
        ] {
            let is_head = [&HEAD, &LABEL, &ISSUE].iter().any(|form| form.is_match(text));
            assert_eq!((is_head, FOOT.is_match(text)), (head, foot), "{text}");
        }
    }
}
