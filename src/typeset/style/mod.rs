//! Page styles: figures as data, and how each part of a document looks by them.
//!
//! A type area 版心 is counted in characters and lines (CLREQ 2.3, PG-1); margins follow from it. Everything that stands in
//! the column takes whole lines of it (PG-5), so that lines of facing pages and columns meet.
//!
//! A style is a TOML file. Those of the program lie in `presets/`; a user's own names one of them as its `base` and says what is
//! other. `keys` is the list of all keys, by which files are read, checked and shown.

mod file;
mod keys;
mod look;
mod values;

use super::paragraph::{Alignment, Family, Prohibition, Region, Vertical, Widths};
use crate::geom::{Abs, Point, Rect, Size};
use crate::model::{Document, DocumentKind, Role};
pub use keys::{Side, Words};
pub use look::Look;
use look::{Figures, PARTS};
use std::sync::Arc;
use values::Complaint;
pub use values::length;

/// A page style.
#[derive(Clone, Debug)]
pub struct Style {
    /// Its name on the command line.
    pub name: String,
    /// What it is, for help texts.
    pub about: String,
    /// Whose manners it follows.
    pub manner: DocumentKind,
    /// Trim size.
    pub trim: Size,
    /// White above the type area 天头.
    pub top: Abs,
    /// White between the type area and the spine 订口.
    pub inner: Abs,
    /// Size of the body's em.
    pub size: Abs,
    /// From baseline to baseline: between 1.5 and 2 em (PG-2).
    pub pitch: Abs,
    /// Characters in a line of one column, at most 40 (PG-3).
    pub chars: i64,
    /// What a line is wider than its characters.
    spare: Abs,
    /// Lines of a column.
    pub lines: i64,
    /// Columns.
    pub columns: i64,
    /// White between columns, in thousandths of the body's em.
    gap: i64,
    /// Whether hairlines stand between columns.
    pub rules: bool,
    /// The body's style of type.
    pub family: Family,
    /// Indent of first lines in em, where it does not go by the measure.
    indent: Option<i64>,
    /// Habits of marks, where they do not go by the language.
    marks: Option<Region>,
    /// Habits of marks.
    pub region: Region,
    /// What must not stand at the edges of lines.
    pub prohibition: Prohibition,
    /// Widths of marks and words.
    pub widths: Widths,
    /// Set in vertical lines, from right to left, bound on the right (PG-7).
    pub vertical: Option<Vertical>,
    /// How vertical lines are set, where they are.
    pub upright: Vertical,
    /// Running heads.
    pub head: Head,
    /// Page numbers.
    pub folio: Folio,
    /// Letters of a last line, at least (PA-3).
    pub last_line: i64,
    /// Lines of a paragraph that a column ends with, and begins with, at least (PA-4).
    pub orphans: i64,
    /// See `orphans`.
    pub widows: i64,
    /// Whether a run of three marks and more may be broken where the line would be very loose (LB-6).
    pub remedy: bool,
    /// Whether chapters that begin pages begin right ones, behind a blank page where that is needed.
    pub recto: bool,
    /// Lines left white above a chapter that begins a page.
    pub sink: i64,
    /// Lines left white above the title on a title page.
    pub title_sink: i64,
    /// The least headings and pages with which there is a table of contents; 0 is never.
    pub contents: (i64, i64),
    /// Footnotes.
    pub notes: Reduced,
    /// Words in tables.
    pub tables: Reduced,
    /// For each [`Family`], the faces that are tried first: keys of the font set, or files in a font folder.
    pub fonts: Arc<[Vec<String>; 5]>,
    looks: Arc<[Figures; PARTS.len()]>,
    /// Language (BCP 47), which chooses the faces.
    pub language: String,
    /// An official document is set on plain paper: without its red head.
    pub plain: bool,
}

/// Running heads. Sizes and distances are in thousandths of the body's em.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// What left pages say.
    pub verso: Words,
    /// What right pages say.
    pub recto: Words,
    /// Where.
    pub side: Side,
    /// Size of the em.
    pub size: i64,
    /// From the baseline down to the type area.
    pub gap: i64,
    /// Whether a rule stands below.
    pub rule: bool,
}

