//! The parts beside the text: settings, numbering, faces, heads and folios, properties, and the list of parts.

use super::body::Numberings;
use super::contents::field;
use super::design::{Design, Face, Tongue};
use super::relations::{Relations, Target};
use super::turned::{Leaf, turned};
use super::{R, W, runs, val};
use crate::model::{DocumentKind, Meta, facts};
use crate::output::package::iso_time;
use crate::output::xml::{Syntax, Xml};

fn root(name: &'static str) -> Xml {
    let mut xml = Xml::document(Syntax::Xml);
    xml.open(name).attr("xmlns:w", W);
    xml
}

/// `word/settings.xml`: what Chinese Word writes for a Chinese document (DX-7, DX-19, DX-25).
pub fn settings(design: &Design, notes: bool, margins: &[Margin]) -> String {
    let mut xml = root("w:settings");
    xml.open("w:zoom").attr("w:percent", "100").close();
    if design.kind == DocumentKind::Notice {
        // Sheets of both sides are bound at the wider margin (GW-2).
        xml.open("w:mirrorMargins").close();
    }
    xml.open("w:bordersDoNotSurroundHeader").close().open("w:bordersDoNotSurroundFooter").close();
    val(&mut xml, "w:defaultTabStop", "420");
    if margins.iter().any(|margin| margin.pages == "even") {
        xml.open("w:evenAndOddHeaders").close();
    }
    val(&mut xml, "w:drawingGridVerticalSpacing", (design.page.pitch / 2).to_string());
    val(&mut xml, "w:displayHorizontalDrawingGridEvery", "0");
    val(&mut xml, "w:displayVerticalDrawingGridEvery", "2");
    // Templates of offices have marks squeezed, whatever we do in print (decision 0032).
    let squeezed = design.squeezed || design.kind == DocumentKind::Notice;
    let squeezed = if squeezed { "compressPunctuation" } else { "doNotCompress" };
    val(&mut xml, "w:characterSpacingControl", squeezed);
    if design.tongue == Tongue::Hans {
        // These lists stand for Word's own and are written in full: dashes, connectors and the solidus are theirs and more
        // (DX-3, DX-4, LB-2, LB-3).
        let list = |xml: &mut Xml, name: &'static str, marks: &str| {
            xml.open(name).attr("w:lang", "zh-CN").attr("w:val", marks).close();
        };
        list(&mut xml, "w:noLineBreaksAfter", "$([{£¥·‘“〈《「『【〔〖〝﹙﹛﹝＄（．［｛￡￥/／");
        let before = "!%),.:;>?]}¢¨°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠—－／";
        list(&mut xml, "w:noLineBreaksBefore", before);
    }
    if notes {
        xml.open("w:footnotePr");
        note_numbers(&mut xml, design);
        for id in ["-1", "0"] {
            xml.open("w:footnote").attr("w:id", id).close();
        }
        xml.close();
    }
    xml.open("w:compat");
    for name in ["w:balanceSingleByteDoubleByteWidth", "w:doNotExpandShiftReturn", "w:useFELayout"] {
        xml.open(name).close();
    }
    xml.open("w:compatSetting").attr("w:name", "compatibilityMode");
    xml.attr("w:uri", "http://schemas.microsoft.com/office/word").attr("w:val", "15").close().close();
    xml.open("w:themeFontLang").attr("w:val", "en-US").attr("w:eastAsia", design.east_asian()).close();
    val(&mut xml, "w:decimalSymbol", ".");
    val(&mut xml, "w:listSeparator", ",");
    xml.finish()
}

/// Chinese books number notes ①②③ anew on every page (FN-2).
fn note_numbers(xml: &mut Xml, design: &Design) {
    let chinese = matches!(design.tongue, Tongue::Hans | Tongue::Hant);
    val(xml, "w:numFmt", if chinese { "decimalEnclosedCircleChinese" } else { "decimal" });
    val(xml, "w:numRestart", if chinese { "eachPage" } else { "continuous" });
}

