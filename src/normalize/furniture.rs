//! Furniture: what belongs to the source's pages and not to its text.
//!
//! Running heads and feet, folios, jump lines, calls to follow, the word 广告, a typed table of contents. They are re-tagged
//! where they stand and never removed, so that a wrong guess can be undone; joining a sentence across them is the question of
//! the pass `unwrap`. Mastheads are text about the issue, not furniture.

use super::NormalizeOptions;
use super::patterns::{GW_ATT, GW_FOLIO, NP_JUMP_FROM, NP_JUMP_TO};
use super::profile::is_clause_end;
use super::{contents, cut_tables, folios, forms, notice, page_marks, parts, promotion, roles, tails};
use crate::diag::Sink;
use crate::model::{Block, Document, EditLog, Furniture, Kind, Reason, Rule};
use crate::text::script::is_han;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A running head comes back at least so often (twice where a folio stands beside it).
const REPEATED: usize = 3;
/// The longest running head, in characters.
const LONGEST_HEAD: usize = 30;
/// So many heads beside folios between marks say that all folios have marks.
const MARKED: usize = 3;
/// The head of a page has no more lines than this.
const HEAD: usize = 6;

/// The pass.
pub fn run(document: &mut Document, _: &NormalizeOptions, _: &mut Sink) {
    if super::is_joined(document) {
        return;
    }
    let Document { blocks, log, .. } = document;
    contents::run(blocks, log);
    part_jumps(blocks, log);
    tails::run(blocks, log);
    // Where the source has columns the analysis of its pages has seen what stands at their edges, and a bare number is text.
    let paged = blocks.iter().any(|block| block.hints.column.is_some());
    let is_number = |text: &str| text.trim().bytes().all(|byte| byte.is_ascii_digit());
    let line = |at: usize| {
        let block = &blocks[at];
        let text = block.text.as_str();
        // Where paragraphs are the source's own, `Page 3` may be a title.
        let titled = !block.hints.line && page_marks::is_title(text);
        (is_line(block) && !titled && !(paged && is_number(text))).then(|| by_form(text)).flatten()
    };
    let found: Vec<_> = (0..blocks.len()).into_par_iter().with_min_len(64).map(line).collect();
    for (block, found) in blocks.iter_mut().zip(found) {
        if let Some((furniture, rule, evidence)) = found {
            block.retag(Kind::Furniture(furniture), &Reason::certain(rule, evidence), log);
        }
    }
    followed(blocks, log);
    page_marks::run(blocks, log);
    if !paged {
        folios::run(blocks, log);
        folios::framed(blocks, log);
        running_heads(blocks, log);
        folios::beside_folios(blocks, log);
        // A rule beside a running head cuts what the head did.
        page_marks::run(blocks, log);
    }
    cut_tables::run(blocks, log);
}

/// Compiles the patterns.
pub(super) fn warm() {
    page_marks::warm();
    promotion::warm();
}

/// A paragraph or a heading that has not been given a part yet.
pub fn is_line(block: &Block) -> bool {
    matches!(block.kind, Kind::Heading(_)) || block.is_body()
}

/// What a line is by its form alone.
fn by_form(text: &str) -> Option<(Furniture, Rule, &'static str)> {
    if text.is_empty() || text.len() > 240 {
        return None;
    }
    if forms::is_jump(text) {
        Some((Furniture::Jump, Rule::Jump, "a line that sends the reader to another page"))
    } else if page_marks::is_page_mark(text)
        || GW_FOLIO.is_match(text) && text.chars().any(|c| matches!(c, '0'..='9' | '０'..='９'))
    {
        Some((Furniture::PageNumber, Rule::PageNumber, "a folio between marks"))
    } else if matches!(text.trim_matches(['·', '•', '【', '】', '（', '）', '(', ')', ' ']), "广告" | "廣告" | "公益广告")
    {
        Some((Furniture::Advertisement, Rule::Advertisement, "the line says so"))
    } else if promotion::is_promotion(text) {
        Some((Furniture::Promotion, Rule::Promotion, "a call to follow or scan"))
    } else {
        None
    }
}

