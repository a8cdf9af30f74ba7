//! Documents made by hand: a head, a piece for each run, a page of runs of either kind, and what tables a test adds.

use super::fib::{Part, StoryKind};
use crate::diag::Sink;
use crate::env::Env;
use crate::error::ErrorKind;
use crate::input::{ReadOptions, read};
use crate::model::native;
use std::io::{Cursor, Write};

/// Where the text begins.
const TEXT: usize = 0x400;
const BOLD: &[u8] = b"\x35\x08\x01";
const SPECIAL: &[u8] = b"\x55\x08\x01";
const CELL: &[u8] = b"\x16\x24\x01";

/// A run: its characters, and its properties and those of its paragraph.
#[derive(Clone, Copy)]
struct Run(&'static str, &'static [u8], &'static [u8]);

/// How a document is laid out.
#[derive(Default)]
struct Layout {
    stories: Vec<(StoryKind, Vec<Run>)>,
    tables: Vec<(Part, Vec<u8>)>,
    /// Runs lie in the file from the last to the first, as fast saving may leave them.
    reversed: bool,
    /// Runs of ASCII lie in bytes.
    bytes: bool,
}

fn main_story(runs: &[Run]) -> Layout {
    Layout { stories: vec![(StoryKind::Main, runs.to_vec())], ..Layout::default() }
}

fn put(bytes: &mut [u8], at: usize, value: &[u8]) {
    bytes[at..at + value.len()].copy_from_slice(value);
}

/// A page of runs: places, records, and the properties from the page's end downwards.
fn page(runs: &[(u32, u32, Vec<u8>)], record: usize) -> Vec<u8> {
    let mut page = vec![0; 512];
    page[511] = runs.len() as u8;
    let mut end = 510;
    for (number, (from, to, properties)) in runs.iter().enumerate() {
        put(&mut page, 4 * number, &from.to_le_bytes());
        put(&mut page, 4 * number + 4, &to.to_le_bytes());
        let at = (end - properties.len()) & !1;
        put(&mut page, at, properties);
        page[4 * (runs.len() + 1) + record * number] = (at / 2) as u8;
        end = at;
    }
    page
}

/// The streams of a document: the main one, and that of tables.
fn streams(layout: &Layout) -> (Vec<u8>, Vec<u8>) {
    let mut word = vec![0; TEXT];
    for (at, value) in [(0, 0xa5ec_u16), (2, 0xc1), (6, 0x0804), (0x0a, 0x0200), (0x20, 14), (0x3e, 22), (0x98, 93)] {
        put(&mut word, at, &value.to_le_bytes());
    }
    let mut runs: Vec<(u32, Run)> = Vec::new();
    let mut place = 0u32;
    for (kind, story) in &layout.stories {
        let start = place;
        for run in story {
            runs.push((place, *run));
            place += run.0.encode_utf16().count() as u32;
        }
        put(&mut word, 0x4c + 4 * *kind as usize, &(place - start).to_le_bytes());
    }
    let mut placed: Vec<(u32, Run, u32, u32, bool)> = Vec::new();
    let mut order = runs.clone();
    if layout.reversed {
        order.reverse();
    }
    for (start, run) in order {
        let bytes = layout.bytes && run.0.is_ascii();
        let from = word.len() as u32;
        match bytes {
            true => word.extend_from_slice(run.0.as_bytes()),
            false => word.extend(run.0.encode_utf16().flat_map(u16::to_le_bytes)),
        }
        placed.push((start, run, from, word.len() as u32, bytes));
    }
    let mut table = vec![0; 8];
    let characters = placed.iter().map(|(_, run, from, to, _)| (*from, *to, [&[run.1.len() as u8], run.1].concat()));
    let characters = page(&characters.collect::<Vec<_>>(), 1);
    let paragraphs = placed.iter().map(|(_, run, from, to, _)| {
        let all = [&[0, 0], run.2].concat();
        let head = if all.len() % 2 == 0 { vec![0, (all.len() / 2) as u8] } else { vec![all.len().div_ceil(2) as u8] };
        (*from, *to, [head, all].concat())
    });
    let paragraphs = page(&paragraphs.collect::<Vec<_>>(), 13);
    let end = word.len() as u32;
    word.resize(word.len().next_multiple_of(512), 0);
    placed.sort_by_key(|(start, ..)| *start);
    let mut clx: Vec<u8> = placed.iter().flat_map(|(start, ..)| start.to_le_bytes()).chain(place.to_le_bytes()).collect();
    for (_, _, from, _, bytes) in &placed {
        let at = if *bytes { (from * 2) | 0x4000_0000 } else { *from };
        clx.extend([&[0, 0][..], &at.to_le_bytes(), &[0, 0]].concat());
    }
    let clx = [&[2][..], &(clx.len() as u32).to_le_bytes(), &clx].concat();
    let mut tables = vec![(Part::Clx, clx)];
    for (part, page) in [(Part::CharacterRuns, characters), (Part::ParagraphRuns, paragraphs)] {
        let number = (word.len() / 512) as u32;
        word.extend(page);
        tables.push((part, [TEXT as u32, end, number].map(u32::to_le_bytes).concat()));
    }
    for (part, bytes) in tables.into_iter().chain(layout.tables.clone()) {
        put(&mut word, 0x9a + 8 * part as usize, &(table.len() as u32).to_le_bytes());
        put(&mut word, 0x9a + 8 * part as usize + 4, &(bytes.len() as u32).to_le_bytes());
        table.extend(bytes);
    }
    (word, table)
}

fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("a compound file");
    for (name, bytes) in streams {
        file.create_stream(name).and_then(|mut stream| stream.write_all(bytes)).expect("a stream");
    }
    file.into_inner().into_inner()
}

