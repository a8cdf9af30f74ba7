//! Headings: which lines head the text, and on which level.
//!
//! Runs *after* lines are joined, when paragraphs are whole. A level follows the heading's number and its place, not the
//! source's markup: OCR gives `##` to whatever is large. Ranks that occur in the document take consecutive levels under its
//! title; what has no number keeps its place relative to its neighbours; no level is skipped on the way down.

use super::patterns::{GW_H1, GW_H2, GW_H3, GW_H4, lead_end};
use super::{
    NormalizeOptions, displayed, forms, headlines, nested, notice, paper, parts, peers, poems, roles, rubrics, series,
    source_lines, titles,
};
use crate::diag::Sink;
use crate::model::{Block, Document, DocumentKind, EditLog, Kind, Reason, Role, Rule, SpanKind};
use crate::text::script::is_han;
use std::collections::BTreeMap;

/// Levels settle after so many rounds; each round can only bring a heading nearer to its neighbours.
const ROUNDS: usize = 8;

/// The pass.
pub fn run(document: &mut Document, _: &NormalizeOptions, _: &mut Sink) {
    let kind = document.meta.kind.unwrap_or(DocumentKind::Article);
    let Document { blocks, log, .. } = document;
    if kind == DocumentKind::Notice {
        notice::join_prose(blocks, log);
    }
    named_title(blocks, log);
    displayed::run(blocks, kind, log);
    roles::numbered(blocks, kind, None, log);
    if kind != DocumentKind::Book {
        series::run(blocks, None, log);
    }
    if matches!(kind, DocumentKind::Book | DocumentKind::Article) {
        nested::run(blocks, None, log);
    }
    series::decimals(blocks, None, log);
    if matches!(kind, DocumentKind::Book | DocumentKind::Article) {
        poems::run(blocks, log);
    }
    headlines::infer(blocks, kind, headlines::ENOUGH, log);
    // A line that turned out to be a heading may be what the lines below it lacked.
    for _ in 0..ROUNDS {
        if !strong_lines(blocks, log) {
            break;
        }
        headlines::infer(blocks, kind, headlines::ENOUGH, log);
    }
    peers::run(blocks, kind, None, log);
    first_line(blocks, kind, log);
    signed(blocks, kind, log);
    repeated(blocks, log);
    levels(blocks, kind, log);
    if kind == DocumentKind::Newspaper {
        paper::settle(blocks, log);
    }
    for block in blocks.iter_mut().filter(|block| block.heading().is_some()) {
        // The style of a heading makes it bold; a span over the whole says nothing more.
        if block.text.is_all(&SpanKind::Strong) {
            block.text.retain_spans(|span| span.kind != SpanKind::Strong);
        }
    }
}

/// The longest title in letters, and in ideographs alone, in characters.
const FOREIGN: usize = 60;
const TITLE: usize = 16;

/// The first line of a text that has headings further down, and none of its own above them, is its title.
fn first_line(blocks: &mut [Block], kind: DocumentKind, log: &mut EditLog) {
    let Some(first) = blocks.iter().position(Block::is_visible) else { return };
    let heads = || blocks[first + 1..].iter().filter(|block| block.heading().is_some());
    // Where the source marks headings, it has marked its title too.
    let plain = heads().nth(1).is_some() && !heads().any(|block| block.hints.marked);
    let text = blocks[first].text.as_str();
    // Ideographs apart, a title is told by its length and its end.
    let foreign = blocks[first].is_body()
        && !text.contains(is_han)
        && text.contains(char::is_alphabetic)
        && forms::is_within(text, FOREIGN)
        && !text.ends_with(['.', ',', ':', ';', '?', '!', '"', '”']);
    // Nothing stands above that it could go on from (`与弟书简`), if a heading stands below.
    let solid = blocks[first].is_body() && (3..=TITLE).contains(&forms::length(text)) && text.chars().all(is_han);
    let over_heading = || roles::after(blocks, first).is_some_and(|below| below.heading().is_some());
    let title = (headlines::is_candidate(&blocks[first]) || foreign || solid && over_heading())
        && blocks[first].hints.size.is_none()
        && !blocks[first].hints.marked
        && !forms::is_field(text)
        && !(text.contains('年') && text.contains('月') && text.contains('日'))
        && !roles::is_author(text)
        && !forms::is_separator(text);
    if plain && title && matches!(kind, DocumentKind::Book | DocumentKind::Article) {
        let reason = Reason::likely(Rule::Heading, "the first line, above a text with headings");
        blocks[first].retag(Kind::Heading(1), &reason, log);
    }
}

