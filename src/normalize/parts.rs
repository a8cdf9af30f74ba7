//! Parts of a book: chapters by their number, pieces of a collection by their place, sections by a bare number.
//!
//! A number with its unit (`第一回`) is certain by its form. A title without one (a story in a collection) is told by what comes
//! back: short lines without a mark, alone between blank lines, each above prose. Levels are the question of
//! [`headings`](super::headings).

use super::patterns::BK_CH;
use super::roles::{after, before};
use super::{forms, headlines, measure, outline};
use crate::model::{Align, Block, EditLog, Hints, Kind, Reason, Role, Rule, SpanKind};
use crate::text::script::is_han;
use std::collections::BTreeMap;

/// Fewer titles than this are no collection.
const PIECES: usize = 3;
/// So many characters stand under a title of a collection, in the mean.
const PIECE: usize = 250;
/// The longest title of a piece, in characters.
const TITLE: usize = 20;

/// Finds chapters' second lines, sections and pieces.
pub fn run(blocks: &mut Vec<Block>, measure: Option<usize>, log: &mut EditLog) {
    second_lines(blocks, log);
    if !blocks.iter().any(|block| block.heading().is_some() && block.hints.marked) {
        sections(blocks, log);
        pieces(blocks, measure, log);
        outline::run(blocks, measure, log);
    }
}

/// A part of a book by its number: the unit (`回`), and what stands behind it.
pub fn chapter(text: &str) -> Option<(char, &str)> {
    counted(bare(text))
}

/// A chapter's head without what novels of the web put before its number: `正文`, ornaments, the volume that it stands in.
fn bare(text: &str) -> &str {
    if !text.contains('第') {
        return text;
    }
    const BEFORE: [&str; 6] = ["作品正文", "正文卷", "正文", "VIP卷", "VIP章节", "免费章节"];
    let is_joint = |c: char| c.is_whitespace() || matches!(c, '、' | '：' | ':' | '，' | ',' | '.' | '．' | '-' | '—');
    let is_sign = |c: char| is_joint(c) || matches!(c, '☆' | '★' | '◆' | '◇' | '●' | '○' | '※' | '■' | '□' | '▲' | '△');
    let rest = text.trim_start_matches(is_sign);
    let rest = BEFORE.iter().find_map(|word| rest.strip_prefix(word)).map_or(rest, |rest| rest.trim_start_matches(is_joint));
    if counted(rest).is_none() {
        return text;
    }
    let inner = || {
        let (_, title) = counted(rest).filter(|(unit, _)| matches!(unit, '卷' | '部' | '集' | '篇'))?;
        let places = title.match_indices([' ', '\u{3000}']).map(|(at, space)| &title[at + space.len()..]);
        places
            .into_iter()
            .find(|rest| counted(rest).is_some_and(|(unit, _)| matches!(unit, '章' | '回' | '节' | '節' | '话' | '話')))
    };
    inner().unwrap_or(rest)
}

/// `第`, a number and a unit.
fn counted(text: &str) -> Option<(char, &str)> {
    let rest = text.trim_start().strip_prefix('第')?.trim_start();
    let digits: usize = rest.chars().take(7).take_while(|&c| forms::is_numeral(c)).map(char::len_utf8).sum();
    let rest = rest.get(digits..).filter(|_| digits > 0)?.trim_start();
    // `第一分编`
    let rest = rest.strip_prefix('分').filter(|rest| rest.starts_with(['编', '編'])).unwrap_or(rest);
    let unit = rest.chars().next().filter(|c| "章节節回卷部篇集折幕编編话話".contains(*c))?;
    let rest = &rest[unit.len_utf8()..];
    Some((unit, rest.strip_prefix('分').filter(|_| unit == '部').unwrap_or(rest)))
}

/// The head of a part of a book: `第三章 雨`, `楔子`, `第一回：…，…` with the two halves of a couplet.
pub fn is_chapter(text: &str) -> bool {
    if !forms::is_within(text, 45) {
        return false;
    }
    // `后　记`
    let spaced = headlines::is_spaced_out(text).then(|| forms::clauses(text).concat());
    let text = spaced.as_deref().unwrap_or_else(|| bare(text));
    !forms::is_clause(text)
        && (BK_CH.is_match(text) && !forms::has_comma(text)
            || counted(text).is_some_and(|(_, title)| is_couplet(title.trim_start_matches([' ', '\u{3000}', ':', '：', '、']))))
}

