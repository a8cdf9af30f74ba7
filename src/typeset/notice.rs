//! Official documents (GB/T 9704-2012): the head with the issuing body's name, the title broken by sense, hanging lists of
//! attachments, seal space, attachments on pages of their own, the imprint at the foot of the last page.
//!
//! Figures are the standard's, by the rule sheet's numbers GW-1 to GW-35. Distances of marks and rules are to ink (GW-P2): Han
//! reaches [`INK_TOP`] above its baseline and [`INK_FOOT`] below. The body keeps to the grid of 22 lines; what the head leaves
//! over stands in the blank line below the title.

use super::compose::{Column, Composer};
use super::frame::{Item, Line, Run};
use super::paginate::{Foot, Section};
use super::paragraph::Family;
use super::slab::{Slab, shift, up_to_grid};
use super::style::{Look, Reduced, Style};
use super::tag::{self, Tag, TagKind};
use crate::diag::{Sink, Trouble};
use crate::geom::{Abs, Point, Rect, Size};
use crate::model::anatomy::{Anatomy, Form, Part};
use crate::model::{Block, Document, Kind, Role};
use crate::text::length::unspaced;

/// Ink of Han above the baseline, in thousandths of an em.
const INK_TOP: i64 = 850;
/// Ink of Han below the baseline, in thousandths of an em.
const INK_FOOT: i64 = 75;
/// Height of the type area 版心 in millimetres: the last rule of the imprint coincides with its foot (GW-26).
pub const AREA: f64 = 225.0;
/// Width of the type area in millimetres (GW-2).
const WIDTH: f64 = 156.0;
/// The largest mark, in points: 小初 (GW-11).
const MARK: f64 = 36.0;
/// Thick and thin rules of the imprint (GW-26) and the separating rule of the head (GW-14), in millimetres.
const THICK: f64 = 0.35;
const THIN: f64 = 0.25;
const RED_RULE: f64 = 0.45;

/// What the blocks are; on plain paper nothing is a head.
pub fn anatomy(blocks: &[Block], plain: bool) -> Anatomy {
    let anatomy = Anatomy::of(blocks);
    if plain { anatomy.on_plain_paper() } else { anatomy }
}

/// Says what the standard asks for and the document lacks.
pub fn report(document: &Document, sink: &mut Sink) {
    for lack in Anatomy::of(&document.blocks).lacks(&document.blocks) {
        sink.push(Trouble::Lacking { clause: lack.clause.into(), what: lack.what.to_owned() }, "");
    }
}

/// Sets the blocks of an official document as sections for the paginator.
pub fn sections(composer: &Composer<'_>, blocks: &[Block]) -> Vec<Section> {
    let anatomy = anatomy(blocks, composer.style.plain);
    let column = composer.column();
    let head = anatomy.head();
    let mut flow = Vec::new();
    if !head.is_empty() {
        flow.push(
            Head { composer, form: anatomy.form, slab: Slab::default() }
                .set(&blocks[head.clone()], &anatomy.parts[head.clone()]),
        );
    }
    // The imprint goes to the end, and each attachment to a page of its own (GW-25, GW-29).
    let is_imprint = |at: usize| matches!(anatomy.parts[at], Part::Copies | Part::Printed);
    let mut pieces: Vec<Vec<Block>> = vec![Vec::new()];
    for (at, block) in blocks.iter().enumerate().skip(head.end) {
        if anatomy.begins_page(at) && pieces.last().is_some_and(|piece| piece.iter().any(Block::is_visible)) {
            pieces.push(Vec::new());
        }
        if let Some(piece) = pieces.last_mut().filter(|_| !is_imprint(at)) {
            piece.push(block.clone());
        }
    }
    let mut sections: Vec<Section> = Vec::with_capacity(pieces.len());
    for (index, piece) in pieces.iter().enumerate() {
        let mut set = composer.blocks(piece, column);
        flow.append(&mut set);
        // A letter has no folio on its first page (GW-33).
        let bare = index == 0 && anatomy.form == Form::Letter;
        sections.push(Section { new_page: index > 0, bare, flow: std::mem::take(&mut flow), ..Section::default() });
    }
    let imprint: Vec<(&Block, Part)> =
        (0..blocks.len()).filter(|&at| is_imprint(at)).map(|at| (&blocks[at], anatomy.parts[at])).collect();
    if let (false, Some(last)) = (imprint.is_empty(), sections.last_mut()) {
        let letter = anatomy.form == Form::Letter;
        let slab = set_imprint(composer, &imprint, !letter);
        last.foot = Some(Foot { slab, end: Abs::mm(AREA), even: !letter });
    }
    sections
}

