//! Script: simplified characters into traditional ones and back, on request alone (ZH-1).
//!
//! Characters and phrases are those of OpenCC. The forms of a region are its own, its words are not: 鼠标 stays 鼠標 in
//! Taiwan's forms too, because words carry what an archive says. Quotation marks (NR-16), language and metadata change with the
//! script; with the language, so do the faces and the habits of marks. Each paragraph is looked at for itself, so that a
//! traditional quotation in a simplified document is not converted twice (ZH-9). Program text, ruby, the words that the caller
//! keeps and, on request, quotations stay as they are (ZH-7).

mod ambiguous;

use super::NormalizeOptions;
use crate::diag::Sink;
use crate::model::{Block, Document, EditLog, Kind, Origin, Reason, Replacement, Rule, Script, Text, walk};
use crate::text::script::is_han;
use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

/// The script, and the region's forms, that a document is to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TargetScript {
    /// Simplified.
    Hans,
    /// Traditional.
    Hant,
    /// Traditional in the forms of Taiwan.
    HantTw,
    /// Traditional in the forms of Hong Kong.
    HantHk,
}

impl TargetScript {
    /// Every one, for tables and tests.
    pub const ALL: [TargetScript; 4] = [TargetScript::Hans, TargetScript::Hant, TargetScript::HantTw, TargetScript::HantHk];

    /// The script as a word, as options write it.
    pub fn name(self) -> &'static str {
        match self {
            TargetScript::Hans => "hans",
            TargetScript::Hant => "hant",
            TargetScript::HantTw => "hant-tw",
            TargetScript::HantHk => "hant-hk",
        }
    }

    fn language(self) -> &'static str {
        match self {
            TargetScript::Hans => "zh-Hans",
            TargetScript::Hant => "zh-Hant",
            TargetScript::HantTw => "zh-Hant-TW",
            TargetScript::HantHk => "zh-Hant-HK",
        }
    }

    fn script(self) -> Script {
        if self == TargetScript::Hans { Script::Hans } else { Script::Hant }
    }
}

/// The dictionaries, read once per process.
fn dictionary(config: BuiltinConfig) -> &'static OpenCC {
    static READ: [OnceLock<OpenCC>; 6] = [const { OnceLock::new() }; 6];
    let slot = match config {
        BuiltinConfig::S2t => 0,
        BuiltinConfig::S2tw => 1,
        BuiltinConfig::S2hk => 2,
        BuiltinConfig::T2tw => 3,
        BuiltinConfig::T2hk => 4,
        _ => 5,
    };
    let config = if slot == 5 { BuiltinConfig::T2s } else { config };
    READ[slot].get_or_init(|| OpenCC::from_config(config).expect("the dictionaries are part of the library"))
}

/// The pass: does nothing unless a script is asked for, and nothing to a text that is not Chinese.
pub fn run(document: &mut Document, options: &NormalizeOptions, _: &mut Sink) {
    let Some(target) = options.script.filter(|_| super::is_chinese(document)) else { return };
    let converter = Converter { target, own: document.meta.script, keep: &options.keep, keep_quotes: options.keep_quotes };
    let find = |block: &Block| converter.changes(&block.text);
    walk::each_found(document, find, |block, changes, log| {
        block.text.edit(changes, &block.origin, log);
        converter.labels(block, log);
    });
    let Document { meta, media, .. } = document;
    let titles = meta.title.iter_mut().chain(&mut meta.creators);
    let names = meta.masthead.iter_mut().flat_map(|masthead| &mut masthead.name);
    for copy in titles.chain(names).chain(media.iter_mut().map(|media| &mut media.alt)) {
        let replacements = converter.replacements(copy, &[]);
        for change in replacements.into_iter().rev() {
            copy.replace_range(change.range, &change.with);
        }
    }
    meta.language = Some(target.language().to_owned());
    meta.script = Some(target.script());
}

struct Converter<'a> {
    target: TargetScript,
    /// The document's own script.
    own: Option<Script>,
    keep: &'a [String],
    keep_quotes: bool,
}

