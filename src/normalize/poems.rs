//! Titles of poems: in a text that is verse for the most part, a short line between blank lines heads the stanza below it.

use super::{forms, front, parts};
use crate::model::{Block, EditLog, Kind, Reason, Role, Rule};

/// Fewer stanzas, or titles, are a quotation in prose.
const STANZAS: usize = 3;
const TITLES: usize = 2;
/// The longest title, in characters.
const LONGEST: usize = 18;
/// The share of the text that is verse, in percent.
const SHARE: usize = 40;

/// Makes the titles headings, and names below them bylines.
pub fn run(blocks: &mut [Block], log: &mut EditLog) {
    over_poets(blocks, log);
    let length = |verse: bool| -> usize {
        let visible = blocks.iter().filter(|block| block.is_visible());
        visible.filter(|block| !verse || block.kind == Kind::Verse).map(|block| block.text.as_str().len()).sum()
    };
    let stanzas = blocks.iter().filter(|block| block.kind == Kind::Verse).count();
    if stanzas < STANZAS || length(true) * 100 < length(false) * SHARE {
        return;
    }
    let visible: Vec<usize> =
        (0..blocks.len()).filter(|&at| blocks[at].is_visible() && blocks[at].kind != Kind::PageMark).collect();
    let is_verse = |place: usize| visible.get(place).is_some_and(|&at| blocks[at].kind == Kind::Verse);
    let signs =
        |place: usize| visible.get(place).is_some_and(|&at| blocks[at].is_body() && front::may_sign(blocks[at].text.as_str()));
    let heads = |place: usize| {
        let block = &blocks[visible[place]];
        let text = block.text.as_str();
        let above = place.checked_sub(1).map(|above| &blocks[visible[above]]);
        let closed = above.is_none_or(|above| {
            !above.is_body() || forms::is_dated(above.text.as_str()) || above.text.as_str().starts_with("——")
        });
        block.is_body()
            && (block.hints.blank_before > 0 || place == 0)
            && (1..=LONGEST).contains(&forms::length(text))
            && !text.ends_with(|c: char| "，。；：！？、…".contains(c))
            && !text.starts_with(['—', '（', '('])
            && !forms::is_dated(text)
            && closed
            && (is_verse(place + 1) || signs(place + 1) && is_verse(place + 2))
    };
    let titles: Vec<usize> = (0..visible.len()).filter(|&place| heads(place)).collect();
    if titles.len() < TITLES {
        return;
    }
    let bylines: Vec<usize> = titles.iter().map(|place| place + 1).filter(|&place| !is_verse(place)).collect();
    for place in titles {
        // Peers, the first too: it is no title of all.
        blocks[visible[place]].hints.rank = Some(1);
        blocks[visible[place]].retag(
            Kind::Heading(2),
            &Reason::likely(Rule::Heading, "a short line over a stanza, among poems"),
            log,
        );
    }
    for place in bylines {
        blocks[visible[place]].retag(
            Kind::Paragraph(Role::Byline),
            &Reason::likely(Rule::RoleOf, "a name below the title of a poem"),
            log,
        );
    }
}

/// Whether a block is of a poem, and no title in a list of works.
fn is_text(block: &Block) -> bool {
    let text = block.text.as_str();
    block.kind == Kind::Verse
        || block.is_body() && (forms::has_comma(text) || forms::ends_sentence(text))
        // `其一`
        || parts::section_number(text) == Some(1)
}

/// Titles over poets with their dynasties (`〔唐〕江湾居士`): in an anthology each poem has such a line, whatever notes stand between. The name of
/// a dynasty right above a title divides the book.
fn over_poets(blocks: &mut [Block], log: &mut EditLog) {
    let visible: Vec<usize> =
        (0..blocks.len()).filter(|&at| blocks[at].is_visible() && blocks[at].kind != Kind::PageMark).collect();
    let signs = |place: usize| {
        let block = &blocks[visible[place]];
        (block.is_body() || block.kind == Kind::Paragraph(Role::Byline)) && front::is_poet(block.text.as_str())
    };
    let titled = |place: usize| {
        let block = &blocks[visible[place]];
        let text = block.text.as_str();
        (block.is_body() || block.heading().is_some() && !block.hints.marked)
            && (1..=LONGEST).contains(&forms::length(text))
            && !text.ends_with(|c: char| "，。；：！？、…".contains(c))
            && !front::is_dynasty(text)
            && visible.get(place + 2).is_some_and(|&below| is_text(&blocks[below]))
    };
    let poets: Vec<usize> = (1..visible.len()).filter(|&place| signs(place) && titled(place - 1)).collect();
    if poets.len() < TITLES {
        return;
    }
    let dynasties: Vec<usize> = poets
        .iter()
        .filter_map(|place| place.checked_sub(2))
        .filter(|&place| blocks[visible[place]].is_body() && front::is_dynasty(blocks[visible[place]].text.as_str()))
        .collect();
    let divided = !dynasties.is_empty();
    for place in dynasties {
        blocks[visible[place]].hints.rank = Some(0);
        let reason = Reason::likely(Rule::Heading, "a dynasty over the titles of its poems");
        blocks[visible[place]].retag(Kind::Heading(2), &reason, log);
    }
    for place in poets {
        let title = &mut blocks[visible[place - 1]];
        title.hints.rank = Some(1);
        title.retag(Kind::Heading(2 + u8::from(divided)), &Reason::likely(Rule::Heading, "a title over a poet"), log);
        let reason = Reason::likely(Rule::RoleOf, "a poet with his dynasty");
        blocks[visible[place]].retag(Kind::Paragraph(Role::Byline), &reason, log);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;

    #[test]
    fn short_lines_over_stanzas_are_titles() {
        let check = |before: &str, after: &str| {
            let mut document = native::parse(before).expect("the native form is well formed");
            document.blocks.iter_mut().for_each(|block| block.hints.blank_before = 1);
            run(&mut document.blocks, &mut document.log);
            assert_eq!(native::write(&document), after);
        };
        let poem = "verse :: 船在雾里走\\n水声一层一层\n";
        check(
            &format!("body :: 江上\n{poem}{poem}body :: 渡口\nbody :: 林见川\n{poem}"),
            &format!("heading 2 :: 江上\n{poem}{poem}heading 2 :: 渡口\nbyline :: 林见川\n{poem}"),
        );
        let poem = |head: &str, by: &str, title: &str| {
            format!(
                "{head} :: {title}\n{by} :: 〔唐〕江湾居士\nbody :: 船在雾里走，水声一层层。\nbody :: 【注】雾：江上的雾。\n"
            )
        };
        check(
            &format!("body :: 唐\n{}{}", poem("body", "body", "江上"), poem("body", "body", "渡口")),
            &format!("heading 2 :: 唐\n{}{}", poem("heading 3", "byline", "江上"), poem("heading 3", "byline", "渡口")),
        );
        check(&poem("body", "body", "江上"), &poem("body", "body", "江上"));
        let works = "body :: 江上\nbody :: 〔唐〕江湾居士\nbody :: 渡口\nbody :: 〔唐〕江湾居士\nbody :: 石桥\n";
        check(works, works);
        let poem = "verse :: 船在雾里走\\n水声一层一层\n";
        let prose = "body :: 渡口在镇子的东头，从前每天有四班船，船工都是本村的人，天不亮就起来生火做饭。\n".repeat(4);
        let quoted = format!("{prose}body :: 诗\n{poem}{poem}{poem}{prose}");
        check(&quoted, &quoted);
    }
}