/// A name of three characters or more right below the title, above text or a counted part, signs the article.
fn signed(blocks: &mut [Block], kind: DocumentKind, log: &mut EditLog) {
    let visible: Vec<usize> = (0..blocks.len()).filter(|&at| blocks[at].is_visible()).take(3).collect();
    let [title, name, below] = visible[..] else { return };
    let begins =
        blocks[below].hints.rank.is_some() || blocks[below].is_body() && !forms::is_within(blocks[below].text.as_str(), 16);
    let open = |block: &Block| block.is_body() || block.heading().is_some() || block.kind == Kind::Paragraph(Role::Deck);
    let text = blocks[name].text.as_str();
    let named = forms::is_name(text) && (3..=4).contains(&forms::length(text)) && begins;
    let signs = (named || roles::is_author(text)) && !blocks[name].hints.marked;
    if kind == DocumentKind::Article && blocks[title].heading().is_some() && open(&blocks[name]) && signs {
        blocks[name].retag(Kind::Paragraph(Role::Byline), &Reason::likely(Rule::RoleOf, "a name below the title"), log);
    }
}

/// The title that the source names as such heads all that follows, where no heading stands before it.
fn named_title(blocks: &mut [Block], log: &mut EditLog) {
    /// A front page has no more lines above its title.
    const FRONT: usize = 8;
    let visible = (0..blocks.len()).filter(|&at| blocks[at].is_visible()).take(FRONT);
    for at in visible.collect::<Vec<_>>() {
        match &blocks[at].kind {
            Kind::Heading(_) => return,
            Kind::Paragraph(Role::Title) if !blocks[at].text.is_empty() => {
                blocks[at].retag(Kind::Heading(1), &Reason::certain(Rule::Heading, "the title by its style"), log);
                roles::put_below(&mut blocks[at + 1..], log);
                return;
            }
            _ => {}
        }
    }
}

/// The rank of a heading: what it was counted as, or that of its number.
pub fn rank_of(block: &Block) -> Option<usize> {
    block.hints.rank.map(usize::from).or_else(|| rank(block.text.as_str()))
}

/// The rank of a heading's number, from the whole to the part: volume, chapter, section, 一、, （一）, 1., （1）.
pub fn rank(text: &str) -> Option<usize> {
    if parts::is_chapter(text) {
        return Some(match parts::chapter(text) {
            Some(('卷' | '部' | '篇' | '集' | '编' | '編', _)) => 0,
            Some(('节' | '節', _)) => 2,
            Some(_) => 1,
            None if text.trim_start().starts_with(['卷', '部', '篇', '上', '中', '下']) => 0,
            None => FRONT,
        });
    }
    if parts::numbered_section(text).is_some() {
        return Some(3);
    }
    let forms = [(&GW_H1, 3), (&GW_H2, 4), (&GW_H3, 5), (&GW_H4, 6)];
    let ranked = forms.iter().find(|(form, _)| form.is_match(text)).map(|&(_, rank)| rank);
    ranked.or(notice::is_third(text).then_some(5))
}

/// Whether the rank is one of numbered parts, not of a preface.
pub fn is_counted(rank: usize) -> bool {
    rank != FRONT
}

/// Preface, prologue, epilogue: they have the rank of the parts beside them.
pub const FRONT: usize = 7;

