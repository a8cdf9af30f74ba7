//! How long each stage takes, on one synthetic book: decode, read, normalize, set in type, write, and all of it.
//!
//! `cargo bench` runs all of it; `cargo bench -- write` the writers.

use chongpai::convert::{Options, convert, prepare};
use chongpai::diag::Sink;
use chongpai::env::Env;
use chongpai::input::{self, ReadOptions, encoding};
use chongpai::model::Document;
use chongpai::normalize::{NormalizeOptions, normalize};
use chongpai::output::{self, WRITERS, WriteOptions};
use chongpai::typeset::{fonts::Fonts, style::Style, typeset};
use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;

/// Characters of the book.
const CHARACTERS: usize = 60_000;

/// A hard-wrapped book of that many characters: chapters, dialogue, residue, half-width marks, a little Latin.
fn book(characters: usize) -> String {
    const WORDS: [&str; 16] = [
        "江湾区",
        "图书馆",
        "昨日",
        "开馆",
        "读者",
        "排起了",
        "长队",
        "夜里",
        "下过雨",
        "码头上",
        "灯火",
        "未熄",
        "他",
        "说道",
        "1998年",
        "TCP协议",
    ];
    const MARKS: [&str; 8] = ["，", "。", "，", "、", "；", "。", ",", "？"];
    let (mut text, mut line, mut count, mut seed) = (String::new(), 0, 0, 1u32);
    while count < characters {
        if count % 6000 < 8 {
            text.push_str(&format!("\n\n第{}章 渡口\n\n　　", count / 6000 + 1));
            line = 2;
        }
        // A generator of our own (Numerical Recipes' constants), so that every machine measures the same book.
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let word = WORDS[(seed >> 16) as usize % WORDS.len()];
        let mark = if seed.is_multiple_of(3) { MARKS[(seed >> 24) as usize % MARKS.len()] } else { "" };
        for c in word.chars().chain(mark.chars()) {
            text.push(c);
            (line, count) = (line + 1, count + 1);
            if line == 34 {
                text.push('\n');
                line = 0;
            }
        }
        if seed.is_multiple_of(97) {
            text.push_str("[bookmark: _Toc1]");
        }
        if mark == "。" && seed.is_multiple_of(5) {
            text.push_str("\n　　");
            line = 2;
        }
    }
    text
}

fn document(text: &str) -> Document {
    prepare("book.txt", text.as_bytes(), &Options::default(), &Env::for_tests()).expect("a book").document
}

fn decode(c: &mut Criterion) {
    let text = book(CHARACTERS);
    let mut group = c.benchmark_group("decode");
    for encoding in [encoding_rs::UTF_8, encoding_rs::GB18030, encoding_rs::BIG5] {
        let bytes = encoding.encode(&text).0.into_owned();
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        group.bench_function(encoding.name(), |b| b.iter(|| encoding::decode(black_box(&bytes), None, &mut Sink::new())));
    }
    group.finish();
}

fn passes(c: &mut Criterion) {
    let text = book(CHARACTERS);
    let read = || {
        let env = Env::for_tests();
        input::read("book.txt", text.as_bytes(), &ReadOptions::default(), &env, &mut Sink::new()).expect("a book").document
    };
    let mut group = c.benchmark_group("document");
    group.throughput(Throughput::Elements(CHARACTERS as u64));
    group.bench_function("read", |b| b.iter(read));
    group.bench_function("normalize", |b| {
        let run = |mut document: Document| {
            normalize(&mut document, &NormalizeOptions::default(), &mut Sink::new());
            document
        };
        b.iter_batched(read, run, BatchSize::LargeInput);
    });
    group.finish();
}

fn setting(c: &mut Criterion) {
    let env = Env::for_tests();
    let document = document(&book(CHARACTERS));
    let style = Style::of(&document, None);
    let fonts = Fonts::new(&env);
    let mut group = c.benchmark_group("typeset");
    group.sample_size(10).throughput(Throughput::Elements(CHARACTERS as u64));
    group.bench_function("lines and pages", |b| b.iter(|| typeset(&document, &style, &fonts, &env.limits, &mut Sink::new())));
    group.finish();
}

fn writers(c: &mut Criterion) {
    let env = Env::for_tests();
    let document = document(&book(CHARACTERS));
    let mut group = c.benchmark_group("write");
    group.sample_size(10).throughput(Throughput::Elements(CHARACTERS as u64));
    for writer in WRITERS {
        let write = || output::write(writer, &document, &WriteOptions::default(), &env, &mut Sink::new()).expect("balanced");
        group.bench_function(writer.name, |b| b.iter(write));
    }
    group.finish();
}

fn whole(c: &mut Criterion) {
    let env = Env::for_tests();
    let all: Vec<_> = WRITERS.iter().filter(|writer| ["pdf", "docx", "epub"].contains(&writer.name)).collect();
    let mut group = c.benchmark_group("convert");
    group.sample_size(10);
    for characters in [CHARACTERS / 10, CHARACTERS] {
        let bytes = encoding_rs::GB18030.encode(&book(characters)).0.into_owned();
        group.throughput(Throughput::Elements(characters as u64));
        group.bench_with_input(BenchmarkId::from_parameter(characters), &bytes, |b, bytes| {
            b.iter(|| convert("book.txt", bytes, &all, &Options::default(), &env).expect("balanced"));
        });
    }
    group.finish();
}

criterion_group!(benches, decode, passes, setting, writers, whole);
criterion_main!(benches);
