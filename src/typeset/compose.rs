//! Blocks → slabs: each block is set in its column and cut into the pieces that pagination may part.
//!
//! Blocks know their neighbours only through [`Composer::looks`], which is a sweep over siblings; after it every block is set
//! by itself, so that all processors work at once and the result is the same with one.

use super::fonts::Fonts;
use super::frame::{Item, Line};
use super::inline::{self, Inline};
use super::paragraph::{self, Alignment, Family, Paragraph, Setting};
use super::ruby::{self, Annotate};
use super::slab::{Heading, Parts, Slab, first_baseline, up_to_grid};
use super::style::{Look, Style};
use super::tag::{self, Tag, TagKind};
use super::{notice, picture, table};
use crate::geom::{Abs, Point};
use crate::model::anatomy::presence;
use crate::model::{Align, Block, Document, DocumentKind, Kind, MediaId, Role, Text, keep};
use crate::text::{pagehead, title};
use rayon::prelude::*;
use std::sync::Arc;

/// Sets blocks for one document in one style.
#[derive(Clone, Copy)]
pub struct Composer<'a> {
    /// The document.
    pub document: &'a Document,
    /// The style.
    pub style: &'a Style,
    /// The faces.
    pub fonts: &'a Fonts,
    /// The level that the document's headings begin with.
    pub base_level: u8,
}

/// The place of blocks in their column.
#[derive(Clone, Copy, Debug)]
pub struct Column<'a> {
    /// From the column's left edge.
    pub left: Abs,
    /// Width.
    pub measure: Abs,
    /// How the words around are set: body text, a quote.
    pub body: Look,
    /// Whether the words are inside a list, a quote, a cell.
    pub inner: bool,
    /// The part of the document that words set here belong to, and that blocks set here stand in.
    pub tag: Option<&'a Arc<Tag>>,
}

/// Fewer siblings than this are not worth handing to other threads.
pub const PARALLEL: usize = 8;

/// Gaps wider by more than this, in thousandths of an em, are told (JU-14).
const LOOSE: u32 = 330;

/// So many attachments stand on one page.
const SHORT_LIST: usize = 6;

/// A paragraph of so many lines of its own look stands in one piece at most; longer headings are cut as paragraphs are.
const PIECE: usize = 6;

/// Whether a block is running text: a sentence, or more than a line.
fn is_prose(block: &Block, style: &Style) -> bool {
    let text = block.text.as_str().trim_end();
    text.ends_with('。') || text.chars().count() as i64 > style.chars
}

/// Whether a block says who was at a meeting.
fn is_present(block: &Block) -> bool {
    block.kind == Kind::Paragraph(Role::Line) && presence(block.text.as_str()).is_some()
}