/// Settles every level.
fn levels(blocks: &mut [Block], kind: DocumentKind, log: &mut EditLog) {
    let at: Vec<usize> = (0..blocks.len()).filter(|&at| blocks[at].heading().is_some()).collect();
    let ranks: Vec<Option<usize>> = at.iter().map(|&at| rank_of(&blocks[at])).collect();
    let mut present = [false; 8];
    ranks.iter().flatten().for_each(|&rank| present[rank] = true);
    let order: Vec<usize> = (0..FRONT).filter(|&rank| present[rank]).collect();
    // The first of a count (`一九〇一年`, `第一封`, `十月三日`) is no title of the others.
    let form = |at: &usize| counted_form(blocks[*at].text.as_str()).filter(|_| !blocks[*at].hints.marked);
    let first = at.first().and_then(form);
    let counted = first.is_some() && at.iter().skip(1).filter(|at| form(at) == first).count() >= 2;
    // Nor is a part by its name: `内容简介`.
    let part = at.first().is_some_and(|&at| rubrics::is_part(blocks[at].text.as_str()));
    let titled = ranks.first().is_some_and(Option::is_none) && !counted && !part;
    // What is numbered is no title of a notice: the mark stands for one that is not there.
    let untitled = kind == DocumentKind::Notice && ranks.first().is_some_and(Option::is_some);
    let base = match kind {
        DocumentKind::Newspaper => 2,
        _ if untitled => 1,
        _ => u8::from(titled) + u8::from(titled && is_collection(blocks, &at, &ranks)),
    };
    let ranked = |rank: usize| -> u8 {
        let top = if rank == FRONT { 0 } else { order.iter().position(|&known| known == rank).unwrap_or(0) };
        base + 1 + top as u8
    };
    // Where the first has its own line of source and date and others have as well, each heads an article.
    let articles: Vec<bool> = at.iter().map(|&at| kind == DocumentKind::Article && is_dated(blocks, at)).collect();
    let articles = if articles.first() == Some(&true) && articles.iter().filter(|&&dated| dated).count() * 2 > articles.len() {
        articles
    } else {
        Vec::new()
    };
    let under = nested::under(at.iter().map(|&at| blocks[at].text.as_str()));
    let mut levels: Vec<u8> = at.iter().map(|&at| blocks[at].heading().unwrap_or(1)).collect();
    alike(blocks, &at, &ranks, &mut levels);
    // In a paper, what the source has on the level of the first headline are headlines, too.
    let peers = levels.len() > 2 && levels[1..].iter().all(|level| *level == levels[0]);
    for _ in 0..ROUNDS {
        let mut wanted = levels.clone();
        for (index, level) in wanted.iter_mut().enumerate() {
            let block = &blocks[at[index]];
            *level = match ranks[index] {
                _ if let Some((chapter, depth)) = under[index] => levels[chapter].saturating_add(depth).min(9),
                Some(rank) => ranked(rank),
                None if articles.get(index) == Some(&true) && !block.hints.marked => 1,
                // The first headline of a paper stands beside those of the other articles, not above them.
                None if index == 0 && counted => *level,
                None if index == 0 && (kind != DocumentKind::Newspaper || block.hints.marked && !peers) => 1,
                None if kind == DocumentKind::Notice && is_title(blocks, at[index]) => 1,
                None if kind == DocumentKind::Newspaper && is_section(block) => 1,
                // Under the title: there is one title, but in a paper.
                None if kind != DocumentKind::Newspaper && titled && *level == 1 && index > 0 && !several_titles(&levels) => 2,
                None => *level,
            };
        }
        compact(&mut wanted, untitled);
        if wanted == levels {
            break;
        }
        levels = wanted;
    }
    for (index, &at) in at.iter().enumerate() {
        let evidence = match ranks[index] {
            _ if under[index].is_some() => "the numbers that it has beside its chapter's",
            Some(_) => "the rank of its number",
            None => "its place among its neighbours",
        };
        blocks[at].retag(Kind::Heading(levels[index].clamp(1, 9)), &Reason::likely(Rule::Heading, evidence), log);
    }
}

/// Headings that count in one form (`一九〇一年`, `第一封`) and were inferred stand on the level of most of them: the first may have been taken
/// for a part of the title above it.
fn alike(blocks: &[Block], at: &[usize], ranks: &[Option<usize>], levels: &mut [u8]) {
    const FEWEST: usize = 3;
    let mut groups: BTreeMap<(bool, char), Vec<usize>> = BTreeMap::new();
    for (index, &at) in at.iter().enumerate().filter(|&(index, &at)| ranks[index].is_none() && !blocks[at].hints.marked) {
        if let Some(form) = counted_form(blocks[at].text.as_str()) {
            groups.entry(form).or_default().push(index);
        }
    }
    // The first of peers right below the title was taken for a part of its stack.
    if let [title, first, rest @ ..] = at
        && rest.len() >= FEWEST
        && first == &(title + 1)
        && (1..at.len()).all(|index| ranks[index].is_none() && !blocks[at[index]].hints.marked)
        && levels[2..].iter().all(|level| *level == levels[2])
        && blocks.get(first + 1).is_some_and(Block::is_body)
    {
        levels[1] = levels[2];
    }
    for group in groups.into_values().filter(|group| group.len() >= FEWEST) {
        let times = |level: u8| group.iter().filter(|&&index| levels[index] == level).count();
        let most = (1..=9).max_by_key(|&level| (times(level), level)).unwrap_or(1);
        group.into_iter().for_each(|index| levels[index] = most);
    }
}

