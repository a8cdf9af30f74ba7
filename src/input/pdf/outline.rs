//! Bookmarks and labels of pages: what a file says of its pages from outside (ISO 32000-2, 12.3 and 12.4.2).

use super::document::Shared;
use super::strings;
use crate::input::layout::page::OutlineItem;
use crate::text::figures;
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, ObjectIdentifier, Rect, String as Bytes};
use std::collections::BTreeSet;

/// Entries that are read.
const MOST: usize = 50_000;
/// How deep entries may lie in entries, and names in trees.
const DEPTH: u8 = 32;

/// The outline, in order.
pub fn outline(shared: &Shared<'_>) -> Vec<OutlineItem> {
    let mut items = Vec::new();
    let Some(root) = shared.catalog.get::<Dict<'_>>("Outlines") else { return items };
    let mut seen = BTreeSet::new();
    let mut open = vec![(root.get::<Dict<'_>>("First"), 1u8)];
    while let Some((entry, level)) = open.pop() {
        let Some(entry) = entry else { continue };
        if items.len() >= MOST || entry.obj_id().is_some_and(|id| !seen.insert(id)) {
            continue;
        }
        let title = entry.get::<Bytes<'_>>("Title").map(|title| strings::text(&title)).unwrap_or_default();
        let target = destination(&entry, shared);
        let (page, y) = target.map_or((None, None), |(page, y)| (Some(page), y));
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        if !title.is_empty() {
            items.push(OutlineItem { title, level, page, y });
        }
        open.push((entry.get::<Dict<'_>>("Next"), level));
        if level < DEPTH {
            open.push((entry.get::<Dict<'_>>("First"), level + 1));
        }
    }
    items
}

/// Where an entry leads: the page's number, and the height on it.
fn destination(entry: &Dict<'_>, shared: &Shared<'_>) -> Option<(u32, Option<f32>)> {
    let direct = entry.get::<Object<'_>>("Dest");
    let action = || entry.get::<Dict<'_>>("A").filter(|action| is(action, b"GoTo"))?.get::<Object<'_>>("D");
    explicit(direct.or_else(action)?, shared, 0)
}

fn is(action: &Dict<'_>, kind: &[u8]) -> bool {
    action.get::<Name<'_>>("S").is_some_and(|name| &*name == kind)
}

fn explicit(target: Object<'_>, shared: &Shared<'_>, depth: u8) -> Option<(u32, Option<f32>)> {
    if depth > 4 {
        return None;
    }
    match target {
        Object::Array(array) => {
            let number = match array.raw_iter().next()? {
                MaybeRef::Ref(page) => *shared.numbers.get(&ObjectIdentifier::from(page))?,
                MaybeRef::NotRef(Object::Number(number)) => u32::try_from(number.as_i64()).ok()? + 1,
                MaybeRef::NotRef(_) => return None,
            };
            let items: Vec<Object<'_>> = array.iter::<Object<'_>>().skip(1).take(4).collect();
            let height = match items.first().cloned().and_then(Object::into_name).as_deref() {
                Some(b"XYZ") => items.get(2),
                Some(b"FitH" | b"FitBH") => items.get(1),
                _ => None,
            };
            let height = height.cloned().and_then(Object::into_f32).and_then(|height| down(height, number, shared));
            Some((number, height))
        }
        Object::Dict(dict) => explicit(dict.get::<Object<'_>>("D")?, shared, depth + 1),
        Object::Name(name) => {
            let old = shared.catalog.get::<Dict<'_>>("Dests")?.get::<Object<'_>>(name)?;
            explicit(old, shared, depth + 1)
        }
        Object::String(name) => {
            let names = shared.catalog.get::<Dict<'_>>("Names")?.get::<Dict<'_>>("Dests")?;
            explicit(named(&names, &name, 0)?, shared, depth + 1)
        }
        _ => None,
    }
}

/// A height on a page that is not turned, from its top.
fn down(height: f32, number: u32, shared: &Shared<'_>) -> Option<f32> {
    let page = shared.pdf.pages().get(number.checked_sub(1)? as usize)?;
    let Rect { y1, .. } = page.intersected_crop_box();
    matches!(page.rotation(), hayro_syntax::page::Rotation::None).then_some((y1 as f32 - height).max(0.0))
}

/// A name in a tree of names (7.9.6).
fn named<'a>(node: &Dict<'a>, name: &[u8], depth: u8) -> Option<Object<'a>> {
    if depth > DEPTH {
        return None;
    }
    if let Some(names) = node.get::<Array<'_>>("Names") {
        let mut items = names.flex_iter();
        while let Some(key) = items.next::<Object<'_>>() {
            let value = items.next::<Object<'_>>()?;
            if matches!(&key, Object::String(key) if **key == *name) {
                return Some(value);
            }
        }
    }
    let kids = node.get::<Array<'_>>("Kids")?;
    let within = |kid: &Dict<'_>| {
        let limits = kid.get::<Array<'_>>("Limits");
        let ends: Vec<Bytes<'_>> = limits.map(|limits| limits.iter::<Bytes<'_>>().take(2).collect()).unwrap_or_default();
        ends.len() < 2 || (&*ends[0] <= name && name <= &*ends[1])
    };
    kids.iter::<Dict<'a>>().filter(within).find_map(|kid| named(&kid, name, depth + 1))
}

/// The pages' labels, for as many pages as there are; empty where the file has none.
pub fn labels(shared: &Shared<'_>) -> Vec<Option<String>> {
    let mut ranges = Vec::new();
    if let Some(tree) = shared.catalog.get::<Dict<'_>>("PageLabels") {
        numbers(&tree, 0, &mut ranges);
    }
    ranges.sort_by_key(|(first, _)| *first);
    let pages = shared.pdf.pages().len();
    let mut labels = vec![None; if ranges.is_empty() { 0 } else { pages }];
    for (place, (first, dict)) in ranges.iter().enumerate() {
        let end = ranges.get(place + 1).map_or(pages, |(next, _)| *next).min(pages);
        let prefix = dict.get::<Bytes<'_>>("P").map(|prefix| strings::text(&prefix)).unwrap_or_default();
        let style = dict.get::<Name<'_>>("S");
        let start = dict.get::<u32>("St").filter(|start| *start < u32::MAX / 2).unwrap_or(1);
        for (number, place) in (start..).zip(labels.iter_mut().take(end).skip(*first)) {
            let label = format!("{prefix}{}", style.as_deref().map(|style| numeral(number, style)).unwrap_or_default());
            *place = Some(label).filter(|label| !label.is_empty());
        }
    }
    labels
}

