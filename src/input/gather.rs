//! Several files as one document: the pages of an issue, each behind a mark with its number.

use super::reader::{self, ReadOptions, Reading};
use crate::diag::Sink;
use crate::env::Env;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Block, Document, Kind, Meta, Origin, Reason, Rule, TextBuilder};
use crate::text::natural;

/// A file that is a page, or several.
pub struct Leaf {
    /// Its path or name.
    pub name: String,
    /// Its content, or why there is none.
    pub bytes: Result<Vec<u8>>,
}

/// Reads files, in the order given, into one document. A file that can't be read is reported and passed over; an error is
/// that none can.
pub fn gather(name: &str, leaves: Vec<Leaf>, options: &ReadOptions, env: &Env, sink: &mut Sink) -> Result<Reading> {
    let mut whole: Option<Reading> = None;
    let mut failed: Option<Error> = None;
    for Leaf { name: file, bytes } in leaves {
        let mut own = Sink::new();
        let short = file.rsplit(['/', '\\']).next().unwrap_or(&file).to_owned();
        match bytes.and_then(|bytes| reader::read(&file, &bytes, options, env, &mut own)) {
            Ok(mut reading) => {
                marked(&mut reading.document, &short);
                match &mut whole {
                    Some(whole) => whole.document.append(reading.document),
                    None => whole = Some(reading),
                }
            }
            Err(error) => {
                let what = format!("the issue: {short} could not be read ({error}), and it");
                own.push(crate::diag::Trouble::Truncated { what }, "");
                failed.get_or_insert(error);
            }
        }
        for found in own.into_vec() {
            let place = if found.place.is_empty() { short.clone() } else { format!("{short}: {}", found.place) };
            sink.push(found.trouble, place);
        }
    }
    match (whole, failed) {
        (Some(mut whole), _) => {
            let meta = std::mem::take(&mut whole.document.meta);
            let source = std::path::Path::new(name).file_name().map(|name| name.to_string_lossy().into_owned());
            // What one page says of itself is not said of the issue.
            whole.document.meta = Meta { language: meta.language, source: source.unwrap_or_default(), ..Meta::default() };
            Ok(whole)
        }
        (None, Some(error)) => Err(error),
        (None, None) => Err(Error::new(ErrorKind::Invalid, "no page to read")),
    }
}

/// Puts the mark of its page before a document, and its number into the hints.
fn marked(document: &mut Document, name: &str) {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let number = page_number(stem);
    let label = number.map_or_else(|| stem.to_owned(), |number| format!("{}{number}", page_section(stem)));
    document.log.rendered(&label, &Origin::None, &Reason::certain(Rule::Entity, "the name of the page's file"));
    for block in document.blocks.iter_mut().filter(|block| block.hints.page.is_none()) {
        block.hints.page = number;
    }
    document.blocks.insert(0, Block::new(Kind::PageMark, TextBuilder::plain(label), Origin::None));
}

/// The letter of the section that a page is of (`A3`, `B01版`); empty where its name has none.
pub fn page_section(stem: &str) -> &str {
    let lettered = |(at, c): (usize, char)| {
        let rest = &stem[at + c.len_utf8()..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let alone = !stem[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
        let whole = rest[digits..].is_empty() || rest[digits..].starts_with('版');
        (('A'..='H').contains(&c) && alone && (1..=2).contains(&digits) && whole).then(|| &stem[at..at + 1])
    };
    stem.char_indices().find_map(lettered).unwrap_or_default()
}

/// The number of the page that a name says: before 版 or 页, in digits or numerals of Han, else the last digits.
pub fn page_number(stem: &str) -> Option<u32> {
    let numbered = stem.char_indices().filter(|(_, c)| matches!(c, '版' | '页' | '頁')).find_map(|(at, _)| {
        let before = &stem[..at];
        let start =
            |is: fn(char) -> bool| before.char_indices().rev().take_while(|(_, c)| is(*c)).last().map_or(at, |(at, _)| at);
        let digits = &before[start(|c| c.is_ascii_digit())..];
        let numeral = &before[start(|c| "〇零一二三四五六七八九十百".contains(c))..];
        digits.parse().ok().or_else(|| natural::value(numeral))
    });
    let last = || {
        let digits: Vec<&str> = stem.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty()).collect();
        digits.last().filter(|digits| digits.len() <= 4).and_then(|digits| digits.parse().ok())
    };
    numbered.or_else(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;

    #[test]
    fn names_say_which_page_they_are() {
        let check = |stem: &str, expected: Option<u32>| assert_eq!(page_number(stem), expected, "{stem}");
        check("01版", Some(1));
        check("江湾日报2024年3月8日第十二版", Some(12));
        check("2024-02-07_03", Some(3));
        check("20240207", None);
        check("头版", None);
        assert_eq!(["A3", "江湾B01版", "DATA3", "03版"].map(page_section), ["A", "B", "", ""]);
    }

    #[test]
    fn pages_become_one_document() {
        let leaf = |name: &str, text: &str| Leaf { name: name.to_owned(), bytes: Ok(text.as_bytes().to_vec()) };
        let leaves = vec![
            leaf("a/01版.md", "# 题\n\n文[^1]\n\n![](a.png)\n\n[^1]: 注一\n"),
            Leaf { name: "a/02版.txt".to_owned(), bytes: Err(Error::new(ErrorKind::Io, "gone")) },
            leaf("a/03版.md", "# 三\n\n文[^1]\n\n![](b.png)\n\n[^1]: 注三\n"),
        ];
        let mut sink = Sink::new();
        let whole = gather("issue", leaves, &ReadOptions::default(), &Env::for_tests(), &mut sink).expect("two can be read");
        let document = whole.document;
        assert_eq!(
            native::write(&document),
            "page-mark :: 1\nheading 1 :: 题\nbody :: 文{note 0}\nfigure 0\npage-mark :: 3\nheading 1 :: 三\nbody :: 文{note 1}\nfigure 1\n\
             note :: 1\n  body :: 注一\nnote :: 1\n  body :: 注三\n"
        );
        assert_eq!(document.balance(), Ok(()));
        assert_eq!((document.meta.source.as_str(), sink.as_slice().len()), ("issue", 1));
        assert_eq!(sink.as_slice()[0].place, "02版.txt");
    }
}
