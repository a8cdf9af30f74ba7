//! The head of a notice and what opens its body: copy number, secrecy, urgency, the issuing body's name, the number, who
//! signed it off, the title, the addressee (GW-8 to GW-16). On the web the name is left out and the title may stand above the
//! number; a portal puts an index above all.

use super::lines;
use crate::model::{Block, EditLog, Furniture, Kind, Reason, Replacement, Role, Rule};
use crate::normalize::patterns::{GW_H1, GW_SEC, GW_URG};
use crate::normalize::roles::is_open;
use crate::normalize::{forms, measure, parts};
use crate::text::script::is_han;
use std::ops::Range;

/// The head of a notice ends here at the latest, in blocks.
const HEAD: usize = 24;
/// The most lines of a title.
const TITLE_LINES: usize = 4;
/// The longest word for the kind of a notice at the end of its title, in characters.
const KIND: usize = 8;
/// A line of 28 characters (GW-3), in half ems.
const MEASURE: usize = 56;
/// The longest addressee, in characters: a county's offices are many.
const ADDRESSEE: usize = 240;

/// Gives the parts of the head their roles.
pub fn run(blocks: &mut Vec<Block>, log: &mut EditLog) {
    marks(blocks, log);
    writs(blocks, log);
    while let Some(title) = split_title(&blocks[..end(blocks)]) {
        join_title(blocks, title, log);
    }
    let number = number(blocks, log);
    title(blocks, number, log);
    page_title(blocks, log);
    addressee(blocks, log);
}

/// On a page of the web the title stands above all, under the path to the page. Where the paper's own head has it once more, below
/// mark and number, it is the page's and no part of the paper.
fn page_title(blocks: &mut [Block], log: &mut EditLog) {
    let solid = |block: &Block| forms::unspaced(block.text.as_str());
    let role = |role: Role| blocks.iter().take(HEAD).position(|block| block.kind == Kind::Paragraph(role));
    let (Some(mark), Some(number)) = (role(Role::IssuingBody), role(Role::DocumentNumber)) else { return };
    let title = blocks.iter().take(HEAD).skip(number).find(|block| block.heading() == Some(1)).map(&solid);
    let again = |block: &Block| block.heading() != Some(1) && is_open(block) && Some(solid(block)) == title;
    let Some(at) = blocks[..mark].iter().position(again) else { return };
    let is_path = |text: &str| text.contains("首页") && text.contains(['>', '＞', '»']);
    for (place, block) in blocks[..=at].iter_mut().enumerate().filter(|(_, block)| is_open(block)) {
        if place == at || is_path(block.text.as_str()) {
            let reason = Reason::likely(Rule::RunningHead, "the title of the page, above the paper that has it again");
            block.retag(Kind::Furniture(Furniture::RunningHead), &reason, log);
        }
    }
}

/// Lines of the head that their form gives away.
fn marks(blocks: &mut [Block], log: &mut EditLog) {
    let stop = blocks
        .iter()
        .take(HEAD)
        .position(|block| forms::is_sentence(block.text.as_str()) && !forms::is_in_brackets(block.text.as_str()));
    let stop = stop.unwrap_or(blocks.len().min(HEAD));
    for block in blocks[..stop].iter_mut().filter(|block| is_open(block)) {
        let text = block.text.as_str();
        let evidence = if lines::is_copy_number(text) {
            "the number of the copy"
        } else if GW_SEC.is_match(text) || GW_URG.is_match(text) {
            "a mark of secrecy or urgency"
        } else if lines::is_signer(text) {
            "who signed it off"
        } else if lines::is_index(text) {
            "a field of the portal's index"
        } else if lines::is_passed(text) {
            "when and by whom it was passed"
        } else if lines::name_and_date(text).is_some() {
            "who issued it and when, in the head of minutes"
        } else {
            continue;
        };
        block.retag(Kind::Paragraph(Role::Line), &Reason::certain(Rule::RoleOf, evidence), log);
    }
}