fn document(layout: &Layout) -> Vec<u8> {
    let (word, table) = streams(layout);
    compound(&[("WordDocument", &word), ("1Table", &table)])
}

#[track_caller]
fn check(layout: &Layout, expected: &str) {
    let bytes = document(layout);
    let reading = read("a.doc", &bytes, &ReadOptions::default(), &Env::for_tests(), &mut Sink::new()).expect("it is read");
    let native = native::write(&reading.document);
    assert_eq!(native.trim_end(), expected);
    assert_eq!(reading.document.balance(), Ok(()));
}

#[track_caller]
fn check_refused(bytes: &[u8], kind: ErrorKind, reason: &str) {
    let error = read("a.doc", bytes, &ReadOptions::default(), &Env::for_tests(), &mut Sink::new()).expect_err("it is refused");
    assert_eq!(error.kind(), kind);
    assert!(error.to_string().contains(reason), "{error}");
}

#[test]
fn runs_are_spans_and_pieces_one_text() {
    let runs = [
        Run("渡口今天", b"", b""),
        Run("停航", BOLD, b""),
        Run("。\rTwo ", b"", b""),
        Run("boats", b"", b""),
        Run("。\r", b"", b""),
    ];
    let expected = "body :: 渡口今天{strong|停航}。\nbody :: Two boats。";
    for (reversed, bytes) in [(false, false), (true, false), (false, true), (true, true)] {
        check(&Layout { reversed, bytes, ..main_story(&runs) }, expected);
    }
}

#[test]
fn outline_levels_are_headings() {
    check(
        &main_story(&[Run("第一章 码头\r", b"", b"\x40\x26\x00"), Run("船在雾里。\r", b"", b"\x03\x24\x01")]),
        "heading 1 :: 第一章 码头\nbody :: 船在雾里。",
    );
}

#[test]
fn cells_end_at_their_marks() {
    const ROW: &[u8] = b"\x16\x24\x01\x17\x24\x01";
    let runs = [Run("甲\u{7}", b"", CELL), Run("乙\u{7}", b"", CELL), Run("\u{7}", b"", ROW), Run("后。\r", b"", b"")];
    check(
        &main_story(&runs),
        "table\n  row\n    cell 1x1 start\n      body :: 甲\n    cell 1x1 start\n      body :: 乙\nbody :: 后。",
    );
}

#[test]
fn fields_show_their_results() {
    let runs = [
        Run("见", b"", b""),
        Run("\u{13}", SPECIAL, b""),
        Run(" HYPERLINK \"https://dukou.example/\" ", b"", b""),
        Run("\u{14}", SPECIAL, b""),
        Run("船期表", b"", b""),
        Run("\u{15}", SPECIAL, b""),
        Run("。\r", b"", b""),
    ];
    check(&main_story(&runs), "body :: 见{link https://dukou.example/|船期表}。");
}

