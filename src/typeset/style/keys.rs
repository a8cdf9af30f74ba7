//! Every key of a style: its name, what it says, where it belongs. Reading, showing and checking all go through this one list.

use super::look::PARTS;
use super::values::{Length, Milli, Sheet, TypeSize, Value, choice};
use super::{Complaint, Style};
use crate::typeset::style::values::allowed;
use std::ops::RangeInclusive;
use std::sync::Arc;
use toml::de::DeValue;

/// What is done with the keys of a style.
pub(super) trait Visit {
    /// The keys after this are in this table.
    fn table(&mut self, name: &'static str, about: &'static str);
    /// A key.
    fn key<V: Value>(&mut self, name: &'static str, about: &'static str, value: &mut V);
    /// A key with a number within limits.
    fn count(&mut self, name: &'static str, about: &'static str, range: RangeInclusive<i64>, value: &mut i64) {
        let mut counted = Counted { value: *value, range };
        self.key(name, about, &mut counted);
        *value = counted.value;
    }
    /// A key with a factor within limits, both in thousandths.
    fn factor(&mut self, name: &'static str, about: &'static str, range: RangeInclusive<i64>, value: &mut i64) {
        let mut scaled = Scaled { value: Milli(*value), range };
        self.key(name, about, &mut scaled);
        *value = scaled.value.0;
    }
}

struct Counted {
    value: i64,
    range: RangeInclusive<i64>,
}

impl Value for Counted {
    fn read(&mut self, value: &DeValue<'_>) -> Result<(), Complaint> {
        let (least, most) = (self.range.start(), self.range.end());
        let mut number = 0;
        let read = number.read(value);
        if read.is_err() || !self.range.contains(&number) {
            return Err(allowed(&format!("{least} to {most}")));
        }
        self.value = number;
        Ok(())
    }

    fn show(&self) -> String {
        self.value.to_string()
    }
}

struct Scaled {
    value: Milli,
    range: RangeInclusive<i64>,
}

impl Value for Scaled {
    fn read(&mut self, value: &DeValue<'_>) -> Result<(), Complaint> {
        let mut number = Milli(0);
        let read = number.read(value);
        if read.is_err() || !self.range.contains(&number.0) {
            let (least, most) = (Milli(*self.range.start()).show(), Milli(*self.range.end()).show());
            return Err(allowed(&format!("{least} to {most}")));
        }
        self.value = number;
        Ok(())
    }

    fn show(&self) -> String {
        self.value.show()
    }
}

/// What a running head says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Words {
    /// Nothing.
    #[default]
    None,
    /// The document's title.
    Title,
    /// The chapter that the page is under.
    Chapter,
}

/// Where a head or folio stands in the width of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// At the edge away from the spine.
    #[default]
    Outer,
    /// In the middle.
    Middle,
    /// At the left.
    Left,
    /// At the right.
    Right,
}

choice!(Words: "none" => Words::None, "title" => Words::Title, "chapter" => Words::Chapter);
choice!(Side: "outer" => Side::Outer, "middle" => Side::Middle, "left" => Side::Left, "right" => Side::Right);

