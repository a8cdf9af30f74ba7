//! What stands in a paragraph: runs and what holds them.

use super::body::{Body, NoteKind};
use super::properties::{self, Run};
use super::styles::Generated;
use crate::input::flow::class::Class;
use crate::input::flow::field::{self, Effect, Shown};
use crate::input::flow::symbols;
use crate::input::xml::{Element, Item, Space, Xml};
use crate::model::{AnchorKind, Reason, Rule, SpanKind, Tally};

/// A field that is open.
#[derive(Default)]
pub struct Field {
    instruction: String,
    /// Its result has begun.
    result: bool,
    /// How far the paragraph reached when it began.
    begun: usize,
    pub(super) effect: Effect,
    /// A box to tick, and whether it is ticked.
    ticked: Option<bool>,
}

/// A run's properties, as they show.
#[derive(Clone, Debug, Default)]
pub struct Format {
    spans: Vec<SpanKind>,
    size: Option<u16>,
    bold: bool,
    hidden: bool,
    generated: Option<Generated>,
    highlight: bool,
    /// A font with signs in the place of letters.
    symbols: Option<String>,
}

impl<'a> Body<'_, '_> {
    /// Something in a paragraph.
    pub(super) fn inline(&mut self, xml: &mut Xml<'a>, element: &Element<'a>) {
        match (element.space, element.name) {
            (Space::Word, "r") => self.run(xml),
            (Space::Word, "hyperlink") => {
                let id = element.get_in(Space::Relation, "id").unwrap_or_default();
                let address = self.relations.get(&id).map(|relation| relation.target.clone()).unwrap_or_default();
                let place = element.get("anchor").or_else(|| element.get("docLocation")).unwrap_or_default();
                let target = field::link(&address, &place);
                let linked = target.is_some();
                self.story.links.extend(target);
                self.inlines(xml);
                if linked {
                    self.story.links.pop();
                }
            }
            (Space::Word, "fldSimple") => {
                let instruction = element.get("instr").unwrap_or_default().into_owned();
                self.open_field(Field { instruction, ..Field::default() });
                self.begin_result();
                self.inlines(xml);
                self.end_field(xml);
            }
            (Space::Word, "del" | "moveFrom") => self.deletion(xml, Body::inlines),
            (Space::Word, "bookmarkStart" | "bookmarkEnd") => self.bookmark(element),
            (Space::Word, "sdtPr") if self.own => self.missing(xml),
            (Space::Word, "sdtContent") if std::mem::take(&mut self.placeholder) => {}
            (Space::Word, "pPr" | "rPr" | "sdtPr" | "sdtEndPr" | "smartTagPr" | "customXmlPr") => {}
            // A paragraph in a paragraph: damage, or a block in a control.
            (Space::Word, "p" | "tbl") => {
                let mut pieces = Vec::new();
                let blocks = self.inner_block(xml, element);
                pieces.extend(blocks.into_iter().map(Into::into));
                self.story.after.append(&mut pieces);
            }
            (Space::Math, "oMath" | "oMathPara") => self.formula(xml),
            (Space::Compatibility, "AlternateContent") => self.alternatives(xml, Body::inlines),
            (Space::Compatibility, _) => {}
            // Text boxes and pictures outside runs.
            (Space::Word, "drawing" | "pict" | "object") => self.drawing(xml),
            _ => self.inlines(xml),
        }
    }

    /// The children of the element told last.
    pub(super) fn inlines(&mut self, xml: &mut Xml<'a>) {
        let level = xml.level();
        while let Some(element) = xml.element(level) {
            self.inline(xml, &element);
        }
    }

    fn inner_block(&mut self, xml: &mut Xml<'a>, element: &Element<'a>) -> Vec<crate::model::Block> {
        match element.name {
            "tbl" => self.table(xml, element.node).into_iter().collect(),
            // The paragraph's own children are read as a story of one.
            _ => {
                self.inlines(xml);
                Vec::new()
            }
        }
    }

    fn run(&mut self, xml: &mut Xml<'a>) {
        let level = xml.level();
        let mut format = None;
        while let Some(element) = xml.element(level) {
            if element.is(Space::Word, "rPr") {
                let run = Run::read(xml);
                if run.deleted && self.story.deleted == 0 {
                    // A deletion that is said of the run itself.
                    format = Some(self.format(&run));
                    self.deletion(xml, |body, xml| body.run_rest(xml, level, format.take()));
                    return;
                }
                format = Some(self.format(&run));
                continue;
            }
            let format = &*format.get_or_insert_with(|| self.format(&Run::default()));
            self.piece_of_run(xml, &element, format);
        }
    }

    fn run_rest(&mut self, xml: &mut Xml<'a>, level: crate::input::xml::Level, format: Option<Format>) {
        let format = format.unwrap_or_default();
        while let Some(element) = xml.element(level) {
            self.piece_of_run(xml, &element, &format);
        }
    }

    fn piece_of_run(&mut self, xml: &mut Xml<'a>, element: &Element<'a>, format: &Format) {
        match (element.space, element.name) {
            (Space::Word, "t" | "delText") => {
                let text = text_of(xml, element);
                match element.name {
                    "t" => self.characters(xml, &text, format),
                    // Deleted text outside a deletion was deleted all the same.
                    _ if self.story.deleted == 0 => self.deletion(xml, |body, xml| body.characters(xml, &text, format)),
                    _ => self.characters(xml, &text, format),
                }
            }
            (Space::Word, "instrText" | "delInstrText") => {
                let text = xml.text();
                if let Some(field) = self.story.fields.iter_mut().rev().find(|field| !field.result) {
                    field.instruction.push_str(&text);
                }
            }
            (Space::Word, "tab" | "ptab") => self.tab(xml, format),
            (Space::Word, "br") => match element.get("type").as_deref() {
                Some("page") => self.break_page(xml),
                _ => self.characters(xml, "\n", format),
            },
            (Space::Word, "cr") => self.characters(xml, "\n", format),
            (Space::Word, "noBreakHyphen") => self.characters(xml, "\u{2011}", format),
            (Space::Word, "sym") => self.symbol(xml, element, format),
            (Space::Word, "fldChar") => self.field_mark(xml, element),
            (Space::Word, "footnoteReference" | "endnoteReference") => {
                let kind = if element.name == "footnoteReference" { NoteKind::Foot } else { NoteKind::End };
                if self.story.deleted == 0 {
                    self.note_mark(kind, element.get("id").unwrap_or_default().into_owned());
                }
            }
            (Space::Word, "commentReference") => {
                let id = element.get("id").unwrap_or_default().into_owned();
                if self.notes.contains_key(&(NoteKind::Comment, id.clone())) {
                    self.note_mark(NoteKind::Comment, id);
                }
            }
            (Space::Word, "ruby") => self.ruby(xml),
            (Space::Word, "drawing" | "pict" | "object") => self.drawing(xml),
            (Space::Compatibility, "AlternateContent") => {
                self.alternatives(xml, |body, xml| {
                    let level = xml.level();
                    while let Some(element) = xml.element(level) {
                        body.piece_of_run(xml, &element, format);
                    }
                });
            }
            (Space::Word, "rPr") => {}
            // Runs in runs, which some programs write.
            (Space::Word, "r" | "hyperlink" | "ins" | "del" | "sdt" | "smartTag" | "p" | "tbl") | (Space::Math, _) => {
                self.inline(xml, element);
            }
            _ => {}
        }
    }

    /// Characters of the source, wherever they belong here.
    pub(super) fn characters(&mut self, xml: &Xml<'_>, text: &str, format: &Format) {
        if text.is_empty() || format.generated == Some(Generated::Space) {
            return;
        }
        self.story.produced += 1;
        let origin = || xml.origin(self.story.look.node);
        if self.story.deleted > 0 {
            self.story.removed.push_str(text);
        } else if self.story.fields.iter().any(|field| !field.result) {
            self.remove(text, origin(), Rule::Field, "inside a field's instruction");
        } else if self.story.fields.iter().any(|field| matches!(field.effect, Effect::NoteMark(_))) {
            self.remove(text, origin(), Rule::Field, "a note's mark stands for it");
        } else if format.hidden {
            self.remove(text, origin(), Rule::Hidden, "hidden");
        } else {
            if format.highlight {
                self.flattened("highlighting", xml);
            }
            let text = match &format.symbols {
                Some(font) => &*symbols::signs(font, text),
                None => text,
            };
            self.story.line.see(text);
            self.story.line.push(text, &self.spans(format), format.size, format.bold);
        }
    }

    /// All spans here, outermost first.
    pub(super) fn spans(&self, format: &Format) -> Vec<SpanKind> {
        let (ruby, link) = match self.story.ruby.clone() {
            Some((annotation, link)) => (Some(annotation), link),
            None => (None, self.story.links.last().cloned()),
        };
        let linked = link.is_some();
        let link = link.map(SpanKind::Link);
        let mut spans: Vec<SpanKind> = link.into_iter().chain(ruby.map(SpanKind::Ruby)).collect();
        spans.extend(format.spans.iter().filter(|span| !(linked && **span == SpanKind::Underline)).cloned());
        spans
    }

    /// What a run's properties come to over those of its styles.
    fn format(&self, said: &Run) -> Format {
        let look = &self.story.look;
        let style = self.styles.run(said.style.as_deref());
        let styled = style.map(|style| style.run.clone()).unwrap_or_default();
        // What the run says goes before its style. Bold of a paragraph's style is a matter of the paragraph: no emphasis.
        let run = said.over(&styled);
        let is = |property: Option<bool>| property == Some(true);
        let mut spans = Vec::new();
        if is(run.bold) {
            spans.push(SpanKind::Strong);
        }
        if is(run.italic) {
            spans.push(SpanKind::Emphasis);
        }
        if is(said.underline.or(styled.underline)) {
            spans.push(SpanKind::Underline);
        }
        if is(run.strike) {
            spans.push(SpanKind::Strike);
        }
        if is(run.dots) {
            spans.push(SpanKind::Dots);
        }
        match run.raised {
            Some(1) => spans.push(SpanKind::Superscript),
            Some(-1) => spans.push(SpanKind::Subscript),
            _ => {}
        }
        if look.code && look.class == Class::Code || style.is_some_and(|style| style.code) {
            spans.push(SpanKind::Code);
        }
        // A switch of a character style turns round what the paragraph's style says (17.7.3).
        let turned = |said: Option<bool>, styled: Option<bool>, below: Option<bool>| {
            said.unwrap_or(styled.unwrap_or(false) != below.unwrap_or(false))
        };
        Format {
            spans,
            size: run.size.or(look.run.size),
            bold: turned(said.bold, styled.bold, look.run.bold),
            hidden: turned(said.hidden, styled.hidden, look.run.hidden) && look.class != Class::PageMark,
            generated: style.and_then(|style| style.generated),
            highlight: is(run.highlight),
            symbols: run.face.filter(|face| symbols::is_symbol_font(face)),
        }
    }

    fn tab(&mut self, xml: &mut Xml<'a>, format: &Format) {
        match format.generated.filter(|_| self.own) {
            // In documents of this program's own, what stands before the tab that it made is a label.
            Some(Generated::Space) if self.story.label.is_none() && !self.story.line.is_blank() => {
                let line = std::mem::take(&mut self.story.line);
                let (text, _) = line.finish(self.log());
                self.story.label = Some(text);
            }
            Some(Generated::Tab) => self.right_end(xml),
            _ => self.characters(xml, "\t", format),
        }
    }

    fn symbol(&mut self, xml: &mut Xml<'a>, element: &Element<'a>, format: &Format) {
        let font = element.get("font").unwrap_or_default();
        let code = element.get("char").and_then(|code| u32::from_str_radix(&code, 16).ok());
        let c = code.and_then(|code| symbols::character(&font, code));
        if c.is_none() {
            let what = format!("the sign {:X} of the font {font}", code.unwrap_or_default());
            self.sink.push(crate::diag::Trouble::Flattened { what }, xml.origin(element.node));
        }
        let plain = Format { symbols: None, ..format.clone() };
        self.characters(xml, c.unwrap_or('\u{fffd}').encode_utf8(&mut [0; 4]), &plain);
    }

    fn ruby(&mut self, xml: &mut Xml<'a>) {
        let level = xml.level();
        let mut annotation = String::new();
        // A ruby in the base of another has no line of its own to stand on: all of it is text of that base.
        let inside = self.story.ruby.is_some();
        if !inside {
            self.story.line.part();
        }
        while let Some(element) = xml.element(level) {
            match element.name {
                "rt" => annotation = texts(xml).trim().to_owned(),
                "rubyBase" if inside => self.inlines(xml),
                "rubyBase" => self.base(xml, std::mem::take(&mut annotation)),
                _ => {}
            }
        }
        if !annotation.is_empty() {
            let format = self.format(&Run::default());
            self.characters(xml, &annotation, &format);
        }
    }

    /// The base of a ruby; an annotation over nothing is text.
    fn base(&mut self, xml: &mut Xml<'a>, annotation: String) {
        let before = self.story.line.seen();
        let outer = self.story.ruby.replace((annotation.clone(), self.story.links.last().cloned()));
        self.inlines(xml);
        self.story.ruby = outer;
        self.story.line.part();
        match self.story.line.is_blank_since(before) {
            true => {
                let format = self.format(&Run::default());
                self.characters(xml, &annotation, &format);
            }
            false => self.log().declare_read(Tally::of(&annotation)),
        }
    }

    fn field_mark(&mut self, xml: &mut Xml<'a>, element: &Element<'a>) {
        match element.get("fldCharType").as_deref() {
            Some("begin") => {
                let ticked = tick(xml);
                self.open_field(Field { ticked, ..Field::default() });
            }
            Some("separate") => self.begin_result(),
            Some("end") => self.end_field(xml),
            _ => {}
        }
    }

    fn open_field(&mut self, field: Field) {
        /// Fields nest two or three deep; hostile ones don't count.
        const DEEPEST: usize = 64;
        if self.story.fields.len() < DEEPEST {
            self.story.fields.push(field);
        }
    }

    fn begin_result(&mut self) {
        let Some(instruction) = self.story.fields.last().filter(|field| !field.result).map(|field| field.instruction.clone())
        else {
            return;
        };
        let effect = self.effect_of(&instruction);
        if let Effect::Link(target) = &effect {
            self.story.links.push(target.clone());
        }
        if let Effect::NoteMark(name) = &effect
            && let Some(id) = self.bookmarks.get(name)
            && self.story.deleted == 0
        {
            self.story.line.anchor(AnchorKind::Note(*id));
        }
        let begun = self.story.line.seen();
        if let Some(field) = self.story.fields.last_mut() {
            (field.result, field.begun, field.effect) = (true, begun, effect);
        }
    }

    fn end_field(&mut self, xml: &mut Xml<'a>) {
        let Some(field) = self.story.fields.pop() else { return };
        if matches!(field.effect, Effect::Link(_)) {
            self.story.links.pop();
        }
        self.story.contents |= field.effect == Effect::Contents && !self.story.line.is_blank();
        let hidden = self.story.deleted > 0 || self.story.fields.iter().any(|field| !field.result);
        // A formula whose result is empty shows what it says.
        let empty = field.begun <= self.story.line.seen() && self.story.line.is_blank_since(field.begun);
        if hidden || field.result && !(empty && field::shows_itself(&field.instruction)) {
            return;
        }
        let origin = xml.origin(self.story.look.node);
        let shown = match field.ticked {
            Some(ticked) => Some(Shown::Text(if ticked { "☒" } else { "☐" }.to_owned())),
            None => field::shown(&field.instruction),
        };
        let spans = self.spans(&self.format(&Run::default()));
        let reason = Reason::certain(Rule::Rendered, "a field without a result");
        let log = &mut self.document.log;
        match shown {
            Some(Shown::Text(text)) => self.story.line.render(text.trim(), &spans, &origin, &reason, log),
            Some(Shown::Ruby(base, annotation)) if !base.trim().is_empty() => {
                let spans: Vec<SpanKind> = std::iter::once(SpanKind::Ruby(annotation.clone())).chain(spans).collect();
                self.story.line.part();
                self.story.line.render(base.trim(), &spans, &origin, &reason, log);
                self.story.line.part();
                log.rendered(&annotation, &origin, &reason);
            }
            _ => {}
        }
        self.story.produced += 1;
    }
}

