//! Widths between neighbours: squeezed marks (标点挤压, PW-1…PW-5) and the Han–Latin gap (MX-1…MX-6), and how far each may shrink
//! and stretch in justification (JU-1…JU-10).
//!
//! Squeezing trims advances and moves glyphs. Characters are never replaced, so the text that a reader extracts is the text that was set.

use super::paragraph::{Punctuation, Region, Widths};
use super::unit::{Class, Unit};

/// Gives marks the blank that they can lose, and takes what neighbours make superfluous.
pub(super) fn squeeze(units: &mut [Unit], region: Region, widths: &Widths, vertical: bool) {
    if widths.punctuation == Punctuation::Plain {
        return edges(units, region, widths, vertical);
    }
    for unit in units.iter_mut().filter(|unit| unit.class.is_mark() && unit.width == unit.em) {
        (unit.left, unit.right) = blank(unit, region, vertical);
        let half = match widths.punctuation {
            Punctuation::Banjiao => true,
            Punctuation::Kaiming => unit.class != Class::Period,
            _ => false,
        };
        if half {
            unit.width -= unit.left + unit.right;
            unit.taken += unit.left;
            (unit.left, unit.right) = (0, 0);
        }
    }
    let mut run = 0;
    for index in 1..units.len() {
        let (before, from) = units.split_at_mut(index);
        let (Some(a), Some(b)) = (before.last_mut(), from.first_mut()) else { continue };
        if a.class.is_mark() && b.class.is_mark() {
            take(a, b);
        }
        // ！！ is one em (LB-8); three are two, which pairwise squeezing gives.
        run = if is_exclamation(b) && is_exclamation(a) { run + 1 } else { 0 };
        let next = from.get(1).is_some_and(is_exclamation);
        if run == 1
            && !next
            && let Some(last) = from.first_mut()
        {
            (last.width, last.right) = (last.width - last.right, 0);
        }
    }
    edges(units, region, widths, vertical);
}

/// What units lose at the edges of lines, after their neighbours have taken theirs.
fn edges(units: &mut [Unit], region: Region, widths: &Widths, vertical: bool) {
    if widths.punctuation != Punctuation::Quanjiao {
        for unit in units.iter_mut() {
            match unit.class {
                Class::Open => unit.at_start = unit.left,
                // JIS keeps the half em behind a full stop.
                Class::Period if region == Region::Jp => {}
                Class::Close | Class::Comma | Class::Period => unit.at_end = unit.right,
                _ => {}
            }
        }
    }
    if !widths.hanging || (!vertical && matches!(region, Region::Tw | Region::Hk)) {
        return;
    }
    // One mark, and never one of several (PW-7).
    for index in 0..units.len() {
        let beside = |at: Option<usize>| at.and_then(|at| units.get(at)).is_some_and(|unit| unit.class.is_mark());
        let lone = !beside(index.checked_sub(1)) && !beside(Some(index + 1));
        let unit = &mut units[index];
        let hangs = matches!(unit.class, Class::Comma | Class::Period)
            && (region == Region::Cn || matches!(unit.first, '、' | '，' | '。' | '．'));
        if lone && hangs {
            unit.at_end = unit.width;
        }
    }
}

/// Widens Latin words to whole em, half of what is added on each side, so that Han beside them stand on the grid (MX-4).
pub(super) fn fill_cells(units: &mut [Unit]) {
    let inside = |unit: &Unit| matches!(unit.class, Class::Latin | Class::Space);
    let mut from = 0;
    while let Some(start) = units[from..].iter().position(|unit| unit.class == Class::Latin).map(|at| from + at) {
        let end = units[start..].iter().position(|unit| !inside(unit)).map_or(units.len(), |at| start + at);
        let em = units[start].em.max(1);
        let inner: i64 = units[start + 1..end].iter().map(|unit| unit.before).sum();
        let width: i64 = units[start..end].iter().map(|unit| unit.width).sum::<i64>() + inner;
        let pad = width.rem_euclid(em);
        let pad = if pad == 0 { 0 } else { em - pad };
        if start > 0 {
            units[start].before = pad / 2;
        }
        if let Some(next) = units.get_mut(end) {
            next.before = pad - pad / 2;
        }
        from = end;
    }
}

fn is_exclamation(unit: &Unit) -> bool {
    matches!(unit.first, '！' | '？') && unit.class == Class::Period
}

/// The blank on the left and right of a mark that is one em wide (CLREQ 3.1.6.1, PW-6).
fn blank(unit: &Unit, region: Region, vertical: bool) -> (i64, i64) {
    let (half, quarter) = (unit.em / 2, unit.em / 4);
    match (region, unit.class) {
        (Region::Tw, _) => (0, 0),
        (_, Class::Open) => (half, 0),
        (_, Class::Close) => (0, half),
        (_, Class::Interpunct) => (quarter, quarter),
        // In vertical lines these stand in the middle of their em.
        _ if vertical && matches!(unit.first, '：' | '；' | '！' | '？') => (0, 0),
        (Region::Hk | Region::Jp, _) if matches!(unit.first, '！' | '？') => (0, 0),
        (Region::Hk, _) => (quarter, quarter),
        (Region::Jp, _) if matches!(unit.first, '：' | '；') => (quarter, quarter),
        _ => (0, half),
    }
}

