//! The styles: Word's own by their English names (DX-16), and one for each role that Word has no name for.
//!
//! Body text is `Body Text` with an indent of two characters (PA-1); `Normal` has no indent, so that cells, heads and folios,
//! which are based on it, have none to undo. Indents are counted in characters with a fallback in twips (DX-12), space
//! above and below in lines.

use super::design::{Design, Face, Tongue};
use super::table::STYLES;
use super::val;
use crate::model::{DocumentKind, Role};
use crate::output::xml::{Syntax, Xml};
use std::collections::BTreeMap;

/// How paragraphs of a style look. Indents are in hundredths of a character, space in hundredths of a line.
#[derive(Clone, Copy, Debug, Default)]
struct Look {
    face: Face,
    /// Half points; 0 is the body's size.
    size: u32,
    bold: bool,
    color: Option<&'static str>,
    align: Align,
    first: u32,
    left: u32,
    right: u32,
    before: u32,
    after: u32,
    keep: bool,
    page_break: bool,
    /// From line to line in twips; 0 is the grid's.
    pitch: u32,
    /// As high as what stands in it: pictures.
    tall: bool,
    border: Border,
    hidden: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Align {
    #[default]
    Both,
    Left,
    Center,
    Right,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Border {
    #[default]
    None,
    Above,
    Box,
    HeadBelow,
}

/// The style of a paragraph that plays a part.
pub fn of_role(role: Role) -> &'static str {
    match role {
        Role::Body => "BodyText",
        Role::Title => "Title",
        Role::Kicker => "Kicker",
        Role::Deck => "Deck",
        Role::Byline => "Byline",
        Role::Dateline => "Dateline",
        Role::Masthead => "Masthead",
        Role::DocumentNumber => "DocumentNumber",
        Role::IssuingBody => "IssuingBody",
        Role::Addressee => "Addressee",
        Role::Signature => "Signature",
        Role::Date => "Date",
        Role::Attachment => "Attachment",
        Role::Imprint => "Imprint",
        Role::Notice => "Notice",
        Role::Advertisement => "Advertisement",
        Role::EditorNote => "EditorNote",
        Role::Caption => "Caption",
        Role::SectionLabel => "SectionLabel",
        Role::Credit => "Credit",
        Role::Line => "Line",
    }
}

/// The style of program text, by the name that Pandoc gives it.
pub const CODE: &str = "SourceCode";

/// The style of a heading, levels 1 to 9.
pub fn of_heading(level: u8) -> &'static str {
    const IDS: [&str; 9] =
        ["Heading1", "Heading2", "Heading3", "Heading4", "Heading5", "Heading6", "Heading7", "Heading8", "Heading9"];
    IDS[usize::from(level.clamp(1, 9)) - 1]
}

/// The style of a line of the contents, levels 1 to 3.
pub fn of_contents(level: u8) -> &'static str {
    const IDS: [&str; 3] = ["TOC1", "TOC2", "TOC3"];
    IDS[usize::from(level.clamp(1, 3)) - 1]
}

fn role_name(role: Role) -> &'static str {
    match role {
        Role::Body => "Body Text",
        Role::Title => "Title",
        Role::Kicker => "Kicker",
        Role::Deck => "Deck",
        Role::Byline => "Byline",
        Role::Dateline => "Dateline",
        Role::Masthead => "Masthead",
        Role::DocumentNumber => "Document Number",
        Role::IssuingBody => "Issuing Body",
        Role::Addressee => "Addressee",
        Role::Signature => "Signature",
        Role::Date => "Date",
        Role::Attachment => "Attachment",
        Role::Imprint => "Imprint",
        Role::Notice => "Notice",
        Role::Advertisement => "Advertisement",
        Role::EditorNote => "Editor Note",
        Role::Caption => "caption",
        Role::SectionLabel => "Section Label",
        Role::Credit => "Credit",
        Role::Line => "Line",
    }
}

