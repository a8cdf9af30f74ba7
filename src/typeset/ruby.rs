//! Annotations 注音: Latin and kana above their base, bopomofo beside each of its characters (RB-1…RB-4).
//!
//! What needs room is given it before lines are broken: bases are set wider than they are, by [`Setting::around`]. Afterwards annotations
//! are put where their bases have come to stand. The line gap is the same with them and without (RB-4).

use super::frame::Line;
use super::inline::Decoration;
use super::paragraph::Setting;
use super::slab::Slab;
use super::style::Style;
use crate::geom::{Abs, Point};
use crate::text::script::{is_bopomofo, is_bopomofo_tone, is_solid};
use crate::text::width;

/// Sets a few words at a size, as one line.
pub type Annotate<'a> = dyn Fn(&str, Abs) -> Line + 'a;

/// The syllables of bopomofo that stand beside the characters of a base, one for each; `None` for other annotations, and where they
/// do not match.
pub fn syllables<'a>(base: &str, annotation: &'a str) -> Option<Vec<&'a str>> {
    let symbol = |c: char| is_bopomofo(c) || is_bopomofo_tone(c);
    let syllables: Vec<&str> = annotation.split_whitespace().collect();
    let all = base.chars().all(is_solid) && base.chars().count() == syllables.len();
    let written = |syllable: &&str| syllable.chars().any(is_bopomofo) && syllable.chars().all(symbol);
    (all && !syllables.is_empty() && syllables.iter().all(written)).then_some(syllables)
}

/// The side of the square that a symbol of bopomofo stands in, to an em of its base (RB-1).
fn square(em: Abs) -> Abs {
    em.scale(3, 10)
}

/// Widens the bases of annotations that have no room. In horizontal lines bopomofo takes half an em behind each character (RB-2).
/// Other annotations hang over neighbours that have none by a quarter em, and stay a quarter em clear of one another (RB-3).
pub fn make_room(
    text: &str,
    settings: &mut [Setting],
    decorations: &[Decoration<'_>],
    vertical: bool,
    annotate: &Annotate<'_>,
) {
    let words = |setting: &Setting| text.get(setting.range.clone()).unwrap_or_default();
    for index in 0..settings.len().min(decorations.len()) {
        let em = settings[index].size;
        if !decorations[index].beside.is_empty() {
            settings[index].around.1 = if vertical { Abs::ZERO } else { em / 2 };
        }
        let Some(annotation) = decorations[index].ruby else { continue };
        let spare = |at: Option<usize>| match at.and_then(|at| settings.get(at).zip(decorations.get(at))) {
            Some((_, neighbour)) if neighbour.ruby.is_some() => -em / 8,
            Some((setting, _)) if width::of(words(setting)) > 1 => em / 4,
            _ => Abs::ZERO,
        };
        let base = words(&settings[index]);
        // Alike on both sides, for annotations stand in the middle.
        let room = em * width::of(base) as i64 / 2 + spare(index.checked_sub(1)).min(spare(Some(index + 1))) * 2;
        let missing = extent(&annotate(annotation, em / 2)) - room;
        if missing > Abs::ZERO {
            let count = base.chars().filter(|&c| is_solid(c)).count().max(base.split_whitespace().count()).max(1);
            let each = missing / (2 * count as i64);
            settings[index].around = (each, each);
        }
    }
}

/// How far the runs of a line reach.
fn extent(line: &Line) -> Abs {
    line.runs.iter().map(|run| run.x + run.width).max().unwrap_or_default()
}

/// Puts an annotation in the middle above its base, which reaches from `start` to `end` in a line that ends at `edge`. In vertical
/// lines above is on the right.
pub fn above(annotation: &str, em: Abs, [start, end, edge]: [Abs; 3], origin: Point, slab: &mut Slab, annotate: &Annotate<'_>) {
    let mut small = annotate(annotation, em / 2);
    let width = extent(&small);
    // Bases that could not be widened: their annotations are set smaller.
    let most = end - start + em / 2;
    if width > most && width > Abs::ZERO {
        small = annotate(annotation, (em / 2).scale(most.units(), width.units()).max(em.scale(3, 10)));
    }
    let width = extent(&small);
    let middle = start + (end - start - width) / 2;
    let x = middle.min(edge.max(end) - width).max(Abs::ZERO);
    slab.push_line(small, Point { x: origin.x + x, y: origin.y - em.scale(93, 100) });
}

/// Puts the symbols of a syllable one below the other on the right of a character whose em box begins at `left`. The mark of a tone
/// stands at the upper right of the last symbol, that of the light tone above the first (RB-1).
pub fn beside(syllable: &str, em: Abs, left: Abs, origin: Point, vertical: bool, slab: &mut Slab, annotate: &Annotate<'_>) {
    let step = square(em);
    // The ink of these letters takes two thirds of their em.
    let size = step.scale(4, 3);
    let inset = (size - step) / 2;
    let count = syllable.chars().filter(|&c| is_bopomofo(c)).count() as i64;
    // From the upper edge of the em box, down; the column stands in the middle.
    let top = (em - step * count) / 2;
    let mut done = 0;
    for c in syllable.chars() {
        let (right, down) = match c {
            '˙' => (Abs::ZERO, top - step.scale(45, 100)),
            c if is_bopomofo_tone(c) => (step.scale(75, 100), top + step * (done - 1).max(0) - step.scale(30, 100)),
            _ => {
                done += 1;
                (Abs::ZERO, top + step * (done - 1))
            }
        };
        let (right, down) = (right - inset, down - inset);
        // A line says where its baseline is: so far below the upper edge of its em box or, where lines go down, so far from its left edge.
        let at = if vertical {
            let baseline = Style::ascent(em) + right + (size - Style::ascent(size));
            Point { x: left + down, y: -baseline }
        } else {
            Point { x: left + em + right, y: down + Style::ascent(size) - Style::ascent(em) }
        };
        let symbol = annotate(c.encode_utf8(&mut [0; 4]), size);
        slab.push_line(symbol, Point { x: origin.x + at.x, y: origin.y + at.y });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bopomofo_stands_beside_what_it_matches() {
        let check = |base: &str, annotation, expected: Option<&[&str]>| {
            assert_eq!(syllables(base, annotation).as_deref(), expected, "{base} {annotation}");
        };
        check("張", "ㄓㄤ", Some(&["ㄓㄤ"]));
        check("好的", "ㄏㄠˇ ㄉㄜ˙", Some(&["ㄏㄠˇ", "ㄉㄜ˙"]));
        check("好的", "ㄏㄠˇㄉㄜ˙", None);
        check("好，", "ㄏㄠˇ ㄉㄜ˙", None);
        check("好", "hǎo", None);
        check("好", "ˇ", None);
        check("", "", None);
    }
}