/// Two clauses of one length, parted by a space or a comma: the title of a 回.
pub fn is_couplet(text: &str) -> bool {
    let halves: Vec<&str> =
        text.split([' ', '\u{3000}', '，', ',', '；', ';']).map(str::trim).filter(|half| !half.is_empty()).collect();
    let [upper, lower] = halves[..] else { return false };
    let han = |half: &str| half.chars().all(is_han).then(|| half.chars().count());
    matches!((han(upper), han(lower)), (Some(a), Some(b)) if (4..=14).contains(&a) && a.abs_diff(b) <= 1)
}

/// The number of a section that has no other title: `三`, `其二`.
pub fn section_number(text: &str) -> Option<u32> {
    let text = text.trim();
    let number = text.strip_prefix('其').unwrap_or(text);
    let digit = |c: char| "一二三四五六七八九".chars().position(|known| known == c).map(|at| at as u32 + 1);
    let mut value = 0;
    if number.is_empty() || number.chars().count() > 3 {
        return None;
    }
    for c in number.chars() {
        match (c, digit(c)) {
            ('十', _) if value < 10 => value = value.max(1) * 10,
            (_, Some(digit)) if value == 0 || value % 10 == 0 => value += digit,
            _ => return None,
        }
    }
    Some(value)
}

/// `第五回` alone, and the title on the line below: one heading. A title is a couplet, or a plain line where most chapters have one;
/// the source may have made it a heading of its own, which no other line under its chapters is.
fn second_lines(blocks: &mut Vec<Block>, log: &mut EditLog) {
    /// So many chapters with a plain line below their number tell that it is their title.
    const TITLED: usize = 2;
    let is_number = |block: &Block| {
        block.heading().is_some() && chapter(block.text.as_str()).is_some_and(|(_, title)| title.trim().is_empty())
    };
    let numbers: Vec<usize> = (0..blocks.len()).filter(|&at| is_number(&blocks[at])).collect();
    let is_title = |block: &Block| is_plain_title(block) || is_couplet_title(block);
    // Below a title stands text: two short lines are what an extractor left of a couplet.
    let has_title = |at: usize| blocks.get(at + 1).is_some_and(is_title) && !blocks.get(at + 2).is_some_and(is_plain_title);
    let titled: Vec<usize> = numbers.iter().copied().filter(|&at| has_title(at)).collect();
    let plain = titled.len() >= TITLED && titled.len() * 3 >= numbers.len() * 2;
    let named = |block: &&Block| block.heading().is_some() && is_title(block);
    let below = titled.iter().filter(|&&at| blocks[at + 1].heading().is_some()).count();
    let headings = plain && blocks.iter().filter(named).count() <= below + titled.len() / 2;
    let mut kept: Vec<Block> = Vec::with_capacity(blocks.len());
    for mut block in std::mem::take(blocks) {
        let couplet = block.is_body() && is_couplet_title(&block);
        let title = couplet || if block.is_body() { plain && is_plain_title(&block) } else { headings && is_title(&block) };
        let ruled = kept.last().is_some_and(|last| last.kind == Kind::Separator);
        let label = kept.len().checked_sub(1 + usize::from(ruled)).filter(|&at| is_number(&kept[at]));
        let label = label.filter(|&at| ruled || block.heading().is_some() || are_set_alike(&kept[at].hints, &block.hints));
        match label.filter(|_| title) {
            Some(at) if !ruled => {
                let reason = Reason::likely(Rule::Unwrap, "a chapter's number and its title");
                let origin = block.origin.clone();
                // The style of a heading makes all of it bold.
                block.text.retain_spans(|span| span.kind != SpanKind::Strong);
                kept[at].text.append(block.text, "\u{3000}", &origin, &reason, log);
                kept[at].text.retain_spans(|span| span.kind != SpanKind::Strong);
            }
            label => {
                if label.is_some() {
                    let reason = Reason::likely(Rule::RoleOf, "a couplet below a chapter's number");
                    block.retag(Kind::Paragraph(Role::Title), &reason, log);
                }
                kept.push(block);
            }
        }
    }
    *blocks = kept;
}

/// Whether what stands below a chapter's number may be its title by its look: text is set otherwise.
fn are_set_alike(number: &Hints, below: &Hints) -> bool {
    let centred = |hints: &Hints| hints.align == Align::Center;
    let smaller = number.size.zip(below.size).is_some_and(|(number, below)| below < number);
    centred(number) == centred(below) && !(smaller && number.bold && !below.bold)
}

/// A couplet on a line of its own, or marked as a heading.
fn is_couplet_title(block: &Block) -> bool {
    let text = block.text.as_str();
    is_own(block) && forms::is_within(text, 40) && chapter(text).is_none() && is_couplet(text)
}