/// A call that ends without saying whom to follow goes on in the next line: 欢迎关注 / 江湾科技网.
fn followed(blocks: &mut [Block], log: &mut EditLog) {
    for at in 1..blocks.len() {
        let (before, line) = (&blocks[at - 1], &blocks[at]);
        let open = before.kind == Kind::Furniture(Furniture::Promotion)
            && ["关注", "訂閱", "订阅", "關注", "扫码", "搜索"]
                .iter()
                .any(|call| before.text.as_str().trim_end().ends_with(call));
        let name = line.text.as_str().trim();
        if open
            && line.is_body()
            && line.hints.blank_before == 0
            && !name.is_empty()
            && forms::is_within(name, 12)
            && !name.contains(['。', '，', '：', ':'])
        {
            let reason = Reason::likely(Rule::Promotion, "whom a call to follow means");
            blocks[at].retag(Kind::Furniture(Furniture::Promotion), &reason, log);
        }
    }
}

/// A jump in brackets at the end or at the start of a paragraph becomes a block of its own.
fn part_jumps(blocks: &mut Vec<Block>, log: &mut EditLog) {
    for mut block in std::mem::take(blocks) {
        if let Some(end) = jump_at_start(block.text.as_str()).filter(|_| block.is_body()) {
            let reason = Reason::certain(Rule::Jump, "a jump at the start of the paragraph");
            let rest = block.text.split_off(end, &block.origin, &reason, log);
            let jump = std::mem::replace(&mut block.text, rest);
            let mut line = Block::new(Kind::default(), jump, block.origin.clone());
            line.hints.page = block.hints.page;
            (block.hints.indent, block.hints.blank_before) = (0, 0);
            blocks.push(line);
        }
        let text = block.text.as_str();
        let start = jump_at_end(text).filter(|&start| block.is_body() && !text[..start].trim().is_empty());
        let jump = start.map(|start| {
            let reason = Reason::certain(Rule::Jump, "a jump at the end of the paragraph");
            let jump = block.text.split_off(start, &block.origin, &reason, log);
            Block::new(Kind::default(), jump, block.origin.clone())
        });
        blocks.push(block);
        blocks.extend(jump);
    }
}

/// Where a jump in brackets at the start of a text ends; text must follow.
fn jump_at_start(text: &str) -> Option<usize> {
    if !text.starts_with(['（', '(', '【', '[']) || !text.contains('接') {
        return None;
    }
    let start = &text[..text.char_indices().nth(48).map_or(text.len(), |(at, _)| at)];
    let found = NP_JUMP_FROM.find(start).filter(|found| found.as_str().ends_with(['）', ')', '】', ']']))?;
    Some(found.end()).filter(|&end| !text[end..].trim().is_empty())
}

/// Where a jump in brackets at the end of a text begins.
fn jump_at_end(text: &str) -> Option<usize> {
    if !(text.ends_with(['）', ')', '】', ']']) && text.contains(['转', '轉'])) {
        return None;
    }
    let tail = text.char_indices().rev().nth(39).map_or(0, |(at, _)| at);
    let found = NP_JUMP_TO.find(&text[tail..]).filter(|found| found.as_str().starts_with(['（', '(', '【', '[']));
    found.map(|found| tail + found.start())
}

