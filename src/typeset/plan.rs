//! What a document is divided into before it is set: the title page, chapters that open pages, articles of a paper.

use super::compose::{Column, Composer};
use super::paginate::Section;
use super::slab::Slab;
use super::tag::{Tag, TagKind};
use crate::model::{Block, DocumentKind, Kind, Role, walk};
use crate::text::width;
use rayon::prelude::*;
use std::ops::Range;

/// Chapters with fewer characters than this on the average do not open pages: a page each would be mostly white.
const CHAPTER: usize = 500;

/// An article whose words fill fewer lines than this in every column has its headline in the column.
const ARTICLE_LINES: usize = 14;

/// How the blocks of a document are divided.
pub struct Plan {
    /// The blocks of a book's title page.
    pub title: Range<usize>,
    /// The other blocks.
    pub body: Range<usize>,
    /// The level that headings begin with.
    pub base_level: u8,
    /// Headings of ranks up to this open pages.
    opening: u8,
}

impl Plan {
    /// Divides the blocks of a document that is set in this manner.
    pub fn new(blocks: &[Block], manner: DocumentKind) -> Plan {
        let title = if manner == DocumentKind::Book { title_page(blocks) } else { 0..0 };
        let body = title.end..blocks.len();
        let levels = || blocks[body.clone()].iter().filter_map(Block::heading);
        let base_level = levels().min().unwrap_or(1);
        let mut plan = Plan { title, body, base_level, opening: 0 };
        if manner == DocumentKind::Book {
            plan.opening = plan.opening_rank(blocks);
        }
        plan
    }

    fn opening_rank(&self, blocks: &[Block]) -> u8 {
        let blocks = &blocks[self.body.clone()];
        let characters: usize = blocks.iter().map(|block| block.text.as_str().chars().count()).sum();
        let count = |level: u8| blocks.iter().filter(|block| block.heading() == Some(level)).count();
        let first = count(self.base_level);
        let second = count(self.base_level.saturating_add(1));
        let chapters = |level: u8| {
            let named = |block: &&Block| block.heading() == Some(level) && is_chapter(block.text.as_str());
            blocks.iter().filter(named).count() * 2 > count(level)
        };
        if first == 0 || characters / first < CHAPTER {
            0
        } else if second > first && characters / (first + second) >= CHAPTER && chapters(self.base_level + 1) {
            2
        } else {
            1
        }
    }
}

/// The leading blocks that make a title page: a title with what belongs to it, before the first heading or the first words.
/// Without a title among them there is none.
fn title_page(blocks: &[Block]) -> Range<usize> {
    const MOST: usize = 16;
    let lone = |level: u8| {
        let mut rest = blocks.iter().filter_map(Block::heading).skip(1).peekable();
        rest.peek().is_some() && rest.all(|other| other > level)
    };
    let mut titled = false;
    let mut end = 0;
    for block in blocks.iter().take(MOST) {
        match block.kind {
            Kind::Paragraph(Role::Title) => titled = true,
            Kind::Heading(level) if !titled && lone(level) => titled = true,
            Kind::Paragraph(
                Role::Kicker
                | Role::Deck
                | Role::Byline
                | Role::Date
                | Role::Masthead
                | Role::Credit
                | Role::Line
                | Role::IssuingBody,
            ) => {}
            Kind::PageMark | Kind::Furniture(_) => {}
            _ => break,
        }
        end += 1;
    }
    if titled && end < blocks.len() { 0..end } else { 0..0 }
}