/// How a heading counts without a rank: what stands behind the numerals that it opens with.
fn counted_form(text: &str) -> Option<(bool, char)> {
    let rest = ["第", "民国", "民國", "公元"].iter().find_map(|word| text.strip_prefix(word));
    let bare = rest.unwrap_or(text).trim_start_matches(|c: char| forms::is_numeral(c) || c.is_ascii_digit());
    // `2.1` and `2.1.1` are no peers.
    let unit = bare.chars().next().filter(|unit| !matches!(unit, '.' | '．' | '-'))?;
    (bare.len() < rest.unwrap_or(text).len()).then_some((rest.is_some(), unit))
}

/// Whether the line below a heading says when and where its article appeared.
fn is_dated(blocks: &[Block], at: usize) -> bool {
    let byline = |block: &Block| matches!(block.kind, Kind::Paragraph(Role::Byline | Role::Dateline));
    let mut below = blocks[at + 1..].iter().filter(|block| block.is_visible()).take(2).filter(|block| byline(block));
    below.any(|block| block.kind == Kind::Paragraph(Role::Dateline) || source_lines::is_source_line(block.text.as_str()))
}

/// Whether titles without a number stand over what is numbered: pieces, whose sections have numbers.
fn is_collection(blocks: &[Block], at: &[usize], ranks: &[Option<usize>]) -> bool {
    let piece =
        |(&at, rank): (&usize, &Option<usize>)| rank.is_none() && blocks[at].heading() == Some(2) && !blocks[at].hints.marked;
    at.iter().zip(ranks).skip(1).filter(|&pair| piece(pair)).count() >= 3
}

/// Whether the source itself has many headings of the first level: a collection, and its first heading is no title of all.
fn several_titles(levels: &[u8]) -> bool {
    levels.iter().filter(|&&level| level == 1).count() >= 3
}

/// A notice's title, or the title of an attachment.
fn is_title(blocks: &[Block], at: usize) -> bool {
    let text = blocks[at].text.as_str();
    forms::is_notice_title(text)
        || notice::is_forwarded(text) && notice::is_closed(blocks, at)
        || roles::before(blocks, at).is_some_and(|block| block.kind == Kind::Paragraph(Role::Attachment))
}

/// A section label: the line below, or its own second half, spells it in Latin capitals.
fn is_section(block: &Block) -> bool {
    block.heading() == Some(1) && !block.hints.marked
        || block
            .text
            .as_str()
            .rsplit(['|', '｜', '·', '/'])
            .next()
            .is_some_and(|tail| tail.len() < block.text.as_str().len() && forms::is_pinyin(tail.trim()))
}

/// Makes a tree of levels: the first is 1, or 2 below a title that is not there, and each goes at most one deeper than the one
/// before.
fn compact(levels: &mut [u8], untitled: bool) {
    let mut open: Vec<u8> = if untitled { vec![1] } else { Vec::new() };
    for level in levels {
        while open.last().is_some_and(|&last| last >= *level) {
            open.pop();
        }
        open.push(*level);
        *level = u8::try_from(open.len()).unwrap_or(9);
    }
}

