//! Base64 (RFC 4648 § 4), as mail and data URLs have it: white space and strange characters are passed over.

/// The bytes; what comes after the padding is left out.
pub fn decode(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0u32, 0);
    for &c in text {
        let value = match c {
            b'A'..=b'Z' => c - b'A',
            b'a'..=b'z' => c - b'a' + 26,
            b'0'..=b'9' => c - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        count += 1;
        if count == 4 {
            bytes.extend_from_slice(&bits.to_be_bytes()[1..]);
            (bits, count) = (0, 0);
        }
    }
    match count {
        2 => bytes.push((bits >> 4) as u8),
        3 => bytes.extend_from_slice(&((bits >> 2) as u16).to_be_bytes()),
        _ => {}
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn bytes_come_back_whatever_the_padding() {
        let check = |text: &str, expected: &[u8]| assert_eq!(decode(text.as_bytes()), expected, "{text}");
        check("5Lit5paH", "中文".as_bytes());
        check("5L\r\nit5paH\r\n", "中文".as_bytes());
        check("YQ==", b"a");
        check("YWI=", b"ab");
        check("YWJj", b"abc");
        check("", b"");
    }
}
