//! The properties of one placed paragraph, in the order of the schema, and paragraphs without text.

use super::super::design::Face;
use super::super::val;
use crate::output::xml::{Syntax, Xml};

/// What is written for one block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placed {
    /// The paragraph's properties.
    pub(super) paragraph: Paragraph,
    /// Where lines of a title end, in bytes.
    pub breaks: Vec<usize>,
    /// A full-width space stands before the text: frames have no room of their own between rule and text.
    pub inset: bool,
    /// Where the part begins that stands at the right edge, in bytes.
    pub right: Option<usize>,
    /// The block that stands at the right end of the same line.
    pub joined: Option<usize>,
    /// Where a heading ends that runs into the text, in bytes, and its face (GW-17).
    pub lead: Option<(usize, Face)>,
    /// Paragraphs without text before this one, as markup: rules that stand at places of the page.
    pub above: String,
    /// The same below it.
    pub below: String,
    /// Another paragraph has written it.
    pub skipped: bool,
}

impl Placed {
    /// The style of the paragraph.
    pub fn style(&self) -> &'static str {
        self.paragraph.style
    }

    /// The paragraph's properties, as markup.
    pub fn properties(&self) -> String {
        self.paragraph.properties()
    }

    /// Whether it begins a page.
    pub fn begins_page(&self) -> bool {
        self.paragraph.new_page
    }

    /// Whether it stands in the frame of the imprint.
    pub fn is_framed(&self) -> bool {
        self.inset
    }
}

/// A paragraph without text, as low as can be: the frame of the imprint belongs to one. It may begin a page.
pub fn anchor(new_page: bool) -> String {
    let breaks = if new_page { "<w:pageBreakBefore/>" } else { "" };
    format!(
        "<w:p><w:pPr><w:pStyle w:val=\"BodyText\"/>{breaks}<w:snapToGrid w:val=\"0\"/><w:spacing w:line=\"20\" w:lineRule=\"exact\"/></w:pPr></w:p>"
    )
}

/// A paragraph without text that ends a section.
pub fn section_end(section: &str) -> String {
    format!(
        "<w:p><w:pPr><w:pStyle w:val=\"BodyText\"/><w:snapToGrid w:val=\"0\"/><w:spacing w:line=\"20\" w:lineRule=\"exact\"/>{section}</w:pPr></w:p>"
    )
}

/// A frame of this width: at the foot of the page, or at a place in the type area or on the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Frame {
    pub width: u32,
    pub at: Option<(u32, u32)>,
    pub sheet: bool,
}

/// The properties of a paragraph, in the order of the schema.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Paragraph {
    pub style: &'static str,
    pub keep: bool,
    /// Begins a page.
    pub new_page: bool,
    /// In a frame.
    pub frame: Option<Frame>,
    /// Side, eighths of a point, space in points, colour.
    pub borders: Vec<(&'static str, u32, u32, &'static str)>,
    /// Filled with black.
    pub black: bool,
    /// A tab stop at which text ends.
    pub tab: Option<u32>,
    pub off_grid: bool,
    pub before: Option<u32>,
    /// Below, where `before` is said.
    pub after: u32,
    pub line: u32,
    /// Left, right, hanging; in twips.
    pub indents: Option<(i64, i64, i64)>,
    /// Of the first line, where nothing hangs.
    pub first: u32,
    pub align: Option<&'static str>,
}

impl Paragraph {
    pub fn placed(&self) -> Placed {
        Placed { paragraph: self.clone(), ..Placed::default() }
    }

    fn properties(&self) -> String {
        let mut xml = Xml::fragment(Syntax::Xml);
        xml.open("w:pPr");
        val(&mut xml, "w:pStyle", self.style);
        if self.keep {
            xml.open("w:keepNext").close();
        }
        if self.new_page {
            xml.open("w:pageBreakBefore").close();
        }
        if let Some(Frame { width, at, sheet }) = self.frame {
            let anchor = if sheet { "page" } else { "margin" };
            xml.open("w:framePr").attr("w:w", width.to_string()).attr("w:hSpace", "0").attr("w:wrap", "around");
            xml.attr("w:vAnchor", anchor).attr("w:hAnchor", anchor);
            match at {
                // Zero is no place: Word takes it for none.
                Some((x, y)) => xml.attr("w:x", x.max(1).to_string()).attr("w:y", y.max(1).to_string()),
                None => xml.attr("w:xAlign", "left").attr("w:yAlign", "bottom"),
            };
            xml.close();
        }
        if !self.borders.is_empty() {
            xml.open("w:pBdr");
            for (side, weight, space, color) in &self.borders {
                xml.open(side).attr("w:val", "single").attr("w:sz", weight.to_string());
                xml.attr("w:space", space.to_string()).attr("w:color", color).close();
            }
            xml.close();
        }
        if self.black {
            xml.open("w:shd").attr("w:val", "clear").attr("w:color", "auto").attr("w:fill", "000000").close();
        }
        if let Some(stop) = self.tab {
            xml.open("w:tabs").open("w:tab").attr("w:val", "right").attr("w:pos", stop.to_string()).close().close();
        }
        if self.off_grid {
            val(&mut xml, "w:snapToGrid", "0");
        }
        if self.before.is_some() || self.line > 0 {
            xml.open("w:spacing");
            if let Some(before) = self.before {
                // Lines of white win over twips where both are said; the style may say lines.
                xml.attr("w:before", before.to_string())
                    .attr("w:beforeLines", "0")
                    .attr("w:after", self.after.to_string())
                    .attr("w:afterLines", "0");
            }
            if self.line > 0 {
                xml.attr("w:line", self.line.to_string()).attr("w:lineRule", "exact");
            }
            xml.close();
        }
        if let Some((left, right, hanging)) = self.indents {
            xml.open("w:ind").attr("w:left", left.to_string()).attr("w:leftChars", "0");
            xml.attr("w:right", right.to_string()).attr("w:rightChars", "0");
            match hanging > 0 {
                true => xml.attr("w:hanging", hanging.to_string()).attr("w:hangingChars", "0"),
                false => xml.attr("w:firstLine", self.first.to_string()).attr("w:firstLineChars", "0"),
            };
            xml.close();
        }
        if let Some(align) = self.align {
            val(&mut xml, "w:jc", align);
        }
        xml.finish()
    }

    /// A paragraph that is nothing but these properties.
    pub fn alone(&self) -> String {
        format!("<w:p>{}</w:p>", self.properties())
    }
}
