//! Namespaces, attributes and references: what stands inside a tag.

use std::borrow::Cow;
use std::rc::Rc;

/// The namespaces that readers of documents know. Strict (ISO/IEC 29500) and transitional (ECMA-376) names are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Space {
    /// No namespace.
    None,
    /// One that no reader knows.
    Other,
    /// WordprocessingML.
    Word,
    /// Word 2010's additions.
    Word2010,
    /// DrawingML.
    Drawing,
    /// Drawings in a text.
    TextDrawing,
    /// Pictures.
    Picture,
    /// Shapes, groups and canvases of Word.
    Shape,
    /// Charts.
    Chart,
    /// SmartArt.
    Diagram,
    /// VML.
    Vml,
    /// VML's Office part.
    Office,
    /// References to relations.
    Relation,
    /// Relations themselves.
    Relations,
    /// Types of parts.
    Types,
    /// A package in one file (flat OPC).
    Package,
    /// Markup compatibility.
    Compatibility,
    /// Formulas.
    Math,
    /// Core properties.
    Core,
    /// Extended properties.
    Extended,
    /// Dublin Core, elements and terms.
    Dublin,
    /// OpenDocument's `office`.
    OdfOffice,
    /// OpenDocument's `text`.
    OdfText,
    /// OpenDocument's `table`.
    OdfTable,
    /// OpenDocument's `style`.
    OdfStyle,
    /// OpenDocument as LibreOffice extends it.
    OdfMore,
    /// OpenDocument's `draw`.
    OdfDraw,
    /// OpenDocument's `meta`.
    OdfMeta,
    /// OpenDocument's `fo`: properties borrowed from XSL.
    OdfFo,
    /// OpenDocument's `svg`.
    OdfSvg,
    /// OpenDocument's `manifest`.
    OdfManifest,
    /// XLink.
    Link,
    /// OFD (GB/T 33190).
    Ofd,
    /// XHTML.
    Html,
    /// EPUB's package.
    Opf,
}

/// Namespaces and the prefixes that they customarily have: a prefix that is declared nowhere means its customary namespace.
const SPACES: &[(Space, &[&str], &[&str])] = &[
    (
        Space::Word,
        &["w"],
        &[
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
            "http://schemas.microsoft.com/office/word/2005/8/25/wordml",
        ],
    ),
    (Space::Word2010, &["w14"], &["http://schemas.microsoft.com/office/word/2010/wordml"]),
    (
        Space::Drawing,
        &["a"],
        &["http://schemas.openxmlformats.org/drawingml/2006/main", "http://purl.oclc.org/ooxml/drawingml/main"],
    ),
    (
        Space::TextDrawing,
        &["wp"],
        &[
            "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
            "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing",
        ],
    ),
    (
        Space::Picture,
        &["pic"],
        &["http://schemas.openxmlformats.org/drawingml/2006/picture", "http://purl.oclc.org/ooxml/drawingml/picture"],
    ),
    (
        Space::Shape,
        &["wps", "wpg", "wpc"],
        &[
            "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
            "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
            "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas",
        ],
    ),
    (
        Space::Chart,
        &["c"],
        &["http://schemas.openxmlformats.org/drawingml/2006/chart", "http://purl.oclc.org/ooxml/drawingml/chart"],
    ),
    (
        Space::Diagram,
        &["dgm", "dsp"],
        &[
            "http://schemas.openxmlformats.org/drawingml/2006/diagram",
            "http://purl.oclc.org/ooxml/drawingml/diagram",
            "http://schemas.microsoft.com/office/drawing/2008/diagram",
        ],
    ),
    (Space::Vml, &["v"], &["urn:schemas-microsoft-com:vml"]),
    (Space::Office, &["o"], &["urn:schemas-microsoft-com:office:office"]),
    (
        Space::Relation,
        &["r"],
        &[
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        ],
    ),
    (Space::Relations, &[], &["http://schemas.openxmlformats.org/package/2006/relationships"]),
    (Space::Types, &[], &["http://schemas.openxmlformats.org/package/2006/content-types"]),
    (Space::Package, &["pkg"], &["http://schemas.microsoft.com/office/2006/xmlPackage"]),
    (Space::Compatibility, &["mc"], &["http://schemas.openxmlformats.org/markup-compatibility/2006"]),
    (
        Space::Math,
        &["m"],
        &["http://schemas.openxmlformats.org/officeDocument/2006/math", "http://purl.oclc.org/ooxml/officeDocument/math"],
    ),
    (Space::Core, &["cp"], &["http://schemas.openxmlformats.org/package/2006/metadata/core-properties"]),
    (
        Space::Extended,
        &[],
        &[
            "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
            "http://purl.oclc.org/ooxml/officeDocument/extendedProperties",
        ],
    ),
    (Space::Dublin, &["dc", "dcterms"], &["http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/"]),
    (Space::OdfOffice, &["office"], &["urn:oasis:names:tc:opendocument:xmlns:office:1.0", "http://openoffice.org/2000/office"]),
    (Space::OdfText, &["text"], &["urn:oasis:names:tc:opendocument:xmlns:text:1.0", "http://openoffice.org/2000/text"]),
    (Space::OdfTable, &["table"], &["urn:oasis:names:tc:opendocument:xmlns:table:1.0", "http://openoffice.org/2000/table"]),
    (Space::OdfMore, &["loext"], &["urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"]),
    (Space::OdfStyle, &["style"], &["urn:oasis:names:tc:opendocument:xmlns:style:1.0", "http://openoffice.org/2000/style"]),
    (Space::OdfDraw, &["draw"], &["urn:oasis:names:tc:opendocument:xmlns:drawing:1.0", "http://openoffice.org/2000/drawing"]),
    (Space::OdfMeta, &["meta"], &["urn:oasis:names:tc:opendocument:xmlns:meta:1.0", "http://openoffice.org/2000/meta"]),
    (
        Space::OdfFo,
        &["fo"],
        &["urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0", "http://www.w3.org/1999/XSL/Format"],
    ),
    (Space::OdfSvg, &["svg"], &["urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0", "http://www.w3.org/2000/svg"]),
    (Space::OdfManifest, &["manifest"], &["urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"]),
    (Space::Link, &["xlink"], &["http://www.w3.org/1999/xlink"]),
    (Space::Ofd, &["ofd"], &["http://www.ofdspec.org/2016", "http://www.ofdspec.org"]),
    (Space::Html, &["html", "xhtml"], &["http://www.w3.org/1999/xhtml"]),
    (Space::Opf, &["opf"], &["http://www.idpf.org/2007/opf"]),
];

