//! A block's text as the paragraph engine takes it: settings without overlap, inserts, and what is drawn about the lines.
//!
//! Spans may cross. Their edges cut the text into stretches, and each stretch becomes a setting with the properties of all
//! spans over it. Ruby stands above its base or beside it, and after it in small type where it is much longer.

use super::frame::{Item, Line, Target, Way};
use super::paragraph::{Alignment, Family, Insert, Paragraph, Setting};
use super::ruby::{self, Annotate};
use super::slab::Slab;
use super::style::{Look, Style};
use super::tag::{self, Tag, TagKind};
use crate::geom::{Abs, Point, Rect, Size};
use crate::model::{AnchorKind, Document, MediaId, SpanKind, Text};
use crate::text::width;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The mark that holds a note's place until the page is known: all of ①–㊿ are one em wide.
pub const PLACEHOLDER: &str = "①";

/// A text ready for the paragraph engine.
pub struct Inline<'a> {
    /// The characters.
    pub text: Cow<'a, str>,
    /// How they look.
    pub settings: Vec<Setting>,
    /// What stands between them.
    pub inserts: Vec<(usize, Insert)>,
    /// What is drawn about them, one for each setting.
    pub decorations: Vec<Decoration<'a>>,
    /// How many settings, from the first, belong to parts that are told already.
    pub told: usize,
}

/// What is drawn about the characters of a setting.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decoration<'a> {
    link: Option<&'a str>,
    /// What stands above the characters.
    pub ruby: Option<&'a str>,
    /// What stands beside each of them, where that is bopomofo.
    pub beside: Vec<&'a str>,
    language: Option<&'a str>,
    /// The innermost part that the characters have for themselves, and the link's.
    part: Option<Arc<Tag>>,
    leading: Option<Arc<Tag>>,
    underline: bool,
    strike: bool,
    dots: bool,
}

/// Whether `\n` or a boundary of spans comes first decides nothing: properties are gathered for each stretch between edges.
#[derive(Clone, Copy, Default)]
struct Counts {
    strong: u32,
    emphasis: u32,
    dots: u32,
    underline: u32,
    strike: u32,
    superscript: u32,
    subscript: u32,
    code: u32,
}

impl Decoration<'_> {
    /// The part that the characters have for themselves.
    pub fn part(&self) -> Option<Arc<Tag>> {
        self.part.clone()
    }
}