/// The head in the making: one slab that opens the first page.
struct Head<'a, 'b> {
    composer: &'a Composer<'b>,
    form: Form,
    slab: Slab,
}

impl Head<'_, '_> {
    fn set(mut self, blocks: &[Block], parts: &[Part]) -> Slab {
        let style = self.composer.style;
        let (size, pitch) = (style.size, style.pitch);
        let of = |part: Part| blocks.iter().zip(parts).filter(move |&(_, &found)| found == part).map(|(block, _)| block);
        let letter = self.form == Form::Letter;
        let mark_top = Abs::mm(match self.form {
            Form::Letter => 30.0 - style.top.to_mm(),
            Form::Order => 20.0,
            _ => 35.0,
        });
        let names: Vec<&Block> = of(Part::Mark).collect();
        let mark_foot = mark_foot(&names, style, mark_top);
        // Where the lines at the left edge begin, and the number stands.
        let (mut left, number) = if letter {
            let y = mark_foot + Abs::mm(4.0);
            let below = self.double_rule(y, true) + size.scale(7, 8);
            self.double_rule(Abs::mm(277.0) - style.top, false);
            (below + Style::ascent(size), below + Style::ascent(size))
        } else {
            (Style::ascent(size), mark_foot + pitch * 2 + Style::ascent(size))
        };
        // Without a number nothing stands below the mark but the title, and no rule (GW-14).
        let numbered = letter || of(Part::Number).chain(of(Part::Beside)).next().is_some();
        let mut lowest = if numbered { number } else { mark_foot - size.scale(INK_FOOT, 1000) };
        for (block, part) in blocks.iter().zip(parts) {
            let text = block.text.as_str().trim();
            self.slab.items.push(tag::begin(&self.composer.tag(block, None)));
            let family = if matches!(part, Part::Secrecy | Part::Urgency) { Family::Hei } else { style.family };
            match part {
                Part::Copy | Part::Secrecy | Part::Urgency => {
                    self.put(text, family, Abs::ZERO, left);
                    lowest = lowest.max(left);
                    left += pitch;
                }
                Part::Mark => {}
                Part::Number => {
                    let signed = of(Part::Signer).next().is_some();
                    let width = self.width(text, family);
                    let x = match (letter, signed) {
                        (true, _) => style.measure() - width,
                        (_, true) => size,
                        _ => (style.measure() - width) / 2,
                    };
                    self.put(text, family, x, number);
                }
                Part::Signer => {
                    let cut = text.find(['：', ':']).map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
                    let (label, name) = text.split_at(cut);
                    let (label, name) = (label.trim(), name.trim());
                    let right = style.measure() - size;
                    let x = right - self.width(label, style.family) - self.width(name, Family::Kai);
                    self.put(label, style.family, x, number);
                    self.put(name, Family::Kai, right - self.width(name, Family::Kai), number);
                }
                Part::Beside => {
                    lowest += pitch;
                    self.sides(text, size, style.measure() - size, lowest);
                }
                _ => {}
            }
            // The name stands where it stood, for those who read without seeing.
            if *part == Part::Mark && names.first().is_some_and(|first| std::ptr::eq(*first, block)) {
                self.mark(&names, mark_top);
            }
        }
        let mut foot = lowest + size.scale(INK_FOOT, 1000);
        if numbered && matches!(self.form, Form::Document | Form::Minutes) {
            foot += Abs::mm(4.0);
            self.rule(Abs::ZERO, foot, WIDTH, RED_RULE, Run::RED);
            foot += Abs::mm(RED_RULE);
        }
        foot += pitch * 2;
        if let Some(title) = of(Part::Title).next() {
            foot = self.title(title, foot) + pitch;
        }
        let mut slab = self.slab;
        slab.height = up_to_grid((foot - pitch.scale(2, 10)).max(pitch), pitch);
        (slab.sink, slab.snap, slab.glue) = (true, true, true);
        slab
    }

