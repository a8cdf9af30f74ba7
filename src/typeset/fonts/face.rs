//! One face, unpacked: which glyph a character has and how far it reaches.
//!
//! Unpacking a file costs up to 80 ms, so it happens once per process, when a text first needs the face, and is shared by all threads.

use super::source::{self, Bytes, Place};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock};

/// An unpacked face.
pub struct Loaded {
    /// The font file.
    pub bytes: Arc<Bytes>,
    /// The index of the face in the file.
    pub index: u32,
    /// Units of the em.
    pub units: u16,
    pages: Vec<Option<Box<[u16; 256]>>>,
    advances: Vec<u16>,
    /// The same face for the shaper.
    pub(in crate::typeset) shaper: harfrust::Font,
    /// The vertical forms of glyphs that have one, as they are asked for.
    pub(in crate::typeset) upright: Mutex<BTreeMap<char, u16>>,
    /// How this face shapes Latin.
    pub(in crate::typeset) latin: OnceLock<harfrust::ShapePlan>,
}

impl Loaded {
    fn new(bytes: Bytes, index: u32) -> Option<Loaded> {
        let bytes = Arc::new(bytes);
        let font = FontRef::from_index(&bytes, index).ok()?;
        let mut pages: Vec<Option<Box<[u16; 256]>>> = Vec::new();
        for (code, glyph) in font.charmap().mappings() {
            let (page, cell) = (code as usize >> 8, code as usize & 255);
            let Ok(glyph) = u16::try_from(glyph.to_u32()) else { continue };
            if page > 0x10ff {
                continue;
            }
            if pages.len() <= page {
                pages.resize(page + 1, None);
            }
            pages[page].get_or_insert_with(|| Box::new([0; 256]))[cell] = glyph;
        }
        let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
        let advances = (0..metrics.glyph_count().min(0xffff))
            .map(|glyph| metrics.advance_width(glyph.into()).unwrap_or(0.0).clamp(0.0, 65_535.0) as u16)
            .collect();
        let units = font.metrics(Size::unscaled(), LocationRef::default()).units_per_em.max(1);
        let shared: Arc<dyn AsRef<[u8]> + Send + Sync> = bytes.clone();
        let shaper = harfrust::Font::new(shared, index)?;
        Some(Loaded { bytes, index, units, pages, advances, shaper, upright: Mutex::default(), latin: OnceLock::new() })
    }

    /// The glyph of a character.
    pub fn glyph(&self, c: char) -> Option<u16> {
        let page = self.pages.get(c as usize >> 8)?.as_ref()?;
        let glyph = page[c as usize & 255];
        (glyph != 0).then_some(glyph)
    }

    /// How far a glyph reaches, in units of the em.
    pub fn advance(&self, glyph: u16) -> u16 {
        self.advances.get(usize::from(glyph)).copied().unwrap_or(0)
    }

    /// The characters that have a glyph, in order.
    pub fn characters(&self) -> impl Iterator<Item = char> + '_ {
        let cells = |(page, cells): (usize, &[u16; 256])| {
            let code = move |cell: usize| char::from_u32((page << 8 | cell) as u32);
            (0..256).filter(|&cell| cells[cell] != 0).filter_map(code).collect::<Vec<char>>()
        };
        self.pages.iter().enumerate().filter_map(|(page, held)| Some((page, &**held.as_ref()?))).flat_map(cells)
    }
}

/// Unpacks the face at a place, once per process.
pub(super) fn load(place: &Place) -> Option<Arc<Loaded>> {
    type Slot = Arc<OnceLock<Option<Arc<Loaded>>>>;
    static LOADED: Mutex<BTreeMap<Place, Slot>> = Mutex::new(BTreeMap::new());
    let slot = {
        let mut loaded = LOADED.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        loaded.entry(place.clone()).or_default().clone()
    };
    slot.get_or_init(|| read(place).map(Arc::new)).clone()
}

/// Unpacks the face at a place and forgets it: to look at a system's face that may not be needed.
pub(super) fn read(place: &Place) -> Option<Loaded> {
    let index = match place {
        Place::File(_, index) => *index,
        Place::Embedded(_) => 0,
    };
    Loaded::new(source::read(place)?, index)
}
