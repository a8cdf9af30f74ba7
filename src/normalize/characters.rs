//! Characters that stand for others: radicals for ideographs, full-width letters and digits for Latin ones, codes of symbol fonts for
//! signs.
//!
//! Runs after lines are joined: full-width digits are part of the width that a line was measured in. Marks are the question of
//! the pass `punctuation`; nothing here folds compatibility as a whole (NR-5: NFKC on running text, never).

use super::NormalizeOptions;
use crate::diag::Sink;
use crate::model::{Block, Document, Kind, Reason, Replacement, Rule, Script, Text, walk};
use crate::text::radicals;
use unicode_normalization::UnicodeNormalization;

/// The pass.
pub fn run(document: &mut Document, options: &NormalizeOptions, _: &mut Sink) {
    let chinese = super::is_chinese(document);
    let simplified = chinese && document.meta.script != Some(Script::Hant);
    let find = |block: &Block| match block.kind {
        Kind::Furniture(_) => Vec::new(),
        _ => changes(&block.text, chinese, simplified, options.bold),
    };
    walk::each_found(document, find, |block, changes, log| block.text.edit(changes, &block.origin, log));
}

fn changes(text: &Text, chinese: bool, simplified: bool, bold: bool) -> Vec<Replacement> {
    let mut changes: Vec<Replacement> = Vec::new();
    for (at, c) in text.as_str().char_indices() {
        let (with, reason) = match c {
            '\u{2e80}'..='\u{2fdf}' => match radicals::unified(c) {
                Some(unified) if simplified => {
                    (radicals::modern(unified), Reason::certain(Rule::Radicals, "a radical where an ideograph belongs"))
                }
                Some(unified) => (unified, Reason::certain(Rule::Radicals, "a radical where an ideograph belongs")),
                None => continue,
            },
            '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}' if bold => match std::iter::once(c).nfc().next() {
                Some(unified) => (unified, Reason::likely(Rule::Composition, "a compatibility ideograph (NR-2b)")),
                None => continue,
            },
            '\u{f020}'..='\u{f0ff}' => match SIGNS.iter().find(|(code, _)| *code == c) {
                Some((_, sign)) => (*sign, Reason::likely(Rule::Signs, "a code of Wingdings or Symbol")),
                None => continue,
            },
            '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' if chinese => match half_width(c) {
                Some(half) => (half, Reason::certain(Rule::FullwidthAlnum, "a full-width letter or digit in Chinese text")),
                None => continue,
            },
            _ => continue,
        };
        let range = at..at + c.len_utf8();
        match changes.last_mut() {
            // A run is one edit.
            Some(last) if last.range.end == at && last.reason.rule == reason.rule => {
                last.range.end = range.end;
                last.with.push(with);
            }
            _ => changes.push(Replacement { range, with: with.into(), reason }),
        }
    }
    super::keep_outside(&mut changes, super::code(text).collect());
    changes
}

/// Codes of Wingdings and Symbol as Word moves them, which pages of the web and e-books have without their font: boxes, bullets, arrows.
const SIGNS: [(char, char); 16] = [
    ('\u{f06c}', '●'),
    ('\u{f06e}', '■'),
    ('\u{f06f}', '□'),
    ('\u{f071}', '❑'),
    ('\u{f075}', '◆'),
    ('\u{f076}', '❖'),
    ('\u{f09f}', '•'),
    ('\u{f0a7}', '▪'),
    ('\u{f0a8}', '□'),
    ('\u{f0b7}', '•'),
    ('\u{f0d8}', '➢'),
    ('\u{f0e0}', '→'),
    ('\u{f0fb}', '✗'),
    ('\u{f0fc}', '✓'),
    ('\u{f0fd}', '☒'),
    ('\u{f0fe}', '☑'),
];

/// The Latin letter or digit of a full-width form (U+FF01 to U+FF5E stand in the order of ASCII).
fn half_width(c: char) -> Option<char> {
    char::from_u32(u32::from(c).checked_sub(0xfee0)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;

    fn check(language: &str, before: &str, after: &str) {
        let mut document = native::parse(&format!("body :: {before}\n")).expect("the native form is well formed");
        document.meta.language = Some(language.to_owned());
        run(&mut document, &NormalizeOptions::default(), &mut Sink::new());
        assert_eq!(native::write(&document), format!("body :: {after}\n"));
        assert_eq!(document.balance(), Ok(()));
    }

    #[test]
    fn radicals_and_full_width_letters() {
        check("zh-Hans", "⼈⺠的⻓江", "人民的长江");
        check("zh-Hans", "⼊⼾", "入户");
        check("ja", "⼊⼾", "入戶");
        check("zh-Hans", "５０％　ＡＢＣ", "50％　ABC");
        check("ja", "第５回　⼤会", "第５回　大会");
        check("zh-Hans", "①和㎡、½与：", "①和㎡、½与：");
        check("zh-Hans", "\u{f0fe}合格　\u{f0a8}不合格　\u{e5e5}", "☑合格　□不合格　\u{e5e5}");
        check("zh-Hans", "输入{code|ＡＢ}", "输入{code|ＡＢ}");
    }
}