    /// Sets the title with its upper edge at `top`, and says where it ends.
    fn title(&mut self, title: &Block, top: Abs) -> Abs {
        let composer = self.composer;
        let look = Look { before: 0, ..composer.style.heading(1) };
        let em = composer.style.em(&look);
        let tag = composer.tag(title, None);
        let slabs = composer.title(&title.text, &look, Column { tag: Some(&tag), ..composer.column() });
        let first = slabs.first().and_then(baseline).unwrap_or(Abs::ZERO);
        let by = top + Style::ascent(em) - first;
        let (mut y, mut last) = (Abs::ZERO, first);
        for mut slab in slabs {
            shift(&mut slab.items, Point { x: Abs::ZERO, y: y + by });
            last = slab.items.iter().filter_map(item_baseline).max().unwrap_or(last);
            y += slab.height;
            self.slab.items.append(&mut slab.items);
            self.slab.notes.append(&mut slab.notes);
        }
        self.slab.heading = Some(composer.entry(title, 1));
        last + em - Style::ascent(em)
    }

    /// Sets the names of the issuing bodies with their ink at `top`; shorter names are spread to the width of the widest, and
    /// 文件 stands in the middle at their right (GW-11).
    fn mark(&mut self, names: &[&Block], top: Abs) {
        let style = self.composer.style;
        let mark = Mark::of(names, style);
        let look = Look { family: Family::Song, bold: true, grey: Run::RED, first: 0, ..style.body() };
        let set: Vec<Line> = mark.names.iter().map(|name| self.composer.label(name, &look, mark.size)).collect();
        let width = |line: &Line| line.runs.iter().map(|run| run.x + run.width).max().unwrap_or_default();
        let widest = set.iter().map(&width).max().unwrap_or_default();
        let tail = mark.tail.as_deref().map(|tail| self.composer.label(tail, &look, mark.size));
        let gap = if tail.is_some() { mark.size / 2 } else { Abs::ZERO };
        let whole = widest + gap + tail.as_ref().map_or(Abs::ZERO, &width);
        let left = (Abs::mm(WIDTH) - whole) / 2;
        let count = set.len();
        for (index, mut line) in set.into_iter().enumerate() {
            let free = widest - width(&line);
            let gaps = mark.names[index].chars().count() as i64 - 1;
            if gaps > 0 && free > Abs::ZERO {
                spread(&mut line, free / gaps);
            }
            let y = top + mark.size.scale(INK_TOP, 1000) + mark.leading() * index as i64;
            self.slab.items.push(tag::begin(&Tag::new(TagKind::Paragraph, None)));
            self.slab.push_line(line, Point { x: left, y });
        }
        if let Some(tail) = tail {
            self.slab.items.push(tag::begin(&Tag::new(TagKind::Paragraph, None)));
            let y = top + mark.size.scale(INK_TOP, 1000) + mark.leading() * (count as i64 - 1) / 2;
            self.slab.push_line(tail, Point { x: left + widest + gap, y });
        }
    }

    /// A line of two parts, the second at the right.
    fn sides(&mut self, text: &str, left: Abs, right: Abs, y: Abs) {
        let family = self.composer.style.family;
        match text.rsplit_once([' ', '\u{3000}']).filter(|(_, tail)| tail.contains('年')) {
            Some((first, last)) => {
                self.put(first.trim(), family, left, y);
                self.put(last, family, right - self.width(last, family), y);
            }
            None => self.put(text, family, left, y),
        }
    }

    fn line(&self, text: &str, family: Family) -> Line {
        let style = self.composer.style;
        let look = Look { family, bold: false, first: 0, ..style.body() };
        self.composer.label(text, &look, style.size)
    }

    fn width(&self, text: &str, family: Family) -> Abs {
        self.line(text, family).runs.iter().map(|run| run.x + run.width).max().unwrap_or_default()
    }

    fn put(&mut self, text: &str, family: Family, x: Abs, y: Abs) {
        if !text.is_empty() {
            let line = self.line(text, family);
            self.slab.push_line(line, Point { x, y });
        }
    }

    /// A double rule of a letter, 170 mm wide in the middle of the sheet: thick over thin at the head, thin over thick at the
    /// foot, drawn as two (GW-33, GW-P3). Says where it ends.
    fn double_rule(&mut self, y: Abs, head: bool) -> Abs {
        let style = self.composer.style;
        let x = (style.trim.width - Abs::mm(170.0)) / 2 - style.inner;
        let (first, second) = if head { (0.8, 0.3) } else { (0.3, 0.8) };
        let total = Abs::mm(first + 0.5 + second);
        let y = if head { y } else { y - total };
        self.rule(x, y, 170.0, first, Run::RED);
        self.rule(x, y + Abs::mm(first + 0.5), 170.0, second, Run::RED);
        y + total
    }

