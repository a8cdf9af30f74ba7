//! The ledger of CLREQ's rules says what is so: every rule has its row, every test it names is there, the share is counted.

use std::fs;
use std::path::{Path, PathBuf};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The rules, by their families.
const RULES: [(&str, usize); 12] = [
    ("LB", 12),
    ("PW", 11),
    ("JU", 14),
    ("MX", 6),
    ("PG", 10),
    ("PA", 6),
    ("HD", 6),
    ("FN", 2),
    ("TC", 2),
    ("RB", 4),
    ("EM", 3),
    ("VT", 6),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn the_ledger_says_what_is_so() {
    let ledger = fs::read_to_string(format!("{ROOT}/src/output/pdf/CLREQ.md")).expect("the ledger");
    let rows: Vec<Vec<&str>> = ledger
        .lines()
        .filter(|line| line.starts_with("| ") && line.as_bytes().get(4) == Some(&b'-'))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    let wanted: Vec<String> =
        RULES.iter().flat_map(|(family, count)| (1..=*count).map(move |number| format!("{family}-{number}"))).collect();
    let named: Vec<&str> = rows.iter().map(|row| row[0]).collect();
    assert_eq!(named, wanted, "every rule has one row");

    let mut files = Vec::new();
    sources(&Path::new(ROOT).join("src"), &mut files);
    sources(&Path::new(ROOT).join("tests"), &mut files);
    let code: String = files.iter().map(|path| fs::read_to_string(path).expect("UTF-8")).collect();
    let mut counts = [(0, 0), (0, 0)];
    for row in &rows {
        let [rule, _, across, down, tests] = row[..] else { panic!("{row:?} has five cells") };
        let kept = |state: &str| ["kept", "impossible", "option", "caller"].contains(&state);
        for (state, count) in [across, down].into_iter().zip(&mut counts) {
            assert!(kept(state) || ["not yet", "n/a"].contains(&state), "{rule}: {state}");
            count.0 += usize::from(kept(state));
            count.1 += usize::from(state != "n/a");
        }
        let shown: Vec<&str> = tests.split(", ").filter(|test| !test.is_empty()).collect();
        assert_eq!(shown.is_empty(), !kept(across) && !kept(down), "{rule}: what is kept is shown, what is not is not");
        for test in shown {
            assert!(code.contains(&format!("fn {test}(")), "{rule}: there is no test {test}");
        }
    }
    let [(across, of_across), (down, of_down)] = counts;
    let share = |kept: usize, of: usize| format!("{kept} of {of} ({} %)", kept * 100 / of);
    let said =
        format!("Kept in horizontal setting: {} · in vertical setting: {}.", share(across, of_across), share(down, of_down));
    assert!(ledger.contains(&said), "the ledger should say: {said}");
}
