//! Goldens that a person can read: `tests/cases/<module>/<behaviour>.md` is a sentence, an input, and what becomes of it.
//!
//! The first fenced block is the input; its info string names the format (`txt`, `md`, `html`, `native`) and options (`kind=book`,
//! `lang=ja`, `bold`, `no-PASS`, `only=PASS`). A block `native` after it is the document that is expected, a block `edits`, if
//! there is one, the log. `UPDATE_CASES=1 cargo test cases` writes what comes out into the files: read the difference.

use chongpai::convert::{Options, prepare};
use chongpai::diag::Sink;
use chongpai::env::Env;
use chongpai::model::{Document, DocumentKind, native};
use chongpai::normalize::{PASSES, normalize};
use chongpai::output::report;
use std::fs;
use std::path::{Path, PathBuf};

/// A fenced block: info string, and where its content stands in the page.
struct Fence {
    info: String,
    content: std::ops::Range<usize>,
}

fn fences(page: &str) -> Vec<Fence> {
    let mut found: Vec<Fence> = Vec::new();
    let mut open: Option<(usize, String, usize)> = None; // length of the fence, info, start of the content
    let mut at = 0;
    for line in page.split_inclusive('\n') {
        let ticks = line.len() - line.trim_start_matches('`').len();
        let rest = line[ticks..].trim();
        match &open {
            None if ticks >= 3 => open = Some((ticks, rest.to_owned(), at + line.len())),
            Some((length, info, start)) if ticks >= *length && rest.is_empty() => {
                found.push(Fence { info: info.clone(), content: *start..at });
                open = None;
            }
            _ => {}
        }
        at += line.len();
    }
    found
}

fn options(words: &str) -> Result<Options, String> {
    let mut options = Options::default();
    for word in words.split_whitespace() {
        match word.split_once('=') {
            Some(("kind", kind)) => options.normalize.kind = DocumentKind::ALL.into_iter().find(|known| known.name() == kind),
            Some(("lang", language)) => options.normalize.language = Some(language.to_owned()),
            Some(("only", only)) => {
                options.normalize.off = PASSES.iter().map(|pass| pass.name.to_owned()).filter(|name| name != only).collect();
            }
            None if word == "bold" => options.normalize.bold = true,
            None if word == "explain" => options.read.explain = true,
            _ => match word.strip_prefix("no-") {
                Some(pass) => drop(options.normalize.off.insert(pass.to_owned())),
                None => return Err(format!("no option is called {word}")),
            },
        }
    }
    Ok(options)
}

fn document(format: &str, input: &str, options: &Options) -> Result<Document, String> {
    match format {
        "native" => {
            let mut document = native::parse(input)?;
            normalize(&mut document, &options.normalize, &mut Sink::new());
            document.balance().map_err(|error| error.to_string())?;
            Ok(document)
        }
        "txt" | "md" | "html" => {
            let prepared = prepare(&format!("case.{format}"), input.as_bytes(), options, &Env::for_tests());
            prepared.map(|prepared| prepared.document).map_err(|error| error.to_string())
        }
        other => Err(format!("no input is called {other}")),
    }
}

/// The page as it should be.
fn blessed(page: &str) -> Result<String, String> {
    let fences = fences(page);
    let (input, expected) = fences.split_first().ok_or("no fenced block")?;
    if page.starts_with('`') || expected.is_empty() {
        return Err("a case is a sentence, an input and what is expected".to_owned());
    }
    let (format, words) = input.info.split_once(' ').unwrap_or((&input.info, ""));
    let options = options(words)?;
    let document = document(format, &page[input.content.clone()], &options)?;
    let (once, mut again) = (native::write(&document), document.clone());
    normalize(&mut again, &options.normalize, &mut Sink::new());
    if native::write(&again) != once {
        return Err(format!("normalizing twice is more than once:\n{}", native::write(&again)));
    }
    let mut result = page.to_owned();
    for fence in expected.iter().rev() {
        let content = match fence.info.as_str() {
            "native" => native::write(&document),
            "edits" => {
                let mut lines = Vec::new();
                report::write_lines("", &document, &mut lines).map_err(|error| error.to_string())?;
                let lines = String::from_utf8(lines).map_err(|error| error.to_string())?;
                lines.lines().skip(1).map(|line| format!("{}\n", line.trim_start())).collect()
            }
            other => return Err(format!("no expectation is called {other}")),
        };
        result.replace_range(fence.content.clone(), &content);
    }
    Ok(result)
}

fn pages() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let list = |folder: &Path| -> Vec<PathBuf> {
        let mut paths: Vec<_> = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
        paths.sort();
        paths
    };
    list(&folder).iter().filter(|path| path.is_dir()).flat_map(|folder| list(folder)).collect()
}

#[test]
fn every_case_comes_out_as_it_says() {
    let update = std::env::var_os("UPDATE_CASES").is_some();
    let pages = pages();
    assert!(!pages.is_empty(), "there are no cases");
    let mut wrong = String::new();
    for path in pages {
        let page = fs::read_to_string(&path).expect("a page of text");
        match blessed(&page) {
            Err(error) => wrong.push_str(&format!("{}: {error}\n", path.display())),
            Ok(result) if result == page => {}
            Ok(result) if update => fs::write(&path, result).expect("the page can be written"),
            Ok(result) => {
                wrong.push_str(&format!("{}:\n", path.display()));
                let difference = page.lines().zip(result.lines()).find(|(want, got)| want != got);
                if let Some((want, got)) = difference {
                    wrong.push_str(&format!("  want {want}\n  got  {got}\n"));
                }
                wrong.push_str(&format!("{result}\n"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