    fn rule(&mut self, x: Abs, y: Abs, width: f64, height: f64, grey: u8) {
        self.slab.items.push(rule(x, y, width, height, grey));
    }
}

/// The mark of the issuing body: its names, the word at their right, its size.
struct Mark {
    names: Vec<String>,
    tail: Option<String>,
    size: Abs,
}

impl Mark {
    fn of(blocks: &[&Block], style: &Style) -> Mark {
        let mut names: Vec<String> =
            blocks.iter().map(|block| unspaced(block.text.as_str())).filter(|name| !name.is_empty()).collect();
        let tail = names.iter().position(|name| name == "文件").filter(|_| names.len() > 1).map(|at| names.remove(at));
        let longest = names.iter().map(|name| name.chars().count()).max().unwrap_or(1);
        let ems = (longest as i64) * 2 + if tail.is_some() { 5 } else { 0 };
        let size = (Abs::mm(WIDTH) * 2 / ems.max(1)).min(Abs::pt(MARK)).max(style.size);
        Mark { names, tail, size }
    }

    /// From the name of one body to the next.
    fn leading(&self) -> Abs {
        self.size.scale(13, 10)
    }
}

/// Where the ink of the mark ends.
fn mark_foot(names: &[&Block], style: &Style, top: Abs) -> Abs {
    let mark = Mark::of(names, style);
    top + mark.size.scale(INK_TOP + INK_FOOT, 1000) + mark.leading() * (mark.names.len().max(1) as i64 - 1)
}

/// Adds white between the characters of a line.
fn spread(line: &mut Line, by: Abs) {
    let mut count = 0;
    for run in &mut line.runs {
        let before = by * count;
        run.x += before;
        let mut inside = 0;
        for glyph in &mut run.glyphs {
            glyph.x += by * inside;
            inside += 1;
        }
        run.width += by * (inside - 1).max(0);
        count += inside;
    }
}

fn rule(x: Abs, y: Abs, width: f64, height: f64, grey: u8) -> Item {
    Item::Rule { rect: Rect { min: Point { x, y }, size: Size { width: Abs::mm(width), height: Abs::mm(height) } }, grey }
}

fn item_baseline(item: &Item) -> Option<Abs> {
    match item {
        Item::Text { origin, .. } => Some(origin.y),
        _ => None,
    }
}

fn baseline(slab: &Slab) -> Option<Abs> {
    slab.items.iter().find_map(item_baseline)
}

/// The imprint: 四号, one character in at both sides, rules of 156 mm, the first and last thick (GW-26 to GW-28). A letter's has
/// no rules (GW-33).
fn set_imprint(composer: &Composer<'_>, blocks: &[(&Block, Part)], ruled: bool) -> Slab {
    let style = composer.style;
    let small = composer.style.reduced(Reduced { scale: 889, leading: 1600 });
    let inner = Composer { style: &small, ..*composer };
    let em = small.size;
    let gap = Abs::mm(1.2);
    let mut slab = Slab { snap: false, ..Slab::default() };
    let mut y = Abs::ZERO;
    for (index, (block, part)) in blocks.iter().enumerate() {
        if ruled {
            let weight = if index == 0 { THICK } else { THIN };
            slab.items.push(rule(Abs::ZERO, y, WIDTH, weight, 0));
            y += Abs::mm(weight) + gap;
        }
        let tag = composer.tag(block, None);
        let column = Column { left: em, measure: style.measure() - em * 2, body: small.body(), inner: true, tag: Some(&tag) };
        slab.items.push(tag::begin(&tag));
        let text = block.text.as_str().trim();
        let (left, right) = match part {
            Part::Printed => split_printed(text),
            _ => (text, ""),
        };
        let look = Look { first: 0, ..small.body() };
        if right.is_empty() {
            // Lines after the first hang under the character after the colon.
            let hang =
                text.find(['：', ':']).map_or(0, |at| text[..at].chars().filter(|c| !c.is_whitespace()).count() as i64 + 1);
            let lines = inner.hanging(&block.text, &look, column, Abs::ZERO, em * hang.min(6));
            for mut line in lines {
                shift(&mut line.items, Point { x: Abs::ZERO, y });
                y += line.height;
                slab.items.append(&mut line.items);
                slab.notes.append(&mut line.notes);
            }
        } else {
            let (first, last) = (inner.label(left, &look, em), inner.label(right, &look, em));
            let width = last.runs.iter().map(|run| run.x + run.width).max().unwrap_or_default();
            let baseline = y + Style::ascent(em);
            slab.push_line(first, Point { x: em, y: baseline });
            slab.push_line(last, Point { x: Abs::mm(WIDTH) - em - width, y: baseline });
            y += small.pitch;
        }
        // The last line's leading makes room for the rule.
        y += gap - (small.pitch - em) + Abs::mm(0.4);
    }
    if ruled {
        slab.items.push(rule(Abs::ZERO, y, WIDTH, THICK, 0));
        y += Abs::mm(THICK);
    }
    slab.height = y;
    slab
}