fn role_look(role: Role, design: &Design) -> Look {
    let notice = design.kind == DocumentKind::Notice;
    let body = design.page.size;
    let small = body - 3;
    let plain = Look::default();
    let kai = Look { face: Face::Kai, ..plain };
    match role {
        Role::Body => Look { first: 200, ..plain },
        Role::Dateline => Look { first: 200, ..plain },
        Role::Title => title(design),
        Role::Kicker => Look { size: body + 4, align: Align::Center, before: 100, keep: true, ..kai },
        Role::Deck => Look { size: body + 4, align: Align::Center, after: 50, keep: true, ..kai },
        Role::Byline => Look { align: Align::Center, after: 50, keep: true, ..kai },
        Role::Masthead => Look { size: small, align: Align::Center, ..plain },
        Role::DocumentNumber => Look { align: Align::Center, after: 100, ..plain },
        Role::IssuingBody => Look {
            face: Face::Title,
            size: design.issuer,
            color: (!design.plain).then_some("FF0000"),
            align: Align::Center,
            keep: true,
            ..plain
        },
        Role::Addressee => Look { before: if notice { 100 } else { 0 }, ..plain },
        Role::Signature => {
            Look { align: Align::Right, right: if notice { 400 } else { 200 }, before: 100, keep: true, ..plain }
        }
        Role::Date => Look { align: Align::Right, right: if notice { 400 } else { 200 }, ..plain },
        Role::Attachment => Look { first: 200, keep: notice, ..plain },
        Role::Imprint => Look {
            size: if notice { 28 } else { small },
            left: if notice { 0 } else { 100 },
            right: if notice { 0 } else { 100 },
            border: if notice { Border::None } else { Border::Above },
            ..plain
        },
        Role::Notice => Look { border: Border::Box, first: 200, ..plain },
        Role::Advertisement => Look { border: Border::Box, size: small, align: Align::Center, ..plain },
        Role::EditorNote => Look { first: 200, left: 200, right: 200, ..kai },
        Role::Caption => Look { size: small, align: Align::Center, after: 50, ..kai },
        Role::SectionLabel => Look { face: Face::Hei, align: Align::Left, before: 100, keep: true, ..plain },
        Role::Credit => Look { size: small, align: Align::Right, ..kai },
        Role::Line => Look { align: Align::Left, left: 200, ..plain },
    }
}

fn title(design: &Design) -> Look {
    let before = if design.kind == DocumentKind::Book { 600 } else { 100 };
    Look {
        face: Face::Title,
        size: 44,
        bold: design.kind != DocumentKind::Notice,
        align: Align::Center,
        before,
        after: 100,
        keep: true,
        ..Look::default()
    }
}

/// Headings grow smaller by level and none is smaller than the body (HD-1); a notice's are told by face alone (GW-17).
fn heading_look(level: u8, design: &Design) -> Look {
    let body = design.page.size;
    let page_break = level <= design.breaks;
    let hei = Look { face: Face::Hei, keep: true, ..Look::default() };
    match (design.kind, level) {
        (DocumentKind::Notice, 1) => title(design),
        (DocumentKind::Notice, 2) => Look { first: 200, ..hei },
        (DocumentKind::Notice, 3) => Look { face: Face::Kai, first: 200, ..hei },
        (DocumentKind::Notice, _) => Look { face: Face::Body, first: 200, ..hei },
        (_, 1) => {
            let face = if design.kind == DocumentKind::Book { Face::Hei } else { Face::Song };
            let bold = face == Face::Song;
            Look { face, bold, size: body + 15, align: Align::Center, before: 200, after: 100, page_break, ..hei }
        }
        (_, 2) => Look { size: body + 8, align: Align::Center, before: 100, after: 50, page_break, ..hei },
        (_, 3) => Look { size: body + 4, align: Align::Left, before: 100, page_break, ..hei },
        (_, 4) => Look { size: body + 2, align: Align::Left, before: 50, ..hei },
        (_, 5) => Look { align: Align::Left, ..hei },
        _ => Look { face: Face::Kai, align: Align::Left, ..hei },
    }
}

struct Style<'a> {
    id: &'a str,
    name: &'a str,
    based_on: &'a str,
    next: &'a str,
    outline: Option<u8>,
    look: Look,
}

