//! The front of a book: its title and its writer, in the forms in which texts state them (`书名：渡口记`, `《渡口记》　江湾居士著`,
//! `渡口记（清）江湾居士撰`, `渡口记 作者：江湾居士`).
//!
//! Only what a line says is read here; the text keeps its words, and what becomes a heading is the question of [`roles`](super::roles).

use super::{bylines, forms};
use crate::text::script::is_han;

/// What one line at the front says.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Front {
    /// The title, without the marks round it.
    pub title: Option<String>,
    /// Who wrote it.
    pub writers: Vec<String>,
}

/// The longest line that is read, and the longest title, in characters.
const LONGEST: usize = 60;
const TITLE: usize = 40;

/// Words before a title or a name, with a colon or a wide space behind them.
const TITLES: [&str; 9] = ["书名", "書名", "题名", "題名", "篇名", "小说名", "小說名", "作品名", "Title"];
const WRITERS: [&str; 11] =
    ["作者", "原作者", "著者", "原著", "作者名", "作者姓名", "撰文", "笔者", "Author", "author", "AUTHOR"];

/// What a line says of the book: its title, its writers, or both; nothing where it has none of the forms.
pub fn read(line: &str) -> Front {
    let text = undecorated(line);
    if text.is_empty() || !forms::is_within(text, LONGEST) || forms::is_sentence(text) {
        return Front::default();
    }
    let only = |writers: Vec<String>| Front { title: None, writers };
    if let Some(title) = labelled(text, &TITLES) {
        let inner = read(title);
        return if inner.title.is_some() { inner } else { Front { title: named(title), writers: Vec::new() } };
    }
    if let Some(name) = labelled(text, &WRITERS) {
        return only(writers(name));
    }
    if let Some((title, name)) = parted(text) {
        let (title, writers) = (named(title), writers(name));
        return if writers.is_empty() { Front::default() } else { Front { title, writers } };
    }
    Front::default()
}

/// A title as a reader calls it: without the marks round it, and without what the file says of itself (`（全本）`, `TXT`).
pub fn named(text: &str) -> Option<String> {
    const SAYS: [&str; 20] = [
        "全本",
        "完本",
        "全文",
        "完结",
        "完結",
        "已完结",
        "精校版",
        "校对版",
        "校對版",
        "精校",
        "全集",
        "未删节",
        "实体版",
        "出版书",
        "txt",
        "TXT",
        ".txt",
        ".TXT",
        "全文完",
        "完",
    ];
    let mut text = undecorated(text);
    loop {
        let inner = [('（', '）'), ('(', ')'), ('【', '】'), ('[', ']'), ('［', '］')]
            .into_iter()
            .find_map(|(open, close)| text.strip_suffix(close).and_then(|rest| rest.rsplit_once(open)));
        let bare = match inner {
            Some((rest, said)) => SAYS.contains(&said.trim()).then_some(rest),
            // Two characters of a title may be such a word; of a file, they stand apart or behind the mark of the title.
            None => SAYS.iter().find_map(|word| {
                let rest = text.strip_suffix(word)?;
                (rest.ends_with(['》', ' ', '\u{3000}']) || word.starts_with('.')).then_some(rest)
            }),
        };
        match bare.map(undecorated).filter(|bare| !bare.is_empty()) {
            Some(bare) => text = bare,
            None => break,
        }
    }
    let title = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!title.is_empty() && forms::is_within(&title, TITLE) && title.contains(char::is_alphanumeric)).then_some(title)
}

