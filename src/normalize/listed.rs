//! Titles that a table of contents lists: each comes again further on, as a line of its own, and heads the text below it.
//!
//! A typed contents may have several titles in a row, parted by spaces (`渡口 石桥 早市`); that they come again, in order, tells it from
//! names and verse.

use super::patterns::BK_TOCLINE;
use super::{contents, forms, headings, roles};
use crate::model::{Block, EditLog, Furniture, Kind, Reason, Rule};
use std::collections::BTreeMap;

/// Fewer titles are no contents.
const FEWEST: usize = 6;
/// So many of them come again, in percent.
const SHARE: usize = 75;
/// The longest title, in characters, and the most rows of a contents.
const TITLE: usize = 20;
const ROWS: usize = 200;

/// Finds rows of titles, makes them contents, and makes headings of the lines that are titles of a contents. Nothing is done where the
/// source marks its headings.
pub fn run(blocks: &mut [Block], log: &mut EditLog) {
    if blocks.iter().any(|block| block.heading().is_some() && block.hints.marked) {
        return;
    }
    let mut lines: Option<BTreeMap<String, Vec<usize>>> = None;
    let mut at = 0;
    while at < blocks.len() {
        let contents = blocks[at].kind == Kind::Furniture(Furniture::Contents);
        let end = at + blocks[at..].iter().take(ROWS).take_while(|block| is_row(block, contents)).count();
        let titles: Vec<Title> = blocks[at..end].iter().flat_map(|block| titles(block.text.as_str(), contents)).collect();
        if titles.len() >= FEWEST || contents && titles.len() >= FEWEST / 2 {
            let lines = lines.get_or_insert_with(|| whole_lines(blocks));
            let heads_text = |at: usize, writer: &str| {
                roles::after(blocks, at).is_some_and(|below| {
                    let text = below.text.as_str();
                    let signed = !writer.is_empty() && bare(text) == writer;
                    below.kind == Kind::Verse || forms::ends_sentence(text) || !forms::is_within(text, TITLE) || signed
                })
            };
            let found = in_order(&titles, lines, end, heads_text);
            if found.len() * 100 >= titles.len() * SHARE {
                for block in blocks[at..end].iter_mut().filter(|_| !contents) {
                    let reason = Reason::certain(Rule::TocLines, "titles that come again as lines");
                    block.retag(Kind::Furniture(Furniture::Contents), &reason, log);
                }
                for at in found {
                    if !blocks[at].is_body() {
                        continue;
                    }
                    if headings::rank(blocks[at].text.as_str()).is_none() {
                        blocks[at].hints.rank = Some(1);
                    }
                    blocks[at].retag(Kind::Heading(2), &Reason::certain(Rule::Heading, "a title of the contents"), log);
                }
            }
        }
        at = end.max(at + 1);
    }
}

/// Whether a line may be of the table of contents: an entry of one that was found, or several titles parted by spaces.
fn is_row(block: &Block, contents: bool) -> bool {
    if contents {
        return block.kind == Kind::Furniture(Furniture::Contents);
    }
    let text = block.text.as_str();
    // The last row may have one title alone.
    block.is_body()
        && text.len() <= 240
        && text.trim().contains([' ', '\u{3000}'])
        && !forms::is_sentence(text)
        && !forms::has_comma(text)
        && forms::clauses(text).len() >= 2
        && forms::clauses(text).iter().all(|title| forms::is_within(title, TITLE))
}

/// A title of a contents, in its letters.
struct Title {
    words: String,
    /// The same without its last word, and this word: a writer may stand behind a title.
    signed: Option<(String, String)>,
}

/// The titles of a row: all that spaces part, or that of an entry, without its folio.
fn titles(text: &str, entry: bool) -> Vec<Title> {
    if !entry {
        let words = forms::clauses(text).into_iter().map(bare).filter(|title| !title.is_empty());
        return words.map(|words| Title { words, signed: None }).collect();
    }
    let led = BK_TOCLINE.captures(text).and_then(|found| found.name("t")).map(|title| title.as_str());
    let title = led.or_else(|| contents::spaced_folio(text).map(|(words, _)| words)).unwrap_or(text);
    let signed = title.trim().rsplit_once(['\u{3000}', ' ']).map(|(title, writer)| (bare(title), bare(writer)));
    Some(Title { words: bare(title), signed })
        .filter(|title| !title.words.is_empty() && !["目录", "目錄", "目次"].contains(&title.words.as_str()))
        .into_iter()
        .collect()
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Where each short line stands, by its letters.
fn whole_lines(blocks: &[Block]) -> BTreeMap<String, Vec<usize>> {
    let mut lines: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let short = |block: &Block| {
        let text = block.text.as_str();
        (block.is_body() || block.heading().is_some())
            && text.len() <= 120
            && !forms::is_sentence(text)
            && !forms::has_comma(text)
            && !text.ends_with(['：', ':'])
    };
    for (at, block) in blocks.iter().enumerate().filter(|(_, block)| short(block)) {
        lines.entry(bare(block.text.as_str())).or_default().push(at);
    }
    lines
}

/// The lines that are these titles, each behind the one before, above text or above its writer.
fn in_order(
    titles: &[Title],
    lines: &BTreeMap<String, Vec<usize>>,
    from: usize,
    heads_text: impl Fn(usize, &str) -> bool,
) -> Vec<usize> {
    let mut last = from;
    let mut found = Vec::new();
    for title in titles {
        let signed = title.signed.iter().map(|(title, writer)| (title, writer.as_str()));
        for (words, writer) in std::iter::once((&title.words, "")).chain(signed) {
            // A word that comes back again and again is a speaker, or a head of columns.
            let places = lines.get(words).map_or(&[][..], Vec::as_slice);
            if let [at] = *places
                && at >= last
                && heads_text(at, writer)
            {
                found.push(at);
                last = at + 1;
                break;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::settles::makes;

    const TEXT: &str = "body :: 渡口在镇子的东头，从前每天有四班船。\n";
    const TITLES: [&str; 6] = ["渡口", "石桥", "早市", "夜雨", "老船工", "对岸"];

    fn check(head: &str, made: &str, titles: &[&str], kind: &str) {
        let native = |head: &str, kind: &str| -> String {
            let pieces: String = titles.iter().map(|title| format!("{kind} :: {title}\n{TEXT}")).collect();
            format!("{head}{pieces}")
        };
        makes(|blocks, log| run(blocks, log), &native(head, "body"), &native(made, kind));
    }

    #[test]
    fn rows_of_titles_that_come_again_are_contents() {
        let rows = "body :: 渡口　石桥　早市\nbody :: 夜雨　老船工　对岸\n";
        let made = "furniture contents :: 渡口　石桥　早市\nfurniture contents :: 夜雨　老船工　对岸\n";
        check(rows, made, &TITLES, "heading 2");
        check(rows, rows, &TITLES[..3], "body");
        let entries: String = TITLES.iter().map(|title| format!("furniture contents :: {title}……3\n")).collect();
        check(&entries, &entries, &TITLES, "heading 2");
        let signed: String = TITLES.iter().map(|title| format!("furniture contents :: {title}　林见川　3\n")).collect();
        check(&signed, &signed, &TITLES, "heading 2");
    }
}
