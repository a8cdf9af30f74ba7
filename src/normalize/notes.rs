//! Notes at the feet of pages: what a page prints below its text belongs to the mark in the text that calls it.
//!
//! Where pages became text, a note stands between two paragraphs, or between the halves of one. It is taken for a note where a
//! mark of its number stands in the text before it, and becomes one: writers print it at the foot of their own page.

use super::NormalizeOptions;
use super::forms;
use super::punctuation::is_reference;
use super::unwrap::joint;
use crate::diag::Sink;
use crate::model::{Block, Document, EditLog, Hints, Kind, Note, NoteId, Reason, Rule, SpanKind, Text};
use crate::text::clreq::{is_close, is_sentence_end};
use crate::text::figures::digit;
use crate::text::script::is_cjk;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A mark stands no further (bytes) before its note than two full pages are long.
const FAR: usize = 12_000;

/// A word of Latin letters has so many at least, units have fewer.
const WORD: usize = 4;
/// So many marks of one number are looked at.
const MARKS: usize = 64;
/// So many characters of a sentence are looked through for other numbers.
const SENTENCE: usize = 100;

/// Gives the notes of pages to their marks.
pub fn run(document: &mut Document, _: &NormalizeOptions, _: &mut Sink) {
    let feet: Vec<Foot> = feet(&document.blocks);
    if feet.is_empty() {
        return;
    }
    let pairs = pairs(&feet, &Marks::of(&document.blocks, &feet));
    let Document { blocks, notes, log, .. } = document;
    let mut made: Vec<(usize, NoteId)> = Vec::new();
    let reason = || Reason::likely(Rule::NoteCalled, "a mark of the same number stands in the text above");
    // The marks that each text has lost already.
    let mut lost: BTreeMap<usize, Vec<Range<usize>>> = BTreeMap::new();
    for Pair { foot, mark } in pairs {
        let Foot { block, label, .. } = &feet[foot];
        let origin = blocks[*block].origin.clone();
        let [caller, note] = [mark.block, *block].map(|at| blocks[at].text.as_str().to_owned());
        if log.refuses_move(Rule::NoteCalled, &origin, &caller, &note) {
            continue;
        }
        let lost = lost.entry(mark.block).or_default();
        let shift: usize = lost.iter().filter(|range| range.end <= mark.range.start).map(Range::len).sum();
        let range = mark.range.start - shift..mark.range.end - shift;
        let id = NoteId(u32::try_from(notes.len()).unwrap_or(u32::MAX));
        let Block { text, origin: place, .. } = &mut blocks[mark.block];
        if !text.call(id, range, place, reason(), log) {
            continue;
        }
        lost.push(mark.range);
        log.moved(&caller, &note, &origin, &reason());
        let mut own = take(&mut blocks[*block]);
        own.text.replace(label.clone(), "", &origin, reason(), log);
        notes.push(Note { label: note[label.clone()].trim().to_owned(), blocks: vec![own] });
        made.push((*block, id));
    }
    let gone = continued(blocks, &made, notes, log);
    let mut gone = gone.into_iter();
    blocks.retain(|_| !gone.next().unwrap_or(false));
}

/// What begins a foot without a mark goes on from the last note of the page before, where that has no end. Which blocks are notes
/// now.
fn continued(blocks: &mut [Block], made: &[(usize, NoteId)], notes: &mut [Note], log: &mut EditLog) -> Vec<bool> {
    let mut gone = vec![false; blocks.len()];
    let mut made = made.iter().peekable();
    let mut open: Option<NoteId> = None;
    for (at, block) in blocks.iter_mut().enumerate() {
        if let Some((_, id)) = made.next_if(|(made, _)| *made == at) {
            (open, gone[at]) = (Some(*id), true);
        } else if block.hints.foot {
            let note = open.take().filter(|_| label(&block.text, true).is_none()).and_then(|id| notes.get_mut(id.0 as usize));
            let goes_on = |last: &&mut Block| {
                let next = last.hints.page.zip(block.hints.page).is_none_or(|(last, page)| page == last + 1);
                next && !forms::ends_sentence(last.text.as_str())
            };
            if let Some(last) = note.and_then(|note| note.blocks.last_mut()).filter(goes_on) {
                let own = take(block);
                let reason = Reason::likely(Rule::NoteCalled, "a note goes on at the foot of the next page");
                let joint = joint(last.text.as_str(), own.text.as_str());
                last.text.append(own.text, joint, &own.origin, &reason, log);
                gone[at] = true;
            }
        }
    }
    gone
}