/// The name of a writ, or the bare word for what it is, between the name of who issues it and the number of the case: its title.
fn writs(blocks: &mut [Block], log: &mut EditLog) {
    for at in 0..end(blocks).saturating_sub(1) {
        let text = blocks[at].text.as_str();
        let above = at.checked_sub(1).map(|above| &blocks[above]);
        let named = above.is_some_and(|above| is_open(above) && lines::is_mark_line(above.text.as_str()));
        let numbered = blocks[at + 1..].iter().find(|block| !block.text.is_empty()).is_some_and(|block| {
            let text = block.text.as_str();
            lines::is_case(text) || lines::is_number(text) && lines::is_writ(lines::behind_court(blocks[at].text.as_str()))
        });
        let whole = lines::behind_court(text) != text && lines::is_writ(lines::behind_court(text));
        if is_open(&blocks[at]) && numbered && (whole || named && (lines::is_writ(text) || lines::is_bare_title(text))) {
            let reason = Reason::certain(Rule::Heading, "the name of a writ, between its court and its number");
            blocks[at].retag(Kind::Heading(1), &reason, log);
            blocks[at].hints.marked = false;
            return;
        }
    }
}

/// Whether the head may go on over a block.
fn passes(block: &Block) -> bool {
    let text = block.text.as_str();
    let settled = matches!(
        block.kind,
        Kind::Paragraph(Role::Line | Role::DocumentNumber | Role::IssuingBody | Role::Date) | Kind::Furniture(_)
    );
    settled
        || is_open(block) && lines::is_short_number(text)
        || (is_open(block) || block.heading().is_some())
            && !forms::is_sentence(text)
            && (!forms::has_comma(text) || lines::is_title(text))
            && !text.ends_with(['：', ':'])
            && !forms::is_clause(text)
            && !forms::is_in_brackets(text)
            && !parts::is_chapter(text)
            && !GW_H1.is_match(text)
}

/// The first block after the head.
fn end(blocks: &[Block]) -> usize {
    blocks.iter().take(HEAD).position(|block| !passes(block)).unwrap_or_else(|| blocks.len().min(HEAD))
}