/// The properties of a section. Heads stand before feet (GW-P4). Bare pages have neither.
pub fn section(design: &Design, margins: &[Margin], relations: &mut Relations, leaf: Leaf) -> String {
    let bare = leaf == Leaf::Bare;
    let page = &if leaf == Leaf::Turned { turned(&design.page) } else { design.page };
    let mut xml = Xml::fragment(Syntax::Xml);
    xml.open("w:sectPr");
    for margin in margins {
        if bare != (margin.pages == BARE) {
            continue;
        }
        if bare {
            for pages in ["default", "even"] {
                xml.open("w:footerReference").attr("w:type", pages).attr("r:id", relations.add(margin.part.target())).close();
            }
            continue;
        }
        let name = if margin.part.kind == "header" { "w:headerReference" } else { "w:footerReference" };
        xml.open(name).attr("w:type", margin.pages).attr("r:id", relations.add(margin.part.target())).close();
    }
    xml.open("w:footnotePr");
    note_numbers(&mut xml, design);
    xml.close();
    xml.open("w:pgSz").attr("w:w", page.width.to_string()).attr("w:h", page.height.to_string());
    if leaf == Leaf::Turned {
        xml.attr("w:orient", "landscape");
    }
    xml.close();
    xml.open("w:pgMar").attr("w:top", page.top.to_string()).attr("w:right", page.right.to_string());
    xml.attr("w:bottom", page.bottom.to_string()).attr("w:left", page.left.to_string());
    xml.attr("w:header", page.header.to_string()).attr("w:footer", page.footer.to_string()).attr("w:gutter", "0").close();
    xml.open("w:pgNumType").attr("w:fmt", "decimal").close();
    let (columns, gap) = design.columns;
    xml.open("w:cols");
    if columns > 1 {
        xml.attr("w:num", columns.to_string());
    }
    xml.attr("w:space", gap.to_string()).close();
    if margins.iter().any(|margin| margin.pages == "first") {
        xml.open("w:titlePg").close();
    }
    if design.vertical {
        val(&mut xml, "w:textDirection", "tbRl");
    }
    xml.open("w:docGrid").attr("w:type", "lines").attr("w:linePitch", page.pitch.to_string());
    xml.finish()
}

/// A part below `word/` that the main part refers to.
pub struct Part {
    /// The last word of its relation's type.
    pub kind: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its content.
    pub content: String,
}

impl Part {
    /// A part.
    pub fn new(kind: &'static str, name: &'static str, content: String) -> Part {
        Part { kind, name, content }
    }

    /// How others refer to it.
    pub fn target(&self) -> Target {
        Target::Part(self.kind, self.name)
    }
}

/// The foot of pages without folios.
const BARE: &str = "bare";

/// A head or foot.
pub struct Margin {
    /// `default` (odd pages), `even` or `first`; [`BARE`] for pages of a section without folios.
    pub pages: &'static str,
    /// Its part.
    pub part: Part,
}

/// Heads and folios. A notice has its folio outside, one character in, between dashes (GW-30); a book has its title over even
/// pages, the chapter's over odd ones, and a folio in the middle; the rest a folio.
pub fn margins(design: &Design, title: &str) -> Vec<Margin> {
    let head = |name, pages, content| Margin { pages, part: Part::new("header", name, content) };
    let foot = |name, pages, content| Margin { pages, part: Part::new("footer", name, content) };
    let plain = folio("center", "", "");
    match design.kind {
        DocumentKind::Notice => {
            let mut margins = vec![
                foot("footer1.xml", "default", folio("right", "— ", " —")),
                foot("footer2.xml", "even", folio("left", "— ", " —")),
            ];
            if design.letter {
                margins.push(foot("footer4.xml", "first", blank("w:ftr")));
            }
            if design.leaves > 1 {
                margins.push(foot("footer3.xml", BARE, blank("w:ftr")));
            }
            margins
        }
        DocumentKind::Book => {
            let mut margins = Vec::new();
            if !title.is_empty() {
                let chapter = (design.breaks > 0).then_some(design.breaks);
                margins.push(head("header1.xml", "default", running_head(title, chapter)));
                margins.push(head("header2.xml", "even", running_head(title, None)));
                margins.push(head("header3.xml", "first", blank("w:hdr")));
            }
            margins.push(foot("footer1.xml", "default", plain.clone()));
            margins.push(foot("footer2.xml", "even", plain));
            margins.push(foot("footer3.xml", "first", blank("w:ftr")));
            margins
        }
        _ => vec![foot("footer1.xml", "default", plain)],
    }
}

