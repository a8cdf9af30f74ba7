//! An issue of a paper as its readers see it: pages, and on each its articles.
//!
//! The document stays a list of blocks; this is a view of it, for contents, indexes and tests. An article begins with its
//! headline (or what stands over it) and owns what follows until the next one.

use super::block::{Block, Kind, Role};
use super::document::{Document, Meta};
use super::text::SpanKind;
use super::walk;
use crate::text::pagehead;
use crate::text::patterns::lead_end;

/// A page of an issue.
#[derive(Debug, Default)]
pub struct Page<'a> {
    /// What a reader is told of it: `第2版 要闻`; nothing where the source has no pages.
    pub label: String,
    /// The articles that begin on it.
    pub articles: Vec<Article<'a>>,
}

/// An article with its parts, in the order of the source.
#[derive(Debug, Default)]
pub struct Article<'a> {
    /// The section 栏目 under whose name it stands.
    pub section: Option<&'a Block>,
    /// 肩题.
    pub kickers: Vec<&'a Block>,
    /// 主题, and under it what else heads the article: more headings follow in `blocks`.
    pub headline: Option<&'a Block>,
    /// 副题.
    pub decks: Vec<&'a Block>,
    /// Who wrote it.
    pub bylines: Vec<&'a Block>,
    /// Everything else in order: text, sub-headings, captions, notes.
    pub blocks: Vec<&'a Block>,
}

impl<'a> Article<'a> {
    /// The headline in one line; empty where there is none.
    pub fn title(&self) -> String {
        self.headline.map_or(String::new(), |block| block.text.as_str().split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// The words that open the report: `本报讯（记者林见川）`.
    pub fn lead(&self) -> Option<&'a str> {
        let first = self.blocks.iter().find(|block| block.is_body())?;
        let text = first.text.as_str();
        lead_end(text).map(|end| text[..end].trim())
    }
}

/// The pages of an issue. Without marks of pages there is one.
pub fn pages(document: &Document) -> Vec<Page<'_>> {
    let blocks: Vec<&Block> = document.blocks.iter().filter(|block| block.is_visible()).collect();
    let mut pages: Vec<Page<'_>> = Vec::new();
    let mut section: Option<(&Block, u8)> = None;
    let mut waiting: Vec<&Block> = Vec::new(); // kickers of a headline that is to come
    for (at, block) in blocks.iter().enumerate() {
        match &block.kind {
            Kind::PageMark => {
                section = None;
                pages.push(Page { label: pagehead::label(block.text.as_str()), ..Page::default() });
                continue;
            }
            Kind::Paragraph(Role::Masthead) => continue,
            Kind::Paragraph(Role::Kicker) => {
                waiting.push(block);
                continue;
            }
            Kind::Heading(level) => {
                let name = blocks.get(at + 1).is_some_and(|below| below.kind == Kind::Paragraph(Role::SectionLabel))
                    || is_spelt(block.text.as_str());
                if name {
                    section = Some((block, *level));
                    continue;
                }
                let over = section.filter(|(_, own)| own < level);
                section = over;
                if *level == 1 || over.is_some_and(|(_, own)| own + 1 == *level) {
                    let page = page(&mut pages);
                    let kickers = std::mem::take(&mut waiting);
                    let section = over.map(|(block, _)| block);
                    page.articles.push(Article { section, kickers, headline: Some(block), ..Article::default() });
                    continue;
                }
            }
            Kind::Paragraph(Role::SectionLabel) if section.is_some() => continue,
            _ => {}
        }
        let page = page(&mut pages);
        if page.articles.is_empty() {
            page.articles.push(Article::default());
        }
        let Some(article) = page.articles.last_mut() else { continue };
        article.blocks.append(&mut waiting);
        match block.kind {
            Kind::Paragraph(Role::Deck) => article.decks.push(block),
            Kind::Paragraph(Role::Byline) => article.bylines.push(block),
            _ => article.blocks.push(block),
        }
    }
    pages
}

fn page<'a, 'p>(pages: &'p mut Vec<Page<'a>>) -> &'p mut Page<'a> {
    if pages.is_empty() {
        pages.push(Page::default());
    }
    let last = pages.len() - 1;
    &mut pages[last]
}

/// The headings of a document in order, as the indexes of a volume count them.
pub fn headings(blocks: &[Block]) -> impl Iterator<Item = &Block> {
    let is_heading = |block: &&Block| block.heading().is_some() && !block.text.as_str().trim().is_empty();
    blocks.iter().flat_map(walk::within).filter(is_heading)
}

/// What a line of a volume's index has for a link: the number of a heading, from 1.
pub fn link_to(heading: usize) -> String {
    format!("#h{heading}")
}

/// The number of the heading that a link in a volume leads to. In other documents a link of this form is the source's own.
pub fn heading_of(link: &str, meta: &Meta) -> Option<usize> {
    link.strip_prefix("#h").filter(|_| meta.bound)?.parse().ok()
}

/// The number of the heading that a line of a volume's index leads to.
pub fn leads_to(block: &Block, meta: &Meta) -> Option<usize> {
    let first = block.text.spans().first().filter(|_| block.kind == Kind::Paragraph(Role::Line))?;
    match &first.kind {
        SpanKind::Link(link) => heading_of(link, meta),
        _ => None,
    }
}

/// A section's name that spells itself in Latin capitals.
fn is_spelt(text: &str) -> bool {
    let tail = text.rsplit(['|', '｜', '·', '/']).next().unwrap_or_default().trim();
    tail.len() >= 4
        && tail.len() < text.len()
        && tail.contains(' ')
        && tail.bytes().all(|b| b.is_ascii_uppercase() || b == b' ')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;

    #[test]
    fn articles_stand_on_pages_with_their_parts() {
        let document = native::parse(
            "page-mark :: 第1版\nmasthead :: 江湾时报\nkicker :: 护一河\nheading 1 :: 渡口开了夜班船\ndeck :: —见闻\nbyline :: □ 林见川\nbody :: 本报讯 昨日，船开了。\nheading 2 :: 灯\n\
             body :: 灯亮着。\npage-mark :: 02版 要闻\nheading 1 :: 地方来信\nsection-label :: DI FANG LAI XIN\nheading 2 :: 课堂\nbody :: 课。\nheading 1 :: 雨季\nbody :: 雨。\n",
        )
        .expect("the native form is well formed");
        let pages = pages(&document);
        let seen: Vec<(String, Vec<String>)> =
            pages.iter().map(|page| (page.label.clone(), page.articles.iter().map(Article::title).collect())).collect();
        let expected = [("第1版", vec!["渡口开了夜班船"]), ("第2版 要闻", vec!["课堂", "雨季"])];
        let expected: Vec<(String, Vec<String>)> = expected
            .into_iter()
            .map(|(page, titles)| (page.to_owned(), titles.into_iter().map(str::to_owned).collect()))
            .collect();
        assert_eq!(seen, expected);
        let first = &pages[0].articles[0];
        assert_eq!((first.kickers.len(), first.decks.len(), first.bylines.len(), first.blocks.len()), (1, 1, 1, 3));
        assert_eq!(first.lead(), Some("本报讯"));
        assert_eq!(pages[1].articles[0].section.map(|block| block.text.as_str()), Some("地方来信"));
    }
}
