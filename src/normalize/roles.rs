//! Roles: the part that a line plays, where its form and its neighbours say so.
//!
//! Runs *before* lines are joined, because a line with a part of its own (a byline, a date, a heading with a number) is a
//! barrier that joining must see. What can be told only from whole paragraphs is told by [`headings`](super::headings).
//! Numbered headings and unmarked headlines become headings here; their levels are settled later. What is peculiar to
//! notices is in [`notice`](super::notice), what a paper has beside articles in [`paper`](super::paper), unmarked headlines in [`headlines`](super::headlines).

use super::front::{self, Front};
use super::patterns::{GW_H1, GW_H2, GW_H3, GW_H4};
use super::punctuation::is_reference;
use super::{
    NormalizeOptions, bylines, calendar, captions, columns, counted, entries, forms, headlines, initials, listed, lives,
    masthead, matter, measure, nested, notice, ordinals, paper, parts, peers, rubrics, sections, series, source_lines, stated,
    table_heads, unwrap,
};
use crate::diag::Sink;
use crate::model::{Block, Document, DocumentKind, EditLog, Kind, Reason, Role, Rule, SpanKind};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The pass.
pub fn run(document: &mut Document, _: &NormalizeOptions, _: &mut Sink) {
    if super::is_joined(document) {
        return;
    }
    stated::run(document);
    let kind = document.meta.kind.unwrap_or(DocumentKind::Article);
    let measure = measure::of(&document.blocks);
    let Document { blocks, log, .. } = document;
    captions::of_tables(blocks, log);
    table_heads::run(blocks);
    demote(blocks, log);
    let plain = !blocks.iter().any(|block| block.heading().is_some() && block.hints.marked);
    if plain && matches!(kind, DocumentKind::Book | DocumentKind::Article) {
        listed::run(blocks, log);
        counted::chapters(blocks, measure, log);
        matter::run(blocks, log);
    }
    if let (DocumentKind::Book, _) | (_, Some(_)) = (kind, measure) {
        title(blocks, kind, measure, log);
    }
    // The forms are asked of many lines at once; the neighbours may have got a part by the time a line is judged.
    let candidates: Vec<bool> = blocks.par_iter().with_min_len(64).map(|block| is_open(block) && has_form(block)).collect();
    for at in (0..blocks.len()).filter(|&at| candidates[at]) {
        let found = by_form(blocks, at, kind);
        if let Some((to, evidence)) = found {
            blocks[at].retag(to, &Reason::certain(Rule::RoleOf, evidence), log);
        }
    }
    if kind == DocumentKind::Newspaper {
        masthead::complete(blocks, log);
    }
    section_labels(blocks, log);
    columns::run(blocks, kind, log);
    if kind == DocumentKind::Notice {
        notice::run(blocks, measure.is_some(), log);
    }
    numbered(blocks, kind, measure, log);
    match kind {
        DocumentKind::Book => series::of_book(blocks, measure, log),
        _ => series::run(blocks, measure, log),
    }
    if matches!(kind, DocumentKind::Book | DocumentKind::Article) {
        parts::run(blocks, measure, log);
        nested::run(blocks, measure, log);
    }
    series::decimals(blocks, measure, log);
    if plain && matches!(kind, DocumentKind::Book | DocumentKind::Article) {
        counted::sections(blocks, measure, log);
        calendar::run(blocks, log);
        initials::run(blocks, log);
        lives::run(blocks, log);
        entries::run(blocks, measure, log);
    }
    captions::run(blocks, log);
    if kind == DocumentKind::Newspaper {
        paper::lines(blocks, log);
    }
    if measure.is_none() {
        if kind != DocumentKind::Book {
            ordinals::run(blocks, log);
        }
        headlines::infer(blocks, kind, headlines::SURE, log);
    } else {
        peers::run(blocks, kind, measure, log);
    }
}

