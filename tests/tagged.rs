//! The structure of PDFs as a library reads it that isn't ours: the parts of the document in the order of reading, whole, wherever
//! lines and pages end.

use chongpai::convert::{Options, prepare};
use chongpai::diag::{Sink, Trouble};
use chongpai::env::Env;
use chongpai::model::{Block, Document, DocumentKind, Kind, Media, Role, native};
use chongpai::output::{self, Standard, WRITERS, WriteOptions};
use lopdf::{Dictionary, Document as Pdf, Object, ObjectId};
use std::collections::BTreeSet;

/// A part of the structure: its role, what hangs on it, and the pieces of pages that it consists of.
#[derive(Debug, Default)]
struct Part {
    role: String,
    alt: Option<String>,
    title: Option<String>,
    language: Option<String>,
    spans: (i64, i64),
    /// What else it must say of itself: a head cell its scope, a list its numbering, a note its number.
    told: bool,
    /// Page and number of each piece of content.
    pieces: Vec<(ObjectId, i64)>,
    annotations: usize,
    children: Vec<Part>,
}

fn write(document: &Document, options: &WriteOptions) -> (Vec<u8>, Vec<Trouble>) {
    let writer = WRITERS.iter().find(|writer| writer.name == "pdf").expect("PDF is written");
    let mut sink = Sink::new();
    let file = output::write(writer, document, options, &Env::for_tests(), &mut sink).expect("written");
    (file, sink.into_vec().into_iter().map(|found| found.trouble).collect())
}

fn words(dictionary: &Dictionary, key: &[u8]) -> Option<String> {
    let bytes = dictionary.get(key).ok()?.as_str().ok()?;
    match bytes.strip_prefix(&[0xfe, 0xff]) {
        Some(wide) => {
            let units: Vec<u16> = wide.chunks_exact(2).map(|two| u16::from_be_bytes([two[0], two[1]])).collect();
            Some(String::from_utf16_lossy(&units))
        }
        None => Some(String::from_utf8_lossy(bytes).into_owned()),
    }
}

/// The tree under an element. Every element must name its parent, and stand for a role of the standard or for one mapped to such.
fn part(pdf: &Pdf, id: ObjectId, parent: ObjectId, page: Option<ObjectId>) -> Part {
    let element = pdf.get_dictionary(id).expect("an element is a dictionary");
    assert_eq!(element.get(b"P").and_then(Object::as_reference).expect("a parent"), parent);
    let page = element.get(b"Pg").and_then(Object::as_reference).ok().or(page);
    let role = String::from_utf8_lossy(element.get(b"S").and_then(Object::as_name).expect("a role")).into_owned();
    let mut found = Part { role, alt: words(element, b"Alt"), title: words(element, b"T"), ..Part::default() };
    found.language = words(element, b"Lang");
    let attributes: Vec<&Object> = match element.get(b"A") {
        Ok(Object::Array(all)) => all.iter().collect(),
        Ok(one) => vec![one],
        Err(_) => Vec::new(),
    };
    let span = |key: &[u8]| {
        let of = |attribute: &&Object| attribute.as_dict().ok()?.get(key).ok()?.as_i64().ok();
        attributes.iter().find_map(of).unwrap_or(1)
    };
    found.spans = (span(b"ColSpan"), span(b"RowSpan"));
    let says = |key: &[u8]| attributes.iter().any(|attribute| attribute.as_dict().is_ok_and(|list| list.has(key)));
    found.told = match found.role.as_str() {
        "TH" => says(b"Scope"),
        "L" => says(b"ListNumbering"),
        "Note" => element.has(b"ID"),
        _ => true,
    };
    let kids: Vec<&Object> = match element.get(b"K") {
        Ok(Object::Array(all)) => all.iter().collect(),
        Ok(one) => vec![one],
        Err(_) => Vec::new(),
    };
    for kid in kids {
        match kid {
            Object::Integer(number) => found.pieces.push((page.expect("content is on a page"), *number)),
            Object::Reference(child) => found.children.push(part(pdf, *child, id, page)),
            Object::Dictionary(reference) if reference.get(b"MCID").is_ok() => {
                let page = reference.get(b"Pg").and_then(Object::as_reference).ok().or(page).expect("content is on a page");
                found.pieces.push((page, reference.get(b"MCID").and_then(Object::as_i64).expect("a number")));
            }
            Object::Dictionary(_) => found.annotations += 1,
            other => panic!("{other:?} in a structure"),
        }
    }
    found
}

