//! EPUB 3.3: a package of XHTML files, one for each chapter or article.
//!
//! [`split`] decides where files begin, [`crate::output::xhtml`] writes them, [`navigation`] and [`opf`] say what there is,
//! [`style`](crate::output::xhtml::style) how it looks. Everything is ordered and dated by the document and [`Env`] alone.

mod fonts;
mod navigation;
mod opf;
mod split;

use super::package::{self, Package};
use super::writer::{ReadBack, Target, WriteOptions};
use super::xhtml::{Dialect, Mark, Pen, read_back, style};
use super::xml::{Syntax, Xml};
use super::{cover, pictures, words};
use crate::diag::Sink;
use crate::env::Env;
use crate::error::Result;
use crate::model::{Block, Document, Kind, Tally};
use crate::typeset::fonts::Fonts;
use rayon::prelude::*;
use uuid::Uuid;

/// A content document.
struct Chapter {
    /// Its name in the package.
    file: String,
    /// Its markup.
    markup: String,
    /// It is the title page, before the text.
    title_page: bool,
}

/// What the parts of a package must know of each other.
struct Book<'a> {
    document: &'a Document,
    /// A valid language tag.
    language: String,
    /// Never empty.
    title: String,
    /// A URN, the same for the same content.
    identifier: String,
    chapters: Vec<Chapter>,
    headings: Vec<Mark>,
    pages: Vec<Mark>,
    pictures: Vec<pictures::Picture<'a>>,
    /// A picture, PNG.
    cover: Option<Vec<u8>>,
    fonts: fonts::Embedded,
    /// Whether the contents are a page of the book, for readers that show no panel for it.
    contents_page: bool,
    /// Set in vertical lines, pages from right to left (EP-19).
    vertical: bool,
}

/// Books with fewer headings need no page of contents.
const CONTENTS_FROM: usize = 3;

/// Writes an EPUB.
pub fn write_epub(document: &Document, options: &WriteOptions, env: &Env, sink: &mut Sink) -> Result<Target> {
    let (addresses, pictures) = pictures::collect(document, "images/", sink);
    let language = words::language(&document.meta);
    let title = words::title(document);
    let vertical = options.is_vertical();
    let set = Fonts::new(env);
    let mut font_sink = Sink::new();
    let ((written, identifier), (fonts, cover)) = rayon::join(
        || {
            let written = write_chapters(document, &language, &title, &addresses, vertical, sink);
            let identifier = identify(&title, &written.chapters);
            (written, identifier)
        },
        || {
            rayon::join(
                || fonts::embed(document, &language, options.embed_fonts, &set, &mut font_sink),
                || cover::cover(document, &title, &language, &set),
            )
        },
    );
    let Written { chapters, headings, pages } = written;
    sink.append(font_sink);
    let contents_page = headings.len() >= CONTENTS_FROM;
    let book = Book {
        document,
        language,
        title,
        identifier,
        chapters,
        headings,
        pages,
        pictures,
        cover,
        fonts,
        contents_page,
        vertical,
    };
    let bytes = pack(&book, env)?;
    let read_back = read_back(&bytes)?;
    Ok(Target { bytes, read_back })
}

/// The chapters, and what they have that others lead to.
struct Written {
    chapters: Vec<Chapter>,
    headings: Vec<Mark>,
    pages: Vec<Mark>,
}

fn write_chapters(
    document: &Document,
    language: &str,
    title: &str,
    pictures: &[Option<String>],
    vertical: bool,
    sink: &mut Sink,
) -> Written {
    let pieces = split::split(document);
    let mut pen = Pen::new(document, Dialect::Epub, pictures, sink);
    pen.combine = vertical;
    let mut chapters = Vec::with_capacity(pieces.len());
    let count = pieces.len();
    for (index, piece) in pieces.into_iter().enumerate() {
        let file = format!("c{:04}.xhtml", index + 1);
        let before = pen.headings.len();
        let title_page = index == 0 && count > 1 && is_title_page(&document.blocks[piece.clone()]);
        let body = pen.file(&file, &document.blocks[piece], index + 1 == count);
        let heading = pen.headings[before..].iter().find(|mark| mark.level > 0).map(|mark| mark.label.as_str());
        let markup = page(language, heading.unwrap_or(title), |xml| {
            let (part, kind) = match heading {
                _ if title_page => ("frontmatter", "titlepage"),
                Some(_) => ("bodymatter", "chapter"),
                None => ("bodymatter", "division"),
            };
            xml.open("body").attr("epub:type", part).line();
            xml.open("section").attr("epub:type", kind);
            if title_page {
                xml.attr("class", "title-page");
            }
            xml.line().raw(&body).close().line();
        });
        chapters.push(Chapter { file, markup, title_page });
    }
    Written { chapters, headings: pen.headings, pages: pen.pages }
}