/// Finds the number, and the issuing body above it.
fn number(blocks: &mut Vec<Block>, log: &mut EditLog) -> Option<usize> {
    let end = end(blocks);
    let above = |at: usize| blocks[..at].iter().rev().find(|block| is_open(block) || block.heading().is_some());
    let is_number = |at: usize| {
        let text = blocks[at].text.as_str();
        (is_open(&blocks[at]) || blocks[at].kind == Kind::Paragraph(Role::DocumentNumber))
            && (lines::is_number(text)
                || lines::is_case(text)
                || lines::is_short_number(text) && above(at).is_some_and(|above| lines::is_mark(above.text.as_str())))
    };
    let found = (0..end).find(|&at| is_number(at));
    let Some(number) = found else {
        // A mark that says so itself needs no number below it.
        let first = blocks[..end].iter().position(is_open)?;
        let more = blocks[first + 1..end].iter().filter(|block| is_open(block)).count();
        let text = blocks[first].text.as_str();
        if more > 0 && text.trim_end().ends_with(['件']) && lines::is_mark(text) {
            let reason = Reason::certain(Rule::RoleOf, "the mark of the issuing body");
            blocks[first].retag(Kind::Paragraph(Role::IssuingBody), &reason, log);
        }
        return None;
    };
    let short = lines::is_short_number(blocks[number].text.as_str());
    let index_above = blocks[..number].iter().any(|block| lines::is_index(block.text.as_str()));
    let run = mark_run(blocks, number);
    let again = blocks[number + 1..end].iter().any(|block| block.text.as_str().contains("关于"));
    let titled_below = blocks[number + 1..end].iter().any(|block| {
        let text = block.text.as_str();
        !forms::is_sentence(text) && (lines::is_title(text) || text.contains("关于"))
    });
    let mut marks = Vec::new();
    for at in run {
        let text = blocks[at].text.as_str();
        // What announces has no other title, where none stands below its number.
        if short && text.ends_with('告') && lines::is_mark(text) && is_open(&blocks[at]) && !titled_below {
            let reason = Reason::likely(Rule::Heading, "what announces, with no other title");
            blocks[at].retag(Kind::Heading(1), &reason, log);
            continue;
        }
        // A title above the number, as on the web, is a title all the same.
        let titled = lines::is_title(text) && !(short && lines::is_mark(text)) || text.contains("关于");
        let joined = blocks[at].heading() == Some(1) && !blocks[at].hints.marked;
        // On a page of the web the title stands above all, and the mark below it as on paper.
        // Where the title stands below the number too, the page repeats the whole head of the paper.
        let below_title = !(lines::is_mark(text) || again && lines::is_issuer(text))
            && blocks[..at].iter().any(|block| block.text.as_str().contains("关于") && !lines::is_index(block.text.as_str()));
        let formed = !index_above || lines::is_mark_line(text);
        if is_open(&blocks[at]) && forms::length(text) <= 40 && !titled && !joined && !below_title && formed {
            let reason = Reason::certain(Rule::RoleOf, "above the document number");
            blocks[at].retag(Kind::Paragraph(Role::IssuingBody), &reason, log);
            unspread(&mut blocks[at], log);
            marks.push(at);
        }
    }
    let tail = marks.last().filter(|_| marks.len() > 1).and_then(|&last| {
        let name = blocks[last].text.as_str().strip_suffix("文件").map(str::trim_end)?;
        let names = marks.iter().rev().skip(1).all(|&at| lines::is_issuer(blocks[at].text.as_str()));
        (names && lines::is_issuer(name)).then_some((last, name.len()))
    });
    let number = number + usize::from(tail.is_some());
    if let Some((last, cut)) = tail {
        // 文件 stands beside all names and is of none (GW-11).
        super::glued::part(blocks, last, cut, log);
        let reason = Reason::certain(Rule::RoleOf, "the word beside the names of several bodies");
        blocks[last + 1].retag(Kind::Paragraph(Role::IssuingBody), &reason, log);
    }
    let reason = Reason::certain(Rule::RoleOf, "a document number and nothing else");
    blocks[number].retag(Kind::Paragraph(Role::DocumentNumber), &reason, log);
    Some(number)
}

/// A mark whose characters spaces part one by one is a name all the same: `江 湾 县 文 件`.
fn unspread(mark: &mut Block, log: &mut EditLog) {
    let text = mark.text.as_str();
    let pieces: Vec<&str> = text.split_whitespace().collect();
    if pieces.len() < 4 || !pieces.iter().all(|piece| piece.chars().count() == 1) {
        return;
    }
    let space = |(at, c): (usize, char)| {
        let reason = Reason::likely(Rule::HanSpaces, "a mark that spaces spread");
        c.is_whitespace().then(|| Replacement { range: at..at + c.len_utf8(), with: String::new(), reason })
    };
    let changes: Vec<Replacement> = text.char_indices().filter_map(space).collect();
    let origin = mark.origin.clone();
    mark.text.edit(changes, &origin, log);
}