/// Short lines that come back, page after page. A repeated line alone is no proof (a refrain, a sub-heading): it must cut a
/// sentence, stand beside a folio, or hold a number that changes.
fn running_heads(blocks: &mut [Block], log: &mut EditLog) {
    let key = |block: &Block| -> Option<String> {
        let text = block.text.as_str();
        let short = is_line(block)
            && text.len() <= 3 * LONGEST_HEAD
            && !forms::is_sentence(text)
            && !forms::has_comma(text)
            // `诗曰：`: it announces what follows.
            && !text.ends_with([':', '：', '曰', '云'])
            // A writer of several articles comes back, and stands under headlines, which end without a stop.
            && !forms::is_byline(text);
        // `附件1`, `附件2` head attachments one after the other; what comes back on every page of one has its number.
        let counts = GW_ATT.is_match(text);
        let told = |c: char| is_han(c) || c.is_alphabetic() || counts && c.is_numeric();
        let key: String = short.then(|| text.chars().filter(|&c| told(c)).collect())?;
        (key.chars().nth(1).is_some() && !forms::is_clause(text)).then_some(key)
    };
    let keys: Vec<Option<String>> = blocks.par_iter().with_min_len(64).map(key).collect();
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, key) in keys.iter().enumerate() {
        if let Some(key) = key.as_ref().filter(|_| !signs(blocks, at) && !is_attached(blocks, at)) {
            places.entry(key).or_default().push(at);
        }
    }
    // A book of paragraphs may have a listing or an address in lines.
    let lines = blocks.iter().filter(|block| block.hints.line).count() * 2 > blocks.len();
    let broken = if lines { Broken::default() } else { Broken::of(blocks) };
    // In their order: what stands below a running head may be its second line.
    let mut repeated: Vec<&Vec<usize>> = places.values().filter(|places| places.len() >= 2).collect();
    repeated.sort_unstable();
    let recurring: BTreeSet<usize> = repeated.iter().flat_map(|places| places.iter().copied()).collect();
    let chapters = Chapters::of(blocks, &recurring);
    for places in repeated {
        let apart = places.windows(2).filter(|pair| folios::is_page_apart(blocks, pair[0], pair[1])).count();
        // The others of short pages stand beside folios, and say the same.
        let said = |at: &usize| blocks[*at].text.as_str();
        let others = places[1..].iter().all(|at| beside_a_folio(blocks, *at) && said(at) == said(&places[0]));
        if apart + 1 < places.len() && !others {
            continue;
        }
        let numbers: BTreeSet<String> = places.iter().map(|&at| digits(blocks[at].text.as_str())).collect();
        let counted = numbers.len() == places.len() && !numbers.contains("");
        let cuts_prose = |at: usize| cuts_a_sentence(blocks, at) && (!lines || is_among_prose(blocks, at));
        let cuts = places.iter().filter(|&&at| cuts_prose(at)).count();
        // Where folios stand between marks, a number alone counts something else.
        let marked = places.iter().filter(|&&at| beside_a_marked_folio(blocks, at)).count() >= MARKED;
        let beside_a_folio = |blocks: &[Block], at: usize| match marked {
            true => beside_a_marked_folio(blocks, at),
            false => beside_a_folio(blocks, at),
        };
        let beside = places.iter().filter(|&&at| beside_a_folio(blocks, at)).count();
        let rare = !lines && broken.are_rare_but_for(places);
        // The number of a page stands apart from the words, which stay as they are; that of a chapter is a part of its name.
        let folios: Vec<_> = places.iter().filter_map(|&at| folios::parted(blocks[at].text.as_str())).collect();
        let paged =
            folios.len() == places.len() && folios.windows(2).all(|pair| pair[0].0 == pair[1].0 && pair[0].1 < pair[1].1);
        let numbered_heading = counted
            && !(paged && cuts * 2 >= places.len() && (lines || rare))
            && (blocks[places[0]].heading().is_some() || parts::is_chapter(blocks[places[0]].text.as_str()));
        let enough = if beside * 2 >= places.len() { 2 } else { REPEATED };
        // It leads each page from its first to its last, or every second one.
        let page = |at: Option<&usize>| at.and_then(|&at| blocks[at].hints.page).unwrap_or(0);
        let pages = page(places.last()).saturating_sub(page(places.first())) as usize + 1;
        let heads_pages = places.len() * 2 >= pages && places.iter().all(|&at| leads_page(blocks, at));
        let proven = if lines {
            heads_pages && places.len() >= REPEATED
                || counted && cuts > 0
                || cuts * 3 >= places.len() && cuts >= 2
                || beside * 2 >= places.len()
        } else {
            rare && cuts * 2 >= places.len()
        };
        let again = || cuts * 2 < places.len() && chapters.count_anew(places);
        if places.len() < enough || !proven || numbered_heading || again() {
            continue;
        }
        // The first may be the title itself, or the chapter's: it stays where nothing is cut by it, unless it has a folio as the others have,
        // or leads its page as they do and the title stands below.
        // A title stands over an addressee, and below a number: all but it stand beside folios.
        let titles = beside + 1 >= places.len() || is_over_addressee(blocks, places[0]);
        let stays = !paged && !beside_a_folio(blocks, places[0]) && (titles || !cuts_a_sentence(blocks, places[0]));
        let first = usize::from(stays && !(heads_pages && stands_over_title(blocks, places[0], &recurring)));
        let evidence = format!("repeated {} times, cuts {cuts} sentences, beside {beside} folios", places.len());
        for &at in &places[first..] {
            for near in [at.wrapping_sub(1), at + 1] {
                if !marked && blocks.get(near).is_some_and(is_bare_number) {
                    let reason = Reason::certain(Rule::PageNumber, "a number beside a running head");
                    blocks[near].retag(Kind::Furniture(Furniture::PageNumber), &reason, log);
                }
            }
            let reason = Reason::likely(Rule::RunningHead, evidence.clone());
            blocks[at].retag(Kind::Furniture(Furniture::RunningHead), &reason, log);
        }
    }
}

