//! What a document looks like in Word: its page, and the faces as offices have them.
//!
//! Lengths are twips (1/20 pt), sizes half points, as the format counts. Figures follow the rules for type areas (PG-1 to
//! PG-3) and, for notices, GB/T 9704 (GW-2 to GW-5).

use super::notice::is_tail;
use crate::geom::Abs;
use crate::model::{Block, Document, DocumentKind, Kind, Role, Script, walk};
use crate::text::width;
use crate::typeset::paragraph::Punctuation;
use crate::typeset::style::Style;
use crate::typeset::table::Extent;
use std::collections::BTreeMap;

/// Everything that styles and settings depend on.
#[derive(Clone, Debug)]
pub struct Design {
    /// Whose manners the document follows.
    pub kind: DocumentKind,
    /// Whose faces and marks it has.
    pub tongue: Tongue,
    /// Its sheet and type area.
    pub page: Page,
    /// Size of the issuing body's name 发文机关标志, in half points: as large as fits one line (GW-11).
    pub issuer: u32,
    /// How many columns a page has, and the white between them.
    pub columns: (u32, u32),
    /// Set in vertical lines from right to left.
    pub vertical: bool,
    /// Numbers of up to so many figures stand side by side in a vertical line (DX-22a).
    pub combine: i64,
    /// Neighbouring marks are squeezed (DX-7), and one at the start of a line (DX-6).
    pub squeezed: bool,
    /// Stops may hang beyond the edge (DX-5).
    pub hanging: bool,
    /// Type in tables: half points, and twips from line to line.
    pub cells: (u32, u32),
    /// Headings of this level and above begin a page; 0 where none do.
    pub breaks: u8,
    /// An official document on plain paper, without its red head.
    pub plain: bool,
    /// An official document in the form of a letter 信函: its first page has no folio (GW-33).
    pub letter: bool,
    /// The least headings and pages with which there is a table of contents, as in print; 0 is never.
    pub contents: (i64, i64),
    /// What the tables of an official document take in print, by the numbers of their blocks.
    pub tables: BTreeMap<usize, Extent>,
    /// Pages between the text of an official document and its imprint, that one included: the imprint stands on an even page
    /// (GW-29).
    pub leaves: usize,
}

/// A sheet, its type area and its grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Width of the sheet.
    pub width: u32,
    /// Height of the sheet.
    pub height: u32,
    /// White above the type area.
    pub top: u32,
    /// White below.
    pub bottom: u32,
    /// White on the left.
    pub left: u32,
    /// White on the right.
    pub right: u32,
    /// From the sheet's edge to the running head.
    pub header: u32,
    /// From the folio to the sheet's edge.
    pub footer: u32,
    /// The body's size in half points.
    pub size: u32,
    /// From line to line.
    pub pitch: u32,
    /// Characters in a line.
    pub chars: u32,
    /// Lines on a page.
    pub lines: u32,
    /// Correction of each character's advance in twips: a grid of columns would do the same in Word, but LibreOffice gives each
    /// character that is wider than a column two of them (DX-10, DX-11).
    pub tracking: i32,
}

impl Page {
    /// A5 with 28 × 28 characters of 五号.
    const BOOK: Page = Page {
        width: 8391,
        height: 11906,
        top: 1250,
        bottom: 1136,
        left: 1256,
        right: 1255,
        header: 720,
        footer: 620,
        size: 21,
        pitch: 340,
        chars: 28,
        lines: 28,
        tracking: 0,
    };
    /// A4 with 36 × 36 characters of 小四.
    const SHEET: Page = Page {
        width: 11906,
        height: 16838,
        top: 1399,
        bottom: 1399,
        left: 1633,
        right: 1633,
        header: 850,
        footer: 850,
        size: 24,
        pitch: 390,
        chars: 36,
        lines: 36,
        tracking: 0,
    };
    /// A4 with 28 × 22 characters of 三号 in a type area of 156 × 225 mm (GW-2, GW-3); 22 lines of 580 would not fit (GW-4).
    /// The folio's dash stands 7 mm below the type area (GW-30).
    const NOTICE: Page = Page {
        width: 11906,
        height: 16838,
        top: 2098,
        bottom: 1984,
        left: 1588,
        right: 1474,
        header: 851,
        footer: 1400,
        size: 32,
        pitch: 579,
        chars: 28,
        lines: 22,
        tracking: -5,
    };