/// Page numbers. Sizes and distances are in thousandths of the body's em.
#[derive(Clone, Debug, Default)]
pub struct Folio {
    /// How the number is written: `{}` stands for it.
    pub form: String,
    /// Where.
    pub side: Side,
    /// Size of the em.
    pub size: i64,
    /// From the type area down to the baseline.
    pub gap: i64,
    /// From the edge of the type area.
    pub inset: i64,
}

/// Smaller type.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reduced {
    /// Size of the em, in thousandths of the body's.
    pub scale: i64,
    /// From line to line, in thousandths of that.
    pub leading: i64,
}

/// The styles of the program, in the order of help texts. The first of a manner is its default.
macro_rules! presets {
    ($($name:literal),*) => { &[$(($name, include_str!(concat!("presets/", $name, ".toml")))),*] };
}
const PRESETS: &[(&str, &str)] = presets![
    "book",
    "vertical",
    "a5",
    "b5",
    "16k",
    "newspaper",
    "newspaper-3",
    "newspaper-4",
    "newspaper-5",
    "notice",
    "article",
    "magazine",
    "large-print",
    "e-ink"
];

impl Style {
    /// The names of all styles of the program, in the order of help texts.
    pub fn names() -> impl Iterator<Item = &'static str> {
        PRESETS.iter().map(|preset| preset.0)
    }

    /// The style of the program that has this name.
    pub fn named(name: &str) -> Option<Style> {
        let (name, source) = PRESETS.iter().find(|preset| preset.0 == name)?;
        Some(file::read(source, name).expect("the presets are part of the program, and a test reads them all"))
    }

    /// A style from a TOML file's text. The error says the line, the key, and what is allowed.
    pub fn from_toml(source: &str, name: &str) -> Result<Style, String> {
        file::read(source, name)
    }

    /// The style as a TOML file, every key with what it says.
    pub fn to_toml(&self) -> String {
        file::show(self)
    }

    /// The style as it sets a document: the one that was asked for, or else the one that the document's kind asks for; language
    /// and region are the document's, where the style does not say.
    pub fn of(document: &Document, asked: Option<&Style>) -> Style {
        let kind = document.meta.kind.unwrap_or(DocumentKind::Article);
        let usual = match kind {
            DocumentKind::Book => "book",
            DocumentKind::Newspaper => "newspaper",
            DocumentKind::Notice => "notice",
            DocumentKind::Article => "article",
        };
        let mut style = asked.cloned().unwrap_or_else(|| Style::named(usual).expect("each kind has a style"));
        // A book set on an A4 style is still a book; only the notice's type belongs to its page.
        if style.manner != DocumentKind::Notice {
            style.manner = kind;
        }
        style.language = document.meta.language.clone().unwrap_or_else(|| "zh-Hans".to_owned());
        style.region = style.marks.unwrap_or_else(|| Region::of(&style.language));
        style
    }

    /// A style that says nothing.
    fn bare() -> Style {
        Style {
            name: String::new(),
            about: String::new(),
            manner: DocumentKind::Article,
            trim: Size::default(),
            top: Abs::ZERO,
            inner: Abs::ZERO,
            size: Abs::ZERO,
            pitch: Abs::ZERO,
            chars: 0,
            spare: Abs::ZERO,
            lines: 0,
            columns: 1,
            gap: 0,
            rules: false,
            family: Family::Song,
            indent: None,
            marks: None,
            region: Region::Cn,
            prohibition: Prohibition::Basic,
            widths: Widths::default(),
            vertical: None,
            upright: Vertical::default(),
            head: Head::default(),
            folio: Folio::default(),
            last_line: 2,
            orphans: 2,
            widows: 2,
            remedy: false,
            recto: false,
            sink: 0,
            title_sink: 0,
            contents: (0, 0),
            notes: Reduced::default(),
            tables: Reduced::default(),
            fonts: Arc::default(),
            looks: Arc::new([Figures::BODY; PARTS.len()]),
            language: String::new(),
            plain: false,
        }
    }

    /// Whether its figures can stand together.
    fn checked(self) -> Result<Style, String> {
        if self.size == Abs::ZERO || self.trim.width == Abs::ZERO {
            let known: Vec<&str> = Style::names().collect();
            return Err(format!("base is missing; a style begins with one of {}", known.join(", ")));
        }
        let (size, pitch) = (self.size.to_pt(), self.pitch.to_pt());
        if !(1.2..=3.0).contains(&(pitch / size)) {
            let (least, most) = (size * 1.2, size * 3.0);
            return Err(format!(
                "text.pitch: {pitch:.2} pt beside type of {size:.2} pt; allowed are {least:.1} to {most:.1} pt"
            ));
        }
        let area = self.area(0);
        let right = self.trim.width - area.min.x - area.size.width;
        let bottom = self.trim.height - area.min.y - area.size.height;
        let least = Abs::mm(3.0);
        let keys = |along: bool| if along { ("page.chars", "page.inner") } else { ("page.lines", "page.top") };
        for (white, along, sheet) in [(right, true, self.trim.width), (bottom, false, self.trim.height)] {
            if white < least {
                let (key, margin) = keys(along);
                let need = (sheet - white).to_mm();
                let sheet = sheet.to_mm();
                return Err(format!(
                    "{key}: with {margin} the type area reaches {need:.1} mm across a sheet of {sheet:.1} mm; at least 3 mm must be \
                     left: set fewer, smaller, or on a larger page.size"
                ));
            }
        }
        Ok(self)
    }

    /// Width of a column.
    pub fn measure(&self) -> Abs {
        self.size * self.chars + self.spare
    }

    /// White between columns.
    pub fn gap(&self) -> Abs {
        self.size.scale(self.gap, 1000)
    }

    /// The type area (PG-1) of a page: `page` counts from 0, and even ones are rectos, bound on the left.
    pub fn area(&self, page: usize) -> Rect {
        let Size { width, height } = match (self.flow(), self.vertical) {
            (flow, None) => flow,
            (Size { width, height }, Some(_)) => Size { width: height, height: width },
        };
        let x = if self.is_bound_left(page) { self.inner } else { self.trim.width - self.inner - width };
        Rect { min: Point { x, y: self.top }, size: Size { width, height } }
    }

    /// Whether a page, counted from 0, bears an odd folio.
    pub fn is_recto(&self, page: usize) -> bool {
        page.is_multiple_of(2)
    }

    /// Whether the spine is at a page's left edge. Vertical books are bound on the right: their first page is a left one (PG-7).
    pub fn is_bound_left(&self, page: usize) -> bool {
        self.is_recto(page) != self.vertical.is_some()
    }

    /// The type area as lines see it: its extent along the lines, and across them.
    pub fn flow(&self) -> Size {
        let width = self.measure() * self.columns + self.gap() * (self.columns - 1);
        Size { width, height: self.pitch * (self.lines - 1) + self.size }
    }

    /// A point of the type area, as lines see it, on a page.
    pub fn on_page(&self, page: usize, at: Point) -> Point {
        let area = self.area(page);
        match self.vertical {
            None => Point { x: area.min.x + at.x, y: area.min.y + at.y },
            Some(_) => Point { x: area.min.x + area.size.width - at.y, y: area.min.y + at.x },
        }
    }

    /// Whether columns before a break are made alike: in horizontal setting, and in papers, whose articles stand below one
    /// another (PG-6).
    pub fn balances(&self) -> bool {
        self.vertical.is_none() || self.manner == DocumentKind::Newspaper
    }

    /// Whether emphasis dots stand above the line: in Japanese, and in vertical setting, where above is on the right (EM-1).
    pub fn dots_above(&self) -> bool {
        self.region == Region::Jp || self.vertical.is_some()
    }

    /// The same style for horizontal lines on its pages.
    pub fn flat(&self) -> Style {
        Style { vertical: None, ..self.clone() }
    }

    /// The same style in vertical lines: as many characters and lines as the type area has room for the other way. A style that is
    /// vertical by itself stays as it is, and so does an official document's, whose page the standard describes.
    pub fn turned(mut self) -> Style {
        if self.vertical.is_some() || self.manner == DocumentKind::Notice {
            return self;
        }
        let room = self.flow();
        let em = self.size.units().max(1);
        // A line of a paper's column has about fifteen characters; elsewhere one column is as long as the page.
        let tiers = if self.columns > 1 { ((room.height.units() / em + 2) / 17).max(self.columns) } else { 1 };
        let length = (room.height - self.gap() * (tiers - 1)).units() / tiers;
        self.chars = (length / em).max(6);
        self.lines = ((room.width - self.size).units() / self.pitch.units().max(1) + 1).max(6);
        self.columns = tiers;
        // Heads and folios stand where they stood, what is left over is white at the outer edge and at the foot.
        self.sink = self.sink.min(self.lines / 4);
        self.title_sink = self.title_sink.min(self.lines / 3);
        self.vertical = Some(self.upright);
        self
    }

    /// The left edge of a column in the type area.
    pub fn column_x(&self, column: i64) -> Abs {
        (self.measure() + self.gap()) * column
    }

    /// From the top of the em box to the baseline, for this size: Han faces are drawn on 0.88 above and 0.12 below.
    pub fn ascent(size: Abs) -> Abs {
        size.scale(88, 100)
    }

    /// How running text looks.
    pub fn body(&self) -> Look {
        let first = self.indent.unwrap_or(if self.region == Region::Jp || self.chars < 16 { 1 } else { 2 });
        Look { family: self.family, first, ..Look::BODY }
    }

    /// How a heading of this rank looks, 1 the highest (HD-1).
    pub fn heading(&self, rank: u8) -> Look {
        let look = self.looks[usize::from(rank.clamp(1, 6)) - 1].beside(&self.body());
        // Headlines of papers stand in the middle of their columns.
        if self.vertical.is_none() || self.columns > 1 || self.manner == DocumentKind::Notice {
            return look;
        }
        // Headings of vertical pages stand low, two em lower for each rank (HD-1).
        let left = i64::from(rank.clamp(1, 4)) * 2;
        Look { align: Alignment::Left, first: 0, left, ..look }
    }

    /// How the part of this name looks; an unknown one as the body.
    pub fn look(&self, part: &str) -> Look {
        let body = self.body();
        look::place(part).map_or(body, |place| self.looks[place].beside(&body))
    }

    /// How a paragraph of this role looks.
    pub fn role(&self, role: Role) -> Look {
        let body = self.body();
        look::part_of(role).map_or(body, |place| self.looks[place].beside(&body))
    }

    /// The same style with smaller type: for tables and notes.
    pub fn reduced(&self, by: Reduced) -> Style {
        let size = self.size.scale(by.scale, 1000);
        Style { size, pitch: size.scale(by.leading, 1000), ..self.clone() }
    }

    /// The size of the em of a look.
    pub fn em(&self, look: &Look) -> Abs {
        look::em_of(look, self.size)
    }

    /// Widths of marks and words in type of a size: only running text is drawn together.
    pub fn widths_at(&self, size: Abs) -> Widths {
        let latin = if size == self.size { self.widths.latin } else { 1000 };
        Widths { latin, ..self.widths }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> impl Iterator<Item = Style> {
        Style::names().map(|name| Style::named(name).expect("a preset"))
    }

    #[test]
    fn type_areas_fit_their_sheets_with_decent_margins() {
        for style in all() {
            let least = Abs::mm(if style.name == "e-ink" { 4.0 } else { 15.0 });
            for page in 0..2 {
                let area = style.area(page);
                let right = style.trim.width - area.min.x - area.size.width;
                let bottom = style.trim.height - area.min.y - area.size.height;
                for margin in [area.min.x, area.min.y, right, bottom] {
                    assert!(margin >= least, "{}: a margin of {:.1} mm", style.name, margin.to_mm());
                }
            }
            let most = if style.vertical.is_some() { 52 } else { 40 };
            assert!(style.chars <= most, "{}: PG-3", style.name);
            assert!(style.pitch >= style.size.scale(3, 2) && style.pitch <= style.size * 2, "{}: PG-2", style.name);
        }
    }

    #[test]
    fn the_type_area_is_counted_in_characters_and_lines() {
        let check = |name: &str, width: f64, height: f64| {
            let style = Style::named(name).expect("a preset");
            let area = style.area(0).size;
            assert!((area.width.to_mm() - width).abs() < 0.06, "{name}: {} mm", area.width.to_mm());
            assert!((area.height.to_mm() - height).abs() < 0.06, "{name}: {} mm", area.height.to_mm());
        };
        check("a5", 103.7, 165.6);
        check("book", 100.0, 159.6);
        check("b5", 133.35, 213.6);
        check("16k", 140.8, 225.6);
        check("article", 152.4, 245.05);
        check("newspaper", 170.4, 246.4);
        check("newspaper-3", 174.3, 243.8);
        check("notice", 156.0, 224.3);
    }

    #[test]
    fn headings_shrink_by_rank() {
        for style in all() {
            let scales: Vec<_> = (1..7).map(|rank| style.heading(rank).scale).collect();
            assert!(scales.windows(2).all(|pair| pair[0] >= pair[1]), "{}: {scales:?}", style.name);
        }
    }

    #[test]
    fn a_style_that_is_shown_is_the_style_that_is_read() {
        for style in all() {
            let shown = style.to_toml();
            let read = Style::from_toml(&shown, &style.name).unwrap_or_else(|error| panic!("{}: {error}", style.name));
            assert_eq!(read.to_toml(), shown, "{}", style.name);
            assert_eq!(format!("{read:?}"), format!("{style:?}"), "{}", style.name);
        }
    }

    #[test]
    fn a_style_says_what_is_other_than_its_base() {
        let style = Style::from_toml(
            "base = \"book\"\n[page]\nsize = \"A5\"\n[text]\nsize = \"小五\"\npitch = \"15 pt\"\n[looks]\nheading-2 = { scale = 1.2 }\n",
            "mine",
        )
        .expect("a good style");
        assert_eq!(style.trim.width, Abs::mm(148.0));
        assert_eq!((style.size, style.pitch, style.chars), (Abs::pt(9.0), Abs::pt(15.0), 27));
        let book = Style::named("book").expect("a preset");
        assert_eq!(style.heading(2), Look { scale: 1200, ..book.heading(2) });
        assert_eq!(style.heading(1), book.heading(1));
    }

    #[test]
    fn a_wrong_style_says_where_and_what_is_allowed() {
        let check = |source: &str, complaint: &str| {
            let error = Style::from_toml(source, "mine").expect_err(source);
            assert!(error.starts_with(complaint), "{source:?}: {error}");
        };
        check("base = \"bok\"", "line 1: base: allowed are book, vertical, ");
        check("base = \"book\"\n[page]\nchars = 200", "line 3: page.chars: allowed are 6 to 80");
        check("base = \"book\"\n[page]\nchar = 20", "line 3: there is no key page.char; there are size, top, inner, chars, ");
        check(
            "base = \"book\"\n[pages]\nchars = 20",
            "line 2: there is no key pages; there are base, about, manner, and the tables page, ",
        );
        check("base = \"book\"\npage = 3", "line 2: page is a table: [page]");
        check("base = \"book\"\n[page]\nsize = \"A9\"", "line 3: page.size: allowed are A3, A4, A5, ");
        check(
            "base = \"book\"\n[text]\nprohibition = \"some\"",
            "line 3: text.prohibition: allowed are none, basic, gb, strict",
        );
        check(
            "base = \"book\"\n[looks]\nverse = { typ = \"hei\" }",
            "line 3: there is no key looks.verse.typ; there are type, bold, ",
        );
        check("base = \"book\"\n[looks]\nverse = { scale = 90 }", "line 3: looks.verse.scale: allowed are 0.1 to 10 times");
        check(
            "base = \"book\"\n[text]\nsize = \"小四\"\npitch = \"60 pt\"",
            "text.pitch: 60.00 pt beside type of 12.00 pt; allowed are 14.4 to 36.0 pt",
        );
        check("base = \"book\"\n[page]\nchars = 60", "page.chars: with page.inner the type area reaches 241.");
        check("[page]\nchars = 20", "base is missing; a style begins with one of book, ");
        check("base = ", "line 1: ");
    }
}