/// Two neighbours lose half an em together, the left one first (PW-1…PW-3).
fn take(a: &mut Unit, b: &mut Unit) {
    let wanted = a.em.min(b.em) / 2;
    let first = a.right.min(wanted);
    a.width -= first;
    a.right -= first;
    let rest = b.left.min(wanted - first);
    b.width -= rest;
    b.left -= rest;
    b.taken += rest;
}

/// Puts so many thousandths of an em between Han or kana and Latin letters and digits; a space that stands there is a quarter em.
/// Where type is drawn together by `drawn` thousandths, it is not where marks and signs meet Latin.
pub(super) fn space(units: &mut [Unit], gap: i64, drawn: i64) {
    let letter = |c: char| c.is_alphanumeric();
    for index in 1..units.len() {
        let (before, from) = units.split_at_mut(index);
        let (Some(a), Some(b)) = (before.last(), from.first_mut()) else { continue };
        match (a.class, b.class) {
            (Class::Solid | Class::Follower, Class::Latin) if letter(b.first) => b.before = a.em * gap / 1000,
            (Class::Latin, Class::Solid | Class::Follower) if letter(a.last) => b.before = b.em * gap / 1000,
            (Class::Solid | Class::Follower | Class::Latin, Class::Space) => {
                let next = from.get(1).map(|unit| (unit.class, unit.em));
                let mixed = match next {
                    Some((Class::Latin, _)) if a.class != Class::Latin => Some(a.em),
                    Some((Class::Solid | Class::Follower, em)) if a.class == Class::Latin => Some(em),
                    _ => None,
                };
                if let (Some(em), Some(space)) = (mixed, from.first_mut()) {
                    space.width = em / 4;
                }
            }
            (Class::Latin, Class::Latin | Class::Blank | Class::Note | Class::Newline) => {}
            (Class::Space | Class::Blank | Class::Note | Class::Newline, Class::Latin) => {}
            (Class::Latin, _) | (_, Class::Latin) => b.before = a.em.max(b.em) * drawn / 1000,
            _ => {}
        }
    }
}

/// Marks the places where justification may add space (JU-10): not inside words and numbers, nor beside connectors and solidi, nor before
/// a space (the space itself takes it).
pub(super) fn gaps(units: &mut [Unit]) {
    use Class::*;
    for index in 1..units.len() {
        let (a, b) = (units[index - 1].class, units[index].class);
        let closed = matches!(
            (a, b),
            (Latin, Latin) | (_, Note | Newline | Space) | (Connector | Solidus, _) | (_, Connector | Solidus)
        );
        units[index - 1].gap = !closed;
    }
}

/// How much less than its natural width a unit may take in justification, by the step of JU-2…JU-7 that takes it (0…5).
pub(super) fn shrink(unit: &Unit) -> Option<(usize, i64)> {
    let blank = unit.left + unit.right;
    Some(match unit.class {
        Class::Space => (0, (unit.width - unit.em / 4).max(0)),
        Class::Interpunct => (1, blank),
        Class::Open | Class::Close => (2, blank),
        Class::Comma => (3, blank),
        Class::Period => (5, blank),
        _ => return None,
    })
}

/// The step that takes from Han–Latin gaps (JU-6), and how much of a gap it may take.
pub(super) const GAP_STEP: usize = 4;

/// How much a Han–Latin gap may lose: half of it.
pub(super) fn gap_shrink(before: i64) -> i64 {
    before / 2
}

/// How much more a word space may take before all gaps are widened: to half an em (JU-8).
pub(super) fn space_stretch(unit: &Unit) -> i64 {
    if unit.class == Class::Space { (unit.em / 2 - unit.width).max(0) } else { 0 }
}

/// How much more a Han–Latin gap may take: from a quarter to a third of an em (JU-9).
pub(super) fn gap_stretch(before: i64) -> i64 {
    before / 3
}

#[cfg(test)]
mod tests {
    use super::super::fonts::Fonts;
    use super::super::itemize;
    use super::super::paragraph::{Paragraph, tests::plain};
    use super::*;
    use crate::env::Env;

    /// The units of a text with its marks squeezed.
    fn squeezed(region: Region, text: &str, widths: &Widths) -> Vec<Unit> {
        let paragraph = Paragraph { region, ..plain(text, 400.0) };
        let mut units = itemize::itemize(&paragraph, &Fonts::new(&Env::for_tests())).units;
        squeeze(&mut units, region, widths, false);
        units
    }

    fn check(region: Region, text: &str, ems: f64) {
        let mut units = squeezed(region, text, &Widths::default());
        space(&mut units, 250, 0);
        let width: i64 = units.iter().map(|unit| unit.width + unit.before).sum();
        let actual = width as f64 / units[0].em as f64;
        assert!((actual - ems).abs() < 0.01, "{text}: {actual} instead of {ems}");
    }