    /// The page of a style for print: its type area is as many characters and lines.
    fn of(style: &Style) -> Page {
        let area = style.area(0);
        let (width, height) = (twips(style.trim.width), twips(style.trim.height));
        let (left, top, measure) = (twips(area.min.x), twips(area.min.y), twips(area.size.width));
        let count = |number: i64| u32::try_from(number).unwrap_or(1);
        // Sizes are half points; lines are rounded down, so that as many fit the page.
        let (size, pitch) = (twips(style.size) / 10, twips(style.pitch));
        let depth = match style.vertical {
            None => pitch * count(style.lines),
            Some(_) => twips(area.size.height),
        };
        let bottom = height.saturating_sub(top + depth);
        Page {
            width,
            height,
            top,
            bottom,
            left,
            right: width.saturating_sub(left + measure + 1),
            header: top / 2,
            footer: bottom / 2,
            size,
            pitch,
            chars: count(style.chars),
            lines: count(style.lines),
            tracking: 0,
        }
    }

    /// Width of the type area.
    pub fn measure(&self) -> u32 {
        self.width - self.left - self.right
    }

    /// Height of the type area.
    pub fn depth(&self) -> u32 {
        self.height - self.top - self.bottom
    }
}

/// A length in twips, rounded down.
pub(super) fn twips(length: Abs) -> u32 {
    u32::try_from(length.units() * 20 / Abs::pt(1.0).units()).unwrap_or(0)
}

/// The languages whose faces differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tongue {
    /// Simplified Chinese.
    Hans,
    /// Traditional Chinese.
    Hant,
    /// Japanese.
    Japanese,
    /// Korean.
    Korean,
    /// Anything else.
    Other,
}

/// The classes of faces (GW-5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Face {
    /// The body's: 宋, or 仿宋 in notices.
    #[default]
    Body,
    /// 宋.
    Song,
    /// 黑.
    Hei,
    /// 楷.
    Kai,
    /// The titles of notices: 小标宋.
    Title,
}

impl Design {
    /// The design that a document's kind and language ask for.
    pub fn of(document: &Document) -> Design {
        let meta = &document.meta;
        let kind = meta.kind.unwrap_or(DocumentKind::Article);
        let page = match kind {
            DocumentKind::Book => Page::BOOK,
            DocumentKind::Notice => Page::NOTICE,
            _ => Page::SHEET,
        };
        let tongue = match meta.language.as_deref().unwrap_or("zh") {
            "zh-Hant" | "zh-TW" | "zh-HK" | "zh-MO" => Tongue::Hant,
            tag if tag.starts_with("zh") && meta.script == Some(Script::Hant) => Tongue::Hant,
            tag if tag.starts_with("zh") => Tongue::Hans,
            tag if tag.starts_with("ja") => Tongue::Japanese,
            tag if tag.starts_with("ko") => Tongue::Korean,
            _ => Tongue::Other,
        };
        let issuers: Vec<&Block> =
            walk::blocks(document).filter(|block| block.kind == Kind::Paragraph(Role::IssuingBody)).collect();
        // 文件 beside the names of several bodies takes two and a half characters more.
        let joint = if issuers.len() > 1 && issuers.iter().any(|block| is_tail(block)) { 5 } else { 0 };
        let widest = issuers.iter().map(|block| width::of(block.text.as_str()) + joint).max();
        // Half points are half ems of one point: the name fits where its width in half ems × its size is the measure.
        let fitting = page.measure() / 5 / u32::try_from(widest.unwrap_or(0)).unwrap_or(u32::MAX).max(1);
        Design {
            kind,
            tongue,
            page,
            issuer: fitting.clamp(page.size, 72),
            columns: (1, 425),
            vertical: false,
            combine: 0,
            squeezed: true,
            hanging: false,
            cells: (page.size - 3, page.pitch),
            breaks: 0,
            plain: false,
            letter: false,
            contents: (0, 0),
            tables: BTreeMap::new(),
            leaves: 0,
        }
    }

