//! Which line is the headline of the article, and what stands over and under it.
//!
//! A page says its title in its head, with the names of its sections and of its site: `标题_频道_网站`, `站名-标题`. A line that is
//! exactly one of the parts is the headline, however short; a part that names a site, a line that links home or stands in a
//! header needs more. Without such a line a heading of the first rank, or the nearest line above the article that looks like one.

use super::View;
use super::aside::is_path;
use super::names::{is_line, words};
use crate::input::html::guard::is_inline;
use crate::input::html::head::{is_site, pieces};
use crate::input::html::tree::Id;
use crate::model::Align;
use crate::text::length::unspaced;

/// The headline.
#[derive(Clone, Copy, Debug)]
pub(super) struct Headline {
    pub id: Id,
    /// It stands in the article.
    pub inside: bool,
    /// What stands beside it may be of the article: it says the title, or stands next to the text.
    pub sure: bool,
}

/// A part of the title as lines are compared with it.
pub(super) struct Part {
    text: String,
    /// Characters.
    count: usize,
    whole: bool,
    first: bool,
    site: bool,
}

/// Characters at the start of an article in which its title may stand.
const START: usize = 160;
/// The least of a line that says a part of the title.
const SAYS: i32 = 75;
/// The least of a line that says most of it.
const NEAR: i32 = 45;
/// Characters between a line that looks like a headline and the article.
const GAP: usize = 100;

/// The parts of titles: pieces between dividers, alone and with their neighbours.
pub(super) fn parts(titles: &[String]) -> Vec<Part> {
    /// Pieces of a title that are looked at.
    const MOST: usize = 6;
    let mut parts: Vec<Part> = Vec::new();
    for title in titles {
        let ranges: Vec<_> = pieces(title).into_iter().take(MOST).collect();
        for (start, from) in ranges.iter().enumerate() {
            for (end, to) in ranges.iter().enumerate().skip(start) {
                let text = unspaced(&title[from.start..to.end]);
                let count = text.chars().count();
                let whole = start == 0 && end + 1 == ranges.len();
                if count > 0 && parts.iter().all(|part| part.text != text) {
                    // A title that is one piece may be the name of the site alone.
                    parts.push(Part { site: is_site(&text), text, count, whole, first: start == 0 });
                }
            }
        }
    }
    parts.sort_by_key(|part| (part.site, !part.whole, !part.first));
    parts
}

