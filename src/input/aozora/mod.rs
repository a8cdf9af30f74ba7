//! Texts typed to the rules of Aozora Bunko (青空文庫, 注記一覧 2010): ruby `漢字《かんじ》`, commands `［＃…］`, described
//! characters `※［＃…］`. Titles stand above the first blank line, what the marks mean between two rules, and who typed it below
//! `底本：`. A line is a paragraph.

mod gaiji;
mod inline;

use super::Source;
use super::txt::{self, edge};
use crate::diag::Sink;
use crate::model::{Align, Block, Document, Hints, Kind, Origin, Reason, Role, Rule, Tally, Text, TextBuilder};
use inline::{Line, Order};

/// The heading over what the marks mean.
const LEGEND: &str = "【テキスト中に現れる記号について】";
/// The line from which on a text speaks of its printed source.
const COLOPHON: &str = "底本：";
const COLOPHON_LINE: &str = "\n底本：";
/// Bytes at the start and at the end of a text in which it is told.
const LOOK: usize = 32 << 10;
/// Commands that make a text one of these without its legend.
const ENOUGH: usize = 2;
/// Titles and writers stand on no more lines.
const HEAD: usize = 6;
/// More lines that are set in are no quotation.
const QUOTED: usize = 60;

/// Whether a text is typed to these rules: it says so, or has several commands, or ruby and a colophon.
pub fn knows(text: &str) -> bool {
    let start = &text[..text.floor_char_boundary(LOOK)];
    let end = &text[text.ceil_char_boundary(text.len().saturating_sub(LOOK))..];
    let commands = || memchr::memmem::find_iter(start.as_bytes(), "［＃").take(ENOUGH).count();
    start.contains(LEGEND) || commands() >= ENOUGH || start.contains('《') && end.contains(COLOPHON_LINE)
}

/// Reads decoded text into a document.
pub fn read(text: &str, _: &Source, document: &mut Document, _: &mut Sink) {
    let mut reader = Reader { document, quoted: None, indent: 0, blank: 0 };
    let mut part = Part::Head(0);
    for (number, offset, raw) in txt::lines(text) {
        let content = raw.trim();
        let origin = Origin::Line { line: number, offset };
        let rule = content.len() >= 10 && content.chars().all(|c| matches!(c, '-' | '－' | '―'));
        part = match part {
            Part::Head(0) if content.is_empty() => Part::Head(0),
            Part::Head(_) if content.is_empty() => Part::Body,
            Part::Head(_) | Part::Body if rule && legend_follows(text, offset as usize + raw.len()) => Part::Legend,
            Part::Legend if rule => {
                reader.leave(content, &origin);
                reader.blank = 1;
                part = Part::Body;
                continue;
            }
            Part::Head(lines) if lines >= HEAD || content.ends_with('。') => Part::Body,
            Part::Head(lines) => Part::Head(lines + 1),
            Part::Body if content.starts_with(COLOPHON) => Part::Colophon,
            part => part,
        };
        match part {
            _ if content.is_empty() => reader.blank = reader.blank.saturating_add(1),
            Part::Legend => reader.leave(content, &origin),
            Part::Colophon => reader.plain(content, origin),
            Part::Head(_) | Part::Body => {
                let line = inline::line(content, &origin, &mut reader.document.log);
                reader.line(line, edge(&raw[..raw.len() - raw.trim_start().len()]), matches!(part, Part::Head(_)), origin);
            }
        }
    }
    reader.unquote();
    head(document);
    document.log.declare_read(Tally::of_lines(text));
}

/// Where in a text a line stands.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Part {
    /// Title and writers, so many lines of them.
    Head(usize),
    /// What the marks mean.
    Legend,
    Body,
    /// What the printed source was, and who typed it.
    Colophon,
}

/// Whether what the marks mean is told below a rule.
fn legend_follows(text: &str, end: usize) -> bool {
    text[end..].lines().map(str::trim).find(|line| !line.is_empty()).is_some_and(|line| line.starts_with(LEGEND))
}

struct Reader<'d> {
    document: &'d mut Document,
    /// Blocks that are set in, until that ends.
    quoted: Option<Vec<Block>>,
    /// By how many em.
    indent: u16,
    /// Blank lines above.
    blank: u16,
}