/// Lines of chapters that come again, each with the place of the next one that has another number of the same unit.
struct Chapters(BTreeMap<usize, Option<usize>>);

impl Chapters {
    fn of(blocks: &[Block], recurring: &BTreeSet<usize>) -> Chapters {
        let mut chapters = BTreeMap::new();
        // Of each unit, from the end: the number, where it stands, and what follows it.
        let mut last: BTreeMap<char, (&str, usize, Option<usize>)> = BTreeMap::new();
        for &at in recurring.iter().rev() {
            let text = blocks[at].text.as_str();
            let Some((unit, title)) = parts::chapter(text) else { continue };
            let number = &text[..text.len() - title.len()];
            let next = last.get(&unit).and_then(|&(known, place, next)| if known == number { next } else { Some(place) });
            last.insert(unit, (number, at, next));
            chapters.insert(at, next);
        }
        Chapters(chapters)
    }

    /// Whether between each two of these places stands another chapter of the same unit: the parts of a book that count chapters anew,
    /// as its text and its exercises. Running heads of one chapter follow one another.
    fn count_anew(&self, places: &[usize]) -> bool {
        let next = |at: &usize| self.0.get(at).copied().flatten();
        let between = |pair: &[usize]| self.0.contains_key(&pair[1]) && next(&pair[0]).is_some_and(|next| next < pair[1]);
        places.windows(2).all(between)
    }
}

/// Whether the line is the name of a body over a date: it signs what stands above, on whatever page.
fn signs(blocks: &[Block], at: usize) -> bool {
    let dated = || below(blocks, at).is_some_and(|block| forms::is_date(block.text.as_str()));
    notice::are_issuers(blocks[at].text.as_str()) && dated()
}

/// Whether the line below `附件2` names what is attached, which the list of attachments has named before.
fn is_attached(blocks: &[Block], at: usize) -> bool {
    above(blocks, at).is_some_and(|above| GW_ATT.is_match(above.text.as_str()) && forms::is_within(above.text.as_str(), 6))
}

