//! Twice the hostile input must not be more than twice the work, with room for noise.
//!
//! Time is measured, so the factor is generous: what is quadratic misses it by far, because inputs grow eightfold.

use chongpai::convert::{Options, convert};
use chongpai::env::Env;
use chongpai::output::WRITERS;
use std::time::{Duration, Instant};

/// Eight times the input may take this many times the time. Linear work takes 8, quadratic work 64.
const FACTOR: u32 = 24;

/// Work below this is noise.
const NOISE: Duration = Duration::from_millis(40);

fn seconds(name: &str, source: &str) -> Duration {
    let writers: Vec<_> = WRITERS.iter().filter(|writer| ["txt", "epub", "docx"].contains(&writer.name)).collect();
    // The better of two: the first run may load what others share.
    (0..2)
        .map(|_| {
            let begun = Instant::now();
            let converted = convert(name, source.as_bytes(), &writers, &Options::default(), &Env::for_tests());
            assert!(converted.is_ok(), "{name}: {:?}", converted.err());
            begun.elapsed()
        })
        .min()
        .expect("two runs")
}

fn check(name: &str, piece: &str, times: usize) {
    let (small, large) = (seconds(name, &piece.repeat(times)), seconds(name, &piece.repeat(times * 8)));
    assert!(large <= small.max(NOISE) * FACTOR, "{piece:?} × {times}: {small:?}, × 8: {large:?}");
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
