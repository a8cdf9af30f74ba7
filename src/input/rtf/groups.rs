//! Groups: what they inherit, and what becomes of what was read in them when they end.

use super::state::{Destination, Ends, State};
use super::{DEEPEST, Reader};
use crate::diag::Trouble;
use crate::input::flow::Piece;
use crate::input::flow::margins;
use crate::input::flow::story::{Shape, Story};
use crate::model::{AnchorKind, Block, Note, Reason, Rule, Tally};

/// Stories inside stories: deeper ones are text of the last.
const STORIES: usize = 16;

impl Reader<'_, '_> {
    /// A group begins.
    pub(super) fn open(&mut self) {
        self.waiting.fallback = 0;
        self.flush();
        self.starred = false;
        if self.outer.len() >= DEEPEST {
            if self.deeper == 0 {
                self.sink.push(Trouble::Flattened { what: "groups inside groups".to_owned() }, format!("depth {DEEPEST}"));
            }
            self.deeper += 1;
            return;
        }
        let mut inner = self.state.clone();
        inner.ends = match self.state.destination {
            Destination::Styles if self.outer.len() == self.entries => Ends::Style,
            Destination::Fonts if self.outer.len() == self.entries => Ends::Font,
            _ => Ends::Nothing,
        };
        self.outer.push(std::mem::replace(&mut self.state, inner));
    }

    /// A group ends; says whether it was the document's.
    pub(super) fn close(&mut self) -> bool {
        self.waiting.fallback = 0;
        self.flush();
        self.starred = false;
        if self.deeper > 0 {
            self.deeper -= 1;
            return false;
        }
        if self.outer.len() == 1 && self.stories.len() == 1 && self.state.destination == Destination::Text {
            // The last paragraph needs no mark, and looks as this group says.
            self.end_paragraph_if_any();
        }
        let Some(outer) = self.outer.pop() else { return true };
        self.end(self.state.ends, &outer);
        self.state = outer;
        self.outer.is_empty()
    }

    fn end(&mut self, ends: Ends, outer: &State) {
        match ends {
            Ends::Nothing => {}
            Ends::Font => self.end_font(),
            Ends::Style => {
                let ((of_characters, number), mut style) = std::mem::take(&mut self.style);
                style.name = style.name.trim_end_matches(';').to_owned();
                style.paragraph = (*self.state.paragraph).clone();
                style.characters = self.state.characters.clone();
                self.styles.add(of_characters, number, style);
            }
            Ends::Level => self.lists.level(),
            Ends::List => self.lists.list(),
            Ends::ListUse => self.lists.list_use(),
            Ends::Picture => self.end_picture(outer.destination == Destination::Shape),
            Ends::Field => {
                let characters = self.state.characters.clone();
                let spans = self.spans(&characters);
                let shape = Shape { spans: &spans, deleted: characters.deleted, ..Shape::default() };
                let story = self.stories.last_mut().expect("the main story is never ended before the document");
                story.close_field(shape, &mut self.document.log);
            }
            Ends::Note | Ends::Comment => {
                let blocks = self.end_story();
                let label = match ends {
                    Ends::Comment => std::mem::take(&mut self.initials),
                    _ => {
                        self.notes += 1;
                        self.notes.to_string()
                    }
                };
                let id = self.next_note();
                self.document.notes.push(Note { label, blocks });
                self.story().line.anchor(AnchorKind::Note(id));
            }
            Ends::Dropped => {
                let text = std::mem::take(&mut self.comment);
                let origin = self.story().origin();
                let log = &mut self.document.log;
                log.declare_read(Tally::of(&text));
                log.markup(&text, &origin, &Reason::certain(Rule::Comment, "a comment"));
            }
            Ends::Head => {
                let blocks = self.end_story();
                self.furniture.extend(margins::furniture(blocks));
            }
            Ends::Box => self.end_story_into_text(),
        }
    }

    /// Begins a story inside this one, whose group ends it; a story too deep is text of this one, and so is one in a group that ends
    /// something already.
    pub(super) fn begin_story(&mut self, ends: Ends) {
        self.state.destination = Destination::Text;
        if self.stories.len() < STORIES && self.state.ends == Ends::Nothing {
            self.state.ends = ends;
            self.state.paragraph = Default::default();
            self.state.row = Default::default();
            self.stories.push(Story::new("rtf"));
        }
    }

    fn end_story(&mut self) -> Vec<Block> {
        self.end_paragraph_if_any();
        let log = &mut self.document.log;
        match self.stories.len() {
            0 | 1 => Vec::new(),
            _ => self.stories.pop().map(|story| story.finish(log)).unwrap_or_default(),
        }
    }

    /// Ends a story whose blocks stand after the paragraph around it.
    pub(super) fn end_story_into_text(&mut self) {
        let blocks = self.end_story();
        self.story().after.extend(blocks.into_iter().map(Piece::from));
    }
}
