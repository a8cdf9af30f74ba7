//! Blocks → the parts with text: `word/document.xml` and `word/footnotes.xml`.
//!
//! Each part is streamed into one buffer. A paragraph's look comes from its style; only what depends on its place (indents in
//! lists, a page that must not break) is written on the paragraph itself.

use super::contents::Plan;
use super::design::{Design, Face};
use super::pictures::{self, Shown};
use super::relations::{Relations, Target};
use super::runs::{self, LineEnd};
use super::turned::Leaf;
use super::{styles, val};
use crate::diag::{Sink, Trouble};
use crate::model::{
    Align, Block, Document, DocumentKind, Item, Kind, List, MediaId, Note, NoteId, Role, Text, issue, keep, walk,
};
use crate::output::xml::{Syntax, Xml, is_legal};
use crate::text::width;
use crate::typeset::table::Extent;
use std::collections::BTreeMap;

/// A part in the making, and what all parts share.
pub struct Body<'a> {
    /// The document.
    pub document: &'a Document,
    /// What it looks like.
    pub design: &'a Design,
    /// The markup of the part that is being written.
    pub xml: Xml,
    /// What that part refers to.
    pub relations: Relations,
    /// Which lists the numbering part must have.
    pub numberings: Numberings,
    pictures: &'a [Option<Shown>],
    sink: &'a mut Sink,
    notes: Notes,
    /// What stands before the next paragraph's text.
    marker: Option<Marker<'a>>,
    /// The last thing written is a table: Word joins neighbouring tables, and wants a paragraph at the end of a cell.
    after_table: bool,
    /// The next block stands on one page with the one after it.
    keep_next: bool,
    paragraphs: usize,
    drawings: u32,
    /// The faces of the styles of official documents, and that of the paragraph that is being written.
    faces: BTreeMap<&'static str, Face>,
    face: Face,
    /// What the next table takes in print.
    pub extent: Option<Extent>,
    /// The row that is being written stands on one page with the next.
    pub keep_row: bool,
    /// The pages of this section lie on their side.
    pub turned: bool,
    /// What lines of indexes lead to.
    pub places: super::index::Places,
    /// White below the last table, in twips.
    below: Option<u32>,
}

/// Lists whose labels Word makes, and whether each counts. Each has a number of its own, so that lists that touch stay two.
#[derive(Debug, Default)]
pub struct Numberings(pub Vec<bool>);

/// The numbers of notes, in the order in which they are referred to.
#[derive(Debug, Default)]
struct Notes {
    numbers: Vec<Option<u32>>,
    order: Vec<usize>,
    /// Notes that are referred to more than once.
    shared: Vec<bool>,
    /// Inside a note, which can't have notes.
    inside: bool,
}

enum Marker<'a> {
    /// A label as the source has it, and a tab.
    Label(&'a Text),
    /// A label that Word makes: the number of the list.
    Numbering(u32),
    /// The number of the note.
    Note,
}

/// Where blocks stand.
#[derive(Clone, Copy)]
struct Place {
    /// The style of running text here.
    style: &'static str,
    /// Indent from the left, in hundredths of a character.
    left: u32,
    /// Alignment other than the style's.
    align: Option<&'static str>,
}

/// The indent of quotations, in hundredths of a character.
const QUOTE: u32 = 200;

/// What is said of one paragraph beside its style.
#[derive(Clone, Copy, Default)]
struct Own {
    keep_next: bool,
    no_page_break: bool,
    numbering: Option<u32>,
    /// As high as its content.
    tall: bool,
    /// Half a line of white above.
    space_above: bool,
    left: u32,
    hanging: u32,
    /// No indent of the first line, against the style.
    flush: bool,
    align: Option<&'static str>,
}

