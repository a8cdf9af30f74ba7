//! Jumps (NP-8): the parts of an article that stand on other pages go where the article is.
//!
//! Whether two parts belong together is judged by [`jump::pair`]; here they are found among the blocks and moved. The jump
//! lines stay beside the seam, as furniture; so does a headline that stood again over the rest. What has no partner stays
//! where it is, with a warning. Articles that the analysis of pages has put together already are left alone.

use super::unwrap::joint;
use super::{Archive, NormalizeOptions, forms};
use crate::diag::{Sink, Trouble};
use crate::model::{Block, Document, EditLog, Furniture, Kind, Reason, Role, Rule};
use crate::text::jump::{self, Jump, Part};
use crate::text::pagehead::PageHead;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The pass.
pub fn run(document: &mut Document, options: &NormalizeOptions, sink: &mut Sink) {
    let blocks = &document.blocks;
    let paper = Paper { blocks, archive: &options.archive };
    let jumps: Vec<(usize, Jump)> =
        (0..blocks.len()).filter_map(|at| Some((at, open_jump(&blocks[at], paper.archive)?))).collect();
    if jumps.is_empty() {
        return;
    }
    let pages = pages(blocks);
    let indents = indents(blocks);
    let (leaving, coming): (Vec<_>, Vec<_>) = jumps.iter().cloned().partition(|(_, jump)| jump.leads);
    let from: Vec<Part> = leaving.iter().map(|(at, jump)| paper.leaving_part(*at, jump, &pages)).collect();
    let to: Vec<Part> = coming.iter().map(|(at, jump)| paper.coming_part(*at, jump, &pages, indents)).collect();
    let pairs = jump::pair(&from, &to, false, |a, b| leaving[a].0 < coming[b].0);

    let mut moves: BTreeMap<usize, Move> = BTreeMap::new();
    let mut settled: BTreeSet<usize> = BTreeSet::new();
    for pair in pairs {
        let (left, right) = (leaving[pair.from].0, coming[pair.to].0);
        settled.extend([left, right]);
        if !paper.is_refused(left, right, &document.log) {
            let range = paper.extent(right, paper.article_level(left));
            moves.insert(left, Move { jump: right, range, evidence: pair.evidence });
        }
    }
    for (at, _) in jumps.iter().filter(|(at, _)| !settled.contains(at)) {
        let block = &blocks[*at];
        sink.push(Trouble::UnmatchedJump { line: block.text.as_str().to_owned() }, &block.origin);
    }
    let Document { blocks, log, .. } = document;
    follow(blocks, &moves, &options.archive, log);
}

/// What a jump that was followed brings to its place.
struct Move {
    /// The jump line at its head.
    jump: usize,
    /// All of it.
    range: Range<usize>,
    evidence: String,
}

/// A jump line that nobody has followed yet.
fn open_jump(block: &Block, archive: &Archive) -> Option<Jump> {
    let followed = block.hints.marked && block.hints.continues;
    if block.kind == Kind::Furniture(Furniture::Jump) && !followed { archive.jump(block.text.as_str()) } else { None }
}

/// The page on which each block stands.
fn pages(blocks: &[Block]) -> Vec<Option<String>> {
    let mut marked: Option<String> = None;
    let page = |block: &Block| {
        if block.kind == Kind::PageMark {
            let text = block.text.as_str();
            let folio = PageHead::of(text).map_or_else(|| jump::folio(text), |head| head.folio);
            marked = Some(folio).filter(|folio| folio.chars().any(|c| c.is_ascii_digit()) && folio.len() <= 4);
        }
        marked.clone().or_else(|| block.hints.page.map(|page| page.to_string()))
    };
    blocks.iter().map(page).collect()
}

/// Whether paragraphs of this text are indented.
fn indents(blocks: &[Block]) -> bool {
    let long = || blocks.iter().filter(|block| block.is_body() && !forms::is_within(block.text.as_str(), 20));
    long().filter(|block| block.hints.indent >= 2).count() * 10 > long().count() * 6
}

fn is_stack(block: &Block) -> bool {
    block.heading().is_some()
        || matches!(block.kind, Kind::Paragraph(Role::Kicker | Role::Deck | Role::Title | Role::SectionLabel))
}

