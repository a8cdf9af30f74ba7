//! HTML: one file that holds everything, pictures too, and that XML parsers read as well.

use super::writer::{ReadBack, Target, WriteOptions};
use super::xhtml::{Dialect, Pen, read_back, style};
use super::xml::{Syntax, Xml};
use super::{pictures, words};
use crate::diag::Sink;
use crate::env::Env;
use crate::error::Result;
use crate::model::{Document, GENERATOR, facts};

/// Writes one HTML file.
pub fn write_html(document: &Document, _: &WriteOptions, _: &Env, sink: &mut Sink) -> Result<Target> {
    let (mut addresses, files) = pictures::collect(document, "", sink);
    let mut data = files.iter().map(|file| format!("data:{};base64,{}", file.media_type, base64(file.bytes)));
    for address in addresses.iter_mut().flatten() {
        *address = data.next().unwrap_or_default();
    }
    let language = words::language(&document.meta);
    let mut pen = Pen::new(document, Dialect::Html, &addresses, sink);
    let body = pen.file("", &document.blocks, true);
    let mut xml = Xml::fragment(Syntax::Xhtml);
    xml.raw("<!DOCTYPE html>\n").open("html").attr("xmlns", "http://www.w3.org/1999/xhtml").attr("lang", language).line();
    xml.open("head").line().open("meta").attr("charset", "utf-8").close().line();
    xml.open("meta").attr("name", "viewport").attr("content", "width=device-width").close().line();
    xml.open("meta").attr("name", "generator").attr("content", GENERATOR).close().line();
    for (name, value) in facts::facts(&document.meta) {
        xml.open("meta").attr("name", format!("{}{name}", facts::PREFIX)).attr("content", value).close().line();
    }
    xml.leaf("title", &words::title(document)).line();
    xml.open("style").raw(style::SHEET).raw(PAGE).close().line();
    xml.close().line().open("body").line().raw(&body);
    let mut markup = xml.finish();
    markup.push('\n');
    let read_back = ReadBack::Exact(read_back::tally(&markup)?);
    Ok(Target { bytes: markup.into_bytes(), read_back })
}

/// What a browser needs beyond a reading device: a measure, and margins around it.
const PAGE: &str = "body { max-width: 40em; margin: 2em auto; padding: 0 1em; }\n";

/// Base 64 (RFC 4648 section 4).
pub(super) fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().chain(&[0; 2]).take(3).fold(0u32, |bits, &b| bits << 8 | u32::from(b));
        for digit in 0..4 {
            let value = (bits >> (18 - 6 * digit)) as usize & 63;
            out.push(if digit <= chunk.len() { char::from(DIGITS[value]) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;

    #[test]
    fn base_64_is_padded() {
        let check = |bytes: &str, expected: &str| assert_eq!(base64(bytes.as_bytes()), expected);
        check("", "");
        check("f", "Zg==");
        check("fo", "Zm8=");
        check("foo", "Zm9v");
        check("foobar", "Zm9vYmFy");
    }

    #[test]
    fn one_file_holds_the_whole_document() {
        let document = native::parse("heading 1 :: 题\nbody :: 甲{note 0}<&>\nnote :: 1\n  body :: 注\n").expect("well formed");
        let target = write_html(&document, &WriteOptions::default(), &Env::for_tests(), &mut Sink::new()).expect("written");
        let ReadBack::Exact(tally) = target.read_back else { panic!("HTML keeps white space") };
        assert_eq!(tally, document.visible_tally());
        let markup = String::from_utf8(target.bytes).expect("UTF-8");
        assert!(markup.contains("<h1 id=\"h1\">题</h1>\n<p>甲<a class=\"noteref\""), "{markup}");
        assert!(!markup.contains("epub:"), "{markup}");
    }

    #[test]
    fn a_picture_without_words_is_told_by_its_caption() {
        let check = |alt: &str, bytes: bool, expected: &str| {
            let mut document = native::parse("figure 0 :: 图1　渡口\n").expect("well formed");
            let bytes = bytes.then(|| include_bytes!("../../tests/data/dot.png").as_slice().into());
            document.media = vec![crate::model::Media { reference: "a.png".into(), alt: alt.into(), bytes }];
            let target = write_html(&document, &WriteOptions::default(), &Env::for_tests(), &mut Sink::new()).expect("written");
            let markup = String::from_utf8(target.bytes).expect("UTF-8");
            assert!(markup.contains(expected), "{markup}");
        };
        check("", true, "alt=\"图1 渡口\"");
        check("船", true, "alt=\"船\"");
        check("", false, "aria-label=\"a.png\"");
    }

    #[test]
    fn code_and_quoted_verse_keep_their_lines() {
        let check = |source: &str, expected: &str| {
            let document = native::parse(source).expect("well formed");
            let target = write_html(&document, &WriteOptions::default(), &Env::for_tests(), &mut Sink::new()).expect("written");
            let ReadBack::Exact(tally) = target.read_back else { panic!("HTML keeps white space") };
            assert_eq!(tally, document.visible_tally());
            let markup = String::from_utf8(target.bytes).expect("UTF-8");
            assert!(markup.contains(expected), "{markup}");
        };
        check("body :: {code|if <甲>\\n    乙}\n", "<pre><code>if &lt;甲&gt;\n    乙</code></pre>");
        check("body :: 见 {code|if}\n", "<p>见 <code>if</code></p>");
        check("quote\n  body :: 白日\\n黄河\n", "<p class=\"flush\">白日<br/>黄河</p>");
        check("quote\n  body :: 白日\n", "<p>白日</p>");
    }

    #[test]
    fn tables_of_many_columns_are_set_smaller() {
        let check = |columns: usize, expected: bool| {
            let cells = "    cell 1x1 start\n      body :: 甲\n".repeat(columns);
            let document = native::parse(&format!("table\n  row\n{cells}")).expect("well formed");
            let target = write_html(&document, &WriteOptions::default(), &Env::for_tests(), &mut Sink::new()).expect("written");
            let markup = String::from_utf8(target.bytes).expect("UTF-8");
            assert_eq!(markup.contains("<table class=\"wide\">"), expected, "{columns}");
        };
        check(4, false);
        check(5, true);
    }
}