impl<'a> Body<'a> {
    /// A writer for a document.
    pub fn new(document: &'a Document, design: &'a Design, pictures: &'a [Option<Shown>], sink: &'a mut Sink) -> Body<'a> {
        let mut notes =
            Notes { numbers: vec![None; document.notes.len()], shared: vec![false; document.notes.len()], ..Notes::default() };
        let mut seen = vec![false; document.notes.len()];
        for anchor in walk::visible_texts(document).flat_map(|text| text.anchors()) {
            if let crate::model::AnchorKind::Note(id) = anchor.kind
                && let Some(seen) = seen.get_mut(id.0 as usize)
            {
                notes.shared[id.0 as usize] |= std::mem::replace(seen, true);
            }
        }
        Body {
            document,
            design,
            xml: Xml::fragment(Syntax::Xml),
            relations: Relations::default(),
            numberings: Numberings::default(),
            pictures,
            sink,
            notes,
            marker: None,
            after_table: false,
            keep_next: false,
            paragraphs: 0,
            drawings: 0,
            faces: styles::faces(design),
            face: Face::Body,
            extent: None,
            keep_row: false,
            turned: false,
            places: super::index::Places::new(),
            below: None,
        }
    }

    /// The main part. `section` makes the markup of a section's properties, with or without folios, once it knows what the part
    /// refers to.
    pub fn main(&mut self, plan: &Plan, section: impl Fn(&mut Relations, Leaf) -> String) -> String {
        self.places = super::index::places(self.document, plan);
        self.start_part("w:document");
        self.xml.open("w:body");
        let place = Place { style: "BodyText", left: 0, align: None };
        let mut entries = plan.entries.iter().enumerate().peekable();
        let places = super::notice::places(self.document, self.design);
        let turned = super::turned::blocks(self.document, self.design);
        // A blank page before the imprint's has no folio, nor has the imprint's: they are a section of their own (GW-30).
        let is_framed = |placed: &Option<super::notice::Placed>| placed.as_ref().is_some_and(super::notice::Placed::is_framed);
        let apart = places.iter().position(is_framed).filter(|_| self.design.leaves > 1);
        let mut visible = self.document.blocks.iter().filter(|block| block.is_visible()).peekable();
        let mut before: Option<&Block> = None;
        for (index, block) in self.document.blocks.iter().enumerate() {
            if apart == Some(index) {
                let text = section(&mut self.relations, Leaf::Upright);
                self.xml.raw(&super::notice::section_end(&text)).raw(&super::notice::anchor(false));
            }
            if turned[index] != self.turned && block.is_visible() {
                self.part_tables();
                let leaf = if self.turned { Leaf::Turned } else { Leaf::Upright };
                if self.paragraphs > 0 {
                    let text = section(&mut self.relations, leaf);
                    self.xml.raw(&super::notice::section_end(&text));
                    self.told();
                }
                self.turned = !self.turned;
            }
            if plan.at == Some(index) {
                plan.write(&mut self.xml, self.design);
                self.told();
            }
            let begins_page = places[index].as_ref().is_some_and(|placed| placed.begins_page() || placed.is_framed());
            if let Some(white) = self.below.take_if(|_| block.is_visible())
                && !begins_page
            {
                self.white(white, false);
            }
            visible.next_if(|next| std::ptr::eq(*next, block));
            let above = if block.is_visible() { before.replace(block) } else { None };
            if let Some(placed) = &places[index] {
                entries.next_if(|(_, entry)| entry.block == index);
                self.placed(block, placed);
                continue;
            }
            match entries.next_if(|(_, entry)| entry.block == index) {
                Some((number, entry)) => {
                    self.heading(block, entry.level, Some(number).filter(|_| plan.at.is_some()), entry.follows)
                }
                None => {
                    self.keep_next = visible.peek().is_some_and(|next| keep::is_with_next(block, next));
                    self.extent = self.design.tables.get(&index).copied();
                    if let Some(extent) = self.extent {
                        let white = super::table::white(&extent, self.design);
                        let leads = |above: &Block| matches!(above.kind, Kind::Heading(_)) || keep::is_with_next(above, block);
                        self.white(white.0, above.is_some_and(leads));
                        self.below = Some(white.1);
                    }
                    self.block(block, place);
                    self.extent = None;
                    self.keep_next = false;
                }
            }
        }
        self.notes.inside = true;
        for index in 0..self.document.notes.len() {
            if self.notes.numbers[index].is_none() {
                self.blocks(&self.document.notes[index].blocks, Place { style: "FootnoteText", ..place });
            }
        }
        // A frame belongs to the paragraph below it.
        if places.last().is_some_and(is_framed) {
            self.xml.raw(&super::notice::anchor(self.design.leaves > 0));
        }
        if self.paragraphs == 0 || self.after_table {
            self.empty_paragraph("BodyText");
        }
        let leaf = match apart {
            Some(_) => Leaf::Bare,
            None if self.turned => Leaf::Turned,
            None => Leaf::Upright,
        };
        let section = section(&mut self.relations, leaf);
        self.xml.raw(&section);
        std::mem::replace(&mut self.xml, Xml::fragment(Syntax::Xml)).finish()
    }

    /// The part with the notes, which [`main`](Body::main) numbered; `None` where there are none.
    pub fn footnotes(&mut self) -> Option<String> {
        if self.notes.order.is_empty() {
            return None;
        }
        self.start_part("w:footnotes");
        for (id, kind, mark) in [("-1", "separator", "w:separator"), ("0", "continuationSeparator", "w:continuationSeparator")]
        {
            self.xml.open("w:footnote").attr("w:type", kind).attr("w:id", id).open("w:p").open("w:pPr");
            self.xml.open("w:spacing").attr("w:line", "240").attr("w:lineRule", "auto").close().close();
            self.xml.open("w:r").open(mark).close().close().close().close();
        }
        let place = Place { style: "FootnoteText", left: 0, align: None };
        for index in std::mem::take(&mut self.notes.order) {
            let number = self.notes.numbers[index].unwrap_or(0);
            self.xml.open("w:footnote").attr("w:id", number.to_string());
            self.marker = Some(Marker::Note);
            let before = self.paragraphs;
            self.after_table = false;
            let note: &'a Note = &self.document.notes[index];
            self.blocks(&note.blocks, place);
            if self.marker.is_some() || self.paragraphs == before || self.after_table {
                self.empty_paragraph("FootnoteText");
            }
            self.xml.close();
        }
        Some(std::mem::replace(&mut self.xml, Xml::fragment(Syntax::Xml)).finish())
    }

    fn start_part(&mut self, root: &'static str) {
        self.xml = Xml::document(Syntax::Xml);
        self.relations = Relations::default();
        self.xml.open(root).attr("xmlns:w", super::W).attr("xmlns:r", super::R);
        self.xml.attr("xmlns:wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing");
    }

    fn blocks(&mut self, blocks: &'a [Block], place: Place) {
        for block in blocks {
            self.block(block, place);
        }
    }

    fn block(&mut self, block: &'a Block, place: Place) {
        let keep_next = std::mem::take(&mut self.keep_next);
        let own = Own { left: place.left, align: place.align, keep_next, ..Own::default() };
        match &block.kind {
            _ if self.index_line(block) => {}
            Kind::Heading(level) => self.heading(block, *level, None, true),
            Kind::Paragraph(role) => {
                let style = match role {
                    Role::Body if block.is_code() && place.style == "BodyText" => styles::CODE,
                    Role::Body => place.style,
                    role => styles::of_role(*role),
                };
                let align = match block.hints.align {
                    _ if *role != Role::Body => None,
                    Align::Center => Some("center"),
                    Align::End => Some("right"),
                    // All lines of a quoted poem begin at one edge.
                    Align::Start if style == "Quote" && block.has_own_lines() => Some("left"),
                    Align::Start => (style != styles::CODE && block.is_code()).then_some("left"),
                };
                // An edge that is said here replaces the style's.
                let left = if align.is_some() && style == "Quote" { place.left.max(QUOTE) } else { own.left };
                let own = Own { align: align.or(own.align), flush: align.is_some(), left, ..own };
                self.paragraph(style, own, &block.text, LineEnd::Break);
            }
            Kind::Verse => {
                let stanza = block.text.as_str().contains('\n');
                self.paragraph("Verse", Own { space_above: stanza, left: 0, ..own }, &block.text, LineEnd::Paragraph);
            }
            Kind::Separator if block.text.is_empty() => self.empty_paragraph("Separator"),
            Kind::Separator => self.paragraph("Separator", Own::default(), &block.text, LineEnd::Break),
            Kind::PageMark if block.text.is_empty() => self.empty_paragraph("PageMark"),
            Kind::PageMark => self.paragraph("PageMark", Own::default(), &block.text, LineEnd::Break),
            Kind::Furniture(_) => {}
            Kind::Quote(blocks) => {
                self.paragraph(place.style, own, &block.text, LineEnd::Break);
                let left = if place.style == "Quote" { place.left.max(QUOTE) + QUOTE } else { place.left };
                self.blocks(blocks, Place { style: "Quote", left, align: None });
            }
            Kind::List(list) => {
                self.paragraph(place.style, own, &block.text, LineEnd::Break);
                self.list(list, place);
            }
            Kind::Table(table) => {
                self.paragraph("Caption", Own { keep_next: true, ..Own::default() }, &block.text, LineEnd::Break);
                super::table::write(self, table);
            }
            Kind::Figure(media) => {
                self.open_paragraph("Figure", Own { keep_next: keep_next || !block.text.is_empty(), ..Own::default() });
                self.inline_picture(*media);
                self.xml.close();
                self.paragraph("Caption", Own::default(), &block.text, LineEnd::Break);
            }
        }
    }

    /// A heading; `bookmark` is its number where the contents refer to it, `follows` that it stands right below another.
    fn heading(&mut self, block: &'a Block, level: u8, bookmark: Option<usize>, follows: bool) {
        let breaks = level <= self.design.breaks;
        let centred =
            self.design.kind == DocumentKind::Notice && level > 1 && crate::typeset::notice::is_chapter(block.text.as_str());
        let own =
            Own { no_page_break: breaks && follows, flush: centred, align: centred.then_some("center"), ..Own::default() };
        // A notice's headings have the face of their label (GW-17).
        let level = super::notice::level(level, block.text.as_str(), self.design);
        let Some(number) = bookmark else {
            return self.paragraph(styles::of_heading(level), own, &block.text, LineEnd::Break);
        };
        let id = number.to_string();
        self.open_paragraph(styles::of_heading(level), own);
        self.xml.open("w:bookmarkStart").attr("w:id", &id).attr("w:name", super::contents::bookmark(number)).close();
        runs::write(self, &block.text, LineEnd::Break, "");
        self.xml.open("w:bookmarkEnd").attr("w:id", &id).close();
        self.xml.close();
    }

    /// A paragraph of an official document that stands where the standard has it.
    fn placed(&mut self, block: &'a Block, placed: &super::notice::Placed) {
        if block.text.is_empty() || placed.skipped {
            return;
        }
        self.xml.raw(&placed.above).open("w:p").raw(&placed.properties());
        self.face = self.faces.get(placed.style()).copied().unwrap_or_default();
        if block.text.spans().is_empty() && block.text.anchors().is_empty() {
            super::notice::write(&mut self.xml, block.text.as_str(), placed, (self.face, self.design));
        } else {
            runs::write(self, &block.text, LineEnd::Break, "");
        }
        if let Some(signer) = placed.joined.and_then(|at| self.document.blocks.get(at)) {
            super::notice::signer(&mut self.xml, signer.text.as_str(), self.design);
        }
        self.xml.close().raw(&placed.below);
        self.told();
    }

    fn list(&mut self, list: &'a List, place: Place) {
        let widest = list.items.iter().map(|item| width::of(item.label.as_str())).max().unwrap_or(0);
        // A label and half a character, between one and a half and eight characters; a longer label runs on.
        let hanging = u32::try_from(widest).unwrap_or(u32::MAX).saturating_mul(50).saturating_add(50).clamp(150, 800);
        let mut numbering = None;
        for item in &list.items {
            self.marker = match item.label.is_empty() {
                false => Some(Marker::Label(&item.label)),
                true => Some(Marker::Numbering(*numbering.get_or_insert_with(|| self.numberings.begin(list.ordered)))),
            };
            self.item(item, place, hanging);
        }
    }

    fn item(&mut self, item: &'a Item, place: Place, hanging: u32) {
        let left = place.left.saturating_add(hanging).min(2000);
        let mut blocks = item.blocks.iter();
        let place = Place { style: "ListParagraph", left, ..place };
        match item.blocks.first() {
            Some(Block { kind: Kind::Paragraph(Role::Body), text, .. }) => {
                blocks.next();
                self.paragraph(place.style, Own { left, hanging, ..Own::default() }, text, LineEnd::Break);
            }
            // The label stands alone above what is no paragraph.
            Some(Block { kind: Kind::Table(_) | Kind::List(_) | Kind::Quote(_) | Kind::Figure(_), .. }) | None => {
                self.paragraph(place.style, Own { left, hanging, ..Own::default() }, &EMPTY, LineEnd::Break);
            }
            Some(_) => {}
        }
        for block in blocks {
            self.block(block, place);
        }
        if self.marker.is_some() {
            self.paragraph(place.style, Own { left, hanging, ..Own::default() }, &EMPTY, LineEnd::Break);
        }
    }

    /// A paragraph, unless there is nothing to stand in it.
    fn paragraph(&mut self, style: &'static str, own: Own, text: &'a Text, line_end: LineEnd) {
        if text.is_empty() && self.marker.is_none() {
            return;
        }
        let tall = text.anchors().iter().any(|anchor| matches!(anchor.kind, crate::model::AnchorKind::Image(_)));
        self.open_paragraph(style, Own { tall, ..own });
        let rest = match line_end {
            LineEnd::Paragraph => properties(style, Own { space_above: false, ..own }, self.design),
            LineEnd::Break => String::new(),
        };
        runs::write(self, text, line_end, &rest);
        self.xml.close();
    }

    /// The face that marks behind Latin are given by name: in official documents, whose lines are to end as in print.
    pub fn marks(&self) -> Option<&'static str> {
        (self.design.kind == DocumentKind::Notice).then(|| self.design.face(self.face).1)
    }

    fn open_paragraph(&mut self, style: &'static str, mut own: Own) {
        self.face = self.faces.get(style).copied().unwrap_or_default();
        own.keep_next |= self.keep_row;
        let marker = self.marker.take();
        if let Some(Marker::Numbering(number)) = marker {
            own.numbering = Some(number);
        }
        self.xml.open("w:p").raw(&properties(style, own, self.design));
        match marker {
            Some(Marker::Label(label)) => {
                runs::write(self, label, LineEnd::Break, "");
                runs::generated(&mut self.xml, "\t");
            }
            Some(Marker::Note) => {
                self.xml.raw("<w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteRef/></w:r>");
                runs::generated(&mut self.xml, " ");
            }
            Some(Marker::Numbering(_)) | None => {}
        }
        self.told();
    }

    /// White of so many twips, before a table with it or after one.
    fn white(&mut self, twips: u32, keep: bool) {
        self.xml.open("w:p").open("w:pPr");
        val(&mut self.xml, "w:pStyle", "TableText");
        if keep {
            self.xml.open("w:keepNext").close();
        }
        self.xml.open("w:spacing").attr("w:line", twips.max(20).to_string()).attr("w:lineRule", "exact").close();
        self.xml.close().close();
        self.after_table = false;
    }

    /// Says that a paragraph was written.
    pub fn told(&mut self) {
        self.paragraphs += 1;
        self.after_table = false;
    }

    fn empty_paragraph(&mut self, style: &'static str) {
        self.open_paragraph(style, Own::default());
        self.xml.close();
    }

    /// Between two tables, so that they stay two.
    pub fn part_tables(&mut self) {
        if self.after_table {
            self.empty_paragraph("TableText");
        }
    }

    /// Says that a table was closed.
    pub fn end_table(&mut self) {
        self.after_table = true;
    }

    /// The content of a cell, which ends in a paragraph.
    pub fn cell(&mut self, blocks: &'a [Block], style: &'static str, align: Option<&'static str>) {
        let before = self.paragraphs;
        self.after_table = false;
        self.blocks(blocks, Place { style, left: 0, align });
        if self.paragraphs == before || self.after_table {
            self.empty_paragraph(style);
        }
    }

    /// Reports a construct that became text.
    pub fn flattened(&mut self, what: &str) {
        self.sink.push(Trouble::Flattened { what: what.to_owned() }, "");
    }

    /// Opens a hyperlink, where the address is one that Word takes.
    pub fn open_link(&mut self, target: &str) -> bool {
        if let Some(number) = issue::heading_of(target, &self.document.meta) {
            let Some((number, _)) = self.places.get(&number) else { return false };
            self.xml.open("w:hyperlink").attr("w:anchor", super::contents::bookmark(*number)).attr("w:history", "1");
            return true;
        }
        if let Some(place) = target.strip_prefix('#').filter(|place| !place.is_empty() && place.len() < 256) {
            self.xml.open("w:hyperlink").attr("w:anchor", place).attr("w:history", "1");
            return true;
        }
        let Some(address) = super::relations::address(target) else { return false };
        let id = self.relations.add(Target::Link(address));
        self.xml.open("w:hyperlink").attr("r:id", id).attr("w:history", "1");
        true
    }

    /// The mark of a note.
    pub fn note_mark(&mut self, NoteId(id): NoteId) {
        let index = id as usize;
        let Some(&number) = self.notes.numbers.get(index) else {
            return self.sink.push(Trouble::DanglingNote { label: id.to_string() }, "");
        };
        if self.notes.inside {
            return self.flattened("a note's mark inside a note");
        }
        if let Some(number) = number {
            super::contents::field(&mut self.xml, &format!("NOTEREF _RefNote{number} \\f \\h"), &number.to_string());
            return;
        }
        self.notes.order.push(index);
        let number = u32::try_from(self.notes.order.len()).unwrap_or(u32::MAX);
        self.notes.numbers[index] = Some(number);
        // Bookmarks of headings count from 0; these stand far above.
        let mark = (1_000_000 + number).to_string();
        let shared = self.notes.shared[index];
        if shared {
            self.xml.open("w:bookmarkStart").attr("w:id", &mark).attr("w:name", format!("_RefNote{number}")).close();
        }
        self.xml.open("w:r").open("w:rPr");
        val(&mut self.xml, "w:rStyle", "FootnoteReference");
        self.xml.close().open("w:footnoteReference").attr("w:id", number.to_string()).close().close();
        if shared {
            self.xml.open("w:bookmarkEnd").attr("w:id", &mark).close();
        }
    }

    /// A picture in the line.
    pub fn inline_picture(&mut self, media: MediaId) {
        match self.picture(media) {
            Some(picture) => self.drawing(media, picture),
            // A content control with the words for it, which holds its place as long as nobody puts the picture there.
            None => {
                let media = self.document.media.get(media.0 as usize);
                let (alt, reference) = media.map(|media| (media.alt.as_str(), media.reference.as_str())).unwrap_or_default();
                let file = reference.rsplit(['/', '\\']).next().unwrap_or_default();
                let words = if file.is_empty() { alt } else { file };
                let words: String = words.chars().filter(|&c| c != '\t' && is_legal(c)).collect();
                self.xml.open("w:sdt").open("w:sdtPr");
                val(&mut self.xml, "w:alias", alt);
                val(&mut self.xml, "w:tag", "missing");
                self.xml.open("w:showingPlcHdr").close().close().open("w:sdtContent").open("w:r");
                self.xml.open("w:rPr");
                val(&mut self.xml, "w:color", "808080");
                self.xml.close();
                runs::characters(&mut self.xml, &format!("[{words}]"));
                self.xml.close().close().close();
            }
        }
    }

    fn picture(&self, media: MediaId) -> Option<&'a Shown> {
        self.pictures.get(media.0 as usize)?.as_ref()
    }

    fn drawing(&mut self, media: MediaId, picture: &Shown) {
        self.drawings += 1;
        let id = self.relations.add(Target::Media(media.0, picture.name.clone()));
        let alt = self.document.media.get(media.0 as usize).map(|media| media.alt.as_str()).unwrap_or_default();
        // A note's drawings are numbered after the text's: the counter goes on.
        pictures::write(&mut self.xml, picture, &id, self.drawings, alt, &self.design.page);
    }
}

