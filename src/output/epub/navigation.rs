//! The table of contents, twice: the navigation document (EP-9, EP-10, EP-12), and the NCX for older readers (EP-11).

use super::{Book, Mark, page};
use crate::output::words::{Word, word};
use crate::output::xml::{Syntax, Xml};

/// The navigation document: contents, landmarks and, where the source had pages, their list.
pub fn contents(book: &Book<'_>) -> String {
    let title = word(&book.language, Word::Contents);
    page(&book.language, title, |xml| {
        xml.open("body").line();
        xml.open("nav").attr("epub:type", "toc").attr("role", "doc-toc").attr("id", "toc").line();
        xml.leaf("h1", title).line();
        tree(&entries(book), xml, "ol", |xml, _, mark| {
            xml.open("li").open("a").attr("href", address(mark)).text(&mark.label).close();
        });
        xml.close().line();
        xml.open("nav").attr("epub:type", "landmarks").attr("hidden", "hidden").line().open("ol").line();
        let text = book.chapters.iter().find(|chapter| !chapter.title_page).map_or("", |chapter| &chapter.file);
        let contents = book.contents_page.then_some(("toc", "nav.xhtml#toc", title));
        let cover = book.cover.is_some().then_some(("cover", "cover.xhtml", word(&book.language, Word::Cover)));
        for (kind, place, name) in
            cover.into_iter().chain(contents).chain([("bodymatter", text, word(&book.language, Word::Text))])
        {
            xml.open("li").open("a").attr("epub:type", kind).attr("href", place).text(name).close().close().line();
        }
        xml.close().line().close().line();
        if !book.pages.is_empty() {
            xml.open("nav").attr("epub:type", "page-list").attr("role", "doc-pagelist").attr("hidden", "hidden").line();
            xml.leaf("h2", word(&book.language, Word::Pages)).line().open("ol").line();
            for mark in &book.pages {
                xml.open("li").open("a").attr("href", address(mark)).text(&mark.label).close().close().line();
            }
            xml.close().line().close().line();
        }
    })
}

/// The NCX of EPUB 2, with the same entries.
pub fn ncx(book: &Book<'_>) -> String {
    let mut xml = Xml::document(Syntax::Xml);
    xml.open("ncx").attr("xmlns", "http://www.daisy.org/z3986/2005/ncx/").attr("version", "2005-1");
    xml.attr("xml:lang", &book.language).line();
    xml.open("head").line();
    xml.open("meta").attr("name", "dtb:uid").attr("content", &book.identifier).close().line();
    xml.close().line();
    xml.open("docTitle").leaf("text", &book.title).close().line();
    xml.open("navMap").line();
    tree(&entries(book), &mut xml, "", |xml, number, mark| {
        xml.open("navPoint").attr("id", format!("n{number}")).attr("playOrder", number.to_string());
        xml.open("navLabel").leaf("text", &mark.label).close();
        xml.open("content").attr("src", address(mark)).close();
    });
    xml.close().line();
    let mut markup = xml.finish();
    markup.push('\n');
    markup
}

/// The headings; where there are none, the book itself.
fn entries(book: &Book<'_>) -> Vec<Mark> {
    if !book.headings.is_empty() {
        return book.headings.clone();
    }
    let file = book.chapters.first().map_or(String::new(), |chapter| chapter.file.clone());
    vec![Mark { level: 1, label: book.title.clone(), file, id: String::new() }]
}

fn address(mark: &Mark) -> String {
    if mark.id.is_empty() { mark.file.clone() } else { format!("{}#{}", mark.file, mark.id) }
}

/// Writes marks as a tree by their levels. A level that is passed over makes no empty entry: what is below hangs on what is
/// there. `list` is the element around siblings, none where it is empty; `begin` opens an entry's element, and it stays
/// open for the entries below it.
fn tree(marks: &[Mark], xml: &mut Xml, list: &'static str, begin: impl Fn(&mut Xml, usize, &Mark)) {
    // The levels of the entries that are open.
    let mut open: Vec<u8> = Vec::new();
    let start = |xml: &mut Xml| {
        if !list.is_empty() {
            xml.open(list).line();
        }
    };
    let end = |xml: &mut Xml| {
        if !list.is_empty() {
            xml.close();
        }
    };
    start(xml);
    for (index, mark) in marks.iter().enumerate() {
        let above = open.iter().take_while(|&&level| level < mark.level).count();
        if above == open.len() && !open.is_empty() {
            start(xml);
        }
        for depth in (above..open.len()).rev() {
            if depth + 1 < open.len() {
                end(xml);
            }
            xml.close().line();
        }
        open.truncate(above);
        begin(xml, index + 1, mark);
        open.push(mark.level);
    }
    for depth in (0..open.len()).rev() {
        if depth + 1 < open.len() {
            end(xml);
        }
        xml.close().line();
    }
    end(xml);
    xml.line();
}
