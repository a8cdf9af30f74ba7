//! Headlines that no markup and no number gives away: what an editor sees at a glance, written down as points.
//!
//! A candidate is a short line without commas and full stops that breaks nothing off. Candidates that follow one another are a
//! stack, and a stack heads what comes after it: a lead, a byline, a paragraph. Points are for what headlines have (clauses
//! parted by spaces, a lead below, a dash at the end, the name of a body) and against what split sentences have. One source of
//! error is known: a paragraph cut in two before its first comma, where the first half is short and its end could end a clause.

use super::patterns::{compile, lead_end};
use super::{bylines, captions, counted, forms, parts, roles, rubrics, series, titles};
use crate::model::{Align, Block, DocumentKind, EditLog, Furniture, Kind, Reason, Role, Rule};
use crate::text::script::{is_han, is_kana};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

/// The longest headline, in characters: round-ups of conferences have such.
const LONGEST: usize = 70;
/// Points that make a headline in a paper; the seeds of this rule are sub-headings that are a name (2) and split halves (1).
pub const ENOUGH: i32 = 2;
/// Points that one line of a stack must have to be told before lines are joined: the first half of a paragraph that was cut in
/// two has fewer.
pub const SURE: i32 = 3;
/// More candidates than this together are a list or verse, and no stack.
const TALLEST: usize = 5;

/// What stands under a stack.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Under {
    /// `本报讯`, a byline, a deck: only an article begins so.
    Opening,
    /// A paragraph of text.
    Text,
    /// Anything else.
    Other,
}

/// Finds headlines, kickers and decks among lines that are paragraphs. Nothing is done where the source marks its headings.
pub fn infer(blocks: &mut [Block], kind: DocumentKind, enough: i32, log: &mut EditLog) {
    let is_of_stack =
        |block: &Block| block.heading().is_some() || matches!(block.kind, Kind::Paragraph(Role::Kicker | Role::Deck));
    let marked = blocks.iter().filter(|block| block.hints.marked && is_of_stack(block)).count();
    rubrics::run(blocks, kind, log);
    if kind == DocumentKind::Book {
        return;
    }
    if marked >= 2 {
        return;
    }
    // A gap in a line of a notice parts a name from a post, and bodies are listed there.
    let named = |block: &Block| {
        let text = block.text.as_str();
        kind == DocumentKind::Notice && (forms::clauses(text).len() > 1 || forms::is_body_name(text))
    };
    let again = Again::of(blocks);
    let labels = kind != DocumentKind::Newspaper && rubrics::open_paragraphs(blocks);
    let label = |text: &str| labels && rubrics::is_bracketed(text);
    let mut at = 0;
    while at < blocks.len() {
        let start = at;
        // Japanese speech alone on its line is a headline in papers at most.
        let quoted = |text: &str| text.starts_with('「') && text.ends_with('」') && text.contains(is_kana);
        let said = |text: &str| kind != DocumentKind::Newspaper && quoted(text);
        let candidate = |block: &Block| {
            let text = block.text.as_str();
            is_candidate(block) && !named(block) && !said(text) && !again.speaks(text) && !label(text)
        };
        while at < blocks.len() && (candidate(&blocks[at]) || stands_over_byline(blocks, at)) {
            at += 1;
        }
        if at > start && at - start <= TALLEST {
            if kind == DocumentKind::Newspaper && is_long_deck(blocks, at) {
                let reason = Reason::likely(Rule::RoleOf, "a line between a headline and its writers");
                blocks[at].retag(Kind::Paragraph(Role::Deck), &reason, log);
            }
            stack(blocks, start..at, kind, enough, &again, log);
        }
        at = at.max(start + 1);
    }
}

/// What comes again in a document.
#[derive(Default)]
struct Again {
    /// Names before colons, that open lines.
    speakers: BTreeSet<String>,
    /// Names before spaces, that open lines of a play.
    parts: BTreeSet<String>,
    /// Short lines of ideographs: rubrics of the document's own.
    rubrics: BTreeSet<String>,
}