impl<'a> Composer<'a> {
    /// The whole column of the style.
    pub fn column(&self) -> Column<'static> {
        Column { left: Abs::ZERO, measure: self.style.measure(), body: self.style.body(), inner: false, tag: None }
    }

    /// Sets siblings one below the other.
    pub fn blocks(&self, blocks: &[Block], column: Column<'_>) -> Vec<Slab> {
        let looks = self.looks(blocks, column);
        let heads = heads(blocks, &looks);
        let set = |at: usize| match heads.get(at) {
            Some(Head::Absorbed) => Vec::new(),
            Some(Head::Of(heading)) => self.headed((&blocks[*heading], &looks[*heading]), &blocks[at], &looks[at], column),
            _ => self.block(&blocks[at], &looks[at], column),
        };
        let mut pieces: Vec<Vec<Slab>> = if blocks.len() > PARALLEL {
            (0..blocks.len()).into_par_iter().map(set).collect()
        } else {
            (0..blocks.len()).map(set).collect()
        };
        if self.style.manner == DocumentKind::Notice {
            self.sign_off(blocks, &mut pieces);
        }
        let mut slabs = Vec::with_capacity(pieces.iter().map(Vec::len).sum());
        let mut below = 0;
        for (piece, look) in pieces.into_iter().zip(looks) {
            let mut piece = piece.into_iter();
            let Some(mut first) = piece.next() else { continue };
            first.space = first.space.max(self.style.pitch * below.max(look.before));
            slabs.push(first);
            slabs.extend(piece);
            below = look.after;
        }
        slabs
    }

    /// Puts signature and date of an official document where they belong to each other. Without a seal the date stands two em
    /// to the right of the signature; where it would then come too near the edge, it stays and the signature moves to the left
    /// (GW-20). Under a seal each signature stands in the middle over the date (GW-19).
    fn sign_off(&self, blocks: &[Block], pieces: &mut [Vec<Slab>]) {
        let two = self.style.size * 2;
        let mut signatures: Vec<usize> = Vec::new();
        let mut sealed = None;
        for (index, block) in blocks.iter().enumerate().filter(|(_, block)| block.is_visible()) {
            // Where several sign, the longest name tells how far all stand from the edge.
            let extent = |&signature: &usize| ink_extent(&pieces[signature]);
            let names: Vec<(Abs, Abs)> = signatures.iter().filter_map(extent).collect();
            if let (Kind::Paragraph(Role::Date), Some(&signed)) = (&block.kind, names.iter().max_by_key(|name| name.1 - name.0))
                && names.len() == signatures.len()
                && let Some(dated) = ink_extent(&pieces[index])
            {
                let mut move_by = |piece: usize, x: Abs| {
                    let by = Point { x, y: Abs::ZERO };
                    pieces[piece].iter_mut().for_each(|slab| super::slab::shift(&mut slab.items, by));
                };
                let by = signed.0 + two - dated.0;
                if *sealed.get_or_insert_with(|| notice::anatomy(&self.document.blocks, self.style.plain).is_sealed()) {
                    let (name, date) = notice::sealed(signed, dated, self.style);
                    move_by(index, date);
                    let middle = (signed.0 + signed.1) / 2 + name;
                    for (&signature, own) in signatures.iter().zip(&names) {
                        move_by(signature, middle - (own.0 + own.1) / 2);
                    }
                    if let Some(first) = pieces[signatures[0]].first_mut() {
                        first.space = self.style.pitch * 2;
                    }
                } else if dated.1 + by <= signed.1 {
                    move_by(index, by);
                } else if signed.0 - by >= Abs::ZERO {
                    signatures.iter().for_each(|&signature| move_by(signature, -by));
                }
            }
            match block.kind {
                Kind::Paragraph(Role::Signature) => signatures.push(index),
                _ => signatures.clear(),
            }
        }
    }

    /// How each of these siblings looks, after what its neighbours are.
    pub fn looks(&self, blocks: &[Block], column: Column) -> Vec<Look> {
        let mut looks: Vec<Look> = blocks.iter().map(|block| self.look(block, column)).collect();
        let mut last: Option<usize> = None;
        let mut attachments = 0;
        for (index, block) in blocks.iter().enumerate().filter(|(_, block)| block.is_visible()) {
            attachments = if block.kind == Kind::Paragraph(Role::Attachment) { attachments + 1 } else { 0 };
            if let Some((before, look)) = last.map(|last| (&blocks[last], looks[last])) {
                let follows = matches!(
                    (&before.kind, &block.kind),
                    (Kind::Paragraph(Role::Kicker), Kind::Heading(_) | Kind::Paragraph(Role::Title))
                        | (Kind::Paragraph(Role::Masthead), Kind::Paragraph(Role::Masthead))
                        | (Kind::Paragraph(Role::Kicker), Kind::Paragraph(Role::Kicker))
                        | (Kind::Paragraph(Role::Signature), Kind::Paragraph(Role::Signature))
                        | (Kind::Paragraph(Role::Attachment), Kind::Paragraph(Role::Attachment))
                        | (Kind::Quote(_), Kind::Quote(_))
                );
                if follows {
                    looks[index].before = 0;
                }
                if let (true, Some(last)) = (keep::is_with_next(before, block), last) {
                    looks[last].keep = true;
                }
                // Headings that meet share the white between them.
                if let (Kind::Heading(_), Kind::Heading(_)) = (&before.kind, &block.kind)
                    && look.lines > 1
                {
                    looks[index].before = 0;
                }
                // A date or a signature is never alone at the top of a page.
                let signs = before.kind == Kind::Paragraph(Role::Signature);
                let lists = block.kind == Kind::Paragraph(Role::Attachment);
                if let Some(last) = last
                    && (signs || lists || look.align == Alignment::Justify)
                {
                    looks[last].keep |= notice::stays_with(before, block);
                }
                // The title of an attachment stands in the third line, below the blank one that 附件 brings (GW-25).
                if self.style.manner == DocumentKind::Notice
                    && matches!(block.kind, Kind::Heading(_))
                    && looks[index].align == Alignment::Center
                    && notice::is_attachment_mark(before)
                {
                    (looks[index].before, looks[index].lines) = (0, 1);
                }
                // Those who were there stand below a blank line (GW-35).
                if self.style.manner == DocumentKind::Notice
                    && is_present(block)
                    && matches!(before.kind, Kind::Paragraph(Role::Body | Role::Attachment))
                {
                    looks[index].before = 1;
                }
                // A short list of attachments is not parted.
                if let (2..=SHORT_LIST, Some(last)) = (attachments, last) {
                    looks[last].keep = true;
                }
            }
            last = Some(index);
        }
        // The last block of all follows nothing.
        if let Some(last) = last {
            looks[last].keep = false;
        }
        looks
    }

    /// How a block looks by itself.
    fn look(&self, block: &Block, column: Column) -> Look {
        let style = self.style;
        let body = column.body;
        match &block.kind {
            Kind::Heading(_) if column.inner => {
                Look { family: Family::Hei, keep: true, first: 0, align: Alignment::Left, ..body }
            }
            Kind::Heading(level) => {
                let rank = self.heading_rank(*level, block.text.as_str());
                // Headlines of bound issues look as they do in an issue.
                let rank = if self.document.meta.bound { rank.saturating_sub(1).max(1) } else { rank };
                let across = column.measure > style.measure();
                // A headline in a column of a paper is set smaller than one across all columns.
                match style.heading(rank) {
                    look if style.manner == DocumentKind::Notice && rank > 1 && notice::is_chapter(block.text.as_str()) => {
                        Look { align: Alignment::Center, first: 0, ..look }
                    }
                    _ if rank == 1 && style.columns > 1 && !across => style.look("headline"),
                    look => look,
                }
            }
            // Paragraphs of an official document are not centred, whatever the source did to them.
            Kind::Paragraph(Role::Body) if style.manner == DocumentKind::Notice && is_prose(block, style) => body,
            Kind::Paragraph(Role::Body) if block.is_code() => Look { align: Alignment::Left, first: 0, ..body },
            // All lines of a quoted poem begin at one edge.
            Kind::Paragraph(Role::Body) if column.inner && block.has_own_lines() && block.hints.align == Align::Start => {
                Look { first: 0, ..body }
            }
            Kind::Paragraph(Role::Body) => match block.hints.align {
                Align::Center => Look { align: Alignment::Center, first: 0, ..body },
                Align::End => Look { align: Alignment::Right, first: 0, ..body },
                Align::Start => body,
            },
            Kind::Paragraph(role) if column.inner => {
                let look = style.role(*role);
                Look {
                    family: body.family,
                    scale: look.scale.min(1000),
                    before: 0,
                    lines: 1,
                    first: look.first.min(body.first),
                    ..look
                }
            }
            Kind::Paragraph(role) => style.role(*role),
            Kind::Verse => style.look("verse"),
            // The white that a table leaves over on the grid is enough below it, as the line is above.
            Kind::Table(_) if style.manner == DocumentKind::Notice => Look { before: 1, ..body },
            Kind::Quote(_) | Kind::Table(_) | Kind::Figure(_) => Look { before: 1, after: 1, ..body },
            Kind::Separator => style.look("separator"),
            Kind::PageMark => style.look("page-head"),
            _ => body,
        }
    }

    /// The rank of a heading's level in this document.
    pub fn rank(&self, level: u8) -> u8 {
        level.saturating_sub(self.base_level).saturating_add(1)
    }

    /// The rank of a heading: in official documents its label says it (GW-17), elsewhere its level.
    pub fn heading_rank(&self, level: u8, text: &str) -> u8 {
        if self.style.manner != DocumentKind::Notice {
            return self.rank(level);
        }
        notice::label_rank(text).unwrap_or_else(|| self.rank(level))
    }

    /// Sets one block.
    fn block(&self, block: &Block, look: &Look, column: Column<'_>) -> Vec<Slab> {
        let tag = self.tag(block, column.tag);
        let column = Column { tag: Some(&tag), ..column };
        match &block.kind {
            Kind::Furniture(_) => Vec::new(),
            Kind::Heading(level) => {
                let mut slabs = if look.align == Alignment::Center && self.style.manner == DocumentKind::Notice {
                    self.title(&block.text, look, column)
                } else {
                    self.text(&block.text, look, column)
                };
                if let Some(first) = slabs.first_mut()
                    && !column.inner
                {
                    first.heading = Some(self.entry(block, *level));
                }
                slabs
            }
            Kind::Verse => self.verse(&block.text, look, column),
            Kind::Separator => self.separator(&block.text, look, column),
            Kind::PageMark if self.style.manner == DocumentKind::Newspaper && !column.inner => {
                let mut slabs = self.text(&block.text, look, column);
                if let Some(first) = slabs.first_mut() {
                    first.heading = Some(Arc::new(Heading { title: pagehead::label(block.text.as_str()), rank: 0 }));
                }
                slabs
            }
            Kind::PageMark => self.page_mark(&block.text, column),
            Kind::Quote(inner) => {
                let em = self.style.size;
                let indent = if column.measure > em * 10 { em * 2 } else { Abs::ZERO };
                let body = Look { first: column.body.first, ..self.style.look("quote") };
                let inside =
                    Column { left: column.left + indent, measure: column.measure - indent, body, inner: true, ..column };
                let own = Tag::new(TagKind::Paragraph, Some(&tag));
                let mut slabs = self.text(&block.text, &body, Column { tag: Some(&own), ..inside });
                slabs.extend(self.blocks(inner, inside));
                slabs
            }
            Kind::List(list) => {
                let own = Tag::new(TagKind::Caption, Some(&tag));
                let mut slabs = self.text(&block.text, look, Column { tag: Some(&own), ..column });
                slabs.extend(self.list(list, column));
                slabs
            }
            Kind::Table(table) => table::set(self, table, &block.text, column),
            Kind::Figure(media) => {
                let mut slabs = picture::set(self, *media, &block.text, column);
                slabs.last_mut().into_iter().for_each(|last| last.glue |= look.keep);
                slabs
            }
            Kind::Paragraph(Role::Attachment) if self.style.manner == DocumentKind::Notice && !column.inner => {
                notice::attachment(self, block, look, column)
            }
            Kind::Paragraph(Role::Body) if self.style.manner == DocumentKind::Notice && !column.inner => {
                let mut inline = Inline::new(&block.text, self.document, self.style, look);
                if let Some((end, family)) = notice::run_in(block.text.as_str()) {
                    inline.set_family(end, family);
                }
                if block.text.is_empty() { Vec::new() } else { self.set(inline, look, column, None) }
            }
            Kind::Paragraph(Role::Line) if self.style.manner == DocumentKind::Notice && is_present(block) => {
                let mut inline = Inline::new(&block.text, self.document, self.style, look);
                inline.set_family(presence(block.text.as_str()).unwrap_or(0), Family::Hei);
                self.set(inline, look, column, None)
            }
            _ => self.text(&block.text, look, column),
        }
    }

    /// Sets a paragraph with the heading that runs into it (HD-6).
    fn headed(&self, (heading, head): (&Block, &Look), block: &Block, look: &Look, column: Column<'_>) -> Vec<Slab> {
        let (title, tag) = (self.tag(heading, column.tag), self.tag(block, column.tag));
        let mut inline = Inline::new(&block.text, self.document, self.style, look);
        let plain = Look { family: head.family, bold: head.bold, grey: head.grey, ..*look };
        inline.run_in(Inline::new(&heading.text, self.document, self.style, &plain), &title);
        let mut slabs = self.set(inline, look, Column { tag: Some(&tag), ..column }, None);
        if let (Some(first), Some(level), false) = (slabs.first_mut(), heading.heading(), column.inner) {
            first.heading = Some(self.entry(heading, level));
            first.space = self.style.pitch * head.before.min(1);
        }
        slabs
    }

    /// Sets a text as a paragraph. A text without characters or anchors has no lines.
    pub fn text(&self, text: &Text, look: &Look, column: Column) -> Vec<Slab> {
        if text.is_empty() {
            return Vec::new();
        }
        self.set(Inline::new(text, self.document, self.style, look), look, column, None)
    }

    /// Sets a text with indents of its own, of the first line and the others, from the column's left edge.
    pub fn hanging(&self, text: &Text, look: &Look, column: Column, first: Abs, rest: Abs) -> Vec<Slab> {
        if text.is_empty() {
            return Vec::new();
        }
        self.set(Inline::new(text, self.document, self.style, look), look, column, Some((first, rest)))
    }

    /// Sets the title of an official document, with its lines broken by sense (GW-15).
    pub fn title(&self, text: &Text, look: &Look, column: Column) -> Vec<Slab> {
        let mut inline = Inline::new(text, self.document, self.style, look);
        if text.is_empty() {
            return Vec::new();
        }
        let room = column.measure.units() / self.style.em(look).units().max(1);
        inline.break_at(&title::by_sense(text.as_str(), room as usize));
        self.set(inline, look, column, None)
    }

    /// The entry of a heading in outline and contents.
    pub fn entry(&self, block: &Block, level: u8) -> Arc<Heading> {
        let title = block.text.as_str().replace('\n', " ");
        let rank = self.heading_rank(level, &title);
        Arc::new(Heading { title, rank })
    }

    /// Sets the typesetter's own words as a paragraph.
    pub fn words(&self, words: &str, look: &Look, column: Column) -> Vec<Slab> {
        if words.is_empty() {
            return Vec::new();
        }
        let mut slabs = self.set(Inline::plain(words, self.style, look), look, column, None);
        slabs.iter_mut().for_each(as_made);
        slabs
    }

    fn set(&self, mut inline: Inline<'_>, look: &Look, column: Column, indents: Option<(Abs, Abs)>) -> Vec<Slab> {
        let style = self.style;
        let em = style.em(look);
        let (left, measure) = indented(look, em, column);
        let mut decorations = std::mem::take(&mut inline.decorations);
        if let Some(whole) = column.tag {
            inline::tell_parts(decorations.get_mut(inline.told..).unwrap_or_default(), whole);
        }
        let annotate = |text: &str, size: Abs| self.label(text, look, size);
        ruby::make_room(&inline.text, &mut inline.settings, &decorations, style.vertical.is_some(), &annotate);
        let mut paragraph = inline.paragraph(style, measure);
        paragraph.first_indent =
            if measure >= em * (look.first + 4) { em.scale(look.first * paragraph.widths.latin, 1000) } else { Abs::ZERO };
        if let Some((first, rest)) = indents.filter(|(_, rest)| measure >= *rest + em * 4) {
            (paragraph.first_indent, paragraph.indent) = (first, rest);
        }
        paragraph.alignment = look.align;
        // Headings of vertical pages stand at the edge, and are broken by sense all the same (HD-5).
        let is_heading = matches!(column.tag.map(|tag| &tag.kind), Some(TagKind::Heading(..) | TagKind::Title));
        paragraph.balanced = is_heading && style.vertical.is_some();
        let lines = paragraph::set(&paragraph, self.fonts);
        let shown = |media| self.shown(media, &Text::default());
        let mut placing = Placing { decorations: &mut decorations, tag: column.tag, style, annotate: &annotate, shown: &shown };

        let leading = em.scale(14, 10);
        let count = lines.len();
        if (look.lines > 1 || em > style.pitch) && count <= PIECE {
            let natural = up_to_grid(em, style.pitch);
            let content = up_to_grid(em + leading * (count as i64 - 1) + (leading - em) / 2, style.pitch);
            let height = content.max(natural) + style.pitch * look.lines - natural.min(style.pitch * look.lines);
            let baseline = first_baseline(style, height, count as i64, em, leading);
            let mut slab = Slab { height, snap: true, glue: look.keep, ..Slab::default() };
            slab.items.extend(column.tag.map(tag::begin));
            for (index, line) in lines.into_iter().enumerate() {
                let origin = Point { x: left, y: baseline + leading * index as i64 };
                placing.line(&mut slab, line, origin);
            }
            self.last_annotations(&mut slab, placing.decorations, Point { x: left, y: baseline }, look);
            return vec![slab];
        }

        let pitch = if em > style.pitch { up_to_grid(leading, style.pitch) } else { style.pitch };
        let mut slabs = Vec::with_capacity(count);
        for (index, line) in lines.into_iter().enumerate() {
            let rise = line.objects.iter().map(|(_, rect)| -rect.min.y - Style::ascent(em)).max().unwrap_or_default();
            let extra = up_to_grid(rise.max(Abs::ZERO), style.pitch);
            let loose = u32::try_from(line.gap).unwrap_or(0);
            let loose = if loose > LOOSE { loose } else { 0 };
            let mut slab = Slab { height: pitch + extra, loose, ..Slab::default() };
            slab.items.extend(column.tag.map(tag::begin));
            let origin = Point { x: left, y: Style::ascent(em.max(style.size)) + extra };
            placing.line(&mut slab, line, origin);
            // Of a paragraph that stays with the next, two lines do.
            slab.glue = look.keep && (is_heading || index + 2 >= count) || holds(index, count, style);
            slab.snap = index + 1 == count;
            if slab.snap {
                self.last_annotations(&mut slab, placing.decorations, origin, look);
            }
            slabs.push(slab);
        }
        slabs
    }

    fn last_annotations(&self, slab: &mut Slab, decorations: &mut [inline::Decoration<'_>], origin: Point, look: &Look) {
        for annotation in inline::undrawn(decorations) {
            let size = self.style.em(look) / 2;
            slab.push_line(self.label(annotation, look, size), Point { x: origin.x, y: origin.y - size * 2 });
        }
    }

    /// Sets a few words on one line, in the look's type at this size.
    pub fn label(&self, text: &str, look: &Look, size: Abs) -> Line {
        one_line(self.fonts, self.style, text, look, size)
    }

    /// A stanza: its lines stay lines, and the whole stands in the middle, by whole em (PA-6).
    fn verse(&self, text: &Text, look: &Look, column: Column) -> Vec<Slab> {
        let em = self.style.em(look);
        let flush = Look { left: 0, ..*look };
        let inside = Column { measure: (column.measure - em * 2).max(em * 4), ..column };
        let mut slabs = self.text(text, &flush, inside);
        let widest = slabs.iter().flat_map(|slab| &slab.items).filter_map(ink_right).max().unwrap_or_default() - column.left;
        let free = (column.measure - widest) / 2;
        let by = Abs::raw(free.units().div_euclid(em.units().max(1)) * em.units()).max(em * 2).min(column.measure - widest);
        let short = slabs.len() <= PIECE;
        let count = slabs.len();
        for (index, slab) in slabs.iter_mut().enumerate() {
            super::slab::shift(&mut slab.items, Point { x: by.max(Abs::ZERO), y: Abs::ZERO });
            slab.glue |= short && index + 1 < count;
        }
        slabs
    }

    /// A pause: the source's own marks in the middle of three lines, or three dots where it has none.
    fn separator(&self, text: &Text, look: &Look, column: Column) -> Vec<Slab> {
        if !text.is_empty() {
            return self.text(text, look, column);
        }
        let style = self.style;
        let middle = Point { x: column.left + column.measure / 2 - style.size * 2, y: style.pitch + style.size / 2 };
        let dots = Item::Dots {
            from: middle,
            width: style.size * 4 + Abs::pt(0.01),
            step: style.size * 2,
            dot: style.size.scale(22, 100),
            down: false,
        };
        vec![Slab { height: style.pitch * 3, snap: true, items: vec![dots], ..Slab::default() }]
    }

    /// Where a page of the source began: its label, small and grey, in the margin.
    fn page_mark(&self, text: &Text, column: Column) -> Vec<Slab> {
        if text.is_empty() {
            return Vec::new();
        }
        let look = self.style.look("page-mark");
        let size = self.style.em(&look);
        let line = self.label(text.as_str(), &look, size);
        let width = line.runs.iter().map(|run| run.x + run.width).max().unwrap_or_default();
        let mut slab = Slab { glue: true, ..Slab::default() };
        slab.items.extend(column.tag.map(tag::begin));
        let x = column.left - self.style.size.scale(6, 10) - width;
        slab.push_line(line, Point { x, y: Style::ascent(self.style.size) });
        vec![slab]
    }
}