impl Converter<'_> {
    fn changes(&self, text: &Text) -> Vec<Replacement> {
        let protected: Vec<Range<usize>> = super::code(text).collect();
        self.replacements(text.as_str(), &protected)
    }

    fn labels(&self, block: &mut Block, log: &mut EditLog) {
        if let Kind::List(list) = &mut block.kind {
            for item in &mut list.items {
                let changes = self.changes(&item.label);
                item.label.edit(changes, &Origin::None, log);
            }
        }
    }

    fn replacements(&self, string: &str, protected: &[Range<usize>]) -> Vec<Replacement> {
        let mut changes = Vec::new();
        let mut protected = protected.to_vec();
        protected.extend(
            self.keep
                .iter()
                .filter(|word| !word.is_empty())
                .flat_map(|word| string.match_indices(word.as_str()).map(|(at, word)| at..at + word.len())),
        );
        if self.keep_quotes {
            protected.extend(quotations(string));
        }
        if let Some(dictionary) = self.dictionary_for(string) {
            for (start, run) in han_runs(string) {
                compare(start, run, &dictionary.convert(run), dictionary, &mut changes);
            }
        }
        self.marks(string, &mut changes);
        changes.sort_by_key(|change| change.range.start);
        super::keep_outside(&mut changes, protected);
        changes
    }

    /// What converts this paragraph; `None` where it is in the target's script already.
    fn dictionary_for(&self, string: &str) -> Option<&'static OpenCC> {
        let simplified = changed(string, dictionary(BuiltinConfig::S2t));
        let traditional = changed(string, dictionary(BuiltinConfig::T2s));
        let own = match simplified.cmp(&traditional) {
            std::cmp::Ordering::Less => Some(Script::Hant),
            std::cmp::Ordering::Greater => Some(Script::Hans),
            std::cmp::Ordering::Equal => self.own,
        };
        let config = match (self.target, own) {
            (TargetScript::Hans, _) if traditional == 0 => return None,
            (TargetScript::Hans, _) => BuiltinConfig::T2s,
            (TargetScript::Hant, Some(Script::Hant)) => return None,
            (TargetScript::HantTw, Some(Script::Hant)) => BuiltinConfig::T2tw,
            (TargetScript::HantHk, Some(Script::Hant)) => BuiltinConfig::T2hk,
            (TargetScript::Hant, _) => BuiltinConfig::S2t,
            (TargetScript::HantTw, _) => BuiltinConfig::S2tw,
            (TargetScript::HantHk, _) => BuiltinConfig::S2hk,
        };
        Some(dictionary(config))
    }

    /// NR-16, PN-12: curly quotes become corner brackets and back. An apostrophe inside a Latin word is none.
    fn marks(&self, string: &str, changes: &mut Vec<Replacement>) {
        let pairs: &[(char, &str)] = match self.target {
            TargetScript::Hans => &[('「', "“"), ('」', "”"), ('『', "‘"), ('』', "’")],
            _ => &[('“', "「"), ('”', "」"), ('‘', "『"), ('’', "』")],
        };
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_han(c));
        for (at, c) in string.char_indices() {
            let Some((_, with)) = pairs.iter().find(|(mark, _)| *mark == c) else { continue };
            let (before, after) = (string[..at].chars().next_back(), string[at + c.len_utf8()..].chars().next());
            let foreign = match c {
                '’' => latin(before),
                '“' | '‘' => latin(after) && (before.is_none() || latin(before) || before == Some(' ')),
                '”' => latin(before) && (after.is_none() || after == Some(' ')),
                _ => false,
            };
            if !foreign {
                let reason = Reason::certain(Rule::ScriptMarks, self.target.name());
                changes.push(Replacement { range: at..at + c.len_utf8(), with: (*with).to_owned(), reason });
            }
        }
    }
}

/// How many characters a dictionary would change.
fn changed(string: &str, dictionary: &OpenCC) -> usize {
    let runs = han_runs(string).map(|(_, run)| {
        let converted = dictionary.convert(run);
        run.chars().zip(converted.chars()).filter(|(a, b)| a != b).count()
    });
    runs.sum()
}

/// The runs of Han, with where they start. No phrase reaches beyond them.
fn han_runs(string: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + string[from..].find(is_han)?;
        let end = start + string[start..].find(|c| !is_han(c)).unwrap_or(string.len() - start);
        from = end;
        Some((start, &string[start..end]))
    })
}

