//! Pages as pictures: scans that a recognizer reads, pages that are shown.

use crate::program::Place;

/// A scan: one grey pixel over the whole page, and no text.
pub fn scan() -> Vec<u8> {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]/Resources<</XObject<</I 5 0 R>>>>/Contents 4 0 R>>".to_owned(),
        stream("", "300 0 0 400 0 0 cm /I Do"),
        stream("/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8", "w"),
    ];
    let mut pdf = "%PDF-1.4\n".to_owned();
    for (number, object) in objects.iter().enumerate() {
        pdf.push_str(&format!("{} 0 obj{object}endobj\n", number + 1));
    }
    pdf.push_str("trailer<</Root 1 0 R>>");
    pdf.into_bytes()
}

fn stream(keys: &str, content: &str) -> String {
    format!("<<{keys}/Length {}>>stream\n{content}\nendstream ", content.len())
}

#[test]
fn a_scan_is_named_and_without_a_recognizer_nothing_is_made_up() {
    let place = Place::with(&[("scan.pdf", &scan())]);
    let ran = place.run("convert scan.pdf -o out --to txt");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("a scan without text; --ocr"), "{}", ran.err);
    let mut missing = place.command(&["convert", "scan.pdf", "-o", "out", "--to", "txt", "--ocr"]);
    let ran = missing.env("CHONGPAI_TESSERACT", "/no/such/program").output().expect("the program runs");
    assert_eq!(ran.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&ran.stderr).contains("--ocr: /no/such/program can't be started"));
}

/// Puts a program `recognizer` beside the sources, which runs these lines of a shell for each page.
#[cfg(unix)]
pub fn recognizer(place: &Place, page: &str) {
    use std::os::unix::fs::PermissionsExt;
    let listed = "if [ \"$1\" = --list-langs ]; then echo 'List of languages (2):'; echo chi_sim; echo eng; exit; fi";
    place.put("recognizer", format!("#!/bin/sh\n{listed}\n{page}\n").as_bytes());
    let executable = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(place.path("recognizer"), executable).expect("the script may be run");
}

/// The recognizer of this test says what a real one says of two lines in a column, at 300 dots per inch.
#[cfg(unix)]
#[test]
fn what_is_recognized_is_set_as_text() {
    let row = |level: u32, line: u32, word: u32, place: [u32; 4], text: &str| {
        let [left, top, width, height] = place;
        format!("{level}\\t1\\t1\\t1\\t{line}\\t{word}\\t{left}\\t{top}\\t{width}\\t{height}\\t91\\t{text}\\n")
    };
    let table = [
        row(4, 1, 0, [200, 200, 800, 44], ""),
        row(5, 1, 1, [300, 200, 700, 44], "渡口旧时只有一条船来往两岸，"),
        row(4, 2, 0, [200, 270, 800, 44], ""),
        row(5, 2, 1, [200, 270, 350, 44], "后来才修了桥。"),
    ];
    let place = Place::with(&[("scan.pdf", &scan())]);
    recognizer(&place, &format!("cat > /dev/null\nprintf '{}'", table.concat()));
    let program = place.path("recognizer");
    let run = |languages: &str| {
        let words = ["convert", "scan.pdf", "-o", "out", "--to", "txt", languages];
        let ran = place.command(&words).env("CHONGPAI_TESSERACT", &program).output().expect("the program runs");
        (ran.status.code(), String::from_utf8_lossy(&ran.stderr).into_owned())
    };
    let (code, said) = run("--ocr");
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(place.read("out/scan.txt").trim(), "渡口旧时只有一条船来往两岸，后来才修了桥。");
    assert!(
        said.contains("page 1: the text was recognized in a picture, with an average confidence of 90 % or more"),
        "{said}"
    );
    let (code, said) = run("--ocr=jpn");
    assert_eq!(code, Some(2));
    assert!(said.contains("has no language jpn; it has chi_sim, eng"), "{said}");
}

#[test]
fn a_broken_picture_is_missed_and_nothing_else_is() {
    let mut broken = include_bytes!("../samples/article/images/desk.png").to_vec();
    let middle = broken.len() / 2;
    broken[middle] ^= 0xff;
    let text = "# 题\n\n桌上放着一本书。\n\n![图](p.png)\n\n窗外下着雨。\n";
    let place = Place::with(&[("a.md", text.as_bytes()), ("p.png", &broken)]);
    let ran = place.run("convert a.md -o out --to pdf");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("the picture p.png could not be read"), "{}", ran.err);
    assert!(std::fs::read(place.path("out/a.pdf")).expect("a file").starts_with(b"%PDF-"));
}

#[test]
fn pages_are_shown_as_pictures() {
    let text = "　　江湾区图书馆昨日开馆，读者排起了长队。\n".repeat(200);
    let place = Place::with(&[("a.txt", text.as_bytes())]);
    let ran = place.run("preview a.txt -o look --pages 2- --dpi 40");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let files = place.files("look");
    assert_eq!((files[0].as_str(), files.contains(&"a-0001.png".to_owned())), ("a-0002.png", false));
    let size = imagesize::size(place.path("look/a-0002.png")).expect("a picture");
    // A4 at 40 dots per inch.
    assert_eq!((size.width, size.height), (330, 467));
    assert_eq!(place.run("preview a.txt -o look --pages 0").code, 2);
    let ran = place.run("preview a.txt -o look --original");
    assert!(ran.code == 1 && ran.err.contains("the PDF can't be opened"), "{}", ran.err);
}
