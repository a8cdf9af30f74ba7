//! The samples for other engines: parts of the work, and programs that drive workers.

use crate::program::Place;
use std::process::Command;

fn sources() -> Vec<(String, Vec<u8>)> {
    let text = |number: usize| {
        format!("　　第{number}日，江湾镇的渡口照常开船，天色将晚时\n来了一位客人。\n").repeat(number + 1).into_bytes()
    };
    (0..9).map(|number| (format!("in/{}/{number}.txt", number % 2), text(number))).collect()
}

fn place() -> Place {
    let sources = sources();
    let files: Vec<(&str, &[u8])> = sources.iter().map(|(name, text)| (name.as_str(), text.as_slice())).collect();
    Place::with(&files)
}

/// The bytes of all outputs in a folder.
fn outputs(place: &Place, folder: &str) -> Vec<(String, Vec<u8>)> {
    let read = |name: String| (name.clone(), std::fs::read(place.path(folder).join(name)).expect("it is there"));
    place.files(folder).into_iter().map(read).collect()
}

#[test]
fn a_worker_takes_its_part_of_the_sources() {
    use std::io::Write;
    let place = place();
    assert_eq!(place.run("convert in -o whole --to epub,txt").code, 0);
    let mut worker = place.command(&["worker"]);
    let mut worker =
        worker.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped()).spawn().expect("a worker starts");
    let mut stdin = worker.stdin.take().expect("a pipe");
    for part in 1..=5 {
        let settings = r#"{"out": "parts", "to": ["epub", "txt"]}"#;
        writeln!(stdin, r#"{{"id": {part}, "inputs": ["in"], "shard": [{part}, 4], "settings": {settings}}}"#).expect("a pipe");
    }
    drop(stdin);
    let told = worker.wait_with_output().expect("it ends").stdout;
    let told = String::from_utf8(told).expect("UTF-8");
    assert_eq!(told.matches("\"event\":\"summary\"").count(), 4, "{told}");
    assert!(told.contains("there is no part 5 of 4"), "{told}");
    assert_eq!(outputs(&place, "parts"), outputs(&place, "whole"));
}

/// Over a cluster of this machine with two actors; the first worker that is started dies as soon as it is asked.
#[cfg(unix)]
#[test]
fn ray_converts_what_one_program_converts() {
    use std::os::unix::fs::PermissionsExt;
    let there = Command::new("python3").args(["-c", "import ray"]).output().is_ok_and(|ran| ran.status.success());
    if !there {
        eprintln!("python3 with ray is not there: its driver is not tested");
        return;
    }
    let place = place();
    assert_eq!(place.run("convert in -o whole --to epub,txt").code, 0);
    let program = env!("CARGO_BIN_EXE_chongpai");
    let once = place.path("once");
    let script = format!(
        "#!/bin/sh\nif mkdir '{}' 2>/dev/null; then read request; kill -9 $$; fi\nexec '{program}' \"$@\"\n",
        once.display()
    );
    place.put("dying", script.as_bytes());
    let dying = place.path("dying");
    std::fs::set_permissions(&dying, std::fs::Permissions::from_mode(0o755)).expect("the script may be run");
    let driver = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/distributed/ray_convert.py");
    let mut command = Command::new("python3");
    command
        .arg(driver)
        .arg(place.path("in"))
        .arg(place.path("out"))
        .args(["--to", "epub,txt", "--actors", "2", "--parts", "5"]);
    let ran = command.arg("--program").arg(&dying).output().expect("python3 runs");
    let said = format!("{}{}", String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    assert_eq!(ran.status.code(), Some(0), "{said}");
    assert!(said.contains("9 done, 0 failed"), "{said}");
    assert!(once.is_dir(), "the first worker was killed");
    assert_eq!(outputs(&place, "out"), outputs(&place, "whole"));
}