impl Again {
    /// The longest name or rubric, in characters.
    const NAME: usize = 8;

    fn of(blocks: &[Block]) -> Again {
        /// Times that a name, a part of a play, a rubric is there.
        const TIMES: [usize; 3] = [2, 3, 2];
        let mut counts: [BTreeMap<&str, (usize, usize)>; 3] = Default::default();
        for (at, block) in blocks.iter().enumerate().filter(|(_, block)| block.is_body() || block.heading().is_some()) {
            let text = block.text.as_str();
            let said = forms::is_sentence(text) || forms::ends_sentence(text);
            let mut count = |which: usize, name: &'_ str| {
                let name = &text[..name.len()];
                let (all, sentences) = counts[which].entry(name).or_default();
                (*all, *sentences) = (*all + 1, *sentences + usize::from(said));
            };
            if let Some(name) = opening(text, &['：', ':']) {
                count(0, name);
            } else if let Some(name) = opening(text, &['\u{3000}', ' ']) {
                count(1, name);
            } else if forms::is_within(text, Again::NAME)
                && forms::length(text) >= 2
                && text.chars().all(is_han)
                && blocks.get(at + 1).is_some_and(|below| below.text.as_str() != text)
            {
                count(2, text);
            }
        }
        let [speakers, parts, rubrics] = counts;
        let often = |names: BTreeMap<&str, (usize, usize)>, times: usize| -> BTreeSet<String> {
            names.into_iter().filter(|(_, count)| count.0 >= times).map(|(name, _)| name.to_owned()).collect()
        };
        // In a play nearly all that opens with a name is said.
        let parts: BTreeMap<_, _> = parts.into_iter().filter(|(_, count)| count.1 * 4 >= count.0 * 3).collect();
        // Where two people have their parts, others may speak but twice.
        let play = parts.values().filter(|count| count.0 >= TIMES[1]).count() >= 2;
        let parts = often(parts, if play { TIMES[0] } else { TIMES[1] });
        Again { speakers: often(speakers, TIMES[0]), parts, rubrics: often(rubrics, TIMES[2]) }
    }

    /// Whether a line opens with the name of who says it.
    fn speaks(&self, text: &str) -> bool {
        opening(text, &['：', ':']).is_some_and(|name| self.speakers.contains(name))
            || opening(text, &['\u{3000}', ' ']).is_some_and(|name| self.parts.contains(name))
    }

    /// Whether a text opens as no half of a sentence does: with a speaker, or with the first number of a count.
    fn begins(&self, text: &str) -> bool {
        const FIRST: [&str; 12] = ["一、", "（一）", "(一)", "1.", "1．", "1、", "（1）", "(1)", "①", "[1]", "［1］", "第一步"];
        is_question(text)
            || opening(text, &['：', ':']).is_some_and(|name| self.speakers.contains(name))
            || FIRST
                .iter()
                .any(|label| text.strip_prefix(label).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit())))
    }
}

/// The name that opens a line before one of these marks.
fn opening<'a>(text: &'a str, marks: &[char]) -> Option<&'a str> {
    let (at, _) = text.char_indices().take(Again::NAME + 1).find(|(_, c)| marks.contains(c))?;
    Some(&text[..at]).filter(|name| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric()))
}

/// Whether a line could be a headline by its form.
pub fn is_candidate(block: &Block) -> bool {
    let text = block.text.as_str();
    block.is_body()
        && block.hints.align != Align::End
        && text.len() <= 3 * (LONGEST + 20)
        && forms::is_within(text, LONGEST)
        && forms::length(text) >= 2
        && !forms::is_sentence(text)
        && (!forms::has_comma(text) || titles::is_quotation(text) || titles::is_couplet(text))
        && !forms::is_cut_off(text)
        && !forms::goes_on(text)
        && !forms::is_in_brackets(text)
        && !forms::is_clause(text)
        && !forms::is_labelled(text)
        && !forms::is_dated(text)
        && !bylines::is_colophon(text)
        && !TIME.is_match(text)
        && !text.starts_with(['—', '-', '－', '"', '●', '•', '·', '*'])
        && (!text.starts_with('“') || names_by_quote(text) || titles::is_quotation(text))
        && !is_question(text)
        && text.chars().filter(|&c| is_han(c)).count() >= 2
        // A row of a table; a link to another article.
        && !text.contains('\t')
        && !block.text.is_link()
        && lead_end(text).is_none()
        && !forms::is_note_label(text)
        && !titles::is_remark(text)
}

