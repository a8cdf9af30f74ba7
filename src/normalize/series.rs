//! Series: headings that count with a word of their own (`秘诀一：不抢道`, `第十八世`, `第三课　渡口`), articles of contracts with their titles
//! (`第二条　租赁期限`), days of a diary (`9月5日　雨`), sections with decimal numbers (`2.1　系统要求`).
//!
//! One such line tells nothing; two that follow one another in their count, each without a stop and each over text, are headings.

use super::{forms, headlines, measure, nested, parts, roles};
use crate::model::{Block, EditLog, Kind, Reason, Rule, SpanKind};
use crate::text::script::is_han;
use std::collections::BTreeMap;

/// The longest heading of a series, in characters.
const LONGEST: usize = 30;
/// The longest title that may stand above one, in characters.
const TITLE: usize = 16;
/// The shortest paragraph below one that has no stop at its end, in characters.
const PROSE: usize = 16;
/// So many make a series; articles are counted in laws and rules too, whose articles are sentences.
const FEWEST: usize = 2;
const ARTICLES: usize = 3;
const ORDINALS: usize = 3;
/// The greatest of the numbers that are parted by points.
const MOST: u32 = 60;
/// Below the title; levels are settled later.
const LEVEL: u8 = 3;

/// What a line counts, and its place in the count.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Count {
    /// The word before the number, or behind it.
    Word(String, String),
    /// `第` and a number behind a title, as the classics have it: `学问第一`.
    Behind,
    /// The unit behind `第` and a number, where it is none that is known to count parts: `第三夜`, `第二封信`.
    Ordinal(String),
    Article,
    Day,
    /// So many numbers parted by points.
    Decimal(usize),
}

/// Finds series and makes them headings.
pub fn run(blocks: &mut [Block], measure: Option<usize>, log: &mut EditLog) {
    find(blocks, measure, |count| !matches!(count, Count::Decimal(_)), Start::Any, log);
}

/// Finds series that words of their own make in a book: from one on, so that no word in a story is taken for one.
pub fn of_book(blocks: &mut [Block], measure: Option<usize>, log: &mut EditLog) {
    let wanted = |count: &Count| match count {
        Count::Word(before, unit) => before != "第" || ["课", "課", "讲", "講", "单元", "單元"].contains(&unit.as_str()),
        count => *count == Count::Behind,
    };
    find(blocks, measure, wanted, Start::One, log);
}

/// Finds what decimal numbers count, where no [`outline`](super::outline) was found of all of them: below chapters, in part of a document.
pub fn decimals(blocks: &mut [Block], measure: Option<usize>, log: &mut EditLog) {
    find(blocks, measure, |count| matches!(count, Count::Decimal(_)), Start::Any, log);
}

/// Whether a count must begin at one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Start {
    One,
    Any,
}

