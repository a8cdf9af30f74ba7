//! The strict decoders ranked by a model of languages: whose reading of the bytes is the most expected text?
//!
//! Every candidate decodes the same sample of the bytes. The information of what it reads, in the best of its languages
//! ([`frequency`]), plus a price for every error, is its cost; the least wins. Costs of whole samples are compared, not means:
//! the bytes are the same, so the sums are log-likelihoods. A few broken bytes cost a few errors and disqualify nobody.

use super::charset::Charset;
use crate::text::frequency::{self, Language};
use std::borrow::Cow;

/// A candidate and what its reading costs.
#[derive(Clone, Copy, Debug)]
pub struct Ranked {
    /// The candidate.
    pub charset: Charset,
    /// Information of its reading in nats: less is better.
    pub cost: f64,
}

/// The price of a malformed sequence, in nats: more than two strange characters, less than a line of a wrong reading.
const ERROR: f64 = 40.0;
/// The price of a cut tail.
const CUT: f64 = 4.0;
/// Bytes of a sample in all.
const SAMPLE: usize = 48 << 10;
/// Pieces that the sample of a long source is made of.
const PIECES: usize = 12;

/// Candidates, the languages they write, and what speaks against them before the bytes are seen, in nats.
const CANDIDATES: &[(Charset, &[Language], f64)] = &[
    (Charset::Standard(encoding_rs::UTF_8), &Language::ALL, 0.0),
    (Charset::Standard(encoding_rs::GB18030), &[Language::Hans, Language::Hant], 0.0),
    (Charset::Standard(encoding_rs::BIG5), &[Language::Hant], 1.0),
    (Charset::Standard(encoding_rs::SHIFT_JIS), &[Language::Japanese], 1.0),
    (Charset::Standard(encoding_rs::EUC_JP), &[Language::Japanese], 1.5),
    (Charset::Standard(encoding_rs::EUC_KR), &[Language::Korean], 1.5),
    (Charset::EucTw, &[Language::Hant], 6.0),
    (Charset::Standard(encoding_rs::UTF_16LE), &Language::ALL, 4.0),
    (Charset::Standard(encoding_rs::UTF_16BE), &Language::ALL, 5.0),
    (Charset::Utf32Le, &Language::ALL, 5.0),
    (Charset::Utf32Be, &Language::ALL, 5.0),
    (Charset::Standard(encoding_rs::WINDOWS_1252), &[Language::Latin], 3.0),
];

/// All candidates, the best first.
pub fn rank(bytes: &[u8]) -> Vec<Ranked> {
    let bytes = &*without_padding(bytes);
    let pieces = sample(bytes);
    let mut ranked: Vec<Ranked> = CANDIDATES
        .iter()
        .map(|(charset, languages, prior)| Ranked { charset: *charset, cost: prior + cost(*charset, languages, &pieces) })
        .collect();
    ranked.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    ranked
}

/// The information of a text in the best of its languages, in nats.
pub fn information(text: &str) -> f64 {
    frequency::all(text).into_iter().map(f64::from).fold(f64::MAX, f64::min)
}

/// How many bytes of a source are looked at by [`rank`].
pub fn sampled(bytes: &[u8]) -> usize {
    bytes.len().min(SAMPLE)
}

fn cost(charset: Charset, languages: &[Language], pieces: &[&[u8]]) -> f64 {
    let mut sums = [0.0; 5];
    let mut damage = 0.0;
    let last = pieces.len().saturating_sub(1);
    for (index, piece) in pieces.iter().enumerate() {
        let decoding = charset.decode(piece);
        for (sum, add) in sums.iter_mut().zip(frequency::all(&decoding.text)) {
            *sum += f64::from(add);
        }
        // The edges of a piece may cut a character; the text's own end may too, at a price.
        let forgiven = if index < last || last > 0 { 2 } else { 0 };
        damage +=
            decoding.errors.saturating_sub(forgiven) as f64 * (ERROR - f64::from(frequency::STRANGE)) * charset.unit() as f64;
        damage += if decoding.cut { CUT - f64::from(frequency::STRANGE) } else { 0.0 };
    }
    let of = |language: &Language| Language::ALL.iter().position(|each| each == language).map_or(f64::MAX, |at| sums[at]);
    languages.iter().map(of).fold(f64::MAX, f64::min) + damage
}

/// The bytes without their long runs of NUL, which pad and are no text in any encoding; whole units go, so that the rest stays
/// aligned.
fn without_padding(bytes: &[u8]) -> Cow<'_, [u8]> {
    const PADDING: &[u8] = &[0; 8];
    if memchr::memmem::find(bytes, PADDING).is_none() {
        return Cow::Borrowed(bytes);
    }
    let mut kept = Vec::new();
    let mut rest = bytes;
    while let Some(at) = memchr::memmem::find(rest, PADDING) {
        let run = rest[at..].iter().take_while(|byte| **byte == 0).count();
        kept.extend_from_slice(&rest[..at + run % 4]);
        rest = &rest[at + run..];
    }
    kept.extend_from_slice(rest);
    Cow::Owned(kept)
}

/// The whole of a short source; of a long one, pieces spread over it, each cut after a line end where one is near.
fn sample(bytes: &[u8]) -> Vec<&[u8]> {
    if bytes.len() <= SAMPLE {
        return vec![bytes];
    }
    let length = SAMPLE / PIECES;
    let stride = (bytes.len() - length) / (PIECES - 1);
    (0..PIECES)
        .map(|index| {
            let start = index * stride / 4 * 4;
            let piece = &bytes[start..(start + length).min(bytes.len())];
            // An eight-bit line end is no line end in UTF-16 and UTF-32, where a piece starts on a whole unit anyway.
            match piece.iter().take(length / 4).position(|byte| *byte == b'\n') {
                Some(at) if index > 0 && !piece.contains(&0) => &piece[at + 1..],
                _ => piece,
            }
        })
        .collect()
}