/// A line that is bold as a whole, among marked headings, heads the text below it. Whether there was one.
fn strong_lines(blocks: &mut [Block], log: &mut EditLog) -> bool {
    let mut level = None;
    let mut found_one = false;
    let first = blocks.iter().filter(|block| block.hints.marked).find_map(Block::heading);
    for at in 0..blocks.len() {
        let block = &blocks[at];
        if let Some(found) = block.heading() {
            level = Some(found).filter(|_| block.hints.marked || level.is_some());
            continue;
        }
        let text = block.text.as_str();
        let heads = block.is_body()
            && block.text.is_all(&SpanKind::Strong)
            && (2..=40).contains(&forms::length(text))
            && text.contains(char::is_alphabetic)
            && !forms::is_sentence(text)
            && (!forms::has_comma(text) || titles::is_couplet(text))
            && !text.ends_with(['：', ':', '！', '？'])
            && roles::after(blocks, at).is_some_and(|next| next.is_body() && !next.text.is_all(&SpanKind::Strong));
        // Above the first heading stands the first headline of a paper, if its lead follows.
        let led = || roles::after(blocks, at).is_some_and(|next| lead_end(next.text.as_str()).is_some());
        let level = level.or_else(|| first.filter(|_| heads && led()).map(|first| first.saturating_sub(1)));
        if let Some(level) = level.filter(|_| heads) {
            let to = Kind::Heading(level.saturating_add(1).min(9));
            blocks[at].retag(to, &Reason::likely(Rule::Heading, "a bold line above text"), log);
            found_one |= blocks[at].heading().is_some();
        }
    }
    found_one
}

