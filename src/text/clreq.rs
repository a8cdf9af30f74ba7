//! The classes of marks that CLREQ's rules speak of (CLREQ 3.1.1, 3.1.4).

/// Full-width stops: 点号 (CLREQ 3.1.1).
pub fn is_stop(c: char) -> bool {
    matches!(c, '、' | '，' | '；' | '：' | '。' | '．' | '！' | '？' | '‼' | '⁇' | '⁈' | '⁉' | '｡' | '､')
}

/// Marks that end a sentence, full or half width.
pub fn is_sentence_end(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '…' | '⋯' | '．' | '‼' | '⁇' | '⁈' | '⁉' | '!' | '?' | '｡')
}

/// Closing brackets and quotes.
pub fn is_close(c: char) -> bool {
    matches!(
        c,
        '”' | '’'
            | '」'
            | '』'
            | '）'
            | '〕'
            | '］'
            | '｝'
            | '】'
            | '〗'
            | '》'
            | '〉'
            | '〞'
            | '〟'
            | '﹂'
            | '﹄'
            | '｣'
            | '〙'
            | '〛'
    )
}

/// Opening brackets and quotes.
pub fn is_open(c: char) -> bool {
    matches!(
        c,
        '“' | '‘'
            | '「'
            | '『'
            | '（'
            | '〔'
            | '［'
            | '｛'
            | '【'
            | '〖'
            | '《'
            | '〈'
            | '〝'
            | '﹁'
            | '﹃'
            | '｢'
            | '〘'
            | '〚'
    )
}

/// The opening mark that a closing mark answers.
pub fn opening_of(close: char) -> Option<char> {
    Some(match close {
        '”' => '“',
        '’' => '‘',
        '」' => '「',
        '』' => '『',
        '）' => '（',
        '〕' => '〔',
        '］' => '［',
        '｝' => '｛',
        '】' => '【',
        '〗' => '〖',
        '》' => '《',
        '〉' => '〈',
        '〞' | '〟' => '〝',
        '﹂' => '﹁',
        '﹄' => '﹃',
        '｣' => '｢',
        ')' => '(',
        ']' => '[',
        '}' => '{',
        _ => return None,
    })
}

/// Connectors: hyphens, single dashes, wave dashes (CLREQ 3.1.4).
pub fn is_connector(c: char) -> bool {
    matches!(c, '–' | '—' | '-' | '－' | '～' | '~' | '〜' | '‐' | '‑')
}

/// Interpuncts 间隔号.
pub fn is_interpunct(c: char) -> bool {
    matches!(c, '·' | '・' | '‧' | '･')
}

/// Solidi 分隔号.
pub fn is_solidus(c: char) -> bool {
    matches!(c, '/' | '／')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_marks_answer_opening_marks() {
        for close in "”’」』）〕］｝】〗》〉〞﹂﹄｣".chars() {
            assert!(is_close(close) && is_open(opening_of(close).expect("a partner")), "{close}");
        }
    }

    #[test]
    fn classes_do_not_overlap() {
        for c in '\0'..='\u{ffff}' {
            let classes = [is_stop(c), is_close(c), is_open(c), is_connector(c), is_interpunct(c), is_solidus(c)];
            assert!(classes.iter().filter(|&&member| member).count() <= 1, "{c}");
        }
    }
}
