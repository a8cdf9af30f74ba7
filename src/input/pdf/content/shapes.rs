//! Where in its cell a glyph has ink, by the kind of its character.
//!
//! Outlines are not looked at. For page analysis it matters most that the blank half of a full-width stop or bracket is no ink:
//! set at the end of a line it may hang over the edge of the column and close the gutter.

use crate::input::layout::page::Glyph;

/// How far an ideograph reaches above and below the baseline, in ems.
const TOP: f32 = 0.86;
const BOTTOM: f32 = -0.12;

/// Left, bottom, right, top in ems from the origin, y up; `width` in ems.
pub fn ink(glyph: &Glyph, width: f32) -> [f32; 4] {
    let c = glyph.text.first();
    if glyph.vertical {
        let tall = if glyph.size > 0.0 { glyph.advance / glyph.size } else { 1.0 };
        // The cell hangs below the origin, half an em to either side.
        return match c {
            '，' | '。' | '、' | '．' => [0.05, -0.45, 0.45, -0.05],
            '」' | '』' | '）' | '》' | '〉' | '】' | '〕' => [-0.45, -0.5, 0.45, -0.02],
            '「' | '『' | '（' | '《' | '〈' | '【' | '〔' => [-0.45, -0.98, 0.45, -0.5],
            _ => [-0.46, -0.96 * tall, 0.46, -0.04 * tall],
        };
    }
    let full = width > 0.75;
    match c {
        '，' | '。' | '、' | '．' if full => [0.05, -0.12, 0.42, 0.3],
        '；' | '：' if full => [0.08, -0.12, 0.42, 0.6],
        '？' if full => [0.06, -0.02, 0.9, TOP],
        '！' if full => [0.1, -0.02, 0.5, TOP],
        '”' | '’' if full => [0.04, 0.45, 0.46, TOP],
        '“' | '‘' if full => [0.54, 0.45, 0.96, TOP],
        '）' | '》' | '〉' | '】' | '〕' | '」' | '』' | '］' | '｝' | '〗' if full => [0.02, BOTTOM, 0.48, TOP],
        '（' | '《' | '〈' | '【' | '〔' | '「' | '『' | '［' | '｛' | '〖' if full => [0.52, BOTTOM, 0.98, TOP],
        '·' if full => [0.38, 0.25, 0.62, 0.5],
        '—' | '…' | '－' | '～' | '一' => [0.0, 0.2, width, 0.56],
        '.' | ',' => [0.1 * width, -0.12, 0.9 * width, 0.12],
        'a' | 'c' | 'e' | 'm'..='o' | 'r' | 's' | 'u'..='x' | 'z' => [0.04 * width, 0.0, 0.96 * width, 0.5],
        'g' | 'j' | 'p' | 'q' | 'y' => [0.04 * width, -0.22, 0.96 * width, 0.5],
        '!'..='~' => [0.04 * width, 0.0, 0.96 * width, 0.72],
        c if c.is_whitespace() => [0.0, BOTTOM, width, TOP],
        _ => [0.04 * width, BOTTOM, 0.96 * width, TOP],
    }
}