/// A block whose part is not settled: running text, or a heading that the source's markup claims.
pub fn is_open(block: &Block) -> bool {
    !block.text.is_empty() && (block.is_body() || block.heading().is_some() && block.hints.marked)
}

/// Whether no sentence is open at the end of a block.
pub fn is_closed(block: &Block) -> bool {
    !block.is_body() || forms::ends_sentence(block.text.as_str())
}

/// The nearest visible block before.
pub fn before(blocks: &[Block], at: usize) -> Option<&Block> {
    blocks[..at].iter().rev().take(16).find(|block| block.is_visible())
}

/// The nearest visible block after.
pub fn after(blocks: &[Block], at: usize) -> Option<&Block> {
    blocks.get(at + 1..)?.iter().take(16).find(|block| block.is_visible())
}

/// The longest heading that is believed, in characters.
const HEADING: usize = 90;

/// Headings of the source's markup that are running text: sentences, and pieces of sentences.
///
/// Where a page's geometry shows that a line is larger than the text, a comma in it is a headline's: `水清了，鸟来了`.
fn demote(blocks: &mut [Block], log: &mut EditLog) {
    let body = text_size(blocks);
    for at in 0..blocks.len() {
        let block = &blocks[at];
        let text = block.text.as_str();
        if block.heading().is_none() || !block.hints.marked {
            continue;
        }
        let length = forms::length(text);
        let short = length <= 30
            && text.matches(['。', '；', ';']).count() <= 1
            && (GW_H1.is_match(text) || GW_H2.is_match(text) || GW_H3.is_match(text));
        let large = block.hints.size.zip(body).is_some_and(|(size, body)| size >= LARGER * body);
        let piece = || {
            let open = !large && before(blocks, at).is_some_and(is_broken_off);
            forms::has_comma(text) && open || text.ends_with(['，', ',', '、'])
        };
        if forms::is_sentence(text) && !short || length > HEADING || piece() {
            let reason = Reason::likely(Rule::NotHeading, "a sentence, or a piece of one");
            blocks[at].retag(Kind::default(), &reason, log);
        }
    }
}

/// A headline is so many times as large as the text.
const LARGER: f32 = 1.25;

/// The size of most characters of running text, where the source tells sizes.
pub fn text_size(blocks: &[Block]) -> Option<f32> {
    let mut sizes: BTreeMap<u32, usize> = BTreeMap::new();
    for block in blocks.iter().filter(|block| block.is_body()) {
        if let Some(size) = block.hints.size {
            *sizes.entry((size * 20.0).round() as u32).or_default() += forms::length(block.text.as_str());
        }
    }
    sizes.into_iter().max_by_key(|&(size, count)| (count, std::cmp::Reverse(size))).map(|(size, _)| size as f32 / 20.0)
}

/// Puts all headings a level down: a title stands over them.
pub fn put_below(blocks: &mut [Block], log: &mut EditLog) {
    for block in blocks {
        if let Some(level) = block.heading() {
            let to = Kind::Heading(level.saturating_add(1).min(9));
            block.retag(to, &Reason::certain(Rule::Heading, "below the title"), log);
        }
    }
}

/// Whether a text ends with its source or its writer in brackets, behind a sentence or alone: `（据新华社）`.
fn is_signed(text: &str) -> bool {
    let behind = |at: usize| at == 0 || forms::ends_sentence(&text[..at]);
    text.ends_with(['）', ')']) && text.rfind(['（', '(']).is_some_and(behind)
}

/// Whether a paragraph looks like the first piece of one that goes on: prose of some length without its end.
fn is_broken_off(block: &Block) -> bool {
    /// The shortest line of a narrow column, in characters.
    const SHORTEST: usize = 8;
    let text = block.text.as_str();
    let prose = block.is_body() && !block.text.is_all(&SpanKind::Code);
    // A Latin letter has half the width of an ideograph.
    let width = text.chars().filter(|c| !c.is_whitespace()).map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>() / 2;
    prose && width >= SHORTEST && !forms::ends_sentence(text) && !is_signed(text) && !forms::is_byline(text)
}

