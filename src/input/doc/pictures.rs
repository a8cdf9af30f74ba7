//! Pictures and shapes: OfficeArt records (MS-ODRAW) in the stream `Data`, and in the table stream for what floats.
//!
//! JPEG and PNG are taken as they are. Metafiles and other kinds, which outputs can't show, are reported.

use super::body::Body;
use super::fib::{Fib, Part};
use super::plc::Plc;
use crate::diag::Trouble;
use crate::input::ole::{u16_at, u32_at};
use crate::model::{Media, MediaId};
use std::collections::BTreeMap;
use std::ops::Range;

/// Containers nest no deeper.
const DEPTH: u32 = 16;

/// A record: its kind, its instance, and its content.
struct Record<'a> {
    kind: u16,
    version: u16,
    content: &'a [u8],
}

/// The records that bytes hold, one after the other.
fn records(bytes: &[u8]) -> impl Iterator<Item = Record<'_>> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let version = u16_at(rest, 0)? & 0x0f;
        let kind = u16_at(rest, 2).filter(|kind| *kind >= 0xf000)?;
        let length = u32_at(rest, 4)? as usize;
        let content = rest.get(8..)?;
        let content = &content[..content.len().min(length)];
        rest = &rest[8 + content.len()..];
        Some(Record { kind, version, content })
    })
}

/// The JPEG or PNG in a record of a picture, or in an entry of the store that holds one.
fn picture(record: &Record<'_>) -> Option<Vec<u8>> {
    match record.kind {
        0xf007 => records(record.content.get(36 + usize::from(*record.content.get(33)?)..)?).find_map(|inner| picture(&inner)),
        0xf01a..=0xf02a => {
            // Sums and a tag stand before the file; how many there are the instance tells, and so does the file's beginning.
            let start = (0..=66).find(|at| is_picture(record.content.get(*at..).unwrap_or_default()))?;
            Some(record.content[start..].to_vec())
        }
        _ => None,
    }
}

/// Whether bytes are a picture of a kind that outputs show.
fn is_picture(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x89PNG\r\n") || bytes.starts_with(b"\xff\xd8\xff")
}

impl Body<'_, '_> {
    /// The picture at a place of the stream `Data`; nothing where there is none at all.
    pub(super) fn picture(&mut self, place: u32) -> Option<MediaId> {
        if let Some(known) = self.pictures.get(&place) {
            return *known;
        }
        let start = place as usize;
        let id = u32_at(self.data, start).zip(u16_at(self.data, start + 4)).and_then(|(length, head)| {
            let all = self.data.get(start..)?;
            let all = &all[..all.len().min(length as usize)];
            // A shape in a file has its name after the head.
            let name = if u16_at(all, 6) == Some(0x66) { 1 + usize::from(*all.get(usize::from(head))?) } else { 0 };
            let art = all.get(usize::from(head) + name..)?;
            let found = records(art).find_map(|record| picture(&record));
            let has_any = found.is_some() || records(art).any(|record| matches!(record.kind, 0xf007 | 0xf01a..=0xf02a));
            // A shape without a picture is a line or a frame.
            (has_any || name == 0).then(|| self.media(format!("Data#{place}"), found))
        });
        self.pictures.insert(place, id);
        id
    }

    fn media(&mut self, reference: String, bytes: Option<Vec<u8>>) -> MediaId {
        if bytes.is_none() {
            self.sink.push(Trouble::MissingImage { reference: reference.clone() }, "");
        }
        let id = MediaId(u32::try_from(self.document.media.len()).unwrap_or(u32::MAX));
        self.document.media.push(Media { reference, alt: String::new(), bytes: bytes.map(Into::into) });
        id
    }

