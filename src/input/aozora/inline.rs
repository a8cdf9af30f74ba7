//! One line of the format: its characters, their ruby, dots and weight, and what the line itself is told to be.

use super::gaiji;
use crate::model::{EditLog, Origin, Reason, Rule, SpanKind, Text, TextBuilder};
use crate::text::script::{is_han, is_kana};
use std::ops::Range;

/// Bytes of a command or a ruby at most: more is text.
const LONGEST: usize = 1 << 10;
/// Words of commands that say how pages look, and what editors say of the printed source.
const LAYOUT: [&str; 25] = [
    "字下げ",
    "字詰め",
    "字上げ",
    "地付き",
    "天付き",
    "改ページ",
    "改丁",
    "改段",
    "改見開き",
    "改行",
    "横組み",
    "縦組み",
    "縦中横",
    "罫囲み",
    "中央",
    "段組",
    "文字",
    "行取り",
    "空き",
    "書体",
    "太字",
    "斜体",
    "キャプション",
    "ママ",
    "底本",
];
/// Marks that say in what order Chinese is read as Japanese (返り点).
const KAERITEN: &str = "一二三四上中下甲乙丙丁天地人レ";

/// What a command asks of lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// This line, or those from here on, are set in by so many em.
    Indent {
        /// In em.
        by: u16,
        /// Until it is ended, not for this line alone.
        on: bool,
    },
    /// What was set in ends.
    Ended,
    /// What follows on this line stands at the end of its line.
    AtEnd,
    /// A page begins.
    Page,
}

/// A line, read.
#[derive(Debug, Default)]
pub struct Line {
    /// Its characters.
    pub text: Text,
    /// The level of the heading that it is, from 1.
    pub heading: Option<u8>,
    /// The orders on it.
    pub orders: Vec<Order>,
    /// What stands at the end of the line, behind the text.
    pub tail: Option<Text>,
}

/// Reads a line without the white space at its edges.
pub fn line(raw: &str, origin: &Origin, log: &mut EditLog) -> Line {
    let mut reader = Reader::new(origin, log);
    // What stands before a command to end the line is the text, what follows its tail.
    let mut text = None;
    let mut at = 0;
    while at < raw.len() {
        let orders = reader.line.orders.len();
        at += reader.piece(&raw[at..]);
        let ends = reader.line.orders.get(orders) == Some(&Order::AtEnd);
        if ends && text.is_none() && !reader.out.trim().is_empty() {
            text = Some(reader.take());
        }
    }
    let last = reader.take();
    let (text, tail) = match text {
        Some(text) => (text, Some(last)),
        None => (last, None),
    };
    Line { text, tail, ..reader.line }
}

struct Reader<'a> {
    origin: &'a Origin,
    log: &'a mut EditLog,
    out: String,
    spans: Vec<(Range<usize>, SpanKind)>,
    /// Spans that a command opened, with where.
    open: Vec<(usize, Spell)>,
    /// Where a base was said to begin.
    base: Option<usize>,
    /// Where the last ruby ended.
    ruby: usize,
    line: Line,
}

/// What a command says of characters.
#[derive(Clone, Debug, PartialEq)]
enum Spell {
    Span(SpanKind),
    Heading(u8),
    /// A note in two half-lines (割り注).
    Note,
}