impl Numberings {
    fn begin(&mut self, ordered: bool) -> u32 {
        self.0.push(ordered);
        u32::try_from(self.0.len()).unwrap_or(u32::MAX)
    }
}

static EMPTY: std::sync::LazyLock<Text> = std::sync::LazyLock::new(Text::default);

/// The markup of a paragraph's properties, in schema order.
fn properties(style: &str, own: Own, design: &Design) -> String {
    let mut xml = Xml::fragment(Syntax::Xml);
    xml.open("w:pPr");
    val(&mut xml, "w:pStyle", style);
    if own.keep_next {
        xml.open("w:keepNext").close();
    }
    if own.no_page_break {
        val(&mut xml, "w:pageBreakBefore", "0");
    }
    if let Some(number) = own.numbering {
        xml.open("w:numPr");
        val(&mut xml, "w:ilvl", "0");
        val(&mut xml, "w:numId", number.to_string());
        xml.close();
    }
    if own.space_above || own.tall {
        xml.open("w:spacing");
        if own.space_above {
            xml.attr("w:before", (design.page.pitch / 2).to_string()).attr("w:beforeLines", "50");
        }
        if own.tall {
            xml.attr("w:line", "240").attr("w:lineRule", "auto");
        }
        xml.close();
    }
    if own.left > 0 || own.flush {
        let twips = |chars: u32| (chars * design.page.size / 10).to_string();
        xml.open("w:ind").attr("w:left", twips(own.left)).attr("w:leftChars", own.left.to_string());
        if own.hanging > 0 {
            xml.attr("w:hanging", twips(own.hanging)).attr("w:hangingChars", own.hanging.to_string());
        } else if own.flush {
            xml.attr("w:firstLine", "0").attr("w:firstLineChars", "0");
        }
        xml.close();
    }
    if let Some(align) = own.align {
        val(&mut xml, "w:jc", align);
    }
    xml.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Media, native};

    fn markup(source: &str, change: impl FnOnce(&mut Document)) -> String {
        let mut document = native::parse(source).expect("well formed");
        change(&mut document);
        let (design, mut sink) = (Design::of(&Default::default()), Sink::new());
        let mut body = Body::new(&document, &design, &[], &mut sink);
        body.blocks(&document.blocks, Place { style: "BodyText", left: 0, align: None });
        std::mem::replace(&mut body.xml, Xml::fragment(Syntax::Xml)).finish()
    }

    #[test]
    fn lines_stand_where_the_source_has_them() {
        let check = |align: Align, expected: &str| {
            let markup = markup("body :: 渡口一览\n", |document| document.blocks[0].hints.align = align);
            assert_eq!(markup.contains("w:jc"), align != Align::Start, "{markup}");
            assert!(markup.contains(expected), "{markup}");
        };
        check(Align::Start, "渡口一览");
        check(Align::Center, "<w:jc w:val=\"center\"/>");
        check(Align::End, "<w:jc w:val=\"right\"/>");
    }

    #[test]
    fn code_has_its_style_and_quoted_verse_one_edge() {
        let code = markup("body :: {code|if\\n    甲}\n", |_| {});
        assert!(code.contains("<w:pStyle w:val=\"SourceCode\"/>"), "{code}");
        let quoted = |text: &str| markup(&format!("quote\n  body :: {text}\n"), |_| {});
        assert!(quoted("白日\\n黄河").contains("w:firstLineChars=\"0\""));
        assert!(!quoted("白日").contains("w:firstLine"));
    }

    #[test]
    fn a_missing_picture_names_its_file_in_its_place() {
        let media = Media { reference: "images/ferry.png".into(), alt: String::new(), bytes: None };
        let markup = markup("figure 0\n", |document| document.media = vec![media]);
        assert!(markup.contains("<w:showingPlcHdr/>"), "{markup}");
        assert!(markup.contains("[ferry.png]"), "{markup}");
    }
}