/// The lines of the mark: up from the number, as long as they have the form of a mark, or are the first piece of a name that goes
/// on in the line below. Where the line right above the number has another form, it is the mark by its place.
fn mark_run(blocks: &[Block], number: usize) -> Range<usize> {
    let (mut start, mut above_title) = (number, false);
    for at in (0..number).rev() {
        let text = blocks[at].text.as_str();
        if text.contains("关于") || is_open(&blocks[at]) && lines::is_title(text) && !lines::is_mark(text) {
            // A title above the number, as on the web; a name above it is who speaks.
            above_title = true;
            continue;
        }
        let writ = blocks[at].heading() == Some(1) && (lines::is_writ(lines::behind_court(text)) || lines::is_bare_title(text));
        if !is_open(&blocks[at]) {
            if writ {
                continue;
            }
            // Copy number, secrecy and urgency may stand between.
            let aside = matches!(blocks[at].kind, Kind::Paragraph(Role::Line | Role::IssuingBody) | Kind::Furniture(_));
            if aside && !lines::is_index(text) || text.is_empty() {
                continue;
            }
            break;
        }
        let piece = || {
            let name: Vec<char> = text.chars().collect();
            start < number && name.len() >= 6 && name.iter().all(|&c| is_han(c)) && blocks[start].hints.blank_before == 0
        };
        let placed =
            || start == number && !forms::is_field(text) && forms::clauses(text).iter().all(|word| forms::length(word) > 2);
        if above_title && !lines::is_mark(text) || !(lines::is_mark_line(text) || piece() || placed()) {
            break;
        }
        start = at;
    }
    start..number
}

/// The title: what its last word gives away, or what stands alone between the number and the text.
fn title(blocks: &mut Vec<Block>, number: Option<usize>, log: &mut EditLog) {
    let end = end(blocks);
    let titled = |block: &Block| lines::is_title(block.text.as_str());
    let candidate = |block: &Block| is_open(block) || block.heading().is_some();
    let spaced = is_spaced(blocks);
    let Some(last) = blocks[..end].iter().rposition(|block| candidate(block) && titled(block)) else {
        // A title of another form.
        let start = number.map_or(0, |number| number + 1);
        // The first line of a paragraph that a layout broke is none.
        // Where indents are lost, it is told by what goes on right below it.
        let goes_on = |at: usize| {
            blocks.get(at + 1).is_some_and(|below| below.hints.blank_before == 0 && forms::has_comma(below.text.as_str()))
        };
        let full = |at: usize| {
            let block = &blocks[at];
            let measured = block.hints.line && (block.hints.indent >= 3 || goes_on(at)) && measure::width(block) + 6 >= MEASURE;
            measured || lines::is_promulgating(block.text.as_str())
        };
        let mut open = (start..end).filter(|&at| is_open(&blocks[at]) && !full(at));
        if let (Some(_), Some(only), None) = (number, open.next(), open.next()) {
            let reason = Reason::certain(Rule::Heading, "the title below the document number");
            blocks[only].retag(Kind::Heading(1), &reason, log);
        } else if let (None, Some(title)) = (number, unnumbered(blocks, end)) {
            join_title(blocks, title, log);
        }
        return;
    };
    // A title on several lines: the lines above belong to it until the number, a line that is whole, or another title.
    let (mut first, mut names) = (last, 0);
    while first > 0 && last - first - names < TITLE_LINES - 1 && Some(first - 1) != number {
        let (above, text) = (&blocks[first - 1], blocks[first - 1].text.as_str());
        let parted = !spaced && above.hints.blank_before > 0 && blocks[first].hints.blank_before > 0;
        // Of those who speak together, one line's names stand above the next line's.
        let joint = (lines::is_issuers(text) || lines::names_go_on(text, blocks[first].text.as_str()))
            && number.is_some_and(|number| number < first)
            && (opens_with_body(&blocks[first])
                || lines::is_passing_on(blocks[first].text.as_str())
                || lines::names_go_on(text, blocks[first].text.as_str()));
        // Who passes on what, over whose it is: `江湾县教育局转发省教育厅` over `办公室关于…的通知`.
        let passing = ["转发", "批转", "印发"].iter().any(|word| text.contains(word)) && !lines::is_index(text);
        // Who speaks may have a line to itself: `石桥镇人民政府` over `关于…的报告`.
        let speaker = lines::is_passing_on(blocks[first].text.as_str())
            && number.is_none_or(|number| number > last || number + 1 < first)
            && !lines::is_mark(text);
        let goes_on = text.contains("关于") || forms::is_cut_off(text) || text.ends_with("》") || speaker || joint || passing;
        let session = text.ends_with('会')
            && blocks[first].text.as_str().starts_with('第')
            && lines::is_session(blocks[first].text.as_str());
        // `江湾县人民政府对县政协三届二次会议` over `第41号提案的答复`.
        let proposal = text.ends_with("会议") && lines::is_about_proposal(blocks[first].text.as_str());
        let goes_on = goes_on || session && lines::is_issuer(text) || proposal;
        // `关于进一步规范` is cut off before what is to be made regular.
        let verb = text.contains("关于") && text.ends_with("规范") && !text.contains("印发");
        if titled(above) && !verb
            || !(is_open(above) || above.heading().is_some())
            || parted && !speaker
            || forms::length(text) < 4
            || !goes_on
        {
            break;
        }
        first -= 1;
        names += usize::from(joint);
    }
    join_title(blocks, first..last + 1, log);
}