/// Without ornaments at its ends, and without one pair of marks that stands round all of it. A mark that words have as well (`C#`, `A*`) is one
/// where it stands at both ends or several times, and a star behind Han leads to a note.
fn undecorated(text: &str) -> &str {
    const SIGNS: &str = "☆★◆◇●○※■□▲△＊◎♢♦＝～＃｜";
    const MARKS: [char; 7] = ['*', '=', '~', '_', '#', '|', '-'];
    let sign = |c: char| c.is_whitespace() || SIGNS.contains(c) || matches!(c, '\u{2500}'..='\u{257f}');
    let mut text = text.trim_matches(sign);
    for mark in MARKS {
        let inner = text.trim_matches(mark);
        let (before, after) =
            (text.len() - text.trim_start_matches(mark).len(), text.len() - text.trim_end_matches(mark).len());
        let note = mark == '*' && after == 1 && text.trim_end_matches(mark).ends_with(is_han);
        if before > 0 && after > 0 || before > 1 || after > 1 {
            text = inner.trim_matches(sign);
        } else if note {
            text = text.trim_end_matches(mark);
        }
    }
    let pair = [('《', '》'), ('【', '】'), ('〖', '〗'), ('『', '』'), ('「', '」'), ('〈', '〉'), ('［', '］'), ('[', ']')]
        .into_iter()
        .find_map(|(open, close)| text.strip_prefix(open)?.strip_suffix(close).filter(|inner| !inner.contains([open, close])));
    pair.map_or(text, str::trim)
}

/// What stands behind one of these words and its colon or its space.
fn labelled<'a>(text: &'a str, labels: &[&str]) -> Option<&'a str> {
    // `作 者：`
    let (label, value) = match text.split_once(['：', ':']) {
        Some(pair) => pair,
        None => text.split_once([' ', '\u{3000}', '\t'])?,
    };
    let bare = forms::unspaced(label);
    let value = value.trim();
    (labels.contains(&bare.as_str()) && !value.is_empty()).then_some(value)
}

/// A title and a name on one line, or a name with what its bearer did.
fn parted(text: &str) -> Option<(&str, &str)> {
    // `渡口记（全本） 作者：江湾居士`
    if let Some((at, _)) =
        text.match_indices("作者").find(|&(at, _)| text[..at].ends_with([' ', '\u{3000}', '》', '）', ')', '】', '/', '／']))
    {
        return labelled(&text[at..], &WRITERS).map(|name| (text[..at].trim_end_matches(['/', '／']), name));
    }
    // `《渡口记》/江湾居士`
    if let Some((_, rest)) = text.strip_prefix('《').and_then(|rest| rest.split_once('》')) {
        let title = &text[..text.len() - rest.len()];
        let name = rest.trim_start_matches([' ', '\u{3000}', '/', '／', '-', '—', '·']);
        let signed = has_done(text).is_some() || name.len() < rest.len() && forms::is_name(name) && name.chars().count() <= 3;
        return (signed && !writers(name).is_empty()).then_some((title, name));
    }
    // `渡口记 by 林见川`
    for joint in ["by", "BY", "By"] {
        if let Some((title, name)) = text.split_once(joint)
            && !title.trim_end().ends_with(|c: char| c.is_ascii_alphanumeric())
            && !title.trim().is_empty()
            && (name.starts_with([' ', '\u{3000}', ':', '：']) || name.starts_with(is_han))
        {
            return Some((title, name.trim_start_matches([':', '：'])));
        }
    }
    if let Some(name) = has_done(text) {
        // `渡口记（清）江湾居士著`: the dynasty parts the two.
        let dynasty = name.char_indices().find(|&(at, _)| at > 0 && era(&name[at..]).is_some()).map(|(at, _)| at);
        let space = || {
            let at = name.rfind([' ', '\u{3000}'])?;
            // `[美]　江湾居士　著`
            (era(name).is_none_or(|rest| !rest.trim().is_empty()) && undecorated(&name[..at]).chars().count() > 1).then_some(at)
        };
        // `林见川　江渡　著`
        let people = || forms::clauses(name).iter().all(|word| word.chars().count() <= 3 && forms::is_name(word));
        return match dynasty.or_else(space) {
            Some(at) if era(&name[..at]).is_none() && !people() => Some((&name[..at], &name[at..])),
            _ => Some(("", name)),
        };
    }
    if era(text).is_some_and(|name| is_person(name.trim())) {
        return Some(("", text));
    }
    // `渡口记 - 林见川`
    let (title, name) = text.split_once(" - ")?;
    let name = name.trim();
    (forms::is_name(name) && name.chars().count() == 3).then_some((title, name))
}

/// What stands before `著`, `撰`, `编译` at the end of a text.
fn done(text: &str) -> Option<&str> {
    const DONE: [&str; 14] =
        ["原著", "编著", "編著", "合著", "主编", "主編", "编撰", "編撰", "著", "撰", "编", "編", "作", "原作"];
    DONE.iter().find_map(|word| text.strip_suffix(word))
}