/// What may float beside a paragraph.
fn floats(block: &Block, archive: &Archive) -> bool {
    !block.is_visible() && open_jump(block, archive).is_none()
        || matches!(block.kind, Kind::Figure(_) | Kind::Paragraph(Role::Caption))
}

/// Where the headline begins that stands again right over a jump line.
fn stack_before(blocks: &[Block], at: usize) -> usize {
    at - blocks[..at].iter().rev().take_while(|block| is_stack(block)).count()
}

fn title(blocks: &[Block], headlines: &[usize]) -> String {
    headlines.iter().rev().map(|&at| jump::squeezed(blocks[at].text.as_str())).collect()
}

/// The blocks, and what a person knows of them.
struct Paper<'a> {
    blocks: &'a [Block],
    archive: &'a Archive,
}

impl Paper<'_> {
    /// The headlines over a block on its page, the nearest first; the jump line under which it stands, where there is one.
    fn over(&self, at: usize) -> (Vec<usize>, Option<Jump>) {
        let Paper { blocks, archive } = *self;
        let mut headlines: Vec<usize> = Vec::new();
        for above in (0..at).rev() {
            let block = &blocks[above];
            if let Some(jump) = open_jump(block, archive) {
                // A part of an article: its headline, if it has one, stands again over the jump line.
                if headlines.is_empty() && !jump.leads {
                    headlines.extend((stack_before(blocks, above)..above).rev().filter(|&at| blocks[at].heading().is_some()));
                }
                return (headlines, if jump.leads { None } else { Some(jump) });
            }
            if block.kind == Kind::PageMark {
                break;
            }
            if let Some(level) = block.heading()
                && headlines.last().and_then(|&last| blocks[last].heading()).is_none_or(|last| level < last)
            {
                headlines.push(above);
                if level == 1 {
                    break;
                }
            }
        }
        (headlines, None)
    }

    /// The level of the headline of the article that a block belongs to.
    fn article_level(&self, at: usize) -> u8 {
        let blocks = self.blocks;
        let (headlines, _) = self.over(at);
        let mut level = headlines.last().and_then(|&top| blocks[top].heading()).unwrap_or(1);
        // A heading with another right below it is the name of a section.
        if let [.., below, top] = headlines[..]
            && blocks[top + 1..below].iter().all(|block| is_stack(block) || !block.is_visible())
        {
            level = blocks[below].heading().unwrap_or(level);
        }
        level
    }

    fn leaving_part(&self, at: usize, jump: &Jump, pages: &[Option<String>]) -> Part {
        let blocks = self.blocks;
        let (headlines, come) = self.over(at);
        let last = self.last(at).filter(|block| block.is_body());
        let own = pages[at].iter().cloned();
        Part {
            pages: own.chain(come.iter().flat_map(|jump| jump.pages.clone())).collect(),
            jump: jump.clone(),
            title: match come {
                Some(come) if headlines.is_empty() => come.hint,
                _ => title(blocks, &headlines),
            },
            words: last.map_or(String::new(), |block| block.text.as_str().to_owned()),
            indented: None,
        }
    }

    fn coming_part(&self, at: usize, jump: &Jump, pages: &[Option<String>], indents: bool) -> Part {
        let blocks = self.blocks;
        let first = self.first_text(at);
        let heads: Vec<usize> =
            (stack_before(blocks, at)..first.unwrap_or(at + 1)).filter(|&at| blocks[at].heading().is_some()).collect();
        let first = first.map(|at| &blocks[at]);
        Part {
            pages: pages[at].iter().cloned().collect(),
            jump: jump.clone(),
            title: heads.iter().map(|&at| jump::squeezed(blocks[at].text.as_str())).collect(),
            words: first.map_or(String::new(), |block| block.text.as_str().to_owned()),
            indented: first.filter(|_| indents).map(|block| block.hints.indent >= 2),
        }
    }

    /// What stands before a jump line.
    fn last(&self, at: usize) -> Option<&Block> {
        self.blocks[..at].iter().rev().find(|block| !floats(block, self.archive))
    }

    /// The first paragraph under a jump line.
    fn first_text(&self, at: usize) -> Option<usize> {
        let Paper { blocks, archive } = *self;
        let below = (at + 1..blocks.len()).find(|&below| !floats(&blocks[below], archive) && !is_stack(&blocks[below]))?;
        blocks[below].is_body().then_some(below)
    }

    /// Whether a person does not want the part that one jump line opens behind the part that another ends.
    fn is_refused(&self, left: usize, right: usize, log: &EditLog) -> bool {
        let above = self.last(left).map_or("", |block| block.text.as_str());
        let refused = |below: usize| {
            let (text, origin) = (self.blocks[below].text.as_str(), &self.blocks[below].origin);
            log.refuses_join(Rule::JumpFollowed, origin, above, text)
                || log.refuses_move(Rule::JumpFollowed, origin, above, text)
        };
        self.first_text(right).is_some_and(refused)
    }

    /// How far the part of an article reaches that a jump line opens; `level` is that of the article's headline.
    fn extent(&self, at: usize, level: u8) -> Range<usize> {
        let Paper { blocks, archive } = *self;
        let start = stack_before(blocks, at);
        let own = (start..at).filter_map(|above| blocks[above].heading()).min();
        let level = own.unwrap_or(level);
        let mut end = self.first_text(at).map_or(at + 1, |first| first + 1);
        while let Some(block) = blocks.get(end) {
            match (&block.kind, open_jump(block, archive)) {
                (_, Some(jump)) => {
                    end += usize::from(jump.leads);
                    break;
                }
                (Kind::Heading(own), _) if *own <= level => break,
                (Kind::Paragraph(Role::Byline), _) => {
                    end += 1;
                    break;
                }
                (
                    Kind::Heading(_) | Kind::Figure(_) | Kind::Quote(_) | Kind::Table(_) | Kind::Verse | Kind::Furniture(_),
                    _,
                ) => end += 1,
                (Kind::Paragraph(Role::Body | Role::Caption | Role::Signature | Role::Date), _) => end += 1,
                _ => break,
            }
        }
        // Furniture of the page, and what leads in to the next headline, are not the article's.
        while end > at + 1 && blocks[end - 1].kind != Kind::Furniture(Furniture::Jump) && !blocks[end - 1].is_visible() {
            end -= 1;
        }
        start..end
    }
}

