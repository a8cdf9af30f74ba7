//! What the file says of itself: the property set of the stream `SummaryInformation` (MS-OLEPS).

use crate::input::flow::codepage::Codepage;
use crate::input::flow::margins;
use crate::input::ole::{Compound, u16_at, u32_at};
use crate::model::Document;

const CODEPAGE: u32 = 1;
const TITLE: u32 = 2;
const AUTHOR: u32 = 4;

/// Reads title and author.
pub fn read(file: &Compound<'_>, document: &mut Document) {
    let Some((bytes, _)) = file.stream("\u{5}SummaryInformation") else { return };
    let Some(start) = u32_at(&bytes, 44).map(|start| start as usize) else { return };
    let set = bytes.get(start..).unwrap_or_default();
    let codepage = property(set, CODEPAGE).and_then(|at| u16_at(set, at + 4)).map_or(1252, u32::from);
    let codepage = Codepage::numbered(codepage).unwrap_or(Codepage::WESTERN);
    let text = |id: u32| property(set, id).and_then(|at| string(set.get(at..)?, codepage)).unwrap_or_default();
    margins::describe(document, &text(TITLE), &text(AUTHOR));
}

/// Where a property lies.
fn property(set: &[u8], id: u32) -> Option<usize> {
    let count = u32_at(set, 4)?.min(256) as usize;
    let at = (0..count).map(|number| 8 + 8 * number).find(|at| u32_at(set, *at) == Some(id))?;
    Some(u32_at(set, at + 4)? as usize)
}

fn string(value: &[u8], codepage: Codepage) -> Option<String> {
    let length = u32_at(value, 4)? as usize;
    let text = match u16_at(value, 0)? {
        0x1e => codepage.decode(value.get(8..8usize.checked_add(length)?)?),
        0x1f => Codepage::Standard(encoding_rs::UTF_16LE).decode(value.get(8..8usize.checked_add(length.checked_mul(2)?)?)?),
        _ => return None,
    };
    Some(text.split('\0').next().unwrap_or_default().to_owned())
}
