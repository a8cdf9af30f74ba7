//! The package document: metadata, manifest, spine (EP-5 to EP-8, EP-13, EP-21, EP-22).

use super::{Book, COVER};
use crate::env::Env;
use crate::model::{GENERATOR, facts};
use crate::output::package::iso_time;
use crate::output::xhtml;
use crate::output::xml::{Syntax, Xml};

/// The package document.
pub fn write(book: &Book<'_>, env: &Env) -> String {
    let mut xml = Xml::document(Syntax::Xml);
    xml.open("package").attr("xmlns", "http://www.idpf.org/2007/opf").attr("version", "3.0");
    xml.attr("unique-identifier", "id").attr("xml:lang", &book.language).line();
    metadata(book, env, &mut xml);
    manifest(book, &mut xml);
    xml.open("spine").attr("toc", "ncx");
    if book.vertical {
        xml.attr("page-progression-direction", "rtl");
    }
    xml.line();
    if book.cover.is_some() {
        xml.open("itemref").attr("idref", "cover").close().line();
    }
    if book.contents_page {
        xml.open("itemref").attr("idref", "nav").close().line();
    }
    for chapter in &book.chapters {
        xml.open("itemref").attr("idref", id_of(&chapter.file)).close().line();
    }
    xml.close().line();
    let mut markup = xml.finish();
    markup.push('\n');
    markup
}

fn metadata(book: &Book<'_>, env: &Env, xml: &mut Xml) {
    let meta = &book.document.meta;
    xml.open("metadata").attr("xmlns:dc", "http://purl.org/dc/elements/1.1/").line();
    xml.open("dc:identifier").attr("id", "id").text(&book.identifier).close().line();
    xml.leaf("dc:title", &book.title).line();
    xml.leaf("dc:language", &book.language).line();
    let creators = meta.creators.iter().map(|creator| xhtml::label(creator)).filter(|creator| !creator.is_empty());
    for (index, creator) in creators.enumerate() {
        let id = format!("creator{}", index + 1);
        xml.open("dc:creator").attr("id", &id).text(&creator).close().line();
        xml.open("meta").attr("refines", format!("#{id}")).attr("property", "role");
        xml.attr("scheme", "marc:relators").text("aut").close().line();
    }
    if let Some(date) = meta.date.as_deref().filter(|date| is_date(date)) {
        xml.leaf("dc:date", date).line();
    }
    property(xml, "dcterms:modified", &iso_time(env.epoch));
    collection(book, xml);
    if !book.pages.is_empty() {
        let source = Some(xhtml::label(&meta.source)).filter(|name| !name.is_empty());
        let source = source.unwrap_or_else(|| book.title.clone());
        xml.leaf("dc:source", &source).line();
        property(xml, "pageBreakSource", &source);
    }
    accessibility(book, xml);
    if book.vertical {
        // Kindle goes by this (EP-26).
        xml.open("meta").attr("name", "primary-writing-mode").attr("content", "vertical-rl").close().line();
    }
    xml.open("meta").attr("name", "generator").attr("content", GENERATOR).close().line();
    for (name, value) in facts::facts(meta) {
        xml.open("meta").attr("name", format!("{}{name}", facts::PREFIX)).attr("content", value).close().line();
    }
    if book.cover.is_some() {
        // For readers that know EPUB 2 alone.
        xml.open("meta").attr("name", "cover").attr("content", "cover-image").close().line();
    }
    xml.close().line();
}

fn property(xml: &mut Xml, name: &str, value: &str) {
    xml.open("meta").attr("property", name).text(value).close().line();
}

/// The issue of a paper in the run of its issues.
fn collection(book: &Book<'_>, xml: &mut Xml) {
    let Some(masthead) = &book.document.meta.masthead else { return };
    let Some(name) = masthead.name.as_deref().map(xhtml::label).filter(|name| !name.is_empty()) else { return };
    xml.open("meta").attr("property", "belongs-to-collection").attr("id", "series").text(&name).close().line();
    let refine = |xml: &mut Xml, property: &str, value: &str| {
        xml.open("meta").attr("refines", "#series").attr("property", property).text(value).close().line();
    };
    refine(xml, "collection-type", "series");
    if let Some(issue) =
        masthead.issue.as_deref().filter(|issue| issue.bytes().all(|b| b.is_ascii_digit()) && !issue.is_empty())
    {
        refine(xml, "group-position", issue);
    }
}

/// What can be said without looking at the book (EP-13); no claim of conformance (EP-14).
fn accessibility(book: &Book<'_>, xml: &mut Xml) {
    let described = book.document.media.iter().all(|media| !media.alt.is_empty());
    property(xml, "schema:accessMode", "textual");
    if !book.pictures.is_empty() {
        property(xml, "schema:accessMode", "visual");
    }
    if book.pictures.is_empty() || described {
        property(xml, "schema:accessModeSufficient", "textual");
    }
    for feature in ["tableOfContents", "readingOrder", "structuralNavigation", "displayTransformability"] {
        property(xml, "schema:accessibilityFeature", feature);
    }
    if !book.pages.is_empty() {
        property(xml, "schema:accessibilityFeature", "pageNavigation");
        property(xml, "schema:accessibilityFeature", "pageBreakMarkers");
    }
    if !book.pictures.is_empty() && described {
        property(xml, "schema:accessibilityFeature", "alternativeText");
    }
    property(xml, "schema:accessibilityHazard", "none");
}

fn manifest(book: &Book<'_>, xml: &mut Xml) {
    let item = |xml: &mut Xml, id: &str, href: &str, media_type: &str, properties: &str| {
        xml.open("item").attr("id", id).attr("href", href).attr("media-type", media_type);
        if !properties.is_empty() {
            xml.attr("properties", properties);
        }
        xml.close().line();
    };
    xml.open("manifest").line();
    item(xml, "nav", "nav.xhtml", "application/xhtml+xml", "nav");
    item(xml, "ncx", "toc.ncx", "application/x-dtbncx+xml", "");
    item(xml, "style", "style.css", "text/css", "");
    for chapter in &book.chapters {
        item(xml, id_of(&chapter.file), &chapter.file, "application/xhtml+xml", "");
    }
    if book.cover.is_some() {
        item(xml, "cover", "cover.xhtml", "application/xhtml+xml", "");
        item(xml, "cover-image", COVER, "image/png", "cover-image");
    }
    for font in &book.fonts.files {
        let name = font.address.rsplit('/').next().unwrap_or_default();
        item(xml, id_of(name), &font.address, "font/ttf", "");
    }
    for picture in &book.pictures {
        let name = picture.address.rsplit('/').next().unwrap_or_default();
        item(xml, id_of(name), &picture.address, picture.media_type, "");
    }
    xml.close().line();
}

/// The id of a part: its name without folder and extension.
fn id_of(name: &str) -> &str {
    name.split('.').next().unwrap_or(name)
}

/// Whether a date is one of W3CDTF's: a year, with month, with day.
fn is_date(date: &str) -> bool {
    let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
    let within = |part: &str, most: u8| digits(part, 2) && (1..=most).contains(&part.parse().unwrap_or(0));
    match date.split('-').collect::<Vec<_>>().as_slice() {
        [year] => digits(year, 4),
        [year, month] => digits(year, 4) && within(month, 12),
        [year, month, day] => digits(year, 4) && within(month, 12) && within(day, 31),
        _ => false,
    }
}
