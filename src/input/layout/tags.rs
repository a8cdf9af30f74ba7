//! The structure tree: where a tagged file says in which order its pieces are read, its order wins.
//!
//! A tree that leaves part of a page out is not followed on that page. Its elements are believed to be paragraphs where they
//! mostly agree with what the lines themselves tell: some producers tag every line.

use super::Sheet;
use super::block::put;
use super::bookmarks::Entry;
use super::furniture::Edge;
use super::line::{Line, Way};
use super::page::Tagged;
use super::paragraph::{self, Habit, Set};
use super::region::{self, Analysis};
use super::row;
use super::stack::Class;
use crate::model::Tally;
use std::collections::{BTreeMap, BTreeSet};

/// A tree covers a page that it names so much of.
const COVERED: f32 = 0.95;
/// Elements are paragraphs where so many pairs of lines agree.
const AGREE: f32 = 0.9;
/// A heading has no more characters, and all together one in so many of the text.
const LONGEST: usize = 150;
const SHARE: usize = 3;

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
            for line in &mut sheet.lines {
                line.element = place(line.tag);
                match line.element.map(|(rank, _)| &*structure[rank as usize].role) {
                    Some("TOCI") => line.contents = true,
                    Some("Note" | "FENote") => line.note = true,
                    _ => {}
                }
            }
        }
    }
}

/// Makes the lines headings that the tree calls so (`H1` to `H6`), where the outline named none: a tree that gives most of the
/// text such names tells nothing.
pub fn headings(sheets: &mut [Sheet], edges: &mut [BTreeMap<usize, Edge>], structure: &[Tagged]) {
    let lines = || sheets.iter().flat_map(|sheet| &sheet.lines);
    let named = |line: &Line| Some((line.element?.1, depth(&structure[line.element?.0 as usize].role)?));
    let (mut all, mut lengths) = (0, BTreeMap::<u32, usize>::new());
    for line in lines() {
        let length = line.text.chars().count();
        all += length;
        if let Some((element, _)) = named(line) {
            *lengths.entry(element).or_default() += length;
        }
    }
    lengths.retain(|_, length| *length <= LONGEST);
    if lengths.values().sum::<usize>() * SHARE > all || lines().any(|line| line.heading.is_some()) {
        return;
    }
    for (sheet, edges) in sheets.iter_mut().zip(edges) {
        for (at, line) in sheet.lines.iter_mut().enumerate() {
            if let Some((element, level)) = named(line).filter(|(element, _)| lengths.contains_key(element)) {
                edges.remove(&at);
                line.heading = Some(Entry { at: element, level });
            }
        }
    }
}

/// How deep a heading lies.
fn depth(role: &str) -> Option<u8> {
    role.strip_prefix('H')?.parse().ok().filter(|depth| (1..=6).contains(depth))
}

/// Puts the pieces of lines together that the tree calls contents, those of one entry on one baseline. Gives the white space
/// between them.
pub fn join(lines: &mut [Line], at: &mut Vec<usize>, main: Way) -> Tally {
    let mut gaps = Tally::default();
    let named = |place: &usize| lines[*place].contents && lines[*place].way == main;
    let one = |a: &usize, b: &usize| lines[*a].element.map(|place| place.1) == lines[*b].element.map(|place| place.1);
    let mut rows: Vec<Vec<usize>> = Vec::new();
    for row in row::baselines(lines, at.iter().copied().filter(named).collect()) {
        rows.extend(row.chunk_by(one).map(<[usize]>::to_vec));
    }
    let mut gone = BTreeSet::new();
    for row in rows {
        for &place in &row[1..] {
            let folio = lines[place].text.chars().all(|c| c.is_ascii_alphanumeric());
            let joint = if folio { "\u{3000}" } else { row::joint(&lines[row[0]], &lines[place]) };
            put(lines, row[0], place, joint, &mut gaps);
            gone.insert(place);
        }
    }
    at.retain(|place| !gone.contains(place));
    gaps
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
fn sort(sheet: &Sheet, entries: &mut Vec<region::Entry>) {
    let mut last = 0;
    let mut ranked: Vec<(u32, region::Entry)> = Vec::with_capacity(entries.len());
    for mut entry in std::mem::take(entries) {
        if let region::Entry::Boxed(inner) = &mut entry {
            sort(sheet, inner);
        }
        last = rank(sheet, &entry).unwrap_or(last);
        ranked.push((last, entry));
    }
    // A masthead leads its page, where the tree would put before it what stands below it.
    for at in 0..ranked.len() {
        let (own, entry) = &ranked[at];
        let leads = matches!(entry, region::Entry::Text(run) if run.class == Class::Masthead);
        if leads && ranked[at + 1..].iter().any(|(other, _)| other < own) {
            ranked[at].0 = 0;
        }
    }
    ranked.sort_by_key(|(rank, _)| *rank);
    entries.extend(ranked.into_iter().map(|(_, entry)| entry));
}

/// An entry's first place in the tree.
fn rank(sheet: &Sheet, entry: &region::Entry) -> Option<u32> {
    let of = |lines: &[usize]| lines.iter().filter_map(|&at| Some(sheet.lines.get(at)?.element?.0)).min();
    match entry {
        region::Entry::Text(run) => of(&run.lines),
        region::Entry::Picture { caption, .. } => of(caption),
        region::Entry::Table(_, cells) => cells.iter().filter_map(|cell| of(cell)).min(),
        region::Entry::Boxed(inner) => inner.iter().filter_map(|entry| rank(sheet, entry)).min(),
    }
}

/// Whether the tree's elements are paragraphs.
pub fn agree(sheets: &[Sheet], pages: &[Analysis], habit: Habit) -> bool {
    fn count(sheet: usize, sheets: &[Sheet], entries: &[region::Entry], habit: Habit, seen: &mut (usize, usize)) {
        let lines = &sheets[sheet].lines;
        for entry in entries {
            match entry {
                region::Entry::Text(run) if run.class == Class::Body => {
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
                region::Entry::Boxed(inner) => count(sheet, sheets, inner, habit, seen),
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
