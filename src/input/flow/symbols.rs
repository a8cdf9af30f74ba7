//! Characters of symbol fonts, which have no code points of their own: what they look like in Unicode.
//!
//! Symbol is Adobe's encoding (the Unicode consortium's `symbol.txt`), Wingdings follow the consortium's document L2/12-368, with
//! a common character in place of a rare one that looks alike. Word moves these codes to U+F000–F0FF.

use std::borrow::Cow;

/// Symbol, from 0x21.
const SYMBOL_LOW: &str =
    "!∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_\u{203e}αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼";
/// Symbol, from 0xA0.
const SYMBOL_HIGH: &str =
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪\u{fffd}〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭";
/// Wingdings, from 0x21; U+FFFD where nothing looks alike.
const WINGDINGS_LOW: &str = "✏✂✁👓🔔📖🕯☎✆✉📧📪📫📬📭📁📂📄📃🗐🗄⏳⌨🖰🖲🖥💾🖫🖬✇✍✎✌👌👍👎☜☞☝☟✋☺😐☹💣☠⚐🏱✈☼💧❄✝✞✟✠✡☪☯ॐ☸♈♉♊♋♌♍♎♏♐♑♒♓&&●❍■□❐❑❒⬧⧫◆❖⬥⌧⍓⌘❀✿❝❞";
/// Wingdings, from 0x80.
const WINGDINGS_HIGH: &str = "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}·•▪○⭘⭘◉◎\u{fffd}▪◻\u{fffd}✦★✶✴✹✵\u{fffd}⌖⟡⌑\u{fffd}✪✰🕐🕑🕒🕓🕔🕕🕖🕗🕘🕙🕚🕛\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}⌫⌦\u{fffd}➢\u{fffd}\u{fffd}➲\u{fffd}\u{fffd}\u{fffd}←→↑↓↖↗↙↘⬅➔⬆⬇\u{fffd}\u{fffd}\u{fffd}\u{fffd}⇦⇨⇧⇩⬄⇳⬀⬁⬃⬂▫\u{fffd}✗✔☒☑⊞";
/// Wingdings 2: the codes that documents use.
const WINGDINGS_2: &[(u32, char)] = &[
    (0x4f, '✗'),
    (0x50, '✓'),
    (0x51, '☒'),
    (0x52, '☑'),
    (0x53, '☒'),
    (0x54, '☒'),
    (0x69, '⓪'),
    (0x6a, '①'),
    (0x6b, '②'),
    (0x6c, '③'),
    (0x6d, '④'),
    (0x6e, '⑤'),
    (0x6f, '⑥'),
    (0x70, '⑦'),
    (0x71, '⑧'),
    (0x72, '⑨'),
    (0x73, '⑩'),
    (0x97, '●'),
    (0xa2, '■'),
    (0xa3, '□'),
];
/// Wingdings 3: the codes that documents use.
const WINGDINGS_3: &[(u32, char)] =
    &[(0x70, '▲'), (0x71, '▼'), (0x72, '△'), (0x73, '▽'), (0x74, '◀'), (0x75, '▶'), (0x76, '◁'), (0x77, '▷'), (0x7d, '▶')];

/// The font with signs in the place of letters that has this name, in lower case; `None` where letters are letters.
pub fn symbol_font(font: &str) -> Option<&'static str> {
    const FONTS: [&str; 6] = ["symbol", "wingdings", "wingdings 2", "wingdings 3", "webdings", "mt extra"];
    FONTS.into_iter().find(|known| font.eq_ignore_ascii_case(known))
}

/// Whether a font has signs in the place of letters.
pub fn is_symbol_font(font: &str) -> bool {
    symbol_font(font).is_some()
}

/// The character that a code of a font stands for; `None` where it is not known.
pub fn character(font: &str, code: u32) -> Option<char> {
    let low = match code {
        0xf000..=0xf0ff => code - 0xf000,
        _ => code,
    };
    // A control that a writer moved out of the way.
    if low < 0x20 && code >= 0xf000 {
        return char::from_u32(low);
    }
    let table = |low_signs: &str, high: u32, high_signs: &str| match low {
        0x20 => Some(' '),
        0x21..=0x7e => low_signs.chars().nth((low - 0x21) as usize),
        low if low >= high && low <= 0xff => high_signs.chars().nth((low - high) as usize),
        _ => None,
    };
    let listed = |list: &[(u32, char)]| list.iter().find(|(known, _)| *known == low).map(|(_, c)| *c);
    let found = match font.to_ascii_lowercase().as_str() {
        _ if low > 0xff => char::from_u32(code).filter(|c| !('\u{e000}'..='\u{f8ff}').contains(c)),
        "symbol" => table(SYMBOL_LOW, 0xa0, SYMBOL_HIGH),
        "wingdings" => table(WINGDINGS_LOW, 0x80, WINGDINGS_HIGH),
        "wingdings 2" => listed(WINGDINGS_2),
        "wingdings 3" => listed(WINGDINGS_3),
        "webdings" | "mt extra" => None,
        _ => char::from_u32(low).filter(|c| !c.is_control()),
    };
    found.filter(|c| *c != '\u{fffd}')
}

/// A text with the signs of a symbol font, which lie at U+F020–F0FF, turned into what they look like.
pub fn signs<'t>(font: &str, text: &'t str) -> Cow<'t, str> {
    let is_sign = |c: char| ('\u{f020}'..='\u{f0ff}').contains(&c);
    if !is_symbol_font(font) || !text.contains(is_sign) {
        return Cow::Borrowed(text);
    }
    let sign = |c| character(font, u32::from(c)).filter(|_| is_sign(c)).unwrap_or(c);
    Cow::Owned(text.chars().map(sign).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_what_they_look_like() {
        let check =
            |font: &str, code: u32, expected: Option<char>| assert_eq!(character(font, code), expected, "{font} {code:x}");
        check("Symbol", 0xf061, Some('α'));
        check("Symbol", 0xf0b7, Some('•'));
        check("Symbol", 0xf0e5, Some('∑'));
        check("Symbol", 0xf07e, Some('∼'));
        check("Symbol", 0xb3, Some('≥'));
        check("Symbol", 0xf0fe, Some('⎭'));
        check("Wingdings", 0xf0fc, Some('✔'));
        check("Wingdings", 0xf0fe, Some('☑'));
        check("Wingdings", 0xf06f, Some('□'));
        check("Wingdings", 0xf0d8, Some('➢'));
        check("Wingdings", 0xf081, Some('①'));
        check("Wingdings", 0xf0e0, Some('→'));
        check("Wingdings", 0xf0ab, Some('★'));
        check("Wingdings", 0xf0b7, Some('🕐'));
        check("Wingdings 2", 0xf052, Some('☑'));
        check("Webdings", 0xf052, None);
        check("宋体", 0x2460, Some('①'));
        check("Times New Roman", 0xf0b7, Some('·'));
        check("Symbol", 0xf001, Some('\u{1}'));
        check("Symbol", 0xfffe, Some('\u{fffe}'));
        assert_eq!((signs("Wingdings", "\u{f0fe}甲"), signs("宋体", "\u{f0fe}")), ("☑甲".into(), "\u{f0fe}".into()));
    }
}
