//! A document with its parts and its look, brought together: which pieces of the look are which block.

use super::content::is_judged;
use crate::input::Look;
use crate::input::look::{Area, Line, Paragraph, Piece, Rule, Set, is_red};
use crate::model::Block;
use crate::model::anatomy::{Anatomy, Form, Part};
use std::collections::BTreeSet;

/// Left edge and width of the type area in millimetres (GW-2).
pub const LEFT: f32 = 28.0;
pub const WIDTH: f32 = 156.0;
/// Top and height of the type area in millimetres (GW-2).
pub const TOP: f32 = 37.0;
pub const HEIGHT: f32 = 225.0;
/// Millimetres in a point.
pub const MM: f32 = 25.4 / 72.0;
/// Ink of ideographs above and below the baseline, in ems (GW-P2).
pub const INK_TOP: f32 = 0.85;
pub const INK_FOOT: f32 = 0.075;

/// A line of a page, and where it stands.
pub type Stood<'a> = (&'a Piece, Line);

/// A document that is judged.
pub struct Case<'a> {
    /// Its blocks.
    pub blocks: &'a [Block],
    /// Their parts.
    pub anatomy: Anatomy,
    /// What it looks like.
    pub look: Look,
    /// It need not have a red head.
    pub plain: bool,
    /// Of each block, its pieces in the look.
    spans: Vec<Vec<usize>>,
    /// Where the type area stands across the pages.
    pub measured: Measured,
}

/// Text without white space.
pub fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{fffc}').collect()
}