/// Prefixes that mean something else than they do by custom, at most; the scope is copied wherever one is declared.
const PREFIXES: usize = 256;

/// What prefixes mean at a place where that is not what they mean by custom.
#[derive(Clone, Debug, Default)]
pub struct Scope<'a>(Vec<(&'a str, Space)>);

impl Scope<'_> {
    /// The namespace of a prefix; of names without one where it is empty.
    pub fn space(&self, prefix: &str) -> Space {
        let declared = self.0.iter().rev().find(|(known, _)| *known == prefix);
        match declared {
            Some((_, space)) => *space,
            None if prefix.is_empty() => Space::None,
            None => SPACES.iter().find(|(_, prefixes, _)| prefixes.contains(&prefix)).map_or(Space::Other, |row| row.0),
        }
    }
}

/// The scope inside an element, where it declares namespaces.
pub fn declared<'a>(list: &'a str, outside: &Scope<'a>) -> Option<Rc<Scope<'a>>> {
    memchr::memmem::find(list.as_bytes(), b"xmlns")?;
    let mut inside = outside.clone();
    for (prefix, name, value) in attributes(list) {
        let prefix = match (prefix, name) {
            ("xmlns", prefix) => prefix,
            ("", "xmlns") => "",
            _ => continue,
        };
        let uri = value.trim();
        let space = match SPACES.iter().find(|(_, _, uris)| uris.contains(&uri)) {
            Some((space, ..)) => *space,
            None if uri.is_empty() => Space::None,
            None => Space::Other,
        };
        if inside.space(prefix) != space {
            inside.0.retain(|(known, _)| *known != prefix);
            if inside.0.len() < PREFIXES {
                inside.0.push((prefix, space));
            }
        }
    }
    Some(Rc::new(inside))
}

/// The attributes in a tag: prefix, name, value as it is written. Quotes and spaces may be missing.
pub fn attributes(list: &str) -> impl Iterator<Item = (&str, &str, &str)> {
    let mut rest = list;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            return None;
        }
        let end = rest.find(|c: char| c == '=' || c.is_ascii_whitespace()).unwrap_or(rest.len());
        let name = &rest[..end];
        rest = rest[end..].trim_ascii_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_ascii_start();
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
            let (start, end) = match quote {
                Some(quote) => (1, after[1..].find(quote).map_or(after.len(), |end| end + 1)),
                None => (0, after.find(|c: char| c.is_ascii_whitespace()).unwrap_or(after.len())),
            };
            value = &after[start..end];
            rest = after.get(end + start..).unwrap_or_default();
        }
        let (prefix, name) = name.split_once(':').unwrap_or(("", name));
        Some((prefix, name, value))
    })
}

/// A value with its references resolved.
pub fn unescape(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return Cow::Borrowed(value);
    }
    let mut out = String::with_capacity(value.len());
    let mut pieces = value.split('&');
    out.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let (name, after) = piece.split_once(';').unwrap_or((piece, ""));
        let number = number(name).map(|number| char::from_u32(number).unwrap_or('\u{fffd}'));
        match (number, predefined(name)) {
            (Some(c), _) if piece.contains(';') => out.push(c),
            (_, Some(text)) if piece.contains(';') => out.push_str(text),
            _ => {
                out.push('&');
                out.push_str(piece);
                continue;
            }
        }
        out.push_str(after);
    }
    Cow::Owned(out)
}

/// The number of a character reference `#20013`, `#x4e2d`.
pub fn number(name: &str) -> Option<u32> {
    let number = name.strip_prefix('#')?;
    match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => number.parse().ok(),
    }
}

/// The five entities that XML has.
pub fn predefined(name: &str) -> Option<&'static str> {
    Some(match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_in_values_are_resolved() {
        let check = |value: &str, expected: &str| assert_eq!(unescape(value), expected);
        check("甲", "甲");
        check("A&amp;B&#x4e2d;&lt;&none;&amp", "A&B中<&none;&amp");
        check("&", "&");
        check("&#xD800;", "\u{fffd}");
    }

    #[test]
    fn every_namespace_has_one_row() {
        let mut uris: Vec<_> = SPACES.iter().flat_map(|(_, _, uris)| *uris).collect();
        let all = uris.len();
        uris.sort_unstable();
        uris.dedup();
        assert_eq!(uris.len(), all);
    }
}
