//! Jumps: which part of an article goes on in which other part (NP-8).
//!
//! A part that ends in 下转 and one that begins with 上接 belong together only where page, headline and sentence agree, as far
//! as each of them is known, and where no other part fits as well. Whoever has found the parts (on pages, or among lines of
//! text) asks here; what has no partner is theirs to keep.

use super::clreq::{is_close, is_sentence_end};
use super::natural;
use super::patterns::{NP_JUMP_FROM, NP_JUMP_TO, lead_end};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// What a jump line says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Jump {
    /// Whether it leads on (下转), or comes from elsewhere (上接).
    pub leads: bool,
    /// The pages that it names, as [`folio`] writes them.
    pub pages: Vec<String>,
    /// What it says of the article's headline; often nothing.
    pub hint: String,
    /// The sign that it shares with its other half, where several jumps lead to one page: `①`, `A`, `★`; often nothing.
    pub sign: String,
}

impl Jump {
    /// Reads a jump line.
    pub fn of(line: &str) -> Option<Jump> {
        let leads = NP_JUMP_TO.captures(line).filter(|found| !found[0].contains("上接"));
        let (leads, found) = match leads {
            Some(found) => (true, found),
            None => (false, NP_JUMP_FROM.captures(line)?),
        };
        let pages = ["n", "m"].iter().filter_map(|name| found.name(name)).map(|page| folio(page.as_str())).collect();
        // Outside brackets the text itself may follow.
        let hint = if line.trim_start().starts_with(['（', '(', '【', '［', '[']) { &found["h"] } else { "" };
        let sign: String = hint.chars().filter(|c| !c.is_whitespace()).collect();
        let (hint, sign) = if is_sign(&sign) { (String::new(), sign) } else { (squeezed(hint), String::new()) };
        Some(Jump { leads, pages, hint, sign })
    }
}

/// A part of an article, seen from its jump.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// The pages on which it stands; the first is the nearest to the jump. Empty where nobody knows.
    pub pages: Vec<String>,
    /// What its jump line says.
    pub jump: Jump,
    /// Its headline, or the fragment of one that stands over it; [`squeezed`].
    pub title: String,
    /// The paragraph at the jump.
    pub words: String,
    /// Whether that paragraph begins with an indent; where the source shows that.
    pub indented: Option<bool>,
}

/// Two parts of one article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The part that ends in 下转.
    pub from: usize,
    /// The part that begins with 上接.
    pub to: usize,
    /// What agreed.
    pub evidence: String,
}

/// Partners that a part is compared with, at most: the nearest behind it. No issue has as many jumps to one page; a file in which
/// a thousand issues stand has more.
const NEAR: usize = 64;

/// Two parts that agree: which, how well, and in what.
type Agreed = (usize, usize, i32, String);

/// Pairs parts. `may_follow` says whether the second may go on the first at all: those that may stand behind those that may not.
/// `ordered` says that parts stand in the order of their pages: then several that nothing else tells apart follow one another as
/// they stand.
pub fn pair(from: &[Part], to: &[Part], ordered: bool, may_follow: impl Fn(usize, usize) -> bool) -> Vec<Pair> {
    // Only a part on a page that the jump names can agree, or one whose page nobody knows.
    let mut pages: BTreeMap<Option<&String>, Vec<usize>> = BTreeMap::new();
    for (b, part) in to.iter().enumerate() {
        let unknown = part.pages.is_empty().then_some(None);
        for page in part.pages.iter().map(Some).chain(unknown).collect::<BTreeSet<_>>() {
            pages.entry(page).or_default().push(b);
        }
    }
    let mut agreed: Vec<Agreed> = Vec::new();
    for (a, left) in from.iter().enumerate() {
        let named: BTreeSet<Option<&String>> = left.jump.pages.iter().map(Some).chain([None]).collect();
        let near = named.iter().filter_map(|page| pages.get(page)).flat_map(|on| {
            let first = on.partition_point(|&b| !may_follow(a, b));
            on[first..].iter().take(NEAR).copied()
        });
        for b in near.collect::<BTreeSet<usize>>().into_iter().take(NEAR) {
            agreed.extend(agreement(left, &to[b]).map(|(points, evidence)| (a, b, points, evidence)));
        }
    }
    let mut pairs = settled(&mut agreed);
    if ordered {
        in_order(from, to, &agreed, &mut pairs);
    }
    pairs.sort_by_key(|pair| (pair.from, pair.to));
    pairs
}

