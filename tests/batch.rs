//! Batches: what is found, what is refused, what is written, and what the report says.

use crate::program::Place;
use std::fs;

const TEXT: &[u8] = "江湾区图书馆昨日开馆。\n".as_bytes();
const OTHER: &[u8] = "另一篇文章。\n".as_bytes();

#[test]
fn a_folder_keeps_its_shape_and_its_order() {
    let place = Place::with(&[
        ("in/2.txt", TEXT),
        ("in/10.txt", TEXT),
        ("in/a/b.md", TEXT),
        ("in/.hidden.txt", TEXT),
        ("in/p.png", b"\x89PNG"),
    ]);
    let ran = place.run("convert in -o out --to txt --jobs 3");
    assert_eq!((ran.code, place.files("out").join(" ")), (0, "10.txt 2.txt a/b.txt".to_owned()), "{}", ran.err);
    let told: Vec<_> = ran.err.lines().filter_map(|line| line.strip_prefix('[')?.split(' ').nth(1)).collect();
    assert_eq!(told, ["in/2.txt", "in/10.txt", "in/a/b.md"]);
    assert!(ran.err.contains("p.png"), "{}", ran.err);
}

#[test]
fn the_output_folder_is_no_input() {
    let place = Place::with(&[("a.txt", TEXT), ("out/b.txt", TEXT)]);
    let ran = place.run("convert . -o out --to txt");
    assert_eq!((ran.code, place.files("out").join(" ")), (0, "a.txt b.txt".to_owned()), "{}", ran.err);
    assert_eq!(place.read("out/b.txt").as_bytes(), TEXT);
}

#[test]
fn two_sources_of_one_output_both_have_theirs() {
    let place = Place::with(&[("in/x.md", TEXT), ("in/x.txt", OTHER), ("in/y.txt", TEXT)]);
    let ran = place.run("convert in -o out --to txt --force");
    assert_eq!((ran.code, place.files("out").join(" ")), (0, "x.txt x.txt.txt y.txt".to_owned()), "{}", ran.err);
    assert!(place.read("out/x.txt").contains("图书馆") && place.read("out/x.txt.txt").contains("另一篇"));
}

#[test]
fn a_source_is_never_overwritten() {
    let place = Place::with(&[("in/x.txt", b"\xef\xbb\xbfabc\n\ndef\n")]);
    let ran = place.run("convert in -o in --to txt --force");
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.err.contains("in/x.txt is a source itself"), "{}", ran.err);
    assert_eq!(fs::read(place.path("in/x.txt")).expect("it is there"), b"\xef\xbb\xbfabc\n\ndef\n");
}

#[test]
fn what_is_there_stays_unless_it_is_the_same_or_force_is_given() {
    let place = Place::with(&[("x.txt", TEXT)]);
    assert_eq!(place.run("convert x.txt -o out --to txt").code, 0);
    let same = place.run("convert x.txt -o out --to txt");
    assert!(same.code == 0 && same.err.contains("1 output unchanged"), "{}", same.err);
    place.put("out/x.txt", OTHER);
    let refused = place.run("convert x.txt -o out --to txt");
    assert!(refused.code == 1 && refused.err.contains("--force"), "{}", refused.err);
    assert_eq!(place.read("out/x.txt").as_bytes(), OTHER);
    assert_eq!(place.run("convert x.txt -o out --to txt --force").code, 0);
    assert!(place.read("out/x.txt").contains("图书馆"));
}

#[test]
fn one_failed_file_never_stops_the_rest() {
    let binary: Vec<u8> = b"\x7fELF\x02\x01\x01\0".iter().copied().chain((0..4000u32).map(|n| (n * n % 251) as u8)).collect();
    let place =
        Place::with(&[("in/1.txt", b""), ("in/2.txt", &binary), ("in/3.txt", b" \n\xe3\x80\x80\n"), ("in/4.txt", TEXT)]);
    let ran = place.run("convert in -o out --to txt");
    assert_eq!((ran.code, place.files("out").join(" ")), (1, "4.txt".to_owned()), "{}", ran.err);
    for name in ["in/1.txt: error: ", "in/2.txt: error: ", "in/3.txt: error: "] {
        assert!(ran.err.contains(name), "{name} in {}", ran.err);
    }
    assert!(ran.err.contains("1 file done, 3 failed"), "{}", ran.err);
}

