//! What control words and symbols do.

use super::Reader;
use super::state::{Characters, Destination, Ends};
use crate::input::doc::pieces::encoding_of;
use crate::input::flow::class::Class;
use crate::input::flow::codepage::Codepage;
use crate::input::flow::paragraph::Look;
use crate::input::flow::{ItemStart, Label, numerals};
use crate::model::{Reason, Rule};
use std::rc::Rc;

impl Reader<'_, '_> {
    /// A symbol: `\` and a character that is no letter.
    pub(super) fn symbol(&mut self, symbol: u8) {
        match symbol {
            b'*' => self.starred = true,
            b'~' => self.sign("\u{a0}"),
            b'_' => self.sign("\u{2011}"),
            b'-' => self.sign("\u{ad}"),
            b'\\' | b'{' | b'}' => self.sign(char::from(symbol).encode_utf8(&mut [0; 4])),
            b'\r' | b'\n' => self.word("par", None),
            b'\t' => self.sign("\t"),
            _ => {}
        }
    }

    /// A control word.
    pub(super) fn word(&mut self, word: &str, number: Option<i32>) {
        let starred = std::mem::take(&mut self.starred);
        if word == "u" {
            if self.state.destination != Destination::Skip {
                self.unicode(number.unwrap_or(0));
            }
            return;
        }
        if word == "tab" && self.typed_label() {
            return;
        }
        if let Some(sign) = sign(word) {
            return self.sign(sign);
        }
        if self.waiting.fallback > 0 {
            self.waiting.fallback -= 1;
            return;
        }
        self.flush();
        if word == "ud" {
            self.state.destination = self.state.resumed;
            return;
        }
        if self.state.destination == Destination::Skip {
            return;
        }
        if self.group_word(word) {
            return;
        }
        let style_entry = self.state.destination == Destination::Styles && matches!(word, "cs" | "ds" | "ts");
        // Some write the mark before a character style in the middle of a group, which it does not end.
        if starred && !style_entry && word != "cs" {
            self.state.destination = Destination::Skip;
            return;
        }
        match self.state.destination {
            Destination::Fonts => self.font_word(word, number),
            Destination::Styles => self.style_word(word, number),
            Destination::Lists | Destination::ListUses | Destination::LevelText => self.lists.word(word, number),
            Destination::Picture => self.picture.shown |= matches!(word, "pngblip" | "jpegblip"),
            _ => self.text_word(word, number),
        }
    }

    /// A word that says where the text of its group goes; says whether it was one.
    fn group_word(&mut self, word: &str) -> bool {
        use Destination::*;
        let here = self.state.destination;
        let (destination, ends) = match (word, here) {
            ("fonttbl", _) => (Fonts, Ends::Nothing),
            ("stylesheet", _) => (Styles, Ends::Nothing),
            ("listtable", _) => (Lists, Ends::Nothing),
            ("listoverridetable", _) => (ListUses, Ends::Nothing),
            ("list", Lists) => (Lists, Ends::List),
            ("listlevel", Lists | ListUses) => (here, Ends::Level),
            ("leveltext", Lists | ListUses) => (LevelText, Ends::Nothing),
            ("listoverride", ListUses) => (ListUses, Ends::ListUse),
            ("listtext" | "pntext", _) => (Label, Ends::Nothing),
            ("info", _) => (Info, Ends::Nothing),
            ("title", Info) => (Title, Ends::Nothing),
            ("author", Info) => (Author, Ends::Nothing),
            ("pict", Text | Shape) => (Picture, Ends::Picture),
            ("shp" | "shpinst" | "do" | "sp" | "shpgrp", _) => (Shape, Ends::Nothing),
            ("atnid", _) => (Initials, Ends::Nothing),
            ("annotation", _) if !self.comments => (Comment, Ends::Dropped),
            ("upr", _) => (Skip, Ends::Nothing),
            ("object" | "shppict" | "nesttableprops" | "fldinst", _) => (here, Ends::Nothing),
            (word, _) if SKIPPED.contains(&word) => (Skip, Ends::Nothing),
            _ => return self.story_word(word),
        };
        if word == "upr" {
            self.state.resumed = here;
        }
        if matches!(word, "fonttbl" | "stylesheet") {
            self.entries = self.outer.len();
        }
        self.state.destination = destination;
        // A group that ends something already, a note, a head, ends that.
        if self.state.ends == Ends::Nothing {
            self.state.ends = ends;
        }
        if destination == Picture {
            self.picture = Default::default();
        }
        true
    }