/// The part `word/styles.xml`.
pub fn part(design: &Design) -> String {
    let mut xml = Xml::document(Syntax::Xml);
    xml.open("w:styles").attr("xmlns:w", super::W);
    defaults(&mut xml, design);
    normal(&mut xml, design);
    character_styles(&mut xml, design);
    table_styles(&mut xml);
    for style in paragraph_styles(design) {
        style_to(&mut xml, &style, design);
    }
    xml.finish()
}

/// The faces of the paragraph styles that have another one than the body.
pub fn faces(design: &Design) -> BTreeMap<&'static str, Face> {
    let styles = paragraph_styles(design).into_iter();
    styles.filter(|style| style.look.face != Face::Body).map(|style| (style.id, style.look.face)).collect()
}

fn paragraph_styles(design: &Design) -> Vec<Style<'static>> {
    const HEADINGS: [&str; 9] =
        ["heading 1", "heading 2", "heading 3", "heading 4", "heading 5", "heading 6", "heading 7", "heading 8", "heading 9"];
    let small = design.page.size - 3;
    let plain = Look::default();
    let style = |id, name, next, look| Style { id, name, based_on: "Normal", next, outline: None, look };
    let mut styles = Vec::new();
    for role in Role::ALL {
        let next = if matches!(role, Role::Line | Role::Imprint | Role::Notice | Role::Advertisement) {
            of_role(role)
        } else {
            "BodyText"
        };
        styles.push(style(of_role(role), role_name(role), next, role_look(role, design)));
    }
    for level in 1..=9u8 {
        let name = HEADINGS[usize::from(level) - 1];
        let heading = style(of_heading(level), name, "BodyText", heading_look(level, design));
        styles.push(Style { outline: Some(level - 1), ..heading });
    }
    let kai = Look { face: Face::Kai, ..plain };
    let verse = Look { face: Face::Kai, align: Align::Left, left: 400, ..plain };
    let hei = Look { face: Face::Hei, size: design.page.size + 8, align: Align::Center, after: 100, keep: true, ..plain };
    if design.kind == DocumentKind::Notice {
        let flush = Look { align: Align::Left, keep: true, ..plain };
        styles.push(style("CopyNumber", "Copy Number", "BodyText", flush));
        styles.push(style("Secrecy", "Secrecy", "BodyText", Look { face: Face::Hei, ..flush }));
        styles.push(style("Signer", "Signer", "BodyText", Look { face: Face::Body, align: Align::Right, keep: true, ..plain }));
        styles.push(style(
            "AttachmentMark",
            "Attachment Mark",
            "BodyText",
            Look { page_break: true, face: Face::Hei, after: 100, ..flush },
        ));
    }
    styles.push(style("Verse", "Verse", "Verse", verse));
    styles.push(style("Quote", "Quote", "Quote", Look { first: 200, left: 200, right: 200, ..kai }));
    styles.push(style(CODE, "Source Code", CODE, Look { align: Align::Left, ..plain }));
    styles.push(style("ListParagraph", "List Paragraph", "ListParagraph", plain));
    for ((scale, text, head), names) in STYLES.into_iter().zip([
        ("Table Text", "Table Head"),
        ("Table Text Small", "Table Head Small"),
        ("Table Text Smaller", "Table Head Smaller"),
        ("Table Text Tiny", "Table Head Tiny"),
        ("Table Text Tiniest", "Table Head Tiniest"),
    ]) {
        let at = |length: u32| length * u32::try_from(scale).unwrap_or(1000) / 1000;
        let cell = Look { size: at(design.cells.0), pitch: at(design.cells.1), align: Align::Left, ..plain };
        styles.push(style(text, names.0, text, cell));
        styles.push(style(head, names.1, text, Look { face: Face::Hei, align: Align::Center, ..cell }));
    }
    styles.push(style("Figure", "Figure", "Caption", Look { align: Align::Center, before: 50, tall: true, ..plain }));
    styles.push(style("Separator", "Separator", "BodyText", Look { align: Align::Center, ..plain }));
    styles.push(style("PageMark", "Page Mark", "BodyText", Look { hidden: true, ..plain }));
    styles.push(style("FootnoteText", "footnote text", "FootnoteText", Look { size: small.max(17), ..plain }));
    styles.push(style("TOCHeading", "TOC Heading", "BodyText", Look { page_break: design.breaks > 0, ..hei }));
    for (level, name) in [(1u8, "toc 1"), (2, "toc 2"), (3, "toc 3")] {
        let look = Look { left: 200 * u32::from(level - 1), align: Align::Left, ..plain };
        styles.push(style(of_contents(level), name, "BodyText", look));
    }
    let head = Look { size: small, align: Align::Center, tall: true, border: Border::HeadBelow, ..plain };
    styles.push(style("Header", "header", "Header", head));
    let size = if design.kind == DocumentKind::Notice { 28 } else { small };
    styles.push(style(
        "Footer",
        "footer",
        "Footer",
        Look { face: Face::Song, size, align: Align::Center, tall: true, ..plain },
    ));
    styles
}

