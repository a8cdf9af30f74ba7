//! Runs that are not the first: what was done stays done, what was broken off is finished, by one program or by several.
//!
//! `CHONGPAI_KILLS=50` kills runs so often, instead of a few times.

use crate::mutants::Chance;
use crate::program::Place;
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;
use std::time::Instant;

fn text(number: usize) -> String {
    format!("第{number}篇\n\n　　江湾区图书馆昨日开馆，读者{number}人排起了长队，队伍一直排到河\n边的石桥上。\n").repeat(40)
}

/// A folder `in` of so many texts.
fn archive(count: usize) -> Place {
    let place = Place::with(&[]);
    (0..count).for_each(|number| place.put(&format!("in/{number}.txt"), text(number).as_bytes()));
    place
}

/// Every output with its bytes.
fn contents(place: &Place, out: &str) -> BTreeMap<String, Vec<u8>> {
    let read = |name: String| (name.clone(), fs::read(place.path(out).join(&name)).expect("an output"));
    place.files(out).into_iter().map(read).collect()
}

/// The sources that a run says it converted, in order.
fn converted(log: &str) -> Vec<String> {
    let events = log.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let new = events.filter(|event| event["event"] == "file" && event["before"] == false);
    new.map(|event| event["source"].as_str().expect("a source").to_owned()).collect()
}

#[test]
fn a_second_run_does_only_what_changed() {
    let place = archive(4);
    let run = |more: &str| {
        let ran = place.run(&format!("convert in -o out --to epub,txt --log json{more}"));
        (ran.code, converted(&ran.err))
    };
    let all: Vec<String> = (0..4).map(|number| format!("in/{number}.txt")).collect();
    assert_eq!(run(""), (0, all.clone()));
    assert_eq!(run(""), (0, Vec::new()));
    place.put("in/2.txt", text(7).as_bytes());
    assert_eq!(run(""), (0, vec![all[2].clone()]), "its old output is the program's own, and needs no --force");
    assert!(place.read("out/2.txt").contains("读者7人"));
    fs::remove_file(place.path("out/1.epub")).expect("it was there");
    place.put("out/3.txt", b"changed by hand");
    let (code, done) = run("");
    assert_eq!((code, done), (1, vec![all[1].clone(), all[3].clone()]), "what a person changed is not overwritten");
    assert_eq!(place.read("out/3.txt"), "changed by hand");
    assert_eq!(run(" --only-failed --force"), (0, vec![all[3].clone()]));
    assert_eq!(run(" --script hant"), (0, all.clone()), "other options, other outputs");
    assert_eq!(run(" --script hant --since 9d"), (0, Vec::new()));
    assert_eq!(run(" --force"), (0, all));
}

#[test]
fn what_a_source_made_before_it_broke_is_replaced_when_it_is_whole_again() {
    let place = archive(1);
    let run = || place.run("convert in -o out --to txt").code;
    assert_eq!(run(), 0);
    place.put("in/0.txt", b"");
    assert_eq!(run(), 1);
    place.put("in/0.txt", text(5).as_bytes());
    assert_eq!(run(), 0, "the output is the program's own still, and needs no --force");
    assert!(place.read("out/0.txt").contains("读者5人"));
}

#[test]
fn a_picture_is_part_of_what_a_text_depends_on() {
    let place = Place::with(&[("in/a.md", "# 题\n\n![图](p.png)\n\n正文。\n".as_bytes())]);
    let run = || converted(&place.run("convert in -o out --to epub --log json").err).len();
    assert_eq!((run(), run()), (1, 0));
    place.put("in/p.png", include_bytes!("../samples/article/images/desk.png"));
    assert_eq!((run(), run()), (1, 0));
}

