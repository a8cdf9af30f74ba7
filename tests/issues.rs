//! Issues of invented papers, with their truth: every article whole, with its headline, byline and text in order, and no jump
//! followed wrongly; as lines of text, and as pages of PDF in files of their own.
//!
//! `tests/data/issues/*.txt` tell an issue line by line: `m` masthead, `=` what it says, `%` the width of columns, `@` the head
//! of a page, then articles: `k` kicker, `t` headline, `d` deck, `b` byline, `p` paragraph (`~` at its end: cut by the jump that
//! follows), `j` target page, both jump lines and the headline as it stands again, `e` note, `n` notice, `c` caption, `a`
//! advertisement, `w` and `l` list, `s` staff, `x` a jump line without a partner and `q` its text.

use chongpai::convert::{Options, Prepared, prepare, prepare_pages};
use chongpai::diag::{Sink, Trouble};
use chongpai::env::Env;
use chongpai::input::Leaf;
use chongpai::model::{Block, Document, DocumentKind, Kind, Role, issue, native};
use chongpai::output::{self, WRITERS, WriteOptions};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// An article as it should come out, part by part.
#[derive(Clone, Debug, Default, PartialEq)]
struct Truth {
    page: String,
    title: String,
    /// Every part but the headline: a letter as in the source, and the text.
    parts: Vec<(char, String)>,
}

/// What stands on a page, in order: a letter and a line.
type Lines = Vec<(char, String)>;

#[derive(Default)]
struct Issue {
    masthead: Vec<String>,
    says: BTreeMap<String, String>,
    width: Option<usize>,
    pages: Vec<(String, Lines)>,
    truth: Vec<Truth>,
    lone: usize,
}

fn read(source: &str) -> Issue {
    let mut issue = Issue::default();
    let mut label = String::new();
    let mut kickers: Vec<(char, String)> = Vec::new();
    // Where lines go now: a page, and the lines of a part that waits for its page.
    let mut target: Option<String> = None;
    let mut waiting: Vec<(String, Lines)> = Vec::new();
    let mut cut = false;
    for line in source.lines() {
        let (kind, text) = line.split_at(1);
        let (kind, text) = (kind.chars().next().expect("a letter"), text.trim_start().to_owned());
        match kind {
            'm' => issue.masthead.push(text),
            '=' => {
                let mut key = String::new();
                for word in text.split(' ') {
                    match word.split_once('=') {
                        Some((name, value)) => {
                            key = name.to_owned();
                            issue.says.insert(key.clone(), value.to_owned());
                        }
                        None => issue.says.get_mut(&key).expect("a key").push_str(&format!(" {word}")),
                    }
                }
                continue;
            }
            '%' => issue.width = text.parse().ok(),
            '@' => {
                let head = text.trim_end_matches('|').to_owned();
                label = if head.is_empty() { "第1版".to_owned() } else { chongpai::text::pagehead::label(&head) };
                issue.pages.push((head, Vec::new()));
                target = None;
            }
            'j' => {
                let fields: Vec<&str> = text.split('|').collect();
                place(&mut issue, &target, &mut waiting, 'j', fields[1]);
                if fields[0] == "-" {
                    issue.lone += 1;
                    continue;
                }
                let mut lines = Lines::new();
                lines.extend((!fields[3].is_empty()).then(|| ('t', fields[3].to_owned())));
                lines.push(('j', fields[2].to_owned()));
                let page = chongpai::text::jump::folio(fields[0]);
                waiting.push((page.clone(), lines));
                target = Some(page);
            }
            _ => {
                if kind == 't' || kind == 'k' {
                    target = None;
                }
                let bare = text.trim_end_matches('~').to_owned();
                place(&mut issue, &target, &mut waiting, kind, &bare);
                let going = std::mem::replace(&mut cut, text.ends_with('~'));
                match kind {
                    'k' => kickers.push(('k', bare)),
                    't' => {
                        issue.truth.push(Truth { page: label.clone(), title: bare, parts: std::mem::take(&mut kickers) });
                    }
                    'x' => issue.lone += 1,
                    's' | 'q' | 'w' | 'l' | 'a' => {}
                    _ => {
                        let parts = &mut issue.truth.last_mut().expect("a headline goes before").parts;
                        match parts.last_mut().filter(|_| going) {
                            Some(last) => last.1.push_str(&bare),
                            None => parts.push((kind, bare)),
                        }
                    }
                }
            }
        }
    }
    // Parts of other pages stand behind the first article of their page.
    for (page, lines) in waiting {
        let home = issue
            .pages
            .iter_mut()
            .find(|(head, _)| chongpai::text::pagehead::PageHead::of(head).is_some_and(|head| head.folio == page));
        let (_, own) = home.expect("a jump leads to a page of the issue");
        let heads: Vec<usize> = (0..own.len()).filter(|&at| matches!(own[at].0, 't' | 'k' | 's' | 'w' | 'a')).collect();
        let after = heads.iter().copied().find(|&at| at > 0).unwrap_or(own.len());
        own.splice(after..after, lines);
    }
    issue
}

