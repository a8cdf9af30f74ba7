//! Lists: labels in a column of their own, words clear of the widest label.
//!
//! A label that is too wide for its column, or whose item begins with no line of words, has a line of its own.

use super::compose::{Column, Composer, PARALLEL, as_made, ink_right};
use super::frame::Item;
use super::paragraph::Alignment;
use super::slab::{Slab, shift, up_to_grid};
use super::style::{Look, Style};
use super::tag::{self, Tag, TagKind};
use crate::geom::{Abs, Point};
use crate::model::List;
use rayon::prelude::*;
use std::sync::Arc;

/// The parts that an item's label and its content are.
type Parts = (Arc<Tag>, Arc<Tag>);

/// An item with its label as it was set, and their parts.
type Labelled<'a> = ((&'a crate::model::Item, Vec<Slab>), &'a Parts);

impl Composer<'_> {
    /// A list: labels hang two em in, and the words stand clear of the widest label.
    pub fn list(&self, list: &List, column: Column) -> Vec<Slab> {
        let style = self.style;
        let em = style.size;
        let look = Look { first: 0, align: Alignment::Justify, ..column.body };
        let tags: Vec<Parts> = list
            .items
            .iter()
            .map(|_| {
                let item = Tag::new(TagKind::Item, column.tag);
                (Tag::new(TagKind::Label, Some(&item)), Tag::new(TagKind::Body, Some(&item)))
            })
            .collect();
        let labels: Vec<Vec<Slab>> = list
            .items
            .iter()
            .zip(&tags)
            .map(|(item, (tag, _))| {
                let wide = Column { left: Abs::ZERO, measure: column.measure, tag: Some(tag), ..column };
                if item.label.is_empty() {
                    let mut slab = Slab { height: style.pitch, items: vec![tag::begin(tag)], ..Slab::default() };
                    slab.push_line(self.label("•", &look, em), Point { x: Abs::ZERO, y: Style::ascent(em) });
                    as_made(&mut slab);
                    vec![slab]
                } else {
                    self.text(&item.label, &Look { align: Alignment::Left, ..look }, wide)
                }
            })
            .collect();
        let width = |slabs: &[Slab]| slabs.iter().flat_map(|slab| &slab.items).filter_map(ink_right).max().unwrap_or_default();
        let widest = labels.iter().map(|label| width(label)).filter(|&width| width <= em * 5).max().unwrap_or_default();
        let indent = if column.measure > em * 12 && !column.inner { em * 2 } else { Abs::ZERO };
        let hang = up_to_grid(widest + em / 4, em / 2).max(em.scale(15, 10));
        let narrow = column.measure < indent + hang + em * 4;
        let (indent, hang) = if narrow { (Abs::ZERO, Abs::ZERO) } else { (indent, hang) };
        let inside = Column {
            left: column.left + indent + hang,
            measure: column.measure - indent - hang,
            body: Look { first: 0, ..column.body },
            inner: true,
            tag: None,
        };
        let set = |((item, label), (_, tag)): Labelled<'_>| {
            let mut body = self.blocks(&item.blocks, Column { tag: Some(tag), ..inside });
            let fits = width(&label) + em / 4 <= hang && label.len() == 1;
            let at = Point { x: column.left + indent, y: Abs::ZERO };
            let first_line = body.first().and_then(|slab| {
                slab.items.iter().find_map(|item| match item {
                    Item::Text { origin, run } if run.y == Abs::ZERO && origin.x >= inside.left => Some(origin.y),
                    _ => None,
                })
            });
            match (fits, first_line, body.first_mut()) {
                (true, Some(_), Some(first)) => {
                    for mut label in label {
                        shift(&mut label.items, at);
                        first.notes.splice(0..0, label.notes);
                        first.items.splice(0..0, label.items);
                    }
                    body
                }
                _ => {
                    let mut slabs = label;
                    for slab in &mut slabs {
                        shift(&mut slab.items, at);
                        slab.glue = !body.is_empty();
                    }
                    slabs.extend(body);
                    slabs
                }
            }
        };
        let items = list.items.iter().zip(labels).zip(&tags);
        let sets: Vec<Vec<Slab>> = if list.items.len() > PARALLEL {
            items.collect::<Vec<_>>().into_par_iter().map(set).collect()
        } else {
            items.map(set).collect()
        };
        sets.into_iter().flatten().collect()
    }
}
