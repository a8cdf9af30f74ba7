//! Names of glyphs, as far as font programs of composite fonts use them (Adobe Glyph List specification).
//!
//! Simple fonts get the whole list from `hayro-font`, which keeps it to itself; here are `uniXXXX`, `uXXXXXX`, letters, and the
//! names of ASCII.

/// The printable characters of ASCII that are neither letters nor digits, with the digits, by name (AGL).
const ASCII: [(&str, char); 43] = [
    ("space", ' '),
    ("exclam", '!'),
    ("quotedbl", '"'),
    ("numbersign", '#'),
    ("dollar", '$'),
    ("percent", '%'),
    ("ampersand", '&'),
    ("quotesingle", '\''),
    ("parenleft", '('),
    ("parenright", ')'),
    ("asterisk", '*'),
    ("plus", '+'),
    ("comma", ','),
    ("hyphen", '-'),
    ("period", '.'),
    ("slash", '/'),
    ("zero", '0'),
    ("one", '1'),
    ("two", '2'),
    ("three", '3'),
    ("four", '4'),
    ("five", '5'),
    ("six", '6'),
    ("seven", '7'),
    ("eight", '8'),
    ("nine", '9'),
    ("colon", ':'),
    ("semicolon", ';'),
    ("less", '<'),
    ("equal", '='),
    ("greater", '>'),
    ("question", '?'),
    ("at", '@'),
    ("bracketleft", '['),
    ("backslash", '\\'),
    ("bracketright", ']'),
    ("asciicircum", '^'),
    ("underscore", '_'),
    ("grave", '`'),
    ("braceleft", '{'),
    ("bar", '|'),
    ("braceright", '}'),
    ("asciitilde", '~'),
];

/// The character that a glyph's name says.
pub fn character(name: &str) -> Option<char> {
    let name = name.split('.').next().filter(|name| !name.is_empty())?;
    let hex = |digits: &str| {
        let upper = digits.bytes().all(|byte| byte.is_ascii_digit() || (b'A'..=b'F').contains(&byte));
        upper.then(|| u32::from_str_radix(digits, 16).ok()).flatten().and_then(char::from_u32)
    };
    let mut chars = name.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        return c.is_ascii_alphabetic().then_some(c);
    }
    let by_number = match (name.strip_prefix("uni"), name.strip_prefix('u')) {
        (Some(digits), _) if digits.len() == 4 => hex(digits),
        (None, Some(digits)) if (4..=6).contains(&digits.len()) => hex(digits),
        _ => None,
    };
    by_number
        .or_else(|| ASCII.iter().find(|(known, _)| *known == name).map(|(_, c)| *c))
        .filter(|&c| super::cmaps::is_character(c))
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_say_characters() {
        let check = |name: &str, expected: Option<char>| assert_eq!(super::character(name), expected, "{name}");
        check("uni6C5F", Some('江'));
        check("u20000", Some('\u{20000}'));
        check("A", Some('A'));
        check("one.alt", Some('1'));
        check("parenleft", Some('('));
        check("uniE000", None);
        check("g12", None);
        check(".notdef", None);
    }
}