fn take(block: &mut Block) -> Block {
    let mut own = Block::new(Kind::default(), std::mem::take(&mut block.text), block.origin.clone());
    own.hints.page = block.hints.page;
    own
}

/// A block that may be a note, with where its label ends.
#[derive(Debug)]
struct Foot {
    block: usize,
    label: Range<usize>,
    number: Number,
    /// Which of the groups of notes it is in: those of one page.
    group: usize,
    /// Whether the page itself says that it is a note.
    says: bool,
    page: Option<u32>,
}

/// What a mark or a label says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Number {
    form: Form,
    value: u32,
}

impl Number {
    fn next(self) -> Number {
        Number { value: self.value + 1, ..self }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    Circled,
    Bracketed,
    Figures,
    Star,
}

/// All blocks that may be notes. They stand together, behind text that they are no list under.
fn feet(blocks: &[Block]) -> Vec<Foot> {
    let mut found: Vec<Foot> = Vec::new();
    let (mut at, mut group) = (0, 0);
    let mut above: Option<&Block> = None;
    while at < blocks.len() {
        let end = (at..blocks.len()).find(|&next| foot(&blocks[next]).is_none()).unwrap_or(blocks.len());
        if end == at {
            above = Some(&blocks[at]).filter(|block| block.is_visible()).or(above);
            at += 1;
            continue;
        }
        let listed = above.is_none_or(|above| {
            above.heading().is_some() || above.text.as_str().ends_with(['：', ':']) || is_name(above.text.as_str())
        });
        // Lines that may go on are no notes until their end is known.
        let apart = |block: &Block| !block.hints.line || block.hints.blank_before > 0;
        let ends = |block: &Block| !block.hints.line || forms::ends_sentence(block.text.as_str());
        let alone = apart(&blocks[at]) && blocks.get(end).is_none_or(apart) && blocks[at..end].iter().all(ends);
        let entries = || blocks[at..end].iter().any(|block| is_reference(block.text.as_str()));
        if blocks[at].hints.foot || !listed && alone && !entries() {
            group += 1;
            let each = (at..end).filter_map(|block| {
                let (label, number) = foot(&blocks[block])?;
                let Hints { foot: says, page, .. } = blocks[block].hints;
                Some(Foot { block, label, number, group, says, page })
            });
            found.extend(each);
        }
        above = Some(&blocks[end - 1]);
        at = end;
    }
    found
}

/// Whether a line names the list of notes below it, whatever it calls them: `注释`, `引文出处`, `References`.
fn is_name(text: &str) -> bool {
    let open = |c: char| matches!(c, '，' | '、' | '；' | ',' | ';');
    forms::is_within(text, 16)
        && !forms::ends_sentence(text)
        && !forms::is_dated(text)
        && !text.ends_with(open)
        && text.contains(char::is_alphanumeric)
}

fn foot(block: &Block) -> Option<(Range<usize>, Number)> {
    let (label, number) = block.is_body().then(|| label(&block.text, block.hints.foot)).flatten()?;
    // A paragraph of several notes is a list.
    let rest = &block.text.as_str()[label.end..];
    let next = |at: usize| leading(&rest[at..]).is_some_and(|(next, _)| next == number.next());
    let several = || !matches!(number.form, Form::Figures | Form::Star) && rest.char_indices().any(|(at, _)| next(at));
    (block.text.anchors().is_empty() && !rest.is_empty() && !several()).then_some((label, number))
}

/// The label that a note begins with, and the white space behind it; `says` where the page says that it is one.
fn label(text: &Text, says: bool) -> Option<(Range<usize>, Number)> {
    let string = text.as_str();
    let raised = text.spans().iter().find(|span| span.kind == SpanKind::Superscript && span.range.start == 0);
    let (number, length) = match raised.map(|span| span.range.end) {
        Some(end) => (number(string[..end].trim())?, end),
        None => {
            let (number, length) = leading(string)?;
            if !says && matches!(number.form, Form::Figures | Form::Star) {
                return None;
            }
            (number, length)
        }
    };
    // `¹H` is no note.
    let letters = string[length..].chars().take(WORD).take_while(char::is_ascii_alphabetic).count();
    if !says && raised.is_some() && (1..3).contains(&letters) {
        return None;
    }
    let behind = string[length..].len() - string[length..].trim_start_matches([' ', '\u{3000}', '\t', '.', '．']).len();
    Some((0..length + behind, number))
}

/// What a whole text says, if it is a mark: `①`, `[2]`, `12`, `**`.
fn number(text: &str) -> Option<Number> {
    leading(text).filter(|(_, length)| *length == text.len()).map(|(number, _)| number)
}

/// The mark that a text begins with, and its length.
fn leading(text: &str) -> Option<(Number, usize)> {
    let first = text.chars().next()?;
    let circled = |base: char, from: u32| (u32::from(first) - u32::from(base) + from, first.len_utf8());
    let (form, (value, length)) = match first {
        '①'..='⑳' => (Form::Circled, circled('①', 1)),
        '㉑'..='㉟' => (Form::Circled, circled('㉑', 21)),
        '㊱'..='㊿' => (Form::Circled, circled('㊱', 36)),
        '[' | '［' | '〔' => {
            let rest = &text[first.len_utf8()..];
            let (value, digits) = figures(rest)?;
            let close = rest[digits..].chars().next().filter(|c| matches!(c, ']' | '］' | '〕'))?;
            (Form::Bracketed, (value, first.len_utf8() + digits + close.len_utf8()))
        }
        '*' | '＊' | '※' | '†' => {
            let stars = text.chars().take_while(|&c| c == first).count().min(3);
            (Form::Star, (u32::try_from(stars).ok()?, stars * first.len_utf8()))
        }
        _ => (Form::Figures, figures(text)?),
    };
    Some((Number { form, value }, length))
}

/// One to three figures at the start of a text, superior ones too, and their length.
fn figures(text: &str) -> Option<(u32, usize)> {
    let (mut value, mut length, mut count) = (0, 0, 0);
    for (c, digit) in text.chars().map_while(|c| Some((c, digit(c)?))).take(4) {
        (value, length, count) = (10 * value + digit, length + c.len_utf8(), count + 1);
    }
    ((1..=3).contains(&count) && value > 0).then_some((value, length))
}

/// A mark in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Mark {
    block: usize,
    range: Range<usize>,
    /// How far into the whole text it stands, in bytes.
    place: usize,
    /// Raised, and so a mark for certain.
    raised: bool,
    /// The page on which its block begins.
    page: Option<u32>,
}

