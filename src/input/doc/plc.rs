//! Tables of places (PLC, MS-DOC 2.2.2): places in the text, one more than the records that stand between them.

use crate::input::ole::u32_at;

/// A table of places, borrowed.
#[derive(Clone, Copy, Default)]
pub struct Plc<'a> {
    bytes: &'a [u8],
    record: usize,
    count: usize,
}

impl<'a> Plc<'a> {
    /// A table whose records have so many bytes.
    pub fn new(bytes: &'a [u8], record: usize) -> Plc<'a> {
        Plc { bytes, record, count: bytes.len().saturating_sub(4) / (4 + record) }
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// A place; there is one more than records.
    pub fn place(&self, number: usize) -> Option<u32> {
        (number <= self.count).then(|| u32_at(self.bytes, 4 * number)).flatten()
    }

    /// A record.
    pub fn record(&self, number: usize) -> Option<&'a [u8]> {
        let at = 4 * (self.count + 1) + self.record * number;
        self.bytes.get(at..at + self.record).filter(|_| number < self.count)
    }

    /// The stretches between places, in order; one that goes backwards is empty.
    pub fn stretches(self) -> impl Iterator<Item = std::ops::Range<u32>> + 'a {
        (0..self.count).filter_map(move |number| {
            let start = self.place(number)?;
            Some(start..self.place(number + 1)?.max(start))
        })
    }
}
