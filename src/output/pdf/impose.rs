//! Pages side by side on sheets, as they are printed: in pairs, as a booklet, in signatures (PF-16…PF-18).
//!
//! Works on a finished file: each page becomes a form that is drawn on one half of a side, and nothing of it is set again. What
//! belongs to reading (structure, outline, links, page labels, the claims of standards) is left out; the sheets are for the
//! press, and the same command without `--impose` makes the file for readers.

use crate::error::{Error, ErrorKind, Result};
use crate::geom::Abs;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use std::fmt::Write as _;

/// How pages come onto sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Two pages a side, in the order of reading.
    TwoUp,
    /// All sheets laid into one another and folded.
    Booklet,
    /// Booklets of so many pages, a multiple of four, bound one behind the other.
    Signature(u32),
}

impl Scheme {
    /// `2up`, `booklet`, `signature:16`.
    pub fn named(word: &str) -> std::result::Result<Scheme, String> {
        let number =
            |pages: &str| pages.parse().ok().filter(|pages: &u32| *pages > 0 && *pages <= 256 && pages.is_multiple_of(4));
        match (word, word.strip_prefix("signature:").map(number)) {
            ("2up", _) => Ok(Scheme::TwoUp),
            ("booklet", _) => Ok(Scheme::Booklet),
            (_, Some(Some(pages))) => Ok(Scheme::Signature(pages)),
            _ => Err("2up, booklet, or signature:16 (a multiple of 4 up to 256) is meant".to_owned()),
        }
    }
}

/// How sheets are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imposing {
    /// Which pages stand together.
    pub scheme: Scheme,
    /// Bound on the right: vertical books.
    pub right: bool,
    /// How far each sheet's pages move towards the spine beyond those of the sheet around it: the thickness of the paper. Without
    /// it 0.1 mm, and nothing under ten sheets (PF-17).
    pub creep: Option<Abs>,
    /// Marks at the corners of the sheet and at its fold.
    pub marks: bool,
}

/// One side of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Side {
    /// Left and right page, from 0; nothing where a page was added to fill the sheet.
    pages: [Option<usize>; 2],
    /// How many sheets lie around this one.
    depth: i64,
    /// Sheets that are folded together.
    sheets: i64,
}

/// Which pages stand on which side, front before back.
fn sides(count: usize, scheme: Scheme, right: bool) -> Vec<Side> {
    let page = |number: usize| (number < count).then_some(number);
    let turned = |pages: [Option<usize>; 2]| if right { [pages[1], pages[0]] } else { pages };
    let whole = count.next_multiple_of(4);
    let signature = match scheme {
        Scheme::TwoUp => {
            let pairs = (0..count).step_by(2).map(|first| turned([page(first), page(first + 1)]));
            return pairs.map(|pages| Side { pages, depth: 0, sheets: 1 }).collect();
        }
        Scheme::Booklet => whole,
        Scheme::Signature(pages) => pages as usize,
    };
    let mut sides = Vec::with_capacity(whole / 2);
    for from in (0..whole).step_by(signature.max(4)) {
        let last = whole.min(from + signature);
        let sheets = (last - from) / 4;
        for sheet in 0..sheets {
            let (low, high) = (from + 2 * sheet, last - 1 - 2 * sheet);
            for pages in [[page(high), page(low)], [page(low + 1), page(high - 1)]] {
                sides.push(Side { pages: turned(pages), depth: sheet as i64, sheets: sheets as i64 });
            }
        }
    }
    sides
}

/// From this many sheets on the paper's thickness is seen without being asked for (PF-17).
const THICK: i64 = 10;
/// Thickness of paper of 80 g/m².
const PAPER: f64 = 0.1;
/// White between bleed and marks, and their length; millimetres all.
const CLEAR: f64 = 2.0;
const MARK: f64 = 5.0;

/// A page as a form, with the corners of its boxes.
struct Form {
    id: ObjectId,
    trim: [f64; 4],
    bleed: [f64; 4],
}