    /// A word that begins a story or a field; says whether it was one.
    fn story_word(&mut self, word: &str) -> bool {
        match word {
            "footnote" => self.begin_story(Ends::Note),
            "annotation" => self.begin_story(Ends::Comment),
            "shptxt" | "dptxbxtext" => self.begin_story(Ends::Box),
            "result" => self.state.destination = Destination::Text,
            "field" if self.state.destination == Destination::Text && self.state.ends == Ends::Nothing => {
                self.state.ends = Ends::Field;
                self.story().open_field();
            }
            "fldrslt" => self.story().begin_result(),
            word if HEADS.contains(&word) => self.begin_story(Ends::Head),
            _ => return false,
        }
        true
    }

    fn font_word(&mut self, word: &str, number: Option<i32>) {
        match word {
            "f" => {
                self.end_font();
                self.font.0 = number.unwrap_or(0);
            }
            "fcharset" => self.font.1.charset = number,
            "cpg" => self.font.1.codepage = number,
            _ => {}
        }
    }

    fn style_word(&mut self, word: &str, number: Option<i32>) {
        match word {
            "s" => self.style.0 = (false, number.unwrap_or(0)),
            "cs" => self.style.0 = (true, number.unwrap_or(0)),
            // Styles of sections and tables have numbers of their own, which nothing asks for.
            "ds" | "ts" => self.style.0 = (true, -1 - number.unwrap_or(0).max(0)),
            "sbasedon" => self.style.1.based_on = number,
            _ => {
                let _ = self.state.character_word(word, number) || self.state.paragraph_word(word, number);
            }
        }
    }

    fn text_word(&mut self, word: &str, number: Option<i32>) {
        if self.state.character_word(word, number)
            || self.state.paragraph_word(word, number)
            || self.state.row_word(word, number)
        {
            return;
        }
        match word {
            "par" | "sect" | "page" | "cell" | "nestcell" | "row" | "nestrow" | "column" => self.mark(word),
            "pard" => self.state.paragraph = Rc::default(),
            "plain" => self.state.characters = Characters { font: self.default_font, ..Characters::default() },
            "uc" => self.state.fallback = u32::try_from(number.unwrap_or(1)).unwrap_or(0).min(16),
            "deff" => {
                self.default_font = number.unwrap_or(0);
                self.state.characters.font = self.default_font;
            }
            "ansicpg" => self.set_codepage(number.and_then(|number| Codepage::numbered(u32::try_from(number).ok()?))),
            "mac" => self.set_codepage(Codepage::numbered(10000)),
            "pc" => self.set_codepage(Codepage::numbered(437)),
            "pca" => self.set_codepage(Codepage::numbered(850)),
            "deflang" | "deflangfe" => {
                let language = number.and_then(|number| u16::try_from(number).ok());
                self.by_language = self.by_language.or(language.and_then(encoding_of).map(Codepage::Standard));
            }
            _ => {}
        }
    }

    fn set_codepage(&mut self, codepage: Option<Codepage>) {
        if let Some(codepage) = codepage {
            self.codepage = codepage;
        }
    }

    /// The mark of a paragraph, a cell, a row or a page.
    fn mark(&mut self, word: &str) {
        self.decode(true);
        self.flush();
        if self.state.destination != Destination::Text {
            return;
        }
        if self.story().in_instruction() {
            return self.sign(" ");
        }
        let depth = self.state.paragraph.tables();
        match word {
            "par" => self.end_paragraph(depth),
            "cell" | "nestcell" => {
                let depth = if word == "cell" { 1 } else { depth.max(2) };
                self.end_paragraph(depth);
                let story = self.stories.last_mut().expect("the main story is never ended before the document");
                let origin = story.origin();
                story.grid.cell(depth, &origin, &mut self.document.log);
                story.blank = 0;
            }
            "row" | "nestrow" => {
                let depth = if word == "row" { 1 } else { depth.max(2) };
                let row = (*self.state.row).clone();
                let story = self.stories.last_mut().expect("the main story is never ended before the document");
                let origin = story.origin();
                story.grid.row(depth, row, &origin, &mut self.document.log);
                story.blank = 0;
            }
            _ => {
                self.end_paragraph_if_any();
                if self.stories.len() == 1 && word != "column" {
                    self.stories[0].page_mark(&mut self.document.log);
                }
            }
        }
    }

    /// Ends the paragraph, if there is one.
    pub(super) fn end_paragraph_if_any(&mut self) {
        self.decode(true);
        self.flush();
        let story = self.story();
        if !story.line.is_empty() || !story.after.is_empty() {
            let depth = self.state.paragraph.tables();
            self.end_paragraph(depth);
        }
    }