#[test]
fn a_damaged_manifest_costs_time_and_nothing_else() {
    let place = archive(3);
    assert_eq!(place.run("convert in -o out --to txt").code, 0);
    let whole = contents(&place, "out");
    let path = place.path("out/.chongpai/manifest.jsonl");
    let manifest = fs::read_to_string(&path).expect("a manifest");
    assert_eq!(manifest.lines().count(), 3);
    for line in manifest.lines() {
        let row: serde_json::Value = serde_json::from_str(line).expect("each line is JSON");
        assert!(row["source"].is_string() && row["sum"].is_string());
    }
    let cut = manifest.len() - 20;
    fs::write(&path, &manifest[..cut]).expect("written");
    let ran = place.run("convert in -o out --to txt --log json");
    assert_eq!((ran.code, converted(&ran.err).len()), (0, 1), "{}", ran.err);
    fs::write(&path, b"\xff\xfe{}\n{\"sum\":\"\"}\n").expect("written");
    let ran = place.run("convert in -o out --to txt --log json");
    assert_eq!((ran.code, converted(&ran.err).len()), (0, 3), "{}", ran.err);
    assert_eq!(contents(&place, "out"), whole);
}

/// Kills a run at so many moments, and finishes it; `how` it runs.
fn killed(how: &str) {
    /// Kills where nobody asks for more.
    const FEW: usize = 6;
    let wanted = std::env::var("CHONGPAI_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(FEW);
    let place = archive(24);
    let words = |out| ["convert", "in", "-o", out, "--to", "epub,docx,txt", "-q", "--jobs", "2", how];
    let begun = Instant::now();
    assert_eq!(place.run_words(&words("whole")).code, 0);
    let took = begun.elapsed();
    let whole = contents(&place, "whole");
    let finished = |(name, _): &(&String, &Vec<u8>)| !name.rsplit('/').next().unwrap_or(name).starts_with(".chongpai-");
    let (mut chance, mut kills, mut partly) = (Chance(20_260_308), 0, 0);
    while kills < wanted {
        let mut child = place.command(&words("out")).spawn().expect("the program runs");
        std::thread::sleep(took.mul_f64(chance.below(1000) as f64 / 1000.0));
        if child.try_wait().expect("it can be asked").is_none() {
            child.kill().expect("it can be killed");
            kills += 1;
        }
        child.wait().expect("it is over");
        let there = contents(&place, "out");
        for (name, bytes) in there.iter().filter(finished) {
            assert_eq!(Some(bytes), whole.get(name), "{name} is whole, or not there");
        }
        let done = there.iter().filter(finished).count();
        partly += usize::from(done > 0 && done < whole.len());
        // A run that was killed is killed again, now and then, before it is finished.
        if chance.below(2) == 0 || done == whole.len() {
            assert_eq!(place.run_words(&words("out")).code, 0);
            assert!(contents(&place, "out") == whole, "the same bytes as an unbroken run, and nothing else");
            fs::remove_dir_all(place.path("out")).expect("it was there");
        }
    }
    assert_eq!(place.run_words(&words("out")).code, 0);
    assert!(contents(&place, "out") == whole);
    println!("{how}: {kills} kills in {took:.1?}, {partly} with some outputs there and some not");
    assert!(partly > 0, "{kills} kills, none in the middle");
}

#[test]
fn a_run_killed_at_any_moment_is_finished_by_the_next() {
    killed("--isolate=never");
}

#[test]
fn a_run_in_processes_killed_at_any_moment_is_finished_by_the_next() {
    killed("--isolate=always");
}

#[test]
fn shards_share_the_work_and_make_the_same_bytes() {
    let place = archive(9);
    assert_eq!(place.run("convert in -o whole --to epub,txt").code, 0);
    let mut done = Vec::new();
    let children: Vec<_> = (1..=3)
        .map(|nth| {
            let shard = format!("{nth}/3");
            let words = ["convert", "in", "-o", "out", "--to", "epub,txt", "--log", "json", "--shard", &shard];
            place.command(&words).stderr(Stdio::piped()).spawn().expect("the program runs")
        })
        .collect();
    for child in children {
        let output = child.wait_with_output().expect("it ends");
        assert!(output.status.success());
        done.extend(converted(&String::from_utf8_lossy(&output.stderr)));
    }
    done.sort();
    assert_eq!(done, (0..9).map(|number| format!("in/{number}.txt")).collect::<Vec<_>>());
    assert!(contents(&place, "out") == contents(&place, "whole"));
    let again = place.run("convert in -o out --to epub,txt --log json");
    assert_eq!((again.code, converted(&again.err).len()), (0, 0), "one manifest holds what all of them did");
}

#[test]
fn a_worker_answers_every_request() {
    let place = archive(2);
    place.put("in/empty.txt", b"");
    let mut child = place.command(&["worker"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the program runs");
    let mut input = child.stdin.take().expect("a pipe");
    let requests = [
        r#"{"id": "a", "inputs": ["in/0.txt", "in/empty.txt"], "settings": {"out": "out", "to": ["txt"]}}"#,
        "nonsense",
        r#"{"id": 3, "inputs": ["in/1.txt"], "settings": {"out": "out", "to": ["novel"]}}"#,
        r#"{"id": 4, "inputs": ["in/1.txt"], "settings": {"out": "out", "to": ["txt"], "passes": {"unwrap": false}}}"#,
        r#"{"id": 5, "inputs": ["in/1.txt"], "settings": {"out": "out", "to": ["txt"], "job-time": 5}}"#,
    ];
    input.write_all(requests.join("\n").as_bytes()).expect("it reads");
    drop(input);
    let answers = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let answers: Vec<serde_json::Value> =
        answers.map(|line| serde_json::from_str(&line.expect("UTF-8")).expect("JSON")).collect();
    let told: Vec<String> = answers
        .iter()
        .map(|answer| {
            assert_eq!(answer["schema"], 1);
            let what = answer["status"].as_str().unwrap_or_default();
            format!("{} {} {what}", answer["id"], answer["event"].as_str().expect("an event")).trim_end().to_owned()
        })
        .collect();
    assert_eq!(
        told,
        [
            "\"a\" file done",
            "\"a\" file failed",
            "\"a\" summary",
            "null error",
            "3 error",
            "4 file done",
            "4 summary",
            "5 error"
        ]
    );
    assert_eq!(answers[1]["errors"][0]["kind"], "invalid");
    assert!(child.wait().expect("it ends").success());
    assert_eq!(place.files("out"), ["0.txt", "1.txt"]);
}

#[test]
fn memory_is_shared_out_and_stages_are_timed() {
    let place = archive(5);
    let ran = place.run("convert in -o out --to txt --memory 1M --jobs 4 --timings");
    assert_eq!(ran.code, 0, "{}", ran.err);
    for stage in ["read", "normalize", "txt", "save"] {
        assert!(
            ran.err.lines().any(|line| line.trim_start().starts_with(stage) && line.ends_with('%')),
            "{stage} in {}",
            ran.err
        );
    }
}

#[cfg(unix)]
#[test]
fn an_interrupt_finishes_what_runs_and_a_watch_ends() {
    let place = archive(1);
    let words = ["convert", "in", "-o", "out", "--to", "txt", "--watch", "--log", "json"];
    let mut child = place.command(&words).stderr(Stdio::piped()).spawn().expect("the program runs");
    let mut lines = BufReader::new(child.stderr.take().expect("a pipe")).lines();
    let mut until_summary = || {
        let told: Vec<String> = lines.by_ref().map_while(Result::ok).take_while(|line| !line.contains("\"summary\"")).collect();
        converted(&told.join("\n"))
    };
    assert_eq!(until_summary(), ["in/0.txt"]);
    place.put("in/1.txt", text(1).as_bytes());
    assert_eq!(until_summary(), ["in/1.txt"]);
    let interrupted = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(interrupted.expect("there is kill").success());
    let status = child.wait().expect("it ends");
    assert_eq!((status.code(), place.files("out").len()), (Some(0), 2));
}
