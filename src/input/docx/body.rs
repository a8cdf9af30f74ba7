//! The flow of blocks: paragraphs, tables, and what stands round them.
//!
//! Each story (the main text, a note, a head, a text box, a cell) is a row of pieces, which [`flow`] puts together. Tracked
//! changes are accepted: what was deleted is recorded as removed, paragraphs whose marks were deleted are one.

use super::properties::{self, Paragraph, Run};
use super::relations::Relations;
use super::styles::Styles;
use crate::diag::{Sink, Trouble};
use crate::env::Limits;
use crate::input::Source;
use crate::input::flow::class::Class;
use crate::input::flow::field::{self, Effect};
use crate::input::flow::numbering::Numbering;
use crate::input::flow::{self, ItemStart, Label, Line, Piece, Place};
use crate::input::package::Package;
use crate::input::xml::{Element, Level, Space, Xml};
use crate::model::{
    Align, AnchorKind, Block, Document, EditLog, Hints, Kind, Media, MediaId, Note, NoteId, Origin, Reason, Role, Rule,
    SpanKind, Tally, Text,
};
use std::collections::{BTreeMap, BTreeSet};

/// The tag of content controls that stand for missing pictures.
const MISSING: &str = "missing";

/// What all stories share.
pub struct Body<'r, 'p> {
    pub(super) package: &'r mut Package<'p>,
    pub(super) document: &'r mut Document,
    pub(super) sink: &'r mut Sink,
    pub(super) limits: &'r Limits,
    pub(super) source: &'r Source<'r>,
    pub(super) styles: Styles,
    pub(super) numbering: Numbering,
    /// Of the part that is being read.
    pub(super) relations: Relations,
    /// The document was made by this program: what it adds is known.
    pub(super) own: bool,
    /// Pictures by the parts or addresses that hold them.
    pub(super) pictures: BTreeMap<String, MediaId>,
    /// Notes by kind and id: read, and not yet referred to.
    pub(super) notes: BTreeMap<(NoteKind, String), Note>,
    /// Notes that were referred to.
    pub(super) numbered: BTreeMap<(NoteKind, String), NoteId>,
    /// Marks of notes by the bookmarks round them.
    pub(super) bookmarks: BTreeMap<String, NoteId>,
    /// Bookmarks that are open, by id.
    pub(super) open_bookmarks: BTreeMap<String, String>,
    /// Constructs that were reported.
    pub(super) told: BTreeSet<&'static str>,
    /// Heads and feet that sections refer to, in order.
    pub(super) margins: Vec<String>,
    /// How deep the place lies in tables, notes and text boxes.
    pub(super) depth: u32,
    /// The content of the control that is being read is words in the place of a picture.
    pub(super) placeholder: bool,
    /// In a head or foot, whose pictures are not the text's.
    pub(super) in_margin: bool,
    pub(super) story: Story,
}

/// The kinds of notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteKind {
    /// At the foot of the page.
    Foot,
    /// At the end.
    End,
    /// Beside the text.
    Comment,
}

/// A row of paragraphs that is being read.
#[derive(Default)]
pub struct Story {
    /// The paragraph in the making.
    pub(super) line: Line,
    /// What the next paragraph's line goes on from.
    joint: Joint,
    /// Properties of the paragraph in the making.
    pub(super) look: Look,
    /// Pieces of this paragraph that are finished: before a page break.
    before: Vec<Piece>,
    /// Blocks that stand in this paragraph and come after it: text boxes, floating pictures.
    pub(super) after: Vec<Piece>,
    /// The paragraph in the making ends a table of contents.
    pub(super) contents: bool,
    /// A label that stands in the text.
    pub(super) label: Option<Text>,
    /// The item of a list that was begun last, where nothing but its text has come since.
    item: Option<OpenItem>,
    pub(super) fields: Vec<super::inline::Field>,
    pub(super) links: Vec<String>,
    /// The annotation of the ruby whose base this is, and the link that it stands in: one that begins or ends inside would cut it.
    pub(super) ruby: Option<(String, Option<String>)>,
    /// Deletions round the place.
    pub(super) deleted: u32,
    /// What they delete.
    pub(super) removed: String,
    /// Empty paragraphs since the last block.
    blank: u16,
    /// Whether anything came of an alternative: characters, pictures, blocks.
    pub(super) produced: u64,
}

