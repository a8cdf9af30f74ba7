//! Blocks: what a document is made of, in reading order.

use super::document::MediaId;
use super::edit::{Change, EditLog, Reason, head};
use super::origin::Origin;
use super::text::{SpanKind, Text, TextBuilder};

/// One block. Kinds that hold other blocks leave `text` empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Block {
    /// What it is.
    pub kind: Kind,
    /// Its characters: a heading's, a paragraph's, a caption, a folio.
    pub text: Text,
    /// Where it was read.
    pub origin: Origin,
    /// How the source laid it out.
    pub hints: Hints,
}

/// What a block is.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Kind {
    /// A heading; level 1 is the highest, 9 the lowest.
    Heading(u8),
    /// A paragraph, with the part it plays.
    Paragraph(Role),
    /// A stanza; its lines are parted by `\n` and stay lines.
    Verse,
    /// A pause between scenes: a rule, three stars; `text` is what the source had.
    Separator,
    /// The start of a page of the source; `text` is its label.
    PageMark,
    /// What belongs to the source's page and not to its text. Writers leave it out; the report shows it.
    Furniture(Furniture),
    /// Quoted blocks.
    Quote(Vec<Block>),
    /// A list.
    List(List),
    /// A table; `text` is its caption.
    Table(Table),
    /// A picture; `text` is its caption.
    Figure(MediaId),
}

impl Default for Kind {
    fn default() -> Kind {
        Kind::Paragraph(Role::Body)
    }
}

/// The part a paragraph plays, in the field's own terms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Role {
    /// Running text.
    #[default]
    Body,
    /// The document's own title where it is not a heading of the text: a book's title line.
    Title,
    /// 肩题, 引题: the smaller line above a headline.
    Kicker,
    /// 副题: the smaller line below a headline.
    Deck,
    /// Who wrote it: `本报记者 王小明`.
    Byline,
    /// Where and when it was wired: `新华社北京5月1日电`.
    Dateline,
    /// 报头: name, number, date and prices of a paper.
    Masthead,
    /// 发文字号.
    DocumentNumber,
    /// 发文机关标志.
    IssuingBody,
    /// 主送机关.
    Addressee,
    /// 署名.
    Signature,
    /// 成文日期, or the date of an article.
    Date,
    /// 附件说明 and 附件.
    Attachment,
    /// 版记: 抄送, 印发.
    Imprint,
    /// 公告, 启事 and their like, boxed off from the articles.
    Notice,
    /// An advertisement's lines.
    Advertisement,
    /// 编者按, 相关链接 and their like: a note beside an article.
    EditorNote,
    /// Words under a picture.
    Caption,
    /// 栏目: the name of a section of a paper.
    SectionLabel,
    /// 组稿, 责编, 摄影: who put the page together.
    Credit,
    /// A line that stands alone and is not prose: a name in a list, an address, a figure.
    Line,
}

impl Role {
    /// Every role, for tests and tables that go through them.
    pub const ALL: [Role; 21] = [
        Role::Body,
        Role::Title,
        Role::Kicker,
        Role::Deck,
        Role::Byline,
        Role::Dateline,
        Role::Masthead,
        Role::DocumentNumber,
        Role::IssuingBody,
        Role::Addressee,
        Role::Signature,
        Role::Date,
        Role::Attachment,
        Role::Imprint,
        Role::Notice,
        Role::Advertisement,
        Role::EditorNote,
        Role::Caption,
        Role::SectionLabel,
        Role::Credit,
        Role::Line,
    ];

    /// The role as a word: the native form, classes of XHTML and names of styles are made from it.
    pub fn name(self) -> &'static str {
        match self {
            Role::Body => "body",
            Role::Title => "title",
            Role::Kicker => "kicker",
            Role::Deck => "deck",
            Role::Byline => "byline",
            Role::Dateline => "dateline",
            Role::Masthead => "masthead",
            Role::DocumentNumber => "document-number",
            Role::IssuingBody => "issuing-body",
            Role::Addressee => "addressee",
            Role::Signature => "signature",
            Role::Date => "date",
            Role::Attachment => "attachment",
            Role::Imprint => "imprint",
            Role::Notice => "notice",
            Role::Advertisement => "advertisement",
            Role::EditorNote => "editor-note",
            Role::Caption => "caption",
            Role::SectionLabel => "section-label",
            Role::Credit => "credit",
            Role::Line => "line",
        }
    }
}

/// What belongs to the source's page and not to its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Furniture {
    /// A running head or foot.
    RunningHead,
    /// A folio.
    PageNumber,
    /// `欢迎关注…`.
    Promotion,
    /// 下转, 上接.
    Jump,
    /// An advertisement, where the source says so.
    Advertisement,
    /// A typed table of contents, where a new one is made.
    Contents,
}

impl Furniture {
    /// Every kind, for tests and tables that go through them.
    pub const ALL: [Furniture; 6] = [
        Furniture::RunningHead,
        Furniture::PageNumber,
        Furniture::Promotion,
        Furniture::Jump,
        Furniture::Advertisement,
        Furniture::Contents,
    ];

    /// The kind as a word.
    pub fn name(self) -> &'static str {
        match self {
            Furniture::RunningHead => "running-head",
            Furniture::PageNumber => "page-number",
            Furniture::Promotion => "promotion",
            Furniture::Jump => "jump",
            Furniture::Advertisement => "advertisement",
            Furniture::Contents => "contents",
        }
    }
}