fn find(blocks: &mut [Block], measure: Option<usize>, wanted: fn(&Count) -> bool, start: Start, log: &mut EditLog) {
    let mut series: BTreeMap<Count, Vec<(usize, u32)>> = BTreeMap::new();
    let (mut articles, mut decimals) = (0, 0);
    for (at, block) in blocks.iter().enumerate() {
        let text = block.text.as_str();
        articles += usize::from(block.is_body() && forms::is_clause(text));
        let Some((count, number)) = label(text).filter(|(count, _)| wanted(count)) else { continue };
        decimals += usize::from(matches!(count, Count::Decimal(_)));
        // Where the source marks some of them, the others count on.
        let marked = matches!(count, Count::Decimal(_)) && block.heading().is_some();
        if marked || heads_text(blocks, at, measure) {
            series.entry(count).or_default().push((at, number));
        }
    }
    // Numbers of which most stand over nothing are those of a table of contents.
    let sections: usize =
        series.iter().filter(|(count, _)| matches!(count, Count::Decimal(_))).map(|(_, lines)| lines.len()).sum();
    if 2 * sections < decimals {
        return;
    }
    for (count, lines) in series {
        let rises = |before: &(usize, u32), after: &(usize, u32)| match count {
            Count::Day | Count::Decimal(2..) => before.1 < after.1,
            _ => before.1 + 1 == after.1,
        };
        // Sections are counted anew in each paper of a collection.
        let runs: Vec<&[(usize, u32)]> = match count {
            Count::Decimal(_) => lines.chunk_by(rises).collect(),
            // Days begin again with each year.
            Count::Day if lines.chunk_by(rises).count() <= 1 + lines.len() / FEWEST => vec![&lines],
            _ if lines.windows(2).all(|pair| rises(&pair[0], &pair[1])) => vec![&lines],
            _ => Vec::new(),
        };
        let enough = |run: &[(usize, u32)]| match count {
            Count::Article => run.len() >= ARTICLES && run.len() * 4 >= articles * 3,
            Count::Ordinal(_) | Count::Behind => run.len() >= ORDINALS && run[0].1 == 1,
            _ => run.len() >= FEWEST && (start == Start::Any || run[0].1 == 1),
        };
        let over_another = |&(at, _): &(usize, u32)| {
            let below = roles::after(blocks, at).and_then(|below| label(below.text.as_str()));
            below.is_some_and(|(other, _)| matches!(other, Count::Word(..)) && other != count)
        };
        let level = match count {
            Count::Word(..) if lines.iter().any(over_another) => LEVEL - 1,
            Count::Decimal(depth) => (LEVEL - 2).saturating_add(u8::try_from(depth).unwrap_or(u8::MAX)),
            _ => LEVEL,
        };
        for run in runs.into_iter().filter(|run| enough(run)) {
            let level = run.iter().find_map(|&(at, _)| blocks[at].heading()).unwrap_or(level);
            for &(at, _) in run {
                if blocks[at].heading().is_none() {
                    let reason = Reason::likely(Rule::Heading, format!("one of {} lines that count", run.len()));
                    blocks[at].retag(Kind::Heading(level), &reason, log);
                }
            }
        }
    }
}

/// The count that a line is one of, by its form.
fn label(text: &str) -> Option<(Count, u32)> {
    let text = text.trim();
    if text.len() > 4 * LONGEST || !forms::is_within(text, LONGEST) {
        return None;
    }
    // The weather may have two clauses: `三月三日　阴，有风`.
    if let Some(day) = day(text) {
        return Some((Count::Day, day));
    }
    if forms::has_comma(text) {
        return None;
    }
    behind(text)
        .map(|number| (Count::Behind, number))
        .or_else(|| article(text).map(|article| (Count::Article, article)))
        .or_else(|| decimal(text))
        .or_else(|| word(text))
}

/// `2.1　系统要求`, `2　安装`: numbers parted by points, a space where there is one alone, and a title of words.
fn decimal(text: &str) -> Option<(Count, u32)> {
    /// The most numbers.
    const DEEPEST: usize = 4;
    let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '．'))?;
    let (label, title) = text.split_at(end);
    let label = label.trim_end_matches(['.', '．']);
    let mut value = 0;
    let mut depth = 0;
    for piece in label.split(['.', '．']) {
        let number = piece.parse::<u32>().ok().filter(|&number| (1..=MOST).contains(&number) && !piece.starts_with('0'))?;
        (value, depth) = (value * (MOST + 1) + number, depth + 1);
        if depth > DEEPEST {
            return None;
        }
    }
    let words = title.trim();
    let plain = forms::length(words) >= 2
        && words.starts_with(is_han)
        && words.chars().all(|c| c.is_alphanumeric() || c.is_whitespace() || "、“”《》（）()—-/".contains(c))
        && !words.ends_with(|c: char| c.is_ascii_digit())
        && !forms::has_clauses(words)
        && !UNITS_OF_MEASURE.iter().any(|unit| words.starts_with(unit));
    let parted = depth > 1 || title.starts_with([' ', '\u{3000}']) && label.len() == end;
    (plain && parted).then_some((Count::Decimal(depth), value))
}

/// What stands behind a quantity: `1.5 万元`, `3 月`.
pub const UNITS_OF_MEASURE: [&str; 22] = [
    "年", "月", "日", "时", "時", "元", "万", "萬", "亿", "億", "米", "公里", "公斤", "公顷", "斤", "吨", "噸", "亩", "人次",
    "个", "倍", "厘米",
];

/// Whether a line has the label of one that counts.
pub fn is_labelled(text: &str) -> bool {
    label(text).is_some_and(|(count, _)| !matches!(count, Count::Ordinal(_)))
}