fn place(issue: &mut Issue, target: &Option<String>, waiting: &mut [(String, Lines)], kind: char, text: &str) {
    let (_, own) = issue.pages.last_mut().expect("a page goes before");
    match target.as_ref().and_then(|_| waiting.last_mut()) {
        Some((_, lines)) if kind != 's' => lines.push((kind, text.to_owned())),
        _ => own.push((kind, text.to_owned())),
    }
}

/// The issue as a text file, with blank lines or without.
fn as_text(issue: &Issue, blank: bool) -> String {
    let mut out = String::new();
    let gap = if blank { "\n\n" } else { "\n" };
    for line in &issue.masthead {
        out.push_str(&format!("{line}{gap}"));
    }
    for (head, lines) in &issue.pages {
        if !head.is_empty() {
            out.push_str(&format!("{head}{gap}"));
        }
        for (kind, line) in lines {
            match issue.width {
                Some(width) if matches!(kind, 'p' | 'n' | 'e' | 'q') => {
                    let indent = if line.starts_with(['，', '。']) { "" } else { "　　" };
                    let characters: Vec<char> = format!("{indent}{line}").chars().collect();
                    let mut rest = &characters[..];
                    while !rest.is_empty() {
                        // A stop hangs rather than begin a line.
                        let mut end = width.min(rest.len());
                        while rest.get(end).is_some_and(|c| "，。、；：？！”》）".contains(*c)) {
                            end += 1;
                        }
                        out.extend(&rest[..end]);
                        out.push('\n');
                        rest = &rest[end..];
                    }
                }
                _ => out.push_str(&format!("{line}{gap}")),
            }
        }
    }
    out
}

/// The issue as PDF, a file for each page.
fn as_pages(issue: &Issue) -> Vec<Leaf> {
    let writer = WRITERS.iter().find(|writer| writer.name == "pdf").expect("PDF is written");
    let mut leaves = Vec::new();
    for (at, (head, lines)) in issue.pages.iter().enumerate() {
        let mut source = String::new();
        if at == 0 {
            issue.masthead.iter().for_each(|line| source.push_str(&format!("masthead :: {line}\n")));
        } else {
            source.push_str(&format!("page-mark :: {head}\n"));
        }
        for (kind, line) in lines {
            let name = match kind {
                'k' => "kicker",
                't' => "heading 1",
                'd' => "deck",
                'b' => "byline",
                'c' => "caption",
                's' => "credit",
                'w' | 'l' => "line",
                'a' => "advertisement",
                'e' => "editor-note",
                'n' => "notice",
                _ => "body",
            };
            source.push_str(&format!("{name} :: {line}\n"));
        }
        let mut document = native::parse(&source).expect("the native form is well formed");
        document.meta.kind = Some(DocumentKind::Newspaper);
        let bytes = output::write(writer, &document, &WriteOptions::default(), &Env::for_tests(), &mut Sink::new());
        let folio = chongpai::text::pagehead::PageHead::of(head).map_or_else(|| (at + 1).to_string(), |head| head.folio);
        leaves.push(Leaf { name: format!("issue/{folio}版.pdf"), bytes });
    }
    leaves
}

/// The articles of a document in the form of the truth; staff, lists and advertisements left aside.
fn articles(document: &Document) -> Vec<Truth> {
    let text = |block: &Block| block.text.as_str().to_owned();
    let mut found = Vec::new();
    for page in issue::pages(document) {
        for article in &page.articles {
            let mut parts: Vec<(char, String)> = Vec::new();
            parts.extend(article.kickers.iter().map(|block| ('k', text(block))));
            parts.extend(article.decks.iter().map(|block| ('d', text(block))));
            let rest = |block: &&&Block| {
                !matches!(block.kind, Kind::Paragraph(Role::Credit | Role::Line | Role::Advertisement) | Kind::List(_))
            };
            parts.extend(article.bylines.iter().map(|block| ('b', text(block))));
            parts.extend(article.blocks.iter().filter(rest).map(|block| {
                let kind = match block.kind {
                    Kind::Paragraph(Role::Caption) => 'c',
                    Kind::Paragraph(Role::EditorNote) => 'e',
                    Kind::Paragraph(Role::Notice) => 'n',
                    Kind::Heading(_) => 'h',
                    _ => 'p',
                };
                (kind, text(block))
            }));
            found.push(Truth { page: page.label.clone(), title: article.title(), parts });
        }
    }
    found
}