/// Whether a line ends the text above and has writers right below: whatever its marks, it is their title (`水清了，鱼去哪儿了？`).
fn stands_over_byline(blocks: &[Block], at: usize) -> bool {
    /// The longest title with marks, in characters.
    const LONGEST: usize = 36;
    let block = &blocks[at];
    let text = block.text.as_str();
    block.is_body()
        && (4..=LONGEST).contains(&forms::length(text))
        && text.chars().filter(|&c| is_han(c)).count() >= 4
        && !text.ends_with(['。', '；', '，', '：', '.', ';', ',', ':'])
        && !text.contains(['。', '；'])
        && (!forms::has_comma(text) || text.contains('：') || text.ends_with(['？', '！']))
        && !forms::is_cut_off(text)
        && !forms::goes_on(text)
        && !forms::is_in_brackets(text)
        && !forms::is_byline(text)
        && !is_question(text)
        && !titles::is_remark(text)
        && lead_end(text).is_none()
        && blocks.get(at + 1).is_some_and(|below| below.kind == Kind::Paragraph(Role::Byline))
        && blocks[..at].iter().rev().find(|above| above.is_visible()).is_none_or(roles::is_closed)
}

/// Whether a line of clauses, without an end, stands between a headline and its writers or the lead of its report.
fn is_long_deck(blocks: &[Block], at: usize) -> bool {
    /// The longest, in characters.
    const LONGEST: usize = 40;
    let Some(block) = blocks.get(at) else { return false };
    let text = block.text.as_str();
    let begins = |below: &Block| {
        below.kind == Kind::Paragraph(Role::Byline) || below.is_body() && lead_end(below.text.as_str()).is_some()
    };
    block.is_body()
        && (8..=LONGEST).contains(&forms::length(text))
        && forms::has_comma(text)
        && !forms::ends_sentence(text)
        && !text.contains(['。', '；'])
        && !text.ends_with(['，', '：', '、', '；'])
        && !forms::goes_on(text)
        && !forms::is_cut_off(text)
        && block.hints.indent <= 1
        && blocks.get(at + 1).is_some_and(begins)
}

/// Whether the line is a short word whose characters stand apart, as they are set in headings: `讣 告`.
pub fn is_spaced_out(text: &str) -> bool {
    let pieces = forms::clauses(text);
    (2..=4).contains(&pieces.len()) && pieces.iter().all(|piece| piece.chars().count() == 1 && piece.chars().all(is_han))
}

/// A date in digits or a time of the day: what is said of an article, and no headline.
static TIME: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}|(?:^|\D)(?:[01]?\d|2[0-3])[:：][0-5]\d(?:\D|$)"));

/// Whether a quotation opens the line and its subject follows, or a name in quotes opens a title: `“修了一辈子桥”——访林见川`,
/// `“江湾号”的新船长`.
fn names_by_quote(text: &str) -> bool {
    /// The longest name in quotes, in characters with its mark, and the longest title that it opens.
    const NAME: usize = 8;
    const TITLE: usize = 20;
    text.split_once('”').is_some_and(|(quote, rest)| {
        let named = quote.chars().count() <= NAME && rest.starts_with('的') && forms::is_within(text, TITLE);
        quote.len() > '“'.len_utf8() && (rest.starts_with("——") || named)
    })
}

/// A question or an answer of an interview, by its label: `问：`, `Q：`.
fn is_question(text: &str) -> bool {
    let label = text.split_once(['：', ':']).map(|(label, _)| label.trim_end());
    matches!(label, Some("问" | "答" | "問" | "Q" | "A" | "Ｑ" | "Ａ"))
}

