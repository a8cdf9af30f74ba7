//! Documents of RTF as text, and what is read from them.

use crate::diag::Sink;
use crate::env::Env;
use crate::input::{Format, ReadOptions, read};
use crate::model::native;

#[track_caller]
fn check_bytes(source: &[u8], expected: &str) {
    let reading = read("a.doc", source, &ReadOptions::default(), &Env::for_tests(), &mut Sink::new()).expect("it is read");
    assert_eq!(reading.evidence.format, Format::Rtf);
    let shown = String::from_utf8_lossy(source);
    assert_eq!(native::write(&reading.document).trim_end(), expected, "{shown}");
    assert_eq!(reading.document.balance(), Ok(()), "{shown}");
}

/// A document with this body, in code page 936.
#[track_caller]
fn check(body: &str, expected: &str) {
    check_bytes(format!("{{\\rtf1\\ansi\\ansicpg936\\deff0{{\\fonttbl{{\\f0\\fcharset134 SimSun;}}{{\\f1\\fcharset0 Arial;}}{{\\f2\\fcharset136 MingLiU;}}{{\\f3\\fcharset2 Wingdings;}}}}{body}}}").as_bytes(), expected);
}

#[test]
fn bytes_are_read_in_the_code_page_of_their_font() {
    check(r"\'b6\'c9\'bf\'da\f2\'b4\'e7\f0 a\par", "body :: 渡口渡a");
    check(r"{\f0\'b6}{\'c9}\'bf\'da\par", "body :: 渡口");
    check_bytes(b"{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0\\fcharset0 Times;}}caf\\'e9 \\'93x\\'94}", "body :: café “x”");
    check_bytes(b"{\\rtf1\\ansi\\ansicpg936 \xb6\xc9\xbf\xda}", "body :: 渡口");
    check_bytes("{\\rtf1\\ansi 渡口}".as_bytes(), "body :: 渡口");
    check_bytes(b" \r\n{\\rtf1\\ansi\\deflang2052 \\'b6\\'c9}", "body :: 渡");
    check_bytes(
        b"{\\rtf1\\ansi\\ansicpg1252\\deflangfe1041{\\fonttbl{\\f0\\fcharset0 Times;}{\\f1\\fcharset128 MS Mincho;}}\\f0 1 \\'bd r\\'e9s}",
        "body :: 1 ½ rés",
    );
}

#[test]
fn unicode_has_stand_ins_that_are_skipped() {
    check(r"\uc1\u28193?\u21475\'bf b\par", "body :: 渡口 b");
    check(r"\uc2\u28193\'b6\'c9\uc0\u21475 b\par", "body :: 渡口b");
    check(r"{\uc0 \u-10180\u-8384}\u21475?\par", "body :: 🍀口");
    check(r"\u28193 {x}\par", "body :: 渡x");
    check(r"{\upr{old}{\*\ud{\u28193?}}}\par", "body :: 渡");
}

#[test]
fn characters_and_paragraphs_have_their_looks() {
    check(r"\b \'b6\'c9\b0 \'bf\'da{\i x}\par\pard\qc y\line z\par", "body :: {strong|渡}口{emphasis|x}\nbody :: y\\nz");
    check(r"a\~b\_c\emdash d\{e\}\tab f\par", "body :: a\u{a0}b\u{2011}c—d\\{e\\}\tf");
    check(r"{\v x}y{\deleted z}\f3\u-3844?\par", "body :: y✔");
}

#[test]
fn headings_are_told_by_style_or_outline() {
    check(
        r"{\stylesheet{\s0 Normal;}{\s1\b\outlinelevel0 heading 1;}{\s2\sbasedon1 Chapter;}}\pard\s1\b One\par\pard\s2 Two\par\pard\plain\outlinelevel1 Three\par\pard Four\par",
        "heading 1 :: One\nheading 1 :: Two\nheading 2 :: Three\nbody :: Four",
    );
}

#[test]
fn lists_are_counted_or_say_their_labels() {
    let tables = r"{\*\listtable{\list{\listlevel\levelnfc37\levelstartat1\levelfollow2{\leveltext\'02\'00\u12289?;}{\levelnumbers\'01;}}\listid7}}{\*\listoverridetable{\listoverride\listid7\listoverridecount0\ls1}}";
    check(&format!(r"{tables}\pard\ls1 A\par\pard B\par\pard\ls1 C\par"), "body :: 一、A\nbody :: B\nbody :: 二、C");
    check(&format!(r"{tables}\pard\ls1 A\par C"), "body :: 一、A\nbody :: 二、C");
    check(
        &format!(r"{tables}\trowd\cellx1000\cellx2000\pard\intbl\ls1\cell\pard\intbl A\cell\row\pard B\par"),
        "table\n  row\n    cell 1x1 start\n      body :: 一、\n    cell 1x1 start\n      body :: A\nbody :: B",
    );
    check(
        r"{\pntext\f0 1.\tab}A\par{\pntext\f0 2.\tab}B\par\pard C\par{\listtext\u8226?\tab}D\par",
        "list ordered\n  item :: 1.\n    body :: A\n  item :: 2.\n    body :: B\nbody :: C\nlist\n  item\n    body :: D",
    );
    check(
        r"\pard\li360\fi-360 1.\tx360\tab A\par\pard\li720\fi-360\endash\tx360\tab B\par\pard\li360\fi-360 2.\tab C\par\pard\li360\fi-360 Note\tab D\par\pard 1.\tab E\par",
        "list ordered\n  item :: 1.\n    body :: A\n    list\n      item\n        body :: B\n  item :: 2.\n    body :: C\nbody :: Note\tD\nbody :: 1.\tE",
    );
}

