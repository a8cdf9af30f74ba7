//! DOCX: WordprocessingML (ECMA-376, transitional) that Chinese offices open, edit and print as it is.
//!
//! Looks live in named styles, Chinese settings in the settings, and elements stand in the order of the schema. The package's
//! bytes depend on the document alone. What the program adds itself (contents, folios, the space after a label) is marked, so
//! that reading back finds the document's own text and nothing else.

mod body;
mod contents;
mod design;
mod index;
mod notice;
#[cfg(test)]
mod order;
mod parts;
mod pictures;
mod readback;
mod relations;
mod runs;
mod styles;
mod table;
mod turned;

use super::package::Package;
use super::pictures::collect;
use super::words;
use super::writer::{ReadBack, Target, WriteOptions};
use super::xml::Xml;
use crate::diag::Sink;
use crate::env::Env;
use crate::error::Result;
use crate::model::{Document, DocumentKind};
use crate::typeset::style::Style;
use body::Body;
use contents::Plan;
use design::Design;
use parts::Part;
use pictures::shown;

/// The namespace of WordprocessingML.
const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/// The namespace of relations, and the stem of their types.
const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/// The style of runs that the writer adds and reading back leaves out.
const GENERATED: &str = "GeneratedSpace";
/// The same for a tab that parts two pieces of text on one line; the tab of [`GENERATED`] stands behind a list's label.
const GENERATED_TAB: &str = "GeneratedTab";

/// An element whose only content is its value.
fn val(xml: &mut Xml, name: &'static str, value: impl AsRef<str>) {
    xml.open(name).attr("w:val", value).close();
}

/// Writes a document for Word.
pub fn write_docx(document: &Document, options: &WriteOptions, env: &Env, sink: &mut Sink) -> Result<Target> {
    let mut design = Design::of(document);
    let style = Style::of(document, options.style.as_deref());
    if options.style.is_some() {
        design.obey(&style);
    }
    design.agree_with(&style);
    // Official documents are horizontal (GB/T 9704).
    design.vertical = options.is_vertical() && design.kind != DocumentKind::Notice;
    design.plain = options.plain;
    design.letter = notice::is_letter(document, &design);
    (design.leaves, design.tables) = notice::as_printed(document, &design, env);
    let plan = Plan::of(document, &design);
    design.breaks = plan.breaks;
    let (addresses, files) = collect(document, "media/", sink);
    let pictures = shown(addresses, document);
    let title = document.meta.title.as_deref().unwrap_or_default().replace(['\n', '\t'], " ");
    let margins = parts::margins(&design, &title);

    let mut body = Body::new(document, &design, &pictures, sink);
    let main = body.main(&plan, |relations, leaf| parts::section(&design, &margins, relations, leaf));
    let mut relations = std::mem::take(&mut body.relations);
    let notes = body.footnotes();
    let note_relations = body.relations.part();
    let numbering = parts::numbering(&body.numberings);
    let in_notes = notes.as_deref().map(readback::tally).transpose()?.unwrap_or_default();

    let settings = parts::settings(&design, notes.is_some(), &margins);
    let related = [
        Some(Part::new("styles", "styles.xml", styles::part(&design))),
        Some(Part::new("settings", "settings.xml", settings)),
        Some(Part::new("fontTable", "fontTable.xml", parts::fonts(&design))),
        numbering.map(|content| Part::new("numbering", "numbering.xml", content)),
        notes.map(|content| Part::new("footnotes", "footnotes.xml", content)),
    ];
    let related: Vec<Part> = related.into_iter().flatten().chain(margins.into_iter().map(|margin| margin.part)).collect();
    for part in &related {
        relations.add(part.target());
    }

    let mut package = Package::new();
    package.add("[Content_Types].xml", parts::content_types(&related).into_bytes());
    package.add("_rels/.rels", parts::package_relations().into_bytes());
    package.add("word/document.xml", main.as_bytes());
    if let Some(relations) = relations.part() {
        package.add("word/_rels/document.xml.rels", relations.into_bytes());
    }
    if let Some(relations) = note_relations {
        package.add("word/_rels/footnotes.xml.rels", relations.into_bytes());
    }
    for part in related {
        package.add(format!("word/{}", part.name), part.content.into_bytes());
    }
    for file in &files {
        package.add_stored(format!("word/{}", file.address), file.bytes);
    }
    let language = words::language(&document.meta);
    package.add("docProps/core.xml", parts::core(&document.meta, &title, &language, env.epoch).into_bytes());
    package.add("docProps/app.xml", parts::app().into_bytes());
    package.add("docProps/custom.xml", parts::custom(&document.meta).into_bytes());
    let (bytes, read_back) = rayon::join(|| package.finish(env), || readback::tally(&main));
    Ok(Target { bytes: bytes?, read_back: ReadBack::Exact(read_back? + in_notes) })
}