/// Whether a line is a deck by its form: a dash, and no dialogue.
fn is_deck(block: &Block) -> bool {
    let text = block.text.as_str();
    block.is_body()
        && text.starts_with(['—', '－', '―', '─'])
        && (4..=80).contains(&forms::length(text))
        && !forms::is_sentence(text)
}

/// The shortest item that stands under a headline without a stop at its end, in characters.
const ITEM: usize = 14;

fn under(next: Option<&Block>, opens: bool) -> Under {
    let Some(next) = next else { return Under::Other };
    let text = next.text.as_str();
    match next.kind {
        Kind::Paragraph(Role::Byline | Role::Deck | Role::Dateline | Role::Addressee) => Under::Opening,
        // The first chapter of a piece.
        Kind::Heading(_) if next.hints.rank.is_some() && counted::is_first(text) => Under::Opening,
        // `（2023年5月30日）`: when it was said or passed.
        Kind::Paragraph(Role::Line | Role::Date | Role::Body) if opens && forms::is_in_brackets(text) => Under::Opening,
        // `讲述人：林见川，男，渡口艄公`
        Kind::Paragraph(Role::Line | Role::Body) if opens && forms::is_field(text) && forms::has_comma(text) => Under::Opening,
        _ if is_deck(next)
            || next.is_body() && (lead_end(text).is_some() || titles::is_greeting(text) || titles::is_wire(text)) =>
        {
            Under::Opening
        }
        Kind::Paragraph(Role::Body) if !forms::is_within(text, 29) && !forms::goes_on(text) => Under::Text,
        Kind::Paragraph(Role::Body) if forms::ends_sentence(text) && !forms::goes_on(text) => Under::Text,
        Kind::Paragraph(Role::Body) if titles::sends_elsewhere(text) => Under::Text,
        Kind::Paragraph(Role::Body) if forms::is_labelled(text) && !forms::is_within(text, ITEM) => Under::Text,
        Kind::Heading(_) | Kind::Figure(_) | Kind::List(_) | Kind::Verse => Under::Text,
        _ => Under::Other,
    }
}