/// A short line of ideographs and nothing else.
fn is_plain_title(block: &Block) -> bool {
    let text = block.text.as_str();
    is_own(block)
        && (2..=TITLE).contains(&forms::length(text))
        && has_ideographs_alone(text)
        && section_number(text).is_none()
        && chapter(text).is_none()
        && !is_chapter(text)
}

/// A paragraph, or a heading.
fn is_own(block: &Block) -> bool {
    block.is_body() || block.heading().is_some()
}

/// Whether there are ideographs alone, with spaces and the marks that titles have.
fn has_ideographs_alone(title: &str) -> bool {
    title.chars().all(|c| is_han(c) || matches!(c, ' ' | '\u{3000}' | '《' | '》' | '·' | '—'))
}

/// The number of a section, whether it stands alone or with a short title behind a space: `三`, `三　早市`.
pub fn numbered_section(text: &str) -> Option<u32> {
    let text = text.trim();
    section_number(text).or_else(|| {
        let (number, title) = text.split_once([' ', '\u{3000}'])?;
        let plain = (1..=TITLE).contains(&forms::length(title)) && has_ideographs_alone(title);
        section_number(number).filter(|_| plain)
    })
}

/// Numbers that count from one: sections. The first may have been taken for the title of all. Figures (`1`, `2`) are folios more often:
/// those that are left count sections where there are several, with text between.
fn sections(blocks: &mut [Block], log: &mut EditLog) {
    let figure = |text: &str| {
        let plain = text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
        text.parse().ok().filter(|_| plain)
    };
    in_a_row(blocks, numbered_section, (2, 1), log);
    in_a_row(blocks, figure, (3, 2), log);
}

/// Makes headings of lines whose numbers follow one another from one on: so many at least, with so many lines between.
fn in_a_row(blocks: &mut [Block], number: impl Fn(&str) -> Option<u32>, (least, apart): (usize, usize), log: &mut EditLog) {
    let open = |block: &Block| block.is_body() || block.heading() == Some(1) && !block.hints.marked;
    let number = |block: &Block| number(block.text.as_str().trim()).filter(|_| open(block));
    let found: Vec<(usize, u32)> = blocks.iter().enumerate().filter_map(|(at, block)| Some((at, number(block)?))).collect();
    let mut start = 0;
    while start < found.len() {
        let mut end = start + 1;
        let mut row = vec![found[start]];
        let follows = |last: (usize, u32), next: Option<&(usize, u32)>| {
            next.filter(|next| next.1 == last.1 + 1 && next.0 > last.0 + apart).copied()
        };
        while let Some(&last) = row.last() {
            // A number that is none of these (the third of some poems) may stand between, where the count goes on right behind it.
            let stray = follows(last, found.get(end + 1)).filter(|_| row.len() > 1);
            let Some(next) = follows(last, found.get(end)).or(stray) else { break };
            end = if Some(&next) == found.get(end) { end + 1 } else { end + 2 };
            row.push(next);
        }
        if row.len() >= least && row[0].1 == 1 {
            for &(at, _) in &row {
                let reason = Reason::certain(Rule::Heading, format!("{} numbers count sections", row.len()));
                blocks[at].retag(Kind::Heading(3), &reason, log);
            }
        }
        start = end;
    }
}

/// Titles of the pieces of a collection.
fn pieces(blocks: &mut [Block], measure: Option<usize>, log: &mut EditLog) {
    let mut titles: Vec<usize> = (0..blocks.len()).filter(|&at| is_piece(blocks, at, measure)).collect();
    // What comes again and again names a remark, and no piece; one poem in a few may be called `又`.
    let mut said: BTreeMap<&str, usize> = BTreeMap::new();
    titles.iter().for_each(|&at| *said.entry(blocks[at].text.as_str()).or_default() += 1);
    let again = |at: usize| said.get(blocks[at].text.as_str()).is_some_and(|&said| said >= PIECES);
    if titles.iter().filter(|&&at| again(at)).count() * 3 > titles.len() {
        titles.retain(|&at| !again(at));
    }
    let characters = || blocks.iter().map(|block| forms::length(block.text.as_str())).sum::<usize>();
    if titles.len() < PIECES || characters() < PIECE * titles.len() {
        return;
    }
    for &at in &titles {
        let reason =
            Reason::likely(Rule::Heading, format!("one of {} short lines between blank lines, above prose", titles.len()));
        blocks[at].retag(Kind::Heading(2), &reason, log);
    }
}