/// A short title without a number, on one line or under what it is of: `江湾县医院病房楼工程` over `公开招标公告`.
fn unnumbered(blocks: &[Block], end: usize) -> Option<Range<usize>> {
    /// What stands over it is a name, and no page of them.
    const ABOVE: usize = 2;
    let open: Vec<usize> = (0..end).filter(|&at| is_open(&blocks[at])).collect();
    let last_line = |at: usize| blocks[at].text.as_str().rsplit('\n').next().unwrap_or_default();
    let last = open.iter().take(ABOVE + 1).position(|&at| lines::is_short_title(last_line(at)))?;
    let (first, last) = (open[0], open[last]);
    let plain = |block: &Block| {
        let text = block.text.as_str();
        is_open(block) && !text.contains(['：', ':']) && (4..=30).contains(&forms::length(text)) && !forms::is_date(text)
    };
    blocks[first..last].iter().all(plain).then_some(first..last + 1)
}

/// Whether a line begins with the name of a body that speaks, or is one.
fn opens_with_body(line: &Block) -> bool {
    let text = line.text.as_str();
    let first = text.split("关于").next().unwrap_or(text).trim();
    lines::is_issuers(first)
}

/// Whether blank lines stand between all blocks, as in Markdown: then they part nothing.
fn is_spaced(blocks: &[Block]) -> bool {
    let visible: Vec<&Block> = blocks.iter().filter(|block| block.is_visible()).skip(1).take(HEAD).collect();
    visible.len() > 1 && visible.iter().all(|block| block.hints.blank_before > 0)
}

/// The lines of a title that was broken in mid-word: none is a title, and all together are, from who speaks `关于` what to `通知`.
fn split_title(blocks: &[Block]) -> Option<Range<usize>> {
    let first = blocks.iter().position(|block| is_open(block) && block.text.as_str().contains("关于"))?;
    let mut title = blocks[first].text.as_str().to_owned();
    let spaced = is_spaced(blocks);
    let parted = |block: &Block| block.hints.blank_before > 0 && !spaced;
    // `关于印发江湾镇防汛方案` is whole, and yet not all where `的通知` stands below.
    let is_end = |at: usize, title: &str| {
        let below = blocks.get(at).filter(|below| is_open(below) && !parted(below));
        below.map(|below| below.text.as_str()).is_some_and(|below| {
            below.starts_with('的') && forms::is_within(below, KIND) && lines::is_title(&format!("{title}{below}"))
        })
    };
    if lines::is_title(&title) {
        return is_end(first + 1, &title).then_some(first..first + 2);
    }
    for (at, line) in blocks.iter().enumerate().skip(first + 1).take(TITLE_LINES - 1) {
        if !is_open(line) || parted(line) {
            return None;
        }
        title.push_str(line.text.as_str());
        if lines::is_title(&title) && !forms::is_cut_off(&title) {
            return Some(first..at + 1 + usize::from(is_end(at + 1, &title)));
        }
    }
    None
}

