//! Labels that only their neighbours make labels: `[3]` beside `[2]`, `B．` beside `A．`.
//!
//! A number in square brackets may be a reference inside a sentence, a letter with a point a first name (`A.托尔斯泰`); where the one
//! before or after it in the count opens another line near by, or another option on a line, they count entries and options.

/// So many lines off stands the next entry of a list of references, and the next option of a question, at most.
const ENTRIES: usize = 12;
const OPTIONS: usize = 6;

/// What a label counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Label {
    Entry(u32),
    Option(u32),
}

impl Label {
    /// The label that opens a text.
    fn of(text: &str) -> Option<Label> {
        if let Some(rest) = text.strip_prefix(['[', '［']) {
            let (number, _) = rest.split_once([']', '］']).filter(|(number, _)| (1..=3).contains(&number.len()))?;
            return number.parse().ok().map(Label::Entry);
        }
        let mut chars = text.chars();
        let letter = match chars.next()? {
            c @ 'A'..='H' => u32::from(c) - u32::from('A'),
            c @ 'Ａ'..='Ｈ' => u32::from(c) - u32::from('Ａ'),
            _ => return None,
        };
        matches!(chars.next(), Some('．' | '.' | '、')).then_some(Label::Option(letter))
    }

    /// Whether it stands beside another in their count.
    fn is_beside(self, other: Label) -> bool {
        match (self, other) {
            (Label::Entry(one), Label::Entry(other)) | (Label::Option(one), Label::Option(other)) => one.abs_diff(other) == 1,
            _ => false,
        }
    }
}

/// For each line, whether it opens with such a label.
pub fn labelled(texts: &[&str]) -> Vec<bool> {
    let labels: Vec<Option<Label>> = texts.iter().map(|text| Label::of(text.trim_start())).collect();
    // Several short options stand on one line, with wide gaps between.
    let inside = |text: &str, label: Label| {
        let mut options = text.split(['\u{3000}', '\t']).flat_map(|part| part.split("  ")).skip(1).map(str::trim_start);
        matches!(label, Label::Option(_)) && options.any(|option| Label::of(option).is_some_and(|other| other.is_beside(label)))
    };
    let counts = |at: usize, label: Label| {
        let far = if matches!(label, Label::Entry(_)) { ENTRIES } else { OPTIONS };
        let near = at.saturating_sub(far)..(at + far + 1).min(texts.len());
        near.into_iter().any(|other| labels[other].is_some_and(|other| other.is_beside(label)) || inside(texts[other], label))
    };
    labels.iter().enumerate().map(|(at, label)| label.is_some_and(|label| counts(at, label))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_stand_beside_others_of_their_count() {
        for (texts, expected) in [
            (vec!["[1] 渡口志", "江湾出版社", "［2］夜船"], vec![true, false, true]),
            (vec!["[1] 渡口志", "[3] 夜船"], vec![false, false]),
            (vec!["正确的一项是", "A．桥", "B．船"], vec![false, true, true]),
            (vec!["A．桥　　B．船", "C．河　　D．岸"], vec![true, true]),
            (vec!["see M.", "D. Johnson and E. Nielsen"], vec![false, false]),
            (vec!["A.托尔斯泰的小说", "他读过", "C.罗琳的书"], vec![false, false, false]),
        ] {
            assert_eq!(labelled(&texts), expected, "{texts:?}");
        }
    }
}
