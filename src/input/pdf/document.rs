//! What the pages of a document share.

use super::font::Fonts;
use super::layers::Layers;
use super::pictures::Pictures;
use crate::env::Limits;
use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, ObjectIdentifier};
use std::collections::BTreeMap;

/// Shared by the threads that read pages.
pub struct Shared<'a> {
    /// The fonts that were met so far.
    pub fonts: Fonts,
    /// The pictures that were met so far.
    pub pictures: Pictures,
    /// Which layers are shown.
    pub layers: Layers,
    /// The budgets.
    pub limits: Limits,
    /// The file.
    pub pdf: &'a Pdf,
    /// The catalog.
    pub catalog: Dict<'a>,
    /// The numbers of the pages, by their objects.
    pub numbers: BTreeMap<ObjectIdentifier, u32>,
}

impl<'a> Shared<'a> {
    /// Reads what concerns all pages.
    pub fn new(pdf: &'a Pdf, limits: Limits) -> Shared<'a> {
        let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id()).unwrap_or_default();
        let pages = pdf.pages().iter().zip(1..);
        Shared {
            fonts: Fonts::default(),
            pictures: Pictures::default(),
            layers: Layers::read(&catalog),
            limits,
            pdf,
            numbers: pages.filter_map(|(page, number)| Some((page.raw().obj_id()?, number))).collect(),
            catalog,
        }
    }
}
