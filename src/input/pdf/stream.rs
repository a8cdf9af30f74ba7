//! Streams, decoded as far as they go.
//!
//! A damaged Flate stream gives what comes before the damage, where the syntax crate would give all or nothing.

use flate2::{Decompress, FlushDecompress, Status};
use hayro_syntax::Filter;
use hayro_syntax::object::{Dict, Stream};
use std::borrow::Cow;

/// Data that a stream may unpack to; the rest is cut.
pub const LONGEST: usize = 1 << 28;

/// A stream's data, and whether all of it is there.
pub struct Decoded<'a> {
    /// The data.
    pub data: Cow<'a, [u8]>,
    /// Whether nothing was damaged.
    pub whole: bool,
}

/// Decodes a stream that is not a picture.
pub fn decode<'a>(stream: &Stream<'a>) -> Decoded<'a> {
    let filters = stream.filters();
    if filters.as_slice() == [Filter::FlateDecode] && !has_predictor(stream.dict()) {
        let raw = stream.raw_data();
        let (data, whole) = inflate(&raw);
        return Decoded { data: Cow::Owned(data), whole };
    }
    match stream.decoded_data() {
        Ok(data) => Decoded { data, whole: true },
        // The first filter alone, if it is Flate: the others of a chain (ASCII85 before Flate) are rare, and theirs is the damage.
        Err(_) if filters.first() == Some(&Filter::FlateDecode) && filters.len() == 1 => {
            Decoded { data: Cow::Owned(inflate(&stream.raw_data()).0), whole: false }
        }
        Err(_) => Decoded { data: Cow::Borrowed(&[]), whole: false },
    }
}

fn has_predictor(dict: &Dict<'_>) -> bool {
    let params = dict.get::<Dict<'_>>("DecodeParms").or_else(|| dict.get::<Dict<'_>>("DP"));
    params.is_some_and(|params| params.get::<i32>("Predictor").is_some_and(|predictor| predictor > 1))
        || dict.get::<hayro_syntax::object::Array<'_>>("DecodeParms").is_some()
}

/// Inflates zlib data, or bare deflate data where the head is not zlib's; what comes before the first damage.
pub fn inflate(packed: &[u8]) -> (Vec<u8>, bool) {
    let wrapped = packed.len() > 1 && packed[0] & 15 == 8 && u16::from_be_bytes([packed[0], packed[1]]).is_multiple_of(31);
    let (data, whole) = run(Decompress::new(wrapped), packed);
    if data.is_empty() && !whole && packed.len() > 2 {
        // A damaged head: the two bytes are no use, what follows may be.
        let other = if wrapped { &packed[2..] } else { packed };
        let (bare, bare_whole) = run(Decompress::new(false), other);
        let (past, past_whole) = run(Decompress::new(false), &packed[2..]);
        return if past.len() > bare.len() { (past, past_whole) } else { (bare, bare_whole) };
    }
    (data, whole)
}

fn run(mut state: Decompress, packed: &[u8]) -> (Vec<u8>, bool) {
    let mut data = Vec::with_capacity(packed.len().saturating_mul(4).min(1 << 20));
    loop {
        if data.len() >= LONGEST {
            return (data, false);
        }
        if data.len() == data.capacity() {
            data.reserve(data.len().max(4096));
        }
        let (fed, made) = (state.total_in() as usize, state.total_out());
        let Some(rest) = packed.get(fed..) else { return (data, false) };
        match state.decompress_vec(rest, &mut data, FlushDecompress::None) {
            Ok(Status::StreamEnd) => return (data, true),
            Ok(_) if state.total_in() as usize == fed && state.total_out() == made && data.len() < data.capacity() => {
                return (data, false);
            }
            Ok(_) => {}
            Err(_) => return (data, false),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    use std::io::Write;

    fn packed(data: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(data).expect("memory takes it");
        encoder.finish().expect("memory takes it")
    }

    #[test]
    fn damaged_streams_give_what_comes_before() {
        let data: Vec<u8> = (0..40_000u32).flat_map(|n| (n.wrapping_mul(2_654_435_761) >> 16).to_le_bytes()).collect();
        let whole = packed(&data);
        assert_eq!(inflate(&whole), (data.clone(), true));
        let (cut, complete) = inflate(&whole[..whole.len() / 2]);
        assert!(!complete && cut.len() > data.len() / 3 && data.starts_with(&cut));
        assert_eq!(inflate(&whole[2..]), (data.clone(), true), "without its head");
        assert_eq!(inflate(b"").0, b"");
        let mut no_head = whole.clone();
        no_head[0] = 0xff;
        assert_eq!(inflate(&no_head).0, data, "with a damaged head");
    }
}