fn blank(name: &'static str) -> String {
    let mut xml = root(name);
    xml.open("w:p").open("w:pPr");
    val(&mut xml, "w:pStyle", "Footer");
    xml.finish()
}

fn running_head(title: &str, chapter: Option<u8>) -> String {
    let mut xml = root("w:hdr");
    xml.open("w:p").open("w:pPr");
    val(&mut xml, "w:pStyle", "Header");
    xml.close();
    match chapter {
        // The number of a level stands for its heading style in Word of any language.
        Some(level) => field(&mut xml, &format!("STYLEREF {level}"), title),
        None => {
            xml.open("w:r");
            runs::characters(&mut xml, title);
        }
    }
    xml.finish()
}

fn folio(align: &str, before: &str, after: &str) -> String {
    let mut xml = root("w:ftr");
    xml.open("w:p").open("w:pPr");
    val(&mut xml, "w:pStyle", "Footer");
    match align {
        "left" => _ = xml.open("w:ind").attr("w:left", "280").attr("w:leftChars", "100").close(),
        "right" => _ = xml.open("w:ind").attr("w:right", "280").attr("w:rightChars", "100").close(),
        _ => {}
    }
    val(&mut xml, "w:jc", align);
    xml.close();
    let dash = |xml: &mut Xml, dash: &str| {
        if !dash.is_empty() {
            xml.open("w:r").raw("<w:rPr><w:rFonts w:hint=\"eastAsia\"/></w:rPr>");
            runs::characters(xml, dash);
            xml.close();
        }
    };
    dash(&mut xml, before);
    field(&mut xml, "PAGE", "1");
    dash(&mut xml, after);
    xml.finish()
}

/// `word/numbering.xml`: bullets and counted lists whose labels the source does not have.
pub fn numbering(numberings: &Numberings) -> Option<String> {
    if numberings.0.is_empty() {
        return None;
    }
    let mut xml = root("w:numbering");
    for (id, format, label) in [("0", "bullet", "•"), ("1", "decimal", "%1.")] {
        xml.open("w:abstractNum").attr("w:abstractNumId", id);
        val(&mut xml, "w:multiLevelType", "singleLevel");
        xml.open("w:lvl").attr("w:ilvl", "0");
        val(&mut xml, "w:start", "1");
        val(&mut xml, "w:numFmt", format);
        val(&mut xml, "w:lvlText", label);
        val(&mut xml, "w:lvlJc", "left");
        xml.close().close();
    }
    for (number, &counts) in (1u32..).zip(&numberings.0) {
        xml.open("w:num").attr("w:numId", number.to_string());
        val(&mut xml, "w:abstractNumId", if counts { "1" } else { "0" });
        if counts {
            xml.open("w:lvlOverride").attr("w:ilvl", "0");
            val(&mut xml, "w:startOverride", "1");
            xml.close();
        }
        xml.close();
    }
    Some(xml.finish())
}

/// `word/fontTable.xml`: for each face what stands in where it is not installed.
pub fn fonts(design: &Design) -> String {
    let mut xml = root("w:fonts");
    let mut seen = std::collections::BTreeSet::new();
    for face in [Face::Body, Face::Song, Face::Hei, Face::Kai, Face::Title] {
        let (latin, han) = design.face(face);
        for name in [latin, han] {
            if !seen.insert(name) {
                continue;
            }
            let asian = name == han;
            xml.open("w:font").attr("w:name", name);
            let instead = match name {
                "宋体" | "方正小标宋简体" => "SimSun",
                "黑体" => "SimHei",
                "楷体" | "楷体_GB2312" => "KaiTi",
                "仿宋_GB2312" => "FangSong",
                "新細明體" => "PMingLiU",
                "微軟正黑體" => "Microsoft JhengHei",
                "標楷體" => "DFKai-SB",
                "ＭＳ 明朝" => "MS Mincho",
                "ＭＳ ゴシック" => "MS Gothic",
                "바탕" => "Batang",
                "맑은 고딕" => "Malgun Gothic",
                _ => "",
            };
            if !instead.is_empty() {
                val(&mut xml, "w:altName", instead);
            }
            // Windows character sets: GB 2312, Big5, Shift_JIS, Hangul.
            let charset = match design.tongue {
                _ if !asian => "00",
                Tongue::Hans | Tongue::Other => "86",
                Tongue::Hant => "88",
                Tongue::Japanese => "80",
                Tongue::Korean => "81",
            };
            val(&mut xml, "w:charset", charset);
            val(&mut xml, "w:family", if matches!(face, Face::Hei) { "swiss" } else { "roman" });
            val(&mut xml, "w:pitch", "variable");
            xml.close();
        }
    }
    xml.finish()
}