/// The marks of all texts, in order, by what they say.
#[derive(Debug, Default)]
struct Marks {
    by_value: BTreeMap<(bool, Number), Vec<Mark>>,
    /// How often the text has each number that is not raised, as a mark or not.
    said: BTreeMap<Number, usize>,
    /// Where each block begins.
    places: Vec<usize>,
}

impl Marks {
    fn of(blocks: &[Block], feet: &[Foot]) -> Marks {
        let mut marks = Marks::default();
        let mut place = 0;
        let mut feet = feet.iter().map(|foot| foot.block).peekable();
        for (block, each) in blocks.iter().enumerate() {
            marks.places.push(place);
            let is_foot = feet.next_if_eq(&block).is_some();
            if !is_foot && each.is_visible() && !matches!(each.kind, Kind::Table(_)) {
                for Call { range, number, raised, free } in calls(&each.text) {
                    if !raised {
                        *marks.said.entry(number).or_default() += 1;
                    }
                    if !free {
                        continue;
                    }
                    let mark = Mark { block, place: place + range.start, range, raised, page: each.hints.page };
                    marks.by_value.entry((raised, number)).or_default().push(mark);
                }
            }
            place += each.text.as_str().len();
        }
        marks
    }

    /// The last mark of a note between two places that no note has yet.
    fn last(&self, foot: &Foot, (from, before): (usize, usize), taken: &BTreeSet<usize>) -> Option<&Mark> {
        let forms = [Form::Circled, Form::Bracketed, Form::Figures, Form::Star];
        let raised = forms.into_iter().map(|form| (true, Number { form, ..foot.number }));
        // A raised mark may be written in another form than the label; stars are stars.
        let alike = raised.filter(|(_, number)| (number.form == Form::Star) == (foot.number.form == Form::Star));
        alike
            .chain([(false, foot.number)])
            .filter_map(|key| {
                let all = self.by_value.get(&key)?;
                let near = all[..all.partition_point(|mark| mark.place < before)].iter().rev();
                near.take_while(|mark| mark.place >= from).take(MARKS).find(|mark| !taken.contains(&mark.place))
            })
            .filter(|mark| mark.page.zip(foot.page).is_none_or(|(mark, foot)| (mark..=mark + 1).contains(&foot)))
            .max_by_key(|mark| mark.place)
    }
}