    /// Finds what floats: pictures and text boxes, by the place of their shape in the main text.
    pub(super) fn drawings(&mut self) {
        let drawn = drawn(&self.fib, self.table);
        let shapes = Plc::new(self.fib.part(Part::Shapes, self.table), 26);
        let mut at_place = BTreeMap::new();
        for number in 0..shapes.len() {
            let (Some(place), Some(id)) = (shapes.place(number), shapes.record(number).and_then(|record| u32_at(record, 0)))
            else {
                break;
            };
            at_place.insert(id, place);
            let group: Vec<u32> = drawn.groups.iter().filter(|(_, top)| **top == id).map(|(child, _)| *child).collect();
            for shape in std::iter::once(id).chain(group) {
                let Some(blip) = drawn.blips.get(&shape).filter(|blip| **blip > 0) else { continue };
                let Some(stored) = drawn.store.get(*blip as usize - 1) else { continue };
                let bytes = stored.clone().or_else(|| {
                    let delayed = drawn.delayed.get(*blip as usize - 1)?;
                    records(self.word.get(*delayed as usize..)?).next().and_then(|record| picture(&record))
                });
                let id = self.media(format!("shape {shape}"), bytes);
                self.shapes.entry(place).or_default().push(id);
            }
        }
        let start = self.fib.story(super::fib::StoryKind::Boxes);
        let boxes = Plc::new(self.fib.part(Part::BoxTexts, self.table), 22);
        for (number, stretch) in boxes.stretches().enumerate() {
            let Some(record) = boxes.record(number) else { break };
            let shape = u32_at(record, 14).unwrap_or(0);
            let spare = u16_at(record, 8).unwrap_or(0) != 0;
            let range = (start.start.saturating_add(stretch.start)).min(start.end)
                ..start.start.saturating_add(stretch.end).min(start.end);
            if spare || range.is_empty() {
                continue;
            }
            let top = drawn.groups.get(&shape).copied().unwrap_or(shape);
            let place = at_place.get(&shape).or_else(|| at_place.get(&top)).copied().unwrap_or(u32::MAX);
            self.boxes.entry(place).or_default().push(range);
        }
    }

    /// Text boxes whose shape is nowhere in the main text.
    pub(super) fn rest_of_boxes(&mut self) -> Vec<Range<u32>> {
        std::mem::take(&mut self.boxes).into_values().flatten().collect()
    }
}

/// What the drawing's records say.
#[derive(Default)]
struct Drawn {
    /// Pictures in the store, where they lie there.
    store: Vec<Option<Vec<u8>>>,
    /// Where they lie in the main stream.
    delayed: Vec<u32>,
    /// Shapes: the number of their picture in the store, from 1.
    blips: BTreeMap<u32, u32>,
    /// Shapes in groups: the shape of the outermost group.
    groups: BTreeMap<u32, u32>,
}

fn drawn(fib: &Fib, table: &[u8]) -> Drawn {
    let mut drawn = Drawn::default();
    let bytes = fib.part(Part::Drawings, table);
    let Some(group) = records(bytes).next() else { return drawn };
    for store in records(group.content).filter(|record| record.kind == 0xf001) {
        for entry in records(store.content) {
            drawn.store.push(picture(&entry));
            drawn.delayed.push(u32_at(entry.content, 28).unwrap_or(u32::MAX));
        }
    }
    // Before each drawing stands a byte that says where it belongs.
    let mut rest = bytes.get(8 + group.content.len()..).unwrap_or_default();
    while let Some(drawing) = rest.get(1..).and_then(|rest| records(rest).next()) {
        drawn.container(drawing.content, None, 0);
        rest = &rest[1 + 8 + drawing.content.len()..];
    }
    drawn
}

impl Drawn {
    fn container(&mut self, bytes: &[u8], top: Option<u32>, depth: u32) {
        let mut top = top;
        for record in records(bytes) {
            match record.kind {
                0xf003 if depth < DEPTH => self.container(record.content, top, depth + 1),
                0xf004 => {
                    let shape = self.shape(record.content);
                    // The first shape of a group is the group's own.
                    if depth > 1 {
                        let own = *top.get_or_insert(shape);
                        self.groups.insert(shape, own);
                    }
                }
                _ if record.version == 0x0f && depth < DEPTH && record.kind != 0xf002 => {}
                _ => {}
            }
        }
    }

    fn shape(&mut self, bytes: &[u8]) -> u32 {
        let mut id = 0;
        for record in records(bytes) {
            match record.kind {
                0xf00a => id = u32_at(record.content, 0).unwrap_or(0),
                0xf00b => {
                    for property in record.content.chunks_exact(6) {
                        if u16_at(property, 0).is_some_and(|number| number & 0x3fff == 0x0104) {
                            self.blips.insert(id, u32_at(property, 2).unwrap_or(0));
                        }
                    }
                }
                _ => {}
            }
        }
        id
    }
}