/// `docProps/core.xml` (DX-26).
pub fn core(meta: &Meta, title: &str, language: &str, epoch: i64) -> String {
    let mut xml = Xml::document(Syntax::Xml);
    xml.open("cp:coreProperties");
    xml.attr("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties");
    xml.attr("xmlns:dc", "http://purl.org/dc/elements/1.1/").attr("xmlns:dcterms", "http://purl.org/dc/terms/");
    xml.attr("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
    if !title.is_empty() {
        xml.leaf("dc:title", title);
    }
    if !meta.creators.is_empty() {
        xml.leaf("dc:creator", &meta.creators.join("; "));
    }
    xml.leaf("dc:language", language);
    let time = iso_time(epoch);
    for name in ["dcterms:created", "dcterms:modified"] {
        xml.open(name).attr("xsi:type", "dcterms:W3CDTF").text(&time).close();
    }
    xml.finish()
}

/// `docProps/app.xml`.
pub fn app() -> String {
    let mut xml = Xml::document(Syntax::Xml);
    xml.open("Properties").attr("xmlns", "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties");
    xml.leaf("Application", "chongpai");
    xml.finish()
}

/// `docProps/custom.xml`: what is known of the document and has no field among those of Word.
pub fn custom(meta: &Meta) -> String {
    let mut xml = Xml::document(Syntax::Xml);
    xml.open("Properties").attr("xmlns", "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties");
    xml.attr("xmlns:vt", "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes");
    // Numbers begin with 2; the first two are the format's.
    for (number, (name, value)) in (2..).zip(facts::facts(meta)) {
        xml.open("property").attr("fmtid", "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}").attr("pid", number.to_string());
        xml.attr("name", format!("{}{name}", facts::PREFIX)).leaf("vt:lpwstr", &value).close();
    }
    xml.finish()
}

/// `_rels/.rels`.
pub fn package_relations() -> String {
    let core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
    let mut xml = Xml::document(Syntax::Xml);
    xml.open("Relationships").attr("xmlns", "http://schemas.openxmlformats.org/package/2006/relationships");
    let office = format!("{R}/officeDocument");
    let extended = format!("{R}/extended-properties");
    let custom = format!("{R}/custom-properties");
    for (id, kind, target) in [
        ("rId1", office.as_str(), "word/document.xml"),
        ("rId2", core, "docProps/core.xml"),
        ("rId3", extended.as_str(), "docProps/app.xml"),
        ("rId4", custom.as_str(), "docProps/custom.xml"),
    ] {
        xml.open("Relationship").attr("Id", id).attr("Type", kind).attr("Target", target).close();
    }
    xml.finish()
}

/// `[Content_Types].xml`, for the parts below `word/` that the document refers to.
pub fn content_types(parts: &[Part]) -> String {
    const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.";
    let mut xml = Xml::document(Syntax::Xml);
    xml.open("Types").attr("xmlns", "http://schemas.openxmlformats.org/package/2006/content-types");
    for (extension, kind) in [
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ("xml", "application/xml"),
        ("png", "image/png"),
        ("jpg", "image/jpeg"),
        ("gif", "image/gif"),
    ] {
        xml.open("Default").attr("Extension", extension).attr("ContentType", kind).close();
    }
    let mut part = |name: &str, kind: &str| {
        xml.open("Override").attr("PartName", format!("/{name}")).attr("ContentType", kind).close();
    };
    part("word/document.xml", &format!("{WORD}document.main+xml"));
    for Part { kind, name, .. } in parts {
        part(&format!("word/{name}"), &format!("{WORD}{kind}+xml"));
    }
    part("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml");
    part("docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml");
    part("docProps/custom.xml", "application/vnd.openxmlformats-officedocument.custom-properties+xml");
    xml.finish()
}
