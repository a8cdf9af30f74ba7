//! The command line: exit codes, messages, what `inspect` and `convert` print.

use crate::program::Place;

const TEXT: &[u8] = "江湾区图书馆昨日开馆。\n读者排起了长队。\n".as_bytes();

#[test]
fn a_file_becomes_what_was_asked_for() {
    let place = Place::with(&[("a.txt", TEXT)]);
    let ran = place.run("convert a.txt -o out --to txt");
    assert_eq!((ran.code, place.files("out")), (0, vec!["a.txt".to_owned()]), "{}", ran.err);
    assert!(place.read("out/a.txt").contains("江湾区图书馆昨日开馆。"));
}

#[test]
fn inspect_gives_one_object_a_line() {
    let place = Place::with(&[("a.txt", TEXT), ("b.txt", TEXT)]);
    let ran = place.run("inspect a.txt b.txt --json");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let lines: Vec<serde_json::Value> = ran.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!((lines[1]["format"].as_str(), lines[1]["encoding"].as_str()), (Some("txt"), Some("utf-8")));
    assert_eq!(lines[0]["measures"]["lines"], 2);
}

#[test]
fn a_style_is_copied_changed_and_used() {
    let place = Place::with(&[("a.txt", TEXT)]);
    let listed = place.run("styles");
    assert_eq!(listed.code, 0, "{}", listed.err);
    for line in listed.out.lines() {
        let name = line.split(' ').next().expect("a name");
        let shown = place.run(&format!("styles show {name}"));
        assert!(shown.code == 0 && shown.out.contains("[looks]"), "{name}: {}", shown.err);
    }
    let shown = place.run("styles show book").out;
    place.put("mine.toml", shown.replace("chars = 27", "chars = 20").as_bytes());
    let ran = place.run("convert a.txt -o out --to pdf --style mine.toml");
    assert_eq!((ran.code, place.files("out")), (0, vec!["a.pdf".to_owned()]), "{}", ran.err);
    place.put("wrong.toml", b"base = \"book\"\n[page]\nsize = \"A99\"\n");
    let ran = place.run("convert a.txt -o out --to pdf --style wrong.toml");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("the style wrong.toml, line 3: page.size: allowed are A3, A4, "), "{}", ran.err);
    let ran = place.run("convert a.txt -o out --to pdf --style novel");
    assert!(ran.code == 2 && ran.err.contains("no page style is called novel; there are book, "), "{}", ran.err);
}

#[test]
fn usage_errors_are_told_and_end_with_two() {
    let place = Place::with(&[("a.txt", TEXT)]);
    for words in [
        "convert a.txt",
        "convert a.txt -o out --to novel",
        "convert -o out",
        "unwrap a.txt",
        "convert a.txt -o out --kind novel",
    ] {
        let ran = place.run(words);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{words}");
        assert!(!ran.err.is_empty(), "{words}");
    }
}