impl<'a> Reader<'a> {
    fn new(origin: &'a Origin, log: &'a mut EditLog) -> Reader<'a> {
        let line = Line::default();
        Reader { origin, log, out: String::new(), spans: Vec::new(), open: Vec::new(), base: None, ruby: 0, line }
    }

    /// Reads what stands at the start of `rest`, and says how many bytes that is.
    fn piece(&mut self, rest: &str) -> usize {
        let taken = match rest.chars().next() {
            Some('※') => self.gaiji(rest),
            Some('［') => self.command(rest),
            Some('《') => self.annotation(rest),
            Some('〔') => self.accents(rest),
            Some('｜') if rest.split(['》', '\n']).next().is_some_and(|base| base['｜'.len_utf8()..].contains('《')) => {
                self.drop("｜", "where the base of a ruby begins");
                self.base = Some(self.out.len());
                Some('｜'.len_utf8())
            }
            _ => None,
        };
        taken.unwrap_or_else(|| self.literal(rest))
    }

    fn drop(&mut self, markup: &str, what: &'static str) {
        self.log.markup(markup, self.origin, &Reason::certain(Rule::Markup, what));
    }

    fn give(&mut self, characters: &str, what: &'static str) {
        self.log.rendered(characters, self.origin, &Reason::certain(Rule::Entity, what));
        self.out.push_str(characters);
    }

    /// `※［＃…］`: a character, where it can be told which.
    fn gaiji(&mut self, rest: &str) -> Option<usize> {
        let (length, what) = bracketed(&rest['※'.len_utf8()..])?;
        let length = '※'.len_utf8() + length;
        match gaiji::described(what) {
            Some(c) => {
                self.drop(&rest[..length], "a character that is described");
                self.give(c.encode_utf8(&mut [0; 4]), "a character that is described");
            }
            None => self.out.push_str(&rest[..length]),
        }
        Some(length)
    }

    /// `〔…〕` round words with accents.
    fn accents(&mut self, rest: &str) -> Option<usize> {
        let length = rest.find('〕').filter(|end| *end < LONGEST)? + '〕'.len_utf8();
        let words = gaiji::accented(&rest['〔'.len_utf8()..length - '〕'.len_utf8()])?;
        self.drop(&rest[..length], "accents that are written as marks");
        self.give(&words, "accents that are written as marks");
        Some(length)
    }

    /// `《…》` behind a base.
    fn annotation(&mut self, rest: &str) -> Option<usize> {
        let end = rest.find('》').filter(|end| *end < LONGEST)?;
        let annotation = &rest['《'.len_utf8()..end];
        let start = self.base.take().filter(|start| *start < self.out.len()).or_else(|| {
            let run = &self.out[self.ruby..];
            let class = run.chars().next_back().and_then(class)?;
            let length: usize = run.chars().rev().take_while(|&c| self::class(c) == Some(class)).map(char::len_utf8).sum();
            Some(self.out.len() - length)
        })?;
        if annotation.is_empty() {
            return None;
        }
        // A gaiji in the annotation is told too.
        let mut reading = Reader::new(self.origin, self.log);
        let mut at = 0;
        while at < annotation.len() {
            let piece = &annotation[at..];
            at += if piece.starts_with('※') { reading.piece(piece) } else { reading.literal(piece) };
        }
        let reading = reading.out;
        self.drop("《》", "the marks of a ruby");
        self.spans.push((start..self.out.len(), SpanKind::Ruby(reading)));
        self.ruby = self.out.len();
        Some(end + '》'.len_utf8())
    }

    fn literal(&mut self, rest: &str) -> usize {
        let length = rest.chars().next().map_or(0, char::len_utf8);
        self.out.push_str(&rest[..length]);
        length
    }

    /// `［＃…］`. What is not known stays as it stands.
    fn command(&mut self, rest: &str) -> Option<usize> {
        let (length, what) = bracketed(rest)?;
        let told = match what.strip_prefix('「') {
            Some(quoted) => self.of_words(quoted),
            None => self.of_place(what),
        };
        told.then(|| {
            self.drop(&rest[..length], "a command of the typist's");
            length
        })
    }

    /// `「…」に傍点`: a command on words that stand before it.
    fn of_words(&mut self, quoted: &str) -> bool {
        let mut depth = 1;
        let end = quoted.char_indices().find(|(_, c)| {
            depth += i32::from(*c == '「') - i32::from(*c == '」');
            depth == 0
        });
        let Some((end, _)) = end else { return false };
        let (words, says) = (&quoted[..end], &quoted[end + '」'.len_utf8()..]);
        let place = self.out.rfind(words).filter(|_| !words.is_empty()).map(|start| start..start + words.len());
        let Some(range) = place else {
            // What is said of words that are not here (in a ruby, of another reading) is an editor's remark.
            return true;
        };
        let second = says.split_once('「').and_then(|(_, rest)| rest.split_once('」'));
        if let Some((reading, _)) = second.filter(|(_, after)| after.starts_with("のルビ") || after.starts_with("の注記"))
        {
            self.log.rendered(reading, self.origin, &Reason::certain(Rule::Entity, "a ruby that a command gives"));
            self.spans.push((range, SpanKind::Ruby(reading.to_owned())));
        } else if second.is_none() {
            match spell(says) {
                Some(Spell::Span(kind)) => self.spans.push((range, kind)),
                Some(Spell::Heading(level)) => self.line.heading = self.line.heading.or(Some(level)),
                Some(Spell::Note) | None => {}
            }
        }
        true
    }

    /// A command on what follows, or on the line.
    fn of_place(&mut self, what: &str) -> bool {
        if let Some(of) = what.strip_suffix("終わり") {
            if of.contains("字下げ") || of.contains("天付き") || of.contains("地付き") || of.contains("字上げ") {
                self.line.orders.push(Order::Ended);
            } else if let Some((start, spell)) = self.open.pop() {
                match spell {
                    Spell::Span(kind) => self.spans.push((start..self.out.len(), kind)),
                    Spell::Heading(level) => self.line.heading = self.line.heading.or(Some(level)),
                    Spell::Note => self.give("）", "the end of a note in the line"),
                }
            }
            return true;
        }
        let begins = what.starts_with("ここから");
        if what.contains("字下げ") || begins && what.contains("天付き") {
            self.line.orders.push(Order::Indent { by: figure(what), on: begins });
        } else if what.contains("地付き") || what.contains("字上げ") {
            self.line.orders.push(if begins { Order::Indent { by: 0, on: true } } else { Order::AtEnd });
        } else if ["改ページ", "改丁", "改見開き", "改段"].contains(&what) {
            self.line.orders.push(Order::Page);
        } else if let Some(spell) = spell(what).filter(|_| !begins) {
            if spell == Spell::Note {
                self.give("（", "the start of a note in the line");
            }
            self.open.push((self.out.len(), spell));
        } else if !what.is_empty() && what.chars().all(|c| KAERITEN.contains(c)) {
            self.say(what, SpanKind::Subscript);
        } else if let Some(inner) = what.strip_prefix('（').and_then(|inner| inner.strip_suffix('）')) {
            self.say(inner, SpanKind::Superscript);
        } else {
            return LAYOUT.iter().any(|word| what.contains(word));
        }
        true
    }

    /// Words that a command has between its brackets.
    fn say(&mut self, words: &str, kind: SpanKind) {
        let start = self.out.len();
        self.give(words, "how Chinese is read as Japanese");
        self.spans.push((start..self.out.len(), kind));
    }

    /// The text that was read, without white space at its edges.
    fn take(&mut self) -> Text {
        let out = std::mem::take(&mut self.out);
        let mut spans = std::mem::take(&mut self.spans);
        for (start, spell) in self.open.drain(..) {
            match spell {
                Spell::Span(kind) => spans.push((start..out.len(), kind)),
                Spell::Heading(level) => self.line.heading = self.line.heading.or(Some(level)),
                Spell::Note => {}
            }
        }
        (self.base, self.ruby) = (None, 0);
        let solid = out.trim();
        let before = out.len() - out.trim_start().len();
        for edge in [&out[..before], &out[before + solid.len()..]].into_iter().filter(|edge| !edge.is_empty()) {
            self.log.markup(edge, self.origin, &Reason::certain(Rule::Markup, "white space beside a command"));
        }
        let mut text = TextBuilder::plain(solid);
        let inside = |at: usize| at.clamp(before, before + solid.len()) - before;
        text.add_spans(spans.into_iter().map(|(range, kind)| (inside(range.start)..inside(range.end), kind)));
        text
    }
}