/// The same heading twice with nothing between: the second is the title as the page repeats it.
fn repeated(blocks: &mut [Block], log: &mut EditLog) {
    let bare = |block: &Block| -> String { block.text.as_str().chars().filter(|c| c.is_alphanumeric()).collect() };
    for at in 1..blocks.len() {
        if blocks[at].heading().is_some() && blocks[at - 1].heading().is_some() && bare(&blocks[at]) == bare(&blocks[at - 1]) {
            let reason = Reason::certain(Rule::NotHeading, "the heading above, once more");
            blocks[at].retag(Kind::Paragraph(Role::Title), &reason, log);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;

    fn check(kind: DocumentKind, before: &str, after: &str) {
        let mut document = native::parse(before).expect("the native form is well formed");
        document.meta.kind = Some(kind);
        document.blocks.iter_mut().for_each(|block| block.hints.marked = block.heading().is_some());
        let options = NormalizeOptions::default();
        run(&mut document, &options, &mut Sink::new());
        assert_eq!(native::write(&document), after);
        let edits = document.log.edits().len();
        run(&mut document, &options, &mut Sink::new());
        assert_eq!(document.log.edits().len(), edits, "a second run changes nothing");
    }

    #[test]
    fn a_notice_counts_by_its_numbers() {
        check(
            DocumentKind::Notice,
            "heading 2 :: 江湾镇关于防汛的通知\nheading 3 :: 一、排查\nheading 4 :: （一）分工\nheading 2 :: （二）物资\nheading 2 :: 1.编织袋\nheading 2 :: {strong|二、宣传}\n",
            "heading 1 :: 江湾镇关于防汛的通知\nheading 2 :: 一、排查\nheading 3 :: （一）分工\nheading 3 :: （二）物资\nheading 4 :: 1.编织袋\nheading 2 :: 二、宣传\n",
        );
    }

    #[test]
    fn what_counts_in_one_form_stands_on_one_level() {
        let check = |before: &str, after: &str| {
            let mut document = native::parse(before).expect("the native form is well formed");
            levels(&mut document.blocks, DocumentKind::Article, &mut document.log);
            assert_eq!(native::write(&document), after);
        };
        let heads = |title: &str, levels: [u8; 4]| -> String {
            let years = ["一九〇一年　一岁", "一九〇七年　七岁", "一九一二年　十二岁", "一九一九年　十九岁"];
            let head = |(level, year): (u8, &str)| format!("heading {level} :: {year}\nbody :: 住在渡口。\n");
            format!("{title}{}", levels.into_iter().zip(years).map(head).collect::<String>())
        };
        let title = |level: u8| format!("heading {level} :: 渡口年谱\n");
        check(&heads(&title(2), [2, 3, 3, 3]), &heads(&title(1), [2; 4]));
        check(&heads("", [2, 3, 3, 3]), &heads("", [1; 4]));
        let letters = |first: u8| {
            let name = |level: u8, name: &str| format!("heading {level} :: {name}\nbody :: 文。\n");
            title(1) + &name(first, "雪夜") + &name(3, "渡船") + &name(3, "旧信") + &name(3, "铁匠铺")
        };
        check(&letters(2), &letters(3).replace("heading 3", "heading 2"));
    }

    #[test]
    fn the_first_line_right_above_a_heading_goes_on_from_nothing() {
        for (line, heads) in [("与弟书简", true), ("与弟书简，", false)] {
            let native = |kind: &str| {
                let letters = ["第一封", "第二封"].map(|letter| format!("heading 2 :: {letter}\nbody :: 勿念。\n"));
                format!("{kind} :: {line}\n{}", letters.concat())
            };
            let mut document = native::parse(&native("body")).expect("the native form is well formed");
            first_line(&mut document.blocks, DocumentKind::Article, &mut document.log);
            assert_eq!(native::write(&document), native(if heads { "heading 1" } else { "body" }), "{line}");
        }
    }

    #[test]
    fn what_is_numbered_is_no_title_of_a_notice() {
        check(
            DocumentKind::Notice,
            "issuing-body :: 江湾县水务局公告\nheading 1 :: 一、停航\nbody :: 文。\nattachment :: 附件\nheading 3 :: 日程\nheading 1 :: 一、时间\n",
            "issuing-body :: 江湾县水务局公告\nheading 2 :: 一、停航\nbody :: 文。\nattachment :: 附件\nheading 1 :: 日程\nheading 2 :: 一、时间\n",
        );
    }

    #[test]
    fn a_book_has_volumes_chapters_and_matter_beside_them() {
        check(
            DocumentKind::Book,
            "heading 1 :: 渡口记\nheading 1 :: 楔子\nheading 2 :: 卷一\nheading 2 :: 第一回 雨\nheading 2 :: 第二回 晴\nheading 2 :: 卷二\nheading 2 :: 第三回 雪\nheading 2 :: 后记\n",
            "heading 1 :: 渡口记\nheading 2 :: 楔子\nheading 2 :: 卷一\nheading 3 :: 第一回 雨\nheading 3 :: 第二回 晴\nheading 2 :: 卷二\nheading 3 :: 第三回 雪\nheading 2 :: 后记\n",
        );
    }

    #[test]
    fn a_paper_has_sections_and_articles() {
        check(
            DocumentKind::Newspaper,
            "heading 1 :: 各村清洁河道\nheading 2 :: 上渡村\nbody :: 文。\nheading 2 :: 地方来信 · DI FANG LAI XIN\nheading 3 :: 课堂搬到田埂上\nbody :: 文。\n",
            "heading 1 :: 各村清洁河道\nheading 2 :: 上渡村\nbody :: 文。\nheading 1 :: 地方来信 · DI FANG LAI XIN\nheading 2 :: 课堂搬到田埂上\nbody :: 文。\n",
        );
    }

    #[test]
    fn a_bold_heading_ends_what_stands_above_a_headline() {
        check(
            DocumentKind::Article,
            "heading 1 :: 江湾小报\nbody :: {strong|No. 7}\nbody :: 河畔人家 渡船往来\nbody :: 江边新开一座图书馆\nbody :: ——读者昨日排起长队\nbody :: 本报讯（记者 白石）江湾区图书馆昨日开馆。\n",
            "heading 1 :: 江湾小报\nheading 2 :: No. 7\nheading 3 :: 河畔人家 渡船往来\nheading 2 :: 江边新开一座图书馆\ndeck :: ——读者昨日排起长队\nbody :: 本报讯（记者 白石）江湾区图书馆昨日开馆。\n",
        );
    }

    #[test]
    fn a_title_by_its_style_heads_the_text() {
        check(
            DocumentKind::Article,
            "byline :: 江湾镇文化站\ntitle :: 渡口旧事\nheading 1 :: 早市\nbody :: 文。\nheading 2 :: 船\n",
            "byline :: 江湾镇文化站\nheading 1 :: 渡口旧事\nheading 2 :: 早市\nbody :: 文。\nheading 3 :: 船\n",
        );
    }

    #[test]
    fn no_level_is_skipped_and_bold_lines_head_their_text() {
        check(
            DocumentKind::Article,
            "heading 1 :: 手册\nheading 1 :: 手册\nheading 4 :: 开始\nbody :: {strong|先读}\nbody :: 读一遍。\nheading 4 :: 结束\n",
            "heading 1 :: 手册\ntitle :: 手册\nheading 2 :: 开始\nheading 3 :: 先读\nbody :: 读一遍。\nheading 2 :: 结束\n",
        );
    }
}
