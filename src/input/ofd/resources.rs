//! What a document of the package names beside its pages' content: fonts, pictures, templates, outlines, annotations.

use super::{Files, children, open, resolve};
use crate::diag::Sink;
use crate::input::layout::page::FontId;
use crate::input::xml::{Element, Level, Xml};
use crate::model::Meta;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Outlines deeper than this are flattened.
const OUTLINE_DEPTH: u8 = 9;

/// A document in the package.
#[derive(Debug, Default)]
pub struct Body {
    /// The path of its root part.
    pub root: String,
    title: Option<String>,
    author: Option<String>,
    created: Option<String>,
}

impl Body {
    /// Puts what the package says of the document into its metadata; the first document's words count.
    pub fn describe(&self, meta: &mut Meta) {
        if meta.title.is_none() {
            meta.title.clone_from(&self.title);
        }
        if meta.creators.is_empty() {
            meta.creators.extend(self.author.clone());
        }
        if meta.date.is_none() {
            meta.date = self.created.as_deref().and_then(day);
        }
    }
}

/// The day of a date as ISO 8601 writes it.
fn day(date: &str) -> Option<String> {
    let day = date.get(..10)?;
    let fits = day.bytes().enumerate().all(|(at, b)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() });
    fits.then(|| day.to_owned())
}

/// A page as its document lists it.
#[derive(Debug)]
pub struct PageEntry {
    /// Its id.
    pub id: String,
    /// The path of its part.
    pub path: String,
}

/// An entry of the outline.
#[derive(Debug)]
pub struct Outline {
    /// Its words.
    pub title: String,
    /// Its depth, from 1.
    pub level: u8,
    /// The id of the page it leads to.
    pub page: String,
    /// The height on the page, in millimetres.
    pub top: Option<f32>,
}

/// A font as resources name it.
#[derive(Clone, Debug, Default)]
pub struct Font {
    /// The number that the analysis knows it by.
    pub id: FontId,
    /// Whether it is bold.
    pub bold: bool,
    /// Whether it is italic.
    pub italic: bool,
    /// Its name.
    pub name: Arc<str>,
}

/// Everything that a document names.
#[derive(Debug, Default)]
pub struct Resources {
    /// Its pages, in order.
    pub pages: Vec<PageEntry>,
    /// The page area that pages without one have: `x y width height` in millimetres.
    pub area: Option<String>,
    /// Templates: id → path.
    pub templates: BTreeMap<String, String>,
    /// Fonts by id.
    pub fonts: BTreeMap<String, Font>,
    /// Pictures: id → path.
    pub media: BTreeMap<String, String>,
    /// Annotations: page id → paths.
    pub annotations: BTreeMap<String, Vec<String>>,
    /// The outline.
    pub outline: Vec<Outline>,
    /// Names of attachments.
    pub attachments: Vec<String>,
}

/// The documents that the package names; where the entry is damaged, those whose root parts are there.
pub fn bodies(files: &mut Files<'_, '_>, sink: &mut Sink) -> Vec<Body> {
    let mut bodies = Vec::new();
    if let Some(text) = files.text("OFD.xml", sink)
        && let Some(mut xml) = open(&text, "OFD.xml", files.depth)
    {
        children(&mut xml, |xml, element| {
            if element.name == "DocBody" {
                let mut body = Body::default();
                children(xml, |xml, element| match element.name {
                    "DocRoot" => body.root = resolve("", &xml.text()),
                    "DocInfo" => children(xml, |xml, element| {
                        let field = match element.name {
                            "Title" => &mut body.title,
                            "Author" => &mut body.author,
                            "CreationDate" => &mut body.created,
                            _ => return,
                        };
                        let value = xml.text().trim().to_owned();
                        *field = Some(value).filter(|value| !value.is_empty());
                    }),
                    _ => {}
                });
                bodies.push(body);
            }
        });
        xml.report(sink);
    }
    bodies.retain(|body| files.package.has(&body.root));
    if bodies.is_empty() {
        let roots = files.package.names().filter(|name| {
            let file = name.rsplit('/').next().unwrap_or(name);
            file.starts_with("document") && file.ends_with(".xml") && !file.starts_with("documentres")
        });
        bodies.extend(roots.map(|root| Body { root: root.to_owned(), ..Body::default() }));
    }
    bodies
}

impl Resources {
    /// Reads a document's root part and what it names.
    pub fn read(root: &str, files: &mut Files<'_, '_>, sink: &mut Sink) -> Resources {
        let mut found = Resources::default();
        let mut parts: Vec<String> = Vec::new();
        let mut annotations = None;
        let mut attachments = None;
        let Some(text) = files.text(root, sink) else { return found };
        let Some(mut xml) = open(&text, root, files.depth) else { return found };
        children(&mut xml, |xml, element| match element.name {
            "CommonData" => children(xml, |xml, element| match element.name {
                "PageArea" => children(xml, |xml, element| {
                    if element.name == "PhysicalBox" {
                        found.area = Some(xml.text());
                    }
                }),
                "PublicRes" | "DocumentRes" => parts.push(resolve(root, &xml.text())),
                "TemplatePage" => {
                    if let (Some(id), Some(path)) = (element.get("ID"), element.get("BaseLoc")) {
                        found.templates.insert(id.into_owned(), resolve(root, &path));
                    }
                }
                _ => {}
            }),
            "Pages" => children(xml, |_, element| {
                if let Some(path) = element.get("BaseLoc") {
                    let id = element.get("ID").unwrap_or_default().into_owned();
                    found.pages.push(PageEntry { id, path: resolve(root, &path) });
                }
            }),
            "Outlines" => outline(xml, 1, &mut found.outline),
            "Annotations" => annotations = Some(resolve(root, &xml.text())),
            "Attachments" => attachments = Some(resolve(root, &xml.text())),
            _ => {}
        });
        xml.report(sink);
        for part in parts {
            found.resource(&part, files, sink);
        }
        found.look_for_media(files);
        if let Some(path) = annotations {
            found.annotations(&path, files, sink);
        }
        if let Some(path) = attachments {
            found.attached(&path, files, sink);
        }
        found
    }