fn defaults(xml: &mut Xml, design: &Design) {
    xml.open("w:docDefaults").open("w:rPrDefault").open("w:rPr");
    fonts(xml, Face::Body, design);
    tracking(xml, design);
    val(xml, "w:kern", "2");
    val(xml, "w:sz", design.page.size.to_string());
    val(xml, "w:szCs", design.page.size.to_string());
    xml.open("w:lang").attr("w:val", "en-US").attr("w:eastAsia", design.east_asian()).attr("w:bidi", "ar-SA").close();
    xml.close().close().open("w:pPrDefault").close().close();
}

fn fonts(xml: &mut Xml, face: Face, design: &Design) {
    let (latin, han) = design.face(face);
    xml.open("w:rFonts").attr("w:ascii", latin).attr("w:eastAsia", han).attr("w:hAnsi", latin).attr("w:cs", latin).close();
}

/// `Normal` is written out in full: a document without it loses the gaps between Han and Latin (DX-8).
fn normal(xml: &mut Xml, design: &Design) {
    let notice = design.kind == DocumentKind::Notice;
    // Squeezing a mark at the start of a line is a habit of the mainland's and Japan's setting (PW-4, PW-6).
    let squeeze = design.squeezed && matches!(design.tongue, Tongue::Hans | Tongue::Japanese);
    xml.open("w:style").attr("w:type", "paragraph").attr("w:default", "1").attr("w:styleId", "Normal");
    val(xml, "w:name", "Normal");
    xml.open("w:qFormat").close().open("w:pPr");
    val(xml, "w:widowControl", if notice { "0" } else { "1" });
    val(xml, "w:kinsoku", "1");
    val(xml, "w:overflowPunct", if design.hanging { "1" } else { "0" });
    val(xml, "w:topLinePunct", if squeeze { "1" } else { "0" });
    val(xml, "w:autoSpaceDE", "1");
    val(xml, "w:autoSpaceDN", "1");
    xml.open("w:spacing").attr("w:line", design.page.pitch.to_string()).attr("w:lineRule", "exact").close();
    val(xml, "w:jc", "both");
    xml.close().open("w:rPr");
    fonts(xml, Face::Body, design);
    tracking(xml, design);
    val(xml, "w:sz", design.page.size.to_string());
    val(xml, "w:szCs", design.page.size.to_string());
    xml.close().close();
}

/// What makes as many characters of the body fit the line as the page asks for (DX-11).
fn tracking(xml: &mut Xml, design: &Design) {
    if design.page.tracking != 0 {
        val(xml, "w:spacing", design.page.tracking.to_string());
    }
}

fn style_to(xml: &mut Xml, style: &Style<'_>, design: &Design) {
    let look = style.look;
    xml.open("w:style").attr("w:type", "paragraph");
    if !is_built_in(style.name) {
        xml.attr("w:customStyle", "1");
    }
    xml.attr("w:styleId", style.id);
    val(xml, "w:name", style.name);
    if let Some(chinese) = chinese(style.id).filter(|_| matches!(design.tongue, Tongue::Hans)) {
        val(xml, "w:aliases", chinese);
    }
    val(xml, "w:basedOn", style.based_on);
    val(xml, "w:next", style.next);
    if style.name.starts_with("toc ") || matches!(style.name, "header" | "footer" | "footnote text") {
        val(xml, "w:uiPriority", "39");
    } else {
        xml.open("w:qFormat").close();
    }
    paragraph_look(xml, &look, style.outline, design);
    run_look(xml, &look, design);
    xml.close();
}