/// Judges a stack of candidates.
fn stack(blocks: &mut [Block], stack: Range<usize>, kind: DocumentKind, enough: i32, again: &Again, log: &mut EditLog) {
    let Range { start, mut end } = stack;
    if is_signed(blocks, start, end, kind) {
        end -= 1;
        blocks[end].retag(
            Kind::Paragraph(Role::Byline),
            &Reason::likely(Rule::RoleOf, "a name between a title and its text"),
            log,
        );
    }
    let mut above = blocks[..start].iter().rev().take(16).filter(|block| block.is_visible());
    let previous = above.next();
    let opens =
        previous.is_none_or(|block| matches!(block.kind, Kind::PageMark | Kind::Paragraph(Role::Masthead | Role::IssuingBody)));
    let next = blocks[end..].iter().take(8).find(|block| block.is_visible());
    let under = under(next, opens);
    // Fields one above the other are a form; one alone may be a headline with its theme before the colon.
    let fields = blocks[start..end].iter().filter(|block| forms::is_field(block.text.as_str())).count();
    if opens && fields > 1 && fields + 1 == end - start && !forms::is_field(blocks[start].text.as_str()) {
        blocks[start].retag(Kind::Heading(2), &Reason::likely(Rule::Heading, "alone above the fields of a form"), log);
        return;
    }
    // Below a prize stand those who won it.
    if previous.is_some_and(|block| rubrics::names_prize(block.text.as_str())) {
        return;
    }
    if under == Under::Other || fields > 1 {
        return;
    }
    // Rows below the heading of a section: `股票简称　江湾渡船`, `股票代码　600000`.
    let section = |block: &Block| block.heading().is_some() && series::is_labelled(block.text.as_str());
    if previous.is_some_and(section) && blocks[start..end].iter().all(|row| forms::clauses(row.text.as_str()).len() > 1) {
        return;
    }
    // What a colon announces, and lines that are all alike, are names, rows, verse.
    let announced = previous.is_some_and(|block| block.is_body() && block.text.as_str().ends_with(['：', ':']));
    let lengths = || blocks[start..end].iter().map(|block| forms::length(block.text.as_str()));
    let alike = end - start > 2 && lengths().max() <= lengths().min().map(|least| least + 1);
    if announced || alike {
        return;
    }
    // A byline right below a headline begins its article.
    let begun = above.next().is_some_and(|block| block.heading().is_some());
    let ended = previous.is_some_and(|block| ends_article(block) && !(begun && block.kind == Kind::Paragraph(Role::Byline)));
    // Behind a jump the article before has ended, wherever its sentence broke off.
    let mut hidden = blocks[..start].iter().rev().take_while(|block| !block.is_visible());
    let jumped = hidden.any(|block| block.kind == Kind::Furniture(Furniture::Jump));
    let whole = |block: &Block| {
        let text = block.text.as_str();
        !block.is_body() || forms::ends_sentence(text) || is_credited(text) || captions::is_numbered(text)
    };
    let closed = jumped || ended || previous.is_none_or(whole);
    let text_below = next.map_or("", |block| block.text.as_str());
    let article = opens || jumped || under == Under::Opening || ended;
    let deck = is_deck_below(blocks, end);
    let series = kind != DocumentKind::Notice
        && [previous, next].iter().all(|beside| beside.is_some_and(is_prose))
        && is_in_series(blocks, start, end);
    let tight = (start + 1..end).all(|at| blocks[at].hints.blank_before == 0) && end - start > 1 && blocks[start].hints.line;
    let size = |at: usize| forms::length(blocks[at].text.as_str());
    // Over a byline a shorter line may be the headline, and the longer one above it the kicker.
    let longest = under != Under::Opening && (start + 1..end).all(|at| size(at) < size(start));
    // Below the number of a section two words may sign a letter, and a dash breaks off a sentence.
    let numbered = |block: &Block| block.heading().is_some() && parts::section_number(block.text.as_str()).is_some();
    let below_number = !opens && previous.is_some_and(numbered);
    let points = |at: usize| {
        let text = blocks[at].text.as_str();
        let last = at + 1 == end;
        let mut points = 0;
        points += 2 * i32::from(forms::has_clauses(text) && !below_number);
        points += if text.ends_with("——") { 2 - 4 * i32::from(below_number) } else { 0 };
        points += 2 * i32::from(last && under == Under::Opening);
        points += 2 * i32::from(opens && at == start);
        let short = forms::length(text) <= 16;
        points += i32::from(short);
        let (quotation, couplet) = (titles::is_quotation(text), titles::is_couplet(text));
        points += i32::from(quotation || couplet);
        points += 2 * i32::from(last && closed && is_spaced_out(text));
        let rubric = rubrics::is_addition(text) || again.rubrics.contains(text);
        points += 2 * i32::from(rubric && (closed || at > start));
        points += i32::from(last && closed && again.begins(text_below));
        points += i32::from(series && last && under == Under::Text && short);
        points += i32::from(last && closed && titles::begins_anew(text_below, quotation || couplet));
        let exclaims = text.ends_with(['！', '？', '!', '?']);
        points += 2 * i32::from(under == Under::Text && closed && !exclaims && titles::is_echoed(text, text_below));
        points += i32::from(forms::is_body_name(text) && kind == DocumentKind::Newspaper);
        points += i32::from(!last);
        points += if at > start || closed { 1 } else { -3 };
        points -= i32::from(forms::length(text) > 40);
        points -= i32::from(!quotation && !couplet && text.contains(['了', '我', '你', '她', '吗', '呢', '着']));
        points -= i32::from(kind != DocumentKind::Newspaper && !opens);
        points
    };
    let points: Vec<(usize, i32)> = (start..end).map(|at| (at, points(at))).collect();
    // A stack is as sure as its surest line.
    if points.iter().all(|head| head.1 < enough) {
        return;
    }
    let mut heads = Vec::new();
    for (at, points) in points {
        if points >= ENOUGH || tight && longest && !heads.is_empty() {
            heads.push((at, points));
        }
    }
    let level = if article { 2 } else { 3 };
    // The headline is the line nearest to the text that is no mere name; a name under it is a sub-heading.
    let main = heads
        .iter()
        .rev()
        .map(|head| head.0)
        .find(|&at| !forms::is_body_name(blocks[at].text.as_str()))
        .or(heads.first().map(|head| head.0));
    // Of three lines over a byline the one in the middle is the headline (NP-5): in a paper where it is not the longest, elsewhere where
    // it is the shortest, of clauses. A deck of clauses is one of the three.
    let paper = kind == DocumentKind::Newspaper && (start + 1..end).all(|at| blocks[at].hints.blank_before == 0);
    let decked = paper && next.is_some_and(|next| next.kind == Kind::Paragraph(Role::Deck));
    let of_three = end - start == 3 || end - start == 2 && decked;
    let middle = (of_three && under == Under::Opening).then_some(start + 1).filter(|&middle| {
        let others = [Some(start), (end - start == 3).then_some(end - 1)].into_iter().flatten().map(size);
        match paper {
            true => size(middle) <= others.max().unwrap_or(0),
            false => forms::has_clauses(blocks[middle].text.as_str()) && size(middle) < others.min().unwrap_or(0),
        }
    });
    for &(at, points) in &heads {
        let text = blocks[at].text.as_str().to_owned();
        let below = blocks.get(at + 1).filter(|_| at + 1 < end).map(|block| block.text.as_str());
        let pieces = forms::clauses(&text);
        let each = |most: usize| pieces.iter().all(|piece| forms::length(piece) <= most);
        let slogan =
            pieces.len() >= 3 && each(5) || pieces.len() == 2 && each(4) && below.is_some_and(|below| below.len() > text.len());
        let echo = kind == DocumentKind::Newspaper
            && below.is_some_and(|below| below.len() > text.len() && below.contains(text.as_str()));
        let (to, evidence) = if let Some(middle) = middle.filter(|&middle| middle != at) {
            let role = if at < middle { Role::Kicker } else { Role::Deck };
            (Kind::Paragraph(role), format!("beside a shorter headline, {points} points"))
        } else if tight && longest && at > start {
            (Kind::Paragraph(Role::Deck), format!("below a longer headline, {points} points"))
        } else if at == start && end - start > 1 && (slogan || echo) {
            (Kind::Paragraph(Role::Kicker), format!("a slogan above a headline, {points} points"))
        } else if main.is_some_and(|main| at > main) {
            (Kind::Heading(level + 1), format!("a name under a headline, {points} points"))
        } else {
            (Kind::Heading(level), format!("a headline, {points} points"))
        };
        let rule = if matches!(to, Kind::Heading(_)) { Rule::Heading } else { Rule::RoleOf };
        blocks[at].retag(to, &Reason::likely(rule, evidence), log);
    }
    if let Some(deck) = deck.filter(|_| !heads.is_empty()) {
        blocks[deck].retag(Kind::Paragraph(Role::Deck), &Reason::certain(Rule::RoleOf, "a dash below a headline"), log);
    }
}