/// What a conversion changed in a run that starts at `start`. A phrase may become longer or shorter: then the run is
/// replaced whole, but for what it begins and ends with in common.
fn compare(start: usize, run: &str, converted: &str, dictionary: &OpenCC, changes: &mut Vec<Replacement>) {
    if run == converted {
        return;
    }
    if run.chars().count() != converted.chars().count() {
        let head: usize = run.chars().zip(converted.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
        let ends = run[head..].chars().rev().zip(converted[head..].chars().rev());
        let tail: usize = ends.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
        let reason = Reason::certain(Rule::ScriptForm, "a phrase");
        let with = converted[head..converted.len() - tail].to_owned();
        changes.push(Replacement { range: start + head..start + run.len() - tail, with, reason });
        return;
    }
    for ((at, before), after) in run.char_indices().zip(converted.chars()) {
        if before != after {
            let range = start + at..start + at + before.len_utf8();
            changes.push(Replacement { range, with: after.to_string(), reason: settled(before, after, dictionary) });
        }
    }
}

/// How sure a character's conversion is: one of several forms that no phrase has decided is only likely (ZH-2).
fn settled(before: char, after: char, dictionary: &OpenCC) -> Reason {
    let alone = || dictionary.convert(before.encode_utf8(&mut [0; 4])).chars().eq([after]);
    match ambiguous::forms(before) {
        Some(forms) if alone() => Reason::likely(Rule::ScriptForm, Cow::Owned(format!("one of {forms}"))),
        Some(_) => Reason::certain(Rule::ScriptForm, "as the phrase has it"),
        None => Reason::certain(Rule::ScriptForm, "the only form"),
    }
}

/// What stands between quotation marks, the marks left out; pairs inside pairs belong to the outer one.
fn quotations(string: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (at, c) in string.char_indices() {
        let closing = match c {
            '“' => '”',
            '「' => '」',
            '『' => '』',
            _ => '\0',
        };
        match open {
            None if closing != '\0' => open = Some((at + c.len_utf8(), closing)),
            Some((start, close)) if c == close => {
                found.push(start..at);
                open = None;
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;

    fn converted(target: TargetScript, before: &str, options: NormalizeOptions) -> Document {
        let mut document = native::parse(&format!("body :: {before}\n")).expect("the native form is well formed");
        let options = NormalizeOptions { script: Some(target), ..options };
        super::super::kind::run(&mut document, &options, &mut Sink::new());
        run(&mut document, &options, &mut Sink::new());
        assert_eq!(document.balance(), Ok(()));
        let once = native::write(&document);
        run(&mut document, &options, &mut Sink::new());
        assert_eq!(native::write(&document), once, "a second run changes nothing");
        document
    }

    #[track_caller]
    fn check(target: TargetScript, before: &str, after: &str) {
        let document = converted(target, before, NormalizeOptions::default());
        assert_eq!(document.blocks[0].text.as_str(), after);
    }

    #[test]
    fn phrases_decide_between_forms() {
        check(TargetScript::Hant, "头发长了，皇后之后的干部在里面发财。", "頭髮長了，皇后之後的幹部在裏面發財。");
        check(TargetScript::HantTw, "台湾的面条在里面，鼠标也在。", "臺灣的麵條在裡面，鼠標也在。");
        check(TargetScript::HantHk, "台湾的里面", "台灣的裏面");
        check(TargetScript::Hans, "乾隆年間，天氣乾燥。", "乾隆年间，天气干燥。");
        check(TargetScript::Hans, "这一行早已是简体，引一句：「這一行還不是。」", "这一行早已是简体，引一句：“这一行还不是。”");
    }

    #[test]
    fn quotes_change_with_the_script() {
        check(TargetScript::Hant, "他说：“读过‘旧报’么？”", "他說：「讀過『舊報』麼？」");
        check(TargetScript::Hans, "他說：「讀過『舊報』麼？」", "他说：“读过‘旧报’么？”");
        check(TargetScript::Hant, "他说 it’s late，我们走了。", "他說 it’s late，我們走了。");
    }

    #[test]
    fn what_is_kept_stays() {
        let keep = NormalizeOptions { keep: vec!["万俟".to_owned()], keep_quotes: true, ..NormalizeOptions::default() };
        let document = converted(TargetScript::Hant, "万俟说：“从这里开始。”我们听见了。", keep);
        assert_eq!(document.blocks[0].text.as_str(), "万俟說：「从这里开始。」我們聽見了。");
    }

    /// What does not come back of the 6763 characters of GB 2312: older and rarer forms that the simplified script has dropped.
    const ONE_WAY: &str = "乾谘菸薹捱摺吒後徵夥馀渖甯榘昵於钜镟锺稆麴醣麽";

    #[test]
    fn what_is_made_traditional_comes_back() {
        let rows = (0xb0..=0xf7u8).flat_map(|row| (0xa1..=0xfeu8).map(move |cell| [row, cell]));
        let decode = |code: [u8; 2]| {
            let decoded = encoding_rs::GBK.decode_without_bom_handling_and_without_replacement(&code);
            decoded.map(std::borrow::Cow::into_owned)
        };
        // GBK has five private characters where GB 2312 has none.
        let all: Vec<String> = rows.filter_map(decode).filter(|one| one.chars().all(is_han)).collect();
        assert_eq!(all.len(), 6763);
        let there = converted(TargetScript::Hant, &all.join("，"), NormalizeOptions::default());
        let back = converted(TargetScript::Hans, there.blocks[0].text.as_str(), NormalizeOptions::default());
        let lost: String = (all.iter().zip(back.blocks[0].text.as_str().split('，')))
            .filter(|(before, after)| before != after)
            .map(|(before, _)| before.as_str())
            .collect();
        assert_eq!(lost, ONE_WAY);
    }

    #[test]
    fn what_no_phrase_settled_is_only_likely() {
        let document = converted(TargetScript::Hant, "他发了一夜呆。", NormalizeOptions::default());
        let edit = &document.log.edits()[0];
        assert_eq!((edit.confidence, edit.evidence.as_ref()), (crate::model::Confidence::Likely, "one of 發髮"));
        assert_eq!(document.meta.language.as_deref(), Some("zh-Hant"));
    }
}
