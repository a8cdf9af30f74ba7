//! The parts of a package without a directory: each begins with a header of its own (APPNOTE 4.3.7).
//!
//! Where a header's length fits what follows it, the search goes on behind the part; else right behind the header, since a
//! packed stream says itself where it ends.

use flate2::read::DeflateDecoder;
use std::io::Read;

/// Headers that are looked at.
const MOST: usize = 1 << 16;

/// A part that was found.
pub struct Local<'a> {
    raw: &'a [u8],
    method: u16,
    /// Whether a password is needed.
    pub encrypted: bool,
    /// What is packed; it may reach beyond the part's end.
    data: &'a [u8],
    crc: Option<u32>,
}

impl Local<'_> {
    /// Its name.
    pub fn name(&self) -> String {
        super::name(self.raw).unwrap_or_else(|| String::from_utf8_lossy(self.raw).into_owned())
    }

    /// How long it is at most, packed.
    pub fn packed(&self) -> u64 {
        self.data.len() as u64
    }

    /// Unpacks up to `most` bytes; says whether it ended well, or nothing where it can't be read at all.
    pub fn unpack(&self, most: u64, out: &mut Vec<u8>) -> Option<bool> {
        let read = match (self.encrypted, self.method) {
            (false, 0) => self.data.take(most).read_to_end(out),
            (false, 8) => DeflateDecoder::new(self.data).take(most).read_to_end(out),
            _ => return None,
        };
        let mut sum = flate2::Crc::new();
        sum.update(out);
        Some(read.is_ok() && self.crc.is_none_or(|crc| crc == sum.sum()))
    }
}

/// All parts that can be found, in order.
pub fn scan(bytes: &[u8]) -> Vec<Local<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(header) = memchr::memmem::find(bytes.get(at..).unwrap_or_default(), b"PK\x03\x04").map(|next| at + next) {
        at = header + 4;
        let short = |offset: usize| Some(u16::from_le_bytes(bytes.get(header + offset..header + offset + 2)?.try_into().ok()?));
        let long = |offset: usize| Some(u32::from_le_bytes(bytes.get(header + offset..header + offset + 4)?.try_into().ok()?));
        let (Some(flags), Some(method), Some(crc), Some(packed)) = (short(6), short(8), long(14), long(18)) else { break };
        let (Some(name), Some(extra)) = (short(26), short(28)) else { break };
        let start = header + 30;
        let Some(raw) = bytes.get(start..start + usize::from(name)) else { continue };
        let data = bytes.get(start + usize::from(name) + usize::from(extra)..).unwrap_or_default();
        let told = (flags & 8 == 0).then_some(packed as usize);
        let is_next = |end: usize| end == data.len() || data[end..].starts_with(b"PK");
        let (data, crc) = match told.filter(|length| *length <= data.len() && is_next(*length)) {
            Some(length) => {
                at = bytes.len() - data.len() + length;
                (&data[..length], Some(crc))
            }
            // What is stored ends before the next header of any kind; what is packed says where it ends.
            None if method == 0 => (&data[..memchr::memmem::find(data, b"PK").unwrap_or(data.len())], None),
            None => (data, None),
        };
        found.push(Local { raw, method, encrypted: flags & 1 != 0, data, crc });
        if found.len() >= MOST {
            break;
        }
    }
    found
}
