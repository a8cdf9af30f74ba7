//! Objects written anew without what is broken in them.
//!
//! One wrong byte in a string or a name makes the syntax crate give up the dictionary that holds it, and with a page's dictionary
//! goes the page. Here an object is read value by value (ISO 32000-2, 7.3); what is no value is passed over, and what does not
//! end is ended.

/// Arrays and dictionaries in one another.
const DEPTH: usize = 64;

/// An object without what is broken in it; `None` where nothing is.
pub fn mend(object: &[u8]) -> Option<Vec<u8>> {
    let mut reader = Reader { bytes: object, at: 0, out: Vec::with_capacity(object.len()), broken: false };
    reader.value(0);
    reader.broken.then_some(reader.out)
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    out: Vec<u8>,
    broken: bool,
}

impl Reader<'_> {
    fn rest(&self) -> &[u8] {
        &self.bytes[self.at.min(self.bytes.len())..]
    }

    /// Copies so many bytes.
    fn copy(&mut self, count: usize) {
        let end = (self.at + count).min(self.bytes.len());
        self.out.extend_from_slice(&self.bytes[self.at..end]);
        self.at = end;
    }

    fn skip_space(&mut self) {
        while let Some(&byte) = self.rest().first() {
            match byte {
                b'%' => {
                    self.at += self.rest().iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(self.rest().len())
                }
                byte if is_space(byte) => self.at += 1,
                _ => break,
            }
        }
    }

    /// Copies the next value; `false` where a bracket or the end comes first.
    fn value(&mut self, depth: usize) -> bool {
        self.skip_space();
        if depth > DEPTH {
            self.at = self.bytes.len();
        }
        match self.rest() {
            [] | [b']', ..] | [b'>', b'>', ..] => return false,
            [b'<', b'<', ..] => self.dictionary(depth),
            [b'<', ..] => self.hexadecimal(),
            [b'[', ..] => self.array(depth),
            [b'(', ..] => self.string(),
            [b'/', ..] => self.name(),
            _ => self.word(),
        }
        true
    }

    fn dictionary(&mut self, depth: usize) {
        self.copy(2);
        loop {
            self.skip_space();
            match self.rest() {
                [b'>', b'>', ..] => return self.copy(2),
                [] => {
                    self.broken = true;
                    return self.out.extend_from_slice(b">>");
                }
                [b'/', ..] => {
                    self.name();
                    self.out.push(b' ');
                    if !self.value(depth + 1) {
                        self.broken = true;
                        self.out.extend_from_slice(b"null");
                        // A bracket without a beginning.
                        self.at += usize::from(self.rest().first() == Some(&b']'));
                    }
                }
                // No key: what stands here is passed over.
                _ => {
                    self.broken = true;
                    self.at += 1;
                }
            }
        }
    }

    fn array(&mut self, depth: usize) {
        self.copy(1);
        while self.value(depth + 1) {
            self.out.push(b' ');
        }
        self.broken |= self.rest().first() != Some(&b']');
        self.at += usize::from(self.rest().first() == Some(&b']'));
        self.out.push(b']');
    }

    fn hexadecimal(&mut self) {
        let length = self.rest().iter().position(|&byte| byte == b'>').unwrap_or(self.rest().len());
        let sound = |byte: &u8| byte.is_ascii_hexdigit() || is_space(*byte);
        let digits: Vec<u8> = self.rest()[1..length.max(1)].iter().copied().filter(|byte| sound(byte)).collect();
        self.broken |= digits.len() + 1 != length || length == self.rest().len();
        self.at += length + 1;
        self.out.push(b'<');
        self.out.extend_from_slice(&digits);
        self.out.push(b'>');
    }

    fn string(&mut self) {
        let (mut depth, mut end) = (0usize, 0);
        while let Some(&byte) = self.rest().get(end) {
            end += 1 + usize::from(byte == b'\\');
            depth = match byte {
                b'(' => depth + 1,
                b')' => depth - 1,
                _ => depth,
            };
            if depth == 0 {
                return self.copy(end);
            }
        }
        self.broken = true;
        self.at = self.bytes.len();
        self.out.extend_from_slice(b"()");
    }

    fn name(&mut self) {
        let length = self.rest()[1..].iter().position(|&byte| is_space(byte) || is_delimiter(byte));
        self.copy(length.map_or(self.rest().len(), |length| length + 1));
    }

    /// Copies a number, a reference or a keyword; what is none of them becomes `null`.
    fn word(&mut self) {
        let length = self.rest().iter().position(|&byte| is_space(byte) || is_delimiter(byte)).unwrap_or(self.rest().len());
        let word = &self.rest()[..length];
        let is_number = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+');
        if matches!(word, b"true" | b"false" | b"null") || !word.is_empty() && word.iter().all(is_number) {
            return self.copy(self.reference().unwrap_or(length));
        }
        self.broken = true;
        self.at += length.max(1);
        self.out.extend_from_slice(b"null");
    }

    /// The length of a reference, where one stands here: `12 0 R`.
    fn reference(&self) -> Option<usize> {
        let rest = self.rest();
        let number = |from: usize| {
            let digits = rest.get(from..)?.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let spaces = rest.get(from + digits..)?.iter().take_while(|&&byte| is_space(byte)).count();
            (digits > 0 && spaces > 0).then_some(from + digits + spaces)
        };
        let end = number(number(0)?)?;
        let ends = rest.get(end + 1).is_none_or(|&byte| is_space(byte) || is_delimiter(byte));
        (rest.get(end) == Some(&b'R') && ends).then_some(end + 1)
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 12 | b'\r' | b' ')
}

fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(object: &str, expected: Option<&str>) {
        let mended = mend(object.as_bytes()).map(|mended| String::from_utf8_lossy(&mended).into_owned());
        assert_eq!(mended.as_deref(), expected, "{object}");
    }

    #[test]
    fn sound_objects_are_left_as_they_are() {
        check("<</Type/Page/Kids[3 0 R 4 0 R]/A(a\\)(b))/B<6C 5f>/C -.5/D true/E null/F#20 1/G<</H[]>>>> endobj", None);
        check("[1 2 R% note\n]", None);
        check("", None);
    }

    #[test]
    fn what_is_broken_is_passed_over() {
        check("<</A<00;0041>/B 1>>", Some("<</A <000041>/B 1>>"));
        check("<</A x/B 1>>", Some("<</A null/B 1>>"));
        check("<</A[1 0 R 2 p R]>>", Some("<</A [1 0 R 2 null null ]>>"));
        check("<<7/A 1>>", Some("<</A 1>>"));
        check("<</A<</B 1/C(never", Some("<</A <</B 1/C ()>>>>"));
        check("<</A", Some("<</A null>>"));
        check("<</A]/B 2>>", Some("<</A null/B 2>>"));
    }

    #[test]
    fn depth_ends() {
        let nested = "[".repeat(100_000);
        assert!(mend(nested.as_bytes()).is_some_and(|mended| mended.len() < 1000));
    }
}