/// Whether the last line of a stack is a name that signs the text below it, under a title that is longer than it, or opens the document.
fn is_signed(blocks: &[Block], start: usize, end: usize, kind: DocumentKind) -> bool {
    /// The shortest title over a name, in characters.
    const TITLE: usize = 4;
    let text = |block: &Block| {
        let text = block.text.as_str();
        let opens = !forms::is_within(text, 29) || text.ends_with(['：', ':']) || forms::is_in_brackets(text);
        block.heading().is_some() || block.is_body() && opens
    };
    let said = blocks[end - 1].text.as_str();
    // `林 见 川`
    let name = if is_spaced_out(said) { forms::unspaced(said) } else { said.to_owned() };
    let opens = || end - start == 2 && name.chars().count() == 3 && !blocks[..start].iter().any(Block::is_visible);
    let titled = match (end - start).checked_sub(2) {
        Some(_) => {
            let title = blocks[end - 2].text.as_str();
            (forms::length(title) >= TITLE || opens()) && !bylines::may_sign(&forms::unspaced(title))
        }
        None => roles::before(blocks, start)
            .is_some_and(|above| above.heading().is_some() || above.kind == Kind::Paragraph(Role::Deck)),
    };
    kind != DocumentKind::Notice
        && titled
        && bylines::may_sign(&name)
        && blocks[end..].iter().take(8).find(|block| block.is_visible()).is_some_and(text)
}

