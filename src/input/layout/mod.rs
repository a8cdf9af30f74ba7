//! Page analysis, for the formats that know pages and not text (PDF, OFD): glyphs → lines → regions → reading order.
//!
//! [`page`] is the plain data that a reader hands over. The reader turns each [`Page`](page::Page) into a [`Sheet`] as soon as
//! it is read ([`sheet`], which pages may do side by side), so that a file of a thousand pages never has all its glyphs in
//! memory; [`document`] then looks at all sheets together. Characters are declared to the log here, weighed glyph by glyph as
//! they come in: a reader of pages declares none.
//!
//! The stages, each in a file of its own:
//!
//! | file | from | to |
//! |---|---|---|
//! | [`turn`] | a page | the same, its text upright |
//! | [`skew`] | a page that leans | the same, straight |
//! | [`stacked`] | upright glyphs under one another | vertical lines |
//! | [`column`] | glyphs in no order | those under one another |
//! | [`line`] | glyphs | pieces of lines |
//! | [`measured`] | lines that were recognized | lines of one size |
//! | [`rule`] | what is drawn | borders, boxes, grids |
//! | [`item`] | drawn dots | the lines that begin with them |
//! | [`furniture`] | pieces at the edges of all pages | running heads, folios |
//! | [`bookmarks`] | the outline | headings |
//! | [`lone`] | the first and the last row of a page | its head and its foot, where no other page repeats them |
//! | [`strip`] | words at the edge of a page | whether they are its head |
//! | [`folios`] | folios at the edge of a list, references of an index | the lines that they belong to |
//! | [`leaders`] | pieces on one baseline | lines of contents |
//! | [`align`] | pieces of lines | tables without rulings |
//! | [`initial`] | large first characters | their lines |
//! | [`row`] | pieces on one baseline | names and words of a row |
//! | [`spread`] | pieces on one baseline | lines that were spread to their measure |
//! | [`block`] | pieces of lines | blocks of lines under one another |
//! | [`aside`] | blocks | text set aside, and what makes room for it |
//! | [`inset`] | blocks | quotations that are set in |
//! | [`margins`] | pages | the measure of those that have one column |
//! | [`frame`] | blocks | their measures, and how their lines stand in them |
//! | [`edges`] | blocks | whether they begin and end in the middle of a sentence |
//! | [`notes`] | blocks | notes at the feet of columns |
//! | [`legend`] | blocks | the words of tables |
//! | [`stack`] | blocks | headline stacks |
//! | [`order`] | areas | reading order |
//! | [`island`] | areas | articles round one another |
//! | [`region`] | a page | its pieces in order, boxes and tables apart |
//! | [`office`] | a page of an official document | its lines in order |
//! | [`tags`] | the structure tree | its order, where it covers a page |
//! | [`seam`] | lines | jumps on them |
//! | [`paragraph`] | lines | which go on, which begin |
//! | [`flow`] | boxes | those that stand in their column |
//! | [`article`] | pages | articles, jumps followed |
//! | [`levels`] | articles | levels of headings |
//! | [`emit`] | articles | blocks of the document |
//! | [`draw`] | a page | a picture of what was seen |
//! | [`look`] | a page | what it looks like, for who judges that |

mod align;
mod article;
mod aside;
mod barrier;
mod block;
mod bookmarks;
mod cells;
mod column;
mod draw;
mod edges;
mod emit;
mod flow;
mod folios;
mod frame;
mod furniture;
mod initial;
mod inset;
mod island;
mod item;
mod leaders;
mod legend;
mod levels;
mod line;
mod lone;
mod look;
mod margins;
mod measured;
mod notes;
mod office;
mod order;
pub mod page;
mod paragraph;
mod recognized;
mod region;
mod row;
mod rule;
mod seam;
mod skew;
mod spread;
mod stack;
mod stacked;
mod strip;
mod tags;
#[cfg(test)]
mod tests;
mod threeline;
mod turn;