fn numbers<'a>(node: &Dict<'a>, depth: u8, ranges: &mut Vec<(usize, Dict<'a>)>) {
    if depth > DEPTH || ranges.len() > MOST {
        return;
    }
    if let Some(pairs) = node.get::<Array<'a>>("Nums") {
        let mut items = pairs.flex_iter();
        while let (Some(first), Some(dict)) = (items.next::<u32>(), items.next::<Dict<'a>>()) {
            ranges.push((first as usize, dict));
        }
    }
    for kid in node.get::<Array<'a>>("Kids").iter().flat_map(|kids| kids.iter::<Dict<'a>>()) {
        numbers(&kid, depth + 1, ranges);
    }
}

fn numeral(number: u32, style: &[u8]) -> String {
    let roman = || figures::roman(number.min(4999) as usize);
    let letters = || {
        let letter = char::from(b'a' + (number.saturating_sub(1) % 26) as u8);
        letter.to_string().repeat((number.saturating_sub(1) / 26 + 1).min(64) as usize)
    };
    match style {
        b"r" => roman().to_lowercase(),
        b"R" => roman(),
        b"a" => letters(),
        b"A" => letters().to_uppercase(),
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_numbered_in_every_style() {
        let check = |number, style: &[u8], expected: &str| assert_eq!(numeral(number, style), expected);
        check(14, b"D", "14");
        check(14, b"r", "xiv");
        check(1999, b"R", "MCMXCIX");
        check(27, b"A", "AA");
        check(2, b"a", "b");
    }
}