impl View<'_> {
    /// The headline of an article.
    pub(super) fn headline(&self, article: Id, body: Id, titles: &[String]) -> Option<Headline> {
        let parts = parts(titles);
        let start = self.start_lines(article);
        // The text itself stands for the line: what holds it may hold more.
        let place = self.order.get(&article).copied().unwrap_or(0);
        let before = || {
            self.tree.within(body).take_while(|id| self.order.get(id).is_none_or(|at| *at <= place)).filter(|&id| {
                self.order.contains_key(&id) && (id != article && !self.tree.ancestors(article).any(|node| node == id))
            })
        };
        if let Some(id) = inside(&start, &parts) {
            // The head of a table in the article says the title again.
            let again = self.tree.ancestors(id).any(|node| self.tree.name(node) == "th");
            let first = || before().find(|&id| self.tree.name(id) == "h1" && self.says(self.rank(id, &parts)));
            let outer = again.then(first).flatten();
            return Some(Headline { id: outer.unwrap_or(id), inside: outer.is_none(), sure: true });
        }
        let best = self.best(before(), &parts);
        if let Some((rank, id)) = best.filter(|(rank, _)| *rank >= SAYS) {
            return Some(Headline { id, inside: false, sure: rank >= SAYS });
        }
        let text: String = start.iter().map(|(.., line)| line.as_str()).collect();
        if parts.iter().any(|part| part.count >= 6 && !part.site && text.contains(&part.text)) {
            return None;
        }
        let found = best.filter(|(rank, _)| *rank > 0).map(|(rank, id)| Headline { id, inside: false, sure: rank >= NEAR });
        found.or_else(|| self.looks_like_headline(article, &start, before()))
    }

    /// The line among some that says the title best, and how well.
    pub(super) fn best(&self, lines: impl Iterator<Item = Id>, parts: &[Part]) -> Option<(i32, Id)> {
        let mut best: Option<(i32, Id)> = None;
        for id in lines {
            let rank = self.rank(id, parts);
            // The last one of a rank stands nearest to the article; deeper elements come later and are tighter.
            if rank > 0 && best.is_none_or(|(other, _)| rank >= other) {
                best = Some((rank, id));
            }
        }
        best
    }

    /// Whether a line says the title so well that the page is about it.
    pub(super) fn says(&self, rank: i32) -> bool {
        rank >= SAYS
    }

    fn rank(&self, id: Id, parts: &[Part]) -> i32 {
        let mass = self.mass(id);
        let name = self.tree.name(id);
        let line = is_line(name);
        if mass.all == 0 || mass.all > 120 || self.is_around(id) || !line && !self.is_alone(id) {
            return 0;
        }
        let heading = name.len() == 2 && name.starts_with('h') && name != "hr";
        let text = self.squeezed(id);
        let linked = mass.linked * 2 >= mass.all;
        let framed = || self.tree.ancestors(id).skip(1).any(|node| self.is_around(node) || self.is_logo(node));
        if let Some(part) = parts.iter().find(|part| part.text == text) {
            let look = match name {
                "h1" => 30,
                _ if heading => 20,
                _ if self.is_marked(id) => 10,
                _ => 0,
            };
            let told = 8 * i32::from(part.first) + 4 * i32::from(part.whole);
            return 100 + look + told - 45 * i32::from(part.site) - 40 * i32::from(linked) - 20 * i32::from(framed());
        }
        if mass.all < 4 || !line {
            return 0;
        }
        let count = text.chars().count();
        let near = |part: &&Part| {
            let (less, more) = (count.min(part.count), count.max(part.count));
            !part.site && part.count >= 4 && less * 2 >= more && (part.text.contains(&text) || text.contains(&part.text))
        };
        if parts.iter().any(|part| near(&part)) {
            let look = if name == "h1" { 14 } else { 9 * i32::from(heading) };
            return 60 + look - 10 * i32::from(linked) - 15 * i32::from(framed());
        }
        if name == "h1" && !linked && !is_site(&text) { 40 - 15 * i32::from(framed()) } else { 0 }
    }

    /// Whether an element says that it holds the sign of the site.
    fn is_logo(&self, id: Id) -> bool {
        words(self.tree, id).any(|word| word.contains("logo"))
    }

    /// Whether a piece of a line stands between lines, with nothing beside it.
    fn is_alone(&self, id: Id) -> bool {
        let ends = |node: Option<Id>| node.is_none_or(|node| self.tree.name(node) == "br" || is_line(self.tree.name(node)));
        let solid = |node: &Id| self.mass(*node).all > 0 || !self.tree.name(*node).is_empty();
        let after = std::iter::successors(self.tree.next(id), |&node| self.tree.next(node)).find(solid);
        let before = std::iter::successors(self.tree.previous(id), |&node| self.tree.previous(node)).find(solid);
        let name = self.tree.name(id);
        is_inline(name) && name != "a" && ends(after) && ends(before) && (after.is_some() || before.is_some())
    }

    /// Whether a line is larger than others, bold, in the middle, or named as a title.
    fn is_marked(&self, id: Id) -> bool {
        const NAMES: [&str; 8] = ["title", "tit", "bt", "biaoti", "headline", "subject", "timu", "h1"];
        let named = words(self.tree, id).any(|word| {
            word.contains("title") || word.contains("biaoti") || word.split(['-', '_']).any(|part| NAMES.contains(&part))
        });
        named
            || self.tree.within(id).take(6).any(|node| {
                let look = self.sheet.look(self.tree, node);
                let size = self.tree.attribute(node, "size").filter(|_| self.tree.name(node) == "font");
                matches!(self.tree.name(node), "b" | "strong" | "center" | "h1" | "h2" | "h3" | "h4")
                    || look.bold == Some(true)
                    || look.align == Some(Align::Center)
                    || look.size.is_some_and(|size| size >= 13.5)
                    || size.is_some_and(|size| size.starts_with('+') || size.parse::<u8>().is_ok_and(|size| size >= 4))
            })
    }

    /// The lines at the start of an article, each with the element that makes it and its first text.
    fn start_lines(&self, article: Id) -> Vec<(Id, Id, String)> {
        let mut lines: Vec<(Id, Id, String)> = Vec::new();
        let (mut total, mut ended) = (0, true);
        for node in self.tree.within(article).filter(|node| self.order.contains_key(node)) {
            if self.tree.name(node) == "br" {
                ended = true;
            }
            let Some(text) = self.tree.text(node).map(unspaced).filter(|text| !text.is_empty()) else { continue };
            let maker = self.tree.ancestors(node).skip(1).find(|&up| up == article || is_line(self.tree.name(up)));
            let maker = maker.unwrap_or(article);
            total += text.chars().count();
            match lines.last_mut().filter(|(last, ..)| *last == maker && !ended) {
                Some((.., line)) => line.push_str(&text),
                None => lines.push((maker, node, text)),
            }
            ended = false;
            if total > START {
                break;
            }
        }
        lines
    }

    /// The nearest line above the article that looks like a headline, where the article has none of its own.
    fn looks_like_headline(
        &self,
        article: Id,
        start: &[(Id, Id, String)],
        before: impl Iterator<Item = Id>,
    ) -> Option<Headline> {
        let (maker, _, first) = start.first()?;
        let own = *maker != article && self.is_marked(*maker) && !first.ends_with(['。', '！', '？', '：']);
        if own {
            return None;
        }
        let lines: Vec<Id> = before.collect();
        let mut gap = 0;
        for &id in lines.iter().rev() {
            if let Some(text) = self.tree.text(id) {
                gap += unspaced(text).chars().count();
            }
            let mass = self.mass(id);
            let name = self.tree.name(id);
            let free = (3..=60).contains(&mass.all) && mass.links == 0 && !mass.lines;
            if !free || !(is_line(name) || self.is_alone(id)) || !self.is_marked(id) {
                if gap > GAP {
                    return None;
                }
                continue;
            }
            let text = self.squeezed(id);
            let around = self.tree.ancestors(id).any(|node| self.is_around(node) || self.is_logo(node));
            if around || self.is_source_line(id) || self.is_noise(id, &text) || is_column(&text) {
                continue;
            }
            return Some(Headline { id, inside: false, sure: true });
        }
        None
    }

    /// Whether a short line serves the reader of the site.
    fn is_noise(&self, id: Id, text: &str) -> bool {
        self.is_control(id)
            || self.is_call(id, &self.mass(id))
            || is_path(text)
            || text.ends_with(['：', ':'])
            || ["浏览", "阅读", "点击", "人气", "访问", "次数"].iter().any(|word| text.starts_with(word))
    }

    /// Whether a line outside the article is of its headline (肩题, 副题, 署名, 摘要), signs it, or lists what is attached to it.
    pub(super) fn is_of_stack(&self, id: Id, article: Id, headline: Headline) -> bool {
        let mass = self.mass(id);
        if !headline.sure || mass.all == 0 || self.tree.name(id).is_empty() || self.is_around(id) {
            return false;
        }
        let place = |id: Id| self.order.get(&id).copied().unwrap_or(0);
        let (at, from, to) = (place(id), place(headline.id), place(article));
        let text = self.squeezed(id);
        let below = at > to && self.tree.parent(id) == self.tree.parent(article);
        if below && mass.links > 0 {
            return mass.all <= 600 && self.leads_to_files(id) && self.is_next_to(article, id);
        }
        if mass.lines || mass.all > 120 || !self.is_one_cell(id) || mass.linked * 4 > mass.all || self.is_noise(id, &text) {
            return false;
        }
        let heads_links = self.following(id).is_some_and(|next| {
            let next = self.mass(next);
            next.links >= 2 && next.linked >= next.told()
        });
        if heads_links || text.chars().count() < 2 {
            return false;
        }
        if at > from && at < to {
            return true;
        }
        if below {
            let right = self.tree.within(id).take(3).any(|node| self.sheet.look(self.tree, node).align == Some(Align::End));
            return mass.links == 0 && mass.all <= 40 && right && self.is_next_to(article, id);
        }
        at < from && self.is_over(id, headline)
    }

    /// The line over the headline.
    pub(super) fn kicker(&self, article: Id, headline: Headline) -> Option<Id> {
        let lines = self.tree.ancestors(headline.id).filter_map(|node| self.before(node));
        let line = lines.take(3).find(|&line| self.is_over(line, headline))?;
        self.is_of_stack(line, article, headline).then_some(line)
    }

    /// Whether a line stands over the headline, with nothing between them.
    fn is_over(&self, id: Id, headline: Headline) -> bool {
        let (mass, text) = (self.mass(id), self.squeezed(id));
        let over = self.following(id).is_some_and(|next| {
            let first = self.tree.within(next).find(|node| self.mass(*node).all > 0 && self.tree.text(*node).is_some());
            first.is_some_and(|first| self.tree.ancestors(first).any(|node| node == headline.id))
        });
        over && mass.links == 0 && (5..=40).contains(&mass.all) && !is_column(&text) && !is_site(&text)
    }

    /// Whether no more than two other elements stand between two siblings.
    fn is_next_to(&self, first: Id, second: Id) -> bool {
        let mut next = std::iter::successors(self.tree.next(first), |&node| self.tree.next(node));
        next.by_ref().filter(|&node| self.mass(node).all > 0).take(3).any(|node| node == second)
    }

    /// Whether a region beside the headline or the article may hold such lines among others.
    pub(super) fn may_hold_stack(&self, id: Id, article: Id, from: Option<usize>, to: usize) -> bool {
        /// Characters of all lines round a headline.
        const MOST: usize = 400;
        let mass = self.mass(id);
        let free = mass.links == 0 || mass.linked * 3 < mass.all && mass.links < 3;
        mass.lines && mass.all <= MOST && free && self.is_near(id, article, from, to)
    }
}

/// The line of an article's start, or the first of some, that is a part of the title.
fn inside(lines: &[(Id, Id, String)], parts: &[Part]) -> Option<Id> {
    for part in parts.iter().filter(|part| !part.site) {
        for (at, (_, id, first)) in lines.iter().enumerate() {
            let mut text = first.clone();
            let mut rest = lines[at + 1..].iter();
            while text.len() < part.text.len() && part.text.starts_with(&text) {
                let Some((.., more)) = rest.next() else { break };
                text.push_str(more);
            }
            if text == part.text {
                return Some(*id);
            }
        }
    }
    None
}

/// Whether a line is the name of a column: `新闻中心`, `通知公告`.
fn is_column(text: &str) -> bool {
    const ENDS: [&str; 14] =
        ["频道", "中心", "新闻", "栏目", "公告", "动态", "专题", "公开", "要闻", "资讯", "首页", "正文", "专栏", "文章"];
    text.chars().count() <= 8 && ENDS.iter().any(|end| text.ends_with(end))
}