use super::Source;
use super::look::Look;
use crate::model::{Document, Origin, Reason, Rule, Tally};
use crate::text::jump;
use crate::text::patterns::NP_PAGEHEAD;
pub use draw::Drawing;
use frame::Setting;
use line::{Line, Way};
use page::{ImageRef, Page};
use paragraph::Habit;
use rayon::prelude::*;
use region::{Analysis, Entry};
use rule::Drawn;
pub use rule::is_dot;
use stack::Class;
use std::collections::BTreeMap;

/// A page whose glyphs were gathered into lines.
#[derive(Debug)]
pub struct Sheet {
    /// The page's number, from 1.
    number: u32,
    /// Its folio, as far as label and number tell; running heads may tell better.
    folio: String,
    /// Width of the page as one sees it.
    page_width: f32,
    /// Height of the page as one sees it.
    page_height: f32,
    lines: Vec<Line>,
    drawn: Drawn,
    images: Vec<ImageRef>,
    links: Vec<String>,
    /// Whether the page is vertical; then the main frame is turned.
    turned: bool,
    read: Tally,
    overprinted: String,
    /// What it looks like, where someone asked.
    look: Look,
}

impl Sheet {
    /// The em of most characters, and how many have it.
    fn body_size(&self) -> Option<(f32, usize)> {
        let mut sizes: BTreeMap<u32, usize> = BTreeMap::new();
        for line in &self.lines {
            *sizes.entry((line.size * 4.0).round() as u32).or_default() += line.text.chars().count();
        }
        let most = sizes.into_iter().max_by_key(|&(size, count)| (count, std::cmp::Reverse(size)))?;
        Some((most.0 as f32 / 4.0, most.1))
    }
}

/// Gathers a page's glyphs. `judged` says that its look is asked for.
pub fn sheet(page: Page, judged: bool) -> Sheet {
    let look = if judged { look::of(&page) } else { Look::default() };
    let page = skew::straight(turn::upright(page));
    let mut gathered = line::gather(&page);
    measured::settle(&mut gathered.lines);
    let drawn = rule::sort(&page, &gathered.lines, gathered.turned);
    let way = if gathered.turned { Way::Down } else { Way::Across };
    item::mark(&mut gathered.lines, &drawn.dots, way);
    let width = page.width;
    let image = |image: ImageRef| ImageRef { area: line::to_frame(way, width, image.area), ..image };
    Sheet {
        number: page.number,
        folio: jump::folio(&page.label.unwrap_or_else(|| page.number.to_string())),
        page_width: page.width,
        page_height: page.height,
        lines: gathered.lines,
        drawn,
        images: page
            .images
            .into_iter()
            .filter(|image| image.area.left.is_finite() && image.area.top.is_finite())
            .map(image)
            .collect(),
        links: page.links.into_iter().map(|link| link.target).collect(),
        turned: gathered.turned,
        read: gathered.read,
        overprinted: gathered.overprinted,
        look,
    }
}

