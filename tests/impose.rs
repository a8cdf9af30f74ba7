//! Sheets for the press, read back by another library: which pages stand where, how they move, and what is outside them.

use chongpai::diag::{Sink, Trouble};
use chongpai::env::Env;
use chongpai::geom::Abs;
use chongpai::model::{Document, DocumentKind, Media, native};
use chongpai::output::{self, Scheme, Standard, WRITERS, WriteOptions};
use lopdf::{Dictionary, Document as Pdf, Object, ObjectId};
use std::process::Command;

fn write(document: &Document, options: &WriteOptions) -> (Vec<u8>, Vec<Trouble>) {
    let writer = WRITERS.iter().find(|writer| writer.name == "pdf").expect("PDF is written");
    let mut sink = Sink::new();
    let file = output::write(writer, document, options, &Env::for_tests(), &mut sink).expect("written");
    (file, sink.into_vec().into_iter().map(|found| found.trouble).collect())
}

/// Each page has one word, which is its number.
fn document(pages: usize) -> Document {
    let mut source = String::new();
    for page in 1..=pages {
        source += &format!("heading 1 :: 第{page}章　长\nbody :: {}\n", "渡口在镇东。".repeat(90));
    }
    let mut document = native::parse(&source).expect("well formed");
    document.meta.kind = Some(DocumentKind::Book);
    document
}

struct Half {
    form: ObjectId,
    x: f64,
}

/// The halves of each sheet's sides, left and right.
fn halves(pdf: &Pdf) -> Vec<[Option<Half>; 2]> {
    let pages = pdf.get_pages().into_values();
    pages
        .map(|page| {
            let resources = pdf.get_dictionary(page).and_then(|page| page.get(b"Resources")?.as_dict()).expect("resources");
            let forms = resources.get(b"XObject").and_then(Object::as_dict).cloned().unwrap_or_default();
            let content = lopdf::content::Content::decode(&pdf.get_page_content(page)).expect("operators");
            let mut x = 0.0;
            let mut found = [None, None];
            for operation in content.operations {
                match operation.operator.as_str() {
                    "cm" => x = f64::from(operation.operands[4].as_float().expect("a number")),
                    "Do" => {
                        let name = operation.operands[0].as_name().expect("a name");
                        let form = forms.get(name).and_then(Object::as_reference).expect("a form");
                        found[usize::from(name == b"R")] = Some(Half { form, x });
                    }
                    _ => {}
                }
            }
            found
        })
        .collect()
}

fn area(dictionary: &Dictionary, key: &[u8]) -> [f64; 4] {
    let numbers = dictionary.get(key).and_then(Object::as_array).expect("a box");
    let mut edges = numbers.iter().map(|edge| f64::from(edge.as_float().expect("a number")));
    std::array::from_fn(|_| edges.next().expect("four edges"))
}

fn sound(file: &[u8]) {
    let place = tempfile::NamedTempFile::new().expect("a temporary file");
    std::fs::write(place.path(), file).expect("room for a file");
    match Command::new("qpdf").arg("--check").arg(place.path()).output() {
        Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr)),
        Err(_) => assert!(std::env::var_os("CI").is_none(), "qpdf is required where CI is set"),
    }
}

/// What a form draws, as far as it tells pages apart: its whole content.
fn content(pdf: &Pdf, form: ObjectId) -> Vec<u8> {
    pdf.get_object(form).and_then(Object::as_stream).and_then(|form| form.decompressed_content()).expect("a form")
}

#[test]
fn sheets_hold_the_pages_as_folding_wants_them() {
    for (vertical, scheme, count) in [(false, "booklet", 7), (true, "booklet", 6), (false, "signature:4", 9), (true, "2up", 5)]
    {
        let document = document(count);
        let options = WriteOptions { vertical, ..WriteOptions::default() };
        // Sheets claim no standard, so their pages are those of a file that claims none.
        let plain = WriteOptions { standard: Standard::None, ..options.clone() };
        let plain = Pdf::load_mem(&write(&document, &plain).0).expect("a file");
        let pages: Vec<Vec<u8>> = plain.get_pages().into_values().map(|page| plain.get_page_content(page)).collect();
        let impose = Some(Scheme::named(scheme).expect("a scheme"));
        let (file, troubles) = write(&document, &WriteOptions { impose, ..options.clone() });
        assert!(
            troubles.iter().any(|trouble| matches!(trouble, Trouble::NotArchival { .. })),
            "it is said that it is no PDF/A"
        );
        assert_eq!(write(&document, &WriteOptions { impose, ..options }).0, file, "two runs differ");
        sound(&file);
        let pdf = Pdf::load_mem(&file).expect("a file");
        let catalog = pdf.catalog().expect("a catalogue");
        assert!(!catalog.has(b"StructTreeRoot") && !catalog.has(b"Metadata"));
        let number = |half: &Half| {
            pages.iter().position(|page| page.trim_ascii() == content(&pdf, half.form).trim_ascii()).expect("one of the pages")
        };
        let found: Vec<[Option<usize>; 2]> =
            halves(&pdf).iter().map(|side| side.each_ref().map(|half| half.as_ref().map(number))).collect();
        let n = pages.len();
        let page = |page: usize| (page < n).then_some(page);
        let mut wanted = Vec::new();
        let step = match scheme {
            "booklet" => n.next_multiple_of(4),
            _ => 4,
        };
        if scheme == "2up" {
            wanted.extend((0..n).step_by(2).map(|first| [page(first), page(first + 1)]));
        } else {
            for from in (0..n).step_by(step) {
                for sheet in 0..step / 4 {
                    let (low, high) = (from + 2 * sheet, from + step - 1 - 2 * sheet);
                    wanted.push([page(high), page(low)]);
                    wanted.push([page(low + 1), page(high - 1)]);
                }
            }
        }
        // Bound on the right, every side is the other way round.
        let turned = |[left, right]: [Option<usize>; 2]| if vertical { [right, left] } else { [left, right] };
        assert_eq!(found, wanted.into_iter().map(turned).collect::<Vec<_>>(), "{scheme}, vertical {vertical}");
        let seen: usize = found.iter().flatten().filter(|page| page.is_some()).count();
        assert_eq!(seen, n, "every page once");
    }
}