/// What a block is to headings that run into paragraphs.
#[derive(Clone, Copy)]
enum Head {
    /// Nothing.
    None,
    /// A heading that is set with what follows.
    Absorbed,
    /// A paragraph that this heading runs into.
    Of(usize),
}

/// Which headings run into which paragraphs; nothing where none does.
fn heads(blocks: &[Block], looks: &[Look]) -> Vec<Head> {
    let mut heads = Vec::new();
    for (at, look) in looks.iter().enumerate() {
        if !look.run_in || blocks[at].heading().is_none() || blocks[at].text.as_str().contains('\n') {
            continue;
        }
        let next = (at + 1..blocks.len()).find(|&next| blocks[next].is_visible());
        if let Some(next) = next.filter(|&next| blocks[next].is_body() && !blocks[next].text.is_empty()) {
            heads.resize(blocks.len(), Head::None);
            heads[at] = Head::Absorbed;
            heads[next] = Head::Of(at);
        }
    }
    heads
}

/// Whether line `index` of `count` must stay with the next: so many lines stand at the head of a column, and, where there are
/// enough for both, so many at the foot (PA-4).
fn holds(index: usize, count: usize, style: &Style) -> bool {
    let (orphans, widows) = (style.orphans as usize, style.widows as usize);
    let (done, left) = (index + 1, count - index - 1);
    left > 0 && (left < widows || (done < orphans && count >= orphans + widows))
}