/// Whether blocks are a title page: the title, who made the book, and a few short lines.
fn is_title_page(blocks: &[Block]) -> bool {
    /// The most lines, and the longest, in characters.
    const LINES: usize = 12;
    const LONGEST: usize = 40;
    let mut visible = blocks.iter().filter(|block| block.is_visible() && block.kind != Kind::PageMark);
    let titled = visible.next().is_some_and(|first| first.heading() == Some(1));
    let line = |block: &Block| {
        let text = block.text.as_str();
        matches!(block.kind, Kind::Paragraph(_)) && text.chars().count() <= LONGEST && !text.ends_with(['。', '！', '？', '”'])
    };
    titled && blocks.len() <= LINES && visible.all(line)
}

/// A content document: the frame around its body.
fn page(language: &str, title: &str, body: impl FnOnce(&mut Xml)) -> String {
    let mut xml = Xml::document(Syntax::Xhtml);
    xml.raw("<!DOCTYPE html>\n");
    xml.open("html").attr("xmlns", "http://www.w3.org/1999/xhtml").attr("xmlns:epub", "http://www.idpf.org/2007/ops");
    xml.attr("lang", language).attr("xml:lang", language).line();
    xml.open("head").line().open("meta").attr("charset", "utf-8").close().line();
    xml.leaf("title", title).line();
    xml.open("link").attr("rel", "stylesheet").attr("type", "text/css").attr("href", "style.css").close().line();
    xml.close().line();
    body(&mut xml);
    let mut markup = xml.finish();
    markup.push('\n');
    markup
}

/// The identifier is made from the content: a UUID of version 5 over title and chapters (EP-6).
fn identify(title: &str, chapters: &[Chapter]) -> String {
    let own = Uuid::new_v5(&Uuid::NAMESPACE_URL, b"https://chongpai.invalid/epub");
    let parts = chapters.par_iter().map(|chapter| *Uuid::new_v5(&own, chapter.markup.as_bytes()).as_bytes());
    let parts: Vec<[u8; 16]> = parts.collect();
    format!("urn:uuid:{}", Uuid::new_v5(&Uuid::new_v5(&own, title.as_bytes()), parts.as_flattened()))
}

const CONTAINER: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"#;

fn pack(book: &Book<'_>, env: &Env) -> Result<Vec<u8>> {
    let mut package = Package::new();
    package.add_stored("mimetype", b"application/epub+zip".as_slice());
    package.add("META-INF/container.xml", CONTAINER.as_bytes());
    package.add("EPUB/package.opf", opf::write(book, env).into_bytes());
    package.add("EPUB/nav.xhtml", navigation::contents(book).into_bytes());
    package.add("EPUB/toc.ncx", navigation::ncx(book).into_bytes());
    package.add(
        "EPUB/style.css",
        format!("{}{}{}", style::SHEET, if book.vertical { style::VERTICAL } else { "" }, book.fonts.sheet).into_bytes(),
    );
    if let Some(cover) = &book.cover {
        package.add("EPUB/cover.xhtml", cover_page(book).into_bytes());
        package.add_stored(format!("EPUB/{COVER}"), cover.as_slice());
    }
    for chapter in &book.chapters {
        package.add(format!("{CHAPTERS}{}", chapter.file), chapter.markup.as_bytes());
    }
    for picture in &book.pictures {
        package.add_stored(format!("EPUB/{}", picture.address), picture.bytes);
    }
    for font in &book.fonts.files {
        package.add(format!("EPUB/{}", font.address), font.bytes.as_slice());
    }
    package.finish(env)
}

/// The cover's address.
const COVER: &str = "images/cover.png";

fn cover_page(book: &Book<'_>) -> String {
    page(&book.language, &book.title, |xml| {
        xml.open("body").attr("epub:type", "cover").attr("class", "cover").line();
        xml.open("img").attr("src", COVER).attr("alt", &book.title).close().line();
    })
}

/// Where chapters stand in the package; their names begin with `c` and a digit, as no other part's does.
const CHAPTERS: &str = "EPUB/";

fn read_back(bytes: &[u8]) -> Result<ReadBack> {
    let is_chapter = |name: &str| {
        let number = name.strip_prefix(CHAPTERS).and_then(|file| file.strip_prefix('c'));
        number.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()) && rest.ends_with(".xhtml"))
    };
    let parts = package::unpack(bytes, is_chapter)?;
    let tallies: Vec<Tally> =
        parts.par_iter().map(|(_, content)| read_back::tally(&String::from_utf8_lossy(content))).collect::<Result<_>>()?;
    Ok(ReadBack::Exact(tallies.into_iter().sum()))
}