/// Puts the pages of a file on sheets.
pub fn impose(file: &[u8], how: Imposing) -> Result<Vec<u8>> {
    let mut pdf = Document::load_mem(file).map_err(broken)?;
    let pages: Vec<ObjectId> = pdf.get_pages().into_values().collect();
    let forms: Vec<Form> = pages.iter().filter_map(|&page| form(&mut pdf, page)).collect();
    let size = |side: fn(&[f64; 4]) -> f64| forms.iter().map(|form| side(&form.trim)).fold(0.0, f64::max);
    let (width, height) = (size(|area| area[2] - area[0]), size(|area| area[3] - area[1]));
    let bleed = forms.iter().map(|form| form.trim[1] - form.bleed[1]).fold(0.0, f64::max);
    let mm = |length: f64| Abs::mm(length).to_pt();
    let around = if how.marks { bleed + mm(CLEAR) + mm(MARK) } else { bleed };
    let sheet = Sheet { width, height, bleed, around, marks: how.marks };
    let root = pdf.new_object_id();
    let mut kids: Vec<Object> = Vec::new();
    for side in sides(forms.len(), how.scheme, how.right) {
        let thickness = match how.creep {
            Some(thickness) => thickness.to_pt(),
            None if side.sheets >= THICK => mm(PAPER),
            None => 0.0,
        };
        let halves = side.pages.map(|page| page.and_then(|page| forms.get(page)));
        let content = Stream::new(Dictionary::new(), sheet.content(halves, thickness * side.depth as f64).into_bytes());
        let content = pdf.add_object(content);
        let mut drawn = Dictionary::new();
        for (name, form) in ["L", "R"].into_iter().zip(halves) {
            if let Some(form) = form {
                drawn.set(name, Object::Reference(form.id));
            }
        }
        let id = pdf.add_object(dictionary! {
            "Type" => "Page",
            "Parent" => root,
            "MediaBox" => numbers(sheet.area(around)),
            "BleedBox" => numbers(sheet.area(bleed)),
            "TrimBox" => numbers(sheet.area(0.0)),
            "Resources" => dictionary! { "XObject" => drawn },
            "Contents" => content,
        });
        kids.push(Object::Reference(id));
    }
    let count = kids.len() as i64;
    pdf.objects.insert(root, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }.into());
    let mut catalog = dictionary! { "Type" => "Catalog", "Pages" => root };
    if let Ok(old) = pdf.catalog() {
        // The colours mean what they meant.
        for key in [b"OutputIntents".as_slice(), b"Lang"] {
            if let Ok(value) = old.get(key) {
                catalog.set(key, value.clone());
            }
        }
    }
    let catalog = pdf.add_object(catalog);
    pdf.trailer.set("Root", Object::Reference(catalog));
    let id = blake3::hash(&[file, format!("{how:?}").as_bytes()].concat());
    let id = || Object::string_literal(id.as_bytes()[..16].to_vec());
    pdf.trailer.set("ID", vec![id(), id()]);
    pdf.prune_objects();
    pdf.renumber_objects();
    let mut bytes = Vec::with_capacity(file.len());
    pdf.save_to(&mut bytes).map_err(|error| broken(error.into()))?;
    Ok(bytes)
}

fn broken(error: lopdf::Error) -> Error {
    Error::new(ErrorKind::Bug, "the pages can't be put on sheets").with_source(error)
}

/// Makes a page a form: its content stays the stream that it is, where it is one.
fn form(pdf: &mut Document, page: ObjectId) -> Option<Form> {
    let dictionary = pdf.get_dictionary(page).ok()?.clone();
    let area = |key: &[u8]| -> Option<[f64; 4]> {
        let numbers = pdf.dereference(dictionary.get(key).ok()?).ok()?.1.as_array().ok()?;
        let mut area = [0.0; 4];
        for (edge, number) in area.iter_mut().zip(numbers) {
            *edge = f64::from(number.as_float().ok()?);
        }
        (area[2] > area[0] && area[3] > area[1]).then_some(area)
    };
    let trim = area(b"TrimBox").or_else(|| area(b"CropBox")).or_else(|| area(b"MediaBox"))?;
    let bleed = area(b"BleedBox").unwrap_or(trim);
    let id = match dictionary.get(b"Contents") {
        Ok(Object::Reference(one)) if pdf.get_object(*one).is_ok_and(|object| object.as_stream().is_ok()) => *one,
        _ => {
            let mut stream = Stream::new(Dictionary::new(), pdf.get_page_content(page));
            // What can't be compressed stays as it is.
            let _ = stream.compress();
            pdf.add_object(stream)
        }
    };
    let stream = pdf.get_object_mut(id).and_then(Object::as_stream_mut).ok()?;
    stream.dict.set("Type", "XObject");
    stream.dict.set("Subtype", "Form");
    stream.dict.set("BBox", numbers(bleed));
    for key in [b"Resources".as_slice(), b"Group"] {
        if let Ok(value) = dictionary.get(key) {
            stream.dict.set(key, value.clone());
        }
    }
    Some(Form { id, trim, bleed })
}

