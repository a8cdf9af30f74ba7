//! Tables of contents that are links to the places of the same document: beside the one that is made of its headings they are
//! furniture.
//!
//! Here their lines are marked ([`Hints::contents`](crate::model::Hints)); what is done with them is the normalizer's. A document
//! that is nothing else keeps its links as they stand.

use crate::model::{Block, EditLog, Item, Kind, Reason, Rule, SpanKind, Text, walk};
use std::collections::BTreeSet;

/// So many links are a table of contents.
const LINKS: usize = 3;
/// What such tables are called.
const TITLES: [&str; 8] = ["目录", "目錄", "目次", "本文目录", "文章目录", "contents", "tableofcontents", "toc"];

/// What a block holds, in characters.
#[derive(Clone, Debug, Default)]
struct Share {
    all: usize,
    linked: usize,
    links: usize,
    targets: BTreeSet<String>,
}

/// Marks the lines of tables of contents in the files of a document. `place` says where in the document a link leads, if it stays
/// in it; `named` are files that the source itself calls its table of contents.
pub fn mark(
    files: &mut [Vec<Block>],
    place: impl Fn(usize, &str) -> Option<String>,
    named: &BTreeSet<usize>,
    log: &mut EditLog,
) {
    let shares: Vec<Vec<Share>> = (files.iter().enumerate())
        .map(|(file, blocks)| blocks.iter().map(|block| share(block, &|target| place(file, target))).collect())
        .collect();
    let several = files.len() > 1;
    let found: Vec<BTreeSet<usize>> = (files.iter().zip(&shares).enumerate())
        .map(|(file, (blocks, shares))| match several && is_contents(blocks, shares, named.contains(&file)) {
            true => whole(blocks, shares, named.contains(&file)),
            false => titled(blocks, shares),
        })
        .collect();
    let all: usize = shares.iter().flatten().map(|share| share.all).sum();
    let contents: usize = found.iter().zip(&shares).flat_map(|(found, shares)| found.iter().map(|&at| shares[at].all)).sum();
    if contents == 0 || (all - contents) * 2 <= contents {
        return;
    }
    for (blocks, found) in files.iter_mut().zip(found).filter(|(_, found)| !found.is_empty()) {
        let mut out = Vec::with_capacity(blocks.len());
        for (at, block) in std::mem::take(blocks).into_iter().enumerate() {
            if !found.contains(&at) {
                out.push(block);
                continue;
            }
            lines(block, &mut out, log);
        }
        *blocks = out;
    }
}

/// The lines of a block, marked; labels stand before what they label.
pub fn lines(block: Block, out: &mut Vec<Block>, log: &mut EditLog) {
    let Block { kind, text, origin, mut hints } = block;
    hints.contents = true;
    let own = |kind: Kind, text: Text, out: &mut Vec<Block>| {
        if !text.is_empty() || matches!(kind, Kind::Figure(_)) {
            out.push(Block { kind, text, origin: origin.clone(), hints: hints.clone() });
        }
    };
    match kind {
        Kind::Quote(blocks) => {
            own(Kind::default(), text, out);
            blocks.into_iter().for_each(|block| lines(block, out, log));
        }
        Kind::List(list) => {
            own(Kind::default(), text, out);
            for Item { label, blocks } in list.items {
                let first = out.len();
                blocks.into_iter().for_each(|block| lines(block, out, log));
                match out.get_mut(first) {
                    _ if label.is_empty() => {}
                    Some(line) => {
                        let reason = Reason::certain(Rule::Label, "the label of an entry");
                        let rest = std::mem::replace(&mut line.text, label);
                        line.text.append(rest, " ", &line.origin, &reason, log);
                    }
                    None => own(Kind::default(), label, out),
                }
            }
        }
        Kind::Table(table) => {
            own(Kind::default(), text, out);
            let cells = table.rows.into_iter().flat_map(|row| row.cells);
            cells.flat_map(|cell| cell.blocks).for_each(|block| lines(block, out, log));
        }
        kind => own(kind, text, out),
    }
}

/// Whether a file is nothing but a table of contents.
fn is_contents(blocks: &[Block], shares: &[Share], named: bool) -> bool {
    let sum = |of: fn(&Share) -> usize| shares.iter().map(of).sum::<usize>();
    let (all, linked, links) = (sum(|share| share.all), sum(|share| share.linked), sum(|share| share.links));
    let targets: BTreeSet<&String> = shares.iter().flat_map(|share| &share.targets).collect();
    let called = named || blocks.iter().take(3).any(is_title);
    // The entries of an index lead to the same places again and again.
    match called {
        true => links > 1 && linked * 2 > all,
        false => links >= LINKS && linked * 10 >= all * 7 && targets.len() * 5 >= links * 3,
    }
}

