//! Blocks as XHTML: what EPUB and HTML have in common.
//!
//! A [`Pen`] writes blocks file by file and remembers what other parts of a book need: headings, page marks, notes that wait
//! for the end of their file. Everything that it makes up itself (marks of notes, links back) carries a class of
//! [`read_back::MADE`], so that reading back can tell it from the document's text. Line ends between blocks are the only
//! white space that it adds.

mod inline;
pub mod read_back;
pub mod style;
pub mod url;

pub use inline::language;

use super::xml::{Syntax, Xml};
use crate::diag::{Sink, Trouble};
use crate::model::{
    Align, Block, Document, DocumentKind, Item, Kind, List, MediaId, NoteId, Role, Row, Table, Text, is_line_end,
};
use crate::text::pagehead;
use std::collections::BTreeMap;

/// Which of two close relatives is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// A content document of an EPUB: `epub:type` and `xml:lang`.
    Epub,
    /// HTML that XML parsers read as well.
    Html,
}

/// A place that a table of contents or a list of pages leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Level of the heading, from 1 to 9; 0 for pages, which in a paper stand above the headlines.
    pub level: u8,
    /// What it is called; never empty.
    pub label: String,
    /// The file.
    pub file: String,
    /// The element's id.
    pub id: String,
}

/// A table of so many columns is set smaller, for screens that are no wider than a hand.
const MANY_COLUMNS: usize = 5;

/// Writes blocks.
pub struct Pen<'a> {
    document: &'a Document,
    dialect: Dialect,
    /// Where pictures are, by their place in the document; `None` where there is nothing to show.
    pictures: &'a [Option<String>],
    sink: &'a mut Sink,
    /// Short numbers stand side by side in vertical lines (VT-6).
    pub combine: bool,
    xml: Xml,
    file: String,
    /// Headings so far, and in a paper its pages.
    pub headings: Vec<Mark>,
    /// Page marks so far.
    pub pages: Vec<Mark>,
    /// Notes that were referred to: number and file.
    notes: BTreeMap<NoteId, (usize, String)>,
    /// Notes that wait for the end of the file, and whether something refers to them.
    waiting: Vec<(NoteId, bool)>,
    references: usize,
    /// Whether a heading written now belongs into the contents.
    in_notes: bool,
    /// Whether blocks stand in a quotation.
    in_quote: bool,
    /// What the next paragraph begins with.
    lead: Option<Lead<'a>>,
}

/// What stands before a paragraph's own text.
enum Lead<'a> {
    /// The label of a list's item.
    Label(&'a Text),
    /// The number of a note, which leads back to its mark if there is one.
    Number(usize, bool),
}