/// The name before such a word, where it is one.
fn has_done(text: &str) -> Option<&str> {
    let name = done(text)?;
    let bare = name.trim_end();
    // `杰作` is a word: what was done stands apart, or behind a person.
    let last = bare.rsplit([' ', '\u{3000}', '）', ')', ']', '］', '〕', '》', '·']).next().unwrap_or(bare).trim();
    let apart = bare.len() < name.len() && is_person(last);
    // `江湾的工作`, `渡口选编`
    let plain = !text.ends_with(['作', '编', '編']) && last.chars().count() == 3 && forms::is_name(last);
    (apart || bare.len() > last.len() && is_person(last) || plain).then_some(bare)
}

/// Whether a word may be a person: ideographs, with points inside where the name is foreign.
fn is_person(name: &str) -> bool {
    let solid = forms::unspaced(name);
    (2..=16).contains(&solid.chars().count())
        && solid.chars().all(|c| is_han(c) || matches!(c, '·' | '・' | '•' | '.' | '．') || c.is_ascii_alphabetic())
        && (solid.chars().count() <= 5 || solid.contains(['·', '・', '•', '.']))
}

/// Whether a line is a poet with his dynasty or his country, and nothing else: `〔唐〕江湾居士`.
pub fn is_poet(text: &str) -> bool {
    let text = text.trim();
    text.len() <= 48 && era(text).is_some_and(|name| (2..=5).contains(&forms::length(name)) && is_person(name.trim()))
}

/// Whether a line is the name of a dynasty, and nothing else.
pub fn is_dynasty(text: &str) -> bool {
    let text = text.trim();
    let bare = text.strip_suffix(['代', '朝']).unwrap_or(text);
    text.len() <= 12 && DYNASTIES.contains(&bare)
}

/// Dynasties, as writers have them before their names.
const DYNASTIES: [&str; 28] = [
    "先秦",
    "秦",
    "汉",
    "漢",
    "西汉",
    "东汉",
    "三国",
    "晋",
    "西晋",
    "东晋",
    "南朝",
    "北朝",
    "南朝宋",
    "梁",
    "隋",
    "唐",
    "五代",
    "宋",
    "北宋",
    "南宋",
    "辽",
    "金",
    "元",
    "明",
    "清",
    "近代",
    "民国",
    "民國",
];

/// What stands behind the dynasty or the country of a writer: `（清）`, `[美]`, `〔明〕`, `清·`.
fn era(text: &str) -> Option<&str> {
    const MORE: [&str; 18] = [
        "美",
        "英",
        "法",
        "德",
        "俄",
        "日",
        "意",
        "意大利",
        "苏",
        "苏联",
        "奥地利",
        "奥",
        "加",
        "韩",
        "印度",
        "西班牙",
        "哥伦比亚",
        "捷克",
    ];
    let text = text.trim_start();
    let (inner, rest) =
        text.strip_prefix(['（', '(', '[', '［', '〔', '【'])?.split_once(['）', ')', ']', '］', '〕', '】'])?;
    let bare = inner.trim().trim_end_matches(['国', '國']);
    (DYNASTIES.contains(&bare) || MORE.contains(&bare)).then_some(rest)
}

/// The names in a text, without what they did and where they lived.
pub fn writers(text: &str) -> Vec<String> {
    // `林见川 来源：江湾网`: the next field is none of the names.
    let next = text.find(['：', ':']).map(|colon| text[..colon].rfind([' ', '\u{3000}', '\t']).unwrap_or(0));
    let text = undecorated(&text[..next.unwrap_or(text.len())]);
    let text = era(text).unwrap_or(text);
    // `清·江湾居士`, `明。林见川`
    let text = ['·', '。', '•']
        .iter()
        .find_map(|&mark| text.split_once(mark).filter(|(era, _)| ["唐", "宋", "元", "明", "清"].contains(era)))
        .map_or(text, |(_, name)| name);
    let text = done(text).filter(|name| name.ends_with(char::is_whitespace) || is_person(name)).unwrap_or(text).trim();
    let end = text.find(['（', '(', '【', '，', ',', '；', ';', '\t']).filter(|&at| at > 0).unwrap_or(text.len());
    let text = &text[..end];
    let pieces: Vec<&str> = text.split(['、', '/', '／', '&', '＆']).map(str::trim).collect();
    let names = pieces.into_iter().flat_map(|piece| {
        let words = forms::clauses(piece);
        // `林　川` is one name, `林见川　江渡` are two.
        let letters = words.iter().all(|word| word.chars().count() == 1) || !piece.contains(is_han);
        if letters {
            vec![words.join(if piece.contains(is_han) { "" } else { " " })]
        } else {
            words.into_iter().map(str::to_owned).collect()
        }
    });
    names.filter(|name| name.chars().count() >= 2 && name.contains(char::is_alphabetic) && forms::is_within(name, 24)).collect()
}