    #[test]
    fn two_marks_take_an_em_and_a_half() {
        for pair in ["。”", "》、", "）（", "：“", "“《", "》·", "·《"] {
            check(Region::Cn, pair, 1.5);
        }
        check(Region::Cn, "。”）", 2.0);
        check(Region::Cn, "（）", 2.0);
        check(Region::Tw, "。」", 2.0);
        check(Region::Hk, "。」", 1.75);
    }

    #[test]
    fn marks_have_the_widths_of_their_style() {
        let check = |punctuation: Punctuation, text: &str, inside: f64, start: f64, end: f64| {
            let widths = Widths { punctuation, ..Widths::default() };
            let units = squeezed(Region::Cn, text, &widths);
            let ems = |length: i64| length as f64 / units[0].em as f64;
            let width: i64 = units.iter().map(|unit| unit.width).sum();
            let (first, last) = (&units[0], &units[units.len() - 1]);
            let found = (ems(width), ems(first.at_start), ems(last.at_end));
            assert_eq!(found, (inside, start, end), "{punctuation:?} {text}");
        };
        use Punctuation::*;
        check(Hangmobanjiao, "，", 1.0, 0.0, 0.5);
        check(Hangmobanjiao, "“", 1.0, 0.5, 0.0);
        check(Hangmobanjiao, "。”", 1.5, 0.0, 0.5);
        check(Quanjiao, "，", 1.0, 0.0, 0.0);
        check(Quanjiao, "“", 1.0, 0.0, 0.0);
        check(Quanjiao, "。”", 1.5, 0.0, 0.0);
        check(Kaiming, "，", 0.5, 0.0, 0.0);
        check(Kaiming, "。", 1.0, 0.0, 0.5);
        check(Kaiming, "。”", 1.0, 0.0, 0.0);
        check(Banjiao, "。", 0.5, 0.0, 0.0);
        check(Banjiao, "（", 0.5, 0.0, 0.0);
        check(Plain, "。”", 2.0, 0.0, 0.0);
        check(Plain, "，", 1.0, 0.0, 0.0);
    }

    #[test]
    fn one_stop_hangs_and_never_one_of_several() {
        let check = |region: Region, text: &str, last: f64| {
            let widths = Widths { hanging: true, ..Widths::default() };
            let units = squeezed(region, text, &widths);
            let unit = units.last().expect("a unit");
            assert_eq!(unit.at_end as f64 / unit.em as f64, last, "{text}");
        };
        check(Region::Cn, "中，", 1.0);
        check(Region::Cn, "中！", 1.0);
        check(Region::Cn, "中。”", 0.5);
        check(Region::Cn, "中）", 0.5);
        check(Region::Jp, "中。", 1.0);
        check(Region::Jp, "中！", 0.0);
        check(Region::Jp, "中」", 0.5);
        check(Region::Tw, "中，", 0.0);
    }

    #[test]
    fn latin_words_fill_whole_cells() {
        let text = "中文Typesetting system文中";
        let mut units = itemize::itemize(&plain(text, 400.0), &Fonts::new(&Env::for_tests()));
        space(&mut units.units, 250, 0);
        fill_cells(&mut units.units);
        let width: i64 = units.units.iter().map(|unit| unit.width + unit.before).sum();
        assert_eq!(width % units.units[0].em, 0);
    }

    #[test]
    fn exclamations_and_dashes_are_groups() {
        check(Region::Cn, "！！", 1.0);
        check(Region::Cn, "？！", 1.0);
        check(Region::Cn, "！！！", 2.0);
        check(Region::Cn, "——", 2.0);
        check(Region::Cn, "……", 2.0);
        check(Region::Cn, "…………", 4.0);
    }

    #[test]
    fn type_is_not_drawn_together_where_marks_meet_latin() {
        let extra = |text: &str| {
            let mut units = squeezed(Region::Cn, text, &Widths { punctuation: Punctuation::Plain, ..Widths::default() });
            space(&mut units, 250, 16);
            units.iter().map(|unit| (unit.before * 1000 + unit.em / 2) / unit.em).collect::<Vec<_>>()
        };
        assert_eq!(extra("（A）中"), [0, 16, 16, 0]);
        assert_eq!(extra("中A中"), [0, 250, 250]);
        assert_eq!(extra("A B"), [0, 0, 0]);
    }

    #[test]
    fn a_gap_stands_between_han_and_latin_only() {
        let alone = |text| {
            let units = itemize::itemize(&plain(text, 400.0), &Fonts::new(&Env::for_tests()));
            units.units.iter().map(|unit| unit.width as f64 / unit.em as f64).sum::<f64>()
        };
        let letter = alone("A");
        check(Region::Cn, "中A中", 2.5 + letter);
        check(Region::Cn, "中 A 中", 2.5 + letter);
        check(Region::Cn, "（A）", 2.0 + letter);
        check(Region::Cn, "A，中", 2.0 + letter);
        check(Region::Kr, "한A", alone("한") + letter);
    }
}