/// The title of a book, or of wrapped text, on the first line; its writers below it, or on its line, or above.
fn title(blocks: &mut [Block], kind: DocumentKind, measure: Option<usize>, log: &mut EditLog) {
    /// A front page has no more lines; without a chapter below, no more than these are looked at.
    const FRONT: usize = 12;
    const FEW: usize = 4;
    if blocks.iter().any(|block| block.heading() == Some(1)) {
        return;
    }
    let book = kind == DocumentKind::Book;
    let lines: Vec<usize> = (0..blocks.len()).filter(|&at| blocks[at].is_visible()).take(FRONT).collect();
    let begins = |at: usize| blocks[at].hints.rank.is_some() || parts::is_chapter(blocks[at].text.as_str());
    let chapter = lines.iter().position(|&at| begins(at));
    let stated = |at: usize| if book { front::read(blocks[at].text.as_str()) } else { Front::default() };
    let signs = |at: usize| is_author(blocks[at].text.as_str()) || !stated(at).writers.is_empty();
    // What stands below the title of a book that has no chapter here: its writer, its preface.
    let followed = |place: usize| {
        lines.get(place + 1).is_some_and(|&below| {
            let text = blocks[below].text.as_str();
            signs(below) || front::may_sign(text) || rubrics::is_part(text)
        })
    };
    let mut titled = None;
    let mut found = Vec::new();
    for (place, &at) in lines.iter().enumerate().take(chapter.unwrap_or(FEW)) {
        let text = blocks[at].text.as_str();
        if !blocks[at].is_body() || forms::is_separator(text) {
            continue;
        }
        let narrow = measure.is_none_or(|measure| measure::width(&blocks[at]) + 8 < measure);
        let states = stated(at).title.is_some();
        let named = forms::masthead_marks(text) == 0;
        let alone = named
            && found.iter().all(|(_, role)| *role == Role::Byline)
            && headlines::is_candidate(&blocks[at])
            && (!book || chapter.is_some() || followed(place))
            && (book || place == 0)
            && kind != DocumentKind::Notice;
        // A name below the title, or below what it is in brackets (`（长篇小说）`).
        let below = || {
            titled
                .is_some_and(|title| lines[title + 1..place].iter().all(|&at| forms::is_in_brackets(blocks[at].text.as_str())))
        };
        if titled.is_none() && narrow && (states || alone && !signs(at)) {
            titled = Some(place);
            found.push((at, Role::Title));
        } else if (place > 0 || book) && signs(at) || book && front::may_sign(text) && !rubrics::is_part(text) && below() {
            found.push((at, Role::Byline));
        } else if titled.is_none() && !book {
            break;
        }
    }
    for (at, role) in found {
        let (to, reason) = match role {
            Role::Title => (Kind::Heading(1), Reason::likely(Rule::Heading, "the title at the front")),
            role => (Kind::Paragraph(role), Reason::certain(Rule::RoleOf, "a name at the front")),
        };
        blocks[at].retag(to, &reason, log);
    }
}

/// `江湾居士　著`, `作者：江湾居士`.
pub fn is_author(text: &str) -> bool {
    (2..=24).contains(&forms::length(text))
        && !forms::has_comma(text)
        && (text.starts_with("作者")
            || ["著", "编著", "撰", "译", "譯", "编", "編", "作"]
                .iter()
                .any(|word| text.strip_suffix(word).is_some_and(|name| name.ends_with([' ', '\u{3000}', '◎', '◆', '○']))))
}