/// A list, with its labels as the reader saw them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct List {
    /// Whether the labels count.
    pub ordered: bool,
    /// The items, in order.
    pub items: Vec<Item>,
}

/// An item of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item {
    /// The label as it stands in the source (`1.`, `（一）`); empty where the writer sets a bullet.
    pub label: Text,
    /// The content.
    pub blocks: Vec<Block>,
}

/// A table, row by row. Cells that a span covers are not listed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The rows, from the top.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Whether it heads the columns.
    pub header: bool,
    /// The cells, in reading order.
    pub cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// How many columns it takes, at least 1.
    pub columns: u16,
    /// How many rows it takes, at least 1.
    pub rows: u16,
    /// How its lines are aligned.
    pub align: Align,
    /// The content.
    pub blocks: Vec<Block>,
}

impl Default for Cell {
    fn default() -> Cell {
        Cell { columns: 1, rows: 1, align: Align::Start, blocks: Vec::new() }
    }
}

/// Where lines stand in their measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Align {
    /// At the start, or justified: the ordinary case.
    #[default]
    Start,
    /// In the middle.
    Center,
    /// At the end.
    End,
}

/// How the source laid a block out, as far as it says. Zero and `None` mean that it does not say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hints {
    /// Blank lines before the block in the source.
    pub blank_before: u16,
    /// Width of the white space before the first character, in half-em units (a space 1, U+3000 2, a tab 4).
    pub indent: u16,
    /// Width of the white space after the last character, in half-em units.
    pub trailing: u16,
    /// This block is one physical line of a source that may have wrapped: a candidate for joining.
    pub line: bool,
    /// This block is a paragraph of a source that has paragraphs, not lines; a page or a program may have cut it in two.
    pub paragraph: bool,
    /// The source's markup makes this line go on from the one before (a soft break inside one Markdown paragraph).
    pub continues: bool,
    /// The source itself marked the heading or the paragraph (Markdown `#`, a Word style).
    pub marked: bool,
    /// It stands at the foot of a page as a note does.
    pub foot: bool,
    /// The source itself says that the line is one of its table of contents (a `TOC` field, an index, links to all chapters).
    pub contents: bool,
    /// The rank of the part that it heads, where lines of its form count parts (0 a volume, 1 a chapter, 3 a section).
    pub rank: Option<u8>,
    /// Font size, in points.
    pub size: Option<f32>,
    /// The share of bold characters is one.
    pub bold: bool,
    /// Alignment.
    pub align: Align,
    /// Page of the source, from 1.
    pub page: Option<u32>,
    /// Column on that page, from 1.
    pub column: Option<u16>,
    /// How far the last line reached, as a share of the measure.
    pub reach: Option<f32>,
}

impl Block {
    /// A block with text and no hints.
    pub fn new(kind: Kind, text: Text, origin: Origin) -> Block {
        Block { kind, text, origin, hints: Hints::default() }
    }

    /// A block of the program's own words, which are recorded as given.
    pub fn made(kind: Kind, words: impl Into<String>, reason: &Reason, log: &mut EditLog) -> Block {
        let words = words.into();
        log.rendered(&words, &Origin::None, reason);
        Block::new(kind, TextBuilder::plain(words), Origin::None)
    }

    /// Gives the block another kind, and records it.
    pub fn retag(&mut self, kind: Kind, reason: &Reason, log: &mut EditLog) {
        let told =
            || Change::Retag { from: self.kind.name().into(), to: kind.name().into(), text: head(self.text.as_str()).into() };
        if kind != self.kind && !log.refuses(reason.rule, &self.origin, told) {
            log.retag(&self.kind.name(), &kind.name(), self.text.as_str(), &self.origin, reason);
            self.kind = kind;
        }
    }

    /// Whether writers write it.
    pub fn is_visible(&self) -> bool {
        !matches!(self.kind, Kind::Furniture(_))
    }

    /// Whether it is running text: a paragraph of the body.
    pub fn is_body(&self) -> bool {
        self.kind == Kind::Paragraph(Role::Body)
    }

    /// Whether it is program text and nothing else, whose white space is its own: several lines, or one that the source marked.
    pub fn is_code(&self) -> bool {
        let spans = self.text.spans();
        self.is_body()
            && !spans.is_empty()
            && spans.iter().all(|span| span.kind == SpanKind::Code)
            && self.text.anchors().is_empty()
            && self.text.is_all(&SpanKind::Code)
            && (self.hints.marked || self.text.as_str().contains('\n'))
    }

    /// Whether it is a paragraph whose lines the source ended by hand, such as those of a poem or an address.
    pub fn has_own_lines(&self) -> bool {
        self.is_body() && self.text.as_str().contains('\n')
    }

    /// The level, of a heading.
    pub fn heading(&self) -> Option<u8> {
        match self.kind {
            Kind::Heading(level) => Some(level),
            _ => None,
        }
    }
}

impl Kind {
    /// The kind as a word, with level or role.
    pub fn name(&self) -> String {
        match self {
            Kind::Heading(level) => format!("heading {level}"),
            Kind::Paragraph(role) => role.name().to_owned(),
            Kind::Verse => "verse".to_owned(),
            Kind::Separator => "separator".to_owned(),
            Kind::PageMark => "page-mark".to_owned(),
            Kind::Furniture(furniture) => format!("furniture {}", furniture.name()),
            Kind::Quote(_) => "quote".to_owned(),
            Kind::List(_) => "list".to_owned(),
            Kind::Table(_) => "table".to_owned(),
            Kind::Figure(_) => "figure".to_owned(),
        }
    }
}
