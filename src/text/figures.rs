//! Numbers as people read them.

/// What a figure says, a superior one too.
pub fn digit(c: char) -> Option<u32> {
    match c {
        '¹' => Some(1),
        '²' => Some(2),
        '³' => Some(3),
        '⁰'..='⁹' => Some(u32::from(c) - u32::from('⁰')),
        _ => c.to_digit(10),
    }
}

/// A number in Roman figures: nothing for none, and no more than some sixty thousands.
pub fn roman(mut number: usize) -> String {
    const FIGURES: [(usize, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut out = String::new();
    for (value, figure) in FIGURES {
        while number >= value && out.len() < 64 {
            out.push_str(figure);
            number -= value;
        }
    }
    out
}

/// A number in groups of three digits.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_plain_or_superior() {
        assert_eq!(['0', '9', '¹', '³', '⁴', '一', '９'].map(digit), [Some(0), Some(9), Some(1), Some(3), Some(4), None, None]);
    }

    #[test]
    fn numbers_have_roman_figures() {
        assert_eq!([0, 4, 49, 1994, 4999].map(roman), ["", "IV", "XLIX", "MCMXCIV", "MMMMCMXCIX"]);
    }

    #[test]
    fn long_numbers_are_grouped() {
        assert_eq!([0, 999, 1000, 1234567].map(thousands), ["0", "999", "1,000", "1,234,567"]);
    }
}
