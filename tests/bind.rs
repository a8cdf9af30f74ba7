//! Volumes: weekly issues of a year in one book and one PDF, in the order of their dates, each under its date.

use crate::program::Place;
use std::io::Read;
use std::process::Command;

/// The issue of a week of 2024, in an order of names that is not that of the dates.
fn issue(week: u32) -> (String, String) {
    let day = week * 7;
    let lengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let (mut month, mut left) = (0, day);
    while left > lengths[month] {
        left -= lengths[month];
        month += 1;
    }
    // The second week has more to tell than a page holds.
    let more = if week == 2 { 80 } else { 0 };
    let more: String = (1..=more)
        .map(|day| format!("渡口日记第{day}页：今天来了{day}个客人，他们在石阶上坐着，看河水慢慢地流，谁也不急着走。\n\n"))
        .collect();
    let text = format!(
        "江湾周报\n\n2024年{}月{left}日 星期日 第{}期 今日2版\n\n第{week}周渡口过客增加\n\n□ 本报记者 林见川\n\n本报讯 这一周渡口的过客比上一周多了{week}人，\
         船工说，天气好的日子人就多，往后天气会更好。\n\n{more}02版 综合\n\n石桥村第{week}次清河\n\n周知\n\n石桥村的人说，河水清了，鱼就回来了，这一周又看见了{week}只白鹭。\n",
        month + 1,
        300 + week
    );
    (format!("issues/{}.txt", (week * 37) % 53), text)
}

fn issues(count: u32) -> Place {
    let place = Place::with(&[]);
    for (name, text) in (1..=count).map(issue) {
        place.put(&name, text.as_bytes());
    }
    place
}

/// A part of a package.
fn part(place: &Place, package: &str, name: &str) -> String {
    let file = std::fs::File::open(place.path(package)).expect("a package");
    let mut zip = zip::ZipArchive::new(file).expect("a package");
    let mut text = String::new();
    zip.by_name(name).expect("a part").read_to_string(&mut text).expect("text");
    text
}

#[test]
fn a_year_of_issues_is_one_volume() {
    let place = issues(52);
    let ran = place.run("bind issues -o out --by all --to epub,pdf --index headlines,bylines");
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert_eq!(place.files("out"), ["江湾周报-all.epub", "江湾周报-all.pdf"]);
    assert!(ran.out.ends_with("52 issues bound into 2 files\n"), "{}", ran.out);

    let contents = part(&place, "out/江湾周报-all.epub", "EPUB/nav.xhtml");
    let at: Vec<usize> = [
        "2024年1月7日 第301期",
        "第1周渡口过客增加",
        "石桥村第1次清河",
        "2024年1月14日 第302期",
        "2024年6月30日 第326期",
        "2024年12月29日 第352期",
        "第52周渡口过客增加",
        "标题索引",
        "作者索引",
    ]
    .iter()
    .map(|title| contents.find(title).unwrap_or_else(|| panic!("{title} is in the contents")))
    .collect();
    assert!(at.is_sorted(), "{at:?}");
    assert!(contents.contains("6月30日 第1版") && contents.contains("6月30日 02版 综合"), "the list of pages tells the days");
    let package = part(&place, "out/江湾周报-all.epub", "EPUB/package.opf");
    assert!(package.contains("<dc:title>江湾周报 2024年1月7日至2024年12月29日</dc:title>"), "{package}");

    match Command::new("pdftotext").args(["-layout", "-l", "12"]).arg(place.path("out/江湾周报-all.pdf")).arg("-").output()
    {
        Ok(output) => {
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            // A running head: the volume, then the day and the page of its issue.
            let lines: Vec<String> = text.lines().map(|line| line.split_whitespace().collect()).collect();
            assert!(lines.iter().any(|line| line == "目录"), "{text}");
            let head = |line: &String| line.starts_with("江湾周报2024年1月7日至") && line.ends_with("1月14日第1版");
            assert!(lines.iter().any(head), "{text}");
        }
        Err(_) => assert!(std::env::var_os("CI").is_none(), "pdftotext is required where CI is set"),
    }
    let mut at = 0;
    let entry = std::iter::from_fn(|| {
        at += 1;
        Some(part(&place, "out/江湾周报-all.epub", &format!("EPUB/c{at:04}.xhtml")))
    })
    .take(60)
    .find(|file| file.contains(">标题索引<"));
    let lines = entry.expect("the index is in the book");
    assert!(lines.contains("<a href=\"c0001.xhtml#h2\">"), "an index leads to its headings: {lines}");
    let again = place.run("bind issues -o again --by all --to epub --index headlines,bylines --jobs 1");
    assert_eq!(again.code, 0);
    let same = |folder: &str| std::fs::read(place.path(&format!("{folder}/江湾周报-all.epub"))).expect("a book");
    assert!(same("out") == same("again"), "threads change nothing");
    crate::epub::no_complaints(&[place.path("out/江湾周报-all.epub")]);
}

#[test]
fn months_are_volumes_and_what_fails_is_told() {
    let place = issues(9);
    place.put("issues/empty.txt", b"");
    let ran = place.run("bind issues -o out --by month --to docx");
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.err.contains("empty.txt: error: the file is empty"), "{}", ran.err);
    assert_eq!(place.files("out"), ["江湾周报-2024-01.docx", "江湾周报-2024-02.docx", "江湾周报-2024-03.docx"]);
    assert_eq!(place.run("bind nothing -o out").code, 1);
    assert_eq!(place.run("bind issues").code, 2);
}

#[test]
fn pdfs_are_bound_as_they_are() {
    let place = issues(3);
    assert_eq!(place.run("convert issues -o pages --to pdf").code, 0);
    let ran = place.run("bind pages -o out --by all --as-is");
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let volume = place.path("out/江湾周报-all.pdf");
    let tool = |name: &str, words: &[&str], file: &std::path::Path, last: &[&str]| match Command::new(name)
        .args(words)
        .arg(file)
        .args(last)
        .output()
    {
        Ok(output) => Some((output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())),
        Err(_) => {
            assert!(std::env::var_os("CI").is_none(), "{name} is required where CI is set");
            None
        }
    };
    if let Some((sound, said)) = tool("qpdf", &["--check"], &volume, &[]) {
        assert!(sound, "{said}");
    }
    // Behind the contents stand the pages of the issues, in the order of their dates, character for character.
    let text = |file: &std::path::Path| tool("pdftotext", &["-raw"], file, &["-"]).map(|(_, text)| text);
    let Some(whole) = text(&volume) else { return };
    let mut at = 0;
    for week in 1..=3 {
        let name = issue(week).0.replace("issues/", "pages/").replace(".txt", ".pdf");
        let own = text(&place.path(&name)).expect("the tool is there");
        let found = whole[at..].find(&own).unwrap_or_else(|| panic!("week {week}: {own}\nnot in {whole}"));
        at += found + own.len();
    }
    assert!(whole.starts_with("江湾周报") && whole.contains("2024 年 1 月 7 日") || whole.contains("2024年1月7日"), "{whole}");
    let again = place.run("bind pages -o again --by all --as-is");
    assert_eq!(again.code, 0);
    let bytes = |folder: &str| std::fs::read(place.path(&format!("{folder}/江湾周报-all.pdf"))).expect("a volume");
    assert!(bytes("out") == bytes("again"), "two runs differ");
}