/// What stands between `［＃` and its `］`, and the length of all of it.
fn bracketed(rest: &str) -> Option<(usize, &str)> {
    let body = rest.strip_prefix("［＃")?;
    let mut depth = 1;
    let (end, _) = body.char_indices().take_while(|(at, _)| *at < LONGEST).find(|(_, c)| {
        depth += i32::from(*c == '［') - i32::from(*c == '］');
        depth == 0
    })?;
    Some((rest.len() - body.len() + end + '］'.len_utf8(), &body[..end]))
}

/// What a command says of characters.
fn spell(says: &str) -> Option<Spell> {
    let heading = ["大見出し", "中見出し", "小見出し"].iter().position(|name| says.contains(name));
    Some(match heading {
        // A heading that text goes on behind is a run-in one.
        Some(_) if says.contains("同行") || says.contains('窓') => Spell::Span(SpanKind::Strong),
        Some(level) => Spell::Heading(level as u8 + 1),
        None if says.contains("傍点") => Spell::Span(SpanKind::Dots),
        None if says.contains("傍線") || says.contains("下線") => Spell::Span(SpanKind::Underline),
        None if says.contains("取消線") => Spell::Span(SpanKind::Strike),
        None if says.contains("太字") || says.contains("ゴシック") => Spell::Span(SpanKind::Strong),
        None if says.contains("斜体") || says.contains("イタリック") => Spell::Span(SpanKind::Emphasis),
        None if says.contains("上付き小") || says.contains("行右小書き") => Spell::Span(SpanKind::Superscript),
        None if says.contains("下付き小") || says.contains("行左小書き") => Spell::Span(SpanKind::Subscript),
        None if says.contains("割り注") || says.contains("割注") => Spell::Note,
        None => return None,
    })
}

/// The first figure of a command, which may be of full width.
fn figure(what: &str) -> u16 {
    let value = |c: char| match c {
        '０'..='９' => Some(u32::from(c) - u32::from('０')),
        _ => c.to_digit(10),
    };
    let figures = what.chars().skip_while(|c| value(*c).is_none()).map_while(value);
    figures.take(2).fold(0, |sum, digit| sum * 10 + digit as u16)
}

/// The class of a character, of which the base of a ruby is a run.
fn class(c: char) -> Option<u8> {
    Some(match c {
        '々' | '〆' | '〇' | '仝' | 'ヶ' | 'ヵ' | '〻' => 0,
        'ー' | '\u{30a1}'..='\u{30fa}' | 'ヽ' | 'ヾ' => 1,
        c if is_han(c) => 0,
        c if is_kana(c) => 2,
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => 3,
        '\u{370}'..='\u{3ff}' => 4,
        '\u{400}'..='\u{4ff}' => 5,
        c if c.is_alphanumeric() => 6,
        _ => return None,
    })
}