impl Reader<'_> {
    fn leave(&mut self, content: &str, origin: &Origin) {
        self.document.log.markup(content, origin, &Reason::certain(Rule::Markup, "what the marks of the text mean"));
    }

    /// A line of the colophon.
    fn plain(&mut self, content: &str, origin: Origin) {
        self.unquote();
        let kind = if content.ends_with('。') { Kind::default() } else { Kind::Paragraph(Role::Line) };
        self.push(kind, TextBuilder::plain(content), origin, Hints::default());
    }

    /// A line of the text, with the white space before it.
    fn line(&mut self, line: Line, before: u16, head: bool, origin: Origin) {
        let Line { text, heading, orders, tail } = line;
        let mut indent = before;
        let mut align = Align::Start;
        for order in orders {
            match order {
                Order::Indent { by, on: true } => {
                    self.unquote();
                    self.quoted = Some(Vec::new());
                    self.indent = by;
                }
                Order::Indent { by, on: false } => indent = 2 * by,
                Order::Ended => self.unquote(),
                Order::AtEnd if tail.is_none() => align = Align::End,
                Order::AtEnd => {}
                Order::Page => self.blank = self.blank.max(1),
            }
        }
        let kind = match heading {
            // The title is the first level.
            Some(level) => {
                self.unquote();
                Kind::Heading(level + 1)
            }
            None => Kind::default(),
        };
        let hints = Hints { indent, align, marked: heading.is_some() || head, ..Hints::default() };
        let ends = Hints { align: Align::End, ..Hints::default() };
        self.push(kind, text, origin.clone(), hints);
        self.push(Kind::default(), tail.unwrap_or_default(), origin, ends);
    }

    fn push(&mut self, kind: Kind, text: Text, origin: Origin, hints: Hints) {
        if text.is_empty() {
            return;
        }
        let hints = Hints { blank_before: std::mem::take(&mut self.blank), ..hints };
        let block = Block { kind, text, origin, hints };
        self.quoted.as_mut().unwrap_or(&mut self.document.blocks).push(block);
    }

    /// Ends what is set in: a quotation, unless it is most of the text.
    fn unquote(&mut self) {
        let Some(blocks) = self.quoted.take() else { return };
        let out = &mut self.document.blocks;
        match blocks.first() {
            Some(first) if blocks.len() <= QUOTED && self.indent > 0 => {
                let hints = Hints { blank_before: first.hints.blank_before, ..Hints::default() };
                let origin = first.origin.clone();
                out.push(Block { hints, ..Block::new(Kind::Quote(blocks), Text::default(), origin) });
            }
            _ => out.extend(blocks),
        }
    }
}