pub(super) fn join_title(blocks: &mut Vec<Block>, title: Range<usize>, log: &mut EditLog) {
    let first = title.start;
    join(blocks, title, "the title of a notice on several lines", log);
    whole(&mut blocks[first], log);
    blocks[first].retag(Kind::Heading(1), &Reason::certain(Rule::Heading, "the title of a notice"), log);
}

pub(super) fn join(blocks: &mut Vec<Block>, range: Range<usize>, evidence: &'static str, log: &mut EditLog) {
    let first = range.start;
    let rest: Vec<Block> = blocks.drain(first + 1..range.end).collect();
    for line in rest {
        let reason = Reason::likely(Rule::Unwrap, evidence);
        let block = &mut blocks[first];
        // Names of bodies that speak together are parted by a space.
        let names = lines::is_issuers(block.text.as_str()) && opens_with_body(&line);
        block.text.append(line.text, if names { "\u{3000}" } else { "" }, &block.origin, &reason, log);
    }
}

/// Line ends inside a title are layout's, as those between its blocks; so are the spaces that spread its last word.
fn whole(title: &mut Block, log: &mut EditLog) {
    let text = title.text.as_str();
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let mut changes: Vec<Replacement> = text
        .match_indices('\n')
        .map(|(at, _)| {
            let between = latin(text[..at].chars().next_back()) && latin(text[at + 1..].chars().next());
            let reason = Reason::likely(Rule::Unwrap, "a line end inside the title of a notice");
            Replacement { range: at..at + 1, with: if between { " ".to_owned() } else { String::new() }, reason }
        })
        .collect();
    changes.extend(lines::spread(text).into_iter().filter(|space| !text[space.clone()].contains('\n')).map(|range| {
        let reason = Reason::likely(Rule::HanSpaces, "the last word of a title, spread by spaces");
        Replacement { range, with: String::new(), reason }
    }));
    changes.sort_by_key(|change| change.range.start);
    if !changes.is_empty() {
        let origin = title.origin.clone();
        title.text.edit(changes, &origin, log);
    }
}

/// Names that end in a colon, under the title: on one line, or on up to four that a page broke.
fn addressee(blocks: &mut Vec<Block>, log: &mut EditLog) {
    let Some(title) = blocks
        .iter()
        .take(HEAD)
        .position(|block| block.heading().is_some() || block.kind == Kind::Paragraph(Role::DocumentNumber))
    else {
        return;
    };
    let Some(first) =
        (title + 1..blocks.len().min(HEAD + 2)).find(|&at| is_open(&blocks[at]) && blocks[at].heading() != Some(1))
    else {
        return;
    };
    let mut named = String::new();
    for at in first..(first + 4).min(blocks.len()) {
        if !is_open(&blocks[at]) || at > first && blocks[at].hints.blank_before > 0 {
            return;
        }
        named.push_str(blocks[at].text.as_str());
        // A title that was not told.
        if blocks[at].text.as_str().contains("关于") && named.chars().count() > 6 {
            return;
        }
        if forms::is_sentence(&named) || forms::length(&named) > ADDRESSEE {
            return;
        }
        if named.ends_with(['：', ':']) {
            // A list of names that is too long for the form is asked by its parts.
            let last = named.rsplit(['，', ',', '、']).next().unwrap_or(&named);
            let named_body = forms::is_body_name(named.trim_end_matches(['：', ':']));
            let whole = named_body || forms::is_addressee(&named) || at > first && forms::is_addressee(last);
            if whole && !named.chars().take(3).any(|c| c.is_ascii_digit()) {
                join(blocks, first..at + 1, "an addressee on several lines", log);
                let reason = Reason::certain(Rule::RoleOf, "names that end in a colon, under the title");
                blocks[first].retag(Kind::Paragraph(Role::Addressee), &reason, log);
            }
            return;
        }
    }
}
