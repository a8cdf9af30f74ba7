//! Fields: what their instructions say, as far as it shows in the text.
//!
//! A field's result is text of the document; its instruction is not, but for the few fields whose text is the instruction.

use super::{formula, symbols};

/// What a field does with its result.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Effect {
    /// Its result is text.
    #[default]
    Text,
    /// Its result is linked to an address, or to a place in the document (`#name`).
    Link(String),
    /// Its result is the number of a note whose mark has a bookmark.
    NoteMark(String),
    /// Its result is the document's table of contents.
    Contents,
}

/// A field that has no result and shows what its instruction says.
#[derive(Clone, Debug, PartialEq)]
pub enum Shown {
    /// These characters.
    Text(String),
    /// A base with an annotation over it.
    Ruby(String, String),
}

/// What an instruction does with the result.
pub fn effect(instruction: &str) -> Effect {
    let words = words(instruction);
    let mut words = words.iter().map(String::as_str);
    match words.next().map(str::to_ascii_uppercase).as_deref() {
        Some("HYPERLINK") => {
            let (mut address, mut place) = (String::new(), String::new());
            while let Some(word) = words.next() {
                match word {
                    "\\l" => place = words.next().unwrap_or_default().to_owned(),
                    "\\o" | "\\t" => drop(words.next()),
                    word if word.starts_with('\\') => {}
                    word if address.is_empty() => address = word.to_owned(),
                    _ => {}
                }
            }
            link(&address, &place).map_or(Effect::Text, Effect::Link)
        }
        Some("PAGEREF" | "REF") => {
            let name = words.next().unwrap_or_default().to_owned();
            if words.any(|word| word == "\\h") && !name.is_empty() { Effect::Link(format!("#{name}")) } else { Effect::Text }
        }
        // A table of captions or of marked entries (`\\c`, `\\a`, `\\f`) says what no heading does.
        Some("TOC") if !words.any(|word| matches!(word, "\\c" | "\\a" | "\\f")) => Effect::Contents,
        Some("NOTEREF") => words.next().map_or(Effect::Text, |name| Effect::NoteMark(name.to_owned())),
        _ => Effect::Text,
    }
}

/// An address with a place in what it leads to.
pub fn link(address: &str, place: &str) -> Option<String> {
    match (address, place) {
        ("", "") => None,
        (address, "") => Some(address.to_owned()),
        (address, place) => Some(format!("{address}#{place}")),
    }
}

/// What an instruction shows where it has no result.
pub fn shown(instruction: &str) -> Option<Shown> {
    let words = words(instruction);
    match words.first()?.to_ascii_uppercase().as_str() {
        "SYMBOL" => {
            let code = words.get(1)?;
            let code = match code.strip_prefix("0x").or_else(|| code.strip_prefix("0X")) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => code.parse().ok()?,
            };
            let font = words.iter().position(|word| word == "\\f").and_then(|at| words.get(at + 1));
            let c = symbols::character(font.map_or("", String::as_str), code)?;
            Some(Shown::Text(c.to_string()))
        }
        "MACROBUTTON" => {
            let text = words.get(2..)?.join(" ");
            (!text.is_empty()).then_some(Shown::Text(text))
        }
        "EQ" => equation(instruction.trim_start().get(2..)?),
        _ => None,
    }
}