/// The document's part, after what every tagged file must say.
fn structure(file: &[u8]) -> (Pdf, Part) {
    let pdf = Pdf::load_mem(file).expect("lopdf reads it");
    let catalog = pdf.catalog().expect("a catalogue");
    let marked = catalog.get(b"MarkInfo").and_then(Object::as_dict).and_then(|info| info.get(b"Marked")).expect("marked");
    assert_eq!(marked.as_bool().ok(), Some(true));
    assert!(catalog.has(b"Lang") && catalog.has(b"PageLabels"), "a language, and labels of pages");
    let suspects = catalog.get(b"MarkInfo").and_then(Object::as_dict).and_then(|info| info.get(b"Suspects")?.as_bool());
    assert_ne!(suspects.ok(), Some(true));
    let roles = catalog.get(b"StructTreeRoot").and_then(Object::as_reference).and_then(|root| pdf.get_dictionary(root));
    assert!(roles.and_then(|root| root.get(b"RoleMap")?.as_dict()).is_ok_and(|map| map.has(b"Title")), "roles are mapped");
    let root = catalog.get(b"StructTreeRoot").and_then(Object::as_reference).expect("a structure");
    let kids = pdf.get_dictionary(root).and_then(|root| root.get(b"K")).expect("a document in it");
    let top = match kids {
        Object::Array(all) => all.first().and_then(|one| one.as_reference().ok()),
        one => one.as_reference().ok(),
    };
    let document = part(&pdf, top.expect("one document"), root, None);
    assert_eq!(document.role, "Document");
    (pdf, document)
}

impl Part {
    fn each<'a>(&'a self, found: &mut Vec<&'a Part>) {
        found.push(self);
        self.children.iter().for_each(|child| child.each(found));
    }

    fn all(&self) -> Vec<&Part> {
        let mut found = Vec::new();
        self.each(&mut found);
        found
    }

    /// Roles as text: `P`, `L(LI(Lbl LBody(P)))`; parts inside paragraphs are left out.
    fn outline(&self) -> String {
        let inline = ["Span", "Link", "Reference", "Figure"];
        let inside = |child: &&Part| !(inline.contains(&child.role.as_str()) && inline_parent(&self.role));
        let within: Vec<String> = self.children.iter().filter(inside).map(Part::outline).collect();
        if within.is_empty() { self.role.clone() } else { format!("{}({})", self.role, within.join(" ")) }
    }
}

fn inline_parent(role: &str) -> bool {
    matches!(role, "P" | "Title" | "Caption" | "Lbl" | "TOCI" | "Span" | "Link") || role.starts_with('H')
}

/// The roles that a document's blocks must have.
fn expected(blocks: &[Block], least: u8, last: &mut u8, out: &mut Vec<String>) {
    let said = |block: &Block| !block.text.is_empty();
    for block in blocks {
        let inner = |blocks: &[Block], last: &mut u8, own: Option<&str>| {
            let mut within: Vec<String> = own.map(str::to_owned).into_iter().collect();
            expected(blocks, least, last, &mut within);
            within.join(" ")
        };
        match &block.kind {
            Kind::Furniture(_) => {}
            Kind::Heading(level) => {
                *last = (level.saturating_sub(least) + 1).min(*last + 1);
                out.push(format!("H{last}"));
            }
            Kind::Paragraph(Role::Title) => out.push("Title".into()),
            Kind::Quote(blocks) => out.push(format!("BlockQuote({})", inner(blocks, last, None))),
            Kind::List(list) => {
                let item =
                    |item: &chongpai::model::Item, last: &mut u8| format!("LI(Lbl LBody({}))", inner(&item.blocks, last, None));
                let items: Vec<String> = list.items.iter().map(|one| item(one, last)).collect();
                out.push(format!("L({})", items.join(" ")));
            }
            Kind::Table(table) => {
                let mut within: Vec<String> = said(block).then(|| "Caption".to_owned()).into_iter().collect();
                for row in &table.rows {
                    let cells = row.cells.iter().map(|cell| {
                        let role = if row.header { "TH" } else { "TD" };
                        match inner(&cell.blocks, last, None) {
                            words if words.is_empty() => role.to_owned(),
                            words => format!("{role}({words})"),
                        }
                    });
                    within.push(format!("TR({})", cells.collect::<Vec<_>>().join(" ")));
                }
                out.push(format!("Table({})", within.join(" ")));
            }
            Kind::Figure(_) => {
                out.push("Figure".into());
                out.extend(said(block).then(|| "Caption".to_owned()));
            }
            _ if said(block) => out.push("P".into()),
            _ => {}
        }
    }
}