impl<'a> Inline<'a> {
    /// Prepares a text for a look.
    pub fn new(text: &'a Text, document: &Document, style: &Style, look: &Look) -> Inline<'a> {
        let em = style.em(look);
        let string = text.as_str();
        let mut inline =
            Inline { text: Cow::Borrowed(string), settings: Vec::new(), inserts: Vec::new(), decorations: Vec::new(), told: 0 };
        let room = style.measure().scale(9, 10);
        inline.inserts = text
            .anchors()
            .iter()
            .map(|anchor| match anchor.kind {
                AnchorKind::Note(id) => (anchor.at, Insert::NoteMark(id, PLACEHOLDER.to_owned())),
                AnchorKind::Image(id) => (anchor.at, picture(document, id, em, room, style.vertical.is_some())),
            })
            .collect();
        if text.spans().is_empty() {
            inline.push(0..string.len(), &Counts::default(), Decoration::default(), look, em);
        } else {
            inline.cut(text, look, em);
        }
        inline
    }

    /// The typesetter's own words, in one look.
    pub fn plain(words: &'a str, style: &Style, look: &Look) -> Inline<'a> {
        let mut inline =
            Inline { text: Cow::Borrowed(words), settings: Vec::new(), inserts: Vec::new(), decorations: Vec::new(), told: 0 };
        inline.push(0..words.len(), &Counts::default(), Decoration::default(), look, style.em(look));
        inline
    }

    fn push(&mut self, range: std::ops::Range<usize>, counts: &Counts, decoration: Decoration<'a>, look: &Look, em: Abs) {
        let raised = counts.superscript > 0 || counts.subscript > 0;
        let emphasis = counts.emphasis > 0;
        let family = match (counts.code > 0, emphasis) {
            (true, _) => Family::Mono,
            (_, true) if look.family == Family::Kai => Family::Fang,
            (_, true) => Family::Kai,
            _ => look.family,
        };
        self.settings.push(Setting {
            range,
            family,
            bold: look.bold || counts.strong > 0,
            italic: emphasis,
            size: if raised { em.scale(6, 10) } else { em },
            raise: match (counts.superscript > 0, counts.subscript > 0) {
                (true, _) => em.scale(38, 100),
                (_, true) => -em.scale(14, 100),
                _ => Abs::ZERO,
            },
            grey: look.grey,
            keep: decoration.ruby.is_some(),
            around: (Abs::ZERO, Abs::ZERO),
        });
        self.decorations.push(decoration);
    }

    /// Cuts the text at the edges of spans.
    fn cut(&mut self, text: &'a Text, look: &Look, em: Abs) {
        let string = text.as_str();
        let spans = text.spans();
        // Edges in order of place; at one place ends come before starts.
        let mut edges: Vec<(usize, bool, usize)> = Vec::with_capacity(spans.len() * 2);
        for (index, span) in spans.iter().enumerate() {
            edges.push((span.range.start, true, index));
            edges.push((span.range.end, false, index));
        }
        edges.sort_unstable();
        let mut counts = Counts::default();
        let (mut links, mut rubies, mut languages) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        let mut from = 0;
        let mut after: Vec<(usize, &str)> = Vec::new();
        let mut told = BTreeSet::new();
        for (at, starts, index) in edges {
            if at > from {
                let ruby = rubies.last().copied().filter(|&ruby| told.insert(ruby)).map(|ruby: usize| &spans[ruby]);
                let mut decoration = Decoration {
                    link: links.last().and_then(|&link: &usize| match &spans[link].kind {
                        SpanKind::Link(url) => Some(url.as_str()),
                        _ => None,
                    }),
                    ruby: None,
                    beside: Vec::new(),
                    language: languages.last().and_then(|&language: &usize| spans[language].kind.value()),
                    part: None,
                    leading: None,
                    underline: counts.underline > 0,
                    strike: counts.strike > 0,
                    dots: counts.dots > 0,
                };
                if let Some((base, annotation)) = ruby.and_then(|span| match &span.kind {
                    SpanKind::Ruby(annotation) => Some((string.get(from..at)?, annotation.as_str())),
                    _ => None,
                }) {
                    if let Some(syllables) = ruby::syllables(base, annotation) {
                        decoration.beside = syllables;
                    } else if width::of(annotation) <= width::of(base) * 2 + 3 && !base.contains('\n') {
                        decoration.ruby = Some(annotation);
                    } else {
                        after.push((at, annotation));
                    }
                }
                self.push(from..at, &counts, decoration, look, em);
                from = at;
            }
            let change = |count: &mut u32| *count = if starts { *count + 1 } else { count.saturating_sub(1) };
            match spans[index].kind {
                SpanKind::Link(_) if starts => drop(links.insert(index)),
                SpanKind::Link(_) => drop(links.remove(&index)),
                SpanKind::Ruby(_) if starts => drop(rubies.insert(index)),
                SpanKind::Ruby(_) => drop(rubies.remove(&index)),
                SpanKind::Language(_) if starts => drop(languages.insert(index)),
                SpanKind::Language(_) => drop(languages.remove(&index)),
                SpanKind::Strong => change(&mut counts.strong),
                SpanKind::Emphasis => change(&mut counts.emphasis),
                SpanKind::Dots => change(&mut counts.dots),
                SpanKind::Underline => change(&mut counts.underline),
                SpanKind::Strike => change(&mut counts.strike),
                SpanKind::Superscript => change(&mut counts.superscript),
                SpanKind::Subscript => change(&mut counts.subscript),
                SpanKind::Code => change(&mut counts.code),
            }
        }
        if from < string.len() {
            self.push(from..string.len(), &counts, Decoration::default(), look, em);
        }
        // A ruby span inside another has its own stretch only where the outer one has none: none may be lost.
        for (index, span) in spans.iter().enumerate() {
            if let SpanKind::Ruby(annotation) = &span.kind
                && !told.contains(&index)
            {
                after.push((span.range.end, annotation));
            }
        }
        if !after.is_empty() {
            after.sort_by_key(|&(at, _)| at);
            self.write_in(&after, em);
        }
    }

    /// Writes annotations that have no room above their base after it, in small type.
    fn write_in(&mut self, after: &[(usize, &'a str)], em: Abs) {
        let old = std::mem::take(&mut self.text);
        let mut text = String::with_capacity(old.len() + after.iter().map(|(_, piece)| piece.len()).sum::<usize>());
        let settings = std::mem::take(&mut self.settings);
        let decorations = std::mem::take(&mut self.decorations);
        let inserts = std::mem::take(&mut self.inserts);
        let mut inserts = inserts.into_iter().peekable();
        let mut pieces = after.iter().peekable();
        let mut shift = 0;
        for (setting, decoration) in settings.into_iter().zip(decorations) {
            let end = setting.range.end;
            let small = Setting { size: em.scale(7, 10), keep: false, raise: Abs::ZERO, ..setting.clone() };
            text.push_str(&old[setting.range.clone()]);
            self.settings.push(Setting { range: setting.range.start + shift..end + shift, ..setting });
            self.decorations.push(decoration);
            while let Some((at, insert)) = inserts.next_if(|(at, _)| *at <= end) {
                self.inserts.push((at + shift, insert));
            }
            while let Some((_, piece)) = pieces.next_if(|(at, _)| *at <= end) {
                if !piece.is_empty() {
                    let start = text.len();
                    text.push_str(piece);
                    self.settings.push(Setting { range: start..text.len(), ..small.clone() });
                    self.decorations.push(Decoration::default());
                    shift += piece.len();
                }
            }
        }
        self.inserts.extend(inserts.map(|(at, insert)| (at + shift, insert)));
        self.text = Cow::Owned(text);
    }

    /// Puts another text before this one, one em away, as the part that it is (HD-6).
    pub fn run_in(&mut self, mut head: Inline<'a>, part: &Arc<Tag>) {
        tell_parts(&mut head.decorations, part);
        for decoration in head.decorations.iter_mut().filter(|decoration| decoration.part.is_none()) {
            decoration.part = Some(Arc::clone(part));
        }
        let mut text = head.text.into_owned();
        text.push('\u{3000}');
        if let Some(last) = head.settings.last_mut() {
            last.range.end = text.len();
        }
        let by = text.len();
        text.push_str(&self.text);
        self.text = Cow::Owned(text);
        self.settings.iter_mut().for_each(|setting| setting.range = setting.range.start + by..setting.range.end + by);
        self.inserts.iter_mut().for_each(|(at, _)| *at += by);
        self.told = head.settings.len();
        self.settings.splice(0..0, head.settings);
        self.inserts.splice(0..0, head.inserts);
        self.decorations.splice(0..0, head.decorations);
    }

    /// Sets what stands before a byte offset in another style of type.
    pub fn set_family(&mut self, end: usize, family: Family) {
        if let Some(at) = self.settings.iter().position(|setting| setting.range.start < end && end < setting.range.end) {
            let mut head = self.settings[at].clone();
            head.range.end = end;
            self.settings[at].range.start = end;
            self.settings.insert(at, head);
            let decoration = self.decorations[at].clone();
            self.decorations.insert(at, decoration);
        }
        self.settings.iter_mut().filter(|setting| setting.range.end <= end).for_each(|setting| setting.family = family);
    }

    /// Ends lines at these byte offsets, in order.
    pub fn break_at(&mut self, ends: &[usize]) {
        for &at in ends.iter().rev() {
            self.text.to_mut().insert(at, '\n');
            for setting in &mut self.settings {
                setting.range.end += usize::from(setting.range.end >= at);
                setting.range.start += usize::from(setting.range.start >= at);
            }
            self.inserts.iter_mut().for_each(|(place, _)| *place += usize::from(*place > at));
        }
    }

    /// The paragraph for the engine.
    pub fn paragraph<'b>(&'b mut self, style: &'b Style, measure: Abs) -> Paragraph<'b> {
        let size = self.settings.first().map_or(style.size, |setting| setting.size);
        Paragraph {
            text: &self.text,
            settings: std::mem::take(&mut self.settings),
            inserts: std::mem::take(&mut self.inserts),
            measure,
            first_indent: Abs::ZERO,
            indent: Abs::ZERO,
            alignment: Alignment::Justify,
            balanced: false,
            last_line: style.last_line,
            prohibition: style.prohibition,
            remedy: style.remedy,
            region: style.region,
            widths: style.widths_at(size),
            vertical: style.vertical,
            language: &style.language,
        }
    }
}

/// A picture in the line: as high as a capital letter where its size is not known, and never wider than the column.
fn picture(document: &Document, id: MediaId, em: Abs, room: Abs, vertical: bool) -> Insert {
    let size = document.media.get(id.0 as usize).and_then(super::picture::natural_size);
    let size = size.map(|size| if vertical { Size { width: size.height, height: size.width } } else { size });
    match size {
        Some(Size { width, height }) if width > Abs::ZERO && height > Abs::ZERO => {
            // Small pictures stand in for characters; what is larger than three lines is set down to that.
            let most = em * 3;
            let height = if height > most { most } else { height };
            let width = width.scale(height.units(), size.map_or(1, |size| size.height.units()));
            if width > room {
                Insert::Picture(id, room, height.scale(room.units(), width.units()))
            } else {
                Insert::Picture(id, width, height)
            }
        }
        _ => Insert::Picture(id, em, em),
    }
}

/// Draws what the settings of a line ask for: links, rules, dots, ruby. An annotation above its base is drawn once, on the first line
/// that holds it.
pub fn decorate(
    decorations: &mut [Decoration<'_>],
    line: &Line,
    origin: Point,
    slab: &mut Slab,
    style: &Style,
    annotate: &Annotate<'_>,
) {
    let edge = line.right;
    let mut runs = line.runs.iter().peekable();
    while let Some(run) = runs.next() {
        let Some(decoration) = decorations.get_mut(run.setting as usize) else { continue };
        if *decoration == Decoration::default() {
            continue;
        }
        let (start, mut end) = (run.x, run.x + run.width);
        let mut centres: Vec<Abs> = Vec::new();
        let mut note = |run: &super::frame::Run| {
            if let Way::Combined(_) = run.way {
                return centres.push(run.x + run.width / 2);
            }
            for (index, glyph) in run.glyphs.iter().enumerate() {
                let next = run.glyphs.get(index + 1).map_or(run.width, |next| next.x);
                let c = run.text.get(glyph.start as usize..glyph.end as usize).and_then(|text| text.chars().next());
                if c.is_some_and(|c| crate::text::script::is_han(c) || c.is_alphanumeric()) {
                    centres.push(run.x + glyph.x + (next - glyph.x).min(run.size) / 2);
                }
            }
        };
        note(run);
        while let Some(more) = runs.next_if(|more| more.setting == run.setting) {
            end = more.x + more.width;
            note(more);
        }
        let at = |x: Abs, y: Abs| Point { x: origin.x + x, y: origin.y + y };
        let size = run.size;
        let line = |y: Abs| Rect { min: at(start, y), size: Size { width: end - start, height: size.scale(5, 100) } };
        if decoration.underline {
            slab.items.push(Item::Rule { rect: line(size.scale(22, 100)), grey: run.grey });
        }
        if decoration.strike {
            slab.items.push(Item::Rule { rect: line(-size.scale(38, 100)), grey: run.grey });
        }
        if decoration.dots {
            let dot = size.scale(16, 100);
            // Below the line; above it in Japanese, and on the right of vertical lines, which is the same (EM-1).
            let y = size.scale(if style.dots_above() { -105 } else { 30 }, 100);
            let dots =
                centres.iter().map(|&x| Item::Dots { from: at(x, y), width: Abs::ZERO, step: dot * 2, dot, down: false });
            slab.items.extend(dots);
        }
        if let Some(url) = decoration.link {
            let area = Rect { min: at(start, -Style::ascent(size)), size: Size { width: end - start, height: size } };
            if let Some(part) = &decoration.leading {
                slab.items.push(tag::begin(part));
            }
            if leads(url) {
                slab.items.push(Item::Link { rect: area, target: Target::Url(url.to_owned()) });
            }
        }
        if decoration.ruby.is_none() && decoration.beside.is_empty() {
            continue;
        }
        slab.items.extend(decoration.part.as_ref().map(tag::begin));
        if let Some(annotation) = decoration.ruby.take() {
            ruby::above(annotation, size, [start, end, edge], origin, slab, annotate);
        }
        let here = decoration.beside.len().min(centres.len());
        for (syllable, centre) in decoration.beside.drain(..here).zip(centres) {
            ruby::beside(syllable, size, centre - size / 2, origin, style.vertical.is_some(), slab, annotate);
        }
    }
}

/// Whether a link leads out of the document.
fn leads(url: &str) -> bool {
    !url.starts_with('#') && !url.is_empty()
}

/// Gives links, words in other languages and words with annotations parts of their own in this one. A span that others cut is one
/// part.
pub fn tell_parts<'a>(decorations: &mut [Decoration<'a>], whole: &Arc<Tag>) {
    type Open<'a> = Option<(&'a str, Arc<Tag>)>;
    let enter = |open: &mut Open<'a>, value: Option<&'a str>, kind: fn(String) -> TagKind, around: &Arc<Tag>| {
        let same = |(old, tag): &(&str, Arc<Tag>)| {
            value.is_some_and(|value| std::ptr::eq(*old, value))
                && tag.parent.as_ref().is_some_and(|own| Arc::ptr_eq(own, around))
        };
        if !open.as_ref().is_some_and(same) {
            *open = value.map(|value| (value, Tag::new(kind(value.to_owned()), Some(around))));
        }
        open.as_ref().map(|(_, tag)| Arc::clone(tag))
    };
    let (mut link, mut language) = (None, None);
    for decoration in decorations {
        decoration.leading = enter(&mut link, decoration.link.filter(|url| leads(url)), TagKind::Link, whole);
        let around = decoration.leading.as_ref().unwrap_or(whole);
        let spoken = enter(&mut language, decoration.language, TagKind::Language, around);
        let around = spoken.as_ref().unwrap_or(around);
        let has_ruby = decoration.ruby.is_some() || !decoration.beside.is_empty();
        let annotated = has_ruby.then(|| Tag::new(TagKind::Ruby, Some(around)));
        decoration.part = annotated.or(spoken).or_else(|| decoration.leading.clone());
    }
}

/// Every annotation that no line has drawn: it must stand somewhere.
pub fn undrawn<'a>(decorations: &mut [Decoration<'a>]) -> Vec<&'a str> {
    decorations
        .iter_mut()
        .flat_map(|decoration| decoration.ruby.take().into_iter().chain(decoration.beside.drain(..)))
        .collect()
}