/// What offices call the parts of official documents: Word and WPS show it beside the name.
fn chinese(id: &str) -> Option<&'static str> {
    Some(match id {
        "CopyNumber" => "份号",
        "Secrecy" => "密级和紧急程度",
        "IssuingBody" => "发文机关标志",
        "DocumentNumber" => "发文字号",
        "Signer" => "签发人",
        "Addressee" => "主送机关",
        "Attachment" => "附件说明",
        "AttachmentMark" => "附件",
        "Imprint" => "版记",
        _ => return None,
    })
}

fn is_built_in(name: &str) -> bool {
    name.starts_with("heading ")
        || name.starts_with("toc ")
        || matches!(
            name,
            "Body Text"
                | "Title"
                | "Signature"
                | "Date"
                | "caption"
                | "Quote"
                | "List Paragraph"
                | "footnote text"
                | "TOC Heading"
                | "header"
                | "footer"
        )
}

fn paragraph_look(xml: &mut Xml, look: &Look, outline: Option<u8>, design: &Design) {
    let size = if look.size == 0 { design.page.size } else { look.size };
    let pitch = design.page.pitch;
    xml.open("w:pPr");
    if look.keep {
        xml.open("w:keepNext").close();
    }
    if outline.is_some() {
        xml.open("w:keepLines").close();
    }
    if look.page_break {
        xml.open("w:pageBreakBefore").close();
    }
    border_to(xml, look.border);
    if size > design.page.size || look.pitch > 0 {
        // Large type doesn't take two rows of the grid (DX-9), nor are its characters spread over it.
        val(xml, "w:snapToGrid", "0");
    }
    if look.before > 0 || look.after > 0 || look.tall || size != design.page.size {
        xml.open("w:spacing");
        for (lines, twips, space) in [("w:beforeLines", "w:before", look.before), ("w:afterLines", "w:after", look.after)] {
            if space > 0 {
                xml.attr(twips, (space * pitch / 100).to_string()).attr(lines, space.to_string());
            }
        }
        match look.tall {
            true => xml.attr("w:line", "240").attr("w:lineRule", "auto"),
            false if look.pitch > 0 => xml.attr("w:line", look.pitch.to_string()).attr("w:lineRule", "exact"),
            false => xml.attr("w:line", line_height(size, design).to_string()).attr("w:lineRule", "exact"),
        };
        xml.close();
    }
    if look.first > 0 || look.left > 0 || look.right > 0 {
        xml.open("w:ind");
        for (chars, twips, indent) in [
            ("w:leftChars", "w:left", look.left),
            ("w:rightChars", "w:right", look.right),
            ("w:firstLineChars", "w:firstLine", look.first),
        ] {
            if indent > 0 {
                xml.attr(chars, indent.to_string()).attr(twips, (indent * size / 10).to_string());
            }
        }
        xml.close();
    }
    match look.align {
        Align::Both => {}
        Align::Left => val(xml, "w:jc", "left"),
        Align::Center => val(xml, "w:jc", "center"),
        Align::Right => val(xml, "w:jc", "right"),
    }
    if let Some(level) = outline {
        val(xml, "w:outlineLvl", level.to_string());
    }
    xml.close();
}

/// The pitch of the body for all that fits it, then the next half line: headings keep to the grid (HD-3).
fn line_height(size: u32, design: &Design) -> u32 {
    let (pitch, needed) = (design.page.pitch, size * 13);
    if needed <= pitch { pitch } else { (needed * 2).div_ceil(pitch) * pitch / 2 }
}

