//! Single properties (Sprm, MS-DOC 2.6): a number that tells what it is, and an operand whose length the number tells.

use crate::input::ole::u16_at;

/// A property: its number and its operand.
pub struct Sprm<'a> {
    /// The number.
    pub id: u16,
    /// The operand; of those with a length, what comes after it.
    pub operand: &'a [u8],
}

impl Sprm<'_> {
    /// The operand's first byte.
    pub fn byte(&self) -> u8 {
        self.operand.first().copied().unwrap_or(0)
    }

    /// The operand as a number of two bytes.
    pub fn word(&self) -> u16 {
        u16_at(self.operand, 0).unwrap_or(u16::from(self.byte()))
    }

    /// The operand as a signed number of two bytes.
    pub fn signed(&self) -> i16 {
        self.word() as i16
    }

    /// The operand as a number of four bytes.
    pub fn long(&self) -> u32 {
        crate::input::ole::u32_at(self.operand, 0).unwrap_or(0)
    }
}

/// The properties that bytes hold; where they make no sense they end.
pub fn sprms(bytes: &[u8]) -> impl Iterator<Item = Sprm<'_>> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let id = u16_at(rest, 0)?;
        let after = &rest[2..];
        let (skip, length) = match id >> 13 {
            0 | 1 => (0, 1),
            2 | 4 | 5 => (0, 2),
            3 => (0, 4),
            7 => (0, 3),
            _ => match id {
                // Of the definition of a table the length has two bytes, and counts itself once.
                0xd608 | 0xd606 => (2, usize::from(u16_at(after, 0)?.saturating_sub(1))),
                // Tab stops may be too many for the byte: their numbers tell.
                0xc615 if after.first() == Some(&255) => {
                    let deleted = usize::from(*after.get(1)?);
                    let added = usize::from(*after.get(2 + 4 * deleted)?);
                    (1, 2 + 4 * deleted + 3 * added)
                }
                _ => (1, usize::from(*after.first()?)),
            },
        };
        let operand = after.get(skip..skip + length)?;
        rest = &after[skip + length..];
        Some(Sprm { id, operand })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operands_are_as_long_as_they_say() {
        let check = |bytes: &[u8], expected: &[(u16, &[u8])]| {
            let found: Vec<(u16, &[u8])> = sprms(bytes).map(|sprm| (sprm.id, sprm.operand)).collect();
            assert_eq!(found, expected);
        };
        check(b"\x35\x08\x01\x43\x4a\x20\x00", &[(0x0835, b"\x01"), (0x4a43, b"\x20\0")]);
        check(b"\x09\x6a\x01\0\xf0\xb7\x2b\xd6\x02\x03\x60", &[(0x6a09, b"\x01\0\xf0\xb7"), (0xd62b, b"\x03\x60")]);
        check(b"\x08\xd6\x03\0\x01\x02\x35\x08\x01", &[(0xd608, b"\x01\x02"), (0x0835, b"\x01")]);
        check(b"\x15\xc6\xff\x01aabb\x01cdd\x16\x24\x01", &[(0xc615, b"\x01aabb\x01cdd"), (0x2416, b"\x01")]);
        check(b"\x43\x4a\x20", &[]);
        check(b"\x2b\xd6\xff\x03", &[]);
    }
}
