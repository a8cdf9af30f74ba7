//! Pages whose text lies on its side or on its head: a wide table on an upright sheet, a leaf that was scanned the wrong way
//! round. One turns such a sheet until its text stands; so does this, before anything is looked for on it.

use super::page::{Area, Glyph, ImageRef, Link, Page, Rule};

/// The share of a page's glyphs that lie one way.
const MOST: f32 = 0.6;
/// A page of fewer glyphs is a stamp or a label.
const FEW: usize = 24;
/// Baselines are level within so many degrees.
const LEVEL: i16 = 2;

/// The page, turned until most of its text stands.
pub fn upright(page: Page) -> Page {
    let mut lying = [0usize; 4];
    let mut all = 0;
    for glyph in page.glyphs.iter().filter(|glyph| !glyph.text.is_space()) {
        all += 1;
        if let Some(quarters) = quarters(glyph.angle) {
            lying[quarters] += 1;
        }
    }
    let found = (1..4).find(|&quarters| lying[quarters] >= FEW && lying[quarters] as f32 > MOST * all as f32);
    match found {
        Some(quarters) => turned(page, quarters),
        None => page,
    }
}

/// How many quarters of a circle a baseline is turned, clockwise.
fn quarters(angle: i16) -> Option<usize> {
    let angle = angle.rem_euclid(360);
    (0..=4).find(|quarter| (angle - 90 * quarter).abs() <= LEVEL).map(|quarter| quarter as usize % 4)
}

/// The page, turned back by so many quarters.
fn turned(mut page: Page, quarters: usize) -> Page {
    let (width, height) = (page.width, page.height);
    let point = |x: f32, y: f32| match quarters {
        1 => (y, width - x),
        2 => (width - x, height - y),
        _ => (height - y, x),
    };
    let area = |area: Area| {
        let ((x0, y0), (x1, y1)) = (point(area.left, area.top), point(area.right, area.bottom));
        // Lengths that are no numbers stay what they are.
        if [x0, y0, x1, y1].iter().all(|length| length.is_finite()) { Area::new(x0, y0, x1, y1) } else { area }
    };
    for glyph in &mut page.glyphs {
        let Glyph { x, y, ink, angle, .. } = glyph;
        (*x, *y) = point(*x, *y);
        *ink = area(*ink);
        let back = (i32::from(*angle) - 90 * quarters as i32).rem_euclid(360);
        let back = if back > 180 { back - 360 } else { back } as i16;
        *angle = if self::quarters(back) == Some(0) { 0 } else { back };
    }
    page.rules.iter_mut().for_each(|rule: &mut Rule| rule.area = area(rule.area));
    page.images.iter_mut().for_each(|image: &mut ImageRef| image.area = area(image.area));
    page.links.iter_mut().for_each(|link: &mut Link| link.area = area(link.area));
    if quarters != 2 {
        (page.width, page.height) = (height, width);
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_of_a_turned_page() {
        for (quarters, expected, size) in
            [(1, (30.0, 90.0), (200.0, 100.0)), (2, (90.0, 170.0), (100.0, 200.0)), (3, (170.0, 10.0), (200.0, 100.0))]
        {
            let link = Link { area: Area::new(10.0, 30.0, 10.0, 30.0), target: String::new() };
            let page = Page { width: 100.0, height: 200.0, links: vec![link], ..Page::default() };
            let page = turned(page, quarters);
            let Area { left, top, .. } = page.links[0].area;
            assert_eq!(((left, top), (page.width, page.height)), (expected, size), "{quarters}");
        }
    }

    #[test]
    fn angles_are_quarters() {
        for (angle, expected) in
            [(0, Some(0)), (-90, Some(3)), (91, Some(1)), (180, Some(2)), (-179, Some(2)), (359, Some(0)), (45, None)]
        {
            assert_eq!(quarters(angle), expected, "{angle}");
        }
    }
}
