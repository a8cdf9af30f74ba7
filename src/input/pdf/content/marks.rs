//! Marked content (ISO 32000-2, 14.6): numbers for the structure tree, artifacts, layers, replacement text.

use super::Interpreter;
use crate::input::layout::page::{Glyph, SmallText};
use crate::input::pdf::strings;
use hayro_syntax::object::{Dict, String as Bytes};

/// How deep marks may lie in marks; deeper ones are counted and not kept.
const DEPTH: usize = 256;

/// The open marks.
#[derive(Debug, Default)]
pub struct Marks {
    open: Vec<Mark>,
    /// Marks beyond the depth.
    beyond: usize,
    /// Forms that number their marks themselves.
    foreign: usize,
}

#[derive(Debug)]
struct Mark {
    tag: Option<u32>,
    artifact: bool,
    hidden: bool,
    replacement: Option<String>,
    /// How many glyphs there were.
    start: usize,
}

impl Marks {
    /// Opens a mark.
    pub fn open(&mut self, tag: &[u8], properties: Option<&Dict<'_>>, hidden: bool, start: usize) {
        if self.open.len() >= DEPTH {
            self.beyond += 1;
            return;
        }
        let outer = self.open.last();
        let number = properties.and_then(|dict| dict.get::<u32>("MCID")).filter(|_| self.foreign == 0);
        let replacement = properties.and_then(|dict| dict.get::<Bytes<'_>>("ActualText")).map(|text| strings::text(&text));
        let mark = Mark {
            tag: number.or(outer.and_then(|mark| mark.tag)),
            artifact: tag == b"Artifact" || outer.is_some_and(|mark| mark.artifact),
            hidden: hidden || outer.is_some_and(|mark| mark.hidden),
            replacement,
            start,
        };
        self.open.push(mark);
    }

    /// How many are open.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// Whether what comes now is on a layer that is not shown.
    pub fn hidden(&self) -> bool {
        self.open.last().is_some_and(|mark| mark.hidden)
    }

    /// The number for the structure tree.
    pub fn tag(&self) -> Option<u32> {
        self.open.last().and_then(|mark| mark.tag)
    }

    /// Whether what comes now is an artifact.
    pub fn artifact(&self) -> bool {
        self.open.last().is_some_and(|mark| mark.artifact)
    }

    /// Enters a form.
    pub fn enter(&mut self, own: bool) {
        self.foreign += usize::from(own);
    }

    /// Leaves it.
    pub fn leave(&mut self, own: bool) {
        self.foreign -= usize::from(own);
    }
}

impl Interpreter<'_, '_> {
    /// Closes the mark that was opened last.
    pub(super) fn close_mark(&mut self) {
        if self.marks.beyond > 0 {
            self.marks.beyond -= 1;
            return;
        }
        let Some(mark) = self.marks.open.pop() else { return };
        if let Some(text) = mark.replacement {
            replace(&mut self.found.glyphs, mark.start, &text);
        }
    }

    /// Closes all but the first `depth`.
    pub(super) fn close_marks(&mut self, depth: usize) {
        while self.marks.depth() > depth {
            self.marks.beyond = 0;
            self.close_mark();
        }
    }
}

/// Gives the glyphs from `start` on another text: one character a glyph where the numbers agree, spread over them otherwise, so
/// that each stays near its place. Glyphs that get none are gone.
fn replace(glyphs: &mut Vec<Glyph>, start: usize, text: &str) {
    let count = glyphs.len().saturating_sub(start);
    let chars: Vec<char> = text.chars().filter(|&c| !matches!(c, '\u{ad}' | '\u{feff}' | '\u{200b}')).collect();
    let same = glyphs.iter().skip(start).flat_map(|glyph| glyph.text.chars()).eq(chars.iter().copied());
    if count == 0 || same {
        return;
    }
    let total = chars.len();
    let mut place = 0;
    let mut taken = 0;
    glyphs.retain_mut(|glyph| {
        place += 1;
        let Some(index) = (place - 1usize).checked_sub(start) else { return true };
        let end = (index + 1) * total / count;
        let piece: String = chars[taken..end.max(taken)].iter().collect();
        taken = end.max(taken);
        if piece.is_empty() {
            return false;
        }
        glyph.text = SmallText::from(piece.as_str());
        true
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::layout::page::{Area, FontId};

    fn glyph(c: char) -> Glyph {
        Glyph {
            text: SmallText::from(c),
            x: 0.0,
            y: 0.0,
            advance: 0.0,
            size: 1.0,
            ink: Area::default(),
            font: FontId(0),
            bold: false,
            italic: false,
            vertical: false,
            angle: 0,
            color: 0,
            tag: None,
            artifact: false,
            order: 0,
        }
    }

    #[test]
    fn replacement_text_takes_the_place_of_its_glyphs() {
        let check = |shown: &str, start: usize, text: &str, expected: &[&str]| {
            let mut glyphs: Vec<Glyph> = shown.chars().map(glyph).collect();
            replace(&mut glyphs, start, text);
            let found: Vec<String> = glyphs.iter().map(|glyph| glyph.text.chars().collect()).collect();
            assert_eq!(found, expected, "{shown} {text}");
        };
        check("甲x", 1, "乙", &["甲", "乙"]);
        check("xyz", 0, "甲乙丙", &["甲", "乙", "丙"]);
        check("甲x", 1, "ffi", &["甲", "ffi"]);
        check("xyz", 0, "甲", &["甲"]);
        check("甲-", 1, "", &["甲"]);
        check("xy", 0, "甲乙丙丁", &["甲乙", "丙丁"]);
        check("甲", 1, "乙", &["甲"]);
    }
}
