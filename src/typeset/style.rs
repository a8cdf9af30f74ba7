//! Page styles: presets as data, and how each part of a document looks on them.
//!
//! A type area 版心 is counted in characters and lines (CLREQ 2.3, PG-1); margins follow from it. Everything that stands in
//! the column takes whole lines of it (PG-5), so that lines of facing pages and columns meet.

use super::paragraph::{Alignment, Family, Prohibition, Region};
use crate::geom::{Abs, Point, Rect, Size};
use crate::model::{Document, DocumentKind, Role};

/// A page style.
#[derive(Clone, Debug)]
pub struct Style {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it is, for help texts.
    pub about: &'static str,
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
    /// Lines of a column.
    pub lines: i64,
    /// Columns.
    pub columns: i64,
    /// White between columns.
    pub gap: Abs,
    /// The body's style of type.
    pub family: Family,
    /// Habits of marks.
    pub region: Region,
    /// What must not stand at the edges of lines.
    pub prohibition: Prohibition,
    /// Language (BCP 47), which chooses the faces.
    pub language: String,
}

/// The figures of a preset: name, what it is, manner; width and height of the sheet, top and inner margin in mm; size and
/// pitch in points; characters, lines, columns; body type.
type Preset = (&'static str, &'static str, DocumentKind, [f64; 4], [f64; 2], [i64; 3], Family);

/// The presets, in the order of help texts. The first of a manner is its default.
#[rustfmt::skip]
const PRESETS: &[Preset] = &[
    ("book",        "大32开 book, 五号, 27 × 27",              DocumentKind::Book,      [140.0, 203.0, 23.0, 19.0], [10.5, 17.0],   [27, 27, 1], Family::Song),
    ("a5",          "A5 book, 五号, 28 × 28",                  DocumentKind::Book,      [148.0, 210.0, 23.5, 21.0], [10.5, 17.0],   [28, 28, 1], Family::Song),
    ("b5",          "B5 book, 五号, 36 × 36",                  DocumentKind::Book,      [176.0, 250.0, 19.5, 20.0], [10.5, 17.0],   [36, 36, 1], Family::Song),
    ("16k",         "16开 book, 五号, 38 × 38",                DocumentKind::Book,      [185.0, 260.0, 18.5, 21.0], [10.5, 17.0],   [38, 38, 1], Family::Song),
    ("newspaper",   "A4 in two columns, 五号, 22 × 44",        DocumentKind::Newspaper, [210.0, 297.0, 27.0, 19.8], [10.5, 16.0],   [22, 44, 2], Family::Song),
    ("newspaper-3", "A4 in three columns, 9.5 pt, 16 × 48",    DocumentKind::Newspaper, [210.0, 297.0, 28.0, 17.9], [9.5, 14.5],    [16, 48, 3], Family::Song),
    ("notice",      "A4 official document, 三号 仿宋, 28 × 22", DocumentKind::Notice,    [210.0, 297.0, 37.0, 28.0], [15.75, 29.53], [28, 22, 1], Family::Fang),
    ("article",     "A4, 小四, 36 × 36",                       DocumentKind::Article,   [210.0, 297.0, 26.0, 28.8], [12.0, 19.5],   [36, 36, 1], Family::Song),
    ("large-print", "A4 for weak eyes, 三号, 28 × 26",         DocumentKind::Article,   [210.0, 297.0, 28.0, 26.0], [16.0, 26.0],   [28, 26, 1], Family::Song),
];

/// How a block looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Style of type.
    pub family: Family,
    /// Bold.
    pub bold: bool,
    /// Size of the em, in thousandths of the body's.
    pub scale: i64,
    /// Alignment.
    pub align: Alignment,
    /// Indent of the first line beyond the others', in em of the look.
    pub first: i64,
    /// Indent of all lines from the left, in em of the look.
    pub left: i64,
    /// Indent of all lines from the right, in em of the look.
    pub right: i64,
    /// Blank lines above, dropped at the top of a column (HD-4).
    pub before: i64,
    /// Lines that a one-line block takes at least; its text stands in the middle of them.
    pub lines: i64,
    /// Blank lines below.
    pub after: i64,
    /// Whether it must not be parted from what follows (HD-2).
    pub keep: bool,
    /// Grey, from 0 (black) to 255.
    pub grey: u8,
}

