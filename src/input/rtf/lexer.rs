//! RTF as tokens (RTF 1.9.1, "RTF Syntax"): braces, control words with their numbers, symbols, bytes.

/// A token.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Token<'a> {
    /// `{`.
    Open,
    /// `}`.
    Close,
    /// `\name` with its number.
    Word(&'a str, Option<i32>),
    /// `\` and a character that is no letter.
    Symbol(u8),
    /// `\'hh`: a byte.
    Hex(u8),
    /// A byte that stands for itself.
    Byte(u8),
    /// The bytes after `\bin`.
    Bytes(&'a [u8]),
}

/// The longest name of a control word that is looked at.
const LONGEST: usize = 40;

/// Bytes on their way to tokens.
pub struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Lexer<'a> {
    /// Begins at the start.
    pub fn new(bytes: &'a [u8]) -> Lexer<'a> {
        Lexer { bytes, at: 0 }
    }

    /// What was not read yet.
    pub fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// The byte that comes next, taken as it stands.
    pub fn take(&mut self) -> Option<u8> {
        let byte = self.rest().first().copied()?;
        self.at += 1;
        Some(byte)
    }

    /// The next token; line ends are none.
    pub fn next(&mut self) -> Option<Token<'a>> {
        loop {
            return Some(match self.take()? {
                b'{' => Token::Open,
                b'}' => Token::Close,
                b'\r' | b'\n' | 0 => continue,
                b'\\' => self.control()?,
                byte => Token::Byte(byte),
            });
        }
    }

    fn control(&mut self) -> Option<Token<'a>> {
        let rest = self.rest();
        let letters = rest.iter().take(LONGEST).take_while(|byte| byte.is_ascii_alphabetic()).count();
        if letters == 0 {
            let symbol = self.take()?;
            if symbol == b'\'' {
                let hex = self.rest().get(..2).and_then(|two| std::str::from_utf8(two).ok());
                return Some(match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                    Some(byte) => {
                        self.at += 2;
                        Token::Hex(byte)
                    }
                    None => Token::Symbol(symbol),
                });
            }
            // A line end after a backslash ends a paragraph; CR LF is one.
            if symbol == b'\r' && self.rest().first() == Some(&b'\n') {
                self.at += 1;
            }
            return Some(Token::Symbol(symbol));
        }
        let name = std::str::from_utf8(&rest[..letters]).unwrap_or_default();
        self.at += letters;
        let number = self.number();
        if self.rest().first() == Some(&b' ') {
            self.at += 1;
        }
        if name == "bin" {
            let length = usize::try_from(number.unwrap_or(0)).unwrap_or(0).min(self.rest().len());
            let bytes = &self.rest()[..length];
            self.at += length;
            return Some(Token::Bytes(bytes));
        }
        Some(Token::Word(name, number))
    }

    fn number(&mut self) -> Option<i32> {
        let rest = self.rest();
        let negative = rest.first() == Some(&b'-');
        let digits = &rest[usize::from(negative)..];
        let count = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if count == 0 {
            return None;
        }
        self.at += usize::from(negative) + count;
        let number = digits[..count].iter().fold(0i64, |number, digit| (number * 10 + i64::from(digit - b'0')).min(1 << 40));
        let number = i32::try_from(number).unwrap_or(i32::MAX);
        Some(if negative { -number } else { number })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_numbers_and_end_at_a_space() {
        let check = |source: &[u8], expected: &[Token<'_>]| {
            let mut lexer = Lexer::new(source);
            let found: Vec<Token<'_>> = std::iter::from_fn(|| lexer.next()).collect();
            assert_eq!(found, expected, "{}", String::from_utf8_lossy(source));
        };
        check(
            b"{\\b0 a\\par}",
            &[Token::Open, Token::Word("b", Some(0)), Token::Byte(b'a'), Token::Word("par", None), Token::Close],
        );
        check(
            b"\\u-10240?\\'d6\\'zz",
            &[
                Token::Word("u", Some(-10240)),
                Token::Byte(b'?'),
                Token::Hex(0xd6),
                Token::Symbol(b'\''),
                Token::Byte(b'z'),
                Token::Byte(b'z'),
            ],
        );
        check(b"\\\r\nb\r\n\\~\\*", &[Token::Symbol(b'\r'), Token::Byte(b'b'), Token::Symbol(b'~'), Token::Symbol(b'*')]);
        check(b"\\bin3 {}\\x", &[Token::Bytes(b"{}\\"), Token::Byte(b'x')]);
        check(b"\\bin99 a", &[Token::Bytes(b"a")]);
        check(b"\\fs99999999999999999999999", &[Token::Word("fs", Some(i32::MAX))]);
        check(b"\\", &[]);
    }
}
