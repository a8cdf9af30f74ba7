//! The ledgers beside the writers say what is so: every rule has its row, every test they name is there, the share is counted.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The rules of CLREQ, by their families.
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

/// All code, in which tests are found by name.
fn code() -> String {
    let mut files = Vec::new();
    sources(&Path::new(ROOT).join("src"), &mut files);
    sources(&Path::new(ROOT).join("tests"), &mut files);
    files.iter().map(|path| fs::read_to_string(path).expect("UTF-8")).collect()
}

/// A ledger, and the cells of its rows.
fn ledger(name: &str) -> (String, Vec<Vec<String>>) {
    let text = fs::read_to_string(format!("{ROOT}/src/output/{name}")).expect("a ledger");
    let rows = text
        .lines()
        .filter(|line| line.starts_with("| ") && !line.ends_with("| shown by |"))
        .map(|line| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect())
        .collect();
    (text, rows)
}

fn is_kept(state: &str) -> bool {
    ["kept", "impossible", "option", "caller"].contains(&state)
}

/// Checks a row's tests; a row has some where it says that something is kept.
fn check_shown(rule: &str, tests: &str, kept: bool, code: &str) {
    let shown: Vec<&str> = tests.split(", ").filter(|test| !test.is_empty()).collect();
    assert_eq!(shown.is_empty(), !kept, "{rule}: what is kept is shown, what is not is not");
    for test in shown {
        assert!(code.contains(&format!("fn {test}(")), "{rule}: there is no test {test}");
    }
}

fn share(kept: usize, of: usize) -> String {
    format!("{kept} of {of} ({} %)", kept * 100 / of)
}

#[test]
fn the_ledger_says_what_is_so() {
    let (text, rows) = ledger("pdf/CLREQ.md");
    let wanted: Vec<String> =
        RULES.iter().flat_map(|(family, count)| (1..=*count).map(move |number| format!("{family}-{number}"))).collect();
    let named: Vec<&str> = rows.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(named, wanted, "every rule has one row");
    let code = code();
    let mut counts = [(0, 0), (0, 0)];
    for row in &rows {
        let [rule, _, across, down, tests] = &row[..] else { panic!("{row:?} has five cells") };
        for (state, count) in [across, down].into_iter().zip(&mut counts) {
            assert!(is_kept(state) || ["not yet", "n/a"].contains(&state.as_str()), "{rule}: {state}");
            count.0 += usize::from(is_kept(state));
            count.1 += usize::from(state != "n/a");
        }
        check_shown(rule, tests, is_kept(across) || is_kept(down), &code);
    }
    let [(across, of_across), (down, of_down)] = counts;
    let said =
        format!("Kept in horizontal setting: {} · in vertical setting: {}.", share(across, of_across), share(down, of_down));
    assert!(text.contains(&said), "the ledger should say: {said}");
}

#[test]
fn the_ledgers_of_formats_say_what_is_so() {
    let code = code();
    // How many rules each has: none may be left out again.
    for (name, rules) in [("pdf/PDF_A.md", 33), ("pdf/PDF_UA.md", 35), ("epub/EPUB3.md", 28), ("docx/OOXML.md", 27)] {
        let (text, rows) = ledger(name);
        let named: BTreeSet<&str> = rows.iter().map(|row| row[0].as_str()).collect();
        assert_eq!((rows.len(), named.len()), (rules, rules), "{name}: every rule has one row");
        let mut kept = 0;
        for row in &rows {
            let [rule, _, state, tests] = &row[..] else { panic!("{row:?} has four cells") };
            assert!(is_kept(state) || state == "not yet", "{name}: {rule}: {state}");
            kept += usize::from(is_kept(state));
            check_shown(rule, tests, is_kept(state), &code);
        }
        let said = format!("Kept: {}.", share(kept, rows.len()));
        assert!(text.contains(&said), "{name} should say: {said}");
    }
}