impl Style {
    /// The names of all styles with what they are, in the order of help texts.
    pub fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
        PRESETS.iter().map(|preset| (preset.0, preset.1))
    }

    /// The style of this name, or else the one that the document's kind asks for; language and region are the document's.
    pub fn of(document: &Document, name: Option<&str>) -> Option<Style> {
        let kind = document.meta.kind.unwrap_or(DocumentKind::Article);
        let preset = match name {
            Some(name) => PRESETS.iter().find(|preset| preset.0 == name),
            None => PRESETS.iter().find(|preset| preset.2 == kind),
        };
        let language = document.meta.language.as_deref().unwrap_or("zh-Hans");
        preset.map(|preset| Style::from_preset(preset, kind, language))
    }

    fn from_preset(preset: &Preset, kind: DocumentKind, language: &str) -> Style {
        let &(name, about, manner, [width, height, top, inner], [size, pitch], [chars, lines, columns], family) = preset;
        let size = Abs::pt(size);
        // A book set on an A4 preset is still a book; only the notice's type belongs to its page.
        let manner = if manner == DocumentKind::Notice { manner } else { kind };
        Style {
            name,
            about,
            manner,
            trim: Size { width: Abs::mm(width), height: Abs::mm(height) },
            top: Abs::mm(top),
            inner: Abs::mm(inner),
            size,
            pitch: Abs::pt(pitch),
            chars,
            lines,
            columns,
            gap: size * 2,
            family,
            region: region(language),
            prohibition: Prohibition::Basic,
            language: language.to_owned(),
        }
    }

    /// Width of a column.
    pub fn measure(&self) -> Abs {
        self.size * self.chars
    }

    /// The type area (PG-1) of a page: `page` counts from 0, and even ones are rectos, bound on the left.
    pub fn area(&self, page: usize) -> Rect {
        let width = self.measure() * self.columns + self.gap * (self.columns - 1);
        let height = self.pitch * (self.lines - 1) + self.size;
        let x = if page.is_multiple_of(2) { self.inner } else { self.trim.width - self.inner - width };
        Rect { min: Point { x, y: self.top }, size: Size { width, height } }
    }

    /// The left edge of a column in the type area.
    pub fn column_x(&self, column: i64) -> Abs {
        (self.measure() + self.gap) * column
    }

    /// From the top of the em box to the baseline, for this size: Han faces are drawn on 0.88 above and 0.12 below.
    pub fn ascent(size: Abs) -> Abs {
        size.scale(88, 100)
    }

    /// How running text looks.
    pub fn body(&self) -> Look {
        Look {
            family: self.family,
            bold: false,
            scale: 1000,
            align: Alignment::Justify,
            first: if self.region == Region::Jp || self.chars < 16 { 1 } else { 2 },
            left: 0,
            right: 0,
            before: 0,
            lines: 1,
            after: 0,
            keep: false,
            grey: 0,
        }
    }

    /// How a heading of this rank looks, 1 the highest (HD-1).
    pub fn heading(&self, rank: u8) -> Look {
        use Alignment::{Center, Left};
        use Family::{Fang, Hei, Kai, Song};
        let body = self.body();
        let look = |family, bold, scale, align, first, before, lines| Look {
            family,
            bold,
            scale,
            align,
            first,
            before,
            lines,
            keep: true,
            ..body
        };
        match (self.manner, rank) {
            (DocumentKind::Notice, 0 | 1) => Look { after: 1, ..look(Song, true, 1397, Center, 0, 1, 2) },
            (DocumentKind::Notice, 2) => look(Hei, false, 1000, Left, 2, 0, 1),
            (DocumentKind::Notice, 3) => look(Kai, false, 1000, Left, 2, 0, 1),
            (DocumentKind::Notice, _) => look(Fang, false, 1000, Left, 2, 0, 1),
            (DocumentKind::Newspaper, 0 | 1) => look(Song, true, 1900, Center, 0, 1, 3),
            (DocumentKind::Newspaper, 2) => look(Hei, false, 1240, Center, 0, 1, 2),
            (DocumentKind::Newspaper, 3) => look(Hei, false, 1000, Left, 2, 0, 1),
            (DocumentKind::Newspaper, _) => look(Kai, false, 1000, Left, 2, 0, 1),
            (DocumentKind::Book, 0 | 1) => look(Song, true, 1714, Center, 0, 0, 5),
            (_, 0 | 1) => look(Song, true, 1700, Center, 0, 1, 4),
            (_, 2) => look(Hei, false, 1333, Center, 0, 1, 3),
            (_, 3) => look(Hei, false, 1143, Left, 2, 1, 1),
            (_, 4) => look(Hei, false, 1000, Left, 2, 0, 1),
            _ => look(Kai, true, 1000, Left, 2, 0, 1),
        }
    }

    /// How a paragraph of this role looks.
    pub fn role(&self, role: Role) -> Look {
        use Alignment::{Center, Justify, Left, Right};
        use Family::{Fang, Hei, Kai, Song};
        let body = self.body();
        let notice = self.manner == DocumentKind::Notice;
        let small = if notice { 889 } else { 905 };
        let line = |align, left| Look { align, first: 0, left, ..body };
        match role {
            Role::Title => Look { lines: 3, before: 0, ..self.heading(1) },
            Role::Kicker => Look { family: Kai, scale: 1238, align: Center, first: 0, before: 1, lines: 2, keep: true, ..body },
            Role::Deck => Look { family: Kai, scale: 1143, align: Center, first: 0, after: 0, lines: 2, keep: true, ..body },
            Role::Byline if notice => Look { family: Kai, keep: true, ..line(Center, 0) },
            Role::Byline => Look { family: Kai, keep: true, lines: 2, ..line(Center, 0) },
            Role::Dateline => Look { keep: true, ..body },
            Role::Masthead => Look { family: Hei, scale: 857, grey: 40, ..line(Center, 0) },
            Role::DocumentNumber => Look { keep: true, before: 2, after: 2, ..line(Center, 0) },
            Role::IssuingBody => {
                Look { family: Song, bold: true, scale: 1900, keep: true, before: 1, lines: 3, ..line(Center, 0) }
            }
            Role::Addressee => Look { keep: true, ..line(Justify, 0) },
            Role::Signature => Look { right: 2, keep: true, before: 1, ..line(Right, 0) },
            Role::Date => Look { right: 2, ..line(Right, 0) },
            Role::Attachment => Look { before: 1, ..body },
            Role::Imprint => Look { scale: small, left: 1, right: 1, ..line(Justify, 0) },
            Role::Notice => Look { family: if notice { Fang } else { Kai }, ..body },
            Role::Caption => Look { family: Hei, scale: 857, ..line(Center, 0) },
            Role::SectionLabel => Look { family: Hei, before: 1, lines: 2, keep: true, ..line(Left, 0) },
            Role::Credit => Look { family: Kai, scale: 905, ..line(Right, 0) },
            Role::Line => line(Left, 2),
            _ => body,
        }
    }

    /// How a stanza looks.
    pub fn verse(&self) -> Look {
        Look { family: Family::Kai, align: Alignment::Left, first: 0, left: 4, before: 1, after: 1, ..self.body() }
    }

    /// How quoted blocks look: in 楷, two em in.
    pub fn quote(&self) -> Look {
        Look { family: if self.family == Family::Kai { Family::Fang } else { Family::Kai }, ..self.body() }
    }

    /// The same style with smaller type on a closer leading of `leading` tenths of an em: for tables and notes.
    pub fn reduced(&self, scale: i64, leading: i64) -> Style {
        let size = self.size.scale(scale, 1000);
        Style { size, pitch: size.scale(leading, 10), ..self.clone() }
    }

    /// The size of the em of a look.
    pub fn em(&self, look: &Look) -> Abs {
        self.size.scale(look.scale, 1000)
    }
}