fn parse(source: &str, kind: DocumentKind) -> Document {
    let mut document = native::parse(source).expect("well formed");
    document.meta.kind = Some(kind);
    document.meta.title = Some("题".into());
    document.media = vec![Media { reference: "a.png".into(), ..Media::default() }];
    document
}

/// What holds for every structure: each piece of each page belongs to one part, and all words are in a piece or an artifact.
fn check_pieces(pdf: &Pdf, document: &Part, what: &str) {
    let mut told = BTreeSet::new();
    for part in document.all() {
        for piece in &part.pieces {
            assert!(told.insert(*piece), "{what}: {piece:?} belongs to two parts");
        }
        assert!(part.told, "{what}: a {} that says too little", part.role);
        let alt = part.alt.as_deref().is_some_and(|alt| !alt.is_empty());
        assert!(part.role != "Figure" || alt, "{what}: a picture without words");
        assert!(part.role != "Link" || part.annotations > 0, "{what}: a link that leads nowhere");
        let heading = part.role.len() == 2 && part.role.starts_with('H');
        assert!(!heading || part.title.as_deref().is_some_and(|title| !title.is_empty()), "{what}: a heading without a title");
    }
    let mut drawn = BTreeSet::new();
    for page in pdf.get_pages().into_values() {
        let dictionary = pdf.get_dictionary(page).expect("a page");
        let annotations = pdf.get_page_annotations(page).expect("annotations");
        assert!(annotations.iter().all(|one| one.has(b"Contents") && one.has(b"StructParent") && one.has(b"F")), "{what}");
        let order = dictionary.get(b"Tabs").and_then(Object::as_name).ok();
        assert!(annotations.is_empty() || order == Some(b"S"), "{what}: annotations in another order");
        let content = pdf.get_page_content(page);
        let content = lopdf::content::Content::decode(&content).expect("operators");
        let mut open: Vec<bool> = Vec::new();
        for operation in content.operations {
            match operation.operator.as_str() {
                "BDC" | "BMC" => {
                    let name = operation.operands.first().and_then(|name| name.as_name().ok());
                    let number =
                        operation.operands.get(1).and_then(|list| list.as_dict().ok()?.get(b"MCID").ok()?.as_i64().ok());
                    drawn.extend(number.map(|number| (page, number)));
                    open.push(name == Some(b"Artifact") || number.is_some());
                }
                "EMC" => drop(open.pop().expect("what is closed was open")),
                "Tj" | "TJ" | "Do" | "f" | "S" | "B" | "f*" => {
                    assert!(open.contains(&true), "{what}: {} is told to be nothing", operation.operator);
                }
                _ => {}
            }
        }
        assert!(open.is_empty(), "{what}: a piece is not closed");
    }
    assert_eq!(told, drawn, "{what}: what is told, and what is drawn");
}

/// Every table's rows take as many columns.
fn check_tables(document: &Part, what: &str) {
    for table in document.all().into_iter().filter(|part| part.role == "Table") {
        let mut below: Vec<i64> = Vec::new();
        let mut widths = Vec::new();
        for row in table.children.iter().filter(|part| part.role == "TR") {
            let from_above = below.iter().filter(|&&rows| rows > 0).count() as i64;
            widths.push(from_above + row.children.iter().map(|cell| cell.spans.0).sum::<i64>());
            below.iter_mut().for_each(|rows| *rows -= 1);
            below.retain(|&rows| rows > 0);
            for cell in row.children.iter().filter(|cell| cell.spans.1 > 1) {
                below.extend((0..cell.spans.0).map(|_| cell.spans.1 - 1));
            }
        }
        assert!(widths.windows(2).all(|two| two[0] == two[1]), "{what}: rows of {widths:?} columns");
    }
}

