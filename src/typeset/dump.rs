//! Pages as text that a person can read: the language of layout goldens.
//!
//! One line for each item, in the order in which it stands on the page: what it is, its place and width in points from the
//! upper left corner of the type area, size and face, and the characters. Artifacts are marked with `~`, other text of the
//! typesetter's own with `+`.

use super::frame::{Item, Page, Pages, Run, Target, Way};
use crate::geom::{Abs, Point};
use std::fmt::Write;

/// All pages and the outline.
pub fn pages(pages: &Pages) -> String {
    let mut out = String::new();
    for page in &pages.pages {
        page_to(page, &mut out);
    }
    for entry in &pages.outline {
        let indent = usize::from(entry.level.saturating_sub(1)) * 2;
        let _ = writeln!(out, "{:indent$}outline {} → page {}", "", entry.title, entry.place.page + 1);
    }
    out
}

fn page_to(page: &Page, out: &mut String) {
    let size = |length: Abs| format!("{:.1}", length.to_mm());
    let (width, height) = (size(page.area.size.width), size(page.area.size.height));
    let _ = writeln!(out, "page {} · type area {width} × {height} mm", page.label);
    for item in &page.items {
        let at =
            |point: Point| format!("{:7.2} {:7.2}", (point.x - page.area.min.x).to_pt(), (point.y - page.area.min.y).to_pt());
        let run_at = |origin: Point, run: &Run| at(run.start(origin));
        let words = |run: &Run| {
            let bold = if run.embolden { " bold" } else { "" };
            let way = match run.way {
                Way::Across => "",
                Way::Turned => " turned",
                Way::Upright => " upright",
                Way::Combined(_) => " combined",
            };
            format!("{:7.2}  {:.2}pt{bold}{way}  {}", run.width.to_pt(), run.size.to_pt(), run.text)
        };
        let _ = match item {
            Item::Tag(_) => Ok(()),
            Item::Text { origin, run } => writeln!(out, "  {} {}", run_at(*origin, run), words(run)),
            Item::Made { origin, run, artifact } => {
                writeln!(out, "{} {} {}", if *artifact { '~' } else { '+' }, run_at(*origin, run), words(run))
            }
            Item::Rule { rect, .. } => {
                writeln!(out, "- {} {:7.2} × {:.2}", at(rect.min), rect.size.width.to_pt(), rect.size.height.to_pt())
            }
            Item::Dots { from, width, .. } => writeln!(out, "· {} {:7.2}", at(*from), width.to_pt()),
            Item::Image { media, rect } => {
                let (width, height) = (rect.size.width.to_pt(), rect.size.height.to_pt());
                writeln!(out, "# {} {width:7.2} × {height:.2}  image {}", at(rect.min), media.0)
            }
            Item::Link { rect, target } => {
                let to = match target {
                    Target::Url(url) => url.clone(),
                    Target::Place(place) => format!("page {}", place.page + 1),
                };
                writeln!(out, "> {} {:7.2}  {to}", at(rect.min), rect.size.width.to_pt())
            }
        };
    }
}