/// A number in a text.
#[derive(Debug)]
struct Call {
    range: Range<usize>,
    number: Number,
    /// It is raised.
    raised: bool,
    /// It stands where marks of notes do.
    free: bool,
}

/// What in a text may call a note: what is raised, and numbers in rings or brackets.
fn calls(text: &Text) -> Vec<Call> {
    let string = text.as_str();
    let raised = text.spans().iter().filter(|span| span.kind == SpanKind::Superscript);
    let raised: Vec<Range<usize>> = raised.map(|span| span.range.clone()).collect();
    let mut found: Vec<Call> = Vec::new();
    for range in &raised {
        let inner = &string[range.clone()];
        let start = range.start + inner.len() - inner.trim_start().len();
        if let Some(number) = number(inner.trim()).filter(|_| start > 0 && !is_exponent(string, range)) {
            found.push(Call { range: range.clone(), number, raised: true, free: true });
        }
    }
    let is_raised = |at: usize| {
        let next = raised.partition_point(|range| range.end <= at);
        raised.get(next).is_some_and(|range| range.start <= at)
    };
    let mut last = 0;
    for (at, c) in string.char_indices() {
        let plain = is_ring_or_bracket(c) || matches!(c, '*' | '＊');
        if !plain || at < last || is_raised(at) {
            continue;
        }
        let Some((number, length)) = leading(&string[at..]).filter(|_| at > 0) else { continue };
        last = at + length;
        found.push(Call { range: at..last, number, raised: false, free: stands_free(string, at..last) });
    }
    found.sort_by_key(|call| call.range.start);
    found
}

/// Whether a number in a ring stands here, or one in brackets may.
fn is_ring_or_bracket(c: char) -> bool {
    matches!(c, '①'..='⑳' | '㉑'..='㉟' | '㊱'..='㊿' | '[' | '［' | '〔')
}

/// Whether what is raised belongs to what it touches: the power of a figure, a unit or a letter (`10³`, `m²`, `x¹`), or the mass of an
/// element (`¹⁴C`). A word may have a note.
fn is_exponent(text: &str, range: &Range<usize>) -> bool {
    let letter = |c: &char| c.is_alphabetic() && !is_cjk(*c);
    let before = &text[..range.start];
    let letters = before.chars().rev().take(WORD).take_while(letter).count();
    before.ends_with(char::is_numeric) || (1..WORD).contains(&letters) || text[range.end..].starts_with(|c| letter(&c))
}