#[test]
fn parts_stand_in_the_order_of_reading() {
    let check = |source: &str, expected: &str| {
        let (file, _) = write(&parse(source, DocumentKind::Article), &WriteOptions::default());
        let (pdf, document) = structure(&file);
        check_pieces(&pdf, &document, source);
        assert_eq!(document.children.iter().map(Part::outline).collect::<Vec<_>>().join(" "), expected, "{source}");
    };
    check("body :: 甲。\nbody :: 乙。\n", "P P");
    check("heading 1 :: 一\nheading 3 :: 跳\nbody :: 甲。\nheading 2 :: 二\n", "H1 H2 P H2");
    check("body :: 甲{note 0}乙。\nbody :: 丙。\nnote :: 1\n  body :: 注。\n  body :: 又注。\n", "P Note(Lbl P P) P");
    check("quote\n  body :: 甲{note 0}。\n  body :: 乙。\nnote :: 1\n  body :: 注。\n", "BlockQuote(P Note(Lbl P) P)");
    check(
        "list ordered\n  item :: 1.\n    body :: 甲\n    list\n      item\n        body :: 乙\n",
        "L(LI(Lbl LBody(P L(LI(Lbl LBody(P))))))",
    );
    check(
        "table :: 表\n  row header\n    cell 2x1 center\n      body :: 头\n  row\n    cell 1x1 start\n      body :: 左\n    cell 1x1 start\n",
        "Table(Caption TR(TH(P)) TR(TD(P) TD))",
    );
    check("figure 0 :: 图一\nseparator\nverse :: 甲\\n乙\n", "Figure Caption P");
    let levels: String = (1..=8).map(|level| format!("heading {level} :: 题\n")).collect();
    check(&levels, "H1 H2 H3 H4 H5 H6 H7 H8");
    check("title :: 题\nbyline :: 何人\npage-mark :: 3\n", "Title P P");
}

#[test]
fn a_paragraph_is_one_part_wherever_lines_and_pages_end() {
    let source = format!("body :: {}\nbody :: {{underline|短}}句。\n", "江水绕城而过，两岸的人家枕河而居。".repeat(300));
    let (file, _) = write(&parse(&source, DocumentKind::Book), &WriteOptions::default());
    let (pdf, document) = structure(&file);
    check_pieces(&pdf, &document, "a long paragraph");
    let paragraphs: Vec<&Part> = document.children.iter().filter(|part| part.role == "P").collect();
    assert_eq!(paragraphs.len(), 2);
    let pages: BTreeSet<ObjectId> = paragraphs[0].pieces.iter().map(|piece| piece.0).collect();
    assert!(pages.len() > 5 && paragraphs[0].pieces.len() == pages.len(), "one piece on each of its pages");
}

#[test]
fn what_stands_inside_a_paragraph_is_told() {
    let source = "body :: 见{link https://a.b/c|甲{strong|乙}}，{ruby dīng|丁}。{language en|Good morning}。{note 0}\nnote :: 1\n  body :: 注。\n";
    let (file, _) = write(&parse(source, DocumentKind::Article), &WriteOptions::default());
    let (_, document) = structure(&file);
    let inside: Vec<(&str, Option<&str>, usize)> = document.children[0]
        .children
        .iter()
        .map(|part| (part.role.as_str(), part.language.as_deref(), part.annotations))
        .collect();
    let expected = [("Link", None, 2), ("Span", None, 0), ("Span", Some("en"), 0), ("Reference", None, 0)];
    assert_eq!(inside, expected);
    assert_eq!(document.children[0].children[1].pieces.len(), 2, "the base and its annotation");
}