/// Whether a block is a paragraph of some length.
fn is_prose(block: &Block) -> bool {
    block.is_body() && !forms::is_within(block.text.as_str(), 29)
}

/// Whether two others between paragraphs near by were found to be sub-headings of this kind: short, without marks or numbers.
fn is_in_series(blocks: &[Block], start: usize, end: usize) -> bool {
    /// So many blocks before and after.
    const NEAR: usize = 24;
    let (from, to) = (start.saturating_sub(NEAR), (end + NEAR).min(blocks.len()));
    let subheading = |block: &&Block| {
        block.heading().is_some_and(|level| level >= 3) && !block.hints.marked && forms::is_within(block.text.as_str(), 20)
    };
    blocks[from..start].iter().chain(&blocks[end..to]).filter(subheading).count() >= 2
}

/// Whether a text ends in who took its picture: `…在渡口。 本报记者 林见川 摄`.
fn is_credited(text: &str) -> bool {
    text.trim_end().ends_with(['摄', '攝']) && ["记者", "記者", "通讯员"].iter().any(|who| text.contains(who))
        || captions::is_signed(text)
}

fn is_deck_below(blocks: &[Block], end: usize) -> Option<usize> {
    blocks.get(end).filter(|block| is_deck(block)).map(|_| end)
}

