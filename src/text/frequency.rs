//! How expected a character is in running text of a language: the evidence by which encodings are told apart.
//!
//! A [`Language`] is a unigram model: the information of a character in nats, small for what is common. Han are weighed by a
//! table made from a dictionary (`frequency/build.py`; jieba's `dict.txt`, MIT License, © 2013 Sun Junyi, with OpenCC, Apache
//! License 2.0), kana and hangul by short lists of the commonest, everything else by its block. The figures for blocks are
//! judgements, tuned on Chinese, Japanese and Korean files of known encoding; only their order matters much.
//! ASCII costs the same in every language, so that the Latin share of a text does not speak for any of them.

use super::script;
use std::sync::OnceLock;

/// A language, as far as its characters tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    /// Chinese in simplified characters.
    Hans,
    /// Chinese in traditional characters.
    Hant,
    /// Japanese.
    Japanese,
    /// Korean.
    Korean,
    /// A western language in Latin letters.
    Latin,
}

/// Information of each of U+4E00–U+9FFF in twelfths of a nat: simplified, traditional, Japanese; 255 where never seen.
static HAN: &[u8] = include_bytes!("frequency/han.bin");

/// Information beyond which rarity says no more: names and old books have rare characters too.
const RARE: f32 = 14.0;
/// A character that does not belong into running text.
pub const STRANGE: f32 = 16.0;

/// The commonest hiragana, about nine tenths of those in running text.
const HIRAGANA: &str = "のにはたをがでてとしれさいるなかっらもうりこすまくきだよあけそえ";
/// The commonest hangul syllables, about six tenths of those in running text.
const HANGUL: &str = "이다는의에가을하고를은로기도지한서사인자어나리시그일대아들수있것해보라여정제부주만으게면전구성동지할장니과안\
     와상스원조공국년러습적생오관신문중세마요화유위소거물비경던려우산치선음없발연방무실회각모터계학개된됩까속바남때말내교외트";

impl Language {
    /// Every language, in the order of [`all`].
    pub const ALL: [Language; 5] = [Language::Hans, Language::Hant, Language::Japanese, Language::Korean, Language::Latin];

    /// Information of a character in running text of this language, in nats.
    pub fn information(self, c: char) -> f32 {
        use Language::{Japanese, Korean, Latin};
        let east = !matches!(self, Korean | Latin);
        let choose = |test: bool, yes: f32, no: f32| if test { yes } else { no };
        match c {
            '\t' | '\n' | '\r' | ' ' | '0'..='9' | 'A'..='Z' | 'a'..='z' => 4.5,
            '!'..='~' => 5.5,
            '\u{0}' => STRANGE,
            '\u{1}'..='\u{9f}' => 14.0,
            '\u{4e00}'..='\u{9fff}' => self.han(c),
            '\u{3041}'..='\u{3096}' => choose(self == Japanese, choose(HIRAGANA.contains(c), 3.6, 6.0), 12.0),
            '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30fe}' => choose(self == Japanese, 5.6, 12.0),
            '\u{ff66}'..='\u{ff9f}' => choose(self == Japanese, 7.0, 13.0),
            '\u{ac00}'..='\u{d7a3}' => match self {
                Korean if HANGUL.contains(c) => 4.6,
                Korean => choose(is_ks(c), 8.5, 13.0),
                _ => 14.0,
            },
            '\u{3131}'..='\u{318e}' => choose(self == Korean, 9.0, 14.0),
            '\u{3000}'..='\u{3002}' | '，' => choose(east, 3.8, 9.0),
            '“' | '”' | '‘' | '’' | '…' | '—' | '·' => choose(self == Latin, 7.0, 5.8),
            '：' | '；' | '！' | '？' | '《' | '》' | '（' | '）' | '「' | '」' => choose(east, 5.5, 9.0),
            '０'..='９' | '％' | '\u{3003}'..='\u{3015}' | '・' => choose(east, 7.5, 10.0),
            '\u{c0}'..='\u{ff}' => choose(self == Latin, 5.5, 12.0),
            '\u{a0}'..='\u{bf}' | '–' | '€' | '™' | '•' => choose(self == Latin, 7.5, 11.0),
            '\u{100}'..='\u{17f}' => choose(self == Latin, 8.0, 12.0),
            '\u{3016}'..='\u{303f}' | '\u{ff01}'..='\u{ff65}' | '\u{2460}'..='\u{2473}' | '\u{2160}'..='\u{216b}' => {
                choose(self == Latin, 13.0, 9.5)
            }
            '\u{25a0}'..='\u{266f}' | '※' | '→' | '─' | '℃' => choose(self == Latin, 13.0, 9.5),
            '\u{370}'..='\u{4ff}' | '\u{2010}'..='\u{2bff}' | '\u{3100}'..='\u{312f}' | '\u{3200}'..='\u{33ff}' => 12.5,
            '\u{3400}'..='\u{4dbf}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2ffff}' => 15.0,
            _ => STRANGE,
        }
    }