/// Puts every part where its article is.
fn follow(blocks: &mut Vec<Block>, moves: &BTreeMap<usize, Move>, archive: &Archive, log: &mut EditLog) {
    let mut taken = vec![false; blocks.len()];
    for moved in moves.values() {
        taken[moved.range.clone()].fill(true);
    }
    let mut all: Vec<Option<Block>> = std::mem::take(blocks).into_iter().map(Some).collect();
    let mut waiting: Vec<Range<usize>> = Vec::new();
    let mut seam: Option<(usize, &Move)> = None;
    for outer in taken.iter().enumerate().filter(|(_, taken)| !**taken).map(|(outer, _)| outer) {
        waiting.push(outer..outer + 1);
        while let Some(mut range) = waiting.pop() {
            let Some(at) = range.next() else { continue };
            waiting.push(range);
            let Some(mut block) = all[at].take() else { continue };
            if let Some((tail, moved)) = seam.filter(|(_, moved)| moved.range.contains(&at)) {
                let reason = Reason::likely(Rule::JumpFollowed, moved.evidence.clone());
                if at == moved.jump {
                    (block.hints.marked, block.hints.continues) = (true, true);
                } else if is_stack(&block) {
                    block.retag(Kind::Furniture(Furniture::Jump), &reason, log);
                    (block.hints.marked, block.hints.continues) = (true, true);
                } else if block.is_body() {
                    seam = None;
                    let origin = block.origin.clone();
                    let left = &mut blocks[tail];
                    if left.is_body() && jump::is_cut(left.text.as_str()) == Some(true) {
                        let between = joint(left.text.as_str(), block.text.as_str());
                        left.text.append(block.text, between, &origin, &reason, log);
                        continue;
                    }
                    log.moved(left.text.as_str(), block.text.as_str(), &origin, &reason);
                }
            }
            if let Some(moved) = moves.get(&at) {
                (block.hints.marked, block.hints.continues) = (true, true);
                let tail = blocks.iter().rposition(|block| !floats(block, archive));
                seam = Some((tail.unwrap_or(blocks.len()), moved));
                waiting.push(moved.range.clone());
            }
            blocks.push(block);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;

    fn check(before: &str, after: &str, warnings: usize) {
        let mut document = native::parse(before).expect("the native form is well formed");
        let mut sink = Sink::new();
        for _ in 0..2 {
            run(&mut document, &NormalizeOptions::default(), &mut sink);
            assert_eq!(native::write(&document), after);
            assert_eq!(document.balance(), Ok(()));
            assert_eq!(std::mem::take(&mut sink).into_vec().len(), warnings);
        }
    }

    #[test]
    fn a_part_goes_where_its_article_is() {
        check(
            "page-mark :: 第1版\nheading 1 :: 渡口开了夜班船\nbody :: 船上坐着\nfurniture jump :: （下转第2版）\nheading 1 :: 石桥村修好旧桥\nbody :: 桥通了。\n\
             page-mark :: 02版 要闻\nheading 1 :: 雨季到了\nbody :: 雨下了一夜。\nheading 1 :: 夜班船\nfurniture jump :: （上接第1版）\nbody :: 二十几个人。\nheading 2 :: 灯\n\
             body :: 灯亮着。\nbyline :: （林见川）\nheading 1 :: 启事\nbody :: 甲。\n",
            "page-mark :: 第1版\nheading 1 :: 渡口开了夜班船\nbody :: 船上坐着二十几个人。\nfurniture jump :: （下转第2版）\nfurniture jump :: 夜班船\nfurniture jump :: （上接第1版）\n\
             heading 2 :: 灯\nbody :: 灯亮着。\nbyline :: （林见川）\nheading 1 :: 石桥村修好旧桥\nbody :: 桥通了。\npage-mark :: 02版 要闻\nheading 1 :: 雨季到了\n\
             body :: 雨下了一夜。\nheading 1 :: 启事\nbody :: 甲。\n",
            0,
        );
    }

    #[test]
    fn a_part_may_jump_on() {
        check(
            "page-mark :: 1\nheading 1 :: 渡口\nbody :: 船上\nfurniture jump :: （下转2版）\npage-mark :: 2\nfurniture jump :: （上接1版）\nbody :: 坐着\n\
             furniture jump :: （下转3版）\npage-mark :: 3\nfurniture jump :: （上接2版）\nbody :: 人。\nbody :: 天亮了。\nheading 1 :: 乙\n",
            "page-mark :: 1\nheading 1 :: 渡口\nbody :: 船上坐着人。\nfurniture jump :: （下转2版）\nfurniture jump :: （上接1版）\nfurniture jump :: （下转3版）\n\
             furniture jump :: （上接2版）\nbody :: 天亮了。\npage-mark :: 2\npage-mark :: 3\nheading 1 :: 乙\n",
            0,
        );
    }

    #[test]
    fn a_part_that_a_person_refused_stays() {
        let before = "page-mark :: 1\nheading 1 :: 渡口\nbody :: 船上坐着\nfurniture jump :: （下转2版）\npage-mark :: 2\n\
                      furniture jump :: （上接1版）\nbody :: 二十几个人。\n";
        let mut document = native::parse(before).expect("the native form is well formed");
        let mut overrules = crate::model::overrule::Overrules::default();
        let place = document.blocks[5].origin.to_string();
        overrules.reject(Rule::JumpFollowed.name().to_owned(), place, "船上坐着⏎二十几个人。".to_owned());
        document.log.overrule(std::sync::Arc::new(overrules));
        run(&mut document, &NormalizeOptions::default(), &mut Sink::new());
        assert_eq!(native::write(&document), before);
    }

    #[test]
    fn what_has_no_partner_stays() {
        let near = "page-mark :: 1\nheading 1 :: 渡口\nbody :: 船上\nfurniture jump :: （下转2版）\npage-mark :: 2\nheading 1 :: 石桥\n\
                    furniture jump :: （上接3版）\nbody :: 坐着。\n";
        check(near, near, 2);
        let other = near.replace("上接3版", "上接1版");
        check(&other, &other, 2); // another headline
    }
}
