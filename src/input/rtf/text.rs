//! Where characters go: bytes through their code page, Unicode as it stands, pictures' bytes into pictures.

use super::Reader;
use super::state::{Characters, Destination};
use super::tables::Font;
use crate::diag::Trouble;
use crate::input::flow::codepage::Codepage;
use crate::input::flow::story::Shape;
use crate::input::flow::symbols;
use crate::model::{AnchorKind, Block, Kind, Media, MediaId, SpanKind, Text};

/// Bytes of a symbol font: each is one character, from 0x80 at U+F780.
const SIGNS: Codepage = Codepage::Standard(encoding_rs::X_USER_DEFINED);

/// A picture that is being read.
#[derive(Default)]
pub struct Picture {
    /// JPEG or PNG.
    pub shown: bool,
    bytes: Vec<u8>,
    /// The first of two digits.
    half: Option<u8>,
}

impl Picture {
    /// Adds a digit.
    fn digit(&mut self, digit: u8) {
        let Some(value) = char::from(digit).to_digit(16).filter(|_| self.shown) else { return };
        match self.half.take() {
            Some(high) => self.bytes.push(high << 4 | value as u8),
            None => self.half = Some(value as u8),
        }
    }

    /// Adds bytes.
    pub fn take(&mut self, bytes: &[u8]) {
        if self.shown {
            self.bytes.extend_from_slice(bytes);
        }
    }
}

impl Reader<'_, '_> {
    /// A byte, said in digits or standing for itself.
    pub(super) fn byte(&mut self, byte: u8, itself: bool) {
        if self.state.destination == Destination::Picture {
            return self.picture.digit(byte);
        }
        if self.waiting.fallback > 0 {
            self.waiting.fallback -= 1;
            return;
        }
        if self.state.destination == Destination::Skip {
            return;
        }
        let codepage = match itself && byte >= 0x80 && self.utf8 {
            true => Codepage::Standard(encoding_rs::UTF_8),
            false if byte < 0x80 && !self.is_half() => self.waiting.codepage.unwrap_or(Codepage::WESTERN),
            false => self.codepage_here(),
        };
        if self.waiting.codepage.is_some_and(|waiting| waiting != codepage) {
            self.decode(true);
        }
        self.waiting.codepage = Some(codepage);
        self.waiting.bytes.push(byte);
    }

    /// Whether the first of two bytes waits for the second.
    fn is_half(&self) -> bool {
        let Some(codepage) = self.waiting.codepage else { return false };
        !complete(codepage, &self.waiting.bytes)
    }

    /// Whether the font here has a sign for each byte.
    fn has_symbols(&self) -> bool {
        self.fonts.get(&self.state.characters.font).is_some_and(|font| font.is_symbols())
    }

    fn codepage_here(&self) -> Codepage {
        if self.state.destination == Destination::Fonts {
            return self.font.1.codepage().unwrap_or_else(|| self.fallback());
        }
        if self.state.destination == Destination::Text && self.has_symbols() {
            return SIGNS;
        }
        self.fonts.get(&self.state.characters.font).and_then(|font| font.codepage()).unwrap_or_else(|| self.fallback())
    }

    /// The code page of fonts that say none. Where fonts say East Asian ones, those that don't are as Western as the file.
    fn fallback(&self) -> Codepage {
        match self.by_language.filter(|_| self.codepage == Codepage::WESTERN) {
            Some(by_language) if !self.fonts.values().any(|font| font.is_east_asian()) => by_language,
            _ => self.codepage,
        }
    }

    /// Makes the bytes that wait characters. A first byte waits for its second, unless this is the end.
    pub(super) fn decode(&mut self, end: bool) {
        if self.waiting.bytes.is_empty() {
            return;
        }
        let codepage = self.waiting.codepage.unwrap_or_else(|| self.fallback());
        let mut bytes = std::mem::take(&mut self.waiting.bytes);
        let rest = if !end && !complete(codepage, &bytes) { bytes.pop() } else { None };
        let text = codepage.decode(&bytes);
        self.half_pair();
        self.characters(&text);
        match rest {
            Some(byte) => self.waiting.bytes.push(byte),
            None => self.waiting.codepage = None,
        }
    }

    /// A character said in Unicode (`\u`), whose stand-ins follow.
    pub(super) fn unicode(&mut self, number: i32) {
        self.decode(true);
        self.waiting.fallback = self.state.fallback;
        let code = if number < 0 { number.wrapping_add(0x1_0000) } else { number } as u32;
        let c = match (self.waiting.half.take(), code) {
            (None, 0xd800..=0xdbff) => {
                self.waiting.half = Some(code as u16);
                return;
            }
            (Some(high), 0xdc00..=0xdfff) => {
                char::decode_utf16([high, code as u16]).next().and_then(Result::ok).unwrap_or('\u{fffd}')
            }
            (Some(_), 0xd800..=0xdbff) => {
                self.waiting.half = Some(code as u16);
                '\u{fffd}'
            }
            (Some(_), _) => {
                self.characters("\u{fffd}");
                char::from_u32(code).unwrap_or('\u{fffd}')
            }
            (None, _) => char::from_u32(code).unwrap_or('\u{fffd}'),
        };
        self.characters(c.encode_utf8(&mut [0; 4]));
    }