/// Whether [`by_form`] may find a part.
fn has_form(block: &Block) -> bool {
    let text = block.text.as_str();
    // Most of the forms are short, and most of the lines are not.
    let short = || {
        forms::is_pages(text)
            || forms::is_compiled(text)
            || forms::is_byline(text)
            || bylines::is_of_works(text)
            || bylines::names_medium(text)
            || bylines::is_dateline(text)
            || forms::is_date(text)
    };
    text.len() <= 800
        && (forms::is_separator(text)
            || forms::is_in_brackets(text)
            || forms::is_within(text, 60) && short()
            || source_lines::is_source_line(text)
            || forms::is_pinyin(text)
            || forms::masthead_marks(text) > 0)
}

/// Parts that the line's own form gives away.
fn by_form(blocks: &[Block], at: usize, kind: DocumentKind) -> Option<(Kind, &'static str)> {
    let text = blocks[at].text.as_str();
    // Books and papers that are cited have dates, numbers and places as well.
    if text.len() > 800 || is_reference(text) {
        return None;
    }
    let paper = kind == DocumentKind::Newspaper;
    let role = |role, evidence| Some((Kind::Paragraph(role), evidence));
    if forms::is_separator(text) {
        return Some((Kind::Separator, "ornaments and nothing else"));
    }
    let marks = forms::masthead_marks(text);
    // Minutes have time and place in labels as well.
    if marks >= 2 && !forms::is_sentence(text) && kind != DocumentKind::Notice
        || paper && at < 24 && (marks >= 1 && forms::length(text) <= 40 || forms::is_pages(text))
    {
        return role(Role::Masthead, "names, numbers and dates of the issue");
    }
    if forms::is_compiled(text) {
        return role(Role::Credit, "who put the column or the page together");
    }
    if forms::is_byline(text) || kind != DocumentKind::Notice && bylines::is_of_works(text) {
        return role(Role::Byline, "writers and nothing else");
    }
    // A report may begin with it on a line of its own, which goes on.
    let apart = |below: &Block| below.hints.blank_before > 0 || below.hints.indent > 2 || !below.hints.line;
    if kind != DocumentKind::Notice && bylines::is_dateline(text) && after(blocks, at).is_some_and(apart) {
        return role(Role::Byline, "who reported, from where and when");
    }
    let dated = |below: &Block| source_lines::is_source_line(below.text.as_str());
    let amid = || before(blocks, at).is_some_and(|above| above.heading().is_some()) && after(blocks, at).is_some_and(dated);
    if bylines::names_medium(text) && amid() {
        return role(Role::Byline, "a paper, between a title and a date");
    }
    if kind != DocumentKind::Notice && source_lines::is_source_line(text) {
        return role(Role::Byline, "when and where the page appeared");
    }
    let closed = || before(blocks, at).is_some_and(|block| block.is_body() && forms::ends_sentence(block.text.as_str()));
    if paper
        && forms::is_in_brackets(text)
        && forms::length(text) <= 32
        && !forms::is_sentence(text)
        && closed()
        && !is_label(text)
    {
        return role(Role::Byline, "names in brackets after an article");
    }
    if forms::is_date(text) {
        return role(Role::Date, "a date and nothing else");
    }
    if forms::is_pinyin(text) && before(blocks, at).is_some_and(|block| forms::length(block.text.as_str()) <= 12) {
        return role(Role::SectionLabel, "the label above, spelt in Latin letters");
    }
    None
}

/// The name of a section (栏目), given away by the line below that spells it in Latin letters, heads the articles under it.
fn section_labels(blocks: &mut [Block], log: &mut EditLog) {
    for at in 1..blocks.len() {
        let label = &blocks[at - 1];
        if blocks[at].kind == Kind::Paragraph(Role::SectionLabel) && label.is_body() && forms::length(label.text.as_str()) <= 12
        {
            let reason = Reason::certain(Rule::Heading, "a section label, spelt in Latin letters below");
            blocks[at - 1].retag(Kind::Heading(1), &reason, log);
        }
    }
}

/// Whether the line is in brackets because it is a numbered item.
fn is_label(text: &str) -> bool {
    GW_H2.is_match(text) || GW_H4.is_match(text)
}