impl<'a> Case<'a> {
    /// Brings blocks and look together; `spans` are the pieces of each block.
    pub fn new(blocks: &'a [Block], look: Look, spans: Vec<Vec<usize>>, plain: bool) -> Case<'a> {
        let mut rules: Vec<&Rule> = look.rules.iter().filter(|rule| !is_red(rule.color)).collect();
        rules.sort_by(|a, b| a.page.cmp(&b.page).then(a.top.total_cmp(&b.top)));
        let mut anatomy = if plain { Anatomy::of(blocks).on_plain_paper() } else { Anatomy::of(blocks) };
        if let Some(at) = unmarked_addressee(blocks, &anatomy) {
            anatomy.parts[at] = Part::Addressee;
        }
        if anatomy.form == Form::Document && is_letter(blocks, &anatomy) {
            anatomy.form = Form::Letter;
        }
        for (part, span) in anatomy.parts.iter_mut().zip(&spans) {
            let cell = matches!(part, Part::Text | Part::Signature) && !span.is_empty();
            if cell && span.iter().all(|&piece| is_ruled(&look.pieces[piece], &rules)) {
                *part = Part::None;
            }
        }
        let measured = Measured::of(&anatomy, &spans, &look);
        Case { blocks, anatomy, look, plain, spans, measured }
    }

    /// The blocks that are a part, with their numbers.
    pub fn of(&self, part: Part) -> impl Iterator<Item = (usize, &'a Block)> + '_ {
        let blocks = self.blocks;
        self.anatomy.parts.iter().enumerate().filter(move |(_, found)| **found == part).map(|(at, _)| (at, &blocks[at]))
    }

    /// The pieces of a block.
    pub fn pieces(&self, at: usize) -> impl DoubleEndedIterator<Item = &Piece> {
        self.spans[at].iter().map(|&piece| &self.look.pieces[piece])
    }

    /// Words in tables of what flows, but those that are parts: heads and imprints are set as tables, too.
    pub fn cells(&self) -> impl Iterator<Item = &Piece> {
        let parts: BTreeSet<usize> = self.spans.iter().flatten().copied().collect();
        self.look.pieces.iter().enumerate().filter(move |(at, _)| !parts.contains(at)).map(|(_, piece)| piece).filter(|piece| {
            let cell = matches!(&piece.set, Set::Paragraph(paragraph) if paragraph.in_table && !paragraph.at_foot && !paragraph.floats);
            cell && !piece.text.trim().is_empty()
        })
    }

    /// Where a block is, for people.
    pub fn place(&self, at: usize) -> String {
        match self.pieces(at).next() {
            Some(piece) => piece.place.clone(),
            None => self.blocks[at].origin.to_string(),
        }
    }

    /// Where the type area of a page begins: what stands wrong with its margin is told once, with the margin.
    pub fn left(&self, page: u32) -> f32 {
        self.measured.left[page as usize % 2]
    }

    /// How wide the type area is.
    pub fn width(&self) -> f32 {
        self.measured.width
    }

    /// The lines of a page but its folio.
    pub fn lines(&self, page: u32) -> impl Iterator<Item = (&Piece, &Line)> {
        self.look.pieces.iter().filter_map(move |piece| match &piece.set {
            Set::Line(line) if line.page == page && !is_folio(piece) => Some((piece, line)),
            _ => None,
        })
    }

    /// The first and the last line of a block that stands on pages.
    pub fn ends(&self, at: usize) -> Option<(Stood<'_>, Stood<'_>)> {
        let line = |piece: &'_ Piece| match piece.set {
            Set::Line(line) => Some(line),
            Set::Paragraph(_) => None,
        };
        let (first, last) = (self.pieces(at).next()?, self.pieces(at).next_back()?);
        Some(((first, line(first)?), (last, line(last)?)))
    }

    /// The paragraph that a block is.
    pub fn paragraph(&self, at: usize) -> Option<(&Piece, Paragraph)> {
        self.pieces(at).find_map(|piece| match piece.set {
            Set::Paragraph(paragraph) => Some((piece, paragraph)),
            Set::Line(_) => None,
        })
    }

    /// The type area of the first section.
    pub fn area(&self) -> Option<(f32, Area)> {
        self.look.sheets.iter().find_map(|sheet| sheet.area.map(|area| (sheet.width, area)))
    }
}

/// Whether a line stands between the rules of a table that recognition did not take for one. `rules` are in the order of the pages.
fn is_ruled(piece: &Piece, rules: &[&Rule]) -> bool {
    /// Rows are no higher (millimetres), and so many rules may lie between a line and that of its cell.
    const ROW: f32 = 25.0;
    const BETWEEN: usize = 8;
    let Set::Line(line) = piece.set else { return false };
    let at = rules.partition_point(|rule| (rule.page, rule.top) < (line.page, line.base));
    let holds = |rule: &&&Rule| {
        rule.page == line.page && rule.left < line.left && rule.right > line.right && (rule.top - line.base).abs() < ROW
    };
    let above = rules[..at].iter().rev().take(BETWEEN).find(holds);
    let below = rules[at..].iter().take(BETWEEN).find(holds);
    above.zip(below).is_some_and(|(above, below)| below.top - above.top < ROW)
}

/// Names of bodies, one beside the other: most of them end like one.
pub fn are_bodies(text: &str) -> bool {
    const BODIES: [&str; 18] = [
        "政府",
        "单位",
        "部门",
        "机构",
        "委员会",
        "办公室",
        "局",
        "厅",
        "院",
        "所",
        "公司",
        "中心",
        "学校",
        "街道",
        "处",
        "馆",
        "各乡",
        "各镇",
    ];
    let text = text.trim_end_matches(['：', ':', '，', ',', '、', '；', ';']);
    if text.contains(['。', '；', '：', '？', '！', '“']) || text.chars().count() > 80 {
        return false;
    }
    let names: Vec<&str> = text.split(['，', '、', ',']).collect();
    let bodies = names.iter().filter(|name| BODIES.iter().any(|body| name.ends_with(body))).count();
    BODIES.iter().any(|body| text.ends_with(body)) && 2 * bodies >= names.len()
}

/// Who is addressed, where the colon that tells is missing: a short line of bodies between the title and the text.
fn unmarked_addressee(blocks: &[Block], anatomy: &Anatomy) -> Option<usize> {
    if anatomy.has(Part::Addressee) {
        return None;
    }
    let title = anatomy.parts.iter().position(|&part| part == Part::Title)?;
    let (at, block) = (title + 1..blocks.len()).map(|at| (at, &blocks[at])).find(|(_, block)| block.is_visible())?;
    (anatomy.parts[at] == Part::Text && are_bodies(&bare(block.text.as_str())) && is_judged(block)).then_some(at)
}

/// A letter that has lost its number is told by its title.
fn is_letter(blocks: &[Block], anatomy: &Anatomy) -> bool {
    let ends = |part: Part, word: &str| {
        let mut all = anatomy.parts.iter().zip(blocks).filter(|&(&found, _)| found == part);
        all.next().is_some_and(|(_, block)| block.text.as_str().trim_end().ends_with(word))
    };
    !anatomy.has(Part::Number) && ends(Part::Title, "函") && !ends(Part::Mark, "文件")
}

/// The type area across the pages, as the lines of the text have it; the standard's where they do not show it.
#[derive(Clone, Copy, Debug)]
pub struct Measured {
    /// Where it begins, on even and on odd pages: they may be mirrored.
    left: [f32; 2],
    /// Its width.
    pub width: f32,
}

impl Measured {
    fn of(anatomy: &Anatomy, spans: &[Vec<usize>], look: &Look) -> Measured {
        // Lines that stand at the edge, and where others say that it is by their indents.
        let (mut lines, mut flush, mut implied) = (Vec::new(), Vec::new(), Vec::new());
        for (part, span) in anatomy.parts.iter().zip(spans) {
            for (at, piece) in span.iter().map(|&piece| &look.pieces[piece]).enumerate() {
                let Set::Line(line) = piece.set else { continue };
                let em = piece.type_.size * MM;
                match part {
                    Part::Text if at == 0 => implied.push((line.page, line.left - 2.0 * em)),
                    Part::Text | Part::Addressee => flush.push((line.page, line.left)),
                    Part::Copies | Part::Printed if at == 0 => implied.push((line.page, line.left - em)),
                    _ => continue,
                }
                lines.push(line);
            }
        }
        let on = |all: &[(u32, f32)], odd: u32| {
            let mut places: Vec<f32> = all.iter().filter(|(page, _)| page % 2 == odd).map(|(_, left)| *left).collect();
            places.sort_by(f32::total_cmp);
            places
        };
        // An edge is where several lines stand.
        let edge = |places: &[f32], most: f32, several: usize| {
            let near = places.iter().filter(|place| (**place - most).abs() < 1.5).count();
            (near >= several).then_some(most)
        };
        let mirrored = 210.0 - LEFT - WIDTH;
        let left = [0, 1].map(|odd| {
            let places = on(&flush, odd);
            let found = places.first().and_then(|&least| edge(&places, least, 2));
            found.unwrap_or_else(|| {
                let implied = on(&implied, odd);
                let middle = implied.get(implied.len() / 2).copied().unwrap_or(LEFT);
                // Indents that agree tell the edge, unless they are wrong themselves.
                if (middle - LEFT).abs() < 8.0 && edge(&implied, middle, 2).is_some() {
                    return middle;
                }
                if odd == 0 && middle < (LEFT + mirrored) / 2.0 { mirrored } else { LEFT }
            })
        });
        let rights: Vec<f32> = lines.iter().map(|line| line.right - left[line.page as usize % 2]).collect();
        let width = edge(&rights, rights.iter().copied().fold(f32::MIN, f32::max), 3);
        Measured { left, width: width.filter(|width| *width > 0.8 * WIDTH).unwrap_or(WIDTH) }
    }