/// Title and writers: the first line is the title, the last ones are people, those between belong to the title.
fn head(document: &mut Document) {
    let Document { blocks, log, meta, .. } = document;
    let lines = blocks.iter().take_while(|block| block.hints.marked && block.heading().is_none()).count();
    let translator = |block: &Block| block.text.as_str().ends_with(['訳', '譯', '編', '著', '校', '補']);
    let people = match lines {
        0 | 1 => 0,
        2 => 1,
        _ => blocks[..lines].iter().rev().take_while(|block| translator(block)).count().max(1),
    };
    // A writer stands above who translated.
    let first = lines - people - usize::from(lines > people + 1 && people > 0 && translator(&blocks[lines - 1]));
    for (at, block) in blocks[..lines].iter_mut().enumerate() {
        let kind = match at {
            0 => Kind::Heading(1),
            at if at < first => Kind::Paragraph(Role::Deck),
            _ => Kind::Paragraph(Role::Byline),
        };
        block.retag(kind, &Reason::certain(Rule::Heading, "title and writers stand above the text"), log);
    }
    if let Some(title) = blocks.first().filter(|_| lines > 0) {
        meta.title = Some(title.text.as_str().to_owned());
        meta.creators = blocks[first.max(1).min(lines)..lines].iter().map(|block| block.text.as_str().to_owned()).collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::env::Env;
    use crate::input::reader::{Format, ReadOptions, read};
    use crate::model::SpanKind;

    const TEXT: &str = "渡し場の灯\n――川辺の話――\n川辺町子\n\n----------------\n【テキスト中に現れる記号について】\n\n\
        《》：ルビ\n（例）渡《わた》し\n----------------\n\n\
        ［＃５字下げ］一［＃「一」は中見出し］\n\n　渡《わた》し場の｜古い舟《ふるぶね》、※［＃「てへん＋劣」、第3水準1-84-77］った縄。\n\
        「出ない［＃「出ない」に傍点］のだ」\n［＃ここから２字下げ］\n川は流れて\n帰らない\n［＃ここで字下げ終わり］\n\
        \u{3000}霧が［＃太字］晴れた［＃太字終わり］。［＃改ページ］［＃地から１字上げ］（完）\n［＃地付き］三月記す\n\n底本：「作品集」川辺書房\n入力：山田太郎\n";

    fn document(text: &str) -> (Document, Format) {
        let reading = read("a.txt", text.as_bytes(), &ReadOptions::default(), &Env::for_tests(), &mut Sink::new());
        let reading = reading.expect("it is text");
        let present = reading.document.tally();
        reading.document.log.balance(present).expect("no character is lost");
        (reading.document, reading.evidence.format)
    }

    /// Kind and text of each block.
    fn told(blocks: &[Block]) -> Vec<String> {
        let words = |block: &Block| match &block.kind {
            Kind::Quote(blocks) => format!("quote {}", told(blocks).join(" ")),
            kind => format!("{} {}", kind.name(), block.text.as_str()),
        };
        blocks.iter().map(words).collect()
    }

    #[test]
    fn a_typed_book_is_read() {
        let (document, format) = document(TEXT);
        assert_eq!(format, Format::Aozora);
        assert_eq!(
            told(&document.blocks),
            [
                "heading 1 渡し場の灯",
                "deck ――川辺の話――",
                "byline 川辺町子",
                "heading 3 一",
                "body 渡し場の古い舟、挘った縄。",
                "body 「出ないのだ」",
                "quote body 川は流れて body 帰らない",
                "body 霧が晴れた。",
                "body （完）",
                "body 三月記す",
                "line 底本：「作品集」川辺書房",
                "line 入力：山田太郎",
            ]
        );
        assert_eq!(document.meta.creators, ["川辺町子"]);
        let spans = |at: usize| -> Vec<_> {
            let text = &document.blocks[at].text;
            text.spans().iter().map(|span| (&text.as_str()[span.range.clone()], span.kind.clone())).collect()
        };
        let ruby = |of: &str| SpanKind::Ruby(of.to_owned());
        assert_eq!(spans(4), [("渡", ruby("わた")), ("古い舟", ruby("ふるぶね"))]);
        assert_eq!(spans(5), [("出ない", SpanKind::Dots)]);
        assert_eq!(spans(7), [("晴れた", SpanKind::Strong)]);
        assert!(document.blocks[8..10].iter().all(|block| block.hints.align == Align::End));
    }

    #[test]
    fn lines_are_read_by_the_rules() {
        let head = "題\n著者\n\n［＃改ページ］\n［＃改ページ］\n";
        for (line, expected, spans) in [
            ("コルサコフ《Корсаков》の《》〈《", "コルサコフの《》〈《", 1),
            ("見る［＃「見る」に「ママ」の注記］と、［＃割り注］注［＃割り注終わり］", "見ると、（注）", 1),
            ("告［＃二］天神地祇［＃一］曰［＃（ク）］", "告二天神地祇一曰ク", 3),
            ("〔de'ja` vu〕と〔注〕", "déjà vuと〔注〕", 0),
            ("ここに［＃挿絵（fig1.png）入る］と［＃未知", "ここに［＃挿絵（fig1.png）入る］と［＃未知", 0),
            ("Ｈ２［＃「２」は下付き小文字］Ｏ［＃「Ｏ」は底本では「０」］", "Ｈ２Ｏ", 1),
            ("甲｜乙は丙", "甲｜乙は丙", 0),
            ("［＃傍線］終わらない", "終わらない", 1),
            ("々《ノマ》三千《みち》代《よ》", "々三千代", 3),
        ] {
            let (document, _) = document(&format!("{head}{line}\n"));
            let block = document.blocks.last().expect("a line");
            assert_eq!((block.text.as_str(), block.text.spans().len()), (expected, spans), "{line}");
        }
    }

    #[test]
    fn other_texts_are_other_formats() {
        for text in ["《读书》杂志\n\n见［＃注］。\n", "《论语》说：学而时习之。\n底本说\n", "［＃一］\n"]
        {
            assert_eq!(document(text).1, Format::Txt, "{text}");
        }
    }
}