    /// Takes from the page style that pages are set by what lines must have in common to end alike: the habits of marks and figures,
    /// and the type in tables.
    pub fn agree_with(&mut self, style: &Style) {
        self.squeezed = style.widths.punctuation != Punctuation::Plain;
        self.hanging = style.widths.hanging;
        self.contents = style.contents;
        self.combine = style.upright.combine;
        let figure = |thousandths: i64| u32::try_from(thousandths).unwrap_or(1000);
        let size = (self.page.size * figure(style.tables.scale) + 500) / 1000;
        self.cells = (size, size * figure(style.tables.leading) / 100);
    }

    /// Takes sheet, type area and manner from a page style that was asked for.
    pub fn obey(&mut self, style: &Style) {
        self.kind = style.manner;
        self.columns = (u32::try_from(style.columns).unwrap_or(1), twips(style.column_x(1) - style.measure()));
        self.page = match style.manner {
            DocumentKind::Notice => Page::NOTICE,
            _ => Page::of(style),
        };
    }

    /// The language for East Asian text, as Word writes it (DX-2).
    pub fn east_asian(&self) -> &'static str {
        match self.tongue {
            Tongue::Hans | Tongue::Other => "zh-CN",
            Tongue::Hant => "zh-TW",
            Tongue::Japanese => "ja-JP",
            Tongue::Korean => "ko-KR",
        }
    }

    /// The names of a class of faces: for Latin, and for East Asian text.
    pub fn face(&self, face: Face) -> (&'static str, &'static str) {
        let notice = self.kind == DocumentKind::Notice;
        match (self.tongue, face) {
            // Letters and figures as in print, where a Latin face of the same widths stands beside 仿宋 and 楷.
            (Tongue::Hans, Face::Body) if notice => ("Times New Roman", "仿宋_GB2312"),
            (Tongue::Hans, Face::Kai) if notice => ("Times New Roman", "楷体_GB2312"),
            (Tongue::Hans, Face::Title) if notice => ("方正小标宋简体", "方正小标宋简体"),
            (Tongue::Hans | Tongue::Other, Face::Body | Face::Song | Face::Title) => ("Times New Roman", "宋体"),
            (Tongue::Hans | Tongue::Other, Face::Hei) => ("Arial", "黑体"),
            (Tongue::Hans | Tongue::Other, Face::Kai) => ("Times New Roman", "楷体"),
            (Tongue::Hant, Face::Body | Face::Song | Face::Title) => ("Times New Roman", "新細明體"),
            (Tongue::Hant, Face::Hei) => ("Arial", "微軟正黑體"),
            (Tongue::Hant, Face::Kai) => ("Times New Roman", "標楷體"),
            (Tongue::Japanese, Face::Hei) => ("Arial", "ＭＳ ゴシック"),
            (Tongue::Japanese, _) => ("Times New Roman", "ＭＳ 明朝"),
            (Tongue::Korean, Face::Hei) => ("맑은 고딕", "맑은 고딕"),
            (Tongue::Korean, _) => ("바탕", "바탕"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;

    #[test]
    fn the_type_area_holds_its_characters_and_lines() {
        for page in [Page::BOOK, Page::SHEET, Page::NOTICE] {
            // Half points × 10 are twips (DX-10: a tenth of a twip is tolerated).
            let advance = f64::from(page.size) * 10.0 + f64::from(page.tracking);
            assert_eq!((f64::from(page.measure()) / advance + 0.01).floor() as u32, page.chars, "{page:?}");
            assert_eq!(page.depth() / page.pitch, page.lines, "{page:?}");
        }
    }

    #[test]
    fn a_long_name_of_an_issuing_body_is_set_smaller() {
        let check = |name: &str, expected: u32| {
            let mut document = native::parse(&format!("issuing-body :: {name}")).expect("well formed");
            document.meta.kind = Some(DocumentKind::Notice);
            assert_eq!(Design::of(&document).issuer, expected);
        };
        check("某市文件", 72);
        check("某省某市某县人民政府办公室文件", 58);
    }
}
