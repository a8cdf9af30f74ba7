//! What of a page is not its text: what it hides, and what stands around its article.
//!
//! Text weighs where it is prose: blocks with sentence marks or some length, in which links are few. From the whole page the
//! search goes down as long as one child holds nearly all of the weight; where it stops is the body. Names of elements weigh
//! in: sites of the government and of papers call their article `UCAP-CONTENT`, `TRS_Editor`, `zoom`, `article`, and what is
//! around it `nav`, `footer`, `share`, `related`. Around the body the title, the line with source and date, and long prose
//! stay; everything else is left out, a region at a time. A page without prose is kept whole.

mod aside;
mod edit;
mod headline;
mod names;
mod posts;
mod short;
mod signed;

use super::css::Sheets;
use super::head::iso_date;
use super::tree::{Id, Tree};
use super::walk::{Page, is_code};
use crate::model::Rule;
use crate::text::length::unspaced;
use aside::loose;
pub use edit::edit_links;
use headline::Headline;
pub use names::is_line;
use names::{is_around, is_article, is_container, is_text};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Regions that are left out, and why.
pub type Regions = BTreeMap<Id, (Rule, &'static str)>;

/// What is hidden by styles and attributes. What holds most of the page is shown by a script.
pub fn hidden(tree: &Tree, page: &Page, regions: &mut Regions) {
    let mut total = None;
    let mut at = Some(page.root);
    while let Some(id) = at {
        let name = tree.name(id);
        let skip = is_code(name);
        let hides = !skip && !name.is_empty() && says_hidden(tree, &page.sheets, id);
        if hides {
            let total = *total.get_or_insert_with(|| weight_of(tree, page.root));
            let own = weight_of(tree, id);
            if own > 0 && own * 2 < total {
                regions.insert(id, (Rule::Hidden, "hidden"));
                at = tree.after(id, page.root);
                continue;
            }
        }
        at = tree.children(id).next().filter(|_| !skip).or_else(|| tree.after(id, page.root));
    }
}

fn says_hidden(tree: &Tree, sheet: &Sheets, id: Id) -> bool {
    let looked =
        tree.attribute(id, "style").is_some() || tree.attribute(id, "class").is_some() || tree.attribute(id, "id").is_some();
    tree.attribute(id, "hidden").is_some() || (looked && sheet.look(tree, id).hidden == Some(true))
}

/// Characters in a region.
fn weight_of(tree: &Tree, id: Id) -> usize {
    let mut weight = 0;
    let mut at = Some(id);
    while let Some(node) = at {
        weight += tree.text(node).map_or(0, solid);
        at = tree.children(node).next().filter(|_| !is_code(tree.name(node))).or_else(|| tree.after(node, id));
    }
    weight
}

/// Elements that are named for what stands around, and hold nearly all prose of the page; and how much that is.
fn wraps(tree: &Tree, body: Id, order: &[Id]) -> (BTreeSet<Id>, usize) {
    let mut prose: BTreeMap<Id, usize> = BTreeMap::new();
    for &id in order.iter().rev() {
        let own = tree.text(id).map_or(0, |text| if solid(text) >= LONG { solid(text) } else { 0 });
        let sum = prose.get(&id).copied().unwrap_or_default() + own;
        if let Some(parent) = tree.parent(id).filter(|_| sum > 0) {
            *prose.entry(parent).or_default() += sum;
        }
    }
    let total = prose.get(&body).copied().unwrap_or_default();
    let holds = |&(_, &prose): &(&Id, &usize)| prose * 100 >= total * NEARLY_ALL && prose > 0;
    let named = |id: &Id| is_around(tree, *id) && names::may_hold(tree, *id);
    (prose.iter().filter(holds).map(|(&id, _)| id).filter(named).collect(), total)
}

/// Whether characters are prose: some with sentence marks, or many.
fn is_prose(mass: &Mass) -> bool {
    (mass.marks >= 2 && mass.all >= 16) || mass.all >= LONG
}

/// The shortest list of words, in characters.
const LIST: usize = 400;

/// Whether a long text is words parted by spaces: what a site wants to be found by.
fn lists_words(text: &str) -> bool {
    let all = solid(text);
    all >= LIST && {
        let marks = text.chars().filter(|c| matches!(c, '，' | '。' | '、' | '；' | '：' | ',' | '.')).count();
        let words = text.split_whitespace().count();
        // Names have two or three characters.
        marks * 100 < all && words * 20 > all && words * 4 <= all
    }
}

/// Whether a line says who keeps the site: its rights, its licence, where to reach it.
fn is_imprint(text: &str) -> bool {
    const RIGHTS: [&str; 12] = [
        "版权所有",
        "版權所有",
        "Copyright",
        "copyright",
        "©",
        "ICP备",
        "ICP证",
        "公网安备",
        "公網安備",
        "All rights reserved",
        "All Rights Reserved",
        "备案号",
    ];
    const REACH: [&str; 10] = ["地址", "电话", "電話", "传真", "傳真", "邮编", "郵編", "邮箱", "郵箱", "技术支持"];
    if solid(text) > TEASER {
        return false;
    }
    let says = |words: &[&str]| words.iter().filter(|word| text.contains(**word)).count();
    let rights = says(&RIGHTS);
    rights >= 2 || rights == 1 && says(&REACH) >= 1
}

fn solid(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

/// What is known of a node.
#[derive(Clone, Copy, Default)]
struct Mass {
    /// Characters.
    all: usize,
    /// Characters in links.
    linked: usize,
    /// Characters outside of links that say nothing: marks, digits, dates.
    loose: usize,
    /// Links.
    links: usize,
    /// Sentence marks.
    marks: usize,
    /// Characters of prose.
    prose: usize,
    /// It holds elements that are lines.
    lines: bool,
}

impl Mass {
    /// Characters that say something and lead nowhere.
    fn told(&self) -> usize {
        self.all.saturating_sub(self.linked + self.loose)
    }
}

/// Prose below which a page has no article.
const ARTICLE: usize = 100;
/// Characters of the longest teaser of another article.
const TEASER: usize = 240;
/// Characters of the shortest notice.
const FEW: usize = 20;
/// Characters of a block that is prose whatever its marks.
const LONG: usize = 60;
/// The share of the weight, in hundredths, with which a child is the body.
const NEARLY_ALL: usize = 70;

/// Lines outside the article that are its own.
#[derive(Debug)]
pub struct Found {
    /// The headline.
    pub headline: Id,
    /// The line over it (肩题).
    pub kicker: Option<Id>,
}

/// What stands around the article; gives the headline, where it stands outside. `titles` is what the page calls itself.
pub fn around(tree: &Tree, page: &Page, titles: &[String], regions: &mut Regions) -> Option<Found> {
    let body = tree.named(page.root, "body").next()?;
    let view = View::new(tree, &page.sheets, body, regions);
    // A short notice has little prose; its page may still say where it is.
    let article = match view.mass(body).prose < ARTICLE {
        true => view.named(body).or_else(|| view.short(body, titles))?,
        false => view.article(body),
    };
    let headline = view.headline(article, body, titles);
    view.sweep(body, article, headline, regions);
    view.level_posts(article, regions);
    view.controls(article, regions);
    let found = headline.filter(|headline| !headline.inside);
    found.map(|headline| Found { headline: headline.id, kicker: view.kicker(article, headline) })
}

/// Where an article has its prose.
struct Extent {
    /// The places of the first and of the last line of it.
    prose: Range<usize>,
    /// Most of the article is links.
    of_links: bool,
}

struct View<'a> {
    tree: &'a Tree,
    sheet: &'a Sheets,
    masses: BTreeMap<Id, Mass>,
    /// Elements that have characters of their own.
    texts: BTreeSet<Id>,
    /// Elements that are named for what stands around, and hold the page (`<div class="post_header">` that nobody closed).
    wraps: BTreeSet<Id>,
    /// Characters of long prose on the page.
    prose: usize,
    /// Nodes in document order, with their places.
    order: BTreeMap<Id, usize>,
    /// Elements that hold links, in document order, by their parent and how they are made.
    boxes: BTreeMap<Kin<'a>, Vec<Id>>,
}

/// A parent, and the name and the class of a child.
type Kin<'a> = (Id, &'a str, &'a str);

impl<'a> View<'a> {
    fn new(tree: &'a Tree, sheet: &'a Sheets, body: Id, regions: &Regions) -> View<'a> {
        let mut order = Vec::new();
        let mut at = Some(body);
        while let Some(id) = at {
            let out = is_code(tree.name(id)) || regions.contains_key(&id);
            if !out {
                order.push(id);
            }
            at = tree.children(id).next().filter(|_| !out).or_else(|| tree.after(id, body));
        }
        let (wraps, prose) = wraps(tree, body, &order);
        let mut view = View {
            tree,
            sheet,
            masses: BTreeMap::new(),
            texts: BTreeSet::new(),
            wraps,
            prose,
            order: BTreeMap::new(),
            boxes: BTreeMap::new(),
        };
        let mut own: BTreeMap<Id, Mass> = BTreeMap::new();
        for &id in order.iter().rev() {
            let mut mass = own.remove(&id).unwrap_or_default();
            if let Some(text) = tree.text(id) {
                mass.all = solid(text);
                mass.loose = loose(text);
                mass.marks =
                    text.chars().filter(|c| matches!(c, '，' | '。' | '、' | '；' | '！' | '？' | ',' | ';' | '.')).count();
                mass.prose = if is_prose(&mass) && !lists_words(text) && !is_imprint(text) { mass.all } else { 0 };
                view.texts.extend(tree.parent(id).filter(|_| mass.all > 0));
            }
            let name = tree.name(id);
            if name == "a" && tree.attribute(id, "href").is_some() {
                (mass.linked, mass.loose, mass.links, mass.prose) = (mass.all, 0, 1, 0);
            }
            if is_line(name) && !mass.lines && mass.linked * 3 < mass.all && is_prose(&mass) && !view.imprints(id, &mass) {
                mass.prose = mass.all - mass.linked;
            }
            view.masses.insert(id, mass);
            if view.is_around(id) || mass.prose > 0 && mass.links >= 3 && view.teases(id) {
                mass.prose = 0;
                view.masses.insert(id, mass);
            }
            if let Some(parent) = tree.parent(id) {
                let above = own.entry(parent).or_default();
                above.all += mass.all;
                above.linked += mass.linked;
                above.loose += mass.loose;
                above.links += mass.links;
                above.marks += mass.marks;
                above.prose += mass.prose;
                above.lines |= mass.lines || (is_line(name) && mass.all > 0);
            }
        }
        for &id in &order {
            let mass = view.mass(id);
            if let Some(kin) = aside::kin(tree, id).filter(|_| mass.links >= 3 && mass.linked * 3 >= mass.all) {
                view.boxes.entry(kin).or_default().push(id);
            }
        }
        view.order = order.into_iter().enumerate().map(|(at, id)| (id, at)).collect();
        view
    }

    /// Whether an element lists other articles: nearly all of what it holds begins with a link and says a little of what is there.
    fn teases(&self, id: Id) -> bool {
        /// Children that are looked at, and nodes in each.
        const MOST: usize = 60;
        let begins = |child: Id| {
            let text =
                self.tree.within(child).take(MOST).find(|&node| self.tree.text(node).is_some_and(|text| solid(text) > 0));
            let linked = |node: &Id| self.tree.name(*node) == "a" && self.tree.attribute(*node, "href").is_some();
            text.is_some_and(|text| self.tree.ancestors(text).take_while(|&node| node != id).any(|node| linked(&node)))
        };
        // A link that says a name begins a post, one that says a headline, or is one, a teaser.
        let is_heading = |id: Id| matches!(self.tree.name(id), "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
        let says = |link: Id| {
            says_headline(&self.squeezed(link))
                || self.tree.ancestors(link).take(3).any(is_heading)
                || self.tree.within(link).any(is_heading)
        };
        let headed = |child: Id| self.tree.named(child, "a").take(MOST).any(says);
        let told = |child: &Id| self.mass(*child).all > 0 && self.tree.text(*child).is_none();
        // A site dates what it lists, at the end of a line without a stop; the name of who wrote it may be the link. Entries of a list
        // and events begin with their number or their day.
        let dated = |child: Id| {
            let text: String =
                self.tree.within(child).take(MOST).filter_map(|node| self.tree.text(node)).map(unspaced).collect();
            !text.contains(['。', '；'])
                && text.ends_with(|c: char| c.is_ascii_digit() || c == '日')
                && !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '[' | '［' | '〔'))
                && self.tree.name(child) != "p"
                && iso_date(&text).is_some()
        };
        let (mut teasers, mut all, mut held) = (0, 0, 0);
        for child in self.tree.children(id).filter(told).take(MOST) {
            let mass = self.mass(child);
            let teaser = mass.links > 0
                && mass.all <= TEASER
                && (begins(child) && (self.tree.name(child) == "a" || headed(child)) || mass.all <= TEASER / 2 && dated(child));
            all += 1;
            teasers += usize::from(teaser);
            held += if teaser { mass.all } else { 0 };
        }
        // Beside an article they are some of many children, and hold little of what is there.
        let mass = self.mass(id);
        teasers >= 3 && teasers * 5 >= all * 3 && (held * 2 >= mass.all || mass.prose * 2 < self.prose)
    }

    /// Whether a line says who keeps the site, or lists words.
    fn imprints(&self, id: Id, mass: &Mass) -> bool {
        let text = || self.tree.within(id).filter_map(|node| self.tree.text(node)).collect::<String>();
        mass.prose == 0 && (mass.all >= LIST || mass.all <= TEASER) && {
            let text = text();
            lists_words(&text) || is_imprint(&text)
        }
    }

    /// Whether an element says that it stands around the text, and does.
    fn is_around(&self, id: Id) -> bool {
        is_around(self.tree, id) && !self.wraps.contains(&id)
    }

    fn mass(&self, id: Id) -> Mass {
        self.masses.get(&id).copied().unwrap_or_default()
    }

    /// The element that an editing program of such sites names as the text, where it holds more than links.
    fn named(&self, body: Id) -> Option<Id> {
        let holds = |&id: &Id| {
            let mass = self.mass(id);
            is_text(self.tree, id) && mass.all >= FEW && mass.linked * 3 < mass.all && !self.is_around(id)
        };
        self.tree.within(body).filter(holds).max_by_key(|&id| (self.mass(id).all, std::cmp::Reverse(id)))
    }

    /// The element that holds nearly all prose, as deep as may be.
    fn article(&self, body: Id) -> Id {
        let mut at = body;
        let total = self.mass(body).prose;
        loop {
            let own = self.mass(at).prose;
            let next = self.tree.children(at).filter(|&child| is_container(self.tree.name(child))).max_by_key(|&child| {
                let factor = if is_article(self.tree, child) { 2 } else { 1 };
                (self.mass(child).prose * factor, std::cmp::Reverse(child))
            });
            // A box that is named as the article may hold its tail as well; what an editing program names is the text.
            let frame = |next: Id| {
                let (inner, outer) = (self.mass(next), self.mass(at));
                let tail = inner.prose * 20 >= outer.prose * 19 && inner.all * 5 < outer.all * 4;
                tail && names::is_frame(self.tree, at) && is_article(self.tree, next)
            };
            let next = next
                .filter(|&next| (!is_text(self.tree, at) || frame(next)) && !self.is_paragraph(next) && !self.explains(next));
            let Some(next) = next else { return at };
            if self.is_post(next) || self.is_part(next) {
                return at;
            }
            let prose = self.mass(next).prose;
            let enough = if is_article(self.tree, next) { NEARLY_ALL / 2 } else { NEARLY_ALL };
            if prose * 100 < own * enough || prose * 3 < total {
                return at;
            }
            at = next;
        }
    }

    /// Whether a `dd` stands below terms that say as much as prose: the list is the text, or was marked up as one for its looks.
    fn explains(&self, id: Id) -> bool {
        let terms = |list: Id| self.tree.children(list).filter(|&child| self.tree.name(child) == "dt");
        let told = |list: Id| terms(list).map(|term| self.mass(term).told()).sum::<usize>();
        self.tree.name(id) == "dd" && self.tree.parent(id).is_some_and(|list| told(list) >= LONG)
    }

    /// Whether a container is one of several that are made alike and hold a tenth of its prose or more: parts of one text, as lists that
    /// tables part. Plain boxes are what any page is made of.
    fn is_part(&self, id: Id) -> bool {
        let (name, class) = (self.tree.name(id), self.tree.attribute(id, "class").unwrap_or_default());
        let alike = |&other: &Id| {
            let made = self.tree.name(other) == name && self.tree.attribute(other, "class").unwrap_or_default() == class;
            other != id && made && self.mass(other).prose * 10 >= self.mass(id).prose
        };
        let boxed = matches!(name, "div" | "td" | "span") && class.is_empty();
        !boxed && self.tree.parent(id).is_some_and(|parent| self.tree.children(parent).any(|other| alike(&other)))
    }

    /// Whether an element stands in the middle of a line: its parent has characters of its own.
    fn is_in_line(&self, id: Id) -> bool {
        !is_line(self.tree.name(id)) && self.tree.parent(id).is_some_and(|parent| self.texts.contains(&parent))
    }

    /// Whether a container is one paragraph among others: it holds no lines, as others of its name beside it.
    fn is_paragraph(&self, id: Id) -> bool {
        let name = self.tree.name(id);
        let plain = |node: Id| {
            let mass = self.mass(node);
            self.tree.name(node) == name && mass.all > 0 && !mass.lines && mass.linked * 2 < mass.all
        };
        let amid = |parent: Id| self.tree.children(parent).filter(|&node| plain(node)).nth(2).is_some();
        name == "div" && plain(id) && self.tree.parent(id).is_some_and(amid)
    }

    /// Leaves out what is no text, from the top.
    fn sweep(&self, body: Id, article: Id, headline: Option<Headline>, regions: &mut Regions) {
        let heading = headline.map(|headline| headline.id);
        let path: BTreeSet<Id> =
            self.tree.ancestors(article).chain(heading.into_iter().flat_map(|id| self.tree.ancestors(id))).collect();
        let from = heading.and_then(|id| self.order.get(&id)).copied();
        let to = self.order.get(&article).copied().unwrap_or(0);
        let ends = self.tree.within(article).last().and_then(|id| self.order.get(&id)).copied().unwrap_or(to);
        let extent = self.extent(article);
        let mut at = Some(body);
        let out = |id: Id, why: &'static str, regions: &mut Regions| {
            if self.mass(id).all > 0 || self.tree.named(id, "img").next().is_some() {
                regions.insert(id, (Rule::Outside, why));
            }
        };
        while let Some(id) = at {
            let inside_article = id == article || self.tree.ancestors(id).any(|node| node == article);
            let mass = self.mass(id);
            let name = self.tree.name(id);
            let skip = !self.order.contains_key(&id) || heading == Some(id);
            let mut deeper = false;
            if skip || regions.contains_key(&id) {
            } else if inside_article {
                let holds_headline = || heading.is_some_and(|heading| self.tree.ancestors(heading).any(|node| node == id));
                if id != article && self.is_aside(id, &extent) && !holds_headline() {
                    out(id, "no part of the article", regions);
                } else {
                    deeper = true;
                    for node in self.loose_bars(id, &extent) {
                        regions.insert(node, (Rule::Outside, "no part of the article"));
                    }
                }
            } else if path.contains(&id) {
                deeper = true;
            } else if self.order.get(&id).is_some_and(|at| *at > to) && self.is_headed_by_call(id) {
                out(id, "outside the article", regions);
            } else if self.is_near(id, article, from, to) && self.is_source_line(id) {
                // What is said of the article stays, the controls beside it go.
                let is_beside = |&node: &Id| self.is_around(node) || self.is_control(node) || self.is_button(node);
                self.tree.within(id).skip(1).filter(is_beside).for_each(|node| out(node, "outside the article", regions));
            } else if headline.is_some_and(|headline| self.is_of_stack(id, article, headline)) {
                // What stands over and under the headline is of the article, and so is who signs it.
            } else if self.signs_off(id, ends) {
                // Where and when it was written, where it was printed first.
            } else if self.is_in_line(id) && mass.linked == 0 && !self.is_control(id) {
                // The line stays, and all of it.
            } else if self.is_around(id) || mass.prose == 0 && !self.may_hold_stack(id, article, from, to) || self.is_fact(id) {
                out(id, "outside the article", regions);
            } else if is_line(name) && mass.prose > 0 && self.tree.children(id).all(|child| self.mass(child).prose == 0) {
                // Long prose outside of the article stays.
            } else {
                deeper = true;
            }
            at = self.tree.children(id).next().filter(|_| deeper).or_else(|| self.tree.after(id, body));
        }
    }

    /// The places of the first and of the last line of prose in the article.
    fn extent(&self, article: Id) -> Extent {
        let prose = |id: &Id| {
            let mass = self.mass(*id);
            mass.prose > 0 && (!mass.lines && is_line(self.tree.name(*id)) || self.tree.text(*id).is_some())
        };
        let mut places = self.tree.within(article).filter(prose).filter_map(|id| self.order.get(&id).copied());
        let first = places.next().unwrap_or(0);
        let mass = self.mass(article);
        Extent { prose: first..places.last().unwrap_or(first), of_links: mass.linked * 2 > mass.all }
    }

    /// Whether an element stands between the headline and the article, or beside the article.
    fn is_near(&self, id: Id, article: Id, from: Option<usize>, to: usize) -> bool {
        let between = from.is_some_and(|from| self.order.get(&id).is_some_and(|at| *at > from && *at < to));
        between || self.tree.parent(id).is_some_and(|parent| self.tree.parent(article) == Some(parent))
    }

    /// The line with source, date and author.
    fn is_source_line(&self, id: Id) -> bool {
        let mass = self.mass(id);
        if mass.all == 0 || mass.all > 160 || !self.is_one_cell(id) {
            return false;
        }
        // A list of dated links is none.
        if mass.links >= 3 && (mass.linked > mass.told() && mass.linked > FEW || self.teases(id)) {
            return false;
        }
        let text: String = self.tree.within(id).filter_map(|node| self.tree.text(node)).collect();
        let squeezed = unspaced(&text);
        const SAID: [&str; 10] =
            ["来源", "來源", "发布时", "發布時", "发布日", "發布日", "发布者", "发布单位", "发布：", "發布："];
        let says = |words: &[&str]| words.iter().any(|word| squeezed.contains(word));
        // A headline or a comment may speak of authors too.
        iso_date(&text).is_some()
            || says(&SAID)
            || mass.marks < 2 && mass.links < 2 && says(&["作者", "记者"]) && !self.is_call(id, &mass)
    }

    /// Whether a cell says something of the article, as the cell before it names: `主题分类：` before `水利、交通、城乡建设`.
    fn is_fact(&self, id: Id) -> bool {
        /// The longest name of a fact, in characters.
        const NAME: usize = 8;
        let names = |cell: Id| {
            let text = self.squeezed(cell);
            text.ends_with(['：', ':']) && text.chars().count() <= NAME
        };
        let said = matches!(self.tree.name(id), "td" | "dd") && !self.squeezed(id).contains('。');
        said && self.before(id).is_some_and(|cell| matches!(self.tree.name(cell), "td" | "th" | "dt") && names(cell))
    }

    /// Whether an element holds no cells of a table, or is a row of one, or its cell.
    fn is_one_cell(&self, id: Id) -> bool {
        let cell = |&node: &Id| matches!(self.tree.name(node), "td" | "th");
        match self.tree.name(id) {
            "table" | "tbody" => false,
            "tr" => self.tree.children(id).filter(cell).nth(1).is_none(),
            "td" | "th" => self.tree.parent(id).is_none_or(|row| self.tree.children(row).filter(cell).nth(1).is_none()),
            _ => true,
        }
    }

    /// The characters of a region, its white space left out.
    fn squeezed(&self, id: Id) -> String {
        self.tree.within(id).filter_map(|node| self.tree.text(node)).map(unspaced).collect()
    }
}

/// Whether a link is long enough for a headline.
fn says_headline(text: &str) -> bool {
    let han = text.chars().filter(|&c| crate::text::script::is_cjk(c)).count();
    han >= 6 || text.chars().filter(char::is_ascii_alphabetic).count() >= 20
}
