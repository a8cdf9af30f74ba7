//! Twice the hostile input must not be more than twice the work, with room for noise.
//!
//! Time is measured, so the factor is generous: what is quadratic misses it by far, because inputs grow eightfold.

use chongpai::convert::{Options, convert};
use chongpai::env::Env;
use chongpai::output::WRITERS;
use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

/// Eight times the input may take this many times the time. Linear work takes 8, quadratic work 64.
const FACTOR: u32 = 24;

/// Work below this is noise.
const NOISE: Duration = Duration::from_millis(40);

fn seconds(name: &str, source: &[u8], formats: &[&str]) -> Duration {
    let writers: Vec<_> = WRITERS.iter().filter(|writer| formats.contains(&writer.name)).collect();
    // The better of two: the first run may load what others share.
    (0..2)
        .map(|_| {
            let begun = Instant::now();
            let converted = convert(name, source, &writers, &Options::default(), &Env::for_tests());
            assert!(converted.is_ok(), "{name}: {:?}", converted.err());
            begun.elapsed()
        })
        .min()
        .expect("two runs")
}

/// Checks sources made of so many parts, and of eight times as many.
fn check_made(name: &str, made: impl Fn(usize) -> Vec<u8>, times: usize, formats: &[&str]) {
    let (small, large) = (seconds(name, &made(times), formats), seconds(name, &made(times * 8), formats));
    assert!(large <= small.max(NOISE) * FACTOR, "{name} × {times}: {small:?}, × 8: {large:?}");
}

fn check(name: &str, piece: &str, times: usize) {
    check_between(name, "", piece, "", times);
}

/// Checks a piece that comes again and again between what stands once.
fn check_between(name: &str, before: &str, piece: &str, after: &str, times: usize) {
    let made = |times: usize| [before, &piece.repeat(times), after].concat().into_bytes();
    let (small, large) =
        (seconds(name, &made(times), &["txt", "epub", "docx"]), seconds(name, &made(times * 8), &["txt", "epub", "docx"]));
    assert!(large <= small.max(NOISE) * FACTOR, "{piece:?} × {times}: {small:?}, × 8: {large:?}");
}

fn package(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).expect("a file can be started");
        zip.write_all(bytes).expect("a file can be written");
    }
    zip.finish().expect("a package can be finished").into_inner()
}

/// A book of chapters with one style sheet, and a table of contents of entries for the first.
fn book(chapters: usize, entries: usize, rules: usize) -> Vec<u8> {
    let each = |count: usize, one: &dyn Fn(usize) -> String| (0..count).map(one).collect::<String>();
    let paragraphs = each(entries, &|n| format!("<p>第{n}班</p><p>船离了岸，岸上有人挥手。</p>"));
    let chapter = |body: &str| {
        format!(
            "<html xmlns='http://www.w3.org/1999/xhtml'><head><link rel='stylesheet' href='a.css'/></head><body>{body}</body></html>"
        )
    };
    let items = each(chapters, &|n| format!("<item id='i{n}' href='c{n}.xhtml' media-type='application/xhtml+xml'/>"));
    let spine = each(chapters, &|n| format!("<itemref idref='i{n}'/>"));
    let points =
        each(entries, &|n| format!("<navPoint><navLabel><text>第{n}班</text></navLabel><content src='c0.xhtml'/></navPoint>"));
    let mut files: Vec<(String, String)> = vec![
        ("META-INF/container.xml".into(), "<container><rootfiles><rootfile full-path='c.opf'/></rootfiles></container>".into()),
        (
            "c.opf".into(),
            format!(
                "<package><metadata/><manifest>{items}<item id='n' href='n.ncx' media-type='application/x-dtbncx+xml'/></manifest><spine toc='n'>{spine}</spine></package>"
            ),
        ),
        ("n.ncx".into(), format!("<ncx><navMap>{points}</navMap></ncx>")),
        ("a.css".into(), each(rules, &|n| format!(".c{n} {{ text-align: center }}\n"))),
        ("c0.xhtml".into(), chapter(&paragraphs)),
    ];
    files.extend((1..chapters).map(|n| (format!("c{n}.xhtml"), chapter("<p>船离了岸。</p>"))));
    package(&files.into_iter().map(|(name, text)| (name, text.into_bytes())).collect::<Vec<_>>())
}

/// A saved page with pictures that it names without their folder.
fn saved(count: usize) -> Vec<u8> {
    let head =
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n";
    let shown: String = (0..count).map(|n| format!("<p><img src='{n}.png'></p>")).collect();
    let parts: String = (0..count)
        .map(|n| format!("\r\n--b\r\nContent-Type: image/png\r\nContent-Location: http://a.example/x/{n}.png\r\n\r\nabc"))
        .collect();
    format!("{head}<p>江湾</p>{shown}{parts}\r\n--b--\r\n").into_bytes()
}