    /// How far the type area stands from where the standard has it, on even and on odd pages.
    pub fn shift(&self) -> [f32; 2] {
        let even = 210.0 - LEFT - WIDTH;
        let mirrored = self.left[0] - even;
        let plain = self.left[0] - LEFT;
        [if mirrored.abs() < plain.abs() { mirrored } else { plain }, self.left[1] - LEFT]
    }
}

/// Whether a line is a folio: a number between dashes, or alone, below the type area.
pub fn is_folio(piece: &Piece) -> bool {
    let Set::Line(line) = &piece.set else { return false };
    let text = bare(&piece.text);
    let digits = text.trim_matches(['—', '–', '-', '－', '―', '·', '•', '～', '~']);
    let numbered = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit());
    let said = text.starts_with('第') && text.ends_with('页');
    let dashed = numbered && digits.len() < text.len();
    line.base > TOP + HEIGHT + 1.0 && (numbered || said) || line.base > TOP + 0.85 * HEIGHT && dashed
}

/// Finds each block's text in the pieces, in order.
pub fn spans(blocks: &[Block], look: &Look) -> Vec<Vec<usize>> {
    let (mut all, mut starts) = (String::new(), Vec::new());
    for (at, piece) in look.pieces.iter().enumerate().filter(|(_, piece)| !is_folio(piece)) {
        starts.push((all.len(), at));
        all.push_str(&bare(&piece.text));
    }
    let mut cursor = 0;
    let ahead = |text: &str, cursor: usize| all[cursor..].find(text).map(|at| at + cursor);
    let find = |text: &str, cursor: usize| ahead(text, cursor).or_else(|| all.find(text));
    blocks
        .iter()
        .map(|block| {
            let text = bare(block.text.as_str());
            if text.is_empty() || !block.is_visible() {
                return Vec::new();
            }
            // What the reader changed or put elsewhere is known by its beginning.
            let head: String = text.chars().take(8).collect();
            let found =
                find(&text, cursor).map(|at| (at, text.len())).or_else(|| ahead(&head, cursor).map(|at| (at, head.len())));
            let Some((from, length)) = found else { return Vec::new() };
            cursor = from + length;
            let first = starts.partition_point(|&(start, _)| start <= from).saturating_sub(1);
            starts[first..].iter().take_while(|&&(start, _)| start < from + length).map(|&(_, at)| at).collect()
        })
        .collect()
}
