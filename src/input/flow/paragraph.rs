//! A finished paragraph of Word's older formats: what its line and its looks come to.

use super::class::Class;
use super::{ItemStart, Line, Piece, Place, put_label};
use crate::model::{Align, AnchorKind, Block, EditLog, Hints, Kind, Origin, Role, SpanKind, Text};

/// How a paragraph looked.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// What it is.
    pub class: Class,
    /// Alignment.
    pub align: Align,
    /// The first line's indent, in half-em units.
    pub indent: u16,
    /// Size in half points, where no character says one; 0 for none.
    pub size: u16,
    /// Empty paragraphs before it.
    pub blank: u16,
    /// It stands in the source's table of contents.
    pub contents: bool,
    /// How it begins, in a list.
    pub item: Option<ItemStart>,
    /// It stands in a cell.
    pub in_cell: bool,
}

impl Look {
    /// The first line's indent in half-em units, from hundredths of a character, or else from twips, at a size in half points.
    pub fn indent_of(characters: Option<i32>, twips: i32, size: u16) -> u16 {
        let half_ems = match characters.filter(|characters| *characters > 0) {
            Some(characters) => (characters + 25) / 50,
            // A half em is five twips for each half point of the size.
            None => twips.saturating_add(i32::from(size) * 5 / 2) / (i32::from(size.max(1)) * 5),
        };
        u16::try_from(half_ems.max(0)).unwrap_or(u16::MAX)
    }
}

/// The pieces that a line makes: none of an empty one, figures of pictures alone.
pub fn pieces(line: Line, look: Look, origin: &Origin, log: &mut EditLog) -> Vec<Piece> {
    if line.is_empty() {
        return number(look, origin, log).map(Piece::from).into_iter().collect();
    }
    let (mut text, looks) = line.finish(log);
    if text.is_empty() {
        return number(look, origin, log).map(Piece::from).into_iter().collect();
    }
    let size = if looks.size > 0 { looks.size } else { look.size };
    let hints = Hints {
        blank_before: look.blank,
        indent: looks.indent.saturating_add(look.indent),
        trailing: looks.trailing,
        marked: matches!(look.class, Class::Heading(_) | Class::Role(_)),
        size: (size > 0).then(|| f32::from(size) / 2.0),
        contents: look.contents || look.class == Class::Contents,
        bold: looks.bold,
        align: look.align,
        ..Hints::default()
    };
    let kind = match look.class {
        Class::Heading(level) => Kind::Heading(level.clamp(1, 9)),
        Class::Role(role) => Kind::Paragraph(role),
        Class::Contents => Kind::Paragraph(Role::Line),
        Class::Verse => Kind::Verse,
        Class::Separator => Kind::Separator,
        _ => Kind::default(),
    };
    if matches!(kind, Kind::Heading(_)) {
        // The style of a heading makes it bold.
        if text.is_all(&SpanKind::Strong) {
            text.retain_spans(|span| span.kind != SpanKind::Strong);
        }
    }
    let is_picture = |kind: &AnchorKind| matches!(kind, AnchorKind::Image(_));
    if text.as_str().is_empty() && text.anchors().iter().all(|anchor| is_picture(&anchor.kind)) {
        let figures = text.anchors().iter().filter_map(|anchor| match anchor.kind {
            AnchorKind::Image(id) => {
                Some(Block { hints: hints.clone(), ..Block::new(Kind::Figure(id), Text::default(), origin.clone()) })
            }
            AnchorKind::Note(_) => None,
        });
        return figures.map(Piece::from).collect();
    }
    let mut block = Block { kind, text, origin: origin.clone(), hints };
    let place = match look.item {
        // A heading's number is a part of it, wherever it stands.
        Some(start) if block.hints.contents || matches!(block.kind, Kind::Heading(_) | Kind::Paragraph(Role::Title)) => {
            put_label(&mut block, start, log);
            Place::Plain
        }
        Some(start) => Place::Item(start),
        None if look.class == Class::Quote => Place::Quote,
        None if look.class == Class::Item => Place::Continued(usize::MAX),
        None => Place::Plain,
    };
    vec![Piece { block, place }]
}

/// An empty paragraph of a list in a cell: the number of a row is all that it shows.
fn number(look: Look, origin: &Origin, log: &mut EditLog) -> Option<Block> {
    let start = look.item.filter(|start| look.in_cell && start.ordered)?;
    let mut block = Block::new(Kind::default(), Text::default(), origin.clone());
    put_label(&mut block, start, log);
    (!block.text.is_empty()).then_some(block)
}