/// Goes through all keys of a style, in the order in which they are shown.
pub(super) fn visit(style: &mut Style, keys: &mut impl Visit) {
    keys.key("about", "what it is", &mut style.about);
    keys.key("manner", "whose manners it has: book, newspaper, notice, article", &mut style.manner);

    keys.table("page", "the sheet and its type area 版心, counted in characters and lines (PG-1)");
    let mut sheet = Sheet(style.trim);
    keys.key("size", "the trimmed sheet: a name (A4, B5, 16开, 大32开, …) or a size", &mut sheet);
    style.trim = sheet.0;
    length(keys, "top", "white above the type area 天头", &mut style.top);
    length(keys, "inner", "white beside the spine 订口", &mut style.inner);
    keys.count("chars", "characters in a line of a column (PG-3)", 6..=80, &mut style.chars);
    length_in_points(keys, "spare", "what a line is wider than its characters", &mut style.spare);
    keys.count("lines", "lines of a column", 6..=200, &mut style.lines);
    keys.count("columns", "columns", 1..=8, &mut style.columns);
    keys.factor("gap", "white between columns, in em", 500..=8000, &mut style.gap);
    keys.key("rules", "hairlines between columns", &mut style.rules);
    let mut vertical = style.vertical.is_some();
    keys.key(
        "vertical",
        "vertical lines from right to left: chars go down, lines go left, columns lie below one another",
        &mut vertical,
    );

    keys.table("text", "running text");
    keys.key("type", "song 宋, hei 黑, kai 楷, fang 仿宋", &mut style.family);
    let mut size = TypeSize(style.size);
    keys.key("size", "its em: points, or a name 号 (PG-4)", &mut size);
    style.size = size.0;
    length_in_points(keys, "pitch", "from baseline to baseline: 1.5 to 2 em (PG-2)", &mut style.pitch);
    keys.key("indent", "of first lines, in em; auto is 2, and 1 in narrow columns (PA-1)", &mut style.indent);
    keys.key("region", "whose marks (PW-6): cn, tw, hk, jp, kr; auto goes by the language", &mut style.marks);
    keys.key("prohibition", "at the edges of lines (LB-1): none, basic, gb, strict", &mut style.prohibition);
    keys.key("remedy", "three marks in a row may be parted where the line would be very loose (LB-6)", &mut style.remedy);
    keys.count("last-line", "letters of a paragraph's last line, at least (PA-3)", 1..=6, &mut style.last_line);
    keys.count("orphans", "lines of a paragraph at the foot of a column, at least (PA-4)", 1..=6, &mut style.orphans);
    keys.count("widows", "lines of a paragraph at the head of a column, at least", 1..=6, &mut style.widows);

    let about = "widths of marks (PW-8): hangmobanjiao, quanjiao, kaiming, banjiao, plain";
    keys.key("punctuation", about, &mut style.widths.punctuation);
    keys.key("hanging", "one stop at the end of a line hangs beyond the edge (PW-7)", &mut style.widths.hanging);
    keys.factor("latin-gap", "between Han and Latin letters or figures, in em (MX-1)", 0..=500, &mut style.widths.gap);
    let about = "type whose widths Latin letters of running text have, drawn together to the em, in em";
    keys.factor("latin-size", about, 1000..=1200, &mut style.widths.latin);
    keys.key("grid", "Latin words take whole em, so that Han stand below one another (MX-4)", &mut style.widths.grid);
    keys.key(
        "filled",
        "lines are filled one after another, as in Word; else a paragraph's breaks are chosen together",
        &mut style.widths.filled,
    );
    keys.count(
        "combine",
        "in vertical lines numbers of up to so many figures stand side by side (VT-1)",
        0..=4,
        &mut style.upright.combine,
    );
    keys.key("quotes", "in vertical lines “ ” are drawn as corners 『』「」 or turned (VT-4)", &mut style.upright.quotes);
    style.vertical = vertical.then_some(style.upright);

    keys.table("head", "running heads (PG-8, PG-9)");
    keys.key("verso", "on left pages: none, title, chapter", &mut style.head.verso);
    keys.key("recto", "on right pages", &mut style.head.recto);
    keys.key("side", "outer, middle, left", &mut style.head.side);
    keys.factor("size", "of the body's", 300..=3000, &mut style.head.size);
    keys.factor("gap", "from its baseline to the type area, in em", 500..=8000, &mut style.head.gap);
    keys.key("rule", "a rule below", &mut style.head.rule);

    keys.table("folio", "page numbers");
    keys.key("form", "{} is the number", &mut style.folio.form);
    keys.key("side", "outer, middle, left", &mut style.folio.side);
    keys.factor("size", "of the body's", 300..=3000, &mut style.folio.size);
    keys.factor("gap", "from the type area to its baseline, in em", 1000..=8000, &mut style.folio.gap);
    keys.factor("inset", "from the edge of the type area, in em", 0..=8000, &mut style.folio.inset);

    keys.table("chapter", "chapters that begin pages, and title pages");
    keys.key("recto", "they begin right pages, behind a blank one where that is needed", &mut style.recto);
    keys.count("sink", "lines left white above", 0..=60, &mut style.sink);
    keys.count("title-sink", "the same on title pages", 0..=60, &mut style.title_sink);

    keys.table("contents", "the table of contents, where there are so many headings and pages; 0 is never");
    keys.count("headings", "at least", 0..=10_000, &mut style.contents.0);
    keys.count("pages", "at least", 0..=10_000, &mut style.contents.1);

    keys.table("notes", "footnotes (FN-1)");
    keys.factor("size", "of the body's", 400..=1000, &mut style.notes.scale);
    keys.factor("leading", "from line to line, in their em", 1000..=3000, &mut style.notes.leading);

    keys.table("tables", "words in tables");
    keys.factor("size", "of the body's", 400..=1000, &mut style.tables.scale);
    keys.factor("leading", "from line to line, in their em", 1000..=3000, &mut style.tables.leading);

    keys.table("fonts", "faces tried before the program's own, by their keys or as files in a font folder");
    let mut fonts = (*style.fonts).clone();
    for (family, about) in ["宋", "黑", "楷", "仿宋", "typewriter"].into_iter().enumerate() {
        let name = ["song", "hei", "kai", "fang", "mono"][family];
        keys.key(name, about, &mut fonts[family]);
    }
    if fonts != *style.fonts {
        style.fonts = Arc::new(fonts);
    }

    keys.table(
        "looks",
        "the parts; what is left out is as in the body. first, left, right are in em, before, lines, after in lines; run-in \
         headings stand in the line of what follows (HD-6)",
    );
    let mut looks = *style.looks;
    for ((name, about), look) in PARTS.iter().zip(&mut looks) {
        keys.key(name, about, look);
    }
    if looks != *style.looks {
        style.looks = Arc::new(looks);
    }
}

fn length(keys: &mut impl Visit, name: &'static str, about: &'static str, value: &mut crate::geom::Abs) {
    let mut length = Length(*value);
    keys.key(name, about, &mut length);
    *value = length.0;
}

/// A length that is shown in points.
struct Points(crate::geom::Abs);

impl Value for Points {
    fn read(&mut self, value: &DeValue<'_>) -> Result<(), Complaint> {
        let mut length = Length(self.0);
        length.read(value)?;
        self.0 = length.0;
        Ok(())
    }

    fn show(&self) -> String {
        TypeSize(self.0).show()
    }
}

fn length_in_points(keys: &mut impl Visit, name: &'static str, about: &'static str, value: &mut crate::geom::Abs) {
    let mut length = Points(*value);
    keys.key(name, about, &mut length);
    *value = length.0;
}