#[test]
fn contents_lead_where_they_say() {
    let words = "江水绕城而过，两岸的人家枕河而居。".repeat(60);
    let source: String =
        (1..=6).map(|n| format!("heading 1 :: 第{n}章　桥\nbody :: {words}\nheading 2 :: 节{n}\nbody :: {words}\n")).collect();
    let (file, _) = write(&parse(&source, DocumentKind::Book), &WriteOptions::default());
    let (pdf, document) = structure(&file);
    check_pieces(&pdf, &document, "contents");
    let contents = document.children.iter().find(|part| part.role == "TOC").expect("contents");
    assert_eq!((contents.children.len(), contents.children[0].role.as_str()), (7, "Caption"));
    assert!(contents.children[1..].iter().all(|entry| entry.outline() == "TOCI(TOC(TOCI))"), "{}", contents.outline());
    let links = contents.all().into_iter().filter(|part| part.role == "Link");
    assert_eq!(links.map(|link| link.annotations).collect::<Vec<_>>(), [1; 12]);
}

#[test]
fn samples_are_structured_as_they_are_read() {
    for path in crate::program::samples() {
        let bytes = std::fs::read(&path).expect("a sample");
        let name = path.to_string_lossy().into_owned();
        let env = Env { base: path.parent().map(Into::into), ..Env::for_tests() };
        let document = prepare(&name, &bytes, &Options::default(), &env).expect("it is read").document;
        for vertical in [false, true] {
            let (file, troubles) = write(&document, &WriteOptions { vertical, ..WriteOptions::default() });
            let refused = |trouble: &&Trouble| matches!(trouble, Trouble::NotArchival { .. } | Trouble::NotAccessible { .. });
            assert_eq!(troubles.iter().find(refused), None, "{name}");
            let says = |words: &[u8]| memchr::memmem::find(&file, words).is_some();
            assert!(says(b"pdfaid:part") && says(b"pdfuaid:part") && says(b"pdfaExtension"), "{name}");
            let (pdf, structure) = structure(&file);
            check_pieces(&pdf, &structure, &name);
            check_tables(&structure, &name);
            // Official documents are set in an order of their own.
            if document.meta.kind == Some(DocumentKind::Notice) {
                continue;
            }
            let levels: Vec<u8> = document.blocks.iter().filter_map(Block::heading).collect();
            let (mut last, mut wanted) = (0, Vec::new());
            // The first heading of a book, over all others, is its title.
            let title = usize::from(
                document.meta.kind == Some(DocumentKind::Book)
                    && document.blocks.first().is_some_and(|block| block.heading().is_some())
                    && levels.len() > 1
                    && levels[1..].iter().all(|&level| level > levels[0]),
            );
            wanted.extend((0..title).map(|_| "Title".to_owned()));
            let least = levels.iter().skip(title).min().copied().unwrap_or(1);
            expected(&document.blocks[title..], least, &mut last, &mut wanted);
            let added = |part: &&Part| !matches!(part.role.as_str(), "TOC" | "Note");
            let mut found: Vec<String> = structure.children.iter().filter(added).map(Part::outline).collect();
            // A paper's name that its text leaves out stands over it.
            if document.meta.kind == Some(DocumentKind::Newspaper) && found.len() == wanted.len() + 1 {
                assert_eq!(found.remove(0), "Title", "{name}");
            }
            assert_eq!(found, wanted, "{name}");
        }
    }
}

#[test]
fn a_claim_that_cannot_be_had_is_given_up_and_told() {
    let mut nameless = parse("body :: 无题。\n", DocumentKind::Article);
    nameless.meta.title = None;
    nameless.media.clear();
    let (file, troubles) = write(&nameless, &WriteOptions::default());
    assert!(matches!(troubles.as_slice(), [Trouble::NotAccessible { .. }]), "{troubles:?}");
    let says = |file: &[u8], words: &[u8]| memchr::memmem::find(file, words).is_some();
    assert!(says(&file, b"pdfaid:part") && !says(&file, b"pdfuaid:part"));
    structure(&file);
    let titled = parse("body :: 有题。\n", DocumentKind::Article);
    for (standard, archival, accessible) in [
        (Standard::Both, true, true),
        (Standard::A2u, true, false),
        (Standard::Ua1, false, true),
        (Standard::None, false, false),
    ] {
        let (file, _) = write(&titled, &WriteOptions { standard, ..WriteOptions::default() });
        assert_eq!((says(&file, b"pdfaid:part"), says(&file, b"pdfuaid:part")), (archival, accessible), "{standard:?}");
        structure(&file);
    }
}