/// `9月5日　雨`: a day, and its weather or its weekday.
fn day(text: &str) -> Option<u32> {
    let (month, rest) = text.split_once('月')?;
    let (day, rest) = rest.split_once('日')?;
    let weather = |c: char| {
        c.is_whitespace()
            || "晴阴陰雨雪多云雲雾霧霜雹雷风風有无無大小中微暴寒热熱转轉间間夜晨午后後，、星期周礼禮拜一二三四五六日天"
                .contains(c)
    };
    let told = !rest.trim().is_empty() && rest.chars().all(weather);
    let number = |digits: &str| digits.parse::<u32>().ok().or_else(|| parts::section_number(digits));
    Some(number(month)? * 31 + number(day)?).filter(|_| told)
}

/// A title and its number behind it, and nothing else.
fn behind(text: &str) -> Option<u32> {
    let (title, number) = text.split_once('第')?;
    let titled = (1..=12).contains(&forms::length(title)) && title.chars().all(is_han);
    value(number).filter(|_| titled)
}

/// An article with a title and nothing else.
fn article(text: &str) -> Option<u32> {
    let (number, title) = text.strip_prefix('第').filter(|_| forms::is_clause(text))?.split_once(['条', '條'])?;
    let title = title.trim();
    let plain = (2..=16).contains(&forms::length(title)) && title.chars().all(|c| is_han(c) || c == '、');
    value(number).filter(|_| plain)
}

/// A word and a number, and a title behind a colon or a space; or `第`, a number and a unit that is no chapter's, or that is a word of one
/// or two ideographs.
fn word(text: &str) -> Option<(Count, u32)> {
    /// The longest word, in characters.
    const WORD: usize = 4;
    let start = text.find(forms::is_numeral)?;
    let (before, rest) = text.split_at(start);
    let end = rest.find(|c| !forms::is_numeral(c)).unwrap_or(rest.len());
    let (number, rest) = rest.split_at(end);
    let titled = |rest: &str| rest.is_empty() || rest.starts_with(['：', ':', ' ', '\u{3000}']);
    let count = if before == "第" {
        let known = UNITS.into_iter().find(|unit| rest.strip_prefix(unit).is_some_and(titled));
        let han: String = rest.chars().take_while(|&c| is_han(c)).collect();
        let fits = (1..=2).contains(&han.chars().count()) && titled(&rest[han.len()..]) && !han.starts_with(RANKS);
        match known {
            Some(unit) => Some(Count::Word(before.to_owned(), unit.to_owned())),
            None => fits.then_some(Count::Ordinal(han)),
        }
    } else {
        let named = (1..=WORD).contains(&before.chars().count())
            && before.chars().all(is_han)
            && !before.ends_with(['第', '年', '月', '日', '图', '圖', '表', '注', '件', '初', '十'])
            && !before.starts_with(['附', '图', '表']);
        (named && titled(rest)).then(|| Count::Word(before.to_owned(), String::new()))
    };
    value(number).zip(count).map(|(number, count)| (count, number))
}

/// What `第` and a number rank, or count in a law or a paper.
const RANKS: [char; 10] = ['名', '位', '条', '條', '款', '项', '項', '版', '页', '頁'];

/// Units that count parts and are no chapters.
const UNITS: [&str; 13] = ["课", "課", "讲", "講", "单元", "單元", "世", "代", "步", "部分", "场", "場", "幕"];

fn value(number: &str) -> Option<u32> {
    number.parse().ok().or_else(|| parts::section_number(number))
}