/// The lines of a title page: the document's own, or its title and creators where it has none. Nothing where it has no title.
pub fn title_slabs(composer: &Composer<'_>, blocks: &[Block], title: &str) -> Vec<Slab> {
    let column = composer.column();
    let (large, small) = (composer.style.look("title-page"), composer.style.look("title-page-line"));
    if blocks.is_empty() {
        // A title that is only the name of the first chapter is no book's.
        let first = composer.document.blocks.iter().find(|block| block.heading().is_some());
        if title.is_empty() || first.is_some_and(|block| block.text.as_str().trim() == title.trim()) {
            return Vec::new();
        }
        let (name, names) = (Tag::new(TagKind::Title, None), Tag::new(TagKind::Paragraph, None));
        let mut slabs = composer.words(title, &large, Column { tag: Some(&name), ..column });
        let creators = composer.document.meta.creators.join("　");
        let below = slabs.len();
        slabs.extend(composer.words(&creators, &small, Column { tag: Some(&names), ..column }));
        if let Some(first) = slabs.get_mut(below) {
            first.space = composer.style.pitch * 2;
        }
        return slabs;
    }
    let mut slabs = Vec::new();
    let mut titled = false;
    for block in blocks.iter().filter(|block| block.is_visible()) {
        let is_title = matches!(block.kind, Kind::Heading(_) | Kind::Paragraph(Role::Title));
        let look = if is_title { large } else { small };
        let mut set = match block.kind {
            Kind::PageMark => composer.blocks(std::slice::from_ref(block), column),
            _ => {
                let tag = if is_title { Tag::new(TagKind::Title, None) } else { composer.tag(block, None) };
                composer.text(&block.text, &look, Column { tag: Some(&tag), ..column })
            }
        };
        if let Some(first) = set.first_mut().filter(|_| titled && !is_title) {
            first.space = composer.style.pitch;
        }
        titled |= is_title;
        slabs.append(&mut set);
    }
    slabs
}

/// `第十二回`, `第3章`: the heading of a chapter by its first words.
fn is_chapter(title: &str) -> bool {
    let Some(rest) = title.trim_start().strip_prefix('第') else { return false };
    let number = |c: char| c.is_ascii_digit() || "〇零一二三四五六七八九十百千两廿卅０１２３４５６７８９ ".contains(c);
    let after = rest.trim_start_matches(number);
    after.len() < rest.len() && after.starts_with(['章', '回', '折', '话', '集'])
}

/// Sets the document's blocks as sections for the paginator.
pub fn sections(composer: &Composer<'_>, plan: &Plan, blocks: &[Block]) -> Vec<Section> {
    match composer.style.manner {
        DocumentKind::Newspaper => paper(composer, &blocks[plan.body.clone()]),
        DocumentKind::Notice => super::notice::sections(composer, &blocks[plan.body.clone()]),
        _ => chapters(composer, plan, &blocks[plan.body.clone()]),
    }
}

fn chapters(composer: &Composer<'_>, plan: &Plan, blocks: &[Block]) -> Vec<Section> {
    let opens = |block: &Block| block.heading().is_some_and(|level| composer.rank(level) <= plan.opening);
    let mut starts: Vec<usize> = vec![0];
    for (index, block) in blocks.iter().enumerate() {
        if opens(block) {
            let start = stack_start(blocks, index);
            if starts.last().is_some_and(|&last| last < start) {
                starts.push(start);
            }
        }
    }
    let ends = starts.iter().skip(1).copied().chain([blocks.len()]);
    let ranges: Vec<Range<usize>> = starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect();
    let set = |range: &Range<usize>| {
        let blocks = &blocks[range.clone()];
        let mut flow = composer.blocks(blocks, composer.column());
        let opening = blocks.iter().take(8).any(opens);
        if opening && let Some(first) = flow.first_mut() {
            let alone = blocks.iter().filter(|block| block.is_visible()).count() == 1;
            first.space = composer.style.pitch * if alone { composer.style.title_sink } else { composer.style.sink };
            first.sink = true;
        }
        Section { new_page: opening, flow, ..Section::default() }
    };
    ranges.par_iter().map(set).collect()
}

/// The first of the lines that stand over a heading and belong to it.
fn stack_start(blocks: &[Block], heading: usize) -> usize {
    let above = |block: &&Block| {
        matches!(block.kind, Kind::Paragraph(Role::Kicker | Role::SectionLabel) | Kind::PageMark | Kind::Furniture(_))
    };
    heading - blocks[..heading].iter().rev().take_while(above).count()
}

/// Body text up to this many characters may stand among the lines of a masthead.
const BANNER_WORDS: usize = 20;