/// The blocks of such a file that are lines of the table: in one that is called so, all, else those that are links.
fn whole(blocks: &[Block], shares: &[Share], named: bool) -> BTreeSet<usize> {
    let called = named || blocks.iter().take(3).any(is_title);
    let line = |at: &usize| shares[*at].is_linked() || is_title(&blocks[*at]) || called && blocks[*at].heading().is_none();
    (0..blocks.len()).filter(|at| shares[*at].all > 0).filter(line).collect()
}

/// Links under the word 目录.
fn titled(blocks: &[Block], shares: &[Share]) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    for title in (0..blocks.len()).filter(|&at| is_title(&blocks[at])) {
        let run = shares[title + 1..].iter().take_while(|share| share.is_linked()).count();
        let lines = title + 1..title + 1 + run;
        if shares[lines.clone()].iter().map(|share| share.links).sum::<usize>() >= LINKS {
            found.extend(std::iter::once(title).chain(lines));
        }
    }
    found
}

impl Share {
    fn is_linked(&self) -> bool {
        self.links > 0 && self.linked * 2 > self.all
    }
}

fn is_title(block: &Block) -> bool {
    is_name(block.text.as_str())
}

/// Whether a line is what a table of contents is called.
pub fn is_name(text: &str) -> bool {
    let bare = || text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    text.len() <= 60 && TITLES.contains(&bare().as_str())
}

fn share(block: &Block, place: &impl Fn(&str) -> Option<String>) -> Share {
    let mut share = Share::default();
    let solid = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    for text in walk::within(block).flat_map(texts) {
        share.all += solid(text.as_str());
        for span in text.spans() {
            let SpanKind::Link(target) = &span.kind else { continue };
            let Some(target) = place(target) else { continue };
            share.linked += solid(&text.as_str()[span.range.clone()]);
            share.links += 1;
            share.targets.insert(target);
        }
    }
    share
}

/// The texts of a block itself.
fn texts(block: &Block) -> impl Iterator<Item = &Text> {
    let items = match &block.kind {
        Kind::List(list) => list.items.as_slice(),
        _ => &[],
    };
    std::iter::once(&block.text).chain(items.iter().map(|item| &item.label))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;

    /// What is marked, one word a line: the text's first two characters.
    fn check(files: &[&str], named: &[usize], expected: &str) {
        let read = |file: &&str| native::parse(file).expect("the native form is well formed").blocks;
        let mut files: Vec<Vec<Block>> = files.iter().map(read).collect();
        mark(
            &mut files,
            |_, target| target.starts_with('c').then(|| target.to_owned()),
            &named.iter().copied().collect(),
            &mut EditLog::default(),
        );
        let marked = files.iter().flatten().filter(|block| block.hints.contents);
        let heads: Vec<String> = marked.map(|block| block.text.as_str().chars().take(2).collect()).collect();
        assert_eq!(heads.join(" "), expected);
    }

    const TEXT: &str =
        "heading 1 :: 雨夜\nbody :: 雨下了一整夜，江边的人家都没有睡着，听着水声一点一点近了。\nbody :: 天亮的时候水退了。\n";
    const LINKS: &str = "body :: {link c1|雨夜}\nbody :: {link c2|归来}\nbody :: {link c3|尾声}\n";

    #[test]
    fn files_of_links_are_contents() {
        check(&[&format!("heading 1 :: 目　录\nbody :: 上部\n{LINKS}"), TEXT], &[], "目　 上部 雨夜 归来 尾声");
        check(&[&format!("heading 1 :: 卷一\n{LINKS}"), TEXT], &[], "雨夜 归来 尾声");
        check(&[&format!("body :: 卷首\n{LINKS}"), TEXT], &[0], "卷首 雨夜 归来 尾声");
        // Nested lists, and tables, become lines.
        let list = "list\n  item\n    body :: {link c1|雨夜}\n    list\n      item\n        body :: {link c2|归来}\n  item\n    body :: {link c3|尾声}\n";
        check(&[list, TEXT], &[], "雨夜 归来 尾声");
    }

    #[test]
    fn other_links_are_text() {
        check(&[&format!("heading 1 :: 目录\n{LINKS}")], &[], "");
        check(&["heading 1 :: 目录\nbody :: {link x1|甲}\nbody :: {link x2|乙}\nbody :: {link x3|丙}\n", TEXT], &[], "");
        // An index.
        check(&["body :: {link c1|雨}\nbody :: {link c1|水}\nbody :: {link c1|夜}\nbody :: {link c1|江}\n", TEXT], &[], "");
        check(
            &["body :: {link c1|雨夜}，写一夜的雨；\nbody :: {link c2|归来}，写归来的人。\nbody :: {link c3|尾声}\n", TEXT],
            &[],
            "",
        );
    }

    #[test]
    fn links_under_their_title_are_contents_in_one_file() {
        check(&[&format!("body :: 江湾记\nbody :: 目录\n{LINKS}{TEXT}")], &[], "目录 雨夜 归来 尾声");
        check(&[&format!("body :: 江湾记\n{LINKS}{TEXT}")], &[], "");
    }
}
