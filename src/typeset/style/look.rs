//! How the parts of a document look: one row of figures for each, by name.

use super::values::{Complaint, Value, allowed};
use crate::geom::Abs;
use crate::model::Role;
use crate::typeset::paragraph::{Alignment, Family};
use toml::de::DeValue;

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
    /// A heading that runs into the paragraph below it, one em before its words (HD-6).
    pub run_in: bool,
    /// Grey, from 0 (black) to 255.
    pub grey: u8,
}

/// A look as a style says it: what it leaves to the body is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Figures {
    family: Option<Family>,
    first: Option<i64>,
    rest: Look,
}

/// The parts that have a look of their own, with what they are. Headings are found by their rank, roles by their names.
pub(super) const PARTS: [(&str, &str); 36] = [
    ("heading-1", "the highest headings (HD-1)"),
    ("heading-2", ""),
    ("heading-3", ""),
    ("heading-4", ""),
    ("heading-5", ""),
    ("heading-6", "all below"),
    ("headline", "a headline inside a column of a paper"),
    ("title-page", "the title on a title page"),
    ("title-page-line", "what else stands there"),
    ("banner", "a paper's name"),
    ("contents-title", "目录"),
    ("title", "a title that is no heading"),
    ("kicker", "肩题, 引题"),
    ("deck", "副题"),
    ("byline", "who wrote it"),
    ("dateline", "the place and day of a wire"),
    ("masthead", "报头: number, date, price"),
    ("document-number", "发文字号"),
    ("issuing-body", "发文机关标志"),
    ("addressee", "主送机关"),
    ("signature", "署名"),
    ("date", "成文日期"),
    ("attachment", "附件"),
    ("imprint", "版记"),
    ("notice", "公告, 启事"),
    ("advertisement", "广告"),
    ("editor-note", "编者按"),
    ("caption", "words of a picture or table"),
    ("section-label", "栏目"),
    ("credit", "责编, 摄影"),
    ("line", "a line that is no prose"),
    ("verse", "stanzas"),
    ("quote", "quoted paragraphs"),
    ("separator", "pauses"),
    ("page-head", "a page of a paper, in its text: 第三版 副刊"),
    ("page-mark", "where a page of the source began, in the margin"),
];

/// The place of a part in [`PARTS`].
pub(super) fn place(name: &str) -> Option<usize> {
    PARTS.iter().position(|(part, _)| *part == name)
}

/// The part whose look a role has; running text has none of its own.
pub(super) fn part_of(role: Role) -> Option<usize> {
    place(role.name())
}

impl Look {
    /// Running text, where a style says nothing.
    pub(super) const BODY: Look = Look {
        family: Family::Song,
        bold: false,
        scale: 1000,
        align: Alignment::Justify,
        first: 0,
        left: 0,
        right: 0,
        before: 0,
        lines: 1,
        after: 0,
        keep: false,
        run_in: false,
        grey: 0,
    };
}

impl Figures {
    /// Like the body.
    pub const BODY: Figures = Figures { family: None, first: None, rest: Look::BODY };

    /// The look beside a body of this look.
    pub fn beside(&self, body: &Look) -> Look {
        Look { family: self.family.unwrap_or(body.family), first: self.first.unwrap_or(body.first), ..self.rest }
    }
}

/// What may be said of a look.
const KEYS: &str = "type, bold, scale, align, first, left, right, before, lines, after, keep, run-in, grey";

impl Value for Figures {
    fn read(&mut self, value: &DeValue<'_>) -> Result<(), Complaint> {
        let DeValue::Table(table) = value else { return Err(allowed("a table such as { type = \"hei\", scale = 1.2 }")) };
        for (key, value) in table {
            let (key, value) = (key.get_ref().as_ref(), value.get_ref());
            let at = |complaint: Complaint| complaint.under(key);
            match key {
                "type" if is_body(value) => self.family = None,
                "first" if is_body(value) => self.first = None,
                "type" => {
                    let mut family = Family::Song;
                    family.read(value).map_err(|_| at(allowed("body, song, hei, kai, fang, mono")))?;
                    self.family = Some(family);
                }
                "first" => {
                    let mut first = 0;
                    em(&mut first, value).map_err(|_| at(allowed("body, or 0 to 40 em")))?;
                    self.first = Some(first);
                }
                "bold" => self.rest.bold.read(value).map_err(at)?,
                "keep" => self.rest.keep.read(value).map_err(at)?,
                "run-in" => self.rest.run_in.read(value).map_err(at)?,
                "align" => self.rest.align.read(value).map_err(at)?,
                "scale" => {
                    let mut scale = super::values::Milli(self.rest.scale);
                    scale.read(value).map_err(at)?;
                    if !(100..=10_000).contains(&scale.0) {
                        return Err(at(allowed("0.1 to 10 times the body's size")));
                    }
                    self.rest.scale = scale.0;
                }
                "left" => em(&mut self.rest.left, value).map_err(at)?,
                "right" => em(&mut self.rest.right, value).map_err(at)?,
                "before" => em(&mut self.rest.before, value).map_err(at)?,
                "after" => em(&mut self.rest.after, value).map_err(at)?,
                "lines" => em(&mut self.rest.lines, value).map_err(at)?,
                "grey" => {
                    let mut grey = i64::from(self.rest.grey);
                    grey.read(value).map_err(|_| at(allowed("0 (black) to 255 (white)")))?;
                    self.rest.grey = u8::try_from(grey).map_err(|_| at(allowed("0 (black) to 255 (white)")))?;
                }
                _ => return Err(Complaint::unknown(key, KEYS)),
            }
        }
        Ok(())
    }

    fn show(&self) -> String {
        let mut out: Vec<String> = Vec::new();
        let (look, bare) = (&self.rest, &Figures::BODY.rest);
        out.extend(self.family.map(|family| format!("type = {}", family.show())));
        if look.bold {
            out.push("bold = true".to_owned());
        }
        if look.scale != bare.scale {
            out.push(format!("scale = {}", super::values::Milli(look.scale).show()));
        }
        if look.align != bare.align {
            out.push(format!("align = {}", look.align.show()));
        }
        out.extend(self.first.map(|first| format!("first = {first}")));
        let counts = [
            ("left", look.left, 0),
            ("right", look.right, 0),
            ("before", look.before, 0),
            ("lines", look.lines, 1),
            ("after", look.after, 0),
        ];
        out.extend(counts.iter().filter(|(_, value, usual)| value != usual).map(|(key, value, _)| format!("{key} = {value}")));
        if look.keep {
            out.push("keep = true".to_owned());
        }
        if look.run_in {
            out.push("run-in = true".to_owned());
        }
        if look.grey != 0 {
            out.push(format!("grey = {}", look.grey));
        }
        if out.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", out.join(", ")) }
    }
}

fn is_body(value: &DeValue<'_>) -> bool {
    matches!(value, DeValue::String(word) if word.as_ref() == "body")
}

/// A count of em or lines.
fn em(into: &mut i64, value: &DeValue<'_>) -> Result<(), Complaint> {
    let mut count = *into;
    count.read(value)?;
    if !(0..=40).contains(&count) {
        return Err(allowed("0 to 40"));
    }
    *into = count;
    Ok(())
}

/// The size of the em of a look beside a body of this size.
pub(super) fn em_of(look: &Look, body: Abs) -> Abs {
    body.scale(look.scale, 1000)
}