/// Who printed it, and `…印发`.
fn split_printed(text: &str) -> (&str, &str) {
    let date = text.char_indices().find(|&(at, c)| {
        (c.is_ascii_digit() || "〇零○一二三四五六七八九".contains(c)) && text[at..].contains('年') && is_year(&text[at..])
    });
    match date {
        Some((at, _)) if at > 0 => (text[..at].trim_end(), &text[at..]),
        _ => (text, ""),
    }
}

fn is_year(text: &str) -> bool {
    let digits = text.chars().take_while(|&c| c.is_ascii_digit() || "〇零○一二三四五六七八九".contains(c)).count();
    digits == 4 && text.chars().filter(|c| !c.is_whitespace()).nth(4) == Some('年')
}

/// 附件说明 and 附件: the list hangs under the first character of the name (GW-18); the word at the head of an attachment is 黑,
/// flush left, with a blank line below (GW-25).
pub fn attachment(composer: &Composer<'_>, block: &Block, look: &Look, column: Column) -> Vec<Slab> {
    let text = block.text.as_str();
    let em = composer.style.size;
    if is_attachment_mark(block) {
        let look = Look { family: Family::Hei, first: 0, keep: true, ..*look };
        let mut slabs = composer.text(&block.text, &look, column);
        if let Some(last) = slabs.last_mut() {
            last.height += composer.style.pitch;
        }
        return slabs;
    }
    let label = text.find(['：', ':']).filter(|&at| at < 24 && text.trim_start().starts_with('附')).map(|at| {
        let end = at + text[at..].chars().next().map_or(0, char::len_utf8);
        &text[..end]
    });
    let rest = label.map_or(text, |label| &text[label.len()..]);
    let number = rest.len()
        - rest
            .trim_start_matches([' ', '\u{3000}'])
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .trim_start_matches(['.', '．', '、', ' '])
            .len();
    let number = if rest[..number].contains(|c: char| c.is_ascii_digit()) { &rest[..number] } else { "" };
    let width = |text: &str| {
        let line = composer.label(text, look, em);
        line.runs.iter().map(|run| run.x + run.width).max().unwrap_or_default()
    };
    // Items after the first stand under the first's number.
    let first = if label.is_some() { em * 2 } else { em * 5 };
    let rest = em * 5 + width(number);
    composer.hanging(&block.text, &Look { first: 0, ..*look }, column, first, rest)
}

/// Whether a block is 附件 at the head of an attachment.
pub fn is_attachment_mark(block: &Block) -> bool {
    block.kind == Kind::Paragraph(Role::Attachment) && Anatomy::of(std::slice::from_ref(block)).has(Part::AttachmentMark)
}

/// Whether a block stays with the one below it: signature and date stand with text, neither alone nor with the list of
/// attachments only (GW-23). A long paragraph has lines enough on both pages.
pub fn stays_with(block: &Block, below: &Block) -> bool {
    const LONG: usize = 600;
    let short = block.text.as_str().len() < LONG;
    match (&block.kind, &below.kind) {
        (Kind::Paragraph(Role::Signature), Kind::Paragraph(Role::Date | Role::Signature)) => true,
        (kind, Kind::Paragraph(Role::Date | Role::Signature)) => {
            let stack = matches!(kind, Kind::Heading(_) | Kind::Paragraph(Role::Date | Role::Title | Role::Byline));
            short && !stack
        }
        (Kind::Paragraph(Role::Body), Kind::Paragraph(Role::Attachment)) => short,
        _ => false,
    }
}