/// Takes out the pairs that agree better than any other of either part. What is settled makes room: a part may be the only one
/// that is left.
fn settled(agreed: &mut Vec<Agreed>) -> Vec<Pair> {
    // The rows of each part, the best first.
    type Rows = BTreeMap<usize, BTreeSet<(Reverse<i32>, usize)>>;
    let (mut lefts, mut rights) = (Rows::new(), Rows::new());
    for (row, &(a, b, points, _)) in agreed.iter().enumerate() {
        lefts.entry(a).or_default().insert((Reverse(points), row));
        rights.entry(b).or_default().insert((Reverse(points), row));
    }
    let best = |rows: &Rows, at: usize| {
        let mut known = rows.get(&at)?.iter();
        let first = known.next()?;
        known.next().is_none_or(|next| next.0 != first.0).then_some(first.1)
    };
    let mut waiting: Vec<usize> = (0..agreed.len()).rev().collect();
    let mut gone = vec![false; agreed.len()];
    let mut taken = Vec::new();
    while let Some(row) = waiting.pop() {
        let (a, b, ..) = agreed[row];
        if gone[row] || best(&lefts, a) != Some(row) || best(&rights, b) != Some(row) {
            continue;
        }
        taken.push(row);
        for (_, own) in lefts.remove(&a).into_iter().chain(rights.remove(&b)).flatten() {
            if std::mem::replace(&mut gone[own], true) {
                continue;
            }
            let (x, y, points, _) = agreed[own];
            for (rows, at) in [(&mut lefts, x), (&mut rights, y)] {
                rows.get_mut(&at).map(|rows| rows.remove(&(Reverse(points), own)));
                // Another may be the best now.
                waiting.extend(best(rows, at));
            }
        }
    }
    taken.sort_unstable();
    let mut taken = taken.into_iter().peekable();
    let mut pairs = Vec::new();
    for (row, one) in std::mem::take(agreed).into_iter().enumerate() {
        if taken.next_if_eq(&row).is_some() {
            pairs.push(Pair { from: one.0, to: one.1, evidence: one.3 });
        } else if !gone[row] {
            agreed.push(one);
        }
    }
    pairs
}

/// Pairs what nothing tells apart but the pages of both, where there are as many on one side as on the other.
fn in_order(from: &[Part], to: &[Part], agreed: &[Agreed], pairs: &mut Vec<Pair>) {
    let place = |row: &Agreed| (from[row.0].pages.first(), to[row.1].pages.first());
    let mut by_place: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    let mut by_left: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, row) in agreed.iter().enumerate() {
        by_place.entry(place(row)).or_default().push(at);
        by_left.entry(row.0).or_default().push(at);
    }
    let mut gone = vec![false; agreed.len()];
    for (at, row) in agreed.iter().enumerate() {
        if gone[at] {
            continue;
        }
        let own = by_left.remove(&row.0).into_iter().chain(by_place.remove(&place(row)));
        let group: BTreeSet<(usize, usize)> = (own.flatten())
            .filter(|&at| !std::mem::replace(&mut gone[at], true))
            .map(|at| (agreed[at].0, agreed[at].1))
            .collect();
        let left: BTreeSet<usize> = group.iter().map(|row| row.0).collect();
        let right: BTreeSet<usize> = group.iter().map(|row| row.1).collect();
        if left.len() == right.len() && left.iter().zip(&right).all(|(&a, &b)| group.contains(&(a, b))) {
            let evidence = format!("pages agree, {} parts in the order of both pages", left.len());
            pairs.extend(left.into_iter().zip(right).map(|(from, to)| Pair { from, to, evidence: evidence.clone() }));
        }
    }
}

