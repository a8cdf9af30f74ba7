//! Drawings, in DrawingML and in VML: pictures, text boxes, charts, and the words in diagrams.
//!
//! What a drawing holds is found wherever it lies in the groups and canvases. A picture in the line stays there; one that floats,
//! and every text box, comes after the paragraph that it is anchored in.

use super::body::Body;
use super::inline::Format;
use super::relations::Relations;
use crate::input::flow::Piece;
use crate::input::xml::{Element, Space, Xml, decode};
use crate::model::{AnchorKind, Block, Kind, Media, MediaId, Text};

/// What is known of a drawing before its picture comes.
#[derive(Default)]
struct Drawing {
    /// What it shows, in words.
    alt: String,
    floats: bool,
}

impl<'a> Body<'_, '_> {
    /// Reads the drawing told last.
    pub(super) fn drawing(&mut self, xml: &mut Xml<'a>) {
        self.graphics(xml, &mut Drawing::default());
    }

    fn graphics(&mut self, xml: &mut Xml<'a>, drawing: &mut Drawing) {
        let level = xml.level();
        while let Some(element) = xml.element(level) {
            self.graphic(xml, &element, drawing);
        }
    }

    fn graphic(&mut self, xml: &mut Xml<'a>, element: &Element<'a>, drawing: &mut Drawing) {
        match (element.space, element.name) {
            (Space::TextDrawing, "anchor") => {
                drawing.floats = true;
                self.graphics(xml, drawing);
            }
            (Space::TextDrawing, "docPr") | (Space::Picture, "cNvPr") => {
                let words = element.get("descr").filter(|words| !words.is_empty()).or_else(|| element.get("title"));
                if drawing.alt.is_empty() {
                    drawing.alt = words.unwrap_or_default().into_owned();
                }
            }
            (Space::Drawing, "blip") => {
                let id = element.get_in(Space::Relation, "embed").or_else(|| element.get_in(Space::Relation, "link"));
                self.picture(xml, &id.unwrap_or_default(), drawing);
            }
            (Space::Vml, "shape" | "rect" | "roundrect" | "oval" | "line" | "group") => {
                let floats = element.get("style").is_some_and(|style| style.replace(' ', "").contains("position:absolute"));
                let mut shape =
                    Drawing { alt: element.get("alt").unwrap_or_default().into_owned(), floats: floats || drawing.floats };
                self.graphics(xml, &mut shape);
            }
            (Space::Vml, "imagedata") => {
                let title = element.get_in(Space::Office, "title").unwrap_or_default();
                if drawing.alt.is_empty() {
                    drawing.alt = title.into_owned();
                }
                let id = element.get_in(Space::Relation, "id").or_else(|| element.get_in(Space::Office, "relid"));
                self.picture(xml, &id.or_else(|| element.get("src")).unwrap_or_default(), drawing);
            }
            (Space::Vml, "textpath") => {
                let text = element.get("string").unwrap_or_default();
                self.boxed_lines(xml, element.node, [text.trim()]);
            }
            (Space::Word, "txbxContent") => {
                let blocks = self.inner_story(xml);
                self.story.after.extend(blocks.into_iter().map(Piece::from));
            }
            (Space::Chart, "chart") => {
                let id = element.get_in(Space::Relation, "id").unwrap_or_default();
                self.chart(xml, element.node, &id, &drawing.alt);
            }
            (Space::Diagram, "relIds") => {
                let id = element.get_in(Space::Relation, "dm").unwrap_or_default();
                self.diagram(xml, element.node, &id);
            }
            (Space::Compatibility, "AlternateContent") => self.alternatives(xml, |body, xml| body.graphics(xml, drawing)),
            // The words of a shape that is no text box of Word's.
            (Space::Drawing, "p") => {
                let text = drawn_text(xml);
                self.boxed_lines(xml, element.node, [text.trim()]);
            }
            _ => self.graphics(xml, drawing),
        }
    }

    /// Lines of text of their own, after the paragraph.
    fn boxed_lines<'t>(&mut self, xml: &Xml<'_>, node: u32, lines: impl IntoIterator<Item = &'t str>) {
        for text in lines.into_iter().filter(|line| !line.is_empty()) {
            if self.story.deleted > 0 {
                self.characters(xml, text, &Format::default());
                continue;
            }
            let mut line = crate::input::flow::Line::default();
            line.see(text);
            line.push(text, &[], None, false);
            let (text, _) = line.finish(self.log());
            self.story.after.push(Block::new(Kind::default(), text, xml.origin(node)).into());
            self.story.produced += 1;
        }
    }

    /// The words of a diagram, which lie in a part of their own.
    fn diagram(&mut self, xml: &Xml<'_>, node: u32, id: &str) {
        let Some(target) = self.relations.get(id).map(|relation| relation.target.clone()) else { return };
        let Some(bytes) = self.package.part(&target, self.sink) else { return };
        let text = decode(bytes, &target, self.sink);
        let mut part = Xml::new(&text, &target, self.limits.depth);
        let mut lines = Vec::new();
        part.root();
        diagram_lines(&mut part, &mut lines);
        part.report(self.sink);
        self.flattened("a diagram", xml);
        self.boxed_lines(xml, node, lines.iter().map(|line| line.trim()));
    }

    fn picture(&mut self, xml: &Xml<'_>, id: &str, drawing: &Drawing) {
        if self.story.deleted > 0 || self.in_margin {
            return;
        }
        let (reference, external) = match self.relations.get(id) {
            Some(relation) => (relation.target.clone(), relation.external),
            None if id.contains(['/', '.']) => (id.to_owned(), true),
            None => return,
        };
        let media = self.media(reference, external, &drawing.alt);
        self.story.produced += 1;
        if drawing.floats {
            let node = self.story.look.node;
            self.story.after.push(Block::new(Kind::Figure(media), Text::default(), xml.origin(node)).into());
        } else {
            self.story.line.anchor(AnchorKind::Image(media));
        }
    }

    /// The picture of a part; each part is one picture.
    fn media(&mut self, reference: String, external: bool, alt: &str) -> MediaId {
        if let Some(id) = self.pictures.get(&reference) {
            return *id;
        }
        let bytes = match external {
            true => None,
            false => self.package.part(&reference, self.sink).filter(|bytes| is_picture(bytes)),
        };
        let id = MediaId(u32::try_from(self.document.media.len()).unwrap_or(u32::MAX));
        self.document.media.push(Media { reference: reference.clone(), alt: alt.to_owned(), bytes: bytes.map(Into::into) });
        self.pictures.insert(reference, id);
        id
    }

    /// Reads the relations of a part.
    pub(super) fn relations_of(&mut self, part: &str) -> Relations {
        super::relations_of(self.package, part, self.limits.depth, self.sink)
    }
}

/// Whether bytes are a picture of a kind that outputs show.
fn is_picture(bytes: &[u8]) -> bool {
    [&b"\x89PNG"[..], b"\xff\xd8\xff", b"GIF8"].iter().any(|magic| bytes.starts_with(magic))
}

/// The characters of a DrawingML paragraph.
fn drawn_text(xml: &mut Xml<'_>) -> String {
    let mut out = String::new();
    let level = xml.level();
    while let Some(element) = xml.element(level) {
        match (element.space, element.name) {
            (Space::Drawing, "t") => out.push_str(&xml.text()),
            _ => out.push_str(&drawn_text(xml)),
        }
    }
    out
}

/// The paragraphs in a diagram's data.
fn diagram_lines(xml: &mut Xml<'_>, lines: &mut Vec<String>) {
    let level = xml.level();
    while let Some(element) = xml.element(level) {
        match (element.space, element.name) {
            (Space::Drawing, "p") => lines.push(drawn_text(xml)),
            _ => diagram_lines(xml, lines),
        }
    }
}
