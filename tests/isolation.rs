//! Files in processes of their own: what kills one of them takes nothing else with it.
//!
//! A stand-in for the recognizer says when a page is being read, and waits: so a test can strike in the middle of a file.

use crate::pictures::{recognizer, scan};
use crate::program::{Place, Ran, samples};
use serde_json::Value;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

fn text(number: usize) -> String {
    format!("第{number}篇\n\n　　江湾区图书馆昨日开馆，读者{number}人排起了长队，队伍一直排到河\n边的石桥上。\n").repeat(20)
}

/// A folder `in` with a scan between texts, and a recognizer that runs these lines of a shell for each page.
fn archive(texts: usize, page: &str) -> Place {
    let place = Place::with(&[("in/1-scan.pdf", &scan())]);
    (0..texts).for_each(|number| place.put(&format!("in/{}.txt", 2 * number), text(number).as_bytes()));
    recognizer(&place, page);
    place
}

/// A conversion of `in` that has pages recognized by the stand-in.
fn command(place: &Place, more: &str) -> Command {
    let words = format!("convert in -o out --to txt --ocr --log json --isolate {more}");
    let mut command = place.command(&words.split_whitespace().collect::<Vec<_>>());
    command.env("CHONGPAI_TESSERACT", place.path("recognizer")).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

fn ended(child: Child) -> Ran {
    let ran = child.wait_with_output().expect("it ends");
    let err = String::from_utf8_lossy(&ran.stderr).into_owned();
    Ran { code: ran.status.code().expect("no signal ends it"), out: String::new(), err }
}

/// What was told of a file, and what of all.
fn told(ran: &Ran, source: &str) -> (Value, Value) {
    let events: Vec<Value> = ran.err.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let file = events.iter().find(|event| event["source"] == source);
    let summary = events.iter().find(|event| event["event"] == "summary");
    (file.expect("a file").clone(), summary.expect("a summary").clone())
}

/// Waits until something is so.
fn until<T>(what: &str, mut found: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = found() {
            return found;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "{what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// The process that a program's process waits for: the parent of the process in this file.
fn parent(process: &str) -> Option<u32> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", process.trim())).ok()?;
    status.lines().find_map(|line| line.strip_prefix("PPid:"))?.trim().parse().ok()
}

fn signal(name: &str, process: &str) {
    let sent = Command::new("kill").args([name, "--", process]).status();
    assert!(sent.expect("there is kill").success(), "{name} {process}");
}

#[test]
fn processes_make_the_same_bytes_and_the_same_report() {
    let place = Place::with(&[]);
    let mut seen = 0;
    for sample in samples().iter().filter(|path| !path.to_string_lossy().contains("distributed")) {
        let name = sample.file_name().expect("a name").to_string_lossy();
        place.put(&format!("in/{seen}-{name}"), &std::fs::read(sample).expect("a sample"));
        seen += 1;
    }
    place.put("in/empty.txt", b"");
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        // 江湾.txt as it was named under GBK.
        let old = place.path("in").join(std::ffi::OsStr::from_bytes(b"\xbd\xad\xcd\xe5.txt"));
        std::fs::write(old, text(1)).expect("a file");
    }
    let run = |out: &str, how: &str| {
        let ran = place.run(&format!("convert in -o {out} --to epub,txt --report {out}.json --explain --isolate={how}"));
        assert_eq!(ran.code, 1, "{}", ran.err);
        let read = |name: String| std::fs::read(place.path(out).join(&name)).map(|bytes| (name, bytes)).ok();
        let bytes: Vec<_> = place.files(out).into_iter().map(read).collect();
        (bytes, place.read(&format!("{out}.json")).replace(&format!("\"{out}/"), "\"out/"))
    };
    let (alone, report) = run("one", "never");
    assert!(seen > 10 && alone.len() > 20);
    let (others, same) = run("two", "always");
    assert!(alone == others);
    assert!(report == same);
}

#[test]
fn a_file_without_end_is_given_up_and_what_it_called_with_it() {
    let place = archive(3, "echo $$ >> pages\nexec sleep 1000");
    let ran = ended(command(&place, "--jobs 2 --job-time 1.5").spawn().expect("the program runs"));
    let (file, summary) = told(&ran, "in/1-scan.pdf");
    assert_eq!((ran.code, &summary["done"], &summary["again"]), (1, &3.into(), &1.into()), "{}", ran.err);
    assert_eq!(file["errors"][0]["kind"], "limit");
    let message = "at the second attempt, alone: not done while reading, page 1 after 1.5 s, the most that a file may take; \
                   allow more with --job-time";
    assert_eq!(file["errors"][0]["message"], message);
    let pages = place.read("pages");
    assert_eq!(pages.lines().count(), 2);
    pages.lines().for_each(|page| until("the recognizers end", || parent(page).is_none().then_some(())));
    let again = place.run("convert in -o out --to txt --only-failed");
    assert!(again.err.contains("1 file done"), "it is written down as failed: {}", again.err);
}

#[test]
fn a_process_that_is_killed_is_replaced_and_its_file_done_once_more() {
    let place = archive(4, "if mkdir first; then echo $$ > page; exec sleep 1000; fi\ncat > /dev/null");
    let child = command(&place, "--jobs 2").spawn().expect("the program runs");
    let at = until("a page is read", || std::fs::read_to_string(place.path("page")).ok().filter(|page| page.ends_with('\n')));
    let own = parent(&at).expect("it waits");
    assert_eq!(parent(&own.to_string()), Some(child.id()), "a process of the program's own");
    signal("-KILL", &own.to_string());
    let ran = ended(child);
    let (file, summary) = told(&ran, "in/1-scan.pdf");
    assert_eq!((ran.code, &summary["done"], &summary["again"]), (0, &5.into(), &1.into()), "{}", ran.err);
    assert_eq!((&file["status"], &file["again"]), (&"done".into(), &true.into()));
    let left = place.files("out").into_iter().filter(|name| name.starts_with('.'));
    assert_eq!(left.count(), 0);
}

#[test]
fn a_process_that_breaks_twice_is_a_bug_with_its_place() {
    let place = archive(1, "echo $$ >> pages\nexec sleep 1000");
    let child = command(&place, "--jobs 2").spawn().expect("the program runs");
    for time in 0..2 {
        let page = until("a page is read", || {
            place.path("pages").exists().then(|| place.read("pages").lines().nth(time).map(str::to_owned)).flatten()
        });
        signal("-ABRT", &until("it waits", || parent(&page)).to_string());
    }
    let ran = ended(child);
    let (file, _) = told(&ran, "in/1-scan.pdf");
    let message = "at the second attempt, alone: its process ended by signal 6 while reading, page 1; please report it";
    assert_eq!((ran.code, &file["errors"][0]["message"]), (70, &message.into()), "{}", ran.err);
}

#[test]
fn a_file_that_takes_too_much_memory_is_given_up() {
    let place = Place::with(&[("in/a.txt", text(1).as_bytes()), ("in/b.txt", text(1).repeat(6000).as_bytes())]);
    let ran = ended(
        place
            .command(&["convert", "in", "-o", "out", "--to", "txt", "--job-memory", "200M", "--log", "json"])
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs"),
    );
    let (file, summary) = told(&ran, "in/b.txt");
    assert_eq!((ran.code, &summary["done"], &file["errors"][0]["kind"]), (1, &1.into(), &"limit".into()), "{}", ran.err);
    let message = file["errors"][0]["message"].as_str().expect("a message");
    assert!(
        message.contains(" MB of memory while ") && message.ends_with("and a file may take 200; allow more with --job-memory"),
        "{message}"
    );
    let never = place.run("convert in -o out --isolate=never --job-memory 2G");
    assert_eq!(never.code, 2, "{}", never.err);
}

#[test]
fn an_interrupt_from_the_keyboard_lets_processes_finish() {
    use std::os::unix::process::CommandExt;
    let place = archive(9, "touch page\nwhile ! test -e go; do sleep 0.01; done\ncat > /dev/null");
    let child = command(&place, "--jobs 1").process_group(0).spawn().expect("the program runs");
    until("a page is read", || place.path("page").exists().then_some(()));
    // As a terminal does: to all of the group.
    signal("-INT", &format!("-{}", child.id()));
    place.put("go", b"");
    let ran = ended(child);
    let (file, summary) = told(&ran, "in/1-scan.pdf");
    assert_eq!((ran.code, &file["status"], &summary["failed"]), (130, &"done".into(), &0.into()), "{}", ran.err);
    assert_eq!(summary["left"], 8, "{}", ran.err);
}

#[test]
fn processes_end_with_the_program() {
    let place = archive(1, "echo $$ > page\nexec sleep 1000");
    let mut child = command(&place, "--jobs 2").spawn().expect("the program runs");
    let page = until("a page is read", || std::fs::read_to_string(place.path("page")).ok().filter(|page| page.ends_with('\n')));
    let own = parent(&page).expect("it waits").to_string();
    child.kill().expect("it can be killed");
    child.wait().expect("it is over");
    until("its process ends", || parent(&own).is_none().then_some(()));
    signal("-KILL", page.trim());
}