/// Whether a mark in a line stands where marks of notes do, and counts no parts of its sentence: `城墙①，`, `“渡口”②修于`.
fn stands_free(text: &str, range: Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].trim_start().chars().next();
    let closes =
        |c: char| is_close(c) || is_sentence_end(c) || matches!(c, '，' | '、' | '；' | '：' | ',' | ';' | ':' | '”' | '’');
    const COUNTED: [char; 10] = ['项', '項', '条', '條', '款', '步', '处', '處', '类', '组'];
    let named = before == Some('第') || after.is_some_and(|c| COUNTED.contains(&c));
    let word = !named && before.is_some_and(|c| c.is_alphanumeric() || is_close(c) && !matches!(c, '，' | '、' | '；' | '：'));
    let counts = || {
        let inside = |c: &char| !is_sentence_end(*c);
        text[range.end..].chars().take(SENTENCE).take_while(inside).any(is_ring_or_bracket)
            || text[..range.start].chars().rev().take(SENTENCE).take_while(inside).any(is_ring_or_bracket)
    };
    word && after.is_none_or(|c| closes(c) || !counts())
}

/// A note and its mark.
#[derive(Debug)]
struct Pair {
    foot: usize,
    mark: Mark,
}

/// Pairs notes with marks, page for page: each with the last mark of its number that stands before the mark of the next note.
fn pairs(feet: &[Foot], marks: &Marks) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    let mut labels: BTreeMap<Number, usize> = BTreeMap::new();
    feet.iter().for_each(|foot| *labels.entry(foot.number).or_default() += 1);
    let (mut taken, mut counted, mut next) = (BTreeSet::new(), None, 0);
    for page in feet.chunk_by(|a, b| a.group == b.group) {
        let first = next;
        next += page.len();
        let start = marks.places[page[0].block];
        let mut before = start;
        let mut own: Vec<Pair> = Vec::new();
        for (index, foot) in page.iter().enumerate().rev() {
            if let Some(mark) = marks.last(foot, (start.saturating_sub(FAR), before), &taken) {
                before = mark.place;
                own.push(Pair { foot: first + index, mark: mark.clone() });
            }
        }
        // Where no page says that these are notes, all of them have their marks, they count, and no text speaks of their numbers
        // again: numbers in running text may say what they please.
        let once = own.iter().all(|pair| {
            let number = feet[pair.foot].number;
            pair.mark.raised || marks.said.get(&number).is_none_or(|&said| said <= labels[&number])
        });
        let counts = page.windows(2).all(|pair| pair[1].number == pair[0].number.next());
        let opens = page[0].number;
        let begins = opens.value == 1 || counted.is_some_and(|last: Number| opens == last.next());
        if page[0].says || own.len() == page.len() && counts && begins && once {
            counted = page.last().map(|foot| foot.number);
            taken.extend(own.iter().map(|pair| pair.mark.place));
            pairs.extend(own.into_iter().rev());
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;
    use crate::normalize::settles::settles;

    /// `feet` are the blocks that stand at the feet of their pages.
    #[track_caller]
    fn check(before: &str, feet: &[usize], after: &str) {
        let mut document = native::parse(before).expect("the native form is well formed");
        feet.iter().for_each(|&at| document.blocks[at].hints.foot = true);
        settles(document, run, after);
    }

    #[test]
    fn notes_go_to_their_marks() {
        check(
            "body :: 始于明代{superscript|1}，修缮多次{superscript|[2]}。\nbody :: 1 见《县志》。\nbody :: ② 见\nbody :: 又立碑*。\n\
             body :: 碑文。\nbody :: * 已失。\nbody :: 3 同上。\n",
            &[1, 2, 4, 5, 6],
            "body :: 始于明代{note 0}，修缮多次{note 1}。\nbody :: 又立碑{note 2}。\nbody :: 3 同上。\n\
             note :: 1\n  body :: 见《县志》。\nnote :: ②\n  body :: 见碑文。\nnote :: *\n  body :: 已失。\n",
        );
    }

    #[test]
    fn each_page_counts_anew() {
        check(
            "body :: 甲①乙，丙丁。\nbody :: ①甲注。\nbody :: 戊①，己②。\nbody :: ①戊注。\nbody :: ②己注。\n",
            &[],
            "body :: 甲{note 0}乙，丙丁。\nbody :: 戊{note 1}，己{note 2}。\n\
             note :: ①\n  body :: 甲注。\nnote :: ①\n  body :: 戊注。\nnote :: ②\n  body :: 己注。\n",
        );
    }

    #[test]
    fn a_date_names_no_list() {
        check(
            "body :: 有雾时等通知{superscript|①}。\nbody :: 2001年10月20日\nbody :: ① 见公告栏。\n",
            &[],
            "body :: 有雾时等通知{note 0}。\nbody :: 2001年10月20日\nnote :: ①\n  body :: 见公告栏。\n",
        );
    }

    #[test]
    fn a_text_may_have_the_marks_of_several_pages() {
        check(
            "body :: 甲{superscript|1}乙丙{superscript|2}。\nbody :: 丁{superscript|3}。\nbody :: 3 丁注。\nbody :: 戊。\nbody :: 1 甲注。\n\
             body :: 2 丙注。\n",
            &[2, 4, 5],
            "body :: 甲{note 1}乙丙{note 2}。\nbody :: 丁{note 0}。\nbody :: 戊。\n\
             note :: 3\n  body :: 丁注。\nnote :: 1\n  body :: 甲注。\nnote :: 2\n  body :: 丙注。\n",
        );
    }

    #[test]
    fn lists_and_counts_stay() {
        for text in [
            // Parts of a sentence.
            "body :: 分两步：①清查，②登记。\nbody :: ①清查。各村都去。\nbody :: ②登记。\n",
            // A list that a line leads to, that has a name, that one paragraph holds.
            "body :: 江湾①，石桥②。\nbody :: 说明如下：\nbody :: ①甲。\nbody :: ②乙。\n",
            "body :: 江湾①，石桥②。\nbody :: 渡口记注释\nbody :: ①甲。\nbody :: ②乙。\n",
            "body :: 江湾①，石桥②。\nbody :: ①甲。②乙。\n",
            // A mark that is missing, where nothing is raised.
            "body :: 江湾①，石桥。\nbody :: ①甲。\nbody :: ②乙。\n",
            // Numbers that the text speaks of again, or counts things with.
            "body :: 先做①，再做②。\nbody :: ①清查。\nbody :: ②登记。\nbody :: 以上①由镇里管。\n",
            "body :: 决定第[1]项，第[2]项。\nbody :: [1]改正。\nbody :: [2]罚款。\n",
            "body :: 证据[1]真实，证据[2]与本案无关。\nbody :: [1]予以采信。\nbody :: [2]不予采信。\n",
            // Powers, units, isotopes.
            "body :: 面积12m{superscript|1}，共10{superscript|2}处。\nbody :: ①甲。\nbody :: ②乙。\n",
            "body :: 方程中有x{superscript|1}一项，石桥{superscript|1}。\nbody :: {superscript|1}H是氢。\n",
            // Entries of a bibliography, under whatever name.
            "body :: 江湾[1]，石桥[2]。\nbody :: 主要出处\nbody :: [1]甲。\nbody :: [2]乙。\n",
            "body :: 江湾[1]，石桥[2]。\nbody :: [1]林川. 石桥考[M].\nbody :: [2]方远. 渡口[J/OL].\n",
            // Numbers that count nothing.
            "body :: 江湾〔2〕，石桥。\nbody :: 〔2〕甲。\n",
            // A figure in the text is no mark.
            "body :: 有船12只。\nbody :: 12 见《县志》。\n",
        ] {
            check(text, &[], text);
        }
    }

    #[test]
    fn marks_and_labels() {
        for (text, form, value, length) in [
            ("①见", Form::Circled, 1, 3),
            ("㉒见", Form::Circled, 22, 3),
            ("㊲", Form::Circled, 37, 3),
            ("[12] 见", Form::Bracketed, 12, 4),
            ("〔3〕", Form::Bracketed, 3, 7),
            ("**见", Form::Star, 2, 2),
            ("¹²见", Form::Figures, 12, 4),
        ] {
            assert_eq!(leading(text), Some((Number { form, value }, length)), "{text}");
        }
        for text in ["见①", "[甲]", "2024年", "0", ""] {
            assert_eq!(leading(text), None, "{text}");
        }
    }
}