/// `第…章`, `第…编`, `第…节` of a law: it stands in the middle, where other headings are indented.
pub fn is_chapter(heading: &str) -> bool {
    heading.starts_with('第') && heading.chars().take(8).any(|c| matches!(c, '章' | '编' | '節' | '节' | '編'))
}

/// The rank that the label of a heading says (GW-17): 一、 has the second, （一） the third, 1. the fourth, （1） the fifth.
pub fn label_rank(text: &str) -> Option<u8> {
    const HAN: &str = "一二三四五六七八九十百零〇";
    let open = text.starts_with(['（', '(']);
    let rest = text.trim_start_matches(['（', '(']);
    let han = rest.trim_start_matches(|c: char| HAN.contains(c));
    let figures = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let behind = |label: &str, marks: &[char]| label.len() < rest.len() && label.starts_with(marks);
    match open {
        false if behind(han, &['、', '．']) => Some(2),
        true if behind(han, &['）', ')']) => Some(3),
        false if behind(figures, &['.', '．', '、']) => Some(4),
        true if behind(figures, &['）', ')']) => Some(5),
        _ => None,
    }
}

/// A head that runs into its text, in the face of its level (GW-17): `（一）配足救生员。水面…`. The bytes it takes, and the face.
pub fn run_in(text: &str) -> Option<(usize, Family)> {
    const HAN: &str = "一二三四五六七八九十";
    let open = text.starts_with(['（', '(']);
    let bare = text.trim_start_matches(['（', '(']);
    let rest = bare.trim_start_matches(|c: char| HAN.contains(c));
    let digits = bare.len() - rest.len();
    let family = match (open, digits > 0 && digits <= 9) {
        (true, true) if rest.starts_with(['）', ')']) => Family::Kai,
        (false, true) if rest.starts_with('、') => Family::Hei,
        _ => return None,
    };
    let stop = text.char_indices().take(42).find(|(_, c)| matches!(c, '。' | '：'))?;
    let head = &text[..stop.0];
    let plain = !head.contains(['，', '；', '？', '！', ',']);
    let end = stop.0 + stop.1.len_utf8();
    (plain && end < text.len() && head.chars().count() <= 30).then_some((end, family))
}

/// Where signature and date stand under a seal (GW-19): the date four characters from the right, the name in the middle above it.
/// Gives how far to the right each must go, from where they are, and the blank lines above.
pub fn sealed(signed: (Abs, Abs), dated: (Abs, Abs), style: &Style) -> (Abs, Abs) {
    let right = style.measure();
    let mut date = right - style.size * 4 - dated.1;
    let middle = (dated.0 + dated.1) / 2 + date;
    let mut name = middle - (signed.0 + signed.1) / 2;
    let over = signed.1 + name - right;
    if over > Abs::ZERO {
        name -= over;
        date -= over;
    }
    (name, date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn run_in_heads_have_their_face() {
        let check = |text: &str, expected: Option<(&str, Family)>| {
            assert_eq!(run_in(text).map(|(end, family)| (&text[..end], family)), expected);
        };
        check("（一）配足救生员。水面要有人。", Some(("（一）配足救生员。", Family::Kai)));
        check("一、同意设立小区。面积不变。", Some(("一、同意设立小区。", Family::Hei)));
        check("一、封闭时间为六月。", None);
        check("（一）各镇要抓紧，不得拖延。违者通报。", None);
        check("一是要快。二是要好。", None);
    }

    #[test]
    fn labels_have_their_rank() {
        let check = |text: &str, rank: Option<u8>| assert_eq!(label_rank(text), rank, "{text}");
        check("一、修路", Some(2));
        check("一．修路", Some(2));
        check("（一）修路", Some(3));
        check("1.修路", Some(4));
        check("（1）修路", Some(5));
        check("一条路", None);
        check("第一章　总则", None);
    }

    #[test]
    fn the_printer_and_the_date_are_told_apart() {
        let check = |text: &str, expected: (&str, &str)| assert_eq!(split_printed(text), expected);
        check("江湾县办公室　2024年1月2日印发", ("江湾县办公室", "2024年1月2日印发"));
        check("江湾县办公室一九九八年十一月四日印发", ("江湾县办公室", "一九九八年十一月四日印发"));
        check("共印30份", ("共印30份", ""));
    }
}
