//! `fonts/fonts.toml` as values: the faces of the set, and the chains in which they are tried.

use crate::text::script;
use crate::typeset::paragraph::Family;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// One row of `[faces]`.
#[derive(Debug, Deserialize)]
pub(super) struct Row {
    /// Where the packed face lies, from the folder of fonts.
    pub file: String,
    /// The family's name.
    pub family: String,
    /// Weight, 400 or 700.
    pub weight: u16,
    /// Whether it is an italic.
    #[serde(default)]
    pub italic: bool,
    /// SPDX expression of its licence.
    pub license: String,
}

/// The whole table.
#[derive(Debug, Deserialize)]
pub(super) struct Table {
    /// Faces by their key. The order of keys gives faces their numbers.
    pub faces: BTreeMap<String, Row>,
    tail: BTreeMap<String, Vec<String>>,
    chain: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    latin: BTreeMap<String, String>,
}

/// The table that the program was built with.
pub(super) static TABLE: LazyLock<Table> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../fonts/fonts.toml")).expect("fonts.toml is part of the program, and a test reads it")
});

/// The four habits of writing that chains distinguish.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tongue {
    /// Simplified Chinese, and everything else.
    Hans,
    /// Traditional Chinese.
    Hant,
    /// Japanese.
    Ja,
    /// Korean.
    Ko,
}

impl Tongue {
    /// The habit that a BCP 47 tag asks for.
    pub fn of(language: &str) -> Tongue {
        let tag = language.to_ascii_lowercase();
        let mut parts = tag.split(['-', '_']);
        match parts.next() {
            Some("ja") => Tongue::Ja,
            Some("ko") => Tongue::Ko,
            Some("zh") if parts.any(|part| matches!(part, "hant" | "tw" | "hk" | "mo")) && !tag.contains("hans") => {
                Tongue::Hant
            }
            _ => Tongue::Hans,
        }
    }

    fn key(self) -> &'static str {
        ["zh-Hans", "zh-Hant", "ja", "ko"][self as usize]
    }
}

/// What a chain is asked by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ask {
    pub family: Family,
    pub bold: bool,
    pub italic: bool,
    pub latin: bool,
    pub tongue: Tongue,
}

impl Ask {
    /// How many different questions there are.
    pub const COUNT: usize = 5 * 2 * 2 * 2 * 4;

    /// The question's number, below [`Ask::COUNT`].
    pub fn index(self) -> usize {
        let flags = usize::from(self.bold) + 2 * usize::from(self.italic) + 4 * usize::from(self.latin);
        (self.family as usize * 8 + flags) * 4 + self.tongue as usize
    }
}

/// A link of a chain: the face's key, and whether it is made bold by stroking.
pub(super) type Link<'a> = (&'a str, bool);

impl Table {
    /// The chain for a question, tail included, each face once, those of `wanted` first but for a Latin companion; the first
    /// `own` links are what the style asked for.
    pub fn chain<'a>(&'a self, ask: Ask, wanted: &'a [String]) -> (Vec<Link<'a>>, usize) {
        let style = ["song", "hei", "kai", "fang", "mono"][ask.family as usize];
        let key = if ask.bold { format!("{style}-bold") } else { style.to_owned() };
        let mut links: Vec<Link> = Vec::new();
        let mut push = |name| {
            let link = split(name);
            if !links.iter().any(|(face, _)| *face == link.0) {
                links.push(link);
            }
        };
        if ask.latin {
            let companion = match self.latin.get(style).map(String::as_str) {
                Some("own") | None if ask.italic && ask.family == Family::Song => "lat-serif",
                Some("own") | None => "",
                Some(other) => other,
            };
            let suffix = ["", "-b", "-i", "-bi"][usize::from(ask.bold) + 2 * usize::from(ask.italic)];
            for suffix in [suffix, if ask.bold { "-b" } else { "" }, ""] {
                if let Some((name, _)) = self.faces.get_key_value(&format!("{companion}{suffix}")) {
                    push(name);
                    break;
                }
            }
        }
        for name in wanted {
            push(name);
        }
        let by_language = self.chain.get(&key);
        let named = by_language.and_then(|map| map.get(ask.tongue.key()).or_else(|| map.get("any")));
        for name in named.into_iter().flatten() {
            push(name);
        }
        let own = links.len();
        let mut push = |name| {
            let (face, _) = split(name);
            if !links.iter().any(|(other, _)| *other == face) {
                links.push((face, ask.bold));
            }
        };
        for name in self.tail.values().flatten() {
            push(name);
        }
        (links, own)
    }
}

fn split(name: &str) -> Link<'_> {
    match name.strip_suffix("+b") {
        Some(face) => (face, true),
        None => (name, false),
    }
}

/// Whether a character is set in a style's Latin companion: letters and digits of Latin, Greek and Cyrillic, and ASCII marks.
pub fn is_latin(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a0}' | '\u{aa}' | '\u{ba}' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{52f}' | '\u{1e00}'..='\u{1fff}' | '–' | '\u{2010}' | '\u{2011}')
        && !script::is_cjk(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chains_name_faces_that_are_there() {
        for family in [Family::Song, Family::Hei, Family::Kai, Family::Fang, Family::Mono] {
            for tongue in [Tongue::Hans, Tongue::Hant, Tongue::Ja, Tongue::Ko] {
                for flags in 0..8 {
                    let ask = Ask { family, bold: flags & 1 > 0, italic: flags & 2 > 0, latin: flags & 4 > 0, tongue };
                    let (links, own) = TABLE.chain(ask, &[]);
                    assert!(own > 0, "{ask:?}");
                    assert!(links.iter().all(|(face, _)| TABLE.faces.contains_key(*face)), "{links:?}");
                    assert!(ask.index() < Ask::COUNT);
                }
            }
        }
    }

    #[test]
    fn a_tag_says_whose_faces() {
        let check = |tag, tongue| assert_eq!(Tongue::of(tag), tongue, "{tag}");
        check("zh-Hans", Tongue::Hans);
        check("zh-TW", Tongue::Hant);
        check("zh-Hant-HK", Tongue::Hant);
        check("zh-Hans-TW", Tongue::Hans);
        check("ja-JP", Tongue::Ja);
        check("ko", Tongue::Ko);
        check("", Tongue::Hans);
    }

    #[test]
    fn latin_beside_kai_is_serif() {
        let check = |family, bold, italic, first: &str| {
            let ask = Ask { family, bold, italic, latin: true, tongue: Tongue::Hans };
            assert_eq!(TABLE.chain(ask, &[]).0[0].0, first);
        };
        check(Family::Song, false, false, "song");
        check(Family::Song, true, true, "lat-serif-bi");
        check(Family::Kai, false, false, "lat-serif");
        check(Family::Fang, true, false, "lat-serif-b");
        check(Family::Mono, true, true, "lat-mono");
    }
}
