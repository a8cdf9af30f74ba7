//! The habits of the house that a program can check: who may use whom, what may not be written, what must be linked.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The most lines that a file may have. A file over about 600 has more than one idea in it.
const LINES: usize = 700;

fn read(path: impl AsRef<Path>) -> String {
    let path = Path::new(ROOT).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Files below a folder, in order, with their path from the root.
fn below(folder: &str, wanted: impl Fn(&Path) -> bool) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(ROOT).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            if path.is_dir() && !["target", ".git", "out"].contains(&name.as_str()) {
                folders.push(path);
            } else if path.is_file() && name != ".git" && wanted(&path) {
                found.push(path.strip_prefix(ROOT).expect("it is below the root").to_owned());
            }
        }
    }
    found.sort();
    found
}

fn is_rust(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "rs")
}

/// The code of a source file: no comments, no test module at its foot. Line numbers stay.
fn code(path: &Path) -> String {
    let source = read(path);
    let end = source.find("\n#[cfg(test)]\nmod ").unwrap_or(source.len());
    let lines = source[..end].lines().map(|line| {
        let comment = line.trim_start().starts_with("//");
        if comment { "" } else { line.find(" // ").map_or(line, |at| &line[..at]) }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The first folder or file below `src/`: the module that a source belongs to.
fn module(path: &Path) -> String {
    let first = path.components().nth(1).expect("a path below src").as_os_str().to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// Modules that code names after `crate::`, also in groups: `crate::{a, b::C}`.
fn names_after_crate(code: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (at, marker) in code.match_indices("crate::") {
        let rest = &code[at + marker.len()..];
        let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
        if let Some(group) = rest.strip_prefix('{') {
            let (mut depth, mut start) = (1, true);
            for (at, c) in group.char_indices() {
                match c {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    ',' if depth == 1 => start = true,
                    c if start && depth == 1 && !c.is_whitespace() => {
                        names.insert(word(&group[at..]));
                        start = false;
                    }
                    _ => {}
                }
                if depth == 0 {
                    break;
                }
            }
        } else {
            names.insert(word(rest));
        }
    }
    names
}

/// The table of `src/docs/architecture.md`: each module with those it may use. Leaves may use one another.
fn table() -> BTreeMap<String, BTreeSet<String>> {
    let mut table: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut leaves = BTreeSet::new();
    let page = read("src/docs/architecture.md");
    let quoted = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<BTreeSet<_>>();
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `")?.strip_suffix(" |")?.split_once(" | "));
    for (left, right) in rows {
        let owners = quoted(&format!("`{left}"));
        if right.starts_with("each other") {
            leaves = owners.clone();
        }
        let above = table.keys().cloned().collect::<BTreeSet<_>>();
        let mut may = quoted(right);
        if right.contains("leaves") || right.starts_with("each other") {
            may.extend(leaves.clone());
        }
        if right.contains("all of the above") || right.contains("what it uses") || right.contains("everything") {
            may.extend(above);
        }
        owners.into_iter().for_each(|owner| drop(table.insert(owner, may.clone())));
    }
    table
}

#[test]
fn modules_use_what_the_architecture_allows() {
    let table = table();
    assert!(table.len() >= 13, "the table was not understood: {table:?}");
    let mut wrong = Vec::new();
    for path in below("src", is_rust) {
        let owner = module(&path);
        if owner == "lib" || owner == "main" {
            continue;
        }
        let may = table.get(&owner).unwrap_or_else(|| panic!("{owner} is not in the table of src/docs/architecture.md"));
        for used in names_after_crate(&code(&path)).into_iter().filter(|used| table.contains_key(used)) {
            if used != owner && !may.contains(&used) {
                wrong.push(format!("{} uses crate::{used}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_module_in_the_table_is_there_and_none_is_forgotten() {
    let there: BTreeSet<_> = below("src", is_rust).iter().map(|path| module(path)).collect();
    let named: BTreeSet<_> = table().into_keys().chain(["lib".to_owned(), "main".to_owned()]).collect();
    assert_eq!(there, named);
}

#[test]
fn nothing_is_left_undone() {
    // In two pieces, so that this file doesn't find itself.
    let nowhere = [concat!("#[ig", "nore"), concat!("to", "do!"), concat!("unimpl", "emented!"), concat!("db", "g!(")];
    let not_in_code = [concat!(".unw", "rap()"), concat!("unsa", "fe "), concat!("pri", "ntln!(")];
    let mut wrong = Vec::new();
    for path in below("src", is_rust).into_iter().chain(below("tests", is_rust)) {
        let (all, code) = (read(&path), if path.starts_with("src") { code(&path) } else { String::new() });
        wrong.extend(nowhere.iter().filter(|word| all.contains(*word)).map(|word| format!("{}: {word}", path.display())));
        wrong.extend(not_in_code.iter().filter(|word| code.contains(*word)).map(|word| format!("{}: {word}", path.display())));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn only_readers_create_text() {
    let may = |path: &Path| path.starts_with("src/input") || path.starts_with("src/model");
    let wrong: Vec<_> =
        below("src", is_rust).into_iter().filter(|path| !may(path) && code(path).contains("TextBuilder")).collect();
    assert!(wrong.is_empty(), "{wrong:?} create text that no log knows of");
}

#[test]
fn files_hold_one_idea() {
    let long = |path: &PathBuf| read(path).lines().count() > LINES;
    let wrong: Vec<_> = below("src", is_rust).into_iter().chain(below("tests", is_rust)).filter(long).collect();
    assert!(wrong.is_empty(), "{wrong:?} have more than {LINES} lines");
}

#[test]
fn modules_open_with_what_they_answer_for() {
    let wrong: Vec<_> = below("src", is_rust).into_iter().filter(|path| !read(path).starts_with("//! ")).collect();
    assert!(wrong.is_empty(), "{wrong:?} don't begin with //!");
}

#[test]
fn every_page_of_documentation_is_in_the_crate() {
    let front = read("src/lib.rs");
    let is_page = |path: &Path| path.extension().is_some_and(|extension| extension == "md");
    let wrong: Vec<_> = below("src/docs", is_page)
        .into_iter()
        .filter(|path| !front.contains(&path.strip_prefix("src").expect("below src").display().to_string()))
        .collect();
    assert!(wrong.is_empty(), "{wrong:?} are not included by src/lib.rs");
}

#[test]
fn nothing_names_a_machine() {
    let homes =
        [concat!("/ho", "me/"), concat!("/Us", "ers/"), concat!("/ro", "ot/"), concat!("/wo", "rk/"), concat!("C:\\", "Users")];
    let is_text = |path: &Path| {
        let extension = path.extension().map(|extension| extension.to_string_lossy().into_owned()).unwrap_or_default();
        ["rs", "md", "toml", "py", "sh", "html", "css", ""].contains(&extension.as_str())
    };
    let mut wrong = Vec::new();
    for path in below("", is_text) {
        let Ok(text) = fs::read_to_string(Path::new(ROOT).join(&path)) else { continue };
        for (at, _) in homes.iter().flat_map(|home| text.match_indices(home)) {
            let before = text[..at].chars().next_back();
            if before.is_none_or(|c| !c.is_alphanumeric() && c != '.' && c != '}') {
                wrong.push(format!("{}: line {}", path.display(), text[..at].matches('\n').count() + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
