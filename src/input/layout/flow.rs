//! Boxes that stand in their column as paragraphs do: listings on a ground of their own, framed remarks. They are read where they
//! stand. A box with a headline, or with text at its side, is an article by itself.

use super::line::Line;
use super::page::Area;
use super::region::{Analysis, Entry};
use super::stack::Class;

/// The heights of a page's lines: where they begin, and where they end.
#[derive(Debug, Default)]
pub struct Rows {
    tops: Vec<f32>,
    bottoms: Vec<f32>,
}

impl Rows {
    /// Those of all lines that entries hold.
    pub fn of(lines: &[Line], entries: &[Entry]) -> Rows {
        let mut places = Vec::new();
        gather(entries, &mut places);
        let mut tops: Vec<f32> = places.iter().map(|&at| lines[at].area.top).collect();
        let mut bottoms: Vec<f32> = places.iter().map(|&at| lines[at].area.bottom).collect();
        tops.sort_by(f32::total_cmp);
        bottoms.sort_by(f32::total_cmp);
        Rows { tops, bottoms }
    }

    /// Whether nothing stands beside the lines of a box, and none of them is a headline.
    pub fn stand_alone(&self, lines: &[Line], inner: &[Entry]) -> bool {
        let mut places = Vec::new();
        gather(inner, &mut places);
        let Some(area) = places.iter().map(|&at| lines[at].area).reduce(Area::union) else { return false };
        // What lies within its height, less what ends above it and what begins below.
        let begun = self.tops.partition_point(|&top| top < area.bottom);
        let ended = self.bottoms.partition_point(|&bottom| bottom <= area.top);
        begun.saturating_sub(ended) == places.len() && !has_head(inner)
    }
}

/// Whether pages are those of a paper: with a masthead, or with articles that jump.
pub fn is_paper(pages: &[Analysis]) -> bool {
    fn tells(entry: &Entry) -> bool {
        match entry {
            Entry::Text(run) => matches!(run.class, Class::Masthead | Class::JumpTo | Class::JumpFrom),
            Entry::Boxed(inner) => inner.iter().any(tells),
            Entry::Picture { .. } | Entry::Table(..) => false,
        }
    }
    pages.iter().any(|page| page.entries.iter().any(tells))
}

fn has_head(entries: &[Entry]) -> bool {
    entries.iter().any(|entry| match entry {
        Entry::Text(run) => matches!(run.class, Class::Kicker | Class::Head | Class::Deck | Class::Byline),
        Entry::Boxed(inner) => has_head(inner),
        Entry::Picture { .. } | Entry::Table(..) => false,
    })
}

fn gather(entries: &[Entry], places: &mut Vec<usize>) {
    for entry in entries {
        match entry {
            Entry::Text(run) => places.extend(&run.lines),
            Entry::Picture { caption, .. } => places.extend(caption),
            Entry::Table(_, cells) => places.extend(cells.iter().flatten()),
            Entry::Boxed(inner) => gather(inner, places),
        }
    }
}