/// Whose habits a language's marks follow (PW-6).
fn region(language: &str) -> Region {
    let language = language.to_ascii_lowercase();
    match language.split('-').next().unwrap_or_default() {
        "ja" => Region::Jp,
        "ko" => Region::Kr,
        "zh" if language.contains("hk") || language.contains("mo") => Region::Hk,
        "zh" if language.contains("tw") || language.contains("hant") => Region::Tw,
        _ => Region::Cn,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn type_areas_fit_their_sheets_with_decent_margins() {
        for preset in PRESETS {
            let style = Style::from_preset(preset, preset.2, "zh-Hans");
            for page in 0..2 {
                let area = style.area(page);
                let right = style.trim.width - area.min.x - area.size.width;
                let bottom = style.trim.height - area.min.y - area.size.height;
                for margin in [area.min.x, area.min.y, right, bottom] {
                    assert!(margin >= Abs::mm(15.0), "{}: a margin of {:.1} mm", style.name, margin.to_mm());
                }
            }
            assert!(style.chars <= 40, "{}: PG-3", style.name);
            assert!(style.pitch >= style.size.scale(3, 2) && style.pitch <= style.size * 2, "{}: PG-2", style.name);
        }
    }

    #[test]
    fn the_type_area_is_counted_in_characters_and_lines() {
        let check = |name: &str, width: f64, height: f64| {
            let style = Style::of(&Document::default(), Some(name)).expect("a preset");
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
        check("notice", 155.6, 224.3);
    }

    #[test]
    fn headings_shrink_by_rank() {
        for preset in PRESETS {
            let style = Style::from_preset(preset, preset.2, "zh-Hans");
            let scales: Vec<_> = (1..7).map(|rank| style.heading(rank).scale).collect();
            assert!(scales.windows(2).all(|pair| pair[0] >= pair[1]), "{}: {scales:?}", style.name);
        }
    }

    #[test]
    fn regions_follow_languages() {
        let check = |language, expected| assert_eq!(region(language), expected);
        check("zh-Hans", Region::Cn);
        check("zh-Hant", Region::Tw);
        check("zh-Hant-HK", Region::Hk);
        check("ja", Region::Jp);
        check("ko", Region::Kr);
        check("en", Region::Cn);
    }
}