/// Headings that say their number: 第一章, 一、, （一）, 1., （1）. A sentence is none, and in wrapped text neither is a line
/// as long as the measure.
pub fn numbered(blocks: &mut [Block], kind: DocumentKind, measure: Option<usize>, log: &mut EditLog) {
    let full = |block: &Block| measure.is_some_and(|measure| measure::width(block) + 4 > measure);
    let sections = if kind == DocumentKind::Book { sections::find(blocks) } else { BTreeSet::new() };
    for at in 0..blocks.len() {
        let block = &blocks[at];
        let text = block.text.as_str();
        if !block.is_body()
            || text.len() > 240
            || forms::is_sentence(text) && !text.ends_with(['！', '？', '!', '?'])
            || full(block)
            || measure::may_go_on(blocks, at) && !parts::is_chapter(text)
            || measure.is_some() && forms::has_comma(text) && !parts::is_chapter(text)
        {
            continue;
        }
        let length = forms::length(text);
        let chapter = parts::is_chapter(text);
        let heads = || match kind {
            DocumentKind::Book => sections.contains(&at),
            _ => heads_text(blocks, at),
        };
        let level = if chapter {
            Some(2)
        } else if !heads() {
            None
        } else if GW_H1.is_match(text) && (3..=50).contains(&length) {
            Some(2)
        } else if GW_H2.is_match(text) && (4..=50).contains(&length) {
            Some(3)
        } else if kind != DocumentKind::Notice || forms::has_comma(text) || !(3..=36).contains(&length) {
            None
        } else if GW_H3.is_match(text) || notice::is_third(text) {
            Some(4)
        } else if GW_H4.find(text).is_some_and(|number| number.end() < text.trim_end().len()) {
            Some(5)
        } else {
            None
        };
        if let Some(level) = level {
            blocks[at].retag(Kind::Heading(level), &Reason::certain(Rule::Heading, "a number and a title, no sentence"), log);
        }
    }
}

/// Whether the line below ends the sentence of the one above, or goes on in its Latin words.
fn breaks_off(text: &str, below: &str) -> bool {
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    unwrap::is_rest(text, below)
        || latin(text.chars().next_back()) && text.contains(' ') && latin(below.trim_start().chars().next())
}

/// Whether text stands under the line: the next block is no sibling with the next number, and the line breaks nothing off.
fn heads_text(blocks: &[Block], at: usize) -> bool {
    let text = blocks[at].text.as_str();
    let rank = |text: &str| {
        let form = [&GW_H1, &GW_H2, &GW_H3, &GW_H4].iter().position(|form| form.is_match(text));
        form.or(notice::is_third(text).then_some(2))
    };
    if forms::is_cut_off(text)
        || before(blocks, at).is_some_and(|block| block.is_body() && block.text.as_str().ends_with(['，', '、', ',']))
    {
        return false;
    }
    // Where its neighbours in the count end in semicolons it is an item, cut in two.
    let mine = rank(text);
    let item =
        |block: &Block| block.is_body() && block.text.as_str().ends_with(['；', ';']) && rank(block.text.as_str()) == mine;
    let visible = |block: &&Block| block.is_visible();
    let above = blocks[..at].iter().rev().filter(visible).take(SIBLINGS);
    let below = blocks[at + 1..].iter().filter(visible).take(SIBLINGS);
    if mine.is_some() && above.chain(below).any(item) {
        return false;
    }
    after(blocks, at).is_some_and(|next| {
        let next_text = next.text.as_str();
        if next.is_body() && breaks_off(text, next_text) {
            return false;
        }
        match (mine, rank(next_text)) {
            (Some(mine), Some(theirs)) => theirs > mine,
            _ => {
                !matches!(next.kind, Kind::Paragraph(Role::Signature | Role::Date | Role::Attachment | Role::Imprint))
                    // A table or a list has no text of its own.
                    && (next_text.is_empty() || !forms::goes_on(next_text) || opens_with_partner(text, next_text))
            }
        }
    })
}