/// Whether a line could be the title of a piece: short, without a mark, blank lines round it, prose before and after.
fn is_piece(blocks: &[Block], at: usize, measure: Option<usize>) -> bool {
    let block = &blocks[at];
    let text = block.text.as_str();
    let plain = |c: char| {
        c.is_alphanumeric() || matches!(c, '《' | '》' | '〈' | '〉' | '（' | '）' | '(' | ')' | '·' | '—' | '-' | ' ')
    };
    if !block.is_body()
        || !block.hints.line
        || text.len() > 4 * TITLE
        || !(1..=TITLE).contains(&forms::length(text))
        || !text.chars().all(plain)
        || !text.chars().any(is_han)
        || text.ends_with(['曰', '云', '道', '說', '说'])
        || forms::is_dated(text)
        || forms::is_in_brackets(text)
        || measure.is_some_and(|measure| measure::width(block) + 8 > measure)
    {
        return false;
    }
    let (above, below) = (before(blocks, at), after(blocks, at));
    let parted = (block.hints.blank_before > 0 || above.is_none()) && below.is_some_and(|below| below.hints.blank_before > 0);
    // A piece may end in the day on which it was written.
    let ends = |text: &str| forms::ends_sentence(text) || forms::is_dated(text);
    let closed = above.is_none_or(|above| !above.is_body() || ends(above.text.as_str()));
    let prose = below.is_some_and(|below| {
        let text = below.text.as_str();
        let wide = measure.map_or(forms::length(text) >= 30, |measure| measure::width(below) + 8 > measure);
        section_number(text).is_some() || below.is_body() && !forms::goes_on(text) && (wide || forms::ends_sentence(text))
    });
    parted && closed && prose
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;

    fn check(blanks: bool, before: &str, after: &str) {
        let mut document = native::parse(before).expect("the native form is well formed");
        for block in &mut document.blocks {
            (block.hints.line, block.hints.blank_before) = (true, u16::from(blanks));
        }
        run(&mut document.blocks, None, &mut document.log);
        assert_eq!(native::write(&document), after);
        assert_eq!(document.balance(), Ok(()));
        let edits = document.log.edits().len();
        run(&mut document.blocks, None, &mut document.log);
        assert_eq!(document.log.edits().len(), edits, "a second run changes nothing");
    }

    #[test]
    fn chapters_have_their_forms() {
        for (text, expected) in [
            ("第一回：过三桥阿桥问路，听一鼓老卒开门", true),
            ("第二回雪夜客敲船家户 雨天人等故乡书", true),
            ("第一编 总则", true),
            ("正文 第三章 雨", true),
            ("☆、第3章 雨", true),
            ("第一卷 渡口 第三章 雨", true),
            ("再版序言", true),
            ("后　记", true),
            ("正文见第三章", false),
            ("第二部分：时事", true),
            ("第一分编　渡口", true),
            ("序幕", true),
            ("卷上", true),
            ("编后记", true),
            ("附录二　船谱", true),
            ("序", true),
            ("第一回见面时他没有说话，只是看着河", false),
            ("第六条 加工", false),
            ("序幕拉开", false),
        ] {
            assert_eq!(is_chapter(text), expected, "{text}");
        }
    }

    #[test]
    fn sections_are_counted() {
        for (text, expected) in [
            ("一", Some(1)),
            ("十", Some(10)),
            ("其二", Some(2)),
            ("二十三", Some(23)),
            ("一二", None),
            ("三月", None),
            ("其", None),
        ] {
            assert_eq!(section_number(text), expected, "{text}");
        }
    }

    #[test]
    fn what_stands_before_a_number_is_not_the_title() {
        for (text, expected) in [
            ("正文 第三章 雨", Some(('章', " 雨"))),
            ("☆、第3章 雨", Some(('章', " 雨"))),
            ("第一卷 渡口 第三章 雨", Some(('章', " 雨"))),
            ("第一卷 渡口", Some(('卷', " 渡口"))),
            ("☆、雨", None),
        ] {
            assert_eq!(chapter(text), expected, "{text}");
        }
    }

    #[test]
    fn headings_below_most_numbers_are_titles() {
        let book = |joint: &str| {
            let titles = ["少年", "江边的船", "过三桥阿桥问路　听一鼓老卒开门"];
            let chapter = |(number, title)| format!("heading 1 :: {number}{joint}{title}\nbody :: 雨停了，船就开了。\n");
            ["第一章", "第二章", "第三章"].into_iter().zip(titles).map(chapter).collect::<String>()
        };
        let marked = |text: &str, expected: &str| {
            let mut document = native::parse(text).expect("the native form is well formed");
            document.blocks.iter_mut().for_each(|block| block.hints.marked = true);
            run(&mut document.blocks, None, &mut document.log);
            assert_eq!(native::write(&document), expected);
        };
        marked(&book("\nheading 2 :: "), &book("\u{3000}"));
        let sections = book("\nheading 2 :: ") + "heading 2 :: 早市\nbody :: 雨。\nheading 2 :: 渡船\nbody :: 雨。\n";
        marked(&sections, &sections);
    }

    #[test]
    fn a_number_and_its_title_are_one_heading() {
        check(
            false,
            "heading 2 :: 第五回\nbody :: 过三桥阿桥问路　听一鼓老卒开门\nbody :: 话说阿桥。\nheading 2 :: 第六回\nbody :: 话说。\n",
            "heading 2 :: 第五回　过三桥阿桥问路　听一鼓老卒开门\nbody :: 话说阿桥。\nheading 2 :: 第六回\nbody :: 话说。\n",
        );
    }

    #[test]
    fn plain_lines_below_most_numbers_are_titles() {
        let book = |joint: &str| {
            ["第一章", "第二章", "第三章"]
                .iter()
                .zip(["少年", "江边的船", "一场雨"])
                .map(|(number, title)| format!("heading 2 :: {number}{joint}{title}\nbody :: 雨停了，船就开了。\n"))
                .collect::<String>()
        };
        check(false, &book("\nbody :: "), &book("\u{3000}"));
        let alone = "heading 2 :: 第一章\nbody :: 少年\nbody :: 雨。\nheading 2 :: 第二章\nbody :: 雨停了。\n";
        check(false, alone, alone);
        let couplets = "heading 2 :: 第一回\nbody :: 开门\nbody :: 过三桥阿桥\nbody :: 话说阿桥。\n";
        let couplets = format!("{couplets}{}", couplets.replace("第一", "第二"));
        check(false, &couplets, &couplets);
    }

    #[test]
    fn bare_numbers_count_sections() {
        check(
            false,
            "body :: 一\nbody :: 雨停了。\nbody :: 二\nbody :: 船开了。\nbody :: 七\nbody :: 夜。\n",
            "heading 3 :: 一\nbody :: 雨停了。\nheading 3 :: 二\nbody :: 船开了。\nbody :: 七\nbody :: 夜。\n",
        );
        check(
            false,
            "heading 1 :: 一　早市\nbody :: 雨停了。\nbody :: 二　渡船\nbody :: 船开了。\nbody :: 七 百里\n",
            "heading 3 :: 一　早市\nbody :: 雨停了。\nheading 3 :: 二　渡船\nbody :: 船开了。\nbody :: 七 百里\n",
        );
        let chapters = |kind: &str, numbers: &[&str]| -> String {
            numbers.iter().map(|number| format!("{kind} :: {number}\nbody :: 雨停了。\nbody :: 船开了。\n")).collect()
        };
        // The third of some poems between.
        let all = chapters("heading 3", &["一", "二", "三", "四"]);
        let stray = |kind: &str, all: &str| all.replacen(&format!("{kind} :: 四"), &format!("body :: 三\n{kind} :: 四"), 1);
        check(false, &stray("body", &all.replace("heading 3", "body")), &stray("heading 3", &all));
        check(false, &chapters("body", &["1", "2", "3"]), &chapters("heading 3", &["1", "2", "3"]));
        for folios in [&["1", "2"][..], &["3", "4", "5"], &["01", "02", "03"]] {
            check(false, &chapters("body", folios), &chapters("body", folios));
        }
    }

    #[test]
    fn pieces_of_a_collection_have_titles_and_dialogue_is_none() {
        let prose = format!("body :: {}\n", "河水流过石桥，没有人说话。".repeat(30));
        let spoken = "body :: “走罢。”\nbody :: 他又说\nbody :: “走。”\n";
        let with = |kind: &str| {
            ["药铺", "桥", "老屋（一）"].map(|title| format!("{kind} :: {title}\n{prose}{spoken}{prose}")).concat()
        };
        check(true, &with("body"), &with("heading 2"));
        check(false, &with("body"), &with("body"));
        let remarks = format!("body :: 注意\n{prose}").repeat(4);
        check(true, &remarks, &remarks);
        check(true, &format!("{remarks}{}", with("body")), &format!("{remarks}{}", with("heading 2")));
    }
}