/// Whether a line below a title signs it: a name alone.
pub fn may_sign(text: &str) -> bool {
    let text = undecorated(text);
    forms::is_name(text) || bylines::may_sign(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_name_the_book_and_its_writers() {
        for (line, title, writers) in [
            ("书名：渡口记", "渡口记", ""),
            ("書名：《渡口記》", "渡口記", ""),
            ("作者：江湾居士", "", "江湾居士"),
            ("作　者：林　川", "", "林川"),
            ("作者　林见川", "", "林见川"),
            ("☆作者：林见川☆", "", "林见川"),
            ("【作者：林见川】", "", "林见川"),
            ("《渡口记》 作者：江湾居士", "渡口记", "江湾居士"),
            ("渡口记（全本） 作者：江湾居士", "渡口记", "江湾居士"),
            ("渡口记作者：江湾居士", "", ""),
            ("《渡口记》/林见川", "渡口记", "林见川"),
            ("《渡口记》　江湾居士著", "渡口记", "江湾居士"),
            ("渡口记　江湾居士著", "渡口记", "江湾居士"),
            ("渡口记（清）江湾居士 著", "渡口记", "江湾居士"),
            ("[清]江湾居士 著", "", "江湾居士"),
            ("（清）江湾居士", "", "江湾居士"),
            ("[美]汤姆·格林 著", "", "汤姆·格林"),
            ("林见川 江渡 著", "", "林见川、江渡"),
            ("渡口记 by 林见川", "渡口记", "林见川"),
            ("渡口记by林见川", "渡口记", "林见川"),
            ("渡口记 - 林见川", "渡口记", "林见川"),
            ("Title: 渡口记", "渡口记", ""),
            ("Author: Tom Green", "", "Tom Green"),
            ("作者：清·江湾居士", "", "江湾居士"),
            ("渡口记", "", ""),
            ("林见川：渡口记", "", ""),
            ("渡口记——江南往事", "", ""),
            ("《渡口记》——谈石桥的诗", "", ""),
            ("《渡口记》高清注", "", ""),
            ("作者：林见川 来源：江湾网", "", "林见川"),
            ("一部杰作", "", ""),
            ("石木的杰作", "", ""),
            ("林见川著", "", "林见川"),
            ("他写的是渡口的名著", "", ""),
            ("作者在江湾住过三年。", "", ""),
            ("时间：三月四日", "", ""),
        ] {
            let front = read(line);
            assert_eq!(front.title.unwrap_or_default(), title, "{line}");
            assert_eq!(front.writers.join("、"), writers, "{line}");
        }
    }

    #[test]
    fn titles_are_called_by_their_names() {
        for (text, name) in [
            ("《渡口记》", "渡口记"),
            ("《渡口记》全集", "渡口记"),
            ("《渡口记》（全本）", "渡口记"),
            ("渡口记.txt", "渡口记"),
            ("【渡口记】", "渡口记"),
            ("渡口全集", "渡口全集"),
            ("学习C#", "学习C#"),
            ("#渡口#", "渡口"),
            ("渡口记*", "渡口记"),
            ("==渡口记==", "渡口记"),
            ("渡口记（上）", "渡口记（上）"),
            ("《渡口记》与《石桥记》", "《渡口记》与《石桥记》"),
            ("渡 口　记", "渡 口 记"),
        ] {
            assert_eq!(named(text).as_deref(), Some(name), "{text}");
        }
        assert_eq!(named("======"), None);
    }
}