    /// Reads a part with resources, into those that are known.
    fn resource(&mut self, path: &str, files: &mut Files<'_, '_>, sink: &mut Sink) {
        let Some(text) = files.text(path, sink) else { return };
        let mut xml = Xml::new(&text, path, files.depth);
        let Some(root) = xml.element(Level::ROOT) else { return };
        let base = root.get("BaseLoc").map(|base| base.into_owned()).unwrap_or_default();
        let file = |name: &str| resolve(path, &if name.starts_with('/') { name.to_owned() } else { format!("{base}/{name}") });
        children(&mut xml, |xml, element| match element.name {
            "Fonts" => children(xml, |_, element| {
                let Some(id) = element.get("ID") else { return };
                let is = |name: &str| element.get(name).is_some_and(|value| value.trim() == "true" || value.trim() == "1");
                let name = element.get("FontName").unwrap_or_default();
                let bold = is("Bold") || ["Bold", "粗", "黑体", "Heavy", "Black"].iter().any(|word| name.contains(word));
                let number = FontId(u32::try_from(self.fonts.len()).unwrap_or(u32::MAX));
                let font = Font { id: number, bold, italic: is("Italic") || name.contains("Italic"), name: (&*name).into() };
                self.fonts.insert(id.into_owned(), font);
            }),
            "MultiMedias" => children(xml, |xml, element| {
                let Some(id) = element.get("ID") else { return };
                children(xml, |xml, element| {
                    if element.name == "MediaFile" {
                        self.media.insert(id.clone().into_owned(), file(xml.text().trim()));
                    }
                });
            }),
            _ => {}
        });
        xml.report(sink);
    }

    /// Finds media that are not where they should be: some producers write the base twice, or leave it out of the path.
    fn look_for_media(&mut self, files: &Files<'_, '_>) {
        let mut astray = self.media.values_mut().filter(|place| !files.package.has(place)).peekable();
        if astray.peek().is_none() {
            return;
        }
        let mut named: BTreeMap<&str, &str> = BTreeMap::new();
        for known in files.package.names() {
            if let Some((_, name)) = known.rsplit_once('/') {
                named.entry(name).or_insert(known);
            }
        }
        for place in astray {
            let name = place.rsplit('/').next().unwrap_or(place).to_lowercase();
            if let Some(&found) = named.get(&*name) {
                *place = found.to_owned();
            }
        }
    }

    fn annotations(&mut self, path: &str, files: &mut Files<'_, '_>, sink: &mut Sink) {
        let Some(text) = files.text(path, sink) else { return };
        let Some(mut xml) = open(&text, path, files.depth) else { return };
        children(&mut xml, |xml, element| {
            let page = element.get("PageID").unwrap_or_default().into_owned();
            children(xml, |xml, element| {
                if element.name == "FileLoc" {
                    self.annotations.entry(page.clone()).or_default().push(resolve(path, &xml.text()));
                }
            });
        });
        xml.report(sink);
    }

    fn attached(&mut self, path: &str, files: &mut Files<'_, '_>, sink: &mut Sink) {
        let Some(text) = files.text(path, sink) else { return };
        let Some(mut xml) = open(&text, path, files.depth) else { return };
        children(&mut xml, |_, element| {
            if element.name == "Attachment" {
                self.attachments.push(element.get("Name").unwrap_or_default().into_owned());
            }
        });
        xml.report(sink);
    }
}

fn outline(xml: &mut Xml<'_>, level: u8, found: &mut Vec<Outline>) {
    children(xml, |xml, element| {
        if element.name == "OutlineElem" {
            entry(xml, element, level, found);
        }
    });
}

fn entry(xml: &mut Xml<'_>, element: &Element<'_>, level: u8, found: &mut Vec<Outline>) {
    let at = found.len();
    let title = element.get("Title").unwrap_or_default().into_owned();
    found.push(Outline { title, level, page: String::new(), top: None });
    children(xml, |xml, element| match element.name {
        "Actions" => destination(xml, &mut found[at], 0),
        "OutlineElem" => entry(xml, element, (level + 1).min(OUTLINE_DEPTH), found),
        _ => {}
    });
}

/// Looks for a destination among an outline's actions.
fn destination(xml: &mut Xml<'_>, found: &mut Outline, depth: u8) {
    children(xml, |xml, element| match element.name {
        "Dest" => {
            found.page = element.get("PageID").unwrap_or_default().into_owned();
            found.top = element.get("Top").and_then(|top| top.trim().parse().ok());
        }
        _ if depth < 4 => destination(xml, found, depth + 1),
        _ => {}
    });
}