#[test]
fn what_is_not_there_or_is_no_file_is_told() {
    let place = Place::with(&[("x.txt", TEXT), ("empty/.keep", b"")]);
    let ran = place.run("convert nowhere.txt empty x.txt -o out --to txt");
    assert_eq!((ran.code, place.files("out").join(" ")), (1, "x.txt".to_owned()), "{}", ran.err);
    assert!(ran.err.contains("nowhere.txt: error: ") && ran.err.contains("empty: error: nothing to convert"), "{}", ran.err);
    assert_eq!(place.run("convert /dev/null -o out --to txt").code, 1);
}

#[cfg(unix)]
#[test]
fn loops_of_links_end() {
    use std::os::unix::fs::symlink;
    let place = Place::with(&[("in/a/x.txt", TEXT)]);
    symlink(place.path("in"), place.path("in/a/up")).expect("a link");
    symlink(place.path("in/self.txt"), place.path("in/self.txt")).expect("a link");
    symlink(place.path("in/a/x.txt"), place.path("in/twin.txt")).expect("a link");
    let ran = place.run("convert in -o out --to txt");
    assert_eq!((ran.code, place.files("out").join(" ")), (1, "a/x.txt".to_owned()), "{}", ran.err);
    assert!(ran.err.contains("in/a/up: passed over: a link that leads back"), "{}", ran.err);
    assert!(ran.err.contains("in/twin.txt: passed over: the same file"), "{}", ran.err);
    assert!(ran.err.contains("in/self.txt: error: "), "{}", ran.err);
}

#[test]
fn a_dry_run_shows_and_makes_nothing() {
    let place = Place::with(&[("in/x.md", TEXT), ("in/x.txt", OTHER)]);
    let ran = place.run("convert in -o out --to txt --dry-run");
    assert_eq!((ran.code, place.files("out").len()), (0, 0), "{}", ran.err);
    let told = "in/x.md → out/x.txt\nin/x.txt → out/x.txt.txt\n2 files would be converted; nothing was written\n";
    assert_eq!(ran.out, told);
    assert!(!place.path("out").exists());
}

#[test]
fn strict_refuses_damage_and_leaves_no_output() {
    let place = Place::with(&[("bad.txt", "江湾区图书馆\u{fffd}昨日开馆，读者排队。\n".as_bytes()), ("good.txt", TEXT)]);
    let ran = place.run("convert bad.txt good.txt -o out --to txt --strict");
    assert_eq!((ran.code, place.files("out").join(" ")), (3, "good.txt".to_owned()), "{}", ran.err);
    assert!(ran.err.contains("bad.txt: refused by --strict"), "{}", ran.err);
    assert_eq!(place.run("convert bad.txt -o out --to txt").code, 0);
}

#[test]
fn the_report_holds_every_file_and_every_edit() {
    let place = Place::with(&[("in/1.txt", "江湾[bookmark: _GoBack]区图书馆昨日开馆。\n".as_bytes()), ("in/2.txt", b"")]);
    let ran = place.run("convert in -o out --to txt --report r/report.json");
    assert_eq!(ran.code, 1, "{}", ran.err);
    let report: serde_json::Value = serde_json::from_str(&place.read("r/report.json")).expect("JSON");
    let file = &report["files"][0];
    assert_eq!((file["source"].as_str(), file["status"].as_str()), (Some("in/1.txt"), Some("done")));
    assert_eq!((file["format"].as_str(), file["encoding"]["encoding"].as_str()), (Some("txt"), Some("utf-8")));
    assert_eq!(file["outputs"][0]["path"], "out/1.txt");
    let edit = &file["edits"][0];
    assert_eq!((edit["rule"].as_str(), edit["before"].as_str()), (Some("residue.bookmark"), Some("[bookmark: _GoBack]")));
    assert_eq!((edit["after"].as_str(), edit["confidence"].as_str()), (Some(""), Some("certain")));
    assert_eq!(edit["origin"]["line"]["line"], 1);
    let sums = &file["characters"];
    let sum = |name: &str| sums[name].as_i64().expect("a number");
    assert_eq!(sum("read") - sum("removed") + sum("inserted"), sum("present"));
    assert_eq!(report["files"][1]["errors"][0]["kind"], "invalid");
    assert_eq!((report["summary"]["done"].as_i64(), report["summary"]["failed"].as_i64()), (Some(1), Some(1)));
    assert_eq!(place.files("r"), ["report.json"]);
}

