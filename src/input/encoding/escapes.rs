//! The seven-bit encodings that `encoding_rs` leaves out: HZ, ISO-2022-KR and ISO-2022-CN.
//!
//! Each shifts between ASCII and sets of double bytes by escapes. A run in a double-byte set is raised to its eight-bit form
//! (GB 2312 → GB18030, KS X 1001 → EUC-KR) and decoded by the standard; a shift lasts to the end of the line at most, as all
//! three RFCs ask.

use super::charset::{Decoding, standard};
use super::cns;
use encoding_rs::Encoding;

const ESCAPE: u8 = 0x1b;
const SHIFT_OUT: u8 = 0x0e;
const SHIFT_IN: u8 = 0x0f;

/// A set of double bytes.
#[derive(Clone, Copy)]
enum Set {
    /// One whose eight-bit form is an encoding.
    Standard(&'static Encoding),
    /// A plane of CNS 11643.
    Plane(u8),
}

/// Decodes a run of seven-bit double bytes as `set`, or as errors where none was designated.
fn double_bytes(set: Option<Set>, run: &[u8], base: usize, decoding: &mut Decoding<'_>) {
    match set {
        Some(Set::Plane(number)) => cns::plane(number, run, base, decoding),
        Some(Set::Standard(set)) => {
            let raised: Vec<u8> = run.iter().map(|byte| if *byte > b' ' { byte | 0x80 } else { *byte }).collect();
            decoding.append(standard(set, &raised), base);
        }
        None => (0..run.len()).step_by(2).for_each(|at| decoding.error(base + at)),
    }
}

/// The length of the run at the start of `bytes` that `stop` does not end.
fn run(bytes: &[u8], stop: impl Fn(u8) -> bool) -> usize {
    bytes.iter().position(|byte| stop(*byte)).unwrap_or(bytes.len())
}

/// HZ (RFC 1843): `~{` … `~}` hold GB 2312, `~~` is a tilde, `~` at the end of a line continues it.
pub fn hz(bytes: &[u8]) -> Decoding<'_> {
    let mut decoding = Decoding::default();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        if rest.starts_with(b"~{") {
            // The tilde is an escape where a pair begins; as a second byte it is half of a character.
            let pairs = rest[2..].chunks(2).take_while(|pair| !matches!(pair[0], b'~' | b'\n' | b'\r'));
            let length = pairs.map(<[u8]>::len).sum::<usize>();
            double_bytes(Some(Set::Standard(encoding_rs::GB18030)), &rest[2..2 + length], at + 2, &mut decoding);
            at += 2 + length;
        } else if rest.starts_with(b"~}") || rest.starts_with(b"~\n") {
            at += 2;
        } else if rest.starts_with(b"~~") {
            decoding.push('~');
            at += 2;
        } else {
            let length = 1 + run(&rest[1..], |byte| byte == b'~');
            decoding.append(standard(encoding_rs::UTF_8, &rest[..length]), at);
            at += length;
        }
    }
    decoding
}

/// ISO-2022-KR (RFC 1557): `ESC $ ) C` at the start, KS X 1001 between SO and SI.
pub fn iso_2022_kr(bytes: &[u8]) -> Decoding<'_> {
    shifted(bytes, |designation| match designation {
        b"$)C" => Some(Designation::ShiftOut(Set::Standard(encoding_rs::EUC_KR))),
        _ => None,
    })
}

/// ISO-2022-CN (RFC 1922): GB 2312 or plane 1 of CNS 11643 between SO and SI, plane 2 by single shifts. Of the planes above there
/// is no table; their characters are counted as undecodable.
pub fn iso_2022_cn(bytes: &[u8]) -> Decoding<'_> {
    shifted(bytes, |designation| match designation {
        b"$)A" | b"$)E" => Some(Designation::ShiftOut(Set::Standard(encoding_rs::GB18030))),
        b"$)G" => Some(Designation::ShiftOut(Set::Plane(1))),
        b"$*H" => Some(Designation::Single),
        [b'$', b'+', plane @ b'I'..=b'M'] => Some(Designation::Triple(plane - b'I' + 3)),
        _ => None,
    })
}

enum Designation {
    /// The set that SO shifts to.
    ShiftOut(Set),
    /// Plane 2 for single shifts by `ESC N`.
    Single,
    /// A plane above for single shifts by `ESC O`.
    Triple(u8),
}

fn shifted(bytes: &[u8], designation: impl Fn(&[u8]) -> Option<Designation>) -> Decoding<'_> {
    let mut decoding = Decoding::default();
    let mut set = None;
    let mut three = 3; // the plane that `ESC O` leads to; `ESC N` leads to plane 2
    let mut out = false;
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        match rest {
            [ESCAPE, shift @ (b'N' | b'O'), row, cell, ..] => {
                cns::plane(if *shift == b'N' { 2 } else { three }, &[*row, *cell], at, &mut decoding);
                at += 4;
            }
            [ESCAPE, a, b, c, ..] => match designation(&[*a, *b, *c]) {
                Some(found) => {
                    match found {
                        Designation::ShiftOut(found) => set = Some(found),
                        Designation::Single => {}
                        Designation::Triple(plane) => three = plane,
                    }
                    at += 4;
                }
                None => {
                    decoding.error(at);
                    at += 1;
                }
            },
            [ESCAPE, ..] => {
                decoding.error(at);
                at += 1;
            }
            [SHIFT_OUT, ..] => {
                out = true;
                at += 1;
            }
            [SHIFT_IN, ..] => {
                out = false;
                at += 1;
            }
            _ => {
                let length = 1 + run(&rest[1..], |byte| matches!(byte, ESCAPE | SHIFT_OUT | SHIFT_IN | b'\n' | b'\r'));
                match out && rest[0] > b' ' {
                    true => double_bytes(set, &rest[..length], at, &mut decoding),
                    false => decoding.append(standard(encoding_rs::UTF_8, &rest[..length]), at),
                }
                out &= !matches!(rest[0], b'\n' | b'\r');
                at += length;
            }
        }
    }
    decoding
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(decoding: Decoding<'_>, expected: &str, errors: u64) {
        assert_eq!((&*decoding.text, decoding.errors), (expected, errors));
    }

    #[test]
    fn hz_shifts_by_tildes() {
        check(hz(b"a~{VPND~}b~~c~\nd\n~{VP\ne"), "a中文b~cd\n中\ne", 0);
        check(hz(b"~{VP"), "中", 0);
        check(hz(b"~{6~~}."), "二.", 0);
        check(hz(b"x \xff"), "x \u{fffd}", 1);
    }

    #[test]
    fn korean_and_chinese_shift_out_and_in() {
        check(iso_2022_kr(b"\x1b$)Ca\x0eGQ\x0fb\n"), "a한b\n", 0);
        check(iso_2022_cn(b"\x1b$)A\x0eVPND\x0f.\n"), "中文.\n", 0);
        check(iso_2022_cn(b"\x1b$)G\x0eD!D\"\x0f.\n"), "一乙.\n", 0);
        check(iso_2022_cn(b"\x1b$*H\x1bN!!\x1b$+J\x1bO!!"), "乂\u{fffd}", 1);
    }
}