/// `EQ` fields of Chinese and Japanese Word: characters in a frame (`\o\ac(○,5)`) and ruby (`\o\ad(\s\up 9(hàn),汉)`). Others are
/// formulas.
fn equation(instruction: &str) -> Option<Shown> {
    let mut leaves: Vec<(bool, String)> = Vec::new();
    let mut current = String::new();
    let mut raised = false;
    let mut depth = 0usize;
    let mut circled = false;
    let mut overlaid = false;
    let mut chars = instruction.chars().peekable();
    let flush = |current: &mut String, raised: bool, leaves: &mut Vec<(bool, String)>| {
        let leaf = std::mem::take(current);
        if !leaf.trim().is_empty() {
            leaves.push((raised, leaf.trim().to_owned()));
        }
    };
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                // A backslash before a mark keeps the mark; before a letter it is a switch with a number.
                if let Some(mark) = chars.next_if(|next| matches!(next, '\\' | '(' | ')' | ',')) {
                    current.push(mark);
                    continue;
                }
                let mut name = String::new();
                while let Some(next) = chars.next_if(|next| next.is_ascii_alphanumeric() || *next == ' ' || *next == '*') {
                    name.push(next);
                }
                let name = name.trim().to_ascii_lowercase();
                overlaid |= name == "o";
                circled |= name.starts_with("ac");
                raised |= name.starts_with("up");
                // `\* jc2`, `\* "Font:…"`, `\* hps10`: how it looks.
                if name.starts_with('*') {
                    while chars.next_if(|next| *next != '\\').is_some() {}
                }
            }
            '(' => depth += 1,
            ')' => {
                flush(&mut current, raised, &mut leaves);
                raised = false;
                depth = depth.saturating_sub(1);
            }
            ',' | ';' if depth > 0 => flush(&mut current, raised, &mut leaves),
            _ if depth > 0 => current.push(c),
            _ => {}
        }
    }
    flush(&mut current, raised, &mut leaves);
    match leaves.as_slice() {
        [(true, annotation), (false, base)] if overlaid => Some(Shown::Ruby(base.clone(), annotation.clone())),
        [(_, frame), (_, inner)] if circled && matches!(frame.as_str(), "○" | "〇" | "◯") => {
            let number = inner.chars().try_fold(0u32, |number, c| number.checked_mul(10)?.checked_add(digit(c)?));
            let sign = number.map(|number| super::numerals::render("decimalEnclosedCircle", number));
            let sign = sign.filter(|sign| !sign.starts_with(|c: char| c.is_ascii_digit()));
            Some(Shown::Text(sign.unwrap_or_else(|| format!("{frame}{inner}"))))
        }
        [] => None,
        _ => Some(formula::equation(instruction)).filter(|text| !text.is_empty()).map(Shown::Text),
    }
}

/// Whether an instruction shows something of its own, whatever its result is.
pub fn shows_itself(instruction: &str) -> bool {
    instruction.trim_start().get(..2).is_some_and(|name| name.eq_ignore_ascii_case("EQ"))
}

/// A digit, half or full width.
fn digit(c: char) -> Option<u32> {
    c.to_digit(10).or_else(|| u32::from(c).checked_sub(u32::from('０')).filter(|digit| *digit < 10))
}

/// The words of an instruction; quotes keep spaces.
fn words(instruction: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let (mut quoted, mut begun) = (false, false);
    let mut chars = instruction.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' => (quoted, begun) = (!quoted, true),
            '\\' if quoted
                && chars.next_if(|next| matches!(next, '"' | '\\')).is_some_and(|next| {
                    word.push(next);
                    true
                }) => {}
            c if c.is_whitespace() && !quoted => {
                if begun {
                    words.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            c => {
                word.push(c);
                begun = true;
            }
        }
    }
    if begun {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_addresses_and_places() {
        let check = |instruction: &str, expected: Option<&str>| {
            let expected = expected.map_or(Effect::Text, |target| Effect::Link(target.to_owned()));
            assert_eq!(effect(instruction), expected, "{instruction}");
        };
        check(" HYPERLINK \"https://a.example/x y\" ", Some("https://a.example/x y"));
        check("hyperlink https://a.example \\t \"_blank\"", Some("https://a.example"));
        check(" HYPERLINK \\l \"章1\" \\h", Some("#章1"));
        check(" HYPERLINK \"a.htm\" \\l \"b\" \\o \"tip\"", Some("a.htm#b"));
        check(" HYPERLINK ", None);
        check(" PAGEREF _Toc1 \\h ", Some("#_Toc1"));
        check(" REF _Ref7 \\h ", Some("#_Ref7"));
        check(" REF _Ref7 \\n ", None);
        check(" PAGE ", None);
        assert_eq!(effect(" TOC \\o \"1-3\" \\h \\z \\u "), Effect::Contents);
        check(" TOC \\h \\z \\c \"图\" ", None);
        assert_eq!(effect("NOTEREF _RefNote1 \\f \\h"), Effect::NoteMark("_RefNote1".into()));
    }

    #[test]
    fn some_instructions_are_text() {
        let text = |text: &str| Some(Shown::Text(text.to_owned()));
        let check = |instruction: &str, expected: Option<Shown>| assert_eq!(shown(instruction), expected, "{instruction}");
        check(" SYMBOL 252 \\f \"Wingdings\" \\s 10", text("✔"));
        check(" MACROBUTTON NoMacro [点此 输入]", text("[点此 输入]"));
        check(" eq \\o\\ac(○,5)", text("⑤"));
        check(" eq \\o\\ac(○,12) ", text("⑫"));
        check(" eq \\o\\ac(○,甲)", text("○甲"));
        check(
            "EQ \\* jc2 \\* \"Font:宋体\" \\* hps10 \\o\\ad(\\s\\up 9(hàn),汉)",
            Some(Shown::Ruby("汉".into(), "hàn".into())),
        );
        check(" EQ \\f(1,2)", text("1/2"));
        check(" EQ ((((((", None);
        check(" PAGE ", None);
    }
}