/// The characters of `w:t`: line ends are spaces, and so is nothing at an edge where they only part tags.
fn text_of(xml: &mut Xml<'_>, element: &Element<'_>) -> String {
    let level = xml.level();
    let mut text = String::new();
    while let Some(item) = xml.child(level) {
        if let Item::Text(piece) = item {
            text.push_str(&piece);
        }
    }
    let preserved = element.get_in(Space::Other, "space").is_some_and(|value| value == "preserve");
    if !text.contains(['\n', '\r']) {
        return text;
    }
    let content = if preserved { text.as_str() } else { text.trim_matches([' ', '\t', '\n', '\r']) };
    content.replace("\r\n", " ").replace(['\n', '\r'], " ")
}

/// The characters of all `w:t` in the element told last.
pub(super) fn texts(xml: &mut Xml<'_>) -> String {
    let level = xml.level();
    let mut all = String::new();
    while let Some(element) = xml.element(level) {
        match element.is(Space::Word, "t") {
            true => all.push_str(&text_of(xml, &element)),
            false => all.push_str(&texts(xml)),
        }
    }
    all
}

/// The box to tick in the form field whose beginning was told last.
fn tick(xml: &mut Xml<'_>) -> Option<bool> {
    let level = xml.level();
    let mut ticked = None;
    while let Some(data) = xml.element(level) {
        let inside = xml.level();
        while let Some(element) = xml.element(inside).filter(|_| data.name == "ffData") {
            if element.name == "checkBox" {
                let (mut default, mut checked) = (false, None);
                let deepest = xml.level();
                while let Some(element) = xml.element(deepest) {
                    match element.name {
                        "default" => default = properties::is_on(&element),
                        "checked" => checked = Some(properties::is_on(&element)),
                        _ => {}
                    }
                }
                ticked = Some(checked.unwrap_or(default));
            }
        }
    }
    ticked
}