    /// A character that a control word or a symbol stands for.
    pub(super) fn sign(&mut self, sign: &str) {
        if self.waiting.fallback > 0 {
            self.waiting.fallback -= 1;
            return;
        }
        self.decode(true);
        self.half_pair();
        self.characters(sign);
    }

    /// The first half of a pair that has no second is damage.
    fn half_pair(&mut self) {
        if self.waiting.half.take().is_some() {
            self.characters("\u{fffd}");
        }
    }

    fn characters(&mut self, text: &str) {
        match self.state.destination {
            Destination::Text => self.waiting.run.push_str(text),
            Destination::Fonts => self.font_name(text),
            Destination::Styles => self.style.1.name.push_str(text),
            Destination::LevelText => self.lists.text(text),
            Destination::Label => self.label.push_str(text),
            Destination::Title => self.title.push_str(text),
            Destination::Author => self.author.push_str(text),
            Destination::Initials => self.initials.push_str(text),
            Destination::Comment => self.comment.push_str(text),
            _ => {}
        }
    }

    fn font_name(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                ';' => self.end_font(),
                c => self.font.1.name.push(c),
            }
        }
    }

    /// The font's entry is finished.
    pub(super) fn end_font(&mut self) {
        let (number, font) = std::mem::take(&mut self.font);
        if font != Font::default() {
            self.fonts.entry(number).or_insert(font);
        }
    }

    /// Puts the characters that wait into the text.
    pub(super) fn flush(&mut self) {
        self.decode(false);
        if self.waiting.run.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.waiting.run);
        let text = match self.fonts.get(&self.state.characters.font) {
            Some(font) if font.is_symbols() || text.contains(|c| ('\u{f020}'..='\u{f0ff}').contains(&c)) => {
                let own = symbols::is_symbol_font(&font.name);
                let sign = |c: char| {
                    // A byte of the font.
                    let byte = |c| u32::from(c) - 0xf700;
                    let c = if ('\u{f780}'..='\u{f7ff}').contains(&c) { char::from_u32(byte(c)).unwrap_or(c) } else { c };
                    let private = ('\u{f020}'..='\u{f0ff}').contains(&c);
                    let found = symbols::character(&font.name, u32::from(c));
                    found.filter(|_| private || own && font.is_symbols() && u32::from(c) <= 0xff).unwrap_or(c)
                };
                text.chars().map(sign).collect()
            }
            _ => text,
        };
        let characters = self.state.characters.clone();
        let spans = self.spans(&characters);
        let shape = Shape {
            spans: &spans,
            size: characters.size,
            bold: characters.bold,
            deleted: characters.deleted,
            hidden: characters.hidden,
        };
        let story = self.stories.last_mut().expect("the main story is never ended before the document");
        story.push(&text, shape, &mut self.document.log);
    }

    /// What the properties show, over those of the paragraph's style.
    pub(super) fn spans(&self, own: &Characters) -> Vec<SpanKind> {
        let plain = Characters::default();
        let style = self.styles.get(false, self.state.paragraph.style);
        let style = style.map_or(&plain, |(style, _)| &style.characters);
        let code = self.styles.get(true, own.style).is_some_and(|(_, styled)| styled.code);
        let all = [
            (own.bold && !style.bold, SpanKind::Strong),
            (own.italic && !style.italic, SpanKind::Emphasis),
            (own.underline && !style.underline, SpanKind::Underline),
            (own.strike && !style.strike, SpanKind::Strike),
            (own.dots && !style.dots, SpanKind::Dots),
            (own.raised > 0, SpanKind::Superscript),
            (own.raised < 0, SpanKind::Subscript),
            (code, SpanKind::Code),
        ];
        all.into_iter().filter(|(is, _)| *is).map(|(_, span)| span).collect()
    }

    /// A picture is finished: in the line, or after the paragraph of its shape.
    pub(super) fn end_picture(&mut self, floats: bool) {
        let picture = std::mem::take(&mut self.picture);
        let id = MediaId(u32::try_from(self.document.media.len()).unwrap_or(u32::MAX));
        let reference = format!("picture {}", self.document.media.len() + 1);
        let known = [&b"\x89PNG\r\n"[..], b"\xff\xd8\xff"].iter().any(|magic| picture.bytes.starts_with(magic));
        let bytes = Some(picture.bytes).filter(|_| known);
        if bytes.is_none() {
            self.sink.push(Trouble::MissingImage { reference: reference.clone() }, "");
        }
        self.document.media.push(Media { reference, alt: String::new(), bytes: bytes.map(Into::into) });
        let story = self.story();
        match floats {
            true => {
                let block = Block::new(Kind::Figure(id), Text::default(), story.origin());
                story.after.push(block.into());
            }
            false => story.line.anchor(AnchorKind::Image(id)),
        }
    }
}

/// Whether no first byte of a character waits at the end.
fn complete(codepage: Codepage, bytes: &[u8]) -> bool {
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += if codepage.is_lead(*byte) { 2 } else { 1 };
    }
    at == bytes.len()
}