/// Puts the pages' blocks into the document, in reading order; `sheets` are in the order of the file.
pub fn document(mut sheets: Vec<Sheet>, facts: page::Facts, source: &Source, document: &mut Document) {
    for sheet in &sheets {
        document.log.declare_read(sheet.read);
        if !sheet.overprinted.is_empty() {
            let reason = Reason::certain(Rule::Overprint, "one glyph twice in one place");
            document.log.markup(&sheet.overprinted, &Origin::Page { page: sheet.number }, &reason);
        }
    }
    let body = body_size(&sheets);
    let mut edges = furniture::find(&sheets);
    for (sheet, edges) in sheets.iter_mut().zip(&edges) {
        if let Some(folio) = folio(sheet, edges) {
            sheet.folio = folio;
        }
    }
    tags::mark(&mut sheets, &facts.structure);
    bookmarks::mark(&mut sheets, &mut edges, &facts.outline);
    tags::headings(&mut sheets, &mut edges, &facts.structure);
    let mut pages: Vec<Analysis> = if office::is_office(&sheets, source.options.official) {
        let frames = office::frames(&sheets, &edges);
        let page = |((sheet, edges), frame)| office::analyse(sheet, edges, frame, body);
        sheets.iter_mut().zip(edges).zip(frames).map(page).collect()
    } else {
        let margins = margins::measures(&sheets);
        let page = |(sheet, edges): (&mut Sheet, _)| {
            let side = sheet.number as usize % 2;
            region::analyse(sheet, edges, body, margins[side])
        };
        sheets.par_iter_mut().zip(edges).map(page).collect()
    };
    pages.iter().for_each(|page| document.log.declare_read(page.gaps));
    tags::reorder(&sheets, &mut pages);
    let mut habit = habit(&sheets, &pages);
    habit.tagged = tags::agree(&sheets, &pages, habit);
    if let Some(drawings) = source.drawings
        && let Ok(mut drawings) = drawings.lock()
    {
        drawings.extend(sheets.iter().zip(&pages).map(|(sheet, page)| draw::draw(sheet, page)));
    }
    if let Some(looks) = source.looks
        && let Ok(mut looks) = looks.lock()
    {
        for sheet in &mut sheets {
            looks.sheets.append(&mut sheet.look.sheets);
            looks.pieces.append(&mut sheet.look.pieces);
            looks.rules.append(&mut sheet.look.rules);
        }
    }
    let articles = article::gather(&sheets, &pages, habit);
    emit::emit(&sheets, &pages, articles, body, document);
}

/// The em of most characters of all pages.
fn body_size(sheets: &[Sheet]) -> f32 {
    let mut sizes: BTreeMap<u32, usize> = BTreeMap::new();
    for line in sheets.iter().flat_map(|sheet| &sheet.lines) {
        *sizes.entry((line.size * 4.0).round() as u32).or_default() += line.text.chars().count();
    }
    let most = sizes.into_iter().max_by_key(|&(size, count)| (count, std::cmp::Reverse(size)));
    most.map_or(10.0, |(size, _)| (size as f32 / 4.0).max(1.0))
}

/// The folio that a page's running heads name.
fn folio(sheet: &Sheet, edges: &BTreeMap<usize, furniture::Edge>) -> Option<String> {
    let texts = edges.keys().map(|&at| sheet.lines[at].text.as_str());
    texts.clone().find_map(|text| Some(jump::folio(NP_PAGEHEAD.captures(text)?.name("n")?.as_str()))).or_else(|| {
        texts.filter(|text| text.contains('版')).find_map(|text| {
            let number = text.trim().trim_start_matches('第').split('版').next()?;
            let folio = jump::folio(number);
            (folio.chars().count() <= 4 && folio.chars().any(|c| c.is_ascii_digit())).then_some(folio)
        })
    })
}

/// Whether paragraphs are indented: one line in twenty-five at least begins with an indent of about two em.
fn habit(sheets: &[Sheet], pages: &[Analysis]) -> Habit {
    fn count(sheet: usize, lines: &[Line], entries: &[Entry], seen: &mut (usize, usize)) {
        for entry in entries {
            match entry {
                Entry::Text(run) if run.class == Class::Body => {
                    let flows = |line: &&usize| matches!(lines[**line].setting, Setting::Flow | Setting::Inset);
                    for &line in run.lines.iter().filter(flows) {
                        let set = paragraph::Set { sheet, line, left: run.frame.0, right: run.frame.1 };
                        let indent = paragraph::indent(&lines[line], &set);
                        seen.0 += 1;
                        seen.1 += usize::from((1.4..=2.7).contains(&indent));
                    }
                }
                Entry::Boxed(inner) => count(sheet, lines, inner, seen),
                _ => {}
            }
        }
    }
    let mut seen = (0, 0);
    for (at, page) in pages.iter().enumerate() {
        count(at, &sheets[at].lines, &page.entries, &mut seen);
    }
    Habit { indents: seen.1 >= 2 && 25 * seen.1 >= seen.0, tagged: false }
}
