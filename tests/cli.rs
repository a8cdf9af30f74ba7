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

#[test]
fn outputs_go_into_a_folder() {
    let place = Place::with(&[("a.txt", TEXT), ("out", TEXT)]);
    let ran = place.run("convert a.txt -o out --to txt");
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("out is a file, and outputs go into a folder"), "{}", ran.err);
}

#[test]
fn check_tells_what_deviates_and_strict_ends_with_three() {
    let right =
        "关于防汛的通知\n各村：\n河水上涨，请各村派人看守堤岸，有险情立即报告，不得拖延。\n江湾县档案馆\n2023年6月12日\n";
    let wrong = right.replace("6月12日", "06月12日");
    let place = Place::with(&[("right.txt", right.as_bytes()), ("wrong.txt", wrong.as_bytes())]);
    let ran = place.run("check right.txt --plain --strict");
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let ran = place.run("check wrong.txt --plain");
    assert!(ran.code == 0 && ran.out.contains("7.3.5.4"), "{}{}", ran.out, ran.err);
    let ran = place.run("check right.txt wrong.txt --plain --strict --format json --report check.html");
    assert_eq!(ran.code, 3, "{}{}", ran.out, ran.err);
    let lines: Vec<serde_json::Value> = ran.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!((lines[0]["deviations"].as_u64(), lines[1]["findings"][0]["clause"].as_str()), (Some(0), Some("7.3.5.4")));
    let page = place.read("check.html");
    assert!(page.contains("wrong.txt") && page.contains("2023年06月12日"));
    let ran = place.run("check none.docx --strict");
    assert!(ran.code == 1 && ran.err.contains("none.docx"), "{}", ran.err);
}