#[test]
fn tables_have_rows_cells_and_tables() {
    check(
        r"\trowd\cellx1000\cellx2000\pard\intbl A\cell B\cell\row\trowd\clmgf\cellx1000\clmrg\cellx2000\pard\intbl C\cell\cell\row\pard D\par",
        "table\n  row\n    cell 1x1 start\n      body :: A\n    cell 1x1 start\n      body :: B\n  row\n    cell 2x1 start\n      body :: C\nbody :: D",
    );
    check(
        r"\trowd\cellx2000\pard\intbl A\par\pard\intbl\itap2 B\nestcell{\*\nesttableprops\trowd\cellx900\nestrow}\pard\intbl\itap1 C\cell\row\pard D\par",
        "table\n  row\n    cell 1x1 start\n      body :: A\n      table\n        row\n          cell 1x1 start\n            body :: B\n      body :: C\nbody :: D",
    );
}

#[test]
fn fields_notes_heads_and_boxes_have_their_places() {
    check(
        r#"A{\field{\*\fldinst HYPERLINK "https://dukou.example/"}{\fldrslt B}}C\par"#,
        "body :: A{link https://dukou.example/|B}C",
    );
    check(
        r"{\header H\par}A{\super\chftn}{\footnote\pard{\super\chftn} N\par}B\par{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt Box\par}}{\shprslt Old}}C\par",
        "body :: A{note 0}B\nbody :: C\nbody :: Box\nfurniture running-head :: H\nnote :: 1\n  body :: N",
    );
    check(r"A{\*\atnid W}{\*\annotation{\*\atnref 1}\pard Comment\par}B\par{\*\unknown x{y}}{\info{\title T}}", "body :: AB");
}

#[test]
fn pictures_are_taken_as_they_are() {
    let source = br"{\rtf1 A{\pict\pngblip 89504e470d0a1a0a00}{\pict\wmetafile8 0100}\par}";
    let reading = read("a.rtf", source, &ReadOptions::default(), &Env::for_tests(), &mut Sink::new()).expect("it is read");
    let bytes: Vec<_> = reading.document.media.iter().map(|media| media.bytes.as_deref()).collect();
    assert_eq!(bytes, [Some(&b"\x89PNG\r\n\x1a\n\0"[..]), None]);
}

#[test]
fn damage_and_depth_are_borne() {
    check_bytes(b"{\\rtf1 A{\\b B", "body :: A{strong|B}");
    check_bytes(b"{\\rtf1 A}}} tail", "body :: A");
    check_bytes(b"{\\rtf1 A\\bin99999999 x", "body :: A");
    check_bytes(b"{\\rtf1\\ansicpg936 A\\'b6\\par}", "body :: A\u{fffd}");
    for inner in ["{", "{\\footnote x", "{\\field{\\fldrslt ", "{\\shptxt ", "\\trowd\\itap99999 x\\nestcell", "{\\header "] {
        let source = format!("{{\\rtf1 {}", inner.repeat(20_000));
        let reading = read("a.rtf", source.as_bytes(), &ReadOptions::default(), &Env::for_tests(), &mut Sink::new());
        assert_eq!(reading.expect("it is read").document.balance(), Ok(()), "{inner}");
    }
}

#[test]
fn words_in_the_wrong_group_lose_nothing() {
    check(r"A\par{\header B\pict}C\par", "body :: A\nbody :: C\nfurniture running-head :: B");
    check(r"A{\footnote B\levelnumbers x\par}C\par", "body :: A{note 0}C\nnote :: 1\n  body :: B");
    check(r"A{\footnote B\header C\par}D\par", "body :: A{note 0}D\nnote :: 1\n  body :: BC");
    check_bytes(
        b"{\\rtf1\\ansi A\\par{\\header B{\\footnote C",
        "body :: A\nfurniture running-head :: B{note 0}\nnote :: 1\n  body :: C",
    );
}

#[test]
fn a_table_of_contents_is_marked() {
    let marked = |body: &str| -> Vec<bool> {
        let source = format!("{{\\rtf1{{\\stylesheet{{\\s1 toc 1;}}}}{body}}}");
        let options = ReadOptions::default();
        let reading = read("a.rtf", source.as_bytes(), &options, &Env::for_tests(), &mut Sink::new()).expect("it is read");
        reading.document.blocks.iter().map(|block| block.hints.contents).collect()
    };
    let field = r"{\field{\*\fldinst TOC \\o}{\fldrslt a 1\par b 2}}\par c\par";
    assert_eq!(marked(field), [true, true, false]);
    assert_eq!(marked(r"\pard\s1 a 1\par\pard\s0 c\par"), [true, false]);
}
