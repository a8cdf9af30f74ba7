//! The review: a page that opens and filters at once, and overrules that the next run obeys.

use crate::program::Place;
use std::process::Command;

/// What Chromium makes of a page with a view asked for; an absent one is named.
fn shown(place: &Place, page: &str, view: &str) -> Option<String> {
    let address = format!("file://{}#{view}", place.path(page).display());
    let home = place.path("home");
    for name in ["chromium", "chromium-browser", "google-chrome"] {
        let run = Command::new(name)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"])
            .args(["--disable-component-update", "--disable-sync", "--dump-dom"])
            .arg(format!("--user-data-dir={}", home.display()))
            .arg(&address)
            .output();
        if let Ok(run) = run {
            let said = String::from_utf8_lossy(&run.stdout).into_owned();
            assert!(said.contains("<html"), "{}", String::from_utf8_lossy(&run.stderr));
            return Some(said);
        }
    }
    eprintln!("no Chromium is installed: the page is not opened");
    None
}

const SOURCE: &str =
    "渡口记\n\n那一天河水涨到了第三级石阶,老人把船拴好.\n\n雨停在傍晚,他说:好得很!\n\n他们说起从前的渡口(第三次)和桥.\n";

#[test]
fn an_overrule_survives_the_next_run() {
    let place = Place::with(&[("a.txt", SOURCE.as_bytes())]);
    assert_eq!(place.run("convert a.txt -o one --to txt --report review.html").code, 0);
    let page = place.read("review.html");
    assert!(page.contains("punctuation.stops") && page.contains("\"quality\":{\"score\":"));
    let before = place.read("one/a.txt");
    assert!(before.contains("石阶，老人"));

    // What the page offers, where it can be asked; else the same by hand.
    let by_hand = "[[reject]]\nrule = \"punctuation.stops\"\nplace = \"line 3\"\nedit = \",→，\"\n";
    let overrules = match shown(&place, "review.html", "rule=punctuation.stops&press=0") {
        Some(dom) => {
            let start = dom.find("class=\"overrules\">").expect("the page shows what it saves") + "class=\"overrules\">".len();
            let end = start + dom[start..].find("</pre>").expect("the element ends");
            dom[start..end].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        }
        None => by_hand.to_owned(),
    };
    assert!(overrules.contains(by_hand.trim_end()), "{overrules}");
    place.put("a.chongpai.toml", overrules.as_bytes());
    let ran = place.run("convert a.txt -o two --to txt --report again.html");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(place.read("two/a.txt"), before.replacen("石阶，老人", "石阶,老人", 1));
    assert_eq!(place.run("convert a.txt -o three --to txt").code, 0);
    assert_eq!(place.read("two/a.txt"), place.read("three/a.txt"), "byte for byte");

    place.put("a.chongpai.toml", b"[[rejct]]\n");
    let ran = place.run("convert a.txt -o four --to txt");
    assert!(ran.code == 1 && ran.err.contains("a.chongpai.toml"), "{}", ran.err);
}

#[test]
fn a_join_that_is_accepted_is_made_by_the_next_run() {
    let source =
        "渡口记\n\n那一天河水涨到了第三级石阶，老人站在岸上看了很久很久\n\n“把船拴好，坐下来等雨停。”\n\n雨停在傍晚。\n";
    let place = Place::with(&[("a.txt", source.as_bytes())]);
    assert_eq!(place.run("convert a.txt -o one --to txt --report review.html").code, 0);
    assert!(place.read("one/a.txt").contains("很久很久\n"), "nobody was sure of the join");
    let by_hand = "[[accept]]\nrule = \"unwrap.join\"\nplace = \"line 5\"\nedit = \"天河水涨到了第三级石阶，老人站在岸上看了很久很久⏎“把船拴好，坐下来等雨停。”\"\n";
    let overrules = match shown(&place, "review.html", "rule=unwrap.join&press=0") {
        Some(dom) => {
            let start = dom.find("class=\"overrules\">").expect("the page shows what it saves") + "class=\"overrules\">".len();
            dom[start..start + dom[start..].find("</pre>").expect("the element ends")].to_owned()
        }
        None => {
            assert!(place.read("review.html").contains("很久很久⏎“把船拴好"), "the page proposes it");
            by_hand.to_owned()
        }
    };
    assert!(overrules.contains(by_hand), "{overrules}");
    place.put("a.chongpai.toml", overrules.as_bytes());
    assert_eq!(place.run("convert a.txt -o two --to txt").code, 0);
    assert!(place.read("two/a.txt").contains("很久很久“把船拴好，坐下来等雨停。”"), "{}", place.read("two/a.txt"));
}

#[test]
fn pages_of_a_pdf_stand_beside_their_text() {
    let sample = include_bytes!("../samples/newspaper/jiangwan-2024-03-15.pdf");
    let place = Place::with(&[("a.pdf", sample)]);
    assert_eq!(place.run("convert a.pdf -o out --to txt --report review.html").code, 0);
    let page = place.read("review.html");
    assert!(page.matches("data:image/png;base64,").count() == 1 && page.len() < 4 << 20, "{} bytes", page.len());
    if let Some(dom) = shown(&place, "review.html", "") {
        assert!(dom.contains("data-number=\"a.pdf 1\""), "the first page is shown");
    }
}

#[test]
fn a_book_filters_at_once() {
    let chapter = |number: usize| {
        let text = "那一天河水涨到了第三级石阶,老人把船拴好,坐下来等雨停。雨停在傍晚,他说:好得很!\n\n".repeat(60);
        format!("第{number}章 雨\n\n{text}")
    };
    let book: String = (1..=125).map(chapter).collect();
    assert!(book.chars().count() > 300_000);
    let place = Place::with(&[("book.txt", book.as_bytes())]);
    assert_eq!(place.run("convert book.txt -o out --to txt --report review.html").code, 0);
    let Some(dom) = shown(&place, "review.html", "rule=punctuation.stops&text=好得很&edits=only") else { return };
    let took = dom.split("data-took=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("the page took its time");
    assert!(took.parse::<f64>().expect("milliseconds") < 200.0, "{took} ms");
    let rows = dom.matches("class=\"row ").count();
    assert!((1..200).contains(&rows), "{rows} rows are drawn");
    assert!(dom.contains("7500 of "), "every paragraph is found");
}

#[test]
fn poor_files_fail_where_it_is_asked() {
    let place =
        Place::with(&[("good.txt", SOURCE.as_bytes()), ("poor.txt", "桥\u{fffd}\u{fffd}\u{fffd}\u{fffd}通了。\n".as_bytes())]);
    let ran = place.run("convert good.txt poor.txt -o out --to txt --fail-under 80");
    assert_eq!(ran.code, 1);
    assert_eq!(place.files("out"), ["good.txt"]);
    assert!(ran.err.contains("its quality is "), "{}", ran.err);
}