/// How a line goes on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Joint {
    /// The next paragraph is another.
    #[default]
    None,
    /// The next paragraph is the rest: its mark was deleted, or its first letter stands in a frame.
    Rest,
    /// The next paragraph of this class is the next line.
    Line(Class),
}

/// A paragraph's properties, with those of its style.
#[derive(Clone, Default)]
pub struct Look {
    pub(super) paragraph: Paragraph,
    pub(super) run: Run,
    pub(super) class: Class,
    pub(super) code: bool,
    pub(super) node: u32,
    numbered_by: Option<String>,
    /// The indent that the paragraph says itself, in twips.
    left: Option<i32>,
}

/// An item of a list that paragraphs may go on in.
#[derive(Clone, Copy)]
struct OpenItem {
    level: usize,
    /// Where its text begins, in twips.
    left: i32,
}

impl<'a> Body<'_, '_> {
    /// Reads the main text: the children of the element told last.
    pub fn main_story(&mut self, xml: &mut Xml<'a>) -> Vec<Block> {
        self.story = Story::default();
        let mut pieces = Vec::new();
        self.flow(xml, &mut pieces);
        self.flush(xml, &mut pieces);
        self.drop_removed(xml);
        // A table of contents that never ends is none.
        let endless = self.in_contents();
        pieces.iter_mut().for_each(|piece| piece.block.hints.contents &= !endless);
        flow::blocks(pieces, &mut self.document.log)
    }

    /// Whether the place is inside the field of a table of contents.
    fn in_contents(&self) -> bool {
        self.story.fields.iter().any(|field| field.effect == Effect::Contents)
    }

    /// A story inside another: a text box, a note.
    pub(super) fn inner_story(&mut self, xml: &mut Xml<'a>) -> Vec<Block> {
        self.inner_story_with(xml, |_, _| {})
    }

    /// A story inside another that says something of itself: a cell. `properties` reads it.
    pub(super) fn inner_story_with(
        &mut self,
        xml: &mut Xml<'a>,
        mut properties: impl FnMut(&mut Self, &mut Xml<'a>),
    ) -> Vec<Block> {
        self.depth += 1;
        let deleted = self.story.deleted;
        let outside = std::mem::replace(&mut self.story, Story { deleted, ..Story::default() });
        let mut pieces = Vec::new();
        let level = xml.level();
        while let Some(element) = xml.element(level) {
            match element.is(Space::Word, "tcPr") {
                true => properties(self, xml),
                false => self.block(xml, &element, &mut pieces),
            }
        }
        self.flush(xml, &mut pieces);
        self.drop_removed(xml);
        let produced = self.story.produced;
        self.story = outside;
        self.story.produced += produced;
        self.depth -= 1;
        flow::blocks(pieces, &mut self.document.log)
    }

    /// The blocks in the element told last.
    pub(super) fn flow(&mut self, xml: &mut Xml<'a>, pieces: &mut Vec<Piece>) {
        let level = xml.level();
        while let Some(element) = xml.element(level) {
            self.block(xml, &element, pieces);
        }
    }

    fn block(&mut self, xml: &mut Xml<'a>, element: &Element<'a>, pieces: &mut Vec<Piece>) {
        match (element.space, element.name) {
            (Space::Word, "p") => self.paragraph(xml, element, pieces),
            (Space::Word, "tbl") => {
                self.flush(xml, pieces);
                let blank = std::mem::take(&mut self.story.blank);
                let table = self.table(xml, element.node);
                if let Some(mut table) = table {
                    self.story.item = None;
                    table.hints.blank_before = blank;
                    self.story.produced += 1;
                    pieces.push(table.into());
                }
            }
            (Space::Word, "sdt") => self.control(xml, pieces),
            (Space::Word, "del" | "moveFrom") => self.deletion(xml, |body, xml| body.flow(xml, pieces)),
            (Space::Word, "altChunk") => {
                self.flush(xml, pieces);
                self.chunk(xml, element, pieces);
            }
            (Space::Word, "sectPr") => drop(self.section(xml)),
            (Space::Word, "tblPr" | "tcPr" | "sdtPr" | "sdtEndPr" | "tblGrid" | "trPr") => {}
            (Space::Word, "bookmarkStart" | "bookmarkEnd") => self.bookmark(element),
            (Space::Compatibility, "AlternateContent") => self.alternatives(xml, |body, xml| body.flow(xml, pieces)),
            // A run or a formula where a paragraph should be.
            (Space::Word, "r" | "hyperlink" | "fldSimple") | (Space::Math, "oMath" | "oMathPara") => {
                let joint = self.start(xml, Paragraph::default(), element.node, pieces);
                self.inline(xml, element);
                self.end(xml, joint, pieces);
            }
            _ => self.flow(xml, pieces),
        }
    }

    /// A content control: its content is text, but for contents that this program made, which it makes anew. Those of others are
    /// marked.
    fn control(&mut self, xml: &mut Xml<'a>, pieces: &mut Vec<Piece>) {
        let level = xml.level();
        let mut contents = false;
        while let Some(element) = xml.element(level) {
            match element.name {
                "sdtPr" => contents = is_contents(xml),
                "sdtContent" if contents => {
                    let mut made = Vec::new();
                    self.flow(xml, &mut made);
                    self.flush(xml, &mut made);
                    for piece in &mut made {
                        match self.own {
                            true => piece.block.kind = Kind::Furniture(crate::model::Furniture::Contents),
                            false => piece.block.hints.contents = true,
                        }
                    }
                    pieces.append(&mut made);
                }
                "sdtContent" => self.flow(xml, pieces),
                _ => {}
            }
        }
    }

    /// What a tracked change deleted: read, and recorded as removed.
    pub(super) fn deletion(&mut self, xml: &mut Xml<'a>, read: impl FnOnce(&mut Self, &mut Xml<'a>)) {
        self.story.deleted += 1;
        read(self, xml);
        self.story.deleted -= 1;
        if self.story.deleted == 0 {
            self.drop_removed(xml);
        }
    }

    fn drop_removed(&mut self, xml: &Xml<'_>) {
        let removed = std::mem::take(&mut self.story.removed);
        self.remove(&removed, xml.origin(self.story.look.node), Rule::Deletion, "a tracked change");
    }

    /// Declares characters and records that they are left out.
    pub(super) fn remove(&mut self, text: &str, origin: Origin, rule: Rule, why: &'static str) {
        if !text.is_empty() {
            self.document.log.declare_read(Tally::of(text));
            self.document.log.markup(text, &origin, &Reason::certain(rule, why));
        }
    }

    /// Reports a construct that became text, once a document.
    pub(super) fn flattened(&mut self, what: &'static str, xml: &Xml<'_>) {
        if self.told.insert(what) {
            self.sink.push(Trouble::Flattened { what: what.to_owned() }, xml.part());
        }
    }

    /// Reads the alternative that is meant: the choice, unless nothing came of it.
    pub(super) fn alternatives(&mut self, xml: &mut Xml<'a>, mut read: impl FnMut(&mut Self, &mut Xml<'a>)) {
        let level = xml.level();
        let before = self.story.produced;
        while let Some(element) = xml.element(level) {
            if matches!(element.name, "Choice" | "Fallback") && self.story.produced == before {
                read(self, xml);
            }
        }
    }

    fn paragraph(&mut self, xml: &mut Xml<'a>, element: &Element<'a>, pieces: &mut Vec<Piece>) {
        let level = xml.level();
        let mut next = xml.element(level);
        let mut said = Paragraph::default();
        if next.as_ref().is_some_and(|element| element.is(Space::Word, "pPr")) {
            said = Paragraph::read(xml, &mut |xml| self.section(xml));
            next = xml.element(level);
        }
        let joint = self.start(xml, said, element.node, pieces);
        while let Some(element) = next {
            self.inline(xml, &element);
            next = xml.element(level);
        }
        self.end(xml, joint, pieces);
    }

    /// Begins a paragraph, or goes on with the one before; gives what joins it to the next.
    fn start(&mut self, xml: &mut Xml<'a>, said: Paragraph, node: u32, pieces: &mut Vec<Piece>) -> Joint {
        let style = self.styles.paragraph(said.style.as_deref());
        let mut paragraph = said.over(&style.paragraph);
        paragraph.mark = said.mark.clone();
        paragraph.section = said.section;
        if self.own && self.depth > 0 {
            // The alignment of a style is the look's, not the table's.
            paragraph.align = said.align;
        }
        let mut class = style.class;
        match said.outline {
            Some(level @ 0..=8) if matches!(class, Class::Body | Class::Heading(_) | Class::Item) => {
                class = Class::Heading(level + 1)
            }
            Some(_) if matches!(class, Class::Heading(_)) => class = Class::Body,
            _ => {}
        }
        let (run, code, numbered_by) = (style.run.clone(), style.code, style.numbered_by.clone());
        // What the paragraph says itself hides the level that its style is linked to.
        let numbered_by = numbered_by.filter(|_| said.list.is_none() || said.level.is_none());
        let joint = match class {
            _ if said.mark.deleted || said.drop_cap => Joint::Rest,
            Class::Verse | Class::Code => Joint::Line(class),
            _ => Joint::None,
        };
        match self.story.joint {
            Joint::Rest => {}
            Joint::Line(before) if before == class && said.space_above != Some(true) => {
                self.story.line.see("\n");
                self.story.line.push("\n", &self.spans_here(), None, true);
            }
            _ => self.flush(xml, pieces),
        }
        // This program says where a page of the source begins by a mark alone.
        if paragraph.page_break == Some(true) && self.story.line.is_empty() && !self.own {
            self.page_mark(xml, node, pieces);
        }
        self.story.look = Look { paragraph, run, class, code, node, numbered_by, left: said.left };
        joint
    }

    fn spans_here(&self) -> Vec<SpanKind> {
        if self.story.look.class == Class::Code { vec![SpanKind::Code] } else { Vec::new() }
    }

    /// Ends a paragraph, unless the next one goes on with it.
    fn end(&mut self, xml: &mut Xml<'a>, joint: Joint, pieces: &mut Vec<Piece>) {
        if self.story.deleted == 0 {
            self.drop_removed(xml);
        }
        self.story.joint = joint;
        if joint == Joint::None {
            self.finish(xml, pieces);
        }
        if self.story.look.paragraph.section == Some(true) && !self.own {
            self.flush(xml, pieces);
            let node = self.story.look.node;
            self.page_mark(xml, node, pieces);
        }
    }

    /// Finishes the paragraph that others would go on with.
    pub(super) fn flush(&mut self, xml: &Xml<'_>, pieces: &mut Vec<Piece>) {
        if std::mem::take(&mut self.story.joint) != Joint::None {
            self.finish(xml, pieces);
        }
    }

    fn finish(&mut self, xml: &Xml<'_>, pieces: &mut Vec<Piece>) {
        pieces.append(&mut self.story.before);
        if let Some(piece) = self.piece(xml) {
            pieces.push(piece);
        } else if self.story.after.is_empty() {
            self.story.blank = self.story.blank.saturating_add(1);
        }
        pieces.append(&mut self.story.after);
    }

    /// A page break inside a paragraph: what stands before it is finished. The base of a ruby stays on one page with its annotation.
    pub(super) fn break_page(&mut self, xml: &Xml<'_>) {
        if self.depth > 0 || self.story.deleted > 0 || self.story.ruby.is_some() {
            return;
        }
        let node = self.story.look.node;
        let mut before = std::mem::take(&mut self.story.before);
        if !self.story.line.is_blank()
            && let Some(piece) = self.piece(xml)
        {
            before.push(piece);
        }
        self.page_mark(xml, node, &mut before);
        self.story.before = before;
    }

    /// What stands at the right end of a line of this program's own: the signer beside the number, or the rest of the text.
    pub(super) fn right_end(&mut self, xml: &Xml<'_>) {
        if self.story.look.class == Class::Role(Role::DocumentNumber) {
            let piece = self.piece(xml);
            self.story.before.extend(piece);
            self.story.look.class = Class::Role(Role::Line);
        }
    }

    /// A picture that was missing when this program wrote the file: the properties of a content control, told last, name it.
    pub(super) fn missing(&mut self, xml: &mut Xml<'_>) {
        let (mut alt, mut is_picture) = (String::new(), false);
        let level = xml.level();
        while let Some(element) = xml.element(level) {
            match element.name {
                "alias" => alt = properties::value(&element).unwrap_or_default(),
                "tag" => is_picture = properties::value(&element).as_deref() == Some(MISSING),
                _ => {}
            }
        }
        self.placeholder = is_picture;
        if is_picture {
            let id = MediaId(u32::try_from(self.document.media.len()).unwrap_or(u32::MAX));
            self.document.media.push(Media { reference: alt.clone(), alt, bytes: None });
            self.story.line.anchor(AnchorKind::Image(id));
        }
    }

    /// A page begins here, unless nothing or another mark stands before.
    fn page_mark(&mut self, xml: &Xml<'_>, node: u32, pieces: &mut Vec<Piece>) {
        let marked = pieces.last().is_some_and(|piece| piece.block.kind == Kind::PageMark);
        if self.depth == 0 && !marked && !(pieces.is_empty() && self.story.before.is_empty() && self.story.look.node == 0) {
            pieces.push(Block::new(Kind::PageMark, Text::default(), xml.origin(node)).into());
        }
    }

    /// The piece that the line makes; `None` where it is empty.
    fn piece(&mut self, xml: &Xml<'_>) -> Option<Piece> {
        let line = std::mem::take(&mut self.story.line);
        let label = self.story.label.take();
        let look = self.story.look.clone();
        let counted = self.label(&look);
        let contents = std::mem::take(&mut self.story.contents) || self.in_contents() || look.class == Class::Contents;
        let mark = self.own && matches!(look.class, Class::Separator | Class::PageMark);
        let origin = xml.origin(look.node);
        if line.is_empty() && label.is_none() && !mark {
            return self.numbered(counted, origin);
        }
        let (mut text, looks) = line.finish(&mut self.document.log);
        if text.is_empty() && label.is_none() && !mark {
            return self.numbered(counted, origin);
        }
        self.story.produced += 1;
        let size = if looks.size > 0 { looks.size } else { look.run.size.unwrap_or(0) };
        let hints = Hints {
            blank_before: std::mem::take(&mut self.story.blank),
            indent: looks.indent.saturating_add(look.paragraph.indent(if size > 0 { size } else { 21 })),
            trailing: looks.trailing,
            marked: matches!(look.class, Class::Heading(_) | Class::Role(_) | Class::Code),
            size: (size > 0).then(|| f32::from(size) / 2.0),
            contents,
            bold: looks.bold,
            align: look.paragraph.align.unwrap_or_default(),
            ..Hints::default()
        };
        let kind = match look.class {
            Class::Heading(level) => Kind::Heading(level.clamp(1, 9)),
            Class::Role(role) => Kind::Paragraph(role),
            Class::Contents => Kind::Paragraph(Role::Line),
            Class::Verse => Kind::Verse,
            Class::Separator => Kind::Separator,
            Class::PageMark => Kind::PageMark,
            Class::Body | Class::Item | Class::Quote | Class::Code => Kind::default(),
        };
        if matches!(kind, Kind::Heading(_)) && text.is_all(&SpanKind::Strong) {
            text.retain_spans(|span| span.kind != SpanKind::Strong);
        }
        let pictures: Vec<MediaId> = text
            .anchors()
            .iter()
            .filter_map(|anchor| match anchor.kind {
                AnchorKind::Image(id) => Some(id),
                AnchorKind::Note(_) => None,
            })
            .collect();
        let place = match (label, counted, look.class) {
            (Some(label), ..) => Place::Item(ItemStart {
                label: Label::Read(label),
                ordered: true,
                level: self.depth_of(&look),
                list: u32::MAX,
                ..ItemStart::default()
            }),
            (None, Some(start), _) => Place::Item(start),
            (None, None, _) if self.goes_on(&look) => Place::Continued(usize::from(look.paragraph.level.unwrap_or(0))),
            (None, None, Class::Quote) => Place::Quote,
            (None, None, Class::Item) => Place::Continued(if self.own { self.depth_of(&look) } else { usize::MAX }),
            (None, None, Class::Body) => self.under_item(&look).map_or(Place::Plain, Place::Continued),
            _ => Place::Plain,
        };
        match &place {
            Place::Item(start) => self.story.item = self.opened(start.level, &look),
            Place::Continued(_) => {}
            Place::Plain | Place::Quote => self.story.item = None,
        }
        if text.as_str().is_empty()
            && !pictures.is_empty()
            && pictures.len() == text.anchors().len()
            && matches!(place, Place::Plain)
        {
            let mut figures = pictures.into_iter().map(|id| {
                let mut block = Block::new(Kind::Figure(id), Text::default(), origin.clone());
                block.hints = hints.clone();
                Piece::from(block)
            });
            let first = figures.next();
            let rest: Vec<Piece> = figures.collect();
            self.story.after.splice(0..0, rest);
            return first;
        }
        let mut block = Block { kind, text, origin, hints };
        // A heading's number is a part of it, wherever it stands.
        if (contents || matches!(block.kind, Kind::Heading(_) | Kind::Paragraph(Role::Title)))
            && let Place::Item(start) = place
        {
            flow::put_label(&mut block, start, &mut self.document.log);
            return Some(block.into());
        }
        Some(Piece { block, place })
    }

    /// An empty paragraph of a list in a cell: the number of a row is all that it shows.
    fn numbered(&mut self, start: Option<ItemStart>, origin: Origin) -> Option<Piece> {
        let start = start.filter(|start| self.depth > 0 && start.ordered)?;
        let mut block = Block::new(Kind::default(), Text::default(), origin);
        flow::put_label(&mut block, start, &mut self.document.log);
        (!block.text.is_empty()).then(|| block.into())
    }

    /// How deep a paragraph of this program's own lies: by its indent.
    fn depth_of(&self, look: &Look) -> usize {
        usize::try_from(look.paragraph.left_chars.unwrap_or(0)).unwrap_or(0)
    }

    /// Whether the paragraph has a list whose label is white space.
    fn goes_on(&self, look: &Look) -> bool {
        let level = usize::from(look.paragraph.level.unwrap_or(0));
        look.paragraph.list.is_some_and(|list| self.numbering.is_blank(list, level))
    }

    /// The item that a paragraph begins, where its text is indented.
    fn opened(&self, level: usize, look: &Look) -> Option<OpenItem> {
        let defined = || self.numbering.left(look.paragraph.list?, level);
        let left = look.left.or_else(defined).or(look.paragraph.left)?;
        (left > 0).then_some(OpenItem { level, left })
    }

    /// The level of the item before, where a paragraph without a label says that it stands right under that item's text.
    fn under_item(&self, look: &Look) -> Option<usize> {
        /// A third of a small character: hands drag indents.
        const NEAR: i32 = 70;
        let item = self.story.item?;
        let near = look.left.is_some_and(|left| (left - item.left).abs() <= NEAR);
        (near && look.paragraph.align.unwrap_or_default() == Align::Start).then_some(item.level)
    }

    /// Counts the paragraph in its list.
    fn label(&mut self, look: &Look) -> Option<ItemStart> {
        let list = look.paragraph.list.filter(|list| *list != 0)?;
        let linked = look.numbered_by.as_deref().and_then(|style| self.numbering.level_of(list, style));
        let level = linked.unwrap_or(usize::from(look.paragraph.level.unwrap_or(0)));
        let mut start = self.numbering.next(list, level)?;
        if self.own {
            start.level = self.depth_of(look);
        }
        Some(start)
    }

    /// A section's properties: its heads and feet, its direction. Says whether the next section begins a page.
    fn section(&mut self, xml: &mut Xml<'_>) -> bool {
        let level = xml.level();
        let mut page = true;
        while let Some(element) = xml.element(level) {
            match element.name {
                "headerReference" | "footerReference" => {
                    let id = element.get_in(Space::Relation, "id").unwrap_or_default();
                    if let Some(relation) = self.relations.get(&id).filter(|relation| !relation.external)
                        && !self.margins.contains(&relation.target)
                    {
                        self.margins.push(relation.target.clone());
                    }
                }
                "type" => page = !matches!(properties::value(&element).as_deref(), Some("continuous" | "nextColumn")),
                "textDirection"
                    if properties::value(&element)
                        .is_some_and(|value| value.starts_with("tb") && value != "tb" || value == "rl") =>
                {
                    self.flattened("vertical text", xml);
                }
                _ => {}
            }
        }
        page
    }

    /// Bookmarks are known only while they are open: those round the mark of a note name it.
    pub(super) fn bookmark(&mut self, element: &Element<'_>) {
        /// More bookmarks are never open at once in a document that was made by a person.
        const MOST: usize = 64;
        let id = element.get("id").unwrap_or_default().into_owned();
        match (element.name, element.get("name")) {
            ("bookmarkStart", Some(name)) if self.open_bookmarks.len() < MOST => {
                self.open_bookmarks.insert(id, name.into_owned());
            }
            ("bookmarkEnd", _) => drop(self.open_bookmarks.remove(&id)),
            _ => {}
        }
    }

    /// The mark of a note.
    pub(super) fn note_mark(&mut self, kind: NoteKind, id: String) {
        let key = (kind, id);
        let id = match self.numbered.get(&key) {
            Some(id) => *id,
            None => {
                let Some(note) = self.notes.remove(&key) else {
                    return self.sink.push(Trouble::DanglingNote { label: key.1 }, "");
                };
                let id = NoteId(u32::try_from(self.document.notes.len()).unwrap_or(u32::MAX));
                self.document.notes.push(note);
                self.numbered.insert(key, id);
                id
            }
        };
        for name in self.open_bookmarks.values() {
            self.bookmarks.insert(name.clone(), id);
        }
        self.story.line.anchor(AnchorKind::Note(id));
        self.story.produced += 1;
    }

    /// What a field does, where that is known by now.
    pub(super) fn effect_of(&self, instruction: &str) -> Effect {
        match field::effect(instruction) {
            Effect::NoteMark(name) if !self.bookmarks.contains_key(&name) => Effect::Text,
            effect => effect,
        }
    }

    /// The log, for those who record.
    pub(super) fn log(&mut self) -> &mut EditLog {
        &mut self.document.log
    }
}

/// Whether a content control's properties, told last, say that it holds a table of contents.
fn is_contents(xml: &mut Xml<'_>) -> bool {
    let mut found = false;
    let level: Level = xml.level();
    while let Some(element) = xml.element(level) {
        if element.name == "docPartObj" {
            let inner = xml.level();
            while let Some(element) = xml.element(inner) {
                found |= element.name == "docPartGallery"
                    && properties::value(&element).is_some_and(|name| name == "Table of Contents");
            }
        }
    }
    found
}