/// Left edge and measure of a look in a column; indents go where there is no room for them.
fn indented(look: &Look, em: Abs, column: Column) -> (Abs, Abs) {
    let measure = column.measure - em * (look.left + look.right);
    if measure >= em * 6 { (column.left + em * look.left, measure) } else { (column.left, column.measure) }
}

/// What the lines of a paragraph have in common.
struct Placing<'a, 'b> {
    decorations: &'a mut [inline::Decoration<'b>],
    tag: Option<&'a Arc<Tag>>,
    style: &'a Style,
    annotate: &'a Annotate<'a>,
    shown: &'a dyn Fn(MediaId) -> String,
}

impl Placing<'_, '_> {
    /// Puts a line with what is drawn about it into a slab.
    fn line(&mut self, slab: &mut Slab, line: Line, origin: Point) {
        let mut drawn = Slab::default();
        inline::decorate(self.decorations, &line, origin, &mut drawn, self.style, self.annotate);
        let of = |setting: u32| self.decorations.get(setting as usize).and_then(inline::Decoration::part);
        let parts = self.tag.map(|whole| Parts { whole, of: &of, shown: self.shown });
        slab.push_parts(line, origin, parts.as_ref());
        if !drawn.items.is_empty() {
            slab.items.append(&mut drawn.items);
            slab.items.extend(self.tag.map(tag::begin));
        }
    }
}

