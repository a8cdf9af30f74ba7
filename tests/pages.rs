//! Pages read back: what our own writer sets is read as the same text, and of a damaged copy what is left of it.

use chongpai::convert::{Options, convert};
use chongpai::diag::Sink;
use chongpai::env::Env;
use chongpai::input::{ReadOptions, read};
use chongpai::model::{Document, walk};
use chongpai::output::WRITERS;

/// A chapter of our own, long enough for several pages.
fn source() -> String {
    let places = ["河东", "河西", "山前", "山后", "渡口", "石桥", "北门", "南园"];
    let sights = ["灯火", "渔船", "稻田", "书声", "炊烟", "雨声", "柳影", "钟声"];
    let mut text = String::from("河畔记\n\n");
    for chapter in 0..8 {
        text.push_str(&format!(
            "第{}章 {}的{}\n\n",
            ["一", "二", "三", "四", "五", "六", "七", "八"][chapter],
            places[chapter],
            sights[chapter]
        ));
        for at in 0..12 {
            let (place, sight) = (places[(chapter + at) % 8], sights[(3 * at + chapter) % 8]);
            let (other, last) = (places[(chapter + 5 * at + 1) % 8], sights[(at + 5) % 8]);
            text.push_str(&format!(
                "　　那一年第{at}次走过{place}，正是{sight}最盛的时候。老人说，从{other}往下走{chapter}{at}里路，就能望见{last}；\
                 我们将信将疑，沿着堤岸一直走到天黑，才知道他说的一点不错。\n\n"
            ));
        }
    }
    text
}

/// The text as our writers of PDF and of plain text set it.
fn written() -> (Vec<u8>, String) {
    let writers: Vec<_> = ["pdf", "txt"].iter().filter_map(|name| WRITERS.iter().find(|writer| writer.name == *name)).collect();
    let made = convert("河畔记.txt", source().as_bytes(), &writers, &Options::default(), &Env::for_tests()).expect("two files");
    let mut files = made.files.into_iter().map(|(_, bytes)| bytes);
    let (pdf, text) = (files.next().expect("a PDF"), files.next().expect("a text"));
    (pdf, String::from_utf8(text).expect("texts are UTF-8"))
}

fn document(bytes: &[u8]) -> Option<Document> {
    let reading = read("a.pdf", bytes, &ReadOptions::default(), &Env::for_tests(), &mut Sink::new()).ok()?;
    reading.document.balance().expect("what was read is there");
    Some(reading.document)
}

/// The characters of all blocks, without white space.
fn text(document: &Document) -> String {
    let blocks = walk::blocks(document).map(|block| block.text.as_str());
    blocks.flat_map(str::chars).filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn our_own_pages_are_read_as_they_were_written() {
    let (pdf, written) = written();
    let found = document(&pdf).expect("our own file can be read");
    let squeezed = |text: &str| text.replace([' ', '　'], "");
    let paragraphs: Vec<String> = walk::blocks(&found).map(|block| squeezed(block.text.as_str())).collect();
    let wanted: Vec<String> = written.lines().map(squeezed).filter(|line| line.contains('，')).collect();
    assert!(wanted.concat().chars().count() > 5_000, "the text is there");
    let broken = wanted.iter().filter(|line| !paragraphs.contains(line)).count();
    assert_eq!(broken, 0, "of {} paragraphs", wanted.len());
}

#[test]
fn damaged_copies_give_what_is_left() {
    let whole = written().0;
    let all = text(&document(&whole).expect("our own file can be read")).chars().count();
    let check = |what: &str, bytes: Vec<u8>, least: f32| {
        let left = document(&bytes).map_or(0, |document| text(&document).chars().count());
        assert!(left as f32 >= least * all as f32, "{what}: {left} characters of {all}");
    };
    let find = |needle: &[u8]| memchr::memmem::rfind(&whole, needle).expect("every PDF has it");
    check("without startxref", whole[..find(b"startxref")].to_vec(), 0.99);
    check("with junk before its head", [b"junk\n".repeat(20), whole.clone()].concat(), 0.99);
    let mut lengths = whole.clone();
    for at in memchr::memmem::find_iter(&whole, b"/Length ") {
        if let Some(digit) = lengths.get_mut(at + 8).filter(|byte| byte.is_ascii_digit()) {
            *digit = b'1';
        }
    }
    check("with false lengths", lengths, 0.99);
    // How much is left depends on what stands at the end; that it is read or refused is the promise.
    for share in [9, 7, 5, 3, 1] {
        check("cut", whole[..whole.len() * share / 10].to_vec(), 0.0);
    }
    for seed in 0..12usize {
        let mut flipped = whole.clone();
        for step in 0..60 {
            let at = (seed * 7_919 + step * 104_729) % flipped.len();
            flipped[at] ^= 1 << (step % 8);
        }
        check("with flipped bits", flipped, 0.0);
    }
}