/// A paper: its name across the page, then articles. Long ones have their headlines across all columns and columns of their
/// own; short ones run on in the columns.
fn paper(composer: &Composer<'_>, blocks: &[Block]) -> Vec<Section> {
    let style = composer.style;
    let wide = Column { measure: style.flow().width, ..composer.column() };
    let narrow = composer.column();
    let in_banner = |block: &&Block| {
        matches!(block.kind, Kind::Paragraph(Role::Masthead | Role::Title | Role::IssuingBody) | Kind::PageMark)
            || !block.is_visible()
    };
    // A word or two that the recognition left between lines of the masthead stays there.
    let leading = |block: &&Block| in_banner(block) || (block.is_body() && block.text.as_str().chars().count() <= BANNER_WORDS);
    let top = blocks.iter().take_while(leading).collect::<Vec<_>>();
    let top = top.iter().rposition(in_banner).map_or(0, |last| last + 1);
    let mut sections = Vec::new();
    let banner = banner(composer, &blocks[..top], wide);
    if !banner.is_empty() {
        sections.push(Section { across: banner, ..Section::default() });
    }
    let blocks = &blocks[top..];
    let mut starts: Vec<usize> = vec![0];
    let article = article_rank(composer);
    for (index, block) in blocks.iter().enumerate() {
        if block.heading().is_some_and(|level| composer.rank(level) <= article) {
            let start = stack_start(blocks, index);
            if starts.last().is_some_and(|&last| last < start) {
                starts.push(start);
            }
        }
    }
    let ends = starts.iter().skip(1).copied().chain([blocks.len()]);
    let articles: Vec<Range<usize>> = starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect();
    let enough = style.measure().units() / style.size.units().max(1) * 2 * style.columns * ARTICLE_LINES as i64;
    let set = |range: &Range<usize>| {
        let blocks = &blocks[range.clone()];
        // An issue of a volume begins a page, with its masthead under its date.
        if blocks.iter().any(|block| block.heading().is_some_and(|level| composer.rank(level) < article)) {
            return (true, Section { new_page: true, across: composer.blocks(blocks, wide), ..Section::default() });
        }
        let words: usize = blocks.iter().flat_map(walk::within).map(|block| width::of(block.text.as_str())).sum();
        let long = style.columns > 1 && words as i64 > enough;
        let head = if long { blocks.iter().take_while(|block| is_head(composer, block)).count() } else { 0 };
        let across = composer.blocks(&blocks[..head], wide);
        let flow = composer.blocks(&blocks[head..], narrow);
        (long, Section { ruled: true, across, flow, ..Section::default() })
    };
    let mut short = false;
    for (long, mut section) in articles.par_iter().map(set).collect::<Vec<_>>() {
        match sections.last_mut() {
            Some(last) if short && !long => {
                if let Some(first) = section.flow.first_mut() {
                    first.space = first.space.max(style.pitch * 2);
                }
                last.flow.append(&mut section.flow);
            }
            _ => sections.push(section),
        }
        short = !long;
    }
    sections
}

/// The rank of a paper's headlines: in a volume they stand under their issue's date.
fn article_rank(composer: &Composer<'_>) -> u8 {
    1 + u8::from(composer.document.meta.bound)
}

/// Whether a block belongs to the head of an article.
fn is_head(composer: &Composer<'_>, block: &Block) -> bool {
    match block.kind {
        Kind::Heading(level) => composer.rank(level) == article_rank(composer),
        Kind::Paragraph(Role::Kicker | Role::Deck | Role::Byline | Role::SectionLabel | Role::Title) => true,
        Kind::PageMark | Kind::Furniture(_) => true,
        _ => false,
    }
}

/// The paper's name in large type with what stands about it, or the name alone where the text does not say it.
fn banner(composer: &Composer<'_>, blocks: &[Block], wide: Column) -> Vec<Slab> {
    let name = composer.document.meta.masthead.as_ref().and_then(|masthead| masthead.name.as_deref());
    let large = composer.style.look("banner");
    let is_name = |block: &Block| {
        matches!(block.kind, Kind::Paragraph(Role::Title)) || name.is_some_and(|name| block.text.as_str().trim() == name)
    };
    let mut slabs = Vec::new();
    if !blocks.iter().any(is_name)
        && let Some(name) = name
    {
        let own = Tag::new(TagKind::Title, None);
        slabs.extend(composer.words(name, &large, Column { tag: Some(&own), ..wide }));
    }
    for block in blocks {
        if is_name(block) {
            slabs.extend(composer.text(&block.text, &large, Column { tag: Some(&composer.tag(block, None)), ..wide }));
        } else {
            slabs.extend(composer.blocks(std::slice::from_ref(block), wide));
        }
    }
    slabs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chapters_are_known_by_their_first_words() {
        let check = |title, expected| assert_eq!(is_chapter(title), expected, "{title}");
        check("第十二回 风雪夜归人", true);
        check("第3章", true);
        check("第一次见面", false);
        check("后记", false);
    }
}