/// Whether the lines round a line are prose: marks part their clauses. Lines of listings, of program text and of tables have no end
/// that a running head could cut off.
fn is_among_prose(blocks: &[Block], at: usize) -> bool {
    const AROUND: usize = 4;
    let (above, below) = (&blocks[at.saturating_sub(AROUND)..at], &blocks[at + 1..(at + 1 + AROUND).min(blocks.len())]);
    let texts = || above.iter().chain(below).filter(|block| block.is_body()).map(|block| block.text.as_str());
    // A colon stands behind the name of a field.
    let is_mark = |c| is_clause_end(c) && !matches!(c, ':' | '：');
    let is_marked = |text: &&str| text.contains(is_mark) && !text.contains(['<', '|', '\t']);
    texts().filter(is_marked).count() * 3 >= texts().count()
}

/// Whether the line is the first of a page of the source, or has but furniture before it.
fn leads_page(blocks: &[Block], at: usize) -> bool {
    let page = blocks[at].hints.page;
    let mut above = blocks[..at].iter().rev().take(HEAD).skip_while(|block| !block.is_visible() && block.hints.page == page);
    page.is_some() && above.next().is_none_or(|block| block.hints.page < page)
}

/// Whether the next line that does not come again could be a title: short, and no sentence.
fn stands_over_title(blocks: &[Block], at: usize, recurring: &BTreeSet<usize>) -> bool {
    let short = |block: &Block| {
        let text = block.text.as_str();
        forms::is_within(text, LONGEST_HEAD) && !forms::is_sentence(text) && !forms::has_comma(text)
    };
    let below = (at + 1..blocks.len()).take(HEAD).find(|below| !recurring.contains(below));
    below.is_some_and(|below| is_line(&blocks[below]) && short(&blocks[below]))
}

/// The paragraphs that break off, as the places of what stands below them, and how many are whole.
#[derive(Default)]
struct Broken {
    below: Vec<usize>,
    whole: usize,
}

impl Broken {
    fn of(blocks: &[Block]) -> Broken {
        let mut broken = Broken::default();
        for (at, block) in blocks.iter().enumerate() {
            let text = block.text.as_str();
            if block.is_body() && !forms::is_within(text, 8) {
                match forms::ends_sentence(text) {
                    true => broken.whole += 1,
                    false => broken.below.push(at + 1),
                }
            }
        }
        broken
    }

    /// Whether hardly any paragraph breaks off but above these lines: only then a broken one tells of a page. Where paragraphs are the
    /// source's own they need not be sentences (formulas, dialogue of a play, lists).
    fn are_rare_but_for(&self, places: &[usize]) -> bool {
        // A folio may stand between.
        let others =
            self.below.iter().filter(|&&at| places.binary_search(&at).is_err() && places.binary_search(&(at + 1)).is_err());
        others.count() * 4 <= self.whole
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(|c| c.is_numeric()).collect()
}

/// Whether the line is a number of at most four digits.
pub fn is_bare_number(block: &Block) -> bool {
    let text = block.text.as_str();
    is_line(block) && !text.is_empty() && text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit())
}

fn beside_a_folio(blocks: &[Block], at: usize) -> bool {
    neighbours(blocks, at).any(|near| is_folio(near) || is_bare_number(near))
}

/// Whether the next line opens a letter or a notice.
fn is_over_addressee(blocks: &[Block], at: usize) -> bool {
    roles::after(blocks, at).is_some_and(|below| forms::is_addressee(below.text.as_str()))
}

/// Whether one of them is a folio between marks: `— 3 —`.
fn beside_a_marked_folio(blocks: &[Block], at: usize) -> bool {
    neighbours(blocks, at).any(|near| is_folio(near) && !near.text.as_str().bytes().all(|byte| byte.is_ascii_digit()))
}

fn neighbours(blocks: &[Block], at: usize) -> impl Iterator<Item = &Block> {
    [at.wrapping_sub(1), at + 1].into_iter().filter_map(|near| blocks.get(near))
}

fn is_folio(block: &Block) -> bool {
    block.kind == Kind::Furniture(Furniture::PageNumber)
}