fn numbers(area: [f64; 4]) -> Vec<Object> {
    area.iter().map(|&edge| Object::Real(edge as f32)).collect()
}

/// A side of a sheet; its lower left trimmed corner is the origin. Lengths in points.
struct Sheet {
    width: f64,
    height: f64,
    bleed: f64,
    around: f64,
    marks: bool,
}

impl Sheet {
    fn area(&self, by: f64) -> [f64; 4] {
        [-by, -by, 2.0 * self.width + by, self.height + by]
    }

    /// Draws both halves, each up to the spine, moved towards it by `creep`.
    fn content(&self, halves: [Option<&Form>; 2], creep: f64) -> String {
        let mut out = String::new();
        let (spine, bleed) = (self.width, self.bleed);
        for (index, form) in halves.into_iter().enumerate() {
            let Some(form) = form else { continue };
            let [left, bottom, right, top] = form.trim;
            let (name, clip, x) = match index {
                0 => ("L", -bleed, spine - right + creep),
                _ => ("R", spine, spine - left - creep),
            };
            let y = (self.height - (top - bottom)) / 2.0 - bottom;
            let (wide, high) = (spine + bleed, self.height + 2.0 * bleed);
            let _ = writeln!(out, "q {clip:.3} {:.3} {wide:.3} {high:.3} re W n 1 0 0 1 {x:.3} {y:.3} cm /{name} Do Q", -bleed);
        }
        if self.marks {
            self.draw_marks(&mut out);
        }
        out
    }

    /// Hairlines outside the bleed: at the corners, and dashed ones where the sheet is folded.
    fn draw_marks(&self, out: &mut String) {
        let (far, near) = (self.around, self.around - Abs::mm(MARK).to_pt());
        let (right, top) = (2.0 * self.width, self.height);
        let mut line = |x: f64, y: f64, to_x: f64, to_y: f64| {
            let _ = writeln!(out, "{x:.3} {y:.3} m {to_x:.3} {to_y:.3} l S");
        };
        let mut upright = |x: f64| {
            line(x, -far, x, -near);
            line(x, top + near, x, top + far);
        };
        upright(0.0);
        upright(right);
        upright(self.width);
        for y in [0.0, top] {
            line(-far, y, -near, y);
            line(right + near, y, right + far, y);
        }
        out.insert_str(0, "q 0.25 w 0 G\n");
        out.push_str("Q\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sides as `8 1`, pages from 1, `-` for none; parted by `|`.
    fn check(count: usize, scheme: &str, right: bool, expected: &str) {
        let show = |page: Option<usize>| page.map_or("-".to_owned(), |page| (page + 1).to_string());
        let sides = sides(count, Scheme::named(scheme).expect("a scheme"), right);
        let said: Vec<String> = sides.iter().map(|side| format!("{} {}", show(side.pages[0]), show(side.pages[1]))).collect();
        assert_eq!(said.join("|"), expected, "{count} {scheme}");
    }

    #[test]
    fn pages_stand_where_folding_puts_them_in_order() {
        check(8, "booklet", false, "8 1|2 7|6 3|4 5");
        check(8, "booklet", true, "1 8|7 2|3 6|5 4");
        check(5, "booklet", false, "- 1|2 -|- 3|4 5");
        check(1, "booklet", false, "- 1|- -");
        check(3, "2up", false, "1 2|3 -");
        check(3, "2up", true, "2 1|- 3");
        check(8, "signature:4", false, "4 1|2 3|8 5|6 7");
        check(11, "signature:8", true, "1 8|7 2|3 6|5 4|9 -|11 10");
    }

    #[test]
    fn every_page_is_printed_once() {
        for count in 1..70 {
            for scheme in ["2up", "booklet", "signature:16", "signature:32"] {
                let sides = sides(count, Scheme::named(scheme).expect("a scheme"), count % 2 == 0);
                let mut pages: Vec<usize> = sides.iter().flat_map(|side| side.pages).flatten().collect();
                pages.sort_unstable();
                assert_eq!(pages, (0..count).collect::<Vec<_>>(), "{count} {scheme}");
                assert!(sides.len() * 2 < count + 4);
            }
        }
    }

    #[test]
    fn schemes_have_names() {
        assert_eq!(Scheme::named("signature:16"), Ok(Scheme::Signature(16)));
        for wrong in ["signature:6", "signature:0", "signature", "signature:300", "3up"] {
            assert!(Scheme::named(wrong).is_err(), "{wrong}");
        }
    }
}