    fn end_paragraph(&mut self, depth: usize) {
        let paragraph = Rc::clone(&self.state.paragraph);
        if paragraph.page_break && depth == 0 && self.stories.len() == 1 && !self.story().line.is_blank() {
            self.stories[0].page_mark(&mut self.document.log);
        }
        let style = self.styles.get(false, paragraph.style);
        let styled = style.map(|(_, styled)| styled.class).unwrap_or_default();
        let class = match (styled, paragraph.outline) {
            (Class::Body | Class::Heading(_) | Class::Item, Some(level @ 0..=8)) => Class::Heading(level + 1),
            (class, _) => class,
        };
        let size = style.map_or(0, |(style, _)| style.characters.size);
        let item = self.item(depth);
        let twips = paragraph.left.saturating_add(paragraph.first);
        let indent = match item {
            Some(_) => 0,
            None => Look::indent_of(paragraph.first_characters, twips, if size > 0 { size } else { 24 }),
        };
        let look = Look { class, align: paragraph.align, indent, size, item, ..Look::default() };
        let story = self.stories.last_mut().expect("the main story is never ended before the document");
        story.end_paragraph(look, depth, &mut self.document.log);
    }

    /// Before a tab: whether the paragraph's lines hang behind a label that was typed, as converters write lists. The label leaves
    /// the text.
    fn typed_label(&mut self) -> bool {
        let hangs = self.state.paragraph.first < 0 && self.state.paragraph.left > 0;
        if !hangs || self.state.destination != Destination::Text || self.waiting.fallback > 0 || !self.label.is_empty() {
            return false;
        }
        self.decode(true);
        self.flush();
        if !numerals::is_typed_label(self.story().line.so_far()) {
            return false;
        }
        let origin = self.story().origin();
        let line = std::mem::take(&mut self.story().line);
        let (label, _) = line.finish(&mut self.document.log);
        self.document.log.markup(label.as_str(), &origin, &Reason::certain(Rule::Label, "a label before a tab"));
        self.label = label.as_str().to_owned();
        true
    }

    /// How the paragraph begins in its list: counted where the list is defined, else as its label says.
    fn item(&mut self, depth: usize) -> Option<ItemStart> {
        let said = std::mem::take(&mut self.label);
        if self.story().line.is_empty() && depth == 0 {
            return None;
        }
        let (list, level) = (self.state.paragraph.list, usize::from(self.state.paragraph.level));
        let counted = match list {
            0 => None,
            list => self.lists.numbering.next(list as u32, level),
        };
        let said = said.trim();
        // Some programs write `?` for what of a level's text is no ASCII; the label beside it shows what stood there.
        let lost = |counted: &ItemStart| matches!(&counted.label, Label::Made(label) if label.contains(['?', '？']));
        if counted.as_ref().is_some_and(|counted| said.is_empty() || !lost(counted)) {
            return counted;
        }
        if said.is_empty() {
            return None;
        }
        let ordered = said != "o" && said.chars().any(char::is_alphanumeric);
        let han = said.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        let gap = !said.ends_with(|c: char| "、。．，：）】〕』」》".contains(c));
        let label = Label::Made(if ordered { said.to_owned() } else { String::new() });
        // Labels that were typed have no level but their indent.
        let level = if list == 0 { usize::try_from(self.state.paragraph.left).unwrap_or(0) } else { level };
        Some(ItemStart { list: list as u32, level, ordered, label, han: han && ordered, gap })
    }
}

/// The character that a control word stands for.
fn sign(word: &str) -> Option<&'static str> {
    Some(match word {
        "tab" => "\t",
        "line" | "softline" => "\n",
        "lquote" => "‘",
        "rquote" => "’",
        "ldblquote" => "“",
        "rdblquote" => "”",
        "emdash" => "—",
        "endash" => "–",
        "bullet" => "•",
        "emspace" => "\u{2003}",
        "enspace" => "\u{2002}",
        "qmspace" => "\u{2005}",
        _ => return None,
    })
}

/// Heads and feet.
const HEADS: [&str; 8] = ["header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"];

/// Groups that hold no text of the document.
const SKIPPED: [&str; 57] = [
    "colortbl",
    "filetbl",
    "revtbl",
    "rsidtbl",
    "generator",
    "themedata",
    "colorschememapping",
    "latentstyles",
    "datastore",
    "xmlnstbl",
    "mmathPr",
    "mmathPict",
    "wgrffmtfilter",
    "pgptbl",
    "listpicture",
    "objdata",
    "objclass",
    "objname",
    "datafield",
    "fldtype",
    "bkmkstart",
    "bkmkend",
    "background",
    "formfield",
    "ffdeftext",
    "docvar",
    "userprops",
    "private",
    "xe",
    "tc",
    "rxe",
    "template",
    "panose",
    "falt",
    "ftnsep",
    "ftnsepc",
    "ftncn",
    "aftnsep",
    "aftnsepc",
    "aftncn",
    "nonesttables",
    "nonshppict",
    "shprslt",
    "levelnumbers",
    "listname",
    "liststylename",
    "pn",
    "pnseclvl",
    "atnauthor",
    "atnref",
    "atrfstart",
    "atrfend",
    "atndate",
    "atntime",
    "atnparent",
    "picprop",
    "keycode",
];