impl<'a> Pen<'a> {
    /// A pen for a document whose pictures stand at the given addresses.
    pub fn new(document: &'a Document, dialect: Dialect, pictures: &'a [Option<String>], sink: &'a mut Sink) -> Pen<'a> {
        Pen {
            document,
            dialect,
            pictures,
            sink,
            combine: false,
            xml: Xml::fragment(Syntax::Xhtml),
            file: String::new(),
            headings: Vec::new(),
            pages: Vec::new(),
            notes: BTreeMap::new(),
            waiting: Vec::new(),
            references: 0,
            in_notes: false,
            in_quote: false,
            lead: None,
        }
    }

    /// The markup of one file: the blocks, then the notes that they refer to first. The last file takes the notes to which
    /// nothing refers as well.
    pub fn file(&mut self, name: &str, blocks: &'a [Block], last: bool) -> String {
        self.file = name.to_owned();
        self.blocks(blocks);
        if last {
            for (index, note) in self.document.notes.iter().enumerate() {
                let id = NoteId(u32::try_from(index).unwrap_or(u32::MAX));
                if !self.notes.contains_key(&id) {
                    self.sink.push(Trouble::DanglingNote { label: note.label.clone() }, "");
                    self.await_note(id, false);
                }
            }
        }
        self.write_notes();
        std::mem::replace(&mut self.xml, Xml::fragment(Syntax::Xhtml)).finish()
    }

    fn write_notes(&mut self) {
        if self.waiting.is_empty() {
            return;
        }
        self.xml.open("section").attr("class", "notes");
        self.kind_of("footnotes");
        self.xml.line();
        self.in_notes = true;
        let document = self.document;
        // A note may refer to another one, which then waits behind it.
        let mut done = 0;
        while let Some(&(id, referred)) = self.waiting.get(done) {
            done += 1;
            let number = self.notes.get(&id).map_or(0, |note| note.0);
            self.xml.open("aside").attr("class", "note").attr("id", format!("n{number}"));
            self.kind_of("footnote");
            self.xml.attr("role", "doc-footnote").line();
            let outer = self.lead.replace(Lead::Number(number, referred));
            self.blocks(&document.notes[id.0 as usize].blocks);
            self.bare_lead();
            self.lead = outer;
            self.xml.close().line();
        }
        self.in_notes = false;
        self.waiting.clear();
        self.xml.close().line();
    }

    /// The number and the file of a note; a new one waits for the end of this file. The id must be one of the document's.
    fn await_note(&mut self, id: NoteId, referred: bool) -> (usize, String) {
        if let Some(note) = self.notes.get(&id) {
            return note.clone();
        }
        let note = (self.notes.len() + 1, self.file.clone());
        self.notes.insert(id, note.clone());
        self.waiting.push((id, referred));
        note
    }

    fn kind_of(&mut self, kind: &str) {
        if self.dialect == Dialect::Epub {
            self.xml.attr("epub:type", kind);
        }
    }

    fn blocks(&mut self, blocks: &'a [Block]) {
        blocks.iter().filter(|block| block.is_visible()).for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &'a Block) {
        if !matches!(block.kind, Kind::Paragraph(_)) || block.is_code() {
            self.bare_lead();
        }
        match &block.kind {
            Kind::Heading(level) => self.heading(*level, &block.text),
            Kind::Paragraph(_) if block.is_code() => self.code(&block.text),
            Kind::Paragraph(role) => self.paragraph(*role, block),
            Kind::Verse => self.verse(&block.text),
            Kind::Separator if block.text.is_empty() => {
                self.xml.open("hr").close().line();
            }
            Kind::Separator => self.plain("p", "separator", &block.text),
            Kind::PageMark => self.page_mark(&block.text),
            Kind::Furniture(_) => {}
            Kind::Quote(inner) => {
                self.xml.open("blockquote").line();
                self.plain("p", "", &block.text);
                let outer = std::mem::replace(&mut self.in_quote, true);
                self.blocks(inner);
                self.in_quote = outer;
                self.xml.close().line();
            }
            Kind::List(list) => {
                self.plain("p", "", &block.text);
                self.list(list);
            }
            Kind::Table(table) => self.table(table, &block.text),
            Kind::Figure(media) => self.figure(*media, &block.text),
        }
    }

    /// An element with text, left out where there is none.
    fn plain(&mut self, element: &'static str, class: &str, text: &'a Text) {
        if text.is_empty() {
            return;
        }
        self.xml.open(element);
        self.class(&[class, spaced(text)]);
        self.inlines(text);
        self.xml.close().line();
    }

    fn class(&mut self, names: &[&str]) {
        let names: Vec<&str> = names.iter().copied().filter(|name| !name.is_empty()).collect();
        if !names.is_empty() {
            self.xml.attr("class", names.join(" "));
        }
    }

    fn heading(&mut self, level: u8, text: &'a Text) {
        if text.is_empty() {
            return;
        }
        let level = level.clamp(1, 9);
        let element = ["h1", "h2", "h3", "h4", "h5", "h6"][usize::from(level.min(6)) - 1];
        self.xml.open(element);
        self.class(&[spaced(text)]);
        let label = label(text.as_str());
        if !self.in_notes && !label.is_empty() {
            let id = format!("h{}", self.headings.len() + 1);
            self.xml.attr("id", &id);
            self.headings.push(Mark { level, label, file: self.file.clone(), id });
        }
        self.inlines(text);
        self.xml.close().line();
    }

    /// Program text: lines as they are.
    fn code(&mut self, text: &'a Text) {
        self.xml.open("pre").open("code");
        self.characters(text.as_str());
        self.xml.close().close().line();
    }

    fn paragraph(&mut self, role: Role, block: &'a Block) {
        let text = &block.text;
        if text.is_empty() {
            return;
        }
        let align = match block.hints.align {
            // All lines of a quoted poem begin at one edge.
            Align::Start if self.in_quote && block.has_own_lines() => "flush",
            Align::Start => "",
            Align::Center => "center",
            Align::End => "end",
        };
        self.xml.open("p");
        self.class(&[if role == Role::Body { "" } else { role.name() }, align, spaced(text)]);
        if role == Role::Deck {
            self.xml.attr("role", "doc-subtitle");
        }
        self.write_lead();
        self.inlines(text);
        self.xml.close().line();
    }

    /// The lead on a line of its own, where no paragraph takes it.
    fn bare_lead(&mut self) {
        if self.lead.is_some() {
            self.xml.open("p").attr("class", "lead");
            self.write_lead();
            self.xml.close().line();
        }
    }

    fn write_lead(&mut self) {
        match self.lead.take() {
            None => {}
            Some(Lead::Label(label)) => {
                self.xml.open("span").attr("class", "label");
                self.inlines(label);
                self.xml.close();
            }
            Some(Lead::Number(number, referred)) => {
                self.xml.open(if referred { "a" } else { "span" }).attr("class", read_back::BACK_LINK);
                if referred {
                    self.xml.attr("role", "doc-backlink").attr("href", format!("#r{number}"));
                }
                self.xml.text(&number.to_string()).close();
            }
        }
    }

    fn verse(&mut self, text: &'a Text) {
        if text.is_empty() {
            return;
        }
        self.xml.open("div");
        self.class(&["verse", spaced(text)]);
        self.xml.line();
        for line in self.lines(text) {
            self.xml.open("p").attr("class", "line").raw(&line).close().line();
        }
        self.xml.close().line();
    }

    /// The label is told by an attribute, as readers of EPUB expect; one that XML can't say is told as text.
    fn page_mark(&mut self, text: &'a Text) {
        let label = label(text.as_str());
        let paper = self.document.meta.kind == Some(DocumentKind::Newspaper);
        // What is not counted is not led to; one name each.
        let counted = !self.in_notes && !label.is_empty();
        let id = format!("p{}", self.pages.len() + 1);
        self.xml.open("div");
        if counted {
            self.xml.attr("id", &id);
        }
        self.xml.attr("class", if paper { "page paper-page" } else { "page" });
        self.kind_of("pagebreak");
        if !label.is_empty() || self.dialect != Dialect::Epub {
            // A page break is named (DPUB-ARIA 1.1, doc-pagebreak).
            self.xml.attr("role", "doc-pagebreak");
        }
        if text.is_empty() {
            self.xml.close().line();
            return;
        }
        if text.as_str().chars().all(super::xml::is_legal) && text.spans().is_empty() && text.anchors().is_empty() {
            self.xml.attr("aria-label", text.as_str());
        } else {
            self.inlines(text);
        }
        self.xml.close().line();
        if !counted {
            return;
        }
        let mark = Mark { level: 0, label, file: self.file.clone(), id };
        if paper && !self.document.meta.bound {
            // Articles are under their page; in a volume, under their issue.
            self.headings.push(Mark { label: pagehead::label(&mark.label), ..mark.clone() });
        }
        self.pages.push(mark);
    }

    fn list(&mut self, list: &'a List) {
        let items = || list.items.iter().filter(|item| !item.label.is_empty() || item.blocks.iter().any(Block::is_visible));
        if items().next().is_none() {
            return;
        }
        self.xml.open(if list.ordered { "ol" } else { "ul" }).line();
        for Item { label, blocks } in items() {
            self.xml.open("li");
            if !label.is_empty() {
                self.xml.attr("class", "labelled");
                self.lead = Some(Lead::Label(label));
            }
            self.blocks(blocks);
            self.bare_lead();
            self.xml.close().line();
        }
        self.xml.close().line();
    }

    fn table(&mut self, table: &'a Table, caption: &'a Text) {
        if table.rows.iter().all(|row| row.cells.is_empty()) {
            return self.plain("p", Role::Caption.name(), caption);
        }
        self.xml.open("table");
        let columns = |row: &Row| row.cells.iter().map(|cell| usize::from(cell.columns)).sum::<usize>();
        self.class(&[if table.rows.iter().any(|row| columns(row) >= MANY_COLUMNS) { "wide" } else { "" }]);
        self.xml.line();
        self.plain("caption", "", caption);
        let heads = table.rows.iter().take_while(|row| row.header).count();
        // A table of heads alone has no body, and needs one.
        let heads = if heads == table.rows.len() { 0 } else { heads };
        let (head, body) = table.rows.split_at(heads);
        for (part, rows) in [("thead", head), ("tbody", body)] {
            if rows.is_empty() {
                continue;
            }
            self.xml.open(part).line();
            for row in rows {
                self.xml.open("tr");
                for cell in &row.cells {
                    self.xml.open(if row.header { "th" } else { "td" });
                    if row.header {
                        self.xml.attr("scope", "col");
                    }
                    self.class(&[["", "center", "end"][cell.align as usize]]);
                    if cell.columns > 1 {
                        self.xml.attr("colspan", cell.columns.min(1000).to_string());
                    }
                    if cell.rows > 1 {
                        self.xml.attr("rowspan", cell.rows.to_string());
                    }
                    match cell.blocks.as_slice() {
                        [block] if block.is_body() && !block.is_code() => self.inlines(&block.text),
                        blocks => self.blocks(blocks),
                    }
                    self.xml.close();
                }
                self.xml.close().line();
            }
            self.xml.close().line();
        }
        self.xml.close().line();
    }

    fn figure(&mut self, media: MediaId, caption: &'a Text) {
        self.xml.open("figure").line();
        self.picture(media, &label(caption.as_str()));
        self.plain("figcaption", "", caption);
        self.xml.close().line();
    }

    /// A picture, or an empty element that says in an attribute what should be there. What stands below a picture is said of it
    /// where nothing else is: one without words would be passed over as an ornament.
    fn picture(&mut self, id: MediaId, caption: &str) {
        let media = self.document.media.get(id.0 as usize);
        let own = media.map_or("", |media| &media.alt);
        match self.pictures.get(id.0 as usize) {
            Some(Some(address)) => {
                self.xml.open("img").attr("src", address).attr("alt", if own.is_empty() { caption } else { own }).close();
            }
            _ => {
                let reference = media.map_or("", |media| &media.reference);
                let words = if own.is_empty() { reference } else { own };
                self.xml.open("span").attr("class", "missing").attr("role", "img");
                self.xml.attr("aria-label", if words.is_empty() { "?" } else { words }).close();
            }
        }
    }
}

/// The class of text whose white space would be lost if a reader folded it.
fn spaced(text: &Text) -> &'static str {
    let mut before = ' ';
    let folds = text.as_str().chars().any(|c| {
        let folds = c == '\t' || (c == ' ' && matches!(before, ' ' | '\n'));
        before = c;
        folds
    });
    if folds { "spaced" } else { "" }
}

/// A text as a label of one line: white space folded, without what XML can't say.
pub fn label(text: &str) -> String {
    let words: Vec<String> = text
        .split(|c: char| c.is_whitespace() || is_line_end(c))
        .map(|word| word.chars().filter(|&c| super::xml::is_legal(c)).collect::<String>())
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}