/// Whether an article ends with this block: names in brackets, a credit, a jump, a date.
fn ends_article(block: &Block) -> bool {
    let text = block.text.as_str();
    match block.kind {
        _ if bylines::is_colophon(text) => true,
        Kind::Paragraph(Role::Byline | Role::Credit | Role::Date | Role::Line | Role::Advertisement) => true,
        Kind::Paragraph(Role::Body) => {
            let tail = text.char_indices().rev().nth(40).map_or(0, |(at, _)| at);
            text.ends_with(['）', ')'])
                && text[tail..].rfind(['（', '(']).is_some_and(|open| {
                    let before = text[..tail + open].trim_end();
                    !forms::is_sentence(&text[tail + open..]) && forms::ends_sentence(before)
                })
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;

    fn check(before: &str, after: &str) {
        let mut document = native::parse(before).expect("the native form is well formed");
        let mut log = std::mem::take(&mut document.log);
        infer(&mut document.blocks, DocumentKind::Newspaper, ENOUGH, &mut log);
        assert_eq!(native::write(&document), after);
    }

    const TEXT: &str = "body :: 三月六日夜里，第一班船离了岸，船上坐着二十几个晚归的人，岸上有人挥手。\n";

    #[test]
    fn a_stack_has_kicker_headline_and_deck() {
        check(
            &format!("body :: 护一河 修两桥 通三村\nbody :: 百年渡口换新颜 河畔人家笑语喧\nbody :: —江湾镇渡口见闻\n{TEXT}"),
            &format!(
                "kicker :: 护一河 修两桥 通三村\nheading 2 :: 百年渡口换新颜 河畔人家笑语喧\ndeck :: —江湾镇渡口见闻\n{TEXT}"
            ),
        );
    }

    #[test]
    fn a_short_title_that_opens_a_document_is_signed() {
        for (title, name) in [("老船工", "林见川"), ("渡　口", "林 见 川")] {
            let after = format!("heading 2 :: {title}\nbyline :: {name}\n{TEXT}");
            check(&format!("body :: {title}\nbody :: {name}\n{TEXT}"), &after);
        }
        let lines = "body :: 渡口\nbody :: 江堤\n";
        check(&format!("{lines}{TEXT}"), &format!("heading 2 :: 渡口\nheading 2 :: 江堤\n{TEXT}"));
    }

    #[test]
    fn subheadings_stand_between_paragraphs() {
        check(
            &format!("{TEXT}body :: 一砖一瓦都算数 老屋修缮有账可查\n{TEXT}body :: 石桥村\n{TEXT}"),
            &format!("{TEXT}heading 3 :: 一砖一瓦都算数 老屋修缮有账可查\n{TEXT}heading 3 :: 石桥村\n{TEXT}"),
        );
    }

    #[test]
    fn a_short_headline_of_clauses_stands_between_kicker_and_deck() {
        let byline = "byline :: 本报记者 林见川\n";
        check(
            &format!(
                "body :: 全镇渡口整修进入最后一周\nbody :: 船新桥固 人稳心安\nbody :: 旧船坞改成茶馆 老船工端起茶碗\n{byline}{TEXT}"
            ),
            &format!(
                "kicker :: 全镇渡口整修进入最后一周\nheading 2 :: 船新桥固 人稳心安\ndeck :: 旧船坞改成茶馆 老船工端起茶碗\n{byline}{TEXT}"
            ),
        );
    }

    #[test]
    fn what_stands_over_writers_is_a_title_whatever_its_marks() {
        let byline = "byline :: 本报记者 林见川\n";
        check(
            &format!("{TEXT}body :: 水清了，鱼去哪儿了？\n{byline}{TEXT}"),
            &format!("{TEXT}heading 2 :: 水清了，鱼去哪儿了？\n{byline}{TEXT}"),
        );
        let native = format!("{TEXT}body :: 水清了，鱼去哪儿了？\n{TEXT}");
        check(&native, &native);
    }

    #[test]
    fn words_that_come_again_tell_a_long_headline() {
        let below = "body :: 第一班船离了岸，船上坐着二十几个晚归的人，岸上有人挥手，灯一盏一盏亮了。\n";
        let head = "渡口办公室说起第一班船和两岸的夜灯";
        check(&format!("{TEXT}body :: {head}\n{below}"), &format!("{TEXT}heading 3 :: {head}\n{below}"));
        let native = format!("{TEXT}body :: 渡口办公室说起早年间的船和两岸的夜灯\n{below}");
        check(&native, &native);
    }

    #[test]
    fn a_link_to_another_article_is_no_headline() {
        let native = format!("{TEXT}body :: {{link https://a.b/1|鸡蛋比春节前少了 渡口价格还算平稳}}\n{TEXT}");
        check(&native, &native);
    }

    #[test]
    fn fields_are_no_headlines() {
        let native = format!("{TEXT}body :: 时间：三月四日上午九时\nbody :: 地点：江湾镇政府会议室\n{TEXT}");
        check(&native, &native);
    }

    #[test]
    fn rows_below_a_section_are_no_headlines() {
        let rows = "body :: 船名　江湾一号\nbody :: 船长　四十米\n";
        let native = format!("{TEXT}heading 3 :: 2.1　渡船简介\n{rows}heading 3 :: 2.2　石桥简介\n{TEXT}");
        check(&native, &native);
    }

    #[test]
    fn a_title_stands_over_the_fields_of_its_record() {
        check(
            &format!("body :: 江湾三十年\nbody :: 讲述人：林见川，男，渡口艄公\n{TEXT}"),
            &format!("heading 2 :: 江湾三十年\nbody :: 讲述人：林见川，男，渡口艄公\n{TEXT}"),
        );
    }

    #[test]
    fn a_split_sentence_is_no_headline() {
        let native = format!(
            "{TEXT}body :: 镇里把旧屋修缮看成今年的一件\nbody :: 大事，列了单子，逐户登记，能修的修，能留的留，一间也不许拆。\n{TEXT}"
        );
        check(&native, &native);
        let native = format!("body :: 他们说起从前的渡口，还说\nbody :: 那条从没有干过的大河\n{TEXT}");
        check(&native, &native);
    }
}
