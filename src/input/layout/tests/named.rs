//! What a structure tree says of lines, and the marks of notes.

use super::super::line::Mark;
use super::super::page::{Area, Facts, RuleKind, SmallText, Tagged};
use super::{EM, Setter, read_with, words};

/// A page whose parts a tree names.
struct Named {
    page: Setter,
    structure: Vec<Tagged>,
}

impl Named {
    fn new() -> Named {
        Named { page: Setter::new(), structure: Vec::new() }
    }

    /// What is set is one element of the tree.
    fn part<T>(&mut self, role: &str, set: impl FnOnce(&mut Setter) -> T) -> T {
        let first = self.page.0.glyphs.len();
        let made = set(&mut self.page);
        let tag = self.structure.len() as u32;
        self.page.0.glyphs[first..].iter_mut().for_each(|glyph| glyph.tag = Some(tag));
        self.structure.push(Tagged { page: 1, tag, element: tag + 1, role: role.into() });
        made
    }

    fn read(self) -> String {
        read_with(vec![self.page], Facts { structure: self.structure, ..Facts::default() })
    }
}

#[test]
fn headings_are_those_that_the_tree_names() {
    let mut page = Named::new();
    let texts = [words("那年", 150), words("后来", 130)];
    page.part("H1", |page| page.line("渡口记", 40.0, 40.0, EM));
    let y = page.part("P", |page| page.paragraph(&texts[0], 40.0, 60.0, 30));
    page.part("H2", |page| page.line("二　两岸的人", 60.0, y, EM));
    page.part("P", |page| page.paragraph(&texts[1], 40.0, y + 14.0, 30));
    assert_eq!(page.read(), format!("# 渡口记\n{}\n# 二　两岸的人\n{}\n", texts[0], texts[1]));
}

#[test]
fn a_tree_that_calls_all_its_text_headings_tells_nothing() {
    let mut page = Named::new();
    let texts = [words("那年", 140), words("后来", 130)];
    let y = page.part("H2", |page| page.paragraph(&texts[0], 40.0, 60.0, 30));
    page.part("H2", |page| page.paragraph(&texts[1], 40.0, y, 30));
    assert_eq!(page.read(), format!("{}\n{}\n", texts[0], texts[1]));
}

#[test]
fn entries_of_contents_are_lines() {
    let mut page = Named::new();
    for (at, (title, folio)) in [("渡口", "3"), ("石桥", "18"), ("河岸的柳树", "121")].into_iter().enumerate() {
        let y = 40.0 + 16.0 * at as f32;
        page.part("TOCI", |page| {
            page.line(title, 40.0, y, EM);
            page.line(folio, 330.0, y, EM);
        });
    }
    let text = words("那年", 150);
    page.part("P", |page| page.paragraph(&text, 40.0, 120.0, 30));
    assert_eq!(page.read(), format!("渡口\u{3000}3\n石桥\u{3000}18\n河岸的柳树\u{3000}121\n{text}\n"));
}

#[test]
fn notes_are_those_that_the_tree_names() {
    let mut page = Named::new();
    let text = words("那年", 120);
    let y = page.part("P", |page| page.lines(&text, 60.0, 0, |_| (40.0, 20)));
    // As large as the text, and no line above.
    page.part("Note", |page| page.line("12 见卷首的说明。", 40.0, y + 2.0, EM));
    assert_eq!(page.read(), format!("{text}\n12 见卷首的说明。\n"));
}

#[test]
fn a_raised_mark_is_of_the_element_that_it_opens() {
    let mut page = Named::new();
    let texts = [words("那年", 290), words("后来", 330)];
    page.part("Lbl", |page| page.line("*", 42.0 + 1.4 * EM, 60.0, 5.0));
    let y = page.part("P", |page| page.paragraph(&texts[0], 42.0, 60.0, 30));
    page.part("P", |page| page.paragraph(&texts[1], 42.0, y, 30));
    assert_eq!(page.read(), format!("*{}\n{}\n", texts[0], texts[1]));
}

#[test]
fn raised_marks_stand_in_the_lines_of_their_notes() {
    let mut page = Setter::new();
    let text = words("那年", 118);
    let y = page.paragraph(&text, 40.0, 60.0, 20);
    page.drawn(Area::new(40.0, y + 4.0, 100.0, y + 4.5), RuleKind::Line);
    for (at, (mark, note)) in [("①", "见卷首的说明。"), ("12", "见次年的信。")].into_iter().enumerate() {
        let y = y + 10.0 + 14.0 * at as f32;
        page.line(mark, 40.0, y, 4.6);
        page.line(note, 47.0, y, 8.0);
    }
    assert_eq!(page.read(), format!("{text}\n①见卷首的说明。\n12见次年的信。\n"));
}

#[test]
fn browsers_raise_large_figures() {
    let mut page = Setter::new();
    page.line("送行的", 40.0, 40.0, 16.0);
    page.line("1", 88.0, 37.0, 13.3);
    page.line("。船上", 95.0, 40.0, 16.0);
    let sheet = super::super::sheet(page.0, false);
    assert_eq!(sheet.lines[0].text, "送行的1。船上");
    assert_eq!(sheet.lines[0].marks, [(9..10, Mark::Superscript)]);
}

#[test]
fn forms_for_vertical_lines_are_their_marks() {
    for (form, mark) in [
        ('︐', '，'),
        ('︒', '。'),
        ('︙', '…'),
        ('︰', '‥'),
        ('︵', '（'),
        ('﹁', '「'),
        ('﹄', '』'),
        ('。', '。'),
        ('﹅', '﹅'),
    ] {
        assert_eq!(SmallText::from(form).ordinary().one(), Some(mark), "{form}");
    }
}