/// How far to the right an item's glyphs reach.
pub fn ink_right(item: &Item) -> Option<Abs> {
    match item {
        Item::Text { origin, run } | Item::Made { origin, run, .. } => Some(origin.x + run.x + run.width),
        _ => None,
    }
}

/// Where the glyphs of some slabs begin and end.
fn ink_extent(slabs: &[Slab]) -> Option<(Abs, Abs)> {
    let items = || slabs.iter().flat_map(|slab| &slab.items);
    let left = items().filter_map(|item| match item {
        Item::Text { origin, run } => Some(origin.x + run.x),
        _ => None,
    });
    Some((left.min()?, items().filter_map(ink_right).max()?))
}

/// Turns words into the typesetter's own.
pub fn as_made(slab: &mut Slab) {
    for item in &mut slab.items {
        if let Item::Text { origin, run } = item {
            let run = std::mem::replace(run, super::frame::Run::empty());
            *item = Item::Made { origin: *origin, run, artifact: false };
        }
    }
}

/// Sets a few words on one line, flush left, however long it becomes.
pub fn one_line(fonts: &Fonts, style: &Style, text: &str, look: &Look, size: Abs) -> Line {
    let setting = Setting { grey: look.grey, ..Setting::whole(text, look.family, look.bold, size) };
    let flat;
    let text = if text.contains('\n') {
        flat = text.replace('\n', " ");
        flat.as_str()
    } else {
        text
    };
    let paragraph = Paragraph {
        alignment: Alignment::Left,
        last_line: style.last_line,
        prohibition: style.prohibition,
        remedy: style.remedy,
        region: style.region,
        widths: style.widths_at(size),
        vertical: style.vertical,
        ..Paragraph::plain(text, setting, Abs::pt(100_000.0), &style.language)
    };
    let mut lines = paragraph::set(&paragraph, fonts).into_iter();
    let mut first = lines.next().unwrap_or_default();
    for line in lines {
        let by = first.right;
        first.right = by + line.right;
        first.runs.extend(line.runs.into_iter().map(|mut run| {
            run.x += by;
            run
        }));
    }
    first
}