#[test]
fn inner_sheets_move_towards_the_spine() {
    let shifts = |pages: usize, creep: Option<Abs>| -> Vec<(f64, f64)> {
        let impose = Some(Scheme::Booklet);
        let (file, _) = write(&document(pages), &WriteOptions { impose, creep, ..WriteOptions::default() });
        let pdf = Pdf::load_mem(&file).expect("a file");
        let sides = halves(&pdf);
        let mm = |points: f64| points * 25.4 / 72.0;
        sides
            .iter()
            .map(|side| {
                let [left, right] = side.each_ref().map(|half| half.as_ref().map_or(f64::NAN, |half| mm(half.x)));
                (left, mm(140.0 * 72.0 / 25.4) - right)
            })
            .collect()
    };
    let near = |found: f64, wanted: f64| found.is_nan() || (found - wanted).abs() < 0.002;
    // Two sheets: as much as is asked for, and nothing without being asked.
    for (side, (left, right)) in shifts(7, Some(Abs::mm(0.3))).into_iter().enumerate() {
        let wanted = 0.3 * (side / 2) as f64;
        assert!(near(left, wanted) && near(right, wanted), "{side}: {left} {right}");
    }
    assert!(shifts(7, None).into_iter().all(|(left, right)| near(left, 0.0) && near(right, 0.0)));
    // Ten sheets and more are paper that is seen.
    let thick = shifts(40, None);
    assert!(thick.len() >= 20);
    for (side, (left, right)) in thick.into_iter().enumerate() {
        let wanted = 0.1 * (side / 2) as f64;
        assert!(near(left, wanted) && near(right, wanted), "{side}: {left} {right}");
    }
}

#[test]
fn sheets_have_their_own_boxes_and_marks() {
    let options =
        WriteOptions { bleed: Abs::mm(3.0), crop_marks: true, impose: Some(Scheme::Booklet), ..WriteOptions::default() };
    let (file, _) = write(&document(3), &options);
    let pdf = Pdf::load_mem(&file).expect("a file");
    for page in pdf.get_pages().into_values() {
        let page = pdf.get_dictionary(page).expect("a page");
        let mm = |key: &[u8]| {
            let [left, bottom, right, top] = area(page, key);
            [right - left, top - bottom].map(|length| (length * 25.4 / 72.0 * 100.0).round() / 100.0)
        };
        assert_eq!((mm(b"TrimBox"), mm(b"BleedBox"), mm(b"MediaBox")), ([280.0, 203.0], [286.0, 209.0], [300.0, 223.0]));
    }
    let first = pdf.get_pages().into_values().next().expect("a sheet");
    let content = lopdf::content::Content::decode(&pdf.get_page_content(first)).expect("operators");
    // Four corners with two marks each, and two where it is folded.
    assert_eq!(content.operations.iter().filter(|operation| operation.operator == "S").count(), 10);
}

#[test]
fn a_grey_file_has_no_colour() {
    let mut source = document(1);
    let mut png = Vec::new();
    let mut encoder = png::Encoder::new(&mut png, 2, 2);
    encoder.set_color(png::ColorType::Rgba);
    let mut writer = encoder.write_header().expect("a header");
    writer.write_image_data(&[255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 9, 9, 9, 0]).expect("four pixels");
    writer.finish().expect("a picture");
    source.blocks.extend(native::parse("figure 0 :: 图\n").expect("well formed").blocks);
    source.media = vec![Media { reference: "a.png".into(), alt: "一点".into(), bytes: Some(png.as_slice().into()) }];
    source.meta.kind = Some(DocumentKind::Notice);
    let spaces = |grayscale: bool| {
        let (file, _) = write(&source, &WriteOptions { grayscale, ..WriteOptions::default() });
        sound(&file);
        let pdf = Pdf::load_mem(&file).expect("a file");
        let images = pdf.objects.values().filter_map(|object| object.as_stream().ok());
        let images: Vec<&lopdf::Stream> =
            images.filter(|stream| stream.dict.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Image")).collect();
        assert!(!images.is_empty(), "the picture is there");
        let colours = |stream: &&lopdf::Stream| -> i64 {
            let space = pdf.dereference(stream.dict.get(b"ColorSpace").expect("a colour space")).expect("an object").1;
            match space {
                Object::Name(name) => {
                    if name == b"DeviceGray" {
                        1
                    } else {
                        3
                    }
                }
                Object::Array(parts) => {
                    let profile = pdf.dereference(&parts[1]).expect("a profile").1.as_stream().expect("a stream");
                    profile.dict.get(b"N").and_then(Object::as_i64).expect("a number")
                }
                other => panic!("{other:?}"),
            }
        };
        images.iter().map(colours).max().expect("a picture")
    };
    assert_eq!((spaces(false), spaces(true)), (3, 1));
}