/// How well two parts agree, and in what; `None` where anything speaks against them, or too little for them.
fn agreement(left: &Part, right: &Part) -> Option<(i32, String)> {
    let names = |jump: &Jump, part: &Part| {
        let nearest = part.pages.first().map(|page| jump.pages.contains(page));
        let any = part.pages.iter().any(|page| jump.pages.contains(page));
        nearest.map(|nearest| if nearest { 8 } else { 5 * i32::from(any) })
    };
    let (leads, comes) = (names(&left.jump, right), names(&right.jump, left));
    if leads == Some(0) || comes == Some(0) {
        return None;
    }
    let mut said: Vec<&str> = Vec::new();
    let known = usize::from(leads.is_some()) + usize::from(comes.is_some());
    said.extend(["", "one page agrees", "both pages agree"].get(known).filter(|_| known > 0));
    let mut points = leads.unwrap_or(0) + comes.unwrap_or(0);

    let mut named = false;
    if !left.jump.sign.is_empty() && !right.jump.sign.is_empty() {
        if left.jump.sign != right.jump.sign {
            return None;
        }
        said.push("both have one sign");
        (named, points) = (true, points + 6);
    }
    for (fragment, whole, words) in [
        (&right.title, &left.title, "the headline stands again"),
        (&right.jump.hint, &left.title, "the jump names the headline"),
        (&left.jump.hint, &right.title, "the jump names the headline"),
    ] {
        if fragment.is_empty() || whole.is_empty() {
            continue;
        }
        if !is_alike(fragment, whole) {
            return None;
        }
        if !said.contains(&words) {
            said.push(words);
        }
        (named, points) = (true, points + 6);
    }

    let cut = is_cut(&left.words);
    let opens = opens_text(&right.words);
    let fits = match (cut, right.indented) {
        (Some(true), _) if opens => false,
        (Some(true), Some(true)) => false,
        (Some(false), _) if goes_on(&right.words) => false,
        _ => true,
    };
    let seam = match (cut, right.indented) {
        _ if !fits => 0,
        (Some(true), Some(false)) | (Some(false), Some(true)) => 3,
        (Some(true), None) => 2,
        (Some(false), None) if opens => 2,
        _ => 1,
    };
    if !fits && !named {
        return None;
    }
    said.extend(match (fits, cut) {
        (true, Some(true)) => Some("the sentence goes on"),
        (true, Some(false)) => Some("a paragraph ends"),
        _ => None,
    });
    // One page that agrees says little where nobody knows the other, and the sentence might end anywhere.
    let enough = named && known > 0 || known == 2 || named && seam > 0 || known == 1 && seam >= 2 && cut == Some(true);
    enough.then(|| (points + seam, said.join(", ")))
}

/// Whether a text is the sign of a jump: a letter, a figure, an ornament, twice at most.
fn is_sign(text: &str) -> bool {
    let sign = |c: char| {
        c.is_ascii_alphanumeric()
            || matches!(c, '①'..='⑳' | '㈠'..='㈩' | '★' | '☆' | '●' | '○' | '◎' | '▲' | '△' | '▼' | '▽' | '■' | '□' | '◆' | '◇' | '※')
            || "一二三四五六七八九十甲乙丙丁".contains(c)
    };
    (1..=2).contains(&text.chars().count()) && text.chars().all(sign)
}

/// Whether one headline is a fragment of the other, or has most pairs of characters of the shorter in common with it.
fn is_alike(a: &str, b: &str) -> bool {
    /// So many of ten pairs.
    const SHARE: usize = 6;
    if a.contains(b) || b.contains(a) {
        return true;
    }
    let pairs = |text: &str| -> BTreeSet<(char, char)> { text.chars().zip(text.chars().skip(1)).collect() };
    let (a, b) = (pairs(a), pairs(b));
    let shorter = a.len().min(b.len());
    shorter >= 3 && a.intersection(&b).count() * 10 >= shorter * SHARE
}