/// Whether a whole sentence of several clauses that begins with 与 or 和 stands below a short line: it says with whom what was done, and
/// the line is no half of it.
fn opens_with_partner(text: &str, below: &str) -> bool {
    below.starts_with(['与', '和']) && forms::has_comma(below) && forms::ends_sentence(below) && forms::length(text) <= 14
}

/// So many blocks away an item has its neighbours in the count, whatever parts each was cut into.
const SIBLINGS: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;
    use crate::normalize::settles::settles;

    fn check(kind: DocumentKind, before: &str, after: &str) {
        let mut document = native::parse(before).expect("the native form is well formed");
        document.meta.kind = Some(kind);
        settles(document, run, after);
    }

    #[test]
    fn a_paper_has_masthead_byline_and_credits() {
        check(
            DocumentKind::Newspaper,
            "body :: 2024年3月8日 星期五 第2163期\nbody :: 渡口开了夜班船\nbody :: □ 本报记者 林见川\n\
             body :: 三月六日夜里，第一班船离了岸，船上坐着二十几个晚归的人。\nbody :: （周知）\nbody :: 责编：张三 校对：李四\n",
            "masthead :: 2024年3月8日 星期五 第2163期\nheading 2 :: 渡口开了夜班船\nbyline :: □ 本报记者 林见川\n\
             body :: 三月六日夜里，第一班船离了岸，船上坐着二十几个晚归的人。\nbyline :: （周知）\ncredit :: 责编：张三 校对：李四\n",
        );
    }

    #[test]
    fn numbers_make_headings_and_sentences_do_not() {
        check(
            DocumentKind::Article,
            "body :: 一、总的想法\nbody :: （一）第一步\nbody :: 先把稿子读一遍。\nbody :: （二）第二步是改，改完再读。\nbody :: 二、结语\nbody :: 就这样。\n\
             body :: 1.5亿字的稿子。\n",
            "heading 2 :: 一、总的想法\nheading 3 :: （一）第一步\nbody :: 先把稿子读一遍。\nbody :: （二）第二步是改，改完再读。\nheading 2 :: 二、结语\nbody :: 就这样。\n\
             body :: 1.5亿字的稿子。\n",
        );
        check(
            DocumentKind::Book,
            "body :: 第一回　老渡口夜半闻铃　少年人风中送信\nbody :: 话说江湾地方。\nbody :: ※※※\nbody :: 第一次见面时，他没有说话。\n",
            "heading 2 :: 第一回　老渡口夜半闻铃　少年人风中送信\nbody :: 话说江湾地方。\nseparator :: ※※※\nbody :: 第一次见面时，他没有说话。\n",
        );
    }

    #[test]
    fn a_comma_makes_no_piece_of_a_sentence_of_what_is_set_large() {
        let check = |before: &str, size: Option<f32>, heading: bool| {
            let block = |text: &str, kind: Kind, size: Option<f32>| {
                let mut block = Block::new(kind, crate::model::TextBuilder::plain(text.to_owned()), crate::model::Origin::None);
                (block.hints.size, block.hints.marked) = (size, true);
                block
            };
            let mut blocks = [block(before, Kind::default(), Some(9.0)), block("渡口通了，人也来了", Kind::Heading(1), size)];
            demote(&mut blocks, &mut EditLog::default());
            assert_eq!(blocks[1].heading().is_some(), heading, "{before} {size:?}");
        };
        let open = "河水比往年低了一截，船靠不了岸，人们只好在桥头";
        check(open, Some(18.0), true);
        check(open, Some(9.0), false);
        check(open, None, false);
        check("河水比往年低了一截，船靠不了岸。（据江湾通讯社）", Some(9.0), true);
        check("（江湾通讯社供稿，林见川）", None, true);
    }
}