#[test]
fn lines_without_end() {
    check("a.txt", "江湾区图书馆昨日开馆，读者排起了长队，", 2000);
    check("a.txt", "一二三四五六七八九十\n", 4000);
    check("a.txt", "a", 20000);
}

#[test]
fn brackets_and_quotes_that_never_close() {
    check("a.txt", "（“《", 6000);
    check("a.txt", "（“《\n", 6000);
    check("a.txt", "[bookmark: ", 4000);
    check("a.txt", "{MERGEFIELD ", 4000);
}

#[test]
fn dots_dashes_and_spaces() {
    check("a.txt", ". ", 10000);
    check("a.txt", "江 ", 10000);
    check("a.txt", "\n\n江\n", 10000);
    check("a.txt", "— ·", 6000);
}

#[test]
fn markup_that_nests() {
    check("a.md", "> ", 1000);
    check("a.md", "**江", 4000);
    check("a.md", "[江](", 2000);
    check("a.md", "# 江\n", 4000);
    check("a.md", "- 江\n", 4000);
    check("a.md", "| 江 | 湾 |\n", 2000);
    check("a.md", "<div>", 2000);
    check("a.md", "[^1]: 注\n\n", 2000);
}

#[test]
fn pages_of_many_alike() {
    check("a.html", "<div class=box><p>评论</p><a href=x>江湾区图书馆</a></div>", 1000);
    check("a.html", "<div class=post><p>第一班船离了岸，船上坐着人，岸上有人挥手。</p><a href=x>林见川</a></div>", 1000);
    check("a.html", "<div class=toc><a href=#a>江</a></div><p>目录</p>", 1000);
    check("a.html", "<h2>江 <a href=e>[编辑]</a></h2><p>第一班船离了岸，船上坐着人。</p>", 1000);
}

#[test]
fn tags_that_never_end() {
    check("a.html", "<a", 8000);
}

#[test]
fn parts_of_many_articles() {
    let part = "第2版\n\n渡口开了夜班船\n\n船上坐着二十几个人，岸上也站着许多人，都在等第一班船（下转第3版）\n\n（上接第1版）天亮以前船已经到了对岸。\n\n";
    check("a.txt", part, 150);
}

#[test]
fn notices_without_end() {
    let head = "江湾区人民政府文件\n江政发〔2024〕1号\n关于开馆的通知\n各街道办事处：\n图书馆明日开馆，请组织读者入馆。\n";
    check_between("a.txt", head, "附件：\n渡口夜班船\n", "", 700);
    check_between("a.txt", head, "附件1\n渡口夜班船办法\n船离了岸，岸上有人挥手。\n", "", 400);
}

#[test]
fn paragraphs_of_many_pieces() {
    check("a.md", "**江湾,渡口**夜班 ,", 1500);
    check("a.txt", "the ferries of this town carried exam-\nple readers who waited on both of the banks, and con-\n", 800);
    let strong = |times: usize| "**江湾**渡口".repeat(times).into_bytes();
    check_made("a.md", strong, 1500, &["pdf"]);
    let marks = |times: usize| ["a", &"\u{301}".repeat(times)].concat().into_bytes();
    check_made("a.txt", marks, 4000, &["pdf"]);
}

#[test]
fn numbers_that_may_count_pages() {
    let page = |number: usize| {
        let chapter = number / 10 + 1;
        format!(
            "船离了岸，岸上有人挥手\n\n\n{number}\n\n\n第{chapter}章 渡口{chapter}\n江湾区图书馆昨日开馆，读者排起了长队。\n"
        )
    };
    check_made("a.txt", |times| (1..=times).map(page).collect::<String>().into_bytes(), 600, &["txt"]);
}

#[test]
fn notes_without_end() {
    check("a.md", "江湾渡口①，水位上涨②，两岸的人都来了。\n\n① 见县志。\n\n② 同上。\n\n", 400);
    let marks =
        |times: usize| ["江湾渡口[1]，水位上涨[1".repeat(times), "\n\n[1] 见县志。".repeat(times)].concat().into_bytes();
    check_made("a.md", marks, 800, &["txt"]);
}

#[test]
fn packages_of_many_parts() {
    check_made("a.epub", |times| book(1, times, 0), 500, &["txt"]);
    check_made("a.epub", |times| book(times, 1, times), 60, &["txt"]);
    check_made("a.mht", saved, 400, &["txt"]);
    let spaces = |times: usize| {
        let declared: String = (0..times).map(|n| format!(" xmlns:n{n}='urn:江湾:{n}'")).collect();
        let chapter = "<html><body><p>船离了岸。</p></body></html>".as_bytes().to_vec();
        package(&[("c.opf".into(), format!("<package{declared}/>").into_bytes()), ("c.xhtml".into(), chapter)])
    };
    check_made("a.epub", spaces, 2000, &["txt"]);
}