/// Whether a text breaks off in a sentence; `None` where its end does not say.
pub fn is_cut(text: &str) -> Option<bool> {
    let text = text.trim_end();
    let bare = text.trim_end_matches(|c| is_close(c) || matches!(c, '"' | '\'' | ')' | ']'));
    let last = bare.chars().next_back()?;
    if is_sentence_end(last) || last == '.' {
        return Some(false);
    }
    if bare.len() < text.len() || matches!(last, '：' | ':') { None } else { Some(true) }
}

/// Whether a text begins as only a paragraph does.
fn opens_text(text: &str) -> bool {
    lead_end(text).is_some() || text.starts_with(['□', '■', '◎', '●', '▲', '①'])
}

/// Whether no paragraph begins so.
fn goes_on(text: &str) -> bool {
    text.chars().next().is_some_and(|c| is_close(c) || matches!(c, '，' | '。' | '；' | '：' | '、' | '！' | '？' | ',' | ';'))
}

/// Words without white space and quotation marks, so that headlines can be compared.
pub fn squeezed(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A folio in one form: `02` and `二` are `2`.
pub fn folio(text: &str) -> String {
    let text = text.trim();
    let fold = |c: char| c.to_digit(10).or_else(|| u32::from(c).checked_sub(0xff10).filter(|&d| d < 10));
    let digits: String = text.chars().filter_map(fold).map(|d| char::from(b'0' + d as u8)).collect();
    if !digits.is_empty() {
        let letter: String = text.chars().take_while(char::is_ascii_uppercase).collect();
        let number = digits.trim_start_matches('0');
        return letter + if number.is_empty() { "0" } else { number };
    }
    natural::value(text).map_or_else(|| text.to_owned(), |value| value.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folios_have_one_form() {
        for (text, expected) in
            [("02", "2"), ("二", "2"), ("十二", "12"), ("A4", "A4"), ("二十", "20"), ("０3", "3"), ("甲", "甲")]
        {
            assert_eq!(folio(text), expected, "{text}");
        }
    }

    #[test]
    fn jump_lines_say_where_and_what() {
        let check = |line: &str, leads: bool, pages: &[&str], hint: &str| {
            let pages = pages.iter().map(|&page| page.to_owned()).collect();
            assert_eq!(Jump::of(line), Some(Jump { leads, pages, hint: hint.into(), sign: String::new() }), "{line}");
        };
        check("（下转第三版）", true, &["3"], "");
        check("（上接01版）", false, &["1"], "");
        check("（上接第一版《老渡口》）", false, &["1"], "老渡口");
        check("下转A4版 ►", true, &["A4"], "");
        check("（下转第二、三版）", true, &["2", "3"], "");
        assert_eq!(Jump::of("他转身走了"), None);
        let sign = |line: &str| Jump::of(line).expect("a jump line").sign;
        assert_eq!(["（下转2版①）", "（上接第一版 B）", "（下转第二版★）"].map(sign), ["①", "B", "★"]);
    }

    /// A part as `page|jump line|title|words`; an indent as `>` before the words, none as `<`.
    fn part(said: &str) -> Part {
        let fields: Vec<&str> = said.split('|').collect();
        let words = fields[3].trim_start_matches(['<', '>']);
        Part {
            pages: fields[0].split(' ').filter(|page| !page.is_empty()).map(str::to_owned).collect(),
            jump: Jump::of(fields[1]).expect("a jump line"),
            title: squeezed(fields[2]),
            words: words.to_owned(),
            indented: if words.len() == fields[3].len() { None } else { Some(fields[3].starts_with('>')) },
        }
    }

    fn check(from: &[&str], to: &[&str], expected: &[(usize, usize)]) {
        check_in(false, from, to, expected);
    }

    fn check_in(ordered: bool, from: &[&str], to: &[&str], expected: &[(usize, usize)]) {
        let parts = |all: &[&str]| -> Vec<Part> { all.iter().map(|said| part(said)).collect() };
        let found = pair(&parts(from), &parts(to), ordered, |_, _| true);
        assert_eq!(found.iter().map(|pair| (pair.from, pair.to)).collect::<Vec<_>>(), expected, "{found:?}");
    }

    #[test]
    fn what_agrees_is_paired() {
        check(&["1|（下转第三版）|渡口开了夜班船|船上坐着"], &["3|（上接第一版）||二十几个人。"], &[(0, 0)]);
        check(&["1|（下转03版）|渡口开了夜班船|船开了。"], &["3|（上接01版）|夜班船|第二天，人更多。"], &[(0, 0)]);
        // Two to one page: headlines, or sentences, tell them apart.
        let two = ["1|（下转2版）|渡口开了夜班船|船上坐着", "1|（下转2版）|石桥村修好旧桥|桥修好了。"];
        check(&two, &["2|（上接1版）|石桥村|>村民说好。", "2|（上接1版）||<二十几个人。"], &[(0, 1), (1, 0)]);
        check(&two, &["2|（上接1版）||>村民说好。", "2|（上接1版）||<二十几个人。"], &[(0, 1), (1, 0)]);
        // Signs do, whatever the order.
        let signed = ["1|（下转2版①）|渡口|船上坐着", "1|（下转2版②）|石桥|桥上走着"];
        check(&signed, &["2|（上接1版②）||许多人。", "2|（上接1版①）||几个人。"], &[(0, 1), (1, 0)]);
        // A part that jumps on names the page before it, or the first.
        check(&["2 1|（下转3版）|渡口|船上"], &["3|（上接1版）||坐满了人。"], &[(0, 0)]);
        check(&["|（下转2版）|渡口开了夜班船|船上"], &["|（上接1版）|夜班船|坐满了人。"], &[(0, 0)]);
        check(&["A1|（下转A3版）|渡口|船上"], &["A3|（上接A1版）||坐满。", "3|（上接1版）||坐满。"], &[(0, 0)]);
    }

    #[test]
    fn what_nearly_agrees_stays() {
        let from = "1|（下转第三版）|渡口开了夜班船|船上坐着";
        check(&[from], &["3|（上接第二版）||二十几个人。"], &[]); // another page
        check(&[from], &["4|（上接第一版）||二十几个人。"], &[]);
        check(&[from], &["3|（上接第一版）|石桥村修好旧桥|二十几个人。"], &[]); // another headline
        check(&[from], &["3|（上接第一版《石桥村修桥》）||二十几个人。"], &[]);
        check(&[from], &["3|（上接第一版）||>二十几个人。"], &[]); // another sentence
        check(&[from], &["3|（上接第一版）||本报讯 昨日，桥通了。"], &[]);
        check(&["1|（下转3版）|渡口|船开了。"], &["3|（上接1版）||，人都笑了。"], &[]);
        check(&["|（下转2版）||船开了。"], &["|（上接1版）||人都笑了。"], &[]); // nobody knows a page
        check(&["1|（下转A3版）|渡口|船上"], &["3|（上接1版）||坐满了人。"], &[]); // another section
        // Two that nothing tells apart, and one partner, or two.
        let two = ["1|（下转2版）|渡口|船上坐着", "1|（下转2版）|石桥|桥上走着"];
        check(&two, &["2|（上接1版）||许多人。"], &[]);
        check(&two, &["2|（上接1版）||许多人。", "2|（上接1版）||几个人。"], &[]);
        check_in(true, &two, &["2|（上接1版）||许多人。", "2|（上接1版）||几个人。"], &[(0, 0), (1, 1)]);
        check_in(true, &two, &["2|（上接1版）||许多人。"], &[]);
    }
}