/// Whether the text before breaks off and the text after goes on as running text.
pub fn cuts_a_sentence(blocks: &[Block], at: usize) -> bool {
    let open = |block: &Block| block.is_body() && !forms::is_within(block.text.as_str(), 8);
    around(blocks, at).is_some_and(|(above, below)| {
        let text = above.text.as_str();
        let closed = forms::ends_sentence(text) || forms::ends_in_remark(text);
        // A date closes what it stands under.
        open(above) && open(below) && !closed && !forms::is_date(text)
    })
}

/// So many blocks on either side of a line are beside it.
pub const BESIDE: usize = 3;

/// What stands right above and below a line, folios aside.
pub fn around(blocks: &[Block], at: usize) -> Option<(&Block, &Block)> {
    above(blocks, at).zip(below(blocks, at))
}

fn above(blocks: &[Block], at: usize) -> Option<&Block> {
    blocks[..at].iter().rev().take(BESIDE).find(|block| block.is_visible() && !is_bare_number(block))
}

fn below(blocks: &[Block], at: usize) -> Option<&Block> {
    blocks[at + 1..].iter().take(BESIDE).find(|block| block.is_visible() && !is_bare_number(block))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;
    use crate::normalize::settles::settles;

    fn check(before: &str, after: &str) {
        check_as(true, before, after);
    }

    /// `lines`: each block is a line of the source, and no paragraph of its own.
    fn check_as(lines: bool, before: &str, after: &str) {
        let mut document = native::parse(before).expect("the native form is well formed");
        document.blocks.iter_mut().for_each(|block| block.hints.line = lines);
        settles(document, run, after);
    }

    #[test]
    fn lines_that_say_what_they_are() {
        check(
            "body :: 欢迎关注“江湾时报”\nbody :: （下转第二版）\nbody :: — 12 —\nbody :: 第 3 页 共 8 页\nbody :: 广告\nbody :: 广告经营\n",
            "furniture promotion :: 欢迎关注“江湾时报”\nfurniture jump :: （下转第二版）\nfurniture page-number :: — 12 —\n\
             furniture page-number :: 第 3 页 共 8 页\nfurniture advertisement :: 广告\nbody :: 广告经营\n",
        );
    }

    #[test]
    fn a_call_to_follow_goes_on_in_the_next_line() {
        check(
            "body :: “江湾时报”公众号欢迎关注\nbody :: 江湾科技网\nbody :: 本期四版\n",
            "furniture promotion :: “江湾时报”公众号欢迎关注\nfurniture promotion :: 江湾科技网\nbody :: 本期四版\n",
        );
        check(
            "body :: 欢迎关注“江湾时报”\nbody :: 江湾科技网\n",
            "furniture promotion :: 欢迎关注“江湾时报”\nbody :: 江湾科技网\n",
        );
    }

    #[test]
    fn a_jump_leaves_its_paragraph() {
        check("body :: 桥通了。 （下转02版）\n", "body :: 桥通了。\nfurniture jump :: （下转02版）\n");
        check("body :: （上接第一版）会议指出，桥要修。\n", "furniture jump :: （上接第一版）\nbody :: 会议指出，桥要修。\n");
    }

    #[test]
    fn folios_between_marks_may_be_full_width() {
        check(
            "body :: —１—\nbody :: －2－\nbody :: ——\n",
            "furniture page-number :: —１—\nfurniture page-number :: －2－\nbody :: ——\n",
        );
    }

    #[test]
    fn a_running_head_cuts_sentences() {
        let page = |number: u32| {
            format!(
                "body :: 那一天河水涨到了第三级石阶，\nbody :: 老人把船拴好，坐下来等。\nbody :: 雨停在傍晚。\n\
                 body :: 他们说起从前的渡口和桥，还有\nbody :: {number}\nbody :: 江湾月刊　第四十二期\nbody :: 那些没有名字的旅客，都上了岸。\n"
            )
        };
        let native: String = [17, 18, 19].map(page).concat();
        let expected = native.replace("body :: 江湾月刊", "furniture running-head :: 江湾月刊");
        let expected = [17, 18, 19].iter().fold(expected, |text, number| {
            text.replace(&format!("body :: {number}\n"), &format!("furniture page-number :: {number}\n"))
        });
        check(&native, &expected);
    }

    #[test]
    fn the_name_over_a_date_signs_beside_a_folio_too() {
        check(
            "body :: 江湾县水务局\nbody :: 关于修堤的函\nbody :: 石堤已经裂了三处，请派人来看。\nbody :: 江湾县水务局\nbody :: — 1 —\nbody :: 2024年3月8日\n",
            "body :: 江湾县水务局\nbody :: 关于修堤的函\nbody :: 石堤已经裂了三处，请派人来看。\nbody :: 江湾县水务局\nfurniture page-number :: — 1 —\nbody :: 2024年3月8日\n",
        );
    }

    #[test]
    fn names_that_sign_and_titles_of_attachments_stay_beside_a_folio() {
        let list = "body :: 附件：1.渡口值班表\nbody :: 2.渡口检查日程表\nbody :: 中共江湾县委\nbody :: 2024年3月8日\n";
        let text = "body :: 中共江湾县委\nbody :: 石堤已经裂了三处，请派人来看。\n";
        let annex = "body :: 附件2\nbody :: 渡口检查日程表\n";
        let kept = format!("{text}{list}furniture page-number :: — 1 —\n{annex}body :: 三月里查，查完再报。\n");
        check(&kept.replace("furniture page-number", "body"), &kept);
    }

    #[test]
    fn what_announces_verse_is_no_running_head() {
        let chapter = "body :: 那人抬头看了看，便念道\nbody :: 诗曰：\nbody :: 早潮才落晚潮来，一月周流六十回。\n\
                       body :: 众人听了。\nbody :: 船开了。\n";
        check(&chapter.repeat(4), &chapter.repeat(4));
    }

    #[test]
    fn a_writer_of_several_articles_is_no_running_head() {
        let article = "body :: 渡口开了夜班船镇上的人都来了\nbody :: □ 本报记者 林见川\nbody :: 三月六日夜里，第一班船离了岸。\n\
                       body :: 船上有二十几个人。\nbody :: 天亮了。\n";
        check(&article.repeat(4), &article.repeat(4));
    }

    #[test]
    fn a_page_may_be_a_title() {
        check_as(false, "heading 2 :: Page 2\nbody :: Text.\n", "heading 2 :: Page 2\nbody :: Text.\n");
        check_as(
            false,
            "body :: The ferry was late and the\nbody :: Page 2\nbody :: harbour was empty of people.\n",
            "body :: The ferry was late and the\nfurniture page-number :: Page 2\nbody :: harbour was empty of people.\n",
        );
    }

    #[test]
    fn paragraphs_that_are_no_sentences_prove_no_running_head() {
        let step = |number: u32| {
            format!(
                "body :: 加上第一行的两倍以后得到\nbody :: 第{number}式\nbody :: 再把下面的两行交换位置\n\
                 body :: {}\nbody :: 行列式的值不变\n",
                number * 7 % 5
            )
        };
        let native: String = (1..9).map(step).collect();
        check_as(false, &native, &native);
    }

    #[test]
    fn numbers_of_sections_are_no_folios() {
        let section =
            |number: u32| format!("body :: {number}\nbody :: 雨停了。\nbody :: 船开了。\nbody :: 人散了。\nbody :: 灯亮了。\n");
        let native: String = (1..6).map(section).collect();
        check(&native, &native);
        check(&native.replace("散了。", "散了，他说他还要等"), &native.replace("散了。", "散了，他说他还要等"));
    }

    #[test]
    fn a_title_that_heads_the_other_pages_too_stays() {
        let title = "江湾县人民政府关于修堤的意见";
        let page = |number: u32| {
            let text = "body :: 雨停了，船开了，人散了，灯亮了，渡口上只剩下一条狗。\n".repeat(3);
            format!("{text}furniture page-number :: — {number} —\n%{title}\nbody :: 石堤已经裂了三处。\n{text}")
        };
        let after = format!(
            "body :: 江政发〔2012〕38号\nbody :: {title}\nbody :: 各镇人民政府：\n{}",
            (1..4).map(page).collect::<String>()
        );
        let before = after.replace("furniture page-number", "body").replace('%', "body :: ");
        check(&before, &after.replace('%', "furniture running-head :: "));
    }

    #[test]
    fn a_number_beside_a_head_is_a_chapters_where_folios_have_marks() {
        let page = |number: u32| {
            let text = "body :: 雨停了，船开了，人散了，灯亮了，渡口上只剩下一条狗。\n".repeat(6);
            format!(
                "{text}body :: 那一天河水涨到了第三级石阶，老人把船\n%page-number :: — {number} —\n%running-head :: 雪线\nbody :: 拴好。\n{text}"
            )
        };
        let after = format!("body :: 雪线\nbody :: 1\n{}", (1..6).map(page).collect::<String>());
        let before = after.replace("%page-number", "body").replace("%running-head", "body");
        check(&before, &after.replace('%', "furniture "));
    }

    #[test]
    fn attachments_are_counted_and_no_running_heads() {
        let attachment = |number: u32| {
            format!(
                "body :: 附件{number}\nbody :: 2024年江湾县渡口检查日程安排\nbody :: 一、检查时间\nbody :: 三月里查。\nbody :: 查完再报。\n"
            )
        };
        let native: String = (1..4).map(attachment).collect();
        let native = format!("body :: 江湾县水务局和渡口管理处\nbody :: 2024年3月18日\n{native}");
        check(&native, &native);
        let page = |number: u32| {
            format!(
                "body :: {number}\n%附件2\nbody :: 渡船坏了，修船的人还没有\nbody :: 到。\nbody :: 水退了。\nbody :: 天晴了，江上的船又\n"
            )
        };
        let native: String = (7..10).map(page).collect();
        let after = native.replace("%附件2", "furniture running-head :: 附件2");
        let after: String = (7..10)
            .fold(after, |after, at| after.replace(&format!("body :: {at}\n"), &format!("furniture page-number :: {at}\n")));
        check(&native.replace('%', "body :: "), &after);
    }

    #[test]
    fn chapters_of_several_parts_are_no_running_heads() {
        let answer = "body :: 船在渡口等了一天，没有人来，天黑以后才离岸。\n".repeat(6);
        let chapter = |part: usize, name: &str| {
            let cut = if part < 2 { "body :: 船在渡口等了一天，没有人来，到天黑以后\n" } else { "" };
            format!("{answer}{cut}body :: {name}\n{answer}")
        };
        let part = |part: usize| ["第一章　船", "第二章　桥", "第三章　路"].map(|name| chapter(part, name)).concat();
        let native: String = (0..5).map(part).collect();
        check(&native, &native);
        // So do chapters whose paragraphs end in what they score.
        let scored = answer.replace("岸。", "岸。（1分）");
        let native = format!("{scored}body :: 第一章　船\n").repeat(4);
        check(&native, &native);
    }

    #[test]
    fn rows_of_a_listing_are_no_running_heads() {
        let row = |number: usize| {
            format!(
                "body :: 江湾渡口夜班船 {number}\nbody :: 船籍：石桥渡口\nbody :: 船籍登记在册的年月与船主姓名\nbody :: 备考\nbody :: 船身长十二尺宽四尺\n"
            )
        };
        let native: String = (0..8).map(row).collect();
        check(&native, &native);
    }

    #[test]
    fn a_refrain_is_no_running_head() {
        let verse = "body :: 雨落在江上\nbody :: 一点一点\nbody :: 没有声音\nbody :: 归去\nbody :: 船在远处\n".repeat(4);
        check(&verse, &verse);
    }
}