    fn han(self, c: char) -> f32 {
        let at = (c as usize).saturating_sub(0x4e00) * 3;
        let seen = |column: usize, share: f32| match HAN.get(at + column) {
            Some(&value) if value < 255 => (f32::from(value) / 12.0 + share).min(RARE),
            _ => RARE + 1.0,
        };
        match self {
            Language::Hans => seen(0, 0.3),
            Language::Hant => seen(1, 0.3),
            // Old and all-Han Japanese texts hold forms of both other columns.
            Language::Japanese => seen(2, 1.0).min(seen(1, 2.0)).min(seen(0, 2.5)),
            Language::Korean => seen(1, 4.0),
            Language::Latin => STRANGE,
        }
    }
}

/// Whether a syllable is one of the 2350 of KS X 1001, which running text hardly ever leaves.
fn is_ks(c: char) -> bool {
    static SET: OnceLock<Vec<char>> = OnceLock::new();
    let set = SET.get_or_init(|| {
        let codes: Vec<u8> = (0xb0..=0xc8).flat_map(|row| (0xa1..=0xfe).flat_map(move |cell| [row, cell])).collect();
        let mut set: Vec<char> = encoding_rs::EUC_KR.decode_without_bom_handling(&codes).0.chars().collect();
        set.sort_unstable();
        set
    });
    set.binary_search(&c).is_ok()
}

/// Information of a text in each language of [`Language::ALL`], in nats.
pub fn all(text: &str) -> [f32; 5] {
    let mut sums = [0.0; 5];
    let mut before = ' ';
    for c in text.chars() {
        for (sum, language) in sums.iter_mut().zip(Language::ALL) {
            *sum += language.information(c);
        }
        // Western words hardly ever have two accented letters or symbols in a row.
        if !c.is_ascii() && !before.is_ascii() && !script::is_cjk(c) {
            sums[4] += 4.0;
        }
        before = c;
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Language) {
        let sums = all(text);
        let best = Language::ALL.into_iter().zip(sums).min_by(|a, b| a.1.total_cmp(&b.1)).map(|(language, _)| language);
        assert_eq!(best, Some(expected), "{text}: {sums:?}");
    }

    #[test]
    fn each_language_is_expected_in_its_own_text() {
        check("会议听取了这项工作的进展情况。", Language::Hans);
        check("會議聽取了這項工作的進展情況。", Language::Hant);
        check("会議では作業の進み具合が報告された。", Language::Japanese);
        check("회의에서 작업의 진행 상황을 보고하였다.", Language::Korean);
        check("Après la réunion, le café était déjà fermé.", Language::Latin);
    }

    #[test]
    fn the_table_covers_its_range() {
        assert_eq!(HAN.len(), (0xa000 - 0x4e00) * 3);
    }
}