fn border_to(xml: &mut Xml, border: Border) {
    let sides: &[(&'static str, &str, &str, &str)] = match border {
        Border::None => return,
        Border::Above => &[("w:top", "6", "4", "auto")],
        Border::Box => &[
            ("w:top", "4", "4", "auto"),
            ("w:left", "4", "4", "auto"),
            ("w:bottom", "4", "4", "auto"),
            ("w:right", "4", "4", "auto"),
        ],
        Border::HeadBelow => &[("w:bottom", "4", "1", "auto")],
    };
    xml.open("w:pBdr");
    for (side, width, space, color) in sides {
        xml.open(side).attr("w:val", "single").attr("w:sz", width).attr("w:space", space).attr("w:color", color).close();
    }
    xml.close();
}

fn run_look(xml: &mut Xml, look: &Look, design: &Design) {
    xml.open("w:rPr");
    if look.face != Face::Body {
        fonts(xml, look.face, design);
    }
    if look.bold {
        xml.open("w:b").close().open("w:bCs").close();
    }
    if look.hidden {
        xml.open("w:vanish").close();
    }
    if let Some(color) = look.color {
        val(xml, "w:color", color);
    }
    if look.size > 0 {
        if design.page.tracking != 0 && look.size != design.page.size {
            val(xml, "w:spacing", "0");
        }
        val(xml, "w:sz", look.size.to_string());
        val(xml, "w:szCs", look.size.to_string());
    }
    xml.close();
}

/// The colour of links.
pub const LINK_COLOR: &str = "0563C1";

fn character_styles(xml: &mut Xml, design: &Design) {
    let style = |xml: &mut Xml, id: &str, name: &str, custom: bool| {
        xml.open("w:style").attr("w:type", "character");
        if id == "DefaultParagraphFont" {
            xml.attr("w:default", "1");
        }
        if custom {
            xml.attr("w:customStyle", "1");
        }
        xml.attr("w:styleId", id);
        val(xml, "w:name", name);
    };
    style(xml, "DefaultParagraphFont", "Default Paragraph Font", false);
    val(xml, "w:uiPriority", "1");
    xml.open("w:semiHidden").close().close();
    style(xml, "Hyperlink", "Hyperlink", false);
    xml.open("w:rPr");
    val(xml, "w:color", LINK_COLOR);
    val(xml, "w:u", "single");
    xml.close().close();
    style(xml, "FootnoteReference", "footnote reference", false);
    xml.open("w:rPr");
    val(xml, "w:vertAlign", "superscript");
    xml.close().close();
    style(xml, "Emphasis", "Emphasis", false);
    xml.open("w:qFormat").close().open("w:rPr");
    xml.open("w:rFonts").attr("w:eastAsia", design.face(Face::Kai).1).close().close().close();
    style(xml, "Code", "Code", true);
    xml.open("w:rPr");
    xml.open("w:rFonts").attr("w:ascii", "Consolas").attr("w:hAnsi", "Consolas").attr("w:cs", "Consolas").close();
    xml.open("w:noProof").close().close().close();
    style(xml, super::GENERATED, "Generated Space", true);
    xml.close();
    style(xml, super::GENERATED_TAB, "Generated Tab", true);
    xml.close();
}

fn table_styles(xml: &mut Xml) {
    xml.open("w:style").attr("w:type", "table").attr("w:default", "1").attr("w:styleId", "TableNormal");
    val(xml, "w:name", "Normal Table");
    val(xml, "w:uiPriority", "99");
    xml.open("w:semiHidden").close().open("w:tblPr");
    xml.open("w:tblInd").attr("w:w", "0").attr("w:type", "dxa").close().open("w:tblCellMar");
    for (side, width) in [("w:top", "0"), ("w:left", "108"), ("w:bottom", "0"), ("w:right", "108")] {
        xml.open(side).attr("w:w", width).attr("w:type", "dxa").close();
    }
    xml.close().close().close();
    xml.open("w:style").attr("w:type", "table").attr("w:styleId", "TableGrid");
    val(xml, "w:name", "Table Grid");
    val(xml, "w:basedOn", "TableNormal");
    xml.open("w:tblPr").open("w:tblBorders");
    for side in ["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"] {
        xml.open(side).attr("w:val", "single").attr("w:sz", "4").attr("w:space", "0").attr("w:color", "auto").close();
    }
    xml.close().close().close();
}
