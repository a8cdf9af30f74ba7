//! Which script a character belongs to, as far as setting type asks.

/// A Han ideograph, 々, 〆 and 〇 included.
pub fn is_han(c: char) -> bool {
    matches!(c,
        '\u{4e00}'..='\u{9fff}'
        | '\u{3400}'..='\u{4dbf}'
        | '々' | '〆' | '〇' | '〻'
        | '\u{f900}'..='\u{faff}'
        | '\u{2e80}'..='\u{2fdf}'
        | '\u{20000}'..='\u{3ffff}')
}

/// Hiragana or katakana, the long-vowel mark included.
pub fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}' | '\u{3099}'..='\u{309f}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{ff66}'..='\u{ff9f}')
}

/// Hangul: syllables and letters.
pub fn is_hangul(c: char) -> bool {
    matches!(c, '\u{ac00}'..='\u{d7af}' | '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{a960}'..='\u{a97f}' | '\u{d7b0}'..='\u{d7ff}')
}

/// Bopomofo letters.
pub fn is_bopomofo(c: char) -> bool {
    matches!(c, '\u{3105}'..='\u{312f}' | '\u{31a0}'..='\u{31bf}')
}

/// The tones of bopomofo: the second to the fourth, the light one, the first where it is written, and two of other Chinese languages.
pub fn is_bopomofo_tone(c: char) -> bool {
    matches!(c, 'ˊ' | 'ˇ' | 'ˋ' | '˙' | 'ˉ' | '˪' | '˫')
}

/// Han or kana: characters that are set solid, without word spaces.
pub fn is_solid(c: char) -> bool {
    is_han(c) || is_kana(c) || is_bopomofo(c)
}

/// A full-width form or CJK mark that is no letter: `，`, `《`, `％`. The quotes “ ” ‘ ’ and — … · are shared with Latin and
/// not counted here; see [`is_shared_mark`].
pub fn is_cjk_mark(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3020}' | '\u{3030}' | '\u{303d}' | '\u{fe30}'..='\u{fe4f}' | '・'
        | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff40}' | '\u{ff5b}'..='\u{ff65}' | '\u{ffe0}'..='\u{ffe6}')
}

/// Marks that Chinese and Latin share: full width beside Han, proportional beside Latin (PW-10).
pub fn is_shared_mark(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | '—' | '…' | '⋯' | '·' | '‧' | '–' | '⸺')
}

/// Anything that is set in a full em cell beside Han.
pub fn is_cjk(c: char) -> bool {
    is_solid(c) || is_hangul(c) || is_cjk_mark(c) || c == '\u{3000}'
}