#[test]
fn notes_and_heads_have_stories_of_their_own() {
    let layout = Layout {
        stories: vec![
            (StoryKind::Main, vec![Run("水涨了", b"", b""), Run("\u{2}", SPECIAL, b""), Run("。\r", b"", b"")]),
            (StoryKind::Footnotes, vec![Run("\u{2}", SPECIAL, b""), Run("据水文站。\r\r", b"", b"")]),
            (StoryKind::Heads, vec![Run("渡口志\r\r", b"", b"")]),
        ],
        tables: vec![
            (Part::FootnoteMarks, [&3u32.to_le_bytes()[..], &6u32.to_le_bytes(), &[1, 0]].concat()),
            (Part::FootnoteTexts, [0u32, 7, 8].map(u32::to_le_bytes).concat()),
            (Part::HeadTexts, [0u32, 0, 0, 0, 0, 0, 0, 4, 5].map(u32::to_le_bytes).concat()),
        ],
        ..Layout::default()
    };
    check(&layout, "body :: 水涨了{note 0}。\nfurniture running-head :: 渡口志\nnote :: 1\n  body :: 据水文站。");
}

#[test]
fn labels_are_counted() {
    // One list of one level: 一、 二、
    let mut list = [&1u16.to_le_bytes()[..], &7u32.to_le_bytes(), &[0; 22], &[1, 0]].concat();
    let head = list.len();
    list.extend([&1u32.to_le_bytes()[..], &[37, 0], &[0; 9], &[2], &[0; 8], &[0, 0, 0, 0], &2u16.to_le_bytes()].concat());
    list.extend([0u16, 0x3001].map(u16::to_le_bytes).concat());
    let uses = [&1u32.to_le_bytes()[..], &7u32.to_le_bytes(), &[0; 12], &[0xff; 4]].concat();
    const LISTED: &[u8] = b"\x0b\x46\x01\x00";
    let layout = main_story(&[Run("目标\r", b"", LISTED), Run("说明。\r", b"", b""), Run("任务\r", b"", LISTED)]);
    // The levels stand behind the table of lists, outside its length.
    let (mut word, mut table) = streams(&layout);
    for (part, bytes, length) in [(Part::Lists, list.clone(), head), (Part::ListUses, uses.clone(), uses.len())] {
        put(&mut word, 0x9a + 8 * part as usize, &(table.len() as u32).to_le_bytes());
        put(&mut word, 0x9a + 8 * part as usize + 4, &(length as u32).to_le_bytes());
        table.extend(bytes);
    }
    let bytes = compound(&[("WordDocument", &word), ("1Table", &table)]);
    let reading = read("a.doc", &bytes, &ReadOptions::default(), &Env::for_tests(), &mut Sink::new()).expect("it is read");
    assert_eq!(native::write(&reading.document).trim_end(), "body :: 一、目标\nbody :: 说明。\nbody :: 二、任务");
    assert_eq!(reading.document.balance(), Ok(()));
}

#[test]
fn what_is_deleted_or_hidden_is_recorded() {
    let runs = [Run("留", b"", b""), Run("删", b"\x00\x08\x01", b""), Run("藏", b"\x3c\x08\x01", b""), Run("下。\r", b"", b"")];
    check(&main_story(&runs), "body :: 留下。");
}

#[test]
fn what_cannot_be_read_is_refused_by_name() {
    let (word, table) = streams(&main_story(&[Run("码头\r", b"", b"")]));
    let with = |changes: &[(usize, u16)]| {
        let mut word = word.clone();
        changes.iter().for_each(|(at, value)| put(&mut word, *at, &value.to_le_bytes()));
        compound(&[("WordDocument", &word), ("1Table", &table)])
    };
    check_refused(&with(&[(0x0a, 0x0300)]), ErrorKind::Encrypted, "is encrypted");
    check_refused(&with(&[(0, 0xa5dc), (2, 0x65)]), ErrorKind::Unsupported, "Word 6 or Word 95");
    check_refused(&with(&[(0, 0x1234)]), ErrorKind::Corrupt, "head (FIB)");
    check_refused(&with(&[(0x4c, 0)]), ErrorKind::Corrupt, "no text");
    check_refused(&compound(&[("Workbook", b"x")]), ErrorKind::Unsupported, "Excel");
    check_refused(&compound(&[("EncryptedPackage", b"x")]), ErrorKind::Encrypted, "password");
    check_refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ErrorKind::Corrupt, "directory");
    let owner = [&[2][..], b"Li", &[b' '; 51], &[2, 0, b'L', 0, b'i', 0], &[0; 102]].concat();
    check_refused(&owner, ErrorKind::Invalid, "mark");
}

#[test]
fn a_file_that_is_cut_gives_what_is_left() {
    let bytes = document(&main_story(&[Run("渡口今天停航。\r", b"", b"")]));
    for length in (0..bytes.len()).step_by(97) {
        if let Ok(reading) = read("a.doc", &bytes[..length], &ReadOptions::default(), &Env::for_tests(), &mut Sink::new()) {
            assert_eq!(reading.document.balance(), Ok(()), "{length}");
        }
    }
}
