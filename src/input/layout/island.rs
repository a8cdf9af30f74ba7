//! Articles that stand round one another: a wide one above a narrow one, beside a narrow one above a wide one. No straight cut
//! parts them, but each has its headline and its columns.

use super::order::Piece;
use super::page::Area;

/// Pieces that are looked at.
const MOST: usize = 120;
/// Columns that begin beside one another begin within this (em), and are as wide as one another within that.
const LEVEL: f32 = 0.5;
const WIDTH: f32 = 1.5;
/// They stand no further apart (em).
const BESIDE: f32 = 8.0;

/// The articles of a group: each headline with the columns right under it, those that begin beside these, and what stands
/// below. What may belong to any of them, a picture, is with the one that it stands in, or by itself. Nothing where that gives
/// no areas that lie clear of one another.
pub fn find(pieces: &[Piece], group: &[usize], em: f32) -> Option<Vec<Vec<usize>>> {
    if group.len() > MOST {
        return None;
    }
    let area = |at: usize| pieces[at].area;
    let (heads, rest): (Vec<usize>, Vec<usize>) = group.iter().partition(|&&at| pieces[at].opens);
    let (things, mut texts): (Vec<usize>, Vec<usize>) = rest.into_iter().partition(|&at| pieces[at].neutral);
    texts.sort_by(|&a, &b| area(a).top.total_cmp(&area(b).top).then(area(a).left.total_cmp(&area(b).left)));
    // Text goes on below a picture.
    let above = |at: usize| {
        let over = |&other: &usize| {
            other != at
                && !pieces[other].neutral
                && area(other).bottom <= area(at).top + LEVEL * em
                && area(other).shared_x(area(at)) > 0.0
        };
        group.iter().copied().filter(over).max_by(|&a, &b| area(a).bottom.total_cmp(&area(b).bottom))
    };
    let mut owner: Vec<Option<usize>> = vec![None; pieces.len()];
    heads.iter().for_each(|&head| owner[head] = Some(head));
    let mut work: Vec<usize> = Vec::new();
    for &at in &texts {
        if let Some(head) = above(at).filter(|&over| pieces[over].opens) {
            owner[at] = Some(head);
            work.push(at);
        }
    }
    while let Some(at) = work.pop() {
        for &other in &texts {
            let gap = (area(other).left - area(at).right).max(area(at).left - area(other).right);
            let beside = (area(other).top - area(at).top).abs() <= LEVEL * em
                && (area(other).width() - area(at).width()).abs() <= WIDTH * em
                && (0.0..BESIDE * em).contains(&gap);
            if beside && owner[other].is_none() {
                owner[other] = owner[at];
                work.push(other);
            }
        }
    }
    for &at in &texts {
        if owner[at].is_none() {
            owner[at] = Some(above(at).and_then(|over| owner[over])?);
        }
    }
    let whole = |island: &[usize]| island.iter().map(|&at| area(at)).reduce(Area::union).unwrap_or_default();
    let of = |&head: &usize| -> Vec<usize> { group.iter().copied().filter(|&at| owner[at] == Some(head)).collect() };
    let mut islands: Vec<Vec<usize>> = heads.iter().map(of).collect();
    for at in things {
        let own = area(at);
        let inside = |island: &&mut Vec<usize>| {
            let whole = whole(island);
            own.shared_x(whole) > 0.5 * own.width() && own.shared_y(whole) > 0.5 * own.height()
        };
        match islands.iter_mut().find(inside) {
            Some(island) => island.push(at),
            None => islands.push(vec![at]),
        }
    }
    let areas: Vec<Area> = islands.iter().map(|island| whole(island)).collect();
    let clear = |a: Area, b: Area| a.shared_x(b) <= LEVEL * em || a.shared_y(b) <= LEVEL * em;
    let apart = (0..areas.len()).all(|at| areas[at + 1..].iter().all(|other| clear(areas[at], *other)));
    (islands.len() >= 2 && apart).then_some(islands)
}