#[test]
fn explain_prints_decisions() {
    let place = Place::with(&[("1.txt", "江湾[bookmark: _GoBack]区图书馆昨日开馆。\n".as_bytes())]);
    let ran = place.run("convert 1.txt -o out --to txt --explain --quiet");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.starts_with("1.txt\n  line 1  residue.bookmark  “[bookmark: _GoBack]” → “”  (certain: "), "{}", ran.out);
}

#[test]
fn settings_come_from_the_file_and_flags_win() {
    let place = Place::with(&[
        ("1.txt", "江湾[bookmark: _GoBack]区图书馆昨日开馆。\n".as_bytes()),
        ("chongpai.toml", b"out = \"books\"\nto = [\"txt\"]\n[passes]\nresidue = false\n"),
        ("bad/chongpai.toml", b"to = [\"txt\"]\ncolour = 1\n"),
    ]);
    let ran = place.run("convert 1.txt");
    assert_eq!((ran.code, place.read("books/1.txt").contains("_GoBack")), (0, true), "{}", ran.err);
    assert_eq!((place.run("convert 1.txt -o mine").code, place.files("mine").join(" ")), (0, "1.txt".to_owned()));
    let wrong = place.run("convert 1.txt --config bad/chongpai.toml");
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.starts_with("chongpai: bad/chongpai.toml: line 2: unknown field `colour`"), "{}", wrong.err);
}

/// An archive with these files.
fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a file can be started");
        std::io::Write::write_all(&mut zip, content.as_bytes()).expect("a file can be written");
    }
    zip.finish().expect("an archive can be finished").into_inner()
}

#[test]
fn an_archive_is_a_folder() {
    let bytes = archive(&[("一/a.txt", "甲。\n"), ("../b.txt", "乙。\n"), ("c.md", "# 丙\n"), ("d.jpg", "x"), ("e.zip", "PK")]);
    let place = Place::with(&[("in/issue.zip", &bytes)]);
    let ran = place.run("convert in -o out --to txt");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(place.files("out"), ["issue/c.txt", "issue/一/a.txt"]);
    assert!(ran.err.contains("leads out of its archive"), "{}", ran.err);
}

#[test]
fn a_folder_of_pages_is_one_document() {
    let pages = [
        ("第十版.txt", "末版的文字。\n"),
        ("第二版.txt", "二版的文字。\n"),
        ("第一版.md", "# 头版\n\n头版的文字。\n"),
        ("第一版.txt", "头版。\n"),
    ];
    let bytes = archive(&pages);
    let place = Place::with(&[("zipped/2024.03.08.zip", &bytes)]);
    for (name, text) in pages {
        place.put(&format!("issues/2024.03.08/{name}"), text.as_bytes());
    }
    for input in ["issues", "zipped/2024.03.08.zip"] {
        let ran = place.run(&format!("convert {input} -o {input}-out --to txt,json --group folder"));
        assert_eq!(ran.code, 0, "{}", ran.err);
        let name = format!("{input}-out/2024.03.08.txt");
        let text = place.read(&name);
        let order: Vec<_> = ["头版的文字", "二版的文字", "末版的文字"].iter().map(|part| text.find(part)).collect();
        assert!(order.is_sorted() && order[0].is_some(), "{text}");
        assert_eq!(place.files(&format!("{input}-out")).len(), 2);
    }
}

#[test]
fn a_page_says_what_a_batch_came_to() {
    let place = Place::with(&[("in/a.txt", TEXT), ("in/b.txt", b""), ("in/c<d>.docx", b"PK\x03\x04"), ("in/e.txt", OTHER)]);
    let page = |how: &str| {
        let ran = place.run(&format!("convert in -o out --to txt,epub --force --summary pages/night.html --isolate={how}"));
        assert_eq!(ran.code, 1, "{}", ran.err);
        let page = place.read("pages/night.html");
        assert_eq!(page.matches("<svg").count(), page.matches("</svg>").count());
        // Apart from times a page is the same each time: bars and figures of these charts are none.
        let from = page.find("Failures by cause").expect("a chart");
        let to = page.find("Time by stage").expect("a chart");
        let last = page.find("Not done").expect("a list");
        format!("{}{}", &page[from..to], &page[last..])
    };
    let said = page("never");
    for part in ["<td>in/b.txt</td><td>the file is empty</td>", "<td>in/c&lt;d&gt;.docx</td>", "format not supported"] {
        assert!(said.contains(part), "{part} in {said}");
    }
    assert_eq!(page("always"), said);
}