/// The truth with headline parts first and bylines before the text, as [`articles`] gives them.
fn sorted(mut truth: Truth) -> Truth {
    truth.parts.sort_by_key(|(kind, _)| match kind {
        'k' => 0,
        'd' => 1,
        'b' => 2,
        _ => 3,
    });
    truth
}

fn issues() -> Vec<(String, Issue)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/issues");
    let mut paths: Vec<_> = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let name = |path: &Path| path.file_stem().expect("a name").to_string_lossy().into_owned();
    let all: Vec<_> = paths.iter().map(|path| (name(path), read(&fs::read_to_string(path).expect("a page of text")))).collect();
    assert_eq!(all.len(), 6);
    all
}

/// Counts the articles that come out whole, and tells of the others.
fn score(name: &str, issue: &Issue, document: &Document, told: &mut String) -> (usize, usize) {
    let found = articles(document);
    let mut right = 0;
    let mut from = 0;
    for truth in issue.truth.iter().cloned().map(sorted) {
        match found[from..].iter().position(|article| *article == truth) {
            Some(at) => {
                from += at + 1;
                right += 1;
            }
            None => {
                told.push_str(&format!("{name}: {truth:#?}\n"));
                let near =
                    found.iter().find(|article| article.title.contains(&truth.title) || truth.title.contains(&article.title));
                told.push_str(&format!("  came out as {near:#?}\n"));
            }
        }
    }
    let titled = found.iter().filter(|article| !article.title.is_empty()).count();
    if titled != issue.truth.len() {
        let titles: Vec<&str> = found.iter().map(|article| article.title.as_str()).collect();
        told.push_str(&format!("{name}: {} articles, not {}: {titles:?}\n", titled, issue.truth.len()));
    }
    (right, issue.truth.len())
}

fn masthead(name: &str, issue: &Issue, document: &Document, told: &mut String) {
    let found = document.meta.masthead.clone().unwrap_or_default();
    for (key, value) in &issue.says {
        let said = match key.as_str() {
            "name" => found.name.clone(),
            "issue" => found.issue.clone(),
            "cn" => found.cn.clone(),
            "post" => found.post.clone(),
            "owner" => found.owner.clone(),
            "address" => found.address.clone(),
            "pages" => found.pages.map(|pages| pages.to_string()),
            "date" => document.meta.date.clone(),
            other => panic!("no field is called {other}"),
        };
        if said.as_deref() != Some(value.as_str()) {
            told.push_str(&format!("{name}: {key} is {said:?}, not {value}\n"));
        }
    }
}

/// What was found of all issues.
#[derive(Default)]
struct Tally {
    right: usize,
    of: usize,
    told: String,
}

impl Tally {
    fn judge(&mut self, name: &str, issue: &Issue, prepared: Prepared) {
        let Tally { right, of, told } = self;
        masthead(name, issue, &prepared.document, told);
        let found = score(name, issue, &prepared.document, told);
        (*right, *of) = (*right + found.0, *of + found.1);
        let diagnostics = prepared.diagnostics.into_vec();
        let lone = diagnostics.iter().filter(|found| matches!(found.trouble, Trouble::UnmatchedJump { .. })).count();
        if lone != issue.lone {
            told.push_str(&format!("{name}: {lone} jumps without a partner, not {}: {diagnostics:?}\n", issue.lone));
        }
    }

    /// At least 98 in a hundred.
    fn enough(&self) {
        let Tally { right, of, told } = self;
        assert!(right * 100 >= of * 98 && told.is_empty(), "{right} of {of} articles are whole\n{told}");
        assert!(*of >= 30, "{of}");
    }
}

#[test]
fn issues_as_text_have_their_articles() {
    let mut tally = Tally::default();
    for (at, (name, issue)) in issues().into_iter().enumerate() {
        let text = as_text(&issue, at % 2 == 0 && issue.width.is_none());
        let prepared = prepare(&format!("{name}.txt"), text.as_bytes(), &Options::default(), &Env::for_tests()).expect("read");
        assert_eq!(prepared.document.meta.kind, Some(DocumentKind::Newspaper), "{name}");
        tally.judge(&name, &issue, prepared);
    }
    tally.enough();
}

#[test]
fn issues_as_pages_have_their_articles() {
    let mut tally = Tally::default();
    for (name, mut issue) in issues() {
        // The first page has a masthead and no head.
        let first = issue.truth[0].page.clone();
        for truth in issue.truth.iter_mut().filter(|truth| truth.page == first) {
            truth.page = first.split(' ').next().expect("a folio").to_owned();
        }
        let prepared = prepare_pages(&[], &name, as_pages(&issue), &Options::default(), &Env::for_tests()).expect("read");
        tally.judge(&name, &issue, prepared);
    }
    tally.enough();
}
