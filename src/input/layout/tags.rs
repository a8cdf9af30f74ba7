//! The structure tree: where a tagged file says in which order its pieces are read, its order wins.
//!
//! A tree that leaves part of a page out is not followed on that page. Its elements are believed to be paragraphs where they
//! mostly agree with what the lines themselves tell: some producers tag every line.

use super::Sheet;
use super::page::Tagged;
use super::paragraph::{self, Habit, Set};
use super::region::{Analysis, Entry};
use super::stack::Class;
use std::collections::BTreeMap;

/// A tree covers a page that it names so much of.
const COVERED: f32 = 0.95;
/// Elements are paragraphs where so many pairs of lines agree.
const AGREE: f32 = 0.9;

/// Gives lines their places in the tree.
pub fn mark(sheets: &mut [Sheet], structure: &[Tagged]) {
    if structure.is_empty() {
        return;
    }
    let mut places: BTreeMap<(u32, u32), (u32, u32)> = BTreeMap::new();
    for (rank, tagged) in (0u32..).zip(structure) {
        places.entry((tagged.page, tagged.tag)).or_insert((rank, tagged.element));
    }
    for sheet in sheets {
        let number = sheet.number;
        let place = |tag: Option<u32>| places.get(&(number, tag?)).copied();
        let chars = |text: &str| text.chars().count() as f32;
        let free = sheet.lines.iter().filter(|line| !line.artifact);
        let (all, known) = free.fold((0.0, 0.0), |(all, known), line| {
            let count = chars(&line.text);
            (all + count, known + if place(line.tag).is_some() { count } else { 0.0 })
        });
        if all > 0.0 && known >= COVERED * all {
            sheet.lines.iter_mut().for_each(|line| line.element = place(line.tag));
        }
    }
}

/// Puts the pieces of covered pages into the tree's order.
pub fn reorder(sheets: &[Sheet], pages: &mut [Analysis]) {
    for (sheet, page) in sheets.iter().zip(pages) {
        if sheet.lines.iter().any(|line| line.element.is_some()) {
            sort(sheet, &mut page.entries);
        }
    }
}

/// Sorts entries by their first place in the tree; what has none stays behind its neighbour.
fn sort(sheet: &Sheet, entries: &mut Vec<Entry>) {
    let mut last = 0;
    let mut ranked: Vec<(u32, Entry)> = Vec::with_capacity(entries.len());
    for mut entry in std::mem::take(entries) {
        if let Entry::Boxed(inner) = &mut entry {
            sort(sheet, inner);
        }
        last = rank(sheet, &entry).unwrap_or(last);
        ranked.push((last, entry));
    }
    // A masthead leads its page, where the tree would put before it what stands below it.
    for at in 0..ranked.len() {
        let (own, entry) = &ranked[at];
        let leads = matches!(entry, Entry::Text(run) if run.class == Class::Masthead);
        if leads && ranked[at + 1..].iter().any(|(other, _)| other < own) {
            ranked[at].0 = 0;
        }
    }
    ranked.sort_by_key(|(rank, _)| *rank);
    entries.extend(ranked.into_iter().map(|(_, entry)| entry));
}

/// An entry's first place in the tree.
fn rank(sheet: &Sheet, entry: &Entry) -> Option<u32> {
    let of = |lines: &[usize]| lines.iter().filter_map(|&at| Some(sheet.lines.get(at)?.element?.0)).min();
    match entry {
        Entry::Text(run) => of(&run.lines),
        Entry::Picture { caption, .. } => of(caption),
        Entry::Table(_, cells) => cells.iter().filter_map(|cell| of(cell)).min(),
        Entry::Boxed(inner) => inner.iter().filter_map(|entry| rank(sheet, entry)).min(),
    }
}

/// Whether the tree's elements are paragraphs.
pub fn agree(sheets: &[Sheet], pages: &[Analysis], habit: Habit) -> bool {
    fn count(sheet: usize, sheets: &[Sheet], entries: &[Entry], habit: Habit, seen: &mut (usize, usize)) {
        let lines = &sheets[sheet].lines;
        for entry in entries {
            match entry {
                Entry::Text(run) if run.class == Class::Body => {
                    for pair in run.lines.windows(2) {
                        let set = |line: usize| Set { sheet, line, left: run.frame.0, right: run.frame.1 };
                        let (a, b) = (&lines[pair[0]], &lines[pair[1]]);
                        if let (Some((_, one)), Some((_, other))) = (a.element, b.element) {
                            let verdict = paragraph::decide((a, &set(pair[0])), (b, &set(pair[1])), Some(1.0), habit);
                            seen.0 += 1;
                            seen.1 += usize::from(verdict.join == (one == other));
                        }
                    }
                }
                Entry::Boxed(inner) => count(sheet, sheets, inner, habit, seen),
                _ => {}
            }
        }
    }
    let mut seen = (0, 0);
    for (at, page) in pages.iter().enumerate() {
        count(at, sheets, &page.entries, Habit { tagged: false, ..habit }, &mut seen);
    }
    seen.0 >= 4 && seen.1 as f32 >= AGREE * seen.0 as f32
}
