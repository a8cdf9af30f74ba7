//! Lists (LST, LFO, MS-DOC 2.9.131, 2.9.147): their definitions and uses, for counting.

use super::fib::{Fib, Part};
use crate::input::flow::numbering::{LEVELS, Level, Levels, List, Numbering, Suffix, format_of};
use crate::input::ole::{u16_at, u32_at};

/// Reads the lists of a document. A list's number is its place among the uses, from 1.
pub fn read(fib: &Fib, table: &[u8]) -> Numbering {
    let mut numbering = Numbering::default();
    let (start, length) = fib.place(Part::Lists);
    let Some(count) = u16_at(table, start).filter(|_| length > 2) else { return numbering };
    let mut at = start + length;
    for number in 0..usize::from(count) {
        let head = start + 2 + 28 * number;
        let (Some(id), Some(flags)) = (u32_at(table, head), table.get(head + 26)) else { break };
        let mut levels = Levels::default();
        let simple = flags & 1 != 0;
        for place in levels.iter_mut().take(if simple { 1 } else { LEVELS }) {
            let Some((level, length)) = level(table.get(at..).unwrap_or_default()) else { break };
            *place = Some(level);
            at += length;
        }
        numbering.define(id, levels);
    }
    uses(fib, table, &mut numbering);
    numbering
}

fn uses(fib: &Fib, table: &[u8], numbering: &mut Numbering) {
    let (start, length) = fib.place(Part::ListUses);
    let Some(count) = u32_at(table, start).filter(|_| length > 4) else { return };
    let count = (count as usize).min(table.len() / 16);
    let mut at = start + 4 + 16 * count;
    for number in 0..count {
        let head = start + 4 + 16 * number;
        let (Some(definition), Some(overrides)) = (u32_at(table, head), table.get(head + 12)) else { break };
        let mut list = List { definition, ..List::default() };
        at += 4;
        for _ in 0..*overrides {
            let (Some(start), Some(flags)) = (u32_at(table, at), u32_at(table, at + 4)) else { break };
            at += 8;
            let place = (flags & 0x0f) as usize;
            if let Some(own) = list.starts.get_mut(place).filter(|_| flags & 0x10 != 0) {
                *own = Some(start);
            }
            if flags & 0x20 != 0 {
                let Some((level, length)) = level(table.get(at..).unwrap_or_default()) else { break };
                at += length;
                if let Some(own) = list.levels.get_mut(place) {
                    if flags & 0x10 != 0 {
                        list.starts[place] = level.start;
                    }
                    *own = Some(level);
                }
            }
        }
        numbering.list(number as u32 + 1, list);
    }
}

/// A level (LVL, MS-DOC 2.9.150), and how many bytes it takes.
fn level(bytes: &[u8]) -> Option<(Level, usize)> {
    let start = u32_at(bytes, 0)?;
    let format = *bytes.get(4)?;
    let flags = *bytes.get(5)?;
    let suffix = *bytes.get(15)?;
    let characters = usize::from(*bytes.get(24)?);
    let paragraph = usize::from(*bytes.get(25)?);
    let limit = u32::from(*bytes.get(26)?);
    let at = 28 + characters + paragraph;
    let length = usize::from(u16_at(bytes, at)?);
    let units = bytes.get(at + 2..at + 2 + 2 * length)?;
    let units: Vec<u16> = units.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    let mut text = String::new();
    for c in char::decode_utf16(units).filter_map(Result::ok) {
        match u32::from(c) {
            // The number of a level stands in the label as a character of that code.
            place @ 0..=8 => text.push_str(&format!("%{}", place + 1)),
            _ => text.push(c),
        }
    }
    let level = Level {
        start: Some(start).filter(|start| *start < 1 << 24),
        format: format_of(format).to_owned(),
        text,
        suffix: match suffix {
            1 => Suffix::Space,
            2 => Suffix::Nothing,
            _ => Suffix::Tab,
        },
        restart: (flags & 0x08 != 0).then_some(limit),
        legal: flags & 0x04 != 0,
        style: None,
        left: None,
    };
    Some((level, at + 2 + 2 * length))
}