/// Whether a line has the look of a title and text below it.
fn heads_text(blocks: &[Block], at: usize, measure: Option<usize>) -> bool {
    let block = &blocks[at];
    let text = block.text.as_str();
    let own = label(text);
    // A word and a number, and nothing else: `习题一`.
    let alone = text.ends_with(forms::is_numeral) && matches!(own, Some((Count::Word(..), _)));
    let first = || blocks[..at].iter().filter(|block| block.is_visible()).nth(1).is_none();
    let title = |above: &Block| forms::is_within(above.text.as_str(), TITLE) && (headlines::is_candidate(above) || first());
    let closed = |above: &Block| {
        let above_text = above.text.as_str();
        !above.is_body()
            || title(above)
            || forms::ends_sentence(above_text)
            || alone && !above_text.ends_with(['，', ',', '、', '：', ':', '；', ';'])
            || forms::is_within(above_text, TITLE) && forms::is_day(above_text)
            || label(above_text).is_some()
            || above_text.ends_with(['”', '）', ')'])
    };
    let numbered = matches!(own, Some((Count::Decimal(_), _)));
    let ordinal = matches!(own, Some((Count::Ordinal(_), _)));
    // What is counted with another word may follow at once, over text: `第一课` below `第一单元`.
    let inner = |below: &str| {
        let other = match (&own, label(below)) {
            (Some((own @ Count::Word(..), _)), Some((other @ Count::Word(..), _))) => *own != other,
            _ => false,
        };
        let place = || (at + 1..blocks.len()).take(16).find(|&at| blocks[at].is_visible());
        let over_text = |at: usize| roles::after(blocks, at).is_some_and(|text| label(text.text.as_str()).is_none());
        other && place().is_some_and(over_text)
    };
    // The first section inside may follow at once. It has one number more, so that this ends.
    let deeper = |below: &str| match (&own, label(below)) {
        (&Some((Count::Decimal(upper), _)), Some((Count::Decimal(lower), number))) => {
            let inside = (at + 1..blocks.len()).take(16).find(|&at| blocks[at].is_visible());
            upper < lower && number % (MOST + 1) == 1 && inside.is_some_and(|inside| heads_text(blocks, inside, measure))
        }
        _ => false,
    };
    let below = |below: &Block| {
        let text = below.text.as_str();
        if deeper(text) || inner(text) {
            return true;
        }
        // The next of a list of figures or tables, whatever its title is.
        let own = || nested::label(block.text.as_str()).map(|(numbers, _)| numbers.len());
        if nested::label(text).is_some_and(|(numbers, _)| own() == Some(numbers.len())) {
            return false;
        }
        (below.is_body() || below.heading().is_some())
            && label(text).is_none()
            && !forms::goes_on(text)
            && (forms::ends_sentence(text)
                || !forms::is_within(text, PROSE)
                || forms::is_labelled(text)
                // Whom a letter is to: `弟弟：`.
                || ordinal && text.ends_with('：') && !forms::has_comma(text)
                // A row of a form: `股票简称　江湾渡船`.
                || numbered && forms::clauses(text).len() > 1)
    };
    block.is_body()
        && !forms::is_sentence(text)
        // `秘诀二：看水色的`
        && (!forms::is_cut_off(text) || text.ends_with('的'))
        && !text.ends_with(['：', ':', '，', ',', '；', ';', '、'])
        && measure.is_none_or(|measure| measure::width(block) + 4 <= measure)
        && !measure::may_go_on(blocks, at)
        && (block.text.is_all(&SpanKind::Strong) || roles::before(blocks, at).is_none_or(closed))
        && roles::after(blocks, at).is_some_and(below)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;
    use crate::normalize::settles::makes;

    fn check(lines: &[&str], heads: &[usize]) {
        let prose = "body :: 河水流过石桥，没有人说话，渡船停在对岸。\n";
        let write = |marked: bool| -> String {
            let line = |(at, line): (usize, &&str)| match line.strip_suffix('+') {
                Some(head) if marked && heads.contains(&at) => format!("heading 3 :: {head}\n{prose}"),
                Some(head) => format!("body :: {head}\n{prose}"),
                None => format!("body :: {line}\n"),
            };
            lines.iter().enumerate().map(line).collect()
        };
        let mut document = native::parse(&write(false)).expect("the native form is well formed");
        run(&mut document.blocks, None, &mut document.log);
        assert_eq!(native::write(&document), write(true), "{lines:?}");
    }

    #[test]
    fn two_that_follow_one_another_are_headings() {
        check(&["秘诀一：不抢道+", "秘诀二：看水色+"], &[0, 1]);
        check(&["第十八世+", "第十九世+"], &[0, 1]);
        check(&["秘诀一：看天色的+", "秘诀二：看水色+"], &[0, 1]);
        check(&["9月3日　晴+", "9月5日　多云转雨+"], &[0, 1]);
        check(&["第一条　渡船+", "第二条　船价、船期+", "第三条　渡口+"], &[0, 1, 2]);
        check(&["第一场+", "第二场+"], &[0, 1]);
        check(&["第一夜+", "第二夜+", "第三夜　雨+"], &[0, 1, 2]);
        check(&["船家第一+", "桥工第二+", "渡客第三+"], &[0, 1, 2]);
        check(&["9月3日　阴，有风+", "9月5日　晴+"], &[0, 1]);
    }

    #[test]
    fn a_book_has_what_is_counted_from_one_on() {
        let native = |heads: [&str; 2]| {
            let text = "body :: 河水流过石桥，没有人说话，渡船停在对岸。\n";
            let lesson = |lesson: &str| format!("{} :: {lesson}\n{text}", heads[1]);
            let unit = |unit: &str, lessons: &str| format!("{} :: {unit}\n{lessons}", heads[0]);
            unit("第一单元　河", &(lesson("第1课　渡口") + &lesson("第2课　石桥")))
                + &unit("第二单元　船", &lesson("第3课　渡船"))
                + &lesson("练习一")
                + &lesson("练习二")
        };
        makes(|blocks, log| of_book(blocks, None, log), &native(["body"; 2]), &native(["heading 2", "heading 3"]));
        let late = native(["body"; 2]).replace("练习一", "练习三").replace("练习二", "练习四");
        let lessons = native(["heading 2", "heading 3"]).replace("heading 3 :: 练习一", "body :: 练习三");
        makes(|blocks, log| of_book(blocks, None, log), &late, &lessons.replace("heading 3 :: 练习二", "body :: 练习四"));
    }

    #[test]
    fn decimal_numbers_head_sections() {
        let headed = |line: &str| decimal(line).is_some();
        for (line, heads) in [
            ("2.1　系统要求", true),
            ("2.1.3安装步骤", true),
            ("2　公司基本情况", true),
            ("3　董事会报告", true),
            ("3月6日", false),
            ("3.1　渡口 12", false),
            ("1.5万元", false),
            ("2.1　0.36　0.40", false),
            ("12　鲤鱼　草鱼", false),
            ("2012.6 渡口", false),
        ] {
            assert_eq!(headed(line), heads, "{line}");
        }
        let native = |head: [&str; 3]| {
            let prose = "body :: 河水流过石桥，没有人说话，渡船停在对岸。\n";
            format!(
                "{} :: 1　渡口\n{} :: 1.1　渡船\n{prose}{} :: 1.2　石桥\n{prose}{} :: 2　镇子\n{prose}",
                head[0], head[1], head[1], head[2]
            )
        };
        makes(
            |blocks, log| decimals(blocks, None, log),
            &native(["body"; 3]),
            &native(["heading 2", "heading 3", "heading 2"]),
        );
        let form =
            |head: &str| format!("{head} :: 2.1　渡船\nbody :: 船名　江湾一号\n{head} :: 2.2　石桥\nbody :: 桥长　四十米\n");
        makes(|blocks, log| decimals(blocks, None, log), &form("body"), &form("heading 3"));
        let contents = "body :: 1　渡口\nbody :: 1.1　渡船\nbody :: 1.2　石桥\nbody :: 2　镇子\nbody :: 3　河流\nbody :: 渡口在镇子的东头，没有人说话。\n";
        makes(|blocks, log| decimals(blocks, None, log), contents, contents);
        let tables = "body :: 1.1　渡船\nbody :: 1.2　“GIS -l”的取样、水位与河道，按季节列出来\nbody :: 1.3　石桥\nbody :: 1.4　“GPS” 的记录、航线与船期，按月份列出来\n";
        makes(|blocks, log| decimals(blocks, None, log), tables, tables);
    }

    #[test]
    fn one_alone_and_items_are_none() {
        check(&["秘诀一：不抢道+", "秘诀三：看水色+"], &[]);
        check(&["第一组　张三", "第二组　李四", "第三组　王五+"], &[]);
        check(&["第一条　渡船归镇里管，船价另定+", "第二条　船期+", "第三条　渡口+"], &[]);
        check(&["3月6日+", "3月7日+"], &[]);
        check(&["图1　渡口+", "图2　石桥+"], &[]);
        check(&["第一夜+", "第二夜+"], &[]);
        check(&["第二夜+", "第三夜+", "第四夜+"], &[]);
        check(&["第一名　江湾+", "第二名　石桥+", "第三名　河头+"], &[]);
    }
}
